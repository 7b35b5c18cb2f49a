/*
 * What care's tests share: the real library loaded once, answers of a healthy
 * adult, and small helpers. STATURE_SOURCE is the root of the sources.
 */
#ifndef CARE_TEST_H
#define CARE_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "care/care.h"

// doubles, within a stated tolerance; NaN is near nothing
#define assert_near(a, b, tolerance)                                           \
    do {                                                                       \
        const double a_ = (a), b_ = (b);                                       \
        if (!(fabs(a_ - b_) <= (tolerance)))                                   \
            fail_msg("%s is %.12g, expected %.12g", #a, a_, b_);               \
    } while (0)

static inline void print_complaint(void *ctx, const char *sentence)
{
    (void)ctx;
    print_message("# %s\n", sentence);
}

static inline struct care_library *load_library(const char *dir,
                                                const char *own_dir)
{
    struct care_files files;
    struct care_library *lib = NULL;
    struct sp_error err = {.text = ""};
    enum sp_status st = care_files_open(dir, &files, &err);
    if (st == SP_OK)
        st = care_library_load(&lib, &files, own_dir, print_complaint, NULL,
                               &err);
    care_files_close(&files);
    if (st != SP_OK)
        fail_msg("%s", err.text);
    return lib;
}

static inline struct care_library *load_real(void)
{
    return load_library(STATURE_SOURCE "/library", NULL);
}

// 40 years old, every answer no
static inline struct care_answers healthy(void)
{
    struct care_answers a = {.age_y = 40};
    for (int i = 0; i < CARE_QUESTIONS_MAX; i++)
        a.question[i] = CARE_NO;
    for (int i = 0; i < CARE_CONDITIONS_MAX; i++)
        a.condition[i] = CARE_NO;
    return a;
}

static inline int must(int index, const char *id)
{
    if (index < 0)
        fail_msg("there is no %s", id);
    return index;
}

static inline void give(const struct care_library *lib, struct care_answers *a,
                        const char *condition)
{
    a->condition[must(care_condition_find(lib, condition), condition)] =
        CARE_YES;
}

static inline void reply(const struct care_library *lib, struct care_answers *a,
                         const char *question, enum care_answer answer)
{
    a->question[must(care_question_find(lib, question), question)] = answer;
}

// a whole file, NUL-ended; the caller frees it
static inline char *slurp(const char *path, size_t *len)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        fail_msg("%s cannot be opened", path);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    *len = fread(text, 1, (1 << 20) - 1, in);
    fclose(in);
    return text;
}

static inline struct care_screen screened(const struct care_library *lib,
                                          const struct care_answers *a)
{
    struct care_screen s;
    care_screen(lib, a, &s);
    return s;
}

// a small, repeatable stream of numbers (xorshift, Marsaglia 2003)
static inline uint32_t next_random(uint32_t *seed)
{
    uint32_t x = *seed;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *seed = x;
}

#endif
