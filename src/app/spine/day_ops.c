/* The drawn day: shown, asked about, kept. */
#include "app/spine/day_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Somebody at a desk, until a day is drawn. */
static const struct {
    int from_min, to_min;
    const char *what;
} office[] = {
    {420,  480,  "about"   },
    {480,  500,  "walking" },
    {500,  740,  "sitting" },
    {740,  780,  "about"   },
    {780,  1020, "sitting" },
    {1020, 1040, "walking" },
    {1040, 1200, "about"   },
    {1200, 1380, "slouched"},
    {1380, 420,  "lying"   },
};

static void office_day(struct app_schedule *s)
{
    memset(s, 0, sizeof *s);
    s->days = 1;
    for (size_t i = 0; i < sizeof office / sizeof *office; i++) {
        struct app_day_row *r = &s->row[s->count++];
        *r = (struct app_day_row){.from_min = office[i].from_min,
                                  .to_min = office[i].to_min,
                                  .load = (double)NAN,
                                  .line = (int)i};
        snprintf(r->what, sizeof r->what, "%s", office[i].what);
    }
}

void app_schedule_own(struct app *app, struct app_schedule *s, bool *drawn)
{
    json_t *record = NULL;
    struct sp_error err;
    pthread_mutex_lock(&app->lock);
    if (app->journal->ops->last(app->journal, JOURNAL_PROFILE, &record, &err))
        record = NULL;
    pthread_mutex_unlock(&app->lock);
    const json_t *rows = json_object_get(record, "day_rows");
    *drawn = json_array_size(rows) > 0 &&
             app_schedule_from_json(s, rows, &err) == SP_OK;
    if (!*drawn)
        office_day(s);
    json_decref(record);
}

/* ---- GET /day
 * ------------------------------------------------------------------ */

enum sp_status app_op_day(struct app *app, const struct app_request *request,
                          struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    bool drawn = false;
    json_t *day = NULL, *choices = NULL;
    struct app_schedule *s = calloc(1, sizeof *s);
    if (!s)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    app_schedule_own(app, s, &drawn);
    enum sp_status st = app_day(app, s, false, &day, err);
    if (!st)
        st = app_day_choices(app, &choices, err);
    free(s);
    if (st) {
        json_decref(day);
        return st;
    }
    json_object_set_new(day, "drawn", json_boolean(drawn));
    json_object_set_new(day, "choices", choices);
    return app_give(answer, day, err);
}

/* ---- POST and PUT /day
 * --------------------------------------------------------- */

static enum sp_status read_rows(const json_t *body, const char *const *known,
                                struct app_schedule **out, struct sp_error *err)
{
    enum sp_status st = app_need_object(body, known, err);
    struct app_schedule *s = st ? NULL : calloc(1, sizeof *s);
    if (!st && !s)
        st = sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    if (!st)
        st = app_schedule_from_json(s, json_object_get(body, "rows"), err);
    if (st)
        free(s);
    else
        *out = s;
    return st;
}

enum sp_status app_op_day_ask(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    static const char *const known[] = {"rows", "compare", NULL};
    struct app_schedule *s = NULL;
    bool compare = false;
    json_t *day = NULL;
    enum sp_status st = read_rows(request->body, known, &s, err);
    if (!st)
        st = app_read_bool(request->body, "compare", false, &compare, err);
    if (!st)
        st = app_day(app, s, compare, &day, err);
    free(s);
    return st ? st : app_give(answer, day, err);
}

/* Into the profile, as one change that undo takes back. */
static enum sp_status keep(struct app *app, const struct app_schedule *s,
                           struct sp_error *err)
{
    const struct journal_ops *ops = app->journal->ops;
    char today[APP_DAY];
    app_today(app, today);
    json_t *fields = json_pack("{s:o}", "day_rows", app_schedule_json(s));
    enum sp_status st;
    if (!fields)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    if (app->profile_id)
        st = ops->edit(app->journal, JOURNAL_PROFILE, app->profile_id, NULL,
                       fields, err);
    else
        st = ops->add(app->journal, JOURNAL_PROFILE, today, fields,
                      &app->profile_id, err);
    json_decref(fields);
    if (!st)
        app->undo_depth++;
    return st ? st : app_profile_load(app, err);
}

enum sp_status app_op_day_keep(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    static const char *const known[] = {"rows", NULL};
    struct app_schedule *s = NULL;
    json_t *day = NULL;
    enum sp_status st = read_rows(request->body, known, &s, err);
    if (!st && s->days > 1)
        st = sp_fail(err, SP_E_RANGE,
                     _("rows: one day is kept, not a week; leave day out."));
    if (!st) // only what can be worked out is kept
        st = app_day(app, s, false, &day, err);
    if (!st) {
        pthread_mutex_lock(&app->lock);
        st = keep(app, s, err);
        pthread_mutex_unlock(&app->lock);
    }
    free(s);
    if (st) {
        json_decref(day);
        return st;
    }
    return app_give(answer, day, err);
}
