/*
 * What is at a journal's path, before anything may be written: the sentences
 * for all that can be wrong with a file, the lock, and a look inside.
 *
 * A damaged file is never written to: it is read first, with checkpoints off,
 * and is closed again when the look finds damage.
 */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- sentences
 * --------------------------------------------------------------- */

static bool is_full(int code)
{
    return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

enum sp_status journal_system_fail(const char *doing, const char *path,
                                   int code, struct sp_error *err)
{
    const bool full = is_full(code);
    return sp_fail(err, full ? SP_E_FULL : SP_E_IO, _("cannot %s %.300s: %s%s"),
                   words_say(doing), path, strerror(code),
                   full ? _("; make room and try again, nothing was changed")
                        : "");
}

static enum sp_status damaged(const char *path, const char *how,
                              struct sp_error *err)
{
    return sp_fail(
        err, SP_E_CORRUPT,
        _("the journal %.200s is damaged (%.100s); it was left as it "
          "is, restore a backup with '%s'"),
        path, how, JOURNAL_RESTORE_COMMAND);
}

enum sp_status journal_sqlite_fail(struct sqlite3 *db, int rc,
                                   const char *doing, const char *path,
                                   struct sp_error *err)
{
    /* SQLite forgets why a log could not grow; errno still knows */
    const int now = errno;
    int code = db ? sqlite3_system_errno(db) : 0;
    if (code == 0 && is_full(now))
        code = now;
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return sp_fail(err, SP_E_NOMEM,
                       _("out of memory while using the journal"));
    case SQLITE_FULL:
        return journal_system_fail(doing, path, ENOSPC, err);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(path, sqlite3_errstr(rc), err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return sp_fail(err, SP_E_CONFLICT,
                       _("cannot %s %.300s: another program is using it"),
                       words_say(doing), path);
    case SQLITE_READONLY:
        return journal_system_fail(doing, path, code ? code : EROFS, err);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return journal_system_fail(doing, path, code ? code : EIO, err);
    default:
        return sp_fail(err, SP_E_IO, _("cannot %s %.200s: %.150s"),
                       words_say(doing), path,
                       db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    }
}

/* ---- the lock
 * ------------------------------------------------------------------- */

enum sp_status journal_lock(const char *path, int *fd, struct sp_error *err)
{
    char lock[4096], pid[24] = "";
    (void)snprintf(lock, sizeof lock, "%.4000s.lock", path);
    *fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        return journal_system_fail(N_("use the journal's lock"), lock, errno,
                                   err);
    if (flock(*fd, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        const ssize_t n = read(*fd, pid, sizeof pid - 1);
        pid[n > 0 ? strspn(pid, "0123456789") : 0] = '\0';
        (void)close(*fd);
        *fd = -1;
        if (code != EWOULDBLOCK)
            return journal_system_fail(N_("lock"), lock, code, err);
        return sp_fail(err, SP_E_CONFLICT,
                       _("another Stature (pid %s) is using %.300s; close it "
                         "first"),
                       *pid ? pid : "unknown", path);
    }
    /* who holds it, for the sentence above; the lock itself is what counts,
     * so a pid that cannot be written is only missing from it */
    const int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    const bool told =
        ftruncate(*fd, 0) == 0 && write(*fd, pid, (size_t)len) == (ssize_t)len;
    (void)told;
    return SP_OK;
}

/* ---- what is there
 * ---------------------------------------------------------------- */

int journal_read_number(sqlite3 *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        *out = sqlite3_column_int64(stmt, 0);
        rc = SQLITE_OK;
    }
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
}

/* SQLite's own look over the file: pages, rows and their CHECKs. */
static enum sp_status quick_check(sqlite3 *db, const char *path,
                                  struct sp_error *err)
{
    sqlite3_stmt *stmt = NULL;
    enum sp_status status = SP_OK;
    int rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    const char *said =
        rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (rc != SQLITE_ROW)
        status = journal_sqlite_fail(db, rc, N_("read"), path, err);
    else if (!said)
        status = journal_sqlite_fail(db, SQLITE_NOMEM, N_("read"), path, err);
    else if (strcmp(said, "ok") != 0)
        status = damaged(path, said, err);
    (void)sqlite3_finalize(stmt);
    return status;
}

/* Can every record's text be read? A page may be whole and its text not. */
static enum sp_status look_at_records(sqlite3 *db, const char *path,
                                      struct sp_error *err)
{
    int64_t bad = 0;
    char how[60];
    const int rc = journal_read_number(
        db, "SELECT count(*) FROM record WHERE NOT json_valid(fields)", &bad);
    if (rc != SQLITE_OK)
        return journal_sqlite_fail(db, rc, N_("read"), path, err);
    (void)snprintf(how, sizeof how,
                   words_plural((long)bad, "%lld record cannot be read",
                                "%lld records cannot be read"),
                   (long long)bad);
    return bad ? damaged(path, how, err) : SP_OK;
}

/* The schema's version, 0 for a file without tables. */
enum sp_status journal_look_open(sqlite3 *db, const char *path,
                                 int64_t *version, struct sp_error *err)
{
    int64_t application = 0, tables = 0;
    enum sp_status status = quick_check(db, path, err);
    if (status != SP_OK)
        return status;
    int rc = journal_read_number(db, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK)
        rc = journal_read_number(db, "PRAGMA user_version", version);
    if (rc == SQLITE_OK)
        rc = journal_read_number(db, "SELECT count(*) FROM sqlite_master",
                                 &tables);
    if (rc != SQLITE_OK)
        return journal_sqlite_fail(db, rc, N_("read"), path, err);
    if (tables == 0 && *version == 0)
        return SP_OK; /* made, but nothing was written yet */
    if (application != JOURNAL_APPLICATION_ID || *version < 1)
        return damaged(path, _("it is another program's database"), err);
    if (*version > JOURNAL_SCHEMA_VERSION)
        return sp_fail(err, SP_E_PARSE,
                       _("the journal %.300s was written by a newer Stature "
                         "(format %lld, this one reads up to %d); update "
                         "Stature"),
                       path, (long long)*version, JOURNAL_SCHEMA_VERSION);
    return look_at_records(db, path, err);
}

/* The first bytes: is this an SQLite file at all? *size gets its length. */
enum sp_status journal_look_header(const char *path, int64_t *size,
                                   struct sp_error *err)
{
    char head[100];
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return journal_system_fail(N_("open"), path, errno, err);
    ssize_t n = -1;
    const bool known = fstat(fd, &st) == 0;
    if (known && S_ISREG(st.st_mode))
        n = read(fd, head, sizeof head);
    const int code = errno;
    (void)close(fd);
    if (known && !S_ISREG(st.st_mode))
        return sp_fail(err, SP_E_IO,
                       _("%.300s is not a file; name a journal file"), path);
    if (n < 0)
        return journal_system_fail(N_("read"), path, code, err);
    *size = st.st_size;
    if (n > 0 && (n < 100 || memcmp(head, "SQLite format 3", 16) != 0))
        return damaged(path, _("it does not begin like a journal"), err);
    return SP_OK;
}

enum sp_status journal_look(const char *path, int64_t *version,
                            struct sp_error *err)
{
    int64_t size = 0;
    sqlite3 *db = NULL;
    enum sp_status status = journal_look_header(path, &size, err);
    if (status != SP_OK)
        return status;
    const int rc = sqlite3_open_v2(
        path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL);
    status = rc == SQLITE_OK
                 ? journal_look_open(db, path, version, err)
                 : journal_sqlite_fail(db, rc, N_("open"), path, err);
    if (status == SP_OK && *version == 0)
        status =
            sp_fail(err, SP_E_NOTFOUND, _("%.300s holds no journal"), path);
    (void)sqlite3_close(db);
    return status;
}

enum sp_status journal_verify(const char *path, int64_t *records,
                              struct sp_error *err)
{
    int64_t version = 0, count = 0;
    sqlite3 *db = NULL;
    enum sp_status status = journal_look(path, &version, err);
    if (status != SP_OK || !records)
        return status;
    int rc = sqlite3_open_v2(
        path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK)
        rc = journal_read_number(db, "SELECT count(*) FROM record", &count);
    if (rc == SQLITE_OK)
        *records = count;
    else
        status = journal_sqlite_fail(db, rc, N_("read"), path, err);
    (void)sqlite3_close(db);
    return status;
}
