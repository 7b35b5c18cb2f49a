/* The words of decision, as files and people write them. */
#include "care/care_internal.h"
#include "text/words.h"

#include <string.h>

#define X(name, text) text,
const char *const care_modality_words[CARE_MODALITIES] = {CARE_MODALITY_MAP(X)};
const char *const care_tag_words[CARE_TAGS] = {CARE_TAG_MAP(X)};
const char *const care_region_words[CARE_REGIONS] = {CARE_REGION_MAP(X)};
#undef X
const char *const care_action_words[4] = {"ok", "reduce", "ask", "block"};
const char *const care_category_words[CARE_CATEGORIES] = {
    "warm-up",  "floor stretch", "standing stretch",
    "hanging",  "inversion",     "ball",
    "bed",      "gym",           "partner",
    "strength", "breathing",     "posture"};

const char *care_modality_id(enum care_modality m)
{
    return m < CARE_MODALITIES ? care_modality_words[m] : "";
}

const char *care_region_id(enum care_region r)
{
    return r < CARE_REGIONS ? care_region_words[r] : "";
}

const char *care_action_id(enum care_action a) { return care_action_words[a]; }

const char *care_modality_said(const char *id)
{
    static const char *const words[CARE_MODALITIES] = {
        [CARE_FLEX_FLOOR] = N_("floor, bending forward"),
        [CARE_EXT_FLOOR] = N_("floor, bending back"),
        [CARE_HANG] = N_("hanging from a bar"),
        [CARE_INVERSION] = N_("inversion"),
        [CARE_TRACTION_LUMBAR] = N_("traction, low back"),
        [CARE_TRACTION_CERVICAL] = N_("traction, neck"),
        [CARE_PARTNER_PULL] = N_("pull by a partner"),
        [CARE_BALL] = N_("exercise ball"),
        [CARE_LOAD] = N_("strength with weights"),
        [CARE_EASY] = N_("easy movement"),
    };
    for (int m = 0; m < CARE_MODALITIES; m++)
        if (!strcmp(id, care_modality_words[m]))
            return words_say(words[m]);
    return id;
}

const char *care_action_said(const char *id)
{
    return !strcmp(id, "ok")       ? _("ok")
           : !strcmp(id, "reduce") ? _("reduce")
           : !strcmp(id, "ask")    ? _("ask first")
           : !strcmp(id, "block")  ? _("block")
                                   : id;
}

const char *care_triage_id(enum care_triage t)
{
    static const char *const words[] = {"go_on", "see_first", "same_day",
                                        "emergency"};
    return words[t];
}

const char *care_grade_id(enum care_grade g)
{
    static const char *const words[] = {"none", "very_low", "low", "moderate",
                                        "high"};
    return words[g];
}

const char *care_level_id(enum care_level l)
{
    return l == CARE_ADVANCED ? "advanced" : "beginner";
}

const char *care_playable_id(enum care_playable p)
{
    static const char *const words[] = {"yes", "on_demand", "prescription",
                                        "text"};
    return words[p];
}

const char *care_sides_id(enum care_sides s)
{
    static const char *const words[] = {"none", "each", "alternate"};
    return words[s];
}

const char *care_phase_id(enum care_phase p)
{
    static const char *const words[] = {"setup", "enter", "hold", "flow",
                                        "exit"};
    return words[p];
}

enum care_movement care_movement_find(const char *id)
{
    for (int m = CARE_MOVEMENT_SCREEN; id && m > CARE_NO_EFFECT; m--)
        if (strcmp(id, care_movement_id((enum care_movement)m)) == 0)
            return (enum care_movement)m;
    return CARE_NO_EFFECT;
}

const char *care_movement_id(enum care_movement m)
{
    static const char *const words[] = {"no_effect",      "better",
                                        "worse",          "centralises",
                                        "peripheralises", "full_screen"};
    return words[m];
}
