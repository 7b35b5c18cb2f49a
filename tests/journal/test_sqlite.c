/*
 * What every journal must do, through its operations alone. A new backend is
 * one row in `backends`.
 */
#include "fixture.h"

struct backend {
    const char *name;
    enum sp_status (*open)(struct journal **j, const char *path,
                           struct sp_error *err);
};

static const struct backend backends[] = {
    {"sqlite", journal_open_sqlite}
};

static const struct backend *now_testing;

static struct journal *open_now(const struct folder *f)
{
    struct journal *j = NULL;
    assert_ok(now_testing->open(&j, f->journal, &err));
    return j;
}

static json_t *get(struct journal *j, enum journal_kind kind, int64_t id)
{
    json_t *record = NULL;
    assert_ok(j->ops->get(j, kind, id, &record, &err));
    return record;
}

static const char *text_of(const json_t *record, const char *field)
{
    return json_string_value(json_object_get(record, field));
}

static void a_record_comes_back_as_it_went_in(void **state)
{
    struct journal *j = open_now(*state);
    fill(j);
    char *before = whole(j);
    j->ops->close(j);
    j = open_now(*state);
    char *after = whole(j);
    assert_string_equal(before, after);
    json_t *list = NULL;
    assert_ok(j->ops->list(j, JOURNAL_SESSION, NULL, NULL, &list, &err));
    json_t *session = json_array_get(list, 0), *want = json_of(SESSION);
    const char *key;
    json_t *value;
    json_object_foreach(want, key, value)
        assert_true(json_equal(json_object_get(session, key), value));
    assert_int_equal(json_object_size(session), json_object_size(want) + 3);
    assert_true(json_integer_value(json_object_get(session, "created")) > 0);
    json_decref(want);
    json_decref(list);
    free(before);
    free(after);
    j->ops->close(j);
}

static void a_bad_record_changes_nothing(void **state)
{
    struct journal *j = open_now(*state);
    fill(j);
    char *before = whole(j);
    json_t *bad = json_of("{'text': 4}"), *good = json_of("{'text': 'x'}");
    int64_t id = -7;
    assert_fails(j->ops->add(j, JOURNAL_NOTE, "2026-11-01", bad, &id, &err),
                 SP_E_PARSE, "note.text");
    assert_fails(j->ops->add(j, JOURNAL_NOTE, "2026-11-31", good, &id, &err),
                 SP_E_PARSE, "day");
    assert_fails(j->ops->edit(j, JOURNAL_NOTE, 99, NULL, good, &err),
                 SP_E_NOTFOUND, "no note with number 99");
    assert_fails(j->ops->remove(j, JOURNAL_NOTE, 99, &err), SP_E_NOTFOUND,
                 "no note");
    assert_fails(j->ops->remove(j, JOURNAL_SCORE, 1, &err), SP_E_NOTFOUND,
                 "no score"); /* number 1 is the profile */
    assert_int_equal(id, -7);
    char *after = whole(j);
    assert_string_equal(before, after);
    json_decref(bad);
    json_decref(good);
    free(before);
    free(after);
    j->ops->close(j);
}

static void there_is_one_profile(void **state)
{
    struct journal *j = open_now(*state);
    const int64_t id = add(j, JOURNAL_PROFILE, "2026-11-01", "{'name': 'A'}");
    json_t *again = json_of("{'height_m': 1.8}");
    int64_t other;
    assert_fails(
        j->ops->add(j, JOURNAL_PROFILE, "2026-11-02", again, &other, &err),
        SP_E_CONFLICT, "one already");
    assert_ok(j->ops->edit(j, JOURNAL_PROFILE, id, NULL, again, &err));
    json_t *record = get(j, JOURNAL_PROFILE, id);
    assert_string_equal(text_of(record, "name"), "A");
    assert_string_equal(text_of(record, "day"), "2026-11-01");
    assert_true(json_number_value(json_object_get(record, "height_m")) == 1.8);
    json_decref(record);
    json_decref(again);
    j->ops->close(j);
}

