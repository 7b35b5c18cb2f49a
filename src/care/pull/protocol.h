/*
 * Protocols: a hang, an inversion, a pull on a traction table or by a partner,
 * told as numbers and drawn as a curve of force over time before anyone lies
 * down. What they may be is decided here (safety rules, section 4): caps by
 * clean sessions, by the prescription, by the screening.
 *
 * Forces in N, times in s, angles in degrees as people say them; NAN = left to
 * the program. Figures without a source are EXPERT: cautious judgement.
 */
#ifndef CARE_PROTOCOL_H
#define CARE_PROTOCOL_H

#include <jansson.h>

#include "care/care.h"

#define CARE_STANDARD_GRAVITY 9.80665 /* m/s2: kg as people say them */

enum care_protocol_kind {
    CARE_PROTOCOL_HANG,
    CARE_PROTOCOL_INVERSION,
    CARE_PROTOCOL_TRACTION, /* a table, only as prescribed */
    CARE_PROTOCOL_PARTNER,  /* by hand, at both ankles */
    CARE_PROTOCOL_KINDS
};

enum care_pull_mode {
    CARE_PULL_CONTINUOUS,
    CARE_PULL_INTERMITTENT, /* hold and rest in turn */
    CARE_PULL_PROGRESSIVE,  /* in steps up to the top */
    CARE_PULL_REGRESSIVE,   /* the top first, then down in steps */
    CARE_PULL_BOTH,         /* up in steps, then down in steps */
    CARE_PULL_MODES
};

/* The level that a hip angle is often taught for (safety 4.6); no trial. */
enum care_pull_level {
    CARE_LEVEL_ANY, CARE_LEVEL_L3_L4, CARE_LEVEL_L4_L5, CARE_LEVEL_L5_S1,
    CARE_PULL_LEVELS
};

struct care_protocol {
    char id[CARE_ID_MAX]; /* "" for one that is being drawn */
    char name[121];
    enum care_protocol_kind kind;
    enum care_pull_mode mode;   /* traction; others are intermittent */
    enum care_pull_level level; /* traction */
    bool plain;         /* table in one piece: friction holds the lower body */
    double force_N;     /* top of the pull; NAN: share of body weight */
    double share;       /* top of the pull over body weight */
    double hold_s;      /* one hold */
    double rest_s;      /* between two holds */
    double rest_share;  /* of the top that stays in the rests */
    double ramp_s;      /* from nothing to the top */
    double release_s;   /* from the top to nothing */
    double minutes;     /* traction: all of it, first ramp to end of release */
    int steps;          /* of progressive and regressive */
    int reps;           /* hang, inversion, partner: how many holds */
    double hip_deg;     /* traction: hip flexion, supine; NAN: by level */
    double pull_deg;    /* traction: rope above the table */
    double friction;    /* of a plain table */
    double angle_deg;   /* inversion: past level, head down */
};

/* A protocol of the library: words and sources beside the numbers. */
struct care_protocol_entry {
    struct care_protocol protocol;
    char *summary;  /* one sentence */
    char *ours;     /* which figures are our choice and why */
    char **sources; /* ids in sources.yaml */
};

const struct care_protocol_entry *care_protocol_at(const struct care_library *,
                                                   int index);
int care_protocol_count(const struct care_library *lib);
int care_protocol_find(const struct care_library *lib, const char *id);

/* A kind with its defaults filled in. */
struct care_protocol care_protocol_of(enum care_protocol_kind kind);
/* The exercise that a kind is guided as. */
const char *care_protocol_exercise(enum care_protocol_kind kind);
const char *care_protocol_kind_id(enum care_protocol_kind kind);
const char *care_pull_level_id(enum care_pull_level level);
/* Hip flexion that a level is often taught with, degrees; false for any. */
bool care_pull_level_hip(enum care_pull_level level, double *low, double *high);
/* Hip flexion that is meant: as given, else the level's middle, else 50. */
double care_protocol_hip(const struct care_protocol *p);
/* Top of the pull for a body; NAN where the kind is not told as a force. */
double care_protocol_force(const struct care_protocol *p, double mass_kg);

/*
 * Read one: from a file of YAML (a map of the fields above; `force` as text
 * with a unit), or from JSON with the same fields. *p is filled only on
 * success. Errors: SP_E_PARSE and SP_E_RANGE naming file:line or field.
 */
SP_NODISCARD enum sp_status care_protocol_yaml(const char *file,
                                               const char *bytes, size_t len,
                                               struct care_protocol *p,
                                               struct sp_error *err);
SP_NODISCARD enum sp_status care_protocol_read(const json_t *object,
                                               struct care_protocol *p,
                                               struct sp_error *err);
/* New reference; NULL when memory is out. Fields that a kind does not use and
 * NANs are left out. */
