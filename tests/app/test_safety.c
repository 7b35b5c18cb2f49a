/* No way round the safety answers: by order, by request, by stored data, by
 * time, by undo, by import. */
#include "fixture.h"

static const char *const one_item =
    "{\"items\":[{\"exercise\":\"childs_pose\"}]," QUICK "}";

static const char *need(struct fixture *f)
{
    return text_at(ask(f, "today", NULL, NULL, 200), "need");
}

static void first_profile_then_screen(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(need(f), "profile");
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 409);
    ask(f, "profile set", NULL, adult, 200);
    assert_string_equal(need(f), "screen");
    ask(f, "session start", NULL, one_item, 403);
    ask(f, "plan make", NULL, "{}", 403);
    screen(f, NULL, 200);
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_true(json_is_null(json_object_get(today, "need")));
    assert_true(json_array_size(json_object_get(today, "items")) > 0);
    ask(f, "session start", NULL, one_item, 201);
}

static void every_question_and_condition_needs_an_answer(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {
        "{}",
        "[]",
        "{\"questions\":{},\"conditions\":{}}",
        "{\"questions\":{\"E01\":\"maybe\"},\"conditions\":{}}",
        "{\"questions\":{\"E01\":true},\"conditions\":{}}",
        "{\"questions\":{\"X99\":\"no\"},\"conditions\":{}}",
        "{\"questions\":[],\"conditions\":{}}",
    };
    ask(f, "profile set", NULL, adult, 200);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ask(f, "screen answer", NULL, wrong[i], i == 1 ? 400 : 422);
    // one left out of each list
    for (int k = 0; k < 2; k++) {
        char *body = screen_body(f, NULL);
        json_t *doc = json_loads(body, 0, NULL);
        json_object_del(json_object_get(doc, k ? "questions" : "conditions"),
                        k ? "C09" : "glaucoma");
        free(body);
        body = json_dumps(doc, 0);
        json_decref(doc);
        json_t *p = ask(f, "screen answer", NULL, body, 422);
        assert_string_equal(text_at(p, "field"),
                            k ? "questions.C09" : "conditions.glaucoma");
        free(body);
    }
    assert_string_equal(need(f), "screen");
}

static void emergency_closes_for_a_day_and_asks_for_a_visit(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    json_t *current = screen(f, "E02", 200);
    assert_string_equal(text_at(current, "triage"), "emergency");
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_string_equal(text_at(json_object_get(today, "blocked"), "triage"),
                        "emergency");
    assert_int_equal(json_array_size(json_object_get(today, "items")), 0);
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 403);
    fixture_pass(f, 25 * 3600);
    screen(f, NULL, 403); // no visit yet
    ask(f, "clearance add", NULL,
        "{\"question\":\"visit\",\"date\":\"2026-03-05\",\"role\":\"doctor\"}",
        201);
    ask(f, "session start", NULL, one_item, 403); // a visit alone opens nothing
    screen(f, NULL, 200);
    ask(f, "session start", NULL, one_item, 201);
}

static void a_visit_within_the_day_does_not_shorten_an_emergency(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "E02", 200);
    ask(f, "clearance add", NULL,
        "{\"question\":\"visit\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        201);
    screen(f, NULL, 403);
    fixture_pass(f, 25 * 3600);
    screen(f, NULL, 200);
}

static void same_day_waits_a_day_or_for_a_visit(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "S02", 200);
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 403);
    ask(f, "clearance add", NULL,
        "{\"question\":\"S02\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        201);
    screen(f, NULL, 200);
    ask(f, "session start", NULL, one_item, 201);
}

static void a_screen_lasts_28_days(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    fixture_pass(f, 27 * 86400);
    assert_string_equal(need(f), "");
    fixture_pass(f, 86400);
    assert_string_equal(need(f), "rescreen");
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 200);
    ask(f, "session start", NULL, one_item, 201);
}

static void a_screen_from_a_clock_that_stood_ahead_counts_no_more(void **state)
{
    struct fixture *f = *state;
    fixture_pass(f, 400 * 86400);
    make_ready(f);
    // somebody crossed the date line: it is the day before
    f->wall_s -= 86400;
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"), "");
    ask(f, "session start", NULL, one_item, 201);
    ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    ask(f, "session finish", NULL, "{\"pain_after\":1}", 200);
    // the clock is put right: those answers would hold for a year and more
    f->wall_s -= 399 * 86400;
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"),
                        "rescreen");
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 200);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "need"), "");
    ask(f, "session start", NULL, one_item, 201);
}

