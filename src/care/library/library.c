/*
 * The library as a whole: which files are read in which order, the person's
 * own folder, and finding things by id.
 */
#include "care/care_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"
#include "text/words.h"

// one file as the visitor gave it; its texts are borrowed
struct file {
    const char *path, *text;
    size_t len;
    bool checked; // a scene that an exercise has read
};

struct tree {
    struct file *file;
    int files;
};

static bool under(const char *path, const char *folder)
{
    const size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

static bool ends(const char *path, const char *end)
{
    const size_t n = strlen(path), m = strlen(end);
    return n > m && strcmp(path + n - m, end) == 0;
}

static struct file *file_at(const struct tree *t, const char *path)
{
    for (int i = 0; i < t->files; i++)
        if (strcmp(t->file[i].path, path) == 0)
            return &t->file[i];
    return NULL;
}

static enum sp_status readable(const struct file *f, struct sp_error *err)
{
    return f->text ? SP_OK
                   : sp_fail(err, SP_E_IO,
                             _("%s: cannot be read, or is larger than 1 MiB"),
                             f->path);
}

static enum sp_status gather(struct tree *t, const struct care_files *files,
                             struct sp_error *err)
{
    struct file f = {0};
    while (files->next(files->ctx, &f.path, &f.text, &f.len)) {
        struct file *fresh = care_grow(&t->file, &t->files, sizeof *fresh);
        if (!fresh)
            return sp_fail(err, SP_E_NOMEM, _("library: out of memory"));
        *fresh = f;
    }
    return SP_OK;
}

/* ---- scenes and exercises ------------------------------------------------ */

// *scene is the caller's to free
static enum sp_status read_scene(const struct file *f, struct sp_scene **scene,
                                 struct sp_error *err)
{
    struct text_yaml *doc;
    enum sp_status st = readable(f, err);
    if (st == SP_OK)
        st = text_yaml_parse(&doc, f->path, f->text, f->len, err);
    if (st != SP_OK)
        return st;
    *scene = calloc(1, sizeof **scene);
    st = *scene ? scene_read(text_yaml_root(doc), *scene, err)
                : sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), f->path);
    text_yaml_free(doc);
    if (st != SP_OK) {
        free(*scene);
        *scene = NULL;
    }
    return st;
}

// the scene that the file names, else the one called as the exercise
static enum sp_status find_scene(const struct tree *t,
                                 const struct text_node *root, const char *id,
                                 struct sp_scene **scene, struct sp_error *err)
{
    char *named = NULL;
    enum sp_status st =
        text_read_string(root, "scene", false, CARE_ID_MAX - 1, &named, err);
    if (st != SP_OK)
        return st;
    char path[CARE_ID_MAX + 32];
    snprintf(path, sizeof path, "scenes/%s.yaml", named ? named : id);
    struct file *f = file_at(t, path);
    if (f) {
        st = read_scene(f, scene, err);
        f->checked = true;
    } else if (named) {
        st = text_fail(text_field(root, "scene"), "scene", err,
                       _("found '%.40s', expected a file %.60s"), named, path);
    }
    free(named);
    return st;
}

// the file's name without folders and ending
static void stem(const char *path, char out[CARE_ID_MAX])
{
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    snprintf(out, CARE_ID_MAX, "%.*s", (int)strcspn(base, "."), base);
}

static enum sp_status
read_exercise_doc(struct care_library *lib, const struct tree *t,
                  const struct file *f, const struct file *own_scene, bool own,
                  struct care_exercise *ex, struct sp_error *err)
{
    struct text_yaml *doc;
    struct care_reader r = {SP_OK, err};
    char id[CARE_ID_MAX];
    stem(f->path, id);
    r.st = readable(f, err);
    if (r.st == SP_OK)
        r.st = text_yaml_parse(&doc, f->path, f->text, f->len, err);
    if (r.st != SP_OK)
        return r.st;
    const struct text_node *root = text_yaml_root(doc);
    ex->own = own;
    // the id is the file's name, so a clash is known before anything is read
    if (care_exercise_find(lib, id) >= 0)
        care_fail(&r, root, "id",
                  own ? _("'%s' is an exercise already; choose another")
                      : _("'%s' is there twice; choose another"),
                  id);
    if (r.st == SP_OK && !(ex->file = strdup(f->path)))
        care_no_memory(&r, f->path);
    if (r.st == SP_OK && own_scene)
        r.st = read_scene(own_scene, &ex->scene, err);
    else if (r.st == SP_OK)
        r.st = find_scene(t, root, id, &ex->scene, err);
    care_read_exercise(&r, lib, root, ex);
    if (r.st == SP_OK && strcmp(ex->id, id) != 0)
        care_fail(&r, root, "id",
                  _("found '%s', expected '%s' as the file name"), ex->id, id);
    text_yaml_free(doc);
    return r.st;
}

static enum sp_status keep_exercise(struct care_library *lib,
                                    const struct care_exercise *ex,
                                    struct sp_error *err)
{
    struct care_exercise *fresh =
        care_grow(&lib->exercise, &lib->exercises, sizeof *fresh);
    if (!fresh)
        return sp_fail(err, SP_E_NOMEM, _("library: out of memory"));
    *fresh = *ex;
    return SP_OK;
}

