#include "care/library/walk.h"

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
