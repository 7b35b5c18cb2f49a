/*
 * Fascicles as straight runs between points on bones, and their moment arms
 * about every joint they cross.
 *
 * A run from A to B pulls A towards B. With unit tension that is one wrench,
 * (u, a x u), on A and its opposite on B, so the moment arm about each joint
 * between them is one product of six numbers: -dL/dq without differences.
 * No wrapping; shoulder girdle fixed to T1.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

// Where a segment hangs on the spine: level 0 = pelvis, l = l-th vertebra.
struct place {
    int level;
    int limb; /* first row of a shoulder or hip beyond it, or -1 */
};

static struct place place_of(int segment)
{
    const int t1 = SP_T1 - SP_PELVIS;
    if (segment == LOAD_ABDOMEN)
        return (struct place){0, -1};
    if (segment <= SP_SKULL)
        return (struct place){segment, -1};
    switch (segment) {
    case SP_HUMERUS_R:
        return (struct place){t1, LOAD_ROW_ARM_R};
    case SP_HUMERUS_L:
        return (struct place){t1, LOAD_ROW_ARM_L};
    case SP_FEMUR_R:
        return (struct place){0, LOAD_ROW_LEG_R};
    case SP_FEMUR_L:
        return (struct place){0, LOAD_ROW_LEG_L};
    default: // clavicle and scapula
        return (struct place){t1, -1};
    }
}

static int twin(int segment)
{
    return segment >= SP_CLAVICLE_R && segment <= SP_TOES_R
               ? segment + SP_CLAVICLE_L - SP_CLAVICLE_R
               : segment;
}

static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

void load_span_of(int fascicle, struct load_span *span)
{
    const struct load_fascicle *f = &load_fascicle[fascicle / 2];
    const bool left = fascicle % 2;
    *span = (struct load_span){-1, 0, LOAD_LEVELS, 0};
    for (int i = 0; i < f->points; i++) {
        const int seg = load_path_point[f->first + i].segment;
        const struct place at = place_of(left ? twin(seg) : seg);
        span->low = min(span->low, at.level);
        span->high = max(span->high, at.level);
        if (at.limb >= 0) {
            span->limb = at.limb;
            span->limb_rows = 3;
        }
        // the belly wall follows the lumbar joints
        if (seg == LOAD_ABDOMEN)
            span->high = max(span->high, 5);
    }
    if (span->low > span->high)
        span->low = span->high;
}

static void world_point(const struct sp_body *body,
                        const struct sp_frames *frames,
                        const struct load_tree *tree, int fascicle, int i,
                        int *segment, double out[3])
{
    const struct load_path_point *p =
        &load_path_point[load_fascicle[fascicle / 2].first + i];
    const bool left = fascicle % 2;
    const double s = body->length_scale;
    const double at[3] = {s * p->at[0], s * p->at[1],
                          left ? -s * p->at[2] : s * p->at[2]};
    *segment = left ? twin(p->segment) : p->segment;
    load_world(tree, frames, *segment, at, out);
}

double load_path_length(const struct sp_body *body,
                        const struct sp_frames *frames,
                        const struct load_tree *tree, int fascicle)
{
    double length = 0, at[2][3];
    int segment;
    for (int i = 0; i < load_fascicle[fascicle / 2].points; i++) {
        world_point(body, frames, tree, fascicle, i, &segment, at[i % 2]);
        if (i)
            length += vec3_distance(at[0], at[1]);
    }
    return length;
}

