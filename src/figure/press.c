/*
 * Skin that a posture puts into something hard is moved out to its surface:
 * flesh lies flat on floor, seat and wall. Out of a bar each vertex goes the
 * nearest way, out of a box through the face that its limb came from: the one
 * nearest to a point somewhat back along its normal. So a thigh does not come
 * out below the seat it sinks into. web/src/figure/press.js does the same in
 * the graphics card.
 */
#include "figure/press.h"
#include "figure/rig.h"
#include "figure/vec.h"

#include <stdlib.h>

#define BACK_M .090 /* from the skin into the limb: more than it ever sinks */
#define EASE_M .004 /* so far from a surface the skin begins to follow it */

struct press_support press_placed(const struct press_support *s,
                                  const struct sp_scene *now)
{
    struct press_support out = *s;
    if (!s->moves)
        return out;
    const struct sp_prop *prop = &now->prop[s->prop];
    double R[9];
    m_about(R, 2, prop->tilt_rad);
    m_mul(out.R, R, s->R);
    m_apply(out.at, R, s->at);
    v_add_scaled(out.at, out.at, 1, prop->at);
    return out;
}

/* Outside by so much, and the way out; q in the support's frame. */
static double beyond(const struct press_support *s, const double q[3],
                     double way[3])
{
    double off[3];
    for (int k = 0; k < 3; k++)
        off[k] = q[k] - fmax(-s->half[k], fmin(s->half[k], q[k]));
    const double length = v_norm(off);
    if (length > 1e-6) {
        for (int k = 0; k < 3; k++)
            way[k] = off[k] / length;
        return length - s->radius_m;
    }
    int near = 0; // within the core: out of its nearest face
    for (int k = 1; k < 3; k++)
        if (s->half[k] - fabs(q[k]) < s->half[near] - fabs(q[near]))
            near = k;
    for (int k = 0; k < 3; k++)
        way[k] = k != near ? 0 : q[k] < 0 ? -1 : 1;
    return fabs(q[near]) - s->half[near] - s->radius_m;
}

static void to_support(const struct press_support *s, const double p[3],
                       double q[3])
{
    double d[3];
    v_sub(d, p, s->at);
    m_apply_t(q, s->R, d);
}

double press_outside(const struct press_support *placed, const double p[3])
{
    double q[3], way[3];
    to_support(placed, p, q);
    return beyond(placed, q, way);
}

/* From `height` over a surface to where the skin is shown: on it, with a soft
 * bend where it comes down. */
static double lift(double height)
{
    const double up = fmax(0, height + EASE_M);
    return height < EASE_M ? up * up / (4 * EASE_M) - height : 0;
}

void press_out(const struct press_support *placed, double p[3],
               const double n[3])
{
    double q[3], m[3], way[3], back[3], from[3], world[3];
    to_support(placed, p, q);
    const double outside = beyond(placed, q, way);
    if (outside >= EASE_M)
        return;
    m_apply_t(m, placed->R, n);
    v_add_scaled(back, q, -BACK_M, m);
    double height = outside;
    const bool bar = placed->half[0] + placed->half[1] <= 0;
    const double clear = bar ? 0 : beyond(placed, back, from);
    if (clear > 0) {
        if (outside > 0 && v_dot(way, from) < .7)
            return; // beside or behind it
        v_copy(way, from);
        v_sub(from, q, back);
        height = v_dot(from, way) + clear;
    }
    m_apply(world, placed->R, way);
    v_add_scaled(p, p, lift(height), world);
}

void press_off_floor(double p[3]) { p[1] += lift(p[1]); }

/* Further than this from its middle a support touches nothing. */
static double reach(const struct press_support *s)
{
    return v_norm(s->half) + s->radius_m + EASE_M;
}

void press_skin(const struct press_support *support, int count,
                const struct sp_scene *now, float *position,
                const float *normal, int vertices)
{
    struct press_support placed[PRESS_SUPPORTS];
    double far[PRESS_SUPPORTS];
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (now->prop[support[i].prop].away)
            continue;
        placed[n] = press_placed(&support[i], now);
        far[n] = reach(&placed[n]);
        n++;
    }
    for (int v = 0; v < vertices; v++) {
        double p[3], out[3], d[3];
        for (int k = 0; k < 3; k++) {
            p[k] = (double)position[3 * v + k];
            out[k] = (double)normal[3 * v + k];
        }
        for (int i = 0; i < n; i++) {
            v_sub(d, p, placed[i].at);
            if (v_dot(d, d) < far[i] * far[i])
                press_out(&placed[i], p, out);
        }
        press_off_floor(p);
        for (int k = 0; k < 3; k++)
            position[3 * v + k] = (float)p[k];
    }
}

enum sp_status figure_show(const struct sp_body *body,
                           const struct figure_mesh *mesh,
                           const struct sp_scene *now,
                           const struct sp_posture *posture, float *position,
                           float *normal, struct sp_error *err)
{
    struct figure_pose pose;
    double grip[2];
    figure_grip(body, now, posture, grip);
    figure_pose_init(&pose, body, posture, grip);
    figure_skin(mesh, &pose, position, normal);
    if (!now)
        return SP_OK;
    struct press_support support[PRESS_SUPPORTS];
    int count = 0;
    const enum sp_status s = press_supports(body, now, support, &count, err);
    if (s == SP_OK)
        press_skin(support, count, now, position, normal, mesh->vertices);
    return s;
}
