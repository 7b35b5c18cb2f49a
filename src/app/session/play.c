/* What a session is to hold, and starting it. */
#include "app/session/play.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define QUICK_VALID_MS (30 * 60 * 1000)

/* ---- what is asked for -----------------------------------------------------
 */

static bool easy(const struct app *app, int exercise)
{
    return care_exercise_at(app->library, exercise)->modalities ==
           1u << CARE_EASY;
}

static enum sp_status take_today(struct app *app, struct app_wanted *w,
                                 struct sp_error *err)
{
    enum sp_status s = app_plan_ensure(app, err);
    const int d = s ? -1 : app_plan_today(app);
    if (s)
        return s;
    const double severe = care_rescreen_texts(app->library)->severe_pain;
    for (int i = 0; d >= 0 && i < app->plan->day[d].items; i++) {
        struct care_item *at = &w->item[w->items];
        if (app_plan_item(app, &app->plan->day[d].item[i], at) &&
            !(w->pain_before >= severe && !easy(app, at->exercise)))
            w->items++;
    }
    w->from_plan = true;
    if (w->items == 0)
        return sp_fail(err, SP_E_NOTFOUND, "%s",
                       w->pain_before >= severe
                           ? care_rescreen_texts(app->library)->severe
                           : _("Nothing is planned for today; choose exercises "
                               "in the library."));
    return SP_OK;
}

static enum sp_status take_items(struct app *app, const json_t *list,
                                 struct app_wanted *w, struct sp_error *err)
{
    static const char *const known[] = {"exercise", "variant", NULL};
    const size_t n = json_array_size(list);
    if (!json_is_array(list) || n == 0 || n > CARE_DAY_ITEMS)
        return sp_fail(err, SP_E_RANGE,
                       _("items: must be a list of 1 to %d exercises."),
                       CARE_DAY_ITEMS);
    const struct care_rescreen_texts *words = care_rescreen_texts(app->library);
    for (size_t i = 0; i < n; i++) {
        const json_t *it = json_array_get(list, i);
        const char *exercise = NULL, *variant = NULL;
        enum sp_status s;
        if ((s = app_need_object(it, known, err)) ||
            (s = app_read_text(it, "exercise", true, 47, &exercise, err)) ||
            (s = app_read_text(it, "variant", false, 47, &variant, err)) ||
            (s = app_item_today(app, exercise, variant, _("You chose it."),
                                &w->item[i], err)))
            return s;
        const struct care_exercise *ex =
            care_exercise_at(app->library, w->item[i].exercise);
        // its weeks and its end are counted by the protocol's gate
        if (ex->playable == CARE_PRESCRIPTION)
            return sp_fail(err, SP_E_BLOCKED,
                           _("%s is guided only as a prescribed protocol; "
                             "choose one."),
                           ex->name);
        if (w->pain_before >= words->severe_pain &&
            !easy(app, w->item[i].exercise))
            return sp_fail(err, SP_E_BLOCKED, "%s", words->severe);
    }
    w->items = (int)n;
    return SP_OK;
}

/* A protocol passes the gates of its exercise, and its own caps. */
static enum sp_status take_protocol(struct app *app, const char *id,
                                    struct app_wanted *w, struct sp_error *err)
{
    const struct care_rescreen_texts *words = care_rescreen_texts(app->library);
    enum sp_status s = app_protocol_find(app, id, &w->pull.protocol, err);
    if (!s && w->pain_before >= words->severe_pain)
        s = sp_fail(err, SP_E_BLOCKED, "%s", words->severe);
    if (!s)
        s = app_pull_ready(app, true, &w->pull, err);
    if (!s)
        s = app_pull_item(app, &w->pull, &w->item[0], err);
    w->items = 1;
    w->by_protocol = true;
    return s;
}

enum sp_status app_wanted_compile(struct app *app, const struct app_wanted *w,
                                  struct session_timeline **t,
                                  struct sp_error *err)
{
    const struct care_talk talk = app_talk(app);
    if (!w->by_protocol || w->pull.protocol.kind != CARE_PROTOCOL_TRACTION)
        return session_compile(app->library, w->item, w->items, &talk, t, err);
    struct care_pull_span *span = calloc(CARE_PULL_SPANS_MAX, sizeof *span);
    if (!span)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the session."));
    const int count = care_protocol_curve(
        &w->pull.protocol,
        care_protocol_force(&w->pull.protocol, w->pull.who.mass_kg), span,
        CARE_PULL_SPANS_MAX);
    const enum sp_status s =
        session_compile_pull(app->library, &w->item[0], span, count,
                             w->pull.who.units, &talk, t, err);
    free(span);
    return s;
}

