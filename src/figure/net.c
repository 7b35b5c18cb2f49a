/*
 * The mesh as a thing of its own: points and triangles that grow, who is whose
 * neighbour, and vertices put on edges so that triangles can be cut.
 */
#include "figure/net.h"
#include "figure/vec.h"

#include <stdlib.h>

int net_vertex(struct net *net)
{
    if (net->vertices == net->vertex_room) {
        const int room = net->vertex_room ? 2 * net->vertex_room : 4096;
        double(*p)[3] = realloc(net->p, (size_t)room * sizeof *p);
        if (p)
            net->p = p;
        double(*n)[3] = realloc(net->n, (size_t)room * sizeof *n);
        if (n)
            net->n = n;
        if (!p || !n)
            return -1;
        net->vertex_room = room;
    }
    memset(net->n[net->vertices], 0, sizeof net->n[0]);
    return net->vertices++;
}

int net_split(struct net *net, int a, int b, double t)
{
    const int v = net_vertex(net);
    if (v < 0)
        return -1;
    for (int k = 0; k < 3; k++) {
        net->p[v][k] = mix(net->p[a][k], net->p[b][k], t);
        net->n[v][k] = mix(net->n[a][k], net->n[b][k], t);
    }
    v_unit(net->n[v]);
    return v;
}

bool net_add(struct net *net, int a, int b, int c)
{
    if (net->triangles == net->triangle_room) {
        const int room = net->triangle_room ? 2 * net->triangle_room : 8192;
        int(*tri)[3] = realloc(net->tri, (size_t)room * sizeof *tri);
        if (!tri)
            return false;
        net->tri = tri;
        net->triangle_room = room;
    }
    int *t = net->tri[net->triangles++];
    t[0] = a, t[1] = b, t[2] = c;
    return true;
}

void net_release(struct net *net)
{
    free(net->p);
    free(net->n);
    free(net->tri);
    memset(net, 0, sizeof *net);
}

double net_volume(const struct net *net)
{
    double six = 0;
    for (int i = 0; i < net->triangles; i++) {
        double n[3];
        const int *t = net->tri[i];
        v_cross(n, net->p[t[1]], net->p[t[2]]);
        six += v_dot(net->p[t[0]], n);
    }
    return six / 3; // two halves of a sixth each
}

enum sp_status net_ring_init(struct net_ring *ring, const struct net *net,
                             struct sp_error *err)
{
    const size_t n = (size_t)net->vertices;
    ring->start = calloc(n + 2, sizeof *ring->start);
    ring->list = malloc((6 * (size_t)net->triangles + 1) * sizeof *ring->list);
    if (!ring->start || !ring->list) {
        net_ring_release(ring);
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while meshing the figure");
    }
    // an edge inside is listed by both of its triangles: even weights
    int *count = ring->start + 1;
    for (int i = 0; i < net->triangles; i++)
        for (int c = 0; c < 3; c++)
            count[net->tri[i][c] + 1] += 2;
    for (size_t v = 1; v <= n; v++)
        ring->start[v + 1] += ring->start[v];
    for (int i = 0; i < net->triangles; i++)
        for (int c = 0; c < 3; c++) {
            const int v = net->tri[i][c];
            ring->list[count[v]++] = net->tri[i][(c + 1) % 3];
            ring->list[count[v]++] = net->tri[i][(c + 2) % 3];
        }
    return SP_OK;
}

void net_ring_release(struct net_ring *ring)
{
    free(ring->start);
    free(ring->list);
    ring->start = ring->list = NULL;
}

// ---- vertices on edges

enum sp_status net_edges_init(struct net_edges *e, const struct net *net,
                              struct sp_error *err)
{
    // at most three edges a triangle: never more than half full
    e->size = 8;
    while (e->size < 6 * (size_t)net->triangles + 7)
        e->size *= 2;
    e->key = malloc(e->size * sizeof *e->key);
    e->value = malloc(e->size * sizeof *e->value);
    if (!e->key || !e->value) {
        net_edges_release(e);
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while meshing the figure");
    }
    memset(e->value, -1, e->size * sizeof *e->value);
    return SP_OK;
}

void net_edges_release(struct net_edges *e)
{
    free(e->key);
    free(e->value);
    e->key = NULL;
    e->value = NULL;
}

int *net_edge(struct net_edges *e, int a, int b)
{
    const int lo = a < b ? a : b, hi = a < b ? b : a;
    size_t h = ((size_t)lo * 2654435761u ^ (size_t)hi * 40503u) & (e->size - 1);
    while (e->value[h] >= 0 && (e->key[h][0] != lo || e->key[h][1] != hi))
        h = (h + 1) & (e->size - 1);
    e->key[h][0] = lo;
    e->key[h][1] = hi;
    return &e->value[h];
}

/* Replace triangle i by smaller ones: middles m[c] of the edges c..c+1, -1
 * where an edge stays whole. */
static bool split_triangle(struct net *net, int i, const int m[3])
{
    const int t[3] = {net->tri[i][0], net->tri[i][1], net->tri[i][2]};
    int *out = net->tri[i];
    const int n = (m[0] >= 0) + (m[1] >= 0) + (m[2] >= 0);
    if (n == 0)
        return true;
    if (n == 3) {
        out[0] = m[0], out[1] = m[1], out[2] = m[2];
        return net_add(net, t[0], m[0], m[2]) &&
               net_add(net, t[1], m[1], m[0]) && net_add(net, t[2], m[2], m[1]);
    }
    int c = 0; // turn so that edge c is split and, of two, c + 1 as well
    while (!(m[c] >= 0 && (n == 1 || m[(c + 1) % 3] >= 0)))
        c++;
    const int a = t[c], b = t[(c + 1) % 3], d = t[(c + 2) % 3], ab = m[c];
    if (n == 1) {
        out[0] = a, out[1] = ab, out[2] = d;
        return net_add(net, ab, b, d);
    }
    const int bd = m[(c + 1) % 3];
    out[0] = ab, out[1] = b, out[2] = bd;
    return net_add(net, a, ab, bd) && net_add(net, a, bd, d);
}

bool net_split_triangles(struct net *net, struct net_edges *edges)
{
    const int triangles = net->triangles;
    for (int i = 0; i < triangles; i++) {
        const int t[3] = {net->tri[i][0], net->tri[i][1], net->tri[i][2]};
        int m[3];
        for (int e = 0; e < 3; e++)
            m[e] = *net_edge(edges, t[e], t[(e + 1) % 3]);
        if (!split_triangle(net, i, m))
            return false;
    }
    return true;
}

bool net_cut(struct net *net, const double *value, struct net_edges *edges)
{
    for (int i = 0; i < net->triangles; i++)
        for (int e = 0; e < 3; e++) {
            const int a = net->tri[i][e], b = net->tri[i][(e + 1) % 3];
            if (value[a] * value[b] >= 0)
                continue;
            int *slot = net_edge(edges, a, b);
            if (*slot < 0)
                *slot = net_split(net, a, b, value[a] / (value[a] - value[b]));
            if (*slot < 0)
                return false;
        }
    return net_split_triangles(net, edges);
}
