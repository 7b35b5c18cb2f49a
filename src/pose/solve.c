/*
 * Keyframe → joint angles: Levenberg-Marquardt within the loaded ranges, from
 * the teacher's angles (docs/pose.md). Deterministic; allocates nothing.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#include "num/dense.h"
#include "num/mat3.h"

#define CONTACT_KEPT_M 0.005 /* what counts as touching */
#define BALANCE_KEPT_M 0.0
#define FLOOR_KEPT_M 0.015 /* flesh gives this much */
#define ITERATIONS_MAX 60  /* of each of the stages */
#define EVEN 1e-6          /* m, rad: no difference between the sides */
#define STEP_MAX_RAD 0.35  /* no joint jumps further in one iteration */

// ---- a step within the ranges

static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static void clamp_posture(const struct sp_body *body, struct sp_posture *p)
{
    for (int c = 0; c < SP_COORDS; c++)
        p->q[c] = clamp(p->q[c], body->q_loaded_min[c], body->q_loaded_max[c]);
}

static double largest(const double *step)
{
    double most = 0;
    for (int c = 0; c < SP_COORDS; c++)
        most = fmax(most, fabs(step[c]));
    return most;
}

static void move(const struct sp_body *body, const struct sp_posture *from,
                 const double *step, double factor, struct sp_posture *to)
{
    for (int c = 0; c < SP_COORDS; c++)
        to->q[c] = from->q[c] + factor * step[c];
    clamp_posture(body, to); // rounding only: the step keeps the bounds
}

// ---- the same on both sides

static bool even_posture(const struct sp_posture *p)
{
    const struct sp_posture other = sp_posture_mirror(p);
    for (int c = 0; c < SP_COORDS; c++)
        if (fabs(p->q[c] - other.q[c]) > EVEN)
            return false;
    return true;
}

static bool twin_goals(const struct pose_goal *a, const struct pose_goal *b)
{
    const int target = a->kind == SP_TOUCH_POINT
                           ? (int)body_twin_point((enum sp_point)a->target)
                           : a->target;
    return b->point == body_twin_point(a->point) && b->kind == a->kind &&
           b->target == target && fabs(b->height_m - a->height_m) < EVEN &&
           b->anchored == a->anchored &&
           fabs(b->place[0] - a->place[0]) < EVEN &&
           fabs(b->place[1] - a->place[1]) < EVEN &&
           fabs(b->place[2] + a->place[2]) < EVEN;
}

// Is all that is asked its own mirror image? Then so is the answer, and is
// kept so: a belly on the very top of a ball would roll off it sideways by
// rounding alone.
static bool even_problem(const struct pose_problem *problem,
                         const struct sp_posture *start)
{
    bool even = even_posture(start) && even_posture(&problem->wish);
    for (int i = 0; even && i < problem->props; i++)
        even = problem->prop[i].away || fabs(problem->prop[i].at[2]) < EVEN;
    for (int i = 0; even && i < problem->goals; i++) {
        even = false;
        for (int k = 0; !even && k < problem->goals; k++)
            even = twin_goals(&problem->goal[i], &problem->goal[k]);
    }
    for (int i = 0; even && problem->balanced && i < problem->loads; i++)
        even = body_twin_point(problem->load[i].at) == problem->load[i].at;
    return even;
}

static void make_even(struct sp_posture *p)
{
    const struct sp_posture other = sp_posture_mirror(p);
    for (int c = 0; c < SP_COORDS; c++)
        p->q[c] = (p->q[c] + other.q[c]) / 2;
}

// ---- minimising

