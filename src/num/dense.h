/*
 * Small dense linear algebra on memory of the caller. Row-major.
 */
#ifndef NUM_DENSE_H
#define NUM_DENSE_H

#include <stdbool.h>

#define NUM_STEP_MAX 64 /* greatest order */

/*
 * Solve A x = b for symmetric positive definite A of order n with row length
 * `stride`. A is overwritten by its factor (lower triangle), b by x. Only the
 * lower triangle of A is read. False, with b undefined, if A is not positive
 * definite, holds NaN, or has an order above NUM_STEP_MAX.
 */
bool num_solve_spd(double *a, int n, int stride, double *b);

/*
 * One damped least-squares step within bounds: minimise g.s + s.A.s/2 +
 * damping * sum(diag_i s_i^2)/2 for low <= x + s <= high, by fixing what
 * leaves its bounds and solving again for the rest. A (lower triangle, order
 * n <= NUM_STEP_MAX, row length n) and g are kept.
 * False if no step could be found.
 */
bool num_bounded_step(const double *a, const double *g, int n, double damping,
                      const double *x, const double *low, const double *high,
                      double *step);

#endif
