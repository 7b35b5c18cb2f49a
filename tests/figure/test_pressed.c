/*
 * A movement's file for other programs carries the pressed skin: in every
 * keyframe of the library, for three people, the morph target skinned as any
 * viewer skins it is the skin that is shown; and the file plays the targets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "figure/glb.h"
#include "library.h"

#define OFF_M .002 /* what is left out and what shares a target */

static struct sp_scene raw, scene, now;
static struct figure_clip clip;

static void make_clip(const struct cast *c)
{
    static struct figure_leg leg[SP_SCENE_KEYFRAMES];
    struct sp_error err;
    int n = 0;
    sp_scene_scale(&raw, &c->body, &scene);
    for (int k = 0; k < scene.keyframes; k++)
        leg[n++] = (struct figure_leg){.from = k, .to = k};
    if (figure_clip_make(&c->body, &scene, leg, n, .1, &clip, &err) != SP_OK)
        fail_msg("%s", err.text);
}

/* The furthest that a viewer's skin is from the one that is shown. */
static double off(struct cast *c, const struct pressed_skin *skin, int k,
                  double *pressed)
{
    const struct sp_posture *posture = &clip.posture[clip.leg[k].first];
    const size_t n = 3 * (size_t)c->mesh.vertices;
    float *moved = malloc(n * sizeof *moved);
    float *viewed = malloc(n * sizeof *viewed);
    assert_true(moved && viewed);
    const int target = skin->target[k];
    for (size_t i = 0; i < n; i++)
        moved[i] =
            c->mesh.position[i] + (target >= 0 ? skin->shift[target][i] : 0);
    struct figure_mesh mesh = c->mesh;
    mesh.position = moved;
    struct figure_pose pose;
    double grip[2], worst = 0;
    sp_scene_at(&scene, k, &now);
    figure_grip(&c->body, &now, posture, grip);
    figure_pose_init(&pose, &c->body, posture, grip);
    figure_skin(&mesh, &pose, viewed, c->normal);
    cast_pose(c, &now, posture);
    for (size_t i = 0; i < n; i++) {
        worst = fmax(worst, fabs((double)(viewed[i] - c->position[i])));
    }
    figure_skin(&c->mesh, &pose, viewed, c->normal);
    for (size_t i = 0; i < n; i++)
        *pressed = fmax(*pressed, fabs((double)(viewed[i] - c->position[i])));
    free(moved);
    free(viewed);
    return worst;
}

static void a_viewer_shows_the_pressed_skin(void **state)
{
    (void)state;
    double worst = 0, most = 0;
    for (int i = 0; i < library_scenes(); i++) {
        library_read(i, &raw);
        for (int p = 0; p < PEOPLE; p++) {
            struct pressed_skin skin;
            struct sp_error err;
            double here = 0;
            make_clip(&cast[p]);
            if (pressed_skin_init(&skin, &cast[p].body, &cast[p].mesh, &scene,
                                  &clip, &err) != SP_OK)
                fail_msg("%s", err.text);
            for (int k = 0; k < scene.keyframes; k++)
                here = fmax(here, off(&cast[p], &skin, k, &most));
            if (here > OFF_M)
                print_message("# %s, %.2f m: %.1f mm off\n", raw.name,
                              people[p].height_m, 1e3 * here);
            worst = fmax(worst, here);
            pressed_skin_release(&skin);
            figure_clip_release(&clip);
        }
    }
    print_message("# %.1f mm off at most, where up to %.0f mm are pressed\n",
                  1e3 * worst, 1e3 * most);
    assert_true(most > .03);
    assert_true(worst <= OFF_M);
}

// ---- the file

static json_t *whole_file(const struct cast *c, unsigned char **bytes)
{
    size_t len;
    struct sp_error err;
    if (figure_clip_glb(&c->body, &c->mesh, true, &scene, &clip, bytes, &len,
                        &err) != SP_OK)
        fail_msg("%s", err.text);
    const size_t json_len =
        (*bytes)[12] | (size_t)(*bytes)[13] << 8 | (size_t)(*bytes)[14] << 16;
    json_t *root = json_loadb((const char *)*bytes + 20, json_len, 0, NULL);
    assert_non_null(root);
    return root;
}

