/*
 * Published measurements beside what one parameter set predicts for the same
 * loading history. The list itself is in validate_rows.c.
 */
#include "disc/disc_internal.h"
#include "disc/validate_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// below this a published change has no sign worth matching
static const double no_sign = 0.1;

size_t sp_disc_validation_rows(void) { return (size_t)disc_measured_count; }

static void phase_load(const struct sp_disc_model *m, const struct phase *p,
                       double load_N[SP_DISCS])
{
    const double body_N = m->disc[SP_DISC_L5_S1].weight_N / 0.53;
    switch (p->kind) {
    case PHASE_INVERTED:
        sp_disc_inverted_load(m, asin(1.0), p->x, load_N);
        break;
    case PHASE_TRACTION:
        sp_disc_traction_load(m, p->x * body_N, load_N);
        break;
    case PHASE_HANGING:
        // what is below each lumbar disc hangs from it; the chest is held
        sp_disc_ratio_load(m, 0.20, load_N);
        for (int i = 0; i <= SP_DISC_L1_L2; i++)
            load_N[i] = -(1 - p->x) * (body_N - m->disc[i].weight_N);
        break;
    case PHASE_RATIO:
    case PHASE_DAY:
    case PHASE_END:
        sp_disc_ratio_load(m, p->x, load_N);
        break;
    }
}

/* A history being run: where the office day stands, what was read. */
struct trace {
    struct sp_disc_reading at[MARKS_MAX];
    double load_s[MARKS_MAX]; // integral of load over standing at L5/S1
    double time_s[MARKS_MAX];
};

struct clock {
    double office_s; // how far the office day went
    double time_s, load_s;
};

static enum sp_status pass(struct sp_disc_validation_work *w, struct clock *c,
                           double dt_s, const double load_N[SP_DISCS],
                           struct sp_error *err)
{
    c->time_s += dt_s;
    c->load_s +=
        dt_s * load_N[SP_DISC_L5_S1] / w->model.disc[SP_DISC_L5_S1].standing_N;
    return sp_disc_advance(&w->model, &w->state, dt_s, load_N, err);
}

static const double day_s = 86400;

static enum sp_status office(struct sp_disc_validation_work *w, struct clock *c,
                             double dt_s, struct sp_error *err)
{
    const double stop = fmin(c->office_s + dt_s, day_s);
    for (int i = 0; i < SP_DISC_OFFICE_SEGMENTS; i++) {
        const double end =
            i + 1 < SP_DISC_OFFICE_SEGMENTS ? w->day[i + 1].start_s : day_s;
        const double to = fmin(end, stop);
        if (to <= c->office_s)
            continue;
        const enum sp_status status =
            pass(w, c, to - c->office_s, w->day[i].load_N, err);
        if (status != SP_OK)
            return status;
        c->office_s = to;
    }
    return SP_OK;
}

static enum sp_status run_history(struct sp_disc_validation_work *w,
                                  const struct history *h, struct trace *trace,
                                  struct sp_error *err)
{
    struct clock clock = {0, 0, 0};
    w->state = w->rising;
    for (int i = 0; i < PHASES_MAX && h->phase[i].kind != PHASE_END; i++) {
        const struct phase *p = &h->phase[i];
        enum sp_status status;
        if (p->kind == PHASE_DAY) {
            status = office(w, &clock, 60 * p->minutes, err);
        } else {
            double load_N[SP_DISCS];
            phase_load(&w->model, p, load_N);
            status = pass(w, &clock, 60 * p->minutes, load_N, err);
        }
        if (status != SP_OK)
            return status;
        if (p->mark > 0) {
            sp_disc_read(&w->model, &w->state, &trace->at[p->mark]);
            trace->load_s[p->mark] = clock.load_s;
            trace->time_s[p->mark] = clock.time_s;
        }
    }
    return SP_OK;
}

/* The state at rising in the steady office day. */
static enum sp_status prepare(struct sp_disc_validation_work *w,
                              enum subject who,
                              const struct sp_disc_params *params,
                              struct sp_error *err)
{
    enum sp_status status =
        sp_disc_init(&w->model, &disc_subject[who], params, err);
    if (status != SP_OK)
        return status;
    sp_disc_office_day(&w->model, w->day, SP_DISC_OFFICE_SEGMENTS);
    struct sp_disc_sample sample[2];
    struct sp_disc_series series = {.sample = sample, .cap = 2};
    const struct sp_disc_schedule day = {
        .segment = w->day,
        .count = SP_DISC_OFFICE_SEGMENTS,
        .end_s = day_s,
        .output_s = day_s,
        .repeats = 10,
    };
    return sp_disc_day(&w->model, &day, &w->rising, &series, err);
}

static double discs_mm(const struct sp_disc_reading *r)
{
    return r->region_mm[SP_DISC_THORACIC] + r->region_mm[SP_DISC_LUMBAR];
}

static double levels_mm(const struct sp_disc_reading *r, int from, int to)
{
    double sum = 0;
    for (int i = from; i <= to; i++)
        sum += r->height_mm[i];
    return sum;
}

static double share(double part, double whole) { return part / whole; }

