/*
 * A solved keyframe of a scene → what carries the body in it.
 *
 * The scene names the skin points that touch; those carry from the start. What
 * lies within a few centimetres of the same surface carries as well once the
 * flesh gives, so a back on a bed is held along its length and not at two
 * points. Stiffness of flesh and furniture: orders of magnitude, ours.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "body/body_internal.h"
#include "num/mat3.h"
#include "pose/pose_internal.h"

// Flesh nearer to a surface than this shares the weight (on the side the waist
// and ribs sink further down); deeper than this it belongs to something else.
// m, of the reference figure.
#define NEAR_M 0.03
#define NEAR_ON_SIDE_M 0.09
#define DEEP_M 0.03

// Flesh of two parts of the body this near meets, m of the reference figure.
#define FLESH_MEETS_M 0.015
// At rest what is this near may come to meet.
#define FLESH_NEAR_M 0.09

// What two people with a belt pull at both ankles together, N (ours).
#define PARTNER_PULL_N 120.0

// ---- stiffness and friction

struct surface {
    double stiffness_N_m, friction;
};

static const struct surface surface_of[SP_PROP_KINDS] = {
    [SP_PROP_FLOOR] = {1e6, 0.6},
    [SP_PROP_MAT] = {1e6, 0.6},
    [SP_PROP_PILLOW] = {6e3, 0.5},
    [SP_PROP_BLANKET] = {2e4, 0.5},
    [SP_PROP_CHAIR] = {4e4, 0.5},
    [SP_PROP_BED] = {1e4, 0.5},
    [SP_PROP_TABLE] = {2e5, 0.5},
    [SP_PROP_BALL] = {8e3, 0.6},
    [SP_PROP_ROLLER] = {5e4, 0.5},
    [SP_PROP_BAR] = {2e5, 0.8},
    [SP_PROP_SMITH_BAR] = {2e5, 0.8},
    [SP_PROP_WALL] = {1e6, 0.4},
    [SP_PROP_INVERSION_TABLE] = {4e4, 0.3},
    [SP_PROP_TRACTION_TABLE] = {4e4, 0.5},
    [SP_PROP_BOX] = {2e5, 0.4},
    [SP_PROP_PARTNER] = {2e4, 0.5},
};

// A prop's surface: its kind's, or as soft or firm as the scene says.
static struct surface surface_at(const struct sp_prop *prop)
{
    struct surface s = surface_of[prop->kind];
    if (prop->stiffness_N_m > 0)
        s.stiffness_N_m = prop->stiffness_N_m;
    return s;
}

static double in_series(double a, double b) { return a * b / (a + b); }

// ---- collecting

struct builder {
    const struct sp_body *body;
    const struct sp_frames *frames;
    struct sp_load_case *one;
    double near_m; // what lies this close shares the weight
    bool full;
};

static bool on_side(const struct sp_frames *frames)
{
    return fabs(frames->seg[SP_PELVIS].R[5]) > 0.7;
}

static struct sp_support *add(struct builder *b, int segment,
                              const double at[3], const double normal[3],
                              const struct surface *surface, double gap,
                              int touch)
{
    if (b->one->supports == SP_LOAD_SUPPORTS) {
        b->full = true;
        return NULL;
    }
    struct sp_support *s = &b->one->support[b->one->supports++];
    *s =
        (struct sp_support){.segment = segment,
                            .other = -1,
                            .friction = surface->friction,
                            .stiffness_N_m = in_series(surface->stiffness_N_m,
                                                       load_flesh_N_m(segment)),
                            .gap_m = gap,
                            .touch = touch};
    memcpy(s->at, at, sizeof s->at);
    memcpy(s->normal, normal, sizeof s->normal);
    return s;
}

// Feet and sit bones are wider than a point: two of half the stiffness. Soles
// are as wide as the balance of a posture takes them (pose/goals.c).
static void add_spread(struct builder *b, enum sp_point point,
                       const double normal[3], const struct surface *surface,
                       int touch)
{
    const double *at = b->body->point[point];
    const int segment = b->body->point_segment[point];
    const enum sp_point twin = body_twin_point(point);
    const enum sp_point right = point < twin ? point : twin;
    const double scale = b->body->length_scale;
    double off[3] = {0};
    if (right == SP_POINT_BALL_R)
        off[2] = 0.045 * scale;
    else if (right == SP_POINT_TOE_R || right == SP_POINT_HEEL_R)
        off[2] = 0.03 * scale;
    else if (right == SP_POINT_SIT_BONE_R)
        off[0] = 0.03 * scale;
    const int pads = off[0] + off[2] > 0 ? 2 : 1;
    for (int i = 0; i < pads; i++) {
        const double sign = i ? -1 : 1;
        const double place[3] = {at[0] + sign * off[0], at[1],
                                 at[2] + sign * off[2]};
        struct sp_support *s =
            add(b, segment, place, normal, surface, 0, touch);
        if (s)
            s->stiffness_N_m /= pads;
    }
}

// From the bone's axis through the skin point, outwards and back in: the way
// one part of the body pushes another away.
static void push_of(const struct builder *b, int point, double normal[3])
{
    const double *R = b->frames->seg[b->body->point_segment[point]].R;
    const double *local = b->body->point[point];
    double out[3] = {local[0], 0, local[2]};
    const double length = vec3_length(out);
    if (length < 1e-6)
        out[0] = 1;
    else
        for (int a = 0; a < 3; a++)
            out[a] /= length;
    mat3_apply(R, out, normal);
}

static void add_on_body(struct builder *b, const struct sp_touch *t, int touch)
{
    static const struct surface skin = {2.5e4, 0.4};
    const int other = b->body->point_segment[t->target];
    double normal[3];
    push_of(b, t->target, normal);
    struct sp_support *s =
        add(b, b->body->point_segment[t->point], b->body->point[t->point],
            normal, &skin, 0, touch);
    if (s)
        s->other = other;
    // clasped hands hold each other
    if (s && (b->body->point_segment[t->point] == SP_HAND_R ||
              b->body->point_segment[t->point] == SP_HAND_L))
        s->held = true;
}

// ---- surfaces

// Outward normal of a prop at a point, and how far off the point is.
static double surface_normal(const struct sp_prop *prop, const double p[3],
                             double pelvis_x, double normal[3])
{
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    double d[3] = {p[0] - prop->at[0], p[1] - prop->at[1], p[2] - prop->at[2]};
    switch (prop->kind) {
    case SP_PROP_BALL:
    case SP_PROP_ROLLER:
        if (prop->kind == SP_PROP_ROLLER)
            d[2] = 0;
        for (int a = 0; a < 3; a++)
            normal[a] = d[a] / fmax(vec3_length(d), 1e-9);
        return vec3_length(d) - prop->size[0] / 2;
    case SP_PROP_WALL:
        normal[0] = pelvis_x < prop->at[0] ? -1 : 1;
        normal[1] = normal[2] = 0;
        return d[0] * normal[0];
    case SP_PROP_INVERSION_TABLE:
        normal[0] = -s;
        normal[1] = c;
        normal[2] = 0;
        return c * d[1] - s * d[0];
    default:
        normal[0] = normal[2] = 0;
        normal[1] = 1;
        return d[1];
    }
}

static bool over(const struct sp_prop *prop, const double p[3])
{
    if (prop->kind == SP_PROP_BALL || prop->kind == SP_PROP_WALL)
        return true;
    if (prop->kind == SP_PROP_ROLLER)
        return fabs(p[2] - prop->at[2]) <= prop->size[2] / 2;
    double local[3];
    pose_prop_local(prop, p, local);
    return fabs(local[0]) <= prop->size[0] / 2 &&
           fabs(local[2]) <= prop->size[2] / 2;
}

// Everything near a flat surface that nothing yet holds.
static void add_near(struct builder *b, const struct sp_prop *prop,
                     double height, const struct surface *surface,
                     const bool named[SP_POINTS])
{
    const struct sp_body *body = b->body;
    const double s = body->length_scale;
    const double more = body->girth_scale - 1;
    for (int i = 0; i < SP_POINTS + LOAD_TRUNK_PLACES; i++) {
        if (b->one->supports > SP_LOAD_SUPPORTS - 8)
            return; // enough to share the weight
        double at[3], p[3], normal[3] = {0, 1, 0};
        int segment;
        if (i < SP_POINTS) {
            if (named[i] || !pose_is_skin((enum sp_point)i))
                continue;
            segment = body->point_segment[i];
            memcpy(at, body->point[i], sizeof at);
        } else {
            load_trunk_place(i - SP_POINTS, more, &segment, at);
            for (int a = 0; a < 3; a++)
                at[a] *= s;
        }
        mat3_apply(b->frames->seg[segment].R, at, p);
        for (int a = 0; a < 3; a++)
            p[a] += b->frames->seg[segment].p[a];
        const double gap =
            prop ? surface_normal(prop, p, b->frames->seg[SP_PELVIS].p[0],
                                  normal)
                 : p[1] - height;
        if (gap > b->near_m || gap < -DEEP_M || (prop && !over(prop, p)))
            continue;
        add(b, segment, at, normal, surface, fmax(0, gap), -1);
    }
}

// ---- touches

static bool is_carried(const struct sp_scene *scene, const char *name)
{
    for (int i = 0; i < scene->loads; i++)
        if (strcmp(scene->load[i].name, name) == 0)
            return true;
    return false;
}

// A bar on rails keeps its hands from going forward or back.
static void add_rail(struct builder *b, enum sp_point hand, int touch)
{
    const double forward[3] = {1, 0, 0};
    struct surface rail = surface_of[SP_PROP_SMITH_BAR];
    rail.friction = 0;
    struct sp_support *s = add(b, b->body->point_segment[hand],
                               b->body->point[hand], forward, &rail, 0, touch);
    if (s)
        s->held = true;
}

static void add_touch(struct builder *b, const struct sp_scene *scene,
                      const struct sp_prop *props, const struct sp_touch *t,
                      int touch)
{
    double p[3], normal[3] = {0, 1, 0};
    sp_body_point(b->body, b->frames, t->point, p);
    if (t->kind == SP_TOUCH_POINT) {
        add_on_body(b, t, touch);
        return;
    }
    if (t->kind == SP_TOUCH_PLANE) {
        add_spread(b, t->point, normal, &surface_of[SP_PROP_FLOOR], touch);
        return;
    }
    const struct sp_prop *prop = &props[t->target];
    if (is_carried(scene, prop->name)) { // its weight is a pull
        if (prop->kind == SP_PROP_SMITH_BAR)
            add_rail(b, t->point, touch);
        return;
    }
    const struct surface surface = surface_at(prop);
    surface_normal(prop, p, b->frames->seg[SP_PELVIS].p[0], normal);
    add_spread(b, t->point, normal, &surface, touch);
}

// The flesh beside each named touch, once for every surface in use.
static void add_surfaces(struct builder *b, const struct sp_scene *scene,
                         const struct sp_prop *props,
                         const struct sp_keyframe *key,
                         const bool named[SP_POINTS])
{
    bool done[SP_SCENE_PROPS] = {false}, floor = false;
    for (int i = 0; i < key->touches; i++) {
        const struct sp_touch *t = &key->touch[i];
        if (t->light)
            continue;
        if (t->kind == SP_TOUCH_PLANE && !floor && t->height_m < NEAR_M) {
            floor = true;
            add_near(b, NULL, 0, &surface_of[SP_PROP_FLOOR], named);
        }
        if (t->kind != SP_TOUCH_PROP || done[t->target])
            continue;
        const struct sp_prop *prop = &props[t->target];
        done[t->target] = true;
        if (prop->kind == SP_PROP_FLOOR || prop->kind == SP_PROP_MAT) {
            if (!floor)
                add_near(b, NULL, 0, &surface_of[SP_PROP_FLOOR], named);
            floor = true;
        } else if (prop->kind != SP_PROP_BAR &&
                   prop->kind != SP_PROP_SMITH_BAR &&
                   prop->kind != SP_PROP_BOX && prop->kind != SP_PROP_PARTNER &&
                   prop->kind != SP_PROP_WALL &&
                   !is_carried(scene, prop->name)) {
            const struct surface surface = surface_at(prop);
            add_near(b, prop, 0, &surface, named);
        }
    }
}

static void add_carried(struct builder *b, const struct sp_scene *scene)
{
    for (int i = 0; i < scene->loads; i++) {
        const struct sp_carried *load = &scene->load[i];
        struct sp_pull *pull = &b->one->pull[b->one->pulls++];
        pull->segment = b->body->point_segment[load->at];
        memcpy(pull->at, b->body->point[load->at], sizeof pull->at);
        pull->force_N[0] = pull->force_N[2] = 0;
        pull->force_N[1] = -LOAD_GRAVITY * load->mass_kg;
    }
}

// Straps hold both ankles to the table, along it and across.
static void add_straps(struct builder *b, const struct sp_prop *table)
{
    static const struct surface strap = {4e4, 0.5};
    const double along[3] = {cos(table->tilt_rad), sin(table->tilt_rad), 0};
    for (int side = 0; side < 2; side++) {
        const int shank = side ? SP_TIBIA_L : SP_TIBIA_R;
        const double at[3] = {0, -0.37 * b->body->length_scale, 0};
        struct sp_support *s = add(b, shank, at, along, &strap, 0, -1);
        if (s)
            s->held = true;
    }
}

// A partner leans back from the heels that he holds: he pulls along the legs.
static void add_partner(struct builder *b, const struct sp_keyframe *key)
{
    for (int i = 0; i < key->touches; i++) {
        const enum sp_point point = key->touch[i].point;
        const bool heel =
            point == SP_POINT_HEEL_BACK_R || point == SP_POINT_HEEL_BACK_L;
        if (!heel || key->touch[i].kind != SP_TOUCH_PLANE ||
            key->touch[i].height_m < 0.1 * b->body->length_scale ||
            b->one->pulls == SP_LOAD_PULLS)
            continue;
        const bool right = point == SP_POINT_HEEL_BACK_R;
        const double *hip = b->frames->seg[right ? SP_FEMUR_R : SP_FEMUR_L].p;
        double p[3];
        sp_body_point(b->body, b->frames, point, p);
        const double to[3] = {p[0] - hip[0], p[1] - hip[1], p[2] - hip[2]};
        const double length = fmax(vec3_length(to), 1e-9);
        struct sp_pull *pull = &b->one->pull[b->one->pulls++];
        pull->segment = b->body->point_segment[point];
        memcpy(pull->at, b->body->point[point], sizeof pull->at);
        for (int a = 0; a < 3; a++)
            pull->force_N[a] = PARTNER_PULL_N / 2 * to[a] / length;
    }
}

// ---- public

/* A body at rest bears itself as far as its flesh comes together when it
 * settles. Who holds himself up gets nothing from it: how hard belly and thigh
 * press each other a posture does not tell, and muscles would lean on it. */
