/*
 * Paper: sheets that can be followed without the program, and a report for a
 * clinician, as PDF. Black ink first, text that can be selected and searched,
 * tagged for screen readers.
 *
 * No file, no clock, no randomness in here: the same input gives the same
 * bytes on one machine. Every function may be called from several threads at
 * once as long as what it reads is not changed meanwhile.
 */
#ifndef PAPER_H
#define PAPER_H

#include <jansson.h>

#include "care/care.h"
#include "draw/draw.h"

enum paper_size { PAPER_A4, PAPER_LETTER };

#define PAPER_ITEMS_MAX 48
#define PAPER_DAYS 7

/* A movement on a sheet: what, how much, on which days. */
struct paper_item {
    int exercise, variant; /* variant -1: none */
    double hold_s, duration_s, rest_s;
    int reps;
    unsigned days; /* bit 0 = first column of the tick grid; 0 = any day */
};

/* The same, of one chosen movement. */
struct paper_item paper_item_of(const struct care_item *item, unsigned days);

/*
 * A week's plan as items, each movement once with all its days, in the order
 * of first appearance; doses that differ between days stay apart. Returns how
 * many; those beyond PAPER_ITEMS_MAX are left out.
 */
int paper_week(const struct care_plan *plan,
               struct paper_item items[PAPER_ITEMS_MAX]);

/* What a movement's main position does to the discs. */
struct paper_discs {
    int keyframe; /* of its scene; -1: not known */
    struct draw_discs drawn;
};

/* ---- the sheet for the person ------------------------------------------- */

struct paper_handout {
    const struct care_library *library;
    const struct sp_body *body;     /* whose figure is drawn */
    const struct figure_mesh *mesh; /* of that body */
    const struct paper_item *item;  /* 1 to PAPER_ITEMS_MAX */
    int items;
    const struct paper_discs *discs; /* as many, or NULL: nothing is said */
    enum paper_size size;
    bool large;          /* large print: text of 15 pt and more */
    const char *title;   /* NULL: "Your movements" */
    const char *person;  /* name at the top, or NULL */
    const char *note;    /* a sentence from plan or clinician, or NULL */
    const char *from;    /* "YYYY-MM-DD" of the grid's first day; NULL: the
                            grid begins on Monday and bears no dates */
    const char *made;    /* "YYYY-MM-DD": printed and put into the file */
    const char *country; /* ISO 3166-1 alpha-2 for the emergency number;
                            NULL: the general words */
};

/*
 * The sheet as PDF; the caller frees *bytes. *pages may be NULL.
 * The sheet prints what it is given: whoever calls has asked the safety rules.
 * Errors: SP_E_RANGE no or too many items, or one that the library does not
 * have; SP_E_PARSE a day that is none; SP_E_NOMEM; errors of the figure.
 */
SP_NODISCARD enum sp_status paper_handout(const struct paper_handout *h,
                                          unsigned char **bytes, size_t *len,
                                          int *pages, struct sp_error *err);

/* ---- the plan in a square of dots ---------------------------------------- */

/*
 * The plan as text of capital letters, digits and $%*+-./: (the QR alphabet),
 * beginning "STATURE1:": the rest is RFC 9285 base45 of a zlib stream
 * (RFC 1950) of lines "id variant hold reps duration rest days". The caller
 * frees *text. This is what the QR code on the sheet holds.
 * Errors: SP_E_RANGE as for paper_handout; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status paper_write_code(const struct care_library *lib,
                                             const struct paper_item *item,
                                             int items, const char *from,
                                             char **text, struct sp_error *err);

struct paper_plan {
    struct paper_item item[PAPER_ITEMS_MAX];
    int items;
    char from[11]; /* first day, "" when the sheet bore none */
};

/*
 * Reads such a text; blanks round it do not matter. It comes from outside:
 * everything is checked, and *out is filled only on success. A dose that is
 * read gives no permission: what it may be today is care's to say.
 * Errors: SP_E_PARSE not such a text, or damaged; SP_E_NOTFOUND a movement or
 * variant that this library does not have; SP_E_RANGE a dose outside what any
 * movement may have; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status paper_read_code(const struct care_library *lib,
                                            const char *text,
                                            struct paper_plan *out,
                                            struct sp_error *err);

/* ---- the report for the clinician ---------------------------------------- */

#define PAPER_SECTION_MAP(X)                                                   \
    X(SUMMARY, "summary")     /* sessions, days, minutes of the period */      \
    X(ADHERENCE, "adherence") /* week by week */                               \
    X(CURVES, "curves")       /* pain, PEG, PSFS over time */                  \
    X(STOPPED, "stopped")     /* what was stopped, when and why */             \
    X(MOVEMENTS, "movements") /* each movement: done, skipped, stopped */      \
    X(PLAN, "plan")           /* the doses of the newest plan */               \
    X(SAFETY, "safety")       /* newest full screening and clearances */       \
    X(NOTES, "notes")         /* the person's own words */

enum paper_section {
#define X(name, text) PAPER_##name,
    PAPER_SECTION_MAP(X)
#undef X
        PAPER_SECTIONS
};

const char *paper_section_id(enum paper_section s);
int paper_section_find(const char *id); /* -1 for an unknown name */

/* Records as the journal's `list` gives them; NULL counts as none. They may
 * reach beyond the period, which the report keeps to. */
struct paper_report {
    const struct care_library *library;
    const json_t *sessions, *scores, *screens, *clearances, *plans, *notes;
    const char *from, *to; /* "YYYY-MM-DD", both inside; at most 5 years */
    const char *made;      /* "YYYY-MM-DD" */
    const char *person;    /* name, or NULL */
    double age_y;          /* NaN: not said */
    double wanted_days;    /* a week, the person's own goal; NaN: none */
    const struct care_relief *relief; /* one per exercise of the library at its
                                         dose of today; NULL: none known */
    int pulled_exercise;   /* what a clinician has agreed to, and */
    const char *pulled;    /* how strong and long it is; NULL: nothing */
    unsigned sections;     /* 1u << enum paper_section; 0: all but notes */
    enum paper_size size;
    bool large;
};

/*
 * The report as PDF; the caller frees *bytes. *pages may be NULL.
 * Errors: SP_E_PARSE a day that is none; SP_E_RANGE a period that ends before
 * it begins or is longer than 5 years; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status paper_report(const struct paper_report *r,
                                         unsigned char **bytes, size_t *len,
                                         int *pages, struct sp_error *err);

#endif
