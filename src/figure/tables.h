/*
 * The figure's measures: sections of lofts, ellipsoids and cones for a man
 * and a woman of 1.75 m, in m on the skeleton's segments (docs/figure.md).
 */
#ifndef FIGURE_TABLES_H
#define FIGURE_TABLES_H

#include "figure/field.h"

/* Kinds of flesh: how girth follows weight, and what build changes. */
enum flesh {
    FAT_THIGH,
    FAT_ARM,
    FAT_CALF,
    FAT_FOREARM,
    FAT_BUTTOCK,
    FAT_CHEST,
    LEAN_WRIST,
    LEAN_KNEE,
    LEAN_NECK,
    LEAN_HAND,
    LEAN_HEAD,
    LEAN_FOOT,
    LEAN_CAP,
    LEAN_TRUNK,
    FLESHES
};

static const struct {
    double exponent;   /* radius goes with (BMI / usual BMI)^exponent */
    double man, woman; /* factor at that build */
    bool fits;         /* takes part in making the volume right */
} fleshes[FLESHES] = {
    [FAT_THIGH] = {.50, 1.05, 1.14, true },
      [FAT_ARM] = {.50, 1.04, .99,  true },
    [FAT_CALF] = {.42, 1.00, 1.01, true },
      [FAT_FOREARM] = {.42, 1,    .93,  true },
    [FAT_BUTTOCK] = {.40, 1,    1,    true },
      [FAT_CHEST] = {.42, 1,    1,    true },
    [LEAN_WRIST] = {.20, 1,    .93,  false},
      [LEAN_KNEE] = {.20, 1,    1,    false},
    [LEAN_NECK] = {.25, .98,  .84,  false},
      [LEAN_HAND] = {.10, 1,    .93,  false},
    [LEAN_HEAD] = {0,   1,    .985, false},
      [LEAN_FOOT] = {0,   1,    .95,  false},
    [LEAN_CAP] = {.35, 1,    .97,  false},
      [LEAN_TRUNK] = {.20, 1,    .95,  false},
};

/* Section of the trunk, horizontal in standing; man | woman. */
struct trunk_row {
    int segment;
    double dy;                         /* m above the segment's joint */
    double front[2], back[2], half[2]; /* m; front and back from the joint */
    double square, exponent, belly;
};

static const struct trunk_row trunk_rows[] = {
    {SP_PELVIS, -.118, {.000, .000}, {.125, .125}, {.122, .134}, 1,   .36, 0 },
    {SP_PELVIS, -.075, {.022, .018}, {.170, .168}, {.166, .186}, .9,  .38, 0 },
    {SP_PELVIS, -.020, {.036, .030}, {.178, .176}, {.172, .188}, .75, .42, .1},
    {SP_PELVIS, .040,  {.044, .036}, {.172, .170}, {.165, .174}, .7,  .48, .3},
    {SP_L5,     .010,  {.172, .156}, {.058, .058}, {.158, .158}, .7,  .58, .7},
    {SP_L4,     .020,  {.157, .140}, {.060, .060}, {.146, .136}, .7,  .62, 1 },
    {SP_L2,     0,     {.160, .140}, {.062, .060}, {.143, .130}, .7,  .62, 1 },
    {SP_T12,    0,     {.184, .164}, {.060, .058}, {.150, .140}, .65, .60, .8},
    {SP_T10,    0,     {.196, .174}, {.056, .054}, {.150, .138}, .62, .54, .5},
    {SP_T8,     0,     {.196, .178}, {.057, .055}, {.156, .143}, .6,  .49, .3},
    {SP_T6,     0,     {.187, .172}, {.060, .057}, {.162, .148}, .6,  .45, .1},
    {SP_T5,     .005,  {.172, .158}, {.062, .058}, {.163, .148}, .62, .42, 0 },
    {SP_T4,     .008,  {.150, .139}, {.063, .058}, {.155, .142}, .68, .40, 0 },
    {SP_T3,     .010,  {.126, .117}, {.062, .057}, {.134, .124}, .8,  .36, 0 },
    {SP_T1,     -.005, {.084, .079}, {.060, .055}, {.098, .090}, .95, .31, 0 },
    {SP_T1,     .018,  {.060, .056}, {.056, .051}, {.066, .060}, 1,   .26, 0 },
    {SP_T1,     .046,  {.040, .036}, {.036, .033}, {.038, .035}, 1,   .25, 0 },
};

/* Section of a limb at a fraction of the way between two joints. */
struct limb_row {
    double t, front, back, out, in, shift; /* m beside t */
    enum flesh flesh, next;                /* kinds at this height */
    double share;                          /* of `next` */
};

