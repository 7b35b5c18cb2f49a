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

#include "num/mat3.h"

#define STEPS_MAX 12
#define SETTLED_RAD 1e-4
#define STEP_MAX_RAD 0.12

// Relaxed limb joints: enough not to fold, too little to hold (ours), Nm/rad.
#define LIMB_NM_RAD 25.0

// The body as a whole is held in place by its supports; this only keeps what
// no support sees (sliding along a bed) from drifting, N/m and Nm/rad.
#define DRIFT 50.0

static void elastic_terms(struct sp_load_work *w)
{
    struct load_programme *p = &w->programme;
    for (int r = 0; r < LOAD_ROWS; r++)
        p->term[r] = (struct load_row_term){
            r < LOAD_ROW_PELVIS ? LIMB_NM_RAD : DRIFT, INFINITY, false};
    for (int l = 0; l < LOAD_LEVELS; l++)
        for (int k = 0; k < 3; k++)
            p->term[LOAD_ROW_SPINE + 3 * l + k].slope =
                w->passive.stiffness[l][k];
    p->hoop = false;
    struct load_column *pressure = &p->column[w->pressure_column];
    pressure->high = pressure->low;
}

// Gaps as the body lies now, from the places where supports were at first.
static void follow_gaps(struct sp_load_case *now,
                        const struct sp_load_case *one,
                        const struct sp_frames *frames)
{
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        double was[3], is[3], moved[3];
        mat3_apply(one->frames.seg[s->segment].R, s->at, was);
        mat3_apply(frames->seg[s->segment].R, s->at, is);
        for (int a = 0; a < 3; a++)
            moved[a] = is[a] + frames->seg[s->segment].p[a] - was[a] -
                       one->frames.seg[s->segment].p[a];
        now->support[i].gap_m = s->gap_m + vec3_dot(moved, s->normal);
    }
}

int load_relax(struct sp_load_work *w, const struct sp_body *body,
               const struct sp_load_case *one,
               const struct sp_load_params *params, struct sp_frames *frames)
{
    struct sp_load_params soft = *params;
    soft.contact_weight = 1; // multipliers are then metres
    soft.settle_weight = 1;
    soft.exponent = 2;
    struct sp_load_case *now = &w->settled;
    *now = *one;
    int step = 0;
    for (; step < STEPS_MAX; step++) {
        follow_gaps(now, one, frames);
        load_assemble(w, body, now, frames, &soft, true);
        elastic_terms(w);
        memset(w->newton.y, 0, sizeof w->newton.y);
        load_newton_solve(&w->programme, &w->newton, &w->scratch, 1e-7);
        double most = 0, turn[LOAD_ROWS];
        for (int r = 0; r < LOAD_ROWS; r++) {
            // gap is the way to go: the multiplier of a row is its motion
            turn[r] = -w->newton.y[r];
            most = fmax(most, fabs(turn[r]));
        }
        const double factor = fmin(1, STEP_MAX_RAD / fmax(most, 1e-12));
        for (int r = 0; r < LOAD_ROWS; r++)
            turn[r] *= factor;
        load_displace(body, turn, &w->tree, frames);
        if (most < SETTLED_RAD)
            break;
    }
    follow_gaps(now, one, frames);
    return step;
}
