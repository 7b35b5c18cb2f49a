/*
 * From the body's implicit surface to a closed triangle mesh: dual marching
 * on an uneven grid over the right half, relaxed onto the surface, refined at
 * hand and face. The left half is its mirror image.
 */
#ifndef FIGURE_NET_H
#define FIGURE_NET_H

#include "figure/field.h"

struct net {
    double (*p)[3]; /* m; the middle plane's vertices have z = 0 exactly */
    double (*n)[3]; /* unit, outwards */
    int (*tri)[3];
    int vertices, triangles;
    int vertex_room, triangle_room;
};

/* What is meshed: all of the right half (z >= 0) on one grid, or all but its
 * hand, or the hand alone on a finer grid along its axes. */
enum net_part { NET_ALL, NET_REST, NET_HAND };

/* Mesh of a part, open along the middle plane. `coarse` multiplies the cell
 * size; 1 gives about 16 000 vertices for both halves. */
SP_NODISCARD enum sp_status net_init(struct net *net, const struct field *f,
                                     enum net_part part, double coarse,
                                     struct sp_error *err);
void net_release(struct net *net);

/* Where hand and rest end, m of the 1.75 m figure above the wrist. */
#define NET_HAND_CUT .006
#define NET_REST_CUT .018

/* Sew the hand (NET_HAND) onto the rest (NET_REST); `hand` is used up. */
SP_NODISCARD enum sp_status net_join_hand(struct net *rest, struct net *hand,
                                          const struct field *f,
                                          struct sp_error *err);

/* Onto the surface and evened out; then normals. */
SP_NODISCARD enum sp_status net_relax(struct net *net, const struct field *f,
                                      struct sp_error *err);

/* Halve the edges of toes, face and ears, and of eyes, nose and mouth once
 * more; not in a mesh whose cells are twice their usual size. */
SP_NODISCARD enum sp_status net_refine(struct net *net, const struct field *f,
                                       double coarse, struct sp_error *err);

/* m3, of both halves together. */
double net_volume(const struct net *net);

/* Neighbours of every vertex: start[v] .. start[v + 1] in `list`. */
struct net_ring {
    int *start, *list;
};
SP_NODISCARD enum sp_status net_ring_init(struct net_ring *ring,
                                          const struct net *net,
                                          struct sp_error *err);
void net_ring_release(struct net_ring *ring);

/* Vertices put on edges: -1 where an edge stays whole. */
struct net_edges {
    int (*key)[2];
    int *value;
    size_t size;
};
SP_NODISCARD enum sp_status net_edges_init(struct net_edges *edges,
                                           const struct net *net,
                                           struct sp_error *err);
void net_edges_release(struct net_edges *edges);
int *net_edge(struct net_edges *edges, int a, int b);
/* Replace every triangle that has vertices on its edges by smaller ones; false
 * when out of memory. */
bool net_split_triangles(struct net *net, struct net_edges *edges);
/* Cut the triangles along the zero of what has a value at each vertex: new
 * ones on the edges along which it changes its sign. False when out of memory.
 */
bool net_cut(struct net *net, const double *value, struct net_edges *edges);

/* Adds a vertex without a place; -1 when out of memory. */
int net_vertex(struct net *net);
/* Adds a vertex between a and b, at a fraction t; -1 when out of memory. */
int net_split(struct net *net, int a, int b, double t);
/* Appends a triangle; false when out of memory. */
bool net_add(struct net *net, int a, int b, int c);

#endif