static const struct limb_row thigh_rows[] = {
    {-.06, .082, .084, .077, .058, -.004, FAT_THIGH, FAT_THIGH, 0  },
    {.08,  .087, .090, .085, .068, .002,  FAT_THIGH, FAT_THIGH, 0  },
    {.22,  .086, .088, .085, .076, .008,  FAT_THIGH, FAT_THIGH, 0  },
    {.40,  .082, .083, .080, .076, .012,  FAT_THIGH, FAT_THIGH, 0  },
    {.60,  .074, .074, .071, .069, .008,  FAT_THIGH, LEAN_KNEE, .15},
    {.80,  .064, .062, .058, .060, .004,  FAT_THIGH, LEAN_KNEE, .6 },
    {.93,  .057, .053, .052, .053, .004,  FAT_THIGH, LEAN_KNEE, .9 },
    {1.04, .052, .049, .049, .050, .002,  LEAN_KNEE, LEAN_KNEE, 0  },
};
static const struct limb_row shank_rows[] = {
    {0,   .051,  .048,  .050,  .050,  .002,  LEAN_KNEE, LEAN_KNEE, 0 },
    {.12, .052,  .060,  .053,  .053,  -.004, LEAN_KNEE, FAT_CALF,  .5},
    {.26, .049,  .071,  .058,  .058,  -.010, FAT_CALF,  FAT_CALF,  0 },
    {.40, .046,  .067,  .056,  .056,  -.010, FAT_CALF,  FAT_CALF,  0 },
    {.58, .0417, .0527, .0465, .0465, -.008, FAT_CALF,  LEAN_KNEE, .2},
    {.74, .0380, .0410, .0374, .0374, -.006, FAT_CALF,  LEAN_KNEE, .7},
    {.88, .0353, .0383, .0342, .0342, -.006, LEAN_KNEE, LEAN_KNEE, 0 },
    {1.0, .0372, .0422, .0362, .0362, -.006, LEAN_KNEE, LEAN_KNEE, 0 },
};
static const struct limb_row upper_arm_rows[] = {
    {0,    .048, .048, .044, .044, 0, FAT_ARM,     FAT_ARM,     0 },
    {.20,  .052, .051, .047, .047, 0, FAT_ARM,     FAT_ARM,     0 },
    {.42,  .053, .051, .045, .045, 0, FAT_ARM,     FAT_ARM,     0 },
    {.62,  .049, .048, .042, .042, 0, FAT_ARM,     FAT_FOREARM, .2},
    {.85,  .039, .042, .040, .040, 0, FAT_ARM,     FAT_FOREARM, .7},
    {1.03, .037, .040, .041, .041, 0, FAT_FOREARM, FAT_FOREARM, 0 },
};
static const struct limb_row forearm_rows[] = {
    {0,    .041, .041, .040,  .040,  0,    FAT_FOREARM, FAT_FOREARM, 0 },
    {.22,  .049, .049, .043,  .043,  .006, FAT_FOREARM, FAT_FOREARM, 0 },
    {.45,  .045, .045, .039,  .039,  .006, FAT_FOREARM, FAT_FOREARM, 0 },
    {.70,  .037, .037, .030,  .030,  0,    FAT_FOREARM, LEAN_WRIST,  .5},
    {.90,  .032, .032, .0235, .0235, 0,    LEAN_WRIST,  LEAN_WRIST,  0 },
    {1.02, .032, .032, .023,  .023,  0,    LEAN_WRIST,  LEAN_WRIST,  0 },
};

/* Neck: section through a joint; front, back, half width, shift forward. */
static const struct {
    int segment;
    double front, back, half, shift;
} neck_rows[] = {
    {SP_T1, .056, .066, .066, .022},
    {SP_C6, .054, .062, .058, .016},
    {SP_C4, .054, .060, .055, .012},
    {SP_C2, .058, .064, .056, .006},
    {SP_C1, .060, .066, .058, .002},
};

/* Fingers and thumb, each three cones from joint to joint; hand frame with x
 * to the thumb, y to the elbow and z away from the palm. */
