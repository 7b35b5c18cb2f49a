/* Doses, ladders, caps: hand-worked, and that no step leaves its limits. */
#include "care_test.h"

static struct care_library *lib;
static struct care_screen fit; // a healthy adult's screening

static int load(void **state)
{
    (void)state;
    lib = load_real();
    const struct care_answers a = healthy();
    fit = screened(lib, &a);
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static int ex(const char *id) { return must(care_exercise_find(lib, id), id); }

static struct care_screen with(const char *condition)
{
    struct care_answers a = healthy();
    give(lib, &a, condition);
    return screened(lib, &a);
}

static void a_hold_grows_first_and_then_its_repeats(void **state)
{
    (void)state;
    // sphinx: 30 s x 2, range 10-60 s, 1-3 repeats
    static const struct {
        int step;
        double hold_s;
        int reps;
    } rows[] = {
        {-9, 15, 2},
        {-3, 15, 2},
        {-1, 25, 2},
        {0,  30, 2},
        {1,  35, 2},
        {6,  60, 2},
        {7,  60, 3},
        {50, 60, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct care_item item =
            care_dose_at(lib, &fit, ex("sphinx_pose"), -1, rows[i].step);
        assert_near(item.hold_s, rows[i].hold_s, 1e-9);
        assert_int_equal(item.reps, rows[i].reps);
        assert_false(item.reduced);
    }
    assert_int_equal(care_step_max(care_exercise_at(lib, ex("sphinx_pose"))),
                     7);
}

static void hanging_follows_its_ramp(void **state)
{
    (void)state;
    const double caps[] = {30, 45, 80, 80, 150}; // safety 4.4
    const int hang = ex("dead_hang");
    const struct care_exercise *e = care_exercise_at(lib, hang);
    double before = 0;
    for (int step = 0; step <= 4; step++) {
        const struct care_item item = care_dose_at(lib, &fit, hang, -1, step);
        assert_true(item.hold_s * item.reps <= caps[step]);
        assert_true(item.hold_s <= 30);
        // the feet leave the ground at H3 only
        assert_int_equal(item.variant == care_default_variant(e), step < 3);
        if (step != 3)
            assert_true(item.hold_s * item.reps > before);
        before = item.hold_s * item.reps;
    }
    const struct care_item far = care_dose_at(lib, &fit, hang, -1, 40);
    assert_near(far.hold_s, 25, 1e-9);

    // restricted: never past H1, feet on the ground
    const struct care_screen old = with("scoliosis");
    const struct care_item kept = care_dose_at(lib, &old, hang, -1, 4);
    assert_true(kept.reduced);
    assert_near(kept.hold_s, 12, 1e-9);
    assert_int_equal(kept.variant, care_default_variant(e));
}

static void inversion_keeps_to_rows_and_caps(void **state)
{
    (void)state;
    const int table = ex("inversion_table");
    for (int step = -2; step <= 20; step++) {
        const struct care_item item = care_dose_at(lib, &fit, table, -1, step);
        assert_true(item.hold_s <= 180);
        assert_true(item.hold_s * item.reps <= 9 * 60);
    }
    assert_near(care_dose_at(lib, &fit, table, -1, 0).hold_s, 60, 1e-9);
    // with a clearance: at most 2 minutes a bout, the small tilt
    struct care_answers a = healthy();
    give(lib, &a, "spondy_stable");
    a.cleared = 1u << CARE_INVERSION;
    const struct care_screen s = screened(lib, &a);
    const struct care_item item = care_dose_at(lib, &s, table, -1, 9);
    assert_near(item.hold_s, 120, 1e-9);
    assert_true(item.reduced);
    assert_int_equal(item.variant,
                     care_default_variant(care_exercise_at(lib, table)));
}

static void a_missed_week_of_inversion_steps_back(void **state)
{
    (void)state;
    const struct care_exercise *table =
        care_exercise_at(lib, ex("inversion_table"));
    struct care_response r = care_response_none();
    r.step = 3;
    const int days[] = {0, 7, 8, 13, 14, 28, 90};
    const int step[] = {3, 3, 2, 2, 1, 0, 0};
    for (int i = 0; i < 7; i++) {
        r.last_day = days[i];
        assert_int_equal(care_step_now(table, &r), step[i]);
    }
    // nothing else falls back by the calendar
    r.last_day = 30;
    assert_int_equal(
        care_step_now(care_exercise_at(lib, ex("sphinx_pose")), &r), 3);
}

static void reduce_means_half_and_never_above_the_start(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    a.age_y = 70;
    const struct care_screen old = screened(lib, &a);
    // knee to chest: 20 s x 2
    struct care_item item = care_dose_at(lib, &old, ex("knee_to_chest"), -1, 0);
    assert_true(item.reduced);
    assert_near(item.hold_s, 10, 1e-9);
    assert_int_equal(item.reps, 2);
    item = care_dose_at(lib, &old, ex("knee_to_chest"), -1, 5);
    assert_near(item.hold_s, 20, 1e-9);
    // counted: 8 becomes 4; a hold that cannot halve halves its repeats
    item = care_dose_at(lib, &old, ex("pelvic_tilt"), -1, 0);
    assert_int_equal(item.reps, 4);
    item = care_dose_at(lib, &old, ex("bridge_pose"), -1, 0);
    assert_near(item.hold_s, 5, 1e-9);
    assert_int_equal(item.reps, 3);
    // 15 s x 3 at the least hold becomes one; one hold of 15 s halves itself
    item = care_dose_at(lib, &old, ex("cobra_pose"), -1, 0);
    assert_near(item.hold_s * item.reps, 15, 1e-9);
    item = care_dose_at(lib, &old, ex("bridge_leg_extension"), -1, 0);
    assert_near(item.hold_s, 7.5, 1e-9);
    assert_int_equal(item.reps, 1);
}

static void a_reduced_start_is_at_most_half_of_anything(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    a.age_y = 72;
    const struct care_screen old = screened(lib, &a);
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *x = care_exercise_at(lib, e);
        const struct care_item full = care_dose_at(lib, &fit, e, -1, 0);
        const struct care_item half = care_dose_at(lib, &old, e, -1, 0);
        // the ramps of hanging and inversion have their own last step
        if (!half.reduced || x->playable == CARE_TEXT ||
            x->modalities & (1u << CARE_HANG | 1u << CARE_INVERSION))
            continue;
        const int n = full.reps > 0 ? full.reps : 1;
        const double whole = full.hold_s > 0       ? full.hold_s * n
                             : full.duration_s > 0 ? full.duration_s
                                                   : n;
        const int m = half.reps > 0 ? half.reps : 1;
        const double part = half.hold_s > 0       ? half.hold_s * m
                            : half.duration_s > 0 ? half.duration_s
                                                  : m;
        if (!(part <= whole / 2 + 1e-9))
            fail_msg("%s: %g of %g", x->id, part, whole);
    }
}

static void no_step_of_any_exercise_leaves_its_limits(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    a.age_y = 72;
    const struct care_screen old = screened(lib, &a);
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *x = care_exercise_at(lib, e);
        if (x->playable == CARE_TEXT)
            continue;
        const bool ramp =
            x->modalities & ((1u << CARE_HANG) | (1u << CARE_INVERSION));
        for (int step = -5; step <= 20; step++) {
            const struct care_item full = care_dose_at(lib, &fit, e, -1, step);
            const struct care_item half = care_dose_at(lib, &old, e, -1, step);
            assert_true(full.minutes > 0 && full.minutes < 30);
            assert_true(half.hold_s <= full.hold_s || step < 0 || ramp);
            assert_true(full.hold_s <= x->dose.hold_max_s);
            if (!ramp)
                assert_true(full.hold_s >= x->dose.hold_min_s);
            assert_true(full.reps <= 12);
        }
    }
}

