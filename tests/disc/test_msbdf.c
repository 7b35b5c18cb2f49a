#include "disc_test.h"

#include "msbdf.h"

static const struct {
    double minutes, ratio;
} day[] = {
    {60,  1.05 },
    {20,  1.18 },
    {180, 0.92 },
    {20,  0.20 },
    {120, 0.92 },
    {10,  2.0  },
    {10,  -0.45},
    {300, 1.0  },
    {120, 0.57 },
    {480, 0.20 },
};

static void compare(double tolerance, double allowed_mm)
{
    struct sp_disc_params params = sp_disc_params_default();
    params.tolerance = tolerance;
    struct sp_disc_model *m = model_with(reference_man, params);
    struct sp_disc_state ours = rest_at(m, 0.6);
    const int levels[] = {SP_DISC_C4_C5, SP_DISC_T4_T5, SP_DISC_L4_L5};
    double J[3][PEER_CELLS], worst = 0;
    struct peer peer[3];
    for (int k = 0; k < 3; k++) {
        peer[k] = peer_of(m, levels[k], peer_tissue());
        memcpy(J[k], ours.stretch[levels[k]], sizeof J[k]);
    }
    for (size_t i = 0; i < sizeof day / sizeof *day; i++) {
        advance(m, &ours, 60 * day[i].minutes, day[i].ratio);
        for (int k = 0; k < 3; k++) {
            double t = 0;
            const struct sp_disc *d = &m->disc[levels[k]];
            peer[k].stress = disc_stress(d, day[i].ratio * d->standing_N);
            gsl_odeiv2_system system = {peer_rates, peer_jacobian, PEER_CELLS,
                                        &peer[k]};
            gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new(
                &system, gsl_odeiv2_step_msbdf, 0.1, 1e-9, 0);
            assert_int_equal(peer_run(driver, &t, 60 * day[i].minutes, J[k]),
                             GSL_SUCCESS);
            gsl_odeiv2_driver_free(driver);
            worst = fmax(worst, fabs(disc_height(m, &ours, levels[k]) -
                                     peer_height(&peer[k], J[k])));
        }
    }
    print_message("# tolerance %.0e: within %.2e mm of msbdf\n", tolerance,
                  worst);
    assert_true(worst < allowed_mm);
    free(m);
}

static void test_usual_tolerance_agrees_with_msbdf(void **state)
{
    (void)state;
    compare(1e-3, 2e-3);
}

static void test_tight_tolerance_agrees_closely(void **state)
{
    (void)state;
    compare(1e-8, 2e-6);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual_tolerance_agrees_with_msbdf),
        cmocka_unit_test(test_tight_tolerance_agrees_closely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
