/* How a session ends: stopped with a reason, or finished with answers. */
#include "app/app_internal.h"
#include "app/spine/doses.h"
#include "app/traction/traction.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- stop -------------------------------------------------------------------
 */

struct stop {
    const char *reason;
    bool bladder_bowel, spreading;
    const char *note;
};

enum care_stop_reason app_stop_reason(const char *word)
{
    static const struct {
        const char *word;
        enum care_stop_reason reason;
    } row[] = {
        {"pain",  CARE_STOP_PAIN },
        {"nerve", CARE_STOP_NERVE},
        {"dizzy", CARE_STOP_DIZZY},
        {"tired", CARE_STOP_TIRED},
        {"other", CARE_STOP_OTHER},
        {"chest", CARE_STOP_DIZZY}
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        if (!strcmp(row[i].word, word))
            return row[i].reason;
    return CARE_STOP_OTHER;
}

static const struct care_stop_answer *stop_answer(const struct app *app,
                                                  const struct stop *stop)
{
    const struct care_stop_texts *texts = care_stop_texts(app->library);
    const char *id = stop->bladder_bowel ? "bladder_bowel"
                     : stop->spreading && strcmp(stop->reason, "chest")
                         ? "nerve"
                         : stop->reason;
    for (int i = 0; i < texts->answers; i++)
        if (!strcmp(texts->answer[i].id, id))
            return &texts->answer[i];
    return NULL;
}

const char *app_release_text(struct app *app)
{
    const struct app_player *p = &app->player;
    const int64_t at =
        session_position_ms(&p->state, p->timeline, app_now_ms(app));
    const int item = p->timeline->cue[session_cue_at(p->timeline, at)].item;
    if (item < 0 || item >= p->timeline->items)
        return NULL;
    const unsigned bits =
        care_exercise_at(app->library, p->timeline->item[item].exercise)
            ->modalities;
    for (int m = 0; m < CARE_MODALITIES; m++)
        if (bits & (1u << m) && care_stop_texts(app->library)->release[m])
            return care_stop_texts(app->library)->release[m];
    return NULL;
}

/* A sign that needs care closes everything; a nerve sign asks for the full
 * questions again. Both are kept as a screen record, which undo and the
 * journal's own operations cannot touch. */
static enum sp_status keep_sign(struct app *app,
                                const struct care_stop_answer *found,
                                struct sp_error *err)
{
    if (!found || found->then == CARE_END_SESSION)
        return SP_OK;
    const bool emergency = found->then == CARE_CALL_EMERGENCY;
    return app_screen_add(
        app,
        json_pack("{s:s, s:s, s:s}", "form", "quick", "triage",
                  emergency ? "emergency" : "see_first", "note", found->text),
        err);
}

static void give_answer(struct app *app, const struct care_stop_answer *found)
{
    struct app_player *p = &app->player;
    const char *release = app_release_text(app);
    p->answer_triage[0] = 0;
    if (found && found->then != CARE_END_SESSION)
        snprintf(p->answer_triage, sizeof p->answer_triage, "%s",
                 found->then == CARE_CALL_EMERGENCY ? "emergency" : "same_day");
    // in an emergency nothing stands before the call
    const bool both = release && found && found->then != CARE_CALL_EMERGENCY;
    snprintf(p->answer_text, sizeof p->answer_text, "%s%s%s",
             both ? release : "", both ? " " : "", found ? found->text : "");
}

/* The journal's words: signs of the chest count with dizziness. */
static const char *kept_reason(const char *reason)
{
    return strcmp(reason, "chest") ? reason : "dizzy";
}

static enum sp_status keep_stop(struct app *app, const struct stop *stop,
                                struct sp_error *err)
{
    struct app_player *p = &app->player;
    json_t *fields =
        json_pack("{s:s, s:b, s:b, s:s*, s:s*}", "stop_reason",
                  kept_reason(stop->reason), "bladder_bowel",
                  (int)stop->bladder_bowel, "spreading", (int)stop->spreading,
                  "note", stop->note, "triage_text", p->answer_text);
    if (fields && p->answer_triage[0])
        json_object_set_new(fields, "triage", json_string(p->answer_triage));
    enum sp_status s =
        fields
            ? app->journal->ops->edit(app->journal, JOURNAL_SESSION, p->id,
                                      NULL, fields, err)
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the answer."));
    json_decref(fields);
    return s ? s : app_player_store(app, err);
}

enum sp_status app_op_session_stop(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    static const char *const known[] = {"reason", "bladder_bowel", "spreading",
                                        "note", NULL};
    static const char *const reasons[] = {"pain",  "nerve", "dizzy", "tired",
                                          "other", "chest", NULL};
    const json_t *body = request->body;
    struct app_player *p = &app->player;
    struct stop stop = {.reason = "other"};
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_word(body, "reason", true, reasons, &stop.reason, err)) ||
        (s = app_read_bool(body, "bladder_bowel", false, &stop.bladder_bowel,
                           err)) ||
        (s = app_read_bool(body, "spreading", false, &stop.spreading, err)) ||
        (s = app_read_text(body, "note", false, 2000, &stop.note, err)))
        return s;
    if (!p->id)
        return sp_fail(err, SP_E_NOTFOUND, _("No session is under way."));
    // a warning sign is kept even when the session has ended meanwhile
    const struct care_stop_answer *found = stop_answer(app, &stop);
    const bool was_active = app_player_active(app);
    if (was_active || p->state.phase == SESSION_STOPPED ||
        (found && found->then != CARE_END_SESSION)) {
        s = keep_sign(app, found, err);
        give_answer(app, found);
    }
    (void)session_apply(&p->state, p->timeline, SESSION_STOP, app_now_ms(app));
    if (was_active || p->state.phase == SESSION_STOPPED)
        p->state.stop_reason = app_stop_reason(stop.reason);
    app_player_changed(app);
    if (!s)
        s = keep_stop(app, &stop, err);
    app_sessions_changed(app);
    return s ? s : app_give(answer, app_player_json(app), err);
}

