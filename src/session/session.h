/*
 * A session: a day's items compiled into a timeline of cues, and the player's
 * state machine over it. Pure functions of (state, event, monotonic time):
 * whoever owns the clock passes it in. Nothing here ticks or sleeps.
 */
#ifndef SESSION_H
#define SESSION_H

#include "care/pull/protocol.h"

enum session_kind {
    SESSION_INTRO, SESSION_READY, /* get ready, next up */
    SESSION_SETUP, SESSION_ENTER, SESSION_HOLD, SESSION_FLOW, SESSION_EXIT,
    SESSION_SIDES, SESSION_REST, SESSION_END
};

/* One span of time; cues follow each other without gap or overlap. */
struct session_cue {
    int64_t start_ms, length_ms; /* on the session's own clock */
    enum session_kind kind;
    int item;       /* index into the day's items; -1 intro and end */
    int side;       /* 0 none, 1 right, 2 left */
    int rep, reps;  /* 1-based; 0 when it has none */
    char *say;      /* spoken at the start; NULL = chime only or silence */
    char *caption;  /* shown; never NULL */
    int breath;     /* 0 free, 1 in, 2 out */
    bool chime;     /* a soft tone at the start */
    double figure_from_s, figure_to_s; /* place in the movement's clip */
    int figure_exercise; /* exercise whose clip is shown, -1 none */
    bool pull;           /* between the start of a pull and its end */
    bool release;        /* the pull's last fading */
    bool wait; /* at its end the session waits to be acknowledged */
    double from_N, to_N; /* of a pull; 0 elsewhere */
};

struct session_timeline {
    struct session_cue *cue;
    int cues;
    int64_t length_ms;
    struct care_item *item; /* copy of what was prescribed */
    int items;
    bool pulls; /* one pull on a table: no jumping about in it */
};

/*
 * `talk` sets how long words take and how many there are; each cue leaves them
 * their time. Errors: SP_E_RANGE, SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status
session_compile(const struct care_library *lib, const struct care_item *items,
                int count, const struct care_talk *talk,
                struct session_timeline **timeline, struct sp_error *err);
/*
 * One pull on a table after its curve. Its way back waits for the person; see
 * SESSION_ACKNOWLEDGE. Errors: as session_compile.
 */
SP_NODISCARD enum sp_status
session_compile_pull(const struct care_library *lib,
                     const struct care_item *item,
                     const struct care_pull_span *spans, int count,
                     enum care_units units, const struct care_talk *talk,
                     struct session_timeline **timeline,
                     struct sp_error *err);
void session_timeline_free(struct session_timeline *t);

/*
 * The movements between keyframes that a session of this exercise and variant
 * (-1: the default one) shows, as one unbroken path: each leg begins in the
 * keyframe in which the one before ended. The figure's clip is these legs end
 * to end; a cue's figure_from_s and figure_to_s are places in
 * it, and to < from plays it backwards. Returns how many were written.
 */
enum { SESSION_LEGS_MAX = 48 };
int session_legs(const struct care_exercise *ex, int variant,
                 struct care_leg *legs, int max);

enum session_phase {
    SESSION_IDLE, SESSION_RUNNING, SESSION_PAUSED, SESSION_RESUMING,
    SESSION_STOPPED, SESSION_DONE,
    SESSION_WAITING /* after a pull: until SESSION_ACKNOWLEDGE */
};

enum session_event {
    SESSION_START, SESSION_PAUSE, SESSION_RESUME, SESSION_PREVIOUS,
    SESSION_NEXT, SESSION_REPEAT, SESSION_BACK_10, SESSION_FORWARD_10,
    SESSION_MUTE, SESSION_UNMUTE, SESSION_STOP, SESSION_ACKNOWLEDGE
};

/*
 * A timeline that pulls is never kept waiting under force: pause and next go
 * to the release at once, and time is not turned back or jumped over. The item
 * then counts as begun and not as done.
 */

struct session_state {
    enum session_phase phase;
    int64_t position_ms;  /* while not running: where it stands */
    int64_t started_at_ms; /* monotonic time at which position was 0, running */
    int64_t resume_at_ms; /* monotonic time at which resuming becomes running */
    bool muted;
    enum care_stop_reason stop_reason;
    int revision;         /* grows with every change */
    bool *done, *skipped; /* per item; owned, length timeline->items. Skipped:
                           * left before its end, until it is done after all */
    int items;
    int last_item;        /* item of the last advance, to see one completed */
    bool acknowledged;    /* the person said that nothing pulls any more */
    bool let_go;          /* a pull was released before its time */
    int64_t let_go_ms;    /* and this is where */
};

SP_NODISCARD enum sp_status session_state_init(struct session_state *s,
                                               const struct session_timeline *t,
                                               struct sp_error *err);
void session_state_release(struct session_state *s);

/* Position on the session's clock at monotonic time now. */
int64_t session_position_ms(const struct session_state *s,
                            const struct session_timeline *t, int64_t now_ms);
/* Index of the cue at a position. */
int session_cue_at(const struct session_timeline *t, int64_t position_ms);
/* Apply an event; events that make no sense in a phase change nothing and
 * return false. */
bool session_apply(struct session_state *s, const struct session_timeline *t,
                   enum session_event event, int64_t now_ms);
/* Let time pass: resuming becomes running, running becomes done. */
void session_advance(struct session_state *s, const struct session_timeline *t,
                     int64_t now_ms);

/* How far the curve of a pull was followed before it was let go, s; a time
 * beyond its end when it was not. 0 without a pull. */
double session_pulled_s(const struct session_state *s,
                        const struct session_timeline *t);

/* The whole session as text, one line per cue with its time; ends when
 * `write` returns false. */
void session_transcript(const struct session_timeline *t,
                        const struct care_library *lib,
                        bool (*write)(void *ctx, const char *line), void *ctx);

#endif
