/* Boxes, bars, balls and straps with smooth normals and few triangles. */
#include "figure/solid.h"
#include "figure/vec.h"

#include <stdlib.h>

static const double pi = 3.14159265358979323846;

void figure_solid_release(struct figure_solid *s)
{
    free(s->position);
    free(s->normal);
    free(s->triangle);
    memset(s, 0, sizeof *s);
}

/* Room for some more; on failure the solid is marked and stays as it is. */
static bool grow(struct figure_solid *s, int vertices, int triangles)
{
    if (s->failed)
        return false;
    const size_t v = (size_t)(s->vertices + vertices);
    const size_t t = (size_t)(s->triangles + triangles);
    float *p = realloc(s->position, 3 * v * sizeof *p);
    if (p)
        s->position = p;
    float *n = realloc(s->normal, 3 * v * sizeof *n);
    if (n)
        s->normal = n;
    unsigned *i = realloc(s->triangle, 3 * t * sizeof *i);
    if (i)
        s->triangle = i;
    s->failed = !p || !n || !i;
    return !s->failed;
}

static void put(struct figure_solid *s, const double p[3], const double n[3])
{
    for (int k = 0; k < 3; k++) {
        s->position[3 * s->vertices + k] = (float)p[k];
        s->normal[3 * s->vertices + k] = (float)n[k];
    }
    s->vertices++;
}

static void face(struct figure_solid *s, int a, int b, int c)
{
    unsigned *t = s->triangle + 3 * s->triangles++;
    t[0] = (unsigned)a, t[1] = (unsigned)b, t[2] = (unsigned)c;
}

/* Two triangles for each cell of a grid of rings x columns (columns wrap). */
static void weave(struct figure_solid *s, int base, int rings, int columns)
{
    for (int r = 0; r + 1 < rings; r++)
        for (int c = 0; c < columns; c++) {
            const int d = (c + 1) % columns;
            const int a = base + r * columns, b = a + columns;
            face(s, a + c, a + d, b + d);
            face(s, a + c, b + d, b + c);
        }
}

enum { CORNER = 3 }; /* points along a quarter of rounding */

void solid_box(struct figure_solid *s, const double centre[3],
               const double half[3], double rounding)
{
    const double r = fmin(rounding, fmin(half[0], fmin(half[1], half[2])));
    const int columns = 4 * CORNER, rings = 2 * CORNER;
    if (!grow(s, columns * rings, 2 * columns * rings))
        return;
    const int base = s->vertices;
    // a sphere's directions, its eight parts moved out to the corners
    for (int i = 0; i < rings; i++)
        for (int j = 0; j < columns; j++) {
            const int up = i >= CORNER, quarter = j / CORNER;
            const double lat =
                pi / 2 * ((double)(i % CORNER) / (CORNER - 1) - !up);
            const double lon =
                pi / 2 * (quarter + (double)(j % CORNER) / (CORNER - 1));
            const double n[3] = {cos(lat) * cos(lon), sin(lat),
                                 -cos(lat) * sin(lon)};
            const double sign[3] = {quarter == 0 || quarter == 3 ? 1.0 : -1.0,
                                    up ? 1.0 : -1.0, quarter < 2 ? -1.0 : 1.0};
            double p[3];
            for (int k = 0; k < 3; k++)
                p[k] = centre[k] + sign[k] * (half[k] - r) + r * n[k];
            put(s, p, n);
        }
    weave(s, base, rings, columns);
    for (int j = 1; j + 1 < columns; j++) {
        face(s, base, base + j + 1, base + j);
        const int top = base + (rings - 1) * columns;
        face(s, top, top + j, top + j + 1);
    }
}

// ---- a box that can be dented

enum { CELLS = 24, LINES = CELLS + 8 };
#define CELL_M .030

/* Lines of a grid along one axis: where, and how far round the edge. */
struct grid_lines {
    double at[LINES], angle[LINES];
    int count;
};

static void add_line(struct grid_lines *g, double at, double angle)
{
    if (g->count == LINES)
        return;
    g->at[g->count] = at;
    g->angle[g->count++] = angle;
}

static void draw_lines(struct grid_lines *g, double half, const double fine[2])
{
    const double low = fmin(half, fmax(-half, fine[0]));
    const double high = fmax(low, fmin(half, fine[1]));
    const int cells = (int)fmin(CELLS, fmax(1, ceil((high - low) / CELL_M)));
    g->count = 0;
    for (int i = -2; i <= 0; i++)
        add_line(g, -half, i * pi / 4);
    if (low > -half + .004)
        add_line(g, low, 0);
    for (int i = 1; i < cells; i++)
        add_line(g, low + (high - low) * i / cells, 0);
    if (high < half - .004)
        add_line(g, high, 0);
    for (int i = 0; i <= 2; i++)
        add_line(g, half, i * pi / 4);
}

