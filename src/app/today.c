/* What today holds. Words are honest: what is planned and for how long, and
 * that it may ease; no figures that nobody has worked out. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void greeting(struct app *app, char *out, size_t size)
{
    const int h = app_hour(app);
    const char *name = app_profile_text(app, "name");
    const char *hello = h < 5    ? _("Good night")
                        : h < 12 ? _("Good morning")
                        : h < 18 ? _("Good afternoon")
                                 : _("Good evening");
    snprintf(out, size, "%s%s%.120s.", hello, name ? ", " : "",
             name ? name : "");
}

static void region_words(unsigned regions, char *out, size_t size)
{
    static const char *const word[] = {N_("neck"), N_("upper back"),
                                       N_("lower back"), N_("legs")};
    size_t used = 0;
    int left = 0;
    out[0] = 0;
    for (int r = 0; r < CARE_REGIONS; r++)
        left += (regions >> r & 1u) != 0;
    for (int r = 0; r < CARE_REGIONS; r++) {
        if (!(regions & (1u << r)))
            continue;
        left--;
        const int n = snprintf(out + used, size - used, "%s%s",
                               used == 0   ? ""
                               : left == 0 ? _(" and ")
                                           : ", ",
                               words_say(word[r]));
        if (n < 0 || (size_t)n >= size - used)
            return;
        used += (size_t)n;
    }
}

static void gives_text(const struct app *app, const struct care_item *items,
                       int count, double minutes, char *out, size_t size)
{
    unsigned regions = 0;
    char words[80];
    for (int i = 0; i < count; i++)
        regions |= care_exercise_at(app->library, items[i].exercise)->regions;
    region_words(regions, words, sizeof words);
    const int whole = (int)fmax(1, round(minutes));
    if (count == 0)
        snprintf(out, size,
                 _("Nothing is planned. A short walk or a change of "
                   "position is always fine if it feels comfortable."));
    else if (!words[0])
        snprintf(out, size,
                 words_plural(whole,
                              "About %d minute of easy movement. Some people "
                              "feel looser for a while.",
                              "About %d minutes of easy movement. Some people "
                              "feel looser for a while."),
                 whole);
    else
        snprintf(out, size,
                 words_plural(whole,
                              "About %d minute of gentle movement for %s. Some "
                              "people feel looser for a while.",
                              "About %d minutes of gentle movement for %s. "
                              "Some people feel looser for a while."),
                 whole, words);
}

/* The calendar week, Monday first, with what was done and what is planned. */
static double planned_minutes(struct app *app, const char *date)
{
    const long d = app->plan ? app_day_between(app->plan_from, date) : -1;
    return d >= 0 && d < CARE_PLAN_DAYS ? app->plan->day[d].minutes : 0;
}

static double minutes_on(const json_t *sessions, const char *date)
{
    double minutes = 0;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)sessions, i, r)
    {
        const char *day = json_string_value(json_object_get(r, "day"));
        if (day && !strcmp(day, date))
            minutes += app_session_done_minutes(r);
    }
    return minutes;
}

static json_t *week_json(struct app *app, const char *monday,
                         const json_t *sessions, int *done_days)
{
    json_t *week = json_array();
    for (int d = 0; d < 7; d++) {
        char date[APP_DAY];
        app_day_add(monday, d, date);
        const double done = minutes_on(sessions, date);
        const double planned = planned_minutes(app, date);
        *done_days += done > 0;
        json_array_append_new(
            week,
            json_pack("{s:s, s:s, s:f, s:b, s:b, s:f}", "date", date, "weekday",
                      app_weekday_name(d), "minutes", done, "done", done > 0,
                      "rest", planned <= 0, "planned", planned));
    }
    return week;
}

static json_t *last_json(const char *today, const json_t *sessions)
{
    for (size_t i = json_array_size(sessions); i-- > 0;) {
        const json_t *r = json_array_get(sessions, i);
        const double minutes = app_session_done_minutes(r);
        const long ago = app_day_between(
            json_string_value(json_object_get(r, "day")), today);
        if (minutes <= 0 || ago < 0) // noted while the clock stood ahead
            continue;
        char when[40], text[120];
        if (ago == 0)
            snprintf(when, sizeof when, _("today"));
        else if (ago == 1)
            snprintf(when, sizeof when, _("yesterday"));
        else
            snprintf(when, sizeof when,
                     words_plural(ago, "%ld day ago", "%ld days ago"), ago);
        const int whole = (int)fmax(1, round(minutes));
        snprintf(text, sizeof text,
                 words_plural(whole, "Last time, %s: %d minute.",
                              "Last time, %s: %d minutes."),
                 when, whole);
        return json_pack("{s:s}", "text", text);
    }
    return json_null();
}

static bool pain_asked(struct app *app, const char *today,
                       const json_t *sessions)
{
    json_t *scores = NULL;
    struct sp_error err;
    bool asked = false;
    size_t i;
    json_t *r;
    if (!app->journal->ops->list(app->journal, JOURNAL_SCORE, today, today,
                                 &scores, &err))
        json_array_foreach(scores, i, r)
        {
            const char *m = json_string_value(json_object_get(r, "measure"));
            asked = asked || (m && !strcmp(m, "nrs"));
        }
    json_decref(scores);
    json_array_foreach((json_t *)sessions, i, r)
    {
        const char *day = json_string_value(json_object_get(r, "day"));
        asked = asked || (day && !strcmp(day, today) &&
                          json_is_number(json_object_get(r, "pain_before")));
    }
    return asked;
}

static json_t *blocked_json(const struct app_safety *s)
{
    if (s->triage < CARE_SAME_DAY)
        return json_null();
    return json_pack("{s:s, s:s}", "triage", care_triage_id(s->triage), "text",
                     s->triage_text);
}

