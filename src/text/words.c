/*
 * Catalogues of words. glibc's own gettext speaks a language only where the
 * system has that locale installed, and asks for files beside the program; one
 * program that carries its words needs its own reader of the same file format
 * (GNU gettext manual, "The Format of GNU MO Files").
 */
#include "text/words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text/words_catalogue.h"

#define MO_MAGIC 0x950412deu
#define MO_HEAD 28
#define CONTEXT_END '\004'
#define KEY_MAX 4096

static _Thread_local const struct words_catalogue *in_use;

/* ---- the file format ------------------------------------------------------
 */

static bool number_at(struct words_mo mo, size_t at, uint32_t *x)
{
    if (at > mo.len || mo.len - at < sizeof *x)
        return false;
    memcpy(x, mo.bytes + at, sizeof *x);
    return true;
}

int words_mo_count(struct words_mo mo)
{
    uint32_t magic, n;
    if (mo.len < MO_HEAD || !number_at(mo, 0, &magic) || magic != MO_MAGIC ||
        !number_at(mo, 8, &n) || n > mo.len / 16)
        return 0;
    return (int)n;
}

/* Row i of one of the two tables, whose place stands at `head`. */
static bool text_at(struct words_mo mo, size_t head, int i, const char **text,
                    size_t *len)
{
    uint32_t table, size, at;
    if (!number_at(mo, head, &table) ||
        !number_at(mo, (size_t)table + 8 * (size_t)i, &size) ||
        !number_at(mo, (size_t)table + 8 * (size_t)i + 4, &at) ||
        at >= mo.len || size >= mo.len - at || mo.bytes[at + size] != 0)
        return false;
    *text = (const char *)mo.bytes + at;
    *len = size;
    return true;
}

bool words_mo_at(struct words_mo mo, int i, const char **key, size_t *key_len,
                 const char **said, size_t *said_len)
{
    return i >= 0 && i < words_mo_count(mo) &&
           text_at(mo, 12, i, key, key_len) &&
           text_at(mo, 16, i, said, said_len);
}

