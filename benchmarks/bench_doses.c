/*
 * Times of what movements give the discs: the whole library for one body, load
 * solutions and the body's own day included, and a week's plan on top of it.
 * Medians over bodies that differ a little, so that nothing is remembered.
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "app/spine/doses.h"
#include "times.h"

enum { RUNS = 9 };

static void die(const char *what)
{
    fprintf(stderr, "bench_doses: %s\n", what);
    exit(1);
}

static struct care_screen healthy(const struct care_library *lib)
{
    struct care_answers answers = {.age_y = 45, .bmi = 24};
    struct care_screen screen;
    for (int i = 0; i < care_question_count(lib); i++)
        answers.question[i] = CARE_NO;
    for (int i = 0; i < care_condition_count(lib); i++)
        answers.condition[i] = CARE_NO;
    care_screen(lib, &answers, &screen);
    return screen;
}

static double plan_ms(const struct care_library *lib,
                      const struct care_relief *relief, bool *optimal)
{
    static char mat[] = "mat", chair[] = "chair", ball[] = "ball";
    char *equipment[] = {mat, chair, ball, NULL};
    const struct care_screen screen = healthy(lib);
    const struct care_wishes wishes = {
        .minutes = {15, 15, 0, 15, 15, 20, 0},
        .regions = 1u << CARE_REGION_LOWER_BACK | 1u << CARE_REGION_NECK,
        .equipment = equipment,
        .condition = -1,
        .advanced_ready = true,
    };
    struct care_plan *plan;
    struct sp_error err;
    const double begun = now_ms();
    if (care_plan(lib, &screen, &wishes, NULL, relief, &plan, &err) != SP_OK)
        die(err.text);
    const double ms = now_ms() - begun;
    *optimal &= plan->optimal;
    care_plan_free(plan);
    return ms;
}

static void measure(struct app *app)
{
    const struct care_library *lib = app_library(app);
    const int n = care_exercise_count(lib);
    struct care_item *item = calloc((size_t)n, sizeof *item);
    struct care_relief *relief = calloc((size_t)n, sizeof *relief);
    double dose_ms[RUNS], week_ms[RUNS];
    int known = 0;
    bool optimal = true;
    if (!item || !relief)
        die("out of memory");
    for (int e = 0; e < n; e++)
        item[e] = care_dose_at(
            lib, NULL, e, care_default_variant(care_exercise_at(lib, e)), 0);
    for (int r = 0; r < RUNS; r++) {
        const struct app_dose_ask ask = {
            {1.68, 70 + r, 45, SP_SEX_UNSTATED},
            item, n
        };
        const double begun = now_ms();
        app_reliefs(app, &ask, relief);
        dose_ms[r] = now_ms() - begun;
        week_ms[r] = dose_ms[r] + plan_ms(lib, relief, &optimal);
    }
    for (int e = 0; e < n; e++)
        known += relief[e].known;
    char what[120];
    snprintf(what, sizeof what,
             "doses of %d movements for one body, loads included", known);
    row(what, median(dose_ms, RUNS), 150);
    snprintf(what, sizeof what, "the same and a week's plan, %s",
             optimal ? "proven within 1 %" : "not all proven");
    row(what, median(week_ms, RUNS), 300);
    free(item);
    free(relief);
}

int main(void)
{
    char folder[] = "/tmp/stature-bench-XXXXXX", command[64];
    struct app *app;
    struct sp_error err;
    if (!mkdtemp(folder))
        die("no folder of its own");
    const struct app_config config = {.data_dir = folder};
    if (app_open(&app, &config, &err) != SP_OK)
        die(err.text);
    measure(app);
    app_close(app);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0;
}
