/*
 * Is a JSON object a record of its kind? Walks the field table beside the
 * value. The path to the value at fault leads the sentence.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where in the record the walk stands; lives on the walk's own stack. */
struct place {
    const struct place *up;
    const char *name; /* NULL: index counts */
    size_t index;
};

static size_t path_text(const struct place *p, char *out, size_t cap)
{
    size_t used = p->up ? path_text(p->up, out, cap) : 0;
    const size_t room = cap - used;
    const int n = p->name ? snprintf(out + used, room, "%s%.60s",
                                     used ? "." : "", p->name)
                          : snprintf(out + used, room, "[%zu]", p->index);
    if (n > 0)
        used += (size_t)n < room ? (size_t)n : room - 1;
    return used;
}

SP_PRINTF(4, 5)
static enum sp_status fault(const struct place *at, struct sp_error *err,
                            enum sp_status status, const char *format, ...)
{
    char path[200] = "", what[260];
    path_text(at, path, sizeof path);
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    return sp_fail(err, status, "%s: %s", path, what);
}

static const char *json_word(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return _("an object");
    case JSON_ARRAY:
        return _("a list");
    case JSON_STRING:
        return _("a text");
    case JSON_INTEGER:
    case JSON_REAL:
        return _("a number");
    case JSON_NULL:
        return "null";
    default:
        return _("true or false");
    }
}

/* ---- values -------------------------------------------------------------- */

static enum sp_status check_object(const struct place *at,
                                   const struct journal_field *parts,
                                   const json_t *v, bool partial,
                                   struct sp_error *err);

static enum sp_status check_number(const struct place *at,
                                   const struct journal_field *f, bool whole,
                                   const json_t *v, struct sp_error *err)
{
    if (whole ? !json_is_integer(v) : !json_is_number(v))
        return fault(at, err, SP_E_PARSE, _("found %s, need %s"),
                     json_is_real(v) ? _("a fraction") : json_word(v),
                     whole ? _("a whole number") : _("a number"));
    const double x = json_number_value(v);
    const char *unit = f->unit && f->unit[0] > '9' ? f->unit : "";
    if (!(x >= f->min && x <= f->max))
        return fault(at, err, SP_E_RANGE, _("%g%s%s is outside %g to %g%s%s"),
                     x, *unit ? " " : "", unit, f->min, f->max,
                     *unit ? " " : "", unit);
    return SP_OK;
}

/* The string itself, or NULL with the fault told. */
static const char *string_of(const struct place *at, const json_t *v,
                             const char *need, struct sp_error *err)
{
    const char *s = json_string_value(v);
    if (!s || strlen(s) != json_string_length(v)) {
        (void)fault(at, err, SP_E_PARSE, _("found %s, need %s"),
                    s ? _("a text with a NUL inside") : json_word(v), need);
        return NULL;
    }
    return s;
}

static enum sp_status check_text(const struct place *at, size_t max,
                                 const json_t *v, struct sp_error *err)
{
    const char *s = string_of(at, v, _("a text"), err);
    if (!s)
        return SP_E_PARSE;
    if (strlen(s) > max)
        return fault(at, err, SP_E_RANGE,
                     _("the text is %zu bytes long, need at most %zu"),
                     strlen(s), max);
    for (const char *c = s; *c; c++)
        if (((unsigned char)*c < 0x20 && !strchr("\n\r\t", *c)) || *c == 0x7f)
            return fault(at, err, SP_E_PARSE,
                         _("the text holds a control character (code %d)"), *c);
    return SP_OK;
}

static bool is_id(const char *s)
{
    const size_t len = strlen(s);
    return len > 0 && len < 48 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789_-") == len;
}

