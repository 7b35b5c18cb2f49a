/*
 * On the way between two keyframes: what both touch carries all the way, what
 * one touches while it is near.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"
#include "pose/pose_internal.h"

// A contact that only one end of the way has carries while it is this near.
#define TOUCHING_M 0.01

static double distance_to(const struct sp_body *body,
                          const struct sp_frames *frames,
                          const struct sp_prop *prop, const struct sp_touch *t)
{
    double p[3], other[3], sum = 0;
    struct pose_condition gap[POSE_CONDITIONS];
    sp_body_point(body, frames, t->point, p);
    if (t->kind == SP_TOUCH_PLANE)
        return fabs(p[1] - t->height_m);
    if (t->kind == SP_TOUCH_POINT) {
        sp_body_point(body, frames, (enum sp_point)t->target, other);
        return vec3_distance(p, other);
    }
    const int n = pose_prop_conditions(&prop[t->target], t->point, p, gap);
    for (int i = 0; i < n; i++)
        sum += gap[i].gap_m * gap[i].gap_m;
    return sqrt(sum);
}

// What both ends touch is held all the way; what one touches, while it is near.
static void touches_between(const struct sp_body *body,
                            const struct sp_scene *scene, int from, int to,
                            double eased, const struct sp_prop *prop,
                            const struct sp_frames *frames,
                            struct sp_keyframe *now)
{
    const struct sp_keyframe *a = &scene->keyframe[from];
    const struct sp_keyframe *b = &scene->keyframe[to];
    *now = *a;
    now->touches = 0;
    for (int i = 0; i < a->touches; i++) {
        struct sp_touch t = a->touch[i];
        const struct sp_touch *kept = pose_same_touch(b, &t);
        if (kept) {
            t.height_m += eased * (kept->height_m - t.height_m);
            t.light = t.light && kept->light; // held from the first move
        }
        if (kept || distance_to(body, frames, prop, &t) < TOUCHING_M)
            now->touch[now->touches++] = t;
    }
    for (int i = 0; i < b->touches && now->touches < SP_KEYFRAME_TOUCHES; i++) {
        const struct sp_touch *t = &b->touch[i];
        if (!pose_same_touch(a, t) &&
            distance_to(body, frames, prop, t) < TOUCHING_M)
            now->touch[now->touches++] = *t;
    }
}

enum sp_status sp_load_case_between(const struct sp_body *body,
                                    const struct sp_scene *scaled, int from,
                                    int to, double u,
                                    const struct sp_posture *posture,
                                    struct sp_load_case *one,
                                    struct sp_error *err)
{
    if (!(u > 0) || from == to)
        return sp_load_case_of(body, scaled, from, posture, one, err);
    if (u >= 1)
        return sp_load_case_of(body, scaled, to, posture, one, err);
    if (from < 0 || from >= scaled->keyframes || to < 0 ||
        to >= scaled->keyframes)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s has keyframes 0 to %d, not %d to %d",
                       scaled->name, scaled->keyframes - 1, from, to);
    enum sp_status status = pose_check(scaled, from, err);
    if (status == SP_OK)
        status = pose_check(scaled, to, err);
    if (status == SP_OK)
        status = pose_check_carried(scaled, err);
    if (status != SP_OK)
        return status;
    struct sp_prop prop[SP_SCENE_PROPS];
    struct sp_keyframe now;
    const double eased = sp_pose_ease(u);
    pose_props_between(scaled, from, to, eased, prop);
    memset(one, 0, sizeof *one);
    sp_body_place(body, posture, &one->frames);
    touches_between(body, scaled, from, to, eased, prop, &one->frames, &now);
    return load_carry(body, scaled, prop, &now, one, err);
}
