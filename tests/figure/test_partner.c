/*
 * A partner holds the ankles of people of three sizes in every posture of the
 * pull, with the feet in one place, and in the file all the way between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>

#include "library.h"

static struct sp_scene raw, scene;

static double apart(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

static void point(const struct sp_body *body, const struct sp_posture *p,
                  enum sp_point which, double out[3])
{
    struct sp_frames at;
    sp_body_place(body, p, &at);
    sp_body_point(body, &at, which, out);
}

static const struct sp_prop *partner(void)
{
    for (int i = 0; i < scene.props; i++)
        if (scene.prop[i].kind == SP_PROP_PARTNER)
            return &scene.prop[i];
    fail_msg("no partner in %s", scene.name);
    return NULL;
}

static void hands_hold_the_ankles(void **state)
{
    (void)state;
    library_load("partner_ankle_pull", &raw);
    for (int p = 0; p < PEOPLE; p++) {
        const struct sp_body *body = &cast[p].body;
        struct sp_posture held[SP_SCENE_KEYFRAMES], theirs[SP_SCENE_KEYFRAMES];
        struct sp_pose_report report[SP_SCENE_KEYFRAMES];
        struct sp_body other;
        double first[3] = {0};
        sp_scene_scale(&raw, body, &scene);
        assert_int_equal(sp_pose_solve_all(body, &scene, held, report, NULL),
                         SP_OK);
        assert_int_equal(figure_partner(partner(), body, held, scene.keyframes,
                                        &other, theirs, NULL),
                         SP_OK);
        for (int k = 0; k < scene.keyframes; k++) {
            double ankle[3], hand[3], heel[3];
            // facing each other: their right hand, the person's left foot
            point(body, &held[k], SP_POINT_ANKLE_OUT_L, ankle);
            point(&other, &theirs[k], SP_POINT_PALM_R, hand);
            assert_true(apart(hand, ankle) < .14 * body->length_scale);
            point(body, &held[k], SP_POINT_ANKLE_OUT_R, ankle);
            point(&other, &theirs[k], SP_POINT_PALM_L, hand);
            assert_true(apart(hand, ankle) < .14 * body->length_scale);
            assert_true(hand[1] > 0);
            point(&other, &theirs[k], SP_POINT_HEEL_R, heel);
            if (k == 0)
                memcpy(first, heel, sizeof first);
            assert_true(apart(first, heel) < .012);
        }
    }
}

static void nobody_near_is_held_nowhere(void **state)
{
    (void)state;
    const struct sp_prop prop = {
        .kind = SP_PROP_PARTNER, .at = {3, .5, 0}
    };
    const struct sp_posture stand = {{0}};
    struct sp_posture theirs;
    struct sp_body other;
    double hand[3];
    assert_int_equal(
        figure_partner(&prop, &cast[1].body, &stand, 1, &other, &theirs, NULL),
        SP_OK);
    point(&other, &theirs, SP_POINT_GRIP_R, hand);
    assert_true(fabs(hand[0] - 3) < .01 && fabs(hand[1] - .5) < .01);
}

/* In the movement's file the share of the morph target follows the ankles. */
static void the_file_has_them_follow(void **state)
{
    (void)state;
    const struct sp_body *body = &cast[1].body;
    struct figure_clip clip;
    unsigned char *glb;
    size_t len;
    library_load("partner_ankle_pull", &raw);
    sp_scene_scale(&raw, body, &scene);
    assert_int_equal(figure_clip_make(body, &scene, NULL, 0, .25, &clip, NULL),
                     SP_OK);
    assert_int_equal(figure_clip_glb(body, &cast[1].mesh, false, &scene, &clip,
                                     &glb, &len, NULL),
                     SP_OK);
    const size_t json = (size_t)glb[12] | (size_t)glb[13] << 8 |
                        (size_t)glb[14] << 16 | (size_t)glb[15] << 24;
    json_t *file = json_loadb((const char *)glb + 20, json, 0, NULL);
    assert_non_null(file);
    const json_t *movement =
        json_array_get(json_object_get(file, "animations"), 0);
    const json_t *accessors = json_object_get(file, "accessors");
    const unsigned char *bin = glb + 28 + json;
    size_t i;
    json_t *channel;
    int found = 0;
    json_array_foreach(json_object_get(movement, "channels"), i, channel)
    {
        const json_t *target = json_object_get(channel, "target");
        if (strcmp(json_string_value(json_object_get(target, "path")),
                   "weights"))
            continue;
        const json_t *sampler = json_array_get(
            json_object_get(movement, "samplers"),
            (size_t)json_integer_value(json_object_get(channel, "sampler")));
        const json_t *out = json_array_get(
            accessors,
            (size_t)json_integer_value(json_object_get(sampler, "output")));
        const json_t *view = json_array_get(
            json_object_get(file, "bufferViews"),
            (size_t)json_integer_value(json_object_get(out, "bufferView")));
        const long at =
            (long)json_integer_value(json_object_get(view, "byteOffset"));
        assert_int_equal(json_integer_value(json_object_get(out, "count")),
                         clip.frames);
        float low = 1, high = 0;
        for (int f = 0; f < clip.frames; f++) {
            float w;
            memcpy(&w, bin + at + 4 * f, sizeof w);
            assert_true(w >= 0 && w <= 1);
            low = fminf(low, w);
            high = fmaxf(high, w);
        }
        assert_true(low == 0 && high == 1);
        found++;
    }
    assert_int_equal(found, 1);
    json_decref(file);
    free(glb);
    figure_clip_release(&clip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_hold_the_ankles),
        cmocka_unit_test(nobody_near_is_held_nowhere),
        cmocka_unit_test(the_file_has_them_follow),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
