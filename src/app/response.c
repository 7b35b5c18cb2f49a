/* What past sessions say of each exercise: the journal folded, oldest first,
 * by care's rules of progression. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int zone(const json_t *record, const char *field)
{
    const json_t *v = json_object_get(record, field);
    return json_is_integer(v) ? (int)json_integer_value(v) : -1;
}

static enum care_stop_reason stop_reason(const json_t *session)
{
    const char *word =
        json_string_value(json_object_get(session, "stop_reason"));
    return word ? app_stop_reason(word) : CARE_STOP_NONE;
}

struct care_feedback app_feedback(const json_t *session, size_t item)
{
    const json_t *it = json_array_get(json_object_get(session, "items"), item);
    const bool stopped = json_is_true(json_object_get(it, "stopped"));
    return (struct care_feedback){
        .done = json_is_true(json_object_get(it, "done")) && !stopped,
        .stopped = stopped,
        .reason = stopped ? stop_reason(session) : CARE_STOP_NONE,
        .pain_before = app_record_number(session, "pain_before"),
        .pain_after = app_record_number(session, "pain_after"),
        .zone_before = zone(session, "zone_before"),
        .zone_after = zone(session, "zone_after"),
        .effort = app_record_number(session, "effort"),
    };
}

static void fold_session(const struct app *app, const json_t *session,
                         const char *today, struct care_response *response)
{
    const json_t *items = json_object_get(session, "items");
    const char *phase = json_string_value(json_object_get(session, "phase"));
    const char *day = json_string_value(json_object_get(session, "day"));
    if (!phase || (strcmp(phase, "done") && strcmp(phase, "stopped")))
        return;
    const long ago = app_day_between(day, today);
    for (size_t i = 0; i < json_array_size(items); i++) {
        const int e = care_exercise_find(
            app->library, json_string_value(json_object_get(
                              json_array_get(items, i), "exercise")));
        const struct care_feedback feedback = app_feedback(session, i);
        if (e < 0 || (!feedback.done && !feedback.stopped))
            continue;
        // from elsewhere: a stop is taken as a warning, success earns nothing
        if (!app_own(session) && !feedback.stopped)
            continue;
        char why[200];
        struct care_response before = response[e];
        if (before.last_day >= ago && ago > 0)
            before.last_day -= (int)ago; // up to this session, not to today
        response[e] = care_progress(care_exercise_at(app->library, e), &before,
                                    &feedback, why);
        response[e].last_day = ago < 0 ? 0 : (int)ago;
    }
}

static void fold_choices(const struct app *app, const json_t *choices,
                         struct care_response *response)
{
    size_t i;
    json_t *c;
    json_array_foreach((json_t *)choices, i, c)
    {
        const char *what = json_string_value(json_object_get(c, "what"));
        const char *id = json_string_value(json_object_get(c, "exercise"));
        const int e = id ? care_exercise_find(app->library, id) : -1;
        if (e >= 0 && what && !strcmp(what, "exclude") &&
            json_is_true(json_object_get(c, "permanent")))
            response[e].excluded = true;
    }
}

/* Folds all sessions but `skip` into response[], one per exercise. */
static enum sp_status fold(struct app *app, int64_t skip,
                           struct care_response *response, struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    struct journal *j = app->journal;
    json_t *sessions = NULL, *choices = NULL;
    enum sp_status s =
        j->ops->list(j, JOURNAL_SESSION, NULL, NULL, &sessions, err);
    if (!s)
        s = j->ops->list(j, JOURNAL_CHOICE, NULL, NULL, &choices, err);
    if (!s) {
        for (int e = 0; e < care_exercise_count(app->library); e++)
            response[e] = care_response_none();
        size_t i;
        json_t *session;
        json_array_foreach(
            sessions, i,
            session) if (json_integer_value(json_object_get(session, "id")) !=
                         skip) fold_session(app, session, today, response);
        fold_choices(app, choices, response);
    }
    json_decref(choices);
    json_decref(sessions);
    return s;
}

enum sp_status app_response(struct app *app, struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    if (!app->response_stale && !strcmp(today, app->response_day))
        return SP_OK;
    enum sp_status s = fold(app, 0, app->response, err);
    if (!s) {
        memcpy(app->response_day, today, sizeof today);
        app->response_stale = false;
    }
    return s;
}

enum sp_status app_response_without(struct app *app, int64_t session,
                                    struct care_response **out,
                                    struct sp_error *err)
{
    const size_t n = (size_t)care_exercise_count(app->library);
    struct care_response *response = calloc(n ? n : 1, sizeof *response);
    if (!response)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the answer."));
    enum sp_status s = fold(app, session, response, err);
    if (s)
        free(response);
    else
        *out = response;
    return s;
}
