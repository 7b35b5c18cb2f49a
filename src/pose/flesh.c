/*
 * What of the body must stay out of its own limbs. Each limb segment has a
 * core, a cone with round ends inside its flesh; forearms, hands, shins and
 * feet stay out of the cores of the other limbs, so that a hand lies on a
 * thigh and not in it. Trunk and head have none: what lies on them is told by
 * its contact.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

/* Radii some 8 mm inside the thinnest place of the drawn flesh about the line
 * between two joints, m for 1.75 m and a middling build (seven bodies from
 * 1.50 m to 2.00 m and 50 to 120 kg): so far flesh gives under flesh. */
static const struct {
    enum sp_segment from, to; /* right */
    bool leg;
    double from_m, to_m;
} cores[] = {
    {SP_HUMERUS_R, SP_ULNA_R,  false, .040, .034},
    {SP_ULNA_R,    SP_HAND_R,  false, .030, .016},
    {SP_FEMUR_R,   SP_TIBIA_R, true,  .068, .046},
    {SP_TIBIA_R,   SP_CALCN_R, true,  .038, .014},
};
enum { CORES = sizeof cores / sizeof cores[0] };

static const struct {
    enum sp_segment segment; /* right */
    bool leg;
} ends[] = {
    {SP_ULNA_R,   false},
    {SP_RADIUS_R, false},
    {SP_HAND_R,   false},
    {SP_TIBIA_R,  true },
    {SP_CALCN_R,  true },
    {SP_TOES_R,   true },
};
enum { ENDS = sizeof ends / sizeof ends[0] };

// A core where it lies in a posture.
struct laid {
    int from, to;
    double start[3], along[3], length2; /* along: from one end to the other */
    double from_m, to_m, size;
};

static void lay(const struct sp_body *body, const struct sp_frames *frames,
                int i, bool left, struct laid *out)
{
    const double size = body->length_scale * body->girth_scale;
    const enum sp_segment from = cores[i].from, to = cores[i].to;
    out->from = (int)(left ? body_twin_segment(from) : from);
    out->to = (int)(left ? body_twin_segment(to) : to);
    out->size = size;
    out->from_m = size * cores[i].from_m;
    out->to_m = size * cores[i].to_m;
    memcpy(out->start, frames->seg[out->from].p, sizeof out->start);
    for (int a = 0; a < 3; a++)
        out->along[a] = frames->seg[out->to].p[a] - out->start[a];
    out->length2 = vec3_dot(out->along, out->along);
}

// Where along a core p is nearest, 0 .. 1; out: from there to p.
static double nearest(const struct laid *core, const double p[3], double out[3])
{
    double t = 0;
    for (int a = 0; a < 3; a++)
        out[a] = p[a] - core->start[a];
    if (core->length2 > 0)
        t = fmin(1, fmax(0, vec3_dot(out, core->along) / core->length2));
    for (int a = 0; a < 3; a++)
        out[a] -= t * core->along[a];
    return t;
}

static int into_core(const struct pose_placed *at, const struct pose_skin *skin,
                     const struct laid *core, int segment, int room,
                     struct pose_overlap *out)
{
    double away[3];
    int n = 0;
    nearest(core, at->frames.seg[segment].p, away);
    if (vec3_length(away) > skin->reach_m[segment] + core->from_m)
        return 0;
    for (int i = skin->first[segment]; i < skin->first[segment + 1]; i++) {
        const double t = nearest(core, at->skin[i], away);
        const double radius = core->from_m + t * (core->to_m - core->from_m);
        const double off2 = vec3_dot(away, away);
        if (off2 >= radius * radius || off2 < 1e-12 || n == room)
            continue;
        const double off = sqrt(off2);
        struct pose_overlap *o = &out[n++];
        *o = (struct pose_overlap){segment, core->from, core->to,    t,
                                   {0},     {0},        radius - off};
        memcpy(o->place, at->skin[i], sizeof o->place);
        for (int a = 0; a < 3; a++)
            o->out[a] = away[a] / off;
    }
    return n;
}

static double between(double low, double x, double high)
{
    return fmin(high, fmax(low, x));
}

// Where two lines between joints come nearest, 0 .. 1 on each (Ericson 2005,
// Real-Time Collision Detection, 5.1.9; neither is a point).
static void meet(const struct laid *a, const struct laid *b, double *on_a,
                 double *on_b)
{
    double r[3];
    for (int k = 0; k < 3; k++)
        r[k] = a->start[k] - b->start[k];
    const double across = vec3_dot(a->along, b->along);
    const double ar = vec3_dot(a->along, r), br = vec3_dot(b->along, r);
    const double det = a->length2 * b->length2 - across * across;
    *on_a =
        det > 1e-12 ? between(0, (across * br - ar * b->length2) / det, 1) : 0;
    *on_b = (across * *on_a + br) / b->length2;
    if (*on_b < 0 || *on_b > 1) {
        *on_b = between(0, *on_b, 1);
        *on_a = between(0, (across * *on_b - ar) / a->length2, 1);
    }
}

#define FLESH_M .021 /* about two crossing cores, less at their thinnest */

// Two cores crossing: the places of a skin are too far from each other to tell.
static int crossing(const struct laid *a, const struct laid *b, int room,
                    struct pose_overlap *out)
{
    double on_a, on_b, place[3], away[3];
    meet(a, b, &on_a, &on_b);
    for (int k = 0; k < 3; k++) {
        place[k] = a->start[k] + on_a * a->along[k];
        away[k] = place[k] - b->start[k] - on_b * b->along[k];
    }
    const double off = vec3_length(away);
    const double apart = FLESH_M * a->size + a->from_m +
                         on_a * (a->to_m - a->from_m) + b->from_m +
                         on_b * (b->to_m - b->from_m);
    if (off >= apart || off < 1e-6 || room < 1)
        return 0;
    *out = (struct pose_overlap){a->from, b->from, b->to,      on_b,
                                 {0},     {0},     apart - off};
    memcpy(out->place, place, sizeof place);
    for (int k = 0; k < 3; k++)
        out->out[k] = away[k] / off;
    return 1;
}

// Parts of one limb meet at their joint, and thighs lie against each other.
static bool may_cross(int a, int b, bool same_side)
{
    const bool thighs = cores[a].from == SP_FEMUR_R && a == b;
    return !thighs && (cores[a].leg != cores[b].leg || !same_side);
}

int pose_overlaps(const struct sp_body *body, const struct pose_skin *skin,
                  const struct pose_placed *at,
                  struct pose_overlap out[POSE_OVERLAPS])
{
    struct laid core[2 * CORES];
    int n = 0;
    for (int c = 0; c < 2 * CORES; c++)
        lay(body, &at->frames, c % CORES, c >= CORES, &core[c]);
    for (int c = 0; c < 2 * CORES; c++) {
        const bool left = c >= CORES, leg = cores[c % CORES].leg;
        for (int e = 0; e < 2 * ENDS; e++) {
            const bool other = e >= ENDS;
            const enum sp_segment end = ends[e % ENDS].segment;
            if (ends[e % ENDS].leg == leg && other == left)
                continue; // its own limb
            n += into_core(at, skin, &core[c],
                           (int)(other ? body_twin_segment(end) : end),
                           POSE_OVERLAPS - n, &out[n]);
        }
        for (int d = 0; d < c; d++)
            if (may_cross(c % CORES, d % CORES, (d >= CORES) == left))
                n += crossing(&core[c], &core[d], POSE_OVERLAPS - n, &out[n]);
    }
    return n;
}
