/*
 * Movements: keyframes solved for one body, and the way between them sampled
 * at even steps.
 */
#include "figure/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum sp_status take_legs(const struct sp_scene *scene,
                                const struct figure_leg *legs, int n,
                                struct figure_clip *clip, struct sp_error *err)
{
    if (scene->keyframes < 1)
        return sp_fail(err, SP_E_RANGE, "%s has no keyframes to move between",
                       scene->name);
    if (!legs)
        n = scene->keyframes > 1 ? scene->keyframes - 1 : 1;
    if (n < 1 || n > FIGURE_LEGS)
        return sp_fail(err, SP_E_RANGE, "%s: %d legs, need 1 to %d",
                       scene->name, n, FIGURE_LEGS);
    for (int i = 0; i < n; i++) {
        struct figure_leg *leg = &clip->leg[i];
        memset(leg, 0, sizeof *leg);
        leg->from = legs ? legs[i].from : i;
        leg->to = legs ? legs[i].to : (i + 1) % scene->keyframes;
        leg->length_s = legs ? legs[i].length_s : 0;
        if (!(leg->length_s >= 0 && leg->length_s <= 3600))
            return sp_fail(err, SP_E_RANGE,
                           "%s: leg %d takes %g s, need 0 to 3600", scene->name,
                           i, leg->length_s);
        if (leg->from < 0 || leg->from >= scene->keyframes || leg->to < 0 ||
            leg->to >= scene->keyframes)
            return sp_fail(err, SP_E_RANGE,
                           "%s: leg %d goes from keyframe %d to %d, there are "
                           "%d",
                           scene->name, i, leg->from, leg->to,
                           scene->keyframes);
    }
    clip->legs = n;
    return SP_OK;
}

static double leg_length(const struct sp_scene *scene,
                         const struct figure_leg *leg)
{
    if (leg->length_s > 0)
        return leg->length_s;
    if (leg->from == leg->to)
        return 1;
    const double length =
        fabs(scene->keyframe[leg->to].at_s - scene->keyframe[leg->from].at_s);
    // longer than a minute is no movement; the player holds instead
    return length > 0 ? fmin(60, length) : 2;
}

/* Where each leg begins and how many frames it takes: one at its end if it
 * keeps still, else steps as even as its length allows. */
static void time_legs(const struct sp_scene *scene, struct figure_clip *clip)
{
    double start = 0, total = 0;
    int frame = 0;
    for (int i = 0; i < clip->legs; i++)
        total += leg_length(scene, &clip->leg[i]);
    clip->step_s = fmax(clip->step_s, total / FIGURE_FRAMES);
    for (int i = 0; i < clip->legs; i++) {
        struct figure_leg *leg = &clip->leg[i];
        if (i > 0 && clip->leg[i - 1].to != leg->from) {
            frame++;
            start += clip->step_s;
        }
        leg->length_s = leg_length(scene, leg);
        leg->frames = leg->from == leg->to
                          ? 1
                          : (int)fmax(1, round(leg->length_s / clip->step_s));
        leg->first = frame;
        leg->start_s = start;
        frame += leg->frames;
        start += leg->length_s;
    }
    clip->frames = frame + 1;
}

// ---- a free foot moves evenly

/* Does a point on the right (or left) leg at or beyond this segment keep its
 * contact all the way? */
static bool holds(const struct sp_body *body, const struct sp_keyframe *a,
                  const struct sp_keyframe *b, int segment, int last)
{
    for (int i = 0; i < a->touches; i++) {
        const int on = body->point_segment[a->touch[i].point];
        for (int k = 0; on >= segment && on <= last && k < b->touches; k++)
            if (a->touch[i].point == b->touch[k].point)
                return true;
    }
    return false;
}

