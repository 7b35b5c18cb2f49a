/* Profile, plan and journal: changes, swaps, undo, progress. */
#include "fixture.h"

static size_t items_on(const json_t *plan, size_t d)
{
    return json_array_size(json_object_get(
        json_array_get(json_object_get(plan, "days"), d), "items"));
}

static bool planned(const json_t *plan, const char *exercise)
{
    char word[80];
    char *text = json_dumps(json_object_get(plan, "days"), JSON_COMPACT);
    snprintf(word, sizeof word, "\"exercise\":\"%s\"", exercise);
    const bool found = strstr(text, word) != NULL;
    free(text);
    return found;
}

static void profile_fields_are_checked(void **state)
{
    struct fixture *f = *state;
    // body, field at fault
    static const char *const wrong[][2] = {
        {"{\"height_m\":3}",                  "height_m"    },
        {"{\"height_m\":\"1.8\"}",            "height_m"    },
        {"{\"mass_kg\":0}",                   "mass_kg"     },
        {"{\"age_y\":5}",                     "age_y"       },
        {"{\"sex\":\"other\"}",               "sex"         },
        {"{\"minutes\":[1,2,3]}",             "minutes"     },
        {"{\"minutes\":[1,2,3,4,5,6,-7]}",    "minutes[6]"  },
        {"{\"regions\":[\"knee\"]}",          "regions[0]"  },
        {"{\"equipment\":[\"anvil\"]}",       "equipment[0]"},
        {"{\"condition\":\"nothing_known\"}", "condition"   },
        {"{\"country\":\"de\"}",              "country"     },
        {"{\"reminder\":{\"on\":true,\"every_min\":30,\"from\":\"17:00\","
         "\"to\":\"09:00\"}}",       "reminder"    },
        {"{\"theme\":\"pink\"}",              "theme"       },
        {"{\"admin\":true}",                  "admin"       },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        json_t *p = ask(f, "profile set", NULL, wrong[i][0], 422);
        assert_string_equal(text_at(p, "field"), wrong[i][1]);
    }
    assert_false(true_at(ask(f, "profile", NULL, NULL, 200), "set"));
}

static void profile_is_kept_and_cleared_field_by_field(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    ask(f, "profile set", NULL, "{\"name\":\"Kim\",\"weekly_goal\":3}", 200);
    fixture_close(f);
    fixture_open(f);
    json_t *p = ask(f, "profile", NULL, NULL, 200);
    assert_true(true_at(p, "set"));
    assert_string_equal(text_at(p, "name"), "Kim");
    assert_int_equal(json_integer_value(json_object_get(p, "age_y")), 40);
    assert_int_equal(json_integer_value(json_object_get(p, "weekly_goal")), 3);
    p = ask(f, "profile set", NULL, "{\"height_m\":null}", 200);
    assert_false(true_at(p, "set"));
    fixture_pass(f, 400LL * 86400); // age moves on by itself
    ask(f, "today", NULL, NULL, 200);
    p = ask(f, "profile", NULL, NULL, 200);
    assert_int_equal(json_integer_value(json_object_get(p, "age_y")), 41);
}

static void today_shows_the_plans_day(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    const size_t n = items_on(ask(f, "plan", NULL, NULL, 200), 0);
    assert_true(n > 0);
    json_t *today = ask(f, "today", NULL, NULL, 200);
    assert_int_equal(json_array_size(json_object_get(today, "items")), n);
    assert_string_equal(text_at(today, "weekday"), "Wednesday");
    assert_string_equal(text_at(today, "greeting"), "Good morning.");
    const double minutes = json_number_value(json_object_get(today, "minutes"));
    assert_true(minutes > 0 && minutes <= 16);
    // never a figure that nobody has worked out
    assert_null(strstr(text_at(today, "gives"), "mm"));
}

/* The answer is kept between two requests; it must not outlive its truth. */
static void today_follows_every_change_and_the_clock(void **state)
{
    struct fixture *f = *state;
    make_ready(f); // ten in the morning
    ask(f, "today", NULL, NULL, 200);
    assert_non_null(f->answer.bytes);
    char *text = json_dumps(f->answer.json, APP_JSON);
    assert_string_equal((const char *)f->answer.bytes, text);
    free(text);
    ask(f, "profile set", NULL, "{\"name\":\"Kim\"}", 200);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "greeting"),
                        "Good morning, Kim.");
    fixture_pass(f, 3 * 3600);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "greeting"),
                        "Good afternoon, Kim.");
    ask(f, "session start", NULL, "{\"day\":\"today\"," QUICK "}", 201);
    json_t *session =
        json_object_get(ask(f, "today", NULL, NULL, 200), "session");
    const double before = json_number_value(json_object_get(session, "now_ms"));
    fixture_pass(f, 1);
    session = json_object_get(ask(f, "today", NULL, NULL, 200), "session");
    assert_true(json_number_value(json_object_get(session, "now_ms")) ==
                before + 1000);
    fixture_pass(f, 86400);
    assert_string_equal(text_at(ask(f, "today", NULL, NULL, 200), "date"),
                        "2026-03-05");
}

