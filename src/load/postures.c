/*
 * The postures of Wilke, Neef, Caimi, Hoogland and Claes 1999 (Spine
 * 24:755-762), one man of 45 y, 70 kg, with a transducer in the nucleus L4/5.
 *
 * The paper gives no joint angles: these are ours, from photographs' likeness
 * and ranges, and five degrees either way move a carrying row by up to 0.3
 * MPa. Written down before the last fit of parameters and not moved after it.
 */
#include "load/load_internal.h"
#include "load/validate.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

static const double pi = 3.14159265358979323846;

#define SITTING (LOAD_SEAT | LOAD_FEET)

// clang-format off
// name, pelvis, lumbar, thorax, neck, hip, knee, shoulder, elbow, hold, kg, kPa
const struct load_measured load_measured[LOAD_MEASURED] = {
    {{SP_TEXT("lying on the back"), -90, 3, -3, 0, 0, 0, {0, 0, 0}, 0,
      LOAD_ON_BACK | LOAD_SETTLES, 0, 0}, 0.10, 1, true, false},
    {{SP_TEXT("lying prone"), 90, 0, -3, -5, 0, 0, {20, -30, 0}, 0,
      LOAD_ON_FRONT | LOAD_SETTLES, 0, 0}, 0.11, 3, true, false},
    {{SP_TEXT("prone on the elbows"), 82, -14, -14, -25, 0, 0, {57, -7, -4}, 90,
      LOAD_ON_ELBOWS, 0, 0}, 0.25, 4, false, false},
    {{SP_TEXT("lying on the side"), 0, 8, 3, 5, 35, 45, {35, 0, 0}, 60,
      LOAD_ON_SIDE | LOAD_SETTLES, 0, 0}, 0.12, 2, true, false},
    {{SP_TEXT("relaxed standing"), 0, 0, 0, 0, -3, 0, {0, 0, 0}, 10,
      LOAD_FEET, 0, 0}, 0.50, 8, true, false},
    {{SP_TEXT("standing, Valsalva"), 0, 0, 0, 0, -3, 0, {0, 0, 0}, 10,
      LOAD_FEET, 0, 16}, 0.92, 9, false, false},
    {{SP_TEXT("standing bent forward"), 22, 40, 10, -5, 33, 3, {65, 0, 0}, 0,
      LOAD_FEET, 0, 0}, 1.10, 10, true, false},
    {{SP_TEXT("sitting relaxed"), -20, 26, 6, 0, 68, 85, {15, 0, 0}, 45,
      SITTING | LOAD_HANDS_ON_THIGHS, 0, 0}, 0.46, 11, true, false},
    {{SP_TEXT("sitting, back straightened"), -6, 8, -2, 0, 82, 85, {15, 0, 0}, 45,
      SITTING | LOAD_HANDS_ON_THIGHS, 0, 0}, 0.55, 12, false, false},
    {{SP_TEXT("sitting, flexed as far as it goes"), -4, 48, 24, 10, 84, 85, {50, 0, 0}, 0,
      SITTING, 0, 0}, 0.83, 13, true, false},
    {{SP_TEXT("sitting, elbows on thighs"), 6, 40, 18, -10, 94, 85, {78, 10, 0}, 3,
      SITTING | LOAD_ELBOWS_ON_THIGHS, 0, 0}, 0.43, 14, false, false},
    {{SP_TEXT("slouched into the chair"), -50, 21, 6, 12, 45, 75, {15, 0, 0}, 55,
      SITTING | LOAD_BACKREST | LOAD_HANDS_ON_THIGHS, 0, 0}, 0.27, 15, true, false},
    {{SP_TEXT("20 kg close to the body"), -2, -4, -2, 0, -2, 0, {-19, -7, -5}, 102,
      LOAD_FEET, 20, 0}, 1.10, 27, true, true},
    {{SP_TEXT("20 kg, 60 cm before the chest"), -4, -5, -3, 0, 1, 0, {63, 2, 4}, 7,
      LOAD_FEET, 20, 0}, 1.80, 28, false, true},
    {{SP_TEXT("lifting 20 kg, round back"), 42, 48, 12, -15, 68, 15, {79, -6, 0}, 44,
      LOAD_FEET, 20, 0}, 2.30, 25, true, true},
    {{SP_TEXT("lifting 20 kg, knees bent"), 26, 20, 0, -15, 96, 100, {23, -6, 0}, 44,
      LOAD_FEET, 20, 0}, 1.70, 26, true, true},
};

