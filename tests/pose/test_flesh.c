/*
 * Limbs stay out of each other's flesh.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "people.h"
#include "pose/pose_internal.h"

static struct sp_scene scene, scaled;

static int overlaps(const struct sp_body *body, const struct sp_posture *p,
                    struct pose_overlap out[POSE_OVERLAPS])
{
    static struct pose_skin skin;
    static struct pose_placed at;
    pose_skin_init(&skin, body);
    sp_body_place(body, p, &at.frames);
    pose_skin_place(&skin, body, &at.frames, at.skin);
    return pose_overlaps(body, &skin, &at, out);
}

static double deepest(const struct sp_body *body, const struct sp_posture *p)
{
    struct pose_overlap o[POSE_OVERLAPS];
    double most = 0;
    for (int n = overlaps(body, p, o); n > 0; n--)
        most = fmax(most, o[n - 1].depth_m);
    return most;
}

static void who_stands_has_no_limb_in_another(void **state)
{
    (void)state;
    static const double size[][2] = {
        {1.45, 45 },
        {1.75, 75 },
        {2.05, 140}
    };
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        const struct sp_body body = person(size[i][0], size[i][1]);
        const struct sp_posture stand = {{0}};
        assert_true(deepest(&body, &stand) == 0);
    }
}

// Shins crossed: the way out is from the one to the other, and both say so.
static void crossing_is_told_from_both_sides(void **state)
{
    (void)state;
    const struct sp_body body = person(1.75, 75);
    struct pose_overlap o[POSE_OVERLAPS];
    struct sp_posture p = {{0}};
    p.q[SP_HIP_R_ADD] = p.q[SP_HIP_L_ADD] = 14 * deg;
    const int n = overlaps(&body, &p, o);
    int right = 0, left = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        const double length = sqrt(o[i].out[0] * o[i].out[0] +
                                   o[i].out[1] * o[i].out[1] +
                                   o[i].out[2] * o[i].out[2]);
        assert_true(fabs(length - 1) < 1e-9);
        assert_true(o[i].depth_m > 0 && o[i].depth_m < .15);
        assert_true(o[i].share >= 0 && o[i].share <= 1);
        right += o[i].segment >= SP_FEMUR_R && o[i].segment <= SP_TOES_R;
        left += o[i].segment >= SP_FEMUR_L && o[i].segment <= SP_TOES_L;
    }
    assert_true(right > 0 && left > 0);
}

// A straight arm asked through the other forearm goes past it.
static void crossed_forearms_lie_on_each_other(void **state)
{
    (void)state;
    const struct sp_body body = person(1.75, 75);
    squat(&scene);
    double *q = scene.keyframe[0].wish.q;
    q[SP_SHOULDER_R_FLEX] = 62 * deg;
    q[SP_SHOULDER_L_FLEX] = 60 * deg;
    q[SP_SHOULDER_R_ADD] = q[SP_SHOULDER_L_ADD] = 32 * deg;
    sp_scene_scale(&scene, &body, &scaled);
    struct sp_posture p;
    struct sp_pose_report r;
    assert_true(deepest(&body, &scaled.keyframe[0].wish) > .02);
    assert_int_equal(sp_pose_solve(&body, &scaled, 0, &p, &r, NULL), SP_OK);
    assert_true(r.converged);
    assert_true(deepest(&body, &p) < .002);
    // and no further from what was asked than that takes
    for (int c = SP_PELVIS_PITCH; c < SP_COORDS; c++)
        assert_true(fabs(p.q[c] - q[c]) < 30 * deg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_stands_has_no_limb_in_another),
        cmocka_unit_test(crossing_is_told_from_both_sides),
        cmocka_unit_test(crossed_forearms_lie_on_each_other),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
