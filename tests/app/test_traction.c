/* Protocols at the app's door: designs, caps, gates, sessions that pull, and
 * the force that was delivered. */
#include "fixture.h"

#include "app/traction.h"

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
    assert_int_equal(
        sp_body_init(&body, &(struct sp_person){1.70, 70, 40, SP_SEX_UNSTATED},
                     NULL),
        SP_OK);
    // T cos a - mu (W - T sin a), worked out here again
    const double T = 30 * 9.80665, a = 20 / 57.29577951308232;
    json_t *profile = f->app->profile;
    const struct sp_person p = {number(profile, "height_m"),
                                number(profile, "mass_kg"), 40,
                                app_body_key(f->app).sex};
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
    answer_screen(f, "osteoporosis", NULL);
    static const char *const kind = "{\"kind\":\"traction\",\"name\":\"Again\"}";
    json_t *p = design(f, kind, 403);
    assert_non_null(strstr(text_at(p, "detail"), "is not offered"));
    design(f, drawn, 403);
    ask(f, "protocol save", NULL, kind, 403);
    ask(f, "session start", NULL, start, 403);
    ask(f, "session preview", NULL, start, 403);
    design(f, "{\"kind\":\"inversion\"}", 403);
    // an emergency answer shuts the hang as well
    answer_screen(f, NULL, "E01");
    p = design(f, "{\"kind\":\"hang\"}", 403);
    assert_non_null(strstr(text_at(p, "detail"), "emergency"));
}
