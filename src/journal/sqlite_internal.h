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
            " ORDER BY r.day DESC, r.created DESC, r.id DESC LIMIT 1")         \
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

/* Creates or migrates the schema, in one transaction. */
enum sp_status journal_sqlite_migrate(struct store *s, struct sp_error *err);

#endif
