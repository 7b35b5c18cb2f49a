/* What the files of this room share. */
#ifndef JOURNAL_INTERNAL_H
#define JOURNAL_INTERNAL_H

#include "journal/journal.h"

extern const char *const journal_measures[];

/* Largest stored record, as JSON text, bytes. */
#define JOURNAL_RECORD_MAX ((size_t)512 * 1024)

/* "YYYY-MM-DD" and "HH:MM" to numbers; false when they are not such. */
bool journal_parse_day(const char *text, int *year, int *month, int *dom);
bool journal_parse_clock(const char *text, int *minute_of_day);
/* 0 = Monday. */
int journal_weekday(int day_number);

/* A shallow copy of an object that is whole, or NULL. */
json_t *journal_copy(const json_t *object);

/* JSON text of any value, keys in order, for storage and tables. Numbers keep
 * 15 digits: what a person typed comes back as typed. The caller frees. */
char *journal_text(const json_t *value);

/* Fields in stored form: a copy, with a score worked out. */
enum sp_status journal_complete(enum journal_kind kind, const json_t *fields,
                                json_t **complete, struct sp_error *err);

/* A record with some fields changed, in stored form and checked. */
enum sp_status journal_merge(enum journal_kind kind, const json_t *before,
                             const json_t *fields, json_t **after,
                             struct sp_error *err);

/* Which of `count` backups, given as day numbers in falling order, stay. */
void journal_backups_kept(const int *day, int count, bool *keep);

/* An advisory lock on PATH.lock; *fd is closed to give it back. */
enum sp_status journal_lock(const char *path, int *fd, struct sp_error *err);

/* Opens for reading and checks an existing file without changing it. */
enum sp_status journal_look(const char *path, int64_t *version,
                            struct sp_error *err);

#define JOURNAL_SCHEMA_VERSION 3
#define JOURNAL_APPLICATION_ID 0x53706e65 /* "Spne" */

struct sqlite3;
/* Copies a database into a new file at `path`: written beside it, made safe
 * on disk, then renamed over it. Mode 0600. */
enum sp_status journal_copy_to(struct sqlite3 *db, const char *path,
                               struct sp_error *err);
/* The status and sentence of an SQLite result while `doing` to `path`. */
enum sp_status journal_sqlite_fail(struct sqlite3 *db, int rc,
                                   const char *doing, const char *path,
                                   struct sp_error *err);

#endif
