/*
 * Published measurements beside what the models say: pressures in held
 * postures and checks of the load model, heights and stature of the disc
 * model. Worked out when asked for; nothing here is a stored figure.
 */
#include "app/app_internal.h"
#include "app/spine/spine.h"
#include "load/validate.h"
#include "stature/disc.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- loads ----
 */

static json_t *row_json(const struct sp_validation_row *r, bool left_out)
{
    return json_pack(
        "{s:s, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
        words_say(r->name), "seen", r->seen, "heavy", r->heavy, "measured_MPa",
        app_number(r->measured_MPa), "predicted_MPa",
        app_number(r->predicted_MPa), "low_MPa", app_number(r->low_MPa),
        "high_MPa", app_number(r->high_MPa), "error",
        app_number(r->predicted_MPa / r->measured_MPa - 1), "compression_N",
        app_number(r->compression_N), "left_out_MPa",
        left_out ? app_number(r->left_out_MPa) : json_null());
}

static json_t *check_json(const struct sp_validation_check *c)
{
    const bool barred = c->low < c->high;
    char name[2 * sizeof c->name];
    snprintf(name, sizeof name, "%s", c->name);
    words_retell(name, sizeof name, c->format);
    return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}", "name", name, "value",
                     app_number(c->value), "unit", c->unit, "low",
                     barred ? app_number(c->low) : json_null(), "high",
                     barred ? app_number(c->high) : json_null(), "met",
                     barred ? json_boolean(c->met) : json_null());
}

static json_t *load_json(const struct sp_validation *v, bool left_out)
{
    const struct sp_validation_summary *s = &v->summary;
    json_t *rows = json_array(), *checks = json_array();
    for (int i = 0; i < LOAD_MEASURED; i++)
        json_array_append_new(rows, row_json(&v->row[i], left_out));
    for (int i = 0; i < v->checks; i++)
        json_array_append_new(checks, check_json(&v->check[i]));
    return json_pack(
        "{s:{s:o, s:o, s:o, s:s, s:i, s:o, s:o, s:o, s:i, s:i}, s:o, s:o}",
        "summary", "pearson", app_number(s->pearson), "median_error",
        app_number(s->median_error), "worst_error", app_number(s->worst_error),
        "worst_row", words_say(v->row[s->worst_row].name), "beyond_40",
        s->beyond_40, "left_out_median",
        left_out ? app_number(s->left_out_median) : json_null(),
        "light_pearson", app_number(s->light_pearson), "light_median",
        app_number(s->light_median), "rows", LOAD_MEASURED, "fitted", LOAD_SEEN,
        "rows", rows, "checks", checks);
}

static enum sp_status check_load(bool leave_out, json_t **out,
                                 struct sp_error *err)
{
    struct sp_arena arena = {.cap = sp_load_work_bytes()};
    unsigned char *memory = malloc(arena.cap);
    struct sp_validation *v = calloc(1, sizeof *v);
    enum sp_status st = SP_E_NOMEM;
    arena.mem = memory;
    struct sp_load_work *work = memory && v ? sp_load_work_new(&arena) : NULL;
    if (work)
        st = sp_validate(work, leave_out, v, err);
    else
        sp_fail(err, SP_E_NOMEM, _("Not enough memory to validate loads."));
    if (!st)
        *out = load_json(v, leave_out);
    free(v);
    free(memory);
    return st;
}

/* ---- discs over time ----
 */

static const char *const uses[] = {
    [SP_DISC_ROW_CALIBRATED] = "calibrated",
    [SP_DISC_ROW_PREDICTED] = "predicted",
    [SP_DISC_ROW_ORDER] = "order",
    [SP_DISC_ROW_UNSCORED] = "unscored",
};

static json_t *disc_row_json(const struct sp_disc_row *r)
{
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:b}", "name",
        words_say(r->name), "source", r->source, "history", r->history, "unit",
        r->unit, "note", *r->note ? words_say(r->note) : "", "use",
        uses[r->use], "mean_load", app_number(r->mean_load), "measured",
        app_number(r->measured), "spread", app_number(r->spread), "predicted",
        app_number(r->predicted), "sign_right", r->sign_right);
}

static json_t *disc_json(const struct sp_disc_row *rows, size_t count,
                         const struct sp_disc_validation *sum)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, disc_row_json(&rows[i]));
    return json_pack("{s:{s:o, s:i, s:i}, s:o}", "summary", "median_abs_mm",
                     app_number(sum->median_abs_mm), "predicted_mm_rows",
                     sum->predicted_mm_rows, "signs_wrong", sum->signs_wrong,
                     "rows", list);
}

static enum sp_status check_discs(json_t **out, struct sp_error *err)
{
    const struct sp_disc_params params = sp_disc_params_default();
    const size_t count = sp_disc_validation_rows();
    struct sp_disc_row *rows = calloc(count, sizeof *rows);
    struct sp_disc_validation_work *work = malloc(sizeof *work);
    struct sp_disc_validation sum;
    enum sp_status st =
        rows && work ? sp_disc_validate(&params, rows, count, &sum, work, err)
                     : sp_fail(err, SP_E_NOMEM,
                               _("Not enough memory to validate discs."));
    if (!st)
        *out = disc_json(rows, count, &sum);
    free(rows);
    free(work);
    return st;
}

enum sp_status app_validation(bool leave_out, json_t **answer,
                              struct sp_error *err)
{
    json_t *load = NULL, *discs = NULL;
    enum sp_status st = check_load(leave_out, &load, err);
    if (!st)
        st = check_discs(&discs, err);
    if (st) {
        json_decref(load);
        return st;
    }
    *answer = json_pack("{s:o, s:o}", "load", load, "disc", discs);
    return *answer ? SP_OK
                   : sp_fail(err, SP_E_NOMEM,
                             _("Not enough memory for this answer."));
}
