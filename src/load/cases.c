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

// Flesh over bone, N/m.
static double flesh(int segment)
{
    switch (segment) {
    case SP_CALCN_R:
    case SP_CALCN_L:
    case SP_TOES_R:
    case SP_TOES_L:
        return 1.2e5;
    case SP_HAND_R:
    case SP_HAND_L:
    case SP_ULNA_R:
    case SP_ULNA_L:
        return 5e4;
    case SP_PELVIS:
        return 2.5e4;
    case SP_SKULL:
        return 2e4;
    default:
        return 1.2e4;
    }
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
    *s = (struct sp_support){
        .segment = segment,
        .other = -1,
        .friction = surface->friction,
        .stiffness_N_m = in_series(surface->stiffness_N_m, flesh(segment)),
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

// Places along the trunk that the skin points do not name: either side of each
// vertebra's spinous line, the ribs' and flanks' sides, and the front of the
// chest; m in the reference figure, flesh (with girth) apart.
#define TRUNK_PLACES (6 * 17)

static void trunk_place(int i, double more, int *segment, double out[3])
{
    const int kind = i % 6 / 2;
    const double side = i % 2 ? -1 : 1;
    *segment = SP_L5 + i / 6;
    const bool lumbar = *segment <= SP_L1;
    const bool chest = *segment >= SP_T10 && *segment <= SP_T3;
    out[1] = kind == 0 ? 0.012 : -0.02;
    if (kind == 0) { // back
        out[0] = (lumbar ? -0.074 : -0.063) - 0.022 * more;
        out[2] = side * (lumbar ? 0.045 : 0.055);
    } else if (kind == 1) { // side; narrow above the armpit
        out[0] = 0.055;
        out[2] = side * ((*segment > SP_T4 ? 0.10 : 0.135) + 0.03 * more);
    } else { // front: ribs, below them the soft belly
        out[0] = (chest ? 0.16 : 0.12) + (chest ? 0.04 : 0.09) * more;
        out[2] = side * 0.07;
    }
}

// Everything near a flat surface that nothing yet holds.
static void add_near(struct builder *b, const struct sp_prop *prop,
                     double height, const struct surface *surface,
                     const bool named[SP_POINTS])
{
    const struct sp_body *body = b->body;
    const double s = body->length_scale;
    const double more = body->girth_scale - 1;
    for (int i = 0; i < SP_POINTS + TRUNK_PLACES; i++) {
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
            trunk_place(i - SP_POINTS, more, &segment, at);
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

/*
 * A deeply bent hip lays the belly on the thigh, which then carries the trunk.
 * Their skin points are this near when the flesh of both meets; our reading of
 * the figure folded on its heels, 62 mm at 1.75 m.
 */
#define FLESH_MEETS_M 0.07

/* The belly hands it on to all lumbar levels and the lowest ribs alike. */
static void add_belly_on_thigh(struct builder *b, int belly, int thigh)
{
    enum { LEVELS = SP_T12 - SP_L5 + 1 };
    static const struct surface skin = {2.5e4 / LEVELS, 0.4};
    double p[3], q[3], normal[3];
    sp_body_point(b->body, b->frames, (enum sp_point)belly, p);
    sp_body_point(b->body, b->frames, (enum sp_point)thigh, q);
    const double apart[3] = {p[0] - q[0], p[1] - q[1], p[2] - q[2]};
    if (vec3_length(apart) >= FLESH_MEETS_M * b->body->length_scale)
        return;
    push_of(b, thigh, normal);
    for (int level = SP_L5; level <= SP_T12; level++) {
        const struct sp_frame *f = &b->frames->seg[level];
        const double from[3] = {p[0] - f->p[0], p[1] - f->p[1], p[2] - f->p[2]};
        double at[3]; // into the segment's frame: R transposed
        for (int a = 0; a < 3; a++)
            at[a] = f->R[a] * from[0] + f->R[3 + a] * from[1] +
                    f->R[6 + a] * from[2];
        struct sp_support *s = add(b, level, at, normal, &skin, 0, -1);
        if (s)
            s->other = b->body->point_segment[thigh];
    }
}

static void add_belly_on_thighs(struct builder *b)
{
    add_belly_on_thigh(b, SP_POINT_BELLY_SIDE_R, SP_POINT_THIGH_FRONT_R);
    add_belly_on_thigh(b, SP_POINT_BELLY_SIDE_L, SP_POINT_THIGH_FRONT_L);
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

// A partner at `at` leans back from the heels that he holds.
static void add_partner(struct builder *b, const struct sp_prop *partner,
                        const struct sp_keyframe *key)
{
    for (int i = 0; i < key->touches; i++) {
        const enum sp_point point = key->touch[i].point;
        const bool heel =
            point == SP_POINT_HEEL_BACK_R || point == SP_POINT_HEEL_BACK_L;
        if (!heel || key->touch[i].kind != SP_TOUCH_PLANE ||
            key->touch[i].height_m < 0.1 * b->body->length_scale ||
            b->one->pulls == SP_LOAD_PULLS)
            continue;
        double p[3];
        sp_body_point(b->body, b->frames, point, p);
        double to[3] = {partner->at[0] - p[0], 0.45 - p[1], 0};
        const double length = fmax(vec3_length(to), 1e-9);
        struct sp_pull *pull = &b->one->pull[b->one->pulls++];
        pull->segment = b->body->point_segment[point];
        memcpy(pull->at, b->body->point[point], sizeof pull->at);
        for (int a = 0; a < 3; a++)
            pull->force_N[a] = PARTNER_PULL_N / 2 * to[a] / length;
    }
}

// ---- lying and hanging

static bool any(const struct sp_load_case *one, int from, int to)
{
    for (int i = 0; i < one->supports; i++)
        if (one->support[i].other < 0 && one->support[i].segment >= from &&
            one->support[i].segment <= to)
            return true;
    return false;
}

// Everything rests: pelvis, chest and both legs are carried, the trunk lies;
// or the hands hold a bar and nothing else carries; or ankles hang in straps.
static bool is_relaxed(const struct sp_load_case *one, bool bar, bool straps)
{
    const bool legs =
        any(one, SP_FEMUR_R, SP_TOES_R) || any(one, SP_FEMUR_L, SP_TOES_L);
    if (bar)
        return !legs && !any(one, SP_PELVIS, SP_SKULL);
    const bool both =
        any(one, SP_FEMUR_R, SP_TOES_R) && any(one, SP_FEMUR_L, SP_TOES_L);
    const bool lying = fabs(load_upright(&one->frames)) < 0.5;
    const bool hips = any(one, SP_PELVIS, SP_PELVIS) || on_side(&one->frames);
    const bool chest = any(one, SP_T12, SP_T1);
    return (straps && load_upright(&one->frames) < 0.5) ||
           (lying && both && hips && chest);
}

// ---- public

enum sp_status load_check_carried(const struct sp_scene *scene,
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
        if (t->kind == SP_TOUCH_PROP) {
            bar |= prop[t->target].kind == SP_PROP_BAR;
            straps |= prop[t->target].kind == SP_PROP_INVERSION_TABLE;
        }
    }
    for (int i = 0; i < key->touches; i++)
        add_touch(&b, scene, prop, &key->touch[i], i);
    add_surfaces(&b, scene, prop, key, named);
    add_belly_on_thighs(&b);
    for (int i = 0; i < scene->props; i++) {
        if (prop[i].kind == SP_PROP_INVERSION_TABLE && straps)
            add_straps(&b, &prop[i]);
        if (prop[i].kind == SP_PROP_PARTNER && !prop[i].away)
            add_partner(&b, &prop[i], key);
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
    one->relax = is_relaxed(one, bar, straps);
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
        status = load_check_carried(scaled, err);
    if (status != SP_OK)
        return status;
    struct sp_prop prop[SP_SCENE_PROPS];
    pose_props_at(scaled, keyframe, prop);
    memset(one, 0, sizeof *one);
    sp_body_place(body, posture, &one->frames);
    return load_carry(body, scaled, prop, &scaled->keyframe[keyframe], one,
                      err);
}
