/*
 * Reading one file field by field: the first failure stays, what follows it
 * is skipped, so that the caller checks once and names the first mistake.
 */
#include "care/care_internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/words.h"

void *care_grow(void *array, int *count, size_t size)
{
    void *now; // copied, not cast: the pointer's own type is the caller's
    memcpy(&now, array, sizeof now);
    if (*count == INT_MAX)
        return NULL;
    // doubling at powers of two: no capacity to keep
    const size_t n = (size_t)*count;
    if ((n & (n - 1)) == 0) {
        const size_t cap = n ? 2 * n : 1;
        if (cap > SIZE_MAX / size)
            return NULL;
        now = realloc(now, cap * size);
        if (!now)
            return NULL;
        memcpy(array, &now, sizeof now);
    }
    unsigned char *fresh = (unsigned char *)now + n * size;
    memset(fresh, 0, size);
    ++*count;
    return fresh;
}

void care_fail(struct care_reader *r, const struct text_node *node,
               const char *field, const char *format, ...)
{
    if (r->st != SP_OK)
        return;
    char what[300];
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    const struct text_node *at =
        field && text_kind(node) == TEXT_MAP ? text_field(node, field) : NULL;
    r->st = text_fail(at ? at : node, field, r->err, "%s", what);
}

void care_no_memory(struct care_reader *r, const char *what)
{
    if (r->st == SP_OK)
        r->st = sp_fail(r->err, SP_E_NOMEM, _("%s: out of memory"), what);
}

void care_fields(struct care_reader *r, const struct text_node *map,
                 const char *const *words, int count)
{
    if (r->st == SP_OK)
        r->st = text_only_fields(map, words, count, r->err);
}

void care_string(struct care_reader *r, const struct text_node *map,
                 const char *field, bool needed, char **out)
{
    if (r->st == SP_OK)
        r->st =
            text_read_string(map, field, needed, CARE_TEXT_MAX, out, r->err);
}

// *text, which is malloced, in the language in use
static void say_own(struct care_reader *r, const char *field, char **text)
{
    const char *said = *text ? words_say(*text) : NULL;
    if (said == *text)
        return;
    char *copy = strdup(said);
    if (!copy) {
        care_no_memory(r, field);
        return;
    }
    free(*text);
    *text = copy;
}

void care_text(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, char **out)
{
    care_string(r, map, field, needed, out);
    if (r->st == SP_OK)
        say_own(r, field, out);
}

void care_id(struct care_reader *r, const struct text_node *map,
             const char *field, char **out)
{
    if (r->st == SP_OK)
        r->st =
            text_read_string(map, field, true, CARE_ID_MAX - 1, out, r->err);
    if (r->st != SP_OK)
        return;
    if (strspn(*out, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(*out))
        care_fail(r, map, field,
                  _("found '%s', expected small letters, digits and _"), *out);
}

void care_number_of(struct care_reader *r, const struct text_node *map,
                    const char *field, bool needed, double min, double max,
                    double *out)
{
    if (r->st == SP_OK)
        r->st = text_read_number(map, field, needed, min, max, out, r->err);
}

void care_int(struct care_reader *r, const struct text_node *map,
              const char *field, bool needed, int min, int max, int *out)
{
    if (r->st == SP_OK)
        r->st = text_read_int(map, field, needed, min, max, out, r->err);
}

void care_bool(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, bool *out)
{
    if (r->st == SP_OK)
        r->st = text_read_bool(map, field, needed, out, r->err);
}

// an absent list becomes an empty one, so that lists are never NULL
void care_list(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, char ***out)
{
    if (r->st == SP_OK)
        r->st = text_read_list(map, field, needed, out, r->err);
    if (r->st == SP_OK && !*out && !(*out = calloc(1, sizeof **out)))
        care_no_memory(r, field);
}

void care_text_list(struct care_reader *r, const struct text_node *map,
                    const char *field, bool needed, char ***out)
{
    care_list(r, map, field, needed, out);
    for (char **text = *out; r->st == SP_OK && *text; text++)
        say_own(r, field, text);
}

int care_word(struct care_reader *r, const struct text_node *map,
              const char *field, bool needed, const char *const *words,
              int count, int otherwise)
{
    int word = otherwise;
    if (r->st == SP_OK)
        r->st = text_read_word(map, field, needed, words, count, &word, r->err);
    return word;
}

unsigned care_bits(struct care_reader *r, const struct text_node *map,
                   const char *field, const char *const *words, int count)
{
    unsigned bits = 0;
    const struct text_node *list = care_items(r, map, field, false);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *item = text_item(list, i);
        const char *found = text_scalar(item);
        int word = 0;
        while (found && word < count && strcmp(found, words[word]) != 0)
            word++;
        if (found && word < count) {
            bits |= 1u << word;
            continue;
        }
        char allowed[260] = "";
        for (int w = 0; w < count; w++)
            care_say(allowed, sizeof allowed, "%s%s", w ? ", " : "", words[w]);
        r->st = text_fail(item, field, r->err,
                          _("found '%.40s', expected one of %s"),
                          found ? found : _("a list or mapping"), allowed);
    }
    return bits;
}

