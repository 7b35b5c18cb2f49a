/* The loader: every mistake is told with file, line, field; own exercises;
 * and that the library holds every id of the catalogue. */
#include "care_test.h"

#include "text/text.h"

#include <ctype.h>

/* The real library with one exercise and its scene added. */
struct overlay {
    struct care_files base;
    const char *path[2], *text[2];
    int given;
};

static bool overlay_next(void *ctx, const char **path, const char **text,
                         size_t *len)
{
    struct overlay *o = ctx;
    if (o->base.next(o->base.ctx, path, text, len)) {
        // a file of the same path gives way
        for (int i = 0; i < 2; i++) {
            if (o->path[i] && strcmp(*path, o->path[i]) == 0) {
                *text = o->text[i];
                *len = strlen(o->text[i]);
                o->path[i] = NULL;
            }
        }
        return true;
    }
    while (o->given < 2) {
        const int i = o->given++;
        if (!o->path[i])
            continue;
        *path = o->path[i];
        *text = o->text[i];
        *len = strlen(o->text[i]);
        return true;
    }
    return false;
}

static enum sp_status load_with(const char *path, const char *text,
                                const char *path2, const char *text2,
                                struct care_library **lib, struct sp_error *err)
{
    struct overlay o = {
        .path = {path, path2},
          .text = {text, text2}
    };
    *lib = NULL;
    if (care_files_open(STATURE_SOURCE "/library", &o.base, err) != SP_OK)
        fail_msg("%s", err->text);
    const struct care_files files = {overlay_next, &o};
    const enum sp_status st =
        care_library_load(lib, &files, NULL, NULL, NULL, err);
    care_files_close(&o.base);
    return st;
}

// the first `from` of text becomes `to`; the caller frees it
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    if (!at)
        fail_msg("'%s' is not in the fixture", from);
    char *out = calloc(1, strlen(text) + strlen(to) + 1);
    assert_non_null(out);
    memcpy(out, text, (size_t)(at - text));
    strcat(out, to);
    strcat(out, at + strlen(from));
    return out;
}

#define FIXTURE STATURE_SOURCE "/tests/care/fixture/"

