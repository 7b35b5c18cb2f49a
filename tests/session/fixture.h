/*
 * A library of three movements made by hand, so that a timeline can be worked
 * out on paper. Stands in for care_exercise_at.
 */
#ifndef TEST_SESSION_FIXTURE_H
#define TEST_SESSION_FIXTURE_H

#include <math.h>
#include <string.h>

#include "session/session.h"

static const struct care_talk calm = {.pace = 1};

struct care_library {
    struct care_exercise exercise[3];
    struct care_step fold[4], twist[4], tilt[4];
    struct care_variant variant[2];
    struct sp_scene scene;
};

static const struct care_exercise *fixture_at(const struct care_library *lib,
                                              int i)
{
    return i >= 0 && i < 3 ? &lib->exercise[i] : NULL;
}

const struct care_exercise *care_exercise_at(const struct care_library *lib,
                                             int index);
const struct care_exercise *care_exercise_at(const struct care_library *lib,
                                             int index)
{
    return fixture_at(lib, index);
}

// keyframes: 0 start, 1 half, 2 end, 3 other end
static void fixture_init(struct care_library *lib)
{
    memset(lib, 0, sizeof *lib);
    lib->scene.keyframes = 4;
    for (int k = 0; k < 4; k++)
        lib->scene.keyframe[k].at_s = k == 3 ? 5 : 2 * k;

    lib->fold[0] = (struct care_step){CARE_SETUP, "Kneel down.", NULL, 0,
                                      3,          NULL,          NULL, false};
    lib->fold[1] = (struct care_step){
        CARE_ENTER, "Breathe out, move back.", NULL, 1, 4, "out", NULL, false};
    lib->fold[2] = (struct care_step){
        CARE_HOLD, "Rest here.", "Rest again.", 2, 2, "easy", NULL, false};
    lib->fold[3] = (struct care_step){
        CARE_EXIT, "Come up slowly.", NULL, 0, 4, NULL, NULL, false};
    lib->variant[0] = (struct care_variant){"low", "Low", "", -1, true, false};
    lib->variant[1] =
        (struct care_variant){"pillow", "Pillow", "", 3, false, true};
    lib->exercise[0] = (struct care_exercise){.id = "fold",
                                              .name = "Fold",
                                              .sides = CARE_NO_SIDES,
                                              .steps = lib->fold,
                                              .step_count = 4,
                                              .variants = lib->variant,
                                              .variant_count = 2,
                                              .scene = &lib->scene};

    lib->twist[0] = (struct care_step){CARE_SETUP, "Lie down.", NULL, 0,
                                       3,          NULL,        NULL, false};
    lib->twist[1] = (struct care_step){
        CARE_ENTER, "Draw your {side} knee in, {other} leg stays.",
        NULL,       2,
        5,          "out",
        NULL,       false};
    lib->twist[2] =
        (struct care_step){CARE_HOLD, "Stay.", NULL, 2, 0, "easy", NULL, false};
    lib->twist[3] = (struct care_step){
        CARE_EXIT, "Put your {side} foot down.", NULL, 0, 4, NULL, NULL, false};
    lib->exercise[1] = (struct care_exercise){.id = "twist",
                                              .name = "Twist",
                                              .sides = CARE_EACH_SIDE,
                                              .steps = lib->twist,
                                              .step_count = 4,
                                              .scene = &lib->scene};

    lib->tilt[0] = (struct care_step){
        CARE_SETUP, "Hands and knees.", NULL, 0, 3, NULL, NULL, false};
    lib->tilt[1] = (struct care_step){CARE_FLOW, "Breathe in.", "In.", 1,
                                      4,         "in",          NULL,  false};
    lib->tilt[2] = (struct care_step){CARE_FLOW, "Breathe out.", NULL, 2,
                                      5,         "out",          NULL, false};
    lib->tilt[3] =
        (struct care_step){CARE_EXIT, "Rest.", NULL, 0, 3, NULL, NULL, false};
    lib->exercise[2] = (struct care_exercise){.id = "tilt",
                                              .name = "Tilt",
                                              .sides = CARE_NO_SIDES,
                                              .steps = lib->tilt,
                                              .step_count = 4,
                                              .scene = &lib->scene};
}

static struct session_timeline *fixture_compile(const struct care_library *lib,
                                                const struct care_item *items,
                                                int count)
{
    struct session_timeline *t;
    struct sp_error err;
    if (session_compile(lib, items, count, &calm, &t, &err) != SP_OK)
        fail_msg("%s", err.text);
    return t;
}

#endif
