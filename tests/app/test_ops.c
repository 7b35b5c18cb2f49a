/* The table of operations and how a path finds its row. */
#include "fixture.h"

static const char *found(const char *method, const char *path, char *field,
                         const char *name)
{
    json_t *params = NULL;
    char allow[64];
    const struct app_op *op = app_op_match(method, path, &params, allow);
    if (field)
        snprintf(field, 64, "%s", name ? text_at(params, name) : "");
    json_decref(params);
    return op ? op->name : NULL;
}

static void paths_find_their_rows(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path, *op, *field, *value;
    } row[] = {
        {"GET",  "/api/v1/today",               "today",           NULL,       ""    },
        {"GET",  "/api/v1/figure/body.glb",     "figure body",     NULL,       ""    },
        {"GET",  "/api/v1/figure/cat_cow.glb",  "figure movement", "exercise",
         "cat_cow"                                                                   },
        {"GET",  "/api/v1/figure/cat_cow.svg",  "figure svg",      "exercise",
         "cat_cow"                                                                   },
        {"GET",  "/api/v1/session/cues/12.wav", "session cue",     "n",        "12"  },
        {"POST", "/api/v1/journal/undo",        "journal undo",    NULL,       ""    },
        {"POST", "/api/v1/journal/note",        "journal add",     "kind",     "note"},
        {"PUT",  "/api/v1/journal/note/7",      "journal edit",    "id",       "7"   },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        char value[64];
        assert_string_equal(
            found(row[i].method, row[i].path, value, row[i].field), row[i].op);
        assert_string_equal(value, row[i].value);
    }
    static const char *const nothing[] = {"/api/v1/today/",
                                          "/api/v1",
                                          "/api/v1/figure/.glb",
                                          "/",
                                          "",
                                          "/api/v1/journal/note/7/8",
                                          "/api/v1/library/",
                                          "api/v1/today"};
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
        if (found("GET", nothing[i], NULL, NULL))
            fail_msg("\"%s\" found a row", nothing[i]);
}

static void other_methods_are_listed(void **state)
{
    (void)state;
    json_t *params = NULL;
    char allow[64];
    assert_null(app_op_match("PATCH", "/api/v1/profile", &params, allow));
    assert_string_equal(allow, "GET, PUT");
    assert_null(app_op_match("GET", "/api/v1/none", &params, allow));
    assert_string_equal(allow, "");
}

static void names_are_one_each_and_writes_are_marked(void **state)
{
    (void)state;
    for (const struct app_op *op = app_ops(); op->name; op++) {
        assert_ptr_equal(app_op_named(op->name), op);
        assert_int_equal((op->flags & APP_WRITE) != 0,
                         strcmp(op->method, "GET") != 0);
    }
    assert_null(app_op_named("no such"));
}

/* A name that is cut for its sentence may end inside a letter. */
static void a_refusal_is_told_whatever_was_asked_for(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {
        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
        "\u00e9"
        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
        "\u00e9",
        "a\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"
        "\U0001f600"
        "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        json_t *p = json_pack("{s:s}", "id", ids[i]);
        char *params = json_dumps(p, 0);
        json_t *problem = ask(f, "library show", params, NULL, 404);
        assert_non_null(problem);
        assert_non_null(strstr(text_at(problem, "detail"), "in the library"));
        free(params);
        json_decref(p);
    }
}

static void a_reports_period_is_two_days_in_their_order(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[][2] = {
        {"{\"from\":\"2026-03-05\",\"to\":\"2026-03-01\"}", "from"},
        {"{\"from\":\"2026-03-01 and on\"}",                "from"},
        {"{\"to\":\"2026-02-30\"}",                         "to"  },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(
            text_at(ask(f, "report", wrong[i][0], NULL, 422), "field"),
            wrong[i][1]);
    ask(f, "report", "{\"from\":\"2026-03-01\",\"to\":\"2026-03-01\"}", NULL,
        200);
}

static void no_one_reads_the_marks_of_a_template(void **state)
{
    struct fixture *f = *state;
    char *sided = NULL;
    for (int e = 0; e < care_exercise_count(f->app->library); e++) {
        char params[80];
        snprintf(params, sizeof params, "{\"id\":\"%s\"}",
                 care_exercise_at(f->app->library, e)->id);
        char *text =
            json_dumps(ask(f, "library show", params, NULL, 200), JSON_COMPACT);
        if (strstr(text, "{side}") || strstr(text, "{other}"))
            fail_msg("%s shows a mark", params);
        if (strstr(params, "knee_to_chest"))
            sided = text;
        else
            free(text);
    }
    assert_non_null(sided);
    assert_non_null(strstr(sided, "draw your right knee towards your chest"));
    assert_non_null(strstr(sided, "Keep the left foot on the floor"));
    free(sided);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_find_their_rows),
        cmocka_unit_test(other_methods_are_listed),
        cmocka_unit_test(names_are_one_each_and_writes_are_marked),
        cmocka_unit_test_setup_teardown(
            a_refusal_is_told_whatever_was_asked_for, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(no_one_reads_the_marks_of_a_template,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            a_reports_period_is_two_days_in_their_order, fixture_setup,
            fixture_teardown),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