/* How often an exercise was done or begun in a session. */
static int done_in(const json_t *session, const char *id)
{
    int n = 0;
    size_t k;
    json_t *item;
    json_array_foreach(json_object_get(session, "items"), k, item)
    {
        const char *e = json_string_value(json_object_get(item, "exercise"));
        n += e && !strcmp(e, id) &&
             (json_is_true(json_object_get(item, "done")) ||
              json_is_true(json_object_get(item, "stopped")));
    }
    return n;
}

/* The same for today, and on how many days before it, of these sessions. */
static int done_today(const json_t *sessions, const char *id, const char *today,
                      int *days_before)
{
    int n = 0;
    size_t i;
    json_t *session;
    const char *last = "";
    *days_before = 0;
    json_array_foreach((json_t *)sessions, i, session)
    {
        const char *day = json_string_value(json_object_get(session, "day"));
        const int times = done_in(session, id);
        if (strcmp(day, today) >= 0)
            n += times;
        else if (times && strcmp(day, last)) {
            ++*days_before; // sessions come oldest first
            last = day;
        }
    }
    return n;
}

/* Inversion has its days of the week as well (safety 4.5), and never more than
 * five; every other day makes one more in seven than the row says. */
static bool week_full(struct app *app, const struct care_item *item,
                      int days_before)
{
    const struct care_exercise *ex =
        care_exercise_at(app->library, item->exercise);
    int per_week, rest_days;
    if (!(ex->modalities & (1u << CARE_INVERSION)))
        return false;
    care_frequency(ex, care_step_now(ex, &app->response[item->exercise]),
                   item->reduced, false, &per_week, &rest_days);
    return days_before >= (per_week < 5 ? per_week + 1 : 5);
}

/* Whether item i, after those before it, would be more than a day or, for
 * inversion, a week allows; the sentence is filled then. */
static bool too_often(struct app *app, const json_t *week, const char *today,
                      const struct app_wanted *w, int i, struct sp_error *why)
{
    const struct care_exercise *ex =
        care_exercise_at(app->library, w->item[i].exercise);
    const int most = ex->dose.per_day_max;
    int days_before;
    int n = done_today(week, ex->id, today, &days_before) + 1;
    for (int k = 0; k < i; k++)
        n += w->item[k].exercise == w->item[i].exercise;
    if (most > 0 && n > most) {
        (void)sp_fail(
            why, SP_E_BLOCKED,
            words_plural(most, "%s is enough %d time a day; choose another.",
                         "%s is enough %d times a day; choose another."),
            ex->name, most);
        return true;
    }
    if (!week_full(app, &w->item[i], days_before))
        return false;
    (void)sp_fail(why, SP_E_BLOCKED,
                  _("%s: %d days of the last seven are enough; it may come "
                    "again on another day."),
                  ex->name, days_before);
    return true;
}

/* The limits per day and week: what a person picks is refused, today's plan
 * goes on without it. */
static enum sp_status check_often(struct app *app, struct app_wanted *w,
                                  struct sp_error *err)
{
    char today[APP_DAY], from[APP_DAY];
    json_t *week = NULL;
    struct sp_error why;
    app_today(app, today);
    app_day_add(today, -6, from);
    enum sp_status s = app_sessions(app, from, &week, err);
    for (int i = 0; i < w->items && !s;) {
        if (!too_often(app, week, today, w, i, &why))
            i++;
        else if (w->from_plan)
            memmove(&w->item[i], &w->item[i + 1],
                    (size_t)(--w->items - i) * sizeof w->item[0]);
        else
            s = sp_fail(err, SP_E_BLOCKED, "%s", why.text);
    }
    if (!s && w->items == 0)
        s = sp_fail(err, SP_E_BLOCKED,
                    _("What is planned for today has been done as often as a "
                      "day allows; tomorrow is another one."));
    json_decref(week);
    return s;
}