// One stage from *posture down; returns the iterations used.
static int descend(const struct pose_problem *problem, bool even,
                   struct sp_posture *posture)
{
    const struct sp_body *body = problem->body;
    double A[SP_COORDS * SP_COORDS], g[SP_COORDS], step[SP_COORDS];
    double damping = 1e-3;
    int i = 0;
    for (; i < ITERATIONS_MAX; i++) {
        const double cost = pose_cost(problem, posture, A, g);
        bool better = false;
        double size = 0;
        for (int tries = 0; tries < 8 && !better; tries++) {
            struct sp_posture next;
            if (!num_bounded_step(A, g, SP_COORDS, damping, posture->q,
                                  body->q_loaded_min, body->q_loaded_max, step))
                return i;
            size = largest(step);
            move(body, posture, step, fmin(1, STEP_MAX_RAD / fmax(size, 1e-12)),
                 &next);
            if (even)
                make_even(&next);
            better = pose_cost(problem, &next, NULL, NULL) < cost;
            if (better) {
                *posture = next;
                damping = fmax(damping / 5, 1e-9);
            } else {
                damping = fmax(damping * 8, 1e-6);
            }
        }
        if (!better || size < 1e-5)
            break;
    }
    return i;
}

void pose_measure(const struct pose_problem *problem,
                  const struct sp_posture *posture,
                  struct sp_pose_report *report)
{
    report->iterations = 0;
    struct pose_placed at;
    double direction[3];
    pose_place(problem, posture, &at);
    report->worst_contact_m =
        pose_worst_contact(problem, &at, &report->worst_touch);
    report->worst_range_rad = 0;
    report->worst_coord = -1;
    for (int c = 0; c < SP_COORDS; c++) {
        const double past =
            fmax(problem->body->q_loaded_min[c] - posture->q[c],
                 posture->q[c] - problem->body->q_loaded_max[c]);
        if (past > report->worst_range_rad) {
            report->worst_range_rad = past;
            report->worst_coord = c;
        }
    }
    report->lowest_m = pose_lowest(problem, &at);
    report->balance_m =
        problem->balanced ? pose_balance(problem, &at.frames, direction) : 0;
    report->converged = report->worst_contact_m <= CONTACT_KEPT_M &&
                        report->worst_range_rad <= 1e-9 &&
                        report->lowest_m >= -FLOOR_KEPT_M &&
                        report->balance_m <= BALANCE_KEPT_M;
}

void pose_minimise(struct pose_problem *problem, struct sp_posture *posture,
                   struct sp_pose_report *report)
{
    clamp_posture(problem->body, posture);
    const bool even = even_problem(problem, posture);
    int iterations = 0;
    // contacts come first: the wish gives way in stages while they are missed
    for (int stage = 0; stage < 3; stage++) {
        iterations += descend(problem, even, posture);
        pose_measure(problem, posture, report);
        if (report->converged)
            break;
        problem->wish_weight *= 0.2;
    }
    // limbs that have come to lie in each other move apart from here: pushed
    // from the start they could lock on the wrong sides
    if (pose_entangled(problem, posture)) {
        problem->apart = true;
        iterations += descend(problem, even, posture);
        pose_measure(problem, posture, report);
    }
    report->iterations = iterations;
}

// ---- keyframes

static bool same_touch(const struct sp_touch *a, const struct sp_touch *b)
{
    return a->point == b->point && a->kind == b->kind &&
           (a->kind == SP_TOUCH_PLANE ? fabs(a->height_m - b->height_m) < 1e-9
                                      : a->target == b->target);
}

// Whether a touch has a place that can be kept.
static bool has_place(const struct sp_scene *scene, const struct sp_touch *t)
{
    return t->fixed && t->kind != SP_TOUCH_POINT &&
           !(t->kind == SP_TOUCH_PROP &&
             pose_prop_rolls(scene->prop[t->target].kind));
}

// First keyframe before k that has this touch, and which touch it is there.
static int home_of(const struct sp_scene *scene, int k,
                   const struct sp_touch *touch)
{
    for (int j = 0; has_place(scene, touch) && j < k; j++)
        for (int i = 0; i < scene->keyframe[j].touches; i++)
            if (same_touch(touch, &scene->keyframe[j].touch[i]))
                return j;
    return -1;
}

