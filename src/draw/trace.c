/*
 * Marching squares with linked edges, and chains of pixel borders. Lines are
 * evened out along their length, then thinned (Douglas & Peucker 1973).
 */
#include "draw/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef double point[2];

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
}

/* A line blurred into `to`; its ends count twice. */
static void blur_line(const float *line, int n, float *to)
{
    to[0] = .75f * line[0] + .25f * line[n > 1];
    for (int i = 1; i + 1 < n; i++)
        to[i] = .25f * line[i - 1] + .5f * line[i] + .25f * line[i + 1];
    if (n > 1)
        to[n - 1] = .25f * line[n - 2] + .75f * line[n - 1];
}

/* Rows blurred with what is above and below, as it was. */
static void blur_down(float *field, int width, int height, float *above,
                      float *here)
{
    const size_t bytes = (size_t)width * sizeof *field;
    memcpy(above, field, bytes);
    for (int y = 0; y < height; y++) {
        float *row = field + (size_t)y * (size_t)width;
        const float *below = y + 1 < height ? row + width : here;
        memcpy(here, row, bytes);
        for (int x = 0; x < width; x++)
            row[x] = .25f * above[x] + .5f * here[x] + .25f * below[x];
        float *swap = above;
        above = here;
        here = swap;
    }
}

enum sp_status trace_blur(float *field, int width, int height, int rounds,
                          struct sp_error *err)
{
    if (width < 1 || height < 1)
        return SP_OK;
    float *above = malloc(2 * (size_t)width * sizeof *above);
    if (!above)
        return no_memory(err);
    float *here = above + width;
    for (int round = 0; round < rounds; round++) {
        for (int y = 0; y < height; y++) {
            float *row = field + (size_t)y * (size_t)width;
            memcpy(here, row, (size_t)width * sizeof *here);
            blur_line(here, width, row);
        }
        blur_down(field, width, height, above, here);
    }
    free(above);
    return SP_OK;
}

void trace_plain(const struct trace_map *map, const double in[2], double out[2])
{
    for (int k = 0; k < 2; k++)
        out[k] = (in[k] + map->origin[k]) * map->scale;
}

// ---- lines

/* A growing line of points. */
struct line {
    point *at, *spare;
    unsigned char *keep;
    int n, room;
};

static bool line_add(struct line *l, double x, double y)
{
    if (l->n == l->room) {
        const int room = l->room ? 2 * l->room : 1024;
        point *at = realloc(l->at, (size_t)room * sizeof *at);
        if (at)
            l->at = at;
        point *spare = realloc(l->spare, (size_t)room * sizeof *spare);
        if (spare)
            l->spare = spare;
        unsigned char *keep = realloc(l->keep, (size_t)room);
        if (keep)
            l->keep = keep;
        if (!at || !spare || !keep)
            return false;
        l->room = room;
    }
    l->at[l->n][0] = x;
    l->at[l->n++][1] = y;
    return true;
}

static void line_release(struct line *l)
{
    free(l->at);
    free(l->spare);
    free(l->keep);
}

/* Even out along the line; ends of open lines stay. */
static void even_out(struct line *l, bool loop, int rounds)
{
    const int n = l->n;
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < n; i++) {
            const bool end = !loop && (i == 0 || i == n - 1);
            const double *a = l->at[(i + n - 1) % n], *b = l->at[i],
                         *c = l->at[(i + 1) % n];
            for (int k = 0; k < 2; k++)
                l->spare[i][k] =
                    end ? b[k] : .25 * a[k] + .5 * b[k] + .25 * c[k];
        }
        point *swap = l->at;
        l->at = l->spare;
        l->spare = swap;
    }
}

static double off_line(const double a[2], const double b[2], const double p[2])
{
    const double dx = b[0] - a[0], dy = b[1] - a[1];
    const double length2 = dx * dx + dy * dy;
    double t =
        length2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 : 0;
    t = fmin(1, fmax(0, t));
    const double ex = p[0] - a[0] - t * dx, ey = p[1] - a[1] - t * dy;
    return sqrt(ex * ex + ey * ey);
}

