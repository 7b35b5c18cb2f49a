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

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define UNDO_STEPS 100 /* how many changes can be taken back */

static const char *const sql_text[SQL_COUNT] = {
#define X(name, text) text,
    JOURNAL_SQL_MAP(X)
#undef X
};

static struct store *store_of(struct journal *j) { return (struct store *)j; }

static enum sp_status db_fail(struct store *s, int rc, const char *doing,
                              struct sp_error *err)
{
    return journal_sqlite_fail(s->db, rc, doing, s->path, err);
}

/* ---- running statements ---------------------------------------------------
 */

/* i: int64_t; t: text or NULL; n: NULL when the int64_t is 0. */
static int bind_all(sqlite3_stmt *stmt, const char *types, va_list args)
{
    int rc = SQLITE_OK;
    for (int i = 1; types[i - 1] && rc == SQLITE_OK; i++) {
        if (types[i - 1] == 't') {
            rc = sqlite3_bind_text(stmt, i, va_arg(args, const char *), -1,
                                   SQLITE_TRANSIENT);
        } else {
            const int64_t v = va_arg(args, int64_t);
            rc = types[i - 1] == 'n' && v == 0 ? sqlite3_bind_null(stmt, i)
                                               : sqlite3_bind_int64(stmt, i, v);
        }
    }
    return rc;
}

/* A statement ready to step; the caller resets it. */
static enum sp_status start(struct store *s, enum journal_sql which,
                            sqlite3_stmt **stmt, struct sp_error *err,
                            const char *types, va_list args)
{
    int rc = SQLITE_OK;
    if (!s->stmt[which])
        rc = sqlite3_prepare_v3(s->db, sql_text[which], -1,
                                SQLITE_PREPARE_PERSISTENT, &s->stmt[which],
                                NULL);
    if (rc == SQLITE_OK) {
        *stmt = s->stmt[which];
        rc = bind_all(*stmt, types, args);
    }
    return rc == SQLITE_OK ? SP_OK : db_fail(s, rc, "use", err);
}

static enum sp_status query(struct store *s, enum journal_sql which,
                            sqlite3_stmt **stmt, struct sp_error *err,
                            const char *types, ...)
{
    va_list args;
    va_start(args, types);
    const enum sp_status status = start(s, which, stmt, err, types, args);
    va_end(args);
    return status;
}

static void finish(sqlite3_stmt *stmt)
{
    (void)sqlite3_reset(stmt);
    (void)sqlite3_clear_bindings(stmt);
}

/* A statement without rows. */
static enum sp_status run(struct store *s, enum journal_sql which,
                          struct sp_error *err, const char *types, ...)
{
    sqlite3_stmt *stmt;
    va_list args;
    va_start(args, types);
    enum sp_status status = start(s, which, &stmt, err, types, args);
    va_end(args);
    if (status != SP_OK)
        return status;
    const int rc = sqlite3_step(stmt);
    if (rc != SQLITE_DONE)
        status = db_fail(s, rc, "write", err);
    finish(stmt);
    return status;
}

/* One number. */
static enum sp_status ask(struct store *s, enum journal_sql which,
                          int64_t *number, struct sp_error *err,
                          const char *types, const char *arg)
{
    sqlite3_stmt *stmt;
    enum sp_status status = query(s, which, &stmt, err, types, arg);
    if (status != SP_OK)
        return status;
    const int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *number = sqlite3_column_int64(stmt, 0);
    else
        status = db_fail(s, rc, "read", err);
    finish(stmt);
    return status;
}

/* ---- transactions ---------------------------------------------------------
 */

static void roll_back(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db)) /* some failures roll back themselves */
        (void)run(s, SQL_ROLLBACK, NULL, "");
    s->many = false;
}

static enum sp_status begin(struct store *s, struct sp_error *err)
{
    if (s->many)
        return SP_OK;
    s->what[0] = '\0';
    enum sp_status status = run(s, SQL_BEGIN, err, "");
    if (status == SP_OK)
        status = ask(s, SQL_UNDO_BATCH, &s->batch, err, "", NULL);
    if (status != SP_OK) {
        roll_back(s);
        return status;
    }
    s->batch++;
    return SP_OK;
}

/* Ends a change: keeps it if `status` is SP_OK, else takes all of it back. */
static enum sp_status end(struct store *s, enum sp_status status,
                          struct sp_error *err)
{
    if (s->many)
        return status;
    if (status == SP_OK)
        status = run(s, SQL_UNDO_FORGET, err, "i", s->batch - UNDO_STEPS);
    if (status == SP_OK)
        status = run(s, SQL_COMMIT, err, "");
    if (status != SP_OK)
        roll_back(s);
    return status;
}

static enum sp_status many_begin(struct journal *j, const char *what,
                                 struct sp_error *err)
{
    struct store *s = store_of(j);
    if (s->many)
        return sp_fail(err, SP_E_CONFLICT,
                       "a change of several records has not been finished");
    const enum sp_status status = begin(s, err);
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
    return end(s, SP_OK, err);
}

static void many_rollback(struct journal *j) { roll_back(store_of(j)); }

