#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/text.h"

static void quoted_fields_keep_commas_quotes_and_lines(void **state)
{
    (void)state;
    const char *in = "id,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,\n";
    struct text_csv *csv;
    struct sp_error err;
    assert_int_equal(text_csv_parse(&csv, "f.csv", in, strlen(in), &err),
                     SP_OK);
    assert_int_equal(text_csv_rows(csv), 2);
    assert_int_equal(text_csv_column(csv, "text"), 1);
    assert_int_equal(text_csv_column(csv, "none"), -1);
    assert_string_equal(text_csv_at(csv, 0, 1), "a, \"b\"\nc");
    assert_string_equal(text_csv_at(csv, 1, 1), "");
    assert_int_equal(text_csv_line(csv, 0), 2);
    assert_int_equal(text_csv_line(csv, 1), 5);
    text_csv_free(csv);
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    const char *in = "\xEF\xBB\xBFseconds,newtons\r\n0,5\r\n";
    struct text_csv *csv;
    struct sp_error err;
    assert_int_equal(text_csv_parse(&csv, "f.csv", in, strlen(in), &err),
                     SP_OK);
    assert_int_equal(text_csv_column(csv, "seconds"), 0);
    assert_string_equal(text_csv_at(csv, 0, 1), "5");
    text_csv_free(csv);
}

static const struct {
    const char *why, *text, *says;
} refused[] = {
    {"open quote",           "a,b\n\"x,1\n",   "f.csv:2: a quote"                   },
    {"text after quote",     "a\n\"x\"y\n",    "f.csv:2: text after"                },
    {"quote in plain field", "a\nx\"y\n",      "f.csv:2: a quote"                   },
    {"too few fields",       "a,b\n1,2\n3\n",  "f.csv:3: 1 fields, the header has 2"},
    {"nothing",              "",               "f.csv:1: no header"                 },
    {"a column twice",       "a,b,a\n1,2,3\n",
     "f.csv:1: the column 'a' stands twice"                                         },
};

static void bad_rows_are_refused_with_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct text_csv *csv;
        struct sp_error err;
        const enum sp_status st = text_csv_parse(&csv, "f.csv", refused[i].text,
                                                 strlen(refused[i].text), &err);
        if (st != SP_E_PARSE ||
            strncmp(err.text, refused[i].says, strlen(refused[i].says)) != 0)
            fail_msg("%s: got '%s'", refused[i].why, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_fields_keep_commas_quotes_and_lines),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
        cmocka_unit_test(bad_rows_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
