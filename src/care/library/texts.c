/*
 * What people read: sources, equipment, facts and lessons.
 */
#include "care/care_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/words.h"

void care_read_sources(struct care_reader *r, struct care_library *lib,
                       const struct text_node *root)
{
    CARE_FIELDS(r, root, "sources");
    const struct text_node *list = care_items(r, root, "sources", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_source *s =
            care_grow(&lib->source, &lib->sources, sizeof *s);
        if (!s) {
            care_no_memory(r, "sources");
            return;
        }
        CARE_FIELDS(r, node, "id", "name", "title", "kind", "note");
        care_string(r, node, "id", true, &s->id);
        care_text(r, node, "name", true, &s->name);
        care_text(r, node, "title", true, &s->title);
        care_string(r, node, "kind", true, &s->kind);
        care_text(r, node, "note", false, &s->note);
        if (r->st == SP_OK)
            care_once(r, node, s->id,
                      care_source_find(lib, s->id) != lib->sources - 1);
    }
}

void care_read_equipment(struct care_reader *r, struct care_library *lib,
                         const struct text_node *root)
{
    CARE_FIELDS(r, root, "equipment");
    const struct text_node *list = care_items(r, root, "equipment", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_equipment *e =
            care_grow(&lib->equipment, &lib->equipments, sizeof *e);
        if (!e) {
            care_no_memory(r, "equipment");
            return;
        }
        CARE_FIELDS(r, node, "id", "name", "what", "sources");
        care_id(r, node, "id", &e->id);
        care_text(r, node, "name", true, &e->name);
        care_text(r, node, "what", false, &e->what);
        care_list(r, node, "sources", false, &e->sources);
        care_known_sources(r, lib, node, e->sources);
        if (r->st == SP_OK)
            care_once(r, node, e->id,
                      care_equipment_find(lib, e->id) != lib->equipments - 1);
    }
}

static void read_fact(struct care_reader *r, struct care_library *lib,
                      const struct text_node *node, const char *kind)
{
    struct care_fact *f = care_grow(&lib->fact, &lib->facts, sizeof *f);
    if (!f) {
        care_no_memory(r, "facts");
        return;
    }
    CARE_FIELDS(r, node, "id", "kind", "title", "says", "ours", "sources");
    care_id(r, node, "id", &f->id);
    care_string(r, node, "kind", false, &f->kind);
    care_text(r, node, "title", true, &f->title);
    care_text(r, node, "says", true, &f->says);
    care_text(r, node, "ours", false, &f->ours);
    care_list(r, node, "sources", false, &f->sources);
    care_known_sources(r, lib, node, f->sources);
    if (r->st == SP_OK && !f->kind && !(f->kind = strdup(kind)))
        care_no_memory(r, "facts");
    if (r->st == SP_OK)
        care_once(r, node, f->id, care_fact_find(lib, f->id) != lib->facts - 1);
}

void care_read_facts(struct care_reader *r, struct care_library *lib,
                     const struct text_node *root)
{
    CARE_FIELDS(r, root, "kind", "facts");
    char *kind = NULL;
    care_string(r, root, "kind", true, &kind);
    const struct text_node *list = care_items(r, root, "facts", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++)
        read_fact(r, lib, text_item(list, i), kind);
    free(kind);
}

/* ---- lessons ------------------------------------------------------------ */

static void read_head(struct care_reader *r, const struct care_library *lib,
                      const struct text_node *root, struct care_lesson *l)
{
    static const char *const pages[] = {"learn", "night", "work", "safety"};
    CARE_FIELDS(r, root, "id", "title", "page", "minutes", "summary", "covers",
                "session");
    care_id(r, root, "id", &l->id);
    care_text(r, root, "title", true, &l->title);
    const int page = care_word(r, root, "page", true, pages, 4, 0);
    care_int(r, root, "minutes", true, 1, 60, &l->minutes);
    care_text(r, root, "summary", true, &l->summary);
    care_list(r, root, "covers", false, &l->covers);
    care_list(r, root, "session", false, &l->session);
    for (char **id = l->session; id && r->st == SP_OK && *id; id++)
        if (care_exercise_find(lib, *id) < 0)
            care_fail(r, root, "session",
                      _("found '%.40s', expected an exercise id"), *id);
    if (r->st == SP_OK && !(l->page = strdup(pages[page])))
        care_no_memory(r, "lessons");
    for (char **id = l->covers; r->st == SP_OK && *id; id++)
        if (care_fact_find(lib, *id) < 0)
            care_fail(r, root, "covers", _("found '%.40s', expected a fact id"),
                      *id);
    if (r->st == SP_OK && care_lesson_find(lib, l->id) != lib->lessons - 1)
        care_once(r, root, l->id, true);
}

