#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../num/near.h"
#include "body/body_internal.h"
#include "people.h"

static struct sp_scene scene, scaled;

static struct sp_pose_report solve(const struct sp_body *body, int k,
                                   struct sp_posture *posture)
{
    struct sp_pose_report report;
    struct sp_error err;
    if (sp_pose_solve(body, &scaled, k, posture, &report, &err) != SP_OK)
        fail_msg("%s", err.text);
    return report;
}

static void where(const struct sp_body *body, const struct sp_posture *p,
                  enum sp_point point, double out[3])
{
    struct sp_frames frames;
    sp_body_place(body, p, &frames);
    sp_body_point(body, &frames, point, out);
}

static const double sizes[][2] = {
    {1.45, 45 },
    {1.60, 60 },
    {1.75, 75 },
    {1.90, 100},
    {2.05, 140}
};

static void feet_stay_down_and_the_weight_over_them(void **state)
{
    (void)state;
    squat(&scene);
    for (int i = 0; i < 5; i++) {
        const struct sp_body body = person(sizes[i][0], sizes[i][1]);
        struct sp_posture p;
        sp_scene_scale(&scene, &body, &scaled);
        for (int k = 0; k < 2; k++) {
            const struct sp_pose_report r = solve(&body, k, &p);
            assert_true(r.converged);
            assert_true(r.worst_contact_m < 0.005);
            assert_true(r.balance_m <= 0);
            double heel[3], com[3], ball[3];
            struct sp_frames frames;
            where(&body, &p, SP_POINT_HEEL_R, heel);
            where(&body, &p, SP_POINT_BALL_R, ball);
            assert_near(heel[1], 0, 0.005);
            sp_body_place(&body, &p, &frames);
            sp_body_com(&body, &frames, com);
            assert_true(com[0] > heel[0] && com[0] < ball[0] + 0.1);
        }
        // still a squat: the wish was followed, not forgotten
        assert_near(p.q[SP_KNEE_R_FLEX], 80 * deg, 15 * deg);
    }
}

static void a_fixed_contact_stays_where_the_first_keyframe_has_it(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.9, 100);
    struct sp_posture stand, low;
    double a[3], b[3];
    scene.keyframe[1].wish.q[SP_ROOT_X] = 0.25; // as if it had walked on
    sp_scene_scale(&scene, &body, &scaled);
    solve(&body, 0, &stand);
    solve(&body, 1, &low);
    where(&body, &stand, SP_POINT_HEEL_L, a);
    where(&body, &low, SP_POINT_HEEL_L, b);
    assert_near(b[0], a[0], 0.01);
    assert_near(b[2], a[2], 0.01);

    for (int i = 0; i < scene.keyframe[1].touches; i++)
        scene.keyframe[1].touch[i].fixed = false;
    sp_scene_scale(&scene, &body, &scaled);
    solve(&body, 1, &low);
    where(&body, &low, SP_POINT_HEEL_L, b);
    assert_true(fabs(b[0] - a[0]) > 0.1);
}

static void hands_meet_a_bar_for_every_body(void **state)
{
    (void)state;
    squat(&scene);
    scene.keyframes = 1;
    scene.props = 1;
    scene.prop[0] = (struct sp_prop){
        .kind = SP_PROP_BAR, .name = "bar", .at = {0, 2.10, 0},
                .scales = true
    };
    struct sp_keyframe *key = &scene.keyframe[0];
    key->free_standing = false;
    for (int side = 0; side < 2; side++) {
        key->wish.q[side ? SP_SHOULDER_L_FLEX : SP_SHOULDER_R_FLEX] = 165 * deg;
        key->wish.q[side ? SP_GIRDLE_L_ELEV : SP_GIRDLE_R_ELEV] = 40 * deg;
        key->wish.q[side ? SP_FOREARM_L_PRON : SP_FOREARM_R_PRON] = 150 * deg;
        key->touch[key->touches++] =
            (struct sp_touch){.point = side ? SP_POINT_GRIP_L : SP_POINT_GRIP_R,
                              .kind = SP_TOUCH_PROP,
                              .fixed = true};
    }
    for (int i = 0; i < 5; i++) {
        const struct sp_body body = person(sizes[i][0], sizes[i][1]);
        struct sp_posture p;
        double grip[3];
        sp_scene_scale(&scene, &body, &scaled);
        assert_near(scaled.prop[0].at[1], 2.10 * sizes[i][0] / 1.75, 1e-12);
        assert_true(solve(&body, 0, &p).converged);
        where(&body, &p, SP_POINT_GRIP_L, grip);
        assert_near(grip[0], 0, 0.005);
        assert_near(grip[1], scaled.prop[0].at[1], 0.005);
    }
}

