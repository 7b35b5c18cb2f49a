#include "app/spine/doses.h"
#include "app/app_internal.h"
#include "app/spine/dose_stays.h"
#include "app/spine/dose_work.h"
#include "app/spine/spine_internal.h"
#include "app/traction/traction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Doses kept for one body before they are begun anew.
enum { KEPT_MAX = 512 };

/* ---- keeping
 * ------------------------------------------------------------------ */

static void forget_pulls(struct app_doses *d)
{
    for (int i = 0; i < DOSE_PULLS; i++) {
        json_decref(d->pull[i].key);
        d->pull[i].key = NULL;
    }
}

void app_doses_free(struct app_doses *d)
{
    if (!d)
        return;
    forget_pulls(d);
    free(d->doser);
    free(d->position);
    free(d->kept);
    free(d);
}

static struct app_doses *doses_new(const struct care_library *library)
{
    struct app_doses *d = calloc(1, sizeof *d);
    const size_t n = (size_t)care_exercise_count(library);
    if (!d)
        return NULL;
    d->library = library;
    d->position = calloc(n ? n : 1, sizeof *d->position);
    d->doser = malloc(sizeof *d->doser);
    if (d->position && d->doser)
        return d;
    app_doses_free(d);
    return NULL;
}

static bool same_person(const struct sp_person *a, const struct sp_person *b)
{
    return a->height_m == b->height_m && a->mass_kg == b->mass_kg &&
           a->age_y == b->age_y && a->sex == b->sex;
}

/* Another body: nothing that was kept holds. Its standing comes from the
 * spine, so that both speak of the same one. */
static bool take_body(struct app *app, struct app_doses *d,
                      const struct sp_person *person)
{
    struct app_spine *s;
    struct sp_error err;
    if (d->embodied && same_person(&d->person, person))
        return true;
    d->embodied = d->made = false;
    d->count = 0;
    forget_pulls(d);
    memset(d->position, 0,
           (size_t)care_exercise_count(d->library) * sizeof *d->position);
    if (app_spine_hold(app, &s, &err))
        return false;
    const bool stands = app_spine_body(s, person, &err) == SP_OK;
    if (stands) {
        d->person = *person;
        d->body = s->body;
        memcpy(d->standing_N, s->standing_N, sizeof d->standing_N);
        d->embodied = true;
    }
    app_spine_let(app);
    return stands;
}

/* ---- many items
 * ----------------------------------------------------------------- */

/* What is only read has no dose, and what is prescribed has that of its pull
 * (dose_pulls.c). */
static bool by_itself(const struct app_doses *d, const struct care_item *item)
{
    const struct care_exercise *ex =
        care_exercise_at(d->library, item->exercise);
    return ex->playable != CARE_TEXT && ex->playable != CARE_PRESCRIPTION;
}

/* Is what is asked for kept already? */
static bool known(const struct app_doses *d, const struct care_item *item,
                  bool dosed)
{
    const struct kept_dose *k = dose_kept(d, item);
    return !by_itself(d, item) || (k && (k->dosed || !dosed));
}

/* Items not known yet, each once. */
static int find_todo(const struct app_doses *d, const struct app_dose_ask *ask,
                     bool dosed, int *todo)
{
    int n = 0;
    for (int i = 0; i < ask->items; i++) {
        bool seen = known(d, &ask->item[i], dosed);
        for (int k = 0; k < n && !seen; k++)
            seen = dose_same(&ask->item[todo[k]], &ask->item[i]);
        if (!seen)
            todo[n++] = i;
    }
    return n;
}

static bool make_all(struct app *app, struct app_doses *d,
                     const struct app_dose_ask *ask, bool dosed)
{
    int *todo = calloc(ask->items > 0 ? (size_t)ask->items : 1, sizeof *todo);
    bool ok = todo && take_body(app, d, &ask->person);
    if (d->count > KEPT_MAX)
        d->count = 0;
    const int count = ok ? find_todo(d, ask, dosed, todo) : 0;
    if (ok && (count > 0 || (dosed && !d->made)))
        ok = dose_work(d, ask->item, todo, count, dosed);
    free(todo);
    return ok;
}

