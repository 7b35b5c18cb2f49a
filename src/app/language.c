/*
 * The language a request is answered in, and the library in that language.
 * The person's choice (profile) comes first, then what the request wishes,
 * then what the program was started with; English where none is known.
 */
#include "app/app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/words.h"

enum { NOTE_PATH_MAX = 1100 };

static int index_of(const char *language)
{
    for (int i = 0; words_language_at(i); i++)
        if (!strcmp(words_language_at(i), language))
            return i;
    return 0;
}

/* ---- the choice, noted beside the journal ----------------------------------
 */

static bool note_path(const char *data_dir, char path[NOTE_PATH_MAX])
{
    const int n = snprintf(path, NOTE_PATH_MAX, "%s/language", data_dir);
    return n > 0 && n < NOTE_PATH_MAX;
}

const char *app_language_noted(const char *data_dir)
{
    char path[NOTE_PATH_MAX], id[36] = "";
    FILE *in = note_path(data_dir, path) ? fopen(path, "r") : NULL;
    if (!in)
        return NULL;
    const bool read = fgets(id, sizeof id, in) != NULL;
    (void)fclose(in);
    id[strcspn(id, "\n")] = '\0';
    return read && words_language_known(id) ? words_language_at(index_of(id))
                                            : NULL;
}

void app_language_forget(const char *data_dir)
{
    char path[NOTE_PATH_MAX];
    if (note_path(data_dir, path))
        (void)unlink(path);
}

// where it cannot be noted, help follows the system's language
static void note(struct app *app, const char *chosen)
{
    char path[NOTE_PATH_MAX];
    if (app->language_chosen == chosen)
        return;
    app->language_chosen = chosen;
    if (!chosen) {
        app_language_forget(app->data_dir);
        return;
    }
    FILE *out = note_path(app->data_dir, path) ? fopen(path, "w") : NULL;
    if (!out)
        return;
    (void)fprintf(out, "%s\n", chosen);
    (void)fclose(out);
}

/* ---- the language of a request ---------------------------------------------
 */

const char *app_language_wished(const struct app *app, const char *wish)
{
    const char *chosen = app->language_chosen;
    const char *found = chosen ? chosen : words_language_for(wish);
    return found ? found : app->language;
}

/* Static storage; NULL when the person chose none. */
static const char *chosen_language(const struct app *app)
{
    const char *chosen = app_profile_text(app, "language");
    return chosen && words_language_known(chosen)
               ? words_language_at(index_of(chosen))
               : NULL;
}

/* Exercises and variants are numbers inside the program, and own files may
 * have changed since it began. */
static bool same_exercises(const struct care_library *a,
                           const struct care_library *b)
{
    const int n = care_exercise_count(a);
    bool same = n == care_exercise_count(b);
    for (int e = 0; same && e < n; e++) {
        const struct care_exercise *x = care_exercise_at(a, e);
        const struct care_exercise *y = care_exercise_at(b, e);
        same = !strcmp(x->id, y->id) && x->variant_count == y->variant_count;
    }
    return same;
}

/* The library's texts are taken as it is read, so each language has its own;
 * one that is in use somewhere is never freed. Without memory for another, or
 * with other exercises in it, the one before stays until the next start. */
static void take_library(struct app *app, int language)
{
    struct care_library **library = &app->libraries[language];
    if (!*library && app->library_built_in) {
        struct app_asset_walk walk;
        const struct care_files files = app_asset_library(&walk);
        struct sp_error err;
        if (care_library_load(library, &files, app->own_dir, NULL, NULL, &err))
            *library = NULL;
        if (*library && !same_exercises(app->library, *library)) {
            care_library_free(*library);
            *library = NULL;
        }
    }
    if (*library)
        app->library = *library;
}

void app_language_use(struct app *app, const char *wish)
{
    note(app, chosen_language(app));
    const char *language = app_language_wished(app, wish);
    words_use(language);
    const int now = index_of(language);
    if (now == app->language_now || now >= APP_LANGUAGES_MAX)
        return;
    app->language_now = now;
    take_library(app, now);
    // sentences that are kept between requests
    app->safety_stale = true;
}

void app_language_again(const struct app *app)
{
    words_use(words_language_at(app->language_now));
}

enum sp_status app_language_open(struct app *app,
                                 const struct app_config *config,
                                 void (*complain)(void *, const char *),
                                 void *complain_ctx, struct sp_error *err)
{
    const char *language = words_language_for(config->language);
    app->language = language ? language : "en";
    app->language_chosen = app_language_noted(app->data_dir);
    language = app_language_wished(app, NULL);
    words_use(language);
    app->language_now = index_of(language);
    app->library_built_in = !config->library;
    struct app_asset_walk walk;
    const struct care_files built_in = app_asset_library(&walk);
    struct care_library **library = &app->libraries[app->language_now];
    const enum sp_status s = care_library_load(
        library, config->library ? config->library : &built_in, app->own_dir,
        complain, complain_ctx, err);
    app->library = *library;
    return s;
}

void app_language_close(struct app *app)
{
    for (int i = 0; i < APP_LANGUAGES_MAX; i++)
        care_library_free(app->libraries[i]);
}

/* ---- the page's words ------------------------------------------------------
 */

static json_t *forms_json(const char *said, int forms)
{
    if (forms == 1)
        return json_string(said);
    json_t *list = json_array();
    for (; forms > 0; forms--, said += strlen(said) + 1)
        json_array_append_new(list, json_string(said));
    return list;
}

static json_t *languages_json(void)
{
    json_t *list = json_array();
    for (int i = 0; words_language_at(i); i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "id",
                                              words_language_at(i), "name",
                                              words_language_name(i)));
    return list;
}

/* So that the page asks again and is told that nothing changed. */
static void mark_words(const json_t *words, struct app_answer *answer)
{
    char *text = json_dumps(words, APP_JSON);
    if (text)
        snprintf(answer->etag, sizeof answer->etag, "%016llx",
                 (unsigned long long)app_hash(text, strlen(text)));
    free(text);
}

enum sp_status app_op_words(struct app *app, const struct app_request *request,
                            struct app_answer *answer, struct sp_error *err)
{
    (void)app;
    (void)request;
    json_t *messages = json_object();
    const char *english, *said;
    int forms;
    for (int i = 0; words_page_at(i, &english, &said, &forms); i++)
        json_object_set_new(messages, english, forms_json(said, forms));
    json_t *words = json_pack(
        "{s:s, s:s, s:s, s:o, s:o}", "language", words_language(), "dir",
        words_right_to_left() ? "rtl" : "ltr", "plural", words_plural_forms(),
        "languages", languages_json(), "messages", messages);
    if (words)
        mark_words(words, answer);
    return app_give(answer, words, err);
}
