/*
 * How a session is spoken: voice, pace and wording as the person chose them.
 * The voices themselves are opened when they are first wanted.
 */
#include "app/app_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "text/words.h"

enum { VOICES_MAX = 64, SAY_MAX = 600 };

struct care_talk app_talk(const struct app *app)
{
    const double pace = app_profile_number(app, "pace");
    const char *wording = app_profile_text(app, "wording");
    return (struct care_talk){.pace = isfinite(pace) ? pace : 1,
                              .brief = wording && !strcmp(wording, "short")};
}

struct app_manner app_manner(const struct app *app)
{
    const char *id = app_profile_text(app, "voice");
    struct app_manner m = {.pace = app_talk(app).pace};
    snprintf(m.voice, sizeof m.voice, "%s", id ? id : "");
    snprintf(m.language, sizeof m.language, "%s", words_language());
    return m;
}

/* Opens the voices once. */
static enum sp_status voices(struct app *app, struct sp_error *err)
{
    pthread_mutex_lock(&app->voice_lock);
    const enum sp_status s =
        app->voice ? SP_OK : voice_open(&app->voice, app->cache_dir, err);
    pthread_mutex_unlock(&app->voice_lock);
    return s;
}

enum sp_status app_say(struct app *app, const struct app_manner *manner,
                       const char *text, struct app_answer *answer,
                       struct sp_error *err)
{
    unsigned char *wav = NULL;
    size_t len = 0;
    struct voice_kind kind;
    enum sp_status s = voices(app, err);
    if (s)
        return s;
    if (!voice_pick(app->voice, manner->voice, manner->language, &kind))
        return sp_fail(
            err, SP_E_NOTFOUND,
            _("No voice here speaks the language \"%s\"; the program "
              "espeak-ng adds voices."),
            manner->language);
    s = voice_say(app->voice, &kind, manner->pace, text, &wav, &len, err);
    if (s)
        return s;
    snprintf(answer->etag, sizeof answer->etag, "%016llx",
             (unsigned long long)app_hash(wav, len));
    return app_give_bytes(answer, wav, len, "audio/wav");
}

bool app_speaks(struct app *app, const struct app_manner *manner)
{
    struct sp_error err;
    struct voice_kind kind;
    return !voices(app, &err) &&
           voice_pick(app->voice, manner->voice, manner->language, &kind);
}

/* The profile is read under the lock, the voices without it: listing them may
 * start a program. */
static struct app_manner manner_now(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    const struct app_manner m = app_manner(app);
    pthread_mutex_unlock(&app->lock);
    return m;
}

enum sp_status app_op_voices(struct app *app, const struct app_request *request,
                             struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    struct voice_kind kinds[VOICES_MAX], used;
    const struct app_manner m = manner_now(app);
    enum sp_status s = voices(app, err);
    if (s)
        return s;
    const int n = voice_list(app->voice, m.language, kinds, VOICES_MAX);
    const bool any = voice_pick(app->voice, m.voice, m.language, &used);
    json_t *list = json_array();
    for (int i = 0; i < n; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s}", "id", kinds[i].id, "name",
                            words_say(kinds[i].name), "language",
                            kinds[i].language, "engine", kinds[i].engine));
    return app_give(
        answer,
        json_pack("{s:s, s:s?, s:o, s:s}", "language", m.language, "used",
                  any ? used.id : NULL, "voices", list, "note",
                  any ? ""
                      : _("No voice on this computer speaks your language. "
                          "Captions and tones guide you; the program espeak-ng "
                          "adds voices.")),
        err);
}

/* "flite-slt.wav" without its ending is an id; pace as ?pace=1.2. */
enum sp_status app_op_voice_sample(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    struct app_manner m = manner_now(app);
    const char *id = app_param(request, "id"),
               *pace = app_param(request, "pace");
    if (pace && (!text_to_number(pace, &m.pace) ||
                 !(m.pace >= VOICE_PACE_MIN) || !(m.pace <= VOICE_PACE_MAX)))
        return sp_fail(err, SP_E_RANGE,
                       _("pace: must be a number from %.1f to %.1f."),
                       VOICE_PACE_MIN, VOICE_PACE_MAX);
    struct voice_kind kind;
    enum sp_status s = voices(app, err);
    if (s)
        return s;
    if (!voice_pick(app->voice, id, m.language, &kind) || strcmp(kind.id, id))
        return sp_fail(err, SP_E_NOTFOUND, _("There is no voice \"%.47s\"."),
                       id);
    snprintf(m.voice, sizeof m.voice, "%s", kind.id);
    return app_say(app, &m,
                   _("Hold for 30 seconds. Breathe easily, and let your "
                     "shoulders sink."),
                   answer, err);
}

/* What a page reads aloud: its own words, in the person's voice and pace. */
enum sp_status app_op_say(struct app *app, const struct app_request *request,
                          struct app_answer *answer, struct sp_error *err)
{
    const struct app_manner m = manner_now(app);
    const char *text = app_param(request, "text");
    if (!text || !*text || strlen(text) > SAY_MAX)
        return sp_fail(err, SP_E_RANGE,
                       _("text: must have from 1 to %d bytes."), SAY_MAX);
    return app_say(app, &m, text, answer, err);
}
