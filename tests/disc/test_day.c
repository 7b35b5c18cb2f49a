#include "disc_test.h"

/* A schedule with room for its series. */
struct run {
    struct sp_disc_segment segment[SP_DISC_OFFICE_SEGMENTS];
    struct sp_disc_schedule schedule;
    struct sp_disc_series series;
    struct sp_disc_state state;
};

static void room(struct run *r)
{
    const size_t rows = sp_disc_rows(&r->schedule);
    assert_true(rows > 0);
    r->series = (struct sp_disc_series){
        .sample = calloc(rows, sizeof *r->series.sample),
        .height_mm = calloc(rows * SP_DISCS, sizeof(double)),
        .pressure_MPa = calloc(rows * SP_DISCS, sizeof(double)),
        .cap = rows,
    };
    assert_non_null(r->series.sample);
    assert_non_null(r->series.height_mm);
    assert_non_null(r->series.pressure_MPa);
}

static void release(struct run *r)
{
    free(r->series.sample);
    free(r->series.height_mm);
    free(r->series.pressure_MPa);
    free(r);
}

static struct run *office(const struct sp_disc_model *m, double output_s,
                          int repeats)
{
    struct sp_error err = {0};
    struct run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    assert_int_equal(sp_disc_office_day(m, r->segment, SP_DISC_OFFICE_SEGMENTS),
                     SP_DISC_OFFICE_SEGMENTS);
    r->schedule = (struct sp_disc_schedule){r->segment, SP_DISC_OFFICE_SEGMENTS,
                                            86400, output_s, repeats};
    room(r);
    r->state = rest_at(m, 0.6);
    must(sp_disc_day(m, &r->schedule, &r->state, &r->series, &err), &err);
    return r;
}

static double discs(const struct run *r, size_t row)
{
    return r->series.sample[row].region_mm[SP_DISC_THORACIC] +
           r->series.sample[row].region_mm[SP_DISC_LUMBAR];
}

// The bars a day must meet; rising is read two minutes after.
static void test_daily_rhythm(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 60, 10);
    const size_t rising = 2, hour = 62, evening = 960, half = 1200, end = 1440;
    const double loss = discs(r, rising) - discs(r, evening);
    const double first = (discs(r, rising) - discs(r, hour)) / loss;
    const double back = (discs(r, half) - discs(r, evening)) /
                        (discs(r, end) - discs(r, evening));
    const struct sp_disc_sample *s = r->series.sample;
    print_message("# thoracolumbar discs lose %.1f mm (8 to 13), neck %.1f; "
                  "stature %.1f mm\n",
                  loss, s[rising].region_mm[0] - s[evening].region_mm[0],
                  s[rising].stature_mm - s[evening].stature_mm);
    print_message("# %.0f %% in the first hour (30 to 55), %.0f %% back in the "
                  "first half of the night (60 to 80)\n",
                  100 * first, 100 * back);
    assert_true(loss > 8 && loss < 13);
    assert_true(first > 0.30 && first < 0.55);
    assert_true(back > 0.60 && back < 0.80);
    // images lying: a quarter of an hour after lying down, soon after rising
    // and in the evening
    struct sp_disc_state early = r->state;
    double lumbar = 0;
    advance(m, &early, 120, 1.05);
    advance(m, &early, 900, 0.2);
    for (int i = 0; i <= SP_DISC_L1_L2; i++) {
        const double am = disc_height(m, &early, i);
        const double pm = r->series.height_mm[975 * SP_DISCS + (size_t)i];
        const double change = 100 * (pm / am - 1);
        print_message("# %s morning to evening %.1f %% (-6 to -8)\n",
                      disc_name(i), change);
        assert_true(change < -6 && change > -8);
        lumbar += change / 5;
    }
    const size_t disc = SP_DISC_L4_L5;
    const double begin = r->series.pressure_MPa[960 * SP_DISCS + disc];
    const double after = r->series.pressure_MPa[1380 * SP_DISCS + disc];
    print_message("# lumbar mean %.1f %% (-6 to -8)\n", lumbar);
    print_message("# L4/5 nucleus at rest %.2f to %.2f MPa, x %.2f (2 to 2.8) "
                  "in 7 h\n",
                  begin, after, after / begin);
    assert_true(after / begin > 2 && after / begin < 2.8);
    release(r);
    free(m);
}

