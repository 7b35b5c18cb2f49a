/*
 * A thin mat drawn under whoever lies or kneels: without it a figure seen from
 * the side would float. A hint in a tint of the ground, no prop of the scene.
 */
#include "draw/drawing.h"
#include "figure/vec.h"

enum { ROUND = 5, POINTS = 4 * ROUND };
#define RADIUS_M .06
#define THICK_M .010

/* Its outline with round corners, at a height. */
static void outline(struct drawing *d, double y, double xy[POINTS][2])
{
    static const double side[4][2] = {
        {1, 1},
        {0, 1},
        {0, 0},
        {1, 0}
    };
    const struct stage_mat *m = &d->stage.mat;
    for (int i = 0; i < POINTS; i++) {
        const double *s = side[i / ROUND];
        const double a = 1.5707963267948966 *
                         (i / ROUND + (double)(i % ROUND) / (ROUND - 1));
        const double p[3] = {
            mix(m->low[0] + RADIUS_M, m->high[0] - RADIUS_M, s[0]) +
                RADIUS_M * cos(a),
            y,
            mix(m->low[1] + RADIUS_M, m->high[1] - RADIUS_M, s[1]) +
                RADIUS_M * sin(a)};
        double q[3];
        raster_project(&d->stage.camera, p, q);
        for (int k = 0; k < 2; k++)
            xy[i][k] = q[k] * d->map.scale;
    }
}

void drawing_mat(struct drawing *d)
{
    const bool dark = d->view->dark;
    if (!d->stage.mat.there || d->view->elevation_rad < .02)
        return;
    double xy[POINTS][2];
    outline(d, -THICK_M, xy);
    picture_fill(&d->picture, dark ? 0x2A3439 : 0xC9C3B4, 1);
    picture_line(&d->picture, (const double(*)[2])xy, POINTS, true);
    outline(d, 0, xy);
    picture_fill(&d->picture, dark ? 0x222B30 : 0xE6E1D5, 1);
    picture_line(&d->picture, (const double(*)[2])xy, POINTS, true);
}
