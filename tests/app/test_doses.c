/* What movements give the discs of one person: worked by hand where it can
 * be, the same whatever was asked before, and told in the answers. */
#define FIXTURE_OWN_DOSES // how they come about is what is tested
#include "fixture.h"

#include "app/spine/dose_stays.h"
#include "app/spine/dose_work.h"
#include "app/spine/spine_internal.h"
#include "app/spine/doses.h"

static const struct sp_person person = {1.70, 70, 45, SP_SEX_UNSTATED};

static struct care_item dose(const struct fixture *f, const char *id)
{
    const struct care_library *lib = app_library(f->app);
    const int e = care_exercise_find(lib, id);
    assert_true(e >= 0);
    return care_dose_at(lib, NULL, e,
                        care_default_variant(care_exercise_at(lib, e)), 0);
}

static struct care_relief relief(struct fixture *f,
                                 const struct care_item *item)
{
    struct care_relief r;
    app_reliefs(f->app, &(struct app_dose_ask){person, item, 1}, &r);
    return r;
}

static void near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance))
        fail_msg("%.6g is not %.6g", a, b);
}

// ---- how long a session stays where

static void stays_are_the_time_of_the_item(void **state)
{
    struct fixture *f = *state;
    const struct care_library *lib = app_library(f->app);
    const struct care_talk calm = {.pace = 1};
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *ex = care_exercise_at(lib, e);
        struct session_timeline *t;
        double stay_s[SP_SCENE_KEYFRAMES], sum = 0, cues = 0;
        if (!ex->scene || ex->playable == CARE_TEXT)
            continue;
        const struct care_item item = dose(f, ex->id);
        assert_int_equal(session_compile(lib, &item, 1, &calm, &t, NULL),
                         SP_OK);
        const double all = dose_stays(lib, t, 0, INT64_MAX, stay_s);
        for (int k = 0; k < SP_SCENE_KEYFRAMES; k++) {
            assert_true(stay_s[k] >= 0);
            sum += stay_s[k];
        }
        for (int i = 0; i < t->cues; i++)
            cues +=
                t->cue[i].item == 0 ? (double)t->cue[i].length_ms / 1000 : 0;
        near(sum, all, 1e-9);
        near(all, cues, 1e-9);
        session_timeline_free(t);
    }
}

// two holds of child's pose: most of its time is spent folded
static void a_hold_is_stayed_in(void **state)
{
    struct fixture *f = *state;
    const struct care_library *lib = app_library(f->app);
    const struct care_talk calm = {.pace = 1};
    const struct care_item item = dose(f, "childs_pose");
    const struct care_exercise *ex = care_exercise_at(lib, item.exercise);
    struct session_timeline *t;
    double stay_s[SP_SCENE_KEYFRAMES];
    assert_int_equal(session_compile(lib, &item, 1, &calm, &t, NULL), SP_OK);
    (void)dose_stays(lib, t, 0, INT64_MAX, stay_s);
    session_timeline_free(t);
    for (int k = 0; k < ex->scene->keyframes; k++)
        if (!strcmp(ex->scene->keyframe[k].name, "folded"))
            assert_true(stay_s[k] >= 2 * item.hold_s &&
                        stay_s[k] < 2 * item.hold_s + 45);
}

// ---- doses

// a movement with the load of sitting gives nothing, and its range says that
// either way is possible
static void the_load_of_sitting_gives_nothing(void **state)
{
    struct fixture *f = *state;
    const struct care_item item = dose(f, "childs_pose");
    (void)relief(f, &item);
    struct app_doses *d = f->app->doses;
    for (int k = 0; k < SP_SCENE_KEYFRAMES; k++)
        for (int i = 0; i < SP_DISCS; i++)
            d->position[item.exercise][k].ratio[i] =
                sp_disc_activity_ratio(SP_DISC_SITTING);
    d->count = 0; // only positions are remembered
    const struct care_relief r = relief(f, &item);
    assert_true(r.known);
    for (int k = 0; k < CARE_SPINE_PARTS; k++) {
        near(r.mm[k], 0, 2e-3);
        near(r.left_mm[k], 0, 2e-3);
        assert_true(r.low[k] < 0 && r.high[k] > 0);
        assert_false(care_unloads(&r, (enum care_spine)k));
    }
}

