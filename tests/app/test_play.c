/* A session's life: start, time, steps, crash, stop, finish. */
#include "fixture.h"

static const char *const two_items =
    "{\"items\":[{\"exercise\":\"cat_cow\"},{\"exercise\":\"childs_pose\"}],"
    "\"pain_before\":4,\"pain_places\":[\"lower_back\"]," QUICK "}";

static int64_t int_at(const json_t *o, const char *field)
{
    return json_integer_value(json_object_get(o, field));
}

static json_t *state_of(struct fixture *f)
{
    return ask(f, "session", NULL, NULL, 200);
}

static void tick(struct fixture *f, int64_t ms)
{
    for (int64_t left = ms; left > 0; left -= 200) {
        f->ms += left < 200 ? left : 200;
        (void)app_tick(f->app);
    }
    f->wall_s += ms / 1000;
}

static void start(struct fixture *f)
{
    make_ready(f);
    json_t *s = ask(f, "session start", NULL, two_items, 201);
    assert_string_equal(text_at(s, "phase"), "running");
    assert_true(int_at(s, "length_ms") > 30000);
    assert_int_equal(json_array_size(json_object_get(s, "items")), 2);
}

static void event(struct fixture *f, const char *word)
{
    char body[64];
    snprintf(body, sizeof body, "{\"event\":\"%s\"}", word);
    ask(f, "session event", NULL, body, 200);
}

static void runs_to_its_end_and_is_finished(void **state)
{
    struct fixture *f = *state;
    start(f);
    ask(f, "session start", NULL, two_items, 409);
    ask(f, "session finish", NULL, "{\"pain_after\":3}", 409);
    json_t *s = state_of(f);
    const int64_t length = int_at(s, "length_ms");
    tick(f, length + 1000);
    s = state_of(f);
    assert_string_equal(text_at(s, "phase"), "done");
    for (size_t i = 0; i < 2; i++)
        assert_true(
            true_at(json_array_get(json_object_get(s, "items"), i), "done"));
    json_t *end = ask(f, "session finish", NULL,
                      "{\"pain_after\":3,\"effort\":2,\"places\":"
                      "[\"lower_back\"],\"note\":\"well\"}",
                      200);
    assert_non_null(strstr(text_at(end, "summary"), "2 of 2 exercises"));
    assert_non_null(strstr(text_at(end, "summary"), "Pain 4 before, 3 after"));
    assert_string_equal(text_at(state_of(f), "phase"), "idle");
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200);
    assert_int_equal(json_array_size(list), 1);
    json_t *r = json_array_get(list, 0);
    assert_string_equal(text_at(r, "phase"), "done");
    assert_string_equal(text_at(r, "note"), "well");
    assert_int_equal(int_at(r, "zone_after"), 1);
    const double minutes = json_number_value(json_object_get(r, "minutes"));
    assert_true(fabs(minutes - (double)length / 60000) < 0.7);
}

static void timeline_has_no_gaps(void **state)
{
    struct fixture *f = *state;
    ask(f, "session timeline", NULL, NULL, 404);
    start(f);
    json_t *t = ask(f, "session timeline", NULL, NULL, 200), *cue;
    int64_t at = 0;
    size_t i;
    json_array_foreach(json_object_get(t, "cues"), i, cue)
    {
        assert_int_equal(int_at(cue, "index"), i);
        assert_int_equal(int_at(cue, "start_ms"), at);
        at += int_at(cue, "length_ms");
        assert_true(json_is_string(json_object_get(cue, "caption")));
        assert_int_equal(json_is_null(json_object_get(cue, "say")),
                         json_is_null(json_object_get(cue, "audio")));
    }
    assert_int_equal(at, int_at(t, "length_ms"));
}

static void steps_pause_and_resume(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 5000);
    event(f, "pause");
    const int64_t at = int_at(state_of(f), "position_ms");
    assert_int_equal(at, 5000);
    tick(f, 60000);
    assert_int_equal(int_at(state_of(f), "position_ms"), at);
    event(f, "forward");
    assert_int_equal(int_at(state_of(f), "position_ms"), at + 10000);
    event(f, "resume");
    assert_string_equal(text_at(state_of(f), "phase"), "resuming");
    tick(f, 4000);
    json_t *s = state_of(f);
    assert_string_equal(text_at(s, "phase"), "running");
    assert_int_equal(int_at(s, "position_ms"), at + 11000);
    event(f, "mute");
    assert_true(true_at(state_of(f), "muted"));
    event(f, "next");
    event(f, "next");
    assert_true(true_at(
        json_array_get(json_object_get(state_of(f), "items"), 0), "skipped"));
    ask(f, "session event", NULL, "{\"event\":\"fly\"}", 422);
    ask(f, "session event", NULL, "{}", 422);
}

