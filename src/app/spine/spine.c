/*
 * Postures → load on every disc, beside the same person's relaxed standing.
 *
 * A body's standing is solved once; every other answer is a ratio to it. An
 * answer is a pure function of body and posture: each solve starts afresh.
 */
#include "app/spine/spine.h"
#include "app/app_internal.h"
#include "app/spine/spine_internal.h"
#include "draw/draw.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRAVITY 9.80665

const struct app_load_ask app_load_ask_none = {
    .keyframe_at = -1, .tilt_deg = (double)NAN, .carry_kg = (double)NAN};

/* ---- set-up
 * -------------------------------------------------------------------- */

static enum sp_status make_work(struct app_spine *s, struct sp_error *err)
{
    if (s->work)
        return SP_OK;
    s->arena.cap = sp_load_work_bytes();
    s->memory = malloc(s->arena.cap);
    s->arena.mem = s->memory;
    s->work = s->memory ? sp_load_work_new(&s->arena) : NULL;
    if (s->work)
        return SP_OK;
    free(s->memory);
    s->memory = NULL;
    s->arena = (struct sp_arena){0};
    return sp_fail(err, SP_E_NOMEM, _("Not enough memory to work out loads."));
}

void app_spine_free(struct app_spine *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->rests; i++) {
        free(s->rest[i].id);
        free(s->rest[i].name);
        free(s->rest[i].scene);
    }
    free(s->rest);
    free(s->memory);
    free(s);
}

enum sp_status app_spine_hold(struct app *app, struct app_spine **out,
                              struct sp_error *err)
{
    pthread_mutex_lock(&app->spine_lock);
    if (!app->spine)
        app->spine = calloc(1, sizeof *app->spine);
    if (!app->spine) {
        pthread_mutex_unlock(&app->spine_lock);
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the spine."));
    }
    app->spine->library = app->library;
    *out = app->spine;
    return SP_OK;
}

void app_spine_let(struct app *app) { pthread_mutex_unlock(&app->spine_lock); }

struct sp_person app_own_body(struct app *app)
{
    pthread_mutex_lock(&app->lock);
    const struct sp_person person = app_person(app);
    pthread_mutex_unlock(&app->lock);
    return person;
}

double app_tidy(double x, double parts) { return round(x * parts) / parts; }

struct sp_disc_person app_disc_person(const struct sp_person *p)
{
    return (struct sp_disc_person){.height_m = p->height_m,
                                   .mass_kg = p->mass_kg,
                                   .age_y = p->age_y,
                                   .sex = (enum sp_disc_sex)p->sex};
}

/* ---- one posture
 * ---------------------------------------------------------------- */

static const struct sp_prop *table_of(const struct sp_scene *scene, int k,
                                      double *tilt_rad)
{
    for (int i = 0; i < scene->props; i++) {
        if (scene->prop[i].kind != SP_PROP_INVERSION_TABLE)
            continue;
        *tilt_rad = scene->prop[i].tilt_rad;
        const struct sp_keyframe *key = &scene->keyframe[k];
        for (int j = 0; j < key->props; j++)
            if (key->prop[j].prop == i)
                *tilt_rad = key->prop[j].tilt_rad;
        return &scene->prop[i];
    }
    return NULL;
}

double app_table_deg(const struct sp_scene *scene, int k)
{
    double rad = 0;
    return table_of(scene, k, &rad) ? APP_DEG * rad : 0;
}

static bool hand(const struct sp_body *body, enum sp_point point)
{
    const int segment = body->point_segment[point];
    return segment == SP_HAND_R || segment == SP_HAND_L;
}

/* What may be added to a keyframe: a load where hands are free or hold one,
 * a harness on somebody who lies on the back, an angle on the table. */
struct app_takes app_posture_takes(const struct sp_body *body,
                                   const struct sp_scene *scene, int k)
{
    const struct sp_keyframe *key = &scene->keyframe[k];
    const double pitch = key->wish.q[SP_PELVIS_PITCH];
    bool sacrum = false, hands = false;
    for (int i = 0; i < key->touches; i++) {
        sacrum |= key->touch[i].point == SP_POINT_SACRUM;
        hands |= key->touch[i].kind != SP_TOUCH_POINT &&
                 hand(body, key->touch[i].point);
    }
    double tilt;
    const bool table = table_of(scene, k, &tilt) != NULL;
    return (struct app_takes){
        .tilt = table,
        .carry = !table &&
                 (scene->loads > 0 || (fabs(pitch) < 35 / APP_DEG && !hands)),
        .pull = !table && sacrum && fabs(pitch - 90 / APP_DEG) < 25 / APP_DEG,
    };
}

