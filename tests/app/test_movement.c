/* Movement tests: what is kept, what they stop, what they teach the plan. */
#include "fixture.h"

#define BACK "{\"pain\":4,\"places\":[\"lower_back\"]}"
#define BACK_BETTER "{\"pain\":2,\"places\":[\"lower_back\"]}"
#define BUTTOCK "{\"pain\":4,\"places\":[\"lower_back\",\"buttock_l\"]}"
#define SHIN "{\"pain\":4,\"places\":[\"lower_leg_l\"]}"
#define NONE "{\"pain\":0,\"places\":[]}"
#define DAY_S 86400

static json_t *answer(struct fixture *f, const char *direction,
                      const char *before, const char *after, const char *later,
                      const char *numb, int status)
{
    char body[600];
    snprintf(body, sizeof body,
             "{\"direction\":\"%s\",\"before\":%s,\"after\":%s,\"later\":%s,"
             "\"numbness\":%s}",
             direction, before, after, later, numb);
    return ask(f, "movement add", NULL, body, status);
}

static json_t *shown(struct fixture *f)
{
    return ask(f, "movement", NULL, NULL, 200);
}

static void it_is_offered_to_who_may_do_both_movements(void **state)
{
    struct fixture *f = *state;
    json_t *m = shown(f);
    assert_false(true_at(m, "offered"));
    make_ready(f);
    m = shown(f);
    assert_true(true_at(m, "offered"));
    assert_string_equal(text_at(m, "next"), "extension");
    assert_int_equal(json_array_size(json_object_get(m, "directions")), 2);
    assert_true(strlen(text_at(m, "text")) > 40);
}

static void it_is_not_offered_when_one_movement_is_closed(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "spondy_high", 200); // no bending backward
    json_t *m = shown(f);
    assert_false(true_at(m, "offered"));
    assert_non_null(strstr(text_at(m, "why"), "Sphinx"));
    answer(f, "flexion", BACK, BACK_BETTER, BACK_BETTER, "false", 403);
}

static void nothing_is_kept_before_five_minutes_are_over(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *a = answer(f, "extension", BUTTOCK, BACK, "null", "false", 200);
    assert_false(true_at(a, "final"));
    assert_true(json_integer_value(json_object_get(a, "wait_s")) == 240);
    assert_int_equal(json_array_size(json_object_get(shown(f), "tests")), 0);
    a = answer(f, "extension", BUTTOCK, BACK, BACK, "false", 200);
    assert_true(true_at(a, "final"));
    assert_string_equal(text_at(a, "answer"), "centralises");
    assert_false(true_at(a, "stop"));
    // one a day
    assert_false(true_at(shown(f), "offered"));
    answer(f, "flexion", BACK, BACK, BACK, "false", 409);
}

static void further_out_ends_the_test_and_the_movement_for_today(void **state)
{
    struct fixture *f = *state;
    static const char sphinx[] =
        "{\"items\":[{\"exercise\":\"sphinx_pose\"}]," QUICK "}";
    make_ready(f);
    ask(f, "session preview", NULL, sphinx, 200);
    json_t *a = answer(f, "extension", BACK, BUTTOCK, "null", "false", 200);
    assert_true(true_at(a, "final"));
    assert_true(true_at(a, "stop"));
    assert_string_equal(text_at(a, "answer"), "peripheralises");
    ask(f, "session preview", NULL, sphinx, 403);
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"knee_to_chest\"}]," QUICK "}", 200);
    fixture_pass(f, DAY_S); // tomorrow it is open again, the other way first
    ask(f, "session preview", NULL, sphinx, 200);
    assert_string_equal(text_at(shown(f), "next"), "flexion");
}

static void
numbness_or_pain_below_the_knee_asks_the_full_questions(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *a = answer(f, "flexion", BACK, BACK, "null", "true", 200);
    assert_true(true_at(a, "full_screen_needed"));
    assert_string_equal(text_at(a, "answer"), "full_screen");
    ask(f, "session preview", NULL, "{\"day\":\"today\"," QUICK "}", 403);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"),
                        "rescreen");
    // such a sign is taken even when no test is offered
    answer(f, "flexion", BACK, SHIN, "null", "false", 200);
}

static void two_agreeing_days_are_learned_and_lapse(void **state)
{
    struct fixture *f = *state;
    struct sp_error err;
    struct care_wishes wishes;
    make_ready(f);
    answer(f, "extension", BUTTOCK, BACK, BACK, "false", 200);
    assert_true(json_is_null(json_object_get(shown(f), "learned")));
    assert_string_equal(text_at(shown(f), "next"), "extension");
    fixture_pass(f, DAY_S);
    answer(f, "extension", BACK, BACK_BETTER, BACK_BETTER, "false", 200);
    json_t *m = shown(f);
    assert_string_equal(text_at(m, "learned"), "extension");
    assert_true(strlen(text_at(m, "learned_text")) > 0);
    assert_int_equal(app_wishes(f->app, &wishes, &err), SP_OK);
    assert_int_equal(wishes.learned, CARE_EXTENSION);
    free(wishes.equipment);
    fixture_pass(f, 14 * DAY_S);
    assert_true(json_is_null(json_object_get(shown(f), "learned")));
}

static void out_in_both_directions_asks_for_a_clinician_first(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    answer(f, "extension", BACK, BUTTOCK, "null", "false", 200);
    fixture_pass(f, DAY_S);
    answer(f, "flexion", BACK, BUTTOCK, "null", "false", 200);
    json_t *m = shown(f);
    assert_true(true_at(m, "see_first"));
    assert_false(true_at(m, "offered"));
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "triage"),
                        "see_first");
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"knee_to_chest\"}]," QUICK "}", 403);
    // easy movement stays open, and a visit opens the rest
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"deep_breathing\"}]," QUICK "}", 200);
    ask(f, "clearance add", NULL,
        "{\"question\":\"visit\",\"date\":\"2026-03-05\",\"role\":\"doctor\"}",
        201);
    fixture_pass(f, DAY_S);
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"knee_to_chest\"}]," QUICK "}", 200);
}

static void wrong_answers_name_the_field(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    answer(f, "sideways", BACK, BACK, BACK, "false", 422);
    answer(f, "flexion", "null", BACK, BACK, "false", 422);
    answer(f, "flexion", BACK, "{\"pain\":11,\"places\":[]}", BACK, "false",
           422);
    answer(f, "flexion", BACK, "{\"pain\":1,\"places\":[\"moon\"]}", BACK,
           "false", 422);
    answer(f, "flexion", BACK, NONE, BACK, "\"no\"", 422);
    ask(f, "journal add", "{\"kind\":\"movement\"}",
        "{\"direction\":\"flexion\",\"exercise\":\"knee_to_chest\","
        "\"pain\":[4,1,1],\"zone\":[2,1,1],\"answer\":\"centralises\"}",
        403);
    assert_int_equal(json_array_size(json_object_get(shown(f), "tests")), 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(it_is_offered_to_who_may_do_both_movements),
        T(it_is_not_offered_when_one_movement_is_closed),
        T(nothing_is_kept_before_five_minutes_are_over),
        T(further_out_ends_the_test_and_the_movement_for_today),
        T(numbness_or_pain_below_the_knee_asks_the_full_questions),
        T(two_agreeing_days_are_learned_and_lapse),
        T(out_in_both_directions_asks_for_a_clinician_first),
        T(wrong_answers_name_the_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
