/*
 * How long one item takes, words included. The same reckoning as a compiled
 * session (session/compile.c), without its cues; tests/session holds the two
 * together.
 */
#include "care/care_internal.h"

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

// steps of one variant: the repeated block and what it is made of
struct shape {
    int first, last; // steps repeated with each hold
    bool hold, flow;
};

static struct shape shape_of(const struct care_exercise *ex, int variant)
{
    struct shape s = {-1, -1, false, false};
    for (int i = 0; i < ex->step_count; i++) {
        if (!care_step_in_variant(ex, i, variant))
            continue;
        const enum care_phase phase = ex->steps[i].phase;
        if (s.first < 0 && phase != CARE_SETUP)
            s.first = i;
        if (phase == CARE_HOLD || phase == CARE_FLOW)
            s.last = i;
        s.hold |= phase == CARE_HOLD;
        s.flow |= phase == CARE_FLOW;
    }
    return s;
}

// one past the last step of the flow run that begins at step i
static int flow_end(const struct care_exercise *ex, int variant, int i)
{
    int end = i + 1;
    for (int k = i + 1; k < ex->step_count; k++) {
        if (!care_step_in_variant(ex, k, variant))
            continue;
        if (ex->steps[k].phase != CARE_FLOW)
            break;
        end = k + 1;
    }
    return end;
}

// a stroke is as long as it is; the first time round also as its words
static double stroke_s(const struct care_step *step, bool first_cycle)
{
    const double s = step->seconds > 0 ? step->seconds : 3;
    const double need = first_cycle ? care_speech_s(step->say) + 0.2 : 0;
    return need > s ? need : s;
}

static double cycle_s(const struct care_exercise *ex, int variant, int first,
                      int end, bool first_cycle)
{
    double s = 0;
    for (int i = first; i < end; i++)
        if (care_step_in_variant(ex, i, variant))
            s += stroke_s(&ex->steps[i], first_cycle);
    return s;
}

static double flow_s(const struct care_exercise *ex,
                     const struct care_item *item, int first, int end)
{
    const double once = cycle_s(ex, item->variant, first, end, true);
    const double again = cycle_s(ex, item->variant, first, end, false);
    if (!(item->duration_s > 0))
        return once + again * (item->reps > 1 ? item->reps - 1 : 0);
    // by the clock: whole cycles until a second before the time is up
    double s = once;
    if (again > 0 && s < item->duration_s - 1)
        s += again * ceil((item->duration_s - 1 - s) / again);
    return s;
}

static double block_s(const struct care_exercise *ex,
                      const struct care_item *item, const struct shape *shape,
                      bool reminder)
{
    double s = 0;
    for (int i = shape->first; i >= 0 && i <= shape->last; i++) {
        const struct care_step *step = &ex->steps[i];
        if (!care_step_in_variant(ex, i, item->variant))
            continue;
        if (step->phase == CARE_HOLD) {
            s += item->hold_s;
        } else if (step->phase == CARE_FLOW) {
            const int end = flow_end(ex, item->variant, i);
            s += flow_s(ex, item, i, end);
            i = end - 1;
        } else {
            s += spoken(reminder && step->cue ? step->cue : step->say,
                        step->seconds);
        }
    }
    return s;
}

// the way out in short, rest, "and once more"
static double rest_s(const struct care_exercise *ex,
                     const struct care_item *item, int block_last)
{
    double out = 0;
    for (int i = block_last + 1; i < ex->step_count; i++)
        if (care_step_in_variant(ex, i, item->variant) && ex->steps[i].cue)
            out += spoken(ex->steps[i].cue, ex->steps[i].seconds);
    if (!(out > 0))
        out = 4;
    return out + (item->rest_s > 3 ? item->rest_s : 3) + 2.5;
}

static double side_s(const struct care_exercise *ex,
                     const struct care_item *item)
{
    const struct shape shape = shape_of(ex, item->variant);
    double s = 0;
    for (int i = 0; i < ex->step_count; i++) {
        const struct care_step *step = &ex->steps[i];
        const bool setup =
            step->phase == CARE_SETUP && (shape.first < 0 || i < shape.first);
        if (care_step_in_variant(ex, i, item->variant) &&
            (setup || i > shape.last))
            s += spoken(step->say, step->seconds);
    }
    const bool repeats = shape.hold && !shape.flow && item->reps > 0;
    const int reps = repeats ? item->reps : 1;
    s += block_s(ex, item, &shape, false);
    if (reps > 1)
        s += (reps - 1) *
             (rest_s(ex, item, shape.last) + block_s(ex, item, &shape, true));
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
