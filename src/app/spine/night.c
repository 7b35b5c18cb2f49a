/*
 * Sleeping positions on three beds: load on the discs, and what a night in
 * each gives back after the person's own day. And a routine before bed, of
 * what the safety answers leave.
 *
 * A bed's firmness is how much one place pressed by the body gives. A heel or
 * shoulder blade sinks some centimetres into a soft bed and hardly into a firm
 * one; the three figures are ours.
 */
#include "app/spine/day_internal.h"
#include "app/spine/spine_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUTINE "bedtime_routine" /* the lesson that names the movements */

static const struct {
    const char *scene, *pillow, *says;
} positions[] = {
    {"sleep_side_pillow",  N_("under the head, between the knees"),
     N_("The upper leg rests, so that it does not draw the low back round.")},
    {"sleep_side",         N_("under the head"),
     N_("The upper knee comes down, and the pelvis turns a little with it.")},
    {"sleep_back_pillow",  N_("under head and knees"),
     N_("The low back rests flat and soft.")                                },
    {"sleep_back",         N_("under the head"),
     N_("With straight legs the low back keeps its hollow.")                },
    {"sleep_prone_pillow", N_("a flat one under the pelvis"),
     N_("The pillow takes some of the hollow out of the low back; the head is "
        "still turned.")                                                    },
    {"sleep_prone",        N_("none"),
     N_("Head and neck are turned to one side all the time.")               },
};
enum { POSITIONS = sizeof positions / sizeof *positions };

static const struct {
    const char *id, *name;
    double stiffness_N_m;
} beds[] = {
    {"soft",   N_("soft"),   3e3},
    {"medium", N_("medium"), 1e4},
    {"firm",   N_("firm"),   5e4},
};
enum { BEDS = sizeof beds / sizeof *beds };

/* ---- loads
 * ---------------------------------------------------------------------- */

/* A position on one bed: each disc's share of standing. */
struct lying {
    bool held;
    double ratio[SP_DISCS], low[SP_DISCS], high[SP_DISCS];
    double MPa, low_MPa, high_MPa; /* inside L4/5 */
    char note[200];
};

static double number_of(const json_t *object, const char *field)
{
    return json_number_value(json_object_get(object, field));
}

static void take_load(const json_t *load, struct lying *out)
{
    const json_t *discs = json_object_get(load, "discs");
    memset(out, 0, sizeof *out);
    snprintf(out->note, sizeof out->note, "%s",
             json_string_value(json_object_get(load, "note")));
    out->held = json_array_size(discs) == SP_DISCS;
    for (size_t i = 0; i < SP_DISCS && out->held; i++) {
        const json_t *disc = json_array_get(discs, i);
        const size_t d = SP_DISCS - 1 - i; // neck first in the answer
        out->ratio[d] = number_of(disc, "ratio");
        out->low[d] = number_of(disc, "ratio_low");
        out->high[d] = number_of(disc, "ratio_high");
        if (d == SP_DISC_L4_L5) {
            out->MPa = number_of(disc, "pressure_MPa");
            out->low_MPa = number_of(disc, "low_MPa");
            out->high_MPa = number_of(disc, "high_MPa");
        }
    }
}

/* From the shelf, or solved on a copy of the scene with another bed. */
static enum sp_status lie(struct app *app, const struct care_exercise *rest,
                          int bed, struct lying *out, struct sp_error *err)
{
    const struct sp_person p = app_own_body(app);
    char key[200];
    snprintf(key, sizeof key, "bed %.47s %d %.17g %.17g %d", rest->id, bed,
             p.height_m, p.mass_kg, (int)p.sex);
    json_t *load = app_kept(app, key);
    enum sp_status st = SP_OK;
    if (!load) {
        struct sp_scene *scene = malloc(sizeof *scene);
        if (!scene)
            return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a bed."));
        *scene = *rest->scene;
        for (int i = 0; i < scene->props; i++)
            if (scene->prop[i].kind == SP_PROP_BED)
                scene->prop[i].stiffness_N_m = beds[bed].stiffness_N_m;
        struct app_load_ask ask = app_load_ask_none;
        ask.scene = scene;
        st = app_load(app, &ask, &load, err);
        free(scene);
        if (!st)
            app_keep(app, key, load);
    }
    if (!st)
        take_load(load, out);
    json_decref(load);
    return st;
}

/* ---- the night
 * ------------------------------------------------------------------- */

struct night {
    double most_low_mm, least_high_mm; /* of what all positions give back */
    int bed_min, rise_min;
    double length_s;
    struct app_day_run *run; /* the day before it */
    struct sp_disc_state evening[SP_DISC_VARIANTS];
};