static const struct {
    double at[4][3], radius[4]; /* m */
} finger_rows[] = {
    {{{.0300, -.084, .002},
      {.0350, -.128, .000},
      {.0378, -.154, -.005},
      {.0396, -.172, -.012}},
     {.0100, .0090, .0080, .0068}},
    {{{.0095, -.086, .004},
      {.0108, -.133, .002},
      {.0114, -.162, -.003},
      {.0117, -.182, -.011}},
     {.0102, .0092, .0082, .0070}},
    {{{-.0110, -.083, .002},
      {-.0142, -.126, .000},
      {-.0162, -.153, -.005},
      {-.0175, -.172, -.012}},
     {.0098, .0087, .0077, .0066}},
    {{{-.0295, -.076, -.001},
      {-.0368, -.109, -.003},
      {-.0410, -.130, -.008},
      {-.0438, -.146, -.014}},
     {.0088, .0077, .0068, .0059}},
    {{{.0240, -.026, -.008},
      {.0460, -.058, -.014},
      {.0580, -.086, -.019},
      {.0640, -.106, -.022}},
     {.0165, .0125, .0105, .0082}},
};

/* Which axes a shape's numbers are in. */
enum frame { IN_SEGMENT, IN_HAND };

struct ball_row {
    enum field_part part;
    int segment;
    enum frame frame;
    double at[2][3];     /* m; man, woman */
    double radius[2][3]; /* m */
    double turn_deg[3];  /* about the segment's x, y, z */
    double blend;
    enum flesh flesh;
    double from, to; /* build at which it fades in from nothing; 0, 0 always */
};

static const struct ball_row ball_rows[] = {
    {PART_TRUNK,
     SP_PELVIS,     IN_SEGMENT,
     {{-.120, -.083, .070}, {-.120, -.083, .072}},
     {{.073, .088, .080}, {.080, .092, .088}},
     {0, 0, 15},
     .05,  FAT_BUTTOCK,
     0,   0},
    {PART_TRUNK,
     SP_T6,         IN_SEGMENT,
     {{.122, .022, .078}, {.122, .022, .078}},
     {{.036, .066, .084}, {.036, .066, .084}},
     {0, 18, -14},
     .09,  FAT_CHEST,
     .75, 0},
    {PART_TRUNK,
     SP_T7,         IN_SEGMENT,
     {{.12, 0, .070}, {.146, 0, .070}},
     {{.042, .046, .048}, {.052, .057, .060}},
     {0, 20, 0},
     .045, FAT_CHEST,
     .6,  1},
    {PART_TRUNK,
     SP_T6,         IN_SEGMENT,
     {{-.022, .015, .082}, {-.022, .015, .082}},
     {{.038, .078, .055}, {.038, .078, .055}},
     {-8, -18, 0},
     .05,  LEAN_TRUNK,
     0,   0},
    {PART_TRUNK,
     SP_CLAVICLE_R, IN_SEGMENT,
     {{-.012, 0, .070}, {-.012, 0, .070}},
     {{.050, .030, .075}, {.050, .030, .075}},
     {0, 0, 0},
     .06,  LEAN_TRUNK,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.004, .070, 0}, {.004, .070, 0}},
     {{.098, .084, .075}, {.098, .084, .075}},
     {0, 0, 8},
     .05,  LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.032, .012, 0}, {.032, .012, 0}},
     {{.064, .088, .061}, {.062, .086, .059}},
     {0, 0, -10},
     .03,  LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.055, -.055, 0}, {.055, -.054, 0}},
     {{.031, .025, .030}, {.029, .024, .026}},
     {0, 0, 0},
     .035, LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.056, .054, 0}, {.056, .054, 0}},
     {{.026, .016, .047}, {.026, .015, .046}},
     {0, 0, 0},
     .04,  LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.052, .004, .034}, {.052, .004, .034}},
     {{.022, .026, .020}, {.022, .025, .020}},
     {0, 20, 0},
     .04,  LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{.070, -.026, 0}, {.069, -.026, 0}},
     {{.014, .012, .022}, {.014, .012, .021}},
     {0, 0, 0},
     .025, LEAN_HEAD,
     0,   0},
    {PART_HEAD,
     SP_SKULL,      IN_SEGMENT,
     {{0, .020, .073}, {0, .020, .073}},
     {{.017, .029, .010}, {.016, .027, .010}},
     {0, 18, -8},
     .014, LEAN_HEAD,
     0,   0},
    {PART_ARM,
     SP_HUMERUS_R,  IN_SEGMENT,
     {{.004, -.026, .008}, {.004, -.026, .004}},
     {{.051, .072, .047}, {.051, .072, .047}},
     {-6, 0, 0},
     .035, LEAN_CAP,
     0,   0},
    {PART_HAND,
     SP_HAND_R,     IN_HAND,
     {{.000, -.046, 0}, {.000, -.046, 0}},
     {{.041, .054, .0165}, {.041, .054, .0165}},
     {0, 0, 0},
     .012, LEAN_HAND,
     0,   0},
    {PART_HAND,
     SP_HAND_R,     IN_HAND,
     {{.024, -.044, -.009}, {.024, -.044, -.009}},
     {{.014, .030, .013}, {.014, .030, .013}},
     {0, 0, 22},
     .014, LEAN_HAND,
     0,   0},
    {PART_HAND,
     SP_HAND_R,     IN_HAND,
     {{-.026, -.044, -.007}, {-.026, -.044, -.007}},
     {{.013, .034, .012}, {.013, .034, .012}},
     {0, 0, -4},
     .014, LEAN_HAND,
     0,   0},
    {PART_SHANK,
     SP_TIBIA_R,    IN_SEGMENT,
     {{.036, .004, 0}, {.036, .004, 0}},
     {{.024, .036, .028}, {.024, .036, .028}},
     {0, 0, 0},
     .04,  LEAN_KNEE,
     0,   0},
    {PART_FOOT,
     SP_CALCN_R,    IN_SEGMENT,
     {{.018, .024, -.001}, {.018, .024, -.001}},
     {{.042, .042, .034}, {.042, .042, .034}},
     {0, 0, 0},
     .02,  LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_TIBIA_R,    IN_SEGMENT,
     {{-.010, -.385, .028}, {-.010, -.385, .028}},
     {{.016, .020, .014}, {.016, .020, .014}},
     {0, 0, 0},
     .02,  LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_TIBIA_R,    IN_SEGMENT,
     {{-.006, -.378, -.028}, {-.006, -.378, -.028}},
     {{.017, .020, .014}, {.017, .020, .014}},
     {0, 0, 0},
     .02,  LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_CALCN_R,    IN_SEGMENT,
     {{.110, .014, .014}, {.110, .014, .014}},
     {{.085, .024, .034}, {.085, .024, .034}},
     {0, -4, 0},
     .03,  LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_TOES_R,     IN_SEGMENT,
     {{-.012, .014, 0}, {-.012, .014, 0}},
     {{.055, .022, .048}, {.055, .022, .048}},
     {0, -8, 0},
     .02,  LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_TOES_R,     IN_SEGMENT,
     {{.038, .009, -.022}, {.038, .009, -.022}},
     {{.036, .015, .020}, {.036, .015, .020}},
     {0, -2, 0},
     .022, LEAN_FOOT,
     0,   0},
    {PART_FOOT,
     SP_TOES_R,     IN_SEGMENT,
     {{.026, .008, .010}, {.026, .008, .010}},
     {{.038, .014, .032}, {.038, .014, .032}},
     {0, -20, 0},
     .022, LEAN_FOOT,
     0,   0},
};

