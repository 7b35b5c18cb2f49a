/*
 * The week: who may be planned, what the warm-up takes, and the plan put
 * together from what the programme chose. Rules and their sources are in
 * docs/plan.md; what the screening allows in docs/safety.md.
 */
#include "care/plan_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_equipment(const struct care_wishes *w, const char *id)
{
    // a mat may always be a carpet
    return strcmp(id, "mat") == 0 || care_in_list(w->equipment, id);
}

static const struct care_response *response_of(const struct plan_task *t,
                                               int exercise)
{
    return t->response ? &t->response[exercise] : NULL;
}

/* ---- who may be planned
 * ------------------------------------------------------- */

static bool refuse(char why[320], const char *text)
{
    why[0] = '\0';
    care_say(why, 320, "%s", text);
    return false;
}

static bool wanted(const struct plan_task *t, const struct care_exercise *ex,
                   int exercise, char why[320])
{
    const struct care_response *r = response_of(t, exercise);
    if (r && r->excluded)
        return refuse(why, "You left it out for good; you can take that back "
                           "in the library.");
    if (r && r->removed)
        return refuse(why, "Taken out by the stop rules: it was stopped twice "
                           "for symptoms, or pain went further out (safety "
                           "rule 1.5).");
    if ((ex->modalities & (1u << CARE_INVERSION)) &&
        !t->wishes->inversion_wanted)
        return refuse(why, "Inversion is off until you ask for it; its value "
                           "is debated and the evidence very low (PRAS12).");
    if (ex->level == CARE_ADVANCED && !t->wishes->advanced_ready)
        return refuse(why, "Advanced: it opens when the basic moves feel "
                           "comfortable (S1).");
    if ((ex->tags & (1u << CARE_TAG_ROTATION_END)) &&
        care_twist_barred(t->lib, t->wishes->condition))
        return refuse(why, "Twisting is left out with the condition you named: "
                           "one source includes it, another advises against "
                           "it (S1, S2).");
    for (char **id = ex->equipment; *id; id++) {
        if (has_equipment(t->wishes, *id))
            continue;
        const int e = care_equipment_find(t->lib, *id);
        why[0] = '\0';
        care_say(why, 320, "It needs something that is not on your list: %s.",
                 e >= 0 ? t->lib->equipment[e].name : *id);
        return false;
    }
    return true;
}

static bool guided(const struct care_exercise *ex, bool named, char why[320])
{
    switch (ex->playable) {
    case CARE_PLAYABLE:
        return true;
    case CARE_ON_DEMAND:
        return named ||
               refuse(why, "Guided when you ask for it, never scheduled: the "
                           "source leaves too much open.");
    case CARE_PRESCRIPTION:
        return refuse(why, "Only within a clinician's prescription (NG59, "
                           "WHO23).");
    case CARE_TEXT:
        break;
    }
    return refuse(why, "To read only: it is named without steps, or needs a "
                       "teacher.");
}

bool plan_eligible(const struct plan_task *t, int exercise, bool named,
                   int *variant, char why[320])
{
    const struct care_exercise *ex = care_exercise_at(t->lib, exercise);
    *variant = -1;
    if (!ex)
        return refuse(why, "There is no such exercise.");
    if (!guided(ex, named, why))
        return false;
    const struct care_why allow =
        care_allow_best(t->lib, t->screen, exercise, variant);
    if (allow.action >= CARE_ASK) {
        why[0] = '\0';
        const bool asks = allow.action == CARE_ASK;
        const char *first =
            asks ? "A clinician should agree first. " : "Not for you now. ";
        if (!care_say_whole(why, 320, "%s%s", first, allow.text))
            care_say(why, 320, "%s", allow.text);
        return false;
    }
    return wanted(t, ex, exercise, why);
}

/* ---- candidates
 * ------------------------------------------------------------------ */

static bool any_history(const struct plan_task *t)
{
    for (int e = 0; t->response && e < t->lib->exercises; e++)
        if (t->response[e].done > 0)
            return true;
    return false;
}

