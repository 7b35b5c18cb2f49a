/*
 * Every movement of the library, in every variant, as a session that can be
 * followed with closed eyes; and every spoken line against the voice's own
 * length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session/session.h"
#include "voice/voice.h"

static struct care_files files;
static struct care_library *lib;

static int load(void **state)
{
    (void)state;
    struct sp_error err;
    if (care_files_open(LIBRARY_DIR, &files, &err) != SP_OK ||
        care_library_load(&lib, &files, NULL, NULL, NULL, &err) != SP_OK) {
        print_error("%s\n", err.text);
        return -1;
    }
    return 0;
}

static int unload(void **state)
{
    (void)state;
    care_library_free(lib);
    care_files_close(&files);
    return 0;
}

// the default dose, as it would be on a first day
static struct care_item item_of(const struct care_exercise *ex, int index,
                                int variant)
{
    return (struct care_item){.exercise = index,
                              .variant = variant,
                              .hold_s = ex->dose.hold_s,
                              .duration_s = ex->dose.duration_s,
                              .reps = ex->dose.reps,
                              .rest_s = ex->dose.rest_s};
}

static bool has(const struct session_timeline *t, enum session_kind kind,
                const char *words)
{
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *cue = &t->cue[i];
        if (cue->kind == kind &&
            (!words || (cue->say && strstr(cue->say, words))))
            return true;
    }
    return false;
}

static bool breathes(const struct session_timeline *t)
{
    for (int i = 0; i < t->cues; i++)
        if (t->cue[i].breath != 0)
            return true;
    return false;
}

static void check(const struct care_exercise *ex, int index, int variant)
{
    const struct care_item item = item_of(ex, index, variant);
    struct session_timeline *t;
    struct sp_error err;
    if (session_compile(lib, &item, 1, &t, &err) != SP_OK)
        fail_msg("%s, variant %d: %s", ex->id, variant, err.text);
    const char *missing =
        !has(t, SESSION_SETUP, NULL) && !has(t, SESSION_FLOW, NULL) ? "a way in"
        : !has(t, SESSION_HOLD, "Hold") && !has(t, SESSION_FLOW, NULL)
            ? "a hold or a flow"
        : !has(t, SESSION_EXIT, NULL) ? "a way out"
        : !breathes(t)                ? "breath"
                                      : NULL;
    if (!missing && ex->sides == CARE_EACH_SIDE &&
        (!has(t, SESSION_SIDES, "left") ||
         (!has(t, SESSION_SETUP, "right") && !has(t, SESSION_ENTER, "right"))))
        missing = "its sides";
    for (int i = 0; i < t->cues && !missing; i++)
        if (t->cue[i].say && strchr(t->cue[i].say, '{'))
            missing = "a word for a blank in braces";
    if (missing)
        fail_msg("%s, variant %d: lacks %s", ex->id, variant, missing);
    session_timeline_free(t);
}

static void every_movement_can_be_followed_with_closed_eyes(void **state)
{
    (void)state;
    int guided = 0;
    for (int i = 0; i < care_exercise_count(lib); i++) {
        const struct care_exercise *ex = care_exercise_at(lib, i);
        if (ex->playable == CARE_TEXT)
            continue;
        guided++;
        check(ex, i, -1);
        for (int v = 0; v < ex->variant_count; v++)
            check(ex, i, v);
    }
    assert_true(guided >= 28);
}

static void every_clip_is_one_path_through_keyframes_that_exist(void **state)
{
    (void)state;
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *ex = care_exercise_at(lib, e);
        for (int v = -1; ex->scene && v < ex->variant_count; v++) {
            struct care_leg legs[SESSION_LEGS_MAX];
            const int n = session_legs(ex, v, legs, SESSION_LEGS_MAX);
            if (n < 1 || n == SESSION_LEGS_MAX)
                fail_msg("%s, variant %d: %d legs", ex->id, v, n);
            for (int i = 0; i < n; i++) {
                assert_in_range(legs[i].from, 0, ex->scene->keyframes - 1);
                assert_in_range(legs[i].to, 0, ex->scene->keyframes - 1);
                assert_true(legs[i].seconds > 0 && legs[i].seconds <= 8);
                if (i > 0)
                    assert_int_equal(legs[i].from, legs[i - 1].to);
            }
        }
    }
}

static void the_planners_minutes_are_the_sessions_minutes(void **state)
{
    (void)state;
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *ex = care_exercise_at(lib, e);
        for (int v = -1; ex->scene && v < ex->variant_count; v++) {
            const struct care_item item = item_of(ex, e, v);
            // greeting and close belong to the day, not to the movement
            const double whole =
                session_minutes(lib, &item, 1) - CARE_SESSION_FRAME_MIN;
            const double planned = care_item_minutes(ex, &item);
            if (!(planned > 0.9 * whole - 0.05 && planned < 1.1 * whole + 0.05))
                fail_msg("%s, variant %d: planned %.2f min, lasts %.2f min",
                         ex->id, v, planned, whole);
        }
    }
}

// seconds of sound in a 16-bit mono WAV
static double sound_s(const unsigned char *wav, size_t len)
{
    const unsigned rate = wav[24] | (unsigned)wav[25] << 8;
    return (double)(len - 44) / 2 / rate;
}

static void reckoned_speech_is_never_shorter_than_the_voice(void **state)
{
    (void)state;
    struct voice *v;
    struct sp_error err;
    assert_int_equal(voice_open(&v, NULL, &err), SP_OK);
    double worst = -9, reckoned_all = 0, spoken_all = 0;
    for (int i = 0; i < care_exercise_count(lib); i++) {
        const struct care_exercise *ex = care_exercise_at(lib, i);
        for (int k = 0; k < ex->step_count; k += 3) {
            if (strchr(ex->steps[k].say, '{'))
                continue;
            unsigned char *wav;
            size_t len;
            assert_int_equal(voice_say(v, ex->steps[k].say, &wav, &len, &err),
                             SP_OK);
            const double spoken = sound_s(wav, len);
            const double reckoned = care_speech_s(ex->steps[k].say);
            free(wav);
            reckoned_all += reckoned;
            spoken_all += spoken;
            worst = spoken - reckoned > worst ? spoken - reckoned : worst;
            // every cue adds a pause of 0.8 s to the reckoned time
            if (spoken > reckoned + 0.8)
                fail_msg("%s step %d: %.1f s of sound, %.1f s reckoned", ex->id,
                         k, spoken, reckoned);
        }
    }
    print_message("# speech: reckoned %.0f s for %.0f s of sound; closest call "
                  "%.2f s\n",
                  reckoned_all, spoken_all, worst);
    // and not so long that people wait
    assert_true(reckoned_all < 1.25 * spoken_all);
    voice_close(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_movement_can_be_followed_with_closed_eyes),
        cmocka_unit_test(every_clip_is_one_path_through_keyframes_that_exist),
        cmocka_unit_test(the_planners_minutes_are_the_sessions_minutes),
        cmocka_unit_test(reckoned_speech_is_never_shorter_than_the_voice),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
