/* The report: what it counts, what it leaves out, where it ends. */
#include "paper_test.h"

#include "paper/chart.h"
#include "paper/record.h"

#include <math.h>

/* Golden: looked at, page by page. */
#define PAGES 2
#define LARGE_PAGES 3

static json_t *all;

static int setup(void **state)
{
    all = json_load_file(FIXTURE_DIR "/eight_weeks.json", 0, NULL);
    return all ? load_library(state) : -1;
}

static int teardown(void **state)
{
    json_decref(all);
    return free_library(state);
}

static struct paper_report report(void)
{
    return (struct paper_report){
        .library = lib,
        .sessions = json_object_get(all, "sessions"),
        .scores = json_object_get(all, "scores"),
        .screens = json_object_get(all, "screens"),
        .clearances = json_object_get(all, "clearances"),
        .plans = json_object_get(all, "plans"),
        .notes = json_object_get(all, "notes"),
        .from = "2026-09-28",
        .to = "2026-11-22",
        .made = "2026-11-22",
        .person = "Ana Example",
        .age_y = 44,
        .wanted_days = 5,
    };
}

static struct pdf print(const struct paper_report *r)
{
    struct pdf p = {.path = ""};
    struct sp_error err = {.text = ""};
    if (paper_report(r, &p.bytes, &p.len, &p.pages, &err))
        fail_msg("%s", err.text);
    pdf_keep(&p);
    return p;
}

static char *words_of(const struct paper_report *r)
{
    struct pdf p = print(r);
    char *text = ask("pdftotext -raw %s - 2>/dev/null", p.path);
    pdf_release(&p);
    return text;
}

/* Counted by hand from the file: 33 sessions, two of them stopped, 13 minutes
 * each but the two of 6. */
static void test_counts(void **state)
{
    (void)state;
    const struct paper_report r = report();
    int sessions = 0;
    for (size_t i = 0; i < json_array_size(r.sessions); i++)
        sessions += record_session_done(json_array_get(r.sessions, i));
    assert_int_equal(sessions, 33);
    char *text = words_of(&r);
    assert_says(text, "33 sessions on 33 of 56 days (59 %), 415 min in all");
    assert_says(text, "12.6 min a session. 2 stopped early.");
    assert_says(text, "goal: 5 days a week");
    assert_says(text, "28 September 2026 to 22 November 2026 (56 days)");
    assert_says(text, "Ana Example, 44 years");
    free(text);
}

static void test_stops_and_safety(void **state)
{
    (void)state;
    const struct paper_report r = report();
    char *text = words_of(&r);
    assert_says(text, "tingling, numbness or weakness");
    assert_says(text, "a doctor the same day");
    assert_says(text, "Tingling in the right calf");
    assert_says(text, "physiotherapist");
    assert_says(text, "128/82 mmHg");
    assert_says(text, "24.5 kg/m²");
    // the person's own words are given only when asked for
    assert_null(strstr(text, "Slept badly"));
    free(text);
}

static void test_chosen_sections(void **state)
{
    (void)state;
    struct paper_report r = report();
    r.sections = 1u << PAPER_NOTES | 1u << PAPER_PLAN;
    char *text = words_of(&r);
    assert_says(text, "Slept badly; drove for four hours.");
    assert_says(text, "Newest plan");
    assert_says(text, "2 × 20 s, each side");
    assert_says(text, "Mon Wed Fri Sun");
    assert_null(strstr(text, "Week by week"));
    assert_null(strstr(text, "Stopped early"));
    assert_null(strstr(text, "Safety answers"));
    free(text);
}

/* A movement with less on its first day has a row for each dose. */
static void test_doses_that_differ_stay_apart(void **state)
{
    (void)state;
    struct paper_report r = report();
    json_t *plans = json_deep_copy(json_object_get(all, "plans"));
    json_t *first = json_array_get(
        json_object_get(
            json_array_get(
                json_object_get(
                    json_array_get(plans, json_array_size(plans) - 1), "days"),
                0),
            "items"),
        0);
    assert_string_equal(record_text(first, "exercise"), "childs_pose");
    json_object_set_new(first, "reps", json_integer(1));
    r.plans = plans;
    r.sections = 1u << PAPER_PLAN;
    char *text = words_of(&r);
    assert_says(text, "1 × 30 s Mon");
    assert_says(text, "2 × 30 s Tue Wed Thu Fri Sat Sun");
    free(text);
    json_decref(plans);
}

/* A tick on the last day of a chart has no room for its date. */
static void test_chart_words_stay_on_the_page(void **state)
{
    (void)state;
    struct paper_report r = report();
    r.from = "2026-10-25"; // 29 days: a tick at both ends
    r.large = true;
    r.sections = 1u << PAPER_CURVES | 1u << PAPER_SAFETY;
    struct pdf p = print(&r);
    assert_inside(p.path, 31);
    pdf_release(&p);
}

/* Nothing outside the period gets in. */
static void test_period(void **state)
{
    (void)state;
    struct paper_report r = report();
    r.from = "2026-10-15";
    r.to = "2026-10-23"; // the pause: day 17 to 25 of the file
    char *text = words_of(&r);
    assert_says(text, "0 sessions on 0 of 9 days (0 %), 0 min in all");
    assert_says(text, "Nothing was stopped in this period.");
    assert_says(text, "none noted");
    free(text);
}

