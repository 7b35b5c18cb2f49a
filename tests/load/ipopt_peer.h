/*
 * The same programme given to IPOPT: an independent interior-point method on
 * the primal problem (Waechter & Biegler 2006).
 */
#ifndef TEST_IPOPT_PEER_H
#define TEST_IPOPT_PEER_H

#include <IpStdCInterface.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "load/load_internal.h"

/* Variables: columns, one-row terms, reserves. */
struct peer {
    const struct load_programme *p;
    int n, entries;
};

static double peer_cost(const struct peer *e, int i, double x, double *slope,
                        double *bend)
{
    const struct load_programme *p = e->p;
    if (i < p->columns) {
        const struct load_column *c = &p->column[i];
        *slope = c->weight * x + c->linear;
        *bend = c->weight;
        return (c->weight * x / 2 + c->linear) * x;
    }
    i -= p->columns;
    if (i >= LOAD_ROWS) {
        *slope = x / p->reserve;
        *bend = 1 / p->reserve;
        return x * x / (2 * p->reserve);
    }
    const struct load_row_term *t = &p->term[i];
    if (!(t->slope > 0)) {
        *slope = *bend = 0;
        return 0;
    }
    if (!t->soft) {
        *slope = x / t->slope;
        *bend = 1 / t->slope;
        return x * x / (2 * t->slope);
    }
    const double u = x / t->top, k = t->top / t->slope;
    *slope = k * atanh(u);
    *bend = k / t->top / (1 - u * u);
    return k * (x * atanh(u) + t->top / 2 * log1p(-u * u));
}

static Bool peer_f(Index n, Number *x, Bool is_new, Number *f, UserDataPtr data)
{
    const struct peer *e = data;
    double a, b;
    (void)is_new;
    *f = 0;
    for (int i = 0; i < n; i++)
        *f += peer_cost(e, i, x[i], &a, &b);
    return TRUE;
}

static Bool peer_grad(Index n, Number *x, Bool is_new, Number *g,
                      UserDataPtr data)
{
    const struct peer *e = data;
    double b;
    (void)is_new;
    for (int i = 0; i < n; i++)
        (void)peer_cost(e, i, x[i], &g[i], &b);
    return TRUE;
}

/* Calls put(row, column, value) for every entry of the constraint matrix. */
static int peer_entries(const struct peer *e, Index *rows, Index *cols,
                        Number *values, const Number *x, Number *g)
{
    const struct load_programme *p = e->p;
    int k = 0;
    for (int j = 0; j < p->columns; j++)
        for (int run = 0; run < 3; run++)
            for (int r = p->column[j].lo[run]; r < p->column[j].hi[run]; r++) {
                const double a = p->a[(size_t)j * LOAD_STRIDE + (size_t)r];
                if (rows) {
                    rows[k] = r;
                    cols[k] = j;
                }
                if (values)
                    values[k] = a;
                if (g)
                    g[r] += a * x[j];
                k++;
            }
    for (int part = 0; part < 2; part++)
        for (int r = 0; r < LOAD_ROWS; r++) {
            const int j = p->columns + part * LOAD_ROWS + r;
            if (rows) {
                rows[k] = r;
                cols[k] = j;
            }
            if (values)
                values[k] = 1;
            if (g)
                g[r] += x[j];
            k++;
        }
    return k;
}

static Bool peer_g(Index n, Number *x, Bool is_new, Index m, Number *g,
                   UserDataPtr data)
{
    (void)n;
    (void)is_new;
    memset(g, 0, (size_t)m * sizeof *g);
    peer_entries(data, NULL, NULL, NULL, x, g);
    return TRUE;
}

static Bool peer_jac(Index n, Number *x, Bool is_new, Index m, Index nele,
                     Index *rows, Index *cols, Number *values, UserDataPtr data)
{
    (void)n;
    (void)x;
    (void)is_new;
    (void)m;
    (void)nele;
    peer_entries(data, rows, cols, values, NULL, NULL);
    return TRUE;
}

