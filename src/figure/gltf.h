/*
 * A glTF 2.0 document being written: JSON beside one binary chunk. Errors
 * stick: after one, calls do nothing and gltf_finish reports it.
 */
#ifndef FIGURE_GLTF_H
#define FIGURE_GLTF_H

#include "figure/figure.h"

#include <jansson.h>

enum gltf_type {
    GLTF_BYTE = 5120,
    GLTF_UBYTE = 5121,
    GLTF_SHORT = 5122,
    GLTF_USHORT = 5123,
    GLTF_FLOAT = 5126,
};

struct gltf {
    json_t *root, *nodes, *meshes, *materials, *accessors, *views;
    unsigned char *bin;
    size_t used, room;
    bool failed;
};

void gltf_init(struct gltf *g);
/* The bytes, or an error; either way the document is gone. */
SP_NODISCARD enum sp_status gltf_finish(struct gltf *g, unsigned char **glb,
                                        size_t *len, struct sp_error *err);

/* Index of a new accessor over `count` elements of `parts` numbers each,
 * copied with `stride` bytes apiece. target: 34962 vertices, 34963 indices,
 * 0 other. min and max: one number per part, or NULL. */
int gltf_accessor(struct gltf *g, const void *data, size_t count, int parts,
                  enum gltf_type type, bool normalized, size_t stride,
                  int target, const double *min, const double *max);

/* Adds the object to the list and returns its index; steals the reference. */
int gltf_add(struct gltf *g, json_t *list, json_t *object);
int gltf_material(struct gltf *g, const char *name, unsigned rgb,
                  double roughness);

/* Set what is not the default. */
void gltf_node_place(json_t *node, const double R[9], const double p[3]);
json_t *gltf_vector(const double *v, int n);

/* Positions in 16-bit steps: v = step * q + origin. */
struct gltf_steps {
    double step, origin[3];
};
/* Accessors of positions and normals; *steps tells how to undo the first. */
void gltf_surface(struct gltf *g, const float *position, const float *normal,
                  int vertices, struct gltf_steps *steps, int *positions,
                  int *normals);
/* An accessor of vectors that are nothing but where they are not: displacements
 * of some vertices, in those steps. */
int gltf_sparse(struct gltf *g, const float *vector, int vertices,
                const struct gltf_steps *steps);
int gltf_indices(struct gltf *g, const unsigned *triangle, int triangles);

#endif
