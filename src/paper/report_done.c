/* What was done: totals, weeks, movements, the plan's doses, and stops. */
#include "paper/report_internal.h"
#include "journal/journal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- totals

static int days_with_session(const struct report *p, int from, int to)
{
    int days = 0;
    for (int d = from; d <= to; d++) {
        bool any = false;
        for (size_t i = 0; i < json_array_size(p->r->sessions) && !any; i++) {
            const json_t *r = json_array_get(p->r->sessions, i);
            any = record_day(r) == d && record_session_done(r);
        }
        days += any;
    }
    return days;
}

void report_summary(struct sheet *s, const struct report *p)
{
    int sessions = 0, stopped = 0;
    double minutes = 0;
    for (size_t i = 0; i < json_array_size(p->r->sessions); i++) {
        const json_t *r = json_array_get(p->r->sessions, i);
        if (!report_within(p, r))
            continue;
        stopped += record_session_stopped(r);
        if (!record_session_done(r))
            continue;
        sessions++;
        minutes += record_minutes(r);
    }
    const int length = p->to - p->from + 1;
    const int days = days_with_session(p, p->from, p->to);
    report_head(s, _("In short"), sheet_line(s, SHEET_BODY) * 2);
    GString *text = g_string_new(NULL);
    g_string_append_printf(
        text,
        words_plural(sessions,
                     "%d session on %d of %d days (%.0f %%), %.0f min in all",
                     "%d sessions on %d of %d days (%.0f %%), %.0f min in all"),
        sessions, days, length, 100.0 * days / length, minutes);
    if (sessions)
        g_string_append_printf(text, _(", %.1f min a session"),
                               minutes / sessions);
    g_string_append_printf(text, _(". %d stopped early."), stopped);
    if (isfinite(p->r->wanted_days))
        g_string_append_printf(text, _(" The person's goal: %.0f days a week."),
                               p->r->wanted_days);
    report_say(s, words_decimals(text->str));
    g_string_free(text, TRUE);
}

// ---- week by week

/* Monday of the week of a day; 1970-01-05 was one. */
static int monday(int day) { return day - (((day - 4) % 7) + 7) % 7; }

struct week {
    int sessions;
    double minutes, pain;
    int pains;
    bool done[7];
};

static struct week week_of(const struct report *p, int from)
{
    struct week w = {0};
    for (size_t i = 0; i < json_array_size(p->r->sessions); i++) {
        const json_t *r = json_array_get(p->r->sessions, i);
        const int d = record_day(r) - from;
        if (!report_within(p, r) || d < 0 || d > 6 || !record_session_done(r))
            continue;
        w.sessions++;
        w.minutes += record_minutes(r);
        w.done[d] = true;
    }
    for (size_t i = 0; i < json_array_size(p->r->scores); i++) {
        const json_t *r = json_array_get(p->r->scores, i);
        const double v = record_number(r, "score");
        if (!report_within(p, r) || strcmp(record_text(r, "measure"), "nrs") ||
            !isfinite(v) || record_day(r) < from || record_day(r) > from + 6)
            continue;
        w.pain += v;
        w.pains++;
    }
    return w;
}

/* Seven small squares, Monday first: filled on days with a session, none
 * outside the period. */
static void squares(struct sheet *s, const struct report *p, int from,
                    const struct week *w, double x, double y)
{
    const double side = .8 * sheet_pt(s, SHEET_CELL);
    for (int d = 0; d < 7; d++) {
        if (from + d < p->from || from + d > p->to)
            continue;
        const double at = x + d * (side + 3);
        sheet_ink(s, 0);
        cairo_set_line_width(s->cr, .6);
        cairo_rectangle(s->cr, at, y, side, side);
        if (w->done[d])
            cairo_fill_preserve(s->cr);
        cairo_stroke(s->cr);
    }
}