static double carried_kg(const struct sp_scene *scene)
{
    double kg = 0;
    for (int i = 0; i < scene->loads; i++)
        kg += scene->load[i].mass_kg;
    return kg;
}

/* The whole case turned about z, head down positive: the same table, strapped
 * as it was, at another angle. Weights keep hanging straight down. */
void app_case_turn(struct sp_load_case *one, double angle_rad)
{
    const double c = cos(angle_rad), s = sin(angle_rad);
    for (int i = 0; i < SP_SEGMENTS; i++) {
        double *R = one->frames.seg[i].R, *p = one->frames.seg[i].p;
        for (int col = 0; col < 3; col++) {
            const double x = R[col], y = R[3 + col];
            R[col] = c * x - s * y;
            R[3 + col] = s * x + c * y;
        }
        const double x = p[0], y = p[1];
        p[0] = c * x - s * y;
        p[1] = s * x + c * y;
    }
    for (int i = 0; i < one->supports; i++) {
        double *n = one->support[i].normal;
        const double x = n[0], y = n[1];
        n[0] = c * x - s * y;
        n[1] = s * x + c * y;
    }
}

static enum sp_status add_carried(const struct sp_body *body, double kg,
                                  struct sp_load_case *one,
                                  struct sp_error *err)
{
    static const enum sp_point grip[2] = {SP_POINT_GRIP_R, SP_POINT_GRIP_L};
    if (one->pulls + 2 > SP_LOAD_PULLS)
        return sp_fail(err, SP_E_RANGE,
                       _("carry_kg: the hands hold too much."));
    for (int i = 0; i < 2; i++) {
        struct sp_pull *pull = &one->pull[one->pulls++];
        *pull = (struct sp_pull){
            .segment = body->point_segment[grip[i]],
            .force_N = {0, -GRAVITY * kg / 2, 0}
        };
        memcpy(pull->at, body->point[grip[i]], sizeof pull->at);
    }
    return SP_OK;
}

/* A given load takes the place of what the scene holds. */
static enum sp_status apply_carry(struct app_spine *s,
                                  const struct app_load_ask *ask,
                                  struct sp_error *err)
{
    const double own = carried_kg(&s->scaled);
    if (isnan(ask->carry_kg))
        return SP_OK;
    if (!s->takes.carry && ask->carry_kg > 0)
        return sp_fail(err, SP_E_RANGE,
                       _("carry_kg: the hands are not free in this posture."));
    for (int i = 0; i < s->scaled.loads && own > 0; i++)
        s->scaled.load[i].mass_kg *= ask->carry_kg / own;
    return SP_OK;
}

static enum sp_status apply_rest(struct app_spine *s,
                                 const struct app_load_ask *ask, int k,
                                 struct sp_error *err)
{
    enum sp_status st = SP_OK;
    double table_rad;
    if (!isnan(ask->tilt_deg) && ask->tilt_deg != 0 && !s->takes.tilt)
        return sp_fail(err, SP_E_RANGE,
                       _("tilt_deg: only an inversion table can be tilted."));
    if (!isnan(ask->tilt_deg) && s->takes.tilt &&
        table_of(&s->scaled, k, &table_rad))
        app_case_turn(&s->one, ask->tilt_deg / APP_DEG - table_rad);
    if (!isnan(ask->carry_kg) && s->scaled.loads == 0 && ask->carry_kg > 0)
        st = add_carried(&s->body, ask->carry_kg, &s->one, err);
    if (st || !(ask->pull_N > 0))
        return st;
    if (!s->takes.pull)
        return sp_fail(
            err, SP_E_RANGE,
            _("pull_N: a harness needs somebody who lies on the back "
              "on a level table or bed."));
    const struct sp_traction t = {.pull_N = ask->pull_N,
                                  .angle_rad = ask->pull_deg / APP_DEG,
                                  .split = ask->split,
                                  .friction = ask->friction};
    return sp_load_add_traction(&s->body, &s->one, &t, err);
}

