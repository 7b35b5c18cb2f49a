#include "fixture.h"

/* NULL `says`: the record is good. `part`: checked as an edit. */
struct row {
    const char *why;
    enum journal_kind kind;
    bool part;
    const char *fields;
    enum sp_status status;
    const char *says;
};

static const struct row rows[] = {
    {"an empty profile is a profile",          JOURNAL_PROFILE,   false, "{}",                         SP_OK,      ""                                              },
    {"edge of the range",                      JOURNAL_PROFILE,   false,
     "{'height_m': 2.2, 'mass_kg': 30}",                                                               SP_OK,      ""                                              },
    {"just beyond",                            JOURNAL_PROFILE,   false, "{'height_m': 2.2001}",       SP_E_RANGE,
     "profile.height_m: 2.2001 m is outside 1.2 to 2.2 m"                                                                                                          },
    {"huge number",                            JOURNAL_PROFILE,   false, "{'mass_kg': 1e300}",         SP_E_RANGE,
     "profile.mass_kg"                                                                                                                                             },
    {"text for a number",                      JOURNAL_PROFILE,   false, "{'height_m': '1.75'}",
     SP_E_PARSE,                                                                                                   "profile.height_m: found a text, need a number" },
    {"fraction for a whole number",            JOURNAL_PROFILE,   false,
     "{'birth_year': 1980.5}",                                                                         SP_E_PARSE, "need a whole number"                           },
    {"unknown field is named",                 JOURNAL_PROFILE,   false, "{'hieght_m': 1.7}",
     SP_E_PARSE,                                                                                                   "profile.hieght_m: there is no such field"      },
    {"word outside the list",                  JOURNAL_PROFILE,   false, "{'sex': 'other'}",
     SP_E_RANGE,                                                                                                   "is not one of female, male, unstated"          },
    {"seven days, not six",                    JOURNAL_PROFILE,   false,
     "{'minutes': [1, 2, 3, 4, 5, 6]}",                                                                SP_E_RANGE,
     "profile.minutes: the list has 6 values, need 7 to 7"                                                                                                         },
    {"the item at fault is named",             JOURNAL_PROFILE,   false,
     "{'minutes': [1, 2, 3, 4, 5, 6, 241]}",                                                           SP_E_RANGE,
     "profile.minutes[6]: 241 min"                                                                                                                                 },
    {"a part of a part",                       JOURNAL_PROFILE,   false,
     "{'reminder': {'from': '24:00'}}",                                                                SP_E_PARSE,
     "profile.reminder.from: \"24:00\" is not a time of day"                                                                                                       },
    {"null is not there",                      JOURNAL_PROFILE,   false, "{'condition': null}",        SP_OK,
     ""                                                                                                                                                            },
    {"id with a slash",                        JOURNAL_PROFILE,   false, "{'condition': '../x'}",
     SP_E_PARSE,                                                                                                   "profile.condition"                             },
    {"needed field missing",                   JOURNAL_STATURE,   false, "{'when': 'morning'}",
     SP_E_PARSE,                                                                                                   "stature.height_mm: missing"                    },
    {"needed field may be missing in an edit", JOURNAL_STATURE,   true,
     "{'when': 'morning'}",                                                                            SP_OK,      ""                                              },
    {"but cannot be taken away",               JOURNAL_STATURE,   true,  "{'height_mm': null}",
     SP_E_PARSE,                                                                                                   "stature.height_mm"                             },
    {"map key that is no id",                  JOURNAL_SCREEN,    false,
     "{'triage': 'go_on', 'questions': {'E 01': 'no'}}",                                               SP_E_PARSE,
     "screen.questions: \"E 01\" is not an id"                                                                                                                     },
    {"map value outside the list",             JOURNAL_SCREEN,    false,
     "{'triage': 'go_on', 'questions': {'E01': 'maybe'}}",                                             SP_E_RANGE,
     "screen.questions.E01: \"maybe\" is not one of no, yes, unsure"                                                                                               },
    {"session item fields are closed too",     JOURNAL_SESSION,   false,
     "{'phase': 'running', 'position_ms': 0, 'length_ms': 1, 'items': "
     "[{'exercise': 'a', 'color': 1}]}",                                                               SP_E_PARSE, "session.items[0].color: there is no such field"},
    {"place off the map",                      JOURNAL_SESSION,   true,  "{'places_after': ['tail']}",
     SP_E_RANGE,                                                                                                   "session.places_after[0]"                       },
    {"pain beyond ten",                        JOURNAL_SESSION,   true,  "{'pain_after': 11}",         SP_E_RANGE,
     "session.pain_after: 11 is outside 0 to 10"                                                                                                                   },
    {"day that the month has not",             JOURNAL_CLEARANCE, false,
     "{'modality': 'hang', 'date': '2026-02-29', 'role': 'GP'}",                                       SP_E_PARSE,
     "clearance.date"                                                                                                                                              },
    {"clearance of nothing",                   JOURNAL_CLEARANCE, false,
     "{'date': '2026-02-28', 'role': 'GP'}",                                                           SP_E_PARSE, "neither"                                       },
    {"clearance of two things",                JOURNAL_CLEARANCE, false,
     "{'modality': 'hang', 'question': 'C01', 'date': '2026-02-28', 'role': "
     "'GP'}",                                                                                          SP_E_PARSE, "both"                                          },
    {"swap without a partner",                 JOURNAL_CHOICE,    false,
     "{'what': 'swap', 'exercise': 'plank'}",                                                          SP_E_PARSE,
     "choice.instead: missing, a swap needs it"                                                                                                                    },
    {"PEG with an answer missing",             JOURNAL_SCORE,     false,
     "{'measure': 'peg', 'values': [4, 5]}",                                                           SP_E_PARSE,
     "score.values: peg needs 3 answered values, found 2"                                                                                                          },
    {"a score that does not follow",           JOURNAL_SCORE,     false,
     "{'measure': 'peg', 'values': [4, 5, 6], 'score': 4}",                                            SP_E_RANGE,
     "score.score: 4 does not follow from the values, which give 5"                                                                                                },
    {"control character",                      JOURNAL_NOTE,      false, "{'text': 'a\\u0007b'}",
     SP_E_PARSE,                                                                                                   "control character"                             },
    {"not an object",                          JOURNAL_NOTE,      false, "[]",                         SP_E_PARSE,
     "note: found a list, need an object"                                                                                                                          },
};

