/*
 * What a posture should keep, as one sum of squares (docs/pose.md): contacts
 * first, nothing below the floor, balance, then the teacher's angles.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

// One unit of cost each: this far off, m or rad. The ratios are the priorities.
#define CONTACT_M 0.0015
#define ANCHOR_M 0.008
#define FLOOR_M 0.0035
#define BALANCE_M 0.005
#define ANGLE_RAD 0.25
#define TRUNK_RAD 0.15
#define ROOT_M 0.3

// Skin over bone is pressed in so far before it holds; our estimate, less than
// the 10 mm of a loaded heel pad (De Clercq et al. 1994).
#define YIELD_M 0.001

// Keep the centre of mass this far inside the edge of the feet.
#define BALANCE_MARGIN_M 0.01

// ---- accumulating

struct sum {
    const struct pose_problem *problem;
    const struct pose_placed *at;
    const struct body_screw *screw;
    int screws;
    double cost;
    double *A, *g; /* null when only the cost is wanted */
};

// Add (w r)^2 / 2 with the derivative row of r.
static void add_row(struct sum *s, double r, double weight,
                    const double row[SP_COORDS])
{
    const double w2 = weight * weight;
    s->cost += w2 * r * r / 2;
    if (!s->A)
        return;
    int index[SP_COORDS], count = 0;
    for (int c = 0; c < SP_COORDS; c++)
        if (row[c] != 0)
            index[count++] = c;
    for (int i = 0; i < count; i++) {
        const double wi = w2 * row[index[i]];
        s->g[index[i]] += wi * r;
        for (int j = 0; j <= i; j++)
            s->A[index[i] * SP_COORDS + index[j]] += wi * row[index[j]];
    }
}

static void project(double J[3][SP_COORDS], const double along[3],
                    double row[SP_COORDS])
{
    for (int c = 0; c < SP_COORDS; c++)
        row[c] = along[0] * J[0][c] + along[1] * J[1][c] + along[2] * J[2][c];
}

static void skin_motion(const struct sum *s, int segment, const double p[3],
                        double J[3][SP_COORDS])
{
    body_point_jacobian(s->problem->body, &s->at->frames, s->screw, s->screws,
                        (enum sp_segment)segment, p, J);
}

static void point_motion(const struct sum *s, enum sp_point point,
                         const double p[3], double J[3][SP_COORDS])
{
    skin_motion(s, s->problem->body->point_segment[point], p, J);
}

void pose_place(const struct pose_problem *problem,
                const struct sp_posture *posture, struct pose_placed *out)
{
    sp_body_place(problem->body, posture, &out->frames);
    pose_skin_place(problem->skin, problem->body, &out->frames, out->skin);
}

// ---- contacts

static int conditions(const struct pose_problem *problem,
                      const struct pose_goal *goal, const double p[3],
                      struct pose_condition out[POSE_CONDITIONS])
{
    if (goal->kind == SP_TOUCH_PROP)
        return pose_prop_conditions(&problem->prop[goal->target], goal->point,
                                    p, out);
    out[0] = (struct pose_condition){
        p[1] - goal->height_m, {0, 1, 0}
    };
    return 1;
}

// The floor and flat tops touch whatever of the skin about a point is lowest:
// on every body the drawn surface itself, not a point measured on one.
static bool lies_on(const struct pose_problem *problem,
                    const struct pose_goal *goal)
{
    if (goal->kind == SP_TOUCH_PLANE)
        return goal->height_m < 1e-3;
    if (goal->kind != SP_TOUCH_PROP)
        return false;
    switch (problem->prop[goal->target].kind) {
    case SP_PROP_FLOOR:
    case SP_PROP_MAT:
    case SP_PROP_CHAIR:
    case SP_PROP_TABLE:
        return true;
    default:
        return false;
    }
}

// Where the goal's skin is: `p` on its surface, of that segment, and `middle`
// the named point.
static int goal_point(const struct pose_problem *problem,
                      const struct pose_placed *at,
                      const struct pose_goal *goal, double p[3],
                      double middle[3])
{
    sp_body_point(problem->body, &at->frames, goal->point, p);
    memcpy(middle, p, 3 * sizeof *p);
    if (!lies_on(problem, goal))
        return problem->body->point_segment[goal->point];
    return pose_skin_lowest(
        problem->skin, problem->body, at->skin, goal->point,
        goal->kind == SP_TOUCH_PROP ? &problem->prop[goal->target] : NULL, p);
}

static void add_point_pair(struct sum *s, const struct pose_goal *goal,
                           const double p[3], double J[3][SP_COORDS])
{
    double other[3], K[3][SP_COORDS];
    const enum sp_point target = (enum sp_point)goal->target;
    sp_body_point(s->problem->body, &s->at->frames, target, other);
    if (s->A)
        point_motion(s, target, other, K);
    for (int a = 0; a < 3; a++) {
        double row[SP_COORDS] = {0};
        for (int c = 0; s->A && c < SP_COORDS; c++)
            row[c] = J[a][c] - K[a][c];
        add_row(s, p[a] - other[a], 1 / CONTACT_M, row);
    }
}

