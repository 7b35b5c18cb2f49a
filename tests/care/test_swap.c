/* The week changed by hand: exchanged, made easier or harder, left out. */
#include "plan_test.h"

/* ---- changing it by hand
 * -------------------------------------------------------------- */

static void swaps_obey_the_same_rules(void **state)
{
    (void)state;
    struct plan_case c = a_case(15);
    give_history(&c);
    give(lib, &c.answers, "wrist");
    struct care_plan *plan = planned(&c);
    struct sp_error err;
    const struct care_plan before = *plan;
    const int last = plan->day[0].items - 1;
    const int at = last > 0 ? last - 1 : 0;

    // blocked: hands carry weight
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               at, CARE_NAMED, "cat_cow", &err),
                     SP_E_BLOCKED);
    assert_non_null(strstr(err.text, "Wrist"));
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               at, CARE_NAMED, "no_such", &err),
                     SP_E_NOTFOUND);
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               99, CARE_EASIER, NULL, &err),
                     SP_E_NOTFOUND);
    assert_int_equal(
        care_swap(
            lib, &c.screen, &c.wishes, c.response, plan, 0, at, CARE_NAMED,
            care_exercise_at(lib, plan->day[0].item[0].exercise)->id, &err),
        at == 0 ? SP_OK : SP_E_CONFLICT);
    assert_memory_equal(plan->day, before.day, sizeof before.day);
    care_plan_free(plan);
    free(c.response);
}

// a plan of one item, made by hand
static struct care_plan *plan_of(const char *id, int step)
{
    struct care_plan *plan = calloc(1, sizeof *plan);
    assert_non_null(plan);
    plan->day[0].items = 1;
    plan->day[0].item[0] = care_dose_at(
        lib, NULL, must(care_exercise_find(lib, id), id), -1, step);
    plan->day[0].minutes =
        CARE_SESSION_FRAME_MIN + plan->day[0].item[0].minutes;
    return plan;
}

static void easier_and_harder_change_move_or_dose(void **state)
{
    (void)state;
    struct plan_case c = a_case(15);
    c.screen = screened(lib, &c.answers);
    struct sp_error err = {.text = ""};
    // cobra's easier form is the sphinx
    struct care_plan *plan = plan_of("cobra_pose", 0);
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               0, CARE_EASIER, NULL, &err),
                     SP_OK);
    const struct care_item *item = &plan->day[0].item[0];
    assert_string_equal(care_exercise_at(lib, item->exercise)->id,
                        "sphinx_pose");
    assert_non_null(strstr(item->why, "Easier than Cobra"));
    assert_near(plan->day[0].minutes, CARE_SESSION_FRAME_MIN + item->minutes,
                1e-9);
    // child's pose has no harder exercise: the same one goes a step up
    care_plan_free(plan);
    plan = plan_of("childs_pose", 0);
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               0, CARE_HARDER, NULL, &err),
                     SP_OK);
    item = &plan->day[0].item[0];
    assert_string_equal(care_exercise_at(lib, item->exercise)->id,
                        "childs_pose");
    assert_near(item->hold_s, 35, 1e-9);
    // what is guided on demand may be named
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               0, CARE_NAMED, "knee_to_chest", &err),
                     SP_OK);
    assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan, 0,
                               0, CARE_NAMED, "plank", &err),
                     SP_E_BLOCKED);
    care_plan_free(plan);
    free(c.response);
}

// hanging and inversion climb by clean sessions; "harder" skips no step
static void a_ramp_is_not_climbed_by_asking(void **state)
{
    (void)state;
    static const char *const ramps[] = {"dead_hang", "inversion_table"};
    struct plan_case c = a_case(15);
    c.screen = screened(lib, &c.answers);
    c.wishes.inversion_wanted = c.wishes.advanced_ready = true;
    static char *things[] = {"pullup_bar", "inversion_table", NULL};
    c.wishes.equipment = things;
    for (int i = 0; i < 2; i++) {
        struct sp_error err = {.text = ""};
        struct care_plan *plan = plan_of(ramps[i], 0);
        const struct care_item before = plan->day[0].item[0];
        assert_int_equal(care_swap(lib, &c.screen, &c.wishes, c.response, plan,
                                   0, 0, CARE_HARDER, NULL, &err),
                         SP_E_BLOCKED);
        assert_non_null(strstr(err.text, "clean sessions"));
        assert_memory_equal(&plan->day[0].item[0], &before, sizeof before);
        care_plan_free(plan);
    }
    free(c.response);
}

static void a_dropped_move_leaves_every_day(void **state)
{
    (void)state;
    struct plan_case c = a_case(20);
    give_history(&c);
    struct care_plan *plan = planned(&c);
    const int e = plan->day[0].item[0].exercise;
    struct sp_error err;
    assert_int_equal(care_drop(lib, plan, e, "You took it out.", &err), SP_OK);
    assert_int_equal(days_of(plan, e), 0);
    assert_string_equal(why_not(plan, care_exercise_at(lib, e)->id),
                        "You took it out.");
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        check_day(&c, &plan->day[d], 20);
    assert_int_equal(care_drop(lib, plan, -1, "x", &err), SP_E_NOTFOUND);
    care_plan_free(plan);
    free(c.response);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swaps_obey_the_same_rules),
        cmocka_unit_test(easier_and_harder_change_move_or_dose),
        cmocka_unit_test(a_ramp_is_not_climbed_by_asking),
        cmocka_unit_test(a_dropped_move_leaves_every_day),
    };
    return cmocka_run_group_tests(tests, load, release);
}
