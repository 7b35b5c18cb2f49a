/* glTF files: their structure, read back as a loader would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/figure.h"

static struct sp_body body;
static struct figure_mesh mesh;

static int setup(void **state)
{
    (void)state;
    static const struct sp_person who = {1.70, 67, 40, SP_SEX_UNSTATED};
    struct sp_error err;
    return sp_body_init(&body, &who, &err) != SP_OK ||
           figure_mesh_init(&mesh, &body, &err) != SP_OK;
}

static int teardown(void **state)
{
    (void)state;
    figure_mesh_release(&mesh);
    return 0;
}

static size_t le32(const unsigned char *p)
{
    return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 |
           (size_t)p[3] << 24;
}

struct file {
    unsigned char *glb;
    size_t len;
    const unsigned char *bin;
    size_t bin_len;
    json_t *json;
};

/* Header, JSON and binary chunk must fill the file exactly. */
static void open_file(struct file *f)
{
    assert_true(f->len > 28);
    assert_memory_equal(f->glb, "glTF", 4);
    assert_int_equal(le32(f->glb + 4), 2);
    assert_int_equal(le32(f->glb + 8), f->len);
    const size_t json = le32(f->glb + 12);
    assert_memory_equal(f->glb + 16, "JSON", 4);
    assert_int_equal(json % 4, 0);
    json_error_t error;
    f->json = json_loadb((const char *)f->glb + 20, json, 0, &error);
    if (!f->json)
        fail_msg("JSON: %s", error.text);
    f->bin_len = le32(f->glb + 20 + json);
    assert_memory_equal(f->glb + 24 + json, "BIN\0", 4);
    assert_int_equal(28 + json + f->bin_len, f->len);
    f->bin = f->glb + 28 + json;
    assert_int_equal(json_integer_value(json_object_get(
                         json_array_get(json_object_get(f->json, "buffers"), 0),
                         "byteLength")),
                     f->bin_len);
}

static void close_file(struct file *f)
{
    json_decref(f->json);
    free(f->glb);
}

static long number(const json_t *object, const char *key)
{
    return (long)json_integer_value(json_object_get(object, key));
}

static const json_t *item(const struct file *f, const char *list, long i)
{
    const json_t *found =
        json_array_get(json_object_get(f->json, list), (size_t)i);
    assert_non_null(found);
    return found;
}

static const json_t *node_named(const struct file *f, const char *name)
{
    size_t i;
    json_t *node;
    json_array_foreach(json_object_get(f->json, "nodes"), i, node)
    {
        if (!strcmp(json_string_value(json_object_get(node, "name")), name))
            return node;
    }
    fail_msg("no node %s", name);
    return NULL;
}

/* Vertices that are named rise, exist, and are few; how far they go is a
 * breath. */
static void check_sparse(const struct file *f, const json_t *a)
{
    const json_t *sparse = json_object_get(a, "sparse");
    const long n = number(sparse, "count");
    const json_t *indices = json_object_get(sparse, "indices");
    const json_t *where = item(f, "bufferViews", number(indices, "bufferView"));
    assert_true(n > 300 && n < number(a, "count") / 2);
    assert_int_equal(number(where, "byteLength"), 2 * n);
    long before = -1;
    for (long i = 0; i < n; i++) {
        uint16_t v;
        memcpy(&v, f->bin + number(where, "byteOffset") + 2 * i, sizeof v);
        assert_true(v > before && v < number(a, "count"));
        before = v;
    }
}

/* A breath fills the front of chest and belly, moves neither back nor limbs,
 * and both sides alike. */
static void test_breath(void **state)
{
    (void)state;
    float *shift = malloc(3 * (size_t)mesh.vertices * sizeof *shift);
    assert_non_null(shift);
    figure_breath(&mesh, body.length_scale, shift);
    double most = 0, sum = 0;
    for (int v = 0; v < mesh.vertices; v++) {
        const double x = (double)shift[3 * v];
        assert_true(x >= 0);
        if ((double)mesh.normal[3 * v] < -.5)
            assert_true(x == 0);
        most = fmax(most, x);
        sum += (double)shift[3 * v + 2];
    }
    assert_true(most > .006 && most < .015);
    assert_true(fabs(sum) < 1e-3);
    free(shift);
}

