/* What a day's run answers: the curve, the discs, the rows, the range. */
#include "app/spine/day_internal.h"
#include "app/spine/spine_internal.h"
#include "stature/load.h"

#include <math.h>

enum { DISCS_EVERY_S = 1800 };

static double swing(const struct app_day_run *run, int v)
{
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < run->samples; i++) {
        least = fmin(least, run->sample[v][i].stature_mm);
        most = fmax(most, run->sample[v][i].stature_mm);
    }
    return most - least;
}

/* ---- the answer
 * ------------------------------------------------------------------- */

static json_t *numbers(const double *x, double parts)
{
    json_t *list = json_array();
    for (int d = SP_DISCS - 1; d >= 0; d--) // neck first, as one reads
        json_array_append_new(list, app_number(app_tidy(x[d], parts)));
    return list;
}

static void clock_of(const struct app_day_run *run, size_t i, char out[6])
{
    app_day_clock(run->first_min + (int)(i * (size_t)run->step_s / 60), out);
}

static json_t *samples_json(const struct app_schedule *s,
                            const struct app_day_run *run)
{
    json_t *list = json_array();
    const struct sp_disc_sample *first = run->sample[0];
    for (size_t i = 0; i < run->samples; i++) {
        const struct sp_disc_sample *at = &run->sample[0][i];
        char time[6];
        clock_of(run, i, time);
        json_t *one = json_pack(
            "{s:s, s:f, s:f, s:f, s:f}", "time", time, "stature_mm",
            app_tidy(at->stature_mm - first->stature_mm, 1e4), "neck_mm",
            app_tidy(at->region_mm[SP_DISC_NECK], 1e4), "thoracic_mm",
            app_tidy(at->region_mm[SP_DISC_THORACIC], 1e4), "lumbar_mm",
            app_tidy(at->region_mm[SP_DISC_LUMBAR], 1e4));
        if (s->days > 1)
            json_object_set_new(
                one, "day",
                json_string(
                    app_day_name((int)(at->time_s / 86400) % APP_WEEK_DAYS)));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *discs_json(const struct app_day_run *run)
{
    json_t *levels = json_array(), *times = json_array();
    json_t *height = json_array(), *pressure = json_array();
    for (int d = SP_DISCS - 1; d >= 0; d--)
        json_array_append_new(levels, json_string(sp_disc_name(d)));
    const size_t every = (size_t)(DISCS_EVERY_S / run->step_s);
    for (size_t i = 0; i < run->samples; i += every) {
        char time[6];
        clock_of(run, i, time);
        json_array_append_new(times, json_string(time));
        json_array_append_new(height,
                              numbers(&run->height_mm[i * SP_DISCS], 1e3));
        json_array_append_new(pressure,
                              numbers(&run->pressure_MPa[i * SP_DISCS], 1e4));
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "levels", levels, "times", times,
                     "height_mm", height, "pressure_MPa", pressure);
}

static json_t *rows_json(const struct app_schedule *s,
                         const struct app_day_run *run)
{
    json_t *list = app_schedule_json(s), *row;
    const double standing = run->model[0].disc[SP_DISC_L4_L5].standing_N;
    size_t i;
    json_array_foreach(list, i, row)
    {
        const double ratio = run->segment[i].load_N[SP_DISC_L4_L5] / standing;
        json_object_set_new(row, "name", json_string(run->name[i]));
        json_object_set_new(row, "ratio", app_number(app_tidy(ratio, 1e4)));
    }
    return list;
}

static json_t *range_json(const struct app_day_run *run)
{
    double range[SP_DISC_VARIANTS] = {0};
    if (run->variants == 1)
        return json_null();
    for (int v = 0; v < run->variants; v++)
        range[v] = swing(run, v);
    return app_ranged_json(app_ranged(range, run->variants));
}

static enum sp_status answer_of(struct app *app, const struct app_schedule *s,
                                const struct app_day_run *run, bool compare,
                                json_t **answer, struct sp_error *err)
{
    json_t *changes = NULL;
    const enum sp_status st = compare && s->days == 1
                                  ? app_day_changes(app, s, run, &changes, err)
                                  : SP_OK;
    if (st)
        return st;
    *answer = json_pack("{s:f, s:o, s:i, s:i, s:o, s:o, s:o, s:o?}", "range_mm",
                        app_tidy(swing(run, 0), 1e4), "range", range_json(run),
                        "days", s->days, "settled", run->settled, "rows",
                        rows_json(s, run), "samples", samples_json(s, run),
                        "discs", discs_json(run), "changes", changes);
    return *answer ? SP_OK
                   : sp_fail(err, SP_E_NOMEM,
                             _("Not enough memory for this answer."));
}

enum sp_status app_day(struct app *app, const struct app_schedule *s,
                       bool compare, json_t **answer, struct sp_error *err)
{
    struct app_day_run *run = NULL;
    enum sp_status st = app_day_run(app, s, compare, &run, err);
    if (!st)
        st = answer_of(app, s, run, compare, answer, err);
    app_day_run_free(run);
    return st;
}
