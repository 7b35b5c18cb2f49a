/* The small tools that every reader and every reason leans on. */
#include "care_test.h"

#include "care/care_internal.h"

static void words_are_cut_at_whole_characters(void **state)
{
    (void)state;
    char text[8] = "";
    // an en dash is three bytes: 7 hold "30", the dash and "60"
    care_say(text, sizeof text, "30–60 s");
    assert_string_equal(text, "30–60");
    char small[5] = "";
    care_say(small, sizeof small, "30–60");
    assert_string_equal(small, "30");
    care_say(small, sizeof small, "é");
    assert_string_equal(small, "30é");
    care_say(small, sizeof small, "more");
    assert_string_equal(small, "30é");
    char mid[40] = "";
    care_say(mid, sizeof mid, "%.3s and on", "30–60");
    assert_string_equal(mid, "30 and on");
}

static void a_sentence_fits_whole_or_not_at_all(void **state)
{
    (void)state;
    char text[12] = "One.";
    assert_true(care_say_whole(text, sizeof text, " Two."));
    assert_false(care_say_whole(text, sizeof text, " Three."));
    assert_string_equal(text, "One. Two.");
    assert_true(care_say_whole(text, sizeof text, " 3"));
    assert_int_equal(strlen(text), 11);
}

static void arrays_grow_zeroed_and_keep_what_they_hold(void **state)
{
    (void)state;
    struct item {
        int value, zero;
    } *array = NULL;
    int count = 0;
    for (int i = 0; i < 1000; i++) {
        struct item *fresh = care_grow(&array, &count, sizeof *fresh);
        assert_non_null(fresh);
        assert_int_equal(fresh->value | fresh->zero, 0);
        fresh->value = i;
    }
    assert_int_equal(count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(array[i].value, i);
    free(array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_at_whole_characters),
        cmocka_unit_test(a_sentence_fits_whole_or_not_at_all),
        cmocka_unit_test(arrays_grow_zeroed_and_keep_what_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
