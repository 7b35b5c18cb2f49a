/*
 * Figures: the body, movements and still pictures, made for this person's
 * size when they are first asked for and kept on the shelf. The app's lock is
 * held just to read the profile; several can be drawn at once, and only a new
 * body waits for all.
 */
#include "app/app_internal.h"
#include "app/spine.h"

#include "draw/draw.h"
#include "scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_S 0.1 /* between sampled postures; the viewer interpolates */
#define FRAMES_MAX 1200
#define DEG 57.29577951308232

struct wanted {
    const struct care_exercise *ex; /* NULL: the body alone */
    int variant;
    bool left;
    const char *keyframe; /* NULL: the one that is held */
    int width, height;
    bool dark;
    enum draw_format format;
    struct app_body_key body;
};

/* ---- the body
 * ---------------------------------------------------------------- */

static bool body_fits(const struct app *app, struct app_body_key key)
{
    return app->mesh_made && key.height_m == app->mesh_key.height_m &&
           key.mass_kg == app->mesh_key.mass_kg && key.sex == app->mesh_key.sex;
}

static enum sp_status make_body(struct app *app, struct app_body_key key,
                                struct sp_error *err)
{
    if (body_fits(app, key))
        return SP_OK;
    const struct sp_person person = {key.height_m, key.mass_kg, 40, key.sex};
    struct sp_body body;
    struct figure_mesh mesh;
    enum sp_status s = sp_body_init(&body, &person, err);
    if (!s)
        s = figure_mesh_init(&mesh, &body, err);
    if (s)
        return s;
    if (app->mesh_made)
        figure_mesh_release(&app->mesh);
    app->mesh_body = body;
    app->mesh = mesh;
    app->mesh_key = key;
    app->mesh_made = true;
    return SP_OK;
}

/* On success the body is as wanted and stays so until body_lock is released. */
static enum sp_status hold_body(struct app *app, struct app_body_key key,
                                struct sp_error *err)
{
    for (;;) {
        pthread_rwlock_rdlock(&app->body_lock);
        if (body_fits(app, key))
            return SP_OK;
        pthread_rwlock_unlock(&app->body_lock);
        pthread_rwlock_wrlock(&app->body_lock);
        const enum sp_status s = make_body(app, key, err);
        pthread_rwlock_unlock(&app->body_lock);
        if (s)
            return s;
    }
}

/* ---- a movement
 * --------------------------------------------------------------- */

struct movement {
    struct sp_scene scene; /* scaled, mirrored when the left is asked for */
    struct sp_posture key[SP_SCENE_KEYFRAMES];
    bool solved[SP_SCENE_KEYFRAMES];
    struct care_leg leg[SESSION_LEGS_MAX];
    int legs;
    double length_s;
    struct figure_clip clip;
    double min[3], max[3]; /* m, of the figure over the whole movement */
};

static enum sp_status movement_scene(const struct app *app,
                                     const struct wanted *w, struct movement *m)
{
    struct sp_scene *turned = NULL;
    const struct sp_scene *scene = w->ex->scene;
    if (w->left && scene->one_sided) {
        turned = calloc(1, sizeof *turned);
        if (!turned)
            return SP_E_NOMEM;
        sp_scene_mirror(scene, turned);
        scene = turned;
    }
    sp_scene_scale(scene, &app->mesh_body, &m->scene);
    free(turned);
    return SP_OK;
}

static enum sp_status solve(const struct app *app, struct movement *m, int k,
                            struct sp_error *err)
{
    struct sp_pose_report report;
    if (k < 0 || k >= m->scene.keyframes || m->solved[k])
        return SP_OK;
    enum sp_status s =
        sp_pose_solve(&app->mesh_body, &m->scene, k, &m->key[k], &report, err);
    m->solved[k] = s == SP_OK;
    return s;
}

/* Where in which leg a time falls. */
static int leg_at(const struct movement *m, double t, double *u)
{
    double start = 0;
    for (int i = 0; i < m->legs; i++) {
        const double length = m->leg[i].seconds;
        if (t <= start + length || i == m->legs - 1) {
            const double x = length > 0 ? (t - start) / length : 1;
            *u = x < 0 ? 0 : x > 1 ? 1 : x;
            return i;
        }
        start += length;
    }
    *u = 0;
    return -1;
}

