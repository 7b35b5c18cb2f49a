/* Opening and closing the door. */
#include "http/http_internal.h"
#include "text/words.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(int family, const struct sockaddr *address, socklen_t len)
{
    const int yes = 1;
    // a browser or notice that is started must not hold the port
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (bind(fd, address, len) || listen(fd, HTTP_CONNECTIONS)) {
        const int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static enum sp_status open_sockets(struct http *http, int port,
                                   struct sp_error *err)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof v4;
    http->socket[0] = listen_on(AF_INET, (struct sockaddr *)&v4, sizeof v4);
    if (http->socket[0] < 0 && errno == EADDRINUSE)
        return sp_fail(err, SP_E_CONFLICT,
                       _("Port %d on 127.0.0.1 is taken, perhaps by another "
                         "Stature; close it or choose another with --port."),
                       port);
    if (http->socket[0] < 0 ||
        getsockname(http->socket[0], (struct sockaddr *)&v4, &len))
        return sp_fail(err, SP_E_IO, _("Cannot listen on 127.0.0.1:%d: %s."),
                       port, strerror(errno));
    http->port = ntohs(v4.sin_port);
    // a machine without IPv6 goes without
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
                              .sin6_port = v4.sin_port,
                              .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    http->socket[1] = listen_on(AF_INET6, (struct sockaddr *)&v6, sizeof v6);
    return SP_OK;
}

static struct MHD_Daemon *start_daemon(struct http *http, int fd)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        http_handle, http, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_NOTIFY_COMPLETED, http_completed, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_S,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

static enum sp_status start_all(struct http *http, int port,
                                struct sp_error *err)
{
    enum sp_status s = open_sockets(http, port, err);
    if (!s)
        s = work_start(&http->work, err);
    if (!s)
        s = events_start(&http->events, http->app, err);
    for (int i = 0; i < 2 && !s; i++) {
        if (http->socket[i] < 0)
            continue;
        http->daemon[i] = start_daemon(http, http->socket[i]);
        if (!http->daemon[i] && i == 0)
            s = sp_fail(err, SP_E_IO, _("The server cannot start."));
    }
    return s;
}

enum sp_status http_start(struct http **out, struct app *app,
                          const struct http_config *config,
                          struct sp_error *err)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the server."));
    http->app = app;
    http->socket[0] = http->socket[1] = -1;
    enum sp_status s = start_all(http, config->port, err);
    if (s) {
        http_stop(http);
        return s;
    }
    *out = http;
    return SP_OK;
}

int http_port(const struct http *http) { return http->port; }

void http_stop(struct http *http)
{
    if (!http)
        return;
    // nobody new; then finish work and wake sleepers, or the daemon waits on
    for (int i = 0; i < 2; i++)
        if (http->daemon[i])
            (void)MHD_quiesce_daemon(http->daemon[i]);
    if (http->work.threads)
        work_stop(&http->work);
    if (http->events.started)
        events_stop(&http->events);
    for (int i = 0; i < 2; i++) {
        if (http->daemon[i])
            MHD_stop_daemon(http->daemon[i]);
        if (http->socket[i] >= 0)
            close(http->socket[i]);
    }
    free(http->events.text);
    free(http);
}
