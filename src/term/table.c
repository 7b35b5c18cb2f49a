/*
 * Tables for a terminal. A column is as wide as its longest cell, so that
 * heads and names hold in every language; numbers stand in the language's
 * way. Where the window is too narrow the widest column of words is wrapped,
 * and where that is not enough the columns come nearer and the widest that
 * still has blanks to break at is.
 */
#include "term/term_internal.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 8, CELL_MAX = 240, NARROWEST = 12 };

struct term_table {
    int indent, gap, columns;
    const char *sides;
    char **cell; /* row by row; a line of words alone fills a row's first */
    bool *alone; /* per cell */
    size_t count, room;
    bool lost; /* a cell found no memory */
};

struct term_table *term_table_new(int indent, const char *sides)
{
    struct term_table *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->indent = indent;
    t->gap = 2;
    t->sides = sides;
    t->columns = (int)strlen(sides);
    return t;
}

static bool make_room(struct term_table *t)
{
    if (t->count < t->room)
        return true;
    const size_t room = t->room ? 2 * t->room : 64;
    char **cell = realloc(t->cell, room * sizeof *cell);
    if (cell)
        t->cell = cell;
    bool *alone = cell ? realloc(t->alone, room * sizeof *alone) : NULL;
    if (!alone)
        return false;
    t->alone = alone;
    t->room = room;
    return true;
}

static void add(struct term_table *t, const char *text, bool alone)
{
    char *copy = t && make_room(t) ? strdup(text) : NULL;
    if (!copy) {
        if (t)
            t->lost = true;
        return;
    }
    t->alone[t->count] = alone;
    t->cell[t->count++] = copy;
}

void term_cell(struct term_table *t, const char *format, ...)
{
    char text[CELL_MAX] = "";
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    add(t, words_decimals(text), false);
}

void term_table_line(struct term_table *t, const char *text)
{
    add(t, text, true);
    for (int c = 1; t && c < t->columns; c++)
        add(t, "", true);
}

/* ---- printing ------------------------------------------------------------ */

/* Bytes of the first piece that no line breaks: a word, a number and its unit.
 */
static size_t piece_bytes(const char *text)
{
    size_t n = strcspn(text, " ");
    while (words_unit_at(text, text + n))
        n += 1 + strcspn(text + n + 1, " ");
    return n;
}

/* Columns of the longest such piece of a column's cells. */
static int narrowest(const struct term_table *t, int column)
{
    int most = 0;
    for (size_t i = (size_t)column; i < t->count; i += (size_t)t->columns)
        for (const char *p = t->alone[i] ? "" : t->cell[i]; *p;) {
            char piece[CELL_MAX];
            const size_t blanks = strspn(p, " ");
            const size_t len = blanks + piece_bytes(p + blanks);
            snprintf(piece, sizeof piece, "%.*s", (int)len, p);
            const int n =
                term_columns(piece) - (p > t->cell[i] ? (int)blanks : 0);
            most = n > most ? n : most;
            p += len;
        }
    return most;
}

/* Takes columns from the widest that can still be broken until all fit. */
static void squeeze(const struct term_table *t, int total,
                    int wide[COLUMNS_MAX])
{
    int least[COLUMNS_MAX];
    for (int c = 0; c < t->columns; c++)
        least[c] = narrowest(t, c);
    for (; total > term_width(); total--) {
        int widest = -1;
        for (int c = 0; c < t->columns; c++)
            if (wide[c] > least[c] && (widest < 0 || wide[c] > wide[widest]))
                widest = c;
        if (widest < 0)
            return;
        wide[widest]--;
    }
}

static void measure(struct term_table *t, int wide[COLUMNS_MAX])
{
    int total = t->indent + t->gap * (t->columns - 1), widest = -1;
    for (int c = 0; c < t->columns; c++) {
        wide[c] = 0;
        for (size_t i = (size_t)c; i < t->count; i += (size_t)t->columns) {
            const int n = t->alone[i] ? 0 : term_columns(t->cell[i]);
            wide[c] = n > wide[c] ? n : wide[c];
        }
        total += wide[c];
        if (t->sides[c] == 'l' && (widest < 0 || wide[c] > wide[widest]))
            widest = c;
    }
    if (widest >= 0 && total > term_width() && wide[widest] > NARROWEST) {
        const int full = wide[widest], less = full - (total - term_width());
        wide[widest] = less < NARROWEST ? NARROWEST : less;
        total -= full - wide[widest];
    }
    if (total > term_width()) {
        total -= t->indent + t->columns - 1;
        t->indent = 0;
        t->gap = 1;
    }
    squeeze(t, total, wide);
}

/* How many bytes of a cell stand in one line, broken at a blank. */
static size_t line_bytes(const char *text, int wide)
{
    const size_t n = term_bytes(text, wide);
    size_t end = 0;
    if (!text[n])
        return n;
    for (;;) {
        const size_t next = end + strspn(text + end, " ");
        const size_t to = next + piece_bytes(text + next);
        if (to > n || to == end)
            return end > 0 ? end : n;
        end = to;
    }
}

static void print_cell(const char *text, size_t len, int wide, char side,
                       bool last)
{
    char line[CELL_MAX];
    snprintf(line, sizeof line, "%.*s", (int)len, text);
    const int blank = wide - term_columns(line);
    if (side == 'r')
        printf("%*s%s", blank, "", line);
    else
        printf("%s%*s", line, last ? 0 : blank, "");
}

static void print_row(const struct term_table *t, size_t first,
                      const int wide[COLUMNS_MAX])
{
    int last = t->columns - 1;
    if (t->alone[first]) {
        const size_t blanks = strspn(t->cell[first], " ");
        term_paragraph((int)blanks, "", t->cell[first] + blanks);
        return;
    }
    while (last > 0 && !*t->cell[first + (size_t)last])
        last--;
    const char *rest[COLUMNS_MAX];
    for (int c = 0; c <= last; c++)
        rest[c] = t->cell[first + (size_t)c];
    while (last >= 0) {
        printf("%*s", t->indent, "");
        for (int c = 0; c <= last; c++) {
            const size_t len = line_bytes(rest[c], wide[c]);
            printf("%*s", c ? t->gap : 0, "");
            print_cell(rest[c], len, wide[c], t->sides[c], c == last);
            rest[c] += len;
            rest[c] += strspn(rest[c], " ");
        }
        putchar('\n');
        // what a cell has left stands below it
        while (last >= 0 && !*rest[last])
            last--;
    }
}

void term_table_print(struct term_table *t)
{
    int wide[COLUMNS_MAX];
    if (!t || t->lost || t->columns > COLUMNS_MAX) {
        fprintf(stderr, _("stature: not enough memory for a table\n"));
    } else {
        measure(t, wide);
        for (size_t i = 0; i + (size_t)t->columns <= t->count;
             i += (size_t)t->columns)
            print_row(t, i, wide);
    }
    for (size_t i = 0; t && i < t->count; i++)
        free(t->cell[i]);
    if (t) {
        free(t->cell);
        free(t->alone);
    }
    free(t);
}
