/*
 * Where a body presses into a soft prop, and the prop giving way there.
 */
#ifndef FIGURE_DENT_H
#define FIGURE_DENT_H

#include "figure/figure.h"

/* How thick the yielding part is, m: a mattress lies on a frame. */
double dent_thickness(const struct sp_prop *prop);

/* The part of the x or z axis that is pressed, with the way out of the dent:
 * low and high, m in the prop's frame; false when nothing presses. */
bool dent_range(const struct figure_dent *dent, int axis, double range[2]);

/* Is it pressed from below as well? */
bool dent_from_below(const struct figure_dent *dent);

/* How deep the skin of `here` stands in a prop shown between two other dents,
 * the share `part` of the way from a to b: m, 0 when it has given way. */
double dent_missing(const struct figure_dent *here, const struct figure_dent *a,
                    const struct figure_dent *b, double part);

/* Push a prop's piece in so that it lies just outside the skin. */
void dent_solid(const struct figure_dent *dent, const struct sp_prop *prop,
                struct figure_solid *solid);

#endif
