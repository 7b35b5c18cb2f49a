/* Loads of postures for a person: what is answered, and what is refused. */
#define FIXTURE_OWN_DOSES // how they come about is what is tested
#include "fixture.h"

#include "app/spine/spine_internal.h"

static const json_t *disc(const json_t *load, const char *name)
{
    const json_t *list = json_object_get(load, "discs"), *one;
    size_t i;
    json_array_foreach((json_t *)list, i,
                       one) if (!strcmp(text_at(one, "name"), name)) return one;
    fail_msg("no disc %s in %s", name, text_at(load, "verdict"));
    return NULL;
}

static double number(const json_t *object, const char *field)
{
    const json_t *v = json_object_get(object, field);
    assert_true(json_is_number(v));
    return json_number_value(v);
}

static double at_L45(const json_t *load, const char *field)
{
    return number(disc(load, "L4/5"), field);
}

static double asked(struct fixture *f, const char *body, const char *field)
{
    return at_L45(ask(f, "load ask", NULL, body, 200), field);
}

static double shown(struct fixture *f, const char *params, const char *field)
{
    return at_L45(ask(f, "load", params, NULL, 200), field);
}

// Wilke 1999: relaxed standing 0.50 MPa in one man
static void standing_is_as_measured_and_the_measure(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    const json_t *a = ask(f, "load", "{\"scene\":\"stand\"}", NULL, 200);
    const double p = at_L45(a, "pressure_MPa");
    assert_true(p > 0.3 && p < 0.7);
    assert_int_equal(json_array_size(json_object_get(a, "discs")), SP_DISCS);
    const json_t *first = json_array_get(json_object_get(a, "discs"), 0);
    assert_string_equal(text_at(first, "name"), "C2/3");
    for (size_t d = 0; d < SP_DISCS; d++) {
        const json_t *one = json_array_get(json_object_get(a, "discs"), d);
        assert_true(fabs(number(one, "ratio") - 1) < 1e-3);
        assert_true(number(one, "low_N") <= number(one, "compression_N"));
        assert_true(number(one, "high_N") >= number(one, "compression_N"));
    }
}

static void lying_takes_the_load_away(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    assert_true(shown(f, "{\"scene\":\"lying_supine\"}", "ratio") < 0.25);
    assert_true(shown(f, "{\"scene\":\"lift_round_back\"}", "ratio") > 2);
}

static void a_load_in_the_hands_adds_at_least_its_weight(void **state)
{
    struct fixture *f = *state;
    const double none = asked(f, "{\"scene\":\"stand\"}", "compression_N");
    const double ten =
        asked(f, "{\"scene\":\"stand\",\"carry_kg\":10}", "compression_N");
    const double twenty =
        asked(f, "{\"scene\":\"stand\",\"carry_kg\":20}", "compression_N");
    assert_true(ten > none + 0.8 * 98 && twenty > ten + 0.8 * 98);
    // of a scene that holds a box, the box becomes heavier
    assert_true(asked(f, "{\"scene\":\"lift_round_back\",\"carry_kg\":20}",
                      "compression_N") >
                asked(f, "{\"scene\":\"lift_round_back\"}", "compression_N") +
                    98);
}

static void the_table_pulls_more_with_its_angle(void **state)
{
    struct fixture *f = *state;
    double last = INFINITY;
    for (int deg = 0; deg <= 60; deg += 20) {
        char body[120];
        snprintf(body, sizeof body,
                 "{\"scene\":\"inversion_table\",\"keyframe\":\"tilt_30\","
                 "\"tilt_deg\":%d}",
                 deg);
        const double now = asked(f, body, "compression_N");
        assert_true(now < last);
        last = now;
    }
    assert_true(last < 0);
}

// turned to where the drawn table stands, the same answer: nothing is moved
static void the_drawn_angle_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const double drawn =
        shown(f, "{\"scene\":\"inversion_table\",\"keyframe\":\"tilt_30\"}",
              "compression_N");
    const double turned = asked(f,
                                "{\"scene\":\"inversion_table\",\"keyframe\":"
                                "\"tilt_30\",\"tilt_deg\":30}",
                                "compression_N");
    assert_true(fabs(drawn - turned) < 0.5);
}

