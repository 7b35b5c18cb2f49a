/*
 * Loads along a movement: the figure's clip, posture after posture, each
 * beside the same person's relaxed standing; and the main position of every
 * exercise at once.
 *
 * Each answer is made with memory of its own, so that several can be made at
 * the same time; finished ones are kept on the shelf for this body.
 */
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_S 0.5 /* between postures; the page interpolates */

struct wanted {
    const struct care_exercise *ex;
    int variant;
    bool left;
};

/* Ratios of one posture, from L5/S1 up. */
struct levels {
    bool done, held;
    double ratio[SP_DISCS];
    double tension_N; /* of the disc that is pulled apart most; 0 of none */
};

struct rig {
    unsigned char *memory;
    struct sp_arena arena;
    struct sp_load_work *work;
    struct sp_body body;
    double standing_N[SP_DISCS];
    struct sp_scene turned, scaled;
    struct sp_load_case one;
    struct sp_load_result result;
    struct sp_load_range range;
    struct levels keyframe[SP_SCENE_KEYFRAMES];
    struct levels frame[FIGURE_FRAMES + 1];
};

static void rig_free(struct rig *r)
{
    if (r)
        free(r->memory);
    free(r);
}

/* The body of the profile and its standing, copied from the spine. */
static enum sp_status rig_new(struct app *app, struct rig **out,
                              struct sp_error *err)
{
    const struct sp_person person = app_own_body(app);
    struct app_spine *s;
    enum sp_status st = app_spine_hold(app, &s, err);
    if (st)
        return st;
    struct rig *r = NULL;
    st = app_spine_body(s, &person, err);
    if (!st && (r = calloc(1, sizeof *r))) {
        r->body = s->body;
        memcpy(r->standing_N, s->standing_N, sizeof r->standing_N);
        r->arena.cap = sp_load_work_bytes();
        r->memory = malloc(r->arena.cap);
        r->arena.mem = r->memory;
        r->work = r->memory ? sp_load_work_new(&r->arena) : NULL;
    }
    app_spine_let(app);
    if (!st && (!r || !r->work))
        st =
            sp_fail(err, SP_E_NOMEM, _("Not enough memory to work out loads."));
    if (st)
        rig_free(r);
    else
        *out = r;
    return st;
}

static void set_scene(struct rig *r, const struct wanted *w)
{
    const struct sp_scene *scene = w->ex->scene;
    if (w->left && scene->one_sided) {
        sp_scene_mirror(scene, &r->turned);
        scene = &r->turned;
    }
    sp_scene_scale(scene, &r->body, &r->scaled);
    memset(r->keyframe, 0, sizeof r->keyframe);
}

/* ---- one posture
 * ------------------------------------------------------------------- */

static void take_levels(const struct rig *r, struct levels *out)
{
    out->done = true;
    out->held = r->result.verdict == SP_LOAD_HELD;
    out->tension_N = 0;
    for (int d = 0; d < SP_DISCS; d++) {
        const double N = r->result.disc[d].compression_N;
        out->ratio[d] = N / r->standing_N[d];
        out->tension_N = fmax(out->tension_N, -N);
    }
}

static bool reaches(const struct rig *r, int k,
                    const struct sp_posture *posture)
{
    struct sp_posture same;
    struct sp_pose_report report;
    return sp_pose_between(&r->body, &r->scaled, k, posture, k, posture, 0,
                           &same, &report, NULL) == SP_OK &&
           report.worst_contact_m <= APP_REACH_M;
}

/* A keyframe starts afresh, as app_load does, and is the same to the bit. */
static enum sp_status at_keyframe(struct rig *r, int k,
                                  const struct sp_posture *posture,
                                  struct levels *out, struct sp_error *err)
{
    struct levels *kept = &r->keyframe[k];
    enum sp_status st = SP_OK;
    if (!kept->done) {
        st = sp_load_case_of(&r->body, &r->scaled, k, posture, &r->one, err);
        sp_load_forget(r->work);
        if (!st)
            st = sp_load_solve(r->work, &r->body, &r->one, &sp_load_defaults,
                               &r->result, err);
        if (!st)
            take_levels(r, kept);
        kept->held = kept->held && reaches(r, k, posture);
    }
    *out = *kept;
    return st;
}

/* In between, from the answer before; where nothing touches, nothing is
 * held. */
