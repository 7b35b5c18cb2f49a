/*
 * The figure as glTF: the skeleton, the skin over a selection of its nodes,
 * and the spine.
 */
#include "figure/glb.h"
#include "figure/solid.h"
#include "figure/vec.h"

#include <stdio.h>
#include <stdlib.h>

#define BREATH_PI 3.14159265358979323846

static void extent(const struct figure_solid *s, double out[3])
{
    double low[3] = {1e9, 1e9, 1e9}, high[3] = {-1e9, -1e9, -1e9};
    for (int i = 0; i < 3 * s->vertices; i++) {
        low[i % 3] = fmin(low[i % 3], (double)s->position[i]);
        high[i % 3] = fmax(high[i % 3], (double)s->position[i]);
    }
    for (int k = 0; k < 3; k++)
        out[k] = fmax(1e-4, high[k] - low[k]);
}

/* Vertebrae and discs share a few meshes, stretched to each one's size. */
static enum sp_status add_spine(struct gltf *g, const struct sp_body *body,
                                struct sp_error *err)
{
    static const int models[] = {SP_L3, SP_T10, SP_T4, SP_C4, SP_PELVIS};
    static const int until[] = {SP_L1, SP_T8, SP_T1, SP_C1};
    const int bone = gltf_material(g, "bone", 0xEDE6D6, .7);
    const int disc = gltf_material(g, "disc", 0x92C5DE, .7);
    struct gltf_steps steps[6];
    double size[6][3];
    int mesh[6];
    for (int i = 0; i < 6; i++) {
        struct figure_solid solid;
        const bool is_disc = i == 5;
        enum sp_status status = figure_bone(body, is_disc ? SP_L3 : models[i],
                                            is_disc, &solid, err);
        if (status != SP_OK)
            return status;
        extent(&solid, size[i]);
        mesh[i] = glb_solid_mesh(g, &solid, is_disc ? "disc" : "vertebra",
                                 is_disc ? disc : bone, &steps[i]);
        figure_solid_release(&solid);
    }
    const double same[3] = {1, 1, 1};
    glb_add_child(g, SP_PELVIS,
                  glb_solid_node(g, "sacrum", mesh[4], &steps[4], same));
    for (int segment = SP_L5; segment <= SP_C1; segment++) {
        for (int is_disc = 0; is_disc < 2; is_disc++) {
            if (is_disc && !figure_disc_name(segment))
                continue;
            struct figure_solid solid;
            enum sp_status status =
                figure_bone(body, segment, is_disc, &solid, err);
            if (status != SP_OK)
                return status;
            double mine[3], stretch[3];
            extent(&solid, mine);
            figure_solid_release(&solid);
            int model = 0;
            while (segment > until[model])
                model++;
            model = is_disc ? 5 : model;
            for (int k = 0; k < 3; k++)
                stretch[k] = mine[k] / size[model][k];
            char name[32];
            if (is_disc)
                snprintf(name, sizeof name, "%s", figure_disc_name(segment));
            else
                snprintf(name, sizeof name, "vertebra_%s",
                         figure_level_name(segment));
            glb_add_child(
                g, segment,
                glb_solid_node(g, name, mesh[model], &steps[model], stretch));
        }
    }
    return SP_OK;
}

/* Skin: joints and the matrices from quantised bind positions into them. */
static void add_skin(struct gltf *g, const struct skeleton *s,
                     const struct rig_frames *bind,
                     const struct gltf_steps *steps)
{
    float inverse[FIGURE_JOINTS][16];
    json_t *joints = json_array();
    for (int j = 0; j < FIGURE_JOINTS; j++) {
        const struct sp_frame *f = &bind->joint[j];
        double to[3], moved[3];
        v_sub(to, steps->origin, f->p);
        m_apply_t(moved, f->R, to);
        float *m = inverse[j]; // column-major
        memset(m, 0, 16 * sizeof *m);
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++)
                m[4 * c + r] = (float)(steps->step * f->R[3 * c + r]);
            m[12 + r] = (float)moved[r];
        }
        m[15] = 1;
        json_array_append_new(joints, json_integer(s->node_of_joint[j]));
    }
    const int a = gltf_accessor(g, inverse, FIGURE_JOINTS, 16, GLTF_FLOAT,
                                false, 64, 0, NULL, NULL);
    json_object_set_new(g->root, "skins",
                        json_pack("[{s:s, s:o, s:i, s:i}]", "name", "body",
                                  "joints", joints, "inverseBindMatrices", a,
                                  "skeleton", (int)SP_PELVIS));
}

