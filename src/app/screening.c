/* The safety questions: showing, answering, the quick three. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const answer_words[] = {"no", "yes", "unsure", NULL};

static json_t *form_json(const struct care_library *lib)
{
    json_t *questions = json_array(), *conditions = json_array();
    json_t *quick = json_array();
    for (int i = 0; i < care_question_count(lib); i++) {
        const struct care_question *q = care_question_at(lib, i);
        json_array_append_new(questions,
                              json_pack("{s:s, s:s, s:s?, s:s?, s:o, s:b, s:b}",
                                        "id", q->id, "text", q->text, "group",
                                        q->group, "help", q->help, "sources",
                                        app_sources(lib, q->sources), "confirmed",
                                        (int)q->confirmed, "clearable",
                                        (int)app_can_be_looked_at(q->id)));
    }
    for (int i = 0; i < care_condition_count(lib); i++) {
        const struct care_condition *c = care_condition_at(lib, i);
        if (c->asked)
            json_array_append_new(
                conditions,
                json_pack("{s:s, s:s}", "id", c->id, "label", c->label));
    }
    const struct care_rescreen_texts *words = care_rescreen_texts(lib);
    static const char *const fields[] = {"nerve", "weakness", "unwell"};
    for (int i = 0; i < words->quicks && i < 3; i++)
        json_array_append_new(quick, json_pack("{s:s, s:s}", "field", fields[i],
                                               "text", words->quick[i].text));
    return json_pack("{s:s, s:o, s:o, s:o}", "preface",
                     care_question_preface(lib), "questions", questions,
                     "conditions", conditions, "quick", quick);
}

static json_t *modalities_json(const struct care_library *lib,
                               const struct care_screen *screen)
{
    json_t *out = json_object();
    for (int m = 0; m < CARE_MODALITIES; m++) {
        const struct care_why *why = &screen->why[m];
        const struct care_condition *c =
            why->condition >= 0 ? care_condition_at(lib, why->condition) : NULL;
        json_object_set_new(
            out, care_modality_id((enum care_modality)m),
            json_pack("{s:s, s:s, s:o}", "action",
                      care_action_id(screen->modality[m]), "why", why->text,
                      "source", app_strings(c ? c->cell[m].sources : NULL)));
    }
    return out;
}

static json_t *condition_ids(const struct care_library *lib,
                             const struct care_screen *screen)
{
    json_t *out = json_array();
    for (int i = 0; i < care_condition_count(lib) && i < CARE_CONDITIONS_MAX;
         i++)
        if (screen->condition[i])
            json_array_append_new(out,
                                  json_string(care_condition_at(lib, i)->id));
    return out;
}

/* The questions whose answers decided. */
static json_t *because_json(const struct app *app, const struct app_safety *s)
{
    json_t *out = json_array();
    for (int i = 0; i < s->screen.triage_question_count; i++)
        json_array_append_new(
            out, json_string(care_question_at(app->library,
                                              s->screen.triage_questions[i])
                                 ->text));
    return out;
}

static json_t *current_json(const struct app *app, const struct app_safety *s)
{
    if (!s->screened || !s->screen.complete)
        return json_null();
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:s}", "day", s->day,
        "triage", care_triage_id(s->triage), "text",
        care_triage_text(app->library, s->triage), "what",
        care_triage_what(app->library, s->triage), "modalities",
        modalities_json(app->library, &s->screen), "conditions",
        condition_ids(app->library, &s->screen), "expires", s->expires,
        "because", because_json(app, s), "emergency_number",
        care_emergency_number(app->library, app_profile_text(app, "country")));
}

static json_t *waiting_json(struct app *app, const struct app_safety *s)
{
    const bool wait = s->again_at_s > app_wall_s(app);
    return json_pack("{s:b, s:b, s:I}", "visit",
                     (int)(s->visit_needed && !s->visit_recorded), "time",
                     (int)wait, "until", (json_int_t)s->again_at_s);
}

