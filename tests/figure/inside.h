/* How deep a point stands in a posed skin, by its winding number. */
#ifndef TEST_FIGURE_INSIDE_H
#define TEST_FIGURE_INSIDE_H

#include <math.h>

#include "figure/vec.h"
#include "library.h"

#define INSIDE_PI 3.14159265358979323846

/* Solid angle of a triangle seen from p: Van Oosterom & Strackee 1983. */
static inline double solid_angle(const float *position, const unsigned *t,
                                 const double p[3])
{
    double a[3][3], r[3], n[3];
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            a[i][k] = (double)position[3 * t[i] + (unsigned)k] - p[k];
        r[i] = v_norm(a[i]);
    }
    v_cross(n, a[1], a[2]);
    return 2 * atan2(v_dot(a[0], n),
                     r[0] * r[1] * r[2] + v_dot(a[0], a[1]) * r[2] +
                         v_dot(a[1], a[2]) * r[0] + v_dot(a[2], a[0]) * r[1]);
}

static inline double from_edge(const double a[3], const double b[3],
                               const double p[3])
{
    double d[3], v[3], off[3];
    v_sub(d, b, a);
    v_sub(v, p, a);
    const double t = fmin(1, fmax(0, v_dot(v, d) / fmax(v_dot(d, d), 1e-12)));
    v_add_scaled(off, v, -t, d);
    return v_norm(off);
}

static inline double from_triangle(const float *position, const unsigned *t,
                                   const double p[3])
{
    double q[3][3], n[3], d[3], e[3], side[3];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            q[i][k] = (double)position[3 * t[i] + (unsigned)k];
    v_sub(d, q[1], q[0]);
    v_sub(e, q[2], q[0]);
    v_cross(n, d, e);
    v_unit(n);
    bool over = true;
    double least = 1e9;
    for (int i = 0; i < 3; i++) {
        v_sub(d, q[(i + 1) % 3], q[i]);
        v_sub(e, p, q[i]);
        v_cross(side, d, e);
        over = over && v_dot(side, n) >= 0;
        least = fmin(least, from_edge(q[i], q[(i + 1) % 3], p));
    }
    v_sub(e, p, q[0]);
    return over ? fabs(v_dot(e, n)) : least;
}

#define NEAR_M .15 /* what is further from all skin is not in it */

/* Skin vertices near a box; how many. */
static inline int near_skin(const struct cast *c, const double low[3],
                            const double high[3], int *vertex)
{
    int count = 0;
    for (int v = 0; v < c->mesh.vertices; v++) {
        bool in = true;
        for (int k = 0; k < 3; k++)
            in = in && (double)c->position[3 * v + k] > low[k] - NEAR_M &&
                 (double)c->position[3 * v + k] < high[k] + NEAR_M;
        if (in)
            vertex[count++] = v;
    }
    return count;
}

/* How deep a point is inside the skin (by winding number); 0 outside. */
static inline double inside(const struct cast *c, const int *vertex, int count,
                            const double p[3])
{
    double nearest = NEAR_M * NEAR_M, faces = -1, around = 0, least = 1e9;
    for (int i = 0; i < count; i++) {
        const int v = vertex[i];
        double d[3], n[3];
        for (int k = 0; k < 3; k++) {
            d[k] = (double)c->position[3 * v + k] - p[k];
            n[k] = (double)c->normal[3 * v + k];
        }
        if (v_dot(d, d) >= nearest)
            continue;
        nearest = v_dot(d, d);
        faces = v_dot(d, n);
    }
    // most are far away, or clearly outside; the rest is worth the sum
    if (faces < 0)
        return 0;
    for (int i = 0; i < c->mesh.triangles; i++) {
        const unsigned *t = c->mesh.triangle + 3 * (size_t)i;
        around += solid_angle(c->position, t, p);
        least = fmin(least, from_triangle(c->position, t, p));
    }
    return around > 2 * INSIDE_PI ? least : 0;
}

#endif
