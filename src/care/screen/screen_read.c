/*
 * What library/screening says of the screening itself: questions, conditions
 * with their table, tag rules, reasons, outcomes and emergency numbers. The
 * rules keyed on them are in screen.c; stopping and what comes between
 * sessions is read in rules_read.c.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

/* ---- texts with ids ------------------------------------------------------ */

static void named_text(struct care_reader *r, const struct text_node *node,
                       struct care_named_text *t)
{
    CARE_FIELDS(r, node, "id", "text");
    care_string(r, node, "id", true, &t->id);
    care_text(r, node, "text", true, &t->text);
}

void care_named_texts(struct care_reader *r, const struct text_node *root,
                      const char *field, struct care_named_text **array,
                      int *count)
{
    const struct text_node *list = care_items(r, root, field, true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        struct care_named_text *t = care_grow(array, count, sizeof *t);
        if (!t) {
            care_no_memory(r, field);
            return;
        }
        named_text(r, text_item(list, i), t);
        for (int k = 0; r->st == SP_OK && k < *count - 1; k++)
            care_once(r, text_item(list, i), t->id,
                      strcmp((*array)[k].id, t->id) == 0);
    }
}

void care_free_named(struct care_named_text *array, int count)
{
    for (int i = 0; i < count; i++) {
        free(array[i].id);
        free(array[i].text);
    }
    free(array);
}

/* ---- the tables ---------------------------------------------------------- */

static int reason_find(const struct care_library *lib, const char *id)
{
    for (int i = 0; i < lib->reasons; i++)
        if (strcmp(lib->reason[i].id, id) == 0)
            return i;
    return -1;
}

static void read_reasons(struct care_reader *r, struct care_library *lib,
                         const struct text_node *root)
{
    CARE_FIELDS(r, root, "reasons");
    care_named_texts(r, root, "reasons", &lib->reason, &lib->reasons);
}

static void read_questions(struct care_reader *r, struct care_library *lib,
                           const struct text_node *root)
{
    CARE_FIELDS(r, root, "preface", "questions");
    care_text(r, root, "preface", false, &lib->preface);
    const struct text_node *list = care_items(r, root, "questions", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        if (lib->questions == CARE_QUESTIONS_MAX) {
            care_fail(r, node, NULL, _("more than %d questions"),
                      CARE_QUESTIONS_MAX);
            return;
        }
        struct care_question *q =
            care_grow(&lib->question, &lib->questions, sizeof *q);
        if (!q) {
            care_no_memory(r, "questions");
            return;
        }
        CARE_FIELDS(r, node, "id", "text", "group", "help", "sources",
                    "confirmed");
        care_string(r, node, "id", true, &q->id);
        care_text(r, node, "text", true, &q->text);
        care_text(r, node, "group", true, &q->group);
        care_text(r, node, "help", false, &q->help);
        care_list(r, node, "sources", true, &q->sources);
        care_known_sources(r, lib, node, q->sources);
        care_bool(r, node, "confirmed", true, &q->confirmed);
        if (r->st != SP_OK)
            return;
        if (!strchr("ESC", q->id[0]) || strlen(q->id) != 3)
            care_fail(r, node, "id",
                      _("found '%.20s', expected E, S or C and two digits"),
                      q->id);
        care_once(r, node, q->id,
                  care_question_find(lib, q->id) != lib->questions - 1);
    }
}

// one decision: how strict, why, from where
static void read_cell(struct care_reader *r, const struct care_library *lib,
                      const struct text_node *node, struct care_cell *cell)
{
    char *reason = NULL;
    cell->reason = -1;
    cell->action = (enum care_action)care_word(
        r, node, "action", true, care_action_words, 4, CARE_BLOCK);
    const bool restricts = cell->action != CARE_OK;
    care_string(r, node, "reason", restricts, &reason);
    care_list(r, node, "sources", restricts, &cell->sources);
    care_known_sources(r, lib, node, cell->sources);
    care_bool(r, node, "confirmed", restricts, &cell->confirmed);
    if (r->st == SP_OK && reason) {
        cell->reason = reason_find(lib, reason);
        if (cell->reason < 0)
            care_fail(r, node, "reason",
                      _("found '%.40s', expected an id of reasons.yaml"),
                      reason);
    }
    free(reason);
}

