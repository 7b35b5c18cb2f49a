/* The library as the person sees it: exercises with what is allowed of them,
 * lessons, facts and sources. */
#include "app/app_internal.h"
#include "app/spine/doses.h"
#include "text/words.h"

#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *said_json(const struct care_library *lib,
                         const struct care_exercise *ex)
{
    json_t *out = json_array();
    for (int i = 0; i < ex->said_count; i++)
        json_array_append_new(
            out, json_pack("{s:s, s:s, s:s}", "source", ex->said[i].source,
                           "name", care_source_name(lib, ex->said[i].source),
                           "text", ex->said[i].text));
    return out;
}

static json_t *dose_json(const struct care_library *lib,
                         const struct care_exercise *ex)
{
    const struct care_dose *d = &ex->dose;
    return json_pack(
        "{s:f, s:[f, f], s:i, s:[i, i], s:f, s:f, s:i, s:i, s:i, s:o, s:s?}",
        "hold_s", d->hold_s, "hold_range_s", d->hold_min_s, d->hold_max_s,
        "reps", d->reps, "reps_range", d->reps_min, d->reps_max, "duration_s",
        d->duration_s, "rest_s", d->rest_s, "per_week", d->per_week_max,
        "rest_days", d->rest_days, "per_day", d->per_day_max, "said",
        said_json(lib, ex), "ours", ex->dose_ours);
}

/* What is allowed of it in its default form, or in the best other one. */
static json_t *allowed_json(struct app *app, int exercise)
{
    int variant;
    const struct care_why why = app_allow_best(app, exercise, &variant);
    return json_pack("{s:s, s:s}", "action", care_action_id(why.action), "why",
                     why.text);
}

static json_t *entry_json(struct app *app, int exercise,
                          const struct care_relief *relief)
{
    const struct care_exercise *ex = care_exercise_at(app->library, exercise);
    return json_pack(
        "{s:s, s:s, s:s?, s:s?, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:{s:s, "
        "s:s?}, s:o, s:b, s:o}",
        "id", ex->id, "name", ex->name, "summary", ex->summary, "category",
        ex->category, "level", care_level_id(ex->level), "playable",
        care_playable_id(ex->playable), "regions", app_regions(ex->regions),
        "equipment", app_strings(ex->equipment), "sides",
        care_sides_id(ex->sides), "dose", dose_json(app->library, ex),
        "allowed", allowed_json(app, exercise), "evidence", "grade",
        care_grade_id(ex->grade), "text", ex->grade_text, "picture",
        app_picture(ex), "own", (int)ex->own, "relief",
        relief ? app_relief_json(app, exercise, &relief[exercise])
               : json_null());
}

/* One per exercise; NULL before there is a body to speak of. */
static struct care_relief *reliefs(struct app *app)
{
    struct sp_error err;
    if (!app_profile_set(app) || app_response(app, &err))
        return NULL;
    return app_library_reliefs(app);
}

enum sp_status app_op_library_list(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    (void)request;
    static const char *const region_name[] = {N_("Neck"), N_("Upper back"),
                                              N_("Lower back"), N_("Leg")};
    json_t *exercises = json_array(), *things = json_array();
    json_t *regions = json_array();
    struct care_relief *relief = reliefs(app);
    for (int e = 0; e < care_exercise_count(app->library); e++)
        json_array_append_new(exercises, entry_json(app, e, relief));
    free(relief);
    for (int i = 0; i < care_equipment_count(app->library); i++) {
        const struct care_equipment *q = care_equipment_at(app->library, i);
        json_array_append_new(
            things, json_pack("{s:s, s:s, s:s?, s:o}", "id", q->id, "name",
                              q->name, "check", q->what, "sources",
                              app_sources(app->library, q->sources)));
    }
    for (int r = 0; r < CARE_REGIONS; r++)
        json_array_append_new(regions,
                              json_pack("{s:s, s:s}", "id",
                                        care_region_id((enum care_region)r),
                                        "name", words_say(region_name[r])));
    return app_give(answer,
                    json_pack("{s:o, s:o, s:o, s:O}", "exercises", exercises,
                              "equipment", things, "regions", regions,
                              "complaints", app->complaints),
                    err);
}