struct cone_row {
    enum field_part part;
    int from, to; /* segments */
    enum frame frame;
    double at[2][3], end[2][3]; /* m; man, woman */
    double radius[2][2];        /* m; man's two ends, woman's two ends */
    double blend;
    enum flesh flesh;
};

static const struct cone_row cone_rows[] = {
    {PART_TRUNK,
     SP_C5,         SP_SCAPULA_R,
     IN_SEGMENT, {{-.028, 0, .020}, {-.028, 0, .020}},
     {{-.004, -.026, -.018}, {-.004, -.026, -.018}},
     {{.029, .027}, {.0255, .025}},
     .045, LEAN_TRUNK},
    {PART_TRUNK,
     SP_CLAVICLE_R, SP_CLAVICLE_R,
     IN_SEGMENT, {{0, .004, .015}, {0, .004, .015}},
     {{-.006, .010, .120}, {-.006, .010, .120}},
     {{.011, .013}, {.011, .013}},
     .045, LEAN_TRUNK},
    {PART_HEAD,
     SP_SKULL,      SP_SKULL,
     IN_SEGMENT, {{.002, -.020, .052}, {.002, -.020, .047}},
     {{.058, -.056, .010}, {.058, -.056, .010}},
     {{.015, .016}, {.014, .014}},
     .045, LEAN_HEAD },
    {PART_HEAD,
     SP_SKULL,      SP_SKULL,
     IN_SEGMENT, {{.084, .042, 0}, {.084, .042, 0}},
     {{.1005, .007, 0}, {.0995, .008, 0}},
     {{.008, .0105}, {.008, .0100}},
     .026, LEAN_HEAD },
    {PART_FOOT,
     SP_CALCN_R,    SP_CALCN_R,
     IN_SEGMENT, {{.052, .044, -.004}, {.052, .044, -.004}},
     {{.150, .017, -.006}, {.150, .017, -.006}},
     {{.036, .026}, {.036, .026}},
     .03,  LEAN_FOOT },
};

#endif
