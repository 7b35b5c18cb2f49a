/*
 * A partner as glTF: a second skin without a skeleton, in the posture where
 * the ankles are lowest, and a morph target to that where they are highest.
 * Ankles and hands go the same way between.
 */
#include "figure/glb.h"
#include "figure/vec.h"

#include <stdlib.h>

#define GRIP .6 /* hands round an ankle: 0 open, 1 a fist */

/* Postures at both ends of what the person does. */
enum { LOW, HIGH, ENDS };

struct partner {
    struct figure_mesh mesh;
    float *position[ENDS], *normal[ENDS]; /* about the prop's place */
    float *share;                         /* of HIGH in each frame */
    bool moves;
};

static double ankle_height(const struct sp_body *body,
                           const struct sp_posture *posture)
{
    struct sp_frames at;
    sp_body_place(body, posture, &at);
    return (at.seg[SP_TALUS_R].p[1] + at.seg[SP_TALUS_L].p[1]) / 2;
}

/* The lowest and the highest frame, and how far between them each one is. */
static bool find_ends(const struct sp_body *body,
                      const struct figure_clip *clip, struct partner *p,
                      struct sp_posture held[ENDS])
{
    int end[ENDS] = {0, 0};
    double *height = malloc((size_t)clip->frames * sizeof *height);
    p->share = malloc((size_t)clip->frames * sizeof *p->share);
    for (int f = 0; height && f < clip->frames; f++) {
        height[f] = ankle_height(body, &clip->posture[f]);
        end[LOW] = height[f] < height[end[LOW]] ? f : end[LOW];
        end[HIGH] = height[f] > height[end[HIGH]] ? f : end[HIGH];
    }
    const bool ok = height && p->share;
    if (ok) {
        const double low = height[end[LOW]], way = height[end[HIGH]] - low;
        p->moves = way > .005;
        for (int f = 0; f < clip->frames; f++)
            p->share[f] = p->moves ? (float)((height[f] - low) / way) : 0;
        for (int e = 0; e < ENDS; e++)
            held[e] = clip->posture[end[e]];
    }
    free(height);
    return ok;
}

static bool pose_skin(const struct sp_prop *prop, const struct sp_body *body,
                      const struct sp_posture *posture, struct partner *p,
                      int end)
{
    const double grip[2] = {GRIP, GRIP};
    const size_t n = 3 * (size_t)p->mesh.vertices;
    struct figure_pose pose;
    p->position[end] = malloc(n * sizeof(float));
    p->normal[end] = malloc(n * sizeof(float));
    if (!p->position[end] || !p->normal[end])
        return false;
    figure_pose_init(&pose, body, posture, grip);
    figure_skin(&p->mesh, &pose, p->position[end], p->normal[end]);
    for (size_t i = 0; i < n; i++)
        p->position[end][i] -= (float)prop->at[i % 3];
    return true;
}

static void bound(struct bounds *b, const struct sp_prop *prop,
                  const struct partner *p)
{
    for (int e = 0; e < ENDS; e++)
        for (int i = 0; i < 3 * p->mesh.vertices; i++) {
            const double x = (double)p->position[e][i] + prop->at[i % 3];
            b->low[i % 3] = fmin(b->low[i % 3], x);
            b->high[i % 3] = fmax(b->high[i % 3], x);
        }
}

/* The mesh with, where the partner moves, its one morph target. */
static int add_mesh(struct gltf *g, const struct partner *p,
                    struct gltf_steps *steps)
{
    static const char *const names[FIGURE_MATERIALS] = {
        "partner_skin", "partner_top", "partner_shorts", "partner_hair"};
    static const unsigned colours[] = {0xC7B3A4, 0xC9C2B4, 0x9A948A, 0x9C8F82};
    const struct figure_mesh *mesh = &p->mesh;
    int positions = 0, normals = 0, target = -1;
    gltf_surface(g, p->position[LOW], p->normal[LOW], mesh->vertices, steps,
                 &positions, &normals);
    if (p->moves) {
        for (int i = 0; i < 3 * mesh->vertices; i++)
            p->position[HIGH][i] -= p->position[LOW][i];
        target = gltf_sparse(g, p->position[HIGH], mesh->vertices, steps);
    }
    _Static_assert(sizeof colours / sizeof *colours == FIGURE_MATERIALS,
                   "a colour for each material");
    json_t *primitives = json_array();
    for (int m = 0; m < FIGURE_MATERIALS; m++) {
        const int count = mesh->first[m + 1] - mesh->first[m];
        const int paint = gltf_material(g, names[m], colours[m], .9);
        const int index =
            gltf_indices(g, mesh->triangle + 3 * (size_t)mesh->first[m], count);
        json_t *primitive = json_pack("{s:{s:i, s:i}, s:i, s:i}", "attributes",
                                      "POSITION", positions, "NORMAL", normals,
                                      "indices", index, "material", paint);
        if (p->moves)
            json_object_set_new(primitive, "targets",
                                json_pack("[{s:i}]", "POSITION", target));
        json_array_append_new(primitives, primitive);
    }
    json_t *out =
        json_pack("{s:s, s:o}", "name", "partner", "primitives", primitives);
    if (p->moves)
        json_object_set_new(out, "weights",
                            json_pack("[f]", (double)p->share[0]));
    return gltf_add(g, g->meshes, out);
}

enum sp_status glb_add_partner(struct gltf *g, const struct sp_prop *prop,
                               const struct sp_body *body,
                               const struct figure_clip *clip, struct tracks *t,
                               int node, struct bounds *bounds,
                               struct sp_error *err)
{
    const double same[3] = {1, 1, 1};
    struct partner p = {0};
    struct sp_posture held[ENDS], posture[ENDS];
    struct sp_body *other = malloc(sizeof *other);
    enum sp_status status = SP_OK;
    bool ok = other && find_ends(body, clip, &p, held);
    if (ok)
        status = figure_partner(prop, body, held, ENDS, other, posture, err);
    if (ok && status == SP_OK)
        status = figure_mesh_coarse(&p.mesh, other, FIGURE_PARTNER_CELLS, err);
    for (int e = 0; ok && status == SP_OK && e < ENDS; e++)
        ok = pose_skin(prop, other, &posture[e], &p, e);
    if (ok && status == SP_OK) {
        struct gltf_steps steps;
        bound(bounds, prop, &p);
        const int mesh = add_mesh(g, &p, &steps);
        const int at = glb_solid_node(g, "partner", mesh, &steps, same);
        glb_add_child(g, node, at);
        if (p.moves)
            glb_add_weights(t, at, p.share, 1, clip->frames);
    }
    for (int e = 0; e < ENDS; e++) {
        free(p.position[e]);
        free(p.normal[e]);
    }
    free(p.share);
    figure_mesh_release(&p.mesh);
    free(other);
    if (!ok && status == SP_OK)
        status =
            sp_fail(err, SP_E_NOMEM, "out of memory while drawing a partner");
    return status;
}