static void revision_grows_with_each_change_only(void **state)
{
    struct fixture *f = *state;
    start(f);
    const int64_t first = app_session_revision(f->app);
    tick(f, 3000);
    assert_int_equal(app_session_revision(f->app), first);
    event(f, "pause");
    const int64_t second = app_session_revision(f->app);
    assert_true(second > first);
    event(f, "pause");
    assert_int_equal(app_session_revision(f->app), second);
}

/* A killed program closes nothing: the folder is copied while it runs. */
static void killed_it_is_offered_again_where_it_stood(void **state)
{
    struct fixture *f = *state;
    char command[300];
    start(f);
    event(f, "mute");
    tick(f, 20000);
    const int64_t at = int_at(state_of(f), "position_ms");
    struct fixture after = {.ms = 77, .wall_s = f->wall_s + 60};
    snprintf(after.dir, sizeof after.dir, "%.40s/killed", f->dir);
    snprintf(command, sizeof command, "mkdir '%s' && cp '%s'/stature.db* '%s'/",
             after.dir, f->dir, after.dir);
    assert_int_equal(system(command), 0);
    fixture_open(&after);
    json_t *s = state_of(&after);
    assert_string_equal(text_at(s, "phase"), "paused");
    assert_true(int_at(s, "position_ms") <= at);
    assert_true(int_at(s, "position_ms") >= at - 1200);
    assert_true(true_at(s, "muted"));
    ask(&after, "session start", NULL, two_items, 409);
    event(&after, "resume");
    tick(&after, 4000);
    assert_string_equal(text_at(state_of(&after), "phase"), "running");
    fixture_close(&after);
}

static void a_day_later_it_is_given_up(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 20000);
    fixture_close(f);
    fixture_pass(f, 86401);
    fixture_open(f);
    assert_string_equal(text_at(state_of(f), "phase"), "idle");
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200);
    assert_string_equal(text_at(json_array_get(list, 0), "phase"), "stopped");
}

static void what_is_blocked_meanwhile_is_not_resumed(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 10000);
    event(f, "pause");
    ask(f, "screen quick", NULL,
        "{\"nerve\":true,\"weakness\":false,\"unwell\":false}", 200);
    ask(f, "session event", NULL, "{\"event\":\"resume\"}", 403);
    fixture_close(f);
    fixture_open(f);
    assert_string_equal(text_at(state_of(f), "phase"), "idle");
}

static void a_nerve_sign_closes_until_a_new_screen(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 20000);
    json_t *s = ask(f, "session stop", NULL, "{\"reason\":\"nerve\"}", 200);
    assert_string_equal(text_at(s, "phase"), "stopped");
    json_t *answer = json_object_get(s, "answer");
    assert_string_equal(text_at(answer, "triage"), "same_day");
    assert_non_null(strstr(text_at(answer, "text"), "safety questions"));
    ask(f, "session finish", NULL, "{\"pain_after\":5}", 200);
    ask(f, "session start", NULL, two_items, 403);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"),
                        "rescreen");
    screen(f, NULL, 200);
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"deep_breathing\"}]," QUICK "}", 201);
}

static void bladder_or_bowel_is_an_emergency(void **state)
{
    struct fixture *f = *state;
    start(f);
    json_t *s = ask(f, "session stop", NULL,
                    "{\"reason\":\"tired\",\"bladder_bowel\":true}", 200);
    json_t *answer = json_object_get(s, "answer");
    assert_string_equal(text_at(answer, "triage"), "emergency");
    assert_non_null(strstr(text_at(answer, "text"), "emergency"));
    ask(f, "session finish", NULL, "{}", 200);
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_string_equal(text_at(json_object_get(today, "blocked"), "triage"),
                        "emergency");
    screen(f, NULL, 403);
    ask(f, "session start", NULL, two_items, 403);
    ask(f, "journal undo", NULL, NULL, 404);
}

static void a_sign_after_the_end_is_kept_too(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, int_at(state_of(f), "length_ms") + 1000);
    ask(f, "session stop", NULL,
        "{\"reason\":\"nerve\",\"bladder_bowel\":true}", 200);
    ask(f, "session start", NULL, two_items, 403);
}

static void tired_closes_nothing(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 20000);
    json_t *s = ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    assert_true(
        json_is_null(json_object_get(json_object_get(s, "answer"), "triage")));
    ask(f, "session finish", NULL, "{}", 200);
    ask(f, "session start", NULL, two_items, 201);
}

