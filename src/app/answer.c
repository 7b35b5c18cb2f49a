/* Answers and problems. */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sp_status app_give(struct app_answer *answer, json_t *json,
                        struct sp_error *err)
{
    if (!json)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for this answer."));
    answer->json = json;
    if (!answer->status)
        answer->status = 200;
    return SP_OK;
}

enum sp_status app_give_bytes(struct app_answer *answer, unsigned char *bytes,
                              size_t len, const char *type)
{
    answer->bytes = bytes;
    answer->len = len;
    answer->type = type;
    answer->status = 200;
    return SP_OK;
}

int app_http_status(enum sp_status status)
{
    switch (status) {
    case SP_OK:
        return 200;
    case SP_E_PARSE:
        return 400;
    case SP_E_BLOCKED:
        return 403;
    case SP_E_NOTFOUND:
        return 404;
    case SP_E_CONFLICT:
        return 409;
    case SP_E_RANGE:
        return 422;
    case SP_E_FULL:
        return 507;
    default:
        return 500;
    }
}

static const char *status_title(int status)
{
    switch (status) {
    case 400:
        return _("The request cannot be read");
    case 403:
        return _("Not allowed");
    case 404:
        return _("Not found");
    case 405:
        return _("Not for this address");
    case 409:
        return _("Not now");
    case 413:
        return _("Too large");
    case 415:
        return _("Not JSON");
    case 421:
        return _("Wrong host");
    case 422:
        return _("A value does not fit");
    case 503:
        return _("Busy");
    case 507:
        return _("No room left");
    default:
        return _("Something went wrong");
    }
}

/* Sentences about one field begin with its name: "height_m: …". */
static void add_field(json_t *problem, const char *detail)
{
    char field[64];
    size_t n = strspn(detail, "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.[]");
    if (n == 0 || n >= sizeof field || detail[n] != ':' || detail[n + 1] != ' ')
        return;
    memcpy(field, detail, n);
    field[n] = 0;
    json_object_set_new(problem, "field", json_string(field));
}

/* Bytes of the letter at s; 0 for a piece of one (RFC 3629). */
static size_t letter_bytes(const unsigned char *s)
{
    const size_t n = s[0] < 0x80   ? 1
                     : s[0] < 0xc2 ? 0
                     : s[0] < 0xe0 ? 2
                     : s[0] < 0xf0 ? 3
                     : s[0] < 0xf5 ? 4
                                   : 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

/* A sentence may be cut inside a letter ("%.47s" of a name): the piece goes,
 * for JSON takes none. */
static json_t *sentence_json(const char *sentence)
{
    char whole[sizeof((struct sp_error *)NULL)->text];
    size_t used = 0;
    for (const char *p = sentence; *p;) {
        const size_t n = letter_bytes((const unsigned char *)p);
        if (used + n >= sizeof whole)
            break;
        memcpy(whole + used, p, n);
        used += n;
        p += n ? n : 1;
    }
    return json_stringn(whole, used);
}

void app_problem(struct app_answer *answer, int status, const char *detail)
{
    json_decref(answer->json);
    free(answer->bytes);
    *answer = (struct app_answer){.status = status};
    answer->json = json_pack("{s:s, s:s, s:i, s:o}", "type", "about:blank",
                             "title", status_title(status), "status", status,
                             "detail", sentence_json(detail));
    if (answer->json)
        add_field(answer->json, detail);
}

void app_answer_release(struct app_answer *answer)
{
    json_decref(answer->json);
    free(answer->bytes);
    *answer = (struct app_answer){0};
}

json_t *app_number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

json_t *app_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

json_t *app_strings(char *const *list)
{
    json_t *array = json_array();
    for (; array && list && *list; list++)
        json_array_append_new(array, json_string(*list));
    return array;
}

json_t *app_sources(const struct care_library *lib, char *const *ids)
{
    json_t *out = json_array();
    for (; ids && *ids; ids++) {
        const int at = care_source_find(lib, *ids);
        json_array_append_new(
            out, json_pack("{s:s, s:s, s:s?}", "id", *ids, "name",
                           care_source_name(lib, *ids), "title",
                           at >= 0 ? care_source_at(lib, at)->title : NULL));
    }
    return out;
}
