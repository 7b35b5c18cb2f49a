/* A day or a week from a file, or the day that was drawn: what stature and
 * discs do over it, and what single changes do. */
#include "app/spine/day.h"
#include "term/term_internal.h"
#include "text/words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 1 << 18, BAR_MIN = 8, BAR_MAX = 30, BESIDE_BAR = 40 };

/* The longest bar that stands in one line with its numbers. */
static int bar_columns(void)
{
    const int left = term_width() - BESIDE_BAR;
    return left < BAR_MIN ? BAR_MIN : left > BAR_MAX ? BAR_MAX : left;
}

static int read_schedule(struct app *app, const struct term_args *args,
                         struct app_schedule *schedule)
{
    struct sp_error err = {.text = ""};
    size_t len;
    bool drawn;
    if (args->words == 0) {
        app_schedule_own(app, schedule, &drawn);
        if (!drawn && !args->json) {
            term_paragraph(0, "",
                           _("No day is drawn yet (page: Spine, My day); this "
                             "is a day at a desk."));
            printf("\n");
        }
        return TERM_OK;
    }
    if (args->words != 1)
        return term_wrong(args, _("name one schedule, .csv or .yaml"));
    char *bytes = term_read_file(args->word[0], BYTES_MAX, &len);
    if (!bytes)
        return TERM_FAILED;
    const enum sp_status st =
        app_schedule_read(schedule, args->word[0], bytes, len, &err);
    free(bytes);
    return st ? term_failed(&err) : TERM_OK;
}

// ---- as lines

static double tallest(const json_t *samples)
{
    double most = -INFINITY;
    size_t i;
    json_t *s;
    json_array_foreach((json_t *)samples, i, s) most =
        fmax(most, term_number(s, "stature_mm"));
    return most;
}

/* "monday" as the catalogues have it. */
static const char *weekday(const char *id, char said[24])
{
    snprintf(said, 24, "%s", id);
    said[0] = (char)toupper((unsigned char)said[0]);
    return words_say(said);
}

// a line per hour, three hours in a week: change of stature since the first
// row's beginning, and its bar
static void print_samples(const json_t *day)
{
    const json_t *samples = json_object_get(day, "samples"), *s;
    const bool week = term_number(day, "days") > 1;
    const double range = term_number(day, "range_mm");
    const double most = tallest(samples);
    const json_t *first = json_array_get(samples, 0);
    const char *last = "";
    char said[24];
    size_t i;
    struct term_table *t = term_table_new(2, "lrrrl");
    term_cell(t, "%s", _("time"));
    term_cell(t, "%s", _("stature"));
    term_cell(t, "%s", _("low back"));
    term_cell(t, "%s", _("neck"));
    term_cell(t, "%s", "");
    json_array_foreach((json_t *)samples, i, s)
    {
        const char *name = term_text(s, "day");
        if (i % (week ? 6 : 12))
            continue;
        if (week && strcmp(name, last) && i + 1 < json_array_size(samples))
            term_table_line(t, weekday(name, said));
        last = name;
        const double mm = term_number(s, "stature_mm");
        const int bar =
            range > 0 ? (int)lround(bar_columns() * (most - mm) / range) : 0;
        term_cell(t, "%s", term_text(s, "time"));
        term_cell(t, "%+.1f mm", mm);
        term_cell(t, "%+.1f mm",
                  term_number(s, "lumbar_mm") -
                      term_number(first, "lumbar_mm"));
        term_cell(t, "%+.1f mm",
                  term_number(s, "neck_mm") - term_number(first, "neck_mm"));
        term_cell(t, "%.*s", bar, "##############################");
    }
    term_table_print(t);
}

static void print_changes(const json_t *changes)
{
    const json_t *list = json_object_get(changes, "list"), *c;
    size_t i;
    if (*term_text(changes, "note"))
        term_paragraph(0, "", term_text(changes, "note"));
    if (json_array_size(list) == 0)
        return;
    term_heading(_("What one change does to stature, the same day otherwise"));
    json_array_foreach((json_t *)list, i, c)
    {
        const json_t *gain = json_object_get(c, "gain");
        const json_t *bed = json_object_get(c, "bed_gain");
        char text[200];
        term_paragraph(2, "", term_text(c, "title"));
        snprintf(text, sizeof text,
                 _("%s: %+.2f mm (%+.2f to %+.2f); at bedtime, %s: %+.2f mm "
                   "(%+.2f to %+.2f)\n"),
                 term_text(c, "at"), term_number(gain, "mm"),
                 term_number(gain, "low_mm"), term_number(gain, "high_mm"),
                 term_text(c, "bed"), term_number(bed, "mm"),
                 term_number(bed, "low_mm"), term_number(bed, "high_mm"));
        term_paragraph(4, "", words_decimals(text));
    }
    printf("\n");
}

static void print_day(const json_t *day)
{
    const json_t *range = json_object_get(day, "range");
    term_heading(term_number(day, "days") > 1
                     ? _("Stature over the week, in its steady rhythm")
                     : _("Stature over the day, in its steady rhythm"));
    print_samples(day);
    char text[200];
    snprintf(text, sizeof text,
             _("Between tallest and shortest: %.1f mm (%.1f to %.1f). A "
               "model's answer; see 'stature validate'."),
             term_number(range, "mm"), term_number(range, "low_mm"),
             term_number(range, "high_mm"));
    printf("\n");
    term_paragraph(2, "", words_decimals(text));
    printf("\n");
    print_changes(json_object_get(day, "changes"));
}

int term_day(struct app *app, const struct term_args *args)
{
    struct sp_error err = {.text = ""};
    json_t *day = NULL;
    struct app_schedule *schedule = calloc(1, sizeof *schedule);
    if (!schedule)
        return TERM_FAILED;
    int code = read_schedule(app, args, schedule);
    if (!code && app_day(app, schedule, true, &day, &err))
        code = term_failed(&err);
    if (!code && args->json)
        term_json(day);
    else if (!code)
        print_day(day);
    json_decref(day);
    free(schedule);
    return code;
}