/* The steady day run on to bedtime. */
static enum sp_status to_bed(struct night *n, int v, struct sp_error *err)
{
    const struct app_day_run *run = n->run;
    const double bed_s = 60.0 * app_day_after(run->first_min, n->bed_min);
    n->evening[v] = run->start[v];
    enum sp_status st = SP_OK;
    for (size_t i = 0; i < run->count && !st; i++) {
        const double begin = run->segment[i].start_s;
        const double end = i + 1 < run->count ? run->segment[i + 1].start_s
                                              : 60.0 * APP_DAY_MIN;
        if (begin < bed_s)
            st = sp_disc_advance(&run->model[v], &n->evening[v],
                                 fmin(end, bed_s) - begin,
                                 run->segment[i].load_N, err);
    }
    return st;
}

static enum sp_status night_of(struct app *app, struct night *n,
                               struct sp_error *err)
{
    bool drawn;
    struct app_schedule *s = calloc(1, sizeof *s);
    if (!s)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the night."));
    app_schedule_own(app, s, &drawn);
    n->most_low_mm = -INFINITY;
    n->least_high_mm = INFINITY;
    n->bed_min = 1380;
    n->rise_min = 420;
    (void)app_day_night(s, &n->bed_min, &n->rise_min);
    n->length_s = 60.0 * app_day_after(n->bed_min, n->rise_min);
    enum sp_status st = app_day_run(app, s, true, &n->run, err);
    for (int v = 0; v < SP_DISC_VARIANTS && !st; v++)
        st = to_bed(n, v, err);
    free(s);
    return st;
}

/* Heights of all discs together, and of the lumbar ones. */
static void heights(const struct sp_disc_model *model,
                    const struct sp_disc_state *state, double mm[2])
{
    struct sp_disc_reading r;
    sp_disc_read(model, state, &r);
    mm[0] = mm[1] = r.region_mm[SP_DISC_LUMBAR];
    mm[0] += r.region_mm[SP_DISC_NECK] + r.region_mm[SP_DISC_THORACIC];
}

/* What the discs take up over the night under these shares of standing. */
static enum sp_status sleep_through(const struct night *n, int v,
                                    const double ratio[SP_DISCS], double mm[2],
                                    struct sp_error *err)
{
    const struct sp_disc_model *model = &n->run->model[v];
    struct sp_disc_state state = n->evening[v];
    double load_N[SP_DISCS], before[2];
    for (int d = 0; d < SP_DISCS; d++)
        load_N[d] = ratio[d] * model->disc[d].standing_N;
    heights(model, &state, before);
    const enum sp_status st =
        sp_disc_advance(model, &state, n->length_s, load_N, err);
    heights(model, &state, mm);
    mm[0] -= before[0];
    mm[1] -= before[1];
    return st;
}

/* With what parameters and the load itself leave open. */
static enum sp_status regained(const struct night *n, const struct lying *l,
                               struct app_ranged out[2], struct sp_error *err)
{
    enum { RUNS = SP_DISC_VARIANTS + 1 };
    double value[2][RUNS], mm[2], other[2];
    enum sp_status st = SP_OK;
    for (int v = 0; v < SP_DISC_VARIANTS && !st; v++) {
        st = sleep_through(n, v, l->ratio, mm, err);
        value[0][v] = mm[0];
        value[1][v] = mm[1];
    }
    if (!st)
        st = sleep_through(n, 0, l->low, mm, err);
    if (!st)
        st = sleep_through(n, 0, l->high, other, err);
    for (int k = 0; k < 2 && !st; k++) {
        const double far =
            fmax(fabs(mm[k] - value[k][0]), fabs(other[k] - value[k][0]));
        value[k][RUNS - 1] = value[k][0] + far;
        out[k] = app_ranged(value[k], RUNS);
    }
    return st;
}

/* ---- positions as JSON
 * ------------------------------------------------------------ */

static json_t *share_json(const struct lying *l, int d)
{
    return json_pack("{s:s, s:f, s:f, s:f}", "disc", sp_disc_name(d), "ratio",
                     app_tidy(l->ratio[d], 1e4), "low",
                     app_tidy(l->low[d], 1e4), "high",
                     app_tidy(l->high[d], 1e4));
}

