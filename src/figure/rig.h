/*
 * The joints that move the skin: a selection of the skeleton's segments, two
 * finger joints and a thumb a hand, helpers that turn half-way at hip, knee,
 * shoulder and elbow so that flesh keeps its volume there, and two that spread
 * the upper arm's turn about its own axis along it.
 */
#ifndef FIGURE_RIG_H
#define FIGURE_RIG_H

#include "figure/figure.h"

enum rig_joint {
    RIG_PELVIS,
    RIG_L5,
    RIG_L4,
    RIG_L2,
    RIG_T12,
    RIG_T9,
    RIG_T6,
    RIG_T3,
    RIG_C7,
    RIG_C5,
    RIG_C3,
    RIG_C1,
    RIG_SKULL,
    RIG_CLAVICLE,
    RIG_SCAPULA,
    RIG_HUMERUS,
    RIG_ULNA,
    RIG_RADIUS,
    RIG_HAND,
    RIG_FINGERS,
    RIG_FINGERTIPS,
    RIG_THUMB,
    RIG_FEMUR,
    RIG_TIBIA,
    RIG_CALCN,
    RIG_TOES,
    RIG_SHOULDER_HALF,
    RIG_ARM_TOP,
    RIG_ARM_MID,
    RIG_ELBOW_HALF,
    RIG_HIP_HALF,
    RIG_KNEE_HALF,
    RIG_LEFT, /* first of the left side, same order as from RIG_CLAVICLE */
    RIG_SIDE = RIG_LEFT - RIG_CLAVICLE,
};

#define RIG_TRUNK RIG_CLAVICLE /* joints 0 .. RIG_TRUNK - 1 are the spine's */

/* Knuckles and middle joints of the fingers: m below the wrist at 1.75 m, and
 * how far they turn in a fist, radians. */
#define RIG_FINGERS_Y .088
#define RIG_TIPS_Y .130
#define RIG_FINGERS_TURN 1.309
#define RIG_TIPS_TURN 1.658

/* The segment a joint goes with; -1 for fingers and helpers. */
int rig_segment(int joint);
/* The joint that a finger or helper hangs from; -1 for segments. */
int rig_parent(int joint);
/* The same joint on the other side. */
int rig_mirror(int joint);

/* World frames of all joints, origins at joint centres, and of all segments
 * about their joint centres. grip: 0 open .. 1 fist; right, left. */
struct rig_frames {
    struct sp_frame joint[FIGURE_JOINTS];
    struct sp_frame segment[SP_SEGMENTS];
};
void rig_place(const struct sp_body *body, const struct sp_posture *posture,
               const double grip[2], struct rig_frames *out);
void rig_bind(const struct sp_body *body, struct rig_frames *out);

#endif