static Bool peer_hess(Index n, Number *x, Bool is_new, Number factor, Index m,
                      Number *lambda, Bool new_lambda, Index nele, Index *rows,
                      Index *cols, Number *values, UserDataPtr data)
{
    (void)is_new;
    (void)m;
    (void)lambda;
    (void)new_lambda;
    (void)nele;
    for (int i = 0; i < n; i++) {
        double a, b;
        if (rows)
            rows[i] = cols[i] = i;
        if (values) {
            (void)peer_cost(data, i, x[i], &a, &b);
            values[i] = factor * b;
        }
    }
    return TRUE;
}

static char *peer_word(const char *s)
{
    static char words[16][48];
    static int next;
    char *w = words[next = (next + 1) % 16];
    strncpy(w, s, sizeof words[0] - 1);
    return w;
}

/* Least cost found by IPOPT; NAN if it does not converge. */
static double peer_solve(const struct load_programme *p)
{
    const int n = p->columns + 2 * LOAD_ROWS, m = LOAD_ROWS + 1;
    double *low = calloc((size_t)n * 3 + (size_t)m * 2, sizeof *low);
    if (!low)
        return NAN;
    double *high = low + n, *x = high + n, *g_low = x + n, *g_high = g_low + m;
    struct peer e = {p, n, 0};
    e.entries = peer_entries(&e, NULL, NULL, NULL, NULL, NULL);
    for (int i = 0; i < n; i++) {
        low[i] = -2e19;
        high[i] = 2e19;
        if (i < p->columns) {
            low[i] = p->column[i].low;
            high[i] = isfinite(p->column[i].high) ? p->column[i].high : 2e19;
            x[i] = low[i] + (high[i] < 1e19 ? 0.1 * (high[i] - low[i]) : 5);
        } else if (i < p->columns + LOAD_ROWS) {
            const double top = p->term[i - p->columns].top;
            low[i] = -top;
            high[i] = top;
            if (p->term[i - p->columns].soft) { // the wall itself is infinite
                low[i] *= 1 - 1e-9;
                high[i] *= 1 - 1e-9;
            }
        }
    }
    for (int r = 0; r < LOAD_ROWS; r++)
        g_low[r] = g_high[r] = p->b[r];
    g_low[LOAD_ROW_HOOP] = p->hoop ? 0 : -2e19;
    g_high[LOAD_ROW_HOOP] = 2e19;
    IpoptProblem ip =
        CreateIpoptProblem(n, low, high, m, g_low, g_high, e.entries, n, 0,
                           peer_f, peer_g, peer_grad, peer_jac, peer_hess);
    double cost = NAN;
    if (ip) {
        AddIpoptIntOption(ip, peer_word("print_level"), 0);
        AddIpoptStrOption(ip, peer_word("sb"), peer_word("yes"));
        AddIpoptNumOption(ip, peer_word("tol"), 1e-9);
        AddIpoptNumOption(ip, peer_word("constr_viol_tol"), 1e-10);
        AddIpoptNumOption(ip, peer_word("compl_inf_tol"), 1e-9);
        AddIpoptNumOption(ip, peer_word("bound_relax_factor"), 0);
        AddIpoptStrOption(ip, peer_word("jac_c_constant"), peer_word("yes"));
        AddIpoptStrOption(ip, peer_word("jac_d_constant"), peer_word("yes"));
        AddIpoptStrOption(ip, peer_word("fixed_variable_treatment"),
                          peer_word("make_parameter"));
        const enum ApplicationReturnStatus status =
            IpoptSolve(ip, x, NULL, &cost, NULL, NULL, NULL, &e);
        if (status != Solve_Succeeded && status != Solved_To_Acceptable_Level)
            cost = NAN;
        FreeIpoptProblem(ip);
    }
    free(low);
    return cost;
}

#endif
