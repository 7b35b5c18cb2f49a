/*
 * Simple shapes as triangles: what props, vertebrae and discs are made of.
 */
#ifndef FIGURE_SOLID_H
#define FIGURE_SOLID_H

#include "figure/figure.h"

/* Rounded box, axes along x, y, z. half: m, of each side. */
void solid_box(struct figure_solid *s, const double centre[3],
               const double half[3], double rounding);

/* Rounded box whose top is a grid that can be dented (and whose bottom, where
 * `both`, else it is flat), fine between fine[axis][0] and [1] along x and z.
 */
void solid_cushion(struct figure_solid *s, const double centre[3],
                   const double half[3], double rounding,
                   double fine[2][2], bool both);

/* Surface of revolution between two points: radius[i] at fraction[i] of the
 * way; flat discs close both ends. flat: 1 round .. less squashes the section
 * along x. */
void solid_turned(struct figure_solid *s, const double from[3],
                  const double to[3], const double *fraction,
                  const double *radius, int rings, int sides, double flat);

/* Round bar with slightly rounded ends. */
void solid_bar(struct figure_solid *s, const double from[3], const double to[3],
               double radius);

/* Ball. */
void solid_ball(struct figure_solid *s, const double centre[3], double radius,
                int sides);

/* Flat band round an elliptic loop in the y-z plane: a strap. */
void solid_strap(struct figure_solid *s, const double centre[3],
                 double half_height, double half_width, double breadth);

#endif
