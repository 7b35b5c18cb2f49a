/*
 * Hands, forearms, shins and feet of three people go through no other part of
 * the body. Each part has a core, a capsule well inside its flesh: skin of
 * another limb may press in as far as that, not deeper.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"

enum { STEPS = 4 };

/* Cores: from one segment's origin to another's, radius for 1.75 m and a
 * middling build: some two thirds of the flesh's half thickness. */
static const struct core {
    const char *name;
    int limb; /* 0 trunk and head, 1 arm, 2 leg */
    int from, to, left_from, left_to;
    double radius_m;
} cores[] = {
    {"belly",     0, SP_L5,        SP_T12,     SP_L5,        SP_T12,     .055},
    {"chest",     0, SP_T11,       SP_T3,      SP_T11,       SP_T3,      .065},
    {"hips",      0, SP_FEMUR_R,   SP_FEMUR_L, SP_FEMUR_R,   SP_FEMUR_L, .087},
    {"head",      0, SP_C1,        SP_SKULL,   SP_C1,        SP_SKULL,   .060},
    {"upper arm", 1, SP_HUMERUS_R, SP_ULNA_R,  SP_HUMERUS_L, SP_ULNA_L,  .028},
    {"forearm",   1, SP_ULNA_R,    SP_HAND_R,  SP_ULNA_L,    SP_HAND_L,  .022},
    {"thigh",     2, SP_FEMUR_R,   SP_TIBIA_R, SP_FEMUR_L,   SP_TIBIA_L, .045},
    {"shin",      2, SP_TIBIA_R,   SP_CALCN_R, SP_TIBIA_L,   SP_CALCN_L, .026},
};
enum { CORES = sizeof cores / sizeof *cores };

/* A palm's own contact may lie a little inside a core, and a shin brush past a
 * knee. */
#define MOST_M .008

struct worst {
    double depth_m;
    char where[160];
};

static double from_core(const struct sp_frames *at, int a, int b,
                        const double p[3])
{
    double d[3], v[3], dd = 0, dv = 0, off = 0;
    for (int k = 0; k < 3; k++) {
        d[k] = at->seg[b].p[k] - at->seg[a].p[k];
        v[k] = p[k] - at->seg[a].p[k];
        dd += d[k] * d[k];
        dv += d[k] * v[k];
    }
    const double t = dd > 0 ? fmin(1, fmax(0, dv / dd)) : 0;
    for (int k = 0; k < 3; k++)
        off += (v[k] - t * d[k]) * (v[k] - t * d[k]);
    return sqrt(off);
}

/* 1 an arm's end, 2 a leg's end, 0 neither; *left says whose. */
static int limb_of(int joint, bool *left)
{
    const int j = joint >= RIG_LEFT ? joint - RIG_SIDE : joint;
    *left = joint >= RIG_LEFT;
    if (j == RIG_ULNA || j == RIG_RADIUS || j == RIG_HAND || j == RIG_FINGERS ||
        j == RIG_FINGERTIPS || j == RIG_THUMB)
        return 1;
    return j == RIG_TIBIA || j == RIG_CALCN || j == RIG_TOES ? 2 : 0;
}

static void through(struct cast *c, const struct sp_scene *now,
                    const struct sp_posture *posture, const char *leg,
                    struct worst *w)
{
    struct sp_frames at;
    sp_body_place(&c->body, posture, &at);
    cast_pose(c, now, posture);
    for (int v = 0; v < c->mesh.vertices; v++) {
        bool left;
        const int joint = cast_joint(c, v), limb = limb_of(joint, &left);
        const double p[3] = {(double)c->position[3 * v],
                             (double)c->position[3 * v + 1],
                             (double)c->position[3 * v + 2]};
        for (int i = 0; limb && i < CORES; i++)
            for (int side = 0; side < (cores[i].limb ? 2 : 1); side++) {
                if (cores[i].limb == limb && side == left)
                    continue; // its own limb
                const double depth =
                    cores[i].radius_m * c->body.length_scale -
                    from_core(&at, side ? cores[i].left_from : cores[i].from,
                              side ? cores[i].left_to : cores[i].to, p);
                if (depth <= w->depth_m)
                    continue;
                w->depth_m = depth;
                snprintf(w->where, sizeof w->where, "%s into %s %s, %s, %.2f m",
                         figure_joint_name(joint), side ? "left" : "right",
                         cores[i].name, leg, c->body.person.height_m);
            }
    }
}

static void go_through(struct cast *c, const struct sp_scene *raw,
                       struct worst *w)
{
    static struct sp_posture key[SP_SCENE_KEYFRAMES];
    static struct sp_scene scene, now;
    struct sp_pose_report report;
    char leg[2 * SP_NAME_MAX + 8];
    sp_scene_scale(raw, &c->body, &scene);
    for (int k = 0; k < scene.keyframes; k++) {
        assert_int_equal(
            sp_pose_solve(&c->body, &scene, k, &key[k], &report, NULL), SP_OK);
        sp_scene_at(&scene, k, &now);
        through(c, &now, &key[k], scene.keyframe[k].name, w);
    }
    for (int k = 0; k + 1 < scene.keyframes; k++)
        for (int i = 1; i < STEPS && !library_no_way(raw, k); i++) {
            struct sp_posture p;
            const double u = (double)i / STEPS;
            snprintf(leg, sizeof leg, "%s to %s", scene.keyframe[k].name,
                     scene.keyframe[k + 1].name);
            assert_int_equal(sp_pose_between(&c->body, &scene, k, &key[k],
                                             k + 1, &key[k + 1], u, &p, &report,
                                             NULL),
                             SP_OK);
            sp_scene_between(&scene, k, k + 1, u, &now);
            through(c, &now, &p, leg, w);
        }
}

static void no_limb_goes_through_another(void **state)
{
    (void)state;
    static struct sp_scene raw;
    int missed = 0;
    for (int i = 0; i < library_scenes(); i++) {
        struct worst w = {0, ""};
        library_read(i, &raw);
        for (int p = 0; p < PEOPLE; p++)
            go_through(&cast[p], &raw, &w);
        if (w.depth_m > 0)
            print_message("# %s: %.0f mm, %s\n", raw.name, 1e3 * w.depth_m,
                          w.where);
        missed += w.depth_m > MOST_M;
    }
    assert_int_equal(missed, 0);
}

/* Calves lie on a stool beside the end of the traction table: its legs (25 mm
 * and more inside its top's edge) go past the table, not through it. */
static void a_stool_stands_beside_the_table(void **state)
{
    (void)state;
    static struct sp_scene raw, scene;
    library_load("traction_table", &raw);
    assert_int_equal(raw.prop[0].kind, SP_PROP_TRACTION_TABLE);
    assert_int_equal(raw.prop[2].kind, SP_PROP_TABLE);
    for (int i = 0; i < 2; i++) {
        const struct sp_person who[] = {
            {1.45, 45,  40, SP_FEMALE},
            {2.05, 130, 40, SP_MALE  }
        };
        static struct sp_body body;
        assert_int_equal(sp_body_init(&body, &who[i], NULL), SP_OK);
        sp_scene_scale(&raw, &body, &scene);
        const struct sp_prop *table = &scene.prop[0], *stool = &scene.prop[2];
        const double gap = stool->at[0] - stool->size[0] / 2 - table->at[0] -
                           table->size[0] / 2;
        if (gap < -.005)
            fail_msg("%.2f m: the stool stands %.0f mm in the table",
                     who[i].height_m, -1e3 * gap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_limb_goes_through_another),
        cmocka_unit_test(a_stool_stands_beside_the_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
