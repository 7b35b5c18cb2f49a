#include "paper/record.h"
#include "journal/journal.h"

#include <limits.h>
#include <math.h>
#include <string.h>

const char *record_text(const json_t *r, const char *field)
{
    const char *t = json_string_value(json_object_get(r, field));
    return t ? t : "";
}

double record_number(const json_t *r, const char *field)
{
    const json_t *v = json_object_get(r, field);
    return json_is_number(v) ? json_number_value(v) : (double)NAN;
}

bool record_true(const json_t *r, const char *field)
{
    return json_is_true(json_object_get(r, field));
}

int record_day(const json_t *r)
{
    const char *day = record_text(r, "day");
    return journal_check_day(day, NULL) ? INT_MIN : journal_day_number(day);
}

const json_t *record_newest(const json_t *list, int day,
                            bool (*fits)(const json_t *r))
{
    const json_t *best = NULL;
    int when = INT_MIN;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = json_array_get(list, i);
        const int d = record_day(r);
        if (d == INT_MIN || d > day || d < when || (fits && !fits(r)))
            continue;
        best = r; // of one day the later one: lists are oldest first
        when = d;
    }
    return best;
}

double record_minutes(const json_t *r)
{
    const double m = record_number(r, "minutes");
    return m > 0 ? m : 0;
}

bool record_session_done(const json_t *r)
{
    const char *phase = record_text(r, "phase");
    return (!strcmp(phase, "done") || !strcmp(phase, "stopped")) &&
           record_minutes(r) > 0;
}

bool record_session_stopped(const json_t *r)
{
    const json_t *items = json_object_get(r, "items");
    if (*record_text(r, "stop_reason") ||
        !strcmp(record_text(r, "phase"), "stopped"))
        return true;
    for (size_t i = 0; i < json_array_size(items); i++)
        if (record_true(json_array_get(items, i), "stopped"))
            return true;
    return false;
}