/* Every accessor lies inside its view, every view inside the buffer. */
static void check_accessors(const struct file *f)
{
    size_t i;
    json_t *a;
    json_array_foreach(json_object_get(f->json, "accessors"), i, a)
    {
        if (json_object_get(a, "sparse")) {
            check_sparse(f, a);
            continue;
        }
        const json_t *view = item(f, "bufferViews", number(a, "bufferView"));
        const long offset = number(view, "byteOffset");
        const long length = number(view, "byteLength");
        assert_true(offset % 4 == 0 && length > 0);
        assert_true((size_t)(offset + length) <= f->bin_len);
        const long type = number(a, "componentType");
        const long size = type == 5126 ? 4 : type >= 5122 ? 2 : 1;
        const char *name = json_string_value(json_object_get(a, "type"));
        const long parts = !strcmp(name, "SCALAR") ? 1
                           : !strcmp(name, "VEC3") ? 3
                           : !strcmp(name, "VEC4") ? 4
                                                   : 16;
        const long stride = json_object_get(view, "byteStride")
                                ? number(view, "byteStride")
                                : size * parts;
        assert_true(number(a, "count") >= 1);
        assert_true((number(a, "count") - 1) * stride + size * parts <= length);
    }
}

static void test_body(void **state)
{
    (void)state;
    struct sp_error err = {.text = ""};
    struct file f = {0};
    if (figure_body_glb(&body, &mesh, &f.glb, &f.len, &err) != SP_OK)
        fail_msg("%s", err.text);
    open_file(&f);
    check_accessors(&f);
    assert_true(f.len < 400000);

    // a node for every segment and joint, named as the library names them
    for (int s = 0; s < SP_SEGMENTS; s++)
        node_named(&f, sp_segment_name((enum sp_segment)s));
    for (int j = 0; j < FIGURE_JOINTS; j++)
        node_named(&f, figure_joint_name(j));
    assert_int_equal(
        json_array_size(json_object_get(item(&f, "skins", 0), "joints")),
        FIGURE_JOINTS);
    for (int s = SP_L5; s <= SP_C2; s++)
        assert_true(json_object_get(node_named(&f, figure_disc_name(s)),
                                    "mesh") != NULL);
    node_named(&f, "vertebra_L4");
    node_named(&f, "vertebra_C1");
    node_named(&f, "sacrum");

    // the quantised skin is as large as the mesh
    const json_t *body_node = node_named(&f, "body");
    const json_t *primitives = json_object_get(
        item(&f, "meshes", number(body_node, "mesh")), "primitives");
    assert_int_equal(json_array_size(primitives), FIGURE_MATERIALS);
    long indices = 0;
    for (size_t i = 0; i < FIGURE_MATERIALS; i++)
        indices +=
            number(item(&f, "accessors",
                        number(json_array_get(primitives, i), "indices")),
                   "count");
    assert_int_equal(indices, 3 * mesh.triangles);
    close_file(&f);
}

/* Undo the first joint's matrix for one vertex: the bind position again. */
static void test_quantised(void **state)
{
    (void)state;
    struct sp_error err;
    struct file f = {0};
    assert_int_equal(figure_body_glb(&body, &mesh, &f.glb, &f.len, &err),
                     SP_OK);
    open_file(&f);
    const json_t *skin = item(&f, "skins", 0);
    const json_t *a =
        item(&f, "accessors", number(skin, "inverseBindMatrices"));
    const json_t *view = item(&f, "bufferViews", number(a, "bufferView"));
    float m[16];
    memcpy(m, f.bin + number(view, "byteOffset"), sizeof m);
    const json_t *primitive = json_array_get(
        json_object_get(
            item(&f, "meshes", number(node_named(&f, "body"), "mesh")),
            "primitives"),
        0);
    a = item(&f, "accessors",
             number(json_object_get(primitive, "attributes"), "POSITION"));
    view = item(&f, "bufferViews", number(a, "bufferView"));
    // the pelvis has world axes in the bind pose: only its place is taken off
    const json_t *at = json_object_get(node_named(&f, "pelvis"), "translation");
    for (int v = 0; v < mesh.vertices; v += 97) {
        int16_t q[3];
        memcpy(q, f.bin + number(view, "byteOffset") + 8 * v, sizeof q);
        for (int k = 0; k < 3; k++) {
            double x = (double)m[12 + k] +
                       json_number_value(json_array_get(at, (size_t)k));
            for (int c = 0; c < 3; c++)
                x += (double)m[4 * c + k] * q[c];
            assert_true(fabs(x - (double)mesh.position[3 * v + k]) < 5e-5);
        }
    }
    close_file(&f);
}

