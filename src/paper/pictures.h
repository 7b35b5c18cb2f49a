/* The key positions of a movement, drawn in grey. */
#ifndef PAPER_PICTURES_H
#define PAPER_PICTURES_H

#include "paper/paper.h"
#include "paper/sheet.h"

#define PICTURES_MAX 6

struct picture_set {
    int keyframe[PICTURES_MAX]; /* of the scaled scene */
    int step[PICTURES_MAX];     /* number of the step that reaches it, from 1 */
    struct sp_posture posture[PICTURES_MAX];
    int count;
    double wide, high; /* m, the largest figure as the camera sees it */
    struct sp_scene scene;
    const struct paper_discs *discs;      /* shown in their position; or NULL */
    cairo_surface_t *image[PICTURES_MAX]; /* NULL until drawn */
    int across, down;                     /* how they are laid out */
    double cell_w, cell_h;                /* points, of one */
    double gutter; /* points at its left, for the number */
};

/*
 * Which positions tell the movement, in the order of its steps: those that
 * look the same are shown once. None when the movement has no figure.
 */
SP_NODISCARD enum sp_status
pictures_init(struct picture_set *p, const struct care_exercise *ex,
              int variant, const struct sp_body *body, struct sp_error *err);
void pictures_release(struct picture_set *p);

/* Shows one of them the spine? */
bool pictures_show_spine(const struct picture_set *p,
                         const struct sp_body *body);

/* Lay them out in a box so that the figures come out as large as they can. */
void pictures_fit(struct picture_set *p, double width, double height,
                  double gutter);

/* Draw picture `i`; *image is the caller's, after a failure too, or NULL. It
 * is kept as lines, so it prints sharp at any size. SP_E_NOMEM, SP_E_RANGE. */
SP_NODISCARD enum sp_status pictures_draw_one(const struct picture_set *p,
                                              int i, const struct sp_body *body,
                                              const struct figure_mesh *mesh,
                                              cairo_surface_t **image,
                                              struct sp_error *err);
/* Put those that are drawn on the sheet, each with the number of its step. */
void pictures_show(const struct picture_set *p, struct sheet *s, double x,
                   double y);

#endif