static void a_split_table_loses_nothing_to_friction(void **state)
{
    struct fixture *f = *state;
    const double rest =
        asked(f, "{\"scene\":\"lying_supine\"}", "compression_N");
    const double plain = asked(f, "{\"scene\":\"lying_supine\",\"pull_N\":200}",
                               "compression_N");
    const double split =
        asked(f, "{\"scene\":\"lying_supine\",\"pull_N\":200,\"split\":true}",
              "compression_N");
    assert_true(split < plain && split < rest - 100);
}

static void left_mirrors_right(void **state)
{
    struct fixture *f = *state;
    const double right = shown(
        f, "{\"scene\":\"knee_to_chest\",\"side\":\"right\"}", "compression_N");
    const double left = shown(
        f, "{\"scene\":\"knee_to_chest\",\"side\":\"left\"}", "compression_N");
    assert_true(fabs(left - right) < 0.5);
}

static void another_body_is_another_answer(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    const double light = shown(f, "{\"scene\":\"stand\"}", "compression_N");
    ask(f, "profile set", NULL, "{\"mass_kg\":100}", 200);
    const double heavy = shown(f, "{\"scene\":\"stand\"}", "compression_N");
    assert_true(heavy > 1.2 * light);
}

// the second answer comes from the shelf, and is the same
static void kept_answers_are_the_same(void **state)
{
    struct fixture *f = *state;
    const char *what = "{\"scene\":\"cat_pose\",\"keyframe\":\"cat\"}";
    char *first = json_dumps(ask(f, "load", what, NULL, 200), APP_JSON);
    char *second = json_dumps(ask(f, "load", what, NULL, 200), APP_JSON);
    assert_non_null(first);
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static double ratio_at(const json_t *along, double time_s, size_t level)
{
    const json_t *times = json_object_get(along, "times_s"), *one;
    size_t i;
    json_array_foreach((json_t *)times, i, one)
    {
        if (fabs(json_number_value(one) - time_s) < 1e-9)
            return json_number_value(json_array_get(
                json_array_get(json_object_get(along, "ratio"), i), level));
    }
    fail_msg("nothing at %g s", time_s);
    return 0;
}

// along a movement the keyframes are what each is by itself, on either side
static void loads_along_a_movement_meet_its_keyframes(void **state)
{
    struct fixture *f = *state;
    static const char *const rows[][2] = {
        {"cat_cow",       "right"},
        {"knee_to_chest", "left" },
        {"dead_hang",     "right"},
    };
    ask(f, "profile set", NULL, adult, 200);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char params[200];
        snprintf(params, sizeof params, "{\"exercise\":\"%s\",\"side\":\"%s\"}",
                 rows[i][0], rows[i][1]);
        json_t *along = json_deep_copy(ask(f, "load along", params, NULL, 200));
        const char *name;
        json_t *at;
        json_object_foreach(json_object_get(along, "keyframes"), name, at)
        {
            snprintf(params, sizeof params,
                     "{\"scene\":\"%s\",\"side\":\"%s\",\"keyframe\":"
                     "\"%s\"}",
                     rows[i][0], rows[i][1], name);
            const json_t *discs =
                json_object_get(ask(f, "load", params, NULL, 200), "discs");
            assert_int_equal(json_array_size(discs), SP_DISCS);
            for (size_t d = 0; d < SP_DISCS; d++)
                assert_true(fabs(number(json_array_get(discs, d), "ratio") -
                                 ratio_at(along, json_number_value(at), d)) <
                            1e-4);
        }
        json_decref(along);
    }
}

