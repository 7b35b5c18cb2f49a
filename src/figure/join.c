/*
 * A hand meshed by itself is sewn onto the arm: both are cut straight across
 * a little way apart, and a ring of triangles closes the gap.
 */
#include "figure/net.h"
#include "figure/vec.h"

#include <stdlib.h>

/* How far a point is towards the elbow from the wrist, m. */
static double up_arm(const struct field *f, const double p[3])
{
    double v[3], q[3];
    v_sub(v, p, f->bind.seg[SP_HAND_R].p);
    m_apply_t(q, f->hand, v);
    return q[1];
}

/* Does the plane across the arm concern this point at all? The foot is below
 * it as well. */
static bool of_arm(const struct field *f, const double p[3])
{
    return p[2] > .35 * f->scale;
}

static double beyond(const struct field *f, const double p[3], double side,
                     double height)
{
    return of_arm(f, p) ? side * (up_arm(f, p) - height * f->scale) : -1;
}

/* Cut along the plane and drop what is beyond it; `rim` marks the vertices
 * that lie on it. */
static bool cut_off(struct net *net, const struct field *f, double side,
                    double height, unsigned char **rim, struct sp_error *err)
{
    struct net_edges edges = {0};
    const int before = net->vertices;
    double *value = malloc(((size_t)before + 1) * sizeof *value);
    bool ok = value && net_edges_init(&edges, net, err) == SP_OK;
    for (int v = 0; ok && v < before; v++) {
        value[v] = beyond(f, net->p[v], side, height);
        if (fabs(value[v]) < 1e-3 * f->scale)
            value[v] = 0;
    }
    ok = ok && net_cut(net, value, &edges);
    *rim = ok ? calloc((size_t)net->vertices + 1, 1) : NULL;
    ok = *rim != NULL;
    int kept = 0;
    for (int i = 0; ok && i < net->triangles; i++) {
        double most = -1;
        for (int c = 0; c < 3; c++) {
            const int v = net->tri[i][c];
            most = fmax(most, v < before ? value[v] : 0);
        }
        if (most <= 0)
            memcpy(net->tri[kept++], net->tri[i], sizeof net->tri[0]);
    }
    net->triangles = ok ? kept : net->triangles;
    for (int v = 0; ok && v < net->vertices; v++)
        (*rim)[v] = v >= before || value[v] == 0;
    net_edges_release(&edges);
    free(value);
    return ok;
}

/* Leave out the vertices that no triangle uses. */
static bool drop_unused(struct net *net, unsigned char *rim)
{
    int *now = malloc(((size_t)net->vertices + 1) * sizeof *now), n = 0;
    if (!now)
        return false;
    memset(now, -1, (size_t)net->vertices * sizeof *now);
    for (int i = 0; i < net->triangles; i++)
        for (int c = 0; c < 3; c++)
            now[net->tri[i][c]] = 0;
    for (int v = 0; v < net->vertices; v++) {
        if (now[v] < 0)
            continue;
        v_copy(net->p[n], net->p[v]);
        v_copy(net->n[n], net->n[v]);
        rim[n] = rim[v];
        now[v] = n++;
    }
    net->vertices = n;
    for (int i = 0; i < net->triangles; i++)
        for (int c = 0; c < 3; c++)
            net->tri[i][c] = now[net->tri[i][c]];
    free(now);
    return true;
}

/* A rim's vertex and where it is round the arm, radians. */
struct bead {
    int vertex;
    double angle;
};

static int by_angle(const void *a, const void *b)
{
    const double x = ((const struct bead *)a)->angle;
    const double y = ((const struct bead *)b)->angle;
    return (x > y) - (x < y);
}

/* The rim in order round the arm's axis; its number of vertices. */
static int string_beads(const struct net *net, const struct field *f,
                        const unsigned char *rim, int from, int to,
                        struct bead *bead)
{
    double middle[3] = {0};
    int n = 0;
    for (int v = from; v < to; v++)
        if (rim[v]) {
            v_add_scaled(middle, middle, 1, net->p[v]);
            bead[n++].vertex = v;
        }
    for (int i = 0; i < n; i++) {
        double d[3], q[3];
        v_add_scaled(d, net->p[bead[i].vertex], -1. / n, middle);
        m_apply_t(q, f->hand, d);
        bead[i].angle = atan2(q[2], q[0]);
    }
    qsort(bead, (size_t)n, sizeof *bead, by_angle);
    return n;
}

/* Triangles between two rims, the upper nearer the elbow: always on to the
 * bead that comes next round the arm. */
static bool sew(struct net *net, const struct bead *up, int ups,
                const struct bead *low, int lows)
{
    static const double turn = 2 * 3.14159265358979323846;
    for (int i = 0, j = 0; i < ups || j < lows;) {
        const int a = up[i % ups].vertex, b = low[j % lows].vertex;
        const double next_up =
            i < ups ? up[(i + 1) % ups].angle + (i + 1 == ups ? turn : 0) : 1e9;
        const double next_low =
            j < lows ? low[(j + 1) % lows].angle + (j + 1 == lows ? turn : 0)
                     : 1e9;
        const bool on_up = next_up <= next_low;
        const int next =
            on_up ? up[(i + 1) % ups].vertex : low[(j + 1) % lows].vertex;
        if (!net_add(net, a, next, b))
            return false;
        on_up ? i++ : j++;
    }
    return true;
}

/* Append one net to another. */
static bool append(struct net *net, const struct net *other)
{
    const int first = net->vertices;
    for (int v = 0; v < other->vertices; v++) {
        const int at = net_vertex(net);
        if (at < 0)
            return false;
        v_copy(net->p[at], other->p[v]);
        v_copy(net->n[at], other->n[v]);
    }
    for (int i = 0; i < other->triangles; i++)
        if (!net_add(net, other->tri[i][0] + first, other->tri[i][1] + first,
                     other->tri[i][2] + first))
            return false;
    return true;
}

enum sp_status net_join_hand(struct net *rest, struct net *hand,
                             const struct field *f, struct sp_error *err)
{
    unsigned char *rim[2] = {NULL, NULL}, *both = NULL;
    struct bead *bead = NULL;
    bool ok = cut_off(rest, f, -1, NET_REST_CUT, &rim[0], err) &&
              cut_off(hand, f, 1, NET_HAND_CUT, &rim[1], err) &&
              drop_unused(rest, rim[0]) && drop_unused(hand, rim[1]);
    const int first = rest->vertices, all = first + hand->vertices;
    if (ok) {
        both = realloc(rim[0], (size_t)all + 1);
        bead = malloc(((size_t)all + 1) * sizeof *bead);
        rim[0] = both ? NULL : rim[0];
        ok = both && bead && append(rest, hand);
    }
    if (ok) {
        memcpy(both + first, rim[1], (size_t)hand->vertices);
        const int ups = string_beads(rest, f, both, 0, first, bead);
        const int lows = string_beads(rest, f, both, first, all, bead + ups);
        ok = ups > 2 && lows > 2 && sew(rest, bead, ups, bead + ups, lows);
    }
    free(both);
    free(rim[0]);
    free(rim[1]);
    free(bead);
    net_release(hand);
    return ok ? SP_OK
              : sp_fail(err, SP_E_NOMEM,
                        "out of memory while meshing the figure");
}