static enum sp_status check_word(const struct place *at,
                                 const char *const *words, const json_t *v,
                                 struct sp_error *err)
{
    char list[200] = "";
    size_t used = 0;
    const char *s = json_string_value(v);
    for (int i = 0; words[i]; i++) {
        if (s && strcmp(s, words[i]) == 0)
            return SP_OK;
        const int n = snprintf(list + used, sizeof list - used, "%s%s",
                               used ? ", " : "", words[i]);
        used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
    }
    list[used] = '\0';
    return s ? fault(at, err, SP_E_RANGE, _("\"%.40s\" is not one of %s"), s,
                     list)
             : fault(at, err, SP_E_PARSE, _("found %s, need one of %s"),
                     json_word(v), list);
}

static enum sp_status check_formed(const struct place *at,
                                   enum journal_type type, const json_t *v,
                                   struct sp_error *err)
{
    static const char *const need[] = {
        [JOURNAL_ID] = N_("an id of at most 47 letters, digits, _ and -"),
        [JOURNAL_DAY] = N_("a day of the calendar, YYYY-MM-DD"),
        [JOURNAL_CLOCK] = N_("a time of day, HH:MM"),
    };
    const char *s = string_of(at, v, words_say(need[type]), err);
    int a, b, c;
    if (!s)
        return SP_E_PARSE;
    if (type == JOURNAL_ID    ? is_id(s)
        : type == JOURNAL_DAY ? journal_parse_day(s, &a, &b, &c)
                              : journal_parse_clock(s, &a))
        return SP_OK;
    return fault(at, err, SP_E_PARSE, _("\"%.60s\" is not %s"), s,
                 words_say(need[type]));
}

static enum sp_status check_value(const struct place *at,
                                  const struct journal_field *f,
                                  enum journal_type type, const json_t *v,
                                  struct sp_error *err);

static enum sp_status check_list(const struct place *at,
                                 const struct journal_field *f, const json_t *v,
                                 struct sp_error *err)
{
    const size_t count = json_array_size(v);
    if (!json_is_array(v))
        return fault(at, err, SP_E_PARSE, _("found %s, need a list"),
                     json_word(v));
    if (count < (size_t)f->least || count > (size_t)f->most)
        return fault(at, err, SP_E_RANGE,
                     _("the list has %zu values, need %d to %d"), count,
                     f->least, f->most);
    enum sp_status status = SP_OK;
    for (size_t i = 0; i < count && status == SP_OK; i++) {
        const struct place here = {at, NULL, i};
        status = check_value(&here, f, f->of, json_array_get(v, i), err);
    }
    return status;
}

static enum sp_status check_map(const struct place *at,
                                const struct journal_field *f, json_t *v,
                                struct sp_error *err)
{
    if (!json_is_object(v))
        return fault(at, err, SP_E_PARSE, _("found %s, need an object"),
                     json_word(v));
    if (json_object_size(v) > (size_t)f->most)
        return fault(at, err, SP_E_RANGE, _("%zu entries, need at most %d"),
                     json_object_size(v), f->most);
    const char *key;
    json_t *value;
    json_object_foreach(v, key, value)
    {
        const struct place here = {at, key, 0};
        if (!is_id(key))
            return fault(
                at, err, SP_E_PARSE,
                _("\"%.60s\" is not an id of letters, digits, _ and -"), key);
        const enum sp_status status = check_value(&here, f, f->of, value, err);
        if (status != SP_OK)
            return status;
    }
    return SP_OK;
}

static enum sp_status check_value(const struct place *at,
                                  const struct journal_field *f,
                                  enum journal_type type, const json_t *v,
                                  struct sp_error *err)
{
    switch (type) {
    case JOURNAL_NUMBER:
    case JOURNAL_INTEGER:
        return check_number(at, f, type == JOURNAL_INTEGER, v, err);
    case JOURNAL_BOOL:
        return json_is_boolean(v)
                   ? SP_OK
                   : fault(at, err, SP_E_PARSE,
                           _("found %s, need true or false"), json_word(v));
    case JOURNAL_TEXT:
        return check_text(at, (size_t)f->max, v, err);
    case JOURNAL_WORD:
        return check_word(at, f->words, v, err);
    case JOURNAL_OBJECT:
        return check_object(at, f->parts, v, false, err);
    case JOURNAL_LIST:
        return check_list(at, f, v, err);
    case JOURNAL_MAP:
        return check_map(at, f, (json_t *)(uintptr_t)v, err);
    case JOURNAL_ID:
    case JOURNAL_DAY:
    case JOURNAL_CLOCK:
        break;
    }
    return check_formed(at, type, v, err);
}

