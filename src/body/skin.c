/*
 * Skin points of the reference figure (1.75 m, 75 kg): where flesh meets a
 * floor, a bar, a ball. Offsets from the bone: our own estimates, fitted to
 * tape measures of adults; buttocks, back and sit bones are already pressed
 * in by about 2 cm. `flesh` is the part that grows with girth.
 */
#include "body/body_internal.h"

// clang-format off
#define MIDDLE(p, segment, x, y, fx, fy)                                       \
    [SP_POINT_##p] = {SP_##segment, {x, y, 0}, {fx, fy, 0}},
#define RIGHT(p, segment, x, y, z, fx, fy, fz)                                 \
    [SP_POINT_##p##_R] = {SP_##segment, {x, y, z}, {fx, fy, fz}},

const struct body_point_row body_points[SP_POINTS] = {
    //      point       segment    x       y      flesh x, y
    MIDDLE(SACRUM,      PELVIS,  -.185,   .020,  -.025,  0)
    MIDDLE(PUBIS,       PELVIS,   .028,  -.095,   .010, -.010)
    MIDDLE(WAIST_BACK,  L3,      -.078,   0,     -.025,  0)
    MIDDLE(BELLY,       L3,       .138,   0,      .090,  0)
    MIDDLE(BACK_T3,     T3,      -.060,   0,     -.020,  0)
    MIDDLE(BACK_T5,     T5,      -.065,   0,     -.020,  0)
    MIDDLE(BACK_T8,     T8,      -.065,   0,     -.020,  0)
    MIDDLE(BACK_T11,    T11,     -.068,   0,     -.022,  0)
    MIDDLE(CHEST,       T8,       .192,   0,      .040,  0)
    MIDDLE(OCCIPUT,     SKULL,   -.100,   .050,   0,     0)
    MIDDLE(FOREHEAD,    SKULL,    .092,   .090,   0,     0)
    MIDDLE(CHIN,        SKULL,    .085,  -.060,   0,     0)
    MIDDLE(CROWN,       SKULL,    0,      .158,   0,     0)
    //      point          segment    x       y      z       flesh x, y, z
    RIGHT(HEEL,            CALCN_R,   0,     -.004,  0,      0,     0,    0)
    RIGHT(HEEL_BACK,       CALCN_R,  -.010,   .004,  0,      0,     0,    0)
    RIGHT(BALL,            CALCN_R,   .165,  -.005,  0,      0,     0,    0)
    RIGHT(TOE,             TOES_R,    .050,  -.001,  0,      0,     0,    0)
    RIGHT(INSTEP,          TOES_R,    .050,   .022,  0,      0,     0,    0)
    RIGHT(KNEEL,           TIBIA_R,   .048,  -.050,  0,      0,     0,    0)
    RIGHT(SHIN,            TIBIA_R,   .044,  -.100,  0,      .008,  0,    0)
    RIGHT(CALF,            TIBIA_R,  -.082,  -.120,  0,     -.030,  0,    0)
    RIGHT(CALF_LOW,        TIBIA_R,  -.058,  -.240,  0,     -.015,  0,    0)
    RIGHT(ANKLE_OUT,       TIBIA_R,  -.010,  -.385,  .042,   0,     0,    0)
    RIGHT(ANKLE_IN,        TIBIA_R,  -.006,  -.378, -.042,   0,     0,    0)
    RIGHT(KNEECAP,         FEMUR_R,   .060,  -.410,  0,      0,     0,    0)
    RIGHT(KNEE_OUT,        FEMUR_R,   0,     -.410,  .055,   0,     0,    .010)
    RIGHT(KNEE_IN,         FEMUR_R,   0,     -.410, -.055,   0,     0,   -.010)
    RIGHT(THIGH_FRONT,     FEMUR_R,   .088,  -.200,  0,      .045,  0,    0)
    RIGHT(THIGH_BACK,      FEMUR_R,  -.065,  -.260,  0,     -.035,  0,    0)
    RIGHT(TROCHANTER,      FEMUR_R,   0,      0,     .090,   0,     0,    .035)
    RIGHT(SIT_BONE,        PELVIS,   -.105,  -.155,  .060,   0,    -.020, 0)
    RIGHT(BUTTOCK,         PELVIS,   -.195,  -.075,  .065,  -.025,  0,    0)
    RIGHT(ASIS,            PELVIS,    .012,   0,     .115,   .010,  0,    .010)
    RIGHT(BELLY_SIDE,      L3,        .114,   0,     .084,   .140,  0,    .280)
    RIGHT(SCAPULA_BACK,    T6,       -.062,   .015,  .080,  -.020,  0,    0)
    RIGHT(SHOULDER_TIP,    HUMERUS_R, 0,     -.030,  .055,   0,     0,    .020)
    RIGHT(UPPER_ARM_BACK,  HUMERUS_R,-.050,  -.140,  0,     -.020,  0,    0)
    RIGHT(ELBOW,           ULNA_R,   -.040,   0,     0,      0,     0,    0)
    RIGHT(FOREARM_UNDER,   ULNA_R,   -.036,  -.100,  .010,  -.010,  0,    0)
    RIGHT(WRIST_BACK,      HAND_R,   -.022,   0,     0,      0,     0,    0)
    RIGHT(HEEL_OF_HAND,    HAND_R,    .018,  -.020,  0,      0,     0,    0)
    RIGHT(PALM,            HAND_R,    .018,  -.080,  0,      0,     0,    0)
    RIGHT(HAND_BACK,       HAND_R,   -.018,  -.080,  0,      0,     0,    0)
    RIGHT(FINGERTIP,       HAND_R,    .018,  -.180,  0,      0,     0,    0)
    RIGHT(GRIP,            HAND_R,    .030,  -.080,  0,      0,     0,    0)
    RIGHT(TEMPLE,          SKULL,     .020,   .060,  .078,   0,     0,    0)
};
// clang-format on
