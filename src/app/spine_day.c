/*
 * A day of postures and activities → water, height and stature.
 *
 * Loads enter as shares of the person's own standing, disc by disc: measured
 * means for activities, solved ones for postures, so that both models speak of
 * the same standing.
 */
#include "app/spine_internal.h"
#include "stature/disc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 1440, ROWS_MAX = 288, OUTPUT_S = 1800, REPEATS = 14 };

struct day {
    struct sp_disc_model model;
    struct sp_disc_state state;
    struct sp_disc_segment segment[ROWS_MAX];
    double ratio[ROWS_MAX]; /* at L4/5 */
    struct sp_disc_sample *sample;
    double *height_mm, *pressure_MPa;
};

static bool read_time(const char *text, int *minutes)
{
    const char *t = text ? text : "";
    if (strlen(t) != 5 || t[2] != ':' || strspn(t, "0123456789:") != 5)
        return false;
    const int h = 10 * (t[0] - '0') + t[1] - '0';
    const int m = 10 * (t[3] - '0') + t[4] - '0';
    *minutes = (60 * h + m) % DAY_MIN;
    return h < 24 ? m < 60 : h == 24 && m == 0;
}

/* Minutes from one time of day on to another. */
static int after(int from, int to) { return (to - from + DAY_MIN) % DAY_MIN; }

/* Each row begins where the last one ended; *start_min counts from the first
 * row's beginning. */
static enum sp_status place_row(const char *file,
                                const struct app_day_row *rows, int i,
                                int *end_min, int *start_min,
                                struct sp_error *err)
{
    const struct app_day_row *r = &rows[i];
    int from = 0, to = 0, first = 0;
    if (!read_time(r->from, &from) || !read_time(r->to, &to))
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: \"%.20s\" to \"%.20s\" are not two times of "
                       "day like 07:30.",
                       file, r->line, r->from, r->to);
    (void)read_time(rows[0].from, &first);
    const int at = after(first, from);
    const int length = from == to && i == 0 ? DAY_MIN : after(from, to);
    if (length == 0)
        return sp_fail(err, SP_E_RANGE, "%s:%d: from %s to %s is no time.",
                       file, r->line, r->from, r->to);
    if (i > 0 && at > *end_min)
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: nothing is said between %s and %s; say what is "
                       "done there.",
                       file, r->line, rows[i - 1].to, r->from);
    if (i > 0 && (at < *start_min || *end_min >= DAY_MIN))
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: %s comes before the row above; put the rows in "
                       "order of time.",
                       file, r->line, r->from);
    if (i > 0 && at < *end_min)
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: begins at %s, but the row above ends at %s: "
                       "they overlap.",
                       file, r->line, r->from, rows[i - 1].to);
    if (at + length > DAY_MIN)
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: runs to %s, beyond the first row's %s: they "
                       "overlap.",
                       file, r->line, r->to, rows[0].from);
    *start_min = at;
    *end_min = at + length;
    return SP_OK;
}

static int find_activity(const char *what)
{
    for (int a = 0; a < SP_DISC_ACTIVITIES; a++)
        if (!strcmp(sp_disc_activity_text((enum sp_disc_activity)a), what))
            return a;
    return -1;
}

static enum sp_status posture_load(struct app *app, const char *file,
                                   const struct app_day_row *r,
                                   const struct sp_disc_model *model,
                                   double load_N[SP_DISCS],
                                   struct sp_error *err)
{
    struct app_load_ask ask = app_load_ask_none;
    json_t *load = NULL, *disc;
    size_t i;
    ask.id = r->what;
    enum sp_status st = app_load(app, &ask, &load, err);
    if (st == SP_E_NOTFOUND)
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: \"%.40s\" is neither a posture nor an activity "
                       "such as sitting, standing, walking, lying.",
                       file, r->line, r->what);
    if (st)
        return st;
    const json_t *discs = json_object_get(load, "discs");
    if (json_array_size(discs) != SP_DISCS) {
        st = sp_fail(err, SP_E_RANGE, "%s:%d: %s", file, r->line,
                     json_string_value(json_object_get(load, "note")));
        json_decref(load);
        return st;
    }
    json_array_foreach((json_t *)discs, i, disc)
    {
        const int d = SP_DISCS - 1 - (int)i;
        load_N[d] = model->disc[d].standing_N *
                    json_number_value(json_object_get(disc, "ratio"));
    }
    json_decref(load);
    return SP_OK;
}

static enum sp_status fill_rows(struct app *app, struct day *day,
                                const char *file,
                                const struct app_day_row *rows, int count,
                                struct sp_error *err)
{
    int start = 0, end = 0;
    for (int i = 0; i < count; i++) {
        struct sp_disc_segment *s = &day->segment[i];
        enum sp_status st = place_row(file, rows, i, &end, &start, err);
        if (st)
            return st;
        s->start_s = 60.0 * start;
        const int a = find_activity(rows[i].what);
        if (a >= 0)
            sp_disc_ratio_load(&day->model,
                               sp_disc_activity_ratio((enum sp_disc_activity)a),
                               s->load_N);
        else
            st = posture_load(app, file, &rows[i], &day->model, s->load_N, err);
        if (st)
            return st;
        day->ratio[i] = s->load_N[SP_DISC_L4_L5] /
                        day->model.disc[SP_DISC_L4_L5].standing_N;
    }
    if (end != DAY_MIN)
        return sp_fail(err, SP_E_RANGE,
                       "%s:%d: the day ends at %s and begins at %s; say what "
                       "is done between.",
                       file, rows[count - 1].line, rows[count - 1].to,
                       rows[0].from);
    return SP_OK;
}

