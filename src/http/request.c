/* One request: who asks, what for, its body, its answer. */
#include "http/http_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char events_path[] = "/api/v1/session/events";

static bool is_read(const char *method)
{
    return !strcmp(method, "GET") || !strcmp(method, "HEAD");
}

/* Query fields join the path's; a path field cannot be overridden. */
static enum MHD_Result add_query(void *cls, enum MHD_ValueKind kind,
                                 const char *key, const char *value)
{
    (void)kind;
    struct exchange *e = cls;
    json_t *text = json_string(value ? value : "");
    if (!text || strlen(key) > 64) {
        json_decref(text);
        e->refused = true; // not UTF-8
        return MHD_NO;
    }
    if (json_object_get(e->params, key))
        json_decref(text);
    else if (json_object_set_new(e->params, key, text))
        e->refused = true;
    return MHD_YES;
}

/* ---- the first look, before a body is read
 * --------------------------------------------- */

static enum MHD_Result refuse(struct exchange *e, int status,
                              const char *sentence, const char *allow)
{
    e->refused = true;
    return http_reply_problem(e->connection, status, sentence, allow);
}

static enum MHD_Result no_operation(struct exchange *e, const char *method,
                                    const char *url, const char *allow)
{
    char all[80];
    if (!strncmp(url, "/api/", 5) && !*allow && strcmp(url, events_path))
        return refuse(e, 404, _("There is nothing at this address."), NULL);
    const bool reads = !*allow || strstr(allow, "GET");
    snprintf(all, sizeof all, "%s%s", *allow ? allow : "GET",
             reads ? ", HEAD" : "");
    if (is_read(method) && !*allow)
        return MHD_YES; // the page's files and the event stream
    return refuse(e, 405, _("This address does not take that method."), all);
}

static enum MHD_Result first_look(struct exchange *e, const char *url,
                                  const char *method)
{
    char allow[64] = "";
    const char *sentence = NULL;
    const bool reads = is_read(method);
    int status = http_guard(e->http, e->connection, !reads, &sentence);
    if (status)
        return refuse(e, status, sentence, NULL);
    e->op = app_op_match(reads ? "GET" : method, url, &e->params, allow);
    if (!e->op)
        return no_operation(e, method, url, allow);
    if (!reads && strcmp(method, "DELETE") &&
        (status = http_guard_type(e->connection, &sentence)))
        return refuse(e, status, sentence, NULL);
    e->body_max = e->op->flags & APP_BIG ? APP_BODY_BIG : APP_BODY_MAX;
    const char *length = http_header(e->connection, "Content-Length");
    if (length && strtoull(length, NULL, 10) > e->body_max)
        return refuse(e, 413, _("The body is larger than this takes."), NULL);
    MHD_get_connection_values(e->connection, MHD_GET_ARGUMENT_KIND, add_query,
                              e);
    if (e->refused)
        return refuse(e, 400, _("The address holds text that is not UTF-8."),
                      NULL);
    return MHD_YES;
}

/* ---- the body
 * ----------------------------------------------------------------------- */

static void take_body(struct exchange *e, const char *data, size_t size)
{
    if (e->too_large || e->refused)
        return;
    if (size > e->body_max - e->body_len) {
        e->too_large = true;
        return;
    }
    char *grown = realloc(e->body, e->body_len + size);
    if (!grown) {
        e->too_large = true;
        return;
    }
    memcpy(grown + e->body_len, data, size);
    e->body = grown;
    e->body_len += size;
}

static bool parse_body(struct exchange *e, char *sentence, size_t size)
{
    json_error_t at;
    if (e->body_len == 0)
        return true;
    e->body_json =
        json_loadb(e->body, e->body_len, JSON_REJECT_DUPLICATES, &at);
    free(e->body);
    e->body = NULL;
    e->body_len = 0;
    if (e->body_json)
        return true;
    snprintf(sentence, size,
             _("The body is not JSON: line %d, column %d: %.120s."), at.line,
             at.column, at.text);
    return false;
}

/* ---- the answer
 * ---------------------------------------------------------------------- */

static enum MHD_Result open_events(struct exchange *e)
{
    struct MHD_Response *r = events_open(&e->http->events, e->connection);
    if (!r)
        return http_reply_problem(e->connection, 503,
                                  _("Too many listeners; close a page."), NULL);
    http_harden(r, "text/event-stream");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_set_connection_option(e->connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
    const enum MHD_Result queued = MHD_queue_response(e->connection, 200, r);
    MHD_destroy_response(r);
    return queued;
}

static enum MHD_Result reply_answer(struct exchange *e)
{
    const enum MHD_Result r = http_reply(e->connection, &e->answer);
    if (e->op->flags & APP_WRITE)
        events_wake(&e->http->events);
    return r;
}

static enum MHD_Result run_slow(struct exchange *e)
{
    // suspended first: the work may be done before this returns
    e->running = true;
    MHD_suspend_connection(e->connection);
    if (work_give(&e->http->work, e))
        return MHD_YES;
    app_problem(&e->answer, 503, _("Too much at once; try again."));
    e->done = true;
    MHD_resume_connection(e->connection);
    return MHD_YES;
}

static enum MHD_Result answer(struct exchange *e, const char *url,
                              const char *method)
{
    char sentence[240];
    if (!e->op)
        return !strcmp(url, events_path) && !strcmp(method, "GET")
                   ? open_events(e)
                   : http_reply_asset(e->connection, url);
    if (e->too_large)
        return http_reply_problem(
            e->connection, 413, _("The body is larger than this takes."), NULL);
    if (!parse_body(e, sentence, sizeof sentence))
        return http_reply_problem(e->connection, 400, sentence, NULL);
    if (app_slow(e->http->app, e->op))
        return run_slow(e);
    const struct app_request request = {
        e->params, e->body_json, http_header(e->connection, "Accept-Language")};
    app_call(e->http->app, e->op, &request, &e->answer);
    return reply_answer(e);
}

enum MHD_Result http_handle(void *cls, struct MHD_Connection *connection,
                            const char *url, const char *method,
                            const char *version, const char *data, size_t *size,
                            void **state)
{
    (void)version;
    struct exchange *e = *state;
    // requests share a thread: each one's refusals in its own language
    const struct http *http = cls;
    words_use(app_language_wished(http->app,
                                  http_header(connection, "Accept-Language")));
    if (!e) {
        e = calloc(1, sizeof *e);
        if (!e)
            return MHD_NO;
        e->http = cls;
        e->connection = connection;
        *state = e;
        return first_look(e, url, method);
    }
    if (*size) {
        take_body(e, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (e->refused)
        return MHD_YES;
    if (e->running)
        return e->done ? reply_answer(e) : MHD_YES;
    return answer(e, url, method);
}

void http_completed(void *cls, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode why)
{
    (void)cls;
    (void)connection;
    (void)why;
    struct exchange *e = *state;
    if (!e)
        return;
    if (e->counted)
        work_leave(&e->http->work);
    app_answer_release(&e->answer);
    json_decref(e->params);
    json_decref(e->body_json);
    free(e->body);
    free(e);
    *state = NULL;
}
