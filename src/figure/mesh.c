/*
 * One body's mesh: flesh fitted to the person's mass, surface meshed, tied to
 * the joints, dressed and mirrored.
 */
#include "figure/dress.h"
#include "figure/vec.h"
#include "figure/weights.h"

#include <stdlib.h>

/* Mean density of a living body with half-filled lungs, kg/m3. */
#define DENSITY 990.0

/* Cell size of the ordinary mesh against the finest we use. */
#define ORDINARY 1.42

/* Half mesh with what belongs to each vertex. */
struct half {
    struct field *field;
    struct net net;
    float *weights;          /* FIGURE_JOINTS a vertex */
    unsigned char *material; /* a triangle */
};

/* One girth factor so that the closed surface holds the person's volume: two
 * coarse meshes are enough, what is left is made up by swell(). */
static enum sp_status fit_girth(struct field *f, const struct sp_body *body,
                                double volume, struct sp_error *err)
{
    double girth = 1;
    for (int round = 0; round < 2; round++) {
        struct net net;
        field_init(f, body, girth);
        enum sp_status status = net_init(&net, f, NET_ALL, 2.2, err);
        if (status != SP_OK)
            return status;
        // the coarse mesh cuts corners: it reads about 4 % small
        girth *= pow(.96 * volume / net_volume(&net), .55);
        girth = fmin(2, fmax(.5, girth));
        net_release(&net);
    }
    field_init(f, body, girth);
    return SP_OK;
}

/* How much of a vertex is flesh that varies: not head, hands or feet. */
static double fleshy(const float *row)
{
    static const int bony[] = {RIG_SKULL,   RIG_C1,         RIG_HAND,
                               RIG_FINGERS, RIG_FINGERTIPS, RIG_THUMB,
                               RIG_CALCN,   RIG_TOES};
    double w = 1;
    for (size_t i = 0; i < sizeof bony / sizeof bony[0]; i++)
        w -= (double)row[bony[i]];
    return fmax(0, w);
}

/* The last per cent of volume: a fraction of a millimetre along the normals
 * of trunk and limbs. */
static void swell(struct half *h, double volume)
{
    struct net *net = &h->net;
    for (int round = 0; round < 2; round++) {
        double area = 0;
        for (int i = 0; i < net->triangles; i++) {
            const int *t = net->tri[i];
            double a[3], b[3], n[3], w = 0;
            v_sub(a, net->p[t[1]], net->p[t[0]]);
            v_sub(b, net->p[t[2]], net->p[t[0]]);
            v_cross(n, a, b);
            for (int c = 0; c < 3; c++)
                w += fleshy(h->weights + (size_t)t[c] * FIGURE_JOINTS) / 3;
            area += v_norm(n) * w; // both halves
        }
        const double most = .006 * h->field->scale;
        const double by = fmin(
            most, fmax(-most, (volume - net_volume(net)) / fmax(area, .1)));
        for (int v = 0; v < net->vertices; v++) {
            const bool middle = net->p[v][2] == 0;
            v_add_scaled(net->p[v], net->p[v],
                         by * fleshy(h->weights + (size_t)v * FIGURE_JOINTS),
                         net->n[v]);
            net->p[v][2] = middle ? 0 : fmax(net->p[v][2], 1e-5);
        }
    }
}

// ---- both halves

/* Keep the four largest weights, as bytes that sum to 255. */
static void keep_four(const float *row, unsigned char joint[4],
                      unsigned char weight[4])
{
    float left[FIGURE_JOINTS];
    memcpy(left, row, sizeof left);
    double best[4], sum = 0;
    for (int i = 0; i < 4; i++) {
        int j = 0;
        for (int k = 1; k < FIGURE_JOINTS; k++)
            if (left[k] > left[j])
                j = k;
        joint[i] = (unsigned char)j;
        best[i] = fmax(0, (double)left[j]);
        sum += best[i];
        left[j] = -1;
    }
    int rest = 255;
    for (int i = 3; i > 0; i--) {
        const int w = (int)lround(255 * best[i] / sum);
        weight[i] = (unsigned char)w;
        rest -= w;
        if (w == 0)
            joint[i] = 0;
    }
    weight[0] = (unsigned char)rest;
}

static bool allocate(struct figure_mesh *m)
{
    const size_t v = (size_t)m->vertices, t = (size_t)m->triangles;
    m->position = malloc(3 * v * sizeof *m->position);
    m->normal = malloc(3 * v * sizeof *m->normal);
    m->joint = malloc(4 * v);
    m->weight = malloc(4 * v);
    m->triangle = malloc(3 * t * sizeof *m->triangle);
    return m->position && m->normal && m->joint && m->weight && m->triangle;
}

