/*
 * The texts of a YAML document: plain, in quotes, and blocks after | or >
 * (YAML 1.2.2, chapters 7.3 and 8.1). Each is put together in the reader's
 * scratch and then copied to where the document keeps it.
 */
#include "text/yaml_internal.h"

static void keep(struct yaml_reader *r, char c)
{
    if (r->used < r->room)
        r->scratch[r->used++] = c;
}

static void keep_all(struct yaml_reader *r, const char *s, size_t n)
{
    if (n <= r->room - r->used) {
        memcpy(r->scratch + r->used, s, n);
        r->used += n;
    }
}

static void keep_times(struct yaml_reader *r, char c, int times)
{
    while (times-- > 0)
        keep(r, c);
}

static const char *kept(struct yaml_reader *r)
{
    const char *copy =
        r->st ? NULL : yaml_take_text(r->doc, r->scratch, r->used);
    if (!copy && !r->st)
        r->st = sp_fail(r->err, SP_E_NOMEM, "%s: out of memory", r->doc->file);
    return copy;
}

/* One line end becomes a space; of several, the first goes. */
static void fold(struct yaml_reader *r, int breaks)
{
    if (breaks == 1)
        keep(r, ' ');
    else
        keep_times(r, '\n', breaks - 1);
}

static void refuse_tab(struct yaml_reader *r)
{
    if (r->at < r->end && *r->at == '\t')
        yaml_fail(r, r->line, "a tab begins the line; indent with spaces");
}

static void refuse_marker(struct yaml_reader *r)
{
    if (yaml_is_marker(r, r->at))
        yaml_fail(r, r->line,
                  "the document ends within quotes; indent this "
                  "line if it is text");
}

/* Over line ends and the blanks around them; how many line ends. Plain text is
 * indented by spaces alone; within quotes anything goes but a document's end.
 */
static int skip_breaks(struct yaml_reader *r, bool plain)
{
    int breaks = 0;
    yaml_skip_blanks(r);
    for (; r->at < r->end && yaml_is_break(*r->at); breaks++) {
        yaml_next_line(r);
        while (plain && r->at < r->end && *r->at == ' ')
            r->at++;
        if (plain)
            refuse_tab(r);
        else
            refuse_marker(r);
        yaml_skip_blanks(r);
    }
    return breaks;
}

/* ---- plain ----------------------------------------------------------------
 */

/* Ends a plain text: ": ", and within brackets their marks. There a ':' before
 * a mark is left for whoever reads on to refuse, as libyaml does. */
static bool ends_plain(const struct yaml_reader *r, const char *p, bool flow)
{
    if (*p != ':')
        return flow && yaml_is_flow_mark(*p);
    return yaml_is_gap(r, p + 1) ||
           (flow && (yaml_is_flow_mark(p[1]) || p[1] == '?'));
}

/* The part of a plain text on this line, without blanks behind it. */
static void plain_line(struct yaml_reader *r, bool flow)
{
    const char *p = r->at, *solid = r->at;
    for (; p < r->end && !yaml_is_break(*p) && !ends_plain(r, p, flow); p++) {
        if (*p == '#' && p > r->line_start && yaml_is_blank(p[-1]))
            break;
        if (!yaml_is_blank(*p))
            solid = p + 1;
    }
    keep_all(r, r->at, (size_t)(solid - r->at));
    r->at = solid;
}

/* Does the text go on where the reader stands, on a later line? */
static bool plain_goes_on(struct yaml_reader *r, int parent, bool flow)
{
    if (r->at >= r->end || *r->at == '#' || yaml_is_marker(r, r->at))
        return false;
    return flow ? !ends_plain(r, r->at, true) : yaml_column(r) > parent;
}

const char *yaml_plain(struct yaml_reader *r, int parent, bool flow,
                       bool one_line)
{
    r->used = 0;
    for (;;) {
        plain_line(r, flow);
        const struct yaml_reader behind = *r;
        const int breaks = one_line ? 0 : skip_breaks(r, true);
        if (!breaks || !plain_goes_on(r, parent, flow)) {
            r->at = behind.at;
            r->line = behind.line;
            r->line_start = behind.line_start;
            return kept(r);
        }
        fold(r, breaks);
    }
}

/* ---- in quotes ------------------------------------------------------------
 */