/* Breath and what presses: the targets of every primitive, their names and
 * their shares at the beginning. */
struct morphs {
    json_t *targets, *names, *first;
};

static void add_target(struct gltf *g, struct morphs *m, const char *prefix,
                       const char *name, const float *shift, int vertices,
                       const struct gltf_steps *steps, float first)
{
    json_array_append_new(
        m->targets,
        json_pack("{s:i}", "POSITION", gltf_sparse(g, shift, vertices, steps)));
    json_array_append_new(m->names, json_sprintf("%s%s", prefix, name));
    json_array_append_new(m->first, json_real((double)first));
}

static void morphs_init(struct morphs *m, struct gltf *g,
                        const struct figure_mesh *mesh, double length_scale,
                        const struct pressed_clip *pressed,
                        const struct gltf_steps *steps)
{
    *m = (struct morphs){json_array(), json_array(), json_array()};
    float *shift = malloc(3 * (size_t)mesh->vertices * sizeof *shift);
    if (!shift) {
        g->failed = true;
        return;
    }
    figure_breath(mesh, length_scale, shift);
    add_target(g, m, "", "breath", shift, mesh->vertices, steps, 0);
    free(shift);
    for (int i = 0; pressed && i < pressed->skin->targets; i++) {
        const int k = pressed->skin->keyframe[i];
        add_target(g, m, "pressed_", pressed->scene->keyframe[k].name,
                   pressed->skin->shift[i], mesh->vertices, steps,
                   pressed_skin_share(pressed->skin, pressed->clip, 0, i));
    }
}

/* The skin as one mesh, a primitive for each material; its index. */
static int add_mesh(struct gltf *g, const struct figure_mesh *mesh,
                    double length_scale, const struct pressed_clip *pressed,
                    struct gltf_steps *steps)
{
    static const char *const names[FIGURE_MATERIALS] = {"skin", "top", "shorts",
                                                        "hair"};
    int positions = 0, normals = 0;
    const size_t n = (size_t)mesh->vertices;
    gltf_surface(g, mesh->position, mesh->normal, mesh->vertices, steps,
                 &positions, &normals);
    const int joints = gltf_accessor(g, mesh->joint, n, 4, GLTF_UBYTE, false, 4,
                                     34962, NULL, NULL);
    const int weights = gltf_accessor(g, mesh->weight, n, 4, GLTF_UBYTE, true,
                                      4, 34962, NULL, NULL);
    struct morphs morphs;
    morphs_init(&morphs, g, mesh, length_scale, pressed, steps);
    json_t *primitives = json_array();
    for (int m = 0; m < FIGURE_MATERIALS; m++) {
        const int from = mesh->first[m], count = mesh->first[m + 1] - from;
        const int paint = gltf_material(
            g, names[m],
            figure_material_colour((enum figure_material)m, mesh->tone), .9);
        if (count == 0)
            continue;
        const int index =
            gltf_indices(g, mesh->triangle + 3 * (size_t)from, count);
        json_array_append_new(
            primitives,
            json_pack("{s:{s:i, s:i, s:i, s:i}, s:O, s:i, s:i}", "attributes",
                      "POSITION", positions, "NORMAL", normals, "JOINTS_0",
                      joints, "WEIGHTS_0", weights, "targets", morphs.targets,
                      "indices", index, "material", paint));
    }
    json_decref(morphs.targets);
    return gltf_add(g, g->meshes,
                    json_pack("{s:s, s:o, s:o, s:{s:o}}", "name", "body",
                              "primitives", primitives, "weights", morphs.first,
                              "extras", "targetNames", morphs.names));
}

