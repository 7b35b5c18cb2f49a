/*
 * Scenes of the library: every keyframe gets supports and a finite answer;
 * hanging pulls, lying rests, loads load.
 */
#include "fixture.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>

#include "pose/pose_internal.h"
#include "scene/scene.h"

static bool read_scene(const char *name, const struct sp_body *body,
                       struct sp_scene *scaled)
{
    char path[512];
    static char bytes[1 << 17];
    struct sp_error err;
    struct text_yaml *doc = NULL;
    static struct sp_scene scene;
    snprintf(path, sizeof path, LIBRARY "/scenes/%s.yaml", name);
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    const size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    if (text_yaml_parse(&doc, path, bytes, len, &err) != SP_OK)
        fail_msg("%s", err.text);
    if (scene_read(text_yaml_root(doc), &scene, &err) != SP_OK)
        fail_msg("%s", err.text);
    text_yaml_free(doc);
    sp_scene_scale(&scene, body, scaled);
    return true;
}

static void load_of(struct bench *b, const struct sp_scene *scaled, int k)
{
    struct sp_posture posture;
    struct sp_pose_report report;
    assert_int_equal(
        sp_pose_solve(&b->body, scaled, k, &posture, &report, &b->err), SP_OK);
    if (sp_load_case_of(&b->body, scaled, k, &posture, &b->one, &b->err) !=
        SP_OK)
        fail_msg("%s", b->err.text);
    sp_load_forget(b->work);
    if (sp_load_solve(b->work, &b->body, &b->one, &b->params, &b->result,
                      &b->err) != SP_OK)
        fail_msg("%s", b->err.text);
}

/* Head and shoulders are curled up by muscles; those that bend the head on the
 * first vertebra are not in the model. */
static bool beyond_the_model(const char *scene, const char *keyframe)
{
    return !strcmp(scene, "trunk_lift") && !strcmp(keyframe, "supine_up");
}

static void every_keyframe_of_the_library_has_an_answer(void **state)
{
    struct bench *b = *state;
    DIR *dir = opendir(LIBRARY "/scenes");
    assert_non_null(dir);
    static struct sp_scene scaled;
    int keyframes = 0, held = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        char name[256];
        snprintf(name, sizeof name, "%s", e->d_name);
        char *dot = strrchr(name, '.');
        if (!dot || strcmp(dot, ".yaml") != 0)
            continue;
        *dot = 0;
        if (!read_scene(name, &b->body, &scaled))
            continue;
        for (int k = 0; k < scaled.keyframes; k++) {
            load_of(b, &scaled, k);
            const struct sp_load_result *r = &b->result;
            keyframes++;
            held += r->verdict == SP_LOAD_HELD;
            if (beyond_the_model(name, scaled.keyframe[k].name)) {
                assert_int_not_equal(r->verdict, SP_LOAD_HELD);
                assert_int_equal(r->worst_segment, SP_SKULL);
                assert_false(b->one.relax); // told as a rest it carries nothing
                held++;
            }
            print_message("# %-24s %-20s L4/5 %5.0f N %s lack %.1f at %s, %d "
                          "iterations, %d steps%s\n",
                          name, scaled.keyframe[k].name,
                          r->disc[SP_DISC_L4_L5].compression_N,
                          r->verdict == SP_LOAD_HELD ? "" : "NOT HELD",
                          r->worst_lack, sp_load_joint_name(r->worst_segment),
                          r->iterations, r->relax_steps,
                          b->one.relax ? " settles" : "");
            for (int d = 0; d < SP_DISCS; d++) {
                assert_true(isfinite(r->disc[d].compression_N));
                assert_true(fabs(r->disc[d].compression_N) < 8000);
            }
            assert_true(r->verdict != SP_LOAD_NOT_SETTLED);
            assert_true(r->relax_steps >= 0);
        }
    }
    closedir(dir);
    print_message("# %d keyframes, %d held\n", keyframes, held);
    assert_true(keyframes > 80);
    assert_int_equal(held, keyframes); // as a real person holds them
}

