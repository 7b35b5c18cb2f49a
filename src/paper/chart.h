/* A 0 to 10 scale over days: thin lines, and gaps left as gaps. */
#ifndef PAPER_CHART_H
#define PAPER_CHART_H

#include "paper/sheet.h"

enum chart_mark { CHART_DOT, CHART_RING, CHART_CROSS };

struct chart_point {
    int day; /* civil day number */
    double value;
    enum chart_mark mark;
};

struct chart {
    int from, to;                    /* civil day numbers, both shown */
    const struct chart_point *point; /* by day, oldest first */
    int points;
    int gap_days; /* dots further apart are not joined; 0: never joined */
};

/* How high it is, and the chart itself at s->y. */
double chart_height(const struct sheet *s);
void chart_draw(struct sheet *s, const struct chart *c);

/* Do two entries so far apart belong to one line? */
bool chart_joins(const struct chart *c, int day, int next);

#endif
