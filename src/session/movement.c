/*
 * The cues of one movement, a side at a time: steps, holds with their breaths,
 * flows, rests and the way out.
 */
#include "session/session_internal.h"
#include "text/words.h"

#include <string.h>

// Breath guide: about 4 s in and 6 s out, calm for most adults (our choice).
static const double breath_in_s = 4, breath_out_s = 6;
static const double last_seconds_s = 5;  // told before a hold ends
static const double halfway_from_s = 20; // shorter holds need no half-way word

static void add_step(struct compiler *c, enum session_kind kind, int i,
                     bool reminder)
{
    const struct care_step *step = &c->ex->steps[i];
    struct line say = {0};
    line_step(c, &say, step, reminder);
    const double s = cue_with_pause(cue_speech_s(c, &say), step->seconds);
    struct session_cue *cue = cue_add(c, kind, s, say.text, NULL);
    if (cue)
        cue->breath = cue_breath(step->breath);
    cue_show(c, cue, walk_show(&c->w, i, c->at));
}

// silence in a hold, filled by the breath guide; the first breath and the
// half-way mark are spoken
static void add_breaths(struct compiler *c, double seconds, double hold_s,
                        double begun_s, int show_at)
{
    double left = seconds;
    bool told_half = hold_s < halfway_from_s;
    for (int n = 0; left > 0.05; n++) {
        const bool in = n % 2 == 0;
        double s = in ? breath_in_s : breath_out_s;
        if (left - s < 2)
            s = left;
        const bool half = !told_half && begun_s + seconds - left >= hold_s / 2;
        const char *say = n == 0   ? _("Breathe in.")
                          : n == 1 ? _("And out.")
                          : half   ? _("Half way.")
                                   : NULL;
        told_half = told_half || (half && n > 1);
        struct session_cue *cue =
            cue_add(c, SESSION_HOLD, s, s >= 1.5 ? say : NULL,
                    in ? _("Breathe in") : _("Breathe out"));
        if (cue)
            cue->breath = in ? 1 : 2;
        cue_show(c, cue, show_at);
        left -= s;
    }
}

static void add_hold(struct compiler *c, int i, bool reminder)
{
    const struct care_step *step = &c->ex->steps[i];
    const double hold_s = c->item->hold_s;
    const int keyframe = walk_show(&c->w, i, c->at);

    // reaching a pose that no enter step has shown yet takes its own time
    if (keyframe != c->at && step->seconds > 0) {
        struct session_cue *cue =
            cue_add(c, SESSION_ENTER, step->seconds, NULL, c->ex->name);
        cue_show(c, cue, keyframe);
    }

    struct line say = {0}, caption = {0};
    char time[60];
    line_seconds(time, hold_s);
    line_put(&say, _("Hold for %s."), time);
    const struct line plain = say;
    line_put(&say, " ");
    line_put(&caption, "%s", say.text);
    line_whole_step(&caption, step, c->side);
    if (!c->talk->brief || step->safety)
        line_step(c, &say, step, reminder);
    else
        say = plain;
    double told_s = cue_speech_s(c, &say) + 0.5;
    if (told_s > 0.7 * hold_s) {
        say = plain;
        told_s = cue_speech_s(c, &say) + 0.2;
    }
    if (told_s > hold_s) {
        say = (struct line){0};
        line_put(&say, _("Hold."));
        told_s = hold_s;
    }
    const double tail_s = hold_s >= 15 ? last_seconds_s : 0;
    double quiet_s = hold_s - told_s - tail_s;
    if (quiet_s < 2) {
        told_s += quiet_s;
        quiet_s = 0;
    }
    struct session_cue *cue =
        cue_add(c, SESSION_HOLD, told_s, say.text, caption.text);
    if (cue)
        cue->chime = true;
    cue_show(c, cue, keyframe);
    add_breaths(c, quiet_s, hold_s, told_s, keyframe);
    if (tail_s > 0)
        cue_show(c,
                 cue_add(c, SESSION_HOLD, tail_s, _("Five more seconds."),
                         _("Five more seconds")),
                 keyframe);
}

// what a stroke of a flow says: all of it in the first cycle, then the short
// cue where it fits, "Last one" before the end; empty = silence
static struct line stroke_words(const struct compiler *c, int i, int cycle,
                                int reps, bool opens_cycle, double stroke_s)
{
    const struct care_step *step = &c->ex->steps[i];
    struct line say = {0};
    if (cycle == 0) {
        line_step(c, &say, step, false);
        return say;
    }
    if (step->cue)
        line_step(c, &say, step, true);
    if (say.used && cue_speech_s(c, &say) + 0.2 <= stroke_s + 0.3)
        return say;
    say = (struct line){0};
    if (opens_cycle && reps > 1 && cycle == reps - 1 && stroke_s >= 1.5)
        line_put(&say, _("Last one."));
    return say;
}