// between two keyframes the way has loads too, and no sudden ones
static void loads_along_a_movement_change_gradually(void **state)
{
    struct fixture *f = *state;
    const json_t *along =
        ask(f, "load along", "{\"exercise\":\"cat_cow\"}", NULL, 200);
    const json_t *ratio = json_object_get(along, "ratio");
    const size_t n = json_array_size(ratio), l45 = SP_DISCS - 2;
    assert_int_equal(n, json_array_size(json_object_get(along, "times_s")));
    assert_true(n > 20);
    for (size_t i = 1; i < n; i++) {
        const json_t *a = json_array_get(ratio, i - 1);
        const json_t *b = json_array_get(ratio, i);
        assert_int_equal(json_array_size(b), SP_DISCS);
        const double step = json_number_value(json_array_get(b, l45)) -
                            json_number_value(json_array_get(a, l45));
        assert_true(fabs(step) < 0.15);
    }
    const json_t *range = json_object_get(along, "range");
    assert_true(number(range, "low") <= number(range, "ratio"));
    assert_true(number(range, "high") >= number(range, "ratio"));
}

// the list's row of an exercise is its main keyframe's answer
static void the_list_has_each_main_position(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    json_t *all = json_deep_copy(ask(f, "load list", NULL, NULL, 200));
    const json_t *row =
        json_object_get(json_object_get(all, "exercises"), "childs_pose");
    const json_t *discs = json_object_get(
        ask(f, "load", "{\"scene\":\"childs_pose\"}", NULL, 200), "discs");
    for (size_t d = 0; d < SP_DISCS; d++)
        assert_true(fabs(number(json_array_get(discs, d), "ratio") -
                         json_number_value(json_array_get(row, d))) < 1e-4);
    json_decref(all);
}

static void what_does_not_fit_is_said(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *op, *params, *body, *says;
        int status;
    } rows[] = {
        {"load",       "{\"scene\":\"nowhere\"}",                         NULL,                                         "nowhere",  404},
        {"load",       "{\"scene\":\"stand\",\"keyframe\":\"sit\"}",      NULL,
         "it has stand",                                                                                                            404},
        {"load",       "{\"scene\":\"stand\",\"side\":\"top\"}",          NULL,                                         "side:",    422},
        {"load along", "{\"exercise\":\"nowhere\"}",                      NULL,                                         "nowhere",  404},
        {"load along", "{\"exercise\":\"cat_cow\",\"variant\":\"fast\"}", NULL,
         "fast",                                                                                                                    404},
        {"load along", "{\"exercise\":\"cat_cow\",\"side\":\"top\"}",     NULL,
         "side:",                                                                                                                   422},
        {"load ask",   NULL,                                              "{}",                                         "scene",    422},
        {"load ask",   NULL,                                              "{\"scene\":\"stand\",\"carry_kg\":-1}",      "carry_kg",
         422                                                                                                                           },
        {"load ask",   NULL,                                              "{\"scene\":\"stand\",\"tilt_deg\":20}",      "tilt_deg",
         422                                                                                                                           },
        {"load ask",   NULL,                                              "{\"scene\":\"stand\",\"pull_N\":20}",        "pull_N",
         422                                                                                                                           },
        {"load ask",   NULL,                                              "{\"scene\":\"lying_prone\",\"carry_kg\":5}",
         "carry_kg",                                                                                                                422},
        {"load ask",   NULL,                                              "{\"scene\":\"stand\",\"weight\":5}",         "weight",   422},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const json_t *p =
            ask(f, rows[i].op, rows[i].params, rows[i].body, rows[i].status);
        if (!strstr(text_at(p, "detail"), rows[i].says))
            fail_msg("row %zu: %s", i, text_at(p, "detail"));
    }
}

// bodies and keyframes of callers inside the program
static void a_body_out_of_range_is_refused(void **state)
{
    struct fixture *f = *state;
    struct sp_person body = {1.75, (double)NAN, 40, SP_FEMALE};
    struct app_load_ask a = app_load_ask_none;
    struct sp_error err = {.text = ""};
    json_t *answer = NULL;
    a.id = "stand";
    a.body = &body;
    assert_int_equal(app_load(f->app, &a, &answer, &err), SP_E_RANGE);
    assert_non_null(strstr(err.text, "mass"));
    // and the next person is answered
    body.mass_kg = 70;
    assert_int_equal(app_load(f->app, &a, &answer, &err), SP_OK);
    json_decref(answer);
}