enum sp_status app_op_screen_show(struct app *app,
                                  const struct app_request *request,
                                  struct app_answer *answer,
                                  struct sp_error *err)
{
    (void)request;
    const struct app_safety *s;
    enum sp_status st = app_safety(app, &s, err);
    if (st)
        return st;
    const bool due = s->need == APP_NEED_SCREEN || s->need == APP_NEED_RESCREEN;
    return app_give(
        answer,
        json_pack("{s:o, s:o, s:b, s:s, s:o, s:s}", "form",
                  form_json(app->library), "current", current_json(app, s),
                  "due", (int)due, "reason", s->reason, "wait",
                  waiting_json(app, s), "emergency_number",
                  care_emergency_number(app->library,
                                        app_profile_text(app, "country"))),
        err);
}

/* ---- answering -------------------------------------------------------------
 */

/* A new screen must wait after a warning sign (safety rules, 1.3). */
static enum sp_status check_wait(struct app *app, const struct app_safety *s,
                                 struct sp_error *err)
{
    if (s->visit_needed && !s->visit_recorded)
        return sp_fail(err, SP_E_BLOCKED, "%s %s", s->triage_text,
                       care_rescreen_texts(app->library)->emergency_needs);
    const int64_t left = s->again_at_s - app_wall_s(app);
    if (left > 0)
        return sp_fail(err, SP_E_BLOCKED,
                       s->visit_needed
                           ? _("%s The safety questions can be answered again "
                               "in %d hours.")
                           : _("%s The safety questions can be answered again "
                               "in %d hours, or when you have recorded that a "
                               "clinician has looked at it."),
                       s->triage_text, (int)((left + 3599) / 3600));
    return SP_OK;
}

static enum sp_status check_map(const json_t *map, const char *what,
                                const struct care_library *lib, bool questions,
                                struct sp_error *err)
{
    if (!json_is_object(map))
        return sp_fail(err, SP_E_RANGE,
                       _("%s: must be an object of ids, each with no, yes or "
                         "unsure."),
                       what);
    const char *id;
    json_t *v;
    json_object_foreach((json_t *)map, id, v)
    {
        const int at = questions ? care_question_find(lib, id)
                                 : care_condition_find(lib, id);
        if (at < 0 || (!questions && !care_condition_at(lib, at)->asked))
            return sp_fail(err, SP_E_RANGE, _("%s.%.40s: is not asked."), what,
                           id);
        const char *const *w = answer_words;
        while (*w && (!json_is_string(v) || strcmp(*w, json_string_value(v))))
            w++;
        if (!*w)
            return sp_fail(
                err, SP_E_RANGE,
                _("%s.%.40s: must be \"no\", \"yes\" or \"unsure\"."), what,
                id);
    }
    return SP_OK;
}

static enum sp_status check_complete(const struct care_library *lib,
                                     const json_t *questions,
                                     const json_t *conditions,
                                     struct sp_error *err)
{
    for (int i = 0; i < care_question_count(lib); i++) {
        const char *id = care_question_at(lib, i)->id;
        if (!json_object_get(questions, id))
            return sp_fail(
                err, SP_E_RANGE,
                _("questions.%s: has no answer; every question needs "
                  "one, and unsure is one."),
                id);
    }
    for (int i = 0; i < care_condition_count(lib); i++) {
        const struct care_condition *c = care_condition_at(lib, i);
        if (c->asked && !json_object_get(conditions, c->id))
            return sp_fail(err, SP_E_RANGE,
                           _("conditions.%s: has no answer; every condition "
                             "needs one, and unsure is one."),
                           c->id);
    }
    return SP_OK;
}