void report_adherence(struct sheet *s, const struct report *p)
{
    static const struct table_column column[] = {
        {N_("week from"),              .22, SHEET_LEFT },
        {N_("days, Monday to Sunday"), .23, SHEET_LEFT },
        {N_("days done"),              .12, SHEET_RIGHT},
        {N_("sessions"),               .14, SHEET_RIGHT},
        {N_("time, min"),              .11, SHEET_RIGHT},
        {N_("pain, mean (entries)"),   .18, SHEET_RIGHT},
    };
    struct table t = {column, 6, false};
    report_head(s, _("Week by week"), sheet_line(s, SHEET_CELL) * 5);
    for (int from = monday(p->from); from <= p->to; from += 7) {
        const struct week w = week_of(p, from);
        char iso[11], day[32], days[40], sessions[16], minutes[16], pain[40];
        int done = 0, open = 0;
        for (int d = 0; d < 7; d++) {
            done += w.done[d];
            open += from + d >= p->from && from + d <= p->to;
        }
        journal_day_text(from, iso);
        words_day_short(iso, true, day);
        snprintf(days, sizeof days, _("%d of %d"), done, open);
        snprintf(sessions, sizeof sessions, "%d", w.sessions);
        snprintf(minutes, sizeof minutes, "%.0f", w.minutes);
        if (w.pains)
            snprintf(pain, sizeof pain, "%.1f (%d)", w.pain / w.pains, w.pains);
        else
            snprintf(pain, sizeof pain, _("none noted"));
        const char *cell[] = {day,      NULL,    days,
                              sessions, minutes, words_decimals(pain)};
        const double top = table_row(s, &t, cell);
        double x, width;
        table_place(s, &t, 1, &x, &width);
        squares(s, p, from, &w, x,
                top + (s->y - top - .8 * sheet_pt(s, SHEET_CELL)) / 2);
    }
    table_end(s, &t);
    report_note(s, _("A filled square is a day with a session. Pain: 0 to 10 "
                     "points, noted by the day, NRS."));
}

// ---- stops

static const char *reason_words(const char *id)
{
    static const struct {
        const char *id, *words;
    } known[] = {
        {"pain",          N_("pain")                                        },
        {"nerve",         N_("tingling, numbness or weakness")              },
        {"dizzy",         N_("dizziness, nausea, headache or changed sight")},
        {"chest",         N_("chest pain or breathlessness")                },
        {"bladder_bowel", N_("numb between the legs, bladder or bowel")     },
        {"tired",         N_("tired")                                       },
        {"other",         N_("another reason")                              },
        {"",              N_("no reason given")                             },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(id, known[i].id))
            return words_say(known[i].words);
    return id;
}

static char *stopped_items(const struct report *p, const json_t *session)
{
    const json_t *items = json_object_get(session, "items");
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *it = json_array_get(items, i);
        if (record_true(it, "stopped"))
            g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                                   report_name(p, it));
    }
    if (!out->len)
        g_string_append(out, _("the whole session"));
    return g_string_free(out, FALSE);
}

static char *stop_why(const json_t *r)
{
    GString *out = g_string_new(reason_words(record_text(r, "stop_reason")));
    if (record_true(r, "bladder_bowel"))
        g_string_append(out, _("; bladder or bowel changed"));
    if (record_true(r, "spreading"))
        g_string_append(out, _("; spreading"));
    if (*record_text(r, "note"))
        g_string_append_printf(out, ". “%s”", record_text(r, "note"));
    return g_string_free(out, FALSE);
}

static const char *triage_words(const char *id)
{
    return !strcmp(id, "go_on")       ? _("go on")
           : !strcmp(id, "see_first") ? _("see a clinician first")
           : !strcmp(id, "same_day")  ? _("a doctor the same day")
           : !strcmp(id, "emergency") ? _("emergency department now")
                                      : _("end of the session");
}

void report_stopped(struct sheet *s, const struct report *p)
{
    static const struct table_column column[] = {
        {N_("day"),                .13, SHEET_LEFT },
        {N_("stopped"),            .25, SHEET_LEFT },
        {N_("because of"),         .34, SHEET_LEFT },
        {N_("advice given"),       .16, SHEET_LEFT },
        {N_("pain before, after"), .12, SHEET_RIGHT},
    };
    struct table t = {column, 5, false};
    bool any = false;
    report_head(s, _("Stopped early"), sheet_line(s, SHEET_CELL) * 4);
    for (size_t i = 0; i < json_array_size(p->r->sessions); i++) {
        const json_t *r = json_array_get(p->r->sessions, i);
        if (!report_within(p, r) || !record_session_stopped(r))
            continue;
        char day[32], pain[40], before[12] = "–", after[12] = "–";
        if (isfinite(record_number(r, "pain_before")))
            snprintf(before, sizeof before, "%.0f",
                     record_number(r, "pain_before"));
        if (isfinite(record_number(r, "pain_after")))
            snprintf(after, sizeof after, "%.0f",
                     record_number(r, "pain_after"));
        snprintf(pain, sizeof pain, "%s, %s", before, after);
        words_day_short(record_text(r, "day"), true, day);
        char *what = stopped_items(p, r), *why = stop_why(r);
        const char *cell[] = {day, what, why,
                              triage_words(record_text(r, "triage")), pain};
        table_row(s, &t, cell);
        g_free(what);
        g_free(why);
        any = true;
    }
    table_end(s, &t);
    if (!any)
        report_say(s, _("Nothing was stopped in this period."));
}

