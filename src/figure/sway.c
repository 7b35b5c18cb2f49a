/*
 * Small life in a held position besides breath: the head drifts, shoulders
 * settle, fingers give, each by at most 3 mm, as slow waves that come back
 * after half a minute. What touches anything in the movement keeps still, and
 * with it all that carries it. Our modelling by eye; the same every time.
 */
#include "figure/sway.h"
#include "figure/glb.h"
#include "figure/vec.h"

#include <string.h>

static const double pi = 3.14159265358979323846;

enum group { HEAD, SHOULDER, FINGERS };

/* A joint's turn about one of its axes: two waves of whole turns a loop. */
static const struct {
    enum group group;
    int joint; /* rig joint, right or middle */
    int axis;
    double angle_deg;
    int waves[2];
    double phase;
} sways[] = {
    {HEAD,     RIG_C5,         0, .13, {2, 5}, 0  },
    {HEAD,     RIG_SKULL,      1, .32, {3, 4}, 1.1},
    {HEAD,     RIG_SKULL,      2, .18, {2, 3}, 2.3},
    {SHOULDER, RIG_CLAVICLE,   0, .11, {3, 6}, .4 },
    {FINGERS,  RIG_FINGERS,    2, .52, {2, 7}, 1.7},
    {FINGERS,  RIG_FINGERTIPS, 2, .60, {3, 5}, .9 },
};
enum { SWAYS = sizeof sways / sizeof sways[0] };

bool sway_turn(int joint, double time_s, double axis_deg[3])
{
    const bool left = joint >= RIG_LEFT;
    const int right = left ? joint - RIG_SIDE : joint;
    bool any = false;
    memset(axis_deg, 0, 3 * sizeof *axis_deg);
    for (int i = 0; i < SWAYS; i++) {
        if (sways[i].joint != right)
            continue;
        // the sides are not in step
        const double phase = sways[i].phase + (left ? 2.1 : 0);
        const double turn = 2 * pi * time_s / SWAY_LOOP_S;
        axis_deg[sways[i].axis] +=
            sways[i].angle_deg * (.6 * sin(sways[i].waves[0] * turn + phase) +
                                  .4 * sin(sways[i].waves[1] * turn + phase));
        any = true;
    }
    return any;
}

// ---- what keeps still

static enum group group_of(int joint)
{
    const int right = joint >= RIG_LEFT ? joint - RIG_SIDE : joint;
    for (int i = 0; i < SWAYS; i++)
        if (sways[i].joint == right)
            return sways[i].group;
    return HEAD;
}

/* Does a contact of this segment hold such a joint? */
static bool holds(int segment, enum group group, bool left)
{
    const int clavicle = left ? SP_CLAVICLE_L : SP_CLAVICLE_R;
    const int hand = left ? SP_HAND_L : SP_HAND_R;
    switch (group) {
    case HEAD:
        return segment >= SP_C7 && segment <= SP_SKULL;
    case SHOULDER: // what a back lies on is near it
        return (segment >= clavicle && segment <= hand) ||
               (segment >= SP_T12 && segment <= SP_T1);
    default:
        return segment == hand;
    }
}

bool sway_is_free(const struct sp_body *body, const struct sp_scene *scene,
                  int keyframe, int joint)
{
    const struct sp_keyframe *key = &scene->keyframe[keyframe];
    const enum group group = group_of(joint);
    const bool left = joint >= RIG_LEFT;
    for (int i = 0; i < scene->loads; i++) // what is carried stays in the hand
        if (group != HEAD)
            return false;
    for (int i = 0; i < key->touches; i++) {
        const struct sp_touch *t = &key->touch[i];
        if (holds(body->point_segment[t->point], group, left) ||
            (t->kind == SP_TOUCH_POINT &&
             holds(body->point_segment[t->target], group, left)))
            return false;
    }
    return true;
}

// ---- in a movement's file

static bool free_all_along(const struct sp_body *body,
                           const struct sp_scene *scene,
                           const struct figure_clip *clip, int joint)
{
    for (int i = 0; i < 2 * clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i / 2];
        if (!sway_is_free(body, scene, i % 2 ? leg->to : leg->from, joint))
            return false;
    }
    return true;
}

/* Half of each angle about its axis: turns are small, so their order is
 * nothing. */
static void small_turn(const double axis_deg[3], double q[4])
{
    for (int k = 0; k < 3; k++)
        q[k] = sin(axis_deg[k] * pi / 360);
    q[3] = sqrt(1 - q[0] * q[0] - q[1] * q[1] - q[2] * q[2]);
}

void sway_add(struct gltf *g, const struct skeleton *s,
              const struct sp_body *body, const struct sp_scene *scene,
              const struct figure_clip *clip)
{
    enum { KEYS = 61 };
    struct tracks t = {.g = g, .moves = true};
    float time[KEYS];
    const double first[1] = {0}, last[1] = {SWAY_LOOP_S};
    t.channels = json_array();
    t.samplers = json_array();
    for (int i = 0; i < KEYS; i++)
        time[i] = (float)(SWAY_LOOP_S * i / (KEYS - 1));
    for (int j = 0; j < FIGURE_JOINTS; j++) {
        double q[4 * KEYS], turn[3];
        if (!sway_turn(j, 0, turn) || !free_all_along(body, scene, clip, j))
            continue;
        if (json_array_size(t.channels) == 0)
            t.times = t.once = gltf_accessor(g, time, KEYS, 1, GLTF_FLOAT,
                                             false, 4, 0, first, last);
        for (int i = 0; i < KEYS; i++) {
            sway_turn(j, (double)time[i], turn);
            small_turn(turn, q + 4 * i);
        }
        glb_add_rotations(&t, s->node_of_joint[j], q, KEYS);
    }
    if (json_array_size(t.channels) > 0) {
        glb_add_animation(g, json_pack("{s:s, s:o, s:o}", "name", "sway",
                                       "channels", t.channels, "samplers",
                                       t.samplers));
    } else {
        json_decref(t.channels);
        json_decref(t.samplers);
    }
}
