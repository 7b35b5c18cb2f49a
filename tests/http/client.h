/* A browser's least: one request over a socket, its answer taken apart; and a
 * server on a free port over an app of its own. */
#ifndef TEST_HTTP_CLIENT_H
#define TEST_HTTP_CLIENT_H

#include "../app/fixture.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "http/http.h"

struct reply {
    int status;
    char head[8192];
    char *body; /* NUL after it */
    size_t len;
};

struct live {
    struct fixture *f;
    struct http *http;
    int port;
    struct reply reply; /* of the last request */
};

static inline int live_setup(void **state)
{
    struct live *l = calloc(1, sizeof *l);
    struct sp_error err = {.text = ""};
    const struct http_config config = {.port = 0};
    void *f = NULL;
    assert_non_null(l);
    fixture_setup(&f);
    l->f = f;
    if (http_start(&l->http, l->f->app, &config, &err))
        fail_msg("http_start: %s", err.text);
    l->port = http_port(l->http);
    *state = l;
    return 0;
}

static inline int live_teardown(void **state)
{
    struct live *l = *state;
    void *f = l->f;
    http_stop(l->http);
    fixture_teardown(&f);
    free(l->reply.body);
    free(l);
    return 0;
}

static inline int dial(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const struct timeval limit = {.tv_sec = 60};
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* A server may answer and close before it has read everything. */
static inline void send_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        const ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

static inline char *read_all(int fd, size_t *len)
{
    size_t size = 1 << 16;
    char *all = malloc(size);
    *len = 0;
    for (;;) {
        assert_non_null(all);
        const ssize_t n = recv(fd, all + *len, size - *len - 1, 0);
        if (n <= 0)
            break;
        *len += (size_t)n;
        if (*len + 1 >= size)
            all = realloc(all, size *= 2);
    }
    all[*len] = 0;
    return all;
}

/* The value of a header, "" when it is not there. */
static inline const char *header(const struct reply *r, const char *name)
{
    static char value[2048];
    const size_t n = strlen(name);
    for (const char *line = strstr(r->head, "\r\n"); line && line[2];
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, n) || line[2 + n] != ':')
            continue;
        const char *at = line + 3 + n + (line[3 + n] == ' ');
        snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\r"), at);
        return value;
    }
    return "";
}

/* Sends a whole request as text and reads until the server closes. */
static inline struct reply *raw(struct live *l, const char *text, size_t len)
{
    const int fd = dial(l->port);
    struct reply *r = &l->reply;
    size_t got;
    send_all(fd, text, len);
    char *all = read_all(fd, &got);
    close(fd);
    char *end = strstr(all, "\r\n\r\n");
    free(r->body);
    *r = (struct reply){0};
    if (!end) {
        free(all);
        return r;
    }
    const size_t head = (size_t)(end - all);
    assert_true(head + 3 < sizeof r->head);
    memcpy(r->head, all, head + 2);
    r->status = atoi(all + strcspn(all, " "));
    r->len = got - head - 4;
    r->body = malloc(r->len + 1);
    assert_non_null(r->body);
    memcpy(r->body, end + 4, r->len + 1);
    free(all);
    return r;
}

/* A request as the page makes it; more headers each end in \r\n. */
static inline struct reply *request(struct live *l, const char *method,
                                    const char *path, const char *more,
                                    const char *body)
{
    const size_t n = body ? strlen(body) : 0;
    char *text = malloc(n + 4096);
    assert_non_null(text);
    int used = snprintf(text, 4096,
                        "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                        "Connection: close\r\n%s",
                        method, path, l->port, more ? more : "");
    if (body)
        used += snprintf(text + used, 200,
                         "Content-Type: application/json\r\n"
                         "Content-Length: %zu\r\n",
                         n);
    memcpy(text + used, "\r\n", 2);
    memcpy(text + used + 2, body ? body : "", n);
    struct reply *r = raw(l, text, (size_t)used + 2 + n);
    free(text);
    return r;
}

static inline struct reply *get(struct live *l, const char *path)
{
    return request(l, "GET", path, NULL, NULL);
}

#endif
