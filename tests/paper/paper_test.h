/*
 * What the tests of paper share: the real library, one body, and a look at a
 * PDF with poppler's tools (Debian package poppler-utils). Without them the
 * tests that need them are skipped.
 */
#ifndef PAPER_TEST_H
#define PAPER_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "paper/paper.h"

/*
 * fontconfig keeps its configuration for the life of the process behind
 * offsets instead of pointers, which the leak checker cannot follow.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig"; }

static struct care_files files;
static struct care_library *lib;

static inline int load_library(void **state)
{
    struct sp_error err = {.text = ""};
    (void)state;
    if (care_files_open(LIBRARY_DIR, &files, &err) ||
        care_library_load(&lib, &files, NULL, NULL, NULL, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    return 0;
}

static inline int free_library(void **state)
{
    (void)state;
    care_library_free(lib);
    care_files_close(&files);
    return 0;
}

/* The usual dose of a movement. */
static inline struct paper_item item_of(const char *id, unsigned days)
{
    const int e = care_exercise_find(lib, id);
    if (e < 0)
        fail_msg("no %s in the library", id);
    const struct care_exercise *ex = care_exercise_at(lib, e);
    return (struct paper_item){e,
                               care_default_variant(ex),
                               ex->dose.hold_s,
                               ex->dose.duration_s,
                               ex->dose.rest_s,
                               ex->dose.reps,
                               days};
}

struct pdf {
    unsigned char *bytes;
    size_t len;
    int pages;
    char path[64];
};

/* Onto disk, so that other programs can look at it; *.pdf under /tmp. */
static inline void pdf_keep(struct pdf *p)
{
    snprintf(p->path, sizeof p->path, "/tmp/stature-paper-XXXXXX");
    const int fd = mkstemp(p->path);
    assert_true(fd >= 0);
    FILE *out = fdopen(fd, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(p->bytes, 1, p->len, out), p->len);
    assert_int_equal(fclose(out), 0);
}

static inline void pdf_release(struct pdf *p)
{
    if (*p->path)
        unlink(p->path);
    free(p->bytes);
    memset(p, 0, sizeof *p);
}

/* What a program says of the file; the caller frees. Skips the test where
 * the program is not installed. */
static inline char *ask(const char *format, const char *path)
{
    char command[300];
    snprintf(command, sizeof command, format, path);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    size_t used = 0, room = 1 << 22;
    char *out = malloc(room);
    assert_non_null(out);
    used = fread(out, 1, room - 1, in);
    out[used] = 0;
    const int status = pclose(in);
    if (status == 127 << 8) {
        free(out);
        skip();
    }
    return out;
}

/* Lines and blanks do not matter: a text may break anywhere. */
static inline void assert_says(const char *text, const char *words)
{
    char *flat = malloc(strlen(text) + 1);
    size_t n = 0;
    assert_non_null(flat);
    for (const char *p = text; *p; p++) {
        const char c = *p == '\n' || *p == '\f' ? ' ' : *p;
        if (c != ' ' || (n && flat[n - 1] != ' '))
            flat[n++] = c;
    }
    flat[n] = 0;
    const bool found = strstr(flat, words);
    if (!found)
        print_error("%s\n", flat);
    free(flat);
    if (!found)
        fail_msg("the sheet does not say \"%s\"", words);
}

/* Every word lies inside its page, `margin` points from the edge at least. */
static inline void assert_inside(const char *path, double margin)
{
    char *boxes = ask("pdftotext -bbox %s - 2>/dev/null", path);
    double width = 0, height = 0;
    int words = 0;
    for (char *line = strtok(boxes, "\n"); line; line = strtok(NULL, "\n")) {
        double x0, y0, x1, y1;
        if (sscanf(line, " <page width=\"%lf\" height=\"%lf\"", &width,
                   &height) == 2)
            continue;
        if (sscanf(line,
                   " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                   &x0, &y0, &x1, &y1) != 4)
            continue;
        words++;
        if (x0 < margin || y0 < margin || x1 > width - margin ||
            y1 > height - margin)
            fail_msg("off the page: %s", line);
    }
    free(boxes);
    assert_true(words > 20);
}

#endif