static enum sp_status sample(const struct app *app, struct movement *m,
                             double t, struct sp_posture *out,
                             struct sp_error *err)
{
    double u;
    struct sp_pose_report report;
    const int i = leg_at(m, t, &u);
    if (i < 0) {
        *out = m->key[0];
        return SP_OK;
    }
    const struct care_leg *leg = &m->leg[i];
    if (leg->from == leg->to || u <= 0 || u >= 1) {
        *out = m->key[u <= 0 ? leg->from : leg->to];
        return SP_OK;
    }
    return sp_pose_between(&app->mesh_body, &m->scene, leg->from,
                           &m->key[leg->from], leg->to, &m->key[leg->to], u,
                           out, &report, err);
}

static void grow_bounds(const struct app *app, struct movement *m,
                        const struct sp_posture *posture)
{
    struct sp_frames frames;
    sp_body_place(&app->mesh_body, posture, &frames);
    for (int p = 0; p < SP_POINTS; p++) {
        double at[3];
        sp_body_point(&app->mesh_body, &frames, (enum sp_point)p, at);
        for (int i = 0; i < 3; i++) {
            m->min[i] = fmin(m->min[i], at[i]);
            m->max[i] = fmax(m->max[i], at[i]);
        }
    }
}

static enum sp_status make_clip(const struct app *app, struct movement *m,
                                struct sp_error *err)
{
    int frames = (int)ceil(m->length_s / FRAME_S) + 1;
    frames = frames < 2 ? 2 : frames > FRAMES_MAX ? FRAMES_MAX : frames;
    m->clip.posture = calloc((size_t)frames, sizeof *m->clip.posture);
    if (!m->clip.posture)
        return sp_fail(err, SP_E_NOMEM, "Not enough memory for the movement.");
    m->clip.frames = frames;
    m->clip.step_s = m->length_s > 0 ? m->length_s / (frames - 1) : FRAME_S;
    enum sp_status s = SP_OK;
    for (int f = 0; f < frames && !s; f++) {
        s = sample(app, m, f * m->clip.step_s, &m->clip.posture[f], err);
        if (!s)
            grow_bounds(app, m, &m->clip.posture[f]);
    }
    return s;
}

static enum sp_status make_movement(const struct app *app,
                                    const struct wanted *w, struct movement *m,
                                    struct sp_error *err)
{
    enum sp_status s = movement_scene(app, w, m);
    if (s)
        return sp_fail(err, s, "Not enough memory for the movement.");
    for (int i = 0; i < 3; i++) {
        m->min[i] = INFINITY;
        m->max[i] = -INFINITY;
    }
    m->legs = session_legs(w->ex, w->variant, m->leg, SESSION_LEGS_MAX);
    if (m->legs == 0)
        s = solve(app, m, 0, err);
    for (int i = 0; i < m->legs && !s; i++) {
        s = solve(app, m, m->leg[i].from, err);
        if (!s)
            s = solve(app, m, m->leg[i].to, err);
        m->length_s += m->leg[i].seconds;
    }
    return s ? s : make_clip(app, m, err);
}

/* ---- what the page needs to know of it: extras of the glTF scene
 * --------------- */

static json_t *extras(const struct movement *m)
{
    json_t *legs = json_array(), *times = json_object();
    double start = 0;
    for (int i = 0; i < m->legs; i++) {
        const struct care_leg *leg = &m->leg[i];
        const char *from = m->scene.keyframe[leg->from].name;
        const char *to = m->scene.keyframe[leg->to].name;
        json_array_append_new(legs, json_pack("{s:s, s:s, s:f, s:f}", "from",
                                              from, "to", to, "start_s", start,
                                              "length_s", leg->seconds));
        if (!json_object_get(times, from))
            json_object_set_new(times, from, json_real(start));
        start += leg->seconds;
        if (!json_object_get(times, to))
            json_object_set_new(times, to, json_real(start));
    }
    return json_pack("{s:f, s:o, s:o, s:{s:f, s:f}, s:{s:[f, f, f], "
                     "s:[f, f, f]}}",
                     "length_s", m->length_s, "legs", legs, "keyframes", times,
                     "camera", "azimuth_deg", m->scene.camera_azimuth_rad * DEG,
                     "elevation_deg", m->scene.camera_elevation_rad * DEG,
                     "bounds", "min", m->min[0], m->min[1], m->min[2], "max",
                     m->max[0], m->max[1], m->max[2]);
}

static uint32_t get_u32(const unsigned char *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
           (uint32_t)b[3] << 24;
}

static void put_u32(unsigned char *b, size_t v)
{
    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)(v >> (8 * i));
}

