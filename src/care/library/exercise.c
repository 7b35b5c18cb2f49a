/*
 * One exercise file: words, dose, steps, variants. The format is described in
 * docs/library.md; every rule of it is checked here.
 */
#include "care/care_internal.h"

#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"
#include "text/words.h"

// two numbers of a range, lowest first; absent: both as the value itself
static void read_range(struct care_reader *r, const struct text_node *dose,
                       const char *field, double value, double max, double *lo,
                       double *hi)
{
    *lo = *hi = value;
    if (r->st != SP_OK || !text_field(dose, field))
        return;
    const struct text_node *list = care_items(r, dose, field, true);
    double bound[2] = {0, 0};
    if (r->st == SP_OK && text_count(list) != 2)
        care_fail(r, dose, field, _("expected two numbers, [least, most]"));
    for (int i = 0; r->st == SP_OK && i < 2; i++) {
        const char *s = text_scalar(text_item(list, i));
        if (!s || !text_to_number(s, &bound[i]))
            care_fail(r, dose, field, _("found '%.40s', expected a number"),
                      s ? s : _("a list or mapping"));
        else if (!(bound[i] >= 0 && bound[i] <= max))
            care_fail(r, dose, field, _("%g is outside 0 to %g"), bound[i],
                      max);
    }
    if (r->st != SP_OK)
        return;
    if (!(bound[0] <= value && value <= bound[1]))
        care_fail(r, dose, field,
                  _("%g to %g does not hold the default %g; widen it"),
                  bound[0], bound[1], value);
    *lo = bound[0];
    *hi = bound[1];
}

static void read_said(struct care_reader *r, const struct care_library *lib,
                      const struct text_node *dose, struct care_exercise *ex)
{
    const struct text_node *list = care_items(r, dose, "said", false);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_source_dose *s =
            care_grow(&ex->said, &ex->said_count, sizeof *s);
        if (!s) {
            care_no_memory(r, "said");
            return;
        }
        CARE_FIELDS(r, node, "source", "text");
        care_string(r, node, "source", true, &s->source);
        care_text(r, node, "text", true, &s->text);
        if (r->st == SP_OK && care_source_find(lib, s->source) < 0)
            care_fail(r, node, "source",
                      _("found '%.40s', expected an id of sources.yaml"),
                      s->source);
    }
}

static void read_dose(struct care_reader *r, const struct care_library *lib,
                      const struct text_node *root, struct care_exercise *ex)
{
    struct care_dose *d = &ex->dose;
    *d = (struct care_dose){.per_week_max = 7, .per_day_max = 1};
    if (r->st != SP_OK)
        return;
    const struct text_node *dose = text_field(root, "dose");
    if (!dose) {
        if (ex->playable != CARE_TEXT)
            care_fail(r, root, "dose", _("missing; add it"));
        return;
    }
    CARE_FIELDS(r, dose, "hold_s", "hold_range_s", "duration_s", "reps",
                "reps_range", "rest_s", "per_week", "rest_days", "per_day",
                "said", "ours");
    care_number_of(r, dose, "hold_s", false, 0, 600, &d->hold_s);
    care_number_of(r, dose, "duration_s", false, 0, 3600, &d->duration_s);
    care_int(r, dose, "reps", false, 0, 100, &d->reps);
    care_number_of(r, dose, "rest_s", false, 0, 300, &d->rest_s);
    care_int(r, dose, "per_week", false, 1, 7, &d->per_week_max);
    care_int(r, dose, "rest_days", false, 0, 6, &d->rest_days);
    care_int(r, dose, "per_day", false, 1, 12, &d->per_day_max);
    read_range(r, dose, "hold_range_s", d->hold_s, 600, &d->hold_min_s,
               &d->hold_max_s);
    double lo, hi;
    read_range(r, dose, "reps_range", d->reps, 100, &lo, &hi);
    d->reps_min = (int)lo;
    d->reps_max = (int)hi;
    read_said(r, lib, dose, ex);
    care_text(r, dose, "ours", false, &ex->dose_ours);
}

