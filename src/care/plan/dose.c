/*
 * How much of an exercise at which step. A step changes one thing a little;
 * nothing goes beyond the exercise's own range or the caps of its modality
 * (safety 4). Figures without a source are EXPERT: cautious judgement.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <string.h>

enum { STEP_MIN = -3 };

/* Hanging, H0 to H4 (safety 4.4, EXPERT). Holds and sets lie inside each
 * step's range and below its cap of total seconds. From H3 on the feet are
 * off the ground; before that the arms' share (feet flat, knees bent, toes) is
 * EXPERT. */
static const struct care_hang_row hang_ramp[] = {
    {10, 10, 3, 3, 30,  3, 3, false, 0.25},
    {12, 15, 3, 3, 45,  3, 5, false, 0.5 },
    {16, 20, 4, 4, 80,  3, 5, false, 0.8 },
    {15, 20, 4, 4, 80,  3, 5, true,  1   },
    {25, 30, 4, 5, 150, 3, 6, true,  1   },
};
enum { HANG_STEPS = 5, HANG_REDUCED = 1 };

/* Inversion by weeks 1, 2, 3-4, 5-6, 7+ (safety 4.5; Teeter manuals for the
 * idea, caps EXPERT): at most 3 minutes a bout, 9 a day. Larger tilts begin
 * in the fourth row; with any restriction they never do. */
static const struct care_inversion_row inversion_ramp[] = {
    {60,  60,  1, 2, 3, 15, false},
    {90,  120, 2, 2, 3, 20, false},
    {120, 120, 2, 3, 3, 30, false},
    {150, 180, 2, 3, 4, 45, true },
    {180, 180, 3, 3, 5, 60, true },
};
enum { INVERSION_ROWS = 5, INVERSION_REDUCED = 2 };

/* The most one hold and its repeats may be (safety 4.1, 4.8). */
static const struct cap {
    enum care_modality modality;
    double hold_s;
    int reps;
} caps[] = {
    {CARE_FLEX_FLOOR,   60, 12},
    {CARE_EXT_FLOOR,    60, 12},
    {CARE_BALL,         30, 3 },
    {CARE_PARTNER_PULL, 15, 3 },
    {CARE_LOAD,         60, 12},
};

const struct care_hang_row *care_hang_row(int step, bool reduced)
{
    const int most = reduced ? HANG_REDUCED : HANG_STEPS - 1;
    return &hang_ramp[step < 0 ? 0 : step > most ? most : step];
}

const struct care_inversion_row *care_inversion_row(int row, bool restricted)
{
    const int most = restricted ? INVERSION_REDUCED : INVERSION_ROWS - 1;
    return &inversion_ramp[row < 0 ? 0 : row > most ? most : row];
}

static bool is(const struct care_exercise *ex, enum care_modality m)
{
    return (ex->modalities & (1u << m)) != 0;
}

static int clamp(int value, int lo, int hi)
{
    return value < lo ? lo : value > hi ? hi : value;
}

// the variant after the default one, for steps that ask more
static int harder_variant(const struct care_exercise *ex, int variant)
{
    const int plain = care_default_variant(ex);
    if (variant >= 0 && variant != plain)
        return variant;
    return plain >= 0 && plain + 1 < ex->variant_count ? plain + 1 : plain;
}

/* ---- ladders ----------------------------------------------------------------
 */

// seconds that one step adds to a hold
static double hold_unit(const struct care_dose *d)
{
    return d->hold_s >= 10 ? 5 : 1;
}

// the hold moves first, the repeats when it is at its end
static void hold_ladder(const struct care_dose *d, int step,
                        struct care_item *item)
{
    const double unit = hold_unit(d);
    const double end = step > 0 ? d->hold_max_s : d->hold_min_s;
    const int in_hold = (int)ceil(fabs(end - d->hold_s) / unit - 1e-9);
    const int steps = step > 0 ? step : -step;
    const int by_hold = steps < in_hold ? steps : in_hold;
    const int by_reps = steps - by_hold;
    const double sign = step > 0 ? 1 : -1;
    item->hold_s = d->hold_s + sign * unit * by_hold;
    if (item->hold_s > d->hold_max_s)
        item->hold_s = d->hold_max_s;
    if (item->hold_s < d->hold_min_s)
        item->hold_s = d->hold_min_s;
    item->reps = clamp(d->reps + (step > 0 ? by_reps : -by_reps),
                       d->reps_min > 0 ? d->reps_min : 1,
                       d->reps_max > 0 ? d->reps_max : 1);
}

