#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "fixture.h"

static const struct care_item fold = {
    .exercise = 0, .variant = -1, .hold_s = 30, .reps = 2, .rest_s = 10};
static const struct care_item twist = {
    .exercise = 1, .variant = -1, .hold_s = 20, .reps = 1};
static const struct care_item tilt = {.exercise = 2, .variant = -1, .reps = 3};

static double seconds_of(const struct session_timeline *t,
                         enum session_kind kind, int side)
{
    double s = 0;
    for (int i = 0; i < t->cues; i++)
        if (t->cue[i].kind == kind && (side < 0 || t->cue[i].side == side))
            s += (double)t->cue[i].length_ms / 1000;
    return s;
}

static bool said(const struct session_timeline *t, const char *words, int side)
{
    for (int i = 0; i < t->cues; i++)
        if (t->cue[i].say && (side < 0 || t->cue[i].side == side) &&
            strstr(t->cue[i].say, words))
            return true;
    return false;
}

static void cues_follow_without_gap_and_words_fit(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    const struct care_item items[] = {fold, twist, tilt};
    struct session_timeline *t = fixture_compile(&lib, items, 3);
    int64_t at = 0;
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *cue = &t->cue[i];
        assert_int_equal(cue->start_ms, at);
        assert_true(cue->length_ms > 0);
        assert_non_null(cue->caption);
        // words end before the next words begin
        double quiet_ms = (double)cue->length_ms;
        for (int k = i + 1; k < t->cues && !t->cue[k].say; k++)
            quiet_ms += (double)t->cue[k].length_ms;
        if (cue->say)
            assert_true(care_speech_s(&calm, cue->say) * 1000 <=
                        quiet_ms + 250);
        at += cue->length_ms;
    }
    assert_int_equal(at, t->length_ms);
    assert_int_equal(t->cue[0].kind, SESSION_INTRO);
    assert_int_equal(t->cue[t->cues - 1].kind, SESSION_END);
    session_timeline_free(t);
}

static void holds_last_exactly_as_long_as_prescribed(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    for (double hold = 2; hold <= 120; hold += 1) {
        struct care_item item = fold;
        item.hold_s = hold;
        struct session_timeline *t = fixture_compile(&lib, &item, 1);
        assert_true(fabs(seconds_of(t, SESSION_HOLD, -1) - 2 * hold) < 0.01);
        session_timeline_free(t);
    }
}

static void a_hold_tells_half_way_and_the_last_seconds(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    struct session_timeline *t = fixture_compile(&lib, &fold, 1);
    assert_true(said(t, "Hold for 30 seconds. Rest here.", -1));
    assert_true(said(t, "Hold for 30 seconds. Rest again.", -1));
    assert_true(said(t, "Breathe in.", -1));
    assert_true(said(t, "Half way.", -1));
    assert_true(said(t, "Five more seconds.", -1));
    assert_true(said(t, "Come up slowly.", -1));
    session_timeline_free(t);
}

static void between_holds_the_way_out_is_the_exercises_own(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    char cue[] = "Feet first.";
    lib.fold[3].cue = cue;
    struct session_timeline *t = fixture_compile(&lib, &fold, 1);
    int exits = 0;
    for (int i = 0; i < t->cues; i++) {
        if (t->cue[i].kind != SESSION_EXIT)
            continue;
        assert_string_equal(t->cue[i].say,
                            exits == 0 ? "Feet first." : "Come up slowly.");
        exits++;
    }
    assert_int_equal(exits, 2);
    session_timeline_free(t);
}

static void a_long_silent_flow_says_half_way(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    lib.tilt[1].seconds = lib.tilt[2].seconds = 0.5;
    lib.tilt[1].cue = NULL;
    struct care_item timed = tilt;
    timed.duration_s = 90;
    struct session_timeline *t = fixture_compile(&lib, &timed, 1);
    assert_true(said(t, "Half way.", -1));
    session_timeline_free(t);
}

static void both_sides_are_done_and_named(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    struct session_timeline *t = fixture_compile(&lib, &twist, 1);
    assert_true(said(t, "Draw your right knee in, left leg stays.", 1));
    assert_true(said(t, "Draw your left knee in, right leg stays.", 2));
    assert_true(said(t, "Change sides. Now the left.", 2));
    assert_true(said(t, "Put your left foot down.", 2));
    assert_true(fabs(seconds_of(t, SESSION_HOLD, 1) - 20) < 0.01);
    assert_true(fabs(seconds_of(t, SESSION_HOLD, 2) - 20) < 0.01);
    session_timeline_free(t);
}

