/*
 * Still pictures of a figure in a pose and of charts, with cairo: SVG, PNG.
 * Deterministic: the same input gives the same bytes on one machine.
 */
#ifndef DRAW_H
#define DRAW_H

#include "figure/figure.h"

enum draw_format { DRAW_SVG, DRAW_PNG };

struct draw_view {
    double azimuth_rad, elevation_rad; /* as sp_scene's camera */
    int width_px, height_px;
    bool dark;  /* for dark pages and terminals */
    bool spine; /* show vertebrae and discs through the back */
};

/* A solved posture with its props, as bytes of an image; caller frees. */
SP_NODISCARD enum sp_status
draw_figure(const struct sp_body *body, const struct figure_mesh *mesh,
            const struct sp_scene *scaled, const struct sp_posture *posture,
            const struct draw_view *view, enum draw_format format,
            unsigned char **bytes, size_t *len, struct sp_error *err);

#endif
