/*
 * Our reader of YAML beside libyaml: what ours accepts, libyaml accepts, and
 * both see the same tree, lines included. Every file of the library, texts
 * chosen for their corners, and some thousand damaged forms of each.
 */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <yaml.h>

#include "text/text.h"

/* ---- both trees as text ---------------------------------------------------
 */

static void say_node(FILE *out, const struct text_node *node)
{
    const enum text_kind kind = text_kind(node);
    if (kind == TEXT_SCALAR) {
        fprintf(out, "%d\"%s\"", text_line(node), text_scalar(node));
        return;
    }
    fprintf(out, "%d%c", text_line(node), kind == TEXT_LIST ? '[' : '{');
    for (int i = 0; i < text_count(node); i++) {
        if (kind == TEXT_MAP)
            fprintf(out, "\"%s\":", text_key(node, i));
        say_node(out, text_item(node, i));
    }
    fputc(kind == TEXT_LIST ? ']' : '}', out);
}

static char *ours(const char *text, size_t len, struct sp_error *err)
{
    struct text_yaml *doc;
    char *said = NULL;
    size_t size = 0;
    if (text_yaml_parse(&doc, "f", text, len, err) != SP_OK)
        return NULL;
    FILE *out = open_memstream(&said, &size);
    say_node(out, text_yaml_root(doc));
    fclose(out);
    text_yaml_free(doc);
    return said;
}

/* One value from the events; false where libyaml or our rules refuse it. */
static bool say_events(FILE *out, yaml_parser_t *parser, bool key, bool *end)
{
    yaml_event_t e;
    bool fine = true, over = false;
    if (!yaml_parser_parse(parser, &e))
        return false;
    const int line = (int)e.start_mark.line + 1;
    switch (e.type) {
    case YAML_SCALAR_EVENT:
        if (key)
            fprintf(out, "\"%s\":", e.data.scalar.value);
        else
            fprintf(out, "%d\"%s\"", line, e.data.scalar.value);
        break;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: {
        const bool map = e.type == YAML_MAPPING_START_EVENT;
        fine = !key;
        fprintf(out, "%d%c", line, map ? '{' : '[');
        for (bool field = map; fine && !over; field = map && !field)
            fine = say_events(out, parser, field, &over);
        fputc(map ? '}' : ']', out);
        break;
    }
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        *end = true;
        break;
    default:
        fine = false;
    }
    yaml_event_delete(&e);
    return fine;
}

static bool next_is(yaml_parser_t *parser, yaml_event_type_t type)
{
    yaml_event_t e;
    if (!yaml_parser_parse(parser, &e))
        return false;
    const bool is = e.type == type;
    yaml_event_delete(&e);
    return is;
}

static char *theirs(const char *text, size_t len)
{
    yaml_parser_t parser;
    char *said = NULL;
    size_t size = 0;
    bool end = false;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    FILE *out = open_memstream(&said, &size);
    const bool fine = next_is(&parser, YAML_STREAM_START_EVENT) &&
                      next_is(&parser, YAML_DOCUMENT_START_EVENT) &&
                      say_events(out, &parser, false, &end) &&
                      next_is(&parser, YAML_DOCUMENT_END_EVENT) &&
                      next_is(&parser, YAML_STREAM_END_EVENT);
    fclose(out);
    yaml_parser_delete(&parser);
    if (!fine) {
        free(said);
        return NULL;
    }
    return said;
}

/* `must`: ours has to accept it too. */
static void same_tree(const char *what, const char *text, size_t len, bool must)
{
    struct sp_error err = {SP_OK, ""};
    char *a = ours(text, len, &err);
    if (!a && must)
        fail_msg("%s: refused: %s", what, err.text);
    if (!a)
        return;
    char *b = theirs(text, len);
    if (!b)
        fail_msg("%s: libyaml refuses what gives %s\n%.*s", what, a, (int)len,
                 text);
    if (strcmp(a, b) != 0)
        fail_msg("%s: ours\n%s\nlibyaml's\n%s\nof\n%.*s", what, a, b, (int)len,
                 text);
    free(a);
    free(b);
}

/* ---- damage ---------------------------------------------------------------
 */

// a generator of its own, so that a failure comes again (Vigna 2014: xorshift*)
static uint64_t state_of = 88172645463325252u;

static unsigned any(unsigned below)
{
    state_of ^= state_of >> 12;
    state_of ^= state_of << 25;
    state_of ^= state_of >> 27;
    return (unsigned)((state_of * 2685821657736338717u) >> 33) % below;
}

