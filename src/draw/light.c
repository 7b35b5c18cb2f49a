/*
 * How dark each pixel is: one key light and the sky on softened normals, and
 * the gentle dark where something nearer stands close by.
 */
#include "draw/drawing.h"
#include "figure/vec.h"

#include <stdlib.h>

/* Nearness is looked for on every third pixel, in rings about it. */
enum { STEP = 3, RINGS = 5, SPOKES = 14 };
#define REACH_M .15 /* further off nothing darkens */

/* What every third pixel knows. */
struct grid {
    int columns, rows;
    float *depth; /* m; 0 where nothing is seen */
    float *shut;  /* 0 open .. 1 */
};

struct offset {
    float x, y; /* of a circle of radius 1 */
};

static void make_offsets(struct offset way[RINGS * SPOKES])
{
    const double turn = 6.283185307179586 / SPOKES;
    for (int ring = 0; ring < RINGS; ring++)
        for (int i = 0; i < SPOKES; i++) {
            const double r = sqrt((ring + .6) / RINGS);
            const double a = turn * (i + .382 * ring);
            way[ring * SPOKES + i] =
                (struct offset){(float)(r * cos(a)), (float)(r * sin(a))};
        }
}

/* How much of the sky other surfaces near by shut out. */
static float shut_in(const struct drawing *d, const struct grid *g,
                     const struct offset *way, int column, int row)
{
    const struct raster_camera *c = &d->seen.camera;
    const int x0 = d->all.x0 + STEP * column, y0 = d->all.y0 + STEP * row;
    const size_t at = drawing_pixel(d, x0, y0);
    const float depth = d->seen.depth[at];
    const float metre = (float)c->focal / depth / STEP; // cells
    double world[3];
    for (int k = 0; k < 3; k++)
        world[k] = (double)d->seen.normal[3 * at + (size_t)k];
    const float n[3] = {(float)v_dot(world, c->right), // as the camera sees it
                        (float)-v_dot(world, c->up),
                        (float)-v_dot(world, c->back)};
    float sum = 0;
    for (int i = 0; i < RINGS * SPOKES; i++) {
        const int u = column + (int)rintf(way[i].x * (float)REACH_M * metre);
        const int v = row + (int)rintf(way[i].y * (float)REACH_M * metre);
        if (u < 0 || v < 0 || u >= g->columns || v >= g->rows)
            continue;
        const float other =
            g->depth[(size_t)v * (size_t)g->columns + (size_t)u];
        if (other <= 0 || other >= depth)
            continue;
        const float to[3] = {(float)(u - column) / metre,
                             (float)(v - row) / metre, other - depth};
        const float far2 = to[0] * to[0] + to[1] * to[1] + to[2] * to[2];
        const float left = 1 - far2 / (float)(1.7 * REACH_M * 1.7 * REACH_M);
        if (left <= 0)
            continue;
        const float over =
            (to[0] * n[0] + to[1] * n[1] + to[2] * n[2]) / sqrtf(far2) - .2f;
        sum += over > 0 ? over * left * left : 0;
    }
    return fminf(1, 4 * sum / (RINGS * SPOKES));
}

static enum sp_status grid_init(struct grid *g, const struct drawing *d,
                                struct sp_error *err)
{
    g->columns = (d->all.x1 - d->all.x0 + STEP - 1) / STEP;
    g->rows = (d->all.y1 - d->all.y0 + STEP - 1) / STEP;
    const size_t n = (size_t)g->columns * (size_t)g->rows;
    g->depth = malloc((2 * n + 1) * sizeof *g->depth);
    if (!g->depth)
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    g->shut = g->depth + n;
    struct offset way[RINGS * SPOKES];
    make_offsets(way);
    for (int r = 0; r < g->rows; r++)
        for (int c = 0; c < g->columns; c++)
            g->depth[(size_t)r * (size_t)g->columns + (size_t)c] =
                d->seen.depth[drawing_pixel(d, d->all.x0 + STEP * c,
                                            d->all.y0 + STEP * r)];
    for (int r = 0; r < g->rows; r++)
        for (int c = 0; c < g->columns; c++) {
            const size_t at = (size_t)r * (size_t)g->columns + (size_t)c;
            g->shut[at] = g->depth[at] > 0 ? shut_in(d, g, way, c, r) : 0;
        }
    return SP_OK;
}

/* Between the cells round a pixel, those of its own surface first. */
static double shut_at(const struct grid *g, int x, int y, float depth)
{
    const int column = x / STEP, row = y / STEP;
    const float fx = (float)(x % STEP) / STEP, fy = (float)(y % STEP) / STEP;
    float sum = 0, weights = 1e-6f;
    for (int i = 0; i < 4; i++) {
        const int c = column + i % 2, r = row + i / 2;
        if (c >= g->columns || r >= g->rows)
            continue;
        const size_t at = (size_t)r * (size_t)g->columns + (size_t)c;
        if (g->depth[at] <= 0)
            continue;
        const float off = (g->depth[at] - depth) / .02f;
        const float weight = (.02f + (i % 2 ? fx : 1 - fx)) *
                             (.02f + (i / 2 ? fy : 1 - fy)) /
                             (1 + off * off * off * off);
        sum += weight * g->shut[at];
        weights += weight;
    }
    return (double)(sum / weights);
}

enum sp_status drawing_light(struct drawing *d, struct sp_error *err)
{
    const struct raster *r = &d->seen;
    struct grid grid = {0};
    const enum sp_status status = grid_init(&grid, d, err);
    if (status != SP_OK)
        return status;
    // one key light from up left of the camera, with wrap
    double key[3];
    for (int k = 0; k < 3; k++)
        key[k] = .62 * r->camera.back[k] - .50 * r->camera.right[k];
    key[1] += .72;
    v_unit(key);
    float *dark = d->dark;
    for (int y = d->all.y0; y < d->all.y1; y++)
        for (int x = d->all.x0; x < d->all.x1; x++, dark++) {
            const size_t at = drawing_pixel(d, x, y);
            *dark = 0;
            if (!r->paint[at])
                continue;
            double n[3];
            for (int k = 0; k < 3; k++)
                n[k] = (double)r->normal[3 * at + (size_t)k];
            const double wrap = (v_dot(n, key) + .28) / 1.28;
            const double light =
                .78 * (wrap > 0 ? wrap : 0) + .30 * (.5 + .5 * n[1]);
            const double shut =
                shut_at(&grid, x - d->all.x0, y - d->all.y0, r->depth[at]);
            const double shade = .95 * (light < 1 ? 1 - light : 0) + .9 * shut;
            *dark = (float)(shade < 1 ? shade : 1);
        }
    free(grid.depth);
    return trace_blur(d->dark, d->all.x1 - d->all.x0, d->all.y1 - d->all.y0, 8,
                      err);
}
