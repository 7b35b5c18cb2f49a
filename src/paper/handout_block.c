/*
 * One movement on the handout: what it says is gathered first, then measured,
 * then drawn.
 */
#include "paper/handout_block.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PICTURES_WIDTH 144.0
#define GAP 14.0 /* between pictures and words */

// ---- gathering

static char *block_name(const struct care_exercise *ex, int variant)
{
    if (variant < 0 || variant >= ex->variant_count)
        return g_strdup(ex->name);
    return g_strdup_printf("%s: %c%s", ex->name,
                           g_ascii_tolower(ex->variants[variant].name[0]),
                           ex->variants[variant].name + 1);
}

/* A share in per cent, with a minus that is one. */
static void percent(double share, char text[24])
{
    const long whole = lround(100 * share);
    snprintf(text, 24, "%s%ld", whole < 0 ? "−" : "", labs(whole));
}

/* What the main position does to L4/5, and how the picture shows it. */
static char *discs_words(const struct paper_discs *discs, bool drawn)
{
    enum { L4_5 = 1 };
    char bears[24], least[24], most[24];
    percent(discs->drawn.share[L4_5], bears);
    percent(discs->drawn.l4_5[0], least);
    percent(discs->drawn.l4_5[1], most);
    const char *format =
        drawn ? _("L4/5 bears %s %% of relaxed standing in the main "
                  "position, may be %s to %s %%; darker is more.")
              : _("L4/5 bears %s %% of relaxed standing in the main "
                  "position, may be %s to %s %%.");
    return g_strdup_printf(format, bears, least, most);
}

enum sp_status block_init(struct block *b, const struct paper_handout *h,
                          int which, struct sp_error *err)
{
    const struct paper_item *item = &h->item[which];
    const struct care_exercise *ex =
        care_exercise_at(h->library, item->exercise);
    b->ex = ex;
    b->item = item;
    b->name = block_name(ex, item->variant);
    b->cells = words_dose(ex, item, h->from, b->cell);
    if (b->told)
        return SP_OK;
    b->where = words_where(h->library, ex);
    const int variant =
        item->variant >= 0 ? item->variant : care_default_variant(ex);
    for (int i = 0; i < ex->step_count && b->steps < BLOCK_STEPS_MAX; i++)
        if (care_step_in_variant(ex, i, variant))
            b->step[b->steps++] = words_step(ex->steps[i].say);
    if (!b->steps) // what it is; who teaches it is among the cautions
        b->step[b->steps++] = g_strdup(ex->summary);
    b->feel = words_list(ex->feel);
    b->care = words_list(ex->cautions);
    b->stop = words_list(ex->stop);
    b->evidence = words_evidence(h->library, ex);
    b->pictures = calloc(1, sizeof *b->pictures);
    if (!b->pictures)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the sheet."));
    const enum sp_status s =
        pictures_init(b->pictures, ex, variant, h->body, err);
    if (s || !h->discs || h->discs[which].keyframe < 0)
        return s;
    b->pictures->discs = &h->discs[which];
    b->discs = discs_words(&h->discs[which],
                           pictures_show_spine(b->pictures, h->body));
    return s;
}

void block_join_doses(struct block *block, const struct paper_item *item, int i)
{
    for (int k = 0; k < i; k++) {
        if (block[k].told || item[k].exercise != item[i].exercise ||
            item[k].variant != item[i].variant)
            continue;
        struct block *last = &block[k];
        while (last->other_dose)
            last = last->other_dose;
        last->other_dose = &block[i];
        block[i].told = true;
        return;
    }
}

void block_release(struct block *b)
{
    g_free(b->name);
    g_free(b->where);
    for (int i = 0; i < b->steps; i++)
        g_free(b->step[i]);
    g_free(b->feel);
    g_free(b->care);
    g_free(b->stop);
    g_free(b->discs);
    g_free(b->evidence);
    if (b->pictures)
        pictures_release(b->pictures);
    free(b->pictures);
}

// ---- the dose in a box

/* Width of a cell; and of its words with some air. */
static double cell_width(struct sheet *s, const struct words_cell *c)
{
    return fmax(sheet_wish(s, SHEET_NUMBER, c->value),
                sheet_wish(s, SHEET_LABEL, c->label)) +
           14;
}

/* Cells in rows as wide as the box; returns its height. */
static double one_dose(struct sheet *s, const struct block *b, double x,
                       double y, double width, bool draw)
{
    const double row_h =
        sheet_line(s, SHEET_NUMBER) + sheet_line(s, SHEET_LABEL) + 7;
    int rows = 0;
    for (int first = 0; first < b->cells; rows++) {
        double wish[WORDS_CELLS], sum = 0;
        int n = 0;
        while (first + n < b->cells) {
            wish[n] = cell_width(s, &b->cell[first + n]);
            if (n && sum + wish[n] > width)
                break;
            sum += wish[n++];
        }
        // what is left over is shared, so that the row fills the box
        const double more = (width - sum) / n;
        double at = x;
        for (int i = 0; draw && i < n; i++) {
            const double w = wish[i] + more, top = y + rows * row_h + 3.5;
            const struct words_cell *c = &b->cell[first + i];
            if (i)
                sheet_rule(s, at, y + rows * row_h, at, y + (rows + 1) * row_h,
                           .5, .45);
            sheet_text(s, SHEET_NUMBER, SHEET_CENTRE, at, top, w, "P",
                       c->value);
            sheet_text(s, SHEET_LABEL, SHEET_CENTRE, at,
                       top + sheet_line(s, SHEET_NUMBER), w, "P", c->label);
            at += w;
        }
        if (draw && rows)
            sheet_rule(s, x, y + rows * row_h, x + width, y + rows * row_h, .5,
                       .45);
        first += n;
    }
    if (draw && rows)
        sheet_box(s, x, y, width, rows * row_h, 5, 1);
    return rows * row_h;
}

