/* The plan in the code: written, read back, and nothing else let in. */
#include "paper_test.h"

#include "paper/code.h"

#include <zlib.h>

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
    struct sp_error err = {.text = ""};
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
    struct sp_error err = {.text = ""};
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
    struct sp_error err = {.text = ""};
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
        struct sp_error err = {.text = ""};
        const enum sp_status s = paper_read_code(lib, row[i].text, &plan, &err);
        if (s != row[i].status)
            fail_msg("%s: status %d, %s", row[i].why, s, err.text);
        if (s)
            assert_true(strlen(err.text) > 20);
    }
}

/* RFC 9285, written once more on its own. */
static void pack(const char *plain, size_t n, char *out)
{
    static const char letter[] =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    unsigned char packed[4096];
    uLongf len = sizeof packed;
    assert_int_equal(compress(packed, &len, (const Bytef *)plain, n), Z_OK);
    out += snprintf(out, 16, "STATURE1:");
    for (uLongf i = 0; i < len; i += 2) {
        unsigned v = packed[i];
        int letters = 2;
        if (i + 1 < len)
            v = 256 * v + packed[i + 1], letters = 3;
        for (; letters > 0; letters--, v /= 45)
            *out++ = letter[v % 45];
    }
    *out = 0;
}

/* Lines with a few bytes changed: what is accepted is written back as the
 * same lines, so nothing has two readings. */
static void test_changed_lines(void **state)
{
    (void)state;
    static const char sound[] = "1 2026-11-23\nchilds_pose flat 30 2 0 10 127\n"
                                "cat_cow - 0 0 60 10 21\n";
    static const char swap[] = "0123456789 -\n.-_az:\0\377";
    unsigned seed = 20261123; // fixed: the same rounds every time
    int taken = 0;
    for (int round = 0; round < 4000; round++) {
        char plain[sizeof sound], text[9000], again[9000];
        memcpy(plain, sound, sizeof sound);
        for (int k = 0; k < 1 + round % 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            plain[seed / 65536 % (sizeof sound - 1)] =
                swap[(seed >> 8) % (sizeof swap - 1)];
        }
        pack(plain, sizeof sound - 1, text);
        struct paper_plan plan;
        struct sp_error err;
        if (paper_read_code(lib, text, &plan, &err))
            continue;
        taken++;
        char *mine =
            write_code(plan.item, plan.items, *plan.from ? plan.from : NULL);
        struct paper_plan back;
        assert_int_equal(paper_read_code(lib, mine, &back, &err), SP_OK);
        assert_int_equal(back.items, plan.items);
        for (int i = 0; i < plan.items; i++)
            assert_same(&back.item[i], &plan.item[i]);
        snprintf(again, sizeof again, "%s", mine);
        free(mine);
        char *twice =
            write_code(back.item, back.items, *back.from ? back.from : NULL);
        assert_string_equal(again, twice);
        free(twice);
    }
    assert_true(taken > 10);
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
        cmocka_unit_test(test_changed_lines),
        cmocka_unit_test(test_refuses_to_write),
    };
    return cmocka_run_group_tests(tests, load_library, free_library);
}
