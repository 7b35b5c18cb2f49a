/*
 * What is kept: profile, screens, clearances, plans, sessions, scores, notes.
 * One interface, a struct of functions; journal/sqlite.c fills one in.
 *
 * Every change is one transaction. Dates are local civil dates, "YYYY-MM-DD";
 * stamps are UTC seconds since 1970. Text is UTF-8. A journal serves one
 * thread at a time: whoever shares it between threads locks around it.
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
 *            question, that a clinician has looked at it; for traction also
 *            the force and minutes of the prescription
 * plan       a week: first day, items per day, reasons
 * session    one guided session: items, position, state, done, skipped,
 *            stopped and why, pain before/after with places, effort, note
 * score      an outcome measure: nrs, peg, psfs, rmdq, grc; values and score
 * stature    measured stature
 * note       free text
 * choice     a person's lasting choice: an exclusion, a swap, a setting
 * movement   one movement test: direction, pain and zone before and after it
 * protocol   a hang, inversion or pull of the person's own, as numbers
 */
// clang-format off
#define JOURNAL_KIND_MAP(X)                                                    \
    X(PROFILE, "profile") X(SCREEN, "screen") X(CLEARANCE, "clearance")        \
    X(PLAN, "plan") X(SESSION, "session") X(SCORE, "score")                    \
    X(STATURE, "stature") X(NOTE, "note") X(CHOICE, "choice")                  \
    X(PROTOCOL, "protocol") X(MOVEMENT, "movement")
// clang-format on

enum journal_kind {
#define X(name, text) JOURNAL_##name,
    JOURNAL_KIND_MAP(X)
#undef X
        JOURNAL_KINDS
};

/* ---- what a record may hold (kinds.c, check.c, day.c) ------------------- */

enum journal_type {
    JOURNAL_NUMBER,  /* finite, in [min, max] */
    JOURNAL_INTEGER, /* whole, in [min, max] */
    JOURNAL_BOOL,
    JOURNAL_TEXT,   /* at most max bytes of UTF-8, no control characters */
    JOURNAL_ID,     /* 1 to 47 of A-Z a-z 0-9 _ - */
    JOURNAL_WORD,   /* one of words */
    JOURNAL_DAY,    /* "YYYY-MM-DD" */
    JOURNAL_CLOCK,  /* "HH:MM" */
    JOURNAL_OBJECT, /* parts */
    JOURNAL_LIST,   /* least to most values of type `of` */
    JOURNAL_MAP     /* at most `most` ids, each with a value of type `of` */
};

struct journal_field {
    const char *name; /* NULL ends a list of fields */
    enum journal_type type;
    bool needed;      /* must be there in a whole record */
    const char *unit; /* SI spelling, or a scale such as "0-10"; or NULL */
    double min, max;  /* numbers; also those inside a list. Text: max bytes */
    enum journal_type of;
    int least, most;          /* of a list or map */
    const char *const *words; /* NULL-terminated */
    const struct journal_field *parts;
};

/* The closed list of fields of a kind; ends with name == NULL. */
const struct journal_field *journal_fields(enum journal_kind kind);

/*
 * Are these fields a record of that kind? `partial`: needed fields may be
 * missing and null takes an optional field away, as in an edit.
 * Errors: SP_E_PARSE for an unknown or missing field or a wrong type,
 * SP_E_RANGE for a value outside its range. The sentence starts with
 * "kind.field: ".
 */
SP_NODISCARD enum sp_status journal_check(enum journal_kind kind,
                                          const json_t *fields, bool partial,
                                          struct sp_error *err);
/* A real day of the calendar between 1900 and 2999. */
SP_NODISCARD enum sp_status journal_check_day(const char *day,
                                              struct sp_error *err);
/* Days since 1970-01-01 of a day that journal_check_day accepts. */
int journal_day_number(const char *day);
void journal_day_text(int number, char day[11]);

/* A kind by its id in words, in the language in use. */
const char *journal_kind_said(const char *id);
/* -1 for an unknown name. */
int journal_kind_find(const char *id);

/* Places on the body map a person may mark, NULL-terminated; and the zone of
 * the furthest one: 0 none, 1 middle of neck or back, 2 side, buttock or
 * shoulder, 3 thigh or upper arm, 4 below the knee or forearm, 5 foot or
 * hand. -1 for an unknown place. */
