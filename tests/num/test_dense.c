#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "near.h"
#include "num/dense.h"

static void solves_a_system_worked_by_hand(void **state)
{
    (void)state;
    // A = [4 2; 2 3], b = [10, 9]: x = [1.5, 2]; the upper triangle is not read
    double a[] = {4, 999, 2, 3}, b[] = {10, 9};
    assert_true(num_solve_spd(a, 2, 2, b));
    assert_near(b[0], 1.5, 1e-14);
    assert_near(b[1], 2.0, 1e-14);
}

static void refuses_what_is_not_positive_definite(void **state)
{
    (void)state;
    double indefinite[] = {1, 0, 2, 1}, b[] = {1, 1};
    assert_false(num_solve_spd(indefinite, 2, 2, b));
    double broken[] = {NAN}, one[] = {1};
    assert_false(num_solve_spd(broken, 1, 1, one));
    // and more than it has room for, before anything is written
    static double large[(NUM_STEP_MAX + 1) * (NUM_STEP_MAX + 1)];
    double rhs[NUM_STEP_MAX + 1] = {0};
    for (int i = 0; i <= NUM_STEP_MAX; i++)
        large[i * (NUM_STEP_MAX + 2)] = 1;
    assert_false(num_solve_spd(large, NUM_STEP_MAX + 1, NUM_STEP_MAX + 1, rhs));
    assert_true(num_solve_spd(large, NUM_STEP_MAX, NUM_STEP_MAX + 1, rhs));
}

static void bounded_step_stops_at_the_wall_and_solves_the_rest(void **state)
{
    (void)state;
    // minimise x^2 + y^2 - x y - 3 x: free optimum (2, 1); with x <= 1 the
    // rest is y = 1/2
    const double a[] = {2, 0, -1, 2}, g[] = {-3, 0}, x[] = {0, 0};
    const double low[] = {-10, -10}, wide[] = {10, 10}, wall[] = {1, 10};
    double step[2];
    assert_true(num_bounded_step(a, g, 2, 0, x, low, wide, step));
    assert_near(step[0], 2, 1e-12);
    assert_near(step[1], 1, 1e-12);
    assert_true(num_bounded_step(a, g, 2, 0, x, low, wall, step));
    assert_near(step[0], 1, 1e-12);
    assert_near(step[1], 0.5, 1e-12);
}

static void bounded_step_does_not_lean_through_a_wall(void **state)
{
    (void)state;
    // already at the lower bound and pushed outwards: stays
    const double a[] = {1}, g[] = {5}, x[] = {0}, low[] = {0}, high[] = {1};
    double step[1] = {7};
    assert_true(num_bounded_step(a, g, 1, 0, x, low, high, step));
    assert_near(step[0], 0, 0);
    // and comes off it when pulled inwards
    const double inwards[] = {-0.5};
    assert_true(num_bounded_step(a, inwards, 1, 0, x, low, high, step));
    assert_near(step[0], 0.5, 1e-15);
}

static void damping_shortens_the_step(void **state)
{
    (void)state;
    const double a[] = {2}, g[] = {-2}, x[] = {0}, low[] = {-9}, high[] = {9};
    double step[1];
    assert_true(num_bounded_step(a, g, 1, 1.0, x, low, high, step));
    assert_near(step[0], 0.5, 1e-15); // 2 / (2 + 1 * 2)
    assert_false(
        num_bounded_step(a, g, NUM_STEP_MAX + 1, 0, x, low, high, step));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solves_a_system_worked_by_hand),
        cmocka_unit_test(refuses_what_is_not_positive_definite),
        cmocka_unit_test(bounded_step_stops_at_the_wall_and_solves_the_rest),
        cmocka_unit_test(bounded_step_does_not_lean_through_a_wall),
        cmocka_unit_test(damping_shortens_the_step),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
