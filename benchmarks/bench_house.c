/*
 * Times of what happens while the page opens: reading the library, the poses
 * of every keyframe for one body, a week's plan. Medians of repeated runs on
 * one core, printed as Markdown rows.
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "care/care.h"
#include "times.h"

enum { RUNS = 11 };

static void die(const char *what, const struct sp_error *err)
{
    fprintf(stderr, "bench_house: %s: %s\n", what, err->text);
    exit(1);
}

static struct care_library *read_library(const char *dir,
                                         struct care_files *files)
{
    struct sp_error err;
    struct care_library *lib;
    if (care_files_open(dir, files, &err) != SP_OK ||
        care_library_load(&lib, files, NULL, NULL, NULL, &err) != SP_OK)
        die("library", &err);
    return lib;
}

static double library_ms(const char *dir)
{
    double ms[RUNS];
    for (int r = 0; r < RUNS; r++) {
        struct care_files files;
        const double begun = now_ms();
        struct care_library *lib = read_library(dir, &files);
        ms[r] = now_ms() - begun;
        care_library_free(lib);
        care_files_close(&files);
    }
    return median(ms, RUNS);
}

static int pose_all(const struct care_library *lib, const struct sp_body *body)
{
    static struct sp_scene scaled;
    struct sp_error err;
    int solved = 0;
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct sp_scene *scene = care_exercise_at(lib, e)->scene;
        if (!scene)
            continue;
        sp_scene_scale(scene, body, &scaled);
        struct sp_posture posture[SP_SCENE_KEYFRAMES];
        struct sp_pose_report report[SP_SCENE_KEYFRAMES];
        if (sp_pose_solve_all(body, &scaled, posture, report, &err) != SP_OK)
            die(scene->name, &err);
        solved += scaled.keyframes;
    }
    return solved;
}

static double pose_ms(const struct care_library *lib, int *solved)
{
    const struct sp_person person = {1.68, 70, 45, SP_SEX_UNSTATED};
    static struct sp_body body;
    struct sp_error err;
    if (sp_body_init(&body, &person, &err) != SP_OK)
        die("body", &err);
    double ms[RUNS];
    for (int r = 0; r < RUNS; r++) {
        const double begun = now_ms();
        *solved = pose_all(lib, &body);
        ms[r] = now_ms() - begun;
    }
    return median(ms, RUNS);
}

static double plan_ms(const struct care_library *lib)
{
    struct care_answers answers = {.age_y = 45, .bmi = 24};
    for (int i = 0; i < care_question_count(lib); i++)
        answers.question[i] = CARE_NO;
    for (int i = 0; i < care_condition_count(lib); i++)
        answers.condition[i] = CARE_NO;
    static struct care_screen screen;
    care_screen(lib, &answers, &screen);

    char mat[] = "mat", chair[] = "chair", ball[] = "ball", wall[] = "wall";
    char *equipment[] = {mat, chair, ball, wall, NULL};
    struct care_wishes wishes = {
        .minutes = {15, 15, 0, 15, 15, 20, 0},
        .regions = 1u << CARE_REGION_LOWER_BACK | 1u << CARE_REGION_NECK,
        .equipment = equipment,
        .condition = -1,
        .advanced_ready = true,
    };
    const size_t n = (size_t)care_exercise_count(lib);
    struct care_response *response = calloc(n, sizeof *response);
    if (!response)
        exit(1);
    for (size_t i = 0; i < n; i++)
        response[i] = (struct care_response){.done = (int)(i % 4),
                                             .pain_change = NAN,
                                             .effort = NAN,
                                             .last_day = -1};
    double ms[RUNS];
    for (int r = 0; r < RUNS; r++) {
        struct care_plan *plan;
        struct sp_error err;
        const double begun = now_ms();
        if (care_plan(lib, &screen, &wishes, response, NULL, &plan, &err) !=
            SP_OK)
            die("plan", &err);
        ms[r] = now_ms() - begun;
        care_plan_free(plan);
    }
    free(response);
    return median(ms, RUNS);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_house LIBRARY_FOLDER\n");
        return 2;
    }
    struct care_files files;
    struct care_library *lib = read_library(argv[1], &files);
    row("read and check the whole library", library_ms(argv[1]), 30);
    int solved = 0;
    const double ms = pose_ms(lib, &solved);
    char what[80];
    snprintf(what, sizeof what, "poses: all %d keyframes for one body", solved);
    row(what, ms, 200);
    row("a week's plan from scratch", plan_ms(lib), 300);
    care_library_free(lib);
    care_files_close(&files);
    return 0;
}
