/*
 * The running session: one at a time, kept in step with its journal record.
 * The record is written at every change and its position once a second, and
 * before it is told to anybody who asks, so that a killed program loses at most
 * a second of what was seen; what was running is then offered again, paused
 * where it stood.
 */
#include "app/app_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECKPOINT_MS 1000
/* The questions before a session speak of that hour, not of the next morning;
 * the figure is our choice. */
#define GOES_ON_HOURS 4

static const char *const phase_word[] = {
    "idle", "running", "paused", "resuming", "stopped", "done", "waiting"};

void app_player_clear(struct app *app)
{
    struct app_player *p = &app->player;
    session_state_release(&p->state);
    if (p->timeline)
        session_timeline_free(p->timeline);
    json_decref(p->items);
    free(p->pull);
    *p = (struct app_player){0};
}

bool app_player_active(const struct app *app)
{
    const enum session_phase phase = app->player.state.phase;
    return app->player.id && phase != SESSION_IDLE &&
           phase != SESSION_STOPPED && phase != SESSION_DONE;
}

void app_player_begin(struct app *app, struct session_timeline *timeline,
                      struct session_state state, json_t *items, int64_t id,
                      const char *day)
{
    app_player_clear(app);
    app->player = (struct app_player){
        .id = id,
        .timeline = timeline,
        .state = state,
        .items = items,
        .manner = app_manner(app),
        .begun_s = app_wall_s(app),
        .checkpoint_ms = app_now_ms(app),
        .written_revision = -1,
    };
    app->player.speaks = app_speaks(app, &app->player.manner);
    memcpy(app->player.day, day, APP_DAY);
    app_player_changed(app);
}

void app_player_changed(struct app *app) { app->revision++; }

static int64_t position(struct app *app)
{
    const struct app_player *p = &app->player;
    return session_position_ms(&p->state, p->timeline, app_now_ms(app));
}

static json_t *state_items(const struct app *app)
{
    const struct app_player *p = &app->player;
    json_t *out = json_deep_copy(p->items);
    for (int i = 0; i < p->state.items; i++) {
        json_t *it = json_array_get(out, (size_t)i);
        json_object_set_new(it, "done", json_boolean(p->state.done[i]));
        json_object_set_new(it, "skipped", json_boolean(p->state.skipped[i]));
    }
    return out;
}

static json_t *stop_word(const struct app_player *p)
{
    static const char *const word[] = {NULL,    "pain",  "nerve",
                                       "dizzy", "tired", "other"};
    return p->state.phase == SESSION_STOPPED
               ? app_text(word[p->state.stop_reason])
               : json_null();
}

json_t *app_player_json(struct app *app)
{
    const struct app_player *p = &app->player;
    if (!p->id)
        return json_pack("{s:s, s:I, s:I}", "phase", "idle", "revision",
                         (json_int_t)app->revision, "now_ms",
                         (json_int_t)app_now_ms(app));
    const int64_t at = position(app);
    json_t *answer =
        p->answer_text[0]
            ? json_pack("{s:o, s:s, s:s}", "triage",
                        app_text(p->answer_triage[0] ? p->answer_triage : NULL),
                        "text", p->answer_text, "emergency_number",
                        care_emergency_number(app->library,
                                              app_profile_text(app, "country")))
            : json_null();
    return json_pack(
        "{s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:b, s:i, s:o, s:o, s:o, "
        "s:s}",
        "id", (json_int_t)p->id, "phase", phase_word[p->state.phase],
        "revision", (json_int_t)app->revision, "now_ms",
        (json_int_t)app_now_ms(app), "position_ms", (json_int_t)at,
        "started_at_ms", (json_int_t)p->state.started_at_ms, "resume_at_ms",
        (json_int_t)p->state.resume_at_ms, "length_ms",
        (json_int_t)p->timeline->length_ms, "muted", (int)p->state.muted, "cue",
        session_cue_at(p->timeline, at), "items", state_items(app),
        "stop_reason", stop_word(p), "answer", answer, "day", p->day);
}

/* ---- keeping
 * ------------------------------------------------------------------ */

/* Minutes really spent: cues of done items, and of the one under way. */
static double minutes_done(const struct app_player *p, int64_t at)
{
    double ms = 0;
    for (int i = 0; i < p->timeline->cues; i++) {
        const struct session_cue *c = &p->timeline->cue[i];
        if (c->start_ms >= at || c->item < 0 || c->item >= p->state.items ||
            p->state.skipped[c->item])
            continue;
        const int64_t left = at - c->start_ms;
        ms += (double)(left < c->length_ms ? left : c->length_ms);
    }
    return ms / 60000;
}

static int item_now(const struct app_player *p, int64_t at)
{
    return p->timeline->cue[session_cue_at(p->timeline, at)].item;
}