static void test_rhythm_repeats(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 3600, 10);
    struct sp_error err = {0};
    assert_true(r->series.days >= 2 && r->series.days < 10);
    assert_true(r->series.unsteady_mm < 1e-3);
    const double stature = r->series.sample[10].stature_mm;
    r->schedule.repeats = 0;
    must(sp_disc_day(m, &r->schedule, &r->state, &r->series, &err), &err);
    assert_near(r->series.sample[10].stature_mm, stature, 2e-3);
    assert_near(r->series.sample[24].stature_mm, r->series.sample[0].stature_mm,
                2e-3);
    release(r);
    free(m);
}

// What is read between steps against stepping to that very time.
static void test_samples_are_what_advance_reaches(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 420, 0);
    struct sp_disc_state s = rest_at(m, 0.6);
    struct sp_disc_reading reading;
    double t = 0, worst = 0, worst_MPa = 0;
    size_t segment = 0;
    for (size_t row = 0; row < r->series.count; row++) {
        const double to = r->series.sample[row].time_s;
        assert_near(to, fmin(420.0 * (double)row, 86400), 1e-9);
        while (t < to || row == 0) {
            const double end = segment + 1 < r->schedule.count
                                   ? r->segment[segment + 1].start_s
                                   : 86400;
            struct sp_error err = {0};
            must(sp_disc_advance(m, &s, fmin(end, to) - t,
                                 r->segment[segment].load_N, &err),
                 &err);
            t = fmin(end, to);
            if (t == end && segment + 1 < r->schedule.count)
                segment++;
            if (row == 0)
                break;
        }
        // at a segment's start the new load is shown
        struct sp_error err = {0};
        must(sp_disc_advance(m, &s, 0, r->segment[segment].load_N, &err), &err);
        sp_disc_read(m, &s, &reading);
        for (size_t i = 0; i < SP_DISCS; i++) {
            worst = fmax(worst, fabs(reading.height_mm[i] -
                                     r->series.height_mm[row * SP_DISCS + i]));
            worst_MPa = fmax(worst_MPa,
                             fabs(reading.pressure_MPa[i] -
                                  r->series.pressure_MPa[row * SP_DISCS + i]));
        }
        assert_near(reading.soft_mm, r->series.sample[row].soft_mm, 1e-9);
        assert_near(reading.stature_mm, r->series.sample[row].stature_mm, 0.03);
    }
    print_message("# between steps: within %.1e mm, %.1e MPa\n", worst,
                  worst_MPa);
    assert_true(worst < 3e-3);
    assert_true(worst_MPa < 3e-3);
    release(r);
    free(m);
}

static void test_posture_is_stated_apart(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 3600, 0);
    struct sp_error err = {0};
    const double stature = r->series.sample[5].stature_mm;
    r->state = rest_at(m, 0.6);
    for (size_t i = 0; i < r->schedule.count; i++)
        r->segment[i].kyphosis_rad = 0.2;
    must(sp_disc_day(m, &r->schedule, &r->state, &r->series, &err), &err);
    assert_near(r->series.sample[5].stature_mm, stature, 1e-12);
    assert_near(r->series.sample[5].posture_mm, sp_disc_kyphosis_mm(m, 0.2),
                1e-12);
    release(r);
    free(m);
}

// A worn back: less water to give, so less of it moves in a day.
static void test_worn_discs_move_less(void **state)
{
    (void)state;
    struct sp_disc_person worn = reference_man;
    for (int i = 0; i < SP_DISCS; i++)
        worn.degenerated[i] = true;
    struct sp_disc_model *a = reference_model(),
                         *b = model_with(worn, sp_disc_params_default());
    struct run *r = office(a, 3600, 10), *q = office(b, 3600, 10);
    const double sound = discs(r, 0) - discs(r, 16);
    const double less = discs(q, 0) - discs(q, 16);
    print_message("# all discs worn: %.1f mm a day, sound: %.1f mm\n", less,
                  sound);
    assert_true(less > 0 && less < 0.9 * sound);
    release(r);
    release(q);
    free(a);
    free(b);
}

// Fluid follows the mean: ten seconds on, ten off is the mean load.
static void test_short_bouts_are_their_mean(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct sp_disc_state bouts = rest_at(m, 0.6), mean = bouts;
    const double before = all_discs(m, &bouts);
    for (int i = 0; i < 90; i++) {
        advance(m, &bouts, 10, 2.0);
        advance(m, &bouts, 10, 0.0);
    }
    advance(m, &mean, 1800, 1.0);
    const double lost = before - all_discs(m, &mean);
    assert_near(before - all_discs(m, &bouts), lost, 0.05 * lost);
    free(m);
}

