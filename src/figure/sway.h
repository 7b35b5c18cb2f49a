/*
 * The small life of a held position.
 */
#ifndef FIGURE_SWAY_H
#define FIGURE_SWAY_H

#include "figure/glb.h"

#define SWAY_LOOP_S 30.0 /* then it begins again */

/* How far a rig joint turns about its own axes at a time, degrees; false for
 * joints that never do. */
bool sway_turn(int joint, double time_s, double axis_deg[3]);

/* May it, in a keyframe? Not where it or what hangs on it touches. */
bool sway_is_free(const struct sp_body *body, const struct sp_scene *scene,
                  int keyframe, int joint);

/* The animation "sway" of a movement's file: turns on top of the posture, of
 * joints that are free in all keyframes of the clip; none where none is. */
void sway_add(struct gltf *g, const struct skeleton *s,
              const struct sp_body *body, const struct sp_scene *scene,
              const struct figure_clip *clip);

#endif
