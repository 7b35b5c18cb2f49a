/* Civil dates: known days, and there and back again over four centuries. */
#include "fixture.h"

static void known_days(void **state)
{
    (void)state;
    // day, number since 1970-01-01, weekday (0 Monday)
    static const struct {
        const char *day;
        long number;
        int weekday;
    } row[] = {
        {"1970-01-01", 0,     3},
        {"1969-12-31", -1,    2},
        {"2000-02-29", 11016, 1},
        {"2026-03-04", 20516, 2},
        {"2100-03-01", 47541, 0},
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        long n = 0;
        assert_true(app_day_parse(row[i].day, &n));
        assert_int_equal(n, row[i].number);
        assert_int_equal(app_weekday(row[i].day), row[i].weekday);
    }
}

static void what_is_no_day(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "2026-3-4",   "2026-02-30", "2100-02-29",  "2026-13-01",
        "2026-00-10", "2026-01-00", "20260304",   "2026-03-04 ", "2026/03/04",
        "abcd-ef-gh", "-026-01-01", "2026-03-0x"};
    long n = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (app_day_parse(wrong[i], &n))
            fail_msg("\"%s\" was taken for a day", wrong[i]);
    assert_false(app_day_parse(NULL, &n));
}

static void print_and_parse_agree(void **state)
{
    (void)state;
    for (long n = -36500; n < 110000; n += 1) {
        char day[APP_DAY];
        long back = 0;
        app_day_print(n, day);
        assert_true(app_day_parse(day, &back));
        assert_int_equal(back, n);
    }
}

static void adding_and_counting(void **state)
{
    (void)state;
    char day[APP_DAY];
    app_day_add("2024-02-28", 2, day);
    assert_string_equal(day, "2024-03-01");
    assert_int_equal(app_day_between("2024-02-28", "2024-03-01"), 2);
    assert_int_equal(app_day_between("2026-01-01", "2025-12-31"), -1);
}

static void a_clock_is_two_and_two_digits(void **state)
{
    (void)state;
    static const char *const none[] = {"",      "7:30",  "24:00", "07:60",
                                       "07-30", "07:3x", "-1:00", "07:300"};
    assert_int_equal(app_clock_minutes("00:00"), 0);
    assert_int_equal(app_clock_minutes("07:30"), 450);
    assert_int_equal(app_clock_minutes("23:59"), 1439);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (app_clock_minutes(none[i]) != -1)
            fail_msg("\"%s\" is a time", none[i]);
    assert_int_equal(app_clock_minutes(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(what_is_no_day),
        cmocka_unit_test(print_and_parse_agree),
        cmocka_unit_test(adding_and_counting),
        cmocka_unit_test(a_clock_is_two_and_two_digits),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