static json_t *items_record(const struct app_player *p, int64_t at)
{
    json_t *out = json_array();
    const int now = item_now(p, at);
    for (int i = 0; i < p->state.items; i++) {
        json_t *it = json_copy(json_array_get(p->items, (size_t)i));
        json_object_del(it, "picture");
        for (int k = 0; k < 2; k++) { // the journal keeps no nulls
            const char *key = k ? "variant" : "variant_name";
            if (json_is_null(json_object_get(it, key)))
                json_object_del(it, key);
        }
        json_object_set_new(it, "done", json_boolean(p->state.done[i]));
        json_object_set_new(it, "skipped", json_boolean(p->state.skipped[i]));
        // a pull let go before its time is begun, and not done
        const bool early = p->state.let_go && !p->state.done[i];
        json_object_set_new(
            it, "stopped",
            json_boolean(early || (p->state.phase == SESSION_STOPPED &&
                                   i == now && !p->state.done[i])));
        json_array_append_new(out, it);
    }
    return out;
}

enum sp_status app_player_store(struct app *app, struct sp_error *err)
{
    struct app_player *p = &app->player;
    const int64_t now = app_now_ms(app),
                  at = position(app); // before it waits for the disk
    json_t *fields = json_pack(
        "{s:s, s:I, s:b, s:o, s:f}", "phase", phase_word[p->state.phase],
        "position_ms", (json_int_t)at, "muted", (int)p->state.muted, "items",
        items_record(p, at), "minutes", minutes_done(p, at));
    if (fields && p->state.acknowledged)
        json_object_set_new(fields, "acknowledged", json_true());
    enum sp_status s =
        fields ? app->journal->ops->edit(app->journal, JOURNAL_SESSION, p->id,
                                         NULL, fields, err)
               : sp_fail(err, SP_E_NOMEM,
                         _("Not enough memory to keep the "
                           "session."));
    json_decref(fields);
    if (!s) {
        p->written_revision = p->state.revision;
        p->checkpoint_at = at;
        p->checkpoint_ms = now;
    }
    app->undo_depth = 0;
    app->response_stale = true;
    app->recent_from[0] = 0;
    return s;
}

void app_player_checkpoint(struct app *app)
{
    struct app_player *p = &app->player;
    if (!p->id || p->state.revision != p->written_revision)
        return; // nothing runs, or the whole record is written next
    const int64_t now = app_now_ms(app), at = position(app);
    if (now - p->checkpoint_ms < CHECKPOINT_MS || at == p->checkpoint_at)
        return;
    struct sp_error err;
    p->checkpoint_ms = now;
    if (!app->journal->ops->checkpoint(app->journal, p->id, at,
                                       phase_word[p->state.phase], &err))
        p->checkpoint_at = at;
}

bool app_tick(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    app_language_again(app);
    struct app_player *p = &app->player;
    bool changed = false;
    if (p->id && p->timeline) {
        session_advance(&p->state, p->timeline, app_now_ms(app));
        changed = p->state.revision != p->written_revision;
        if (changed) {
            struct sp_error err;
            (void)app_player_store(app, &err);
            p->written_revision = p->state.revision;
            app_player_changed(app);
        } else {
            app_player_checkpoint(app);
        }
    }
    pthread_mutex_unlock(&app->lock);
    return changed;
}

/* ---- a warning sign on the way
 * ------------------------------------------------------------------ */

static bool too_old(struct app *app, int64_t begun_s)
{
    return app_wall_s(app) - begun_s > GOES_ON_HOURS * 3600;
}

/* SP_OK, or why what is under way may not go on. */
static enum sp_status still_allowed(struct app *app, struct sp_error *err)
{
    const struct session_timeline *t = app->player.timeline;
    if (too_old(app, app->player.begun_s))
        return sp_fail(err, SP_E_BLOCKED,
                       _("This session was begun more than %d hours ago, so it "
                         "has ended where it stood. Begin anew: the short "
                         "questions come first."),
                       GOES_ON_HOURS);
    enum sp_status s = app_safety_gate(app, err);
    for (int i = 0; i < t->items && !s; i++) {
        const struct care_exercise *ex =
            care_exercise_at(app->library, t->item[i].exercise);
        struct care_item item;
        if (!app->player.state.done[i])
            s = app_item_today(app, ex->id,
                               app_variant_id(ex, t->item[i].variant), NULL,
                               &item, err);
    }
    return s;
}