static enum sp_status check_quick(struct app *app, const json_t *body,
                                  struct sp_error *err)
{
    const json_t *quick = json_object_get(body, "quick");
    if (quick && !json_is_null(quick)) {
        bool ok = false;
        enum sp_status s = app_quick(app, quick, &ok, err);
        if (s || ok)
            return s;
        return sp_fail(err, SP_E_BLOCKED, "%s",
                       care_rescreen_texts(app->library)->any_yes);
    }
    if (app->quick_ok_at_ms &&
        app_now_ms(app) - app->quick_ok_at_ms <= QUICK_VALID_MS)
        return SP_OK;
    return sp_fail(err, SP_E_BLOCKED,
                   _("quick: the three quick questions come before every "
                     "session."));
}

/* What must wait after getting up comes last or, from a plan, another time. */
static enum sp_status check_morning(struct app *app, struct app_wanted *w,
                                    double up_min, struct sp_error *err)
{
    double wait_min[CARE_DAY_ITEMS];
    const int now = app_morning_order(app, w->item, w->items,
                                      app_minutes_up(app, up_min), wait_min);
    if (now < w->items && (!w->from_plan || now == 0))
        return app_morning_refuse(app, &w->item[now], wait_min[now], err);
    w->items = now;
    return SP_OK;
}

static enum sp_status check_places(const json_t *places, const char *field,
                                   struct sp_error *err)
{
    if (places && journal_zone(places) < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: holds a place that is not on the body map."),
                       field);
    return SP_OK;
}

enum sp_status app_wanted_read(struct app *app, const json_t *body,
                               struct app_wanted *w, struct sp_error *err)
{
    static const char *const known[] = {
        "day",         "items", "protocol", "pain_before",
        "pain_places", "quick", "up_min",   NULL};
    static const char *const days[] = {"today", NULL};
    const char *day = NULL, *protocol = NULL;
    enum sp_status s;
    double up_min = NAN;
    *w = (struct app_wanted){.pain_before = NAN};
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_word(body, "day", false, days, &day, err)) ||
        (s = app_read_text(body, "protocol", false, CARE_ID_MAX - 1, &protocol,
                           err)) ||
        (s = app_read_number(body, "pain_before", false, 0, 10, &w->pain_before,
                             err)) ||
        (s = app_read_number(body, "up_min", false, 0, 1440, &up_min, err)) ||
        (s = app_read_texts(body, "pain_places", 32, &w->places, err)) ||
        (s = check_places(w->places, "pain_places", err)) ||
        (s = check_quick(app, body, err)) || (s = app_safety_gate(app, err)))
        return s;
    const json_t *items = json_object_get(body, "items");
    if ((day != NULL) + (items != NULL) + (protocol != NULL) != 1)
        return sp_fail(err, SP_E_RANGE,
                       _("day: say either \"day\": \"today\", \"items\" or "
                         "\"protocol\"."));
    s = items      ? take_items(app, items, w, err)
        : protocol ? take_protocol(app, protocol, w, err)
                   : take_today(app, w, err);
    if (!s)
        s = check_often(app, w, err);
    return s ? s : check_morning(app, w, up_min, err);
}

/* ---- starting
 * ------------------------------------------------------------------ */

static enum sp_status keep_new(struct app *app, const struct app_wanted *w,
                               const struct session_timeline *t,
                               const char *day, int64_t *id,
                               struct sp_error *err)
{
    json_t *items = json_array();
    for (int i = 0; i < w->items; i++)
        json_array_append_new(items, app_item_store(app, &w->item[i]));
    json_t *fields = json_pack("{s:s, s:i, s:I, s:o, s:s, s:{s:b, s:b, s:b}}",
                               "phase", "running", "position_ms", 0,
                               "length_ms", (json_int_t)t->length_ms, "items",
                               items, "origin", w->from_plan ? "plan" : "own",
                               "quick", "nerve", 0, "weakness", 0, "unwell", 0);
    if (fields && isfinite(w->pain_before))
        json_object_set_new(fields, "pain_before", json_real(w->pain_before));
    if (fields && w->places) {
        json_object_set(fields, "places_before", (json_t *)w->places);
        json_object_set_new(fields, "zone_before",
                            json_integer(journal_zone(w->places)));
    }
    if (fields && w->by_protocol)
        json_object_set_new(fields, "protocol",
                            app_protocol_record(&w->pull.protocol));
    enum sp_status s =
        fields
            ? app->journal->ops->add_at(app->journal, JOURNAL_SESSION, day,
                                        app_wall_s(app), fields, id, err)
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the session."));
    json_decref(fields);
    app->undo_depth = 0;
    return s;
}

