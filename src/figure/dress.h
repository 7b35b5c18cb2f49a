/* Clothes, hair and the lines of the face: colours cut into the half mesh. */
#ifndef FIGURE_DRESS_H
#define FIGURE_DRESS_H

#include "figure/net.h"

/* Cut the triangles along the edges of clothes, hair, brows, closed lids and
 * mouth; *weights grow with the vertices, *material has a row for each
 * triangle. The caller frees both. */
SP_NODISCARD enum sp_status dress(const struct field *f, struct net *net,
                                  float **weights, unsigned char **material,
                                  struct sp_error *err);

#endif
