#include "disc_test.h"

static const struct disc_tissue young = {285,  150, 0.93,   2577, 0.20,
                                         1.45, 2.5, 5.2e-4, 4};

static double stress(double J)
{
    return disc_swelling_MPa(&young, J) + disc_matrix_MPa(&young, J);
}

static void test_values_worked_by_hand(void **state)
{
    (void)state;
    // sqrt(285^2 + 300^2) = 413.79; less 300, by 0.93 x 2577 Pa m3/mol
    assert_near(disc_swelling_MPa(&young, 1), 0.27270, 2e-5);
    // charge 285 x 0.8 / 0.6 = 380 when a fifth of the height has left
    assert_near(disc_swelling_MPa(&young, 0.8),
                0.93 * 2577e-6 * (sqrt(380 * 380 + 300 * 300) - 300), 1e-12);
    assert_near(disc_matrix_MPa(&young, 1), 0, 1e-15);
    // -0.725 (0.64 - 1) 0.8^-6 exp(2.5 x -0.36) = 0.261 x 3.8147 x 0.40657
    assert_near(disc_matrix_MPa(&young, 0.8), 0.40480, 2e-5);
    assert_near(disc_permeability(&young, 1), 5.2e-4, 1e-18);
    // ((1 - 0.25) / 0.8)^2 exp(-0.8) at 0.8
    assert_near(disc_permeability(&young, 0.8), 5.2e-4 * 0.878906 * 0.449329,
                1e-9);
}

static void test_stress_is_the_slope_of_what_is_stored(void **state)
{
    (void)state;
    assert_near(disc_stored_MPa(&young, 1), 0, 1e-15);
    const double h = 1e-5;
    for (double J = 0.5; J < 1.5; J += 0.05)
        assert_near(
            (disc_stored_MPa(&young, J - h) - disc_stored_MPa(&young, J + h)) /
                (2 * h),
            stress(J), 1e-7);
}

static void test_table_follows_the_law(void **state)
{
    (void)state;
    static struct sp_disc_table t;
    assert_true(disc_table_tissue(&t, &young));
    for (double J = 0.601; J < 1.59; J += 0.0137) {
        assert_near(disc_table_stress(&t, J), stress(J), 1e-8);
        assert_near(disc_table_matrix(&t, J), disc_matrix_MPa(&young, J), 1e-8);
    }
}

static void test_rest_is_found_and_falls_with_stress(void **state)
{
    (void)state;
    static struct sp_disc_table t;
    assert_true(disc_table_tissue(&t, &young));
    double before = 2;
    for (double s = DISC_STRESS_MIN; s <= DISC_STRESS_MAX; s += 0.05) {
        const double J = disc_table_rest(&t, s);
        assert_near(disc_table_stress(&t, J), s, 1e-10);
        assert_true(J < before);
        before = J;
    }
    // swells by a seventh with nothing on it
    assert_near(disc_table_rest(&t, 0), 1.14, 0.01);
    // 0.2896 by swelling and 0.0405 by the matrix
    assert_near(disc_table_rest(&t, 0.33), 0.9726, 2e-4);
}

static void test_tissue_that_does_not_reach_is_refused(void **state)
{
    (void)state;
    static struct sp_disc_table t;
    struct disc_tissue weak = young;
    weak.matrix_MPa = 0.01;
    weak.charge = 50;
    assert_false(disc_table_tissue(&t, &weak));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_worked_by_hand),
        cmocka_unit_test(test_stress_is_the_slope_of_what_is_stored),
        cmocka_unit_test(test_table_follows_the_law),
        cmocka_unit_test(test_rest_is_found_and_falls_with_stress),
        cmocka_unit_test(test_tissue_that_does_not_reach_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
