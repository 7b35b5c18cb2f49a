#include "session/walk.h"

#include <math.h>

struct walk walk_of(const struct care_exercise *ex, int variant)
{
    struct walk w = {.ex = ex,
                     .variant = variant,
                     .start_show = -1,
                     .block_first = -1,
                     .block_last = -1};
    for (int i = 0; i < ex->step_count; i++) {
        const struct care_step *step = &ex->steps[i];
        if (!walk_takes(&w, i))
            continue;
        if (w.start_show < 0)
            w.start_show = care_step_show(ex, i, variant);
        if (w.block_first < 0 && step->phase != CARE_SETUP)
            w.block_first = i;
        if (step->phase == CARE_HOLD || step->phase == CARE_FLOW)
            w.block_last = i;
        w.has_hold = w.has_hold || step->phase == CARE_HOLD;
        w.has_flow = w.has_flow || step->phase == CARE_FLOW;
    }
    return w;
}

bool walk_takes(const struct walk *w, int i)
{
    return care_step_in_variant(w->ex, i, w->variant);
}

int walk_show(const struct walk *w, int i, int before)
{
    const int show = care_step_show(w->ex, i, w->variant);
    return show < 0 ? before : show;
}

int walk_flow_end(const struct walk *w, int i)
{
    int end = i + 1;
    for (int k = i + 1; k < w->ex->step_count; k++) {
        if (!walk_takes(w, k))
            continue;
        if (w->ex->steps[k].phase != CARE_FLOW)
            break;
        end = k + 1;
    }
    return end;
}

// seconds between two keyframes when the step names none
static double nominal_s(const struct care_exercise *ex, int from, int to,
                        double step_s)
{
    if (step_s > 0)
        return step_s;
    const double s = fabs(ex->scene->keyframe[to].at_s -
                          ex->scene->keyframe[from].at_s);
    return s < 1 ? 2 : s > 8 ? 8 : s;
}

static void add_leg(const struct care_exercise *ex, int from, int to,
                    double step_s, struct care_leg *legs, int max, int *count)
{
    if (from < 0 || to < 0 || from == to)
        return;
    for (int i = 0; i < *count; i++)
        if ((legs[i].from == from && legs[i].to == to) ||
            (legs[i].from == to && legs[i].to == from))
            return;
    // one unbroken path: a short way over where the last leg ended elsewhere
    const int end = *count > 0 ? legs[*count - 1].to : from;
    if (end != from && *count < max)
        legs[(*count)++] = (struct care_leg){end, from, 1};
    if (*count < max)
        legs[(*count)++] =
            (struct care_leg){from, to, nominal_s(ex, from, to, step_s)};
}

int session_legs(const struct care_exercise *ex, int variant,
                 struct care_leg *legs, int max)
{
    if (!ex->scene)
        return 0;
    const struct walk w = walk_of(ex, variant);
    int count = 0;
    int at = w.start_show;
    for (int i = 0; i < ex->step_count; i++) {
        if (!walk_takes(&w, i))
            continue;
        const int to = walk_show(&w, i, at);
        add_leg(ex, at, to, ex->steps[i].seconds, legs, max, &count);
        at = to;
        // the last stroke of a flow leads back to its first
        if (ex->steps[i].phase == CARE_FLOW && walk_flow_end(&w, i) == i + 1) {
            int first = i;
            for (int k = i; k >= 0; k--) {
                if (walk_takes(&w, k) && ex->steps[k].phase != CARE_FLOW)
                    break;
                if (walk_takes(&w, k))
                    first = k;
            }
            add_leg(ex, at, walk_show(&w, first, at), ex->steps[first].seconds,
                    legs, max, &count);
        }
    }
    return count;
}
