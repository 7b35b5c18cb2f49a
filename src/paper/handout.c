/*
 * The sheet for the person: the week at a glance with boxes to tick, then
 * three movements to a page, picture left, words right, the dose in a box.
 */
#include "paper/paper.h"
#include "journal/journal.h"
#include "paper/foot.h"
#include "paper/pictures.h"
#include "paper/words.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICTURES_WIDTH 144.0
#define GAP 14.0     /* between pictures and words */
#define BLOCK_GAP 9. /* least, above and below the line between movements */
#define PER_PAGE 3
#define STEPS_MAX 48

/* One movement, in the words of the sheet. A movement that some days have with
 * another dose is told once: the doses hang on its first block. */
struct block {
    const struct care_exercise *ex;
    const struct paper_item *item;
    struct block *other_dose; /* of the same movement, or NULL */
    bool told;                /* by an earlier block */
    char *name, *where;
    char *step[STEPS_MAX];
    int steps;
    char *feel, *care, *stop, *evidence;
    struct words_cell cell[WORDS_CELLS];
    int cells;
    struct picture_set *pictures;
    double words_h, pictures_h; /* points */
};

struct job {
    const struct paper_handout *h;
    struct block *block;
    struct foot foot;
    bool laid_out;
};

// ---- gathering

static char *block_name(const struct care_exercise *ex, int variant)
{
    if (variant < 0 || variant >= ex->variant_count)
        return g_strdup(ex->name);
    return g_strdup_printf("%s: %c%s", ex->name,
                           g_ascii_tolower(ex->variants[variant].name[0]),
                           ex->variants[variant].name + 1);
}

static enum sp_status block_init(struct block *b, const struct paper_handout *h,
                                 const struct paper_item *item,
                                 struct sp_error *err)
{
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
    for (int i = 0; i < ex->step_count && b->steps < STEPS_MAX; i++)
        if (care_step_in_variant(ex, i, variant))
            b->step[b->steps++] = words_step(ex->steps[i].say);
    if (!b->steps) // what it is; who teaches it is among the cautions
        b->step[b->steps++] = g_strdup(ex->summary);
    b->feel = words_list(ex->feel);
    b->care = words_list(ex->cautions);
    b->stop = words_list(ex->stop);
    b->evidence = words_evidence(ex);
    b->pictures = calloc(1, sizeof *b->pictures);
    if (!b->pictures)
        return sp_fail(err, SP_E_NOMEM, "Not enough memory for the sheet.");
    return pictures_init(b->pictures, ex, variant, h->body, err);
}

/* Hangs block `i` on the first one of the same movement, if there is one. */
static void join_doses(struct block *block, const struct paper_item *item,
                       int i)
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

static void block_release(struct block *b)
{
    g_free(b->name);
    g_free(b->where);
    for (int i = 0; i < b->steps; i++)
        g_free(b->step[i]);
    g_free(b->feel);
    g_free(b->care);
    g_free(b->stop);
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
        {SHEET_SMALL, NULL,             b->evidence, 3},
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
        if (!*part[i].text)
            continue;
        if (draw)
            s->y += part[i].above;
        sum +=
            part[i].above + para(s, part[i].type, x, width,
                                 words_say(part[i].lead), part[i].text, draw);
    }
    return sum;
}

static double block_height(const struct sheet *s, const struct block *b)
{
    return stacked(s) ? b->pictures_h + b->words_h
                      : fmax(b->words_h, b->pictures_h);
}

static void measure(struct sheet *s, struct block *b)
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

static void block_draw(struct sheet *s, struct block *b)
{
    const double top = s->y;
    const int page = s->page;
    pictures_show(b->pictures, s, s->left, top);
    if (stacked(s))
        s->y += b->pictures_h;
    words(s, b, true);
    if (s->page == page)
        s->y = top + block_height(s, b);
}

static void blocks(struct sheet *s, struct job *job)
{
    const double gap = 2 * BLOCK_GAP;
    struct block *told[PAPER_ITEMS_MAX];
    int n = 0;
    for (int i = 0; i < job->h->items; i++)
        if (!job->block[i].told)
            told[n++] = &job->block[i];
    for (int i = 0; i < n;) {
        // as many whole movements as this page takes
        const double room = s->bottom - s->y;
        double sum = 0;
        int k = 0;
        while (i + k < n && k < PER_PAGE) {
            const double h = block_height(s, told[i + k]);
            if (sum + h + (k ? gap : 0) > room)
                break;
            sum += h + (k++ ? gap : 0);
        }
        if (k == 0 && s->y > s->top) {
            sheet_break(s);
            continue;
        }
        const bool whole = k > 0;
        k = whole ? k : 1;
        // what is left over is air between them
        const double air =
            whole && k > 1 ? fmin(i + k < n ? 26 : 12, (room - sum) / (k - 1))
                           : 0;
        for (int j = 0; j < k; j++) {
            block_draw(s, told[i + j]);
            if (j + 1 < k) {
                const double y = s->y + BLOCK_GAP + air / 2;
                sheet_rule(s, s->left, y, s->right, y, .5, .6);
                s->y = y + BLOCK_GAP + air / 2;
            }
        }
        i += k;
        if (i < n)
            sheet_break(s);
    }
}

