#include "schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    const struct text_node *document;
    char *why;
    size_t size;
};

static bool wrong(struct check *c, const char *place, const char *what)
{
    snprintf(c->why, c->size, "%s: %s", *place ? place : "(whole)", what);
    return false;
}

static bool is(const struct text_node *scalar, const char *word)
{
    return scalar && text_kind(scalar) == TEXT_SCALAR &&
           !strcmp(text_scalar(scalar), word);
}

const struct text_node *schema_follow(const struct text_node *document,
                                      const struct text_node *node)
{
    while (node && text_kind(node) == TEXT_MAP && text_field(node, "$ref")) {
        const char *path = text_scalar(text_field(node, "$ref"));
        node = document;
        for (path += 2; node && *path;) {
            char part[80];
            const size_t n = strcspn(path, "/");
            snprintf(part, sizeof part, "%.*s", (int)n, path);
            node = text_field(node, part);
            path += n + (path[n] == '/');
        }
    }
    return node;
}

static bool type_fits(const char *type, const json_t *v)
{
    return (!strcmp(type, "object") && json_is_object(v)) ||
           (!strcmp(type, "array") && json_is_array(v)) ||
           (!strcmp(type, "string") && json_is_string(v)) ||
           (!strcmp(type, "number") && json_is_number(v)) ||
           (!strcmp(type, "integer") && json_is_integer(v)) ||
           (!strcmp(type, "boolean") && json_is_boolean(v)) ||
           (!strcmp(type, "null") && json_is_null(v));
}

static bool check_type(const struct text_node *type, const json_t *v)
{
    if (text_kind(type) == TEXT_SCALAR)
        return type_fits(text_scalar(type), v);
    for (int i = 0; i < text_count(type); i++)
        if (type_fits(text_scalar(text_item(type, i)), v))
            return true;
    return false;
}

static bool check_enum(const struct text_node *list, const json_t *v)
{
    for (int i = 0; i < text_count(list); i++) {
        const struct text_node *one = text_item(list, i);
        if (json_is_null(v)
                ? is(one, "null")
                : json_is_string(v) && is(one, json_string_value(v)))
            return true;
    }
    return false;
}

static bool holds(struct check *c, const struct text_node *schema,
                  const json_t *v, const char *place);

static bool check_members(struct check *c, const struct text_node *schema,
                          const json_t *v, const char *place)
{
    const struct text_node *known = text_field(schema, "properties");
    const struct text_node *more = text_field(schema, "additionalProperties");
    const struct text_node *needed = text_field(schema, "required");
    char at[300];
    const char *key;
    json_t *member;
    for (int i = 0; needed && i < text_count(needed); i++) {
        const char *name = text_scalar(text_item(needed, i));
        snprintf(at, sizeof at, "%.200s.%.60s", place, name);
        if (!json_object_get(v, name))
            return wrong(c, at, "is missing");
    }
    json_object_foreach((json_t *)v, key, member)
    {
        const struct text_node *one = known ? text_field(known, key) : NULL;
        snprintf(at, sizeof at, "%.200s.%.60s", place, key);
        if (!one && more && is(more, "false"))
            return wrong(c, at, "is not described");
        if (!one && more && text_kind(more) == TEXT_MAP)
            one = more;
        if (one && !holds(c, one, member, at))
            return false;
    }
    return true;
}

static bool check_entries(struct check *c, const struct text_node *schema,
                          const json_t *v, const char *place)
{
    const struct text_node *items = text_field(schema, "items");
    const struct text_node *least = text_field(schema, "minItems");
    const struct text_node *most = text_field(schema, "maxItems");
    const size_t n = json_array_size(v);
    if (least && n < strtoul(text_scalar(least), NULL, 10))
        return wrong(c, place, "has too few entries");
    if (most && n > strtoul(text_scalar(most), NULL, 10))
        return wrong(c, place, "has too many entries");
    for (size_t i = 0; items && i < n; i++) {
        char at[300];
        snprintf(at, sizeof at, "%.260s[%zu]", place, i);
        if (!holds(c, items, json_array_get(v, i), at))
            return false;
    }
    return true;
}

static bool check_range(struct check *c, const struct text_node *schema,
                        const json_t *v, const char *place)
{
    const struct text_node *min = text_field(schema, "minimum");
    const struct text_node *max = text_field(schema, "maximum");
    if (min && json_number_value(v) < strtod(text_scalar(min), NULL))
        return wrong(c, place, "is too small");
    if (max && json_number_value(v) > strtod(text_scalar(max), NULL))
        return wrong(c, place, "is too large");
    return true;
}

static bool check_any(struct check *c, const struct text_node *list,
                      const json_t *v, const char *place)
{
    for (int i = 0; i < text_count(list); i++)
        if (holds(c, text_item(list, i), v, place))
            return true;
    return false;
}

static bool check_words(struct check *c, const struct text_node *schema,
                        const char *place)
{
    static const char *const known[] = {"type",
                                        "enum",
                                        "properties",
                                        "required",
                                        "additionalProperties",
                                        "items",
                                        "minItems",
                                        "maxItems",
                                        "minimum",
                                        "maximum",
                                        "anyOf",
                                        "allOf",
                                        "description",
                                        "contentMediaType",
                                        NULL};
    for (int i = 0; i < text_count(schema); i++) {
        const char *const *k = known;
        while (*k && strcmp(*k, text_key(schema, i)))
            k++;
        if (!*k)
            return wrong(c, place, text_key(schema, i));
    }
    return true;
}

static bool holds(struct check *c, const struct text_node *schema,
                  const json_t *v, const char *place)
{
    schema = schema_follow(c->document, schema);
    if (!schema || text_kind(schema) != TEXT_MAP)
        return wrong(c, place, "its schema leads nowhere");
    const struct text_node *type = text_field(schema, "type");
    const struct text_node *words = text_field(schema, "enum");
    const struct text_node *any = text_field(schema, "anyOf");
    const struct text_node *all = text_field(schema, "allOf");
    if (!check_words(c, schema, place))
        return false;
    if (type && !check_type(type, v))
        return wrong(c, place, "has another type");
    if (words && !check_enum(words, v))
        return wrong(c, place, "is not one of its words");
    if (any && !check_any(c, any, v, place))
        return false;
    for (int i = 0; all && i < text_count(all); i++)
        if (!holds(c, text_item(all, i), v, place))
            return false;
    if (json_is_object(v) && !check_members(c, schema, v, place))
        return false;
    if (json_is_array(v) && !check_entries(c, schema, v, place))
        return false;
    return !json_is_number(v) || check_range(c, schema, v, place);
}

bool schema_holds(const struct text_node *document,
                  const struct text_node *schema, const json_t *value,
                  char *why, size_t size)
{
    struct check c = {document, why, size};
    why[0] = 0;
    return holds(&c, schema, value, "");
}