/* Keep the points from `from` to `to` that matter; explicit stack. */
static bool thin(struct line *l, int from, int to, double within)
{
    int room = 64, n = 0;
    int(*stack)[2] = malloc((size_t)room * sizeof *stack);
    if (!stack)
        return false;
    stack[n][0] = from, stack[n++][1] = to;
    while (n > 0) {
        const int a = stack[--n][0], b = stack[n][1];
        double worst = within;
        int at = -1;
        for (int i = a + 1; i < b; i++) {
            const double off = off_line(l->at[a], l->at[b], l->at[i]);
            if (off > worst)
                worst = off, at = i;
        }
        if (at < 0)
            continue;
        l->keep[at] = 1;
        if (n + 2 > room) {
            int(*more)[2] = realloc(stack, 2 * (size_t)room * sizeof *stack);
            if (!more) {
                free(stack);
                return false;
            }
            stack = more;
            room *= 2;
        }
        stack[n][0] = a, stack[n++][1] = at;
        stack[n][0] = at, stack[n++][1] = b;
    }
    free(stack);
    return true;
}

static double length_of(const struct line *l)
{
    double sum = 0;
    for (int i = 1; i < l->n; i++)
        sum +=
            hypot(l->at[i][0] - l->at[i - 1][0], l->at[i][1] - l->at[i - 1][1]);
    return sum;
}

/* Of a node of cracks: it lies on another drawing's line; its own lines cross
 * there. */
enum { HELD = 4, CROSSING = 8 };
enum { LOOP = 1, FREE_START = 2, FREE_END = 4 };

/* Smooth, thin, map and hand over one line. */
static bool finish(struct picture *p, struct line *l, int how, int rounds,
                   const struct trace_map *map)
{
    const bool loop = how & LOOP;
    // what only juts out must be longer than what joins two lines
    const double least = how & (FREE_START | FREE_END) ? map->least : 0;
    if (l->n < (loop ? 3 : 2) ||
        length_of(l) < (map->pen > 0 ? least : map->least))
        return true;
    even_out(l, loop, rounds);
    memset(l->keep, 0, (size_t)l->n);
    l->keep[0] = 1;
    bool ok;
    if (loop) { // halve at the point furthest from the first
        int far = 1;
        double best = 0;
        for (int i = 1; i < l->n; i++) {
            const double d =
                hypot(l->at[i][0] - l->at[0][0], l->at[i][1] - l->at[0][1]);
            if (d > best)
                best = d, far = i;
        }
        l->keep[far] = 1;
        ok = thin(l, 0, far, map->within);
        // the rest comes back to the first point
        ok = ok && line_add(l, l->at[0][0], l->at[0][1]);
        if (ok) {
            l->keep[l->n - 1] = 0;
            ok = thin(l, far, l->n - 1, map->within);
            l->n--;
        }
    } else {
        l->keep[l->n - 1] = 1;
        ok = thin(l, 0, l->n - 1, map->within);
    }
    int n = 0;
    for (int i = 0; ok && i < l->n; i++)
        if (l->keep[i])
            map->to(map, l->at[i], l->spare[n++]);
    const double(*xy)[2] = (const double(*)[2])l->spare;
    if (ok && !loop && map->pen > 0)
        picture_pen_line(p, xy, n, map->pen, how & FREE_START, how & FREE_END);
    else if (ok && n >= (loop ? 3 : 2))
        picture_line(p, xy, n, loop);
    return ok;
}

// ---- contours

struct squares {
    const float *field;
    int width, height;
    double level;
    int *next; /* edge to edge; 2 per cell: top, left */
};

/* Field outside its border counts as nothing. */
static double value_at(const struct squares *s, int x, int y)
{
    if (x < 0 || y < 0 || x >= s->width || y >= s->height)
        return -1;
    return (double)s->field[(size_t)y * (size_t)s->width + (size_t)x];
}

