/* Skin weights: which joints move each vertex of the half mesh. */
#ifndef FIGURE_WEIGHTS_H
#define FIGURE_WEIGHTS_H

#include "figure/net.h"
#include "figure/rig.h"

/* One row of FIGURE_JOINTS weights per vertex, each row summing to 1; the
 * caller frees. */
SP_NODISCARD enum sp_status weights_make(const struct field *f,
                                         const struct net *net, float **weights,
                                         struct sp_error *err);

/* Share of the arm in a row: 0 trunk .. 1 arm. */
double weights_arm(const float *row);

#endif
