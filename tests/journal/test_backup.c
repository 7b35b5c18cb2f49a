#include "fixture.h"

#include <fcntl.h>
#include <time.h>

static void a_backup_restored_is_the_journal(void **state)
{
    const struct folder *f = *state;
    char old[200];
    struct stat st;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *then = whole(j);
    assert_ok(j->ops->backup(j, f->other, &err));
    assert_int_equal(stat(f->other, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    (void)add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'later'}");
    char *later = whole(j);

    assert_fails(journal_restore(f->other, f->journal, &err), SP_E_CONFLICT,
                 "is using");
    j->ops->close(j);
    assert_ok(journal_restore(f->other, f->journal, &err));
    j = open_journal(f->journal);
    char *now = whole(j);
    assert_string_equal(now, then);
    j->ops->close(j);

    /* the replaced journal is beside it, whole */
    (void)snprintf(old, sizeof old, "%s.old-1", f->journal);
    struct journal *replaced = open_journal(old);
    free(now);
    now = whole(replaced);
    assert_string_equal(now, later);
    replaced->ops->close(replaced);
    free(now);
    free(then);
    free(later);
}

static void a_bad_backup_replaces_nothing(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *before = whole(j);
    j->ops->close(j);
    assert_fails(journal_restore(f->other, f->journal, &err), SP_E_IO,
                 "No such file");
    write_file(f->other, "not a journal", 13);
    assert_fails(journal_restore(f->other, f->journal, &err), SP_E_CORRUPT,
                 "other.db");
    write_file(f->other, "", 0);
    assert_fails(journal_restore(f->other, f->journal, &err), SP_E_NOTFOUND,
                 "holds no journal");
    assert_fails(journal_restore(f->journal, f->journal, &err), SP_E_CONFLICT,
                 "is the journal itself");
    j = open_journal(f->journal);
    char *after = whole(j);
    assert_string_equal(before, after);
    free(before);
    free(after);
    j->ops->close(j);
}

static void a_damaged_journal_is_restored_and_kept(void **state)
{
    const struct folder *f = *state;
    char old[200];
    unsigned char *kept = NULL;
    struct journal *j = open_journal(f->journal);
    fill(j);
    char *before = whole(j);
    assert_ok(j->ops->backup(j, f->other, &err));
    j->ops->close(j);
    write_file(f->journal, "ruined", 6);
    assert_ok(journal_restore(f->other, f->journal, &err));
    j = open_journal(f->journal);
    char *after = whole(j);
    assert_string_equal(before, after);
    j->ops->close(j);
    (void)snprintf(old, sizeof old, "%s.old-1", f->journal);
    assert_int_equal(file_bytes(old, &kept), 6);
    assert_memory_equal(kept, "ruined", 6);

    /* a second restore takes the next number */
    assert_ok(journal_restore(f->other, f->journal, &err));
    old[strlen(old) - 1] = '2';
    assert_int_equal(access(old, F_OK), 0);
    free(kept);
    free(before);
    free(after);
}

static void a_restore_where_there_was_nothing(void **state)
{
    const struct folder *f = *state;
    int64_t records = 0;
    struct journal *j = open_journal(f->journal);
    fill(j);
    assert_ok(j->ops->backup(j, f->other, &err));
    j->ops->close(j);
    assert_ok(journal_erase(f->journal, NULL, &err));
    assert_int_equal(access(f->journal, F_OK), -1);
    assert_ok(journal_restore(f->other, f->journal, &err));
    assert_ok(journal_verify(f->journal, &records, &err));
    assert_int_equal(records, JOURNAL_KINDS);
}

static void a_backup_that_cannot_be_written(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    fill(j);
    assert_fails(j->ops->backup(j, "/proc/none/x.db", &err), SP_E_IO,
                 "/proc/none/x.db");
    assert_fails(journal_rotate_backups(j, "/proc/none", "2026-11-20", &err),
                 SP_E_IO, "/proc/none");
    assert_fails(journal_rotate_backups(j, f->dir, "tomorrow", &err),
                 SP_E_PARSE, "tomorrow");
    j->ops->close(j);
}

/* Two years of one backup a day, rotated as they come. */
static void a_rotation_keeps_days_weeks_and_months(void **state)
{
    (void)state;
    enum { DAYS = 730 };
    int day[64], count = 0;
    bool keep[64];
    const int first = journal_day_number("2025-01-01");
    for (int n = 0; n < DAYS; n++) {
        memmove(day + 1, day, (size_t)count * sizeof *day);
        day[0] = first + n;
        count++;
        journal_backups_kept(day, count, keep);
        int left = 0;
        for (int i = 0; i < count; i++)
            if (keep[i])
                day[left++] = day[i];
        count = left;
    }
    /* the last day is 2026-12-31, a Thursday: by hand */
    static const char *const want[] = {
        "2026-12-31", "2026-12-30", "2026-12-29", "2026-12-28",
        "2026-12-27", "2026-12-26", "2026-12-25", /* seven days */
        "2026-12-20", "2026-12-13",               /* Sundays: weeks 3, 4 */
        "2026-11-30", "2026-10-31", "2026-09-30", "2026-08-31",
        "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
        "2026-03-31", "2026-02-28", "2026-01-31"}; /* with December: twelve */
    assert_int_equal(count, sizeof want / sizeof *want);
    for (int i = 0; i < count; i++) {
        char text[11];
        journal_day_text(day[i], text);
        assert_string_equal(text, want[i]);
    }
}

static void rotation_leaves_other_files_alone(void **state)
{
    const struct folder *f = *state;
    char dir[100], path[200];
    static const char *const stranger[] = {"notes.txt", "stature-2026-13-01.db",
                                           "stature-2026-11-20.db.txt",
                                           "my-stature-2020-01-01.db"};
    struct journal *j = open_journal(f->journal);
    fill(j);
    (void)snprintf(dir, sizeof dir, "%s/backups", f->dir);
    assert_ok(journal_rotate_backups(j, dir, "2026-01-01", &err));
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, stranger[i]);
        write_file(path, "x", 1);
    }
    for (int n = 0; n < 12; n++) {
        char today[11];
        journal_day_text(journal_day_number("2026-01-02") + n, today);
        assert_ok(journal_rotate_backups(j, dir, today, &err));
    }
    assert_ok(journal_rotate_backups(j, dir, "2026-01-13", &err)); /* again */
    /* 7 to 13 January, and Sunday the 4th; the 1st has gone */
    (void)snprintf(path, sizeof path, "%s/stature-2026-01-01.db", dir);
    assert_int_equal(access(path, F_OK), -1);
    (void)snprintf(path, sizeof path, "%s/stature-2026-01-04.db", dir);
    assert_ok(journal_verify(path, NULL, &err));
    (void)snprintf(path, sizeof path, "%s/stature-2026-01-13.db", dir);
    assert_ok(journal_verify(path, NULL, &err));
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, stranger[i]);
        assert_int_equal(access(path, F_OK), 0);
    }
    j->ops->close(j);
}