/* One side of the cushion, up 1 or -1. */
static void add_sheet(struct figure_solid *s, const double centre[3],
                      const double inner[3], double r,
                      const struct grid_lines *x, const struct grid_lines *z,
                      int up)
{
    const int base = s->vertices;
    for (int i = 0; i < x->count; i++)
        for (int k = 0; k < z->count; k++) {
            const double a = x->angle[i], b = z->angle[k];
            double n[3] = {sin(a), up * fmax(0, cos(a) * cos(b)), sin(b)};
            v_unit(n);
            const double p[3] = {centre[0] + x->at[i] + r * n[0],
                                 centre[1] + up * inner[1] + r * n[1],
                                 centre[2] + z->at[k] + r * n[2]};
            put(s, p, n);
        }
    for (int i = 0; i + 1 < x->count; i++)
        for (int k = 0; k + 1 < z->count; k++) {
            const int a = base + i * z->count + k, b = a + z->count;
            const int p = up > 0 ? a + 1 : b, q = up > 0 ? b : a + 1;
            face(s, a, p, b + 1);
            face(s, a, b + 1, q);
        }
}

/* The outline of a sheet, all the way round. */
static int outline(const struct grid_lines *x, const struct grid_lines *z,
                   int *at)
{
    int n = 0;
    for (int k = 0; k < z->count - 1; k++)
        at[n++] = k;
    for (int i = 0; i < x->count - 1; i++)
        at[n++] = i * z->count + z->count - 1;
    for (int k = z->count - 1; k > 0; k--)
        at[n++] = (x->count - 1) * z->count + k;
    for (int i = x->count - 1; i > 0; i--)
        at[n++] = i * z->count;
    return n;
}

/* Flat underneath: the outline of the sheet again, straight below. */
static int add_floor(struct figure_solid *s, int sheet, const int *ring, int n,
                     double y)
{
    const int wall = s->vertices;
    for (int flat = 0; flat < 2; flat++)
        for (int i = 0; i < n; i++) {
            const float *q = s->position + 3 * (sheet + ring[i]);
            const float *m = s->normal + 3 * (sheet + ring[i]);
            const double p[3] = {(double)q[0], y, (double)q[2]};
            const double out[3] = {(double)m[0], (double)m[1], (double)m[2]};
            const double down[3] = {0, -1, 0};
            put(s, p, flat ? down : out);
        }
    for (int i = 1; i + 1 < n; i++)
        face(s, wall + n, wall + n + i + 1, wall + n + i);
    return wall;
}

void solid_cushion(struct figure_solid *s, const double centre[3],
                   const double half[3], double rounding, double fine[2][2],
                   bool both)
{
    const double r = fmin(rounding, fmin(half[0], fmin(half[1], half[2])));
    const double inner[3] = {half[0] - r, half[1] - r, half[2] - r};
    struct grid_lines x, z;
    int ring[4 * LINES];
    draw_lines(&x, inner[0], fine[0]);
    draw_lines(&z, inner[2], fine[1]);
    const int grid = x.count * z.count, n = outline(&x, &z, ring);
    if (!grow(s, 2 * grid + 2 * n, 4 * grid + 3 * n))
        return;
    const int sheet = s->vertices;
    add_sheet(s, centre, inner, r, &x, &z, 1);
    int under = s->vertices;
    if (both)
        add_sheet(s, centre, inner, r, &x, &z, -1);
    else
        under = add_floor(s, sheet, ring, n, centre[1] - half[1]);
    for (int i = 0; i < n; i++) {
        const int k = (i + 1) % n;
        const int a = sheet + ring[i], b = sheet + ring[k];
        const int c = under + (both ? ring[i] : i);
        const int d = under + (both ? ring[k] : k);
        face(s, a, d, b);
        face(s, a, c, d);
    }
}

