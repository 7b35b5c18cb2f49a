/*
 * The words a person reads, in the language in use.
 *
 * Sentences are written in English where they are needed, inside _("…"); the
 * catalogues (po/<language>/, GNU gettext's .po, compiled to .mo and built in)
 * hold them in other languages. What has no translation stays English. The
 * language belongs to the thread: one request, one language.
 *
 * Write whole sentences with placeholders, never parts that are glued:
 *     sp_fail(err, SP_E_RANGE, _("%s: must be below %g."), field, max);
 * Translators may reorder placeholders: "%2$g … %1$s".
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define WORDS_FORMAT(n) __attribute__((format_arg(n)))
#else
#define WORDS_FORMAT(n)
#endif

#define _(english) words_say(english)
/* Marks a text in a table for the catalogue; say it later with words_say. */
#define N_(english) english

/* The text in the language in use: static storage, or `english` itself. */
const char *words_say(const char *english) WORDS_FORMAT(1);
/* One of two wordings by a count: words_plural(n, "%d day", "%d days"). */
const char *words_plural(long n, const char *one, const char *many)
    WORDS_FORMAT(2) WORDS_FORMAT(3);
/* The same English word with two meanings: words_of("on paper", "set"). */
const char *words_of(const char *context, const char *english);

/*
 * A finished English text in the language in use: `format` is what it was made
 * of, and what stood for the placeholders is put into the translation, numbers
 * of %g and %f with its decimal mark. For
 * rooms that know no catalogues (the numeric core). A text that does not fit
 * its format, or has no translation, is left. Returns text.
 */
char *words_retell(char *text, size_t size, const char *format);

/* Takes a language into use for this thread; unknown, NULL and "" are
 * English (false). */
bool words_use(const char *language);
const char *words_language(void); /* "en", "es": BCP 47 */
bool words_right_to_left(void);   /* how the language in use is written */
char words_decimal_mark(void);    /* '.' or ',' in the language in use */

/* Languages there are; 0 is English. NULL past the last one. */
const char *words_language_at(int i);
const char *words_language_name(int i); /* its own name: "Español" */
bool words_language_known(const char *language);
/*
 * The best of them for an Accept-Language header ("es-MX,es;q=0.9,en;q=0.8")
 * or a POSIX locale ("es_ES.UTF-8"); NULL when none fits.
 */
const char *words_language_for(const char *wish);

/* A number with a decimal mark of the language in use: format has one %f or
 * %g. Returns text. */
char *words_number(char *text, size_t size, const char *format, double x);
/* The same in a finished text: every point between two digits. Returns text. */
char *words_decimals(char *text);

/* "2026-11-23" as "23 November 2026"; what is no day stays as it is. */
void words_day(const char *day, char out[32]);
/* "23 Nov", or "23 Nov 2026" with the year. */
void words_day_short(const char *day, bool year, char out[32]);

/* Whether `blank`, a place in text, stands between a number and its unit
 * ("5 mm"): no line ends there. */
bool words_unit_at(const char *text, const char *blank);

/* ---- the page's catalogue ------------------------------------------------ */

/* Entry i of the page's catalogue in the language in use; false past the last
 * one. `english` ends at its NUL; `said` holds `forms` texts one after the
 * other, each ended by a NUL. */
bool words_page_at(int i, const char **english, const char **said, int *forms);
/* Which plural form for n = 0…199 as digits; above, as 100 + n % 100. */
const char *words_plural_forms(void);

#endif
