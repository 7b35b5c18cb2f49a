/*
 * A chair is set to who sits on it: three people of very different size sit
 * alike, the seat presses nobody's thighs flat, and nobody hangs over its back.
 * Skin is measured before it is pressed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "library.h"

/* Soft tissue that a seat may take, m: about half of what is under the sit
 * bones (docs/figure.md). */
#define MOST_M .045
/* Hip and knee against the person of 1.75 m: 3 degrees. */
#define ALIKE_RAD .05

static const char *const sitting[][2] = {
    {"sit_relaxed",      "sit"   },
    {"sit_slouched",     "sit"   },
    {"sit_desk",         "sit"   },
    {"overhead_stretch", "seated"},
};
enum { SITTING = sizeof sitting / sizeof *sitting };

static struct sp_scene raw, scene, now;

static void sit(struct cast *c, int i, struct sp_posture *posture)
{
    struct sp_pose_report report;
    struct figure_pose pose;
    static const double open[2] = {0, 0};
    library_load(sitting[i][0], &raw);
    sp_scene_scale(&raw, &c->body, &scene);
    const int k = scene_keyframe_find(&scene, sitting[i][1]);
    assert_true(k >= 0);
    assert_int_equal(sp_pose_solve(&c->body, &scene, k, posture, &report, NULL),
                     SP_OK);
    assert_true(report.converged);
    sp_scene_at(&scene, k, &now);
    figure_pose_init(&pose, &c->body, posture, open);
    figure_skin(&c->mesh, &pose, c->position, c->normal);
}

static const struct sp_prop *chair(void)
{
    for (int i = 0; i < now.props; i++)
        if (now.prop[i].kind == SP_PROP_CHAIR)
            return &now.prop[i];
    fail_msg("%s has no chair", now.name);
    return NULL;
}

/* How deep thighs and buttocks are in the seat. */
static double pressed(const struct cast *c)
{
    const struct sp_prop *seat = chair();
    double most = 0;
    for (int v = 0; v < c->mesh.vertices; v++) {
        const int j = cast_joint(c, v);
        const int right = j >= RIG_LEFT ? j - RIG_SIDE : j;
        const double x = (double)c->position[3 * v] - seat->at[0];
        const double y = (double)c->position[3 * v + 1] - seat->at[1];
        if ((right == RIG_FEMUR || right == RIG_HIP_HALF || j == RIG_PELVIS) &&
            fabs(x) < seat->size[0] / 2)
            most = fmax(most, -y);
    }
    return most;
}

static void everybody_sits_alike(void **state)
{
    (void)state;
    int wrong = 0;
    for (int i = 0; i < SITTING; i++) {
        struct sp_posture middling, posture;
        sit(&cast[1], i, &middling);
        for (int p = 0; p < PEOPLE; p++) {
            sit(&cast[p], i, &posture);
            const double hip =
                posture.q[SP_HIP_R_FLEX] - middling.q[SP_HIP_R_FLEX];
            const double knee =
                posture.q[SP_KNEE_R_FLEX] - middling.q[SP_KNEE_R_FLEX];
            const double deep = pressed(&cast[p]);
            print_message("# %s, %.2f m: seat %.3f m, hip %+.1f, knee %+.1f "
                          "degrees, %.0f mm pressed\n",
                          raw.name, people[p].height_m, chair()->at[1],
                          hip * 57.2958, knee * 57.2958, 1e3 * deep);
            wrong += deep > MOST_M || fabs(hip) > ALIKE_RAD ||
                     fabs(knee) > ALIKE_RAD;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_sits_alike),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
