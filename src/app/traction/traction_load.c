/*
 * What a protocol does to the discs: the load without pull and at its top,
 * solved; between them by the pull that the low back feels; and from these the
 * height of each disc while it lasts.
 */
#include "app/spine/doses.h"
#include "app/spine/spine_internal.h"
#include "app/traction/traction.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Back on an inversion table: friction 0.2 to 0.5 (safety 4.5), its middle. */
static const double slope_friction = 0.35;

/* What the partner's scene is drawn for (load/cases.c). */
static const double partner_drawn_N = 120;

/* ---- forces ----------------------------------------------------------------
 */

static double upper_weight_N(const struct sp_body *body)
{
    return body->person.mass_kg * CARE_STANDARD_GRAVITY -
           sp_lower_weight_N(body);
}

double app_pull_top(const struct app_pull *pull, const struct sp_body *body)
{
    const struct care_protocol *p = &pull->protocol;
    switch (p->kind) {
    case CARE_PROTOCOL_HANG:
        return pull->limits.arms_share * sp_lower_weight_N(body);
    case CARE_PROTOCOL_INVERSION:
        return upper_weight_N(body) * sin(p->angle_deg / APP_DEG);
    case CARE_PROTOCOL_TRACTION:
    case CARE_PROTOCOL_PARTNER:
    case CARE_PROTOCOL_KINDS:
        break;
    }
    return care_protocol_force(p, pull->who.mass_kg);
}

double app_pull_net(const struct app_pull *pull, const struct sp_body *body,
                    double applied_N)
{
    const struct care_protocol *p = &pull->protocol;
    const struct sp_traction t = {.pull_N = applied_N,
                                  .angle_rad = p->pull_deg / APP_DEG,
                                  .split = !p->plain,
                                  .friction = p->friction};
    if (p->kind == CARE_PROTOCOL_TRACTION)
        return sp_traction_net_N(body, &t);
    if (p->kind == CARE_PROTOCOL_INVERSION)
        // the slope is what it is: friction takes its share all the way
        return fmax(0, applied_N *
                           (1 - slope_friction / tan(p->angle_deg / APP_DEG)));
    return applied_N;
}

/* ---- positions -------------------------------------------------------------
 */

bool app_hangs(const char *keyframe)
{
    return !strcmp(keyframe, "feet_supported") ||
           !strncmp(keyframe, "hang_", 5);
}

/* The table's scene with the thighs at another angle: knees, stool and its
 * place follow (thigh of a figure of 1.75 m, which the scene is drawn for). */
static void bend_hips(struct sp_scene *scene, double hip_deg)
{
    static const double thigh_m = 0.43, drawn_deg = 50;
    const double turn_rad = (hip_deg - drawn_deg) / APP_DEG;
    for (int i = 0; i < scene->props; i++) {
        struct sp_prop *prop = &scene->prop[i];
        if (prop->kind != SP_PROP_TABLE)
            continue;
        const double up =
            thigh_m * (sin(hip_deg / APP_DEG) - sin(drawn_deg / APP_DEG));
        prop->at[0] +=
            thigh_m * (cos(hip_deg / APP_DEG) - cos(drawn_deg / APP_DEG));
        prop->at[1] += up;
        prop->size[1] += up;
    }
    for (int k = 0; k < scene->keyframes; k++) {
        double *q = scene->keyframe[k].wish.q;
        q[SP_HIP_R_FLEX] += turn_rad;
        q[SP_HIP_L_FLEX] += turn_rad;
        q[SP_KNEE_R_FLEX] += turn_rad;
        q[SP_KNEE_L_FLEX] += turn_rad;
    }
}

