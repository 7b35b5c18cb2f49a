/* A person's day: schedules from files, the curve, single changes, the night,
 * measured stature. */
#include "app/spine/day.h"
#include "fixture.h"
#include "stature/disc.h"

static double number(const json_t *object, const char *field)
{
    return json_number_value(json_object_get(object, field));
}

static const json_t *at(const json_t *list, size_t i)
{
    return json_array_get(list, i);
}

/* ---- schedules ------------------------------------------------------------
 */

static struct app_schedule schedule; // large: not on the stack

static enum sp_status read_text(const char *file, const char *text,
                                struct sp_error *err)
{
    *err = (struct sp_error){.text = ""};
    return app_schedule_read(&schedule, file, text, strlen(text), err);
}

#define NIGHT "23:00,07:00,lying\n"
#define HEAD "from,to,what\n"

static void what_does_not_fit_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *why, *file, *text, *says;
    } rows[] = {
        {"gap",                        "d.csv",
         HEAD "07:00,12:00,sitting\n13:00,23:00,standing\n" NIGHT,
         "d.csv:3: nothing is said between 12:00 and 13:00"                                                                                          },
        {"overlap",                    "d.csv",
         HEAD "07:00,12:00,sitting\n11:00,23:00,standing\n" NIGHT,
         "d.csv:3: begins at 11:00, but the row above ends at 12:00"                                                                                 },
        {"out of order",               "d.csv",
         HEAD "07:00,12:00,sitting\n12:00,23:00,about\n08:00,09:00,lying\n",
         "d.csv:4: 08:00 comes before"                                                                                                               },
        {"too long",                   "d.csv",
         HEAD "07:00,12:00,sitting\n12:00,23:00,about\n23:00,08:00,lying\n",
         "d.csv:4: runs to 08:00"                                                                                                                    },
        {"too short",                  "d.csv",
         HEAD "07:00,12:00,sitting\n12:00,23:00,about\n23:00,06:00,lying\n",
         "d.csv:4: the day ends at 06:00 and begins at 07:00"                                                                                        },
        {"no time",                    "d.csv",  HEAD "07:00,12:61,sitting\n12:00,07:00,lying\n",
         "d.csv:2: \"07:00\" to \"12:61\""                                                                                                           },
        {"nothing long",               "d.csv",  HEAD "07:00,07:00,sitting\n" NIGHT,
         "d.csv:2: from 07:00 to 07:00 is no time"                                                                                                   },
        {"no column",                  "d.csv",  "from,what\n07:00,lying\n",
         "d.csv:1: the table needs the columns from, to, what"                                                                                       },
        {"no rows",                    "d.csv",  HEAD,                                            "d.csv: there are no rows"                         },
        {"a load of lead",             "d.csv",
         "from,to,what,load\n07:00,23:00,running,18\n23:00,07:00,lying,\n",                       "d.csv:2: load \"18\""                             },
        {"a day of no week",           "d.csv",
         "day,from,to,what\nmoonday,07:00,07:00,lying\n",                                         "d.csv:2: \"moonday\""                             },
        {"six days",                   "d.csv",
         "day,from,to,what\nmonday,07:00,07:00,lying\n"
         "tuesday,07:00,07:00,lying\nwednesday,07:00,07:00,lying\n"
         "thursday,07:00,07:00,lying\nfriday,07:00,07:00,lying\n"
         "saturday,07:00,07:00,lying\n",                                                          "d.csv: sunday is missing"                         },
        {"days astray",                "d.csv",
         "day,from,to,what\nmonday,07:00,07:00,lying\n"
         "wednesday,07:00,07:00,lying\n",                                                         "d.csv:3: tuesday is missing or out of order"      },
        {"gap in YAML",                "d.yaml",
         "- {from: 07:00, to: 12:00, what: sitting}\n"
         "- {from: 13:00, to: 07:00, what: lying}\n",                                             "d.yaml:2: nothing is said between 12:00 and 13:00"},
        {"another field",              "d.yaml",
         "- {from: 07:00, to: 07:00, doing: sitting}\n",                                          "d.yaml:1: doing"                                  },
        {"a list for a word",          "d.yaml",
         "- {from: 07:00, to: 07:00, what: [a, b]}\n",                                            "d.yaml:1: what"                                   },
        {"no what",                    "d.yaml", "- {from: 07:00, to: 07:00}\n",
         "d.yaml:1: what is done is missing"                                                                                                         },
        {"a week without days",        "d.yaml",
         "monday:\n  - {from: 07:00, to: 07:00, what: lying}\n",                                  "d.yaml:1: tuesday: is missing"                    },
        {"like a day that is like it", "d.yaml",
         "monday: tuesday\ntuesday: monday\nwednesday: monday\n"
         "thursday: monday\nfriday: monday\nsaturday: monday\n"
         "sunday: monday\n",                                                                      "d.yaml:1: monday: \"tuesday\""                    },
        {"another file",               "d.txt",  "07:00 lying\n",                                 "d.txt: a schedule is"                             },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_error err;
        const enum sp_status st = read_text(rows[i].file, rows[i].text, &err);
        if (!st || strncmp(err.text, rows[i].says, strlen(rows[i].says)))
            fail_msg("%s: wanted \"%s\", got \"%s\"", rows[i].why, rows[i].says,
                     err.text);
    }
}

