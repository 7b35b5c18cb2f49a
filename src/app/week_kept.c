/*
 * The week's plan in the journal: written after each change, read at start.
 */
#include "app/app_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *day_record(const struct app *app, int d)
{
    char date[APP_DAY];
    const struct care_day *day = &app->plan->day[d];
    app_day_add(app->plan_from, d, date);
    json_t *items = json_array();
    for (int i = 0; i < day->items; i++)
        json_array_append_new(items, app_item_store(app, &day->item[i]));
    return json_pack("{s:s, s:o, s:o, s:b}", "day", date, "items", items,
                     "minutes", app_number(day->minutes), "rest",
                     day->items == 0);
}

static json_t *plan_record(const struct app *app)
{
    json_t *days = json_array(), *left_out = json_array();
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        json_array_append_new(days, day_record(app, d));
    for (int i = 0; i < app->plan->left_out_count; i++) {
        const struct care_left_out *l = &app->plan->left_out[i];
        json_array_append_new(
            left_out, json_pack("{s:s, s:s}", "exercise",
                                care_exercise_at(app->library, l->exercise)->id,
                                "why", l->why));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:b, s:s}", "from", app->plan_from,
                     "days", days, "left_out", left_out, "benefit",
                     app_number(app->plan->benefit), "optimal",
                     (int)app->plan->optimal, "note", app->plan->note);
}

enum sp_status app_plan_save(struct app *app, bool anew, struct sp_error *err)
{
    struct journal *j = app->journal;
    json_t *record = plan_record(app);
    if (!record)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    enum sp_status s =
        anew || !app->plan_id
            ? j->ops->add(j, JOURNAL_PLAN, app->plan_from, record,
                          &app->plan_id, err)
            : j->ops->edit(j, JOURNAL_PLAN, app->plan_id, NULL, record, err);
    json_decref(record);
    app->undo_depth = 0;
    if (s) {
        struct sp_error later; // the first failure is the one to tell
        (void)app_plan_load(app, &later);
    }
    return s;
}

static bool item_load(const struct app *app, const json_t *stored,
                      struct care_item *item)
{
    const char *id = json_string_value(json_object_get(stored, "exercise"));
    const int e = id ? care_exercise_find(app->library, id) : -1;
    if (e < 0)
        return false;
    const struct care_exercise *ex = care_exercise_at(app->library, e);
    const char *variant = json_string_value(json_object_get(stored, "variant"));
    *item = (struct care_item){
        .exercise = e,
        .variant = variant ? care_variant_find(ex, variant) : -1,
        .hold_s = json_number_value(json_object_get(stored, "hold_s")),
        .duration_s = json_number_value(json_object_get(stored, "duration_s")),
        .rest_s = json_number_value(json_object_get(stored, "rest_s")),
        .reps = (int)json_integer_value(json_object_get(stored, "reps")),
        .reduced = json_is_true(json_object_get(stored, "reduced")),
        .minutes = json_number_value(json_object_get(stored, "minutes")),
    };
    app_kept_why(app, stored, item->why);
    return true;
}

static void day_load(const struct app *app, const json_t *stored,
                     struct care_day *day)
{
    size_t i;
    json_t *it;
    json_array_foreach(json_object_get(stored, "items"), i,
                       it) if (day->items < CARE_DAY_ITEMS &&
                               item_load(app, it, &day->item[day->items]))
        day->minutes += day->item[day->items++].minutes;
}

static enum sp_status left_out_load(const struct app *app, const json_t *list,
                                    struct care_plan *plan,
                                    struct sp_error *err)
{
    const size_t n = json_array_size(list);
    plan->left_out = n ? calloc(n, sizeof *plan->left_out) : NULL;
    if (n && !plan->left_out)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    for (size_t i = 0; i < n; i++) {
        const json_t *l = json_array_get(list, i);
        const char *id = json_string_value(json_object_get(l, "exercise"));
        struct care_left_out *at = &plan->left_out[plan->left_out_count];
        at->exercise = id ? care_exercise_find(app->library, id) : -1;
        app_kept_why(app, l, at->why);
        plan->left_out_count += at->exercise >= 0;
    }
    return SP_OK;
}

static enum sp_status plan_take(struct app *app, const json_t *record,
                                struct sp_error *err)
{
    const char *from = json_string_value(json_object_get(record, "from"));
    const char *note = json_string_value(json_object_get(record, "note"));
    const json_t *days = json_object_get(record, "days");
    struct care_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    for (size_t d = 0; d < json_array_size(days) && d < CARE_PLAN_DAYS; d++)
        day_load(app, json_array_get(days, d), &plan->day[d]);
    snprintf(plan->note, sizeof plan->note, "%s", note ? note : "");
    plan->benefit = json_number_value(json_object_get(record, "benefit"));
    plan->optimal = json_is_true(json_object_get(record, "optimal"));
    enum sp_status s =
        left_out_load(app, json_object_get(record, "left_out"), plan, err);
    if (s || !from) {
        care_plan_free(plan);
        return s;
    }
    app->plan = plan;
    app->plan_id = json_integer_value(json_object_get(record, "id"));
    snprintf(app->plan_from, sizeof app->plan_from, "%s", from);
    return SP_OK;
}

enum sp_status app_plan_load(struct app *app, struct sp_error *err)
{
    json_t *record = NULL;
    care_plan_free(app->plan);
    app->plan = NULL;
    app->plan_id = 0;
    app->plan_from[0] = 0;
    enum sp_status s =
        app->journal->ops->last(app->journal, JOURNAL_PLAN, &record, err);
    if (!s && record && app_own(record))
        s = plan_take(app, record, err);
    json_decref(record);
    return s;
}

int app_plan_today(struct app *app)
{
    char today[APP_DAY];
    app_today(app, today);
    if (!app->plan)
        return -1;
    const long d = app_day_between(app->plan_from, today);
    return d >= 0 && d < CARE_PLAN_DAYS ? (int)d : -1;
}
