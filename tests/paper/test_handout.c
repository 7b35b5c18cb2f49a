/* The sheet: what it says, how many pages, that nothing leaves the paper. */
#include "paper_test.h"
#include "text/words.h"

#include <math.h>

static struct sp_body body;
static struct figure_mesh mesh;

static int setup(void **state)
{
    static const struct sp_person who = {1.70, 70, 40, SP_SEX_UNSTATED};
    struct sp_error err;
    return load_library(state) || sp_body_init(&body, &who, &err) ||
           figure_mesh_init(&mesh, &body, &err);
}

static struct pdf kept; // of sixteen()

static int teardown(void **state)
{
    pdf_release(&kept);
    figure_mesh_release(&mesh);
    return free_library(state);
}

static const char *const three[] = {"childs_pose", "knee_to_chest",
                                    "sphinx_pose"};
static const char *const many[] = {
    "warmup_walk_march", "childs_pose",     "cat_cow",
    "knee_to_chest",     "pigeon_pose",     "sphinx_pose",
    "bridge_pose",       "pelvic_tilt",     "supine_spinal_twist",
    "dead_hang",         "neck_stretches",  "shoulder_rolls",
    "downward_dog",      "inversion_table", "thoracic_foam_roller",
    "deep_breathing"};

static struct paper_item item[PAPER_ITEMS_MAX];

static struct paper_handout sheet_of(const char *const *id, int n)
{
    for (int i = 0; i < n; i++)
        item[i] = item_of(id[i], i % 2 ? 0x2A : 0x7F);
    return (struct paper_handout){
        .library = lib,
        .body = &body,
        .mesh = &mesh,
        .item = item,
        .items = n,
        .title = "Your week",
        .person = "Ana Example",
        .from = "2026-11-23",
        .made = "2026-11-21",
        .country = "DE",
    };
}

static struct pdf print(const struct paper_handout *h)
{
    struct pdf p = {.path = ""};
    struct sp_error err = {.text = ""};
    if (paper_handout(h, &p.bytes, &p.len, &p.pages, &err))
        fail_msg("%s", err.text);
    pdf_keep(&p);
    return p;
}

/* Sixteen movements on A4, printed once for all who look at it; `item` holds
 * them again. */
static const struct pdf *sixteen(void)
{
    const struct paper_handout h = sheet_of(many, 16);
    if (!kept.len)
        kept = print(&h);
    return &kept;
}

/* Everything a person needs is on the sheet, as text. */
static void test_words(void **state)
{
    (void)state;
    const struct paper_handout h = sheet_of(three, 3);
    struct pdf p = print(&h);
    char *text = ask("pdftotext -raw %s - 2>/dev/null", p.path);
    assert_says(text, "Your week");
    assert_says(text, "Ana Example");
    assert_says(text, "from 23 November 2026");
    assert_says(text, "Mon");
    assert_says(text, "29 Nov");
    assert_says(text, "Pain today");
    for (int i = 0; i < 3; i++) {
        const struct care_exercise *ex =
            care_exercise_at(lib, item[i].exercise);
        assert_says(text, ex->name);
        assert_says(text, ex->stop[0]);
        assert_says(text, ex->feel[0]);
        assert_says(text, care_source_name(lib, ex->sources[0]));
    }
    assert_says(text, "30 s hold");
    assert_says(text, "every day");
    assert_says(text, "Tue Thu Sat");
    assert_says(text, "right, then left");
    assert_null(strstr(text, "{side}"));
    assert_null(strstr(text, "{other}"));
    free(text);
    pdf_release(&p);
}

/* In large print no name in the grid is cut short. */
static void test_long_names(void **state)
{
    (void)state;
    static const char *const one[] = {"smith_behind_back_shrug"};
    struct paper_handout h = sheet_of(one, 1);
    h.size = PAPER_LETTER;
    h.large = true;
    struct pdf p = print(&h);
    char *text = ask("pdftotext -raw %s - 2>/dev/null | tr '\\n' ' '", p.path);
    const char *name = care_exercise_at(lib, item[0].exercise)->name;
    const char *grid = strstr(text, name);
    assert_non_null(grid);
    assert_non_null(strstr(grid + 1, name)); // and over its steps
    free(text);
    pdf_release(&p);
}

/* Beside a large code the last line of a page is narrow: it is not cut. */
static void test_last_line(void **state)
{
    (void)state;
    const char *names[40];
    for (int i = 0; i < 40; i++)
        names[i] = many[i % 16];
    struct paper_handout h = sheet_of(names, 40);
    h.size = PAPER_LETTER;
    h.large = true;
    words_use("es");
    struct pdf p = print(&h);
    words_use("en");
    char *text =
        ask("pdftotext -l 1 -raw %s - 2>/dev/null | tr '\\n' ' '", p.path);
    assert_says(text, "no es un diagnóstico ni un tratamiento.");
    free(text);
    pdf_release(&p);
}