static double quantity_of(const struct measured *m, const struct trace *t)
{
    const struct sp_disc_reading *a = &t->at[m->a], *b = &t->at[m->b],
                                 *c = &t->at[m->c];
    const double lumbar = levels_mm(a, SP_DISC_L5_S1, SP_DISC_L1_L2);
    switch (m->quantity) {
    case Q_STATURE:
        return b->stature_mm - a->stature_mm;
    case Q_DISCS:
        return discs_mm(b) - discs_mm(a);
    case Q_DISC_SHARE:
        return share(discs_mm(b) - discs_mm(a), discs_mm(c) - discs_mm(a));
    case Q_STATURE_SHARE:
        return share(b->stature_mm - a->stature_mm,
                     c->stature_mm - a->stature_mm);
    case Q_RECOVERY:
        return 100 * share(c->stature_mm - b->stature_mm,
                           a->stature_mm - b->stature_mm);
    case Q_LEVEL:
        return 100 * (b->height_mm[m->level] / a->height_mm[m->level] - 1);
    case Q_LEVEL_MM:
        return b->height_mm[m->level] - a->height_mm[m->level];
    case Q_LEVEL_FILM:
        return b->height_mm[m->level] - b->elastic_mm[m->level] -
               a->height_mm[m->level] + a->elastic_mm[m->level];
    case Q_LUMBAR:
        return 100 * (levels_mm(b, SP_DISC_L5_S1, SP_DISC_L1_L2) / lumbar - 1);
    case Q_LUMBAR_MM:
        return (levels_mm(b, SP_DISC_L5_S1, SP_DISC_L1_L2) -
                (m->a ? lumbar : 0)) /
               5;
    case Q_LOWER:
        return levels_mm(b, SP_DISC_L4_L5, SP_DISC_T11_T12) -
               levels_mm(a, SP_DISC_L4_L5, SP_DISC_T11_T12);
    case Q_PRESSURE:
        return share(b->pressure_MPa[m->level], a->pressure_MPa[m->level]);
    case Q_PRESSURE_RISE:
        return b->pressure_MPa[m->level] - a->pressure_MPa[m->level];
    case Q_SOFT_SHARE:
        return 100 *
               share(a->soft_mm - b->soft_mm, b->stature_mm - a->stature_mm);
    }
    return NAN;
}

static double mean_load(const struct measured *m, const struct trace *t)
{
    // a rhythm read backwards means: on to the next day
    const int a = m->a < m->b ? m->a : m->b, b = m->a < m->b ? m->b : m->a;
    const int last = m->c > b ? m->c : b;
    const double span = t->time_s[last] - t->time_s[a];
    return (t->load_s[last] - t->load_s[a]) / span;
}

static bool same_sign(double predicted, const struct measured *m)
{
    if (fabs(m->value) < no_sign)
        return true;
    return (predicted > 0) == (m->value > 0) && predicted != 0;
}

static bool within(const struct measured *m, double predicted)
{
    return !(predicted < m->low) && !(predicted > m->high);
}

static void fill(struct sp_disc_row *row, const struct measured *m,
                 double predicted, const struct trace *t)
{
    *row = (struct sp_disc_row){
        .name = m->name,
        .source = m->source,
        .history = disc_history[m->history].text,
        .unit = m->unit,
        .note = m->note,
        .use = m->use,
        .mean_load = mean_load(m, t),
        .measured = m->use == SP_DISC_ROW_ORDER ? NAN : m->value,
        .spread = m->spread,
        .low = m->low,
        .high = m->high,
        .predicted = predicted,
        .sign_right = same_sign(predicted, m),
        .in_bar = within(m, predicted),
    };
}

/* Every row that reads this history adds or takes its quantity. */
static void collect(int history, const struct trace *t, double *value,
                    struct sp_disc_row *rows)
{
    for (int i = 0; i < disc_measured_count; i++) {
        const struct measured *m = &disc_measured[i];
        if (m->minus == history)
            value[i] -= quantity_of(m, t);
        if (m->history != history)
            continue;
        value[i] += quantity_of(m, t);
        fill(&rows[i], m, 0, t);
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct sp_disc_validation summed(const struct sp_disc_row *rows,
                                        double *error)
{
    struct sp_disc_validation sum = {NAN, 0, 0};
    for (int i = 0; i < disc_measured_count; i++) {
        const struct sp_disc_row *r = &rows[i];
        const bool predicted = r->use == SP_DISC_ROW_PREDICTED;
        if ((predicted || r->use == SP_DISC_ROW_ORDER) && !r->sign_right)
            sum.signs_wrong++;
        if (predicted && strcmp(r->unit, "mm") == 0)
            error[sum.predicted_mm_rows++] = fabs(r->predicted - r->measured);
    }
    const int n = sum.predicted_mm_rows;
    qsort(error, (size_t)n, sizeof *error, by_value);
    if (n > 0)
        sum.median_abs_mm = (error[(n - 1) / 2] + error[n / 2]) / 2;
    return sum;
}

enum { ROWS_MAX = 128 };

enum sp_status sp_disc_validate(const struct sp_disc_params *params,
                                struct sp_disc_row *rows, size_t cap,
                                struct sp_disc_validation *sum,
                                struct sp_disc_validation_work *w,
                                struct sp_error *err)
{
    double value[ROWS_MAX] = {0};
    if (cap < sp_disc_validation_rows() || disc_measured_count > ROWS_MAX)
        return sp_fail(err, SP_E_FULL,
                       "room for %zu rows of validation; give room for %d", cap,
                       disc_measured_count);
    for (int who = 0; who < SUBJECTS; who++) {
        enum sp_status status = prepare(w, (enum subject)who, params, err);
        for (int h = 0; status == SP_OK && h < disc_histories; h++) {
            struct trace trace = {0};
            if ((int)disc_history[h].who != who)
                continue;
            status = run_history(w, &disc_history[h], &trace, err);
            if (status == SP_OK)
                collect(h, &trace, value, rows);
        }
        if (status != SP_OK)
            return status;
    }
    for (int i = 0; i < disc_measured_count; i++) {
        const struct measured *m = &disc_measured[i];
        rows[i].predicted = value[i];
        rows[i].sign_right = same_sign(value[i], m);
        rows[i].in_bar = within(m, value[i]);
    }
    *sum = summed(rows, value);
    return SP_OK;
}
