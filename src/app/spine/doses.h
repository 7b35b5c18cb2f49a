/*
 * What movements give this person's discs: the session's own timeline says how
 * long each key position lasts, the load model what it does to 23 discs, the
 * disc model what height that leaves beside the same time sitting.
 *
 * Worked out when first asked for and kept until the body changes. Any thread;
 * one lock of its own, so that nothing else waits while loads are solved.
 */
#ifndef APP_DOSES_H
#define APP_DOSES_H

#include "app/app.h"
#include "session/session.h"
#include "stature/disc.h"

/* Movement items of one person as they will be asked for; see app_reliefs. */
struct app_dose_ask {
    struct sp_person person;
    const struct care_item *item;
    int items;
};

/*
 * The relief of each item, into out[items] (NULL: only have them ready). An
 * item without scene, or with a position that the load model cannot hold, is
 * not known; memory running out makes all unknown.
 */
void app_reliefs(struct app *app, const struct app_dose_ask *ask,
                 struct care_relief *out);
struct care_relief app_relief(struct app *app, const struct care_item *item);

/*
 * The mean load of the items, one after the other, as a share of standing's:
 * each in its key positions for as long as a session stays there. What the load
 * model cannot hold counts with `other`, as does everything without items. The
 * caller does not hold the app's lock.
 */
void app_dose_mean(struct app *app, const struct app_dose_ask *ask,
                   double other, double ratio[SP_DISCS]);

/* Of every exercise at its dose of today, of what is only prescribed as
 * app_pull_usual says; the caller frees it and holds the app's lock. NULL when
 * memory runs out. */
struct care_relief *app_library_reliefs(struct app *app);

/* The whole library made ready before the app's lock is taken for an operation
 * that will need it; and whether that is still to be done. */
void app_doses_prepare(struct app *app, const struct app_op *op);
bool app_doses_due(struct app *app, const struct app_op *op);

/* What the items of a timeline that were done gave, one after the other, at
 * the end of all, as far as they were done by `until_ms`; *without counts those
 * that have no figure. */
struct care_relief app_session_relief(struct app *app,
                                      const struct session_timeline *timeline,
                                      const bool *done, int64_t until_ms,
                                      int *without);

/* This body's discs at the hour of doses, locked until app_doses_let, which
 * must follow also after NULL (no memory, or a body outside the model). */
struct sp_disc_doser;
const struct sp_disc_doser *app_doses_hold(struct app *app,
                                           const struct sp_person *person);
void app_doses_let(struct app *app);
/* Standard error of a solved load, as a share of standing's. */
double app_dose_error(double ratio);

struct app_doses;
void app_doses_free(struct app_doses *doses);

#endif
