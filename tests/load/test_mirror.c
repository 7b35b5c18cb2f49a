/*
 * A posture that is its own mirror image is solved for one side; the answer is
 * that of the whole programme.
 */
#include "fixture.h"

#include <math.h>

#define SIDE 3 /* row of load_measured that lies on the side */

static void assemble(struct bench *b)
{
    load_assemble(b->work, &b->body, &b->one, &b->one.frames, &b->params,
                  LOAD_MUSCLES_ANSWER);
    memset(b->work->newton.y, 0, sizeof b->work->newton.y);
}

static double largest(const double *x, int n)
{
    double most = 0;
    for (int i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

static void one_side_gives_the_whole_answer(void **state)
{
    struct bench *b = *state;
    struct sp_load_work *w = b->work;
    for (int i = 0; i < LOAD_MEASURED; i++) {
        static double whole[LOAD_COLUMNS];
        load_posture_case(&b->body, &load_measured[i].posture, 0, &b->one);
        assemble(b);
        load_newton_solve(&w->programme, &w->newton, &w->scratch, 1e-9);
        assert_true(w->newton.converged);
        const int n = w->programme.columns;
        memcpy(whole, w->newton.x, sizeof whole);
        const double cost = w->newton.cost;

        assemble(b);
        load_solve(w, &b->one, 1e-9);
        assert_true(w->newton.converged);
        for (int j = 0; j < n; j++)
            assert_near(w->newton.x[j], whole[j], 1e-9 * largest(whole, n));
        assert_near(w->newton.cost, cost, 1e-9 * cost);
        // and it was one side that found it
        if (i != SIDE)
            assert_true(w->half_newton.iterations >= w->newton.iterations - 1);
    }
}

static void both_sides_of_an_even_posture_pull_alike(void **state)
{
    struct bench *b = *state;
    load_posture_case(&b->body, &load_measured[4].posture, 0, &b->one);
    assemble(b);
    load_solve(b->work, &b->one, 1e-9);
    for (int j = 0; j < SP_LOAD_MUSCLES; j += 2)
        assert_near(b->work->newton.x[j], b->work->newton.x[j + 1], 1e-7);
}

static void left_paths_are_images_of_right_ones(void **state)
{
    struct bench *b = *state;
    struct sp_load_work *w = b->work;
    static double image[SP_LOAD_MUSCLES * LOAD_STRIDE];
    static double pull[SP_LOAD_MUSCLES * 3 * LOAD_LEVELS];
    load_posture_case(&b->body, &load_measured[14].posture, 0, &b->one);
    const struct sp_frames *at = &b->one.frames;
    load_tree_init(&w->tree, &b->body, at);
    assert_true(load_mirror_rows(&w->tree, &w->mirror));
    load_paths(&b->body, at, &w->tree, w->span, &w->mirror, image, pull);
    load_paths(&b->body, at, &w->tree, w->span, NULL, w->columns, w->disc_pull);
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const struct load_span *s = &w->span[j];
        for (int l = s->low; l < s->high; l++)
            for (int k = 0; k < 3; k++) {
                const int r = LOAD_ROW_SPINE + 3 * l + k;
                assert_near(image[j * LOAD_STRIDE + r],
                            w->columns[j * LOAD_STRIDE + r], 1e-12);
                const int p = (j * LOAD_LEVELS + l) * 3 + k;
                assert_near(pull[p], w->disc_pull[p], 1e-12);
            }
        for (int r = s->limb; s->limb >= 0 && r < s->limb + 3; r++)
            assert_near(image[j * LOAD_STRIDE + r],
                        w->columns[j * LOAD_STRIDE + r], 1e-12);
    }
}

static void what_is_uneven_is_not_halved(void **state)
{
    struct bench *b = *state;
    // posture
    load_posture_case(&b->body, &load_measured[SIDE].posture, 0, &b->one);
    assemble(b);
    assert_false(load_mirror_init(b->work, &b->one));
    // a load in one hand
    load_posture_case(&b->body, &load_measured[4].posture, 0, &b->one);
    assemble(b);
    assert_true(load_mirror_init(b->work, &b->one));
    b->one.pull[b->one.pulls++] = (struct sp_pull){
        .segment = SP_HAND_R, .force_N = {0, -10, 0}
    };
    assemble(b);
    assert_false(load_mirror_init(b->work, &b->one));
    // one foot more slippery than the other
    load_posture_case(&b->body, &load_measured[4].posture, 0, &b->one);
    b->one.support[0].friction = 0.3;
    assemble(b);
    assert_false(load_mirror_init(b->work, &b->one));
}

static void folding_undoes_unfolding(void **state)
{
    struct bench *b = *state;
    double half[LOAD_STRIDE] = {0}, whole[LOAD_STRIDE], again[LOAD_STRIDE];
    uint32_t seed = 5;
    load_posture_case(&b->body, &load_measured[6].posture, 0, &b->one);
    assemble(b);
    assert_true(load_mirror_init(b->work, &b->one));
    const struct load_mirror *m = &b->work->mirror;
    // 7 rows of a leg, 7 of an arm, 3 of the pelvis, one of each spine joint
    assert_int_equal(m->rows, 7 + 7 + 3 + LOAD_LEVELS);
    for (int r = 0; r <= m->rows; r++)
        half[r] = draw(&seed);
    load_mirror_unfold(m, half, whole);
    load_mirror_fold(m, whole, again);
    for (int r = 0; r < LOAD_STRIDE; r++)
        assert_near(again[r], half[r], 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_side_gives_the_whole_answer),
        cmocka_unit_test(both_sides_of_an_even_posture_pull_alike),
        cmocka_unit_test(left_paths_are_images_of_right_ones),
        cmocka_unit_test(what_is_uneven_is_not_halved),
        cmocka_unit_test(folding_undoes_unfolding),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
