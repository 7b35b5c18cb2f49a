/*
 * Changing a plan by hand: easier, harder, another move, or none. The same
 * rules decide as for the plan itself; nothing blocked comes in this way.
 */
#include "care/plan/plan_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static enum sp_status target(const struct care_library *lib,
                             const struct care_item *now,
                             enum care_swap_way way, const char *named,
                             int *exercise, struct sp_error *err)
{
    const struct care_exercise *ex = care_exercise_at(lib, now->exercise);
    const char *id = way == CARE_EASIER   ? ex->easier
                     : way == CARE_HARDER ? ex->harder
                                          : named;
    *exercise = now->exercise;
    if (way == CARE_NAMED) {
        *exercise = id ? care_exercise_find(lib, id) : -1;
        return *exercise >= 0
                   ? SP_OK
                   : sp_fail(err, SP_E_NOTFOUND,
                             _("there is no exercise '%.40s' in the library"),
                             id ? id : "");
    }
    if (id)
        *exercise = care_exercise_find(lib, id);
    else if (!(way == CARE_EASIER ? ex->easier_note : ex->harder_note))
        return sp_fail(err, SP_E_NOTFOUND,
                       way == CARE_EASIER ? _("%s has no easier form")
                                          : _("%s has no harder form"),
                       ex->name);
    return SP_OK;
}

// a ramp is climbed by clean sessions alone (safety 4.4, 4.5)
static bool on_ramp(const struct care_exercise *ex)
{
    return (ex->modalities & (1u << CARE_HANG | 1u << CARE_INVERSION)) != 0;
}

static int step_of(const struct plan_task *t, int exercise)
{
    const struct care_response none = care_response_none();
    return care_step_now(&t->lib->exercise[exercise],
                         t->response ? &t->response[exercise] : &none);
}

static void say_swap(const struct care_exercise *from,
                     const struct care_exercise *to, enum care_swap_way way,
                     char why[CARE_WHY_MAX])
{
    why[0] = '\0';
    if (way == CARE_NAMED)
        care_say(why, CARE_WHY_MAX, _("Your own choice in place of %s."),
                 from->name);
    else if (from == to)
        care_say(why, CARE_WHY_MAX,
                 way == CARE_EASIER ? _("You asked for it easier: %.200s")
                                    : _("You asked for it harder: %.200s"),
                 way == CARE_EASIER ? from->easier_note : from->harder_note);
    else
        care_say(why, CARE_WHY_MAX,
                 way == CARE_EASIER ? _("Easier than %s, as you asked.")
                                    : _("Harder than %s, as you asked."),
                 from->name);
}

static double day_minutes(const struct care_day *day)
{
    double m = day->items > 0 ? CARE_SESSION_FRAME_MIN : 0;
    for (int i = 0; i < day->items; i++)
        m += day->item[i].minutes;
    return m;
}

enum sp_status care_swap(const struct care_library *lib,
                         const struct care_screen *screen,
                         const struct care_wishes *wishes,
                         const struct care_response *response,
                         struct care_plan *plan, int day, int index,
                         enum care_swap_way way, const char *named,
                         struct sp_error *err)
{
    if (day < 0 || day >= CARE_PLAN_DAYS || index < 0 ||
        index >= plan->day[day].items)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("day %d of the plan has no item %d"), day + 1,
                       index + 1);
    struct care_day *d = &plan->day[day];
    struct care_item *now = &d->item[index];
    const struct plan_task t = {
        .lib = lib, .screen = screen, .wishes = wishes, .response = response};
    int exercise, variant;
    char why[CARE_WHY_MAX];
    const enum sp_status st = target(lib, now, way, named, &exercise, err);
    if (st != SP_OK)
        return st;
    if (!plan_eligible(&t, exercise, true, &variant, why))
        return sp_fail(err, SP_E_BLOCKED, "%s: %s",
                       lib->exercise[exercise].name, why);
    for (int i = 0; i < d->items; i++)
        if (i != index && d->item[i].exercise == exercise)
            return sp_fail(err, SP_E_CONFLICT, _("%s is on that day already"),
                           lib->exercise[exercise].name);
    int step = step_of(&t, exercise);
    const bool same = exercise == now->exercise && way != CARE_NAMED;
    if (same && way == CARE_HARDER && on_ramp(&lib->exercise[exercise]))
        return sp_fail(err, SP_E_BLOCKED,
                       _("%s grows by clean sessions alone; its steps are not "
                         "skipped."),
                       lib->exercise[exercise].name);
    if (same)
        step += way == CARE_EASIER ? -1 : 1;
    struct care_item item = care_dose_at(lib, screen, exercise, variant, step);
    item.minutes = care_item_minutes(care_exercise_at(lib, exercise), &item,
                                     &wishes->talk);
    say_swap(&lib->exercise[now->exercise], &lib->exercise[exercise], way,
             item.why);
    *now = item;
    d->minutes = day_minutes(d);
    return SP_OK;
}

/* One more entry. A plan that was read back from the journal has room for
 * exactly what it holds, so nothing is taken for granted. */
static struct care_left_out *one_more(struct care_plan *plan)
{
    struct care_left_out *grown = realloc(
        plan->left_out, (size_t)(plan->left_out_count + 1) * sizeof *grown);
    if (!grown)
        return NULL;
    plan->left_out = grown;
    return &grown[plan->left_out_count++];
}

enum sp_status care_drop(const struct care_library *lib, struct care_plan *plan,
                         int exercise, const char *why, struct sp_error *err)
{
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return sp_fail(err, SP_E_NOTFOUND, _("there is no such exercise"));
    struct care_left_out *l = NULL;
    for (int i = 0; i < plan->left_out_count && !l; i++)
        if (plan->left_out[i].exercise == exercise)
            l = &plan->left_out[i];
    if (!l)
        l = one_more(plan);
    if (!l)
        return sp_fail(err, SP_E_NOMEM, _("plan: out of memory"));
    *l = (struct care_left_out){.exercise = exercise};
    care_say(l->why, sizeof l->why, "%s", why);
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        struct care_day *day = &plan->day[d];
        int kept = 0;
        for (int i = 0; i < day->items; i++)
            if (day->item[i].exercise != exercise)
                day->item[kept++] = day->item[i];
        day->items = kept;
        day->minutes = day_minutes(day);
    }
    return SP_OK;
}
