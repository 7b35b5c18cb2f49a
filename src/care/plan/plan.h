/*
 * The week: what each movement is worth to this person, its dose today, the
 * best days of it, and how answers after a session change the next.
 */
#ifndef CARE_PLAN_H
#define CARE_PLAN_H

#include "care/screen/screen.h"

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
#define CARE_WHY_MAX 640 /* bytes of a reason */

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
 * screening, or harder where only clean sessions make a step (hanging,
 * inversion), SP_E_CONFLICT on that day already. The plan is changed only on
 * success.
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
/* Days a week at a step and free days between. `reduced`: as its dose is, then
 * those of the step that a ramp ends at; `often` is the person's own choice of
 * short hangs on more days. */
void care_frequency(const struct care_exercise *ex, int step, bool reduced,
                    bool often, int *per_week, int *rest_days);

/* What one session's answers do to an exercise: the next response. In `before`
 * last_day counts up to the session. */
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
struct care_response care_progress(const struct care_exercise *ex,
                                   const struct care_response *before,
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