/* Without pull and at the top of it. */
static enum sp_status solve_both(struct app *app, const struct app_pull *pull,
                                 double top_N, bool range,
                                 struct app_discs *base, struct app_discs *top,
                                 struct sp_error *err)
{
    const struct care_protocol *p = &pull->protocol;
    const struct care_exercise *ex =
        care_exercise_at(app->library, pull->exercise);
    struct app_load_ask without = app_load_ask_none, with = app_load_ask_none;
    struct sp_scene *scene = NULL;
    without.body = with.body = &pull->body;
    without.id = with.id = ex->id;
    switch (p->kind) {
    case CARE_PROTOCOL_HANG:
        without.id = "stand";
        with.keyframe = APP_HANG_FREE;
        break;
    case CARE_PROTOCOL_INVERSION:
        without.keyframe = "level";
        with.keyframe = "tilt_30";
        with.tilt_deg = p->angle_deg;
        break;
    case CARE_PROTOCOL_PARTNER:
        without.keyframe = "rest";
        with.keyframe = "pull";
        break;
    case CARE_PROTOCOL_TRACTION:
    case CARE_PROTOCOL_KINDS:
        scene = malloc(sizeof *scene);
        if (!scene)
            return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a pull."));
        *scene = *ex->scene;
        bend_hips(scene, care_protocol_hip(p));
        without.scene = with.scene = scene;
        without.keyframe = with.keyframe = "pull";
        with.pull_N = top_N;
        with.split = !p->plain;
        with.pull_deg = p->pull_deg;
        with.friction = p->friction;
        break;
    }
    enum sp_status st = app_load_discs(app, &without, range, base, err);
    if (!st)
        st = app_load_discs(app, &with, range, top, err);
    free(scene);
    return st;
}

/* ---- discs over time -------------------------------------------------------
 */

struct course {
    const struct app_pull *pull;
    const struct sp_body *body;
    const struct care_pull_span *spans;
    int count;
    const struct app_pull_effect *effect;
};

/* Share of the top's effect at a time: of the net pull where a table holds
 * some of it back, else of the pull itself. */
static double share_at(const struct course *c, double t_s)
{
    const double N = care_curve_at(c->spans, c->count, t_s);
    if (c->pull->protocol.kind != CARE_PROTOCOL_TRACTION)
        return N / c->effect->top_N;
    return c->effect->net_N > 0
               ? app_pull_net(c->pull, c->body, N) / c->effect->net_N
               : 0;
}

/*
 * The whole in steps of the same length, each under its mean load: water in
 * discs follows the mean over about a minute (docs/disc.md).
 */
static void fill_steps(const struct course *c, double length_s, int steps,
                       const struct sp_disc_doser *doser,
                       struct sp_disc_hold *hold)
{
    enum { PARTS = 16 };
    const struct app_pull_effect *e = c->effect;
    for (int i = 0; i < steps; i++) {
        double share = 0;
        for (int k = 0; k < PARTS; k++)
            share +=
                share_at(c, length_s * (i + (k + 0.5) / PARTS) / steps) / PARTS;
        hold[i].duration_s = length_s / steps;
        for (int d = 0; d < SP_DISCS; d++) {
            const double ratio =
                (e->base_N[d] + share * (e->hold_N[d] - e->base_N[d])) /
                e->standing_N[d];
            const double standing_N = doser->model[0].disc[d].standing_N;
            hold[i].load_N[d] = ratio * standing_N;
            hold[i].error_N[d] = app_dose_error(ratio) * standing_N;
        }
    }
}

static void read_heights(const struct sp_disc_model *m,
                         const struct sp_disc_state *s, double mm[SP_DISCS])
{
    struct sp_disc_reading reading;
    sp_disc_read(m, s, &reading);
    memcpy(mm, reading.height_mm, sizeof reading.height_mm);
}

