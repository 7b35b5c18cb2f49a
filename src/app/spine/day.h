/*
 * A person's day, or a week of seven days, told as rows of times: which discs
 * it loads how much, and what stature and discs do over it.
 *
 * Rows follow each other without gap or overlap and fill 24 hours, beginning
 * at any time; a week's days all begin at the same time of day. The schedule
 * repeats: answers are of its steady rhythm (docs/disc.md).
 */
#ifndef APP_DAY_H
#define APP_DAY_H

#include "app/app.h"

enum {
    APP_DAY_MIN = 1440,
    APP_DAY_ROWS = 96, /* of one day */
    APP_WEEK_DAYS = 7,
    APP_SCHEDULE_ROWS = APP_DAY_ROWS * APP_WEEK_DAYS,
    APP_DAY_WHAT = 48,
};

/* A stretch of time and what is done in it. */
struct app_day_row {
    int day;                 /* of a week, 0 = Monday; 0 when one day repeats */
    int from_min, to_min;    /* after midnight, [0, 1440) */
    char what[APP_DAY_WHAT]; /* an activity's id, "session", a posture's id */
    double load; /* stated mean load over standing's, [-1, 5]; NaN: its own */
    int line;    /* in the file; from JSON its index */
};

struct app_schedule {
    char file[256]; /* "" when it came as JSON */
    int days;       /* 1 or 7 */
    int count;
    struct app_day_row row[APP_SCHEDULE_ROWS];
};

/*
 * Reads a table (.csv with from, to, what and, if wished, load and day) or a
 * YAML file (a list of rows, or monday: … sunday: with such lists, or another
 * day's name where both are alike). Checks times; what is done is checked when
 * it is worked out. Errors: SP_E_PARSE, SP_E_RANGE with file:line.
 */
SP_NODISCARD enum sp_status app_schedule_read(struct app_schedule *schedule,
                                              const char *file,
                                              const char *bytes, size_t len,
                                              struct sp_error *err);

/* Rows as JSON {from, to, what, load?, day?}. Errors name rows[i]. */
SP_NODISCARD enum sp_status
app_schedule_from_json(struct app_schedule *schedule, const json_t *rows,
                       struct sp_error *err);
json_t *app_schedule_json(const struct app_schedule *schedule);

/* The day that the person drew, or an office day when there is none. */
void app_schedule_own(struct app *app, struct app_schedule *schedule,
                      bool *drawn);

/*
 * Discs and stature over the schedule for the person of the profile. With
 * `compare` also how far the range may be off and what single changes do; it
 * takes some ten times as long. Takes the app's lock itself.
 * Errors: SP_E_RANGE with file:line for what is not known or cannot be held.
 */
SP_NODISCARD enum sp_status app_day(struct app *app,
                                    const struct app_schedule *schedule,
                                    bool compare, json_t **answer,
                                    struct sp_error *err);

#endif
