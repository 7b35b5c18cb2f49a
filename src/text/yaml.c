/*
 * The tree of a YAML document: its memory and what is asked of it. Reading is
 * in yaml_read.c.
 */
#include "text/yaml_internal.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 1 << 20, CHUNK_BYTES = 16 * 1024 };

// memory of one document: chunks freed together
struct chunk {
    struct chunk *next;
    size_t used, cap;
    _Alignas(max_align_t) unsigned char mem[];
};

void *yaml_take(struct text_yaml *doc, size_t bytes)
{
    const size_t align = _Alignof(max_align_t);
    bytes = (bytes + align - 1) / align * align;
    struct chunk *c = doc->chunks;
    if (!c || bytes > c->cap - c->used) {
        const size_t cap = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        c = malloc(sizeof *c + cap);
        if (!c)
            return NULL;
        *c = (struct chunk){doc->chunks, 0, cap};
        doc->chunks = c;
    }
    void *p = c->mem + c->used;
    c->used += bytes;
    return p;
}

char *yaml_take_text(struct text_yaml *doc, const char *s, size_t len)
{
    char *copy = yaml_take(doc, len + 1);
    if (copy) {
        memcpy(copy, s, len);
        copy[len] = '\0';
    }
    return copy;
}

/* Length of the UTF-8 character at p, 0 when there is none (RFC 3629). */
static int character(const unsigned char *p, const unsigned char *end)
{
    const unsigned char c = *p;
    if (c < 0x80)
        return c >= 0x20 ? c != 0x7f
                         : c == '\t' || c == '\n' ||
                               (c == '\r' && p + 1 < end && p[1] == '\n');
    const int n = c >= 0xc2 && c < 0xe0   ? 2
                  : c >= 0xe0 && c < 0xf0 ? 3
                  : c >= 0xf0 && c < 0xf5 ? 4
                                          : 0;
    if (!n || end - p < n)
        return 0;
    for (int i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if (c == 0xef && p[1] == 0xbb && p[2] == 0xbf) // belongs first in a file
        return 0;
    if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] >= 0xa0) ||
        (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] >= 0x90))
        return 0;
    return n;
}

void yaml_check_text(struct yaml_reader *r)
{
    const unsigned char *p = (const unsigned char *)r->at;
    const unsigned char *end = (const unsigned char *)r->end;
    for (int line = 1; p < end;) {
        const int n = character(p, end);
        if (!n) {
            yaml_fail(r, line, "the byte 0x%02x is no text in UTF-8; remove it",
                      *p);
            return;
        }
        line += *p == '\n';
        p += n;
    }
}

enum sp_status text_yaml_parse(struct text_yaml **out, const char *file,
                               const char *bytes, size_t len,
                               struct sp_error *err)
{
    *out = NULL;
    if (len > BYTES_MAX)
        return sp_fail(err, SP_E_RANGE,
                       "%s: %zu bytes, at most %d are read; split the file",
                       file, len, BYTES_MAX);
    struct text_yaml *doc = calloc(1, sizeof *doc);
    if (!doc)
        return sp_fail(err, SP_E_NOMEM, "%s: out of memory", file);
    doc->file = yaml_take_text(doc, file, strlen(file));
    const enum sp_status st =
        doc->file ? yaml_read(doc, bytes, len, err)
                  : sp_fail(err, SP_E_NOMEM, "%s: out of memory", file);
    if (st != SP_OK) {
        text_yaml_free(doc);
        return st;
    }
    *out = doc;
    return SP_OK;
}

void text_yaml_free(struct text_yaml *doc)
{
    if (!doc)
        return;
    for (struct chunk *c = doc->chunks; c;) {
        struct chunk *next = c->next;
        free(c);
        c = next;
    }
    free(doc);
}

const struct text_node *text_yaml_root(const struct text_yaml *doc)
{
    return doc->root;
}

enum text_kind text_kind(const struct text_node *node) { return node->kind; }

int text_line(const struct text_node *node) { return node->line; }

const char *text_file(const struct text_node *node) { return node->file; }

int text_count(const struct text_node *node) { return node->count; }

const char *text_scalar(const struct text_node *node)
{
    return node->kind == TEXT_SCALAR ? node->scalar : NULL;
}

const struct text_node *text_item(const struct text_node *list, int i)
{
    if (i < 0 || i >= list->count)
        return NULL;
    const struct text_node *node = list->first;
    while (i-- > 0)
        node = node->next;
    return node;
}

const char *text_key(const struct text_node *map, int i)
{
    const struct text_node *node = text_item(map, i);
    return node ? node->key : NULL;
}

const struct text_node *text_value(const struct text_node *map, int i)
{
    return text_item(map, i);
}

const struct text_node *text_field(const struct text_node *map,
                                   const char *name)
{
    if (map->kind != TEXT_MAP)
        return NULL;
    for (const struct text_node *n = map->first; n; n = n->next)
        if (strcmp(n->key, name) == 0)
            return n;
    return NULL;
}