// index of a keyframe by name; a name that is not there is an error
static int keyframe(struct care_reader *r, const struct care_exercise *ex,
                    const struct text_node *node)
{
    char *name = NULL;
    int found = -1;
    care_string(r, node, "show", false, &name);
    if (r->st == SP_OK && name) {
        found = ex->scene ? scene_keyframe_find(ex->scene, name) : -1;
        if (!ex->scene)
            care_fail(r, node, "show",
                      _("'%.40s' needs a scene and there is none"), name);
        else if (found < 0)
            care_fail(r, node, "show",
                      _("found '%.40s', expected a keyframe of scene '%s'"),
                      name, ex->scene->name);
    }
    free(name);
    return found;
}

static void read_variants(struct care_reader *r, const struct text_node *root,
                          struct care_exercise *ex)
{
    const struct text_node *list = care_items(r, root, "variants", false);
    for (int i = 0; list && r->st == SP_OK && i < text_count(list); i++) {
        const struct text_node *node = text_item(list, i);
        struct care_variant *v =
            care_grow(&ex->variants, &ex->variant_count, sizeof *v);
        if (!v) {
            care_no_memory(r, "variants");
            return;
        }
        CARE_FIELDS(r, node, "id", "name", "note", "show", "default",
                    "head_level");
        care_id(r, node, "id", &v->id);
        care_text(r, node, "name", true, &v->name);
        care_text(r, node, "note", false, &v->note);
        v->show = keyframe(r, ex, node);
        care_bool(r, node, "default", false, &v->is_default);
        care_bool(r, node, "head_level", false, &v->head_level);
        if (r->st == SP_OK)
            care_once(r, node, v->id, care_variant_find(ex, v->id) != i);
    }
}

static void read_step(struct care_reader *r, const struct text_node *node,
                      struct care_exercise *ex)
{
    static const char *const phases[] = {"setup", "enter", "hold", "flow",
                                         "exit"};
    static const char *const breaths[] = {"in", "out", "easy"};
    struct care_step *s = care_grow(&ex->steps, &ex->step_count, sizeof *s);
    if (!s) {
        care_no_memory(r, "steps");
        return;
    }
    CARE_FIELDS(r, node, "phase", "show", "say", "cue", "seconds", "breath",
                "only", "safety");
    s->phase = (enum care_phase)care_word(r, node, "phase", true, phases, 5, 0);
    care_text(r, node, "say", true, &s->say);
    care_text(r, node, "cue", false, &s->cue);
    s->show = keyframe(r, ex, node);
    care_number_of(r, node, "seconds", false, 0, 600, &s->seconds);
    const int breath = care_word(r, node, "breath", false, breaths, 3, -1);
    if (r->st == SP_OK && breath >= 0 && !(s->breath = strdup(breaths[breath])))
        care_no_memory(r, "breath");
    care_string(r, node, "only", false, &s->only);
    care_bool(r, node, "safety", false, &s->safety);
    if (r->st == SP_OK && s->only && care_variant_find(ex, s->only) < 0)
        care_fail(r, node, "only", _("found '%.40s', expected a variant's id"),
                  s->only);
}

// a guided movement needs something to guide through, and a dose for it
static void check_steps(struct care_reader *r, const struct text_node *root,
                        const struct care_exercise *ex)
{
    if (r->st != SP_OK || ex->playable == CARE_TEXT)
        return;
    if (ex->step_count == 0) {
        care_fail(r, root, "steps", _("missing; only text entries have none"));
        return;
    }
    bool hold = false, flow = false;
    for (int i = 0; i < ex->step_count; i++) {
        hold |= ex->steps[i].phase == CARE_HOLD;
        flow |= ex->steps[i].phase == CARE_FLOW;
    }
    const struct care_dose *d = &ex->dose;
    if (!hold && !flow)
        care_fail(r, root, "steps", _("expected a step of phase hold or flow"));
    else if (hold && !(d->hold_s > 0))
        care_fail(r, root, "dose", _("a hold step needs hold_s above 0"));
    else if (flow && d->reps <= 0 && !(d->duration_s > 0))
        care_fail(r, root, "dose", _("flow steps need reps or duration_s"));
    else if (!ex->scene)
        care_fail(r, root, "scene", _("found none; add scenes/%s.yaml"),
                  ex->id);
}

