/*
 * The movement test (safety 3.2): one gentle movement in one direction, where
 * the pain is furthest out before it, a minute after and five minutes later.
 * What the answers mean is decided in care; here they are asked for, kept, and
 * given to the plan (which direction first) and to the safety answers (stop
 * this move today, see somebody first, the full questions again).
 */
#include "app/movement.h"
#include "text/words.h"

#include <math.h>
#include <string.h>

enum { SHOWN_MAX = 10 };

static const char *const direction_word[] = {"flexion", "extension", NULL};

static const char *exercise_id(const struct app *app, enum care_bias direction)
{
    const struct care_direction_texts *d = care_direction_texts(app->library);
    return direction == CARE_EXTENSION ? d->test_extension : d->test_flexion;
}

/* ---- whether one is offered
 * ------------------------------------------------------------ */

static bool done_today(const json_t *records, const char *today)
{
    const json_t *last = json_array_get(records, json_array_size(records) - 1);
    const char *day = json_string_value(json_object_get(last, "day"));
    return day && !strcmp(day, today);
}

/* SP_OK; else why not, in one sentence. Both directions must be open: which
 * one helps is what nobody knows yet. */
static enum sp_status offered(struct app *app, const json_t *records,
                              const char *today, struct sp_error *err)
{
    enum sp_status s = app_safety_gate(app, err);
    for (int i = 0; direction_word[i] && !s; i++) {
        struct care_item item;
        s = app_item_today(
            app, exercise_id(app, app_movement_direction(direction_word[i])),
            NULL, NULL, &item, err);
    }
    if (!s && done_today(records, today))
        s = sp_fail(err, SP_E_CONFLICT,
                    _("One movement test a day; the next one is due on "
                      "another day."));
    return s;
}

/* The direction to try next: on after one that helped, the other way after one
 * that did not, else what the person's picture suggests. */
static enum care_bias next_direction(struct app *app, const json_t *records)
{
    struct care_direction_test tests[APP_MOVEMENT_TESTS];
    const int n = app_movement_read(records, tests);
    if (n > 0) {
        const struct care_direction_test *last = &tests[n - 1];
        const bool helped =
            last->answer == CARE_CENTRALISES || last->answer == CARE_BETTER;
        return helped == (last->direction == CARE_EXTENSION) ? CARE_EXTENSION
                                                             : CARE_FLEXION;
    }
    const char *condition = app_profile_text(app, "condition");
    const struct care_wishes wishes = {
        .condition = condition ? care_fact_find(app->library, condition) : -1};
    const struct care_picture *picture = NULL;
    return care_bias(app->library, &app->safety.screen, &wishes, &picture) ==
                   CARE_FLEXION
               ? CARE_FLEXION
               : CARE_EXTENSION;
}

/* ---- showing
 * ------------------------------------------------------------ */

static json_t *directions_json(const struct app *app)
{
    json_t *out = json_array();
    for (int i = 0; direction_word[i]; i++) {
        const char *id =
            exercise_id(app, app_movement_direction(direction_word[i]));
        const int e = care_exercise_find(app->library, id);
        if (e >= 0)
            json_array_append_new(
                out, json_pack("{s:s, s:s, s:s}", "direction",
                               direction_word[i], "exercise", id, "name",
                               care_exercise_at(app->library, e)->name));
    }
    return out;
}

static json_t *tests_json(const struct app *app, const json_t *records)
{
    json_t *out = json_array();
    const size_t n = json_array_size(records);
    for (size_t i = n > SHOWN_MAX ? n - SHOWN_MAX : 0; i < n; i++) {
        const json_t *r = json_array_get(records, i);
        const char *answer = json_string_value(json_object_get(r, "answer"));
        json_array_append_new(
            out,
            json_pack(
                "{s:O, s:O, s:s?, s:s}", "day", json_object_get(r, "day"),
                "direction", json_object_get(r, "direction"), "answer", answer,
                "text",
                care_movement_text(app->library, care_movement_find(answer))));
    }
    return out;
}

static const char *learned_text(enum care_bias direction)
{
    return direction == CARE_FLEXION ? _("Bending forward comes first for now.")
           : direction == CARE_EXTENSION
               ? _("Bending backward comes first for now.")
               : "";
}

enum sp_status app_op_movement_show(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    (void)request;
    char today[APP_DAY];
    json_t *records = NULL;
    struct sp_error why = {.text = ""};
    const struct care_direction_texts *d = care_direction_texts(app->library);
    app_today(app, today);
    const struct app_safety *safety;
    enum sp_status s = app_safety(app, &safety, err);
    if (!s)
        s = app_response(app, err);
    if (!s)
        s = app_movement_list(app, today, &records, err);
    if (s)
        return s;
    const bool open = offered(app, records, today, &why) == SP_OK;
    const struct care_preference p =
        app_movement_preference(app, records, today);
    const bool learned =
        p.direction == CARE_FLEXION || p.direction == CARE_EXTENSION;
    json_t *out = json_pack(
        "{s:b, s:s, s:s, s:o, s:i, s:i, s:s, s:o, s:s, s:b, s:s, s:o}",
        "offered", (int)open, "why", why.text, "next",
        direction_word[next_direction(app, records) == CARE_EXTENSION],
        "directions", directions_json(app), "after_s", d->after_s, "later_s",
        d->later_s, "text", d->test_text, "learned",
        learned ? json_string(direction_word[p.direction == CARE_EXTENSION])
                : json_null(),
        "learned_text", learned_text(p.direction), "see_first",
        (int)p.see_first, "see_first_text", p.see_first ? d->both_ways : "",
        "tests", tests_json(app, records));
    json_decref(records);
    return app_give(answer, out, err);
}

