/*
 * Walking through an exercise's steps for one variant: which steps belong to
 * it, which keyframe each shows, where its repeated block lies. Shared by the
 * minutes of a dose, the session's cues and the figure's clip, so that all see
 * the same movement.
 */
#ifndef CARE_WALK_H
#define CARE_WALK_H

#include "care/care.h"

struct walk {
    const struct care_exercise *ex;
    int variant;                 /* -1: the default one */
    int start_show;              /* keyframe the movement begins in */
    int block_first, block_last; /* steps repeated with each hold */
    bool has_hold, has_flow;
};

struct walk walk_of(const struct care_exercise *ex, int variant);
/* Does step i belong to the variant? */
bool walk_takes(const struct walk *w, int i);
/* Keyframe that step i shows; `before` when it shows none. */
int walk_show(const struct walk *w, int i, int before);
/* One past the last step of the flow run that begins at step i. */
int walk_flow_end(const struct walk *w, int i);

#endif
