/* The running session on the terminal's screen. */
#ifndef TERM_PLAYER_H
#define TERM_PLAYER_H

#include "app/app.h"

enum played {
    PLAYED_DONE,       /* to its end */
    PLAYED_STOP,       /* the person wants to stop */
    PLAYED_INTERRUPTED /* the terminal went away: kept, paused, for later */
};

/* Shows the session that is under way and passes keys on until it ends.
 * `cues` is its timeline's. Leaves the terminal as it was. */
enum played term_play(struct app *app, const json_t *cues, bool silent);

#endif