static double scene_load(struct bench *b, const char *name, const char *key)
{
    static struct sp_scene scaled;
    assert_true(read_scene(name, &b->body, &scaled));
    const int k = scene_keyframe_find(&scaled, key);
    assert_true(k >= 0);
    load_of(b, &scaled, k);
    return b->result.disc[SP_DISC_L4_L5].compression_N;
}

static void scenes_stand_in_the_order_people_measure(void **state)
{
    struct bench *b = *state;
    const double stand = scene_load(b, "stand", "stand");
    const double lie = scene_load(b, "lying_supine", "lie");
    assert_true(b->one.relax);
    const double hang = scene_load(b, "dead_hang", "hang_straight");
    assert_true(b->one.relax);
    const double lift = scene_load(b, "lift_round_back", "mid");
    assert_true(hang < 0);
    assert_true(lie < 0.3 * stand);
    assert_true(lift > 1.5 * stand);
    const double level = scene_load(b, "inversion_table", "level");
    const double t30 = scene_load(b, "inversion_table", "tilt_30");
    const double t60 = scene_load(b, "inversion_table", "tilt_60");
    assert_true(t30 < level && t60 < t30 && t60 < 0);
    assert_true(scene_load(b, "partner_ankle_pull", "pull") <
                scene_load(b, "partner_ankle_pull", "rest"));
}

// Small, tall, heavy, of either sex: standing is held, loads follow the weight.
static void every_body_stands_lies_and_hangs(void **state)
{
    struct bench *b = *state;
    static const struct sp_person people[] = {
        {1.45, 42,  25, SP_FEMALE      },
        {1.63, 62,  40, SP_FEMALE      },
        {1.60, 105, 50, SP_FEMALE      },
        {1.75, 75,  35, SP_SEX_UNSTATED},
        {1.98, 125, 60, SP_MALE        },
    };
    const struct sp_body study = b->body;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        const double weight = people[i].mass_kg * LOAD_GRAVITY;
        assert_int_equal(sp_body_init(&b->body, &people[i], &b->err), SP_OK);
        const double stand = scene_load(b, "stand", "stand");
        assert_int_equal(b->result.verdict, SP_LOAD_HELD);
        assert_true(stand > 0.4 * weight && stand < 2 * weight);
        assert_true(fabs(scene_load(b, "lying_supine", "lie")) < 0.3 * stand);
        const double hang = scene_load(b, "dead_hang", "hang_straight");
        assert_true(hang < -0.2 * weight && hang > -0.65 * weight);
        // on one foot, behind a bar, and on the belly with the chest up
        scene_load(b, "warmup_walk_march", "march_right");
        assert_int_equal(b->result.verdict, SP_LOAD_HELD);
        scene_load(b, "smith_behind_back_shrug", "up");
        assert_int_equal(b->result.verdict, SP_LOAD_HELD);
        scene_load(b, "trunk_lift", "prone_up");
        assert_int_equal(b->result.verdict, SP_LOAD_HELD);
    }
    b->body = study;
}

static void traction_pulls_more_on_a_split_table(void **state)
{
    struct bench *b = *state;
    static struct sp_scene scaled;
    double at[3];
    for (int i = 0; i < 3; i++) {
        const struct sp_traction t = {i ? 250 : 0, 0, i == 2, 0.5};
        assert_true(read_scene("traction_table", &b->body, &scaled));
        struct sp_posture posture;
        struct sp_pose_report report;
        assert_int_equal(
            sp_pose_solve(&b->body, &scaled, 1, &posture, &report, &b->err),
            SP_OK);
        assert_int_equal(
            sp_load_case_of(&b->body, &scaled, 1, &posture, &b->one, &b->err),
            SP_OK);
        assert_int_equal(sp_load_add_traction(&b->body, &b->one, &t, &b->err),
                         SP_OK);
        sp_load_forget(b->work);
        assert_int_equal(sp_load_solve(b->work, &b->body, &b->one, &b->params,
                                       &b->result, &b->err),
                         SP_OK);
        at[i] = b->result.disc[SP_DISC_L4_L5].compression_N;
    }
    assert_true(at[1] < at[0]);
    assert_true(at[2] < at[1] - 100); // what friction took
    const struct sp_traction wrong = {5000, 0, true, 0};
    assert_int_equal(sp_load_add_traction(&b->body, &b->one, &wrong, &b->err),
                     SP_E_RANGE);
    assert_non_null(strstr(b->err.text, "5000 N"));
}

