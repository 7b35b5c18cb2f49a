/* Agreements of clinicians, as the person records them and takes them back.
 * What they open stands in cleared.c. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum sp_status app_op_clearance_list(struct app *app,
                                     const struct app_request *request,
                                     struct app_answer *answer,
                                     struct sp_error *err)
{
    (void)request;
    struct journal *j = app->journal;
    json_t *list = NULL, *screens = NULL;
    enum sp_status s =
        j->ops->list(j, JOURNAL_CLEARANCE, NULL, NULL, &list, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_SCREEN, NULL, NULL, &screens, err);
    size_t i;
    json_t *r;
    json_array_foreach(list, i, r) json_object_set_new(
        r, "holds", json_boolean(app_clearance_holds(app, screens, r)));
    json_decref(screens);
    if (s) {
        json_decref(list);
        return s;
    }
    return app_give(answer, list, err);
}

static enum sp_status read_clearance(struct app *app, const json_t *body,
                                     struct sp_error *err)
{
    static const char *const known[] = {"modality", "question", "date",
                                        "role",     "note",     "force_kg",
                                        "minutes",  NULL};
    const char *modality = NULL, *question = NULL, *date = NULL, *text = NULL;
    double force_kg = NAN, minutes = NAN;
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_text(body, "modality", false, 40, &modality, err)) ||
        (s = app_read_text(body, "question", false, 40, &question, err)) ||
        (s = app_read_day(body, "date", true, &date, err)) ||
        (s = app_read_text(body, "role", true, 120, &text, err)) ||
        (s = app_read_text(body, "note", false, 2000, &text, err)) ||
        (s = app_read_number(body, "force_kg", false, 1, 60, &force_kg, err)) ||
        (s = app_read_number(body, "minutes", false, 1, 30, &minutes, err)))
        return s;
    if (isnan(force_kg) != isnan(minutes))
        return sp_fail(err, SP_E_RANGE,
                       _("%s: a prescription names both force and minutes."),
                       isnan(force_kg) ? "force_kg" : "minutes");
    if (!isnan(force_kg) && !(modality && !strcmp(modality, "traction_lumbar")))
        return sp_fail(
            err, SP_E_RANGE,
            _("force_kg: only traction of the low back is prescribed "
              "by force."));
    if (!modality == !question)
        return sp_fail(err, SP_E_RANGE,
                       _("modality: name either a modality or a question."));
    if (modality && app_modality_find(modality) < 0)
        return sp_fail(err, SP_E_RANGE, _("modality: there is no \"%s\"."),
                       modality);
    if (question && strcmp(question, "visit") &&
        care_question_find(app->library, question) < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("question: \"%s\" is no safety question; after an "
                         "emergency answer record \"visit\"."),
                       question);
    char today[APP_DAY];
    app_today(app, today);
    const long age = app_day_between(date, today);
    const int most = care_clearance_rules(app->library)->valid_days;
    if (age < 0)
        return sp_fail(err, SP_E_RANGE, _("date: %s has not come yet."), date);
    if (age > most)
        return sp_fail(err, SP_E_RANGE,
                       _("date: %s is more than %d days ago; an agreement of "
                         "that age no longer counts."),
                       date, most);
    return SP_OK;
}

/* The change is in the journal's open group; the plan follows it. */
static enum sp_status plan_follows(struct app *app, enum sp_status s, int depth,
                                   struct sp_error *err)
{
    app->safety_stale = true;
    if (!s && app->plan)
        s = app_plan_remake(app, err);
    return app_group_end(app, s, depth, err);
}

enum sp_status app_op_clearance_add(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    struct journal *j = app->journal;
    char today[APP_DAY];
    int64_t id = 0;
    json_t *record = NULL;
    enum sp_status s = read_clearance(app, request->body, err);
    if (s)
        return s;
    app_today(app, today);
    json_t *fields = json_object(), *v;
    const char *key;
    json_object_foreach(
        (json_t *)request->body, key,
        v) if (!json_is_null(v) &&
               !(json_is_string(v) && json_string_length(v) == 0))
        json_object_set(fields, key, v);
    const int depth = app->undo_depth;
    s = app_group(app, N_("clearance and the plan made with it"), err);
    if (!s) {
        s = j->ops->add_at(j, JOURNAL_CLEARANCE, today, app_wall_s(app), fields,
                           &id, err);
        s = plan_follows(app, s, depth, err);
    }
    json_decref(fields);
    if (!s)
        s = j->ops->get(j, JOURNAL_CLEARANCE, id, &record, err);
    if (s)
        return s;
    answer->status = 201;
    return app_give(answer, record, err);
}

enum sp_status app_op_clearance_remove(struct app *app,
                                       const struct app_request *request,
                                       struct app_answer *answer,
                                       struct sp_error *err)
{
    struct journal *j = app->journal;
    int64_t id;
    enum sp_status s = app_param_id(request, &id, err);
    const int depth = app->undo_depth;
    if (!s)
        s = app_group(app, N_("removal of the clearance"), err);
    if (!s) {
        s = j->ops->remove(j, JOURNAL_CLEARANCE, id, err);
        s = plan_follows(app, s, depth, err);
    }
    return s ? s
             : app_give(answer, json_pack("{s:I}", "removed", (json_int_t)id),
                        err);
}
