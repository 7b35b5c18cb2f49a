/*
 * Weights by rule, then averaged over the mesh: the spine by a quadratic
 * B-spline along 13 of its joints, limbs by ramps across each joint with the
 * half-way helper in the middle.
 */
#include "figure/weights.h"
#include "figure/vec.h"

#include <stdint.h>
#include <stdlib.h>

/* What the rules need to know of the body in its bind pose. */
struct rules {
    const struct field *f;
    struct rig_frames bind;
    double level[RIG_TRUNK]; /* m, height of each spine joint */
    double arm_axis[3], fore_axis[3], elbow_across[3];
    double thigh_axis[3], knee_across[3], leg_across[3], hand_axis[3];
    double arm_length, fore_length;
    double acromion[3];
};

static void axis_between(const struct rules *r, int a, int b, double out[3])
{
    v_sub(out, r->bind.joint[b].p, r->bind.joint[a].p);
    v_unit(out);
}

static void rules_init(struct rules *r, const struct field *f)
{
    r->f = f;
    rig_bind(&f->body, &r->bind);
    for (int i = 0; i < RIG_TRUNK; i++)
        r->level[i] = r->bind.joint[i].p[1];
    // the pelvis takes part in bending from a hand's breadth below L5
    r->level[0] = r->level[1] - .06 * f->scale;

    double shank[3], v[3];
    axis_between(r, RIG_HUMERUS, RIG_ULNA, r->arm_axis);
    axis_between(r, RIG_ULNA, RIG_HAND, r->fore_axis);
    axis_between(r, RIG_HAND, RIG_FINGERS, r->hand_axis);
    axis_between(r, RIG_FEMUR, RIG_TIBIA, r->thigh_axis);
    v_sub(shank, f->bind.seg[SP_TALUS_R].p, r->bind.joint[RIG_TIBIA].p);
    v_unit(shank);
    v_add_scaled(r->elbow_across, r->arm_axis, 1, r->fore_axis);
    v_unit(r->elbow_across);
    v_add_scaled(r->knee_across, r->thigh_axis, 1, shank);
    v_unit(r->knee_across);
    // the outer hip goes with the thigh; the groin fold is oblique
    const double oblique[3] = {-.10, 0, .45};
    v_add_scaled(r->leg_across, r->thigh_axis, 1, oblique);
    v_unit(r->leg_across);
    v_sub(v, r->bind.joint[RIG_ULNA].p, r->bind.joint[RIG_HUMERUS].p);
    r->arm_length = v_norm(v);
    v_sub(v, r->bind.joint[RIG_HAND].p, r->bind.joint[RIG_ULNA].p);
    r->fore_length = v_norm(v);
    v_copy(r->acromion, r->bind.joint[RIG_SCAPULA].p);
}

/* Distance along an axis from a joint. */
static double along(const struct rules *r, int joint, const double axis[3],
                    const double p[3])
{
    double v[3];
    v_sub(v, p, r->bind.joint[joint].p);
    return v_dot(v, axis);
}

static double apart(const double a[3], const double b[3])
{
    double v[3];
    v_sub(v, a, b);
    return v_norm(v);
}

static double spine_x(const struct rules *r, double y)
{
    int i = 0;
    while (i < RIG_TRUNK - 2 && y > r->level[i + 1])
        i++;
    const double t =
        fmin(1, fmax(0, (y - r->level[i]) / (r->level[i + 1] - r->level[i])));
    return mix(r->bind.joint[i].p[0], r->bind.joint[i + 1].p[0], t);
}