static void longer_holds_give_more_and_part_is_left(void **state)
{
    struct fixture *f = *state;
    struct care_item item = dose(f, "knee_to_chest");
    struct care_relief last = relief(f, &item);
    assert_true(last.known);
    for (int i = 0; i < 4; i++) {
        item.hold_s += 15;
        const struct care_relief now = relief(f, &item);
        for (int k = 0; k < CARE_SPINE_PARTS; k++) {
            assert_true(now.mm[k] > last.mm[k] && last.mm[k] > 0);
            assert_true(now.low[k] < now.mm[k] && now.mm[k] < now.high[k]);
            assert_true(now.left_mm[k] > 0 && now.left_mm[k] < now.mm[k]);
        }
        last = now;
    }
}

/* The position that says most of a ramped movement, as one hold of a second. */
static struct dose_mean held(struct fixture *f, const struct care_item *item,
                             const char *keyframe)
{
    double stay_s[SP_SCENE_KEYFRAMES] = {0};
    struct dose_mean mean;
    const struct care_exercise *ex =
        care_exercise_at(app_library(f->app), item->exercise);
    (void)relief(f, item);
    stay_s[scene_keyframe_find(ex->scene, keyframe)] = 1;
    assert_true(dose_mean(f->app->doses, item, stay_s, &mean));
    return mean;
}

// a table drawn at 30 degrees, asked for at 15: as a table solved at 15
static void an_inversion_is_dosed_at_its_own_angle(void **state)
{
    struct fixture *f = *state;
    struct care_item item = dose(f, "inversion_table");
    near(item.tilt_deg, 15, 0);
    for (int i = 0; i < 2; i++) {
        item.tilt_deg = i ? 22 : 15;
        const struct dose_mean mean = held(f, &item, "tilt_30");
        struct app_load_ask at = app_load_ask_none;
        struct app_discs solved;
        struct sp_error err;
        at.id = "inversion_table";
        at.keyframe = "tilt_30";
        at.tilt_deg = item.tilt_deg;
        at.body = &person;
        assert_int_equal(app_load_discs(f->app, &at, false, &solved, &err),
                         SP_OK);
        for (int d = 0; d < SP_DISCS; d++)
            near(mean.ratio[d], solved.N[d] / solved.standing_N[d], 0.03);
    }
}

// the arms take a quarter of what hangs, half of it, all: as much comes off
static void a_hang_is_dosed_at_its_own_step(void **state)
{
    struct fixture *f = *state;
    const struct care_library *lib = app_library(f->app);
    const int e = care_exercise_find(lib, "dead_hang");
    const struct care_item first = care_dose_at(lib, NULL, e, -1, 0),
                           second = care_dose_at(lib, NULL, e, -1, 1),
                           toes = care_dose_at(lib, NULL, e, -1, 2),
                           free_ = care_dose_at(lib, NULL, e, -1, 3);
    const double a = held(f, &first, "feet_supported").ratio[SP_DISC_L4_L5],
                 b = held(f, &second, "feet_supported").ratio[SP_DISC_L4_L5],
                 c = held(f, &toes, "feet_supported").ratio[SP_DISC_L4_L5],
                 d = held(f, &free_, "hang_straight").ratio[SP_DISC_L4_L5];
    near(1 - a, (1 - b) / 2, 1e-9);
    // hands on the bar and both feet below: nothing is taken off yet
    near(held(f, &free_, "reach").ratio[SP_DISC_L4_L5], 1, 1e-9);
    assert_true(a > b && b > c && c > d && d < 0);
}

