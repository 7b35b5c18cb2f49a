/* A schedule run to its steady rhythm, and its answer as JSON. */
#include "app/spine/day_internal.h"
#include "app/spine/spine_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REPEATS_DAY = 14, REPEATS_WEEK = 6 };

/* ---- the run
 * --------------------------------------------------------------------- */

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
    const struct sp_person body = app_own_body(app);
    const struct sp_disc_person person = app_disc_person(&body);
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

json_t *app_ranged_json(struct app_ranged x)
{
    return json_pack("{s:f, s:f, s:f}", "mm", app_tidy(x.mm, 1e3), "low_mm",
                     app_tidy(x.low_mm, 1e3), "high_mm",
                     app_tidy(x.high_mm, 1e3));
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
