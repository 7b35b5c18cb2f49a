/* A folder of its own for each test, and records to put into a journal. */
#ifndef JOURNAL_FIXTURE_H
#define JOURNAL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/journal_internal.h"

/* Where every call of a test puts its sentence. */
static struct sp_error err;

struct folder {
    char dir[64];
    char journal[96]; /* a path in it */
    char other[96];   /* another */
};

static inline int folder_make(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/stature-test-XXXXXX");
    if (!mkdtemp(f->dir)) {
        free(f);
        return -1;
    }
    (void)snprintf(f->journal, sizeof f->journal, "%s/stature.db", f->dir);
    (void)snprintf(f->other, sizeof f->other, "%s/other.db", f->dir);
    *state = f;
    return 0;
}

static inline int folder_remove(void **state)
{
    struct folder *f = *state;
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    const int rc = system(command);
    free(f);
    return rc;
}

/* Fails the test with the sentence when a call did not succeed. */
#define assert_ok(call)                                                        \
    do {                                                                       \
        err.text[0] = '\0';                                                    \
        const enum sp_status status_ = (call);                                 \
        if (status_ != SP_OK)                                                  \
            fail_msg("%s: %s", #call, err.text);                               \
    } while (0)

/* Fails unless the call gives that status and a sentence with that text. */
#define assert_fails(call, want, part)                                         \
    do {                                                                       \
        err.text[0] = '\0';                                                    \
        const enum sp_status status_ = (call);                                 \
        if (status_ != (want) || !strstr(err.text, part))                      \
            fail_msg("%s: status %d, \"%s\"; wanted %d with \"%s\"", #call,    \
                     (int)status_, err.text, (int)(want), part);               \
    } while (0)

static inline struct journal *open_journal(const char *path)
{
    struct journal *j = NULL;
    assert_ok(journal_open_sqlite(&j, path, &err));
    return j;
}

/* JSON written with single quotes, for reading in C. */
static inline json_t *json_of(const char *quoted)
{
    char *text = strdup(quoted);
    for (char *c = text; c && *c; c++)
        if (*c == '\'')
            *c = '"';
    json_error_t why;
    json_t *v = text ? json_loads(text, JSON_DECODE_ANY, &why) : NULL;
    if (!v)
        fail_msg("not JSON: %s: %s", quoted, text ? why.text : "");
    free(text);
    return v;
}

static inline int64_t add(struct journal *j, enum journal_kind kind,
                          const char *day, const char *quoted)
{
    int64_t id = 0;
    json_t *fields = json_of(quoted);
    assert_ok(j->ops->add(j, kind, day, fields, &id, &err));
    json_decref(fields);
    return id;
}

#define SESSION                                                                \
    "{'phase': 'running', 'position_ms': 0, 'length_ms': 600000, 'items': "    \
    "[{'exercise': 'childs_pose', 'hold_s': 30, 'reps': 2, 'why': 'asked'}, "  \
    "{'exercise': 'dead_hang', 'hold_s': 10.5, 'reduced': true}], "            \
    "'pain_before': 4, 'places_before': ['lower_back', 'thigh_l']}"

/* At least one record of every kind, with texts that are hard on writers. */
static inline void fill(struct journal *j)
{
    (void)add(j, JOURNAL_PROFILE, "2026-11-01",
              "{'name': 'Zo\xc3\xab \xe6\x84\x9b', 'height_m': 1.68, "
              "'mass_kg': 61.3, 'birth_year': 1988, 'sex': 'female', "
              "'regions': ['lower_back', 'neck'], 'equipment': ['mat'], "
              "'minutes': [10, 0, 10.5, 0, 10, 20, 0], 'reminder': {'on': "
              "true, 'every_min': 45, 'from': '09:00', 'to': '17:00'}}");
    (void)add(j, JOURNAL_SCREEN, "2026-11-01",
              "{'questions': {'E01': 'no', 'S04': 'unsure'}, 'conditions': "
              "{'glaucoma': 'yes'}, 'bp': {'systolic': 131, 'diastolic': 84}, "
              "'triage': 'see_first', 'modalities': {'hang': {'action': "
              "'ask', 'why': 'Ask first.', 'source': ['FIN20']}}}");
    (void)add(j, JOURNAL_CLEARANCE, "2026-11-02",
              "{'modality': 'hang', 'date': '2026-11-02', 'role': "
              "'physiotherapist', 'note': 'said \\u0022yes\\u0022, twice'}");
    (void)add(j, JOURNAL_PLAN, "2026-11-02",
              "{'from': '2026-11-02', 'days': [{'items': [{'exercise': "
              "'childs_pose', 'hold_s': 30, 'reps': 2}], 'minutes': 4.2}, "
              "{'items': [], 'rest': true}], 'left_out': [{'exercise': "
              "'dead_hang', 'why': 'no bar'}]}");
    (void)add(j, JOURNAL_SESSION, "2026-11-03", SESSION);
    (void)add(j, JOURNAL_SCORE, "2026-11-03",
              "{'measure': 'peg', 'values': [4, 5, 4], 'window': '7d'}");
    (void)add(j, JOURNAL_STATURE, "2026-11-03",
              "{'height_mm': 1683.5, 'when': 'morning'}");
    (void)add(j, JOURNAL_NOTE, "2026-11-03",
              "{'text': '=1+1, a comma\\nand a new line'}");
    (void)add(j, JOURNAL_CHOICE, "2026-11-04",
              "{'what': 'exclude', 'exercise': 'plank', 'permanent': true}");
    (void)add(j, JOURNAL_PROTOCOL, "2026-11-04",
              "{'name': 'Mine', 'kind': 'traction', 'share': 0.2, 'steps': 3, "
              "'level': 'L4/5', 'table': 'split'}");
    (void)add(j, JOURNAL_MOVEMENT, "2026-11-05",
              "{'direction': 'extension', 'exercise': 'cobra_pose', 'pain': "
              "[5, 4, 3], 'zone': [3, 2, 2], 'answer': 'centralises'}");
}

/* Everything in the journal, row numbers included, as one text. */
static inline char *whole(struct journal *j)
{
    json_t *all = json_object();
    for (int k = 0; k < JOURNAL_KINDS; k++) {
        json_t *list = NULL;
        assert_ok(
            j->ops->list(j, (enum journal_kind)k, NULL, NULL, &list, &err));
        json_object_set_new(all, journal_kind_id((enum journal_kind)k), list);
    }
    char *text = json_dumps(all, JSON_SORT_KEYS);
    json_decref(all);
    assert_non_null(text);
    return text;
}

static inline size_t count_of(struct journal *j, enum journal_kind kind)
{
    json_t *list = NULL;
    assert_ok(j->ops->list(j, kind, NULL, NULL, &list, &err));
    const size_t n = json_array_size(list);
    json_decref(list);
    return n;
}

/* Size of a file, and its bytes when `bytes` is given; the caller frees. */
static inline long file_bytes(const char *path, unsigned char **bytes)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    const long size = ftell(f);
    rewind(f);
    if (bytes) {
        *bytes = malloc((size_t)size + 1);
        assert_non_null(*bytes);
        assert_int_equal(fread(*bytes, 1, (size_t)size, f), size);
    }
    (void)fclose(f);
    return size;
}

static inline void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

#endif