/* Fills s->one; *reached is false when the body does not reach its supports. */
static enum sp_status make_case(struct app_spine *s,
                                const struct sp_scene *scene, int k,
                                const struct app_load_ask *ask, bool *reached,
                                struct sp_error *err)
{
    struct sp_posture posture;
    struct sp_pose_report report;
    if (ask->left && scene->one_sided) {
        sp_scene_mirror(scene, &s->mirrored);
        scene = &s->mirrored;
    }
    sp_scene_scale(scene, &s->body, &s->scaled);
    s->takes = app_posture_takes(&s->body, &s->scaled, k);
    enum sp_status st = apply_carry(s, ask, err);
    if (!st)
        st = sp_pose_solve(&s->body, &s->scaled, k, &posture, &report, err);
    if (!st)
        st = sp_load_case_of(&s->body, &s->scaled, k, &posture, &s->one, err);
    if (!st)
        st = apply_rest(s, ask, k, err);
    *reached = !(report.worst_contact_m > APP_REACH_M);
    s->short_m = report.worst_contact_m;
    return st;
}

static enum sp_status stand(struct app_spine *s, struct sp_error *err);

enum sp_status app_spine_body(struct app_spine *s, const struct sp_person *p,
                              struct sp_error *err)
{
    enum sp_status st = make_work(s, err);
    if (st || (s->stood && p->height_m == s->person.height_m &&
               p->mass_kg == s->person.mass_kg && p->sex == s->person.sex))
        return st;
    s->stood = false;
    st = sp_body_init(&s->body, p, err);
    if (!st)
        st = app_rests(s, err);
    if (!st)
        st = stand(s, err);
    s->person = *p;
    s->stood = st == SP_OK;
    return st;
}

/* ---- postures
 * ------------------------------------------------------------------ */

const struct care_exercise *app_posture_find(struct app *app, const char *id)
{
    const int e = care_exercise_find(app->library, id);
    if (e >= 0)
        return care_exercise_at(app->library, e);
    struct app_spine *s;
    const struct care_exercise *found = NULL;
    if (app_spine_hold(app, &s, NULL) != SP_OK)
        return NULL;
    if (app_rests(s, NULL) == SP_OK)
        found = app_rest_find(s, id);
    app_spine_let(app);
    return found;
}

static enum sp_status stand(struct app_spine *s, struct sp_error *err)
{
    const struct care_exercise *ex = app_rest_find(s, "stand");
    bool reached = false;
    if (!ex)
        return sp_fail(
            err, SP_E_NOTFOUND,
            _("The library has no scenes/stand.yaml to compare with."));
    enum sp_status st =
        make_case(s, ex->scene, 0, &app_load_ask_none, &reached, err);
    if (!st) {
        sp_load_forget(s->work);
        st = sp_load_solve(s->work, &s->body, &s->one, &sp_load_defaults,
                           &s->middle, err);
    }
    if (st)
        return st;
    if (!reached || s->middle.verdict != SP_LOAD_HELD)
        return sp_fail(err, SP_E_RANGE,
                       _("The model finds no way for a body of %.2f m and %.0f "
                         "kg to stand, so it has nothing to compare with."),
                       s->body.person.height_m, s->body.person.mass_kg);
    for (int d = 0; d < SP_DISCS; d++)
        s->standing_N[d] = s->middle.disc[d].compression_N;
    return SP_OK;
}

/* ---- the answer
 * ---------------------------------------------------------------- */

static const char *const verdicts[] = {
    [SP_LOAD_HELD] = "held",
    [SP_LOAD_TOO_WEAK] = "too_weak",
    [SP_LOAD_NO_SUPPORT] = "no_support",
    [SP_LOAD_NOT_SETTLED] = "not_settled",
};

static bool on_traction_table(const struct sp_scene *scene)
{
    for (int i = 0; i < scene->props; i++)
        if (scene->prop[i].kind == SP_PROP_TRACTION_TABLE)
            return true;
    return false;
}