static struct sp_prop furniture(enum sp_prop_kind kind, double top_m)
{
    return (struct sp_prop){
        .kind = kind, .at = {0.5, top_m, 0  },
             .size = {0.4, 0,     0.6}
    };
}

static void a_chair_is_set_to_who_sits_on_it(void **state)
{
    (void)state;
    // stature, then what a seat of 0.42 and a desk of 0.73 at 1.75 m become
    static const double set[][3] = {
        {1.40, 0.38,  0.65        }, // 0.336 and 0.584 are too low
        {1.75, 0.42,  0.73        },
        {2.00, 0.48,  0.73 * 8 / 7},
        {2.20, 0.528, 0.85        }, // 0.918 is too high
    };
    for (int i = 0; i < 4; i++) {
        const struct sp_body body = person(set[i][0], 75);
        squat(&scene);
        scene.props = 4;
        scene.prop[0] = furniture(SP_PROP_CHAIR, 0.42);
        scene.prop[1] = furniture(SP_PROP_TABLE, 0.73);
        scene.prop[2] = furniture(SP_PROP_CHAIR, 0.30);  // a low stool
        scene.prop[3] = furniture(SP_PROP_TABLE, 1.085); // one on a couch
        struct sp_keyframe *key = &scene.keyframe[1];
        key->props = 1;
        key->prop[0] = (struct sp_prop_state){
            .prop = 0, .at = {0.7, 0.42, 0}
        };
        sp_scene_scale(&scene, &body, &scaled);
        const struct sp_prop *prop = scaled.prop;
        assert_near(prop[0].at[0], 0.5 * set[i][0] / 1.75, 1e-12);
        assert_near(prop[0].at[1], set[i][1], 1e-12);
        assert_near(prop[0].size[0], 0.4 * set[i][1] / 0.42, 1e-12);
        assert_near(prop[0].size[1], set[i][1], 1e-12); // the kind's usual one
        assert_near(prop[1].at[1], set[i][2], 1e-12);
        assert_near(prop[2].at[1], 0.30, 1e-12);
        assert_near(prop[3].at[1], 1.085, 1e-12);
        // the same chair where a keyframe has it
        const double *at = scaled.keyframe[1].prop[0].at;
        assert_near(at[0], 0.7 * set[i][0] / 1.75, 1e-12);
        assert_near(at[1], set[i][1], 1e-12);
    }
}

static void points_of_one_body_meet(void **state)
{
    (void)state;
    squat(&scene);
    struct sp_keyframe *key = &scene.keyframe[1];
    key->touch[key->touches++] = (struct sp_touch){.point = SP_POINT_PALM_R,
                                                   .kind = SP_TOUCH_POINT,
                                                   .target = SP_POINT_KNEECAP_R,
                                                   .fixed = true};
    const struct sp_body body = person(1.75, 75);
    struct sp_posture p;
    double palm[3], knee[3];
    sp_scene_scale(&scene, &body, &scaled);
    assert_true(solve(&body, 1, &p).converged);
    where(&body, &p, SP_POINT_PALM_R, palm);
    where(&body, &p, SP_POINT_KNEECAP_R, knee);
    for (int a = 0; a < 3; a++)
        assert_near(palm[a], knee[a], 0.005);
}

