/*
 * Movement between two solved keyframes: joints eased together, arms turned
 * the short way as rotations, and what both keyframes touch held in place.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

static const double pi = 3.14159265358979323846;

// ---- arms as rotations

static void shoulder_rotation(const double *q, int c, double side, double R[9])
{
    mat3_identity(R);
    mat3_turn_z(R, q[SP_SHOULDER_R_FLEX + c]);
    mat3_turn_x(R, side * q[SP_SHOULDER_R_ADD + c]);
    mat3_turn_y(R, side * q[SP_SHOULDER_R_ROT + c]);
}

// The angle equal to `a` up to whole turns that lies nearest to `near`.
static double nearest_turn(double a, double near)
{
    return a - 2 * pi * round((a - near) / (2 * pi));
}

// Angles z, x, y of a rotation, the one of its two readings nearest to `near`;
// at the singularity (x a quarter turn) z keeps `near`.
static void shoulder_angles(const double R[9], double side,
                            const double near[3], double out[3])
{
    const double sx = fmax(-1, fmin(1, R[7]));
    double best = 1e9;
    for (int reading = 0; reading < 2; reading++) {
        const double x = reading ? pi - asin(sx) : asin(sx);
        double z, y;
        if (fabs(cos(x)) < 1e-6) {
            z = near[0];
            double M[9] = {0}, rest[9];
            mat3_identity(M);
            mat3_turn_z(M, z);
            mat3_turn_x(M, x);
            mat3_tmul(M, R, rest);
            y = atan2(rest[2], rest[0]);
        } else {
            const double sign = cos(x) > 0 ? 1 : -1;
            z = atan2(-sign * R[1], sign * R[4]);
            y = atan2(-sign * R[6], sign * R[8]);
        }
        const double angle[3] = {nearest_turn(z, near[0]),
                                 nearest_turn(side * x, near[1]),
                                 nearest_turn(side * y, near[2])};
        const double off = fabs(angle[0] - near[0]) + fabs(angle[1] - near[1]) +
                           fabs(angle[2] - near[2]);
        if (off < best) {
            best = off;
            memcpy(out, angle, sizeof angle);
        }
    }
}

// Axis and angle of the rotation that takes A to B, in A's axes.
static double turn_between(const double A[9], const double B[9], double axis[3])
{
    double D[9];
    mat3_tmul(A, B, D);
    const double v[3] = {D[7] - D[5], D[2] - D[6], D[3] - D[1]};
    const double twice_sin = vec3_length(v);
    const double angle = atan2(twice_sin, D[0] + D[4] + D[8] - 1);
    for (int a = 0; a < 3; a++)
        axis[a] = twice_sin > 1e-9 ? v[a] / twice_sin : a == 0;
    return angle;
}

static void blend_shoulder(const double *from, const double *to, double s,
                           int c, double side, double *out)
{
    double A[9], B[9], axis[3];
    shoulder_rotation(from, c, side, A);
    shoulder_rotation(to, c, side, B);
    const double angle = turn_between(A, B, axis);
    if (angle > 0.97 * pi)
        return; // no short way: the angles themselves stay blended
    mat3_turn_axis(A, axis, s * angle);
    const double near[3] = {out[SP_SHOULDER_R_FLEX + c],
                            out[SP_SHOULDER_R_ADD + c],
                            out[SP_SHOULDER_R_ROT + c]};
    shoulder_angles(A, side, near, &out[SP_SHOULDER_R_FLEX + c]);
}

static void blend(const struct sp_posture *from, const struct sp_posture *to,
                  double s, struct sp_posture *out)
{
    for (int c = 0; c < SP_COORDS; c++)
        out->q[c] = from->q[c] + s * (to->q[c] - from->q[c]);
    blend_shoulder(from->q, to->q, s, 0, 1, out->q);
    blend_shoulder(from->q, to->q, s, SP_HIP_L_FLEX - SP_HIP_R_FLEX, -1,
                   out->q);
}

// ---- contacts that both keep

const struct sp_touch *pose_same_touch(const struct sp_keyframe *key,
                                       const struct sp_touch *t)
{
    for (int i = 0; i < key->touches; i++) {
        const struct sp_touch *o = &key->touch[i];
        if (o->point == t->point && o->kind == t->kind &&
            (t->kind == SP_TOUCH_PLANE || o->target == t->target))
            return o;
    }
    return NULL;
}

// ---- a foot that is put down anew

// How much further the knee bends half-way, so that the foot swings over the
// floor and not through it.
#define SWING_RAD 0.6

static bool on_foot(const struct sp_body *body, enum sp_point point, bool left)
{
    const int seg = body->point_segment[point];
    return seg == (left ? SP_CALCN_L : SP_CALCN_R) ||
           seg == (left ? SP_TOES_L : SP_TOES_R);
}

static bool near_floor(const struct sp_body *body,
                       const struct sp_frames *frames, bool left)
{
    double p[3];
    sp_body_point(body, frames, left ? SP_POINT_BALL_L : SP_POINT_BALL_R, p);
    return p[1] < 0.12 * body->length_scale;
}

// Both keyframes have the foot down, but not on the same skin.
static bool swings(const struct sp_body *body, const struct sp_keyframe *a,
                   const struct sp_keyframe *b, const struct sp_frames *from,
                   const struct sp_frames *to, bool left)
{
    for (int i = 0; i < a->touches; i++)
        if (on_foot(body, a->touch[i].point, left) &&
            pose_same_touch(b, &a->touch[i]))
            return false;
    return near_floor(body, from, left) && near_floor(body, to, left);
}

struct leg {
    const struct sp_body *body;
    const struct sp_scene *scene;
    struct sp_frames from, to;
    struct sp_prop prop_from[SP_SCENE_PROPS], prop_to[SP_SCENE_PROPS];
    struct sp_prop prop_now[SP_SCENE_PROPS];
    double s; /* eased fraction */
};

