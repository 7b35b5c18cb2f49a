/*
 * The sheet for the person: the week at a glance with boxes to tick, then
 * three movements to a page, each with its sources behind.
 */
#include "paper/foot.h"
#include "paper/handout_block.h"
#include "paper/handout_grid.h"
#include "paper/picture_work.h"
#include "journal/journal.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK_GAP 9. /* least, above and below the line between movements */
#define PER_PAGE 3

struct job {
    const struct paper_handout *h;
    struct block *block;
    struct foot foot;
    struct picture_work pictures;
    bool drawing; /* the pictures are begun */
};

// ---- the movements

/* How large each is says how large its pictures are: they are begun now, while
 * the pages are counted. */
static void measure(struct sheet *s, struct job *job)
{
    struct picture_set *set[PAPER_ITEMS_MAX];
    int sets = 0;
    for (int i = 0; i < job->h->items; i++) {
        struct block *b = &job->block[i];
        if (b->told)
            continue;
        block_measure(s, b);
        set[sets++] = b->pictures;
    }
    picture_work_begin(&job->pictures, set, sets, job->h->body, job->h->mesh);
    job->drawing = true;
}

static void await_pictures(struct sheet *s, struct job *job,
                           const struct block *b)
{
    if (!s->counting)
        s->status = picture_work_wait(&job->pictures, b->pictures, s->err);
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
            await_pictures(s, job, told[i + j]);
            if (s->status)
                return;
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

/* The titles behind the names, once. */
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
            g_string_append_printf(text, "%s%s", text->len ? ".  " : "",
                                   src->title);
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
    char *who = g_strdup_printf("%s%s%s", h->person ? h->person : "",
                                h->person && *day ? "  ·  " : "", from_day);
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
    if (s->counting)
        measure(s, job);
    head(s, job);
    grid_draw(s, job->block, job->h->items, job->h->from);
    blocks(s, job);
    if (!s->status)
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
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the sheet."));
    for (int i = 0; i < h->items && !s; i++) {
        block_join_doses(job.block, h->item, i);
        s = block_init(&job.block[i], h, i, err);
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
    if (job.drawing)
        picture_work_end(&job.pictures);
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
