/* Reading what a caller sends: types, ranges and lengths, with a sentence
 * that begins with the field's name. */
#include "app/app_internal.h"
#include "text/words.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *type_word(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return _("an object");
    case JSON_ARRAY:
        return _("a list");
    case JSON_STRING:
        return _("text");
    case JSON_INTEGER:
    case JSON_REAL:
        return _("a number");
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return "null";
    }
    return _("something else");
}

enum sp_status app_need_object(const json_t *body, const char *const *known,
                               struct sp_error *err)
{
    if (!json_is_object(body))
        return sp_fail(err, SP_E_PARSE,
                       _("The body must be a JSON object; send {…}."));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)body, key, value)
    {
        (void)value;
        const char *const *k = known;
        while (*k && strcmp(*k, key))
            k++;
        if (!*k)
            return sp_fail(err, SP_E_RANGE,
                           _("%.40s: there is no such field here."), key);
    }
    return SP_OK;
}

static enum sp_status missing(const char *field, bool needed,
                              struct sp_error *err)
{
    if (!needed)
        return SP_OK;
    return sp_fail(err, SP_E_RANGE, _("%s: is missing."), field);
}

enum sp_status app_read_number(const json_t *body, const char *field,
                               bool needed, double min, double max, double *out,
                               struct sp_error *err)
{
    const json_t *v = json_object_get(body, field);
    if (!v || json_is_null(v))
        return missing(field, needed, err);
    if (!json_is_number(v))
        return sp_fail(err, SP_E_RANGE, _("%s: must be a number, not %s."),
                       field, type_word(v));
    const double x = json_number_value(v);
    if (!(x >= min && x <= max))
        return sp_fail(err, SP_E_RANGE, _("%s: %g is outside %g to %g."), field,
                       x, min, max);
    *out = x;
    return SP_OK;
}

enum sp_status app_read_int(const json_t *body, const char *field, bool needed,
                            int min, int max, int *out, struct sp_error *err)
{
    double x = NAN;
    enum sp_status s = app_read_number(body, field, needed, min, max, &x, err);
    if (s || isnan(x))
        return s;
    if (x != floor(x))
        return sp_fail(err, SP_E_RANGE, _("%s: %g must be a whole number."),
                       field, x);
    *out = (int)x;
    return SP_OK;
}

enum sp_status app_read_bool(const json_t *body, const char *field, bool needed,
                             bool *out, struct sp_error *err)
{
    const json_t *v = json_object_get(body, field);
    if (!v || json_is_null(v))
        return missing(field, needed, err);
    if (!json_is_boolean(v))
        return sp_fail(err, SP_E_RANGE, _("%s: must be true or false, not %s."),
                       field, type_word(v));
    *out = json_is_true(v);
    return SP_OK;
}

enum sp_status app_read_text(const json_t *body, const char *field, bool needed,
                             size_t max, const char **out, struct sp_error *err)
{
    const json_t *v = json_object_get(body, field);
    if (!v || json_is_null(v))
        return missing(field, needed, err);
    if (!json_is_string(v))
        return sp_fail(err, SP_E_RANGE, _("%s: must be text, not %s."), field,
                       type_word(v));
    const size_t n = json_string_length(v);
    if (n > max)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: is %zu bytes long; at most %zu fit."), field, n,
                       max);
    if (n == 0)
        return missing(field, needed, err);
    *out = json_string_value(v);
    return SP_OK;
}

static void join_words(const char *const *words, char *out, size_t size)
{
    size_t used = 0;
    out[0] = 0;
    for (; *words; words++) {
        const size_t n = strlen(*words);
        if (used + n + 3 >= size)
            return;
        if (used) {
            memcpy(out + used, ", ", 2);
            used += 2;
        }
        memcpy(out + used, *words, n + 1);
        used += n;
    }
}

enum sp_status app_read_word(const json_t *body, const char *field, bool needed,
                             const char *const *words, const char **out,
                             struct sp_error *err)
{
    const char *word = NULL;
    enum sp_status s = app_read_text(body, field, needed, 64, &word, err);
    if (s || !word)
        return s;
    for (const char *const *w = words; *w; w++)
        if (!strcmp(*w, word)) {
            *out = *w;
            return SP_OK;
        }
    char all[300];
    join_words(words, all, sizeof all);
    return sp_fail(err, SP_E_RANGE, _("%s: \"%s\" is not one of %s."), field,
                   word, all);
}

enum sp_status app_read_day(const json_t *body, const char *field, bool needed,
                            const char **out, struct sp_error *err)
{
    const char *day = NULL;
    enum sp_status s = app_read_text(body, field, needed, 10, &day, err);
    if (s || !day)
        return s;
    long n;
    if (!app_day_parse(day, &n))
        return sp_fail(err, SP_E_RANGE,
                       _("%s: \"%s\" is not a date like 2026-01-31."), field,
                       day);
    *out = day;
    return SP_OK;
}

enum sp_status app_read_texts(const json_t *body, const char *field, size_t max,
                              const json_t **out, struct sp_error *err)
{
    const json_t *v = json_object_get(body, field);
    if (!v || json_is_null(v))
        return SP_OK;
    if (!json_is_array(v))
        return sp_fail(err, SP_E_RANGE, _("%s: must be a list, not %s."), field,
                       type_word(v));
    if (json_array_size(v) > max)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: has %zu entries; at most %zu fit."), field,
                       json_array_size(v), max);
    for (size_t i = 0; i < json_array_size(v); i++) {
        const json_t *t = json_array_get(v, i);
        if (!json_is_string(t) || json_string_length(t) == 0 ||
            json_string_length(t) >= APP_ID)
            return sp_fail(err, SP_E_RANGE,
                           _("%s[%zu]: must be text of 1 to %d bytes."), field,
                           i, APP_ID - 1);
    }
    *out = v;
    return SP_OK;
}

const char *app_param(const struct app_request *request, const char *name)
{
    return json_string_value(json_object_get(request->params, name));
}

enum sp_status app_param_flag(const struct app_request *request,
                              const char *name, bool *out, struct sp_error *err)
{
    const char *text = app_param(request, name);
    if (text && *text && strcmp(text, "1") && strcmp(text, "0"))
        return sp_fail(err, SP_E_RANGE, _("%s: \"%.20s\" is neither 1 nor 0."),
                       name, text);
    *out = text && !strcmp(text, "1");
    return SP_OK;
}

enum sp_status app_param_id(const struct app_request *request, int64_t *id,
                            struct sp_error *err)
{
    const char *text = app_param(request, "id");
    char *end = NULL;
    errno = 0;
    const long long n = text ? strtoll(text, &end, 10) : 0;
    if (!text || errno || end == text || *end || n <= 0 || *text == '+' ||
        *text == ' ')
        return sp_fail(err, SP_E_NOTFOUND, _("There is no record \"%.40s\"."),
                       text ? text : "");
    *id = n;
    return SP_OK;
}

enum care_answer app_answer_word(const char *word)
{
    if (!word)
        return CARE_UNANSWERED;
    return !strcmp(word, "no")    ? CARE_NO
           : !strcmp(word, "yes") ? CARE_YES
                                  : CARE_UNSURE;
}
