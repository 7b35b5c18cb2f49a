/*
 * A week's plan and the day's short breaks as iCalendar (RFC 5545).
 *
 * Times are floating: seven in the morning wherever the person is. A UID is
 * made of the day and the exercises, so that importing the same plan again
 * moves nothing, and a changed day is a new event.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <libical/ical.h>
#include <math.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, _("out of memory writing the calendar"));
}

static icalcomponent *new_calendar(void)
{
    return icalcomponent_vanew(
        ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
        icalproperty_new_prodid("-//Stature//Stature//EN"),
        icalproperty_new_calscale("GREGORIAN"), (void *)0);
}

static struct icaltimetype local_time(int day_number, int minute)
{
    struct icaltimetype t = icaltime_null_time();
    char text[11];
    journal_day_text(day_number, text);
    (void)journal_parse_day(text, &t.year, &t.month, &t.day);
    t.hour = minute / 60;
    t.minute = minute % 60;
    return t;
}

/* A sound or note so many minutes before the event. */
static icalcomponent *new_alarm(int before_min, const char *text)
{
    struct icaltriggertype trigger = icaltriggertype_from_int(-before_min * 60);
    return icalcomponent_vanew(ICAL_VALARM_COMPONENT,
                               icalproperty_new_action(ICAL_ACTION_DISPLAY),
                               icalproperty_new_trigger(trigger),
                               icalproperty_new_description(text), (void *)0);
}

struct event {
    const char *uid, *summary, *description;
    int day, at_min, length_min;
    int64_t stamp;
    int alarm_min; /* < 0: none */
};

static icalcomponent *new_event(const struct event *e)
{
    const struct icaltimetype stamp = icaltime_from_timet_with_zone(
        (time_t)e->stamp, 0, icaltimezone_get_utc_timezone());
    icalcomponent *event = icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, icalproperty_new_uid(e->uid),
        icalproperty_new_dtstamp(stamp),
        icalproperty_new_dtstart(local_time(e->day, e->at_min)),
        icalproperty_new_duration(
            icaldurationtype_from_int(e->length_min * 60)),
        icalproperty_new_summary(e->summary), (void *)0);
    if (event && e->description[0])
        icalcomponent_add_property(
            event, icalproperty_new_description(e->description));
    if (event && e->alarm_min >= 0) {
        icalcomponent *alarm = new_alarm(e->alarm_min, e->summary);
        if (alarm)
            icalcomponent_add_component(event, alarm);
    }
    return event;
}

/* Text of the calendar into memory that the caller frees; frees the calendar.
 */
static enum sp_status write_out(icalcomponent *calendar, char **ics,
                                struct sp_error *err)
{
    char *text = calendar ? icalcomponent_as_ical_string_r(calendar) : NULL;
    *ics = text ? strdup(text) : NULL;
    free(text);
    if (calendar)
        icalcomponent_free(calendar);
    return *ics ? SP_OK : no_memory(err);
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
            (void)snprintf(dose, sizeof dose, _(", %lld x %g s"),
                           (long long)reps, hold);
        else if (hold > 0 || flow > 0)
            (void)snprintf(dose, sizeof dose, _(", %g s"),
                           hold > 0 ? hold : flow);
        else if (reps > 0)
            (void)snprintf(
                dose, sizeof dose,
                words_plural((long)reps, ", %lld time", ", %lld times"),
                (long long)reps);
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

static icalcomponent *day_event(const json_t *items, int day, int at_min,
                                double minutes, int64_t stamp,
                                const struct journal_calendar *wish)
{
    char uid[80], date[11], summary[80], description[4096];
    journal_day_text(day, date);
    (void)snprintf(uid, sizeof uid, "%s-%016" PRIx64 "@stature", date,
                   exercise_set(items));
    const int whole = minutes > 0 ? (int)ceil(minutes - 1e-9) : 1;
    (void)snprintf(
        summary, sizeof summary,
        words_plural(whole, "Stature: %d minute", "Stature: %d minutes"),
        whole);
    describe(items, wish, description, sizeof description);
    const struct event e = {uid,    summary, description, day,
                            at_min, whole,   stamp,       wish->alarm_min};
    return new_event(&e);
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
                         _("at: \"%.20s\" is not a time of day, need HH:MM"),
                         wish->at ? wish->at : "");
    if (status == SP_OK && wish->alarm_min > 10080)
        status = sp_fail(err, SP_E_RANGE,
                         _("alarm: %d min is outside 0 to 10080 (a week)"),
                         wish->alarm_min);
    if (status != SP_OK)
        return status;

    icalcomponent *calendar = new_calendar();
    json_array_foreach(json_object_get(plan, "days"), i, day)
    {
        const json_t *items = json_object_get(day, "items");
        if (!calendar || i >= 7 || json_array_size(items) == 0)
            continue;
        icalcomponent *event = day_event(
            items, journal_day_number(from) + (int)i, at_min,
            json_number_value(json_object_get(day, "minutes")),
            json_integer_value(json_object_get(plan, "created")), wish);
        if (event)
            icalcomponent_add_component(calendar, event);
    }
    return write_out(calendar, ics, err);
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
                       _("from, to: need times of day, HH:MM, found \"%.20s\" "
                         "and \"%.20s\""),
                       b->from ? b->from : "", b->to ? b->to : "");
    if (b->every_min < 10 || b->every_min > 480)
        return sp_fail(err, SP_E_RANGE,
                       _("every_min: %d min is outside 10 to 480"),
                       b->every_min);
    if (b->length_min < 1 || b->length_min > 60)
        return sp_fail(err, SP_E_RANGE,
                       _("length_min: %d min is outside 1 to 60"),
                       b->length_min);
    if (*to < *from + b->length_min)
        return sp_fail(err, SP_E_RANGE,
                       _("to: %s leaves no room for a break of %d min from %s"),
                       b->to, b->length_min, b->from);
    if ((b->weekdays & 0x7f) == 0)
        return sp_fail(err, SP_E_RANGE, _("weekdays: choose at least one"));
    return SP_OK;
}

static icalcomponent *break_event(const struct journal_breaks *b, int at_min,
                                  int first_day)
{
    char uid[80];
    const char *text = _("Stand up, move, and change position.");
    (void)snprintf(uid, sizeof uid, "break-%02d%02d-%02x@stature", at_min / 60,
                   at_min % 60, b->weekdays & 0x7f);
    const struct event e = {uid,      _("Stature: short break"),
                            text,     first_day,
                            at_min,   b->length_min,
                            b->stamp, b->alarm ? 0 : -1};
    icalcomponent *event = new_event(&e);
    if (!event)
        return NULL;
    struct icalrecurrencetype rule;
    icalrecurrencetype_clear(&rule);
    rule.freq = ICAL_WEEKLY_RECURRENCE;
    int n = 0;
    for (int d = 0; d < 7; d++)
        if (b->weekdays & (1u << d)) /* libical counts Sunday as 1 */
            rule.by_day[n++] =
                (short)(d == 6 ? ICAL_SUNDAY_WEEKDAY : ICAL_MONDAY_WEEKDAY + d);
    icalcomponent_add_property(event, icalproperty_new_rrule(rule));
    return event;
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

    icalcomponent *calendar = new_calendar();
    for (int at = from; calendar && at + breaks->length_min <= to;
         at += breaks->every_min) {
        icalcomponent *event = break_event(breaks, at, first);
        if (event)
            icalcomponent_add_component(calendar, event);
    }
    return write_out(calendar, ics, err);
}
