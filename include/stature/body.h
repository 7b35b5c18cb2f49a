/*
 * A person's body as a tree of rigid segments, and where every segment is for
 * a given posture.
 *
 * SI units, radians. Axes: x forward, y up, z to the person's right; the
 * world's origin is on the floor. A segment frame's pose in its parent is
 * T(joint in parent) R(rest) Q(joint angles) T(-joint in child); Q = I is
 * neutral standing. Sources and caveats: docs/body.md.
 */
#ifndef STATURE_BODY_H
#define STATURE_BODY_H

#include "stature/base.h"

enum sp_sex { SP_FEMALE, SP_MALE, SP_SEX_UNSTATED };

/* What the model knows of a person. */
struct sp_person {
    double height_m; /* [1.20, 2.20] */
    double mass_kg;  /* [30, 250] */
    double age_y;    /* [10, 110]; not used by geometry */
    enum sp_sex sex; /* unstated: mean of both */
};

#define SP_SPINE_MAP(X)                                                        \
    X(L5) X(L4) X(L3) X(L2) X(L1)                                              \
    X(T12) X(T11) X(T10) X(T9) X(T8) X(T7) X(T6) X(T5) X(T4) X(T3) X(T2) X(T1) \
    X(C7) X(C6) X(C5) X(C4) X(C3) X(C2) X(C1)

#define SP_SIDE_MAP(X)                                                         \
    X(CLAVICLE) X(SCAPULA) X(HUMERUS) X(ULNA) X(RADIUS) X(HAND)                \
    X(FEMUR) X(PATELLA) X(TIBIA) X(TALUS) X(CALCN) X(TOES)

/* Parents come before children. */
enum sp_segment {
    SP_PELVIS,
#define X(s) SP_##s,
    SP_SPINE_MAP(X)
#undef X
    SP_SKULL,
#define X(s) SP_##s##_R,
    SP_SIDE_MAP(X)
#undef X
#define X(s) SP_##s##_L,
    SP_SIDE_MAP(X)
#undef X
    SP_SEGMENTS
};

/*
 * Posture coordinates: the angles a teacher would name. Spine angles are
 * totals of a region from neutral standing and are shared out to the levels
 * in proportion to each level's own limit in that direction. Signs: pitch +
 * leaning back, extension +, bend + right, turn + left; hip and shoulder
 * flexion/adduction/internal rotation +, the same sign meaning the same
 * motion on both sides; knee and elbow flexion +; ankle dorsiflexion +; toes
 * up +; forearm 0 palm forward, pronation +; wrist palmar flexion and ulnar
 * deviation +; girdle up + and forward +.
 */
