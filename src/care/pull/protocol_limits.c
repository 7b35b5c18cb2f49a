/*
 * What a protocol may be now: steps of the ramps over weeks, caps of a pull,
 * the numbers of the prescription (safety rules, sections 4.4 to 4.8).
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>

enum {
    TRACTION_REVIEW = 12, /* sessions, then a clinician looks again */
    TRACTION_WEEK = 3,    /* sessions in seven days (Harte 2007) */
};

/* A partner's pull has no figure in any source: felt as 3 of 10 or less, which
 * we draw as 120 N at most, held 15 s three times (safety 4.8, EXPERT). */
static const double partner_most_N = 120, partner_hold_s = 15;
enum { PARTNER_REPS = 3, PARTNER_WEEK = 3 };

/* All inversion of one day, s (safety 4.5). */
static const double inversion_day_s = 540;

static struct care_pull_limits none(void)
{
    return (struct care_pull_limits){.force_N = NAN,
                                     .minutes = NAN,
                                     .hold_s = NAN,
                                     .total_s = NAN,
                                     .angle_deg = NAN,
                                     .arms_share = NAN,
                                     .step = -1};
}

static const struct care_exercise *exercise_of(const struct care_library *lib,
                                               enum care_protocol_kind kind,
                                               int *index)
{
    *index = care_exercise_find(lib, care_protocol_exercise(kind));
    return *index >= 0 ? care_exercise_at(lib, *index) : NULL;
}

static bool reduced(const struct care_library *lib,
                    const struct care_screen *screen, int exercise)
{
    return screen &&
           care_allow(lib, screen, exercise, -1).action == CARE_REDUCE;
}

/* ---- one kind after another ------------------------------------------------
 */

static const char *hang_form(int step)
{
    static const char *const form[] = {
        N_("feet flat, sink a little"), N_("feet on the floor, knees bent"),
        N_("only the toes touch"), N_("free hang"), N_("free hang")};
    return words_say(form[step < 0 ? 0 : step > 4 ? 4 : step]);
}

static void hang_limits(const struct care_hang_row *row, int step,
                        struct care_pull_limits *out)
{
    out->step = step;
    out->arms_share = row->arms_share;
    out->hold_s = row->hold_most_s;
    out->reps = row->sets_most;
    out->total_s = row->total_s;
    out->per_week = row->days_min;
    snprintf(out->text, sizeof out->text,
             _("Step H%d of the hang: %s; holds of up to %.0f s, at most %d of "
               "them and %.0f s in all."),
             step, hang_form(step), row->hold_most_s, row->sets_most,
             row->total_s);
}

static void inversion_limits(const struct care_inversion_row *row, int step,
                             struct care_pull_limits *out)
{
    out->step = step;
    out->angle_deg = row->angle_deg;
    out->hold_s = row->bout_most_s;
    out->reps = row->bouts_most;
    out->total_s = inversion_day_s;
    out->per_week = row->days;
    snprintf(out->text, sizeof out->text,
             _("Row %d of the inversion table: up to %.0f degrees past level, "
               "%.0f s at a time, at most %d times."),
             step + 1, row->angle_deg, row->bout_most_s, row->bouts_most);
}

// with any restriction never above the starting dose
static void partner_limits(const struct care_dose *start, bool restricted,
                           enum care_units units, struct care_pull_limits *out)
{
    char force[32];
    out->force_N = partner_most_N;
    out->hold_s = restricted ? start->hold_s : partner_hold_s;
    out->reps = restricted ? start->reps : PARTNER_REPS;
    out->total_s = out->reps * out->hold_s;
    out->per_week = PARTNER_WEEK;
    care_force_text(partner_most_N, units, false, force);
    snprintf(out->text, sizeof out->text,
             _("A partner's pull stays mild, 3 of 10 or less: drawn here as at "
               "most %s, held up to %.0f s, %d times."),
             force, out->hold_s, out->reps);
}

static struct care_traction traction_cap(const struct care_pulled *who,
                                         int clean)
{
    struct care_traction cap = care_traction_cap(
        CARE_TRACTION_LUMBAR, who->mass_kg, clean, who->prescribed);
    const double most_kg = who->most_N / CARE_STANDARD_GRAVITY;
    if (who->prescribed && cap.force_kg > most_kg)
        cap.force_kg = most_kg;
    if (who->prescribed && cap.minutes > who->most_minutes)
        cap.minutes = who->most_minutes;
    return cap;
}

