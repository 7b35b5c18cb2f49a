/*
 * One posture → one programme → loads of every disc.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

#define TOLERANCE 2e-8 /* N and Nm; what is promised is 1e-6 */

// More lack than this is a fault of the posture, not of rounding.
#define LACK_N 1.0
#define LACK_NM 0.5

const struct sp_load_params sp_load_defaults = {
    .p0_MPa = 0.10,
    .tone = 0.00077,
    .tone_abdomen = 0.0035,
    .ligament_per_m = 9.66,
    .extension_per_m = 2.0,
    .stiffening = 2.28,
    .stiffness = 1,
    .facet = 0.16,
    .settle_rad = 0.034906585039886591, // 2 degrees
    .settle_weight = 0.2,
    .pressure_weight = 0.02,
    .pressure_min_kPa = 0.5,
    .pressure_max_kPa = 12,
    .contact_weight = 0.02,
    .hoop_N_kPa = 52,
    .pressure_area_m2 = 0.02,
    .rib_factor = 3,
    .strength = 1,
    .exponent = 2,
    .disc_area = 1,
    .stress_factor = 0.66,
};

// ---- checks

struct param_row {
    const char *name;
    size_t at;
    double min, max;
};

#define PARAM(field, min, max)                                                 \
    {                                                                          \
#field, offsetof(struct sp_load_params, field), min, max               \
    }
static const struct param_row param_rows[] = {
    PARAM(p0_MPa, 0, 1),
    PARAM(tone, 0, 0.2),
    PARAM(tone_abdomen, 0, 0.2),
    PARAM(ligament_per_m, 0, 50),
    PARAM(extension_per_m, 0, 50),
    PARAM(stiffening, 0.01, 5),
    PARAM(stiffness, 0.05, 20),
    PARAM(facet, 0, 0.7),
    PARAM(settle_rad, 1e-4, 1),
    PARAM(settle_weight, 1e-4, 100),
    PARAM(pressure_weight, 1e-4, 10),
    PARAM(pressure_min_kPa, 0, 40),
    PARAM(pressure_max_kPa, 0, 40),
    PARAM(contact_weight, 1e-4, 10),
    PARAM(hoop_N_kPa, 0, 500),
    PARAM(pressure_area_m2, 0, 0.1),
    PARAM(rib_factor, 0.1, 20),
    PARAM(strength, 0.1, 3),
    PARAM(exponent, 2, 4),
    PARAM(disc_area, 0.3, 3),
    PARAM(stress_factor, 0.2, 2),
};

static enum sp_status check_params(const struct sp_load_params *params,
                                   struct sp_error *err)
{
    for (size_t i = 0; i < sizeof param_rows / sizeof *param_rows; i++) {
        const struct param_row *row = &param_rows[i];
        double x;
        memcpy(&x, (const char *)params + row->at, sizeof x);
        if (!(x >= row->min && x <= row->max))
            return sp_fail(err, SP_E_RANGE,
                           "load parameter %s is %g: give %g to %g", row->name,
                           x, row->min, row->max);
    }
    return SP_OK;
}

