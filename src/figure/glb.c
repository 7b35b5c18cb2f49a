/*
 * The figure and its movements as glTF: the skeleton as nodes at joint
 * centres, the skin over a selection of them, spine and props as meshes.
 */
#include "figure/gltf.h"
#include "figure/rig.h"
#include "figure/solid.h"
#include "figure/vec.h"

#include <stdio.h>
#include <stdlib.h>

/* Nodes 0 .. SP_SEGMENTS - 1 are segments, then fingers and helpers. */
#define NODES_MAX (SP_SEGMENTS + FIGURE_JOINTS)

struct skeleton {
    int parent[NODES_MAX]; /* node, -1 for the pelvis */
    int joint[NODES_MAX];  /* rig joint of an extra node, else -1 */
    int node_of_joint[FIGURE_JOINTS];
    int nodes;
};

static void skeleton_init(struct skeleton *s, const struct sp_body *body)
{
    for (int i = 0; i < SP_SEGMENTS; i++) {
        s->parent[i] = body->segment[i].parent;
        s->joint[i] = -1;
    }
    s->nodes = SP_SEGMENTS;
    for (int j = 0; j < FIGURE_JOINTS; j++) {
        const int segment = rig_segment(j);
        if (segment >= 0) {
            s->node_of_joint[j] = segment;
            continue;
        }
        s->node_of_joint[j] = s->nodes;
        s->joint[s->nodes] = j;
        s->parent[s->nodes++] = s->node_of_joint[rig_parent(j)];
    }
}

static const struct sp_frame *frame_of(const struct skeleton *s,
                                       const struct rig_frames *at, int node)
{
    return s->joint[node] < 0 ? &at->segment[node] : &at->joint[s->joint[node]];
}

/* A node's place in its parent's frame. */
static void local_of(const struct skeleton *s, const struct rig_frames *at,
                     int node, double R[9], double p[3])
{
    const struct sp_frame *me = frame_of(s, at, node);
    if (s->parent[node] < 0) {
        memcpy(R, me->R, sizeof me->R);
        v_copy(p, me->p);
        return;
    }
    const struct sp_frame *up = frame_of(s, at, s->parent[node]);
    double T[9], d[3];
    m_transpose(T, up->R);
    m_mul(R, T, me->R);
    v_sub(d, me->p, up->p);
    m_apply_t(p, up->R, d);
}

/* All joint nodes, first in the file; children are filled in at once. */
static void add_skeleton(struct gltf *g, const struct skeleton *s,
                         const struct rig_frames *at)
{
    for (int i = 0; i < s->nodes; i++) {
        double R[9], p[3];
        local_of(s, at, i, R, p);
        const char *name = s->joint[i] < 0 ? sp_segment_name((enum sp_segment)i)
                                           : figure_joint_name(s->joint[i]);
        json_t *node = json_pack("{s:s}", "name", name);
        gltf_node_place(node, R, p);
        gltf_add(g, g->nodes, node);
    }
    for (int i = 0; i < s->nodes; i++) {
        if (s->parent[i] < 0)
            continue;
        json_t *up = json_array_get(g->nodes, (size_t)s->parent[i]);
        if (!json_object_get(up, "children"))
            json_object_set_new(up, "children", json_array());
        json_array_append_new(json_object_get(up, "children"), json_integer(i));
    }
}

static void add_child(struct gltf *g, int parent, int child)
{
    json_t *up = json_array_get(g->nodes, (size_t)parent);
    if (!json_object_get(up, "children"))
        json_object_set_new(up, "children", json_array());
    json_array_append_new(json_object_get(up, "children"), json_integer(child));
}

/* The scene with these nodes; `extras` (stolen) may be NULL. */
static void add_scene(struct gltf *g, json_t *roots, json_t *extras)
{
    json_t *scene = json_pack("{s:o}", "nodes", roots);
    if (extras)
        json_object_set_new(scene, "extras", extras);
    json_object_set_new(g->root, "scenes", json_pack("[o]", scene));
    json_object_set_new(g->root, "scene", json_integer(0));
}