const struct load_posture load_hanging = {
    SP_TEXT("hanging from a bar"), 8, 0, 0, 0, 0, 0, {180, 0, 0}, 5,
    LOAD_BAR | LOAD_SETTLES, 0, 0};

const struct load_posture load_supine = {
    SP_TEXT("lying in the harness"), -90, 8, -3, 0, 10, 0, {0, 0, 0}, 0,
    LOAD_ON_BACK | LOAD_SETTLES, 0, 0};
// clang-format on

struct load_posture load_inverted(double degrees)
{
    struct load_posture p = load_supine;
    p.name = SP_TEXT("hanging head down");
    p.lumbar = 3;
    p.hip = 0;
    p.shoulder[0] = 10;
    p.hold |= LOAD_ANKLE_STRAPS;
    p.pelvis = -90 - degrees;
    return p;
}

enum sp_status load_subject(struct sp_body *body, struct sp_load_params *params,
                            struct sp_error *err)
{
    const struct sp_person man = {1.74, 70, 45, SP_MALE};
    const enum sp_status status = sp_body_init(body, &man, err);
    if (status != SP_OK)
        return status;
    *params = sp_load_defaults;
    params->disc_area = 1 / (body->length_scale * body->length_scale);
    return SP_OK;
}

// ---- placing

static void set_pair(struct sp_posture *q, int right, double degrees)
{
    q->q[right] = q->q[right + SP_HIP_L_FLEX - SP_HIP_R_FLEX] =
        degrees * pi / 180;
}

static void to_posture(const struct sp_body *body, const struct load_posture *p,
                       double hip_more, struct sp_posture *q)
{
    memset(q, 0, sizeof *q);
    const double rad = pi / 180;
    q->q[SP_ROOT_Y] = 0.93 * body->length_scale;
    q->q[SP_PELVIS_PITCH] = -p->pelvis * rad;
    if (p->hold & LOAD_ON_SIDE)
        q->q[SP_PELVIS_LIST] = pi / 2;
    q->q[SP_LUMBAR_EXT] = -p->lumbar * rad;
    q->q[SP_THORACIC_EXT] = -p->thorax * rad;
    q->q[SP_CERVICAL_EXT] = -p->neck * rad;
    set_pair(q, SP_HIP_R_FLEX, p->hip + hip_more);
    set_pair(q, SP_KNEE_R_FLEX, p->knee);
    if (p->hold & LOAD_FEET) // flat feet
        set_pair(q, SP_ANKLE_R_DORS, p->pelvis - p->hip - hip_more + p->knee);
    set_pair(q, SP_SHOULDER_R_FLEX, p->shoulder[0]);
    set_pair(q, SP_SHOULDER_R_ADD, p->shoulder[1]);
    set_pair(q, SP_SHOULDER_R_ROT, p->shoulder[2]);
    set_pair(q, SP_ELBOW_R_FLEX, p->elbow);
}

// How far the centre of body and load stands before the heels, m.
static double before_heels(const struct sp_body *body,
                           const struct sp_frames *frames, double carried_kg)
{
    double com[3], heel[3], hand[3];
    const double mass = sp_body_com(body, frames, com);
    sp_body_point(body, frames, SP_POINT_HEEL_R, heel);
    sp_body_point(body, frames, SP_POINT_GRIP_R, hand);
    return (mass * com[0] + carried_kg * hand[0]) / (mass + carried_kg) -
           heel[0];
}

