/*
 * A movement leaves a keyframe and comes into the next without a jump: over
 * every movement of the library, for three people, no spot of the body goes
 * further in the first or last tenth of a second than rest at both ends
 * allows. The worst of each movement is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "library.h"

#define STEP_S .1   /* as the page plays it */
#define JUMP_M .005 /* beyond what the eased way asks for */

/* How far the spot of the body goes that goes furthest. */
static double step(const struct sp_body *body, const struct sp_posture *a,
                   const struct sp_posture *b)
{
    struct sp_frames from, to;
    double most = 0;
    sp_body_place(body, a, &from);
    sp_body_place(body, b, &to);
    for (int i = 0; i < SP_POINTS; i++) {
        double p[3], q[3];
        sp_body_point(body, &from, (enum sp_point)i, p);
        sp_body_point(body, &to, (enum sp_point)i, q);
        most = fmax(most, hypot(hypot(q[0] - p[0], q[1] - p[1]), q[2] - p[2]));
    }
    return most;
}

/* By how much the first or last step of a leg is longer than three times its
 * share of the way: limbs do not move alike, but all begin and end at rest. */
static double jump(const struct sp_body *body, const struct figure_clip *clip,
                   const struct figure_leg *leg)
{
    const struct sp_posture *at = clip->posture + leg->first;
    double way = 0;
    for (int f = 0; f < leg->frames; f++)
        way += step(body, &at[f], &at[f + 1]);
    const double share = sp_pose_ease(1.0 / leg->frames);
    const double first = step(body, &at[0], &at[1]);
    const double last = step(body, &at[leg->frames - 1], &at[leg->frames]);
    return fmax(first, last) - 3 * share * way;
}

struct worst {
    double jump_m;
    char where[128];
};

static void go_through(const struct cast *c, const struct sp_scene *raw,
                       struct worst *w)
{
    static struct sp_scene scene;
    struct figure_leg leg[SP_SCENE_KEYFRAMES];
    struct figure_clip clip;
    struct sp_error err;
    int n = 0;
    sp_scene_scale(raw, &c->body, &scene);
    for (int k = 0; k + 1 < scene.keyframes; k++)
        if (!library_no_way(raw, k))
            leg[n++] = (struct figure_leg){.from = k, .to = k + 1};
    if (n == 0)
        return;
    if (figure_clip_make(&c->body, &scene, leg, n, STEP_S, &clip, &err) !=
        SP_OK)
        fail_msg("%s", err.text);
    for (int i = 0; i < n; i++) {
        const double is = jump(&c->body, &clip, &clip.leg[i]);
        if (is <= w->jump_m)
            continue;
        w->jump_m = is;
        snprintf(w->where, sizeof w->where, "%.40s to %.40s, %.2f m",
                 scene.keyframe[leg[i].from].name,
                 scene.keyframe[leg[i].to].name, c->body.person.height_m);
    }
    figure_clip_release(&clip);
}

static void no_movement_jumps_at_a_keyframe(void **state)
{
    (void)state;
    static struct sp_scene raw;
    int wrong = 0;
    for (int i = 0; i < library_scenes(); i++) {
        struct worst w = {0};
        library_read(i, &raw);
        for (int p = 0; p < PEOPLE; p++)
            go_through(&cast[p], &raw, &w);
        if (w.jump_m > .001)
            print_message("# %s: %.1f mm, %s\n", raw.name, 1e3 * w.jump_m,
                          w.where);
        wrong += w.jump_m > JUMP_M;
    }
    assert_int_equal(wrong, 0);
}

/* Feet that are drawn up under the bar are lifted over the floor, not torn
 * along it: no step of a toe is longer than three of its usual ones. */
static void feet_are_drawn_up_evenly(void **state)
{
    (void)state;
    static struct sp_scene raw, scene;
    for (int i = 0; i < library_scenes(); i++) {
        library_read(i, &raw);
        if (strcmp(raw.name, "dead_hang") == 0)
            break;
    }
    assert_string_equal(raw.name, "dead_hang");
    assert_string_equal(raw.keyframe[1].name, "feet_supported");
    assert_string_equal(raw.keyframe[2].name, "hang_legs_drawn_up");
    const struct figure_leg leg = {.from = 1, .to = 2};
    for (int p = 0; p < PEOPLE; p++) {
        struct figure_clip clip;
        struct sp_error err;
        sp_scene_scale(&raw, &cast[p].body, &scene);
        assert_int_equal(figure_clip_make(&cast[p].body, &scene, &leg, 1,
                                          STEP_S, &clip, &err),
                         SP_OK);
        double before[3], way = 0, longest = 0;
        for (int f = 0; f < clip.frames; f++) {
            struct sp_frames at;
            double toe[3];
            sp_body_place(&cast[p].body, &clip.posture[f], &at);
            sp_body_point(&cast[p].body, &at, SP_POINT_TOE_R, toe);
            const double by =
                f ? hypot(hypot(toe[0] - before[0], toe[1] - before[1]),
                          toe[2] - before[2])
                  : 0;
            memcpy(before, toe, sizeof before);
            way += by;
            longest = fmax(longest, by);
        }
        assert_true(longest < 3 * way / (clip.frames - 1));
        figure_clip_release(&clip);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_movement_jumps_at_a_keyframe),
        cmocka_unit_test(feet_are_drawn_up_evenly),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
