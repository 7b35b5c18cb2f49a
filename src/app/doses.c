#include "app/doses.h"
#include "app/dose_stays.h"
#include "app/spine_internal.h"
#include "stature/disc.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A support further from the body than this is not reached.
#define REACH_M 0.05

// Doses are taken in the middle of a waking day of sixteen hours.
static const double at_s = 8 * 3600;

/*
 * Standard error of a solved load as a share of standing's: against Wilke et
 * al. 1999 the ratios are off by 13 % in the median (docs/validation.md), 1.48
 * times that for a normal error, and where little is carried by 0.07 of
 * standing's.
 */
static const double error_share = 0.19, error_floor = 0.07;

enum { THREADS_MAX = 4 };

/* A key position's load over standing's; asked for once. */
struct position {
    enum { NOT_ASKED, HELD, NOT_HELD } state;
    double ratio[SP_DISCS];
};

struct kept_dose {
    struct care_item item; /* exercise, variant and dose */
    struct care_relief relief;
};

struct app_doses {
    const struct care_library *library;
    struct sp_person person;
    bool made; /* body, doser and standing are that person's */
    struct sp_body body;
    double standing_N[SP_DISCS]; /* of the load model */
    struct sp_disc_doser *doser;
    struct position (*position)[SP_SCENE_KEYFRAMES]; /* per exercise */
    struct kept_dose *kept;
    int count, cap;
};

/* ---- work shared by threads --------------------------------------------- */

/* What one thread needs to solve loads. */
struct rig {
    struct sp_arena arena;
    struct sp_load_work *work;
    struct sp_scene scaled;
    struct sp_load_case one;
    struct sp_load_result result;
};

static struct rig *rig_new(void)
{
    struct rig *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->arena.cap = sp_load_work_bytes();
    r->arena.mem = malloc(r->arena.cap);
    r->work = r->arena.mem ? sp_load_work_new(&r->arena) : NULL;
    if (r->work)
        return r;
    free(r->arena.mem);
    free(r);
    return NULL;
}

static void rig_free(struct rig *r)
{
    if (!r)
        return;
    free(r->arena.mem);
    free(r);
}

/* Numbered jobs that any thread may take. */
struct crew {
    struct app_doses *doses;
    void (*job)(struct crew *crew, int i, struct rig **rig);
    int jobs;
    atomic_int next;
    // of the jobs under way
    struct sp_disc_schedule day;
    const struct care_item *item;
    double (*stay_s)[SP_SCENE_KEYFRAMES]; /* per item */
    const int *todo; /* items whose dose is still to be found */
    int todos;
    int variants; /* first jobs: of the doser, if it must be made */
    atomic_bool failed;
};

static void *work(void *arg)
{
    struct crew *crew = arg;
    struct rig *rig = NULL;
    for (int i; (i = atomic_fetch_add(&crew->next, 1)) < crew->jobs;)
        crew->job(crew, i, &rig);
    rig_free(rig);
    return NULL;
}

static void run_crew(struct crew *crew)
{
    pthread_t thread[THREADS_MAX];
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int more = 0;
    atomic_store(&crew->next, 0);
    while (more < THREADS_MAX - 1 && more + 1 < cores &&
           more + 1 < crew->jobs &&
           !pthread_create(&thread[more], NULL, work, crew))
        more++;
    (void)work(crew);
    for (int i = 0; i < more; i++)
        pthread_join(thread[i], NULL);
}

/* ---- loads of key positions ---------------------------------------------- */

static void solve_position(const struct app_doses *d, struct rig *r, int k,
                           struct position *out)
{
    struct sp_posture posture;
    struct sp_pose_report report;
    struct sp_error err;
    out->state = NOT_HELD;
    if (sp_pose_solve(&d->body, &r->scaled, k, &posture, &report, &err) ||
        report.worst_contact_m > REACH_M ||
        sp_load_case_of(&d->body, &r->scaled, k, &posture, &r->one, &err) ||
        sp_load_solve(r->work, &d->body, &r->one, &sp_load_defaults, &r->result,
                      &err) ||
        r->result.verdict != SP_LOAD_HELD)
        return;
    for (int i = 0; i < SP_DISCS; i++)
        out->ratio[i] = r->result.disc[i].compression_N / d->standing_N[i];
    out->state = HELD;
}

static int exercise_of(const struct crew *crew, int i)
{
    return crew->item[crew->todo[i]].exercise;
}

// does any dose of this exercise stay in its keyframe k?
static bool asked(const struct crew *crew, int exercise, int k)
{
    for (int i = 0; i < crew->todos; i++)
        if (exercise_of(crew, i) == exercise &&
            crew->stay_s[crew->todo[i]][k] > 0)
            return true;
    return false;
}

