/*
 * Doses of many movements at once: the person's discs through a day, the loads
 * of every key position, then each dose, shared out among threads. An answer
 * depends on body and dose alone, never on what was asked before or by how many
 * threads.
 */
#include "app/spine/dose_work.h"
#include "app/spine/dose_stays.h"
#include "app/spine/spine_internal.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    double (*stay_s)[SP_SCENE_KEYFRAMES]; /* per dose to do */
    const int *todo; /* items of which something is still to be found */
    int *kept;       /* and where each is kept */
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

// the case in the rig, over standing
static bool solve_case(const struct app_doses *d, struct rig *r,
                       double ratio[SP_DISCS])
{
    struct sp_error err;
    if (sp_load_solve(r->work, &d->body, &r->one, &sp_load_defaults, &r->result,
                      &err) ||
        r->result.verdict != SP_LOAD_HELD)
        return false;
    for (int i = 0; i < SP_DISCS; i++)
        ratio[i] = r->result.disc[i].compression_N / d->standing_N[i];
    return true;
}

static void solve_position(const struct app_doses *d, struct rig *r, int k,
                           struct position *out)
{
    struct sp_posture posture;
    struct sp_pose_report report;
    struct sp_error err;
    const double tilt_rad = app_table_deg(&r->scaled, k) / APP_DEG;
    out->state = NOT_HELD;
    if (sp_pose_solve(&d->body, &r->scaled, k, &posture, &report, &err) ||
        report.worst_contact_m > APP_REACH_M ||
        sp_load_case_of(&d->body, &r->scaled, k, &posture, &r->one, &err) ||
        !solve_case(d, r, out->ratio))
        return;
    if (tilt_rad > 0) {
        app_case_turn(&r->one, -tilt_rad);
        if (!solve_case(d, r, out->level))
            return;
    }
    out->state = HELD;
}

static int exercise_of(const struct crew *crew, int i)
{
    return crew->item[crew->todo[i]].exercise;
}

static int hang_free(const struct care_exercise *ex)
{
    return scene_keyframe_find(ex->scene, APP_HANG_FREE);
}

