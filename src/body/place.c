/*
 * Where every segment is.
 *
 * A segment's frame is its parent's, then T(joint in parent) R(rest)
 * Q(angles) T(-joint in child). Two joints are told in other frames, as a
 * teacher tells them: the girdle turns about the sternoclavicular joint in
 * the axes of the thorax, and the upper arm's direction is told against the
 * thorax whatever the girdle does. The thorax is T1 turned back by its rest
 * tilt, so that its axes are upright in neutral standing.
 */
#include "body/body_internal.h"

#include <string.h>

#include "num/mat3.h"

// ---- shares of the spine ----------------------------------------------------

static double level_limit(int level, int direction, bool negative)
{
    const struct body_level *l = &body_level[level];
    return direction == 1   ? l->bend
           : direction == 2 ? l->turn
           : negative       ? l->flex
                            : l->ext;
}

int body_region_of(int level)
{
    return level < 5 ? BODY_LUMBAR : level < 17 ? BODY_THORACIC : BODY_CERVICAL;
}

void body_spine_shares(const struct sp_posture *posture,
                       struct body_level_share out[BODY_LEVELS])
{
    for (int r = 0; r < BODY_REGIONS; r++) {
        const struct body_region_row *row = &body_region[r];
        const bool flexed = posture->q[row->ext] < 0;
        double ext = 0, bend = 0, turn = 0;
        for (int i = row->first; i < row->first + row->count; i++) {
            ext += level_limit(i, 0, flexed);
            bend += level_limit(i, 1, false);
            turn += level_limit(i, 2, false);
        }
        for (int i = row->first; i < row->first + row->count; i++)
            out[i] = (struct body_level_share){level_limit(i, 0, flexed) / ext,
                                               level_limit(i, 1, false) / bend,
                                               level_limit(i, 2, false) / turn};
    }
}

// ---- placing

// T1's own tilt in neutral standing: the rest steps below it, one on another.
static void thorax_tilt(const struct sp_body *body, double tilt[9])
{
    double tmp[9];
    mat3_identity(tilt);
    for (int i = SP_L5; i <= SP_T1; i++) {
        mat3_mul(tilt, body->segment[i].rest, tmp);
        memcpy(tilt, tmp, sizeof tmp);
    }
}

// The neutral attitude of a segment of the arm against the thorax.
static void neutral_in_thorax(const struct sp_body *body, const double tilt[9],
                              int segment, double out[9])
{
    double m[9], tmp[9];
    mat3_identity(m);
    for (int i = segment; i != SP_T1; i = body->segment[i].parent) {
        mat3_mul(body->segment[i].rest, m, tmp);
        memcpy(m, tmp, sizeof m);
    }
    mat3_mul(tilt, m, out);
}

// Origin of a segment whose R is known, from the joint it shares with its
// parent.
static void settle(const struct sp_body *body, struct sp_frames *frames, int i)
{
    const struct sp_body_segment *seg = &body->segment[i];
    const struct sp_frame *up = &frames->seg[seg->parent];
    struct sp_frame *f = &frames->seg[i];
    double joint[3], back[3];
    mat3_apply(up->R, seg->joint_parent, joint);
    mat3_apply(f->R, seg->joint_child, back);
    for (int a = 0; a < 3; a++)
        f->p[a] = up->p[a] + joint[a] - back[a];
}

static void place_trunk(const struct sp_body *body,
                        const struct sp_posture *posture,
                        struct sp_frames *frames)
{
    const double *q = posture->q;
    struct sp_frame *pelvis = &frames->seg[SP_PELVIS];
    mat3_identity(pelvis->R);
    mat3_turn_z(pelvis->R, q[SP_PELVIS_PITCH]);
    mat3_turn_x(pelvis->R, q[SP_PELVIS_LIST]);
    mat3_turn_y(pelvis->R, q[SP_PELVIS_TURN]);
    memcpy(pelvis->p, &q[SP_ROOT_X], sizeof pelvis->p);

    struct body_level_share shares[BODY_LEVELS];
    body_spine_shares(posture, shares);
    for (int i = SP_L5; i <= SP_SKULL; i++) {
        const struct body_region_row *r =
            &body_region[body_region_of(i - SP_L5)];
        const struct body_level_share *w = &shares[i - SP_L5];
        double *R = frames->seg[i].R;
        mat3_mul(frames->seg[body->segment[i].parent].R, body->segment[i].rest,
                 R);
        mat3_turn_z(R, w->ext * q[r->ext]);
        mat3_turn_x(R, w->bend * q[r->bend]);
        mat3_turn_y(R, w->turn * q[r->turn]);
        settle(body, frames, i);
    }
}

// R_T1 tilt^T
static void untilted(const struct sp_frames *frames, const double tilt[9],
                     double out[9])
{
    const double *R = frames->seg[SP_T1].R;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = vec3_dot(&R[3 * i], &tilt[3 * j]);
}

void body_thorax(const struct sp_body *body, const struct sp_frames *frames,
                 double out[9])
{
    double tilt[9];
    thorax_tilt(body, tilt);
    untilted(frames, tilt, out);
}

// Attitudes of girdle and upper arm before their own angles.
struct arm_base {
    double thorax[9];   /* world */
    double clavicle[9]; /* neutral, in the thorax */
    double humerus[9];  /* world, before the shoulder's angles */
};

static void arm_base(const struct sp_body *body, const struct sp_frames *frames,
                     const double tilt[9], int offset, struct arm_base *base)
{
    double neutral[9];
    untilted(frames, tilt, base->thorax);
    neutral_in_thorax(body, tilt, SP_CLAVICLE_R + offset, base->clavicle);
    neutral_in_thorax(body, tilt, SP_HUMERUS_R + offset, neutral);
    mat3_mul(base->thorax, neutral, base->humerus);
}

