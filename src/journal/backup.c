/*
 * What is done with copies of the journal: restoring one, a rotation of them,
 * and erasing all.
 */
#include "journal/sqlite_internal.h"
#include "text/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4300

/* ---- restore
 * -------------------------------------------------------------------- */

/* Folds the write-ahead log of a sound journal into its file; what fails is
 * kept with its log. */
static void fold_log(const char *path)
{
    int64_t version;
    sqlite3 *db = NULL;
    if (journal_look(path, &version, NULL) != SP_OK)
        return;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        (void)sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL,
                           NULL);
    (void)sqlite3_close(db);
}

/* Gives the present file a second name, PATH.old-N, and moves its log there.
 * The first name stays until the restored copy is renamed over it, so a
 * restore cut short never leaves the person without a journal. */
static enum sp_status keep_old(const char *path, struct sp_error *err)
{
    static const char *const side[] = {"-wal", "-shm"};
    char old[PATH_ROOM], from[PATH_ROOM], to[PATH_ROOM];
    int n = 1;
    do
        (void)snprintf(old, sizeof old, "%.4200s.old-%d", path, n);
    while (access(old, F_OK) == 0 && n++ < 10000);
    if (link(path, old) != 0 && rename(path, old) != 0)
        return journal_system_fail(N_("keep the present journal as"), old,
                                   errno, err);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(from, sizeof from, "%.4200s%s", path, side[i]);
        (void)snprintf(to, sizeof to, "%.4240s%s", old, side[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return journal_system_fail(N_("keep the present journal as"), to,
                                       errno, err);
    }
    return SP_OK;
}

static enum sp_status restore_locked(const char *backup, const char *path,
                                     struct sp_error *err)
{
    char next[PATH_ROOM];
    sqlite3 *db = NULL;
    (void)snprintf(next, sizeof next, "%.4200s.restored", path);
    const int rc = sqlite3_open_v2(
        backup, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL);
    enum sp_status status =
        rc == SQLITE_OK ? journal_copy_to(db, next, err)
                        : journal_sqlite_fail(db, rc, N_("open"), backup, err);
    (void)sqlite3_close(db);
    if (status == SP_OK)
        status = journal_verify(next, NULL, err);
    if (status == SP_OK && access(path, F_OK) == 0) {
        fold_log(path);
        status = keep_old(path, err);
    }
    if (status == SP_OK && rename(next, path) != 0)
        status = journal_system_fail(N_("put in place"), path, errno, err);
    if (status != SP_OK) {
        (void)unlink(next);
        return status;
    }
    return journal_sync_folder(path, err);
}

enum sp_status journal_restore(const char *backup, const char *path,
                               struct sp_error *err)
{
    int lock = -1;
    struct stat a, b;
    if (strlen(path) > 4000)
        return sp_fail(err, SP_E_RANGE, _("the path is %zu bytes long"),
                       strlen(path));
    enum sp_status status = journal_verify(backup, NULL, err);
    if (status == SP_OK && stat(backup, &a) == 0 && stat(path, &b) == 0 &&
        a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        status =
            sp_fail(err, SP_E_CONFLICT,
                    _("%.300s is the journal itself; name a backup"), backup);
    if (status == SP_OK)
        status = journal_lock(path, &lock, err);
    if (status == SP_OK)
        status = restore_locked(backup, path, err);
    if (lock >= 0)
        (void)close(lock);
    return status;
}

/* ---- rotation
 * -------------------------------------------------------------------- */

#define KEEP_DAYS 7
#define KEEP_WEEKS 4
#define KEEP_MONTHS 12
#define BACKUPS_MAX 4096

void journal_backups_kept(const int *day, int count, bool *keep)
{
    int weeks = 0, months = 0, week = 0, month = 0;
    for (int i = 0; i < count; i++) {
        /* weeks begin on Monday, months count from year 0 */
        char text[11];
        journal_day_text(day[i], text);
        const int w = day[i] - journal_weekday(day[i]);
        int year = 0, m = 0, dom = 0;
        (void)journal_parse_day(text, &year, &m, &dom);
        m += year * 12;
        keep[i] = i < KEEP_DAYS;
        if ((weeks == 0 || w != week) && weeks < KEEP_WEEKS) {
            keep[i] = true;
            weeks++;
        }
        if ((months == 0 || m != month) && months < KEEP_MONTHS) {
            keep[i] = true;
            months++;
        }
        week = w;
        month = m;
    }
}

/* "stature-YYYY-MM-DD.db" gives its day; else false. */
static bool backup_day(const char *name, int *day)
{
    char text[11];
    int y, m, d;
    if (strlen(name) != 21 || strncmp(name, "stature-", 8) != 0 ||
        strcmp(name + 18, ".db") != 0)
        return false;
    memcpy(text, name + 8, 10);
    text[10] = '\0';
    *day = journal_day_number(text);
    return journal_parse_day(text, &y, &m, &d);
}

static int later_first(const void *a, const void *b)
{
    const int x = *(const int *)a, y = *(const int *)b;
    return (x < y) - (x > y);
}

/* Days of the backups in a folder, latest first; at most BACKUPS_MAX. */
static enum sp_status backup_days(const char *dir, int *day, int *count,
                                  struct sp_error *err)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return journal_system_fail(N_("read the folder"), dir, errno, err);
    *count = 0;
    for (struct dirent *e; (e = readdir(folder)) && *count < BACKUPS_MAX;)
        *count += backup_day(e->d_name, &day[*count]);
    (void)closedir(folder);
    qsort(day, (size_t)*count, sizeof *day, later_first);
    return SP_OK;
}

static void backup_path(const char *dir, int day, char path[PATH_ROOM])
{
    char text[11];
    journal_day_text(day, text);
    (void)snprintf(path, PATH_ROOM, "%.4200s/stature-%s.db", dir, text);
}

static enum sp_status thin_out(const char *dir, struct sp_error *err)
{
    int *day = calloc(BACKUPS_MAX, sizeof *day), count = 0;
    bool *keep = calloc(BACKUPS_MAX, sizeof *keep);
    enum sp_status status =
        day && keep ? backup_days(dir, day, &count, err)
                    : sp_fail(err, SP_E_NOMEM, _("out of memory over backups"));
    if (status == SP_OK)
        journal_backups_kept(day, count, keep);
    for (int i = 0; i < count && status == SP_OK; i++) {
        char path[PATH_ROOM];
        backup_path(dir, day[i], path);
        if (!keep[i] && unlink(path) != 0 && errno != ENOENT)
            status = journal_system_fail(N_("remove the old backup"), path,
                                         errno, err);
    }
    free(day);
    free(keep);
    return status;
}

static bool is_later(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* Was the copy written after the last change of the journal? A log beside the
 * journal may hold changes that are not in its file yet. */
static bool is_current(const char *copy, const char *journal)
{
    char log[PATH_ROOM];
    struct stat of_copy, of_journal, of_log;
    (void)snprintf(log, sizeof log, "%.4200s-wal", journal);
    return stat(copy, &of_copy) == 0 && stat(journal, &of_journal) == 0 &&
           is_later(of_copy.st_mtim, of_journal.st_mtim) &&
           (stat(log, &of_log) != 0 || of_log.st_size == 0);
}

enum sp_status journal_rotate_backups(struct journal *j, const char *dir,
                                      const char *today, struct sp_error *err)
{
    char path[PATH_ROOM];
    enum sp_status status = journal_check_day(today, err);
    if (status != SP_OK)
        return status;
    if (strlen(dir) > 4000)
        return sp_fail(err, SP_E_RANGE,
                       _("the folder's path is %zu bytes long"), strlen(dir));
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return journal_system_fail(N_("make the folder"), dir, errno, err);
    backup_path(dir, journal_day_number(today), path);
    if (is_current(path, ((struct store *)j)->path))
        return SP_OK;
    status = j->ops->backup(j, path, err);
    return status == SP_OK ? thin_out(dir, err) : status;
}

/* ---- erase
 * ------------------------------------------------------------------------ */

/* After "PATH": is this the end of a name that this room gives to files? */
static bool is_side_name(const char *end)
{
    static const char *const whole[] = {"",          "-wal",  "-shm",
                                        ".restored", ".part", ".restored.part"};
    static const char *const after[] = {"", "-wal", "-shm", ".part"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(end, whole[i]) == 0)
            return true;
    const size_t word = strncmp(end, ".old-", 5) == 0 ? 5
                        : strncmp(end, ".v", 2) == 0  ? 2
                                                      : 0;
    const size_t number = word ? strspn(end + word, "0123456789") : 0;
    for (size_t i = 0; number && i < sizeof after / sizeof *after; i++)
        if (strcmp(end + word + number, after[i]) == 0)
            return true;
    return false;
}

/* Removes the files of a folder that `mine` claims. */
static enum sp_status remove_mine(const char *dir, const char *base,
                                  bool (*mine)(const char *name,
                                               const char *base),
                                  struct sp_error *err)
{
    DIR *folder = opendir(dir);
    enum sp_status status = SP_OK;
    if (!folder)
        return errno == ENOENT ? SP_OK
                               : journal_system_fail(N_("read the folder"), dir,
                                                     errno, err);
    for (struct dirent *e; status == SP_OK && (e = readdir(folder));)
        if (mine(e->d_name, base) &&
            unlinkat(dirfd(folder), e->d_name, 0) != 0 && errno != ENOENT)
            status = journal_system_fail(N_("erase"), e->d_name, errno, err);
    (void)closedir(folder);
    return status;
}

static bool is_journal_file(const char *name, const char *base)
{
    const size_t len = strlen(base);
    return strncmp(name, base, len) == 0 && is_side_name(name + len);
}

static bool is_backup_file(const char *name, const char *base)
{
    int day;
    char whole[22];
    (void)base;
    if (strlen(name) == 26 && strcmp(name + 21, ".part") == 0) {
        memcpy(whole, name, 21);
        whole[21] = '\0';
        return backup_day(whole, &day);
    }
    return backup_day(name, &day);
}

enum sp_status journal_erase(const char *path, const char *backups,
                             struct sp_error *err)
{
    char folder[PATH_ROOM], lock_path[PATH_ROOM];
    int lock = -1;
    if (strlen(path) > 4000)
        return sp_fail(err, SP_E_RANGE, _("the path is %zu bytes long"),
                       strlen(path));
    enum sp_status status = journal_lock(path, &lock, err);
    if (status != SP_OK)
        return status;

    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    const char *base = slash ? path + (slash - folder) + 1 : path;
    if (slash)
        slash[slash == folder ? 1 : 0] = '\0';
    status = remove_mine(slash ? folder : ".", base, is_journal_file, err);
    if (status == SP_OK && backups)
        status = remove_mine(backups, "", is_backup_file, err);
    (void)snprintf(lock_path, sizeof lock_path, "%.4200s.lock", path);
    if (status == SP_OK)
        (void)unlink(lock_path);
    (void)close(lock);
    return status;
}