static void nothing_is_under_the_floor(void **state)
{
    (void)state;
    squat(&scene);
    scene.keyframe[1].touches = 0;
    scene.keyframe[1].free_standing = false;
    scene.keyframe[1].wish.q[SP_ROOT_Y] = 0.3; // feet half a metre down
    const struct sp_body body = person(1.6, 60);
    struct sp_posture p;
    sp_scene_scale(&scene, &body, &scaled);
    const struct sp_pose_report r = solve(&body, 1, &p);
    assert_true(r.lowest_m > -0.015);
    assert_true(r.converged);
}

static void a_contact_out_of_reach_is_a_result(void **state)
{
    (void)state;
    squat(&scene);
    touch(&scene.keyframe[0], SP_POINT_PALM_R, 3.2, true);
    const struct sp_body body = person(1.75, 75);
    struct sp_posture p;
    sp_scene_scale(&scene, &body, &scaled);
    const struct sp_pose_report r = solve(&body, 0, &p);
    assert_false(r.converged);
    assert_true(r.worst_contact_m > 0.1);
    assert_near(r.worst_range_rad, 0,
                0); // it does not break joints to get there
    for (int c = 0; c < SP_COORDS; c++)
        assert_true(isfinite(p.q[c]));
}

static void wishes_outside_a_joints_range_come_back_inside(void **state)
{
    (void)state;
    squat(&scene);
    scene.keyframe[0].wish.q[SP_KNEE_R_FLEX] = -40 * deg;
    scene.keyframe[0].wish.q[SP_CERVICAL_TURN] = 170 * deg;
    const struct sp_body body = person(1.75, 75);
    struct sp_posture p;
    sp_scene_scale(&scene, &body, &scaled);
    assert_near(solve(&body, 0, &p).worst_range_rad, 0, 0);
    assert_true(p.q[SP_KNEE_R_FLEX] >= 0);
    assert_near(p.q[SP_CERVICAL_TURN], body.q_loaded_max[SP_CERVICAL_TURN],
                1e-9);
}

static void the_mirrored_scene_gives_the_mirrored_posture(void **state)
{
    (void)state;
    squat(&scene);
    scene.keyframe[1].wish.q[SP_HIP_R_FLEX] = 95 * deg;
    scene.keyframe[1].wish.q[SP_LUMBAR_TURN] = 5 * deg;
    scene.keyframe[1].touches = 0;
    touch(&scene.keyframe[1], SP_POINT_HEEL_L, 0, true);
    touch(&scene.keyframe[1], SP_POINT_BALL_L, 0, true);
    touch(&scene.keyframe[1], SP_POINT_BALL_R, 0.3, true);
    scene.keyframe[1].free_standing = false;
    const struct sp_body body = person(1.82, 90);
    struct sp_posture drawn, seen;
    sp_scene_scale(&scene, &body, &scaled);
    solve(&body, 1, &drawn);
    sp_scene_mirror(&scene, &scene);
    sp_scene_scale(&scene, &body, &scaled);
    solve(&body, 1, &seen);
    seen = sp_posture_mirror(&seen);
    for (int c = 0; c < SP_COORDS; c++)
        assert_near(seen.q[c], drawn.q[c], 1e-4);
}

static void the_same_question_has_the_same_answer(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.75, 75);
    struct sp_posture a, b;
    sp_scene_scale(&scene, &body, &scaled);
    solve(&body, 1, &a);
    memset(&b, 0x5A, sizeof b); // nothing of what was there before counts
    solve(&body, 1, &b);
    assert_memory_equal(&a, &b, sizeof a);
}

