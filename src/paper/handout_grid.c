#include "paper/handout_grid.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>

struct grid {
    double row_h, head_h, name_w, dose_w, day_w;
    bool dose_below; /* large print: under the name */
};

static struct grid grid_of(struct sheet *s, const struct block *block, int n)
{
    const double width = s->right - s->left;
    double name_w = 0, dose_w = 0;
    for (int i = 0; i < n; i++) {
        char dose[96];
        words_dose_line(block[i].ex, block[i].item, dose);
        name_w = fmax(name_w, sheet_wish(s, SHEET_CELL, block[i].name));
        dose_w = fmax(dose_w, sheet_wish(s, SHEET_CELL, dose));
    }
    struct grid g = {.row_h = fmax(18, sheet_line(s, SHEET_CELL) + 3)};
    g.head_h = 2 * sheet_line(s, SHEET_LABEL) + 3;
    g.day_w = fmax(28, sheet_wish(s, SHEET_LABEL, "30 Nov") + 6);
    const double words = width - PAPER_DAYS * g.day_w;
    g.dose_below = name_w + dose_w + 18 > words;
    if (g.dose_below) {
        g.row_h += sheet_line(s, SHEET_LABEL);
        g.name_w = words;
    } else {
        g.dose_w = dose_w + 10;
        g.name_w = words - g.dose_w;
    }
    return g;
}

static double day_x(const struct sheet *s, const struct grid *g, int d)
{
    return s->right - (PAPER_DAYS - d) * g->day_w;
}

static void grid_head(struct sheet *s, const struct grid *g, const char *from)
{
    sheet_tag(s, "TR");
    for (int d = 0; d < PAPER_DAYS; d++) {
        char weekday[8], date[12], cell[24];
        words_column(from, d, weekday, date);
        snprintf(cell, sizeof cell, "%s%s%s", weekday, *date ? "\n" : "", date);
        const double lines = *date ? 2 : 1;
        sheet_text(s, SHEET_LABEL, SHEET_CENTRE, day_x(s, g, d),
                   s->y + (2 - lines) * sheet_line(s, SHEET_LABEL), g->day_w,
                   "TH", cell);
    }
    sheet_untag(s, "TR");
    s->y += g->head_h;
    sheet_rule(s, s->left, s->y, s->right, s->y, .8, 0);
}

/* An empty box on the days planned, a dot on the others; any day: a lighter
 * box. */
static void grid_days(struct sheet *s, const struct grid *g, unsigned days)
{
    const double side = fmin(12 * (s->scale > 1 ? 1.3 : 1), g->row_h - 5);
    for (int d = 0; d < PAPER_DAYS; d++) {
        const double cx = day_x(s, g, d) + g->day_w / 2;
        const double cy = s->y + g->row_h / 2;
        if (!days || days >> d & 1) {
            sheet_box(s, cx - side / 2, cy - side / 2, side, side, 2,
                      days ? 1 : .5);
        } else {
            sheet_ink(s, .55);
            cairo_new_path(s->cr); // not from where the text ended
            cairo_arc(s->cr, cx, cy, .9, 0, 2 * G_PI);
            cairo_fill(s->cr);
        }
    }
}

/* In large print a long name takes a second line: its row is that much higher.
 */
static double name_height(struct sheet *s, const struct grid *g,
                          const struct block *b)
{
    return g->dose_below
               ? sheet_measure(s, SHEET_CELL, g->name_w - 6, b->ex->name)
               : sheet_line(s, SHEET_CELL);
}

static struct grid grid_for(struct sheet *s, const struct grid *g,
                            const struct block *b)
{
    struct grid row = *g;
    row.row_h += name_height(s, g, b) - sheet_line(s, SHEET_CELL);
    return row;
}

static void grid_row(struct sheet *s, const struct grid *g,
                     const struct block *b)
{
    char dose[96];
    words_dose_line(b->ex, b->item, dose);
    const double cell = name_height(s, g, b);
    const double label = g->dose_below ? sheet_line(s, SHEET_LABEL) : 0;
    const double y = s->y + (g->row_h - cell - label) / 2;
    sheet_tag(s, "TR");
    if (g->dose_below) {
        sheet_text(s, SHEET_CELL, SHEET_LEFT, s->left, y, g->name_w - 6, "TD",
                   b->ex->name);
        sheet_line_text(s, SHEET_LABEL, SHEET_LEFT, s->left, y + cell,
                        g->name_w - 6, "TD", dose);
    } else {
        sheet_line_text(s, SHEET_CELL, SHEET_LEFT, s->left, y, g->name_w - 6,
                        "TD", b->name);
        sheet_line_text(s, SHEET_CELL, SHEET_LEFT, s->left + g->name_w, y,
                        g->dose_w - 4, "TD", dose);
    }
    sheet_untag(s, "TR");
    grid_days(s, g, b->item->days);
    s->y += g->row_h;
    sheet_rule(s, s->left, s->y, s->right, s->y, .4, .6);
}

/* A line to note the pain of the day on. */
static void grid_pain(struct sheet *s, const struct grid *g)
{
    const double y = s->y + (g->row_h - sheet_line(s, SHEET_CELL)) / 2;
    sheet_tag(s, "TR");
    sheet_line_text(s, SHEET_CELL, SHEET_LEFT, s->left, y,
                    g->name_w + g->dose_w - 6, "TD",
                    g->dose_below ? _("Pain today, 0–10")
                                  : _("Pain today, 0 none to 10 worst"));
    sheet_untag(s, "TR");
    for (int d = 0; d < PAPER_DAYS; d++) {
        const double x = day_x(s, g, d);
        sheet_rule(s, x + 4, s->y + g->row_h - 4, x + g->day_w - 4,
                   s->y + g->row_h - 4, .6, .2);
    }
    s->y += g->row_h;
}

void grid_draw(struct sheet *s, const struct block *block, int n,
               const char *from)
{
    const struct grid g = grid_of(s, block, n);
    sheet_need(s, g.head_h + 2 * g.row_h);
    sheet_tag(s, "Table");
    grid_head(s, &g, from);
    for (int i = 0; i <= n; i++) {
        const struct grid row = i < n ? grid_for(s, &g, &block[i]) : g;
        if (s->y + row.row_h > s->bottom) {
            sheet_untag(s, "Table");
            sheet_break(s);
            sheet_tag(s, "Table");
            grid_head(s, &g, from);
        }
        if (i < n)
            grid_row(s, &row, &block[i]);
        else
            grid_pain(s, &row);
    }
    sheet_untag(s, "Table");
    s->y += 6;
    sheet_rule(s, s->left, s->y, s->right, s->y, 1, 0);
    s->y += 12;
}