/* One to three bytes changed, left out or put in, out of YAML's own signs. */
static size_t damage(char *text, size_t len, size_t room)
{
    static const char sign[] = ":-[]{},#'\"|>&*!?%@ \n\n  x1\\.~\t";
    for (unsigned n = 1 + any(3); n > 0 && len > 1; n--) {
        const size_t at = any((unsigned)len);
        const char c = sign[any(sizeof sign - 1)];
        switch (any(3)) {
        case 0:
            text[at] = c;
            break;
        case 1:
            memmove(text + at, text + at + 1, len - at - 1);
            len--;
            break;
        default:
            if (len < room) {
                memmove(text + at + 1, text + at, len - at);
                text[at] = c;
                len++;
            }
        }
    }
    return len;
}

static void damaged_forms(const char *what, const char *text, size_t len,
                          int times)
{
    const size_t room = len + 8;
    char *form = malloc(room);
    assert_non_null(form);
    for (int n = 0; n < times; n++) {
        memcpy(form, text, len);
        same_tree(what, form, damage(form, len, room), false);
    }
    free(form);
}

/* ---- texts ----------------------------------------------------------------
 */

static const char *const corners[] = {
    "a: 1\nb: two words\nc: 'it''s'\nd: \"say \\\"x\\\"\\n\\u00e9\"\n",
    "a:\nb:\n  c:\n  d: 1\n",
    "a:\n- x\n- y: 1\n  z: 2\n-\n  w: 3\n- - p\n  - q\nb: 1\n",
    "- a\n-\n- b: c\n  d: e\n",
    "a: [1, two words, 'x', \"y\", [b, c], {d: e}, ]\n",
    "a: {b: 1, \"c\": 2, d: , e: [f,\n  g], # h\n  i: j}\n",
    "a: one\n  two\n\n  three\n\n\n  four\nb: 1\n",
    "a: 'one\n  two\n\n  three'\nb: \"one \\\n  two  \n  three\\t\n\n  "
    "four\"\n",
    "a: |\n  one\n   two\n\n  three\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: 1\n",
    "a: >\n  one\n  two\n\n  three\n    more\n  four\n\n\nb: >-\n  x\n  y\n",
    "a: >+\n\n  x\n\n   y\n  z\n\n\n",
    "a: |2\n    two in\n  none\nb: >1-\n x\n y\n",
    "- |\n a\n b\n- >-\n  c\n\n  d\n",
    "a: |\n  x",
    "a: |\n\nb: >-\nc: |+\n\n",
    "# head\n---\na: 1 # one\n# two\nb: x#y\nc: 'z' # three\n",
    "a: 1\n...\n",
    "a: http://b/c?d=e\nb: -1\nc: - 1\n",
    "a: -1\nb: ?x\nc: :y\nd: x:y\ne: {f: x:y, g: -1}\n",
    "\"a b\": 1\n'c: d': 2\n",
    "  a: 1\n  b:\n    - x\n",
    "just a text\n",
    "'just' \n",
    "[a, b]\n",
    "a: 1\r\nb:\r\n  - x\r\n  - >\r\n    y\r\n    z\r\n",
    "\xef\xbb\xbf"
    "a: \xc3\xa9\xe6\x84\x9b\n",
    "a:   \n\n   # c\n   b: 1\n",
    "a: b\n  # c\nd: e\n",
    "a: b #c\n   d\n",
    "a: [b\n c, # d\n e]\n",
    "a:\n  - b\n - c\n",
    "a: \"b\n---\nc\"\n",
    "a: [b,\n--- c]\n",
    "a: |\n  b\n c\n",
    "a: |\n   \n  b\n",
    "a: |\n\tb\n",
    "a: ''\nb: \"\"\nc: \" x \"\nd: ' \n y '\n",
};

static void corners_are_seen_alike(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        const size_t len = strlen(corners[i]);
        char what[40];
        snprintf(what, sizeof what, "corner %zu", i);
        char *said = theirs(corners[i], len);
        same_tree(what, corners[i], len, said != NULL);
        free(said);
        damaged_forms(what, corners[i], len, 3000);
    }
}

static int files_seen;

static int one_file(const char *path, const struct stat *st, int type,
                    struct FTW *place)
{
    (void)place;
    const size_t n = strlen(path), size = (size_t)st->st_size;
    if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".yaml") != 0)
        return 0;
    FILE *in = fopen(path, "rb");
    char *text = malloc(size + 1);
    assert_non_null(in);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, in), size);
    fclose(in);
    same_tree(path, text, size, true);
    damaged_forms(path, text, size, size < 4000 ? 12 : 3);
    free(text);
    files_seen++;
    return 0;
}

static void the_library_is_seen_alike(void **state)
{
    (void)state;
    assert_int_equal(nftw(LIBRARY, one_file, 8, FTW_PHYS), 0);
    assert_true(files_seen > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_are_seen_alike),
        cmocka_unit_test(the_library_is_seen_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