static void put_vertex(struct figure_mesh *m, int at, const struct half *h,
                       int v, bool left)
{
    const double *p = h->net.p[v], *n = h->net.n[v];
    for (int k = 0; k < 3; k++) {
        const double sign = left && k == 2 ? -1 : 1;
        m->position[3 * at + k] = (float)(sign * p[k]);
        m->normal[3 * at + k] = (float)(sign * n[k]);
    }
    keep_four(h->weights + (size_t)v * FIGURE_JOINTS, m->joint + 4 * at,
              m->weight + 4 * at);
    for (int i = 0; left && i < 4; i++)
        if (m->weight[4 * at + i])
            m->joint[4 * at + i] =
                (unsigned char)rig_mirror(m->joint[4 * at + i]);
}

static enum sp_status join_halves(struct figure_mesh *m, const struct half *h,
                                  struct sp_error *err)
{
    const struct net *net = &h->net;
    int *other = malloc(((size_t)net->vertices + 1) * sizeof *other);
    int next = net->vertices;
    for (int v = 0; other && v < net->vertices; v++)
        other[v] = net->p[v][2] == 0 ? v : next++;
    m->vertices = next;
    m->triangles = 2 * net->triangles;
    if (!other || !allocate(m)) {
        free(other);
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while joining the figure's halves");
    }
    for (int v = 0; v < net->vertices; v++) {
        put_vertex(m, v, h, v, false);
        if (other[v] != v)
            put_vertex(m, other[v], h, v, true);
    }
    int at = 0;
    for (int material = 0; material < FIGURE_MATERIALS; material++) {
        m->first[material] = at;
        for (int i = 0; i < net->triangles; i++) {
            if (h->material[i] != material)
                continue;
            const int *t = net->tri[i];
            unsigned *right = m->triangle + 3 * at++;
            unsigned *left = m->triangle + 3 * at++;
            for (int c = 0; c < 3; c++) {
                right[c] = (unsigned)t[c];
                left[2 - c] = (unsigned)other[t[c]];
            }
        }
    }
    m->first[FIGURE_MATERIALS] = at;
    free(other);
    return SP_OK;
}

/* Hand and rest; fingers would be lost on a very coarse grid. */
static enum sp_status mesh_both(struct net *net, const struct field *f,
                                double coarse, struct sp_error *err)
{
    struct net hand;
    enum sp_status status = net_init(net, f, NET_REST, coarse, err);
    if (status == SP_OK)
        status = net_init(&hand, f, NET_HAND, fmin(coarse, 2.2), err);
    return status == SP_OK ? net_join_hand(net, &hand, f, err) : status;
}

enum sp_status figure_mesh_coarse(struct figure_mesh *mesh,
                                  const struct sp_body *body, double coarse,
                                  struct sp_error *err)
{
    memset(mesh, 0, sizeof *mesh);
    if (!(coarse >= .5 && coarse <= 4))
        return sp_fail(err, SP_E_RANGE, "figure coarseness %g, need 0.5 to 4",
                       coarse);
    struct half h = {.field = malloc(sizeof *h.field)};
    if (!h.field)
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while meshing the figure");
    const double volume = body->person.mass_kg / DENSITY;
    enum sp_status status = fit_girth(h.field, body, volume, err);
    if (status == SP_OK)
        status = mesh_both(&h.net, h.field, ORDINARY * coarse, err);
    if (status == SP_OK)
        status = net_relax(&h.net, h.field, err);
    if (status == SP_OK)
        status = net_refine(&h.net, h.field, coarse, err);
    if (status == SP_OK)
        status = weights_make(h.field, &h.net, &h.weights, err);
    if (status == SP_OK) {
        swell(&h, volume);
        status = dress(h.field, &h.net, &h.weights, &h.material, err);
    }
    if (status == SP_OK)
        status = join_halves(mesh, &h, err);
    if (status == SP_OK) {
        mesh->volume_m3 = net_volume(&h.net);
        mesh->girth = h.field->girth;
    } else {
        figure_mesh_release(mesh);
    }
    net_release(&h.net);
    free(h.weights);
    free(h.material);
    free(h.field);
    return status;
}

enum sp_status figure_mesh_init(struct figure_mesh *mesh,
                                const struct sp_body *body,
                                struct sp_error *err)
{
    return figure_mesh_coarse(mesh, body, 1, err);
}

void figure_mesh_release(struct figure_mesh *mesh)
{
    free(mesh->position);
    free(mesh->normal);
    free(mesh->joint);
    free(mesh->weight);
    free(mesh->triangle);
    memset(mesh, 0, sizeof *mesh);
}