extern const char *const journal_places[];
int journal_zone(const json_t *places);

/* The kinds as a JSON Schema (2020-12) of the export; library/schema/
 * journal.schema.json is this, printed. New reference, NULL out of memory. */
json_t *journal_schema(void);

/* ---- outcome measures (score.c) ----------------------------------------- */

/*
 * Score of the values of a measure: nrs one 0-10; peg the mean of exactly
 * three 0-10, one decimal; psfs the mean of one to five 0-10, one decimal;
 * rmdq the count of ticked statements, given as their numbers 1-24; grc one
 * -5..5. Nothing is imputed.
 * Errors: SP_E_PARSE, SP_E_RANGE, naming what is wrong with the values.
 */
SP_NODISCARD enum sp_status journal_score(const char *measure,
                                          const json_t *values, double *score,
                                          struct sp_error *err);

enum journal_verdict {
    JOURNAL_SAME, /* no change large enough to matter */
    JOURNAL_BETTER,
    JOURNAL_RECOVERED, /* better, and at the published recovery mark */
    JOURNAL_WORSE,
    JOURNAL_TOO_LOW /* the first score leaves no room to judge */
};
struct journal_change {
    enum journal_verdict verdict;
    double matters; /* smallest change that matters, in points; 0 for grc */
    char text[160]; /* one sentence for the person, no claim of cause */
};
/* From a first score to a later one. For grc, `baseline` is not used.
 * Errors: SP_E_NOTFOUND for an unknown measure. */
SP_NODISCARD enum sp_status journal_change(const char *measure, double baseline,
                                           double now,
                                           struct journal_change *out,
                                           struct sp_error *err);

/* ---- the store ----------------------------------------------------------- */

struct journal;

struct journal_ops {
    /* Adds a record; *id gets its number. A score's `score` is worked out.
     * SP_E_CONFLICT for a second profile. */
    enum sp_status (*add)(struct journal *, enum journal_kind, const char *day,
                          const json_t *fields, int64_t *id, struct sp_error *);
    /* Replaces the fields of a record (merge: named fields only; null takes a
     * field away; day NULL keeps the day). */
    enum sp_status (*edit)(struct journal *, enum journal_kind, int64_t id,
                           const char *day, const json_t *fields,
                           struct sp_error *);
    enum sp_status (*remove)(struct journal *, enum journal_kind, int64_t id,
                             struct sp_error *);
    /* Takes back the last change (add, edit or remove); SP_E_NOTFOUND when
     * there is nothing to undo. *what says in words what was undone. */
    enum sp_status (*undo)(struct journal *, char what[200], struct sp_error *);
    /* One record as {"id":…, "day":…, "created":…, fields…}; new reference. */
    enum sp_status (*get)(struct journal *, enum journal_kind, int64_t id,
                          json_t **record, struct sp_error *);
    /* Records of a kind with from <= day <= to (NULL: open), oldest first. */
    enum sp_status (*list)(struct journal *, enum journal_kind,
                           const char *from, const char *to, json_t **array,
                           struct sp_error *);
    /* The record of a kind that was written last, whatever its day: a clock
     * that stood far ahead once hides nothing. What came with an import only
     * where there is nothing else; *record = NULL where there is nothing. */
    enum sp_status (*last)(struct journal *, enum journal_kind, json_t **record,
                           struct sp_error *);
    /* Where the running session stands: a cheap write, once a second, not
     * part of undo. */
    enum sp_status (*checkpoint)(struct journal *, int64_t session,
                                 int64_t position_ms, const char *phase,
                                 struct sp_error *);
    /* A consistent one-file copy of everything. */
    enum sp_status (*backup)(struct journal *, const char *path,
                             struct sp_error *);
    void (*close)(struct journal *);
    /* add with the stamp of another journal, for import. */
    enum sp_status (*add_at)(struct journal *, enum journal_kind,
                             const char *day, int64_t created,
                             const json_t *fields, int64_t *id,
                             struct sp_error *);
    /* Several changes as one: all or none, and one step of undo, which names
     * it "the <what>". Not nested. */
    enum sp_status (*begin)(struct journal *, const char *what,
                            struct sp_error *);
    enum sp_status (*commit)(struct journal *, struct sp_error *);
    void (*rollback)(struct journal *);
    /* How many of the newest changes, one after the other, touched nothing but
     * notes, scores and statures: what may still be taken back by a program
     * that has just been started. */
    enum sp_status (*undoable)(struct journal *, int *changes,
                               struct sp_error *);
};

