/*
 * A second figure who holds the ankles of the one who lies there: a half squat
 * with a straight back, feet where they are, hands wherever the ankles go.
 */
#include "figure/figure.h"
#include "figure/vec.h"

#include <stdlib.h>
#include <string.h>

/* From the ankle towards the knee, as a share of the shin: so that the hands
 * lie on the shin and not under the heel. */
#define UP_SHIN .16
/* Whose ankles are further than this from where the partner is put, m, is held
 * nowhere: the hands stay at that place, so far apart. */
#define NEAR_M .6
#define APART_M .10

static const struct {
    int coord;
    double angle_deg;
} stance[] = {
    {SP_PELVIS_PITCH,    46 },
    {SP_PELVIS_TURN,     180}, // facing who is lying
    {SP_LUMBAR_EXT,      -16},
    {SP_THORACIC_EXT,    -8 },
    {SP_CERVICAL_EXT,    10 },
    {SP_HIP_R_FLEX,      106},
    {SP_HIP_L_FLEX,      106},
    {SP_HIP_R_ADD,       -14},
    {SP_HIP_L_ADD,       -14},
    {SP_KNEE_R_FLEX,     88 },
    {SP_KNEE_L_FLEX,     88 },
    {SP_ANKLE_R_DORS,    28 },
    {SP_ANKLE_L_DORS,    28 },
    {SP_SHOULDER_R_FLEX, 88 },
    {SP_SHOULDER_L_FLEX, 88 },
    {SP_SHOULDER_R_ADD,  4  },
    {SP_SHOULDER_L_ADD,  4  },
    {SP_ELBOW_R_FLEX,    14 },
    {SP_ELBOW_L_FLEX,    14 },
    {SP_FOREARM_R_PRON,  100},
    {SP_FOREARM_L_PRON,  100},
    {SP_GIRDLE_R_PROT,   14 },
    {SP_GIRDLE_L_PROT,   14 },
};

/* What one hand holds: the partner's right lies on the person's left. */
static void hold(const struct sp_prop *prop, const struct sp_body *person,
                 const struct sp_posture *posture, bool right, double out[3])
{
    struct sp_frames at;
    double in[3], outer[3];
    const double *knee = at.seg[right ? SP_TIBIA_L : SP_TIBIA_R].p;
    sp_body_place(person, posture, &at);
    sp_body_point(person, &at,
                  right ? SP_POINT_ANKLE_IN_L : SP_POINT_ANKLE_IN_R, in);
    sp_body_point(person, &at,
                  right ? SP_POINT_ANKLE_OUT_L : SP_POINT_ANKLE_OUT_R, outer);
    double off[3];
    for (int k = 0; k < 3; k++) {
        out[k] = mix((in[k] + outer[k]) / 2, knee[k], UP_SHIN);
        off[k] = out[k] - prop->at[k];
    }
    if (v_norm(off) < NEAR_M)
        return;
    memcpy(out, prop->at, 3 * sizeof *out);
    out[2] += right ? -APART_M : APART_M;
}

static void add_touch(struct sp_keyframe *key, enum sp_point point,
                      enum sp_touch_kind kind, int target)
{
    key->touch[key->touches++] =
        (struct sp_touch){.point = point,
                          .kind = kind,
                          .target = target,
                          .fixed = kind == SP_TOUCH_PLANE};
}

/* Both feet down, each hand round a short bar where an ankle is. */
static void keyframe(struct sp_keyframe *key, const struct sp_prop *prop,
                     const struct sp_body *person,
                     const struct sp_posture *posture)
{
    static const double deg = 3.14159265358979323846 / 180;
    static const enum sp_point down[] = {SP_POINT_HEEL_R, SP_POINT_HEEL_L,
                                         SP_POINT_BALL_R, SP_POINT_BALL_L};
    for (size_t i = 0; i < sizeof stance / sizeof stance[0]; i++)
        key->wish.q[stance[i].coord] = stance[i].angle_deg * deg;
    for (int i = 0; i < 4; i++)
        add_touch(key, down[i], SP_TOUCH_PLANE, 0);
    key->props = 2;
    for (int left = 0; left < 2; left++) {
        key->prop[left].prop = left;
        hold(prop, person, posture, !left, key->prop[left].at);
        add_touch(key, left ? SP_POINT_GRIP_L : SP_POINT_GRIP_R, SP_TOUCH_PROP,
                  left);
    }
    key->free_standing = true;
    key->wish.q[SP_ROOT_X] = key->prop[0].at[0] + .50;
    key->wish.q[SP_ROOT_Y] = .62;
    key->wish.q[SP_ROOT_Z] = (key->prop[0].at[2] + key->prop[1].at[2]) / 2;
}

enum sp_status figure_partner(const struct sp_prop *prop,
                              const struct sp_body *person,
                              const struct sp_posture *held, int n,
                              struct sp_body *body, struct sp_posture *posture,
                              struct sp_error *err)
{
    static const struct sp_person middling = {1.70, 67, 40, SP_SEX_UNSTATED};
    enum sp_status status = sp_body_init(body, &middling, err);
    if (status != SP_OK)
        return status;
    struct sp_scene *scene = calloc(1, sizeof *scene);
    struct sp_pose_report report[SP_SCENE_KEYFRAMES];
    if (!scene)
        return sp_fail(err, SP_E_NOMEM, "out of memory while posing a partner");
    memcpy(scene->name, "partner", sizeof "partner");
    scene->props = 2;
    for (int i = 0; i < 2; i++)
        scene->prop[i] = (struct sp_prop){
            .kind = SP_PROP_BAR, .size = {.03, .03, .02}
        };
    scene->keyframes = n;
    for (int k = 0; k < n; k++)
        keyframe(&scene->keyframe[k], prop, person, &held[k]);
    status = sp_pose_solve_all(body, scene, posture, report, err);
    free(scene);
    return status;
}
