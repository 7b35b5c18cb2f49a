/*
 * The week's plan. Kept in the journal as what was chosen and why; doses and
 * permissions are worked out again on the day, so that an old or edited plan
 * never offers what is no longer allowed.
 */
#include "app/app_internal.h"
#include "app/spine/doses.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- wishes ----------------------------------------------------------------
 */

static double latest_pain(struct app *app)
{
    char today[APP_DAY];
    app_today(app, today);
    json_t *list = NULL;
    double pain = 0;
    struct sp_error err;
    if (app->journal->ops->list(app->journal, JOURNAL_SCORE, today, today,
                                &list, &err))
        return 0;
    size_t i;
    json_t *r;
    json_array_foreach(list, i, r)
    {
        const char *m = json_string_value(json_object_get(r, "measure"));
        const json_t *v = json_object_get(r, "score");
        if (m && !strcmp(m, "nrs") && json_is_number(v))
            pain = json_number_value(v);
    }
    json_decref(list);
    return pain;
}

/* Things of the library's own list, so that the strings outlive the call. */
static char **things_at_hand(struct app *app)
{
    const json_t *list = json_object_get(app->profile, "equipment");
    const size_t n = json_array_size(list);
    char **out = calloc(n + 2, sizeof *out);
    size_t used = 0;
    for (size_t i = 0; out && i < n; i++) {
        const int at = care_equipment_find(
            app->library, json_string_value(json_array_get(list, i)));
        if (at >= 0)
            out[used++] = care_equipment_at(app->library, at)->id;
    }
    const int mat = care_equipment_find(app->library, "mat");
    if (out && !list && mat >= 0)
        out[used++] = care_equipment_at(app->library, mat)->id;
    return out;
}

enum sp_status app_wishes(struct app *app, struct care_wishes *wishes,
                          struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    const json_t *minutes = json_object_get(app->profile, "minutes");
    const char *condition = app_profile_text(app, "condition");
    const char *level = app_profile_text(app, "level");
    *wishes = (struct care_wishes){
        .regions = app_wished_regions(app),
        .equipment = things_at_hand(app),
        .condition = condition ? care_fact_find(app->library, condition) : -1,
        .inversion_wanted = app_profile_bool(app, "inversion_wanted"),
        .hang_often = app_profile_bool(app, "hang_often"),
        .pain_now = latest_pain(app),
        .advanced_ready = level && !strcmp(level, "advanced"),
        .first_weekday = app_weekday(today),
        .learned = app_movement_learned(app),
        .talk = app_talk(app),
    };
    if (!wishes->equipment)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        const int weekday = (wishes->first_weekday + d) % 7;
        const json_t *m = json_array_get(minutes, (size_t)weekday);
        wishes->minutes[d] = json_is_number(m) ? json_number_value(m)
                             : weekday == 6    ? 0
                                               : 10;
    }
    return SP_OK;
}

/* ---- making
 * ------------------------------------------------------------------ */

enum sp_status app_plan_put(struct app *app, struct care_plan *plan,
                            struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    const bool same_day = !strcmp(app->plan_from, today);
    if (app->plan)
        care_plan_free(app->plan);
    app->plan = plan;
    memcpy(app->plan_from, today, APP_DAY);
    return app_plan_save(app, !same_day, err);
}

enum sp_status app_plan_remake(struct app *app, struct sp_error *err)
{
    const struct app_safety *safety;
    enum sp_status s = app_safety(app, &safety, err);
    if (!s)
        s = app_response(app, err);
    // closed: the old plan stays, and offers nothing until it opens again
    if (s || !safety->open)
        return s;
    struct care_wishes wishes;
    struct care_plan *plan = NULL;
    s = app_wishes(app, &wishes, err);
    struct care_relief *relief = s ? NULL : app_library_reliefs(app);
    if (!s && !relief)
        s = sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    if (!s)
        s = care_plan(app->library, &safety->screen, &wishes, app->response,
                      relief, &plan, err);
    free(relief);
    free(wishes.equipment);
    return s ? s : app_plan_put(app, plan, err);
}