static double middle_of(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Each frame is solved by itself, and close over the floor two answers can be
 * equally good: a single odd frame is dropped (median of three), steps are
 * softened (1 2 1). */
static void even_out(struct sp_posture *frame, int frames, int coord)
{
    double before = frame[0].q[coord];
    for (int pass = 0; pass < 2; pass++) {
        before = frame[0].q[coord];
        for (int i = 1; i < frames; i++) {
            const double here = frame[i].q[coord];
            const double after = frame[i + 1].q[coord];
            frame[i].q[coord] = pass ? (before + 2 * here + after) / 4
                                     : middle_of(before, here, after);
            before = here;
        }
    }
}

static void even_out_legs(const struct sp_body *body,
                          const struct sp_scene *scene,
                          const struct figure_leg *leg,
                          struct figure_clip *clip)
{
    static const struct {
        int coord, segment;
    } joint[] = {
        {SP_HIP_R_FLEX,   SP_FEMUR_R},
        {SP_HIP_R_ADD,    SP_FEMUR_R},
        {SP_HIP_R_ROT,    SP_FEMUR_R},
        {SP_KNEE_R_FLEX,  SP_TIBIA_R},
        {SP_ANKLE_R_DORS, SP_CALCN_R},
        {SP_MTP_R_EXT,    SP_TOES_R },
    };
    const struct sp_keyframe *a = &scene->keyframe[leg->from];
    const struct sp_keyframe *b = &scene->keyframe[leg->to];
    for (int left = 0; left < 2; left++) {
        const int coords = left * (SP_HIP_L_FLEX - SP_HIP_R_FLEX);
        const int segments = left * (SP_FEMUR_L - SP_FEMUR_R);
        for (size_t i = 0; i < sizeof joint / sizeof *joint; i++)
            if (!holds(body, a, b, joint[i].segment + segments,
                       SP_TOES_R + segments))
                even_out(clip->posture + leg->first, leg->frames,
                         joint[i].coord + coords);
    }
}

/* A way holds only what both its keyframes touch, so it comes out beside them:
 * what else a keyframe touches pushed it aside a little. The difference fades
 * along the leg, and no frame jumps. */
static void meet_ends(const struct sp_body *body, const struct sp_posture *from,
                      const struct sp_posture *to, int frames,
                      struct sp_posture *frame)
{
    const struct sp_posture start = frame[0], end = frame[frames];
    for (int i = 0; i <= frames; i++) {
        const double s = sp_pose_ease((double)i / frames);
        for (int c = 0; c < SP_COORDS; c++) {
            const double q = frame[i].q[c] +
                             (1 - s) * (from->q[c] - start.q[c]) +
                             s * (to->q[c] - end.q[c]);
            frame[i].q[c] = c < SP_PELVIS_PITCH
                                ? q
                                : fmax(body->q_loaded_min[c],
                                       fmin(body->q_loaded_max[c], q));
        }
    }
    frame[0] = *from;
    frame[frames] = *to;
}

#define BESIDE 1e-4 /* of the way: next to a keyframe, not on it */

static enum sp_status fill_leg(const struct sp_body *body,
                               const struct sp_scene *scene,
                               const struct figure_leg *leg,
                               const struct sp_posture *solved,
                               struct figure_clip *clip, struct sp_error *err)
{
    struct sp_posture *out = clip->posture + leg->first;
    const struct sp_posture *from = &solved[leg->from], *to = &solved[leg->to];
    for (int i = 0; i <= leg->frames; i++)
        clip->time_s[leg->first + i] =
            leg->start_s + leg->length_s * i / leg->frames;
    for (int i = 0; i <= leg->frames; i++) {
        struct sp_pose_report report;
        const double u = (double)i / leg->frames;
        const enum sp_status status =
            sp_pose_follow(body, scene, leg->from, from, leg->to, to,
                           fmax(BESIDE, fmin(1 - BESIDE, u)),
                           i ? &out[i - 1] : from, &out[i], &report, err);
        if (status != SP_OK)
            return status;
    }
    even_out_legs(body, scene, leg, clip);
    meet_ends(body, from, to, leg->frames, out);
    return SP_OK;
}

enum sp_status figure_clip_make(const struct sp_body *body,
                                const struct sp_scene *scaled,
                                const struct figure_leg *legs, int n,
                                double step_s, struct figure_clip *clip,
                                struct sp_error *err)
{
    memset(clip, 0, sizeof *clip);
    if (!(step_s >= .01 && step_s <= 1))
        return sp_fail(err, SP_E_RANGE, "clip step %g s, need 0.01 to 1",
                       step_s);
    clip->step_s = step_s;
    enum sp_status status = take_legs(scaled, legs, n, clip, err);
    if (status != SP_OK)
        return status;
    time_legs(scaled, clip);
    clip->posture = calloc((size_t)clip->frames, sizeof *clip->posture);
    clip->time_s = calloc((size_t)clip->frames, sizeof *clip->time_s);
    struct sp_posture *solved = calloc(SP_SCENE_KEYFRAMES, sizeof *solved);
    if (!clip->posture || !clip->time_s || !solved)
        status =
            sp_fail(err, SP_E_NOMEM, "out of memory while sampling a movement");
    struct sp_pose_report report[SP_SCENE_KEYFRAMES];
    if (status == SP_OK)
        status = sp_pose_solve_all(body, scaled, solved, report, err);
    for (int i = 0; status == SP_OK && i < clip->legs; i++)
        status = fill_leg(body, scaled, &clip->leg[i], solved, clip, err);
    free(solved);
    if (status != SP_OK)
        figure_clip_release(clip);
    return status;
}

void figure_clip_release(struct figure_clip *clip)
{
    free(clip->posture);
    free(clip->time_s);
    memset(clip, 0, sizeof *clip);
}