static void test_a_rest_gives_more_when_taken_later(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    double gain[2];
    for (int k = 0; k < 2; k++) {
        struct sp_disc_state s = rest_at(m, 0.3);
        advance(m, &s, k ? 36000 : 7200, 1.0);
        const double before = all_discs(m, &s);
        advance(m, &s, 1200, 0.2);
        gain[k] = all_discs(m, &s) - before;
    }
    assert_true(gain[1] > 1.1 * gain[0]);
    free(m);
}

static void refuse(const struct sp_disc_model *m, struct run *r,
                   enum sp_status status, const char *says)
{
    struct sp_error err = {0};
    const struct sp_disc_state kept = r->state;
    assert_int_equal(sp_disc_day(m, &r->schedule, &r->state, &r->series, &err),
                     status);
    if (!strstr(err.text, says))
        fail_msg("'%s' does not say '%s'", err.text, says);
    assert_memory_equal(&kept, &r->state, sizeof kept);
}

static void test_schedules_that_cannot_be_run(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 3600, 0);
    const struct run good = *r;
    r->segment[3].start_s = 10;
    refuse(m, r, SP_E_RANGE, "segment 3 starts");
    *r = good;
    r->segment[0].start_s = 5;
    refuse(m, r, SP_E_RANGE, "starts at 0");
    *r = good;
    r->segment[2].start_s = NAN;
    refuse(m, r, SP_E_RANGE, "segment 2");
    *r = good;
    r->segment[7].load_N[SP_DISC_T4_T5] = 1e5;
    refuse(m, r, SP_E_RANGE, "segment 8: load on disc T4/5");
    *r = good;
    r->segment[1].kyphosis_rad = NAN;
    refuse(m, r, SP_E_RANGE, "segment 2: kyphosis");
    *r = good;
    r->schedule.output_s = 0;
    assert_int_equal(sp_disc_rows(&r->schedule), 0);
    refuse(m, r, SP_E_RANGE, "schedule of 25 segments");
    *r = good;
    r->schedule.count = 0;
    refuse(m, r, SP_E_RANGE, "schedule of 0");
    *r = good;
    r->schedule.end_s = INFINITY;
    refuse(m, r, SP_E_RANGE, "60 days");
    *r = good;
    r->schedule.repeats = -1;
    refuse(m, r, SP_E_RANGE, "repeats");
    *r = good;
    r->schedule.output_s = 60;
    refuse(m, r, SP_E_FULL, "room for 25 rows");
    *r = good;
    release(r);
    free(m);
}

static void test_uneven_output_ends_at_the_end(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct run *r = office(m, 7000, 0);
    assert_int_equal(r->series.count, 14); // 0, 7000 .. 84000, 86400
    assert_near(r->series.sample[13].time_s, 86400, 1e-9);
    assert_true(r->series.height_mm[13 * SP_DISCS] > 4);
    release(r);
    free(m);
}

// the row before the last stands a millisecond before it
static void test_a_row_just_before_the_end_is_filled(void **state)
{
    (void)state;
    struct sp_disc_model *m = reference_model();
    struct sp_error err = {0};
    struct run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    sp_disc_ratio_load(m, 0.6, r->segment[0].load_N);
    r->schedule =
        (struct sp_disc_schedule){r->segment, 1, 5183999.001, 5183.999, 0};
    room(r);
    r->state = rest_at(m, 0.6);
    must(sp_disc_day(m, &r->schedule, &r->state, &r->series, &err), &err);
    assert_int_equal(r->series.count, 1002);
    for (size_t i = 0; i < 1002; i++)
        assert_near(discs(r, i), discs(r, 0), 1e-6);
    release(r);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_daily_rhythm),
        cmocka_unit_test(test_rhythm_repeats),
        cmocka_unit_test(test_samples_are_what_advance_reaches),
        cmocka_unit_test(test_posture_is_stated_apart),
        cmocka_unit_test(test_worn_discs_move_less),
        cmocka_unit_test(test_short_bouts_are_their_mean),
        cmocka_unit_test(test_a_rest_gives_more_when_taken_later),
        cmocka_unit_test(test_schedules_that_cannot_be_run),
        cmocka_unit_test(test_uneven_output_ends_at_the_end),
        cmocka_unit_test(test_a_row_just_before_the_end_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
