/* Shared by the ways of putting a picture out. */
#ifndef DRAW_INTERNAL_H
#define DRAW_INTERNAL_H

#include "draw/draw.h"

/* The picture as premultiplied ARGB32, row by row; the caller frees. */
SP_NODISCARD enum sp_status
draw_pixels(const struct sp_body *body, const struct figure_mesh *mesh,
            const struct sp_scene *scaled, const struct sp_posture *posture,
            const struct draw_view *view, int width, int height,
            unsigned **pixels, struct sp_error *err);

#endif
