/* One program, several languages at once: each request is answered in its own,
 * and what is kept between requests does not carry another's words. */
#include "fixture.h"

#include <sys/stat.h>

/* As `ask`, wished for in a language; the answer is borrowed. */
static json_t *ask_in(struct fixture *f, const char *language, const char *name,
                      int status)
{
    json_t *none = json_object();
    const struct app_request request = {none, NULL, language};
    app_answer_release(&f->answer);
    app_call(f->app, app_op_named(name), &request, &f->answer);
    json_decref(none);
    assert_int_equal(f->answer.status, status);
    return f->answer.json;
}

static const char *first_row(const json_t *validation)
{
    const json_t *rows =
        json_object_get(json_object_get(validation, "load"), "rows");
    return text_at(json_array_get(rows, 0), "name");
}

static void validation_is_told_in_each_language(void **state)
{
    struct fixture *f = *state;
    char spanish[80];
    snprintf(spanish, sizeof spanish, "%s",
             first_row(ask_in(f, "es", "validation", 200)));
    const char *english = first_row(ask_in(f, "en", "validation", 200));
    assert_string_not_equal(english, spanish);
    assert_string_equal(first_row(ask_in(f, "es", "validation", 200)), spanish);
}

/* Making the plan reads the profile again, while the breaks are being told. */
static void a_calendar_with_breaks_outlives_a_new_plan(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    ask(f, "profile set", NULL,
        "{\"reminder\":{\"on\":true,\"every_min\":60,\"from\":\"08:30\","
        "\"to\":\"12:00\"}}",
        200);
    fixture_pass(f, 8 * 86400); // the week is over
    ask_in(f, "es", "calendar", 200);
    assert_non_null(strstr((const char *)f->answer.bytes, "T093000"));
}

static void write_own(const char *dir, const char *id)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.yaml", dir, id);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fprintf(out,
            "id: %s\nname: %s\nsummary: \"Sit and breathe.\"\n"
            "category: breathing\nmodality: [easy]\nregions: [neck]\n"
            "level: beginner\nplayable: \"text\"\nsources: [S1]\n"
            "evidence: {grade: none, text: Not studied.}\n",
            id, id);
    assert_int_equal(fclose(out), 0);
}

/* Exercises are numbers inside the program: a file that is written while it
 * runs must not shift them in the languages that are read later. */
static void
an_own_exercise_waits_for_the_next_start_in_every_language(void **state)
{
    struct fixture *f = *state;
    char own[100];
    snprintf(own, sizeof own, "%s/exercises", f->dir);
    assert_int_equal(mkdir(own, 0700), 0);
    fixture_close(f);
    f->config_dir = f->dir;
    fixture_open(f);
    make_ready(f);
    const int n = care_exercise_count(app_library(f->app));
    write_own(own, "quiet_sitting");
    ask_in(f, "es", "library", 200);
    ask_in(f, "es", "today", 200);
    assert_int_equal(care_exercise_count(app_library(f->app)), n);
    fixture_close(f);
    fixture_open(f);
    ask_in(f, "es", "library", 200);
    assert_int_equal(care_exercise_count(app_library(f->app)), n + 1);
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(validation_is_told_in_each_language),
        TEST(a_calendar_with_breaks_outlives_a_new_plan),
        TEST(an_own_exercise_waits_for_the_next_start_in_every_language),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
