/* Re-screening, movement tests, mornings and stops, by hand-worked cases. */
#include "care_test.h"

static struct care_library *lib;

static int load(void **state)
{
    (void)state;
    lib = load_real();
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

#define N NAN

static void a_full_screen_comes_back_when_it_should(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int since;
        enum care_triage last;
        bool knee;
        double pain[8]; // the last is today
        enum care_due due;
    } rows[] = {
        {"never screened",
         -1,
         CARE_GO_ON,                                        0,
         {N, N, N, N, N, N, N, N},
         CARE_DUE_NEVER                                                                                 },
        {"27 days",                      27, CARE_GO_ON,    0, {3, 3, 3, 3, 3, 3, 3, 3},   CARE_NOT_DUE },
        {"28 days",                      28, CARE_GO_ON,    0, {3, 3, 3, 3, 3, 3, 3, 3},   CARE_DUE_DAYS},
        {"2 points up for 3 days",
         5,                                  CARE_GO_ON,
         0,                                                    {3, 3, 3, 3, 3, 5, 5, 5},
         CARE_DUE_PAIN                                                                                  },
        {"up for 2 days only",
         5,                                  CARE_GO_ON,
         0,                                                    {3, 3, 3, 3, 3, 3, 5, 5},
         CARE_NOT_DUE                                                                                   },
        {"1.9 points up",
         5,                                  CARE_GO_ON,
         0,                                                    {3, 3, 3, 3, 3, 4.9, 5, 5},
         CARE_NOT_DUE                                                                                   },
        {"a day in between not noted",
         5,                                  CARE_GO_ON,
         0,                                                    {3, 3, 3, 3, 3, 5, N, 5},
         CARE_NOT_DUE                                                                                   },
        {"only one day to compare with",
         5,                                  CARE_GO_ON,
         0,                                                    {N, N, N, 2, N, 5, 5, 5},
         CARE_DUE_PAIN                                                                                  },
        {"nothing to compare with",
         5,                                  CARE_GO_ON,
         0,                                                    {N, N, N, N, N, 9, 9, 9},
         CARE_NOT_DUE                                                                                   },
        {"below the knee",
         1,                                  CARE_GO_ON,
         1,                                                    {3, 3, 3, 3, 3, 3, 3, 3},
         CARE_DUE_SPREAD                                                                                },
        {"the day after same day",
         1,                                  CARE_SAME_DAY,
         0,                                                    {3, 3, 3, 3, 3, 3, 3, 3},
         CARE_DUE_AGAIN                                                                                 },
        {"the same day still",
         0,                                  CARE_SAME_DAY,
         0,                                                    {3, 3, 3, 3, 3, 3, 3, 3},
         CARE_NOT_DUE                                                                                   },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const enum care_due due = care_rescreen_due(
            lib, rows[i].since, rows[i].last, rows[i].pain, 8, rows[i].knee);
        if (due != rows[i].due)
            fail_msg("%s: %d", rows[i].why, (int)due);
        assert_int_equal(strlen(care_due_text(lib, due)) > 0,
                         due != CARE_NOT_DUE);
    }
}

static void a_movement_test_is_read_by_zone_first(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct care_movement_test test;
        enum care_movement answer;
    } rows[] = {
        {"drew in",                           {{3, 2, 1}, {5, 5, 5}, 0}, CARE_CENTRALISES    },
        {"drew in, back pain up to 7",
         {{3, 3, 2}, {5, 6, 7}, 0},
         CARE_CENTRALISES                                                                    },
        {"drew in, back pain above 7",        {{3, 3, 2}, {5, 6, 8}, 0}, CARE_WORSE          },
        {"drew in, strong pain unchanged",
         {{3, 3, 2}, {8, 8, 8}, 0},
         CARE_CENTRALISES                                                                    },
        {"out after a minute, back later",
         {{2, 3, 2}, {4, 4, 4}, 0},
         CARE_PERIPHERALISES                                                                 },
        {"out for a minute, then further in",
         {{2, 3, 1}, {4, 4, 4}, 0},
         CARE_PERIPHERALISES                                                                 },
        {"further out",                       {{1, 1, 2}, {4, 4, 2}, 0}, CARE_PERIPHERALISES },
        {"below the knee",                    {{3, 3, 4}, {4, 4, 4}, 0}, CARE_MOVEMENT_SCREEN},
        {"was below the knee before",
         {{4, 4, 4}, {4, 4, 4}, 0},
         CARE_NO_EFFECT                                                                      },
        {"new numbness",                      {{3, 2, 1}, {4, 3, 2}, 1}, CARE_MOVEMENT_SCREEN},
        {"2 points more",                     {{2, 2, 2}, {4, 4, 6}, 0}, CARE_WORSE          },
        {"1 point less",                      {{2, 2, 2}, {4, 4, 3}, 0}, CARE_BETTER         },
        {"1 point more",                      {{2, 2, 2}, {4, 4, 5}, 0}, CARE_NO_EFFECT      },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const enum care_movement m = care_movement(&rows[i].test);
        if (m != rows[i].answer)
            fail_msg("%s: %s", rows[i].why, care_movement_id(m));
        assert_true(strlen(care_movement_text(lib, m)) > 10);
    }
}

