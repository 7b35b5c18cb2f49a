/*
 * Typed reads of YAML fields. Each says where, what was found and what was
 * expected; none accepts half a number.
 */
#include "text/text.h"
#include "text/words.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sp_status text_fail(const struct text_node *node, const char *field,
                         struct sp_error *err, const char *format, ...)
{
    char what[300];
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    const bool named = field && *field;
    return sp_fail(err, SP_E_PARSE, "%s:%d: %s%s%s", text_file(node),
                   text_line(node), named ? field : "", named ? ": " : "",
                   what);
}

/*
 * strtod follows the process's locale; these files always use a point, so the
 * characters are checked first and a locale with a comma is served as well.
 */
bool text_to_number(const char *s, double *out)
{
    char buf[64];
    const size_t len = strlen(s);
    if (len == 0 || len >= sizeof buf || strspn(s, "+-.0123456789eE") != len)
        return false;
    memcpy(buf, s, len + 1);
    const char *point = localeconv()->decimal_point;
    char *dot = strchr(buf, '.');
    if (dot && point[0] && !point[1])
        *dot = point[0];
    char *end;
    errno = 0;
    const double value = strtod(buf, &end);
    if (end == buf || *end || errno == ERANGE || !isfinite(value))
        return false;
    *out = value;
    return true;
}

// the field's node; *node = NULL when it may be missing and is
static enum sp_status find(const struct text_node *map, const char *field,
                           bool needed, const struct text_node **node,
                           struct sp_error *err)
{
    *node = NULL;
    if (text_kind(map) != TEXT_MAP)
        return text_fail(map, field, err,
                         _("expected a mapping with this field"));
    *node = text_field(map, field);
    if (!*node && needed)
        return text_fail(map, field, err, _("missing; add it"));
    return SP_OK;
}

static enum sp_status find_scalar(const struct text_node *map,
                                  const char *field, bool needed,
                                  const struct text_node **node,
                                  const char *expected, struct sp_error *err)
{
    const enum sp_status st = find(map, field, needed, node, err);
    if (st == SP_OK && *node && text_kind(*node) != TEXT_SCALAR)
        return text_fail(*node, field, err, _("found %s, expected %s"),
                         text_kind(*node) == TEXT_LIST ? _("a list")
                                                       : _("a mapping"),
                         expected);
    return st;
}

enum sp_status text_read_number(const struct text_node *map, const char *field,
                                bool needed, double min, double max,
                                double *out, struct sp_error *err)
{
    const struct text_node *node;
    const enum sp_status st =
        find_scalar(map, field, needed, &node, _("a number"), err);
    if (st != SP_OK || !node)
        return st;
    double value;
    if (!text_to_number(text_scalar(node), &value))
        return text_fail(node, field, err,
                         _("found '%.40s', expected a number from %g to %g"),
                         text_scalar(node), min, max);
    if (!(value >= min && value <= max))
        return text_fail(node, field, err, _("%g is outside %g to %g"), value,
                         min, max);
    *out = value;
    return SP_OK;
}

enum sp_status text_read_int(const struct text_node *map, const char *field,
                             bool needed, int min, int max, int *out,
                             struct sp_error *err)
{
    double value = min;
    const struct text_node *node;
    enum sp_status st =
        find_scalar(map, field, needed, &node, _("a whole number"), err);
    if (st != SP_OK || !node)
        return st;
    st = text_read_number(map, field, needed, min, max, &value, err);
    if (st != SP_OK)
        return st;
    if (value != floor(value))
        return text_fail(node, field, err,
                         _("found '%.40s', expected a whole number"),
                         text_scalar(node));
    *out = (int)value;
    return SP_OK;
}

enum sp_status text_read_bool(const struct text_node *map, const char *field,
                              bool needed, bool *out, struct sp_error *err)
{
    const struct text_node *node;
    const enum sp_status st =
        find_scalar(map, field, needed, &node, _("true or false"), err);
    if (st != SP_OK || !node)
        return st;
    const char *s = text_scalar(node);
    if (strcmp(s, "true") == 0 || strcmp(s, "yes") == 0)
        *out = true;
    else if (strcmp(s, "false") == 0 || strcmp(s, "no") == 0)
        *out = false;
    else
        return text_fail(node, field, err,
                         _("found '%.40s', expected true or false"), s);
    return SP_OK;
}