// Unit tension's wrench on the end at `from`.
static void run_wrench(const double from[3], const double to[3],
                       struct load_wrench *w)
{
    double u[3] = {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
    const double length = vec3_length(u);
    for (int a = 0; a < 3; a++)
        u[a] /= length > 0 ? length : 1;
    load_wrench_at(u, from, w);
}

static void add_level(struct load_wrench *to, const struct load_wrench *w,
                      double sign)
{
    for (int a = 0; a < 3; a++) {
        to->f[a] += sign * w->f[a];
        to->m[a] += sign * w->m[a];
    }
}

// One end on the belly wall moves with the lumbar joints.
static void belly_end(const struct load_tree *tree, const struct load_wrench *w,
                      double sign, double *column)
{
    double arm[3], moment[3], turned[3];
    vec3_cross(tree->belly_centre, w->f, arm);
    for (int a = 0; a < 3; a++)
        moment[a] = w->m[a] - arm[a];
    mat3_apply(tree->belly, moment, turned);
    for (int r = LOAD_ROW_SPINE; r < LOAD_ROW_SPINE + 15; r++)
        column[r] += sign * vec3_dot(tree->axis[r].angular, turned);
}

static void one_path(const struct sp_body *body, const struct sp_frames *frames,
                     const struct load_tree *tree, int fascicle,
                     const struct load_span *span, double *column, double *pull)
{
    const int points = load_fascicle[fascicle / 2].points;
    struct load_wrench level[LOAD_LEVELS]; // on all above each joint
    double at[2][3];
    int seg[2];

    memset(&level[span->low], 0,
           (size_t)(span->high - span->low) * sizeof *level);
    if (span->limb >= 0)
        memset(&column[span->limb], 0, 3 * sizeof *column);
    memset(&column[LOAD_ROW_SPINE + 3 * span->low], 0,
           (size_t)(3 * (span->high - span->low)) * sizeof *column);

    world_point(body, frames, tree, fascicle, 0, &seg[0], at[0]);
    for (int i = 1; i < points; i++) {
        const int now = i % 2, before = 1 - now;
        world_point(body, frames, tree, fascicle, i, &seg[now], at[now]);
        if (seg[now] == seg[before])
            continue;
        struct load_wrench w; // on the end before
        run_wrench(at[before], at[now], &w);
        const struct place a = place_of(seg[before]), b = place_of(seg[now]);
        const double sign = a.level > b.level ? 1 : -1;
        for (int l = min(a.level, b.level); l < max(a.level, b.level); l++)
            add_level(&level[l], &w, sign);
        if (a.limb != b.limb) {
            const int limb = a.limb >= 0 ? a.limb : b.limb;
            for (int r = limb; r < limb + 3; r++)
                column[r] +=
                    (a.limb >= 0 ? 1 : -1) * load_work_of(&tree->axis[r], &w);
        }
        if (seg[before] == LOAD_ABDOMEN)
            belly_end(tree, &w, 1, column);
        if (seg[now] == LOAD_ABDOMEN)
            belly_end(tree, &w, -1, column);
    }
    for (int l = span->low; l < span->high; l++) {
        const int r = LOAD_ROW_SPINE + 3 * l;
        for (int k = 0; k < 3; k++)
            column[r + k] += load_work_of(&tree->axis[r + k], &level[l]);
        memcpy(pull + 3 * l, level[l].f, sizeof level[l].f);
    }
}

// A left fascicle as the image of its right twin.
static void image(const struct load_mirror *mirror,
                  const struct load_span *span, const double *right,
                  const double *right_pull, double *left, double *left_pull)
{
    for (int r = span->limb; span->limb >= 0 && r < span->limb + 3; r++)
        left[r] = mirror->sign[r] * right[r - 7];
    for (int l = span->low; l < span->high; l++) {
        const int first = LOAD_ROW_SPINE + 3 * l;
        for (int r = first; r < first + 3; r++)
            left[r] = mirror->to[r] >= 0 ? right[r] : -right[r];
        left_pull[3 * l] = right_pull[3 * l];
        left_pull[3 * l + 1] = right_pull[3 * l + 1];
        left_pull[3 * l + 2] = -right_pull[3 * l + 2];
    }
}

void load_paths(const struct sp_body *body, const struct sp_frames *frames,
                const struct load_tree *tree, const struct load_span *spans,
                const struct load_mirror *mirror, double *columns,
                double *disc_pull)
{
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        double *column = columns + (size_t)j * LOAD_STRIDE;
        double *pull = disc_pull + (size_t)j * 3 * LOAD_LEVELS;
        if (mirror && j % 2)
            image(mirror, &spans[j], column - LOAD_STRIDE,
                  pull - 3 * LOAD_LEVELS, column, pull);
        else
            one_path(body, frames, tree, j, &spans[j], column, pull);
    }
}