/* Sets when a file was last written, in seconds from now. */
static void written(const char *path, int from_now)
{
    struct timespec t[2];
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &t[0]), 0);
    t[0].tv_sec += from_now;
    t[1] = t[0];
    assert_int_equal(utimensat(AT_FDCWD, path, t, 0), 0);
}

static ino_t file_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_ino;
}

static void a_copy_is_renewed_when_something_changed(void **state)
{
    const struct folder *f = *state;
    char dir[100], path[200];
    int64_t records = 0;
    struct journal *j = open_journal(f->journal);
    fill(j);
    j->ops->close(j);
    (void)snprintf(dir, sizeof dir, "%s/backups", f->dir);
    (void)snprintf(path, sizeof path, "%s/stature-2026-11-20.db", dir);
    j = open_journal(f->journal);
    assert_ok(journal_rotate_backups(j, dir, "2026-11-20", &err));

    const ino_t first = file_of(path);
    written(f->journal, -60);
    assert_ok(journal_rotate_backups(j, dir, "2026-11-20", &err));
    assert_int_equal(file_of(path), first);

    // a change that is still in the log alone
    (void)add(j, JOURNAL_NOTE, "2026-11-20", "{'text': 'later'}");
    written(f->journal, -60);
    assert_ok(journal_rotate_backups(j, dir, "2026-11-20", &err));
    assert_ok(journal_verify(path, &records, &err));
    assert_int_equal(records, JOURNAL_KINDS + 1);

    // one that closing has put into the file
    j->ops->close(j);
    written(path, -60);
    j = open_journal(f->journal);
    const ino_t before = file_of(path);
    assert_ok(journal_rotate_backups(j, dir, "2026-11-20", &err));
    assert_int_not_equal(file_of(path), before);
    j->ops->close(j);
}

