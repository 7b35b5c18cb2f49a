/*
 * A movement as glTF: one animation of the skeleton's nodes, the props, and
 * what the page needs to know in the scene's extras.
 */
#include "figure/glb.h"
#include "figure/sway.h"
#include "figure/vec.h"

#include <stdlib.h>

/* How far round the body props are framed, m: a chair's back is, the far end
 * of a bed is not. */
#define REACH_M .45

/* All postures of the clip, as local rotations and the moving places. */
struct motion {
    double *q;      /* nodes x frames x 4 */
    float *pelvis;  /* frames x 3 */
    float *knee[2]; /* frames x 3, the half-way helpers' */
    struct rig_frames first;
};

/* Where every joint is in one frame, hands closed where they hold. `now` is
 * filled with the props as they stand. */
static void place_frame(const struct sp_body *body,
                        const struct sp_scene *scene,
                        const struct figure_clip *clip, int frame,
                        struct sp_scene *now, struct rig_frames *at)
{
    double grip[2];
    glb_props_at(scene, clip, frame, now);
    figure_grip(body, now, &clip->posture[frame], grip);
    rig_place(body, &clip->posture[frame], grip, at);
}

static bool motion_init(struct motion *m, const struct skeleton *s,
                        const struct sp_body *body,
                        const struct sp_scene *scene,
                        const struct figure_clip *clip)
{
    const size_t frames = (size_t)clip->frames;
    struct sp_scene *now = malloc(sizeof *now);
    m->q = malloc(4 * frames * (size_t)s->nodes * sizeof *m->q);
    m->pelvis = malloc(3 * frames * sizeof *m->pelvis);
    m->knee[0] = malloc(3 * frames * sizeof *m->knee[0]);
    m->knee[1] = malloc(3 * frames * sizeof *m->knee[1]);
    if (!now || !m->q || !m->pelvis || !m->knee[0] || !m->knee[1]) {
        free(now);
        return false;
    }
    for (int f = 0; f < clip->frames; f++) {
        double R[9], p[3];
        struct rig_frames at;
        place_frame(body, scene, clip, f, now, &at);
        if (f == 0)
            m->first = at;
        for (int i = 0; i < s->nodes; i++) {
            glb_local(s, &at, i, R, p);
            q_from_m(m->q + 4 * ((size_t)i * frames + (size_t)f), R);
            for (int k = 0; k < 3; k++) {
                if (i == SP_PELVIS)
                    m->pelvis[3 * f + k] = (float)p[k];
                if (s->joint[i] == RIG_KNEE_HALF)
                    m->knee[0][3 * f + k] = (float)p[k];
                if (s->joint[i] == RIG_KNEE_HALF + RIG_SIDE)
                    m->knee[1][3 * f + k] = (float)p[k];
            }
        }
    }
    free(now);
    return true;
}

static void motion_release(struct motion *m)
{
    free(m->q);
    free(m->pelvis);
    free(m->knee[0]);
    free(m->knee[1]);
}

static void add_motion(struct tracks *t, const struct skeleton *s,
                       const struct motion *m, int frames)
{
    glb_add_vectors(t, SP_PELVIS, "translation", m->pelvis, frames, "LINEAR");
    for (int i = 0; i < s->nodes; i++) {
        glb_add_rotations(t, i, m->q + 4 * (size_t)i * (size_t)frames, frames);
        for (int side = 0; side < 2; side++)
            if (s->joint[i] == RIG_KNEE_HALF + side * RIG_SIDE)
                glb_add_vectors(t, i, "translation", m->knee[side], frames,
                                "LINEAR");
    }
}

void glb_bound_body(struct bounds *b, const struct sp_body *body,
                    const struct figure_clip *clip)
{
    for (int f = 0; f < clip->frames; f++) {
        struct sp_frames frames;
        sp_body_place(body, &clip->posture[f], &frames);
        for (int i = 0; i < SP_POINTS; i++) {
            double p[3];
            sp_body_point(body, &frames, (enum sp_point)i, p);
            for (int k = 0; k < 3; k++) {
                b->low[k] = fmin(b->low[k], p[k] - .03);
                b->high[k] = fmax(b->high[k], p[k] + .03);
            }
        }
    }
}