static void an_edit_merges_and_null_takes_away(void **state)
{
    struct journal *j = open_now(*state);
    const int64_t id =
        add(j, JOURNAL_STATURE, "2026-11-01",
            "{'height_mm': 1700, 'when': 'morning', 'note': 'a'}");
    json_t *change = json_of("{'height_mm': 1701.5, 'note': null}");
    assert_ok(j->ops->edit(j, JOURNAL_STATURE, id, "2026-10-30", change, &err));
    json_t *record = get(j, JOURNAL_STATURE, id);
    assert_string_equal(text_of(record, "when"), "morning");
    assert_string_equal(text_of(record, "day"), "2026-10-30");
    assert_null(json_object_get(record, "note"));
    json_decref(record);
    json_decref(change);

    change = json_of("{'height_mm': 99}");
    assert_fails(j->ops->edit(j, JOURNAL_STATURE, id, NULL, change, &err),
                 SP_E_RANGE, "stature.height_mm: 99 mm");
    json_decref(change);
    j->ops->close(j);
}

static void a_score_is_worked_out_and_follows_its_values(void **state)
{
    struct journal *j = open_now(*state);
    const int64_t id = add(j, JOURNAL_SCORE, "2026-11-01",
                           "{'measure': 'peg', 'values': [4, 5, 4]}");
    json_t *record = get(j, JOURNAL_SCORE, id);
    assert_true(json_number_value(json_object_get(record, "score")) == 4.3);
    json_decref(record);
    json_t *change = json_of("{'values': [1, 2, 3]}");
    assert_ok(j->ops->edit(j, JOURNAL_SCORE, id, NULL, change, &err));
    record = get(j, JOURNAL_SCORE, id);
    assert_true(json_number_value(json_object_get(record, "score")) == 2);
    json_decref(record);
    json_decref(change);
    j->ops->close(j);
}

static void lists_are_by_day_also_when_backdated(void **state)
{
    struct journal *j = open_now(*state);
    static const char *const day[] = {"2026-11-10", "2026-11-08", "2026-11-12",
                                      "2026-11-09"};
    static const char *const note[] = {"{'text': 'b'}", "{'text': 'x'}",
                                       "{'text': 'c'}", "{'text': 'a'}"};
    for (int i = 0; i < 4; i++)
        (void)add(j, JOURNAL_NOTE, day[i], note[i]);
    json_t *list = NULL, *newest = NULL;
    assert_ok(
        j->ops->list(j, JOURNAL_NOTE, "2026-11-09", "2026-11-12", &list, &err));
    assert_int_equal(json_array_size(list), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(text_of(json_array_get(list, i), "text")[0],
                         'a' + (int)i);
    json_decref(list);
    assert_ok(j->ops->list(j, JOURNAL_NOTE, "2026-11-11", NULL, &list, &err));
    assert_int_equal(json_array_size(list), 1);
    json_decref(list);
    assert_ok(j->ops->list(j, JOURNAL_NOTE, NULL, "2026-11-08", &list, &err));
    assert_int_equal(json_array_size(list), 1);
    json_decref(list);
    assert_fails(j->ops->list(j, JOURNAL_NOTE, "soon", NULL, &list, &err),
                 SP_E_PARSE, "soon");

    assert_ok(j->ops->last(j, JOURNAL_NOTE, &newest, &err));
    assert_string_equal(text_of(newest, "text"), "a"); // written last
    json_decref(newest);
    assert_ok(j->ops->last(j, JOURNAL_STATURE, &newest, &err));
    assert_null(newest);
    j->ops->close(j);
}

static void the_last_is_the_one_written_last_here(void **state)
{
    struct journal *j = open_now(*state);
    json_t *newest = NULL;
    // a clock that stood far ahead once, and was put right
    (void)add(j, JOURNAL_PLAN, "2099-01-01",
              "{'from': '2099-01-01', 'days': [{'items': []}]}");
    const int64_t own = add(j, JOURNAL_PLAN, "2026-11-10",
                            "{'from': '2026-11-10', 'days': [{'items': []}]}");
    (void)add(
        j, JOURNAL_PLAN, "2026-11-11",
        "{'from': '2026-11-11', 'days': [{'items': []}], 'imported': true}");
    assert_ok(j->ops->last(j, JOURNAL_PLAN, &newest, &err));
    assert_int_equal(json_integer_value(json_object_get(newest, "id")), own);
    json_decref(newest);
    j->ops->close(j);
}

static void every_change_can_be_taken_back(void **state)
{
    struct journal *j = open_now(*state);
    char what[200], *empty = whole(j);
    assert_fails(j->ops->undo(j, what, &err), SP_E_NOTFOUND, "nothing");
    const int64_t id = add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'one'}");
    char *added = whole(j);
    json_t *change = json_of("{'text': 'two'}");
    assert_ok(j->ops->edit(j, JOURNAL_NOTE, id, "2026-11-19", change, &err));
    char *edited = whole(j);
    assert_ok(j->ops->remove(j, JOURNAL_NOTE, id, &err));
    j->ops->close(j); /* undo outlives the program */
    j = open_now(*state);

    static const char *const said[] = {
        "Brought back the note of 2026-11-19.",
        "Put the note of 2026-11-20 back as it was.",
        "Took back the note added for 2026-11-20."};
    char *const was[] = {edited, added, empty};
    for (int i = 0; i < 3; i++) {
        assert_ok(j->ops->undo(j, what, &err));
        assert_string_equal(what, said[i]);
        char *now = whole(j);
        assert_string_equal(now, was[i]);
        free(now);
        free(was[i]);
    }
    assert_fails(j->ops->undo(j, what, &err), SP_E_NOTFOUND, "nothing");
    json_decref(change);
    j->ops->close(j);
}