static void a_week_may_name_days_that_are_alike(void **state)
{
    (void)state;
    struct sp_error err;
    const char *text =
        "monday:\n"
        "  - {from: \"7:00\", to: 23:00, what: sitting}\n"
        "  - {from: 23:00, to: 07:00, what: lying}\n"
        "tuesday: monday\nwednesday: monday\nthursday: monday\n"
        "friday: monday\nsaturday:\n"
        "  - {from: 07:00, to: 09:00, what: running, load: 1.6}\n"
        "  - {from: 09:00, to: 07:00, what: \"lying, calves raised\"}\n"
        "sunday: saturday\n";
    if (read_text("w.yaml", text, &err))
        fail_msg("%s", err.text);
    assert_int_equal(schedule.days, 7);
    assert_int_equal(schedule.count, 14);
    assert_int_equal(schedule.row[13].day, 6);
    assert_string_equal(schedule.row[11].what, "legs_up");
    assert_true(fabs(schedule.row[10].load - 1.6) < 1e-12);
    assert_int_equal(schedule.row[2].from_min, 420);
}

static void rows_go_to_json_and_back(void **state)
{
    (void)state;
    struct sp_error err;
    static struct app_schedule again;
    if (read_text("d.csv",
                  "from,to,what,load\n07:05,23:00,running,1.25\n"
                  "23:00,07:05,lying,\n",
                  &err))
        fail_msg("%s", err.text);
    json_t *rows = app_schedule_json(&schedule);
    assert_int_equal(app_schedule_from_json(&again, rows, &err), SP_OK);
    json_t *twice = app_schedule_json(&again);
    assert_true(json_equal(rows, twice));
    json_decref(rows);
    json_decref(twice);
}

/* ---- the curve -------------------------------------------------------------
 */

static json_t *day_of(struct fixture *f, const char *text, bool compare)
{
    struct sp_error err;
    json_t *day = NULL;
    if (read_text("d.csv", text, &err) ||
        app_day(f->app, &schedule, compare, &day, &err))
        fail_msg("%s", err.text);
    return day;
}

// a night's rest gives back what the day took, and the day repeats itself
static void a_day_comes_back_to_where_it_began(void **state)
{
    json_t *day = day_of(*state,
                         HEAD "07:00,12:00,sitting\n12:00,23:00,stand\n"
                              "23:00,07:00,lying_supine\n",
                         false);
    const json_t *list = json_object_get(day, "samples");
    const size_t n = json_array_size(list);
    const json_t *evening = at(list, 16 * 12);
    assert_int_equal(n, 24 * 12 + 1);
    assert_string_equal(text_at(evening, "time"), "23:00");
    assert_true(number(evening, "stature_mm") < -8);
    assert_true(number(evening, "stature_mm") > -30);
    assert_true(fabs(number(at(list, n - 1), "stature_mm")) < 0.1);
    const json_t *discs = json_object_get(day, "discs");
    assert_int_equal(json_array_size(json_object_get(discs, "times")), 49);
    assert_int_equal(
        json_array_size(at(json_object_get(discs, "height_mm"), 30)), SP_DISCS);
    json_decref(day);
}

