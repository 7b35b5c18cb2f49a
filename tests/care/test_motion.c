/* Which movements an exercise shows, hand-made and for the whole library. */
#include "care_test.h"

static struct care_step steps[8];
static struct care_exercise ex;

static void add(enum care_phase phase, int show, double seconds, char *only)
{
    steps[ex.step_count++] = (struct care_step){
        .phase = phase, .show = show, .seconds = seconds, .only = only};
}

static int begin(void **state)
{
    (void)state;
    memset(steps, 0, sizeof steps);
    ex = (struct care_exercise){.steps = steps};
    return 0;
}

static void a_hold_goes_in_and_out(void **state)
{
    (void)state;
    struct care_leg legs[8];
    add(CARE_SETUP, 0, 0, NULL);
    add(CARE_ENTER, 1, 3, NULL);
    add(CARE_HOLD, 1, 0, NULL);
    add(CARE_EXIT, 0, 0, NULL);
    assert_int_equal(care_exercise_legs(&ex, legs, 8), 2);
    assert_int_equal(legs[0].from, 0);
    assert_int_equal(legs[0].to, 1);
    assert_near(legs[0].seconds, 3, 1e-9);
    assert_int_equal(legs[1].from, 1);
    assert_int_equal(legs[1].to, 0);
    assert_true(legs[1].seconds > 0);
    assert_int_equal(care_exercise_legs(&ex, legs, 1), 1);
}

static void a_flow_comes_round(void **state)
{
    (void)state;
    struct care_leg legs[8];
    add(CARE_SETUP, 0, 0, NULL);
    add(CARE_FLOW, 1, 4, NULL);
    add(CARE_FLOW, 2, 5, NULL);
    add(CARE_EXIT, 0, 3, NULL);
    // 0-1, 1-2, 2-1 (round again), 2-0 (the way out)
    assert_int_equal(care_exercise_legs(&ex, legs, 8), 4);
    assert_int_equal(legs[2].from, 2);
    assert_int_equal(legs[2].to, 1);
    assert_near(legs[2].seconds, 4, 1e-9);
    assert_int_equal(legs[3].from, 2);
    assert_int_equal(legs[3].to, 0);
}

static void a_variant_shows_its_own_keyframe_where_it_is_held(void **state)
{
    (void)state;
    static char plain[] = "plain", other[] = "other";
    struct care_variant variants[] = {
        {.id = plain, .show = -1, .is_default = true},
        {.id = other,           .show = 3          }
    };
    ex.variants = variants;
    ex.variant_count = 2;
    add(CARE_SETUP, 0, 0, NULL);
    add(CARE_ENTER, 1, 3, NULL);
    add(CARE_HOLD, 1, 0, NULL);
    add(CARE_HOLD, 2, 0, other);
    assert_int_equal(care_step_show(&ex, 1, 0), 1);
    assert_int_equal(care_step_show(&ex, 1, 1), 3);
    assert_int_equal(care_step_show(&ex, 0, 1), 0);
    assert_int_equal(care_step_show(&ex, 3, 1), 2);
    assert_false(care_step_in_variant(&ex, 3, -1));
    assert_true(care_step_in_variant(&ex, 3, 1));
}

static void every_guided_exercise_moves(void **state)
{
    (void)state;
    struct care_library *lib = load_real();
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *x = care_exercise_at(lib, e);
        if (x->playable == CARE_TEXT)
            continue;
        for (int v = -1; v < x->variant_count; v++) {
            struct care_leg legs[64];
            const int n = care_variant_legs(x, v, legs, 64);
            // a variant may be one still posture; the exercise itself moves
            if (n < 1 && v < 0)
                fail_msg("%s shows no movement", x->id);
            for (int i = 0; i < n; i++) {
                assert_true(legs[i].from != legs[i].to);
                assert_true(legs[i].from >= 0 &&
                            legs[i].from < x->scene->keyframes);
                assert_true(legs[i].to >= 0 &&
                            legs[i].to < x->scene->keyframes);
                assert_true(legs[i].seconds > 0 && legs[i].seconds < 60);
            }
        }
    }
    care_library_free(lib);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_hold_goes_in_and_out, begin),
        cmocka_unit_test_setup(a_flow_comes_round, begin),
        cmocka_unit_test_setup(
            a_variant_shows_its_own_keyframe_where_it_is_held, begin),
        cmocka_unit_test(every_guided_exercise_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