// a posture that asks too much has no numbers that look like a result
static void what_cannot_be_held_has_no_discs(void **state)
{
    struct fixture *f = *state;
    const struct sp_person weak = {1.50, 30, 40, SP_FEMALE};
    struct app_load_ask heavy = app_load_ask_none;
    struct sp_error err = {.text = ""};
    json_t *answer = NULL;
    heavy.id = "lift_round_back";
    heavy.keyframe = "ready";
    heavy.body = &weak;
    heavy.carry_kg = 300;
    assert_int_equal(app_load(f->app, &heavy, &answer, &err), SP_OK);
    assert_string_not_equal(text_at(answer, "verdict"), "held");
    assert_int_equal(json_array_size(json_object_get(answer, "discs")), 0);
    assert_non_null(strstr(text_at(answer, "note"), "."));
    json_decref(answer);
}

static void nothing_is_made_before_it_is_asked_for(void **state)
{
    struct fixture *f = *state;
    assert_null(f->app->spine);
    ask(f, "postures", NULL, NULL, 200);
    assert_null(f->app->spine->work);
    ask(f, "load", "{\"scene\":\"stand\"}", NULL, 200);
    assert_non_null(f->app->spine->work);
}

static void postures_hold_exercises_and_rests(void **state)
{
    struct fixture *f = *state;
    const json_t *list = ask(f, "postures", NULL, NULL, 200), *one;
    bool rests = false, moves = false;
    size_t i;
    json_array_foreach((json_t *)list, i, one)
    {
        rests |= !strcmp(text_at(one, "id"), "sit_slouched") &&
                 true_at(one, "resting");
        moves |= !strcmp(text_at(one, "id"), "childs_pose") &&
                 !true_at(one, "resting");
    }
    assert_true(rests && moves);
}

static void validation_is_worked_out(void **state)
{
    struct fixture *f = *state;
    const json_t *v = ask(f, "validation", NULL, NULL, 200);
    const json_t *load = json_object_get(json_object_get(v, "load"), "summary");
    const json_t *disc_sum =
        json_object_get(json_object_get(v, "disc"), "summary");
    assert_true(number(load, "pearson") > 0.9);
    assert_true(number(load, "median_error") < 0.25);
    assert_int_equal(number(disc_sum, "signs_wrong"), 0);
    assert_true(number(disc_sum, "median_abs_mm") < 2);
}

/* Folded on the heels the thighs carry the trunk, not the forehead: no disc of
 * the neck bears twice what it does in standing. */
static void a_deep_fold_rests_on_the_thighs(void **state)
{
    struct fixture *f = *state;
    const json_t *folded =
        ask(f, "load", "{\"scene\":\"childs_pose\",\"keyframe\":\"folded\"}",
            NULL, 200);
    const json_t *disc;
    size_t i;
    assert_string_equal(text_at(folded, "verdict"), "held");
    json_array_foreach(json_object_get(folded, "discs"), i,
                       disc) if (text_at(disc, "name")[0] == 'C')
        assert_true(number(disc, "ratio") < 2);
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(standing_is_as_measured_and_the_measure),
        TEST(lying_takes_the_load_away),
        TEST(a_deep_fold_rests_on_the_thighs),
        TEST(a_load_in_the_hands_adds_at_least_its_weight),
        TEST(the_table_pulls_more_with_its_angle),
        TEST(the_drawn_angle_changes_nothing),
        TEST(a_split_table_loses_nothing_to_friction),
        TEST(left_mirrors_right),
        TEST(another_body_is_another_answer),
        TEST(kept_answers_are_the_same),
        TEST(loads_along_a_movement_meet_its_keyframes),
        TEST(loads_along_a_movement_change_gradually),
        TEST(the_list_has_each_main_position),
        TEST(what_does_not_fit_is_said),
        TEST(a_body_out_of_range_is_refused),
        TEST(what_cannot_be_held_has_no_discs),
        TEST(nothing_is_made_before_it_is_asked_for),
        TEST(postures_hold_exercises_and_rests),
        TEST(validation_is_worked_out),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
