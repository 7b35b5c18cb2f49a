/*
 * The journal in one SQLite file.
 *
 * A record is one row: kind, day, stamp and its fields as JSON text, checked
 * against the field table before it is written. Where a running session stands
 * is kept in a small table of its own, so that the write of each second moves
 * a few bytes and never the session's prescription.
 *
 * Each change writes what was there before into `undo`, in the same
 * transaction. WAL with synchronous=FULL: what a call has answered SP_OK for
 * outlives both a killed program and a lost mains.
 */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct store *store_of(struct journal *j) { return (struct store *)j; }

/* ---- several changes as one ------------------------------------------------
 */

static enum sp_status many_begin(struct journal *j, const char *what,
                                 struct sp_error *err)
{
    struct store *s = store_of(j);
    if (s->many)
        return sp_fail(err, SP_E_CONFLICT,
                       _("a change of several records has not been finished"));
    const enum sp_status status = store_begin(s, err);
    if (status != SP_OK)
        return status;
    s->many = true;
    (void)snprintf(s->what, sizeof s->what, "%s", what);
    return SP_OK;
}

static enum sp_status many_commit(struct journal *j, struct sp_error *err)
{
    struct store *s = store_of(j);
    s->many = false;
    return store_end(s, SP_OK, err);
}

static void many_rollback(struct journal *j) { store_roll_back(store_of(j)); }

/* ---- rows to records and back ----------------------------------------------
 */

enum sp_status store_no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, _("out of memory while using the journal"));
}

/* The object in a column. jansson calls text that it had no memory to read a
 * syntax error, so SQLite is asked which of the two it was. */
enum sp_status store_fields(struct store *s, sqlite3_stmt *stmt, int column,
                            json_t **fields, struct sp_error *err)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    const int len = sqlite3_column_bytes(stmt, column);
    int64_t valid = 0;
    *fields = text ? json_loadb(text, (size_t)len, 0, NULL) : NULL;
    if (json_is_object(*fields))
        return SP_OK;
    json_decref(*fields);
    *fields = NULL;
    if (!text)
        return store_no_memory(err);
    const enum sp_status status =
        store_ask(s, SQL_VALID, &valid, err, "t", text);
    if (status != SP_OK || valid)
        return status != SP_OK ? status : store_no_memory(err);
    return sp_fail(err, SP_E_CORRUPT,
                   _("a record of %.300s cannot be read; restore a backup with "
                     "'%s'"),
                   s->path, JOURNAL_RESTORE_COMMAND);
}

/* {"id", "day", "created", fields…} of a row of GET, LIST or LAST. */
static enum sp_status record_of(struct store *s, sqlite3_stmt *stmt,
                                json_t **record, struct sp_error *err)
{
    const char *day = (const char *)sqlite3_column_text(stmt, 1);
    json_t *fields;
    const enum sp_status status = store_fields(s, stmt, 3, &fields, err);
    if (status != SP_OK)
        return status;
    json_t *out = json_object();
    int bad = json_object_set_new(out, "id",
                                  json_integer(sqlite3_column_int64(stmt, 0))) |
              json_object_set_new(out, "day", json_string(day)) |
              json_object_set_new(out, "created",
                                  json_integer(sqlite3_column_int64(stmt, 2))) |
              json_object_update(out, fields);
    json_decref(fields);
    if (sqlite3_column_type(stmt, 4) != SQLITE_NULL)
        bad |=
            json_object_set_new(out, "position_ms",
                                json_integer(sqlite3_column_int64(stmt, 4))) |
            json_object_set_new(
                out, "phase",
                json_string((const char *)sqlite3_column_text(stmt, 5)));
    if (bad) {
        json_decref(out);
        return store_no_memory(err);
    }
    *record = out;
    return SP_OK;
}

/* The fields alone of a record. */
static json_t *fields_of(const json_t *record)
{
    json_t *fields = journal_copy(record);
    if (fields) {
        (void)json_object_del(fields, "id");
        (void)json_object_del(fields, "day");
        (void)json_object_del(fields, "created");
    }
    return fields;
}

