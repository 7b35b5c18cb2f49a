/*
 * The player's state machine. While it runs, only the monotonic time at which
 * position 0 would have been is kept: no tick is counted, so nothing drifts.
 */
#include "session/session.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum { RESUME_COUNT_MS = 3000, JUMP_MS = 10000, AGAIN_MS = 5000 };

enum sp_status session_state_init(struct session_state *s,
                                  const struct session_timeline *t,
                                  struct sp_error *err)
{
    *s = (struct session_state){.items = t->items, .last_item = -1};
    s->done = calloc((size_t)t->items, sizeof *s->done);
    s->skipped = calloc((size_t)t->items, sizeof *s->skipped);
    if (!s->done || !s->skipped) {
        session_state_release(s);
        return sp_fail(err, SP_E_NOMEM, _("out of memory"));
    }
    return SP_OK;
}

void session_state_release(struct session_state *s)
{
    free(s->done);
    free(s->skipped);
    s->done = s->skipped = NULL;
    s->items = 0;
}

int64_t session_position_ms(const struct session_state *s,
                            const struct session_timeline *t, int64_t now_ms)
{
    int64_t p = s->position_ms;
    if (s->phase == SESSION_RUNNING)
        p = now_ms - s->started_at_ms;
    else if (s->phase == SESSION_RESUMING && now_ms > s->resume_at_ms)
        p += now_ms - s->resume_at_ms;
    return p < 0 ? 0 : p > t->length_ms ? t->length_ms : p;
}

// items run through since the last look are done
static void note_done(struct session_state *s, int item_now)
{
    for (int i = s->last_item < 0 ? 0 : s->last_item; i < item_now; i++) {
        s->done[i] = !s->let_go;
        s->skipped[i] = false;
    }
    s->last_item = item_now;
}

// item of a position; intro is -1, the end one past the last
static int item_at(const struct session_timeline *t, int64_t position_ms)
{
    const struct session_cue *cue = &t->cue[session_cue_at(t, position_ms)];
    return cue->kind == SESSION_END ? t->items : cue->item;
}

/* ---- a pull
 * ---------------------------------------------------------------- */

static int first_cue(const struct session_timeline *t,
                     bool (*is)(const struct session_cue *))
{
    for (int i = 0; i < t->cues; i++)
        if (is(&t->cue[i]))
            return i;
    return -1;
}

static bool pulls(const struct session_cue *c) { return c->pull; }
static bool releases(const struct session_cue *c) { return c->release; }
static bool waits(const struct session_cue *c) { return c->wait; }

// the last moment before the way back goes on; -1: nothing waits
static int64_t waits_at(const struct session_timeline *t)
{
    const int i = t->pulls ? first_cue(t, waits) : -1;
    return i < 0 ? -1 : t->cue[i].start_ms + t->cue[i].length_ms - 1;
}

void session_advance(struct session_state *s, const struct session_timeline *t,
                     int64_t now_ms)
{
    if (s->phase == SESSION_RESUMING && now_ms >= s->resume_at_ms) {
        s->started_at_ms = s->resume_at_ms - s->position_ms;
        s->phase = SESSION_RUNNING;
        s->revision++;
    }
    if (s->phase != SESSION_RUNNING)
        return;
    const int64_t p = session_position_ms(s, t, now_ms);
    const int64_t wait_ms = waits_at(t);
    if (wait_ms >= 0 && !s->acknowledged && p >= wait_ms) {
        s->phase = SESSION_WAITING;
        s->position_ms = wait_ms;
        s->revision++;
        return;
    }
    note_done(s, item_at(t, p));
    if (p >= t->length_ms) {
        s->phase = SESSION_DONE;
        s->position_ms = t->length_ms;
        s->revision++;
    }
}

static void stand_at(struct session_state *s, const struct session_timeline *t,
                     int64_t position_ms, int64_t now_ms)
{
    if (position_ms < 0)
        position_ms = 0;
    if (position_ms > t->length_ms)
        position_ms = t->length_ms;
    s->position_ms = position_ms;
    if (s->phase == SESSION_RUNNING)
        s->started_at_ms = now_ms - position_ms;
    if (s->phase == SESSION_RESUMING)
        s->resume_at_ms = now_ms + RESUME_COUNT_MS;
    s->last_item = item_at(t, position_ms);
}

// start of the item (and side, when side >= 0) that a cue belongs to
static int64_t begin_of(const struct session_timeline *t, int item, int side)
{
    for (int i = 0; i < t->cues; i++)
        if (t->cue[i].item == item && (side < 0 || t->cue[i].side == side))
            return t->cue[i].start_ms;
    return item < 0 ? 0 : t->cue[t->cues - 1].start_ms;
}