enum sp_status app_plan_ensure(struct app *app, struct sp_error *err)
{
    return app_plan_today(app) >= 0 ? SP_OK : app_plan_remake(app, err);
}

/* What the plan made smaller stays small: today's dose is only its cap. */
static void keep_small(const struct care_exercise *ex,
                       const struct care_talk *talk,
                       const struct care_item *planned, struct care_item *item)
{
    const struct care_item today = *item;
    if (planned->hold_s > 0)
        item->hold_s = fmin(item->hold_s, planned->hold_s);
    if (planned->duration_s > 0)
        item->duration_s = fmin(item->duration_s, planned->duration_s);
    if (planned->reps > 0 && planned->reps < item->reps)
        item->reps = planned->reps;
    if (item->hold_s < today.hold_s || item->duration_s < today.duration_s ||
        item->reps < today.reps)
        item->minutes = care_item_minutes(ex, item, talk);
}

bool app_plan_item(struct app *app, const struct care_item *planned,
                   struct care_item *item)
{
    struct sp_error err;
    const struct care_exercise *ex =
        care_exercise_at(app->library, planned->exercise);
    if (app_item_today(app, ex->id, app_variant_id(ex, planned->variant),
                       planned->why, item, &err))
        return false;
    const struct care_talk talk = app_talk(app);
    keep_small(ex, &talk, planned, item);
    return true;
}

/* ---- showing
 * ------------------------------------------------------------------ */

static bool day_done(const json_t *sessions, const char *date)
{
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)sessions, i, r)
    {
        const char *day = json_string_value(json_object_get(r, "day"));
        if (day && !strcmp(day, date) && app_session_done_minutes(r) > 0)
            return true;
    }
    return false;
}

static json_t *day_json(struct app *app, int d, const json_t *sessions)
{
    char date[APP_DAY];
    const struct care_day *day = &app->plan->day[d];
    app_day_add(app->plan_from, d, date);
    json_t *items = json_array();
    double minutes = 0;
    for (int i = 0; i < day->items; i++) {
        struct care_item item;
        // an item that is not allowed now keeps its place, marked, so that
        // positions for a swap stay true
        const bool ok = app_plan_item(app, &day->item[i], &item);
        json_t *it = app_item_json(app, ok ? &item : &day->item[i]);
        json_object_set_new(it, "blocked", json_boolean(!ok));
        const struct care_relief relief =
            app_relief(app, ok ? &item : &day->item[i]);
        json_object_set_new(
            it, "relief", app_relief_json(app, day->item[i].exercise, &relief));
        json_array_append_new(items, it);
        minutes += ok ? item.minutes : 0;
    }
    return json_pack("{s:s, s:s, s:o, s:f, s:b, s:b}", "date", date, "weekday",
                     app_weekday_name(app_weekday(date)), "items", items,
                     "minutes", minutes, "done", day_done(sessions, date),
                     "rest", day->items == 0);
}

static json_t *left_out_json(const struct app *app)
{
    json_t *out = json_array();
    for (int i = 0; i < app->plan->left_out_count; i++) {
        const struct care_left_out *l = &app->plan->left_out[i];
        const struct care_exercise *ex =
            care_exercise_at(app->library, l->exercise);
        json_array_append_new(out,
                              json_pack("{s:s, s:s, s:s}", "exercise", ex->id,
                                        "name", ex->name, "why", l->why));
    }
    return out;
}

enum sp_status app_plan_give(struct app *app, struct app_answer *answer,
                             struct sp_error *err)
{
    const struct app_safety *safety;
    json_t *sessions = NULL;
    enum sp_status s = app_safety(app, &safety, err);
    if (!s)
        s = app_response(app, err);
    if (!s && app->plan)
        s = app_sessions(app, app->plan_from, &sessions, err);
    if (s)
        return s;
    json_t *days = json_array();
    const bool show = app->plan && safety->open;
    for (int d = 0; show && d < CARE_PLAN_DAYS; d++)
        json_array_append_new(days, day_json(app, d, sessions));
    json_decref(sessions);
    return app_give(answer,
                    json_pack("{s:s, s:o, s:o, s:s, s:b}", "from",
                              show ? app->plan_from : safety->today, "days",
                              days, "left_out",
                              show ? left_out_json(app) : json_array(), "note",
                              show                     ? app->plan->note
                              : safety->triage_text[0] ? safety->triage_text
                                                       : safety->reason,
                              "optimal", show && app->plan->optimal),
                    err);
}