json_t *care_protocol_json(const struct care_protocol *p);
/* "20 kg", "44 lb", "200 N" → N; "25 %" → share, force NAN. */
bool care_force_read(const char *text, double *force_N, double *share);

enum care_units { CARE_KG, CARE_LB, CARE_NEWTON };
/* "20 kg", "44.1 lb", "196 N"; `spoken` without a tenth, down to the whole one,
 * for a voice that reads units (voice/tongue.c). */
void care_force_text(double force_N, enum care_units units, bool spoken,
                     char out[32]);

/* ---- what is allowed ------------------------------------------------------ */

/* Who is to be pulled, and what is known of it. */
struct care_pulled {
    double mass_kg;
    enum care_units units;          /* for sentences */
    struct care_response response;  /* of the kind's exercise */
    int clean;         /* clean sessions of this prescription */
    int begun;         /* all of them, stopped ones too */
    int last_seven;    /* of these in the last seven days, today included */
    bool prescribed;   /* the prescription names force and time */
    double most_N;     /* and these are they */
    double most_minutes;
};

/* The most that one session may be now. What a kind does not have is NAN. */
struct care_pull_limits {
    double force_N, minutes;
    double hold_s, total_s, angle_deg;
    double arms_share; /* hang: of the weight below the low back */
    int reps, per_week;
    int step;       /* H0…H4, or the row of inversion, from 0; -1 */
    char text[300]; /* the sentence of what limits */
};

/*
 * Errors: SP_E_BLOCKED when nothing of the kind may be done now, with the
 * sentence: sessions used up, three in seven days. Whether the exercise is
 * allowed at all is care_allow's to say, and asked before.
 */
SP_NODISCARD enum sp_status
care_pull_limits(const struct care_library *lib,
                 const struct care_screen *screen, enum care_protocol_kind kind,
                 const struct care_pulled *who, struct care_pull_limits *out,
                 struct sp_error *err);

/* Within them? SP_E_RANGE: "field: …" in one sentence. */
SP_NODISCARD enum sp_status
care_protocol_check(const struct care_protocol *p, const struct care_pulled *who,
                    const struct care_pull_limits *limits,
                    struct sp_error *err);

/* What the coming sessions may be, if all stay clean and easy. */
struct care_pull_next {
    int step;   /* as in the limits */
    double force_N, minutes, hold_s, angle_deg;
    int reps, per_week;
    bool review; /* a clinician looks again before this one */
    char text[160];
};
int care_pull_ahead(const struct care_library *lib,
                    const struct care_screen *screen,
                    enum care_protocol_kind kind, const struct care_pulled *who,
                    struct care_pull_next *next, int max);

/* ---- the curve ------------------------------------------------------------ */

enum care_pull_phase {
    CARE_PULL_RAMP,    /* grows */
    CARE_PULL_HOLD,
    CARE_PULL_EASE,    /* fades to a rest or a lower step */
    CARE_PULL_REST,
    CARE_PULL_RELEASE, /* fades to nothing */
    CARE_PULL_PHASES
};

/* One stretch of it: force goes straight from one value to the other. */
struct care_pull_span {
    enum care_pull_phase phase;
    double start_s, length_s;
    double from_N, to_N;
    int cycle; /* 1-based: hold or step */
};

enum { CARE_PULL_SPANS_MAX = 1000 };

/*
 * The spans in order, without gaps, from 0 to `top_N` and back to 0. Returns
 * their count; 0 if `max` is too small or the times leave no hold.
 */
int care_protocol_curve(const struct care_protocol *p, double top_N,
                        struct care_pull_span *spans, int max);
/*
 * The curve broken off: from the force of that moment to nothing at the
 * protocol's rate of release. Returns the new count, 0 for nothing held;
 * `spans` has room for `max`. A time beyond the end changes nothing.
 */
int care_curve_cut(const struct care_protocol *p, double at_s,
                   struct care_pull_span *spans, int count, int max);
/* Force at a time; 0 outside. */
double care_curve_at(const struct care_pull_span *spans, int count, double t_s);
/* Force over time, N s. */
double care_curve_impulse(const struct care_pull_span *spans, int count);
const char *care_pull_phase_id(enum care_pull_phase phase);

/* ---- force as it was delivered -------------------------------------------- */

enum { CARE_FORCE_LOG_MAX = 20000 };

struct care_force_log {
    double *time_s, *force_N; /* owned; `count` each */
    int count;
};

/*
 * A CSV with the columns seconds, newtons: times from 0 on, each later than
 * the one before, no more than 30 s apart; forces from 0 to 2000 N.
 * Errors: SP_E_PARSE, SP_E_RANGE with file:line and what is wrong there.
 */
SP_NODISCARD enum sp_status care_force_log_read(const char *file,
                                                const char *bytes, size_t len,
                                                struct care_force_log *log,
                                                struct sp_error *err);
void care_force_log_release(struct care_force_log *log);
double care_force_log_at(const struct care_force_log *log, double t_s);

#endif