static enum sp_status begin(struct app *app, const struct app_wanted *w,
                            struct sp_error *err)
{
    struct session_timeline *t = NULL;
    struct session_state state = {.phase = SESSION_IDLE};
    char today[APP_DAY];
    int64_t id = 0;
    app_today(app, today);
    struct app_pull *pull = w->by_protocol ? malloc(sizeof *pull) : NULL;
    enum sp_status s = app_wanted_compile(app, w, &t, err);
    if (!s && w->by_protocol && !pull)
        s = sp_fail(err, SP_E_NOMEM, _("Not enough memory for the session."));
    if (!s)
        s = session_state_init(&state, t, err);
    if (!s)
        s = keep_new(app, w, t, today, &id, err);
    if (s) {
        free(pull);
        session_state_release(&state);
        if (t)
            session_timeline_free(t);
        return s;
    }
    json_t *shown = json_array();
    for (int i = 0; i < w->items; i++)
        json_array_append_new(shown, app_item_json(app, &w->item[i]));
    (void)session_apply(&state, t, SESSION_START, app_now_ms(app));
    app_player_begin(app, t, state, shown, id, today);
    if (pull)
        *pull = w->pull;
    app->player.pull = pull;
    return app_player_store(app, err);
}

/* How the session stands; what is told is not lost afterwards. */
static enum sp_status tell(struct app *app, struct app_answer *answer,
                           struct sp_error *err)
{
    json_t *state = app_player_json(app);
    app_player_checkpoint(app);
    return app_give(answer, state, err);
}

enum sp_status app_op_session_start(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    if (app_player_active(app))
        return sp_fail(err, SP_E_CONFLICT,
                       _("A session is under way; finish or stop it first."));
    struct app_wanted *w = calloc(1, sizeof *w);
    if (!w)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the session."));
    enum sp_status s = app_wanted_read(app, request->body, w, err);
    if (!s)
        s = begin(app, w, err);
    free(w);
    if (s)
        return s;
    answer->status = 201;
    return tell(app, answer, err);
}

enum sp_status app_op_session_show(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    (void)request;
    return tell(app, answer, err);
}

enum sp_status app_op_session_event(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    static const char *const known[] = {"event", NULL};
    static const struct {
        const char *word;
        enum session_event event;
    } row[] = {
        {"start",       SESSION_START      },
        {"pause",       SESSION_PAUSE      },
        {"resume",      SESSION_RESUME     },
        {"previous",    SESSION_PREVIOUS   },
        {"next",        SESSION_NEXT       },
        {"repeat",      SESSION_REPEAT     },
        {"back",        SESSION_BACK_10    },
        {"forward",     SESSION_FORWARD_10 },
        {"mute",        SESSION_MUTE       },
        {"unmute",      SESSION_UNMUTE     },
        {"acknowledge", SESSION_ACKNOWLEDGE}
    };
    const char *words[sizeof row / sizeof row[0] + 1] = {NULL};
    const size_t n = sizeof row / sizeof row[0];
    for (size_t i = 0; i < n; i++)
        words[i] = row[i].word;
    struct app_player *p = &app->player;
    const char *word = NULL;
    enum sp_status s;
    if ((s = app_need_object(request->body, known, err)) ||
        (s = app_read_word(request->body, "event", true, words, &word, err)))
        return s;
    if (!p->id)
        return sp_fail(err, SP_E_NOTFOUND, _("No session is under way."));
    // going on after a long pause passes the same gate as starting
    const bool goes_on = !strcmp(word, "resume") || !strcmp(word, "start");
    if (goes_on && (s = app_safety_gate(app, err)))
        return s;
    if (goes_on)
        app_player_guard(app);
    for (size_t i = 0; i < n; i++)
        if (words[i] == word && session_apply(&p->state, p->timeline,
                                              row[i].event, app_now_ms(app)))
            app_player_changed(app);
    if (p->written_revision != p->state.revision)
        s = app_player_store(app, err);
    return s ? s : tell(app, answer, err);
}
