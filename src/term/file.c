/* Files named on the command line, whole. */
#include "term/term_internal.h"
#include "text/words.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* 0, or what errno says went wrong; so with all that writes. */
static int write_all(FILE *f, const void *bytes, size_t len)
{
    return fwrite(bytes, 1, len, f) == len && fflush(f) == 0 ? 0 : errno;
}

static int close_after(FILE *f, int why)
{
    return fclose(f) != 0 && !why ? errno : why;
}

static int write_in_place(const char *path, const void *bytes, size_t len)
{
    struct stat old;
    const bool fresh = stat(path, &old) != 0;
    FILE *f = fopen(path, "wb");
    if (!f)
        return errno;
    const int why = close_after(f, write_all(f, bytes, len));
    if (why && fresh) // half a file is none
        (void)unlink(path);
    return why;
}

/* What stands in a file stays whole until the new text is safe beside it:
 * neither a full disk nor a crash leaves half of either. -1 where the folder
 * takes no new file. */
static int write_beside(const char *path, mode_t mode, const void *bytes,
                        size_t len)
{
    char beside[PATH_MAX];
    const int n = snprintf(beside, sizeof beside, "%s.XXXXXX", path);
    const int fd = n > 0 && (size_t)n < sizeof beside ? mkstemp(beside) : -1;
    if (fd < 0)
        return -1;
    FILE *f = fdopen(fd, "wb");
    int why = f ? write_all(f, bytes, len) : errno;
    if (!why && (fchmod(fd, mode & 07777) != 0 || fsync(fd) != 0))
        why = errno;
    if (f)
        why = close_after(f, why);
    else
        (void)close(fd);
    if (!why && rename(beside, path) != 0)
        why = errno;
    if (why)
        (void)unlink(beside);
    return why;
}

static int write_path(const char *path, const void *bytes, size_t len)
{
    struct stat old;
    char target[PATH_MAX]; // a link stays: what it leads to is written
    int why = -1;
    if (stat(path, &old) == 0 && S_ISREG(old.st_mode) &&
        access(path, W_OK) == 0 && realpath(path, target))
        why = write_beside(target, old.st_mode, bytes, len);
    return why < 0 ? write_in_place(path, bytes, len) : why;
}

int term_write_file(const char *path, const void *bytes, size_t len)
{
    const int why =
        path ? write_path(path, bytes, len) : write_all(stdout, bytes, len);
    if (!why)
        return TERM_OK;
    fprintf(stderr, _("stature: %s cannot be written: %s\n"),
            path ? path : _("standard output"), strerror(why));
    return TERM_FAILED;
}
