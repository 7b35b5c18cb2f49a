/*
 * A drawing on its way from triangles to paths: what is seen where, how dark
 * it is, and the picture that grows from it.
 */
#ifndef DRAW_DRAWING_H
#define DRAW_DRAWING_H

#include "draw/draw.h"
#include "draw/picture.h"
#include "draw/stage.h"
#include "draw/trace.h"

/* Pixels from (x0, y0) up to but without (x1, y1); empty where x1 <= x0. */
struct box {
    int x0, y0, x1, y1;
};

struct drawing {
    const struct draw_view *view;
    enum figure_tone tone; /* of the person's skin */
    struct stage stage;
    struct raster seen, bones;
    struct box all;              /* of everything that is seen */
    struct box of[STAGE_PAINTS]; /* of each paint */
    float *field;                /* scratch, one number a pixel */
    float *dark;                 /* 0 lit .. 1 in shade */
    struct picture picture;
    struct trace_map map;
    int width, height;
    double foot; /* px of the picture kept free for the legend */
};

static inline size_t drawing_pixel(const struct drawing *d, int x, int y)
{
    return (size_t)y * (size_t)d->width + (size_t)x;
}

/* Fills d->dark. */
SP_NODISCARD enum sp_status drawing_light(struct drawing *d,
                                          struct sp_error *err);
/* How high the legend is; 0 for none. */
double legend_height(const struct draw_view *view);
/* What the discs' colours mean. */
void drawing_legend(struct drawing *d);
/* What lies on the floor under a person. */
void drawing_mat(struct drawing *d);
/* One soft contact shadow on the floor. */
SP_NODISCARD enum sp_status drawing_shadow(struct drawing *d,
                                           struct sp_error *err);
/* Where one thing ends, passes before another, or changes its paint. */
SP_NODISCARD enum sp_status drawing_lines(struct drawing *d,
                                          struct sp_error *err);
#endif
