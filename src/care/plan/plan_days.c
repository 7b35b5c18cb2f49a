/*
 * What the programme chooses from: candidates with their doses, and what each
 * day has room for once the warm-up has its part.
 */
#include "care/plan/plan_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CALM_WORTH 0.5 // every session may end quietly

static const struct care_response *response_of(const struct plan_task *t,
                                               int exercise)
{
    return t->response ? &t->response[exercise] : NULL;
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
    c->item.minutes = care_item_minutes(ex, &c->item, &t->wishes->talk);
    c->first_item = c->item;
    if (ex->dose.reps_min > 0 && c->first_item.reps > ex->dose.reps_min)
        c->first_item.reps = ex->dose.reps_min;
    c->first_item.minutes =
        care_item_minutes(ex, &c->first_item, &t->wishes->talk);
    care_frequency(ex, step, c->item.reduced, t->wishes->hang_often,
                   &c->per_week, &c->rest_days);
    if (r && r->last_day >= 0 && r->last_day <= c->rest_days)
        c->not_before = c->rest_days + 1 - r->last_day;
    c->easy = ex->modalities == (1u << CARE_EASY);
    c->calm = strcmp(ex->category, "breathing") == 0;
    c->is_new = !c->easy && !(r && r->done > 0);
    c->benefit =
        care_benefit(t->lib, t->screen, t->wishes, r,
                     t->relief ? &t->relief[exercise] : NULL, exercise);
    if (c->calm && c->benefit < CALM_WORTH)
        c->benefit = CALM_WORTH;
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

enum sp_status plan_gather(struct plan_task *t, struct sp_error *err)
{
    const size_t n = (size_t)t->lib->exercises;
    t->candidate = calloc(n ? n : 1, sizeof *t->candidate);
    t->chosen = calloc(n ? n * CARE_PLAN_DAYS : 1, sizeof *t->chosen);
    if (!t->candidate || !t->chosen)
        return sp_fail(err, SP_E_NOMEM, _("plan: out of memory"));
    for (int e = 0; e < t->lib->exercises; e++) {
        char why[CARE_WHY_MAX];
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
    item->minutes = care_item_minutes(ex, item, &t->wishes->talk);
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

void plan_days(struct plan_task *t)
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
