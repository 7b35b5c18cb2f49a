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
    .tone = 0.00124,
    .tone_abdomen = 0.0035,
    .ligament_per_m = 9.3,
    .extension_per_m = 2.0,
    .stiffening = 2.264,
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

// ---- columns

// Strength follows the area of muscle: lean mass to the 2/3; women's trunk
// muscle is 0.72 of a man's of the same size (textbook band 0.70 to 0.75).
static double strength_of(const struct sp_person *p)
{
    const double lean = fmin(p->mass_kg, 25 * p->height_m * p->height_m);
    const double sex = p->sex == SP_MALE     ? 1
                       : p->sex == SP_FEMALE ? 0.72
                                             : 0.86;
    return sex * pow(lean / 75, 2.0 / 3);
}

static bool belly_wall(int group)
{
    return group == 1 || group == 8 || group == 9 || group == 23;
}

// Upper arm raised well beyond the shoulder's height against the thorax: the
// paths of its muscles, told for a hanging arm, are then wrong.
static bool arm_raised(const struct sp_frames *frames, bool left)
{
    const double *arm = frames->seg[left ? SP_HUMERUS_L : SP_HUMERUS_R].R;
    const double *trunk = frames->seg[SP_T8].R;
    const double up = arm[1] * trunk[1] + arm[4] * trunk[4] + arm[7] * trunk[7];
    return up < 0.17; // beyond 80 degrees or so
}

// With another exponent a muscle at this share of its strength is as dear as
// with a square, so that only the sharing between muscles changes and not what
// muscles leave to joints and limbs (ours; postures use 2 to 60 %).
#define USUAL_EFFORT 0.1

static void muscle_columns(struct sp_load_work *w, const struct sp_body *body,
                           const struct sp_frames *frames,
                           const struct sp_load_params *params, bool resting)
{
    const double person = strength_of(&body->person);
    const double factor = person * params->strength;
    const double s = body->length_scale;
    // the wall braces a trunk that stands or sits, not one that hangs or lies
    const double wall =
        resting ? 0 : params->tone_abdomen * fmax(0, load_upright(frames));
    const bool raised[2] = {arm_raised(frames, false),
                            arm_raised(frames, true)};
    const double floor = params->exponent != 2 ? 1e-4 : 0;
    const double dear = pow(USUAL_EFFORT, 2 - params->exponent);
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const struct load_fascicle *f = &load_fascicle[j / 2];
        struct load_column *c = &w->programme.column[j];
        const struct load_span span = w->span[j];
        const double max = f->strength_N * factor;
        const double tone =
            fmax(floor, params->tone + (belly_wall(f->group) ? wall : 0));
        // area does not change with the stress it is taken to bear
        const double volume =
            f->strength_N / f->stress_N_cm2 * person * 100 * f->fibre_m * s;
        *c = (struct load_column){.low = tone * max,
                                  .high = max,
                                  .weight = volume / (max * max),
                                  .scale = max,
                                  .volume = volume * dear};
        const bool arm =
            span.limb == LOAD_ROW_ARM_R || span.limb == LOAD_ROW_ARM_L;
        if (arm && raised[j % 2])
            c->high = c->low;
        c->lo[0] = (short)(span.limb >= 0 ? span.limb : 0);
        c->hi[0] = (short)(c->lo[0] + span.limb_rows);
        c->lo[1] = (short)(LOAD_ROW_SPINE + 3 * span.low);
        c->hi[1] = (short)(LOAD_ROW_SPINE + 3 * span.high);
        if (f->hoop > 0) {
            c->lo[2] = LOAD_ROW_HOOP;
            c->hi[2] = LOAD_ROW_HOOP + 1;
        }
        w->columns[(size_t)j * LOAD_STRIDE + LOAD_ROW_HOOP] = f->hoop;
    }
}

// The pressed belly lifts the diaphragm off the pelvic inlet, an equal part of
// the force going to T9, T10, T11 and T12 through the lower ribs.
static void pressure_column(struct sp_load_work *w, const struct sp_body *body,
                            const struct sp_frames *frames,
                            const struct sp_load_case *one,
                            const struct sp_load_params *params)
{
    const double s = body->length_scale;
    const double inlet_in_pelvis[3] = {-0.06 * s, -0.02 * s, 0};
    const double dome_in_t10[3] = {0.075 * s, 0, 0};
    double inlet[3], dome[3], force[3];
    load_world(&w->tree, frames, SP_PELVIS, inlet_in_pelvis, inlet);
    load_world(&w->tree, frames, SP_T10, dome_in_t10, dome);
    const double length = vec3_distance(inlet, dome);
    for (int a = 0; a < 3; a++)
        force[a] = 1000 * params->pressure_area_m2 * s * s *
                   (dome[a] - inlet[a]) / length;
    load_wrench_at(force, inlet, &w->pressure_wrench);

    const int j = w->pressure_column = w->programme.columns++;
    double *a = w->columns + (size_t)j * LOAD_STRIDE;
    memset(a, 0, LOAD_STRIDE * sizeof *a);
    for (int l = 0; l < 9; l++) {
        const double share = l <= 5 ? 1 : (9 - l) / 4.0;
        for (int r = LOAD_ROW_SPINE + 3 * l; r < LOAD_ROW_SPINE + 3 * l + 3;
             r++)
            a[r] = share * load_work_of(&w->tree.axis[r], &w->pressure_wrench);
    }
    a[LOAD_ROW_HOOP] = -params->hoop_N_kPa * s * s;
    const bool braced = one->brace_kPa > 0;
    w->programme.column[j] = (struct load_column){
        .low = braced ? one->brace_kPa : params->pressure_min_kPa,
        .high = braced
                    ? one->brace_kPa
                    : fmax(params->pressure_min_kPa, params->pressure_max_kPa),
        .weight = params->pressure_weight,
        .lo = {LOAD_ROW_SPINE,      LOAD_ROW_HOOP,     0},
        .hi = {LOAD_ROW_SPINE + 27, LOAD_ROW_HOOP + 1, 0},
    };
}