void solid_turned(struct figure_solid *s, const double from[3],
                  const double to[3], const double *fraction,
                  const double *radius, int rings, int sides, double flat)
{
    if (!grow(s, (rings + 2) * sides, 2 * (rings + 1) * sides))
        return;
    double axis[3], u[3], w[3];
    v_sub(axis, to, from);
    const double length = v_norm(axis);
    v_unit(axis);
    // the section's first axis: the frame's x, or y for bars along x
    const double hint[3] = {fabs(axis[0]) < .9, fabs(axis[0]) >= .9, 0};
    v_add_scaled(u, hint, -v_dot(hint, axis), axis);
    v_unit(u);
    v_cross(w, axis, u);
    const int base = s->vertices;
    for (int i = 0; i < rings; i++) {
        const int a = i > 0 ? i - 1 : 0, b = i + 1 < rings ? i + 1 : i;
        const double rise = (fraction[b] - fraction[a]) * length;
        const double lean = radius[b] - radius[a];
        for (int j = 0; j < sides; j++) {
            const double c = cos(2 * pi * j / sides),
                         d = sin(2 * pi * j / sides);
            double p[3], n[3];
            for (int k = 0; k < 3; k++) {
                p[k] = from[k] + fraction[i] * length * axis[k] +
                       radius[i] * (flat * c * u[k] + d * w[k]);
                n[k] = rise * (c * u[k] + flat * d * w[k]) - lean * axis[k];
            }
            v_unit(n);
            put(s, p, n);
        }
    }
    weave(s, base, rings, sides);
    for (int end = 0; end < 2; end++) {
        const int ring = base + (end ? rings - 1 : 0) * sides;
        const int first = s->vertices;
        double n[3], p[3];
        for (int k = 0; k < 3; k++)
            n[k] = end ? axis[k] : -axis[k];
        for (int j = 0; j < sides; j++) {
            for (int k = 0; k < 3; k++)
                p[k] = (double)s->position[3 * (ring + j) + k];
            put(s, p, n);
        }
        for (int j = 1; j + 1 < sides; j++)
            face(s, first, first + j + (end ? 0 : 1),
                 first + j + (end ? 1 : 0));
    }
}

void solid_bar(struct figure_solid *s, const double from[3], const double to[3],
               double radius)
{
    double d[3];
    v_sub(d, to, from);
    const double e = fmin(.3, .35 * radius / fmax(v_norm(d), 1e-6));
    const double fraction[4] = {0, e, 1 - e, 1};
    const double radii[4] = {.75 * radius, radius, radius, .75 * radius};
    solid_turned(s, from, to, fraction, radii, 4, 12, 1);
}

/* Its poles lie at the sides, away from whoever lies on it. */
void solid_ball(struct figure_solid *s, const double centre[3], double radius,
                int sides)
{
    double fraction[48], radii[48];
    const int rings = sides / 2 < 48 ? sides / 2 : 48;
    for (int i = 0; i < rings; i++) {
        const double lat = pi * i / (rings - 1);
        fraction[i] = (1 - cos(lat)) / 2;
        radii[i] = fmax(radius * sin(lat), 1e-4 * radius);
    }
    const double from[3] = {centre[0], centre[1], centre[2] - radius};
    const double to[3] = {centre[0], centre[1], centre[2] + radius};
    solid_turned(s, from, to, fraction, radii, rings, sides, 1);
}

void solid_strap(struct figure_solid *s, const double centre[3],
                 double half_height, double half_width, double breadth)
{
    const int sides = 28;
    if (!grow(s, 8 * sides, 8 * sides))
        return;
    // four walls of a thin ring: outside, front edge, inside, back edge
    static const double wall[4][2][2] = {
        {{-1, 1}, {1, 1} },
        {{1, 1},  {1, 0} },
        {{1, 0},  {-1, 0}},
        {{-1, 0}, {-1, 1}}
    };
    for (int k = 0; k < 4; k++) {
        const int base = s->vertices;
        for (int ring = 0; ring < 2; ring++)
            for (int j = 0; j < sides; j++) {
                const double c = cos(2 * pi * j / sides);
                const double d = sin(2 * pi * j / sides);
                const double out = .006 * wall[k][ring][1];
                const double p[3] = {centre[0] + breadth / 2 * wall[k][ring][0],
                                     centre[1] + (half_height + out) * d,
                                     centre[2] + (half_width + out) * c};
                const double n[4][3] = {
                    {0,  d,  c },
                    {1,  0,  0 },
                    {0,  -d, -c},
                    {-1, 0,  0 }
                };
                put(s, p, n[k]);
            }
        for (int j = 0; j < sides; j++) {
            const int a = base + j, b = base + (j + 1) % sides;
            face(s, a, a + sides, b + sides);
            face(s, a, b + sides, b);
        }
    }
}