static enum sp_status check_object(const struct place *at,
                                   const struct journal_field *parts,
                                   const json_t *v, bool partial,
                                   struct sp_error *err)
{
    if (!json_is_object(v))
        return fault(at, err, SP_E_PARSE, _("found %s, need an object"),
                     v ? json_word(v) : "nothing");
    size_t known = 0;
    for (const struct journal_field *f = parts; f->name; f++) {
        const json_t *value = json_object_get(v, f->name);
        const struct place here = {at, f->name, 0};
        enum sp_status status = SP_OK;
        known += value != NULL;
        if (f->needed &&
            (partial ? json_is_null(value) : !value || json_is_null(value)))
            return fault(&here, err, SP_E_PARSE, _("missing, it is needed"));
        if (value && !json_is_null(value))
            status = check_value(&here, f, f->type, value, err);
        if (status != SP_OK)
            return status;
    }
    if (known == json_object_size(v))
        return SP_OK;

    const char *key; /* some key has no field: name the first */
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)v, key, value)
    {
        const struct journal_field *f = parts;
        while (f->name && strcmp(f->name, key) != 0)
            f++;
        const struct place here = {at, key, 0};
        if (!f->name)
            return fault(&here, err, SP_E_PARSE, _("there is no such field"));
    }
    return SP_OK;
}

/* ---- what fields owe each other -------------------------------------------
 */

static bool given(const json_t *fields, const char *name)
{
    const json_t *v = json_object_get(fields, name);
    return v && !json_is_null(v);
}

static enum sp_status check_score(const struct place *at, const json_t *fields,
                                  struct sp_error *err)
{
    double score;
    struct sp_error why;
    const struct place values = {at, "values", 0}, said = {at, "score", 0};
    const enum sp_status status =
        journal_score(json_string_value(json_object_get(fields, "measure")),
                      json_object_get(fields, "values"), &score, &why);
    if (status != SP_OK)
        return fault(&values, err, status, "%.200s", why.text);
    const json_t *claimed = json_object_get(fields, "score");
    if (given(fields, "score") &&
        fabs(json_number_value(claimed) - score) > 0.051)
        return fault(&said, err, SP_E_RANGE,
                     _("%g does not follow from the values, which give %g"),
                     json_number_value(claimed), score);
    return SP_OK;
}

static enum sp_status check_choice(const struct place *at, const json_t *fields,
                                   struct sp_error *err)
{
    static const struct {
        const char *what, *needs;
    } rule[] = {
        {"exclude", "exercise"},
        {"swap",    "exercise"},
        {"swap",    "instead" },
        {"setting", "key"     }
    };
    const char *what = json_string_value(json_object_get(fields, "what"));
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++) {
        const struct place here = {at, rule[i].needs, 0};
        if (strcmp(what, rule[i].what) == 0 && !given(fields, rule[i].needs))
            return fault(&here, err, SP_E_PARSE, _("missing, a %s needs it"),
                         what);
    }
    return SP_OK;
}