/* ---- rows to records and back ----------------------------------------------
 */

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, "out of memory while using the journal");
}

/* The object in a column. jansson calls text that it had no memory to read a
 * syntax error, so SQLite is asked which of the two it was. */
static enum sp_status column_fields(struct store *s, sqlite3_stmt *stmt,
                                    int column, json_t **fields,
                                    struct sp_error *err)
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
        return no_memory(err);
    const enum sp_status status = ask(s, SQL_VALID, &valid, err, "t", text);
    if (status != SP_OK || valid)
        return status != SP_OK ? status : no_memory(err);
    return sp_fail(err, SP_E_CORRUPT,
                   "a record of %.300s cannot be read; restore a backup with "
                   "'" JOURNAL_RESTORE_COMMAND "'",
                   s->path);
}

/* {"id", "day", "created", fields…} of a row of GET, LIST or LAST. */
static enum sp_status record_of(struct store *s, sqlite3_stmt *stmt,
                                json_t **record, struct sp_error *err)
{
    const char *day = (const char *)sqlite3_column_text(stmt, 1);
    json_t *fields;
    const enum sp_status status = column_fields(s, stmt, 3, &fields, err);
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
        return no_memory(err);
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
        return no_memory(err);
    if (strlen(*text) <= JOURNAL_RECORD_MAX)
        return SP_OK;
    const size_t len = strlen(*text);
    free(*text);
    *text = NULL;
    return sp_fail(err, SP_E_RANGE,
                   "the record is %zu bytes long, need at most %zu", len,
                   JOURNAL_RECORD_MAX);
}

/* A new row, or with `update` the fields of one that exists; a session's
 * position and phase go to their own table. */
