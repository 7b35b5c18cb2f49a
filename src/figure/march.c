/*
 * Dual marching: every sheet of the surface that passes through a cell gives
 * one vertex, every grid edge that crosses the surface one quadrilateral, so
 * the result is closed and manifold. Cells are small at head, hands and feet
 * and larger along trunk and legs.
 */
#include "figure/net.h"
#include "figure/vec.h"

#include <stdlib.h>

struct grid {
    enum net_part part;
    double past; /* m, how far hand and rest reach beyond their cut */
    double origin[3], R[9]; /* columns: the grid's axes in the world */
    double *axis[3];
    int n[3];
    float *value;         /* at nodes */
    int *vertex;          /* first vertex of a cell, -1 none */
    unsigned char *loops; /* 12 per cell in use: sheet of each crossing edge */
    int *loops_at;        /* where in `loops` a cell's twelve begin, / 12 */
    int cells_used, cells_room;
};

static size_t node_at(const struct grid *g, int i, int j, int k)
{
    return ((size_t)k * (size_t)g->n[1] + (size_t)j) * (size_t)g->n[0] +
           (size_t)i;
}

/* Cell size along y by height: small where the body is delicate. */
static double step_y(const struct field *f, double y)
{
    const double neck = f->bind.seg[SP_T1].p[1];
    const double head = f->bind.seg[SP_C3].p[1];
    const double ankle = f->bind.seg[SP_TALUS_R].p[1] + .02 * f->scale;
    if (y > head)
        return .0112;
    if (y > neck)
        return .0125;
    if (y > f->hip[1] - .10 * f->scale)
        return .0172;
    return y > ankle ? .0190 : .0106;
}

static double step_z(const struct field *f, double z)
{
    if (z < .09 * f->scale)
        return .0112;
    return .0150;
}

/* A hand has a grid of its own along its axes: fingers are thin. */
static const double hand_step[3] = {.0044, .0078, .0050};
static const double hand_low[3] = {-.070, -.210, -.075};
static const double hand_high[3] = {.115, .060, .045};

static double step_at(const struct grid *g, const struct field *f, int axis,
                      double at)
{
    if (g->part == NET_HAND)
        return hand_step[axis];
    return axis == 0 ? .0135 : axis == 1 ? step_y(f, at) : step_z(f, at);
}

/* Nodes along one axis; the step is looked up at each node. */
static bool make_axis(struct grid *g, const struct field *f, int axis,
                      double low, double high, double coarse)
{
    int room = 64, n = 0;
    double *at = malloc((size_t)room * sizeof *at);
    // the middle plane lies half-way between the first two nodes
    const bool middle = axis == 2 && g->part != NET_HAND;
    double x = middle ? -.0056 * coarse * f->scale : low;
    while (at && x < high + .04 * f->scale) {
        if (n == room) {
            double *more = realloc(at, 2 * (size_t)room * sizeof *at);
            if (!more)
                break;
            at = more;
            room *= 2;
        }
        at[n++] = x;
        const double step = coarse * f->scale * step_at(g, f, axis, x);
        // the arm is cut here: a coarse grid must not miss it
        const double wrist = f->bind.seg[SP_HAND_R].p[axis];
        const bool thin =
            g->part == NET_REST && fabs(x - wrist) < .05 * f->scale;
        x += thin ? fmin(step, .028 * f->scale) : step;
    }
    g->axis[axis] = at;
    g->n[axis] = n;
    return at && x >= high + .04 * f->scale;
}