// all positions of one exercise, by the first item that names it
static void load_job(struct crew *crew, int i, struct rig **rig)
{
    struct app_doses *d = crew->doses;
    const int e = exercise_of(crew, i);
    const struct care_exercise *ex = care_exercise_at(d->library, e);
    bool mine = ex->scene != NULL, scaled = false;
    for (int before = 0; before < i; before++)
        mine = mine && exercise_of(crew, before) != e;
    for (int k = 0; mine && k < ex->scene->keyframes; k++) {
        struct position *p = &d->position[e][k];
        if (p->state != NOT_ASKED || !asked(crew, e, k))
            continue;
        if (!*rig && !(*rig = rig_new())) {
            atomic_store(&crew->failed, true);
            return;
        }
        if (!scaled) {
            sp_scene_scale(ex->scene, &d->body, &(*rig)->scaled);
            sp_load_forget((*rig)->work); // as if it were the first
            scaled = true;
        }
        solve_position(d, *rig, k, p);
    }
}

/* ---- the person's discs at the hour of doses ----------------------------- */

static struct sp_disc_person disc_person(const struct sp_person *p)
{
    return (struct sp_disc_person){.height_m = p->height_m,
                                   .mass_kg = p->mass_kg,
                                   .age_y = p->age_y,
                                   .sex = (enum sp_disc_sex)p->sex};
}

static void variant_job(struct crew *crew, int variant)
{
    struct app_doses *d = crew->doses;
    const struct sp_disc_person person = disc_person(&d->person);
    const struct sp_disc_params params = sp_disc_params_default();
    struct sp_error err;
    if (sp_disc_doser_variant(d->doser, variant, &person, &params, &crew->day,
                              at_s, &err))
        atomic_store(&crew->failed, true);
}

static void first_job(struct crew *crew, int i, struct rig **rig)
{
    if (i < crew->variants)
        variant_job(crew, i);
    else
        load_job(crew, i - crew->variants, rig);
}

/* ---- one dose ---------------------------------------------------------------
 */

double app_dose_error(double ratio)
{
    return hypot(error_share * ratio, error_floor);
}

/* The movement as one hold under its mean load: discs answer over minutes, so
 * that the order within a minute hardly counts (docs/disc.md). */
static bool mean_hold(const struct app_doses *d, int exercise,
                      const double stay_s[SP_SCENE_KEYFRAMES],
                      struct sp_disc_hold *out)
{
    double mean[SP_DISCS] = {0};
    *out = (struct sp_disc_hold){0};
    for (int k = 0; k < SP_SCENE_KEYFRAMES; k++)
        out->duration_s += stay_s[k];
    for (int k = 0; k < SP_SCENE_KEYFRAMES; k++) {
        const struct position *p = &d->position[exercise][k];
        if (!(stay_s[k] > 0))
            continue;
        if (p->state != HELD)
            return false;
        for (int i = 0; i < SP_DISCS; i++)
            mean[i] += p->ratio[i] * stay_s[k] / out->duration_s;
    }
    for (int i = 0; i < SP_DISCS; i++) {
        const double standing_N = d->doser->model[0].disc[i].standing_N;
        out->load_N[i] = mean[i] * standing_N;
        out->error_N[i] = app_dose_error(mean[i]) * standing_N;
    }
    return out->duration_s > 0;
}

static struct care_relief relief_of(const struct sp_disc_dose *dose)
{
    struct care_relief r = {.known = true};
    for (int k = 0; k < CARE_SPINE_PARTS; k++) {
        r.mm[k] = dose->gained[k].mm;
        r.low[k] = dose->gained[k].low_mm;
        r.high[k] = dose->gained[k].high_mm;
        r.left_mm[k] = dose->left[k].mm;
        r.left_low[k] = dose->left[k].low_mm;
        r.left_high[k] = dose->left[k].high_mm;
    }
    return r;
}

static struct care_relief dose_of(const struct app_doses *d,
                                  const struct sp_disc_hold *hold, int holds)
{
    struct sp_disc_dose dose;
    struct sp_error err;
    if (holds == 0 ||
        sp_disc_dose(d->doser, hold, (size_t)holds, true, &dose, &err))
        return (struct care_relief){.known = false};
    return relief_of(&dose);
}

static void dose_job(struct crew *crew, int i, struct rig **rig)
{
    (void)rig;
    struct app_doses *d = crew->doses;
    const struct care_item *item = &crew->item[crew->todo[i]];
    struct kept_dose *kept = &d->kept[d->count + i];
    struct sp_disc_hold hold;
    *kept = (struct kept_dose){.item = *item};
    if (mean_hold(d, item->exercise, crew->stay_s[crew->todo[i]], &hold))
        kept->relief = dose_of(d, &hold, 1);
}

