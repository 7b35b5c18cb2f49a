/*
 * A movement's props as glTF: meshes under nodes that move, turn and come and
 * go as the keyframes say, a partner among them.
 */
#include "figure/glb.h"
#include "figure/solid.h"
#include "figure/vec.h"

#include <stdio.h>
#include <stdlib.h>

/* Move and turn a prop's node through the clip, and hide it while away. */
static void animate_prop(struct tracks *t, const struct sp_scene *scene,
                         const struct figure_clip *clip, int prop, int node)
{
    const size_t n = (size_t)clip->frames;
    struct sp_scene *now = malloc(sizeof *now);
    float *at = malloc(3 * n * sizeof *at),
          *size = malloc(3 * n * sizeof *size);
    double *q = malloc(4 * n * sizeof *q);
    bool hides = false, moves = false;
    if (!now || !at || !size || !q) {
        t->g->failed = true;
    } else {
        for (int f = 0; f < clip->frames; f++) {
            glb_props_at(scene, clip, f, now);
            const struct sp_prop *p = &now->prop[prop];
            for (int k = 0; k < 3; k++) {
                at[3 * f + k] = (float)p->at[k];
                // never quite nothing: a node must stay invertible
                size[3 * f + k] = p->away ? 1e-4f : 1;
                moves = moves || fabsf(at[3 * f + k] - at[k]) > 1e-5f;
            }
            hides = hides || p->away;
            const double half = p->tilt_rad / 2;
            q[4 * f] = q[4 * f + 1] = 0;
            q[4 * f + 2] = sin(half);
            q[4 * f + 3] = cos(half);
            moves = moves || fabs(q[4 * f + 2] - q[2]) > 1e-6;
        }
        if (moves) {
            glb_add_vectors(t, node, "translation", at, clip->frames, "LINEAR");
            glb_add_rotations(t, node, q, clip->frames);
        }
        if (hides)
            glb_add_vectors(t, node, "scale", size, clip->frames, "STEP");
    }
    free(now);
    free(at);
    free(size);
    free(q);
}

/* Grow the box by a point of a prop, but not beyond reach of the body. */
static void include(struct bounds *b, const struct bounds *near,
                    const double p[3])
{
    for (int k = 0; k < 3; k++) {
        b->low[k] = fmin(b->low[k], fmax(p[k], near->low[k]));
        b->high[k] = fmax(b->high[k], fmin(p[k], near->high[k]));
    }
}

static void bound_piece(struct bounds *b, const struct bounds *near,
                        const struct figure_piece *piece,
                        const struct sp_prop *prop)
{
    // a wall is a background: it need not be framed whole
    if (prop->kind == SP_PROP_WALL || prop->away)
        return;
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    for (int v = 0; v < piece->solid.vertices; v++) {
        const float *q = piece->solid.position + 3 * v;
        double p[3] = {(double)q[0], (double)q[1], (double)q[2]};
        if (piece->moves) {
            const double x = p[0], y = p[1];
            p[0] = prop->at[0] + c * x - s * y;
            p[1] = prop->at[1] + s * x + c * y;
            p[2] += prop->at[2];
        }
        include(b, near, p);
    }
}

// ---- all of them

struct adding {
    struct gltf *g;
    json_t *roots;
    int paint[FIGURE_PAINTS]; /* materials, -1 while unused */
    struct bounds *box, near;
    const struct soft_props *soft;
    const struct figure_clip *clip;
    struct tracks *tracks;
};

static int add_root(struct adding *a, const char *prop, const char *end)
{
    char name[SP_NAME_MAX + 16];
    snprintf(name, sizeof name, "prop_%s%s", prop, end);
    const int node =
        gltf_add(a->g, a->g->nodes, json_pack("{s:s}", "name", name));
    json_array_append_new(a->roots, json_integer(node));
    return node;
}