/* JSON text to store. */
static enum sp_status stored_text(const json_t *fields, char **text,
                                  struct sp_error *err)
{
    *text = journal_text(fields);
    if (!*text)
        return store_no_memory(err);
    if (strlen(*text) <= JOURNAL_RECORD_MAX)
        return SP_OK;
    const size_t len = strlen(*text);
    free(*text);
    *text = NULL;
    return sp_fail(err, SP_E_RANGE,
                   _("the record is %zu bytes long, need at most %zu"), len,
                   JOURNAL_RECORD_MAX);
}

/* A new row, or with `update` the fields of one that exists; a session's
 * position and phase go to their own table. */
enum sp_status store_put(struct store *s, bool update, enum journal_kind kind,
                         const char *day, int64_t created, const json_t *fields,
                         int64_t *id, struct sp_error *err)
{
    json_t *row = journal_copy(fields);
    json_t *position = json_object_get(fields, "position_ms");
    json_t *phase = json_object_get(fields, "phase");
    char *text = NULL;
    enum sp_status status = row ? SP_OK : store_no_memory(err);
    if (kind == JOURNAL_SESSION) {
        (void)json_object_del(row, "position_ms");
        (void)json_object_del(row, "phase");
    }
    if (status == SP_OK)
        status = stored_text(row, &text, err);
    if (status == SP_OK && update)
        status = store_run(s, SQL_UPDATE, err, "tti", day, text, *id);
    else if (status == SP_OK)
        status = store_run(s, SQL_INSERT, err, "nttit", *id,
                           journal_kind_id(kind), day, created, text);
    if (status == SP_OK && !update)
        *id = sqlite3_last_insert_rowid(s->db);
    if (status == SP_OK && kind == JOURNAL_SESSION && position && phase)
        status = store_run(s, SQL_PLACE, err, "iit", *id,
                           (int64_t)json_integer_value(position),
                           json_string_value(phase));
    free(text);
    json_decref(row);
    return status;
}

static enum sp_status remember(struct store *s, const char *verb,
                               enum journal_kind kind, int64_t id,
                               const char *day, int64_t created,
                               const json_t *before, struct sp_error *err)
{
    char *text = NULL;
    enum sp_status status = before ? stored_text(before, &text, err) : SP_OK;
    if (status == SP_OK)
        status = store_run(s, SQL_UNDO_ADD, err, "ittititt", s->batch, verb,
                           journal_kind_id(kind), id, day, created, text,
                           s->what[0] ? s->what : NULL);
    free(text);
    return status;
}

/* ---- reading ----------------------------------------------------------------
 */

/* The first row as a record, *record = NULL without one. */
static enum sp_status one(struct store *s, sqlite3_stmt *stmt, json_t **record,
                          struct sp_error *err)
{
    enum sp_status status = SP_OK;
    *record = NULL;
    const int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        status = record_of(s, stmt, record, err);
    else if (rc != SQLITE_DONE)
        status = store_fail(s, rc, "read", err);
    store_finish(stmt);
    return status;
}

static enum sp_status get(struct journal *j, enum journal_kind kind, int64_t id,
                          json_t **record, struct sp_error *err)
{
    struct store *s = store_of(j);
    sqlite3_stmt *stmt;
    json_t *found = NULL;
    enum sp_status status =
        store_query(s, SQL_GET, &stmt, err, "ti", journal_kind_id(kind), id);
    if (status == SP_OK)
        status = one(s, stmt, &found, err);
    if (status == SP_OK && !found)
        return sp_fail(err, SP_E_NOTFOUND, _("there is no %s with number %lld"),
                       journal_kind_said(journal_kind_id(kind)), (long long)id);
    if (status == SP_OK)
        *record = found;
    return status;
}

static enum sp_status last(struct journal *j, enum journal_kind kind,
                           json_t **record, struct sp_error *err)
{
    struct store *s = store_of(j);
    sqlite3_stmt *stmt;
    const enum sp_status status =
        store_query(s, SQL_LAST, &stmt, err, "t", journal_kind_id(kind));
    return status == SP_OK ? one(s, stmt, record, err) : status;
}