static enum sp_status traction_limits(const struct care_pulled *who,
                                      struct care_pull_limits *out,
                                      struct sp_error *err)
{
    char force[32];
    if (!(who->mass_kg >= 30 && who->mass_kg <= 250))
        return sp_fail(err, SP_E_RANGE, _("body mass %g kg, need 30 to 250"),
                       who->mass_kg);
    if (who->begun >= TRACTION_REVIEW)
        return sp_fail(
            err, SP_E_BLOCKED,
            _("%d traction sessions of this prescription are done; a "
              "clinician looks again before the next."),
            who->begun);
    if (who->last_seven >= TRACTION_WEEK)
        return sp_fail(err, SP_E_BLOCKED,
                       _("%d traction sessions in seven days are enough; the "
                         "next one waits."),
                       who->last_seven);
    const struct care_traction cap = traction_cap(who, who->clean);
    out->force_N = cap.force_kg * CARE_STANDARD_GRAVITY;
    out->minutes = cap.minutes;
    out->per_week = TRACTION_WEEK;
    care_force_text(out->force_N, who->units, false, force);
    snprintf(out->text, sizeof out->text,
             _("At most %s, %.0f %% of body weight, and %.0f minutes: session "
               "%d %s."),
             force, 100 * cap.force_kg / who->mass_kg, cap.minutes,
             who->clean + 1,
             who->prescribed ? _("of the prescription, inside its own figures")
                             : _("without figures in the prescription"));
    return SP_OK;
}

enum sp_status care_pull_limits(const struct care_library *lib,
                                const struct care_screen *screen,
                                enum care_protocol_kind kind,
                                const struct care_pulled *who,
                                struct care_pull_limits *out,
                                struct sp_error *err)
{
    int e;
    const struct care_exercise *ex = exercise_of(lib, kind, &e);
    *out = none();
    if (!ex)
        return sp_fail(err, SP_E_NOTFOUND, _("The library has no %s."),
                       care_protocol_exercise(kind));
    const int step = care_step_now(ex, &who->response);
    switch (kind) {
    case CARE_PROTOCOL_HANG: {
        const struct care_hang_row *row =
            care_hang_row(step, reduced(lib, screen, e));
        hang_limits(row, (int)(row - care_hang_row(0, false)), out);
        break;
    }
    case CARE_PROTOCOL_INVERSION: {
        const struct care_inversion_row *row =
            care_inversion_row(step, care_inversion_restricted(lib, screen));
        inversion_limits(row, (int)(row - care_inversion_row(0, false)), out);
        break;
    }
    case CARE_PROTOCOL_PARTNER:
        partner_limits(&ex->dose, reduced(lib, screen, e), who->units, out);
        break;
    case CARE_PROTOCOL_TRACTION:
    case CARE_PROTOCOL_KINDS:
        return traction_limits(who, out, err);
    }
    return SP_OK;
}

/* ---- checking --------------------------------------------------------------
 */

static enum sp_status check_times(const struct care_protocol *p,
                                  const struct care_pull_limits *l,
                                  struct sp_error *err)
{
    if (p->reps > l->reps)
        return sp_fail(err, SP_E_RANGE, _("reps: %d times is above %d. %s"),
                       p->reps, l->reps, l->text);
    if (p->hold_s > l->hold_s + 1e-9)
        return sp_fail(err, SP_E_RANGE, _("hold_s: %g s is above %g s. %s"),
                       p->hold_s, l->hold_s, l->text);
    if (p->reps * p->hold_s > l->total_s + 1e-9)
        return sp_fail(err, SP_E_RANGE,
                       _("hold_s: %d times %g s is above %g s in all. %s"),
                       p->reps, p->hold_s, l->total_s, l->text);
    return SP_OK;
}

static enum sp_status check_force(double force_N, const struct care_pulled *who,
                                  const struct care_pull_limits *l,
                                  struct sp_error *err)
{
    char asked[32], most[32];
    if (force_N <= l->force_N * (1 + 1e-9))
        return SP_OK;
    care_force_text(force_N, who->units, false, asked);
    care_force_text(l->force_N, who->units, false, most);
    return sp_fail(err, SP_E_RANGE, _("force: %s is above %s. %s"), asked, most,
                   l->text);
}

/* The least time in which a pull may grow or fade: EXPERT, nothing jerks. */
static const double traction_ramp_s = 5;

static enum sp_status check_traction(const struct care_protocol *p,
                                     const struct care_pull_limits *l,
                                     struct sp_error *err)
{
    struct care_pull_span spans[CARE_PULL_SPANS_MAX];
    if (p->minutes > l->minutes + 1e-9)
        return sp_fail(err, SP_E_RANGE,
                       _("minutes: %g minutes are above %g. %s"), p->minutes,
                       l->minutes, l->text);
    if (p->ramp_s < traction_ramp_s || p->release_s < traction_ramp_s)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: a pull grows and fades in %g s or more."),
                       p->ramp_s < traction_ramp_s ? "ramp_s" : "release_s",
                       traction_ramp_s);
    if (care_protocol_curve(p, 1, spans, CARE_PULL_SPANS_MAX) == 0)
        return sp_fail(err, SP_E_RANGE,
                       _("minutes: %g minutes leave no room for the ramp, one "
                         "hold and the release."),
                       p->minutes);
    return SP_OK;
}