enum sp_status app_op_session_stops(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    (void)request;
    const struct care_stop_texts *t = care_stop_texts(app->library);
    json_t *signs = json_array(), *answers = json_array();
    for (int i = 0; i < t->signs; i++)
        json_array_append_new(signs, json_string(t->sign[i].text));
    for (int i = 0; i < t->answers; i++)
        json_array_append_new(answers, json_pack("{s:s, s:s, s:s}", "id",
                                                 t->answer[i].id, "label",
                                                 t->answer[i].label, "text",
                                                 t->answer[i].text));
    return app_give(
        answer,
        json_pack("{s:o, s:o, s:s?}", "signs", signs, "answers", answers,
                  "release",
                  app_player_active(app) ? app_release_text(app) : NULL),
        err);
}

/* ---- finish
 * ------------------------------------------------------------------- */

struct finish {
    double pain_after, effort;
    int zone_before, zone_after; /* -1 not said */
    const json_t *places;
    const char *note;
};

static enum sp_status read_finish(const json_t *body, struct finish *f,
                                  struct sp_error *err)
{
    static const char *const known[] = {"pain_after",  "places",     "effort",
                                        "zone_before", "zone_after", "note",
                                        NULL};
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_number(body, "pain_after", false, 0, 10, &f->pain_after,
                             err)) ||
        (s = app_read_number(body, "effort", false, 0, 10, &f->effort, err)) ||
        (s = app_read_int(body, "zone_before", false, 0, 5, &f->zone_before,
                          err)) ||
        (s = app_read_int(body, "zone_after", false, 0, 5, &f->zone_after,
                          err)) ||
        (s = app_read_texts(body, "places", 32, &f->places, err)) ||
        (s = app_read_text(body, "note", false, 4000, &f->note, err)))
        return s;
    if (f->places && journal_zone(f->places) < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("places: holds a place that is not on the body map."));
    if (f->places && f->zone_after < 0)
        f->zone_after = journal_zone(f->places);
    return SP_OK;
}