// Standing rows: legs turned at the hip until the centre of mass stands 8 cm
// before the heels, as people stand.
static void balance_over_feet(const struct sp_body *body,
                              const struct load_posture *p,
                              struct sp_frames *frames)
{
    struct sp_posture q;
    double low = -40, high = 40;
    for (int i = 0; i < 50; i++) {
        const double hip = (low + high) / 2;
        to_posture(body, p, hip, &q);
        sp_body_place(body, &q, frames);
        // more hip flexion takes the feet forward
        if (before_heels(body, frames, p->carried_kg) >
            0.08 * body->length_scale)
            low = hip;
        else
            high = hip;
    }
}

// ---- supports

struct builder {
    const struct sp_body *body;
    struct sp_load_case *one;
    double normal[3];
};

static struct sp_support *at_segment(struct builder *b, int segment, double x,
                                     double y, double z, double k, double mu)
{
    struct sp_support *s = &b->one->support[b->one->supports++];
    const double scale = b->body->length_scale;
    *s = (struct sp_support){
        .segment = segment,
        .other = -1,
        .at = {x * scale, y * scale, z * scale},
        .friction = mu,
        .stiffness_N_m = k,
        .touch = -1
    };
    memcpy(s->normal, b->normal, sizeof s->normal);
    return s;
}

static struct sp_support *at_point(struct builder *b, enum sp_point point,
                                   double k, double mu)
{
    struct sp_support *s =
        at_segment(b, b->body->point_segment[point], 0, 0, 0, k, mu);
    memcpy(s->at, b->body->point[point], sizeof s->at);
    return s;
}

#define LEFT(point) (point + (SP_POINT_HEEL_L - SP_POINT_HEEL_R))

static void both(struct builder *b, enum sp_point right, double k, double mu)
{
    at_point(b, right, k, mu);
    at_point(b, (enum sp_point)LEFT(right), k, mu);
}

// Heel and both sides of the ball of each foot.
static void feet(struct builder *b)
{
    both(b, SP_POINT_HEEL_R, 1e5, 0.6);
    for (int side = 0; side < 2; side++)
        for (int edge = -1; edge <= 1; edge += 2)
            at_segment(b, side ? SP_CALCN_L : SP_CALCN_R, 0.165, -0.005,
                       edge * 0.035, 5e4, 0.6);
}

// Sit bones with a front and a back pad, or the pelvis rolls and psoas holds
// it; thighs.
static void seat(struct builder *b)
{
    for (int side = -1; side <= 1; side += 2) {
        at_segment(b, SP_PELVIS, -0.135, -0.155, side * 0.06, 2e4, 0.5);
        at_segment(b, SP_PELVIS, -0.075, -0.155, side * 0.06, 2e4, 0.5);
    }
    both(b, SP_POINT_THIGH_BACK_R, 1e4, 0.5);
}

static void on_thighs(struct builder *b, enum sp_point right, double k)
{
    for (int side = 0; side < 2; side++) {
        const int point = side ? (int)LEFT(right) : (int)right;
        struct sp_support *s = at_point(b, (enum sp_point)point, k, 0.4);
        s->other = side ? SP_FEMUR_L : SP_FEMUR_R;
    }
}

// A back pad pushes forward and up, 33 degrees above the horizontal.
static void backrest(struct builder *b)
{
    const double up[3] = {0, 1, 0};
    const double pad[3] = {cos(33 * pi / 180), sin(33 * pi / 180), 0};
    memcpy(b->normal, pad, sizeof pad);
    static const int levels[] = {SP_L1, SP_T11, SP_T9, SP_T8,
                                 SP_T7, SP_T6,  SP_T5, SP_T4};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        at_segment(b, levels[i], -0.068, 0, 0, 5e3, 0.4);
    memcpy(b->normal, up, sizeof up);
}