/* The JSON chunk of a GLB with extras put on its scene, padded to 4 bytes. */
static char *with_extras(const unsigned char *glb, size_t json_len,
                         json_t *more, size_t *len)
{
    json_t *doc = json_loadb((const char *)glb + 20, json_len, 0, NULL);
    json_t *scene = json_array_get(json_object_get(doc, "scenes"), 0);
    char *text = NULL;
    if (scene && !json_object_set(scene, "extras", more))
        text = json_dumps(doc, JSON_COMPACT);
    json_decref(doc);
    if (!text)
        return NULL;
    const size_t n = strlen(text), padded = (n + 3) / 4 * 4;
    char *out = realloc(text, padded + 1);
    if (!out) {
        free(text);
        return NULL;
    }
    memset(out + n, ' ', padded - n);
    *len = padded;
    return out;
}

/* Rebuilds the GLB (glTF 2.0, section 4.4) around a longer JSON chunk. */
static enum sp_status add_extras(unsigned char **glb, size_t *len, json_t *more,
                                 struct sp_error *err)
{
    size_t text_len = 0, json_len = *len >= 20 ? get_u32(*glb + 12) : 0;
    char *text = json_len && json_len <= *len - 20
                     ? with_extras(*glb, json_len, more, &text_len)
                     : NULL;
    json_decref(more);
    const size_t rest = text ? *len - 20 - json_len : 0;
    unsigned char *out = text ? malloc(20 + text_len + rest) : NULL;
    if (!out) {
        free(text);
        return sp_fail(err, SP_E_NOMEM, "The movement cannot be described.");
    }
    memcpy(out, *glb, 20);
    put_u32(out + 8, 20 + text_len + rest);
    put_u32(out + 12, text_len);
    memcpy(out + 20, text, text_len);
    memcpy(out + 20 + text_len, *glb + 20 + json_len, rest);
    free(text);
    free(*glb);
    *glb = out;
    *len = 20 + text_len + rest;
    return SP_OK;
}

/* ---- making
 * ---------------------------------------------------------------------- */

static enum sp_status make_glb(struct app *app, const struct wanted *w,
                               unsigned char **bytes, size_t *len,
                               struct sp_error *err)
{
    if (!w->ex)
        return figure_body_glb(&app->mesh_body, &app->mesh, bytes, len, err);
    struct movement *m = calloc(1, sizeof *m);
    if (!m)
        return sp_fail(err, SP_E_NOMEM, "Not enough memory for the movement.");
    enum sp_status s = make_movement(app, w, m, err);
    if (!s)
        s = figure_clip_glb(&app->mesh_body, &m->scene, &m->clip, bytes, len,
                            err);
    if (!s) {
        s = add_extras(bytes, len, extras(m), err);
        if (s) {
            free(*bytes);
            *bytes = NULL;
        }
    }
    free(m->clip.posture);
    free(m);
    return s;
}

static enum sp_status make_picture(struct app *app, const struct wanted *w,
                                   unsigned char **bytes, size_t *len,
                                   struct sp_error *err)
{
    int k = w->keyframe ? scene_keyframe_find(w->ex->scene, w->keyframe)
                        : app_posture_main(w->ex, w->variant);
    if (k < 0)
        return sp_fail(err, SP_E_NOTFOUND, "%s has no keyframe \"%.47s\".",
                       w->ex->name, w->keyframe);
    struct movement *m = calloc(1, sizeof *m);
    if (!m)
        return sp_fail(err, SP_E_NOMEM, "Not enough memory for the picture.");
    const struct draw_view view = {
        .azimuth_rad = w->ex->scene->camera_azimuth_rad,
        .elevation_rad = w->ex->scene->camera_elevation_rad,
        .width_px = w->width,
        .height_px = w->height,
        .dark = w->dark,
    };
    enum sp_status s = movement_scene(app, w, m);
    if (!s)
        s = solve(app, m, k, err);
    if (!s)
        s = draw_figure(&app->mesh_body, &app->mesh, &m->scene, &m->key[k],
                        &view, w->format, bytes, len, err);
    free(m);
    return s;
}

static void shelf_key(const struct wanted *w, const char *type, char *out,
                      size_t size)
{
    snprintf(out, size, "%s %s %d %d %s %d %d %d %.17g %.17g %d", type,
             w->ex ? w->ex->id : "", w->variant, w->left,
             w->keyframe ? w->keyframe : "", w->width, w->height, w->dark,
             w->body.height_m, w->body.mass_kg, (int)w->body.sex);
}

