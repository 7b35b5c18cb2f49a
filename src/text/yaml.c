/*
 * YAML through libyaml's events into a tree that remembers lines. Only what
 * authoring files need: scalars, lists, mappings. Anchors, aliases and tags
 * are refused, so a small file cannot unfold into a large tree.
 */
#include "text/text.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

enum {
    DEPTH_MAX = 24,
    ENTRIES_MAX = 4096, /* of one list or mapping: they are looked up in turn */
    BYTES_MAX = 1 << 20,
    CHUNK_BYTES = 16 * 1024
};

struct text_node {
    enum text_kind kind;
    int line;
    int count;          // children
    const char *scalar; // scalars only
    const char *key;    // when the parent is a mapping
    const char *file;
    struct text_node *first, *last, *next;
};

// memory of one document: chunks freed together
struct chunk {
    struct chunk *next;
    size_t used, cap;
    _Alignas(max_align_t) unsigned char mem[];
};

struct text_yaml {
    struct chunk *chunks;
    const char *file;
    struct text_node *root;
};

static void *take(struct text_yaml *doc, size_t bytes)
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

static char *take_text(struct text_yaml *doc, const char *s, size_t len)
{
    char *copy = take(doc, len + 1);
    if (copy) {
        memcpy(copy, s, len);
        copy[len] = '\0';
    }
    return copy;
}

// where the next node goes
struct builder {
    struct text_yaml *doc;
    struct text_node *open[DEPTH_MAX];
    int depth;
    const char *key; // key read, value to come
    int key_line;
};

static enum sp_status hang_node(struct builder *b, struct text_node *node,
                                struct sp_error *err)
{
    struct text_yaml *doc = b->doc;
    node->file = doc->file;
    if (b->depth == 0) {
        doc->root = node;
        return SP_OK;
    }
    struct text_node *parent = b->open[b->depth - 1];
    if (parent->count == ENTRIES_MAX)
        return sp_fail(err, SP_E_PARSE,
                       _("%s:%d: more than %d entries in one list or mapping; "
                         "split it"),
                       doc->file, node->line, ENTRIES_MAX);
    if (parent->kind == TEXT_MAP) {
        if (text_field(parent, b->key))
            return sp_fail(
                err, SP_E_PARSE,
                _("%s:%d: %s: written twice in one mapping; keep one"),
                doc->file, b->key_line, b->key);
        node->key = b->key;
        b->key = NULL;
    }
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->count++;
    return SP_OK;
}

static struct text_node *new_node(struct builder *b, enum text_kind kind,
                                  const yaml_event_t *event)
{
    struct text_node *node = take(b->doc, sizeof *node);
    if (node) {
        *node = (struct text_node){0};
        node->kind = kind;
        node->line = (int)event->start_mark.line + 1;
    }
    return node;
}

static enum sp_status open_node(struct builder *b, enum text_kind kind,
                                const yaml_event_t *event, struct sp_error *err)
{
    if (b->depth > 0 && b->open[b->depth - 1]->kind == TEXT_MAP && !b->key)
        return sp_fail(err, SP_E_PARSE,
                       _("%s:%d: a mapping's field name must be plain text"),
                       b->doc->file, (int)event->start_mark.line + 1);
    if (b->depth == DEPTH_MAX)
        return sp_fail(err, SP_E_PARSE,
                       _("%s:%d: nested deeper than %d levels; flatten it"),
                       b->doc->file, (int)event->start_mark.line + 1,
                       DEPTH_MAX);
    struct text_node *node = new_node(b, kind, event);
    if (!node)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), b->doc->file);
    const enum sp_status st = hang_node(b, node, err);
    if (st == SP_OK)
        b->open[b->depth++] = node;
    return st;
}

static enum sp_status add_scalar(struct builder *b, const yaml_event_t *event,
                                 struct sp_error *err)
{
    const int line = (int)event->start_mark.line + 1;
    const size_t len = event->data.scalar.length;
    const char *value = (const char *)event->data.scalar.value;
    if (memchr(value, '\0', len))
        return sp_fail(err, SP_E_PARSE, _("%s:%d: text holds a NUL byte"),
                       b->doc->file, line);
    char *copy = take_text(b->doc, value, len);
    if (!copy)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), b->doc->file);

    const bool in_map = b->depth > 0 && b->open[b->depth - 1]->kind == TEXT_MAP;
    if (in_map && !b->key) {
        b->key = copy;
        b->key_line = line;
        return SP_OK;
    }
    struct text_node *node = new_node(b, TEXT_SCALAR, event);
    if (!node)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), b->doc->file);
    node->scalar = copy;
    return hang_node(b, node, err);
}

// an anchor or a tag would be dropped unseen
static enum sp_status check_plain(const struct builder *b,
                                  const yaml_event_t *event,
                                  struct sp_error *err)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (!anchor && !tag)
        return SP_OK;
    return sp_fail(err, SP_E_PARSE,
                   anchor ? _("%s:%d: anchors (&name) are not used here; take "
                              "it away")
                          : _("%s:%d: tags (!name) are not used here; take it "
                              "away"),
                   b->doc->file, (int)event->start_mark.line + 1);
}

static enum sp_status take_event(struct builder *b, const yaml_event_t *event,
                                 struct sp_error *err)
{
    const int line = (int)event->start_mark.line + 1;
    const enum sp_status st = check_plain(b, event, err);
    if (st != SP_OK)
        return st;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return add_scalar(b, event, err);
    case YAML_SEQUENCE_START_EVENT:
        return open_node(b, TEXT_LIST, event, err);
    case YAML_MAPPING_START_EVENT:
        return open_node(b, TEXT_MAP, event, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->depth--;
        return SP_OK;
    case YAML_ALIAS_EVENT:
        return sp_fail(err, SP_E_PARSE,
                       _("%s:%d: aliases (*name) are not used here; write the "
                         "value out"),
                       b->doc->file, line);
    case YAML_DOCUMENT_START_EVENT:
        if (b->doc->root)
            return sp_fail(err, SP_E_PARSE,
                           _("%s:%d: a second document (---); keep one a file"),
                           b->doc->file, line);
        return SP_OK;
    default:
        return SP_OK;
    }
}

static enum sp_status build(struct text_yaml *doc, const char *bytes,
                            size_t len, struct sp_error *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), doc->file);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);

    struct builder b = {.doc = doc};
    enum sp_status st = SP_OK;
    for (bool end = false; st == SP_OK && !end;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            st = sp_fail(err, SP_E_PARSE, "%s:%d: %s", doc->file,
                         (int)parser.problem_mark.line + 1,
                         parser.problem ? parser.problem : _("not YAML"));
            break;
        }
        end = event.type == YAML_STREAM_END_EVENT;
        st = take_event(&b, &event, err);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (st == SP_OK && !doc->root)
        st = sp_fail(err, SP_E_PARSE, _("%s:1: the file is empty"), doc->file);
    return st;
}

enum sp_status text_yaml_parse(struct text_yaml **out, const char *file,
                               const char *bytes, size_t len,
                               struct sp_error *err)
{
    *out = NULL;
    if (len > BYTES_MAX)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: %zu bytes, at most %d are read; split the file"),
                       file, len, BYTES_MAX);
    struct text_yaml *doc = calloc(1, sizeof *doc);
    if (!doc)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
    doc->file = take_text(doc, file, strlen(file));
    const enum sp_status st =
        doc->file ? build(doc, bytes, len, err)
                  : sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
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