static enum sp_status put(struct store *s, bool update, enum journal_kind kind,
                          const char *day, int64_t created,
                          const json_t *fields, int64_t *id,
                          struct sp_error *err)
{
    json_t *row = journal_copy(fields);
    json_t *position = json_object_get(fields, "position_ms");
    json_t *phase = json_object_get(fields, "phase");
    char *text = NULL;
    enum sp_status status = row ? SP_OK : no_memory(err);
    if (kind == JOURNAL_SESSION) {
        (void)json_object_del(row, "position_ms");
        (void)json_object_del(row, "phase");
    }
    if (status == SP_OK)
        status = stored_text(row, &text, err);
    if (status == SP_OK && update)
        status = run(s, SQL_UPDATE, err, "tti", day, text, *id);
    else if (status == SP_OK)
        status = run(s, SQL_INSERT, err, "nttit", *id, journal_kind_id(kind),
                     day, created, text);
    if (status == SP_OK && !update)
        *id = sqlite3_last_insert_rowid(s->db);
    if (status == SP_OK && kind == JOURNAL_SESSION && position && phase)
        status = run(s, SQL_PLACE, err, "iit", *id,
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
        status = run(s, SQL_UNDO_ADD, err, "ittititt", s->batch, verb,
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
        status = db_fail(s, rc, "read", err);
    finish(stmt);
    return status;
}

static enum sp_status get(struct journal *j, enum journal_kind kind, int64_t id,
                          json_t **record, struct sp_error *err)
{
    struct store *s = store_of(j);
    sqlite3_stmt *stmt;
    json_t *found = NULL;
    enum sp_status status =
        query(s, SQL_GET, &stmt, err, "ti", journal_kind_id(kind), id);
    if (status == SP_OK)
        status = one(s, stmt, &found, err);
    if (status == SP_OK && !found)
        return sp_fail(err, SP_E_NOTFOUND,
                       "there is no %s with number %" PRId64,
                       journal_kind_id(kind), id);
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
        query(s, SQL_LAST, &stmt, err, "t", journal_kind_id(kind));
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
        status = query(s, SQL_LIST, &stmt, err, "ttt", journal_kind_id(kind),
                       from ? from : "", to ? to : "9999");
    if (status != SP_OK)
        return status;

    json_t *all = json_array();
    int rc = SQLITE_DONE;
    while (status == SP_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        json_t *record;
        status = record_of(s, stmt, &record, err);
        if (status == SP_OK && json_array_append_new(all, record) != 0)
            status = no_memory(err);
    }
    if (status == SP_OK && rc != SQLITE_DONE)
        status = db_fail(s, rc, "read", err);
    if (status == SP_OK && !all)
        status = no_memory(err);
    finish(stmt);
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
        ask(s, SQL_COUNT_KIND, &count, err, "t", journal_kind_id(kind));
    if (status == SP_OK && count > 0)
        return sp_fail(err, SP_E_CONFLICT,
                       "profile: there is one already; change it instead");
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

    status = begin(s, err);
    if (status == SP_OK) {
        status = only_profile(s, kind, err);
        if (status == SP_OK)
            status = put(s, false, kind, day, created, whole, &new_id, err);
        if (status == SP_OK)
            status = remember(s, "add", kind, new_id, day, created, NULL, err);
        status = end(s, status, err);
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
                  : no_memory(err);
    if (status == SP_OK)
        status = remember(s, "edit", kind, id, old_day, created, kept, err);
    if (status == SP_OK)
        status =
            put(s, true, kind, day ? day : old_day, created, after, &id, err);
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
        status = begin(s, err);
    if (status != SP_OK)
        return status;
    return end(s, edit_row(s, kind, id, day, fields, err), err);
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
            : no_memory(err);
    if (status == SP_OK)
        status = run(s, SQL_DELETE, err, "i", id);
    json_decref(before);
    json_decref(record);
    return status;
}

static enum sp_status remove_record(struct journal *j, enum journal_kind kind,
                                    int64_t id, struct sp_error *err)
{
    struct store *s = store_of(j);
    const enum sp_status status = begin(s, err);
    return status == SP_OK ? end(s, remove_row(s, kind, id, err), err) : status;
}

static enum sp_status checkpoint(struct journal *j, int64_t session,
                                 int64_t position_ms, const char *phase,
                                 struct sp_error *err)
{
    struct store *s = store_of(j);
    json_t *fields = json_pack("{s:I, s:s}", "position_ms",
                               (json_int_t)position_ms, "phase", phase);
    if (!fields)
        return no_memory(err);
    enum sp_status status = journal_check(JOURNAL_SESSION, fields, true, err);
    json_decref(fields);
    if (status == SP_OK)
        status =
            run(s, SQL_CHECKPOINT, err, "iti", position_ms, phase, session);
    if (status == SP_OK && sqlite3_changes(s->db) != 1)
        return sp_fail(err, SP_E_NOTFOUND,
                       "there is no session with number %" PRId64, session);
    return status;
}

/* ---- undo -------------------------------------------------------------------
 */

/* Takes back one row of the undo table. */
static enum sp_status undo_row(struct store *s, sqlite3_stmt *stmt,
                               struct sp_error *err)
{
    const char *verb = (const char *)sqlite3_column_text(stmt, 1);
    const char *kind_id = (const char *)sqlite3_column_text(stmt, 2);
    int64_t id = sqlite3_column_int64(stmt, 3);
    const char *day = (const char *)sqlite3_column_text(stmt, 4);
    if (!verb || !kind_id || !day)
        return no_memory(err);
    if (journal_kind_find(kind_id) < 0)
        return sp_fail(err, SP_E_CORRUPT,
                       "the last change in %.300s cannot be read", s->path);
    const int64_t created = sqlite3_column_int64(stmt, 5);
    if (strcmp(verb, "add") == 0)
        return run(s, SQL_DELETE, err, "i", id);

    json_t *before;
    enum sp_status status = column_fields(s, stmt, 6, &before, err);
    if (status == SP_OK)
        status = put(s, strcmp(verb, "edit") == 0,
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
        (void)snprintf(what, 200, "Took back the %s.", many);
    else if (verb && kind && day)
        (void)snprintf(
            what, 200,
            strcmp(verb, "add") == 0    ? "Took back the %s added for %s."
            : strcmp(verb, "edit") == 0 ? "Put the %s of %s back as it was."
                                        : "Brought back the %s of %s.",
            kind, day);
}

/* Every row of one batch, newest first; *rows counts them. */
static enum sp_status undo_batch(struct store *s, int64_t batch, char what[200],
                                 int *rows, struct sp_error *err)
{
    for (*rows = 0;; ++*rows) {
        sqlite3_stmt *stmt;
        enum sp_status status = query(s, SQL_UNDO_NEXT, &stmt, err, "i", batch);
        if (status != SP_OK)
            return status;
        const int rc = sqlite3_step(stmt);
        int64_t row = 0;
        if (rc == SQLITE_ROW) {
            row = sqlite3_column_int64(stmt, 0);
            undo_words(stmt, what);
            status = undo_row(s, stmt, err);
        } else if (rc != SQLITE_DONE) {
            status = db_fail(s, rc, "read", err);
        }
        finish(stmt);
        if (status == SP_OK && rc == SQLITE_ROW)
            status = run(s, SQL_UNDO_DELETE, err, "i", row);
        if (status != SP_OK || rc != SQLITE_ROW)
            return status;
    }
}

static enum sp_status undo(struct journal *j, char what[200],
                           struct sp_error *err)
{
    struct store *s = store_of(j);
    char words[200] = "";
    int rows = 0;
    if (s->many)
        return sp_fail(err, SP_E_CONFLICT,
                       "a change of several records has not been finished");
    enum sp_status status = begin(s, err);
    if (status != SP_OK)
        return status;
    status = undo_batch(s, s->batch - 1, words, &rows, err);
    if (status == SP_OK && rows == 0)
        status = sp_fail(err, SP_E_NOTFOUND, "there is nothing to take back");
    status = end(s, status, err);
    if (status == SP_OK && what)
        memcpy(what, words, sizeof words);
    return status;
}

static enum sp_status undoable(struct journal *j, int *changes,
                               struct sp_error *err)
{
    int64_t n = 0;
    const enum sp_status status =
        ask(store_of(j), SQL_UNDO_ENTRIES, &n, err, "", NULL);
    if (status == SP_OK)
        *changes = (int)n;
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
    .undo = undo,
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
    .undoable = undoable,
};
