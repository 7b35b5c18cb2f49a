/*
 * What the safety answers allow today: the newest own full screen, worked out
 * again with today's profile and clearances, and what happened since (quick
 * answers, stops, a rise of pain). One place, asked by every operation that
 * offers or starts an exercise.
 *
 * Imported screens, clearances and sessions never open anything: they are
 * somebody's word in a file, not answers given here.
 */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PAIN_DAYS 14
#define DATE_LINE_DAYS 1 // a traveller's day may be one back

const char *app_need_id(enum app_need need)
{
    static const char *const id[] = {NULL, "profile", "screen", "rescreen"};
    return id[need];
}

static bool is_form(const json_t *record, const char *form)
{
    const char *f = json_string_value(json_object_get(record, "form"));
    return f && !strcmp(f, form);
}

static enum care_triage record_triage(const json_t *record)
{
    const char *id = json_string_value(json_object_get(record, "triage"));
    for (int t = CARE_EMERGENCY; id && t > CARE_GO_ON; t--)
        if (!strcmp(id, care_triage_id((enum care_triage)t)))
            return (enum care_triage)t;
    return CARE_GO_ON;
}

/* Index of the newest own full screen, -1 when there is none. */
static int last_full(const json_t *screens)
{
    int best = -1;
    json_int_t best_id = 0;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)screens, i, r)
    {
        const json_int_t id = json_integer_value(json_object_get(r, "id"));
        if (app_own(r) && is_form(r, "full") && id > best_id) {
            best = (int)i;
            best_id = id;
        }
    }
    return best;
}

void app_answers_fill(struct app *app, const json_t *screen,
                      struct care_answers *a)
{
    const struct care_library *lib = app->library;
    const json_t *q = json_object_get(screen, "questions");
    const json_t *c = json_object_get(screen, "conditions");
    const json_t *bp = json_object_get(screen, "bp");
    *a = (struct care_answers){.age_y = app_profile_number(app, "age_y")};
    for (int i = 0; i < care_question_count(lib) && i < CARE_QUESTIONS_MAX; i++)
        a->question[i] = app_answer_word(json_string_value(
            json_object_get(q, care_question_at(lib, i)->id)));
    for (int i = 0; i < care_condition_count(lib) && i < CARE_CONDITIONS_MAX;
         i++)
        a->condition[i] = app_answer_word(json_string_value(
            json_object_get(c, care_condition_at(lib, i)->id)));
    a->systolic = (int)json_integer_value(json_object_get(bp, "systolic"));
    a->diastolic = (int)json_integer_value(json_object_get(bp, "diastolic"));
    const double h = app_profile_number(app, "height_m");
    const double m = app_profile_number(app, "mass_kg");
    a->bmi = isfinite(h) && isfinite(m) ? m / (h * h) : 0;
    a->known_condition = app_profile_text(app, "condition");
}

/* ---- what happened since the screen ------------------------------------- */

static bool counts_as_stop(const char *reason)
{
    return reason && strcmp(reason, "tired") && strcmp(reason, "other");
}

static int stopped_exercise(const struct app *app, const json_t *session)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(session, "items"), i, item) if (
        json_is_true(json_object_get(
            item, "stopped"))) return care_exercise_find(app->library,
                                                         json_string_value(
                                                             json_object_get(
                                                                 item,
                                                                 "exercise")));
    return -1;
}

#define STOPS_MAX 64

/* At least see_first, and every modality asks. */
static void ask_first(struct app_safety *s, const char *text)
{
    if (s->screen.triage < CARE_SEE_FIRST)
        s->screen.triage = CARE_SEE_FIRST;
    for (int m = 0; m < CARE_MODALITIES; m++) {
        if (m == CARE_EASY || s->screen.modality[m] >= CARE_ASK)
            continue;
        s->screen.modality[m] = CARE_ASK;
        s->screen.why[m] = (struct care_why){CARE_ASK, -1, -1, ""};
        snprintf(s->screen.why[m].text, sizeof s->screen.why[m].text, "%s",
                 text ? text : "");
    }
}

/* Three stops for symptoms in two weeks: see a clinician first, until a visit
 * after the last of them is recorded. */