/* One run; `row` NULL: only the end. */
static enum sp_status run(const struct sp_disc_doser *doser, int variant,
                          bool more_load, const struct sp_disc_hold *hold,
                          int steps, double (*row)[SP_DISCS],
                          double end_mm[SP_DISCS], struct sp_error *err)
{
    const struct sp_disc_model *m = &doser->model[variant];
    struct sp_disc_state state = doser->state[variant];
    double start[SP_DISCS], now[SP_DISCS];
    read_heights(m, &state, start);
    for (int i = 0; i < steps; i++) {
        double load[SP_DISCS];
        for (int d = 0; d < SP_DISCS; d++)
            load[d] = hold[i].load_N[d] + (more_load ? hold[i].error_N[d] : 0);
        const enum sp_status st =
            sp_disc_advance(m, &state, hold[i].duration_s, load, err);
        if (st)
            return st;
        read_heights(m, &state, now);
        for (int d = 0; row && d < SP_DISCS; d++)
            row[i + 1][d] = now[d] - start[d];
    }
    for (int d = 0; d < SP_DISCS; d++)
        end_mm[d] = now[d] - start[d];
    return SP_OK;
}

/* Each weakly known parameter, and the load, moved by one standard error. */
static enum sp_status run_range(const struct sp_disc_doser *doser,
                                const struct sp_disc_hold *hold, int steps,
                                struct app_pull_effect *out,
                                struct sp_error *err)
{
    double best[SP_DISCS], other[SP_DISCS], squares[SP_DISCS] = {0};
    enum sp_status st = run(doser, 0, false, hold, steps, NULL, best, err);
    for (int v = 1; v <= SP_DISC_VARIANTS && !st; v++) {
        const bool load = v == SP_DISC_VARIANTS;
        st = run(doser, load ? 0 : v, load, hold, steps, NULL, other, err);
        for (int d = 0; d < SP_DISCS && !st; d++)
            squares[d] += pow(other[d] - best[d], 2);
    }
    for (int d = 0; d < SP_DISCS && !st; d++) {
        out->end_low_mm[d] = -sqrt(squares[d]);
        out->end_high_mm[d] = sqrt(squares[d]);
    }
    if (!st)
        st = sp_disc_dose(doser, hold, (size_t)steps, true, &out->dose, err);
    return st;
}

/* Steps of a run: no more than `most`, none shorter than `least_s`. */
static int steps_of(double length_s, double least_s, int most)
{
    const int fit = (int)floor(length_s / least_s);
    return fit < 1 ? 1 : fit > most ? most : fit;
}

static double course_s(const struct course *c)
{
    const struct care_pull_span *last = &c->spans[c->count - 1];
    return last->start_s + last->length_s;
}

static int coarse_steps(const struct course *c)
{
    return steps_of(course_s(c), 60, APP_PULL_HOLDS);
}

/* The course in fine steps, its range in coarse ones. */
static enum sp_status run_all(const struct course *c,
                              const struct sp_disc_doser *doser,
                              struct app_pull_effect *out, struct sp_error *err)
{
    // holds of a hang are short and strong: only their mean over a minute is
    // inside what the disc model covers
    const bool table = c->pull->protocol.kind == CARE_PROTOCOL_TRACTION;
    const double length_s = course_s(c);
    struct sp_disc_hold hold[APP_PULL_TIMES - 1];
    double end_mm[SP_DISCS];
    const int fine = steps_of(length_s, table ? 10 : 60, APP_PULL_TIMES - 1);
    fill_steps(c, length_s, fine, doser, hold);
    enum sp_status st = run(doser, 0, false, hold, fine, out->mm, end_mm, err);
    const int coarse = coarse_steps(c);
    if (st)
        return st;
    fill_steps(c, length_s, coarse, doser, hold);
    st = run_range(doser, hold, coarse, out, err);
    for (int d = 0; d < SP_DISCS; d++) {
        out->end_low_mm[d] += end_mm[d];
        out->end_high_mm[d] += end_mm[d];
    }
    out->times = st ? 0 : fine + 1;
    for (int i = 0; i < out->times; i++)
        out->time_s[i] = length_s * i / fine;
    return st;
}

static enum sp_status heights(struct app *app, const struct course *c,
                              struct app_pull_effect *out, struct sp_error *err)
{
    const struct sp_disc_doser *doser = app_doses_hold(app, &c->pull->body);
    struct sp_error why;
    enum sp_status st = SP_E_NOMEM;
    if (doser)
        st = run_all(c, doser, out, &why);
    app_doses_let(app);
    if (!doser)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the discs."));
    if (!st)
        return SP_OK;
    snprintf(
        out->note, sizeof out->note,
        _("The model of the discs does not reach so far, so no heights are "
          "told."));
    return SP_OK;
}

