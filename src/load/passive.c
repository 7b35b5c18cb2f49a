/*
 * What a bent joint holds by itself: discs, facets and ligaments, and round
 * the thorax the rib cage. The moment rises exponentially towards the end of
 * range, M = kappa k R (exp(sigma |a| / R) - 1) / sigma per axis, with the
 * slope k of bench tests near neutral, for a body of 1.75 m (docs/load.md).
 */
#include "load/load_internal.h"

#include <math.h>

#include "body/body_internal.h"
#include "num/mat3.h"

// Mean stiffness, Nm/deg: cervical Moroney 1988, thoracic Panjabi 1976, lumbar
// Schultz and Berkson 1979, L5/S1 McGlashen 1987, as tabulated by Ashton-Miller
// and Schultz. The two joints below the skull are lax: slopes that reach their
// range at about 1.5 Nm (after Panjabi 1988; from memory).
// Disc areas, cm2: estimates within 15 %, 18 at L4/5 as in Wilke 1999.
// clang-format off
const struct load_joint load_joint[LOAD_LEVELS] = {
    {2.1, 3.1, 3.6, 4.6, 17.5}, {1.4, 2.9, 1.6, 6.9, 18}, {1.4, 2.9, 1.6, 6.9, 17},
    {1.4, 2.9, 1.6, 6.9, 16},   {1.4, 2.9, 1.6, 6.9, 15},
    {2.7, 3.3, 3.0, 2.6, 13.5}, {2.7, 3.3, 3.0, 2.6, 12.5}, {2.7, 3.3, 3.0, 2.6, 11.5},
    {2.7, 3.3, 3.0, 2.6, 10.5}, {2.7, 3.3, 3.0, 2.6, 9.5}, {2.7, 3.3, 3.0, 2.6, 8.5},
    {2.7, 3.3, 3.0, 2.6, 7.8},  {2.7, 3.3, 3.0, 2.6, 7.2}, {2.7, 3.3, 3.0, 2.6, 6.6},
    {2.7, 3.3, 3.0, 2.6, 6.1},  {2.7, 3.3, 3.0, 2.6, 5.6}, {2.7, 3.3, 3.0, 2.6, 5.2},
    {.43, .73, .68, 1.16, 4.2}, {.43, .73, .68, 1.16, 3.8}, {.43, .73, .68, 1.16, 3.4},
    {.43, .73, .68, 1.16, 3.2}, {.43, .73, .68, 1.16, 3.1}, {.43, .73, .68, 1.16, 3.0},
    {.10, .10, .30, .02, 0},    {.10, .10, .30, .30, 0},
};
// clang-format on

static const double pi = 3.14159265358979323846;

// Beyond this share of the range the curve goes on straight.
#define CURVE_END 1.6

static void law(double angle, double range, double k, double sigma,
                double *moment, double *stiffness)
{
    const double u = fabs(angle) / range, c = fmin(u, CURVE_END);
    const double e = exp(sigma * c);
    *stiffness = k * e;
    const double size = k * range * ((e - 1) / sigma + (u - c) * e);
    *moment = angle > 0 ? -size : size;
}

// Angles of a joint turned about z, then x, then y.
static void joint_angles(const struct sp_body *body,
                         const struct sp_frames *frames, int i, double out[3])
{
    const int up = body->segment[i].parent;
    double R[9], Q[9];
    mat3_tmul(frames->seg[up].R, frames->seg[i].R, R);
    mat3_tmul(body->segment[i].rest, R, Q);
    out[0] = atan2(-Q[1], Q[4]);
    out[1] = asin(fmax(-1, fmin(1, Q[7])));
    out[2] = atan2(-Q[6], Q[8]);
}

void load_passive_init(struct load_passive *p, const struct sp_body *body,
                       const struct sp_frames *frames,
                       const struct sp_load_params *params)
{
    const double rad = pi / 180;
    // the same tissue in a body of the same shape: a bent beam's stiffness is
    // area squared over length
    const double s = body->length_scale, size = s * s * s;
    for (int l = 0; l < LOAD_LEVELS; l++) {
        const struct load_joint *j = &load_joint[l];
        const struct body_level *range = &body_level[l];
        const double rib = body_region_of(l) == BODY_THORACIC && l > 6
                               ? params->rib_factor
                               : 1;
        const double k = rib * size * params->stiffness / rad;
        joint_angles(body, frames, SP_L5 + l, p->angle[l]);
        const bool flexed = p->angle[l][0] < 0;
        p->flexed[l] = fmin(1, fmax(0, -p->angle[l][0] / (range->flex * rad)));
        law(p->angle[l][0], (flexed ? range->flex : range->ext) * rad,
            k * (flexed ? j->flex : j->ext), params->stiffening,
            &p->moment[l][0], &p->stiffness[l][0]);
        law(p->angle[l][1], range->bend * rad, k * j->bend, params->stiffening,
            &p->moment[l][1], &p->stiffness[l][1]);
        law(p->angle[l][2], range->turn * rad, k * j->turn, params->stiffening,
            &p->moment[l][2], &p->stiffness[l][2]);
    }
}
