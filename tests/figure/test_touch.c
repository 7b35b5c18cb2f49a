/*
 * The skin as it is shown against what it touches: over every movement of the
 * library, for a small, a middling and a heavy person, in every keyframe and
 * all the way between them, no part sinks into the floor or a hard prop as both
 * are drawn, and a contact that stays does not slide. The worst of each
 * movement is printed. Soft props: test_dent.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "figure/press.h"
#include "figure/vec.h"
#include "library.h"

/* One bar for all: bone and flesh, small and heavy, still and moving. */
#define MOST_M .010
#define STEP_S .1 /* as the page plays it */

struct worst {
    double sunk_m, slide_m;
    char sinks[160], slides[160];
    int vertices; /* of skin that lay on something hard */
};

static struct sp_scene raw, scene, now;

static void load(const char *name) { library_load(name, &raw); }

// ---- a drawn prop as convex parts: boxes and bars

enum { PARTS_MAX = 64 };

/* Triangles from first to last of a piece that hang together. */
struct convex {
    const struct figure_piece *piece;
    int first, last;
    double low[3], high[3];
};

static struct figure_piece piece[FIGURE_PIECES];
static struct convex part[PARTS_MAX];
static int pieces, parts;

static void corner(const struct figure_solid *s, int triangle, int c,
                   double out[3])
{
    const unsigned v = s->triangle[3 * triangle + c];
    for (int k = 0; k < 3; k++)
        out[k] = (double)s->position[3 * v + (unsigned)k];
}

/* Boxes and bars follow each other in a solid and share no vertex. */
static void take_parts(const struct figure_piece *p)
{
    const struct figure_solid *s = &p->solid;
    unsigned high = 0;
    for (int i = 0; i < s->triangles; i++) {
        const unsigned *t = s->triangle + 3 * (size_t)i;
        unsigned low = t[0] < t[1] ? t[0] : t[1];
        low = t[2] < low ? t[2] : low;
        if (i == 0 || low > high) {
            assert_true(parts < PARTS_MAX);
            part[parts++] = (struct convex){
                .piece = p,
                .first = i,
                .low = {1e9,  1e9,  1e9 },
                .high = {-1e9, -1e9, -1e9}
            };
        }
        struct convex *to = &part[parts - 1];
        to->last = i;
        for (int c = 0; c < 3; c++) {
            double at[3];
            high = t[c] > high ? t[c] : high;
            corner(s, i, c, at);
            for (int k = 0; k < 3; k++) {
                to->low[k] = fmin(to->low[k], at[k]);
                to->high[k] = fmax(to->high[k], at[k]);
            }
        }
    }
}

/* How deep a point of the prop's frame is in a part; <= 0 outside. */
static double deep(const struct convex *c, const double p[3])
{
    double least = 1e9;
    for (int k = 0; k < 3; k++) {
        if (p[k] <= c->low[k] || p[k] >= c->high[k])
            return 0;
        least = fmin(least, fmin(p[k] - c->low[k], c->high[k] - p[k]));
    }
    for (int i = c->first; i <= c->last && least > 0; i++) {
        double a[3], b[3], d[3], n[3];
        corner(&c->piece->solid, i, 0, a);
        corner(&c->piece->solid, i, 1, b);
        corner(&c->piece->solid, i, 2, d);
        v_sub(b, b, a);
        v_sub(d, d, a);
        v_cross(n, b, d);
        if (v_norm(n) < 1e-9)
            continue;
        v_unit(n);
        v_sub(d, p, a);
        least = fmin(least, -v_dot(n, d));
    }
    return least;
}

/* Belts lie round the body; cushions, cloth and rubber give way. */
static bool is_hard(enum figure_paint paint)
{
    return paint != FIGURE_PAINT_STRAP && paint != FIGURE_PAINT_CUSHION &&
           paint != FIGURE_PAINT_CLOTH && paint != FIGURE_PAINT_RUBBER;
}

