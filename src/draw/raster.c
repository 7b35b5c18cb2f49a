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

static void put_pixel(struct raster *r, size_t at, double depth,
                      const struct raster_vertex v[3], const double w[3])
{
    double n[3], eye = 0;
    for (int k = 0; k < 3; k++)
        n[k] = w[0] * (double)v[0].n[k] + w[1] * (double)v[1].n[k] +
               w[2] * (double)v[2].n[k];
    v_unit(n);
    eye = v_dot(n, r->camera.back);
    const double side = eye < -.3 ? -1 : 1; // back faces of thin things
    for (int k = 0; k < 3; k++)
        r->normal[3 * at + (size_t)k] = (float)(side * n[k]);
    r->depth[at] = (float)depth;
}

void raster_triangle(struct raster *r, const struct raster_vertex v[3],
                     unsigned char paint, unsigned char body,
                     unsigned char limb)
{
    double q[3][3], low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    for (int i = 0; i < 3; i++) {
        const double p[3] = {(double)v[i].p[0], (double)v[i].p[1],
                             (double)v[i].p[2]};
        raster_project(&r->camera, p, q[i]);
        for (int k = 0; k < 2; k++) {
            low[k] = fmin(low[k], q[i][k]);
            high[k] = fmax(high[k], q[i][k]);
        }
    }
    const double area = (q[1][0] - q[0][0]) * (q[2][1] - q[0][1]) -
                        (q[2][0] - q[0][0]) * (q[1][1] - q[0][1]);
    if (fabs(area) < 1e-9)
        return;
    const int x0 = (int)fmax(0, ceil(low[0] - .5));
    const int x1 = (int)fmin(r->width - 1, floor(high[0] - .5));
    const int y0 = (int)fmax(0, ceil(low[1] - .5));
    const int y1 = (int)fmin(r->height - 1, floor(high[1] - .5));
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            const double px = x + .5, py = y + .5;
            double w[3];
            for (int i = 0; i < 3; i++) {
                const double *a = q[(i + 1) % 3], *b = q[(i + 2) % 3];
                w[i] = ((b[0] - a[0]) * (py - a[1]) -
                        (b[1] - a[1]) * (px - a[0])) /
                       area;
            }
            if (w[0] < 0 || w[1] < 0 || w[2] < 0)
                continue;
            const double depth =
                1 / (w[0] / q[0][2] + w[1] / q[1][2] + w[2] / q[2][2]);
            const size_t at = (size_t)y * (size_t)r->width + (size_t)x;
            if (r->depth[at] > 0 && (double)r->depth[at] <= depth)
                continue;
            put_pixel(r, at, depth, v, w);
            r->paint[at] = paint;
            r->body[at] = body;
            r->limb[at] = limb;
        }
}
