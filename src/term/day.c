/* A day from a table of times: what stature and discs do over it. */
#include "app/spine.h"
#include "term/term_internal.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 288, BYTES_MAX = 1 << 18 };

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? malloc(BYTES_MAX) : NULL;
    *len = text ? fread(text, 1, BYTES_MAX, f) : 0;
    const bool bad = !text || ferror(f);
    if (bad)
        fprintf(stderr, "stature: %s cannot be read: %s\n", path,
                strerror(errno));
    if (f)
        fclose(f);
    if (!bad && *len == BYTES_MAX)
        fprintf(stderr, "stature: %s is too long for a table of one day\n",
                path);
    else if (!bad)
        return text;
    free(text);
    return NULL;
}

// a line per hour: change of stature since the day's beginning, and its bar
static void print_day(const json_t *day)
{
    const json_t *samples = json_object_get(day, "samples"), *s;
    const double range = term_number(day, "range_mm");
    size_t i;
    double most = -INFINITY;
    json_array_foreach((json_t *)samples, i, s) most =
        fmax(most, term_number(s, "stature_mm"));
    term_heading("Stature over the day, in its steady rhythm");
    printf("  %-6s %9s %9s %9s\n", "time", "stature", "lumbar", "neck");
    const json_t *first = json_array_get(samples, 0);
    json_array_foreach((json_t *)samples, i, s)
    {
        if (i % 2)
            continue;
        const double mm = term_number(s, "stature_mm");
        const int bar = range > 0 ? (int)lround(30 * (most - mm) / range) : 0;
        printf("  %-6s %+6.1f mm %+6.1f mm %+6.1f mm  %.*s\n",
               term_text(s, "time"), mm,
               term_number(s, "lumbar_mm") - term_number(first, "lumbar_mm"),
               term_number(s, "neck_mm") - term_number(first, "neck_mm"), bar,
               "##############################");
    }
    printf("\n  Between tallest and shortest: %.1f mm. A model's answer; see "
           "'stature validate'.\n",
           range);
}

static enum sp_status read_rows(const struct text_csv *csv, const char *path,
                                struct app_day_row *rows, int *count,
                                struct sp_error *err)
{
    const int from = text_csv_column(csv, "from");
    const int to = text_csv_column(csv, "to");
    const int what = text_csv_column(csv, "what");
    *count = text_csv_rows(csv);
    if (from < 0 || to < 0 || what < 0)
        return sp_fail(err, SP_E_PARSE,
                       "%s:1: the table needs the columns from, to, what.",
                       path);
    if (*count > ROWS_MAX)
        return sp_fail(err, SP_E_RANGE, "%s: %d rows; a day has at most %d.",
                       path, *count, ROWS_MAX);
    for (int i = 0; i < *count; i++)
        rows[i] = (struct app_day_row){
            text_csv_at(csv, i, from), text_csv_at(csv, i, to),
            text_csv_at(csv, i, what), text_csv_line(csv, i)};
    return SP_OK;
}

int term_day(struct app *app, const struct term_args *args)
{
    struct app_day_row rows[ROWS_MAX];
    struct sp_error err = {.text = ""};
    struct text_csv *csv = NULL;
    json_t *day = NULL;
    size_t len;
    int count = 0;
    if (args->words != 1) {
        fprintf(stderr, "stature: day: name one table of the day, .csv\n");
        return TERM_USAGE;
    }
    char *bytes = slurp(args->word[0], &len);
    if (!bytes)
        return TERM_FAILED;
    enum sp_status st = text_csv_parse(&csv, args->word[0], bytes, len, &err);
    if (!st)
        st = read_rows(csv, args->word[0], rows, &count, &err);
    if (!st)
        st = app_day(app, args->word[0], rows, count, &day, &err);
    if (st)
        fprintf(stderr, "stature: %s\n", err.text);
    else if (args->json)
        term_json(day);
    else
        print_day(day);
    json_decref(day);
    if (csv)
        text_csv_free(csv);
    free(bytes);
    return st ? TERM_FAILED : TERM_OK;
}
