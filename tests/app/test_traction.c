/* Protocols at the app's door: designs, caps, gates, sessions that pull, and
 * the force that was delivered. */
#include "fixture.h"

#include "app/traction/traction.h"
#include "stature/load.h"

static double number(const json_t *o, const char *field)
{
    const json_t *v = json_object_get(o, field);
    assert_true(json_is_number(v));
    return json_number_value(v);
}

static json_t *part(const json_t *o, const char *field)
{
    json_t *v = json_object_get(o, field);
    assert_non_null(v);
    return v;
}

static json_t *design(struct fixture *f, const char *body, int status)
{
    return ask(f, "traction design", NULL, body, status);
}

/* A clinician has agreed; `more` adds to the record. */
static void agreed(struct fixture *f, const char *date, const char *more)
{
    char body[200];
    snprintf(body, sizeof body,
             "{\"modality\":\"traction_lumbar\",\"date\":\"%s\",\"role\":"
             "\"physiotherapist\"%s}",
             date, more);
    ask(f, "clearance add", NULL, body, 201);
}

/* ---- designs ---------------------------------------------------------------
 */

static void a_design_tells_curve_discs_and_heights(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *d = design(f, "{\"kind\":\"traction\"}", 200);
    // 20 % of the fixture's person, all of it on a split table
    const double mass_kg = app_profile_number(f->app, "mass_kg");
    assert_true(fabs(number(d, "top_N") - 0.2 * mass_kg * 9.80665) < 1e-6);
    assert_true(fabs(number(d, "net_N") - number(d, "top_N")) < 1e-9);
    assert_true(fabs(number(d, "length_s") - 210) < 1e-9);
    assert_false(true_at(d, "allowed")); // only as prescribed
    assert_non_null(strstr(text_at(d, "why"), "clinician"));
    json_t *discs = part(d, "discs");
    assert_int_equal(json_array_size(discs), 23);
    const json_t *l5 = json_array_get(discs, 22);
    assert_string_equal(text_at(l5, "name"), "L5/S1");
    // the pull comes off the disc; rests keep a quarter of it
    const double off = number(l5, "base_N") - number(l5, "hold_N");
    assert_true(off > 0.5 * number(d, "net_N"));
    assert_true(fabs(number(l5, "base_N") - number(l5, "rest_N") - off / 4) <
                1e-6);
    assert_true(number(l5, "low_mm") < number(l5, "mm") &&
                number(l5, "mm") < number(l5, "high_mm"));
    const json_t *h = part(d, "heights");
    assert_true(json_array_size(part(h, "times_s")) ==
                json_array_size(part(h, "mm")));
    const json_t *first = json_array_get(part(h, "mm"), 0);
    for (size_t i = 0; i < 23; i++)
        assert_true(json_number_value(json_array_get(first, i)) == 0);
    assert_true(number(part(h, "lumbar"), "mm") > 0);
    assert_int_equal(json_array_size(part(d, "ahead")), 8);
}

static void friction_takes_its_share_on_a_plain_table(void **state)
{
    struct fixture *f = *state;
    struct sp_body body;
    make_ready(f);
    agreed(f, "2026-03-04", ",\"force_kg\":30,\"minutes\":10");
    json_t *d = design(f,
                       "{\"kind\":\"traction\",\"table\":\"plain\",\"force\":"
                       "\"30 kg\",\"pull_deg\":20,\"friction\":0.4}",
                       200);
    // T cos a - mu (W - T sin a), worked out here again
    const double T = 30 * 9.80665, a = 20 / 57.29577951308232;
    const struct sp_person p = {1.75, 75, 40, SP_FEMALE};
    assert_int_equal(sp_body_init(&body, &p, NULL), SP_OK);
    const double net =
        T * cos(a) - 0.4 * (sp_lower_weight_N(&body) - T * sin(a));
    assert_true(net > 50);
    assert_true(fabs(number(d, "net_N") - net) < 1e-6);
    assert_true(number(d, "net_N") < number(d, "top_N"));
    assert_non_null(strstr(text_at(d, "text"), "friction takes the rest"));
    // too little to beat the table: nothing arrives
    d = design(f,
               "{\"kind\":\"traction\",\"table\":\"plain\",\"force\":\"10 "
               "kg\"}",
               200);
    assert_true(number(d, "net_N") == 0);
    const json_t *l5 = json_array_get(part(d, "discs"), 22);
    assert_true(fabs(number(l5, "hold_N") - number(l5, "base_N")) < 30);
}