static enum sp_status apply_stops(struct app *app, struct app_safety *s,
                                  const json_t *sessions,
                                  const json_t *clearances)
{
    struct care_stop_event event[STOPS_MAX];
    int n = 0;
    const char *last = NULL;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)sessions, i, r)
    {
        const char *why = json_string_value(json_object_get(r, "stop_reason"));
        const char *day = json_string_value(json_object_get(r, "day"));
        long number;
        if (!counts_as_stop(why) || !app_day_parse(day, &number))
            continue;
        if (n == STOPS_MAX) // the newest matter
            memmove(event, event + 1, sizeof event[0] * (size_t)--n);
        event[n++] =
            (struct care_stop_event){(int)number, stopped_exercise(app, r)};
        last = day;
    }
    long today = 0;
    (void)app_day_parse(s->today, &today);
    const struct care_stops stops =
        care_stops(app->library, event, n, -1, (int)today);
    if (stops.see_first && !(last && app_visit_recorded(clearances, last)))
        ask_first(s, stops.text);
    return SP_OK;
}

/* Movement tests that went out in both directions: see a clinician first,
 * until a visit after the last of them is recorded. */
static enum sp_status apply_movements(struct app *app, struct app_safety *s,
                                      const json_t *clearances,
                                      struct sp_error *err)
{
    struct app_movement_signs signs;
    const enum sp_status st = app_movement_signs(app, s->today, &signs, err);
    if (st)
        return st;
    s->stop_today = signs.stop_today;
    if (signs.see_first && !app_visit_recorded(clearances, signs.last_day))
        ask_first(s, care_direction_texts(app->library)->both_ways);
    return SP_OK;
}

/* Highest pain noted on each of the last PAIN_DAYS days. */
static void pain_by_day(const char *today, const json_t *sessions,
                        const json_t *scores, double pain[PAIN_DAYS])
{
    for (int d = 0; d < PAIN_DAYS; d++)
        pain[d] = NAN;
    for (int pass = 0; pass < 2; pass++) {
        size_t i;
        json_t *r;
        json_array_foreach((json_t *)(pass ? scores : sessions), i, r)
        {
            const char *measure =
                json_string_value(json_object_get(r, "measure"));
            if (pass && (!measure || strcmp(measure, "nrs")))
                continue;
            const json_t *v =
                json_object_get(r, pass ? "score" : "pain_before");
            const long ago = app_day_between(
                json_string_value(json_object_get(r, "day")), today);
            if (!json_is_number(v) || ago < 0 || ago >= PAIN_DAYS)
                continue;
            double *at = &pain[PAIN_DAYS - 1 - ago];
            if (!(*at >= json_number_value(v)))
                *at = json_number_value(v);
        }
    }
}

static void set_reason(struct app_safety *s, const char *text)
{
    snprintf(s->reason, sizeof s->reason, "%s", text ? text : "");
}

/* Quick answers, stops and rises after the full screen. */
static void apply_events(struct app *app, struct app_safety *s,
                         const json_t *screens, int full)
{
    const struct care_rescreen_texts *words = care_rescreen_texts(app->library);
    const json_t *base =
        full >= 0 ? json_array_get(screens, (size_t)full) : NULL;
    const json_int_t since = json_integer_value(json_object_get(base, "id"));
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)screens, i, r)
    {
        const json_int_t id = json_integer_value(json_object_get(r, "id"));
        if (!app_own(r) || id < since)
            continue;
        const enum care_triage t = id == since ? s->triage : record_triage(r);
        const int64_t at = json_integer_value(json_object_get(r, "created"));
        const int64_t hours = t == CARE_EMERGENCY  ? words->emergency_again_h
                              : t == CARE_SAME_DAY ? words->same_day_again_h
                                                   : 0;
        if (hours && at + hours * 3600 > s->again_at_s)
            s->again_at_s = at + hours * 3600;
        if (t == CARE_EMERGENCY)
            s->visit_needed = true;
        const char *day = json_string_value(json_object_get(r, "day"));
        if (hours && day && strcmp(day, s->sign_day) > 0)
            snprintf(s->sign_day, sizeof s->sign_day, "%s", day);
        if (t > s->triage)
            s->triage = t;
        if (id != since) {
            const char *note = json_string_value(json_object_get(r, "note"));
            s->need = APP_NEED_RESCREEN;
            set_reason(s, note ? note : words->any_yes);
        }
    }
}

