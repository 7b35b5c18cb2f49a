/*
 * What one session's answers do to an exercise: up after clean, easy
 * sessions, down after a stop, out after two (safety 1.5, 3.2, 4.2, 4.4).
 * Thresholds are EXPERT.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>

enum { STEP_MIN = -3, STOPS_TO_REMOVE = 2 };
static const double easy_effort = 6, hard_effort = 9, pain_jump = 2;

struct care_response care_response_none(void)
{
    return (struct care_response){
        .pain_change = NAN, .effort = NAN, .last_day = -1};
}

static bool is(const struct care_exercise *ex, enum care_modality m)
{
    return (ex->modalities & (1u << m)) != 0;
}

// clean easy sessions that make one step
static int sessions_needed(const struct care_exercise *ex, int step)
{
    // inversion goes by weeks 1, 2, 3-4, 5-6 with three days each
    static const int inversion[] = {3, 3, 6, 6};
    if (is(ex, CARE_INVERSION))
        return inversion[step < 0 ? 0 : step > 3 ? 3 : step];
    return is(ex, CARE_HANG) ? 3 : 2;
}

static double mean_with(double mean, int n, double value)
{
    return n <= 0 || isnan(mean) ? value : mean + (value - mean) / (n + 1);
}

static bool further_out(const struct care_feedback *f)
{
    return f->zone_before >= 0 && f->zone_after > f->zone_before;
}

static bool for_symptoms(const struct care_feedback *f)
{
    return f->stopped &&
           (f->reason == CARE_STOP_PAIN || f->reason == CARE_STOP_NERVE ||
            f->reason == CARE_STOP_DIZZY);
}

static void step_down(struct care_response *r)
{
    if (r->step > STEP_MIN)
        r->step--;
    r->clean_at_step = 0;
}

static void after_stop(struct care_response *r, const struct care_feedback *f,
                       char why[200])
{
    r->stopped++;
    r->clean_in_row = 0;
    step_down(r);
    // new symptoms below knee or elbow end the move at once
    const bool far =
        further_out(f) && f->zone_after >= 4 && f->zone_before <= 3;
    if (far || r->stopped >= STOPS_TO_REMOVE) {
        r->removed = true;
        snprintf(
            why, 200, "%s",
            far ? _("The pain moved below the knee or elbow, so this move "
                    "is taken out. Please go through the safety questions.")
                : _("Stopped twice for symptoms in this move, so it is "
                    "taken out of the plan."));
        return;
    }
    snprintf(why, 200, "%s",
             further_out(f)
                 ? _("The pain went further out, so this move steps down; the "
                     "other direction comes first next time.")
                 : _("Stopped for symptoms, so this move steps down. A second "
                     "stop takes it out."));
}

static void after_worse(struct care_response *r, char why[200])
{
    r->clean_in_row = 0;
    step_down(r);
    if (r->halved) {
        r->removed = true;
        snprintf(why, 200,
                 _("Pain rose by 2 or more for the second time, so "
                   "this move is taken out of the plan."));
        return;
    }
    r->halved = true;
    step_down(r);
    snprintf(why, 200,
             _("Pain rose by 2 or more: half the range and less of it "
               "next time."));
}

static void after_clean(const struct care_exercise *ex, struct care_response *r,
                        const struct care_feedback *f, char why[200])
{
    const int top = care_step_max(ex);
    r->clean_in_row++;
    r->halved = false;
    if (f->effort >= hard_effort) {
        step_down(r);
        snprintf(why, 200, _("It was very hard, so it gets a little easier."));
        return;
    }
    // an effort not told does not count as easy: NaN compares false
    if (!(f->effort <= easy_effort)) {
        snprintf(why, 200, _("Done. It stays as it is until it feels easier."));
        return;
    }
    const int need = sessions_needed(ex, r->step);
    r->clean_at_step++;
    if (r->step >= top) {
        snprintf(why, 200,
                 _("Done with ease. It is at the top of its range and "
                   "stays there."));
    } else if (r->clean_at_step >= need) {
        r->step++;
        r->clean_at_step = 0;
        snprintf(why, 200,
                 _("%d clean sessions with ease, so it goes one step "
                   "up."),
                 need);
    } else {
        snprintf(
            why, 200,
            words_plural(
                need - r->clean_at_step,
                "Done with ease. %d more such session and it goes one step up.",
                "Done with ease. %d more such sessions and it goes one step "
                "up."),
            need - r->clean_at_step);
    }
}

struct care_response care_progress(const struct care_exercise *ex,
                                   const struct care_response *before,
                                   const struct care_feedback *f, char why[200])
{
    struct care_response r = *before;
    why[0] = '\0';
    if (!f->done && !f->stopped)
        return r; // skipped: nothing is known
    // weeks missed stepped an inversion back: it climbs again from there
    if (is(ex, CARE_INVERSION) && care_step_now(ex, before) < r.step) {
        r.step = care_step_now(ex, before);
        r.clean_at_step = 0;
    }
    const double change = f->pain_after - f->pain_before;
    if (!isnan(change))
        r.pain_change = mean_with(r.pain_change, r.measured++, change);
    if (!isnan(f->effort))
        r.effort = mean_with(r.effort, r.done, f->effort);
    r.last_day = 0;
    if (f->done)
        r.done++;
    if (for_symptoms(f) || further_out(f)) {
        after_stop(&r, f, why);
    } else if (change >= pain_jump) {
        after_worse(&r, why);
    } else if (f->stopped || !f->done) {
        r.clean_at_step = 0;
        snprintf(why, 200,
                 _("Stopped early without symptoms; it stays as it "
                   "is."));
    } else {
        after_clean(ex, &r, f, why);
    }
    return r;
}