static void more_pull_is_more_off_and_between_is_between(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", ",\"force_kg\":30,\"minutes\":10");
    double hold_N[3];
    static const char *const body[] = {
        "{\"kind\":\"traction\",\"force\":\"10 kg\"}",
        "{\"kind\":\"traction\",\"force\":\"20 kg\"}",
        "{\"kind\":\"traction\",\"force\":\"30 kg\"}"};
    for (int i = 0; i < 3; i++) {
        json_t *d = design(f, body[i], 200);
        hold_N[i] = number(json_array_get(part(d, "discs"), 21), "hold_N");
    }
    assert_true(hold_N[0] > hold_N[1] && hold_N[1] > hold_N[2]);
    // what lies between two solved pulls is told by a straight line: here is
    // how far a solved one lies from it
    const double line_N = (hold_N[0] + hold_N[2]) / 2;
    assert_true(fabs(hold_N[1] - line_N) < 0.1 * (hold_N[0] - hold_N[2]));
}

static void other_kinds_are_drawn_too(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    for (int i = 0; i < care_protocol_count(f->app->library); i++) {
        const struct care_protocol_entry *e =
            care_protocol_at(f->app->library, i);
        char body[100];
        snprintf(body, sizeof body, "{\"protocol\":\"%s\"}", e->protocol.id);
        json_t *d = design(f, body, 200);
        assert_true(json_array_size(part(d, "curve")) > 2);
        assert_int_equal(json_array_size(part(d, "discs")), 23);
        assert_false(json_is_null(part(d, "heights")));
    }
}

/* ---- doors -----------------------------------------------------------------
 */

static void beyond_the_caps_nothing_is_drawn_kept_or_started(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    static const char *const too_much =
        "{\"kind\":\"traction\",\"name\":\"Strong\",\"force\":\"40 kg\"}";
    json_t *p = design(f, too_much, 422);
    assert_non_null(strstr(text_at(p, "detail"), "force: 40 kg is above"));
    ask(f, "protocol save", NULL, too_much, 422);
    json_t *list = part(ask(f, "protocol", NULL, NULL, 200), "protocols");
    assert_int_equal(json_array_size(list), 7);
}

