/* What a screening allows of single exercises: tags, variants, twists. */
#include "care_test.h"

static struct care_library *lib;

static int load(void **state)
{
    (void)state;
    lib = load_real();
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static struct care_why ask(const char *condition, const char *known,
                           const char *exercise, int variant)
{
    struct care_answers a = healthy();
    if (condition)
        give(lib, &a, condition);
    a.known_condition = known;
    const struct care_screen s = screened(lib, &a);
    return care_allow(
        lib, &s, must(care_exercise_find(lib, exercise), exercise), variant);
}

static void modality_and_tags_meet_at_the_stricter(void **state)
{
    (void)state;
    static const struct {
        const char *condition, *exercise;
        enum care_action action;
    } rows[] = {
        {NULL,                   "childs_pose",        CARE_OK    },
        {NULL,                   "inversion_table",    CARE_REDUCE},
        {NULL,                   "traction_table",     CARE_ASK   },
        {"osteoporosis",         "childs_pose",        CARE_BLOCK },
        {"osteoporosis",         "neck_stretches",     CARE_ASK   },
        {"osteoporosis_fx",      "neck_stretches",     CARE_ASK   },
        {"disc_radic_l",         "childs_pose",        CARE_ASK   },
        {"disc_radic_l",         "sphinx_pose",        CARE_OK    },
        {"disc_radic_l",         "pelvic_tilt",        CARE_REDUCE},
        {"wrist",                "cat_cow",            CARE_BLOCK },
        {"wrist",                "dead_hang",          CARE_BLOCK },
        {"hip_knee_replacement", "pigeon_pose",        CARE_BLOCK },
        {"hip_knee_replacement", "partner_ankle_pull", CARE_BLOCK },
        {"pregnancy",            "sphinx_pose",        CARE_BLOCK },
        {"glaucoma",             "downward_dog",       CARE_BLOCK },
        {"htn_uncontrolled",     "downward_dog",       CARE_BLOCK },
        {"spondy_high",          "trunk_lift",         CARE_BLOCK },
        {"shoulder",             "trunk_lift",         CARE_REDUCE},
        {"glaucoma",             "warmup_walk_march",  CARE_OK    },
        {"fracture_recent",      "deep_breathing",     CARE_OK    },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct care_why why =
            ask(rows[i].condition, NULL, rows[i].exercise, -1);
        if (why.action != rows[i].action)
            fail_msg("%s, %s: %s (%s)",
                     rows[i].condition ? rows[i].condition : "nothing",
                     rows[i].exercise, care_action_id(why.action), why.text);
    }
}

static void the_reason_names_the_condition_and_its_source(void **state)
{
    (void)state;
    const struct care_why why = ask("glaucoma", NULL, "inversion_table", -1);
    assert_non_null(strstr(why.text, "Glaucoma"));
    assert_non_null(strstr(why.text, "pressure inside the eye"));
    assert_non_null(strstr(why.text, "Weinreb 1984"));
    assert_int_equal(why.condition, care_condition_find(lib, "glaucoma"));
}

static void the_head_level_form_is_offered_instead(void **state)
{
    (void)state;
    static const char *const moves[] = {"downward_dog", "standing_forward_bend",
                                        "ball_drape_prone",
                                        "ball_drape_supine"};
    struct care_answers a = healthy();
    const struct care_screen fit = screened(lib, &a);
    give(lib, &a, "glaucoma");
    const struct care_screen eye = screened(lib, &a);
    for (int i = 0; i < 4; i++) {
        const int e = must(care_exercise_find(lib, moves[i]), moves[i]);
        const struct care_exercise *ex = care_exercise_at(lib, e);
        int variant;
        assert_int_equal(care_allow_best(lib, &fit, e, &variant).action,
                         CARE_OK);
        assert_int_equal(variant, care_default_variant(ex));
        assert_false(ex->variants[variant].head_level);
        assert_true(care_allow_best(lib, &eye, e, &variant).action < CARE_ASK);
        assert_true(ex->variants[variant].head_level);
        assert_int_equal(
            care_allow(lib, &eye, e, care_default_variant(ex)).action,
            CARE_BLOCK);
    }
}

static void no_twist_with_a_compressed_spine(void **state)
{
    (void)state;
    static const char *const named[] = {
        "cond_spinal_compression", "cond_disc_bulge", "cond_disc_herniation",
        "cond_stenosis",           "cond_sciatica",   "cond_ddd",
        "cond_spondylolisthesis"};
    static const char *const screened_[] = {
        "disc_radic_l",      "disc_radic_c",  "stenosis_lumbar",
        "stenosis_cervical", "spondy_stable", "spondy_high"};
    assert_int_equal(ask(NULL, NULL, "supine_spinal_twist", -1).action,
                     CARE_OK);
    assert_int_equal(
        ask(NULL, "cond_tension_headache", "supine_spinal_twist", -1).action,
        CARE_OK);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const int f = must(care_fact_find(lib, named[i]), named[i]);
        assert_true(care_twist_barred(lib, f));
        assert_int_equal(ask(NULL, named[i], "supine_spinal_twist", -1).action,
                         CARE_BLOCK);
        assert_int_equal(ask(NULL, named[i], "childs_pose", -1).action,
                         CARE_OK);
    }
    for (size_t i = 0; i < sizeof screened_ / sizeof *screened_; i++)
        assert_int_equal(
            ask(screened_[i], NULL, "supine_spinal_twist", -1).action,
            CARE_BLOCK);
    assert_false(care_twist_barred(lib, -1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modality_and_tags_meet_at_the_stricter),
        cmocka_unit_test(the_reason_names_the_condition_and_its_source),
        cmocka_unit_test(the_head_level_form_is_offered_instead),
        cmocka_unit_test(no_twist_with_a_compressed_spine),
    };
    return cmocka_run_group_tests(tests, load, release);
}