static void a_mistake_is_told_with_file_line_and_field(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *text;
    } rows[] = {
        {"level: beginner",                          "level: expert",
         "test_move.yaml:5: level: found 'expert', expected beginner or "
         "advanced"                                                                                                                      },
        {"summary:",                                 "sumary:",                           "test_move.yaml:3: sumary: unknown field"      },
        {"name: Test move\n",                        "",                                  "test_move.yaml:1: name: missing"              },
        {"id: test_move",                            "id: other",
         "test_move.yaml:1: id: found 'other', expected 'test_move'"                                                                     },
        {"id: test_move",                            "id: Test-Move",
         "test_move.yaml:1: id: found 'Test-Move', expected small letters"                                                               },
        {"category: standing stretch",               "category: jumping",
         "test_move.yaml:4: category: found 'jumping'"                                                                                   },
        {"[flex_floor]",                             "[flex_flor]",
         "test_move.yaml:7: modality: found 'flex_flor', expected one of "
         "flex_floor,"                                                                                                                   },
        {"[flex_floor]",                             "[]",                                "test_move.yaml:7: modality: empty"            },
        {"[overhead_arm]",                           "[overhead]",                        "test_move.yaml:8: tags: found"                },
        {"[chair]",                                  "[stool]",
         "test_move.yaml:10: equipment: found 'stool', expected an id of "
         "equipment.yaml"                                                                                                                },
        {"hold_s: 20",                               "hold_s: nan",
         "test_move.yaml:13: hold_s: found 'nan', expected a number"                                                                     },
        {"hold_s: 20",                               "hold_s: 20x",                       "test_move.yaml:13: hold_s: found '20x'"       },
        {"hold_s: 20",                               "hold_s: -5",
         "test_move.yaml:13: hold_s: -5 is outside 0 to 600"                                                                             },
        {"hold_s: 20",                               "hold_s: 0",
         "test_move.yaml:14: hold_range_s: 10 to 30 does not hold the "
         "default 0"                                                                                                                     },
        {"[10, 30]",                                 "[10]",                              "test_move.yaml:14: hold_range_s: expected two"},
        {"[10, 30]",                                 "[10, inf]",                         "test_move.yaml:14: hold_range_s: found"       },
        {"reps: 2",                                  "reps: 2.5",                         "test_move.yaml:15: reps: found '2.5'"         },
        {"reps: 2",                                  "reps: 4",                           "test_move.yaml:16: reps_range: 1 to 3"        },
        {"per_week: 3",                              "per_week: 8",
         "test_move.yaml:18: per_week: 8 is outside 1 to 7"                                                                              },
        {"source: S1, text",                         "source: S9, text",
         "test_move.yaml:21: source: found 'S9', expected an id of "
         "sources.yaml"                                                                                                                  },
        {"id: seated",                               "id: plain",
         "test_move.yaml:25: id: 'plain' is there "
         "twice"                                                                                                                         },
        {"show: up}",                                "show: upp}",
         "test_move.yaml:25: show: found 'upp', expected a keyframe of scene "
         "'test_move'"                                                                                                                   },
        {"phase: hold",                              "phase: stay",                       "test_move.yaml:35: phase: found"              },
        {"breath: in",                               "breath: deep",                      "test_move.yaml:34: breath: found"             },
        {"seconds: 3",                               "seconds: 1e9",                      "test_move.yaml:32: seconds: "                 },
        {"say: Stand tall.",                         "say: Stand tall.\n    only: lying",
         "test_move.yaml:30: only: found 'lying', expected a variant's id"                                                               },
        {"exercise: overhead_stretch",               "exercise: moonwalk",
         "test_move.yaml: harder: found 'moonwalk', expected the id of an "
         "exercise"                                                                                                                      },
        {"exercise: overhead_stretch",               "exercise: test_move",
         "test_move.yaml: harder: names the exercise itself"                                                                             },
        {"grade: none",                              "grade: good",                       "test_move.yaml:45: grade: found"              },
        {"sources: [S1, EXPERT]",                    "sources: [S1, WIKI]",
         "test_move.yaml:46: sources: found 'WIKI'"                                                                                      },
        {"sources: [S1, EXPERT]",                    "sources: S1",
         "test_move.yaml:46: sources: expected a list"                                                                                   },
        {"sides: each",                              "sides: each\nscene: nowhere",
         "test_move.yaml:12: scene: found 'nowhere', expected a file "
         "scenes/nowhere.yaml"                                                                                                           },
        {"sides: each",                              "sides: each\nsides: none",          "test_move.yaml:"                              },
        {"  hold_s: 20\n  hold_range_s: [10, 30]\n", "",
         "test_move.yaml:13: dose: a hold step needs hold_s above 0"                                                                     },
    };
    size_t len;
    char *move = slurp(FIXTURE "move.yaml", &len);
    char *scene = slurp(FIXTURE "scene.yaml", &len);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = replaced(move, rows[i].from, rows[i].to);
        struct sp_error err = {.text = ""};
        struct care_library *lib;
        const enum sp_status st =
            load_with("exercises/test_move.yaml", text, "scenes/test_move.yaml",
                      scene, &lib, &err);
        if (st != SP_E_PARSE || !strstr(err.text, rows[i].text))
            fail_msg("%s -> %s: expected '%s', got '%s'", rows[i].from,
                     rows[i].to, rows[i].text, err.text);
        assert_null(lib);
        assert_int_equal(strncmp(err.text, "exercises/", 10), 0);
        free(text);
    }
    free(move);
    free(scene);
}

static void the_fixture_itself_loads_whole(void **state)
{
    (void)state;
    size_t len;
    char *move = slurp(FIXTURE "move.yaml", &len);
    char *scene = slurp(FIXTURE "scene.yaml", &len);
    struct sp_error err = {.text = ""};
    struct care_library *lib;
    if (load_with("exercises/test_move.yaml", move, "scenes/test_move.yaml",
                  scene, &lib, &err) != SP_OK)
        fail_msg("%s", err.text);
    const struct care_exercise *ex =
        care_exercise_at(lib, care_exercise_find(lib, "test_move"));
    assert_string_equal(ex->name, "Test move");
    assert_int_equal(ex->modalities, 1u << CARE_FLEX_FLOOR);
    assert_int_equal(ex->tags, 1u << CARE_TAG_OVERHEAD_ARM);
    assert_int_equal(ex->sides, CARE_EACH_SIDE);
    assert_near(ex->dose.hold_s, 20, 1e-12);
    assert_near(ex->dose.hold_min_s, 10, 1e-12);
    assert_int_equal(ex->dose.reps_max, 3);
    assert_int_equal(ex->dose.rest_days, 1);
    assert_int_equal(ex->said_count, 1);
    assert_int_equal(ex->step_count, 4);
    assert_int_equal(ex->steps[2].phase, CARE_HOLD);
    assert_int_equal(ex->steps[2].show, 1);
    assert_string_equal(ex->steps[1].breath, "in");
    assert_int_equal(care_default_variant(ex), 0);
    assert_int_equal(ex->variants[1].show, 1);
    assert_null(ex->easier);
    assert_string_equal(ex->harder, "overhead_stretch");
    assert_false(ex->own);
    care_library_free(lib);
    free(move);
    free(scene);
}

