/*
 * From a day's items to a timeline: what is said and shown, second by second.
 * Each cue owns its time; the next begins where it ends, so two voices can
 * never meet. Speech is paced by the words' own length, never squeezed.
 */
#include "care/walk.h"
#include "session/session.h"
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 900, CUES_MAX = 20000 };

// Breath guide: about 4 s in and 6 s out, calm for most adults (our choice).
static const double breath_in_s = 4, breath_out_s = 6;
static const double last_seconds_s = 5;  // told before a hold ends
static const double halfway_from_s = 20; // shorter holds need no half-way word

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

// ---- small text helpers ---------------------------------------------------

struct line {
    char text[TEXT_MAX];
    size_t used;
};

static void put(struct line *l, const char *format, ...) SP_PRINTF(2, 3);
static void put(struct line *l, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n =
        vsnprintf(l->text + l->used, sizeof l->text - l->used, format, args);
    va_end(args);
    if (n > 0)
        l->used += (size_t)n;
    if (l->used >= sizeof l->text)
        l->used = sizeof l->text - 1;
}

static const char *side_word(int side)
{
    return side == 2 ? _("left") : _("right");
}

// `len` bytes of words with {side} and {other} filled in
static void put_spoken(struct line *l, const char *words, size_t len, int side)
{
    for (const char *p = words; p < words + len;) {
        if (strncmp(p, "{side}", 6) == 0) {
            put(l, "%s", side_word(side));
            p += 6;
        } else if (strncmp(p, "{other}", 7) == 0) {
            put(l, "%s", side_word(3 - side));
            p += 7;
        } else {
            put(l, "%c", *p++);
        }
    }
}

// "30 seconds", "1 minute", "2 minutes and 5 seconds"
static void say_seconds(char text[60], double s)
{
    const int whole = (int)lround(s), minutes = whole / 60, rest = whole % 60;
    char minutes_text[30], rest_text[30];
    snprintf(minutes_text, sizeof minutes_text,
             words_plural(minutes, "%d minute", "%d minutes"), minutes);
    snprintf(rest_text, sizeof rest_text,
             words_plural(rest, "%d second", "%d seconds"), rest);
    if (minutes && rest)
        snprintf(text, 60, _("%s and %s"), minutes_text, rest_text);
    else
        snprintf(text, 60, "%s", minutes ? minutes_text : rest_text);
}

// ---- cues -------------------------------------------------------------------

static char *copy_text(const char *s)
{
    const size_t n = strlen(s) + 1;
    char *copy = malloc(n);
    return copy ? memcpy(copy, s, n) : NULL;
}

static struct session_cue *new_cue(struct compiler *c)
{
    struct session_timeline *t = c->t;
    if (t->cues == c->cap) {
        const int cap = c->cap ? 2 * c->cap : 128;
        if (cap > CUES_MAX) {
            c->st = sp_fail(c->err, SP_E_RANGE,
                            _("this session would need more than %d cues; "
                              "shorten the plan"),
                            CUES_MAX);
            return NULL;
        }
        struct session_cue *grown =
            realloc(t->cue, (size_t)cap * sizeof *grown);
        if (!grown) {
            c->st = sp_fail(c->err, SP_E_NOMEM, "out of memory");
            return NULL;
        }
        t->cue = grown;
        c->cap = cap;
    }
    struct session_cue *cue = &t->cue[t->cues++];
    *cue = (struct session_cue){.start_ms = t->length_ms,
                                .item = c->item_index,
                                .side = c->side,
                                .rep = c->rep,
                                .reps = c->reps,
                                .figure_exercise = c->exercise};
    return cue;
}

/* Add a cue of `seconds`; `say` NULL keeps silent, `caption` NULL shows what
 * is said. Returns the cue to be filled further, or NULL after a failure. */
static struct session_cue *add_cue(struct compiler *c, enum session_kind kind,
                                   double seconds, const char *say,
                                   const char *caption)
{
    if (c->st != SP_OK)
        return NULL;
    struct session_cue *cue = new_cue(c);
    if (!cue)
        return NULL;
    cue->kind = kind;
    cue->length_ms = (int64_t)llround(seconds * 1000);
    cue->say = say ? copy_text(say) : NULL;
    cue->caption = copy_text(caption ? caption : say ? say : "");
    if ((say && !cue->say) || !cue->caption)
        c->st = sp_fail(c->err, SP_E_NOMEM, "out of memory");
    c->t->length_ms += cue->length_ms;
    return cue;
}

