/* Thirty people through the rules, byte for byte; and tables with mistakes. */
#include "care_test.h"

static struct care_library *lib;

static int load(void **state)
{
    (void)state;
    lib = load_real();
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static void thirty_people_come_out_as_written_down(void **state)
{
    (void)state;
    size_t len;
    char *people = slurp(STATURE_SOURCE "/tests/care/people.csv", &len);
    char *out = NULL;
    struct sp_error err = {.text = ""};
    if (care_screen_batch(lib, "people.csv", people, len, &out, &err) != SP_OK)
        fail_msg("%s", err.text);
    assert_string_equal(out, people);
    int rows = -1;
    for (const char *p = out; *p; p++)
        rows += *p == '\n';
    assert_int_equal(rows, 30);
    free(out);
    free(people);
}

#define HEAD "id,age,bp,bmi,conditions,yes,unsure,cleared\n"

static void bad_rows_are_told_with_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *text;
    } rows[] = {
        {"id,age,bp,bmi,conditions,yes,unsure\nA,1,,,,,\n",
         "p.csv:1: column 'cleared' is missing"                                             },
        {HEAD "A,,,,,,,\n",                                 "p.csv:2: age: found ''"        },
        {HEAD "A,40,,,,,,\nB,4x,,,,,,\n",                   "p.csv:3: age: found '4x'"      },
        {HEAD "A,nan,,,,,,\n",                              "p.csv:2: age: found 'nan'"     },
        {HEAD "A,40,120,,,,,\n",                            "p.csv:2: bp: found '120'"      },
        {HEAD "A,40,80/120,,,,,\n",                         "p.csv:2: bp: found '80/120'"   },
        {HEAD "A,40,120/80/60,,,,,\n",                      "p.csv:2: bp: found"            },
        {HEAD "A,40,,-3,,,,\n",                             "p.csv:2: bmi: found '-3'"      },
        {HEAD "A,40,,,gout,,,\n",                           "p.csv:2: conditions: found"    },
        {HEAD "A,40,,,wrist;,,,\n",                         "p.csv:2: conditions: found"    },
        {HEAD "A,40,,,,E99,,\n",                            "p.csv:2: yes: found 'E99'"     },
        {HEAD "A,40,,,,,e01,\n",                            "p.csv:2: unsure: found 'e01'"  },
        {HEAD "A,40,,,,,,easy\n",                           "p.csv:2: cleared: found 'easy'"},
        {HEAD "A,40,,,,,\n",                                "p.csv:2"                       },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *out = NULL;
        struct sp_error err = {.text = ""};
        const enum sp_status st = care_screen_batch(
            lib, "p.csv", rows[i].csv, strlen(rows[i].csv), &out, &err);
        assert_int_equal(st, SP_E_PARSE);
        assert_null(out);
        if (!strstr(err.text, rows[i].text))
            fail_msg("expected '%s' in '%s'", rows[i].text, err.text);
    }
}

static void columns_may_come_in_any_order_and_cells_with_commas(void **state)
{
    (void)state;
    const char *csv = "age,id,bp,bmi,yes,conditions,unsure,cleared\n"
                      "40,\"Doe, J\",,,,glaucoma,,\n";
    char *out = NULL;
    struct sp_error err = {.text = ""};
    assert_int_equal(
        care_screen_batch(lib, "p.csv", csv, strlen(csv), &out, &err), SP_OK);
    assert_non_null(strstr(
        out, "\n\"Doe, J\",40,,,glaucoma,,,,,go_on,reduce,ok,ok,block,"));
    free(out);
}

// a row that says both keeps the stricter: E01 yes is an emergency
static void a_yes_stands_beside_not_sure(void **state)
{
    (void)state;
    const char *csv = HEAD "A,40,,,,E01,E01,\nB,40,,,,,E01,\n";
    char *out = NULL;
    struct sp_error err = {.text = ""};
    assert_int_equal(
        care_screen_batch(lib, "p.csv", csv, strlen(csv), &out, &err), SP_OK);
    assert_non_null(strstr(out, "\nA,40,,,,E01,E01,,,emergency,block,"));
    assert_non_null(strstr(out, "\nB,40,,,,,E01,,,same_day,block,"));
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thirty_people_come_out_as_written_down),
        cmocka_unit_test(bad_rows_are_told_with_line_and_column),
        cmocka_unit_test(columns_may_come_in_any_order_and_cells_with_commas),
        cmocka_unit_test(a_yes_stands_beside_not_sure),
    };
    return cmocka_run_group_tests(tests, load, release);
}
