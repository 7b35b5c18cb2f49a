/*
 * What is hard in a movement, for the page: empty nodes under their props,
 * each with its size. The page presses the skin flat against them as press.c
 * does, all the way.
 */
#include "figure/glb.h"
#include "figure/vec.h"

#include <stdio.h>
#include <stdlib.h>

#define NEAR_M .25 /* from a bone: no flesh of this body is thicker */

/* Which supports does the body come near in these frames? */
static void find_near(const struct press_support *support, int count,
                      const struct sp_body *body, const struct sp_scene *now,
                      const struct sp_posture *posture, bool *near)
{
    struct sp_frames at;
    sp_body_place(body, posture, &at);
    for (int i = 0; i < count; i++) {
        if (near[i] || now->prop[support[i].prop].away)
            continue;
        const struct press_support s = press_placed(&support[i], now);
        for (int k = 0; k < SP_SEGMENTS && !near[i]; k++) {
            const int parent = body->segment[k].parent;
            const double *a = at.seg[k].p;
            const double *b = parent < 0 ? a : at.seg[parent].p;
            const double middle[3] = {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2,
                                      (a[2] + b[2]) / 2};
            near[i] = fmin(press_outside(&s, a), press_outside(&s, middle)) <
                      NEAR_M * body->length_scale;
        }
    }
}

enum sp_status hard_props_init(struct hard_props *hard,
                               const struct sp_body *body,
                               const struct sp_scene *scene,
                               const struct figure_clip *clip,
                               struct sp_error *err)
{
    *hard = (struct hard_props){0};
    enum sp_status status =
        press_supports(body, scene, hard->support, &hard->count, err);
    struct sp_scene *now = malloc(sizeof *now);
    if (status == SP_OK && !now)
        status = sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
    for (int f = 0; status == SP_OK && hard->count > 0 && f < clip->frames;
         f++) {
        glb_props_at(scene, clip, f, now);
        find_near(hard->support, hard->count, body, now, &clip->posture[f],
                  hard->near);
    }
    free(now);
    return status;
}

void hard_props_add(const struct hard_props *hard, struct gltf *g, int prop,
                    const char *name, const int node[2])
{
    int added = 0;
    for (int i = 0; i < hard->count; i++) {
        const struct press_support *s = &hard->support[i];
        if (s->prop != prop || !hard->near[i] || node[s->moves] < 0)
            continue;
        char called[SP_NAME_MAX + 32];
        snprintf(called, sizeof called, "press_%s_%d", name, ++added);
        const double size[4] = {s->half[0], s->half[1], s->half[2],
                                s->radius_m};
        json_t *at = json_pack("{s:s, s:{s:o}}", "name", called, "extras",
                               "press_m", gltf_vector(size, 4));
        gltf_node_place(at, s->R, s->at);
        glb_add_child(g, node[s->moves], gltf_add(g, g->nodes, at));
    }
}