static void the_first_session_is_as_short_as_it_was_planned(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    const json_t *today = ask(f, "today", NULL, NULL, 200);
    double minutes = 0;
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(today, "items"), i, item) minutes +=
        json_number_value(json_object_get(item, "minutes"));
    assert_true(minutes > 2);
    assert_true(minutes <= 6); // safety rules, section 7
}

static void a_plan_is_kept_over_a_restart(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    char *before = json_dumps(ask(f, "plan", NULL, NULL, 200), JSON_SORT_KEYS);
    fixture_close(f);
    fixture_open(f);
    char *after = json_dumps(ask(f, "plan", NULL, NULL, 200), JSON_SORT_KEYS);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* What an earlier version kept; the record itself is left as it is. */
static void a_kept_reason_names_its_sources(void **state)
{
    struct fixture *f = *state;
    const struct journal_ops *ops = f->app->journal->ops;
    struct sp_error err;
    json_t *plan = NULL;
    make_ready(f);
    ask(f, "plan", NULL, NULL, 200);
    assert_int_equal(ops->last(f->app->journal, JOURNAL_PLAN, &plan, &err),
                     SP_OK);
    const json_int_t id = json_integer_value(json_object_get(plan, "id"));
    json_t *days = json_object_get(plan, "days");
    json_t *items = json_object_get(json_array_get(days, 0), "items");
    json_object_set_new(json_array_get(items, 0), "why",
                        json_string("Every session begins so (S1, HAY21)."));
    json_t *fields = json_pack("{s:O}", "days", days);
    assert_int_equal(
        ops->edit(f->app->journal, JOURNAL_PLAN, id, NULL, fields, &err),
        SP_OK);
    json_decref(fields);
    json_decref(plan);
    fixture_close(f);
    fixture_open(f);
    char *shown = json_dumps(ask(f, "plan", NULL, NULL, 200), 0);
    assert_non_null(strstr(shown, "begins so (a chiropractor's article, "
                                  "Hayden 2021)."));
    free(shown);
    char *kept =
        json_dumps(ask(f, "journal", "{\"kind\":\"plan\"}", NULL, 200), 0);
    assert_non_null(strstr(kept, "(S1, HAY21)"));
    free(kept);
}

static void an_exclusion_lasts_until_it_is_taken_back(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *plan = ask(f, "plan", NULL, NULL, 200);
    char first[64], body[128];
    const json_t *item = json_array_get(
        json_object_get(json_array_get(json_object_get(plan, "days"), 0),
                        "items"),
        items_on(plan, 0) - 1);
    snprintf(first, sizeof first, "%s", text_at(item, "exercise"));
    snprintf(body, sizeof body, "{\"exercise\":\"%s\",\"permanent\":true}",
             first);
    assert_false(planned(ask(f, "plan exclude", NULL, body, 200), first));
    assert_false(planned(ask(f, "plan make", NULL, "{}", 200), first));
    ask(f, "journal undo", NULL, NULL, 200); // the plan
    ask(f, "journal undo", NULL, NULL, 200); // the exclusion
    assert_true(planned(ask(f, "plan", NULL, NULL, 200), first));
    ask(f, "journal undo", NULL, NULL, 404);
}

static void swaps_are_checked(void **state)
{
    struct fixture *f = *state;
    static const char *const wrong[] = {
        "{\"day\":7,\"index\":0,\"direction\":\"easier\"}",
        "{\"day\":-1,\"index\":0,\"direction\":\"easier\"}",
        "{\"day\":0.5,\"index\":0,\"direction\":\"easier\"}",
        "{\"day\":0,\"direction\":\"easier\"}",
        "{\"day\":0,\"index\":0}",
        "{\"day\":0,\"index\":0,\"direction\":\"easier\",\"hold_s\":90}",
    };
    make_ready(f);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ask(f, "plan swap", NULL, wrong[i], 422);
    ask(f, "plan swap", NULL,
        "{\"day\":0,\"index\":0,\"direction\":\"no_such\"}", 404);
}

static void entries_are_added_changed_and_undone(void **state)
{
    struct fixture *f = *state;
    char p[80];
    json_t *r = ask(f, "journal add", "{\"kind\":\"note\"}",
                    "{\"text\":\"one\",\"day\":\"2026-03-01\"}", 201);
    assert_string_equal(text_at(r, "day"), "2026-03-01");
    snprintf(p, sizeof p, "{\"kind\":\"note\",\"id\":\"%lld\"}",
             (long long)json_integer_value(json_object_get(r, "id")));
    r = ask(f, "journal edit", p, "{\"text\":\"two\"}", 200);
    assert_string_equal(text_at(r, "text"), "two");
    ask(f, "journal undo", NULL, NULL, 200);
    r = ask(f, "journal", "{\"kind\":\"note\"}", NULL, 200);
    assert_string_equal(text_at(json_array_get(r, 0), "text"), "one");
    ask(f, "journal remove", p, NULL, 200);
    ask(f, "journal remove", p, NULL, 404);
    ask(f, "journal add", "{\"kind\":\"note\"}",
        "{\"text\":\"x\",\"day\":\"2026-03-05\"}", 422);
    ask(f, "journal add", "{\"kind\":\"note\"}", "{\"words\":\"x\"}", 422);
    ask(f, "journal add", "{\"kind\":\"wish\"}", "{}", 404);
    ask(f, "journal", "{\"kind\":\"note\",\"from\":\"soon\"}", NULL, 422);
}

static void progress_names_a_change_that_matters(void **state)
{
    struct fixture *f = *state;
    ask(f, "journal add", "{\"kind\":\"score\"}",
        "{\"measure\":\"peg\",\"values\":[6,6,6],\"day\":\"2026-02-01\"}", 201);
    json_t *p = ask(f, "progress", NULL, NULL, 200);
    assert_true(
        json_is_null(json_object_get(json_object_get(p, "change"), "measure")));
    ask(f, "journal add", "{\"kind\":\"score\"}",
        "{\"measure\":\"peg\",\"values\":[3,3,3]}", 201);
    p = ask(f, "progress", NULL, NULL, 200);
    const json_t *change = json_object_get(p, "change");
    assert_string_equal(text_at(change, "measure"), "peg");
    assert_true(json_number_value(json_object_get(change, "last")) == 3);
    assert_int_equal(json_array_size(json_object_get(p, "peg")), 2);
}

static void lessons_carry_no_scripts(void **state)
{
    struct fixture *f = *state;
    const struct care_library *lib = app_library(f->app);
    assert_true(care_lesson_count(lib) > 0);
    for (int i = 0; i < care_lesson_count(lib); i++) {
        char p[80];
        snprintf(p, sizeof p, "{\"id\":\"%s\"}", care_lesson_at(lib, i)->id);
        const char *html = text_at(ask(f, "lesson", p, NULL, 200), "html");
        assert_non_null(strstr(html, "<p>"));
        assert_null(strstr(html, "<script"));
        assert_null(strstr(html, "javascript:"));
    }
}

static void own_exercises_that_fail_are_told(void **state)
{
    struct fixture *f = *state;
    char path[200];
    fixture_close(f);
    snprintf(path, sizeof path, "mkdir '%s'/exercises", f->dir);
    assert_int_equal(system(path), 0);
    snprintf(path, sizeof path, "%s/exercises/mine.yaml", f->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("id: mine\nname: [\n", file);
    fclose(file);
    f->config_dir = f->dir;
    fixture_open(f);
    json_t *told =
        json_object_get(ask(f, "library", NULL, NULL, 200), "complaints");
    assert_int_equal(json_array_size(told), 1);
    assert_non_null(
        strstr(json_string_value(json_array_get(told, 0)), "mine.yaml"));
}

static void reminders_come_once_each_and_in_their_hours(void **state)
{
    struct fixture *f = *state;
    char text[160];
    assert_false(app_reminder_due(f->app, text));
    ask(f, "profile set", NULL,
        "{\"reminder\":{\"on\":true,\"every_min\":30,\"from\":\"09:00\","
        "\"to\":\"11:00\"}}",
        200);
    json_t *r = ask(f, "reminders", NULL, NULL, 200);
    json_t *times = json_object_get(r, "times");
    assert_int_equal(json_array_size(times), 3); // 9:30, 10:00, 10:30
    json_t *days = json_object_get(r, "weekdays");
    assert_int_equal(json_array_size(days), 5); // Monday to Friday
    for (int d = 0; d < 5; d++)
        assert_int_equal(json_integer_value(json_array_get(days, (size_t)d)),
                         d);
    assert_true(app_reminder_due(f->app, text)); // it is 10:00
    assert_false(app_reminder_due(f->app, text));
    fixture_pass(f, 1800);
    assert_true(app_reminder_due(f->app, text));
    fixture_pass(f, 1800);
    assert_false(app_reminder_due(f->app, text));
    // Thursday and Friday at 10:00, not at the weekend, and on Monday again
    fixture_pass(f, 86400 - 3600);
    for (int day = 0; day < 5; day++) {
        assert_int_equal(app_reminder_due(f->app, text), day < 2 || day == 4);
        fixture_pass(f, 86400);
    }
}

static void a_download_holds_what_was_written_last(void **state)
{
    struct fixture *f = *state;
    static const char word[] = "written a moment ago";
    ask(f, "journal add", "{\"kind\":\"note\"}",
        "{\"text\":\"written a moment ago\"}", 201);
    ask(f, "backup", NULL, NULL, 200);
    assert_string_equal(f->answer.file, "stature-2026-03-04.db");
    bool found = false;
    for (size_t i = 0; i + sizeof word <= f->answer.len && !found; i++)
        found = !memcmp(f->answer.bytes + i, word, sizeof word - 1);
    assert_true(found);
}

/* A file for other programs is an offer, too. */
static void the_calendar_holds_only_what_may_be_done(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    const json_t *plan = ask(f, "plan", NULL, NULL, 200), *day, *it;
    char first[64] = "";
    size_t d, i;
    json_array_foreach(json_object_get(plan, "days"), d, day)
        json_array_foreach(json_object_get(day, "items"), i, it) if (!*first)
            snprintf(first, sizeof first, "%s", text_at(it, "name"));
    ask(f, "calendar", NULL, NULL, 200);
    assert_non_null(strstr((const char *)f->answer.bytes, first));
    // a warning sign closes the plan; breaks are still breaks
    ask(f, "screen quick", NULL,
        "{\"nerve\":true,\"weakness\":false,\"unwell\":false}", 200);
    ask(f, "calendar", NULL, NULL, 403);
    ask(f, "profile set", NULL,
        "{\"reminder\":{\"on\":true,\"every_min\":60,\"from\":\"08:30\","
        "\"to\":\"12:00\"}}",
        200);
    ask(f, "calendar", NULL, NULL, 200);
    assert_null(strstr((const char *)f->answer.bytes, first));
    assert_non_null(strstr((const char *)f->answer.bytes, "BEGIN:VEVENT"));
}

static enum sp_status no_room(struct journal *j, enum journal_kind kind,
                              int64_t id, const char *day, const json_t *fields,
                              struct sp_error *err)
{
    (void)j, (void)kind, (void)id, (void)day, (void)fields;
    return sp_fail(err, SP_E_FULL, "no room");
}

static void a_plan_that_cannot_be_written_is_not_in_use(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    char *before =
        json_dumps(json_object_get(ask(f, "plan", NULL, NULL, 200), "days"), 0);
    const struct journal_ops *real = f->app->journal->ops;
    struct journal_ops full = *real;
    full.edit = no_room;
    f->app->journal->ops = &full;
    ask(f, "plan swap", NULL,
        "{\"day\":0,\"index\":0,\"direction\":\"easier\"}", 507);
    f->app->journal->ops = real;
    char *after =
        json_dumps(json_object_get(ask(f, "plan", NULL, NULL, 200), "days"), 0);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(profile_fields_are_checked),
        TEST(profile_is_kept_and_cleared_field_by_field),
        TEST(today_shows_the_plans_day),
        TEST(today_follows_every_change_and_the_clock),
        TEST(the_first_session_is_as_short_as_it_was_planned),
        TEST(a_plan_is_kept_over_a_restart),
        TEST(a_kept_reason_names_its_sources),
        TEST(an_exclusion_lasts_until_it_is_taken_back),
        TEST(a_download_holds_what_was_written_last),
        TEST(the_calendar_holds_only_what_may_be_done),
        TEST(a_plan_that_cannot_be_written_is_not_in_use),
        TEST(swaps_are_checked),
        TEST(entries_are_added_changed_and_undone),
        TEST(progress_names_a_change_that_matters),
        TEST(lessons_carry_no_scripts),
        TEST(own_exercises_that_fail_are_told),
        TEST(reminders_come_once_each_and_in_their_hours),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