static enum sp_status read_exercises(struct care_library *lib,
                                     const struct tree *t, struct sp_error *err)
{
    enum sp_status st = SP_OK;
    for (int i = 0; st == SP_OK && i < t->files; i++) {
        const struct file *f = &t->file[i];
        if (!under(f->path, "exercises") || !ends(f->path, ".yaml"))
            continue;
        struct care_exercise ex = {0};
        st = read_exercise_doc(lib, t, f, NULL, false, &ex, err);
        if (st == SP_OK)
            st = keep_exercise(lib, &ex, err);
        if (st != SP_OK)
            care_exercise_release(&ex);
    }
    for (int i = 0; st == SP_OK && i < lib->exercises; i++)
        st = care_check_ladder(lib, i, err);
    return st;
}

// a picture of direction names moves; known only once exercises are read
static enum sp_status check_moves(const struct care_library *lib,
                                  struct sp_error *err)
{
    for (int i = 0; i < lib->direction.pictures; i++) {
        const struct care_picture *p = &lib->direction.picture[i];
        for (char **id = p->moves; *id; id++)
            if (care_exercise_find(lib, *id) < 0)
                return sp_fail(err, SP_E_PARSE,
                               _("screening/direction.yaml: %s: moves: found "
                                 "'%.40s', expected the id of an exercise"),
                               p->id, *id);
    }
    return SP_OK;
}

// scenes that no exercise uses (resting postures) are checked as well
static enum sp_status check_scenes(const struct tree *t, struct sp_error *err)
{
    for (int i = 0; i < t->files; i++) {
        if (t->file[i].checked || !under(t->file[i].path, "scenes") ||
            !ends(t->file[i].path, ".yaml"))
            continue;
        struct sp_scene *scene = NULL;
        const enum sp_status st = read_scene(&t->file[i], &scene, err);
        free(scene);
        if (st != SP_OK)
            return st;
    }
    return SP_OK;
}

/* ---- everything else ----------------------------------------------------- */

typedef void read_fn(struct care_reader *, struct care_library *,
                     const struct text_node *);

// `read` NULL: a file of screening/, by its name
static enum sp_status read_file(struct care_library *lib, const struct file *f,
                                read_fn *read, struct sp_error *err)
{
    struct text_yaml *doc;
    struct care_reader r = {readable(f, err), err};
    if (r.st == SP_OK)
        r.st = text_yaml_parse(&doc, f->path, f->text, f->len, err);
    if (r.st != SP_OK)
        return r.st;
    const struct text_node *root = text_yaml_root(doc);
    if (read)
        read(&r, lib, root);
    else if (!care_read_screening(&r, lib, strrchr(f->path, '/') + 1, root))
        care_fail(&r, root, NULL, _("no file of this name belongs here"));
    text_yaml_free(doc);
    return r.st;
}

static enum sp_status read_one(struct care_library *lib, const struct tree *t,
                               const char *path, read_fn *read,
                               struct sp_error *err)
{
    const struct file *f = file_at(t, path);
    return f ? read_file(lib, f, read, err)
             : sp_fail(err, SP_E_NOTFOUND, _("library: %s is missing; add it"),
                       path);
}

static enum sp_status read_all_under(struct care_library *lib,
                                     const struct tree *t, const char *folder,
                                     read_fn *read, struct sp_error *err)
{
    enum sp_status st = SP_OK;
    for (int i = 0; st == SP_OK && i < t->files; i++)
        if (under(t->file[i].path, folder) && ends(t->file[i].path, ".yaml"))
            st = read_file(lib, &t->file[i], read, err);
    return st;
}

static enum sp_status read_lessons(struct care_library *lib,
                                   const struct tree *t, struct sp_error *err)
{
    enum sp_status st = SP_OK;
    for (int i = 0; st == SP_OK && i < t->files; i++) {
        const struct file *f = &t->file[i];
        if (!under(f->path, "lessons") || !ends(f->path, ".md"))
            continue;
        st = readable(f, err);
        if (st == SP_OK)
            st = care_read_lesson(lib, f->path, f->text, f->len, err);
    }
    return st;
}