static void nobody_is_pulled_without_an_agreement(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *p = ask(f, "session start", NULL,
                    "{\"protocol\":\"traction_steady\"," QUICK "}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "clinician's agreement"));
    ask(f, "session preview", NULL,
        "{\"protocol\":\"traction_steady\"," QUICK "}", 403);
}

static void a_blocked_person_finds_every_door_shut(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    // their own one, kept while it was allowed
    json_t *own = ask(f, "protocol save", NULL,
                      "{\"kind\":\"traction\",\"name\":\"Mine\"}", 201);
    char start[100], drawn[100];
    snprintf(start, sizeof start, "{\"protocol\":\"%s\"," QUICK "}",
             text_at(own, "id"));
    snprintf(drawn, sizeof drawn, "{\"protocol\":\"%s\"}", text_at(own, "id"));
    screen(f, "osteoporosis", 200);
    static const char *const kind =
        "{\"kind\":\"traction\",\"name\":\"Again\"}";
    json_t *p = design(f, kind, 403);
    assert_non_null(strstr(text_at(p, "detail"), "is not offered"));
    design(f, drawn, 403);
    ask(f, "protocol save", NULL, kind, 403);
    ask(f, "session start", NULL, start, 403);
    ask(f, "session preview", NULL, start, 403);
    design(f, "{\"kind\":\"inversion\"}", 403);
    // an emergency answer shuts the hang as well
    screen(f, "E01", 200);
    p = design(f, "{\"kind\":\"hang\"}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "emergency"));
}

/* ---- a session -------------------------------------------------------------
 */

static json_t *state_of(struct fixture *f)
{
    return ask(f, "session", NULL, NULL, 200);
}

static void tick(struct fixture *f, int64_t ms)
{
    for (int64_t left = ms; left > 0; left -= 200) {
        f->ms += left < 200 ? left : 200;
        (void)app_tick(f->app);
    }
    f->wall_s += ms / 1000;
}

static void event(struct fixture *f, const char *word)
{
    char body[64];
    snprintf(body, sizeof body, "{\"event\":\"%s\"}", word);
    ask(f, "session event", NULL, body, 200);
}

static const char *phase(struct fixture *f)
{
    return text_at(state_of(f), "phase");
}

/* Begins the steady pull; when in the session the first pulled cue begins. */
static int64_t begin(struct fixture *f)
{
    ask(f, "session start", NULL,
        "{\"protocol\":\"traction_steady\"," QUICK "}", 201);
    json_t *cues = part(ask(f, "session timeline", NULL, NULL, 200), "cues");
    for (size_t i = 0; i < json_array_size(cues); i++) {
        const json_t *cue = json_array_get(cues, i);
        if (json_is_object(json_object_get(cue, "pull")))
            return json_integer_value(json_object_get(cue, "start_ms"));
    }
    fail_msg("nothing pulls");
    return 0;
}

static const json_t *cue_now(struct fixture *f)
{
    static int n;
    n = (int)json_integer_value(json_object_get(state_of(f), "cue"));
    return json_array_get(
        part(ask(f, "session timeline", NULL, NULL, 200), "cues"), (size_t)n);
}

static json_t *last_session(struct fixture *f)
{
    json_t *list = ask(f, "journal", "{\"kind\":\"session\"}", NULL, 200);
    return json_array_get(list, json_array_size(list) - 1);
}

static void a_pull_waits_to_be_acknowledged(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    const int64_t pull_ms = begin(f);
    // five seconds to start the table, five minutes of pull, six to ask
    tick(f, pull_ms + 5000 + 300000 + 3000);
    assert_string_equal(phase(f), "running");
    assert_true(true_at(json_object_get(cue_now(f), "pull"), "wait"));
    tick(f, 60000);
    assert_string_equal(phase(f), "waiting");
    event(f, "resume"); // nothing but the person's word goes on
    event(f, "next");
    tick(f, 5000);
    assert_string_equal(phase(f), "waiting");
    event(f, "acknowledge");
    assert_string_equal(phase(f), "running");
    tick(f, 200000);
    assert_string_equal(phase(f), "done");
    ask(f, "session finish", NULL, "{\"effort\":3}", 200);
    json_t *record = last_session(f);
    assert_string_equal(text_at(part(record, "protocol"), "kind"), "traction");
    assert_string_equal(text_at(part(record, "protocol"), "named"),
                        "traction_steady");
    assert_true(true_at(json_array_get(part(record, "items"), 0), "done"));
    assert_true(true_at(record, "acknowledged"));
    // one clean session: 5 % more and fifteen minutes
    fixture_pass(f, 2 * 86400);
    json_t *d = design(f, "{\"kind\":\"traction\"}", 200);
    assert_true(fabs(number(part(d, "limits"), "force_N") -
                     0.25 * 75 * 9.80665) < 1e-6);
    assert_true(number(part(d, "limits"), "minutes") == 15);
}

static void pause_lets_go_at_once(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    const int64_t pull_ms = begin(f);
    tick(f, pull_ms + 60000);
    event(f, "back"); // time is not turned back under force
    event(f, "forward");
    const json_t *cue = cue_now(f);
    assert_false(true_at(json_object_get(cue, "pull"), "release"));
    event(f, "pause");
    assert_string_equal(phase(f), "running");
    cue = cue_now(f);
    assert_true(true_at(json_object_get(cue, "pull"), "release"));
    assert_non_null(strstr(text_at(cue, "caption"), "fades"));
    tick(f, 60000);
    assert_string_equal(phase(f), "waiting");
    event(f, "acknowledge");
    tick(f, 200000);
    assert_string_equal(phase(f), "done");
    json_t *item = json_array_get(part(last_session(f), "items"), 0);
    assert_false(true_at(item, "done"));
    assert_true(true_at(item, "stopped"));
    // begun and not clean: the cap does not grow
    fixture_pass(f, 2 * 86400);
    json_t *d = design(f, "{\"kind\":\"traction\"}", 200);
    assert_true(number(part(d, "limits"), "minutes") == 5);
}

static void stop_wins_at_every_moment(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    static const int64_t at_ms[] = {-1000, 1000, 20000, 200000, 290000, 400000};
    for (size_t i = 0; i < sizeof at_ms / sizeof *at_ms; i++) {
        fixture_pass(f, 4 * 86400);
        const int64_t pull_ms = begin(f);
        tick(f, pull_ms + at_ms[i]);
        json_t *s = ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
        assert_string_equal(text_at(s, "phase"), "stopped");
        assert_non_null(
            strstr(text_at(part(s, "answer"), "text"), "Release the pull"));
    }
}

static double lumbar_mm(const json_t *relief)
{
    return number(part(part(relief, "regions"), "lumbar"), "mm");
}

/* Begins a steady pull, stops it after a time of the curve, and finishes. */
static json_t *finish_after(struct fixture *f, int64_t ms)
{
    fixture_pass(f, 4 * 86400);
    const int64_t pull_ms = begin(f);
    tick(f, pull_ms + 5000 + ms);
    ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    return part(ask(f, "session finish", NULL, "{}", 200), "relief");
}

// what was held and no more, by the same model as the drawing
static void what_a_pull_gave_is_told(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    json_t *d = design(f, "{\"protocol\":\"traction_steady\"}", 200);
    const double whole = number(part(part(d, "heights"), "lumbar"), "mm");
    const int64_t pull_ms = begin(f);
    tick(f, pull_ms + 400000);
    event(f, "acknowledge");
    tick(f, 200000);
    assert_string_equal(phase(f), "done");
    json_t *end = ask(f, "session finish", NULL, "{\"effort\":3}", 200);
    assert_true(fabs(lumbar_mm(part(end, "relief")) - whole) < 1e-9);
    assert_non_null(
        strstr(text_at(part(end, "relief"), "text"), "more disc height"));
    const double most = lumbar_mm(finish_after(f, 250000));
    const double half = lumbar_mm(finish_after(f, 150000));
    assert_true(whole > most && most > half && half > 0.3 * whole);
    assert_true(json_is_null(finish_after(f, -4000)));
    // let go by a pause is not more than stopped at the same time
    fixture_pass(f, 4 * 86400);
    tick(f, begin(f) + 5000 + 150000);
    event(f, "pause");
    tick(f, 60000);
    event(f, "acknowledge");
    tick(f, 200000);
    end = ask(f, "session finish", NULL, "{}", 200);
    assert_true(fabs(lumbar_mm(part(end, "relief")) - half) < 1e-6);
}

static void a_hang_by_protocol_is_told_as_far_as_it_was_held(void **state)
{
    struct fixture *f = *state;
    double mm[2];
    make_ready(f);
    for (int i = 0; i < 2; i++) {
        fixture_pass(f, 4 * 86400);
        json_t *s = ask(f, "session start", NULL,
                        "{\"protocol\":\"hang_first_steps\"," QUICK "}", 201);
        const int64_t length_ms =
            json_integer_value(json_object_get(s, "length_ms"));
        tick(f, i ? length_ms * 6 / 10 : length_ms + 1000);
        if (i)
            ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
        json_t *end = ask(f, "session finish", NULL, "{}", 200);
        mm[i] = lumbar_mm(part(end, "relief"));
    }
    assert_true(mm[0] > mm[1] && mm[1] > 0);
}

static void the_week_and_the_prescription_have_an_end(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    for (int i = 0; i < 3; i++) {
        const int64_t pull_ms = begin(f);
        tick(f, pull_ms + 30000);
        ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
        fixture_pass(f, 86400);
    }
    json_t *p = ask(f, "session start", NULL,
                    "{\"protocol\":\"traction_steady\"," QUICK "}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "seven days"));
    // nor by the exercise's own name, which no week and no review counts
    p = ask(f, "session start", NULL,
            "{\"items\":[{\"exercise\":\"traction_table\"}]," QUICK "}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "prescribed protocol"));
}

/* Ended from elsewhere, too: first how to come out of it. */
static void a_warning_on_the_way_tells_to_let_go_first(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    tick(f, begin(f) + 60000);
    ask(f, "screen quick", NULL,
        "{\"nerve\":true,\"weakness\":false,\"unwell\":false}", 200);
    json_t *s = state_of(f);
    assert_string_equal(text_at(s, "phase"), "stopped");
    const char *text = text_at(json_object_get(s, "answer"), "text");
    assert_ptr_equal(strstr(text, "Release the pull first"), text);
    assert_non_null(strstr(text, "safety questions"));
}

/* Pulls that came with a file fill the week here, too. */
static void the_week_ends_on_another_computer_as_well(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    for (int i = 0; i < 3; i++) {
        tick(f, begin(f) + 30000);
        ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
        ask(f, "session finish", NULL, "{}", 200);
        fixture_pass(f, 86400);
    }
    char *file = json_dumps(ask(f, "export json", NULL, NULL, 200), 0);
    struct fixture other = {.ms = 5, .wall_s = f->wall_s};
    snprintf(other.dir, sizeof other.dir, "%.40s/other", f->dir);
    fixture_open(&other);
    ask(&other, "import", NULL, file, 200);
    make_ready(&other);
    agreed(&other, "2026-03-04", "");
    json_t *p = ask(&other, "session start", NULL,
                    "{\"protocol\":\"traction_steady\"," QUICK "}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "seven days"));
    fixture_close(&other);
    free(file);
}

static void a_crash_under_a_pull_is_not_taken_up(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    const int64_t pull_ms = begin(f);
    tick(f, pull_ms + 30000);
    fixture_close(f);
    fixture_open(f);
    assert_string_equal(phase(f), "idle");
    assert_string_equal(text_at(last_session(f), "phase"), "stopped");
}

static void a_hang_by_protocol_keeps_its_times(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    json_t *s = ask(f, "session start", NULL,
                    "{\"protocol\":\"hang_first_steps\"," QUICK "}", 201);
    const json_t *item = json_array_get(part(s, "items"), 0);
    assert_string_equal(text_at(item, "exercise"), "dead_hang");
    assert_string_equal(text_at(item, "variant"), "feet_supported");
    assert_true(number(item, "hold_s") == 10);
    assert_int_equal(json_integer_value(json_object_get(item, "reps")), 3);
    // times may be turned back here: the feet carry
    event(f, "pause");
    assert_string_equal(phase(f), "paused");
}

/* ---- force as delivered ----------------------------------------------------
 */

static void a_log_is_laid_over_and_kept(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    // as planned but for 20 N too much at 100 s
    json_t *d = design(f,
                       "{\"protocol\":\"traction_steady\",\"csv\":"
                       "\"seconds,newtons\\n0,0\\n30,147.1\\n60,147.1\\n"
                       "90,147.1\\n100,167.1\\n110,147.1\\n\"}",
                       200);
    const json_t *o = part(d, "overlay");
    assert_true(fabs(number(o, "most_over_N") - 20) < 0.1);
    assert_true(true_at(o, "beyond"));
    assert_non_null(strstr(text_at(o, "text"), "at 100 s"));
    assert_non_null(strstr(text_at(o, "text"), "tells 1:50 of 5:00"));
    // means over 110 s: 30 s of ramp, then level; 200 N s above it
    const double plan_N = (15 * 147.1 + 80 * 147.1) / 110;
    assert_true(fabs(number(o, "planned_N") - plan_N) < 0.01);
    assert_true(fabs(number(o, "mean_N") - plan_N - 200.0 / 110) < 0.01);

    const int64_t pull_ms = begin(f);
    char body[200];
    const int id = (int)json_integer_value(json_object_get(state_of(f), "id"));
    tick(f, pull_ms + 30000);
    snprintf(body, sizeof body,
             "{\"session\":%d,\"csv\":\"seconds,newtons\\n0,0\\n10,60\\n\"}",
             id);
    ask(f, "traction log", NULL, body, 409);
    ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    json_t *kept = ask(f, "traction log", NULL, body, 200);
    assert_int_equal(json_integer_value(json_object_get(kept, "rows")), 2);
    const json_t *log = part(last_session(f), "pull_log");
    assert_true(json_number_value(json_array_get(part(log, "newtons"), 1)) ==
                60);
    // a long one is thinned, and how much of it is kept is told
    enum { ROWS = 1500, BYTES = 20 * ROWS };
    char *csv = malloc(BYTES);
    assert_non_null(csv);
    int used = snprintf(csv, BYTES, "seconds,newtons\n");
    for (int i = 0; i < ROWS; i++)
        used += snprintf(csv + used, (size_t)(BYTES - used), "%d,60\n", i);
    json_t *long_log = json_pack("{s:i, s:s}", "session", id, "csv", csv);
    char *long_body = json_dumps(long_log, 0);
    kept = ask(f, "traction log", NULL, long_body, 200);
    assert_int_equal(json_integer_value(json_object_get(kept, "rows")), ROWS);
    const json_int_t told = json_integer_value(json_object_get(kept, "kept"));
    const json_t *s = part(part(last_session(f), "pull_log"), "seconds");
    assert_int_equal(json_array_size(s), told);
    json_decref(long_log);
    free(long_body);
    free(csv);
}

static void a_bad_log_changes_nothing(void **state)
{
    struct fixture *f = *state;
    make_ready(f);
    agreed(f, "2026-03-04", "");
    json_t *p = design(f,
                       "{\"kind\":\"traction\",\"csv\":\"seconds,newtons\\n0,"
                       "0\\n5,10\\n80,10\\n\"}",
                       422);
    assert_non_null(strstr(text_at(p, "detail"), "csv:4:"));
    assert_non_null(strstr(text_at(p, "detail"), "between 5 and 80"));
    begin(f);
    const int id = (int)json_integer_value(json_object_get(state_of(f), "id"));
    ask(f, "session stop", NULL, "{\"reason\":\"tired\"}", 200);
    char body[200];
    snprintf(body, sizeof body,
             "{\"session\":%d,\"csv\":\"seconds,newtons\\n0,0\\n-5,60\\n\"}",
             id);
    p = ask(f, "traction log", NULL, body, 422);
    assert_non_null(strstr(text_at(p, "detail"), "csv:3:"));
    assert_null(json_object_get(last_session(f), "pull_log"));
    // a session that was no protocol takes none
    snprintf(body, sizeof body,
             "{\"session\":%d,\"csv\":\"seconds,newtons\\n0,0\\n5,60\\n\"}",
             id + 7);
    ask(f, "traction log", NULL, body, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name)                                                                \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
        T(a_design_tells_curve_discs_and_heights),
        T(friction_takes_its_share_on_a_plain_table),
        T(more_pull_is_more_off_and_between_is_between),
        T(other_kinds_are_drawn_too),
        T(beyond_the_caps_nothing_is_drawn_kept_or_started),
        T(nobody_is_pulled_without_an_agreement),
        T(a_blocked_person_finds_every_door_shut),
        T(a_pull_waits_to_be_acknowledged),
        T(pause_lets_go_at_once),
        T(stop_wins_at_every_moment),
        T(what_a_pull_gave_is_told),
        T(a_hang_by_protocol_is_told_as_far_as_it_was_held),
        T(the_week_and_the_prescription_have_an_end),
        T(a_warning_on_the_way_tells_to_let_go_first),
        T(the_week_ends_on_another_computer_as_well),
        T(a_crash_under_a_pull_is_not_taken_up),
        T(a_hang_by_protocol_keeps_its_times),
        T(a_log_is_laid_over_and_kept),
        T(a_bad_log_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
