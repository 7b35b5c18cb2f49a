/* The first hour after getting up: what waits, and how a session is ordered
 * round it. The fixture's clock stands at 10:00. */
#include "fixture.h"

static void got_up(struct fixture *f, const char *at)
{
    char body[64];
    snprintf(body, sizeof body, "{\"gets_up_at\":\"%s\"}", at);
    ask(f, "profile set", NULL, body, 200);
}

static const char *detail(const json_t *problem)
{
    return text_at(problem, "detail");
}

static void a_far_bend_waits_an_hour_and_is_then_open(void **state)
{
    struct fixture *f = *state;
    static const char fold[] =
        "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}";
    make_ready(f);
    got_up(f, "09:30");
    json_t *problem = ask(f, "session preview", NULL, fold, 403);
    assert_non_null(strstr(detail(problem), "Child's pose waits until 10:30."));
    ask(f, "session start", NULL, fold, 403);
    fixture_pass(f, 29 * 60);
    ask(f, "session start", NULL, fold, 403);
    fixture_pass(f, 60);
    ask(f, "session start", NULL, fold, 201);
}

static void other_movements_do_not_wait(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    got_up(f, "10:00");
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"sphinx_pose\"}]," QUICK "}", 200);
}

static void sciatica_waits_two_hours(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "disc_radic_l", 200);
    got_up(f, "08:45");
    // far bending is closed anyway; a load is open to a clinician's word
    ask(f, "clearance add", NULL,
        "{\"modality\":\"load\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        201);
    json_t *problem = ask(f, "session preview", NULL,
                          "{\"items\":[{\"exercise\":"
                          "\"smith_behind_back_shrug\"}]," QUICK "}",
                          403);
    assert_non_null(strstr(detail(problem), "waits until 10:45."));
}

static void what_the_person_says_counts_more_than_the_habit(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    got_up(f, "09:30");
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}],\"up_min\":75," QUICK "}",
        200);
    got_up(f, "07:00");
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}],\"up_min\":10," QUICK "}",
        403);
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}],\"up_min\":-1," QUICK "}",
        422);
}

// up at 09:00 for somebody who mostly gets up at 11: not 23 hours ago
static void up_earlier_than_usual_counts_as_just_up(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    got_up(f, "11:00");
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}", 403);
    got_up(f, "15:00"); // somebody who works at night
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}", 200);
}

static void a_wait_that_the_others_fill_only_changes_the_order(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    got_up(f, "09:02");
    json_t *preview = ask(f, "session preview", NULL,
                          "{\"items\":[{\"exercise\":\"childs_pose\"},"
                          "{\"exercise\":\"sphinx_pose\"}]," QUICK "}",
                          200);
    const json_t *cues = json_object_get(preview, "cues");
    const char *first = NULL;
    size_t i;
    json_t *cue;
    json_array_foreach((json_t *)cues, i, cue)
    {
        const json_t *figure = json_object_get(cue, "figure");
        if (!first && json_is_object(figure))
            first = text_at(figure, "exercise");
    }
    assert_string_equal(first, "sphinx_pose");
}

/* A plan of today with a far bend in it, whatever the planner thinks of it. */
static bool plan_a_fold(struct fixture *f)
{
    json_t *today = ask(f, "today", NULL, NULL, 200);
    const json_t *items = json_object_get(today, "items");
    for (size_t i = 0; i < json_array_size(items); i++)
        if (!strcmp(text_at(json_array_get(items, i), "exercise"),
                    "childs_pose"))
            return true;
    char body[128];
    snprintf(body, sizeof body,
             "{\"day\":0,\"index\":%zu,\"direction\":\"childs_pose\"}",
             json_array_size(items) - 1);
    ask(f, "plan swap", NULL, body, 200);
    return true;
}

static void todays_session_leaves_out_what_must_wait_and_says_so(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    got_up(f, "09:55");
    assert_true(plan_a_fold(f));
    json_t *today = ask(f, "today", NULL, NULL, 200);
    const json_t *morning = json_object_get(today, "morning");
    assert_string_equal(text_at(morning, "until"), "10:55");
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(morning, "waits"), 0)),
        "Child's pose");
    const json_t *items = json_object_get(today, "items");
    const size_t count = json_array_size(items);
    const json_t *last = json_array_get(items, count - 1);
    assert_string_equal(text_at(last, "exercise"), "childs_pose");
    assert_true(json_number_value(json_object_get(last, "wait_min")) == 55);

    json_t *session =
        ask(f, "session start", NULL, "{\"day\":\"today\"," QUICK "}", 201);
    const json_t *done = json_object_get(session, "items");
    assert_true(json_array_size(done) < count);
    for (size_t i = 0; i < json_array_size(done); i++)
        assert_string_not_equal(text_at(json_array_get(done, i), "exercise"),
                                "childs_pose");
}

static void in_the_morning_it_is_asked_once_it_matters(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    assert_true(plan_a_fold(f));
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_true(true_at(json_object_get(today, "morning"), "ask"));
    fixture_pass(f, 3 * 3600); // 13:00
    today = ask(f, "today", NULL, NULL, 200);
    assert_true(json_is_null(json_object_get(today, "morning")));
    // and unknown never means refused
    ask(f, "session preview", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}", 200);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_far_bend_waits_an_hour_and_is_then_open),
        T(other_movements_do_not_wait),
        T(sciatica_waits_two_hours),
        T(what_the_person_says_counts_more_than_the_habit),
        T(up_earlier_than_usual_counts_as_just_up),
        T(a_wait_that_the_others_fill_only_changes_the_order),
        T(todays_session_leaves_out_what_must_wait_and_says_so),
        T(in_the_morning_it_is_asked_once_it_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
