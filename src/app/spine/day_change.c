/*
 * What one change of a day does: the same morning, the same day but for the
 * change, stature set against the day as drawn. Changes are offered only when
 * the safety answers leave movement open, and each movement by its own gate.
 */
#include "app/spine/day_internal.h"
#include "app/spine/spine_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LUNCH_MIN = 750, /* 12:30 */
    LEGS_UP_MIN = 10,
    SIT_MIN = 60, /* a longer sitting is broken up, five minutes an hour */
    STAND_MIN = 5,
    WALK_MIN = 30,
    BEFORE_BED_MIN = 60,
    CHANGES = 4,
};

/* A change: minutes of the day that are spent otherwise. */
struct change {
    const char *id;
    char title[160];
    struct app_schedule day; /* as changed */
    int at_min;              /* when it is done */
};

/* ---- painting over a day
 * ----------------------------------------------------------- */

/* The day minute by minute from its first row on: rows of the schedule, then
 * one more for what is painted over. */
struct canvas {
    const struct app_schedule *of;
    short row[APP_DAY_MIN];
};

static void canvas_fill(struct canvas *c, const struct app_schedule *s)
{
    int at = 0;
    c->of = s;
    for (int i = 0; i < s->count; i++)
        for (int m = 0; m < app_day_length(&s->row[i]); m++)
            c->row[at++] = (short)i;
}

static int canvas_at(const struct canvas *c, int clock_min)
{
    return app_day_after(c->of->row[0].from_min, clock_min);
}

static const char *what_at(const struct canvas *c, int clock_min)
{
    const int i = c->row[canvas_at(c, clock_min)];
    return i < c->of->count ? c->of->row[i].what : "";
}

static void paint(struct canvas *c, int from_min, int length_min)
{
    for (int m = 0; m < length_min; m++)
        c->row[canvas_at(c, (from_min + m) % APP_DAY_MIN)] =
            (short)c->of->count;
}

/* Rows again; false when they are too many. */
static bool canvas_rows(const struct canvas *c, const char *what,
                        struct app_schedule *out)
{
    const struct app_schedule *s = c->of;
    memset(out, 0, sizeof *out);
    out->days = 1;
    for (int m = 0; m < APP_DAY_MIN;) {
        const short i = c->row[m];
        int end = m;
        while (end < APP_DAY_MIN && c->row[end] == i)
            end++;
        if (out->count == APP_DAY_ROWS)
            return false;
        struct app_day_row *r = &out->row[out->count++];
        if (i < s->count)
            *r = s->row[i];
        else {
            *r = (struct app_day_row){.load = NAN};
            snprintf(r->what, sizeof r->what, "%s", what);
        }
        r->from_min = (s->row[0].from_min + m) % APP_DAY_MIN;
        r->to_min = (s->row[0].from_min + end) % APP_DAY_MIN;
        m = end;
    }
    return true;
}

/* ---- hours of the day
 * -------------------------------------------------------------- */

bool app_day_night(const struct app_schedule *s, int *bed_min, int *rise_min)
{
    int longest = 0, bed = 0;
    for (int i = 0; i < s->count; i++) {
        int length = 0, k = i;
        while (length < APP_DAY_MIN && k < i + s->count &&
               app_day_is_lying(s->row[k % s->count].what))
            length += app_day_length(&s->row[k++ % s->count]);
        if (length > longest) {
            longest = length;
            bed = s->row[i].from_min;
        }
    }
    if (longest == 0 || longest >= APP_DAY_MIN)
        return false;
    *bed_min = bed;
    *rise_min = (bed + longest) % APP_DAY_MIN;
    return true;
}

static bool is_sitting(const char *what)
{
    return !strcmp(what, "sitting") || !strcmp(what, "slouched") ||
           !strncmp(what, "sit_", 4);
}

/* ---- the four changes; false when a day has no room for one
 * ------------------------ */

static bool legs_up(struct canvas *c, struct change *change, int bed, int rise)
{
    char clock[6];
    int at = LUNCH_MIN;
    if (app_day_is_lying(what_at(c, at)))
        at = (rise + app_day_after(rise, bed) / 2 / 5 * 5) % APP_DAY_MIN;
    if (app_day_is_lying(what_at(c, at)))
        return false;
    app_day_clock(at, clock);
    paint(c, at, LEGS_UP_MIN);
    change->id = "legs_up";
    change->at_min = (at + LEGS_UP_MIN) % APP_DAY_MIN;
    snprintf(change->title, sizeof change->title,
             _("Lie with the calves raised for ten minutes at %s"), clock);
    return canvas_rows(c, "legs_up", &change->day);
}

