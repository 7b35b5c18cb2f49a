/*
 * Where the skin's joints are in a posture, and the skinning itself: linear
 * blend of four joints, with half-way helpers in place of dual quaternions.
 */
#include "figure/rig.h"
#include "figure/field.h"
#include "figure/vec.h"

#include <stdio.h>

static const double deg = 3.14159265358979323846 / 180;

static const short segments[RIG_LEFT] = {
    [RIG_PELVIS] = SP_PELVIS,
    [RIG_L5] = SP_L5,
    [RIG_L4] = SP_L4,
    [RIG_L2] = SP_L2,
    [RIG_T12] = SP_T12,
    [RIG_T9] = SP_T9,
    [RIG_T6] = SP_T6,
    [RIG_T3] = SP_T3,
    [RIG_C7] = SP_C7,
    [RIG_C5] = SP_C5,
    [RIG_C3] = SP_C3,
    [RIG_C1] = SP_C1,
    [RIG_SKULL] = SP_SKULL,
    [RIG_CLAVICLE] = SP_CLAVICLE_R,
    [RIG_SCAPULA] = SP_SCAPULA_R,
    [RIG_HUMERUS] = SP_HUMERUS_R,
    [RIG_ULNA] = SP_ULNA_R,
    [RIG_RADIUS] = SP_RADIUS_R,
    [RIG_HAND] = SP_HAND_R,
    [RIG_FINGERS] = -1,
    [RIG_FINGERTIPS] = -1,
    [RIG_THUMB] = -1,
    [RIG_FEMUR] = SP_FEMUR_R,
    [RIG_TIBIA] = SP_TIBIA_R,
    [RIG_CALCN] = SP_CALCN_R,
    [RIG_TOES] = SP_TOES_R,
    [RIG_SHOULDER_HALF] = -1,
    [RIG_ARM_TOP] = -1,
    [RIG_ARM_MID] = -1,
    [RIG_ELBOW_HALF] = -1,
    [RIG_HIP_HALF] = -1,
    [RIG_KNEE_HALF] = -1,
};

/* What is no segment, right and left, from RIG_CLAVICLE on. */
static const char *const extra_names[RIG_SIDE][2] = {
    [RIG_FINGERS - RIG_CLAVICLE] = {"fingers_r",       "fingers_l"      },
    [RIG_FINGERTIPS - RIG_CLAVICLE] = {"fingertips_r",    "fingertips_l"   },
    [RIG_THUMB - RIG_CLAVICLE] = {"thumb_r",         "thumb_l"        },
    [RIG_SHOULDER_HALF - RIG_CLAVICLE] = {"shoulder_half_r", "shoulder_half_l"},
    [RIG_ARM_TOP - RIG_CLAVICLE] = {"arm_top_r",       "arm_top_l"      },
    [RIG_ARM_MID - RIG_CLAVICLE] = {"arm_mid_r",       "arm_mid_l"      },
    [RIG_ELBOW_HALF - RIG_CLAVICLE] = {"elbow_half_r",    "elbow_half_l"   },
    [RIG_HIP_HALF - RIG_CLAVICLE] = {"hip_half_r",      "hip_half_l"     },
    [RIG_KNEE_HALF - RIG_CLAVICLE] = {"knee_half_r",     "knee_half_l"    },
};

int rig_segment(int joint)
{
    if (joint < RIG_LEFT)
        return segments[joint];
    const int right = segments[joint - RIG_SIDE];
    return right < 0 ? -1 : right + (SP_CLAVICLE_L - SP_CLAVICLE_R);
}

int rig_parent(int joint)
{
    const int side = joint >= RIG_LEFT ? RIG_SIDE : 0;
    switch (joint - side) {
    case RIG_FINGERS:
    case RIG_THUMB:
        return RIG_HAND + side;
    case RIG_FINGERTIPS:
        return RIG_FINGERS + side;
    case RIG_SHOULDER_HALF:
    case RIG_ARM_TOP:
    case RIG_ARM_MID:
        return RIG_SCAPULA + side;
    case RIG_ELBOW_HALF:
        return RIG_HUMERUS + side;
    case RIG_HIP_HALF:
        return RIG_PELVIS;
    case RIG_KNEE_HALF:
        return RIG_FEMUR + side;
    default:
        return -1;
    }
}

int rig_mirror(int joint)
{
    if (joint < RIG_CLAVICLE)
        return joint;
    return joint < RIG_LEFT ? joint + RIG_SIDE : joint - RIG_SIDE;
}

const char *figure_joint_name(int joint)
{
    if (joint < 0 || joint >= FIGURE_JOINTS)
        return "";
    const int segment = rig_segment(joint);
    if (segment >= 0)
        return sp_segment_name((enum sp_segment)segment);
    const int left = joint >= RIG_LEFT;
    const int j = joint - (left ? RIG_SIDE : 0);
    return extra_names[j - RIG_CLAVICLE][left];
}

