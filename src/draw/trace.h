/*
 * From fields of pixels to smooth lines: contours at a level, and the cracks
 * between pixels that differ.
 */
#ifndef DRAW_TRACE_H
#define DRAW_TRACE_H

#include "draw/picture.h"

/* Blur in place, binomial over three pixels, `rounds` times. */
SP_NODISCARD enum sp_status trace_blur(float *field, int width, int height,
                                       int rounds, struct sp_error *err);

/* Maps from the field's pixels to the picture's. */
struct trace_map {
    void (*to)(const struct trace_map *map, const double in[2], double out[2]);
    const void *with;
    double scale;     /* picture pixels per field pixel, plain maps */
    double within;    /* field pixels: how far a simplified line may stray */
    double least;     /* field pixels: shorter loops and lines are dropped */
    double origin[2]; /* field pixels: where the field begins, plain maps */
    double pen;       /* picture pixels: open lines are a pen's, see
                         picture_pen_line; 0: as the path has it */
};
void trace_plain(const struct trace_map *map, const double in[2],
                 double out[2]);

/* Add loops round where the field exceeds `level` to the path begun last. */
SP_NODISCARD enum sp_status trace_contour(struct picture *p, const float *field,
                                          int width, int height, double level,
                                          const struct trace_map *map,
                                          struct sp_error *err);

/* Cracks: bit 1 of cell (x, y): line along the top of pixel (x, y), bit 2:
 * along its left side, bit 4: its upper left corner lies on another line, so
 * that an end there is not free. Cells are (width + 1) by (height + 1). */
SP_NODISCARD enum sp_status
trace_cracks(struct picture *p, unsigned char *cracks, int width, int height,
             const struct trace_map *map, struct sp_error *err);
#endif
