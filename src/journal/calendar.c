/*
 * A week's plan and the day's short breaks as iCalendar (RFC 5545).
 *
 * Times are floating: seven in the morning wherever the person is. A UID is
 * made of the day and the exercises, so that importing the same plan again
 * moves nothing, and a changed day is a new event.
 */
#include "journal/journal_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A calendar while it is written. */
struct ics {
    FILE *out;
    char *text; /* what `out` has written */
    size_t len;
    int column; /* bytes on the present line */
};

/* Bytes of the UTF-8 character that begins with this one; 0 inside one. */
static int character_bytes(unsigned char lead)
{
    return lead < 0x80   ? 1
           : lead < 0xc0 ? 0
           : lead < 0xe0 ? 2
           : lead < 0xf0 ? 3
                         : 4;
}

/* A line longer than 75 bytes goes on after a line end and a space (3.1). */
static void put_byte(struct ics *c, char byte)
{
    if (c->column + character_bytes((unsigned char)byte) > 75) {
        fputs("\r\n ", c->out);
        c->column = 1;
    }
    fputc(byte, c->out);
    c->column++;
}

static void put_raw(struct ics *c, const char *s)
{
    while (*s)
        put_byte(c, *s++);
}

static void end_line(struct ics *c)
{
    fputs("\r\n", c->out);
    c->column = 0;
}

static void put(struct ics *c, const char *name, const char *value)
{
    put_raw(c, name);
    put_byte(c, ':');
    put_raw(c, value);
    end_line(c);
}

/* A property whose value is text: \ ; , and line ends are escaped (3.3.11). */
static void put_text(struct ics *c, const char *name, const char *text)
{
    put_raw(c, name);
    put_byte(c, ':');
    for (; *text; text++) {
        if (strchr("\\;,\n", *text))
            put_byte(c, '\\');
        put_byte(c, *text == '\n' ? 'n' : *text);
    }
    end_line(c);
}

static void put_time(struct ics *c, const char *name, int day_number,
                     int minute)
{
    char text[40], day[11];
    int y = 0, m = 0, d = 0;
    journal_day_text(day_number, day);
    (void)journal_parse_day(day, &y, &m, &d);
    (void)snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d00", y, m, d,
                   minute / 60, minute % 60);
    put(c, name, text);
}

static void put_stamp(struct ics *c, int64_t seconds)
{
    char text[40] = "";
    struct tm utc;
    const time_t t = (time_t)seconds;
    if (gmtime_r(&t, &utc))
        (void)strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
    put(c, "DTSTAMP", text);
}

static void put_minutes(struct ics *c, const char *name, const char *sign,
                        int minutes)
{
    char text[40];
    (void)snprintf(text, sizeof text, "%sPT%dM", sign, minutes);
    put(c, name, text);
}

/* A sound or note so many minutes before the event. */
static void put_alarm(struct ics *c, int before_min, const char *text)
{
    put(c, "BEGIN", "VALARM");
    put(c, "ACTION", "DISPLAY");
    put_minutes(c, "TRIGGER", "-", before_min);
    put_text(c, "DESCRIPTION", text);
    put(c, "END", "VALARM");
}

struct event {
    const char *uid, *summary, *description;
    int day, at_min, length_min;
    int64_t stamp;
    int alarm_min;    /* < 0: none */
    const char *rule; /* when it comes again, NULL: once */
};

static void put_event(struct ics *c, const struct event *e)
{
    put(c, "BEGIN", "VEVENT");
    put(c, "UID", e->uid);
    put_stamp(c, e->stamp);
    put_time(c, "DTSTART", e->day, e->at_min);
    put_minutes(c, "DURATION", "", e->length_min);
    put_text(c, "SUMMARY", e->summary);
    if (e->description[0])
        put_text(c, "DESCRIPTION", e->description);
    if (e->rule)
        put(c, "RRULE", e->rule);
    if (e->alarm_min >= 0)
        put_alarm(c, e->alarm_min, e->summary);
    put(c, "END", "VEVENT");
}

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, "out of memory writing the calendar");
}

