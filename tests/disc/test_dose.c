#include "disc_test.h"

static struct sp_disc_doser *doser_at(double at_s)
{
    struct sp_error err = {0};
    struct sp_disc_doser *d = malloc(sizeof *d);
    struct sp_disc_model *m = reference_model();
    struct sp_disc_segment day[SP_DISC_OFFICE_SEGMENTS];
    double sit_N[SP_DISCS];
    assert_non_null(d);
    sp_disc_office_day(m, day, SP_DISC_OFFICE_SEGMENTS);
    sp_disc_ratio_load(m, 0.92, sit_N);
    const struct sp_disc_schedule schedule = {day, SP_DISC_OFFICE_SEGMENTS,
                                              86400, 60, 0};
    const struct sp_disc_params params = sp_disc_params_default();
    must(sp_disc_doser_init(d, &reference_man, &params, &schedule, at_s, sit_N,
                            &err),
         &err);
    free(m);
    return d;
}

static struct sp_disc_hold hold_at(const struct sp_disc_doser *d,
                                   double duration_s, double ratio)
{
    struct sp_disc_hold h = {.duration_s = duration_s};
    sp_disc_ratio_load(&d->model[0], ratio, h.load_N);
    return h;
}

static struct sp_disc_dose dose_of(const struct sp_disc_doser *d,
                                   struct sp_disc_hold hold)
{
    struct sp_error err = {0};
    struct sp_disc_dose dose;
    must(sp_disc_dose(d, &hold, 1, true, &dose, &err), &err);
    return dose;
}

static void test_sitting_on_gives_nothing(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(12 * 3600);
    const struct sp_disc_dose dose = dose_of(d, hold_at(d, 1200, 0.92));
    for (int k = 0; k < SP_DISC_REGIONS; k++) {
        assert_near(dose.gained[k].mm, 0, 2e-3);
        assert_near(dose.left[k].mm, 0, 2e-3);
    }
    free(d);
}

static void test_lying_gives_some_back_and_part_stays(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(12 * 3600);
    const struct sp_disc_dose lying = dose_of(d, hold_at(d, 1200, 0.2));
    const struct sp_disc_dose longer = dose_of(d, hold_at(d, 2400, 0.2));
    const struct sp_disc_dose pulled = dose_of(d, hold_at(d, 1200, -0.2));
    const struct sp_disc_dose stood = dose_of(d, hold_at(d, 1200, 1.2));
    print_message("# 20 min lying at noon: %.2f mm (%.2f to %.2f), after 30 "
                  "min %.2f\n",
                  lying.gained_all.mm, lying.gained_all.low_mm,
                  lying.gained_all.high_mm, lying.left_all.mm);
    double sum = 0;
    for (int k = 0; k < SP_DISC_REGIONS; k++) {
        const struct sp_disc_gain *g = &lying.gained[k];
        assert_true(g->mm > 0.05);
        assert_true(g->low_mm > 0 && g->low_mm < g->mm && g->high_mm > g->mm);
        assert_true(lying.left[k].mm > 0 && lying.left[k].mm < g->mm);
        assert_true(longer.gained[k].mm > g->mm);
        assert_true(pulled.gained[k].mm > g->mm);
        assert_true(stood.gained[k].mm < 0);
        sum += g->mm;
    }
    assert_near(lying.gained_all.mm, sum, 1e-9);
    free(d);
}

// The dose is what two runs of the state itself would differ by.
static void test_dose_against_two_plain_runs(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(10 * 3600);
    struct sp_error err = {0};
    const struct sp_disc_hold hold[2] = {hold_at(d, 60, -0.3),
                                         hold_at(d, 300, 0.2)};
    struct sp_disc_dose dose;
    must(sp_disc_dose(d, hold, 2, false, &dose, &err), &err);
    struct sp_disc_state held = d->state[0], sat = d->state[0];
    struct sp_disc_model *m = &d->model[0];
    advance(m, &held, 60, -0.3);
    advance(m, &held, 300, 0.2);
    advance(m, &sat, 360, 0.92);
    assert_near(dose.gained_all.mm, all_discs(m, &held) - all_discs(m, &sat),
                3e-3);
    advance(m, &held, 1800, 0.92);
    advance(m, &sat, 1800, 0.92);
    assert_near(dose.left_all.mm, all_discs(m, &held) - all_discs(m, &sat),
                3e-3);
    assert_near(dose.left_all.low_mm, dose.left_all.mm, 0);
    free(d);
}

