/* Finished figures, kept while they fit: least recently used goes first. */
#include "app/app_internal.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    char *key;
    unsigned char *bytes;
    size_t len;
    uint64_t used; /* turn of the last use */
    struct entry *next;
};

struct app_shelf {
    struct entry *first;
    size_t size, max;
    uint64_t turn;
};

struct app_shelf *app_shelf_new(size_t max_bytes)
{
    struct app_shelf *shelf = calloc(1, sizeof *shelf);
    if (shelf)
        shelf->max = max_bytes;
    return shelf;
}

static void drop(struct app_shelf *shelf, struct entry **at)
{
    struct entry *gone = *at;
    *at = gone->next;
    shelf->size -= gone->len;
    free(gone->key);
    free(gone->bytes);
    free(gone);
}

void app_shelf_free(struct app_shelf *shelf)
{
    while (shelf && shelf->first)
        drop(shelf, &shelf->first);
    free(shelf);
}

static struct entry **find(struct app_shelf *shelf, const char *key)
{
    struct entry **at = &shelf->first;
    while (*at && strcmp((*at)->key, key))
        at = &(*at)->next;
    return at;
}

static void drop_oldest(struct app_shelf *shelf)
{
    struct entry **oldest = &shelf->first;
    for (struct entry **at = &shelf->first; *at; at = &(*at)->next)
        if ((*at)->used < (*oldest)->used)
            oldest = at;
    drop(shelf, oldest);
}

bool app_shelf_take(struct app_shelf *shelf, const char *key,
                    unsigned char **bytes, size_t *len)
{
    struct entry *e = *find(shelf, key);
    unsigned char *copy = e ? malloc(e->len ? e->len : 1) : NULL;
    if (!copy)
        return false;
    memcpy(copy, e->bytes, e->len);
    e->used = ++shelf->turn;
    *bytes = copy;
    *len = e->len;
    return true;
}

/* Keeping is a convenience: without memory nothing is kept. */
void app_shelf_put(struct app_shelf *shelf, const char *key,
                   const unsigned char *bytes, size_t len)
{
    if (len > shelf->max)
        return;
    struct entry **old = find(shelf, key);
    if (*old)
        drop(shelf, old);
    while (shelf->first && shelf->size + len > shelf->max)
        drop_oldest(shelf);
    struct entry *e = calloc(1, sizeof *e);
    if (!e)
        return;
    e->key = strdup(key);
    e->bytes = malloc(len ? len : 1);
    if (!e->key || !e->bytes) {
        free(e->key);
        free(e->bytes);
        free(e);
        return;
    }
    memcpy(e->bytes, bytes, len);
    e->len = len;
    e->used = ++shelf->turn;
    e->next = shelf->first;
    shelf->first = e;
    shelf->size += len;
}

/* FNV-1a, 64 bit (Fowler, Noll, Vo 1991): names bytes, keeps no secret. */
uint64_t app_hash(const void *bytes, size_t len)
{
    const unsigned char *b = bytes;
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ b[i]) * 0x100000001b3u;
    return h;
}
