#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/text.h"

static struct text_yaml *parse(const char *text)
{
    struct text_yaml *doc;
    struct sp_error err;
    if (text_yaml_parse(&doc, "f.yaml", text, strlen(text), &err) != SP_OK)
        fail_msg("%s", err.text);
    return doc;
}

static void nodes_know_their_line(void **state)
{
    (void)state;
    struct text_yaml *doc = parse("a: 1\nb:\n  - x\n  - {c: y}\n");
    const struct text_node *root = text_yaml_root(doc);
    assert_int_equal(text_kind(root), TEXT_MAP);
    assert_int_equal(text_count(root), 2);
    const struct text_node *b = text_field(root, "b");
    assert_int_equal(text_kind(b), TEXT_LIST);
    assert_int_equal(text_line(text_item(b, 1)), 4);
    assert_string_equal(text_scalar(text_field(text_item(b, 1), "c")), "y");
    assert_null(text_field(root, "z"));
    assert_null(text_item(b, 2));
    text_yaml_free(doc);
}

// what is refused, and what the person is told
static const struct {
    const char *why, *text, *says;
} refused[] = {
    {"syntax error names its line", "a: 1\nb: [1, 2\nc: 3\n", "f.yaml:3: "                 },
    {"duplicate field",             "a: 1\na: 2\n",           "f.yaml:2: a: written twice" },
    {"alias",                       "a: 1\nb: *x\n",          "f.yaml:2: aliases"          },
    {"anchor",                      "a: &x 1\nb: *x\n",       "f.yaml:1: anchors"          },
    {"anchor before a field",       "a: 1\n&x b: 1\n",        "f.yaml:2: anchors"          },
    {"anchor of a list",            "a: &x [1]\n",            "f.yaml:1: anchors"          },
    {"tag",                         "a: !!int 1\n",           "f.yaml:1: tags"             },
    {"tag of a mapping",            "a: !x {b: 1}\n",         "f.yaml:1: tags"             },
    {"empty file",                  "# nothing\n",            "f.yaml:1: the file is empty"},
    {"two documents",               "a: 1\n---\nb: 2\n",      "f.yaml:2: a second document"},
    {"list as a field name",        "? [a]\n: 1\n",           "f.yaml:1: a mapping's field"},
};

static void bad_text_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct text_yaml *doc;
        struct sp_error err;
        const enum sp_status st = text_yaml_parse(
            &doc, "f.yaml", refused[i].text, strlen(refused[i].text), &err);
        if (st != SP_E_PARSE ||
            strncmp(err.text, refused[i].says, strlen(refused[i].says)) != 0)
            fail_msg("%s: got '%s'", refused[i].why, err.text);
        assert_null(doc);
    }
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    char text[4000];
    memset(text, '[', sizeof text);
    struct text_yaml *doc;
    struct sp_error err;
    assert_int_equal(text_yaml_parse(&doc, "f.yaml", text, sizeof text, &err),
                     SP_E_PARSE);
    assert_non_null(strstr(err.text, "nested deeper"));
}

// or a megabyte of "- a" would take minutes: entries are looked up in turn
static void endless_lists_are_refused(void **state)
{
    (void)state;
    static char text[4097 * 4 + 1];
    for (int i = 0; i < 4097; i++)
        memcpy(text + 4 * i, "- a\n", 4);
    struct text_yaml *doc;
    struct sp_error err = {.text = ""};
    assert_int_equal(text_yaml_parse(&doc, "f.yaml", text, 4096 * 4, &err),
                     SP_OK);
    assert_int_equal(text_count(text_yaml_root(doc)), 4096);
    text_yaml_free(doc);
    assert_int_equal(text_yaml_parse(&doc, "f.yaml", text, 4097 * 4, &err),
                     SP_E_PARSE);
    assert_non_null(strstr(err.text, "f.yaml:4097: more than 4096 entries"));
}