static void accepts_and_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        json_t *fields = json_of(r->fields);
        err.text[0] = '\0';
        const enum sp_status got =
            journal_check(r->kind, fields, r->part, &err);
        if (got != r->status || !strstr(err.text, r->says))
            fail_msg("%s: status %d, \"%s\"", r->why, (int)got, err.text);
        json_decref(fields);
    }
}

static void a_nul_inside_a_text_is_refused(void **state)
{
    (void)state;
    json_t *fields = json_object();
    json_object_set_new(fields, "text", json_stringn("a\0b", 3));
    assert_fails(journal_check(JOURNAL_NOTE, fields, false, &err), SP_E_PARSE,
                 "NUL");
    json_decref(fields);
}

static void a_long_path_and_a_long_text_are_cut_safely(void **state)
{
    (void)state;
    char key[3000], text[8002];
    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    json_t *fields = json_pack("{s:s, s:i}", "text", "t", key, 1);
    assert_fails(journal_check(JOURNAL_NOTE, fields, false, &err), SP_E_PARSE,
                 "no such field");
    json_decref(fields);
    fields = json_pack("{s:s}", "text", text);
    assert_fails(journal_check(JOURNAL_NOTE, fields, false, &err), SP_E_RANGE,
                 "note.text: the text is 8001 bytes long, need at most 8000");
    json_decref(fields);
}

static void days_of_the_calendar(void **state)
{
    (void)state;
    static const char *const good[] = {"1970-01-01", "2024-02-29", "2000-02-29",
                                       "1900-01-01", "2999-12-31"};
    static const char *const bad[] = {
        "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
        "2026-04-31", "2026-4-30",  "26-04-30",   "2026/04/30",
        "2026-04-3x", "1899-12-31", "",           "2026-04-30T"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_ok(journal_check_day(good[i], &err));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_fails(journal_check_day(bad[i], &err), SP_E_PARSE, "YYYY-MM-DD");
    assert_fails(journal_check_day(NULL, &err), SP_E_PARSE, "YYYY-MM-DD");
}

/* Hand-worked: 1970-01-01 is day 0, a Thursday; 2000-03-01 is 11017. */
static void day_numbers_count_and_come_back(void **state)
{
    (void)state;
    assert_int_equal(journal_day_number("1970-01-01"), 0);
    assert_int_equal(journal_weekday(0), 3);
    assert_int_equal(journal_day_number("2000-03-01"), 11017);
    assert_int_equal(journal_weekday(journal_day_number("2026-11-21")), 5);
    char day[11];
    for (int n = journal_day_number("1900-01-01");
         n <= journal_day_number("2999-12-31"); n++) {
        journal_day_text(n, day);
        if (journal_day_number(day) != n)
            fail_msg("day %d became %s", n, day);
    }
}

static void nulls_are_left_out_at_any_depth(void **state)
{
    (void)state;
    json_t *fields =
        json_of("{'from': '2026-11-02', 'note': null, 'days': [{'items': "
                "[{'exercise': 'plank', 'variant': null}]}]}");
    json_t *want = json_of("{'from': '2026-11-02', 'days': [{'items': "
                           "[{'exercise': 'plank'}]}]}");
    json_t *got = NULL;
    assert_ok(journal_check(JOURNAL_PLAN, fields, false, &err));
    assert_ok(journal_complete(JOURNAL_PLAN, fields, &got, &err));
    assert_true(json_equal(got, want));
    json_decref(fields);
    json_decref(want);
    json_decref(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_and_refuses),
        cmocka_unit_test(a_nul_inside_a_text_is_refused),
        cmocka_unit_test(a_long_path_and_a_long_text_are_cut_safely),
        cmocka_unit_test(days_of_the_calendar),
        cmocka_unit_test(day_numbers_count_and_come_back),
        cmocka_unit_test(nulls_are_left_out_at_any_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