static void blocked_and_asked_exercises_do_not_start(void **state)
{
    struct fixture *f = *state;
    // why, conditions, exercise
    static const struct {
        const char *why, *yes, *exercise;
    } row[] = {
        {"inversion with glaucoma",            "glaucoma",     "inversion_table"},
        {"hang with a shoulder",               "shoulder",     "dead_hang"      },
        {"traction without a clinician",       "",             "traction_table" },
        {"partner pull with osteoporosis",     "osteoporosis",
         "partner_ankle_pull"                                                   },
        {"text entries have no steps",         "",             "aerial_yoga"    },
        {"far forward bend with osteoporosis", "osteoporosis", "childs_pose"    },
    };
    ask(f, "profile set", NULL, adult, 200);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        char body[300];
        screen(f, row[i].yes, 200);
        snprintf(body, sizeof body,
                 "{\"items\":[{\"exercise\":\"%s\"}]," QUICK "}",
                 row[i].exercise);
        print_message("# %s\n", row[i].why);
        ask(f, "session start", NULL, body, 403);
        snprintf(body, sizeof body,
                 "{\"day\":0,\"index\":0,\"direction\":\"%s\"}",
                 row[i].exercise);
        ask(f, "plan swap", NULL, body, 403);
    }
    // and none of them is planned
    json_t *plan = ask(f, "plan", NULL, NULL, 200);
    char *text = json_dumps(json_object_get(plan, "days"), 0);
    assert_null(strstr(text, "\"inversion_table\""));
    assert_null(strstr(text, "\"traction_table\""));
    free(text);
}

static void a_dose_from_outside_is_refused(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\",\"hold_s\":600}]," QUICK "}",
        422);
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\",\"variant\":\"no_such\"}]"
        "," QUICK "}",
        404);
}

static void quick_answers_come_before_every_session(void **state)
{
    struct fixture *f = *state;
    const char *bare = "{\"items\":[{\"exercise\":\"cat_cow\"}]}";
    make_ready(f);
    ask(f, "session start", NULL, bare, 403);
    ask(f, "screen quick", NULL,
        "{\"nerve\":false,\"weakness\":false,\"unwell\":false}", 200);
    fixture_pass(f, 31 * 60);
    ask(f, "session start", NULL, bare, 403);
    ask(f, "screen quick", NULL,
        "{\"nerve\":false,\"weakness\":false,\"unwell\":false}", 200);
    ask(f, "session start", NULL, bare, 201);
}

static void a_quick_yes_asks_for_the_full_questions(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *a =
        ask(f, "screen quick", NULL,
            "{\"nerve\":false,\"weakness\":true,\"unwell\":false}", 200);
    assert_true(true_at(a, "full_screen_needed"));
    ask(f, "session start", NULL, one_item, 403);
    fixture_close(f); // and a restart forgets nothing
    fixture_open(f);
    ask(f, "session start", NULL, one_item, 403);
    screen(f, NULL, 200);
    ask(f, "session start", NULL, one_item, 201);
}

static void guarded_kinds_cannot_be_written(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    static const char *const kind[] = {"profile", "screen", "clearance", "plan",
                                       "choice"};
    for (size_t i = 0; i < sizeof kind / sizeof kind[0]; i++) {
        char all[64], p[64];
        snprintf(all, sizeof all, "{\"kind\":\"%s\"}", kind[i]);
        snprintf(p, sizeof p, "{\"kind\":\"%s\",\"id\":\"1\"}", kind[i]);
        ask(f, "journal add", all, "{\"form\":\"full\"}", 403);
        ask(f, "journal edit", p, "{\"form\":\"full\"}", 403);
        if (strcmp(kind[i], "choice"))
            ask(f, "journal remove", p, NULL, 403);
    }
    ask(f, "journal add", "{\"kind\":\"session\"}", "{\"phase\":\"done\"}",
        403);
}

static void undo_cannot_take_a_sign_back(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    ask(f, "journal add", "{\"kind\":\"note\"}", "{\"text\":\"a day\"}", 201);
    ask(f, "screen quick", NULL,
        "{\"nerve\":true,\"weakness\":false,\"unwell\":false}", 200);
    ask(f, "journal undo", NULL, NULL, 404);
    ask(f, "session start", NULL, one_item, 403);
}

static void an_imported_screen_opens_nothing(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *export = json_incref(ask(f, "export json", NULL, NULL, 200));
    // a file that claims the opposite of the mark
    json_t *screens = json_object_get(export, "screen");
    assert_int_equal(json_array_size(screens), 1);
    json_object_set_new(json_array_get(screens, 0), "imported", json_false());
    char *text = json_dumps(export, 0);
    json_decref(export);

    struct fixture other = {.ms = 5000, .wall_s = f->wall_s};
    snprintf(other.dir, sizeof other.dir, "%.40s/other", f->dir);
    fixture_open(&other);
    ask(&other, "import", NULL, text, 200);
    free(text);
    json_t *today = ask(&other, "today", NULL, NULL, 200);
    assert_string_equal(text_at(today, "need"), "screen");
    ask(&other, "session start", NULL, one_item, 403);
    screen(&other, NULL, 200);
    ask(&other, "session start", NULL, one_item, 201);
    fixture_close(&other);
}