/* One piece under its prop's standing or moving node, made when needed. */
static void add_piece(struct adding *a, const struct sp_prop *prop, int index,
                      int node[2])
{
    const int most = soft_props_most(a->soft, a->soft->piece[0][index].prop);
    const struct figure_piece *piece = &a->soft->piece[most][index];
    const double same[3] = {1, 1, 1};
    const enum figure_paint of = piece->paint;
    const char *end = piece->moves ? "" : "_frame";
    char name[SP_NAME_MAX + 32];
    struct gltf_steps steps;
    if (node[piece->moves] < 0)
        node[piece->moves] = add_root(a, prop->name, end);
    if (a->paint[of] < 0)
        a->paint[of] = gltf_material(a->g, figure_paint_name(of),
                                     figure_paint_colour(of), .85);
    const int mesh = glb_solid_mesh(a->g, &piece->solid, figure_paint_name(of),
                                    a->paint[of], &steps);
    snprintf(name, sizeof name, "%s%s_%s", prop->name, end,
             figure_paint_name(of));
    const int shown = glb_solid_node(a->g, name, mesh, &steps, same);
    glb_add_child(a->g, node[piece->moves], shown);
    if (figure_is_soft(prop->kind))
        soft_props_morph(a->soft, index, most, a->g, mesh, shown, &steps,
                         a->clip, a->tracks);
    bound_piece(a->box, &a->near, piece, prop);
}

/* Is the prop in the picture at any time of the clip? */
static bool ever_there(const struct sp_scene *scene,
                       const struct figure_clip *clip, int prop,
                       struct sp_scene *now)
{
    for (int f = 0; f < clip->frames; f++) {
        glb_props_at(scene, clip, f, now);
        if (!now->prop[prop].away)
            return true;
    }
    return false;
}

enum sp_status glb_add_props(struct gltf *g, const struct sp_body *body,
                             const struct figure_mesh *mesh,
                             const struct sp_scene *scene,
                             const struct figure_clip *clip, struct tracks *t,
                             json_t *roots, struct bounds *bounds,
                             struct sp_error *err)
{
    struct soft_props soft;
    struct hard_props hard;
    struct adding a = {.g = g,
                       .roots = roots,
                       .box = bounds,
                       .near = *bounds,
                       .soft = &soft,
                       .clip = clip,
                       .tracks = t};
    struct sp_scene *now = malloc(sizeof *now);
    if (!now)
        return sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
    enum sp_status status =
        soft_props_init(&soft, body, mesh, scene, clip, err);
    if (status == SP_OK)
        status = hard_props_init(&hard, body, scene, clip, err);
    for (int k = 0; k < 3; k++) {
        a.near.low[k] -= bounds->reach_m;
        a.near.high[k] += bounds->reach_m;
    }
    for (int i = 0; i < FIGURE_PAINTS; i++)
        a.paint[i] = -1;
    for (int i = 0; status == SP_OK && i < scene->props; i++) {
        const struct sp_prop *prop = &scene->prop[i];
        int node[2] = {-1, -1}; // what stands, what moves
        if (!ever_there(scene, clip, i, now))
            continue;
        for (int k = 0; k < soft.count[0]; k++)
            if (soft.piece[0][k].prop == i)
                add_piece(&a, prop, k, node);
        hard_props_add(&hard, g, i, prop->name, node);
        if (prop->kind == SP_PROP_PARTNER) {
            node[1] = add_root(&a, prop->name, "");
            status =
                glb_add_partner(g, prop, body, clip, t, node[1], bounds, err);
        }
        if (node[1] < 0)
            continue;
        // as the clip begins
        double R[9];
        glb_props_at(scene, clip, 0, now);
        m_about(R, 2, now->prop[i].tilt_rad);
        gltf_node_place(json_array_get(g->nodes, (size_t)node[1]), R,
                        now->prop[i].at);
        animate_prop(t, scene, clip, i, node[1]);
    }
    soft_props_release(&soft);
    free(now);
    return status;
}
