/*
 * Scene files: YAML text → struct sp_scene. Degrees and names become radians
 * and enums here; every mistake is told with file:line and field.
 */
#ifndef SCENE_H
#define SCENE_H

#include "stature/pose.h"
#include "text/text.h"

/* Reads the mapping that docs/library.md calls a scene.
 * Errors: SP_E_PARSE, SP_E_RANGE (unknown point, prop or angle, NaN, a touch
 * of a prop that is not there, two keyframes of one name). */
SP_NODISCARD enum sp_status scene_read(const struct text_node *root,
                                       struct sp_scene *scene,
                                       struct sp_error *err);
int scene_keyframe_find(const struct sp_scene *scene, const char *name);
#endif
