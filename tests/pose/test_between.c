#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../num/near.h"
#include "people.h"

static struct sp_scene scene, scaled;

static struct sp_posture at(const struct sp_body *body,
                            const struct sp_posture *from,
                            const struct sp_posture *to, double u,
                            struct sp_pose_report *report)
{
    struct sp_posture p;
    struct sp_error err;
    if (sp_pose_between(body, &scaled, 0, from, 1, to, u, &p, report, &err) !=
        SP_OK)
        fail_msg("%s", err.text);
    return p;
}

static void ends(const struct sp_body *body, struct sp_posture *from,
                 struct sp_posture *to)
{
    struct sp_pose_report r;
    sp_scene_scale(&scene, body, &scaled);
    assert_int_equal(sp_pose_solve(body, &scaled, 0, from, &r, NULL), SP_OK);
    assert_int_equal(sp_pose_solve(body, &scaled, 1, to, &r, NULL), SP_OK);
}

static void easing_rests_at_both_ends(void **state)
{
    (void)state;
    assert_near(sp_pose_ease(0), 0, 0);
    assert_near(sp_pose_ease(1), 1, 1e-15);
    assert_near(sp_pose_ease(0.5), 0.5, 1e-15);
    assert_true(sp_pose_ease(0.01) < 1e-5); // at rest, not thrown
    for (double u = 0; u < 1; u += 0.05)
        assert_near(sp_pose_ease(u) + sp_pose_ease(1 - u), 1, 1e-12);
}

static void it_begins_and_ends_exactly_in_the_keyframes(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.75, 75);
    struct sp_posture from, to;
    struct sp_pose_report r;
    ends(&body, &from, &to);
    const struct sp_posture first = at(&body, &from, &to, 0, &r);
    assert_memory_equal(&first, &from, sizeof from);
    assert_true(r.converged);
    const struct sp_posture last = at(&body, &from, &to, 1, &r);
    assert_memory_equal(&last, &to, sizeof to);
}

static void feet_hold_still_all_the_way_down(void **state)
{
    (void)state;
    squat(&scene);
    static const double sizes[][2] = {
        {1.45, 45 },
        {1.75, 75 },
        {2.05, 140}
    };
    for (int i = 0; i < 3; i++) {
        const struct sp_body body = person(sizes[i][0], sizes[i][1]);
        struct sp_posture from, to, before;
        struct sp_frames frames;
        double start[3];
        ends(&body, &from, &to);
        sp_body_place(&body, &from, &frames);
        sp_body_point(&body, &frames, SP_POINT_BALL_L, start);
        before = from;
        for (int step = 1; step <= 40; step++) {
            struct sp_pose_report r;
            double foot[3];
            const struct sp_posture p = at(&body, &from, &to, step / 40.0, &r);
            sp_body_place(&body, &p, &frames);
            sp_body_point(&body, &frames, SP_POINT_BALL_L, foot);
            assert_near(foot[0], start[0], 0.01);
            assert_near(foot[1], 0, 0.005);
            assert_near(foot[2], start[2], 0.01);
            assert_true(r.converged);
            // no joint jumps: 80 degrees of knee in 40 steps, eased
            for (int c = SP_PELVIS_PITCH; c < SP_COORDS; c++)
                assert_near(p.q[c], before.q[c], 8 * deg);
            before = p;
        }
    }
}

/* From nowhere it is the same answer; from where it is, it stays there. */
static void following_keeps_to_the_posture_before(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.75, 75);
    struct sp_posture from, to, plain, blind, again;
    struct sp_pose_report r;
    ends(&body, &from, &to);
    plain = at(&body, &from, &to, 0.4, &r);
    assert_int_equal(sp_pose_follow(&body, &scaled, 0, &from, 1, &to, 0.4, NULL,
                                    &blind, &r, NULL),
                     SP_OK);
    assert_memory_equal(&plain, &blind, sizeof plain);
    assert_int_equal(sp_pose_follow(&body, &scaled, 0, &from, 1, &to, 0.4,
                                    &plain, &again, &r, NULL),
                     SP_OK);
    for (int c = 0; c < SP_COORDS; c++)
        assert_near(again.q[c], plain.q[c], 2e-3);
}