static json_t *numbers(const double *x)
{
    json_t *list = json_array();
    for (int d = SP_DISCS - 1; d >= 0; d--)
        json_array_append_new(list, app_number(x[d]));
    return list;
}

static json_t *day_json(const struct day *day, const struct app_day_row *rows,
                        int count, const struct sp_disc_series *series)
{
    json_t *levels = json_array(), *parts = json_array(), *list = json_array();
    int first = 0;
    double least = INFINITY, most = -INFINITY;
    (void)read_time(rows[0].from, &first);
    for (int d = SP_DISCS - 1; d >= 0; d--)
        json_array_append_new(levels, json_string(sp_disc_name(d)));
    for (int i = 0; i < count; i++)
        json_array_append_new(parts,
                              json_pack("{s:s, s:s, s:s, s:f}", "from",
                                        rows[i].from, "to", rows[i].to, "what",
                                        rows[i].what, "ratio", day->ratio[i]));
    for (size_t i = 0; i < series->count; i++) {
        const struct sp_disc_sample *s = &series->sample[i];
        const int at = (first + (int)lround(s->time_s / 60)) % DAY_MIN;
        char time[16];
        snprintf(time, sizeof time, "%02d:%02d", at / 60, at % 60);
        least = fmin(least, s->stature_mm);
        most = fmax(most, s->stature_mm);
        json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "time", time,
                      "stature_mm",
                      app_number(s->stature_mm - series->sample[0].stature_mm),
                      "neck_mm", app_number(s->region_mm[SP_DISC_NECK]),
                      "thoracic_mm", app_number(s->region_mm[SP_DISC_THORACIC]),
                      "lumbar_mm", app_number(s->region_mm[SP_DISC_LUMBAR]),
                      "height_mm", numbers(&series->height_mm[i * SP_DISCS]),
                      "pressure_MPa",
                      numbers(&series->pressure_MPa[i * SP_DISCS])));
    }
    return json_pack("{s:f, s:i, s:o, s:o, s:o}", "range_mm", most - least,
                     "days", series->days, "levels", levels, "rows", parts,
                     "samples", list);
}

static enum sp_status run(struct app *app, struct day *day, const char *file,
                          const struct app_day_row *rows, int count,
                          json_t **answer, struct sp_error *err)
{
    const struct sp_person p = app_own_body(app);
    const struct sp_disc_person person = {.height_m = p.height_m,
                                          .mass_kg = p.mass_kg,
                                          .age_y = p.age_y,
                                          .sex = (enum sp_disc_sex)p.sex};
    const struct sp_disc_params params = sp_disc_params_default();
    enum sp_status st = sp_disc_init(&day->model, &person, &params, err);
    if (!st)
        st = fill_rows(app, day, file, rows, count, err);
    const struct sp_disc_schedule schedule = {.segment = day->segment,
                                              .count = (size_t)count,
                                              .end_s = 60.0 * DAY_MIN,
                                              .output_s = OUTPUT_S,
                                              .repeats = REPEATS};
    const size_t cap = st ? 0 : sp_disc_rows(&schedule);
    day->sample = calloc(cap + 1, sizeof *day->sample);
    day->height_mm = calloc((cap + 1) * SP_DISCS, sizeof(double));
    day->pressure_MPa = calloc((cap + 1) * SP_DISCS, sizeof(double));
    struct sp_disc_series series = {.sample = day->sample,
                                    .height_mm = day->height_mm,
                                    .pressure_MPa = day->pressure_MPa,
                                    .cap = cap};
    if (!st && !(day->sample && day->height_mm && day->pressure_MPa))
        st = sp_fail(err, SP_E_NOMEM, "Not enough memory for the day.");
    double standing_N[SP_DISCS];
    if (!st) {
        sp_disc_ratio_load(&day->model, 1, standing_N);
        st = sp_disc_rest(&day->model, standing_N, &day->state, err);
    }
    if (!st)
        st = sp_disc_day(&day->model, &schedule, &day->state, &series, err);
    if (st)
        return st;
    *answer = day_json(day, rows, count, &series);
    return *answer
               ? SP_OK
               : sp_fail(err, SP_E_NOMEM, "Not enough memory for this answer.");
}

enum sp_status app_day(struct app *app, const char *file,
                       const struct app_day_row *rows, int count,
                       json_t **answer, struct sp_error *err)
{
    if (count < 1 || count > ROWS_MAX)
        return sp_fail(err, SP_E_RANGE,
                       "%s: %d rows; a day has 1 to %d of them.", file, count,
                       ROWS_MAX);
    struct day *day = calloc(1, sizeof *day);
    if (!day)
        return sp_fail(err, SP_E_NOMEM, "Not enough memory for the day.");
    const enum sp_status st = run(app, day, file, rows, count, answer, err);
    free(day->sample);
    free(day->height_mm);
    free(day->pressure_MPa);
    free(day);
    return st;
}
