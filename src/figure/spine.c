/*
 * Vertebrae, discs and sacrum as simple solids in their segments' frames:
 * rounded cylinders for the bodies, a spinous process and a transverse bar.
 * Origin of a vertebra: the middle of the disc below it.
 */
#include "figure/solid.h"
#include "figure/vec.h"

#include <string.h>

/* Half depth and half width of the vertebral bodies, length of the spinous
 * process and how far it drops, half length of the transverse bar: m for a
 * 1.75 m man; rounded from anatomy text figures, our reading. */
struct bone {
    double deep, wide, spinous, drop, transverse;
};

static struct bone bone_of(int segment)
{
    // L5, T12, T6, T1, C7, C3 and what lies between
    static const struct {
        int at;
        struct bone b;
    } rows[] = {
        {SP_L5,  {.0175, .0255, .046, .010, .042}},
        {SP_L1,  {.0165, .0225, .046, .012, .036}},
        {SP_T12, {.0155, .0205, .042, .020, .026}},
        {SP_T6,  {.0140, .0155, .040, .034, .030}},
        {SP_T1,  {.0095, .0150, .040, .020, .034}},
        {SP_C7,  {.0085, .0130, .036, .014, .030}},
        {SP_C3,  {.0080, .0110, .022, .008, .024}},
        {SP_C1,  {.0080, .0110, .018, .002, .032}},
    };
    int i = 0;
    while (rows[i + 1].at < segment)
        i++;
    const double t =
        (double)(segment - rows[i].at) / (double)(rows[i + 1].at - rows[i].at);
    const struct bone *a = &rows[i].b, *b = &rows[i + 1].b;
    return (struct bone){mix(a->deep, b->deep, t), mix(a->wide, b->wide, t),
                         mix(a->spinous, b->spinous, t),
                         mix(a->drop, b->drop, t),
                         mix(a->transverse, b->transverse, t)};
}

/* Height of a disc: a quarter of the joint spacing in the lumbar spine, a
 * fifth above. */
static double disc_height(int segment, double spacing)
{
    return spacing * (segment <= SP_T12 ? .26 : .20);
}

static double spacing_of(const struct sp_body *body, int segment)
{
    const double *next = body->segment[segment + 1].joint_parent;
    return fmax(v_norm(next), .008 * body->length_scale);
}

static void vertebra(const struct sp_body *body, int segment,
                     struct figure_solid *s)
{
    const double L = body->length_scale, spacing = spacing_of(body, segment);
    const struct bone b = bone_of(segment);
    const double disc = disc_height(segment, spacing) / 2;
    const double low[3] = {0, disc, 0}, high[3] = {0, spacing - disc, 0};
    const double fraction[5] = {0, .16, .5, .84, 1};
    const double w = b.wide * L;
    const double radii[5] = {.86 * w, w, .90 * w, w, .86 * w};
    solid_turned(s, low, high, fraction, radii, 5, 10, b.deep / b.wide);

    // spinous process, thinner at its root
    const double y = spacing * .55;
    const double root[3] = {-b.deep * L, y, 0};
    const double tip[3] = {-(b.deep + b.spinous) * L, y - b.drop * L, 0};
    const double along[3] = {0, .8, 1};
    const double thick[3] = {.0038 * L, .0050 * L, .0028 * L};
    solid_turned(s, root, tip, along, thick, 3, 4, 1);
    const double back = -(b.deep + .009) * L;
    const double left[3] = {back, y, -b.transverse * L};
    const double right[3] = {back, y, b.transverse * L};
    const double bar[3] = {.0028 * L, .0042 * L, .0028 * L};
    const double bar_at[3] = {0, .5, 1};
    solid_turned(s, left, right, bar_at, bar, 3, 4, 1);
}

static void disc(const struct sp_body *body, int segment,
                 struct figure_solid *s)
{
    const double L = body->length_scale, spacing = spacing_of(body, segment);
    const struct bone b = bone_of(segment);
    const double half = disc_height(segment, spacing) / 2;
    const double low[3] = {0, -half, 0}, high[3] = {0, half, 0};
    const double fraction[4] = {0, .25, .75, 1};
    const double w = 1.06 * b.wide * L; // a little wider, so that it shows
    const double radii[4] = {.90 * w, w, w, .90 * w};
    solid_turned(s, low, high, fraction, radii, 4, 8, b.deep / b.wide);
}

/* Four fused beads from under the last disc down and back. */
static void sacrum(const struct sp_body *body, struct figure_solid *s)
{
    const double L = body->length_scale;
    const double *top = body->segment[SP_L5].joint_parent;
    const double from[3] = {top[0] - .004 * L, top[1] - .006 * L, 0};
    const double to[3] = {top[0] - .058 * L, top[1] - .098 * L, 0};
    const double fraction[9] = {0, .06, .25, .28, .50, .53, .74, .77, 1};
    double radii[9] = {.021, .024, .021, .019, .017, .016, .013, .012, .006};
    for (int i = 0; i < 9; i++)
        radii[i] *= L;
    solid_turned(s, from, to, fraction, radii, 9, 12, .62);
}

const char *figure_disc_name(int segment)
{
    static const char *const names[] = {
        "disc_L5_S1",  "disc_L4_L5",  "disc_L3_L4",   "disc_L2_L3",
        "disc_L1_L2",  "disc_T12_L1", "disc_T11_T12", "disc_T10_T11",
        "disc_T9_T10", "disc_T8_T9",  "disc_T7_T8",   "disc_T6_T7",
        "disc_T5_T6",  "disc_T4_T5",  "disc_T3_T4",   "disc_T2_T3",
        "disc_T1_T2",  "disc_C7_T1",  "disc_C6_C7",   "disc_C5_C6",
        "disc_C4_C5",  "disc_C3_C4",  "disc_C2_C3"};
    return segment >= SP_L5 && segment <= SP_C2 ? names[segment - SP_L5] : NULL;
}

const char *figure_level_name(int segment)
{
    static const char *const names[] = {
#define X(level) #level,
        SP_SPINE_MAP(X)
#undef X
    };
    return segment >= SP_L5 && segment <= SP_C1 ? names[segment - SP_L5] : NULL;
}

enum sp_status figure_bone(const struct sp_body *body, int segment, bool disc_,
                           struct figure_solid *solid, struct sp_error *err)
{
    memset(solid, 0, sizeof *solid);
    if (disc_ ? !figure_disc_name(segment)
              : segment < SP_PELVIS || segment > SP_C1)
        return sp_fail(err, SP_E_NOTFOUND, "no %s at segment %d",
                       disc_ ? "disc" : "vertebra", segment);
    if (disc_)
        disc(body, segment, solid);
    else if (segment == SP_PELVIS)
        sacrum(body, solid);
    else
        vertebra(body, segment, solid);
    if (!solid->failed)
        return SP_OK;
    figure_solid_release(solid);
    return sp_fail(err, SP_E_NOMEM, "out of memory while drawing the spine");
}
