#include "fixture.h"

static void scores_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *measure, *values;
        double score;
    } row[] = {
        {"nrs",  "[7]",           7  },
        {"peg",  "[4, 5, 4]",     4.3}, /* 13 / 3 = 4.333 */
        {"peg",  "[10, 10, 9]",   9.7}, /* 29 / 3 = 9.667 */
        {"psfs", "[3]",           3  },
        {"psfs", "[3, 4, 6, 7]",  5  },
        {"psfs", "[0, 1, 1]",     0.7}, /* 2 / 3 */
        {"rmdq", "[]",            0  }, /* nothing ticked */
        {"rmdq", "[1, 24, 7, 8]", 4  },
        {"grc",  "[-5]",          -5 },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double got = -99;
        json_t *values = json_of(row[i].values);
        assert_ok(journal_score(row[i].measure, values, &got, &err));
        if (got < row[i].score - 1e-9 || got > row[i].score + 1e-9)
            fail_msg("%s %s: %g", row[i].measure, row[i].values, got);
        json_decref(values);
    }
}

static void what_cannot_be_scored_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *measure, *values;
        enum sp_status status;
        const char *says;
    } row[] = {
        {"peg",  "[4, 5]",             SP_E_PARSE,    "peg needs 3 answered values"      },
        {"peg",  "[4, null, 5]",       SP_E_PARSE,    "value 2 of peg is missing"        },
        {"peg",  "[4, 5, 11]",         SP_E_RANGE,    "value 3 of peg is 11"             },
        {"nrs",  "[4.5]",              SP_E_RANGE,    "whole number"                     },
        {"psfs", "[]",                 SP_E_PARSE,    "psfs needs 1 to 5 values, found 0"},
        {"psfs", "[1, 2, 3, 4, 5, 6]", SP_E_PARSE,    "1 to 5 values, found 6"           },
        {"rmdq", "[1, 2, 1]",          SP_E_RANGE,
         "statement 1 of rmdq is ticked twice"                                           },
        {"rmdq", "[25]",               SP_E_RANGE,    "rmdq is 25"                       },
        {"rmdq", "[0]",                SP_E_RANGE,    "rmdq is 0"                        },
        {"grc",  "[6]",                SP_E_RANGE,    "grc is 6"                         },
        {"odi",  "[1]",                SP_E_NOTFOUND, "no measure \"odi\""               },
        {"nrs",  "4",                  SP_E_PARSE,    "list"                             },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double got = -99;
        json_t *values = json_of(row[i].values);
        assert_fails(journal_score(row[i].measure, values, &got, &err),
                     row[i].status, row[i].says);
        assert_true(got == -99);
        json_decref(values);
    }
}

static void changes_that_matter(void **state)
{
    (void)state;
    static const struct {
        const char *why, *measure;
        double first, now;
        enum journal_verdict verdict;
    } row[] = {
        {"two points",                            "nrs",  7,   5,   JOURNAL_BETTER   },
        {"one point of seven is 14 %",            "nrs",  7,   6,   JOURNAL_SAME     },
        {"under 4 both tests: 2 points and 67 %", "nrs",  3,   1,   JOURNAL_BETTER   },
        {"under 4 30 % alone is not enough",      "nrs",  3,   2,   JOURNAL_SAME     },
        {"nothing left",                          "nrs",  5,   0,   JOURNAL_RECOVERED},
        {"two up",                                "nrs",  3,   5,   JOURNAL_WORSE    },
        {"one point cannot fall by two",          "nrs",  1,   0,   JOURNAL_TOO_LOW  },
        {"but can rise",                          "nrs",  0,   2,   JOURNAL_WORSE    },
        {"exactly one point, in floating point",  "peg",  4.3, 3.3,
         JOURNAL_BETTER                                                              },
        {"0.9 of 4.3 is 21 %",                    "peg",  4.3, 3.4, JOURNAL_SAME     },
        {"too low for PEG",                       "peg",  0.7, 0,   JOURNAL_TOO_LOW  },
        {"one point worse",                       "peg",  4.3, 5.3, JOURNAL_WORSE    },
        {"higher is better",                      "psfs", 3,   5,   JOURNAL_BETTER   },
        {"and lower is worse",                    "psfs", 5,   3,   JOURNAL_WORSE    },
        {"a third more of little is not",         "psfs", 3,   4,   JOURNAL_SAME     },
        {"no room above",                         "psfs", 9,   10,  JOURNAL_TOO_LOW  },
        {"five ticks",                            "rmdq", 20,  15,  JOURNAL_BETTER   },
        {"30 % of ten",                           "rmdq", 10,  7,   JOURNAL_BETTER   },
        {"two left",                              "rmdq", 10,  2,   JOURNAL_RECOVERED},
        {"four ticks of 20",                      "rmdq", 20,  16,  JOURNAL_SAME     },
        {"five more",                             "rmdq", 3,   8,   JOURNAL_WORSE    },
        {"too few to judge",                      "rmdq", 4,   3,   JOURNAL_TOO_LOW  },
        {"says so itself",                        "grc",  0,   2,   JOURNAL_BETTER   },
        {"a little",                              "grc",  0,   1,   JOURNAL_SAME     },
        {"worse",                                 "grc",  0,   -2,  JOURNAL_WORSE    },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct journal_change c;
        assert_ok(
            journal_change(row[i].measure, row[i].first, row[i].now, &c, &err));
        if (c.verdict != row[i].verdict)
            fail_msg("%s (%s %g to %g): %s", row[i].why, row[i].measure,
                     row[i].first, row[i].now, c.text);
        assert_true(strlen(c.text) > 20);
    }
    struct journal_change c;
    assert_fails(journal_change("odi", 1, 2, &c, &err), SP_E_NOTFOUND, "odi");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_by_hand),
        cmocka_unit_test(what_cannot_be_scored_is_refused),
        cmocka_unit_test(changes_that_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
