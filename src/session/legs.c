/* The path through the keyframes that a movement shows. */
#include "care/library/walk.h"
#include "session/session.h"

#include <math.h>

// length of a leg in the clip: the step's own time or the scene's, and never
// long, since a slow step plays its leg slowly
static double nominal_s(const struct care_exercise *ex, int from, int to,
                        double step_s)
{
    const double s = step_s > 0 ? step_s
                                : fabs(ex->scene->keyframe[to].at_s -
                                       ex->scene->keyframe[from].at_s);
    return s < 0.3 ? 2 : s > 8 ? 8 : s;
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
    // a movement that only stays is a clip of one still leg
    if (count == 0 && w.start_show >= 0 && max > 0)
        legs[count++] = (struct care_leg){w.start_show, w.start_show, 1};
    return count;
}
