/*
 * The skin against what it touches: over every movement of the library, for a
 * small, a middling and a heavy person, no part sinks into the floor or a
 * prop, and a contact that stays does not slide. The worst of each movement
 * is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "library.h"

enum { STEPS = 4 };

/* What sinks: flesh is pressed in where weight rests on it; limbs below elbow
 * and knee and the head, here called bone, hardly are. */
enum part { BONE, FLESH, PARTS };
enum into { FLOOR, HARD, SOFT, INTOS };

/* Most that is let through, m. Flesh is pressed in as it is in life: seat and
 * thighs give 2 to 4 cm under a sitting or lying body (Linder-Ganz et al. 2007:
 * the muscle under the sit bones loses half of its thickness). Soft props are
 * balls, beds, pillows, blankets. */
static const double most_m[INTOS][PARTS] = {
    [FLOOR] = {.010, .035},
    [HARD] = {.010, .045},
    [SOFT] = {.055, .080},
};

static const double most_slide_m = .010;

struct worst {
    double depth_m[INTOS][PARTS];
    char where[INTOS][PARTS][160];
    double slide_m;
    char slides[160];
};

static struct sp_scene raw, scene, now;

static void load(const char *name) { library_load(name, &raw); }

// ---- how deep

/* Calf and hollow of the knee: of the lower leg what is neither shin nor ankle.
 */
static bool is_calf(const struct cast *c, const struct sp_frames *at, int joint,
                    const double p[3])
{
    const bool left = joint >= RIG_LEFT;
    if (joint != RIG_TIBIA + (left ? RIG_SIDE : 0))
        return false;
    const struct sp_frame *shin = &at->seg[left ? SP_TIBIA_L : SP_TIBIA_R];
    double x = 0, y = 0;
    for (int k = 0; k < 3; k++) {
        x += shin->R[3 * k] * (p[k] - shin->p[k]) / c->body.length_scale;
        y += shin->R[3 * k + 1] * (p[k] - shin->p[k]) / c->body.length_scale;
    }
    return x < .030 && y < .06 && y > -.30;
}

static enum part part_of(int joint)
{
    const int j = joint >= RIG_LEFT ? joint - RIG_SIDE : joint;
    const bool trunk = j <= RIG_T3 || j == RIG_SCAPULA;
    return trunk || j == RIG_FEMUR || j == RIG_HIP_HALF || j == RIG_HUMERUS ||
                   j == RIG_SHOULDER_HALF
               ? FLESH
               : BONE;
}

/* How deep a point is in a box whose top has its middle at the origin, through
 * the nearest face; 0 outside. */
static double in_box(const double q[3], double dx, double dy, double dz)
{
    const double out[4] = {dx / 2 - fabs(q[0]), dz / 2 - fabs(q[2]), -q[1],
                           q[1] + dy};
    double least = 1e9;
    for (int i = 0; i < 4; i++)
        least = fmin(least, out[i]);
    return fmax(0, least);
}

static double in_prop(const struct sp_prop *prop, const double p[3])
{
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    const double dx = p[0] - prop->at[0], dy = p[1] - prop->at[1];
    const double q[3] = {c * dx + s * dy, c * dy - s * dx, p[2] - prop->at[2]};
    const double *size = prop->size;
    switch (prop->kind) {
    case SP_PROP_BALL:
        return fmax(0, size[0] / 2 -
                           sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2]));
    case SP_PROP_ROLLER:
        return fabs(q[2]) > size[2] / 2
                   ? 0
                   : fmax(0, size[0] / 2 - hypot(q[0], q[1]));
    case SP_PROP_WALL:
        return fmax(0, (prop->at[0] > 0 ? 1 : -1) * (p[0] - prop->at[0]));
    case SP_PROP_CHAIR:
    case SP_PROP_TABLE:
        return in_box(q, size[0], .035, size[2]);
    case SP_PROP_BED:
        return in_box(q, size[0], prop->at[1], size[2]);
    case SP_PROP_BOX:
        return in_box(q, size[0], size[1], size[2] - .03);
    case SP_PROP_PILLOW:
    case SP_PROP_BLANKET:
        return in_box(q, size[0], size[1], size[2]);
    case SP_PROP_INVERSION_TABLE: {
        const double at[3] = {q[0] + .1 * size[0], q[1] + .005, q[2]};
        return in_box(at, .70 * size[0], .05, size[2] - .10);
    }
    case SP_PROP_TRACTION_TABLE:
        return in_box(q, size[0], .07, size[2]);
    default:
        return 0;
    }
}

