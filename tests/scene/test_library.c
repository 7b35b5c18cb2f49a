/*
 * Every keyframe of the library, for five bodies: what should touch touches,
 * joints stay in range, nothing sinks, those who stand stand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"

// scene, its keyframes
static const struct {
    const char *name, *keyframes;
} scenes[] = {
    {"ball_drape_prone",        "ready draped head_level"                                   },
    {"ball_drape_supine",       "sit walk_out draped head_level"                            },
    {"bridge_leg_extension",    "crook bridge right_leg_out left_leg_out"                   },
    {"bridge_pose",             "crook half up"                                             },
    {"cat_cow",                 "tabletop cow cat"                                          },
    {"cat_pose",                "tabletop cat"                                              },
    {"childs_pose",             "tabletop halfway folded folded_pillow"                     },
    {"cobra_pose",              "prone low up"                                              },
    {"crook_9090",              "lie"                                                       },
    {"dead_hang",               "reach feet_supported hang_legs_drawn_up hang_straight"     },
    {"deep_breathing",          "in out"                                                    },
    {"downward_dog",            "tabletop toes_tucked knees_bent dog head_level"            },
    {"edge_of_bed_stretch",     "ready sink_back"                                           },
    {"inversion_table",         "mount level tilt_30 tilt_60"                               },
    {"knee_to_chest",           "crook right_knee_in"                                       },
    {"lift_bent_knees",         "ready up"                                                  },
    {"lift_round_back",         "ready mid"                                                 },
    {"lying_prone",             "lie"                                                       },
    {"lying_side",              "lie"                                                       },
    {"lying_supine",            "lie"                                                       },
    {"neck_stretches",
     "neutral left centre_1 right centre_2 forward centre_3 back"                           },
    {"overhead_stretch",        "ready up_clasped seated"                                   },
    {"partner_ankle_pull",      "rest pull"                                                 },
    {"pelvic_tilt",             "neutral flat"                                              },
    {"pigeon_pose",             "plank step_through upright folded"                         },
    {"shoulder_rolls",          "neutral forward up back down"                              },
    {"sit_desk",                "sit"                                                       },
    {"sit_relaxed",             "sit"                                                       },
    {"sit_slouched",            "sit"                                                       },
    {"sleep_back_pillow",       "lie"                                                       },
    {"sleep_side_pillow",       "lie"                                                       },
    {"smith_behind_back_shrug", "ready up"                                                  },
    {"sphinx_pose",             "prone up"                                                  },
    {"stand",                   "stand"                                                     },
    {"standing_forward_bend",
     "stand hinge fold_hands_floor fold_elbows head_level"                                  },
    {"supine_spinal_twist",     "knees_up knees_left"                                       },
    {"thoracic_foam_roller",    "start lean_back roll_up"                                   },
    {"tiptoe_stand",            "ready arms_up tiptoe"                                      },
    {"traction_table",          "rest pull"                                                 },
    {"trunk_lift",              "supine_rest supine_up prone_rest prone_up"                 },
    {"warmup_walk_march",       "stand march_right walk_right_heel walk_mid "
                          "march_left walk_left_heel walk_mid_left"},
};
#define SCENES (sizeof scenes / sizeof *scenes)

static const struct sp_person people[] = {
    {1.45, 45,  40, SP_FEMALE},
    {1.60, 60,  40, SP_FEMALE},
    {1.75, 75,  40, SP_MALE  },
    {1.90, 100, 40, SP_MALE  },
    {2.05, 140, 40, SP_MALE  },
};
#define PEOPLE (sizeof people / sizeof *people)

static struct sp_scene scene, scaled;

static char *slurp(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be opened", path);
    static char text[1 << 16];
    *len = fread(text, 1, sizeof text, file);
    fclose(file);
    return text;
}

static void load(const char *name)
{
    char path[512];
    size_t len;
    struct text_yaml *doc = NULL;
    struct sp_error err;
    snprintf(path, sizeof path, "%s/scenes/%s.yaml", LIBRARY, name);
    const char *text = slurp(path, &len);
    if (text_yaml_parse(&doc, path, text, len, &err) != SP_OK ||
        scene_read(text_yaml_root(doc), &scene, &err) != SP_OK)
        fail_msg("%s", err.text);
    text_yaml_free(doc);
    assert_string_equal(scene.name, name);
}

static struct sp_body make(const struct sp_person *person)
{
    struct sp_body body;
    assert_int_equal(sp_body_init(&body, person, NULL), SP_OK);
    return body;
}

static void every_movement_has_its_keyframes(void **state)
{
    (void)state;
    for (size_t i = 0; i < SCENES; i++) {
        char names[512], *rest = names;
        int count = 0;
        load(scenes[i].name);
        snprintf(names, sizeof names, "%s", scenes[i].keyframes);
        for (char *name; (name = strtok_r(rest, " ", &rest)); count++)
            if (scene_keyframe_find(&scene, name) < 0)
                fail_msg("%s has no keyframe %s", scene.name, name);
        assert_int_equal(scene.keyframes, count);
    }
}

// Prints what misses; returns whether it did.
static bool missed(const struct sp_pose_report *r, int k,
                   const struct sp_person *person)
{
    if (r->worst_contact_m <= 0.005 && r->worst_range_rad <= 1e-9 &&
        r->lowest_m >= -0.015 && r->balance_m <= 0 && r->converged)
        return false;
    const struct sp_keyframe *key = &scaled.keyframe[k];
    print_message("# %s %s, %.2f m %.0f kg: %s off by %.1f mm, out of range "
                  "by %.1f deg, lowest %.1f mm, balance %.1f mm\n",
                  scaled.name, key->name, person->height_m, person->mass_kg,
                  r->worst_touch >= 0
                      ? sp_point_name(key->touch[r->worst_touch].point)
                      : "nothing",
                  1e3 * r->worst_contact_m, 57.3 * r->worst_range_rad,
                  1e3 * r->lowest_m, 1e3 * r->balance_m);
    return true;
}

static void every_keyframe_is_reached_by_every_body(void **state)
{
    (void)state;
    int misses = 0;
    for (size_t i = 0; i < SCENES; i++) {
        load(scenes[i].name);
        for (size_t p = 0; p < PEOPLE; p++) {
            const struct sp_body body = make(&people[p]);
            sp_scene_scale(&scene, &body, &scaled);
            for (int k = 0; k < scaled.keyframes; k++) {
                struct sp_posture posture;
                struct sp_pose_report report;
                assert_int_equal(
                    sp_pose_solve(&body, &scaled, k, &posture, &report, NULL),
                    SP_OK);
                misses += missed(&report, k, &people[p]);
            }
        }
    }
    assert_int_equal(misses, 0);
}

// A pose is the teacher's, bent to the body: how far may a joint go?
static void the_teachers_picture_is_kept(void **state)
{
    (void)state;
    const struct sp_body body = make(&people[2]);
    for (size_t i = 0; i < SCENES; i++) {
        load(scenes[i].name);
        sp_scene_scale(&scene, &body, &scaled);
        for (int k = 0; k < scaled.keyframes; k++) {
            struct sp_posture posture;
            struct sp_pose_report report;
            assert_int_equal(
                sp_pose_solve(&body, &scaled, k, &posture, &report, NULL),
                SP_OK);
            for (int c = SP_PELVIS_PITCH; c < SP_COORDS; c++) {
                const double off =
                    fabs(posture.q[c] - scaled.keyframe[k].wish.q[c]) * 57.2958;
                if (off > 35)
                    fail_msg("%s %s: %s is %.0f degrees from its wish",
                             scene.name, scaled.keyframe[k].name,
                             sp_coord_name((enum sp_coord)c), off);
            }
        }
    }
}

// A belly on the top of a ball lies there by its mirror image alone: the face,
// one cheek pushed out of the ball, must not roll the body off it.
static void both_sides_are_asked_alike_and_answer_alike(void **state)
{
    (void)state;
    load("ball_drape_prone");
    for (size_t p = 0; p < PEOPLE; p++) {
        struct sp_posture posture[SP_SCENE_KEYFRAMES];
        struct sp_pose_report report[SP_SCENE_KEYFRAMES];
        const struct sp_body body = make(&people[p]);
        sp_scene_scale(&scene, &body, &scaled);
        assert_int_equal(
            sp_pose_solve_all(&body, &scaled, posture, report, NULL), SP_OK);
        for (int k = 0; k < scaled.keyframes; k++) {
            const struct sp_posture other = sp_posture_mirror(&posture[k]);
            for (int c = 0; c < SP_COORDS; c++)
                assert_true(fabs(posture[k].q[c] - other.q[c]) < 1e-9);
        }
    }
}

static bool one_height(const struct sp_touch *a, const struct sp_touch *b)
{
    return a->point == b->point && a->kind == SP_TOUCH_PLANE &&
           b->kind == SP_TOUCH_PLANE && fabs(a->height_m - b->height_m) < 1e-9;
}

// How far a contact that stays wanders on the way, m.
static double slide(const struct sp_body *body, int k,
                    const struct sp_posture *from, const struct sp_posture *now)
{
    struct sp_frames there, here;
    double most = 0;
    sp_body_place(body, from, &there);
    sp_body_place(body, now, &here);
    for (int i = 0; i < scaled.keyframe[k].touches; i++)
        for (int j = 0; j < scaled.keyframe[k + 1].touches; j++) {
            const struct sp_touch *a = &scaled.keyframe[k].touch[i];
            const struct sp_touch *b = &scaled.keyframe[k + 1].touch[j];
            if (!one_height(a, b) || !b->fixed)
                continue;
            double p[3], q[3];
            sp_body_point(body, &there, a->point, p);
            sp_body_point(body, &here, a->point, q);
            most = fmax(most, hypot(p[0] - q[0], p[2] - q[2]));
        }
    return most;
}

// Two forms of one exercise stand one after the other in the file without a
// way from the one to the other.
static bool no_way(int k)
{
    static const char *const apart[][2] = {
        {"trunk_lift",        "supine_up"         },
        {"warmup_walk_march", "march_right"       },
        {"dead_hang",         "hang_legs_drawn_up"},
    };
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (strcmp(scene.name, apart[i][0]) == 0 &&
            strcmp(scene.keyframe[k].name, apart[i][1]) == 0)
            return true;
    return false;
}

static void contacts_hold_between_keyframes(void **state)
{
    (void)state;
    int misses = 0;
    const struct sp_body body = make(&people[2]);
    for (size_t i = 0; i < SCENES; i++) {
        struct sp_posture posture[SP_SCENE_KEYFRAMES];
        struct sp_pose_report report;
        load(scenes[i].name);
        sp_scene_scale(&scene, &body, &scaled);
        for (int k = 0; k < scaled.keyframes; k++)
            assert_int_equal(
                sp_pose_solve(&body, &scaled, k, &posture[k], &report, NULL),
                SP_OK);
        for (int k = 0; k + 1 < scaled.keyframes; k++)
            for (int step = 1; step < 5 && !no_way(k); step++) {
                struct sp_posture p;
                assert_int_equal(sp_pose_between(&body, &scaled, k, &posture[k],
                                                 k + 1, &posture[k + 1],
                                                 step / 5.0, &p, &report, NULL),
                                 SP_OK);
                misses += missed(&report, k, &people[2]);
                const double off = slide(&body, k, &posture[k], &p);
                if (off > 0.012) {
                    print_message("# %s %s to %s: a contact slides %.0f mm\n",
                                  scene.name, scene.keyframe[k].name,
                                  scene.keyframe[k + 1].name, 1e3 * off);
                    misses++;
                }
            }
    }
    assert_int_equal(misses, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_movement_has_its_keyframes),
        cmocka_unit_test(every_keyframe_is_reached_by_every_body),
        cmocka_unit_test(the_teachers_picture_is_kept),
        cmocka_unit_test(both_sides_are_asked_alike_and_answer_alike),
        cmocka_unit_test(contacts_hold_between_keyframes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
