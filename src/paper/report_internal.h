/* Shared by the report's parts. */
#ifndef PAPER_REPORT_INTERNAL_H
#define PAPER_REPORT_INTERNAL_H

#include "paper/record.h"
#include "paper/sheet.h"
#include "paper/table.h"
#include "paper/words.h"

struct report {
    const struct paper_report *r;
    int from, to; /* civil day numbers */
    unsigned sections;
    char *period; /* "26 October 2026 to 22 November 2026 (28 days)" */
};

bool report_within(const struct report *p, const json_t *record);

/* A heading that stays with what follows it. */
void report_head(struct sheet *s, const char *text, double follows);
/* A paragraph over the whole width. */
void report_say(struct sheet *s, const char *text);
void report_note(struct sheet *s, const char *text);

void report_summary(struct sheet *s, const struct report *p);
void report_adherence(struct sheet *s, const struct report *p);
void report_curves(struct sheet *s, const struct report *p);
void report_stopped(struct sheet *s, const struct report *p);
void report_movements(struct sheet *s, const struct report *p);
void report_plan(struct sheet *s, const struct report *p);
void report_safety(struct sheet *s, const struct report *p);
void report_notes(struct sheet *s, const struct report *p);

/* A movement's name: as the record has it, else the library's, else the id. */
const char *report_name(const struct report *p, const json_t *item);

#endif