static void an_imported_clearance_opens_nothing(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    char doc[400];
    snprintf(doc, sizeof doc,
             "{\"format\":\"stature journal\",\"version\":1,\"clearance\":"
             "[{\"day\":\"2026-03-04\",\"created\":%lld,\"modality\":"
             "\"traction_lumbar\",\"date\":\"2026-03-04\",\"role\":"
             "\"doctor\"}]}",
             (long long)f->wall_s);
    ask(f, "import", NULL, doc, 200);
    json_t *list = ask(f, "clearance", NULL, NULL, 200);
    assert_int_equal(json_array_size(list), 1);
    assert_false(true_at(json_array_get(list, 0), "holds"));
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"traction_table\"}]," QUICK "}", 403);
}

static void reimporting_an_own_export_changes_nothing(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    char *text = json_dumps(ask(f, "export json", NULL, NULL, 200), 0);
    ask(f, "import", NULL, text, 200);
    free(text);
    ask(f, "session start", NULL, one_item, 201);
}

static void a_clearance_opens_what_asks_and_lapses(void **state)
{
    struct fixture *f = *state;
    const char *pull =
        "{\"items\":[{\"exercise\":\"partner_ankle_pull\"}]," QUICK "}";
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "disc_radic_l", 200);
    ask(f, "session start", NULL, pull, 403);
    ask(f, "clearance add", NULL,
        "{\"modality\":\"partner_pull\",\"date\":\"2026-03-04\","
        "\"role\":\"physiotherapist\"}",
        201);
    json_t *entry =
        ask(f, "library show", "{\"id\":\"partner_ankle_pull\"}", NULL, 200);
    assert_string_equal(text_at(json_object_get(entry, "allowed"), "action"),
                        "reduce");
    // a new condition ends it
    fixture_pass(f, 3600);
    screen(f, "disc_radic_l heart_disease", 200);
    ask(f, "session start", NULL, pull, 403);
}

static void clearances_are_checked(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {
        "{\"modality\":\"hang\",\"role\":\"doctor\"}",
        "{\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        "{\"modality\":\"hang\",\"date\":\"2026-03-05\",\"role\":\"doctor\"}",
        "{\"modality\":\"hang\",\"date\":\"2025-03-05\",\"role\":\"doctor\"}",
        "{\"modality\":\"hang\",\"date\":\"2026-02-30\",\"role\":\"doctor\"}",
        "{\"modality\":\"wings\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        "{\"question\":\"Q\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        "{\"modality\":\"hang\",\"date\":\"2026-03-04\",\"role\":\"d\","
        "\"imported\":false}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ask(f, "clearance add", NULL, wrong[i], 422);
}

static void a_looked_at_question_counts_as_no(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    json_t *current = screen(f, "C02", 200);
    assert_string_equal(text_at(current, "triage"), "see_first");
    ask(f, "session start", NULL, one_item, 403);
    ask(f, "clearance add", NULL,
        "{\"question\":\"C02\",\"date\":\"2026-03-04\",\"role\":\"doctor\"}",
        201);
    ask(f, "session start", NULL, one_item, 201);
}

static void severe_pain_leaves_only_easy_movement(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"childs_pose\"}],\"pain_before\":8," QUICK
        "}",
        403);
    ask(f, "session start", NULL,
        "{\"items\":[{\"exercise\":\"deep_breathing\"}],\"pain_before\":"
        "8," QUICK "}",
        201);
}

static void pain_up_for_three_days_asks_again(void **state)
{
    struct fixture *f = *state;
    static const int pain[] = {3, 3, 3, 6, 6, 6};
    make_ready(f);
    for (size_t i = 0; i < sizeof pain / sizeof pain[0]; i++) {
        char body[100];
        fixture_pass(f, 86400);
        snprintf(body, sizeof body,
                 "{\"measure\":\"nrs\",\"values\":[%d],\"window\":\"24h\"}",
                 pain[i]);
        assert_string_equal(need(f), "");
        ask(f, "journal add", "{\"kind\":\"score\"}", body, 201);
    }
    assert_string_equal(need(f), "rescreen");
    screen(f, NULL, 200);
    assert_string_equal(need(f), "");
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(first_profile_then_screen),
        TEST(every_question_and_condition_needs_an_answer),
        TEST(emergency_closes_for_a_day_and_asks_for_a_visit),
        TEST(a_visit_within_the_day_does_not_shorten_an_emergency),
        TEST(same_day_waits_a_day_or_for_a_visit),
        TEST(a_screen_lasts_28_days),
        TEST(a_screen_from_a_clock_that_stood_ahead_counts_no_more),
        TEST(blocked_and_asked_exercises_do_not_start),
        TEST(a_dose_from_outside_is_refused),
        TEST(quick_answers_come_before_every_session),
        TEST(a_quick_yes_asks_for_the_full_questions),
        TEST(guarded_kinds_cannot_be_written),
        TEST(undo_cannot_take_a_sign_back),
        TEST(an_imported_screen_opens_nothing),
        TEST(an_imported_clearance_opens_nothing),
        TEST(reimporting_an_own_export_changes_nothing),
        TEST(a_clearance_opens_what_asks_and_lapses),
        TEST(clearances_are_checked),
        TEST(a_looked_at_question_counts_as_no),
        TEST(severe_pain_leaves_only_easy_movement),
        TEST(pain_up_for_three_days_asks_again),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