static void verdict_note(const struct app_spine *s, bool reached, double pull_N,
                         char *out, size_t size)
{
    const struct sp_load_result *r = &s->middle;
    out[0] = 0;
    if (!reached)
        snprintf(out, size,
                 _("This body does not reach what carries it: %.0f cm are "
                   "missing."),
                 100 * s->short_m);
    else if (r->verdict == SP_LOAD_TOO_WEAK)
        snprintf(out, size,
                 _("The model cannot hold this posture: %s lacks %.0f %s."),
                 sp_load_joint_name(r->worst_segment), r->worst_lack,
                 r->worst_segment == SP_PELVIS ? "N" : "Nm");
    else if (r->verdict == SP_LOAD_NO_SUPPORT)
        snprintf(out, size,
                 _("Nothing carries the whole body in this posture: %.0f N are "
                   "missing."),
                 r->worst_force_N);
    else if (r->verdict == SP_LOAD_NOT_SETTLED)
        snprintf(out, size, _("The model did not settle on this posture."));
    else if (r->beyond_range)
        snprintf(out, size, _("At the end of what this body's joints allow."));
    else if (on_traction_table(&s->scaled) && !(pull_N > 0))
        snprintf(out, size, _("Without the harness's pull."));
}

static json_t *disc_json(const struct app_spine *s, int d)
{
    const struct sp_disc_load *one = &s->middle.disc[d];
    const double standing = s->standing_N[d];
    return json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
        sp_disc_name(d), "compression_N", app_number(one->compression_N),
        "shear_N", app_number(one->shear_N), "pressure_MPa",
        app_number(one->pressure_MPa), "low_N", app_number(s->range.low_N[d]),
        "high_N", app_number(s->range.high_N[d]), "low_MPa",
        app_number(s->range.low_MPa[d]), "high_MPa",
        app_number(s->range.high_MPa[d]), "standing_N", app_number(standing),
        "ratio", app_number(one->compression_N / standing), "ratio_low",
        app_number(s->range.low_N[d] / standing), "ratio_high",
        app_number(s->range.high_N[d] / standing));
}

static json_t *answer_json(const struct app_spine *s, const char *id,
                           const char *name, int k, bool reached,
                           const struct app_load_ask *ask)
{
    char note[200];
    const bool held = reached && s->middle.verdict == SP_LOAD_HELD;
    double tilt_rad = 0;
    verdict_note(s, reached, ask->pull_N, note, sizeof note);
    json_t *discs = json_array();
    for (int d = SP_DISCS - 1; held && d >= 0; d--) // neck first, as one reads
        json_array_append_new(discs, disc_json(s, d));
    table_of(&s->scaled, k, &tilt_rad);
    const double tilt =
        isnan(ask->tilt_deg) ? APP_DEG * tilt_rad : ask->tilt_deg;
    const double kg = isnan(ask->carry_kg) || s->scaled.loads
                          ? carried_kg(&s->scaled)
                          : ask->carry_kg;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:b, s:b, s:b}, s:{s:f, s:f, s:f, "
        "s:b}, s:o}",
        "scene", id, "name", name, "keyframe", s->scaled.keyframe[k].name,
        "side", ask->left ? "left" : "right", "verdict",
        reached ? verdicts[s->middle.verdict] : "unreachable", "note", note,
        "takes", "tilt", s->takes.tilt, "carry", s->takes.carry, "pull",
        s->takes.pull, "used", "tilt_deg", s->takes.tilt ? tilt : 0, "carry_kg",
        kg, "pull_N", ask->pull_N, "split", ask->split, "discs", discs);
}

static enum sp_status no_keyframe(const struct sp_scene *scene,
                                  const char *name, struct sp_error *err)
{
    char known[300] = "";
    size_t used = 0;
    for (int i = 0; i < scene->keyframes && used < sizeof known; i++)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s",
                                 i ? ", " : "", scene->keyframe[i].name);
    return sp_fail(err, SP_E_NOTFOUND,
                   _("%s has no keyframe \"%.47s\"; it has %s."), scene->name,
                   name ? name : "", known);
}

/* The scene and the keyframe that are meant; *ex NULL for somebody's own. */
static enum sp_status find_asked(struct app *app,
                                 const struct app_load_ask *ask,
                                 const struct care_exercise **ex,
                                 const struct sp_scene **scene, int *k,
                                 struct sp_error *err)
{
    *ex = NULL;
    *scene = ask->scene;
    if (!*scene) {
        *ex = app_posture_find(app, ask->id);
        if (!*ex)
            return sp_fail(err, SP_E_NOTFOUND,
                           _("There is no exercise or posture \"%.47s\" in the "
                             "library."),
                           ask->id);
        if (!(*ex)->scene)
            return sp_fail(err, SP_E_NOTFOUND, _("%s has no figure."),
                           (*ex)->name);
        *scene = (*ex)->scene;
    }
    *k = ask->keyframe_at;
    if (ask->keyframe)
        *k = scene_keyframe_find(*scene, ask->keyframe);
    else if (*k < 0)
        *k = *ex ? app_posture_main(*ex, care_default_variant(*ex))
                 : (*scene)->keyframes - 1;
    return *k < 0 || *k >= (*scene)->keyframes
               ? no_keyframe(*scene, ask->keyframe, err)
               : SP_OK;
}

