/* Shared by the day's files inside the app room. */
#ifndef APP_DAY_INTERNAL_H
#define APP_DAY_INTERNAL_H

#include "app/app_internal.h"
#include "app/spine/day.h"
#include "stature/disc.h"
#include "text/words.h"

/* ---- rows and times (day_read.c, day_times.c)
 * ----------------------------------------- */

const char *app_day_name(int day);           /* "monday" */
int app_day_after(int from_min, int to_min); /* forward, [0, 1440) */
int app_day_length(const struct app_day_row *r);
void app_day_clock(int minutes, char out[6]); /* "07:30" */
/* Where a row stands, "day.csv:3" or "rows[2]", for the beginning of a
 * sentence. */
void app_day_place(const struct app_schedule *s, int line, char out[300]);

/* ---- what is done, and its load (day_load.c) ------------------------------
 */

/* An activity's id for its id or its name in disc.h; else the word itself. */
const char *app_day_what(const char *word);
/* The activities and resting postures a row may name, with their loads on
 * L4/5, for a person to choose from. */
enum sp_status app_day_choices(struct app *app, json_t **out,
                               struct sp_error *err);
/* A row's mean load on every disc, and the name people read. */
enum sp_status app_day_load(struct app *app, const struct app_schedule *s,
                            const struct app_day_row *row,
                            const struct sp_disc_model *model,
                            double load_N[SP_DISCS], char name[80],
                            struct sp_error *err);
/* ---- runs (day_run.c) ------------------------------------------------------
 */

enum { APP_DAY_STEP_S = 300, APP_WEEK_STEP_S = 1800 };

/*
 * A schedule in its steady rhythm, by the best parameters and, if asked for,
 * with each weakly known one moved by its standard error.
 */
struct app_day_run {
    int variants; /* 1 or SP_DISC_VARIANTS */
    int step_s;
    int first_min; /* time of day at which it begins */
    size_t samples;
    int settled; /* runs until steady */
    struct sp_disc_model model[SP_DISC_VARIANTS];
    struct sp_disc_state start[SP_DISC_VARIANTS];
    struct sp_disc_sample *sample[SP_DISC_VARIANTS];
    double *height_mm, *pressure_MPa; /* of the best, samples x SP_DISCS */
    size_t count;                     /* segments */
    struct sp_disc_segment segment[APP_SCHEDULE_ROWS];
    char name[APP_SCHEDULE_ROWS][80]; /* as people read what is done */
};

/* *out is freed with app_day_run_free. */
enum sp_status app_day_run(struct app *app, const struct app_schedule *s,
                           bool ranges, struct app_day_run **out,
                           struct sp_error *err);
void app_day_run_free(struct app_day_run *run);
/* A value with what is open: value[0], and each other's distance from it,
 * joined as root of squares. */
struct app_ranged {
    double mm, low_mm, high_mm;
};
struct app_ranged app_ranged(const double *value, int count);
json_t *app_ranged_json(struct app_ranged x);
/* Stature at a time of day (of the first day, in a week). */
double app_day_stature(const struct app_day_run *run,
                       const struct sp_disc_sample *sample, int minutes);

/* ---- single changes (day_change.c) -----------------------------------------
 */

/* What each change of one day does, as JSON; takes the app's lock itself. */
enum sp_status app_day_changes(struct app *app, const struct app_schedule *s,
                               const struct app_day_run *run, json_t **out,
                               struct sp_error *err);
/* When the longest stretch of lying begins and ends; false, and nothing is
 * changed, without one or when the whole day is one. */
bool app_day_night(const struct app_schedule *s, int *bed_min, int *rise_min);
bool app_day_is_lying(const char *what);

#endif