static void all_keyframes_at_once_are_those_asked_one_by_one(void **state)
{
    (void)state;
    squat(&scene);
    const struct sp_body body = person(1.9, 100);
    struct sp_posture all[SP_SCENE_KEYFRAMES], one;
    struct sp_pose_report report[SP_SCENE_KEYFRAMES];
    sp_scene_scale(&scene, &body, &scaled);
    assert_int_equal(sp_pose_solve_all(&body, &scaled, all, report, NULL),
                     SP_OK);
    for (int k = 0; k < scaled.keyframes; k++) {
        solve(&body, k, &one);
        assert_memory_equal(&all[k], &one, sizeof one);
    }
    scaled.keyframe[1].touch[0].height_m = NAN;
    assert_int_equal(sp_pose_solve_all(&body, &scaled, all, report, NULL),
                     SP_E_RANGE);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    const struct sp_body body = person(1.75, 75);
    struct sp_posture p;
    struct sp_pose_report r;
    struct sp_error err;

    squat(&scene);
    assert_int_equal(sp_pose_solve(&body, &scene, 2, &p, &r, &err), SP_E_RANGE);
    assert_int_equal(sp_pose_solve(&body, &scene, -1, &p, &r, &err),
                     SP_E_RANGE);

    scene.keyframe[0].wish.q[SP_ELBOW_L_FLEX] = NAN;
    assert_int_equal(sp_pose_solve(&body, &scene, 0, &p, &r, &err), SP_E_RANGE);
    assert_non_null(strstr(err.text, "elbow_l_flex"));
    assert_non_null(strstr(err.text, "stand"));

    squat(&scene);
    scene.keyframe[0].touch[0].height_m = INFINITY;
    assert_int_equal(sp_pose_solve(&body, &scene, 0, &p, &r, &err), SP_E_RANGE);

    squat(&scene);
    scene.keyframe[1].touch[0].kind = SP_TOUCH_PROP;
    scene.keyframe[1].touch[0].target = 0; // there are no props
    assert_int_equal(sp_pose_solve(&body, &scene, 1, &p, &r, &err), SP_E_RANGE);

    squat(&scene);
    scene.keyframe[1].touch[0].kind = SP_TOUCH_POINT;
    scene.keyframe[1].touch[0].target = SP_POINTS;
    assert_int_equal(sp_pose_solve(&body, &scene, 1, &p, &r, &err), SP_E_RANGE);

    squat(&scene);
    scene.keyframe[0].touches = SP_KEYFRAME_TOUCHES + 1;
    assert_int_equal(sp_pose_solve(&body, &scene, 0, &p, &r, &err), SP_E_RANGE);

    static const struct sp_carried wrong[] = {
        {"sack", NAN,      SP_POINT_GRIP_R},
        {"sack", INFINITY, SP_POINT_GRIP_R},
        {"sack", -1,       SP_POINT_GRIP_R},
        {"sack", 1,        SP_POINTS      },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        squat(&scene);
        scene.load[0] = wrong[i];
        scene.loads = 1;
        assert_int_equal(sp_pose_solve(&body, &scene, 0, &p, &r, &err),
                         SP_E_RANGE);
        assert_non_null(strstr(err.text, "sack"));
    }

    squat(&scene);
    scene.keyframes = SP_SCENE_KEYFRAMES + 1;
    assert_int_equal(sp_pose_solve(&body, &scene, 0, &p, &r, &err), SP_E_RANGE);
    assert_int_equal(
        sp_pose_solve(&body, &scene, SP_SCENE_KEYFRAMES, &p, &r, &err),
        SP_E_RANGE);
    assert_int_equal(sp_pose_solve_all(&body, &scene, &p, &r, &err),
                     SP_E_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feet_stay_down_and_the_weight_over_them),
        cmocka_unit_test(a_fixed_contact_stays_where_the_first_keyframe_has_it),
        cmocka_unit_test(hands_meet_a_bar_for_every_body),
        cmocka_unit_test(a_chair_is_set_to_who_sits_on_it),
        cmocka_unit_test(points_of_one_body_meet),
        cmocka_unit_test(nothing_is_under_the_floor),
        cmocka_unit_test(a_contact_out_of_reach_is_a_result),
        cmocka_unit_test(wishes_outside_a_joints_range_come_back_inside),
        cmocka_unit_test(the_mirrored_scene_gives_the_mirrored_posture),
        cmocka_unit_test(the_same_question_has_the_same_answer),
        cmocka_unit_test(all_keyframes_at_once_are_those_asked_one_by_one),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
