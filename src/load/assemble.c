/*
 * What a programme is made of: a column for each fascicle, the belly's
 * pressure and each ray of a support, a term for each row, and on the other
 * side weight, pulls and bent joints.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

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

static void right_side(struct sp_load_work *w, const struct sp_load_case *one,
                       bool rest)
{
    double *b = w->programme.b;
    for (int i = 0; i < LOAD_STRIDE; i++)
        b[i] = i < LOAD_ROWS ? -w->known[i] - (rest ? w->rest[i] : 0) : 0;
    for (int r = 0; r < LOAD_ROW_PELVIS; r++)
        b[r] -= one->held_Nm[r];
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
    load_rays(w, body, one, frames, params, rest);
    row_terms(w, body, params);
    right_side(w, one, rest);
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
