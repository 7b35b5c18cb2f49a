/*
 * Triangles into a depth buffer that remembers what was seen: the raw
 * material from which outlines and tones are traced. Perspective camera.
 */
#ifndef DRAW_RASTER_H
#define DRAW_RASTER_H

#include "stature/base.h"

struct raster_camera {
    double eye[3];                   /* m */
    double right[3], up[3], back[3]; /* unit; back points to the viewer */
    double focal;                    /* pixels */
    double cx, cy;                   /* pixel of the optical axis */
};

struct raster {
    int width, height;
    struct raster_camera camera;
    float *depth;         /* m from the eye along the axis; 0 where nothing */
    float *normal;        /* 3 a pixel, world; unit */
    unsigned char *paint; /* what is seen: index of a paint, 0 nothing */
    unsigned char *body;  /* which separate thing, 0 nothing */
    unsigned char *limb;  /* which part of a body, for lines where it
                             passes in front of itself */
};

/* Look at `centre` from `distance` with a 22 degree field of view. */
void raster_camera_look(struct raster_camera *c, const double centre[3],
                        double distance, double azimuth_rad,
                        double elevation_rad);

SP_NODISCARD enum sp_status raster_init(struct raster *r, int width, int height,
                                        struct sp_error *err);
void raster_release(struct raster *r);

/* Pixel position and depth of a world point. */
void raster_project(const struct raster_camera *c, const double p[3],
                    double out[3]);

/* A corner: pixel, 1 / depth, and its normal. */
struct raster_corner {
    double x, y, near;
    const float *n;
};

/* What a triangle leaves in the pixels where it is the nearest. */
struct raster_mark {
    unsigned char paint, body, limb;
};

/* One triangle. Of a closed body only what faces the viewer is drawn; of
 * others both faces, normals turned to the viewer. */
void raster_triangle(struct raster *r, const struct raster_corner c[3],
                     bool closed, struct raster_mark mark);

#endif
