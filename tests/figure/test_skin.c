/*
 * The skin bends without tearing or closing, in every keyframe of the library
 * for three people: how far it is stretched at shoulders, elbows, hips, knees
 * and neck against the bind pose, and how thick an upper arm stays that turns
 * about itself. Prints the worst of each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "library.h"

/* Skin by the joints that move it most, and how many times as long as in the
 * bind pose its edges may be, but for one in 200: short ones in a fold. */
static const struct place {
    const char *name;
    int joint[4]; /* right; 0 ends the list */
    double most;
} places[] = {
    {"shoulder",
     {RIG_SCAPULA, RIG_SHOULDER_HALF, RIG_ARM_TOP, RIG_ARM_MID},
     3.6                                                            },
    {"elbow",    {RIG_HUMERUS, RIG_ELBOW_HALF, RIG_ULNA},        1.5},
    {"hip",      {RIG_HIP_HALF, RIG_FEMUR},                      3.6},
    {"knee",     {RIG_KNEE_HALF, RIG_TIBIA},                     1.5},
    {"neck",     {RIG_C7, RIG_C5, RIG_C3},                       3.5},
};
enum { PLACES = sizeof places / sizeof *places };

/* Slices of the upper arm, as shares of the way from shoulder to elbow, and
 * what must be left of their half thickness. */
static const double slices[][2] = {
    {.10, .25},
    {.25, .40},
    {.40, .55},
    {.55, .70}
};
enum { SLICES = sizeof slices / sizeof *slices };
#define THICK .70

struct worst {
    double is;
    char where[96];
};

static int place_of(const struct cast *c, const unsigned *corner)
{
    const int most = cast_joint(c, (int)corner[0]);
    const int j = most >= RIG_LEFT ? most - RIG_SIDE : most;
    for (int p = 0; p < PLACES; p++)
        for (int i = 0; i < 4 && places[p].joint[i]; i++)
            if (places[p].joint[i] == j)
                return 2 * p + (most >= RIG_LEFT);
    return -1;
}

static double edge(const float *p, unsigned a, unsigned b)
{
    double sum = 0;
    for (int k = 0; k < 3; k++) {
        const double d =
            (double)p[3 * a + (unsigned)k] - (double)p[3 * b + (unsigned)k];
        sum += d * d;
    }
    return sqrt(sum);
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void note(struct worst *w, bool worse, double is, const char *where)
{
    if (!worse)
        return;
    w->is = is;
    snprintf(w->where, sizeof w->where, "%s", where);
}

/* One side of one place in one posture. */
static void stretch(const struct cast *c, int place, const char *where,
                    struct worst *w)
{
    static double ratio[1 << 15];
    int n = 0;
    for (int i = 0; i < c->mesh.triangles; i++) {
        const unsigned *t = c->mesh.triangle + 3 * (size_t)i;
        if (place_of(c, t) != place)
            continue;
        for (int e = 0; e < 3 && n < 1 << 15; e++) {
            const double was = edge(c->mesh.position, t[e], t[(e + 1) % 3]);
            ratio[n++] = edge(c->position, t[e], t[(e + 1) % 3]) / was;
        }
    }
    if (n == 0)
        return;
    qsort(ratio, (size_t)n, sizeof *ratio, by_size);
    const double most = ratio[n - 1 - n / 200];
    note(w, most > w->is, most, where);
}

/* Where a point is on the way from shoulder to elbow, and how far off the
 * line. */
static double along_arm(const struct rig_frames *at, int side, const float *p,
                        double *off)
{
    const double *a = at->joint[RIG_HUMERUS + side].p;
    const double *b = at->joint[RIG_ULNA + side].p;
    double dd = 0, dv = 0, oo = 0;
    for (int k = 0; k < 3; k++) {
        dd += (b[k] - a[k]) * (b[k] - a[k]);
        dv += (b[k] - a[k]) * ((double)p[k] - a[k]);
    }
    for (int k = 0; k < 3; k++) {
        const double e = (double)p[k] - a[k] - dv / dd * (b[k] - a[k]);
        oo += e * e;
    }
    *off = sqrt(oo);
    return dv / dd;
}

/* How thick each slice of an arm is against the bind pose. */
static void thickness(const struct cast *c, const struct sp_posture *posture,
                      int side, const char *where, struct worst *w)
{
    static const double open[2] = {0, 0};
    struct rig_frames bind, now;
    rig_bind(&c->body, &bind);
    rig_place(&c->body, posture, open, &now);
    for (int s = 0; s < SLICES; s++) {
        double before = 0, after = 0;
        for (int v = 0; v < c->mesh.vertices; v++) {
            const int j = cast_joint(c, v) - side;
            if (j != RIG_HUMERUS && j != RIG_SHOULDER_HALF &&
                j != RIG_ARM_TOP && j != RIG_ARM_MID)
                continue;
            double was, is;
            const double t =
                along_arm(&bind, side, c->mesh.position + 3 * v, &was);
            if (t < slices[s][0] || t > slices[s][1])
                continue;
            along_arm(&now, side, c->position + 3 * v, &is);
            before += was;
            after += is;
        }
        assert_true(before > 0);
        note(w, after / before < w->is, after / before, where);
    }
}

static void go_through(struct cast *c, const struct sp_scene *raw,
                       struct worst *worst, struct worst *thin)
{
    static struct sp_posture posture[SP_SCENE_KEYFRAMES];
    static struct sp_scene scene, now;
    struct sp_pose_report report[SP_SCENE_KEYFRAMES];
    sp_scene_scale(raw, &c->body, &scene);
    assert_int_equal(sp_pose_solve_all(&c->body, &scene, posture, report, NULL),
                     SP_OK);
    for (int k = 0; k < scene.keyframes; k++) {
        struct figure_pose pose;
        double grip[2];
        char where[96];
        sp_scene_at(&scene, k, &now);
        figure_grip(&c->body, &now, &posture[k], grip);
        figure_pose_init(&pose, &c->body, &posture[k], grip);
        figure_skin(&c->mesh, &pose, c->position, c->normal);
        snprintf(where, sizeof where, "%.40s %.30s, %.2f m", raw->name,
                 scene.keyframe[k].name, c->body.person.height_m);
        for (int p = 0; p < 2 * PLACES; p++)
            stretch(c, p, where, &worst[p / 2]);
        for (int side = 0; side <= RIG_SIDE; side += RIG_SIDE)
            thickness(c, &posture[k], side, where, thin);
    }
}

static void skin_neither_tears_nor_closes(void **state)
{
    (void)state;
    static struct sp_scene raw;
    struct worst worst[PLACES], thin = {.is = 1};
    int wrong = 0;
    for (int p = 0; p < PLACES; p++)
        worst[p] = (struct worst){.is = 1};
    for (int i = 0; i < library_scenes(); i++) {
        library_read(i, &raw);
        for (int p = 0; p < PEOPLE; p++)
            go_through(&cast[p], &raw, worst, &thin);
    }
    for (int p = 0; p < PLACES; p++) {
        print_message("# %s: edges %.2f times as long, %s\n", places[p].name,
                      worst[p].is, worst[p].where);
        wrong += worst[p].is > places[p].most;
    }
    print_message("# upper arm: %.0f %% as thick, %s\n", 100 * thin.is,
                  thin.where);
    wrong += thin.is < THICK;
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skin_neither_tears_nor_closes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
