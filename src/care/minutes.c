/*
 * How long one item takes, words included. The same reckoning as a compiled
 * session (session/compile.c), without its cues; tests/session holds the two
 * together.
 */
#include "care/care_internal.h"
#include "care/walk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double care_speech_s(const char *text)
{
    if (!text || !*text)
        return 0;
    double s = 0.2;
    for (const char *p = text; *p; p++) {
        if ((*p & 0xC0) != 0x80) // not a UTF-8 continuation byte
            s += 0.064;
        if (*p >= '0' && *p <= '9')
            s += 0.25;
        if (*p == '.' || *p == '!' || *p == '?' || *p == ':')
            s += 0.40;
        if (*p == ',' || *p == ';')
            s += 0.20;
    }
    return s;
}

static double spoken(const char *words, double least_s)
{
    const double s = care_speech_s(words) + 0.8;
    return s > least_s ? s : least_s;
}

// a stroke is as long as it is; the first time round also as its words
static double stroke_s(const struct care_step *step, bool first_cycle)
{
    const double s = step->seconds > 0 ? step->seconds : 3;
    const double need = first_cycle ? care_speech_s(step->say) + 0.2 : 0;
    return need > s ? need : s;
}

static double cycle_s(const struct walk *w, int first, int end,
                      bool first_cycle)
{
    double s = 0;
    for (int i = first; i < end; i++)
        if (walk_takes(w, i))
            s += stroke_s(&w->ex->steps[i], first_cycle);
    return s;
}

static double flow_s(const struct walk *w, const struct care_item *item,
                     int first, int end)
{
    const double once = cycle_s(w, first, end, true);
    const double again = cycle_s(w, first, end, false);
    if (!(item->duration_s > 0))
        return once + again * (item->reps > 1 ? item->reps - 1 : 0);
    // by the clock: whole cycles until a second before the time is up
    double s = once;
    if (again > 0 && s < item->duration_s - 1)
        s += again * ceil((item->duration_s - 1 - s) / again);
    return s;
}

static double block_s(const struct walk *w, const struct care_item *item,
                      bool reminder)
{
    double s = 0;
    for (int i = w->block_first; i >= 0 && i <= w->block_last; i++) {
        const struct care_step *step = &w->ex->steps[i];
        if (!walk_takes(w, i))
            continue;
        if (step->phase == CARE_HOLD) {
            s += item->hold_s;
        } else if (step->phase == CARE_FLOW) {
            const int end = walk_flow_end(w, i);
            s += flow_s(w, item, i, end);
            i = end - 1;
        } else {
            s += spoken(reminder && step->cue ? step->cue : step->say,
                        step->seconds);
        }
    }
    return s;
}

// the way out in short, rest, "and once more"
static double rest_s(const struct walk *w, const struct care_item *item)
{
    double out = 0;
    for (int i = w->block_last + 1; i < w->ex->step_count; i++)
        if (walk_takes(w, i) && w->ex->steps[i].cue)
            out += spoken(w->ex->steps[i].cue, w->ex->steps[i].seconds);
    if (!(out > 0))
        out = 4;
    return out + (item->rest_s > 3 ? item->rest_s : 3) + 2.5;
}

static double side_s(const struct care_exercise *ex,
                     const struct care_item *item)
{
    const struct walk w = walk_of(ex, item->variant);
    double s = 0;
    for (int i = 0; i < ex->step_count; i++) {
        const struct care_step *step = &ex->steps[i];
        const bool setup = step->phase == CARE_SETUP &&
                           (w.block_first < 0 || i < w.block_first);
        if (walk_takes(&w, i) && (setup || i > w.block_last))
            s += spoken(step->say, step->seconds);
    }
    const bool repeats = w.has_hold && !w.has_flow && item->reps > 0;
    const int reps = repeats ? item->reps : 1;
    s += block_s(&w, item, false);
    if (reps > 1)
        s += (reps - 1) * (rest_s(&w, item) + block_s(&w, item, true));
    return s;
}

double care_item_minutes(const struct care_exercise *ex,
                         const struct care_item *item)
{
    char ready[200];
    snprintf(ready, sizeof ready, "Next: %.80s. %d holds of %d seconds.",
             ex->name, item->reps, (int)item->hold_s);
    double s = spoken(ready, 5) + side_s(ex, item);
    if (ex->sides == CARE_EACH_SIDE)
        s += 4 + side_s(ex, item);
    return s / 60;
}
