/* What the load tests share: a body, memory, postures from a seed. */
#ifndef TEST_LOAD_FIXTURE_H
#define TEST_LOAD_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../num/near.h"
#include "load/load_internal.h"
#include "load/validate.h"

struct bench {
    struct sp_arena arena;
    struct sp_load_work *work;
    struct sp_body body;
    struct sp_load_params params;
    struct sp_load_case one;
    struct sp_load_result result;
    struct sp_error err;
};

static inline int bench_new(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->arena.cap = sp_load_work_bytes();
    b->arena.mem = malloc(b->arena.cap);
    assert_non_null(b->arena.mem);
    b->work = sp_load_work_new(&b->arena);
    assert_non_null(b->work);
    assert_int_equal(load_subject(&b->body, &b->params, &b->err), SP_OK);
    *state = b;
    return 0;
}

static inline int bench_free(void **state)
{
    struct bench *b = *state;
    free(b->arena.mem);
    free(b);
    return 0;
}

/* [-1, 1], the same on every machine */
static inline double draw(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return ((double)(*seed >> 8) / 16777216.0 - 0.5) * 2;
}

/* Spine bent and turned, arms anywhere, standing. */
static inline struct sp_posture some_posture(uint32_t seed)
{
    struct sp_posture p = {{0}};
    uint32_t x = seed * 2654435761u + 17;
    p.q[SP_ROOT_Y] = 0.93;
    p.q[SP_PELVIS_PITCH] = 0.3 * draw(&x);
    p.q[SP_LUMBAR_EXT] = -0.35 + 0.4 * draw(&x);
    p.q[SP_LUMBAR_BEND] = 0.25 * draw(&x);
    p.q[SP_LUMBAR_TURN] = 0.06 * draw(&x);
    p.q[SP_THORACIC_EXT] = 0.2 * draw(&x);
    p.q[SP_THORACIC_BEND] = 0.2 * draw(&x);
    p.q[SP_THORACIC_TURN] = 0.3 * draw(&x);
    p.q[SP_CERVICAL_EXT] = 0.3 * draw(&x);
    p.q[SP_CERVICAL_TURN] = 0.4 * draw(&x);
    for (int side = 0; side < 2; side++) {
        const int c = side ? SP_HIP_L_FLEX - SP_HIP_R_FLEX : 0;
        p.q[SP_SHOULDER_R_FLEX + c] = 0.6 + 0.6 * draw(&x);
        p.q[SP_SHOULDER_R_ADD + c] = -0.3 + 0.3 * draw(&x);
        p.q[SP_ELBOW_R_FLEX + c] = 0.8 + 0.7 * draw(&x);
        p.q[SP_HIP_R_FLEX + c] = 0.2 * draw(&x);
    }
    return p;
}

/* Such a posture, held at the pelvis and on both feet, with a load in the
 * right hand. */
static inline void some_case(struct bench *b, uint32_t seed)
{
    const struct sp_posture p = some_posture(seed);
    uint32_t x = seed + 99;
    load_posture_case(&b->body, &load_measured[4].posture, 0, &b->one);
    sp_body_place(&b->body, &p, &b->one.frames);
    for (int i = 0; i < 4; i++) {
        struct sp_support *s = &b->one.support[b->one.supports++];
        memset(s, 0, sizeof *s);
        s->segment = SP_PELVIS;
        s->other = -1;
        s->at[0] = i < 2 ? -0.1 : 0;
        s->at[2] = i % 2 ? -0.1 : 0.1;
        s->normal[1] = 1;
        s->friction = 0.5;
        s->stiffness_N_m = 3e4;
        s->held = true;
    }
    struct sp_pull *pull = &b->one.pull[b->one.pulls++];
    memset(pull, 0, sizeof *pull);
    pull->segment = SP_HAND_R;
    pull->at[1] = -0.08;
    pull->force_N[1] = -30 - 30 * draw(&x);
}

#endif
