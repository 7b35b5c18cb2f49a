#include "disc_test.h"

/* A column whose law is linear: S = -E (J - 1), flow m everywhere. */
struct linear {
    double modulus, mobility;
};

static double line(const void *of, double J, double *slope)
{
    const struct linear *l = of;
    *slope = -l->modulus;
    return -l->modulus * (J - 1);
}

static double even(const void *of, double J, double *slope)
{
    const struct linear *l = of;
    (void)J;
    *slope = 0;
    return 1 / (2 * l->mobility);
}

static double nothing(const void *of, double J, double *slope)
{
    (void)of;
    (void)J;
    return *slope = 0;
}

// Roots of b tan b = Bi, one in each ((n - 1) pi, (n - 1/2) pi).
static double root(double biot, int n)
{
    const double pi = acos(-1.0);
    double a = (n - 1) * pi, b = (n - 0.5) * pi;
    for (int i = 0; i < 80; i++) {
        const double mid = (a + b) / 2;
        if (mid * sin(mid) * (n % 2 ? 1 : -1) <
            biot * cos(mid) * (n % 2 ? 1 : -1))
            a = mid;
        else
            b = mid;
    }
    return (a + b) / 2;
}

// Share of the settlement of a column drained through a resistance
// (Terzaghi 1923 for Bi to infinity; Carslaw & Jaeger 1959, 3.11).
static double settled(double biot, double T)
{
    double left = 0;
    for (int n = 1; n <= 200; n++) {
        const double b = root(biot, n), b2 = b * b;
        left +=
            2 * biot * biot * exp(-b2 * T) / (b2 * (b2 + biot * biot + biot));
    }
    return 1 - left;
}

static const struct {
    const char *why;
    double biot, T, share;
} consolidation[] = {
    {"endplate and tissue alike, early", 2,    0.01, 0.01735},
    {"endplate and tissue alike",        2,    0.1,  0.13363},
    {"endplate and tissue alike, late",  2,    1,    0.69784},
    {"free drainage, early",             1000, 0.01, 0.11184},
    {"free drainage",                    1000, 0.1,  0.35583},
    {"free drainage, late",              1000, 1,    0.93085},
    {"tight endplate, early",            0.5,  0.01, 0.00482},
    {"tight endplate",                   0.5,  0.1,  0.04462},
    {"tight endplate, late",             0.5,  1,    0.35024},
};

static double computed(double biot, double T, int n, double ratio)
{
    static struct sp_disc_table table;
    const struct linear law = {2.0, 5e-4};
    const double L = 5.5, D = law.modulus * law.mobility, load = 0.2;
    disc_table_fill(&table, 0.4, 1.6, line, even, nothing, &law);
    struct disc_column c = {.law = &table, .n = n, .tolerance = 1e-6};
    disc_grid(c.dz, n, ratio);
    double J[DISC_CELLS_MAX], step = 0, out = 0;
    for (int i = 0; i < n; i++) {
        c.dz[i] *= L;
        J[i] = 1;
    }
    c.endplate_out = c.endplate_in = L / (law.mobility * biot);
    assert_true(disc_column_advance(&c, load, T * L * L / D, J, &step, &out,
                                    NULL, NULL));
    return (L - disc_column_height(&c, J)) / (L * load / law.modulus);
}

static void test_consolidation_as_in_closed_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof consolidation / sizeof *consolidation; i++) {
        const double exact = settled(consolidation[i].biot, consolidation[i].T);
        const double fine =
            computed(consolidation[i].biot, consolidation[i].T, 24, 1.18);
        const double ours =
            computed(consolidation[i].biot, consolidation[i].T, 12, 1.45);
        print_message("# %s: exact %.5f, 24 cells %.5f, 12 cells %.5f\n",
                      consolidation[i].why, exact, fine, ours);
        assert_near(exact, consolidation[i].share, 6e-6);
        assert_near(fine, exact, 1e-3);
        assert_near(ours, exact, 5e-3);
    }
}