/* Share `part` out to the spine at a skin point. */
static void spread_trunk(const struct rules *r, const double p[3], double part,
                         float *row)
{
    const double L = r->f->scale, *skull = r->bind.joint[RIG_SKULL].p;
    // the head is all above a plane from the nape to under the chin
    const double plane = skull[1] - .055 * L - .55 * (p[0] - skull[0]);
    const double head = smoothstep(-.024 * L, .024 * L, p[1] - plane);
    row[RIG_SKULL] += (float)(part * head);

    // ribs run down to the front, the neck's rings up
    const double ahead = p[0] - spine_x(r, p[1]);
    const double rib =
        smoothstep(r->level[RIG_T12], r->level[RIG_T9] - .02 * L, p[1]) *
        (1 - smoothstep(r->level[RIG_T3], r->level[RIG_C7], p[1]));
    const double neck = smoothstep(r->level[RIG_T3], r->level[RIG_C7], p[1]);
    const double y = p[1] + (.32 * rib - .15 * neck) * ahead;

    int i = 0;
    while (i < RIG_TRUNK - 2 && y > r->level[i + 1])
        i++;
    const double t =
        fmin(1, fmax(0, (y - r->level[i]) / (r->level[i + 1] - r->level[i])));
    const double w[3] = {(1 - t) * (1 - t) / 2, 0, t * t / 2};
    const double rest = part * (1 - head);
    row[i > 0 ? i - 1 : 0] += (float)(rest * w[0]);
    row[i] += (float)(rest * (1 - w[0] - w[2]));
    row[i + 1] += (float)(rest * w[2]);
}

/* Clavicle and scapula take from the trunk's share near the shoulder. */
static double spread_girdle(const struct rules *r, const double p[3],
                            double part, float *row)
{
    const double L = r->f->scale;
    const double tip = apart(p, r->acromion);
    double scapula = .85 * (1 - smoothstep(.03 * L, .13 * L, tip));
    // the blade moves under the skin of the back only
    double v[3], q[3];
    v_sub(v, p, r->f->bind.seg[SP_T6].p);
    m_apply_t(q, r->f->bind.seg[SP_T6].R, v);
    const double dx = (q[0] + .03 * L) / (.06 * L);
    const double dy = (q[1] - .015 * L) / (.09 * L);
    const double dz = (q[2] - .085 * L) / (.065 * L);
    const double blade =
        .55 * (1 - smoothstep(.4, 1.3, sqrt(dx * dx + dy * dy + dz * dz)));
    scapula = fmax(scapula, blade);

    const double *a = r->bind.joint[RIG_CLAVICLE].p, *b = r->acromion;
    double ab[3], ap[3];
    v_sub(ab, b, a);
    v_sub(ap, p, a);
    const double t = fmin(1, fmax(0, v_dot(ap, ab) / v_dot(ab, ab)));
    double near[3];
    v_add_scaled(near, a, t, ab);
    const double off = apart(p, near);
    double clavicle =
        .6 * smoothstep(.25, .8, t) * (1 - smoothstep(.02 * L, .07 * L, off));
    clavicle *= 1 - scapula;
    row[RIG_SCAPULA] += (float)(part * scapula);
    row[RIG_CLAVICLE] += (float)(part * clavicle);
    return part * (1 - scapula - clavicle);
}

/* Give `part` to the two sides of a joint and its helper: (1-t)^2, 2t(1-t),
 * t^2. Returns the far side's share. */
static double across(double part, double t, int half, float *row, double *near)
{
    *near = part * (1 - t) * (1 - t);
    row[half] += (float)(part * 2 * t * (1 - t));
    return part * t * t;
}

/* How far along the thumb from its root, m. */
static double thumb_along(const struct rules *r, const double p[3])
{
    const struct field_shape *root = &r->f->shape[r->f->thumb[0]];
    const struct field_shape *tip = &r->f->shape[r->f->thumb[1] - 1];
    double axis[3], v[3];
    v_sub(axis, tip->end, root->origin);
    v_unit(axis);
    v_sub(v, p, root->origin);
    return v_dot(v, axis);
}

