/* Opening, closing, calling: everything that is the same for each operation. */
#include "app/app_internal.h"
#include "app/spine/doses.h"
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define SHELF_BYTES (24u << 20)

static int64_t system_monotonic_ms(void *ctx)
{
    (void)ctx;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_wall_s(void *ctx)
{
    (void)ctx;
    return (int64_t)time(NULL);
}

#ifdef STATURE_TEST_HOOKS
/* Hurries the monotonic clock so that a test need not wait for a session. */
static double clock_rate(void)
{
    double rate = 1;
    const char *text = getenv("STATURE_CLOCK_RATE");
    char *end = NULL;
    if (text)
        rate = strtod(text, &end);
    return text && end != text && !*end && rate > 0 && rate <= 1000 ? rate : 1;
}

static int64_t hurried_monotonic_ms(void *ctx)
{
    return (int64_t)((double)system_monotonic_ms(ctx) * clock_rate());
}
#endif

static struct app_clock pick_clock(struct app_clock given)
{
    if (!given.monotonic_ms) {
        given.monotonic_ms = system_monotonic_ms;
#ifdef STATURE_TEST_HOOKS
        if (clock_rate() != 1)
            given.monotonic_ms = hurried_monotonic_ms;
#endif
    }
    if (!given.wall_s)
        given.wall_s = system_wall_s;
    return given;
}

/* mkdir -p, for the owner only: health data is nobody else's. */
static enum sp_status make_dirs(const char *path, struct sp_error *err)
{
    char part[1024];
    const size_t n = strlen(path);
    if (n == 0 || n >= sizeof part)
        return sp_fail(err, SP_E_IO,
                       _("The data folder's path is %zu bytes "
                         "long; at most %zu fit."),
                       n, sizeof part - 1);
    memcpy(part, path, n + 1);
    for (char *c = part + 1;; c++) {
        if (*c && *c != '/')
            continue;
        const char kept = *c;
        *c = 0;
        if (mkdir(part, 0700) && errno != EEXIST)
            return sp_fail(err, SP_E_IO, _("Cannot make the folder %s: %s."),
                           part, strerror(errno));
        if (!kept)
            return SP_OK;
        *c = kept;
    }
}

static enum sp_status join(char *out, size_t size, const char *dir,
                           const char *name, struct sp_error *err)
{
    const int n = snprintf(out, size, "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= size)
        return sp_fail(err, SP_E_IO, _("The path %.200s/%s is too long."), dir,
                       name);
    return SP_OK;
}

struct complaining {
    struct app *app;
    const struct app_config *config;
};

/* Kept for the library's page, and told to whoever opened the app. */
static void complain(void *ctx, const char *sentence)
{
    const struct complaining *c = ctx;
    json_array_append_new(c->app->complaints, json_string(sentence));
    if (c->config->complain)
        c->config->complain(c->config->complain_ctx, sentence);
}

static enum sp_status open_library(struct app *app,
                                   const struct app_config *config,
                                   struct sp_error *err)
{
    char own[1024];
    struct stat st;
    if (config->config_dir) {
        enum sp_status s =
            join(own, sizeof own, config->config_dir, "exercises", err);
        if (s)
            return s;
        if (!stat(own, &st) && S_ISDIR(st.st_mode) &&
            !(app->own_dir = strdup(own)))
            return sp_fail(err, SP_E_NOMEM, _("Not enough memory to start."));
    }
    struct complaining complaining = {app, config};
    return app_language_open(app, config, complain, &complaining, err);
}

static enum sp_status open_journal(struct app *app, struct sp_error *err)
{
    char path[1100], backups[1100], today[APP_DAY];
    enum sp_status s = make_dirs(app->data_dir, err);
    if (!s)
        s = join(path, sizeof path, app->data_dir, "stature.db", err);
    if (!s)
        s = join(backups, sizeof backups, app->data_dir, "backups", err);
    if (!s)
        s = journal_open_sqlite(&app->journal, path, err);
    if (!s)
        s = make_dirs(backups, err);
    app_today(app, today);
    return s ? s : journal_rotate_backups(app->journal, backups, today, err);
}

static enum sp_status open_all(struct app *app, const struct app_config *config,
                               struct sp_error *err)
{
    enum sp_status s = open_library(app, config, err);
    if (!s)
        s = open_journal(app, err);
    if (s)
        return s;
    const size_t n = (size_t)care_exercise_count(app->library);
    app->response = calloc(n ? n : 1, sizeof *app->response);
    app->shelf = app_shelf_new(SHELF_BYTES);
    if (!app->response || !app->shelf)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory to start."));
    app_sessions_changed(app);
    s = app_profile_load(app, err);
    if (!s)
        app_language_use(app, NULL);
    if (!s)
        s = app_plan_load(app, err);
    if (!s)
        s = app_player_resume(app, err);
    // what was written down last may be taken back after a restart, too
    return s ? s
             : app->journal->ops->undoable(app->journal, &app->undo_depth, err);
}

enum sp_status app_open(struct app **out, const struct app_config *config,
                        struct sp_error *err)
{
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory to start."));
    pthread_mutex_init(&app->lock, NULL);
    pthread_mutex_init(&app->figure_lock, NULL);
    pthread_rwlock_init(&app->body_lock, NULL);
    pthread_mutex_init(&app->voice_lock, NULL);
    pthread_mutex_init(&app->spine_lock, NULL);
    pthread_mutex_init(&app->doses_lock, NULL);
    app->clock = pick_clock(config->clock);
    app->data_dir = strdup(config->data_dir);
    app->cache_dir = config->cache_dir ? strdup(config->cache_dir) : NULL;
    app->profile = json_object();
    app->complaints = json_array();
    enum sp_status s = SP_OK;
    if (!app->data_dir || !app->profile || !app->complaints ||
        (config->cache_dir && !app->cache_dir))
        s = sp_fail(err, SP_E_NOMEM, _("Not enough memory to start."));
    else
        s = open_all(app, config, err);
    if (s) {
        app_close(app);
        return s;
    }
    *out = app;
    return SP_OK;
}

void app_close(struct app *app)
{
    if (!app)
        return;
    if (app->player.id && app->journal)
        (void)app_player_store(app, NULL);
    app_player_clear(app);
    if (app->plan)
        care_plan_free(app->plan);
    if (app->voice)
        voice_close(app->voice);
    if (app->mesh_made)
        figure_mesh_release(&app->mesh);
    app_kept_free(app->kept);
    app_shelf_free(app->shelf);
    app_doses_free(app->doses);
    app_spine_free(app->spine);
    free(app->usual);
    free(app->response);
    json_decref(app->profile);
    json_decref(app->complaints);
    json_decref(app->recent);
    if (app->journal)
        app->journal->ops->close(app->journal);
    app_language_close(app);
    free(app->own_dir);
    free(app->data_dir);
    free(app->cache_dir);
    pthread_mutex_destroy(&app->doses_lock);
    pthread_mutex_destroy(&app->spine_lock);
    pthread_mutex_destroy(&app->voice_lock);
    pthread_rwlock_destroy(&app->body_lock);
    pthread_mutex_destroy(&app->figure_lock);
    pthread_mutex_destroy(&app->lock);
    free(app);
}

const struct care_library *app_library(const struct app *app)
{
    return app->library;
}

bool app_slow(struct app *app, const struct app_op *op)
{
    return op->flags & APP_SLOW || app_doses_due(app, op);
}

void app_call(struct app *app, const struct app_op *op,
              const struct app_request *request, struct app_answer *answer)
{
    *answer = (struct app_answer){0};
    struct sp_error err = {.status = SP_OK, .text = ""};
    const bool alone = op->flags & APP_ALONE;
    app_doses_prepare(app, op);
    pthread_mutex_lock(&app->lock);
    app_language_use(app, request->language);
    if (alone)
        pthread_mutex_unlock(&app->lock);
    enum sp_status s = app_need_params(op, request->params, &err);
    if (!s)
        s = op->run(app, request, answer, &err);
    // also after a refusal: a yes to a quick question is kept and refused
    if (!alone && op->flags & APP_WRITE) {
        app_player_guard(app);
        app->changes++;
    }
    if (!alone)
        pthread_mutex_unlock(&app->lock);
    if (s && err.text[0])
        app_problem(answer, app_http_status(s),
                    words_retell(err.text, sizeof err.text, err.format));
    else if (s)
        app_problem(answer, app_http_status(s), sp_status_text(s));
    else if (!answer->status)
        answer->status = 200;
}

int64_t app_session_revision(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    const int64_t revision = app->revision;
    pthread_mutex_unlock(&app->lock);
    return revision;
}

json_t *app_session_state(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    app_language_again(app);
    json_t *state = app_player_json(app);
    pthread_mutex_unlock(&app->lock);
    return state;
}

enum sp_status app_op_version(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    json_t *folder = json_string(app->data_dir);
    if (!folder) // its name is no UTF-8
        folder = json_string("$XDG_DATA_HOME/stature");
    return app_give(
        answer,
        json_pack("{s:s, s:o}", "version", APP_VERSION, "folder", folder), err);
}
