/* The screening rules: hand-worked people, edges, and that nothing loosens. */
#include "care_test.h"

static struct care_library *lib;

static int load(void **state)
{
    (void)state;
    lib = load_real();
    return 0;
}

static int release(void **state)
{
    (void)state;
    care_library_free(lib);
    return 0;
}

/* ---- edges ----------------------------------------------------------------
 */

static void ages_and_body_mass_split_at_their_edges(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        double age, bmi;
        const char *condition;
        bool derived;
    } rows[] = {
        {"17 is under 18",              17,   0,    "age_under_18", true },
        {"18 is an adult",              18,   0,    "age_under_18", false},
        {"17.9 is under 18",            17.9, 0,    "age_under_18", true },
        {"65 is not over 65",           65,   0,    "age_over_65",  false},
        {"65.5 is over 65",             65.5, 0,    "age_over_65",  true },
        {"66 is over 65",               66,   0,    "age_over_65",  true },
        {"body mass index 30 is obese", 40,   30,   "obesity",      true },
        {"29.9 is not",                 40,   29.9, "obesity",      false},
        {"unknown body mass is not",    40,   0,    "obesity",      false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct care_answers a = healthy();
        a.age_y = rows[i].age;
        a.bmi = rows[i].bmi;
        const struct care_screen s = screened(lib, &a);
        const int c = must(care_condition_find(lib, rows[i].condition), "row");
        if (s.condition[c] != rows[i].derived)
            fail_msg("%s", rows[i].why);
    }
}

static void blood_pressure_falls_into_its_bands(void **state)
{
    (void)state;
    static const struct {
        int sys, dia;
        const char *condition; // NULL: none
        enum care_triage triage;
    } rows[] = {
        {139, 89,  NULL,               CARE_GO_ON   },
        {140, 80,  "htn_controlled",   CARE_GO_ON   },
        {120, 90,  "htn_controlled",   CARE_GO_ON   },
        {159, 99,  "htn_controlled",   CARE_GO_ON   },
        {160, 80,  "htn_uncontrolled", CARE_GO_ON   },
        {130, 100, "htn_uncontrolled", CARE_GO_ON   },
        {179, 119, "htn_uncontrolled", CARE_GO_ON   },
        {180, 80,  "htn_uncontrolled", CARE_SAME_DAY},
        {150, 120, "htn_uncontrolled", CARE_SAME_DAY},
    };
    const int controlled = care_condition_find(lib, "htn_controlled");
    const int high = care_condition_find(lib, "htn_uncontrolled");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct care_answers a = healthy();
        a.systolic = rows[i].sys;
        a.diastolic = rows[i].dia;
        const struct care_screen s = screened(lib, &a);
        const int want = rows[i].condition
                             ? care_condition_find(lib, rows[i].condition)
                             : -1;
        if (s.condition[controlled] != (want == controlled) ||
            s.condition[high] != (want == high) || s.triage != rows[i].triage)
            fail_msg("%d/%d", rows[i].sys, rows[i].dia);
        assert_int_equal(s.reading_triage, rows[i].triage == CARE_SAME_DAY);
    }
}

static void uncontrolled_replaces_controlled(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    give(lib, &a, "htn_controlled");
    a.systolic = 165;
    a.diastolic = 85;
    const struct care_screen s = screened(lib, &a);
    assert_false(s.condition[care_condition_find(lib, "htn_controlled")]);
    assert_true(s.condition[care_condition_find(lib, "htn_uncontrolled")]);
}

/* ---- triage by question -----------------------------------------------------
 */

static enum care_triage triage_of(const char *one, enum care_answer a1,
                                  const char *two)
{
    struct care_answers a = healthy();
    reply(lib, &a, one, a1);
    if (two)
        reply(lib, &a, two, CARE_YES);
    return screened(lib, &a).triage;
}

static void every_question_alone_leads_where_its_letter_says(void **state)
{
    (void)state;
    for (int q = 0; q < care_question_count(lib); q++) {
        const char *id = care_question_at(lib, q)->id;
        enum care_triage yes = id[0] == 'E'   ? CARE_EMERGENCY
                               : id[0] == 'S' ? CARE_SAME_DAY
                                              : CARE_SEE_FIRST;
        enum care_triage unsure = id[0] == 'E' ? CARE_SAME_DAY : CARE_SEE_FIRST;
        if (strcmp(id, "S04") == 0)
            yes = CARE_GO_ON;
        if (strcmp(id, "C07") == 0)
            yes = unsure = CARE_GO_ON;
        if (triage_of(id, CARE_YES, NULL) != yes ||
            triage_of(id, CARE_UNSURE, NULL) != unsure)
            fail_msg("%s", id);
    }
}

