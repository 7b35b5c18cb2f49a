/*
 * Soft props in a movement: the mesh has the dent of the keyframe that loads
 * the prop most, and a morph target to each other one. On the way from one
 * keyframe to the next one dent fades as the other grows.
 */
#include "figure/dent.h"
#include "figure/glb.h"
#include "figure/vec.h"

#include <stdlib.h>
#include <string.h>

#define SEEN_M .002 /* what moves less looks the same */

static void add_keyframe(struct soft_props *soft, int keyframe)
{
    for (int i = 0; i < soft->keyframes; i++)
        if (soft->keyframe[i] == keyframe)
            return;
    soft->keyframe[soft->keyframes++] = keyframe;
}

/* The posture in which a clip has a keyframe. */
static const struct sp_posture *posture_of(const struct figure_clip *clip,
                                           int keyframe)
{
    for (int i = 0; i < clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i];
        if (leg->from == keyframe)
            return &clip->posture[leg->first];
        if (leg->to == keyframe)
            return &clip->posture[leg->first + leg->frames];
    }
    return &clip->posture[0];
}

static enum sp_status
all_dents(const struct soft_props *soft, const struct sp_body *body,
          const struct figure_mesh *mesh, const struct sp_scene *scene,
          const struct figure_clip *clip, struct figure_dents *dents,
          struct sp_error *err)
{
    struct sp_scene *now = malloc(sizeof *now);
    enum sp_status status =
        now ? SP_OK
            : sp_fail(err, SP_E_NOMEM, "out of memory while props give way");
    for (int k = 0; mesh && status == SP_OK && k < soft->keyframes; k++) {
        sp_scene_at(scene, soft->keyframe[k], now);
        status = figure_dents_init(&dents[k], body, mesh, now,
                                   posture_of(clip, soft->keyframe[k]), err);
    }
    free(now);
    return status;
}

enum sp_status
soft_props_init(struct soft_props *soft, const struct sp_body *body,
                const struct figure_mesh *mesh, const struct sp_scene *scene,
                const struct figure_clip *clip, struct sp_error *err)
{
    memset(soft, 0, sizeof *soft);
    for (int i = 0; i < clip->legs; i++) {
        add_keyframe(soft, clip->leg[i].from);
        add_keyframe(soft, clip->leg[i].to);
    }
    if (clip->legs == 0)
        add_keyframe(soft, 0);
    const size_t n = (size_t)soft->keyframes;
    struct figure_dents *dents = calloc(n, sizeof *dents);
    soft->piece = calloc(n, sizeof *soft->piece);
    enum sp_status status =
        dents && soft->piece
            ? all_dents(soft, body, mesh, scene, clip, dents, err)
            : sp_fail(err, SP_E_NOMEM, "out of memory while props give way");
    struct figure_dents all = {0};
    if (status == SP_OK)
        figure_dents_widen(&all, dents, soft->keyframes);
    for (int k = 0; status == SP_OK && k < soft->keyframes; k++) {
        figure_dents_widen(&dents[k], &all, 1);
        for (int i = 0; i < SP_SCENE_PROPS; i++)
            soft->load_m[k][i] = dents[k].of[i].load_m;
        status = figure_props(body, scene, &dents[k], soft->piece[k],
                              &soft->count[k], err);
    }
    for (int k = 0; dents && k < soft->keyframes; k++)
        figure_dents_release(&dents[k]);
    free(dents);
    if (status != SP_OK)
        soft_props_release(soft);
    return status;
}

void soft_props_release(struct soft_props *soft)
{
    for (int k = 0; soft->piece && k < soft->keyframes; k++)
        for (int i = 0; i < soft->count[k]; i++)
            figure_solid_release(&soft->piece[k][i].solid);
    free(soft->piece);
    memset(soft, 0, sizeof *soft);
}

int soft_props_most(const struct soft_props *soft, int prop)
{
    int most = 0;
    for (int k = 1; k < soft->keyframes; k++)
        if (soft->load_m[k][prop] > soft->load_m[most][prop])
            most = k;
    return most;
}

/* From one keyframe's vertices to another's; false when nobody would see. */
static bool difference(const struct figure_solid *from,
                       const struct figure_solid *to, float *out)
{
    double most = 0;
    for (int i = 0; i < 3 * from->vertices; i++) {
        out[i] = to->position[i] - from->position[i];
        most = fmax(most, fabs((double)out[i]));
    }
    return most > SEEN_M;
}

static void add_targets(struct gltf *g, int mesh, int node, json_t *targets,
                        const struct figure_clip *clip, struct tracks *t,
                        const int *keyframe)
{
    const size_t n = json_array_size(targets);
    const size_t frames = (size_t)clip->frames;
    float *share = malloc(n * frames * sizeof *share);
    if (!share) {
        g->failed = true;
        return;
    }
    for (size_t f = 0; f < frames; f++)
        for (size_t k = 0; k < n; k++)
            share[f * n + k] = (float)glb_share(clip, (int)f, keyframe[k]);
    json_t *first = json_array();
    for (size_t k = 0; k < n; k++)
        json_array_append_new(first, json_real((double)share[k]));
    json_t *to = json_array_get(g->meshes, (size_t)mesh);
    json_object_set_new(to, "weights", first);
    json_object_set(json_array_get(json_object_get(to, "primitives"), 0),
                    "targets", targets);
    glb_add_weights(t, node, share, (int)n, clip->frames);
    free(share);
}

void soft_props_morph(const struct soft_props *soft, int piece, int most,
                      struct gltf *g, int mesh, int node,
                      const struct gltf_steps *steps,
                      const struct figure_clip *clip, struct tracks *t)
{
    const struct figure_solid *from = &soft->piece[most][piece].solid;
    int keyframe[SP_SCENE_KEYFRAMES];
    float *way = malloc(3 * (size_t)from->vertices * sizeof *way);
    json_t *targets = json_array();
    if (!way || !targets) {
        g->failed = true;
    } else {
        for (int k = 0; k < soft->keyframes; k++) {
            const struct figure_solid *to = &soft->piece[k][piece].solid;
            if (k == most || to->vertices != from->vertices ||
                !difference(from, to, way))
                continue;
            keyframe[json_array_size(targets)] = soft->keyframe[k];
            json_array_append_new(
                targets, json_pack("{s:i}", "POSITION",
                                   gltf_sparse(g, way, from->vertices, steps)));
        }
        if (json_array_size(targets) > 0)
            add_targets(g, mesh, node, targets, clip, t, keyframe);
    }
    json_decref(targets);
    free(way);
}
