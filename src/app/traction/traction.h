/*
 * Protocols of hang, inversion and traction: who may do what now, the curve
 * with what reaches each disc, and how force was delivered. Shared by the
 * traction files of the app room and by the start of a session.
 */
#ifndef APP_TRACTION_H
#define APP_TRACTION_H

#include "app/app_internal.h"
#include "care/pull/protocol.h"
#include "stature/disc.h"

/* A protocol with the person it is for and the most it may be now. */
struct app_pull {
    struct care_protocol protocol;
    struct care_pulled who;
    struct care_pull_limits limits;
    struct sp_person body;
    int exercise;
    bool allowed;  /* false: a clinician's agreement is missing */
    char why[500]; /* and this says so */
};

/* By id: the library's, or the person's own ("own-12"). */
enum sp_status app_protocol_find(struct app *app, const char *id,
                                 struct care_protocol *out,
                                 struct sp_error *err);
/*
 * Gates, caps and the protocol itself. With `start` everything that keeps an
 * exercise from being started is an error (SP_E_BLOCKED, SP_E_RANGE); without
 * it a missing agreement is told in `why` and the rest is an error as well.
 * The caller holds the app's lock and has filled `protocol`.
 */
enum sp_status app_pull_ready(struct app *app, bool start,
                              struct app_pull *pull, struct sp_error *err);
/* The item that a protocol is done as. */
enum sp_status app_pull_item(struct app *app, const struct app_pull *pull,
                             struct care_item *item, struct sp_error *err);

/* A protocol as a session keeps it; new reference, NULL without memory. */
json_t *app_protocol_record(const struct care_protocol *p);

/* ---- what reaches the discs (traction_load.c) ---- */

enum { APP_PULL_TIMES = 49, APP_PULL_HOLDS = 6 };

struct app_pull_effect {
    double top_N; /* as the belt, the hands or the slope give it */
    double net_N; /* of that, what the low back feels */
    bool held;    /* false: no discs; `note` says why */
    char note[200];
    double standing_N[SP_DISCS];
    double base_N[SP_DISCS]; /* without pull */
    double rest_N[SP_DISCS]; /* in the rests */
    double hold_N[SP_DISCS], low_N[SP_DISCS], high_N[SP_DISCS];
    int times; /* 0: heights are not known */
    double time_s[APP_PULL_TIMES];
    double mm[APP_PULL_TIMES][SP_DISCS]; /* since the start */
    double end_low_mm[SP_DISCS], end_high_mm[SP_DISCS];
    struct sp_disc_dose dose; /* by region, beside the same time sitting */
};

/* The free hang: what the arms take of it is taken off. */
#define APP_HANG_FREE "hang_straight"
/* Does somebody hang in this keyframe of the bar? */
bool app_hangs(const char *keyframe);
/* Force that the low back feels of an applied one. */
double app_pull_net(const struct app_pull *pull, const struct sp_body *body,
                    double applied_N);
/* Without the app's lock: solves loads and lets time pass on the discs. */
enum sp_status app_pull_effect(struct app *app, const struct app_pull *pull,
                               const struct care_pull_span *spans, int count,
                               struct app_pull_effect *out,
                               struct sp_error *err);
/* The course as holds under their mean loads, for a dose; none where the load
 * model cannot hold the position. Without ranges, so a fifth of the work. */
enum sp_status app_pull_holds(struct app *app, const struct app_pull *pull,
                              const struct care_pull_span *spans, int count,
                              struct sp_disc_hold hold[APP_PULL_HOLDS],
                              int *holds, struct sp_error *err);
/* Top of the applied force for a body. */
double app_pull_top(const struct app_pull *pull, const struct sp_body *body);

/* ---- what it gives (dose_pulls.c) ---- */

/* Height by region beside the same time sitting: of the whole curve, or of as
 * much as was held before it was let go. Kept by body, protocol and time;
 * without the app's lock where it may have to be worked out. */
struct care_relief app_pull_relief(struct app *app, const struct app_pull *pull,
                                   double held_s);
/*
 * The pull that a movement given only by prescription stands for: the usual
 * form of its kind, as strong and long as the prescription's session of today
 * may be; where nothing is prescribed, as in the first week of all. False for
 * other movements, and where the safety answers block it: no force is named
 * then. The caller holds the app's lock.
 */
bool app_pull_usual(struct app *app, int exercise, struct app_pull *pull);
/* It in words: how strong, how long, by whose word. */
void app_pull_usual_say(const struct app_pull *pull, char *out, size_t size);

/* ---- force as delivered (traction_log.c) ---- */

enum { APP_PULL_CSV_MAX = 600000 }; /* bytes of a log */

/* The log beside the plan, in numbers and one sentence. */
json_t *app_pull_overlay(const struct app_pull *pull,
                         const struct care_force_log *log,
                         const struct care_pull_span *spans, int count);

#endif