/* ---- one exercise
 * ------------------------------------------------------------ */

/* A step's words as a reader takes them: the right side first. */
static json_t *read_out(const char *words)
{
    char text[CARE_SAID_MAX];
    if (!words)
        return json_null();
    care_for_side(text, sizeof text, words, strlen(words), 1);
    return json_string(text);
}

static json_t *steps_json(const struct care_exercise *ex)
{
    json_t *out = json_array();
    for (int i = 0; i < ex->step_count; i++) {
        const struct care_step *s = &ex->steps[i];
        const char *show = s->show >= 0 && ex->scene
                               ? ex->scene->keyframe[s->show].name
                               : NULL;
        json_array_append_new(
            out, json_pack("{s:s, s:o, s:o, s:s?, s:s?, s:s?, s:f}", "phase",
                           care_phase_id(s->phase), "say", read_out(s->say),
                           "cue", read_out(s->cue), "show", show, "breath",
                           s->breath, "only", s->only, "seconds", s->seconds));
    }
    return out;
}

static json_t *variants_json(struct app *app, int exercise)
{
    const struct care_exercise *ex = care_exercise_at(app->library, exercise);
    json_t *out = json_array();
    for (int v = 0; v < ex->variant_count; v++) {
        const struct care_variant *at = &ex->variants[v];
        const struct care_why why = app_allow(app, exercise, v);
        json_array_append_new(
            out, json_pack("{s:s, s:s, s:s?, s:b, s:b, s:{s:s, s:s}}", "id",
                           at->id, "name", at->name, "note", at->note,
                           "default", (int)at->is_default, "head_level",
                           (int)at->head_level, "allowed", "action",
                           care_action_id(why.action), "why", why.text));
    }
    return out;
}

static json_t *neighbour(const struct care_library *lib, const char *id,
                         const char *note)
{
    const int at = id ? care_exercise_find(lib, id) : -1;
    if (at < 0 && !note)
        return json_null();
    return json_pack("{s:s?, s:s?, s:s?}", "exercise", at >= 0 ? id : NULL,
                     "name", at >= 0 ? care_exercise_at(lib, at)->name : NULL,
                     "note", note);
}

static void add_movement(json_t *out, const struct care_exercise *ex)
{
    json_t *names = json_array();
    for (int k = 0; ex->scene && k < ex->scene->keyframes; k++)
        json_array_append_new(names, json_string(ex->scene->keyframe[k].name));
    json_object_set_new(out, "keyframes", names);
    json_object_set_new(
        out, "camera",
        ex->scene ? json_pack("{s:f, s:f}", "azimuth_deg",
                              ex->scene->camera_azimuth_rad * APP_DEG,
                              "elevation_deg",
                              ex->scene->camera_elevation_rad * APP_DEG)
                  : json_null());
    json_object_set_new(out, "one_sided",
                        json_boolean(ex->scene && ex->scene->one_sided));
}

static json_t *exercise_json(struct app *app, int exercise)
{
    const struct care_library *lib = app->library;
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    struct care_relief *relief = reliefs(app);
    json_t *out = entry_json(app, exercise, relief);
    json_t *modalities = json_array();
    free(relief);
    if (!out)
        return NULL;
    for (int m = 0; m < CARE_MODALITIES; m++)
        if (ex->modalities & (1u << m))
            json_array_append_new(modalities, json_string(care_modality_id(
                                                  (enum care_modality)m)));
    json_object_set_new(out, "modality", modalities);
    json_object_set_new(out, "aliases", app_strings(ex->aliases));
    json_object_set_new(out, "steps", steps_json(ex));
    json_object_set_new(out, "variants", variants_json(app, exercise));
    json_object_set_new(out, "feel", app_strings(ex->feel));
    json_object_set_new(out, "cautions", app_strings(ex->cautions));
    json_object_set_new(out, "faults", app_strings(ex->faults));
    json_object_set_new(out, "stop", app_strings(ex->stop));
    json_object_set_new(out, "easier",
                        neighbour(lib, ex->easier, ex->easier_note));
    json_object_set_new(out, "harder",
                        neighbour(lib, ex->harder, ex->harder_note));
    json_object_set_new(out, "benefit", app_text(ex->benefit));
    json_object_set_new(out, "inferred", app_text(ex->inferred));
    json_object_set_new(out, "sources", app_sources(lib, ex->sources));
    json_object_set_new(out, "warm_up", json_boolean(ex->warm_up));
    add_movement(out, ex);
    return out;
}

