/*
 * The report for a clinician: what the person did, how it felt, what was
 * stopped and why. Plain, every number with its unit, nothing concluded.
 */
#include "paper/report_internal.h"
#include "journal/journal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PERIOD_MAX (5 * 366)

static const char *const section_id[PAPER_SECTIONS] = {
#define X(name, text) text,
    PAPER_SECTION_MAP(X)
#undef X
};

const char *paper_section_id(enum paper_section s) { return section_id[s]; }

int paper_section_find(const char *id)
{
    for (int s = 0; s < PAPER_SECTIONS; s++)
        if (!strcmp(id, section_id[s]))
            return s;
    return -1;
}

// ---- what the parts share

bool report_within(const struct report *p, const json_t *record)
{
    const int day = record_day(record);
    return day >= p->from && day <= p->to;
}

void report_head(struct sheet *s, const char *text, double follows)
{
    const double high = sheet_line(s, SHEET_HEAD);
    if (s->y > s->top)
        s->y += 12;
    sheet_need(s, high + 4 + follows);
    sheet_text(s, SHEET_HEAD, SHEET_LEFT, s->left, s->y, s->right - s->left,
               "H2", text);
    s->y += high + 4;
}

void report_say(struct sheet *s, const char *text)
{
    sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, NULL, text);
}

void report_note(struct sheet *s, const char *text)
{
    s->y += 2;
    sheet_flow(s, SHEET_SMALL, s->left, s->right - s->left, NULL, text);
}

const char *report_name(const struct report *p, const json_t *item)
{
    const char *name = record_text(item, "name");
    const char *id = record_text(item, "exercise");
    const int e = *name ? -1 : care_exercise_find(p->r->library, id);
    return *name    ? name
           : e >= 0 ? care_exercise_at(p->r->library, e)->name
                    : id;
}

// ---- the whole

static void head(struct sheet *s, const struct report *p)
{
    const double width = s->right - s->left;
    char made[32] = "", age[48] = "";
    if (p->r->made)
        words_day(p->r->made, made);
    if (isfinite(p->r->age_y))
        snprintf(age, sizeof age, _(", %.0f years"), p->r->age_y);
    char *who = g_strdup_printf("%s%s", p->r->person ? p->r->person : "",
                                p->r->person ? age : age + (*age ? 2 : 0));
    char *when = g_strdup_printf("%s%s%s", p->period,
                                 *made ? _(". Made on ") : "", made);
    s->y += sheet_text(s, SHEET_TITLE, SHEET_LEFT, s->left, s->y, width, "H1",
                       _("Home programme report")) +
            2;
    if (*who) {
        sheet_flow(s, SHEET_BOLD, s->left, width, NULL, who);
    }
    sheet_flow(s, SHEET_CELL, s->left, width, NULL, when);
    s->y += 4;
    sheet_rule(s, s->left, s->y, s->right, s->y, 1, 0);
    s->y += 4;
    g_free(who);
    g_free(when);
}

static void foot(struct sheet *s, const void *with)
{
    (void)with;
    const double y = s->bottom + 6;
    char page[160];
    sheet_rule(s, s->left, y, s->right, y, .6, 0);
    snprintf(
        page, sizeof page,
        _("Page %d of %d    Stature. The person's own entries, as they were "
          "made; no diagnosis, and no claim of cause."),
        s->page, s->pages ? s->pages : s->page);
    sheet_line_text(s, SHEET_FINE, SHEET_LEFT, s->left, y + 4,
                    s->right - s->left, NULL, page);
}

static void fill(struct sheet *s, void *with)
{
    static void (*const part[PAPER_SECTIONS])(struct sheet *,
                                              const struct report *) = {
        [PAPER_SUMMARY] = report_summary,
        [PAPER_ADHERENCE] = report_adherence,
        [PAPER_CURVES] = report_curves,
        [PAPER_STOPPED] = report_stopped,
        [PAPER_MOVEMENTS] = report_movements,
        [PAPER_PLAN] = report_plan,
        [PAPER_SAFETY] = report_safety,
        [PAPER_NOTES] = report_notes,
    };
    const struct report *p = with;
    s->bottom -= sheet_line(s, SHEET_FINE) + 10;
    s->foot = foot;
    head(s, p);
    for (int i = 0; i < PAPER_SECTIONS; i++)
        if (p->sections >> i & 1)
            part[i](s, p);
}

static enum sp_status check(const struct paper_report *r, struct report *p,
                            struct sp_error *err)
{
    enum sp_status s = journal_check_day(r->from, err);
    if (!s)
        s = journal_check_day(r->to, err);
    if (!s && r->made)
        s = journal_check_day(r->made, err);
    if (s)
        return s;
    p->from = journal_day_number(r->from);
    p->to = journal_day_number(r->to);
    if (p->to < p->from)
        return sp_fail(err, SP_E_RANGE,
                       _("The report's period ends on %s, before it begins on "
                         "%s."),
                       r->to, r->from);
    if (p->to - p->from >= PERIOD_MAX)
        return sp_fail(
            err, SP_E_RANGE,
            _("The report's period is longer than five years; ask for "
              "a shorter one."));
    return SP_OK;
}

enum sp_status paper_report(const struct paper_report *r, unsigned char **bytes,
                            size_t *len, int *pages, struct sp_error *err)
{
    struct report p = {.r = r};
    enum sp_status s = check(r, &p, err);
    if (s)
        return s;
    char from[32], to[32];
    words_day(r->from, from);
    words_day(r->to, to);
    const unsigned all = (1u << PAPER_SECTIONS) - 1;
    p.sections = r->sections ? r->sections & all : all & ~(1u << PAPER_NOTES);
    p.period =
        g_strdup_printf(words_plural(p.to - p.from + 1, "%s to %s (%d day)",
                                     "%s to %s (%d days)"),
                        from, to, p.to - p.from + 1);
    const struct sheet_document doc = {
        .size = r->size,
        .large = r->large,
        .title = _("Home programme report"),
        .subject = p.period,
        .made = r->made,
        .fill = fill,
        .with = &p,
    };
    s = sheet_print(&doc, bytes, len, pages, err);
    g_free(p.period);
    return s;
}