static void read_ladder(struct care_reader *r, const struct text_node *root,
                        const char *field, char **exercise, char **note)
{
    const struct text_node *map =
        r->st == SP_OK ? text_field(root, field) : NULL;
    if (!map)
        return;
    CARE_FIELDS(r, map, "exercise", "note");
    care_string(r, map, "exercise", false, exercise);
    care_text(r, map, "note", false, note);
    if (r->st == SP_OK && !*exercise && !*note)
        care_fail(r, root, field, _("expected exercise, note or both"));
}

static void read_evidence(struct care_reader *r, const struct text_node *root,
                          struct care_exercise *ex)
{
    static const char *const grades[] = {"none", "very_low", "low", "moderate",
                                         "high"};
    const struct text_node *map =
        r->st == SP_OK ? text_field(root, "evidence") : NULL;
    if (!map) {
        if (!ex->own)
            care_fail(r, root, "evidence", _("missing; add it"));
        return;
    }
    CARE_FIELDS(r, map, "grade", "text");
    ex->grade =
        (enum care_grade)care_word(r, map, "grade", true, grades, 5, CARE_NONE);
    care_text(r, map, "text", true, &ex->grade_text);
}

// who may do it and what it needs
static void read_head(struct care_reader *r, const struct care_library *lib,
                      const struct text_node *root, struct care_exercise *ex)
{
    static const char *const levels[] = {"beginner", "advanced"};
    static const char *const playable[] = {"yes", "on_demand", "prescription",
                                           "text"};
    static const char *const sides[] = {"none", "each", "alternate"};
    care_id(r, root, "id", &ex->id);
    care_text(r, root, "name", true, &ex->name);
    care_text_list(r, root, "aliases", false, &ex->aliases);
    care_text(r, root, "summary", true, &ex->summary);
    care_string(r, root, "category", true, &ex->category);
    (void)care_word(r, root, "category", true, care_category_words,
                    CARE_CATEGORIES, 0);
    ex->level =
        (enum care_level)care_word(r, root, "level", true, levels, 2, 0);
    ex->playable = (enum care_playable)care_word(r, root, "playable", !ex->own,
                                                 playable, 4, CARE_PLAYABLE);
    ex->modalities =
        care_bits(r, root, "modality", care_modality_words, CARE_MODALITIES);
    ex->tags = care_bits(r, root, "tags", care_tag_words, CARE_TAGS);
    ex->regions =
        care_bits(r, root, "regions", care_region_words, CARE_REGIONS);
    if (r->st == SP_OK && !ex->own && !ex->modalities)
        care_fail(r, root, "modality",
                  _("empty; without one it can never be scheduled"));
    // a pull of one's own has no protocol that keeps it within its caps
    if (r->st == SP_OK && ex->own && ex->playable != CARE_TEXT &&
        ex->modalities &
            (1u << CARE_TRACTION_LUMBAR | 1u << CARE_TRACTION_CERVICAL))
        care_fail(r, root, "modality",
                  _("traction is guided only as a prescribed protocol; say "
                    "playable: text"));
    // an own exercise that leaves either unsaid has no safety decision
    if (r->st == SP_OK && ex->own && !text_field(root, "tags"))
        ex->modalities = 0;
    care_list(r, root, "equipment", false, &ex->equipment);
    for (char **id = ex->equipment; r->st == SP_OK && *id; id++)
        if (care_equipment_find(lib, *id) < 0)
            care_fail(r, root, "equipment",
                      _("found '%.40s', expected an id of equipment.yaml"),
                      *id);
    ex->sides =
        (enum care_sides)care_word(r, root, "sides", false, sides, 3, 0);
    care_bool(r, root, "warm_up", false, &ex->warm_up);
}

