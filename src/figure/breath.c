/*
 * Quiet breathing: where the skin of chest and belly goes with a full breath
 * in. The wall of the belly moves some 8 mm and the chest 3 to 5 mm forwards in
 * quiet breathing at rest (Kaneko & Horie 2012); half as much again is shown,
 * as in the slow breaths that these movements ask for.
 */
#include "figure/rig.h"
#include "figure/vec.h"

/* How far the front goes, m at 1.75 m, by the joint that moves the skin, and
 * which part of that the sides go. */
static const struct {
    double front_m, sides;
} rise[FIGURE_JOINTS] = {
    [RIG_L5] = {.004, .2},
      [RIG_L4] = {.009, .3},
      [RIG_L2] = {.012, .4},
    [RIG_T12] = {.011, .6},
      [RIG_T9] = {.008, .7},
      [RIG_T6] = {.007, .4},
    [RIG_T3] = {.005, .1},
};

void figure_breath(const struct figure_mesh *mesh, double length_scale,
                   float *shift)
{
    for (int v = 0; v < mesh->vertices; v++) {
        const float *n = mesh->normal + 3 * v;
        double front = 0, side = 0;
        for (int i = 0; i < 4; i++) {
            const int j = mesh->joint[4 * v + i];
            const double w = mesh->weight[4 * v + i] / 255.0;
            front += w * rise[j].front_m;
            side += w * rise[j].front_m * rise[j].sides;
        }
        // the back lies still; the front goes forwards and a little up
        const double ahead = fmax(0, (double)n[0]);
        const double out[3] = {front * ahead, .25 * front * ahead,
                               side * (double)n[2] * fabs((double)n[2])};
        for (int k = 0; k < 3; k++)
            shift[3 * v + k] = (float)(length_scale * out[k]);
    }
}
