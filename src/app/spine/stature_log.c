/*
 * Measured stature, morning and evening, beside what the model says of the
 * person's own day. Several readings of one morning or evening are averaged.
 */
#include "app/spine/day_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 92, SOON_MIN = 10 }; /* shown at most; after rising, before bed */

/* One day's readings; 0 = morning, 1 = evening. */
struct measured {
    char day[APP_DAY];
    double sum_mm[2];
    int count[2];
    double clock_min[2]; /* summed */
    int clocks[2];
};

static int half_of(const json_t *entry)
{
    const char *when = json_string_value(json_object_get(entry, "when"));
    return !when                      ? -1
           : !strcmp(when, "morning") ? 0
           : !strcmp(when, "evening") ? 1
                                      : -1;
}

static void take_clock(const json_t *entry, struct measured *m, int half)
{
    const int at =
        app_clock_minutes(json_string_value(json_object_get(entry, "at")));
    if (at < 0)
        return;
    m->clock_min[half] += at;
    m->clocks[half]++;
}

/* Entries come in order of their days. */
static int collect(const json_t *entries, struct measured *days)
{
    int n = 0;
    size_t i;
    json_t *e;
    json_array_foreach((json_t *)entries, i, e)
    {
        const char *day = json_string_value(json_object_get(e, "day"));
        const int half = half_of(e);
        if (half < 0 || !day)
            continue;
        int d = n - 1;
        while (d >= 0 && strcmp(days[d].day, day))
            d--;
        if (d < 0 && n == DAYS) {
            memmove(days, days + 1, (DAYS - 1) * sizeof *days);
            n--;
        }
        if (d < 0) {
            d = n++;
            memset(&days[d], 0, sizeof days[d]);
            snprintf(days[d].day, APP_DAY, "%s", day);
        }
        days[d].sum_mm[half] +=
            json_number_value(json_object_get(e, "height_mm"));
        days[d].count[half]++;
        take_clock(e, &days[d], half);
    }
    return n;
}

/* ---- the model's answer
 * ---------------------------------------------------------- */

/* What is lost between two times of the drawn day. */
static struct app_ranged lost(const struct app_day_run *run, int morning_min,
                              int evening_min)
{
    double loss[SP_DISC_VARIANTS] = {0};
    for (int v = 0; v < run->variants; v++)
        loss[v] = app_day_stature(run, run->sample[v], morning_min) -
                  app_day_stature(run, run->sample[v], evening_min);
    return app_ranged(loss, run->variants);
}

static int clock_or(const struct measured *m, int half, int usual_min)
{
    return m && m->clocks[half]
               ? (int)lround(m->clock_min[half] / m->clocks[half]) % APP_DAY_MIN
               : usual_min;
}

static json_t *loss_json(const struct app_day_run *run,
                         const struct measured *m, const int usual_min[2])
{
    const int at[2] = {clock_or(m, 0, usual_min[0]),
                       clock_or(m, 1, usual_min[1])};
    char morning[6], evening[6];
    app_day_clock(at[0], morning);
    app_day_clock(at[1], evening);
    return json_pack("{s:s, s:s, s:o}", "morning", morning, "evening", evening,
                     "lost", app_ranged_json(lost(run, at[0], at[1])));
}

static json_t *days_json(const struct measured *days, int n,
                         const struct app_day_run *run, const int usual_min[2])
{
    json_t *list = json_array();
    for (int d = 0; d < n; d++) {
        const struct measured *m = &days[d];
        double mm[2];
        for (int half = 0; half < 2; half++)
            mm[half] =
                m->count[half] ? m->sum_mm[half] / m->count[half] : (double)NAN;
        json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o, s:o, s:o}", "day", m->day, "morning_mm",
                      app_number(mm[0]), "evening_mm", app_number(mm[1]),
                      "lost_mm", app_number(mm[0] - mm[1]), "model",
                      isnan(mm[0] - mm[1]) ? json_null()
                                           : loss_json(run, m, usual_min)));
    }
    return list;
}

/* ---- how to measure
 * ---------------------------------------------------------------- */

static json_t *method_json(void)
{
    return json_pack(
        "[s, s, s, s, s]",
        _("Morning: within ten minutes of getting up. Evening: just before "
          "bed. Take the same times each day."),
        _("Bare feet, heels, seat and shoulder blades against a wall without a "
          "skirting board; look straight ahead and breathe out."),
        _("Press a hardcover book flat against the wall and down onto your "
          "head, its spine upwards; mark its lower edge with a pencil."),
        _("Step away, then do it twice more. Enter each of the three; their "
          "mean counts."),
        _("At home the same wall and tape are off by a few millimetres from "
          "one reading to the next, so only several days say something."));
}

static enum sp_status give(json_t *entries, const struct app_day_run *run,
                           const struct app_schedule *s, bool drawn,
                           struct app_answer *answer, struct sp_error *err)
{
    int bed = 1380, rise = 420;
    (void)app_day_night(s, &bed, &rise);
    const int usual_min[2] = {(rise + SOON_MIN) % APP_DAY_MIN,
                              (bed - SOON_MIN + APP_DAY_MIN) % APP_DAY_MIN};
    struct measured *days = calloc(DAYS, sizeof *days);
    if (!days)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for this answer."));
    const int n = collect(entries, days);
    json_t *json = json_pack("{s:O, s:o, s:o, s:b, s:o}", "entries", entries,
                             "days", days_json(days, n, run, usual_min),
                             "model", loss_json(run, NULL, usual_min), "drawn",
                             drawn, "method", method_json());
    free(days);
    return app_give(answer, json, err);
}

enum sp_status app_op_stature(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    bool drawn = false;
    json_t *entries = NULL;
    struct app_day_run *run = NULL;
    struct app_schedule *s = calloc(1, sizeof *s);
    if (!s)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for this answer."));
    app_schedule_own(app, s, &drawn);
    pthread_mutex_lock(&app->lock);
    enum sp_status st = app->journal->ops->list(app->journal, JOURNAL_STATURE,
                                                NULL, NULL, &entries, err);
    pthread_mutex_unlock(&app->lock);
    if (!st)
        st = app_day_run(app, s, true, &run, err);
    if (!st)
        st = give(entries, run, s, drawn, answer, err);
    app_day_run_free(run);
    json_decref(entries);
    free(s);
    return st;
}