static void add_kept(const struct leg *leg, const struct sp_touch *a,
                     const struct sp_touch *b, struct pose_problem *problem)
{
    struct pose_goal *goal = &problem->goal[problem->goals++];
    *goal = (struct pose_goal){
        a->point,  a->kind,
        a->target, a->height_m + leg->s * (b->height_m - a->height_m),
        false,     {0}};
    if (a->kind == SP_TOUCH_POINT ||
        (a->kind == SP_TOUCH_PROP &&
         pose_prop_rolls(leg->prop_now[a->target].kind)))
        return;
    double start[3], end[3];
    sp_body_point(leg->body, &leg->from, a->point, start);
    sp_body_point(leg->body, &leg->to, a->point, end);
    if (a->kind == SP_TOUCH_PROP) {
        pose_prop_local(&leg->prop_from[a->target], start, start);
        pose_prop_local(&leg->prop_to[a->target], end, end);
    }
    for (int i = 0; i < 3; i++)
        start[i] += leg->s * (end[i] - start[i]);
    if (a->kind == SP_TOUCH_PROP)
        pose_prop_world(&leg->prop_now[a->target], start, start);
    memcpy(goal->place, start, sizeof goal->place);
    goal->anchored = true;
}

// ---- a foot that leaves the floor

/* Does nothing on the leg keep its contact? */
static bool leg_is_free(const struct sp_body *body, const struct sp_keyframe *a,
                        const struct sp_keyframe *b, bool left)
{
    const int first = left ? SP_FEMUR_L : SP_FEMUR_R;
    const int last = left ? SP_TOES_L : SP_TOES_R;
    for (int i = 0; i < a->touches; i++) {
        const int on = body->point_segment[a->touch[i].point];
        if (on >= first && on <= last && pose_same_touch(b, &a->touch[i]))
            return false;
    }
    return true;
}

/* The knee bends further, most half-way; hip and ankle take their share, so
 * that the foot goes up and not back. */
static void draw_up(struct sp_posture *p, bool left, double bend_rad, double s)
{
    const int c = left ? SP_HIP_L_FLEX - SP_HIP_R_FLEX : 0;
    const double by = bend_rad * 4 * s * (1 - s);
    p->q[SP_HIP_R_FLEX + c] += 0.5 * by;
    p->q[SP_KNEE_R_FLEX + c] += by;
    p->q[SP_ANKLE_R_DORS + c] += 0.3 * by;
}

static double lowest_of_sole(const struct sp_body *body,
                             const struct sp_posture *p, bool left)
{
    static const enum sp_point sole[2][3] = {
        {SP_POINT_HEEL_R, SP_POINT_BALL_R, SP_POINT_TOE_R},
        {SP_POINT_HEEL_L, SP_POINT_BALL_L, SP_POINT_TOE_L}
    };
    struct sp_frames frames;
    double low = INFINITY, at[3];
    sp_body_place(body, p, &frames);
    for (int i = 0; i < 3; i++) {
        sp_body_point(body, &frames, sole[left][i], at);
        low = fmin(low, at[1]);
    }
    return low;
}