/* Random changes, then as many steps back: the journal walks through the same
 * states in reverse. */
static void undo_walks_back_through_every_state(void **state)
{
    enum { STEPS = 60 };
    const unsigned seed = 20261121;
    unsigned r = seed;
    struct journal *j = open_now(*state);
    char *was[STEPS + 1];
    int64_t ids[STEPS];
    int live = 0;
    was[0] = whole(j);
    for (int i = 0; i < STEPS; i++) {
        r = r * 1664525u + 1013904223u;
        char note[40];
        (void)snprintf(note, sizeof note, "{'text': '%u'}", r);
        const unsigned verb = live ? (r >> 16) % 3 : 0;
        const int k = live ? (int)((r >> 20) % (unsigned)live) : 0;
        json_t *fields = json_of(note);
        if (verb == 0)
            ids[live++] = add(j, JOURNAL_NOTE, "2026-11-20", note);
        else if (verb == 1)
            assert_ok(
                j->ops->edit(j, JOURNAL_NOTE, ids[k], NULL, fields, &err));
        else {
            assert_ok(j->ops->remove(j, JOURNAL_NOTE, ids[k], &err));
            ids[k] = ids[--live];
        }
        json_decref(fields);
        was[i + 1] = whole(j);
    }
    for (int i = STEPS; i > 0; i--) {
        free(was[i]);
        assert_ok(j->ops->undo(j, NULL, &err));
        char *now = whole(j);
        if (strcmp(now, was[i - 1]) != 0)
            fail_msg("seed %u: step %d: %s, was %s", seed, i, now, was[i - 1]);
        free(now);
    }
    free(was[0]);
    j->ops->close(j);
}

static int64_t position(struct journal *j, int64_t id, const char *phase)
{
    json_t *record = get(j, JOURNAL_SESSION, id);
    assert_string_equal(text_of(record, "phase"), phase);
    const int64_t at =
        json_integer_value(json_object_get(record, "position_ms"));
    json_decref(record);
    return at;
}

static void checkpoints_move_only_the_place(void **state)
{
    struct journal *j = open_now(*state);
    const int64_t id = add(j, JOURNAL_SESSION, "2026-11-20", SESSION);
    json_t *before = get(j, JOURNAL_SESSION, id);
    assert_ok(j->ops->checkpoint(j, id, 61000, "paused", &err));
    assert_int_equal(position(j, id, "paused"), 61000);
    json_t *after = get(j, JOURNAL_SESSION, id);
    json_object_set(after, "phase", json_object_get(before, "phase"));
    json_object_set(after, "position_ms",
                    json_object_get(before, "position_ms"));
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);

    const int64_t note = add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'x'}");
    assert_fails(j->ops->checkpoint(j, note, 1, "running", &err), SP_E_NOTFOUND,
                 "no session");
    assert_fails(j->ops->checkpoint(j, id, -1, "running", &err), SP_E_RANGE,
                 "session.position_ms");
    assert_fails(j->ops->checkpoint(j, id, 1, "flying", &err), SP_E_RANGE,
                 "session.phase");
    assert_int_equal(position(j, id, "paused"), 61000);
    j->ops->close(j);
}

