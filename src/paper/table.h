/* Tables of words and numbers that break between rows, head repeated. */
#ifndef PAPER_TABLE_H
#define PAPER_TABLE_H

#include "paper/sheet.h"

#define TABLE_COLUMNS 7

struct table_column {
    const char *head;
    double share; /* of the width; all together 1 */
    enum sheet_side side;
};

struct table {
    const struct table_column *column;
    int columns;
    bool open; /* begun on this page */
};

/* Height of a row with these cells; NULL cells are left empty. */
double table_row_height(struct sheet *s, const struct table *t,
                        const char *const *cell);
/* Set a row at s->y, after a head where one is due; returns the y of its top,
 * for what is drawn into an empty cell. */
double table_row(struct sheet *s, struct table *t, const char *const *cell);
/* Left edge and width of a column. */
void table_place(const struct sheet *s, const struct table *t, int column,
                 double *x, double *width);
void table_end(struct sheet *s, struct table *t);

#endif