static struct app_doses *hold(struct app *app)
{
    pthread_mutex_lock(&app->doses_lock);
    if (!app->doses)
        app->doses = doses_new(app->library);
    return app->doses;
}

void app_doses_let(struct app *app) { pthread_mutex_unlock(&app->doses_lock); }

const struct sp_disc_doser *app_doses_hold(struct app *app,
                                           const struct sp_person *person)
{
    struct app_doses *d = hold(app);
    const struct app_dose_ask ask = {.person = *person};
    return d && make_all(app, d, &ask, true) ? d->doser : NULL;
}

void app_reliefs(struct app *app, const struct app_dose_ask *ask,
                 struct care_relief *out)
{
    struct app_doses *d = hold(app);
    const bool ok = d && make_all(app, d, ask, true);
    for (int i = 0; out && i < ask->items; i++) {
        const struct kept_dose *k = ok ? dose_kept(d, &ask->item[i]) : NULL;
        out[i] = k ? k->relief : (struct care_relief){.known = false};
    }
    app_doses_let(app);
}

/* ---- what the app asks for
 * ----------------------------------------------------- */

struct care_relief app_relief(struct app *app, const struct care_item *item)
{
    struct care_relief relief;
    app_reliefs(app, &(struct app_dose_ask){app_person(app), item, 1}, &relief);
    return relief;
}

// every exercise as it would be done today, whether or not it is offered
static struct care_item *todays_doses(const struct app *app)
{
    const int n = care_exercise_count(app->library);
    struct care_item *item = calloc(n > 0 ? (size_t)n : 1, sizeof *item);
    for (int e = 0; item && e < n; e++) {
        int variant;
        const struct care_exercise *ex = care_exercise_at(app->library, e);
        (void)care_allow_best(app->library, &app->safety.screen, e, &variant);
        item[e] = care_dose_at(app->library, &app->safety.screen, e, variant,
                               care_step_now(ex, &app->response[e]));
    }
    return item;
}

struct care_relief *app_library_reliefs(struct app *app)
{
    struct care_item *item = todays_doses(app);
    const int n = care_exercise_count(app->library);
    struct care_relief *out = calloc(n > 0 ? (size_t)n : 1, sizeof *out);
    struct app_pull pull;
    if (item && out)
        app_reliefs(app, &(struct app_dose_ask){app_person(app), item, n}, out);
    for (int e = 0; item && out && e < n; e++)
        if (app_pull_usual(app, e, &pull))
            out[e] = app_pull_relief(app, &pull, INFINITY);
    free(item);
    return out;
}

/* The doses that an operation will need, copied while the lock is held. */
enum { NEED_PULLS = 3 };

struct need {
    struct sp_person person;
    struct care_item *item; /* one per exercise; NULL: none is needed */
    struct app_pull pull[NEED_PULLS];
    double held_s[NEED_PULLS];
    int pulls;
};

static void need_pulls(struct app *app, struct need *n)
{
    for (int e = 0; e < care_exercise_count(app->library); e++)
        if (n->pulls < NEED_PULLS - 1 &&
            app_pull_usual(app, e, &n->pull[n->pulls]))
            n->held_s[n->pulls++] = INFINITY;
    // the pull of the session that has just ended
    const struct app_player *p = &app->player;
    if (p->pull && p->timeline->pulls && !app_player_active(app)) {
        n->pull[n->pulls] = *p->pull;
        n->held_s[n->pulls++] = session_pulled_s(&p->state, p->timeline);
    }
}

static struct need *needed(struct app *app, const struct app_op *op)
{
    const struct app_safety *safety;
    struct sp_error err;
    if (!(op->flags & (APP_DOSES | APP_PLANS)))
        return NULL;
    struct need *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    pthread_mutex_lock(&app->lock);
    const bool ready = app_profile_set(app) && !app_safety(app, &safety, &err);
    const bool plan_due = ready && safety->open && app_plan_today(app) < 0;
    if (ready && (op->flags & APP_DOSES || plan_due) &&
        !app_response(app, &err)) {
        n->item = todays_doses(app);
        need_pulls(app, n);
    }
    n->person = app_person(app);
    pthread_mutex_unlock(&app->lock);
    return n;
}