static double largest_beyond_tone(const struct bench *b)
{
    double most = 0;
    for (int j = 0; j < SP_LOAD_MUSCLES; j++)
        most = fmax(most, (sp_load_muscles(b->work)[j] -
                           b->work->programme.column[j].low) /
                              b->work->programme.column[j].scale);
    return most;
}

// Where all of the body is borne no muscle answers but the wall of the belly,
// whose rest pressure of 0.5 kPa takes 1 % of it; legs in the air need muscles.
static void who_rests_works_with_no_muscle(void **state)
{
    static const char *const rests[][2] = {
        {"childs_pose",           "folded"          },
        {"childs_pose",           "folded_pillow"   },
        {"pigeon_pose",           "folded"          },
        {"knee_to_chest",         "right_knee_in"   },
        {"supine_spinal_twist",   "knees_left"      },
        {"standing_forward_bend", "fold_elbows"     },
        {"standing_forward_bend", "fold_hands_floor"},
        {"ball_drape_prone",      "head_level"      },
        {"crook_9090",            "lie"             },
        {"lying_supine",          "lie"             },
        {"sleep_side",            "lie"             },
        {"dead_hang",             "hang_straight"   },
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
        scene_load(b, rests[i][0], rests[i][1]);
        const double most = largest_beyond_tone(b);
        print_message("# %s, %s: %.3f\n", rests[i][0], rests[i][1], most);
        assert_true(b->one.relax && b->result.relax_steps > 0);
        assert_true(most < 0.02);
    }
    scene_load(b, "supine_spinal_twist", "knees_up");
    assert_true(b->one.relax && b->one.legs_lifted);
    assert_true(largest_beyond_tone(b) > 0.05);
    assert_string_equal(sp_load_muscle_group(b->result.strongest),
                        "psoas major");
}

// Folded over the thighs, what presses the lumbar discs is their own ligaments
// and less than standing does; the forehead bears the head and little more.
static void a_deep_fold_rests(void **state)
{
    struct bench *b = *state;
    double stand[SP_DISCS], head = 0;
    scene_load(b, "stand", "stand");
    for (int d = 0; d < SP_DISCS; d++)
        stand[d] = b->result.disc[d].compression_N;
    scene_load(b, "childs_pose", "folded");
    for (int d = 0; d <= 5; d++) { // L5/S1 to T12/L1
        const struct sp_disc_load *at = &b->result.disc[d];
        assert_true(at->compression_N < stand[d]);
        assert_true(at->compression_N > 0 && at->joint_N < 0.3 * stand[d]);
    }
    for (int i = 0; i < b->work->settled.supports; i++)
        if (b->work->settled.support[i].segment == SP_SKULL)
            head += b->result.support_N[i][1];
    assert_true(head > 20 && head < 100);
}

// Relaxed in full flexion the back muscles fall silent (Floyd & Silver 1955):
// the trunk hangs on ligaments, which press a disc that its weight pulls. With
// a box in the hands it is held by muscle.
static void a_hanging_trunk_hangs_on_ligaments(void **state)
{
    struct bench *b = *state;
    static struct sp_scene scaled;
    assert_true(scene_load(b, "standing_forward_bend", "fold_elbows") > 0);
    assert_true(b->one.legs_stand && !b->one.hips_give);
    assert_true(b->result.disc[SP_DISC_L4_L5].joint_N < 0);
    assert_true(b->result.disc[SP_DISC_L4_L5].passive_Nm > 30);
    assert_true(read_scene("standing_forward_bend", &b->body, &scaled));
    scaled.loads = 1;
    scaled.load[0] = (struct sp_carried){"box", 10, SP_POINT_PALM_R};
    load_of(b, &scaled, scene_keyframe_find(&scaled, "fold_elbows"));
    assert_false(b->one.relax);
    assert_true(largest_beyond_tone(b) > 0.05);
}

