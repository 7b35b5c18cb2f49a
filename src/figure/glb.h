/*
 * What both glTF files are made of: the skeleton as nodes at joint centres,
 * solids as meshes, and the tracks of an animation.
 */
#ifndef FIGURE_GLB_H
#define FIGURE_GLB_H

#include "figure/gltf.h"
#include "figure/press.h"
#include "figure/rig.h"

/* Nodes 0 .. SP_SEGMENTS - 1 are segments, then fingers and helpers. */
#define NODES_MAX (SP_SEGMENTS + FIGURE_JOINTS)

struct skeleton {
    int parent[NODES_MAX]; /* node, -1 for the pelvis */
    int joint[NODES_MAX];  /* rig joint of an extra node, else -1 */
    int node_of_joint[FIGURE_JOINTS];
    int nodes;
};

void glb_skeleton_init(struct skeleton *s, const struct sp_body *body);

/* A node's place in its parent's frame. */
void glb_local(const struct skeleton *s, const struct rig_frames *at, int node,
               double R[9], double p[3]);

/* All joint nodes, first in the file; children are filled in at once. */
void glb_add_skeleton(struct gltf *g, const struct skeleton *s,
                      const struct rig_frames *at);
void glb_add_child(struct gltf *g, int parent, int child);

/* The scene with these nodes; `extras` (stolen) may be NULL. */
void glb_add_scene(struct gltf *g, json_t *roots, json_t *extras);

/* A mesh of one solid; *steps says how its node must be scaled. */
int glb_solid_mesh(struct gltf *g, const struct figure_solid *solid,
                   const char *name, int material, struct gltf_steps *steps);

/* A node that shows a solid's mesh, stretched by `stretch`. */
int glb_solid_node(struct gltf *g, const char *name, int mesh,
                   const struct gltf_steps *steps, const double stretch[3]);

/* One more animation of the file; steals the reference. */
void glb_add_animation(struct gltf *g, json_t *animation);

/* Can this mesh be written? SP_E_RANGE for a number of vertices that cannot. */
SP_NODISCARD enum sp_status glb_check_mesh(const struct figure_mesh *mesh,
                                           struct sp_error *err);

/* What is being written of the animation. Where nothing moves, nothing is. */
struct tracks {
    struct gltf *g;
    bool moves;
    json_t *channels, *samplers;
    int times, once; /* accessors: all frames, and only the first */
};
void glb_tracks_init(struct tracks *t, struct gltf *g,
                     const struct figure_clip *clip, bool moves);

/* Rotations of one node, 4 numbers a frame; places or sizes, 3 a frame. A node
 * that keeps still gets a single key. */
void glb_add_rotations(struct tracks *t, int node, const double *q, int frames);
void glb_add_vectors(struct tracks *t, int node, const char *path,
                     const float *v, int frames, const char *way);

/* Shares of a node's morph targets, `targets` a frame. */
void glb_add_weights(struct tracks *t, int node, const float *w, int targets,
                     int frames);

/* Seconds from the clip's beginning to a frame. */
double glb_time(const struct figure_clip *clip, int frame);

/* The scene as its props stand in a frame of the clip. */
void glb_props_at(const struct sp_scene *scene, const struct figure_clip *clip,
                  int frame, struct sp_scene *out);

/* The box that the page must frame: the body wherever it goes, and of props
 * what is within arm's length of that. */
struct bounds {
    double low[3], high[3];
    double reach_m;
};
void glb_bound_body(struct bounds *b, const struct sp_body *body,
                    const struct figure_clip *clip);

/* Between which keyframes, the lower one first, a frame of the clip is, and the
 * eased share of the way to the second. */
void glb_way_at(const struct figure_clip *clip, int frame, int *from, int *to,
                double *share);

/* A keyframe (from and to the same), or a place on the way between two, the
 * lower one first, by its eased share of the way. */
struct soft_moment {
    int from, to;
    double share;
};
#define SOFT_MOMENTS 128

/* Soft props dented in a clip: in every keyframe, and between them as often as
 * the skin would sink in by more than a few millimetres otherwise. */