static void apply_due(struct app *app, struct app_safety *s,
                      const json_t *sessions, const json_t *scores)
{
    double pain[PAIN_DAYS];
    pain_by_day(s->today, sessions, scores, pain);
    const long age = app_day_between(s->day, s->today);
    if (age < -DATE_LINE_DAYS) { // it would hold for far too long
        s->need = APP_NEED_RESCREEN;
        set_reason(s, _("The safety questions were answered while the clock "
                        "stood ahead. Please go through them again."));
        return;
    }
    // values from before the screen were weighed in its answers
    for (int d = 0; d < PAIN_DAYS && PAIN_DAYS - 1 - d >= age && age < 3; d++)
        pain[d] = NAN;
    const enum care_due due =
        care_rescreen_due(app->library, (int)(age < 0 ? 0 : age), s->triage,
                          pain, PAIN_DAYS, false);
    // same_day and emergency have their own waiting time
    if (due == CARE_NOT_DUE || due == CARE_DUE_AGAIN)
        return;
    s->need = APP_NEED_RESCREEN;
    set_reason(s, care_due_text(app->library, due));
}

/* ---- putting it together --------------------------------------------------
 */

struct records {
    json_t *screens, *sessions, *scores, *clearances;
};

static void records_release(struct records *r)
{
    json_decref(r->screens);
    json_decref(r->sessions);
    json_decref(r->scores);
    json_decref(r->clearances);
}

static enum sp_status read_records(struct app *app, const char *today,
                                   struct records *r, struct sp_error *err)
{
    char from[APP_DAY];
    struct journal *j = app->journal;
    app_day_add(today, -60, from);
    enum sp_status s =
        j->ops->list(j, JOURNAL_SCREEN, NULL, NULL, &r->screens, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_CLEARANCE, NULL, NULL, &r->clearances, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_SESSION, from, NULL, &r->sessions, err);
    return s ? s : j->ops->list(j, JOURNAL_SCORE, from, NULL, &r->scores, err);
}

static enum sp_status apply_screen(struct app *app, struct app_safety *s,
                                   const struct records *r, int full,
                                   struct sp_error *err)
{
    const json_t *record = json_array_get(r->screens, (size_t)full);
    const char *day = json_string_value(json_object_get(record, "day"));
    s->screened = true;
    snprintf(s->day, sizeof s->day, "%s", day ? day : "");
    app_day_add(s->day, care_rescreen_texts(app->library)->full_screen_days,
                s->expires);
    app_answers_fill(app, record, &s->answers);
    care_screen(app->library, &s->answers, &s->screen);
    // a clinician's look counts only where nothing worse was answered
    if (s->screen.complete && s->screen.triage <= CARE_SEE_FIRST) {
        enum sp_status st =
            app_clearances_apply(app, r->screens, &s->answers, err);
        if (st)
            return st;
        care_screen(app->library, &s->answers, &s->screen);
    }
    s->triage = s->screen.triage;
    if (!s->screen.complete) {
        s->need = APP_NEED_SCREEN;
        set_reason(s, _("The safety questions have grown; please answer them "
                        "again."));
        return SP_OK;
    }
    apply_due(app, s, r->sessions, r->scores);
    enum sp_status st = apply_stops(app, s, r->sessions, r->clearances);
    if (!st)
        st = apply_movements(app, s, r->clearances, err);
    if (s->screen.triage > s->triage)
        s->triage = s->screen.triage;
    return st;
}