// a week of seven days that are alike is that day
static void a_week_of_like_days_is_the_day(void **state)
{
    struct sp_error err;
    json_t *week = NULL;
    json_t *day = day_of(*state, HEAD "07:00,23:00,sitting\n" NIGHT, false);
    const char *text = "monday:\n"
                       "  - {from: 07:00, to: 23:00, what: sitting}\n"
                       "  - {from: 23:00, to: 07:00, what: lying}\n"
                       "tuesday: monday\nwednesday: monday\nthursday: monday\n"
                       "friday: monday\nsaturday: monday\nsunday: monday\n";
    if (read_text("w.yaml", text, &err) ||
        app_day(((struct fixture *)*state)->app, &schedule, false, &week, &err))
        fail_msg("%s", err.text);
    const json_t *list = json_object_get(week, "samples");
    assert_int_equal(json_array_size(list), 7 * 48 + 1);
    assert_true(fabs(number(day, "range_mm") - number(week, "range_mm")) <
                0.02);
    assert_string_equal(text_at(at(list, 48), "day"), "tuesday");
    json_decref(week);
    json_decref(day);
}

static void a_stated_load_takes_the_place_of_the_usual_one(void **state)
{
    json_t *usual = day_of(
        *state, HEAD "07:00,09:00,running\n09:00,23:00,sitting\n" NIGHT, false);
    json_t *stated = day_of(*state,
                            "from,to,what,load\n07:00,09:00,walking,1.8\n"
                            "09:00,23:00,sitting,\n23:00,07:00,lying,\n",
                            false);
    assert_true(fabs(number(usual, "range_mm") - number(stated, "range_mm")) <
                1e-9);
    json_decref(usual);
    json_decref(stated);
}

static void what_is_not_known_is_told_by_its_row(void **state)
{
    struct fixture *f = *state;
    struct sp_error err;
    json_t *day = NULL;
    assert_int_equal(read_text("d.csv", HEAD "07:00,07:00,flying\n", &err), 0);
    assert_int_equal(app_day(f->app, &schedule, false, &day, &err), SP_E_RANGE);
    const char *says = "d.csv:2: \"flying\" is neither a posture";
    assert_int_equal(strncmp(err.text, says, strlen(says)), 0);
    assert_null(day);
}

/* ---- single changes --------------------------------------------------------
 */

#define OFFICE                                                                 \
    HEAD                                                                       \
        "07:00,08:00,about\n08:00,12:00,sitting\n12:00,13:00,about\n"          \
        "13:00,17:00,sitting\n17:00,20:00,about\n20:00,23:00,slouched\n" NIGHT

static const json_t *change(const json_t *day, const char *id)
{
    const json_t *list =
        json_object_get(json_object_get(day, "changes"), "list");
    size_t i;
    json_t *c;
    json_array_foreach((json_t *)list, i,
                       c) if (!strcmp(text_at(c, "id"), id)) return c;
    return NULL;
}

static void rest_gives_height_and_standing_up_costs_some(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *day = day_of(f, OFFICE, true);
    const json_t *up = change(day, "legs_up"), *walk = change(day, "walk");
    assert_non_null(up);
    assert_non_null(walk);
    const json_t *gain = json_object_get(up, "gain");
    assert_string_equal(text_at(up, "at"), "12:40");
    assert_true(number(gain, "mm") > 0.3 && number(gain, "mm") < 4);
    assert_true(number(gain, "low_mm") < number(gain, "mm"));
    assert_true(number(gain, "high_mm") > number(gain, "mm"));
    // most of it is gone by bedtime
    assert_true(fabs(number(json_object_get(up, "bed_gain"), "mm")) <
                0.3 * number(gain, "mm"));
    // walking loads more than the rest that it takes the place of
    assert_true(number(json_object_get(walk, "gain"), "mm") < 0);
    assert_non_null(change(day, "session"));
    // its movements are held by the model, lying and kneeling among them
    const json_t *choices =
        json_object_get(ask(f, "day", NULL, NULL, 200), "choices");
    double ratio = NAN;
    size_t i;
    json_t *c;
    json_array_foreach((json_t *)choices, i,
                       c) if (!strcmp(text_at(c, "what"), "session")) ratio =
        number(c, "ratio");
    assert_true(ratio > 0.1 && ratio < 1);
    // the change is in its rows, and nothing else is
    const json_t *rows = json_object_get(up, "rows");
    assert_int_equal(json_array_size(rows), 9);
    assert_string_equal(text_at(at(rows, 3), "what"), "legs_up");
    assert_string_equal(text_at(at(rows, 3), "from"), "12:30");
    assert_string_equal(text_at(at(rows, 3), "to"), "12:40");
    json_decref(day);
}