void care_read_exercise(struct care_reader *r, const struct care_library *lib,
                        const struct text_node *root, struct care_exercise *ex)
{
    CARE_FIELDS(r, root, "id", "name", "aliases", "summary", "category",
                "level", "playable", "modality", "tags", "regions", "equipment",
                "sides", "warm_up", "dose", "steps", "variants", "feel",
                "faults", "cautions", "stop", "easier", "harder", "benefit",
                "evidence", "sources", "inferred", "scene");
    read_head(r, lib, root, ex);
    read_dose(r, lib, root, ex);
    read_variants(r, root, ex);
    const struct text_node *steps = care_items(r, root, "steps", false);
    for (int i = 0; steps && r->st == SP_OK && i < text_count(steps); i++)
        read_step(r, text_item(steps, i), ex);
    check_steps(r, root, ex);
    care_text_list(r, root, "feel", false, &ex->feel);
    care_text_list(r, root, "cautions", false, &ex->cautions);
    care_text_list(r, root, "faults", false, &ex->faults);
    care_text_list(r, root, "stop", false, &ex->stop);
    read_ladder(r, root, "easier", &ex->easier, &ex->easier_note);
    read_ladder(r, root, "harder", &ex->harder, &ex->harder_note);
    care_text(r, root, "benefit", !ex->own, &ex->benefit);
    read_evidence(r, root, ex);
    care_list(r, root, "sources", !ex->own, &ex->sources);
    care_known_sources(r, lib, root, ex->sources);
    care_text(r, root, "inferred", false, &ex->inferred);
}

enum sp_status care_check_ladder(const struct care_library *lib, int exercise,
                                 struct sp_error *err)
{
    const struct care_exercise *ex = &lib->exercise[exercise];
    const char *const field[] = {"easier", "harder"};
    const char *const id[] = {ex->easier, ex->harder};
    for (int i = 0; i < 2; i++) {
        if (!id[i])
            continue;
        const int other = care_exercise_find(lib, id[i]);
        if (other < 0)
            return sp_fail(err, SP_E_PARSE,
                           _("%s: %s: found '%.40s', expected the id of an "
                             "exercise"),
                           ex->file, field[i], id[i]);
        if (other == exercise)
            return sp_fail(err, SP_E_PARSE,
                           _("%s: %s: names the exercise itself"), ex->file,
                           field[i]);
    }
    return SP_OK;
}

void care_exercise_release(struct care_exercise *ex)
{
    char *const texts[] = {ex->id,          ex->name,     ex->file,
                           ex->summary,     ex->category, ex->dose_ours,
                           ex->easier,      ex->harder,   ex->easier_note,
                           ex->harder_note, ex->benefit,  ex->grade_text,
                           ex->inferred};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    char **const lists[] = {ex->aliases,  ex->equipment, ex->feel,
                            ex->cautions, ex->faults,    ex->stop,
                            ex->sources};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        text_free_list(lists[i]);
    for (int i = 0; i < ex->said_count; i++) {
        free(ex->said[i].source);
        free(ex->said[i].text);
    }
    free(ex->said);
    for (int i = 0; i < ex->step_count; i++) {
        free(ex->steps[i].say);
        free(ex->steps[i].cue);
        free(ex->steps[i].breath);
        free(ex->steps[i].only);
    }
    free(ex->steps);
    for (int i = 0; i < ex->variant_count; i++) {
        free(ex->variants[i].id);
        free(ex->variants[i].name);
        free(ex->variants[i].note);
    }
    free(ex->variants);
    free(ex->scene);
    *ex = (struct care_exercise){0};
}