static void on_back(struct builder *b)
{
    at_point(b, SP_POINT_OCCIPUT, 8e3, 0.5);
    for (int s = SP_T12; s <= SP_T1; s++)
        for (int side = -1; side <= 1; side += 2)
            at_segment(b, s, -0.063, 0.01, side * 0.055, 4e3, 0.5);
    for (int s = SP_L5; s <= SP_L1; s++)
        for (int side = -1; side <= 1; side += 2)
            at_segment(b, s, -0.074, 0.01, side * 0.045, 3e3, 0.5)->gap_m =
                0.015;
    at_point(b, SP_POINT_SACRUM, 8e3, 0.5);
    both(b, SP_POINT_BUTTOCK_R, 8e3, 0.5);
    both(b, SP_POINT_THIGH_BACK_R, 5e3, 0.5);
    both(b, SP_POINT_CALF_R, 5e3, 0.5);
    both(b, SP_POINT_HEEL_BACK_R, 8e3, 0.5);
    both(b, SP_POINT_UPPER_ARM_BACK_R, 5e3, 0.5);
    both(b, SP_POINT_ELBOW_R, 8e3, 0.5);
    both(b, SP_POINT_HAND_BACK_R, 8e3, 0.5);
}

static void legs_prone(struct builder *b)
{
    both(b, SP_POINT_ASIS_R, 8e3, 0.5);
    at_point(b, SP_POINT_PUBIS, 8e3, 0.5);
    both(b, SP_POINT_THIGH_FRONT_R, 8e3, 0.5);
    both(b, SP_POINT_SHIN_R, 8e3, 0.5);
    both(b, SP_POINT_INSTEP_R, 5e3, 0.5);
}

static void on_front(struct builder *b)
{
    legs_prone(b);
    at_point(b, SP_POINT_FOREHEAD, 8e3, 0.5);
    for (int s = SP_T10; s <= SP_T3; s++) // front of the chest
        for (int side = -1; side <= 1; side += 2)
            at_segment(b, s, 0.16, -0.02, side * 0.07, 5e3, 0.5);
    for (int s = SP_L5; s <= SP_L1; s++) // belly, soft
        at_segment(b, s, 0.12, 0, 0, 1e3, 0.5);
    both(b, SP_POINT_ELBOW_R, 8e3, 0.5);
    both(b, SP_POINT_PALM_R, 8e3, 0.5);
    both(b, SP_POINT_SHOULDER_TIP_R, 5e3, 0.5);
}

static void on_elbows(struct builder *b)
{
    legs_prone(b);
    for (int s = SP_L5; s <= SP_L3; s++)
        at_segment(b, s, 0.12, 0, 0, 1e3, 0.5);
    both(b, SP_POINT_ELBOW_R, 8e3, 0.5);
    both(b, SP_POINT_PALM_R, 8e3, 0.5);
}

static void on_side(struct builder *b)
{
    at_point(b, SP_POINT_TEMPLE_R, 8e3, 0.5);
    at_point(b, SP_POINT_SHOULDER_TIP_R, 8e3, 0.5);
    for (int s = SP_T12; s <= SP_T4; s++) {
        at_segment(b, s, 0.02, -0.02, 0.14, 3e3, 0.5);
        at_segment(b, s, 0.09, -0.02, 0.14, 3e3, 0.5);
    }
    for (int s = SP_L4; s <= SP_L2; s++) // waist
        at_segment(b, s, 0.02, 0, 0.13, 3e3, 0.5)->gap_m = 0.02;
    at_segment(b, SP_PELVIS, -0.055, 0.02, 0.14, 8e3, 0.5);
    at_point(b, SP_POINT_TROCHANTER_R, 8e3, 0.5);
    at_segment(b, SP_FEMUR_R, 0, -0.2, 0.08, 5e3, 0.5);
    at_point(b, SP_POINT_KNEE_OUT_R, 8e3, 0.5);
    at_point(b, SP_POINT_ANKLE_OUT_R, 8e3, 0.5);
    at_point(b, SP_POINT_ELBOW_R, 8e3, 0.5);
    at_segment(b, SP_HAND_R, 0, -0.08, 0.03, 8e3, 0.5);
    // the upper leg on the lower, the upper arm's hand before the chest
    at_point(b, SP_POINT_KNEE_IN_L, 5e3, 0.5)->other = SP_FEMUR_R;
    at_point(b, SP_POINT_ANKLE_IN_L, 5e3, 0.5)->other = SP_TIBIA_R;
    at_segment(b, SP_FEMUR_L, 0, -0.15, -0.07, 5e3, 0.5)->other = SP_FEMUR_R;
    at_segment(b, SP_HAND_L, 0, -0.08, 0.03, 5e3, 0.5);
    at_segment(b, SP_ULNA_L, 0, -0.02, 0.03, 5e3, 0.5)->other = SP_T8;
}