/* The titles behind the ids, once. */
static void sources(struct sheet *s, const struct job *job)
{
    GString *text = g_string_new(NULL);
    for (int i = 0; i < care_source_count(job->h->library); i++) {
        const struct care_source *src = care_source_at(job->h->library, i);
        bool named = false;
        for (int b = 0; b < job->h->items && !named; b++)
            named = g_strv_contains(
                (const char *const *)job->block[b].ex->sources, src->id);
        if (named)
            g_string_append_printf(text, "%s%s: %s", text->len ? ".  " : "",
                                   src->id, src->title);
    }
    if (text->len) {
        const double width = s->right - s->left;
        g_string_append_c(text, '.');
        s->y += 12;
        sheet_need(s, sheet_flow_height(s, SHEET_SMALL, width, _("Sources."),
                                        text->str));
        sheet_flow(s, SHEET_SMALL, s->left, width, _("Sources."), text->str);
    }
    g_string_free(text, TRUE);
}

// ---- the week at a glance

struct grid {
    double row_h, head_h, name_w, dose_w, day_w;
    bool dose_below; /* large print: under the name */
};

static struct grid grid_of(struct sheet *s, const struct job *job)
{
    const double width = s->right - s->left;
    double name_w = 0, dose_w = 0;
    for (int i = 0; i < job->h->items; i++) {
        char dose[96];
        words_dose_line(job->block[i].ex, job->block[i].item, dose);
        name_w = fmax(name_w, sheet_wish(s, SHEET_CELL, job->block[i].name));
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
            cairo_arc(s->cr, cx, cy, .9, 0, 2 * G_PI);
            cairo_fill(s->cr);
        }
    }
}

