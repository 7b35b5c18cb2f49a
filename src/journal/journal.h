/*
 * What is kept: profile, screens, clearances, plans, sessions, scores, notes.
 * One interface, a struct of functions; journal/sqlite.c fills one in.
 *
 * Every change is one transaction. Dates are local civil dates, "YYYY-MM-DD";
 * stamps are UTC seconds since 1970. Text is UTF-8.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <jansson.h>

#include "stature/base.h"

/*
 * Records are small JSON objects checked against a closed list of fields per
 * kind (journal/kinds.c): one table for storage, export, import and the API.
 *
 * kind       one row is
 * profile    the person: height, mass, age, units, equipment, wishes (one row)
 * screen     one full safety screening: answers and outcome
 * clearance  a clinician's agreement: modality, date, role, note; or, for a C
 *            question, that a clinician has looked at it
 * plan       a week: first day, items per day, reasons
 * session    one guided session: items, position, state, done, skipped,
 *            stopped and why, pain before/after with places, effort, note
 * score      an outcome measure: nrs, peg, psfs, rmdq, grc; values and score
 * stature    measured stature
 * note       free text
 * choice     a person's lasting choice: an exclusion, a swap, a setting
 */
#define JOURNAL_KIND_MAP(X)                                                    \
    X(PROFILE, "profile") X(SCREEN, "screen") X(CLEARANCE, "clearance")        \
    X(PLAN, "plan") X(SESSION, "session") X(SCORE, "score")                    \
    X(STATURE, "stature") X(NOTE, "note") X(CHOICE, "choice")

enum journal_kind {
#define X(name, text) JOURNAL_##name,
    JOURNAL_KIND_MAP(X)
#undef X
    JOURNAL_KINDS
};

struct journal;

struct journal_ops {
    /* Adds a record; *id gets its number. */
    enum sp_status (*add)(struct journal *, enum journal_kind, const char *day,
                          const json_t *fields, int64_t *id, struct sp_error *);
    /* Replaces the fields of a record (merge: named fields only). */
    enum sp_status (*edit)(struct journal *, enum journal_kind, int64_t id,
                           const char *day, const json_t *fields,
                           struct sp_error *);
    enum sp_status (*remove)(struct journal *, enum journal_kind, int64_t id,
                             struct sp_error *);
    /* Takes back the last change (add, edit or remove); SP_E_NOTFOUND when
     * there is nothing to undo. *what says in words what was undone. */
    enum sp_status (*undo)(struct journal *, char what[200],
                           struct sp_error *);
    /* One record as {"id":…, "day":…, "created":…, fields…}; new reference. */
    enum sp_status (*get)(struct journal *, enum journal_kind, int64_t id,
                          json_t **record, struct sp_error *);
    /* Records of a kind with from <= day <= to (NULL: open), oldest first. */
    enum sp_status (*list)(struct journal *, enum journal_kind,
                           const char *from, const char *to, json_t **array,
                           struct sp_error *);
    /* The newest record of a kind, or *record = NULL. */
    enum sp_status (*last)(struct journal *, enum journal_kind,
                           json_t **record, struct sp_error *);
    /* Where the running session stands: a cheap write, once a second, not
     * part of undo. */
    enum sp_status (*checkpoint)(struct journal *, int64_t session,
                                 int64_t position_ms, const char *phase,
                                 struct sp_error *);
    /* A consistent one-file copy of everything. */
    enum sp_status (*backup)(struct journal *, const char *path,
                             struct sp_error *);
    void (*close)(struct journal *);
};

struct journal {
    const struct journal_ops *ops;
};

/* Opens or creates the journal; migrates forward; one program at a time.
 * Errors: SP_E_CONFLICT another program has it, SP_E_CORRUPT (the damaged file
 * is left as it is and the sentence says how to restore), SP_E_IO, SP_E_FULL. */
SP_NODISCARD enum sp_status journal_open_sqlite(struct journal **j,
                                                const char *path,
                                                struct sp_error *err);
/* Replace the journal at `path` by a backup, keeping the old file beside it. */
SP_NODISCARD enum sp_status journal_restore(const char *backup,
                                            const char *path,
                                            struct sp_error *err);
/* Keeps backups/stature-YYYY-MM-DD.db: 7 daily, 4 weekly, 12 monthly. */
SP_NODISCARD enum sp_status journal_rotate_backups(struct journal *j,
                                                   const char *dir,
                                                   const char *today,
                                                   struct sp_error *err);

/* Everything as one JSON object against schema/journal.schema.json. */
SP_NODISCARD enum sp_status journal_export_json(struct journal *j,
                                                json_t **out,
                                                struct sp_error *err);
/* Adds what the export holds; all or nothing. */
SP_NODISCARD enum sp_status journal_import_json(struct journal *j,
                                                const json_t *in, int *added,
                                                struct sp_error *err);
/* One kind as RFC 4180 CSV with units in the headers; caller frees. */
SP_NODISCARD enum sp_status journal_export_csv(struct journal *j,
                                               enum journal_kind kind,
                                               char **csv,
                                               struct sp_error *err);
const char *journal_kind_id(enum journal_kind kind);

#endif
