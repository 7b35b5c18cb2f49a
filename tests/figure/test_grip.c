/* Hands close on what they hold and stay open where they hold nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "library.h"

#define TOUCHES_M .012 /* a fingertip from the skin that it lies on */

/* A hand in a keyframe, and how far it is closed. */
static const struct row {
    const char *why, *scene, *keyframe;
    int left;
    double least, most;
    bool touches; /* its fingertips lie on the body's own skin */
    int people;   /* how many of them: the heaviest's elbows are too far */
} rows[] = {
    {"hangs from a bar",        "dead_hang",             "hang_straight", 0, 1,   1,   false, 3},
    {"holds the knee drawn in", "knee_to_chest",         "right_knee_in", 0, .15, .8,
     true,                                                                                    3},
    {"so does the other",       "knee_to_chest",         "right_knee_in", 1, .05, .8,  true,
     3                                                                                         },
    {"holds the other elbow",   "standing_forward_bend", "fold_elbows",   0, .10,
     .8,                                                                               true,  2},
    {"hangs at the side",       "stand",                 "stand",         0, 0,   .25, false, 3},
    {"lies flat on the floor",  "cat_cow",               "tabletop",      1, 0,   .05, false, 3},
    {"is free above the head",  "tiptoe_stand",          "arms_up",       0, 0,   .01, false, 3},
};

/* How far the nearest fingertip is from skin of another part: off the plane
 * of the skin's nearest vertex, m. */
static double fingertip_off(const struct cast *c, int left)
{
    const int side = left ? RIG_SIDE : 0;
    double best = 1;
    for (int v = 0; v < c->mesh.vertices; v++) {
        if (cast_joint(c, v) != RIG_FINGERTIPS + side)
            continue;
        double nearest = 1, off = 1;
        for (int o = 0; o < c->mesh.vertices; o++) {
            const int j = cast_joint(c, o) - side;
            if (j >= RIG_SCAPULA && j <= RIG_THUMB)
                continue; // the arm itself
            double far = 0, up = 0;
            for (int k = 0; k < 3; k++) {
                const double d = (double)c->position[3 * v + k] -
                                 (double)c->position[3 * o + k];
                far += d * d;
                up += d * (double)c->normal[3 * o + k];
            }
            if (far < nearest)
                nearest = far, off = fabs(up);
        }
        if (nearest < .03 * .03)
            best = fmin(best, off);
    }
    return best;
}

static int keyframe_named(const struct sp_scene *scene, const char *name)
{
    for (int k = 0; k < scene->keyframes; k++)
        if (!strcmp(scene->keyframe[k].name, name))
            return k;
    fail_msg("%s has no %s", scene->name, name);
    return 0;
}

static void hands_hold(void **state)
{
    (void)state;
    static struct sp_scene raw, scene, now;
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int p = 0; p < rows[i].people; p++) {
            const struct row *row = &rows[i];
            struct cast *c = &cast[p];
            struct sp_posture posture;
            struct sp_pose_report report;
            double grip[2];
            library_load(row->scene, &raw);
            sp_scene_scale(&raw, &c->body, &scene);
            const int k = keyframe_named(&scene, row->keyframe);
            assert_int_equal(
                sp_pose_solve(&c->body, &scene, k, &posture, &report, NULL),
                SP_OK);
            sp_scene_at(&scene, k, &now);
            figure_grip(&c->body, &now, &posture, grip);
            cast_pose(c, &now, &posture);
            const double closed = grip[row->left];
            const double off = row->touches ? fingertip_off(c, row->left) : 0;
            const bool good =
                closed >= row->least && closed <= row->most && off <= TOUCHES_M;
            print_message(
                "# %s, %.2f m: closed %.2f, fingertip %.0f mm off%s\n",
                row->why, people[p].height_m, closed, 1e3 * off,
                good ? "" : ", wrong");
            wrong += !good;
        }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_hold),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
