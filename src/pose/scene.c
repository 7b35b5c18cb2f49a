/*
 * Scenes as data: scaled to a body, mirrored, and checked.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

// ---- sizes

// What a thing of this kind measures unless the scene says so, m: x, y, z.
static const double usual_size[SP_PROP_KINDS][3] = {
    [SP_PROP_FLOOR] = {0,    0,     0   },
    [SP_PROP_MAT] = {1.85, 0.006, 0.70},
    [SP_PROP_PILLOW] = {0.35, 0.10,  0.50},
    [SP_PROP_BLANKET] = {0.40, 0.10,  0.30},
    [SP_PROP_CHAIR] = {0.42, 0.42,  0.45},
    [SP_PROP_BED] = {1.40, 0.50,  2.00},
    [SP_PROP_TABLE] = {0.70, 0.73,  1.20},
    [SP_PROP_BALL] = {0.65, 0.65,  0.65},
    [SP_PROP_ROLLER] = {0.15, 0.15,  0.90},
    [SP_PROP_BAR] = {0.03, 0.03,  1.20},
    [SP_PROP_SMITH_BAR] = {0.03, 0.03,  2.00},
    [SP_PROP_WALL] = {0.10, 2.40,  2.00},
    [SP_PROP_INVERSION_TABLE] = {2.00, 0.04,  0.60},
    [SP_PROP_TRACTION_TABLE] = {2.10, 0.70,  0.60},
    [SP_PROP_BOX] = {0.35, 0.28,  0.45},
    [SP_PROP_PARTNER] = {0,    0,     0   },
};

// How low and how high furniture that is set to its person can be, m. Seats:
// the hollow of the knee of a small woman and of a tall man (5th and 95th
// percentile) over a heel of 25 mm (ANSI/HFES 100-2007, 8.3.3.1). Desks to sit
// at: EN 527-1:2011, adjustable ones.
static const double set_m[SP_PROP_KINDS][2] = {
    [SP_PROP_CHAIR] = {0.38, 0.56},
    [SP_PROP_TABLE] = {0.65, 0.85},
};

// By how much a prop is larger for a body of length scale s. What stands lower
// or higher than such furniture goes is none: a stool on a couch.
static double prop_scale(const struct sp_prop *prop, double s)
{
    const double top_m = prop->at[1];
    const double lowest_m = set_m[prop->kind][0];
    const double highest_m = set_m[prop->kind][1];
    if (top_m > 0 && top_m >= lowest_m && top_m <= highest_m)
        return fmin(fmax(s * top_m, lowest_m), highest_m) / top_m;
    return prop->scales ? s : 1;
}

// Places follow stature; heights as the prop does.
static void scale_place(double at[3], double s, double prop_s)
{
    at[0] *= s;
    at[1] *= prop_s;
    at[2] *= s;
}

static void scale_prop(struct sp_prop *prop, double s, double prop_s)
{
    scale_place(prop->at, s, prop_s);
    for (int a = 0; a < 3; a++) {
        if (!(prop->size[a] > 0))
            prop->size[a] = usual_size[prop->kind][a];
        prop->size[a] *= prop_s;
    }
}

static void scale_keyframe(struct sp_keyframe *key, double s,
                           const double prop_s[SP_SCENE_PROPS])
{
    for (int c = SP_ROOT_X; c <= SP_ROOT_Z; c++)
        key->wish.q[c] *= s;
    for (int i = 0; i < key->touches; i++)
        key->touch[i].height_m *= s;
    for (int i = 0; i < key->props; i++)
        scale_place(key->prop[i].at, s, prop_s[key->prop[i].prop]);
}

void sp_scene_scale(const struct sp_scene *scene, const struct sp_body *body,
                    struct sp_scene *out)
{
    const double s = body->length_scale;
    double prop_s[SP_SCENE_PROPS];
    if (out != scene)
        *out = *scene;
    for (int i = 0; i < out->props; i++) {
        prop_s[i] = prop_scale(&out->prop[i], s);
        scale_prop(&out->prop[i], s, prop_s[i]);
    }
    for (int k = 0; k < out->keyframes; k++)
        scale_keyframe(&out->keyframe[k], s, prop_s);
}

// ---- props in a keyframe

void pose_props_at(const struct sp_scene *scene, int k,
                   struct sp_prop out[SP_SCENE_PROPS])
{
    memcpy(out, scene->prop, sizeof scene->prop);
    if (k < 0 || k >= scene->keyframes)
        return;
    for (int i = 0; i < scene->keyframe[k].props; i++) {
        const struct sp_prop_state *state = &scene->keyframe[k].prop[i];
        struct sp_prop *prop = &out[state->prop];
        memcpy(prop->at, state->at, sizeof prop->at);
        prop->tilt_rad = state->tilt_rad;
        prop->away = state->away;
    }
}

void sp_scene_at(const struct sp_scene *scene, int k, struct sp_scene *out)
{
    struct sp_prop prop[SP_SCENE_PROPS];
    pose_props_at(scene, k, prop);
    if (out != scene)
        *out = *scene;
    memcpy(out->prop, prop, sizeof prop);
}

double sp_pose_ease(double u)
{
    u = u < 0 ? 0 : u > 1 ? 1 : u;
    return u * u * u * (10 + u * (6 * u - 15)); // rest and no jerk at both ends
}

#define COMES 0.9 /* eased fraction of the way at which a prop is there */