static void fill_candidate(const struct plan_task *t, int exercise, int variant,
                           struct candidate *c)
{
    const struct care_exercise *ex = &t->lib->exercise[exercise];
    const struct care_response *r = response_of(t, exercise);
    const struct care_response none = care_response_none();
    const int step = care_step_now(ex, r ? r : &none);
    *c = (struct candidate){.exercise = exercise, .variant = variant};
    c->allow = care_allow(t->lib, t->screen, exercise, variant);
    c->item = care_dose_at(t->lib, t->screen, exercise, variant, step);
    c->first_item = c->item;
    if (ex->dose.reps_min > 0 && c->first_item.reps > ex->dose.reps_min)
        c->first_item.reps = ex->dose.reps_min;
    c->first_item.minutes = care_item_minutes(ex, &c->first_item);
    care_frequency(ex, step, t->wishes->hang_often, &c->per_week,
                   &c->rest_days);
    if (r && r->last_day >= 0 && r->last_day <= c->rest_days)
        c->not_before = c->rest_days + 1 - r->last_day;
    c->easy = ex->modalities == (1u << CARE_EASY) ||
              strcmp(ex->category, "posture") == 0;
    c->calm = strcmp(ex->category, "breathing") == 0;
    c->is_new = !c->easy && !(r && r->done > 0);
    c->benefit = plan_benefit(t, exercise, variant);
    if (c->calm && c->benefit < 1)
        c->benefit = 1; // every session may end quietly
}

// walking first, then what is free of tags, then the rest in name order
static int warm_up_rank(const struct plan_task *t, const struct candidate *c)
{
    const struct care_exercise *ex = &t->lib->exercise[c->exercise];
    if (ex->dose.duration_s > 0)
        return 0;
    const bool neck_first =
        (t->wishes->regions & (1u << CARE_REGION_NECK)) != 0;
    const bool neck = ex->regions == (1u << CARE_REGION_NECK);
    return neck == neck_first ? 1 : 2;
}

static void add_warm_up(struct plan_task *t, const struct candidate *c)
{
    if (t->warm_ups == PLAN_WARM_UPS)
        return;
    int at = t->warm_ups++;
    while (at > 0 &&
           warm_up_rank(t, &t->warm_up[at - 1]) > warm_up_rank(t, c)) {
        t->warm_up[at] = t->warm_up[at - 1];
        at--;
    }
    t->warm_up[at] = *c;
}

static enum sp_status gather(struct plan_task *t, struct sp_error *err)
{
    const size_t n = (size_t)t->lib->exercises;
    t->candidate = calloc(n ? n : 1, sizeof *t->candidate);
    t->chosen = calloc(n ? n * CARE_PLAN_DAYS : 1, sizeof *t->chosen);
    if (!t->candidate || !t->chosen)
        return sp_fail(err, SP_E_NOMEM, "plan: out of memory");
    for (int e = 0; e < t->lib->exercises; e++) {
        char why[320];
        int variant;
        struct candidate c;
        if (!plan_eligible(t, e, false, &variant, why))
            continue;
        fill_candidate(t, e, variant, &c);
        if (t->lib->exercise[e].warm_up)
            add_warm_up(t, &c);
        else
            t->candidate[t->candidates++] = c;
    }
    return SP_OK;
}

/* ---- days
 * ---------------------------------------------------------------------------
 */

const struct care_item *plan_item(const struct plan_task *t,
                                  const struct candidate *c, int day)
{
    return day == t->first_day ? &c->first_item : &c->item;
}

// a shorter walk, never under a minute, so that its item takes `minutes`
static void shorten(const struct plan_task *t, struct care_item *item,
                    double minutes)
{
    const struct care_exercise *ex = &t->lib->exercise[item->exercise];
    const double over_s = (item->minutes - minutes) * 60;
    if (!(over_s > 0) || !(item->duration_s > 60))
        return;
    const double s = floor((item->duration_s - over_s) / 15) * 15;
    item->duration_s = s < 60 ? 60 : s;
    item->minutes = care_item_minutes(ex, item);
}