/* ---- answering
 * ------------------------------------------------------------ */

struct told {
    enum care_bias direction;
    struct care_movement_test test;
    int moments; /* 2: five minutes have not passed yet */
};

static enum sp_status read_moment(const json_t *body, const char *field,
                                  bool needed, struct told *t, int i,
                                  struct sp_error *err)
{
    static const char *const known[] = {"pain", "places", NULL};
    const json_t *m = json_object_get(body, field), *places = NULL;
    if (!m || json_is_null(m))
        return needed ? sp_fail(err, SP_E_RANGE,
                                _("%s: missing; say pain and places."), field)
                      : SP_OK;
    enum sp_status s;
    if ((s = app_need_object(m, known, err)) ||
        (s = app_read_number(m, "pain", true, 0, 10, &t->test.pain[i], err)) ||
        (s = app_read_texts(m, "places", 32, &places, err)))
        return s;
    t->test.zone[i] = journal_zone(places);
    if (t->test.zone[i] < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("places: holds a place that is not on the body map."));
    t->moments = i + 1;
    return SP_OK;
}

static enum sp_status read_told(const json_t *body, struct told *t,
                                struct sp_error *err)
{
    static const char *const known[] = {"direction", "before",   "after",
                                        "later",     "numbness", NULL};
    const char *direction = NULL;
    enum sp_status s;
    *t = (struct told){0};
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_word(body, "direction", true, direction_word, &direction,
                           err)) ||
        (s = app_read_bool(body, "numbness", true, &t->test.new_numbness,
                           err)) ||
        (s = read_moment(body, "before", true, t, 0, err)) ||
        (s = read_moment(body, "after", true, t, 1, err)) ||
        (s = read_moment(body, "later", false, t, 2, err)))
        return s;
    t->direction = app_movement_direction(direction);
    if (t->moments == 2) { // as if nothing changed any more
        t->test.zone[2] = t->test.zone[1];
        t->test.pain[2] = t->test.pain[1];
    }
    return SP_OK;
}

static enum sp_status keep(struct app *app, const struct told *t,
                           enum care_movement m, const char *today,
                           struct sp_error *err)
{
    json_t *pain = json_array(), *zone = json_array();
    int64_t id;
    for (int i = 0; i < t->moments; i++) {
        json_array_append_new(pain, json_real(t->test.pain[i]));
        json_array_append_new(zone, json_integer(t->test.zone[i]));
    }
    json_t *fields = json_pack(
        "{s:s, s:s, s:o, s:o, s:b, s:s}", "direction",
        direction_word[t->direction == CARE_EXTENSION], "exercise",
        exercise_id(app, t->direction), "pain", pain, "zone", zone, "numbness",
        (int)t->test.new_numbness, "answer", care_movement_id(m));
    enum sp_status s =
        fields ? app->journal->ops->add(app->journal, JOURNAL_MOVEMENT, today,
                                        fields, &id, err)
               : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the test."));
    json_decref(fields);
    // a sign that asks for the full questions is kept where they are asked for
    if (!s && m == CARE_MOVEMENT_SCREEN)
        s = app_screen_add(app,
                           json_pack("{s:s, s:s, s:s}", "form", "quick",
                                     "triage", "see_first", "note",
                                     care_movement_text(app->library, m)),
                           err);
    app->undo_depth = 0;
    app->safety_stale = true;
    return s;
}

enum sp_status app_op_movement_add(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    struct told t;
    char today[APP_DAY];
    json_t *records = NULL;
    app_today(app, today);
    enum sp_status s = read_told(request->body, &t, err);
    if (!s)
        s = app_response(app, err);
    if (!s)
        s = app_movement_list(app, today, &records, err);
    if (s)
        return s;
    const enum care_movement m = care_movement(&t.test);
    const bool stops = m == CARE_MOVEMENT_SCREEN || m == CARE_PERIPHERALISES;
    const bool final = t.moments == 3 || stops;
    const enum care_bias before =
        app_movement_preference(app, records, today).direction;
    // a warning sign is kept whatever else is offered
    if (m != CARE_MOVEMENT_SCREEN)
        s = offered(app, records, today, err);
    json_decref(records);
    if (!s && final)
        s = keep(app, &t, m, today, err);
    if (!s && final && app->plan && app_movement_learned(app) != before)
        s = app_plan_remake(app, err);
    if (s)
        return s;
    return app_give(
        answer,
        json_pack("{s:b, s:b, s:b, s:s?, s:s, s:i}", "final", (int) final,
                  "stop", (int)stops, "full_screen_needed",
                  (int)(m == CARE_MOVEMENT_SCREEN), "answer",
                  final ? care_movement_id(m) : NULL, "text",
                  final ? care_movement_text(app->library, m) : "", "wait_s",
                  final ? 0
                        : care_direction_texts(app->library)->later_s -
                              care_direction_texts(app->library)->after_s),
        err);
}