static void a_flow_is_counted_by_repeats_or_by_time(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    struct session_timeline *t = fixture_compile(&lib, &tilt, 1);
    int strokes = 0;
    for (int i = 0; i < t->cues; i++)
        strokes += t->cue[i].kind == SESSION_FLOW;
    assert_int_equal(strokes, 6);
    session_timeline_free(t);

    struct care_item timed = tilt;
    timed.duration_s = 60;
    t = fixture_compile(&lib, &timed, 1);
    const double s = seconds_of(t, SESSION_FLOW, -1);
    assert_true(s >= 59 && s <= 60 + 9);
    session_timeline_free(t);
}

// keyframe that the clip shows at a place where a leg begins or ends
static int keyframe_at(const struct care_leg *legs, int count, double s)
{
    double start = 0;
    for (int i = 0; i < count; i++) {
        if (fabs(s - start) < 1e-9)
            return legs[i].from;
        start += legs[i].seconds;
        if (fabs(s - start) < 1e-9)
            return legs[i].to;
    }
    return -1;
}

static void legs_are_one_unbroken_path(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    for (int e = 0; e < 3; e++) {
        for (int v = -1; v < lib.exercise[e].variant_count; v++) {
            struct care_leg legs[SESSION_LEGS_MAX];
            const int n =
                session_legs(&lib.exercise[e], v, legs, SESSION_LEGS_MAX);
            assert_in_range(n, 1, 8);
            for (int i = 1; i < n; i++)
                assert_int_equal(legs[i].from, legs[i - 1].to);
        }
    }
    // the pillow variant ends in keyframe 3 instead of 2
    struct care_leg legs[SESSION_LEGS_MAX];
    session_legs(&lib.exercise[0], 1, legs, SESSION_LEGS_MAX);
    assert_int_equal(legs[1].to, 3);
}

static void the_figure_goes_from_where_it_stands(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    const struct care_item items[] = {fold, twist, tilt};
    struct session_timeline *t = fixture_compile(&lib, items, 3);
    for (int i = 1; i < t->cues; i++) {
        const struct session_cue *a = &t->cue[i - 1], *b = &t->cue[i];
        if (a->item != b->item || a->item < 0)
            continue;
        struct care_leg legs[SESSION_LEGS_MAX];
        const int n =
            session_legs(&lib.exercise[a->item], -1, legs, SESSION_LEGS_MAX);
        const int stood = keyframe_at(legs, n, a->figure_to_s);
        assert_true(stood >= 0);
        if (b->kind != SESSION_SIDES) // the other side begins anew
            assert_int_equal(keyframe_at(legs, n, b->figure_from_s), stood);
    }
    session_timeline_free(t);
}

static void what_cannot_be_guided_is_refused(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    lib.exercise[1].step_count = 0;
    struct session_timeline *t;
    struct sp_error err;
    assert_int_equal(session_compile(&lib, &twist, 1, &calm, &t, &err),
                     SP_E_RANGE);
    assert_non_null(strstr(err.text, "twist has no steps"));
    assert_int_equal(session_compile(&lib, &fold, 0, &calm, &t, &err),
                     SP_E_RANGE);
    assert_null(t);
}

static bool keep(void *ctx, const char *line)
{
    char *all = ctx;
    strncat(all, line, 8000 - strlen(all) - 2);
    strcat(all, "\n");
    return true;
}

static void the_transcript_can_be_followed(void **state)
{
    (void)state;
    struct care_library lib;
    fixture_init(&lib);
    struct session_timeline *t = fixture_compile(&lib, &twist, 1);
    static char all[8192];
    session_transcript(t, &lib, keep, all);
    assert_non_null(strstr(all, "00:00  Welcome. 1 movement today."));
    assert_non_null(strstr(all, "Twist, right: Draw your right knee in"));
    assert_non_null(strstr(all, "Twist, left: Hold for 20 seconds."));
    assert_non_null(strstr(all, "That is all for today."));
    session_timeline_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cues_follow_without_gap_and_words_fit),
        cmocka_unit_test(holds_last_exactly_as_long_as_prescribed),
        cmocka_unit_test(a_hold_tells_half_way_and_the_last_seconds),
        cmocka_unit_test(between_holds_the_way_out_is_the_exercises_own),
        cmocka_unit_test(a_long_silent_flow_says_half_way),
        cmocka_unit_test(both_sides_are_done_and_named),
        cmocka_unit_test(a_flow_is_counted_by_repeats_or_by_time),
        cmocka_unit_test(legs_are_one_unbroken_path),
        cmocka_unit_test(the_figure_goes_from_where_it_stands),
        cmocka_unit_test(what_cannot_be_guided_is_refused),
        cmocka_unit_test(the_transcript_can_be_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
