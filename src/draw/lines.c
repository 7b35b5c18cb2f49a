/*
 * Lines lie between pixels: where one thing ends, where a surface passes
 * before another, and where the paint changes. What is surely a line is
 * followed as far as it may be one (hysteresis: Canny 1986), so that it does
 * not break into dashes; what stays short is dropped.
 */
#include "draw/drawing.h"
#include "figure/vec.h"

#include <stdlib.h>

/* MAYBE and MAYBE_HEM go on where an INNER line reaches them; else the first
 * is nothing, the second a hem. */
enum { NONE, MAYBE, HEM, MAYBE_HEM, INNER, OUTER };

/* Edges of pixels about which lines run; two a pixel: top, then left. */
struct edges {
    const struct drawing *d;
    struct box in;
    int w, h;
    unsigned char *kind; /* two a pixel */
    int *stack, *part;   /* scratch, as many */
};

/* Pixels in a row across an edge: two before it, two behind. */
struct across {
    size_t before, a, b, after;
    bool has_before, has_after;
    int way;  /* from a pixel to the next */
    int room; /* so many more before `before` and behind `after` */
};

/* Are two parts the same, or halves of one arm or leg? */
static bool one_limb(int a, int b)
{
    return a == b || (a >= LIMB_ARM && b >= LIMB_ARM && abs(a - b) == 2 &&
                      (a < LIMB_THIGH) == (b < LIMB_THIGH));
}

/* Does one surface pass before another between two pixels of one thing? 1
 * where it surely does, less where it may. The depth is carried on from both
 * sides: a slope is no jump. */
static double jump(const struct drawing *d, const struct across *p)
{
    const float *z = d->seen.depth;
    const double za = (double)z[p->a], zb = (double)z[p->b];
    const double least = .0035 + 2.2 * za / d->seen.camera.focal;
    double from_a = fabs(zb - za), from_b = from_a;
    if (p->has_before)
        from_a = fabs(zb - 2 * za + (double)z[p->before]);
    if (p->has_after)
        from_b = fabs(za - 2 * zb + (double)z[p->after]);
    const double by = fmin(fabs(zb - za), fmin(from_a, from_b));
    // passing limbs count sooner than folds of the same part
    const bool same = one_limb(d->seen.limb[p->a], d->seen.limb[p->b]);
    return by / (least * (same ? 2.6 : 1.6));
}

/* Is the step larger than the ones beside it? */
static bool steepest(const struct drawing *d, const struct across *p)
{
    const float *z = d->seen.depth;
    const float here = fabsf(z[p->b] - z[p->a]);
    return (!p->has_before || here > 1.4f * fabsf(z[p->a] - z[p->before])) &&
           (!p->has_after || here > 1.4f * fabsf(z[p->after] - z[p->b]));
}

/* How steep a valley do two limbs make that lie against one another? 1 for 60
 * degrees, where it surely is a line. */
static double crease(const struct drawing *d, const struct across *p)
{
    enum { FAR = 3 };
    const struct raster *r = &d->seen;
    if (r->limb[p->a] == r->limb[p->b] || p->room < FAR)
        return 0;
    const size_t far = (size_t)(FAR * p->way);
    const size_t a = p->a - far, b = p->b + far;
    if (r->limb[a] != r->limb[p->a] || r->body[a] != r->body[p->a] ||
        r->limb[b] != r->limb[p->b] || r->body[b] != r->body[p->b])
        return 0;
    const double metre = FAR * (double)r->depth[p->a] / r->camera.focal;
    const double down = (double)(r->depth[p->a] - r->depth[a]);
    const double up = (double)(r->depth[p->b] - r->depth[b]);
    // a bent knee has hollows of its own beside the kneecap
    const bool same = one_limb(r->limb[p->a], r->limb[p->b]);
    return (atan2(down, metre) + atan2(up, metre)) / (same ? 1.6 : 1.05);
}

/* Which of the parts of a body, right and left alike. */
static int part_of(int limb)
{
    return limb < LIMB_ARM ? limb : limb - (limb - LIMB_ARM) % 2;
}

/* Do two limbs share skin? Where others meet, one lies against the other. */
static bool grown_together(int a, int b)
{
    if (a > b) {
        const int swap = a;
        a = b, b = swap;
    }
    const int p = part_of(a), q = part_of(b);
    if (p == q) // thighs meet at the crotch, arms do not
        return a == b || p == LIMB_THIGH;
    if (p == LIMB_TRUNK)
        return q == LIMB_HEAD || q == LIMB_ARM || q == LIMB_THIGH;
    return (q == LIMB_FOREARM || q == LIMB_SHANK) && b == a + 2;
}

