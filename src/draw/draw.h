/*
 * Still pictures of a figure in a pose and of charts, with cairo: SVG, PNG.
 * Deterministic: the same input gives the same bytes on one machine.
 */
#ifndef DRAW_H
#define DRAW_H

#include "figure/figure.h"

struct _cairo; /* cairo_t */

enum draw_format { DRAW_SVG, DRAW_PNG };

/* Loads against relaxed standing, 1 as much. */
struct draw_discs {
    double share[23]; /* L5/S1 first */
    double l4_5[2];   /* what L4/5 may have: least, most */
};

struct draw_view {
    double azimuth_rad, elevation_rad; /* as sp_scene's camera */
    int width_px, height_px;
    bool dark;  /* for dark pages and terminals */
    bool grey;  /* for paper: luminance alone (ITU-R BT.709) */
    bool spine; /* show vertebrae and discs through the back */
    const struct draw_discs *discs; /* colours them; NULL for plain ones */
    bool legend; /* with discs: what the colours mean and L4/5's number, in a
                    strip at the foot */
    bool ground; /* on the page's own colour, else transparent */
};

/* sRGB 0xRRGGBB for a disc's load against relaxed standing: blue unloaded,
 * red loaded, readable with any colour vision. */
unsigned draw_load_colour(double load);

/* The same where there is no colour: white unloaded, black loaded. */
unsigned draw_load_grey(double load);

/*
 * A solved posture with its props (as they stand: see sp_scene_at), as bytes
 * of an image; caller frees. Errors: SP_E_RANGE for a size outside 16 to 4096
 * px; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status
draw_figure(const struct sp_body *body, const struct figure_mesh *mesh,
            const struct sp_scene *scaled, const struct sp_posture *posture,
            const struct draw_view *view, enum draw_format format,
            unsigned char **bytes, size_t *len, struct sp_error *err);

/* The same, painted as paths from the context's origin with one unit a pixel
 * of the view: on a PDF it stays a drawing. Errors as above. */
SP_NODISCARD enum sp_status
draw_figure_on(const struct sp_body *body, const struct figure_mesh *mesh,
               const struct sp_scene *scaled, const struct sp_posture *posture,
               const struct draw_view *view, struct _cairo *to,
               struct sp_error *err);

/* Would the lower back's part of the spine be seen from there? From the front
 * it lies too deep. */
bool draw_sees_spine(const struct sp_body *body,
                     const struct sp_posture *posture, double azimuth_rad,
                     double elevation_rad);

enum draw_colour { DRAW_TRUE_COLOUR, DRAW_256, DRAW_NO_COLOUR };

/* The same picture for a terminal, `columns` wide: two pixels a character
 * with half blocks, or shades of ASCII without colour. NUL-terminated text,
 * lines end in newline; the caller frees. view->width_px and height_px give
 * the shape. Errors: SP_E_RANGE for columns outside 10 to 400. */
SP_NODISCARD enum sp_status
draw_ansi(const struct sp_body *body, const struct figure_mesh *mesh,
          const struct sp_scene *scaled, const struct sp_posture *posture,
          const struct draw_view *view, int columns, enum draw_colour colour,
          char **text, struct sp_error *err);

/* For terminals that show pixels: kitty's graphics protocol or sixels. Text to
 * print as it is; the caller frees. Errors: as draw_figure. */
enum draw_protocol { DRAW_KITTY, DRAW_SIXEL };
SP_NODISCARD enum sp_status
draw_terminal(const struct sp_body *body, const struct figure_mesh *mesh,
              const struct sp_scene *scaled, const struct sp_posture *posture,
              const struct draw_view *view, enum draw_protocol protocol,
              char **text, struct sp_error *err);

#endif
