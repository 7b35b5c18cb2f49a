/*
 * A schedule of loads run to a series, once or until each day is like the one
 * before. Discs do not know of each other, so each runs alone; a step may
 * span many output times, which are read from the cubic through its ends.
 */
#include "disc/disc_internal.h"

#include <math.h>
#include <string.h>

static const double steady_mm = 1e-3; // a day's change of one disc
static const double time_slack = 1e-9;

static size_t rows_of(double end_s, double output_s)
{
    return (size_t)ceil(end_s / output_s - time_slack) + 1;
}

static double row_time(const struct sp_disc_schedule *s, size_t row)
{
    const double t = (double)row * s->output_s;
    return t < s->end_s ? t : s->end_s;
}

static double segment_end(const struct sp_disc_schedule *s, size_t i)
{
    return i + 1 < s->count ? s->segment[i + 1].start_s : s->end_s;
}

static bool times_ok(const struct sp_disc_schedule *s)
{
    return s->segment && s->count >= 1 && s->count <= 10000 && s->end_s > 0 &&
           s->end_s <= DISC_TIME_MAX && s->output_s > 0 &&
           s->end_s / s->output_s <= 1e7;
}

size_t sp_disc_rows(const struct sp_disc_schedule *s)
{
    return times_ok(s) ? rows_of(s->end_s, s->output_s) : 0;
}

static enum sp_status check_segment(const struct sp_disc_model *m,
                                    const struct sp_disc_schedule *s, size_t i,
                                    struct sp_error *err)
{
    const struct sp_disc_segment *g = &s->segment[i];
    if (i == 0 && g->start_s != 0)
        return sp_fail(err, SP_E_RANGE,
                       "segment 1 starts at %g s; a schedule starts at 0 s",
                       g->start_s);
    if (!(segment_end(s, i) > g->start_s))
        return sp_fail(err, SP_E_RANGE,
                       "segment %zu starts at %g s and ends at %g s; put the "
                       "segments in order of time",
                       i + 1, g->start_s, segment_end(s, i));
    if (!(g->kyphosis_rad >= -1 && g->kyphosis_rad <= 1.5))
        return sp_fail(err, SP_E_RANGE,
                       "segment %zu: kyphosis is %g rad; give -1 to 1.5 rad "
                       "beyond standing's",
                       i + 1, g->kyphosis_rad);
    const enum sp_status status = disc_check_load(m, g->load_N, "", err);
    if (status == SP_OK || !err)
        return status;
    struct sp_error load = *err;
    return sp_fail(err, status, "segment %zu: %s", i + 1, load.text);
}

static enum sp_status check(const struct sp_disc_model *m,
                            const struct sp_disc_schedule *s,
                            const struct sp_disc_series *series,
                            struct sp_error *err)
{
    if (!times_ok(s))
        return sp_fail(err, SP_E_RANGE,
                       "schedule of %zu segments to %g s by %g s cannot be "
                       "run; give 1 to 10000 segments, at most 60 days and a "
                       "step above 0",
                       s->count, s->end_s, s->output_s);
    if (s->repeats < 0 || s->repeats > 60)
        return sp_fail(err, SP_E_RANGE,
                       "schedule repeats %d times; give 0 to 60", s->repeats);
    for (size_t i = 0; i < s->count; i++) {
        const enum sp_status status = check_segment(m, s, i, err);
        if (status != SP_OK)
            return status;
    }
    const size_t rows = rows_of(s->end_s, s->output_s);
    if (series->cap < rows)
        return sp_fail(err, SP_E_FULL,
                       "series has room for %zu rows and the schedule gives "
                       "%zu; make room or lengthen output_s",
                       series->cap, rows);
    return SP_OK;
}

/* One disc's run through a schedule: where the next sample goes. */
struct run {
    const struct sp_disc_model *model;
    const struct sp_disc_schedule *schedule;
    struct sp_disc_series *series;
    int level;
    size_t row;
    double segment_s; // when the segment began
    double stress_MPa;
};