static bool stand_up(struct canvas *c, struct change *change)
{
    int sat = 0, last = -1;
    for (int m = 0; m < APP_DAY_MIN; m++) {
        const short i = c->row[m];
        sat = i < c->of->count && is_sitting(c->of->row[i].what) ? sat + 1 : 0;
        if (sat < SIT_MIN || m + 1 >= APP_DAY_MIN)
            continue;
        for (int k = 0; k < STAND_MIN; k++)
            c->row[m - k] = (short)c->of->count;
        sat = 0;
        last = m + 1;
    }
    if (last < 0)
        return false;
    change->id = "stand_up";
    change->at_min = (c->of->row[0].from_min + last) % APP_DAY_MIN;
    snprintf(change->title, sizeof change->title, "%s",
             _("Get up for five minutes in each hour of sitting"));
    return canvas_rows(c, "about", &change->day);
}

/* At the end of the longest sitting of the day. */
static bool walk(struct canvas *c, struct change *change)
{
    int longest = 0, end = 0, sat = 0;
    for (int m = 0; m < APP_DAY_MIN; m++) {
        sat = is_sitting(c->of->row[c->row[m]].what) ? sat + 1 : 0;
        if (sat >= longest && sat >= SIT_MIN) {
            longest = sat;
            end = m + 1;
        }
    }
    const int at = (c->of->row[0].from_min + end) % APP_DAY_MIN;
    if (longest == 0 || app_day_is_lying(what_at(c, at)))
        return false;
    char clock[6];
    app_day_clock(at, clock);
    paint(c, at, WALK_MIN);
    change->id = "walk";
    change->at_min = (at + WALK_MIN) % APP_DAY_MIN;
    snprintf(change->title, sizeof change->title,
             _("Walk for half an hour after sitting, at %s"), clock);
    return canvas_rows(c, "walking", &change->day);
}

static bool session(struct canvas *c, struct change *change, int bed,
                    int wished_min, double minutes)
{
    const int length = (int)ceil(minutes);
    int at = wished_min;
    if (length < 1 || length > 120)
        return false;
    if (at < 0 || app_day_is_lying(what_at(c, at)))
        at = (bed - BEFORE_BED_MIN + APP_DAY_MIN) % APP_DAY_MIN;
    char clock[6];
    app_day_clock(at, clock);
    paint(c, at, length);
    change->id = "session";
    change->at_min = (at + length) % APP_DAY_MIN;
    snprintf(change->title, sizeof change->title,
             _("Today's session, %d minutes, at %s"), length, clock);
    return canvas_rows(c, "session", &change->day);
}

/* ---- what is open
 * ---------------------------------------------------------------- */

struct open {
    bool any, lying, walking;
    char why[700];
    double session_min; /* 0: none today */
    int session_at;     /* -1: no wish */
};

static bool allowed(struct app *app, const char *id)
{
    int variant = -1;
    const int e = care_exercise_find(app->library, id);
    if (e < 0)
        return false;
    const enum care_action action = app_allow_best(app, e, &variant).action;
    return action != CARE_ASK && action != CARE_BLOCK;
}

static void read_open(struct app *app, struct open *open)
{
    struct sp_error err = {.text = ""};
    *open = (struct open){.session_at = -1};
    pthread_mutex_lock(&app->lock);
    open->any = app_safety_gate(app, &err) == SP_OK;
    if (open->any) {
        open->lying = allowed(app, "deep_breathing");
        open->walking = allowed(app, "warmup_walk_march");
        open->session_at =
            app_clock_minutes(app_profile_text(app, "session_at"));
        if (app_plan_ensure(app, &err) == SP_OK) {
            const int d = app_plan_today(app);
            for (int i = 0; d >= 0 && i < app->plan->day[d].items; i++) {
                struct care_item item;
                if (app_plan_item(app, &app->plan->day[d].item[i], &item))
                    open->session_min += item.minutes;
            }
        }
    } else {
        snprintf(open->why, sizeof open->why, "%s", err.text);
    }
    pthread_mutex_unlock(&app->lock);
}

/* ---- what a change does
 * ------------------------------------------------------------ */

