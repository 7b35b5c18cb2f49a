/*
 * What library/screening says of stopping, screening again, direction and
 * clearances; the rules keyed on it are in rules.c.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <stdlib.h>

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
        care_fail(r, root, "counts", _("expected same_move and see_first"));
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

void care_read_stop(struct care_reader *r, struct care_library *lib,
                    const struct text_node *root)
{
    struct care_stop_texts *s = &lib->stop;
    CARE_FIELDS(r, root, "signs", "release", "answers", "counts");
    care_named_texts(r, root, "signs", &s->sign, &s->signs);
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
        care_fail(r, root, field, _("missing; add it"));
    else if (text_kind(map) != TEXT_MAP)
        care_fail(r, root, field, _("expected a mapping (field: value)"));
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

void care_read_rescreen(struct care_reader *r, struct care_library *lib,
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
                          _("found '%.40s', expected a question id"), *id);
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
                      _("found '%.40s', expected an id of conditions.yaml"),
                      *id);
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
            care_fail(r, map, id, _("expected an id of conditions.yaml"));
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
    care_text(r, map, "text", true, &d->test_text);
}

void care_read_direction(struct care_reader *r, struct care_library *lib,
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
    care_named_texts(r, root, "answers", &d->answer, &d->answers);
    care_text(r, root, "both_ways", true, &d->both_ways);
    care_int(r, root, "agreeing_tests", true, 1, 10, &d->agreeing_tests);
    care_int(r, root, "expires_days", true, 1, 365, &d->expires_days);
    read_test(r, d, root);
    read_morning(r, lib, root);
}

/* ---- clearances ---------------------------------------------------------- */

void care_read_clearances(struct care_reader *r, struct care_library *lib,
                          const struct text_node *root)
{
    struct care_clearance_rules *c = &lib->clearance;
    CARE_FIELDS(r, root, "valid_days", "fields", "lapses", "rules", "roles");
    care_int(r, root, "valid_days", true, 1, 3650, &c->valid_days);
    care_list(r, root, "fields", true, &c->fields);
    care_text_list(r, root, "rules", true, &c->rules);
    care_list(r, root, "roles", true, &c->roles);
    care_named_texts(r, root, "lapses", &c->lapse, &c->lapses);
}

/* ---- the end ------------------------------------------------------------- */

static void release_stop(struct care_stop_texts *s)
{
    care_free_named(s->sign, s->signs);
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
    care_free_named(d->answer, d->answers);
    free(d->both_ways);
    free(d->test_flexion);
    free(d->test_extension);
    free(d->test_text);
    free(d->morning_for);
    free(d->morning_text);
    free(d->morning_evidence);
    text_free_list(d->morning_sources);
}

void care_rules_release(struct care_library *lib)
{
    release_stop(&lib->stop);
    release_rescreen(&lib->rescreen);
    release_direction(&lib->direction);
    text_free_list(lib->clearance.fields);
    text_free_list(lib->clearance.roles);
    text_free_list(lib->clearance.rules);
    care_free_named(lib->clearance.lapse, lib->clearance.lapses);
}