static enum sp_status bed_json(struct app *app, struct night *n,
                               const struct care_exercise *rest, int bed,
                               json_t *list, struct sp_error *err)
{
    struct lying l;
    struct app_ranged gain[2];
    enum sp_status st = lie(app, rest, bed, &l, err);
    if (!st && l.held)
        st = regained(n, &l, gain, err);
    if (st)
        return st;
    if (l.held) {
        n->most_low_mm = fmax(n->most_low_mm, gain[0].low_mm);
        n->least_high_mm = fmin(n->least_high_mm, gain[0].high_mm);
    }
    json_t *one =
        json_pack("{s:s, s:s, s:b, s:s}", "bed", beds[bed].id, "name",
                  words_say(beds[bed].name), "held", l.held, "note", l.note);
    if (one && l.held) {
        json_object_set_new(one, "low_back", share_json(&l, SP_DISC_L4_L5));
        json_object_set_new(one, "neck", share_json(&l, SP_DISC_C5_C6));
        json_object_set_new(one, "pressure",
                            json_pack("{s:f, s:f, s:f}", "MPa",
                                      app_tidy(l.MPa, 1e4), "low_MPa",
                                      app_tidy(l.low_MPa, 1e4), "high_MPa",
                                      app_tidy(l.high_MPa, 1e4)));
        json_object_set_new(one, "regained", app_ranged_json(gain[0]));
        json_object_set_new(one, "lumbar", app_ranged_json(gain[1]));
    }
    json_array_append_new(list, one);
    return SP_OK;
}

static enum sp_status position_json(struct app *app, struct night *n, int at,
                                    json_t *list, struct sp_error *err)
{
    const char *scene = positions[at].scene;
    const struct care_exercise *rest = app_posture_find(app, scene);
    char picture[120];
    if (!rest || !rest->scene)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("The library has no scenes/%s.yaml."), scene);
    json_t *on = json_array();
    enum sp_status st = SP_OK;
    for (int bed = 0; bed < BEDS && !st; bed++)
        st = bed_json(app, n, rest, bed, on, err);
    snprintf(picture, sizeof picture, "/api/v1/figure/%s.svg?keyframe=%s",
             scene, rest->scene->keyframe[0].name);
    if (st)
        json_decref(on);
    else
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "id", scene,
                            "name", words_say(rest->name), "pillow",
                            words_say(positions[at].pillow), "says",
                            words_say(positions[at].says), "picture", picture,
                            "beds", on));
    return st;
}

/* ---- the routine before bed
 * -------------------------------------------------------- */

static json_t *routine_json(struct app *app)
{
    struct sp_error err = {.text = ""};
    json_t *items = json_array(), *left_out = json_array();
    double minutes = 0;
    pthread_mutex_lock(&app->lock);
    const bool open = app_safety_gate(app, &err) == SP_OK;
    const int at = care_lesson_find(app->library, ROUTINE);
    const struct care_lesson *lesson =
        at < 0 ? NULL : care_lesson_at(app->library, at);
    for (char **id = lesson ? lesson->session : NULL; open && id && *id; id++) {
        struct care_item item;
        struct sp_error why = {.text = ""};
        if (app_item_today(app, *id, NULL, _("A quiet movement before bed."),
                           &item, &why) == SP_OK) {
            minutes += item.minutes;
            json_array_append_new(items, app_item_json(app, &item));
        } else {
            json_array_append_new(left_out, json_pack("{s:s, s:s}", "exercise",
                                                      *id, "why", why.text));
        }
    }
    pthread_mutex_unlock(&app->lock);
    return json_pack("{s:s, s:b, s:s, s:f, s:o, s:o}", "lesson", ROUTINE,
                     "open", open && json_array_size(items) > 0, "note",
                     open ? "" : err.text, "minutes", minutes, "items", items,
                     "left_out", left_out);
}

/* Whether any two positions differ by more than is open. */
static const char *night_text(const struct night *n)
{
    return n->most_low_mm <= n->least_high_mm
               ? _("Every position gives back most of what the day took. What "
                   "sets them apart is smaller than what the model leaves "
                   "open, so comfort decides.")
               : _("Every position gives back most of what the day took; some "
                   "give back more than others. How you lie all night counts "
                   "less than that you sleep, so comfort decides.");
}

/* ---- GET /night
 * ------------------------------------------------------------------ */

static json_t *night_json(struct app *app, const struct night *n,
                          json_t *positions_json)
{
    char bed[6], rise[6];
    app_day_clock(n->bed_min, bed);
    app_day_clock(n->rise_min, rise);
    return json_pack("{s:s, s:s, s:f, s:o, s:o, s:s}", "bed", bed, "rise", rise,
                     "hours", n->length_s / 3600, "positions", positions_json,
                     "routine", routine_json(app), "text", night_text(n));
}

enum sp_status app_op_night(struct app *app, const struct app_request *request,
                            struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    struct night *n = calloc(1, sizeof *n);
    json_t *list = json_array();
    enum sp_status st =
        n && list
            ? night_of(app, n, err)
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the night."));
    for (int i = 0; i < POSITIONS && !st; i++)
        st = position_json(app, n, i, list, err);
    json_t *json = st ? NULL : night_json(app, n, list);
    if (n)
        app_day_run_free(n->run);
    free(n);
    if (st) {
        json_decref(list);
        return st;
    }
    return app_give(answer, json, err);
}
