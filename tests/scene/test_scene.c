#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "../num/near.h"
#include "scene/scene.h"

static const double deg = 3.14159265358979323846 / 180;

static struct sp_scene scene;

static enum sp_status read(const char *text, struct sp_error *err)
{
    struct text_yaml *doc = NULL;
    enum sp_status status =
        text_yaml_parse(&doc, "trial.yaml", text, strlen(text), err);
    if (status == SP_OK)
        status = scene_read(text_yaml_root(doc), &scene, err);
    text_yaml_free(doc);
    return status;
}

static void must_read(const char *text)
{
    struct sp_error err;
    if (read(text, &err) != SP_OK)
        fail_msg("%s", err.text);
}

static void a_scene_is_read_into_si_units(void **state)
{
    (void)state;
    must_read(
        "name: trial\n"
        "mirror: true\n"
        "camera: [90, 15]\n"
        "props:\n"
        "  - {name: cushion, kind: pillow, at: [0.9, 0.1, 0], scales: true}\n"
        "  - {name: table, kind: inversion_table, at: [0, 1.1, 0], tilt: -75, "
        "away: true}\n"
        "loads:\n"
        "  - {name: box, mass_kg: 10, at: grip}\n"
        "keyframes:\n"
        "  - name: folded\n"
        "    at_s: 4\n"
        "    hold_s: 30\n"
        "    breath: easy\n"
        "    root: [0.1, 0.2, -0.3]\n"
        "    free_standing: true\n"
        "    touch:\n"
        "      - kneel on floor\n"
        "      - palm_r on 0.12 slides\n"
        "      - forehead on cushion\n"
        "      - palm touches thigh_front lightly\n"
        "    angles:\n"
        "      hip_l: [20, 0, 0]\n"
        "      pelvis: [-60, 1, 2]\n"
        "      hip: [90, -17, 5]\n"
        "      knee: 140\n"
        "      girdle: [18, -4]\n"
        "    props:\n"
        "      - {name: table, tilt: 30}\n");
    assert_true(scene.one_sided);
    assert_near(scene.camera_azimuth_rad, 90 * deg, 1e-12);
    assert_int_equal(scene.props, 2);
    assert_int_equal(scene.prop[0].kind, SP_PROP_PILLOW);
    assert_true(scene.prop[0].scales);
    assert_near(scene.prop[1].tilt_rad, -75 * deg, 1e-12);
    // what both hands hold, each carries half of
    assert_int_equal(scene.loads, 2);
    assert_near(scene.load[1].mass_kg, 5, 1e-12);
    assert_int_equal(scene.load[1].at, SP_POINT_GRIP_L);

    const struct sp_keyframe *k = &scene.keyframe[0];
    assert_int_equal(scene.keyframes, 1);
    assert_string_equal(k->name, "folded");
    assert_near(k->at_s, 4, 0);
    assert_near(k->hold_s, 30, 0);
    assert_true(k->free_standing);
    assert_near(k->wish.q[SP_ROOT_Z], -0.3, 0);
    assert_near(k->wish.q[SP_PELVIS_PITCH], -60 * deg, 1e-12);
    assert_near(k->wish.q[SP_HIP_R_FLEX], 90 * deg, 1e-12);
    assert_near(k->wish.q[SP_HIP_L_FLEX], 20 * deg, 1e-12); // though read first
    assert_near(k->wish.q[SP_HIP_L_ADD], 0, 0);
    assert_near(k->wish.q[SP_KNEE_L_FLEX], 140 * deg, 1e-12);
    assert_near(k->wish.q[SP_GIRDLE_L_PROT], -4 * deg, 1e-12);
    assert_near(k->wish.q[SP_ELBOW_R_FLEX], 0, 0);

    assert_int_equal(k->touches, 6);
    assert_int_equal(k->touch[1].point, SP_POINT_KNEEL_L);
    assert_true(k->touch[1].fixed);
    assert_int_equal(k->touch[2].point, SP_POINT_PALM_R);
    assert_near(k->touch[2].height_m, 0.12, 0);
    assert_false(k->touch[2].fixed);
    assert_false(k->touch[2].light);
    assert_true(k->touch[4].light && k->touch[4].fixed);
    assert_int_equal(k->touch[3].kind, SP_TOUCH_PROP);
    assert_int_equal(k->touch[3].target, 0);
    assert_int_equal(k->touch[5].kind, SP_TOUCH_POINT);
    assert_int_equal(k->touch[5].point, SP_POINT_PALM_L);
    assert_int_equal(k->touch[5].target, SP_POINT_THIGH_FRONT_L);

    assert_int_equal(k->props, 1);
    assert_int_equal(k->prop[0].prop, 1);
    assert_near(k->prop[0].tilt_rad, 30 * deg, 1e-12);
    assert_near(k->prop[0].at[1], 1.1, 0);
    assert_false(k->prop[0].away);

    assert_int_equal(scene_keyframe_find(&scene, "folded"), 0);
    assert_int_equal(scene_keyframe_find(&scene, "flat"), -1);
    assert_int_equal(scene_keyframe_find(&scene, NULL), -1);
}