static bool grid_init(struct grid *g, const struct field *f, enum net_part part,
                      double coarse)
{
    memset(g, 0, sizeof *g);
    g->part = part;
    g->past = .016 * coarse * f->scale;
    g->R[0] = g->R[4] = g->R[8] = 1;
    double low[3] = {1e9, 1e9, 1e9}, high[3] = {-1e9, -1e9, -1e9};
    if (part == NET_HAND) {
        memcpy(g->R, f->hand, sizeof g->R);
        v_copy(g->origin, f->bind.seg[SP_HAND_R].p);
        for (int k = 0; k < 3; k++) {
            low[k] = hand_low[k] * f->scale;
            high[k] = hand_high[k] * f->scale - .04 * f->scale;
        }
    }
    for (int p = 0; part != NET_HAND && p < PARTS; p++)
        for (int k = 0; k < 3; k++) {
            low[k] = fmin(low[k], f->low[p][k] - .01 * f->scale);
            high[k] = fmax(high[k], f->high[p][k] + .01 * f->scale);
        }
    for (int axis = 0; axis < 3; axis++)
        if (!make_axis(g, f, axis, low[axis], high[axis], coarse))
            return false;
    const size_t nodes = (size_t)g->n[0] * (size_t)g->n[1] * (size_t)g->n[2];
    g->value = malloc(nodes * sizeof *g->value);
    g->vertex = malloc(nodes * sizeof *g->vertex);
    g->loops_at = malloc(nodes * sizeof *g->loops_at);
    return g->value && g->vertex && g->loops_at;
}

static void grid_release(struct grid *g)
{
    for (int axis = 0; axis < 3; axis++)
        free(g->axis[axis]);
    free(g->value);
    free(g->vertex);
    free(g->loops);
    free(g->loops_at);
}

static int least(int a, int b) { return a < b ? a : b; }

/* The field on the grid's own axes; hand and rest each go on beyond the wrist
 * until they are cut (net_join_hand). */
static double grid_value(const struct grid *g, const struct field *f,
                         const double at[3])
{
    double p[3];
    if (g->part == NET_HAND) {
        m_apply(p, g->R, at);
        v_add_scaled(p, p, 1, g->origin);
        return fmax(field_value(f, p, NULL),
                    at[1] - NET_HAND_CUT * f->scale - g->past);
    }
    const double v = field_value(f, at, NULL);
    if (g->part == NET_ALL || at[2] < .35 * f->scale)
        return v;
    v_sub(p, at, f->bind.seg[SP_HAND_R].p);
    const double up = p[0] * f->hand[1] + p[1] * f->hand[4] + p[2] * f->hand[7];
    return fmax(v, NET_REST_CUT * f->scale - g->past - up);
}

/* Fill the nodes of one block of `size`^3: one value for all when the surface
 * cannot pass through it, else block by smaller block. */
static void sample_block(struct grid *g, const struct field *f, const int b[3],
                         int size)
{
    double c[3], half = 0;
    int end[3];
    for (int k = 0; k < 3; k++) {
        end[k] = least(b[k] + size, g->n[k]);
        // as far as the next block's first node: its cells end there
        const double e =
            g->axis[k][least(end[k], g->n[k] - 1)] - g->axis[k][b[k]];
        c[k] = g->axis[k][b[k]] + e / 2;
        half += e * e;
    }
    half = sqrt(half) / 2;
    const double middle = grid_value(g, f, c);
    const bool empty = fabs(middle) > 1.25 * half + .004 * f->scale;
    int at[3];
    if (!empty && size > 2) {
        for (at[2] = b[2]; at[2] < end[2]; at[2] += size / 2)
            for (at[1] = b[1]; at[1] < end[1]; at[1] += size / 2)
                for (at[0] = b[0]; at[0] < end[0]; at[0] += size / 2)
                    sample_block(g, f, at, size / 2);
        return;
    }
    for (int k = b[2]; k < end[2]; k++)
        for (int j = b[1]; j < end[1]; j++)
            for (int i = b[0]; i < end[0]; i++) {
                const double p[3] = {g->axis[0][i], g->axis[1][j],
                                     g->axis[2][k]};
                const double v = empty ? middle : grid_value(g, f, p);
                g->value[node_at(g, i, j, k)] = (float)(v == 0 ? 1e-9 : v);
            }
}

static void grid_sample(struct grid *g, const struct field *f)
{
    int b[3];
    for (b[2] = 0; b[2] < g->n[2]; b[2] += 8)
        for (b[1] = 0; b[1] < g->n[1]; b[1] += 8)
            for (b[0] = 0; b[0] < g->n[0]; b[0] += 8)
                sample_block(g, f, b, 8);
    if (g->part == NET_HAND)
        return;
    // mirror plane: both first layers must agree exactly
    for (int j = 0; j < g->n[1]; j++)
        for (int i = 0; i < g->n[0]; i++)
            g->value[node_at(g, i, j, 0)] = g->value[node_at(g, i, j, 1)];
}

