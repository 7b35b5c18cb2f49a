/* Plain words, every number with its unit. */
#include "paper/words.h"
#include "journal/journal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const weekday_name[] = {N_("Mon"), N_("Tue"), N_("Wed"),
                                           N_("Thu"), N_("Fri"), N_("Sat"),
                                           N_("Sun")};

void words_seconds(double s, char out[32])
{
    const long whole = lround(fmin(fmax(s, 0), 86400));
    if (whole < 90 && whole != 60)
        snprintf(out, 32, "%ld s", whole);
    else if (whole % 60 == 0)
        snprintf(out, 32, "%ld min", whole / 60);
    else
        snprintf(out, 32, "%ld min %ld s", whole / 60, whole % 60);
}

/* 1970-01-01 was a Thursday. */
static int weekday_of(int day) { return ((day + 3) % 7 + 7) % 7; }

void words_column(const char *from, int d, char weekday[8], char date[12])
{
    char day[11], text[32];
    date[0] = 0;
    if (!from) {
        snprintf(weekday, 8, "%s", words_say(weekday_name[d % 7]));
        return;
    }
    const int number = journal_day_number(from) + d;
    journal_day_text(number, day);
    snprintf(weekday, 8, "%s", words_say(weekday_name[weekday_of(number)]));
    words_day_short(day, false, text);
    snprintf(date, 12, "%.11s", text);
}

// ---- doses

static void add(struct words_cell *cell, int *n, const char *label,
                const char *value)
{
    snprintf(cell[*n].value, sizeof cell[*n].value, "%s", value);
    cell[(*n)++].label = label;
}

void words_days(unsigned days, const char *from, char out[48])
{
    size_t used = 0;
    out[0] = 0;
    for (int d = 0; d < PAPER_DAYS; d++) {
        char weekday[8], date[12];
        if (!(days >> d & 1))
            continue;
        words_column(from, d, weekday, date);
        const int n =
            snprintf(out + used, 48 - used, "%s%s", used ? " " : "", weekday);
        used += n > 0 ? (size_t)n : 0;
    }
}

int words_dose(const struct care_exercise *ex, const struct paper_item *it,
               const char *from, struct words_cell cell[WORDS_CELLS])
{
    char text[48], time[32];
    int n = 0;
    if (it->hold_s > 0) {
        words_seconds(it->hold_s, time);
        add(cell, &n, _("hold"), time);
    }
    if (it->duration_s > 0) {
        words_seconds(it->duration_s, time);
        add(cell, &n, it->hold_s > 0 ? _("in all") : _("keep moving"), time);
    }
    if (it->reps > 0 && !(it->reps == 1 && it->duration_s > 0)) {
        snprintf(text, sizeof text, "%d ×", it->reps);
        add(cell, &n,
            ex->sides == CARE_EACH_SIDE ? _("on each side")
            : it->reps == 1             ? _("once")
                                        : _("repeats"),
            text);
    }
    if (ex->sides == CARE_EACH_SIDE)
        add(cell, &n, _("sides"), _("right, then left"));
    else if (ex->sides == CARE_ALTERNATE)
        add(cell, &n, _("sides"), _("in turn"));
    if (it->rest_s > 0 && it->reps > 1) {
        words_seconds(it->rest_s, time);
        add(cell, &n, _("rest between"), time);
    }
    if (it->days == (1u << PAPER_DAYS) - 1) {
        add(cell, &n, _("days"), _("every day"));
    } else if (it->days) {
        words_days(it->days, from, text);
        add(cell, &n, _("days"), text);
    } else {
        snprintf(text, sizeof text, "%d", ex->dose.per_week_max);
        add(cell, &n, _("days a week at most"), text);
    }
    return n;
}

void words_dose_line(const struct care_exercise *ex,
                     const struct paper_item *it, char out[96])
{
    char time[32];
    words_seconds(it->hold_s > 0 ? it->hold_s : it->duration_s, time);
    const char *sides = ex->sides == CARE_EACH_SIDE   ? _(", each side")
                        : ex->sides == CARE_ALTERNATE ? _(", sides in turn")
                                                      : "";
    if (it->hold_s <= 0 && it->duration_s <= 0)
        snprintf(out, 96, "%d ×%s", it->reps, sides);
    else if (it->reps > 1 || it->hold_s > 0)
        snprintf(out, 96, "%d × %s%s", it->reps > 1 ? it->reps : 1, time,
                 sides);
    else
        snprintf(out, 96, "%s%s", time, sides);
}

// ---- texts of the library

char *words_step(const char *say)
{
    char text[CARE_SAID_MAX];
    care_for_side(text, sizeof text, say, strlen(say), 1);
    return g_strdup(text);
}

/* One sentence of several: parts keep their words, the stop at the end of
 * each goes. */
char *words_list(char *const *list)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; list && list[i]; i++) {
        size_t n = strlen(list[i]);
        while (n && strchr(". ", list[i][n - 1]))
            n--;
        if (i)
            g_string_append(out, "; ");
        // after the first, a plain capital becomes small
        if (i && g_ascii_isupper(list[i][0]) &&
            (g_ascii_islower(list[i][1]) || !strncmp(list[i], "A ", 2))) {
            g_string_append_c(out, g_ascii_tolower(list[i][0]));
            g_string_append_len(out, list[i] + 1, (gssize)n - 1);
        } else {
            g_string_append_len(out, list[i], (gssize)n);
        }
    }
    if (out->len)
        g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

static const char *grade_word(enum care_grade g)
{
    static const char *const word[] = {N_("none"), N_("very low"), N_("low"),
                                       N_("moderate"), N_("high")};
    return words_say(word[g]);
}

char *words_evidence(const struct care_library *lib,
                     const struct care_exercise *ex)
{
    GString *names = g_string_new(NULL);
    for (int i = 0; ex->sources && ex->sources[i]; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               care_source_name(lib, ex->sources[i]));
    char *out =
        g_strdup_printf(names->len ? _("Evidence: %s. %s Sources: %s.")
                                   : _("Evidence: %s. %s%s"),
                        grade_word(ex->grade),
                        ex->grade_text ? ex->grade_text : "", names->str);
    g_string_free(names, TRUE);
    return out;
}

char *words_where(const struct care_library *lib,
                  const struct care_exercise *ex)
{
    static const char *const region[] = {N_("neck"), N_("upper back"),
                                         N_("lower back"), N_("leg")};
    GString *out = g_string_new(NULL);
    for (int r = 0; r < CARE_REGIONS; r++)
        if (ex->regions >> r & 1)
            g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                                   words_say(region[r]));
    for (int i = 0; ex->equipment && ex->equipment[i]; i++) {
        const int at = care_equipment_find(lib, ex->equipment[i]);
        if (at >= 0)
            g_string_append_printf(out, "%s%s",
                                   i          ? ", "
                                   : out->len ? "  ·  "
                                              : "",
                                   care_equipment_at(lib, at)->name);
    }
    return g_string_free(out, FALSE);
}