void pose_props_between(const struct sp_scene *scene, int from, int to,
                        double s, struct sp_prop out[SP_SCENE_PROPS])
{
    struct sp_prop a[SP_SCENE_PROPS], b[SP_SCENE_PROPS];
    pose_props_at(scene, from, a);
    pose_props_at(scene, to, b);
    memcpy(out, a, sizeof a);
    for (int i = 0; i < scene->props; i++) {
        // what is away in one keyframe does not fly in from nowhere
        const struct sp_prop *start = a[i].away ? &b[i] : &a[i];
        const struct sp_prop *end = b[i].away ? &a[i] : &b[i];
        for (int axis = 0; axis < 3; axis++)
            out[i].at[axis] =
                start->at[axis] + s * (end->at[axis] - start->at[axis]);
        out[i].tilt_rad =
            start->tilt_rad + s * (end->tilt_rad - start->tilt_rad);
        // it comes when it is reached and goes when it is left, so that
        // nobody moves through it
        out[i].away = (a[i].away && s < COMES) || (b[i].away && s > 1 - COMES);
    }
}

void sp_scene_between(const struct sp_scene *scene, int from, int to, double u,
                      struct sp_scene *out)
{
    struct sp_prop prop[SP_SCENE_PROPS];
    pose_props_between(scene, from, to, sp_pose_ease(u), prop);
    if (out != scene)
        *out = *scene;
    memcpy(out->prop, prop, sizeof prop);
}

// ---- mirror

void sp_scene_mirror(const struct sp_scene *scene, struct sp_scene *out)
{
    if (out != scene)
        *out = *scene;
    for (int i = 0; i < out->props; i++)
        out->prop[i].at[2] *= -1;
    for (int i = 0; i < out->loads; i++)
        out->load[i].at = body_twin_point(out->load[i].at);
    for (int k = 0; k < out->keyframes; k++) {
        struct sp_keyframe *key = &out->keyframe[k];
        key->wish = sp_posture_mirror(&key->wish);
        for (int i = 0; i < key->touches; i++) {
            struct sp_touch *t = &key->touch[i];
            t->point = body_twin_point(t->point);
            if (t->kind == SP_TOUCH_POINT)
                t->target = (int)body_twin_point((enum sp_point)t->target);
        }
        for (int i = 0; i < key->props; i++)
            key->prop[i].at[2] *= -1;
    }
    // seen from the other side, so that the working side still shows
    out->camera_azimuth_rad = -scene->camera_azimuth_rad;
    if (out->camera_azimuth_rad <= -pi)
        out->camera_azimuth_rad += 2 * pi;
}

// ---- check

static bool finite3(const double v[3])
{
    return isfinite(v[0]) && isfinite(v[1]) && isfinite(v[2]);
}

