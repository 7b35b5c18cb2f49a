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
        cmocka_unit_test(scenes_that_carry_nobody_are_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
