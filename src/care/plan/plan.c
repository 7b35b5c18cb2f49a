/*
 * The week put together from what the programme chose. Rules and their sources
 * are in docs/plan.md; what the screening allows in docs/safety.md.
 */
#include "care/plan/plan_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static void add_item(struct care_day *day, const struct care_item *item)
{
    if (day->items == CARE_DAY_ITEMS)
        return;
    day->item[day->items++] = *item;
    day->minutes += item->minutes;
}

static void sort_moves(const struct plan_task *t, struct care_item *item,
                       int count)
{
    for (int i = 1; i < count; i++) {
        const struct care_item moving = item[i];
        int at = i;
        while (at > 0 && plan_order(t, item[at - 1].exercise) >
                             plan_order(t, moving.exercise)) {
            item[at] = item[at - 1];
            at--;
        }
        item[at] = moving;
    }
}

static void fill_day(const struct plan_task *t, int d, struct care_day *day)
{
    for (int i = 0; i < t->warms[d]; i++) {
        struct care_item item = t->warm[d][i];
        plan_why(t, &t->warm_up[i], &item, item.why);
        add_item(day, &item);
    }
    const int first = day->items;
    for (int c = 0; c < t->candidates; c++) {
        if (!t->chosen[c * CARE_PLAN_DAYS + d])
            continue;
        struct care_item item = *plan_item(t, &t->candidate[c], d);
        plan_why(t, &t->candidate[c], &item, item.why);
        add_item(day, &item);
    }
    sort_moves(t, day->item + first, day->items - first);
    if (day->items > 0)
        day->minutes += CARE_SESSION_FRAME_MIN;
}

static bool planned(const struct care_plan *plan, int exercise)
{
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        for (int i = 0; i < plan->day[d].items; i++)
            if (plan->day[d].item[i].exercise == exercise)
                return true;
    return false;
}

static const struct candidate *candidate_of(const struct plan_task *t,
                                            int exercise)
{
    for (int c = 0; c < t->candidates; c++)
        if (t->candidate[c].exercise == exercise)
            return &t->candidate[c];
    return NULL;
}

static enum sp_status fill_left_out(const struct plan_task *t,
                                    struct care_plan *plan,
                                    struct sp_error *err)
{
    for (int e = 0; e < t->lib->exercises; e++) {
        if (planned(plan, e))
            continue;
        struct care_left_out *l =
            care_grow(&plan->left_out, &plan->left_out_count, sizeof *l);
        if (!l)
            return sp_fail(err, SP_E_NOMEM, _("plan: out of memory"));
        int variant;
        l->exercise = e;
        if (!plan_eligible(t, e, false, &variant, l->why))
            continue;
        const struct candidate *c = candidate_of(t, e);
        if (c)
            plan_why_not(t, c, l->why);
        else
            care_say(l->why, sizeof l->why,
                     _("The warm-up is kept short so that the moves fit into "
                       "your minutes."));
    }
    return SP_OK;
}

static enum sp_status assemble(struct plan_task *t, struct care_plan *plan,
                               struct sp_error *err)
{
    enum sp_status st = plan_gather(t, err);
    if (st != SP_OK)
        return st;
    plan_days(t);
    st = plan_solve(t, err);
    if (st != SP_OK)
        return st;
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        if (t->minutes[d] > 0)
            fill_day(t, d, &plan->day[d]);
    plan->benefit = t->value;
    plan->optimal = t->optimal;
    st = fill_left_out(t, plan, err);
    plan_note(t, plan, plan->note);
    return st;
}

enum sp_status care_plan(const struct care_library *lib,
                         const struct care_screen *screen,
                         const struct care_wishes *wishes,
                         const struct care_response *response,
                         const struct care_relief *relief,
                         struct care_plan **out, struct sp_error *err)
{
    *out = NULL;
    if (!screen || !screen->complete)
        return sp_fail(err, SP_E_BLOCKED,
                       _("The safety questions come first: every one needs an "
                         "answer."));
    if (screen->triage > CARE_SEE_FIRST)
        return sp_fail(err, SP_E_BLOCKED, "%s",
                       care_triage_text(lib, screen->triage));
    struct care_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return sp_fail(err, SP_E_NOMEM, _("plan: out of memory"));
    struct plan_task t = {.lib = lib,
                          .screen = screen,
                          .wishes = wishes,
                          .response = response,
                          .relief = relief};
    const enum sp_status st = assemble(&t, plan, err);
    free(t.candidate);
    free(t.chosen);
    if (st != SP_OK) {
        care_plan_free(plan);
        return st;
    }
    *out = plan;
    return SP_OK;
}

void care_plan_free(struct care_plan *plan)
{
    if (!plan)
        return;
    free(plan->left_out);
    free(plan);
}