static double speech_s(const struct compiler *c, const struct line *say)
{
    return care_speech_s(c->talk, say->text);
}

static double with_pause(double speech, double least_s)
{
    const double s = speech + 0.8;
    return s > least_s ? s : least_s;
}

// what a step says, first or again, in the person's wording
static void put_step(const struct compiler *c, struct line *l,
                     const struct care_step *step, bool reminder)
{
    size_t len = 0;
    const char *words = care_step_words(c->talk, step, &len);
    if (reminder && step->cue)
        put_spoken(l, step->cue, strlen(step->cue), c->side);
    else
        put_spoken(l, words, len, c->side);
}

// ---- the figure's place in its clip
// ------------------------------------------

/*
 * Places in the clip for going from keyframe `from` to `to`: the shortest run
 * of legs that joins them, forwards or backwards; standing still at `to`
 * where the clip knows no way.
 */
static void clip_places(const struct compiler *c, int from, int to,
                        double *from_s, double *to_s)
{
    double start[SESSION_LEGS_MAX + 1];
    start[0] = 0;
    for (int i = 0; i < c->legs; i++)
        start[i + 1] = start[i] + c->leg[i].seconds;

    *from_s = *to_s = 0;
    double best = INFINITY;
    for (int a = 0; a < c->legs; a++) {
        for (int b = a; b < c->legs; b++) {
            const double length = start[b + 1] - start[a];
            const bool ahead = c->leg[a].from == from && c->leg[b].to == to;
            const bool back = c->leg[a].from == to && c->leg[b].to == from;
            if ((ahead || back) && from != to && length < best) {
                best = length;
                *from_s = ahead ? start[a] : start[b + 1];
                *to_s = ahead ? start[b + 1] : start[a];
            }
        }
    }
    if (isfinite(best))
        return;
    for (int i = 0; i < c->legs; i++) {
        if (c->leg[i].from == to || c->leg[i].to == to) {
            *from_s = *to_s = c->leg[i].from == to ? start[i] : start[i + 1];
            return;
        }
    }
}

static void show(struct compiler *c, struct session_cue *cue, int keyframe)
{
    if (!cue || keyframe < 0)
        return;
    clip_places(c, c->at, keyframe, &cue->figure_from_s, &cue->figure_to_s);
    c->at = keyframe;
}

static int breath_of(const char *breath)
{
    return !breath                      ? 0
           : strcmp(breath, "in") == 0  ? 1
           : strcmp(breath, "out") == 0 ? 2
                                        : 0;
}

// ---- pieces of a movement
// -----------------------------------------------------

