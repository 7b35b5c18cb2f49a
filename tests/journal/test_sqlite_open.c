#define _GNU_SOURCE /* unshare, mount: a small full disk of our own */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static enum sp_status try_open(const char *path, struct sp_error *why)
{
    struct journal *j = NULL;
    const enum sp_status status = journal_open_sqlite(&j, path, why);
    if (status == SP_OK)
        j->ops->close(j);
    return status;
}

static unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

/* ---- folder, modes, lock ----------------------------------------------------
 */

static void files_and_folders_are_the_owners_alone(void **state)
{
    const struct folder *f = *state;
    char deep[100], dir[80], wal[120];
    (void)snprintf(dir, sizeof dir, "%s/a/b", f->dir);
    (void)snprintf(deep, sizeof deep, "%s/stature.db", dir);
    (void)snprintf(wal, sizeof wal, "%s-wal", deep);
    const mode_t old = umask(0);
    struct journal *j = open_journal(deep);
    fill(j);
    (void)umask(old);
    assert_int_equal(mode_of(dir), 0700);
    assert_int_equal(mode_of(deep), 0600);
    assert_int_equal(mode_of(wal), 0600);
    j->ops->close(j);
    assert_int_equal(access(wal, F_OK), -1); /* folded in when closed */

    /* a file that was left open to others is closed to them */
    assert_int_equal(chmod(deep, 0644), 0);
    j = open_journal(deep);
    assert_int_equal(mode_of(deep), 0600);
    j->ops->close(j);
}

static void one_program_at_a_time(void **state)
{
    const struct folder *f = *state;
    char pid[40];
    struct journal *j = open_journal(f->journal);
    (void)snprintf(pid, sizeof pid, "(pid %ld) is using", (long)getpid());
    assert_fails(try_open(f->journal, &err), SP_E_CONFLICT, pid);
    assert_fails(journal_erase(f->journal, NULL, &err), SP_E_CONFLICT, pid);
    j->ops->close(j);
    assert_ok(try_open(f->journal, &err));
}

static void a_folder_that_cannot_be_written(void **state)
{
    const struct folder *f = *state;
    char path[200];
    (void)snprintf(path, sizeof path, "%s/not-a-folder", f->dir);
    write_file(path, "x", 1);
    (void)snprintf(path, sizeof path, "%s/not-a-folder/stature.db", f->dir);
    assert_fails(try_open(path, &err), SP_E_IO, "not-a-folder");
    assert_fails(try_open(f->dir, &err), SP_E_IO, "is not a file");
    assert_fails(try_open("/proc/stature/x.db", &err), SP_E_IO,
                 "/proc/stature");
    assert_fails(try_open("", &err), SP_E_RANGE, "path");
}

/* Runs `body` in a child; its exit code, -1 when it was killed. */
static int in_child(int (*body)(const struct folder *), const struct folder *f)
{
    (void)fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0)
        _exit(body(f));
    int how = 0;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

enum { CHILD_OK, CHILD_CANNOT = 77 };

/* A file system of our own over the folder, gone with the child. */
static bool own_mount(const char *dir, const char *options, unsigned long flags)
{
    return unshare(CLONE_NEWNS) == 0 &&
           mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", dir, "tmpfs", flags, options) == 0;
}

static int read_only_child(const struct folder *f)
{
    err.text[0] = '\0';
    if (!own_mount(f->dir, "size=1m", MS_RDONLY)) {
        if (getuid() == 0 || chmod(f->dir, 0500) != 0)
            return CHILD_CANNOT; /* root writes everywhere */
    }
    const enum sp_status status = try_open(f->journal, &err);
    (void)chmod(f->dir, 0700);
    return status == SP_E_IO && strstr(err.text, "cannot use") &&
                   strstr(err.text, f->dir)
               ? CHILD_OK
               : 1;
}

static void a_read_only_folder(void **state)
{
    const int code = in_child(read_only_child, *state);
    if (code == CHILD_CANNOT)
        skip();
    assert_int_equal(code, CHILD_OK);
}

/* ---- full disk
 * ---------------------------------------------------------------- */

/* Adds notes until there is no room; the answer must be SP_E_FULL, the journal
 * must still be read, and take a change again once there is room. */