/* The finger joints curl about the hand's own z; a fist takes 75 and 95
 * degrees. The thumb turns before the palm about an axis through its root that
 * keeps its length: 60 degrees in a fist. */
static void place_fingers(const struct sp_body *body, int side, double grip,
                          struct sp_frame *joint)
{
    const double L = body->length_scale;
    const struct sp_frame *hand = &joint[RIG_HAND + side];
    struct sp_frame *fingers = &joint[RIG_FINGERS + side];
    struct sp_frame *tips = &joint[RIG_FINGERTIPS + side];
    double curl[9], v[3], at[3] = {0, -RIG_FINGERS_Y * L, 0};
    double on[3] = {0, (RIG_FINGERS_Y - RIG_TIPS_Y) * L, 0};
    m_about(curl, 2, RIG_FINGERS_TURN * grip);
    m_mul(fingers->R, hand->R, curl);
    m_apply(v, hand->R, at);
    v_add_scaled(fingers->p, hand->p, 1, v);
    m_about(curl, 2, RIG_TIPS_TURN * grip);
    m_mul(tips->R, fingers->R, curl);
    m_apply(v, fingers->R, on);
    v_add_scaled(tips->p, fingers->p, 1, v);

    struct sp_frame *thumb = &joint[RIG_THUMB + side];
    const double left = side ? -1 : 1;
    const double root[3] = {.008 * L, -.030 * L, left * .024 * L};
    double axis[3] = {.45, .80 * left, .40 * left};
    v_unit(axis);
    axis[0] *= left;
    m_about_axis(curl, axis, 60 * deg * smoothstep(.5, 1, grip) * left);
    m_mul(thumb->R, hand->R, curl);
    m_apply(v, hand->R, root);
    v_add_scaled(thumb->p, hand->p, 1, v);
}

/* Half of the way between what two joints do to the skin; returns the angle
 * between them. Helpers have world axes in the bind pose. */
static double place_half(const struct rig_frames *bind, int from, int to,
                         int half, struct sp_frame *joint)
{
    double a[9], b[9];
    m_mul_t(a, joint[from].R, bind->joint[from].R);
    m_mul_t(b, joint[to].R, bind->joint[to].R);
    const double angle = m_halfway(joint[half].R, a, b);
    v_copy(joint[half].p, joint[to].p);
    return angle;
}

/* What the arm does to the skin of the shoulder, seen from the chest: the way
 * its axis goes by the shortest arc, and then a turn about that axis. Overhead
 * the turn is some 170 degrees, so it is spread from the shoulder to the elbow:
 * a short piece of skin that took all of it would close like a sack. */
static void place_shoulder(const struct rig_frames *bind, int side,
                           struct sp_frame *joint)
{
    static const struct {
        int joint;
        double swing, turn; /* shares */
    } rows[] = {
        {RIG_SHOULDER_HALF, .5, .12},
        {RIG_ARM_TOP,       1,  .30},
        {RIG_ARM_MID,       1,  .65},
    };
    const int arm = RIG_HUMERUS + side;
    double chest[9], moved[9], back[9], rel[9], axis[3], to[3], q[4];
    m_mul_t(chest, joint[RIG_T3].R, bind->joint[RIG_T3].R);
    m_mul_t(moved, joint[arm].R, bind->joint[arm].R);
    m_transpose(back, chest);
    m_mul(rel, back, moved);
    v_sub(axis, bind->joint[RIG_ULNA + side].p, bind->joint[arm].p);
    v_unit(axis);
    m_apply(to, rel, axis);
    double cross[3];
    v_cross(cross, axis, to);
    const double swing = atan2(v_norm(cross), v_dot(axis, to));
    v_unit(cross);
    q_from_m(q, rel);
    double turn = 2 * atan2(v_dot(q, axis), q[3]);
    // arms turn outwards further than inwards: the seam lies on that side
    const double seam = (side ? 1 : -1) * 115 * deg;
    turn = seam + fmod(turn - seam + (side ? -720 : 720) * deg, 360 * deg);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sp_frame *half = &joint[rows[i].joint + side];
        double s[9], t[9], both[9];
        m_about_axis(s, cross, rows[i].swing * swing);
        m_about_axis(t, axis, rows[i].turn * turn);
        m_mul(both, s, t);
        m_mul(half->R, chest, both);
        v_copy(half->p, joint[arm].p);
    }
}

/* Toes bend across the foot. The skeleton's joint is oblique, as the row of
 * toe joints is; a single block of toes would then dip its inner edge into the
 * floor of every tiptoe stand. */
static void square_toes(struct sp_frame *segment, int foot, int toes)
{
    double T[9], rel[9], bend[9];
    m_transpose(T, segment[foot].R);
    m_mul(rel, T, segment[toes].R);
    m_about(bend, 2, atan2(rel[3], rel[0]));
    m_mul(segment[toes].R, segment[foot].R, bend);
}

