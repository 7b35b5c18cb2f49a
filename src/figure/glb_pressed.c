/*
 * The pressed skin for programs that do not press flesh flat themselves: morph
 * targets of the skin, one for every keyframe that presses it otherwise. They
 * are given in the bind pose, turned back through the blend of each vertex's
 * joints, so that skinning brings them where press.c does.
 */
#include "figure/glb.h"
#include "figure/vec.h"

#include <stdlib.h>

#define SEEN_M .0005 /* what is moved less is not worth its bytes */
#define SAME_M .001  /* two keyframes this near share a target */
#define FLAT .05 /* blends that turn space nearly flat are not turned back */

/* d, of a posed vertex, as it was before its joints moved it. */
static void unskin(const struct figure_mesh *mesh,
                   const struct figure_pose *pose, int v, const double d[3],
                   float out[3])
{
    double M[3][3] = {{0}}, cross[3][3];
    for (int i = 0; i < 4; i++) {
        const double *m = pose->m[mesh->joint[4 * v + i]];
        const double w = mesh->weight[4 * v + i] / 255.0;
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                M[c][r] += w * m[4 * r + c]; // columns
    }
    for (int c = 0; c < 3; c++)
        v_cross(cross[c], M[(c + 1) % 3], M[(c + 2) % 3]);
    const double volume = v_dot(M[0], cross[0]);
    for (int c = 0; c < 3; c++)
        out[c] = volume > FLAT ? (float)(v_dot(cross[c], d) / volume) : 0;
}

/* Where pressing takes each vertex of a keyframe; the furthest, m. */
static enum sp_status
press_keyframe(const struct sp_body *body, const struct figure_mesh *mesh,
               const struct sp_scene *now, const struct sp_posture *posture,
               float *shift, double *most, struct sp_error *err)
{
    const size_t n = 3 * (size_t)mesh->vertices;
    float *free_skin = malloc(n * sizeof *free_skin);
    float *normal = malloc(n * sizeof *normal);
    struct figure_pose pose;
    double grip[2];
    *most = 0;
    enum sp_status status =
        free_skin && normal
            ? figure_show(body, mesh, now, posture, shift, normal, err)
            : sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
    if (status == SP_OK) {
        figure_grip(body, now, posture, grip);
        figure_pose_init(&pose, body, posture, grip);
        figure_skin(mesh, &pose, free_skin, normal);
    }
    for (int v = 0; status == SP_OK && v < mesh->vertices; v++) {
        double d[3];
        for (int k = 0; k < 3; k++)
            d[k] = (double)(shift[3 * v + k] - free_skin[3 * v + k]);
        const double far = v_norm(d);
        *most = fmax(*most, far);
        if (far < SEEN_M)
            d[0] = d[1] = d[2] = 0;
        unskin(mesh, &pose, v, d, shift + 3 * v);
    }
    free(free_skin);
    free(normal);
    return status;
}

/* The target that is nearly this one, or a new one that takes it over. */
static int keep(struct pressed_skin *skin, float *shift, int vertices, int k)
{
    for (int i = 0; i < skin->targets; i++) {
        float off = 0;
        for (int c = 0; c < 3 * vertices; c++)
            off = fmaxf(off, fabsf(skin->shift[i][c] - shift[c]));
        if ((double)off < SAME_M) {
            free(shift);
            return i;
        }
    }
    skin->keyframe[skin->targets] = k;
    skin->shift[skin->targets] = shift;
    return skin->targets++;
}

static enum sp_status
add_keyframe(struct pressed_skin *skin, const struct sp_body *body,
             const struct figure_mesh *mesh, const struct sp_scene *scene,
             struct sp_scene *now, int k, const struct sp_posture *posture,
             struct sp_error *err)
{
    double most;
    float *shift = malloc(3 * (size_t)mesh->vertices * sizeof *shift);
    sp_scene_at(scene, k, now);
    const enum sp_status status =
        shift ? press_keyframe(body, mesh, now, posture, shift, &most, err)
              : sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
    if (status == SP_OK && most > SAME_M)
        skin->target[k] = keep(skin, shift, mesh->vertices, k);
    else
        free(shift);
    return status;
}

enum sp_status
pressed_skin_init(struct pressed_skin *skin, const struct sp_body *body,
                  const struct figure_mesh *mesh, const struct sp_scene *scene,
                  const struct figure_clip *clip, struct sp_error *err)
{
    bool done[SP_SCENE_KEYFRAMES] = {false};
    struct sp_scene *now = malloc(sizeof *now);
    *skin = (struct pressed_skin){0};
    for (int k = 0; k < SP_SCENE_KEYFRAMES; k++)
        skin->target[k] = -1;
    enum sp_status status =
        now ? SP_OK
            : sp_fail(err, SP_E_NOMEM, "out of memory while writing glTF");
    for (int i = 0; i < 2 * clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i / 2];
        const int k = i % 2 ? leg->to : leg->from;
        const int frame = i % 2 ? leg->first + leg->frames : leg->first;
        if (status == SP_OK && !done[k])
            status = add_keyframe(skin, body, mesh, scene, now, k,
                                  &clip->posture[frame], err);
        done[k] = true;
    }
    free(now);
    if (status != SP_OK)
        pressed_skin_release(skin);
    return status;
}

void pressed_skin_release(struct pressed_skin *skin)
{
    for (int i = 0; i < skin->targets; i++)
        free(skin->shift[i]);
    skin->targets = 0;
}

float pressed_skin_share(const struct pressed_skin *skin,
                         const struct figure_clip *clip, int frame, int target)
{
    int from, to;
    double share;
    glb_way_at(clip, frame, &from, &to, &share);
    return (float)((skin->target[from] == target ? 1 - share : 0) +
                   (skin->target[to] == target ? share : 0));
}

void pressed_skin_play(const struct pressed_skin *skin,
                       const struct figure_clip *clip, struct tracks *t,
                       int node)
{
    const size_t n = 1 + (size_t)skin->targets; // breath is the first
    float *share = calloc(n * (size_t)clip->frames, sizeof *share);
    if (!share) {
        t->g->failed = true;
        return;
    }
    for (int f = 0; f < clip->frames; f++)
        for (int i = 0; i < skin->targets; i++)
            share[n * (size_t)f + 1 + (size_t)i] =
                pressed_skin_share(skin, clip, f, i);
    if (skin->targets > 0)
        glb_add_weights(t, node, share, (int)n, clip->frames);
    free(share);
}
