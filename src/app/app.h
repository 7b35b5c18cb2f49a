/*
 * Every use case of Stature: one request, one answer. No transport in here;
 * the page, the command line and the tests call the same table of operations.
 *
 * What is allowed is checked inside each operation that offers or starts an
 * exercise, so that no caller can go round it.
 *
 * Threads: app_call, app_tick and app_session_state may be called from any
 * thread; one mutex serialises them, except for APP_ALONE operations, which
 * hold it only while they read what they need.
 */
#ifndef APP_H
#define APP_H

#include <jansson.h>

#include "care/care.h"

#define APP_VERSION "0.1.0"

struct app;

/* Where time comes from; NULL functions mean the system's clocks. */
struct app_clock {
    int64_t (*monotonic_ms)(void *ctx);
    int64_t (*wall_s)(void *ctx); /* UTC, seconds since 1970 */
    void *ctx;
};

struct app_config {
    const char *data_dir;   /* journal and backups; made when missing */
    const char *config_dir; /* own exercises below it; may be NULL */
    const char *cache_dir;  /* spoken cues; may be NULL */
    struct app_clock clock;
    /* Wished for where a request has no wish: "es", "es_ES.UTF-8"; may be
     * NULL. Not kept. */
    const char *language;
    const struct care_files *library; /* NULL: the files built in */
    /* Told what was wrong with own files and was left out; may be NULL. */
    void (*complain)(void *ctx, const char *sentence);
    void *complain_ctx;
};

/* Opens journal and library, resumes what was interrupted.
 * Errors: as journal_open_sqlite and care_library_load. */
SP_NODISCARD enum sp_status app_open(struct app **app,
                                     const struct app_config *config,
                                     struct sp_error *err);
void app_close(struct app *app);
/* The library in use; read only, lives as long as the app. */
const struct care_library *app_library(const struct app *app);

/* ---- operations ---------------------------------------------------------- */

enum app_flags {
    APP_READ = 0,
    APP_WRITE = 1,  /* changes something: needs a same-origin JSON request */
    APP_SLOW = 2,   /* draws, speaks or copies: not for an event loop */
    APP_BIG = 4,    /* its body may reach APP_BODY_BIG */
    APP_ALONE = 8,  /* takes the lock itself, for as short as it can */
    APP_DOSES = 16, /* needs what movements give the discs */
    APP_PLANS = 32, /* the same, on the day that a plan is due */
};
#define APP_BODY_MAX (1u << 20)
#define APP_BODY_BIG (16u << 20)

struct app_request {
    const json_t *params; /* object of strings: path fields and query */
    const json_t *body;   /* JSON value or NULL */
    const char *language; /* wished, as in Accept-Language; or NULL */
};

/* How an answer's JSON is written: ten figures are more than any number of
 * ours is worth. */
#define APP_JSON (JSON_COMPACT | JSON_REAL_PRECISION(10))

struct app_answer {
    int status;           /* as in HTTP: 200, 201, 403, … */
    json_t *json;         /* the answer, or the problem when status >= 400 */
    unsigned char *bytes; /* an image, a sound, a file; or json as text */
    size_t len;
    const char *type; /* media type of bytes; static storage */
    char etag[48];    /* of bytes; empty = do not cache */
    char file[64];    /* name for a download; empty = show */
};

struct app_op {
    const char *name;   /* "plan swap": words of the command line */
    const char *help;   /* one sentence */
    const char *method; /* GET, POST, PUT, DELETE */
    const char *path;   /* "/api/v1/library/{id}"; the names that a query may
                         * have stand last: "/facts{?kind}" (RFC 6570) */
    unsigned flags;     /* enum app_flags */
    /* Fills *answer; on failure returns the status with *err filled. */
    enum sp_status (*run)(struct app *, const struct app_request *,
                          struct app_answer *, struct sp_error *);
};

/* All operations, ended by a row with name NULL. */
const struct app_op *app_ops(void);
/* By its name; NULL when there is none. */
const struct app_op *app_op_named(const char *name);
/*
 * The operation of a request; its path fields go to *params (new reference)
 * when one is found. When the path is known but not for this method, NULL and
 * the methods in allow ("GET, POST"); else allow is empty.
 */
const struct app_op *app_op_match(const char *method, const char *path,
                                  json_t **params, char allow[64]);

/* The language of a refusal that no operation gives: the person's choice, else
 * the request's wish (Accept-Language, may be NULL), else the program's own.
 * Static storage. */
const char *app_language_wished(const struct app *app, const char *wish);
/* The person's choice without opening the journal: `language` beside it holds
 * the id. NULL when none was made; makes no folder. Static storage. */
const char *app_language_noted(const char *data_dir);
void app_language_forget(const char *data_dir);

/* Whether to call it outside an event loop now: it is slow in itself, or must
 * work doses out first. */
bool app_slow(struct app *app, const struct app_op *op);

/* Runs one operation. The answer is always filled: failures become a problem
 * object {type, title, status, detail, field?}. */
void app_call(struct app *app, const struct app_op *op,
              const struct app_request *request, struct app_answer *answer);
void app_answer_release(struct app_answer *answer);

/* A problem as an answer, for transports. */
void app_problem(struct app_answer *answer, int status, const char *detail);

/* ---- the running session --------------------------------------------------
 */

/* Lets time pass: checkpoints, ends, resumes. Call several times a second;
 * returns true when the session's state changed. */
bool app_tick(struct app *app);
/* Grows with each change of the session's state. */
int64_t app_session_revision(struct app *app);
/* The state as in GET /api/v1/session; new reference, NULL when out of
 * memory. */
json_t *app_session_state(struct app *app);

/* The next reminder to move within the coming minute, as a sentence; false
 * when there is none or reminders are off. Each is told once. */
bool app_reminder_due(struct app *app, char text[160]);

#endif
