/*
 * What a person may do: from the answers to a triage, to what is allowed of each
 * movement, to when the questions come again. Pure but for the batch's text.
 */
#ifndef CARE_SCREEN_H
#define CARE_SCREEN_H

#include "care/library/library.h"

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
    char text[480]; /* one or two sentences for the person */
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

#endif
