/*
 * A pull as a session: the exercise's own way in and out, and between them the
 * protocol's curve, span by span. Its times are the table's, so words fit into
 * a span or are left out; the way back waits until the person says that
 * nothing pulls any more.
 */
#include "session/session.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAY_MAX = 200, REMIND_S = 60 };

struct pull {
    struct session_timeline *t;
    int cap;
    enum care_units units;
    const struct care_talk *talk;
    int holds;                       /* cycles in all */
    double enter_from_s, enter_to_s; /* places in the clip: in, and held */
    double back_to_s;
    const struct session_cue *like; /* a cue of the movement, for the rest */
    enum sp_status st;
    struct sp_error *err;
};

static struct session_cue *add(struct pull *p, enum session_kind kind,
                               double seconds, const char *say,
                               const char *caption)
{
    struct session_timeline *t = p->t;
    if (p->st != SP_OK)
        return NULL;
    if (t->cues == p->cap) {
        const int cap = p->cap ? 2 * p->cap : 64;
        struct session_cue *grown =
            realloc(t->cue, (size_t)cap * sizeof *grown);
        if (!grown) {
            p->st = sp_fail(p->err, SP_E_NOMEM, _("out of memory"));
            return NULL;
        }
        t->cue = grown;
        p->cap = cap;
    }
    struct session_cue *cue = &t->cue[t->cues++];
    *cue = (struct session_cue){.start_ms = t->length_ms,
                                .length_ms = (int64_t)llround(seconds * 1000),
                                .kind = kind,
                                .figure_exercise = p->like->figure_exercise,
                                .say = say ? strdup(say) : NULL,
                                .caption = strdup(caption)};
    if ((say && !cue->say) || !cue->caption)
        p->st = sp_fail(p->err, SP_E_NOMEM, _("out of memory"));
    t->length_ms += cue->length_ms;
    return cue;
}

/* One of the whole timeline as it is; its words change hands. */
static void keep(struct pull *p, struct session_cue *from)
{
    struct session_cue *cue =
        add(p, from->kind, (double)from->length_ms / 1000, NULL, "");
    if (!cue)
        return;
    const int64_t start_ms = cue->start_ms;
    free(cue->caption);
    *cue = *from;
    cue->start_ms = start_ms;
    from->say = from->caption = NULL;
}

static void place(const struct pull *p, struct session_cue *cue,
                  const struct care_pull_span *s, double from_s, double to_s)
{
    if (!cue)
        return;
    cue->pull = true;
    cue->rep = s->cycle;
    cue->reps = p->holds;
    cue->from_N = s->from_N;
    cue->to_N = s->to_N;
    cue->figure_from_s = from_s;
    cue->figure_to_s = to_s;
}

/* The first of the wordings that fits into the time; "" is silence. */
static const char *fitting(const struct pull *p, double seconds,
                           const char *longer, const char *shorter)
{
    if (care_speech_s(p->talk, longer) + 0.3 <= seconds)
        return longer;
    return care_speech_s(p->talk, shorter) + 0.3 <= seconds ? shorter : NULL;
}

/* Seconds of a cue whose words no span bounds. */
static double at_least(const struct pull *p, double least_s, const char *say)
{
    return fmax(least_s, care_speech_s(p->talk, say) + 0.3);
}

/* ---- spans -----------------------------------------------------------------
 */

static void add_ramp(struct pull *p, const struct care_pull_span *s)
{
    char spoken[32], shown[32], say[SAY_MAX], caption[SAY_MAX];
    care_force_text(s->to_N, p->units, true, spoken);
    care_force_text(s->to_N, p->units, false, shown);
    snprintf(say, sizeof say, _("Breathe out. Let the pull grow slowly to %s."),
             spoken);
    snprintf(caption, sizeof caption, _("The pull grows to %s"), shown);
    struct session_cue *cue =
        add(p, SESSION_ENTER, s->length_s,
            fitting(p, s->length_s, say, _("The pull grows.")), caption);
    const bool first = s->from_N <= 0;
    place(p, cue, s, first ? p->enter_from_s : p->enter_to_s, p->enter_to_s);
    if (cue)
        cue->chime = true;
}