static void an_answer_does_not_depend_on_what_was_asked_before(void **state)
{
    struct fixture *f = *state;
    const struct care_library *lib = app_library(f->app);
    const int n = care_exercise_count(lib);
    struct care_item *all = calloc((size_t)n, sizeof *all);
    struct care_relief *many = calloc((size_t)n, sizeof *many);
    assert_true(all && many);
    for (int e = 0; e < n; e++)
        all[e] = dose(f, care_exercise_at(lib, e)->id);
    app_reliefs(f->app, &(struct app_dose_ask){person, all, n}, many);
    int known = 0;
    // another body between, so that nothing is remembered
    struct sp_person other = person;
    other.mass_kg = 90;
    struct care_relief heavier;
    app_reliefs(f->app, &(struct app_dose_ask){other, &all[0], 1}, &heavier);
    for (int e = n - 1; e >= 0; e--) {
        const struct care_relief one = relief(f, &all[e]);
        assert_int_equal(one.known, many[e].known);
        known += one.known;
        assert_memory_equal(one.mm, many[e].mm, sizeof one.mm);
        assert_memory_equal(one.low, many[e].low, sizeof one.low);
    }
    assert_true(known >= 20);
    if (heavier.known)
        assert_true(heavier.mm[CARE_SPINE_LUMBAR] !=
                    many[0].mm[CARE_SPINE_LUMBAR]);
    free(all);
    free(many);
}

// ---- in the answers

static void open_up(struct fixture *f)
{
    ask(f, "profile set", NULL, adult, 200);
    screen(f, NULL, 200);
}

static const json_t *entry(const json_t *library, const char *id)
{
    const json_t *list = json_object_get(library, "exercises"), *one;
    size_t i;
    json_array_foreach((json_t *)list, i,
                       one) if (!strcmp(text_at(one, "id"), id)) return one;
    fail_msg("no %s in the library", id);
    return NULL;
}

static void the_library_tells_it_once_there_is_a_body(void **state)
{
    struct fixture *f = *state;
    const json_t *a = ask(f, "library", NULL, NULL, 200);
    assert_true(
        json_is_null(json_object_get(entry(a, "knee_to_chest"), "relief")));
    open_up(f);
    a = ask(f, "library", NULL, NULL, 200);
    const json_t *r = json_object_get(entry(a, "knee_to_chest"), "relief");
    const json_t *lumbar =
        json_object_get(json_object_get(r, "regions"), "lumbar");
    const double mm = json_number_value(json_object_get(lumbar, "mm"));
    char figure[32];
    snprintf(figure, sizeof figure, "About %.2f mm", mm);
    assert_true(mm > 0.02 && mm < 0.5);
    assert_non_null(strstr(text_at(r, "text"), figure));
    // no figure for what is only read
    assert_true(json_is_null(json_object_get(entry(a, "plank"), "relief")));
    // where the model finds nothing it says so
    r = json_object_get(entry(a, "overhead_stretch"), "relief");
    assert_non_null(strstr(text_at(r, "text"), "finds no unloading"));
}

static const json_t *table_relief(struct fixture *f)
{
    return json_object_get(
        entry(ask(f, "library", NULL, NULL, 200), "traction_table"), "relief");
}

static double lumbar_of(const json_t *relief)
{
    return json_number_value(json_object_get(
        json_object_get(json_object_get(relief, "regions"), "lumbar"), "mm"));
}

