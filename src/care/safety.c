/*
 * The screening's data: questions, conditions with their table, tag rules,
 * reasons, outcomes, and the texts of stopping, re-screening and direction.
 * Rules stay in screen.c; here is what they say and what they are keyed on.
 */
#include "care/care_internal.h"

#include <stdlib.h>
#include <string.h>

static int reason_find(const struct care_library *lib, const char *id)
{
    for (int i = 0; i < lib->reasons; i++)
        if (strcmp(lib->reason[i].id, id) == 0)
            return i;
    return -1;
}

static void named_text(struct care_reader *r, const struct text_node *node,
                       struct care_named_text *t)
{
    CARE_FIELDS(r, node, "id", "text");
    care_string(r, node, "id", true, &t->id);
    care_text(r, node, "text", true, &t->text);
}

// a list of {id, text} appended to an array
static void named_texts(struct care_reader *r, const struct text_node *root,
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

static void read_reasons(struct care_reader *r, struct care_library *lib,
                         const struct text_node *root)
{
    CARE_FIELDS(r, root, "reasons");
    named_texts(r, root, "reasons", &lib->reason, &lib->reasons);
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
            care_fail(r, node, NULL, "more than %d questions",
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
                      "found '%.20s', expected E, S or C and two digits",
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
                      "found '%.40s', expected an id of reasons.yaml", reason);
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
        care_fail(r, node, "cells", "missing; add it");
        return;
    }
    // every modality but easy, which no condition closes
    care_fields(r, cells, care_modality_words, CARE_EASY);
    c->cell[CARE_EASY] = (struct care_cell){CARE_OK, -1, NULL, false};
    for (int m = 0; r->st == SP_OK && m < CARE_EASY; m++) {
        const struct text_node *cell =
            text_field(cells, care_modality_words[m]);
        if (!cell) {
            care_fail(r, cells, care_modality_words[m], "missing; add it");
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
            care_fail(r, node, NULL, "more than %d conditions",
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
            care_fail(r, node, "modality", "'%s' is there twice",
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
            care_fail(r, node, "condition",
                      "found '%.40s', expected an id of conditions.yaml or *",
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
            care_fail(r, root, "outcomes", "'%s' is missing; add it", ids[i]);
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

/* ---- stopping ------------------------------------------------------------ */

static void read_stop_counts(struct care_reader *r, struct care_stop_texts *s,
                             const struct text_node *root)
{
    static const char *const ids[] = {"same_move", "see_first"};
    const struct text_node *list = care_items(r, root, "counts", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        CARE_FIELDS(r, node, "id", "stops", "days", "text");
        if (care_word(r, node, "id", true, ids, 2, 0) == 0) {
            care_int(r, node, "stops", true, 1, 10, &s->same_move_stops);
            care_text(r, node, "text", true, &s->same_move_text);
        } else {
            care_int(r, node, "stops", true, 1, 10, &s->see_first_stops);
            care_int(r, node, "days", true, 1, 90, &s->see_first_days);
            care_text(r, node, "text", true, &s->see_first_text);
        }
    }
    if (r->st == SP_OK && (!s->same_move_stops || !s->see_first_stops))
        care_fail(r, root, "counts", "expected same_move and see_first");
}

static void read_stop_answers(struct care_reader *r,
                              const struct care_library *lib,
                              struct care_stop_texts *s,
                              const struct text_node *root)
{
    static const char *const then[] = {"end_session", "full_screen",
                                       "emergency"};
    const struct text_node *list = care_items(r, root, "answers", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_stop_answer *a =
            care_grow(&s->answer, &s->answers, sizeof *a);
        if (!a) {
            care_no_memory(r, "answers");
            return;
        }
        CARE_FIELDS(r, node, "id", "label", "text", "then", "sources");
        care_id(r, node, "id", &a->id);
        care_text(r, node, "label", true, &a->label);
        care_text(r, node, "text", true, &a->text);
        a->then = (enum care_stop_then)care_word(r, node, "then", true, then, 3,
                                                 CARE_CALL_EMERGENCY);
        care_list(r, node, "sources", false, &a->sources);
        care_known_sources(r, lib, node, a->sources);
    }
}

static void read_stop(struct care_reader *r, struct care_library *lib,
                      const struct text_node *root)
{
    struct care_stop_texts *s = &lib->stop;
    CARE_FIELDS(r, root, "signs", "release", "answers", "counts");
    named_texts(r, root, "signs", &s->sign, &s->signs);
    const struct text_node *release =
        r->st == SP_OK ? text_field(root, "release") : NULL;
    if (release) {
        care_fields(r, release, care_modality_words, CARE_MODALITIES);
        for (int m = 0; m < CARE_MODALITIES; m++)
            care_text(r, release, care_modality_words[m], false,
                      &s->release[m]);
    }
    read_stop_answers(r, lib, s, root);
    read_stop_counts(r, s, root);
}

/* ---- screening again ----------------------------------------------------- */

// {points|pain, days, text} under one field
static const struct text_node *
sub_map(struct care_reader *r, const struct text_node *root, const char *field)
{
    const struct text_node *map =
        r->st == SP_OK ? text_field(root, field) : NULL;
    if (!map)
        care_fail(r, root, field, "missing; add it");
    else if (text_kind(map) != TEXT_MAP)
        care_fail(r, root, field, "expected a mapping (field: value)");
    return r->st == SP_OK ? map : NULL;
}

static void read_rescreen_limits(struct care_reader *r,
                                 struct care_rescreen_texts *s,
                                 const struct text_node *root)
{
    const struct text_node *map = sub_map(r, root, "pain_rise");
    if (map) {
        CARE_FIELDS(r, map, "points", "days", "text");
        care_number_of(r, map, "points", true, 0.5, 10, &s->pain_rise_points);
        care_int(r, map, "days", true, 1, 14, &s->pain_rise_days);
        care_text(r, map, "text", true, &s->pain_rise);
    }
    map = sub_map(r, root, "below_knee");
    if (map) {
        CARE_FIELDS(r, map, "text");
        care_text(r, map, "text", true, &s->below_knee);
    }
    map = sub_map(r, root, "severe_today");
    if (map) {
        CARE_FIELDS(r, map, "pain", "text");
        care_number_of(r, map, "pain", true, 1, 10, &s->severe_pain);
        care_text(r, map, "text", true, &s->severe);
    }
}

static void read_rescreen(struct care_reader *r, struct care_library *lib,
                          const struct text_node *root)
{
    struct care_rescreen_texts *s = &lib->rescreen;
    CARE_FIELDS(r, root, "quick", "any_yes", "full_screen_days", "pain_rise",
                "below_knee", "severe_today", "same_day_again_h",
                "emergency_again_h", "emergency_needs");
    const struct text_node *list = care_items(r, root, "quick", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_quick *q = care_grow(&s->quick, &s->quicks, sizeof *q);
        if (!q) {
            care_no_memory(r, "quick");
            return;
        }
        CARE_FIELDS(r, node, "id", "text", "stands_for");
        care_string(r, node, "id", true, &q->id);
        care_text(r, node, "text", true, &q->text);
        care_list(r, node, "stands_for", true, &q->stands_for);
        for (char **id = q->stands_for; r->st == SP_OK && *id; id++)
            if (care_question_find(lib, *id) < 0)
                care_fail(r, node, "stands_for",
                          "found '%.40s', expected a question id", *id);
    }
    care_text(r, root, "any_yes", true, &s->any_yes);
    care_int(r, root, "full_screen_days", true, 1, 365, &s->full_screen_days);
    read_rescreen_limits(r, s, root);
    care_int(r, root, "same_day_again_h", true, 1, 168, &s->same_day_again_h);
    care_int(r, root, "emergency_again_h", true, 1, 168, &s->emergency_again_h);
    care_text(r, root, "emergency_needs", true, &s->emergency_needs);
}

/* ---- direction ----------------------------------------------------------- */

static void read_picture(struct care_reader *r, struct care_library *lib,
                         const struct text_node *node)
{
    static const char *const first[] = {"either", "flexion", "extension",
                                        "neutral"};
    struct care_direction_texts *d = &lib->direction;
    struct care_picture *p = care_grow(&d->picture, &d->pictures, sizeof *p);
    if (!p) {
        care_no_memory(r, "pictures");
        return;
    }
    CARE_FIELDS(r, node, "id", "when", "conditions", "first", "moves",
                "hold_back", "evidence", "sources", "confirmed");
    care_id(r, node, "id", &p->id);
    care_text(r, node, "when", true, &p->when);
    care_list(r, node, "conditions", false, &p->conditions);
    p->first = (enum care_bias)care_word(r, node, "first", true, first, 4,
                                         CARE_NEUTRAL);
    care_list(r, node, "moves", false, &p->moves);
    care_text(r, node, "hold_back", true, &p->hold_back);
    care_text(r, node, "evidence", true, &p->evidence);
    care_list(r, node, "sources", true, &p->sources);
    care_known_sources(r, lib, node, p->sources);
    care_bool(r, node, "confirmed", true, &p->confirmed);
    for (char **id = p->conditions; r->st == SP_OK && *id; id++)
        if (care_condition_find(lib, *id) < 0)
            care_fail(r, node, "conditions",
                      "found '%.40s', expected an id of conditions.yaml", *id);
}

static void read_morning_for(struct care_reader *r, struct care_library *lib,
                             const struct text_node *map)
{
    struct care_direction_texts *d = &lib->direction;
    for (int i = 0; map && r->st == SP_OK && i < text_count(map); i++) {
        const char *id = text_key(map, i);
        struct care_morning_for *m =
            care_grow(&d->morning_for, &d->morning_fors, sizeof *m);
        if (!m) {
            care_no_memory(r, "minutes_for");
            return;
        }
        m->condition = care_condition_find(lib, id);
        if (m->condition < 0)
            care_fail(r, map, id, "expected an id of conditions.yaml");
        care_number_of(r, map, id, true, 0, 600, &m->minutes);
    }
}

static void read_morning(struct care_reader *r, struct care_library *lib,
                         const struct text_node *root)
{
    struct care_direction_texts *d = &lib->direction;
    const struct text_node *map = sub_map(r, root, "morning");
    if (!map)
        return;
    CARE_FIELDS(r, map, "minutes", "minutes_for", "text", "evidence",
                "sources");
    care_number_of(r, map, "minutes", true, 0, 600, &d->morning_min);
    care_text(r, map, "text", true, &d->morning_text);
    care_text(r, map, "evidence", true, &d->morning_evidence);
    care_list(r, map, "sources", true, &d->morning_sources);
    care_known_sources(r, lib, map, d->morning_sources);
    const struct text_node *per =
        r->st == SP_OK ? text_field(map, "minutes_for") : NULL;
    if (per)
        read_morning_for(r, lib, sub_map(r, map, "minutes_for"));
}

static void read_test(struct care_reader *r, struct care_direction_texts *d,
                      const struct text_node *root)
{
    const struct text_node *map = sub_map(r, root, "test");
    if (!map)
        return;
    CARE_FIELDS(r, map, "flexion", "extension", "after_s", "later_s", "text");
    care_id(r, map, "flexion", &d->test_flexion);
    care_id(r, map, "extension", &d->test_extension);
    care_int(r, map, "after_s", true, 10, 600, &d->after_s);
    care_int(r, map, "later_s", true, 60, 3600, &d->later_s);
    care_string(r, map, "text", true, &d->test_text);
}

static void read_direction(struct care_reader *r, struct care_library *lib,
                           const struct text_node *root)
{
    struct care_direction_texts *d = &lib->direction;
    CARE_FIELDS(r, root, "pictures", "zones", "answers", "both_ways", "test",
                "agreeing_tests", "expires_days", "morning");
    const struct text_node *list = care_items(r, root, "pictures", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++)
        read_picture(r, lib, text_item(list, i));
    list = care_items(r, root, "zones", true);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        int zone = 0;
        CARE_FIELDS(r, text_item(list, i), "zone", "text");
        care_int(r, text_item(list, i), "zone", true, 0, 5, &zone);
        care_text(r, text_item(list, i), "text", true, &d->zone[zone]);
    }
    named_texts(r, root, "answers", &d->answer, &d->answers);
    care_text(r, root, "both_ways", true, &d->both_ways);
    care_int(r, root, "agreeing_tests", true, 1, 10, &d->agreeing_tests);
    care_int(r, root, "expires_days", true, 1, 365, &d->expires_days);
    read_test(r, d, root);
    read_morning(r, lib, root);
}

static void read_clearances(struct care_reader *r, struct care_library *lib,
                            const struct text_node *root)
{
    struct care_clearance_rules *c = &lib->clearance;
    CARE_FIELDS(r, root, "valid_days", "fields", "lapses", "rules", "roles");
    care_int(r, root, "valid_days", true, 1, 3650, &c->valid_days);
    care_list(r, root, "fields", true, &c->fields);
    care_text_list(r, root, "rules", true, &c->rules);
    care_list(r, root, "roles", true, &c->roles);
    named_texts(r, root, "lapses", &c->lapse, &c->lapses);
}

bool care_read_screening(struct care_reader *r, struct care_library *lib,
                         const char *name, const struct text_node *root)
{
    static const struct {
        const char *name;
        void (*read)(struct care_reader *, struct care_library *,
                     const struct text_node *);
    } files[] = {
        {"reasons.yaml",    read_reasons   },
        {"questions.yaml",  read_questions },
        {"conditions.yaml", read_conditions},
        {"floors.yaml",     read_floors    },
        {"tags.yaml",       read_tags      },
        {"outcomes.yaml",   read_outcomes  },
        {"numbers.yaml",    read_numbers   },
        {"stop.yaml",       read_stop      },
        {"rescreen.yaml",   read_rescreen  },
        {"direction.yaml",  read_direction },
        {"clearances.yaml", read_clearances},
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

static void free_named(struct care_named_text *array, int count)
{
    for (int i = 0; i < count; i++) {
        free(array[i].id);
        free(array[i].text);
    }
    free(array);
}

static void release_tables(struct care_library *lib)
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
    free_named(lib->reason, lib->reasons);
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

static void release_stop(struct care_stop_texts *s)
{
    free_named(s->sign, s->signs);
    for (int m = 0; m < CARE_MODALITIES; m++)
        free(s->release[m]);
    for (int i = 0; i < s->answers; i++) {
        free(s->answer[i].id);
        free(s->answer[i].label);
        free(s->answer[i].text);
        text_free_list(s->answer[i].sources);
    }
    free(s->answer);
    free(s->same_move_text);
    free(s->see_first_text);
}

static void release_rescreen(struct care_rescreen_texts *s)
{
    for (int i = 0; i < s->quicks; i++) {
        free(s->quick[i].id);
        free(s->quick[i].text);
        text_free_list(s->quick[i].stands_for);
    }
    free(s->quick);
    free(s->any_yes);
    free(s->pain_rise);
    free(s->below_knee);
    free(s->severe);
    free(s->emergency_needs);
}

static void release_direction(struct care_direction_texts *d)
{
    for (int i = 0; i < d->pictures; i++) {
        free(d->picture[i].id);
        free(d->picture[i].when);
        text_free_list(d->picture[i].conditions);
        text_free_list(d->picture[i].moves);
        free(d->picture[i].hold_back);
        free(d->picture[i].evidence);
        text_free_list(d->picture[i].sources);
    }
    free(d->picture);
    for (int z = 0; z < 6; z++)
        free(d->zone[z]);
    free_named(d->answer, d->answers);
    free(d->both_ways);
    free(d->test_flexion);
    free(d->test_extension);
    free(d->test_text);
    free(d->morning_for);
    free(d->morning_text);
    free(d->morning_evidence);
    text_free_list(d->morning_sources);
}

void care_safety_release(struct care_library *lib)
{
    release_tables(lib);
    release_stop(&lib->stop);
    release_rescreen(&lib->rescreen);
    release_direction(&lib->direction);
    text_free_list(lib->clearance.fields);
    text_free_list(lib->clearance.roles);
    text_free_list(lib->clearance.rules);
    free_named(lib->clearance.lapse, lib->clearance.lapses);
}