/* As msgfmt sorts: by the bytes up to the first NUL. */
const char *words_mo_find(struct words_mo mo, const char *key, size_t key_len,
                          size_t *said_len)
{
    int low = 0, high = words_mo_count(mo);
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const char *k, *said;
        size_t k_len;
        if (!words_mo_at(mo, middle, &k, &k_len, &said, said_len))
            return NULL;
        k_len = strlen(k);
        const size_t n = key_len < k_len ? key_len : k_len;
        int side = memcmp(key, k, n);
        if (!side)
            side = (key_len > k_len) - (key_len < k_len);
        if (!side)
            return *said_len ? said : NULL;
        if (side < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ---- saying ---------------------------------------------------------------
 */

const char *words_say(const char *english)
{
    size_t len;
    // the empty key is the catalogue's own head
    if (!in_use || !english || !*english)
        return english;
    const char *said =
        words_mo_find(in_use->all, english, strlen(english), &len);
    return said ? said : english;
}

static long form_of(const struct words_catalogue *c, long n)
{
    const long m = n < 0 ? -n : n;
    return c->plural[m < 200 ? m : 100 + m % 100] - '0';
}

const char *words_plural(long n, const char *one, const char *many)
{
    size_t len;
    const char *said =
        in_use ? words_mo_find(in_use->all, one, strlen(one), &len) : NULL;
    if (!said)
        return n == 1 ? one : many;
    const char *end = said + len;
    for (long form = form_of(in_use, n); form > 0; form--) {
        const char *next = said + strlen(said) + 1;
        if (next > end)
            break;
        said = next;
    }
    return said;
}

const char *words_of(const char *context, const char *english)
{
    char key[KEY_MAX];
    size_t len;
    const int n =
        snprintf(key, sizeof key, "%s%c%s", context, CONTEXT_END, english);
    if (!in_use || n < 0 || (size_t)n >= sizeof key)
        return english;
    const char *said = words_mo_find(in_use->all, key, (size_t)n, &len);
    return said ? said : english;
}

/* ---- telling again --------------------------------------------------------
 */

enum { VALUES_MAX = 8 };

struct value {
    const char *at;
    int len;
};

/* A placeholder at p: its length, and which value it takes (from 0; `next` is
 * the one in turn); 0 for a percent sign that is told itself. */
static size_t placeholder(const char *p, int *next, int *which)
{
    size_t n = 1;
    if (p[n] == '%')
        return 0;
    const size_t digits = strspn(p + n, "0123456789");
    if (digits && p[n + digits] == '$') {
        *which = p[n] - '1';
        n += digits + 1;
    } else {
        *which = (*next)++;
    }
    n += strspn(p + n, "-+ #0123456789.");
    n += strspn(p + n, "hlzjt");
    return n + (p[n] != 0);
}

/* How many bytes of text stand for a placeholder before `rest` of a format. */
static size_t value_length(const char *text, const char *rest)
{
    const size_t n = strcspn(rest, "%");
    if (n == 0)
        return *rest ? strcspn(text, " ") : strlen(text);
    for (const char *at = text; *at; at++)
        if (!strncmp(at, rest, n) && (rest[n] || !at[n]))
            return (size_t)(at - text);
    return strlen(text);
}

/* What stood for each placeholder; false where the text was not made so. */
static bool values_of(const char *text, const char *format,
                      struct value value[VALUES_MAX])
{
    int next = 0, which;
    while (*format) {
        const size_t n =
            *format == '%' ? placeholder(format, &next, &which) : 0;
        if (n == 0) {
            format += *format == '%';
            if (*format++ != *text++)
                return false;
            continue;
        }
        if (which < 0 || which >= VALUES_MAX)
            return false;
        format += n;
        value[which] = (struct value){text, (int)value_length(text, format)};
        text += value[which].len;
    }
    return *text == 0;
}

char *words_retell(char *text, size_t size, const char *format)
{
    struct value value[VALUES_MAX] = {
        {NULL, 0}
    };
    char told[1024];
    size_t used = 0;
    int next = 0, which;
    const char *said = words_say(format);
    if (said == format || !values_of(text, format, value))
        return text;
    while (*said) {
        const size_t n = *said == '%' ? placeholder(said, &next, &which) : 0;
        if (n > 0 && (which < 0 || which >= VALUES_MAX || !value[which].at))
            return text;
        const int wrote =
            n > 0 ? snprintf(told + used, sizeof told - used, "%.*s",
                             value[which].len, value[which].at)
                  : snprintf(told + used, sizeof told - used, "%c", *said);
        if (wrote < 0 || (size_t)wrote >= sizeof told - used)
            return text;
        if (n > 0 && strchr("efg", said[n - 1]))
            words_decimals(told + used);
        used += (size_t)wrote;
        said += n > 0 ? n : said[0] == '%' ? 2 : 1;
    }
    told[used] = 0;
    snprintf(text, size, "%s", told);
    return text;
}

/* ---- languages ------------------------------------------------------------
 */

static const struct words_catalogue *catalogue(const char *tag, size_t len)
{
    for (int i = 0; i < words_catalogue_count; i++) {
        const char *t = words_catalogues[i].language;
        if (strlen(t) == len && !strncmp(t, tag, len))
            return &words_catalogues[i];
    }
    return NULL;
}

bool words_use(const char *language)
{
    in_use = language ? catalogue(language, strlen(language)) : NULL;
    return in_use != NULL;
}

const char *words_language(void) { return in_use ? in_use->language : "en"; }

bool words_right_to_left(void) { return in_use && in_use->right_to_left; }

char words_decimal_mark(void) { return in_use ? in_use->decimal_mark : '.'; }

const char *words_language_at(int i)
{
    if (i == 0)
        return "en";
    return i > 0 && i <= words_catalogue_count
               ? words_catalogues[i - 1].language
               : NULL;
}

const char *words_language_name(int i)
{
    if (i == 0)
        return "English";
    return i > 0 && i <= words_catalogue_count ? words_catalogues[i - 1].name
                                               : NULL;
}

bool words_language_known(const char *language)
{
    for (int i = 0; words_language_at(i); i++)
        if (!strcmp(words_language_at(i), language))
            return true;
    return false;
}

/* One wish, "es-MX" or "es_ES.UTF-8": the whole tag, else its language. */
static const char *language_of(const char *wish, size_t len)
{
    for (int i = 0; words_language_at(i); i++)
        if (strlen(words_language_at(i)) == len &&
            !strncmp(words_language_at(i), wish, len))
            return words_language_at(i);
    const size_t stem = strcspn(wish, "-_.@,; ");
    for (int i = 0; words_language_at(i); i++)
        if (strlen(words_language_at(i)) == stem &&
            !strncmp(words_language_at(i), wish, stem))
            return words_language_at(i);
    return NULL;
}

/* Browsers list their wishes in falling order; the weights only repeat it. */
const char *words_language_for(const char *wish)
{
    while (wish && *wish) {
        wish += strspn(wish, " ,");
        const size_t len = strcspn(wish, ",; ");
        const char *found = language_of(wish, len);
        if (found)
            return found;
        wish += strcspn(wish, ",");
    }
    return NULL;
}

char *words_number(char *text, size_t size, const char *format, double x)
{
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#endif
    if (snprintf(text, size, format, x) < 0)
        *text = '\0';
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
    char *point = strchr(text, '.');
    if (point)
        *point = words_decimal_mark();
    return text;
}

char *words_decimals(char *text)
{
    for (char *c = text; *c; c++)
        if (*c == '.' && c > text && isdigit((unsigned char)c[-1]) &&
            isdigit((unsigned char)c[1]))
            *c = words_decimal_mark();
    return text;
}

bool words_unit_at(const char *text, const char *blank)
{
    static const char *const units[] = {"%", "mm", "cm",  "m", "kg", "lb",
                                        "N", "s",  "min", "h", "ft", "MPa"};
    if (*blank != ' ' || blank == text || !isdigit((unsigned char)blank[-1]))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t n = strlen(units[i]);
        const unsigned char next = (unsigned char)blank[1];
        if (next && !strncmp(blank + 1, units[i], n) &&
            !isalnum((unsigned char)blank[1 + n]) &&
            (unsigned char)blank[1 + n] < 0x80)
            return true;
    }
    return false;
}

/* ---- the page -------------------------------------------------------------
 */

bool words_page_at(int i, const char **english, const char **said, int *forms)
{
    size_t key_len, len;
    // entry 0 is the catalogue's head
    if (!in_use ||
        !words_mo_at(in_use->page, i + 1, english, &key_len, said, &len))
        return false;
    *forms = 1;
    for (size_t at = 0; at < len; at++)
        *forms += (*said)[at] == 0;
    return true;
}

static const char english_plural[] =
    "10111111111111111111111111111111111111111111111111"
    "11111111111111111111111111111111111111111111111111"
    "11111111111111111111111111111111111111111111111111"
    "11111111111111111111111111111111111111111111111111";

const char *words_plural_forms(void)
{
    return in_use ? in_use->plural : english_plural;
}