static void pairs_weigh_more_than_their_parts(void **state)
{
    (void)state;
    assert_int_equal(triage_of("C01", CARE_YES, "C02"), CARE_SAME_DAY);
    assert_int_equal(triage_of("C01", CARE_YES, "C03"), CARE_SAME_DAY);
    assert_int_equal(triage_of("C01", CARE_YES, "C04"), CARE_SAME_DAY);
    assert_int_equal(triage_of("C01", CARE_YES, "C05"), CARE_SEE_FIRST);
    assert_int_equal(triage_of("C01", CARE_YES, "S01"), CARE_EMERGENCY);
    assert_int_equal(triage_of("C01", CARE_YES, "S02"), CARE_EMERGENCY);
    assert_int_equal(triage_of("S03", CARE_YES, "S01"), CARE_EMERGENCY);
    assert_int_equal(triage_of("S03", CARE_YES, "S02"), CARE_EMERGENCY);
    assert_int_equal(triage_of("S03", CARE_YES, "S05"), CARE_SAME_DAY);
    // not sure never makes a pair
    assert_int_equal(triage_of("C01", CARE_UNSURE, "S01"), CARE_SAME_DAY);
    assert_int_equal(triage_of("S03", CARE_UNSURE, "S01"), CARE_SAME_DAY);
}

static void a_small_fall_depends_on_the_bones(void **state)
{
    (void)state;
    static const char *const fragile[] = {"osteoporosis", "osteoporosis_fx",
                                          "axspa"};
    const int acute = care_condition_find(lib, "acute_injury_72h");
    for (int i = 0; i < 3; i++) {
        struct care_answers a = healthy();
        give(lib, &a, fragile[i]);
        reply(lib, &a, "S04", CARE_YES);
        assert_int_equal(screened(lib, &a).triage, CARE_SAME_DAY);
    }
    struct care_answers a = healthy();
    reply(lib, &a, "S04", CARE_YES);
    assert_true(screened(lib, &a).derived[acute]);
    // steroid tablets make the bones fragile as well (R8 before R4)
    reply(lib, &a, "C07", CARE_UNSURE);
    const struct care_screen s = screened(lib, &a);
    assert_int_equal(s.triage, CARE_SAME_DAY);
    assert_false(s.condition[acute]);
}

static void the_questions_that_decided_are_named(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    reply(lib, &a, "C08", CARE_YES);
    reply(lib, &a, "C01", CARE_YES);
    reply(lib, &a, "S02", CARE_YES);
    const struct care_screen s = screened(lib, &a);
    assert_int_equal(s.triage, CARE_EMERGENCY);
    assert_int_equal(s.triage_question_count, 2);
    assert_string_equal(care_question_at(lib, s.triage_questions[0])->id,
                        "C01");
    assert_string_equal(care_question_at(lib, s.triage_questions[1])->id,
                        "S02");
}

/* ---- nothing without answers
 * -------------------------------------------------- */

static void a_missing_answer_allows_nothing(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct care_answers a = healthy();
        if (kind == 0)
            a.question[3] = CARE_UNANSWERED;
        else if (kind == 1)
            a.condition[care_condition_find(lib, "glaucoma")] = CARE_UNANSWERED;
        else
            a.age_y = NAN;
        const struct care_screen s = screened(lib, &a);
        assert_false(s.complete);
        assert_int_equal(s.missing, kind == 0 ? 3 : -1);
        assert_int_equal(s.missing_age, kind == 2);
        for (int m = 0; m < CARE_MODALITIES; m++)
            assert_int_equal(s.modality[m], CARE_BLOCK);
        for (int e = 0; e < care_exercise_count(lib); e++)
            assert_int_equal(care_allow(lib, &s, e, -1).action, CARE_BLOCK);
    }
}

static void derived_conditions_need_no_answer(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    for (int c = 0; c < care_condition_count(lib); c++)
        if (!care_condition_at(lib, c)->asked)
            a.condition[c] = CARE_UNANSWERED;
    assert_true(screened(lib, &a).complete);
}

/* ---- clearances
 * --------------------------------------------------------------- */

static void a_clearance_turns_ask_into_reduce_and_nothing_else(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    give(lib, &a, "spondy_stable");
    const struct care_screen before = screened(lib, &a);
    a.cleared = ~0u;
    const struct care_screen after = screened(lib, &a);
    for (int m = 0; m < CARE_MODALITIES; m++) {
        const enum care_action want =
            before.modality[m] == CARE_ASK ? CARE_REDUCE : before.modality[m];
        assert_int_equal(after.modality[m], want);
        assert_int_equal((after.by_clearance >> m) & 1u,
                         before.modality[m] == CARE_ASK);
    }
}

static void easy_stays_open_until_a_doctor_is_needed_today(void **state)
{
    (void)state;
    struct care_answers a = healthy();
    reply(lib, &a, "C08", CARE_YES);
    assert_int_equal(screened(lib, &a).modality[CARE_EASY], CARE_OK);
    assert_int_equal(screened(lib, &a).modality[CARE_FLEX_FLOOR], CARE_ASK);
    reply(lib, &a, "S01", CARE_YES);
    assert_int_equal(screened(lib, &a).modality[CARE_EASY], CARE_BLOCK);
}

/* ---- properties
 * ---------------------------------------------------------------- */

