/*
 * What the files that read YAML share. The reader keeps the first mistake in
 * `st`; whoever reads on asks it first.
 */
#ifndef TEXT_YAML_INTERNAL_H
#define TEXT_YAML_INTERNAL_H

#include "text/text.h"

#include <string.h>

enum { YAML_DEPTH_MAX = 24 };

struct text_node {
    enum text_kind kind;
    int line;
    int count;          // children
    const char *scalar; // scalars only
    const char *key;    // when the parent is a mapping
    const char *file;
    struct text_node *first, *last, *next;
};

struct text_yaml {
    struct chunk *chunks;
    const char *file;
    struct text_node *root;
};

/* Memory that lives as long as the document; NULL without any left. */
void *yaml_take(struct text_yaml *doc, size_t bytes);
char *yaml_take_text(struct text_yaml *doc, const char *s, size_t len);

struct yaml_reader {
    struct text_yaml *doc;
    const char *at, *end;   // what is still to be read
    const char *line_start; // of the line that `at` is on
    int line;               // from 1
    int depth;              // lists and mappings around `at`
    char *scratch;          // a scalar while it is put together
    size_t used, room;      // of scratch; no scalar is longer than the file
    enum sp_status st;
    struct sp_error *err;
};

/* The whole document into doc->root. */
enum sp_status yaml_read(struct text_yaml *doc, const char *bytes, size_t len,
                         struct sp_error *err);

/* The first mistake is kept: "file:line: " and the sentence. */
void yaml_fail(struct yaml_reader *r, int line, const char *format, ...)
    SP_PRINTF(3, 4);

/* UTF-8 without control characters but tab and line end, or a mistake. */
void yaml_check_text(struct yaml_reader *r);

/* Scalars, from their first byte to behind their last; NULL after a mistake.
 * `parent` is the column of the list or mapping around: a text goes on on lines
 * that are further in. */
const char *yaml_plain(struct yaml_reader *r, int parent, bool flow,
                       bool one_line);
const char *yaml_quoted(struct yaml_reader *r);
const char *yaml_block(struct yaml_reader *r, int parent);

/* Does "---" or "..." stand at `p`, which is the first byte of a line? */
bool yaml_is_marker(const struct yaml_reader *r, const char *p);

static inline bool yaml_is_blank(char c) { return c == ' ' || c == '\t'; }

static inline bool yaml_is_break(char c) { return c == '\n' || c == '\r'; }

/* Blank, line end or end of the text at `p`? */
static inline bool yaml_is_gap(const struct yaml_reader *r, const char *p)
{
    return p >= r->end || yaml_is_blank(*p) || yaml_is_break(*p);
}

/* Punctuation of [lists] and {mappings} in a line. */
static inline bool yaml_is_flow_mark(char c)
{
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

static inline int yaml_column(const struct yaml_reader *r)
{
    return (int)(r->at - r->line_start);
}

static inline void yaml_skip_blanks(struct yaml_reader *r)
{
    while (r->at < r->end && yaml_is_blank(*r->at))
        r->at++;
}

/* Over one line end, "\n" or "\r\n". */
static inline void yaml_next_line(struct yaml_reader *r)
{
    if (*r->at == '\r')
        r->at++;
    if (r->at < r->end && *r->at == '\n')
        r->at++;
    r->line_start = r->at;
    r->line++;
}

#endif
