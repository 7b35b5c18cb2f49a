/*
 * Discs, joints and fascicles by name.
 */
#include "load/load_internal.h"

#include <string.h>

static const char *const disc_names[SP_DISCS] = {
    "L5/S1", "L4/5",  "L3/4", "L2/3", "L1/2", "T12/L1", "T11/12", "T10/11",
    "T9/10", "T8/9",  "T7/8", "T6/7", "T5/6", "T4/5",   "T3/4",   "T2/3",
    "T1/2",  "C7/T1", "C6/7", "C5/6", "C4/5", "C3/4",   "C2/3",
};

const char *sp_disc_name(int disc)
{
    return disc >= 0 && disc < SP_DISCS ? disc_names[disc] : "unknown";
}

int sp_disc_find(const char *name)
{
    for (int i = 0; name && i < SP_DISCS; i++)
        if (strcmp(disc_names[i], name) == 0)
            return i;
    return -1;
}

const char *sp_load_joint_name(int segment)
{
    if (segment == SP_PELVIS)
        return "the whole body";
    if (segment >= SP_L5 && segment < SP_L5 + SP_DISCS)
        return disc_names[segment - SP_L5];
    switch (segment) {
    case SP_C1:
        return "C1/2";
    case SP_SKULL:
        return "the joint below the skull";
#define BOTH(part, words)                                                      \
    case SP_##part##_R:                                                        \
        return "right " words;                                                 \
    case SP_##part##_L:                                                        \
        return "left " words;
        BOTH(HUMERUS, "shoulder")
        BOTH(ULNA, "elbow")
        BOTH(RADIUS, "forearm")
        BOTH(HAND, "wrist")
        BOTH(FEMUR, "hip")
        BOTH(TIBIA, "knee")
        BOTH(TALUS, "ankle")
        BOTH(CALCN, "foot below the ankle")
        BOTH(TOES, "toes")
#undef BOTH
    default:
        return "unknown";
    }
}

const char *sp_load_muscle_name(int fascicle)
{
    return fascicle >= 0 && fascicle < SP_LOAD_MUSCLES
               ? load_fascicle[fascicle / 2].name
               : "unknown";
}

const char *sp_load_muscle_group(int fascicle)
{
    return fascicle >= 0 && fascicle < SP_LOAD_MUSCLES
               ? load_group_name[load_fascicle[fascicle / 2].group]
               : "unknown";
}