static json_t *finish_fields(const struct finish *f)
{
    json_t *out = json_object();
    if (isfinite(f->pain_after))
        json_object_set_new(out, "pain_after", json_real(f->pain_after));
    if (isfinite(f->effort))
        json_object_set_new(out, "effort", json_real(f->effort));
    if (f->zone_before >= 0)
        json_object_set_new(out, "zone_before", json_integer(f->zone_before));
    if (f->zone_after >= 0)
        json_object_set_new(out, "zone_after", json_integer(f->zone_after));
    if (f->places)
        json_object_set(out, "places_after", (json_t *)f->places);
    if (f->note)
        json_object_set_new(out, "note", json_string(f->note));
    return out;
}

static bool spread_below_knee(const json_t *session)
{
    const json_t *before = json_object_get(session, "zone_before");
    const json_t *after = json_object_get(session, "zone_after");
    return json_is_integer(after) && json_integer_value(after) >= 4 &&
           !(json_is_integer(before) && json_integer_value(before) >= 4);
}

enum sp_status app_check_spread(struct app *app, const json_t *session,
                                struct sp_error *err)
{
    if (!spread_below_knee(session))
        return SP_OK;
    return app_screen_add(
        app,
        json_pack("{s:s, s:s, s:s}", "form", "quick", "triage", "see_first",
                  "note", care_rescreen_texts(app->library)->below_knee),
        err);
}

/* What the answers change for each exercise, in words; `before` is the state
 * ahead of this session. */
static json_t *changes(struct app *app, const json_t *session,
                       const struct care_response *before)
{
    json_t *out = json_array();
    const json_t *items = json_object_get(session, "items");
    for (size_t i = 0; i < json_array_size(items); i++) {
        const char *id = json_string_value(
            json_object_get(json_array_get(items, i), "exercise"));
        const int e = id ? care_exercise_find(app->library, id) : -1;
        const struct care_feedback f = app_feedback(session, i);
        char why[200] = "";
        if (e < 0 || (!f.done && !f.stopped))
            continue;
        (void)care_progress(care_exercise_at(app->library, e), &before[e], &f,
                            why);
        if (why[0])
            json_array_append_new(
                out, json_pack("{s:s, s:s}", "exercise", id, "text", why));
    }
    return out;
}

static void count_items(const json_t *session, int *done, int *all)
{
    size_t i;
    json_t *it;
    *all = (int)json_array_size(json_object_get(session, "items"));
    json_array_foreach(json_object_get(session, "items"), i, it) *done +=
        json_is_true(json_object_get(it, "done"));
}

/* What was done and how it felt; no claim of cause. */
static void summary_text(const json_t *session, char *out, size_t size)
{
    int done = 0, all = 0;
    count_items(session, &done, &all);
    const json_t *b = json_object_get(session, "pain_before");
    const json_t *a = json_object_get(session, "pain_after");
    const double minutes =
        json_number_value(json_object_get(session, "minutes"));
    const int whole = (int)round(minutes);
    int n = snprintf(out, size,
                     words_plural(whole, "%d of %d exercises, %d minute.",
                                  "%d of %d exercises, %d minutes."),
                     done, all, whole);
    if (n < 0 || (size_t)n >= size || !json_is_number(a) || !json_is_number(b))
        return;
    const double from = json_number_value(b), to = json_number_value(a);
    snprintf(out + n, size - (size_t)n,
             to < from   ? _(" Pain %.0f before, %.0f after: a little easier "
                               "for now.")
             : to > from ? _(" Pain %.0f before, %.0f after: more than before.")
                         : _(" Pain %.0f before, %.0f after: the same."),
             from, to);
}

/* Writes the answers, then reads the whole record back. */
static enum sp_status keep_finish(struct app *app, const struct finish *f,
                                  json_t **session, struct sp_error *err)
{
    struct journal *j = app->journal;
    json_t *fields = finish_fields(f);
    enum sp_status s = json_object_size(fields)
                           ? j->ops->edit(j, JOURNAL_SESSION, app->player.id,
                                          NULL, fields, err)
                           : SP_OK;
    json_decref(fields);
    return s ? s
             : j->ops->get(j, JOURNAL_SESSION, app->player.id, session, err);
}

