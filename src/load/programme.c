/*
 * The convex programme of one posture, solved in its multipliers.
 *
 * With the multipliers y given, every unknown has its best value in closed
 * form: a force follows a.y until it meets a bound. What is left is to find
 * the y whose forces balance: the root of a monotone, piecewise smooth map of
 * 109 variables, one more for the belly wall with a sign. Semismooth Newton
 * (Qi & Sun 1993) with one Cholesky factor per step; the step's length comes
 * from the derivative along it, which does not drown in rounding near the
 * optimum as the value does.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

// ---- best answers to given multipliers

// x(u) and dx/du of one column whose cost is volume (x/scale)^q / q, u = a.y.
static double power_answer(const struct load_column *c, double q, double u,
                           double *slope)
{
    const double r = u * c->scale / c->volume;
    const double x = r > 0 ? c->scale * pow(r, 1 / (q - 1)) : 0;
    *slope = x > c->low && x < c->high ? x / ((q - 1) * u) : 0;
    return x < c->low ? c->low : x > c->high ? c->high : x;
}

static void answers(const struct load_programme *p, struct load_scratch *s,
                    const double *u, double *x, double *slope)
{
    const int f = p->first;
    load_answers(u + f, s->linear + f, s->inverse + f, s->low + f, s->high + f,
                 x + f, slope + f, p->columns - f);
    if (p->exponent == 2)
        return;
    for (int j = f; j < p->columns; j++)
        if (p->column[j].scale > 0)
            x[j] = power_answer(&p->column[j], p->exponent, u[j], &slope[j]);
}

// The blocks that a column's runs lie in, each once.
static void find_blocks(struct load_column *c)
{
    int count = 0;
    for (int r = 0; r < 3; r++) {
        const int from = c->lo[r] / LOAD_BLOCK * LOAD_BLOCK;
        const int to = (c->hi[r] + LOAD_BLOCK - 1) / LOAD_BLOCK * LOAD_BLOCK;
        c->from[r] = c->to[r] = 0;
        if (c->hi[r] <= c->lo[r])
            continue;
        if (count && from <= c->to[count - 1]) {
            c->to[count - 1] = (short)to;
        } else {
            c->from[count] = (short)from;
            c->to[count++] = (short)to;
        }
    }
}

static void side_by_side(struct load_programme *p, struct load_scratch *s)
{
    for (int j = p->first; j < p->columns; j++) {
        struct load_column *c = &p->column[j];
        find_blocks(c);
        s->linear[j] = c->linear;
        s->inverse[j] = 1 / c->weight;
        s->low[j] = c->low;
        s->high[j] = c->high;
    }
}

static double term_answer(const struct load_row_term *t, double y,
                          double *slope)
{
    if (!(t->slope > 0)) {
        *slope = 0;
        return 0;
    }
    const double z = y * t->slope;
    if (t->soft) {
        const double h = tanh(z / t->top);
        *slope = t->slope * (1 - h * h);
        return t->top * h;
    }
    *slope = fabs(z) < t->top ? t->slope : 0;
    return z > t->top ? t->top : z < -t->top ? -t->top : z;
}

// ---- cost, for the record

static double column_cost(const struct load_column *c, double exponent,
                          double x)
{
    if (c->scale > 0 && exponent != 2)
        return c->volume * pow(x / c->scale, exponent) / exponent;
    return (c->weight * x / 2 + c->linear) * x;
}

// log cosh without overflow
static double log_cosh(double z)
{
    const double a = fabs(z);
    return a + log1p(exp(-2 * a)) - log(2);
}

static double term_cost(const struct load_row_term *t, double y, double s)
{
    if (!(t->slope > 0))
        return 0;
    if (!t->soft)
        return s * s / (2 * t->slope);
    return y * s - t->top * t->top / t->slope * log_cosh(y * t->slope / t->top);
}

static void settle_cost(const struct load_programme *p, struct load_newton *n)
{
    double cost = 0, gap = 0;
    for (int j = p->first; j < p->columns; j++)
        cost += column_cost(&p->column[j], p->exponent, n->x[j]);
    for (int i = 0; i < p->rows; i++)
        cost += term_cost(&p->term[i], n->y[i], n->term[i]) +
                n->reserve[i] * n->reserve[i] / (2 * p->reserve * p->share[i]);
    // what is left of y . (A x + s + z - b): zero at the optimum
    for (int i = 0; i <= p->rows; i++)
        gap += n->y[i] * n->residual[i];
    n->cost = cost;
    n->gap = fabs(gap) / fmax(fabs(cost), 1);
}

// ---- gradient and matrix

// Balance at y with u = A'y: answers, their slopes and the residual; returns
// the largest residual.
static double balance(const struct load_programme *p, struct load_newton *n,
                      struct load_scratch *s, double *term_slope)
{
    double *g = n->residual;
    answers(p, s, s->u, n->x, s->fresh);
    for (int i = 0; i < p->stride; i++)
        g[i] = -p->b[i];
    load_add_forces(p, n->x, g);
    double worst = 0;
    for (int i = 0; i < p->rows; i++) {
        n->term[i] = term_answer(&p->term[i], n->y[i], &term_slope[i]);
        n->reserve[i] = p->reserve * p->share[i] * n->y[i];
        g[i] += n->term[i] + n->reserve[i];
        worst = fmax(worst, fabs(g[i]));
    }
    const int h = p->rows;
    if (!p->hoop)
        g[h] = 0;
    else
        worst = fmax(worst, n->y[h] > 0 ? fabs(g[h]) : fmax(0, -g[h]));
    return worst;
}

static bool same_rows(const struct load_column *a, const struct load_column *b)
{
    return memcmp(a->lo, b->lo, sizeof a->lo) == 0 &&
           memcmp(a->hi, b->hi, sizeof a->hi) == 0;
}

// Columns of the same rows waiting to be added to H together.
struct batch {
    const struct load_column *like;
    const double *a[4];
    double change[4];
    int count;
};

static void flush(struct batch *b, double *H, int stride)
{
    if (b->count == 1)
        load_add_rank1(H, stride, b->a[0], b->change[0], b->like);
    else if (b->count > 1) {
        for (int k = b->count; k < 4; k++) {
            b->a[k] = b->a[0];
            b->change[k] = 0;
        }
        load_add_rank4(H, stride, b->a, b->change, b->like);
    }
    b->count = 0;
}

// Bring H from the slopes it was made of to those of now.
static void update_matrix(const struct load_programme *p,
                          struct load_scratch *s, const double *slope)
{
    struct batch batch = {0};
    if (!s->made) {
        memset(s->H, 0,
               (size_t)(p->rows + 1) * (size_t)p->stride * sizeof *s->H);
        memset(s->slope, 0, sizeof s->slope);
        s->made = true;
    }
    for (int j = p->first; j < p->columns; j++) {
        const double change = slope[j] - s->slope[j];
        if (change == 0)
            continue;
        const struct load_column *c = &p->column[j];
        if (batch.count == 4 || (batch.count && !same_rows(batch.like, c)))
            flush(&batch, s->H, p->stride);
        batch.like = c;
        batch.a[batch.count] = p->a + (size_t)j * (size_t)p->stride;
        batch.change[batch.count++] = change;
        s->slope[j] = slope[j];
    }
    flush(&batch, s->H, p->stride);
}

// The Newton step. The wall's multiplier may not fall below zero: if the free
// step takes it there, it stops at zero and the others answer to that.
static bool newton_step(const struct load_programme *p, struct load_newton *n,
                        struct load_scratch *s, const double *term_slope)
{
    const int h = p->rows;
    const bool wall = p->hoop && (n->y[h] > 0 || n->residual[h] < 0);
    for (int j = 0; j <= h; j++) { // the lower triangle, in whole blocks
        const int from = j * p->stride + j / LOAD_BLOCK * LOAD_BLOCK;
        memcpy(&s->L[from], &s->H[from],
               (size_t)((j + 1) * p->stride - from) * sizeof *s->L);
    }
    for (int i = 0; i < p->rows; i++)
        s->L[i * p->stride + i] += term_slope[i] + p->reserve * p->share[i];
    // a wall with every muscle at a bound still needs a pivot
    s->L[h * p->stride + h] += 1e-3;
    if (!load_cholesky(s->L, p->stride, p->rows + wall))
        return false;
    for (int i = 0; i <= h; i++)
        s->step[i] = -n->residual[i];
    s->step[h] = wall ? s->step[h] : 0;
    load_forward(s->L, p->stride, p->rows + wall, s->step);
    if (wall) {
        const double last = s->L[h * p->stride + h];
        const double to = fmax(0, n->y[h] + s->step[h] / last);
        const double change = to - n->y[h];
        // back through the others with the wall's change as it is
        for (int i = 0; i < p->rows; i++)
            s->step[i] -= s->L[i * p->stride + h] * change;
        s->step[h] = change;
    }
    load_backward(s->L, p->stride, p->rows, s->step);
    return true;
}

// ---- step length

// Derivative of the dual along the step at length t.
static double along(const struct load_programme *p, const struct load_newton *n,
                    struct load_scratch *s, double t)
{
    const int f = p->first, count = p->columns - f;
    double ignored;
    memcpy(s->at + f, s->u + f, (size_t)count * sizeof *s->at);
    load_axpy(s->at + f, s->v + f, t, count);
    answers(p, s, s->at, s->x, s->ignored);
    double sum = load_dot(s->v + f, s->x + f, count);
    for (int i = 0; i < p->rows; i++) {
        const double y = n->y[i] + t * s->step[i];
        sum += s->step[i] * (term_answer(&p->term[i], y, &ignored) +
                             p->reserve * p->share[i] * y - p->b[i]);
    }
    return sum;
}

// Root of the derivative along the step, roughly, once the whole step has
// turned out wrong: go further, or close a bracket by the Illinois rule (Dowell
// & Jarratt 1971).
static double step_length(const struct load_programme *p,
                          const struct load_newton *n, struct load_scratch *s,
                          double start, double whole)
{
    const double enough = 0.3 * fabs(start);
    const bool wall_at_zero = p->hoop && n->y[p->rows] + s->step[p->rows] <= 0;
    double low = 0, high = 1, f_low = start, f_high = whole, t = 1;
    for (int k = 0; f_high < 0; k++) { // still falling
        if (k == 12 || wall_at_zero)
            return high;
        low = high;
        f_low = f_high;
        high *= 2;
        f_high = along(p, n, s, high);
        if (fabs(f_high) <= enough)
            return high;
    }
    for (int k = 0; k < 30; k++) {
        t = (low * f_high - high * f_low) / (f_high - f_low);
        const double at = along(p, n, s, t);
        if (fabs(at) <= enough)
            break;
        if (at > 0) {
            high = t;
            f_high = at;
            f_low /= 2;
        } else {
            low = t;
            f_low = at;
            f_high /= 2;
        }
    }
    return t;
}

// Move by t steps from y; returns the largest residual there.
static double move(const struct load_programme *p, struct load_newton *n,
                   struct load_scratch *s, double t, double *term_slope)
{
    for (int r = 0; r <= p->rows; r++)
        n->y[r] += t * s->step[r];
    load_axpy(s->u + p->first, s->v + p->first, t, p->columns - p->first);
    if (n->y[p->rows] < 0) { // rounding, or a step beyond the whole
        n->y[p->rows] = 0;
        load_products(p, n->y, s->u);
    }
    return balance(p, n, s, term_slope);
}

// ---- the iteration

// Rounding grows with the multipliers, which are large where something cannot
// be held.
static double reachable(const struct load_programme *p,
                        const struct load_newton *n, double tolerance)
{
    double most = 0;
    for (int i = 0; i <= p->rows; i++)
        most = fmax(most, fabs(n->y[i]));
    return fmax(tolerance, 2e-10 * most);
}

static void iterate(const struct load_programme *p, struct load_newton *n,
                    struct load_scratch *s, double tolerance, int most)
{
    double term_slope[LOAD_ROWS], from[LOAD_STRIDE];
    load_products(p, n->y, s->u);
    double worst = balance(p, n, s, term_slope), best = worst;
    int since_best = 0;
    for (int i = 0; i < most; i++, n->iterations++) {
        // a start is not taken for the end while it can be bettered
        if (worst <= (i ? reachable(p, n, tolerance) : tolerance) ||
            since_best > 40)
            break;
        update_matrix(p, s, s->fresh);
        if (!newton_step(p, n, s, term_slope))
            break;
        load_products(p, s->step, s->v);
        const double start = load_dot(n->residual, s->step, p->rows + 1);
        memcpy(from, n->y, sizeof from);
        worst = move(p, n, s, 1, term_slope);
        const double whole = load_dot(n->residual, s->step, p->rows + 1);
        if (worst > reachable(p, n, tolerance) && start < 0 &&
            fabs(whole) > 0.3 * fabs(start)) {
            memcpy(n->y, from, sizeof from);
            load_products(p, n->y, s->u);
            worst =
                move(p, n, s, step_length(p, n, s, start, whole), term_slope);
        }
        if (worst <=
            reachable(p, n, tolerance)) { // without what rounding added
            load_products(p, n->y, s->u);
            worst = balance(p, n, s, term_slope);
        }
        since_best = worst < 0.9 * best ? 0 : since_best + 1;
        best = fmin(best, worst);
    }
    n->converged = worst <= reachable(p, n, tolerance);
}

#define ITERATIONS_USUAL 30 // what can be held is found in fewer
#define ITERATIONS_STAGE 80

void load_newton_reach(struct load_programme *p, struct load_newton *n,
                       struct load_scratch *s, double tolerance)
{
    s->made = false;
    side_by_side(p, s);
    n->iterations = 0;
    n->y[p->rows] = p->hoop ? fmax(0, n->y[p->rows]) : 0;
    for (int i = p->rows + 1; i < LOAD_STRIDE; i++)
        n->y[i] = 0;
    iterate(p, n, s, tolerance, ITERATIONS_USUAL);
    if (!n->converged) {
        // what cannot be held drives the multipliers far: approach it by
        // reserves that stiffen in stages
        const double reserve = p->reserve;
        memset(n->y, 0, sizeof n->y);
        for (double softer = 1; softer > 1.5 * reserve; softer /= 10) {
            p->reserve = softer;
            iterate(p, n, s, tolerance, ITERATIONS_STAGE);
        }
        p->reserve = reserve;
        iterate(p, n, s, tolerance, ITERATIONS_STAGE);
    }
}

void load_newton_solve(struct load_programme *p, struct load_newton *n,
                       struct load_scratch *s, double tolerance)
{
    load_newton_reach(p, n, s, tolerance);
    settle_cost(p, n);
}
