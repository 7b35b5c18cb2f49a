/* A printed plan comes back, and gives no permission by itself. */
#include "fixture.h"
#include "paper/paper.h"

/* POST /plan/code with the code of these items. */
static json_t *bring(struct fixture *f, const struct paper_item *item,
                     int items, const char *from, int status)
{
    char *code = NULL;
    struct sp_error err;
    assert_int_equal(
        paper_write_code(app_library(f->app), item, items, from, &code, &err),
        SP_OK);
    json_t *body = json_pack("{s:s}", "code", code);
    char *text = json_dumps(body, 0);
    json_t *answer = ask(f, "plan code", NULL, text, status);
    free(code);
    free(text);
    json_decref(body);
    return answer;
}

static struct paper_item movement(const struct fixture *f, const char *id,
                                  unsigned days)
{
    const struct care_library *lib = app_library(f->app);
    const int e = care_exercise_find(lib, id);
    assert_true(e >= 0);
    const struct care_item item =
        care_dose_at(lib, &f->app->safety.screen, e,
                     care_exercise_at(lib, e)->variant_count ? 0 : -1, 0);
    return paper_item_of(&item, days);
}

/* On which days of the answer an exercise stands, bit 0 the first. */
static unsigned days_of(const json_t *plan, const char *id)
{
    unsigned bits = 0;
    size_t d, i;
    json_t *day, *item;
    json_array_foreach(json_object_get(plan, "days"), d, day)
        json_array_foreach(json_object_get(day, "items"), i,
                           item) if (!strcmp(text_at(item, "exercise"), id))
            bits |= 1u << d;
    return bits;
}

static void a_week_comes_back_as_it_was_printed(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *before = json_deep_copy(
        json_object_get(ask(f, "plan", NULL, NULL, 200), "days"));
    struct paper_item items[PAPER_ITEMS_MAX];
    const int n = paper_week(f->app->plan, items);
    assert_true(n > 0);
    json_t *after =
        json_object_get(bring(f, items, n, f->app->plan_from, 200), "days");
    size_t d, i;
    json_t *day, *item;
    json_array_foreach(before, d, day)
        json_array_foreach(json_object_get(day, "items"), i, item)
    {
        const char *id = text_at(item, "exercise");
        json_t *whole = json_pack("{s:O}", "days", after);
        assert_true(days_of(whole, id) & 1u << d);
        json_decref(whole);
    }
    json_decref(before);
    // and stays over a restart
    fixture_close(f);
    fixture_open(f);
    json_t *kept = ask(f, "plan", NULL, NULL, 200);
    assert_string_equal(
        text_at(
            json_array_get(
                json_object_get(
                    json_array_get(json_object_get(kept, "days"), 0), "items"),
                0),
            "why"),
        "From your printed plan.");
}

static void columns_are_days_of_the_week(void **state)
{
    struct fixture *f = *state;
    make_ready(f); // a Wednesday
    // a grid without dates begins on Monday: column 4 is Friday, two days on
    const struct paper_item friday = movement(f, "childs_pose", 1u << 4);
    assert_int_equal(days_of(bring(f, &friday, 1, NULL, 200), "childs_pose"),
                     1u << 2);
    // a sheet of a Saturday: its second column is Sunday, four days on
    const struct paper_item sunday = movement(f, "childs_pose", 1u << 1);
    assert_int_equal(
        days_of(bring(f, &sunday, 1, "2026-02-28", 200), "childs_pose"),
        1u << 4);
}

static void what_is_not_allowed_stays_out_with_its_reason(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    const struct paper_item items[] = {movement(f, "childs_pose", 127),
                                       movement(f, "traction_table", 127)};
    json_t *plan = bring(f, items, 2, NULL, 200);
    assert_int_equal(days_of(plan, "childs_pose"), 127);
    assert_int_equal(days_of(plan, "traction_table"), 0);
    const json_t *left = json_array_get(json_object_get(plan, "left_out"), 0);
    assert_string_equal(text_at(left, "exercise"), "traction_table");
    assert_true(strlen(text_at(left, "why")) > 10);
    // a sheet of nothing else is refused, and the plan stays
    json_t *refused = bring(f, &items[1], 1, NULL, 403);
    assert_non_null(strstr(text_at(refused, "detail"), "stays as it was"));
    assert_int_equal(days_of(ask(f, "plan", NULL, NULL, 200), "childs_pose"),
                     127);
}

static void a_code_never_gives_more_than_today_allows(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    struct paper_item long_hold = movement(f, "childs_pose", 1u << 2);
    const double allowed_s = long_hold.hold_s;
    long_hold.hold_s = 3600;
    long_hold.reps = 1000;
    json_t *plan = bring(f, &long_hold, 1, NULL, 200);
    const json_t *item = json_array_get(
        json_object_get(json_array_get(json_object_get(plan, "days"), 0),
                        "items"),
        0);
    assert_true(json_number_value(json_object_get(item, "hold_s")) ==
                allowed_s);
    // hangs keep their free day, whatever the sheet ticks
    ask(f, "profile set", NULL,
        "{\"equipment\":[\"mat\",\"pullup_bar\"],\"level\":\"advanced\"}",
        200);
    const struct paper_item hang = movement(f, "dead_hang", 127);
    const unsigned days = days_of(bring(f, &hang, 1, NULL, 200), "dead_hang");
    assert_true(days != 0);
    assert_int_equal(days & days >> 1, 0);
    assert_true(__builtin_popcount(days) <= 3);
}

static void damaged_codes_and_closed_doors_change_nothing(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    const struct paper_item item = movement(f, "childs_pose", 127);
    bring(f, &item, 1, NULL, 403); // no screening yet
    screen(f, NULL, 200);
    bring(f, &item, 1, NULL, 200);
    json_t *p = ask(f, "plan code", NULL, "{\"code\":\"STATURE1:%%%%\"}", 400);
    assert_non_null(strstr(text_at(p, "detail"), "damaged"));
    ask(f, "plan code", NULL, "{\"code\":\"hello\"}", 400);
    ask(f, "plan code", NULL, "{}", 422);
    assert_int_equal(days_of(ask(f, "plan", NULL, NULL, 200), "childs_pose"),
                     127);
    ask(f, "journal undo", NULL, "{}", 200);
    assert_int_not_equal(
        days_of(ask(f, "plan", NULL, NULL, 200), "childs_pose"), 127);
}

int main(void)
{
#define T(test)                                                                \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_week_comes_back_as_it_was_printed),
        T(columns_are_days_of_the_week),
        T(what_is_not_allowed_stays_out_with_its_reason),
        T(a_code_never_gives_more_than_today_allows),
        T(damaged_codes_and_closed_doors_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
