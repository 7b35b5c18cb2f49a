/*
 * Reads the YAML that authoring files need (YAML 1.2.2): mappings and lists by
 * indentation or in brackets, texts, comments. Anchors, aliases, tags,
 * directives and field names that are not plain text are refused, so a small
 * file cannot unfold into a large tree.
 */
#include "text/yaml_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void yaml_fail(struct yaml_reader *r, int line, const char *format, ...)
{
    char what[200];
    va_list args;
    if (r->st)
        return;
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    r->st = sp_fail(r->err, SP_E_PARSE, "%s:%d: %s", r->doc->file, line, what);
}

bool yaml_is_marker(const struct yaml_reader *r, const char *p)
{
    return p == r->line_start && r->end - p >= 3 &&
           (!memcmp(p, "---", 3) || !memcmp(p, "...", 3)) &&
           yaml_is_gap(r, p + 3);
}

/* ---- nodes ----------------------------------------------------------------
 */

// where a value belongs
struct place {
    struct text_node *parent; // NULL: the document's root
    const char *key;          // when the parent is a mapping
    int key_line;
};

static struct text_node *add_node(struct yaml_reader *r,
                                  const struct place *place,
                                  enum text_kind kind, int line)
{
    struct text_node *parent = place->parent, *node = NULL;
    if (r->st)
        return NULL;
    if (parent && place->key && text_field(parent, place->key)) {
        yaml_fail(r, place->key_line,
                  "%.60s: written twice in one mapping; keep one", place->key);
        return NULL;
    }
    node = yaml_take(r->doc, sizeof *node);
    if (!node) {
        r->st = sp_fail(r->err, SP_E_NOMEM, "%s: out of memory", r->doc->file);
        return NULL;
    }
    *node = (struct text_node){
        .kind = kind, .line = line, .key = place->key, .file = r->doc->file};
    if (!parent) {
        r->doc->root = node;
    } else {
        if (parent->last)
            parent->last->next = node;
        else
            parent->first = node;
        parent->last = node;
        parent->count++;
    }
    return node;
}

static void add_scalar(struct yaml_reader *r, const struct place *place,
                       int line, const char *text)
{
    struct text_node *node =
        text ? add_node(r, place, TEXT_SCALAR, line) : NULL;
    if (node)
        node->scalar = text;
}

/* A list or mapping; r->depth goes down again at its end. */
static struct text_node *
open_node(struct yaml_reader *r, const struct place *place, enum text_kind kind)
{
    if (r->depth++ == YAML_DEPTH_MAX)
        yaml_fail(r, r->line, "nested deeper than %d levels; flatten it",
                  YAML_DEPTH_MAX);
    return add_node(r, place, kind, r->line);
}

/* ---- between values -------------------------------------------------------
 */

static bool at_comment(const struct yaml_reader *r)
{
    return *r->at == '#' &&
           (r->at == r->line_start || yaml_is_blank(r->at[-1]));
}

/* Over blanks, comments and line ends; no tab begins a line outside brackets.
 */
static void skip_space(struct yaml_reader *r, bool flow)
{
    bool begun = r->at > r->line_start;
    while (r->at < r->end && !r->st) {
        if (*r->at == '\t' && !begun && !flow) {
            yaml_fail(r, r->line, "a tab begins the line; indent with spaces");
        } else if (yaml_is_blank(*r->at)) {
            r->at++;
        } else if (yaml_is_break(*r->at)) {
            yaml_next_line(r);
            begun = false;
        } else if (at_comment(r)) {
            while (r->at < r->end && !yaml_is_break(*r->at))
                r->at++;
        } else {
            break;
        }
    }
    if (flow && yaml_is_marker(r, r->at))
        yaml_fail(r, r->line, "the document ends within brackets; close them");
}

/* To what comes next on this line or a later one; false where the document
 * ends. */
