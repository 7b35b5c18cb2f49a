#include "disc_test.h"

#include "stature/load.h" // both number the discs alike, or this fails

static void test_levels_have_names_and_regions(void **state)
{
    (void)state;
    // the order of the loads: one number means one disc everywhere
    assert_int_equal(SP_DISC_C2_C3, SP_DISCS - 1);
    assert_string_equal(disc_name(SP_DISC_C2_C3), "C2/3");
    assert_string_equal(disc_name(SP_DISC_T12_L1), "T12/L1");
    assert_string_equal(disc_name(SP_DISC_L4_L5), "L4/5");
    assert_string_equal(disc_name(SP_DISC_L5_S1), "L5/S1");
    assert_string_equal(disc_name(-1), "unknown");
    assert_int_equal(sp_disc_region(SP_DISC_C7_T1), SP_DISC_NECK);
    assert_int_equal(sp_disc_region(SP_DISC_T1_T2), SP_DISC_THORACIC);
    assert_int_equal(sp_disc_region(SP_DISC_T12_L1), SP_DISC_THORACIC);
    assert_int_equal(sp_disc_region(SP_DISC_L1_L2), SP_DISC_LUMBAR);
}

static void test_reference_man(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    assert_near(m->disc[SP_DISC_L4_L5].height_mm, 11.5, 1e-12);
    assert_near(m->disc[SP_DISC_L4_L5].area_mm2, 1800, 1e-9);
    // 53 % of 70 kg x 9.80665 x 1.68; and the 580 N of L4/5 in standing
    assert_near(m->disc[SP_DISC_L5_S1].standing_N, 0.53 * 70 * 9.80665 * 1.68,
                1e-9);
    assert_near(m->disc[SP_DISC_L4_L5].standing_N, 580, 5);
    // the head alone on the highest disc
    assert_near(m->disc[SP_DISC_C2_C3].weight_N, 0.0694 * 70 * 9.80665, 1e-9);
    for (int i = 1; i < SP_DISCS; i++)
        assert_true(m->disc[i].weight_N < m->disc[i - 1].weight_N);
    free(m);
}

static void test_size_scales_length_and_area(void **state)
{
    (void)state;
    struct sp_disc_person tall = reference_man;
    tall.height_m *= 1.1;
    struct sp_disc_model *a = reference_model(),
                         *b = model_with(tall, sp_disc_params_default());
    for (int i = 0; i < SP_DISCS; i++) {
        assert_near(b->disc[i].height_mm, 1.1 * a->disc[i].height_mm, 1e-9);
        assert_near(b->disc[i].area_mm2, 1.21 * a->disc[i].area_mm2, 1e-9);
        assert_near(b->disc[i].weight_N, a->disc[i].weight_N, 1e-9);
    }
    free(a);
    free(b);
}

static void test_age_and_wear_lower_the_swelling(void **state)
{
    (void)state;
    struct sp_disc_person old = reference_man, worn = reference_man;
    old.age_y = 70;
    worn.degenerated[SP_DISC_L4_L5] = true;
    const struct sp_disc_params p = sp_disc_params_default();
    struct sp_disc_model *young = reference_model(), *aged = model_with(old, p),
                         *degenerated = model_with(worn, p);
    const struct sp_disc *before = &young->disc[SP_DISC_L4_L5],
                         *after = &degenerated->disc[SP_DISC_L4_L5];
    // at stretch 1 the matrix is free: stress is the swelling pressure,
    // with 285 mol/m3 whole, three quarters at 70 years, half when worn
    assert_near(disc_table_stress(&young->law[before->law], 1), 0.27270, 2e-5);
    assert_near(disc_table_stress(&aged->law[before->law], 1),
                0.93 * 2577e-6 * (sqrt(213.75 * 213.75 + 9e4) - 300), 1e-9);
    assert_near(disc_table_stress(&degenerated->law[after->law], 1),
                0.93 * 2577e-6 * (sqrt(142.5 * 142.5 + 9e4) - 300), 1e-9);
    assert_near(after->height_mm, 0.7 * before->height_mm, 1e-12);
    assert_near(after->endplate_MPa_s_mm, 2 * before->endplate_MPa_s_mm, 1e-9);
    assert_near(after->pressure_factor, 1.3, 1e-12);
    // its neighbours are left alone
    assert_near(degenerated->disc[SP_DISC_L3_L4].height_mm,
                young->disc[SP_DISC_L3_L4].height_mm, 1e-12);
    assert_int_equal(degenerated->disc[SP_DISC_L3_L4].law, before->law);
    free(young);
    free(aged);
    free(degenerated);
}