static void spread_arm(const struct rules *r, const double p[3], double part,
                       float *row)
{
    const double L = r->f->scale;
    const double elbow =
        smoothstep(-.055 * L, .055 * L, along(r, RIG_ULNA, r->elbow_across, p));
    double upper;
    double rest = across(part, elbow, RIG_ELBOW_HALF, row, &upper);
    // the arm's own turn grows from the shoulder to above the elbow
    const double t = along(r, RIG_HUMERUS, r->arm_axis, p) / r->arm_length;
    const double mid = fmin(1, fmax(0, (t - .13) / .36));
    const double low = fmin(1, fmax(0, (t - .50) / .36));
    row[RIG_ARM_TOP] += (float)(upper * (1 - mid));
    row[RIG_ARM_MID] += (float)(upper * (mid - low));
    row[RIG_HUMERUS] += (float)(upper * low);

    const double down = along(r, RIG_ULNA, r->fore_axis, p);
    const double wrist = smoothstep(-.03 * L, .03 * L, down - r->fore_length);
    const double fingers =
        smoothstep(-.016 * L, .016 * L, along(r, RIG_FINGERS, r->hand_axis, p));
    const double tips = smoothstep(-.014 * L, .014 * L,
                                   along(r, RIG_FINGERTIPS, r->hand_axis, p));
    // near the palm the thumb's share ends; nothing of it goes with a finger
    const double apart = smoothstep(-.004 * L, .004 * L, field_thumb(r->f, p));
    const double thumb =
        apart * smoothstep(.012 * L, .045 * L, thumb_along(r, p));
    const double finger = fingers * (1 - apart);
    row[RIG_THUMB] += (float)(rest * wrist * thumb);
    row[RIG_HAND] += (float)(rest * wrist * (1 - thumb) * (1 - finger));
    row[RIG_FINGERS] +=
        (float)(rest * wrist * (1 - thumb) * finger * (1 - tips));
    row[RIG_FINGERTIPS] += (float)(rest * wrist * (1 - thumb) * finger * tips);
    rest *= 1 - wrist;
    const double twist = fmin(1, fmax(0, (down / r->fore_length - .15) / .80));
    row[RIG_RADIUS] += (float)(rest * twist);
    row[RIG_ULNA] += (float)(rest * (1 - twist));
}

static void spread_leg(const struct rules *r, const double p[3], double part,
                       int side, float *row)
{
    const double L = r->f->scale;
    const double knee =
        smoothstep(-.075 * L, .075 * L, along(r, RIG_TIBIA, r->knee_across, p));
    double thigh;
    double rest = across(part, knee, RIG_KNEE_HALF + side, row, &thigh);
    row[RIG_FEMUR + side] += (float)thigh;

    // the ankle bends along a tilted plane: heel and instep go together
    double v[3], q[3];
    const struct sp_frame *foot = &r->f->bind.seg[SP_TALUS_R];
    v_sub(v, p, foot->p);
    m_apply_t(q, r->f->bind.seg[SP_CALCN_R].R, v);
    const double ankle =
        1 - smoothstep(-.03 * L, .03 * L, (q[1] - .35 * q[0]) / 1.06);
    v_sub(v, p, r->bind.joint[RIG_TOES].p);
    m_apply_t(q, r->bind.joint[RIG_TOES].R, v);
    const double toes = smoothstep(-.02 * L, .02 * L, q[0]);
    row[RIG_TIBIA + side] += (float)(rest * (1 - ankle));
    row[RIG_CALCN + side] += (float)(rest * ankle * (1 - toes));
    row[RIG_TOES + side] += (float)(rest * ankle * toes);
}

static void weigh(const struct rules *r, const double p[3], float *row)
{
    const double L = r->f->scale;
    double part[PARTS];
    field_parts(r->f, p, part);
    const double body = fmin(part[PART_TRUNK], part[PART_HEAD]);
    const double arm = fmin(part[PART_ARM], part[PART_HAND]);
    const double leg =
        fmin(part[PART_THIGH], fmin(part[PART_SHANK], part[PART_FOOT]));

    double a =
        smoothstep(-.065 * L, .075 * L, along(r, RIG_HUMERUS, r->arm_axis, p));
    a *= smoothstep(-.06 * L, -.005 * L, body - arm);
    a *= smoothstep(.07 * L, .11 * L, p[2]);
    if (arm < .01 * L && along(r, RIG_HUMERUS, r->arm_axis, p) > .13 * L)
        a = 1;

    double l =
        smoothstep(-.075 * L, .105 * L, along(r, RIG_FEMUR, r->leg_across, p));
    if (along(r, RIG_FEMUR, r->thigh_axis, p) < .20 * L)
        l *= smoothstep(-.055 * L, -.005 * L, body - leg);

    // (1 - a)^2 stays with the body, a^2 goes with the arm, the rest half-way
    double body_share, rest;
    spread_arm(r, p, across(1, a, RIG_SHOULDER_HALF, row, &body_share), row);

    // by the middle plane the two thighs share, down to where they part
    const double parted =
        smoothstep(.04 * L, .13 * L, along(r, RIG_FEMUR, r->thigh_axis, p));
    const double mine = .5 + .5 * larger(parted, smoothstep(0, .025 * L, p[2]));
    double still, still_other;
    const double far = across(body_share * mine, l, RIG_HIP_HALF, row, &still);
    const double far_other = across(body_share * (1 - mine), l,
                                    RIG_HIP_HALF + RIG_SIDE, row, &still_other);
    spread_leg(r, p, far, 0, row);
    spread_leg(r, p, far_other, RIG_SIDE, row);
    rest = spread_girdle(r, p, still + still_other, row);
    spread_trunk(r, p, rest, row);
}

