/* The plan in the code: written, read back, and nothing else let in. */
#include "paper_test.h"

#include "paper/code.h"

static int plan_of(struct paper_item it[PAPER_ITEMS_MAX])
{
    it[0] = item_of("childs_pose", 127);
    it[1] = item_of("cat_cow", 0x15);
    it[2] = item_of("dead_hang", 0);
    it[2].hold_s = 12.5;
    it[3] = item_of("knee_to_chest", 64);
    return 4;
}

static char *write_code(const struct paper_item *it, int n, const char *from)
{
    struct sp_error err = {SP_OK, ""};
    char *text = NULL;
    if (paper_write_code(lib, it, n, from, &text, &err))
        fail_msg("%s", err.text);
    return text;
}

static void assert_same(const struct paper_item *a, const struct paper_item *b)
{
    assert_int_equal(a->exercise, b->exercise);
    assert_int_equal(a->variant, b->variant);
    assert_int_equal(a->reps, b->reps);
    assert_int_equal(a->days, b->days);
    assert_true(a->hold_s == b->hold_s && a->duration_s == b->duration_s &&
                a->rest_s == b->rest_s);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct paper_item it[PAPER_ITEMS_MAX];
    struct paper_plan plan;
    struct sp_error err = {SP_OK, ""};
    const int n = plan_of(it);
    char *text = write_code(it, n, "2026-11-23");
    // the QR alphabet alone
    assert_int_equal(text[strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ "
                                       "$%*+-./:")],
                     0);
    char *loose = malloc(strlen(text) + 8);
    snprintf(loose, strlen(text) + 8, "\n %s \r\n", text);
    assert_int_equal(paper_read_code(lib, loose, &plan, &err), SP_OK);
    assert_int_equal(plan.items, n);
    assert_string_equal(plan.from, "2026-11-23");
    for (int i = 0; i < n; i++)
        assert_same(&plan.item[i], &it[i]);
    free(loose);
    free(text);
}

/* Every movement of the library at once. */
static void test_whole_library(void **state)
{
    (void)state;
    struct paper_item it[PAPER_ITEMS_MAX];
    struct paper_plan plan;
    struct sp_error err = {SP_OK, ""};
    int n = 0;
    for (int e = 0; e < care_exercise_count(lib) && n < PAPER_ITEMS_MAX; e++)
        it[n++] = item_of(care_exercise_at(lib, e)->id, (unsigned)e % 128);
    char *text = write_code(it, n, NULL);
    assert_int_equal(paper_read_code(lib, text, &plan, &err), SP_OK);
    assert_int_equal(plan.items, n);
    assert_string_equal(plan.from, "");
    for (int i = 0; i < n; i++)
        assert_same(&plan.item[i], &it[i]);
    struct code_dots dots;
    assert_int_equal(code_dots_init(&dots, text, &err), SP_OK);
    assert_true(dots.side >= 21 && dots.side <= 177);
    // finder pattern: seven dark, then a light one
    for (int i = 0; i < 7; i++)
        assert_true(dots.dark[i]);
    assert_false(dots.dark[7]);
    code_dots_release(&dots);
    free(text);
}

/* A changed letter is found, wherever it is: Adler-32 and strict lines. */
static void test_damage(void **state)
{
    (void)state;
    struct paper_item it[PAPER_ITEMS_MAX];
    struct paper_plan plan = {.items = -7};
    struct sp_error err;
    char *text = write_code(it, plan_of(it), "2026-11-23");
    const size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        const char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        assert_int_not_equal(paper_read_code(lib, text, &plan, &err), SP_OK);
        text[i] = was;
    }
    for (size_t i = 0; i < len; i++) {
        const char was = text[i];
        text[i] = 0;
        assert_int_not_equal(paper_read_code(lib, text, &plan, &err), SP_OK);
        text[i] = was;
    }
    assert_int_equal(plan.items, -7); // untouched on failure
    free(text);
}

/* Codes made by hand (zlib and base45 of the line shown) that are sound as
 * codes and wrong as plans. */
static void test_wrong_plans(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text;
        enum sp_status status;
    } row[] = {
#include "wrong_codes.inc"
        {"nothing",             "",                   SP_E_PARSE},
        {"another code",        "HTTP://EXAMPLE.ORG", SP_E_PARSE},
        {"the word alone",      "STATURE1:",          SP_E_PARSE},
        {"small letters",       "STATURE1:abc",       SP_E_PARSE},
        {"one letter too many", "STATURE1:A",         SP_E_PARSE},
        {"more than two bytes", "STATURE1:::::::",    SP_E_PARSE},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct paper_plan plan;
        struct sp_error err = {SP_OK, ""};
        const enum sp_status s = paper_read_code(lib, row[i].text, &plan, &err);
        if (s != row[i].status)
            fail_msg("%s: status %d, %s", row[i].why, s, err.text);
        if (s)
            assert_true(strlen(err.text) > 20);
    }
}

static void test_refuses_to_write(void **state)
{
    (void)state;
    struct paper_item it[PAPER_ITEMS_MAX + 1];
    struct sp_error err;
    char *text = NULL;
    for (int i = 0; i <= PAPER_ITEMS_MAX; i++)
        it[i] = item_of("childs_pose", 1);
    assert_int_equal(paper_write_code(lib, it, 0, NULL, &text, &err),
                     SP_E_RANGE);
    assert_int_equal(
        paper_write_code(lib, it, PAPER_ITEMS_MAX + 1, NULL, &text, &err),
        SP_E_RANGE);
    it[0].exercise = 4711;
    assert_int_equal(paper_write_code(lib, it, 1, NULL, &text, &err),
                     SP_E_RANGE);
    it[0] = item_of("childs_pose", 128);
    assert_int_equal(paper_write_code(lib, it, 1, NULL, &text, &err),
                     SP_E_RANGE);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_whole_library),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_wrong_plans),
        cmocka_unit_test(test_refuses_to_write),
    };
    return cmocka_run_group_tests(tests, load_library, free_library);
}
