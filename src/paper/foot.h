/* The foot of every page of a sheet for a person: when to stop, whom to call,
 * and the plan as a code at the right. */
#ifndef PAPER_FOOT_H
#define PAPER_FOOT_H

#include "paper/code.h"

struct foot {
    char *emergency_lead, *emergency; /* g_free */
    char *nerve_lead, *nerve;
    char *stop;
    char *line; /* what stands beside the page number */
    struct code_dots code;
    double code_side; /* points */
};

SP_NODISCARD enum sp_status
foot_init(struct foot *f, const struct paper_handout *h, struct sp_error *err);
void foot_release(struct foot *f);

/* How much of the page it takes; to be called once the sheet has begun. */
double foot_height(struct sheet *s, const struct foot *f);
/* For struct sheet.foot; `with` is the struct foot. */
void foot_draw(struct sheet *s, const void *with);

#endif