static void need_free(struct need *n)
{
    if (n)
        free(n->item);
    free(n);
}

static bool all_kept(const struct app_doses *d, const struct need *n)
{
    bool all = d && d->made && same_person(&d->person, &n->person);
    for (int e = 0; all && e < care_exercise_count(d->library); e++)
        all = known(d, &n->item[e], true);
    for (int i = 0; all && i < n->pulls; i++)
        all = dose_pull_kept(d, &n->pull[i], n->held_s[i]) != NULL;
    return all;
}

bool app_doses_due(struct app *app, const struct app_op *op)
{
    struct need *n = needed(app, op);
    bool due = n && n->item;
    // held by somebody else: being worked out now
    if (due && !pthread_mutex_trylock(&app->doses_lock)) {
        due = !all_kept(app->doses, n);
        app_doses_let(app);
    }
    need_free(n);
    return due;
}

void app_doses_prepare(struct app *app, const struct app_op *op)
{
    struct need *n = needed(app, op);
    if (n && n->item) {
        app_reliefs(app,
                    &(struct app_dose_ask){n->person, n->item,
                                           care_exercise_count(app->library)},
                    NULL);
        for (int i = 0; i < n->pulls; i++)
            (void)app_pull_relief(app, &n->pull[i], n->held_s[i]);
    }
    need_free(n);
}

/* The holds of the items done; *without counts those that have no figure. */
static int done_holds(const struct app_doses *d,
                      const struct session_timeline *t, const bool *done,
                      int64_t until_ms,
                      struct sp_disc_hold holds[CARE_DAY_ITEMS], int *without)
{
    int count = 0;
    for (int i = 0; i < t->items && count < CARE_DAY_ITEMS; i++) {
        double stay_s[SP_SCENE_KEYFRAMES];
        struct dose_mean mean;
        if (!done[i])
            continue;
        if (dose_stays(d->library, t, i, until_ms, stay_s) > 0 &&
            dose_mean(d, &t->item[i], stay_s, &mean))
            holds[count++] = dose_hold(d, &mean);
        else
            ++*without;
    }
    return count;
}

struct care_relief app_session_relief(struct app *app,
                                      const struct session_timeline *t,
                                      const bool *done, int64_t until_ms,
                                      int *without)
{
    struct sp_disc_hold holds[CARE_DAY_ITEMS];
    struct care_relief relief = {.known = false};
    const struct app_dose_ask ask = {app_person(app), t->item, t->items};
    *without = 0;
    app_reliefs(app, &ask, NULL); // every position is solved now
    const struct app_doses *d = hold(app);
    if (d && d->made)
        relief =
            dose_of(d, holds, done_holds(d, t, done, until_ms, holds, without));
    app_doses_let(app);
    return relief;
}

// adds an item's load over its time; returns its seconds
static double add_item(const struct app_doses *d, const struct care_item *item,
                       double other, double sum[SP_DISCS])
{
    const struct kept_dose *k = dose_kept(d, item);
    const bool held = k && k->mean.seconds > 0;
    const double s = held ? k->mean.seconds : 60 * item->minutes;
    for (int i = 0; i < SP_DISCS; i++)
        sum[i] += s * (held ? k->mean.ratio[i] : other);
    return s;
}

void app_dose_mean(struct app *app, const struct app_dose_ask *ask,
                   double other, double ratio[SP_DISCS])
{
    double seconds = 0, sum[SP_DISCS] = {0};
    struct app_doses *d = hold(app);
    const bool ok = d && make_all(app, d, ask, false);
    for (int i = 0; ok && i < ask->items; i++)
        seconds += add_item(d, &ask->item[i], other, sum);
    app_doses_let(app);
    for (int i = 0; i < SP_DISCS; i++)
        ratio[i] = seconds > 0 ? sum[i] / seconds : other;
}
