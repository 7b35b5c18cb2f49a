/*
 * Care: the exercise library, the safety screening, the weekly plan and how
 * it moves with the person's answers. What is allowed, how much of it and why
 * is decided here and nowhere else.
 *
 * Reads files only in care_library_load; everything else works on structs.
 */
#ifndef CARE_H
#define CARE_H

#include "stature/pose.h"

#define CARE_ID_MAX 48

/* ---- words of decision ------------------------------------------------ */

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

/* ---- the library ------------------------------------------------------ */

enum care_level { CARE_BEGINNER, CARE_ADVANCED };
enum care_playable {
    CARE_PLAYABLE,      /* scheduled and guided */
    CARE_ON_DEMAND,     /* guided when asked for, never scheduled */
    CARE_PRESCRIPTION,  /* guided only within a clinician's prescription */
    CARE_TEXT           /* says what it is and who teaches it; no steps */
};
enum care_grade { CARE_NONE, CARE_VERY_LOW, CARE_LOW, CARE_MODERATE, CARE_HIGH };
enum care_sides { CARE_NO_SIDES, CARE_EACH_SIDE, CARE_ALTERNATE };

/* What the guide does at a step. A run of FLOW steps is one cycle, repeated
 * for dose.reps or dose.duration_s. A HOLD lasts dose.hold_s. */
enum care_phase {
    CARE_SETUP, CARE_ENTER, CARE_HOLD, CARE_FLOW, CARE_EXIT
};

struct care_step {
    enum care_phase phase;
    char *say;      /* spoken, second person, present tense */
    char *cue;      /* short spoken reminder in later cycles or repeats; or NULL */
    int show;       /* keyframe of exercise->scene reached; -1 = stay */
    double seconds; /* time of the movement; 0 = as long as the words take */
    char *breath;   /* "in", "out", "easy" or NULL */
    char *only;     /* variant this step belongs to, or NULL for all */
};

struct care_dose {
    double hold_s;        /* one hold; 0 when there is none */
    double hold_min_s, hold_max_s; /* progression moves between these */
    double duration_s;    /* whole flow, when counted by time */
    int reps;             /* repeats of the hold or the flow */
    int reps_min, reps_max;
    double rest_s;        /* between repeats */
    int per_week_max;     /* days; 7 = daily */
    int rest_days;        /* free days needed between two days of it */
    int per_day_max;
};

/* What one source says of the dose, in its own figures. */
struct care_source_dose {
    char *source; /* id in sources */
    char *text;   /* "30–60 s" */
};

struct care_variant {
    char *id, *name, *note;
    int show;      /* keyframe held in this variant, -1 = as the steps say */
    bool is_default;
    bool head_level; /* free of head_below_heart */
};

struct care_exercise {
    char *id, *name, *file;
    char **aliases;           /* NULL-terminated lists throughout */
    char *summary;            /* one sentence */
    char *category;
    enum care_level level;
    enum care_playable playable;
    unsigned modalities;      /* bits of enum care_modality */
    unsigned tags;            /* bits of enum care_tag */
    unsigned regions;         /* bits of enum care_region */
    char **equipment;         /* ids in equipment.yaml; empty = none */
    enum care_sides sides;
    bool warm_up;             /* part of the warm-up block */
    bool own;                 /* from the person's config folder */
    struct care_dose dose;
    char *dose_ours;          /* which figures are our choice and why */
    struct care_source_dose *said;
    int said_count;
    struct care_step *steps;
    int step_count;
    struct care_variant *variants;
    int variant_count;
    char **feel, **cautions, **faults, **stop;
    char *easier, *harder;    /* ids of other exercises, or NULL */
    char *easier_note, *harder_note; /* change within this exercise */
    char *benefit;            /* honest wording */
    enum care_grade grade;
    char *grade_text;         /* wording shown with the grade */
    char **sources;
    char *inferred;           /* what is our reading of the sources */
    struct sp_scene *scene;   /* NULL for text entries */
};

/* One id of the catalogue that is not a movement: a fact, rule or answer. */
struct care_fact {
    char *id, *kind, *title, *says, *ours;
    char **sources;
};

struct care_lesson {
    char *id, *title, *page; /* page: learn, night, work, safety */
    char *summary, *markdown;
    char **covers;           /* fact ids */
    int minutes;
};

struct care_source {
    char *id, *title, *kind, *note;
};

