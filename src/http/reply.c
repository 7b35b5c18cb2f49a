/* Responses: problems, JSON, bytes, and the page's files. */
#include "http/http_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self' blob:; font-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";
/* A picture opened by itself: its own style attributes, nothing else. */
static const char *const picture_policy =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/* Shown when the program was built without its page. */
static const char no_page[] =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>Stature</title></head><body><h1>Stature</h1>"
    "<p>The server runs, but its page was not built into this program.</p>"
    "<p>Build it with <code>npm ci</code> and <code>npm run build</code> in "
    "the folder <code>web</code>, then build the program again. The command "
    "line works without it: <code>stature --help</code>.</p></body></html>";

void http_harden(struct MHD_Response *response, const char *type)
{
    const bool picture = type && !strncmp(type, "image/svg", 9);
    const char *const row[][2] = {
        {"Content-Security-Policy",      picture ? picture_policy : page_policy},
        {"X-Content-Type-Options",       "nosniff"                             },
        {"Referrer-Policy",              "no-referrer"                         },
        {"Cross-Origin-Opener-Policy",   "same-origin"                         },
        {"Cross-Origin-Resource-Policy", "same-origin"                         },
        {"X-Frame-Options",              "DENY"                                },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        MHD_add_response_header(response, row[i][0], row[i][1]);
    if (type)
        MHD_add_response_header(response, "Content-Type", type);
}

static enum MHD_Result queue(struct MHD_Connection *connection, int status,
                             struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    const enum MHD_Result r =
        MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return r;
}

/* Takes the text. */
static struct MHD_Response *from_text(char *text, const char *type)
{
    if (!text)
        return NULL;
    struct MHD_Response *r = MHD_create_response_from_buffer(
        strlen(text), text, MHD_RESPMEM_MUST_FREE);
    if (r)
        http_harden(r, type);
    else
        free(text);
    return r;
}

enum MHD_Result http_reply_problem(struct MHD_Connection *connection,
                                   int status, const char *sentence,
                                   const char *allow)
{
    struct app_answer answer = {0};
    app_problem(&answer, status, sentence);
    struct MHD_Response *r = from_text(
        answer.json ? json_dumps(answer.json, APP_JSON) : strdup("{}"),
        "application/problem+json");
    app_answer_release(&answer);
    if (r && allow)
        MHD_add_response_header(r, "Allow", allow);
    if (r)
        MHD_add_response_header(r, "Cache-Control", "no-store");
    return queue(connection, status, r);
}

/* ---- operations' answers
 * --------------------------------------------------------- */

static bool same_etag(struct MHD_Connection *connection, const char *etag)
{
    const char *given = http_header(connection, "If-None-Match");
    return given && strstr(given, etag) != NULL;
}

static void add_caching(struct MHD_Response *r, const char *etag)
{
    if (!*etag) {
        MHD_add_response_header(r, "Cache-Control", "no-store");
        return;
    }
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"", etag);
    MHD_add_response_header(r, "ETag", quoted);
    MHD_add_response_header(r, "Cache-Control", "private, no-cache");
}

static struct MHD_Response *answer_body(struct app_answer *a, bool unchanged)
{
    struct MHD_Response *r;
    if (unchanged) {
        static char nothing[1] = "";
        r = MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
        if (r)
            http_harden(r, NULL);
    } else if (a->bytes) {
        r = MHD_create_response_from_buffer(a->len, a->bytes,
                                            MHD_RESPMEM_MUST_FREE);
        if (r) {
            a->bytes = NULL; // now the response's
            http_harden(r, a->type);
        }
    } else {
        r = from_text(a->json ? json_dumps(a->json, APP_JSON) : NULL,
                      a->status >= 400 ? "application/problem+json"
                                       : "application/json");
    }
    return r;
}

enum MHD_Result http_reply(struct MHD_Connection *connection,
                           struct app_answer *a)
{
    const bool unchanged =
        a->status == 200 && a->etag[0] && same_etag(connection, a->etag);
    struct MHD_Response *r = answer_body(a, unchanged);
    if (!r)
        return MHD_NO;
    add_caching(r, a->etag);
    if (a->file[0]) {
        char value[96];
        snprintf(value, sizeof value, "attachment; filename=\"%s\"", a->file);
        MHD_add_response_header(r, "Content-Disposition", value);
    }
    return queue(connection, unchanged ? 304 : a->status, r);
}

/* ---- the page's files
 * ---------------------------------------------------------------- */

static bool accepts_gzip(struct MHD_Connection *connection)
{
    const char *v = http_header(connection, "Accept-Encoding");
    const char *at = v ? strstr(v, "gzip") : NULL;
    return at && strncmp(at, "gzip;q=0,", 9) && strcmp(at, "gzip;q=0");
}

/* "name-ABCD1234.js": the bundler's mark that the name changes with the
 * content. */
static bool has_hash(const char *path)
{
    const char *dash = strrchr(path, '-');
    return dash &&
           strspn(dash + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 8 &&
           dash[9] == '.';
}

static enum MHD_Result reply_no_page(struct MHD_Connection *connection)
{
    struct MHD_Response *r =
        from_text(strdup(no_page), "text/html; charset=utf-8");
    if (r)
        MHD_add_response_header(r, "Cache-Control", "no-store");
    return queue(connection, 200, r);
}

enum MHD_Result http_reply_asset(struct MHD_Connection *connection,
                                 const char *url)
{
    char path[256];
    struct app_asset file;
    const int n = snprintf(path, sizeof path, "web%s",
                           strcmp(url, "/") ? url : "/index.html");
    if (n < 0 || (size_t)n >= sizeof path || !app_asset_find(path, &file)) {
        if (!strcmp(url, "/"))
            return reply_no_page(connection);
        return http_reply_problem(connection, 404,
                                  _("There is nothing at this address."), NULL);
    }
    const bool unchanged = same_etag(connection, file.etag);
    const bool packed = file.packed && accepts_gzip(connection);
    // MHD does not write to persistent memory; it only lacks the const
    struct MHD_Response *r = MHD_create_response_from_buffer(
        unchanged ? 0
        : packed  ? file.packed_len
                  : file.len,
        (void *)(uintptr_t)(packed ? file.packed : file.bytes),
        MHD_RESPMEM_PERSISTENT);
    if (!r)
        return MHD_NO;
    http_harden(r, file.type);
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"", file.etag);
    MHD_add_response_header(r, "ETag", quoted);
    MHD_add_response_header(r, "Vary", "Accept-Encoding");
    MHD_add_response_header(
        r, "Cache-Control",
        has_hash(path) ? "public, max-age=31536000, immutable" : "no-cache");
    if (packed && !unchanged)
        MHD_add_response_header(r, "Content-Encoding", "gzip");
    return queue(connection, unchanged ? 304 : 200, r);
}