// ---- each movement

struct tally {
    const char *id, *name;
    int done, skipped, stopped;
    const json_t *last;
};

static struct tally *tally_of(GArray *all, const struct report *p,
                              const json_t *item)
{
    const char *id = record_text(item, "exercise");
    for (guint i = 0; i < all->len; i++)
        if (!strcmp(g_array_index(all, struct tally, i).id, id))
            return &g_array_index(all, struct tally, i);
    const struct tally fresh = {.id = id, .name = report_name(p, item)};
    g_array_append_val(all, fresh);
    return &g_array_index(all, struct tally, all->len - 1);
}

static GArray *tallies(const struct report *p)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(struct tally));
    for (size_t i = 0; i < json_array_size(p->r->sessions); i++) {
        const json_t *r = json_array_get(p->r->sessions, i);
        const json_t *items = json_object_get(r, "items");
        for (size_t k = 0; report_within(p, r) && k < json_array_size(items);
             k++) {
            const json_t *it = json_array_get(items, k);
            struct tally *t = tally_of(all, p, it);
            t->done += record_true(it, "done");
            t->skipped += record_true(it, "skipped");
            t->stopped += record_true(it, "stopped");
            t->last = it;
        }
    }
    return all;
}

/* "2 × 30 s, each side" of a stored prescription. */
static void dose_words(const json_t *item, char out[96])
{
    const double hold = record_number(item, "hold_s");
    const double duration = record_number(item, "duration_s");
    const double reps = record_number(item, "reps");
    const char *sides = record_text(item, "sides");
    const struct care_exercise ex = {
        .sides = !strcmp(sides, "each")        ? CARE_EACH_SIDE
                 : !strcmp(sides, "alternate") ? CARE_ALTERNATE
                                               : CARE_NO_SIDES};
    const struct paper_item it = {
        .hold_s = hold > 0 ? hold : 0,
        .duration_s = duration > 0 ? duration : 0,
        .reps = reps > 0 && reps <= 1000 ? (int)reps : 0,
    };
    words_dose_line(&ex, &it, out);
}

void report_movements(struct sheet *s, const struct report *p)
{
    static const struct table_column column[] = {
        {N_("movement"),  .32, SHEET_LEFT },
        {N_("done"),      .11, SHEET_RIGHT},
        {N_("skipped"),   .14, SHEET_RIGHT},
        {N_("stopped"),   .14, SHEET_RIGHT},
        {N_("last dose"), .29, SHEET_LEFT },
    };
    struct table t = {column, 5, false};
    GArray *all = tallies(p);
    report_head(s, _("Movements"), sheet_line(s, SHEET_CELL) * 4);
    for (guint i = 0; i < all->len; i++) {
        const struct tally *m = &g_array_index(all, struct tally, i);
        char done[16], skipped[16], stopped[16], dose[96];
        snprintf(done, sizeof done, "%d", m->done);
        snprintf(skipped, sizeof skipped, "%d", m->skipped);
        snprintf(stopped, sizeof stopped, "%d", m->stopped);
        dose_words(m->last, dose);
        const char *cell[] = {m->name, done, skipped, stopped, dose};
        table_row(s, &t, cell);
    }
    table_end(s, &t);
    if (!all->len)
        report_say(s, _("No session in this period."));
    g_array_free(all, TRUE);
}

// ---- the plan

struct planned {
    const json_t *item;
    unsigned days;
};

// a movement may have another dose on some days: a first session has less
static bool same_dose(const json_t *a, const json_t *b)
{
    static const char *const field[] = {"exercise", "variant", "hold_s", "reps",
                                        "duration_s"};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        const json_t *x = json_object_get(a, field[i]);
        const json_t *y = json_object_get(b, field[i]);
        if ((x || y) && !json_equal(x, y))
            return false;
    }
    return true;
}

static bool told_before(const GArray *all, guint i)
{
    const json_t *item = g_array_index(all, struct planned, i).item;
    for (guint k = 0; k < i; k++)
        if (!strcmp(record_text(g_array_index(all, struct planned, k).item,
                                "exercise"),
                    record_text(item, "exercise")))
            return true;
    return false;
}

