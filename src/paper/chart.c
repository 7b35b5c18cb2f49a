#include "paper/chart.h"
#include "journal/journal.h"
#include "paper/words.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>

#define PLOT_HEIGHT 82.0

double chart_height(const struct sheet *s)
{
    return PLOT_HEIGHT + sheet_line(s, SHEET_LABEL) + 8;
}

bool chart_joins(const struct chart *c, int day, int next)
{
    return next - day <= c->gap_days;
}

struct plot {
    double x, y, w, h; /* of the 0–10 field */
    const struct chart *c;
};

static double x_of(const struct plot *p, double day)
{
    const double days = fmax(1, p->c->to - p->c->from);
    return p->x + (day - p->c->from) / days * p->w;
}

static double y_of(const struct plot *p, double value)
{
    return p->y + p->h - value / 10 * p->h;
}

static void scale(struct sheet *s, const struct plot *p)
{
    const double line = sheet_line(s, SHEET_LABEL);
    for (int v = 0; v <= 10; v += 5) {
        char text[12];
        const double y = y_of(p, v);
        sheet_rule(s, p->x, y, p->x + p->w, y, v ? .3 : .7, v ? .7 : 0);
        snprintf(text, sizeof text, "%d", v);
        sheet_text(s, SHEET_LABEL, SHEET_RIGHT, p->x - 26, y - line / 2, 21,
                   NULL, text);
    }
}

/* Days that get a word: a few, evenly spread, whole weeks apart. */
static void days(struct sheet *s, const struct plot *p)
{
    const int length = p->c->to - p->c->from;
    const double room = sheet_wish(s, SHEET_LABEL, "30 Nov 2026") + 10;
    const int most = (int)fmax(1, floor(p->w / room));
    int step = 7;
    while (length / step > most)
        step += 7;
    for (int d = 0; d <= length; d++) {
        const double x = x_of(p, p->c->from + d);
        if (d % 7 == 0)
            sheet_rule(s, x, p->y + p->h, x, p->y + p->h + (d % step ? 2 : 4),
                       .5, 0);
        if (d % step)
            continue;
        char day[11], text[32];
        journal_day_text(p->c->from + d, day);
        words_day_short(day, d == 0, text);
        if (d && x - 2 + sheet_wish(s, SHEET_LABEL, text) > s->right)
            continue; // no room before the edge of the page
        sheet_text(s, SHEET_LABEL, SHEET_LEFT, x - 2, p->y + p->h + 5, 0, NULL,
                   text);
    }
}

static void mark(struct sheet *s, const struct plot *p,
                 const struct chart_point *at)
{
    const double x = x_of(p, at->day), y = y_of(p, at->value);
    cairo_t *cr = s->cr;
    cairo_new_path(cr);
    sheet_ink(s, 0);
    cairo_set_line_width(cr, .6);
    if (at->mark == CHART_CROSS) {
        cairo_move_to(cr, x - 1.6, y - 1.6);
        cairo_line_to(cr, x + 1.6, y + 1.6);
        cairo_move_to(cr, x - 1.6, y + 1.6);
        cairo_line_to(cr, x + 1.6, y - 1.6);
        cairo_stroke(cr);
        return;
    }
    cairo_new_path(cr); // not from where a text ended
    cairo_arc(cr, x, y, 1.7, 0, 2 * G_PI);
    if (at->mark == CHART_RING) {
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_fill_preserve(cr);
        sheet_ink(s, 0);
        cairo_stroke(cr);
    } else {
        cairo_fill(cr);
    }
}

void chart_draw(struct sheet *s, const struct chart *c)
{
    const struct plot p = {s->left + 24, s->y + 4, s->right - s->left - 30,
                           PLOT_HEIGHT, c};
    const struct chart_point *before = NULL;
    sheet_tag(s, "Figure");
    scale(s, &p);
    days(s, &p);
    for (int i = 0; i < c->points; i++) {
        const struct chart_point *at = &c->point[i];
        if (at->mark != CHART_DOT)
            continue;
        if (before && chart_joins(c, before->day, at->day))
            sheet_rule(s, x_of(&p, before->day), y_of(&p, before->value),
                       x_of(&p, at->day), y_of(&p, at->value), .7, 0);
        before = at;
    }
    for (int i = 0; i < c->points; i++)
        mark(s, &p, &c->point[i]);
    sheet_untag(s, "Figure");
    s->y += chart_height(s) + 4;
}
