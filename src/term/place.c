/* Where this person's files are: the XDG folders. */
#include "term/term_internal.h"
#include "text/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// every folder on the way, for its owner only
static enum sp_status make_folders(const char *path, struct sp_error *err)
{
    char part[512];
    const size_t len = strlen(path);
    if (len == 0 || len >= sizeof part)
        return sp_fail(err, SP_E_RANGE, _("%s: the folder's name is too long"),
                       path);
    memcpy(part, path, len + 1);
    for (char *p = part + 1;; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        const char end = *p;
        *p = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST && errno != EROFS)
            return sp_fail(err, SP_E_IO, _("%s: the folder cannot be made: %s"),
                           part, strerror(errno));
        if (!end)
            return SP_OK;
        *p = end;
    }
}

enum { FOLDER_MAX = 512 };

// $variable/stature, or ~/fallback/stature; the length it needs, 0 without both
static size_t name_one(const char *variable, const char *fallback,
                       char out[FOLDER_MAX])
{
    const char *base = getenv(variable);
    const char *home = getenv("HOME");
    int n = 0;
    if (base && base[0] == '/')
        n = snprintf(out, FOLDER_MAX, "%s/stature", base);
    else if (home && home[0] == '/')
        n = snprintf(out, FOLDER_MAX, "%s/%s/stature", home, fallback);
    return n > 0 ? (size_t)n : 0;
}

static enum sp_status find_one(const char *variable, const char *fallback,
                               char out[FOLDER_MAX], struct sp_error *err)
{
    const size_t n = name_one(variable, fallback, out);
    if (n == 0)
        return sp_fail(err, SP_E_IO,
                       _("neither %s nor HOME names a folder; set one of them"),
                       variable);
    if (n >= FOLDER_MAX)
        return sp_fail(err, SP_E_RANGE, _("%s: the folder's name is too long"),
                       variable);
    return make_folders(out, err);
}

enum sp_status term_place_find(struct term_place *place, struct sp_error *err)
{
    enum sp_status st =
        find_one("XDG_DATA_HOME", ".local/share", place->data, err);
    if (st == SP_OK)
        st = find_one("XDG_CONFIG_HOME", ".config", place->config, err);
    if (st == SP_OK)
        st = find_one("XDG_CACHE_HOME", ".cache", place->cache, err);
    return st;
}

/* As POSIX orders them; LANGUAGE would name several, LC_ALL wins. */
static const char *system_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

const char *term_language(void)
{
    char data[FOLDER_MAX];
    const size_t n = name_one("XDG_DATA_HOME", ".local/share", data);
    const char *chosen = n && n < FOLDER_MAX ? app_language_noted(data) : NULL;
    return chosen ? chosen : words_language_for(system_language());
}

static void complain(void *ctx, const char *sentence)
{
    (void)ctx;
    fprintf(stderr, "stature: %s\n", sentence);
}

enum sp_status term_app_open(struct app **app, struct term_place *place,
                             struct sp_error *err)
{
    const enum sp_status st = term_place_find(place, err);
    if (st != SP_OK)
        return st;
    const struct app_config config = {
        .data_dir = place->data,
        .config_dir = place->config,
        .cache_dir = place->cache,
        .language = system_language(),
        .complain = complain,
    };
    return app_open(app, &config, err);
}
