/*
 * How long one item takes, words included. The same reckoning as a compiled
 * session (session/compile.c), without its cues; tests/session holds the two
 * together.
 */
#include "care/care_internal.h"
#include "care/library/walk.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double speech_s(const struct care_talk *talk, const char *text,
                       size_t len)
{
    if (len == 0)
        return 0;
    double s = 0.2;
    for (const char *p = text; p < text + len; p++) {
        if ((*p & 0xC0) != 0x80) // not a UTF-8 continuation byte
            s += 0.064;
        if (*p >= '0' && *p <= '9')
            s += 0.25;
        if (*p == '.' || *p == '!' || *p == '?' || *p == ':')
            s += 0.40;
        if (*p == ',' || *p == ';')
            s += 0.20;
    }
    return talk->pace > 0 ? s / talk->pace : s;
}

double care_speech_s(const struct care_talk *talk, const char *text)
{
    return text ? speech_s(talk, text, strlen(text)) : 0;
}

// bytes of the first sentence
static size_t first_sentence(const char *text)
{
    for (const char *p = text; *p; p++)
        if (strchr(".!?", *p) && (p[1] == ' ' || !p[1]))
            return (size_t)(p - text) + 1;
    return strlen(text);
}

const char *care_step_words(const struct care_talk *talk,
                            const struct care_step *step, size_t *len)
{
    // the way out is told in full unless it has short words of its own
    const bool whole = !talk->brief || step->safety ||
                       (step->phase == CARE_EXIT && !step->cue);
    const char *words = !whole && step->cue ? step->cue : step->say;
    *len = whole || step->cue ? strlen(words) : first_sentence(words);
    return words;
}

static double pause_after(double speech, double least_s)
{
    const double s = speech + 0.8;
    return s > least_s ? s : least_s;
}

// a step told for the first time, or again with its short cue
static double told_s(const struct care_talk *talk, const struct care_step *step,
                     bool reminder)
{
    size_t len = 0;
    const char *words = care_step_words(talk, step, &len);
    const double s = reminder && step->cue ? care_speech_s(talk, step->cue)
                                           : speech_s(talk, words, len);
    return pause_after(s, step->seconds);
}

// a stroke is as long as it is; the first time round also as its words
static double stroke_s(const struct care_talk *talk,
                       const struct care_step *step, bool first_cycle)
{
    size_t len = 0;
    const double s = step->seconds > 0 ? step->seconds : 3;
    const char *words = care_step_words(talk, step, &len);
    const double need = first_cycle ? speech_s(talk, words, len) + 0.2 : 0;
    return need > s ? need : s;
}

static double cycle_s(const struct walk *w, const struct care_talk *talk,
                      int first, int end, bool first_cycle)
{
    double s = 0;
    for (int i = first; i < end; i++)
        if (walk_takes(w, i))
            s += stroke_s(talk, &w->ex->steps[i], first_cycle);
    return s;
}

static double flow_s(const struct walk *w, const struct care_item *item,
                     const struct care_talk *talk, int first, int end)
{
    const double once = cycle_s(w, talk, first, end, true);
    const double again = cycle_s(w, talk, first, end, false);
    if (!(item->duration_s > 0))
        return once + again * (item->reps > 1 ? item->reps - 1 : 0);
    // by the clock: whole cycles until a second before the time is up
    double s = once;
    if (again > 0 && s < item->duration_s - 1)
        s += again * ceil((item->duration_s - 1 - s) / again);
    return s;
}

static double block_s(const struct walk *w, const struct care_item *item,
                      const struct care_talk *talk, bool reminder)
{
    double s = 0;
    for (int i = w->block_first; i >= 0 && i <= w->block_last; i++) {
        const struct care_step *step = &w->ex->steps[i];
        if (!walk_takes(w, i))
            continue;
        if (step->phase == CARE_HOLD) {
            s += item->hold_s;
        } else if (step->phase == CARE_FLOW) {
            const int end = walk_flow_end(w, i);
            s += flow_s(w, item, talk, i, end);
            i = end - 1;
        } else {
            s += told_s(talk, step, reminder);
        }
    }
    return s;
}

// the way out in short, rest, "and once more"
static double rest_s(const struct walk *w, const struct care_item *item,
                     const struct care_talk *talk)
{
    double out = 0;
    for (int i = w->block_last + 1; i < w->ex->step_count; i++)
        if (walk_takes(w, i) && w->ex->steps[i].cue)
            out += told_s(talk, &w->ex->steps[i], true);
    if (!(out > 0))
        out = 4;
    return out + (item->rest_s > 3 ? item->rest_s : 3) + 2.5;
}

static double side_s(const struct care_exercise *ex,
                     const struct care_item *item, const struct care_talk *talk)
{
    const struct walk w = walk_of(ex, item->variant);
    double s = 0;
    for (int i = 0; i < ex->step_count; i++) {
        const struct care_step *step = &ex->steps[i];
        const bool setup = step->phase == CARE_SETUP &&
                           (w.block_first < 0 || i < w.block_first);
        if (walk_takes(&w, i) && (setup || i > w.block_last))
            s += told_s(talk, step, false);
    }
    const bool repeats = w.has_hold && !w.has_flow && item->reps > 0;
    const int reps = repeats ? item->reps : 1;
    s += block_s(&w, item, talk, false);
    if (reps > 1)
        s += (reps - 1) *
             (rest_s(&w, item, talk) + block_s(&w, item, talk, true));
    return s;
}

double care_item_minutes(const struct care_exercise *ex,
                         const struct care_item *item,
                         const struct care_talk *talk)
{
    char ready[200];
    snprintf(ready, sizeof ready, _("Next: %.80s. %d holds of %d seconds."),
             ex->name, item->reps, (int)item->hold_s);
    double s =
        pause_after(care_speech_s(talk, ready), 5) + side_s(ex, item, talk);
    if (ex->sides == CARE_EACH_SIDE)
        s += 4 + side_s(ex, item, talk);
    return s / 60;
}
