/*
 * Soft props in a movement: the mesh has the dent of the moment that loads the
 * prop most, and a morph target to each other one. Moments are the keyframes
 * and, where skin would sink in while one dent fades and the next one grows,
 * places on the way between them.
 */
#include "figure/dent.h"
#include "figure/glb.h"
#include "figure/vec.h"

#include <stdlib.h>
#include <string.h>

#define SEEN_M .002   /* what moves less looks the same */
#define ENOUGH_M .005 /* so far skin may stand in a prop between two dents */
#define BETWEEN 9     /* places on a way where a dent may be added */

/* What is at work while moments are gathered. */
struct gathering {
    struct soft_props *soft;
    struct figure_dents *dents; /* of each moment, SOFT_MOMENTS */
    const struct sp_body *body;
    const struct figure_mesh *mesh;
    const struct sp_scene *scene;
    const struct figure_clip *clip;
    struct sp_scene *now;
};

static enum sp_status dents_of(const struct gathering *g, int frame,
                               struct figure_dents *dents, struct sp_error *err)
{
    glb_props_at(g->scene, g->clip, frame, g->now);
    return figure_dents_init(dents, g->body, g->mesh, g->now,
                             &g->clip->posture[frame], err);
}

static bool same_way(const struct soft_moment *m, int from, int to)
{
    return m->from == from && m->to == to;
}

/* A keyframe's own moment, if it has one: its index, or -1. */
static int of_keyframe(const struct soft_props *soft, int keyframe)
{
    for (int i = 0; i < soft->moments; i++)
        if (same_way(&soft->moment[i], keyframe, keyframe))
            return i;
    return -1;
}

static enum sp_status add_keyframe(struct gathering *g, int keyframe, int frame,
                                   struct sp_error *err)
{
    struct soft_props *soft = g->soft;
    if (of_keyframe(soft, keyframe) >= 0)
        return SP_OK;
    const int i = soft->moments++;
    soft->moment[i] = (struct soft_moment){.from = keyframe, .to = keyframe};
    return g->mesh ? dents_of(g, frame, &g->dents[i], err) : SP_OK;
}

// ---- between two keyframes

/* The two moments of a way on either side of a share of it, and where between
 * them it is, 0 .. 1. */
static double neighbours(const struct soft_props *soft, int from, int to,
                         double share, int *before, int *after)
{
    double low = 0, high = 1;
    *before = of_keyframe(soft, from);
    *after = of_keyframe(soft, to);
    for (int i = 0; i < soft->moments; i++) {
        const struct soft_moment *m = &soft->moment[i];
        if (!same_way(m, from, to) || from == to)
            continue;
        if (m->share <= share && m->share > low)
            low = m->share, *before = i;
        if (m->share > share && m->share < high)
            high = m->share, *after = i;
    }
    return (share - low) / (high - low);
}

/* How deep skin stands in any prop there, dents being as gathered so far. */
static double missing(const struct gathering *g, const struct soft_moment *m,
                      const struct figure_dents *here)
{
    int a, b;
    double most = 0;
    const double part = neighbours(g->soft, m->from, m->to, m->share, &a, &b);
    for (int i = 0; i < g->scene->props; i++)
        most = fmax(most, dent_missing(&here->of[i], &g->dents[a].of[i],
                                       &g->dents[b].of[i], part));
    return most;
}

/* Frames of a leg to look at: one after it begins, one before it ends, and
 * evenly between. */
static int place(int i, int frames)
{
    const int even = (int)lround((double)i / (BETWEEN - 1) * frames);
    return even < 1 ? 1 : even > frames - 1 ? frames - 1 : even;
}

/* Where the skin would stand deepest in a prop a dent is added, until it
 * nowhere does. */
static enum sp_status fill_way(struct gathering *g,
                               const struct figure_leg *leg,
                               struct sp_error *err)
{
    struct soft_props *soft = g->soft;
    struct soft_moment at[BETWEEN];
    struct figure_dents dents[BETWEEN];
    enum sp_status status = SP_OK;
    int made = 0;
    for (; made < BETWEEN && status == SP_OK; made++) {
        double share;
        const int frame = leg->first + place(made, leg->frames);
        at[made] = (struct soft_moment){.from = leg->from, .to = leg->to};
        glb_way_at(g->clip, frame, &at[made].from, &at[made].to, &share);
        at[made].share = share;
        status = dents_of(g, frame, &dents[made], err);
    }
    for (double worst = 1; status == SP_OK && worst > ENOUGH_M;) {
        int which = -1;
        worst = ENOUGH_M;
        for (int i = 0; i < BETWEEN && soft->moments < SOFT_MOMENTS; i++) {
            const double miss = missing(g, &at[i], &dents[i]);
            if (miss > worst)
                worst = miss, which = i;
        }
        if (which < 0)
            break;
        // what it holds goes over to the moment
        g->dents[soft->moments] = dents[which];
        memset(&dents[which], 0, sizeof dents[which]);
        soft->moment[soft->moments++] = at[which];
    }
    for (int i = 0; i < made; i++)
        figure_dents_release(&dents[i]);
    return status;
}