/* Cells run from (-1, -1); edge 0 top, 1 right, 2 bottom, 3 left. */
static int edge_id(const struct squares *s, int x, int y, int edge)
{
    if (edge == 2)
        y++;
    if (edge == 1)
        x++;
    const int cell = (y + 1) * (s->width + 2) + x + 1;
    return 2 * cell + (edge == 1 || edge == 3);
}

static void edge_point(const struct squares *s, int id, double out[2])
{
    const int cell = id / 2, x = cell % (s->width + 2) - 1,
              y = cell / (s->width + 2) - 1;
    const double a = value_at(s, x, y);
    const double b = id % 2 ? value_at(s, x, y + 1) : value_at(s, x + 1, y);
    const double t = fmin(1, fmax(0, (s->level - a) / (b - a)));
    out[0] = x + .5 + (id % 2 ? 0 : t);
    out[1] = y + .5 + (id % 2 ? t : 0);
}

static void link_cell(struct squares *s, int x, int y, int pattern)
{
    // from edge, to edge, for each pattern of corners inside
    static const signed char links[16][4] = {
        {-1, 0, 0,  0},
        {0,  3, -1, 0},
        {1,  0, -1, 0},
        {1,  3, -1, 0},
        {2,  1, -1, 0},
        {0,  3, 2,  1},
        {2,  0, -1, 0},
        {2,  3, -1, 0},
        {3,  2, -1, 0},
        {0,  2, -1, 0},
        {1,  0, 3,  2},
        {1,  2, -1, 0},
        {3,  1, -1, 0},
        {0,  1, -1, 0},
        {3,  0, -1, 0},
        {-1, 0, 0,  0}
    };
    const signed char *l = links[pattern];
    for (int i = 0; i < 4 && l[i] >= 0; i += 2)
        s->next[edge_id(s, x, y, l[i])] = edge_id(s, x, y, l[i + 1]);
}

/* All cells of the row between the pixels of y and y + 1. */
static void link_row(struct squares *s, int y)
{
    const float level = (float)s->level;
    const float *top = y >= 0 ? s->field + (size_t)y * (size_t)s->width : NULL;
    const float *low = y + 1 < s->height
                           ? s->field + (size_t)(y + 1) * (size_t)s->width
                           : NULL;
    int left = 0; // bits 1 and 8: the corners shared with the cell before
    for (int x = -1; x < s->width; x++) {
        const bool inside = x + 1 < s->width;
        const int up = inside && top && top[x + 1] > level;
        const int down = inside && low && low[x + 1] > level;
        const int pattern = left | up << 1 | down << 2;
        if (pattern != 0 && pattern != 15)
            link_cell(s, x, y, pattern);
        left = up | down << 3;
    }
}

enum sp_status trace_contour(struct picture *p, const float *field, int width,
                             int height, double level,
                             const struct trace_map *map, struct sp_error *err)
{
    struct squares s = {field, width, height, level, NULL};
    const size_t edges = 2 * (size_t)(width + 2) * (size_t)(height + 3);
    s.next = malloc(edges * sizeof *s.next);
    if (!s.next)
        return no_memory(err);
    memset(s.next, -1, edges * sizeof *s.next);
    for (int y = -1; y < height; y++)
        link_row(&s, y);
    struct line line = {0};
    bool ok = true;
    for (size_t e = 0; ok && e < edges; e++) {
        if (s.next[e] < 0)
            continue;
        line.n = 0;
        for (int at = (int)e; ok && at >= 0;) {
            double xy[2];
            edge_point(&s, at, xy);
            ok = line_add(&line, xy[0], xy[1]);
            const int next = s.next[at];
            s.next[at] = -1;
            at = next == (int)e ? -1 : next;
        }
        ok = ok && finish(p, &line, LOOP, 2, map);
    }
    line_release(&line);
    free(s.next);
    return ok ? SP_OK : no_memory(err);
}

