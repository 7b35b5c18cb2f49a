/*
 * A traction harness on a lying body: straps round pelvis and chest, and what
 * the table's friction takes of the pull.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

static bool lower_body(int segment)
{
    return segment <= SP_L4 ||
           (segment >= SP_FEMUR_R && segment <= SP_TOES_R) ||
           segment >= SP_FEMUR_L;
}

double sp_lower_weight_N(const struct sp_body *body)
{
    double kg = 0;
    for (int i = 0; i < SP_SEGMENTS; i++)
        kg += lower_body(i) ? body->segment[i].mass_kg : 0;
    return LOAD_GRAVITY * kg;
}

double sp_traction_net_N(const struct sp_body *body,
                         const struct sp_traction *t)
{
    // a plain table holds the lower body back until it slides
    const double mu = t->split ? 0 : t->friction > 0 ? t->friction : 0.5;
    const double lift = t->pull_N * sin(t->angle_rad);
    const double lost = mu * fmax(0, sp_lower_weight_N(body) - lift);
    return fmax(0, t->pull_N * cos(t->angle_rad) - lost);
}

enum sp_status sp_load_add_traction(const struct sp_body *body,
                                    struct sp_load_case *one,
                                    const struct sp_traction *t,
                                    struct sp_error *err)
{
    if (!(t->pull_N >= 0 && t->pull_N <= 900))
        return sp_fail(err, SP_E_RANGE, "harness pull %g N: give 0 to 900 N",
                       t->pull_N);
    if (!(t->angle_rad >= -0.5 && t->angle_rad <= 0.9))
        return sp_fail(err, SP_E_RANGE,
                       "harness angle %g rad: give -0.5 to 0.9 (up is +)",
                       t->angle_rad);
    if (!(t->friction >= 0 && t->friction <= 2))
        return sp_fail(err, SP_E_RANGE, "table friction %g: give 0 to 2",
                       t->friction);
    if (one->pulls + 2 > SP_LOAD_PULLS || one->supports == SP_LOAD_SUPPORTS)
        return sp_fail(err, SP_E_FULL,
                       "no room left for the harness: take a "
                       "pull or a support away");
    // away from the head, level, then raised by the angle
    const double *low = one->frames.seg[SP_PELVIS].p;
    const double *high = one->frames.seg[SP_T1].p;
    double level[3] = {low[0] - high[0], 0, low[2] - high[2]};
    const double length = vec3_length(level);
    if (!(length > 0.1))
        return sp_fail(err, SP_E_RANGE,
                       "the harness needs a lying person: this trunk stands");
    const double along = sp_traction_net_N(body, t);
    const double lift = t->pull_N * sin(t->angle_rad);
    double pull[3], strap[3];
    for (int a = 0; a < 3; a++) {
        level[a] /= length;
        pull[a] = along / 2 * level[a];
        strap[a] = -level[a];
    }
    pull[1] = lift / 2;

    for (int i = 0; i < 2; i++) {
        struct sp_pull *p = &one->pull[one->pulls++];
        p->segment = SP_PELVIS;
        const double crest[3] = {-0.055, 0.03, i ? -0.125 : 0.125};
        for (int a = 0; a < 3; a++)
            p->at[a] = crest[a] * body->length_scale;
        memcpy(p->force_N, pull, sizeof pull);
    }
    // belt and flesh of the chest in series (ours, as in cases.c)
    struct sp_support *chest = &one->support[one->supports++];
    *chest = (struct sp_support){
        .segment = SP_T9,
        .other = -1,
        .at = {0.05 * body->length_scale, 0, 0},
        .friction = 0.2,
        .stiffness_N_m = 3e3,
        .held = true,
        .touch = -1
    };
    memcpy(chest->normal, strap, sizeof strap);
    // what friction took is taken; nothing more holds below
    for (int i = 0; i < one->supports; i++)
        if (lower_body(one->support[i].segment))
            one->support[i].friction = 0;
    return SP_OK;
}