static void an_arm_swings_the_short_way_through_a_t(void **state)
{
    (void)state;
    // arms out to the side on both ends, told by very different angles
    squat(&scene);
    struct sp_keyframe *a = &scene.keyframe[0], *b = &scene.keyframe[1];
    b->wish = a->wish;
    a->wish.q[SP_SHOULDER_R_FLEX] = 10 * deg;
    a->wish.q[SP_SHOULDER_R_ADD] = -85 * deg;
    a->wish.q[SP_SHOULDER_R_ROT] = 20 * deg;
    b->wish.q[SP_SHOULDER_R_FLEX] = 60 * deg;
    b->wish.q[SP_SHOULDER_R_ADD] = -85 * deg;
    b->wish.q[SP_SHOULDER_R_ROT] = -30 * deg;
    const struct sp_body body = person(1.75, 75);
    struct sp_posture from, to;
    struct sp_frames frames;
    double start[3], end[3];
    ends(&body, &from, &to);
    sp_body_place(&body, &from, &frames);
    sp_body_point(&body, &frames, SP_POINT_PALM_R, start);
    sp_body_place(&body, &to, &frames);
    sp_body_point(&body, &frames, SP_POINT_PALM_R, end);
    double longest = 0;
    for (int step = 0; step <= 20; step++) {
        struct sp_pose_report r;
        double palm[3];
        const struct sp_posture p = at(&body, &from, &to, step / 20.0, &r);
        sp_body_place(&body, &p, &frames);
        sp_body_point(&body, &frames, SP_POINT_PALM_R, palm);
        double d = 0;
        for (int k = 0; k < 3; k++)
            d += (palm[k] - start[k]) * (palm[k] - start[k]);
        longest = fmax(longest, sqrt(d));
    }
    double apart = 0;
    for (int k = 0; k < 3; k++)
        apart += (end[k] - start[k]) * (end[k] - start[k]);
    assert_true(longest < sqrt(apart) + 0.02);
}

static void a_prop_moves_with_the_movement(void **state)
{
    (void)state;
    squat(&scene);
    scene.props = 2;
    scene.prop[0] = (struct sp_prop){
        .kind = SP_PROP_INVERSION_TABLE, .name = "table", .at = {0, 1.1, 0}
    };
    scene.prop[1] = (struct sp_prop){
        .kind = SP_PROP_PILLOW, .name = "pillow", .away = true};
    scene.keyframe[1].props = 2;
    scene.keyframe[1].prop[0] = (struct sp_prop_state){
        0, {0.2, 1.1, 0},
         30 * deg, false
    };
    scene.keyframe[1].prop[1] = (struct sp_prop_state){1, {0}, 0, false};
    struct sp_scene half;
    sp_scene_between(&scene, 0, 1, 0.5, &half);
    assert_near(half.prop[0].tilt_rad, 15 * deg, 1e-12);
    assert_near(half.prop[0].at[0], 0.1, 1e-12);
    sp_scene_at(&scene, 0, &half);
    assert_true(half.prop[1].away);
    sp_scene_at(&scene, 1, &half);
    assert_false(half.prop[1].away);
    assert_near(half.prop[0].tilt_rad, 30 * deg, 1e-12);
    sp_scene_at(&scene, 9, &half); // no such keyframe: left alone
    assert_near(half.prop[0].tilt_rad, 0, 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.75, 75);
    struct sp_posture from, to, p;
    struct sp_pose_report r;
    struct sp_error err;
    ends(&body, &from, &to);
    static const double wrong[] = {-0.1, 1.1, NAN};
    for (int i = 0; i < 3; i++)
        assert_int_equal(sp_pose_between(&body, &scaled, 0, &from, 1, &to,
                                         wrong[i], &p, &r, &err),
                         SP_E_RANGE);
    assert_int_equal(
        sp_pose_between(&body, &scaled, 0, &from, 2, &to, 0.5, &p, &r, &err),
        SP_E_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easing_rests_at_both_ends),
        cmocka_unit_test(it_begins_and_ends_exactly_in_the_keyframes),
        cmocka_unit_test(feet_hold_still_all_the_way_down),
        cmocka_unit_test(following_keeps_to_the_posture_before),
        cmocka_unit_test(an_arm_swings_the_short_way_through_a_t),
        cmocka_unit_test(a_prop_moves_with_the_movement),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
