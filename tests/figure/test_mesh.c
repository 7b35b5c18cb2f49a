/* The body's mesh: closed, even, the right volume, tied to its joints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/rig.h"

static const struct {
    const char *why;
    struct sp_person who;
} people[] = {
    {"the figure the tables were made for", {1.75, 75, 40, SP_MALE}        },
    {"a usual woman",                       {1.63, 62, 40, SP_FEMALE}      },
    {"small and light",                     {1.45, 45, 30, SP_FEMALE}      },
    {"tall and heavy",                      {2.05, 140, 50, SP_MALE}       },
    {"sex unstated",                        {1.70, 67, 40, SP_SEX_UNSTATED}},
};
#define PEOPLE (sizeof people / sizeof people[0])

static void make(size_t i, struct sp_body *body, struct figure_mesh *mesh)
{
    struct sp_error err = {.text = ""};
    if (sp_body_init(body, &people[i].who, &err) != SP_OK ||
        figure_mesh_init(mesh, body, &err) != SP_OK)
        fail_msg("%s: %s", people[i].why, err.text);
}

static double volume(const struct figure_mesh *m, const float *p)
{
    double six = 0;
    for (int i = 0; i < m->triangles; i++) {
        const float *a = p + 3 * m->triangle[3 * i];
        const float *b = p + 3 * m->triangle[3 * i + 1];
        const float *c = p + 3 * m->triangle[3 * i + 2];
        six += (double)a[0] *
                   ((double)b[1] * (double)c[2] - (double)b[2] * (double)c[1]) +
               (double)a[1] *
                   ((double)b[2] * (double)c[0] - (double)b[0] * (double)c[2]) +
               (double)a[2] *
                   ((double)b[0] * (double)c[1] - (double)b[1] * (double)c[0]);
    }
    return six / 6;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void closed(const char *why, const struct figure_mesh *m)
{
    const size_t n = 3 * (size_t)m->triangles;
    uint64_t *edge = malloc(n * sizeof *edge);
    assert_non_null(edge);
    for (size_t i = 0; i < n; i++) {
        const uint64_t a = m->triangle[i];
        const uint64_t b = m->triangle[i - i % 3 + (i + 1) % 3];
        assert_true(a < (uint64_t)m->vertices && a != b);
        edge[i] = a << 32 | b;
    }
    qsort(edge, n, sizeof *edge, by_number);
    for (size_t i = 0; i < n; i++) {
        const uint64_t back = edge[i] << 32 | edge[i] >> 32;
        if (i > 0 && edge[i] == edge[i - 1])
            fail_msg("%s: two triangles run the same way along edge %u-%u", why,
                     (unsigned)(edge[i] >> 32), (unsigned)edge[i]);
        if (!bsearch(&back, edge, n, sizeof *edge, by_number))
            fail_msg("%s: hole at edge %u-%u", why, (unsigned)(edge[i] >> 32),
                     (unsigned)edge[i]);
    }
    // one piece: Euler's formula for a sphere
    assert_int_equal(m->vertices - (int)n / 2 + m->triangles, 2);
    free(edge);
}

static int by_place(const void *a, const void *b)
{
    return memcmp(a, b, 3 * sizeof(float));
}

static void symmetric(const char *why, const struct figure_mesh *m)
{
    float(*place)[3] = malloc((size_t)m->vertices * sizeof *place);
    assert_non_null(place);
    for (int v = 0; v < m->vertices; v++)
        for (int k = 0; k < 3; k++) // + 0 makes -0 into 0
            place[v][k] = m->position[3 * v + k] + 0.0f;
    qsort(place, (size_t)m->vertices, sizeof *place, by_place);
    for (int v = 0; v < m->vertices; v++) {
        const float other[3] = {m->position[3 * v] + 0.0f,
                                m->position[3 * v + 1] + 0.0f,
                                -m->position[3 * v + 2] + 0.0f};
        if (!bsearch(other, place, (size_t)m->vertices, sizeof *place,
                     by_place))
            fail_msg("%s: vertex %d has no mirror image", why, v);
    }
    free(place);
}

static void test_surface(void **state)
{
    (void)state;
    for (size_t i = 0; i < PEOPLE; i++) {
        const char *why = people[i].why;
        static struct sp_body body;
        struct figure_mesh m;
        make(i, &body, &m);
        closed(why, &m);
        symmetric(why, &m);
        assert_in_range(m.triangles, 12000, 25000);
        const double wanted = people[i].who.mass_kg / 990;
        const double found = volume(&m, m.position);
        if (fabs(found / wanted - 1) > .03)
            fail_msg("%s: volume %g m3, need %g", why, found, wanted);
        assert_true(fabs(found / m.volume_m3 - 1) < .001);
        for (int v = 0; v < m.vertices; v++) {
            int sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += m.weight[4 * v + k];
                assert_true(m.joint[4 * v + k] < FIGURE_JOINTS);
            }
            assert_int_equal(sum, 255);
            const float *n = m.normal + 3 * v;
            const double length =
                sqrt((double)(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]));
            assert_true(fabs(length - 1) < 1e-3);
        }
        assert_int_equal(m.first[0], 0);
        assert_int_equal(m.first[FIGURE_MATERIALS], m.triangles);
        for (int k = 0; k < FIGURE_MATERIALS; k++)
            assert_true(m.first[k + 1] - m.first[k] > 500);
        figure_mesh_release(&m);
    }
}

static void test_same_again(void **state)
{
    (void)state;
    static struct sp_body body;
    struct figure_mesh a, b;
    make(1, &body, &a);
    make(1, &body, &b);
    assert_int_equal(a.vertices, b.vertices);
    assert_int_equal(a.triangles, b.triangles);
    assert_memory_equal(a.position, b.position, 12 * (size_t)a.vertices);
    assert_memory_equal(a.joint, b.joint, 4 * (size_t)a.vertices);
    assert_memory_equal(a.weight, b.weight, 4 * (size_t)a.vertices);
    assert_memory_equal(a.triangle, b.triangle, 12 * (size_t)a.triangles);
    figure_mesh_release(&a);
    figure_mesh_release(&b);
}

/* Bent far, the figure must neither tear nor lose its flesh. */
static void test_posed(void **state)
{
    (void)state;
    static const double deg = 3.14159265358979323846 / 180;
    static const struct {
        const char *why;
        int coord[4];
        double angle_deg[4];
    } bent[] = {
        {"standing",        {SP_ROOT_X},                                       {0}},
        {"kneeling deep",
         {SP_HIP_R_FLEX, SP_HIP_L_FLEX, SP_KNEE_R_FLEX, SP_KNEE_L_FLEX},
         {120, 120, 150, 150}                                                     },
        {"arms overhead",
         {SP_SHOULDER_R_FLEX, SP_SHOULDER_L_FLEX, SP_GIRDLE_R_ELEV,
          SP_GIRDLE_L_ELEV},
         {175, 175, 30, 30}                                                       },
        {"bent and turned",
         {SP_LUMBAR_EXT, SP_THORACIC_EXT, SP_THORACIC_TURN, SP_CERVICAL_TURN},
         {-45, -25, 30, 40}                                                       },
    };
    static struct sp_body body;
    struct figure_mesh m;
    make(4, &body, &m);
    float *p = malloc(12 * (size_t)m.vertices);
    float *n = malloc(12 * (size_t)m.vertices);
    assert_true(p && n);
    const double grip[2] = {0, 0};
    for (size_t i = 0; i < sizeof bent / sizeof bent[0]; i++) {
        struct sp_posture posture = {{0}};
        struct figure_pose pose;
        for (int k = 0; k < 4; k++)
            posture.q[bent[i].coord[k]] += bent[i].angle_deg[k] * deg;
        figure_pose_init(&pose, &body, &posture, grip);
        figure_skin(&m, &pose, p, n);
        const double kept = volume(&m, p) / m.volume_m3;
        if (kept < .90 || kept > 1.06)
            fail_msg("%s: %g of the volume is left", bent[i].why, kept);
        double longest = 0;
        for (int t = 0; t < 3 * m.triangles; t++) {
            const float *a = p + 3 * m.triangle[t];
            const float *b = p + 3 * m.triangle[t - t % 3 + (t + 1) % 3];
            longest =
                fmax(longest,
                     hypot(hypot((double)(a[0] - b[0]), (double)(a[1] - b[1])),
                           (double)(a[2] - b[2])));
        }
        if (longest > .12)
            fail_msg("%s: an edge stretched to %g m", bent[i].why, longest);
    }
    free(p);
    free(n);
    figure_mesh_release(&m);
}

