/*
 * The library as it is read: exercises, facts, lessons, and what its files say
 * of screening, stopping and direction. Only care_library_load and
 * care_files_open read files; everything else looks things up.
 */
#ifndef CARE_LIBRARY_H
#define CARE_LIBRARY_H

#include "care/words.h"
#include "stature/pose.h"

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
    char *id, *name, *title, *kind, *note; /* name: how it is cited */
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

const char *care_grade_id(enum care_grade g);
const char *care_level_id(enum care_level l);
const char *care_playable_id(enum care_playable p);
const char *care_sides_id(enum care_sides s);
const char *care_phase_id(enum care_phase p);

struct care_library;

/*
 * Load the built-in library from memory-mapped or embedded files plus the
 * person's own folder (may be NULL). `read` visits every file. A bad own file
 * is reported through `complain` and skipped; a bad built-in file is an error
 * with file:line, field and what was expected.
 */
struct care_files {
    /* Next file of a tree in name order: its path relative to the tree and
     * its bytes, valid until care_library_load has returned (text NULL: it
     * cannot be read); false at the end. */
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
/* How a source is cited to people, "Garber 2011"; its id when unknown. */
const char *care_source_name(const struct care_library *lib, const char *id);
/*
 * A text in which marks such as [ACSM11] or [S1] [S2] say their sources' names:
 * "(Garber 2011)", and so does a parenthesis of ids alone, "(S1, HAY21)", as
 * reasons were kept earlier. Other brackets stay. The caller frees it; NULL when out of
 * memory.
 */
char *care_cited(const struct care_library *lib, const char *text);
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
/* "right", or "left" for side 2, in the language in use. */
const char *care_side_word(int side);
/* `len` bytes of a step's words with {side} and {other} filled in for a side, as
 * care_side_word counts them; cut where `out` ends. */
enum { CARE_SAID_MAX = 4400 }; /* room for any step */
void care_for_side(char *out, size_t size, const char *words, size_t len,
                   int side);
/* Index of the default variant, 0 if none is marked, -1 without variants. */
int care_default_variant(const struct care_exercise *ex);
int care_variant_find(const struct care_exercise *ex, const char *id);

#endif
