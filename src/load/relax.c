/*
 * Hanging and lying bodies settle: joints bend until weight, their own
 * stiffness and the supports balance, muscles at rest. Without this the
 * programme's muscles would close the gap between the posture as told and the
 * posture as it hangs, and press together what should be pulled apart.
 *
 * The same programme does it: with muscles at tone, springs without bound and
 * supports without weight on effort its multipliers are the joint turns and
 * sinkings, radians and metres, of one linear step. A few steps follow the
 * geometry.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/dense.h"
#include "num/mat3.h"

#define STEPS_MAX 30
#define SETTLED_RAD 2e-4 // spine and whole body; limbs matter less
#define ROW_ABOVE_DISCS (LOAD_ROW_SPINE + 3 * SP_DISCS)
#define CREEP 4.0     // the whole body's place may still move so much more
#define LOST_RAD 0.02 // still this much at the end: it does not settle
#define WILD_RAD 0.03 // and this much on the way: hold back the spine
#define STEP_MAX_RAD 0.15

// Relaxed limbs give, but do not fold: Nm/rad about the angles told (ours).
#define LIMB_NM_RAD 25.0

// Legs that stand, or are held up, stay as told (ours: a degree under 35 Nm).
#define LEGS_HOLD_NM_RAD 2000.0

// A hanging body is a pendulum, whose stiffness comes from the turn of its
// weight and is not in one linear step: held back by about that much, the
// steps do not overshoot. It changes the road and not the end.
#define LIMB_BRAKE_NM_RAD 200.0
#define LAX_NM_RAD                                                             \
    40.0 // a lax joint of the neck goes no faster than one of this
#define BODY_BRAKE_M 1.0 // times weight: N/m and Nm/rad

static bool hip_bends(const struct sp_load_case *one, int row)
{
    return one->hips_give && (row == LOAD_ROW_LEG_R || row == LOAD_ROW_LEG_L);
}

// A hip that gives is bent beyond its range by this much, rad; 0 within.
static double past_end(const struct sp_body *body,
                       const struct sp_load_case *one,
                       const struct sp_frames *frames, int row)
{
    if (!hip_bends(one, row))
        return 0;
    const bool right = row == LOAD_ROW_LEG_R;
    double Q[9];
    mat3_tmul(frames->seg[SP_PELVIS].R,
              frames->seg[right ? SP_FEMUR_R : SP_FEMUR_L].R, Q);
    const double end =
        body->q_loaded_max[right ? SP_HIP_R_FLEX : SP_HIP_L_FLEX];
    return fmax(0, atan2(-Q[1], Q[4]) - end);
}

static double limb_stiffness(const struct sp_load_case *one, int row)
{
    const bool told = one->legs_stand || one->legs_lifted;
    return told && row < LOAD_ROW_ARM_R && !hip_bends(one, row)
               ? LEGS_HOLD_NM_RAD
               : LIMB_NM_RAD;
}

// What a limb's joint holds where it has come to, Nm.
static double limb_holds(const struct sp_body *body,
                         const struct sp_load_case *one,
                         const struct sp_frames *frames, int row, double turned)
{
    return -limb_stiffness(one, row) * turned -
           LEGS_HOLD_NM_RAD * past_end(body, one, frames, row);
}

static void elastic_terms(struct sp_load_work *w, const struct sp_body *body,
                          const struct sp_load_case *one,
                          const struct sp_frames *frames,
                          const double turned[LOAD_ROWS], double spine_brake)
{
    struct load_programme *p = &w->programme;
    const double weight = LOAD_GRAVITY * body->person.mass_kg;
    for (int r = 0; r < LOAD_ROW_SPINE; r++) {
        const bool limb = r < LOAD_ROW_PELVIS;
        const bool end = past_end(body, one, frames, r) > 0;
        p->term[r] = (struct load_row_term){
            limb ? limb_stiffness(one, r) + (end ? LEGS_HOLD_NM_RAD : 0) +
                       LIMB_BRAKE_NM_RAD
                 : BODY_BRAKE_M * weight,
            INFINITY, false};
        if (limb)
            p->b[r] -= limb_holds(body, one, frames, r, turned[r]);
    }
    for (int l = 0; l < LOAD_LEVELS; l++)
        for (int k = 0; k < 3; k++)
            p->term[LOAD_ROW_SPINE + 3 * l + k] = (struct load_row_term){
                fmax(w->passive.stiffness[l][k], LAX_NM_RAD) + spine_brake,
                INFINITY, false};
    p->hoop = false;
    struct load_column *pressure = &p->column[w->pressure_column];
    pressure->high = pressure->low;
}

static void point_now(const struct sp_frames *from, const struct sp_frames *to,
                      int segment, const double world[3], double out[3])
{
    const struct sp_frame *f = &from->seg[segment], *t = &to->seg[segment];
    double off[3], local[3];
    for (int a = 0; a < 3; a++)
        off[a] = world[a] - f->p[a];
    for (int a = 0; a < 3; a++)
        local[a] =
            f->R[a] * off[0] + f->R[3 + a] * off[1] + f->R[6 + a] * off[2];
    mat3_apply(t->R, local, out);
    for (int a = 0; a < 3; a++)
        out[a] += t->p[a];
}

// How far each supported point has moved against what carries it: flesh is
// pressed and sheared by that much.
static void follow_supports(struct sp_load_case *now,
                            const struct sp_load_case *one,
                            const struct sp_frames *frames)
{
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        double was[3], is[3], carrier[3];
        mat3_apply(one->frames.seg[s->segment].R, s->at, was);
        for (int a = 0; a < 3; a++)
            was[a] += one->frames.seg[s->segment].p[a];
        point_now(&one->frames, frames, s->segment, was, is);
        if (s->other >= 0)
            point_now(&one->frames, frames, s->other, was, carrier);
        else
            memcpy(carrier, was, sizeof was);
        for (int a = 0; a < 3; a++)
            now->support[i].moved_m[a] = s->moved_m[a] + is[a] - carrier[a];
    }
}

// Lying down, a person shuffles until no shear is left in flesh and sheet: at
// first only straps and gripping hands resist sliding, and no one pulls yet.
static bool sideways(const struct sp_pull *pull)
{
    const double *f = pull->force_N;
    return f[0] * f[0] + f[2] * f[2] > f[1] * f[1];
}

static bool grips(const struct sp_support *s)
{
    return s->held || s->segment == SP_HAND_R || s->segment == SP_HAND_L;
}

// The way the trunk lies: mean normal of what carries it.
static void bedding(const struct sp_load_case *one, double mean[3])
{
    for (int a = 0; a < 3; a++)
        mean[a] = 0;
    for (int i = 0; i < one->supports; i++)
        if (one->support[i].segment <= SP_T1)
            for (int a = 0; a < 3; a++)
                mean[a] += one->support[i].normal[a];
    const double length = vec3_length(mean);
    for (int a = 0; a < 3; a++)
        mean[a] /= length > 0 ? length : 1;
}

// On a round surface nobody shuffles: without friction he would roll off.
#define ROUND_COS 0.985 // 10 degrees off the bedding

static bool shuffled(const struct sp_load_case *one, struct sp_load_case *out)
{
    double mean[3];
    bedding(one, mean);
    *out = *one;
    out->pulls = 0;
    for (int i = 0; i < one->pulls; i++)
        if (!sideways(&one->pull[i]))
            out->pull[out->pulls++] = one->pull[i];
    for (int i = 0; i < one->supports; i++)
        if (!grips(&out->support[i]) &&
            vec3_dot(out->support[i].normal, mean) > ROUND_COS)
            out->support[i].friction = 0;
    return out->pulls < one->pulls;
}

// Keep of each support's way only what presses it.
static void forget_shear(struct sp_load_case *one)
{
    for (int i = 0; i < one->supports; i++) {
        struct sp_support *s = &one->support[i];
        const double deep = vec3_dot(s->moved_m, s->normal);
        for (int a = 0; a < 3 && !grips(s); a++)
            s->moved_m[a] = deep * s->normal[a];
    }
}

// ---- fewer steps
//
// Braked steps come closer by an even share each. What the last few steps have
// changed tells where they lead (Anderson 1965): the mix of them that leaves
// the least is taken at once. It changes the road and not the end.

#define MEMORY 3

struct road {
    double step[MEMORY][LOAD_ROWS];   // the ways gone
    double change[MEMORY][LOAD_ROWS]; // and by what the next step then differed
    double last_turn[LOAD_ROWS], last_step[LOAD_ROWS];
    int known;  // columns above
    bool begun; // last_turn and last_step hold
};

// Weights of the remembered changes that leave least of `turn`.
static bool best_mix(const struct road *road, const double *turn,
                     double mix[MEMORY])
{
    double A[MEMORY * MEMORY], most = 0;
    const int n = road->known;
    for (int i = 0; i < n; i++) {
        mix[i] = load_dot(road->change[i], turn, LOAD_ROWS);
        for (int j = 0; j <= i; j++)
            A[i * n + j] =
                load_dot(road->change[i], road->change[j], LOAD_ROWS);
        most = fmax(most, A[i * n + i]);
    }
    for (int i = 0; i < n; i++) // changes that are nearly alike
        A[i * n + i] += 1e-8 * most;
    return n > 0 && num_solve_spd(A, n, n, mix);
}

// The step to take where one linear step would be `turn`.
static void lead_on(struct road *road, const double turn[LOAD_ROWS],
                    double step[LOAD_ROWS])
{
    double mix[MEMORY];
    if (road->begun) {
        const int to = road->known < MEMORY ? road->known++ : MEMORY - 1;
        if (to == MEMORY - 1) {
            memmove(road->step[0], road->step[1],
                    (MEMORY - 1) * sizeof road->step[0]);
            memmove(road->change[0], road->change[1],
                    (MEMORY - 1) * sizeof road->change[0]);
        }
        memcpy(road->step[to], road->last_step, sizeof road->last_step);
        for (int r = 0; r < LOAD_ROWS; r++)
            road->change[to][r] = turn[r] - road->last_turn[r];
    }
    memcpy(step, turn, LOAD_ROWS * sizeof *step);
    if (best_mix(road, turn, mix))
        for (int i = 0; i < road->known; i++)
            for (int r = 0; r < LOAD_ROWS; r++)
                step[r] -= mix[i] * (road->step[i][r] + road->change[i][r]);
    memcpy(road->last_turn, turn, sizeof road->last_turn);
    road->begun = true;
}

// What flesh is pressed with where it has come to be.
static void press_flesh(struct sp_load_case *now)
{
    for (int i = 0; i < now->supports; i++) {
        struct sp_support *s = &now->support[i];
        const double deep = -s->gap_m - vec3_dot(s->moved_m, s->normal);
        if (s->flesh)
            s->pressed_N = s->stiffness_N_m * fmax(0, deep);
    }
}

// Settle from the places in `from`; leaves how far supports moved in *now.
static int settle(struct sp_load_work *w, const struct sp_body *body,
                  const struct sp_load_case *from, struct sp_load_case *now,
                  const struct sp_load_params *soft, struct sp_frames *frames)
{
    int step = 0;
    double turned[LOAD_ROWS] = {0}, spine_brake = 0, trunk = 0;
    struct road road = {.known = 0};
    for (; step < STEPS_MAX; step++) {
        follow_supports(now, from, frames);
        load_assemble(w, body, now, frames, soft,
                      step ? LOAD_MUSCLES_REST_ON : LOAD_MUSCLES_REST);
        elastic_terms(w, body, from, frames, turned, spine_brake);
        memset(w->newton.y, 0, sizeof w->newton.y);
        load_solve(w, now, 1e-6);
        // a spring answers a turn by its opposite: the joint's way is -y
        double most = 0, turn[LOAD_ROWS], way[LOAD_ROWS];
        trunk = 0;
        for (int r = 0; r < LOAD_ROWS; r++) {
            turn[r] = -w->newton.y[r];
            // on a sheet without friction the whole body may creep for ever:
            // a few newtons against the brake, nothing to the spine
            if (r >= LOAD_ROW_PELVIS && r < ROW_ABOVE_DISCS)
                trunk = fmax(trunk,
                             fabs(turn[r]) / (r < LOAD_ROW_SPINE ? CREEP : 1));
        }
        lead_on(&road, turn, way);
        for (int r = 0; r < LOAD_ROWS; r++)
            most = fmax(most, fabs(way[r]));
        const double factor = fmin(1, STEP_MAX_RAD / fmax(most, 1e-12));
        for (int r = 0; r < LOAD_ROWS; r++) {
            way[r] *= factor;
            turned[r] += way[r];
        }
        memcpy(road.last_step, way, sizeof way);
        load_displace(body, way, &w->tree, frames);
        if (trunk < SETTLED_RAD)
            break;
        if (step > 5 && trunk > WILD_RAD) {
            spine_brake = fmax(2 * spine_brake, 100);
            road = (struct road){.known = 0};
        }
    }
    follow_supports(now, from, frames);
    // what settled limbs hold they go on holding; lifted legs are muscles' work
    for (int r = 0; r < LOAD_ROW_PELVIS; r++)
        if (!from->legs_lifted || r >= LOAD_ROW_ARM_R)
            now->held_Nm[r] =
                from->held_Nm[r] + limb_holds(body, from, frames, r, turned[r]);
    return trunk < LOST_RAD ? step + 1 : -1;
}

int load_relax(struct sp_load_work *w, const struct sp_body *body,
               const struct sp_load_case *one,
               const struct sp_load_params *params, struct sp_frames *frames)
{
    struct sp_load_params soft = *params;
    soft.contact_weight = 1; // multipliers are then metres
    soft.settle_weight = 1;
    soft.exponent = 2;
    struct sp_load_case *now = &w->settled, *from = &w->varied;
    const bool pulled = shuffled(one, now);
    int steps = settle(w, body, one, now, &soft, frames);
    if (steps > 0) {
        forget_shear(now);
        for (int i = 0; i < one->supports; i++)
            now->support[i].friction = one->support[i].friction;
        now->pulls = one->pulls;
        memcpy(now->pull, one->pull, sizeof now->pull);
        now->frames = *frames;
    }
    if (steps > 0 && pulled) {
        *from = *now;
        const int more = settle(w, body, from, now, &soft, frames);
        now->frames = *frames;
        steps = more > 0 ? steps + more : -1;
    }
    if (steps < 0) { // as told, then
        *now = *one;
        *frames = one->frames;
    } else {
        press_flesh(now);
    }
    return steps;
}