/* ---- keeping
 * ------------------------------------------------------------------ */

static bool same_dose(const struct care_item *a, const struct care_item *b)
{
    return a->exercise == b->exercise && a->variant == b->variant &&
           a->hold_s == b->hold_s && a->duration_s == b->duration_s &&
           a->rest_s == b->rest_s && a->reps == b->reps;
}

static const struct care_relief *kept(const struct app_doses *d,
                                      const struct care_item *item)
{
    for (int i = 0; i < d->count; i++)
        if (same_dose(&d->kept[i].item, item))
            return &d->kept[i].relief;
    return NULL;
}

void app_doses_free(struct app_doses *d)
{
    if (!d)
        return;
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
    if (d->made && same_person(&d->person, person))
        return true;
    d->made = false;
    d->count = 0;
    memset(d->position, 0,
           (size_t)care_exercise_count(d->library) * sizeof *d->position);
    if (app_spine_hold(app, &s, &err))
        return false;
    const bool stands = app_spine_body(app, s, person, &err) == SP_OK;
    if (stands) {
        d->person = *person;
        d->body = s->body;
        memcpy(d->standing_N, s->standing_N, sizeof d->standing_N);
    }
    app_spine_let(app);
    return stands;
}

/* Sitting as measured in living people (Wilke et al. 1999), not as solved:
 * what a movement is set beside should not carry the load model's error. */
static bool begin_doser(struct app_doses *d, struct sp_disc_segment *segment,
                        struct sp_disc_schedule *day)
{
    struct sp_error err;
    double sit_N[SP_DISCS];
    const struct sp_disc_person person = disc_person(&d->person);
    const struct sp_disc_params params = sp_disc_params_default();
    struct sp_disc_model *m = &d->doser->model[0];
    if (sp_disc_init(m, &person, &params, &err))
        return false;
    *day = (struct sp_disc_schedule){
        .segment = segment,
        .count = sp_disc_office_day(m, segment, SP_DISC_OFFICE_SEGMENTS),
        .end_s = 86400,
        .output_s = 86400};
    sp_disc_ratio_load(m, sp_disc_activity_ratio(SP_DISC_SITTING), sit_N);
    return sp_disc_doser_begin(d->doser, day, at_s, sit_N, &err) == SP_OK;
}

/* ---- many items
 * ----------------------------------------------------------------- */

/* Items not kept yet, each once, whose stays are filled in. */
static int find_todo(const struct app_doses *d, const struct care_item *item,
                     int items, int *todo)
{
    int n = 0;
    for (int i = 0; i < items; i++) {
        bool seen = kept(d, &item[i]) != NULL;
        for (int k = 0; k < n && !seen; k++)
            seen = same_dose(&item[todo[k]], &item[i]);
        if (!seen)
            todo[n++] = i;
    }
    return n;
}

static void fill_stays(const struct app_doses *d, const struct care_item *item,
                       double stay_s[SP_SCENE_KEYFRAMES])
{
    struct session_timeline *t;
    struct sp_error err;
    memset(stay_s, 0, SP_SCENE_KEYFRAMES * sizeof *stay_s);
    const struct care_talk calm = {.pace = 1};
    if (session_compile(d->library, item, 1, &calm, &t, &err))
        return;
    (void)dose_stays(d->library, t, 0, stay_s);
    session_timeline_free(t);
}

static bool make_todo(struct app_doses *d, struct crew *crew, int count)
{
    struct sp_disc_segment segment[SP_DISC_OFFICE_SEGMENTS];
    struct kept_dose *room =
        realloc(d->kept, (size_t)(d->count + count + 1) * sizeof *room);
    if (!room)
        return false;
    d->kept = room;
    for (int i = 0; i < count; i++)
        fill_stays(d, &crew->item[crew->todo[i]], crew->stay_s[crew->todo[i]]);
    crew->todos = count;
    crew->variants = d->made ? 0 : SP_DISC_VARIANTS;
    if (!d->made && !begin_doser(d, segment, &crew->day))
        return false;
    crew->job = first_job;
    crew->jobs = crew->variants + count;
    run_crew(crew);
    if (atomic_load(&crew->failed))
        return false;
    d->made = true;
    crew->job = dose_job;
    crew->jobs = count;
    run_crew(crew);
    d->count += count;
    return true;
}

static bool make_all(struct app *app, struct app_doses *d,
                     const struct app_dose_ask *ask)
{
    const size_t n = ask->items > 0 ? (size_t)ask->items : 1;
    struct crew crew = {.doses = d, .item = ask->item};
    int *todo = calloc(n, sizeof *todo);
    crew.todo = todo;
    crew.stay_s = calloc(n, sizeof *crew.stay_s);
    bool ok = todo && crew.stay_s && take_body(app, d, &ask->person);
    const int count = ok ? find_todo(d, ask->item, ask->items, todo) : 0;
    if (ok && (count > 0 || !d->made))
        ok = make_todo(d, &crew, count);
    free(todo);
    free(crew.stay_s);
    return ok;
}