enum sp_status care_protocol_check(const struct care_protocol *p,
                                   const struct care_pulled *who,
                                   const struct care_pull_limits *l,
                                   struct sp_error *err)
{
    const double force_N = care_protocol_force(p, who->mass_kg);
    enum sp_status st = SP_OK;
    switch (p->kind) {
    case CARE_PROTOCOL_TRACTION:
        st = check_traction(p, l, err);
        return st ? st : check_force(force_N, who, l, err);
    case CARE_PROTOCOL_PARTNER:
        st = check_force(force_N, who, l, err);
        break;
    case CARE_PROTOCOL_INVERSION:
        if (p->angle_deg > l->angle_deg + 1e-9)
            st = sp_fail(err, SP_E_RANGE,
                         _("angle_deg: %g degrees is above %g. %s"),
                         p->angle_deg, l->angle_deg, l->text);
        // flat for a while before standing (safety 4.5)
        else if (p->rest_s < 60)
            st = sp_fail(err, SP_E_RANGE,
                         _("rest_s: %g s; lie level for 60 s or more."),
                         p->rest_s);
        break;
    case CARE_PROTOCOL_HANG:
    case CARE_PROTOCOL_KINDS:
        break;
    }
    return st ? st : check_times(p, l, err);
}

/* ---- the coming sessions ---------------------------------------------------
 */

static void tell(enum care_protocol_kind kind, enum care_units units,
                 struct care_pull_next *n)
{
    char force[32];
    if (n->review) {
        snprintf(n->text, sizeof n->text, _("A clinician looks again first."));
        return;
    }
    switch (kind) {
    case CARE_PROTOCOL_HANG:
        snprintf(n->text, sizeof n->text, _("H%d, %s: %d × %.0f s"), n->step,
                 hang_form(n->step), n->reps, n->hold_s);
        break;
    case CARE_PROTOCOL_INVERSION:
        snprintf(n->text, sizeof n->text, _("Up to %.0f degrees: %d × %.0f s"),
                 n->angle_deg, n->reps, n->hold_s);
        break;
    case CARE_PROTOCOL_PARTNER:
        snprintf(n->text, sizeof n->text, _("%d × %.0f s, mild"), n->reps,
                 n->hold_s);
        break;
    case CARE_PROTOCOL_TRACTION:
    case CARE_PROTOCOL_KINDS:
        care_force_text(n->force_N, units, false, force);
        snprintf(n->text, sizeof n->text, _("At most %s, %.0f min"), force,
                 n->minutes);
        break;
    }
}

int care_pull_ahead(const struct care_library *lib,
                    const struct care_screen *screen,
                    enum care_protocol_kind kind, const struct care_pulled *who,
                    struct care_pull_next *next, int max)
{
    // done, with ease, without a sign of trouble: the best that may come
    static const struct care_feedback clean = {.done = true,
                                               .pain_before = NAN,
                                               .pain_after = NAN,
                                               .zone_before = -1,
                                               .zone_after = -1,
                                               .effort = 4};
    int e;
    const struct care_exercise *ex = exercise_of(lib, kind, &e);
    struct care_pulled then = *who;
    then.last_seven = 0; // each in its own time
    for (int i = 0; i < max; i++) {
        struct care_pull_limits l;
        char why[200];
        next[i] = (struct care_pull_next){.step = -1};
        next[i].review =
            care_pull_limits(lib, screen, kind, &then, &l, NULL) != SP_OK;
        if (!next[i].review) {
            next[i] = (struct care_pull_next){.step = l.step,
                                              .force_N = l.force_N,
                                              .minutes = l.minutes,
                                              .hold_s = l.hold_s,
                                              .angle_deg = l.angle_deg,
                                              .reps = l.reps,
                                              .per_week = l.per_week};
            // the dose of the step, not its most
            if (kind == CARE_PROTOCOL_HANG) {
                next[i].hold_s = care_hang_row(l.step, false)->hold_s;
                next[i].reps = care_hang_row(l.step, false)->sets;
            } else if (kind == CARE_PROTOCOL_INVERSION) {
                next[i].hold_s = care_inversion_row(l.step, false)->bout_s;
                next[i].reps = care_inversion_row(l.step, false)->bouts;
            }
        }
        tell(kind, who->units, &next[i]);
        then.response = care_progress(ex, &then.response, &clean, why);
        then.clean++;
        then.begun++;
    }
    return max;
}
