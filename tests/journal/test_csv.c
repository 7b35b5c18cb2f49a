#include "fixture.h"

static char *csv_of(struct journal *j, enum journal_kind kind)
{
    char *csv = NULL;
    assert_ok(journal_export_csv(j, kind, &csv, &err));
    return csv;
}

/* The end of the only data row, after day and stamp. */
static const char *row_of(const char *csv)
{
    const char *row = strstr(csv, "\r\n");
    assert_non_null(row);
    row = strchr(row, ',');
    assert_non_null(row);
    row = strchr(row + 1, ',');
    assert_non_null(row);
    return row + 1;
}

static void units_are_in_the_headers(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    char *csv = csv_of(j, JOURNAL_STATURE);
    assert_string_equal(csv, "day,created (s since 1970 UTC),height (mm),when,"
                             "at,note\r\n");
    free(csv);
    csv = csv_of(j, JOURNAL_PROFILE);
    assert_non_null(strstr(csv, "height (m),mass (kg),birth (year),"));
    assert_non_null(strstr(csv, "reminder every (min),reminder from"));
    free(csv);
    csv = csv_of(j, JOURNAL_SESSION);
    assert_non_null(strstr(csv, "pain before (0-10)"));
    free(csv);
    csv = csv_of(j, JOURNAL_SCREEN);
    assert_non_null(strstr(csv, "bp systolic (mmHg),bp diastolic (mmHg)"));
    free(csv);
    j->ops->close(j);
}

static void what_csv_cannot_hold_plain_is_quoted(void **state)
{
    static const struct {
        const char *note, *cell;
    } row[] = {
        {"{'text': 'plain'}",                "plain\r\n"              },
        {"{'text': 'a, b'}",                 "\"a, b\"\r\n"           },
        {"{'text': 'a\\nb'}",                "\"a\nb\"\r\n"           },
        {"{'text': 'say \\u0022no\\u0022'}", "\"say \"\"no\"\"\"\r\n" },
        {"{'text': ' led by a space'}",      "\" led by a space\"\r\n"},
        {"{'text': '=SUM(A1:A2)'}",          "'=SUM(A1:A2)\r\n"       },
        {"{'text': '-1, minus'}",            "\"'-1, minus\"\r\n"     },
        {"{'text': '@x'}",                   "'@x\r\n"                },
        {"{'text': '\\tx'}",                 "'\tx\r\n"               },
        {"{'text': 'gr\xc3\xb6\xc3\x9f"
         "er'}",                    "gr\xc3\xb6\xc3\x9f"
         "er\r\n"                            },
    };
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const int64_t id = add(j, JOURNAL_NOTE, "2026-11-20", row[i].note);
        char *csv = csv_of(j, JOURNAL_NOTE);
        assert_string_equal(row_of(csv), row[i].cell);
        free(csv);
        assert_ok(j->ops->remove(j, JOURNAL_NOTE, id, &err));
    }
    j->ops->close(j);
}

static void numbers_lists_and_depth(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *csv = csv_of(j, JOURNAL_SCORE);
    assert_string_equal(row_of(csv), "peg,4; 5; 4,,7d,4.3,\r\n");
    free(csv);
    csv = csv_of(j, JOURNAL_SCREEN);
    assert_non_null(
        strstr(csv, "\"{\"\"E01\"\":\"\"no\"\",\"\"S04\"\":\"\"unsure\"\"}\""));
    assert_non_null(strstr(csv, ",131,84,"));
    free(csv);
    csv = csv_of(j, JOURNAL_PROFILE);
    assert_non_null(strstr(csv, "1.68,61.3,1988,female"));
    assert_non_null(strstr(csv, "10; 0; 10.5; 0; 10; 20; 0"));
    free(csv);
    j->ops->close(j);
}

/* Every row has as many cells as the header, by a plain RFC 4180 walk. */
static void every_row_has_every_column(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    for (int k = 0; k < JOURNAL_KINDS; k++) {
        char *csv = csv_of(j, (enum journal_kind)k);
        int cells = 1, columns = 0, rows = 0;
        bool quoted = false;
        for (const char *c = csv; *c; c++) {
            if (*c == '"')
                quoted = !quoted;
            else if (!quoted && *c == ',')
                cells++;
            else if (!quoted && c[0] == '\r' && c[1] == '\n') {
                columns = columns ? columns : cells;
                assert_int_equal(cells, columns);
                cells = 1;
                rows++;
            }
        }
        assert_false(quoted);
        assert_int_equal(rows, 2);
        free(csv);
    }
    j->ops->close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(units_are_in_the_headers),
        in_folder(what_csv_cannot_hold_plain_is_quoted),
        in_folder(numbers_lists_and_depth),
        in_folder(every_row_has_every_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