static bool to_content(struct yaml_reader *r)
{
    skip_space(r, false);
    return !r->st && r->at < r->end && !yaml_is_marker(r, r->at);
}

/* Is there a value on the rest of this line? */
static bool on_this_line(struct yaml_reader *r)
{
    yaml_skip_blanks(r);
    return r->at < r->end && !yaml_is_break(*r->at) && !at_comment(r);
}

/* Nothing but a comment may follow a value on its line. */
static void end_line(struct yaml_reader *r)
{
    if (r->st || !on_this_line(r))
        return;
    if (*r->at == ':')
        yaml_fail(r, r->line,
                  "found ':' within a text; put the text in quotes");
    else
        yaml_fail(r, r->line,
                  "found '%c' behind a value; put it on its own "
                  "line, or all in quotes",
                  *r->at);
}

/* ---- values ---------------------------------------------------------------
 */

/* Why no plain text begins here, or NULL. */
static const char *bad_start(const struct yaml_reader *r, bool flow)
{
    const char c = *r->at;
    if (c == '*')
        return "aliases (*name) are not used here; write the value out";
    if (c == '&')
        return "anchors (&name) are not used here; leave it out";
    if (c == '!')
        return "tags (!name) are not used here; leave it out";
    if (c == '?' && yaml_is_gap(r, r->at + 1))
        return "a mapping's field name must be plain text";
    if (c == '-' && yaml_is_gap(r, r->at + 1))
        return "a list item stands where a text is expected; begin the list "
               "on the next line";
    if ((c == ':' && (flow || yaml_is_gap(r, r->at + 1))) ||
        (c == '?' && flow) || yaml_is_flow_mark(c) || strchr("#|>%@`", c))
        return "a text cannot begin with this sign; put it in quotes";
    return NULL;
}

static bool at_dash(const struct yaml_reader *r)
{
    return *r->at == '-' && yaml_is_gap(r, r->at + 1);
}

static bool at_quote(const struct yaml_reader *r)
{
    return *r->at == '"' || *r->at == '\'';
}

/* Behind the closing quotation mark if it stands on this line, else NULL. */
static const char *behind_quoted(const struct yaml_reader *r)
{
    const char quote = *r->at;
    for (const char *p = r->at + 1; p < r->end && !yaml_is_break(*p); p++) {
        if (quote == '"' && *p == '\\' && p + 1 < r->end)
            p++;
        else if (*p == quote && quote == '\'' && p + 1 < r->end &&
                 p[1] == quote)
            p++;
        else if (*p == quote)
            return p + 1;
    }
    return NULL;
}

/* Does "name: " begin here? */
static bool at_key(const struct yaml_reader *r)
{
    const char *p = r->at;
    if (at_quote(r)) {
        p = behind_quoted(r);
        while (p && p < r->end && yaml_is_blank(*p))
            p++;
        return p && p < r->end && *p == ':' && yaml_is_gap(r, p + 1);
    }
    if (bad_start(r, false))
        return false;
    for (; p < r->end && !yaml_is_break(*p); p++) {
        if (*p == ':' && yaml_is_gap(r, p + 1))
            return true;
        if (*p == '#' && yaml_is_blank(p[-1]))
            return false;
    }
    return false;
}

/* A field's name and its ':'; NULL after a mistake. */
static const char *read_key(struct yaml_reader *r, bool flow)
{
    const int line = r->line;
    const char *wrong = at_quote(r) ? NULL : bad_start(r, flow), *key;
    if (wrong) {
        yaml_fail(r, line, "%s",
                  *r->at == '[' || *r->at == '{'
                      ? "a mapping's field name must be plain text"
                      : wrong);
        return NULL;
    }
    if (at_quote(r) && !behind_quoted(r)) {
        yaml_fail(r, line,
                  "a field's name ends on its own line; add the "
                  "closing %c",
                  *r->at);
        return NULL;
    }
    const bool json = flow && at_quote(r); // {"a":1}
    key = at_quote(r) ? yaml_quoted(r) : yaml_plain(r, 0, flow, true);
    yaml_skip_blanks(r);
    if (r->at >= r->end || *r->at != ':')
        yaml_fail(r, line, "expected 'field: value', found '%.40s'",
                  key ? key : "");
    else if (!json && !yaml_is_gap(r, r->at + 1))
        yaml_fail(r, line, "put a space behind the ':' of '%.40s'",
                  key ? key : "");
    if (r->st)
        return NULL;
    r->at++;
    return key;
}