static void add_goal(struct sum *s, const struct pose_goal *goal)
{
    double p[3], middle[3], J[3][SP_COORDS], row[SP_COORDS] = {0};
    const int on = goal_point(s->problem, s->at, goal, p, middle);
    if (s->A)
        skin_motion(s, on, p, J);
    if (goal->kind == SP_TOUCH_POINT) {
        add_point_pair(s, goal, p, J);
        return;
    }
    struct pose_condition kept[POSE_CONDITIONS];
    const int count = conditions(s->problem, goal, p, kept);
    for (int i = 0; i < count; i++) {
        if (s->A)
            project(J, kept[i].gradient, row);
        add_row(s, kept[i].gap_m, 1 / CONTACT_M, row);
    }
    if (s->A && goal->anchored)
        point_motion(s, goal->point, middle, J);
    // how high it is the contact says
    const bool level = lies_on(s->problem, goal);
    for (int a = 0; goal->anchored && a < 3; a++)
        if (a != 1 || !level)
            add_row(s, middle[a] - goal->place[a], 1 / ANCHOR_M,
                    s->A ? J[a] : row);
}

double pose_worst_contact(const struct pose_problem *problem,
                          const struct pose_placed *at, int *worst)
{
    double most = 0;
    *worst = problem->goals > 0 ? 0 : -1;
    for (int i = 0; i < problem->goals; i++) {
        const struct pose_goal *goal = &problem->goal[i];
        double p[3], middle[3], miss = 0;
        goal_point(problem, at, goal, p, middle);
        if (goal->kind == SP_TOUCH_POINT) {
            double other[3];
            sp_body_point(problem->body, &at->frames,
                          (enum sp_point)goal->target, other);
            miss = vec3_distance(p, other);
        } else {
            struct pose_condition kept[POSE_CONDITIONS];
            const int count = conditions(problem, goal, p, kept);
            for (int c = 0; c < count; c++)
                miss += kept[c].gap_m * kept[c].gap_m;
            miss = sqrt(miss);
        }
        if (miss > most) {
            most = miss;
            *worst = i;
        }
    }
    return most;
}

// ---- floor and balls

double pose_lowest(const struct pose_problem *problem,
                   const struct pose_placed *at)
{
    const struct pose_skin *skin = problem->skin;
    double lowest = 0;
    for (int s = 0; s < SP_SEGMENTS; s++)
        for (int i = skin->first[s]; i < skin->named[s]; i++)
            lowest = fmin(lowest, at->skin[i][1]);
    return lowest;
}

// Out of the way of a surface: depth m along `out`.
static void push_out(struct sum *s, int segment, const double p[3],
                     double depth, const double out[3])
{
    double J[3][SP_COORDS], row[SP_COORDS] = {0};
    if (s->A) {
        skin_motion(s, segment, p, J);
        project(J, out, row);
    }
    add_row(s, -depth, 1 / FLOOR_M, row);
}

// A hand that lies on a seat goes up out of it, not over its edge.
static bool lies_on_prop(const struct pose_problem *problem, int segment,
                         int prop)
{
    if (problem->prop[prop].kind != SP_PROP_CHAIR)
        return false;
    for (int i = 0; i < problem->goals; i++) {
        const struct pose_goal *g = &problem->goal[i];
        if (g->kind == SP_TOUCH_PROP && g->target == prop &&
            problem->body->point_segment[g->point] == segment)
            return true;
    }
    return false;
}

// Things that one part keeps out of, floor aside; returns how many.
static int things_about(const struct pose_problem *problem, int segment,
                        int thing[SP_SCENE_PROPS])
{
    int n = 0;
    for (int k = 0; k < problem->props; k++)
        if (pose_keeps_out(problem->prop[k].kind, segment))
            thing[n++] = k;
    return n;
}

static void add_obstacles(struct sum *s)
{
    const double up[3] = {0, 1, 0};
    const struct pose_skin *skin = s->problem->skin;
    for (int on = 0; on < SP_SEGMENTS; on++) {
        int thing[SP_SCENE_PROPS];
        const int things = things_about(s->problem, on, thing);
        const bool low =
            s->at->frames.seg[on].p[1] < skin->reach_m[on] - YIELD_M;
        if (!low && !things)
            continue; // far above the floor
        for (int i = skin->first[on]; i < skin->first[on + 1]; i++) {
            const double *p = s->at->skin[i];
            if (p[1] < -YIELD_M)
                push_out(s, on, p, -p[1] - YIELD_M, up);
            for (int k = 0; k < things; k++) {
                const struct sp_prop *prop = &s->problem->prop[thing[k]];
                double out[3], depth = pose_depth_in(prop, p, out);
                if (depth > 0 && lies_on_prop(s->problem, on, thing[k])) {
                    depth = prop->at[1] - p[1] - YIELD_M;
                    memcpy(out, up, sizeof out);
                }
                if (depth > 0)
                    push_out(s, on, p, depth, out);
            }
        }
    }
}