/* A mesh of one solid; *steps says how its node must be scaled. */
static int solid_mesh(struct gltf *g, const struct figure_solid *solid,
                      const char *name, int material, struct gltf_steps *steps)
{
    int positions = 0, normals = 0;
    gltf_surface(g, solid->position, solid->normal, solid->vertices, steps,
                 &positions, &normals);
    const int index = gltf_indices(g, solid->triangle, solid->triangles);
    return gltf_add(g, g->meshes,
                    json_pack("{s:s, s:[{s:{s:i, s:i}, s:i, s:i}]}", "name",
                              name, "primitives", "attributes", "POSITION",
                              positions, "NORMAL", normals, "indices", index,
                              "material", material));
}

/* A node that shows a solid's mesh, stretched by `stretch`. */
static int solid_node(struct gltf *g, const char *name, int mesh,
                      const struct gltf_steps *steps, const double stretch[3])
{
    double scale[3], at[3];
    for (int k = 0; k < 3; k++) {
        scale[k] = steps->step * stretch[k];
        at[k] = steps->origin[k] * stretch[k];
    }
    json_t *node = json_pack("{s:s, s:i}", "name", name, "mesh", mesh);
    // steps are some micrometres: keep all their digits
    json_t *exact = json_array();
    for (int k = 0; k < 3; k++)
        json_array_append_new(exact, json_real(scale[k]));
    json_object_set_new(node, "scale", exact);
    json_object_set_new(node, "translation", gltf_vector(at, 3));
    return gltf_add(g, g->nodes, node);
}

// ---- the body ---------------------------------------------------------------

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
        mesh[i] = solid_mesh(g, &solid, is_disc ? "disc" : "vertebra",
                             is_disc ? disc : bone, &steps[i]);
        figure_solid_release(&solid);
    }
    const double same[3] = {1, 1, 1};
    add_child(g, SP_PELVIS, solid_node(g, "sacrum", mesh[4], &steps[4], same));
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
            add_child(g, segment,
                      solid_node(g, name, mesh[model], &steps[model], stretch));
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

enum sp_status figure_body_glb(const struct sp_body *body,
                               const struct figure_mesh *mesh,
                               unsigned char **glb, size_t *len,
                               struct sp_error *err)
{
    if (mesh->vertices < 3 || mesh->vertices > 65535)
        return sp_fail(err, SP_E_RANGE,
                       "a figure of %d vertices, need 3 to 65535",
                       mesh->vertices);
    struct gltf g;
    struct skeleton s;
    struct rig_frames bind;
    gltf_init(&g);
    skeleton_init(&s, body);
    rig_bind(body, &bind);
    add_skeleton(&g, &s, &bind);

    struct gltf_steps steps;
    int positions = 0, normals = 0;
    const size_t n = (size_t)mesh->vertices;
    gltf_surface(&g, mesh->position, mesh->normal, mesh->vertices, &steps,
                 &positions, &normals);
    const int joints = gltf_accessor(&g, mesh->joint, n, 4, GLTF_UBYTE, false,
                                     4, 34962, NULL, NULL);
    const int weights = gltf_accessor(&g, mesh->weight, n, 4, GLTF_UBYTE, true,
                                      4, 34962, NULL, NULL);
    static const char *const names[FIGURE_MATERIALS] = {"skin", "top",
                                                        "shorts"};
    json_t *primitives = json_array();
    for (int m = 0; m < FIGURE_MATERIALS; m++) {
        const int from = mesh->first[m], count = mesh->first[m + 1] - from;
        const int paint = gltf_material(
            &g, names[m], figure_material_colour((enum figure_material)m), .9);
        if (count == 0)
            continue;
        const int index =
            gltf_indices(&g, mesh->triangle + 3 * (size_t)from, count);
        json_array_append_new(primitives,
                              json_pack("{s:{s:i, s:i, s:i, s:i}, s:i, s:i}",
                                        "attributes", "POSITION", positions,
                                        "NORMAL", normals, "JOINTS_0", joints,
                                        "WEIGHTS_0", weights, "indices", index,
                                        "material", paint));
    }
    const int skin_mesh = gltf_add(
        &g, g.meshes,
        json_pack("{s:s, s:o}", "name", "body", "primitives", primitives));
    add_skin(&g, &s, &bind, &steps);
    const int node = gltf_add(&g, g.nodes,
                              json_pack("{s:s, s:i, s:i}", "name", "body",
                                        "mesh", skin_mesh, "skin", 0));
    enum sp_status status = add_spine(&g, body, err);
    add_scene(&g, json_pack("[i, i]", (int)SP_PELVIS, node),
              json_pack("{s:f, s:f}", "height_m", body->person.height_m,
                        "mass_kg", body->person.mass_kg));
    if (status != SP_OK)
        g.failed = true;
    const enum sp_status end = gltf_finish(&g, glb, len, status ? NULL : err);
    return status != SP_OK ? status : end;
}