static void test_early_settlement_grows_with_root_of_time(void **state)
{
    (void)state;
    const double T = 0.01;
    assert_near(computed(1e6, T, 24, 1.18), 2 * sqrt(T / acos(-1.0)), 2e-3);
}

static void test_tight_endplate_is_one_exponential(void **state)
{
    (void)state;
    const double biot = 0.001; // time constant L R / E = L^2 / (D Bi)
    assert_near(computed(biot, 1 / biot, 12, 1.45), 1 - exp(-1), 1e-3);
}

/* A lumbar disc as the model has it, at an uneven state. */
static struct disc_column lumbar(const struct sp_disc_model *m, double *J)
{
    struct disc_column c;
    disc_column_of(m, SP_DISC_L4_L5, &c);
    for (int i = 0; i < c.n; i++)
        J[i] = 1.0 - 0.01 * i + 0.003 * (i % 3);
    return c;
}

static void test_jacobian_is_that_of_the_rates(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    double J[DISC_CELLS_MAX];
    struct disc_column c = lumbar(m, J);
    struct disc_jacobian jac;
    const double h = 1e-6;
    assert_true(disc_column_jacobian(&c, 0.5, J, &jac));
    for (int j = 0; j < c.n; j++) {
        struct disc_flow up, down;
        const double at = J[j];
        J[j] = at + h;
        assert_true(disc_column_flow(&c, 0.5, J, &up));
        J[j] = at - h;
        assert_true(disc_column_flow(&c, 0.5, J, &down));
        J[j] = at;
        for (int i = 0; i < c.n; i++) {
            const double found = (up.rate[i] - down.rate[i]) / (2 * h);
            const double expected = i == j       ? jac.diag[i]
                                    : i == j + 1 ? jac.lower[i]
                                    : i == j - 1 ? jac.upper[i]
                                                 : 0;
            assert_near(found, expected, 1e-5 * (fabs(expected) + 1e-3));
        }
        if (j == c.n - 1)
            assert_near((up.out_mm_s - down.out_mm_s) / (2 * h), jac.out,
                        1e-5 * fabs(jac.out));
    }
    free(m);
}

/* Energy over a run, Simpson's rule over the cubic of each step. */
struct ledger {
    const struct disc_column *c;
    double stress, dissipated;
    int steps;
    bool negative;
};

static void middle(const struct disc_step *s, int n, double *J)
{
    for (int i = 0; i < n; i++)
        J[i] = (s->stretch[0][i] + s->stretch[1][i]) / 2 +
               s->length_s / 8 * (s->flow[0]->rate[i] - s->flow[1]->rate[i]);
}

static void book(void *to, const struct disc_step *s)
{
    struct ledger *l = to;
    double J[DISC_CELLS_MAX];
    struct disc_flow mid;
    middle(s, l->c->n, J);
    assert_true(disc_column_flow(l->c, l->stress, J, &mid));
    l->dissipated +=
        s->length_s / 6 *
        (s->flow[0]->dissipated_MPa_mm_s + 4 * mid.dissipated_MPa_mm_s +
         s->flow[1]->dissipated_MPa_mm_s);
    l->negative |= mid.dissipated_MPa_mm_s < 0;
    l->steps++;
}

static double stored(const struct disc_column *c, const double *J)
{
    static const struct disc_tissue young = {285,  150, 0.93,   2577, 0.20,
                                             1.45, 2.5, 5.2e-4, 4};
    double sum = 0;
    for (int i = 0; i < c->n; i++)
        sum += c->dz[i] * disc_stored_MPa(&young, J[i]);
    return sum;
}

static const struct {
    const char *why;
    double stress, hours;
} spells[] = {
    {"standing",  0.33,  4  },
    {"lying",     0.06,  8  },
    {"carrying",  0.80,  1  },
    {"head down", -0.15, 0.3},
};

