/*
 * Published measurements of stature, discs and traction, each with the
 * loading history it is predicted from. Histories and loads were written down
 * before any of them was run; docs/disc_validation.md shows the result.
 */
#ifndef DISC_VALIDATE_ROWS_H
#define DISC_VALIDATE_ROWS_H

#include "stature/disc.h"

/* How a spell loads the discs; `x` is what it needs. */
enum phase_kind {
    PHASE_END,
    PHASE_DAY,      /* the office day goes on */
    PHASE_RATIO,    /* x times quiet standing at every disc */
    PHASE_INVERTED, /* head straight down; x is muscle tone */
    PHASE_TRACTION, /* lying; x is net pull over body weight */
    PHASE_HANGING,  /* by a chest harness; x is muscle tone */
};

enum { PHASES_MAX = 12, MARKS_MAX = 6 };

struct phase {
    enum phase_kind kind;
    double minutes, x;
    int mark; /* 1..MARKS_MAX-1: read at the end of the spell */
};

/* Bodies of the studies; means where they are printed, else assumed. */
enum subject { WILKE_MAN, MAN, WOMAN, ADULT, HEAVY_MAN, SUBJECTS };
extern const struct sp_disc_person disc_subject[SUBJECTS];

struct history {
    enum subject who;
    const char *text; /* as written beside the prediction */
    struct phase phase[PHASES_MAX];
};

/* What is compared; from reading a to reading b. */
enum quantity {
    Q_STATURE,       /* mm */
    Q_DISCS,         /* thoracolumbar discs, mm */
    Q_DISC_SHARE,    /* (a to b) over (a to c), discs */
    Q_STATURE_SHARE, /* the same for stature */
    Q_RECOVERY,      /* % of the loss a to b that is back at c, stature */
    Q_LEVEL,         /* height of one level, % */
    Q_LEVEL_MM,      /* height of one level, mm */
    Q_LEVEL_FILM,    /* the same with the fast part, as a film shows it, mm */
    Q_LUMBAR,        /* mean lumbar height, % */
    Q_LUMBAR_MM,     /* mean lumbar height, mm */
    Q_LOWER,         /* T11/12 to L4/5 together, mm */
    Q_PRESSURE,      /* L4/5 nucleus, b over a */
    Q_PRESSURE_RISE, /* L4/5 nucleus, b less a, MPa */
    Q_SOFT_SHARE,    /* below the sacrum, % of the change of stature */
};

struct measured {
    const char *name, *source, *unit;
    enum sp_disc_row_use use;
    enum quantity quantity;
    int history, minus; /* minus: history taken off, -1 for none */
    int a, b, c;        /* marks */
    int level;
    double value, spread, low, high; /* of order rows only the sign counts */
    const char *note;
};

extern const struct history disc_history[];
extern const int disc_histories;
extern const struct measured disc_measured[];
extern const int disc_measured_count;

#endif
