/* The cues of a session: its timeline, and each of them spoken. */
#include "app/session/play.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *cue_figure(const struct app *app,
                          const struct session_timeline *t,
                          const struct session_cue *c)
{
    if (c->figure_exercise < 0)
        return json_null();
    const struct care_exercise *ex =
        care_exercise_at(app->library, c->figure_exercise);
    const struct care_item *item =
        c->item >= 0 && c->item < t->items ? &t->item[c->item] : NULL;
    const char *variant = item && item->exercise == c->figure_exercise
                              ? app_variant_id(ex, item->variant)
                              : NULL;
    return json_pack("{s:s, s:s?, s:s, s:f, s:f}", "exercise", ex->id,
                     "variant", variant, "side",
                     c->side == 2 ? "left" : "right", "from_s",
                     c->figure_from_s, "to_s", c->figure_to_s);
}

/* Of a pull: what it is now, and whether this is its end. */
static json_t *cue_pull(const struct session_cue *c)
{
    return c->pull ? json_pack("{s:f, s:f, s:b, s:b}", "from_N", c->from_N,
                               "to_N", c->to_N, "release", (int)c->release,
                               "wait", (int)c->wait)
                   : json_null();
}

json_t *app_cue_json(const struct app *app, const struct session_timeline *t,
                     int n, const char *language, bool spoken)
{
    static const char *const kind[] = {"intro", "ready", "setup", "enter",
                                       "hold",  "flow",  "exit",  "sides",
                                       "rest",  "end"};
    static const char *const side[] = {NULL, "right", "left"};
    static const char *const breath[] = {NULL, "in", "out"};
    const struct session_cue *c = &t->cue[n];
    char audio[64], words[4000];
    snprintf(audio, sizeof audio, "/api/v1/session/cues/%d.wav", n);
    // for a voice of the page's own browser, which reads text
    if (c->say)
        (void)voice_words(c->say, language, words, sizeof words);
    return json_pack(
        "{s:i, s:I, s:I, s:s, s:i, s:s?, s:i, s:i, s:s?, s:s?, s:s, s:s?, s:b, "
        "s:o, s:s?, s:o}",
        "index", n, "start_ms", (json_int_t)c->start_ms, "length_ms",
        (json_int_t)c->length_ms, "kind", kind[c->kind], "item", c->item,
        "side", side[c->side], "rep", c->rep, "reps", c->reps, "say", c->say,
        "spoken", c->say ? words : NULL, "caption", c->caption, "breath",
        breath[c->breath], "chime", (int)c->chime, "figure",
        cue_figure(app, t, c), "audio", spoken && c->say ? audio : NULL, "pull",
        cue_pull(c));
}

enum sp_status app_op_session_timeline(struct app *app,
                                       const struct app_request *request,
                                       struct app_answer *answer,
                                       struct sp_error *err)
{
    (void)request;
    const struct session_timeline *t = app->player.timeline;
    if (!t)
        return sp_fail(err, SP_E_NOTFOUND, _("No session is under way."));
    json_t *cues = json_array();
    for (int i = 0; i < t->cues; i++)
        json_array_append_new(cues, app_cue_json(app, t, i,
                                                 app->player.manner.language,
                                                 app->player.speaks));
    return app_give(answer,
                    json_pack("{s:I, s:I, s:f, s:s, s:o}", "session",
                              (json_int_t)app->player.id, "length_ms",
                              (json_int_t)t->length_ms, "pace",
                              app->player.manner.pace, "language",
                              app->player.manner.language, "cues", cues),
                    err);
}

static enum sp_status param_number(const struct app_request *request, int max,
                                   int *out, struct sp_error *err)
{
    const char *text = app_param(request, "n");
    int n = 0;
    for (const char *c = text; c && *c; c++) {
        if (*c < '0' || *c > '9' || (n = n * 10 + (*c - '0')) > max)
            return sp_fail(err, SP_E_NOTFOUND,
                           _("There is no sound \"%.20s\"."), text);
    }
    *out = n;
    return SP_OK;
}

enum sp_status app_op_session_cue(struct app *app,
                                  const struct app_request *request,
                                  struct app_answer *answer,
                                  struct sp_error *err)
{
    int n = 0;
    char *text = NULL;
    enum sp_status s = param_number(request, 100000, &n, err);
    if (s)
        return s;
    pthread_mutex_lock(&app->lock);
    const struct session_timeline *t = app->player.timeline;
    const struct app_manner manner = app->player.manner;
    if (t && n < t->cues && t->cue[n].say)
        text = strdup(t->cue[n].say);
    pthread_mutex_unlock(&app->lock);
    if (!text)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("Cue %d has nothing to say, or there is no session."),
                       n);
    s = app_say(app, &manner, text, answer, err);
    free(text);
    return s;
}

enum sp_status app_op_session_chime(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    (void)app;
    int n = 0;
    unsigned char *wav = NULL;
    size_t len = 0;
    enum sp_status s = param_number(request, 2, &n, err);
    if (!s)
        s = voice_chime(n, &wav, &len, err);
    if (s)
        return s;
    snprintf(answer->etag, sizeof answer->etag, "chime%d-" APP_VERSION, n);
    return app_give_bytes(answer, wav, len, "audio/wav");
}
