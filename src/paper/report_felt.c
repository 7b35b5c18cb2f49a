/* How it felt: curves, the safety answers, and the person's own words. */
#include "paper/report_internal.h"
#include "journal/journal.h"
#include "paper/chart.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- curves

static void add_point(GArray *all, const struct report *p, const json_t *r,
                      double value, enum chart_mark mark)
{
    if (!report_within(p, r) || !(value >= 0 && value <= 10))
        return;
    const struct chart_point at = {record_day(r), value, mark};
    g_array_append_val(all, at);
}

static int by_day(gconstpointer a, gconstpointer b)
{
    const struct chart_point *x = a, *y = b;
    return x->day != y->day ? (x->day > y->day) - (x->day < y->day)
                            : (int)x->mark - (int)y->mark;
}

static GArray *points_of(const struct report *p, const char *measure)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(struct chart_point));
    for (size_t i = 0; i < json_array_size(p->r->scores); i++) {
        const json_t *r = json_array_get(p->r->scores, i);
        if (!strcmp(record_text(r, "measure"), measure))
            add_point(all, p, r, record_number(r, "score"), CHART_DOT);
    }
    if (!strcmp(measure, "nrs"))
        for (size_t i = 0; i < json_array_size(p->r->sessions); i++) {
            const json_t *r = json_array_get(p->r->sessions, i);
            add_point(all, p, r, record_number(r, "pain_before"), CHART_RING);
            add_point(all, p, r, record_number(r, "pain_after"), CHART_CROSS);
        }
    g_array_sort(all, by_day);
    return all;
}

/* First and last entry, and what the change amounts to. */
static char *change_words(const GArray *all, const char *measure)
{
    const struct chart_point *first = NULL, *last = NULL;
    int n = 0;
    for (guint i = 0; i < all->len; i++) {
        const struct chart_point *at =
            &g_array_index(all, struct chart_point, i);
        if (at->mark != CHART_DOT)
            continue;
        first = first ? first : at;
        last = at;
        n++;
    }
    if (!n)
        return g_strdup("");
    char a[11], b[11], from[32], to[32];
    journal_day_text(first->day, a);
    journal_day_text(last->day, b);
    words_day_short(a, true, from);
    words_day_short(b, true, to);
    if (n == 1)
        return words_decimals(g_strdup_printf(
            _("One entry: %.1f points on %s."), first->value, from));
    struct journal_change change;
    const bool known =
        !journal_change(measure, first->value, last->value, &change, NULL);
    return words_decimals(g_strdup_printf(
        _("First %.1f points (%s), last %.1f points (%s), %d entries. %s"),
        first->value, from, last->value, to, n, known ? change.text : ""));
}

static void curve(struct sheet *s, const struct report *p, const char *measure,
                  int gap_days, const char *title, const char *what)
{
    GArray *all = points_of(p, measure);
    const struct chart c = {p->from, p->to, (const void *)all->data,
                            (int)all->len, gap_days};
    char *change = change_words(all, measure);
    char *note = g_strdup_printf(
        _("%s A line joins entries up to %d days apart."), what, gap_days);
    s->y += 4;
    if (all->len) {
        const double width = s->right - s->left;
        const double high = sheet_measure(s, SHEET_BOLD, width, title);
        sheet_need(s, high + chart_height(s) + 4 * sheet_line(s, SHEET_SMALL));
        sheet_text(s, SHEET_BOLD, SHEET_LEFT, s->left, s->y, width, "H3",
                   title);
        s->y += high + 2;
        chart_draw(s, &c);
        if (*change)
            sheet_flow(s, SHEET_CELL, s->left, s->right - s->left, NULL,
                       change);
        report_note(s, note);
    } else {
        char *lead = g_strconcat(title, ":", NULL);
        sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, lead,
                   _("no entry in this period."));
        g_free(lead);
    }
    s->y += 4;
    g_free(note);
    g_free(change);
    g_array_free(all, TRUE);
}

void report_curves(struct sheet *s, const struct report *p)
{
    report_head(s, _("Pain and function"),
                chart_height(s) + 6 * sheet_line(s, SHEET_SMALL));
    curve(s, p, "nrs", 7, _("Pain, NRS, 0 none to 10 worst, points"),
          _("● noted for the day, ○ before a session, × after a session."));
    curve(s, p, "peg", 28, _("Pain and interference, PEG, 0 to 10, points"),
          _("Mean of three questions; lower is better."));
    curve(s, p, "psfs", 28,
          _("What the person wants to do, PSFS, 0 unable to 10 as before, "
            "points"),
          _("Mean of the person's own activities; higher is better."));
}

// ---- safety

static bool is_full(const json_t *screen)
{
    return strcmp(record_text(screen, "form"), "quick") &&
           json_object_get(screen, "questions");
}

/* Questions answered `word`, in full. */
static void questions(struct sheet *s, const struct report *p,
                      const json_t *screen, const char *word, const char *lead)
{
    GString *out = g_string_new(NULL);
    const char *id;
    json_t *v;
    json_object_foreach((json_t *)json_object_get(screen, "questions"), id, v)
    {
        if (!json_is_string(v) || strcmp(json_string_value(v), word))
            continue;
        const int q = care_question_find(p->r->library, id);
        g_string_append_printf(
            out, "%s%s (%s)", out->len ? "  " : "",
            q >= 0 ? care_question_at(p->r->library, q)->text : "", id);
    }
    sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, lead,
               out->len ? out->str : _("none."));
    g_string_free(out, TRUE);
}