enum sp_status text_read_string(const struct text_node *map, const char *field,
                                bool needed, size_t max, char **out,
                                struct sp_error *err)
{
    const struct text_node *node;
    const enum sp_status st =
        find_scalar(map, field, needed, &node, _("a text"), err);
    if (st != SP_OK || !node)
        return st;
    const char *s = text_scalar(node);
    const size_t len = strlen(s);
    if (len == 0 && needed)
        return text_fail(node, field, err, _("empty; write a text"));
    if (len > max)
        return text_fail(node, field, err,
                         _("%zu bytes long, at most %zu; shorten it"), len,
                         max);
    char *copy = malloc(len + 1);
    if (!copy)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"),
                       text_file(node));
    memcpy(copy, s, len + 1);
    free(*out);
    *out = copy;
    return SP_OK;
}

// "a, b or c"
static void join_words(const char *const *words, int count, char *buf,
                       size_t size)
{
    size_t used = 0;
    buf[0] = '\0';
    for (int i = 0; i < count && used < size; i++) {
        const char *sep = i == 0 ? "" : i == count - 1 ? _(" or ") : ", ";
        const int n = snprintf(buf + used, size - used, "%s%s", sep, words[i]);
        if (n < 0)
            return;
        used += (size_t)n;
    }
}

enum sp_status text_read_word(const struct text_node *map, const char *field,
                              bool needed, const char *const *words, int count,
                              int *out, struct sp_error *err)
{
    const struct text_node *node;
    const enum sp_status st =
        find_scalar(map, field, needed, &node, _("one word"), err);
    if (st != SP_OK || !node)
        return st;
    for (int i = 0; i < count; i++) {
        if (strcmp(text_scalar(node), words[i]) == 0) {
            *out = i;
            return SP_OK;
        }
    }
    char allowed[200];
    join_words(words, count, allowed, sizeof allowed);
    return text_fail(node, field, err, _("found '%.40s', expected %s"),
                     text_scalar(node), allowed);
}

enum sp_status text_read_list(const struct text_node *map, const char *field,
                              bool needed, char ***out, struct sp_error *err)
{
    const struct text_node *node;
    const enum sp_status st = find(map, field, needed, &node, err);
    if (st != SP_OK || !node)
        return st;
    if (text_kind(node) != TEXT_LIST)
        return text_fail(node, field, err, _("expected a list, as in [a, b]"));
    char **list = calloc((size_t)text_count(node) + 1, sizeof *list);
    if (!list)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"),
                       text_file(node));
    for (int i = 0; i < text_count(node); i++) {
        const char *s = text_scalar(text_item(node, i));
        if (!s) {
            text_free_list(list);
            return text_fail(text_item(node, i), field, err,
                             _("item %d is not plain text"), i + 1);
        }
        const size_t len = strlen(s);
        list[i] = malloc(len + 1);
        if (!list[i]) {
            text_free_list(list);
            return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"),
                           text_file(node));
        }
        memcpy(list[i], s, len + 1);
    }
    text_free_list(*out);
    *out = list;
    return SP_OK;
}

void text_free_list(char **list)
{
    if (!list)
        return;
    for (char **p = list; *p; p++)
        free(*p);
    free(list);
}

enum sp_status text_only_fields(const struct text_node *map,
                                const char *const *words, int count,
                                struct sp_error *err)
{
    if (text_kind(map) != TEXT_MAP)
        return text_fail(map, NULL, err,
                         _("expected a mapping (field: value)"));
    for (int i = 0; i < text_count(map); i++) {
        const char *key = text_key(map, i);
        bool known = false;
        for (int w = 0; w < count && !known; w++)
            known = strcmp(key, words[w]) == 0;
        if (!known) {
            char allowed[240];
            join_words(words, count, allowed, sizeof allowed);
            return text_fail(text_value(map, i), key, err,
                             _("unknown field; known are %s"), allowed);
        }
    }
    return SP_OK;
}