static void hanging_days_depend_on_the_persons_choice(void **state)
{
    (void)state;
    const struct care_exercise *hang = care_exercise_at(lib, ex("dead_hang"));
    int week, rest;
    care_frequency(hang, 0, false, false, &week, &rest);
    assert_int_equal(week, 3);
    assert_int_equal(rest, 1);
    care_frequency(hang, 4, false, true, &week, &rest);
    assert_int_equal(week, 6);
    assert_int_equal(rest, 0);
    // restricted: the days of the step it ends at, H1 and week 3-4
    care_frequency(hang, 4, true, true, &week, &rest);
    assert_int_equal(week, 5);
    const struct care_exercise *table =
        care_exercise_at(lib, ex("inversion_table"));
    care_frequency(table, 4, false, false, &week, &rest);
    assert_int_equal(week, 5);
    care_frequency(table, 4, true, false, &week, &rest);
    assert_int_equal(week, 3);
    assert_int_equal(rest, 1);
    care_frequency(care_exercise_at(lib, ex("smith_behind_back_shrug")), 0,
                   false, true, &week, &rest);
    assert_int_equal(week, 2);
    assert_int_equal(rest, 1);
}

static void traction_stays_under_its_caps(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        enum care_modality kind;
        double mass_kg;
        struct care_traction t;
        bool ok;
    } rows[] = {
        {"20 % to begin with",         CARE_TRACTION_LUMBAR,   80,  {16, 5, 0, 0},   1},
        {"above 20 % at once",         CARE_TRACTION_LUMBAR,   80,  {17, 5, 0, 0},   0},
        {"6 minutes at once",          CARE_TRACTION_LUMBAR,   80,  {16, 6, 0, 0},   0},
        {"25 % the second time",       CARE_TRACTION_LUMBAR,   80,  {20, 15, 1, 0},  1},
        {"40 % from the fifth",        CARE_TRACTION_LUMBAR,   80,  {32, 15, 9, 0},  1},
        {"never above 40 %",           CARE_TRACTION_LUMBAR,   80,  {33, 15, 9, 0},  0},
        {"nor 40 kg",                  CARE_TRACTION_LUMBAR,   130, {41, 15, 9, 0},  0},
        {"prescribed, 50 %",           CARE_TRACTION_LUMBAR,   80,  {40, 15, 3, 1},  1},
        {"prescribed, 60 kg",          CARE_TRACTION_LUMBAR,   200, {61, 15, 3, 1},  0},
        {"after 12 a review",          CARE_TRACTION_LUMBAR,   80,  {16, 5, 12, 1},  0},
        {"neck, 2 kg",                 CARE_TRACTION_CERVICAL, 80,  {2, 5, 0, 0},    1},
        {"neck, 2.5 kg at once",       CARE_TRACTION_CERVICAL, 80,  {2.5, 5, 0, 0},  0},
        {"neck, 5.5 kg",               CARE_TRACTION_CERVICAL, 80,  {5.5, 15, 8, 0}, 1},
        {"neck, above",                CARE_TRACTION_CERVICAL, 80,  {5.6, 15, 8, 0}, 0},
        {"neck, 10 % of a light body",
         CARE_TRACTION_CERVICAL,                               40,
         {4.1, 15, 8, 0},
         0                                                                            },
        {"neck, prescribed 15 %",
         CARE_TRACTION_CERVICAL,                               80,
         {12, 15, 2, 1},
         1                                                                            },
        {"neck, prescribed 15 kg",
         CARE_TRACTION_CERVICAL,                               120,
         {15.5, 15, 2, 1},
         0                                                                            },
        {"not a number",               CARE_TRACTION_LUMBAR,   80,  {NAN, 5, 0, 0},  0},
        {"not traction",               CARE_HANG,              80,  {5, 5, 0, 0},    0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_error err = {.text = ""};
        const enum sp_status st = care_traction_check(
            rows[i].kind, rows[i].mass_kg, &rows[i].t, &err);
        if ((st == SP_OK) != rows[i].ok)
            fail_msg("%s: %s", rows[i].why, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hold_grows_first_and_then_its_repeats),
        cmocka_unit_test(hanging_follows_its_ramp),
        cmocka_unit_test(inversion_keeps_to_rows_and_caps),
        cmocka_unit_test(a_missed_week_of_inversion_steps_back),
        cmocka_unit_test(reduce_means_half_and_never_above_the_start),
        cmocka_unit_test(a_reduced_start_is_at_most_half_of_anything),
        cmocka_unit_test(no_step_of_any_exercise_leaves_its_limits),
        cmocka_unit_test(hanging_days_depend_on_the_persons_choice),
        cmocka_unit_test(traction_stays_under_its_caps),
    };
    return cmocka_run_group_tests(tests, load, release);
}
