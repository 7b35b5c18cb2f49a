/*
 * The field table as a JSON Schema (2020-12) of the export, so that the
 * published schema and the check in the program cannot drift apart.
 */
#include "journal/journal_internal.h"

#include <string.h>

static json_t *schema_of(const struct journal_field *f, enum journal_type type);

/* `range` of numbers: whole numbers are written as such. */
static json_t *number(const char *type, const struct journal_field *f)
{
    const bool whole = f->min == (double)(json_int_t)f->min &&
                       f->max == (double)(json_int_t)f->max;
    json_t *s = json_pack("{s:s}", "type", type);
    const int bad =
        json_object_set_new(s, "minimum",
                            whole ? json_integer((json_int_t)f->min)
                                  : json_real(f->min)) |
        json_object_set_new(s, "maximum",
                            whole ? json_integer((json_int_t)f->max)
                                  : json_real(f->max)) |
        (f->unit ? json_object_set_new(s, "description", json_string(f->unit))
                 : 0);
    if (!bad)
        return s;
    json_decref(s);
    return NULL;
}

static json_t *words(const char *const *word)
{
    json_t *list = json_array();
    for (int i = 0; word[i]; i++)
        if (json_array_append_new(list, json_string(word[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return json_pack("{s:o}", "enum", list);
}

/* Properties and needed names of a list of fields, onto what is there. */
static int add_parts(json_t *properties, json_t *required,
                     const struct journal_field *parts)
{
    int bad = 0;
    for (const struct journal_field *f = parts; f->name; f++) {
        bad |= json_object_set_new(properties, f->name, schema_of(f, f->type));
        if (f->needed)
            bad |= json_array_append_new(required, json_string(f->name));
    }
    return bad;
}

/* Takes both lists over. */
static json_t *closed_object(json_t *properties, json_t *required)
{
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties",
                     properties, "required", required, "additionalProperties",
                     0);
}

static json_t *object(const struct journal_field *parts)
{
    json_t *properties = json_object(), *required = json_array();
    if (add_parts(properties, required, parts) == 0)
        return closed_object(properties, required);
    json_decref(properties);
    json_decref(required);
    return NULL;
}

static json_t *schema_of(const struct journal_field *f, enum journal_type type)
{
    switch (type) {
    case JOURNAL_NUMBER:
        return number("number", f);
    case JOURNAL_INTEGER:
        return number("integer", f);
    case JOURNAL_BOOL:
        return json_pack("{s:s}", "type", "boolean");
    case JOURNAL_TEXT:
        return json_pack("{s:s, s:I}", "type", "string", "maxLength",
                         (json_int_t)f->max);
    case JOURNAL_ID:
        return json_pack("{s:s, s:s}", "type", "string", "pattern",
                         "^[A-Za-z0-9_-]{1,47}$");
    case JOURNAL_WORD:
        return words(f->words);
    case JOURNAL_DAY:
        return json_pack("{s:s, s:s}", "type", "string", "format", "date");
    case JOURNAL_CLOCK:
        return json_pack("{s:s, s:s}", "type", "string", "pattern",
                         "^([01][0-9]|2[0-3]):[0-5][0-9]$");
    case JOURNAL_OBJECT:
        return object(f->parts);
    case JOURNAL_LIST:
        return json_pack("{s:s, s:o, s:i, s:i}", "type", "array", "items",
                         schema_of(f, f->of), "minItems", f->least, "maxItems",
                         f->most);
    case JOURNAL_MAP:
        return json_pack("{s:s, s:{s:s}, s:o, s:i}", "type", "object",
                         "propertyNames", "pattern", "^[A-Za-z0-9_-]{1,47}$",
                         "additionalProperties", schema_of(f, f->of),
                         "maxProperties", f->most);
    }
    return NULL;
}

/* A record as exported: its fields, its day and its stamp. */
static json_t *record(enum journal_kind kind)
{
    json_t *properties =
        json_pack("{s:{s:s, s:s}, s:{s:s, s:i, s:s}}", "day", "type", "string",
                  "format", "date", "created", "type", "integer", "minimum", 0,
                  "description", "seconds since 1970-01-01 UTC");
    json_t *required = json_pack("[s, s]", "day", "created");
    if (properties && required &&
        add_parts(properties, required, journal_fields(kind)) == 0)
        return closed_object(properties, required);
    json_decref(properties);
    json_decref(required);
    return NULL;
}

json_t *journal_schema(void)
{
    json_t *lists =
        json_pack("{s:{s:s}, s:{s:s, s:i}}", "format", "const",
                  "stature journal", "version", "type", "integer", "const", 1);
    json_t *defs = json_object();
    int bad = !lists || !defs;
    for (int k = 0; k < JOURNAL_KINDS && !bad; k++) {
        const char *id = journal_kind_id((enum journal_kind)k);
        bad |= json_object_set_new(defs, id, record((enum journal_kind)k));
        bad |= json_object_set_new(lists, id,
                                   json_pack("{s:s, s:{s:s+}}", "type", "array",
                                             "items", "$ref", "#/$defs/", id));
    }
    if (!bad)
        bad = json_object_set_new(json_object_get(lists, "profile"), "maxItems",
                                  json_integer(1));
    if (bad) {
        json_decref(lists);
        json_decref(defs);
        return NULL;
    }
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:[s, s], s:b, s:o}", "$schema",
        "https://json-schema.org/draft/2020-12/schema", "title",
        "Stature journal", "description",
        "Everything a person's journal holds. Records without needed fields, "
        "with fields that are not listed, or with values outside their range "
        "are refused. Texts are limited in bytes of UTF-8.",
        "type", "object", "properties", lists, "required", "format", "version",
        "additionalProperties", 0, "$defs", defs);
}