static int line_between(const struct drawing *d, struct across p)
{
    const struct raster *r = &d->seen;
    if (r->body[p.a] != r->body[p.b])
        return OUTER;
    p.has_before = p.has_before && r->body[p.before] == r->body[p.a];
    p.has_after = p.has_after && r->body[p.after] == r->body[p.b];
    const double sure = jump(d, &p);
    const bool hem = r->paint[p.a] != r->paint[p.b];
    if (sure > 1)
        return INNER;
    if (r->body[p.a] >= STAGE_THINGS) { // edges of furniture
        double dot = 0;
        for (int k = 0; k < 3; k++)
            dot += (double)r->normal[3 * p.a + (size_t)k] *
                   (double)r->normal[3 * p.b + (size_t)k];
        return dot < .55 || hem ? HEM : NONE;
    }
    const double fold = crease(d, &p);
    if (fold > 1 || !grown_together(r->limb[p.a], r->limb[p.b]))
        return INNER;
    if (fold > .6 || (sure > .3 && steepest(d, &p)))
        return hem ? MAYBE_HEM : MAYBE;
    return hem ? HEM : NONE;
}

static void find_lines(struct edges *e)
{
    const struct drawing *d = e->d;
    const unsigned char *paint = d->seen.paint;
    unsigned char *kind = e->kind;
    for (int y = e->in.y0; y < e->in.y1; y++)
        for (int x = e->in.x0; x < e->in.x1; x++, kind += 2) {
            const size_t b = drawing_pixel(d, x, y);
            for (int left = 0; left < 2; left++) {
                const int at = left ? x : y, n = left ? d->width : d->height;
                const size_t way = left ? 1 : (size_t)d->width;
                kind[left] = NONE;
                if (at == 0 || !(paint[b] || paint[b - way]))
                    continue;
                kind[left] = (unsigned char)line_between(
                    d,
                    (struct across){b - (at > 1 ? 2 * way : way), b - way, b,
                                    b + (at + 1 < n ? way : 0), at > 1,
                                    at + 1 < n, (int)way,
                                    at - 1 < n - 1 - at ? at - 1 : n - 1 - at});
            }
        }
}

/* The six edges that meet an edge at its ends; -1 outside. */
static void neighbours(const struct edges *e, int edge, int out[6])
{
    const int x = edge / 2 % e->w, y = edge / 2 / e->w;
    // pixel and side, from the pixel that the edge belongs to
    static const signed char top[6][3] =
        {
            {-1, 0,  0},
            {1,  0,  0},
            {0,  0,  1},
            {0,  -1, 1},
            {1,  0,  1},
            {1,  -1, 1}
    },
                             side[6][3] = {{0, -1, 1}, {0, 1, 1}, {0, 0, 0},
                                           {-1, 0, 0}, {0, 1, 0}, {-1, 1, 0}};
    for (int i = 0; i < 6; i++) {
        const signed char *to = edge % 2 ? side[i] : top[i];
        const int u = x + to[0], v = y + to[1];
        out[i] = u < 0 || v < 0 || u >= e->w || v >= e->h
                     ? -1
                     : 2 * (v * e->w + u) + to[2];
    }
}

/* Lines go on where they may; what is reached by none is none. */
static void follow(struct edges *e)
{
    const int count = 2 * e->w * e->h;
    int n = 0;
    for (int i = 0; i < count; i++)
        if (e->kind[i] == INNER)
            e->stack[n++] = i;
    while (n > 0) {
        int next[6];
        neighbours(e, e->stack[--n], next);
        for (int i = 0; i < 6; i++) {
            if (next[i] < 0 ||
                (e->kind[next[i]] != MAYBE && e->kind[next[i]] != MAYBE_HEM))
                continue;
            e->kind[next[i]] = INNER;
            e->stack[n++] = next[i];
        }
    }
    for (int i = 0; i < count; i++)
        if (e->kind[i] == MAYBE || e->kind[i] == MAYBE_HEM)
            e->kind[i] = e->kind[i] == MAYBE ? NONE : HEM;
}

// ---- gaps

/* An end of an inner line: its node and where the line would go on. */
struct end {
    int x, y;
    double dx, dy;
};
enum { ENDS = 256, GAP = 16, BACK = 8 };

