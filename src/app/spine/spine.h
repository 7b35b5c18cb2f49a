/*
 * What a posture does to the discs of this person, or of another body: the
 * numeric cores asked, their answers as JSON. The load solver's memory is made
 * when the first posture is asked for, never at start-up.
 *
 * Any thread; one lock of its own, so that nothing else waits for a solve.
 */
#ifndef APP_SPINE_H
#define APP_SPINE_H

#include "app/app.h"
#include "stature/load.h"

/* One posture, and what is added to it. */
struct app_load_ask {
    const char *id;               /* exercise or resting posture; or */
    const struct sp_scene *scene; /* a scene that somebody wrote */
    const char *keyframe;         /* NULL: the one that says most */
    int keyframe_at;              /* its index, when keyframe is NULL; or -1 */
    bool left;                    /* mirror a one-sided scene */
    const struct sp_person *body; /* NULL: the person of the profile */
    double tilt_deg; /* inversion table, head down; NAN: as drawn */
    double carry_kg; /* in both hands; NAN: what the scene holds */
    double pull_N;   /* harness; 0 = none */
    bool split;      /* table halves roll apart */
    double pull_deg; /* harness above the table; 0 = level */
    double friction; /* of a table in one piece; 0 = 0.5 */
};

extern const struct app_load_ask app_load_ask_none;

/*
 * The answer of GET /api/v1/load; a posture that cannot be held is an answer
 * without discs. Errors: SP_E_NOTFOUND, SP_E_RANGE naming the field.
 */
SP_NODISCARD enum sp_status app_load(struct app *app,
                                     const struct app_load_ask *ask,
                                     json_t **answer, struct sp_error *err);

/* The same in numbers, by disc. */
struct app_discs {
    bool held; /* false: `note` says why, and the rest is 0 */
    char note[200];
    double standing_N[SP_DISCS], N[SP_DISCS];
    double low_N[SP_DISCS], high_N[SP_DISCS]; /* N itself without a range */
};

/* `ask->body` is given; without `range` it takes a fifth of the time. */
SP_NODISCARD enum sp_status app_load_discs(struct app *app,
                                           const struct app_load_ask *ask,
                                           bool range, struct app_discs *out,
                                           struct sp_error *err);

/* A posture's loads on this person's discs against relaxed standing, to be
 * drawn; false where the model has none. */
struct draw_discs;
bool app_load_shares(struct app *app, const char *id, int keyframe, bool left,
                     struct draw_discs *out);

/* An exercise of the library, or a resting posture of library/scenes dressed
 * as one (name and scene only); NULL when there is neither. Lives as long as
 * the app. */
const struct care_exercise *app_posture_find(struct app *app, const char *id);

/* The keyframe that says most: what is held, else the far end of the flow. */
int app_posture_main(const struct care_exercise *ex, int variant);

/* Both validation tables as GET /api/v1/validation has them. Leaving each
 * posture out in turn takes some seconds more. */
SP_NODISCARD enum sp_status app_validation(bool leave_out, json_t **answer,
                                           struct sp_error *err);

#endif