static void bar(struct builder *b) { both(b, SP_POINT_GRIP_R, 1e5, 0.8); }

static void straps(struct builder *b, double tilt)
{
    const double flat[3] = {b->normal[0], b->normal[1], b->normal[2]};
    const double along[3] = {cos(tilt), sin(tilt), 0};
    memcpy(b->normal, along, sizeof along);
    for (int side = 0; side < 2; side++)
        at_segment(b, side ? SP_TIBIA_L : SP_TIBIA_R, 0, -0.37, 0, 4e4, 0.5)
            ->held = true;
    memcpy(b->normal, flat, sizeof flat);
}

static void carry(struct builder *b, double kg)
{
    for (int side = 0; side < 2 && kg > 0; side++) {
        const int point = side ? SP_POINT_GRIP_L : SP_POINT_GRIP_R;
        struct sp_pull *pull = &b->one->pull[b->one->pulls++];
        pull->segment = b->body->point_segment[point];
        memcpy(pull->at, b->body->point[point], sizeof pull->at);
        pull->force_N[0] = pull->force_N[2] = 0;
        pull->force_N[1] = -LOAD_GRAVITY * kg / 2;
    }
}

void load_posture_case(const struct sp_body *body, const struct load_posture *p,
                       double tilt_deg, struct sp_load_case *one)
{
    const double tilt = tilt_deg * pi / 180;
    struct builder b = {
        body, one, {-sin(tilt), cos(tilt), 0}
    };
    struct sp_posture q;
    memset(one, 0, sizeof *one);
    to_posture(body, p, 0, &q);
    sp_body_place(body, &q, &one->frames);
    if ((p->hold & LOAD_FEET) && !(p->hold & LOAD_SEAT))
        balance_over_feet(body, p, &one->frames);

    if (p->hold & LOAD_FEET)
        feet(&b);
    if (p->hold & LOAD_SEAT)
        seat(&b);
    if (p->hold & LOAD_HANDS_ON_THIGHS)
        on_thighs(&b, SP_POINT_PALM_R, 1e4);
    if (p->hold & LOAD_ELBOWS_ON_THIGHS)
        on_thighs(&b, SP_POINT_FOREARM_UNDER_R, 1e4);
    if (p->hold & LOAD_BACKREST)
        backrest(&b);
    if (p->hold & LOAD_ON_BACK)
        on_back(&b);
    if (p->hold & LOAD_ON_FRONT)
        on_front(&b);
    if (p->hold & LOAD_ON_ELBOWS)
        on_elbows(&b);
    if (p->hold & LOAD_ON_SIDE)
        on_side(&b);
    if (p->hold & LOAD_BAR)
        bar(&b);
    if (p->hold & LOAD_ANKLE_STRAPS) {
        straps(&b, tilt);
        for (int i = 0; i < one->supports; i++)
            if (!one->support[i].held)
                one->support[i].friction = 0.3;
    }
    carry(&b, p->carried_kg);
    one->brace_kPa = p->brace_kPa;
    one->relax = p->hold & LOAD_SETTLES;
}