static void add_step(struct compiler *c, enum session_kind kind, int i,
                     bool reminder)
{
    const struct care_step *step = &c->ex->steps[i];
    struct line say = {0};
    put_step(c, &say, step, reminder);
    const double s = with_pause(speech_s(c, &say), step->seconds);
    struct session_cue *cue = add_cue(c, kind, s, say.text, NULL);
    if (cue)
        cue->breath = breath_of(step->breath);
    show(c, cue, walk_show(&c->w, i, c->at));
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
            add_cue(c, SESSION_HOLD, s, s >= 1.5 ? say : NULL,
                    in ? _("Breathe in") : _("Breathe out"));
        if (cue)
            cue->breath = in ? 1 : 2;
        show(c, cue, show_at);
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
            add_cue(c, SESSION_ENTER, step->seconds, NULL, c->ex->name);
        show(c, cue, keyframe);
    }

    struct line say = {0}, caption = {0};
    char time[60];
    say_seconds(time, hold_s);
    put(&say, _("Hold for %s."), time);
    const struct line plain = say;
    put(&say, " ");
    put(&caption, "%s", say.text);
    put_spoken(&caption, step->say, strlen(step->say), c->side);
    if (!c->talk->brief || step->safety)
        put_step(c, &say, step, reminder);
    else
        say = plain;
    double told_s = speech_s(c, &say) + 0.5;
    if (told_s > 0.7 * hold_s) {
        say = plain;
        told_s = speech_s(c, &say) + 0.2;
    }
    if (told_s > hold_s) {
        say = (struct line){0};
        put(&say, _("Hold."));
        told_s = hold_s;
    }
    const double tail_s = hold_s >= 15 ? last_seconds_s : 0;
    double quiet_s = hold_s - told_s - tail_s;
    if (quiet_s < 2) {
        told_s += quiet_s;
        quiet_s = 0;
    }
    struct session_cue *cue =
        add_cue(c, SESSION_HOLD, told_s, say.text, caption.text);
    if (cue)
        cue->chime = true;
    show(c, cue, keyframe);
    add_breaths(c, quiet_s, hold_s, told_s, keyframe);
    if (tail_s > 0)
        show(c,
             add_cue(c, SESSION_HOLD, tail_s, _("Five more seconds."),
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
        put_step(c, &say, step, false);
        return say;
    }
    if (step->cue)
        put_step(c, &say, step, true);
    if (say.used && speech_s(c, &say) + 0.2 <= stroke_s + 0.3)
        return say;
    say = (struct line){0};
    if (opens_cycle && reps > 1 && cycle == reps - 1 && stroke_s >= 1.5)
        put(&say, _("Last one."));
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
                put(&say, _("Half way.")); // may run on into silent strokes
                told_half = true;
            } else if (say.used) {
                caption = say;
            }
            const double need_s = cycle == 0 ? speech_s(c, &say) + 0.2 : 0;
            struct session_cue *cue =
                add_cue(c, SESSION_FLOW, need_s > stroke_s ? need_s : stroke_s,
                        say.used ? say.text : NULL, caption.text);
            if (cue)
                cue->breath = breath_of(step->breath);
            show(c, cue, walk_show(&c->w, i, c->at));
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
        show(c,
             add_cue(c, SESSION_EXIT, 4, _("Ease out slowly, and rest."), NULL),
             c->w.start_show);
}