// one run of flow steps, repeated by count or by time
static void add_flow(struct compiler *c, int first, int end)
{
    const int64_t begun_ms = c->t->length_ms;
    const double whole_s = c->item->duration_s;
    const int reps = whole_s > 0 ? 0 : c->item->reps > 0 ? c->item->reps : 1;
    const int rep_before = c->rep, reps_before = c->reps;
    bool told_half = whole_s < 2 * halfway_from_s;
    struct line caption = {0}; // stays while strokes are silent

    for (int cycle = 0; c->st == SP_OK; cycle++) {
        double gone_s = (double)(c->t->length_ms - begun_ms) / 1000;
        if (reps ? cycle >= reps : cycle > 0 && gone_s >= whole_s - 1)
            break;
        c->rep = reps ? cycle + 1 : 0;
        c->reps = reps;
        for (int i = first; i < end; i++) {
            if (!walk_takes(&c->w, i))
                continue;
            const struct care_step *step = &c->ex->steps[i];
            const double stroke_s = step->seconds > 0 ? step->seconds : 3;
            struct line say =
                stroke_words(c, i, cycle, reps, i == first, stroke_s);
            gone_s = (double)(c->t->length_ms - begun_ms) / 1000;
            if (!say.used && !told_half && gone_s >= whole_s / 2) {
                line_put(&say,
                         _("Half way.")); // may run on into silent strokes
                told_half = true;
            } else if (say.used) {
                caption = say;
            }
            const double need_s = cycle == 0 ? cue_speech_s(c, &say) + 0.2 : 0;
            struct session_cue *cue =
                cue_add(c, SESSION_FLOW, need_s > stroke_s ? need_s : stroke_s,
                        say.used ? say.text : NULL, caption.text);
            if (cue)
                cue->breath = cue_breath(step->breath);
            cue_show(c, cue, walk_show(&c->w, i, c->at));
        }
    }
    c->rep = rep_before;
    c->reps = reps_before;
}

// off and out between two holds: the exercise's own way, in its short words;
// a hang is left feet first every time
static void add_way_out(struct compiler *c)
{
    bool told = false;
    for (int i = c->w.block_last + 1; i < c->ex->step_count; i++) {
        if (walk_takes(&c->w, i) && c->ex->steps[i].cue) {
            add_step(c, SESSION_EXIT, i, true);
            told = true;
        }
    }
    if (!told)
        cue_show(
            c,
            cue_add(c, SESSION_EXIT, 4, _("Ease out slowly, and rest."), NULL),
            c->w.start_show);
}

static void add_rest(struct compiler *c)
{
    add_way_out(c);
    struct line caption = {0};
    line_put(&caption, _("Rest. %d of %d done"), c->rep, c->reps);
    const double s = c->item->rest_s > 3 ? c->item->rest_s : 3;
    cue_show(c, cue_add(c, SESSION_REST, s, NULL, caption.text), c->at);
    cue_show(c, cue_add(c, SESSION_READY, 2.5, _("And once more."), NULL),
             c->at);
}

static void add_block(struct compiler *c, bool reminder)
{
    for (int i = c->w.block_first; i <= c->w.block_last && i >= 0; i++) {
        if (!walk_takes(&c->w, i))
            continue;
        switch (c->ex->steps[i].phase) {
        case CARE_HOLD:
            add_hold(c, i, reminder);
            break;
        case CARE_FLOW: {
            const int end = walk_flow_end(&c->w, i);
            add_flow(c, i, end);
            i = end - 1;
            break;
        }
        case CARE_EXIT:
            add_step(c, SESSION_EXIT, i, reminder);
            break;
        case CARE_SETUP:
        case CARE_ENTER:
            add_step(c, SESSION_ENTER, i, reminder);
            break;
        }
    }
}

void movement_add_side(struct compiler *c)
{
    c->at = c->w.start_show;
    for (int i = 0; i < c->ex->step_count; i++)
        if (walk_takes(&c->w, i) && c->ex->steps[i].phase == CARE_SETUP &&
            (c->w.block_first < 0 || i < c->w.block_first))
            add_step(c, SESSION_SETUP, i, false);

    c->reps = c->w.has_hold && !c->w.has_flow && c->item->reps > 0
                  ? c->item->reps
                  : 1;
    for (c->rep = 1; c->rep <= c->reps && c->st == SP_OK; c->rep++) {
        add_block(c, c->rep > 1);
        if (c->rep < c->reps)
            add_rest(c);
    }
    c->rep = c->reps = 0;
    for (int i = c->w.block_last + 1; i < c->ex->step_count; i++)
        if (walk_takes(&c->w, i))
            add_step(c, SESSION_EXIT, i, false);
}