// the difference is that of the two days themselves
static void a_change_is_the_difference_of_two_days(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *day = day_of(f, OFFICE, true);
    const json_t *up = change(day, "legs_up");
    const json_t *curve = json_object_get(up, "curve");
    const json_t *samples = json_object_get(day, "samples");
    const size_t i = (size_t)(5 * 12 + 8); // 12:40 from 07:00
    assert_string_equal(text_at(at(samples, i), "time"), "12:40");
    const double gain =
        json_number_value(at(curve, i)) - number(at(samples, i), "stature_mm");
    assert_true(fabs(gain - number(json_object_get(up, "gain"), "mm")) < 2e-3);
    // until the change both days are the same
    assert_true(fabs(json_number_value(at(curve, i - 8)) -
                     number(at(samples, i - 8), "stature_mm")) < 0.02);
    json_decref(day);
}

static void without_safety_answers_nothing_is_offered(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    json_t *day = day_of(f, OFFICE, true);
    const json_t *changes = json_object_get(day, "changes");
    assert_int_equal(json_array_size(json_object_get(changes, "list")), 0);
    assert_true(strlen(text_at(changes, "note")) > 20);
    json_decref(day);
    const json_t *routine =
        json_object_get(ask(f, "night", NULL, NULL, 200), "routine");
    assert_false(true_at(routine, "open"));
    assert_int_equal(json_array_size(json_object_get(routine, "items")), 0);
}

/* ---- kept
 * -------------------------------------------------------------------- */

#define ROWS(what)                                                             \
    "{\"rows\":[{\"from\":\"07:00\",\"to\":\"22:30\",\"what\":\"" what         \
    "\"},{\"from\":\"22:30\",\"to\":\"07:00\",\"what\":\"lying\"}]}"

static void a_drawn_day_is_kept_and_undone(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    assert_false(true_at(ask(f, "day", NULL, NULL, 200), "drawn"));
    ask(f, "day keep", NULL, ROWS("standing"), 200);
    ask(f, "day keep", NULL, ROWS("walking"), 200);
    fixture_close(f);
    fixture_open(f);
    const json_t *day = ask(f, "day", NULL, NULL, 200);
    assert_true(true_at(day, "drawn"));
    assert_string_equal(text_at(at(json_object_get(day, "rows"), 0), "what"),
                        "walking");
    ask(f, "day keep", NULL, ROWS("sitting"), 200);
    ask(f, "journal undo", NULL, "{}", 200);
    day = ask(f, "day", NULL, NULL, 200);
    assert_string_equal(text_at(at(json_object_get(day, "rows"), 0), "what"),
                        "walking");
    // the rest of the profile is untouched
    assert_true(fabs(number(ask(f, "profile", NULL, NULL, 200), "mass_kg") -
                     75) < 1e-9);
}

/* The day may be the first thing that is kept at all. */
static void a_first_day_taken_back_leaves_room_for_the_profile(void **state)
{
    struct fixture *f = *state;
    ask(f, "day keep", NULL, ROWS("standing"), 200);
    ask(f, "journal undo", NULL, "{}", 200);
    assert_true(true_at(ask(f, "profile set", NULL, adult, 200), "set"));
}

static void a_day_that_does_not_fit_keeps_the_old_one(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    ask(f, "day keep", NULL, ROWS("standing"), 200);
    ask(f, "day keep", NULL, ROWS("flying"), 422);
    ask(f, "day keep", NULL,
        "{\"rows\":[{\"from\":\"07:00\",\"to\":\"09:00\",\"what\":\"lying\"}]}",
        422);
    ask(f, "day ask", NULL, "{\"rows\":7}", 422);
    const json_t *day = ask(f, "day", NULL, NULL, 200);
    assert_string_equal(text_at(at(json_object_get(day, "rows"), 0), "what"),
                        "standing");
}

/* ---- the night
 * ---------------------------------------------------------------- */

static void a_night_gives_back_in_every_position(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    const json_t *night = ask(f, "night", NULL, NULL, 200), *p, *bed;
    size_t i, k;
    assert_int_equal(json_array_size(json_object_get(night, "positions")), 6);
    json_array_foreach(json_object_get(night, "positions"), i, p)
        json_array_foreach(json_object_get(p, "beds"), k, bed)
    {
        const json_t *gain = json_object_get(bed, "regained");
        if (!true_at(bed, "held"))
            fail_msg("%s on a %s bed: %s", text_at(p, "id"),
                     text_at(bed, "bed"), text_at(bed, "note"));
        if (!(number(gain, "mm") > 4 && number(gain, "mm") < 25))
            fail_msg("%s: %g mm", text_at(p, "id"), number(gain, "mm"));
        assert_true(number(gain, "low_mm") < number(gain, "mm"));
        assert_true(number(json_object_get(bed, "low_back"), "ratio") < 0.6);
    }
    const json_t *routine = json_object_get(night, "routine");
    assert_true(true_at(routine, "open"));
    assert_true(json_array_size(json_object_get(routine, "items")) >= 4);
    // and what it names can be started
    char body[900] = "{" QUICK ",\"items\":[";
    json_array_foreach(json_object_get(routine, "items"), i, p)
    {
        char one[100];
        snprintf(one, sizeof one, "%s{\"exercise\":\"%s\"}", i ? "," : "",
                 text_at(p, "exercise"));
        strncat(body, one, sizeof body - strlen(body) - 1);
    }
    strncat(body, "]}", sizeof body - strlen(body) - 1);
    ask(f, "session start", NULL, body, 201);
}