/* ---- the whole -------------------------------------------------------------
 */

/* What is meant over what the solved position is drawn for. */
static double drawn_scale(const struct app_pull *pull, double top_N)
{
    if (pull->protocol.kind == CARE_PROTOCOL_PARTNER)
        return top_N / partner_drawn_N;
    if (pull->protocol.kind == CARE_PROTOCOL_HANG)
        return pull->limits.arms_share;
    return 1;
}

static void between(const struct app_discs *base, const struct app_discs *top,
                    double scale, double rest_share,
                    struct app_pull_effect *out)
{
    for (int d = 0; d < SP_DISCS; d++) {
        const double change = scale * (top->N[d] - base->N[d]);
        out->base_N[d] = base->N[d];
        out->hold_N[d] = base->N[d] + change;
        out->rest_N[d] = base->N[d] + rest_share * change;
        // the range is that of the solved top, about the force meant
        out->low_N[d] = out->hold_N[d] + scale * (top->low_N[d] - top->N[d]);
        out->high_N[d] = out->hold_N[d] + scale * (top->high_N[d] - top->N[d]);
    }
}

/* Force and discs without pull, in the rests and at the top. */
static enum sp_status loads(struct app *app, const struct app_pull *pull,
                            const struct sp_body *body, bool range,
                            struct app_pull_effect *out, struct sp_error *err)
{
    struct app_discs base, top;
    *out = (struct app_pull_effect){.top_N = app_pull_top(pull, body)};
    out->net_N = app_pull_net(pull, body, out->top_N);
    const enum sp_status st =
        solve_both(app, pull, out->top_N, range, &base, &top, err);
    if (st)
        return st;
    out->held = base.held && top.held;
    snprintf(out->note, sizeof out->note, "%s",
             base.held ? top.note : base.note);
    if (!out->held)
        return SP_OK;
    memcpy(out->standing_N, base.standing_N, sizeof out->standing_N);
    const double rest_net_N =
        app_pull_net(pull, body, pull->protocol.rest_share * out->top_N);
    between(&base, &top, drawn_scale(pull, out->top_N),
            out->net_N > 0 ? rest_net_N / out->net_N : 0, out);
    return SP_OK;
}

enum sp_status app_pull_effect(struct app *app, const struct app_pull *pull,
                               const struct care_pull_span *spans, int count,
                               struct app_pull_effect *out,
                               struct sp_error *err)
{
    struct sp_body body;
    enum sp_status st = sp_body_init(&body, &pull->body, err);
    if (!st)
        st = loads(app, pull, &body, true, out, err);
    if (st || !out->held)
        return st;
    const struct course c = {pull, &body, spans, count, out};
    // nothing of the pull arrives, but lying down still does
    return heights(app, &c, out, err);
}

enum sp_status app_pull_holds(struct app *app, const struct app_pull *pull,
                              const struct care_pull_span *spans, int count,
                              struct sp_disc_hold hold[APP_PULL_HOLDS],
                              int *holds, struct sp_error *err)
{
    struct sp_body body;
    struct app_pull_effect *e = malloc(sizeof *e);
    enum sp_status st =
        e ? sp_body_init(&body, &pull->body, err)
          : sp_fail(err, SP_E_NOMEM, _("Not enough memory for a pull."));
    *holds = 0;
    if (!st)
        st = loads(app, pull, &body, false, e, err);
    if (!st && e->held) {
        const struct course c = {pull, &body, spans, count, e};
        const struct sp_disc_doser *doser = app_doses_hold(app, &pull->body);
        *holds = doser ? coarse_steps(&c) : 0;
        if (doser)
            fill_steps(&c, course_s(&c), *holds, doser, hold);
        app_doses_let(app);
    }
    free(e);
    return st;
}