void app_player_guard(struct app *app)
{
    struct app_player *p = &app->player;
    struct sp_error why = {.text = ""}, later;
    if (!app_player_active(app) || still_allowed(app, &why) != SP_E_BLOCKED)
        return;
    const enum care_triage triage = app->safety.triage;
    // in an emergency nothing stands before the call
    const char *release =
        triage < CARE_EMERGENCY ? app_release_text(app) : NULL;
    (void)session_apply(&p->state, p->timeline, SESSION_STOP, app_now_ms(app));
    p->state.stop_reason = CARE_STOP_OTHER;
    snprintf(p->answer_triage, sizeof p->answer_triage, "%s",
             triage >= CARE_SAME_DAY ? care_triage_id(triage) : "");
    snprintf(p->answer_text, sizeof p->answer_text, "%s%s%s",
             release ? release : "", release ? " " : "", why.text);
    app_player_changed(app);
    json_t *fields = json_pack("{s:s, s:s}", "stop_reason", "other",
                               "triage_text", p->answer_text);
    // a record that cannot be written is given up when it is next opened
    if (fields && !app->journal->ops->edit(app->journal, JOURNAL_SESSION, p->id,
                                           NULL, fields, &later))
        (void)app_player_store(app, &later);
    json_decref(fields);
}

/* ---- after a crash
 * --------------------------------------------------------------- */

static bool was_under_way(const json_t *record)
{
    const char *phase = json_string_value(json_object_get(record, "phase"));
    return phase && (!strcmp(phase, "running") || !strcmp(phase, "paused") ||
                     !strcmp(phase, "resuming") || !strcmp(phase, "waiting"));
}

static enum sp_status give_up(struct app *app, const json_t *record,
                              struct sp_error *err)
{
    json_t *fields =
        json_pack("{s:s, s:s}", "phase", "stopped", "stop_reason", "other");
    enum sp_status s = app->journal->ops->edit(
        app->journal, JOURNAL_SESSION,
        json_integer_value(json_object_get(record, "id")), NULL, fields, err);
    json_decref(fields);
    return s;
}

/* The stored items as today's rules give them; false when one is no longer
 * allowed. */
static bool items_again(struct app *app, const json_t *record,
                        struct care_item *items, int *count)
{
    const json_t *stored = json_object_get(record, "items");
    struct sp_error err;
    const size_t n = json_array_size(stored);
    if (n == 0 || n > CARE_DAY_ITEMS || app_safety_gate(app, &err))
        return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *it = json_array_get(stored, i);
        char why[CARE_WHY_MAX];
        app_kept_why(app, it, why);
        if (app_item_today(app,
                           json_string_value(json_object_get(it, "exercise")),
                           json_string_value(json_object_get(it, "variant")),
                           *why ? why : NULL, &items[i], &err))
            return false;
    }
    *count = (int)n;
    return true;
}

static void restore_state(struct session_state *state,
                          const struct session_timeline *t,
                          const json_t *record)
{
    int64_t at = json_integer_value(json_object_get(record, "position_ms"));
    if (at < 0)
        at = 0;
    if (at >= t->length_ms)
        at = t->length_ms > 0 ? t->length_ms - 1 : 0;
    state->phase = SESSION_PAUSED;
    state->position_ms = at;
    state->muted = json_is_true(json_object_get(record, "muted"));
    const struct session_cue *cue = &t->cue[session_cue_at(t, at)];
    state->last_item = cue->kind == SESSION_END ? t->items : cue->item;
    for (int i = 0; i < state->items; i++) {
        const json_t *it =
            json_array_get(json_object_get(record, "items"), (size_t)i);
        state->skipped[i] = json_is_true(json_object_get(it, "skipped"));
        state->done[i] = json_is_true(json_object_get(it, "done")) ||
                         (i < state->last_item && !state->skipped[i]);
    }
}

static enum sp_status resume_record(struct app *app, const json_t *record,
                                    struct sp_error *err)
{
    struct care_item items[CARE_DAY_ITEMS];
    int count = 0;
    const int64_t created =
        json_integer_value(json_object_get(record, "created"));
    // nobody knows what a table did meanwhile: a protocol is begun anew
    if (json_object_get(record, "protocol") || too_old(app, created) ||
        !app_own(record) || !items_again(app, record, items, &count))
        return give_up(app, record, err);
    struct session_timeline *t = NULL;
    struct session_state state;
    const struct care_talk talk = app_talk(app);
    enum sp_status s =
        session_compile(app->library, items, count, &talk, &t, err);
    if (s)
        return s;
    s = session_state_init(&state, t, err);
    if (s) {
        session_timeline_free(t);
        return s;
    }
    restore_state(&state, t, record);
    json_t *shown = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(shown, app_item_json(app, &items[i]));
    const char *day = json_string_value(json_object_get(record, "day"));
    char kept[APP_DAY];
    app_day_add(day ? day : "", 0, kept);
    app_player_begin(app, t, state, shown,
                     json_integer_value(json_object_get(record, "id")), kept);
    app->player.begun_s = created;
    return app_player_store(app, err);
}

enum sp_status app_player_resume(struct app *app, struct sp_error *err)
{
    json_t *record = NULL;
    enum sp_status s =
        app->journal->ops->last(app->journal, JOURNAL_SESSION, &record, err);
    if (!s && record && was_under_way(record))
        s = resume_record(app, record, err);
    json_decref(record);
    return s;
}