/* m from a contact point to the skin of somebody who stands: to the nearest
 * vertices' tangent planes. */
static double off_skin(size_t person, const enum sp_point *point, int count,
                       double off[])
{
    static struct sp_body body;
    struct figure_mesh m;
    make(person, &body, &m);
    float *p = malloc(12 * (size_t)m.vertices);
    float *n = malloc(12 * (size_t)m.vertices);
    assert_true(p && n);
    struct sp_posture standing = {{0}};
    struct sp_frames frames;
    struct figure_pose pose;
    const double grip[2] = {0, 0};
    double worst = 0;
    sp_body_place(&body, &standing, &frames);
    figure_pose_init(&pose, &body, &standing, grip);
    figure_skin(&m, &pose, p, n);
    for (int i = 0; i < count; i++) {
        double at[3];
        off[i] = 9;
        sp_body_point(&body, &frames, point[i], at);
        for (int v = 0; v < m.vertices; v++) {
            double d[3], far = 0, away = 0;
            for (int k = 0; k < 3; k++) {
                d[k] = at[k] - (double)p[3 * v + k];
                far += d[k] * d[k];
                away += d[k] * (double)n[3 * v + k];
            }
            if (far < .05 * .05 && fabs(away) < fabs(off[i]))
                off[i] = away;
        }
        worst = fmax(worst, fabs(off[i]));
    }
    free(p);
    free(n);
    figure_mesh_release(&m);
    return worst;
}