static unsigned char *edge_at(const struct edges *e, int x, int y, int left)
{
    return x < 0 || y < 0 || x >= e->w || y >= e->h
               ? NULL
               : &e->kind[2 * (y * e->w + x) + left];
}

/* The edge from a node to the right, down, left or up; NULL outside. */
static unsigned char *edge_from(const struct edges *e, int x, int y, int way)
{
    return edge_at(e, x - (way == 2), y - (way == 3), way % 2);
}

static const signed char way_x[4] = {1, 0, -1, 0}, way_y[4] = {0, 1, 0, -1};

/* The only way on from a node along inner lines, not back; -1 for none or
 * several; *other when an outline passes. */
static int only_way(const struct edges *e, int x, int y, int back, bool *other)
{
    int found = -1, n = 0;
    for (int way = 0; way < 4; way++) {
        const unsigned char *edge = edge_from(e, x, y, way);
        if (!edge || way == back)
            continue;
        if (*edge == INNER)
            found = way, n++;
        else if (*edge == OUTER)
            *other = true;
    }
    return n == 1 ? found : -1;
}

static int find_ends(const struct edges *e, struct end ends[ENDS])
{
    int n = 0;
    for (int y = 0; y <= e->h; y++)
        for (int x = 0; x <= e->w && n < ENDS; x++) {
            bool other = false;
            int way = only_way(e, x, y, -1, &other);
            if (way < 0 || other)
                continue;
            int u = x, v = y;
            for (int i = 0; i < BACK && way >= 0; i++) {
                u += way_x[way], v += way_y[way];
                way = only_way(e, u, v, (way + 2) % 4, &other);
            }
            const double length = hypot(x - u, y - v) + 1e-9;
            ends[n++] = (struct end){x, y, (x - u) / length, (y - v) / length};
        }
    return n;
}

/* From node to node in steps of one edge. */
static void bridge(struct edges *e, const struct end *a, const struct end *b)
{
    int x = a->x, y = a->y;
    const int dx = b->x - a->x, dy = b->y - a->y;
    const int nx = abs(dx), ny = abs(dy);
    for (int i = 0, j = 0; i < nx || j < ny;) {
        const bool across =
            j == ny || (i < nx && (2 * i + 1) * ny < (2 * j + 1) * nx);
        const int way = across ? (dx > 0 ? 0 : 2) : (dy > 0 ? 1 : 3);
        unsigned char *edge = edge_from(e, x, y, way);
        if (edge && *edge < INNER)
            *edge = INNER;
        x += way_x[way], y += way_y[way];
        across ? i++ : j++;
    }
}

/* A line that stops and goes on a little further, in the same direction, is
 * one. */
static void close_gaps(struct edges *e)
{
    struct end end[ENDS];
    bool taken[ENDS] = {false};
    const int n = find_ends(e, end);
    for (int i = 0; i < n; i++) {
        int best = -1;
        double nearest = GAP;
        for (int k = i + 1; k < n; k++) {
            const double dx = end[k].x - end[i].x, dy = end[k].y - end[i].y;
            const double far = hypot(dx, dy);
            const double on = dx * end[i].dx + dy * end[i].dy;
            const double back = -dx * end[k].dx - dy * end[k].dy;
            if (!taken[k] && far < nearest && on > .7 * far && back > .7 * far)
                best = k, nearest = far;
        }
        if (taken[i] || best < 0)
            continue;
        taken[best] = true;
        bridge(e, &end[i], &end[best]);
    }
}

// ---- specks

/* All inner lines that hang together with edge i, onto the stack; how many. */
static int gather(struct edges *e, int i)
{
    int n = 1;
    e->stack[0] = i;
    e->part[i] = 1;
    for (int at = 0; at < n; at++) {
        int next[6];
        neighbours(e, e->stack[at], next);
        for (int k = 0; k < 6; k++)
            if (next[k] >= 0 && e->kind[next[k]] == INNER &&
                !e->part[next[k]]) {
                e->part[next[k]] = 1;
                e->stack[n++] = next[k];
            }
    }
    return n;
}

