/*
 * A protocol as force over time. Every change of force takes its time: up at
 * the ramp's rate, down at the release's, so nothing jerks.
 */
#include "care/pull/protocol.h"

#include <math.h>

struct curve {
    const struct care_protocol *p;
    double top_N;
    struct care_pull_span *span;
    int count, max;
    double at_s, at_N;
    bool full;
};

static void add(struct curve *c, enum care_pull_phase phase, double length_s,
                double to_N, int cycle)
{
    if (!(length_s > 1e-9))
        return;
    if (c->count == c->max) {
        c->full = true;
        return;
    }
    c->span[c->count++] =
        (struct care_pull_span){phase, c->at_s, length_s, c->at_N, to_N, cycle};
    c->at_s += length_s;
    c->at_N = to_N;
}

// up or down to a force, at the protocol's own rate
static void go(struct curve *c, enum care_pull_phase phase, double to_N,
               int cycle)
{
    const double whole_s = to_N > c->at_N ? c->p->ramp_s : c->p->release_s;
    add(c, phase, whole_s * fabs(to_N - c->at_N) / c->top_N, to_N, cycle);
}

// `n` holds with rests between them
static void in_turn(struct curve *c, int n)
{
    const double rest_N = c->p->rest_share * c->top_N;
    for (int i = 1; i <= n; i++) {
        go(c, CARE_PULL_RAMP, c->top_N, i);
        add(c, CARE_PULL_HOLD, c->p->hold_s, c->top_N, i);
        if (i == n)
            break;
        go(c, CARE_PULL_EASE, rest_N, i);
        add(c, CARE_PULL_REST, c->p->rest_s, rest_N, i);
    }
    go(c, CARE_PULL_RELEASE, 0, n);
}

/* Holds and rests as fit: the whole never lasts longer than its minutes. */
static void intermittent(struct curve *c, double total_s)
{
    const struct care_protocol *p = c->p;
    const double swing_s = (1 - p->rest_share) * (p->ramp_s + p->release_s);
    const double cycle_s = p->hold_s + p->rest_s + swing_s;
    const double left_s = total_s - p->ramp_s - p->release_s - p->hold_s;
    if (left_s < -1e-9)
        return;
    in_turn(c, 1 + (int)floor(left_s / cycle_s + 1e-9));
}

/* Plateaus of equal length, on the way up, down, or both. */
static void stepped(struct curve *c, double total_s, bool up, bool down)
{
    const int n = c->p->steps, plateaus = up && down ? 2 * n - 1 : n;
    const double each_s = (total_s - c->p->ramp_s - c->p->release_s) / plateaus;
    int cycle = 0;
    if (!(each_s > 1))
        return;
    for (int k = up ? 1 : n; k <= n; k++) {
        go(c, CARE_PULL_RAMP, c->top_N * k / n, ++cycle);
        add(c, CARE_PULL_HOLD, each_s, c->top_N * k / n, cycle);
    }
    for (int k = n - 1; down && k >= 1; k--) {
        go(c, CARE_PULL_EASE, c->top_N * k / n, ++cycle);
        add(c, CARE_PULL_HOLD, each_s, c->top_N * k / n, cycle);
    }
    go(c, CARE_PULL_RELEASE, 0, cycle);
}

static void continuous(struct curve *c, double total_s)
{
    const double hold_s = total_s - c->p->ramp_s - c->p->release_s;
    if (!(hold_s > 0))
        return;
    go(c, CARE_PULL_RAMP, c->top_N, 1);
    add(c, CARE_PULL_HOLD, hold_s, c->top_N, 1);
    go(c, CARE_PULL_RELEASE, 0, 1);
}

int care_protocol_curve(const struct care_protocol *p, double top_N,
                        struct care_pull_span *spans, int max)
{
    struct curve c = {.p = p, .top_N = top_N, .span = spans, .max = max};
    const double total_s = 60 * p->minutes;
    if (!(top_N > 0))
        return 0;
    if (p->kind != CARE_PROTOCOL_TRACTION) {
        in_turn(&c, p->reps);
        return c.full ? 0 : c.count;
    }
    switch (p->mode) {
    case CARE_PULL_CONTINUOUS:
        continuous(&c, total_s);
        break;
    case CARE_PULL_PROGRESSIVE:
    case CARE_PULL_REGRESSIVE:
    case CARE_PULL_BOTH:
        stepped(&c, total_s, p->mode != CARE_PULL_REGRESSIVE,
                p->mode != CARE_PULL_PROGRESSIVE);
        break;
    case CARE_PULL_INTERMITTENT:
    case CARE_PULL_MODES:
        intermittent(&c, total_s);
        break;
    }
    return c.full ? 0 : c.count;
}

int care_curve_cut(const struct care_protocol *p, double at_s,
                   struct care_pull_span *spans, int count, int max)
{
    double top_N = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
        top_N = fmax(top_N, spans[i].to_N);
        kept += spans[i].start_s < at_s;
    }
    struct care_pull_span *last = kept > 0 ? &spans[kept - 1] : NULL;
    if (!last || (kept == count && at_s >= last->start_s + last->length_s))
        return kept;
    const double at_N = care_curve_at(spans, count, at_s);
    last->length_s = fmin(last->length_s, at_s - last->start_s);
    last->to_N = at_N;
    if (!(at_N > 0) || kept == max)
        return kept;
    spans[kept] = (struct care_pull_span){CARE_PULL_RELEASE,
                                          last->start_s + last->length_s,
                                          p->release_s * at_N / top_N,
                                          at_N,
                                          0,
                                          last->cycle};
    return kept + 1;
}

double care_curve_at(const struct care_pull_span *spans, int count, double t_s)
{
    for (int i = 0; i < count; i++) {
        const struct care_pull_span *s = &spans[i];
        const double x = (t_s - s->start_s) / s->length_s;
        if (x >= 0 && x <= 1)
            return s->from_N + x * (s->to_N - s->from_N);
    }
    return 0;
}

double care_curve_impulse(const struct care_pull_span *spans, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += spans[i].length_s * (spans[i].from_N + spans[i].to_N) / 2;
    return sum;
}
