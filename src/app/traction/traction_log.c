/* Force as it was delivered: beside the plan, and kept with its session. */
#include "app/traction/traction.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 400, KEPT_MAX = 1000 };

/* Every so many rows, the last one too. */
static int stride_for(int count, int most)
{
    return (count + most - 2) / (most - 1) > 1 ? (count + most - 2) / (most - 1)
                                               : 1;
}

static json_t *column(const double *x, int count, int most)
{
    json_t *list = json_array();
    const int stride = stride_for(count, most);
    for (int i = 0; i < count; i += stride)
        json_array_append_new(list, json_real(x[i]));
    if ((count - 1) % stride)
        json_array_append_new(list, json_real(x[count - 1]));
    return list;
}

struct compared {
    double mean_N, planned_N;   /* over the log's time */
    double most_over_N, over_s; /* above the plan, and when */
    double most_N, most_s;
};

static struct compared compare(const struct care_force_log *log,
                               const struct care_pull_span *spans, int count)
{
    struct compared c = {.most_over_N = -INFINITY};
    double area = 0, planned = 0;
    for (int i = 0; i < log->count; i++) {
        const double t = log->time_s[i], N = log->force_N[i];
        const double plan_N = care_curve_at(spans, count, t);
        if (N - plan_N > c.most_over_N) {
            c.most_over_N = N - plan_N;
            c.over_s = t;
        }
        if (N > c.most_N) {
            c.most_N = N;
            c.most_s = t;
        }
        if (i == 0)
            continue;
        const double dt = t - log->time_s[i - 1];
        area += dt * (N + log->force_N[i - 1]) / 2;
        planned +=
            dt * (plan_N + care_curve_at(spans, count, log->time_s[i - 1])) / 2;
    }
    const double length_s = log->time_s[log->count - 1] - log->time_s[0];
    c.mean_N = area / length_s;
    c.planned_N = planned / length_s;
    return c;
}

json_t *app_pull_overlay(const struct app_pull *pull,
                         const struct care_force_log *log,
                         const struct care_pull_span *spans, int count)
{
    const struct compared c = compare(log, spans, count);
    char mean[32], plan[32], over[32], most[32], text[300];
    char part[120] = "", more[120] = "";
    const enum care_units units = pull->who.units;
    care_force_text(c.mean_N, units, false, mean);
    care_force_text(c.planned_N, units, false, plan);
    care_force_text(fmax(0, c.most_over_N), units, false, over);
    care_force_text(c.most_N, units, false, most);
    const bool beyond = c.most_N > pull->limits.force_N * 1.001;
    if (c.most_over_N < 0.5)
        snprintf(text, sizeof text,
                 _("Delivered: %s on average where %s was planned; never "
                   "above the plan."),
                 mean, plan);
    else
        snprintf(text, sizeof text,
                 _("Delivered: %s on average where %s was planned; at most %s "
                   "above the plan, at %.0f s."),
                 mean, plan, over, c.over_s);
    const int told_s = (int)(log->time_s[log->count - 1] - log->time_s[0]);
    const int whole_s =
        (int)(spans[count - 1].start_s + spans[count - 1].length_s);
    if (told_s < 0.95 * whole_s)
        snprintf(part, sizeof part, _(" The log tells %d:%02d of %d:%02d."),
                 told_s / 60, told_s % 60, whole_s / 60, whole_s % 60);
    if (beyond)
        snprintf(more, sizeof more,
                 _(" It went up to %s, beyond what this session may have."),
                 most);
    char said[sizeof text + sizeof part + sizeof more];
    snprintf(said, sizeof said, "%s%s%s", text, part, more);
    return json_pack("{s:o, s:o, s:f, s:f, s:f, s:f, s:b, s:s}", "seconds",
                     column(log->time_s, log->count, POINTS_MAX), "newtons",
                     column(log->force_N, log->count, POINTS_MAX), "mean_N",
                     c.mean_N, "planned_N", c.planned_N, "most_over_N",
                     c.most_over_N, "most_N", c.most_N, "beyond", (int)beyond,
                     "text", said);
}

/* ---- kept with a session ---------------------------------------------------
 */

static enum sp_status check_session(struct app *app, int64_t id,
                                    struct sp_error *err)
{
    json_t *record = NULL;
    enum sp_status s =
        app->journal->ops->get(app->journal, JOURNAL_SESSION, id, &record, err);
    if (!s && !json_object_get(record, "protocol"))
        s = sp_fail(err, SP_E_CONFLICT,
                    _("session: %lld was not done by a protocol, so no force "
                      "belongs to it."),
                    (long long)id);
    if (!s && app->player.id == id && app_player_active(app))
        s = sp_fail(err, SP_E_CONFLICT,
                    _("session: it is still under way; add the log when it has "
                      "ended."));
    json_decref(record);
    return s;
}

enum sp_status app_op_traction_log(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    static const char *const known[] = {"session", "csv", NULL};
    struct care_force_log log = {0};
    const char *csv = NULL;
    int id = 0;
    enum sp_status s;
    if ((s = app_need_object(request->body, known, err)) ||
        (s = app_read_int(request->body, "session", true, 1, 1 << 30, &id,
                          err)) ||
        (s = app_read_text(request->body, "csv", true, APP_PULL_CSV_MAX, &csv,
                           err)) ||
        (s = check_session(app, id, err)) ||
        (s = care_force_log_read("csv", csv, strlen(csv), &log, err)))
        return s == SP_E_PARSE ? (err->status = SP_E_RANGE) : s;
    json_t *fields =
        json_pack("{s:{s:o, s:o}}", "pull_log", "seconds",
                  column(log.time_s, log.count, KEPT_MAX), "newtons",
                  column(log.force_N, log.count, KEPT_MAX));
    const int rows = log.count;
    const size_t kept = json_array_size(
        json_object_get(json_object_get(fields, "pull_log"), "seconds"));
    care_force_log_release(&log);
    s = fields ? app->journal->ops->edit(app->journal, JOURNAL_SESSION, id,
                                         NULL, fields, err)
               : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the log."));
    json_decref(fields);
    if (s)
        return s;
    app->undo_depth++;
    app_sessions_changed(app);
    return app_give(answer,
                    json_pack("{s:i, s:i, s:i}", "session", id, "rows", rows,
                              "kept", (int)kept),
                    err);
}
