/*
 * The week as a linear programme over whole days: a column is a day's set of
 * moves (docs/plan.md has the formulas). Columns join as they are asked for;
 * plan_model.c decides which and solves.
 */
#ifndef CARE_PLAN_PROGRAMME_H
#define CARE_PLAN_PROGRAMME_H

#include "care/plan/plan_pattern.h"

#include <glpk.h>

enum { PLAN_UNIT_ROWS = 56 };

/* Days that are alike: any of them may have any of their patterns. */
struct day_class {
    int day[CARE_PLAN_DAYS], days;
};

/* A candidate on a class of days: the rows in which doing it counts, each
 * with weight 1. */
struct unit {
    bool open;
    int row[PLAN_UNIT_ROWS], rows;
};

struct column {
    int class;
    struct plan_pattern pattern;
};

struct programme {
    const struct plan_task *t;
    glp_prob *lp;
    struct day_class class[CARE_PLAN_DAYS];
    int classes;
    struct unit *unit; /* [candidate * classes + class] */
    struct column *column;
    int columns, cap;
    int first; /* GLPK's number of column[0] */
    struct plan_offer *offer;
    int *index; /* scratch for one row or column; GLPK counts from 1 */
    double *weight;
    int terms;
};

/* Memory, classes of days, rows and the columns that are not days; false when
 * memory is short. plan_programme_release in any case. */
bool plan_programme_init(struct programme *p, const struct plan_task *t);
void plan_programme_release(struct programme *p);

/* The best patterns of a class of days that better the week by more than
 * `least` at the programme's present prices, with `worth` that betterment;
 * at most `cap`. False when the search for them was cut short. */
bool plan_programme_days(struct programme *p, int class, double least,
                         struct plan_pattern *best, int cap, int *found);

/* A pattern becomes a column; false when memory is short. */
bool plan_programme_add(struct programme *p, int class,
                        const struct plan_pattern *pattern);
#endif
