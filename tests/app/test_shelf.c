/* The shelf of finished figures: what was used last stays. */
#include "fixture.h"

static bool has(struct app_shelf *shelf, const char *key, const char *text)
{
    unsigned char *bytes = NULL;
    size_t len = 0;
    const bool found = app_shelf_take(shelf, key, &bytes, &len);
    if (found) {
        assert_int_equal(len, strlen(text));
        assert_memory_equal(bytes, text, len);
    }
    free(bytes);
    return found;
}

static void put(struct app_shelf *shelf, const char *key, const char *text)
{
    app_shelf_put(shelf, key, (const unsigned char *)text, strlen(text));
}

static void the_least_used_goes_first(void **state)
{
    (void)state;
    struct app_shelf *shelf = app_shelf_new(10);
    put(shelf, "a", "aaaa");
    put(shelf, "b", "bbbb");
    assert_true(has(shelf, "a", "aaaa"));
    put(shelf, "c", "cccc");
    assert_true(has(shelf, "a", "aaaa"));
    assert_false(has(shelf, "b", "bbbb"));
    assert_true(has(shelf, "c", "cccc"));
    app_shelf_free(shelf);
}

static void what_is_too_large_is_not_kept(void **state)
{
    (void)state;
    struct app_shelf *shelf = app_shelf_new(10);
    put(shelf, "a", "aaaa");
    put(shelf, "big", "0123456789a");
    assert_true(has(shelf, "a", "aaaa"));
    assert_false(has(shelf, "big", ""));
    put(shelf, "all", "0123456789");
    assert_true(has(shelf, "all", "0123456789"));
    assert_false(has(shelf, "a", "aaaa"));
    app_shelf_free(shelf);
}

static void a_key_is_kept_once(void **state)
{
    (void)state;
    struct app_shelf *shelf = app_shelf_new(10);
    for (int i = 0; i < 20; i++)
        put(shelf, "a", i % 2 ? "old" : "young");
    assert_true(has(shelf, "a", "old"));
    put(shelf, "b", "1234567");
    assert_true(has(shelf, "a", "old"));
    app_shelf_free(shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_used_goes_first),
        cmocka_unit_test(what_is_too_large_is_not_kept),
        cmocka_unit_test(a_key_is_kept_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