// ---- a movement
// --------------------------------------------------------------

/* Where the clip is at frame i: a leg and how far along it. */
static const struct figure_leg *leg_at(const struct figure_clip *clip, int i,
                                       double *u)
{
    const struct figure_leg *leg = &clip->leg[0];
    for (int k = 0; k < clip->legs; k++)
        if (i >= clip->leg[k].first)
            leg = &clip->leg[k];
    *u = leg->frames > 0 ? fmin(1, (double)(i - leg->first) / leg->frames) : 0;
    return leg;
}

static void props_at(const struct sp_scene *scene,
                     const struct figure_clip *clip, int frame,
                     struct sp_scene *out)
{
    double u;
    const struct figure_leg *leg = leg_at(clip, frame, &u);
    if (clip->legs > 0)
        sp_scene_between(scene, leg->from, leg->to, u, out);
    else
        *out = *scene;
}

/* What is being written of the animation. */
struct tracks {
    struct gltf *g;
    json_t *channels, *samplers;
    int times, once; /* accessors: all frames, and only the first */
};

static void add_track(struct tracks *t, int node, const char *path, int input,
                      int output, const char *way)
{
    const int sampler =
        gltf_add(t->g, t->samplers,
                 json_pack("{s:i, s:i, s:s}", "input", input, "output", output,
                           "interpolation", way));
    gltf_add(t->g, t->channels,
             json_pack("{s:i, s:{s:i, s:s}}", "sampler", sampler, "target",
                       "node", node, "path", path));
}

/* Rotations of one node, 4 numbers a frame, as 16-bit fractions; a node that
 * keeps still gets a single key. */
static void add_rotations(struct tracks *t, int node, const double *q,
                          int frames)
{
    int16_t *out = calloc(4 * (size_t)frames, sizeof *out);
    if (!out) {
        t->g->failed = true;
        return;
    }
    bool still = true;
    double sign = 1;
    for (int i = 0; i < frames; i++) {
        double dot = 0;
        for (int k = 0; k < 4 && i > 0; k++)
            dot += q[4 * i + k] * q[4 * (i - 1) + k];
        sign = dot < 0 ? -sign : sign; // the short way round
        for (int k = 0; k < 4; k++) {
            out[4 * i + k] = (int16_t)lround(32767 * sign * q[4 * i + k]);
            still = still && abs(out[4 * i + k] - out[k]) <= 1;
        }
    }
    const int n = still ? 1 : frames;
    const int a = gltf_accessor(t->g, out, (size_t)n, 4, GLTF_SHORT, true, 8, 0,
                                NULL, NULL);
    add_track(t, node, "rotation", still ? t->once : t->times, a, "LINEAR");
    free(out);
}

static void add_vectors(struct tracks *t, int node, const char *path,
                        const float *v, int frames, const char *way)
{
    bool still = true;
    for (int i = 3; i < 3 * frames; i++)
        still = still && fabsf(v[i] - v[i % 3]) < 1e-5f;
    const int a = gltf_accessor(t->g, v, (size_t)(still ? 1 : frames), 3,
                                GLTF_FLOAT, false, 12, 0, NULL, NULL);
    add_track(t, node, path, still ? t->once : t->times, a, way);
}

/* All postures of the clip, as local rotations and the moving places. */
struct motion {
    double *q;      /* nodes x frames x 4 */
    float *pelvis;  /* frames x 3 */
    float *knee[2]; /* frames x 3, the half-way helpers' */
};