static void read_cells(struct care_reader *r, const struct care_library *lib,
                       const struct text_node *node, struct care_condition *c)
{
    if (r->st != SP_OK)
        return;
    const struct text_node *cells = text_field(node, "cells");
    if (!cells) {
        care_fail(r, node, "cells", _("missing; add it"));
        return;
    }
    // every modality but easy, which no condition closes
    care_fields(r, cells, care_modality_words, CARE_EASY);
    c->cell[CARE_EASY] = (struct care_cell){CARE_OK, -1, NULL, false};
    for (int m = 0; r->st == SP_OK && m < CARE_EASY; m++) {
        const struct text_node *cell =
            text_field(cells, care_modality_words[m]);
        if (!cell) {
            care_fail(r, cells, care_modality_words[m], _("missing; add it"));
            return;
        }
        CARE_FIELDS(r, cell, "action", "reason", "sources", "confirmed");
        read_cell(r, lib, cell, &c->cell[m]);
    }
}

static void read_conditions(struct care_reader *r, struct care_library *lib,
                            const struct text_node *root)
{
    CARE_FIELDS(r, root, "conditions");
    const struct text_node *list = care_items(r, root, "conditions", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        if (lib->conditions == CARE_CONDITIONS_MAX) {
            care_fail(r, node, NULL, _("more than %d conditions"),
                      CARE_CONDITIONS_MAX);
            return;
        }
        struct care_condition *c =
            care_grow(&lib->condition, &lib->conditions, sizeof *c);
        if (!c) {
            care_no_memory(r, "conditions");
            return;
        }
        CARE_FIELDS(r, node, "id", "label", "asked", "extra", "cells");
        care_id(r, node, "id", &c->id);
        care_text(r, node, "label", true, &c->label);
        care_bool(r, node, "asked", true, &c->asked);
        care_bool(r, node, "extra", false, &c->extra);
        read_cells(r, lib, node, c);
        if (r->st == SP_OK)
            care_once(r, node, c->id,
                      care_condition_find(lib, c->id) != lib->conditions - 1);
    }
}

static void read_floors(struct care_reader *r, struct care_library *lib,
                        const struct text_node *root)
{
    CARE_FIELDS(r, root, "floors");
    const struct text_node *list = care_items(r, root, "floors", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        CARE_FIELDS(r, node, "modality", "action", "reason", "sources",
                    "confirmed");
        const int m = care_word(r, node, "modality", true, care_modality_words,
                                CARE_EASY, 0);
        if (r->st == SP_OK && lib->floor[m].action != CARE_OK)
            care_fail(r, node, "modality", _("'%s' is there twice"),
                      care_modality_words[m]);
        if (r->st == SP_OK)
            read_cell(r, lib, node, &lib->floor[m]);
    }
}

static void read_tag_rule(struct care_reader *r, struct care_library *lib,
                          const struct text_node *node)
{
    struct care_tag_rule *rule =
        care_grow(&lib->tag_rule, &lib->tag_rules, sizeof *rule);
    char *condition = NULL;
    if (!rule) {
        care_no_memory(r, "rules");
        return;
    }
    CARE_FIELDS(r, node, "tag", "condition", "action");
    rule->tag = (enum care_tag)care_word(r, node, "tag", true, care_tag_words,
                                         CARE_TAGS, 0);
    rule->action = (enum care_action)care_word(
        r, node, "action", true, care_action_words, 4, CARE_BLOCK);
    care_string(r, node, "condition", true, &condition);
    if (r->st == SP_OK) {
        rule->condition = strcmp(condition, "*") == 0
                              ? -1
                              : care_condition_find(lib, condition);
        if (rule->condition < 0 && strcmp(condition, "*") != 0)
            care_fail(
                r, node, "condition",
                _("found '%.40s', expected an id of conditions.yaml or *"),
                condition);
    }
    free(condition);
}

static void read_tags(struct care_reader *r, struct care_library *lib,
                      const struct text_node *root)
{
    CARE_FIELDS(r, root, "rules", "texts");
    const struct text_node *list = care_items(r, root, "rules", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++)
        read_tag_rule(r, lib, text_item(list, i));
    list = care_items(r, root, "texts", false);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        CARE_FIELDS(r, node, "tag", "text");
        const int tag =
            care_word(r, node, "tag", true, care_tag_words, CARE_TAGS, 0);
        care_text(r, node, "text", true, &lib->tag_text[tag]);
    }
}

