/*
 * The body's surface as the zero of a smooth function of space, in the bind
 * pose: lofts through elliptic sections, ellipsoids and round cones that melt
 * into each other near the joints. Only the right half is described; the
 * left is its mirror image. Equations and sources: docs/figure.md.
 */
#ifndef FIGURE_FIELD_H
#define FIGURE_FIELD_H

#include "stature/body.h"

#define FIELD_SECTIONS 18
#define FIELD_SHAPES 64

/* Groups of shapes that melt freely among themselves. */
enum field_part {
    PART_TRUNK,
    PART_HEAD,
    PART_ARM,
    PART_HAND,
    PART_THIGH,
    PART_SHANK,
    PART_FOOT,
    PARTS
};

enum field_shape_kind { SHAPE_ELLIPSOID, SHAPE_CONE, SHAPE_LOFT };

/* What of a section changes along a loft. */
enum {
    LOFT_X,
    LOFT_Z,
    LOFT_FRONT,
    LOFT_BACK,
    LOFT_OUT,
    LOFT_IN,
    LOFT_SQUARE,
    LOFT_VALUES
};

struct field_loft {
    int sections;
    double y[FIELD_SECTIONS];                  /* m, ascending */
    double value[FIELD_SECTIONS][LOFT_VALUES]; /* centre, half axes, shape */
    double slope[FIELD_SECTIONS][LOFT_VALUES]; /* d value / d y */
    double cap_low, cap_high;                  /* m, rounding of the ends */
};

struct field_shape {
    enum field_shape_kind kind;
    enum field_part part;
    double blend;     /* m, how far it melts into the shapes before it */
    double origin[3]; /* m, world in the bind pose; first end of a cone */
    double R[9];      /* columns: the shape's axes */
    double radius[3]; /* m, of an ellipsoid; a cone's two ends */
    double end[3];    /* m, second end of a cone */
    int loft;         /* index into field.loft */
    double middle[3], reach; /* m, ball that holds the shape */
};

struct field {
    struct sp_body body;
    struct sp_frames bind; /* segments in the bind pose */
    double scale;          /* height / 1.75 m */
    double girth;          /* factor that makes the volume right */
    int shapes, lofts;
    struct field_shape shape[FIELD_SHAPES];
    struct field_loft loft[8];
    int first[PARTS + 1]; /* shapes of part p: first[p]..first[p+1] */
    double low[PARTS][3], high[PARTS][3]; /* m, box round each part */
    double shoulder[3], hip[3];           /* m, right joints */
    double sole[3], sole_up[3];           /* plane under the right foot */
    double hand[9]; /* columns: to the thumb, to the elbow, out of the back */
    int thumb[2];   /* shapes of the thumb: from, to before */
};

/* The posture in which the mesh is made: arms 64 degrees out, legs apart and
 * slightly bent, feet flat, trunk as in neutral standing. */
void field_bind_posture(const struct sp_body *body, struct sp_posture *out);

/* Shapes of one body with its flesh scaled by `girth`. */
void field_init(struct field *f, const struct sp_body *body, double girth);

/* Signed distance, m, negative inside, near enough to true close to the
 * surface; *gradient (may be NULL) points outwards, length about 1. */
double field_value(const struct field *f, const double p[3],
                   double gradient[3]);

/* How much nearer a point is to the thumb than to any finger, m; `fingers` is
 * counted from the hand's first cone. */
double field_thumb(const struct field *f, const double p[3]);

/* Signed distance of each part by itself. */
void field_parts(const struct field *f, const double p[3],
                 double distance[PARTS]);

#endif
