/*
 * Every movement of the library, in every variant, as a session that can be
 * followed with closed eyes; and every spoken line against the voice's own
 * length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session/session.h"
#include "text/words.h"
#include "voice/voice.h"

static const struct care_talk calm = {.pace = 1};
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
    if (session_compile(lib, &item, 1, &calm, &t, &err) != SP_OK)
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

/* Minutes that an item takes as compiled, greeting and close included. */
static double session_minutes(const struct care_item *item,
                              const struct care_talk *talk)
{
    struct session_timeline *t;
    assert_int_equal(session_compile(lib, item, 1, talk, &t, NULL), SP_OK);
    const double minutes = (double)t->length_ms / 60000;
    session_timeline_free(t);
    return minutes;
}

static void the_planners_minutes_are_the_sessions_minutes(void **state)
{
    (void)state;
    static const struct care_talk talks[] = {
        {1,   false},
        {0.7, false},
        {1.4, false},
        {1,   true },
        {0.7, true }
    };
    const int each = sizeof talks / sizeof *talks;
    for (int k = 0; k < each * care_exercise_count(lib); k++) {
        const int e = k / each;
        const struct care_talk talk = talks[k % each];
        const struct care_exercise *ex = care_exercise_at(lib, e);
        for (int v = -1; ex->scene && v < ex->variant_count; v++) {
            const struct care_item item = item_of(ex, e, v);
            // greeting and close belong to the day, not to the movement
            const double whole =
                session_minutes(&item, &talk) - CARE_SESSION_FRAME_MIN;
            const double planned = care_item_minutes(ex, &item, &talk);
            if (!(planned > 0.9 * whole - 0.05 && planned < 1.1 * whole + 0.05))
                fail_msg("%s, variant %d, pace %.1f%s: planned %.2f min, lasts "
                         "%.2f min",
                         ex->id, v, talk.pace, talk.brief ? " brief" : "",
                         planned, whole);
        }
    }
}

// a folder of the test's own, gone with it
static void gone(const char *dir)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    assert_int_equal(system(command), 0);
}

// ---- words and their time
// ------------------------------------------------------------------

// seconds of sound in a 16-bit mono WAV
static double sound_s(const unsigned char *wav, size_t len)
{
    const unsigned rate = wav[24] | (unsigned)wav[25] << 8;
    return (double)(len - 44) / 2 / rate;
}

static double spoken_s(struct voice *v, const struct voice_kind *kind,
                       double pace, const char *text)
{
    unsigned char *wav;
    size_t len;
    struct sp_error err;
    if (voice_say(v, kind, pace, text, &wav, &len, &err) != SP_OK)
        fail_msg("%s: %s", kind->id, err.text);
    const double s = sound_s(wav, len);
    free(wav);
    return s;
}

// until the next words
static double room_s(const struct session_timeline *t, int i)
{
    double ms = (double)t->cue[i].length_ms;
    for (int k = i + 1; k < t->cues && !t->cue[k].say; k++)
        ms += (double)t->cue[k].length_ms;
    return ms / 1000;
}

struct sums {
    double reckoned_s, spoken_s, closest_s;
};

static void check_room(struct voice *v, const struct voice_kind *kind,
                       const struct care_talk *talk, int e, struct sums *sums)
{
    const struct care_exercise *ex = care_exercise_at(lib, e);
    const struct care_item item = item_of(ex, e, -1);
    struct session_timeline *t;
    struct sp_error err;
    assert_int_equal(session_compile(lib, &item, 1, talk, &t, &err), SP_OK);
    for (int i = 0; i < t->cues; i++) {
        const char *say = t->cue[i].say;
        if (!say)
            continue;
        const double spoken = spoken_s(v, kind, talk->pace, say);
        const double left = room_s(t, i) - spoken;
        sums->reckoned_s += care_speech_s(talk, say);
        sums->spoken_s += spoken;
        if (left < sums->closest_s)
            sums->closest_s = left;
        if (left < 0)
            fail_msg("%s at pace %.1f: '%s' takes %.2f s in the voice %s, %.2f "
                     "s too long",
                     ex->id, talk->pace, say, spoken, kind->id, -left);
    }
    session_timeline_free(t);
}

/* Every other movement at one of three paces and two wordings, in one of the
 * built-in voices or the first of espeak-ng where there is one. */
static void words_end_before_the_next_begin(void **state)
{
    (void)state;
    static const double paces[] = {0.7, 1, 1.4};
    char dir[] = "/tmp/stature-voice-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct voice *v;
    struct sp_error err;
    struct voice_kind kinds[8];
    assert_int_equal(voice_open(&v, dir, &err), SP_OK);
    const int n = voice_list(v, "en", kinds, 4);
    assert_true(n >= 1);
    for (int k = 0; k < n; k++) {
        struct sums sums = {.closest_s = 99};
        for (int e = k; e < care_exercise_count(lib); e += 2 * n)
            if (care_exercise_at(lib, e)->playable != CARE_TEXT)
                check_room(v, &kinds[k],
                           &(struct care_talk){paces[e / n % 3], e / n % 2 > 0},
                           e, &sums);
        print_message("# %s: reckoned %.0f s for %.0f s of sound; closest call "
                      "%.2f s\n",
                      kinds[k].id, sums.reckoned_s, sums.spoken_s,
                      sums.closest_s);
        // and not so long that people wait
        assert_true(sums.reckoned_s < 1.35 * sums.spoken_s);
    }
    voice_close(v);
    gone(dir);
}