static void build_props(const struct cast *c)
{
    struct sp_error err;
    parts = 0;
    if (figure_props(&c->body, &scene, NULL, piece, &pieces, &err) != SP_OK)
        fail_msg("%s", err.text);
    for (int i = 0; i < pieces; i++)
        if (is_hard(piece[i].paint))
            take_parts(&piece[i]);
}

static void clear_props(void)
{
    for (int i = 0; i < pieces; i++)
        figure_solid_release(&piece[i].solid);
}

// ---- how deep

static void note(struct worst *w, int joint, double depth, const char *what,
                 const char *leg, const struct cast *c)
{
    w->vertices += depth > -.002;
    if (depth <= w->sunk_m)
        return;
    w->sunk_m = depth;
    snprintf(w->sinks, sizeof w->sinks, "%s into %s, %s, %.2f m",
             figure_joint_name(joint), what, leg, c->body.person.height_m);
}

/* Hands, feet and what is as thin: something hard on their one side is near to
 * the other as well. */
static bool is_thin(int joint)
{
    const int j = joint >= RIG_LEFT ? joint - RIG_SIDE : joint;
    return j == RIG_HAND || j == RIG_FINGERS || j == RIG_FINGERTIPS ||
           j == RIG_THUMB || j == RIG_ULNA || j == RIG_RADIUS ||
           j == RIG_CALCN || j == RIG_TOES;
}

#define UNDER_M .045 /* a limb's flesh is thicker */
#define STEP_UNDER_M .005
#define CORE_M                                                                 \
    .008 /* of a part: the edge of one that flesh hangs over is less */

/* How deep skin at p of the prop's frame, n its normal, has sunk into a part;
 * or by how much it has passed through it, when the part is in the limb. */
static double sunk(const struct convex *c, const double p[3], const double n[3],
                   bool thin)
{
    for (int k = 0; k < 3; k++) // nothing of the limb reaches its box
        if (p[k] < c->low[k] - UNDER_M - 1e-6 ||
            p[k] > c->high[k] + UNDER_M + 1e-6)
            return 0;
    const double in = deep(c, p);
    for (double t = UNDER_M; !thin && in <= 0 && t > 0; t -= STEP_UNDER_M) {
        double under[3];
        v_add_scaled(under, p, -t, n);
        if (deep(c, under) > CORE_M)
            return t;
    }
    return in;
}

/* The shown skin against floor and props as they stand in `now`. */
static void sink(struct cast *c, const struct sp_posture *posture,
                 const char *leg, struct worst *w)
{
    double R[SP_SCENE_PROPS][9];
    for (int i = 0; i < now.props; i++)
        m_about(R[i], 2, now.prop[i].tilt_rad);
    cast_pose(c, &now, posture);
    for (int v = 0; v < c->mesh.vertices; v++) {
        const double p[3] = {(double)c->position[3 * v],
                             (double)c->position[3 * v + 1],
                             (double)c->position[3 * v + 2]};
        const double n[3] = {(double)c->normal[3 * v],
                             (double)c->normal[3 * v + 1],
                             (double)c->normal[3 * v + 2]};
        const int joint = cast_joint(c, v);
        note(w, joint, -p[1], "the floor", leg, c);
        for (int i = 0; i < parts; i++) {
            const struct figure_piece *of = part[i].piece;
            const struct sp_prop *prop = &now.prop[of->prop];
            double q[3], m[3];
            v_copy(q, p);
            v_copy(m, n);
            if (of->moves) {
                v_sub(q, p, prop->at);
                m_apply_t(q, R[of->prop], q);
                m_apply_t(m, R[of->prop], n);
            }
            const double depth =
                prop->away ? 0 : sunk(&part[i], q, m, is_thin(joint));
            if (depth > 0)
                note(w, joint, depth, prop->name, leg, c);
        }
    }
}

// ---- sliding

/* Does a touch of both keyframes stay where it is? */
static bool same_place(const struct sp_touch *a, const struct sp_touch *b)
{
    if (a->point != b->point || a->kind != b->kind || !b->fixed)
        return false;
    if (a->kind == SP_TOUCH_PLANE)
        return fabs(a->height_m - b->height_m) < 1e-9;
    if (a->kind != SP_TOUCH_PROP || a->target != b->target)
        return false;
    const enum sp_prop_kind kind = scene.prop[a->target].kind;
    return kind != SP_PROP_BALL && kind != SP_PROP_ROLLER; // they roll
}

