/* What the files of this room share. */
#ifndef SCENE_INTERNAL_H
#define SCENE_INTERNAL_H

#include "scene/scene.h"

/* One point or a pair: "palm_r", "sacrum", or "palm" for both sides. */
struct scene_points {
    int point[2];
    int count; /* 0 unknown */
};
struct scene_points scene_points_find(const char *word);

/* A prop of the scene by its name; -1 for an unknown one. */
int scene_prop_find(const struct sp_scene *scene, const char *name);

/* The list `touch` of a keyframe. Errors: SP_E_PARSE with file:line. */
SP_NODISCARD enum sp_status scene_read_touches(const struct text_node *map,
                                               const struct sp_scene *scene,
                                               struct sp_keyframe *key,
                                               struct sp_error *err);
#endif
