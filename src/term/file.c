/* Files named on the command line, whole. */
#include "term/term_internal.h"
#include "text/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

char *term_read_file(const char *path, size_t most, size_t *len)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *text = f ? malloc(most + 2) : NULL;
    *len = text ? fread(text, 1, most + 1, f) : 0;
    const bool bad = !text || ferror(f);
    if (bad)
        fprintf(stderr, _("stature: %s cannot be read: %s\n"), path,
                strerror(errno));
    if (f && f != stdin)
        fclose(f);
    if (!bad && *len <= most) {
        text[*len] = '\0';
        return text;
    }
    if (!bad)
        fprintf(stderr, _("stature: %s: more than %zu bytes\n"), path, most);
    free(text);
    return NULL;
}

int term_write_file(const char *path, const void *bytes, size_t len)
{
    FILE *f = path ? fopen(path, "wb") : stdout;
    bool ok = f && fwrite(bytes, 1, len, f) == len;
    if (f && (path ? fclose(f) : fflush(f)) != 0)
        ok = false;
    if (ok)
        return TERM_OK;
    fprintf(stderr, _("stature: %s cannot be written: %s\n"),
            path ? path : _("standard output"), strerror(errno));
    return TERM_FAILED;
}
