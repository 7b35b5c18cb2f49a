/* The SQLite journal: what its files share. */
#ifndef JOURNAL_SQLITE_INTERNAL_H
#define JOURNAL_SQLITE_INTERNAL_H

#include <sqlite3.h>

#include "journal/journal_internal.h"

/*
 * Every statement the journal runs while it is open: a closed list, indexed by
 * enum, parameters bound, never pasted. $1, $2 in order of first use.
 */
#define JOURNAL_SQL_MAP(X)                                                     \
    X(BEGIN, "BEGIN IMMEDIATE")                                                \
    X(COMMIT, "COMMIT")                                                        \
    X(ROLLBACK, "ROLLBACK")                                                    \
    X(INSERT, "INSERT INTO record (id, kind, day, created, fields)"            \
              " VALUES ($1, $2, $3, $4, $5)")                                  \
    X(UPDATE, "UPDATE record SET day = $1, fields = $2 WHERE id = $3")         \
    X(DELETE, "DELETE FROM record WHERE id = $1")                              \
    X(GET, "SELECT r.id, r.day, r.created, r.fields, p.position_ms, p.phase"   \
           " FROM record r LEFT JOIN place p ON p.session = r.id"              \
           " WHERE r.kind = $1 AND r.id = $2")                                 \
    X(LIST, "SELECT r.id, r.day, r.created, r.fields, p.position_ms, p.phase"  \
            " FROM record r LEFT JOIN place p ON p.session = r.id"             \
            " WHERE r.kind = $1 AND r.day >= $2 AND r.day <= $3"               \
            " ORDER BY r.day, r.created, r.id")                                \
    X(LAST, "SELECT r.id, r.day, r.created, r.fields, p.position_ms, p.phase"  \
            " FROM record r LEFT JOIN place p ON p.session = r.id"             \
            " WHERE r.kind = $1"                                               \
            " ORDER BY coalesce(json_extract(r.fields, '$.imported'), 0),"     \
            " r.id DESC LIMIT 1")                                              \
    X(COUNT_KIND, "SELECT count(*) FROM record WHERE kind = $1")               \
    X(PLACE, "INSERT INTO place (session, position_ms, phase)"                 \
             " VALUES ($1, $2, $3) ON CONFLICT (session) DO UPDATE"            \
             " SET position_ms = excluded.position_ms,"                        \
             " phase = excluded.phase")                                        \
    X(CHECKPOINT, "UPDATE place SET position_ms = $1, phase = $2"              \
                  " WHERE session = $3")                                       \
    X(UNDO_ADD, "INSERT INTO undo (batch, verb, kind, record, day, created,"   \
                " before, what) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")      \
    X(UNDO_BATCH, "SELECT coalesce(max(batch), 0) FROM undo")                  \
    X(UNDO_ENTRIES,                                                            \
      "SELECT count(DISTINCT batch) FROM undo WHERE batch > (SELECT"           \
      " coalesce(max(batch), 0) FROM undo"                                     \
      " WHERE kind NOT IN ('note', 'score', 'stature'))")                      \
    X(UNDO_NEXT, "SELECT id, verb, kind, record, day, created, before, what"   \
                 " FROM undo WHERE batch = $1 ORDER BY id DESC LIMIT 1")       \
    X(UNDO_DELETE, "DELETE FROM undo WHERE id = $1")                           \
    X(VALID, "SELECT json_valid($1)")                                          \
    X(UNDO_FORGET, "DELETE FROM undo WHERE batch <= $1")

enum journal_sql {
#define X(name, text) SQL_##name,
    JOURNAL_SQL_MAP(X)
#undef X
        SQL_COUNT
};

struct store {
    struct journal journal; /* first: callers hold a pointer to it */
    sqlite3 *db;
    sqlite3_stmt *stmt[SQL_COUNT]; /* prepared at first use */
    int lock_fd;
    bool many;     /* between begin and commit */
    int64_t batch; /* of undo, inside a transaction */
    char what[80]; /* of begin; empty for a single change */
    char path[4096];
};

extern const struct journal_ops journal_sqlite_ops;

/* ---- running (sqlite_run.c) ---------------------------------------------- */

/* The failure of an SQLite result while `doing` something to the journal. */
enum sp_status store_fail(struct store *s, int rc, const char *doing,
                          struct sp_error *err);
/* A statement ready to step; the caller ends it with store_finish. types, one
 * letter a parameter: i int64_t; t text or NULL; n int64_t, NULL when 0. */
enum sp_status store_query(struct store *s, enum journal_sql which,
                           sqlite3_stmt **stmt, struct sp_error *err,
                           const char *types, ...);
void store_finish(sqlite3_stmt *stmt);
/* A statement without rows. */
enum sp_status store_run(struct store *s, enum journal_sql which,
                         struct sp_error *err, const char *types, ...);
/* One number. */
enum sp_status store_ask(struct store *s, enum journal_sql which,
                         int64_t *number, struct sp_error *err,
                         const char *types, const char *arg);
/* A change with its batch of undo, unless one of several is under way. */
enum sp_status store_begin(struct store *s, struct sp_error *err);
/* Keeps the change if `status` is SP_OK, else takes all of it back. */
enum sp_status store_end(struct store *s, enum sp_status status,
                         struct sp_error *err);
void store_roll_back(struct store *s);

/* ---- rows (sqlite.c) ------------------------------------------------------
 */

enum sp_status store_no_memory(struct sp_error *err);
/* The object in a column; the caller's reference. */
enum sp_status store_fields(struct store *s, sqlite3_stmt *stmt, int column,
                            json_t **fields, struct sp_error *err);
/* Writes one record, new or in its old place. */
enum sp_status store_put(struct store *s, bool update, enum journal_kind kind,
                         const char *day, int64_t created, const json_t *fields,
                         int64_t *id, struct sp_error *err);

/* ---- undo (sqlite_undo.c) -------------------------------------------------
 */

enum sp_status journal_sqlite_undo(struct journal *j, char what[200],
                                   struct sp_error *err);
enum sp_status journal_sqlite_undoable(struct journal *j, int *changes,
                                       struct sp_error *err);

/* ---- a file (sqlite_look.c, copy.c) ---------------------------------------
 */

/* What the system said while `doing` something to `path`. */
enum sp_status journal_system_fail(const char *doing, const char *path,
                                   int code, struct sp_error *err);
/* One number of a statement without parameters; an SQLite result. */
int journal_read_number(sqlite3 *db, const char *sql, int64_t *out);
/* Whether a file begins like a journal, by its size and first bytes. */
enum sp_status journal_look_header(const char *path, int64_t *size,
                                   struct sp_error *err);
/* Whether an open database is a sound journal. */
enum sp_status journal_look_open(sqlite3 *db, const char *path,
                                 int64_t *version, struct sp_error *err);
/* Makes the folder that holds `path` safe on disk. */
enum sp_status journal_sync_folder(const char *path, struct sp_error *err);

/* ---- opening (sqlite_open.c) ----------------------------------------------
 */

/* Creates or migrates the schema, in one transaction. */
enum sp_status journal_sqlite_migrate(struct store *s, struct sp_error *err);

#endif