static bool motion_init(struct motion *m, const struct skeleton *s,
                        const struct sp_body *body,
                        const struct sp_scene *scene,
                        const struct figure_clip *clip)
{
    const size_t frames = (size_t)clip->frames;
    struct sp_scene *now = malloc(sizeof *now);
    m->q = malloc(4 * frames * (size_t)s->nodes * sizeof *m->q);
    m->pelvis = malloc(3 * frames * sizeof *m->pelvis);
    m->knee[0] = malloc(3 * frames * sizeof *m->knee[0]);
    m->knee[1] = malloc(3 * frames * sizeof *m->knee[1]);
    if (!now || !m->q || !m->pelvis || !m->knee[0] || !m->knee[1]) {
        free(now);
        return false;
    }
    for (int f = 0; f < clip->frames; f++) {
        double grip[2], R[9], p[3];
        struct rig_frames at;
        props_at(scene, clip, f, now);
        figure_grip(body, now, &clip->posture[f], grip);
        rig_place(body, &clip->posture[f], grip, &at);
        for (int i = 0; i < s->nodes; i++) {
            local_of(s, &at, i, R, p);
            q_from_m(m->q + 4 * ((size_t)i * frames + (size_t)f), R);
            for (int k = 0; k < 3; k++) {
                if (i == SP_PELVIS)
                    m->pelvis[3 * f + k] = (float)p[k];
                if (s->joint[i] == RIG_KNEE_HALF)
                    m->knee[0][3 * f + k] = (float)p[k];
                if (s->joint[i] == RIG_KNEE_HALF + RIG_SIDE)
                    m->knee[1][3 * f + k] = (float)p[k];
            }
        }
    }
    free(now);
    return true;
}

static void motion_release(struct motion *m)
{
    free(m->q);
    free(m->pelvis);
    free(m->knee[0]);
    free(m->knee[1]);
}

static void add_motion(struct tracks *t, const struct skeleton *s,
                       const struct motion *m, int frames)
{
    add_vectors(t, SP_PELVIS, "translation", m->pelvis, frames, "LINEAR");
    for (int i = 0; i < s->nodes; i++) {
        add_rotations(t, i, m->q + 4 * (size_t)i * (size_t)frames, frames);
        for (int side = 0; side < 2; side++)
            if (s->joint[i] == RIG_KNEE_HALF + side * RIG_SIDE)
                add_vectors(t, i, "translation", m->knee[side], frames,
                            "LINEAR");
    }
}

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
            props_at(scene, clip, f, now);
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
            add_vectors(t, node, "translation", at, clip->frames, "LINEAR");
            add_rotations(t, node, q, clip->frames);
        }
        if (hides)
            add_vectors(t, node, "scale", size, clip->frames, "STEP");
    }
    free(now);
    free(at);
    free(size);
    free(q);
}

/* The box that holds what the page must frame. */
struct bounds {
    double low[3], high[3];
};

static void include(struct bounds *b, const double p[3], double margin)
{
    for (int k = 0; k < 3; k++) {
        b->low[k] = fmin(b->low[k], p[k] - margin);
        b->high[k] = fmax(b->high[k], p[k] + margin);
    }
}

static void bound_body(struct bounds *b, const struct sp_body *body,
                       const struct figure_clip *clip)
{
    for (int f = 0; f < clip->frames; f++) {
        struct sp_frames frames;
        sp_body_place(body, &clip->posture[f], &frames);
        for (int i = 0; i < SP_POINTS; i++) {
            double p[3];
            sp_body_point(body, &frames, (enum sp_point)i, p);
            include(b, p, .03);
        }
    }
}

static void bound_piece(struct bounds *b, const struct figure_piece *piece,
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
        include(b, p, 0);
    }
}

