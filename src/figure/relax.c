/*
 * Bringing the mesh onto the surface, evening it out, and refining where a
 * coarse mesh would show: toes, ears and face.
 */
#include "figure/net.h"
#include "figure/vec.h"

#include <stdlib.h>

/* One Newton step to the surface; leaves the unit gradient as normal. */
static void project(struct net *net, const struct field *f, int v)
{
    double g[3], *p = net->p[v];
    const bool middle = p[2] == 0;
    const double d = field_value(f, p, g);
    if (middle)
        g[2] = 0;
    const double g2 = fmax(v_dot(g, g), .1);
    const double most = .012 * f->scale; // a wild step would fold the mesh
    const double step = fmin(most, fmax(-most, d / g2));
    v_add_scaled(p, p, -step, g);
    if (middle)
        p[2] = 0;
    else
        p[2] = fmax(p[2], 1e-5);
    v_copy(net->n[v], g);
    v_unit(net->n[v]);
}

/* Move towards the neighbours' mean, within the tangent plane. */
static void slide(const struct net *net, const struct net_ring *ring, int v,
                  double how, double out[3])
{
    double mean[3] = {0}, d[3];
    const int a = ring->start[v], b = ring->start[v + 1];
    for (int i = a; i < b; i++)
        for (int k = 0; k < 3; k++)
            mean[k] += net->p[ring->list[i]][k] / (b - a);
    v_sub(d, mean, net->p[v]);
    if (net->p[v][2] == 0)
        d[2] = 0;
    v_add_scaled(d, d, -v_dot(d, net->n[v]), net->n[v]);
    v_add_scaled(out, net->p[v], how, d);
    if (net->p[v][2] == 0)
        out[2] = 0;
}

/* `rounds` of projection and sliding over vertices from `chosen` (NULL: all),
 * then a last projection. */
static enum sp_status relax(struct net *net, const struct field *f,
                            const unsigned char *chosen, int rounds,
                            struct sp_error *err)
{
    struct net_ring ring = {0};
    enum sp_status status = net_ring_init(&ring, net, err);
    if (status != SP_OK)
        return status;
    double(*next)[3] = malloc((size_t)net->vertices * sizeof *next);
    if (!next) {
        net_ring_release(&ring);
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while meshing the figure");
    }
    for (int round = 0; round < rounds; round++) {
        for (int v = 0; v < net->vertices; v++)
            if (!chosen || chosen[v])
                project(net, f, v);
        for (int v = 0; v < net->vertices; v++) {
            if (!chosen || chosen[v])
                slide(net, &ring, v, .6, next[v]);
            else
                v_copy(next[v], net->p[v]);
        }
        memcpy(net->p, next, (size_t)net->vertices * sizeof *next);
    }
    for (int v = 0; v < net->vertices; v++)
        if (!chosen || chosen[v])
            project(net, f, v);
    free(next);
    net_ring_release(&ring);
    return SP_OK;
}

enum sp_status net_relax(struct net *net, const struct field *f,
                         struct sp_error *err)
{
    return relax(net, f, NULL, 2, err);
}

/* Is this a place where small cells are worth it? */
static bool delicate(const struct field *f, const double p[3])
{
    const struct sp_frame *skull = &f->bind.seg[SP_SKULL];
    double v[3], q[3];
    const struct sp_frame *toes = &f->bind.seg[SP_TOES_R];
    v_sub(v, p, toes->p);
    m_apply_t(q, toes->R, v);
    if (v_norm(q) < .11 * f->scale && q[0] > .012 * f->scale)
        return true;
    v_sub(v, p, skull->p);
    m_apply_t(q, skull->R, v);
    const bool face = q[0] > .045 * f->scale && q[1] > -.075 * f->scale &&
                      q[1] < .065 * f->scale;
    const bool ear = p[2] > .060 * f->scale && fabs(q[0]) < .03 * f->scale &&
                     q[1] > -.02 * f->scale && q[1] < .06 * f->scale;
    return v_norm(q) < .25 * f->scale && (face || ear);
}

/* Eyes, nose and mouth: worth smaller ones still. */
static bool of_face(const struct field *f, const double p[3])
{
    const struct sp_frame *skull = &f->bind.seg[SP_SKULL];
    double v[3], q[3];
    v_sub(v, p, skull->p);
    m_apply_t(q, skull->R, v);
    return q[0] > .062 * f->scale && q[0] < .13 * f->scale &&
           q[1] > -.036 * f->scale && q[1] < .046 * f->scale &&
           fabs(q[2]) < .046 * f->scale;
}

typedef bool place(const struct field *f, const double p[3]);

static bool split_where(struct net *net, const struct field *f, place *where,
                        struct net_edges *edges)
{
    for (int i = 0; i < net->triangles; i++) {
        const int t[3] = {net->tri[i][0], net->tri[i][1], net->tri[i][2]};
        double c[3];
        for (int k = 0; k < 3; k++)
            c[k] = (net->p[t[0]][k] + net->p[t[1]][k] + net->p[t[2]][k]) / 3;
        if (!where(f, c))
            continue;
        for (int e = 0; e < 3; e++) {
            int *slot = net_edge(edges, t[e], t[(e + 1) % 3]);
            if (*slot < 0)
                *slot = net_split(net, t[e], t[(e + 1) % 3], .5);
            if (*slot < 0)
                return false;
        }
    }
    return net_split_triangles(net, edges);
}

static enum sp_status refine(struct net *net, const struct field *f,
                             place *where, struct sp_error *err)
{
    struct net_edges edges = {0};
    enum sp_status status = net_edges_init(&edges, net, err);
    if (status != SP_OK)
        return status;
    const int before = net->vertices;
    unsigned char *chosen = NULL;
    if (split_where(net, f, where, &edges))
        chosen = calloc((size_t)net->vertices + 1, 1);
    net_edges_release(&edges);
    if (!chosen)
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while meshing the figure");
    for (int v = 0; v < net->vertices; v++)
        chosen[v] = v >= before || where(f, net->p[v]);
    status = relax(net, f, chosen, 2, err);
    free(chosen);
    return status;
}

enum sp_status net_refine(struct net *net, const struct field *f, double coarse,
                          struct sp_error *err)
{
    if (coarse >= 2)
        return SP_OK;
    const enum sp_status status = refine(net, f, delicate, err);
    return status == SP_OK ? refine(net, f, of_face, err) : status;
}