static double hermite(const double y[2], const double dy[2], double h, double t)
{
    const double x = t / h, w = 1 - x;
    return w * w * ((1 + 2 * x) * y[0] + x * h * dy[0]) +
           x * x * ((1 + 2 * w) * y[1] - w * h * dy[1]);
}

static void put(struct run *r, double half_mm, double matrix_MPa)
{
    struct sp_disc_series *out = r->series;
    const struct sp_disc *d = &r->model->disc[r->level];
    const size_t at = r->row * SP_DISCS + (size_t)r->level;
    out->sample[r->row].region_mm[sp_disc_region(r->level)] += 2 * half_mm;
    if (out->height_mm)
        out->height_mm[at] = 2 * half_mm;
    if (out->pressure_MPa)
        out->pressure_MPa[at] =
            d->pressure_factor * (r->stress_MPa - matrix_MPa);
    r->row++;
}

// Samples inside a step; those at its end are left to the next one, which
// knows the load from there on, except at the end of all.
static void sample(void *to, const struct disc_step *step)
{
    struct run *r = to;
    const double begin = r->segment_s + step->begin_s;
    const double end = begin + step->length_s;
    const double slack = time_slack * r->schedule->end_s;
    const bool last = end >= r->schedule->end_s - slack;
    while (r->row < r->series->count) {
        const double t = row_time(r->schedule, r->row);
        if (!last && t >= end - slack)
            return;
        double x = t - begin;
        x = x < 0 ? 0 : x > step->length_s ? step->length_s : x;
        put(r, hermite(step->height_mm, step->rate_mm_s, step->length_s, x),
            hermite(step->matrix_MPa, step->matrix_MPa_s, step->length_s, x));
    }
}

/* One disc through the schedule, sampled if `run` has a series. */
static bool run_disc(const struct disc_column *c, struct run *r,
                     double *stretch, double *step_s, double *out_mm)
{
    const struct sp_disc_schedule *s = r->schedule;
    const struct sp_disc *d = &r->model->disc[r->level];
    for (size_t i = 0; i < s->count; i++) {
        r->segment_s = s->segment[i].start_s;
        r->stress_MPa = disc_stress(d, s->segment[i].load_N[r->level]);
        if (i == 0 || s->segment[i].load_N[r->level] !=
                          s->segment[i - 1].load_N[r->level])
            *step_s = 0;
        if (!disc_column_advance(c, r->stress_MPa,
                                 segment_end(s, i) - r->segment_s, stretch,
                                 step_s, out_mm, r->series ? sample : NULL, r))
            return false;
    }
    return true;
}

// Where a steady day is begun from: rest under the day's mean load.
static double mean_load(const struct sp_disc_schedule *s, int level)
{
    double sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += s->segment[i].load_N[level] *
               (segment_end(s, i) - s->segment[i].start_s);
    return sum / s->end_s;
}

/* Runs of one disc until its height returns; how many, or -1. */
static int settle(const struct disc_column *c, struct run *r, double *stretch,
                  double *step_s, double *changed_mm)
{
    const struct sp_disc *d = &r->model->disc[r->level];
    const double J = disc_table_rest(
        c->law, disc_stress(d, mean_load(r->schedule, r->level)));
    for (int k = 0; k < c->n; k++)
        stretch[k] = J;
    double out_mm = 0, before = d->height_mm / 2 * J;
    int days = 0;
    *changed_mm = HUGE_VAL;
    while (days<r->schedule->repeats && * changed_mm> steady_mm) {
        if (!run_disc(c, r, stretch, step_s, &out_mm))
            return -1;
        const double now = disc_column_height(c, stretch);
        *changed_mm = 2 * fabs(now - before);
        before = now;
        days++;
    }
    return days;
}