static struct care_answers random_person(uint32_t *seed)
{
    struct care_answers a = healthy();
    a.age_y = 15 + next_random(seed) % 70;
    if (next_random(seed) % 3 == 0) {
        a.systolic = (int)(110 + next_random(seed) % 90);
        a.diastolic = (int)(60 + next_random(seed) % 70);
    }
    a.bmi = 18 + next_random(seed) % 20;
    for (int k = 0; k < 3; k++) {
        const uint32_t pick = next_random(seed) % 5;
        const int c =
            (int)(next_random(seed) % (uint32_t)care_condition_count(lib));
        const int q =
            (int)(next_random(seed) % (uint32_t)care_question_count(lib));
        if (pick < 3)
            a.condition[c] = CARE_YES;
        // most people with every question at no, so that the table shows
        if (pick == 3 && next_random(seed) % 4 == 0)
            a.question[q] = CARE_YES;
    }
    a.cleared = next_random(seed) & next_random(seed);
    return a;
}

// every modality and every exercise at least as strict, and the triage
static void no_looser(const struct care_screen *a, const struct care_screen *b,
                      const char *what, uint32_t seed)
{
    bool ok = b->triage >= a->triage;
    for (int m = 0; m < CARE_MODALITIES; m++)
        ok &= b->modality[m] >= a->modality[m];
    for (int e = 0; e < care_exercise_count(lib); e++)
        ok &= care_allow(lib, b, e, -1).action >=
              care_allow(lib, a, e, -1).action;
    if (!ok)
        fail_msg("%s loosened something (seed %u)", what, seed);
}

static void adding_a_condition_or_a_yes_never_loosens(void **state)
{
    (void)state;
    uint32_t seed = 20240229;
    for (int n = 0; n < 60; n++) {
        const uint32_t at = seed;
        const struct care_answers a = random_person(&seed);
        const struct care_screen before = screened(lib, &a);
        for (int c = 0; c < care_condition_count(lib); c++) {
            struct care_answers b = a;
            b.condition[c] = CARE_YES;
            const struct care_screen after = screened(lib, &b);
            no_looser(&before, &after, care_condition_at(lib, c)->id, at);
        }
        for (int q = 0; q < care_question_count(lib); q++) {
            for (int ans = CARE_YES; ans <= CARE_UNSURE; ans++) {
                struct care_answers b = a;
                if (b.question[q] != CARE_NO)
                    continue;
                b.question[q] = (enum care_answer)ans;
                const struct care_screen after = screened(lib, &b);
                no_looser(&before, &after, care_question_at(lib, q)->id, at);
            }
        }
    }
}

static void a_clearance_never_lowers_a_block(void **state)
{
    (void)state;
    uint32_t seed = 7;
    int blocks = 0;
    for (int n = 0; n < 400; n++) {
        struct care_answers a = random_person(&seed);
        a.cleared = 0;
        const struct care_screen before = screened(lib, &a);
        a.cleared = ~0u;
        const struct care_screen after = screened(lib, &a);
        for (int m = 0; m < CARE_MODALITIES; m++) {
            if (before.modality[m] != CARE_BLOCK)
                continue;
            blocks++;
            assert_int_equal(after.modality[m], CARE_BLOCK);
        }
        if (before.triage == CARE_SEE_FIRST)
            for (int m = 0; m < CARE_MODALITIES; m++)
                assert_int_equal(after.modality[m], before.modality[m]);
    }
    assert_true(blocks > 100);
}

static void every_restriction_says_why(void **state)
{
    (void)state;
    uint32_t seed = 99;
    for (int n = 0; n < 200; n++) {
        const struct care_answers a = random_person(&seed);
        const struct care_screen s = screened(lib, &a);
        for (int m = 0; m < CARE_MODALITIES; m++)
            if (s.modality[m] != CARE_OK)
                assert_true(strlen(s.why[m].text) > 20);
        for (int e = 0; e < care_exercise_count(lib); e++) {
            const struct care_why why = care_allow(lib, &s, e, -1);
            if (why.action != CARE_OK)
                assert_true(strlen(why.text) > 20);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_and_body_mass_split_at_their_edges),
        cmocka_unit_test(blood_pressure_falls_into_its_bands),
        cmocka_unit_test(uncontrolled_replaces_controlled),
        cmocka_unit_test(every_question_alone_leads_where_its_letter_says),
        cmocka_unit_test(pairs_weigh_more_than_their_parts),
        cmocka_unit_test(a_small_fall_depends_on_the_bones),
        cmocka_unit_test(the_questions_that_decided_are_named),
        cmocka_unit_test(a_missing_answer_allows_nothing),
        cmocka_unit_test(derived_conditions_need_no_answer),
        cmocka_unit_test(a_clearance_turns_ask_into_reduce_and_nothing_else),
        cmocka_unit_test(easy_stays_open_until_a_doctor_is_needed_today),
        cmocka_unit_test(adding_a_condition_or_a_yes_never_loosens),
        cmocka_unit_test(a_clearance_never_lowers_a_block),
        cmocka_unit_test(every_restriction_says_why),
    };
    return cmocka_run_group_tests(tests, load, release);
}