static const struct {
    const char *why, *value, *says; // says NULL: accepted
    double number;
} numbers[] = {
    {"plain",                           "10.5",  NULL,                               10.5},
    {"exponent",                        "1e1",   NULL,                               10  },
    {"lower edge belongs to the range", "0",     NULL,                               0   },
    {"trailing letter",                 "10.5x", "found '10.5x', expected a number", 0   },
    {"not a number",                    "nan",   "found 'nan'",                      0   },
    {"infinity",                        ".inf",  "found '.inf'",                     0   },
    {"hexadecimal is not a dose",       "0x10",  "found '0x10'",                     0   },
    {"overflow",                        "1e999", "found '1e999'",                    0   },
    {"below",                           "-1",    "-1 is outside 0 to 60",            0   },
    {"above",                           "60.1",  "60.1 is outside 0 to 60",          0   },
    {"list",                            "[1]",   "found a list, expected a number",  0   },
};

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[80] = "hold_s: ";
        strncat(text, numbers[i].value, 40);
        struct text_yaml *doc = parse(text);
        struct sp_error err = {0};
        double got = -7;
        const enum sp_status st = text_read_number(
            text_yaml_root(doc), "hold_s", true, 0, 60, &got, &err);
        if (!numbers[i].says) {
            assert_int_equal(st, SP_OK);
            assert_true(got == numbers[i].number);
        } else if (st != SP_E_PARSE || !strstr(err.text, numbers[i].says) ||
                   strncmp(err.text, "f.yaml:1: hold_s: ", 18) != 0) {
            fail_msg("%s: got '%s'", numbers[i].why, err.text);
        }
        text_yaml_free(doc);
    }
}

static void other_reads(void **state)
{
    (void)state;
    struct text_yaml *doc = parse("n: 3\nhalf: 2.5\nyes: true\nw: each\n"
                                  "list: [a, b]\nlong: abcdef\n");
    const struct text_node *root = text_yaml_root(doc);
    struct sp_error err;
    int n = 0;
    assert_int_equal(text_read_int(root, "n", true, 0, 9, &n, &err), SP_OK);
    assert_int_equal(n, 3);
    assert_int_equal(text_read_int(root, "half", true, 0, 9, &n, &err),
                     SP_E_PARSE);
    assert_int_equal(n, 3);
    bool b = false;
    assert_int_equal(text_read_bool(root, "yes", true, &b, &err), SP_OK);
    assert_true(b);
    const char *const words[] = {"none", "each"};
    int w = 0;
    assert_int_equal(text_read_word(root, "w", true, words, 2, &w, &err),
                     SP_OK);
    assert_int_equal(w, 1);
    assert_int_equal(text_read_word(root, "n", true, words, 2, &w, &err),
                     SP_E_PARSE);
    assert_non_null(strstr(err.text, "found '3', expected none or each"));
    char **list = NULL;
    assert_int_equal(text_read_list(root, "list", true, &list, &err), SP_OK);
    assert_string_equal(list[1], "b");
    assert_null(list[2]);
    text_free_list(list);
    char *s = NULL;
    assert_int_equal(text_read_string(root, "long", true, 5, &s, &err),
                     SP_E_PARSE);
    assert_null(s);
    assert_int_equal(text_read_string(root, "gone", false, 5, &s, &err), SP_OK);
    assert_null(s);
    assert_int_equal(text_read_string(root, "gone", true, 5, &s, &err),
                     SP_E_PARSE);
    assert_non_null(strstr(err.text, "gone: missing"));
    const char *const known[] = {"n", "half", "yes", "w", "list"};
    assert_int_equal(text_only_fields(root, known, 5, &err), SP_E_PARSE);
    assert_non_null(strstr(err.text, "f.yaml:6: long: unknown field"));
    text_yaml_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_know_their_line),
        cmocka_unit_test(bad_text_is_refused_with_its_place),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(endless_lists_are_refused),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(other_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
