/*
 * Inside the planner: what it weighs (candidates), the programme it solves,
 * and the words for what came out.
 */
#ifndef CARE_PLAN_INTERNAL_H
#define CARE_PLAN_INTERNAL_H

#include "care/care_internal.h"

enum {
    PLAN_DAY_MOVES = 8,      /* beside warm-up and the calm end */
    PLAN_CATEGORY_MOVES = 4, /* of one category in a day */
    PLAN_NEW_A_WEEK = 3,     /* for someone with a history (2-4) */
    PLAN_NEW_AT_FIRST = 6,   /* in a beginner's first week */
    PLAN_FIRST_MOVES = 5,    /* in a beginner's first session, safety 7 */
    PLAN_WARM_UPS = 4,
};
#define PLAN_FIRST_MIN 6.0    /* minutes of a beginner's first session */
#define PLAN_WARM_UP_PART 0.4 /* of a session, at most */

/* One exercise that could be planned. */
struct candidate {
    int exercise, variant;
    struct care_why allow;
    struct care_item item; /* its dose */
    struct care_item
        first_item; /* a beginner's first session: fewest repeats */
    double benefit;
    int per_week, rest_days;
    int not_before; /* first day of the plan that its last day allows */
    bool is_new, easy, calm;
};

struct plan_task {
    const struct care_library *lib;
    const struct care_screen *screen;
    const struct care_wishes *wishes;
    const struct care_response *response;
    const struct care_relief *relief; /* one per exercise, or NULL */
    struct candidate *candidate;
    int candidates;
    struct candidate warm_up[PLAN_WARM_UPS];
    int warm_ups;
    bool beginner;
    int first_day;                  /* of a beginner's week, else -1 */
    double minutes[CARE_PLAN_DAYS]; /* wanted, after caps */
    double room[CARE_PLAN_DAYS];    /* left for moves */
    int moves[CARE_PLAN_DAYS];      /* at most, beside warm-up */
    bool rest_only[CARE_PLAN_DAYS]; /* severe pain today */
    struct care_item warm[CARE_PLAN_DAYS][PLAN_WARM_UPS];
    int warms[CARE_PLAN_DAYS];
    bool *chosen; /* [candidate * CARE_PLAN_DAYS + day] */
    double value;
    bool optimal;
};

/*
 * One way, each only knowing what stands above it: who may be planned
 * (plan_who.c), what it is worth (benefit.c), candidates and days
 * (plan_days.c), the programme (plan_model.c), words (plan_words.c), and the
 * week put together (plan.c).
 */

/* Whether an exercise could be planned at all; else `why` says why not. */
bool plan_eligible(const struct plan_task *t, int exercise, bool named,
                   int *variant, char why[CARE_WHY_MAX]);

/* Candidates and the warm-up's moves. Errors: SP_E_NOMEM. */
enum sp_status plan_gather(struct plan_task *t, struct sp_error *err);
/* Minutes, room and number of moves of each day. */
void plan_days(struct plan_task *t);
/* The item of a day: a beginner's first session has fewer repeats. */
const struct care_item *plan_item(const struct plan_task *t,
                                  const struct candidate *c, int day);

/* Solve; fills chosen, value, optimal. */
enum sp_status plan_solve(struct plan_task *t, struct sp_error *err);

/* Reasons in words; of `item`, the candidate's dose on one day. */
void plan_why(const struct plan_task *t, const struct candidate *c,
              const struct care_item *item, char why[CARE_WHY_MAX]);
void plan_why_not(const struct plan_task *t, const struct candidate *c,
                  char why[CARE_WHY_MAX]);
void plan_note(const struct plan_task *t, const struct care_plan *plan,
               char note[320]);
/* Place of an item in a session: small first. */
int plan_order(const struct plan_task *t, int exercise);
#endif