/* Corners of a cell are numbered x + 2 y + 4 z; edge e joins these two. */
static const unsigned char edge_corner[12][2] = {
    {0, 1},
    {2, 3},
    {4, 5},
    {6, 7}, /* along x */
    {0, 2},
    {1, 3},
    {4, 6},
    {5, 7}, /* along y */
    {0, 4},
    {1, 5},
    {2, 6},
    {3, 7}, /* along z */
};

/* Corners of each face, in order round it. */
static const unsigned char face_corner[6][4] = {
    {0, 2, 6, 4},
    {1, 3, 7, 5},
    {0, 1, 5, 4},
    {2, 3, 7, 6},
    {0, 1, 3, 2},
    {4, 5, 7, 6},
};

static int edge_between(int a, int b)
{
    for (int e = 0; e < 12; e++)
        if ((edge_corner[e][0] == a && edge_corner[e][1] == b) ||
            (edge_corner[e][0] == b && edge_corner[e][1] == a))
            return e;
    return -1;
}

static int root_of(const int parent[12], int e)
{
    while (parent[e] != e)
        e = parent[e];
    return e;
}

/* Tie the crossing edges of one face together: two by two round an inside
 * corner where four cross. */
static void tie_face(const unsigned char corner[4], unsigned inside,
                     int parent[12])
{
    int crossing[4], n = 0;
    for (int i = 0; i < 4; i++) {
        const int a = corner[i], b = corner[(i + 1) % 4];
        if (((inside >> a) ^ (inside >> b)) & 1)
            crossing[n++] = edge_between(a, b);
    }
    if (n == 2) {
        parent[root_of(parent, crossing[0])] = root_of(parent, crossing[1]);
    } else if (n == 4) {
        // edges i and i + 1 share corner i + 1
        const int first = (inside >> corner[1]) & 1 ? 0 : 1;
        for (int i = first; i < first + 4; i += 2)
            parent[root_of(parent, crossing[i % 4])] =
                root_of(parent, crossing[(i + 1) % 4]);
    }
}

/* Which sheet each crossing edge belongs to; returns the number of sheets. */
static int cell_sheets(unsigned inside, unsigned char sheet[12])
{
    int parent[12], number[12], sheets = 0;
    for (int e = 0; e < 12; e++)
        parent[e] = e, number[e] = -1;
    for (int face = 0; face < 6; face++)
        tie_face(face_corner[face], inside, parent);
    for (int e = 0; e < 12; e++) {
        sheet[e] = 255;
        if (!(((inside >> edge_corner[e][0]) ^ (inside >> edge_corner[e][1])) &
              1))
            continue;
        const int r = root_of(parent, e);
        if (number[r] < 0)
            number[r] = sheets++;
        sheet[e] = (unsigned char)number[r];
    }
    return sheets;
}

static bool cell_vertices(struct grid *g, struct net *net, int i, int j, int k)
{
    const size_t at = node_at(g, i, j, k);
    float v[8];
    unsigned inside = 0;
    g->vertex[at] = -1;
    const size_t row = (size_t)g->n[0], layer = row * (size_t)g->n[1];
    for (int c = 0; c < 8; c++) {
        v[c] = g->value[at + (size_t)(c & 1) + (c & 2 ? row : 0) +
                        (c & 4 ? layer : 0)];
        inside |= (unsigned)(v[c] < 0) << c;
    }
    if (inside == 0 || inside == 255)
        return true;
    if (g->cells_used == g->cells_room) {
        const int room = g->cells_room ? 2 * g->cells_room : 8192;
        unsigned char *more = realloc(g->loops, 12 * (size_t)room);
        if (!more)
            return false;
        g->loops = more;
        g->cells_room = room;
    }
    unsigned char *sheet = g->loops + 12 * (size_t)g->cells_used;
    g->loops_at[at] = g->cells_used++;
    const int sheets = cell_sheets(inside, sheet);
    const int at_corner[3] = {i, j, k};
    for (int s = 0; s < sheets; s++) {
        double sum[3] = {0};
        int n = 0;
        for (int e = 0; e < 12; e++) {
            if (sheet[e] != s)
                continue;
            const int a = edge_corner[e][0], b = edge_corner[e][1];
            const double t = v[a] / (double)(v[a] - v[b]);
            for (int d = 0; d < 3; d++) {
                const double pa = g->axis[d][at_corner[d] + (a >> d & 1)];
                const double pb = g->axis[d][at_corner[d] + (b >> d & 1)];
                sum[d] += mix(pa, pb, t);
            }
            n++;
        }
        const int vertex = net_vertex(net);
        if (vertex < 0)
            return false;
        if (s == 0)
            g->vertex[at] = vertex;
        for (int d = 0; d < 3; d++)
            sum[d] /= n;
        m_apply(net->p[vertex], g->R, sum);
        v_add_scaled(net->p[vertex], net->p[vertex], 1, g->origin);
        if (k == 0 && g->part != NET_HAND)
            net->p[vertex][2] = 0;
    }
    return true;
}

