/*
 * Times of the discs: a day of 23 discs by the minute, its steady rhythm, a
 * dose, and the same equations in GSL's BDF at equal accuracy. Medians of
 * repeated runs on one core, printed as Markdown rows.
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stature/disc.h"
#include "times.h"
#ifdef HAVE_GSL
#include "../tests/disc/msbdf.h"
#endif

enum { RUNS = 21, ROWS = 1441 };

static void must(enum sp_status status, const struct sp_error *err)
{
    if (status == SP_OK)
        return;
    fprintf(stderr, "bench_disc: %s\n", err->text);
    exit(1);
}

static void *memory(size_t count, size_t size)
{
    void *p = calloc(count, size);
    if (!p) {
        fprintf(stderr, "bench_disc: out of memory\n");
        exit(1);
    }
    return p;
}

static const struct sp_disc_person man = {1.68, 70, 25, SP_DISC_MAN, {0}};

/* A model, an office day and its series. */
struct work {
    struct sp_disc_model model;
    struct sp_disc_segment segment[SP_DISC_OFFICE_SEGMENTS];
    struct sp_disc_schedule day;
    struct sp_disc_series series;
    struct sp_disc_state rising;
};

static struct work *prepare(double tolerance)
{
    struct sp_error err;
    struct sp_disc_params params = sp_disc_params_default();
    struct work *w = memory(1, sizeof *w);
    params.tolerance = tolerance;
    must(sp_disc_init(&w->model, &man, &params, &err), &err);
    sp_disc_office_day(&w->model, w->segment, SP_DISC_OFFICE_SEGMENTS);
    w->day = (struct sp_disc_schedule){w->segment, SP_DISC_OFFICE_SEGMENTS,
                                       86400, 60, 10};
    w->series = (struct sp_disc_series){
        .sample = memory(ROWS, sizeof *w->series.sample),
        .height_mm = memory(ROWS * SP_DISCS, sizeof(double)),
        .pressure_MPa = memory(ROWS * SP_DISCS, sizeof(double)),
        .cap = ROWS,
    };
    must(sp_disc_day(&w->model, &w->day, &w->rising, &w->series, &err), &err);
    return w;
}

static void release(struct work *w)
{
    free(w->series.sample);
    free(w->series.height_mm);
    free(w->series.pressure_MPa);
    free(w);
}

static double day_ms(struct work *w, int repeats)
{
    double ms[RUNS];
    struct sp_error err;
    w->day.repeats = repeats;
    for (int i = 0; i < RUNS; i++) {
        struct sp_disc_state state = w->rising;
        const double begin = now_ms();
        must(sp_disc_day(&w->model, &w->day, &state, &w->series, &err), &err);
        ms[i] = now_ms() - begin;
    }
    return median(ms, RUNS);
}

static double dose_ms(struct work *w, bool range)
{
    double ms[RUNS], sit_N[SP_DISCS];
    struct sp_error err;
    struct sp_disc_doser *d = memory(1, sizeof *d);
    struct sp_disc_hold hold = {.duration_s = 600};
    struct sp_disc_dose dose;
    const struct sp_disc_params params = sp_disc_params_default();
    sp_disc_ratio_load(&w->model, 0.92, sit_N);
    sp_disc_ratio_load(&w->model, 0.20, hold.load_N);
    must(sp_disc_doser_init(d, &man, &params, &w->day, 43200, sit_N, &err),
         &err);
    for (int i = 0; i < RUNS; i++) {
        const double begin = now_ms();
        must(sp_disc_dose(d, &hold, 1, range, &dose, &err), &err);
        ms[i] = now_ms() - begin;
    }
    free(d);
    return median(ms, RUNS);
}

/* Heights at every segment's end, by the day's own series. */
static void heights(struct work *w, double *mm)
{
    struct sp_error err;
    struct sp_disc_state state = w->rising;
    for (int i = 0; i < SP_DISC_OFFICE_SEGMENTS; i++) {
        const double end =
            i + 1 < SP_DISC_OFFICE_SEGMENTS ? w->segment[i + 1].start_s : 86400;
        struct sp_disc_reading r;
        must(sp_disc_advance(&w->model, &state, end - w->segment[i].start_s,
                             w->segment[i].load_N, &err),
             &err);
        sp_disc_read(&w->model, &state, &r);
        memcpy(mm + i * SP_DISCS, r.height_mm, sizeof r.height_mm);
    }
}