/* One minute after another, each with the reminder that stays true. */
static void add_hold(struct pull *p, const struct care_pull_span *s)
{
    double left_s = s->length_s;
    for (bool first = true; left_s > 0.05; first = false) {
        double part_s = left_s > REMIND_S * 1.5 ? REMIND_S : left_s;
        const char *say =
            first
                ? fitting(p, part_s, _("Hold. Breathe easily. It stays mild."),
                          _("Hold."))
                : fitting(p, part_s,
                          _("Breathe easily. If anything hurts or tingles, "
                            "press the release."),
                          _("Breathe easily."));
        place(p,
              add(p, SESSION_HOLD, part_s, say,
                  _("Breathe easily. Pain or tingling: press the release")),
              s, p->enter_to_s, p->enter_to_s);
        left_s -= part_s;
    }
}

static void add_ease(struct pull *p, const struct care_pull_span *s)
{
    char spoken[32], shown[32], say[SAY_MAX], caption[SAY_MAX];
    care_force_text(s->to_N, p->units, true, spoken);
    care_force_text(s->to_N, p->units, false, shown);
    snprintf(say, sizeof say, _("Breathe in. The pull fades to %s."), spoken);
    snprintf(caption, sizeof caption, _("The pull fades to %s"), shown);
    place(p,
          add(p, SESSION_EXIT, s->length_s,
              fitting(p, s->length_s, say, _("The pull fades.")), caption),
          s, p->enter_to_s, p->enter_to_s);
}

static void add_release(struct pull *p, const struct care_pull_span *s)
{
    struct session_cue *cue =
        add(p, SESSION_EXIT, s->length_s,
            fitting(p, s->length_s,
                    _("Breathe in. Let the pull fade slowly, all of it."),
                    _("Let the pull fade.")),
            _("The pull fades until it is gone"));
    place(p, cue, s, p->enter_to_s, p->back_to_s);
    if (cue) {
        cue->release = true;
        cue->chime = true;
    }
    const char *ask = _("When nothing pulls any more, say so with one press.");
    struct session_cue *wait = add(p, SESSION_EXIT, at_least(p, 6, ask), ask,
                                   _("Nothing pulls any more? Then confirm it"));
    place(p, wait, s, p->back_to_s, p->back_to_s);
    if (wait) {
        wait->from_N = wait->to_N = 0;
        wait->wait = true;
        wait->chime = true;
    }
}

static void add_spans(struct pull *p, const struct care_pull_span *spans,
                      int count)
{
    const char *now = _("Start the table now. The pull begins.");
    struct session_cue *begin = add(p, SESSION_READY, at_least(p, 5, now), now,
                                    _("Start the table now"));
    place(p, begin, &spans[0], p->enter_from_s, p->enter_from_s);
    if (begin)
        begin->to_N = begin->from_N;
    for (int i = 0; i < count && p->st == SP_OK; i++) {
        const struct care_pull_span *s = &spans[i];
        switch (s->phase) {
        case CARE_PULL_RAMP:
            add_ramp(p, s);
            break;
        case CARE_PULL_HOLD:
            add_hold(p, s);
            break;
        case CARE_PULL_EASE:
            add_ease(p, s);
            break;
        case CARE_PULL_REST:
            place(p,
                  add(p, SESSION_REST, s->length_s,
                      fitting(p, s->length_s, _("Rest."), _("Rest.")),
                      _("Rest")),
                  s, p->enter_to_s, p->enter_to_s);
            break;
        case CARE_PULL_RELEASE:
        case CARE_PULL_PHASES:
            add_release(p, s);
            break;
        }
    }
}

/* ---- the whole -------------------------------------------------------------
 */

