/* Which steps and keyframes a variant of an exercise shows. */
#include "care/library/walk.h"
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

static void
the_repeated_block_runs_from_the_way_in_to_the_last_hold(void **state)
{
    (void)state;
    add(CARE_SETUP, 0, 0, NULL);
    add(CARE_ENTER, 1, 3, NULL);
    add(CARE_HOLD, 1, 0, NULL);
    add(CARE_EXIT, 0, 0, NULL);
    const struct walk w = walk_of(&ex, -1);
    assert_int_equal(w.start_show, 0);
    assert_int_equal(w.block_first, 1);
    assert_int_equal(w.block_last, 2);
    assert_true(w.has_hold && !w.has_flow);
}

static void a_flow_run_ends_where_another_phase_begins(void **state)
{
    (void)state;
    static char other[] = "other";
    add(CARE_SETUP, 0, 0, NULL);
    add(CARE_FLOW, 1, 4, NULL);
    add(CARE_EXIT, 0, 1, other); // of another variant: not seen
    add(CARE_FLOW, 2, 5, NULL);
    add(CARE_EXIT, 0, 3, NULL);
    const struct walk w = walk_of(&ex, -1);
    assert_int_equal(walk_flow_end(&w, 1), 4);
    assert_int_equal(walk_flow_end(&w, 3), 4);
    assert_true(w.has_flow && !w.has_hold);
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

static void words_are_said_for_a_side(void **state)
{
    (void)state;
    const char *words = "Draw the {side} knee in; the {other} foot stays.";
    char said[80], cut[10];
    care_for_side(said, sizeof said, words, strlen(words), 1);
    assert_string_equal(said, "Draw the right knee in; the left foot stays.");
    care_for_side(said, sizeof said, words, strlen(words), 2);
    assert_string_equal(said, "Draw the left knee in; the right foot stays.");
    care_for_side(said, sizeof said, words, 15, 2);
    assert_string_equal(said, "Draw the left");
    care_for_side(cut, sizeof cut, words, strlen(words), 2);
    assert_string_equal(cut, "Draw the ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            the_repeated_block_runs_from_the_way_in_to_the_last_hold, begin),
        cmocka_unit_test_setup(a_flow_run_ends_where_another_phase_begins,
                               begin),
        cmocka_unit_test(words_are_said_for_a_side),
        cmocka_unit_test_setup(
            a_variant_shows_its_own_keyframe_where_it_is_held, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