static bool any_removed(const struct app *app,
                        const struct care_response *before)
{
    for (int e = 0; e < care_exercise_count(app->library); e++)
        if (app->response[e].removed && !before[e].removed)
            return true;
    return false;
}

static enum sp_status after_finish(struct app *app, const json_t *session,
                                   const struct care_response *before,
                                   json_t *list, struct sp_error *err)
{
    enum sp_status s = app_check_spread(app, session, err);
    app_sessions_changed(app);
    if (!s)
        s = app_response(app, err);
    if (!s && app->plan && any_removed(app, before))
        s = app_plan_remake(app, err);
    if (s || json_array_size(list) == 0)
        return s;
    json_t *fields = json_pack("{s:O}", "changes", list);
    s = app->journal->ops->edit(app->journal, JOURNAL_SESSION, app->player.id,
                                NULL, fields, err);
    json_decref(fields);
    return s;
}

/* What was done of it: the items that are done and, of a protocol, what was
 * held of it before it was let go. */
static struct care_relief given(struct app *app, int *without)
{
    const struct app_player *p = &app->player;
    const bool begun = true;
    *without = 0;
    if (p->timeline->pulls)
        return app_pull_relief(app, p->pull,
                               session_pulled_s(&p->state, p->timeline));
    if (p->pull && !p->state.skipped[0])
        return app_session_relief(app, p->timeline, &begun,
                                  p->state.position_ms, without);
    return app_session_relief(app, p->timeline, p->state.done, INT64_MAX,
                              without);
}

/* What the session as done gave the discs; null when nothing was done. */
static json_t *relief_json(struct app *app)
{
    int without;
    const struct care_relief relief = given(app, &without);
    if (!relief.known)
        return json_null();
    json_t *out = app_relief_json(app, -1, &relief);
    if (without == 0)
        return out;
    char more[120];
    const char *text = json_string_value(json_object_get(out, "text"));
    snprintf(more, sizeof more,
             words_plural(without,
                          "%d movement has no figure and is not counted.",
                          "%d movements have no figure and are not counted."),
             without);
    json_object_set_new(out, "text",
                        json_sprintf("%s %s", text ? text : "", more));
    return out;
}

enum sp_status app_op_session_finish(struct app *app,
                                     const struct app_request *request,
                                     struct app_answer *answer,
                                     struct sp_error *err)
{
    struct app_player *p = &app->player;
    struct finish f = {
        .pain_after = NAN, .effort = NAN, .zone_before = -1, .zone_after = -1};
    struct care_response *before = NULL;
    json_t *session = NULL, *list = NULL;
    char summary[300];
    enum sp_status s = read_finish(request->body, &f, err);
    if (s)
        return s;
    if (!p->id)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("No session is waiting for this."));
    session_advance(&p->state, p->timeline, app_now_ms(app));
    if (app_player_active(app))
        return sp_fail(err, SP_E_CONFLICT,
                       _("The session is still running; stop it first."));
    // again, too, for what found no room on the disk when it ended
    s = app_player_store(app, err);
    if (!s)
        s = app_response_without(app, p->id, &before, err);
    if (!s)
        s = keep_finish(app, &f, &session, err);
    if (!s) {
        list = changes(app, session, before);
        s = after_finish(app, session, before, list, err);
    }
    if (!s) {
        summary_text(session, summary, sizeof summary);
        json_t *relief = relief_json(app);
        const char *questions =
            spread_below_knee(session)
                ? care_rescreen_texts(app->library)->below_knee
                : NULL;
        app_player_clear(app);
        app_player_changed(app);
        s = app_give(answer,
                     json_pack("{s:s, s:O, s:o, s:s?}", "summary", summary,
                               "changes", list, "relief", relief, "questions",
                               questions),
                     err);
    }
    json_decref(list);
    json_decref(session);
    free(before);
    return s;
}