/* Fills s->middle and, with `range`, s->range. */
static enum sp_status solve(struct app_spine *s, const struct sp_person *person,
                            const struct sp_scene *scene, int k,
                            const struct app_load_ask *ask, bool range,
                            bool *reached, struct sp_error *err)
{
    enum sp_status st = app_spine_body(s, person, err);
    if (!st)
        st = make_case(s, scene, k, ask, reached, err);
    if (st)
        return st;
    sp_load_forget(s->work);
    return range ? sp_load_ranges(s->work, &s->body, &s->one, &sp_load_defaults,
                                  &s->middle, &s->range, err)
                 : sp_load_solve(s->work, &s->body, &s->one, &sp_load_defaults,
                                 &s->middle, err);
}

enum sp_status app_load(struct app *app, const struct app_load_ask *ask,
                        json_t **answer, struct sp_error *err)
{
    const struct sp_person p = ask->body ? *ask->body : app_own_body(app);
    const struct care_exercise *ex;
    const struct sp_scene *scene;
    struct app_spine *s;
    bool reached = false;
    int k;
    enum sp_status st = find_asked(app, ask, &ex, &scene, &k, err);
    if (!st)
        st = app_spine_hold(app, &s, err);
    if (st)
        return st;
    const int64_t begun = app_spine_us();
    st = solve(s, &p, scene, k, ask, true, &reached, err);
    if (!st && !(*answer = answer_json(s, ex ? ex->id : scene->name,
                                       ex ? words_say(ex->name) : scene->name,
                                       k, reached, ask)))
        st = sp_fail(err, SP_E_NOMEM, _("Not enough memory for this answer."));
    if (!st)
        json_object_set_new(*answer, "ms",
                            json_real((double)(app_spine_us() - begun) / 1000));
    app_spine_let(app);
    return st;
}

static void read_discs(const struct app_spine *s, bool range,
                       struct app_discs *out)
{
    for (int d = 0; d < SP_DISCS; d++) {
        out->standing_N[d] = s->standing_N[d];
        out->N[d] = s->middle.disc[d].compression_N;
        out->low_N[d] = range ? s->range.low_N[d] : out->N[d];
        out->high_N[d] = range ? s->range.high_N[d] : out->N[d];
    }
}

enum sp_status app_load_discs(struct app *app, const struct app_load_ask *ask,
                              bool range, struct app_discs *out,
                              struct sp_error *err)
{
    const struct care_exercise *ex;
    const struct sp_scene *scene;
    struct app_spine *s;
    bool reached = false;
    int k;
    *out = (struct app_discs){.held = false};
    enum sp_status st = find_asked(app, ask, &ex, &scene, &k, err);
    if (!st)
        st = app_spine_hold(app, &s, err);
    if (st)
        return st;
    st = solve(s, ask->body, scene, k, ask, range, &reached, err);
    out->held = !st && reached && s->middle.verdict == SP_LOAD_HELD;
    if (out->held)
        read_discs(s, range, out);
    else if (!st)
        verdict_note(s, reached, ask->pull_N, out->note, sizeof out->note);
    app_spine_let(app);
    return st;
}

bool app_load_shares(struct app *app, const char *id, int keyframe, bool left,
                     struct draw_discs *out)
{
    const struct sp_person own = app_own_body(app);
    struct app_load_ask ask = app_load_ask_none;
    struct app_discs discs;
    ask.id = id;
    ask.keyframe_at = keyframe;
    ask.left = left;
    ask.body = &own;
    if (app_load_discs(app, &ask, true, &discs, NULL) != SP_OK || !discs.held)
        return false;
    for (int d = 0; d < SP_DISCS; d++)
        out->share[d] = discs.N[d] / discs.standing_N[d];
    const double standing_N = discs.standing_N[SP_DISC_L4_L5];
    out->l4_5[0] = discs.low_N[SP_DISC_L4_L5] / standing_N;
    out->l4_5[1] = discs.high_N[SP_DISC_L4_L5] / standing_N;
    return true;
}
