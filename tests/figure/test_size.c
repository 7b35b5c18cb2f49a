/*
 * What a page has to draw: skin, partner and dented props of every scene, for
 * three people, as one file holds them; the spine comes on top when one looks
 * through the back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>

#include "library.h"

#define MOST_HARD 16 /* that the page's shader has room for */

#define MOST 25000
#define MOST_SPINE 6000

static bool of_spine(const json_t *node)
{
    const char *name = json_string_value(json_object_get(node, "name"));
    return name && (!strncmp(name, "vertebra_", 9) ||
                    !strncmp(name, "disc_", 5) || !strcmp(name, "sacrum"));
}

/* Triangles of a glTF file, spine aside; of the spine in *spine. */
static int triangles(const unsigned char *glb, int *spine)
{
    const size_t len = (size_t)glb[12] | (size_t)glb[13] << 8 |
                       (size_t)glb[14] << 16 | (size_t)glb[15] << 24;
    json_t *file = json_loadb((const char *)glb + 20, len, 0, NULL), *node, *p;
    const json_t *meshes = json_object_get(file, "meshes");
    const json_t *accessors = json_object_get(file, "accessors");
    size_t i, k;
    int count = 0, hard = 0;
    *spine = 0;
    assert_non_null(file);
    // a mesh counts as often as a node shows it
    json_array_foreach(json_object_get(file, "nodes"), i, node)
    {
        const json_t *of = json_object_get(node, "mesh");
        hard +=
            json_object_get(json_object_get(node, "extras"), "press_m") != NULL;
        const json_t *mesh =
            of ? json_array_get(meshes, (size_t)json_integer_value(of)) : NULL;
        json_array_foreach(json_object_get(mesh, "primitives"), k, p)
        {
            const json_t *at = json_object_get(p, "indices");
            assert_non_null(at);
            const json_t *a =
                json_array_get(accessors, (size_t)json_integer_value(at));
            const int n =
                (int)json_integer_value(json_object_get(a, "count")) / 3;
            *(of_spine(node) ? spine : &count) += n;
        }
    }
    assert_in_range(hard, 0, MOST_HARD);
    json_decref(file);
    return count;
}

/* The whole of a scene: every keyframe dents what it presses. */
static int whole_scene(const struct cast *c, const struct figure_mesh *mesh,
                       const struct sp_scene *raw)
{
    static struct sp_scene scene;
    static struct figure_leg leg[SP_SCENE_KEYFRAMES];
    struct figure_clip clip;
    struct sp_error err;
    unsigned char *glb;
    size_t len;
    sp_scene_scale(raw, &c->body, &scene);
    for (int k = 0; k < scene.keyframes; k++)
        leg[k] = (struct figure_leg){.from = k, .to = k};
    if (figure_clip_make(&c->body, &scene, leg, scene.keyframes, .5, &clip,
                         &err) ||
        figure_clip_glb(&c->body, mesh, true, &scene, &clip, &glb, &len, &err))
        fail_msg("%s: %s", raw->name, err.text);
    int spine;
    const int count = triangles(glb, &spine);
    assert_in_range(spine, 1000, MOST_SPINE);
    free(glb);
    figure_clip_release(&clip);
    return count;
}

static void every_scene_is_light(void **state)
{
    (void)state;
    static struct sp_scene raw;
    int missed = 0, most = 0;
    for (int p = 0; p < PEOPLE; p++) {
        struct figure_mesh mesh;
        struct sp_error err;
        if (figure_mesh_init(&mesh, &cast[p].body, &err))
            fail_msg("%s", err.text);
        for (int i = 0; i < library_scenes(); i++) {
            library_read(i, &raw);
            const int count = whole_scene(&cast[p], &mesh, &raw);
            most = count > most ? count : most;
            if (count <= MOST)
                continue;
            missed++;
            print_message("# %s, %.2f m: %d triangles, %d of them skin\n",
                          raw.name, people[p].height_m, count, mesh.triangles);
        }
        figure_mesh_release(&mesh);
    }
    assert_int_equal(missed, 0);
    assert_true(most > 20000); // they were counted
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_is_light),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