static void plain_ladder(const struct care_dose *d, int step,
                         struct care_item *item)
{
    if (d->hold_s > 0) {
        hold_ladder(d, step, item);
    } else if (d->duration_s > 0) {
        // no range is given for whole flows: only downwards
        const double part = step < 0 ? 1 + 0.25 * step : 1;
        item->duration_s = d->duration_s * (part < 0.5 ? 0.5 : part);
    } else {
        item->reps = clamp(d->reps + step, d->reps_min, d->reps_max);
    }
}

static void hang_dose(const struct care_exercise *ex, int step, bool reduced,
                      struct care_item *item)
{
    const struct care_hang_row *row = care_hang_row(step, reduced);
    item->hold_s = row->hold_s;
    item->reps = row->sets;
    item->arms_share = row->arms_share;
    item->variant = row->free ? harder_variant(ex, item->variant)
                              : care_default_variant(ex);
}

static void inversion_dose(const struct care_exercise *ex, int step,
                           bool restricted, struct care_item *item)
{
    const struct care_inversion_row *row = care_inversion_row(step, restricted);
    item->hold_s = row->bout_s;
    item->reps = row->bouts;
    item->tilt_deg = row->angle_deg;
    item->variant = row->large_tilt ? harder_variant(ex, item->variant)
                                    : care_default_variant(ex);
}

// at most half of the dose, in the quantity that counts; a single hold halves
// below its range, too
static void halve(const struct care_dose *d, struct care_item *item)
{
    const bool holds = item->hold_s > 0;
    if (holds && (item->hold_s / 2 >= d->hold_min_s || item->reps < 2))
        item->hold_s /= 2;
    else if (!holds && item->duration_s > 0)
        item->duration_s /= 2;
    else if (item->reps > 1)
        item->reps /= 2;
}

static void keep_caps(const struct care_exercise *ex, struct care_item *item)
{
    for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
        if (!is(ex, caps[i].modality))
            continue;
        if (item->hold_s > caps[i].hold_s)
            item->hold_s = caps[i].hold_s;
        if (item->reps > caps[i].reps)
            item->reps = caps[i].reps;
    }
}

// a clearance, or any condition that speaks of inversion, keeps it small
bool care_inversion_restricted(const struct care_library *lib,
                               const struct care_screen *screen)
{
    if (!screen)
        return false;
    if (screen->by_clearance & (1u << CARE_INVERSION))
        return true;
    for (int c = 0; c < lib->conditions; c++)
        if (screen->condition[c] &&
            lib->condition[c].cell[CARE_INVERSION].action > CARE_OK)
            return true;
    return false;
}

struct care_item care_dose_at(const struct care_library *lib,
                              const struct care_screen *screen, int exercise,
                              int variant, int step)
{
    struct care_item item = {.exercise = exercise, .variant = variant};
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return item;
    if (variant < 0 || variant >= ex->variant_count)
        item.variant = care_default_variant(ex);
    const struct care_dose *d = &ex->dose;
    item.hold_s = d->hold_s;
    item.duration_s = d->duration_s;
    item.rest_s = d->rest_s;
    item.reps = d->reps;
    item.reduced =
        screen &&
        care_allow(lib, screen, exercise, item.variant).action == CARE_REDUCE;
    if (is(ex, CARE_HANG)) {
        hang_dose(ex, step, item.reduced, &item);
    } else if (is(ex, CARE_INVERSION)) {
        const bool restricted = care_inversion_restricted(lib, screen);
        inversion_dose(ex, step, restricted, &item);
        item.reduced = restricted;
    } else {
        // restricted: never above the starting dose, and half of it at first
        const int s = step < STEP_MIN ? STEP_MIN : step;
        plain_ladder(d, item.reduced && s > 0 ? 0 : s, &item);
        if (item.reduced && s <= 0)
            halve(d, &item);
        keep_caps(ex, &item);
    }
    item.minutes = care_item_minutes(ex, &item, &(struct care_talk){0});
    return item;
}

/* ---- steps and frequency
 * ------------------------------------------------------ */

int care_step_max(const struct care_exercise *ex)
{
    const struct care_dose *d = &ex->dose;
    if (is(ex, CARE_HANG))
        return HANG_STEPS - 1;
    if (is(ex, CARE_INVERSION))
        return INVERSION_ROWS - 1;
    if (d->hold_s > 0)
        return (int)ceil((d->hold_max_s - d->hold_s) / hold_unit(d) - 1e-9) +
               (d->reps_max > d->reps ? d->reps_max - d->reps : 0);
    if (d->duration_s > 0)
        return 0;
    return d->reps_max > d->reps ? d->reps_max - d->reps : 0;
}