static void other_files_are_checked_as_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *error;
    } rows[] = {
        {"screening/reasons.yaml",
         "reasons:\n  - {id: A, text: x}\n  - {id: "
         "A, text: y}\n",                                                      "screening/reasons.yaml:3: id: 'A' is there twice"},
        {"screening/extra.yaml",     "x: 1\n",                                 NULL                                              }, // not read: no such file
        {"screening/floors.yaml",
         "floors:\n  - {modality: inversion, action: reduce}\n",               "screening/floors.yaml:2: reason: missing"        },
        {"screening/floors.yaml",
         "floors:\n  - {modality: inversion, action: reduce, reason: NONE, "
         "sources: [EXPERT], confirmed: false}\n",                             "screening/floors.yaml:2: reason: found 'NONE'"   },
        {"screening/tags.yaml",
         "rules:\n  - {tag: prone, condition: gout, action: ask}\n",           "screening/tags.yaml:2: condition: found 'gout'"  },
        {"screening/tags.yaml",
         "rules:\n  - {tag: prone, condition: '*', action: maybe}\n",          "screening/tags.yaml:2: action: found 'maybe', expected ok, reduce, "
         "ask or block"                                     },
        {"screening/outcomes.yaml",
         "outcomes:\n  - {id: go_on, text: a, what: b}\n",                     "screening/outcomes.yaml:"                        },
        {"screening/questions.yaml",
         "questions:\n  - {id: X01, text: a, group: b, sources: [], "
         "confirmed: true}\n",                                                 "screening/questions.yaml:2: id: found 'X01'"     },
        {"facts/zz.yaml",
         "kind: rule\nfacts:\n  - {id: rule_slow, title: a, "
         "says: b}\n",                                                         "facts/zz.yaml:3: id: 'rule_slow' is there twice" },
        {"facts/zz.yaml",            "kind: rule\nfacts: 3\n",
         "facts/zz.yaml:2: facts: expected a list"                                                                               },
        {"lessons/zz.md",            "no head\n",                              "lessons/zz.md:1: expected a line"                },
        {"lessons/zz.md",            "---\nid: zz\n",                          "lessons/zz.md:1: the head has no"                },
        {"lessons/zz.md",
         "---\nid: zz\ntitle: a\npage: cellar\nminutes: 1\nsummary: s\n---\n", "lessons/zz.md:4: page: found 'cellar'"           },
        {"lessons/zz.md",
         "---\nid: zz\ntitle: a\npage: work\nminutes: 1\nsummary: s\n"
         "covers: [no_fact]\n---\n",                                           "lessons/zz.md:7: covers: found 'no_fact'"        },
        {"sources.yaml",             "sources: [\n",                           "sources.yaml:"                                   },
        {"equipment.yaml",           "equipment:\n  - {id: mat}\n",
         "equipment.yaml:2: name: missing"                                                                                       },
        {"scenes/zz.yaml",           "keyframes: 4\n",                         "scenes/zz.yaml:"                                 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_error err = {.text = ""};
        struct care_library *lib;
        const enum sp_status st =
            load_with(rows[i].path, rows[i].text, NULL, NULL, &lib, &err);
        if (!rows[i].error) {
            assert_int_equal(st, SP_OK);
            care_library_free(lib);
            continue;
        }
        if (st == SP_OK || !strstr(err.text, rows[i].error))
            fail_msg("expected '%s', got '%s'", rows[i].error, err.text);
        assert_null(lib);
    }
}

/* ---- own exercises
 * ------------------------------------------------------------ */