static void conditions(struct sheet *s, const struct report *p,
                       const json_t *screen)
{
    GString *out = g_string_new(NULL);
    const char *id;
    json_t *v;
    json_object_foreach((json_t *)json_object_get(screen, "conditions"), id, v)
    {
        const char *word = json_string_value(v);
        if (!word || !strcmp(word, "no"))
            continue;
        const int c = care_condition_find(p->r->library, id);
        g_string_append_printf(
            out, "%s%s%s", out->len ? "; " : "",
            c >= 0 ? care_condition_at(p->r->library, c)->label : id,
            strcmp(word, "yes") ? _(" (not sure)") : "");
    }
    g_string_append(out, out->len ? "." : _("none."));
    sheet_flow(s, SHEET_BODY, s->left, s->right - s->left,
               _("Conditions named:"), out->str);
    g_string_free(out, TRUE);
}

static void readings(struct sheet *s, const json_t *screen)
{
    const json_t *bp = json_object_get(screen, "bp");
    GString *out = g_string_new(NULL);
    if (isfinite(record_number(bp, "systolic")))
        g_string_append_printf(out, _("blood pressure %.0f/%.0f mmHg"),
                               record_number(bp, "systolic"),
                               record_number(bp, "diastolic"));
    if (isfinite(record_number(screen, "bmi")))
        g_string_append_printf(out, _("%sbody mass index %.1f kg/m²"),
                               out->len ? "; " : "",
                               record_number(screen, "bmi"));
    if (out->len) {
        g_string_append_c(out, '.');
        sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, _("Readings:"),
                   out->str);
    }
    g_string_free(out, TRUE);
}

static void modalities(struct sheet *s, const json_t *screen)
{
    static const struct table_column column[] = {
        {N_("kind of movement"), .26, SHEET_LEFT},
        {N_("outcome"),          .17, SHEET_LEFT},
        {N_("because"),          .57, SHEET_LEFT},
    };
    struct table t = {column, 3, false};
    const char *id;
    json_t *v;
    json_object_foreach((json_t *)json_object_get(screen, "modalities"), id, v)
    {
        const char *action = record_text(v, "action");
        const char *cell[] = {care_modality_said(id), care_action_said(action),
                              record_text(v, "why")};
        table_row(s, &t, cell);
    }
    table_end(s, &t);
}

static void clearances(struct sheet *s, const struct report *p)
{
    static const struct table_column column[] = {
        {N_("clearance for"), .24, SHEET_LEFT},
        {N_("by"),            .22, SHEET_LEFT},
        {N_("on"),            .15, SHEET_LEFT},
        {N_("until"),         .15, SHEET_LEFT},
        {N_("note"),          .24, SHEET_LEFT},
    };
    struct table t = {column, 5, false};
    bool any = false;
    for (size_t i = 0; i < json_array_size(p->r->clearances); i++) {
        const json_t *r = json_array_get(p->r->clearances, i);
        const char *date = record_text(r, "date");
        const char *until = record_text(r, "until");
        char on[32] = "", ends[32] = "";
        if (journal_check_day(date, NULL) || journal_day_number(date) > p->to)
            continue;
        words_day_short(date, true, on);
        if (!journal_check_day(until, NULL))
            words_day_short(until, true, ends);
        const char *modality = record_text(r, "modality");
        const char *what = *modality ? care_modality_said(modality)
                                     : record_text(r, "question");
        char *by = g_strconcat(
            record_text(r, "role"),
            record_true(r, "imported") ? _(" (imported)") : "", NULL);
        const char *cell[] = {what, by, on, ends, record_text(r, "note")};
        if (!any)
            s->y += 6;
        table_row(s, &t, cell);
        g_free(by);
        any = true;
    }
    table_end(s, &t);
    if (!any)
        sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, _("Clearances:"),
                   _("none recorded."));
}

void report_safety(struct sheet *s, const struct report *p)
{
    const json_t *screen = record_newest(p->r->screens, p->to, is_full);
    report_head(s, _("Safety answers"), sheet_line(s, SHEET_BODY) * 4);
    if (!screen) {
        report_say(s, _("No full safety screening."));
        clearances(s, p);
        return;
    }
    char day[32];
    words_day(record_text(screen, "day"), day);
    char *lead = g_strdup_printf(
        "%s%s:", day, record_true(screen, "imported") ? _(" (imported)") : "");
    sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, lead,
               record_text(screen, "text"));
    g_free(lead);
    questions(s, p, screen, "yes", _("Answered yes:"));
    questions(s, p, screen, "unsure", _("Not sure:"));
    conditions(s, p, screen);
    readings(s, screen);
    s->y += 6;
    modalities(s, screen);
    s->y += 6;
    clearances(s, p);
}

// ---- notes

void report_notes(struct sheet *s, const struct report *p)
{
    const json_t *const list[] = {p->r->notes, p->r->sessions, p->r->scores};
    static const char *const field[] = {"text", "note", "note"};
    bool any = false;
    report_head(s, _("In the person's words"), sheet_line(s, SHEET_BODY) * 2);
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < json_array_size(list[k]); i++) {
            const json_t *r = json_array_get(list[k], i);
            char day[32];
            if (!report_within(p, r) || !*record_text(r, field[k]))
                continue;
            words_day_short(record_text(r, "day"), true, day);
            char *lead = g_strconcat(day,
                                     k == 1   ? _(", session:")
                                     : k == 2 ? _(", score:")
                                              : ":",
                                     NULL);
            sheet_flow(s, SHEET_BODY, s->left, s->right - s->left, lead,
                       record_text(r, field[k]));
            s->y += 2;
            g_free(lead);
            any = true;
        }
    if (!any)
        report_say(s, _("No notes in this period."));
}
