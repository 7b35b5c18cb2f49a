/*
 * What an exercise shows: which steps belong to a variant, which keyframe a
 * step reaches, and the movements between keyframes.
 */
#include <string.h>

#include "care/care.h"

int care_default_variant(const struct care_exercise *ex)
{
    for (int i = 0; i < ex->variant_count; i++)
        if (ex->variants[i].is_default)
            return i;
    return ex->variant_count > 0 ? 0 : -1;
}

int care_variant_find(const struct care_exercise *ex, const char *id)
{
    for (int i = 0; i < ex->variant_count; i++)
        if (ex->variants[i].id && strcmp(ex->variants[i].id, id) == 0)
            return i;
    return -1;
}

// -1 and anything that does not exist mean the default
static int variant_or_default(const struct care_exercise *ex, int variant)
{
    return variant >= 0 && variant < ex->variant_count
               ? variant
               : care_default_variant(ex);
}

bool care_step_in_variant(const struct care_exercise *ex, int step, int variant)
{
    const char *only = ex->steps[step].only;
    const int v = variant_or_default(ex, variant);
    return !only || (v >= 0 && strcmp(only, ex->variants[v].id) == 0);
}

// the keyframe that the common steps hold; -1 when nothing is held
static int held_keyframe(const struct care_exercise *ex, int variant)
{
    for (int i = 0; i < ex->step_count; i++)
        if (ex->steps[i].phase == CARE_HOLD && ex->steps[i].show >= 0 &&
            care_step_in_variant(ex, i, variant))
            return ex->steps[i].show;
    return -1;
}

int care_step_show(const struct care_exercise *ex, int step, int variant)
{
    const int show = ex->steps[step].show;
    const int v = variant_or_default(ex, variant);
    if (v < 0 || ex->variants[v].show < 0)
        return show;
    // a step of the variant's own says what it means
    if (ex->steps[step].only)
        return show;
    const int held = held_keyframe(ex, variant);
    return show >= 0 && show == held ? ex->variants[v].show : show;
}

// nominal time: the step's, else the scene's between the two, else 4 s
static double leg_seconds(const struct care_exercise *ex,
                          const struct care_step *step, int from, int to)
{
    enum { PLAIN_S = 4 };
    if (step->seconds > 0)
        return step->seconds;
    if (!ex->scene)
        return PLAIN_S;
    const struct sp_keyframe *k = ex->scene->keyframe;
    const double s = k[to].at_s - (k[from].at_s + k[from].hold_s);
    return s > 0.5 ? s : PLAIN_S;
}

static void add_leg(const struct care_exercise *ex,
                    const struct care_step *step, int from, int to,
                    struct care_leg *legs, int *count, int max)
{
    if (from < 0 || to < 0 || from == to || *count >= max)
        return;
    for (int i = 0; i < *count; i++)
        if (legs[i].from == from && legs[i].to == to)
            return;
    legs[(*count)++] =
        (struct care_leg){from, to, leg_seconds(ex, step, from, to)};
}

int care_variant_legs(const struct care_exercise *ex, int variant,
                      struct care_leg *legs, int max)
{
    int count = 0;
    int at = -1;        // keyframe the figure is in
    int flow_from = -1; // first step of the run of flow steps, -1 outside
    for (int i = 0; i < ex->step_count; i++) {
        if (!care_step_in_variant(ex, i, variant))
            continue;
        const struct care_step *step = &ex->steps[i];
        // a run of flow steps goes round: from its last back to its first
        if (flow_from >= 0 && step->phase != CARE_FLOW) {
            add_leg(ex, &ex->steps[flow_from], at,
                    care_step_show(ex, flow_from, variant), legs, &count, max);
            flow_from = -1;
        }
        const int show = care_step_show(ex, i, variant);
        if (show < 0)
            continue;
        if (step->phase == CARE_FLOW && flow_from < 0)
            flow_from = i;
        add_leg(ex, step, at, show, legs, &count, max);
        at = show;
    }
    if (flow_from >= 0)
        add_leg(ex, &ex->steps[flow_from], at,
                care_step_show(ex, flow_from, variant), legs, &count, max);
    return count;
}

int care_exercise_legs(const struct care_exercise *ex, struct care_leg *legs,
                       int max)
{
    return care_variant_legs(ex, -1, legs, max);
}