static void make_scene(struct sp_scene *scene)
{
    memset(scene, 0, sizeof *scene);
    strcpy(scene->name, "squat");
    scene->camera_azimuth_rad = .7;
    scene->keyframes = 2;
    for (int k = 0; k < 2; k++) {
        struct sp_keyframe *key = &scene->keyframe[k];
        strcpy(key->name, k ? "down" : "up");
        key->at_s = 2.0 * k;
        key->wish.q[SP_ROOT_Y] = k ? .8 : .93;
        key->wish.q[SP_KNEE_R_FLEX] = key->wish.q[SP_KNEE_L_FLEX] = .8 * k;
        key->wish.q[SP_HIP_R_FLEX] = key->wish.q[SP_HIP_L_FLEX] = .4 * k;
    }
    scene->props = 2;
    strcpy(scene->prop[0].name, "ball");
    scene->prop[0].kind = SP_PROP_BALL;
    scene->prop[0].at[0] = .8;
    scene->prop[0].at[1] = .325;
    strcpy(scene->prop[1].name, "bar");
    scene->prop[1].kind = SP_PROP_BAR;
    scene->prop[1].at[1] = 2.1;
    // the ball rolls away
    scene->keyframe[1].props = 1;
    scene->keyframe[1].prop[0].prop = 0;
    scene->keyframe[1].prop[0].at[0] = 1.2;
    scene->keyframe[1].prop[0].at[1] = .325;
}

static void test_clip(void **state)
{
    (void)state;
    static struct sp_scene scene, scaled;
    make_scene(&scene);
    sp_scene_scale(&scene, &body, &scaled);
    struct sp_error err = {.text = ""};
    static struct figure_clip clip;
    const struct figure_leg legs[3] = {
        {.from = 0, .to = 1},
        {.from = 1, .to = 0},
        {.from = 1, .to = 0}
    };
    if (figure_clip_make(&body, &scaled, legs, 3, .1, &clip, &err) != SP_OK)
        fail_msg("%s", err.text);
    // 2 s each; the third does not begin where the second ends: one step on
    assert_int_equal(clip.frames, 62);
    assert_int_equal(clip.leg[1].first, 20);
    assert_int_equal(clip.leg[2].first, 41);
    assert_true(fabs(clip.leg[2].start_s - 4.1) < 1e-12);
    assert_true(fabs(clip.posture[0].q[SP_KNEE_R_FLEX]) <
                clip.posture[20].q[SP_KNEE_R_FLEX]);
    assert_memory_equal(&clip.posture[20], &clip.posture[41],
                        sizeof clip.posture[0]);

    struct file f = {0};
    if (figure_clip_glb(&body, NULL, false, &scaled, &clip, &f.glb, &f.len,
                        &err) != SP_OK)
        fail_msg("%s", err.text);
    open_file(&f);
    check_accessors(&f);
    const json_t *animation = item(&f, "animations", 0);
    assert_string_equal(json_string_value(json_object_get(animation, "name")),
                        "movement");
    int rotations = 0, translations = 0;
    size_t i;
    json_t *channel;
    json_array_foreach(json_object_get(animation, "channels"), i, channel)
    {
        const char *path = json_string_value(
            json_object_get(json_object_get(channel, "target"), "path"));
        rotations += !strcmp(path, "rotation");
        translations += !strcmp(path, "translation");
    }
    // segments, four finger joints, two thumbs and twelve helpers; the ball
    assert_int_equal(rotations, SP_SEGMENTS + 18 + 1);
    assert_int_equal(translations, 1 + 2 + 1); // pelvis, knees, ball

    const json_t *extras = json_object_get(item(&f, "scenes", 0), "extras");
    assert_true(fabs(json_number_value(json_object_get(extras, "length_s")) -
                     6.1) < 1e-9);
    const json_t *leg = json_array_get(json_object_get(extras, "legs"), 1);
    assert_string_equal(json_string_value(json_object_get(leg, "from")),
                        "down");
    assert_true(fabs(json_number_value(json_object_get(leg, "start_s")) - 2) <
                1e-9);
    assert_true(fabs(json_number_value(json_object_get(
                         json_object_get(extras, "keyframes"), "down")) -
                     2) < 1e-9);
    const json_t *high =
        json_object_get(json_object_get(extras, "bounds"), "max");
    const json_t *low =
        json_object_get(json_object_get(extras, "bounds"), "min");
    // the bar's posts stand a little above it, its feet on the floor
    const double top = json_number_value(json_array_get(high, 1));
    assert_true(top > 2.1 && top < 2.2);
    assert_true(fabs(json_number_value(json_array_get(low, 1))) < .05);
    node_named(&f, "prop_ball");
    node_named(&f, "prop_bar_frame");
    close_file(&f);
    figure_clip_release(&clip);
}