/* What the main position does to L4/5 is told where it is known, and only
 * there. */
static void test_discs(void **state)
{
    (void)state;
    struct paper_handout h = sheet_of(three, 3);
    struct paper_discs discs[3] = {
        {.keyframe = -1}, {.keyframe = 0}, {.keyframe = -1}};
    discs[1].drawn.share[1] = .61;
    discs[1].drawn.l4_5[0] = -.02;
    discs[1].drawn.l4_5[1] = .83;
    h.discs = discs;
    struct pdf p = print(&h);
    char *text = ask("pdftotext -raw %s - 2>/dev/null | tr '\\n' ' '", p.path);
    assert_says(text, "L4/5 bears 61 % of relaxed standing in the main "
                      "position, may be −2 to 83 %");
    const char *first = strstr(text, "Discs:");
    assert_non_null(first);
    assert_null(strstr(first + 1, "Discs:"));
    free(text);
    pdf_release(&p);
}

static int times(const char *text, const char *word)
{
    int n = 0;
    while ((text = strstr(text, word))) {
        n++;
        text++;
    }
    return n;
}

/* Two doses of one movement: two rows in the grid, steps and pictures once. */
static void test_two_doses(void **state)
{
    (void)state;
    static const char *const twice[] = {"childs_pose", "cat_cow",
                                        "childs_pose"};
    const struct paper_handout h = sheet_of(twice, 3);
    item[2].hold_s = 40;
    struct pdf p = print(&h);
    char *text = ask("pdftotext -raw %s - 2>/dev/null", p.path);
    const struct care_exercise *ex = care_exercise_at(lib, item[0].exercise);
    assert_int_equal(times(text, "Take care:"), 2);
    assert_int_equal(times(text, "30 s\nhold"), 1);
    assert_int_equal(times(text, "40 s\nhold"), 1);
    assert_int_equal(times(text, ex->name), 3);
    free(text);
    pdf_release(&p);
}

/* The signs and the number stand at the foot of every page. */
static void test_foot(void **state)
{
    (void)state;
    const struct pdf *p = sixteen();
    assert_true(p->pages >= 5);
    for (int page = 1; page <= p->pages; page++) {
        char command[100], number[40];
        snprintf(command, sizeof command,
                 "pdftotext -raw -f %d -l %d %%s - 2>/dev/null", page, page);
        char *text = ask(command, p->path);
        assert_says(text, "Emergency, call 112");
        assert_says(text, "bladder or bowel");
        assert_says(text, "Stop the movement and rest:");
        snprintf(number, sizeof number, "Page %d of %d", page, p->pages);
        assert_says(text, number);
        free(text);
    }
}

static void test_number_unknown(void **state)
{
    (void)state;
    struct paper_handout h = sheet_of(three, 1);
    h.country = NULL;
    struct pdf p = print(&h);
    char *text = ask("pdftotext -raw %s - 2>/dev/null", p.path);
    assert_says(text, "call your emergency number");
    assert_null(strstr(text, "112"));
    free(text);
    pdf_release(&p);
}

/* Page counts that were looked at; where many texts of the library add up,
 * between bounds. */
static void test_pages(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        const char *const *id;
        int n;
        enum paper_size size;
        bool large;
        int least, most;
    } row[] = {
        {"three movements",                three, 3,  PAPER_A4,     false, 2,  2},
        {"three on Letter",                three, 3,  PAPER_LETTER, false, 2,  2},
        {"three in large print",           three, 3,  PAPER_A4,     true,  4,  5},
        {"sixteen flow on",                many,  16, PAPER_A4,     false, 6,  8},
        {"sixteen in large print, Letter", many,  16, PAPER_LETTER, true,  18,
         26                                                                     },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct paper_handout h = sheet_of(row[i].id, row[i].n);
        h.size = row[i].size;
        h.large = row[i].large;
        const bool shared =
            row[i].n == 16 && h.size == PAPER_A4 && !row[i].large;
        struct pdf p = shared ? *sixteen() : print(&h);
        char *info = ask("pdfinfo %s 2>/dev/null", p.path);
        char pages[32];
        snprintf(pages, sizeof pages, "Pages: %d ", p.pages);
        assert_says(info, pages);
        assert_says(info, "Title: Your week");
        assert_says(info, "Tagged: yes");
        assert_says(info, h.size == PAPER_A4 ? "(A4)" : "(letter)");
        free(info);
        assert_inside(p.path, 20);
        if (p.pages < row[i].least || p.pages > row[i].most)
            fail_msg("%s: %d pages, not %d to %d", row[i].why, p.pages,
                     row[i].least, row[i].most);
        if (!shared)
            pdf_release(&p);
    }
}

