/*
 * One kind as a table (RFC 4180: CRLF, quotes doubled). A column per field,
 * its unit in the header: "height (m)". Small objects become columns of their
 * own, lists of words are joined with "; ", and what has more depth is JSON in
 * its cell.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in
 * front: a note comes from a person, or from an import.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CSV_MAX ((size_t)256 * 1024 * 1024)

struct text {
    char *at;
    size_t len, cap;
    bool failed; /* out of memory, or beyond CSV_MAX */
};

static void put(struct text *t, const char *s, size_t n)
{
    if (t->failed || n > CSV_MAX - t->len) {
        t->failed = true;
        return;
    }
    if (t->len + n + 1 > t->cap) {
        const size_t cap = (t->len + n + 1) * 2;
        char *grown = realloc(t->at, cap);
        if (!grown) {
            t->failed = true;
            return;
        }
        t->at = grown;
        t->cap = cap;
    }
    memcpy(t->at + t->len, s, n);
    t->len += n;
    t->at[t->len] = '\0';
}

static void cell(struct text *t, const char *s, bool first)
{
    if (!first)
        put(t, ",", 1);
    if (!s[strcspn(s, ",\"\r\n")] && *s != ' ') {
        put(t, s, strlen(s));
        return;
    }
    put(t, "\"", 1);
    for (const char *c = s; *c; c++)
        put(t, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    put(t, "\"", 1);
}

/* Text by a person, made harmless to spreadsheets. */
static void text_cell(struct text *t, const char *s)
{
    char *safe = NULL;
    if (*s && strchr("=+-@\t\r", *s)) {
        const size_t len = strlen(s) + 2;
        safe = malloc(len);
        if (!safe) {
            t->failed = true;
            return;
        }
        (void)snprintf(safe, len, "'%s", s);
    }
    cell(t, safe ? safe : s, false);
    free(safe);
}

static void json_cell(struct text *t, const json_t *v)
{
    char *s = journal_text(v);
    if (s)
        cell(t, s, false);
    else
        t->failed = true;
    free(s);
}

static void joined_cell(struct text *t, const json_t *list)
{
    struct text all = {NULL, 0, 0, false};
    size_t i;
    json_t *v;
    put(&all, "", 0);
    json_array_foreach(list, i, v)
    {
        char number[40];
        const char *s = json_string_value(v);
        if (!s)
            (void)snprintf(number, sizeof number, "%.15g",
                           json_number_value(v));
        if (i > 0)
            put(&all, "; ", 2);
        put(&all, s ? s : number, strlen(s ? s : number));
    }
    if (all.failed)
        t->failed = true;
    else
        text_cell(t, all.at);
    free(all.at);
}

/* "height_m" with unit "m" is headed "height (m)". */
static void header(struct text *t, const char *group,
                   const struct journal_field *f)
{
    char head[160], tail[24];
    size_t len = strlen(f->name);
    if (f->unit) {
        (void)snprintf(tail, sizeof tail, "_%s",
                       strcmp(f->unit, "years") == 0 ? "y" : f->unit);
        const size_t cut = strlen(tail);
        if (len > cut && strcmp(f->name + len - cut, tail) == 0)
            len -= cut;
    }
    (void)snprintf(head, sizeof head, "%s%s%.*s%s%s%s", group,
                   *group ? " " : "", (int)len, f->name, f->unit ? " (" : "",
                   f->unit ? f->unit : "", f->unit ? ")" : "");
    for (char *c = head; *c; c++)
        if (*c == '_')
            *c = ' ';
    cell(t, head, false);
}

static void headers(struct text *t, const char *group,
                    const struct journal_field *parts)
{
    for (const struct journal_field *f = parts; f->name; f++)
        if (f->type == JOURNAL_OBJECT)
            headers(t, f->name, f->parts);
        else
            header(t, group, f);
}

static void value_cell(struct text *t, const struct journal_field *f,
                       const json_t *v)
{
    if (!v)
        cell(t, "", false);
    else if (f->type == JOURNAL_LIST && f->of != JOURNAL_OBJECT)
        joined_cell(t, v);
    else if (json_is_string(v))
        text_cell(t, json_string_value(v));
    else
        json_cell(t, v);
}

static void values(struct text *t, const struct journal_field *parts,
                   const json_t *object)
{
    for (const struct journal_field *f = parts; f->name; f++) {
        const json_t *v = json_object_get(object, f->name);
        if (f->type == JOURNAL_OBJECT)
            values(t, f->parts, v);
        else
            value_cell(t, f, v);
    }
}

enum sp_status journal_export_csv(struct journal *j, enum journal_kind kind,
                                  char **csv, struct sp_error *err)
{
    const struct journal_field *fields = journal_fields(kind);
    struct text t = {NULL, 0, 0, false};
    json_t *list = NULL, *record;
    size_t i;
    const enum sp_status status = j->ops->list(j, kind, NULL, NULL, &list, err);
    if (status != SP_OK)
        return status;

    cell(&t, "day", true);
    cell(&t, "created (s since 1970 UTC)", false);
    headers(&t, "", fields);
    put(&t, "\r\n", 2);
    json_array_foreach(list, i, record)
    {
        cell(&t, json_string_value(json_object_get(record, "day")), true);
        json_cell(&t, json_object_get(record, "created"));
        values(&t, fields, record);
        put(&t, "\r\n", 2);
    }
    json_decref(list);
    if (t.failed) {
        free(t.at);
        return sp_fail(err, SP_E_NOMEM,
                       _("out of memory over the table of %ss"),
                       journal_kind_id(kind));
    }
    *csv = t.at;
    return SP_OK;
}
