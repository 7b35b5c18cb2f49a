#include "fixture.h"

#include <libical/ical.h>

static const char *name_of(void *ctx, const char *id)
{
    (void)ctx;
    return strcmp(id, "childs_pose") == 0 ? "Child's pose; a fold, slow" : NULL;
}

static const struct journal_calendar morning = {"07:15", 10, name_of, NULL};

#define PLAN(items)                                                            \
    "{'from': '2026-11-02', 'created': 1762041600, 'days': [{'items': "        \
    "[" items "], 'minutes': 12.2}, {'items': [], 'rest': true}, "             \
    "{'items': [{'exercise': 'dead_hang', 'duration_s': 60}]}]}"
#define POSE "{'exercise': 'childs_pose', 'hold_s': 30, 'reps': 2}"
#define HANG "{'exercise': 'dead_hang', 'hold_s': 10.5, 'reps': 3}"

static char *plan_ics(const char *quoted, const struct journal_calendar *wish)
{
    char *ics = NULL;
    json_t *plan = json_of(quoted);
    assert_ok(journal_plan_ics(plan, wish, &ics, &err));
    json_decref(plan);
    return ics;
}

/* The calendar as another program reads it; every property in its place. */
static icalcomponent *parsed(const char *ics)
{
    icalcomponent *c = icalparser_parse_string(ics);
    assert_non_null(c);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    assert_int_equal(icalcomponent_isa(c), ICAL_VCALENDAR_COMPONENT);
    return c;
}

static int events(icalcomponent *c)
{
    return icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT);
}

static void a_plan_is_one_event_a_day(void **state)
{
    (void)state;
    char *ics = plan_ics(PLAN(POSE ", " HANG), &morning);
    icalcomponent *c = parsed(ics);
    assert_int_equal(events(c), 2);
    icalcomponent *e =
        icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstart(e)),
                        "20261102T071500");
    assert_int_equal(icaldurationtype_as_int(icalcomponent_get_duration(e)),
                     13 * 60);
    assert_string_equal(icalcomponent_get_summary(e), "Stature: 13 minutes");
    assert_string_equal(icalcomponent_get_description(e),
                        "Child's pose; a fold, slow, 2 x 30 s\n"
                        "dead_hang, 3 x 10.5 s");
    assert_int_equal(icalcomponent_count_components(e, ICAL_VALARM_COMPONENT),
                     1);
    assert_non_null(strstr(ics, "TRIGGER:-PT10M"));
    assert_non_null(strstr(ics, "DTSTAMP:20251102T000000Z"));
    e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
    assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstart(e)),
                        "20261104T071500");
    icalcomponent_free(c);

    char *again = plan_ics(PLAN(POSE ", " HANG), &morning);
    assert_string_equal(ics, again);
    free(again);
    free(ics);
}

static void first_uid(const char *ics, char uid[80])
{
    icalcomponent *c = parsed(ics);
    (void)snprintf(uid, 80, "%s",
                   icalcomponent_get_uid(icalcomponent_get_first_component(
                       c, ICAL_VEVENT_COMPONENT)));
    icalcomponent_free(c);
}

static void uids_follow_the_day_and_its_exercises(void **state)
{
    (void)state;
    const struct journal_calendar evening = {"19:00", -1, NULL, NULL};
    char a[80], b[80], c[80];
    char *ics = plan_ics(PLAN(POSE ", " HANG), &morning);
    first_uid(ics, a);
    free(ics);
    ics = plan_ics(PLAN(HANG ", " POSE), &evening); /* order, time: the same */
    assert_null(strstr(ics, "VALARM"));
    first_uid(ics, b);
    free(ics);
    ics = plan_ics(PLAN(POSE), &morning);
    first_uid(ics, c);
    free(ics);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
    assert_memory_equal(a, "2026-11-02-", 11);
}