static bool finite(const double *x, int n)
{
    for (int i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

static enum sp_status check_case(const struct sp_load_case *one,
                                 struct sp_error *err)
{
    for (int i = 0; i < SP_SEGMENTS; i++)
        if (!finite(one->frames.seg[i].R, 9) ||
            !finite(one->frames.seg[i].p, 3))
            return sp_fail(err, SP_E_RANGE,
                           "the place of %s is not a number: give finite "
                           "joint angles",
                           sp_segment_name((enum sp_segment)i));
    if (one->supports < 0 || one->supports > SP_LOAD_SUPPORTS ||
        one->pulls < 0 || one->pulls > SP_LOAD_PULLS)
        return sp_fail(err, SP_E_RANGE,
                       "%d supports and %d pulls: a posture holds up to %d "
                       "and %d",
                       one->supports, one->pulls, SP_LOAD_SUPPORTS,
                       SP_LOAD_PULLS);
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        if ((unsigned)s->segment >= SP_SEGMENTS || s->other < -1 ||
            s->other >= SP_SEGMENTS)
            return sp_fail(err, SP_E_RANGE,
                           "support %d carries a segment that is not there", i);
        if (!finite(s->at, 3) || !finite(s->normal, 3) ||
            !(s->stiffness_N_m > 0 && s->stiffness_N_m < 1e9) ||
            !(s->friction >= 0 && s->friction <= 5) ||
            !(s->gap_m >= 0 && s->gap_m < 1) || !finite(s->moved_m, 3) ||
            fabs(vec3_length(s->normal) - 1) > 1e-6)
            return sp_fail(err, SP_E_RANGE,
                           "support %d (%s): place, unit normal, friction, "
                           "stiffness and gap must be numbers in range",
                           i, sp_segment_name((enum sp_segment)s->segment));
    }
    for (int i = 0; i < one->pulls; i++) {
        const struct sp_pull *p = &one->pull[i];
        if ((unsigned)p->segment >= SP_SEGMENTS || !finite(p->at, 3) ||
            !finite(p->force_N, 3) || vec3_length(p->force_N) > 20000)
            return sp_fail(err, SP_E_RANGE,
                           "pull %d: give a segment, a place and a force "
                           "below 20 kN",
                           i);
    }
    if (!(one->brace_kPa >= 0 && one->brace_kPa <= 40))
        return sp_fail(err, SP_E_RANGE,
                       "abdominal pressure %g kPa: give 0 to 40",
                       one->brace_kPa);
    return SP_OK;
}

// ---- memory

size_t sp_load_work_bytes(void)
{
    const size_t columns = sizeof(double) * LOAD_COLUMNS * LOAD_STRIDE;
    const size_t half = sizeof(double) * LOAD_COLUMNS * LOAD_HALF_STRIDE;
    const size_t pulls = sizeof(double) * SP_LOAD_MUSCLES * LOAD_LEVELS * 3;
    return sizeof(struct sp_load_work) + columns + half + pulls + 256;
}

struct sp_load_work *sp_load_work_new(struct sp_arena *arena)
{
    struct sp_load_work *w = sp_arena_alloc(arena, 1, sizeof *w);
    if (!w)
        return NULL;
    w->columns =
        sp_arena_alloc(arena, LOAD_COLUMNS * LOAD_STRIDE, sizeof(double));
    w->half_columns =
        sp_arena_alloc(arena, LOAD_COLUMNS * LOAD_HALF_STRIDE, sizeof(double));
    w->disc_pull = sp_arena_alloc(arena, SP_LOAD_MUSCLES * LOAD_LEVELS * 3,
                                  sizeof(double));
    for (int j = 0; j < SP_LOAD_MUSCLES; j++)
        load_span_of(j, &w->span[j]);
    return w->columns && w->half_columns && w->disc_pull ? w : NULL;
}

void sp_load_forget(struct sp_load_work *work) { work->warm = false; }

// ---- reading the answer

static void support_forces(const struct sp_load_work *w,
                           const struct sp_body *body,
                           const struct sp_load_case *one,
                           double above[SP_SEGMENTS][3],
                           struct sp_load_result *out)
{
    memset(out->support_N, 0, sizeof out->support_N);
    for (int r = 0; r < w->rays; r++) {
        const double x = w->newton.x[w->pressure_column + 1 + r];
        for (int a = 0; a < 3; a++)
            out->support_N[w->ray_support[r]][a] += x * w->ray_force[r][a];
    }
    for (int i = 0; i < SP_SEGMENTS; i++)
        memcpy(above[i], w->carried[i].f, sizeof above[i]);
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        for (int g = s->segment; g >= 0; g = body->segment[g].parent)
            for (int a = 0; a < 3; a++)
                above[g][a] += out->support_N[i][a];
        for (int g = s->other; g >= 0; g = body->segment[g].parent)
            for (int a = 0; a < 3; a++)
                above[g][a] -= out->support_N[i][a];
    }
}