static void test_water_is_neither_made_nor_lost(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    double J[DISC_CELLS_MAX], step = 0, out = 0;
    struct disc_column c = lumbar(m, J);
    const double before = disc_column_height(&c, J);
    for (int day = 0; day < 5; day++)
        for (size_t i = 0; i < sizeof spells / sizeof *spells; i++) {
            step = 0;
            assert_true(disc_column_advance(&c, spells[i].stress,
                                            3600 * spells[i].hours, J, &step,
                                            &out, NULL, NULL));
            assert_near(before - disc_column_height(&c, J), out,
                        1e-12 * before);
        }
    free(m);
}

static double energy_error(const struct sp_disc_model *m, double tolerance)
{
    double J[DISC_CELLS_MAX], worst = 0;
    struct disc_column c = lumbar(m, J);
    c.tolerance = tolerance;
    for (size_t i = 0; i < sizeof spells / sizeof *spells; i++) {
        struct ledger l = {.c = &c, .stress = spells[i].stress};
        double step = 0, out = 0;
        const double before = stored(&c, J);
        assert_true(disc_column_advance(&c, l.stress, 3600 * spells[i].hours, J,
                                        &step, &out, book, &l));
        assert_false(l.negative);
        assert_true(l.dissipated > 0);
        // work done by the load = stored + dissipated
        const double gap =
            l.stress * out - (stored(&c, J) - before) - l.dissipated;
        worst = fmax(worst, fabs(gap) / l.dissipated);
    }
    return worst;
}

static void test_energy_is_accounted_for(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    const double usual = energy_error(m, 1e-3), tight = energy_error(m, 1e-6);
    print_message("# energy gap over dissipation: %.1e usual, %.1e tight\n",
                  usual, tight);
    assert_true(usual < 2e-2);
    assert_true(tight < 2e-4);
    assert_true(tight < usual / 10);
    free(m);
}

static void test_jump_of_any_size_stays_finite(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    double J[DISC_CELLS_MAX];
    struct disc_column c = lumbar(m, J);
    const double stress[] = {4.0, -0.35, 1.0, -0.2, 4.0, 0.0};
    for (size_t i = 0; i < sizeof stress / sizeof *stress; i++) {
        // a first step of an hour, against the solver's own caution
        double step = 3600, out = 0;
        assert_true(disc_column_advance(&c, stress[i], 7200, J, &step, &out,
                                        NULL, NULL));
        for (int k = 0; k < c.n; k++)
            assert_true(J[k] > 0.4 && J[k] < 1.6);
    }
    free(m);
}

static void test_a_month_ends_at_rest(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    for (double stress = -0.1; stress < 1.0; stress += 0.18) {
        double J[DISC_CELLS_MAX], step = 0, out = 0;
        struct disc_column c = lumbar(m, J);
        assert_true(disc_column_advance(&c, stress, 30 * 86400.0, J, &step,
                                        &out, NULL, NULL));
        for (int i = 0; i < c.n; i++)
            assert_near(disc_table_stress(c.law, J[i]), stress, 1e-6);
    }
    free(m);
}

static void test_outside_the_table_is_refused(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    double J[DISC_CELLS_MAX], step = 0, out = 0;
    struct disc_column c = lumbar(m, J);
    struct disc_flow flow;
    J[3] = 0.3;
    assert_false(disc_column_flow(&c, 0.5, J, &flow));
    J[3] = NAN;
    assert_false(disc_column_advance(&c, 0.5, 60, J, &step, &out, NULL, NULL));
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_consolidation_as_in_closed_form),
        cmocka_unit_test(test_early_settlement_grows_with_root_of_time),
        cmocka_unit_test(test_tight_endplate_is_one_exponential),
        cmocka_unit_test(test_jacobian_is_that_of_the_rates),
        cmocka_unit_test(test_water_is_neither_made_nor_lost),
        cmocka_unit_test(test_energy_is_accounted_for),
        cmocka_unit_test(test_jump_of_any_size_stays_finite),
        cmocka_unit_test(test_a_month_ends_at_rest),
        cmocka_unit_test(test_outside_the_table_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
