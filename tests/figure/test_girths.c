/*
 * A tape round the drawn body beside what surveys measured: the figure of a
 * survey's average person lies within 7 % of the middle between the first and
 * last hundredth of that survey, or of its mean.
 *
 * Gordon CC et al. (2014), 2012 Anthropometric Survey of U.S. Army Personnel
 * (4082 men, 1986 women; hundredths of the published working databases), and
 * Fryar CD et al. (2021), Anthropometric reference data, United States
 * 2015-2018, NCHS Vital Health Stat 3(46).
 */
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
#include "num/mat3.h"

struct figure {
    struct sp_body body;
    struct figure_mesh mesh;
    struct rig_frames at;
};

static void make(struct figure *f, const struct sp_person *who)
{
    assert_int_equal(sp_body_init(&f->body, who, NULL), SP_OK);
    assert_int_equal(figure_mesh_init(&f->mesh, &f->body, NULL), SP_OK);
    rig_bind(&f->body, &f->at);
}

// ---- the tape

struct spot {
    double x, y;
};

static int by_place(const void *a, const void *b)
{
    const struct spot *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x)
                        : (p->y > q->y) - (p->y < q->y);
}

static double turn(struct spot a, struct spot b, struct spot c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// Round the convex hull (Andrew 1979): a tape spans hollows.
static double round_them(struct spot *p, int n)
{
    struct spot *hull = malloc(2 * (size_t)n * sizeof *hull);
    double sum = 0;
    int k = 0;
    assert_non_null(hull);
    qsort(p, (size_t)n, sizeof *p, by_place);
    for (int i = 0; i < n; hull[k++] = p[i++])
        while (k > 1 && turn(hull[k - 2], hull[k - 1], p[i]) <= 0)
            k--;
    for (int i = n - 2, low = k + 1; i >= 0; hull[k++] = p[i--])
        while (k >= low && turn(hull[k - 2], hull[k - 1], p[i]) <= 0)
            k--;
    for (int i = 1; i < k; i++)
        sum += hypot(hull[i].x - hull[i - 1].x, hull[i].y - hull[i - 1].y);
    free(hull);
    return sum;
}

// The joint that moves a vertex most.
static int joint_of(const struct figure_mesh *m, unsigned v)
{
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (m->weight[4 * v + (unsigned)i] > m->weight[4 * v + (unsigned)best])
            best = i;
    return m->joint[4 * v + (unsigned)best];
}

/* Round the skin of the wanted joints in the plane through `at` across
 * `along` (unit length), mm. */
static double tape(const struct figure *f, const bool wanted[FIGURE_JOINTS],
                   const double at[3], const double along[3])
{
    const struct figure_mesh *m = &f->mesh;
    const double up[3] = {fabs(along[0]) < .9, fabs(along[0]) >= .9, 0};
    double u[3], w[3];
    vec3_cross(along, up, u);
    const double length = vec3_length(u);
    for (int k = 0; k < 3; k++)
        u[k] /= length;
    vec3_cross(along, u, w);
    struct spot *spot = malloc(3 * (size_t)m->triangles * sizeof *spot);
    int n = 0;
    assert_non_null(spot);
    for (int i = 0; i < 3 * m->triangles; i++) {
        const unsigned v[2] = {m->triangle[i],
                               m->triangle[i - i % 3 + (i + 1) % 3]};
        double p[2][3], off[2];
        if (!wanted[joint_of(m, v[0])] || !wanted[joint_of(m, v[1])])
            continue;
        for (int e = 0; e < 2; e++) {
            for (int k = 0; k < 3; k++)
                p[e][k] = (double)m->position[3 * v[e] + (unsigned)k] - at[k];
            off[e] = vec3_dot(p[e], along);
        }
        if ((off[0] < 0) == (off[1] < 0))
            continue;
        const double t = off[0] / (off[0] - off[1]);
        double c[3];
        for (int k = 0; k < 3; k++)
            c[k] = p[0][k] + t * (p[1][k] - p[0][k]);
        spot[n++] = (struct spot){vec3_dot(c, u), vec3_dot(c, w)};
    }
    const double sum = n > 2 ? round_them(spot, n) : 0;
    free(spot);
    return 1000 * sum;
}

enum way { MOST, LEAST };

// The most or the least between two shares of the way from one joint to
// another.
static double between(const struct figure *f, const bool wanted[FIGURE_JOINTS],
                      int from, int to, double first, double last, bool level,
                      enum way way)
{
    const double *a = f->at.joint[from].p, *b = f->at.joint[to].p;
    double along[3], best = way == MOST ? 0 : INFINITY;
    for (int k = 0; k < 3; k++)
        along[k] = level ? k == 1 : b[k] - a[k];
    const double length = vec3_length(along);
    for (int k = 0; k < 3; k++)
        along[k] /= length;
    for (int i = 0; i <= 20; i++) {
        double at[3];
        for (int k = 0; k < 3; k++)
            at[k] = a[k] + (first + (last - first) * i / 20) * (b[k] - a[k]);
        const double mm = tape(f, wanted, at, along);
        best = way == MOST ? fmax(best, mm) : fmin(best, mm);
    }
    return best;
}

static double hips(const struct figure *f)
{
    bool wanted[FIGURE_JOINTS] = {false};
    for (int j = 0; j < RIG_TRUNK; j++)
        wanted[j] = true;
    for (int side = 0; side < 2; side++)
        wanted[RIG_FEMUR + side * RIG_SIDE] =
            wanted[RIG_HIP_HALF + side * RIG_SIDE] = true;
    return between(f, wanted, RIG_L5, RIG_FEMUR, .3, 1.3, true, MOST);
}

static double waist(const struct figure *f)
{
    bool wanted[FIGURE_JOINTS] = {false};
    const double up[3] = {0, 1, 0};
    for (int j = 0; j < RIG_TRUNK; j++)
        wanted[j] = true;
    return tape(f, wanted, f->at.joint[RIG_L4].p, up);
}

static double shank(const struct figure *f, double first, double last,
                    enum way way)
{
    bool wanted[FIGURE_JOINTS] = {false};
    wanted[RIG_KNEE_HALF] = wanted[RIG_TIBIA] = wanted[RIG_CALCN] = true;
    return between(f, wanted, RIG_TIBIA, RIG_CALCN, first, last, true, way);
}

static double calf(const struct figure *f) { return shank(f, .15, .5, MOST); }

static double ankle(const struct figure *f)
{
    return shank(f, .75, .95, LEAST);
}

static double wrist(const struct figure *f)
{
    bool wanted[FIGURE_JOINTS] = {false};
    wanted[RIG_ULNA] = wanted[RIG_RADIUS] = wanted[RIG_HAND] = true;
    return between(f, wanted, RIG_ULNA, RIG_HAND, .85, .97, false, LEAST);
}

// ---- beside the surveys

static const struct sp_person soldier = {1.756, 85.5, 30, SP_MALE};
static const struct sp_person soldier_f = {1.629, 67.8, 29, SP_FEMALE};
static const struct sp_person adult = {1.753, 90.6, 48, SP_MALE};
static const struct sp_person adult_f = {1.613, 77.5, 48, SP_FEMALE};

static const struct {
    const char *name;
    double (*measure)(const struct figure *);
    const struct sp_person *who;
    double first_mm, last_mm; /* hundredths; alike: the mean */
} rows[] = {
    {"hips, man",    hips,  &soldier,   861.8,  1218  },
    {"hips, woman",  hips,  &soldier_f, 867,    1206.3},
    {"calf, man",    calf,  &soldier,   329.8,  467   },
    {"calf, woman",  calf,  &soldier_f, 312.7,  452   },
    {"ankle, man",   ankle, &soldier,   198,    268   },
    {"ankle, woman", ankle, &soldier_f, 185,    255   },
    {"wrist, man",   wrist, &soldier,   156,    198   },
    {"wrist, woman", wrist, &soldier_f, 138,    174   },
    {"waist, man",   waist, &adult,     1028.7, 1028.7},
    {"waist, woman", waist, &adult_f,   983,    983   },
};

static void girths_are_those_of_surveys(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct figure f;
        make(&f, rows[i].who);
        const double mm = rows[i].measure(&f);
        const double middle = (rows[i].first_mm + rows[i].last_mm) / 2;
        const bool good = fabs(mm / middle - 1) <= .07;
        print_message("%-14s %6.0f mm, survey %6.0f: %+5.1f %%%s\n",
                      rows[i].name, mm, middle, 100 * (mm / middle - 1),
                      good ? "" : ", beyond");
        wrong += !good;
        figure_mesh_release(&f.mesh);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(girths_are_those_of_surveys),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
