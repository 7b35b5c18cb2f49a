/* The spine's operations: all postures, the load of one, validation. */
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static enum sp_status op_rests(struct app *app, struct app_spine **s,
                               struct sp_error *err)
{
    enum sp_status st = app_spine_hold(app, s, err);
    if (st)
        return st;
    st = app_rests(*s, err);
    if (st)
        app_spine_let(app);
    return st;
}

/* ---- GET /postures
 * --------------------------------------------------------------- */

static void keyframe_title(const char *name, char title[SP_NAME_MAX])
{
    snprintf(title, SP_NAME_MAX, "%s", name);
    for (char *c = title; *c; c++)
        *c = *c == '_' ? ' ' : *c;
}

static json_t *keyframes_json(const struct sp_body *body,
                              const struct care_exercise *ex)
{
    json_t *list = json_array();
    for (int k = 0; k < ex->scene->keyframes; k++) {
        char picture[200], title[SP_NAME_MAX];
        const struct app_takes t = app_posture_takes(body, ex->scene, k);
        snprintf(picture, sizeof picture, "/api/v1/figure/%s.svg?keyframe=%s",
                 ex->id, ex->scene->keyframe[k].name);
        keyframe_title(ex->scene->keyframe[k].name, title);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:f, s:b, s:b, s:b}", "name",
                            ex->scene->keyframe[k].name, "title",
                            words_say(title), "picture", picture, "tilt_deg",
                            app_table_deg(ex->scene, k), "tilt", t.tilt,
                            "carry", t.carry, "pull", t.pull));
    }
    return list;
}

static json_t *posture_json(const struct sp_body *body,
                            const struct care_exercise *ex, bool resting)
{
    const int k = app_posture_main(ex, resting ? 0 : care_default_variant(ex));
    double kg = 0;
    for (int i = 0; i < ex->scene->loads; i++)
        kg += ex->scene->load[i].mass_kg;
    return json_pack("{s:s, s:s, s:b, s:s, s:b, s:f, s:o}", "id", ex->id,
                     "name", words_say(ex->name), "resting", resting,
                     "keyframe", ex->scene->keyframe[k < 0 ? 0 : k].name,
                     "one_sided", ex->scene->one_sided, "carried_kg", kg,
                     "keyframes", keyframes_json(body, ex));
}

static json_t *postures_json(const struct app_spine *s)
{
    struct sp_body body; // which points are hands is the same in every body
    const struct sp_person middling = {1.75, 75, 40, SP_SEX_UNSTATED};
    json_t *list = json_array();
    if (!list || sp_body_init(&body, &middling, NULL) != SP_OK)
        return list;
    for (int i = 0; i < s->rests; i++)
        json_array_append_new(list, posture_json(&body, &s->rest[i], true));
    for (int e = 0; e < care_exercise_count(s->library); e++) {
        const struct care_exercise *ex = care_exercise_at(s->library, e);
        if (ex->scene)
            json_array_append_new(list, posture_json(&body, ex, false));
    }
    return list;
}

enum sp_status app_op_postures(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    struct app_spine *s;
    enum sp_status st = op_rests(app, &s, err);
    if (st)
        return st;
    json_t *list = postures_json(s);
    app_spine_let(app);
    return app_give(answer, list, err);
}

/* ---- GET and POST /load
 * ----------------------------------------------------------- */

/* An answer without anything added is kept for this body. */
static void kept_key(struct app *app, const struct app_load_ask *ask, char *out,
                     size_t size)
{
    pthread_mutex_lock(&app->lock);
    const struct app_body_key key = app_body_key(app);
    pthread_mutex_unlock(&app->lock);
    snprintf(out, size, "load %.47s %.47s %d %.17g %.17g %d", ask->id,
             ask->keyframe ? ask->keyframe : "", ask->left, key.height_m,
             key.mass_kg, (int)key.sex);
}