// A short hold's gain is small against the height it is taken from: it must
// not drown in the solver's tolerance.
static void test_short_holds_are_resolved(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(12 * 3600), *tight = malloc(sizeof *d);
    assert_non_null(tight);
    memcpy(tight, d, sizeof *d);
    tight->model[0].params.tolerance = 1e-8;
    const double time_s[] = {5, 30, 120};
    for (int i = 0; i < 3; i++) {
        const struct sp_disc_hold h = hold_at(d, time_s[i], 0.2);
        struct sp_disc_dose ours, exact;
        struct sp_error err = {0};
        must(sp_disc_dose(d, &h, 1, false, &ours, &err), &err);
        must(sp_disc_dose(tight, &h, 1, false, &exact, &err), &err);
        assert_near(ours.gained_all.mm, exact.gained_all.mm,
                    0.01 * exact.gained_all.mm);
        // the first minutes give in proportion to time
        assert_near(ours.gained_all.mm / time_s[i], 0.0021, 0.0003);
    }
    free(d);
    free(tight);
}

// A movement counts by its mean load: discs are too slow to tell half a minute
// from the next.
static void test_a_mean_load_stands_for_holds_and_rests(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(8 * 3600);
    struct sp_error err = {0};
    struct sp_disc_hold each[8], mean = hold_at(d, 160, (30 * 0.2 + 10) / 40);
    for (int i = 0; i < 8; i++)
        each[i] = i % 2 ? hold_at(d, 10, 1) : hold_at(d, 30, 0.2);
    struct sp_disc_dose one_by_one, at_once;
    must(sp_disc_dose(d, each, 8, true, &one_by_one, &err), &err);
    must(sp_disc_dose(d, &mean, 1, true, &at_once, &err), &err);
    for (int k = 0; k < SP_DISC_REGIONS; k++) {
        assert_near(one_by_one.gained[k].mm, at_once.gained[k].mm,
                    0.02 * at_once.gained[k].mm);
        assert_near(one_by_one.left[k].mm, at_once.left[k].mm,
                    0.01 * at_once.left[k].mm);
    }
    free(d);
}

// A load that may be off moves the gain as that other load would.
static void test_the_loads_own_error_widens_the_range(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(8 * 3600);
    struct sp_disc_hold h = hold_at(d, 600, 0.8);
    const struct sp_disc_dose known = dose_of(d, h);
    const struct sp_disc_dose other = dose_of(d, hold_at(d, 600, 0.95));
    sp_disc_ratio_load(&d->model[0], 0.15, h.error_N);
    const struct sp_disc_dose open = dose_of(d, h);
    for (int k = 0; k < SP_DISC_REGIONS; k++) {
        const double model = known.gained[k].high_mm - known.gained[k].mm;
        const double load = other.gained[k].mm - known.gained[k].mm;
        assert_near(open.gained[k].mm, known.gained[k].mm, 0);
        assert_near(open.gained[k].high_mm - open.gained[k].mm,
                    hypot(model, load), 1e-9);
    }
    // nearly as much load as sitting: whether it unloads is left open
    assert_true(open.gained[SP_DISC_LUMBAR].low_mm < 0);
    assert_true(open.gained[SP_DISC_LUMBAR].high_mm > 0);
    free(d);
}

static void test_bad_doses_are_refused(void **state)
{
    (void)state;
    struct sp_disc_doser *d = doser_at(3600);
    struct sp_error err = {0};
    struct sp_disc_dose dose = {0}, kept = dose;
    const double wrong[] = {0, -5, NAN, 4 * 3600};
    for (int i = 0; i < 4; i++) {
        const struct sp_disc_hold h = hold_at(d, wrong[i], 0.2);
        assert_int_equal(sp_disc_dose(d, &h, 1, true, &dose, &err), SP_E_RANGE);
    }
    struct sp_disc_hold h = hold_at(d, 60, 0.2);
    assert_int_equal(sp_disc_dose(d, &h, 0, true, &dose, &err), SP_E_RANGE);
    h.load_N[SP_DISC_L1_L2] = NAN;
    assert_int_equal(sp_disc_dose(d, &h, 1, true, &dose, &err), SP_E_RANGE);
    assert_non_null(strstr(err.text, "L1/2"));
    assert_memory_equal(&dose, &kept, sizeof dose);
    const struct sp_disc_schedule day = {.end_s = 86400};
    const struct sp_disc_params params = sp_disc_params_default();
    assert_int_equal(sp_disc_doser_init(d, &reference_man, &params, &day, 90000,
                                        d->sit_N, &err),
                     SP_E_RANGE);
    assert_int_equal(sp_disc_doser_init(d, &reference_man, &params, &day, 60,
                                        d->sit_N, &err),
                     SP_E_RANGE);
    free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sitting_on_gives_nothing),
        cmocka_unit_test(test_lying_gives_some_back_and_part_stays),
        cmocka_unit_test(test_dose_against_two_plain_runs),
        cmocka_unit_test(test_short_holds_are_resolved),
        cmocka_unit_test(test_a_mean_load_stands_for_holds_and_rests),
        cmocka_unit_test(test_the_loads_own_error_widens_the_range),
        cmocka_unit_test(test_bad_doses_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