#define SP_COORD_SIDE_MAP(X, side)                                             \
    X(HIP_##side##_FLEX) X(HIP_##side##_ADD) X(HIP_##side##_ROT)               \
    X(KNEE_##side##_FLEX) X(ANKLE_##side##_DORS) X(MTP_##side##_EXT)           \
    X(GIRDLE_##side##_ELEV) X(GIRDLE_##side##_PROT)                            \
    X(SHOULDER_##side##_FLEX) X(SHOULDER_##side##_ADD)                         \
    X(SHOULDER_##side##_ROT) X(ELBOW_##side##_FLEX)                            \
    X(FOREARM_##side##_PRON) X(WRIST_##side##_FLEX) X(WRIST_##side##_ULN)

#define SP_COORD_MAP(X)                                                        \
    X(ROOT_X) X(ROOT_Y) X(ROOT_Z)                                              \
    X(PELVIS_PITCH) X(PELVIS_LIST) X(PELVIS_TURN)                              \
    X(LUMBAR_EXT) X(LUMBAR_BEND) X(LUMBAR_TURN)                                \
    X(THORACIC_EXT) X(THORACIC_BEND) X(THORACIC_TURN)                          \
    X(CERVICAL_EXT) X(CERVICAL_BEND) X(CERVICAL_TURN)                          \
    SP_COORD_SIDE_MAP(X, R)                                                    \
    SP_COORD_SIDE_MAP(X, L)

enum sp_coord {
#define X(c) SP_##c,
    SP_COORD_MAP(X)
#undef X
    SP_COORDS
};

/* m for ROOT_X..Z, rad for the rest. */
struct sp_posture {
    double q[SP_COORDS];
};

/* Rotation (row-major, columns are the segment's axes in the world) and
 * origin of a segment. */
struct sp_frame {
    double R[9];
    double p[3]; /* m */
};

struct sp_frames {
    struct sp_frame seg[SP_SEGMENTS];
};

/* Named points of the skin: what can touch a floor, a bar, a ball. */
#define SP_POINT_SIDE_MAP(X)                                                   \
    X(HEEL) X(BALL) X(TOE) X(KNEEL) X(KNEECAP) X(ANKLE_OUT) X(ANKLE_IN)        \
    X(SHIN) X(CALF) X(THIGH_FRONT) X(THIGH_BACK) X(KNEE_OUT) X(KNEE_IN)        \
    X(INSTEP) X(TROCHANTER) X(SIT_BONE) X(BUTTOCK) X(SCAPULA_BACK)             \
    X(SHOULDER_TIP) X(UPPER_ARM_BACK) X(ELBOW) X(FOREARM_UNDER) X(WRIST_BACK)  \
    X(PALM) X(HAND_BACK) X(HEEL_OF_HAND) X(FINGERTIP) X(GRIP) X(ASIS)          \
    X(TEMPLE) X(HEEL_BACK) X(CALF_LOW) X(BELLY_SIDE)

#define SP_POINT_MIDDLE_MAP(X)                                                 \
    X(SACRUM) X(PUBIS) X(WAIST_BACK) X(BELLY) X(BACK_T5) X(BACK_T8) X(CHEST)   \
    X(OCCIPUT) X(FOREHEAD) X(CHIN) X(CROWN) X(BACK_T3) X(BACK_T11)

enum sp_point {
#define X(p) SP_POINT_##p,
    SP_POINT_MIDDLE_MAP(X)
#undef X
#define X(p) SP_POINT_##p##_R,
    SP_POINT_SIDE_MAP(X)
#undef X
#define X(p) SP_POINT_##p##_L,
    SP_POINT_SIDE_MAP(X)
#undef X
    SP_POINTS
};

/* One rigid segment, scaled to the person. */
struct sp_body_segment {
    int parent;             /* enum sp_segment, -1 for the pelvis */
    double joint_parent[3]; /* m, joint centre in the parent's frame */
    double joint_child[3];  /* m, joint centre in this frame */
    double rest[9];         /* rest rotation, row-major */
    double axis[3];         /* unit; hinge joints only, after `rest` */
    double mass_kg;
    double com[3];      /* m, this frame */
    double inertia[3];  /* kg m2, Ixx Iyy Izz about the centre of mass */
};

struct sp_body {
    struct sp_person person;
    double length_scale; /* height / 1.75 m */
    double girth_scale;  /* depth and width of flesh against the 1.75 m,
                            75 kg figure, beyond length_scale */
    struct sp_body_segment segment[SP_SEGMENTS];
    int point_segment[SP_POINTS];  /* enum sp_segment */
    double point[SP_POINTS][3];    /* m, in that segment's frame */
    double q_min[SP_COORDS];       /* rad; active range */
    double q_max[SP_COORDS];
    double q_loaded_min[SP_COORDS]; /* rad; range under body weight */
    double q_loaded_max[SP_COORDS];
};

/*
 * Scale the skeleton to a person. Fills *body; allocates nothing.
 * Errors: SP_E_RANGE naming the field if NaN or outside the ranges above.
 */
SP_NODISCARD enum sp_status sp_body_init(struct sp_body *body,
                                         const struct sp_person *person,
                                         struct sp_error *err);

/* World frame of every segment. Allocates nothing, cannot fail. */
void sp_body_place(const struct sp_body *body, const struct sp_posture *posture,
                   struct sp_frames *frames);

/* World position, m, of a skin point. */
void sp_body_point(const struct sp_body *body, const struct sp_frames *frames,
                   enum sp_point point, double out[3]);

/* Centre of mass of the whole body, world, m; returns the mass in kg. */
double sp_body_com(const struct sp_body *body, const struct sp_frames *frames,
                   double com[3]);

/* The same posture with left and right exchanged. */
struct sp_posture sp_posture_mirror(const struct sp_posture *posture);

/* Lower-case names: "hip_r_flex", "thoracic8", "heel_r"; static storage.
 * The _find functions return -1 for an unknown name. */
const char *sp_coord_name(enum sp_coord coord);
const char *sp_segment_name(enum sp_segment segment);
const char *sp_point_name(enum sp_point point);
int sp_coord_find(const char *name);
int sp_segment_find(const char *name);
int sp_point_find(const char *name);

#endif
