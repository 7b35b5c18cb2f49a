/*
 * The programme's optimum against IPOPT on random bent, turned and loaded
 * postures, some of which cannot be held.
 */
#include "fixture.h"

#include <math.h>

#include "ipopt_peer.h"

#if defined(__SANITIZE_ADDRESS__)
#define POSTURES 12
#else
#define POSTURES 200
#endif

static void optimum_agrees_with_an_interior_point_method(void **state)
{
    struct bench *b = *state;
    double worst = 0;
    int compared = 0;
    for (uint32_t seed = 1; seed <= POSTURES; seed++) {
        some_case(b, seed);
        sp_load_forget(b->work);
        assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                       &b->result, &b->err),
                         SP_OK);
        assert_true(b->result.residual_N < 1e-6);
        assert_true(b->result.residual_Nm < 1e-6);
        assert_true(b->result.optimality < 1e-8);
        const double theirs = peer_solve(&b->work->programme);
        if (!isfinite(theirs))
            continue;
        compared++;
        const double off = fabs(b->result.effort - theirs) / theirs;
        worst = fmax(worst, off);
        if (!(off < 1e-6))
            fail_msg("posture %u: %.12g, IPOPT %.12g", (unsigned)seed,
                     b->result.effort, theirs);
    }
    print_message("# %d postures compared, largest difference %.1e\n", compared,
                  worst);
    assert_int_equal(compared, POSTURES);
}

static void so_do_lying_and_braced_postures(void **state)
{
    struct bench *b = *state;
    static const int rows[] = {0, 3, 5, 11, 13, 14};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        load_posture_case(&b->body, &load_measured[rows[i]].posture, 0,
                          &b->one);
        sp_load_forget(b->work);
        assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                       &b->result, &b->err),
                         SP_OK);
        const double theirs = peer_solve(&b->work->programme);
        assert_near(b->result.effort, theirs, 1e-6 * fmax(1, fabs(theirs)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optimum_agrees_with_an_interior_point_method),
        cmocka_unit_test(so_do_lying_and_braced_postures),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