static void a_day_in_bed_still_has_a_night(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    ask(f, "day keep", NULL,
        "{\"rows\":[{\"from\":\"00:00\",\"to\":\"24:00\","
        "\"what\":\"lying\"}]}",
        200);
    const json_t *night = ask(f, "night", NULL, NULL, 200);
    assert_true(number(night, "hours") == 8);
    assert_string_equal(text_at(night, "bed"), "23:00");
}

static void the_routine_leaves_out_what_is_not_allowed(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "osteoporosis", 200);
    const json_t *routine =
        json_object_get(ask(f, "night", NULL, NULL, 200), "routine");
    const json_t *out = json_object_get(routine, "left_out");
    assert_true(json_array_size(out) > 0);
    assert_true(strlen(text_at(at(out, 0), "why")) > 10);
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(routine, "items"), i, item)
        assert_string_not_equal(text_at(item, "exercise"),
                                text_at(at(out, 0), "exercise"));
}

/* ---- measured stature
 * ----------------------------------------------------------- */

#define STATURE(day, when, mm)                                                 \
    "{\"day\":\"" day "\",\"when\":\"" when "\",\"height_mm\":" #mm "}"

static void measured_stature_stands_beside_the_model(void **state)
{
    struct fixture *f = *state;
    static const char *const kind = "{\"kind\":\"stature\"}";
    ask(f, "profile set", NULL, adult, 200);
    ask(f, "journal add", kind, STATURE("2026-03-02", "morning", 1750), 201);
    ask(f, "journal add", kind, STATURE("2026-03-02", "morning", 1752), 201);
    ask(f, "journal add", kind, STATURE("2026-03-02", "evening", 1738), 201);
    ask(f, "journal add", kind, STATURE("2026-03-03", "evening", 1739), 201);
    const json_t *s = ask(f, "stature", NULL, NULL, 200);
    const json_t *days = json_object_get(s, "days");
    assert_int_equal(json_array_size(days), 2);
    assert_true(fabs(number(at(days, 0), "lost_mm") - 13) < 1e-9);
    const json_t *model = json_object_get(at(days, 0), "model");
    const json_t *lost = json_object_get(model, "lost");
    assert_true(number(lost, "mm") > 5 && number(lost, "mm") < 25);
    assert_true(number(lost, "low_mm") < number(lost, "mm"));
    assert_true(json_is_null(json_object_get(at(days, 1), "lost_mm")));
    assert_true(json_is_null(json_object_get(at(days, 1), "model")));
    ask(f, "journal undo", NULL, "{}", 200);
    s = ask(f, "stature", NULL, NULL, 200);
    assert_int_equal(json_array_size(json_object_get(s, "entries")), 3);
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_fit_is_told_with_its_line),
        cmocka_unit_test(a_week_may_name_days_that_are_alike),
        cmocka_unit_test(rows_go_to_json_and_back),
        TEST(a_day_comes_back_to_where_it_began),
        TEST(a_week_of_like_days_is_the_day),
        TEST(a_stated_load_takes_the_place_of_the_usual_one),
        TEST(what_is_not_known_is_told_by_its_row),
        TEST(rest_gives_height_and_standing_up_costs_some),
        TEST(a_change_is_the_difference_of_two_days),
        TEST(without_safety_answers_nothing_is_offered),
        TEST(a_drawn_day_is_kept_and_undone),
        TEST(a_first_day_taken_back_leaves_room_for_the_profile),
        TEST(a_day_that_does_not_fit_keeps_the_old_one),
        TEST(a_night_gives_back_in_every_position),
        TEST(a_day_in_bed_still_has_a_night),
        TEST(the_routine_leaves_out_what_is_not_allowed),
        TEST(measured_stature_stands_beside_the_model),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