static void rest_on_flesh(const struct sp_body *body, struct sp_load_case *one,
                          bool bar, bool straps, bool free_standing)
{
    const int others = one->supports;
    load_flesh_on_flesh(body, one, FLESH_MEETS_M * body->length_scale);
    load_rest(one, bar, straps, free_standing);
    one->supports = others;
    if (one->relax)
        load_flesh_on_flesh(body, one, FLESH_NEAR_M * body->length_scale);
}

// What touches in `key`, with props as they stand then.
enum sp_status load_carry(const struct sp_body *body,
                          const struct sp_scene *scene,
                          const struct sp_prop *prop,
                          const struct sp_keyframe *key,
                          struct sp_load_case *one, struct sp_error *err)
{
    const double near_m = on_side(&one->frames) ? NEAR_ON_SIDE_M : NEAR_M;
    struct builder b = {body, &one->frames, one, near_m * body->length_scale,
                        false};
    bool named[SP_POINTS] = {false}, bar = false, straps = false;
    for (int i = 0; i < key->touches; i++) {
        const struct sp_touch *t = &key->touch[i];
        named[t->point] = true;
        if (t->kind == SP_TOUCH_PROP && !t->light) {
            bar |= prop[t->target].kind == SP_PROP_BAR;
            straps |= prop[t->target].kind == SP_PROP_INVERSION_TABLE;
        }
    }
    for (int i = 0; i < key->touches; i++)
        if (!key->touch[i].light)
            add_touch(&b, scene, prop, &key->touch[i], i);
    add_surfaces(&b, scene, prop, key, named);
    for (int i = 0; i < scene->props; i++) {
        if (prop[i].kind == SP_PROP_INVERSION_TABLE && straps)
            add_straps(&b, &prop[i]);
        if (prop[i].kind == SP_PROP_PARTNER && !prop[i].away)
            add_partner(&b, key);
    }
    add_carried(&b, scene);
    if (one->supports == 0)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s, keyframe %s: nothing carries the body; name "
                       "what touches what",
                       scene->name, key->name);
    if (b.full)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s, keyframe %s: more than %d places carry the "
                       "body",
                       scene->name, key->name, SP_LOAD_SUPPORTS);
    rest_on_flesh(body, one, bar, straps, key->free_standing);
    return SP_OK;
}

enum sp_status sp_load_case_of(const struct sp_body *body,
                               const struct sp_scene *scaled, int keyframe,
                               const struct sp_posture *posture,
                               struct sp_load_case *one, struct sp_error *err)
{
    if (keyframe < 0 || keyframe >= scaled->keyframes)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s has keyframes 0 to %d, not %d", scaled->name,
                       scaled->keyframes - 1, keyframe);
    enum sp_status status = pose_check(scaled, keyframe, err);
    if (status == SP_OK)
        status = pose_check_carried(scaled, err);
    if (status != SP_OK)
        return status;
    struct sp_prop prop[SP_SCENE_PROPS];
    pose_props_at(scaled, keyframe, prop);
    memset(one, 0, sizeof *one);
    sp_body_place(body, posture, &one->frames);
    return load_carry(body, scaled, prop, &scaled->keyframe[keyframe], one,
                      err);
}
