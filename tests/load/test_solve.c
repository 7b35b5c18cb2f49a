/*
 * Whole postures: what can be reckoned by hand, properties, and refusals.
 */
#include "fixture.h"

#include <math.h>

#include "num/mat3.h"

static void solve(struct bench *b)
{
    sp_load_forget(b->work);
    const enum sp_status status = sp_load_solve(
        b->work, &b->body, &b->one, &b->params, &b->result, &b->err);
    if (status != SP_OK)
        fail_msg("%s", b->err.text);
}

static void posture(struct bench *b, int row)
{
    load_posture_case(&b->body, &load_measured[row].posture, 0, &b->one);
}

// Weight of the body goes through the feet, evenly.
static void feet_carry_the_weight(void **state)
{
    struct bench *b = *state;
    posture(b, 4);
    solve(b);
    double sum[3] = {0};
    for (int i = 0; i < b->one.supports; i++)
        for (int a = 0; a < 3; a++)
            sum[a] += b->result.support_N[i][a];
    assert_near(sum[0], 0, 1e-3);
    assert_near(sum[1], 70 * LOAD_GRAVITY, 1e-3);
    assert_near(sum[2], 0, 1e-3);
    assert_int_equal(b->result.verdict, SP_LOAD_HELD);
}

// With no strength, no tone and no pressure what crosses a disc is the weight
// above it, whatever else fails to hold.
static void without_muscles_the_weight_above_is_left(void **state)
{
    struct bench *b = *state;
    posture(b, 4);
    struct sp_load_params bare = b->params;
    bare.tone = bare.tone_abdomen = bare.pressure_min_kPa = 0;
    bare.pressure_max_kPa = 0;
    load_assemble(b->work, &b->body, &b->one, &b->one.frames, &bare,
                  LOAD_MUSCLES_REST);
    for (int d = 0; d < SP_DISCS; d++) {
        double kg = 0;
        for (int s = SP_L5 + d; s <= SP_SKULL; s++)
            kg += b->body.segment[s].mass_kg;
        if (d <= SP_T1 - SP_L5)
            for (int s = SP_CLAVICLE_R; s < SP_SEGMENTS; s++)
                if (s < SP_FEMUR_R || (s >= SP_CLAVICLE_L && s < SP_FEMUR_L))
                    kg += b->body.segment[s].mass_kg;
        assert_near(b->work->carried[SP_L5 + d].f[1], -kg * LOAD_GRAVITY, 1e-9);
    }
}

// Hands on a bar: what hangs below L4/5 pulls, less what muscles at rest and
// the shape of the hang take.
static void hanging_pulls(void **state)
{
    struct bench *b = *state;
    load_posture_case(&b->body, &load_hanging, 0, &b->one);
    b->params.tone = 0;
    solve(b);
    b->params = sp_load_defaults;
    double below = 0;
    for (int s = 0; s < SP_SEGMENTS; s++)
        if (s <= SP_L5 || (s >= SP_FEMUR_R && s <= SP_TOES_R) ||
            s >= SP_FEMUR_L)
            below += LOAD_GRAVITY * b->body.segment[s].mass_kg;
    const struct sp_disc_load *d = &b->result.disc[SP_DISC_L4_L5];
    const double pull = hypot(d->joint_N, d->shear_N);
    assert_true(d->joint_N < 0);
    assert_near(pull / below, 1, 0.09);
    assert_true(b->result.disc[9].joint_N < d->joint_N); // more hangs below
}

static void left_and_right_are_alike(void **state)
{
    struct bench *b = *state;
    posture(b, 6);
    solve(b);
    const double *f = sp_load_muscles(b->work);
    for (int j = 0; j < SP_LOAD_MUSCLES; j += 2)
        assert_near(f[j], f[j + 1], 1e-6);
    for (int d = 0; d < SP_DISCS; d++)
        assert_near(b->result.disc[d].lateral_N, 0, 1e-6);
}

static void a_mirrored_posture_has_mirrored_loads(void **state)
{
    struct bench *b = *state;
    for (uint32_t seed = 1; seed <= 4; seed++) {
        const struct sp_posture p = some_posture(seed);
        const struct sp_posture m = sp_posture_mirror(&p);
        struct sp_load_result first;
        posture(b, 4);
        sp_body_place(&b->body, &p, &b->one.frames);
        solve(b);
        first = b->result;
        posture(b, 4);
        sp_body_place(&b->body, &m, &b->one.frames);
        solve(b);
        for (int d = 0; d < SP_DISCS; d++) {
            assert_near(b->result.disc[d].joint_N, first.disc[d].joint_N, 1e-4);
            assert_near(b->result.disc[d].lateral_N, -first.disc[d].lateral_N,
                        1e-4);
        }
    }
}

