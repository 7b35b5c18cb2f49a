/*
 * Status codes, error text and arena memory: what every part of libstature
 * shares. A status is for the program to act on, the text for a person to
 * read: one sentence saying what is wrong, where, and what to do.
 */
#ifndef STATURE_BASE_H
#define STATURE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SP_STATUS_MAP(X)                                                       \
    X(OK, "success")                                                           \
    X(E_NOMEM, "out of memory")                                                \
    X(E_RANGE, "value outside the range the model covers")                     \
    X(E_PARSE, "text that does not follow its format")                         \
    X(E_IO, "file or device that does not answer")                             \
    X(E_NOTFOUND, "nothing of that name")                                      \
    X(E_BLOCKED, "not allowed by the safety answers")                          \
    X(E_CONFLICT, "another change came first")                                 \
    X(E_FULL, "no room left")                                                  \
    X(E_CORRUPT, "stored data that cannot be read")

enum sp_status {
#define X(name, text) SP_##name,
    SP_STATUS_MAP(X)
#undef X
};

#if defined(__GNUC__)
#define SP_NODISCARD __attribute__((warn_unused_result))
#define SP_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define SP_NODISCARD
#define SP_PRINTF(f, a)
#endif

/* Filled by the function that fails; `text` ends in NUL and is cut if long. */
struct sp_error {
    enum sp_status status;
    char text[480];
    const char *format; /* of which text was made, so that it can be told in
                           another language; borrowed, usually a literal */
};

/* Marks a text of a table that people read, for whoever translates it. */
#define SP_TEXT(english) english

/* The short English text of a status; static storage. */
const char *sp_status_text(enum sp_status status);

/* Store a status and a printf text in *err (which may be NULL); returns the
 * status, so that a check reads `return sp_fail(err, SP_E_RANGE, ...)`. */
enum sp_status sp_fail(struct sp_error *err, enum sp_status status,
                       const char *format, ...) SP_PRINTF(3, 4);

/* Bump allocator over memory the caller owns; nothing is freed singly. Memory
 * from malloc is aligned; of other memory a few bytes are passed over. */
struct sp_arena {
    unsigned char *mem;
    size_t cap, used, peak; /* bytes; peak shows how big cap should be */
};

/* Zeroed, aligned for any type; NULL when full or count * size overflows. */
void *sp_arena_alloc(struct sp_arena *a, size_t count, size_t size);

#endif
