/*
 * A printed plan comes back: the text of the code on its sheet becomes the
 * week from today on.
 *
 * The code gives no permission. Each movement passes the gate that every
 * movement passes today, its dose is at most today's, and it comes no more
 * often than the exercise's own frequency allows. What does not pass is left
 * out with the reason.
 */
#include "app/app_internal.h"
#include "paper/paper.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char why_here[] = N_("From your printed plan.");

/* Whether a sheet's item is meant for a weekday, 0 = Monday. Columns of a
 * sheet without dates begin on Monday; without columns it is meant for any. */
static bool meant_for(const struct paper_plan *sheet,
                      const struct paper_item *it, int weekday)
{
    const int first = sheet->from[0] ? app_weekday(sheet->from) : 0;
    const int column = (weekday - first + CARE_PLAN_DAYS) % CARE_PLAN_DAYS;
    return it->days == 0 || (it->days >> column & 1u) != 0;
}

/* Days since the exercise was last placed before day `d`; the whole week when
 * it was not. *times counts them. */
static int days_free(const struct care_plan *plan, int exercise, int d,
                     int *times)
{
    int last = -CARE_PLAN_DAYS;
    *times = 0;
    for (int e = 0; e <= d; e++)
        for (int i = 0; i < plan->day[e].items; i++)
            if (plan->day[e].item[i].exercise == exercise) {
                last = e;
                ++*times;
            }
    return d - last;
}

/* Items of one exercise may stand twice on a day, as a sheet has them when
 * two variants were printed; only other days count towards its frequency. */
static bool may_come(struct app *app, const struct care_plan *plan,
                     const struct care_item *item, int d)
{
    int per_week = CARE_PLAN_DAYS, rest_days = 0, times = 0;
    const struct care_exercise *ex =
        care_exercise_at(app->library, item->exercise);
    care_frequency(ex, care_step_now(ex, &app->response[item->exercise]),
                   item->reduced, app_profile_bool(app, "hang_often"),
                   &per_week, &rest_days);
    const int since = days_free(plan, item->exercise, d, &times);
    return plan->day[d].items < CARE_DAY_ITEMS &&
           (since == 0 || (since > rest_days && times < per_week));
}

static void place(struct app *app, const struct paper_plan *sheet,
                  const struct paper_item *it, const struct care_item *item,
                  int first_weekday, struct care_plan *plan)
{
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        struct care_day *day = &plan->day[d];
        if (!meant_for(sheet, it, (first_weekday + d) % CARE_PLAN_DAYS) ||
            !may_come(app, plan, item, d))
            continue;
        day->item[day->items++] = *item;
        day->minutes += item->minutes;
    }
}

static bool is_placed(const struct care_plan *plan, int exercise)
{
    int times;
    (void)days_free(plan, exercise, CARE_PLAN_DAYS - 1, &times);
    return times > 0;
}

/* One movement of the sheet: on its days as it may be done now, or left out. */
static enum sp_status take_item(struct app *app, const struct paper_plan *sheet,
                                const struct paper_item *it, int first_weekday,
                                struct care_plan *plan, struct sp_error *err)
{
    const struct care_exercise *ex =
        care_exercise_at(app->library, it->exercise);
    struct care_item planned = {.exercise = it->exercise,
                                .variant = it->variant,
                                .hold_s = it->hold_s,
                                .duration_s = it->duration_s,
                                .rest_s = it->rest_s,
                                .reps = it->reps};
    snprintf(planned.why, sizeof planned.why, "%s", words_say(why_here));
    struct care_item item;
    struct sp_error refused;
    const enum sp_status s =
        app_item_today(app, ex->id, app_variant_id(ex, it->variant),
                       words_say(why_here), &item, &refused);
    if (s == SP_E_BLOCKED || s == SP_E_NOTFOUND)
        return is_placed(plan, it->exercise)
                   ? SP_OK // another variant of it is allowed
                   : care_drop(app->library, plan, it->exercise, refused.text,
                               err);
    if (s)
        return sp_fail(err, s, "%s", refused.text);
    if (app_plan_item(app, &planned, &item))
        place(app, sheet, it, &item, first_weekday, plan);
    return SP_OK;
}

static enum sp_status plan_of(struct app *app, const struct paper_plan *sheet,
                              struct care_plan **out, struct sp_error *err)
{
    struct care_plan *plan = calloc(1, sizeof *plan);
    char today[APP_DAY];
    enum sp_status s = SP_OK;
    if (!plan)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the plan."));
    app_today(app, today);
    for (int i = 0; i < sheet->items && !s; i++)
        s = take_item(app, sheet, &sheet->item[i], app_weekday(today), plan,
                      err);
    bool any = false;
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        any = any || plan->day[d].items > 0;
    if (!s && !any)
        s = sp_fail(err, SP_E_BLOCKED,
                    _("Nothing on this sheet may be done now; your plan stays "
                      "as it was. %s"),
                    plan->left_out_count ? plan->left_out[0].why : "");
    if (s)
        care_plan_free(plan);
    else
        *out = plan;
    return s;
}

enum sp_status app_op_plan_code(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    static const char *const known[] = {"code", NULL};
    const char *code = NULL;
    struct paper_plan sheet;
    struct care_plan *plan = NULL;
    enum sp_status s;
    if ((s = app_need_object(request->body, known, err)) ||
        (s = app_read_text(request->body, "code", true, 8192, &code, err)) ||
        (s = paper_read_code(app->library, code, &sheet, err)) ||
        (s = app_safety_gate(app, err)) || (s = app_response(app, err)) ||
        (s = plan_of(app, &sheet, &plan, err)))
        return s;
    const int depth = app->undo_depth;
    s = app_plan_put(app, plan, err);
    if (!s)
        app->undo_depth = depth + 1;
    return s ? s : app_plan_give(app, answer, err);
}