static void flow_value(struct yaml_reader *r, const struct place *place);

/* Behind a value within brackets: true when another one follows. */
static bool flow_goes_on(struct yaml_reader *r, char closing)
{
    skip_space(r, true);
    if (!r->st && r->at < r->end && *r->at == ',') {
        r->at++;
        skip_space(r, true);
    } else if (!r->st && (r->at >= r->end || *r->at != closing)) {
        yaml_fail(r, r->line, "expected ',' or '%c' here", closing);
    }
    return !r->st && (r->at >= r->end || *r->at != closing);
}

static void flow_list(struct yaml_reader *r, const struct place *place)
{
    const struct place item = {.parent = open_node(r, place, TEXT_LIST)};
    r->at++;
    skip_space(r, true);
    bool more = r->at >= r->end || *r->at != ']';
    while (!r->st && more) {
        flow_value(r, &item);
        more = flow_goes_on(r, ']');
    }
    if (!r->st)
        r->at++;
    r->depth--;
}

static void flow_map(struct yaml_reader *r, const struct place *place)
{
    struct text_node *map = open_node(r, place, TEXT_MAP);
    r->at++;
    skip_space(r, true);
    bool more = r->at >= r->end || *r->at != '}';
    while (!r->st && more) {
        if (r->at >= r->end) {
            yaml_fail(r, r->line, "expected '}' here");
            break;
        }
        struct place field = {.parent = map, .key_line = r->line};
        field.key = read_key(r, true);
        skip_space(r, true);
        if (!r->st && r->at < r->end && (*r->at == ',' || *r->at == '}'))
            add_scalar(r, &field, r->line, "");
        else if (!r->st)
            flow_value(r, &field);
        more = flow_goes_on(r, '}');
    }
    if (!r->st)
        r->at++;
    r->depth--;
}

/* A value within brackets; line ends mean nothing there. */
static void flow_value(struct yaml_reader *r, const struct place *place)
{
    const int line = r->line;
    const char *wrong;
    if (r->at >= r->end)
        yaml_fail(r, line, "a bracket is not closed");
    else if (*r->at == '[')
        flow_list(r, place);
    else if (*r->at == '{')
        flow_map(r, place);
    else if (at_quote(r))
        add_scalar(r, place, line, yaml_quoted(r));
    else if ((wrong = bad_start(r, true)))
        yaml_fail(r, line, "%s", wrong);
    else
        add_scalar(r, place, line, yaml_plain(r, 0, true, false));
}

/* A value that is no list or mapping by indentation. */
static void line_value(struct yaml_reader *r, const struct place *place,
                       int parent)
{
    const int line = r->line;
    if (*r->at == '|' || *r->at == '>') {
        add_scalar(r, place, line, yaml_block(r, parent));
        return;
    }
    if (*r->at == '[' || *r->at == '{' || at_quote(r)) {
        flow_value(r, place);
    } else {
        const char *wrong = bad_start(r, false);
        if (wrong)
            yaml_fail(r, line, "%s", wrong);
        else
            add_scalar(r, place, line, yaml_plain(r, parent, false, false));
    }
    end_line(r);
}

static void block_value(struct yaml_reader *r, const struct place *place,
                        int parent);

