/*
 * The words of decision: what kinds of movement there are, what each asks of a
 * body, what may be answered. Everything in care speaks in them.
 */
#ifndef CARE_WORDS_H
#define CARE_WORDS_H

#define CARE_ID_MAX 48

#define CARE_MODALITY_MAP(X)                                                   \
    X(FLEX_FLOOR, "flex_floor") X(EXT_FLOOR, "ext_floor") X(HANG, "hang")      \
    X(INVERSION, "inversion") X(TRACTION_LUMBAR, "traction_lumbar")            \
    X(TRACTION_CERVICAL, "traction_cervical")                                  \
    X(PARTNER_PULL, "partner_pull") X(BALL, "ball") X(LOAD, "load")            \
    X(EASY, "easy")

enum care_modality {
#define X(name, text) CARE_##name,
    CARE_MODALITY_MAP(X)
#undef X
    CARE_MODALITIES
};

/* In rising order of strictness: the worst of several wins. */
enum care_action { CARE_OK, CARE_REDUCE, CARE_ASK, CARE_BLOCK };
enum care_triage { CARE_GO_ON, CARE_SEE_FIRST, CARE_SAME_DAY, CARE_EMERGENCY };

#define CARE_TAG_MAP(X)                                                        \
    X(HEAD_BELOW_HEART, "head_below_heart") X(END_FLEXION, "end_flexion")      \
    X(END_EXTENSION, "end_extension") X(ROTATION_END, "rotation_end")          \
    X(PRONE, "prone") X(SUPINE_LONG, "supine_long")                            \
    X(KNEEL_DEEP, "kneel_deep") X(HIP_END, "hip_end")                          \
    X(WRIST_WEIGHT, "wrist_weight") X(OVERHEAD_ARM, "overhead_arm")            \
    X(GRIP_HANG, "grip_hang") X(NECK_LOAD, "neck_load")                        \
    X(BALANCE_STAND, "balance_stand") X(BREATH_HOLD, "breath_hold")

enum care_tag {
#define X(name, text) CARE_TAG_##name,
    CARE_TAG_MAP(X)
#undef X
    CARE_TAGS
};

#define CARE_REGION_MAP(X)                                                     \
    X(NECK, "neck") X(UPPER_BACK, "upper_back") X(LOWER_BACK, "lower_back")    \
    X(LEG, "leg")

enum care_region {
#define X(name, text) CARE_REGION_##name,
    CARE_REGION_MAP(X)
#undef X
    CARE_REGIONS
};

const char *care_modality_id(enum care_modality m);
const char *care_action_id(enum care_action a); /* ok reduce ask block */
/* The same in words, in the language in use; another id as it is. */
const char *care_modality_said(const char *id);
const char *care_action_said(const char *id);
const char *care_triage_id(enum care_triage t);
const char *care_region_id(enum care_region r);

#endif
