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

/* Region of a level, 0 = L5/S1. */
int body_region_of(int level);

/* Share of its region's total rotation taken by a level: proportional to the
 * level's own limit in that direction, so that no level passes its limit
 * before the region does. Sums to 1 over a region. */
struct body_level_share {
    double ext, bend, turn;
};
void body_spine_shares(const struct sp_posture *posture,
                       struct body_level_share out[BODY_LEVELS]);

/* The kneecap glides round the end of the femur, turning about two thirds as
 * far as the shank (ours, after fluoroscopy figures of 0.6 to 0.7). */
#define BODY_PATELLA_SHARE 0.65

/* Axes of the thorax in the world: T1 turned back by its rest tilt. */
void body_thorax(const struct sp_body *body, const struct sp_frames *frames,
                 double out[9]);

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
 * through `centre`; for the root's three translations a shift along `axis`.
 * carry_only: the arm's bones follow the shoulder centre without turning,
 * because the shoulder's angles are told against the thorax.
 */
struct body_screw {
    enum sp_coord coord;
    enum sp_segment segment;
    double share;     /* radian of this turn per radian of the coordinate */
    double axis[3];   /* unit, world */
    double centre[3]; /* m, world */
    bool carry_only;
};

#define BODY_SCREWS 128

/* Every screw of a placed posture, parents first; returns how many. */
int body_screws(const struct sp_body *body, const struct sp_posture *posture,
                const struct sp_frames *frames,
                struct body_screw screw[BODY_SCREWS]);

/* How a world point fixed to a segment moves with each coordinate:
 * J[axis][coord], m per rad (or per m). Overwrites J. */
void body_point_jacobian(const struct sp_body *body,
                         const struct sp_frames *frames,
                         const struct body_screw screw[], int screws,
                         enum sp_segment segment, const double point[3],
                         double J[3][SP_COORDS]);

/* The same for the centre of mass of the whole body. */
void body_com_jacobian(const struct sp_body *body,
                       const struct sp_frames *frames,
                       const struct body_screw screw[], int screws,
                       double J[3][SP_COORDS]);

/* Bit s is set if segment s is `segment` or one of its ancestors. */
uint64_t body_ancestry(const struct sp_body *body, enum sp_segment segment);

#endif