/* No records at all is a report too. */
static void test_empty(void **state)
{
    (void)state;
    struct paper_report r = {.library = lib,
                             .from = "2026-01-01",
                             .to = "2026-01-01",
                             .age_y = (double)NAN,
                             .wanted_days = (double)NAN,
                             .sections = (1u << PAPER_SECTIONS) - 1};
    char *text = words_of(&r);
    assert_says(text, "0 sessions on 0 of 1 day");
    assert_says(text, "No full safety screening.");
    assert_says(text, "There is no plan.");
    free(text);
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *why, *from, *to;
        enum sp_status status;
    } row[] = {
        {"ends before it begins", "2026-02-02", "2026-02-01", SP_E_RANGE},
        {"no such day",           "2026-02-30", "2026-03-01", SP_E_PARSE},
        {"six years",             "2020-01-01", "2026-01-01", SP_E_RANGE},
        {"no day at all",         "",           "2026-01-01", SP_E_PARSE},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct paper_report r = report();
        unsigned char *bytes = NULL;
        size_t len = 0;
        struct sp_error err = {.text = ""};
        r.from = row[i].from;
        r.to = row[i].to;
        if (paper_report(&r, &bytes, &len, NULL, &err) != row[i].status)
            fail_msg("%s: %s", row[i].why, err.text);
        assert_null(bytes);
    }
}

static void test_pages(void **state)
{
    (void)state;
    struct paper_report r = report();
    for (int large = 0; large < 2; large++)
        for (int size = 0; size < 2; size++) {
            r.large = large;
            r.size = (enum paper_size)size;
            struct pdf p = print(&r);
            char *info = ask("pdfinfo %s 2>/dev/null", p.path);
            char pages[32];
            snprintf(pages, sizeof pages, "Pages: %d ", p.pages);
            assert_says(info, pages);
            assert_says(info, "Title: Home programme report");
            assert_says(info, "Tagged: yes");
            assert_says(info, size == PAPER_A4 ? "(A4)" : "(letter)");
            free(info);
            assert_inside(p.path, 20);
            assert_int_equal(p.pages, large ? LARGE_PAGES : PAGES);
            pdf_release(&p);
        }
}

/* A pause is a gap, not a slope. */
static void test_gaps(void **state)
{
    (void)state;
    const struct chart c = {.from = 0, .to = 56, .gap_days = 7};
    assert_true(chart_joins(&c, 10, 17));
    assert_false(chart_joins(&c, 10, 18));
}

/* A year of long words flows over as many pages as it takes. */
static void test_long(void **state)
{
    (void)state;
    struct paper_report r = report();
    json_t *notes = json_array();
    char words[3001];
    memset(words, 'w', sizeof words - 1);
    for (size_t i = 5; i < sizeof words - 1; i += 6)
        words[i] = ' ';
    words[sizeof words - 1] = 0;
    for (int i = 0; i < 40; i++)
        json_array_append_new(
            notes, json_pack("{s:s, s:s}", "day", "2026-10-01", "text", words));
    r.notes = notes;
    r.sections = 1u << PAPER_NOTES;
    struct pdf p = print(&r);
    assert_true(p.pages > 10);
    assert_inside(p.path, 20);
    char *text = ask("pdftotext %s - 2>/dev/null", p.path);
    int found = 0;
    for (const char *at = text; (at = strstr(at, "1 Oct 2026:")); at++)
        found++;
    assert_int_equal(found, 40);
    free(text);
    pdf_release(&p);
    json_decref(notes);
}

/* A note of a page's length behind a stop: its row still fits, both sizes. */
static void test_long_cells(void **state)
{
    (void)state;
    char words[4001];
    memset(words, 'x', sizeof words - 1);
    for (size_t i = 9; i < sizeof words - 1; i += 10)
        words[i] = ' ';
    words[sizeof words - 1] = 0;
    json_t *sessions =
        json_pack("[{s:s, s:s, s:f, s:s, s:s, s:[]}]", "day", "2026-10-01",
                  "phase", "stopped", "minutes", 3.0, "stop_reason", "pain",
                  "note", words, "items");
    assert_non_null(sessions);
    struct paper_report r = report();
    r.sessions = sessions;
    r.sections = 1u << PAPER_STOPPED;
    for (int large = 0; large < 2; large++) {
        r.large = large;
        struct pdf p = print(&r);
        assert_inside(p.path, 20);
        char *text = ask("pdftotext -raw %s - 2>/dev/null", p.path);
        assert_says(text, "…");
        assert_says(text, "end of the session");
        free(text);
        pdf_release(&p);
    }
    json_decref(sessions);
}

static void test_section_names(void **state)
{
    (void)state;
    for (int s = 0; s < PAPER_SECTIONS; s++)
        assert_int_equal(
            paper_section_find(paper_section_id((enum paper_section)s)), s);
    assert_int_equal(paper_section_find("gossip"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_stops_and_safety),
        cmocka_unit_test(test_chosen_sections),
        cmocka_unit_test(test_doses_that_differ_stay_apart),
        cmocka_unit_test(test_chart_words_stay_on_the_page),
        cmocka_unit_test(test_period),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_long_cells),
        cmocka_unit_test(test_section_names),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
