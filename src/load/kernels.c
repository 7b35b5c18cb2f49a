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

WIDE static void axpy(double *restrict y, const double *restrict x, double w,
                      int n)
{
    for (int i = 0; i < n; i++)
        y[i] += w * x[i];
}

WIDE static void axpy4(double *restrict y, const double *restrict a,
                       const double *restrict b, const double *restrict c,
                       const double *restrict d, const double w[4], int n)
{
    const double w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
    for (int i = 0; i < n; i++)
        y[i] += (w0 * a[i] + w1 * b[i]) + (w2 * c[i] + w3 * d[i]);
}

void load_axpy(double *y, const double *x, double w, int n)
{
    axpy(y, x, w, n);
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

WIDE double load_dot(const double *a, const double *b, int n)
{
    // eight sums side by side, always the same eight
    double s[8] = {0};
    int i = 0;
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++)
            s[k] += a[i + k] * b[i + k];
    double rest = 0;
    for (; i < n; i++)
        rest += a[i] * b[i];
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])) +
           rest;
}

void load_add_rank4(double *H, int stride, const double *const a[4],
                    const double w[4], const short lo[3], const short hi[3])
{
    for (int run = 0; run < 3; run++)
        for (int r = lo[run]; r < hi[run]; r++) {
            double *col = H + (size_t)r * (size_t)stride;
            const double wr[4] = {w[0] * a[0][r], w[1] * a[1][r],
                                  w[2] * a[2][r], w[3] * a[3][r]};
            axpy4(col + r, a[0] + r, a[1] + r, a[2] + r, a[3] + r, wr,
                  hi[run] - r);
            for (int more = run + 1; more < 3; more++) {
                const int from = lo[more], n = hi[more] - from;
                if (n > 0)
                    axpy4(col + from, a[0] + from, a[1] + from, a[2] + from,
                          a[3] + from, wr, n);
            }
        }
}

void load_add_rank1(double *H, int stride, const double *a, double w,
                    const short lo[3], const short hi[3])
{
    for (int run = 0; run < 3; run++)
        for (int r = lo[run]; r < hi[run]; r++) {
            double *col = H + (size_t)r * (size_t)stride;
            const double wr = w * a[r];
            axpy(col + r, a + r, wr, hi[run] - r);
            for (int more = run + 1; more < 3; more++)
                if (hi[more] > lo[more])
                    axpy(col + lo[more], a + lo[more], wr, hi[more] - lo[more]);
        }
}

// Left-looking, four columns at a time (Golub & Van Loan, alg. 4.2.3). Rows
// before first[i] are zero in the factor as in the matrix.
bool load_cholesky(double *L, int stride, int n)
{
    for (int j = 0; j < n; j++) {
        double *col = L + (size_t)j * (size_t)stride;
        int k = 0;
        for (; k + 4 <= j; k += 4) {
            const double *c = L + (size_t)k * (size_t)stride;
            const double *d = c + stride, *e = d + stride, *f = e + stride;
            const double w[4] = {-c[j], -d[j], -e[j], -f[j]};
            if (w[0] == 0 && w[1] == 0 && w[2] == 0 && w[3] == 0)
                continue;
            axpy4(col + j, c + j, d + j, e + j, f + j, w, n - j);
        }
        for (; k < j; k++) {
            const double *c = L + (size_t)k * (size_t)stride;
            axpy(col + j, c + j, -c[j], n - j);
        }
        if (!(col[j] > 0)) // refuses NaN as well
            return false;
        const double root = sqrt(col[j]), scale = 1 / root;
        col[j] = root;
        for (int i = j + 1; i < n; i++)
            col[i] *= scale;
    }
    return true;
}

void load_forward(const double *L, int stride, int n, double *x)
{
    for (int j = 0; j < n; j++) {
        const double *col = L + (size_t)j * (size_t)stride;
        x[j] /= col[j];
        axpy(x + j + 1, col + j + 1, -x[j], n - j - 1);
    }
}

void load_backward(const double *L, int stride, int n, double *x)
{
    for (int j = n - 1; j >= 0; j--) {
        const double *col = L + (size_t)j * (size_t)stride;
        x[j] = (x[j] - load_dot(col + j + 1, x + j + 1, n - j - 1)) / col[j];
    }
}