struct complaints {
    char text[8][600];
    int count;
};

static void note_complaint(void *ctx, const char *sentence)
{
    struct complaints *c = ctx;
    assert_true(c->count < 8);
    snprintf(c->text[c->count++], sizeof c->text[0], "%s", sentence);
}

// the text as a file of `dir`; goes with `dir`
static void write_into(const char *dir, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

// the text but for its first line that begins so; the caller frees it
static char *without_line(const char *text, const char *begin)
{
    const char *at = strstr(text, begin);
    const char *end = at ? strchr(at, '\n') : NULL;
    char *out = calloc(1, strlen(text) + 1);
    assert_non_null(out);
    memcpy(out, text, end ? (size_t)(at - text) : strlen(text));
    if (end)
        strcat(out, end + 1);
    return out;
}

static struct care_library *with_own(const char *dir, struct complaints *c)
{
    struct care_files files;
    struct care_library *lib = NULL;
    struct sp_error err = {.text = ""};
    assert_int_equal(care_files_open(STATURE_SOURCE "/library", &files, &err),
                     SP_OK);
    if (care_library_load(&lib, &files, dir, note_complaint, c, &err) != SP_OK)
        fail_msg("%s", err.text);
    care_files_close(&files);
    return lib;
}

static void own_exercises_join_and_bad_ones_are_left_out(void **state)
{
    (void)state;
    struct complaints c = {.count = 0};
    struct care_library *lib = with_own(FIXTURE "own", &c);

    const int own = care_exercise_find(lib, "arm_lift");
    assert_true(own >= 0);
    assert_true(care_exercise_at(lib, own)->own);
    assert_string_equal(care_exercise_at(lib, own)->scene->name, "arm_lift");

    // no tags: there to read and play, but nobody decided that it is safe
    const int untagged = care_exercise_find(lib, "no_tags");
    assert_true(untagged >= 0);
    const struct care_answers a = healthy();
    const struct care_screen s = screened(lib, &a);
    assert_int_equal(care_allow(lib, &s, own, -1).action, CARE_OK);
    assert_int_equal(care_allow(lib, &s, untagged, -1).action, CARE_BLOCK);

    // a built-in one is never replaced, a bad file never stops the rest
    assert_false(
        care_exercise_at(lib, care_exercise_find(lib, "childs_pose"))->own);
    assert_int_equal(care_exercise_find(lib, "bad_hold"), -1);
    assert_int_equal(c.count, 2);
    assert_non_null(strstr(c.text[0], "own/bad_hold.yaml:13: hold_s: found "
                                      "'nan'"));
    assert_non_null(strstr(c.text[1], "own/childs_pose.yaml:1: id: "
                                      "'childs_pose' is an exercise already"));
    care_library_free(lib);
}

// a huge file and a deep folder beside it, a pull of one's own: the rest stays
static void what_cannot_be_read_loses_only_itself(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-own-XXXXXX", rm[64], deep[100];
    size_t len;
    assert_non_null(mkdtemp(dir));
    snprintf(deep, sizeof deep, "mkdir -p %s/1/2/3/4/5/6/7/8/9/10", dir);
    assert_int_equal(system(deep), 0);
    char *good = slurp(FIXTURE "own/arm_lift.yaml", &len);
    char *scene = slurp(FIXTURE "own/arm_lift.scene.yaml", &len);
    char *pull = replaced(good, "id: arm_lift", "id: belt_pull");
    char *mine = replaced(pull, "[flex_floor]", "[traction_lumbar]");
    char *large = calloc(1, (1 << 20) + 3);
    assert_non_null(large);
    memset(large, '#', (1 << 20) + 2);
    write_into(dir, "a_large.yaml", large);
    write_into(dir, "arm_lift.yaml", good);
    write_into(dir, "arm_lift.scene.yaml", scene);
    write_into(dir, "belt_pull.yaml", mine);
    write_into(dir, "belt_pull.scene.yaml", scene);

    struct complaints c = {.count = 0};
    struct care_library *lib = with_own(dir, &c);
    assert_true(care_exercise_find(lib, "arm_lift") >= 0);
    assert_int_equal(care_exercise_find(lib, "belt_pull"), -1);
    assert_int_equal(c.count, 2);
    assert_non_null(strstr(c.text[0], "a_large.yaml: cannot be read, or is"));
    assert_non_null(strstr(c.text[1], "belt_pull.yaml:7: modality: traction"));
    care_library_free(lib);

    snprintf(rm, sizeof rm, "rm -r %s", dir);
    assert_int_equal(system(rm), 0);
    free(large);
    free(mine);
    free(pull);
    free(scene);
    free(good);
}

// b_lift is easier than a_lift and comes after it; c_lift names nobody that is
// there, and d_lift names c_lift
static void own_exercises_may_name_each_other(void **state)
{
    (void)state;
    static const struct {
        const char *id, *harder, *easier;
    } own[] = {
        {"a_lift", NULL,     "b_lift"},
        {"b_lift", "a_lift", NULL    },
        {"c_lift", "nobody", NULL    },
        {"d_lift", "c_lift", NULL    },
    };
    char dir[] = "/tmp/stature-own-XXXXXX", rm[64];
    size_t len;
    assert_non_null(mkdtemp(dir));
    char *good = slurp(FIXTURE "own/arm_lift.yaml", &len);
    char *scene = slurp(FIXTURE "own/arm_lift.scene.yaml", &len);
    for (size_t i = 0; i < 4; i++) {
        char id[40], harder[80], name[40];
        snprintf(id, sizeof id, "id: %s", own[i].id);
        snprintf(harder, sizeof harder, "%s: {exercise: %s}\nevidence:",
                 own[i].harder ? "harder" : "easier",
                 own[i].harder ? own[i].harder : own[i].easier);
        char *half = without_line(good, "harder:");
        char *plain = without_line(half, "easier:");
        free(half);
        char *mine = replaced(plain, "id: arm_lift", id);
        char *whole = replaced(mine, "evidence:", harder);
        snprintf(name, sizeof name, "%s.yaml", own[i].id);
        write_into(dir, name, whole);
        snprintf(name, sizeof name, "%s.scene.yaml", own[i].id);
        write_into(dir, name, scene);
        free(whole);
        free(mine);
        free(plain);
    }
    struct complaints c = {.count = 0};
    struct care_library *lib = with_own(dir, &c);
    assert_true(care_exercise_find(lib, "a_lift") >= 0);
    assert_true(care_exercise_find(lib, "b_lift") >= 0);
    assert_int_equal(care_exercise_find(lib, "c_lift"), -1);
    assert_int_equal(care_exercise_find(lib, "d_lift"), -1);
    assert_int_equal(c.count, 2);
    assert_non_null(strstr(c.text[0], "c_lift.yaml: harder: found 'nobody'"));
    assert_non_null(strstr(c.text[1], "d_lift.yaml: harder: found 'c_lift'"));
    care_library_free(lib);
    snprintf(rm, sizeof rm, "rm -r %s", dir);
    assert_int_equal(system(rm), 0);
    free(scene);
    free(good);
}

static void a_missing_own_folder_is_no_complaint(void **state)
{
    (void)state;
    struct complaints c = {.count = 0};
    struct care_library *lib = with_own(FIXTURE "nowhere", &c);
    assert_int_equal(c.count, 0);
    care_library_free(lib);
}

/* ---- what the product must hold
 * -------------------------------------------------- */

static void every_id_of_the_catalogue_is_there(void **state)
{
    (void)state;
    struct care_library *lib = load_real();
    size_t len;
    char *text = slurp(STATURE_SOURCE "/library/catalogue.csv", &len);
    struct text_csv *csv;
    struct sp_error err = {.text = ""};
    assert_int_equal(text_csv_parse(&csv, "catalogue.csv", text, len, &err),
                     SP_OK);
    assert_int_equal(text_csv_rows(csv), 306);
    const int id = text_csv_column(csv, "id");
    const int kind = text_csv_column(csv, "kind");
    int missing = 0;
    for (int row = 0; row < text_csv_rows(csv); row++) {
        const char *name = text_csv_at(csv, row, id);
        const bool movement =
            strcmp(text_csv_at(csv, row, kind), "exercise") == 0;
        const int found = movement ? care_exercise_find(lib, name)
                                   : care_fact_find(lib, name);
        if (found < 0) {
            print_message("# %s is missing\n", name);
            missing++;
        }
    }
    text_csv_free(csv);
    free(text);
    care_library_free(lib);
    assert_int_equal(missing, 0);
}

static void every_lesson_page_and_every_number_is_there(void **state)
{
    (void)state;
    struct care_library *lib = load_real();
    const struct care_stop_texts *stop = care_stop_texts(lib);
    assert_true(stop->signs >= 10);
    assert_int_equal(stop->same_move_stops, 2);
    assert_int_equal(stop->see_first_days, 14);
    assert_int_equal(care_rescreen_texts(lib)->full_screen_days, 28);
    assert_int_equal(care_clearance_rules(lib)->valid_days, 180);
    assert_string_equal(care_emergency_number(lib, "US"), "911");
    assert_string_equal(care_emergency_number(lib, "XX"),
                        care_emergency_number(lib, NULL));
    for (int t = CARE_GO_ON; t <= CARE_EMERGENCY; t++) {
        assert_true(strlen(care_triage_text(lib, (enum care_triage)t)) > 20);
        assert_true(strlen(care_triage_what(lib, (enum care_triage)t)) > 20);
    }
    // a session needs words to come out of whatever pulls
    static const enum care_modality pulls[] = {
        CARE_HANG, CARE_INVERSION, CARE_TRACTION_LUMBAR, CARE_PARTNER_PULL};
    for (int i = 0; i < 4; i++)
        assert_non_null(stop->release[pulls[i]]);
    care_library_free(lib);
}

// whether a source's id stands bare in a text for people
static void no_bare_id(const struct care_library *lib, const char *text)
{
    for (int i = 0; i < care_source_count(lib); i++) {
        const char *id = care_source_at(lib, i)->id;
        const size_t n = strlen(id);
        for (const char *at = text; (at = strstr(at, id)); at += n)
            if (at[n] != '/' && (at == text || at[-1] != '/') &&
                !isalnum((unsigned char)at[n]) &&
                (at == text || !isalnum((unsigned char)at[-1])))
                fail_msg("%s stands bare in: %.400s", id, text);
    }
}

static void sources_are_cited_by_name(void **state)
{
    (void)state;
    struct care_library *lib;
    struct sp_error err;
    assert_int_equal(load_with("x.txt", "", NULL, NULL, &lib, &err), SP_OK);
    assert_string_equal(care_source_name(lib, "ACSM11"), "Garber 2011");
    assert_string_equal(care_source_name(lib, "nobody"), "nobody");
    static const char *const cases[][2] = {
        {"so it is [WILKE99].",       "so it is (Wilke 1999)."              },
        {"both [HAY21]\n[POC24] say", "both (Hayden 2021, Pocovi 2024) say" },
        {"it is so (S1).",            "it is so (a chiropractor's article)."},
        {"(HAY21, POC24)",            "(Hayden 2021, Pocovi 2024)"          },
        {"(HAY21, or so) (HAY21 ()",  "(HAY21, or so) (HAY21 ()"            },
        {"(HAY21, NOBODY) (",         "(HAY21, NOBODY) ("                   },
        {"[a link](x) [NOBODY] [",    "[a link](x) [NOBODY] ["              },
        {"",                          ""                                    },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *said = care_cited(lib, cases[i][0]);
        assert_string_equal(said, cases[i][1]);
        free(said);
    }
    for (int i = 0; i < care_lesson_count(lib); i++)
        no_bare_id(lib, care_lesson_at(lib, i)->markdown);
    for (int i = 0; i < care_exercise_count(lib); i++)
        if (care_exercise_at(lib, i)->inferred)
            no_bare_id(lib, care_exercise_at(lib, i)->inferred);
    for (int i = 0; i < care_fact_count(lib); i++)
        no_bare_id(lib, care_fact_at(lib, i)->says);
    care_library_free(lib);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_is_told_with_file_line_and_field),
        cmocka_unit_test(the_fixture_itself_loads_whole),
        cmocka_unit_test(other_files_are_checked_as_strictly),
        cmocka_unit_test(own_exercises_join_and_bad_ones_are_left_out),
        cmocka_unit_test(what_cannot_be_read_loses_only_itself),
        cmocka_unit_test(own_exercises_may_name_each_other),
        cmocka_unit_test(a_missing_own_folder_is_no_complaint),
        cmocka_unit_test(every_id_of_the_catalogue_is_there),
        cmocka_unit_test(every_lesson_page_and_every_number_is_there),
        cmocka_unit_test(sources_are_cited_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
