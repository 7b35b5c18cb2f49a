/* How dark each pixel is: one key light, the sky, and what shuts them out. */
#include "draw/drawing.h"
#include "figure/vec.h"

#include <stdlib.h>

/* How much nearer surfaces within some 10 cm shut out the sky. */
static double shut_in(const struct drawing *d, int x, int y)
{
    static const signed char way[12][2] = {
        {8,  0 },
        {7,  4 },
        {4,  7 },
        {0,  8 },
        {-4, 7 },
        {-7, 4 },
        {-8, 0 },
        {-7, -4},
        {-4, -7},
        {0,  -8},
        {4,  -7},
        {7,  -4}
    };
    const struct raster *r = &d->seen;
    const struct raster_camera *c = &r->camera;
    const size_t at = drawing_pixel(d, x, y);
    const double depth = (double)r->depth[at];
    const double reach = .10 * c->focal / depth; // pixels
    // the normal as the camera sees it
    double n[3], u[3];
    for (int k = 0; k < 3; k++)
        n[k] = (double)r->normal[3 * at + (size_t)k];
    u[0] = v_dot(n, c->right);
    u[1] = v_dot(n, c->up);
    u[2] = v_dot(n, c->back);
    double sum = 0;
    for (int i = 0; i < 24; i++) {
        const double far = reach * (i < 12 ? .38 : .9) / 8;
        const int dx = (int)rint(way[i % 12][0] * far);
        const int dy = (int)rint(way[i % 12][1] * far);
        if (x + dx < 0 || y + dy < 0 || x + dx >= d->width ||
            y + dy >= d->height)
            continue;
        const double other = (double)r->depth[drawing_pixel(d, x + dx, y + dy)];
        if (other <= 0)
            continue;
        // the point there against the tangent plane here
        const double v[3] = {dx * depth / c->focal, -dy * depth / c->focal,
                             depth - other};
        const double length2 = v_dot(v, v);
        if (length2 >= .22 * .22 || v_dot(v, u) <= 0)
            continue;
        const double length = sqrt(length2 + 1e-8);
        const double over = 1.6 * (v_dot(v, u) / length - .12);
        if (over > 0)
            sum += (over < 1 ? over : 1) * (length < .12 ? 1 : .5);
    }
    return fmin(1, sum / 10);
}

/* How shut in the pixels of one row are. What is found is blurred later: of a
 * surface every third pixel of every third row is looked at. */
static void shut_in_row(const struct drawing *d, int y, double *shut)
{
    const unsigned char *paint = d->seen.paint + drawing_pixel(d, 0, y);
    const unsigned char *above = paint - d->width;
    const bool look = (y - d->all.y0) % 3 == 0;
    int fresh = 0; // pixels for which the last look still counts
    for (int x = d->all.x0; x < d->all.x1; x++) {
        const bool goes_on = x > d->all.x0 && paint[x] == paint[x - 1];
        if (!paint[x] || (!look && paint[x] == above[x]))
            continue;
        if (look && goes_on && fresh-- > 0) {
            shut[x] = shut[x - 1];
            continue;
        }
        shut[x] = shut_in(d, x, y);
        fresh = 2;
    }
}

enum sp_status drawing_light(struct drawing *d, struct sp_error *err)
{
    const struct raster *r = &d->seen;
    double *shut = calloc((size_t)d->width, sizeof *shut);
    if (!shut)
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    // one key light from up left of the camera, with wrap
    double key[3];
    for (int k = 0; k < 3; k++)
        key[k] = .62 * r->camera.back[k] - .50 * r->camera.right[k];
    key[1] += .72;
    v_unit(key);
    float *dark = d->dark;
    for (int y = d->all.y0; y < d->all.y1; y++) {
        shut_in_row(d, y, shut);
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
            const double shade =
                .95 * (light < 1 ? 1 - light : 0) + .75 * shut[x];
            *dark = (float)(shade < 1 ? shade : 1);
        }
    }
    free(shut);
    return trace_blur(d->dark, d->all.x1 - d->all.x0, d->all.y1 - d->all.y0, 3,
                      err);
}