// A hand that only touches the bar bears nothing; on the way into the hang it
// bears.
static void a_light_touch_bears_nothing(void **state)
{
    struct bench *b = *state;
    static struct sp_scene scaled;
    struct sp_posture from, to;
    struct sp_pose_report report;
    const double stand = scene_load(b, "stand", "stand");
    const double reach = scene_load(b, "dead_hang", "reach");
    assert_true(reach > 0.9 * stand && reach < 1.1 * stand);
    for (int i = 0; i < b->one.supports; i++)
        assert_true(b->one.support[i].segment != SP_HAND_R &&
                    b->one.support[i].segment != SP_HAND_L);
    assert_true(read_scene("dead_hang", &b->body, &scaled));
    assert_int_equal(
        sp_pose_solve(&b->body, &scaled, 0, &from, &report, &b->err), SP_OK);
    assert_int_equal(sp_pose_solve(&b->body, &scaled, 1, &to, &report, &b->err),
                     SP_OK);
    struct sp_posture now;
    assert_int_equal(sp_pose_between(&b->body, &scaled, 0, &from, 1, &to, 0.5,
                                     &now, &report, &b->err),
                     SP_OK);
    assert_int_equal(sp_load_case_between(&b->body, &scaled, 0, 1, 0.5, &now,
                                          &b->one, &b->err),
                     SP_OK);
    bool hand = false;
    for (int i = 0; i < b->one.supports; i++)
        hand |= b->one.support[i].segment == SP_HAND_R;
    assert_true(hand);
}

// A bent spine of the same shape has its moment with the cube of its length,
// and so a fold presses small and tall by much the same share of standing.
static void a_fold_presses_small_and_tall_alike(void **state)
{
    struct bench *b = *state;
    const struct sp_body study = b->body;
    static const double height[2] = {1.55, 1.95};
    double share[2], passive[2];
    for (int i = 0; i < 2; i++) {
        const struct sp_person p = {height[i], 22 * height[i] * height[i], 40,
                                    SP_SEX_UNSTATED};
        assert_int_equal(sp_body_init(&b->body, &p, &b->err), SP_OK);
        const double stand = scene_load(b, "stand", "stand");
        share[i] = scene_load(b, "childs_pose", "folded") / stand;
        struct sp_posture bent = {{0}};
        bent.q[SP_LUMBAR_EXT] = -0.5;
        sp_body_place(&b->body, &bent, &b->one.frames);
        struct load_passive joints;
        load_passive_init(&joints, &b->body, &b->one.frames, &b->params);
        passive[i] = joints.moment[SP_DISC_L4_L5][0];
    }
    b->body = study;
    assert_near(passive[1] / passive[0], pow(1.95 / 1.55, 3), 1e-9);
    assert_true(fabs(share[0] - share[1]) < 0.25);
}

static void scenes_that_carry_nobody_are_refused(void **state)
{
    struct bench *b = *state;
    static struct sp_scene scaled;
    assert_true(read_scene("stand", &b->body, &scaled));
    struct sp_posture posture = scaled.keyframe[0].wish;
    scaled.keyframe[0].touches = 0;
    assert_int_equal(
        sp_load_case_of(&b->body, &scaled, 0, &posture, &b->one, &b->err),
        SP_E_RANGE);
    assert_non_null(strstr(b->err.text, "nothing carries the body"));
    assert_int_equal(
        sp_load_case_of(&b->body, &scaled, 9, &posture, &b->one, &b->err),
        SP_E_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_keyframe_of_the_library_has_an_answer),
        cmocka_unit_test(scenes_stand_in_the_order_people_measure),
        cmocka_unit_test(every_body_stands_lies_and_hangs),
        cmocka_unit_test(traction_pulls_more_on_a_split_table),
        cmocka_unit_test(who_rests_works_with_no_muscle),
        cmocka_unit_test(a_deep_fold_rests),
        cmocka_unit_test(a_fold_presses_small_and_tall_alike),
        cmocka_unit_test(a_hanging_trunk_hangs_on_ligaments),
        cmocka_unit_test(a_light_touch_bears_nothing),
        cmocka_unit_test(scenes_that_carry_nobody_are_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