struct soft_props {
    struct soft_moment moment[SOFT_MOMENTS];
    int moments, count[SOFT_MOMENTS];
    struct figure_piece (*piece)[FIGURE_PIECES]; /* for each moment, alike */
    double load_m[SOFT_MOMENTS][SP_SCENE_PROPS];
};
SP_NODISCARD enum sp_status
soft_props_init(struct soft_props *soft, const struct sp_body *body,
                const struct figure_mesh *mesh, const struct sp_scene *scene,
                const struct figure_clip *clip, struct sp_error *err);
void soft_props_release(struct soft_props *soft);
/* How much of a moment is shown in a frame of the clip, 0 .. 1; all sum to 1.
 */
double soft_props_share(const struct soft_props *soft,
                        const struct figure_clip *clip, int frame, int moment);
/* The moment in which a prop is loaded most. */
int soft_props_most(const struct soft_props *soft, int prop);
/* A mesh that shows a piece in that moment goes on to the others by morph
 * targets; called once for the piece's node. */
void soft_props_morph(const struct soft_props *soft, int piece, int most,
                      struct gltf *g, int mesh, int node,
                      const struct gltf_steps *steps,
                      const struct figure_clip *clip, struct tracks *t);

/* Skin pressed flat in the keyframes of a clip, for programs that do not press:
 * morph targets beside the breath. */
struct pressed_skin {
    int target[SP_SCENE_KEYFRAMES];   /* a keyframe's, -1: nothing is pressed */
    int keyframe[SP_SCENE_KEYFRAMES]; /* a target's first */
    int targets;
    float *shift[SP_SCENE_KEYFRAMES]; /* m in the bind pose, 3 per vertex */
};
SP_NODISCARD enum sp_status
pressed_skin_init(struct pressed_skin *skin, const struct sp_body *body,
                  const struct figure_mesh *mesh, const struct sp_scene *scene,
                  const struct figure_clip *clip, struct sp_error *err);
void pressed_skin_release(struct pressed_skin *skin);
/* How much of a target is shown in a frame of the clip, 0 .. 1. */
float pressed_skin_share(const struct pressed_skin *skin,
                         const struct figure_clip *clip, int frame, int target);
/* The shares of all frames as a track of the skin's node. */
void pressed_skin_play(const struct pressed_skin *skin,
                       const struct figure_clip *clip, struct tracks *t,
                       int node);

/* What a body in a movement's file shows of its pressed skin. */
struct pressed_clip {
    const struct pressed_skin *skin;
    const struct sp_scene *scene;
    const struct figure_clip *clip;
};

/* The skin over the skeleton's nodes, as one more root, and the spine;
 * `pressed` may be NULL. *node is the skin's. */
SP_NODISCARD enum sp_status
glb_add_body(struct gltf *g, const struct skeleton *s,
             const struct sp_body *body, const struct figure_mesh *mesh,
             const struct pressed_clip *pressed, json_t *roots, int *node,
             struct sp_error *err);

/* What is hard in a movement, and which of it the body comes near. */
struct hard_props {
    struct press_support support[PRESS_SUPPORTS];
    bool near[PRESS_SUPPORTS];
    int count;
};
SP_NODISCARD enum sp_status hard_props_init(struct hard_props *hard,
                                            const struct sp_body *body,
                                            const struct sp_scene *scene,
                                            const struct figure_clip *clip,
                                            struct sp_error *err);
/* What is near of one prop as nodes press_<prop>_1 and so on, under the prop's
 * standing and moving node (-1: there is none): extras.press_m are the core's
 * half axes and the rounding. */
void hard_props_add(const struct hard_props *hard, struct gltf *g, int prop,
                    const char *name, const int node[2]);

/* Props as meshes under nodes of their own, moving as the clip has them. */
SP_NODISCARD enum sp_status
glb_add_props(struct gltf *g, const struct sp_body *body,
              const struct figure_mesh *mesh, const struct sp_scene *scene,
              const struct figure_clip *clip, struct tracks *t, json_t *roots,
              struct bounds *bounds, struct sp_error *err);

/* A second figure under the prop's node, who holds on all the way; grows the
 * box. */
SP_NODISCARD enum sp_status
glb_add_partner(struct gltf *g, const struct sp_prop *prop,
                const struct sp_body *body, const struct figure_clip *clip,
                struct tracks *t, int node, struct bounds *bounds,
                struct sp_error *err);

#endif