// Both limbs give way, each as far as its joints let it easily.
static void add_overlaps(struct sum *s)
{
    struct pose_overlap overlap[POSE_OVERLAPS];
    const int n =
        pose_overlaps(s->problem->body, s->problem->skin, s->at, overlap);
    for (int i = 0; i < n; i++) {
        const struct pose_overlap *o = &overlap[i];
        double J[3][SP_COORDS], row[SP_COORDS] = {0}, end[SP_COORDS];
        if (s->A) {
            skin_motion(s, o->segment, o->place, J);
            project(J, o->out, row);
            for (int far = 0; far < 2; far++) {
                const int core = far ? o->to : o->from;
                skin_motion(s, core, s->at->frames.seg[core].p, J);
                project(J, o->out, end);
                for (int c = 0; c < SP_COORDS; c++)
                    row[c] -= (far ? o->share : 1 - o->share) * end[c];
            }
        }
        add_row(s, -o->depth_m, 1 / FLOOR_M, row);
    }
}

bool pose_entangled(const struct pose_problem *problem,
                    const struct sp_posture *posture)
{
    struct pose_overlap overlap[POSE_OVERLAPS];
    struct pose_placed at;
    pose_place(problem, posture, &at);
    return pose_overlaps(problem->body, problem->skin, &at, overlap) > 0;
}

// ---- balance

// How the middle of the standing feet moves, along `direction`.
static void feet_motion(const struct sum *s, const double direction[3],
                        double row[SP_COORDS])
{
    double J[3][SP_COORDS], along[SP_COORDS];
    int n = 0;
    memset(row, 0, SP_COORDS * sizeof *row);
    for (int i = 0; i < s->problem->goals; i++) {
        const enum sp_point point = s->problem->goal[i].point;
        const bool foot = point == SP_POINT_HEEL_R ||
                          point == SP_POINT_HEEL_L ||
                          point == SP_POINT_BALL_R || point == SP_POINT_BALL_L;
        if (!foot || s->problem->goal[i].kind != SP_TOUCH_PLANE)
            continue;
        double p[3];
        sp_body_point(s->problem->body, &s->at->frames, point, p);
        point_motion(s, point, p, J);
        project(J, direction, along);
        for (int c = 0; c < SP_COORDS; c++)
            row[c] += along[c];
        n++;
    }
    for (int c = 0; n > 0 && c < SP_COORDS; c++)
        row[c] /= n;
}

static void add_balance(struct sum *s)
{
    double direction[3], row[SP_COORDS] = {0};
    const double gap =
        pose_balance(s->problem, &s->at->frames, direction) + BALANCE_MARGIN_M;
    if (gap <= 0)
        return;
    if (s->A) {
        double J[3][SP_COORDS], feet[SP_COORDS];
        body_com_jacobian(s->problem->body, &s->at->frames, s->screw, s->screws,
                          J);
        project(J, direction, row);
        feet_motion(s, direction, feet);
        for (int c = 0; c < SP_COORDS; c++)
            row[c] -= feet[c];
    }
    add_row(s, gap, 1 / BALANCE_M, row);
}

// ---- the teacher's angles

static double one_unit(int coord)
{
    if (coord <= SP_ROOT_Z)
        return ROOT_M;
    return coord < SP_HIP_R_FLEX ? TRUNK_RAD : ANGLE_RAD;
}

static void add_wish(struct sum *s, const struct sp_posture *posture)
{
    for (int c = 0; c < SP_COORDS; c++) {
        const double w = s->problem->wish_weight / (one_unit(c) * one_unit(c));
        const double off = posture->q[c] - s->problem->wish.q[c];
        s->cost += w * off * off / 2;
        if (s->A) {
            s->A[c * SP_COORDS + c] += w;
            s->g[c] += w * off;
        }
    }
}

double pose_cost(const struct pose_problem *problem,
                 const struct sp_posture *posture, double *A, double *g)
{
    struct pose_placed at;
    struct body_screw screw[BODY_SCREWS];
    pose_place(problem, posture, &at);
    struct sum s = {problem, &at, screw, 0, 0, A, g};
    if (A) {
        memset(A, 0, sizeof(double) * SP_COORDS * SP_COORDS);
        memset(g, 0, sizeof(double) * SP_COORDS);
        s.screws = body_screws(problem->body, posture, &at.frames, screw);
    }
    for (int i = 0; i < problem->goals; i++)
        add_goal(&s, &problem->goal[i]);
    add_obstacles(&s);
    if (problem->apart)
        add_overlaps(&s);
    if (problem->balanced)
        add_balance(&s);
    add_wish(&s, posture);
    return s.cost;
}
