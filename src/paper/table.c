#include "paper/table.h"
#include "text/words.h"

#include <math.h>

#define PAD 2.5
#define BETWEEN 12.0
/* Characters of a cell: a row must fit on a page even in large print. */
#define CELL_MAX 360

/* The text, cut where it is too long for a cell; g_free. */
static char *clipped(const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    if (g_utf8_strlen(valid, -1) > CELL_MAX) {
        char *start = g_utf8_substring(valid, 0, CELL_MAX);
        g_free(valid);
        valid = g_strconcat(start, "…", NULL);
        g_free(start);
    }
    return valid;
}

void table_place(const struct sheet *s, const struct table *t, int column,
                 double *x, double *width)
{
    const double all = s->right - s->left;
    *x = s->left;
    for (int c = 0; c < column; c++)
        *x += t->column[c].share * all;
    *width =
        t->column[column].share * all - (column + 1 < t->columns ? BETWEEN : 0);
}

static void head(struct sheet *s, struct table *t)
{
    double x, width, high = 0;
    sheet_tag(s, "Table");
    sheet_tag(s, "TR");
    for (int c = 0; c < t->columns; c++) {
        table_place(s, t, c, &x, &width);
        high =
            fmax(high, sheet_text(s, SHEET_LABEL, t->column[c].side, x, s->y,
                                  width, "TH", words_say(t->column[c].head)));
    }
    sheet_untag(s, "TR");
    s->y += high + 2;
    sheet_rule(s, s->left, s->y, s->right, s->y, .8, 0);
    t->open = true;
}

double table_row_height(struct sheet *s, const struct table *t,
                        const char *const *cell)
{
    double x, width, high = sheet_line(s, SHEET_CELL);
    for (int c = 0; c < t->columns; c++) {
        table_place(s, t, c, &x, &width);
        if (!cell[c] || !*cell[c])
            continue;
        char *text = clipped(cell[c]);
        high = fmax(high, sheet_measure(s, SHEET_CELL, width, text));
        g_free(text);
    }
    return high + 2 * PAD;
}

double table_row(struct sheet *s, struct table *t, const char *const *cell)
{
    const double high = table_row_height(s, t, cell);
    const double first = t->open ? 0 : 2 * sheet_line(s, SHEET_LABEL) + 4;
    if (s->y + first + high > s->bottom && s->y > s->top) {
        table_end(s, t);
        sheet_break(s);
    }
    if (!t->open)
        head(s, t);
    const double top = s->y;
    sheet_tag(s, "TR");
    for (int c = 0; c < t->columns; c++) {
        double x, width;
        table_place(s, t, c, &x, &width);
        if (!cell[c] || !*cell[c])
            continue;
        char *text = clipped(cell[c]);
        sheet_text(s, SHEET_CELL, t->column[c].side, x, top + PAD, width, "TD",
                   text);
        g_free(text);
    }
    sheet_untag(s, "TR");
    s->y = top + high;
    sheet_rule(s, s->left, s->y, s->right, s->y, .4, .65);
    return top;
}

void table_end(struct sheet *s, struct table *t)
{
    if (t->open)
        sheet_untag(s, "Table");
    t->open = false;
}