// Forces of every part above a disc, muscles and supports included, must
// balance moments about every joint: the residual says so, checked here from
// the answer itself for L4/5's extension row.
static void moments_balance_about_l4_l5(void **state)
{
    struct bench *b = *state;
    posture(b, 6);
    solve(b);
    const int row = LOAD_ROW_SPINE + 3 * SP_DISC_L4_L5;
    double sum =
        b->work->known[row] + b->result.disc[SP_DISC_L4_L5].passive_Nm +
        b->result.disc[SP_DISC_L4_L5].settle_Nm + b->work->newton.reserve[row];
    for (int j = 0; j < b->work->programme.columns; j++)
        sum += b->work->columns[(size_t)j * LOAD_STRIDE + (size_t)row] *
               b->work->newton.x[j];
    assert_near(sum, 0, 1e-6);
    assert_true(b->result.residual_N < 1e-6);
    assert_true(b->result.residual_Nm < 1e-6);
    assert_true(b->result.optimality < 1e-8);
}

static void every_force_stays_in_its_bounds(void **state)
{
    struct bench *b = *state;
    posture(b, 13);
    solve(b);
    const double *f = sp_load_muscles(b->work);
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        assert_true(f[j] >= b->work->programme.column[j].low);
        assert_true(f[j] <= b->work->programme.column[j].high);
    }
    assert_true(b->result.muscles_at_limit > 0); // 20 kg at arm's length
    for (int i = 0; i < b->one.supports; i++) {
        const double *n = b->result.support_N[i];
        assert_true(n[1] >= -1e-9);
        assert_true(fabs(n[0]) <= 0.6 * n[1] + 1e-9);
        assert_true(fabs(n[2]) <= 0.6 * n[1] + 1e-9);
    }
}

static void a_warm_start_answers_the_same(void **state)
{
    struct bench *b = *state;
    posture(b, 6);
    solve(b);
    const int cold_iterations = b->result.iterations;
    struct sp_load_result cold = b->result;
    // from a neighbouring posture
    struct load_posture near = load_measured[6].posture;
    near.pelvis += 1;
    load_posture_case(&b->body, &near, 0, &b->one);
    solve(b);
    posture(b, 6);
    assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                   &b->result, &b->err),
                     SP_OK);
    assert_true(b->result.iterations < cold_iterations);
    for (int d = 0; d < SP_DISCS; d++)
        assert_near(b->result.disc[d].compression_N, cold.disc[d].compression_N,
                    1e-4);
}

static void the_same_case_gives_the_same_bits(void **state)
{
    struct bench *b = *state;
    posture(b, 11);
    solve(b);
    struct sp_load_result first = b->result;
    posture(b, 0);
    solve(b);
    posture(b, 11);
    solve(b);
    assert_memory_equal(first.disc, b->result.disc, sizeof first.disc);
}

static void more_weight_in_the_hands_loads_more(void **state)
{
    struct bench *b = *state;
    double last = 0;
    for (int kg = 0; kg <= 20; kg += 5) {
        struct load_posture p = load_measured[14].posture;
        p.carried_kg = kg;
        load_posture_case(&b->body, &p, 0, &b->one);
        solve(b);
        const double now = b->result.disc[SP_DISC_L5_S1].compression_N;
        assert_true(now > last);
        last = now;
    }
}

// Too much: the answer is a verdict that names a joint, not a load.
static void what_cannot_be_held_names_the_joint(void **state)
{
    struct bench *b = *state;
    struct load_posture p = load_measured[13].posture;
    p.carried_kg = 60;
    load_posture_case(&b->body, &p, 0, &b->one);
    solve(b);
    assert_int_equal(b->result.verdict, SP_LOAD_TOO_WEAK);
    assert_true(b->result.worst_lack > 1);
    assert_true(b->result.residual_Nm < 1e-6);
    assert_string_not_equal(sp_load_joint_name(b->result.worst_segment),
                            "unknown");
    // and with nothing under the feet the whole body falls
    posture(b, 4);
    b->one.supports = 0;
    solve(b);
    assert_int_equal(b->result.verdict, SP_LOAD_NO_SUPPORT);
    assert_int_equal(b->result.worst_segment, SP_PELVIS);
    assert_near(b->result.worst_force_N, 70 * LOAD_GRAVITY, 1);
}

