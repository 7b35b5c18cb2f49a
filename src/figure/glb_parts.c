/*
 * Skeleton, solids, scene: what the body's file and a movement's have in
 * common.
 */
#include "figure/glb.h"
#include "figure/vec.h"

void glb_skeleton_init(struct skeleton *s, const struct sp_body *body)
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
void glb_local(const struct skeleton *s, const struct rig_frames *at, int node,
               double R[9], double p[3])
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

void glb_add_skeleton(struct gltf *g, const struct skeleton *s,
                      const struct rig_frames *at)
{
    for (int i = 0; i < s->nodes; i++) {
        double R[9], p[3];
        glb_local(s, at, i, R, p);
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

void glb_add_child(struct gltf *g, int parent, int child)
{
    json_t *up = json_array_get(g->nodes, (size_t)parent);
    if (!json_object_get(up, "children"))
        json_object_set_new(up, "children", json_array());
    json_array_append_new(json_object_get(up, "children"), json_integer(child));
}

void glb_add_scene(struct gltf *g, json_t *roots, json_t *extras)
{
    json_t *scene = json_pack("{s:o}", "nodes", roots);
    if (extras)
        json_object_set_new(scene, "extras", extras);
    json_object_set_new(g->root, "scenes", json_pack("[o]", scene));
    json_object_set_new(g->root, "scene", json_integer(0));
}

int glb_solid_mesh(struct gltf *g, const struct figure_solid *solid,
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

int glb_solid_node(struct gltf *g, const char *name, int mesh,
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