static void on_the_way(struct rig *r, const struct figure_leg *leg, int i,
                       const struct sp_posture *posture, struct levels *out)
{
    const double u = (double)i / leg->frames;
    *out = (struct levels){.done = true};
    if (sp_load_case_between(&r->body, &r->scaled, leg->from, leg->to, u,
                             posture, &r->one, NULL) == SP_OK &&
        sp_load_solve(r->work, &r->body, &r->one, &sp_load_defaults, &r->result,
                      NULL) == SP_OK)
        take_levels(r, out);
}

static enum sp_status walk(struct rig *r, const struct figure_clip *clip,
                           struct sp_error *err)
{
    enum sp_status st = SP_OK;
    for (int l = 0; l < clip->legs && !st; l++) {
        const struct figure_leg *leg = &clip->leg[l];
        const struct sp_posture *p = clip->posture + leg->first;
        struct levels *out = r->frame + leg->first;
        st = at_keyframe(r, leg->from, &p[0], &out[0], err);
        for (int i = 1; i < leg->frames && !st; i++)
            on_the_way(r, leg, i, &p[i], &out[i]);
        if (!st)
            st = at_keyframe(r, leg->to, &p[leg->frames], &out[leg->frames],
                             err);
    }
    return st;
}

/* ---- as JSON: cranial first, as one reads a spine
 * ---------------------------------------------------------------------- */

static json_t *names_json(void)
{
    json_t *list = json_array();
    for (int d = SP_DISCS - 1; d >= 0; d--)
        json_array_append_new(list, json_string(sp_disc_name(d)));
    return list;
}

static json_t *numbers_json(const double *x, double parts)
{
    json_t *list = json_array();
    for (int d = SP_DISCS - 1; d >= 0; d--)
        json_array_append_new(list, app_number(app_tidy(x[d], parts)));
    return list;
}

static json_t *levels_json(const struct levels *l)
{
    return l->held ? numbers_json(l->ratio, 1e4) : json_null();
}

static json_t *range_json(const struct rig *r, int k)
{
    const int d = SP_DISC_L4_L5;
    const double standing = r->standing_N[d];
    if (r->result.verdict != SP_LOAD_HELD)
        return json_null();
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "disc", sp_disc_name(d),
                     "keyframe", r->scaled.keyframe[k].name, "ratio",
                     app_number(r->result.disc[d].compression_N / standing),
                     "low", app_number(r->range.low_N[d] / standing), "high",
                     app_number(r->range.high_N[d] / standing));
}

/* When each keyframe is first reached, as the figure's clip tells it. */
static json_t *keyframes_json(const struct rig *r,
                              const struct figure_clip *clip)
{
    json_t *all = json_object();
    for (int i = 0; i < 2 * clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i / 2];
        const double at = leg->start_s + (i % 2 ? leg->length_s : 0);
        const char *name = r->scaled.keyframe[i % 2 ? leg->to : leg->from].name;
        if (!json_object_get(all, name))
            json_object_set_new(all, name, app_number(at));
    }
    return all;
}

static json_t *clip_json(const struct rig *r, const struct wanted *w,
                         const struct figure_clip *clip, json_t *range)
{
    json_t *times = json_array(), *ratio = json_array();
    json_t *tension = json_array();
    for (int f = 0; f < clip->frames; f++) {
        const struct levels *l = &r->frame[f];
        json_array_append_new(times, app_number(clip->time_s[f]));
        json_array_append_new(ratio, levels_json(l));
        json_array_append_new(tension,
                              l->held ? app_number(l->tension_N) : json_null());
    }
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o}",
        "exercise", w->ex->id, "name", w->ex->name, "side",
        w->left ? "left" : "right", "unit",
        "share of the same person's relaxed standing", "levels", names_json(),
        "standing_N", numbers_json(r->standing_N, 10), "length_s",
        clip->time_s[clip->frames - 1], "keyframes", keyframes_json(r, clip),
        "times_s", times, "ratio", ratio, "tension_N", tension, "range", range);
}

/* ---- GET /load/{exercise}/along
 * ---------------------------------------------------------------------- */