static enum sp_status list(struct journal *j, enum journal_kind kind,
                           const char *from, const char *to, json_t **array,
                           struct sp_error *err)
{
    struct store *s = store_of(j);
    enum sp_status status = from ? journal_check_day(from, err) : SP_OK;
    if (status == SP_OK && to)
        status = journal_check_day(to, err);
    sqlite3_stmt *stmt;
    if (status == SP_OK)
        status =
            store_query(s, SQL_LIST, &stmt, err, "ttt", journal_kind_id(kind),
                        from ? from : "", to ? to : "9999");
    if (status != SP_OK)
        return status;

    json_t *all = json_array();
    int rc = SQLITE_DONE;
    while (status == SP_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        json_t *record;
        status = record_of(s, stmt, &record, err);
        if (status == SP_OK && json_array_append_new(all, record) != 0)
            status = store_no_memory(err);
    }
    if (status == SP_OK && rc != SQLITE_DONE)
        status = store_fail(s, rc, "read", err);
    if (status == SP_OK && !all)
        status = store_no_memory(err);
    store_finish(stmt);
    if (status == SP_OK)
        *array = all;
    else
        json_decref(all);
    return status;
}

/* ---- changing ---------------------------------------------------------------
 */

static enum sp_status only_profile(struct store *s, enum journal_kind kind,
                                   struct sp_error *err)
{
    int64_t count = 0;
    if (kind != JOURNAL_PROFILE)
        return SP_OK;
    const enum sp_status status =
        store_ask(s, SQL_COUNT_KIND, &count, err, "t", journal_kind_id(kind));
    if (status == SP_OK && count > 0)
        return sp_fail(err, SP_E_CONFLICT,
                       _("profile: there is one already; change it instead"));
    return status;
}

static enum sp_status add_at(struct journal *j, enum journal_kind kind,
                             const char *day, int64_t created,
                             const json_t *fields, int64_t *id,
                             struct sp_error *err)
{
    struct store *s = store_of(j);
    json_t *whole = NULL;
    int64_t new_id = 0;
    enum sp_status status = journal_check_day(day, err);
    if (status == SP_OK)
        status = journal_check(kind, fields, false, err);
    if (status == SP_OK)
        status = journal_complete(kind, fields, &whole, err);
    if (status != SP_OK)
        return status;

    status = store_begin(s, err);
    if (status == SP_OK) {
        status = only_profile(s, kind, err);
        if (status == SP_OK)
            status =
                store_put(s, false, kind, day, created, whole, &new_id, err);
        if (status == SP_OK)
            status = remember(s, "add", kind, new_id, day, created, NULL, err);
        status = store_end(s, status, err);
    }
    json_decref(whole);
    if (status == SP_OK && id)
        *id = new_id;
    return status;
}

static enum sp_status add(struct journal *j, enum journal_kind kind,
                          const char *day, const json_t *fields, int64_t *id,
                          struct sp_error *err)
{
    return add_at(j, kind, day, (int64_t)time(NULL), fields, id, err);
}

/* What an undo of an edit puts back. Where a session stood comes back only if
 * the edit moved it: checkpoints are not part of undo. */
static json_t *before_edit(enum journal_kind kind, json_t *before,
                           const json_t *fields)
{
    json_t *kept = journal_copy(before);
    if (kept && kind == JOURNAL_SESSION &&
        !json_object_get(fields, "position_ms") &&
        !json_object_get(fields, "phase")) {
        (void)json_object_del(kept, "position_ms");
        (void)json_object_del(kept, "phase");
    }
    return kept;
}