static void muscle_forces(const struct sp_load_work *w,
                          double above[SP_SEGMENTS][3],
                          struct sp_load_result *out)
{
    out->activation = 0;
    out->strongest = 0;
    out->muscles_at_limit = 0;
    out->muscle_sum_N = 0;
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const double f = w->newton.x[j];
        const struct load_column *c = &w->programme.column[j];
        const struct load_span span = w->span[j];
        const double *pull = w->disc_pull + (size_t)j * 3 * LOAD_LEVELS;
        for (int l = span.low; l < span.high; l++)
            for (int a = 0; a < 3; a++)
                above[SP_L5 + l][a] += f * pull[3 * l + a];
        out->muscle_sum_N += f;
        if (f / c->scale > out->activation) {
            out->activation = f / c->scale;
            out->strongest = j;
        }
        if (c->high > c->low && f >= c->high)
            out->muscles_at_limit++;
    }
}

// Facets carry a share of the compression, less as the joint bends forward
// and none beyond 4 degrees (Adams & Hutton 1980: 16 % upright, none flexed).
static double facet_share(double extension, double upright_share)
{
    const double gone = 0.069813170079773182; // 4 degrees
    return upright_share * fmin(1, fmax(0, 1 + extension / gone));
}

// Nucleus pressure below zero has one report, -13 kPa under traction (Ramos &
// Martin 1994), never repeated: nothing lower is claimed.
#define PRESSURE_FLOOR_MPA -0.013

static void disc_loads(const struct sp_load_work *w, const struct sp_body *body,
                       const struct sp_frames *frames,
                       const struct sp_load_params *params,
                       double above[SP_SEGMENTS][3], struct sp_load_result *out)
{
    const double p = out->pressure_kPa;
    for (int l = 0; l < SP_DISCS; l++) {
        struct sp_disc_load *d = &out->disc[l];
        const double *up = frames->seg[SP_L5 + l].R;
        const double *low = frames->seg[body->segment[SP_L5 + l].parent].R;
        double y[3], x[3], z[3], f[3];
        const double share = l > 8 ? 0 : l <= 5 ? 1 : (9 - l) / 4.0;
        for (int a = 0; a < 3; a++) {
            f[a] = above[SP_L5 + l][a] + p * share * w->pressure_wrench.f[a];
            y[a] = up[3 * a + 1] + low[3 * a + 1];
        }
        const double length = vec3_length(y);
        for (int a = 0; a < 3; a++) {
            y[a] /= length;
            z[a] = up[3 * a + 2];
        }
        vec3_cross(y, z, x);
        const double off = vec3_length(x);
        d->joint_N = -vec3_dot(f, y);
        d->shear_N = vec3_dot(f, x) / off;
        d->lateral_N = vec3_dot(f, z);
        const int row = LOAD_ROW_SPINE + 3 * l;
        d->passive_Nm = w->passive.moment[l][0];
        d->settle_Nm = w->newton.term[row];
        d->settle_rad = d->settle_Nm / w->passive.stiffness[l][0];
        const double held = d->passive_Nm + d->settle_Nm;
        // ligaments are slack upright and take over as the joint bends
        // forward: 71 % at the end of range (Adams, Hutton & Stott 1980)
        const double taut = w->passive.flexed[l];
        const double ligaments = held > 0 ? params->ligament_per_m * taut * held
                                          : -params->extension_per_m * held;
        d->compression_N = d->joint_N + ligaments / body->length_scale;
        if (d->compression_N > 0) // pulled facets part
            d->compression_N *=
                1 - facet_share(w->passive.angle[l][0], params->facet);
        const double area = 1e-4 * load_joint[l].area_cm2 * params->disc_area *
                            body->length_scale * body->length_scale;
        d->pressure_MPa =
            fmax(PRESSURE_FLOOR_MPA,
                 params->p0_MPa +
                     1e-6 * d->compression_N / (params->stress_factor * area));
    }
}

