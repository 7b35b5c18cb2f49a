#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "stature/base.h"

static void arena_gives_zeroed_aligned_memory_and_refuses_overflow(void **state)
{
    (void)state;
    _Alignas(max_align_t) unsigned char mem[128];
    memset(mem, 0xAA, sizeof mem);
    struct sp_arena a = {mem, sizeof mem, 0, 0};

    unsigned char *first = sp_arena_alloc(&a, 3, 1);
    assert_non_null(first);
    assert_int_equal(first[0] | first[1] | first[2], 0);
    unsigned char *second = sp_arena_alloc(&a, 1, 8);
    assert_int_equal((uintptr_t)second % _Alignof(max_align_t), 0);
    const size_t used = a.used;
    assert_null(sp_arena_alloc(&a, SIZE_MAX / 2, 4));
    assert_null(sp_arena_alloc(&a, 1, sizeof mem));
    assert_int_equal(a.used, used);

    // memory that begins at an odd address
    struct sp_arena odd = {mem + 1, sizeof mem - 1, 0, 0};
    unsigned char *third = sp_arena_alloc(&odd, 1, 8);
    assert_non_null(third);
    assert_int_equal((uintptr_t)third % _Alignof(max_align_t), 0);
}

static void fail_stores_status_and_cuts_long_text(void **state)
{
    (void)state;
    struct sp_error err;
    char word[600];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';

    assert_int_equal(sp_fail(&err, SP_E_RANGE, "%s", word), SP_E_RANGE);
    assert_int_equal(err.status, SP_E_RANGE);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_int_equal(sp_fail(NULL, SP_E_IO, "nobody listens"), SP_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            arena_gives_zeroed_aligned_memory_and_refuses_overflow),
        cmocka_unit_test(fail_stores_status_and_cuts_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