static enum sp_status check_screen(const struct app *app, const json_t *body,
                                   struct sp_error *err)
{
    static const char *const known[] = {"questions", "conditions", "bp", NULL};
    static const char *const bp_known[] = {"systolic", "diastolic", NULL};
    const json_t *bp = json_object_get(body, "bp");
    int n = 0, low = 0;
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = check_map(json_object_get(body, "questions"), "questions",
                       app->library, true, err)) ||
        (s = check_map(json_object_get(body, "conditions"), "conditions",
                       app->library, false, err)) ||
        (s = check_complete(app->library, json_object_get(body, "questions"),
                            json_object_get(body, "conditions"), err)))
        return s;
    if (!bp || json_is_null(bp))
        return SP_OK;
    if ((s = app_need_object(bp, bp_known, err)) ||
        (s = app_read_int(bp, "systolic", true, 50, 300, &n, err)) ||
        (s = app_read_int(bp, "diastolic", true, 20, 200, &low, err)))
        return s;
    if (low >= n)
        return sp_fail(
            err, SP_E_RANGE,
            _("diastolic: %d must be the smaller of the two numbers."), low);
    return SP_OK;
}

static json_t *screen_record(struct app *app, const json_t *body)
{
    json_t *r = json_object();
    json_object_set_new(r, "form", json_string("full"));
    json_object_set(r, "questions", json_object_get(body, "questions"));
    json_object_set(r, "conditions", json_object_get(body, "conditions"));
    if (json_is_object(json_object_get(body, "bp")))
        json_object_set(r, "bp", json_object_get(body, "bp"));
    json_object_set_new(r, "age_y",
                        app_number(app_profile_number(app, "age_y")));
    json_object_set_new(r, "height_m",
                        app_number(app_profile_number(app, "height_m")));
    json_object_set_new(r, "mass_kg",
                        app_number(app_profile_number(app, "mass_kg")));
    json_object_set_new(r, "triage", json_string("go_on"));
    return r;
}

/* The outcome, kept beside the answers for reading; it is worked out anew
 * from the answers whenever it matters. */
static void add_outcome(struct app *app, json_t *record)
{
    const struct care_library *lib = app->library;
    struct care_answers a;
    app_answers_fill(app, record, &a);
    struct care_screen screen;
    care_screen(lib, &a, &screen);
    json_object_set_new(record, "triage",
                        json_string(care_triage_id(screen.triage)));
    json_object_set_new(record, "modalities", modalities_json(lib, &screen));
}

enum sp_status app_op_screen_answer(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    const struct app_safety *s;
    enum sp_status st = app_safety(app, &s, err);
    if (!st && !app_profile_set(app))
        st = sp_fail(err, SP_E_CONFLICT,
                     _("Enter height, weight and age in the profile first; the "
                       "safety questions depend on them."));
    if (!st)
        st = check_wait(app, s, err);
    if (!st)
        st = check_screen(app, request->body, err);
    if (st)
        return st;
    json_t *record = screen_record(app, request->body);
    add_outcome(app, record);
    st = app_screen_add(app, record, err);
    if (!st)
        st = app_safety(app, &s, err);
    if (!st && s->open)
        st = app_plan_remake(app, err);
    return st ? st : app_give(answer, current_json(app, s), err);
}

/* ---- the quick three --------------------------------------------------------
 */

enum sp_status app_quick(struct app *app, const json_t *body, bool *ok,
                         struct sp_error *err)
{
    static const char *const known[] = {"nerve", "weakness", "unwell", NULL};
    bool yes[3] = {false, false, false};
    enum sp_status s = app_need_object(body, known, err);
    for (int i = 0; i < 3 && !s; i++)
        s = app_read_bool(body, known[i], true, &yes[i], err);
    if (s)
        return s;
    *ok = !yes[0] && !yes[1] && !yes[2];
    if (*ok) {
        app->quick_ok_at_ms = app_now_ms(app);
        return SP_OK;
    }
    const char *text = care_rescreen_texts(app->library)->any_yes;
    return app_screen_add(app,
                          json_pack("{s:s, s:s, s:s}", "form", "quick",
                                    "triage", "see_first", "note", text),
                          err);
}

enum sp_status app_op_screen_quick(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    bool ok = false;
    enum sp_status s = app_quick(app, request->body, &ok, err);
    if (s)
        return s;
    return app_give(answer,
                    json_pack("{s:b, s:b, s:s}", "ok", (int)ok,
                              "full_screen_needed", (int)!ok, "text",
                              ok ? _("Good to go.")
                                 : care_rescreen_texts(app->library)->any_yes),
                    err);
}
