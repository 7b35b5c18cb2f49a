/* A pull as a session: its cues follow the curve, words fit, and the state
 * machine never keeps anybody waiting under force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "session/session.h"
#include "text/words.h"

enum { SPANS = 200 };

static struct care_library *lib;
static struct care_item item;
static struct care_pull_span span[SPANS];
static int spans;
static struct session_timeline *t;
static struct session_state s;
static const struct care_talk calm = {.pace = 1};

static int open_library(void **state)
{
    (void)state;
    struct care_files files;
    assert_int_equal(care_files_open(LIBRARY_DIR, &files, NULL), SP_OK);
    assert_int_equal(care_library_load(&lib, &files, NULL, NULL, NULL, NULL),
                     SP_OK);
    care_files_close(&files);
    const int e = care_exercise_find(lib, "traction_table");
    item = care_dose_at(lib, NULL, e, -1, 0);
    return 0;
}

static int close_library(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    struct care_protocol p = care_protocol_of(CARE_PROTOCOL_TRACTION);
    p.minutes = 6;
    spans = care_protocol_curve(&p, 150, span, SPANS);
    assert_true(spans > 0);
    assert_int_equal(
        session_compile_pull(lib, &item, span, spans, CARE_KG, &calm, &t, NULL),
        SP_OK);
    assert_int_equal(session_state_init(&s, t, NULL), SP_OK);
    assert_true(session_apply(&s, t, SESSION_START, 0));
    return 0;
}

static int end(void **state)
{
    (void)state;
    session_state_release(&s);
    session_timeline_free(t);
    return 0;
}

static const struct session_cue *cue_at(int64_t now_ms)
{
    return &t->cue[session_cue_at(t, session_position_ms(&s, t, now_ms))];
}

static int64_t pull_starts(void)
{
    for (int i = 0; i < t->cues; i++)
        if (t->cue[i].pull)
            return t->cue[i].start_ms;
    fail();
    return 0;
}

static void cues_follow_each_other_and_words_fit(void **state)
{
    (void)state;
    int64_t at = 0;
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *c = &t->cue[i];
        assert_true(c->start_ms == at);
        assert_non_null(c->caption);
        at += c->length_ms;
        if (c->pull && c->say &&
            care_speech_s(&calm, c->say) > (double)c->length_ms / 1000)
            fail_msg("\"%s\" does not fit into %lld ms", c->say,
                     (long long)c->length_ms);
    }
    assert_true(at == t->length_ms);
}

/* The longest words there are, at the slowest pace. */
static void slow_words_in_another_language_fit_too(void **state)
{
    (void)state;
    const struct care_talk slow = {.pace = 0.7};
    struct session_timeline *said;
    assert_true(words_use("es"));
    assert_int_equal(session_compile_pull(lib, &item, span, spans, CARE_KG,
                                          &slow, &said, NULL),
                     SP_OK);
    for (int i = 0; i < said->cues; i++) {
        const struct session_cue *c = &said->cue[i];
        if (c->say &&
            care_speech_s(&slow, c->say) * 1000 > (double)c->length_ms)
            fail_msg("\"%s\" takes %.1f s of %.1f s", c->say,
                     care_speech_s(&slow, c->say), (double)c->length_ms / 1000);
    }
    session_timeline_free(said);
    words_use("en");
}

static void the_curve_is_in_the_cues(void **state)
{
    (void)state;
    // "Start the table now" lasts 5 s; then every span at its own time
    const int64_t begun = pull_starts() + 5000;
    for (int i = 0; i < spans; i++) {
        const int64_t mid =
            begun + (int64_t)(1000 * (span[i].start_s + span[i].length_s / 2));
        const struct session_cue *c = &t->cue[session_cue_at(t, mid)];
        assert_true(c->pull);
        assert_true(c->from_N == span[i].from_N && c->to_N == span[i].to_N);
        assert_true(c->release == (span[i].phase == CARE_PULL_RELEASE));
        assert_int_equal(c->rep, span[i].cycle);
    }
    int waits = 0;
    for (int i = 0; i < t->cues; i++)
        waits += t->cue[i].wait;
    assert_int_equal(waits, 1);
}

static void nothing_turns_time_under_force(void **state)
{
    (void)state;
    static const enum session_event refused[] = {
        SESSION_PREVIOUS, SESSION_REPEAT, SESSION_BACK_10, SESSION_FORWARD_10,
        SESSION_ACKNOWLEDGE};
    const int64_t now = pull_starts() + 60000;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(session_apply(&s, t, refused[i], now));
    assert_true(session_position_ms(&s, t, now) == now);
}

static void pause_and_next_go_to_the_release(void **state)
{
    (void)state;
    const int64_t now = pull_starts() + 60000;
    assert_true(session_apply(&s, t, SESSION_PAUSE, now));
    assert_int_equal(s.phase, SESSION_RUNNING);
    assert_true(cue_at(now)->release);
    assert_true(s.let_go);
    // in the release neither pause nor next does anything more
    assert_false(session_apply(&s, t, SESSION_PAUSE, now + 1000));
    assert_false(session_apply(&s, t, SESSION_NEXT, now + 1000));
    assert_true(cue_at(now + 1000)->release);
}

static void the_end_waits_for_a_word(void **state)
{
    (void)state;
    int64_t now = t->length_ms; // long past the pull
    session_advance(&s, t, now);
    assert_int_equal(s.phase, SESSION_WAITING);
    assert_true(cue_at(now)->wait);
    assert_false(session_apply(&s, t, SESSION_PAUSE, now));
    assert_false(session_apply(&s, t, SESSION_RESUME, now));
    assert_true(session_apply(&s, t, SESSION_ACKNOWLEDGE, now + 60000));
    assert_int_equal(s.phase, SESSION_RUNNING);
    now += 60000;
    assert_false(cue_at(now)->pull);
    session_advance(&s, t, now + t->length_ms);
    assert_int_equal(s.phase, SESSION_DONE);
    assert_true(s.done[0]);
}

static void stop_wins_everywhere(void **state)
{
    (void)state;
    session_advance(&s, t, t->length_ms);
    assert_int_equal(s.phase, SESSION_WAITING);
    assert_true(session_apply(&s, t, SESSION_STOP, t->length_ms));
    assert_int_equal(s.phase, SESSION_STOPPED);
}

static void before_and_after_the_pull_a_pause_is_a_pause(void **state)
{
    (void)state;
    const int64_t before = pull_starts() - 2000;
    assert_true(session_apply(&s, t, SESSION_PAUSE, before));
    assert_int_equal(s.phase, SESSION_PAUSED);
    assert_false(s.let_go);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
        T(cues_follow_each_other_and_words_fit),
        T(slow_words_in_another_language_fit_too),
        T(the_curve_is_in_the_cues),
        T(nothing_turns_time_under_force),
        T(pause_and_next_go_to_the_release),
        T(the_end_waits_for_a_word),
        T(stop_wins_everywhere),
        T(before_and_after_the_pull_a_pause_is_a_pause),
    };
    return cmocka_run_group_tests(tests, open_library, close_library);
}
