/*
 * Figures: the body, movements and still pictures, made for this person's
 * size when they are first asked for and kept on the shelf. The app's lock is
 * held just to read the profile; several can be drawn at once, and only a new
 * body waits for all.
 */
#include "app/spine/spine_internal.h"

#include "draw/draw.h"
#include "scene/scene.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A picture so wide has room for what the discs' colours mean. */
#define LEGEND_LEAST_PX 480
#define FRAME_S 0.1 /* between sampled postures; the viewer interpolates */

struct wanted {
    const struct care_exercise *ex; /* NULL: the body alone */
    int variant;
    bool left;
    const char *keyframe; /* NULL: the one that is held; of a glTF: all */
    bool whole;           /* a movement's file with the body in it */
    int width, height;
    bool dark;
    bool discs;  /* coloured by load, with the spine through the back */
    bool ground; /* on the page's colour, not transparent */
    enum draw_format format;
    struct app_body_key body;
};

/* ---- the body
 * ---------------------------------------------------------------- */

static bool body_fits(const struct app *app, struct app_body_key key)
{
    return app->mesh_made && key.height_m == app->mesh_key.height_m &&
           key.mass_kg == app->mesh_key.mass_kg &&
           key.sex == app->mesh_key.sex &&
           key.look.build == app->mesh_key.look.build &&
           key.look.tone == app->mesh_key.look.tone;
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
        s = figure_mesh_look(&mesh, &body, 1, key.look, err);
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

enum sp_status app_body_hold(struct app *app, struct app_body_key key,
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

void app_body_release(struct app *app)
{
    pthread_rwlock_unlock(&app->body_lock);
}

/* ---- making
 * ---------------------------------------------------------------------- */

/* The exercise's scene for this body, mirrored when the left is asked for;
 * NULL without memory. */
static struct sp_scene *scene_of(const struct app *app, const struct wanted *w)
{
    struct sp_scene *turned = calloc(1, sizeof *turned);
    struct sp_scene *scaled = calloc(1, sizeof *scaled);
    const struct sp_scene *scene = w->ex->scene;
    if (turned && scaled) {
        if (w->left && scene->one_sided) {
            sp_scene_mirror(scene, turned);
            scene = turned;
        }
        sp_scene_scale(scene, &app->mesh_body, scaled);
    } else {
        free(scaled);
        scaled = NULL;
    }
    free(turned);
    return scaled;
}

/* Which keyframe is asked for; -1 and an error when there is none. */
static int find_keyframe(const struct wanted *w, struct sp_error *err)
{
    const int k = w->keyframe ? scene_keyframe_find(w->ex->scene, w->keyframe)
                              : app_posture_main(w->ex, w->variant);
    if (k < 0)
        (void)sp_fail(err, SP_E_NOTFOUND, _("%s has no keyframe \"%.47s\"."),
                      w->ex->name, w->keyframe);
    return k;
}

/* The way through the movement, or one keyframe kept; how many legs. */
static int legs_of(const struct wanted *w, struct figure_leg *leg,
                   struct sp_error *err)
{
    struct care_leg way[SESSION_LEGS_MAX];
    if (w->keyframe) {
        const int k = find_keyframe(w, err);
        leg[0] = (struct figure_leg){.from = k, .to = k};
        return k < 0 ? -1 : 1;
    }
    const int legs = session_legs(w->ex, w->variant, way, SESSION_LEGS_MAX);
    for (int i = 0; i < legs; i++)
        leg[i] = (struct figure_leg){
            .from = way[i].from, .to = way[i].to, .length_s = way[i].seconds};
    // a resting posture has no steps: it stays where it is
    return legs > 0 ? legs : 1;
}

static enum sp_status make_movement(const struct app *app,
                                    const struct wanted *w,
                                    const struct sp_scene *scene,
                                    unsigned char **bytes, size_t *len,
                                    struct sp_error *err)
{
    struct figure_leg leg[SESSION_LEGS_MAX] = {0};
    struct figure_clip clip;
    const int legs = legs_of(w, leg, err);
    if (legs < 0)
        return SP_E_NOTFOUND;
    enum sp_status s = figure_clip_make(&app->mesh_body, scene, leg, legs,
                                        FRAME_S, &clip, err);
    if (s)
        return s;
    s = figure_clip_glb(&app->mesh_body, &app->mesh, w->whole, scene, &clip,
                        bytes, len, err);
    figure_clip_release(&clip);
    return s;
}

static enum sp_status make_glb(struct app *app, const struct wanted *w,
                               unsigned char **bytes, size_t *len,
                               struct sp_error *err)
{
    if (!w->ex)
        return figure_body_glb(&app->mesh_body, &app->mesh, bytes, len, err);
    struct sp_scene *scene = scene_of(app, w);
    if (!scene)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the movement."));
    const enum sp_status s = make_movement(app, w, scene, bytes, len, err);
    free(scene);
    return s;
}

/* A keyframe with its props as they stand in it. */
static enum sp_status draw_still(struct app *app, const struct wanted *w,
                                 const struct sp_scene *scene, int k,
                                 unsigned char **bytes, size_t *len,
                                 struct sp_error *err)
{
    struct draw_discs discs;
    const bool held =
        w->discs && app_load_shares(app, w->ex->id, k, w->left, &discs);
    const struct draw_view view = {
        .spine = w->discs,
        .discs = held ? &discs : NULL,
        .legend = w->width >= LEGEND_LEAST_PX,
        .ground = w->ground,
        .azimuth_rad = scene->camera_azimuth_rad,
        .elevation_rad = scene->camera_elevation_rad,
        .width_px = w->width,
        .height_px = w->height,
        .dark = w->dark,
    };
    struct sp_posture posture;
    struct sp_pose_report report;
    struct sp_scene *still = malloc(sizeof *still);
    if (!still)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the picture."));
    enum sp_status s =
        sp_pose_solve(&app->mesh_body, scene, k, &posture, &report, err);
    if (!s) {
        sp_scene_at(scene, k, still);
        s = draw_figure(&app->mesh_body, &app->mesh, still, &posture, &view,
                        w->format, bytes, len, err);
    }
    free(still);
    return s;
}

static enum sp_status make_picture(struct app *app, const struct wanted *w,
                                   unsigned char **bytes, size_t *len,
                                   struct sp_error *err)
{
    const int k = find_keyframe(w, err);
    if (k < 0)
        return SP_E_NOTFOUND;
    struct sp_scene *scene = scene_of(app, w);
    if (!scene)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the picture."));
    const enum sp_status s = draw_still(app, w, scene, k, bytes, len, err);
    free(scene);
    return s;
}

static void shelf_key(const struct wanted *w, const char *type, char *out,
                      size_t size)
{
    snprintf(out, size, "%s %s %d %d %s %d %d %d %d %.17g %.17g %d %d %d %d %d",
             type, w->ex ? w->ex->id : "", w->variant, w->left,
             w->keyframe ? w->keyframe : "", w->width, w->height, w->dark,
             w->whole, w->body.height_m, w->body.mass_kg, (int)w->body.sex,
             (int)w->body.look.build, (int)w->body.look.tone, w->discs,
             w->ground);
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
        s = app_body_hold(app, w->body, err);
        if (s)
            return s;
        s = !strcmp(type, "model/gltf-binary")
                ? make_glb(app, w, &bytes, &len, err)
                : make_picture(app, w, &bytes, &len, err);
        app_body_release(app);
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

static enum sp_status read_exercise(struct app *app,
                                    const struct app_request *request,
                                    struct wanted *w, struct sp_error *err)
{
    const enum sp_status s =
        app_read_posed(app, request, &w->ex, &w->variant, &w->left, err);
    if (!s)
        read_body(app, w);
    return s;
}

static enum sp_status read_keyframe(const struct app_request *request,
                                    struct wanted *w, struct sp_error *err)
{
    w->keyframe = app_param(request, "keyframe");
    if (w->keyframe && !*w->keyframe)
        w->keyframe = NULL;
    if (w->keyframe && strlen(w->keyframe) >= SP_NAME_MAX)
        return sp_fail(err, SP_E_NOTFOUND, _("%s has no such keyframe."),
                       w->ex->name);
    return SP_OK;
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
        return sp_fail(
            err, SP_E_RANGE,
            _("%s: \"%.20s\" is not a whole number from 16 to 2048."), name,
            text);
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
    enum sp_status s;
    if ((s = read_exercise(app, request, &w, err)) ||
        (s = read_keyframe(request, &w, err)) ||
        (s = read_size(request, "width", &w.width, err)) ||
        (s = read_size(request, "height", &w.height, err)) ||
        (s = app_param_flag(request, "dark", &w.dark, err)) ||
        (s = app_param_flag(request, "discs", &w.discs, err)) ||
        (s = app_param_flag(request, "ground", &w.ground, err)))
        return s;
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
    if (!s)
        s = read_keyframe(request, &w, err);
    if (!s)
        s = app_param_flag(request, "whole", &w.whole, err);
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