// does any dose of this exercise need its keyframe k?
static bool asked(const struct crew *crew, const struct care_exercise *ex,
                  int exercise, int k)
{
    for (int i = 0; i < crew->todos; i++)
        if (exercise_of(crew, i) == exercise &&
            (crew->stay_s[i][k] > 0 ||
             (crew->item[crew->todo[i]].arms_share > 0 && k == hang_free(ex))))
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
        if (p->state != NOT_ASKED || !asked(crew, ex, e, k))
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

/* Sitting as measured in living people (Wilke et al. 1999), not as solved:
 * what a movement is set beside should not carry the load model's error. */
static bool begin_doser(struct app_doses *d, struct sp_disc_segment *segment,
                        struct sp_disc_schedule *day)
{
    struct sp_error err;
    double sit_N[SP_DISCS];
    const struct sp_disc_person person = app_disc_person(&d->person);
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

static void variant_job(struct crew *crew, int variant)
{
    struct app_doses *d = crew->doses;
    const struct sp_disc_person person = app_disc_person(&d->person);
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

/*
 * A position's load over standing's as the item asks for it. Steps of a ramp
 * are not drawn each: with the feet down a hang takes off the arms' share of
 * what the free hang does, hands that only reach for the bar take nothing off
 * (the solver would let them carry), and an inversion goes with the sine of its
 * angle (tests/app: within 0.03 of a solved one).
 */
static bool ratio_at(const struct app_doses *d, const struct care_item *item,
                     int k, double ratio[SP_DISCS])
{
    const struct care_exercise *ex =
        care_exercise_at(d->library, item->exercise);
    const double drawn_deg = app_table_deg(ex->scene, k);
    const bool hang = item->arms_share > 0;
    const double arms =
        app_hangs(ex->scene->keyframe[k].name) ? item->arms_share : 0;
    const bool tilt = item->tilt_deg > 0 && drawn_deg > 0;
    const struct position *p =
        &d->position[item->exercise][hang ? hang_free(ex) : k];
    const double part =
        hang   ? arms
        : tilt ? sin(item->tilt_deg / APP_DEG) / sin(drawn_deg / APP_DEG)
               : 1;
    for (int i = 0; i < SP_DISCS && p->state == HELD; i++) {
        const double from = hang ? 1 : tilt ? p->level[i] : 0;
        ratio[i] = from + part * (p->ratio[i] - from);
    }
    return p->state == HELD;
}

bool dose_mean(const struct app_doses *d, const struct care_item *item,
               const double stay_s[SP_SCENE_KEYFRAMES], struct dose_mean *out)
{
    double seconds = 0, ratio[SP_DISCS];
    *out = (struct dose_mean){0};
    for (int k = 0; k < SP_SCENE_KEYFRAMES; k++) {
        if (!(stay_s[k] > 0))
            continue;
        if (!ratio_at(d, item, k, ratio))
            return false;
        seconds += stay_s[k];
        for (int i = 0; i < SP_DISCS; i++)
            out->ratio[i] += ratio[i] * stay_s[k];
    }
    for (int i = 0; i < SP_DISCS && seconds > 0; i++)
        out->ratio[i] /= seconds;
    out->seconds = seconds;
    return seconds > 0;
}

struct sp_disc_hold dose_hold(const struct app_doses *d,
                              const struct dose_mean *mean)
{
    struct sp_disc_hold hold = {.duration_s = mean->seconds};
    for (int i = 0; i < SP_DISCS; i++) {
        const double standing_N = d->doser->model[0].disc[i].standing_N;
        hold.load_N[i] = mean->ratio[i] * standing_N;
        hold.error_N[i] = app_dose_error(mean->ratio[i]) * standing_N;
    }
    return hold;
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

struct care_relief dose_of(const struct app_doses *d,
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
    struct kept_dose *kept = &d->kept[crew->kept[i]];
    kept->dosed = true;
    if (kept->mean.seconds > 0) {
        const struct sp_disc_hold hold = dose_hold(d, &kept->mean);
        kept->relief = dose_of(d, &hold, 1);
    }
}

/* ---- all of it ----------------------------------------------------------- */

static void fill_stays(const struct app_doses *d, const struct care_item *item,
                       double stay_s[SP_SCENE_KEYFRAMES])
{
    struct session_timeline *t;
    struct sp_error err;
    memset(stay_s, 0, SP_SCENE_KEYFRAMES * sizeof *stay_s);
    const struct care_talk calm = {.pace = 1};
    if (session_compile(d->library, item, 1, &calm, &t, &err))
        return;
    (void)dose_stays(d->library, t, 0, INT64_MAX, stay_s);
    session_timeline_free(t);
}

/* Positions and, for doses, the person's discs first; then the rest of them. */
static bool run_all(struct crew *crew, bool dosed)
{
    struct app_doses *d = crew->doses;
    struct sp_disc_segment segment[SP_DISC_OFFICE_SEGMENTS];
    crew->variants = dosed && !d->made ? SP_DISC_VARIANTS : 0;
    if (crew->variants > 0 && !begin_doser(d, segment, &crew->day))
        return false;
    crew->job = first_job;
    crew->jobs = crew->variants + crew->todos;
    run_crew(crew);
    if (atomic_load(&crew->failed))
        return false;
    for (int i = 0; i < crew->todos; i++) {
        struct kept_dose *kept = &d->kept[crew->kept[i]];
        if (crew->kept[i] >= d->count)
            (void)dose_mean(d, &kept->item, crew->stay_s[i], &kept->mean);
    }
    if (!dosed)
        return true;
    d->made = true;
    crew->job = dose_job;
    crew->jobs = crew->todos;
    run_crew(crew);
    return true;
}

bool dose_same(const struct care_item *a, const struct care_item *b)
{
    return a->exercise == b->exercise && a->variant == b->variant &&
           a->hold_s == b->hold_s && a->duration_s == b->duration_s &&
           a->rest_s == b->rest_s && a->reps == b->reps &&
           a->arms_share == b->arms_share && a->tilt_deg == b->tilt_deg;
}

struct kept_dose *dose_kept(const struct app_doses *d,
                            const struct care_item *item)
{
    for (int i = 0; i < d->count; i++)
        if (dose_same(&d->kept[i].item, item))
            return &d->kept[i];
    return NULL;
}

/* A place for each; how many are new is added to the count when all is well. */
static int make_places(struct crew *crew)
{
    struct app_doses *d = crew->doses;
    int fresh = 0;
    for (int i = 0; i < crew->todos; i++) {
        const struct care_item *item = &crew->item[crew->todo[i]];
        const struct kept_dose *old = dose_kept(d, item);
        crew->kept[i] = old ? (int)(old - d->kept) : d->count + fresh++;
        if (old)
            continue;
        d->kept[crew->kept[i]] = (struct kept_dose){.item = *item};
        fill_stays(d, item, crew->stay_s[i]);
    }
    return fresh;
}

bool dose_work(struct app_doses *d, const struct care_item *item,
               const int *todo, int count, bool dosed)
{
    struct crew crew = {.doses = d, .item = item, .todo = todo, .todos = count};
    struct kept_dose *room =
        realloc(d->kept, (size_t)(d->count + count + 1) * sizeof *room);
    if (!room)
        return false;
    d->kept = room;
    crew.stay_s = calloc((size_t)count + 1, sizeof *crew.stay_s);
    crew.kept = calloc((size_t)count + 1, sizeof *crew.kept);
    const bool room_for_all = crew.stay_s && crew.kept;
    const int fresh = room_for_all ? make_places(&crew) : 0;
    const bool ok = room_for_all && run_all(&crew, dosed);
    free(crew.stay_s);
    free(crew.kept);
    d->count += ok ? fresh : 0;
    return ok;
}