static void erasing_takes_every_copy_and_nothing_else(void **state)
{
    const struct folder *f = *state;
    char dir[100], path[200];
    struct journal *j = open_journal(f->journal);
    fill(j);
    (void)snprintf(dir, sizeof dir, "%s/backups", f->dir);
    assert_ok(journal_rotate_backups(j, dir, "2026-01-01", &err));
    j->ops->close(j);
    static const char *const gone[] = {"",       "-wal",       "-shm", ".v1",
                                       ".old-2", ".old-2-wal", ".part"};
    static const char *const stays[] = {".md", ".old-x", "-copy", ".v"};
    for (size_t i = 1; i < sizeof gone / sizeof *gone; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->journal, gone[i]);
        write_file(path, "x", 1);
    }
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->journal, stays[i]);
        write_file(path, "x", 1);
    }
    assert_ok(journal_erase(f->journal, dir, &err));
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->journal, gone[i]);
        assert_int_equal(access(path, F_OK), -1);
    }
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++) {
        (void)snprintf(path, sizeof path, "%s%s", f->journal, stays[i]);
        assert_int_equal(access(path, F_OK), 0);
    }
    (void)snprintf(path, sizeof path, "%s/stature-2026-01-01.db", dir);
    assert_int_equal(access(path, F_OK), -1);
    (void)snprintf(path, sizeof path, "%s.lock", f->journal);
    assert_int_equal(access(path, F_OK), -1);
}

/* What a person removed is not to be found in the file's free space, once no
 * undo can bring it back. */
static void removed_words_leave_the_file(void **state)
{
    const struct folder *f = *state;
    struct journal *j = open_journal(f->journal);
    const int64_t id =
        add(j, JOURNAL_NOTE, "2026-11-01", "{'text': 'a very private word'}");
    assert_ok(j->ops->remove(j, JOURNAL_NOTE, id, &err));
    for (int i = 0; i < 101; i++)
        (void)add(j, JOURNAL_NOTE, "2026-11-02", "{'text': 'dull'}");
    j->ops->close(j);
    unsigned char *bytes = NULL;
    const long size = file_bytes(f->journal, &bytes);
    for (long i = 0; i + 12 < size; i++)
        assert_true(memcmp(bytes + i, "private word", 12) != 0);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(a_backup_restored_is_the_journal),
        in_folder(a_bad_backup_replaces_nothing),
        in_folder(a_damaged_journal_is_restored_and_kept),
        in_folder(a_restore_where_there_was_nothing),
        in_folder(a_backup_that_cannot_be_written),
        cmocka_unit_test(a_rotation_keeps_days_weeks_and_months),
        in_folder(rotation_leaves_other_files_alone),
        in_folder(a_copy_is_renewed_when_something_changed),
        in_folder(erasing_takes_every_copy_and_nothing_else),
        in_folder(removed_words_leave_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