/* Was this way filled before, there or back? */
static bool is_again(const struct figure_clip *clip, int leg)
{
    const struct figure_leg *it = &clip->leg[leg];
    for (int i = 0; i < leg; i++) {
        const struct figure_leg *was = &clip->leg[i];
        if ((was->from == it->from && was->to == it->to) ||
            (was->from == it->to && was->to == it->from))
            return true;
    }
    return false;
}

static bool any_soft(const struct sp_scene *scene)
{
    for (int i = 0; i < scene->props; i++)
        if (figure_is_soft(scene->prop[i].kind))
            return true;
    return false;
}

static enum sp_status gather(struct gathering *g, struct sp_error *err)
{
    const struct figure_clip *clip = g->clip;
    enum sp_status status =
        clip->legs == 0 ? add_keyframe(g, 0, 0, err) : SP_OK;
    for (int i = 0; i < clip->legs && status == SP_OK; i++) {
        const struct figure_leg *leg = &clip->leg[i];
        status = add_keyframe(g, leg->from, leg->first, err);
        if (status == SP_OK)
            status = add_keyframe(g, leg->to, leg->first + leg->frames, err);
    }
    for (int i = 0; i < clip->legs && status == SP_OK; i++)
        if (g->mesh && any_soft(g->scene) &&
            clip->leg[i].from != clip->leg[i].to && !is_again(clip, i))
            status = fill_way(g, &clip->leg[i], err);
    return status;
}

static enum sp_status make_pieces(struct gathering *g, struct sp_error *err)
{
    struct soft_props *soft = g->soft;
    struct figure_dents all = {0};
    enum sp_status status = SP_OK;
    soft->piece = calloc((size_t)soft->moments, sizeof *soft->piece);
    if (!soft->piece)
        return sp_fail(err, SP_E_NOMEM, "out of memory while props give way");
    figure_dents_widen(&all, g->dents, soft->moments);
    for (int k = 0; status == SP_OK && k < soft->moments; k++) {
        figure_dents_widen(&g->dents[k], &all, 1);
        for (int i = 0; i < SP_SCENE_PROPS; i++)
            soft->load_m[k][i] = g->dents[k].of[i].load_m;
        status = figure_props(g->body, g->scene, &g->dents[k], soft->piece[k],
                              &soft->count[k], err);
    }
    return status;
}

enum sp_status
soft_props_init(struct soft_props *soft, const struct sp_body *body,
                const struct figure_mesh *mesh, const struct sp_scene *scene,
                const struct figure_clip *clip, struct sp_error *err)
{
    memset(soft, 0, sizeof *soft);
    struct gathering g = {.soft = soft,
                          .body = body,
                          .mesh = mesh,
                          .scene = scene,
                          .clip = clip,
                          .now = malloc(sizeof *g.now),
                          .dents = calloc(SOFT_MOMENTS, sizeof *g.dents)};
    enum sp_status status =
        g.now && g.dents
            ? gather(&g, err)
            : sp_fail(err, SP_E_NOMEM, "out of memory while props give way");
    if (status == SP_OK)
        status = make_pieces(&g, err);
    for (int k = 0; g.dents && k < soft->moments; k++)
        figure_dents_release(&g.dents[k]);
    free(g.dents);
    free(g.now);
    if (status != SP_OK)
        soft_props_release(soft);
    return status;
}

void soft_props_release(struct soft_props *soft)
{
    for (int k = 0; soft->piece && k < soft->moments; k++)
        for (int i = 0; i < soft->count[k]; i++)
            figure_solid_release(&soft->piece[k][i].solid);
    free(soft->piece);
    memset(soft, 0, sizeof *soft);
}

int soft_props_most(const struct soft_props *soft, int prop)
{
    int most = 0;
    for (int k = 1; k < soft->moments; k++)
        if (soft->load_m[k][prop] > soft->load_m[most][prop])
            most = k;
    return most;
}

double soft_props_share(const struct soft_props *soft,
                        const struct figure_clip *clip, int frame, int moment)
{
    int from, to, a, b;
    double share;
    glb_way_at(clip, frame, &from, &to, &share);
    const double part = neighbours(soft, from, to, share, &a, &b);
    return (moment == a ? 1 - part : 0) + (moment == b ? part : 0);
}

/* From one moment's vertices to another's; false when nobody would see. */
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
                        const struct soft_props *soft,
                        const struct figure_clip *clip, struct tracks *t,
                        const int *moment)
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
            share[f * n + k] =
                (float)soft_props_share(soft, clip, (int)f, moment[k]);
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
    int moment[SOFT_MOMENTS];
    float *way = malloc(3 * (size_t)from->vertices * sizeof *way);
    json_t *targets = json_array();
    if (!way || !targets) {
        g->failed = true;
    } else {
        for (int k = 0; k < soft->moments; k++) {
            const struct figure_solid *to = &soft->piece[k][piece].solid;
            if (k == most || to->vertices != from->vertices ||
                !difference(from, to, way))
                continue;
            moment[json_array_size(targets)] = k;
            json_array_append_new(
                targets, json_pack("{s:i}", "POSITION",
                                   gltf_sparse(g, way, from->vertices, steps)));
        }
        if (json_array_size(targets) > 0)
            add_targets(g, mesh, node, targets, soft, clip, t, moment);
    }
    json_decref(targets);
    free(way);
}
