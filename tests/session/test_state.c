#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture.h"

struct bench {
    struct care_library lib;
    struct session_timeline *t;
    struct session_state s;
};

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    fixture_init(&b->lib);
    const struct care_item items[] = {
        {.exercise = 0, .variant = -1, .hold_s = 30, .reps = 1},
        {.exercise = 1,             .variant = -1,              .hold_s = 20, .reps = 1},
        {.exercise = 2,    .variant = -1,                 .reps = 4                },
    };
    b->t = fixture_compile(&b->lib, items, 3);
    if (session_state_init(&b->s, b->t, NULL) != SP_OK)
        return -1;
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    session_state_release(&b->s);
    session_timeline_free(b->t);
    free(b);
    return 0;
}

static int64_t at(const struct bench *b, int64_t now)
{
    return session_position_ms(&b->s, b->t, now);
}

static void the_clock_is_the_only_counter(void **state)
{
    struct bench *b = *state;
    assert_true(session_apply(&b->s, b->t, SESSION_START, 5000));
    // asked rarely or often, the answer is the same: nothing is counted
    for (int64_t now = 5000; now < 5000 + 60000; now += 7)
        session_advance(&b->s, b->t, now);
    assert_int_equal(at(b, 65000), 60000);
    assert_int_equal(b->s.phase, SESSION_RUNNING);
}

static void pause_keeps_the_place_and_resume_counts_three_seconds(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    assert_true(session_apply(&b->s, b->t, SESSION_PAUSE, 10000));
    assert_int_equal(at(b, 99000), 10000);
    assert_false(session_apply(&b->s, b->t, SESSION_PAUSE, 99000));
    assert_true(session_apply(&b->s, b->t, SESSION_RESUME, 100000));
    assert_int_equal(at(b, 102999), 10000);
    session_advance(&b->s, b->t, 103500);
    assert_int_equal(b->s.phase, SESSION_RUNNING);
    assert_int_equal(at(b, 103500), 10500);
}

static void jumps_land_on_movements(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    assert_true(session_apply(&b->s, b->t, SESSION_NEXT, 1000));
    assert_int_equal(b->t->cue[session_cue_at(b->t, at(b, 1000))].item, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 1000);
    assert_int_equal(b->t->cue[session_cue_at(b->t, at(b, 1000))].item, 1);
    assert_true(b->s.skipped[0]);
    assert_false(b->s.done[0]);
    // at its very beginning, previous means the movement before
    session_apply(&b->s, b->t, SESSION_PREVIOUS, 1000);
    assert_int_equal(b->t->cue[session_cue_at(b->t, at(b, 1000))].item, 0);
    // ten seconds in, it means this one again
    const int64_t begin = at(b, 1000);
    session_apply(&b->s, b->t, SESSION_PREVIOUS, 11000);
    assert_int_equal(at(b, 11000), begin);
    session_apply(&b->s, b->t, SESSION_BACK_10, 12000);
    assert_int_equal(at(b, 12000),
                     begin + 1000 - 10000 < 0 ? 0 : begin + 1000 - 10000);
    session_apply(&b->s, b->t, SESSION_FORWARD_10, 12000);
    for (int i = 0; i < 20; i++)
        session_apply(&b->s, b->t, SESSION_NEXT, 12000);
    assert_int_equal(b->t->cue[session_cue_at(b->t, at(b, 12000))].kind,
                     SESSION_END);
}

static void repeat_begins_the_same_side_again(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    int64_t left = 0;
    for (int i = 0; i < b->t->cues; i++)
        if (b->t->cue[i].item == 1 && b->t->cue[i].side == 2 && !left)
            left = b->t->cue[i].start_ms;
    session_apply(&b->s, b->t, SESSION_REPEAT, left + 9000);
    assert_int_equal(at(b, left + 9000), left);
}

static void running_through_marks_done_and_ends(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 0); // skips the first
    session_advance(&b->s, b->t, b->t->length_ms + 1);
    assert_int_equal(b->s.phase, SESSION_DONE);
    assert_false(b->s.done[0]);
    assert_true(b->s.skipped[0]);
    assert_true(b->s.done[1]);
    assert_true(b->s.done[2]);
    assert_false(session_apply(&b->s, b->t, SESSION_BACK_10, 0));
}

static void a_movement_done_after_all_is_not_skipped(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 0);
    session_apply(&b->s, b->t, SESSION_PREVIOUS, 0);
    const int64_t rest = b->t->length_ms;
    session_advance(&b->s, b->t, rest);
    assert_true(b->s.done[0]);
    assert_false(b->s.skipped[0]);
}

static void what_is_jumped_over_is_skipped_and_not_done(void **state)
{
    struct bench *b = *state;
    session_apply(&b->s, b->t, SESSION_START, 0);
    session_apply(&b->s, b->t, SESSION_NEXT, 0);
    int64_t second = 0;
    for (int i = 0; i < b->t->cues && !second; i++)
        if (b->t->cue[i].item == 1)
            second = b->t->cue[i].start_ms;
    const int64_t now = second - at(b, 0) - 5000; // five seconds are left
    assert_true(session_apply(&b->s, b->t, SESSION_FORWARD_10, now));
    assert_int_equal(b->t->cue[session_cue_at(b->t, at(b, now))].item, 1);
    assert_true(b->s.skipped[0]);
    assert_false(b->s.done[0]);
    // gone back to and done after all
    session_apply(&b->s, b->t, SESSION_BACK_10, now);
    session_advance(&b->s, b->t, now + 20000);
    assert_true(b->s.done[0]);
    assert_false(b->s.skipped[0]);
}

static void stop_wins_from_every_live_phase(void **state)
{
    struct bench *b = *state;
    assert_false(session_apply(&b->s, b->t, SESSION_STOP, 0));
    session_apply(&b->s, b->t, SESSION_START, 0);
    session_apply(&b->s, b->t, SESSION_PAUSE, 2000);
    session_apply(&b->s, b->t, SESSION_RESUME, 3000);
    assert_true(session_apply(&b->s, b->t, SESSION_STOP, 4000));
    assert_int_equal(b->s.phase, SESSION_STOPPED);
    assert_int_equal(at(b, 9000), 2000);
    assert_false(session_apply(&b->s, b->t, SESSION_RESUME, 9000));
    assert_false(session_apply(&b->s, b->t, SESSION_NEXT, 9000));
}

static void every_change_is_counted(void **state)
{
    struct bench *b = *state;
    const int before = b->s.revision;
    session_apply(&b->s, b->t, SESSION_START, 0);
    assert_int_equal(b->s.revision, before + 1);
    session_apply(&b->s, b->t, SESSION_MUTE, 10);
    session_apply(&b->s, b->t, SESSION_MUTE, 20); // no change
    assert_int_equal(b->s.revision, before + 2);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(the_clock_is_the_only_counter),
        T(pause_keeps_the_place_and_resume_counts_three_seconds),
        T(jumps_land_on_movements),
        T(repeat_begins_the_same_side_again),
        T(running_through_marks_done_and_ends),
        T(a_movement_done_after_all_is_not_skipped),
        T(what_is_jumped_over_is_skipped_and_not_done),
        T(stop_wins_from_every_live_phase),
        T(every_change_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