_Static_assert(FIGURE_JOINTS <= 64, "a bit for each joint");

/* Make a vertex of the middle plane the same on both sides. */
static void balance(float *row)
{
    for (int j = RIG_CLAVICLE; j < RIG_LEFT; j++)
        row[j] = row[rig_mirror(j)] = (row[j] + row[rig_mirror(j)]) / 2;
}

/* Which joints move each vertex, as bits: rows are mostly zeros. */
static uint64_t bits_of(const float *row)
{
    uint64_t bits = 0;
    for (int j = 0; j < FIGURE_JOINTS; j++)
        bits |= (uint64_t)(row[j] != 0) << j;
    return bits;
}

/* Only the joints of a vertex and its neighbours are looked at; rows of `to`
 * have nothing else in them. */
static void average(const struct net *net, const struct net_ring *ring,
                    const float *from, const uint64_t *bits, float *to,
                    uint64_t *grown)
{
    for (int v = 0; v < net->vertices; v++) {
        const int a = ring->start[v], b = ring->start[v + 1];
        const float *mine = from + (size_t)v * FIGURE_JOINTS;
        float *row = to + (size_t)v * FIGURE_JOINTS;
        const float share = b > a ? .5f / (float)(b - a) : 0;
        uint64_t any = bits[v];
        for (int i = a; i < b; i++)
            any |= bits[ring->list[i]];
        for (uint64_t left = any; left; left &= left - 1) {
            const int j = __builtin_ctzll(left);
            float sum = 0;
            for (int i = a; i < b; i++)
                sum += from[(size_t)ring->list[i] * FIGURE_JOINTS + (size_t)j];
            row[j] = .5f * mine[j] + share * sum;
        }
        if (net->p[v][2] == 0) {
            balance(row);
            any = bits_of(row);
        }
        grown[v] = any;
    }
}

static void smooth(const struct net *net, const struct net_ring *ring, float *a,
                   float *b, uint64_t *bits)
{
    uint64_t *other = bits + net->vertices;
    for (int v = 0; v < net->vertices; v++)
        bits[v] = bits_of(a + (size_t)v * FIGURE_JOINTS);
    for (int round = 0; round < 5; round++) {
        average(net, ring, a, bits, b, other);
        average(net, ring, b, other, a, bits);
    }
}

enum sp_status weights_make(const struct field *f, const struct net *net,
                            float **weights, struct sp_error *err)
{
    struct rules rules;
    rules_init(&rules, f);
    const size_t n = (size_t)net->vertices * FIGURE_JOINTS;
    float *a = calloc(n + 1, sizeof *a), *b = calloc(n + 1, sizeof *b);
    uint64_t *bits = malloc((2 * (size_t)net->vertices + 1) * sizeof *bits);
    struct net_ring ring = {0};
    if (!a || !b || !bits || net_ring_init(&ring, net, err) != SP_OK) {
        free(a);
        free(b);
        free(bits);
        return sp_fail(err, SP_E_NOMEM,
                       "out of memory while tying the skin to the joints");
    }
    for (int v = 0; v < net->vertices; v++) {
        float *row = a + (size_t)v * FIGURE_JOINTS;
        weigh(&rules, net->p[v], row);
        if (net->p[v][2] == 0)
            balance(row);
    }
    smooth(net, &ring, a, b, bits);
    net_ring_release(&ring);
    free(b);
    free(bits);
    *weights = a;
    return SP_OK;
}

double weights_arm(const float *row)
{
    double arm = .5 * (double)row[RIG_SHOULDER_HALF];
    for (int j = RIG_HUMERUS; j <= RIG_THUMB; j++)
        arm += (double)row[j];
    return arm + (double)row[RIG_ARM_TOP] + (double)row[RIG_ARM_MID] +
           (double)row[RIG_ELBOW_HALF];
}
