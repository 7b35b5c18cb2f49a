/*
 * A folder on disk as care_files: every regular file below it, in name order
 * of its path, read whole. Hidden files, links and folders that cannot be
 * opened are passed over; a file that cannot be read has no text.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 8, FILE_BYTES_MAX = 1 << 20, PATH_BYTES_MAX = 1024 };

struct disk_file {
    char *path, *text;
    size_t len;
};

struct disk {
    struct disk_file *file;
    int files, at;
};

// text stays NULL when the file cannot be read or is too large
static enum sp_status slurp(const char *path, size_t len, struct disk_file *f,
                            struct sp_error *err)
{
    FILE *in = len <= FILE_BYTES_MAX ? fopen(path, "rb") : NULL;
    if (!in)
        return SP_OK;
    f->text = malloc(len + 1);
    f->len = f->text ? fread(f->text, 1, len, in) : 0;
    fclose(in);
    if (!f->text)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), path);
    f->text[f->len] = '\0';
    if (f->len != len) {
        free(f->text);
        f->text = NULL;
    }
    return SP_OK;
}

static enum sp_status walk(struct disk *d, const char *root, const char *below,
                           int depth, struct sp_error *err);

static enum sp_status visit(struct disk *d, const char *root,
                            const char *relative, int depth,
                            struct sp_error *err)
{
    char path[PATH_BYTES_MAX];
    const int n = snprintf(path, sizeof path, "%s/%s", root, relative);
    if (n < 0 || (size_t)n >= sizeof path)
        return sp_fail(err, SP_E_IO, _("%s: the path is too long"), root);
    struct stat info;
    if (lstat(path, &info) != 0)
        return SP_OK; // gone since the folder was listed
    if (S_ISDIR(info.st_mode)) {
        const enum sp_status st = walk(d, root, relative, depth + 1, err);
        return st == SP_E_NOMEM ? st : SP_OK;
    }
    if (!S_ISREG(info.st_mode))
        return SP_OK;
    struct disk_file *f = care_grow(&d->file, &d->files, sizeof *f);
    if (!f || !(f->path = strdup(relative)))
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), path);
    return slurp(path, (size_t)info.st_size, f, err);
}

static enum sp_status walk(struct disk *d, const char *root, const char *below,
                           int depth, struct sp_error *err)
{
    char path[PATH_BYTES_MAX];
    const int n =
        snprintf(path, sizeof path, "%s%s%s", root, *below ? "/" : "", below);
    if (n < 0 || (size_t)n >= sizeof path || depth > DEPTH_MAX)
        return sp_fail(err, SP_E_IO, _("%s: too deep a folder"), root);
    DIR *dir = opendir(path);
    if (!dir)
        return sp_fail(err, errno == ENOENT ? SP_E_NOTFOUND : SP_E_IO,
                       _("%s: cannot be opened: %s"), path, strerror(errno));
    enum sp_status st = SP_OK;
    for (struct dirent *e; st == SP_OK && (e = readdir(dir));) {
        char relative[PATH_BYTES_MAX];
        if (e->d_name[0] == '.')
            continue;
        const int m = snprintf(relative, sizeof relative, "%s%s%s", below,
                               *below ? "/" : "", e->d_name);
        st = m < 0 || (size_t)m >= sizeof relative
                 ? sp_fail(err, SP_E_IO, _("%s: the path is too long"), path)
                 : visit(d, root, relative, depth, err);
    }
    closedir(dir);
    return st;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct disk_file *)a)->path,
                  ((const struct disk_file *)b)->path);
}

static bool next_file(void *ctx, const char **path, const char **text,
                      size_t *len)
{
    struct disk *d = ctx;
    if (d->at >= d->files)
        return false;
    const struct disk_file *f = &d->file[d->at++];
    *path = f->path;
    *text = f->text;
    *len = f->len;
    return true;
}

enum sp_status care_files_open(const char *dir, struct care_files *files,
                               struct sp_error *err)
{
    *files = (struct care_files){next_file, NULL};
    struct disk *d = calloc(1, sizeof *d);
    if (!d)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), dir);
    files->ctx = d;
    const enum sp_status st = walk(d, dir, "", 0, err);
    if (st != SP_OK) {
        care_files_close(files);
        return st;
    }
    if (d->files > 0)
        qsort(d->file, (size_t)d->files, sizeof *d->file, by_path);
    return SP_OK;
}

void care_files_close(struct care_files *files)
{
    struct disk *d = files->ctx;
    files->ctx = NULL;
    if (!d)
        return;
    for (int i = 0; i < d->files; i++) {
        free(d->file[i].path);
        free(d->file[i].text);
    }
    free(d->file);
    free(d);
}
