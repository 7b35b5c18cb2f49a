/* A schedule run to its steady rhythm, and its answer as JSON. */
#include "app/day_internal.h"
#include "app/spine_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPEATS_DAY = 14, REPEATS_WEEK = 6, DISCS_EVERY_S = 1800 };

/* ---- the run
 * --------------------------------------------------------------------- */

struct sp_disc_person app_disc_person(struct app *app)
{
    const struct sp_person p = app_own_body(app);
    return (struct sp_disc_person){.height_m = p.height_m,
                                   .mass_kg = p.mass_kg,
                                   .age_y = p.age_y,
                                   .sex = (enum sp_disc_sex)p.sex};
}

void app_day_run_free(struct app_day_run *run)
{
    if (!run)
        return;
    for (int v = 0; v < SP_DISC_VARIANTS; v++)
        free(run->sample[v]);
    free(run->height_mm);
    free(run->pressure_MPa);
    free(run);
}

static enum sp_status fill_segments(struct app *app,
                                    const struct app_schedule *s,
                                    struct app_day_run *run,
                                    struct sp_error *err)
{
    int start_min = 0;
    enum sp_status st = SP_OK;
    run->first_min = s->row[0].from_min;
    for (int i = 0; i < s->count && !st; i++) {
        const struct app_day_row *row = &s->row[i];
        struct sp_disc_segment *segment = &run->segment[i];
        segment->start_s = 60.0 * start_min;
        start_min += app_day_length(row);
        st = app_day_load(app, s, row, &run->model[0], segment->load_N,
                          run->name[i], err);
    }
    run->count = (size_t)s->count;
    return st;
}

static struct sp_disc_schedule plan_of(const struct app_schedule *s,
                                       const struct app_day_run *run)
{
    return (struct sp_disc_schedule){.segment = run->segment,
                                     .count = run->count,
                                     .end_s = 60.0 * APP_DAY_MIN * s->days,
                                     .output_s = run->step_s,
                                     .repeats = s->days > 1 ? REPEATS_WEEK
                                                            : REPEATS_DAY};
}

static enum sp_status make_room(struct app_day_run *run, size_t samples,
                                struct sp_error *err)
{
    bool full = false;
    for (int v = 0; v < run->variants; v++) {
        run->sample[v] = calloc(samples, sizeof *run->sample[v]);
        full |= !run->sample[v];
    }
    run->height_mm = calloc(samples * SP_DISCS, sizeof(double));
    run->pressure_MPa = calloc(samples * SP_DISCS, sizeof(double));
    run->samples = samples;
    if (full || !run->height_mm || !run->pressure_MPa)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    return SP_OK;
}

/* One set of parameters; start[v] is the steady state at the first row. */
static enum sp_status run_variant(const struct app_schedule *s,
                                  struct app_day_run *run, int v,
                                  struct sp_error *err)
{
    const struct sp_disc_schedule plan = plan_of(s, run);
    struct sp_disc_series series = {.sample = run->sample[v],
                                    .height_mm = v ? NULL : run->height_mm,
                                    .pressure_MPa =
                                        v ? NULL : run->pressure_MPa,
                                    .cap = run->samples};
    enum sp_status st = sp_disc_rest(&run->model[v], run->segment[0].load_N,
                                     &run->start[v], err);
    if (!st)
        st = sp_disc_day(&run->model[v], &plan, &run->start[v], &series, err);
    if (v == 0)
        run->settled = series.days;
    return st;
}

enum sp_status app_day_run(struct app *app, const struct app_schedule *s,
                           bool ranges, struct app_day_run **out,
                           struct sp_error *err)
{
    const struct sp_disc_person person = app_disc_person(app);
    struct app_day_run *run = calloc(1, sizeof *run);
    if (!run)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    run->variants = ranges ? SP_DISC_VARIANTS : 1;
    run->step_s = s->days > 1 ? APP_WEEK_STEP_S : APP_DAY_STEP_S;
    enum sp_status st = SP_OK;
    for (int v = 0; v < run->variants && !st; v++) {
        struct sp_disc_params params = sp_disc_params_default();
        sp_disc_params_vary(&params, v);
        st = sp_disc_init(&run->model[v], &person, &params, err);
    }
    if (!st)
        st = fill_segments(app, s, run, err);
    if (!st) {
        const struct sp_disc_schedule plan = plan_of(s, run);
        st = make_room(run, sp_disc_rows(&plan), err);
    }
    for (int v = 0; v < run->variants && !st; v++)
        st = run_variant(s, run, v, err);
    if (st)
        app_day_run_free(run);
    else
        *out = run;
    return st;
}

/* ---- readings
 * -------------------------------------------------------------------- */

struct app_ranged app_ranged(const double *value, int count)
{
    double sum = 0;
    for (int i = 1; i < count; i++)
        sum += (value[i] - value[0]) * (value[i] - value[0]);
    return (struct app_ranged){value[0], value[0] - sqrt(sum),
                               value[0] + sqrt(sum)};
}

static double tidy(double x, double parts) { return round(x * parts) / parts; }

json_t *app_ranged_json(struct app_ranged x)
{
    return json_pack("{s:f, s:f, s:f}", "mm", tidy(x.mm, 1e3), "low_mm",
                     tidy(x.low_mm, 1e3), "high_mm", tidy(x.high_mm, 1e3));
}

double app_day_stature(const struct app_day_run *run,
                       const struct sp_disc_sample *sample, int minutes)
{
    const double at =
        60.0 * app_day_after(run->first_min, minutes) / run->step_s;
    const size_t i = (size_t)at;
    const size_t next = i + 1 < run->samples ? i + 1 : i;
    const double u = at - (double)i;
    return (1 - u) * sample[i].stature_mm + u * sample[next].stature_mm;
}

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
        json_array_append_new(list, app_number(tidy(x[d], parts)));
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
        json_t *one =
            json_pack("{s:s, s:f, s:f, s:f, s:f}", "time", time, "stature_mm",
                      tidy(at->stature_mm - first->stature_mm, 1e4), "neck_mm",
                      tidy(at->region_mm[SP_DISC_NECK], 1e4), "thoracic_mm",
                      tidy(at->region_mm[SP_DISC_THORACIC], 1e4), "lumbar_mm",
                      tidy(at->region_mm[SP_DISC_LUMBAR], 1e4));
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
        json_object_set_new(row, "ratio", app_number(tidy(ratio, 1e4)));
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
                        tidy(swing(run, 0), 1e4), "range", range_json(run),
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