static void place_segments(const struct sp_body *body,
                           const struct sp_posture *posture,
                           struct rig_frames *out)
{
    struct sp_frames frames;
    sp_body_place(body, posture, &frames);
    for (int s = 0; s < SP_SEGMENTS; s++) {
        double v[3];
        out->segment[s] = frames.seg[s];
        m_apply(v, frames.seg[s].R, body->segment[s].joint_child);
        v_add_scaled(out->segment[s].p, frames.seg[s].p, 1, v);
    }
    square_toes(out->segment, SP_CALCN_R, SP_TOES_R);
    square_toes(out->segment, SP_CALCN_L, SP_TOES_L);
    for (int j = 0; j < FIGURE_JOINTS; j++)
        if (rig_segment(j) >= 0)
            out->joint[j] = out->segment[rig_segment(j)];
}

void rig_bind(const struct sp_body *body, struct rig_frames *out)
{
    memset(out, 0, sizeof *out);
    struct sp_posture posture;
    field_bind_posture(body, &posture);
    place_segments(body, &posture, out);
    for (int side = 0; side <= RIG_SIDE; side += RIG_SIDE) {
        place_fingers(body, side, 0, out->joint);
        for (int k = 0; k < 6; k++) {
            static const int to[6] = {RIG_HUMERUS, RIG_HUMERUS, RIG_HUMERUS,
                                      RIG_ULNA,    RIG_FEMUR,   RIG_TIBIA};
            struct sp_frame *half = &out->joint[RIG_SHOULDER_HALF + k + side];
            memset(half, 0, sizeof *half);
            half->R[0] = half->R[4] = half->R[8] = 1;
            v_copy(half->p, out->joint[to[k] + side].p);
        }
    }
}

void rig_place(const struct sp_body *body, const struct sp_posture *posture,
               const double grip[2], struct rig_frames *out)
{
    struct rig_frames bind;
    rig_bind(body, &bind);
    memset(out, 0, sizeof *out);
    place_segments(body, posture, out);
    for (int left = 0; left < 2; left++) {
        const int s = left * RIG_SIDE;
        struct sp_frame *j = out->joint;
        place_fingers(body, s, grip[left], j);
        place_shoulder(&bind, s, j);
        place_half(&bind, RIG_HUMERUS + s, RIG_ULNA + s, RIG_ELBOW_HALF + s, j);
        place_half(&bind, RIG_PELVIS, RIG_FEMUR + s, RIG_HIP_HALF + s, j);
        const double bent = place_half(&bind, RIG_FEMUR + s, RIG_TIBIA + s,
                                       RIG_KNEE_HALF + s, j);
        // a bent knee is thicker than the blend of its two bones: kneecap
        const double bulge =
            .022 * body->length_scale * sin(bent / 2) * sin(bent / 2);
        struct sp_frame *knee = &j[RIG_KNEE_HALF + s];
        const double ahead[3] = {knee->R[0], knee->R[3], knee->R[6]};
        v_add_scaled(knee->p, knee->p, bulge, ahead);
    }
}

void figure_pose_init(struct figure_pose *pose, const struct sp_body *body,
                      const struct sp_posture *posture, const double grip[2])
{
    struct rig_frames bind, now;
    rig_bind(body, &bind);
    rig_place(body, posture, grip, &now);
    for (int j = 0; j < FIGURE_JOINTS; j++) {
        double R[9], moved[3];
        m_mul_t(R, now.joint[j].R, bind.joint[j].R);
        m_apply(moved, R, bind.joint[j].p);
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++)
                pose->m[j][4 * i + k] = R[3 * i + k];
            pose->m[j][4 * i + 3] = now.joint[j].p[i] - moved[i];
        }
    }
}

void figure_skin(const struct figure_mesh *mesh, const struct figure_pose *pose,
                 float *position, float *normal)
{
    for (int v = 0; v < mesh->vertices; v++) {
        double m[12] = {0};
        for (int i = 0; i < 4; i++) {
            const double w = mesh->weight[4 * v + i] / 255.0;
            const double *j = pose->m[mesh->joint[4 * v + i]];
            for (int k = 0; w > 0 && k < 12; k++)
                m[k] += w * j[k];
        }
        const float *p = mesh->position + 3 * v, *n = mesh->normal + 3 * v;
        double turned[3];
        for (int i = 0; i < 3; i++) {
            const double *row = m + 4 * i;
            position[3 * v + i] =
                (float)(row[0] * (double)p[0] + row[1] * (double)p[1] +
                        row[2] * (double)p[2] + row[3]);
            turned[i] = row[0] * (double)n[0] + row[1] * (double)n[1] +
                        row[2] * (double)n[2];
        }
        v_unit(turned);
        for (int i = 0; i < 3; i++)
            normal[3 * v + i] = (float)turned[i];
    }
}
