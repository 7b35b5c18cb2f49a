/*
 * A held position's small life: how far it goes, and what keeps still.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>

#include "figure/sway.h"
#include "figure/vec.h"
#include "library.h"

static struct sp_scene raw, scene;

static int above(int joint)
{
    const struct sp_body *body = &cast[1].body;
    int segment = rig_segment(joint);
    if (segment < 0)
        return rig_parent(joint);
    for (segment = body->segment[segment].parent; segment >= 0;
         segment = body->segment[segment].parent)
        for (int j = 0; j < FIGURE_JOINTS; j++)
            if (rig_segment(j) == segment)
                return j;
    return -1;
}

/* No vertex goes further than 3 mm: turns are so small that their ways add. */
static void it_is_barely_visible(void **state)
{
    (void)state;
    for (int p = 0; p < PEOPLE; p++) {
        const struct cast *c = &cast[p];
        struct rig_frames bind;
        double most = 0;
        rig_bind(&c->body, &bind);
        for (double t = 0; t < SWAY_LOOP_S; t += .7)
            for (int v = 0; v < c->mesh.vertices; v++) {
                double way[3] = {0}, turn[3], about[3], off[3], step[3];
                for (int j = cast_joint(c, v); j >= 0; j = above(j)) {
                    if (!sway_turn(j, t, turn))
                        continue;
                    for (int k = 0; k < 3; k++)
                        off[k] = (double)c->mesh.position[3 * v + k] -
                                 bind.joint[j].p[k];
                    m_apply(about, bind.joint[j].R, turn);
                    v_cross(step, about, off);
                    v_add_scaled(way, way, 3.14159265358979 / 180, step);
                }
                most = fmax(most, v_norm(way));
            }
        print_message("# at most %.1f mm\n", 1e3 * most);
        assert_true(most > .001 && most < .003);
    }
}

/* It comes back: the loop has no jump. */
static void a_loop_ends_where_it_begins(void **state)
{
    (void)state;
    for (int j = 0; j < FIGURE_JOINTS; j++) {
        double a[3], b[3];
        if (sway_turn(j, 0, a) != sway_turn(j, SWAY_LOOP_S, b))
            fail_msg("joint %d sways at one end only", j);
        for (int k = 0; k < 3; k++)
            assert_true(fabs(a[k] - b[k]) < 1e-9);
    }
}

static bool moves(const char *name, int keyframe, int joint)
{
    library_load(name, &raw);
    sp_scene_scale(&raw, &cast[1].body, &scene);
    return sway_is_free(&cast[1].body, &scene, keyframe, joint);
}

static void what_touches_keeps_still(void **state)
{
    (void)state;
    static const struct {
        const char *why, *scene;
        int joint;
        bool free;
    } rows[] = {
        {"a head lies on the floor",          "lying_supine",    RIG_SKULL,               false},
        {"a head above standing feet",        "stand",           RIG_SKULL,               true },
        {"hands hang at the sides",           "stand",           RIG_FINGERS,             true },
        {"hands lie on the thighs",           "sit_relaxed",     RIG_FINGERS,             false},
        {"and keep their shoulders",          "sit_relaxed",     RIG_CLAVICLE,            false},
        {"the head above them is free",       "sit_relaxed",     RIG_SKULL,               true },
        {"a back lies on the floor",          "crook_9090",      RIG_CLAVICLE,            false},
        {"what is carried stays in the hand", "lift_bent_knees", RIG_FINGERS,
         false                                                                                 },
        {"hands hold on to a bar",            "dead_hang",       RIG_FINGERS,             false},
        {"hands carry on all fours",          "cat_cow",         RIG_CLAVICLE + RIG_SIDE, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (moves(rows[i].scene, 0, rows[i].joint) != rows[i].free)
            fail_msg("%s: %s, joint %d", rows[i].why, rows[i].scene,
                     rows[i].joint);
}

/* How many joints sway in the file of a whole movement. */
static size_t swaying(const char *name)
{
    struct figure_clip clip;
    unsigned char *glb;
    size_t len, i, channels = 0;
    library_load(name, &raw);
    sp_scene_scale(&raw, &cast[1].body, &scene);
    assert_int_equal(
        figure_clip_make(&cast[1].body, &scene, NULL, 0, .5, &clip, NULL),
        SP_OK);
    assert_int_equal(figure_clip_glb(&cast[1].body, &cast[1].mesh, false,
                                     &scene, &clip, &glb, &len, NULL),
                     SP_OK);
    const size_t json = (size_t)glb[12] | (size_t)glb[13] << 8 |
                        (size_t)glb[14] << 16 | (size_t)glb[15] << 24;
    json_t *file = json_loadb((const char *)glb + 20, json, 0, NULL), *one;
    json_array_foreach(json_object_get(file, "animations"), i, one)
    {
        if (!strcmp(json_string_value(json_object_get(one, "name")), "sway"))
            channels = json_array_size(json_object_get(one, "channels"));
    }
    json_decref(file);
    free(glb);
    figure_clip_release(&clip);
    return channels;
}

static void the_file_has_what_is_free_all_along(void **state)
{
    (void)state;
    assert_int_equal(swaying("lying_supine"), 0);
    assert_int_equal(swaying("cat_cow"), 2);        // C5 and head
    assert_int_equal(swaying("neck_stretches"), 8); // fingers, shoulders too
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_barely_visible),
        cmocka_unit_test(a_loop_ends_where_it_begins),
        cmocka_unit_test(what_touches_keeps_still),
        cmocka_unit_test(the_file_has_what_is_free_all_along),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