/* Every dose of the movement, one below the other. */
static double dose_box(struct sheet *s, const struct block *b, double x,
                       double y, double width, bool draw)
{
    double sum = 0;
    for (; b; b = b->other_dose)
        sum +=
            one_dose(s, b, x, y + sum, width, draw) + (b->other_dose ? 3 : 0);
    return sum;
}

// ---- one movement

/* Large print needs the page's whole width for its words: the pictures stand
 * above them. */
static bool stacked(const struct sheet *s) { return s->scale > 1; }

static double column_x(const struct sheet *s)
{
    return stacked(s) ? s->left : s->left + PICTURES_WIDTH + GAP;
}

static double number_width(const struct sheet *s, int steps)
{
    return (steps > 9 ? 2.1 : 1.5) * sheet_pt(s, SHEET_BODY);
}

/* A paragraph that is measured or set from s->y on. */
static double para(struct sheet *s, enum sheet_type type, double x,
                   double width, const char *lead, const char *text, bool draw)
{
    if (draw)
        sheet_flow(s, type, x, width, lead, text);
    return draw ? 0 : sheet_flow_height(s, type, width, lead, text);
}

static double steps(struct sheet *s, const struct block *b, double x,
                    double width, bool draw)
{
    const double indent = number_width(s, b->steps);
    double sum = 0;
    for (int i = 0; i < b->steps; i++) {
        char number[12];
        snprintf(number, sizeof number, "%d", i + 1);
        if (draw && b->steps > 1) {
            if (s->y + sheet_line(s, SHEET_BODY) > s->bottom)
                sheet_break(s);
            sheet_text(s, SHEET_BOLD, SHEET_LEFT, x, s->y, indent, "P", number);
        }
        sum += para(s, SHEET_BODY, x + indent, width - indent, NULL, b->step[i],
                    draw);
        if (draw)
            s->y += 1;
        sum += 1;
    }
    return sum;
}

/* Everything at the right of the pictures; its height when not drawn. */
static double words(struct sheet *s, const struct block *b, bool draw)
{
    const double x = column_x(s), width = s->right - x;
    const struct {
        enum sheet_type type;
        const char *lead, *text;
        double above;
    } part[] = {
        {SHEET_BODY,  N_("Feel:"),      b->feel,     3},
        {SHEET_BODY,  N_("Take care:"), b->care,     1},
        {SHEET_BODY,  N_("Stop at:"),   b->stop,     1},
        {SHEET_SMALL, N_("Discs:"),     b->discs,    3},
        {SHEET_SMALL, NULL,             b->evidence, 2},
    };
    double sum = 0;
    const double name_h = sheet_measure(s, SHEET_NAME, width, b->name);
    // where it works, beside the name when both fit
    const bool beside = sheet_wish(s, SHEET_NAME, b->name) +
                            sheet_wish(s, SHEET_LABEL, b->where) + 12 <
                        width;
    const double where_h =
        *b->where && !beside ? sheet_line(s, SHEET_LABEL) : 0;
    const double box_y = s->y + name_h + where_h + 3;
    if (draw) {
        sheet_text(s, SHEET_NAME, SHEET_LEFT, x, s->y, width, "H2", b->name);
        if (*b->where)
            sheet_line_text(s, SHEET_LABEL, beside ? SHEET_RIGHT : SHEET_LEFT,
                            x,
                            s->y + (beside ? sheet_pt(s, SHEET_NAME) -
                                                 sheet_pt(s, SHEET_LABEL) * .8
                                           : name_h),
                            width, "P", b->where);
    }
    const double box_h = dose_box(s, b, x, box_y, width, draw);
    sum += name_h + where_h + 3 + box_h + 5;
    if (draw)
        s->y += sum;
    sum += steps(s, b, x, width, draw);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        if (!part[i].text || !*part[i].text)
            continue;
        if (draw)
            s->y += part[i].above;
        sum +=
            part[i].above + para(s, part[i].type, x, width,
                                 words_say(part[i].lead), part[i].text, draw);
    }
    return sum;
}

double block_height(const struct sheet *s, const struct block *b)
{
    return stacked(s) ? b->pictures_h + b->words_h
                      : fmax(b->words_h, b->pictures_h);
}

void block_measure(struct sheet *s, struct block *b)
{
    const double page = s->bottom - s->top;
    b->words_h = words(s, b, false);
    if (!b->pictures->count)
        return;
    const double gutter =
        b->pictures->count > 1 ? .9 * number_width(s, b->steps) : 0;
    if (stacked(s))
        // a little smaller rather than a few words on a page of their own
        pictures_fit(b->pictures, s->right - s->left,
                     fmin(120, fmax(64, page - b->words_h - 8)), gutter);
    else // beside a short text a picture still wants some size
        pictures_fit(b->pictures, PICTURES_WIDTH,
                     fmin(fmax(b->words_h, 110), fmin(300, page)), gutter);
    b->pictures_h = b->pictures->down * b->pictures->cell_h +
                    (b->pictures->down - 1) * 6 + (stacked(s) ? 8 : 0);
}

void block_draw(struct sheet *s, struct block *b)
{
    const double top = s->y;
    const int page = s->page;
    if (!s->counting)
        pictures_show(b->pictures, s, s->left, top);
    if (stacked(s))
        s->y += b->pictures_h;
    words(s, b, true);
    if (s->page == page)
        s->y = top + block_height(s, b);
}
