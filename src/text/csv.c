/*
 * CSV after RFC 4180: quoted fields, doubled quotes, CRLF or LF, a header row.
 * A row with more or fewer fields than the header is an error with its line.
 */
#include "text/text.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 8 << 20, COLUMNS_MAX = 64 };

struct text_csv {
    char *text;         // all fields, each ended by NUL
    const char **field; // rows * columns, header first
    int *line;          // per row, header first
    int columns, rows;  // rows with the header
    int row_cap;
};

struct reader {
    const char *file, *in, *end;
    char *out;
    int line;
};

// one field into r->out; *more = a comma follows, so another field does
static enum sp_status read_field(struct reader *r, const char **field,
                                 bool *more, struct sp_error *err)
{
    *field = r->out;
    const int first_line = r->line;
    if (r->in < r->end && *r->in == '"') {
        r->in++;
        for (;;) {
            if (r->in == r->end)
                return sp_fail(
                    err, SP_E_PARSE,
                    _("%s:%d: a quote (\") is opened and never closed"),
                    r->file, first_line);
            if (*r->in == '"') {
                r->in++;
                if (r->in == r->end || *r->in != '"')
                    break;
            }
            if (*r->in == '\n')
                r->line++;
            *r->out++ = *r->in++;
        }
        if (r->in < r->end && *r->in != ',' && *r->in != '\r' && *r->in != '\n')
            return sp_fail(err, SP_E_PARSE,
                           _("%s:%d: text after a closing quote (\")"), r->file,
                           r->line);
    } else {
        while (r->in < r->end && *r->in != ',' && *r->in != '\n' &&
               *r->in != '\r') {
            if (*r->in == '"')
                return sp_fail(
                    err, SP_E_PARSE,
                    _("%s:%d: a quote (\") inside an unquoted field"), r->file,
                    r->line);
            *r->out++ = *r->in++;
        }
    }
    *r->out++ = '\0';
    *more = r->in < r->end && *r->in == ',';
    if (*more)
        r->in++;
    return SP_OK;
}

static void end_of_line(struct reader *r)
{
    if (r->in < r->end && *r->in == '\r')
        r->in++;
    if (r->in < r->end && *r->in == '\n')
        r->in++;
    r->line++;
}

/* A column named twice would leave one of the two unread. */
static enum sp_status check_header(const char *const *fields, int count,
                                   int line, const char *file,
                                   struct sp_error *err)
{
    for (int i = 1; i < count; i++)
        for (int k = 0; k < i; k++)
            if (fields[i][0] && strcmp(fields[i], fields[k]) == 0)
                return sp_fail(err, SP_E_PARSE,
                               _("%s:%d: the column '%.40s' stands twice; keep "
                                 "one"),
                               file, line, fields[i]);
    return SP_OK;
}

static enum sp_status keep_row(struct text_csv *csv, const char **fields,
                               int count, int line, const char *file,
                               struct sp_error *err)
{
    if (csv->rows == 0) {
        csv->columns = count;
        const enum sp_status st = check_header(fields, count, line, file, err);
        if (st != SP_OK)
            return st;
    }
    if (count != csv->columns)
        return sp_fail(err, SP_E_PARSE,
                       _("%s:%d: %d fields, the header has %d"), file, line,
                       count, csv->columns);
    if (csv->rows == csv->row_cap) {
        const int cap = csv->row_cap ? csv->row_cap * 2 : 32;
        const size_t fields_n = (size_t)cap * (size_t)csv->columns;
        const char **f = realloc(csv->field, fields_n * sizeof *f);
        if (f)
            csv->field = f;
        int *l = f ? realloc(csv->line, (size_t)cap * sizeof *l) : NULL;
        if (!l)
            return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
        csv->line = l;
        csv->row_cap = cap;
    }
    memcpy(csv->field + (size_t)csv->rows * (size_t)csv->columns, fields,
           (size_t)count * sizeof *fields);
    csv->line[csv->rows++] = line;
    return SP_OK;
}

static enum sp_status read_row(struct text_csv *csv, struct reader *r,
                               struct sp_error *err)
{
    const char *fields[COLUMNS_MAX];
    const int line = r->line;
    int count = 0;
    for (bool more = true; more;) {
        if (count == COLUMNS_MAX)
            return sp_fail(err, SP_E_RANGE, _("%s:%d: more than %d fields"),
                           r->file, line, COLUMNS_MAX);
        const enum sp_status st = read_field(r, &fields[count++], &more, err);
        if (st != SP_OK)
            return st;
    }
    end_of_line(r);
    if (count == 1 && fields[0][0] == '\0')
        return SP_OK; // an empty line
    return keep_row(csv, fields, count, line, r->file, err);
}

enum sp_status text_csv_parse(struct text_csv **out, const char *file,
                              const char *bytes, size_t len,
                              struct sp_error *err)
{
    *out = NULL;
    if (len > BYTES_MAX)
        return sp_fail(err, SP_E_RANGE, _("%s: %zu bytes, at most %d are read"),
                       file, len, BYTES_MAX);
    if (len && memchr(bytes, '\0', len))
        return sp_fail(err, SP_E_PARSE,
                       _("%s: holds a NUL byte, so it is no CSV"), file);
    struct text_csv *csv = calloc(1, sizeof *csv);
    if (csv)
        csv->text = malloc(2 * len + 2); // a NUL per field at the most
    if (!csv || !csv->text) {
        text_csv_free(csv);
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
    }
    // spreadsheets put a byte order mark in front of UTF-8
    const bool marked = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    struct reader r = {file, bytes + (marked ? 3 : 0), bytes + len, csv->text,
                       1};
    enum sp_status st = SP_OK;
    while (st == SP_OK && r.in < r.end)
        st = read_row(csv, &r, err);
    if (st == SP_OK && csv->rows == 0)
        st = sp_fail(err, SP_E_PARSE, _("%s:1: no header row"), file);
    if (st != SP_OK) {
        text_csv_free(csv);
        return st;
    }
    *out = csv;
    return SP_OK;
}

void text_csv_free(struct text_csv *csv)
{
    if (!csv)
        return;
    free(csv->text);
    free(csv->field);
    free(csv->line);
    free(csv);
}

int text_csv_rows(const struct text_csv *csv) { return csv->rows - 1; }

int text_csv_line(const struct text_csv *csv, int row)
{
    return csv->line[row + 1];
}

int text_csv_column(const struct text_csv *csv, const char *name)
{
    for (int c = 0; c < csv->columns; c++)
        if (strcmp(csv->field[c], name) == 0)
            return c;
    return -1;
}

const char *text_csv_at(const struct text_csv *csv, int row, int column)
{
    return csv
        ->field[(size_t)(row + 1) * (size_t)csv->columns + (size_t)column];
}
