/* Words of a sheet: doses, days, sources. The caller frees with g_free. */
#ifndef PAPER_WORDS_H
#define PAPER_WORDS_H

#include <glib.h>

#include "paper/paper.h"

#define WORDS_CELLS 6

/* One cell of the dose box: "30 s" over "hold". */
struct words_cell {
    char value[48];
    const char *label;
};

/* Cells of a dose; returns how many. `from` as in paper_handout. */
int words_dose(const struct care_exercise *ex, const struct paper_item *it,
               const char *from, struct words_cell cell[WORDS_CELLS]);
/* The same as one short line: "2 × 30 s, each side". */
void words_dose_line(const struct care_exercise *ex,
                     const struct paper_item *it, char out[96]);

/* "30 s", "2 min", "1 min 30 s". */
void words_seconds(double s, char out[32]);
/* "Mon Wed Fri" of a set of days counted from `from`. */
void words_days(unsigned days, const char *from, char out[48]);
/* Column d (0 to 6) of the grid: "Mon" and "23 Nov" ("" without dates). */
void words_column(const char *from, int d, char weekday[8], char date[12]);
/* A step with {side} and {other} filled in, right side first. */
char *words_step(const char *say);
/* "One; two; three." from a NULL-terminated list. */
char *words_list(char *const *list);
/* The grade of the evidence and the ids of what the movement rests on. */
char *words_evidence(const struct care_library *lib,
                     const struct care_exercise *ex);
/* Which parts of the body and which things: "lower back · mat". */
char *words_where(const struct care_library *lib,
                  const struct care_exercise *ex);

#endif