static double worst(const double *a, const double *b)
{
    double most = 0;
    for (int i = 0; i < SP_DISC_OFFICE_SEGMENTS * SP_DISCS; i++)
        most = fmax(most, fabs(a[i] - b[i]));
    return most;
}

#ifdef HAVE_GSL
/* The same day in msbdf; a new start at each jump of load. */
static void peer_day(const struct work *w, double tolerance, double *mm)
{
    for (int level = 0; level < SP_DISCS; level++) {
        double J[PEER_CELLS];
        struct peer peer = peer_of(&w->model, level, peer_tissue());
        memcpy(J, w->rising.stretch[level], sizeof J);
        gsl_odeiv2_system system = {peer_rates, peer_jacobian, PEER_CELLS,
                                    &peer};
        gsl_odeiv2_driver *d = gsl_odeiv2_driver_alloc_y_new(
            &system, gsl_odeiv2_step_msbdf, 1, tolerance, 0);
        for (int i = 0; i < SP_DISC_OFFICE_SEGMENTS; i++) {
            double t = w->segment[i].start_s;
            const double end = i + 1 < SP_DISC_OFFICE_SEGMENTS
                                   ? w->segment[i + 1].start_s
                                   : 86400;
            peer.stress =
                w->segment[i].load_N[level] / w->model.disc[level].area_mm2;
            gsl_odeiv2_driver_reset_hstart(d, 1);
            if (peer_run(d, &t, end, J) != GSL_SUCCESS) {
                fprintf(stderr, "bench_disc: msbdf gave up\n");
                exit(1);
            }
            mm[i * SP_DISCS + level] = peer_height(&peer, J);
        }
        gsl_odeiv2_driver_free(d);
    }
}

static void peer_rows(struct work *w)
{
    enum { N = SP_DISC_OFFICE_SEGMENTS * SP_DISCS, PEER_RUNS = 3 };
    double *exact = memory(N, sizeof *exact), *ours = memory(N, sizeof *ours),
           *theirs = memory(N, sizeof *theirs), ms[PEER_RUNS], own[RUNS];
    peer_day(w, 1e-10, exact);
    for (int i = 0; i < RUNS; i++) {
        const double begin = now_ms();
        heights(w, ours);
        own[i] = now_ms() - begin;
    }
    const double error = worst(ours, exact), own_ms = median(own, RUNS);
    // the loosest tolerance that is as good as ours
    double tolerance = 1e-3, peer_error = HUGE_VAL;
    for (; tolerance > 1e-9; tolerance /= 2) {
        peer_day(w, tolerance, theirs);
        peer_error = worst(theirs, exact);
        if (peer_error <= error)
            break;
    }
    for (int i = 0; i < PEER_RUNS; i++) {
        const double begin = now_ms();
        peer_day(w, tolerance, theirs);
        ms[i] = now_ms() - begin;
    }
    const double peer_ms = median(ms, PEER_RUNS);
    printf(
        "| the same day, heights at each change of load, within %.1e mm | "
        "%.2f ms | GSL msbdf within %.1e mm: %.1f ms | %.1f times faster |\n",
        error, own_ms, peer_error, peer_ms, peer_ms / own_ms);
    free(exact);
    free(ours);
    free(theirs);
}
#endif

int main(void)
{
    struct work *w = prepare(1e-3), *tight = prepare(1e-7);
    double mm[2][SP_DISC_OFFICE_SEGMENTS * SP_DISCS];
    printf("| what | measured | aim | |\n|---|---|---|---|\n");
    row("24 h of 23 discs, output by the minute", day_ms(w, 0), 5);
    row("the same to its steady rhythm", day_ms(w, 10), 50);
    row("dose of one hold", dose_ms(w, false), 1);
    row("dose of one hold with its range", dose_ms(w, true), 5);
    tight->rising = w->rising;
    heights(w, mm[0]);
    heights(tight, mm[1]);
    printf("| error of the default tolerance over the day, one disc | %.1e mm "
           "| 1e-2 mm | %s |\n",
           worst(mm[0], mm[1]), worst(mm[0], mm[1]) <= 1e-2 ? "met" : "missed");
#ifdef HAVE_GSL
    gsl_set_error_handler_off();
    peer_rows(w);
#endif
    release(w);
    release(tight);
    return 0;
}
