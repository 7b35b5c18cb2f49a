/*
 * The best days under given prices: a small knapsack of moves with minutes,
 * number, categories, strong kinds and the regions they meet. The week's
 * programme (plan_model.c) asks for it again and again.
 */
#ifndef CARE_PLAN_PATTERN_H
#define CARE_PLAN_PATTERN_H

#include "care/plan/plan_internal.h"

/* One move on offer. */
struct plan_offer {
    int candidate;
    double minutes, worth; /* worth may be below 0 */
    int category;
    unsigned kinds;   /* strong kinds: one of each in a day */
    unsigned regions; /* that it meets, of those that trouble */
};

/* What a day may hold. */
struct plan_day_limits {
    double minutes;
    int moves, of_category;
    unsigned regions;  /* that trouble */
    double region_met; /* worth of each that is met */
};

/* A day's moves, in rising order of candidate. */
struct plan_pattern {
    int move[PLAN_DAY_MOVES], moves;
    unsigned regions;
    double worth;
};

/*
 * The patterns worth more than `least`, at most `cap` of them, best first; the
 * empty day counts as 0. Sorts the offers. *cut when the search was cut short:
 * better ones may exist.
 */
int plan_patterns(const struct plan_day_limits *limits,
                  struct plan_offer *offer, int offers, double least,
                  struct plan_pattern *pattern, int cap, bool *cut);
#endif
