/* Protocols: curves worked by hand, caps row by row, and what is refused. */
#include "care_test.h"

#include "care/pull/protocol.h"
#include "text/words.h"

static struct care_library *lib;
static struct care_screen fit;
static const double kg = CARE_STANDARD_GRAVITY;

static int load(void **state)
{
    (void)state;
    lib = load_real();
    const struct care_answers a = healthy();
    fit = screened(lib, &a);
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

static struct care_pulled person(double mass_kg)
{
    return (struct care_pulled){.mass_kg = mass_kg,
                                .response = care_response_none(),
                                .most_N = NAN,
                                .most_minutes = NAN};
}

static struct care_protocol from(const char *json)
{
    struct care_protocol p;
    struct sp_error err = {.text = ""};
    json_t *object = json_loads(json, 0, NULL);
    assert_non_null(object);
    if (care_protocol_read(object, &p, &err) != SP_OK)
        fail_msg("%s: %s", json, err.text);
    json_decref(object);
    return p;
}

static void assert_span(const struct care_pull_span *s,
                        enum care_pull_phase phase, double start_s,
                        double length_s, double from_N, double to_N, int cycle)
{
    assert_int_equal(s->phase, phase);
    assert_near(s->start_s, start_s, 1e-9);
    assert_near(s->length_s, length_s, 1e-9);
    assert_near(s->from_N, from_N, 1e-9);
    assert_near(s->to_N, to_N, 1e-9);
    assert_int_equal(s->cycle, cycle);
}

/* ---- curves ---------------------------------------------------------------
 */

static void on_and_off_as_worked_by_hand(void **state)
{
    (void)state;
    struct care_pull_span s[CARE_PULL_SPANS_MAX];
    // 5 min = 300 s; up 20, hold 60, then 15 down to a quarter, 20 rest, 15
    // up: cycles of 110 s. 300 - 20 - 60 - 20 = 200 left: one more cycle
    const struct care_protocol p = from(
        "{\"kind\":\"traction\",\"force_N\":200,\"hold_s\":60,\"rest_s\":20,"
        "\"rest_share\":0.25,\"ramp_s\":20,\"release_s\":20,\"minutes\":5}");
    const int n = care_protocol_curve(&p, 200, s, CARE_PULL_SPANS_MAX);
    assert_int_equal(n, 7);
    assert_span(&s[0], CARE_PULL_RAMP, 0, 20, 0, 200, 1);
    assert_span(&s[1], CARE_PULL_HOLD, 20, 60, 200, 200, 1);
    assert_span(&s[2], CARE_PULL_EASE, 80, 15, 200, 50, 1);
    assert_span(&s[3], CARE_PULL_REST, 95, 20, 50, 50, 1);
    assert_span(&s[4], CARE_PULL_RAMP, 115, 15, 50, 200, 2);
    assert_span(&s[5], CARE_PULL_HOLD, 130, 60, 200, 200, 2);
    assert_span(&s[6], CARE_PULL_RELEASE, 190, 20, 200, 0, 2);
    // 2000 + 12000 + 1875 + 1000 + 1875 + 12000 + 2000
    assert_near(care_curve_impulse(s, n), 32750, 1e-6);
    assert_near(care_curve_at(s, n, 10), 100, 1e-9);
    assert_near(care_curve_at(s, n, 87.5), 125, 1e-9);
    assert_near(care_curve_at(s, n, 250), 0, 0);
}

static void steady_and_stepped_fill_their_minutes(void **state)
{
    (void)state;
    struct care_pull_span s[CARE_PULL_SPANS_MAX];
    const struct care_protocol steady =
        from("{\"kind\":\"traction\",\"mode\":\"continuous\",\"force_N\":100,"
             "\"ramp_s\":30,\"release_s\":30,\"minutes\":5}");
    int n = care_protocol_curve(&steady, 100, s, CARE_PULL_SPANS_MAX);
    assert_int_equal(n, 3);
    assert_span(&s[1], CARE_PULL_HOLD, 30, 240, 100, 100, 1);
    assert_near(care_curve_impulse(s, n), 1500 + 24000 + 1500, 1e-6);

    // three plateaus of (300 - 40) / 3 s, each reached in a third of the ramp
    const struct care_protocol up =
        from("{\"kind\":\"traction\",\"mode\":\"progressive\",\"force_N\":90,"
             "\"steps\":3,\"ramp_s\":30,\"release_s\":10,\"minutes\":5}");
    n = care_protocol_curve(&up, 90, s, CARE_PULL_SPANS_MAX);
    assert_int_equal(n, 7);
    assert_span(&s[0], CARE_PULL_RAMP, 0, 10, 0, 30, 1);
    assert_span(&s[1], CARE_PULL_HOLD, 10, 260.0 / 3, 30, 30, 1);
    assert_near(s[6].start_s + s[6].length_s, 300, 1e-9);
    // (30 + 60 + 90) N for 260 / 3 s, ramp 30 s and release 10 s at 45 N
    assert_near(care_curve_impulse(s, n), 180 * 260.0 / 3 + 40 * 45, 1e-6);

    struct care_protocol down = up;
    down.mode = CARE_PULL_REGRESSIVE;
    n = care_protocol_curve(&down, 90, s, CARE_PULL_SPANS_MAX);
    assert_int_equal(n, 7);
    assert_near(s[1].from_N, 90, 0);
    assert_near(s[5].from_N, 30, 1e-9);
    // the same plateaus in another order: the same impulse
    assert_near(care_curve_impulse(s, n), 180 * 260.0 / 3 + 40 * 45, 1e-6);

    struct care_protocol both = up;
    both.mode = CARE_PULL_BOTH;
    n = care_protocol_curve(&both, 90, s, CARE_PULL_SPANS_MAX);
    assert_int_equal(n, 11);
    assert_near(s[10].start_s + s[10].length_s, 300, 1e-9);
    for (int i = 0; i < n; i++) // there and back again: a mirror
        if (s[i].phase == CARE_PULL_HOLD)
            assert_near(s[i].from_N, s[n - 1 - i].from_N, 1e-9);
}

static void spans_follow_each_other_and_stay_below_the_top(void **state)
{
    (void)state;
    struct care_pull_span s[CARE_PULL_SPANS_MAX];
    for (int i = 0; i < care_protocol_count(lib); i++) {
        const struct care_protocol *p = &care_protocol_at(lib, i)->protocol;
        const int n = care_protocol_curve(p, 150, s, CARE_PULL_SPANS_MAX);
        double at_s = 0, at_N = 0;
        assert_true(n > 0);
        for (int k = 0; k < n; k++) {
            assert_near(s[k].start_s, at_s, 1e-9);
            assert_near(s[k].from_N, at_N, 1e-9);
            assert_true(s[k].to_N >= 0 && s[k].to_N <= 150 + 1e-9);
            at_s += s[k].length_s;
            at_N = s[k].to_N;
        }
        assert_near(at_N, 0, 1e-9);
        assert_int_equal(s[n - 1].phase, CARE_PULL_RELEASE);
        if (p->kind == CARE_PROTOCOL_TRACTION)
            assert_true(at_s <= 60 * p->minutes + 1e-9);
    }
}

// 0 to 200 N in 10 s, held 60 s, gone in 20 s
static void a_curve_broken_off_goes_straight_to_nothing(void **state)
{
    (void)state;
    struct care_protocol p = care_protocol_of(CARE_PROTOCOL_TRACTION);
    struct care_pull_span s[CARE_PULL_SPANS_MAX];
    p.mode = CARE_PULL_CONTINUOUS;
    p.ramp_s = 10;
    p.release_s = 20;
    p.minutes = 1.5;
    const struct {
        double at_s, impulse_Ns;
        int count;
    } rows[] = {
        {-1,  0,                        0},
        {5,   100 * 2.5 + 100 * 5,      2}, // half way up: half the release
        {30,  1000 + 200 * 20 + 2000,   3},
        {80,  1000 + 200 * 60 + 2000,   4}, // in the release already
        {200, 1000 + 200 * 60 + 2000.0, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int n = care_protocol_curve(&p, 200, s, CARE_PULL_SPANS_MAX);
        n = care_curve_cut(&p, rows[i].at_s, s, n, CARE_PULL_SPANS_MAX);
        assert_int_equal(n, rows[i].count);
        assert_near(care_curve_impulse(s, n), rows[i].impulse_Ns, 1e-6);
        for (int k = 1; k < n; k++)
            assert_near(s[k].start_s, s[k - 1].start_s + s[k - 1].length_s,
                        1e-9);
    }
}

static void no_room_gives_no_curve(void **state)
{
    (void)state;
    struct care_pull_span s[CARE_PULL_SPANS_MAX];
    struct care_protocol p = care_protocol_of(CARE_PROTOCOL_TRACTION);
    p.minutes = 1;
    p.ramp_s = p.release_s = 30;
    assert_int_equal(care_protocol_curve(&p, 100, s, CARE_PULL_SPANS_MAX), 0);
    p = care_protocol_of(CARE_PROTOCOL_TRACTION);
    assert_int_equal(care_protocol_curve(&p, 100, s, 3), 0);
    assert_int_equal(care_protocol_curve(&p, 0, s, CARE_PULL_SPANS_MAX), 0);
}

/* ---- limits ---------------------------------------------------------------
 */

static void traction_caps_by_clean_sessions(void **state)
{
    (void)state;
    // safety 4.6: 20 %, +5 % a session, 40 % and 40 kg; 5 min, then 15
    static const struct {
        double mass_kg;
        int clean;
        bool prescribed;
        double most_kg, most_min; // of the prescription
        double force_kg, minutes;
    } rows[] = {
        {75,  0, false, NAN, NAN, 15,    5 },
        {75,  1, false, NAN, NAN, 18.75, 15},
        {75,  4, false, NAN, NAN, 30,    15},
        {75,  9, false, NAN, NAN, 30,    15},
        {110, 9, false, NAN, NAN, 40,    15}, // never over 40 kg
        {75,  0, true,  35,  8,   35,    8 },
        {75,  0, true,  60,  20,  37.5,  10}, // 50 %, first session
        {140, 3, true,  99,  20,  60,    15}, // never over 60 kg
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct care_pulled who = person(rows[i].mass_kg);
        struct care_pull_limits l;
        who.clean = who.begun = rows[i].clean;
        who.prescribed = rows[i].prescribed;
        who.most_N = rows[i].most_kg * kg;
        who.most_minutes = rows[i].most_min;
        assert_int_equal(
            care_pull_limits(lib, &fit, CARE_PROTOCOL_TRACTION, &who, &l, NULL),
            SP_OK);
        assert_near(l.force_N, rows[i].force_kg * kg, 1e-6);
        assert_near(l.minutes, rows[i].minutes, 1e-9);
    }
}

static void traction_waits_for_the_week_and_for_the_clinician(void **state)
{
    (void)state;
    struct care_pull_limits l;
    struct sp_error err = {.text = ""};
    struct care_pulled who = person(75);
    who.last_seven = 3;
    assert_int_equal(
        care_pull_limits(lib, &fit, CARE_PROTOCOL_TRACTION, &who, &l, &err),
        SP_E_BLOCKED);
    assert_non_null(strstr(err.text, "seven days"));
    who.last_seven = 0;
    who.begun = 12;
    assert_int_equal(
        care_pull_limits(lib, &fit, CARE_PROTOCOL_TRACTION, &who, &l, &err),
        SP_E_BLOCKED);
    assert_non_null(strstr(err.text, "clinician looks again"));
}

static struct care_pull_limits limits(enum care_protocol_kind kind, int step)
{
    struct care_pulled who = person(75);
    struct care_pull_limits l;
    who.response.step = step;
    assert_int_equal(care_pull_limits(lib, &fit, kind, &who, &l, NULL), SP_OK);
    return l;
}

static void hang_and_inversion_follow_their_tables(void **state)
{
    (void)state;
    static const double hang_s[] = {10, 15, 20, 20, 30},
                        hang_all_s[] = {30, 45, 80, 80, 150};
    static const double tilt_deg[] = {15, 20, 30, 45, 60},
                        bout_s[] = {60, 120, 120, 180, 180};
    for (int i = 0; i < 5; i++) {
        const struct care_pull_limits h = limits(CARE_PROTOCOL_HANG, i);
        const struct care_pull_limits t = limits(CARE_PROTOCOL_INVERSION, i);
        assert_int_equal(h.step, i);
        assert_near(h.hold_s, hang_s[i], 0);
        assert_near(h.total_s, hang_all_s[i], 0);
        assert_near(t.angle_deg, tilt_deg[i], 0);
        assert_near(t.hold_s, bout_s[i], 0);
        assert_near(t.total_s, 540, 0);
    }
    // restricted: the fourth row never comes
    struct care_answers a = healthy();
    give(lib, &a, "obesity");
    const struct care_screen screen = screened(lib, &a);
    struct care_pulled who = person(95);
    struct care_pull_limits l;
    who.response.step = 4;
    assert_int_equal(
        care_pull_limits(lib, &screen, CARE_PROTOCOL_INVERSION, &who, &l, NULL),
        SP_OK);
    assert_near(l.angle_deg, 30, 0);
    // and a partner's pull stays at the starting dose, 10 s
    assert_true(care_allow(lib, &screen,
                           care_exercise_find(lib, "partner_ankle_pull"), -1)
                    .action == CARE_REDUCE);
    assert_int_equal(
        care_pull_limits(lib, &screen, CARE_PROTOCOL_PARTNER, &who, &l, NULL),
        SP_OK);
    assert_near(l.hold_s, 10, 0);
    assert_near(l.total_s, 30, 0);
    assert_near(limits(CARE_PROTOCOL_PARTNER, 0).hold_s, 15, 0);
}

static void checks_name_the_field_and_the_cap(void **state)
{
    (void)state;
    static const struct {
        const char *json, *field, *words;
    } rows[] = {
        {"{\"kind\":\"traction\",\"force\":\"25 kg\"}",
         "force: ",                                                  "25 kg is above 15 kg"},
        {"{\"kind\":\"traction\",\"share\":0.3}",       "force: ",   "above 15 kg"         },
        {"{\"kind\":\"traction\",\"minutes\":9}",       "minutes: ", "above 5"             },
        {"{\"kind\":\"traction\",\"ramp_s\":3}",        "ramp_s: ",  "5 s or more"         },
        {"{\"kind\":\"traction\",\"hold_s\":290}",      "minutes: ", "no room"             },
        {"{\"kind\":\"hang\",\"hold_s\":20}",           "hold_s: ",  "above 10 s"          },
        {"{\"kind\":\"hang\",\"reps\":4}",              "reps: ",    "above 3"             },
        {"{\"kind\":\"inversion\",\"angle_deg\":60}",
         "angle_deg: ",                                              "above 15"            },
        {"{\"kind\":\"inversion\",\"rest_s\":20}",      "rest_s: ",  "60 s or more"        },
        {"{\"kind\":\"partner\",\"force\":\"30 kg\"}",  "force: ",   "above 12"            },
    };
    const struct care_pulled who = person(75);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct care_protocol p = from(rows[i].json);
        struct care_pull_limits l;
        struct sp_error err = {.text = ""};
        assert_int_equal(care_pull_limits(lib, &fit, p.kind, &who, &l, &err),
                         SP_OK);
        assert_int_equal(care_protocol_check(&p, &who, &l, &err), SP_E_RANGE);
        if (strncmp(err.text, rows[i].field, strlen(rows[i].field)) != 0 ||
            !strstr(err.text, rows[i].words))
            fail_msg("%s: %s", rows[i].json, err.text);
    }
    for (int i = 0; i < care_protocol_count(lib); i++) {
        // what the library offers fits a beginner
        const struct care_protocol *p = &care_protocol_at(lib, i)->protocol;
        struct care_pull_limits l;
        struct sp_error err = {.text = ""};
        assert_int_equal(care_pull_limits(lib, &fit, p->kind, &who, &l, &err),
                         SP_OK);
        if (care_protocol_check(p, &who, &l, &err) != SP_OK)
            fail_msg("%s: %s", p->id, err.text);
    }
}

static void eight_sessions_ahead(void **state)
{
    (void)state;
    struct care_pull_next next[13];
    const struct care_pulled who = person(75);
    // traction: 15 kg, then 5 % of 75 kg more each time, to 30 kg; the
    // thirteenth waits for the clinician
    static const double force_kg[] = {15, 18.75, 22.5, 26.25, 30, 30, 30, 30};
    assert_int_equal(
        care_pull_ahead(lib, &fit, CARE_PROTOCOL_TRACTION, &who, next, 13), 13);
    for (int i = 0; i < 8; i++)
        assert_near(next[i].force_N, force_kg[i] * kg, 1e-6);
    assert_false(next[11].review);
    assert_true(next[12].review);
    // hang: three sessions a step
    care_pull_ahead(lib, &fit, CARE_PROTOCOL_HANG, &who, next, 8);
    for (int i = 0; i < 8; i++)
        assert_int_equal(next[i].step, i / 3);
    assert_string_equal(next[0].text, "H0, feet flat, sink a little: 3 × 10 s");
    // inversion: weeks 1 and 2 of three days each, weeks 3 and 4 of six
    care_pull_ahead(lib, &fit, CARE_PROTOCOL_INVERSION, &who, next, 13);
    static const int row[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3};
    for (int i = 0; i < 13; i++)
        assert_int_equal(next[i].step, row[i]);
}

/* ---- reading --------------------------------------------------------------
 */

static void forces_in_any_unit(void **state)
{
    (void)state;
    double force_N, share;
    char text[32];
    assert_true(care_force_read("20 kg", &force_N, &share));
    assert_near(force_N, 196.133, 1e-9);
    assert_true(isnan(share));
    assert_true(care_force_read("44.1lb", &force_N, &share));
    assert_near(force_N, 196.16657, 1e-4);
    assert_true(care_force_read("25 %", &force_N, &share));
    assert_near(share, 0.25, 1e-12);
    static const char *const bad[] = {
        "", "kg", "20", "-5 kg", "2e1 kg", "20 stone", "20 kg ", "1.2.3 N"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (care_force_read(bad[i], &force_N, &share))
            fail_msg("'%s' was taken for a force", bad[i]);
    care_force_text(196.133, CARE_KG, false, text);
    assert_string_equal(text, "20 kg");
    care_force_text(196.133, CARE_LB, false, text);
    assert_string_equal(text, "44.1 lb");
    care_force_text(196.133, CARE_NEWTON, false, text);
    assert_string_equal(text, "196 N");
    // aloud without a tenth; the voice reads the unit in its own language
    care_force_text(196.133, CARE_LB, true, text);
    assert_string_equal(text, "44 lb");
    // and never more than is meant: a cap of 17.5 kg is not followed at 18
    care_force_text(17.5 * CARE_STANDARD_GRAVITY, CARE_KG, true, text);
    assert_string_equal(text, "17 kg");
    care_force_text(13.97 * CARE_STANDARD_GRAVITY, CARE_KG, true, text);
    assert_string_equal(text, "14 kg");
    care_force_text(0.6 * CARE_STANDARD_GRAVITY, CARE_KG, true, text);
    assert_string_equal(text, "0.6 kg");
    assert_true(words_use("es"));
    care_force_text(196.133, CARE_LB, false, text);
    assert_string_equal(text, "44,1 lb");
    assert_false(words_use("en"));
}

static void bad_yaml_is_told_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *starts, *words;
    } rows[] = {
        {"name: x\n",                                  "my.yaml:1: kind",      "missing"        },
        {"kind: rack\n",                               "my.yaml:1: kind",      "expected one of"},
        {"kind: traction\nforce: 20\n",                "my.yaml:2: force",     "kg, lb, N"      },
        {"kind: traction\nforce: 90 %\n",              "my.yaml:2: force",     "outside"        },
        {"kind: traction\nforce: 20 kg\nshare: 0.2\n", "my.yaml:2: force",
         "once"                                                                                 },
        {"kind: traction\nhold_s: -4\n",               "my.yaml:2: hold_s",    "outside"        },
        {"kind: traction\nhold_s: long\n",             "my.yaml:2: hold_s",    "a number"       },
        {"kind: hang\nangle_deg: 20\n",                "my.yaml:2: angle_deg",
         "does not belong"                                                                      },
        {"kind: inversion\nangle_deg: 90\n",           "my.yaml:2: angle_deg", "outside"        },
        {"kind: hang\nreps: 2.5\n",                    "my.yaml:2: reps",      "whole"          },
        {"kind: hang\nspeed: 3\n",                     "my.yaml:2: speed",     "no such field"  },
        {"kind: hang\nmode: continuous\n",             "my.yaml:2: mode",      "traction only"  },
        {"- 1\n",                                      "my.yaml:1",            "a map"          },
        {"kind: hang\nname: \"  \"\n",                 "my.yaml:2: name",      "blanks"         },
        {"protocol:\n  kind: hang\n  reps: 99\n",      "my.yaml:3: reps",      "outside"        },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct care_protocol p;
        struct sp_error err = {.text = ""};
        assert_int_not_equal(care_protocol_yaml("my.yaml", rows[i].yaml,
                                                strlen(rows[i].yaml), &p, &err),
                             SP_OK);
        if (strncmp(err.text, rows[i].starts, strlen(rows[i].starts)) != 0 ||
            !strstr(err.text, rows[i].words))
            fail_msg("%s gave: %s", rows[i].yaml, err.text);
    }
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    for (int i = 0; i < care_protocol_count(lib); i++) {
        const struct care_protocol *p = &care_protocol_at(lib, i)->protocol;
        struct care_protocol again;
        json_t *json = care_protocol_json(p);
        assert_int_equal(care_protocol_read(json, &again, NULL), SP_OK);
        json_t *twice = care_protocol_json(&again);
        assert_true(json_equal(json, twice));
        json_decref(json);
        json_decref(twice);
    }
    assert_int_equal(care_protocol_count(lib), 7);
    assert_true(care_protocol_find(lib, "traction_on_and_off") >= 0);
    assert_int_equal(care_protocol_find(lib, "rack"), -1);
}