// ---- rows

// What the limbs of a man of 75 kg can do, Nm (round numbers of ours).
static const double limb_Nm[7 * 2] = {220, 220, 220, 190, 130, 60, 20,
                                      80,  80,  80,  65,  14,  14, 14};

// A limb moment costs what a muscle of 10 cm fibres on a 4 cm arm would.
static double limb_volume(double top) { return top / 0.04 / 60 * 10; }

static void row_terms(struct sp_load_work *w, const struct sp_body *body,
                      const struct sp_load_params *params)
{
    const double strength = strength_of(&body->person);
    for (int r = 0; r < LOAD_ROW_PELVIS; r++) {
        const double top =
            strength * limb_Nm[r % 7 + (r >= LOAD_ROW_ARM_R ? 7 : 0)];
        w->programme.term[r] =
            (struct load_row_term){top * top / limb_volume(top), top, false};
    }
    for (int r = LOAD_ROW_PELVIS; r < LOAD_ROW_SPINE; r++)
        w->programme.term[r] = (struct load_row_term){0, 0, false};
    for (int l = 0; l < LOAD_LEVELS; l++)
        for (int k = 0; k < 3; k++) {
            const double local = w->passive.stiffness[l][k];
            w->programme.term[LOAD_ROW_SPINE + 3 * l + k] =
                (struct load_row_term){local / params->settle_weight,
                                       local * params->settle_rad, true};
        }
}

static void muscles_at_rest(struct sp_load_work *w)
{
    memset(w->rest, 0, sizeof w->rest);
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const struct load_column *c = &w->programme.column[j];
        const double *a = w->columns + (size_t)j * LOAD_STRIDE;
        for (int run = 0; run < 2; run++)
            load_axpy(w->rest + c->lo[run], a + c->lo[run], c->low,
                      c->hi[run] - c->lo[run]);
    }
}

static void right_side(struct sp_load_work *w, bool rest)
{
    double *b = w->programme.b;
    for (int i = 0; i < LOAD_STRIDE; i++)
        b[i] = i < LOAD_ROWS ? -w->known[i] - (rest ? w->rest[i] : 0) : 0;
    for (int l = 0; l < LOAD_LEVELS; l++)
        for (int k = 0; k < 3; k++)
            b[LOAD_ROW_SPINE + 3 * l + k] -= w->passive.moment[l][k];
}

// Both sides differ by rounding alone (m, unit vectors).
#define SAME 1e-12

void load_assemble(struct sp_load_work *w, const struct sp_body *body,
                   const struct sp_load_case *one,
                   const struct sp_frames *frames,
                   const struct sp_load_params *params,
                   enum load_muscles_are muscles)
{
    const bool rest = muscles != LOAD_MUSCLES_ANSWER;
    load_tree_init(&w->tree, body, frames);
    load_mirror_rows(&w->tree, &w->mirror);
    load_passive_init(&w->passive, body, frames, params);
    load_known(body, one, frames, w->carried);
    load_known_rows(&w->tree, w->carried, w->known);
    if (muscles != LOAD_MUSCLES_REST_ON) {
        load_paths(body, frames, &w->tree, w->span,
                   w->mirror.off < SAME ? &w->mirror : NULL, w->columns,
                   w->disc_pull);
        muscle_columns(w, body, frames, params, one->relax);
    }
    if (muscles == LOAD_MUSCLES_REST)
        muscles_at_rest(w);
    w->programme.rows = LOAD_ROWS;
    w->programme.stride = LOAD_STRIDE;
    for (int r = 0; r < LOAD_STRIDE; r++)
        w->programme.share[r] = 1;
    w->programme.a = w->columns;
    w->programme.first = rest ? SP_LOAD_MUSCLES : 0;
    w->programme.columns = SP_LOAD_MUSCLES;
    w->programme.exponent = params->exponent;
    w->programme.reserve = 1e-3;
    w->programme.hoop = true;
    pressure_column(w, body, frames, one, params);
    load_rays(w, body, one, frames, params);
    row_terms(w, body, params);
    right_side(w, rest);
}

void load_solve(struct sp_load_work *w, const struct sp_load_case *one,
                double tolerance)
{
    int iterations = 0;
    if (load_mirror_init(w, one)) {
        struct load_newton *half = &w->half_newton;
        load_mirror_fold(&w->mirror, w->newton.y, half->y);
        // half of each residual is seen
        load_newton_reach(&w->mirror.half, half, &w->scratch, tolerance / 2);
        load_mirror_unfold(&w->mirror, half->y, w->newton.y);
        iterations = half->iterations;
    }
    load_newton_solve(&w->programme, &w->newton, &w->scratch, tolerance);
    w->newton.iterations += iterations;
}

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