/* The skin is where the contact points say that it is. */
static void test_touches(void **state)
{
    (void)state;
    static const enum sp_point points[] = {
        SP_POINT_HEEL_R,  SP_POINT_BALL_R,  SP_POINT_PALM_L,  SP_POINT_CROWN,
        SP_POINT_OCCIPUT, SP_POINT_KNEEL_R, SP_POINT_FOREHEAD};
    static const double within_m[] = {.006, .012, .010, .012, .015, .015, .020};
    double off[7];
    (void)off_skin(0, points, 7, off);
    for (int i = 0; i < 7; i++)
        if (fabs(off[i]) > within_m[i])
            fail_msg("%s is %g m off the skin", sp_point_name(points[i]),
                     off[i]);
}

/* A hand that rests on the belly is seen, however far out that is: what it
 * touches lies no deeper than a hand is thick. */
static void test_hands_rest_on_any_belly(void **state)
{
    (void)state;
    static const enum sp_point points[] = {SP_POINT_BELLY_SIDE_R,
                                           SP_POINT_BELLY_SIDE_L};
    for (size_t i = 0; i < PEOPLE; i++) {
        double off[2];
        if (off_skin(i, points, 2, off) > .030)
            fail_msg("%s: the belly's side is %g m off the skin", people[i].why,
                     fmax(fabs(off[0]), fabs(off[1])));
    }
}

static void test_refused(void **state)
{
    (void)state;
    static struct sp_body body;
    struct sp_error err;
    struct figure_mesh m;
    assert_int_equal(sp_body_init(&body, &people[0].who, &err), SP_OK);
    assert_int_equal(figure_mesh_coarse(&m, &body, NAN, &err), SP_E_RANGE);
    assert_null(m.position);
}

/* How much of some joint's skin is of a material, and where that is. */
static double share(const struct figure_mesh *m, int joint, int material)
{
    int of = 0, all = 0;
    for (int k = 0; k < FIGURE_MATERIALS; k++)
        for (int i = m->first[k]; i < m->first[k + 1]; i++) {
            const unsigned v = m->triangle[3 * i];
            if (m->joint[4 * v] != joint)
                continue;
            all++;
            of += k == material;
        }
    return all ? (double)of / all : 0;
}

static int root_of(const int *up, int v)
{
    while (up[v] != v)
        v = up[v];
    return v;
}

/* How many pieces the skin falls into beyond the fingers' middle joints. */
static int fingers(const struct figure_mesh *m, const struct rig_frames *bind)
{
    const struct sp_frame *tips = &bind->joint[RIG_FINGERTIPS];
    int *up = malloc((size_t)m->vertices * sizeof *up), count = 0;
    assert_non_null(up);
    for (int v = 0; v < m->vertices; v++) {
        double along = 0, far = 0;
        for (int k = 0; k < 3; k++) {
            const double d = (double)m->position[3 * v + k] - tips->p[k];
            along += d * tips->R[3 * k + 1];
            far += d * d;
        }
        up[v] = along < 0 && far < .09 * .09 ? v : -1;
    }
    for (int i = 0; i < 3 * m->triangles; i++) {
        const int a = (int)m->triangle[i];
        const int b = (int)m->triangle[i - i % 3 + (i + 1) % 3];
        if (up[a] >= 0 && up[b] >= 0)
            up[root_of(up, a)] = root_of(up, b);
    }
    for (int v = 0; v < m->vertices; v++)
        count += up[v] == v;
    free(up);
    return count;
}