static void a_session_with_a_sign_stays_in_the_journal(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 20000);
    ask(f, "session stop", NULL, "{\"reason\":\"pain\"}", 200);
    ask(f, "session finish", NULL, "{}", 200);
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200);
    char p[80];
    snprintf(p, sizeof p, "{\"kind\":\"session\",\"id\":\"%lld\"}",
             (long long)int_at(json_array_get(list, 0), "id"));
    ask(f, "journal remove", p, NULL, 403);
    ask(f, "journal edit", p, "{\"stop_reason\":null}", 422);
    ask(f, "journal edit", p, "{\"note\":\"better next day\"}", 200);
}

/* The short questions speak of their hour, not of the next morning. */
static void a_session_left_overnight_is_begun_anew(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, 20000);
    ask(f, "session event", NULL, "{\"event\":\"pause\"}", 200);
    fixture_pass(f, 3 * 3600);
    ask(f, "session event", NULL, "{\"event\":\"resume\"}", 200);
    assert_string_equal(text_at(state_of(f), "phase"), "resuming");
    ask(f, "session event", NULL, "{\"event\":\"pause\"}", 200);
    fixture_pass(f, 2 * 3600);
    json_t *s = ask(f, "session event", NULL, "{\"event\":\"resume\"}", 200);
    assert_string_equal(text_at(s, "phase"), "stopped");
    assert_non_null(strstr(text_at(json_object_get(s, "answer"), "text"),
                           "more than 4 hours ago"));
    ask(f, "session finish", NULL, "{}", 200);
    ask(f, "session start", NULL, two_items, 201);
}

static void two_stops_of_one_move_take_it_out(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    for (int i = 0; i < 2; i++) {
        ask(f, "session start", NULL,
            "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}", 201);
        // into the first item
        tick(f, 25000);
        ask(f, "session stop", NULL, "{\"reason\":\"pain\"}", 200);
        ask(f, "session finish", NULL, "{\"pain_after\":6}", 200);
        fixture_pass(f, 86400);
    }
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}", 403);
    ask(f, "plan exclude", NULL, "{\"exercise\":\"no_such\"}", 404);
}

static void pain_below_the_knee_asks_again(void **state)
{
    struct fixture *f = *state;
    start(f);
    tick(f, int_at(state_of(f), "length_ms") + 1000);
    json_t *end = ask(f, "session finish", NULL,
                      "{\"pain_after\":4,\"places\":[\"lower_leg_l\"]}", 200);
    assert_non_null(strstr(text_at(end, "questions"), "below the knee"));
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_string_equal(text_at(today, "need"), "rescreen");
    assert_non_null(strstr(text_at(today, "why"), "below the knee"));
}

static void pain_below_the_knee_that_is_added_later_asks_again(void **state)
{
    struct fixture *f = *state;
    char p[80];
    start(f);
    tick(f, int_at(state_of(f), "length_ms") + 1000);
    ask(f, "session finish", NULL, "{\"pain_after\":4}", 200);
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200);
    snprintf(p, sizeof p, "{\"kind\":\"session\",\"id\":\"%lld\"}",
             (long long)int_at(json_array_get(list, 0), "id"));
    ask(f, "journal edit", p, "{\"places_after\":[\"moon\"]}", 422);
    ask(f, "journal edit", p, "{\"places_after\":[\"buttock_l\"]}", 200);
    assert_true(json_is_null(
        json_object_get(ask(f, "today", NULL, NULL, 200), "need")));
    json_t *r =
        ask(f, "journal edit", p, "{\"places_after\":[\"lower_leg_l\"]}", 200);
    assert_int_equal(int_at(r, "zone_after"), 4);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"),
                        "rescreen");
    ask(f, "journal undo", NULL, "{}", 404);
}

static void the_librarys_daily_limit_holds(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    char body[2000] = "{\"items\":[";
    for (int i = 0; i < 16; i++)
        strcat(body, i ? ",{\"exercise\":\"knee_to_chest\"}"
                       : "{\"exercise\":\"knee_to_chest\"}");
    strcat(body, "]," QUICK "}");
    ask(f, "session start", NULL, body, 403);
}

/* The plan of a day is done once; again it leaves out what is enough. */
static void the_daily_limit_holds_for_the_plan_too(void **state)
{
    struct fixture *f = *state;
    static const char *const today = "{\"day\":\"today\"," QUICK "}";
    make_ready(f);
    int most = 0;
    for (int n = 0; n < 8; n++) {
        app_answer_release(&f->answer);
        json_t *none = json_object(), *b = json_loads(today, 0, NULL);
        const struct app_request request = {none, b, NULL};
        app_call(f->app, app_op_named("session start"), &request, &f->answer);
        json_decref(none);
        json_decref(b);
        if (f->answer.status != 201)
            break;
        most++;
        tick(f, int_at(f->answer.json, "length_ms") + 1000);
        ask(f, "session finish", NULL, "{}", 200);
    }
    assert_int_equal(f->answer.status, 403);
    assert_non_null(strstr(text_at(f->answer.json, "detail"), "today"));
    assert_in_range(most, 1, 6);
    // nothing more often than the library says
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200), *s,
           *it;
    for (int e = 0; e < care_exercise_count(app_library(f->app)); e++) {
        const struct care_exercise *ex =
            care_exercise_at(app_library(f->app), e);
        int times = 0;
        size_t i, k;
        json_array_foreach(list, i, s)
            json_array_foreach(json_object_get(s, "items"), k, it) times +=
            !strcmp(text_at(it, "exercise"), ex->id);
        if (times > ex->dose.per_day_max)
            fail_msg("%s: %d times in one day", ex->id, times);
    }
}

