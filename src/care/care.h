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
    bool safety;    /* said in full in brief wording, too */
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

/* A thing a movement may need. */
struct care_equipment {
    char *id, *name;
    char *what; /* what to check before using it */
    char **sources;
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
    char **session;          /* exercise ids that it makes a routine of */
    int minutes;
};

struct care_source {
    char *id, *title, *kind, *note;
};

struct care_question {
    char *id, *text, *group, *help;
    char **sources;
    bool confirmed; /* checked against the source's text */
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
    bool extra; /* outside the researched table; every modality asks */
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

/* ---- what library/screening says beyond the tables ---------------------- */

/* An outcome of the screening: what to do now, what the program does. */
struct care_outcome {
    char *id, *text, *what;
};

/* Offered after Stop: what to do now. */
struct care_stop_answer {
    char *id, *label, *text;
    enum care_stop_then {
        CARE_END_SESSION, CARE_FULL_SCREEN, CARE_CALL_EMERGENCY
    } then;
    char **sources;
};

struct care_stop_texts {
    struct care_named_text *sign; /* what ends a session */
    int signs;
    char *release[CARE_MODALITIES]; /* how to come out of it; NULL = none */
    struct care_stop_answer *answer;
    int answers;
    int same_move_stops; /* of one move, and it is removed */
    int see_first_stops, see_first_days;
    char *same_move_text, *see_first_text;
};

/* One of the quick questions before every session. */
struct care_quick {
    char *id, *text;
    char **stands_for; /* question ids */
};

struct care_rescreen_texts {
    struct care_quick *quick;
    int quicks;
    char *any_yes;
    int full_screen_days;
    double pain_rise_points;
    int pain_rise_days;
    char *pain_rise, *below_knee;
    double severe_pain;
    char *severe;
    int same_day_again_h, emergency_again_h;
    char *emergency_needs;
};

/* A picture of symptoms and the direction to try first (safety 3.1). */
struct care_picture {
    char *id, *when;
    char **conditions; /* screening conditions that suggest it */
    enum care_bias {
        CARE_EITHER, CARE_FLEXION, CARE_EXTENSION, CARE_NEUTRAL
    } first;
    char **moves; /* exercise ids that come first */
    char *hold_back, *evidence;
    char **sources;
    bool confirmed;
};

struct care_direction_texts {
    struct care_picture *picture;
    int pictures;
    char *zone[6];
    struct care_named_text *answer; /* ids of enum care_movement */
    int answers;
    char *both_ways;
    char *test_flexion, *test_extension; /* exercise ids */
    char *test_text;
    int after_s, later_s; /* when a test asks again, from its end */
    int agreeing_tests, expires_days;
    double morning_min; /* no far bending this long after getting up */
    struct care_morning_for {
        int condition;
        double minutes;
    } *morning_for;
    int morning_fors;
    char *morning_text, *morning_evidence;
    char **morning_sources;
};

struct care_clearance_rules {
    int valid_days;
    char **fields, **roles, **rules;
    struct care_named_text *lapse;
    int lapses;
};

struct care_number {
    char *country, *number; /* ISO 3166-1 alpha-2 */
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

/* Indices by id; -1 when there is none. */
int care_fact_find(const struct care_library *lib, const char *id);
int care_source_find(const struct care_library *lib, const char *id);
int care_question_find(const struct care_library *lib, const char *id);
int care_equipment_find(const struct care_library *lib, const char *id);
int care_lesson_find(const struct care_library *lib, const char *id);
const struct care_equipment *care_equipment_at(const struct care_library *, int);
int care_equipment_count(const struct care_library *lib);
/* The line shown above the questions; "" when there is none. */
const char *care_question_preface(const struct care_library *lib);
const struct care_stop_texts *care_stop_texts(const struct care_library *lib);
const struct care_rescreen_texts *
care_rescreen_texts(const struct care_library *lib);
const struct care_direction_texts *
care_direction_texts(const struct care_library *lib);
const struct care_clearance_rules *
care_clearance_rules(const struct care_library *lib);
/* The emergency number of a country (NULL or unknown: the general words). */
const char *care_emergency_number(const struct care_library *lib,
                                  const char *country);

/*
 * care_files over a folder on disk, for tests and tools: reads every file of
 * the tree in name order. The texts live until care_files_close.
 * Errors: SP_E_IO, SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status care_files_open(const char *dir,
                                            struct care_files *files,
                                            struct sp_error *err);
void care_files_close(struct care_files *files);

/* A movement from one keyframe to another; see session_legs. */
struct care_leg {
    int from, to;     /* keyframes of exercise->scene */
    double seconds;   /* nominal */
};
/* Whether a step belongs to the variant (-1: the default one). */
bool care_step_in_variant(const struct care_exercise *ex, int step,
                          int variant);
/* Keyframe that a step shows in a variant, -1 = stay: a variant with its own
 * keyframe shows it wherever the steps show what is held. */
int care_step_show(const struct care_exercise *ex, int step, int variant);
/* Index of the default variant, 0 if none is marked, -1 without variants. */
int care_default_variant(const struct care_exercise *ex);
int care_variant_find(const struct care_exercise *ex, const char *id);

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
    const char *known_condition; /* fact id that the person names in the
                                    profile (cond_sciatica), or NULL */
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
    int missing_condition; /* first unanswered asked condition, -1 */
    bool missing_age;
    enum care_triage triage;
    bool condition[CARE_CONDITIONS_MAX]; /* asked and derived */
    bool derived[CARE_CONDITIONS_MAX];
    enum care_action modality[CARE_MODALITIES];
    struct care_why why[CARE_MODALITIES]; /* the strictest reason */
    int triage_questions[CARE_QUESTIONS_MAX]; /* which decided the triage */
    int triage_question_count;
    unsigned by_clearance; /* modalities at reduce only thanks to a record */
    int twist_reason; /* why no twist is offered: 0 none, 1 a named
                         condition, 2 a screening condition */
    int reading_triage; /* 1: a blood pressure reading decided the triage */
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

/* The best allowed variant: the default one where nothing speaks against it,
 * else a head-level one. *variant is -1 for an exercise without variants. */
struct care_why care_allow_best(const struct care_library *lib,
                                const struct care_screen *screen, int exercise,
                                int *variant);

/*
 * Screen a CSV of people: columns id, age, bp (systolic/diastolic), bmi,
 * conditions, yes, unsure, cleared (ids joined by ';'); questions not named
 * are "no". *out gets the same columns and derived, triage and the nine
 * modalities; the caller frees it.
 * Errors: SP_E_PARSE with file:line, column, what was found.
 */
SP_NODISCARD enum sp_status care_screen_batch(const struct care_library *lib,
                                              const char *file,
                                              const char *bytes, size_t len,
                                              char **out,
                                              struct sp_error *err);

const char *care_modality_id(enum care_modality m);
const char *care_action_id(enum care_action a); /* ok reduce ask block */
/* The same in words, in the language in use; another id as it is. */
const char *care_modality_said(const char *id);
const char *care_action_said(const char *id);
const char *care_triage_id(enum care_triage t);
const char *care_tag_id(enum care_tag t);
const char *care_region_id(enum care_region r);
const char *care_grade_id(enum care_grade g);
const char *care_level_id(enum care_level l);
const char *care_playable_id(enum care_playable p);
const char *care_sides_id(enum care_sides s);
const char *care_phase_id(enum care_phase p);
/* What the program does after a triage outcome. */
const char *care_triage_what(const struct care_library *lib,
                             enum care_triage t);
/* What to do now, for a triage outcome; from library/screening. */
const char *care_triage_text(const struct care_library *lib,
                             enum care_triage t);

/* ---- rules between sessions (safety 1.4, 1.5, 3.2, 3.3) ------------------ */

enum care_due {
    CARE_NOT_DUE,
    CARE_DUE_NEVER,  /* no screen yet */
    CARE_DUE_DAYS,   /* 28 days have passed */
    CARE_DUE_PAIN,   /* pain up by 2 for 3 days */
    CARE_DUE_SPREAD, /* pain has moved below the knee */
    CARE_DUE_AGAIN   /* the day after same_day or emergency */
};
/*
 * Whether a full screen is due. `pain`: one value per day, oldest first, the
 * last is today, NaN where nothing was noted. The rise counts against the
 * mean of up to seven noted days before the last three.
 */
enum care_due care_rescreen_due(const struct care_library *lib,
                                int days_since_screen, /* -1 never */
                                enum care_triage last, const double *pain,
                                int days, bool below_knee);
/* The sentence for the person; "" when nothing is due. */
const char *care_due_text(const struct care_library *lib, enum care_due due);

/* One movement test: furthest zone 0-5 and pain before, after 60 s, and
 * 5 minutes later. */
enum care_movement {
    CARE_NO_EFFECT, CARE_BETTER, CARE_WORSE, CARE_CENTRALISES,
    CARE_PERIPHERALISES, CARE_MOVEMENT_SCREEN
};
struct care_movement_test {
    int zone[3];
    double pain[3];
    bool new_numbness; /* or new weakness */
};
enum care_movement care_movement(const struct care_movement_test *test);
const char *care_movement_id(enum care_movement m);
/* By its id; CARE_NO_EFFECT for an unknown one. */
enum care_movement care_movement_find(const char *id);
const char *care_movement_text(const struct care_library *lib,
                               enum care_movement m);

struct care_direction_test {
    int day; /* civil day number */
    enum care_bias direction; /* CARE_FLEXION or CARE_EXTENSION */
    enum care_movement answer;
};
struct care_preference {
    enum care_bias direction; /* CARE_NEUTRAL: none learned */
    bool see_first; /* further out in both directions */
};
/* Learned after two agreeing tests on different days; lapses after 14. */
struct care_preference care_preference(const struct care_library *lib,
                                       const struct care_direction_test *tests,
                                       int count, int today);

/* Minutes still to wait after getting up before this exercise; 0 = none. */
double care_morning_wait(const struct care_library *lib,
                         const struct care_screen *screen, int exercise,
                         double minutes_up);

/* Whether a stop was for symptoms and counts (tired does not). */
struct care_stop_event {
    int day; /* civil day number */
    int exercise;
};
struct care_stops {
    bool remove;    /* the move asked for was stopped twice */
    bool see_first; /* three stops in 14 days */
    const char *text; /* borrowed from the library; NULL when neither */
};
struct care_stops care_stops(const struct care_library *lib,
                             const struct care_stop_event *events, int count,
                             int exercise, int today);

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
    int clean_at_step;   /* clean easy sessions since the last step */
    int measured;        /* sessions behind pain_change */
    bool halved;         /* worse once: range or dose halved */
};

/* ---- relief: what a movement gives the discs ---------------------------- */

/* As the disc model counts: C2/3 to C7/T1, T1/2 to T12/L1, L1/2 to L5/S1. */
enum care_spine {
    CARE_SPINE_NECK, CARE_SPINE_THORACIC, CARE_SPINE_LUMBAR, CARE_SPINE_PARTS
};

/* Disc height beyond the same time sitting, mm, at one dose and for one body;
 * low and high: what model and load leave open. From whoever knows discs. */
struct care_relief {
    bool known; /* false: no figure; the numbers are 0 */
    double mm[CARE_SPINE_PARTS], low[CARE_SPINE_PARTS], high[CARE_SPINE_PARTS];
    /* half an hour of sitting later */
    double left_mm[CARE_SPINE_PARTS], left_low[CARE_SPINE_PARTS],
        left_high[CARE_SPINE_PARTS];
};

/* ---- plan ---------------------------------------------------------------- */

#define CARE_PLAN_DAYS 7
#define CARE_DAY_ITEMS 16
#define CARE_WHY_MAX 480 /* bytes of a reason */

/* How a session's words are spoken: the person's choice. All zero: calm and in
 * full. */
struct care_talk {
    double pace; /* 1 = calm, 1.4 that much faster; 0.7 to 1.4; 0 counts as 1 */
    bool brief;  /* names and essentials; what is said for safety stays */
};

struct care_wishes {
    double minutes[CARE_PLAN_DAYS]; /* wanted per day; 0 = rest day */
    unsigned regions;               /* what troubles the person */
    char **equipment;               /* at hand */
    int condition;                  /* known condition (index of a fact of
                                       kind condition) for directional
                                       preference and twists, -1 */
    bool inversion_wanted, hang_often; /* choices off by default */
    double pain_now;                /* 0-10; >= 8 rests the day */
    bool advanced_ready;            /* basics have felt comfortable */
    int first_weekday;              /* 0 = Monday: day 0 of the plan */
    enum care_bias learned;         /* from movement tests: flexion or
                                       extension; else the picture's */
    struct care_talk talk;          /* words take their time of a session */
};

struct care_item {
    int exercise, variant;
    double hold_s, duration_s, rest_s;
    int reps;
    double arms_share; /* hang: of the weight below the low back; else 0 */
    double tilt_deg;   /* inversion: past level; else 0 */
    bool reduced;      /* starting dose because of screening */
    double minutes;    /* whole, both sides and rests */
    char why[CARE_WHY_MAX]; /* why this, in words */
};

struct care_day {
    struct care_item item[CARE_DAY_ITEMS];
    int items;
    double minutes;
};

struct care_left_out {
    int exercise;
    char why[CARE_WHY_MAX];
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
 * Benefit of one exercise for this person, per day it is done; dimensionless,
 * above 0. Modelled unloading of the regions that trouble first, then its
 * other reasons; grade, past response and direction (docs/plan.md). `screen`,
 * `response` and `relief` may be NULL: nothing known.
 */
double care_benefit(const struct care_library *lib,
                    const struct care_screen *screen,
                    const struct care_wishes *wishes,
                    const struct care_response *response,
                    const struct care_relief *relief, int exercise);

/* Whether a part of the spine gains height beyond what is left open. */
bool care_unloads(const struct care_relief *relief, enum care_spine part);

/*
 * What a relief says, in one to three sentences: the part that gains most
 * among those of `regions` (bits of enum care_region; 0 = any) that the move
 * works on, with unit and range;
 * else that the model finds no unloading, and what else it is done for. For a
 * whole session `ex` is NULL.
 */
void care_relief_say(char *text, size_t size, const struct care_exercise *ex,
                     const struct care_relief *relief, unsigned regions);
/* The same in a few words: "lower back discs +0.06 mm". */
void care_relief_short(char *text, size_t size, const struct care_exercise *ex,
                       const struct care_relief *relief, unsigned regions);

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
          const struct care_relief *relief, /* one per exercise at its dose of
                                               today; NULL: none known */
          struct care_plan **plan, struct sp_error *err);
void care_plan_free(struct care_plan *plan);

/* Which direction comes first for this person and why; from the named
 * condition, else from the screening. The picture is NULL when none fits. */
enum care_bias care_bias(const struct care_library *lib,
                         const struct care_screen *screen,
                         const struct care_wishes *wishes,
                         const struct care_picture **picture);

/*
 * Whether a named condition (index of a fact, -1) bars end-range twists:
 * compression, disc problems, stenosis, sciatica, spondylolisthesis.
 */
bool care_twist_barred(const struct care_library *lib, int fact);

/*
 * Seconds the words take: a synthetic voice at a calm pace speaks about 15
 * characters a second, digits more slowly, and rests at commas and full stops.
 * tests/session checks it against the voices.
 */
double care_speech_s(const struct care_talk *talk, const char *text);
/*
 * What is said at a step: its words; in brief its short cue or its first
 * sentence, unless they are there for safety. Borrowed from the step up to
 * *len bytes.
 */
const char *care_step_words(const struct care_talk *talk,
                            const struct care_step *step, size_t *len);
/* Greeting and close of a session, minutes; part of struct care_day. */
#define CARE_SESSION_FRAME_MIN 0.40

/* Minutes of one item with both sides, words and rests; the same reckoning as
 * a compiled session, without compiling it. */
double care_item_minutes(const struct care_exercise *ex,
                         const struct care_item *item,
                         const struct care_talk *talk);

/*
 * Put an easier or harder exercise in an item's place, or a named one.
 * Errors: SP_E_NOTFOUND no such item or no such step, SP_E_BLOCKED by the
 * screening. The plan is changed only on success.
 */
enum care_swap_way { CARE_EASIER, CARE_HARDER, CARE_NAMED };
SP_NODISCARD enum sp_status
care_swap(const struct care_library *lib, const struct care_screen *screen,
          const struct care_wishes *wishes,
          const struct care_response *response, struct care_plan *plan,
          int day, int index, enum care_swap_way way, const char *named,
          struct sp_error *err);
/* Take an exercise out of every day; it joins `left_out`. */
SP_NODISCARD enum sp_status care_drop(const struct care_library *lib,
                                      struct care_plan *plan, int exercise,
                                      const char *why, struct sp_error *err);

/* The dose of an exercise at its progression step, halved or capped where
 * the screening says reduce. */
struct care_item care_dose_at(const struct care_library *lib,
                              const struct care_screen *screen, int exercise,
                              int variant, int step);

/* The last progression step that still changes the dose. */
int care_step_max(const struct care_exercise *ex);
/* The step to use today: an inversion falls back one row for every full week
 * missed (safety 4.5). */
int care_step_now(const struct care_exercise *ex,
                  const struct care_response *response);
/* Days a week at a step and free days between; `often` is the person's own
 * choice of short hangs on more days. */
void care_frequency(const struct care_exercise *ex, int step, bool often,
                    int *per_week, int *rest_days);

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
/* `ex` may be NULL: then two clean sessions make a step. */
struct care_response care_progress_of(const struct care_exercise *ex,
                                      const struct care_response *before,
                                      const struct care_feedback *feedback,
                                      char why[200]);
struct care_response care_progress(const struct care_response *before,
                                   const struct care_feedback *feedback,
                                   char why[200]);
/* The response of an exercise that was never done. */
struct care_response care_response_none(void);

/* Caps of safety 4.6 and 4.7 for one session of a prescribed traction. */
struct care_traction {
    double force_kg;     /* pull, as a mass */
    double minutes;      /* whole session */
    int sessions_before; /* clean ones of this prescription */
    bool prescribed;     /* the prescription itself names force and time */
};
/* SP_OK within the caps; else SP_E_RANGE with the cap in words. */
SP_NODISCARD enum sp_status care_traction_check(enum care_modality kind,
                                                double body_mass_kg,
                                                const struct care_traction *,
                                                struct sp_error *err);
/* The most this session may have; force and minutes are filled. */
struct care_traction care_traction_cap(enum care_modality kind,
                                       double body_mass_kg,
                                       int sessions_before, bool prescribed);

#endif