static void hinge(const struct sp_body *body, struct sp_frames *frames, int i,
                  double angle)
{
    double *R = frames->seg[i].R;
    mat3_mul(frames->seg[body->segment[i].parent].R, body->segment[i].rest, R);
    mat3_turn_axis(R, body->segment[i].axis, angle);
    settle(body, frames, i);
}

static void place_arm(const struct sp_body *body, const double *q,
                      const double tilt[9], int offset, double side,
                      struct sp_frames *frames)
{
    const int c = offset ? SP_HIP_L_FLEX - SP_HIP_R_FLEX : 0;
    struct sp_frame *seg = frames->seg + offset;
    struct arm_base base;
    arm_base(body, frames, tilt, offset, &base);

    double girdle[9];
    memcpy(girdle, base.thorax, sizeof girdle);
    mat3_turn_y(girdle, side * q[SP_GIRDLE_R_PROT + c]);
    mat3_turn_x(girdle, -side * q[SP_GIRDLE_R_ELEV + c]);
    mat3_mul(girdle, base.clavicle, seg[SP_CLAVICLE_R].R);
    settle(body, frames, SP_CLAVICLE_R + offset);
    mat3_mul(seg[SP_CLAVICLE_R].R, body->segment[SP_SCAPULA_R + offset].rest,
             seg[SP_SCAPULA_R].R);
    settle(body, frames, SP_SCAPULA_R + offset);

    double *humerus = seg[SP_HUMERUS_R].R;
    memcpy(humerus, base.humerus, sizeof base.humerus);
    mat3_turn_z(humerus, q[SP_SHOULDER_R_FLEX + c]);
    mat3_turn_x(humerus, side * q[SP_SHOULDER_R_ADD + c]);
    mat3_turn_y(humerus, side * q[SP_SHOULDER_R_ROT + c]);
    settle(body, frames, SP_HUMERUS_R + offset);

    hinge(body, frames, SP_ULNA_R + offset, q[SP_ELBOW_R_FLEX + c]);
    hinge(body, frames, SP_RADIUS_R + offset, q[SP_FOREARM_R_PRON + c]);
    mat3_mul(seg[SP_RADIUS_R].R, body->segment[SP_HAND_R + offset].rest,
             seg[SP_HAND_R].R);
    mat3_turn_z(seg[SP_HAND_R].R, q[SP_WRIST_R_FLEX + c]);
    mat3_turn_x(seg[SP_HAND_R].R, side * q[SP_WRIST_R_ULN + c]);
    settle(body, frames, SP_HAND_R + offset);
}

// The kneecap turns about the knee's axis, carried in front of the femur.
static void place_patella(const struct sp_body *body, double flexion,
                          int offset, struct sp_frames *frames)
{
    const int femur = SP_FEMUR_R + offset, patella = SP_PATELLA_R + offset;
    const double *knee = body->segment[SP_TIBIA_R + offset].joint_parent;
    const double *at = body->segment[patella].joint_parent;
    const double arm[3] = {at[0] - knee[0], at[1] - knee[1], at[2] - knee[2]};
    struct sp_frame *f = &frames->seg[patella];
    double turned[9], out[3], centre[3];

    memcpy(turned, frames->seg[femur].R, sizeof turned);
    mat3_turn_z(turned, -BODY_PATELLA_SHARE * flexion);
    mat3_mul(turned, body->segment[patella].rest, f->R);
    mat3_apply(frames->seg[femur].R, knee, centre);
    mat3_apply(turned, arm, out);
    for (int a = 0; a < 3; a++)
        f->p[a] = frames->seg[femur].p[a] + centre[a] + out[a];
}

static void place_leg(const struct sp_body *body, const double *q, int offset,
                      double side, struct sp_frames *frames)
{
    const int c = offset ? SP_HIP_L_FLEX - SP_HIP_R_FLEX : 0;
    struct sp_frame *seg = frames->seg + offset;
    double *femur = seg[SP_FEMUR_R].R;
    mat3_mul(frames->seg[SP_PELVIS].R, body->segment[SP_FEMUR_R + offset].rest,
             femur);
    mat3_turn_z(femur, q[SP_HIP_R_FLEX + c]);
    mat3_turn_x(femur, side * q[SP_HIP_R_ADD + c]);
    mat3_turn_y(femur, side * q[SP_HIP_R_ROT + c]);
    settle(body, frames, SP_FEMUR_R + offset);

    hinge(body, frames, SP_TIBIA_R + offset, -q[SP_KNEE_R_FLEX + c]);
    place_patella(body, q[SP_KNEE_R_FLEX + c], offset, frames);
    hinge(body, frames, SP_TALUS_R + offset, q[SP_ANKLE_R_DORS + c]);
    hinge(body, frames, SP_CALCN_R + offset, 0); // subtalar joint kept still
    // the source's axis turns the toes down for a positive angle
    hinge(body, frames, SP_TOES_R + offset, -q[SP_MTP_R_EXT + c]);
}

void sp_body_place(const struct sp_body *body, const struct sp_posture *posture,
                   struct sp_frames *frames)
{
    const int left = SP_CLAVICLE_L - SP_CLAVICLE_R;
    double tilt[9];
    thorax_tilt(body, tilt);
    place_trunk(body, posture, frames);
    place_arm(body, posture->q, tilt, 0, 1, frames);
    place_leg(body, posture->q, 0, 1, frames);
    place_arm(body, posture->q, tilt, left, -1, frames);
    place_leg(body, posture->q, left, -1, frames);
}
