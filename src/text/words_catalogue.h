/* What scripts/words.py builds in: one row for each language. */
#ifndef TEXT_WORDS_CATALOGUE_H
#define TEXT_WORDS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/* A GNU .mo file in memory, of this machine's byte order. */
struct words_mo {
    const unsigned char *bytes;
    size_t len;
};

struct words_catalogue {
    const char *language, *name;
    bool right_to_left;
    char decimal_mark;
    const char *plural; /* 200 digits */
    struct words_mo all, page;
};

extern const struct words_catalogue words_catalogues[];
extern const int words_catalogue_count;

/* Number of entries; 0 for bytes that are no .mo file. */
int words_mo_count(struct words_mo mo);
/* Entry i: both texts lie inside the bytes and end in NUL, else false. */
bool words_mo_at(struct words_mo mo, int i, const char **key, size_t *key_len,
                 const char **said, size_t *said_len);
/* Binary search; NULL when the key is not there or not translated. */
const char *words_mo_find(struct words_mo mo, const char *key, size_t key_len,
                          size_t *said_len);

#endif