static enum sp_status edit_row(struct store *s, enum journal_kind kind,
                               int64_t id, const char *day,
                               const json_t *fields, struct sp_error *err)
{
    json_t *record = NULL, *before = NULL, *kept = NULL, *after = NULL;
    enum sp_status status = get(&s->journal, kind, id, &record, err);
    if (status != SP_OK)
        return status;
    const char *old_day = json_string_value(json_object_get(record, "day"));
    const int64_t created =
        json_integer_value(json_object_get(record, "created"));
    before = fields_of(record);
    kept = before ? before_edit(kind, before, fields) : NULL;
    status = kept ? journal_merge(kind, before, fields, &after, err)
                  : store_no_memory(err);
    if (status == SP_OK)
        status = remember(s, "edit", kind, id, old_day, created, kept, err);
    if (status == SP_OK)
        status = store_put(s, true, kind, day ? day : old_day, created, after,
                           &id, err);
    json_decref(after);
    json_decref(kept);
    json_decref(before);
    json_decref(record);
    return status;
}

static enum sp_status edit(struct journal *j, enum journal_kind kind,
                           int64_t id, const char *day, const json_t *fields,
                           struct sp_error *err)
{
    struct store *s = store_of(j);
    enum sp_status status = day ? journal_check_day(day, err) : SP_OK;
    if (status == SP_OK)
        status = store_begin(s, err);
    if (status != SP_OK)
        return status;
    return store_end(s, edit_row(s, kind, id, day, fields, err), err);
}

static enum sp_status remove_row(struct store *s, enum journal_kind kind,
                                 int64_t id, struct sp_error *err)
{
    json_t *record = NULL, *before = NULL;
    enum sp_status status = get(&s->journal, kind, id, &record, err);
    if (status != SP_OK)
        return status;
    before = fields_of(record);
    status =
        before
            ? remember(s, "remove", kind, id,
                       json_string_value(json_object_get(record, "day")),
                       json_integer_value(json_object_get(record, "created")),
                       before, err)
            : store_no_memory(err);
    if (status == SP_OK)
        status = store_run(s, SQL_DELETE, err, "i", id);
    json_decref(before);
    json_decref(record);
    return status;
}

static enum sp_status remove_record(struct journal *j, enum journal_kind kind,
                                    int64_t id, struct sp_error *err)
{
    struct store *s = store_of(j);
    const enum sp_status status = store_begin(s, err);
    return status == SP_OK ? store_end(s, remove_row(s, kind, id, err), err)
                           : status;
}

static enum sp_status checkpoint(struct journal *j, int64_t session,
                                 int64_t position_ms, const char *phase,
                                 struct sp_error *err)
{
    struct store *s = store_of(j);
    json_t *fields = json_pack("{s:I, s:s}", "position_ms",
                               (json_int_t)position_ms, "phase", phase);
    if (!fields)
        return store_no_memory(err);
    enum sp_status status = journal_check(JOURNAL_SESSION, fields, true, err);
    json_decref(fields);
    if (status == SP_OK)
        status = store_run(s, SQL_CHECKPOINT, err, "iti", position_ms, phase,
                           session);
    if (status == SP_OK && sqlite3_changes(s->db) != 1)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("there is no session with number %lld"),
                       (long long)session);
    return status;
}

/* ---- the rest
 * ---------------------------------------------------------------- */

static enum sp_status backup(struct journal *j, const char *path,
                             struct sp_error *err)
{
    return journal_copy_to(store_of(j)->db, path, err);
}

static void close_store(struct journal *j)
{
    struct store *s = store_of(j);
    if (!s)
        return;
    for (int i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(s->stmt[i]);
    (void)sqlite3_close(s->db);
    if (s->lock_fd >= 0)
        (void)close(s->lock_fd);
    free(s);
}

const struct journal_ops journal_sqlite_ops = {
    .add = add,
    .edit = edit,
    .remove = remove_record,
    .undo = journal_sqlite_undo,
    .get = get,
    .list = list,
    .last = last,
    .checkpoint = checkpoint,
    .backup = backup,
    .close = close_store,
    .add_at = add_at,
    .begin = many_begin,
    .commit = many_commit,
    .rollback = many_rollback,
    .undoable = journal_sqlite_undoable,
};