/* Two triangles of a quadrilateral, split along its shorter diagonal. */
static bool add_quad(struct net *net, const int q[4])
{
    double d02[3], d13[3];
    v_sub(d02, net->p[q[0]], net->p[q[2]]);
    v_sub(d13, net->p[q[1]], net->p[q[3]]);
    if (v_dot(d02, d02) <= v_dot(d13, d13))
        return net_add(net, q[0], q[1], q[2]) && net_add(net, q[0], q[2], q[3]);
    return net_add(net, q[1], q[2], q[3]) && net_add(net, q[1], q[3], q[0]);
}

/* The quadrilateral of the grid edge from node (i, j, k) along `axis`. */
static bool edge_quad(const struct grid *g, struct net *net, int axis,
                      const int at[3])
{
    const int u = (axis + 1) % 3, w = (axis + 2) % 3;
    int next[3] = {at[0], at[1], at[2]};
    next[axis]++;
    const bool in = g->value[node_at(g, at[0], at[1], at[2])] < 0;
    if (in == (g->value[node_at(g, next[0], next[1], next[2])] < 0))
        return true;
    static const int offset[4][2] = {
        {0,  0 },
        {-1, 0 },
        {-1, -1},
        {0,  -1}
    };
    int quad[4];
    for (int c = 0; c < 4; c++) {
        int cell[3] = {at[0], at[1], at[2]};
        cell[u] += offset[c][0];
        cell[w] += offset[c][1];
        // the same edge in the cell's own numbering
        const int corner = (-offset[c][0] << u) | (-offset[c][1] << w);
        const int e = edge_between(corner, corner | 1 << axis);
        const size_t n = node_at(g, cell[0], cell[1], cell[2]);
        quad[in ? c : 3 - c] =
            g->vertex[n] + g->loops[12 * (size_t)g->loops_at[n] + (size_t)e];
    }
    return add_quad(net, quad);
}

/* Does the surface pass through the cell from this node on? Only then does it
 * cross one of the node's edges. */
static bool has_surface(const struct grid *g, const int at[3])
{
    return g->vertex[node_at(g, at[0], at[1], at[2])] >= 0;
}

static bool make_quads(const struct grid *g, struct net *net)
{
    int at[3];
    for (at[2] = 1; at[2] < g->n[2] - 1; at[2]++)
        for (at[1] = 1; at[1] < g->n[1] - 1; at[1]++)
            for (at[0] = 1; at[0] < g->n[0] - 1; at[0]++)
                for (int axis = 0; has_surface(g, at) && axis < 3; axis++)
                    if (!edge_quad(g, net, axis, at))
                        return false;
    return true;
}

enum sp_status net_init(struct net *net, const struct field *f,
                        enum net_part part, double coarse, struct sp_error *err)
{
    memset(net, 0, sizeof *net);
    struct grid g;
    bool ok = grid_init(&g, f, part, coarse);
    if (ok) {
        grid_sample(&g, f);
        for (int k = 0; ok && k < g.n[2] - 1; k++)
            for (int j = 0; ok && j < g.n[1] - 1; j++)
                for (int i = 0; ok && i < g.n[0] - 1; i++)
                    ok = cell_vertices(&g, net, i, j, k);
        ok = ok && make_quads(&g, net);
    }
    grid_release(&g);
    if (ok)
        return SP_OK;
    net_release(net);
    return sp_fail(err, SP_E_NOMEM, "out of memory while meshing the figure");
}