enum sp_status app_op_plan_show(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    enum sp_status s = app_plan_ensure(app, err);
    return s ? s : app_plan_give(app, answer, err);
}

enum sp_status app_op_plan_make(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    static const char *const none[] = {NULL};
    enum sp_status s =
        request->body ? app_need_object(request->body, none, err) : SP_OK;
    if (!s)
        s = app_safety_gate(app, err);
    const int depth = app->undo_depth;
    if (!s)
        s = app_plan_remake(app, err);
    if (!s)
        app->undo_depth = depth + 1;
    return s ? s : app_plan_give(app, answer, err);
}

enum sp_status app_op_plan_swap(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    static const char *const known[] = {"day", "index", "direction", NULL};
    const json_t *body = request->body;
    int day = 0, index = 0;
    const char *way = NULL;
    struct care_wishes wishes = {.equipment = NULL};
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_int(body, "day", true, 0, CARE_PLAN_DAYS - 1, &day,
                          err)) ||
        (s = app_read_int(body, "index", true, 0, CARE_DAY_ITEMS - 1, &index,
                          err)) ||
        (s = app_read_text(body, "direction", true, 47, &way, err)) ||
        (s = app_safety_gate(app, err)) || (s = app_plan_ensure(app, err)) ||
        (s = app_response(app, err)) || (s = app_wishes(app, &wishes, err)))
        return s;
    const enum care_swap_way how = !strcmp(way, "easier")   ? CARE_EASIER
                                   : !strcmp(way, "harder") ? CARE_HARDER
                                                            : CARE_NAMED;
    // a named exercise passes the same gate as one that is started
    struct care_item item;
    if (how == CARE_NAMED)
        s = app_item_today(app, way, NULL, NULL, &item, err);
    if (!s)
        s = care_swap(app->library, &app->safety.screen, &wishes, app->response,
                      app->plan, day, index, how,
                      how == CARE_NAMED ? way : NULL, err);
    free(wishes.equipment);
    const int depth = app->undo_depth;
    if (!s)
        s = app_plan_save(app, false, err);
    if (!s)
        app->undo_depth = depth + 1;
    return s ? s : app_plan_give(app, answer, err);
}

enum sp_status app_op_plan_exclude(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    static const char *const known[] = {"exercise", "permanent", NULL};
    const char *why = _("Left out because you asked for it.");
    const json_t *body = request->body;
    const char *id = NULL;
    bool permanent = false;
    char today[APP_DAY];
    int64_t choice;
    enum sp_status s;
    if ((s = app_need_object(body, known, err)) ||
        (s = app_read_text(body, "exercise", true, 47, &id, err)) ||
        (s = app_read_bool(body, "permanent", false, &permanent, err)))
        return s;
    const int e = care_exercise_find(app->library, id);
    if (e < 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("There is no exercise \"%s\" in the library."), id);
    app_today(app, today);
    json_t *fields =
        json_pack("{s:s, s:s, s:b, s:s}", "what", "exclude", "exercise", id,
                  "permanent", (int)permanent, "why", why);
    const int depth = app->undo_depth;
    s = app_group(app, N_("exclusion"), err);
    if (!s) {
        s = app->journal->ops->add(app->journal, JOURNAL_CHOICE, today, fields,
                                   &choice, err);
        app->response_stale = true;
        if (!s && app->plan)
            s = care_drop(app->library, app->plan, e, why, err);
        if (!s && app->plan)
            s = app_plan_save(app, false, err);
        s = app_group_end(app, s, depth, err);
    }
    json_decref(fields);
    return s ? s : app_plan_give(app, answer, err);
}
