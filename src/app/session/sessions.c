/* The sessions of the journal: reading them, and what must be worked out again
 * when they change. */
#include "app/app_internal.h"

#include <string.h>

enum sp_status app_sessions(struct app *app, const char *from, json_t **list,
                            struct sp_error *err)
{
    return app->journal->ops->list(app->journal, JOURNAL_SESSION, from, NULL,
                                   list, err);
}

enum sp_status app_sessions_recent(struct app *app, const char *from,
                                   json_t **list, struct sp_error *err)
{
    if (strcmp(from, app->recent_from)) {
        json_t *fresh = NULL;
        enum sp_status s = app_sessions(app, from, &fresh, err);
        if (s)
            return s;
        json_decref(app->recent);
        app->recent = fresh;
        memcpy(app->recent_from, from, APP_DAY);
    }
    *list = json_incref(app->recent);
    return SP_OK;
}

void app_sessions_changed(struct app *app)
{
    app->safety_stale = app->response_stale = true;
    app->recent_from[0] = 0;
}

double app_session_done_minutes(const json_t *session)
{
    const char *phase = json_string_value(json_object_get(session, "phase"));
    const json_t *minutes = json_object_get(session, "minutes");
    if (!phase || (strcmp(phase, "done") && strcmp(phase, "stopped")))
        return 0;
    return json_is_number(minutes) ? json_number_value(minutes) : 0;
}
