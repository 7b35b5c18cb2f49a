/* Reading the journal's records, which may lack any optional field. */
#ifndef PAPER_RECORD_H
#define PAPER_RECORD_H

#include <jansson.h>
#include <stdbool.h>

/* "" and NaN for what is missing. */
const char *record_text(const json_t *r, const char *field);
double record_number(const json_t *r, const char *field);
bool record_true(const json_t *r, const char *field);

/* Civil day of a record; INT_MIN when it has none. */
int record_day(const json_t *r);
/* Newest record of a list with day <= `day` for which `fits` (may be NULL)
 * says yes; NULL when there is none. Borrowed. */
const json_t *record_newest(const json_t *list, int day,
                            bool (*fits)(const json_t *r));

/* A session that took place: finished or stopped, with time really done. */
bool record_session_done(const json_t *r);
double record_minutes(const json_t *r);
/* Was it ended early, or one of its movements? */
bool record_session_stopped(const json_t *r);

#endif