static bool is_soft(enum sp_prop_kind kind)
{
    return kind == SP_PROP_BALL || kind == SP_PROP_BED ||
           kind == SP_PROP_PILLOW || kind == SP_PROP_BLANKET;
}

static void note(struct worst *w, enum into into, enum part part, int joint,
                 double depth, const char *what, const char *leg, int person)
{
    if (depth <= w->depth_m[into][part])
        return;
    w->depth_m[into][part] = depth;
    snprintf(w->where[into][part], sizeof w->where[into][part],
             "%s into %s, %s, %.2f m", figure_joint_name(joint), what, leg,
             people[person].height_m);
}

/* The posed skin against floor and props as they stand in `now`. */
static void sink(struct cast *c, int person, const struct sp_posture *posture,
                 const char *leg, struct worst *w)
{
    struct sp_frames at;
    sp_body_place(&c->body, posture, &at);
    cast_pose(c, &now, posture);
    for (int v = 0; v < c->mesh.vertices; v++) {
        const int joint = cast_joint(c, v);
        const double p[3] = {(double)c->position[3 * v],
                             (double)c->position[3 * v + 1],
                             (double)c->position[3 * v + 2]};
        const enum part part =
            is_calf(c, &at, joint, p) ? FLESH : part_of(joint);
        note(w, FLOOR, part, joint, -p[1], "the floor", leg, person);
        for (int i = 0; i < now.props; i++)
            if (!now.prop[i].away)
                note(w, is_soft(now.prop[i].kind) ? SOFT : HARD, part, joint,
                     in_prop(&now.prop[i], p), now.prop[i].name, leg, person);
    }
}

// ---- sliding

static bool same_place(const struct sp_touch *a, const struct sp_touch *b)
{
    return a->point == b->point && a->kind == SP_TOUCH_PLANE &&
           b->kind == SP_TOUCH_PLANE && b->fixed &&
           fabs(a->height_m - b->height_m) < 1e-9;
}

static void slide(const struct cast *c, int from, int to,
                  const struct sp_posture *start, const struct sp_posture *here,
                  const char *leg, int person, struct worst *w)
{
    const struct sp_keyframe *a = &scene.keyframe[from];
    const struct sp_keyframe *b = &scene.keyframe[to];
    struct sp_frames f, g;
    sp_body_place(&c->body, start, &f);
    sp_body_place(&c->body, here, &g);
    for (int i = 0; i < a->touches; i++)
        for (int k = 0; k < b->touches; k++) {
            double p[3], q[3];
            if (!same_place(&a->touch[i], &b->touch[k]))
                continue;
            sp_body_point(&c->body, &f, a->touch[i].point, p);
            sp_body_point(&c->body, &g, a->touch[i].point, q);
            const double moved = hypot(p[0] - q[0], p[2] - q[2]);
            if (moved <= w->slide_m)
                continue;
            w->slide_m = moved;
            snprintf(w->slides, sizeof w->slides, "%s, %s, %.2f m",
                     sp_point_name(a->touch[i].point), leg,
                     people[person].height_m);
        }
}

// ---- movements