// 20 % of 75 kg at first; then what the prescription allows today; a drawing of
// the same pull says the same
static void what_is_prescribed_has_the_dose_of_its_pull(void **state)
{
    struct fixture *f = *state;
    open_up(f);
    const json_t *r = table_relief(f);
    assert_non_null(strstr(text_at(r, "text"), "At the protocol's first week, "
                                               "147 newtons (15 kg)"));
    const double first = lumbar_of(r);
    json_t *d = ask(f, "traction design", NULL, "{\"kind\":\"traction\"}", 200);
    near(first,
         json_number_value(json_object_get(
             json_object_get(json_object_get(d, "heights"), "lumbar"), "mm")),
         1e-9);
    ask(f, "clearance add", NULL,
        "{\"modality\":\"traction_lumbar\",\"date\":\"2026-03-04\",\"role\":"
        "\"physiotherapist\",\"force_kg\":12,\"minutes\":4}",
        201);
    r = table_relief(f);
    assert_non_null(strstr(text_at(r, "text"),
                           "At today's step of the prescription, 118 newtons "
                           "(12 kg)"));
    assert_true(lumbar_of(r) > 0 && lumbar_of(r) < first);
}

static void who_is_blocked_is_told_no_force(void **state)
{
    struct fixture *f = *state;
    ask(f, "profile set", NULL, adult, 200);
    screen(f, "osteoporosis_fx", 200);
    assert_true(json_is_null(table_relief(f)));
}

static void the_week_says_why(void **state)
{
    struct fixture *f = *state;
    open_up(f);
    const json_t *plan = ask(f, "plan", NULL, NULL, 200);
    int told = 0;
    size_t d, i;
    json_t *day, *item;
    assert_true(true_at(plan, "optimal"));
    json_array_foreach(json_object_get(plan, "days"), d, day)
        json_array_foreach(json_object_get(day, "items"), i, item)
    {
        assert_true(json_is_object(json_object_get(item, "relief")));
        told += strstr(text_at(item, "why"), "more disc height") != NULL;
    }
    assert_true(told >= 7);
}

static double session_mm(struct fixture *f, const char *items, double share)
{
    char body[300];
    snprintf(body, sizeof body, "{\"items\":[%s]," QUICK "}", items);
    const json_t *s = ask(f, "session start", NULL, body, 201);
    const json_int_t length =
        json_integer_value(json_object_get(s, "length_ms"));
    fixture_pass(f, (int64_t)(share * (double)length / 1000) + 1);
    app_tick(f->app);
    if (share < 1)
        ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    const json_t *end =
        ask(f, "session finish", NULL, "{\"pain_after\":3}", 200);
    const json_t *relief_of_all = json_object_get(end, "relief");
    if (json_is_null(relief_of_all))
        return 0;
    return json_number_value(json_object_get(
        json_object_get(json_object_get(relief_of_all, "regions"), "lumbar"),
        "mm"));
}

// one after the other: what the first gave has begun to go by the end of the
// second, and only what was done counts
static void a_session_gives_what_was_done(void **state)
{
    struct fixture *f = *state;
    open_up(f);
    const char *const one = "{\"exercise\":\"knee_to_chest\"}",
                      *const other = "{\"exercise\":\"deep_breathing\"}";
    char both[120];
    snprintf(both, sizeof both, "%s,%s", one, other);
    const double a = session_mm(f, one, 1), b = session_mm(f, other, 1);
    const double together = session_mm(f, both, 1);
    const double stopped = session_mm(f, both, 0.75);
    assert_true(a > 0.01 && b > 0.01);
    assert_true(together > fmax(a, b) && together < a + b);
    near(stopped, a, 1e-9);
    // nothing done, nothing said
    near(session_mm(f, "{\"exercise\":\"pelvic_tilt\"}", 0.3), 0, 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(stays_are_the_time_of_the_item),
        T(a_hold_is_stayed_in),
        T(the_load_of_sitting_gives_nothing),
        T(longer_holds_give_more_and_part_is_left),
        T(an_inversion_is_dosed_at_its_own_angle),
        T(a_hang_is_dosed_at_its_own_step),
        T(an_answer_does_not_depend_on_what_was_asked_before),
        T(the_library_tells_it_once_there_is_a_body),
        T(what_is_prescribed_has_the_dose_of_its_pull),
        T(who_is_blocked_is_told_no_force),
        T(the_week_says_why),
        T(a_session_gives_what_was_done),
    };
    return cmocka_run_group_tests_name("app doses", tests, NULL, NULL);
}