const struct text_node *care_items(struct care_reader *r,
                                   const struct text_node *map,
                                   const char *field, bool needed)
{
    if (r->st != SP_OK)
        return NULL;
    if (text_kind(map) != TEXT_MAP) {
        care_fail(r, map, field, _("expected a mapping with this field"));
        return NULL;
    }
    const struct text_node *list = text_field(map, field);
    if (!list) {
        if (needed)
            care_fail(r, map, field, _("missing; add it"));
        return NULL;
    }
    if (text_kind(list) != TEXT_LIST) {
        care_fail(r, map, field, _("expected a list"));
        return NULL;
    }
    return list;
}

void care_once(struct care_reader *r, const struct text_node *node,
               const char *id, bool already)
{
    if (already)
        care_fail(r, node, "id", _("'%s' is there twice"), id);
}

void care_known_sources(struct care_reader *r, const struct care_library *lib,
                        const struct text_node *map, char *const *sources)
{
    for (; r->st == SP_OK && sources && *sources; sources++)
        if (care_source_find(lib, *sources) < 0)
            care_fail(r, map, "sources",
                      _("found '%.40s', expected an id of sources.yaml"),
                      *sources);
}

// bytes of the UTF-8 character at s; 0 when it is cut off or none
static size_t whole_character(const char *s)
{
    const unsigned char lead = (unsigned char)*s;
    const size_t n = lead < 0x80   ? 1
                     : lead < 0xC2 ? 0
                     : lead < 0xE0 ? 2
                     : lead < 0xF0 ? 3
                     : lead < 0xF5 ? 4
                                   : 0;
    for (size_t i = 1; i < n; i++)
        if (((unsigned char)s[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

// a text that was cut to a length may end inside a character: drop its rest
static void keep_whole_characters(char *s)
{
    char *to = s;
    while (*s) {
        const size_t n = whole_character(s);
        if (n == 0) {
            s++;
            continue;
        }
        memmove(to, s, n);
        to += n;
        s += n;
    }
    *to = '\0';
}

size_t care_say(char *text, size_t size, const char *format, ...)
{
    const size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    if (vsnprintf(text + used, size - used, format, args) < 0)
        text[used] = '\0';
    va_end(args);
    keep_whole_characters(text + used);
    return strlen(text);
}

bool care_say_whole(char *text, size_t size, const char *format, ...)
{
    const size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text + used, size - used, format, args);
    va_end(args);
    const bool fits = n >= 0 && (size_t)n < size - used;
    if (!fits)
        text[used] = '\0';
    return fits;
}

bool care_in_list(char *const *list, const char *id)
{
    for (; list && *list; list++)
        if (strcmp(*list, id) == 0)
            return true;
    return false;
}
