/*
 * Screening a table of people: one CSV in, the same rows with the outcome
 * out. For tests, clinics and anyone who wants to see what the rules do.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_COLUMNS = 8 };
static const char *const input_names[INPUT_COLUMNS] = {
    "id", "age", "bp", "bmi", "conditions", "yes", "unsure", "cleared"};
enum { ID, AGE, BP, BMI, CONDITIONS, YES, UNSURE, CLEARED };

struct batch {
    const struct care_library *lib;
    const struct text_csv *csv;
    const char *file;
    int column[INPUT_COLUMNS];
    struct sp_error *err;
    FILE *out;
};

static enum sp_status bad(const struct batch *b, int row, int col,
                          const char *expected)
{
    return sp_fail(b->err, SP_E_PARSE,
                   _("%s:%d: %s: found '%.60s', expected %s"), b->file,
                   text_csv_line(b->csv, row), input_names[col],
                   text_csv_at(b->csv, row, b->column[col]), expected);
}

static const char *cell(const struct batch *b, int row, int col)
{
    return text_csv_at(b->csv, row, b->column[col]);
}

// an optional number within limits; an empty cell keeps *out
static enum sp_status number(const struct batch *b, int row, int col,
                             double min, double max, const char *expected,
                             double *out)
{
    double value;
    const char *s = cell(b, row, col);
    if (!*s)
        return SP_OK;
    if (!text_to_number(s, &value) || !(value >= min && value <= max))
        return bad(b, row, col, expected);
    *out = value;
    return SP_OK;
}

// "systolic/diastolic", both whole
static enum sp_status pressure(const struct batch *b, int row,
                               struct care_answers *a)
{
    const char *s = cell(b, row, BP);
    const char *slash = strchr(s, '/');
    double sys, dia;
    char first[8] = "";
    if (!*s)
        return SP_OK;
    const size_t n = slash ? (size_t)(slash - s) : sizeof first;
    if (n < sizeof first) {
        memcpy(first, s, n);
        if (text_to_number(first, &sys) && text_to_number(slash + 1, &dia) &&
            sys >= 50 && sys <= 300 && dia >= 20 && dia <= 200 &&
            sys == floor(sys) && dia == floor(dia) && dia < sys) {
            a->systolic = (int)sys;
            a->diastolic = (int)dia;
            return SP_OK;
        }
    }
    return bad(b, row, BP, _("a reading like 128/82"));
}

// what an id of a list does; false when it is not known
typedef bool mark_fn(const struct batch *b, struct care_answers *a,
                     const char *id, int col);

static bool mark_condition(const struct batch *b, struct care_answers *a,
                           const char *id, int col)
{
    (void)col;
    const int c = care_condition_find(b->lib, id);
    if (c >= 0)
        a->condition[c] = CARE_YES;
    return c >= 0;
}

static bool mark_question(const struct batch *b, struct care_answers *a,
                          const char *id, int col)
{
    const int q = care_question_find(b->lib, id);
    // a yes stands, also where the same row says not sure
    if (q >= 0 && a->question[q] != CARE_YES)
        a->question[q] = col == YES ? CARE_YES : CARE_UNSURE;
    return q >= 0;
}

static bool mark_cleared(const struct batch *b, struct care_answers *a,
                         const char *id, int col)
{
    (void)b;
    (void)col;
    for (int m = 0; m < CARE_EASY; m++) {
        if (strcmp(care_modality_words[m], id) == 0) {
            a->cleared |= 1u << m;
            return true;
        }
    }
    return false;
}

static enum sp_status ids(const struct batch *b, int row, int col,
                          mark_fn *mark, const char *expected,
                          struct care_answers *a)
{
    const char *s = cell(b, row, col);
    while (*s) {
        char id[CARE_ID_MAX];
        const size_t n = strcspn(s, ";");
        if (n == 0 || n >= sizeof id)
            return bad(b, row, col, expected);
        memcpy(id, s, n);
        id[n] = '\0';
        if (!mark(b, a, id, col))
            return bad(b, row, col, expected);
        s += n + (s[n] == ';');
        if (s[-1] == ';' && !*s)
            return bad(b, row, col, expected);
    }
    return SP_OK;
}

static enum sp_status read_person(const struct batch *b, int row,
                                  struct care_answers *a)
{
    *a = (struct care_answers){.age_y = NAN};
    for (int q = 0; q < CARE_QUESTIONS_MAX; q++)
        a->question[q] = CARE_NO;
    for (int c = 0; c < CARE_CONDITIONS_MAX; c++)
        a->condition[c] = CARE_NO;
    enum sp_status st =
        number(b, row, AGE, 1, 120, _("an age from 1 to 120"), &a->age_y);
    if (st == SP_OK && isnan(a->age_y))
        st = bad(b, row, AGE, _("an age from 1 to 120"));
    if (st == SP_OK)
        st = pressure(b, row, a);
    if (st == SP_OK)
        st = number(b, row, BMI, 8, 120, _("a body mass index from 8 to 120"),
                    &a->bmi);
    if (st == SP_OK)
        st = ids(b, row, CONDITIONS, mark_condition,
                 _("ids of conditions joined by ';'"), a);
    if (st == SP_OK)
        st =
            ids(b, row, YES, mark_question, _("question ids joined by ';'"), a);
    if (st == SP_OK)
        st = ids(b, row, UNSURE, mark_question, _("question ids joined by ';'"),
                 a);
    if (st == SP_OK)
        st = ids(b, row, CLEARED, mark_cleared, _("modalities joined by ';'"),
                 a);
    return st;
}

// quoted when RFC 4180 asks for it
static void put(FILE *out, const char *s)
{
    if (!strpbrk(s, ",\"\r\n")) {
        fputs(s, out);
        return;
    }
    fputc('"', out);
    for (; *s; s++) {
        if (*s == '"')
            fputc('"', out);
        fputc(*s, out);
    }
    fputc('"', out);
}

static void write_person(const struct batch *b, int row,
                         const struct care_screen *screen)
{
    for (int col = 0; col < INPUT_COLUMNS; col++) {
        put(b->out, cell(b, row, col));
        fputc(',', b->out);
    }
    const char *sep = "";
    for (int c = 0; c < b->lib->conditions; c++) {
        if (!screen->derived[c])
            continue;
        fprintf(b->out, "%s%s", sep, b->lib->condition[c].id);
        sep = ";";
    }
    fprintf(b->out, ",%s", care_triage_id(screen->triage));
    for (int m = 0; m < CARE_EASY; m++)
        fprintf(b->out, ",%s", care_action_id(screen->modality[m]));
    fputc('\n', b->out);
}

static enum sp_status find_columns(struct batch *b)
{
    for (int i = 0; i < INPUT_COLUMNS; i++) {
        b->column[i] = text_csv_column(b->csv, input_names[i]);
        if (b->column[i] < 0)
            return sp_fail(
                b->err, SP_E_PARSE,
                _("%s:1: column '%s' is missing; the columns are id, "
                  "age, bp, bmi, conditions, yes, unsure, cleared"),
                b->file, input_names[i]);
    }
    return SP_OK;
}

static enum sp_status screen_rows(struct batch *b)
{
    enum sp_status st = find_columns(b);
    if (st != SP_OK)
        return st;
    fputs("id,age,bp,bmi,conditions,yes,unsure,cleared,derived,triage", b->out);
    for (int m = 0; m < CARE_EASY; m++)
        fprintf(b->out, ",%s", care_modality_words[m]);
    fputc('\n', b->out);
    for (int row = 0; row < text_csv_rows(b->csv); row++) {
        struct care_answers a;
        struct care_screen screen;
        st = read_person(b, row, &a);
        if (st != SP_OK)
            return st;
        care_screen(b->lib, &a, &screen);
        write_person(b, row, &screen);
    }
    return SP_OK;
}

enum sp_status care_screen_batch(const struct care_library *lib,
                                 const char *file, const char *bytes,
                                 size_t len, char **out, struct sp_error *err)
{
    *out = NULL;
    char *text = NULL;
    size_t size = 0;
    struct text_csv *csv;
    enum sp_status st = text_csv_parse(&csv, file, bytes, len, err);
    if (st != SP_OK)
        return st;
    struct batch b = {.lib = lib, .csv = csv, .file = file, .err = err};
    b.out = open_memstream(&text, &size);
    st = b.out ? screen_rows(&b)
               : sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
    if (b.out) {
        const bool failed = ferror(b.out) != 0;
        if ((fclose(b.out) != 0 || failed) && st == SP_OK)
            st = sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
    }
    text_csv_free(csv);
    if (st == SP_OK)
        *out = text;
    else
        free(text);
    return st;
}
