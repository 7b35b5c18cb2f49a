/*
 * The solver on programmes small enough to do by hand.
 */
#include "fixture.h"

#include <math.h>

struct small {
    struct load_programme p;
    struct load_newton n;
    struct load_scratch s;
    double a[8 * LOAD_STRIDE];
};

static struct small *small_new(void)
{
    struct small *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->p.a = t->a;
    t->p.rows = LOAD_ROWS;
    t->p.stride = LOAD_STRIDE;
    for (int r = 0; r < LOAD_STRIDE; r++)
        t->p.share[r] = 1;
    t->p.reserve = 1e-9;
    t->p.exponent = 2;
    return t;
}

static void muscle(struct small *t, int row, double arm, double low,
                   double high, double weight)
{
    const int j = t->p.columns++;
    t->a[j * LOAD_STRIDE + row] = arm;
    t->p.column[j] = (struct load_column){.low = low,
                                          .high = high,
                                          .weight = weight,
                                          .scale = high,
                                          .volume = weight * high * high};
    t->p.column[j].lo[0] = (short)row;
    t->p.column[j].hi[0] = (short)(row + 1);
}

// Two muscles, arms 5 and 10 cm, same weight, 10 Nm: forces as the arms.
static void two_muscles_share_by_their_arms(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.05, 0, 1e4, 1);
    muscle(t, 40, 0.10, 0, 1e4, 1);
    t->p.b[40] = 10;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_true(t->n.converged);
    assert_near(t->n.x[0], 10 * 0.05 / 0.0125, 1e-4);
    assert_near(t->n.x[1], 10 * 0.10 / 0.0125, 1e-4);
    free(t);
}

// The better one at its bound of 60 N holds 6 Nm; the other the rest.
static void a_bound_passes_the_rest_on(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.05, 0, 1e4, 1);
    muscle(t, 40, 0.10, 0, 60, 1);
    t->p.b[40] = 10;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_near(t->n.x[1], 60, 1e-9);
    assert_near(t->n.x[0], 80, 1e-4);
    free(t);
}

// A muscle cut into two halves of area (double weight each) does the same.
static void cutting_a_muscle_finer_changes_nothing(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.05, 0, 1e4, 1);
    muscle(t, 40, 0.10, 0, 1e4, 2);
    muscle(t, 40, 0.10, 0, 1e4, 2);
    t->p.b[40] = 10;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_near(t->n.x[0], 40, 1e-4);
    assert_near(t->n.x[1] + t->n.x[2], 80, 1e-4);
    free(t);
}

// Cube of activation: forces as the square root of arm over weight.
static void higher_powers_spread_the_force(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.05, 0, 1000, 1e-3);
    muscle(t, 40, 0.10, 0, 1000, 1e-3);
    t->p.exponent = 3;
    t->p.b[40] = 10;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_near(t->n.x[1] / t->n.x[0], sqrt(2), 1e-6);
    assert_near(0.05 * t->n.x[0] + 0.1 * t->n.x[1], 10, 1e-6);
    free(t);
}

// Nothing else there: the reserve takes it and says so.
static void reserves_take_what_nothing_holds(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.05, 0, 100, 1);
    t->p.reserve = 1e-3;
    t->p.b[40] = 12;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_true(t->n.converged);
    assert_near(t->n.x[0], 100, 1e-9);
    assert_near(t->n.reserve[40], 7, 1e-9);
    free(t);
}

// Pressure of 2 needs 104 N round the belly; the wall pays although nothing
// else asks for it.
static void the_wall_holds_the_pressure(void **state)
{
    (void)state;
    struct small *t = small_new();
    muscle(t, 40, 0.02, 0, 1e4, 1); // wall muscle
    t->a[LOAD_ROW_HOOP] = 1;
    t->p.column[0].lo[1] = LOAD_ROW_HOOP;
    t->p.column[0].hi[1] = LOAD_ROW_HOOP + 1;
    muscle(t, LOAD_ROW_HOOP, -52, 2, 2, 1); // pressure, fixed
    muscle(t, 40, -0.02, 0, 1e4, 1);        // the wall's antagonist
    t->p.hoop = true;
    load_newton_solve(&t->p, &t->n, &t->s, 1e-9);
    assert_true(t->n.converged);
    assert_near(t->n.x[0], 104, 1e-6);
    assert_near(t->n.x[2], 104, 1e-3);
    assert_true(t->n.y[LOAD_ROW_HOOP] > 0);
    free(t);
}

static void factor_and_solves_undo_each_other(void **state)
{
    (void)state;
    enum { N = 37 };
    static double L[LOAD_STRIDE * LOAD_STRIDE], A[N][N], x[LOAD_STRIDE];
    uint32_t seed = 5;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            A[i][j] = draw(&seed);
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++) {
            double sum = i == j ? 0.1 : 0;
            for (int k = 0; k < N; k++)
                sum += A[i][k] * A[j][k];
            L[j * LOAD_STRIDE + i] = sum;
        }
    static double S[LOAD_STRIDE * LOAD_STRIDE];
    memcpy(S, L, sizeof S);
    double b[N];
    for (int i = 0; i < N; i++)
        b[i] = x[i] = draw(&seed);
    assert_true(load_cholesky(L, LOAD_STRIDE, N));
    load_forward(L, LOAD_STRIDE, N, x);
    load_backward(L, LOAD_STRIDE, N, x);
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++)
            sum += (i >= j ? S[j * LOAD_STRIDE + i] : S[i * LOAD_STRIDE + j]) *
                   x[j];
        assert_near(sum, b[i], 1e-9);
    }
    L[0] = -1;
    assert_false(load_cholesky(L, LOAD_STRIDE, N));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_muscles_share_by_their_arms),
        cmocka_unit_test(a_bound_passes_the_rest_on),
        cmocka_unit_test(cutting_a_muscle_finer_changes_nothing),
        cmocka_unit_test(higher_powers_spread_the_force),
        cmocka_unit_test(reserves_take_what_nothing_holds),
        cmocka_unit_test(the_wall_holds_the_pressure),
        cmocka_unit_test(factor_and_solves_undo_each_other),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