static void a_keyframe_may_be_the_mirror_of_another(void **state)
{
    (void)state;
    must_read(
        "name: trial\n"
        "keyframes:\n"
        "  - name: march_right\n"
        "    at_s: 1\n"
        "    root: [0, 0.93, -0.06]\n"
        "    touch: [heel_l on floor]\n"
        "    angles: {hip_r: [65, -1, 0], hip_l: [0, 3, 0], pelvis: [0, 2, "
        "0]}\n"
        "  - {name: march_left, mirror_of: march_right, at_s: 2, hold_s: 3}\n");
    const struct sp_keyframe *left = &scene.keyframe[1];
    assert_string_equal(left->name, "march_left");
    assert_near(left->at_s, 2, 0);
    assert_near(left->hold_s, 3, 0);
    assert_near(left->wish.q[SP_HIP_L_FLEX], 65 * deg, 1e-12);
    assert_near(left->wish.q[SP_HIP_R_ADD], 3 * deg, 1e-12);
    assert_near(left->wish.q[SP_PELVIS_LIST], -2 * deg, 1e-12);
    assert_near(left->wish.q[SP_ROOT_Z], 0.06, 1e-12);
    assert_int_equal(left->touch[0].point, SP_POINT_HEEL_R);
}

#define ONE "name: trial\nkeyframes:\n  - name: a\n"

