/*
 * Inside the room: what compile.c, movement.c and cue.c share while a timeline
 * is made.
 */
#ifndef SESSION_INTERNAL_H
#define SESSION_INTERNAL_H

#include "care/library/walk.h"
#include "session/session.h"

enum { LINE_MAX_BYTES = 900 };

struct compiler {
    const struct care_library *lib;
    const struct care_talk *talk;
    struct session_timeline *t;
    int cap;
    enum sp_status st;
    struct sp_error *err;

    // the movement being compiled
    const struct care_exercise *ex;
    const struct care_item *item;
    struct walk w;
    struct care_leg leg[SESSION_LEGS_MAX];
    int legs;
    int item_index, exercise, side, rep, reps;
    int at; // keyframe the figure stands in
};

/* ---- words of one cue; what does not fit is cut -------------------------- */

struct line {
    char text[LINE_MAX_BYTES];
    size_t used;
};

void line_put(struct line *l, const char *format, ...) SP_PRINTF(2, 3);
/* All that the library says of a step, for the side it is done on. */
void line_whole_step(struct line *l, const struct care_step *step, int side);
/* What a step says, first or again, in the person's wording. */
void line_step(const struct compiler *c, struct line *l,
               const struct care_step *step, bool reminder);
/* "30 seconds", "1 minute", "2 minutes and 5 seconds". */
void line_seconds(char text[60], double s);

/* ---- cues (cue.c) -------------------------------------------------------- */

/* Adds a cue of `seconds`; `say` NULL keeps silent, `caption` NULL shows what
 * is said. Returns the cue to be filled further, or NULL after a failure. */
struct session_cue *cue_add(struct compiler *c, enum session_kind kind,
                            double seconds, const char *say,
                            const char *caption);
/* Moves the figure to a keyframe while the cue lasts; nothing for NULL or
 * -1. */
void cue_show(struct compiler *c, struct session_cue *cue, int keyframe);
/* 1 "in", 2 "out", 0 neither. */
int cue_breath(const char *breath);
/* Seconds that the words take; and with a pause after them, at the least. */
double cue_speech_s(const struct compiler *c, const struct line *say);
double cue_with_pause(double speech, double least_s);

/* ---- a movement (movement.c) --------------------------------------------- */

/* All cues of one side: setup, every repetition with its rests, the way out. */
void movement_add_side(struct compiler *c);

#endif