static void grid_row(struct sheet *s, const struct grid *g,
                     const struct block *b)
{
    char dose[96];
    words_dose_line(b->ex, b->item, dose);
    const double cell = sheet_line(s, SHEET_CELL);
    const double label = g->dose_below ? sheet_line(s, SHEET_LABEL) : 0;
    const double y = s->y + (g->row_h - cell - label) / 2;
    sheet_tag(s, "TR");
    sheet_line_text(s, SHEET_CELL, SHEET_LEFT, s->left, y, g->name_w - 6, "TD",
                    g->dose_below ? b->ex->name : b->name);
    if (g->dose_below)
        sheet_line_text(s, SHEET_LABEL, SHEET_LEFT, s->left, y + cell,
                        g->name_w - 6, "TD", dose);
    else
        sheet_line_text(s, SHEET_CELL, SHEET_LEFT, s->left + g->name_w, y,
                        g->dose_w - 4, "TD", dose);
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

static void grid_draw(struct sheet *s, struct job *job)
{
    const struct grid g = grid_of(s, job);
    const int n = job->h->items;
    sheet_need(s, g.head_h + 2 * g.row_h);
    sheet_tag(s, "Table");
    grid_head(s, &g, job->h->from);
    for (int i = 0; i <= n; i++) {
        if (s->y + g.row_h > s->bottom) {
            sheet_untag(s, "Table");
            sheet_break(s);
            sheet_tag(s, "Table");
            grid_head(s, &g, job->h->from);
        }
        if (i < n)
            grid_row(s, &g, &job->block[i]);
        else
            grid_pain(s, &g);
    }
    sheet_untag(s, "Table");
    s->y += 6;
    sheet_rule(s, s->left, s->y, s->right, s->y, 1, 0);
    s->y += 12;
}

// ---- the whole

static bool any_side(const struct job *job)
{
    for (int i = 0; i < job->h->items; i++)
        if (job->block[i].ex->sides == CARE_EACH_SIDE)
            return true;
    return false;
}

static void head(struct sheet *s, const struct job *job)
{
    const struct paper_handout *h = job->h;
    const char *title = h->title ? h->title : _("Your movements");
    const double width = s->right - s->left;
    char day[32] = "", from_day[48] = "";
    if (h->from) {
        words_day(h->from, day);
        snprintf(from_day, sizeof from_day, _("from %s"), day);
    }
    char *who = g_strdup_printf("%s%s%s%s", h->person ? h->person : "",
                                h->person && *day ? "  ·  " : "", "", from_day);
    // beside the title when both fit, else below it
    const double whose = *who ? sheet_wish(s, SHEET_CELL, who) + 4 : 0;
    const bool beside =
        whose > 0 && sheet_wish(s, SHEET_TITLE, title) + whose + 12 < width;
    const double y = s->y;
    s->y +=
        sheet_text(s, SHEET_TITLE, SHEET_LEFT, s->left, y, width, "H1", title);
    if (beside)
        sheet_line_text(s, SHEET_CELL, SHEET_RIGHT, s->right - whose,
                        y + sheet_pt(s, SHEET_TITLE) -
                            sheet_pt(s, SHEET_CELL) * .9,
                        whose, "P", who);
    else if (whose > 0)
        sheet_flow(s, SHEET_CELL, s->left, width, NULL, who);
    g_free(who);
    s->y += 4;
    char *how = g_strdup_printf(
        _("From the top down, at your own pace; breathe on, and force nothing. "
          "Tick the box when it is done.%s"),
        any_side(job) ? _(" Words and pictures show the right side first; then "
                          "the left the same way.")
                      : "");
    sheet_flow(s, SHEET_CELL, s->left, width, NULL, how);
    g_free(how);
    if (h->note && *h->note)
        sheet_flow(s, SHEET_CELL, s->left, width, _("Note:"), h->note);
    s->y += 5;
}

static void fill(struct sheet *s, void *with)
{
    struct job *job = with;
    s->bottom = s->height - s->top - foot_height(s, &job->foot);
    s->foot = foot_draw;
    s->foot_with = &job->foot;
    for (int i = 0; i < job->h->items; i++)
        if (!job->block[i].told)
            measure(s, &job->block[i]);
    for (int i = 0; i < job->h->items && !s->counting && !s->status; i++)
        if (!job->block[i].told)
            s->status = pictures_draw(job->block[i].pictures, job->h->body,
                                      job->h->mesh, s->err);
    if (s->status)
        return;
    head(s, job);
    grid_draw(s, job);
    blocks(s, job);
    sources(s, job);
}

static enum sp_status check(const struct paper_handout *h, struct sp_error *err)
{
    enum sp_status s = SP_OK;
    if (h->items < 1 || h->items > PAPER_ITEMS_MAX)
        return sp_fail(err, SP_E_RANGE,
                       _("A sheet takes 1 to %d movements, and there are %d."),
                       PAPER_ITEMS_MAX, h->items);
    for (int i = 0; i < h->items; i++)
        if (!care_exercise_at(h->library, h->item[i].exercise))
            return sp_fail(err, SP_E_RANGE,
                           _("Movement %d of the sheet is not in the library."),
                           i + 1);
    if (h->from)
        s = journal_check_day(h->from, err);
    if (!s && h->made)
        s = journal_check_day(h->made, err);
    return s;
}

enum sp_status paper_handout(const struct paper_handout *h,
                             unsigned char **bytes, size_t *len, int *pages,
                             struct sp_error *err)
{
    enum sp_status s = check(h, err);
    if (s)
        return s;
    struct job job = {.h = h};
    job.block = calloc((size_t)h->items, sizeof *job.block);
    s = job.block
            ? foot_init(&job.foot, h, err)
            : sp_fail(err, SP_E_NOMEM, "Not enough memory for the sheet.");
    for (int i = 0; i < h->items && !s; i++) {
        join_doses(job.block, h->item, i);
        s = block_init(&job.block[i], h, &h->item[i], err);
    }
    if (!s) {
        const struct sheet_document doc = {
            .size = h->size,
            .large = h->large,
            .title = h->title ? h->title : _("Your movements"),
            .subject = _("Movements for the spine, to follow on paper"),
            .made = h->made,
            .fill = fill,
            .with = &job,
        };
        s = sheet_print(&doc, bytes, len, pages, err);
    }
    for (int i = 0; job.block && i < h->items; i++)
        block_release(&job.block[i]);
    free(job.block);
    foot_release(&job.foot);
    return s;
}

// ---- what goes onto it

struct paper_item paper_item_of(const struct care_item *item, unsigned days)
{
    return (struct paper_item){
        .exercise = item->exercise,
        .variant = item->variant,
        .hold_s = item->hold_s,
        .duration_s = item->duration_s,
        .rest_s = item->rest_s,
        .reps = item->reps,
        .days = days,
    };
}

static bool same_dose(const struct paper_item *a, const struct paper_item *b)
{
    return a->exercise == b->exercise && a->variant == b->variant &&
           a->hold_s == b->hold_s && a->duration_s == b->duration_s &&
           a->rest_s == b->rest_s && a->reps == b->reps;
}

int paper_week(const struct care_plan *plan,
               struct paper_item items[PAPER_ITEMS_MAX])
{
    int n = 0;
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        for (int i = 0; i < plan->day[d].items; i++) {
            const struct paper_item it =
                paper_item_of(&plan->day[d].item[i], 1u << d);
            int at = 0;
            while (at < n && !same_dose(&items[at], &it))
                at++;
            if (at < n)
                items[at].days |= it.days;
            else if (n < PAPER_ITEMS_MAX)
                items[n++] = it;
        }
    return n;
}
