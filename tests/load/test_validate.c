/*
 * The validation holds what docs/validation.md says: figures, balance, order.
 * Bars that are missed there are pinned here too, so that a change is seen.
 */
#include "fixture.h"

#include <math.h>
#include <stdio.h>

static struct sp_validation v;

static int validate_once(void **state)
{
    bench_new(state);
    struct bench *b = *state;
    assert_int_equal(sp_validate(b->work, false, &v, &b->err), SP_OK);
    return 0;
}

static void figures_are_what_the_page_says(void **state)
{
    (void)state;
    assert_true(v.summary.pearson >= 0.97);
    assert_true(v.summary.median_error <= 0.12);
    assert_int_equal(v.summary.beyond_40, 0);
    assert_true(v.row[4].predicted_MPa >= 0.45);
    assert_true(v.row[4].predicted_MPa <= 0.55);
    assert_true(v.summary.light_pearson > 0.9);
    assert_true(v.summary.left_out_median == 0); // not asked for
}

static void every_row_balances(void **state)
{
    (void)state;
    for (int i = 0; i < LOAD_MEASURED; i++) {
        assert_int_equal(v.row[i].verdict, SP_LOAD_HELD);
        assert_true(v.row[i].residual < 1e-6);
        assert_true(v.row[i].low_MPa <= v.row[i].predicted_MPa);
        assert_true(v.row[i].high_MPa >= v.row[i].predicted_MPa);
    }
}

static bool known_miss(const char *name)
{
    return strstr(name, "slouched / standing") ||
           strstr(name, "a tenth more mass");
}

static void checks_are_met_but_for_two(void **state)
{
    (void)state;
    assert_true(v.checks > 25);
    int missed = 0;
    for (int i = 0; i < v.checks; i++)
        if (!v.check[i].met) {
            print_message("# missed: %s, %g\n", v.check[i].name,
                          v.check[i].value);
            assert_true(known_miss(v.check[i].name));
            missed++;
        }
    assert_int_equal(missed, 2);
}

static double misfit(struct bench *b, const struct sp_load_params *p)
{
    double pressure[LOAD_MEASURED], sum = 0;
    assert_int_equal(load_predict(b->work, p, pressure, &b->err), SP_OK);
    for (int i = 0; i < LOAD_MEASURED; i++) {
        const double off = log(pressure[i] / load_measured[i].pressure_MPa);
        sum += off * off;
    }
    return sum;
}

static double fitted(const struct sp_load_params *p, int k)
{
    double x;
    memcpy(&x, (const char *)p + load_fitted[k].at, sizeof x);
    return x;
}

static void the_fit_is_at_its_best(void **state)
{
    // a step of any fitted parameter, either way, fits no better
    struct bench *b = *state;
    const double best = misfit(b, &sp_load_defaults);
    for (int k = 0; k < LOAD_FITTED; k++)
        for (int way = -1; way <= 1; way += 2) {
            struct sp_load_params p = sp_load_defaults;
            const double x = fitted(&p, k) + way * load_fitted[k].step;
            memcpy((char *)&p + load_fitted[k].at, &x, sizeof x);
            assert_true(misfit(b, &p) > 0.995 * best);
        }
}

static void a_fit_without_a_row_does_not_see_it(void **state)
{
    (void)state;
    struct load_slopes s = {{0}, {{0}}};
    for (int i = 0; i < LOAD_MEASURED; i++) {
        s.log_p[i] = log(load_measured[i].pressure_MPa);
        s.by[i][i % LOAD_FITTED] = 0.1;
    }
    struct sp_load_params p = sp_load_defaults;
    s.log_p[4] += 1; // only this row is off
    const int k = 4 % LOAD_FITTED;
    load_fit_step(&s, s.log_p, 4, &p);
    assert_near(fitted(&p, k), fitted(&sp_load_defaults, k), 1e-12);
    load_fit_step(&s, s.log_p, -1, &p);
    assert_true(fitted(&p, k) < fitted(&sp_load_defaults, k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_what_the_page_says),
        cmocka_unit_test(every_row_balances),
        cmocka_unit_test(checks_are_met_but_for_two),
        cmocka_unit_test(the_fit_is_at_its_best),
        cmocka_unit_test(a_fit_without_a_row_does_not_see_it),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, validate_once, bench_free);
}