// where the head's closing line begins; NULL when it is not closed
static const char *head_end(const char *bytes, size_t len)
{
    const char *end = bytes + len;
    const char *line = memchr(bytes, '\n', len);
    while (line && line + 1 < end) {
        line++;
        if (end - line >= 3 && memcmp(line, "---", 3) == 0 &&
            (end - line == 3 || line[3] == '\n' || line[3] == '\r'))
            return line;
        line = memchr(line, '\n', (size_t)(end - line));
    }
    return NULL;
}

// the text in the language in use, its sources named; the catalogue knows it
// block by block, as blank lines part them. NULL when out of memory
static char *lesson_text(const struct care_library *lib, const char *text,
                         size_t len)
{
    char *all = strndup(text, len), *said = NULL;
    size_t said_len;
    FILE *out = all ? open_memstream(&said, &said_len) : NULL;
    char *block = all ? all + strspn(all, "\n") : NULL;
    if (out)
        fprintf(out, "%.*s", (int)(block - all), text);
    while (out && *block) {
        char *end = strstr(block, "\n\n");
        if (!end)
            end = block + strlen(block) - (block[strlen(block) - 1] == '\n');
        const size_t gap = strspn(end, "\n");
        *end = '\0';
        fprintf(out, "%s%.*s", words_say(block), (int)gap, "\n\n\n\n\n\n\n\n");
        block = end + gap;
    }
    const bool whole = out && !ferror(out);
    if (out && (fclose(out) || !whole)) {
        free(said);
        said = NULL;
    }
    free(all);
    char *cited = said ? care_cited(lib, said) : NULL;
    free(said);
    return cited;
}

enum sp_status care_read_lesson(struct care_library *lib, const char *path,
                                const char *bytes, size_t len,
                                struct sp_error *err)
{
    if (len < 4 || memcmp(bytes, "---", 3) != 0 ||
        (bytes[3] != '\n' && bytes[3] != '\r'))
        return sp_fail(err, SP_E_PARSE,
                       _("%s:1: expected a line of '---' before the head"),
                       path);
    const char *body = head_end(bytes, len);
    if (!body)
        return sp_fail(err, SP_E_PARSE,
                       _("%s:1: the head has no closing line of '---'"), path);
    struct care_lesson *l = care_grow(&lib->lesson, &lib->lessons, sizeof *l);
    if (!l)
        return sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), path);

    struct text_yaml *doc;
    struct care_reader r = {SP_OK, err};
    r.st = text_yaml_parse(&doc, path, bytes, (size_t)(body - bytes), err);
    if (r.st != SP_OK)
        return r.st;
    read_head(&r, lib, text_yaml_root(doc), l);
    text_yaml_free(doc);
    if (r.st != SP_OK)
        return r.st;

    // the text is what follows the closing line
    const char *text = memchr(body, '\n', (size_t)(bytes + len - body));
    text = text ? text + 1 : bytes + len;
    const size_t n = (size_t)(bytes + len - text);
    if (n > CARE_LESSON_MAX)
        return sp_fail(err, SP_E_PARSE,
                       _("%s: %zu bytes, at most %d; split it"), path, n,
                       CARE_LESSON_MAX);
    if (memchr(text, '\0', n))
        return sp_fail(err, SP_E_PARSE, _("%s: holds a NUL byte"), path);
    l->markdown = lesson_text(lib, text, n);
    return l->markdown ? SP_OK
                       : sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), path);
}

/* ---- the end ------------------------------------------------------------ */

static void release_facts(struct care_library *lib)
{
    for (int i = 0; i < lib->facts; i++) {
        struct care_fact *f = &lib->fact[i];
        free(f->id);
        free(f->kind);
        free(f->title);
        free(f->says);
        free(f->ours);
        text_free_list(f->sources);
    }
    free(lib->fact);
}

static void release_lessons(struct care_library *lib)
{
    for (int i = 0; i < lib->lessons; i++) {
        struct care_lesson *l = &lib->lesson[i];
        free(l->id);
        free(l->title);
        free(l->page);
        free(l->summary);
        free(l->markdown);
        text_free_list(l->covers);
        text_free_list(l->session);
    }
    free(lib->lesson);
}

void care_texts_release(struct care_library *lib)
{
    for (int i = 0; i < lib->sources; i++) {
        free(lib->source[i].id);
        free(lib->source[i].name);
        free(lib->source[i].title);
        free(lib->source[i].kind);
        free(lib->source[i].note);
    }
    free(lib->source);
    for (int i = 0; i < lib->equipments; i++) {
        free(lib->equipment[i].id);
        free(lib->equipment[i].name);
        free(lib->equipment[i].what);
        text_free_list(lib->equipment[i].sources);
    }
    free(lib->equipment);
    release_facts(lib);
    release_lessons(lib);
}