// Keyframes that must be solved before k, k included.
static void needed_for(const struct sp_scene *scene, int k, bool *needed)
{
    memset(needed, 0, SP_SCENE_KEYFRAMES * sizeof *needed);
    needed[k] = true;
    for (int j = k; j > 0; j--) {
        if (!needed[j])
            continue;
        for (int i = 0; i < scene->keyframe[j].touches; i++) {
            const int home = home_of(scene, j, &scene->keyframe[j].touch[i]);
            if (home >= 0)
                needed[home] = true;
        }
    }
}

// The place of a touch at home, carried along with its prop.
static void place_at_home(const struct sp_body *body,
                          const struct sp_scene *scene, int home,
                          const struct sp_posture *there,
                          const struct sp_prop *prop_here,
                          const struct sp_touch *touch, double out[3])
{
    struct sp_frames frames;
    sp_body_place(body, there, &frames);
    sp_body_point(body, &frames, touch->point, out);
    if (touch->kind == SP_TOUCH_PROP) {
        struct sp_prop prop[SP_SCENE_PROPS];
        double local[3];
        pose_props_at(scene, home, prop);
        pose_prop_local(&prop[touch->target], out, local);
        pose_prop_world(&prop_here[touch->target], local, out);
    }
}

static void solve_one(const struct sp_body *body, const struct pose_skin *skin,
                      const struct sp_scene *scene, int k,
                      const struct sp_posture *solved,
                      struct sp_posture *posture, struct sp_pose_report *report)
{
    const struct sp_keyframe *key = &scene->keyframe[k];
    struct sp_prop prop[SP_SCENE_PROPS];
    pose_props_at(scene, k, prop);
    struct pose_problem problem = {.body = body,
                                   .skin = skin,
                                   .prop = prop,
                                   .props = scene->props,
                                   .wish = key->wish,
                                   .wish_weight = 1,
                                   .balanced = key->free_standing,
                                   .load = scene->load,
                                   .loads = scene->loads};
    for (int i = 0; i < key->touches; i++) {
        const struct sp_touch *t = &key->touch[i];
        struct pose_goal *goal = &problem.goal[problem.goals++];
        *goal = (struct pose_goal){t->point,    t->kind, t->target,
                                   t->height_m, false,   {0}};
        const int home = home_of(scene, k, t);
        if (home >= 0) {
            goal->anchored = true;
            place_at_home(body, scene, home, &solved[home], prop, t,
                          goal->place);
        }
        if (goal->kind == SP_TOUCH_PLANE)
            goal->place[1] = goal->height_m;
    }
    *posture = key->wish;
    pose_minimise(&problem, posture, report);
}

enum sp_status sp_pose_solve(const struct sp_body *body,
                             const struct sp_scene *scaled, int k,
                             struct sp_posture *posture,
                             struct sp_pose_report *report,
                             struct sp_error *err)
{
    bool needed[SP_SCENE_KEYFRAMES];
    struct sp_posture solved[SP_SCENE_KEYFRAMES];
    if (k < 0 || k >= scaled->keyframes)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s has keyframes 0 to %d, not %d", scaled->name,
                       scaled->keyframes - 1, k);
    for (int j = 0; j <= k; j++) {
        const enum sp_status status = pose_check(scaled, j, err);
        if (status != SP_OK)
            return status;
    }
    struct pose_skin skin;
    pose_skin_init(&skin, body);
    needed_for(scaled, k, needed);
    for (int j = 0; j <= k; j++)
        if (needed[j])
            solve_one(body, &skin, scaled, j, solved, &solved[j], report);
    *posture = solved[k];
    return SP_OK;
}

enum sp_status sp_pose_solve_all(const struct sp_body *body,
                                 const struct sp_scene *scaled,
                                 struct sp_posture *posture,
                                 struct sp_pose_report *report,
                                 struct sp_error *err)
{
    for (int k = 0; k < scaled->keyframes; k++) {
        const enum sp_status status = pose_check(scaled, k, err);
        if (status != SP_OK)
            return status;
    }
    struct pose_skin skin;
    pose_skin_init(&skin, body);
    for (int k = 0; k < scaled->keyframes; k++)
        solve_one(body, &skin, scaled, k, posture, &posture[k], &report[k]);
    return SP_OK;
}