static struct app_doses *hold(struct app *app)
{
    pthread_mutex_lock(&app->doses_lock);
    if (!app->doses)
        app->doses = doses_new(app->library);
    return app->doses;
}

static void let(struct app *app) { pthread_mutex_unlock(&app->doses_lock); }

void app_doses_let(struct app *app) { let(app); }

const struct sp_disc_doser *app_doses_hold(struct app *app,
                                           const struct sp_person *person)
{
    struct app_doses *d = hold(app);
    const struct app_dose_ask ask = {.person = *person};
    return d && make_all(app, d, &ask) ? d->doser : NULL;
}

void app_reliefs(struct app *app, const struct app_dose_ask *ask,
                 struct care_relief *out)
{
    struct app_doses *d = hold(app);
    const bool ok = d && make_all(app, d, ask);
    for (int i = 0; out && i < ask->items; i++) {
        const struct care_relief *r = ok ? kept(d, &ask->item[i]) : NULL;
        out[i] = r ? *r : (struct care_relief){.known = false};
    }
    let(app);
}

/* ---- what the app asks for
 * ----------------------------------------------------- */

static struct sp_person person_now(const struct app *app)
{
    const struct app_body_key key = app_body_key(app);
    const double age = app_profile_number(app, "age_y");
    return (struct sp_person){key.height_m, key.mass_kg,
                              isfinite(age) ? age : 40, key.sex};
}

struct care_relief app_relief(struct app *app, const struct care_item *item)
{
    struct care_relief relief;
    app_reliefs(app, &(struct app_dose_ask){person_now(app), item, 1}, &relief);
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
    if (item && out)
        app_reliefs(app, &(struct app_dose_ask){person_now(app), item, n}, out);
    free(item);
    return out;
}

/* The doses that an operation will need, copied while the lock is held;
 * NULL for none. */
static struct care_item *needed(struct app *app, const struct app_op *op,
                                struct sp_person *person)
{
    const struct app_safety *safety;
    struct sp_error err;
    struct care_item *item = NULL;
    if (!(op->flags & (APP_DOSES | APP_PLANS)))
        return NULL;
    pthread_mutex_lock(&app->lock);
    const bool ready = app_profile_set(app) && !app_safety(app, &safety, &err);
    const bool plan_due = ready && safety->open && app_plan_today(app) < 0;
    if (ready && (op->flags & APP_DOSES || plan_due) &&
        !app_response(app, &err))
        item = todays_doses(app);
    *person = person_now(app);
    pthread_mutex_unlock(&app->lock);
    return item;
}

static bool all_kept(const struct app_doses *d, const struct sp_person *person,
                     const struct care_item *item)
{
    bool all = d && d->made && same_person(&d->person, person);
    for (int e = 0; all && e < care_exercise_count(d->library); e++)
        all = kept(d, &item[e]) != NULL;
    return all;
}

bool app_doses_due(struct app *app, const struct app_op *op)
{
    struct sp_person person;
    struct care_item *item = needed(app, op, &person);
    bool due = item != NULL;
    // held by somebody else: being worked out now
    if (item && !pthread_mutex_trylock(&app->doses_lock)) {
        due = !all_kept(app->doses, &person, item);
        let(app);
    }
    free(item);
    return due;
}

void app_doses_prepare(struct app *app, const struct app_op *op)
{
    struct app_dose_ask ask = {.items = care_exercise_count(app->library)};
    struct care_item *item = needed(app, op, &ask.person);
    ask.item = item;
    if (item)
        app_reliefs(app, &ask, NULL);
    free(item);
}

struct care_relief app_session_relief(struct app *app,
                                      const struct session_timeline *t,
                                      const bool *done)
{
    struct care_relief relief = {.known = false};
    struct sp_disc_hold holds[CARE_DAY_ITEMS];
    int count = 0;
    bool known = true;
    for (int i = 0; i < t->items; i++)
        if (done[i]) // its positions are solved now
            (void)app_relief(app, &t->item[i]);
    struct app_doses *d = hold(app);
    for (int i = 0; i < t->items && d && d->made && known; i++) {
        double stay_s[SP_SCENE_KEYFRAMES];
        if (!done[i] || !(dose_stays(app->library, t, i, stay_s) > 0))
            continue;
        known = count < CARE_DAY_ITEMS &&
                mean_hold(d, t->item[i].exercise, stay_s, &holds[count++]);
    }
    if (known && count > 0)
        relief = dose_of(d, holds, count);
    let(app);
    return relief;
}
