/*
 * Soft props give way: in every keyframe of every scene no vertex of a ball,
 * mattress, pillow or blanket stands inside the body of three people.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/glb.h"
#include "figure/vec.h"
#include "library.h"

#define MOST_M .005

/* Solid angle of a triangle seen from p: Van Oosterom & Strackee 1983. */
static double solid_angle(const struct cast *c, const unsigned *t,
                          const double p[3])
{
    double a[3][3], r[3], n[3];
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            a[i][k] = (double)c->position[3 * t[i] + (unsigned)k] - p[k];
        r[i] = v_norm(a[i]);
    }
    v_cross(n, a[1], a[2]);
    return 2 * atan2(v_dot(a[0], n),
                     r[0] * r[1] * r[2] + v_dot(a[0], a[1]) * r[2] +
                         v_dot(a[1], a[2]) * r[0] + v_dot(a[2], a[0]) * r[1]);
}

static double from_edge(const double a[3], const double b[3], const double p[3])
{
    double d[3], v[3], off[3];
    v_sub(d, b, a);
    v_sub(v, p, a);
    const double t = fmin(1, fmax(0, v_dot(v, d) / fmax(v_dot(d, d), 1e-12)));
    v_add_scaled(off, v, -t, d);
    return v_norm(off);
}

static double from_triangle(const struct cast *c, const unsigned *t,
                            const double p[3])
{
    double q[3][3], n[3], d[3], e[3], side[3];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            q[i][k] = (double)c->position[3 * t[i] + (unsigned)k];
    v_sub(d, q[1], q[0]);
    v_sub(e, q[2], q[0]);
    v_cross(n, d, e);
    v_unit(n);
    bool over = true;
    double least = 1e9;
    for (int i = 0; i < 3; i++) {
        v_sub(d, q[(i + 1) % 3], q[i]);
        v_sub(e, p, q[i]);
        v_cross(side, d, e);
        over = over && v_dot(side, n) >= 0;
        least = fmin(least, from_edge(q[i], q[(i + 1) % 3], p));
    }
    v_sub(e, p, q[0]);
    return over ? fabs(v_dot(e, n)) : least;
}

/* How deep a point is inside the skin (by winding number); 0 outside. */
static double inside(const struct cast *c, const double p[3])
{
    double nearest = 1e9, faces = 0, around = 0, least = 1e9;
    for (int v = 0; v < c->mesh.vertices; v++) {
        double d[3], n[3];
        for (int k = 0; k < 3; k++) {
            d[k] = (double)c->position[3 * v + k] - p[k];
            n[k] = (double)c->normal[3 * v + k];
        }
        if (v_dot(d, d) >= nearest)
            continue;
        nearest = v_dot(d, d);
        faces = v_dot(d, n);
    }
    // most are far away, or clearly outside; the rest is worth the sum
    if (nearest > .15 * .15 || faces < 0)
        return 0;
    for (int i = 0; i < c->mesh.triangles; i++) {
        const unsigned *t = c->mesh.triangle + 3 * (size_t)i;
        around += solid_angle(c, t, p);
        least = fmin(least, from_triangle(c, t, p));
    }
    return around > 2 * 3.14159265358979323846 ? least : 0;
}

/* Deepest vertex of a soft prop's piece in the body as it is posed. */
static double deepest_of(const struct cast *c, const struct sp_scene *now,
                         const struct figure_piece *piece)
{
    const struct sp_prop *prop = &now->prop[piece->prop];
    const struct figure_solid *s = &piece->solid;
    double most = 0;
    if (!figure_is_soft(prop->kind) || prop->away ||
        piece->paint == FIGURE_PAINT_WOOD)
        return 0;
    for (int v = 0; v < s->vertices; v++) {
        double p[3];
        for (int k = 0; k < 3; k++)
            p[k] = prop->at[k] + (double)s->position[3 * v + k];
        most = fmax(most, inside(c, p));
    }
    return most;
}

