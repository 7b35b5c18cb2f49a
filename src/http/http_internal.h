/* Shared inside the http room only. */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include <microhttpd.h>
#include <pthread.h>

#include "app/assets.h"
#include "http/http.h"

#define HTTP_CONNECTIONS 64
#define HTTP_STREAMS 16
#define HTTP_WORKERS 2
#define HTTP_QUEUE 64
#define HTTP_IDLE_S 30
#define HTTP_LAST_S 2 /* for answers on their way when the program ends */
#define HTTP_EVENT_MAX (64u << 10)

/* One request on its way through. */
struct exchange {
    struct http *http;
    struct MHD_Connection *connection;
    const struct app_op *op; /* NULL: not an operation */
    json_t *params, *body_json;
    char *body;
    size_t body_len, body_max;
    bool too_large, refused;
    bool running, done; /* of a slow operation */
    bool counted;       /* among the work's open ones */
    struct app_answer answer;
};

/* ---- work that takes longer (work.c) ----------------------------------------
 */

struct work {
    pthread_mutex_t lock;
    pthread_cond_t more, quiet;
    int open; /* given, and not yet answered to the last byte */
    struct exchange *queue[HTTP_QUEUE];
    int first, count;
    bool stopping;
    pthread_t thread[HTTP_WORKERS];
    int threads;
};

enum sp_status work_start(struct work *work, struct sp_error *err);
/* Runs the exchange's operation on another thread and resumes its suspended
 * connection. False when the queue is full or closing. */
bool work_give(struct work *work, struct exchange *exchange);
/* The answer of an exchange that was given has been sent, or nobody wants it.
 */
void work_leave(struct work *work);
/* Finishes what is queued, ends the threads and waits a moment for the answers
 * to be sent; takes nothing after it. */
void work_stop(struct work *work);

/* ---- the session's listeners (events.c) -------------------------------------
 */

struct stream;

struct events {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct stream *first;
    int count;
    char *text; /* newest event, ready to send */
    size_t len;
    int64_t serial; /* grows with each text */
    bool stopping, woken;
    pthread_t thread;
    bool started;
    struct app *app;
};

enum sp_status events_start(struct events *events, struct app *app,
                            struct sp_error *err);
void events_stop(struct events *events);
/* Something may have changed: look now. */
void events_wake(struct events *events);
/* A response that goes on until the listener leaves; NULL when there are too
 * many. */
struct MHD_Response *events_open(struct events *events,
                                 struct MHD_Connection *connection);

struct http {
    struct app *app;
    int port;
    int socket[2]; /* IPv4, IPv6; -1 none */
    struct MHD_Daemon *daemon[2];
    struct work work;
    struct events events;
};

/* ---- a request (request.c, guard.c) and what goes back (reply.c)
 * ------------- */

enum MHD_Result http_handle(void *cls, struct MHD_Connection *connection,
                            const char *url, const char *method,
                            const char *version, const char *data, size_t *size,
                            void **state);
void http_completed(void *cls, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode why);

/* 0 when the request may come in, else the status and its sentence: only this
 * machine's names as Host, only this page as origin. */
int http_guard(const struct http *http, struct MHD_Connection *connection,
               bool write, const char **sentence);
/* 0, or 415 when a body is not declared as JSON. */
int http_guard_type(struct MHD_Connection *connection, const char **sentence);
const char *http_header(struct MHD_Connection *connection, const char *name);

enum MHD_Result http_reply_problem(struct MHD_Connection *connection,
                                   int status, const char *sentence,
                                   const char *allow);
enum MHD_Result http_reply(struct MHD_Connection *connection,
                           struct app_answer *answer);
enum MHD_Result http_reply_asset(struct MHD_Connection *connection,
                                 const char *url);
/* Headers that every response carries. */
void http_harden(struct MHD_Response *response, const char *type);

#endif
