/* Bodies and scenes that the pose tests share. */
#ifndef TEST_PEOPLE_H
#define TEST_PEOPLE_H

#include <string.h>

#include "stature/pose.h"

static const double deg = 3.14159265358979323846 / 180;

static inline struct sp_body person(double height_m, double mass_kg)
{
    struct sp_body body;
    const struct sp_person p = {height_m, mass_kg, 40, SP_MALE};
    assert_int_equal(sp_body_init(&body, &p, NULL), SP_OK);
    return body;
}

static inline void touch(struct sp_keyframe *key, enum sp_point point,
                         double height_m, bool fixed)
{
    key->touch[key->touches++] = (struct sp_touch){.point = point,
                                                   .kind = SP_TOUCH_PLANE,
                                                   .height_m = height_m,
                                                   .fixed = fixed};
}

static inline void both_feet(struct sp_keyframe *key)
{
    touch(key, SP_POINT_HEEL_R, 0, true);
    touch(key, SP_POINT_HEEL_L, 0, true);
    touch(key, SP_POINT_BALL_R, 0, true);
    touch(key, SP_POINT_BALL_L, 0, true);
}

/* Standing, then a half squat, feet where they are. */
static inline void squat(struct sp_scene *scene)
{
    memset(scene, 0, sizeof *scene);
    strcpy(scene->name, "squat");
    scene->keyframes = 2;
    struct sp_keyframe *stand = &scene->keyframe[0], *low = &scene->keyframe[1];
    strcpy(stand->name, "stand");
    strcpy(low->name, "low");
    stand->wish.q[SP_ROOT_X] = 0.07;
    stand->wish.q[SP_ROOT_Y] = 0.93;
    low->wish.q[SP_ROOT_Y] = 0.72;
    low->wish.q[SP_PELVIS_PITCH] = -25 * deg;
    low->wish.q[SP_HIP_R_FLEX] = low->wish.q[SP_HIP_L_FLEX] = 75 * deg;
    low->wish.q[SP_KNEE_R_FLEX] = low->wish.q[SP_KNEE_L_FLEX] = 80 * deg;
    low->wish.q[SP_ANKLE_R_DORS] = low->wish.q[SP_ANKLE_L_DORS] = 25 * deg;
    both_feet(stand);
    both_feet(low);
    stand->free_standing = low->free_standing = true;
}

#endif