int care_step_now(const struct care_exercise *ex,
                  const struct care_response *response)
{
    int step = response->step;
    if (is(ex, CARE_INVERSION) && response->last_day > 7)
        step -= response->last_day / 7;
    const bool ramp = is(ex, CARE_INVERSION) || is(ex, CARE_HANG);
    return clamp(step, ramp ? 0 : STEP_MIN, care_step_max(ex));
}

void care_frequency(const struct care_exercise *ex, int step, bool reduced,
                    bool often, int *per_week, int *rest_days)
{
    *per_week = ex->dose.per_week_max;
    *rest_days = ex->dose.rest_days;
    int most = 7;
    if (is(ex, CARE_HANG)) {
        // 2-3 days with rest between (S1); more days only by choice (S2)
        const struct care_hang_row *h = care_hang_row(step, reduced);
        most = often ? h->days_max : h->days_min;
        if (often) {
            *per_week = most;
            *rest_days = 0;
        } else if (*rest_days < 1) {
            *rest_days = 1;
        }
    } else if (is(ex, CARE_INVERSION)) {
        // the row gives the days; three of them leave a day between
        most = care_inversion_row(step, reduced)->days;
        *per_week = most;
        *rest_days = most > 3 ? 0 : 1;
    } else if (is(ex, CARE_LOAD)) {
        most = 2;
        if (*rest_days < 1)
            *rest_days = 1;
    }
    if (*per_week > most)
        *per_week = most;
}

/* ---- traction as prescribed (safety 4.6, 4.7)
 * ---------------------------------- */

enum { TRACTION_REVIEW = 12 }; // sessions, then a clinician looks again

static double least(double a, double b) { return a < b ? a : b; }

struct care_traction care_traction_cap(enum care_modality kind,
                                       double body_mass_kg, int sessions_before,
                                       bool prescribed)
{
    struct care_traction cap = {.sessions_before = sessions_before,
                                .prescribed = prescribed};
    if (sessions_before >= TRACTION_REVIEW)
        return cap;
    const double n = sessions_before;
    if (kind == CARE_TRACTION_LUMBAR) {
        // start 20 % of body weight, +5 % per clean session, 40 % or 40 kg;
        // a prescription may go to 50 % or 60 kg (Harte 2007: 5-60 kg)
        cap.force_kg =
            prescribed ? least(0.50 * body_mass_kg, 60)
                       : least(least(0.20 + 0.05 * n, 0.40) * body_mass_kg, 40);
    } else {
        // start 2 kg, +0.5 kg, 10 % or 5.5 kg; prescribed 15 % or 15 kg
        cap.force_kg =
            prescribed ? least(0.15 * body_mass_kg, 15)
                       : least(least(2 + 0.5 * n, 5.5), 0.10 * body_mass_kg);
    }
    // first session 5-10 minutes by teaching guides, later 10-20
    cap.minutes = sessions_before > 0 ? 15 : prescribed ? 10 : 5;
    return cap;
}

enum sp_status care_traction_check(enum care_modality kind, double body_mass_kg,
                                   const struct care_traction *t,
                                   struct sp_error *err)
{
    if (kind != CARE_TRACTION_LUMBAR && kind != CARE_TRACTION_CERVICAL)
        return sp_fail(err, SP_E_RANGE,
                       _("traction is of the low back or of the neck only"));
    if (!(body_mass_kg >= 30 && body_mass_kg <= 250))
        return sp_fail(err, SP_E_RANGE, _("body mass %g kg, need 30 to 250"),
                       body_mass_kg);
    if (!(t->force_kg > 0) || !(t->minutes > 0) || t->sessions_before < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("pull %g kg for %g minutes: both must be above 0"),
                       t->force_kg, t->minutes);
    const struct care_traction cap = care_traction_cap(
        kind, body_mass_kg, t->sessions_before, t->prescribed);
    if (t->sessions_before >= TRACTION_REVIEW)
        return sp_fail(err, SP_E_RANGE,
                       _("%d sessions are done; a clinician reviews the "
                         "prescription before the next"),
                       t->sessions_before);
    if (t->force_kg > cap.force_kg + 1e-9)
        return sp_fail(err, SP_E_RANGE,
                       _("a pull of %.1f kg is above the cap of %.1f kg for "
                         "this session"),
                       t->force_kg, cap.force_kg);
    if (t->minutes > cap.minutes + 1e-9)
        return sp_fail(err, SP_E_RANGE,
                       _("%.0f minutes are above the cap of %.0f minutes for "
                         "this session"),
                       t->minutes, cap.minutes);
    return SP_OK;
}