static void mistakes_say_where_and_what(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text, *says, *line;
    } rows[] = {
        {"no keyframes",                    "name: trial\n",                                  "keyframes",     "trial.yaml:1"},
        {"not a mapping",                   "- one\n- two\n",                                 "scene",         "trial.yaml:1"},
        {"a field of nobody",               "name: trial\ncolour: red\n",                     "colour",
         "trial.yaml:2"                                                                                                      },
        {"unknown point",                   ONE "    touch:\n      - nose on floor\n",        "nose",
         "trial.yaml:5"                                                                                                      },
        {"a side too many",                 ONE "    touch:\n      - sacrum_r on floor\n",
         "sacrum_r",                                                                                           "trial.yaml:5"},
        {"unknown prop",                    ONE "    touch:\n      - palm on shelf\n",        "shelf",
         "trial.yaml:5"                                                                                                      },
        {"a touch of two words",            ONE "    touch:\n      - palm floor\n",
         "palm floor",                                                                                         "trial.yaml:5"},
        {"a word behind",                   ONE "    touch:\n      - palm on floor always\n",
         "slides",                                                                                             "trial.yaml:5"},
        {"touching nothing known",
         ONE "    touch:\n      - palm touches tail\n",                                       "tail",          "trial.yaml:5"},
        {"a height beyond a room",          ONE "    touch:\n      - palm on 7\n",            "7",
         "trial.yaml:5"                                                                                                      },
        {"unknown joint",                   ONE "    angles:\n      ankel: 3\n",              "ankel",
         "trial.yaml:5"                                                                                                      },
        {"a side of the spine",             ONE "    angles:\n      lumbar_r: [1, 2, 3]\n",
         "lumbar_r",                                                                                           "trial.yaml:5"},
        {"two numbers of three",            ONE "    angles:\n      hip: [1, 2]\n",
         "3 numbers",                                                                                          "trial.yaml:5"},
        {"an angle with a tail",            ONE "    angles:\n      knee: 10.5x\n",           "knee",
         "trial.yaml:5"                                                                                                      },
        {"an angle that is none",           ONE "    angles:\n      knee: nan\n",             "knee",
         "trial.yaml:5"                                                                                                      },
        {"a vector that is none",           ONE "    angles:\n      hip: [1, inf, 2]\n",
         "hip",                                                                                                "trial.yaml:5"},
        {"twice round",                     ONE "    angles:\n      knee: 400\n",             "knee",
         "trial.yaml:5"                                                                                                      },
        {"two of one name",                 ONE "  - name: a\n",                              "two keyframes",
         "trial.yaml:4"                                                                                                      },
        {"no name",                         "name: trial\nkeyframes:\n  - at_s: 1\n",         "name",
         "trial.yaml:3"                                                                                                      },
        {"mirror of nobody",                ONE "  - {name: b, mirror_of: c}\n",              "c",
         "trial.yaml:4"                                                                                                      },
        {"a mirror with angles of its own",
         ONE "  - {name: b, mirror_of: a, angles: {knee: 3}}\n",                              "angles",
         "trial.yaml:4"                                                                                                      },
        {"time before the start",           ONE "    at_s: -1\n",                             "at_s",          "trial.yaml:4"},
        {"prop of no kind",
         "name: t\nprops:\n  - {name: x, kind: sofa, at: [0, 0, 0]}\n",                       "kind",
         "trial.yaml:3"                                                                                                      },
        {"prop without a place",            "name: t\nprops:\n  - {name: x, kind: bed}\n",
         "at",                                                                                                 "trial.yaml:3"},
        {"prop of negative size",
         "name: t\nprops:\n  - {name: x, kind: bed, at: [0, 0, 0], size: [1, "
         "-1, 1]}\n",                                                                         "size",          "trial.yaml:3"},
        {"two props of one name",
         "name: t\nprops:\n  - {name: x, kind: bed, at: [0, 0, 0]}\n"
         "  - {name: x, kind: bed, at: [0, 0, 0]}\n",                                         "name",          "trial.yaml:4"},
        {"moving a prop that is not there",
         ONE "    props:\n      - {name: x, tilt: 3}\n",                                      "x",             "trial.yaml:5"},
        {"a load held by nobody",
         "name: t\nloads:\n  - {name: x, mass_kg: 3, at: tail}\n",                            "tail",
         "trial.yaml:3"                                                                                                      },
        {"a load without weight",           "name: t\nloads:\n  - {name: x, at: grip}\n",
         "mass_kg",                                                                                            "trial.yaml:3"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_error err = {.text = ""};
        if (read(rows[i].text, &err) == SP_OK)
            fail_msg("%s: accepted", rows[i].why);
        if (!strstr(err.text, rows[i].says) || !strstr(err.text, rows[i].line))
            fail_msg("%s: \"%s\" should name %s at %s", rows[i].why, err.text,
                     rows[i].says, rows[i].line);
    }
}

static void more_than_a_scene_holds_is_refused(void **state)
{
    (void)state;
    static char text[8000];
    struct sp_error err;
    strcpy(text, "name: t\nkeyframes:\n");
    for (int i = 0; i <= SP_SCENE_KEYFRAMES; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "  - name: k%d\n", i);
    assert_int_not_equal(read(text, &err), SP_OK);
    strcpy(text, ONE "    touch:\n");
    for (int i = 0; i <= SP_KEYFRAME_TOUCHES; i++)
        strcat(text, "      - crown on floor\n");
    assert_int_not_equal(read(text, &err), SP_OK);
    assert_non_null(strstr(err.text, "touch"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_is_read_into_si_units),
        cmocka_unit_test(a_keyframe_may_be_the_mirror_of_another),
        cmocka_unit_test(mistakes_say_where_and_what),
        cmocka_unit_test(more_than_a_scene_holds_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