struct journal {
    const struct journal_ops *ops;
};

/* Opens or creates the journal; migrates forward (keeping a copy of the older
 * file as PATH.v<N>); one program at a time.
 * Errors: SP_E_CONFLICT another program has it, SP_E_CORRUPT (the damaged file
 * is left as it is and the sentence says how to restore), SP_E_PARSE made by a
 * newer Stature, SP_E_IO, SP_E_FULL, SP_E_NOMEM. */
SP_NODISCARD enum sp_status
journal_open_sqlite(struct journal **j, const char *path, struct sp_error *err);
/* What the sentence about a damaged journal tells the person to type. */
#define JOURNAL_RESTORE_COMMAND "stature restore FILE"

/* Is the file a sound journal that this program can open? Reads only.
 * *records (may be NULL) gets how many records it holds. */
SP_NODISCARD enum sp_status journal_verify(const char *path, int64_t *records,
                                           struct sp_error *err);
/* Replace the journal at `path` by a backup, keeping the old file beside it
 * as PATH.old-1, .old-2, ...: the backup is verified before anything moves. */
SP_NODISCARD enum sp_status
journal_restore(const char *backup, const char *path, struct sp_error *err);
/* Removes the journal at `path` with its side files and the copies of it that
 * migration and restore left beside it; and, when `backups` is not NULL, the
 * stature-*.db files in that folder. Cannot be undone. */
SP_NODISCARD enum sp_status journal_erase(const char *path, const char *backups,
                                          struct sp_error *err);
/* Keeps backups/stature-YYYY-MM-DD.db: 7 daily, 4 weekly, 12 monthly. Today's
 * is left as it is when nothing changed since it was written. */
SP_NODISCARD enum sp_status journal_rotate_backups(struct journal *j,
                                                   const char *dir,
                                                   const char *today,
                                                   struct sp_error *err);

/* Everything as one JSON object against schema/journal.schema.json. */
SP_NODISCARD enum sp_status journal_export_json(struct journal *j, json_t **out,
                                                struct sp_error *err);
/* Adds what the export holds; all or nothing, one step of undo. A record that
 * is here already (same day, stamp and fields) is not added again; a profile
 * is merged into the one that is here. *added counts the changes. */
SP_NODISCARD enum sp_status journal_import_json(struct journal *j,
                                                const json_t *in, int *added,
                                                struct sp_error *err);
/* One kind as RFC 4180 CSV with units in the headers; caller frees. */
SP_NODISCARD enum sp_status journal_export_csv(struct journal *j,
                                               enum journal_kind kind,
                                               char **csv,
                                               struct sp_error *err);
const char *journal_kind_id(enum journal_kind kind);

/* ---- calendar (calendar.c) ------------------------------------------------
 */

struct journal_calendar {
    const char *at; /* "HH:MM" when the day's session starts, local time */
    int alarm_min;  /* reminder so many minutes before; < 0: none */
    /* A person's word for an exercise id, or NULL to show the id; borrowed. */
    const char *(*name)(void *ctx, const char *exercise);
    void *ctx;
};
/* A plan record, as get and list give it, as an iCalendar text (RFC 5545): one
 * event per day that has items, in floating local time. Its UIDs stay the
 * same as long as the day's exercises do. The caller frees *ics. */
SP_NODISCARD enum sp_status
journal_plan_ics(const json_t *plan, const struct journal_calendar *wish,
                 char **ics, struct sp_error *err);

struct journal_breaks {
    const char *first_day; /* from this day on */
    const char *from, *to; /* "HH:MM" of the first break and the latest end */
    int every_min;         /* [10, 480] */
    int length_min;        /* [1, 60] */
    unsigned weekdays;     /* bit 0 = Monday */
    bool alarm;
    int64_t stamp; /* UTC s: when the person set it; DTSTAMP */
};
/* Short breaks through the working day: one weekly repeating event for each
 * time of day (calendars that ignore BYHOUR still show it). */
SP_NODISCARD enum sp_status
journal_breaks_ics(const struct journal_breaks *breaks, char **ics,
                   struct sp_error *err);

#endif