static enum sp_status give_figure(struct app *app, const struct wanted *w,
                                  const char *type, struct app_answer *answer,
                                  struct sp_error *err)
{
    char key[300];
    unsigned char *bytes = NULL;
    size_t len = 0;
    enum sp_status s = SP_OK;
    shelf_key(w, type, key, sizeof key);
    pthread_mutex_lock(&app->figure_lock);
    const bool kept = app_shelf_take(app->shelf, key, &bytes, &len);
    pthread_mutex_unlock(&app->figure_lock);
    if (!kept) {
        s = hold_body(app, w->body, err);
        if (s)
            return s;
        s = !strcmp(type, "model/gltf-binary")
                ? make_glb(app, w, &bytes, &len, err)
                : make_picture(app, w, &bytes, &len, err);
        pthread_rwlock_unlock(&app->body_lock);
    }
    if (!s && !kept) {
        pthread_mutex_lock(&app->figure_lock);
        app_shelf_put(app->shelf, key, bytes, len);
        pthread_mutex_unlock(&app->figure_lock);
    }
    if (s)
        return s;
    snprintf(answer->etag, sizeof answer->etag, "%016llx",
             (unsigned long long)app_hash(bytes, len));
    return app_give_bytes(answer, bytes, len, type);
}

/* ---- operations
 * -------------------------------------------------------------------- */

static void read_body(struct app *app, struct wanted *w)
{
    pthread_mutex_lock(&app->lock);
    w->body = app_body_key(app);
    pthread_mutex_unlock(&app->lock);
}

static enum sp_status read_side(const struct app_request *request,
                                struct wanted *w, struct sp_error *err)
{
    const char *side = app_param(request, "side");
    if (side && *side && strcmp(side, "right") && strcmp(side, "left") &&
        strcmp(side, "null"))
        return sp_fail(err, SP_E_RANGE,
                       "side: \"%.20s\" is neither right nor left.", side);
    w->left = side && !strcmp(side, "left") && w->ex->scene->one_sided;
    return SP_OK;
}

static enum sp_status read_exercise(struct app *app,
                                    const struct app_request *request,
                                    struct wanted *w, struct sp_error *err)
{
    const char *id = app_param(request, "exercise");
    const char *variant = app_param(request, "variant");
    w->ex = id ? app_posture_find(app, id) : NULL;
    if (!w->ex)
        return sp_fail(err, SP_E_NOTFOUND,
                       "There is no exercise \"%.47s\" in the library.",
                       id ? id : "");
    if (!w->ex->scene)
        return sp_fail(err, SP_E_NOTFOUND, "%s has no figure.", w->ex->name);
    w->variant = care_default_variant(w->ex);
    if (variant && *variant && strcmp(variant, "null")) {
        w->variant = care_variant_find(w->ex, variant);
        if (w->variant < 0)
            return sp_fail(err, SP_E_NOTFOUND, "%s has no variant \"%.47s\".",
                           w->ex->name, variant);
    }
    read_body(app, w);
    return read_side(request, w, err);
}

static enum sp_status read_size(const struct app_request *request,
                                const char *name, int *out,
                                struct sp_error *err)
{
    const char *text = app_param(request, name);
    double x = 0;
    if (!text || !*text)
        return SP_OK;
    if (!text_to_number(text, &x) || !(x >= 16 && x <= 2048) || x != floor(x))
        return sp_fail(err, SP_E_RANGE,
                       "%s: \"%.20s\" is not a whole number from 16 to 2048.",
                       name, text);
    *out = (int)x;
    return SP_OK;
}

static enum sp_status give_picture(struct app *app,
                                   const struct app_request *request,
                                   enum draw_format format, const char *type,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    struct wanted w = {.width = 320, .height = 240, .format = format};
    const char *dark = app_param(request, "dark");
    enum sp_status s;
    if ((s = read_exercise(app, request, &w, err)) ||
        (s = read_size(request, "width", &w.width, err)) ||
        (s = read_size(request, "height", &w.height, err)))
        return s;
    w.dark = dark && !strcmp(dark, "1");
    w.keyframe = app_param(request, "keyframe");
    if (w.keyframe && !*w.keyframe)
        w.keyframe = NULL;
    if (w.keyframe && strlen(w.keyframe) >= SP_NAME_MAX)
        return sp_fail(err, SP_E_NOTFOUND, "%s has no such keyframe.",
                       w.ex->name);
    return give_figure(app, &w, type, answer, err);
}

enum sp_status app_op_body_glb(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    struct wanted w = {.ex = NULL};
    read_body(app, &w);
    return give_figure(app, &w, "model/gltf-binary", answer, err);
}

enum sp_status app_op_figure_glb(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    struct wanted w = {.ex = NULL};
    enum sp_status s = read_exercise(app, request, &w, err);
    return s ? s : give_figure(app, &w, "model/gltf-binary", answer, err);
}

enum sp_status app_op_figure_svg(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    return give_picture(app, request, DRAW_SVG, "image/svg+xml", answer, err);
}

enum sp_status app_op_figure_png(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    return give_picture(app, request, DRAW_PNG, "image/png", answer, err);
}