static void verdict(const struct sp_load_work *w, struct sp_load_result *out)
{
    const struct load_newton *n = &w->newton;
    int worst_moment = LOAD_ROW_SPINE, worst_force = LOAD_ROW_PELVIS;
    out->residual_N = out->residual_Nm = 0;
    for (int r = 0; r < LOAD_ROWS; r++) {
        const bool force = r >= LOAD_ROW_PELVIS && r < LOAD_ROW_PELVIS + 3;
        int *worst = force ? &worst_force : &worst_moment;
        double *residual = force ? &out->residual_N : &out->residual_Nm;
        if (fabs(n->reserve[r]) > fabs(n->reserve[*worst]))
            *worst = r;
        *residual = fmax(*residual, fabs(n->residual[r]));
    }
    out->worst_moment = fabs(n->reserve[worst_moment]);
    out->worst_force_N = fabs(n->reserve[worst_force]);
    const bool moves = out->worst_force_N > LACK_N;
    out->worst_segment = moves ? SP_PELVIS : load_segment_of_row(worst_moment);
    out->worst_lack = moves ? out->worst_force_N : out->worst_moment;
    const double residual = fmax(out->residual_N, out->residual_Nm);
    // reserves of hundreds of Nm leave more rounding than a held posture
    const double kept = out->worst_lack > LACK_NM ? 1e-3 : 1e-6;
    out->verdict = residual > kept ? SP_LOAD_NOT_SETTLED
                   : moves         ? SP_LOAD_NO_SUPPORT
                   : out->worst_moment > LACK_NM
                       ? (out->worst_segment == SP_PELVIS ? SP_LOAD_NO_SUPPORT
                                                          : SP_LOAD_TOO_WEAK)
                       : SP_LOAD_HELD;
}

// Flexors at work although weight bends the spine forward already: the joints
// are asked to go further than they do (docs/load.md, limits).
static bool flexors_against_joints(const struct sp_load_work *w)
{
    const int row = LOAD_ROW_SPINE + 3 * SP_DISC_L4_L5;
    double rectus = 0;
    for (int j = 0; j < SP_LOAD_MUSCLES; j++)
        if (load_fascicle[j / 2].group == 1)
            rectus =
                fmax(rectus, w->newton.x[j] / w->programme.column[j].scale);
    return w->known[row] < 0 && w->passive.moment[SP_DISC_L4_L5][0] > 0 &&
           rectus > 0.03;
}

static void springs(const struct sp_load_work *w, struct sp_load_result *out)
{
    out->settle_Nm = 0;
    out->settle_segment = SP_L5;
    for (int r = LOAD_ROW_SPINE; r < LOAD_ROWS; r++)
        if (fabs(w->newton.term[r]) > out->settle_Nm) {
            out->settle_Nm = fabs(w->newton.term[r]);
            out->settle_segment = load_segment_of_row(r);
        }
    memcpy(out->limb_Nm, w->newton.term, sizeof out->limb_Nm);
}

enum sp_status sp_load_solve(struct sp_load_work *work,
                             const struct sp_body *body,
                             const struct sp_load_case *one,
                             const struct sp_load_params *params,
                             struct sp_load_result *result,
                             struct sp_error *err)
{
    enum sp_status status = check_params(params, err);
    if (status == SP_OK)
        status = check_case(one, err);
    if (status != SP_OK)
        return status;

    result->frames = one->frames;
    result->relax_steps = 0;
    if (one->relax) {
        result->relax_steps =
            load_relax(work, body, one, params, &result->frames);
        one = &work->settled;
        work->warm = false;
    }
    load_assemble(work, body, one, &result->frames, params,
                  LOAD_MUSCLES_ANSWER);
    if (!work->warm)
        memset(work->newton.y, 0, sizeof work->newton.y);
    load_solve(work, one, TOLERANCE);
    work->warm = work->newton.converged;

    double above[SP_SEGMENTS][3];
    result->pressure_kPa = work->newton.x[work->pressure_column];
    result->effort = work->newton.cost;
    result->optimality = work->newton.gap;
    result->iterations = work->newton.iterations;
    support_forces(work, body, one, above, result);
    muscle_forces(work, above, result);
    disc_loads(work, body, &result->frames, params, above, result);
    verdict(work, result);
    springs(work, result);
    result->beyond_range = flexors_against_joints(work);
    return SP_OK;
}

const double *sp_load_muscles(const struct sp_load_work *work)
{
    return work->newton.x;
}