static json_t *body_mesh(json_t *root)
{
    return json_array_get(json_object_get(root, "meshes"), 0);
}

static void one_position_is_pressed_from_the_start(void **state)
{
    (void)state;
    unsigned char *bytes = NULL;
    library_load("sit_relaxed", &raw);
    make_clip(&cast[1]);
    json_t *root = whole_file(&cast[1], &bytes);
    json_t *mesh = body_mesh(root);
    const json_t *weights = json_object_get(mesh, "weights");
    assert_int_equal(json_array_size(weights), 2);
    assert_true(json_number_value(json_array_get(weights, 0)) == 0);
    assert_true(json_number_value(json_array_get(weights, 1)) == 1);
    const json_t *called =
        json_object_get(json_object_get(mesh, "extras"), "targetNames");
    assert_string_equal(json_string_value(json_array_get(called, 0)), "breath");
    assert_string_equal(json_string_value(json_array_get(called, 1)),
                        "pressed_sit");
    json_decref(root);
    free(bytes);
    figure_clip_release(&clip);
}

static void shares_follow_the_movement(void **state)
{
    (void)state;
    unsigned char *bytes = NULL;
    struct pressed_skin skin;
    struct sp_error err;
    const struct cast *c = &cast[1];
    library_load("childs_pose", &raw);
    sp_scene_scale(&raw, &c->body, &scene);
    if (figure_clip_make(&c->body, &scene, NULL, 0, .1, &clip, &err) != SP_OK ||
        pressed_skin_init(&skin, &c->body, &c->mesh, &scene, &clip, &err) !=
            SP_OK)
        fail_msg("%s", err.text);
    // each keyframe has a target of its own or one that is alike
    assert_true(skin.targets > 1 && skin.targets <= scene.keyframes);
    for (int f = 0; f < clip.frames; f++) {
        double sum = 0;
        for (int i = 0; i < skin.targets; i++)
            sum += (double)pressed_skin_share(&skin, &clip, f, i);
        assert_true(fabs(sum - 1) < 1e-6);
    }
    for (int i = 0; i < clip.legs; i++) {
        const int to = skin.target[clip.leg[i].to];
        const int at = clip.leg[i].first + clip.leg[i].frames;
        assert_true(to >= 0);
        assert_true((double)pressed_skin_share(&skin, &clip, at, to) >
                    1 - 1e-6);
    }
    // the track has a share of every target, breath first, for every frame
    json_t *root = whole_file(c, &bytes);
    size_t tracks = 0, i, k;
    json_t *animation, *channel;
    json_array_foreach(json_object_get(root, "animations"), i, animation)
    {
        const char *name =
            json_string_value(json_object_get(animation, "name"));
        if (strcmp(name, "movement") != 0)
            continue;
        json_array_foreach(json_object_get(animation, "channels"), k, channel)
        {
            const json_t *target = json_object_get(channel, "target");
            const json_t *node = json_array_get(
                json_object_get(root, "nodes"),
                (size_t)json_integer_value(json_object_get(target, "node")));
            if (strcmp(json_string_value(json_object_get(node, "name")),
                       "body") != 0)
                continue;
            const json_t *sampler =
                json_array_get(json_object_get(animation, "samplers"),
                               (size_t)json_integer_value(
                                   json_object_get(channel, "sampler")));
            const json_t *out = json_array_get(
                json_object_get(root, "accessors"),
                (size_t)json_integer_value(json_object_get(sampler, "output")));
            assert_int_equal(json_integer_value(json_object_get(out, "count")),
                             clip.frames * (1 + skin.targets));
            tracks++;
        }
    }
    assert_int_equal(tracks, 1);
    json_decref(root);
    free(bytes);
    pressed_skin_release(&skin);
    figure_clip_release(&clip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_viewer_shows_the_pressed_skin),
        cmocka_unit_test(one_position_is_pressed_from_the_start),
        cmocka_unit_test(shares_follow_the_movement),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
