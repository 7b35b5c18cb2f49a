/*
 * Rules between sessions: when to screen again, what one movement test says,
 * the morning, and what several stops lead to. Numbers come from
 * library/screening; thresholds there are EXPERT unless a source is named.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <string.h>

/* ---- screening again (safety 1.4) ------------------------------------------
 */

// mean of up to seven noted days before the last `recent`; NaN if none
static double baseline(const double *pain, int days, int recent)
{
    double sum = 0;
    int n = 0;
    for (int d = days - recent - 1; d >= 0 && d >= days - recent - 7; d--) {
        if (isnan(pain[d]))
            continue;
        sum += pain[d];
        n++;
    }
    return n ? sum / n : NAN;
}

static bool pain_rose(const struct care_rescreen_texts *t, const double *pain,
                      int days)
{
    if (days <= t->pain_rise_days)
        return false;
    const double base = baseline(pain, days, t->pain_rise_days);
    // a comparison with NaN is false: a day not noted does not count as a rise
    for (int d = days - t->pain_rise_days; d < days; d++)
        if (!(pain[d] >= base + t->pain_rise_points))
            return false;
    return true;
}

enum care_due care_rescreen_due(const struct care_library *lib,
                                int days_since_screen, enum care_triage last,
                                const double *pain, int days, bool below_knee)
{
    const struct care_rescreen_texts *t = &lib->rescreen;
    if (days_since_screen < 0)
        return CARE_DUE_NEVER;
    if (below_knee)
        return CARE_DUE_SPREAD;
    if (last >= CARE_SAME_DAY && days_since_screen >= 1)
        return CARE_DUE_AGAIN;
    if (days_since_screen >= t->full_screen_days)
        return CARE_DUE_DAYS;
    return pain_rose(t, pain, days) ? CARE_DUE_PAIN : CARE_NOT_DUE;
}

const char *care_due_text(const struct care_library *lib, enum care_due due)
{
    const struct care_rescreen_texts *t = &lib->rescreen;
    switch (due) {
    case CARE_DUE_NEVER:
        return _(
            "Before the first session, please answer the safety questions.");
    case CARE_DUE_DAYS:
        return _(
            "Four weeks have passed. Please go through the safety questions "
            "again.");
    case CARE_DUE_PAIN:
        return t->pain_rise;
    case CARE_DUE_SPREAD:
        return t->below_knee;
    case CARE_DUE_AGAIN:
        return _("Your last answers needed a doctor. Please go through the "
                 "safety questions again.");
    case CARE_NOT_DUE:
        break;
    }
    return "";
}

/* ---- one movement test (safety 3.2) -----------------------------------------
 */

enum care_movement care_movement(const struct care_movement_test *test)
{
    const int z0 = test->zone[0], z1 = test->zone[1], z2 = test->zone[2];
    const double p0 = test->pain[0], p2 = test->pain[2];
    if (test->new_numbness || (z2 >= 4 && z0 <= 3))
        return CARE_MOVEMENT_SCREEN;
    // going out at any moment outweighs what comes later: the stricter wins
    if (z1 > z0 || z2 > z0)
        return CARE_PERIPHERALISES;
    if (z2 < z0) // more back pain is fine while it draws in, up to 7
        return p2 > p0 && p2 > 7 ? CARE_WORSE : CARE_CENTRALISES;
    if (p2 >= p0 + 2)
        return CARE_WORSE;
    return p2 <= p0 - 1 ? CARE_BETTER : CARE_NO_EFFECT;
}

const char *care_movement_text(const struct care_library *lib,
                               enum care_movement m)
{
    for (int i = 0; i < lib->direction.answers; i++)
        if (strcmp(lib->direction.answer[i].id, care_movement_id(m)) == 0)
            return lib->direction.answer[i].text;
    return "";
}

// tests on different days that speak for a direction
static int agreeing_days(const struct care_direction_test *tests, int count,
                         int since, enum care_bias direction)
{
    int days = 0;
    for (int i = 0; i < count; i++) {
        const bool speaks = tests[i].direction == direction &&
                            tests[i].day >= since &&
                            (tests[i].answer == CARE_CENTRALISES ||
                             tests[i].answer == CARE_BETTER);
        bool counted = false;
        for (int k = 0; k < i && !counted; k++)
            counted = tests[k].day == tests[i].day &&
                      tests[k].direction == direction &&
                      (tests[k].answer == CARE_CENTRALISES ||
                       tests[k].answer == CARE_BETTER);
        days += speaks && !counted;
    }
    return days;
}

static bool went_out(const struct care_direction_test *tests, int count,
                     int since, enum care_bias direction)
{
    for (int i = 0; i < count; i++)
        if (tests[i].direction == direction && tests[i].day >= since &&
            (tests[i].answer == CARE_PERIPHERALISES ||
             tests[i].answer == CARE_MOVEMENT_SCREEN))
            return true;
    return false;
}

struct care_preference care_preference(const struct care_library *lib,
                                       const struct care_direction_test *tests,
                                       int count, int today)
{
    const int since = today - lib->direction.expires_days;
    const bool flex_out = went_out(tests, count, since, CARE_FLEXION);
    const bool ext_out = went_out(tests, count, since, CARE_EXTENSION);
    struct care_preference p = {CARE_NEUTRAL, flex_out && ext_out};
    const int flex = agreeing_days(tests, count, since, CARE_FLEXION);
    const int ext = agreeing_days(tests, count, since, CARE_EXTENSION);
    const int enough = lib->direction.agreeing_tests;
    if (!flex_out && flex >= enough && flex > ext)
        p.direction = CARE_FLEXION;
    else if (!ext_out && ext >= enough && ext > flex)
        p.direction = CARE_EXTENSION;
    return p;
}

/* ---- the morning (safety 3.3)
 * ------------------------------------------------ */

double care_morning_wait(const struct care_library *lib,
                         const struct care_screen *screen, int exercise,
                         double minutes_up)
{
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    const bool bends = ex && ((ex->tags & (1u << CARE_TAG_END_FLEXION)) ||
                              (ex->modalities & (1u << CARE_LOAD)));
    if (!bends)
        return 0;
    double wait = lib->direction.morning_min;
    for (int i = 0; i < lib->direction.morning_fors; i++) {
        const struct care_morning_for *m = &lib->direction.morning_for[i];
        if (screen->condition[m->condition] && m->minutes > wait)
            wait = m->minutes;
    }
    return minutes_up < wait ? wait - minutes_up : 0;
}

/* ---- stops (safety 1.5)
 * -------------------------------------------------------- */

struct care_stops care_stops(const struct care_library *lib,
                             const struct care_stop_event *events, int count,
                             int exercise, int today)
{
    const struct care_stop_texts *t = &lib->stop;
    int same = 0, recent = 0;
    for (int i = 0; i < count; i++) {
        same += events[i].exercise == exercise;
        // a day ahead of the clock counts too: somebody crossed the date line
        recent += events[i].day > today - t->see_first_days &&
                  events[i].day < today + t->see_first_days;
    }
    struct care_stops s = {same >= t->same_move_stops,
                           recent >= t->see_first_stops, NULL};
    if (s.see_first)
        s.text = t->see_first_text;
    else if (s.remove)
        s.text = t->same_move_text;
    return s;
}