static GArray *planned(const json_t *plan)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(struct planned));
    const json_t *days = json_object_get(plan, "days");
    for (size_t d = 0; d < json_array_size(days) && d < PAPER_DAYS; d++) {
        const json_t *items = json_object_get(json_array_get(days, d), "items");
        for (size_t i = 0; i < json_array_size(items); i++) {
            const json_t *it = json_array_get(items, i);
            guint k = 0;
            while (k < all->len &&
                   !same_dose(g_array_index(all, struct planned, k).item, it))
                k++;
            if (k == all->len) {
                const struct planned fresh = {it, 0};
                g_array_append_val(all, fresh);
            }
            g_array_index(all, struct planned, k).days |= 1u << d;
        }
    }
    return all;
}

// "-0.00" says nothing
static double unsigned_zero(double mm) { return fabs(mm) < 0.005 ? 0 : mm; }

static void relief_cell(const struct care_relief *r, int part, char out[48])
{
    if (!r->known)
        snprintf(out, 48, "–");
    else
        snprintf(out, 48, _("%.2f (%.2f to %.2f)"), unsigned_zero(r->mm[part]),
                 unsigned_zero(r->low[part]), unsigned_zero(r->high[part]));
    words_decimals(out);
}

/* What a clinician has agreed to stands beside what is planned. */
static void pulled_row(struct sheet *s, struct table *t, const struct report *p)
{
    const int e = p->r->pulled_exercise;
    char part[CARE_SPINE_PARTS][48];
    for (int k = 0; k < CARE_SPINE_PARTS; k++)
        relief_cell(&p->r->relief[e], k, part[k]);
    const char *cell[] = {care_exercise_at(p->r->library, e)->name, part[0],
                          part[1], part[2]};
    table_row(s, t, cell);
}

/* What the model gives for each planned movement, part by part. */
static void report_relief(struct sheet *s, const struct report *p,
                          const GArray *all)
{
    static const struct table_column column[] = {
        {N_("disc height gained, mm"), .34, SHEET_LEFT },
        {N_("neck"),                   .22, SHEET_RIGHT},
        {N_("upper back"),             .22, SHEET_RIGHT},
        {N_("lower back"),             .22, SHEET_RIGHT},
    };
    struct table t = {column, 4, false};
    for (guint i = 0; i < all->len; i++) {
        const json_t *item = g_array_index(all, struct planned, i).item;
        const int e =
            care_exercise_find(p->r->library, record_text(item, "exercise"));
        char part[CARE_SPINE_PARTS][48];
        if (e < 0 || told_before(all, i))
            continue;
        for (int k = 0; k < CARE_SPINE_PARTS; k++)
            relief_cell(&p->r->relief[e], k, part[k]);
        const char *cell[] = {report_name(p, item), part[0], part[1], part[2]};
        table_row(s, &t, cell);
    }
    if (p->r->pulled)
        pulled_row(s, &t, p);
    table_end(s, &t);
    report_note(s, _("Modelled, not measured: height of the discs beyond the "
                     "same time sitting at the end of today's dose, with what "
                     "model and load leave open; below 0 the discs carry more "
                     "than in sitting. A dash: the load model cannot hold a "
                     "position."));
    if (p->r->pulled)
        report_note(s, p->r->pulled);
}

void report_plan(struct sheet *s, const struct report *p)
{
    static const struct table_column column[] = {
        {N_("movement"), .36, SHEET_LEFT},
        {N_("dose"),     .24, SHEET_LEFT},
        {N_("days"),     .28, SHEET_LEFT},
        {N_("reduced"),  .12, SHEET_LEFT},
    };
    struct table t = {column, 4, false};
    const json_t *plan = record_newest(p->r->plans, p->to, NULL);
    const char *from = record_text(plan, "from");
    report_head(s, _("Newest plan"), sheet_line(s, SHEET_CELL) * 4);
    if (!plan || journal_check_day(from, NULL)) {
        report_say(s, _("There is no plan."));
        return;
    }
    GArray *all = planned(plan);
    for (guint i = 0; i < all->len; i++) {
        const struct planned *it = &g_array_index(all, struct planned, i);
        char dose[96], days[48];
        dose_words(it->item, dose);
        snprintf(days, sizeof days, "%s", _("every day"));
        if (it->days != (1u << PAPER_DAYS) - 1)
            words_days(it->days, from, days);
        const char *cell[] = {report_name(p, it->item), dose, days,
                              record_true(it->item, "reduced") ? _("yes") : ""};
        table_row(s, &t, cell);
    }
    table_end(s, &t);
    char day[32];
    words_day(from, day);
    char *note = g_strdup_printf(_("The week from %s. Reduced: a starting dose "
                                   "because of the safety answers."),
                                 day);
    report_note(s, note);
    g_free(note);
    if (p->r->relief)
        report_relief(s, p, all);
    g_array_free(all, TRUE);
}
