/*
 * The state of all discs: at rest, advanced in time, and read.
 */
#include "disc/disc_internal.h"

#include <math.h>
#include <string.h>

double disc_stress(const struct sp_disc *disc, double load_N)
{
    return load_N / disc->area_mm2;
}

enum sp_status disc_check_load(const struct sp_disc_model *m,
                               const double load_N[SP_DISCS], const char *where,
                               struct sp_error *err)
{
    for (int i = 0; i < SP_DISCS; i++) {
        const double s = disc_stress(&m->disc[i], load_N[i]);
        if (!(s >= DISC_STRESS_MIN && s <= DISC_STRESS_MAX))
            return sp_fail(err, SP_E_RANGE,
                           "%sload on disc %s is %g N, %g MPa on its %.0f mm2; "
                           "give a mean over a minute from %g to %g MPa",
                           where, disc_name(i), load_N[i], s,
                           m->disc[i].area_mm2, DISC_STRESS_MIN,
                           DISC_STRESS_MAX);
    }
    return SP_OK;
}

void disc_column_of(const struct sp_disc_model *m, int i, struct disc_column *c)
{
    const struct sp_disc *d = &m->disc[i];
    c->law = &m->law[d->law];
    c->n = SP_DISC_CELLS;
    for (int k = 0; k < SP_DISC_CELLS; k++)
        c->dz[k] = d->height_mm / 2 * m->cell_share[k];
    c->endplate_out = d->endplate_MPa_s_mm;
    c->endplate_in = d->endplate_MPa_s_mm * m->params.endplate_in_to_out;
    c->tolerance = m->params.tolerance;
}

/*
 * Tissue below the sacrum, joints of the legs, heel pads, slack of the
 * curves: one state that follows the load on L5/S1 with its own time
 * constant, stiffening with load; in tension along the tangent.
 */
double disc_soft_rest(const struct sp_disc_model *m, double load_N)
{
    const struct sp_disc_params *p = &m->params;
    const double least = -0.6; // beyond it the joints are taut
    const double full = p->soft_mm / (1 - exp(-1 / p->soft_ratio));
    double r = load_N / m->disc[SP_DISC_L5_S1].standing_N;
    if (r < least)
        r = least;
    return r < 0 ? full * r / p->soft_ratio
                 : full * (1 - exp(-r / p->soft_ratio));
}

double disc_soft_after(const struct sp_disc_model *m, double soft_mm,
                       double time_s, double load_N)
{
    const double rest = disc_soft_rest(m, load_N);
    return rest + (soft_mm - rest) * exp(-time_s / m->params.soft_s);
}

enum sp_status sp_disc_rest(const struct sp_disc_model *m,
                            const double load_N[SP_DISCS],
                            struct sp_disc_state *state, struct sp_error *err)
{
    const enum sp_status status = disc_check_load(m, load_N, "", err);
    if (status != SP_OK)
        return status;
    memset(state, 0, sizeof *state);
    for (int i = 0; i < SP_DISCS; i++) {
        const struct sp_disc *d = &m->disc[i];
        const double J =
            disc_table_rest(&m->law[d->law], disc_stress(d, load_N[i]));
        for (int k = 0; k < SP_DISC_CELLS; k++)
            state->stretch[i][k] = J;
        state->load_N[i] = load_N[i];
    }
    state->soft_mm = disc_soft_rest(m, load_N[SP_DISC_L5_S1]);
    return SP_OK;
}

static bool advance_disc(const struct sp_disc_model *m, int i, double dt_s,
                         double load_N, struct sp_disc_state *s)
{
    struct disc_column column;
    double out_mm = 0;
    disc_column_of(m, i, &column);
    if (load_N != s->load_N[i])
        s->step_s[i] = 0; // a jump: begin with a short step
    if (!disc_column_advance(&column, disc_stress(&m->disc[i], load_N), dt_s,
                             s->stretch[i], &s->step_s[i], &out_mm, NULL, NULL))
        return false;
    s->load_N[i] = load_N;
    s->outflow_mm3[i] += 2 * out_mm * m->disc[i].area_mm2; // both endplates
    return true;
}

enum sp_status sp_disc_advance(const struct sp_disc_model *m,
                               struct sp_disc_state *state, double dt_s,
                               const double load_N[SP_DISCS],
                               struct sp_error *err)
{
    if (!(dt_s >= 0 && dt_s <= DISC_TIME_MAX))
        return sp_fail(err, SP_E_RANGE,
                       "time step is %g s; give 0 to %g s (60 days)", dt_s,
                       DISC_TIME_MAX);
    const enum sp_status status = disc_check_load(m, load_N, "", err);
    if (status != SP_OK)
        return status;
    struct sp_disc_state next = *state;
    for (int i = 0; i < SP_DISCS; i++)
        if (!advance_disc(m, i, dt_s, load_N[i], &next))
            return sp_fail(err, SP_E_RANGE,
                           "disc %s left the range of its law; begin from a "
                           "state made by sp_disc_rest",
                           disc_name(i));
    next.soft_mm =
        disc_soft_after(m, state->soft_mm, dt_s, load_N[SP_DISC_L5_S1]);
    *state = next;
    return SP_OK;
}

// Fast closing: stiffens with load (Gardner-Morse & Stokes 2004), along the
// tangent in tension.
static double elastic_mm(const struct sp_disc_model *m, int i, double load_N)
{
    const struct sp_disc_params *p = &m->params;
    const double x = disc_stress(&m->disc[i], load_N) / p->elastic_MPa;
    return m->disc[i].height_mm * p->elastic_share * (x >= 0 ? 1 - exp(-x) : x);
}

static void read_disc(const struct sp_disc_model *m,
                      const struct sp_disc_state *s, int i,
                      struct sp_disc_reading *r)
{
    const struct sp_disc *d = &m->disc[i];
    double height = 0, matrix = 0;
    for (int k = 0; k < SP_DISC_CELLS; k++) {
        const double J = s->stretch[i][k], share = m->cell_share[k];
        height += share * J;
        matrix += share * disc_table_matrix(&m->law[d->law], J);
    }
    r->height_mm[i] = d->height_mm * height;
    r->elastic_mm[i] = elastic_mm(m, i, s->load_N[i]);
    r->pressure_MPa[i] =
        d->pressure_factor * (disc_stress(d, s->load_N[i]) - matrix);
    r->fluid_mm3[i] =
        d->area_mm2 * d->height_mm * (height - m->params.solid_share);
}

void sp_disc_read(const struct sp_disc_model *m, const struct sp_disc_state *s,
                  struct sp_disc_reading *r)
{
    memset(r, 0, sizeof *r);
    double above_reference = 0, sum = 0;
    for (int i = 0; i < SP_DISCS; i++) {
        read_disc(m, s, i, r);
        r->region_mm[sp_disc_region(i)] += r->height_mm[i];
        sum += r->height_mm[i];
        above_reference += r->height_mm[i] - m->disc[i].height_mm;
    }
    r->curve_mm = m->params.curve_share * above_reference;
    r->soft_mm = s->soft_mm;
    r->stature_mm = sum + r->curve_mm - r->soft_mm;
}
