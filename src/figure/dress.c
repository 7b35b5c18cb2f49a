/*
 * What is skin, hair or cloth: each edge is the zero of a smooth function, and
 * triangles are cut along it. A thin line has two such edges, one above and
 * one below, so that it is whole however large the triangles are.
 */
#include "figure/dress.h"
#include "figure/vec.h"
#include "figure/weights.h"

#include <stdlib.h>

/* Of a point and its row of weights: how far inside, m; negative outside. */
typedef double inside(const struct field *f, const double p[3],
                      const float *row);

static double waist_y(const struct field *f)
{
    return f->bind.seg[SP_PELVIS].p[1] + .055 * f->scale;
}

/* Shorts: from the waist to 45 % of the thigh. */
static double shorts_at(const struct field *f, const double p[3],
                        const float *row)
{
    (void)row;
    double axis[3], v[3];
    v_sub(axis, f->bind.seg[SP_TIBIA_R].p, f->hip);
    const double length = v_norm(axis);
    v_unit(axis);
    v_sub(v, p, f->hip);
    return fmin(waist_y(f) - p[1], .45 * length - v_dot(v, axis));
}

/* Vest: from the waist to a round neckline and the arm holes, which follow
 * the smooth arm weight so that they stay clean with the arm up. */
static double top_at(const struct field *f, const double p[3], const float *row)
{
    const double *t1 = f->bind.seg[SP_T1].p, L = f->scale;
    const double x = (p[0] - t1[0] - .050 * L) / (.120 * L);
    const double y = (p[1] - t1[1] - .030 * L) / (.105 * L);
    const double z = p[2] / (.092 * L);
    const double neck = .09 * L * (sqrt(x * x + y * y + z * z) - 1);
    const double arm = .2 * L * (.30 - weights_arm(row));
    // the neckline's ball is open at the top: nothing of neck or head
    const double throat = t1[1] + .045 * L - p[1];
    return fmin(fmin(p[1] - waist_y(f), throat), fmin(neck, arm));
}

/* A point on the skull, in m of the 1.75 m figure. */
static void on_skull(const struct field *f, const double p[3], double q[3])
{
    const struct sp_frame *skull = &f->bind.seg[SP_SKULL];
    double v[3];
    v_sub(v, p, skull->p);
    m_apply_t(q, skull->R, v);
    for (int k = 0; k < 3; k++)
        q[k] /= f->scale;
}

/* Close-cropped hair: above a line from the nape over the ear to the temple
 * and the forehead; not the ear. */
static double hair_at(const struct field *f, const double p[3],
                      const float *row)
{
    (void)row;
    double q[3];
    on_skull(f, p, q);
    if (q[1] < -.10)
        return -1;
    const double line = -.046 + .070 * smoothstep(-.075, .020, q[0]) +
                        .080 * smoothstep(.012, .078, q[0]);
    const double ear[3] = {(q[0] + .001) / .022, (q[1] - .016) / .036,
                           (q[2] - .080) / .030};
    return f->scale * fmin(q[1] - line, .022 * (v_norm(ear) - 1));
}

/* Lines of the face: an arc from z[0] to z[1] on the skull. */
static const struct face_line {
    double z[2];    /* m */
    double y, rise; /* m, at the ends; how much higher in the middle */
    double half[2]; /* m, half as thick in the middle as at z[0], z[1] */
} face_lines[] = {
    {{.0130, .0500},  .0510,  .0060,  {.0036, .0026}}, /* brow */
    {{.0165, .0455},  .0350,  -.0050, {.0016, .0016}}, /* closed lids */
    {{-.0240, .0240}, -.0225, -.0030, {.0013, .0013}}, /* mouth */
};

/* Lids lie so near the brow that they are cut by themselves. */
enum { BROW, LIDS, MOUTH, FACE_LINES };
#define LINE_ZONE                                                              \
    .016 /* m above and below a line: further than an edge goes                \
          */

/* How far above the middle of a line, m, and how thick that is here, m; false
 * where it is not near. */
static bool face_line(const struct field *f, int line, const double p[3],
                      double *up, double *half)
{
    const struct face_line *l = &face_lines[line];
    double q[3];
    on_skull(f, p, q);
    const double t = (q[2] - l->z[0]) / (l->z[1] - l->z[0]);
    if (q[0] < .045 || !(t > -.2 && t < 1.2))
        return false;
    // beyond its ends a line has less than no thickness: they are cut clean
    const double round = 4 * t * (1 - t);
    *up = q[1] - l->y - l->rise * round;
    *half = mix(l->half[0], l->half[1], t) * (round > 0 ? sqrt(round) : round);
    return fabs(*up) < LINE_ZONE;
}