// ---- cracks

/* The four ways out of a lattice node: right, down, left, up. */
static bool has_crack(const unsigned char *c, int columns, int rows, int x,
                      int y, int way)
{
    if (way == 2)
        x--;
    if (way == 3)
        y--;
    if (x < 0 || y < 0 || x >= columns || y >= rows)
        return false;
    return c[(size_t)y * (size_t)columns + (size_t)x] & (way % 2 ? 2 : 1);
}

static void take_crack(unsigned char *c, int columns, int x, int y, int way)
{
    if (way == 2)
        x--;
    if (way == 3)
        y--;
    c[(size_t)y * (size_t)columns + (size_t)x] &=
        (unsigned char)(way % 2 ? ~2 : ~1);
}

static int ways_out(const unsigned char *c, int columns, int rows, int x, int y)
{
    int n = 0;
    for (int way = 0; way < 4; way++)
        n += has_crack(c, columns, rows, x, y, way);
    return n;
}

/* Where lines cross none of them ends freely. */
static void mark_crossings(unsigned char *c, int columns, int rows)
{
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            unsigned char *at = c + (size_t)y * (size_t)columns + (size_t)x;
            // of three ways one at least is the node's own
            if ((*at & 3) && ways_out(c, columns, rows, x, y) > 2)
                *at |= CROSSING | HELD;
        }
}

/* One line from a node on, to where lines cross or it ends. */
static bool take_line(struct picture *p, unsigned char *c, int columns,
                      int rows, int x0, int y0, int way, struct line *line,
                      const struct trace_map *map)
{
    static const int dx[4] = {1, 0, -1, 0}, dy[4] = {0, 1, 0, -1};
    const unsigned char *start = c + (size_t)y0 * (size_t)columns + (size_t)x0;
    const bool crossing = *start & CROSSING;
    int x = x0, y = y0, how = 0;
    if (!(*start & HELD) && ways_out(c, columns, rows, x, y) == 1)
        how |= FREE_START;
    line->n = 0;
    if (!line_add(line, x, y))
        return false;
    for (;;) {
        take_crack(c, columns, x, y, way);
        x += dx[way], y += dy[way];
        if (!line_add(line, x, y))
            return false;
        const unsigned char here = c[(size_t)y * (size_t)columns + (size_t)x];
        const int out = ways_out(c, columns, rows, x, y);
        if (out == 0 && !(here & HELD))
            how |= FREE_END;
        if (out != 1 || here & CROSSING)
            break;
        for (way = 0; !has_crack(c, columns, rows, x, y, way);)
            way++;
    }
    if (line->n > 3 && x == x0 && y == y0 && !crossing) {
        line->n--;
        how = LOOP;
    }
    return finish(p, line, how, 7, map);
}

enum sp_status trace_cracks(struct picture *p, unsigned char *cracks, int width,
                            int height, const struct trace_map *map,
                            struct sp_error *err)
{
    const int columns = width + 1, rows = height + 1;
    struct line line = {0};
    bool ok = true;
    mark_crossings(cracks, columns, rows);
    // first from ends and crossings, then what is left: closed loops
    for (int pass = 0; pass < 2; pass++)
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < columns; x++) {
                const unsigned char *c =
                    cracks + (size_t)y * (size_t)columns + (size_t)x;
                if (!((*c | (x ? c[-1] : 0) | (y ? *(c - columns) : 0)) & 3))
                    continue; // most places have none
                const int out = ways_out(cracks, columns, rows, x, y);
                if (pass == 0 && !(*c & CROSSING) && (out == 0 || out == 2))
                    continue;
                for (int way = 0; ok && way < 4; way++)
                    if (has_crack(cracks, columns, rows, x, y, way))
                        ok = take_line(p, cracks, columns, rows, x, y, way,
                                       &line, map);
            }
    line_release(&line);
    return ok ? SP_OK : no_memory(err);
}