static void go_through(int person, struct worst *w)
{
    struct cast *c = &cast[person];
    static struct sp_posture key[SP_SCENE_KEYFRAMES];
    struct sp_pose_report report;
    char leg[2 * SP_NAME_MAX + 8];
    sp_scene_scale(&raw, &c->body, &scene);
    for (int k = 0; k < scene.keyframes; k++) {
        assert_int_equal(
            sp_pose_solve(&c->body, &scene, k, &key[k], &report, NULL), SP_OK);
        sp_scene_at(&scene, k, &now);
        sink(c, person, &key[k], scene.keyframe[k].name, w);
    }
    for (int k = 0; k + 1 < scene.keyframes; k++) {
        snprintf(leg, sizeof leg, "%s to %s", scene.keyframe[k].name,
                 scene.keyframe[k + 1].name);
        for (int i = 1; i <= STEPS && !library_no_way(&raw, k); i++) {
            struct sp_posture p;
            const double u = (double)i / STEPS;
            assert_int_equal(sp_pose_between(&c->body, &scene, k, &key[k],
                                             k + 1, &key[k + 1], u, &p, &report,
                                             NULL),
                             SP_OK);
            slide(c, k, k + 1, &key[k], &p, leg, person, w);
            sp_scene_between(&scene, k, k + 1, u, &now);
            if (i < STEPS)
                sink(c, person, &p, leg, w);
        }
    }
}

static void print_worst(const struct worst *w)
{
    static const char *const part[PARTS] = {"bone", "flesh"};
    print_message("# %s\n", raw.name);
    for (int into = 0; into < INTOS; into++)
        for (int p = 0; p < PARTS; p++)
            if (w->depth_m[into][p] > .005)
                print_message("#   %s %4.0f mm: %s\n", part[p],
                              1e3 * w->depth_m[into][p], w->where[into][p]);
    if (w->slide_m > .003)
        print_message("#   slides %3.0f mm: %s\n", 1e3 * w->slide_m, w->slides);
}

static int misses(const struct worst *w)
{
    int count = w->slide_m > most_slide_m;
    for (int into = 0; into < INTOS; into++)
        for (int p = 0; p < PARTS; p++)
            count += w->depth_m[into][p] > most_m[into][p];
    if (count)
        print_message("#   %d of these is too much\n", count);
    return count;
}

static void nothing_sinks_or_slides(void **state)
{
    (void)state;
    static struct worst w;
    int missed = 0;
    for (int i = 0; i < scenes; i++) {
        load(names[i]);
        memset(&w, 0, sizeof w);
        for (int p = 0; p < PEOPLE; p++)
            go_through(p, &w);
        print_worst(&w);
        missed += misses(&w);
    }
    assert_int_equal(missed, 0);
}

/* Followed as a person sees it: a foot drawn forward under the body from plank
 * to pigeon neither flicks nor goes through the floor. */
static void a_foot_swings_over_the_floor(void **state)
{
    (void)state;
    static struct figure_clip clip;
    const struct sp_body *body = &cast[1].body;
    const struct figure_leg leg = {.from = 0, .to = 1, .length_s = 3};
    struct sp_error err;
    load("pigeon_pose");
    sp_scene_scale(&raw, body, &scene);
    if (figure_clip_make(body, &scene, &leg, 1, .1, &clip, &err) != SP_OK)
        fail_msg("%s", err.text);
    double highest = 0;
    for (int i = 1; i < clip.frames; i++) {
        struct sp_frames frames;
        double toe[3];
        sp_body_place(body, &clip.posture[i], &frames);
        sp_body_point(body, &frames, SP_POINT_TOE_R, toe);
        assert_true(toe[1] > -.01);
        highest = fmax(highest, toe[1]);
        for (int c = SP_HIP_R_FLEX; c <= SP_MTP_R_EXT; c++)
            assert_true(fabs(clip.posture[i].q[c] - clip.posture[i - 1].q[c]) <
                        .55);
    }
    assert_true(highest > .05);
    figure_clip_release(&clip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_sinks_or_slides),
        cmocka_unit_test(a_foot_swings_over_the_floor),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
