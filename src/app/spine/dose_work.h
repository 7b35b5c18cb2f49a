/* What doses are kept in, and the work of finding more of them. */
#ifndef APP_DOSE_WORK_H
#define APP_DOSE_WORK_H

#include "app/spine/doses.h"
#include "app/traction/traction.h"
#include "stature/disc.h"
#include "stature/load.h"

/* A key position's load over standing's; asked for once. */
struct position {
    enum { NOT_ASKED, HELD, NOT_HELD } state;
    double ratio[SP_DISCS];
    double level[SP_DISCS]; /* of an inversion: the same on a level table */
};

/* A movement's load over its whole time, over standing's. */
struct dose_mean {
    double seconds; /* 0: a position is not held */
    double ratio[SP_DISCS];
};

struct kept_dose {
    struct care_item item; /* exercise, variant and dose */
    struct dose_mean mean;
    bool dosed; /* the relief was asked for, too */
    struct care_relief relief;
};

/* Of a pull; what it depends on as JSON. */
struct kept_pull {
    json_t *key;
    struct care_relief relief;
};

enum { DOSE_PULLS = 8 };

struct app_doses {
    const struct care_library *library;
    struct sp_person person;
    bool embodied; /* body and standing are that person's */
    bool made;     /* and the doser */
    struct sp_body body;
    double standing_N[SP_DISCS]; /* of the load model */
    struct sp_disc_doser *doser;
    struct position (*position)[SP_SCENE_KEYFRAMES]; /* per exercise */
    struct kept_dose *kept;
    int count;
    struct kept_pull pull[DOSE_PULLS]; /* a ring: the oldest goes */
    unsigned pulls;
};

bool dose_same(const struct care_item *a, const struct care_item *b);
/* What is kept of an item; NULL for nothing. */
struct kept_dose *dose_kept(const struct app_doses *doses,
                            const struct care_item *item);

/* Finds the mean loads of item[todo[0…count)] and keeps them; with `dosed` the
 * person's discs are made ready, too, and each relief. False when memory runs
 * out: nothing more is kept. */
bool dose_work(struct app_doses *doses, const struct care_item *item,
               const int *todo, int count, bool dosed);

/* A movement under its mean load: discs answer over minutes, so that the order
 * within a minute hardly counts (tests/disc). False when a position is not
 * held. */
bool dose_mean(const struct app_doses *doses, const struct care_item *item,
               const double stay_s[SP_SCENE_KEYFRAMES], struct dose_mean *out);

/* The same as one hold of the person's discs, with the load's error. */
struct sp_disc_hold dose_hold(const struct app_doses *doses,
                              const struct dose_mean *mean);

/* The relief of a pull that is kept; NULL for none. */
const struct care_relief *dose_pull_kept(const struct app_doses *doses,
                                         const struct app_pull *pull,
                                         double held_s);

/* What holds give, one after the other. */
struct care_relief dose_of(const struct app_doses *doses,
                           const struct sp_disc_hold *hold, int holds);

#endif