struct care_question {
    char *id, *text, *group, *help;
    char **sources;
    bool confirmed;
};

struct care_cell {
    enum care_action action;
    int reason;     /* index into reasons, -1 when ok */
    char **sources;
    bool confirmed;
};

struct care_condition {
    char *id, *label;
    bool asked; /* false: derived only (age bands) */
    struct care_cell cell[CARE_MODALITIES];
};

struct care_tag_rule {
    enum care_tag tag;
    int condition; /* -1 = every person */
    enum care_action action;
};

struct care_named_text {
    char *id, *text;
};

struct care_library;

/*
 * Load the built-in library from memory-mapped or embedded files plus the
 * person's own folder (may be NULL). `read` visits every file. A bad own file
 * is reported through `complain` and skipped; a bad built-in file is an error
 * with file:line, field and what was expected.
 */
struct care_files {
    /* Next file of a tree in name order: its path relative to the tree and
     * its bytes, valid until the library is freed; false at the end. */
    bool (*next)(void *ctx, const char **path, const char **text, size_t *len);
    void *ctx;
};
SP_NODISCARD enum sp_status
care_library_load(struct care_library **lib, const struct care_files *built_in,
                  const char *own_dir,
                  void (*complain)(void *ctx, const char *sentence),
                  void *complain_ctx, struct sp_error *err);
void care_library_free(struct care_library *lib);

const struct care_exercise *care_exercise_at(const struct care_library *lib,
                                             int index);
int care_exercise_count(const struct care_library *lib);
/* -1 when there is none of that id. */
int care_exercise_find(const struct care_library *lib, const char *id);
const struct care_fact *care_fact_at(const struct care_library *lib, int index);
int care_fact_count(const struct care_library *lib);
const struct care_lesson *care_lesson_at(const struct care_library *lib, int i);
int care_lesson_count(const struct care_library *lib);
const struct care_source *care_source_at(const struct care_library *lib, int i);
int care_source_count(const struct care_library *lib);
const struct care_question *care_question_at(const struct care_library *, int);
int care_question_count(const struct care_library *lib);
const struct care_condition *care_condition_at(const struct care_library *, int);
int care_condition_count(const struct care_library *lib);
int care_condition_find(const struct care_library *lib, const char *id);
/* Text of a reason code by its index, and its code. */
const struct care_named_text *care_reason_at(const struct care_library *, int);

/*
 * The movements between keyframes that a session of this exercise shows, in
 * order of first use: enter, flow strokes, the way out. The figure's clip is
 * these legs end to end. Returns how many were written to legs[max].
 */
struct care_leg {
    int from, to;     /* keyframes of exercise->scene */
    double seconds;   /* nominal */
};
int care_exercise_legs(const struct care_exercise *ex, struct care_leg *legs,
                       int max);

/* ---- screening --------------------------------------------------------- */

#define CARE_QUESTIONS_MAX 40
#define CARE_CONDITIONS_MAX 64
enum care_answer { CARE_UNANSWERED, CARE_NO, CARE_YES, CARE_UNSURE };

struct care_answers {
    double age_y;           /* NaN = unanswered */
    int systolic, diastolic; /* mmHg; 0 = not measured */
    double bmi;             /* kg/m2; 0 = unknown */
    enum care_answer question[CARE_QUESTIONS_MAX];
    enum care_answer condition[CARE_CONDITIONS_MAX]; /* unsure counts as yes */
    unsigned cleared;       /* bits of modalities with a valid clearance */
};

/* Why a modality or exercise is not simply ok. */
struct care_why {
    enum care_action action;
    int condition; /* -1: floor for everybody or triage */
    int reason;    /* index for care_reason_at, -1 */
    char text[400]; /* one or two sentences for the person */
};

struct care_screen {
    bool complete;  /* false: a question has no answer; nothing is allowed */
    int missing;    /* first unanswered question, -1 */
    enum care_triage triage;
    bool condition[CARE_CONDITIONS_MAX]; /* asked and derived */
    bool derived[CARE_CONDITIONS_MAX];
    enum care_action modality[CARE_MODALITIES];
    struct care_why why[CARE_MODALITIES]; /* the strictest reason */
    int triage_questions[CARE_QUESTIONS_MAX]; /* which decided the triage */
    int triage_question_count;
};

/* Rules R0–R10 and the modality table. Pure; allocates nothing. */
void care_screen(const struct care_library *lib,
                 const struct care_answers *answers, struct care_screen *out);