static void a_preference_needs_two_days_and_lapses(void **state)
{
    (void)state;
    const struct care_direction_test tests[] = {
        {100, CARE_EXTENSION, CARE_CENTRALISES   },
        {100, CARE_EXTENSION, CARE_BETTER        },
        {103, CARE_EXTENSION, CARE_BETTER        },
        {104, CARE_FLEXION,   CARE_PERIPHERALISES},
    };
    // both of one day are one
    assert_int_equal(care_preference(lib, tests, 2, 103).direction,
                     CARE_NEUTRAL);
    assert_int_equal(care_preference(lib, tests, 3, 104).direction,
                     CARE_EXTENSION);
    assert_false(care_preference(lib, tests, 4, 104).see_first);
    // 14 days after the first it no longer counts
    assert_int_equal(care_preference(lib, tests, 3, 114).direction,
                     CARE_EXTENSION);
    assert_int_equal(care_preference(lib, tests, 3, 115).direction,
                     CARE_NEUTRAL);
    // out in both directions
    struct care_direction_test both[5];
    memcpy(both, tests, sizeof tests);
    both[4] =
        (struct care_direction_test){105, CARE_EXTENSION, CARE_PERIPHERALISES};
    const struct care_preference p = care_preference(lib, both, 5, 105);
    assert_true(p.see_first);
    assert_int_equal(p.direction, CARE_NEUTRAL);
}

static void far_bending_waits_in_the_morning(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    struct care_screen s = screened(lib, &a);
    const int fold = must(care_exercise_find(lib, "childs_pose"), "it");
    const int tilt = must(care_exercise_find(lib, "pelvic_tilt"), "it");
    assert_near(care_morning_wait(lib, &s, fold, 0), 60, 1e-9);
    assert_near(care_morning_wait(lib, &s, fold, 45), 15, 1e-9);
    assert_near(care_morning_wait(lib, &s, fold, 60), 0, 1e-9);
    assert_near(care_morning_wait(lib, &s, tilt, 0), 0, 1e-9);
    give(lib, &a, "disc_radic_l");
    s = screened(lib, &a);
    assert_near(care_morning_wait(lib, &s, fold, 60), 60, 1e-9);
}

static void two_stops_remove_a_move_and_three_ask_for_a_clinician(void **state)
{
    (void)state;
    const struct care_stop_event events[] = {
        {200, 4},
        {190, 4},
        {195, 7},
        {150, 9}
    };
    struct care_stops s = care_stops(lib, events, 2, 4, 200);
    assert_true(s.remove);
    assert_false(s.see_first);
    assert_non_null(s.text);
    s = care_stops(lib, events, 3, 7, 200);
    assert_false(s.remove);
    assert_true(s.see_first);
    // day 190 is 14 days back on day 204: it no longer counts
    assert_true(care_stops(lib, events, 3, 7, 203).see_first);
    assert_false(care_stops(lib, events, 3, 7, 204).see_first);
    // a clock that was set back, or a journey, takes no stop away
    assert_true(care_stops(lib, events, 3, 7, 199).see_first);
    s = care_stops(lib, events, 4, 9, 210);
    assert_false(s.remove || s.see_first);
    assert_null(s.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_screen_comes_back_when_it_should),
        cmocka_unit_test(a_movement_test_is_read_by_zone_first),
        cmocka_unit_test(a_preference_needs_two_days_and_lapses),
        cmocka_unit_test(far_bending_waits_in_the_morning),
        cmocka_unit_test(two_stops_remove_a_move_and_three_ask_for_a_clinician),
    };
    return cmocka_run_group_tests(tests, load, release);
}