static enum sp_status begin(struct ics *c, struct sp_error *err)
{
    *c = (struct ics){0};
    c->out = open_memstream(&c->text, &c->len);
    if (!c->out)
        return no_memory(err);
    put(c, "BEGIN", "VCALENDAR");
    put(c, "VERSION", "2.0");
    put(c, "PRODID", "-//Stature//Stature//EN");
    put(c, "CALSCALE", "GREGORIAN");
    return SP_OK;
}

/* The whole text into memory that the caller frees. */
static enum sp_status end(struct ics *c, char **ics, struct sp_error *err)
{
    put(c, "END", "VCALENDAR");
    const bool failed = ferror(c->out);
    if (fclose(c->out) != 0 || failed) {
        free(c->text);
        return no_memory(err);
    }
    *ics = c->text;
    return SP_OK;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo): a short stable name for a set of ids. */
static uint64_t hash(uint64_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
    return (h ^ ',') * UINT64_C(0x100000001b3);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same for the same exercises in any order. */
static uint64_t exercise_set(const json_t *items)
{
    const char *id[64];
    size_t count = 0, i;
    json_t *item;
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    json_array_foreach(items, i, item)
    {
        const char *ex = json_string_value(json_object_get(item, "exercise"));
        if (ex && count < sizeof id / sizeof *id)
            id[count++] = ex;
    }
    qsort(id, count, sizeof *id, by_text);
    for (i = 0; i < count; i++)
        h = hash(h, id[i]);
    return h;
}

/* One line per exercise: "Child's pose, 2 x 30 s". */
static void describe(const json_t *items, const struct journal_calendar *wish,
                     char *out, size_t cap)
{
    size_t used = 0, i;
    json_t *item;
    out[0] = '\0';
    json_array_foreach(items, i, item)
    {
        const char *id = json_string_value(json_object_get(item, "exercise"));
        const char *name = id && wish->name ? wish->name(wish->ctx, id) : NULL;
        const json_int_t reps =
            json_integer_value(json_object_get(item, "reps"));
        const double hold = json_number_value(json_object_get(item, "hold_s"));
        const double flow =
            json_number_value(json_object_get(item, "duration_s"));
        char dose[64] = "";
        if (hold > 0 && reps > 0)
            (void)snprintf(dose, sizeof dose,
                           ", %" JSON_INTEGER_FORMAT " x %g s", reps, hold);
        else if (hold > 0 || flow > 0)
            (void)snprintf(dose, sizeof dose, ", %g s", hold > 0 ? hold : flow);
        else if (reps > 0)
            (void)snprintf(dose, sizeof dose,
                           ", %" JSON_INTEGER_FORMAT " times", reps);
        const int n =
            snprintf(out + used, cap - used, "%s%.200s%s", used ? "\n" : "",
                     name ? name
                     : id ? id
                          : "",
                     dose);
        if (n < 0 || (size_t)n >= cap - used) {
            out[used] = '\0';
            return;
        }
        used += (size_t)n;
    }
}

static void put_day(struct ics *c, const json_t *items, int day, int at_min,
                    double minutes, int64_t stamp,
                    const struct journal_calendar *wish)
{
    char uid[80], date[11], summary[80], description[4096];
    journal_day_text(day, date);
    (void)snprintf(uid, sizeof uid, "%s-%016" PRIx64 "@stature", date,
                   exercise_set(items));
    const int whole = minutes > 0 ? (int)ceil(minutes - 1e-9) : 1;
    (void)snprintf(summary, sizeof summary, "Stature: %d minutes", whole);
    describe(items, wish, description, sizeof description);
    const struct event e = {uid,   summary, description,     day, at_min,
                            whole, stamp,   wish->alarm_min, NULL};
    put_event(c, &e);
}

enum sp_status journal_plan_ics(const json_t *plan,
                                const struct journal_calendar *wish, char **ics,
                                struct sp_error *err)
{
    int at_min = 0;
    size_t i;
    json_t *day;
    const char *from = json_string_value(json_object_get(plan, "from"));
    enum sp_status status = journal_check_day(from, err);
    if (status == SP_OK && !journal_parse_clock(wish->at, &at_min))
        status = sp_fail(err, SP_E_PARSE,
                         "at: \"%.20s\" is not a time of day, need HH:MM",
                         wish->at ? wish->at : "");
    if (status == SP_OK && wish->alarm_min > 10080)
        status = sp_fail(err, SP_E_RANGE,
                         "alarm: %d min is outside 0 to 10080 (a week)",
                         wish->alarm_min);
    if (status != SP_OK)
        return status;

    struct ics c;
    status = begin(&c, err);
    if (status != SP_OK)
        return status;
    json_array_foreach(json_object_get(plan, "days"), i, day)
    {
        const json_t *items = json_object_get(day, "items");
        if (i < 7 && json_array_size(items) > 0)
            put_day(&c, items, journal_day_number(from) + (int)i, at_min,
                    json_number_value(json_object_get(day, "minutes")),
                    json_integer_value(json_object_get(plan, "created")), wish);
    }
    return end(&c, ics, err);
}

/* ---- breaks ----------------------------------------------------------------
 */

static enum sp_status check_breaks(const struct journal_breaks *b, int *from,
                                   int *to, struct sp_error *err)
{
    const enum sp_status status = journal_check_day(b->first_day, err);
    if (status != SP_OK)
        return status;
    if (!journal_parse_clock(b->from, from) || !journal_parse_clock(b->to, to))
        return sp_fail(err, SP_E_PARSE,
                       "from, to: need times of day, HH:MM, found \"%.20s\" "
                       "and \"%.20s\"",
                       b->from ? b->from : "", b->to ? b->to : "");
    if (b->every_min < 10 || b->every_min > 480)
        return sp_fail(err, SP_E_RANGE,
                       "every_min: %d min is outside 10 to 480", b->every_min);
    if (b->length_min < 1 || b->length_min > 60)
        return sp_fail(err, SP_E_RANGE, "length_min: %d min is outside 1 to 60",
                       b->length_min);
    if (*to < *from + b->length_min)
        return sp_fail(err, SP_E_RANGE,
                       "to: %s leaves no room for a break of %d min from %s",
                       b->to, b->length_min, b->from);
    if ((b->weekdays & 0x7f) == 0)
        return sp_fail(err, SP_E_RANGE, "weekdays: choose at least one");
    return SP_OK;
}

/* "FREQ=WEEKLY;BYDAY=MO,WE"; bit 0 is Monday. */
static void weekly(unsigned weekdays, char rule[64])
{
    static const char *const name[] = {"MO", "TU", "WE", "TH",
                                       "FR", "SA", "SU"};
    int used = snprintf(rule, 64, "FREQ=WEEKLY;BYDAY");
    char before = '=';
    for (int d = 0; d < 7; d++)
        if (weekdays & (1u << d)) {
            used += snprintf(rule + used, 64 - (size_t)used, "%c%s", before,
                             name[d]);
            before = ',';
        }
}

static void put_break(struct ics *c, const struct journal_breaks *b, int at_min,
                      int first_day)
{
    char uid[80], rule[64];
    static const char text[] = "Stand up, move, and let the back change place.";
    (void)snprintf(uid, sizeof uid, "break-%02d%02d-%02x@stature", at_min / 60,
                   at_min % 60, b->weekdays & 0x7f);
    weekly(b->weekdays, rule);
    const struct event e = {
        uid,    "Stature: short break", text,     first_day,
        at_min, b->length_min,          b->stamp, b->alarm ? 0 : -1,
        rule};
    put_event(c, &e);
}

enum sp_status journal_breaks_ics(const struct journal_breaks *breaks,
                                  char **ics, struct sp_error *err)
{
    int from = 0, to = 0;
    const enum sp_status status = check_breaks(breaks, &from, &to, err);
    if (status != SP_OK)
        return status;
    int first = journal_day_number(breaks->first_day);
    while (!(breaks->weekdays & (1u << journal_weekday(first))))
        first++; /* an event must begin on a day of its own rule */

    struct ics c;
    const enum sp_status begun = begin(&c, err);
    if (begun != SP_OK)
        return begun;
    for (int at = from; at + breaks->length_min <= to; at += breaks->every_min)
        put_break(&c, breaks, at, first);
    return end(&c, ics, err);
}