/* Answers hold sentences: each language keeps its own. */
#define SPOKEN_KEY 260
static void speak_key(const char *key, char spoken[SPOKEN_KEY])
{
    snprintf(spoken, SPOKEN_KEY, "%s %s", words_language(), key);
}

json_t *app_kept(struct app *app, const char *key)
{
    unsigned char *bytes = NULL;
    size_t len = 0;
    char spoken[SPOKEN_KEY];
    speak_key(key, spoken);
    pthread_mutex_lock(&app->figure_lock);
    const bool kept = app_shelf_take(app->shelf, spoken, &bytes, &len);
    pthread_mutex_unlock(&app->figure_lock);
    json_t *json = kept ? json_loadb((const char *)bytes, len, 0, NULL) : NULL;
    free(bytes);
    return json;
}

void app_keep(struct app *app, const char *key, const json_t *json)
{
    char *text = json_dumps(json, APP_JSON), spoken[SPOKEN_KEY];
    if (!text)
        return;
    speak_key(key, spoken);
    pthread_mutex_lock(&app->figure_lock);
    app_shelf_put(app->shelf, spoken, (const unsigned char *)text,
                  strlen(text));
    pthread_mutex_unlock(&app->figure_lock);
    free(text);
}

enum sp_status app_op_load_show(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    struct app_load_ask ask = app_load_ask_none;
    char key[200];
    ask.id = app_param(request, "scene");
    ask.keyframe = app_param(request, "keyframe");
    if (ask.keyframe && !*ask.keyframe)
        ask.keyframe = NULL;
    enum sp_status st =
        app_read_side(app_param(request, "side"), &ask.left, err);
    if (st)
        return st;
    if (!ask.id || strlen(ask.id) >= SP_NAME_MAX ||
        (ask.keyframe && strlen(ask.keyframe) >= SP_NAME_MAX))
        return sp_fail(err, SP_E_NOTFOUND,
                       _("There is no posture or keyframe of that name."));
    kept_key(app, &ask, key, sizeof key);
    json_t *json = app_kept(app, key);
    if (json)
        return app_give(answer, json, err);
    st = app_load(app, &ask, &json, err);
    if (st)
        return st;
    app_keep(app, key, json);
    return app_give(answer, json, err);
}

enum sp_status app_op_load_ask(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    static const char *const known[] = {"scene",    "keyframe", "side",
                                        "tilt_deg", "carry_kg", "pull_N",
                                        "split",    NULL};
    const json_t *body = request->body;
    struct app_load_ask ask = app_load_ask_none;
    const char *side = NULL;
    json_t *json = NULL;
    enum sp_status st;
    if ((st = app_need_object(body, known, err)) ||
        (st = app_read_text(body, "scene", true, SP_NAME_MAX - 1, &ask.id,
                            err)) ||
        (st = app_read_text(body, "keyframe", false, SP_NAME_MAX - 1,
                            &ask.keyframe, err)) ||
        (st = app_read_text(body, "side", false, 5, &side, err)) ||
        (st = app_read_side(side, &ask.left, err)) ||
        (st = app_read_number(body, "tilt_deg", false, -90, 90, &ask.tilt_deg,
                              err)) ||
        (st = app_read_number(body, "carry_kg", false, 0, 50, &ask.carry_kg,
                              err)) ||
        (st = app_read_number(body, "pull_N", false, 0, 900, &ask.pull_N,
                              err)) ||
        (st = app_read_bool(body, "split", false, &ask.split, err)))
        return st;
    st = app_load(app, &ask, &json, err);
    return st ? st : app_give(answer, json, err);
}

/* ---- GET /validation
 * -------------------------------------------------------------- */

enum sp_status app_op_validation(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    static const char key[] = "validation";
    (void)request;
    json_t *json = app_kept(app, key);
    if (json)
        return app_give(answer, json, err);
    const enum sp_status st = app_validation(false, &json, err);
    if (st)
        return st;
    app_keep(app, key, json);
    return app_give(answer, json, err);
}
