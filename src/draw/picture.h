/*
 * A picture as a short list of paths, written as compact SVG or painted with
 * cairo: both come from the same points.
 */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

#include "stature/base.h"

struct _cairo; /* cairo_t */

struct picture_path {
    int first, points; /* into picture.xy; loops are separated by breaks */
    unsigned rgb;
    double alpha;
    double width;  /* px; 0: filled */
    bool whole;    /* filled also where it overlaps itself (not even-odd) */
    bool straight; /* from point to point, without curves */
};

/* Words on the picture: where they begin, are centred on or end. */
enum picture_anchor { PICTURE_START, PICTURE_MIDDLE, PICTURE_END };

struct picture_text {
    double x, y, size; /* px; y of the base line */
    unsigned rgb;
    enum picture_anchor anchor;
    bool bold;
    char text[80]; /* no markup */
};
#define PICTURE_TEXTS 16 /* more are left out */

struct picture {
    double width, height; /* px */
    double (*xy)[2];      /* px */
    unsigned char *mark;  /* per point: 1 begins a line, 2 begins a loop */
    int points, point_room;
    struct picture_path *path;
    int paths, path_room;
    struct picture_text word[PICTURE_TEXTS]; /* above all paths */
    int words;
    char title[120]; /* said in words in an SVG; no markup; "" none */
    bool grey;       /* every colour becomes its luminance */
    bool failed;     /* memory ran out: no more paths */
};

void picture_init(struct picture *p, double width, double height);
void picture_release(struct picture *p);

/* Begin a path, then lines or loops of it. */
void picture_fill(struct picture *p, unsigned rgb, double alpha);
/* Of a shade so faint that its corners are not seen. */
void picture_shade(struct picture *p, unsigned rgb, double alpha);
void picture_stroke(struct picture *p, unsigned rgb, double alpha,
                    double width);
void picture_line(struct picture *p, const double (*xy)[2], int n, bool loop);

/* Begin lines of a pen that is lifted slowly where a line ends freely. */
void picture_pen(struct picture *p, unsigned rgb, double alpha);
void picture_pen_line(struct picture *p, const double (*xy)[2], int n,
                      double width, bool free_start, bool free_end);

/* Words in the system's own sans-serif. */
void SP_PRINTF(3, 4) picture_say(struct picture *p, struct picture_text at,
                                 const char *format, ...);

SP_NODISCARD enum sp_status picture_svg(const struct picture *p,
                                        unsigned char **bytes, size_t *len,
                                        struct sp_error *err);
/* One unit a pixel; false when memory runs out. */
bool picture_paint(const struct picture *p, struct _cairo *to);
/* PNG bytes, transparent where nothing is drawn. */
SP_NODISCARD enum sp_status picture_png(const struct picture *p, int width_px,
                                        int height_px, unsigned char **bytes,
                                        size_t *len, struct sp_error *err);
/* Premultiplied ARGB32 rows of 4 * width_px bytes, for whoever goes on. */
SP_NODISCARD enum sp_status picture_pixels(const struct picture *p,
                                           int width_px, int height_px,
                                           unsigned **pixels,
                                           struct sp_error *err);
#endif
