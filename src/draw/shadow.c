/* The contact shadow: how near the lowest thing is above each spot. */
#include "draw/drawing.h"
#include "figure/vec.h"

#include <stdlib.h>

/* Cells of the floor each way; steps from its edge to its dark. */
enum { FLOOR = 96, STEPS = 10 };

struct floor_map {
    const struct drawing *d;
    double low[2], step; /* m */
};

static void floor_to_picture(const struct trace_map *map, const double in[2],
                             double out[2])
{
    const struct floor_map *f = map->with;
    const double p[3] = {f->low[0] + in[0] * f->step, 0,
                         f->low[1] + in[1] * f->step};
    double q[3];
    raster_project(&f->d->stage.camera, p, q);
    out[0] = q[0] * map->scale;
    out[1] = q[1] * map->scale;
}

/* Lowest height of anything above each cell of the floor. */
static void heights(const struct stage *s, const struct floor_map *f,
                    float *height)
{
    for (int i = 0; i < FLOOR * FLOOR; i++)
        height[i] = 9;
    for (int i = 0; i < s->bones; i++) {
        const struct stage_triangle *t = &s->tri[i];
        const int paint = t->paint - STAGE_PROP;
        if (paint == FIGURE_PAINT_MAT || paint == FIGURE_PAINT_PLASTER)
            continue;
        double x0 = 1e9, x1 = -1e9, z0 = 1e9, z1 = -1e9, y = 0;
        for (int c = 0; c < 3; c++) {
            const float *p = s->vertex[t->v[c]].p;
            x0 = (double)p[0] < x0 ? (double)p[0] : x0;
            x1 = (double)p[0] > x1 ? (double)p[0] : x1;
            z0 = (double)p[2] < z0 ? (double)p[2] : z0;
            z1 = (double)p[2] > z1 ? (double)p[2] : z1;
            y += (double)p[1] / 3;
        }
        const int a0 = (int)fmax(0, (x0 - f->low[0]) / f->step);
        const int a1 = (int)fmin(FLOOR - 1, (x1 - f->low[0]) / f->step);
        const int b0 = (int)fmax(0, (z0 - f->low[1]) / f->step);
        const int b1 = (int)fmin(FLOOR - 1, (z1 - f->low[1]) / f->step);
        for (int b = b0; b <= b1; b++)
            for (int a = a0; a <= a1; a++) {
                float *h = &height[b * FLOOR + a];
                *h = fminf(*h, (float)fmax(0, y));
            }
    }
}

/* Rounds of blur for so many metres. */
static int rounds_for(const struct floor_map *f, double soft_m)
{
    return (int)fmin(120, fmax(2, 2 * pow(soft_m / f->step, 2)));
}

/* From heights to shade: dark and close where something rests, wide and faint
 * under what is held above the floor. */
static enum sp_status fall(float *height, float *wide,
                           const struct floor_map *f, struct sp_error *err)
{
    for (int i = 0; i < FLOOR * FLOOR; i++) {
        const double h = (double)height[i];
        wide[i] = h > 8 ? 0 : (float)exp(-h / .40);
        height[i] = h > 8 ? 0 : (float)exp(-h / .06);
    }
    enum sp_status status =
        trace_blur(height, FLOOR, FLOOR, rounds_for(f, .028), err);
    if (status == SP_OK)
        status = trace_blur(wide, FLOOR, FLOOR, rounds_for(f, .085), err);
    for (int i = 0; i < FLOOR * FLOOR; i++)
        height[i] = .6f * height[i] + .4f * wide[i];
    return status;
}

enum sp_status drawing_shadow(struct drawing *d, struct sp_error *err)
{
    if (d->view->elevation_rad < .02)
        return SP_OK;
    float *height = malloc(2 * FLOOR * FLOOR * sizeof *height);
    if (!height)
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    struct floor_map f = {.d = d};
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    for (int v = 0; v < d->stage.bone_vertices; v++)
        for (int k = 0; k < 2; k++) {
            const double at = (double)d->stage.vertex[v].p[2 * k];
            low[k] = at < low[k] ? at : low[k];
            high[k] = at > high[k] ? at : high[k];
        }
    const double span = fmax(high[0] - low[0], high[1] - low[1]) + .5;
    f.step = span / FLOOR;
    for (int k = 0; k < 2; k++)
        f.low[k] = (low[k] + high[k] - span) / 2;
    heights(&d->stage, &f, height);
    enum sp_status status = fall(height, height + FLOOR * FLOOR, &f, err);
    struct trace_map map = {floor_to_picture, &f, d->map.scale, .2, 6, {0}, 0};
    for (int i = 0; status == SP_OK && i < STEPS; i++) {
        picture_shade(&d->picture, d->view->dark ? 0x05080A : 0x3A332C,
                      (d->view->dark ? .10 : .046) * (.45 + .55 * i / STEPS));
        status =
            trace_contour(&d->picture, height, FLOOR, FLOOR,
                          .03 + .85 * pow((double)i / STEPS, 1.4), &map, err);
    }
    free(height);
    return status;
}
