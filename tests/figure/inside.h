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

/* Skin vertices near a box, by their x. */
struct near_skin {
    const struct cast *c;
    int count;
    struct near_vertex {
        float x;
        int vertex;
    } * by_x;
};

static inline int by_x(const void *a, const void *b)
{
    const struct near_vertex *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return p->vertex - q->vertex;
}

/* Caller frees near->by_x. */
static inline void near_skin(struct near_skin *near, const struct cast *c,
                             const double low[3], const double high[3])
{
    *near = (struct near_skin){.c = c};
    near->by_x = calloc((size_t)c->mesh.vertices, sizeof *near->by_x);
    assert_non_null(near->by_x);
    for (int v = 0; v < c->mesh.vertices; v++) {
        bool in = true;
        for (int k = 0; k < 3; k++)
            in = in && (double)c->position[3 * v + k] > low[k] - NEAR_M &&
                 (double)c->position[3 * v + k] < high[k] + NEAR_M;
        if (in)
            near->by_x[near->count++] =
                (struct near_vertex){c->position[3 * v], v};
    }
    qsort(near->by_x, (size_t)near->count, sizeof *near->by_x, by_x);
}

/* The first of them from x on. */
static inline int first_from(const struct near_skin *near, double x)
{
    int low = 0, high = near->count;
    while (low < high) {
        const int mid = (low + high) / 2;
        if ((double)near->by_x[mid].x < x)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Is a triangle further than `least` along one of the axes? */
static inline bool beyond(const float *position, const unsigned *t,
                          const double p[3], double least)
{
    for (unsigned k = 0; k < 3; k++) {
        const double a = (double)position[3 * t[0] + k] - p[k];
        const double b = (double)position[3 * t[1] + k] - p[k];
        const double c = (double)position[3 * t[2] + k] - p[k];
        if ((a > least && b > least && c > least) ||
            (a < -least && b < -least && c < -least))
            return true;
    }
    return false;
}

/* How deep p is in a closed surface: its distance to the nearest triangle where
 * its winding number says inside, and 0 outside. */
static inline double depth_in(const float *position, const unsigned *triangle,
                              int triangles, const double p[3])
{
    double around = 0, least = 1e9;
    for (int i = 0; i < triangles; i++)
        around += solid_angle(position, triangle + 3 * (size_t)i, p);
    if (around <= 2 * INSIDE_PI)
        return 0;
    for (int i = 0; i < triangles; i++) {
        const unsigned *t = triangle + 3 * (size_t)i;
        if (!beyond(position, t, p, least))
            least = fmin(least, from_triangle(position, t, p));
    }
    return least;
}

/* Takes a vertex that is nearer to p than all before; false when it and all
 * behind it are too far along x. */
static inline bool nearer(const struct near_skin *near, int i,
                          const double p[3], double *nearest, double *faces)
{
    const int v = near->by_x[i].vertex;
    double d[3], n[3];
    for (int k = 0; k < 3; k++)
        d[k] = (double)near->c->position[3 * v + k] - p[k];
    if (d[0] * d[0] >= *nearest)
        return false;
    if (v_dot(d, d) >= *nearest)
        return true;
    for (int k = 0; k < 3; k++)
        n[k] = (double)near->c->normal[3 * v + k];
    *nearest = v_dot(d, d);
    *faces = v_dot(d, n);
    return true;
}

/* How deep a point is inside the skin (by winding number); 0 outside. */
static inline double inside(const struct near_skin *near, const double p[3])
{
    const struct figure_mesh *mesh = &near->c->mesh;
    double nearest = NEAR_M * NEAR_M, faces = -1;
    const int at = first_from(near, p[0]);
    for (int i = at; i < near->count; i++)
        if (!nearer(near, i, p, &nearest, &faces))
            break;
    for (int i = at - 1; i >= 0; i--)
        if (!nearer(near, i, p, &nearest, &faces))
            break;
    // most are far away, or clearly outside; the rest is worth the sum
    return faces < 0 ? 0
                     : depth_in(near->c->position, mesh->triangle,
                                mesh->triangles, p);
}

#endif
