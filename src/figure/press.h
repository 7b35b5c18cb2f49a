/*
 * Flesh is pressed flat by what is hard.
 */
#ifndef FIGURE_PRESS_H
#define FIGURE_PRESS_H

#include "figure/figure.h"

/* Part of a prop that does not give way: a box with rounded edges; long and
 * without half axes it is a bar. In the prop's frame (moves) or the world's. */
struct press_support {
    int prop; /* index in the scene */
    bool moves;
    double R[9], at[3];
    double half[3];  /* m, of the core */
    double radius_m; /* rounding round the core */
};
#define PRESS_SUPPORTS 64

/* What is hard of a scene's props, in their order; the floor is not among
 * them. *count says how many. Errors: SP_E_NOMEM. */
SP_NODISCARD enum sp_status
press_supports(const struct sp_body *body, const struct sp_scene *scaled,
               struct press_support support[PRESS_SUPPORTS], int *count,
               struct sp_error *err);

/* The support as its prop stands now, in the world. */
struct press_support press_placed(const struct press_support *support,
                                  const struct sp_scene *now);

/* How far a point is outside of a support in the world, m; < 0 inside. */
double press_outside(const struct press_support *placed, const double p[3]);

/* Skin at p with normal n (unit, out of the body), out of one support in the
 * world and out of the floor. */
void press_out(const struct press_support *placed, double p[3],
               const double n[3]);
void press_off_floor(double p[3]);

/* All of a posed skin out of these, as they stand in `now`, and of the floor.
 */
void press_skin(const struct press_support *support, int count,
                const struct sp_scene *now, float *position,
                const float *normal, int vertices);

#endif
