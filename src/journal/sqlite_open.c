/*
 * Opening a journal file: folder, lock, a look at what is there, migration.
 */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- schema and migrations
 * ---------------------------------------------------------- */

/*
 * Step n brings a file from version n to n + 1. Steps are never changed once
 * released; a new one is added at the end and JOURNAL_SCHEMA_VERSION grows.
 */
static const char *const migration[JOURNAL_SCHEMA_VERSION] = {
    /* 1: records */
    "PRAGMA application_id = 1399877221;"
    "CREATE TABLE record ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kind TEXT NOT NULL,"
    " day TEXT NOT NULL,"
    " created INTEGER NOT NULL,"
    " fields TEXT NOT NULL) STRICT;"
    "CREATE INDEX record_by_day ON record (kind, day, created, id);",
    /* 2: what there was before each change */
    "CREATE TABLE undo ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " batch INTEGER NOT NULL,"
    " verb TEXT NOT NULL CHECK (verb IN ('add', 'edit', 'remove')),"
    " kind TEXT NOT NULL,"
    " record INTEGER NOT NULL,"
    " day TEXT NOT NULL,"
    " created INTEGER NOT NULL,"
    " before TEXT,"
    " what TEXT) STRICT;"
    "CREATE INDEX undo_by_batch ON undo (batch, id);",
    /* 3: where a session stands moves out of its fields */
    "CREATE TABLE place ("
    " session INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,"
    " position_ms INTEGER NOT NULL,"
    " phase TEXT NOT NULL) STRICT;"
    "INSERT INTO place (session, position_ms, phase)"
    " SELECT id, coalesce(json_extract(fields, '$.position_ms'), 0),"
    " coalesce(json_extract(fields, '$.phase'), 'stopped')"
    " FROM record WHERE kind = 'session';"
    "UPDATE record SET fields ="
    " json_remove(fields, '$.position_ms', '$.phase')"
    " WHERE kind = 'session';",
};
_Static_assert(JOURNAL_APPLICATION_ID == 1399877221, "as in migration 1");

enum sp_status journal_sqlite_migrate(struct store *s, struct sp_error *err)
{
    int64_t version = 0;
    char set[64];
    int rc = journal_read_number(s->db, "PRAGMA user_version", &version);
    if (rc == SQLITE_OK && version == JOURNAL_SCHEMA_VERSION)
        return SP_OK;
    if (rc == SQLITE_OK && version > 0) {
        char copy[4200];
        (void)snprintf(copy, sizeof copy, "%s.v%" PRId64, s->path, version);
        const enum sp_status status = journal_copy_to(s->db, copy, err);
        if (status != SP_OK)
            return status;
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (int64_t v = version; rc == SQLITE_OK && v < JOURNAL_SCHEMA_VERSION;
         v++)
        rc = sqlite3_exec(s->db, migration[v], NULL, NULL, NULL);
    (void)snprintf(set, sizeof set, "PRAGMA user_version = %d; COMMIT",
                   JOURNAL_SCHEMA_VERSION);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(s->db, set, NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        return SP_OK;
    const enum sp_status status =
        journal_sqlite_fail(s->db, rc, N_("set up"), s->path, err);
    if (!sqlite3_get_autocommit(s->db))
        (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* ---- open
 * ------------------------------------------------------------------------------
 */

/* Makes the folders above `path` that are missing, for the owner alone. */
static enum sp_status make_folders(const char *path, struct sp_error *err)
{
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "%s", path);
    for (char *c = strchr(folder + 1, '/'); c; c = strchr(c + 1, '/')) {
        *c = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
            const int code = errno;
            struct stat there;
            if (stat(folder, &there) != 0)
                return journal_system_fail(N_("make the folder"), folder, code,
                                           err);
        }
        *c = '/';
    }
    return SP_OK;
}

/* Creates the file for its owner alone, or closes an existing one to others. */
static enum sp_status own_file(const char *path, struct sp_error *err)
{
    struct stat st;
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return journal_system_fail(N_("write"), path, errno, err);
    if (fstat(fd, &st) == 0 && (st.st_mode & 077) != 0 &&
        fchmod(fd, 0600) != 0) {
        const int code = errno;
        (void)close(fd);
        return journal_system_fail(N_("keep others from reading"), path, code,
                                   err);
    }
    (void)close(fd);
    return SP_OK;
}

static enum sp_status settle(struct store *s, struct sp_error *err)
{
    const int rc = sqlite3_exec(s->db,
                                "PRAGMA journal_mode = WAL;"
                                "PRAGMA synchronous = FULL;"
                                "PRAGMA foreign_keys = ON;"
                                "PRAGMA secure_delete = ON;"
                                "PRAGMA trusted_schema = OFF;",
                                NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return journal_sqlite_fail(s->db, rc, N_("write"), s->path, err);
    const enum sp_status status = journal_sqlite_migrate(s, err);
    if (status == SP_OK)
        (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0,
                                NULL);
    return status;
}

static enum sp_status open_store(struct store *s, struct sp_error *err)
{
    struct stat there;
    int64_t size = 0, version = 0;
    enum sp_status status = make_folders(s->path, err);
    if (status == SP_OK && stat(s->path, &there) == 0 &&
        !S_ISREG(there.st_mode))
        status =
            sp_fail(err, SP_E_IO,
                    _("%.300s is not a file; name a journal file"), s->path);
    if (status == SP_OK)
        status = journal_lock(s->path, &s->lock_fd, err);
    if (status == SP_OK && stat(s->path, &there) == 0)
        status = journal_look_header(s->path, &size, err);
    if (status == SP_OK)
        status = own_file(s->path, err);
    if (status != SP_OK)
        return status;

    const int rc = sqlite3_open_v2(
        s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return journal_sqlite_fail(s->db, rc, N_("open"), s->path, err);
    (void)sqlite3_busy_timeout(s->db, 2000);
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    status = journal_look_open(s->db, s->path, &version, err);
    return status == SP_OK ? settle(s, err) : status;
}

enum sp_status journal_open_sqlite(struct journal **j, const char *path,
                                   struct sp_error *err)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return sp_fail(err, SP_E_NOMEM, _("out of memory opening the journal"));
    s->journal.ops = &journal_sqlite_ops;
    s->lock_fd = -1;
    if (strlen(path) >= sizeof s->path - 64 || !*path) {
        free(s);
        return sp_fail(err, SP_E_RANGE,
                       _("the journal's path is %zu bytes long, need 1 to %zu"),
                       strlen(path), sizeof s->path - 65);
    }
    (void)snprintf(s->path, sizeof s->path, "%s", path);
    const enum sp_status status = open_store(s, err);
    if (status == SP_OK)
        *j = &s->journal;
    else
        s->journal.ops->close(&s->journal);
    return status;
}