static bool one_disc(const struct sp_disc_model *m,
                     const struct sp_disc_schedule *s, int level,
                     struct sp_disc_state *state, struct sp_disc_series *out)
{
    struct disc_column column;
    double out_mm = 0, changed_mm = 0, before_mm = 0;
    struct run r = {.model = m, .schedule = s, .level = level};
    double *stretch = state->stretch[level], *step = &state->step_s[level];
    disc_column_of(m, level, &column);
    if (s->repeats > 0) {
        const int days = settle(&column, &r, stretch, step, &changed_mm);
        if (days < 0)
            return false;
        if (days > out->days)
            out->days = days;
    }
    before_mm = disc_column_height(&column, stretch);
    r.series = out;
    if (!run_disc(&column, &r, stretch, step, &out_mm))
        return false;
    if (s->repeats > 0) {
        changed_mm = 2 * fabs(disc_column_height(&column, stretch) - before_mm);
        if (changed_mm > out->unsteady_mm)
            out->unsteady_mm = changed_mm;
    }
    state->load_N[level] = s->segment[s->count - 1].load_N[level];
    state->outflow_mm3[level] += 2 * out_mm * m->disc[level].area_mm2;
    return true;
}

/* The soft tissue runs exactly; also times and the posture's part. */
static double fill_soft(const struct sp_disc_model *m,
                        const struct sp_disc_schedule *s, double soft_mm,
                        struct sp_disc_series *out)
{
    const double slack = time_slack * s->end_s;
    size_t row = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct sp_disc_segment *g = &s->segment[i];
        const double load = g->load_N[SP_DISC_L5_S1];
        const double posture = sp_disc_kyphosis_mm(m, g->kyphosis_rad);
        const double end = segment_end(s, i);
        const bool last = i + 1 == s->count;
        for (; out && row < out->count; row++) {
            const double t = row_time(s, row);
            if (!last && t >= end - slack)
                break;
            out->sample[row].time_s = t;
            out->sample[row].posture_mm = posture;
            out->sample[row].soft_mm =
                disc_soft_after(m, soft_mm, fmax(t - g->start_s, 0), load);
        }
        soft_mm = disc_soft_after(m, soft_mm, end - g->start_s, load);
    }
    return soft_mm;
}

static void finish(const struct sp_disc_model *m, struct sp_disc_series *out)
{
    double reference = 0;
    for (int i = 0; i < SP_DISCS; i++)
        reference += m->disc[i].height_mm;
    for (size_t i = 0; i < out->count; i++) {
        struct sp_disc_sample *s = &out->sample[i];
        double discs = 0;
        for (int k = 0; k < SP_DISC_REGIONS; k++)
            discs += s->region_mm[k];
        s->curve_mm = m->params.curve_share * (discs - reference);
        s->stature_mm = discs + s->curve_mm - s->soft_mm;
    }
}

enum sp_status sp_disc_day(const struct sp_disc_model *m,
                           const struct sp_disc_schedule *s,
                           struct sp_disc_state *state,
                           struct sp_disc_series *out, struct sp_error *err)
{
    const enum sp_status status = check(m, s, out, err);
    if (status != SP_OK)
        return status;
    struct sp_disc_state next;
    if (s->repeats > 0)
        memset(&next, 0, sizeof next);
    else
        next = *state;
    out->count = rows_of(s->end_s, s->output_s);
    out->days = 0;
    out->unsteady_mm = 0;
    memset(out->sample, 0, out->count * sizeof *out->sample);
    for (int i = 0; i < SP_DISCS; i++)
        if (!one_disc(m, s, i, &next, out))
            return sp_fail(err, SP_E_RANGE,
                           "disc %s left the range of its law; begin from a "
                           "state made by sp_disc_rest",
                           disc_name(i));
    // forgets its start within the hour, so one earlier day is enough
    if (s->repeats > 0)
        next.soft_mm = fill_soft(m, s, next.soft_mm, NULL);
    next.soft_mm = fill_soft(m, s, next.soft_mm, out);
    finish(m, out);
    *state = next;
    return SP_OK;
}