static bool face_at(const struct field *f, const double p[3])
{
    double up, half;
    for (int i = 0; i < FACE_LINES; i++)
        if (face_line(f, i, p, &up, &half) && fabs(up) < half)
            return true;
    return false;
}

/* Beyond one of a line's two edges; 0 where nothing is to be cut. */
static double edge_of(const struct field *f, int line, double side,
                      const double p[3])
{
    double up, half;
    return face_line(f, line, p, &up, &half) ? up - side * half : 0;
}

static double lids_above(const struct field *f, const double p[3],
                         const float *row)
{
    (void)row;
    return edge_of(f, LIDS, 1, p);
}

static double lids_below(const struct field *f, const double p[3],
                         const float *row)
{
    (void)row;
    return edge_of(f, LIDS, -1, p);
}

static double others_above(const struct field *f, const double p[3],
                           const float *row)
{
    (void)row;
    const double brow = edge_of(f, BROW, 1, p);
    return brow != 0 ? brow : edge_of(f, MOUTH, 1, p);
}

static double others_below(const struct field *f, const double p[3],
                           const float *row)
{
    (void)row;
    const double brow = edge_of(f, BROW, -1, p);
    return brow != 0 ? brow : edge_of(f, MOUTH, -1, p);
}

/* New vertices get weights between those of the ends of their edge. */
static bool weigh_new(const struct net *net, const struct net_edges *edges,
                      const double *value, int before, float **weights)
{
    const size_t wide = FIGURE_JOINTS;
    float *w = realloc(*weights, (size_t)net->vertices * wide * sizeof *w);
    if (!w)
        return false;
    *weights = w;
    for (size_t s = 0; s < edges->size; s++) {
        if (edges->value[s] < before)
            continue;
        const int a = edges->key[s][0], b = edges->key[s][1];
        const float t = (float)(value[a] / (value[a] - value[b]));
        const float *from = w + (size_t)a * wide, *to = w + (size_t)b * wide;
        float *out = w + (size_t)edges->value[s] * wide;
        for (size_t j = 0; j < wide; j++)
            out[j] = from[j] + t * (to[j] - from[j]);
    }
    return true;
}

/* Cut the triangles along the zero of `at`. */
static enum sp_status cut(const struct field *f, struct net *net,
                          float **weights, inside *at, struct sp_error *err)
{
    struct net_edges edges = {0};
    const int before = net->vertices;
    double *value = malloc((size_t)before * sizeof *value);
    bool ok = value && net_edges_init(&edges, net, err) == SP_OK;
    for (int v = 0; ok && v < before; v++) {
        value[v] = at(f, net->p[v], *weights + (size_t)v * FIGURE_JOINTS);
        if (fabs(value[v]) < 2e-4) // no slivers
            value[v] = 0;
    }
    ok = ok && net_cut(net, value, &edges) &&
         weigh_new(net, &edges, value, before, weights);
    net_edges_release(&edges);
    free(value);
    return ok ? SP_OK
              : sp_fail(err, SP_E_NOMEM,
                        "out of memory while dressing the figure");
}

static enum figure_material material_of(const struct field *f,
                                        const struct net *net,
                                        const float *weights, const int t[3])
{
    double middle[3] = {0}, shorts = 0, top = 0, hair = 0;
    for (int c = 0; c < 3; c++) {
        const double *p = net->p[t[c]];
        const float *row = weights + (size_t)t[c] * FIGURE_JOINTS;
        shorts += shorts_at(f, p, row);
        top += top_at(f, p, row);
        hair += hair_at(f, p, row);
        v_add_scaled(middle, middle, 1. / 3, p);
    }
    if (shorts > 0)
        return FIGURE_SHORTS;
    if (top > 0)
        return FIGURE_TOP;
    return hair > 0 || face_at(f, middle) ? FIGURE_HAIR : FIGURE_SKIN;
}

enum sp_status dress(const struct field *f, struct net *net, float **weights,
                     unsigned char **material, struct sp_error *err)
{
    static inside *const edges[] = {shorts_at,    top_at,       hair_at,
                                    others_above, others_below, lids_above,
                                    lids_below};
    enum sp_status status = SP_OK;
    for (size_t i = 0; status == SP_OK && i < sizeof edges / sizeof *edges; i++)
        status = cut(f, net, weights, edges[i], err);
    if (status != SP_OK)
        return status;
    *material = malloc((size_t)net->triangles + 1);
    if (!*material)
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while dressing the figure");
    for (int i = 0; i < net->triangles; i++)
        (*material)[i] =
            (unsigned char)material_of(f, net, *weights, net->tri[i]);
    return SP_OK;
}
