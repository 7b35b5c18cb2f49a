/*
 * The body as something to look at: a smooth mesh skinned to the segments,
 * props as meshes, movements as sampled clips, and all of it as glTF 2.0.
 *
 * Knows body and pose; draws nothing.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include "stature/pose.h"

struct figure_mesh {
    float *position;       /* m, 3 per vertex, bind pose */
    float *normal;         /* 3 per vertex */
    unsigned char *joint;  /* 4 per vertex, index into figure joints */
    unsigned char *weight; /* 4 per vertex, sum 255 */
    unsigned *triangle;    /* 3 per triangle */
    int vertices, triangles;
};

/* Mesh for one body; freed with figure_mesh_release. Deterministic. */
SP_NODISCARD enum sp_status figure_mesh_init(struct figure_mesh *mesh,
                                             const struct sp_body *body,
                                             struct sp_error *err);
void figure_mesh_release(struct figure_mesh *mesh);

/* A movement sampled at even steps: postures in order, legs end to end. */
struct figure_clip {
    double step_s;
    int frames;
    struct sp_posture *posture;
};

/* glTF 2.0 binary of the body: mesh, skin, vertebrae and discs as own nodes.
 * The caller frees *glb. */
SP_NODISCARD enum sp_status figure_body_glb(const struct sp_body *body,
                                            const struct figure_mesh *mesh,
                                            unsigned char **glb, size_t *len,
                                            struct sp_error *err);
/* glTF 2.0 binary of one movement for that body: the same joint nodes, one
 * animation named "movement" and the props as meshes. */
SP_NODISCARD enum sp_status figure_clip_glb(const struct sp_body *body,
                                            const struct sp_scene *scaled,
                                            const struct figure_clip *clip,
                                            unsigned char **glb, size_t *len,
                                            struct sp_error *err);
#endif
