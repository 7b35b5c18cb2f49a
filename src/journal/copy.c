/*
 * A copy of the journal: written beside its place, made safe on disk and then
 * renamed over it, so that under its name there is always a whole file or
 * none.
 */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4300

/* ---- files
 * --------------------------------------------------------------------- */

static enum sp_status sync_path(const char *path, int flags,
                                struct sp_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return journal_system_fail(N_("open"), path, errno, err);
    const int failed = fsync(fd), code = errno;
    (void)close(fd);
    /* some file systems cannot sync a folder, and need not */
    return failed && code != EINVAL
               ? journal_system_fail(N_("save"), path, code, err)
               : SP_OK;
}

enum sp_status journal_sync_folder(const char *path, struct sp_error *err)
{
    char folder[PATH_ROOM];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash)
        (void)snprintf(folder, sizeof folder, ".");
    else
        slash[slash == folder ? 1 : 0] = '\0';
    return sync_path(folder, O_DIRECTORY, err);
}

/* Every page of `from` into the part file at `path`, as one plain file without
 * a write-ahead log beside it. Nobody else knows the file and it is synced
 * whole once it is written, so SQLite need neither sync nor share it. */
static enum sp_status copy_pages(sqlite3 *from, const char *path,
                                 struct sp_error *err)
{
    sqlite3 *to = NULL;
    int rc = sqlite3_open_v2(
        path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to,
                          "PRAGMA synchronous = OFF;"
                          "PRAGMA locking_mode = EXCLUSIVE",
                          NULL, NULL, NULL);
    sqlite3_backup *work =
        rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (work) {
        rc = sqlite3_backup_step(work, -1);
        const int finished = sqlite3_backup_finish(work);
        rc = rc == SQLITE_DONE ? finished : rc;
    } else if (rc == SQLITE_OK) {
        rc = sqlite3_extended_errcode(to);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    const enum sp_status status =
        rc == SQLITE_OK ? SP_OK
                        : journal_sqlite_fail(to, rc, N_("write"), path, err);
    (void)sqlite3_close(to);
    return status;
}

/* The part file of a copy, made for its owner alone. */
static enum sp_status new_part(const char *path, char part[PATH_ROOM],
                               struct sp_error *err)
{
    if (strlen(path) > 4200)
        return sp_fail(err, SP_E_RANGE, _("the path is %zu bytes long"),
                       strlen(path));
    (void)snprintf(part, PATH_ROOM, "%s.part", path);
    (void)unlink(part);
    const int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return journal_system_fail(N_("write"), part, errno, err);
    (void)close(fd);
    return SP_OK;
}

enum sp_status journal_copy_to(sqlite3 *db, const char *path,
                               struct sp_error *err)
{
    char part[PATH_ROOM];
    enum sp_status status = new_part(path, part, err);
    if (status != SP_OK)
        return status;
    status = copy_pages(db, part, err);
    if (status == SP_OK)
        status = sync_path(part, 0, err);
    if (status == SP_OK && rename(part, path) != 0)
        status = journal_system_fail(N_("put in place"), path, errno, err);
    if (status != SP_OK) {
        (void)unlink(part);
        return status;
    }
    return journal_sync_folder(path, err);
}
