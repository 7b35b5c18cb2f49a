/*
 * How far an answer moves over what is not known, one thing at a time.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "body/body_internal.h"

static const double pi = 3.14159265358979323846;

static void widen(struct sp_load_range *range, const struct sp_load_result *r)
{
    if (r->verdict != SP_LOAD_HELD)
        return;
    for (int d = 0; d < SP_DISCS; d++) {
        range->low_N[d] = fmin(range->low_N[d], r->disc[d].compression_N);
        range->high_N[d] = fmax(range->high_N[d], r->disc[d].compression_N);
        range->low_MPa[d] = fmin(range->low_MPa[d], r->disc[d].pressure_MPa);
        range->high_MPa[d] = fmax(range->high_MPa[d], r->disc[d].pressure_MPa);
    }
    range->solved++;
}

// What a joint can still give of a wished turn: nobody bends a joint past the
// end of its range, and one that stands beyond it stays.
static double within_range(double wished, double angle, int level)
{
    const double rad = pi / 180;
    const double up = body_level[level].ext * rad - angle;
    const double down = -body_level[level].flex * rad - angle;
    return fmax(fmin(0, down), fmin(fmax(0, up), wished));
}

// Lordosis deeper by `angle` with chest and feet where they are: each lumbar
// joint extends by its part as far as it can, the pelvis tilts forward below,
// the hips give back to the legs and all is shifted so that the chest stays.
static void deepen(struct sp_load_work *work, const struct sp_body *body,
                   const struct sp_load_params *params, double angle,
                   struct sp_frames *frames)
{
    // parts from L5/S1 up: how lumbar extension is shared (docs/load.md)
    static const double part[5] = {0.25, 0.2, 0.15, 0.18, 0.22};
    double step[LOAD_ROWS] = {0}, all = 0;
    const struct sp_frame chest = frames->seg[SP_T12];
    load_tree_init(&work->tree, body, frames);
    load_passive_init(&work->passive, body, frames, params);
    for (int l = 0; l < 5; l++) {
        const double turn =
            within_range(part[l] * angle, work->passive.angle[l][0], l);
        step[LOAD_ROW_SPINE + 3 * l] = turn;
        all += turn;
    }
    step[LOAD_ROW_PELVIS + 3] = -all;
    step[LOAD_ROW_LEG_R] = all;
    step[LOAD_ROW_LEG_L] = all;
    load_displace(body, step, &work->tree, frames);
    double back[3];
    for (int a = 0; a < 3; a++)
        back[a] = chest.p[a] - frames->seg[SP_T12].p[a];
    for (int s = 0; s < SP_SEGMENTS; s++)
        for (int a = 0; a < 3; a++)
            frames->seg[s].p[a] += back[a];
}

enum sp_status sp_load_ranges(struct sp_load_work *work,
                              const struct sp_body *body,
                              const struct sp_load_case *one,
                              const struct sp_load_params *params,
                              struct sp_load_result *middle,
                              struct sp_load_range *range, struct sp_error *err)
{
    enum sp_status status = sp_load_solve(work, body, one, params, middle, err);
    if (status != SP_OK)
        return status;
    range->solved = 0;
    for (int d = 0; d < SP_DISCS; d++) {
        range->low_N[d] = range->high_N[d] = middle->disc[d].compression_N;
        range->low_MPa[d] = range->high_MPa[d] = middle->disc[d].pressure_MPa;
    }
    struct sp_load_params p[6];
    for (int i = 0; i < 6; i++)
        p[i] = *params;
    p[0].strength = 0.46 * params->strength;
    p[0].tone = params->tone / 0.46; // the same newtons at rest
    p[0].tone_abdomen = params->tone_abdomen / 0.46;
    p[1].exponent = 3;
    p[2].disc_area = 0.85 * params->disc_area;
    p[3].disc_area = 1.15 * params->disc_area;
    p[4].tone = p[4].tone_abdomen = 0;
    p[5].tone = 2 * params->tone;
    p[5].tone_abdomen = 2 * params->tone_abdomen;

    // from the settled posture: what varies is not how it settles
    struct sp_load_case *varied = &work->varied;
    *varied = one->relax ? work->settled : *one;
    varied->frames = middle->frames;
    varied->relax = false;
    struct sp_load_result *r = &work->varied_result;
    for (int i = 0; i < 6; i++) {
        status = sp_load_solve(work, body, varied, &p[i], r, err);
        if (status != SP_OK)
            return status;
        widen(range, r);
    }
    for (int way = -1; way <= 1; way += 2) {
        varied->frames = middle->frames;
        deepen(work, body, params, way * 10 * pi / 180, &varied->frames);
        status = sp_load_solve(work, body, varied, params, r, err);
        if (status != SP_OK)
            return status;
        widen(range, r);
    }
    return SP_OK;
}
