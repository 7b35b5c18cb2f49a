/* One more version of one object at the end of the file, with its own table
 * of contents that points back to the one before. */
#include "paper/pdf.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Last place of `word` in the file, or NULL. */
static const unsigned char *find_last(const unsigned char *at, size_t len,
                                      const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = len >= n ? len - n + 1 : 0; i-- > 0;)
        if (!memcmp(at + i, word, n))
            return at + i;
    return NULL;
}

/* A whole number after `word` somewhere from `at` on; -1 when there is none.
 * The file ends in NUL here. */
static long number_after(const unsigned char *at, const char *word)
{
    const char *found = at ? strstr((const char *)at, word) : NULL;
    char *end;
    if (!found)
        return -1;
    const long n = strtol(found + strlen(word), &end, 10);
    return end == found + strlen(word) || n < 0 ? -1 : n;
}

struct catalogue {
    long object, size, info, table; /* numbers; where the old table lies */
    const char *inside;             /* between << and >> */
    size_t inside_len;
};

/* Does text at `at` with NUL at at[len] read as cairo writes it? */
static bool find_catalogue(const unsigned char *at, size_t len,
                           struct catalogue *c)
{
    const unsigned char *trailer = find_last(at, len, "trailer");
    char head[40];
    c->object = number_after(trailer, "/Root ");
    c->size = number_after(trailer, "/Size ");
    c->info = number_after(trailer, "/Info ");
    c->table = number_after(trailer, "startxref\n");
    if (!trailer || c->object < 1 || c->size < 1 || c->info < 1 || c->table < 1)
        return false;
    snprintf(head, sizeof head, "\n%ld 0 obj\n<<", c->object);
    const unsigned char *obj = find_last(at, len, head);
    const char *begin = obj ? (const char *)obj + strlen(head) : NULL;
    const char *end = begin ? strstr(begin, "endobj") : NULL;
    if (!end || strncmp(begin, " /Type /Catalog", 15))
        return false;
    while (end > begin && *end != '>')
        end--;
    if (end - begin < 2 || end[-1] != '>')
        return false;
    c->inside = begin;
    c->inside_len = (size_t)(end - 1 - begin);
    return true;
}

enum sp_status pdf_add_language(unsigned char **bytes, size_t *len,
                                const char *language, struct sp_error *err)
{
    struct catalogue c;
    const size_t more = 4096;
    unsigned char *at = realloc(*bytes, *len + more);
    if (!at)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the sheet."));
    *bytes = at;
    at[*len] = 0;
    if (!find_catalogue(at, *len, &c) || c.inside_len > more / 2)
        return sp_fail(err, SP_E_PARSE, _("The PDF has no catalogue."));

    char *end = (char *)at + *len;
    int n = snprintf(end, more,
                     "%ld 0 obj\n<<%.*s   /Lang (%.35s)\n"
                     "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\n"
                     "endobj\n",
                     c.object, (int)c.inside_len, c.inside, language);
    if (n < 0 || (size_t)n >= more)
        return sp_fail(err, SP_E_PARSE, _("The PDF's catalogue is too long."));
    // every entry of the table is 20 bytes, its line end included
    const int m = snprintf(end + n, more - (size_t)n,
                           "xref\n%ld 1\n%010zu 00000 n \ntrailer\n"
                           "<< /Size %ld\n   /Root %ld 0 R\n   /Info %ld 0 R\n"
                           "   /Prev %ld\n>>\nstartxref\n%zu\n%%%%EOF\n",
                           c.object, *len, c.size, c.object, c.info, c.table,
                           *len + (size_t)n);
    if (m < 0 || (size_t)m >= more - (size_t)n)
        return sp_fail(err, SP_E_PARSE, _("The PDF's catalogue is too long."));
    *len += (size_t)n + (size_t)m;
    return SP_OK;
}