static int fill_up(const char *path, bool (*make_room)(const char *))
{
    struct journal *j = NULL;
    err.text[0] = '\0';
    if (journal_open_sqlite(&j, path, &err) != SP_OK)
        return 2;
    char text[4001];
    memset(text, 'n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    json_t *note = json_pack("{s:s}", "text", text), *list = NULL;
    enum sp_status status = SP_OK;
    size_t kept = 0;
    int64_t id;
    while (status == SP_OK && kept < 5000) {
        status = j->ops->add(j, JOURNAL_NOTE, "2026-11-20", note, &id, &err);
        kept += status == SP_OK;
    }
    if (status != SP_E_FULL || !strstr(err.text, "make room") || kept == 0) {
        (void)fprintf(stderr, "# %zu kept: %s\n", kept, err.text);
        return 3;
    }
    if (j->ops->list(j, JOURNAL_NOTE, NULL, NULL, &list, &err) != SP_OK ||
        json_array_size(list) != kept)
        return 4;
    json_decref(list);
    if (!make_room(path) ||
        j->ops->add(j, JOURNAL_NOTE, "2026-11-21", note, &id, &err) != SP_OK)
        return 5;
    j->ops->close(j);
    json_decref(note);
    return journal_verify(path, NULL, &err) == SP_OK ? CHILD_OK : 6;
}

static bool remove_ballast(const char *path)
{
    char ballast[200];
    (void)snprintf(ballast, sizeof ballast, "%s.ballast", path);
    return unlink(ballast) == 0;
}

static int small_disk_child(const struct folder *f)
{
    if (!own_mount(f->dir, "size=2m", 0))
        return CHILD_CANNOT;
    char ballast[200];
    (void)snprintf(ballast, sizeof ballast, "%s.ballast", f->journal);
    const int fd = open(ballast, O_CREAT | O_WRONLY, 0600);
    if (fd < 0 || posix_fallocate(fd, 0, 1 << 20) != 0)
        return CHILD_CANNOT;
    (void)close(fd);
    return fill_up(f->journal, remove_ballast);
}

static void a_full_disk(void **state)
{
    const int code = in_child(small_disk_child, *state);
    if (code == CHILD_CANNOT)
        skip();
    assert_int_equal(code, CHILD_OK);
}

static bool lift_limit(const char *path)
{
    struct rlimit limit;
    (void)path;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
        return false;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

static int limited_file_child(const struct folder *f)
{
    struct rlimit limit;
    (void)signal(SIGXFSZ, SIG_IGN);
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0)
        return CHILD_CANNOT;
    limit.rlim_cur = 400000;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return CHILD_CANNOT;
    return fill_up(f->journal, lift_limit);
}

static void a_file_that_may_not_grow(void **state)
{
    assert_int_equal(in_child(limited_file_child, *state), CHILD_OK);
}

/* ---- damage
 * -------------------------------------------------------------------- */

static void damage_is_told_and_left_alone(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    for (int i = 0; i < 60; i++)
        (void)add(j, JOURNAL_SESSION, "2026-11-03", SESSION);
    j->ops->close(j);
    unsigned char *good = NULL;
    const long size = file_bytes(f->journal, &good);
    assert_true(size > 20000);

    /* where, how much: header, a page of the tree, the tail, a cut, a text */
    static const struct {
        const char *why;
        long from, length; /* overwritten; negative length: cut there */
    } row[] = {
        {"the first bytes",     0,     40   },
        {"the schema page",     100,   3900 },
        {"a page inside",       8192,  4096 },
        {"a cut in the middle", 10000, -1   },
        {"a cut in the header", 60,    -1   },
        {"one byte left",       1,     -1   },
        {"all but the header",  100,   20000},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        unsigned char *bad = malloc((size_t)size), *after = NULL;
        assert_non_null(bad);
        memcpy(bad, good, (size_t)size);
        unsigned r = 7 + (unsigned)i;
        for (long b = 0; b < row[i].length; b++) {
            r = r * 1664525u + 1013904223u;
            bad[row[i].from + b] = (unsigned char)(r >> 24);
        }
        const long bad_size = row[i].length < 0 ? row[i].from : size;
        write_file(f->journal, bad, (size_t)bad_size);
        err.text[0] = '\0';
        const enum sp_status got = try_open(f->journal, &err);
        if (got != SP_E_CORRUPT || !strstr(err.text, "damaged") ||
            !strstr(err.text, JOURNAL_RESTORE_COMMAND))
            fail_msg("%s: status %d, \"%s\"", row[i].why, (int)got, err.text);
        assert_int_equal(file_bytes(f->journal, &after), bad_size);
        assert_memory_equal(bad, after, (size_t)bad_size);
        free(after);
        free(bad);
    }
    write_file(f->journal, good, (size_t)size);
    assert_ok(try_open(f->journal, &err));
    free(good);
}

static void exec_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void other_files_are_refused(void **state)
{
    const struct folder *f = *state;
    exec_sql(f->journal, "CREATE TABLE bookmarks (url TEXT)");
    assert_fails(try_open(f->journal, &err), SP_E_CORRUPT,
                 "another program's database");
    write_file(f->other, "just a letter to a friend, nothing more", 39);
    assert_fails(try_open(f->other, &err), SP_E_CORRUPT,
                 "does not begin like a journal");
}

static void a_record_that_is_no_json_is_damage(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    j->ops->close(j);
    exec_sql(f->journal, "UPDATE record SET fields = '{\"a\":' WHERE id = 2");
    assert_fails(try_open(f->journal, &err), SP_E_CORRUPT,
                 "1 record cannot be read");
}

static void an_empty_file_is_a_new_journal(void **state)
{
    const struct folder *f = *state;
    write_file(f->journal, "", 0);
    struct journal *j = open_journal(f->journal);
    fill(j);
    j->ops->close(j);
}

/* ---- versions
 * -------------------------------------------------------------------- */

/* A journal as format 1 wrote it. */
static const char version_1[] =
    "PRAGMA application_id = 1399877221;"
    "CREATE TABLE record (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kind TEXT NOT NULL, day TEXT NOT NULL, created INTEGER NOT NULL,"
    " fields TEXT NOT NULL) STRICT;"
    "CREATE INDEX record_by_day ON record (kind, day, created, id);"
    "INSERT INTO record VALUES (3, 'note', '2026-01-02', 1767312000,"
    " '{\"text\":\"kept\"}');"
    "INSERT INTO record VALUES (4, 'session', '2026-01-03', 1767398400,"
    " '{\"phase\":\"paused\",\"position_ms\":4200,\"length_ms\":9000,"
    "\"items\":[{\"exercise\":\"cat_cow\"}],\"note\":\"n\"}');"
    "PRAGMA user_version = 1;";

static void an_old_journal_is_brought_forward(void **state)
{
    const struct folder *f = *state;
    exec_sql(f->journal, version_1);
    struct journal *j = open_journal(f->journal);
    json_t *note = NULL, *session = NULL;
    assert_ok(j->ops->get(j, JOURNAL_NOTE, 3, &note, &err));
    assert_ok(j->ops->get(j, JOURNAL_SESSION, 4, &session, &err));
    json_t *want_note =
        json_of("{'id': 3, 'day': '2026-01-02', 'created': 1767312000, 'text': "
                "'kept'}");
    json_t *want_session =
        json_of("{'id': 4, 'day': '2026-01-03', 'created': 1767398400, "
                "'phase': 'paused', 'position_ms': 4200, 'length_ms': 9000, "
                "'items': [{'exercise': 'cat_cow'}], 'note': 'n'}");
    assert_true(json_equal(note, want_note));
    assert_true(json_equal(session, want_session));
    assert_ok(j->ops->checkpoint(j, 4, 5200, "running", &err));
    assert_int_equal(add(j, JOURNAL_NOTE, "2026-01-04", "{'text': 'new'}"), 5);
    j->ops->close(j);

    /* the file as it was is kept beside */
    char old[200];
    int64_t version = 0;
    (void)snprintf(old, sizeof old, "%s.v1", f->journal);
    assert_ok(journal_look(old, &version, &err));
    assert_int_equal(version, 1);
    assert_int_equal(mode_of(old), 0600);
    assert_ok(journal_look(f->journal, &version, &err));
    assert_int_equal(version, JOURNAL_SCHEMA_VERSION);
    json_decref(note);
    json_decref(session);
    json_decref(want_note);
    json_decref(want_session);
}

static void a_newer_journal_is_left_alone(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    j->ops->close(j);
    exec_sql(f->journal, "PRAGMA user_version = 4");
    assert_fails(try_open(f->journal, &err), SP_E_PARSE,
                 "written by a newer Stature (format 4, this one reads up to "
                 "3); update Stature");
    exec_sql(f->journal, "PRAGMA user_version = 3");
    assert_ok(try_open(f->journal, &err));
}

/* ---- killed at any moment
 * ------------------------------------------------------------ */

struct ack {
    int64_t session, position_ms;
};

/* Works until it is killed: sessions with a checkpoint per second of theirs,
 * edits between. Says on the pipe what it has been promised is kept. */
static void work_until_killed(const char *path, int pipe_fd)
{
    struct journal *j = NULL;
    json_t *fields = json_of(SESSION), *done = json_of("{'phase': 'done'}");
    if (journal_open_sqlite(&j, path, &err) != SP_OK)
        _exit(3);
    for (;;) {
        struct ack a = {0, 0};
        if (j->ops->add(j, JOURNAL_SESSION, "2026-11-20", fields, &a.session,
                        &err) != SP_OK ||
            write(pipe_fd, &a, sizeof a) != sizeof a)
            _exit(4);
        for (a.position_ms = 1000; a.position_ms <= 20000;
             a.position_ms += 1000) {
            if (j->ops->checkpoint(j, a.session, a.position_ms, "running",
                                   &err) != SP_OK ||
                write(pipe_fd, &a, sizeof a) != sizeof a)
                _exit(5);
        }
        if (j->ops->edit(j, JOURNAL_SESSION, a.session, NULL, done, &err) !=
            SP_OK)
            _exit(6);
    }
}

static void check_survivor(const char *path, struct ack last, int round)
{
    err.text[0] = '\0';
    struct journal *j = NULL;
    json_t *record = NULL;
    if (journal_open_sqlite(&j, path, &err) != SP_OK)
        fail_msg("round %d: %s", round, err.text);
    if (last.session) {
        if (j->ops->get(j, JOURNAL_SESSION, last.session, &record, &err) !=
            SP_OK)
            fail_msg("round %d: %s", round, err.text);
        const int64_t at =
            json_integer_value(json_object_get(record, "position_ms"));
        if (at != last.position_ms && at != last.position_ms + 1000)
            fail_msg("round %d: at %lld, promised %lld", round, (long long)at,
                     (long long)last.position_ms);
    }
    json_decref(record);
    j->ops->close(j);
}

static void a_killed_program_loses_at_most_a_second(void **state)
{
    enum { ROUNDS = 120 };
    const struct folder *f = *state;
    unsigned r = 4711; /* seed of the moments */
    int64_t newest = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        (void)fflush(NULL);
        const pid_t pid = fork();
        if (pid == 0) {
            (void)close(ends[0]);
            work_until_killed(f->journal, ends[1]);
        }
        (void)close(ends[1]);
        r = r * 1664525u + 1013904223u;
        const struct timespec wait = {0, 200000 + (long)(r >> 8) % 25000000};
        (void)nanosleep(&wait, NULL);
        assert_int_equal(kill(pid, SIGKILL), 0);
        int how = 0;
        assert_int_equal(waitpid(pid, &how, 0), pid);
        assert_true(WIFSIGNALED(how));
        struct ack a, last = {0, 0};
        while (read(ends[0], &a, sizeof a) == sizeof a)
            last = a;
        (void)close(ends[0]);
        check_survivor(f->journal, last, round);
        newest = last.session > newest ? last.session : newest;
    }
    if (newest < ROUNDS / 10)
        fail_msg("only %lld sessions were begun", (long long)newest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(files_and_folders_are_the_owners_alone),
        in_folder(one_program_at_a_time),
        in_folder(a_folder_that_cannot_be_written),
        in_folder(a_read_only_folder),
        in_folder(a_full_disk),
        in_folder(a_file_that_may_not_grow),
        in_folder(damage_is_told_and_left_alone),
        in_folder(other_files_are_refused),
        in_folder(a_record_that_is_no_json_is_damage),
        in_folder(an_empty_file_is_a_new_journal),
        in_folder(an_old_journal_is_brought_forward),
        in_folder(a_newer_journal_is_left_alone),
        in_folder(a_killed_program_loses_at_most_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