static void keep_code(struct yaml_reader *r, unsigned long code)
{
    if (code < 0x80) {
        keep(r, (char)code);
    } else if (code < 0x800) {
        keep(r, (char)(0xc0 | code >> 6));
        keep(r, (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        keep(r, (char)(0xe0 | code >> 12));
        keep(r, (char)(0x80 | (code >> 6 & 0x3f)));
        keep(r, (char)(0x80 | (code & 0x3f)));
    } else {
        keep(r, (char)(0xf0 | code >> 18));
        keep(r, (char)(0x80 | (code >> 12 & 0x3f)));
        keep(r, (char)(0x80 | (code >> 6 & 0x3f)));
        keep(r, (char)(0x80 | (code & 0x3f)));
    }
}

/* \x41, \u00e9, \U0001f408: the reader stands behind the letter. */
static void numbered(struct yaml_reader *r, int digits)
{
    unsigned long code = 0;
    for (int i = 0; i < digits; i++) {
        static const char hex[] = "0123456789abcdef0123456789ABCDEF";
        const char c = r->at < r->end ? *r->at : '\0';
        const char *found = c ? strchr(hex, c) : NULL;
        if (!found) {
            yaml_fail(r, r->line, "a \\ is followed by %d hexadecimal digits",
                      digits);
            return;
        }
        code = code << 4 | (unsigned long)((found - hex) % 16);
        r->at++;
    }
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        yaml_fail(r, r->line, "no character has the number %lx", code);
    else
        keep_code(r, code);
}

/* After a backslash at the end of a line the text goes on as if unbroken. */
static void unbroken(struct yaml_reader *r)
{
    yaml_next_line(r);
    refuse_marker(r);
    keep_times(r, '\n', skip_breaks(r, false));
}

/* The reader stands behind the backslash. */
static void escaped(struct yaml_reader *r)
{
    static const char letter[] = "abtnvfre \"/\\",
                      meant[] = "\a\b\t\n\v\f\r\033 \"/\\";
    const char c = r->at < r->end ? *r->at : '\0';
    const char *found = c ? strchr(letter, c) : NULL;
    if (yaml_is_break(c)) {
        unbroken(r);
        return;
    }
    r->at++;
    if (found)
        keep(r, meant[found - letter]);
    else if (c == 'x')
        numbered(r, 2);
    else if (c == 'u')
        numbered(r, 4);
    else if (c == 'U')
        numbered(r, 8);
    else
        yaml_fail(r, r->line,
                  "a \\ in quotes is not followed by a known letter; write "
                  "\\\\ for the sign itself");
}

const char *yaml_quoted(struct yaml_reader *r)
{
    const char quote = *r->at++;
    const int opened = r->line;
    size_t solid = 0; // blanks behind this go when the line ends
    r->used = 0;
    while (!r->st && r->at < r->end) {
        const char c = *r->at;
        const bool twice = c == '\'' && r->at + 1 < r->end && r->at[1] == '\'';
        if (c == quote && !(quote == '\'' && twice)) {
            r->at++;
            return kept(r);
        }
        if (yaml_is_break(c)) {
            r->used = solid;
            fold(r, skip_breaks(r, false));
            solid = r->used;
        } else if (c == '\\' && quote == '"') {
            r->at++;
            escaped(r);
            solid = r->used;
        } else {
            keep(r, c);
            r->at += quote == '\'' && twice ? 2 : 1;
            if (!yaml_is_blank(c))
                solid = r->used;
        }
    }
    yaml_fail(r, opened, "a quotation mark is not closed; add another %c",
              quote);
    return NULL;
}

/* ---- blocks ---------------------------------------------------------------
 */

struct block {
    bool literal;
    char chomp; // '-' drops the last line end, '+' keeps all, 0 keeps one
    int column; // where its lines begin; 0: to be found
};

static void block_head(struct yaml_reader *r, int parent, struct block *b)
{
    b->literal = *r->at++ == '|';
    for (; r->at < r->end; r->at++) {
        const char c = *r->at;
        if ((c == '+' || c == '-') && !b->chomp)
            b->chomp = c;
        else if (c >= '1' && c <= '9' && !b->column)
            b->column = (parent > 0 ? parent : 0) + c - '0';
        else
            break;
    }
    const bool gap = r->at < r->end && yaml_is_blank(*r->at);
    yaml_skip_blanks(r);
    if (gap && r->at < r->end && *r->at == '#')
        while (r->at < r->end && !yaml_is_break(*r->at))
            r->at++;
    if (r->at < r->end && !yaml_is_break(*r->at))
        yaml_fail(r, r->line, "the text after %c begins on the next line",
                  b->literal ? '|' : '>');
    else if (r->at < r->end)
        yaml_next_line(r);
}

/* Over empty lines, to the first byte at the block's column or to a line that
 * is not as far in; how many empty lines. */
static int block_gap(struct yaml_reader *r, int parent, struct block *b)
{
    int breaks = 0, widest = 0;
    for (;;) {
        while (r->at < r->end && *r->at == ' ' &&
               (!b->column || yaml_column(r) < b->column))
            r->at++;
        if (!b->column || yaml_column(r) < b->column)
            refuse_tab(r);
        if (yaml_column(r) > widest)
            widest = yaml_column(r);
        if (r->at >= r->end || !yaml_is_break(*r->at))
            break;
        yaml_next_line(r);
        breaks++;
    }
    if (!b->column) {
        b->column = widest > parent + 1 ? widest : parent + 1;
        if (b->column < 1)
            b->column = 1;
    }
    return breaks;
}

const char *yaml_block(struct yaml_reader *r, int parent)
{
    struct block b = {0};
    block_head(r, parent, &b);
    r->used = 0;
    int ended = 0, empty = block_gap(r, parent, &b);
    bool before = false; // did the line before begin with a blank?
    while (!r->st && r->at < r->end && yaml_column(r) == b.column) {
        const bool blank = yaml_is_blank(*r->at);
        if (!b.literal && ended && !before && !blank) {
            if (!empty)
                keep(r, ' ');
        } else {
            keep_times(r, '\n', ended);
        }
        keep_times(r, '\n', empty);
        before = blank;
        const char *line = r->at;
        while (r->at < r->end && !yaml_is_break(*r->at))
            r->at++;
        keep_all(r, line, (size_t)(r->at - line));
        ended = r->at < r->end;
        if (ended)
            yaml_next_line(r);
        empty = block_gap(r, parent, &b);
    }
    if (b.chomp != '-')
        keep_times(r, '\n', ended);
    if (b.chomp == '+')
        keep_times(r, '\n', empty);
    return kept(r);
}