static bool clears_floor(const struct leg *leg, const struct sp_posture *from,
                         const struct sp_posture *to, bool left,
                         double bend_rad)
{
    enum { PLACES = 8 };
    for (int i = 1; i < PLACES; i++) {
        const double s = (double)i / PLACES;
        struct sp_posture p;
        blend(from, to, s, &p);
        draw_up(&p, left, bend_rad, s);
        if (lowest_of_sole(leg->body, &p, left) < -0.002)
            return false;
    }
    return true;
}

// How far the knee must bend further so that the foot keeps over the floor all
// the way; where no bend is enough, as in any step. Without it the floor would
// push the whole body aside until the foot is past.
static double needed_bend(const struct leg *leg, const struct sp_posture *from,
                          const struct sp_posture *to, bool left)
{
    enum { STEPS = 12 };
    for (int i = 0; i < STEPS; i++)
        if (clears_floor(leg, from, to, left, 0.1 * i))
            return 0.1 * i;
    return SWING_RAD;
}

static enum sp_status check_leg(const struct sp_scene *scene, int from, int to,
                                double u, struct sp_error *err)
{
    if (from < 0 || from >= scene->keyframes || to < 0 ||
        to >= scene->keyframes)
        return sp_fail(err, SP_E_RANGE,
                       "scene %s has keyframes 0 to %d, not %d to %d",
                       scene->name, scene->keyframes - 1, from, to);
    if (!(u >= 0 && u <= 1))
        return sp_fail(err, SP_E_RANGE, "fraction %g of the way: give 0 to 1",
                       u);
    const enum sp_status status = pose_check(scene, from, err);
    return status == SP_OK ? pose_check(scene, to, err) : status;
}

enum sp_status
sp_pose_follow(const struct sp_body *body, const struct sp_scene *scaled,
               int from, const struct sp_posture *from_posture, int to,
               const struct sp_posture *to_posture, double u,
               const struct sp_posture *near, struct sp_posture *posture,
               struct sp_pose_report *report, struct sp_error *err)
{
    const enum sp_status status = check_leg(scaled, from, to, u, err);
    if (status != SP_OK)
        return status;
    struct leg leg = {.body = body, .scene = scaled, .s = sp_pose_ease(u)};
    pose_props_between(scaled, from, to, leg.s, leg.prop_now);
    pose_props_at(scaled, from, leg.prop_from);
    pose_props_at(scaled, to, leg.prop_to);
    sp_body_place(body, from_posture, &leg.from);
    sp_body_place(body, to_posture, &leg.to);

    const struct sp_keyframe *a = &scaled->keyframe[from];
    const struct sp_keyframe *b = &scaled->keyframe[to];
    struct pose_skin skin;
    pose_skin_init(&skin, body);
    struct pose_problem problem = {.body = body,
                                   .skin = &skin,
                                   .prop = leg.prop_now,
                                   .props = scaled->props,
                                   .wish_weight = 1,
                                   .balanced =
                                       a->free_standing && b->free_standing,
                                   .load = scaled->load,
                                   .loads = scaled->loads};
    for (int i = 0; i < a->touches; i++) {
        const struct sp_touch *other = pose_same_touch(b, &a->touch[i]);
        if (other)
            add_kept(&leg, &a->touch[i], other, &problem);
    }
    blend(from_posture, to_posture, leg.s, posture);
    for (int left = 0; left < 2; left++)
        if (swings(body, a, b, &leg.from, &leg.to, left))
            posture->q[left ? SP_KNEE_L_FLEX : SP_KNEE_R_FLEX] +=
                SWING_RAD * 4 * leg.s * (1 - leg.s);
    for (int left = 0; left < 2; left++)
        if (leg_is_free(body, a, b, left))
            draw_up(posture, left,
                    needed_bend(&leg, from_posture, to_posture, left), leg.s);
    problem.wish = *posture;
    if (near)
        *posture = *near;
    if (leg.s <= 0)
        *posture = *from_posture;
    else if (leg.s >= 1)
        *posture = *to_posture;
    else {
        pose_minimise(&problem, posture, report);
        return SP_OK;
    }
    pose_measure(&problem, posture, report);
    return SP_OK;
}

enum sp_status sp_pose_between(const struct sp_body *body,
                               const struct sp_scene *scaled, int from,
                               const struct sp_posture *from_posture, int to,
                               const struct sp_posture *to_posture, double u,
                               struct sp_posture *posture,
                               struct sp_pose_report *report,
                               struct sp_error *err)
{
    return sp_pose_follow(body, scaled, from, from_posture, to, to_posture, u,
                          NULL, posture, report, err);
}
