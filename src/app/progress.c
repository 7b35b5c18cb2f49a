/* What came of it: minutes, sessions, pain and scores over time, and the
 * change that matters, without a claim of cause. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WEEKS 12

static bool is_measure(const json_t *score, const char *measure)
{
    return !strcmp(app_record_text(score, "measure"), measure);
}

/* ---- weeks
 * ---------------------------------------------------------------------- */

struct week {
    double minutes, pain_sum;
    int sessions, pains;
};

static int week_of(const char *first_monday, const char *day)
{
    const long d = app_day_between(first_monday, day);
    return d < 0 ? -1 : (int)(d / 7);
}

static void count_week(struct week *weeks, const char *monday,
                       const json_t *sessions, const json_t *scores)
{
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)sessions, i, r)
    {
        const int w = week_of(monday, app_record_text(r, "day"));
        const double minutes = app_session_done_minutes(r);
        if (w < 0 || w >= WEEKS || minutes <= 0)
            continue;
        weeks[w].minutes += minutes;
        weeks[w].sessions++;
    }
    json_array_foreach((json_t *)scores, i, r)
    {
        const int w = week_of(monday, app_record_text(r, "day"));
        const json_t *v = json_object_get(r, "score");
        if (w < 0 || w >= WEEKS || !is_measure(r, "nrs") || !json_is_number(v))
            continue;
        weeks[w].pain_sum += json_number_value(v);
        weeks[w].pains++;
    }
}

static json_t *weeks_json(struct app *app, const char *monday,
                          const json_t *sessions, const json_t *scores)
{
    struct week weeks[WEEKS] = {{0}};
    const double wanted = app_profile_number(app, "weekly_goal");
    json_t *out = json_array();
    bool begun = false;
    count_week(weeks, monday, sessions, scores);
    for (int w = 0; w < WEEKS; w++) {
        char date[APP_DAY];
        const struct week *at = &weeks[w];
        app_day_add(monday, 7 * w, date);
        // weeks before the first entry are not gaps
        begun = begun || at->sessions || at->pains;
        if (!begun && w < WEEKS - 1)
            continue;
        json_array_append_new(
            out,
            json_pack(
                "{s:s, s:f, s:i, s:i, s:{s:i, s:o}, s:b}", "week", date,
                "minutes", at->minutes, "sessions", at->sessions, "wanted",
                isfinite(wanted) ? (int)wanted : 4, "pain", "n", at->pains,
                "mean",
                app_number(at->pains ? at->pain_sum / at->pains : (double)NAN),
                "gap", at->sessions == 0));
    }
    return out;
}

/* ---- series
 * ---------------------------------------------------------------------- */

static json_t *pain_json(const json_t *sessions, const json_t *scores)
{
    static const char *const when[] = {"before", "after"};
    static const char *const field[] = {"pain_before", "pain_after"};
    json_t *out = json_array();
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)scores, i, r) if (is_measure(r, "nrs"))
        json_array_append_new(
            out, json_pack("{s:s, s:O?, s:s}", "day", app_record_text(r, "day"),
                           "value", json_object_get(r, "score"), "when",
                           *app_record_text(r, "window")
                               ? app_record_text(r, "window")
                               : "24h"));
    json_array_foreach((json_t *)sessions, i, r) for (int k = 0; k < 2; k++)
    {
        json_t *v = json_object_get(r, field[k]);
        if (json_is_number(v))
            json_array_append_new(out, json_pack("{s:s, s:O, s:s}", "day",
                                                 app_record_text(r, "day"),
                                                 "value", v, "when", when[k]));
    }
    return out;
}

static json_t *series_json(const json_t *scores, const char *measure)
{
    json_t *out = json_array();
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)scores, i, r) if (is_measure(r, measure))
        json_array_append_new(
            out, json_pack("{s:s, s:O?, s:O?, s:O?}", "day",
                           app_record_text(r, "day"), "score",
                           json_object_get(r, "score"), "values",
                           json_object_get(r, "values"), "activities",
                           json_object_get(r, "activities")));
    return out;
}