/* The exercise's own greeting tells a hold; a pull tells its whole time. */
static void add_ready(struct pull *p, const struct care_library *lib,
                      const struct session_cue *like,
                      const struct care_pull_span *spans, int count)
{
    const struct care_pull_span *last = &spans[count - 1];
    const double length_s = last->start_s + last->length_s;
    const char *name = care_exercise_at(lib, like->figure_exercise)->name;
    char spoken[32], shown[32], say[SAY_MAX], caption[SAY_MAX];
    double top_N = 0;
    for (int i = 0; i < count; i++)
        top_N = fmax(top_N, spans[i].to_N);
    care_force_text(top_N, p->units, true, spoken);
    care_force_text(top_N, p->units, false, shown);
    snprintf(say, sizeof say, _("%s. About %.0f minutes, up to %s."), name,
             length_s / 60, spoken);
    snprintf(caption, sizeof caption, _("%s. %d:%02d, up to %s."), name,
             (int)length_s / 60, (int)length_s % 60, shown);
    const double speech_s = care_speech_s(p->talk, say) + 0.8;
    struct session_cue *cue =
        add(p, SESSION_READY, speech_s > 5 ? speech_s : 5, say, caption);
    if (cue) {
        cue->chime = true;
        cue->figure_from_s = like->figure_from_s;
        cue->figure_to_s = like->figure_to_s;
    }
}

/* First cue of a kind, from an index on; -1. */
static int find(const struct session_timeline *t, enum session_kind kind,
                int from)
{
    for (int i = from; i < t->cues; i++)
        if (t->cue[i].kind == kind)
            return i;
    return -1;
}

enum sp_status session_compile_pull(const struct care_library *lib,
                                    const struct care_item *item,
                                    const struct care_pull_span *spans,
                                    int count, enum care_units units,
                                    const struct care_talk *talk,
                                    struct session_timeline **out,
                                    struct sp_error *err)
{
    struct session_timeline *whole = NULL;
    struct care_item once = *item;
    once.reps = 1;
    *out = NULL;
    enum sp_status st = session_compile(lib, &once, 1, talk, &whole, err);
    if (st != SP_OK)
        return st;
    // the exercise is told as: in, one hold, out, rest; the curve takes the
    // place of the first three
    const int in = find(whole, SESSION_ENTER, 0);
    const int back = in < 0 ? -1 : find(whole, SESSION_EXIT, in);
    struct session_timeline *t = calloc(1, sizeof *t);
    if (t)
        t->item = calloc(1, sizeof *t->item);
    if (in < 0 || back < 0 || count < 1 || !t || !t->item) {
        session_timeline_free(whole);
        session_timeline_free(t);
        return t ? sp_fail(err, SP_E_RANGE,
                           _("this exercise is not told as a "
                             "pull that comes and goes"))
                 : sp_fail(err, SP_E_NOMEM, _("out of memory"));
    }
    t->item[0] = *item;
    t->items = 1;
    t->pulls = true;
    struct pull p = {.t = t,
                     .units = units,
                     .talk = talk,
                     .holds = spans[count - 1].cycle,
                     .enter_from_s = whole->cue[in].figure_from_s,
                     .enter_to_s = whole->cue[in].figure_to_s,
                     .back_to_s = whole->cue[back].figure_to_s,
                     .like = &whole->cue[in],
                     .err = err};
    for (int i = 0; i < in; i++) {
        if (whole->cue[i].kind == SESSION_READY)
            add_ready(&p, lib, &whole->cue[i], spans, count);
        else
            keep(&p, &whole->cue[i]);
    }
    add_spans(&p, spans, count);
    for (int i = back + 1; i < whole->cues; i++)
        keep(&p, &whole->cue[i]);
    session_timeline_free(whole);
    if (p.st != SP_OK) {
        session_timeline_free(t);
        return p.st;
    }
    *out = t;
    return SP_OK;
}