/* Where a touch's point is over its plane or on its prop. */
static void on_prop(const struct cast *c, const struct sp_scene *in,
                    const struct sp_posture *posture, const struct sp_touch *t,
                    double out[3])
{
    struct sp_frames f;
    sp_body_place(&c->body, posture, &f);
    sp_body_point(&c->body, &f, t->point, out);
    if (t->kind == SP_TOUCH_PROP) {
        const struct sp_prop *prop = &in->prop[t->target];
        double R[9];
        m_about(R, 2, prop->tilt_rad);
        v_sub(out, out, prop->at);
        m_apply_t(out, R, out);
    }
    out[1] = 0; // how deep is told elsewhere
}

static void slide(const struct cast *c, const struct figure_leg *leg,
                  const struct sp_posture *start, const struct sp_posture *here,
                  const char *way, struct worst *w)
{
    static struct sp_scene then;
    const struct sp_keyframe *a = &scene.keyframe[leg->from];
    const struct sp_keyframe *b = &scene.keyframe[leg->to];
    sp_scene_at(&scene, leg->from, &then);
    for (int i = 0; i < a->touches; i++)
        for (int k = 0; k < b->touches; k++) {
            double p[3], q[3];
            if (!same_place(&a->touch[i], &b->touch[k]))
                continue;
            on_prop(c, &then, start, &a->touch[i], p);
            on_prop(c, &now, here, &a->touch[i], q);
            v_sub(q, q, p);
            const double moved = v_norm(q);
            if (moved <= w->slide_m)
                continue;
            w->slide_m = moved;
            snprintf(w->slides, sizeof w->slides, "%s, %s, %.2f m",
                     sp_point_name(a->touch[i].point), way,
                     c->body.person.height_m);
        }
}

// ---- movements

/* Every frame of one leg, as the page is given it. */
static void along(struct cast *c, const struct figure_clip *clip,
                  const struct figure_leg *leg, struct worst *w)
{
    const char *from = scene.keyframe[leg->from].name;
    const char *to = scene.keyframe[leg->to].name;
    char way[2 * SP_NAME_MAX + 8];
    for (int f = 0; f <= leg->frames; f++) {
        const struct sp_posture *here = &clip->posture[leg->first + f];
        const double u = (double)f / leg->frames;
        if (f == 0 || f == leg->frames)
            snprintf(way, sizeof way, "%s", f ? to : from);
        else
            snprintf(way, sizeof way, "%s to %s", from, to);
        sp_scene_between(&scene, leg->from, leg->to, u, &now);
        sink(c, here, way, w);
        slide(c, leg, &clip->posture[leg->first], here, way, w);
    }
}

static void go_through(struct cast *c, struct worst *w)
{
    static struct figure_leg leg[SP_SCENE_KEYFRAMES];
    struct figure_clip clip;
    struct sp_error err;
    int n = 0;
    sp_scene_scale(&raw, &c->body, &scene);
    for (int k = 0; k + 1 < scene.keyframes; k++)
        if (!library_no_way(&raw, k))
            leg[n++] = (struct figure_leg){.from = k, .to = k + 1};
    if (n == 0)
        leg[n++] = (struct figure_leg){0};
    if (figure_clip_make(&c->body, &scene, leg, n, STEP_S, &clip, &err) !=
        SP_OK)
        fail_msg("%s", err.text);
    build_props(c);
    for (int i = 0; i < clip.legs; i++)
        along(c, &clip, &clip.leg[i], w);
    clear_props();
    figure_clip_release(&clip);
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
            go_through(&cast[p], &w);
        print_message("# %s: sinks %.1f mm (%s), slides %.1f mm (%s)\n",
                      raw.name, 1e3 * w.sunk_m, w.sinks, 1e3 * w.slide_m,
                      w.slides);
        missed += w.sunk_m > MOST_M || w.slide_m > MOST_M;
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
