/*
 * The joints of a placed body as axes in space, and what a force on any
 * segment does about each of them: the power of a wrench w on a unit turn
 * about a line through c along a is a . (m - c x f) (Featherstone 2008,
 * Rigid Body Dynamics Algorithms, ch. 2).
 *
 * Clavicle, scapula and kneecap have no coordinate of their own: they stand
 * where the posture put them. Ball joints turn about the axes of the segment
 * above, so that the spine's coordinates are extension, bend and turn.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

// The belly wall turns with 0.643 of the lumbar spine's rotation (Christophy
// 2012, coupler of the abdomen) about this point of the pelvis, m; its own
// origin is off that point. For bend and turn the factor is our assumption.
#define BELLY_SHARE 0.643
static const double belly_joint[3] = {-0.098, 0.071, 0};
static const double belly_child[3] = {-0.09, -0.09, 0};

// ---- rows -------------------------------------------------------------------

static int leg_or_arm_row(int right, int *rows)
{
    *rows = 1;
    switch (right) {
    case SP_FEMUR_R:
        *rows = 3;
        return LOAD_ROW_LEG_R;
    case SP_TIBIA_R:
        return LOAD_ROW_LEG_R + 3;
    case SP_TALUS_R:
        return LOAD_ROW_LEG_R + 4;
    case SP_CALCN_R:
        return LOAD_ROW_LEG_R + 5;
    case SP_TOES_R:
        return LOAD_ROW_LEG_R + 6;
    case SP_HUMERUS_R:
        *rows = 3;
        return LOAD_ROW_ARM_R;
    case SP_ULNA_R:
        return LOAD_ROW_ARM_R + 3;
    case SP_RADIUS_R:
        return LOAD_ROW_ARM_R + 4;
    case SP_HAND_R:
        *rows = 2;
        return LOAD_ROW_ARM_R + 5;
    default:
        *rows = 0;
        return -1;
    }
}

int load_row_of(int segment, int *rows)
{
    if (segment == SP_PELVIS) {
        *rows = 6;
        return LOAD_ROW_PELVIS;
    }
    if (segment <= SP_SKULL) {
        *rows = 3;
        return LOAD_ROW_SPINE + 3 * (segment - SP_L5);
    }
    if (segment < SP_CLAVICLE_L)
        return leg_or_arm_row(segment, rows);
    const int row =
        leg_or_arm_row(segment - (SP_CLAVICLE_L - SP_CLAVICLE_R), rows);
    return row < 0 ? -1 : row + LOAD_ROW_LEG_L - LOAD_ROW_LEG_R;
}

int load_segment_of_row(int row)
{
    for (int s = 0; s < SP_SEGMENTS; s++) {
        int rows;
        const int first = load_row_of(s, &rows);
        if (rows && row >= first && row < first + rows)
            return s;
    }
    return SP_PELVIS;
}

// ---- axes -------------------------------------------------------------------

static void turn_axis(struct load_axis *s, double x, double y, double z,
                      const double centre[3])
{
    const double a[3] = {x, y, z};
    memcpy(s->angular, a, sizeof a);
    vec3_cross(centre, a, s->linear);
}

static void ball_axes(struct load_axis s[3], const double R[9],
                      const double centre[3])
{
    turn_axis(&s[0], R[2], R[5], R[8], centre);
    turn_axis(&s[1], R[0], R[3], R[6], centre);
    turn_axis(&s[2], R[1], R[4], R[7], centre);
}

static void joint_centre(const struct sp_body *body,
                         const struct sp_frames *frames, int i, double out[3])
{
    mat3_apply(frames->seg[i].R, body->segment[i].joint_child, out);
    for (int a = 0; a < 3; a++)
        out[a] += frames->seg[i].p[a];
}

// exp of a rotation vector times c, and the left Jacobian J(c v) c J(v)^-1
// that carries a small turn of the whole into one of the part (Chirikjian
// 2012, Stochastic Models, vol. 2, sec. 10.7).
static void part_of_turn(const double R[9], double share, double part[9],
                         double carry[9])
{
    // rotation vector of R
    const double s[3] = {R[7] - R[5], R[2] - R[6], R[3] - R[1]};
    const double twice_sin = vec3_length(s);
    const double angle = atan2(twice_sin, R[0] + R[4] + R[8] - 1);
    mat3_identity(part);
    mat3_identity(carry);
    if (twice_sin < 1e-9) {
        for (int i = 0; i < 9; i += 4)
            carry[i] = share;
        return;
    }
    const double n[3] = {s[0] / twice_sin, s[1] / twice_sin, s[2] / twice_sin};
    mat3_turn_axis(part, n, share * angle);

    // both Jacobians are a I + b [n] + (1 - a) n n'; so is their product
    const double t = share * angle;
    const double a1 = sin(t) / t, b1 = (1 - cos(t)) / t;
    const double half = angle / 2, a2 = half / tan(half), b2 = -half;
    const double a = a1 * a2 - b1 * b2, b = a1 * b2 + b1 * a2;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            carry[3 * i + j] =
                share * ((i == j ? a : 0) + (1 - a) * n[i] * n[j]);
    carry[1] -= share * b * n[2];
    carry[2] += share * b * n[1];
    carry[3] += share * b * n[2];
    carry[5] -= share * b * n[0];
    carry[6] -= share * b * n[1];
    carry[7] += share * b * n[0];
}

static void place_belly(struct load_tree *tree, const struct sp_body *body,
                        const struct sp_frames *frames)
{
    // lumbar rotation from rest, in the pelvis: R_p' R_L1 (rest L5..L1)'
    double rest[9], tmp[9], lumbar[9], turn[9], part[9], carry[9];
    mat3_identity(rest);
    for (int i = SP_L5; i <= SP_L1; i++) {
        mat3_mul(rest, body->segment[i].rest, tmp);
        memcpy(rest, tmp, sizeof rest);
    }
    const double *P = frames->seg[SP_PELVIS].R;
    mat3_tmul(P, frames->seg[SP_L1].R, lumbar);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            turn[3 * i + j] = vec3_dot(&lumbar[3 * i], &rest[3 * j]);
    part_of_turn(turn, BELLY_SHARE, part, carry);

    mat3_mul(P, part, tree->belly_R);
    const double s = body->length_scale;
    const double joint[3] = {s * belly_joint[0], s * belly_joint[1], 0};
    const double child[3] = {s * belly_child[0], s * belly_child[1], 0};
    double back[3];
    mat3_apply(P, joint, tree->belly_centre);
    mat3_apply(tree->belly_R, child, back);
    for (int a = 0; a < 3; a++) {
        tree->belly_centre[a] += frames->seg[SP_PELVIS].p[a];
        tree->belly_p[a] = tree->belly_centre[a] - back[a];
    }
    // a lumbar turn by axis d turns the wall by P carry P' d; the moment goes
    // back by the transpose
    double pc[9];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            pc[3 * i + j] = vec3_dot(&P[3 * i], &carry[3 * j]);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            tree->belly[3 * i + j] = vec3_dot(&pc[3 * i], &P[3 * j]);
}

void load_tree_init(struct load_tree *tree, const struct sp_body *body,
                    const struct sp_frames *frames)
{
    const struct sp_frame *pelvis = &frames->seg[SP_PELVIS];
    for (int a = 0; a < 3; a++) {
        tree->axis[LOAD_ROW_PELVIS + a] = (struct load_axis){{0}, {0}};
        tree->axis[LOAD_ROW_PELVIS + a].linear[a] = 1;
    }
    ball_axes(&tree->axis[LOAD_ROW_PELVIS + 3], pelvis->R, pelvis->p);

    for (int i = SP_L5; i < SP_SEGMENTS; i++) {
        int rows;
        const int row = load_row_of(i, &rows);
        if (!rows)
            continue;
        double centre[3], a[3];
        joint_centre(body, frames, i, centre);
        if (i <= SP_SKULL)
            memcpy(tree->centre[i - SP_L5], centre, sizeof centre);
        const double *R = frames->seg[i].R;
        if (rows == 1) {
            mat3_apply(R, body->segment[i].axis, a);
            turn_axis(&tree->axis[row], a[0], a[1], a[2], centre);
        } else {
            struct load_axis ball[3];
            ball_axes(ball, R, centre);
            memcpy(&tree->axis[row], ball, (size_t)rows * sizeof *ball);
        }
    }
    place_belly(tree, body, frames);
}

// ---- forces -----------------------------------------------------------------

void load_wrench_at(const double force[3], const double at[3],
                    struct load_wrench *out)
{
    memcpy(out->f, force, sizeof out->f);
    vec3_cross(at, force, out->m);
}

void load_apply(const struct load_tree *tree, const struct sp_body *body,
                int segment, const struct load_wrench *w, double weight,
                double out[LOAD_STRIDE])
{
    int i = segment;
    for (; i > SP_SKULL; i = body->segment[i].parent) {
        int rows;
        const int row = load_row_of(i, &rows);
        for (int r = row; r < row + rows; r++)
            out[r] += weight * load_work_of(&tree->axis[r], w);
    }
    // down the spine to the pelvis: their rows follow each other
    const int end = LOAD_ROW_SPINE + 3 * (i - SP_PELVIS);
    for (int r = LOAD_ROW_PELVIS; r < end; r++)
        out[r] += weight * load_work_of(&tree->axis[r], w);
}

static void add_wrench(struct load_wrench *to, const struct load_wrench *w)
{
    for (int a = 0; a < 3; a++) {
        to->f[a] += w->f[a];
        to->m[a] += w->m[a];
    }
}

void load_known(const struct sp_body *body, const struct sp_load_case *one,
                const struct sp_frames *frames,
                struct load_wrench carried[SP_SEGMENTS])
{
    for (int i = 0; i < SP_SEGMENTS; i++) {
        const double weight[3] = {0, -LOAD_GRAVITY * body->segment[i].mass_kg,
                                  0};
        double com[3];
        mat3_apply(frames->seg[i].R, body->segment[i].com, com);
        for (int a = 0; a < 3; a++)
            com[a] += frames->seg[i].p[a];
        load_wrench_at(weight, com, &carried[i]);
    }
    for (int i = 0; i < one->pulls; i++) {
        const struct sp_pull *pull = &one->pull[i];
        double at[3];
        struct load_wrench w;
        mat3_apply(frames->seg[pull->segment].R, pull->at, at);
        for (int a = 0; a < 3; a++)
            at[a] += frames->seg[pull->segment].p[a];
        load_wrench_at(pull->force_N, at, &w);
        add_wrench(&carried[pull->segment], &w);
    }
    for (int i = SP_SEGMENTS - 1; i > 0; i--)
        add_wrench(&carried[body->segment[i].parent], &carried[i]);
}

void load_known_rows(const struct load_tree *tree,
                     const struct load_wrench carried[SP_SEGMENTS],
                     double out[LOAD_STRIDE])
{
    memset(out, 0, LOAD_STRIDE * sizeof *out);
    for (int i = 0; i < SP_SEGMENTS; i++) {
        int rows;
        const int row = load_row_of(i, &rows);
        for (int r = row; r < row + rows; r++)
            out[r] = load_work_of(&tree->axis[r], &carried[i]);
    }
}

void load_world(const struct load_tree *tree, const struct sp_frames *frames,
                int segment, const double at[3], double out[3])
{
    const bool belly = segment == LOAD_ABDOMEN;
    const double *p = belly ? tree->belly_p : frames->seg[segment].p;
    mat3_apply(belly ? tree->belly_R : frames->seg[segment].R, at, out);
    for (int a = 0; a < 3; a++)
        out[a] += p[a];
}

double load_upright(const struct sp_frames *frames)
{
    const double *a = frames->seg[SP_L5].p, *b = frames->seg[SP_T1].p;
    return (b[1] - a[1]) / vec3_distance(a, b);
}

// ---- displacement -----------------------------------------------------------

// Children of a segment follow; parents come before children in the enum.
static uint64_t carried_by(const struct sp_body *body, int segment)
{
    uint64_t mask = UINT64_C(1) << segment;
    for (int i = segment + 1; i < SP_SEGMENTS; i++)
        if (body->segment[i].parent >= 0 && mask >> body->segment[i].parent & 1)
            mask |= UINT64_C(1) << i;
    return mask;
}

static void turn_about(struct sp_frame *f, const double Q[9],
                       const double centre[3])
{
    double R[9], arm[3], p[3];
    mat3_mul(Q, f->R, R);
    memcpy(f->R, R, sizeof R);
    for (int a = 0; a < 3; a++)
        arm[a] = f->p[a] - centre[a];
    mat3_apply(Q, arm, p);
    for (int a = 0; a < 3; a++)
        f->p[a] = centre[a] + p[a];
}

void load_displace(const struct sp_body *body, const double step[LOAD_ROWS],
                   const struct load_tree *tree, struct sp_frames *frames)
{
    // outermost joints first, so that the axes of those below still hold
    for (int i = SP_SEGMENTS - 1; i >= 0; i--) {
        int rows;
        int row = load_row_of(i, &rows);
        if (!rows)
            continue;
        if (i == SP_PELVIS) {
            for (int s = 0; s < SP_SEGMENTS; s++)
                for (int a = 0; a < 3; a++)
                    frames->seg[s].p[a] += step[row + a];
            row += 3;
            rows = 3;
        }
        double turn[3] = {0}, centre[3];
        for (int r = row; r < row + rows; r++)
            for (int a = 0; a < 3; a++)
                turn[a] += step[r] * tree->axis[r].angular[a];
        const double angle = vec3_length(turn);
        if (!(angle > 0))
            continue;
        joint_centre(body, frames, i, centre);
        if (i == SP_PELVIS)
            memcpy(centre, frames->seg[i].p, sizeof centre);
        const double n[3] = {turn[0] / angle, turn[1] / angle, turn[2] / angle};
        double Q[9];
        mat3_identity(Q);
        mat3_turn_axis(Q, n, angle);
        const uint64_t mask = carried_by(body, i);
        for (int s = i; s < SP_SEGMENTS; s++)
            if (mask >> s & 1)
                turn_about(&frames->seg[s], Q, centre);
    }
}