enum sp_status app_op_library_show(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    const char *id = app_param(request, "id");
    const int e = id ? care_exercise_find(app->library, id) : -1;
    if (e < 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("There is no exercise \"%.47s\" in the library."),
                       id ? id : "");
    return app_give(answer, exercise_json(app, e), err);
}

/* ---- lessons, facts, sources
 * ---------------------------------------------------- */

enum sp_status app_op_lessons(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    const char *page = app_param(request, "page");
    json_t *out = json_array();
    for (int i = 0; i < care_lesson_count(app->library); i++) {
        const struct care_lesson *l = care_lesson_at(app->library, i);
        if (page && *page && strcmp(page, l->page))
            continue;
        json_array_append_new(out, json_pack("{s:s, s:s, s:s?, s:s, s:i}", "id",
                                             l->id, "title", l->title,
                                             "summary", l->summary, "page",
                                             l->page, "minutes", l->minutes));
    }
    if (page && !json_array_size(out)) {
        json_decref(out);
        return sp_fail(err, SP_E_RANGE,
                       _("page: no page \"%.20s\" has lessons."), page);
    }
    return app_give(answer, out, err);
}

static json_t *fact_json(const struct care_library *lib,
                         const struct care_fact *f)
{
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:o}", "id", f->id, "kind",
                     f->kind, "title", f->title, "says", f->says, "ours",
                     f->ours, "sources", app_sources(lib, f->sources));
}

enum sp_status app_op_lesson(struct app *app, const struct app_request *request,
                             struct app_answer *answer, struct sp_error *err)
{
    const char *id = app_param(request, "id");
    const int at = id ? care_lesson_find(app->library, id) : -1;
    if (at < 0)
        return sp_fail(err, SP_E_NOTFOUND, _("There is no lesson \"%.47s\"."),
                       id ? id : "");
    const struct care_lesson *l = care_lesson_at(app->library, at);
    // without CMARK_OPT_UNSAFE raw HTML and javascript: links are left out
    char *html = cmark_markdown_to_html(l->markdown, strlen(l->markdown),
                                        CMARK_OPT_DEFAULT | CMARK_OPT_SMART);
    json_t *covers = json_array();
    for (char **c = l->covers; c && *c; c++) {
        const int f = care_fact_find(app->library, *c);
        if (f >= 0)
            json_array_append_new(
                covers, fact_json(app->library, care_fact_at(app->library, f)));
    }
    json_t *out =
        json_pack("{s:s, s:s, s:s, s:s?, s:i, s:s?, s:o}", "id", l->id, "title",
                  l->title, "page", l->page, "summary", l->summary, "minutes",
                  l->minutes, "html", html, "covers", covers);
    free(html);
    return app_give(answer, out, err);
}

enum sp_status app_op_facts(struct app *app, const struct app_request *request,
                            struct app_answer *answer, struct sp_error *err)
{
    const char *kind = app_param(request, "kind");
    json_t *out = json_array();
    for (int i = 0; i < care_fact_count(app->library); i++) {
        const struct care_fact *f = care_fact_at(app->library, i);
        if (!kind || !*kind || !strcmp(kind, f->kind))
            json_array_append_new(out, fact_json(app->library, f));
    }
    if (kind && !json_array_size(out)) {
        json_decref(out);
        return sp_fail(err, SP_E_RANGE,
                       _("kind: there are no facts of kind \"%.20s\"."), kind);
    }
    return app_give(answer, out, err);
}

enum sp_status app_op_sources(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    json_t *out = json_array();
    for (int i = 0; i < care_source_count(app->library); i++) {
        const struct care_source *s = care_source_at(app->library, i);
        json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:s?, s:s?}",
                                             "id", s->id, "name", s->name,
                                             "title", s->title, "kind", s->kind,
                                             "note", s->note));
    }
    return app_give(answer, out, err);
}
