/*
 * Whether a body rests, so that it settles before muscles answer: what bears
 * it bears all of it, and nothing has to be held up.
 */
#include "load/load_internal.h"

#include <math.h>

#include "num/mat3.h"

static bool hand(int segment)
{
    return segment == SP_HAND_R || segment == SP_HAND_L;
}

static bool within(int segment, int from, int to)
{
    return segment >= from && segment <= to;
}

// Does a thing, another part of the body or a hand bear any of these?
static bool borne(const struct sp_load_case *one, int from, int to)
{
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        if (within(s->segment, from, to) && !within(s->other, from, to))
            return true;
        if (hand(s->segment) && within(s->other, from, to))
            return true;
    }
    return false;
}

// The same by things alone.
static bool on_a_thing(const struct sp_load_case *one, int from, int to)
{
    for (int i = 0; i < one->supports; i++)
        if (one->support[i].other < 0 &&
            within(one->support[i].segment, from, to))
            return true;
    return false;
}

static bool lies_on_side(const struct sp_frames *frames)
{
    return fabs(frames->seg[SP_PELVIS].R[5]) > 0.7;
}

// A head that looks up, its crown raised, and lies on nothing is held up by the
// front of neck and trunk; one that hangs back is not.
static bool head_lifted(const struct sp_load_case *one)
{
    const double *R = one->frames.seg[SP_SKULL].R;
    return R[3] > 0.5 && R[4] > 0.2 && !borne(one, SP_SKULL, SP_SKULL);
}

// Pelvis or belly, and chest or head, are borne, and the trunk lies.
static bool trunk_lies(const struct sp_load_case *one)
{
    const bool hips =
        borne(one, SP_PELVIS, SP_L1) || lies_on_side(&one->frames);
    return fabs(load_upright(&one->frames)) < 0.5 && hips &&
           borne(one, SP_T12, SP_SKULL) && !head_lifted(one);
}

// Who stands over his own feet with the trunk head down, and lifts nothing,
// hangs from the hips.
static bool trunk_hangs(const struct sp_load_case *one, bool free_standing)
{
    return free_standing && one->pulls == 0 &&
           load_upright(&one->frames) < -0.5;
}

void load_rest(struct sp_load_case *one, bool bar, bool straps,
               bool free_standing)
{
    const bool right = borne(one, SP_FEMUR_R, SP_TOES_R);
    const bool left = borne(one, SP_FEMUR_L, SP_TOES_L);
    one->relax = one->legs_stand = one->legs_lifted = one->hips_give = false;
    if (bar) {
        one->relax = !right && !left && !on_a_thing(one, SP_PELVIS, SP_SKULL);
    } else if (straps && load_upright(&one->frames) < 0.5) {
        one->relax = true;
    } else if (trunk_lies(one)) {
        one->relax = true;
        one->legs_lifted = !right || !left;
        // folded over its own legs, not lying beside them
        one->legs_stand = one->hips_give =
            !one->legs_lifted && !on_a_thing(one, SP_T12, SP_T1);
    } else if (trunk_hangs(one, free_standing)) {
        one->relax = one->legs_stand = true;
    }
}
