/* What the tests of this room share: a person, a model, a day. */
#ifndef DISC_TEST_H
#define DISC_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../num/near.h"
#include "disc/disc_internal.h"

static const struct sp_disc_person reference_man = {
    1.68, 70, 25, SP_DISC_MAN, {0}};

static inline struct sp_disc_model *model_with(struct sp_disc_person person,
                                               struct sp_disc_params params)
{
    struct sp_error err = {0};
    struct sp_disc_model *m = malloc(sizeof *m);
    assert_non_null(m);
    if (sp_disc_init(m, &person, &params, &err) != SP_OK)
        fail_msg("%s", err.text);
    return m;
}

static inline struct sp_disc_model *reference_model(void)
{
    return model_with(reference_man, sp_disc_params_default());
}

static inline void must(enum sp_status status, const struct sp_error *err)
{
    if (status != SP_OK)
        fail_msg("%s", err->text);
}

/* At rest, every disc at this ratio to standing. */
static inline struct sp_disc_state rest_at(const struct sp_disc_model *m,
                                           double ratio)
{
    struct sp_error err = {0};
    struct sp_disc_state s;
    double load_N[SP_DISCS];
    sp_disc_ratio_load(m, ratio, load_N);
    must(sp_disc_rest(m, load_N, &s, &err), &err);
    return s;
}

static inline void advance(const struct sp_disc_model *m,
                           struct sp_disc_state *s, double dt_s, double ratio)
{
    struct sp_error err = {0};
    double load_N[SP_DISCS];
    sp_disc_ratio_load(m, ratio, load_N);
    must(sp_disc_advance(m, s, dt_s, load_N, &err), &err);
}

static inline double disc_height(const struct sp_disc_model *m,
                                 const struct sp_disc_state *s, int level)
{
    struct sp_disc_reading r;
    sp_disc_read(m, s, &r);
    return r.height_mm[level];
}

static inline double all_discs(const struct sp_disc_model *m,
                               const struct sp_disc_state *s)
{
    struct sp_disc_reading r;
    sp_disc_read(m, s, &r);
    return r.region_mm[0] + r.region_mm[1] + r.region_mm[2];
}

#endif