/* A leg takes the time it is given, even between steps; a still one is short
 * in frames however long it is. */
static void test_lengths(void **state)
{
    (void)state;
    static struct sp_scene scene, scaled;
    static struct figure_clip clip;
    struct sp_error err = {.text = ""};
    make_scene(&scene);
    sp_scene_scale(&scene, &body, &scaled);
    const struct figure_leg legs[3] = {
        {.from = 0, .to = 0, .length_s = 30 },
        {.from = 0, .to = 1, .length_s = .25},
        {.from = 1, .to = 0, .length_s = 1.5}
    };
    if (figure_clip_make(&body, &scaled, legs, 3, .1, &clip, &err) != SP_OK)
        fail_msg("%s", err.text);
    assert_int_equal(clip.leg[0].frames, 1);
    assert_int_equal(clip.leg[1].frames, 3);
    assert_int_equal(clip.frames, 1 + 1 + 3 + 15);
    assert_float_equal(clip.time_s[1], 30, 1e-9);
    assert_float_equal(clip.time_s[4], 30.25, 1e-9);
    assert_float_equal(clip.time_s[clip.frames - 1], 31.75, 1e-9);
    assert_float_equal(clip.leg[2].start_s, 30.25, 1e-9);
    for (int i = 1; i < clip.frames; i++)
        assert_true(clip.time_s[i] > clip.time_s[i - 1]);
    figure_clip_release(&clip);
    // long movements are sampled more coarsely
    const struct figure_leg slow[2] = {
        {.from = 0, .to = 1, .length_s = 1800},
        {.from = 1, .to = 0, .length_s = 1800}
    };
    if (figure_clip_make(&body, &scaled, slow, 2, .1, &clip, &err) != SP_OK)
        fail_msg("%s", err.text);
    assert_int_equal(clip.frames, FIGURE_FRAMES + 1);
    figure_clip_release(&clip);
    const struct figure_leg backwards = {.from = 0, .to = 1, .length_s = -1};
    assert_int_equal(
        figure_clip_make(&body, &scaled, &backwards, 1, .1, &clip, &err),
        SP_E_RANGE);
}

static void test_refused(void **state)
{
    (void)state;
    static struct sp_scene scene;
    make_scene(&scene);
    struct sp_error err;
    static struct figure_clip clip;
    const struct figure_leg wrong = {.from = 0, .to = 7};
    assert_int_equal(
        figure_clip_make(&body, &scene, &wrong, 1, .1, &clip, &err),
        SP_E_RANGE);
    assert_non_null(strstr(err.text, "squat"));
    assert_int_equal(figure_clip_make(&body, &scene, NULL, 0, 0, &clip, &err),
                     SP_E_RANGE);
    scene.keyframes = 0;
    assert_int_equal(figure_clip_make(&body, &scene, NULL, 0, .1, &clip, &err),
                     SP_E_RANGE);
    unsigned char *glb = NULL;
    size_t len;
    assert_int_equal(
        figure_clip_glb(&body, NULL, false, &scene, &clip, &glb, &len, &err),
        SP_E_RANGE);
    assert_null(glb);
}

/* A hand closes at a bar and nowhere else. */
static void test_grip(void **state)
{
    (void)state;
    static struct sp_scene scene;
    make_scene(&scene);
    const struct sp_posture standing = {{0}};
    struct sp_frames frames;
    double at[3], grip[2];
    sp_body_place(&body, &standing, &frames);
    sp_body_point(&body, &frames, SP_POINT_GRIP_R, at);
    figure_grip(&body, &scene, &standing, grip);
    assert_true(grip[0] == 0 && grip[1] == 0);
    memcpy(scene.prop[1].at, at, sizeof at);
    figure_grip(&body, &scene, &standing, grip);
    assert_true(grip[0] == 1);
    figure_grip(&body, NULL, &standing, grip);
    assert_true(grip[0] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body),    cmocka_unit_test(test_quantised),
        cmocka_unit_test(test_breath),  cmocka_unit_test(test_clip),
        cmocka_unit_test(test_lengths), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_grip),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
