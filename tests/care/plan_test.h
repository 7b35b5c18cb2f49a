/* What the tests of the week share: the library, one person's case, and made-up
 * reliefs. Each program that includes it has its own library. */
#ifndef PLAN_TEST_H
#define PLAN_TEST_H

#include "care_test.h"

static struct care_library *lib;
static int n;

static inline int load(void **state)
{
    (void)state;
    lib = load_real();
    n = care_exercise_count(lib);
    return 0;
}

static inline int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static inline char **all_equipment(void)
{
    static char *all[] = {"mat",
                          "pillow",
                          "chair",
                          "wall",
                          "bed",
                          "ball",
                          "roller",
                          "towel",
                          "partner",
                          "pullup_bar",
                          "smith_machine",
                          "inversion_table",
                          "blanket",
                          "traction_table",
                          NULL};
    return all;
}
static char *none[] = {NULL};

/* One person's case: everything the planner is told. */
struct plan_case {
    struct care_answers answers;
    struct care_screen screen;
    struct care_wishes wishes;
    struct care_response *response;
    struct care_relief *relief; /* NULL: none known */
};

static inline struct plan_case a_case(double minutes)
{
    struct plan_case c = {.answers = healthy()};
    c.wishes = (struct care_wishes){.regions = 1u << CARE_REGION_LOWER_BACK,
                                    .equipment = none,
                                    .condition = -1,
                                    .pain_now = 2};
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        c.wishes.minutes[d] = minutes;
    c.response = calloc((size_t)n, sizeof *c.response);
    assert_non_null(c.response);
    for (int e = 0; e < n; e++)
        c.response[e] = care_response_none();
    return c;
}

// done a few times before, last five days ago
static inline void give_history(struct plan_case *c)
{
    for (int e = 0; e < n; e++) {
        c->response[e].done = 4;
        c->response[e].last_day = 5;
    }
}

static inline struct care_plan *planned(struct plan_case *c)
{
    struct care_plan *plan;
    struct sp_error err = {.text = ""};
    c->screen = screened(lib, &c->answers);
    if (care_plan(lib, &c->screen, &c->wishes, c->response, c->relief, &plan,
                  &err) != SP_OK)
        fail_msg("%s", err.text);
    return plan;
}

static inline int days_of(const struct care_plan *plan, int exercise)
{
    int days = 0;
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        for (int i = 0; i < plan->day[d].items; i++)
            days += plan->day[d].item[i].exercise == exercise;
    return days;
}

static inline int days_of_id(const struct care_plan *plan, const char *id)
{
    return days_of(plan, must(care_exercise_find(lib, id), id));
}

static inline const char *why_not(const struct care_plan *plan, const char *id)
{
    const int e = must(care_exercise_find(lib, id), id);
    for (int i = 0; i < plan->left_out_count; i++)
        if (plan->left_out[i].exercise == e)
            return plan->left_out[i].why;
    fail_msg("%s is not among what is left out", id);
    return "";
}

/* ---- made-up reliefs
 * -------------------------------------------------------- */

static inline struct care_relief relief_of(double neck, double thoracic,
                                           double lumbar)
{
    const double mm[CARE_SPINE_PARTS] = {neck, thoracic, lumbar};
    struct care_relief r = {.known = true};
    for (int k = 0; k < CARE_SPINE_PARTS; k++) {
        r.mm[k] = mm[k];
        r.low[k] = mm[k] - 0.3 * fabs(mm[k]) - 0.01;
        r.high[k] = mm[k] + 0.3 * fabs(mm[k]) + 0.01;
        r.left_mm[k] = 0.6 * mm[k];
    }
    return r;
}

// different for every exercise, some unknown, some loading; the caller frees
static inline struct care_relief *some_relief(void)
{
    struct care_relief *r = calloc((size_t)n, sizeof *r);
    assert_non_null(r);
    for (int e = 0; e < n; e++)
        if (e % 7)
            r[e] = relief_of(0.02 * (e % 5) - 0.03, 0.03 * (e % 6) - 0.02,
                             0.015 * (e % 8) - 0.02);
    return r;
}

/* ---- what must hold for every day
 * --------------------------------------------------------------------- */

static inline void check_item(const struct plan_case *c,
                              const struct care_item *item)
{
    const struct care_exercise *ex = care_exercise_at(lib, item->exercise);
    const struct care_why why =
        care_allow(lib, &c->screen, item->exercise, item->variant);
    if (why.action >= CARE_ASK)
        fail_msg("%s is planned but %s: %s", ex->id, care_action_id(why.action),
                 why.text);
    assert_int_equal(ex->playable, CARE_PLAYABLE);
    assert_true(ex->modalities != 0);
    assert_false(c->response[item->exercise].excluded);
    assert_false(c->response[item->exercise].removed);
    if (!c->wishes.advanced_ready)
        assert_int_equal(ex->level, CARE_BEGINNER);
    for (char **id = ex->equipment; *id; id++) {
        bool there = strcmp(*id, "mat") == 0;
        for (char **own = c->wishes.equipment; *own; own++)
            there |= strcmp(*id, *own) == 0;
        assert_true(there);
    }
    assert_true(strlen(item->why) > 15);
    assert_true(item->minutes > 0);
}

static inline void check_day(const struct plan_case *c,
                             const struct care_day *day, double wanted)
{
    double sum = day->items ? CARE_SESSION_FRAME_MIN : 0;
    bool warm = true;
    for (int i = 0; i < day->items; i++) {
        const struct care_exercise *ex =
            care_exercise_at(lib, day->item[i].exercise);
        check_item(c, &day->item[i]);
        sum += day->item[i].minutes;
        // the warm-up comes first, breathing last
        assert_true(warm || !ex->warm_up);
        warm = ex->warm_up;
        if (strcmp(ex->category, "breathing") == 0)
            assert_int_equal(i, day->items - 1);
        for (int k = 0; k < i; k++)
            assert_int_not_equal(day->item[k].exercise, day->item[i].exercise);
    }
    assert_near(day->minutes, sum, 1e-9);
    if (day->minutes > wanted + 1e-6)
        fail_msg("%.2f minutes planned, %.2f wanted", day->minutes, wanted);
    if (wanted <= 0)
        assert_int_equal(day->items, 0);
}

#endif