/* What the screening allows of one exercise (modality and tag rules), of one
 * of its variants (-1: the exercise as such). An exercise without modality is
 * blocked. */
struct care_why care_allow(const struct care_library *lib,
                           const struct care_screen *screen, int exercise,
                           int variant);

const char *care_modality_id(enum care_modality m);
const char *care_action_id(enum care_action a); /* ok reduce ask block */
const char *care_triage_id(enum care_triage t);
const char *care_tag_id(enum care_tag t);
const char *care_region_id(enum care_region r);
const char *care_grade_id(enum care_grade g);
/* What to do now, for a triage outcome; from library/screening. */
const char *care_triage_text(const struct care_library *lib,
                             enum care_triage t);

/* ---- response: what the journal knows of each exercise ----------------- */

struct care_response {
    int done;            /* times completed */
    int stopped;         /* times stopped for symptoms */
    int clean_in_row;    /* sessions since the last stop */
    double pain_change;  /* mean after minus before, NRS; NaN unknown */
    double effort;       /* mean, 0-10; NaN unknown */
    int step;            /* progression step, 0 = starting dose */
    bool excluded;       /* never again, by the person's choice */
    bool removed;        /* taken out by the stop rules */
    int last_day;        /* days before today, -1 never */
};

/* ---- plan ---------------------------------------------------------------- */

#define CARE_PLAN_DAYS 7
#define CARE_DAY_ITEMS 16

struct care_wishes {
    double minutes[CARE_PLAN_DAYS]; /* wanted per day; 0 = rest day */
    unsigned regions;               /* what troubles the person */
    char **equipment;               /* at hand */
    int condition;                  /* known condition for directional
                                       preference, -1 */
    bool inversion_wanted, hang_often; /* choices off by default */
    double pain_now;                /* 0-10; >= 8 rests the day */
    bool advanced_ready;            /* basics have felt comfortable */
    int first_weekday;              /* 0 = Monday: day 0 of the plan */
};

struct care_item {
    int exercise, variant;
    double hold_s, duration_s, rest_s;
    int reps;
    bool reduced;      /* starting dose because of screening */
    double minutes;    /* whole, both sides and rests */
    char why[320];     /* why this, in words */
};

struct care_day {
    struct care_item item[CARE_DAY_ITEMS];
    int items;
    double minutes;
};

struct care_left_out {
    int exercise;
    char why[320];
};

struct care_plan {
    struct care_day day[CARE_PLAN_DAYS];
    struct care_left_out *left_out;
    int left_out_count;
    double benefit;  /* objective value of the optimum */
    bool optimal;
    char note[320];  /* e.g. that time was too short for a region */
};

/*
 * Benefit of one exercise for this person, per day it is done; the one place
 * to replace when disc doses exist. Region match, evidence grade and past
 * response; dimensionless.
 */
double care_benefit(const struct care_library *lib,
                    const struct care_wishes *wishes,
                    const struct care_response *response, int exercise);

/*
 * The best week under the limits. Deterministic. An infeasible wish gives an
 * empty or shorter plan with `note`, not an error.
 * Errors: SP_E_BLOCKED when the screen is incomplete or its triage is worse
 * than see_first; SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status
care_plan(const struct care_library *lib, const struct care_screen *screen,
          const struct care_wishes *wishes,
          const struct care_response *response, /* one per exercise */
          struct care_plan **plan, struct sp_error *err);
void care_plan_free(struct care_plan *plan);

/* The dose of an exercise at its progression step, halved or capped where
 * the screening says reduce. */
struct care_item care_dose_at(const struct care_library *lib,
                              const struct care_screen *screen, int exercise,
                              int variant, int step);

/* What one session's answers do to each exercise: the next response. */
struct care_feedback {
    bool done, stopped;
    enum care_stop_reason {
        CARE_STOP_NONE, CARE_STOP_PAIN, CARE_STOP_NERVE, CARE_STOP_DIZZY,
        CARE_STOP_TIRED, CARE_STOP_OTHER
    } reason;
    double pain_before, pain_after; /* NRS, NaN unknown */
    int zone_before, zone_after;    /* 0-5, -1 unknown (safety 3.2) */
    double effort;                  /* 0-10, NaN unknown */
};
struct care_response care_progress(const struct care_response *before,
                                   const struct care_feedback *feedback,
                                   char why[200]);

#endif