/* Language and structure, which poppler's summary does not tell. */
static void test_structure(void **state)
{
    (void)state;
    const struct paper_handout h = sheet_of(three, 3);
    struct pdf p = print(&h);
    char *tags = ask("pdfinfo -struct %s 2>/dev/null", p.path);
    assert_says(tags, "Document");
    assert_says(tags, "H1");
    assert_says(tags, "Table");
    assert_says(tags, "Figure");
    free(tags);
    bool language = false;
    for (size_t i = 0; i + 10 < p.len && !language; i++)
        language = !memcmp(p.bytes + i, "/Lang (en)", 10);
    assert_true(language);
    pdf_release(&p);
}

/* The same plan is the same file, to the byte. */
static void test_deterministic(void **state)
{
    (void)state;
    const struct paper_handout h = sheet_of(three, 2);
    struct pdf a = print(&h), b = print(&h);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.bytes, b.bytes, a.len);
    pdf_release(&a);
    pdf_release(&b);
}

/* What a telephone's camera would read is the plan. */
static void test_scan(void **state)
{
    (void)state;
    if (system("command -v zbarimg pdftoppm >/dev/null 2>&1"))
        skip();
    char *text = ask("d=$(mktemp -d); pdftoppm -r 200 -f 1 -l 1 -gray -png "
                     "%s $d/p && zbarimg -q --raw $d/p*.png; rm -r $d",
                     sixteen()->path);
    struct paper_plan plan;
    struct sp_error err = {.text = ""};
    if (paper_read_code(lib, text, &plan, &err))
        fail_msg("%s: %s", err.text, text);
    assert_int_equal(plan.items, 16);
    assert_string_equal(plan.from, "2026-11-23");
    for (int i = 0; i < 16; i++) {
        assert_int_equal(plan.item[i].exercise, item[i].exercise);
        assert_int_equal(plan.item[i].days, item[i].days);
        assert_true(fabs(plan.item[i].hold_s - item[i].hold_s) < 1e-9);
    }
    free(text);
}

/* A note as long as a chapter, a title as long as a note: still on paper. */
static void test_long_words(void **state)
{
    (void)state;
    char note[12001];
    memset(note, 'n', sizeof note - 1);
    for (size_t i = 7; i < sizeof note - 1; i += 8)
        note[i] = ' ';
    note[sizeof note - 1] = 0;
    struct paper_handout h = sheet_of(three, 1);
    h.note = note;
    h.title = "A title that somebody took a little too far, for it has to be "
              "told apart from all the other titles";
    struct pdf p = print(&h);
    assert_true(p.pages > 2);
    assert_inside(p.path, 20);
    pdf_release(&p);
}

static void test_refuses(void **state)
{
    (void)state;
    unsigned char *bytes = NULL;
    size_t len = 0;
    struct sp_error err;
    struct paper_handout h = sheet_of(three, 3);
    h.items = 0;
    assert_int_equal(paper_handout(&h, &bytes, &len, NULL, &err), SP_E_RANGE);
    h.items = PAPER_ITEMS_MAX + 1;
    assert_int_equal(paper_handout(&h, &bytes, &len, NULL, &err), SP_E_RANGE);
    h = sheet_of(three, 3);
    item[1].exercise = 999;
    assert_int_equal(paper_handout(&h, &bytes, &len, NULL, &err), SP_E_RANGE);
    h = sheet_of(three, 3);
    h.from = "tomorrow";
    assert_int_equal(paper_handout(&h, &bytes, &len, NULL, &err), SP_E_PARSE);
    assert_null(bytes);
}

/* A movement on several days is one row with several boxes. */
static void test_week(void **state)
{
    (void)state;
    struct care_plan *plan = calloc(1, sizeof *plan);
    assert_non_null(plan);
    const struct care_item fold = {.exercise = 2, .hold_s = 30, .reps = 2};
    struct care_item longer = fold;
    longer.hold_s = 40;
    plan->day[0].item[0] = plan->day[2].item[0] = fold;
    plan->day[5].item[0] = longer;
    plan->day[0].items = plan->day[2].items = plan->day[5].items = 1;
    struct paper_item week[PAPER_ITEMS_MAX];
    assert_int_equal(paper_week(plan, week), 2);
    assert_int_equal(week[0].days, 1 | 4);
    assert_int_equal(week[1].days, 32);
    assert_true(week[1].hold_s == 40);
    free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_last_line),
        cmocka_unit_test(test_discs),
        cmocka_unit_test(test_two_doses),
        cmocka_unit_test(test_foot),
        cmocka_unit_test(test_number_unknown),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_structure),
        cmocka_unit_test(test_deterministic),
        cmocka_unit_test(test_scan),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_week),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