enum sp_status journal_check(enum journal_kind kind, const json_t *fields,
                             bool partial, struct sp_error *err)
{
    const struct place root = {NULL, journal_kind_id(kind), 0};
    const enum sp_status status =
        check_object(&root, journal_fields(kind), fields, partial, err);
    if (status != SP_OK || partial)
        return status;

    const struct place modality = {&root, "modality", 0};
    switch (kind) {
    case JOURNAL_SCORE:
        return check_score(&root, fields, err);
    case JOURNAL_CHOICE:
        return check_choice(&root, fields, err);
    case JOURNAL_CLEARANCE:
        if (given(fields, "modality") == given(fields, "question"))
            return fault(&modality, err, SP_E_PARSE,
                         _("need either a modality or a question, not %s"),
                         given(fields, "modality") ? _("both") : _("neither"));
        return SP_OK;
    default:
        return SP_OK;
    }
}

/* json_copy drops entries when memory runs out, and says nothing. */
json_t *journal_copy(const json_t *object)
{
    json_t *copy = json_copy((json_t *)(uintptr_t)object);
    if (json_object_size(copy) == json_object_size(object))
        return copy;
    json_decref(copy);
    return NULL;
}

char *journal_text(const json_t *value)
{
    /* json_dumps (jansson 2.14) may drop a key when memory runs out; writing
     * into memory of known size cannot */
    const size_t flags = JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY |
                         JSON_REAL_PRECISION(15);
    const size_t len = json_dumpb(value, NULL, 0, flags);
    char *text = len > 0 ? malloc(len + 1) : NULL;
    if (text && json_dumpb(value, text, len, flags) == len) {
        text[len] = '\0';
        return text;
    }
    free(text);
    return NULL;
}

/* A copy in which what is null is not there, at any depth. */
static json_t *without_nulls(const json_t *v)
{
    const char *key;
    json_t *value, *copy;
    size_t i;
    int bad = 0;
    if (json_is_object(v)) {
        copy = json_object();
        json_object_foreach((json_t *)(uintptr_t)v, key, value)
        {
            if (!json_is_null(value))
                bad |= json_object_set_new(copy, key, without_nulls(value));
        }
    } else if (json_is_array(v)) {
        copy = json_array();
        json_array_foreach(v, i, value) bad |=
            json_array_append_new(copy, without_nulls(value));
    } else {
        copy = json_copy((json_t *)(uintptr_t)v);
    }
    if (!bad)
        return copy;
    json_decref(copy);
    return NULL;
}

enum sp_status journal_complete(enum journal_kind kind, const json_t *fields,
                                json_t **complete, struct sp_error *err)
{
    json_t *copy = without_nulls(fields);
    if (!copy)
        goto nomem;
    if (kind == JOURNAL_SCORE) {
        double score;
        const enum sp_status status =
            journal_score(json_string_value(json_object_get(copy, "measure")),
                          json_object_get(copy, "values"), &score, err);
        if (status != SP_OK) {
            json_decref(copy);
            return status;
        }
        if (json_object_set_new(copy, "score", json_real(score)) != 0)
            goto nomem;
    }
    *complete = copy;
    return SP_OK;
nomem:
    json_decref(copy);
    return sp_fail(err, SP_E_NOMEM, _("out of memory while keeping a %s"),
                   journal_kind_id(kind));
}

enum sp_status journal_merge(enum journal_kind kind, const json_t *before,
                             const json_t *fields, json_t **after,
                             struct sp_error *err)
{
    enum sp_status status = journal_check(kind, fields, true, err);
    if (status != SP_OK)
        return status;
    json_t *merged = journal_copy(before);
    if (!merged ||
        json_object_update(merged, (json_t *)(uintptr_t)fields) != 0) {
        json_decref(merged);
        return sp_fail(err, SP_E_NOMEM, _("out of memory while changing a %s"),
                       journal_kind_id(kind));
    }
    if (kind == JOURNAL_SCORE && !json_object_get(fields, "score"))
        (void)json_object_del(merged, "score"); /* follows from the values */
    status = journal_check(kind, merged, false, err);
    if (status == SP_OK)
        status = journal_complete(kind, merged, after, err);
    json_decref(merged);
    return status;
}
