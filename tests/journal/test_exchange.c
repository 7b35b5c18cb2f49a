#include "fixture.h"

static char *exported(struct journal *j, json_t **as_json)
{
    json_t *all = NULL;
    assert_ok(journal_export_json(j, &all, &err));
    char *text = json_dumps(all, JSON_SORT_KEYS);
    if (as_json)
        *as_json = all;
    else
        json_decref(all);
    return text;
}

static void an_export_imported_exports_the_same(void **state)
{
    const struct folder *f = *state;
    struct journal *a = open_journal(f->journal);
    struct journal *b = open_journal(f->other);
    fill(a);
    (void)add(a, JOURNAL_NOTE, "2026-10-01", "{'text': 'twice'}");
    (void)add(a, JOURNAL_NOTE, "2026-10-01", "{'text': 'twice'}");
    char *first = exported(a, NULL);
    json_t *parsed = json_loads(first, 0, NULL);
    int added = 0;
    assert_ok(journal_import_json(b, parsed, &added, &err));
    assert_int_equal(added, JOURNAL_KINDS + 2);
    char *second = exported(b, NULL);
    assert_string_equal(first, second);
    assert_null(strstr(first, "\"id\""));

    /* the same file again adds nothing */
    assert_ok(journal_import_json(b, parsed, &added, &err));
    assert_int_equal(added, 0);
    free(second);
    second = exported(b, NULL);
    assert_string_equal(first, second);
    json_decref(parsed);
    free(first);
    free(second);
    a->ops->close(a);
    b->ops->close(b);
}

static void an_import_is_one_step_of_undo(void **state)
{
    const struct folder *f = *state;
    struct journal *a = open_journal(f->journal);
    struct journal *b = open_journal(f->other);
    fill(a);
    (void)add(b, JOURNAL_PROFILE, "2026-09-01",
              "{'name': 'B', 'country': 'NZ'}");
    (void)add(b, JOURNAL_NOTE, "2026-09-01", "{'text': 'mine'}");
    char *before = whole(b), what[200];
    json_t *all = NULL;
    free(exported(a, &all));
    assert_ok(journal_import_json(b, all, NULL, &err));

    /* the profile is merged: what the import does not name stays */
    json_t *profile = NULL;
    assert_ok(b->ops->last(b, JOURNAL_PROFILE, &profile, &err));
    assert_string_equal(json_string_value(json_object_get(profile, "country")),
                        "NZ");
    assert_string_not_equal(json_string_value(json_object_get(profile, "name")),
                            "B");
    json_decref(profile);
    assert_int_equal(count_of(b, JOURNAL_NOTE), 2);

    assert_ok(b->ops->undo(b, what, &err));
    assert_string_equal(what, "Took back the import.");
    char *after = whole(b);
    assert_string_equal(before, after);
    free(before);
    free(after);
    json_decref(all);
    a->ops->close(a);
    b->ops->close(b);
}

static void ones_own_export_marked_as_imported_is_known(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *before = whole(j);
    json_t *all = NULL, *record;
    free(exported(j, &all));
    size_t i;
    json_array_foreach(json_object_get(all, "screen"), i, record)
        json_object_set_new(record, "imported", json_true());
    int added = -1;
    assert_ok(journal_import_json(j, all, &added, &err));
    assert_int_equal(added, 0);
    char *after = whole(j);
    assert_string_equal(before, after);
    free(before);
    free(after);
    json_decref(all);
    j->ops->close(j);
}

static void a_bad_import_changes_nothing(void **state)
{
#define HEAD "{'format': 'stature journal', 'version': 1, "
#define GOOD "{'day': '2026-11-01', 'created': 5, 'text': 'ok'}"
    static const struct {
        const char *why, *file;
        enum sp_status status;
        const char *says;
    } row[] = {
        {"not an object",                 "[1]",                                                SP_E_PARSE, "not a Stature export"                    },
        {"other format",                  "{'format': 'x', 'version': 1}",                      SP_E_PARSE,
         "not a Stature export"                                                                                                                       },
        {"no version",                    "{'format': 'stature journal'}",                      SP_E_PARSE, "version"                                 },
        {"newer",                         "{'format': 'stature journal', 'version': 2}",        SP_E_PARSE,
         "newer Stature"                                                                                                                              },
        {"unknown kind",                  HEAD "'diary': []}",                                  SP_E_PARSE, "diary"                                   },
        {"kind that is no list",          HEAD "'note': {}}",                                   SP_E_PARSE,
         "note: need a list"                                                                                                                          },
        {"second of two is bad",
         HEAD "'note': [" GOOD ", {'day': "
              "'2026-11-01', 'created': 5, 'text': 7}]}",                                       SP_E_PARSE, "note[1]: note.text: found a number"      },
        {"record that is no object",      HEAD "'note': [3]}",                                  SP_E_PARSE,
         "note[0]: need an object"                                                                                                                    },
        {"null for a record",             HEAD "'note': [null]}",                               SP_E_PARSE, "note[0]"                                 },
        {"no day",                        HEAD "'note': [{'created': 5, 'text': 'x'}]}",        SP_E_PARSE,
         "note[0]: day"                                                                                                                               },
        {"no stamp",                      HEAD "'note': [{'day': '2026-11-01', 'text': 'x'}]}",
         SP_E_PARSE,                                                                                        "note[0]: created"                        },
        {"stamp before 1970",
         HEAD "'note': [{'day': '2026-11-01', 'created': "
              "-1, 'text': 'x'}]}",                                                             SP_E_PARSE, "note[0]: created"                        },
        {"row number of another journal",
         HEAD "'note': [{'id': 3, 'day': "
              "'2026-11-01', 'created': 5, 'text': 'x'}]}",                                     SP_E_PARSE, "note[0]: note.id: there is no such field"},
        {"two people",
         HEAD "'profile': [{'day': '2026-11-01', 'created': 1}, "
              "{'day': '2026-11-01', 'created': 1}]}",                                          SP_E_PARSE, "one person"                              },
        {"bad last kind after good ones",
         HEAD "'note': [" GOOD "], 'choice': "
              "[{'day': '2026-11-01', 'created': 5, 'what': 'dance'}]}",                        SP_E_RANGE, "choice[0]: choice.what"                  },
        {"a score that lies",
         HEAD "'score': [{'day': '2026-11-01', "
              "'created': 5, 'measure': 'nrs', 'values': [3], 'score': 9}]}",                   SP_E_RANGE, "score[0]: score.score"                   },
    };
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *before = whole(j);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        json_t *in = json_of(row[i].file);
        int added = -1;
        err.text[0] = '\0';
        const enum sp_status got = journal_import_json(j, in, &added, &err);
        if (got != row[i].status || !strstr(err.text, row[i].says))
            fail_msg("%s: status %d, \"%s\"", row[i].why, (int)got, err.text);
        assert_int_equal(added, -1);
        char *after = whole(j);
        assert_string_equal(before, after);
        free(after);
        json_decref(in);
    }
    free(before);
    /* and the journal still takes changes */
    (void)add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'after'}");
    j->ops->close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(an_export_imported_exports_the_same),
        in_folder(an_import_is_one_step_of_undo),
        in_folder(ones_own_export_marked_as_imported_is_known),
        in_folder(a_bad_import_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