static void test_persons_outside_the_range_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct sp_disc_person who;
        const char *says;
    } bad[] = {
        {{NAN, 70, 25, SP_DISC_MAN, {0}},         "height_m"},
        {{1.1, 70, 25, SP_DISC_MAN, {0}},         "height_m"},
        {{1.7, INFINITY, 25, SP_DISC_MAN, {0}},   "mass_kg" },
        {{1.7, 70, 9, SP_DISC_MAN, {0}},          "age_y"   },
        {{1.7, 70, NAN, SP_DISC_MAN, {0}},        "age_y"   },
        {{1.7, 70, 25, (enum sp_disc_sex)7, {0}}, "sex"     },
    };
    const struct sp_disc_params p = sp_disc_params_default();
    struct sp_disc_model *m = malloc(sizeof *m);
    assert_non_null(m);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct sp_error err = {0};
        assert_int_equal(sp_disc_init(m, &bad[i].who, &p, &err), SP_E_RANGE);
        assert_non_null(strstr(err.text, bad[i].says));
    }
    free(m);
}

static void test_parameters_outside_the_range_are_refused(void **state)
{
    (void)state;
    struct sp_disc_model *m = malloc(sizeof *m);
    assert_non_null(m);
    // every double of the set, turned to what is no number
    const size_t count = sizeof(struct sp_disc_params) / sizeof(double);
    for (size_t i = 0; i < count; i++) {
        const double wrong[] = {NAN, -1, 1e9};
        for (int k = 0; k < 3; k++) {
            struct sp_disc_params p = sp_disc_params_default();
            struct sp_error err = {0};
            memcpy((char *)&p + i * sizeof(double), &wrong[k], sizeof(double));
            assert_int_equal(sp_disc_init(m, &reference_man, &p, &err),
                             SP_E_RANGE);
            assert_non_null(strstr(err.text, "disc "));
        }
    }
    struct sp_disc_params soft = sp_disc_params_default();
    struct sp_error err = {0};
    soft.matrix_MPa = 0.2;
    soft.charge_mol_m3 = 50;
    soft.matrix_exponent = 0.5;
    assert_int_equal(sp_disc_init(m, &reference_man, &soft, &err), SP_E_RANGE);
    assert_non_null(strstr(err.text, "matrix_MPa"));
    free(m);
}

static void test_kyphosis_shortens(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    assert_near(sp_disc_kyphosis_mm(m, 0), 0, 1e-12);
    // an arc of 269.9 mm at 0.70 rad and at 0.90 rad
    assert_near(m->kyphosis_arc_mm, 269.9, 0.05);
    assert_near(sp_disc_kyphosis_mm(m, 0.2),
                m->kyphosis_arc_mm * (sin(0.35) / 0.35 - sin(0.45) / 0.45),
                1e-9);
    assert_true(sp_disc_kyphosis_mm(m, -0.3) < 0);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_have_names_and_regions),
        cmocka_unit_test(test_reference_man),
        cmocka_unit_test(test_size_scales_length_and_area),
        cmocka_unit_test(test_age_and_wear_lower_the_swelling),
        cmocka_unit_test(test_persons_outside_the_range_are_refused),
        cmocka_unit_test(test_parameters_outside_the_range_are_refused),
        cmocka_unit_test(test_kyphosis_shortens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