/* Seconds of one bout of an inversion that is begun now; it is run to its end
 * with ease. */
static double invert(struct fixture *f)
{
    const json_t *s = ask(f, "session start", NULL,
                          "{\"items\":[{\"exercise\":\"inversion_table\"}],"
                          "\"pain_before\":2," QUICK "}",
                          201);
    const double bout_s = json_number_value(json_object_get(
        json_array_get(json_object_get(s, "items"), 0), "hold_s"));
    fixture_pass(f, json_integer_value(json_object_get(s, "length_ms")) / 1000 +
                        1);
    (void)app_tick(f->app);
    ask(f, "session finish", NULL, "{\"effort\":4,\"pain_after\":2}", 200);
    return bout_s;
}

// 60 s, then 90; a week without it steps back, also where it is picked
static void a_missed_week_of_inversion_steps_back(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    for (int i = 0; i < 3; i++) {
        assert_true(invert(f) == 60);
        fixture_pass(f, 2 * 86400);
    }
    assert_true(invert(f) == 90);
    fixture_pass(f, 9 * 86400);
    assert_true(invert(f) == 60);
    // and it climbs from there: one session is not three
    fixture_pass(f, 2 * 86400);
    assert_true(invert(f) == 60);
}

// the first rows have three days a week, four in any seven with a day between,
// also for who picks it
static void inversion_has_its_days_of_the_week(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    for (int i = 0; i < 4; i++) {
        assert_true(invert(f) == (i < 3 ? 60 : 90));
        fixture_pass(f, 86400);
    }
    json_t *p =
        ask(f, "session start", NULL,
            "{\"items\":[{\"exercise\":\"inversion_table\"}]," QUICK "}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "4 days of the last seven"));
    fixture_pass(f, 3 * 86400);
    assert_true(invert(f) == 90);
}

static void wrong_requests_start_nothing(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {
        "{" QUICK "}",
        "{\"day\":\"tomorrow\"," QUICK "}",
        "{\"day\":\"today\",\"items\":[]," QUICK "}",
        "{\"items\":[]," QUICK "}",
        "{\"items\":[{}]," QUICK "}",
        "{\"items\":[{\"exercise\":5}]," QUICK "}",
        "{\"items\":\"childs_pose\"," QUICK "}",
        "{\"day\":\"today\",\"pain_before\":11," QUICK "}",
        "{\"day\":\"today\",\"pain_places\":[\"moon\"]," QUICK "}",
        "{\"day\":\"today\",\"quick\":{\"nerve\":false}}",
        "{\"day\":\"today\",\"quick\":{\"nerve\":0,\"weakness\":0,"
        "\"unwell\":0}}",
    };
    make_ready(f);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ask(f, "session start", NULL, wrong[i], 422);
    ask(f, "session start", NULL, "[]", 400);
    assert_string_equal(text_at(state_of(f), "phase"), "idle");
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(runs_to_its_end_and_is_finished),
        TEST(timeline_has_no_gaps),
        TEST(steps_pause_and_resume),
        TEST(revision_grows_with_each_change_only),
        TEST(killed_it_is_offered_again_where_it_stood),
        TEST(a_day_later_it_is_given_up),
        TEST(what_is_blocked_meanwhile_is_not_resumed),
        TEST(a_nerve_sign_closes_until_a_new_screen),
        TEST(bladder_or_bowel_is_an_emergency),
        TEST(a_sign_after_the_end_is_kept_too),
        TEST(tired_closes_nothing),
        TEST(a_session_with_a_sign_stays_in_the_journal),
        TEST(a_session_left_overnight_is_begun_anew),
        TEST(two_stops_of_one_move_take_it_out),
        TEST(pain_below_the_knee_asks_again),
        TEST(pain_below_the_knee_that_is_added_later_asks_again),
        TEST(the_librarys_daily_limit_holds),
        TEST(the_daily_limit_holds_for_the_plan_too),
        TEST(a_missed_week_of_inversion_steps_back),
        TEST(inversion_has_its_days_of_the_week),
        TEST(wrong_requests_start_nothing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