/* A head with hair and a face, hands with fingers. */
static void test_likeness(void **state)
{
    (void)state;
    for (size_t i = 0; i < PEOPLE; i++) {
        static struct sp_body body;
        struct figure_mesh m;
        struct rig_frames bind;
        make(i, &body, &m);
        rig_bind(&body, &bind);
        const double hair = share(&m, RIG_SKULL, FIGURE_HAIR);
        if (hair < .2 || hair > .6)
            fail_msg("%s: %g of the head is hair", people[i].why, hair);
        for (int j = 0; j < FIGURE_JOINTS; j++)
            if (j != RIG_SKULL && j > RIG_C3 && share(&m, j, FIGURE_HAIR) > 0)
                fail_msg("%s: hair on %s", people[i].why, figure_joint_name(j));
        if (fingers(&m, &bind) != 4)
            fail_msg("%s: %d fingers", people[i].why, fingers(&m, &bind));
        figure_mesh_release(&m);
    }
}

/* Every person the body model takes gets a closed figure. */
static void test_extremes(void **state)
{
    (void)state;
    static const struct sp_person who[] = {
        {1.20, 30,  10, SP_SEX_UNSTATED},
        {1.60, 160, 40, SP_FEMALE      },
        {2.20, 60,  20, SP_MALE        },
        {1.20, 250, 60, SP_MALE        },
    };
    for (size_t i = 0; i < sizeof who / sizeof who[0]; i++) {
        static struct sp_body body;
        struct sp_error err = {.text = ""};
        struct figure_mesh m;
        char why[64];
        snprintf(why, sizeof why, "%g m, %g kg", who[i].height_m,
                 who[i].mass_kg);
        assert_int_equal(sp_body_init(&body, &who[i], &err), SP_OK);
        if (figure_mesh_init(&m, &body, &err) != SP_OK)
            fail_msg("%s: %s", why, err.text);
        for (int v = 0; v < 3 * m.vertices; v++)
            assert_true(isfinite(m.position[v]));
        figure_mesh_release(&m);
    }
}

/* Luminance as WCAG 2 has it. */
static double luminance(unsigned rgb)
{
    static const double share[] = {.0722, .7152, .2126};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        const double c = (rgb >> 8 * i & 255) / 255.0;
        sum +=
            share[i] * (c <= .04045 ? c / 12.92 : pow((c + .055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(unsigned a, unsigned b)
{
    const double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + .05) / (fmin(x, y) + .05);
}

/* A chosen build changes the volume by what it says and nothing of the
 * skeleton; every skin stands out from the dark page and differs from the
 * others. */
static void test_looks(void **state)
{
    (void)state;
    static const struct sp_person who = {1.70, 70, 40, SP_SEX_UNSTATED};
    struct sp_body body;
    struct sp_error err;
    double volume[FIGURE_BUILDS];
    assert_int_equal(sp_body_init(&body, &who, &err), SP_OK);
    for (int b = 0; b < FIGURE_BUILDS; b++) {
        struct figure_mesh m;
        const struct figure_look look = {(enum figure_build)b, FIGURE_BRONZE};
        assert_int_equal(figure_mesh_look(&m, &body, 1, look, &err), SP_OK);
        volume[b] = m.volume_m3;
        assert_int_equal(m.tone, FIGURE_BRONZE);
        closed("build", &m);
        figure_mesh_release(&m);
    }
    assert_true(fabs(volume[FIGURE_SLENDER] / volume[FIGURE_MIDDLE] - .86) <
                .01);
    assert_true(fabs(volume[FIGURE_STOUT] / volume[FIGURE_MIDDLE] - 1.16) <
                .01);
    for (int a = 0; a < FIGURE_TONES; a++) {
        const unsigned skin =
            figure_material_colour(FIGURE_SKIN, (enum figure_tone)a);
        assert_true(contrast(skin, 0x12181B) >= 3);
        // hair, brows and lids are seen on it
        assert_true(
            contrast(skin, figure_material_colour(FIGURE_HAIR,
                                                  (enum figure_tone)a)) >= 1.8);
        for (int b = 0; b < a; b++)
            assert_true(contrast(skin, figure_material_colour(
                                           FIGURE_SKIN, (enum figure_tone)b)) >
                        1.2);
    }
    assert_int_equal(figure_tone_named("honey"), FIGURE_HONEY);
    assert_int_equal(figure_tone_named("green"), FIGURE_SAND);
    assert_int_equal(figure_build_named(NULL), FIGURE_MIDDLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_surface),
        cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_posed),
        cmocka_unit_test(test_touches),
        cmocka_unit_test(test_hands_rest_on_any_belly),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_likeness),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
