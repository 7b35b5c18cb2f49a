/*
 * Times of the load room as rows of a table: medians on one core, cold and
 * from a neighbour, by part; against MuJoCo's kinematics, gravity and tendon
 * Jacobian and IPOPT's solve of the same programme; and what two threads do
 * together.
 */
#define _GNU_SOURCE // to stay on one core
#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "load/load_internal.h"
#include "load/validate.h"
#include "scene/scene.h"
#include "times.h"

#ifdef HAVE_MUJOCO
#include "../tests/load/mujoco_tree.h"
#endif
#ifdef HAVE_IPOPT
#include "../tests/load/ipopt_peer.h"
#endif

#define RUNS 101

static void stay_on(int core)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)core, &one);
    (void)sched_setaffinity(0, sizeof one, &one); // a wish
}

// Below or above a bar; NAN: told for information.
static void bar(const char *what, double value, const char *unit, bool below,
                double bar)
{
    printf("| %s | %.3g %s | ", what, value, unit);
    if (isnan(bar))
        printf("- | |\n");
    else
        printf("%s %g %s | %s |\n", below ? "<=" : ">=", bar, unit,
               (below ? value <= bar : value >= bar) ? "met" : "missed");
}

// Of this thread's own work, so that a neighbour on the core does not count.
static double own_ms(void) { return clock_ms(CLOCK_THREAD_CPUTIME_ID); }

struct rig {
    struct sp_arena arena;
    struct sp_load_work *work;
    struct sp_body body;
    struct sp_load_params params;
    struct sp_load_case one;
    struct sp_load_result result;
};

static struct rig *rig_new(void)
{
    struct rig *r = calloc(1, sizeof *r);
    struct sp_error err;
    if (!r)
        exit(1);
    r->arena.cap = sp_load_work_bytes();
    r->arena.mem = malloc(r->arena.cap);
    r->work = r->arena.mem ? sp_load_work_new(&r->arena) : NULL;
    if (!r->work || load_subject(&r->body, &r->params, &err) != SP_OK)
        exit(1);
    return r;
}

static void rig_free(struct rig *r)
{
    free(r->arena.mem);
    free(r);
}