static enum sp_status check_touch(const struct sp_scene *scene,
                                  const struct sp_keyframe *key,
                                  const struct sp_touch *t,
                                  struct sp_error *err)
{
    if ((unsigned)t->point >= SP_POINTS)
        return sp_fail(err, SP_E_RANGE, "%s, keyframe %s: no skin point %d",
                       scene->name, key->name, (int)t->point);
    const char *point = sp_point_name(t->point);
    if (!isfinite(t->height_m))
        return sp_fail(err, SP_E_RANGE,
                       "%s, keyframe %s: the height of %s is not a number",
                       scene->name, key->name, point);
    if (t->kind == SP_TOUCH_PROP &&
        (t->target < 0 || t->target >= scene->props))
        return sp_fail(err, SP_E_RANGE,
                       "%s, keyframe %s: %s touches a prop that is not there",
                       scene->name, key->name, point);
    if (t->kind == SP_TOUCH_POINT && (unsigned)t->target >= SP_POINTS)
        return sp_fail(err, SP_E_RANGE,
                       "%s, keyframe %s: %s touches no point of the body",
                       scene->name, key->name, point);
    return SP_OK;
}

static enum sp_status check_counts(const struct sp_scene *scene,
                                   const struct sp_keyframe *key,
                                   struct sp_error *err)
{
    if (scene->keyframes > SP_SCENE_KEYFRAMES)
        return sp_fail(err, SP_E_RANGE, "%s: %d keyframes, a scene holds %d",
                       scene->name, scene->keyframes, SP_SCENE_KEYFRAMES);
    if (scene->props < 0 || scene->props > SP_SCENE_PROPS || scene->loads < 0 ||
        scene->loads > SP_SCENE_LOADS || key->touches < 0 ||
        key->touches > SP_KEYFRAME_TOUCHES || key->props < 0 ||
        key->props > SP_KEYFRAME_PROPS)
        return sp_fail(err, SP_E_RANGE,
                       "%s, keyframe %s: more props, loads or touches than a "
                       "scene holds",
                       scene->name, key->name);
    return SP_OK;
}

enum sp_status pose_check_carried(const struct sp_scene *scene,
                                  struct sp_error *err)
{
    for (int i = 0; i < scene->loads; i++)
        if (!(scene->load[i].mass_kg >= 0 && scene->load[i].mass_kg <= 300) ||
            (unsigned)scene->load[i].at >= SP_POINTS)
            return sp_fail(err, SP_E_RANGE,
                           "scene %s, load %s: give a mass of 0 to 300 kg and "
                           "a skin point",
                           scene->name, scene->load[i].name);
    return SP_OK;
}

enum sp_status pose_check(const struct sp_scene *scene, int k,
                          struct sp_error *err)
{
    const struct sp_keyframe *key = &scene->keyframe[k];
    enum sp_status status = check_counts(scene, key, err);
    for (int c = 0; status == SP_OK && c < SP_COORDS; c++)
        if (!isfinite(key->wish.q[c]))
            status = sp_fail(err, SP_E_RANGE,
                             "%s, keyframe %s: %s is not a number", scene->name,
                             key->name, sp_coord_name((enum sp_coord)c));
    if (status == SP_OK)
        status = pose_check_carried(scene, err);
    for (int i = 0; status == SP_OK && i < key->touches; i++)
        status = check_touch(scene, key, &key->touch[i], err);
    for (int i = 0; status == SP_OK && i < scene->props; i++)
        if (!finite3(scene->prop[i].at) || !finite3(scene->prop[i].size) ||
            !isfinite(scene->prop[i].tilt_rad) ||
            (unsigned)scene->prop[i].kind >= SP_PROP_KINDS)
            status = sp_fail(err, SP_E_RANGE,
                             "%s: the place or size of %s is not a number",
                             scene->name, scene->prop[i].name);
    for (int i = 0; status == SP_OK && i < key->props; i++)
        if (key->prop[i].prop < 0 || key->prop[i].prop >= scene->props ||
            !finite3(key->prop[i].at) || !isfinite(key->prop[i].tilt_rad))
            status = sp_fail(err, SP_E_RANGE,
                             "%s, keyframe %s: a prop that is not there moves",
                             scene->name, key->name);
    return status;
}
