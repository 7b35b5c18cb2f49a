/*
 * What a movement gives back: discs after the hold against the same time
 * sitting, and half an hour of sitting later. Both from one state at one hour
 * of the person's steady day. The range comes from running again with each
 * weakly known parameter moved by about one standard error.
 */
#include "disc/disc_internal.h"

#include <math.h>
#include <string.h>

static const double later_s = 1800;
static const double day_s = 86400;
static const double sit_row_s = 30;

void sp_disc_params_vary(struct sp_disc_params *p, int variant)
{
    switch (variant) {
    case 1:
        p->charge_mol_m3 *= 1.13;
        break;
    case 2:
        p->matrix_MPa *= 1.15;
        break;
    case 3:
        p->endplate_MPa_s_mm *= 1.5;
        break;
    case 4:
        p->permeability_mm4_Ns *= 1.5;
        break;
    default:
        break;
    }
}

static enum sp_status steady(const struct sp_disc_model *m,
                             const struct sp_disc_schedule *day,
                             struct sp_disc_state *state, struct sp_error *err)
{
    struct sp_disc_sample sample[2];
    struct sp_disc_series series = {.sample = sample, .cap = 2};
    struct sp_disc_schedule whole = *day;
    whole.output_s = day->end_s;
    whole.repeats = 10;
    return sp_disc_day(m, &whole, state, &series, err);
}

static enum sp_status until(const struct sp_disc_model *m,
                            const struct sp_disc_schedule *day, double at_s,
                            struct sp_disc_state *state, struct sp_error *err)
{
    for (size_t i = 0; i < day->count; i++) {
        const double begin = day->segment[i].start_s;
        double end =
            i + 1 < day->count ? day->segment[i + 1].start_s : day->end_s;
        if (begin >= at_s)
            break;
        if (end > at_s)
            end = at_s;
        const enum sp_status status =
            sp_disc_advance(m, state, end - begin, day->segment[i].load_N, err);
        if (status != SP_OK)
            return status;
    }
    return SP_OK;
}

static void regions(const struct sp_disc_model *m,
                    const struct sp_disc_state *s, double mm[SP_DISC_REGIONS])
{
    memset(mm, 0, SP_DISC_REGIONS * sizeof *mm);
    for (int i = 0; i < SP_DISCS; i++) {
        double height = 0;
        for (int k = 0; k < SP_DISC_CELLS; k++)
            height += m->cell_share[k] * s->stretch[i][k];
        mm[sp_disc_region(i)] += height * m->disc[i].height_mm;
    }
}

static enum sp_status sit_on(struct sp_disc_doser *d, int v,
                             struct sp_error *err)
{
    struct sp_disc_sample sample[SP_DISC_SIT_ROWS];
    struct sp_disc_segment sit = {0};
    struct sp_disc_series series = {.sample = sample, .cap = SP_DISC_SIT_ROWS};
    const struct sp_disc_schedule on = {
        .segment = &sit,
        .count = 1,
        .end_s = sit_row_s * (SP_DISC_SIT_ROWS - 1),
        .output_s = sit_row_s,
    };
    struct sp_disc_state state = d->state[v];
    memcpy(sit.load_N, d->sit_N, sizeof sit.load_N);
    const enum sp_status status =
        sp_disc_day(&d->model[v], &on, &state, &series, err);
    for (int i = 0; status == SP_OK && i < SP_DISC_SIT_ROWS; i++)
        memcpy(d->sit_mm[v][i], sample[i].region_mm, sizeof d->sit_mm[v][i]);
    return status;
}

enum sp_status sp_disc_doser_begin(struct sp_disc_doser *d,
                                   const struct sp_disc_schedule *day,
                                   double at_s, const double sit_N[SP_DISCS],
                                   struct sp_error *err)
{
    if (!(at_s >= 0 && at_s <= day->end_s))
        return sp_fail(err, SP_E_RANGE,
                       "doses at %g s of a day of %g s; give a time in it",
                       at_s, day->end_s);
    memcpy(d->sit_N, sit_N, sizeof d->sit_N);
    d->sit_s = sit_row_s;
    return SP_OK;
}

enum sp_status sp_disc_doser_variant(struct sp_disc_doser *d, int v,
                                     const struct sp_disc_person *person,
                                     const struct sp_disc_params *params,
                                     const struct sp_disc_schedule *day,
                                     double at_s, struct sp_error *err)
{
    struct sp_disc_params p = *params;
    sp_disc_params_vary(&p, v);
    enum sp_status status = sp_disc_init(&d->model[v], person, &p, err);
    if (status == SP_OK)
        status = steady(&d->model[v], day, &d->state[v], err);
    if (status == SP_OK)
        status = until(&d->model[v], day, at_s, &d->state[v], err);
    if (status == SP_OK)
        status = sit_on(d, v, err);
    return status;
}

enum sp_status sp_disc_doser_init(struct sp_disc_doser *d,
                                  const struct sp_disc_person *person,
                                  const struct sp_disc_params *params,
                                  const struct sp_disc_schedule *day,
                                  double at_s, const double sit_N[SP_DISCS],
                                  struct sp_error *err)
{
    enum sp_status status = sp_disc_doser_begin(d, day, at_s, sit_N, err);
    for (int v = 0; status == SP_OK && v < SP_DISC_VARIANTS; v++)
        status = sp_disc_doser_variant(d, v, person, params, day, at_s, err);
    return status;
}