/* How far L4/5 may be off in the main position. */
static enum sp_status main_range(struct rig *r, const struct wanted *w,
                                 json_t **out, struct sp_error *err)
{
    const int k = app_posture_main(w->ex, w->variant);
    struct sp_posture posture;
    struct sp_pose_report report;
    enum sp_status st =
        sp_pose_solve(&r->body, &r->scaled, k, &posture, &report, err);
    if (!st)
        st = sp_load_case_of(&r->body, &r->scaled, k, &posture, &r->one, err);
    sp_load_forget(r->work);
    if (!st)
        st = sp_load_ranges(r->work, &r->body, &r->one, &sp_load_defaults,
                            &r->result, &r->range, err);
    if (st)
        return st;
    *out =
        report.worst_contact_m > APP_REACH_M ? json_null() : range_json(r, k);
    return SP_OK;
}

static enum sp_status along(struct rig *r, const struct wanted *w,
                            json_t **answer, struct sp_error *err)
{
    struct care_leg way[SESSION_LEGS_MAX];
    struct figure_leg leg[SESSION_LEGS_MAX] = {0};
    const int legs = session_legs(w->ex, w->variant, way, SESSION_LEGS_MAX);
    for (int i = 0; i < legs; i++)
        leg[i] = (struct figure_leg){
            .from = way[i].from, .to = way[i].to, .length_s = way[i].seconds};
    struct figure_clip clip;
    json_t *range = NULL;
    set_scene(r, w);
    enum sp_status st =
        figure_clip_make(&r->body, &r->scaled, leg, legs, STEP_S, &clip, err);
    if (st)
        return st;
    st = walk(r, &clip, err);
    if (!st)
        st = main_range(r, w, &range, err);
    if (!st)
        *answer = clip_json(r, w, &clip, range);
    figure_clip_release(&clip);
    return st;
}

static void shelf_key(struct app *app, const struct wanted *w, char *out,
                      size_t size)
{
    const struct sp_person p = app_own_body(app);
    snprintf(out, size, "along %s %d %d %.17g %.17g %d", w->ex ? w->ex->id : "",
             w->variant, w->left, p.height_m, p.mass_kg, (int)p.sex);
}

enum sp_status app_op_load_along(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    struct wanted w = {0};
    struct rig *r = NULL;
    char key[200];
    enum sp_status st =
        app_read_posed(app, request, &w.ex, &w.variant, &w.left, err);
    if (st)
        return st;
    shelf_key(app, &w, key, sizeof key);
    json_t *json = app_kept(app, key);
    if (json)
        return app_give(answer, json, err);
    st = rig_new(app, &r, err);
    if (!st)
        st = along(r, &w, &json, err);
    rig_free(r);
    if (!st && json)
        app_keep(app, key, json);
    return st ? st : app_give(answer, json, err);
}

/* ---- GET /load
 * ---------------------------------------------------------------------- */

/* The main position of one exercise; null where it is not held. */
static json_t *main_json(struct rig *r, const struct care_exercise *ex)
{
    const struct wanted w = {ex, care_default_variant(ex), false};
    const int k = app_posture_main(ex, w.variant);
    struct sp_posture posture;
    struct sp_pose_report report;
    struct levels now;
    set_scene(r, &w);
    if (sp_pose_solve(&r->body, &r->scaled, k, &posture, &report, NULL) !=
            SP_OK ||
        at_keyframe(r, k, &posture, &now, NULL) != SP_OK)
        return json_null();
    return levels_json(&now);
}

enum sp_status app_op_load_list(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    const struct wanted all = {0};
    struct rig *r = NULL;
    char key[200];
    shelf_key(app, &all, key, sizeof key);
    json_t *json = app_kept(app, key);
    if (json)
        return app_give(answer, json, err);
    const enum sp_status st = rig_new(app, &r, err);
    if (st)
        return st;
    json_t *list = json_object();
    for (int e = 0; e < care_exercise_count(app->library); e++) {
        const struct care_exercise *ex = care_exercise_at(app->library, e);
        if (ex->scene)
            json_object_set_new(list, ex->id, main_json(r, ex));
    }
    json = json_pack("{s:s, s:o, s:o, s:o}", "unit",
                     "share of the same person's relaxed standing", "levels",
                     names_json(), "standing_N",
                     numbers_json(r->standing_N, 10), "exercises", list);
    rig_free(r);
    if (json)
        app_keep(app, key, json);
    return app_give(answer, json, err);
}