static enum sp_status fill(struct app *app, const struct app_schedule *day,
                           const struct app_day_run *base,
                           struct sp_disc_segment *segment,
                           struct sp_error *err)
{
    int start_min = 0;
    char name[80];
    enum sp_status st = SP_OK;
    for (int i = 0; i < day->count && !st; i++) {
        segment[i] = (struct sp_disc_segment){.start_s = 60.0 * start_min};
        start_min += app_day_length(&day->row[i]);
        st = app_day_load(app, day, &day->row[i], &base->model[0],
                          segment[i].load_N, name, err);
    }
    return st;
}

static enum sp_status run_changed(const struct app_day_run *base, int v,
                                  const struct sp_disc_segment *segment,
                                  int count, struct sp_disc_sample *sample,
                                  struct sp_error *err)
{
    struct sp_disc_state state = base->start[v];
    struct sp_disc_series series = {.sample = sample, .cap = base->samples};
    const struct sp_disc_schedule plan = {.segment = segment,
                                          .count = (size_t)count,
                                          .end_s = 60.0 * APP_DAY_MIN,
                                          .output_s = base->step_s};
    return sp_disc_day(&base->model[v], &plan, &state, &series, err);
}

/* The changed day's stature, as the day's own samples have it. */
static json_t *curve_json(const struct app_day_run *base,
                          const struct sp_disc_sample *sample)
{
    json_t *list = json_array();
    for (size_t i = 0; i < base->samples; i++)
        json_array_append_new(
            list,
            app_number(app_tidy(
                sample[i].stature_mm - base->sample[0][0].stature_mm, 1e4)));
    return list;
}

static enum sp_status change_json(struct app *app, const struct change *change,
                                  const struct app_day_run *base, int bed,
                                  json_t *list, struct sp_error *err)
{
    double after[SP_DISC_VARIANTS] = {0}, evening[SP_DISC_VARIANTS] = {0};
    struct sp_disc_segment *segment = calloc(APP_DAY_ROWS, sizeof *segment);
    struct sp_disc_sample *sample = calloc(base->samples, sizeof *sample);
    json_t *curve = NULL;
    enum sp_status st =
        segment && sample
            ? SP_OK
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    if (!st)
        st = fill(app, &change->day, base, segment, err);
    for (int v = 0; v < base->variants && !st; v++) {
        st = run_changed(base, v, segment, change->day.count, sample, err);
        if (st)
            break;
        after[v] = app_day_stature(base, sample, change->at_min) -
                   app_day_stature(base, base->sample[v], change->at_min);
        evening[v] = app_day_stature(base, sample, bed) -
                     app_day_stature(base, base->sample[v], bed);
        if (v == 0)
            curve = curve_json(base, sample);
    }
    char at[6], bed_at[6];
    app_day_clock(change->at_min, at);
    app_day_clock(bed, bed_at);
    if (!st)
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:O}", "id",
                      change->id, "title", change->title, "at", at, "gain",
                      app_ranged_json(app_ranged(after, base->variants)), "bed",
                      bed_at, "bed_gain",
                      app_ranged_json(app_ranged(evening, base->variants)),
                      "rows", app_schedule_json(&change->day), "curve", curve));
    json_decref(curve);
    free(segment);
    free(sample);
    return st;
}

static bool make(int n, const struct app_schedule *s, const struct open *open,
                 int bed, int rise, struct change *change)
{
    struct canvas c;
    canvas_fill(&c, s);
    switch (n) {
    case 0:
        return open->lying && legs_up(&c, change, bed, rise);
    case 1:
        return open->walking && stand_up(&c, change);
    case 2:
        return open->walking && walk(&c, change);
    default:
        return session(&c, change, bed, open->session_at, open->session_min);
    }
}

enum sp_status app_day_changes(struct app *app, const struct app_schedule *s,
                               const struct app_day_run *run, json_t **out,
                               struct sp_error *err)
{
    struct open open;
    int bed = 0, rise = 0;
    json_t *list = json_array();
    struct change *change = calloc(1, sizeof *change);
    enum sp_status st =
        list && change
            ? SP_OK
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    read_open(app, &open);
    const bool night = app_day_night(s, &bed, &rise);
    for (int n = 0; n < CHANGES && !st && open.any && night; n++)
        if (make(n, s, &open, bed, rise, change))
            st = change_json(app, change, run, bed, list, err);
    free(change);
    if (st)
        json_decref(list);
    else
        *out = json_pack("{s:s, s:o}", "note", open.why, "list", list);
    return st;
}
