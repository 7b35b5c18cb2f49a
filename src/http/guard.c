/*
 * Who may ask. The server listens on this machine only, but every page in the
 * person's browser could send to it: a foreign name that resolves here (DNS
 * rebinding) is turned away by Host, a foreign page by Origin and
 * Sec-Fetch-Site, and a form by the content type.
 */
#include "http/http_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *http_header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* "localhost:8017" and the like, with this server's port. */
static bool own_host(const struct http *http, const char *host)
{
    static const char *const name[] = {"localhost", "127.0.0.1", "[::1]"};
    char mine[32];
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        snprintf(mine, sizeof mine, "%s:%d", name[i], http->port);
        if (!strcasecmp(host, mine))
            return true;
        if (http->port == 80 && !strcasecmp(host, name[i]))
            return true;
    }
    return false;
}

static bool own_origin(const struct http *http, const char *origin)
{
    static const char scheme[] = "http://";
    return !strncasecmp(origin, scheme, sizeof scheme - 1) &&
           own_host(http, origin + sizeof scheme - 1);
}

int http_guard(const struct http *http, struct MHD_Connection *connection,
               bool write, const char **sentence)
{
    const char *host = http_header(connection, "Host");
    const char *origin = http_header(connection, "Origin");
    const char *site = http_header(connection, "Sec-Fetch-Site");
    if (!host || !own_host(http, host)) {
        *sentence = _("This server answers only to localhost, 127.0.0.1 and "
                      "[::1] with its own port.");
        return 421;
    }
    if ((origin && !own_origin(http, origin)) ||
        (site && !strcmp(site, "cross-site")) ||
        (site && write && strcmp(site, "same-origin") &&
         strcmp(site, "none"))) {
        *sentence = _("Only Stature's own page may ask this.");
        return 403;
    }
    return 0;
}

int http_guard_type(struct MHD_Connection *connection, const char **sentence)
{
    static const char json[] = "application/json";
    const char *type = http_header(connection, "Content-Type");
    if (type && !strncasecmp(type, json, sizeof json - 1) &&
        (!type[sizeof json - 1] || type[sizeof json - 1] == ';' ||
         type[sizeof json - 1] == ' '))
        return 0;
    *sentence = _("Send the body as Content-Type: application/json.");
    return 415;
}