/* One calm breath: 4 s in, 6 s out, eased; what presses stays as it begins. */
static void add_breath(struct gltf *g, int node,
                       const struct pressed_clip *pressed)
{
    enum { KEYS = 21, MOST = 1 + SP_SCENE_KEYFRAMES };
    const int targets = 1 + (pressed ? pressed->skin->targets : 0);
    float time[KEYS], full[KEYS * MOST];
    for (int i = 0; i < KEYS; i++) {
        const double t = .5 * i;
        time[i] = (float)t;
        full[i * targets] =
            (float)(.5 -
                    .5 * cos(BREATH_PI * (t < 4 ? t / 4 : 1 + (t - 4) / 6)));
        for (int k = 1; k < targets; k++)
            full[i * targets + k] =
                pressed_skin_share(pressed->skin, pressed->clip, 0, k - 1);
    }
    const double first[1] = {0}, last[1] = {10};
    const int in =
        gltf_accessor(g, time, KEYS, 1, GLTF_FLOAT, false, 4, 0, first, last);
    const int out = gltf_accessor(g, full, (size_t)(KEYS * targets), 1,
                                  GLTF_FLOAT, false, 4, 0, NULL, NULL);
    json_t *animation = json_pack(
        "{s:s, s:[{s:i, s:{s:i, s:s}}], s:[{s:i, s:i, s:s}]}", "name", "breath",
        "channels", "sampler", 0, "target", "node", node, "path", "weights",
        "samplers", "input", in, "output", out, "interpolation", "LINEAR");
    glb_add_animation(g, animation);
}

void glb_add_animation(struct gltf *g, json_t *animation)
{
    json_t *all = json_object_get(g->root, "animations");
    if (!all) {
        all = json_array();
        json_object_set_new(g->root, "animations", all);
    }
    json_array_append_new(all, animation);
}

enum sp_status glb_check_mesh(const struct figure_mesh *mesh,
                              struct sp_error *err)
{
    if (mesh->vertices < 3 || mesh->vertices > 65535)
        return sp_fail(err, SP_E_RANGE,
                       "a figure of %d vertices, need 3 to 65535",
                       mesh->vertices);
    return SP_OK;
}

enum sp_status glb_add_body(struct gltf *g, const struct skeleton *s,
                            const struct sp_body *body,
                            const struct figure_mesh *mesh,
                            const struct pressed_clip *pressed, json_t *roots,
                            int *node, struct sp_error *err)
{
    struct rig_frames bind;
    struct gltf_steps steps;
    rig_bind(body, &bind);
    const int at = add_mesh(g, mesh, body->length_scale, pressed, &steps);
    add_skin(g, s, &bind, &steps);
    *node = gltf_add(
        g, g->nodes,
        json_pack("{s:s, s:i, s:i}", "name", "body", "mesh", at, "skin", 0));
    json_array_append_new(roots, json_integer(*node));
    add_breath(g, *node, pressed);
    return add_spine(g, body, err);
}

enum sp_status figure_body_glb(const struct sp_body *body,
                               const struct figure_mesh *mesh,
                               unsigned char **glb, size_t *len,
                               struct sp_error *err)
{
    struct gltf g;
    struct skeleton s;
    struct rig_frames bind;
    enum sp_status status = glb_check_mesh(mesh, err);
    if (status != SP_OK)
        return status;
    gltf_init(&g);
    glb_skeleton_init(&s, body);
    rig_bind(body, &bind);
    glb_add_skeleton(&g, &s, &bind);
    json_t *roots = json_pack("[i]", (int)SP_PELVIS);
    int node;
    status = glb_add_body(&g, &s, body, mesh, NULL, roots, &node, err);
    glb_add_scene(&g, roots,
                  json_pack("{s:f, s:f}", "height_m", body->person.height_m,
                            "mass_kg", body->person.mass_kg));
    if (status != SP_OK)
        g.failed = true;
    const enum sp_status end = gltf_finish(&g, glb, len, status ? NULL : err);
    return status != SP_OK ? status : end;
}
