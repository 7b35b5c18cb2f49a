/*
 * Server-sent events of the session: one thread lets time pass, and when the
 * state changed or five seconds went by it prepares one text for everybody.
 * A listener that has sent it sleeps (its connection is suspended) until the
 * next one. Reminders to move are told here, too.
 */
#include "http/http_internal.h"
#include "text/words.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define LOOK_MS 100
#define REPEAT_MS 5000
#define REMIND_MS 10000

extern char **environ;

struct stream {
    struct events *events;
    struct MHD_Connection *connection;
    int64_t sent; /* serial of the last text begun */
    char *text;   /* what is being sent */
    size_t len, at;
    bool asleep;
    struct stream *next;
};

/* ---- listeners
 * ------------------------------------------------------------------ */

/* Called by the connection's thread with the events' lock held. */
static bool next_text(struct stream *s)
{
    struct events *ev = s->events;
    if (s->sent == ev->serial || !ev->text)
        return false;
    char *copy = malloc(ev->len);
    if (!copy)
        return false;
    memcpy(copy, ev->text, ev->len);
    free(s->text);
    s->text = copy;
    s->len = ev->len;
    s->at = 0;
    s->sent = ev->serial;
    return true;
}

static ssize_t read_stream(void *cls, uint64_t pos, char *buf, size_t max)
{
    (void)pos;
    struct stream *s = cls;
    ssize_t n = 0;
    pthread_mutex_lock(&s->events->lock);
    if (s->events->stopping) {
        n = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (s->at < s->len || next_text(s)) {
        const size_t left = s->len - s->at, part = left < max ? left : max;
        memcpy(buf, s->text + s->at, part);
        s->at += part;
        n = (ssize_t)part;
    } else {
        s->asleep = true;
        MHD_suspend_connection(s->connection);
    }
    pthread_mutex_unlock(&s->events->lock);
    return n;
}

static void close_stream(void *cls)
{
    struct stream *s = cls;
    struct events *ev = s->events;
    pthread_mutex_lock(&ev->lock);
    struct stream **at = &ev->first;
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at) {
        *at = s->next;
        ev->count--;
    }
    pthread_mutex_unlock(&ev->lock);
    free(s->text);
    free(s);
}

struct MHD_Response *events_open(struct events *ev,
                                 struct MHD_Connection *connection)
{
    struct stream *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->events = ev;
    s->connection = connection;
    s->sent = -1;
    pthread_mutex_lock(&ev->lock);
    const bool room = ev->count < HTTP_STREAMS && !ev->stopping;
    if (room) {
        s->next = ev->first;
        ev->first = s;
        ev->count++;
    }
    pthread_mutex_unlock(&ev->lock);
    struct MHD_Response *r =
        room ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096,
                                                 read_stream, s, close_stream)
             : NULL;
    if (!r && room)
        close_stream(s);
    else if (!r)
        free(s);
    return r;
}

static void wake_streams(struct events *ev)
{
    for (struct stream *s = ev->first; s; s = s->next)
        if (s->asleep) {
            s->asleep = false;
            MHD_resume_connection(s->connection);
        }
}

/* ---- time
 * --------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* "event: state", one line of data, a blank line. */
static void publish(struct events *ev)
{
    static const char head[] = "event: state\ndata: ";
    json_t *state = app_session_state(ev->app);
    char *data = state ? json_dumps(state, APP_JSON) : NULL;
    json_decref(state);
    const size_t n = data ? strlen(data) : 0;
    char *text =
        data && n < HTTP_EVENT_MAX ? malloc(sizeof head + n + 2) : NULL;
    if (text) {
        memcpy(text, head, sizeof head - 1);
        memcpy(text + sizeof head - 1, data, n);
        memcpy(text + sizeof head - 1 + n, "\n\n", 2);
    }
    free(data);
    if (!text)
        return;
    pthread_mutex_lock(&ev->lock);
    free(ev->text);
    ev->text = text;
    ev->len = sizeof head - 1 + n + 2;
    ev->serial++;
    wake_streams(ev);
    pthread_mutex_unlock(&ev->lock);
}

/* True when it is time to end. */
static bool wait_a_little(struct events *ev)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&ev->lock);
    while (!ev->woken && !ev->stopping &&
           pthread_cond_timedwait(&ev->wake, &ev->lock, &until) != ETIMEDOUT)
        ;
    ev->woken = false;
    const bool stop = ev->stopping;
    pthread_mutex_unlock(&ev->lock);
    return stop;
}

/* A desktop notification, where the desktop has a program for it. */
static void remind(struct events *ev, pid_t *child)
{
    char text[160];
    if (*child > 0 && waitpid(*child, NULL, WNOHANG) == *child)
        *child = 0;
    if (*child > 0 || !app_reminder_due(ev->app, text))
        return;
    char name[] = "notify-send", app[] = "--app-name=Stature",
         title[] = "Stature";
    char *argv[] = {name, app, title, text, NULL};
    if (posix_spawnp(child, name, NULL, NULL, argv, environ))
        *child = 0;
}

static void *run(void *arg)
{
    struct events *ev = arg;
    int64_t revision = -1, told_at = 0, reminded_at = 0;
    pid_t child = 0;
    do {
        (void)app_tick(ev->app);
        const int64_t now = now_ms(), is = app_session_revision(ev->app);
        if (is != revision || now - told_at >= REPEAT_MS) {
            revision = is;
            told_at = now;
            publish(ev);
        }
        if (now - reminded_at >= REMIND_MS) {
            reminded_at = now;
            remind(ev, &child);
        }
    } while (!wait_a_little(ev));
    return NULL;
}

enum sp_status events_start(struct events *ev, struct app *app,
                            struct sp_error *err)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&ev->lock, NULL);
    pthread_cond_init(&ev->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    ev->app = app;
    if (pthread_create(&ev->thread, NULL, run, ev))
        return sp_fail(err, SP_E_IO, _("Cannot start a thread."));
    ev->started = true;
    return SP_OK;
}

void events_wake(struct events *ev)
{
    pthread_mutex_lock(&ev->lock);
    ev->woken = true;
    pthread_cond_signal(&ev->wake);
    pthread_mutex_unlock(&ev->lock);
}

void events_stop(struct events *ev)
{
    pthread_mutex_lock(&ev->lock);
    ev->stopping = true;
    pthread_cond_signal(&ev->wake);
    wake_streams(ev);
    pthread_mutex_unlock(&ev->lock);
    if (ev->started)
        pthread_join(ev->thread, NULL);
    ev->started = false;
}
