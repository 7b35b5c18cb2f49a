#include "num/dense.h"

#include <math.h>
#include <string.h>

// A = L L^T in place (Golub & Van Loan, Matrix Computations, alg. 4.2.1), by
// outer products: the inner loop's elements do not wait for each other.
static bool cholesky(double *a, int n, int stride)
{
    double column[NUM_STEP_MAX];
    for (int k = 0; k < n; k++) {
        if (!(a[k * stride + k] > 0)) // refuses NaN as well
            return false;
        const double pivot = sqrt(a[k * stride + k]);
        a[k * stride + k] = pivot;
        for (int i = k + 1; i < n; i++) {
            double *row = a + i * stride;
            column[i] = row[k] /= pivot;
            for (int j = k + 1; j <= i; j++)
                row[j] -= column[i] * column[j];
        }
    }
    return true;
}

bool num_solve_spd(double *a, int n, int stride, double *b)
{
    if (n > NUM_STEP_MAX || !cholesky(a, n, stride))
        return false;
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= a[i * stride + k] * b[k];
        b[i] /= a[i * stride + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        b[i] /= a[i * stride + i];
        for (int k = 0; k < i; k++)
            b[k] -= a[i * stride + k] * b[i];
    }
    return true;
}

// Solve for the free variables, the fixed ones standing at step[].
static bool solve_free(const double *a, const double *g, int n, double damping,
                       const bool *fixed, double *step)
{
    double m[NUM_STEP_MAX * NUM_STEP_MAX], rhs[NUM_STEP_MAX];
    int index[NUM_STEP_MAX], count = 0;
    for (int i = 0; i < n; i++)
        if (!fixed[i])
            index[count++] = i;
    for (int r = 0; r < count; r++) {
        const int i = index[r];
        rhs[r] = -g[i];
        for (int j = 0; j < n; j++)
            if (fixed[j])
                rhs[r] -= step[j] * (j <= i ? a[i * n + j] : a[j * n + i]);
        for (int c = 0; c <= r; c++)
            m[r * count + c] = a[i * n + index[c]];
        m[r * count + r] += damping * a[i * n + i];
    }
    if (!num_solve_spd(m, count, count, rhs))
        return false;
    for (int r = 0; r < count; r++)
        step[index[r]] = rhs[r];
    return true;
}

bool num_bounded_step(const double *a, const double *g, int n, double damping,
                      const double *x, const double *low, const double *high,
                      double *step)
{
    bool fixed[NUM_STEP_MAX] = {false};
    if (n < 1 || n > NUM_STEP_MAX)
        return false;
    memset(step, 0, (size_t)n * sizeof *step);
    // what already leans on a bound and is pushed outwards stays there
    for (int i = 0; i < n; i++)
        fixed[i] =
            (x[i] <= low[i] && g[i] > 0) || (x[i] >= high[i] && g[i] < 0);

    for (int round = 0; round < n; round++) {
        if (!solve_free(a, g, n, damping, fixed, step))
            return false;
        bool inside = true;
        for (int i = 0; i < n; i++) {
            if (fixed[i])
                continue;
            const double to = x[i] + step[i];
            if (to < low[i] || to > high[i]) {
                step[i] = (to < low[i] ? low[i] : high[i]) - x[i];
                fixed[i] = true;
                inside = false;
            }
        }
        if (inside)
            return true;
    }
    return true;
}
