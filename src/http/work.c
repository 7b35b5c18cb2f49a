/* A few threads for drawing, speaking and copying, so that the thread that
 * waits for sockets never does. */
#include "http/http_internal.h"
#include "text/words.h"

#include <string.h>
#include <time.h>

static struct exchange *take(struct work *work)
{
    struct exchange *e = NULL;
    pthread_mutex_lock(&work->lock);
    while (work->count == 0 && !work->stopping)
        pthread_cond_wait(&work->more, &work->lock);
    if (work->count) {
        e = work->queue[work->first];
        work->first = (work->first + 1) % HTTP_QUEUE;
        work->count--;
    }
    pthread_mutex_unlock(&work->lock);
    return e;
}

static void *run(void *arg)
{
    struct work *work = arg;
    for (struct exchange *e; (e = take(work)) != NULL;) {
        const struct app_request request = {
            e->params, e->body_json,
            http_header(e->connection, "Accept-Language")};
        struct MHD_Connection *connection = e->connection;
        app_call(e->http->app, e->op, &request, &e->answer);
        e->done = true;
        // from here on the exchange belongs to the connection again
        MHD_resume_connection(connection);
    }
    return NULL;
}

enum sp_status work_start(struct work *work, struct sp_error *err)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&work->lock, NULL);
    pthread_cond_init(&work->more, NULL);
    pthread_cond_init(&work->quiet, &monotonic);
    pthread_condattr_destroy(&monotonic);
    for (; work->threads < HTTP_WORKERS; work->threads++)
        if (pthread_create(&work->thread[work->threads], NULL, run, work))
            return sp_fail(err, SP_E_IO, _("Cannot start a thread."));
    return SP_OK;
}

bool work_give(struct work *work, struct exchange *exchange)
{
    pthread_mutex_lock(&work->lock);
    const bool room = work->count < HTTP_QUEUE && !work->stopping;
    if (room) {
        work->queue[(work->first + work->count++) % HTTP_QUEUE] = exchange;
        work->open++;
        exchange->counted = true;
        pthread_cond_signal(&work->more);
    }
    pthread_mutex_unlock(&work->lock);
    return room;
}

void work_leave(struct work *work)
{
    pthread_mutex_lock(&work->lock);
    if (--work->open == 0)
        pthread_cond_signal(&work->quiet);
    pthread_mutex_unlock(&work->lock);
}

/* The daemon's own thread sends; somebody who does not read is not waited for
 * longer. */
static void let_answers_out(struct work *work)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += HTTP_LAST_S;
    pthread_mutex_lock(&work->lock);
    while (work->open > 0 &&
           pthread_cond_timedwait(&work->quiet, &work->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&work->lock);
}

void work_stop(struct work *work)
{
    pthread_mutex_lock(&work->lock);
    work->stopping = true;
    pthread_cond_broadcast(&work->more);
    pthread_mutex_unlock(&work->lock);
    for (int i = 0; i < work->threads; i++)
        pthread_join(work->thread[i], NULL);
    let_answers_out(work);
    // the lock stays: connections that are still open may ask once more
}