static void lines_are_folded_and_texts_escaped(void **state)
{
    (void)state;
    char *ics = plan_ics(PLAN(POSE ", " HANG), &morning);
    assert_non_null(strstr(ics, "Child's pose\\; a fold\\, slow\\, 2 x 30"));
    for (const char *line = ics; *line;) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_in_range(end - line, 0, 75);
        line = end + 2;
    }
    free(ics);
}

static void a_plan_that_cannot_be_dated(void **state)
{
    (void)state;
    const struct journal_calendar bad_time = {"7 am", -1, NULL, NULL};
    char *ics = NULL;
    json_t *plan = json_of(PLAN(POSE)), *none = json_of("{'days': []}");
    assert_fails(journal_plan_ics(plan, &bad_time, &ics, &err), SP_E_PARSE,
                 "\"7 am\" is not a time of day");
    assert_fails(journal_plan_ics(none, &morning, &ics, &err), SP_E_PARSE,
                 "day:");
    assert_null(ics);
    json_decref(plan);
    json_decref(none);
}

static void breaks_repeat_through_the_working_week(void **state)
{
    (void)state;
    char *ics = NULL;
    /* from a Saturday: the first breaks are on Monday the 23rd */
    const struct journal_breaks b = {"2026-11-21", "09:00", "11:00",   45, 5,
                                     0x1f,         true,    1762041600};
    assert_ok(journal_breaks_ics(&b, &ics, &err));
    icalcomponent *c = parsed(ics);
    assert_int_equal(events(c), 3); /* 9:00, 9:45, 10:30 */
    icalcomponent *e =
        icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    const struct icaltimetype start = icalcomponent_get_dtstart(e);
    assert_string_equal(icaltime_as_ical_string(start), "20261123T090000");

    /* what the rule means: five working days, then Monday again */
    struct icalrecurrencetype rule = icalproperty_get_rrule(
        icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY));
    icalrecur_iterator *it = icalrecur_iterator_new(rule, start);
    static const char *const want[] = {"20261123T090000", "20261124T090000",
                                       "20261125T090000", "20261126T090000",
                                       "20261127T090000", "20261130T090000"};
    for (int i = 0; i < 6; i++)
        assert_string_equal(
            icaltime_as_ical_string(icalrecur_iterator_next(it)), want[i]);
    icalrecur_iterator_free(it);
    icalcomponent_free(c);
    free(ics);
}

static void breaks_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct journal_breaks breaks;
        enum sp_status status;
        const char *says;
    } row[] = {
        {{"soon", "09:00", "17:00", 45, 5, 31, false, 0},         SP_E_PARSE, "day"       },
        {{"2026-11-21", "9", "17:00", 45, 5, 31, false, 0},
         SP_E_PARSE,                                                          "HH:MM"     },
        {{"2026-11-21", "09:00", "17:00", 0, 5, 31, false, 0},
         SP_E_RANGE,                                                          "every_min" },
        {{"2026-11-21", "09:00", "17:00", 45, 0, 31, false, 0},
         SP_E_RANGE,                                                          "length_min"},
        {{"2026-11-21", "17:00", "09:00", 45, 5, 31, false, 0},
         SP_E_RANGE,                                                          "no room"   },
        {{"2026-11-21", "09:00", "17:00", 45, 5, 0x80, false, 0},
         SP_E_RANGE,                                                          "weekdays"  },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char *ics = NULL;
        assert_fails(journal_breaks_ics(&row[i].breaks, &ics, &err),
                     row[i].status, row[i].says);
        assert_null(ics);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_one_event_a_day),
        cmocka_unit_test(uids_follow_the_day_and_its_exercises),
        cmocka_unit_test(lines_are_folded_and_texts_escaped),
        cmocka_unit_test(a_plan_that_cannot_be_dated),
        cmocka_unit_test(breaks_repeat_through_the_working_week),
        cmocka_unit_test(breaks_that_make_no_sense_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