/* What follows "- " or "name:". A list may begin in its field's own column. */
static void value_after(struct yaml_reader *r, const struct place *place,
                        int column, bool in_map)
{
    const int line = r->line;
    if (on_this_line(r)) {
        if (in_map)
            line_value(r, place, column);
        else
            block_value(r, place, column);
        return;
    }
    if (to_content(r) && yaml_column(r) > column)
        block_value(r, place, column);
    else if (!r->st && in_map && r->at < r->end && !yaml_is_marker(r, r->at) &&
             yaml_column(r) == column && at_dash(r))
        block_value(r, place, column - 1);
    else
        add_scalar(r, place, line, "");
}

/* To the next item or field of a list or mapping in `column`. */
static bool block_goes_on(struct yaml_reader *r, int column)
{
    if (r->st || !to_content(r) || yaml_column(r) < column)
        return false;
    if (yaml_column(r) > column)
        yaml_fail(r, r->line,
                  "begins in column %d, what stands above in column %d; make "
                  "them alike",
                  yaml_column(r) + 1, column + 1);
    return !r->st;
}

static void block_list(struct yaml_reader *r, const struct place *place)
{
    const int column = yaml_column(r);
    const struct place item = {.parent = open_node(r, place, TEXT_LIST)};
    do {
        r->at++;
        while (r->at < r->end && *r->at == ' ')
            r->at++;
        if (r->at < r->end && *r->at == '\t')
            yaml_fail(r, r->line, "a tab stands behind the dash; put a space");
        if (!r->st)
            value_after(r, &item, column, false);
    } while (block_goes_on(r, column) && at_dash(r));
    r->depth--;
}

static void block_map(struct yaml_reader *r, const struct place *place)
{
    const int column = yaml_column(r);
    struct text_node *map = open_node(r, place, TEXT_MAP);
    do {
        struct place field = {.parent = map, .key_line = r->line};
        field.key = r->st ? NULL : read_key(r, false);
        if (!r->st)
            value_after(r, &field, column, true);
    } while (block_goes_on(r, column));
    r->depth--;
}

/* `parent` is the column of the list or mapping around, -1 without one. */
static void block_value(struct yaml_reader *r, const struct place *place,
                        int parent)
{
    if (at_dash(r))
        block_list(r, place);
    else if (at_key(r))
        block_map(r, place);
    else
        line_value(r, place, parent);
}

/* ---- the document ---------------------------------------------------------
 */

static void read_document(struct yaml_reader *r)
{
    const struct place root = {NULL, NULL, 0};
    skip_space(r, false);
    if (yaml_is_marker(r, r->at) && *r->at == '-') {
        r->at += 3;
        end_line(r);
    }
    if (to_content(r))
        block_value(r, &root, -1);
    if (!r->st && !r->doc->root)
        yaml_fail(r, 1, "the file is empty");
    if (to_content(r))
        yaml_fail(
            r, r->line,
            "begins further left than what stands above; make them alike");
    if (!r->st && r->at < r->end && *r->at == '.') {
        r->at += 3;
        skip_space(r, false);
    }
    if (!r->st && r->at < r->end)
        yaml_fail(r, r->line, "a second document (---); keep one a file");
}

enum sp_status yaml_read(struct text_yaml *doc, const char *bytes, size_t len,
                         struct sp_error *err)
{
    static const char mark[] = "\xef\xbb\xbf"; // that some editors put first
    const size_t skip = len >= 3 && !memcmp(bytes, mark, 3) ? 3 : 0;
    struct yaml_reader r = {.doc = doc,
                            .at = bytes + skip,
                            .end = bytes + len,
                            .line_start = bytes + skip,
                            .line = 1,
                            .room = len,
                            .err = err};
    r.scratch = malloc(len ? len : 1);
    if (!r.scratch)
        return sp_fail(err, SP_E_NOMEM, "%s: out of memory", doc->file);
    yaml_check_text(&r);
    if (!r.st)
        read_document(&r);
    free(r.scratch);
    return r.st;
}
