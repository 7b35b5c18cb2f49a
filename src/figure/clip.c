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

static enum sp_status fill_leg(const struct sp_body *body,
                               const struct sp_scene *scene,
                               const struct figure_leg *leg,
                               const struct sp_posture *solved,
                               struct figure_clip *clip, struct sp_error *err)
{
    struct sp_posture *out = clip->posture + leg->first;
    for (int i = 0; i <= leg->frames; i++)
        clip->time_s[leg->first + i] =
            leg->start_s + leg->length_s * i / leg->frames;
    out[0] = solved[leg->from];
    out[leg->frames] = solved[leg->to];
    for (int i = 1; i < leg->frames; i++) {
        struct sp_pose_report report;
        const double u = (double)i / leg->frames;
        enum sp_status status =
            sp_pose_between(body, scene, leg->from, &solved[leg->from], leg->to,
                            &solved[leg->to], u, &out[i], &report, err);
        if (status != SP_OK)
            return status;
    }
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
    bool done[SP_SCENE_KEYFRAMES] = {false};
    for (int i = 0; status == SP_OK && i < 2 * clip->legs; i++) {
        const struct figure_leg *leg = &clip->leg[i / 2];
        const int k = i % 2 ? leg->to : leg->from;
        struct sp_pose_report report;
        if (!done[k])
            status = sp_pose_solve(body, scaled, k, &solved[k], &report, err);
        done[k] = true;
    }
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
