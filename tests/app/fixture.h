/* An app in a folder of its own, with clocks that the test moves. */
#ifndef TEST_APP_FIXTURE_H
#define TEST_APP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/app_internal.h"
#include "app/spine/dose_work.h"

/* Wednesday 2026-03-04, 10:00 UTC. */
#define FIXTURE_WALL_S 1772618400

struct fixture {
    struct app *app;
    char dir[64];
    const char *config_dir; /* NULL: no own exercises */
    int64_t ms, wall_s;
    struct app_answer answer; /* of the last call */
};

static inline int64_t fixture_ms(void *ctx)
{
    return ((struct fixture *)ctx)->ms;
}

static inline int64_t fixture_wall(void *ctx)
{
    return ((struct fixture *)ctx)->wall_s;
}

/*
 * What the library's own movements give one body's discs comes out the same in
 * every app: one test hands it on to the next, so that it is not solved anew
 * in each. With FIXTURE_OWN_DOSES every app begins without.
 */
static struct app_doses *fixture_doses;

static inline void fixture_take_doses(const struct fixture *f)
{
    if (f->config_dir || !fixture_doses)
        return;
    fixture_doses->library = f->app->library;
    f->app->doses = fixture_doses;
    fixture_doses = NULL;
}

static inline void fixture_hand_on_doses(const struct fixture *f)
{
#ifndef FIXTURE_OWN_DOSES
    if (f->config_dir || fixture_doses)
        return;
    pthread_mutex_lock(&f->app->doses_lock);
    fixture_doses = f->app->doses;
    f->app->doses = NULL;
    pthread_mutex_unlock(&f->app->doses_lock);
#else
    (void)f;
#endif
}

static inline void fixture_open(struct fixture *f)
{
    struct sp_error err = {.text = ""};
    const struct app_config config = {
        .data_dir = f->dir,
        .config_dir = f->config_dir,
        .clock = {fixture_ms, fixture_wall, f},
    };
    if (app_open(&f->app, &config, &err))
        fail_msg("app_open: %s", err.text);
    fixture_take_doses(f);
}

static inline void fixture_close(struct fixture *f)
{
    app_answer_release(&f->answer);
    fixture_hand_on_doses(f);
    app_close(f->app);
    f->app = NULL;
}

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    setenv("TZ", "UTC", 1);
    snprintf(f->dir, sizeof f->dir, "/tmp/stature-app-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->ms = 1000000;
    f->wall_s = FIXTURE_WALL_S;
    fixture_open(f);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    fixture_close(f);
    snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

/* Both clocks. */
static inline void fixture_pass(struct fixture *f, int64_t seconds)
{
    f->ms += seconds * 1000;
    f->wall_s += seconds;
}

/* Runs an operation by name; params and body as JSON text or NULL. The
 * answer's JSON is borrowed until the next call. */
static inline json_t *ask(struct fixture *f, const char *name,
                          const char *params, const char *body, int status)
{
    const struct app_op *op = app_op_named(name);
    json_t *p = json_loads(params ? params : "{}", 0, NULL);
    json_t *b = body ? json_loads(body, 0, NULL) : NULL;
    assert_non_null(op);
    assert_non_null(p);
    if (body)
        assert_non_null(b);
    app_answer_release(&f->answer);
    const struct app_request request = {p, b, NULL};
    app_call(f->app, op, &request, &f->answer);
    json_decref(p);
    json_decref(b);
    if (f->answer.status != status) {
        char *text = json_dumps(f->answer.json, JSON_COMPACT);
        print_error("%s %s: wanted %d, got %d: %.600s\n", name,
                    body ? body : "", status, f->answer.status,
                    text ? text : "(bytes)");
        free(text);
        fail();
    }
    return f->answer.json;
}

static inline const char *text_at(const json_t *object, const char *field)
{
    const char *t = json_string_value(json_object_get(object, field));
    return t ? t : "";
}

static inline bool true_at(const json_t *object, const char *field)
{
    return json_is_true(json_object_get(object, field));
}

static const char *const adult =
    "{\"height_m\":1.75,\"mass_kg\":75,\"age_y\":40,\"sex\":\"female\","
    "\"minutes\":[15,15,15,15,15,15,15],\"equipment\":[\"mat\"]}";

/* All answers no, but for the questions and conditions named "yes". The
 * caller frees the text. */
static inline char *screen_body(struct fixture *f, const char *yes)
{
    const struct care_library *lib = app_library(f->app);
    json_t *q = json_object(), *c = json_object();
    char list[256];
    snprintf(list, sizeof list, " %s ", yes ? yes : "");
    for (int i = 0; i < care_question_count(lib); i++) {
        char id[64];
        snprintf(id, sizeof id, " %s ", care_question_at(lib, i)->id);
        json_object_set_new(q, care_question_at(lib, i)->id,
                            json_string(strstr(list, id) ? "yes" : "no"));
    }
    for (int i = 0; i < care_condition_count(lib); i++) {
        char id[64];
        if (!care_condition_at(lib, i)->asked)
            continue;
        snprintf(id, sizeof id, " %s ", care_condition_at(lib, i)->id);
        json_object_set_new(c, care_condition_at(lib, i)->id,
                            json_string(strstr(list, id) ? "yes" : "no"));
    }
    json_t *body = json_pack("{s:o, s:o}", "questions", q, "conditions", c);
    char *text = json_dumps(body, 0);
    json_decref(body);
    assert_non_null(text);
    return text;
}

static inline json_t *screen(struct fixture *f, const char *yes, int status)
{
    char *body = screen_body(f, yes);
    json_t *answer = ask(f, "screen answer", NULL, body, status);
    free(body);
    return answer;
}

/* An adult without any sign, ready to start. */
static inline void make_ready(struct fixture *f)
{
    ask(f, "profile set", NULL, adult, 200);
    screen(f, NULL, 200);
}

#define QUICK "\"quick\":{\"nerve\":false,\"weakness\":false,\"unwell\":false}"

#endif
