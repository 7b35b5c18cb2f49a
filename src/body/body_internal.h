/*
 * What the rooms above need of the skeleton beyond the public header: the
 * reference tables and the screws that move each segment.
 */
#ifndef BODY_INTERNAL_H
#define BODY_INTERNAL_H

#include "stature/body.h"

/* One row of the reference skeleton: man of 1.75 m and 75 kg. Middle and right
 * segments only; the left is the mirror image. */
struct body_row {
    const char *name;
    int parent;             /* enum sp_segment, -1 for the pelvis */
    double joint_parent[3]; /* m */
    double joint_child[3];  /* m */
    double rest_deg[3];     /* body-fixed x, y, z */
    double axis[3];         /* hinge axis in the parent, else 0 */
    double mass_kg;
    double com[3];     /* m */
    double inertia[3]; /* kg m2 about the centre of mass */
};

extern const struct body_row body_skeleton[SP_SEGMENTS];

/* What one spine level can do, degrees; joint below the vertebra. */
struct body_level {
    double flex, ext, bend, turn;
};

#define BODY_LEVELS 25 /* L5/S1 up to C0/C1: segments SP_L5 .. SP_SKULL */
extern const struct body_level body_level[BODY_LEVELS];

enum body_region { BODY_LUMBAR, BODY_THORACIC, BODY_CERVICAL, BODY_REGIONS };

/* First level and number of levels of a region, from L5/S1 upwards. */
struct body_region_row {
    int first, count;
    enum sp_coord ext, bend, turn;
};
extern const struct body_region_row body_region[BODY_REGIONS];

/* Share of a region's total rotation taken by a level: proportional to the
 * level's own limit in that direction. Sums to 1 over the region. */
double body_share(enum sp_segment segment, enum sp_coord coord, bool negative);

struct body_point_row {
    enum sp_segment segment;
    double at[3];    /* m from the segment's origin, reference figure */
    double flesh[3]; /* m: part of `at` that grows with girth */
};

/* Middle points, then right points; the left is the mirror image. */
extern const struct body_point_row body_points[SP_POINTS];

/* Right/left twin of a segment, coordinate or point; itself in the middle. */
enum sp_segment body_twin_segment(enum sp_segment segment);
enum sp_coord body_twin_coord(enum sp_coord coord);
enum sp_point body_twin_point(enum sp_point point);

/* +1 right and middle, -1 left. */
int body_segment_side(enum sp_segment segment);

/*
 * A turn of `segment` and all that hangs on it by share * dq about `axis`
 * through `centre`. carry_only: the arm's bones follow the shoulder centre
 * without turning (shoulder angles are told against the thorax).
 */
struct body_screw {
    enum sp_coord coord;
    enum sp_segment segment;
    double share;
    double axis[3];   /* unit, world; along the axis for root translations */
    double centre[3]; /* m, world */
    bool carry_only;
};

#define BODY_SCREWS 128

/* Every screw of a placed posture, parents first; returns how many. */
int body_screws(const struct sp_body *body, const struct sp_posture *posture,
                const struct sp_frames *frames, struct body_screw screw[]);

/* Bit s is set if segment s is `segment` or one of its ancestors. */
uint64_t body_ancestry(const struct sp_body *body, enum sp_segment segment);

#endif
