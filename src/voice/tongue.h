/* What a language says for numbers, units and signs: one table each. */
#ifndef VOICE_TONGUE_H
#define VOICE_TONGUE_H

#include <stdbool.h>
#include <stddef.h>

/* Words being written; stops at `size`. */
struct words {
    char *text;
    size_t used, size;
    bool cut;    /* something did not fit */
    bool spoken; /* the last thing was a spoken-out word */
};
/* `n` bytes as they are. */
void words_copy(struct words *w, const char *s, size_t n);
/* Whether what is written so far ends where a word may begin. */
bool words_apart(const struct words *w);
/* One or more words, apart from what stands before. */
void words_put(struct words *w, const char *words);

/* How a number leans on what follows it (Spanish: uno, un, una). */
enum lean { LEAN_NONE, LEAN_MASCULINE, LEAN_FEMININE };

struct tongue_unit {
    const char *sign, *one, *many;
    enum lean lean;
};
struct tongue_pair {
    const char *sign, *words;
};
struct tongue_mixed {
    const char *sign, *words, *feminine;
};
struct tongue_part {
    int above, below; /* 1 over 2 */
    const char *words;
};

struct tongue {
    const char *language;
    char decimal_mark, group_mark;
    const char *point, *minus, *to, *over, *or_word;
    bool pairs; /* "1,75" is said one point seventy-five */
    void (*number)(struct words *w, unsigned long n, enum lean lean);
    void (*clock)(struct words *w, unsigned hour, unsigned minute);
    /* how a number leans on the words after it */
    enum lean (*leans)(const char *after);
    /* all lists end with a NULL sign (words) */
    const struct tongue_unit *units;
    const struct tongue_pair *shorts; /* written forms of whole words */
    const struct tongue_pair *signs;
    const struct tongue_part *parts;
    const struct tongue_mixed *mixed; /* ½ behind a number */
    bool mixed_last; /* said after the unit: "dos minutos y medio" */
};

/* Whether two BCP 47 names share their language. */
bool voice_same_language(const char *a, const char *b);
/* NULL for a language without a table. */
const struct tongue *tongue_of(const char *language);

#endif
