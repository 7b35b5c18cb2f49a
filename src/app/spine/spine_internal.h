/* Shared by the spine's files inside the app room. */
#ifndef APP_SPINE_INTERNAL_H
#define APP_SPINE_INTERNAL_H

#include "app/app_internal.h"
#include "app/spine/spine.h"
#include "scene/scene.h"
#include "stature/disc.h"

/* A support further from the body than this is not reached. */
#define APP_REACH_M 0.05

/* What may be added to a posture. */
struct app_takes {
    bool tilt, carry, pull;
};

struct app_spine {
    const struct care_library *library;
    unsigned char *memory; /* of the solver; NULL until a load is asked for */
    struct sp_arena arena;
    struct sp_load_work *work;

    bool stood; /* the three below hold */
    struct sp_person person;
    struct sp_body body;
    double standing_N[SP_DISCS];

    struct care_exercise *rest; /* resting postures, by id */
    int rests;

    // of the solve under way
    struct sp_scene mirrored, scaled;
    struct app_takes takes;
    struct sp_load_case one;
    struct sp_load_result middle;
    struct sp_load_range range;
    double short_m; /* to the support that is furthest from its place */
};

/* The spine, locked; app_spine_let unlocks it. */
enum sp_status app_spine_hold(struct app *app, struct app_spine **out,
                              struct sp_error *err);
void app_spine_let(struct app *app);
void app_spine_free(struct app_spine *spine);
int64_t app_spine_us(void); /* monotonic, for telling how long it took */

/* Reads the resting postures once. */
enum sp_status app_rests(struct app_spine *spine, struct sp_error *err);
const struct care_exercise *app_rest_find(const struct app_spine *spine,
                                          const char *id);
/* The body in use becomes this one, with its standing solved. Whose it is was
 * read before the spine was locked: nobody waits for the app's lock with it. */
enum sp_status app_spine_body(struct app_spine *spine,
                              const struct sp_person *person,
                              struct sp_error *err);
/* How the inversion table of a keyframe stands; 0 without one. */
double app_table_deg(const struct sp_scene *scene, int keyframe);
/* A posture on a table that is turned further, head down. */
void app_case_turn(struct sp_load_case *one, double more_rad);
/* app_person for callers that do not hold the app's lock. */
struct sp_person app_own_body(struct app *app);
/* The same person as the disc model takes one. */
struct sp_disc_person app_disc_person(const struct sp_person *person);
struct app_takes app_posture_takes(const struct sp_body *body,
                                   const struct sp_scene *scene, int keyframe);

/* The posed exercise of a request's parameters exercise, variant ("" or "null":
 * the default one) and side; *left only where the scene has sides.
 * Errors: SP_E_NOTFOUND, SP_E_RANGE naming the parameter. */
enum sp_status app_read_posed(struct app *app,
                              const struct app_request *request,
                              const struct care_exercise **ex, int *variant,
                              bool *left, struct sp_error *err);
/* "", "null", "right" or "left". */
enum sp_status app_read_side(const char *side, bool *left,
                             struct sp_error *err);
/* Rounded to that many parts of one: more digits than a model knows would only
 * be carried. */
double app_tidy(double x, double parts);
/* An answer on the shelf by its key: a new reference, or NULL. */
json_t *app_kept(struct app *app, const char *key);
void app_keep(struct app *app, const char *key, const json_t *json);

#endif