// the warm-up block of one day, at most its part of the session
static void warm_day(struct plan_task *t, int d)
{
    const double most = t->minutes[d] * PLAN_WARM_UP_PART;
    double used = 0;
    t->warms[d] = 0;
    for (int i = 0; i < t->warm_ups; i++) {
        const struct candidate *c = &t->warm_up[i];
        struct care_item item = c->item;
        if (t->rest_only[d] && i > 0)
            break; // severe pain: a short walk, nothing else
        // a walk gives way to the others first, then takes what is left
        if (i == 0)
            shorten(t, &item, 0);
        if (i > 0 && used + item.minutes > most)
            continue;
        used += item.minutes;
        t->warm[d][t->warms[d]++] = item;
    }
    struct care_item *walk = &t->warm[d][0];
    if (t->warms[d] > 0 && walk->duration_s > 0) {
        const double others = used - walk->minutes;
        struct care_item whole = t->warm_up[0].item;
        shorten(t, &whole, t->rest_only[d] ? 2.5 : most - others);
        used = others + whole.minutes;
        *walk = whole;
    }
    const double left = t->minutes[d] - CARE_SESSION_FRAME_MIN - used;
    if (left < 0)
        t->warms[d] = 0; // not even a short walk fits: an empty day
    t->room[d] = fmax(0, left);
}

static void plan_days(struct plan_task *t)
{
    const double severe =
        t->lib->rescreen.severe_pain > 0 ? t->lib->rescreen.severe_pain : 8;
    t->beginner = !any_history(t);
    t->first_day = -1;
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        const double m = t->wishes->minutes[d];
        t->minutes[d] = m > 0 && m < 240 ? m : m >= 240 ? 240 : 0;
        t->moves[d] = PLAN_DAY_MOVES;
        if (t->beginner && t->first_day < 0 && t->minutes[d] > 0) {
            t->first_day = d;
            t->minutes[d] = fmin(t->minutes[d], PLAN_FIRST_MIN);
        }
    }
    if (t->wishes->pain_now >= severe) {
        t->rest_only[0] = true;
        t->minutes[0] = fmin(t->minutes[0], 10);
    }
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        if (t->minutes[d] <= 0)
            continue;
        warm_day(t, d);
        if (d == t->first_day)
            t->moves[d] = PLAN_FIRST_MOVES - t->warms[d];
    }
}

/* ---- putting it together
 * ------------------------------------------------------------- */

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
        plan_why(t, &t->warm_up[i], item.why);
        add_item(day, &item);
    }
    const int first = day->items;
    for (int c = 0; c < t->candidates; c++) {
        if (!t->chosen[c * CARE_PLAN_DAYS + d])
            continue;
        struct care_item item = *plan_item(t, &t->candidate[c], d);
        plan_why(t, &t->candidate[c], item.why);
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
            return sp_fail(err, SP_E_NOMEM, "plan: out of memory");
        int variant;
        l->exercise = e;
        if (!plan_eligible(t, e, false, &variant, l->why))
            continue;
        const struct candidate *c = candidate_of(t, e);
        if (c)
            plan_why_not(t, c, l->why);
        else
            care_say(l->why, sizeof l->why,
                     "The warm-up is kept short so that the moves fit into "
                     "your minutes.");
    }
    return SP_OK;
}

static enum sp_status assemble(struct plan_task *t, struct care_plan *plan,
                               struct sp_error *err)
{
    enum sp_status st = gather(t, err);
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
                         struct care_plan **out, struct sp_error *err)
{
    *out = NULL;
    if (!screen || !screen->complete)
        return sp_fail(err, SP_E_BLOCKED,
                       "The safety questions come first: every one needs an "
                       "answer.");
    if (screen->triage > CARE_SEE_FIRST)
        return sp_fail(err, SP_E_BLOCKED, "%s",
                       care_triage_text(lib, screen->triage));
    struct care_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return sp_fail(err, SP_E_NOMEM, "plan: out of memory");
    struct plan_task t = {
        .lib = lib, .screen = screen, .wishes = wishes, .response = response};
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