// what is referred to comes before what refers to it
static enum sp_status read_tree(struct care_library *lib, const struct tree *t,
                                struct sp_error *err)
{
    static const char *const safety[] = {
        "screening/reasons.yaml",    "screening/questions.yaml",
        "screening/conditions.yaml", "screening/floors.yaml",
        "screening/tags.yaml",       "screening/outcomes.yaml",
        "screening/numbers.yaml",    "screening/stop.yaml",
        "screening/rescreen.yaml",   "screening/direction.yaml",
        "screening/clearances.yaml"};
    enum sp_status st =
        read_one(lib, t, "sources.yaml", care_read_sources, err);
    if (st == SP_OK)
        st = read_one(lib, t, "equipment.yaml", care_read_equipment, err);
    for (size_t i = 0; st == SP_OK && i < sizeof safety / sizeof *safety; i++)
        st = read_one(lib, t, safety[i], NULL, err);
    if (st == SP_OK)
        st = read_exercises(lib, t, err);
    if (st == SP_OK)
        st = check_moves(lib, err);
    if (st == SP_OK)
        st = check_scenes(t, err);
    if (st == SP_OK && file_at(t, "activities.yaml"))
        st = read_one(lib, t, "activities.yaml", care_read_facts, err);
    if (st == SP_OK)
        st = read_all_under(lib, t, "facts", care_read_facts, err);
    if (st == SP_OK)
        st = read_all_under(lib, t, "protocols", care_read_protocol, err);
    if (st == SP_OK)
        st = read_lessons(lib, t, err);
    return st;
}

/* ---- the person's own folder --------------------------------------------- */

struct complaint {
    void (*say)(void *ctx, const char *sentence);
    void *ctx;
    const char *dir;
};

static void complain_of(const struct complaint *c, const char *sentence)
{
    char text[sizeof((struct sp_error *)0)->text + 80];
    snprintf(text, sizeof text,
             _("%s/%s; this exercise is left out until it is put right"),
             c->dir, sentence);
    if (c->say)
        c->say(c->ctx, text);
}

static void read_own_file(struct care_library *lib, const struct tree *t,
                          const struct tree *own, const struct file *f,
                          const struct complaint *complaint)
{
    struct care_exercise ex = {0};
    struct sp_error err = {.text = ""};
    char path[CARE_ID_MAX + 16], id[CARE_ID_MAX];
    stem(f->path, id);
    snprintf(path, sizeof path, "%s.scene.yaml", id);
    enum sp_status st =
        read_exercise_doc(lib, t, f, file_at(own, path), true, &ex, &err);
    if (st == SP_OK)
        st = keep_exercise(lib, &ex, &err);
    if (st == SP_OK)
        return;
    care_exercise_release(&ex);
    complain_of(complaint, err.text);
}

// own exercises may name each other, so their ladders are looked at when all
// are there; one that goes may take another's easier form with it
static void check_own_ladders(struct care_library *lib, int first,
                              const struct complaint *complaint)
{
    for (int e = first; e < lib->exercises;) {
        struct sp_error err = {.text = ""};
        if (care_check_ladder(lib, e, &err) == SP_OK) {
            e++;
            continue;
        }
        care_exercise_release(&lib->exercise[e]);
        memmove(&lib->exercise[e], &lib->exercise[e + 1],
                (size_t)(--lib->exercises - e) * sizeof *lib->exercise);
        complain_of(complaint, err.text);
        e = first;
    }
}

static void read_own(struct care_library *lib, const struct tree *t,
                     const char *dir, const struct complaint *complaint)
{
    struct care_files files;
    struct tree own = {0};
    struct sp_error err = {.text = ""};
    enum sp_status st = care_files_open(dir, &files, &err);
    // no folder yet is no complaint: most people have no own exercises
    if (st == SP_E_NOTFOUND)
        return;
    if (st == SP_OK) {
        const int first = lib->exercises;
        st = gather(&own, &files, &err);
        for (int i = 0; st == SP_OK && i < own.files; i++) {
            const struct file *f = &own.file[i];
            if (ends(f->path, ".yaml") && !ends(f->path, ".scene.yaml") &&
                !strchr(f->path, '/'))
                read_own_file(lib, t, &own, f, complaint);
        }
        check_own_ladders(lib, first, complaint);
        free(own.file);
        care_files_close(&files);
    }
    if (st != SP_OK && complaint->say)
        complaint->say(complaint->ctx, err.text);
}

/* ---- load and free ------------------------------------------------------- */

enum sp_status care_library_load(struct care_library **out,
                                 const struct care_files *built_in,
                                 const char *own_dir,
                                 void (*complain)(void *, const char *),
                                 void *complain_ctx, struct sp_error *err)
{
    *out = NULL;
    struct care_library *lib = calloc(1, sizeof *lib);
    if (!lib)
        return sp_fail(err, SP_E_NOMEM, _("library: out of memory"));
    for (int m = 0; m < CARE_MODALITIES; m++)
        lib->floor[m].reason = -1;

    struct tree tree = {0};
    enum sp_status st = gather(&tree, built_in, err);
    if (st == SP_OK)
        st = read_tree(lib, &tree, err);
    if (st == SP_OK && own_dir)
        read_own(lib, &tree, own_dir,
                 &(struct complaint){complain, complain_ctx, own_dir});
    free(tree.file);
    if (st != SP_OK) {
        care_library_free(lib);
        return st;
    }
    *out = lib;
    return SP_OK;
}

void care_library_free(struct care_library *lib)
{
    if (!lib)
        return;
    for (int i = 0; i < lib->exercises; i++)
        care_exercise_release(&lib->exercise[i]);
    free(lib->exercise);
    care_texts_release(lib);
    care_screening_release(lib);
    care_rules_release(lib);
    care_protocols_release(lib);
    free(lib);
}