static void refusals_name_the_field(void **state)
{
    struct bench *b = *state;
    posture(b, 4);
    b->one.support[1].friction = NAN;
    assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                   &b->result, &b->err),
                     SP_E_RANGE);
    assert_non_null(strstr(b->err.text, "support 1 (calcn_l)"));
    posture(b, 4);
    b->one.frames.seg[SP_T4].p[1] = INFINITY;
    assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                   &b->result, &b->err),
                     SP_E_RANGE);
    assert_non_null(strstr(b->err.text, "thoracic4"));
    posture(b, 4);
    struct sp_load_params wrong = b->params;
    wrong.exponent = 1;
    assert_int_equal(
        sp_load_solve(b->work, &b->body, &b->one, &wrong, &b->result, &b->err),
        SP_E_RANGE);
    assert_non_null(strstr(b->err.text, "exponent"));
    struct sp_arena small = {b->arena.mem, 1000, 0, 0};
    assert_null(sp_load_work_new(&small));
}

static void the_range_holds_the_answer(void **state)
{
    struct bench *b = *state;
    struct sp_load_range range;
    posture(b, 6);
    sp_load_forget(b->work);
    assert_int_equal(sp_load_ranges(b->work, &b->body, &b->one, &b->params,
                                    &b->result, &range, &b->err),
                     SP_OK);
    assert_int_equal(range.solved, 8);
    for (int d = 0; d < SP_DISCS; d++) {
        assert_true(range.low_N[d] <= b->result.disc[d].compression_N);
        assert_true(range.high_N[d] >= b->result.disc[d].compression_N);
        // a smaller disc of the same load has more pressure
        assert_true(range.high_MPa[d] > b->result.disc[d].pressure_MPa);
    }
    const double wide = range.high_N[1] - range.low_N[1];
    assert_true(wide > 0.05 * b->result.disc[1].compression_N);
}

// Standing with the low back at the end of its extension: ten degrees more
// would press a stiff joint with thousands of newtons, but nobody has them.
static void the_range_bends_no_joint_past_its_end(void **state)
{
    struct bench *b = *state;
    struct sp_load_range range;
    struct load_posture p = load_measured[4].posture;
    p.lumbar = -16; // all that five joints have
    load_posture_case(&b->body, &p, 0, &b->one);
    sp_load_forget(b->work);
    assert_int_equal(sp_load_ranges(b->work, &b->body, &b->one, &b->params,
                                    &b->result, &range, &b->err),
                     SP_OK);
    assert_int_equal(b->result.verdict, SP_LOAD_HELD);
    for (int d = 0; d < 5; d++)
        assert_true(range.high_N[d] < 2 * b->result.disc[d].compression_N);
}

// Ligaments by hand: sitting relaxed L4/5 has 26 x 13/52 = 6.5 of its 13
// degrees, so half of 9.66 N per Nm that the bent joint holds; no facets there.
static void ligaments_press_with_their_share_of_the_range(void **state)
{
    struct bench *b = *state;
    posture(b, 7);
    solve(b);
    const struct sp_disc_load *d = &b->result.disc[SP_DISC_L4_L5];
    const double held = d->passive_Nm + d->settle_Nm;
    assert_true(held > 5);
    assert_near(d->compression_N,
                d->joint_N + 9.66 / 2 * held / b->body.length_scale, 0.1);
}

static void discs_have_names(void **state)
{
    (void)state;
    assert_string_equal(sp_disc_name(1), "L4/5");
    assert_string_equal(sp_disc_name(22), "C2/3");
    assert_int_equal(sp_disc_find("T12/L1"), 5);
    assert_int_equal(sp_disc_find("L6/7"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feet_carry_the_weight),
        cmocka_unit_test(without_muscles_the_weight_above_is_left),
        cmocka_unit_test(hanging_pulls),
        cmocka_unit_test(left_and_right_are_alike),
        cmocka_unit_test(a_mirrored_posture_has_mirrored_loads),
        cmocka_unit_test(moments_balance_about_l4_l5),
        cmocka_unit_test(every_force_stays_in_its_bounds),
        cmocka_unit_test(a_warm_start_answers_the_same),
        cmocka_unit_test(the_same_case_gives_the_same_bits),
        cmocka_unit_test(more_weight_in_the_hands_loads_more),
        cmocka_unit_test(what_cannot_be_held_names_the_joint),
        cmocka_unit_test(refusals_name_the_field),
        cmocka_unit_test(the_range_holds_the_answer),
        cmocka_unit_test(the_range_bends_no_joint_past_its_end),
        cmocka_unit_test(ligaments_press_with_their_share_of_the_range),
        cmocka_unit_test(discs_have_names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
