#include "disc_test.h"

#include "disc/validate_rows.h"

struct result {
    struct sp_disc_row *row;
    size_t count;
    struct sp_disc_validation sum;
};

static struct result validated(struct sp_disc_params params)
{
    struct sp_error err = {0};
    struct result r = {.count = sp_disc_validation_rows()};
    struct sp_disc_validation_work *work = malloc(sizeof *work);
    r.row = calloc(r.count, sizeof *r.row);
    assert_non_null(work);
    assert_non_null(r.row);
    must(sp_disc_validate(&params, r.row, r.count, &r.sum, work, &err), &err);
    free(work);
    return r;
}

static void test_every_row_says_what_it_is(void **state)
{
    (void)state;
    struct result r = validated(sp_disc_params_default());
    for (size_t i = 0; i < r.count; i++) {
        const struct sp_disc_row *row = &r.row[i];
        if (!row->name || !row->source || !row->history || !row->note ||
            !*row->history)
            fail_msg("row %zu is not described", i);
        if (!isfinite(row->predicted) || !isfinite(row->mean_load))
            fail_msg("%s: no prediction", row->name);
        assert_int_equal(isnan(row->measured), row->use == SP_DISC_ROW_ORDER);
        if (row->use == SP_DISC_ROW_UNSCORED && !*row->note)
            fail_msg("%s: not scored, and no reason given", row->name);
        for (size_t k = 0; k < i; k++)
            if (strcmp(row->name, r.row[k].name) == 0)
                fail_msg("two rows are named %s", row->name);
    }
    free(r.row);
}

// Marks in order, and every history read by some row.
static void test_histories_are_whole_and_used(void **state)
{
    (void)state;
    for (int h = 0; h < disc_histories; h++) {
        bool used = false;
        int marks = 0;
        double minutes = 0;
        for (int i = 0; i < PHASES_MAX; i++) {
            const struct phase *p = &disc_history[h].phase[i];
            minutes += p->minutes;
            if (p->mark)
                marks |= 1 << p->mark;
        }
        for (int i = 0; i < disc_measured_count; i++) {
            const struct measured *m = &disc_measured[i];
            if (m->history != h && m->minus != h)
                continue;
            used = true;
            const int wanted = 1 << m->a | 1 << m->b | 1 << m->c;
            if (wanted & ~marks & ~1)
                fail_msg("%s reads what its history does not mark", m->name);
        }
        if (!used || minutes <= 0)
            fail_msg("history %d is empty or unused", h);
    }
}

static void test_signs_are_right_and_bars_met(void **state)
{
    (void)state;
    struct result r = validated(sp_disc_params_default());
    int calibrated = 0;
    for (size_t i = 0; i < r.count; i++) {
        const struct sp_disc_row *row = &r.row[i];
        if (row->use == SP_DISC_ROW_CALIBRATED) {
            calibrated++;
            if (!row->in_bar)
                fail_msg("%s: %g is outside its bar", row->name,
                         row->predicted);
        } else if (row->use != SP_DISC_ROW_UNSCORED && !row->sign_right) {
            fail_msg("%s: %g has the wrong sign", row->name, row->predicted);
        }
    }
    print_message("# median absolute error %.2f mm over %d predicted rows "
                  "(bar 1.0)\n",
                  r.sum.median_abs_mm, r.sum.predicted_mm_rows);
    assert_int_equal(calibrated, 5);
    assert_int_equal(r.sum.signs_wrong, 0);
    assert_true(r.sum.median_abs_mm < 1.2);
    free(r.row);
}

// A disc that hardly lets water through must spoil the predictions.
static void test_a_wrong_parameter_shows(void **state)
{
    (void)state;
    struct sp_disc_params tight = sp_disc_params_default();
    tight.endplate_MPa_s_mm *= 20;
    struct result good = validated(sp_disc_params_default()),
                  bad = validated(tight);
    assert_true(bad.sum.median_abs_mm > good.sum.median_abs_mm + 0.3);
    assert_false(bad.row[0].in_bar);
    free(good.row);
    free(bad.row);
}

static void test_small_room_is_refused(void **state)
{
    (void)state;
    struct sp_error err = {0};
    struct sp_disc_row row[1];
    struct sp_disc_validation sum;
    const struct sp_disc_params p = sp_disc_params_default();
    struct sp_disc_validation_work *work = malloc(sizeof *work);
    assert_non_null(work);
    assert_int_equal(sp_disc_validate(&p, row, 1, &sum, work, &err), SP_E_FULL);
    free(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_says_what_it_is),
        cmocka_unit_test(test_histories_are_whole_and_used),
        cmocka_unit_test(test_signs_are_right_and_bars_met),
        cmocka_unit_test(test_a_wrong_parameter_shows),
        cmocka_unit_test(test_small_room_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
