/*
 * The door for the page: HTTP on the loopback interface ↔ app. Knows sockets
 * and headers; decides nothing about exercises.
 *
 * One thread waits for sockets (epoll), two do what takes longer, one lets
 * the session's time pass and tells its listeners.
 */
#ifndef HTTP_H
#define HTTP_H

#include "app/app.h"

#define HTTP_PORT 8017

struct http;

struct http_config {
    int port; /* 0: any free one */
};

/* Opens 127.0.0.1 and, where there is one, ::1. The app must outlive it.
 * Errors: SP_E_CONFLICT the port is taken, SP_E_IO. */
SP_NODISCARD enum sp_status http_start(struct http **http, struct app *app,
                                       const struct http_config *config,
                                       struct sp_error *err);
int http_port(const struct http *http);
/* Ends streams, lets running answers finish, closes. */
void http_stop(struct http *http);

#endif
