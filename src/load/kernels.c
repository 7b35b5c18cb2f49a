/*
 * The few loops that take most of a solve's time, written so that a compiler
 * makes wide registers of them. Every element sees the same operations in the
 * same order whatever the width, and no product is fused with a sum, so that
 * all machines give the same answer to the last bit.
 */
#include "load/load_internal.h"

#include <math.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&         \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE
#endif

// Bodies of the loops below, made part of each width's own copy.
#define PART static inline __attribute__((always_inline))

// Four numbers at once, wherever they lie; vectors and columns are padded to
// whole blocks.
typedef double block __attribute__((vector_size(LOAD_BLOCK * sizeof(double)),
                                    aligned(sizeof(double)), may_alias));
enum { BLOCK = LOAD_BLOCK };

PART const block *at(const double *x, int i) { return (const block *)(x + i); }
PART block *in(double *x, int i) { return (block *)(x + i); }

// y += w a + ... in rows [from, to), whole blocks
PART void blocks_axpy(double *y, const double *a, double w, int from, int to)
{
    for (int i = from; i < to; i += BLOCK)
        *in(y, i) += w * *at(a, i);
}

PART void blocks_axpy4(double *y, const double *a, const double *b,
                       const double *c, const double *d, const double w[4],
                       int from, int to)
{
    const double w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
    for (int i = from; i < to; i += BLOCK)
        *in(y, i) += (w0 * *at(a, i) + w1 * *at(b, i)) +
                     (w2 * *at(c, i) + w3 * *at(d, i));
}

PART double block_sum(const block *s)
{
    return ((*s)[0] + (*s)[1]) + ((*s)[2] + (*s)[3]);
}

PART int block_of(int row) { return row - row % BLOCK; }

WIDE void load_axpy(double *restrict y, const double *restrict x, double w,
                    int n)
{
    for (int i = 0; i < n; i++)
        y[i] += w * x[i];
}

WIDE double load_dot(const double *a, const double *b, int n)
{
    block sum = {0};
    int i = 0;
    for (; i + BLOCK <= n; i += BLOCK)
        sum += *at(a, i) * *at(b, i);
    double rest = 0;
    for (; i < n; i++)
        rest += a[i] * b[i];
    return block_sum(&sum) + rest;
}

WIDE void load_answers(const double *restrict u, const double *restrict linear,
                       const double *restrict inverse,
                       const double *restrict low, const double *restrict high,
                       double *restrict x, double *restrict slope, int n)
{
    for (int i = 0; i < n; i++) {
        const double free = (u[i] - linear[i]) * inverse[i];
        const double up = free < high[i] ? free : high[i];
        x[i] = up > low[i] ? up : low[i];
        slope[i] = free > low[i] && free < high[i] ? inverse[i] : 0;
    }
}

WIDE void load_products(const struct load_programme *p, const double *y,
                        double *out)
{
    for (int j = p->first; j < p->columns; j++) {
        const struct load_column *c = &p->column[j];
        const double *a = p->a + (size_t)j * (size_t)p->stride;
        block sum = {0};
        for (int r = 0; r < 3; r++)
            for (int i = c->from[r]; i < c->to[r]; i += BLOCK)
                sum += *at(a, i) * *at(y, i);
        out[j] = block_sum(&sum);
    }
}

WIDE void load_add_forces(const struct load_programme *p, const double *x,
                          double *g)
{
    for (int j = p->first; j < p->columns; j++) {
        const struct load_column *c = &p->column[j];
        const double *a = p->a + (size_t)j * (size_t)p->stride;
        if (x[j] != 0)
            for (int r = 0; r < 3; r++)
                blocks_axpy(g, a, x[j], c->from[r], c->to[r]);
    }
}

WIDE void load_add_rank4(double *H, int stride, const double *const a[4],
                         const double w[4], const struct load_column *c)
{
    const double *a0 = a[0], *a1 = a[1], *a2 = a[2], *a3 = a[3];
    for (int run = 0; run < 3; run++)
        for (int r = c->from[run]; r < c->to[run]; r++) {
            double *col = H + (size_t)r * (size_t)stride;
            const double wr[4] = {w[0] * a0[r], w[1] * a1[r], w[2] * a2[r],
                                  w[3] * a3[r]};
            if (wr[0] == 0 && wr[1] == 0 && wr[2] == 0 && wr[3] == 0)
                continue;
            blocks_axpy4(col, a0, a1, a2, a3, wr, block_of(r), c->to[run]);
            for (int more = run + 1; more < 3; more++)
                blocks_axpy4(col, a0, a1, a2, a3, wr, c->from[more],
                             c->to[more]);
        }
}

WIDE void load_add_rank1(double *H, int stride, const double *a, double w,
                         const struct load_column *c)
{
    for (int run = 0; run < 3; run++)
        for (int r = c->from[run]; r < c->to[run]; r++) {
            double *col = H + (size_t)r * (size_t)stride;
            const double wr = w * a[r];
            if (wr == 0)
                continue;
            blocks_axpy(col, a, wr, block_of(r), c->to[run]);
            for (int more = run + 1; more < 3; more++)
                blocks_axpy(col, a, wr, c->from[more], c->to[more]);
        }
}

// Left-looking, four columns at a time (Golub & Van Loan, alg. 4.2.3). What
// whole blocks write above the diagonal nobody reads.
WIDE bool load_cholesky(double *L, int stride, int n)
{
    for (int j = 0; j < n; j++) {
        double *col = L + (size_t)j * (size_t)stride;
        const int from = block_of(j);
        int k = 0;
        for (; k + 4 <= j; k += 4) {
            const double *c = L + (size_t)k * (size_t)stride;
            const double *d = c + stride, *e = d + stride, *f = e + stride;
            const double w[4] = {-c[j], -d[j], -e[j], -f[j]};
            if (w[0] == 0 && w[1] == 0 && w[2] == 0 && w[3] == 0)
                continue;
            blocks_axpy4(col, c, d, e, f, w, from, stride);
        }
        for (; k < j; k++) {
            const double *c = L + (size_t)k * (size_t)stride;
            blocks_axpy(col, c, -c[j], from, stride);
        }
        if (!(col[j] > 0)) // refuses NaN as well
            return false;
        const double root = sqrt(col[j]), scale = 1 / root;
        for (int i = from; i < stride; i += BLOCK)
            *in(col, i) *= scale;
        col[j] = root;
    }
    return true;
}

WIDE void load_forward(const double *L, int stride, int n, double *restrict x)
{
    for (int j = 0; j < n; j++) {
        const double *col = L + (size_t)j * (size_t)stride;
        x[j] /= col[j];
        for (int i = j + 1; i < n; i++)
            x[i] -= x[j] * col[i];
    }
}

WIDE void load_backward(const double *L, int stride, int n, double *x)
{
    for (int j = n - 1; j >= 0; j--) {
        const double *col = L + (size_t)j * (size_t)stride;
        int i = j + 1;
        double rest = 0;
        for (; i < n && i % BLOCK; i++)
            rest += col[i] * x[i];
        block sum = {0};
        for (; i + BLOCK <= n; i += BLOCK)
            sum += *at(col, i) * *at(x, i);
        for (; i < n; i++)
            rest += col[i] * x[i];
        x[j] = (x[j] - (block_sum(&sum) + rest)) / col[j];
    }
}