static void read_outcomes(struct care_reader *r, struct care_library *lib,
                          const struct text_node *root)
{
    static const char *const ids[] = {"incomplete", "go_on", "see_first",
                                      "same_day", "emergency"};
    bool seen[5] = {false};
    CARE_FIELDS(r, root, "outcomes");
    const struct text_node *list = care_items(r, root, "outcomes", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_outcome *o =
            care_grow(&lib->outcome, &lib->outcomes, sizeof *o);
        if (!o) {
            care_no_memory(r, "outcomes");
            return;
        }
        CARE_FIELDS(r, node, "id", "text", "what");
        const int id = care_word(r, node, "id", true, ids, 5, 0);
        care_string(r, node, "id", true, &o->id);
        care_text(r, node, "text", true, &o->text);
        care_text(r, node, "what", true, &o->what);
        if (r->st == SP_OK)
            care_once(r, node, o->id, seen[id]);
        seen[id] = true;
    }
    for (int i = 0; r->st == SP_OK && i < 5; i++)
        if (!seen[i])
            care_fail(r, root, "outcomes", _("'%s' is missing; add it"),
                      ids[i]);
}

static void read_numbers(struct care_reader *r, struct care_library *lib,
                         const struct text_node *root)
{
    CARE_FIELDS(r, root, "default", "numbers");
    care_text(r, root, "default", true, &lib->number_default);
    const struct text_node *list = care_items(r, root, "numbers", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_number *n =
            care_grow(&lib->number, &lib->numbers, sizeof *n);
        if (!n) {
            care_no_memory(r, "numbers");
            return;
        }
        CARE_FIELDS(r, node, "country", "number");
        care_string(r, node, "country", true, &n->country);
        care_text(r, node, "number", true, &n->number);
    }
}

bool care_read_screening(struct care_reader *r, struct care_library *lib,
                         const char *name, const struct text_node *root)
{
    static const struct {
        const char *name;
        void (*read)(struct care_reader *, struct care_library *,
                     const struct text_node *);
    } files[] = {
        {"reasons.yaml",    read_reasons        },
        {"questions.yaml",  read_questions      },
        {"conditions.yaml", read_conditions     },
        {"floors.yaml",     read_floors         },
        {"tags.yaml",       read_tags           },
        {"outcomes.yaml",   read_outcomes       },
        {"numbers.yaml",    read_numbers        },
        {"stop.yaml",       care_read_stop      },
        {"rescreen.yaml",   care_read_rescreen  },
        {"direction.yaml",  care_read_direction },
        {"clearances.yaml", care_read_clearances},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(name, files[i].name) == 0) {
            files[i].read(r, lib, root);
            return true;
        }
    }
    return false;
}

/* ---- the end ------------------------------------------------------------- */

void care_screening_release(struct care_library *lib)
{
    for (int i = 0; i < lib->questions; i++) {
        free(lib->question[i].id);
        free(lib->question[i].text);
        free(lib->question[i].group);
        free(lib->question[i].help);
        text_free_list(lib->question[i].sources);
    }
    free(lib->question);
    for (int i = 0; i < lib->conditions; i++) {
        free(lib->condition[i].id);
        free(lib->condition[i].label);
        for (int m = 0; m < CARE_MODALITIES; m++)
            text_free_list(lib->condition[i].cell[m].sources);
    }
    free(lib->condition);
    for (int m = 0; m < CARE_MODALITIES; m++)
        text_free_list(lib->floor[m].sources);
    free(lib->tag_rule);
    care_free_named(lib->reason, lib->reasons);
    for (int i = 0; i < lib->outcomes; i++) {
        free(lib->outcome[i].id);
        free(lib->outcome[i].text);
        free(lib->outcome[i].what);
    }
    free(lib->outcome);
    for (int i = 0; i < lib->numbers; i++) {
        free(lib->number[i].country);
        free(lib->number[i].number);
    }
    free(lib->number);
    free(lib->number_default);
    free(lib->preface);
    for (int t = 0; t < CARE_TAGS; t++)
        free(lib->tag_text[t]);
}