static void hip_angle_by_level(void **state)
{
    (void)state;
    struct care_protocol p = care_protocol_of(CARE_PROTOCOL_TRACTION);
    assert_near(care_protocol_hip(&p), 50, 0);
    p.level = CARE_LEVEL_L4_L5; // often taught: 60 to 75
    assert_near(care_protocol_hip(&p), 67.5, 0);
    p.hip_deg = 40;
    assert_near(care_protocol_hip(&p), 40, 0);
}

/* ---- the log --------------------------------------------------------------
 */

static void a_log_is_read_and_asked_between_its_rows(void **state)
{
    (void)state;
    static const char csv[] = "seconds,newtons\n0,0\n10,100\n20,100\n25,0\n";
    struct care_force_log log;
    assert_int_equal(
        care_force_log_read("f.csv", csv, sizeof csv - 1, &log, NULL), SP_OK);
    assert_int_equal(log.count, 4);
    assert_near(care_force_log_at(&log, 5), 50, 1e-9);
    assert_near(care_force_log_at(&log, 22.5), 50, 1e-9);
    assert_near(care_force_log_at(&log, 26), 0, 0);
    care_force_log_release(&log);
}

static void a_bad_log_is_told_by_row(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *starts, *words;
    } rows[] = {
        {"time,force\n0,1\n",                       "f.csv:1:",         "seconds, newtons"        },
        {"seconds,newtons\n0,0\n-1,5\n",            "f.csv:3:",         "negative"                },
        {"seconds,newtons\n0,0\n5,5\n5,6\n",        "f.csv:4:",         "later time"              },
        {"seconds,newtons\n0,0\n5,5\n90,6\n",
         "f.csv:4:",                                                    "between 5 and 90 seconds"},
        {"seconds,newtons\n0,0\n5,-5\n",            "f.csv:3:",         "-5 newtons"              },
        {"seconds,newtons\n0,0\n5,much\n",          "f.csv:3: newtons", "a number"                },
        {"seconds,newtons\n0,0\n5\n",               "f.csv:3:",         "1 fields"                },
        {"seconds,newtons\n0,0\n5,nan\n",           "f.csv:3:",         "a number"                },
        {"seconds,newtons\n",                       "f.csv:",           "0 rows"                  },
        {"seconds,newtons\n600,0\n601,5\n",
         "f.csv:2:",                                                    "between 0 and 600 secon" },
        {"seconds,newtons,seconds\n0,0,9\n5,6,3\n", "f.csv:1:",         "stands twice"            },
        {"seconds,newtons\n0,0\n9000,1\n",          "f.csv:3:",         "two hours"               },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct care_force_log log;
        struct sp_error err = {.text = ""};
        assert_int_not_equal(care_force_log_read("f.csv", rows[i].csv,
                                                 strlen(rows[i].csv), &log,
                                                 &err),
                             SP_OK);
        if (strncmp(err.text, rows[i].starts, strlen(rows[i].starts)) != 0 ||
            !strstr(err.text, rows[i].words))
            fail_msg("%s gave: %s", rows[i].csv, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_and_off_as_worked_by_hand),
        cmocka_unit_test(steady_and_stepped_fill_their_minutes),
        cmocka_unit_test(spans_follow_each_other_and_stay_below_the_top),
        cmocka_unit_test(a_curve_broken_off_goes_straight_to_nothing),
        cmocka_unit_test(no_room_gives_no_curve),
        cmocka_unit_test(traction_caps_by_clean_sessions),
        cmocka_unit_test(traction_waits_for_the_week_and_for_the_clinician),
        cmocka_unit_test(hang_and_inversion_follow_their_tables),
        cmocka_unit_test(checks_name_the_field_and_the_cap),
        cmocka_unit_test(eight_sessions_ahead),
        cmocka_unit_test(forces_in_any_unit),
        cmocka_unit_test(bad_yaml_is_told_by_line),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(hip_angle_by_level),
        cmocka_unit_test(a_log_is_read_and_asked_between_its_rows),
        cmocka_unit_test(a_bad_log_is_told_by_row),
    };
    return cmocka_run_group_tests(tests, load, release);
}