static void add_rest(struct compiler *c)
{
    add_way_out(c);
    struct line caption = {0};
    put(&caption, _("Rest. %d of %d done"), c->rep, c->reps);
    const double s = c->item->rest_s > 3 ? c->item->rest_s : 3;
    show(c, add_cue(c, SESSION_REST, s, NULL, caption.text), c->at);
    show(c, add_cue(c, SESSION_READY, 2.5, _("And once more."), NULL), c->at);
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

static void add_side(struct compiler *c)
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

static void put_dose(struct line *l, const struct compiler *c)
{
    const int reps = c->item->reps;
    char time[60];
    say_seconds(time, c->w.has_hold ? c->item->hold_s : c->item->duration_s);
    if (c->w.has_hold && reps > 1)
        put(l, words_plural(reps, "%d hold of %s", "%d holds of %s"), reps,
            time);
    else if (c->w.has_hold || c->item->duration_s > 0)
        put(l, "%s", time);
    else
        put(l, words_plural(reps, "%d time", "%d times"), reps);
    put(l, "%s.", c->ex->sides == CARE_EACH_SIDE ? _(", on each side") : "");
}

static void add_ready(struct compiler *c, bool first)
{
    struct line say = {0}, caption = {0};
    put(&caption, "%s. ", c->ex->name);
    put_dose(&caption, c);
    put(&say, "%s %s", first ? _("We begin with:") : _("Next:"), caption.text);
    c->at = c->w.start_show;
    struct session_cue *cue =
        add_cue(c, SESSION_READY, with_pause(speech_s(c, &say), 5), say.text,
                caption.text);
    if (cue)
        cue->chime = true;
    show(c, cue, c->at);
}

static void add_other_side(struct compiler *c)
{
    struct line say = {0};
    put(&say, _("Change sides. Now the %s."), side_word(c->side));
    c->at = c->w.start_show;
    struct session_cue *cue = add_cue(
        c, SESSION_SIDES, with_pause(speech_s(c, &say), 4), say.text, NULL);
    if (cue)
        cue->chime = true;
    show(c, cue, c->at);
}

static void add_item(struct compiler *c, int index)
{
    c->item_index = index;
    c->item = &c->t->item[index];
    c->exercise = c->item->exercise;
    c->ex = care_exercise_at(c->lib, c->exercise);
    if (!c->ex || !c->ex->scene || c->ex->step_count == 0) {
        c->st =
            sp_fail(c->err, SP_E_RANGE,
                    _("%s has no steps to be guided through; it can be read "
                      "in the library only"),
                    c->ex ? c->ex->id : _("an item"));
        return;
    }
    c->w = walk_of(c->ex, c->item->variant);
    c->legs = session_legs(c->ex, c->item->variant, c->leg, SESSION_LEGS_MAX);
    const bool each = c->ex->sides == CARE_EACH_SIDE;
    c->side = each ? 1 : 0;
    add_ready(c, index == 0);
    add_side(c);
    if (each) {
        c->side = 2;
        add_other_side(c);
        add_side(c);
    }
    c->side = 0;
}

static void add_intro(struct compiler *c, int count)
{
    struct line say = {0};
    if (!c->talk->brief)
        put(&say,
            words_plural(count, "Welcome. %d movement today. ",
                         "Welcome. %d movements today. "),
            count);
    put(&say, _("Move slowly, and keep every stretch mild. If anything hurts, "
                "stop. You can stop at any time."));
    c->item_index = c->exercise = -1;
    add_cue(c, SESSION_INTRO, with_pause(speech_s(c, &say), 6), say.text, NULL);
}

static void add_end(struct compiler *c)
{
    c->item_index = c->exercise = -1;
    c->side = c->rep = c->reps = 0;
    struct session_cue *cue =
        add_cue(c, SESSION_END, 12,
                _("That is all for today. Well done. Rest a moment, and get up "
                  "slowly when you are ready."),
                NULL);
    if (cue)
        cue->chime = true;
}

enum sp_status session_compile(const struct care_library *lib,
                               const struct care_item *items, int count,
                               const struct care_talk *talk,
                               struct session_timeline **out,
                               struct sp_error *err)
{
    *out = NULL;
    if (count < 1 || count > CARE_DAY_ITEMS)
        return sp_fail(err, SP_E_RANGE,
                       _("a session holds 1 to %d movements, not %d"),
                       CARE_DAY_ITEMS, count);
    struct session_timeline *t = calloc(1, sizeof *t);
    if (t)
        t->item = calloc((size_t)count, sizeof *t->item);
    if (!t || !t->item) {
        session_timeline_free(t);
        return sp_fail(err, SP_E_NOMEM, "out of memory");
    }
    memcpy(t->item, items, (size_t)count * sizeof *items);
    t->items = count;

    struct compiler c = {.lib = lib, .talk = talk, .t = t, .err = err};
    add_intro(&c, count);
    for (int i = 0; i < count && c.st == SP_OK; i++)
        add_item(&c, i);
    if (c.st == SP_OK)
        add_end(&c);
    if (c.st != SP_OK) {
        session_timeline_free(t);
        return c.st;
    }
    *out = t;
    return SP_OK;
}

void session_timeline_free(struct session_timeline *t)
{
    if (!t)
        return;
    for (int i = 0; i < t->cues; i++) {
        free(t->cue[i].say);
        free(t->cue[i].caption);
    }
    free(t->cue);
    free(t->item);
    free(t);
}

double session_minutes(const struct care_library *lib,
                       const struct care_item *items, int count,
                       const struct care_talk *talk)
{
    struct session_timeline *t;
    if (session_compile(lib, items, count, talk, &t, NULL) != SP_OK)
        return NAN;
    const double minutes = (double)t->length_ms / 60000;
    session_timeline_free(t);
    return minutes;
}

int session_cue_at(const struct session_timeline *t, int64_t position_ms)
{
    int low = 0, high = t->cues - 1;
    while (low < high) {
        const int mid = (low + high + 1) / 2;
        if (t->cue[mid].start_ms <= position_ms)
            low = mid;
        else
            high = mid - 1;
    }
    return low;
}

void session_transcript(const struct session_timeline *t,
                        const struct care_library *lib,
                        bool (*write)(void *ctx, const char *line), void *ctx)
{
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *cue = &t->cue[i];
        const struct care_exercise *ex =
            cue->figure_exercise >= 0
                ? care_exercise_at(lib, cue->figure_exercise)
                : NULL;
        struct line l = {0};
        put(&l, "%02d:%02d  ", (int)(cue->start_ms / 60000),
            (int)(cue->start_ms / 1000 % 60));
        if (ex)
            put(&l, "%s%s%s: ", ex->name, cue->side ? ", " : "",
                cue->side ? side_word(cue->side) : "");
        put(&l, "%s", cue->say ? cue->say : "");
        if (!cue->say)
            put(&l, "(%s)", cue->caption);
        if (!write(ctx, l.text))
            return;
    }
}