static const char *why_text(const struct app *app, const struct app_safety *s,
                            int items)
{
    if (s->triage >= CARE_SAME_DAY)
        return s->triage_text;
    if (s->need != APP_NEED_NONE)
        return s->reason;
    if (app->plan && app->plan->note[0])
        return app->plan->note;
    return items ? _("Chosen for where it troubles you, your time and what "
                     "helped before.")
                 : _("A rest day; it counts towards the week.");
}

/* Items of the plan's day that may be done now. */
static int todays_items(struct app *app, struct care_item *items,
                        double *minutes)
{
    const int d = app_plan_today(app);
    int n = 0;
    for (int i = 0; d >= 0 && i < app->plan->day[d].items; i++)
        if (app_plan_item(app, &app->plan->day[d].item[i], &items[n]))
            *minutes += items[n++].minutes;
    return n;
}

static json_t *goal_json(const struct app *app, int done_days)
{
    const double wanted = app_profile_number(app, "weekly_goal");
    return json_pack("{s:i, s:i}", "done_days", done_days, "wanted_days",
                     isfinite(wanted) ? (int)wanted : 4);
}

static enum sp_status today_json(struct app *app, json_t **out,
                                 struct sp_error *err)
{
    const struct app_safety *s;
    enum sp_status st = app_safety(app, &s, err);
    if (!st && s->open)
        st = app_plan_ensure(app, err);
    if (!st)
        st = app_response(app, err);
    if (st)
        return st;
    char monday[APP_DAY], from[APP_DAY], hello[200], gives[300];
    struct care_item items[CARE_DAY_ITEMS];
    double minutes = 0, wait_min[CARE_DAY_ITEMS] = {0};
    const double up = app_minutes_up(app, NAN);
    int done_days = 0;
    json_t *sessions = NULL;
    app_day_add(s->today, -app_weekday(s->today), monday);
    app_day_add(s->today, -28, from);
    st = app_sessions_recent(app, from, &sessions, err);
    if (st)
        return st;
    const int count = s->open ? todays_items(app, items, &minutes) : 0;
    (void)app_morning_order(app, items, count, up, wait_min);
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        json_t *item = app_item_json(app, &items[i]);
        json_object_set_new(item, "wait_min", json_real(wait_min[i]));
        json_array_append_new(list, item);
    }
    greeting(app, hello, sizeof hello);
    gives_text(app, items, count, minutes, gives, sizeof gives);
    json_t *week = week_json(app, monday, sessions, &done_days);
    *out = json_pack(
        "{s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:f, s:s, s:s, s:o, s:o, "
        "s:o, s:o, s:b, s:f, s:o}",
        "date", s->today, "weekday", app_weekday_name(app_weekday(s->today)),
        "greeting", hello, "screened", (int)(s->screened && s->screen.complete),
        "triage",
        s->screened ? json_string(care_triage_id(s->triage)) : json_null(),
        "blocked", blocked_json(s), "need", app_text(app_need_id(s->need)),
        "items", list, "minutes", minutes, "gives", gives, "why",
        why_text(app, s, count), "week", week, "last",
        last_json(s->today, sessions), "session",
        app->player.id ? app_player_json(app) : json_null(), "goal",
        goal_json(app, done_days), "pain_asked_today",
        (int)pain_asked(app, s->today, sessions), "done_today_minutes",
        minutes_on(sessions, s->today), "morning",
        app_morning_json(app, items, wait_min, count, up));
    json_decref(sessions);
    return *out ? SP_OK
                : sp_fail(err, SP_E_NOMEM,
                          _("Not enough memory for this answer."));
}

/* ---- the answer kept --------------------------------------------------------
 *
 * What today holds changes with what is written, with the session and with
 * the clock's minute (the greeting, the day, a wait that ends): while none of
 * them did, the answer is the same and is given again as text.
 */

struct app_kept {
    int64_t changes, revision, minute;
    char language[16];
    json_t *json;
    char *text;
};

static bool still_holds(struct app *app)
{
    const struct app_kept *k = app->kept;
    return k && !app->player.id && k->changes == app->changes &&
           k->revision == app->revision && k->minute == app_wall_s(app) / 60 &&
           !strcmp(k->language, words_language());
}

void app_kept_free(struct app_kept *kept)
{
    if (!kept)
        return;
    json_decref(kept->json);
    free(kept->text);
    free(kept);
}

/* Without memory for it nothing is kept, and the next answer is made anew. */
static void keep(struct app *app, json_t *json)
{
    struct app_kept *k = calloc(1, sizeof *k);
    app_kept_free(app->kept);
    app->kept = k;
    if (!k)
        return;
    k->changes = app->changes;
    k->revision = app->revision;
    k->minute = app_wall_s(app) / 60;
    snprintf(k->language, sizeof k->language, "%s", words_language());
    k->json = json_incref(json);
    k->text = json_dumps(json, APP_JSON);
}

enum sp_status app_op_today(struct app *app, const struct app_request *request,
                            struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    json_t *json = NULL;
    if (still_holds(app)) {
        json = json_incref(app->kept->json);
    } else {
        const enum sp_status s = today_json(app, &json, err);
        if (s)
            return s;
        keep(app, json);
    }
    if (still_holds(app) && app->kept->text) {
        const size_t len = strlen(app->kept->text);
        unsigned char *copy = malloc(len + 1);
        if (copy) {
            memcpy(copy, app->kept->text, len + 1);
            app_give_bytes(answer, copy, len, "application/json");
        }
    }
    return app_give(answer, json, err);
}
