/* Scan conversion with edge functions; nearest surface wins. */
#include "draw/raster.h"
#include "figure/vec.h"

#include <stdlib.h>

void raster_camera_look(struct raster_camera *c, const double centre[3],
                        double distance, double azimuth_rad,
                        double elevation_rad)
{
    const double ce = cos(elevation_rad), up[3] = {0, 1, 0};
    c->back[0] = ce * cos(azimuth_rad);
    c->back[1] = sin(elevation_rad);
    c->back[2] = ce * sin(azimuth_rad);
    v_cross(c->right, up, c->back);
    v_unit(c->right);
    v_cross(c->up, c->back, c->right);
    v_add_scaled(c->eye, centre, distance, c->back);
}

enum sp_status raster_init(struct raster *r, int width, int height,
                           struct sp_error *err)
{
    memset(r, 0, sizeof *r);
    r->width = width;
    r->height = height;
    const size_t n = (size_t)width * (size_t)height;
    r->depth = calloc(n, sizeof *r->depth);
    r->normal = calloc(3 * n, sizeof *r->normal);
    r->paint = calloc(n, 1);
    r->body = calloc(n, 1);
    r->limb = calloc(n, 1);
    if (r->depth && r->normal && r->paint && r->body && r->limb)
        return SP_OK;
    raster_release(r);
    return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
}

void raster_release(struct raster *r)
{
    free(r->depth);
    free(r->normal);
    free(r->paint);
    free(r->body);
    free(r->limb);
    memset(r, 0, sizeof *r);
}

void raster_project(const struct raster_camera *c, const double p[3],
                    double out[3])
{
    double v[3];
    v_sub(v, p, c->eye);
    const double depth = fmax(-v_dot(v, c->back), .05);
    out[0] = c->cx + c->focal * v_dot(v, c->right) / depth;
    out[1] = c->cy - c->focal * v_dot(v, c->up) / depth;
    out[2] = depth;
}

static void put_pixel(struct raster *r, size_t at, double near,
                      const struct raster_corner c[3], const double w[3])
{
    double n[3];
    for (int k = 0; k < 3; k++)
        n[k] = w[0] * (double)c[0].n[k] + w[1] * (double)c[1].n[k] +
               w[2] * (double)c[2].n[k];
    v_unit(n);
    // back faces of thin things
    const double side = v_dot(n, r->camera.back) < -.3 ? -1 : 1;
    for (int k = 0; k < 3; k++)
        r->normal[3 * at + (size_t)k] = (float)(side * n[k]);
    r->depth[at] = (float)(1 / near);
}

static double least(double a, double b, double c)
{
    const double m = a < b ? a : b;
    return m < c ? m : c;
}

static double most(double a, double b, double c)
{
    const double m = a > b ? a : b;
    return m > c ? m : c;
}

void raster_triangle(struct raster *r, const struct raster_corner c[3],
                     bool closed, struct raster_mark mark)
{
    // pixels grow downwards, so what faces the viewer has a negative area
    const double area = (c[1].x - c[0].x) * (c[2].y - c[0].y) -
                        (c[1].y - c[0].y) * (c[2].x - c[0].x);
    if (fabs(area) < 1e-9 || (closed && area > 0))
        return;
    const double left = ceil(least(c[0].x, c[1].x, c[2].x) - .5);
    const double right = floor(most(c[0].x, c[1].x, c[2].x) - .5);
    const double top = ceil(least(c[0].y, c[1].y, c[2].y) - .5);
    const double low = floor(most(c[0].y, c[1].y, c[2].y) - .5);
    if (!(right >= 0 && low >= 0 && left < r->width && top < r->height))
        return;
    const int x0 = left > 0 ? (int)left : 0, y0 = top > 0 ? (int)top : 0;
    const int x1 = right < r->width ? (int)right : r->width - 1;
    const int y1 = low < r->height ? (int)low : r->height - 1;
    // weights are linear in x and y: w = at + x dx + y dy
    double at[3], dx[3], dy[3];
    for (int i = 0; i < 3; i++) {
        const struct raster_corner *a = &c[(i + 1) % 3], *b = &c[(i + 2) % 3];
        dx[i] = -(b->y - a->y) / area;
        dy[i] = (b->x - a->x) / area;
        at[i] = -(a->x * dx[i] + a->y * dy[i]) + .5 * (dx[i] + dy[i]);
    }
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            double w[3];
            for (int i = 0; i < 3; i++)
                w[i] = at[i] + x * dx[i] + y * dy[i];
            if (w[0] < 0 || w[1] < 0 || w[2] < 0)
                continue;
            const double near =
                w[0] * c[0].near + w[1] * c[1].near + w[2] * c[2].near;
            const size_t p = (size_t)y * (size_t)r->width + (size_t)x;
            if ((double)r->depth[p] * near > 0 &&
                (double)r->depth[p] * near <= 1)
                continue;
            put_pixel(r, p, near, c, w);
            r->paint[p] = mark.paint;
            r->body[p] = mark.body;
            r->limb[p] = mark.limb;
        }
}