static enum sp_status work_out(struct app *app, struct app_safety *s,
                               const struct records *r, struct sp_error *err)
{
    const int full = last_full(r->screens);
    if (full >= 0) {
        enum sp_status st = apply_screen(app, s, r, full, err);
        if (st)
            return st;
    } else {
        s->need = APP_NEED_SCREEN;
        set_reason(s, care_due_text(app->library, CARE_DUE_NEVER));
    }
    const enum app_need need = s->need;
    apply_events(app, s, r->screens, full);
    if (full < 0)
        s->need = need;
    if (!app_profile_set(app)) {
        s->need = APP_NEED_PROFILE;
        set_reason(s, _("Height, weight and age are needed first."));
    }
    s->visit_recorded =
        s->sign_day[0] && app_visit_recorded(r->clearances, s->sign_day);
    s->open = s->need == APP_NEED_NONE && s->triage < CARE_SAME_DAY;
    if (s->triage > CARE_GO_ON)
        snprintf(s->triage_text, sizeof s->triage_text, "%s",
                 care_triage_text(app->library, s->triage));
    // a doctor seen shortens the wait after same_day
    if (s->visit_recorded && !s->visit_needed)
        s->again_at_s = 0;
    return SP_OK;
}

enum sp_status app_safety(struct app *app, const struct app_safety **out,
                          struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    *out = &app->safety;
    if (!app->safety_stale && !strcmp(today, app->safety.today))
        return SP_OK;
    enum sp_status s = app_profile_load(app, err);
    struct records records = {0};
    struct app_safety next = {.need = APP_NEED_NONE, .stop_today = -1};
    memcpy(next.today, today, sizeof today);
    if (!s)
        s = read_records(app, today, &records, err);
    if (!s)
        s = work_out(app, &next, &records, err);
    records_release(&records);
    if (s)
        return s;
    next.answers.known_condition = NULL; // borrowed from the profile
    app->safety = next;
    app->safety_stale = false;
    return SP_OK;
}

/* ---- gates ----------------------------------------------------------------
 */

static const char *closed_sentence(const struct app_safety *s)
{
    if (s->triage >= CARE_SAME_DAY && s->triage_text[0])
        return s->triage_text;
    if (s->need == APP_NEED_PROFILE)
        return _("Enter height, weight and age first.");
    if (s->need == APP_NEED_SCREEN)
        return _("Answer the safety questions first.");
    return s->reason[0] ? s->reason : _("Answer the safety questions again.");
}

enum sp_status app_safety_gate(struct app *app, struct sp_error *err)
{
    const struct app_safety *s;
    enum sp_status st = app_safety(app, &s, err);
    if (st)
        return st;
    if (!s->open)
        return sp_fail(err, SP_E_BLOCKED, "%s", closed_sentence(s));
    return SP_OK;
}

static struct care_why blocked(const char *text)
{
    struct care_why why = {CARE_BLOCK, -1, -1, ""};
    snprintf(why.text, sizeof why.text, "%s", text);
    return why;
}

struct care_why app_allow(struct app *app, int exercise, int variant)
{
    struct sp_error err = {.text = ""};
    const struct app_safety *s;
    if (app_safety(app, &s, &err) || app_response(app, &err))
        return blocked(err.text);
    if (!s->open)
        return blocked(closed_sentence(s));
    const struct care_exercise *ex = care_exercise_at(app->library, exercise);
    if (ex->playable == CARE_TEXT)
        return blocked(_("This entry says what it is and who teaches it; there "
                         "are no steps for it here."));
    struct care_why why =
        care_allow(app->library, &s->screen, exercise, variant);
    if (app->response[exercise].removed && why.action < CARE_BLOCK)
        return blocked(care_stop_texts(app->library)->same_move_text);
    if (s->stop_today == exercise)
        return blocked(care_movement_text(app->library, CARE_PERIPHERALISES));
    return why;
}

struct care_why app_allow_best(struct app *app, int exercise, int *variant)
{
    const struct app_safety *s;
    *variant = care_default_variant(care_exercise_at(app->library, exercise));
    if (app_safety(app, &s, NULL) == SP_OK && s->open)
        (void)care_allow_best(app->library, &s->screen, exercise, variant);
    return app_allow(app, exercise, *variant);
}

enum sp_status app_screen_add(struct app *app, json_t *fields,
                              struct sp_error *err)
{
    char today[APP_DAY];
    int64_t id;
    app_today(app, today);
    enum sp_status s =
        fields
            ? app->journal->ops->add_at(app->journal, JOURNAL_SCREEN, today,
                                        app_wall_s(app), fields, &id, err)
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the answers."));
    json_decref(fields);
    app->undo_depth = 0;
    app->safety_stale = true;
    app->quick_ok_at_ms = 0;
    return s;
}