static json_t *clip_extras(const struct sp_scene *scene,
                           const struct figure_clip *clip,
                           const struct bounds *b)
{
    static const double deg = 3.14159265358979323846 / 180;
    json_t *legs = json_array(), *keyframes = json_object();
    for (int i = 0; i < clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i];
        const char *from = scene->keyframe[leg->from].name;
        const char *to = scene->keyframe[leg->to].name;
        json_array_append_new(legs,
                              json_pack("{s:s, s:s, s:f, s:f}", "from", from,
                                        "to", to, "start_s", leg->start_s,
                                        "length_s", leg->length_s));
        // the first time that each is reached
        if (!json_object_get(keyframes, from))
            json_object_set_new(keyframes, from, json_real(leg->start_s));
        if (!json_object_get(keyframes, to))
            json_object_set_new(keyframes, to,
                                json_real(leg->start_s + leg->length_s));
    }
    return json_pack("{s:f, s:o, s:o, s:{s:f, s:f}, s:{s:o, s:o}}", "length_s",
                     glb_time(clip, clip->frames - 1), "legs", legs,
                     "keyframes", keyframes, "camera", "azimuth_deg",
                     scene->camera_azimuth_rad / deg, "elevation_deg",
                     scene->camera_elevation_rad / deg, "bounds", "min",
                     gltf_vector(b->low, 3), "max", gltf_vector(b->high, 3));
}

/* One position, kept all the way: no animation is needed. */
static bool keeps_still(const struct figure_clip *clip)
{
    for (int i = 0; i < clip->legs; i++)
        if (clip->leg[i].from != clip->leg[0].from ||
            clip->leg[i].to != clip->leg[0].from)
            return false;
    return clip->legs > 0;
}

static void add_animation(struct gltf *g, struct tracks *t)
{
    if (t->moves)
        glb_add_animation(g, json_pack("{s:s, s:o, s:o}", "name", "movement",
                                       "channels", t->channels, "samplers",
                                       t->samplers));
}

/* The body itself, pressed flat in every keyframe. */
static enum sp_status
add_whole(struct gltf *g, const struct skeleton *s, const struct sp_body *body,
          const struct figure_mesh *mesh, const struct sp_scene *scene,
          const struct figure_clip *clip, struct tracks *t, json_t *roots,
          struct sp_error *err)
{
    struct pressed_skin skin;
    const struct pressed_clip pressed = {&skin, scene, clip};
    int node = 0;
    enum sp_status status =
        pressed_skin_init(&skin, body, mesh, scene, clip, err);
    if (status != SP_OK)
        return status;
    status = glb_add_body(g, s, body, mesh, &pressed, roots, &node, err);
    if (status == SP_OK)
        pressed_skin_play(&skin, clip, t, node);
    pressed_skin_release(&skin);
    return status;
}

enum sp_status figure_clip_glb(const struct sp_body *body,
                               const struct figure_mesh *mesh, bool whole,
                               const struct sp_scene *scaled,
                               const struct figure_clip *clip,
                               unsigned char **glb, size_t *len,
                               struct sp_error *err)
{
    if (clip->frames < 1 || !clip->posture || !(clip->step_s > 0))
        return sp_fail(err, SP_E_RANGE,
                       "a movement of %d frames, need at least one",
                       clip->frames);
    enum sp_status status = whole ? glb_check_mesh(mesh, err) : SP_OK;
    if (status != SP_OK)
        return status;
    struct gltf g;
    struct skeleton s;
    struct motion motion = {0};
    struct bounds bounds = {
        .low = {1e9,  0, 1e9 },
        .high = {-1e9, 0, -1e9},
        .reach_m = REACH_M * body->length_scale,
    };
    gltf_init(&g);
    glb_skeleton_init(&s, body);
    struct tracks t;
    json_t *roots = json_pack("[i]", (int)SP_PELVIS);
    glb_tracks_init(&t, &g, clip, !(whole && keeps_still(clip)));
    if (motion_init(&motion, &s, body, scaled, clip)) {
        glb_add_skeleton(&g, &s, &motion.first);
        add_motion(&t, &s, &motion, clip->frames);
    } else {
        g.failed = true;
    }
    motion_release(&motion);
    glb_bound_body(&bounds, body, clip);
    if (whole)
        status = add_whole(&g, &s, body, mesh, scaled, clip, &t, roots, err);
    if (status == SP_OK)
        status = glb_add_props(&g, body, mesh, scaled, clip, &t, roots, &bounds,
                               err);
    glb_add_scene(&g, roots, clip_extras(scaled, clip, &bounds));
    add_animation(&g, &t);
    if (!whole) // other programs would take it for a posture
        sway_add(&g, &s, body, scaled, clip);
    if (status != SP_OK)
        g.failed = true;
    const enum sp_status end = gltf_finish(&g, glb, len, status ? NULL : err);
    return status != SP_OK ? status : end;
}
