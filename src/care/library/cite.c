/* How a source is named to people: the one place that turns ids into words. */
#include "care/care_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_MAX = 16, LIST_MAX = 400 };

const char *care_source_name(const struct care_library *lib, const char *id)
{
    const int at = care_source_find(lib, id);
    return at >= 0 ? lib->source[at].name : id;
}

bool care_cite(char *text, size_t size, const struct care_library *lib,
               char *const *ids)
{
    char list[LIST_MAX] = "";
    const char *sep = " (";
    for (; ids && *ids; ids++) {
        if (!care_say_whole(list, sizeof list, "%s%s", sep,
                            care_source_name(lib, *ids)))
            return false;
        sep = ", ";
    }
    return !list[0] || care_say_whole(text, size, "%s)", list);
}

// the name of the source whose id is text[n]; NULL when there is none
static const char *name_of(const struct care_library *lib, const char *text,
                           size_t n)
{
    char id[ID_MAX];
    if (!n || n >= sizeof id)
        return NULL;
    memcpy(id, text, n);
    id[n] = '\0';
    const int at = care_source_find(lib, id);
    return at >= 0 ? lib->source[at].name : NULL;
}

// the source that a mark at `text` names; NULL when there is none. *len: of
// the mark
static const char *mark(const struct care_library *lib, const char *text,
                        size_t *len)
{
    const char *end = *text == '[' ? strchr(text, ']') : NULL;
    const size_t n = end ? (size_t)(end - text - 1) : 0;
    *len = n + 2;
    return n ? name_of(lib, text + 1, n) : NULL;
}

// bytes of a parenthesis of ids alone, "(S1, HAY21)", which `text` begins with;
// 0 when it begins with none. Its names go to `out`, if given
static size_t say_ids(FILE *out, const struct care_library *lib,
                      const char *text)
{
    const char *sep = "(", *at = text;
    while (*at != ')' || at == text) {
        if (strncmp(at, sep, strlen(sep)) != 0)
            return 0;
        at += strlen(sep);
        const size_t n = strcspn(at, ",)");
        const char *name = name_of(lib, at, n);
        if (!name)
            return 0;
        if (out)
            fprintf(out, "%s%s", sep, name);
        at += n;
        sep = ", ";
    }
    if (out)
        fputc(')', out);
    return (size_t)(at - text) + 1;
}

// a run of marks as one parenthesis; returns where it ends
static const char *say_marks(FILE *out, const struct care_library *lib,
                             const char *text)
{
    const char *sep = "(", *name;
    size_t len;
    while ((name = mark(lib, text, &len))) {
        fprintf(out, "%s%s", sep, name);
        sep = ", ";
        text += len;
        const char *next = text + strspn(text, " \n");
        if (mark(lib, next, &len))
            text = next;
    }
    fputc(')', out);
    return text;
}

char *care_cited(const struct care_library *lib, const char *text)
{
    char *said = NULL;
    size_t size, len;
    FILE *out = open_memstream(&said, &size);
    while (out && *text) {
        if (mark(lib, text, &len))
            text = say_marks(out, lib, text);
        else if (say_ids(NULL, lib, text))
            text += say_ids(out, lib, text);
        else
            fputc(*text++, out);
    }
    const bool whole = out && !ferror(out);
    if (out && (fclose(out) || !whole)) {
        free(said);
        said = NULL;
    }
    return said;
}