static void checkpoints_are_no_part_of_undo(void **state)
{
    struct journal *j = open_now(*state);
    const int64_t id = add(j, JOURNAL_SESSION, "2026-11-20", SESSION);
    json_t *note = json_of("{'note': 'went well'}");
    assert_ok(j->ops->edit(j, JOURNAL_SESSION, id, NULL, note, &err));
    assert_ok(j->ops->checkpoint(j, id, 90000, "running", &err));
    assert_ok(j->ops->undo(j, NULL, &err));
    json_t *record = get(j, JOURNAL_SESSION, id);
    assert_null(json_object_get(record, "note"));
    json_decref(record);
    assert_int_equal(position(j, id, "running"), 90000);

    /* an edit that ends the session is taken back to where it stood */
    json_t *finish = json_of("{'phase': 'done', 'position_ms': 600000}");
    assert_ok(j->ops->edit(j, JOURNAL_SESSION, id, NULL, finish, &err));
    assert_int_equal(position(j, id, "done"), 600000);
    assert_ok(j->ops->undo(j, NULL, &err));
    assert_int_equal(position(j, id, "running"), 90000);

    assert_ok(j->ops->remove(j, JOURNAL_SESSION, id, &err));
    assert_ok(j->ops->undo(j, NULL, &err));
    assert_int_equal(position(j, id, "running"), 90000);
    json_decref(note);
    json_decref(finish);
    j->ops->close(j);
}

static void several_changes_are_one(void **state)
{
    struct journal *j = open_now(*state);
    char *before = whole(j), what[200];
    assert_ok(j->ops->begin(j, "import", &err));
    (void)add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'a'}");
    (void)add(j, JOURNAL_NOTE, "2026-11-21", "{'text': 'b'}");
    assert_fails(j->ops->begin(j, "other", &err), SP_E_CONFLICT, "finished");
    assert_fails(j->ops->undo(j, what, &err), SP_E_CONFLICT, "finished");
    j->ops->rollback(j);
    char *after = whole(j);
    assert_string_equal(before, after);
    free(after);

    assert_ok(j->ops->begin(j, "import", &err));
    (void)add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'a'}");
    (void)add(j, JOURNAL_NOTE, "2026-11-21", "{'text': 'b'}");
    assert_ok(j->ops->commit(j, &err));
    assert_int_equal(count_of(j, JOURNAL_NOTE), 2);
    assert_ok(j->ops->undo(j, what, &err));
    assert_string_equal(what, "Took back the import.");
    after = whole(j);
    assert_string_equal(before, after);
    free(before);
    free(after);
    j->ops->close(j);
}

static void a_record_too_large_to_keep_is_refused(void **state)
{
    struct journal *j = open_now(*state);
    char why[800];
    memset(why, 'w', sizeof why - 1);
    why[sizeof why - 1] = '\0';
    json_t *plan = json_of("{'from': '2026-11-02', 'days': []}");
    json_t *days = json_object_get(plan, "days");
    for (int d = 0; d < 7; d++) {
        json_t *items = json_array();
        for (int i = 0; i < 64; i++)
            json_array_append_new(items, json_pack("{s:s, s:s}", "exercise",
                                                   "plank", "why", why));
        json_array_append_new(days, json_pack("{s:o}", "items", items));
    }
    json_t *left = json_array();
    for (int i = 0; i < 500; i++)
        json_array_append_new(
            left, json_pack("{s:s, s:s}", "exercise", "plank", "why", why));
    json_object_set_new(plan, "left_out", left);
    int64_t id;
    assert_fails(j->ops->add(j, JOURNAL_PLAN, "2026-11-02", plan, &id, &err),
                 SP_E_RANGE, "bytes long, need at most 524288");
    assert_int_equal(count_of(j, JOURNAL_PLAN), 0);
    json_decref(plan);
    j->ops->close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(a_record_comes_back_as_it_went_in),
        in_folder(a_bad_record_changes_nothing),
        in_folder(there_is_one_profile),
        in_folder(an_edit_merges_and_null_takes_away),
        in_folder(a_score_is_worked_out_and_follows_its_values),
        in_folder(lists_are_by_day_also_when_backdated),
        in_folder(the_last_is_the_one_written_last_here),
        in_folder(every_change_can_be_taken_back),
        in_folder(undo_walks_back_through_every_state),
        in_folder(checkpoints_move_only_the_place),
        in_folder(checkpoints_are_no_part_of_undo),
        in_folder(several_changes_are_one),
        in_folder(a_record_too_large_to_keep_is_refused),
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
        now_testing = &backends[i];
        failed +=
            cmocka_run_group_tests_name(backends[i].name, tests, NULL, NULL);
    }
    return failed;
}