static void sitting(const struct sp_disc_doser *d, int v, double time_s,
                    double mm[SP_DISC_REGIONS])
{
    const double place = time_s / d->sit_s;
    int row = (int)place;
    if (row > SP_DISC_SIT_ROWS - 2)
        row = SP_DISC_SIT_ROWS - 2;
    const double x = place - row;
    for (int k = 0; k < SP_DISC_REGIONS; k++)
        mm[k] = (1 - x) * d->sit_mm[v][row][k] + x * d->sit_mm[v][row + 1][k];
}

/* Heights beyond sitting's, at the end of the holds and later. */
struct beyond {
    double gained[SP_DISC_REGIONS + 1]; // last: all regions
    double left[SP_DISC_REGIONS + 1];
};

static void difference(const struct sp_disc_doser *d, int v, double time_s,
                       const struct sp_disc_state *s, double *out)
{
    double held[SP_DISC_REGIONS], sat[SP_DISC_REGIONS];
    regions(&d->model[v], s, held);
    sitting(d, v, time_s, sat);
    out[SP_DISC_REGIONS] = 0;
    for (int k = 0; k < SP_DISC_REGIONS; k++)
        out[SP_DISC_REGIONS] += out[k] = held[k] - sat[k];
}

// The holds under one variant, their loads off by `errors` standard errors.
static enum sp_status run(const struct sp_disc_doser *d, int v, double errors,
                          const struct sp_disc_hold *hold, size_t count,
                          struct beyond *out, struct sp_error *err)
{
    struct sp_disc_state s = d->state[v];
    double time_s = 0, load_N[SP_DISCS];
    for (size_t i = 0; i < count; i++) {
        for (int k = 0; k < SP_DISCS; k++)
            load_N[k] = hold[i].load_N[k] + errors * hold[i].error_N[k];
        const enum sp_status status = sp_disc_advance(
            &d->model[v], &s, hold[i].duration_s, load_N, err);
        if (status != SP_OK)
            return status;
        time_s += hold[i].duration_s;
    }
    difference(d, v, time_s, &s, out->gained);
    const enum sp_status status =
        sp_disc_advance(&d->model[v], &s, later_s, d->sit_N, err);
    if (status == SP_OK)
        difference(d, v, time_s + later_s, &s, out->left);
    return status;
}

static struct sp_disc_gain gain(double mm, double squares)
{
    const double spread = sqrt(squares);
    return (struct sp_disc_gain){mm, mm - spread, mm + spread};
}

static enum sp_status check(const struct sp_disc_doser *d,
                            const struct sp_disc_hold *hold, size_t count,
                            struct sp_error *err)
{
    const double most = d->sit_s * (SP_DISC_SIT_ROWS - 1) - later_s;
    double all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(hold[i].duration_s > 0 && hold[i].duration_s <= day_s))
            return sp_fail(err, SP_E_RANGE,
                           "hold %zu lasts %g s; give a time above 0", i + 1,
                           hold[i].duration_s);
        all += hold[i].duration_s;
    }
    if (count == 0 || all > most)
        return sp_fail(err, SP_E_RANGE,
                       "%zu holds of %g s in all; give at least one and at "
                       "most %g s together",
                       count, all, most);
    return SP_OK;
}

static bool loads_are_known(const struct sp_disc_hold *hold, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < SP_DISCS; k++)
            if (hold[i].error_N[k] != 0)
                return false;
    return true;
}

/* What is left open, as sums of squares. */
struct spread {
    double gained[SP_DISC_REGIONS + 1], left[SP_DISC_REGIONS + 1];
};

static void widen(struct spread *to, const struct beyond *best,
                  const struct beyond *other)
{
    for (int k = 0; k <= SP_DISC_REGIONS; k++) {
        const double gained = other->gained[k] - best->gained[k];
        const double left = other->left[k] - best->left[k];
        to->gained[k] += gained * gained;
        to->left[k] += left * left;
    }
}

static enum sp_status range_of(const struct sp_disc_doser *d,
                               const struct sp_disc_hold *hold, size_t count,
                               const struct beyond *best, struct spread *out,
                               struct sp_error *err)
{
    struct beyond other;
    enum sp_status status = SP_OK;
    for (int v = 1; status == SP_OK && v < SP_DISC_VARIANTS; v++) {
        status = run(d, v, 0, hold, count, &other, err);
        if (status == SP_OK)
            widen(out, best, &other);
    }
    if (status == SP_OK && !loads_are_known(hold, count)) {
        status = run(d, 0, 1, hold, count, &other, err);
        if (status == SP_OK)
            widen(out, best, &other);
    }
    return status;
}

enum sp_status sp_disc_dose(const struct sp_disc_doser *d,
                            const struct sp_disc_hold *hold, size_t count,
                            bool with_range, struct sp_disc_dose *dose,
                            struct sp_error *err)
{
    struct beyond best;
    struct spread open = {{0}, {0}};
    enum sp_status status = check(d, hold, count, err);
    if (status == SP_OK)
        status = run(d, 0, 0, hold, count, &best, err);
    if (status == SP_OK && with_range)
        status = range_of(d, hold, count, &best, &open, err);
    if (status != SP_OK)
        return status;
    for (int k = 0; k < SP_DISC_REGIONS; k++) {
        dose->gained[k] = gain(best.gained[k], open.gained[k]);
        dose->left[k] = gain(best.left[k], open.left[k]);
    }
    const int all = SP_DISC_REGIONS;
    dose->gained_all = gain(best.gained[all], open.gained[all]);
    dose->left_all = gain(best.left[all], open.left[all]);
    return SP_OK;
}
