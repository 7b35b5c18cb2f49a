/*
 * How long a session stays in each key position of a movement. Read from the
 * timeline that the player runs, so that holds, repeats, rests, both sides and
 * the time that words take are those of the session itself. On the way from
 * one key position to the next half of the time goes to each.
 */
#include "app/spine/dose_stays.h"

#include <math.h>
#include <string.h>

static double length_s(const struct care_leg *leg, int legs)
{
    double s = 0;
    for (int i = 0; i < legs; i++)
        s += leg[i].seconds;
    return s;
}

// the keyframe at a place of the clip that is not left
static int standing_at(const struct care_leg *leg, int legs, double place_s)
{
    double start_s = 0;
    for (int i = 0; i < legs; i++) {
        if (place_s < start_s + leg[i].seconds / 2)
            return leg[i].from;
        start_s += leg[i].seconds;
    }
    return leg[legs - 1].to;
}

static void add_way(const struct care_leg *leg, int legs, double from_s,
                    double to_s, double seconds, double *stay_s)
{
    double start_s = 0;
    for (int i = 0; i < legs; i++) {
        const double end_s = start_s + leg[i].seconds;
        const double part_s = fmin(end_s, to_s) - fmax(start_s, from_s);
        if (part_s > 0) {
            const double share = part_s / (to_s - from_s);
            stay_s[leg[i].from] += seconds * share / 2;
            stay_s[leg[i].to] += seconds * share / 2;
        }
        start_s = end_s;
    }
}

double dose_stays(const struct care_library *lib,
                  const struct session_timeline *t, int item, int64_t until_ms,
                  double stay_s[SP_SCENE_KEYFRAMES])
{
    const struct care_item *it = &t->item[item];
    const struct care_exercise *ex = care_exercise_at(lib, it->exercise);
    struct care_leg leg[SESSION_LEGS_MAX];
    memset(stay_s, 0, SP_SCENE_KEYFRAMES * sizeof *stay_s);
    const int legs = session_legs(ex, it->variant, leg, SESSION_LEGS_MAX);
    if (legs == 0)
        return 0;
    const double whole_s = length_s(leg, legs);
    double all_s = 0;
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *cue = &t->cue[i];
        const int64_t left_ms = until_ms - cue->start_ms;
        if (cue->item != item || left_ms <= 0)
            continue;
        // broken off on the way: so far, and no further
        const double part = fmin(1, (double)left_ms / (double)cue->length_ms);
        const double s = part * (double)cue->length_ms / 1000;
        const double to_s =
            cue->figure_from_s + part * (cue->figure_to_s - cue->figure_from_s);
        const double a = fmin(cue->figure_from_s, to_s);
        const double b = fmax(cue->figure_from_s, to_s);
        if (b - a > 1e-9 * whole_s)
            add_way(leg, legs, a, b, s, stay_s);
        else
            stay_s[standing_at(leg, legs, a)] += s;
        all_s += s;
    }
    return all_s;
}