/* Deepest vertex of the soft props in the body as both stand. */
static double deepest(struct cast *c, const struct sp_scene *now,
                      const struct sp_posture *posture, bool dented)
{
    static struct figure_piece piece[FIGURE_PIECES];
    struct figure_dents dents;
    struct sp_error err;
    int count = 0;
    double most = 0;
    cast_pose(c, now, posture);
    if (figure_dents_init(&dents, &c->body, &c->mesh, now, posture, &err) ||
        figure_props(&c->body, now, dented ? &dents : NULL, piece, &count,
                     &err))
        fail_msg("%s", err.text);
    for (int i = 0; i < count; i++) {
        most = fmax(most, deepest_of(c, now, &piece[i]));
        figure_solid_release(&piece[i].solid);
    }
    figure_dents_release(&dents);
    return most;
}

static void soft_props_give_way(void **state)
{
    (void)state;
    static struct sp_scene raw, scene, now;
    int missed = 0, looked = 0;
    for (int i = 0; i < library_scenes(); i++) {
        library_read(i, &raw);
        bool soft = false;
        for (int k = 0; k < raw.props; k++)
            soft = soft || figure_is_soft(raw.prop[k].kind);
        for (int p = 0; soft && p < PEOPLE; p++) {
            sp_scene_scale(&raw, &cast[p].body, &scene);
            for (int k = 0; k < scene.keyframes; k++) {
                struct sp_posture posture;
                struct sp_pose_report report;
                assert_int_equal(sp_pose_solve(&cast[p].body, &scene, k,
                                               &posture, &report, NULL),
                                 SP_OK);
                sp_scene_at(&scene, k, &now);
                const double depth = deepest(&cast[p], &now, &posture, true);
                looked++;
                if (depth <= MOST_M)
                    continue;
                missed++;
                print_message("# %s: %s, %.2f m: %.0f mm\n", raw.name,
                              scene.keyframe[k].name,
                              cast[p].body.person.height_m, 1e3 * depth);
            }
        }
    }
    assert_true(looked > 60);
    assert_int_equal(missed, 0);
}

/* In a movement's file each keyframe has its own dent, not only the deepest. */
static void a_movement_has_the_dent_of_each_keyframe(void **state)
{
    (void)state;
    static const char *const some[] = {"ball_drape_prone", "pigeon_pose",
                                       "childs_pose"};
    static struct sp_scene raw, scene, now;
    struct cast *c = &cast[1];
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        struct figure_clip clip;
        struct soft_props soft;
        library_load(some[i], &raw);
        sp_scene_scale(&raw, &c->body, &scene);
        assert_int_equal(
            figure_clip_make(&c->body, &scene, NULL, 0, .5, &clip, NULL),
            SP_OK);
        assert_int_equal(
            soft_props_init(&soft, &c->body, &c->mesh, &scene, &clip, NULL),
            SP_OK);
        assert_int_equal(soft.keyframes, scene.keyframes);
        for (int k = 0; k < soft.keyframes; k++) {
            const int key = soft.keyframe[k];
            struct sp_posture posture;
            struct sp_pose_report report;
            assert_int_equal(
                sp_pose_solve(&c->body, &scene, key, &posture, &report, NULL),
                SP_OK);
            sp_scene_at(&scene, key, &now);
            cast_pose(c, &now, &posture);
            for (int p = 0; p < soft.count[k]; p++)
                assert_true(deepest_of(c, &now, &soft.piece[k][p]) <= MOST_M);
            // alike: one mesh can go from the one to the other
            for (int p = 0; p < soft.count[k]; p++)
                assert_int_equal(soft.piece[k][p].solid.vertices,
                                 soft.piece[0][p].solid.vertices);
            // all of it at its own time, nothing at the others'
            for (int leg = 0; leg < clip.legs; leg++)
                assert_true(fabs(glb_share(&clip, clip.leg[leg].first, key) -
                                 (clip.leg[leg].from == key)) < 1e-9);
        }
        soft_props_release(&soft);
        figure_clip_release(&clip);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(soft_props_give_way),
        cmocka_unit_test(a_movement_has_the_dent_of_each_keyframe),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
