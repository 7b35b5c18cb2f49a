/*
 * Memory that runs out: allocation n fails, for n = 1, 2, 3, … in jansson and
 * in SQLite. Each call answers SP_E_NOMEM, and the journal stays as it was.
 * jansson's parser (2.14) stops the program by an assertion when its own memory
 * runs out, so that its turn leaves out the calls that read records.
 */
#include "fixture.h"

#include <sqlite3.h>

static long left = -1; /* allocations until one fails; -1: none does */
static long failed;
static sqlite3_mem_methods real;

static bool fails_now(void)
{
    if (left < 0)
        return false;
    if (left > 0) {
        left--;
        return false;
    }
    left = -1; /* once */
    failed++;
    return true;
}

static void *json_alloc(size_t n) { return fails_now() ? NULL : malloc(n); }

static void *sqlite_alloc(int n)
{
    return fails_now() ? NULL : real.xMalloc(n);
}

static void *sqlite_realloc(void *p, int n)
{
    return fails_now() ? NULL : real.xRealloc(p, n);
}

/* One round of everything that changes or reads; the first status that is not
 * SP_OK. */
static enum sp_status work(struct journal *j, bool reads)
{
    json_t *record = NULL, *all = NULL;
    char *csv = NULL;
    int64_t id = 0, peg = 0;
    long kept = left; /* the test's own values are not at fault */
    left = -1;
    json_t *session = json_of(SESSION), *note = json_of("{'note': 'x'}");
    json_t *score = json_of("{'measure': 'peg', 'values': [1, 2, 3]}");
    left = kept;
    enum sp_status status =
        j->ops->add(j, JOURNAL_SESSION, "2026-11-20", session, &id, &err);
    if (status == SP_OK)
        status = j->ops->add(j, JOURNAL_SCORE, "2026-11-20", score, &peg, &err);
    if (status == SP_OK)
        status = j->ops->checkpoint(j, id, 1000, "running", &err);
    if (status == SP_OK && reads)
        status = j->ops->edit(j, JOURNAL_SESSION, id, NULL, note, &err);
    if (status == SP_OK && reads)
        status = j->ops->get(j, JOURNAL_SESSION, id, &record, &err);
    if (status == SP_OK && reads)
        status = journal_export_json(j, &all, &err);
    if (status == SP_OK && reads)
        status = journal_export_csv(j, JOURNAL_SESSION, &csv, &err);
    if (status == SP_OK && reads)
        status = j->ops->undo(j, NULL, &err);
    if (status == SP_OK && reads)
        status = j->ops->remove(j, JOURNAL_SESSION, id, &err);
    kept = left;
    left = -1;
    json_decref(session);
    json_decref(note);
    json_decref(score);
    json_decref(record);
    json_decref(all);
    free(csv);
    left = kept;
    return status;
}

/* Each n on a journal of its own, until a whole round needs fewer. */
static void work_survives(const struct folder *f, bool reads)
{
    for (long n = 0;; n++) {
        err.text[0] = '\0';
        left = -1;
        (void)unlink(f->journal);
        struct journal *j = open_journal(f->journal);
        fill(j);
        left = n;
        failed = 0;
        const enum sp_status status = work(j, reads);
        left = -1;
        /* SQLite gets by without some of its memory (caches) */
        if (status != SP_OK && (status != SP_E_NOMEM || !err.text[0]))
            fail_msg("allocation %ld: status %d, \"%s\"", n, (int)status,
                     err.text);
        assert_int_equal(count_of(j, JOURNAL_NOTE), 1);
        assert_in_range(count_of(j, JOURNAL_SESSION), 1, 2);
        (void)add(j, JOURNAL_NOTE, "2026-11-21", "{'text': 'still works'}");
        j->ops->close(j);
        assert_ok(journal_verify(f->journal, NULL, &err));
        if (!failed) {
            assert_true(n > 20);
            return;
        }
    }
}

static void imports_survive(const struct folder *f)
{
    struct journal *from = open_journal(f->other);
    fill(from);
    json_t *all = NULL;
    assert_ok(journal_export_json(from, &all, &err));
    from->ops->close(from);
    (void)unlink(f->journal);
    struct journal *j = open_journal(f->journal);
    char *before = whole(j);
    for (long n = 0;; n++) {
        err.text[0] = '\0';
        left = n;
        failed = 0;
        const enum sp_status status = journal_import_json(j, all, NULL, &err);
        left = -1;
        if (!failed) {
            assert_int_equal(status, SP_OK);
            assert_int_equal(count_of(j, JOURNAL_NOTE), 1);
            break;
        }
        if (status == SP_OK) { /* got by without: take it back and go on */
            assert_ok(j->ops->undo(j, NULL, &err));
        } else {
            assert_int_equal(status, SP_E_NOMEM);
            char *after = whole(j);
            assert_string_equal(before, after);
            free(after);
        }
    }
    free(before);
    json_decref(all);
    j->ops->close(j);
}

static void jansson_without_memory(void **state)
{
    json_set_alloc_funcs(json_alloc, free);
    work_survives(*state, false);
    imports_survive(*state);
    for (long n = 0;; n++) {
        left = n;
        failed = 0;
        json_t *schema = journal_schema();
        left = -1;
        if (failed)
            assert_null(schema);
        json_decref(schema);
        if (!failed)
            break;
    }
}

static void sqlite_without_memory(void **state) { work_survives(*state, true); }

static void opening_without_memory(void **state)
{
    const struct folder *f = *state;
    for (long n = 0;; n++) {
        err.text[0] = '\0';
        struct journal *j = NULL;
        left = n;
        failed = 0;
        const enum sp_status status = journal_open_sqlite(&j, f->journal, &err);
        left = -1;
        if (status == SP_OK)
            j->ops->close(j);
        else if (status != SP_E_NOMEM)
            fail_msg("allocation %ld: status %d, \"%s\"", n, (int)status,
                     err.text);
        if (!failed) {
            assert_int_equal(status, SP_OK);
            return;
        }
    }
}

int main(void)
{
    sqlite3_mem_methods failing;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK)
        return 2;
    failing = real;
    failing.xMalloc = sqlite_alloc;
    failing.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK)
        return 2;
    const struct CMUnitTest tests[] = {
        in_folder(sqlite_without_memory),
        in_folder(opening_without_memory),
        in_folder(jansson_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
