/*
 * Running the journal's statements, and changes that are kept whole or not at
 * all.
 */
#include "journal/sqlite_internal.h"

#include <stdarg.h>
#include <stdio.h>

#define UNDO_STEPS 100 /* how many changes can be taken back */

static const char *const sql_text[SQL_COUNT] = {
#define X(name, text) text,
    JOURNAL_SQL_MAP(X)
#undef X
};

enum sp_status store_fail(struct store *s, int rc, const char *doing,
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
    return rc == SQLITE_OK ? SP_OK : store_fail(s, rc, "use", err);
}

enum sp_status store_query(struct store *s, enum journal_sql which,
                           sqlite3_stmt **stmt, struct sp_error *err,
                           const char *types, ...)
{
    va_list args;
    va_start(args, types);
    const enum sp_status status = start(s, which, stmt, err, types, args);
    va_end(args);
    return status;
}

void store_finish(sqlite3_stmt *stmt)
{
    (void)sqlite3_reset(stmt);
    (void)sqlite3_clear_bindings(stmt);
}

/* A statement without rows. */
enum sp_status store_run(struct store *s, enum journal_sql which,
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
        status = store_fail(s, rc, "write", err);
    store_finish(stmt);
    return status;
}

/* One number. */
enum sp_status store_ask(struct store *s, enum journal_sql which,
                         int64_t *number, struct sp_error *err,
                         const char *types, const char *arg)
{
    sqlite3_stmt *stmt;
    enum sp_status status = store_query(s, which, &stmt, err, types, arg);
    if (status != SP_OK)
        return status;
    const int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *number = sqlite3_column_int64(stmt, 0);
    else
        status = store_fail(s, rc, "read", err);
    store_finish(stmt);
    return status;
}

/* ---- transactions ---------------------------------------------------------
 */

void store_roll_back(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db)) /* some failures roll back themselves */
        (void)store_run(s, SQL_ROLLBACK, NULL, "");
    s->many = false;
}

enum sp_status store_begin(struct store *s, struct sp_error *err)
{
    if (s->many)
        return SP_OK;
    s->what[0] = '\0';
    enum sp_status status = store_run(s, SQL_BEGIN, err, "");
    if (status == SP_OK)
        status = store_ask(s, SQL_UNDO_BATCH, &s->batch, err, "", NULL);
    if (status != SP_OK) {
        store_roll_back(s);
        return status;
    }
    s->batch++;
    return SP_OK;
}

/* Ends a change: keeps it if `status` is SP_OK, else takes all of it back. */
enum sp_status store_end(struct store *s, enum sp_status status,
                         struct sp_error *err)
{
    if (s->many)
        return status;
    if (status == SP_OK)
        status = store_run(s, SQL_UNDO_FORGET, err, "i", s->batch - UNDO_STEPS);
    if (status == SP_OK)
        status = store_run(s, SQL_COMMIT, err, "");
    if (status != SP_OK)
        store_roll_back(s);
    return status;
}
