/*
 * One cue: its words, its time, and the figure's place in its clip.
 */
#include "session/session_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUES_MAX = 20000 };

// ---- words ------------------------------------------------------------------

void line_put(struct line *l, const char *format, ...)
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

// what is said of a step, for the side it is done on
static void line_words(struct line *l, const char *words, size_t len, int side)
{
    char said[LINE_MAX_BYTES];
    care_for_side(said, sizeof said, words, len, side);
    line_put(l, "%s", said);
}

void line_whole_step(struct line *l, const struct care_step *step, int side)
{
    line_words(l, step->say, strlen(step->say), side);
}

// "30 seconds", "1 minute", "2 minutes and 5 seconds"
void line_seconds(char text[60], double s)
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

// what a step says, first or again, in the person's wording
void line_step(const struct compiler *c, struct line *l,
               const struct care_step *step, bool reminder)
{
    size_t len = 0;
    const char *words = care_step_words(c->talk, step, &len);
    if (reminder && step->cue)
        line_words(l, step->cue, strlen(step->cue), c->side);
    else
        line_words(l, words, len, c->side);
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
            c->st = sp_fail(c->err, SP_E_NOMEM, _("out of memory"));
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

struct session_cue *cue_add(struct compiler *c, enum session_kind kind,
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
        c->st = sp_fail(c->err, SP_E_NOMEM, _("out of memory"));
    c->t->length_ms += cue->length_ms;
    return cue;
}

double cue_speech_s(const struct compiler *c, const struct line *say)
{
    return care_speech_s(c->talk, say->text);
}

double cue_with_pause(double speech, double least_s)
{
    const double s = speech + 0.8;
    return s > least_s ? s : least_s;
}

// ---- the figure's place in its clip

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

void cue_show(struct compiler *c, struct session_cue *cue, int keyframe)
{
    if (!cue || keyframe < 0)
        return;
    clip_places(c, c->at, keyframe, &cue->figure_from_s, &cue->figure_to_s);
    c->at = keyframe;
}

int cue_breath(const char *breath)
{
    return !breath                      ? 0
           : strcmp(breath, "in") == 0  ? 1
           : strcmp(breath, "out") == 0 ? 2
                                        : 0;
}
