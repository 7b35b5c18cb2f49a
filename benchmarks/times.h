/*
 * What the benchmarks share: the clock, the middle of some runs, and a row of
 * their tables. Include it after _POSIX_C_SOURCE or _GNU_SOURCE.
 */
#ifndef TIMES_H
#define TIMES_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double clock_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static inline double now_ms(void) { return clock_ms(CLOCK_MONOTONIC); }

static inline int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them. */
static inline double median(double *x, size_t count)
{
    qsort(x, count, sizeof *x, by_value);
    return x[count / 2];
}

/* A Markdown row: how long it took, and whether that is soon enough. */
static inline void row(const char *what, double ms, double aim_ms)
{
    printf("| %s | %.2f ms | %g ms | %s |\n", what, ms, aim_ms,
           ms <= aim_ms ? "met" : "missed");
}

#endif