static bool jump(struct session_state *s, const struct session_timeline *t,
                 enum session_event event, int64_t now_ms)
{
    const int64_t p = session_position_ms(s, t, now_ms);
    const struct session_cue *cue = &t->cue[session_cue_at(t, p)];
    const int item = item_at(t, p);
    int64_t to = p;
    switch (event) {
    case SESSION_BACK_10:
        to = p - JUMP_MS;
        break;
    case SESSION_FORWARD_10:
        to = p + JUMP_MS;
        break;
    case SESSION_REPEAT:
        to = begin_of(t, item, cue->side);
        break;
    case SESSION_PREVIOUS:
        to = begin_of(t, item, -1);
        if (p - to < AGAIN_MS)
            to = begin_of(t, item - 1, -1);
        break;
    case SESSION_NEXT:
        if (item >= t->items)
            return false;
        to = begin_of(t, item + 1, -1);
        break;
    default:
        return false;
    }
    stand_at(s, t, to, now_ms);
    // what is left before its end is not done
    for (int i = item < 0 ? 0 : item; i < s->last_item; i++)
        s->skipped[i] = !s->done[i];
    return true;
}

enum where { BEFORE_PULL, UNDER_PULL, LETTING_GO, AFTER_PULL };

static enum where where(const struct session_state *s,
                        const struct session_timeline *t, int64_t now_ms)
{
    const int64_t p = session_position_ms(s, t, now_ms);
    if (p < t->cue[first_cue(t, pulls)].start_ms)
        return BEFORE_PULL;
    if (p < t->cue[first_cue(t, releases)].start_ms)
        return UNDER_PULL;
    return p <= waits_at(t) ? LETTING_GO : AFTER_PULL;
}

static bool let_go(struct session_state *s, const struct session_timeline *t,
                   int64_t now_ms)
{
    s->let_go = true;
    s->let_go_ms = session_position_ms(s, t, now_ms);
    stand_at(s, t, t->cue[first_cue(t, releases)].start_ms, now_ms);
    return true;
}

double session_pulled_s(const struct session_state *s,
                        const struct session_timeline *t)
{
    const int i = t->pulls ? first_cue(t, pulls) : -1;
    if (i < 0)
        return 0;
    // the curve begins when "start the table now" has been said
    const int64_t begin_ms = t->cue[i].start_ms + t->cue[i].length_ms;
    const int64_t end_ms = s->let_go ? s->let_go_ms : s->position_ms;
    return end_ms > begin_ms ? (double)(end_ms - begin_ms) / 1000 : 0;
}

/* What an event does in a session that pulls; *handled: nothing else is to be
 * done with it. */
static bool apply_pull(struct session_state *s,
                       const struct session_timeline *t,
                       enum session_event event, int64_t now_ms, bool *handled)
{
    const enum where at = where(s, t, now_ms);
    *handled = true;
    switch (event) {
    case SESSION_ACKNOWLEDGE:
        if (s->phase != SESSION_WAITING)
            return false;
        s->acknowledged = true;
        s->phase = SESSION_RUNNING;
        stand_at(s, t, waits_at(t) + 1, now_ms);
        return true;
    case SESSION_PAUSE:
    case SESSION_NEXT:
        if (s->phase == SESSION_RUNNING && at == UNDER_PULL)
            return let_go(s, t, now_ms);
        *handled =
            at == LETTING_GO || at == UNDER_PULL || s->phase == SESSION_WAITING;
        return false;
    case SESSION_PREVIOUS:
    case SESSION_REPEAT:
    case SESSION_BACK_10:
    case SESSION_FORWARD_10:
        return false;
    default:
        *handled = false;
        return false;
    }
}

static bool apply(struct session_state *s, const struct session_timeline *t,
                  enum session_event event, int64_t now_ms)
{
    const bool running = s->phase == SESSION_RUNNING;
    const bool live = running || s->phase == SESSION_PAUSED ||
                      s->phase == SESSION_RESUMING ||
                      s->phase == SESSION_WAITING;
    bool handled = false;
    if (t->pulls) {
        const bool changed = apply_pull(s, t, event, now_ms, &handled);
        if (handled)
            return changed;
    }
    switch (event) {
    case SESSION_START:
        if (s->phase != SESSION_IDLE)
            return false;
        s->phase = SESSION_RUNNING;
        s->started_at_ms = now_ms - s->position_ms;
        return true;
    case SESSION_PAUSE:
        if (!running && s->phase != SESSION_RESUMING)
            return false;
        s->position_ms = session_position_ms(s, t, now_ms);
        s->phase = SESSION_PAUSED;
        return true;
    case SESSION_RESUME:
        if (s->phase != SESSION_PAUSED)
            return false;
        s->phase = SESSION_RESUMING;
        s->resume_at_ms = now_ms + RESUME_COUNT_MS;
        return true;
    case SESSION_MUTE:
    case SESSION_UNMUTE:
        if (s->muted == (event == SESSION_MUTE))
            return false;
        s->muted = event == SESSION_MUTE;
        return true;
    case SESSION_STOP:
        if (!live)
            return false;
        s->position_ms = session_position_ms(s, t, now_ms);
        s->phase = SESSION_STOPPED;
        return true;
    case SESSION_ACKNOWLEDGE:
        return false;
    default:
        return live && jump(s, t, event, now_ms);
    }
}

bool session_apply(struct session_state *s, const struct session_timeline *t,
                   enum session_event event, int64_t now_ms)
{
    session_advance(s, t, now_ms);
    const bool changed = apply(s, t, event, now_ms);
    if (changed)
        s->revision++;
    return changed;
}
