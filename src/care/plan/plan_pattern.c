/*
 * Depth first over the offers, best worth a minute first; a branch is left
 * when even filling the rest of the day with parts of moves, or with as many
 * of the worthiest as a day may hold, could not reach the days kept so far.
 */
#include "care/plan/plan_pattern.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MAX = 200000,
    OFFERS_MAX = 512,
    CATEGORIES_MAX = CARE_CATEGORIES + 1
};

struct search {
    const struct plan_day_limits *limits;
    const struct plan_offer *offer;
    int offers, steps;
    // the branch under way
    int taken[PLAN_DAY_MOVES], count;
    int of_category[CATEGORIES_MAX];
    unsigned kinds;
    double top[OFFERS_MAX + 1][PLAN_DAY_MOVES + 1]; // k worthiest from i on
    // what is kept
    double least;
    struct plan_pattern *pattern;
    int cap, patterns;
};

static int met(unsigned regions)
{
    int n = 0;
    for (; regions; regions &= regions - 1)
        n++;
    return n;
}

// most that offers from i on could add
static double at_most(const struct search *s, int i, double minutes,
                      unsigned regions)
{
    const double few = s->top[i][s->limits->moves - s->count];
    double worth = 0;
    for (; i < s->offers && s->offer[i].worth > 0 && worth < few; i++) {
        if (s->offer[i].minutes >= minutes) {
            worth += s->offer[i].worth * minutes / s->offer[i].minutes;
            break;
        }
        worth += s->offer[i].worth;
        minutes -= s->offer[i].minutes;
    }
    return (worth < few ? worth : few) +
           s->limits->region_met * met(s->limits->regions & ~regions);
}

static bool fits(const struct search *s, const struct plan_offer *o,
                 double minutes)
{
    return o->minutes <= minutes + 1e-9 && !(s->kinds & o->kinds) &&
           s->of_category[o->category] < s->limits->of_category;
}

// a day must be worth more than this to be kept
static double cutoff(const struct search *s)
{
    const double last =
        s->patterns == s->cap ? s->pattern[s->cap - 1].worth : s->least;
    return (last > s->least ? last : s->least) + 1e-9;
}

static void keep(struct search *s, double worth, unsigned regions)
{
    struct plan_pattern p = {
        .moves = s->count, .worth = worth, .regions = regions};
    for (int i = 0; i < s->count; i++)
        p.move[i] = s->offer[s->taken[i]].candidate;
    int at = s->patterns < s->cap ? s->patterns++ : s->cap - 1;
    for (; at > 0 && s->pattern[at - 1].worth < worth; at--)
        s->pattern[at] = s->pattern[at - 1];
    s->pattern[at] = p;
}

static void branch(struct search *s, int i, double minutes, double worth,
                   unsigned regions)
{
    if (worth > cutoff(s))
        keep(s, worth, regions);
    for (; i < s->offers && s->count < s->limits->moves && s->steps < STEPS_MAX;
         i++) {
        const struct plan_offer *o = &s->offer[i];
        if (worth + at_most(s, i, minutes, regions) <= cutoff(s))
            return;
        if (!fits(s, o, minutes))
            continue;
        s->steps++;
        const unsigned now = regions | o->regions;
        s->taken[s->count++] = i;
        s->of_category[o->category]++;
        s->kinds |= o->kinds;
        branch(s, i + 1, minutes - o->minutes,
               worth + o->worth + s->limits->region_met * met(now & ~regions),
               now);
        s->kinds &= ~o->kinds;
        s->of_category[o->category]--;
        s->count--;
    }
}

static int by_worth(const void *a, const void *b)
{
    const struct plan_offer *x = a, *y = b;
    const double left = x->worth * y->minutes, right = y->worth * x->minutes;
    return left > right ? -1 : left < right ? 1 : x->candidate - y->candidate;
}

static int by_candidate(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// the k worthiest of one more: it joins where it is worth more than the last
static void fill_top(struct search *s)
{
    double held[PLAN_DAY_MOVES] = {0};
    memset(s->top[s->offers], 0, sizeof s->top[s->offers]);
    for (int i = s->offers - 1; i >= 0; i--) {
        double w = s->offer[i].worth > 0 ? s->offer[i].worth : 0;
        for (int k = 0; k < PLAN_DAY_MOVES; k++) {
            if (w > held[k]) {
                const double swap = held[k];
                held[k] = w;
                w = swap;
            }
        }
        s->top[i][0] = 0;
        for (int k = 0; k < PLAN_DAY_MOVES; k++)
            s->top[i][k + 1] = s->top[i][k] + held[k];
    }
}

int plan_patterns(const struct plan_day_limits *limits,
                  struct plan_offer *offer, int offers, double least,
                  struct plan_pattern *pattern, int cap, bool *cut)
{
    struct search s = {.limits = limits,
                       .offer = offer,
                       .offers = offers < OFFERS_MAX ? offers : OFFERS_MAX,
                       .least = least,
                       .pattern = pattern,
                       .cap = cap};
    qsort(offer, (size_t)offers, sizeof *offer, by_worth);
    fill_top(&s);
    branch(&s, 0, limits->minutes, 0, 0);
    for (int i = 0; i < s.patterns; i++)
        qsort(pattern[i].move, (size_t)pattern[i].moves,
              sizeof *pattern[i].move, by_candidate);
    *cut = s.steps >= STEPS_MAX || offers > OFFERS_MAX;
    return s.patterns;
}