static void add_partner(struct gltf *g, const struct sp_prop *prop, int node,
                        struct bounds *bounds, struct sp_error *err)
{
    struct sp_body *body = malloc(sizeof *body);
    struct sp_posture posture;
    struct figure_mesh mesh = {0};
    struct figure_pose pose;
    float *p = NULL, *n = NULL;
    bool ok = body && figure_partner(prop, body, &posture, err) == SP_OK &&
              figure_mesh_coarse(&mesh, body, 1.5, err) == SP_OK;
    if (ok) {
        p = malloc(3 * (size_t)mesh.vertices * sizeof *p);
        n = malloc(3 * (size_t)mesh.vertices * sizeof *n);
        ok = p && n;
    }
    if (ok) {
        const double grip[2] = {.6, .6};
        figure_pose_init(&pose, body, &posture, grip);
        figure_skin(&mesh, &pose, p, n);
        for (int v = 0; v < mesh.vertices; v++) {
            double w[3];
            for (int k = 0; k < 3; k++) {
                w[k] = (double)p[3 * v + k];
                p[3 * v + k] = (float)(w[k] - prop->at[k]);
            }
            include(bounds, w, 0);
        }
        struct gltf_steps steps;
        int positions = 0, normals = 0;
        gltf_surface(g, p, n, mesh.vertices, &steps, &positions, &normals);
        json_t *primitives = json_array();
        static const char *const names[FIGURE_MATERIALS] = {
            "partner_skin", "partner_top", "partner_shorts"};
        static const unsigned colours[FIGURE_MATERIALS] = {0xC7B3A4, 0xC9C2B4,
                                                           0x9A948A};
        for (int m = 0; m < FIGURE_MATERIALS; m++) {
            const int count = mesh.first[m + 1] - mesh.first[m];
            const int paint = gltf_material(g, names[m], colours[m], .9);
            const int index = gltf_indices(
                g, mesh.triangle + 3 * (size_t)mesh.first[m], count);
            json_array_append_new(
                primitives, json_pack("{s:{s:i, s:i}, s:i, s:i}", "attributes",
                                      "POSITION", positions, "NORMAL", normals,
                                      "indices", index, "material", paint));
        }
        const int at = gltf_add(g, g->meshes,
                                json_pack("{s:s, s:o}", "name", "partner",
                                          "primitives", primitives));
        const double same[3] = {1, 1, 1};
        add_child(g, node, solid_node(g, "partner", at, &steps, same));
    } else {
        g->failed = true;
    }
    figure_mesh_release(&mesh);
    free(body);
    free(p);
    free(n);
}

static void add_props(struct gltf *g, const struct sp_body *body,
                      const struct sp_scene *scene,
                      const struct figure_clip *clip, struct tracks *t,
                      json_t *roots, struct bounds *bounds,
                      struct sp_error *err)
{
    struct figure_piece piece[FIGURE_PIECES];
    int count = 0, paint[FIGURE_PAINTS];
    if (figure_props(body, scene, piece, &count, err) != SP_OK) {
        g->failed = true;
        return;
    }
    for (int i = 0; i < FIGURE_PAINTS; i++)
        paint[i] = -1;
    for (int prop = 0; prop < scene->props; prop++) {
        int node[2] = {-1, -1}; // what stands, what moves
        char name[SP_NAME_MAX + 16];
        for (int i = 0; i < count; i++) {
            const enum figure_paint of = piece[i].paint;
            if (piece[i].prop != prop)
                continue;
            int *parent = &node[piece[i].moves];
            if (*parent < 0) {
                snprintf(name, sizeof name, "prop_%s%s", scene->prop[prop].name,
                         piece[i].moves ? "" : "_frame");
                *parent =
                    gltf_add(g, g->nodes, json_pack("{s:s}", "name", name));
                json_array_append_new(roots, json_integer(*parent));
            }
            if (paint[of] < 0)
                paint[of] = gltf_material(g, figure_paint_name(of),
                                          figure_paint_colour(of), .85);
            struct gltf_steps steps;
            const double same[3] = {1, 1, 1};
            const int mesh = solid_mesh(
                g, &piece[i].solid, figure_paint_name(of), paint[of], &steps);
            snprintf(name, sizeof name, "%s%s_%s", scene->prop[prop].name,
                     piece[i].moves ? "" : "_frame", figure_paint_name(of));
            add_child(g, *parent, solid_node(g, name, mesh, &steps, same));
            bound_piece(bounds, &piece[i], &scene->prop[prop]);
        }
        if (scene->prop[prop].kind == SP_PROP_PARTNER) {
            snprintf(name, sizeof name, "prop_%s", scene->prop[prop].name);
            node[1] = gltf_add(g, g->nodes, json_pack("{s:s}", "name", name));
            json_array_append_new(roots, json_integer(node[1]));
            add_partner(g, &scene->prop[prop], node[1], bounds, err);
        }
        if (node[1] >= 0) {
            double R[9];
            m_about(R, 2, scene->prop[prop].tilt_rad);
            gltf_node_place(json_array_get(g->nodes, (size_t)node[1]), R,
                            scene->prop[prop].at);
            animate_prop(t, scene, clip, prop, node[1]);
        }
    }
    for (int i = 0; i < count; i++)
        figure_solid_release(&piece[i].solid);
}