/* Do they run from one place of the outlines to another? */
static bool joins_outlines(const struct edges *e, int n)
{
    int first = -1;
    for (int at = 0; at < n; at++) {
        int next[6];
        bool meets = false;
        neighbours(e, e->stack[at], next);
        for (int k = 0; k < 6; k++)
            meets = meets || (next[k] >= 0 && e->kind[next[k]] == OUTER);
        if (!meets)
            continue;
        const int here = e->stack[at] / 2;
        if (first < 0)
            first = here;
        if (abs(here % e->w - first % e->w) + abs(here / e->w - first / e->w) >
            n / 2)
            return true;
    }
    return false;
}

/* Short lines that join nothing are specks; a hem stays one. */
static void drop_specks(struct edges *e, int least)
{
    const int count = 2 * e->w * e->h;
    const unsigned char *paint = e->d->seen.paint;
    memset(e->part, 0, (size_t)count * sizeof *e->part);
    for (int i = 0; i < count; i++) {
        if (e->kind[i] != INNER || e->part[i])
            continue;
        const int n = gather(e, i);
        if (n >= least || joins_outlines(e, n))
            continue;
        for (int at = 0; at < n; at++) {
            const int edge = e->stack[at], pixel = edge / 2;
            const size_t b = drawing_pixel(e->d, e->in.x0 + pixel % e->w,
                                           e->in.y0 + pixel / e->w);
            const size_t before = edge % 2 ? 1 : (size_t)e->d->width;
            e->kind[edge] = paint[b] == paint[b - before] ? NONE : HEM;
        }
    }
}

static enum sp_status draw_lines(struct drawing *d, const struct edges *e,
                                 unsigned char *cracks, struct sp_error *err)
{
    static const struct {
        unsigned char kind;
        double width, alpha, least;
    } line[] = {
        {HEM,   .55,  .45, 12},
        {INNER, .95,  .9,  12},
        {OUTER, 1.35, 1,   5 }
    };
    const double unit =
        fmax(.5, .0021 * sqrt(d->picture.width * d->picture.height));
    const size_t columns = (size_t)e->w + 1;
    struct trace_map map = d->map;
    map.origin[0] = e->in.x0;
    map.origin[1] = e->in.y0;
    enum sp_status status = SP_OK;
    for (int k = 0; status == SP_OK && k < 3; k++) {
        memset(cracks, 0, columns * ((size_t)e->h + 1));
        const unsigned char *kind = e->kind;
        for (int y = 0; y < e->h; y++)
            for (int x = 0; x < e->w; x++, kind += 2) {
                unsigned char *at = cracks + (size_t)y * columns + (size_t)x;
                *at |= (unsigned char)((kind[0] == line[k].kind) |
                                       (kind[1] == line[k].kind) << 1);
                // corners on other lines
                if (kind[0] != NONE && kind[0] != line[k].kind)
                    at[0] |= 4, at[1] |= 4;
                if (kind[1] != NONE && kind[1] != line[k].kind)
                    at[0] |= 4, at[columns] |= 4;
            }
        map.least = line[k].least;
        const unsigned ink = d->view->dark ? 0x0C1114 : 0x1F2A2E;
        map.pen = line[k].kind == INNER ? line[k].width * unit : 0;
        if (map.pen > 0)
            picture_pen(&d->picture, ink, line[k].alpha);
        else
            picture_stroke(&d->picture, ink, line[k].alpha,
                           line[k].width * unit);
        status = trace_cracks(&d->picture, cracks, e->w, e->h, &map, err);
    }
    return status;
}

enum sp_status drawing_lines(struct drawing *d, struct sp_error *err)
{
    // lines lie along the upper and left edges of pixels: one more each way
    struct edges e = {
        .d = d,
        .in = {d->all.x0, d->all.y0, d->all.x1 + (d->all.x1 < d->width),
               d->all.y1 + (d->all.y1 < d->height)}
    };
    e.w = e.in.x1 - e.in.x0, e.h = e.in.y1 - e.in.y0;
    const size_t n = 2 * (size_t)e.w * (size_t)e.h + 1;
    unsigned char *cracks = malloc(((size_t)e.w + 1) * ((size_t)e.h + 1));
    e.kind = malloc(n);
    e.stack = malloc(2 * n * sizeof *e.stack);
    enum sp_status status = SP_OK;
    if (cracks && e.kind && e.stack) {
        e.part = e.stack + n;
        find_lines(&e);
        follow(&e);
        close_gaps(&e);
        drop_specks(&e, 24);
        status = draw_lines(d, &e, cracks, err);
    } else {
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    }
    free(cracks);
    free(e.kind);
    free(e.stack);
    return status;
}