/* The Spanish library in espeak-ng's Spanish, where that is installed: its
 * words take more letters, not more time than is left for them. */
static void spanish_words_end_before_the_next_begin(void **state)
{
    (void)state;
    static const double paces[] = {0.7, 1, 1.4};
    char dir[] = "/tmp/stature-voice-XXXXXX";
    struct care_library *english = lib;
    struct care_files spanish_files;
    struct voice *v;
    struct voice_kind kind;
    struct sp_error err;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(voice_open(&v, dir, &err), SP_OK);
    if (!voice_pick(v, NULL, "es", &kind)) {
        voice_close(v);
        gone(dir);
        skip();
    }
    assert_true(words_use("es"));
    assert_int_equal(care_files_open(LIBRARY_DIR, &spanish_files, &err), SP_OK);
    assert_int_equal(
        care_library_load(&lib, &spanish_files, NULL, NULL, NULL, &err), SP_OK);
    struct sums sums = {.closest_s = 99};
    for (int e = 0; e < care_exercise_count(lib); e++)
        if (care_exercise_at(lib, e)->playable != CARE_TEXT)
            check_room(v, &kind,
                       &(struct care_talk){paces[e % 3], e / 3 % 2 > 0}, e,
                       &sums);
    print_message("# %s: reckoned %.0f s for %.0f s of sound; closest call "
                  "%.2f s\n",
                  kind.id, sums.reckoned_s, sums.spoken_s, sums.closest_s);
    care_library_free(lib);
    care_files_close(&spanish_files);
    voice_close(v);
    gone(dir);
    words_use("en");
    lib = english;
}

/* Sentences that keep people safe, by the words such sentences have. */
static bool keeps_safe(const char *sentence, size_t len)
{
    static const char *const words[] = {
        "ever ",     "stop",    " slip",       "at once",   "let go last",
        "hurts",     "Do not",  "not move",    "feel well", "open",
        "carry you", "release", "head or eyes"};
    char text[400];
    if (len >= sizeof text)
        return true;
    memcpy(text, sentence, len);
    text[len] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i]))
            return true;
    return false;
}

static void
brief_wording_is_shorter_and_keeps_what_is_said_for_safety(void **state)
{
    (void)state;
    const struct care_talk brief = {1, true};
    double full_s = 0, brief_s = 0;
    int kept = 0;
    for (int e = 0; e < care_exercise_count(lib); e++) {
        const struct care_exercise *ex = care_exercise_at(lib, e);
        if (ex->playable == CARE_TEXT)
            continue;
        for (int i = 0; i < ex->step_count; i++) {
            size_t len = 0;
            const struct care_step *step = &ex->steps[i];
            const char *words = care_step_words(&brief, step, &len);
            assert_true(len > 0 && len <= strlen(words));
            assert_true(len <= strlen(step->say));
            // hanging, head down, pulled: each such sentence stays
            const unsigned risky = 1u << CARE_HANG | 1u << CARE_INVERSION |
                                   1u << CARE_TRACTION_LUMBAR |
                                   1u << CARE_PARTNER_PULL | 1u << CARE_LOAD;
            for (const char *p = step->say; *p && ex->modalities & risky;) {
                const size_t n = strcspn(p, ".!?") + 1;
                if (keeps_safe(p, n) && step->phase == CARE_SETUP) {
                    kept++;
                    if (!step->safety)
                        fail_msg("%s: '%.*s' is not said in brief", ex->id,
                                 (int)n, p);
                }
                p += p[n] == ' ' ? n + 1 : n;
            }
        }
        const struct care_item item = item_of(ex, e, -1);
        full_s += session_minutes(&item, &calm) * 60;
        brief_s += session_minutes(&item, &brief) * 60;
    }
    print_message("# one of each: %.0f min in full, %.0f min in brief\n",
                  full_s / 60, brief_s / 60);
    assert_true(kept >= 6);
    assert_true(brief_s < 0.95 * full_s);
}

static void every_session_tells_how_to_stop_in_brief_too(void **state)
{
    (void)state;
    const struct care_talk brief = {1.4, true};
    const int e = care_exercise_find(lib, "cat_cow");
    const struct care_item item = item_of(care_exercise_at(lib, e), e, -1);
    struct session_timeline *t;
    struct sp_error err;
    assert_int_equal(session_compile(lib, &item, 1, &brief, &t, &err), SP_OK);
    assert_true(has(t, SESSION_INTRO, "If anything hurts, stop."));
    assert_true(has(t, SESSION_INTRO, "You can stop at any time."));
    session_timeline_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_movement_can_be_followed_with_closed_eyes),
        cmocka_unit_test(every_clip_is_one_path_through_keyframes_that_exist),
        cmocka_unit_test(the_planners_minutes_are_the_sessions_minutes),
        cmocka_unit_test(words_end_before_the_next_begin),
        cmocka_unit_test(spanish_words_end_before_the_next_begin),
        cmocka_unit_test(
            brief_wording_is_shorter_and_keeps_what_is_said_for_safety),
        cmocka_unit_test(every_session_tells_how_to_stop_in_brief_too),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