static json_t *clip_extras(const struct sp_scene *scene,
                           const struct figure_clip *clip,
                           const struct bounds *b)
{
    static const double deg = 3.14159265358979323846 / 180;
    json_t *legs = json_array(), *keyframes = json_object();
    for (int i = 0; i < clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i];
        const char *from = scene->keyframe[leg->from].name;
        const char *to = scene->keyframe[leg->to].name;
        json_array_append_new(legs,
                              json_pack("{s:s, s:s, s:f, s:f}", "from", from,
                                        "to", to, "start_s", leg->start_s,
                                        "length_s", leg->length_s));
        // the first time that each is reached
        if (!json_object_get(keyframes, from))
            json_object_set_new(keyframes, from, json_real(leg->start_s));
        if (!json_object_get(keyframes, to))
            json_object_set_new(keyframes, to,
                                json_real(leg->start_s + leg->length_s));
    }
    return json_pack("{s:f, s:o, s:o, s:{s:f, s:f}, s:{s:o, s:o}}", "length_s",
                     (clip->frames - 1) * clip->step_s, "legs", legs,
                     "keyframes", keyframes, "camera", "azimuth_deg",
                     scene->camera_azimuth_rad / deg, "elevation_deg",
                     scene->camera_elevation_rad / deg, "bounds", "min",
                     gltf_vector(b->low, 3), "max", gltf_vector(b->high, 3));
}

/* Time accessors: every frame, and one for what keeps still. */
static void add_times(struct tracks *t, const struct figure_clip *clip)
{
    float *times = malloc((size_t)clip->frames * sizeof *times);
    if (!times) {
        t->g->failed = true;
        return;
    }
    for (int f = 0; f < clip->frames; f++)
        times[f] = (float)(f * clip->step_s);
    const double none[1] = {0}, last[1] = {(double)times[clip->frames - 1]};
    t->times = gltf_accessor(t->g, times, (size_t)clip->frames, 1, GLTF_FLOAT,
                             false, 4, 0, none, last);
    t->once =
        gltf_accessor(t->g, times, 1, 1, GLTF_FLOAT, false, 4, 0, none, none);
    free(times);
}

enum sp_status figure_clip_glb(const struct sp_body *body,
                               const struct sp_scene *scaled,
                               const struct figure_clip *clip,
                               unsigned char **glb, size_t *len,
                               struct sp_error *err)
{
    if (clip->frames < 1 || !clip->posture || !(clip->step_s > 0))
        return sp_fail(err, SP_E_RANGE,
                       "a movement of %d frames, need at least one",
                       clip->frames);
    struct gltf g;
    struct skeleton s;
    struct rig_frames first;
    struct motion motion = {0};
    struct bounds bounds = {
        {1e9,  0, 1e9 },
        {-1e9, 0, -1e9}
    };
    const double open[2] = {0, 0};
    struct sp_error inner = {SP_OK, ""};
    gltf_init(&g);
    skeleton_init(&s, body);
    rig_place(body, &clip->posture[0], open, &first);
    add_skeleton(&g, &s, &first);

    struct tracks t = {&g, json_array(), json_array(), 0, 0};
    add_times(&t, clip);
    if (motion_init(&motion, &s, body, scaled, clip))
        add_motion(&t, &s, &motion, clip->frames);
    else
        g.failed = true;
    motion_release(&motion);
    bound_body(&bounds, body, clip);
    json_t *roots = json_pack("[i]", (int)SP_PELVIS);
    add_props(&g, body, scaled, clip, &t, roots, &bounds, &inner);
    add_scene(&g, roots, clip_extras(scaled, clip, &bounds));
    json_object_set_new(g.root, "animations",
                        json_pack("[{s:s, s:o, s:o}]", "name", "movement",
                                  "channels", t.channels, "samplers",
                                  t.samplers));
    enum sp_status status = gltf_finish(&g, glb, len, err);
    if (status != SP_OK && inner.status != SP_OK && err)
        *err = inner;
    return status;
}
