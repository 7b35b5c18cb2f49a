/* Taking back the last change, whatever it was. */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

/* Takes back one row of the undo table. */
static enum sp_status undo_row(struct store *s, sqlite3_stmt *stmt,
                               struct sp_error *err)
{
    const char *verb = (const char *)sqlite3_column_text(stmt, 1);
    const char *kind_id = (const char *)sqlite3_column_text(stmt, 2);
    int64_t id = sqlite3_column_int64(stmt, 3);
    const char *day = (const char *)sqlite3_column_text(stmt, 4);
    if (!verb || !kind_id || !day)
        return store_no_memory(err);
    if (journal_kind_find(kind_id) < 0)
        return sp_fail(err, SP_E_CORRUPT,
                       _("the last change in %.300s cannot be read"), s->path);
    const int64_t created = sqlite3_column_int64(stmt, 5);
    if (strcmp(verb, "add") == 0)
        return store_run(s, SQL_DELETE, err, "i", id);

    json_t *before;
    enum sp_status status = store_fields(s, stmt, 6, &before, err);
    if (status == SP_OK)
        status = store_put(s, strcmp(verb, "edit") == 0,
                           (enum journal_kind)journal_kind_find(kind_id), day,
                           created, before, &id, err);
    json_decref(before);
    return status;
}

/* "Brought back the note of 2026-11-20." */
static void undo_words(sqlite3_stmt *stmt, char what[200])
{
    const char *verb = (const char *)sqlite3_column_text(stmt, 1);
    const char *kind = (const char *)sqlite3_column_text(stmt, 2);
    const char *day = (const char *)sqlite3_column_text(stmt, 4);
    const char *many = (const char *)sqlite3_column_text(stmt, 7);
    if (many)
        (void)snprintf(what, 200, _("Took back the %s."), words_say(many));
    else if (verb && kind && day)
        (void)snprintf(
            what, 200,
            strcmp(verb, "add") == 0    ? _("Took back the %s added for %s.")
            : strcmp(verb, "edit") == 0 ? _("Put the %s of %s back as it was.")
                                        : _("Brought back the %s of %s."),
            journal_kind_said(kind), day);
}

/* Every row of one batch, newest first; *rows counts them. */
static enum sp_status undo_batch(struct store *s, int64_t batch, char what[200],
                                 int *rows, struct sp_error *err)
{
    for (*rows = 0;; ++*rows) {
        sqlite3_stmt *stmt;
        enum sp_status status =
            store_query(s, SQL_UNDO_NEXT, &stmt, err, "i", batch);
        if (status != SP_OK)
            return status;
        const int rc = sqlite3_step(stmt);
        int64_t row = 0;
        if (rc == SQLITE_ROW) {
            row = sqlite3_column_int64(stmt, 0);
            undo_words(stmt, what);
            status = undo_row(s, stmt, err);
        } else if (rc != SQLITE_DONE) {
            status = store_fail(s, rc, "read", err);
        }
        store_finish(stmt);
        if (status == SP_OK && rc == SQLITE_ROW)
            status = store_run(s, SQL_UNDO_DELETE, err, "i", row);
        if (status != SP_OK || rc != SQLITE_ROW)
            return status;
    }
}

enum sp_status journal_sqlite_undo(struct journal *j, char what[200],
                                   struct sp_error *err)
{
    struct store *s = (struct store *)j;
    char words[200] = "";
    int rows = 0;
    if (s->many)
        return sp_fail(err, SP_E_CONFLICT,
                       _("a change of several records has not been finished"));
    enum sp_status status = store_begin(s, err);
    if (status != SP_OK)
        return status;
    status = undo_batch(s, s->batch - 1, words, &rows, err);
    if (status == SP_OK && rows == 0)
        status =
            sp_fail(err, SP_E_NOTFOUND, _("there is nothing to take back"));
    status = store_end(s, status, err);
    if (status == SP_OK && what)
        memcpy(what, words, sizeof words);
    return status;
}

enum sp_status journal_sqlite_undoable(struct journal *j, int *changes,
                                       struct sp_error *err)
{
    int64_t n = 0;
    const enum sp_status status =
        store_ask((struct store *)j, SQL_UNDO_ENTRIES, &n, err, "", NULL);
    if (status == SP_OK)
        *changes = (int)n;
    return status;
}