static void must_solve(struct rig *r)
{
    struct sp_error err;
    if (sp_load_solve(r->work, &r->body, &r->one, &r->params, &r->result,
                      &err) != SP_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

// ---- cold and warm

// Standing, bent, turned: three carrying postures of three kinds. Places the
// body as well: kinematics, moment arms and programme are all in the time.
static void place(struct rig *r, int kind, double degrees)
{
    static const int rows[] = {4, 6, 14};
    struct load_posture p = load_measured[rows[kind % 3]].posture;
    p.lumbar += degrees;
    load_posture_case(&r->body, &p, 0, &r->one);
    if (kind >= 3) { // a turn and a bend to the side
        struct sp_posture q = {{0}};
        q.q[SP_ROOT_Y] = 0.93;
        q.q[SP_LUMBAR_EXT] = -(0.1 + degrees * 0.0174533);
        q.q[SP_LUMBAR_BEND] = 0.1;
        q.q[SP_THORACIC_TURN] = 0.2;
        q.q[SP_SHOULDER_R_FLEX] = 0.4;
        sp_body_place(&r->body, &q, &r->one.frames);
    }
}

static void cold_and_warm(struct rig *r)
{
    static const char *const names[] = {"standing", "bent forward",
                                        "20 kg, round back", "turned, bent"};
    for (int kind = 0; kind < 4; kind++) {
        double cold[RUNS], warm[RUNS], iterations[2] = {0};
        for (int i = 0; i < RUNS; i++) {
            place(r, kind, 0);
            sp_load_forget(r->work);
            double t = own_ms();
            must_solve(r);
            cold[i] = own_ms() - t;
            iterations[0] += r->result.iterations / (double)RUNS;
            place(r, kind, i % 2 ? 1 : -1);
            t = own_ms();
            must_solve(r);
            warm[i] = own_ms() - t;
            iterations[1] += r->result.iterations / (double)RUNS;
        }
        char what[120];
        snprintf(what, sizeof what,
                 "whole solution, %s: cold (%.0f iterations)", names[kind],
                 iterations[0]);
        bar(what, median(cold, RUNS), "ms", true, 1.5);
        snprintf(what, sizeof what,
                 "the same from a neighbour 1 degree off "
                 "(%.1f iterations)",
                 iterations[1]);
        bar(what, median(warm, RUNS), "ms", true, 0.4);
    }
}

static void parts(struct rig *r)
{
    double tree[RUNS], arms[RUNS], programme[RUNS], placed[RUNS];
    place(r, 1, 0);
    struct sp_posture q = {{0}};
    q.q[SP_LUMBAR_EXT] = -0.4;
    for (int i = 0; i < RUNS; i++) {
        enum { TIMES = 100 };
        double t = own_ms();
        for (int k = 0; k < TIMES; k++)
            sp_body_place(&r->body, &q, &r->one.frames);
        placed[i] = (own_ms() - t) / TIMES;
        place(r, 1, 0);
        t = own_ms();
        for (int k = 0; k < TIMES; k++) {
            load_tree_init(&r->work->tree, &r->body, &r->one.frames);
            load_known(&r->body, &r->one, &r->one.frames, r->work->carried);
            load_known_rows(&r->work->tree, r->work->carried, r->work->known);
        }
        tree[i] = (own_ms() - t) / TIMES;
        t = own_ms();
        for (int k = 0; k < TIMES; k++)
            load_paths(&r->body, &r->one.frames, &r->work->tree, r->work->span,
                       NULL, r->work->columns, r->work->disc_pull);
        arms[i] = (own_ms() - t) / TIMES;
        load_assemble(r->work, &r->body, &r->one, &r->one.frames, &r->params,
                      LOAD_MUSCLES_ANSWER);
        memset(r->work->newton.y, 0, sizeof r->work->newton.y);
        t = own_ms();
        load_newton_solve(&r->work->programme, &r->work->newton,
                          &r->work->scratch, 2e-8);
        programme[i] = own_ms() - t;
    }
    const double place_ms = median(placed, RUNS), tree_ms = median(tree, RUNS),
                 arm_ms = median(arms, RUNS),
                 programme_ms = median(programme, RUNS);
    bar("part: placing the body", 1e3 * place_ms, "us", true, (double)NAN);
    bar("part: joint axes and gravity", 1e3 * tree_ms, "us", true, (double)NAN);
    bar("part: moment arms of 398 fascicles", 1e3 * arm_ms, "us", true,
        (double)NAN);
    bar("part: the programme, both sides at once", programme_ms, "ms", true,
        (double)NAN);
#ifdef HAVE_IPOPT
    double ipopt[5];
    for (int i = 0; i < 5; i++) {
        const double t = own_ms();
        const double cost = peer_solve(&r->work->programme);
        ipopt[i] = own_ms() - t;
        if (!isfinite(cost))
            printf("IPOPT did not converge\n");
    }
    const double peer_ms = median(ipopt, 5);
    bar("IPOPT on the same matrices", peer_ms, "ms", true, (double)NAN);
    bar("that is", peer_ms / programme_ms, "times as long", false, 20);
#endif
#ifdef HAVE_MUJOCO
    mjModel *m = tree_model(&r->body, &r->one.frames);
    mjData *d = m ? mj_makeData(m) : NULL;
    if (d) {
        double gravity[RUNS], tendon[RUNS];
        for (int i = 0; i < RUNS; i++) {
            double t = own_ms();
            mj_kinematics(m, d);
            mj_comPos(m, d);
            mj_rne(m, d, 0, d->qfrc_bias);
            gravity[i] = own_ms() - t;
            t = own_ms();
            mj_tendon(m, d);
            tendon[i] = own_ms() - t;
        }
        const double g = median(gravity, RUNS), t = median(tendon, RUNS);
        // without the fascicles on the belly wall, which MuJoCo has not
        bar("MuJoCo's kinematics and gravity, its tendons' sites included",
            1e3 * g, "us", true, (double)NAN);
        bar("that is", g / (place_ms + tree_ms), "times as long", false, 3);
        char what[80];
        snprintf(what, sizeof what, "MuJoCo's tendon Jacobian of %d fascicles",
                 m->ntendon);
        bar(what, 1e3 * t, "us", true, (double)NAN);
        bar("that is", t / (arm_ms * m->ntendon / SP_LOAD_MUSCLES),
            "times as long", false, 5);
        mj_deleteData(d);
        mj_deleteModel(m);
    }
#endif
}

// ---- a person's whole library

static double library(struct rig *r, int *keyframes)
{
    DIR *dir = opendir(LIBRARY "/scenes");
    static struct sp_scene scene, scaled;
    static char bytes[1 << 17];
    double load_ms = 0;
    *keyframes = 0;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char path[600];
        struct text_yaml *doc = NULL;
        struct sp_error err;
        snprintf(path, sizeof path, LIBRARY "/scenes/%s", e->d_name);
        FILE *f = strstr(path, ".yaml") ? fopen(path, "rb") : NULL;
        if (!f)
            continue;
        const size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        if (text_yaml_parse(&doc, path, bytes, n, &err) != SP_OK)
            continue;
        const bool read =
            scene_read(text_yaml_root(doc), &scene, &err) == SP_OK;
        text_yaml_free(doc);
        if (!read)
            continue;
        sp_scene_scale(&scene, &r->body, &scaled);
        for (int k = 0; k < scaled.keyframes; k++) {
            struct sp_posture posture;
            struct sp_pose_report report;
            if (sp_pose_solve(&r->body, &scaled, k, &posture, &report, &err) !=
                SP_OK)
                continue;
            const double posed = own_ms();
            if (sp_load_case_of(&r->body, &scaled, k, &posture, &r->one,
                                &err) != SP_OK)
                continue;
            must_solve(r);
            load_ms += own_ms() - posed;
            ++*keyframes;
        }
    }
    if (dir)
        closedir(dir);
    return load_ms;
}

static void whole_library(struct rig *r)
{
    double ms[5];
    int keyframes = 0;
    char what[80];
    for (int i = 0; i < 5; i++)
        ms[i] = library(r, &keyframes);
    snprintf(what, sizeof what, "loads of all %d key positions", keyframes);
    bar(what, median(ms, 5), "ms", true, 120);
}

// ---- two threads

struct share {
    int core, solved;
};

static void *run(void *argument)
{
    struct share *s = argument;
    stay_on(s->core);
    struct rig *r = rig_new();
    for (s->solved = 0; s->solved < 400; s->solved++) {
        place(r, s->solved % 4, s->solved % 5);
        sp_load_forget(r->work);
        must_solve(r);
    }
    rig_free(r);
    return NULL;
}

static double together(int threads)
{
    pthread_t thread[2];
    struct share share[2] = {{0}};
    const double start = clock_ms(CLOCK_MONOTONIC);
    for (int i = 0; i < threads; i++) {
        share[i].core = i;
        if (pthread_create(&thread[i], NULL, run, &share[i]) != 0)
            exit(1);
    }
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    return threads * 400 / (clock_ms(CLOCK_MONOTONIC) - start);
}

int main(void)
{
    struct rig *r = rig_new();
    stay_on(0);
    printf("| what | measured | bar | |\n|---|---|---|---|\n");
    cold_and_warm(r);
    parts(r);
    whole_library(r);
    rig_free(r);
    const double one = together(1), two = together(2);
    bar("one thread", one, "postures a ms", false, (double)NAN);
    bar("two threads", two, "postures a ms", false, (double)NAN);
    bar("that is", two / one, "times as many", false, 1.8);
    return 0;
}
