/*
 * The body's own flesh: how much it gives, where the trunk's surface lies, and
 * where flesh lies upon flesh: the trunk on the thighs, one leg on the other.
 * Stiffness and places: orders of magnitude, ours.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "body/body_internal.h"
#include "num/mat3.h"

double load_flesh_N_m(int segment)
{
    switch (segment) {
    case SP_CALCN_R:
    case SP_CALCN_L:
    case SP_TOES_R:
    case SP_TOES_L:
        return 1.2e5;
    case SP_HAND_R:
    case SP_HAND_L:
    case SP_ULNA_R:
    case SP_ULNA_L:
        return 5e4;
    case SP_PELVIS:
        return 2.5e4;
    case SP_SKULL:
        return 2e4;
    default:
        return 1.2e4;
    }
}

void load_trunk_place(int i, double more, int *segment, double out[3])
{
    const int kind = i % LOAD_PLACES_EACH / 2;
    const double side = i % 2 ? -1 : 1;
    *segment = SP_L5 + i / LOAD_PLACES_EACH;
    const bool lumbar = *segment <= SP_L1;
    const bool chest = *segment >= SP_T10 && *segment <= SP_T3;
    out[1] = kind == 0 ? 0.012 : -0.02;
    if (kind == 0) { // back
        out[0] = (lumbar ? -0.074 : -0.063) - 0.022 * more;
        out[2] = side * (lumbar ? 0.045 : 0.055);
    } else if (kind == 1) { // side; narrow above the armpit
        out[0] = 0.055;
        out[2] = side * ((*segment > SP_T4 ? 0.10 : 0.135) + 0.03 * more);
    } else { // front: ribs, below them the soft belly
        out[0] = (chest ? 0.16 : 0.12) + (chest ? 0.04 : 0.09) * more;
        out[2] = side * 0.07;
    }
}

// ---- limbs as round cores

// A thigh or shank: a cone about the line between two joints.
struct core {
    int segment;
    double start[3], along[3], length2;
    double middle_m, end_m, middle; /* radii; where the first is, 0 .. 1 */
};

// m at a knee or ankle of the 1.75 m figure; further up the skin point tells.
#define KNEE_M 0.06
#define ANKLE_M 0.04

static double nearest(const struct core *core, const double p[3], double out[3])
{
    double t = 0;
    for (int a = 0; a < 3; a++)
        out[a] = p[a] - core->start[a];
    t = fmin(1, fmax(0, vec3_dot(out, core->along) / core->length2));
    for (int a = 0; a < 3; a++)
        out[a] -= t * core->along[a];
    return t;
}

static double radius(const struct core *core, double t)
{
    return core->middle_m + (t - core->middle) *
                                (core->end_m - core->middle_m) /
                                (1 - core->middle);
}

static struct core core_of(const struct sp_body *body,
                           const struct sp_frames *frames, int segment)
{
    const bool left = segment == SP_FEMUR_L || segment == SP_TIBIA_L;
    const bool thigh = segment == SP_FEMUR_R || segment == SP_FEMUR_L;
    const int end = thigh ? (left ? SP_TIBIA_L : SP_TIBIA_R)
                          : (left ? SP_CALCN_L : SP_CALCN_R);
    const enum sp_point skin =
        thigh ? (left ? SP_POINT_THIGH_FRONT_L : SP_POINT_THIGH_FRONT_R)
              : (left ? SP_POINT_CALF_L : SP_POINT_CALF_R);
    struct core c = {.segment = segment};
    double p[3], out[3];
    memcpy(c.start, frames->seg[segment].p, sizeof c.start);
    for (int a = 0; a < 3; a++)
        c.along[a] = frames->seg[end].p[a] - c.start[a];
    c.length2 = vec3_dot(c.along, c.along);
    sp_body_point(body, frames, skin, p);
    c.middle = nearest(&c, p, out);
    c.middle_m = vec3_length(out);
    c.end_m = (thigh ? KNEE_M : ANKLE_M) * body->length_scale;
    return c;
}

// ---- contacts

// Places left for what a scene names and a surface shares.
#define SPARE 8

static void lay_on(struct sp_load_case *one, int segment, int other,
                   const double at[3], const double normal[3], double gap)
{
    if (one->supports > SP_LOAD_SUPPORTS - SPARE)
        return;
    const double a = load_flesh_N_m(segment), b = load_flesh_N_m(other);
    const struct sp_frame *f = &one->frames.seg[segment];
    struct sp_support *s = &one->support[one->supports++];
    *s = (struct sp_support){.segment = segment,
                             .other = other,
                             .stiffness_N_m = a * b / (a + b),
                             .gap_m = fmax(0, gap),
                             .flesh = true,
                             .touch = -1};
    for (int k = 0; k < 3; k++) {
        s->normal[k] = normal[k];
        s->at[k] = f->R[k] * (at[0] - f->p[0]) +
                   f->R[3 + k] * (at[1] - f->p[1]) +
                   f->R[6 + k] * (at[2] - f->p[2]);
    }
}

// From a place to the surface beside the core; past its ends there is none.
static double gap_to(const struct core *core, const double p[3],
                     double normal[3])
{
    const double t = nearest(core, p, normal);
    if (t <= 0 || t >= 1)
        return INFINITY;
    const double off = vec3_length(normal);
    for (int a = 0; a < 3; a++)
        normal[a] /= fmax(off, 1e-9);
    return off - radius(core, t);
}

/* The front of belly and ribs on the thigh of the same side. Where L5 is, the
 * groin folds and nothing lies on anything. */
static void trunk_on_thigh(const struct sp_body *body, struct sp_load_case *one,
                           bool left, double near_m)
{
    const struct core thigh =
        core_of(body, &one->frames, left ? SP_FEMUR_L : SP_FEMUR_R);
    for (int segment = SP_L4; segment <= SP_T4; segment++) {
        const int place = (segment - SP_L5) * LOAD_PLACES_EACH +
                          LOAD_PLACE_FRONT + (left ? 1 : 0);
        double at[3], p[3], normal[3];
        int s;
        load_trunk_place(place, body->girth_scale - 1, &s, at);
        for (int a = 0; a < 3; a++)
            at[a] *= body->length_scale;
        mat3_apply(one->frames.seg[s].R, at, p);
        for (int a = 0; a < 3; a++)
            p[a] += one->frames.seg[s].p[a];
        const double gap = gap_to(&thigh, p, normal);
        if (gap < near_m)
            lay_on(one, s, thigh.segment, p, normal, gap);
    }
}

/* One leg lying on the other: what is more above than beside it. */
static void leg_on_leg(const struct sp_body *body, struct sp_load_case *one,
                       int right, int left, double near_m)
{
    const struct core a = core_of(body, &one->frames, right);
    const struct core b = core_of(body, &one->frames, left);
    for (int i = 1; i <= 3; i++) { // quarters of the way down
        double p[3], normal[3];
        for (int k = 0; k < 3; k++)
            p[k] = a.start[k] + 0.25 * i * a.along[k];
        const double gap = gap_to(&b, p, normal) - radius(&a, 0.25 * i);
        if (gap < near_m && fabs(normal[1]) > 0.7)
            lay_on(one, right, left, p, normal, gap);
    }
}

void load_flesh_on_flesh(const struct sp_body *body, struct sp_load_case *one,
                         double near_m)
{
    trunk_on_thigh(body, one, false, near_m);
    trunk_on_thigh(body, one, true, near_m);
    leg_on_leg(body, one, SP_FEMUR_R, SP_FEMUR_L, near_m);
    leg_on_leg(body, one, SP_TIBIA_R, SP_TIBIA_L, near_m);
}