static json_t *session_json(const json_t *r)
{
    const json_t *items = json_object_get(r, "items");
    int done = 0, skipped = 0;
    const char *stopped = NULL;
    size_t i;
    json_t *it;
    json_array_foreach((json_t *)items, i, it)
    {
        done += json_is_true(json_object_get(it, "done"));
        skipped += json_is_true(json_object_get(it, "skipped"));
        if (json_is_true(json_object_get(it, "stopped")))
            stopped = app_record_text(it, "exercise");
    }
    return json_pack(
        "{s:O?, s:s, s:f, s:s, s:i, s:i, s:i, s:s?, s:O?, s:O?, "
        "s:O?, s:O?}",
        "id", json_object_get(r, "id"), "day", app_record_text(r, "day"),
        "minutes", app_session_done_minutes(r), "state",
        app_record_text(r, "phase"), "items", (int)json_array_size(items),
        "done", done, "skipped", skipped, "stopped", stopped, "stop_reason",
        json_object_get(r, "stop_reason"), "pain_before",
        json_object_get(r, "pain_before"), "pain_after",
        json_object_get(r, "pain_after"), "note", json_object_get(r, "note"));
}

/* ---- change
 * ----------------------------------------------------------------------- */

/* First and last score of a measure; how many there are. */
static int first_last(const json_t *scores, const char *measure, double *first,
                      double *last)
{
    int n = 0;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)scores, i, r)
    {
        const json_t *v = json_object_get(r, "score");
        if (!is_measure(r, measure) || !json_is_number(v))
            continue;
        *last = json_number_value(v);
        if (n++ == 0)
            *first = *last;
    }
    return n;
}

static json_t *change_json(const json_t *scores)
{
    static const char *const measure[] = {"peg", "rmdq", "psfs", "nrs"};
    for (size_t i = 0; i < sizeof measure / sizeof measure[0]; i++) {
        double first = 0, last = 0;
        struct journal_change change;
        struct sp_error err;
        if (first_last(scores, measure[i], &first, &last) < 2 ||
            journal_change(measure[i], first, last, &change, &err))
            continue;
        return json_pack("{s:s, s:s, s:f, s:f, s:f}", "measure", measure[i],
                         "text", change.text, "first", first, "last", last,
                         "matters", change.matters);
    }
    return json_pack(
        "{s:n, s:s}", "measure", "text",
        _("Two scores of the same kind are needed to see a change."));
}

static json_t *notes_json(const json_t *weeks, int sessions)
{
    json_t *out = json_array();
    json_array_append_new(
        out,
        json_string(_("Pain often changes on its own, mostly for the better "
                      "in the first weeks.")));
    const size_t n = json_array_size(weeks);
    const json_t *now = n ? json_array_get(weeks, n - 1) : NULL;
    const json_t *before = n > 1 ? json_array_get(weeks, n - 2) : NULL;
    if (sessions && json_is_true(json_object_get(now, "gap")) &&
        json_is_true(json_object_get(before, "gap")))
        json_array_append_new(
            out,
            json_string(_("There was a pause. A shorter plan is a good way "
                          "back; nothing is lost.")));
    return out;
}

enum sp_status app_op_progress(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    struct journal *j = app->journal;
    char today[APP_DAY], monday[APP_DAY];
    json_t *sessions = NULL, *scores = NULL;
    app_today(app, today);
    app_day_add(today, -app_weekday(today) - 7 * (WEEKS - 1), monday);
    enum sp_status s =
        j->ops->list(j, JOURNAL_SESSION, NULL, NULL, &sessions, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_SCORE, NULL, NULL, &scores, err);
    if (s) {
        json_decref(sessions);
        return s;
    }
    json_t *weeks = weeks_json(app, monday, sessions, scores);
    json_t *list = json_array(), *r;
    size_t i;
    json_array_foreach(sessions, i, r)
        json_array_append_new(list, session_json(r));
    json_t *notes = notes_json(weeks, (int)json_array_size(sessions));
    json_t *out = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "weeks", weeks, "pain",
        pain_json(sessions, scores), "peg", series_json(scores, "peg"), "psfs",
        series_json(scores, "psfs"), "rmdq", series_json(scores, "rmdq"),
        "sessions", list, "notes", notes, "change", change_json(scores));
    json_decref(sessions);
    json_decref(scores);
    return app_give(answer, out, err);
}
