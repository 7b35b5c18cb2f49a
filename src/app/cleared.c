/*
 * What agreements of clinicians open: for a modality that
 * the screening answers with "ask first", or for a C question that someone
 * has looked at (safety rules, section 2.2). They lapse with time, with a new
 * condition and after any answer that asked for same-day or emergency care.
 */
#include "app/app_internal.h"

#include <stdio.h>
#include <string.h>

static json_int_t created(const json_t *record)
{
    return json_integer_value(json_object_get(record, "created"));
}

static bool own_full(const json_t *screen)
{
    return app_own(screen) && !strcmp(app_record_text(screen, "form"), "full");
}

/* A same_day or emergency answer came after it. */
static bool ended_by_triage(const json_t *screens, const json_t *clearance)
{
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)screens, i, r)
    {
        const char *t = app_record_text(r, "triage");
        if (app_own(r) && created(r) >= created(clearance) &&
            (!strcmp(t, "same_day") || !strcmp(t, "emergency")))
            return true;
    }
    return false;
}

static bool has_condition(const json_t *screen, const char *id)
{
    const char *a = json_string_value(
        json_object_get(json_object_get(screen, "conditions"), id));
    return a && strcmp(a, "no");
}

/* A condition is answered now that was not when the clinician agreed. */
static bool ended_by_condition(const json_t *screens, const json_t *clearance)
{
    const json_t *then = NULL, *now = NULL;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)screens, i, r)
    {
        if (!own_full(r))
            continue;
        now = r;
        if (!then || created(r) <= created(clearance))
            then = r;
    }
    const char *id;
    json_t *v;
    json_object_foreach(json_object_get(now, "conditions"), id, v)
    {
        (void)v;
        if (has_condition(now, id) && !has_condition(then, id))
            return true;
    }
    return false;
}

bool app_clearance_holds(struct app *app, const json_t *screens,
                         const json_t *clearance)
{
    char today[APP_DAY];
    app_today(app, today);
    const long age = app_day_between(app_record_text(clearance, "date"), today);
    return app_own(clearance) && age >= 0 &&
           age <= care_clearance_rules(app->library)->valid_days &&
           !ended_by_triage(screens, clearance) &&
           !ended_by_condition(screens, clearance);
}

/* First day of the unbroken run of full screens, up to the newest, in which
 * the question was not answered no; "" when the newest says no. */
static const char *run_start(const json_t *screens, const char *question)
{
    const char *start = "";
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)screens, i, r)
    {
        if (!own_full(r))
            continue;
        const enum care_answer a = app_answer_word(json_string_value(
            json_object_get(json_object_get(r, "questions"), question)));
        if (a == CARE_NO)
            start = "";
        else if (!*start)
            start = app_record_text(r, "day");
    }
    return start;
}

int app_modality_find(const char *id)
{
    for (int m = 0; m < CARE_MODALITIES; m++)
        if (!strcmp(care_modality_id((enum care_modality)m), id))
            return m;
    return -1;
}

/* C07 adds a condition and is nothing that a look can end. */
bool app_can_be_looked_at(const char *question)
{
    return question[0] == 'C' && strcmp(question, "C07");
}

enum sp_status app_clearances_apply(struct app *app, const json_t *screens,
                                    struct care_answers *answers,
                                    struct sp_error *err)
{
    json_t *list = NULL;
    enum sp_status s = app->journal->ops->list(app->journal, JOURNAL_CLEARANCE,
                                               NULL, NULL, &list, err);
    size_t i;
    json_t *r;
    json_array_foreach(list, i, r)
    {
        if (!app_clearance_holds(app, screens, r))
            continue;
        const int m = app_modality_find(app_record_text(r, "modality"));
        if (m >= 0)
            answers->cleared |= 1u << m;
        const char *question = app_record_text(r, "question");
        const int q = care_question_find(app->library, question);
        const char *start = q >= 0 ? run_start(screens, question) : "";
        if (q >= 0 && app_can_be_looked_at(question) && *start &&
            strcmp(app_record_text(r, "date"), start) >= 0)
            answers->question[q] = CARE_NO;
    }
    json_decref(list);
    return s;
}

bool app_visit_recorded(const json_t *clearances, const char *day)
{
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)clearances, i,
                       r) if (app_own(r) && *app_record_text(r, "question") &&
                              strcmp(app_record_text(r, "date"), day) >=
                                  0) return true;
    return false;
}

enum sp_status app_prescription(struct app *app, json_t **record,
                                struct sp_error *err)
{
    struct journal *j = app->journal;
    json_t *list = NULL, *screens = NULL, *r;
    size_t i;
    *record = NULL;
    enum sp_status s =
        j->ops->list(j, JOURNAL_CLEARANCE, NULL, NULL, &list, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_SCREEN, NULL, NULL, &screens, err);
    json_array_foreach(list, i, r)
    {
        if (strcmp(app_record_text(r, "modality"), "traction_lumbar") ||
            !app_clearance_holds(app, screens, r) ||
            (*record && strcmp(app_record_text(r, "date"),
                               app_record_text(*record, "date")) < 0))
            continue;
        json_decref(*record);
        *record = json_incref(r);
    }
    json_decref(list);
    json_decref(screens);
    return s;
}
