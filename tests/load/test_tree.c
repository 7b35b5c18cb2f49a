/*
 * Joint axes, gravity's moments and moment arms against finite differences of
 * a body that is really moved, joint by joint.
 */
#include "fixture.h"

#include <math.h>

#include "num/mat3.h"

static double potential(const struct sp_body *body,
                        const struct sp_frames *frames,
                        const struct sp_load_case *one)
{
    double com[3];
    const double mass = sp_body_com(body, frames, com);
    double v = mass * LOAD_GRAVITY * com[1];
    for (int i = 0; i < one->pulls; i++) {
        double at[3];
        mat3_apply(frames->seg[one->pull[i].segment].R, one->pull[i].at, at);
        for (int a = 0; a < 3; a++)
            v -= one->pull[i].force_N[a] *
                 (at[a] + frames->seg[one->pull[i].segment].p[a]);
    }
    return v;
}

static void gravity_is_the_slope_of_the_potential(void **state)
{
    struct bench *b = *state;
    for (uint32_t seed = 1; seed <= 3; seed++) {
        some_case(b, seed);
        struct load_tree tree;
        struct load_wrench carried[SP_SEGMENTS];
        double known[LOAD_STRIDE];
        load_tree_init(&tree, &b->body, &b->one.frames);
        load_known(&b->body, &b->one, &b->one.frames, carried);
        load_known_rows(&tree, carried, known);
        for (int r = 0; r < LOAD_ROWS; r++) {
            double v[2];
            for (int way = 0; way < 2; way++) {
                double step[LOAD_ROWS] = {0};
                struct sp_frames moved = b->one.frames;
                step[r] = way ? 1e-5 : -1e-5;
                load_displace(&b->body, step, &tree, &moved);
                v[way] = potential(&b->body, &moved, &b->one);
            }
            assert_near(known[r], -(v[1] - v[0]) / 2e-5, 2e-4);
        }
    }
}

static void moment_arms_are_the_slopes_of_lengths(void **state)
{
    struct bench *b = *state;
    static double columns[SP_LOAD_MUSCLES * LOAD_STRIDE];
    static double pull[SP_LOAD_MUSCLES * LOAD_LEVELS * 3];
    for (uint32_t seed = 0; seed <= 2; seed++) {
        some_case(b, seed);
        struct load_tree tree;
        load_tree_init(&tree, &b->body, &b->one.frames);
        memset(columns, 0, sizeof columns);
        load_paths(&b->body, &b->one.frames, &tree, b->work->span, NULL,
                   columns, pull);
        for (int r = 0; r < LOAD_ROWS; r++) {
            struct sp_frames moved[2];
            struct load_tree at[2];
            for (int way = 0; way < 2; way++) {
                double step[LOAD_ROWS] = {0};
                moved[way] = b->one.frames;
                step[r] = way ? 1e-5 : -1e-5;
                load_displace(&b->body, step, &tree, &moved[way]);
                load_tree_init(&at[way], &b->body, &moved[way]);
            }
            for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
                const double change =
                    load_path_length(&b->body, &moved[1], &at[1], j) -
                    load_path_length(&b->body, &moved[0], &at[0], j);
                // belly wall included: its coupling is exact, bent or turned
                assert_near(columns[j * LOAD_STRIDE + r], -change / 2e-5, 2e-8);
            }
        }
    }
}

static void every_fascicle_spans_its_own_rows(void **state)
{
    struct bench *b = *state;
    static double columns[SP_LOAD_MUSCLES * LOAD_STRIDE];
    static double pull[SP_LOAD_MUSCLES * LOAD_LEVELS * 3];
    struct load_tree tree;
    some_case(b, 4);
    load_tree_init(&tree, &b->body, &b->one.frames);
    memset(columns, 0, sizeof columns);
    load_paths(&b->body, &b->one.frames, &tree, b->work->span, NULL, columns,
               pull);
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        struct load_span span;
        load_span_of(j, &span);
        assert_true(span.high >= span.low);
        for (int r = 0; r < LOAD_ROWS; r++) {
            const bool limb = span.limb >= 0 && r >= span.limb &&
                              r < span.limb + span.limb_rows;
            const bool spine = r >= LOAD_ROW_SPINE + 3 * span.low &&
                               r < LOAD_ROW_SPINE + 3 * span.high;
            if (!limb && !spine)
                assert_true(columns[j * LOAD_STRIDE + r] == 0);
        }
    }
}

// Upright: erectors extend L4/5, rectus and obliques flex it, psoas hardly
// either (docs/load.md quotes the literature's order).
static void arms_upright_have_anatomy_s_order(void **state)
{
    struct bench *b = *state;
    static double columns[SP_LOAD_MUSCLES * LOAD_STRIDE];
    static double pull[SP_LOAD_MUSCLES * LOAD_LEVELS * 3];
    struct load_tree tree;
    load_posture_case(&b->body, &load_measured[4].posture, 0, &b->one);
    load_tree_init(&tree, &b->body, &b->one.frames);
    load_paths(&b->body, &b->one.frames, &tree, b->work->span, NULL, columns,
               pull);
    double arm[LOAD_GROUPS] = {0}, force[LOAD_GROUPS] = {0};
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        struct load_span span;
        load_span_of(j, &span);
        if (span.low > 1 || span.high <= 1)
            continue;
        const int g = load_fascicle[j / 2].group;
        const double f = load_fascicle[j / 2].strength_N;
        arm[g] += f * columns[j * LOAD_STRIDE + LOAD_ROW_SPINE + 3];
        force[g] += f;
    }
    // psoas, rectus, iliocostalis, longissimus, multifidus, obliques
    assert_near(arm[0] / force[0], -0.006, 0.012);
    assert_near(arm[1] / force[1], -0.114, 0.02);
    assert_near(arm[2] / force[2], 0.05, 0.012);
    assert_near(arm[5] / force[5], 0.05, 0.012);
    assert_near(arm[7] / force[7], 0.048, 0.012);
    assert_near(arm[8] / force[8], -0.021, 0.02);
    assert_near(arm[9] / force[9], -0.045, 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gravity_is_the_slope_of_the_potential),
        cmocka_unit_test(moment_arms_are_the_slopes_of_lengths),
        cmocka_unit_test(every_fascicle_spans_its_own_rows),
        cmocka_unit_test(arms_upright_have_anatomy_s_order),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
