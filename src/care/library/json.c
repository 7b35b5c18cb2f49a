/* The library as JSON; the shape is library/schema/library.schema.json. */
#include "care/library/json.h"

#include <math.h>

#include "care/care_internal.h"

static json_t *text_or_null(const char *s)
{
    return s ? json_string(s) : json_null();
}

static json_t *texts(char *const *list)
{
    json_t *a = json_array();
    for (; a && list && *list; list++)
        json_array_append_new(a, json_string(*list));
    return a;
}

static json_t *words(unsigned bits, const char *const *names, int count)
{
    json_t *a = json_array();
    for (int i = 0; a && i < count; i++)
        if (bits & (1u << i))
            json_array_append_new(a, json_string(names[i]));
    return a;
}

// whole numbers as integers, so that 30 is not written 30.0
static json_t *number(double v)
{
    if (v == floor(v) && fabs(v) < 1e9)
        return json_integer((json_int_t)v);
    return json_real(v);
}

static json_t *said(const struct care_exercise *ex)
{
    json_t *a = json_array();
    for (int i = 0; a && i < ex->said_count; i++)
        json_array_append_new(a,
                              json_pack("{ss ss}", "source", ex->said[i].source,
                                        "text", ex->said[i].text));
    return a;
}

static json_t *dose(const struct care_exercise *ex)
{
    const struct care_dose *d = &ex->dose;
    return json_pack("{so s[oo] so si s[ii] so si si si so so}", "hold_s",
                     number(d->hold_s), "hold_range_s", number(d->hold_min_s),
                     number(d->hold_max_s), "duration_s", number(d->duration_s),
                     "reps", d->reps, "reps_range", d->reps_min, d->reps_max,
                     "rest_s", number(d->rest_s), "per_week", d->per_week_max,
                     "rest_days", d->rest_days, "per_day", d->per_day_max,
                     "said", said(ex), "ours", text_or_null(ex->dose_ours));
}

static json_t *keyframe_name(const struct care_exercise *ex, int k)
{
    return k >= 0 && ex->scene && k < ex->scene->keyframes
               ? json_string(ex->scene->keyframe[k].name)
               : json_null();
}

static json_t *phases(const struct care_exercise *ex)
{
    json_t *a = json_array();
    for (int i = 0; a && i < ex->step_count; i++) {
        const struct care_step *s = &ex->steps[i];
        json_array_append_new(
            a, json_pack("{ss ss so so so so so sb}", "phase",
                         care_phase_id(s->phase), "say", s->say, "cue",
                         text_or_null(s->cue), "keyframe",
                         keyframe_name(ex, s->show), "seconds",
                         number(s->seconds), "breath", text_or_null(s->breath),
                         "only", text_or_null(s->only), "safety",
                         (int)s->safety));
    }
    return a;
}

static json_t *variants(const struct care_exercise *ex)
{
    json_t *a = json_array();
    for (int i = 0; a && i < ex->variant_count; i++) {
        const struct care_variant *v = &ex->variants[i];
        json_array_append_new(
            a, json_pack("{ss ss so so sb sb}", "id", v->id, "name", v->name,
                         "note", text_or_null(v->note), "keyframe",
                         keyframe_name(ex, v->show), "default", v->is_default,
                         "head_level", v->head_level));
    }
    return a;
}

static json_t *ladder(const char *exercise, const char *note)
{
    if (!exercise && !note)
        return json_null();
    return json_pack("{so so}", "exercise", text_or_null(exercise), "note",
                     text_or_null(note));
}

static json_t *allowed(const struct care_library *lib,
                       const struct care_screen *screen, int e)
{
    int variant;
    const struct care_why why = care_allow_best(lib, screen, e, &variant);
    const struct care_exercise *ex = &lib->exercise[e];
    return json_pack("{ss so so}", "action", care_action_id(why.action), "why",
                     json_string(why.text), "variant",
                     variant >= 0 ? json_string(ex->variants[variant].id)
                                  : json_null());
}

static json_t *exercise(const struct care_library *lib,
                        const struct care_screen *screen, int e)
{
    const struct care_exercise *ex = &lib->exercise[e];
    json_t *o = json_pack(
        "{ss ss so ss ss ss ss so so so so ss sb sb}", "id", ex->id, "name",
        ex->name, "aliases", texts(ex->aliases), "summary", ex->summary,
        "category", ex->category, "level", care_level_id(ex->level), "playable",
        care_playable_id(ex->playable), "modality",
        words(ex->modalities, care_modality_words, CARE_MODALITIES), "tags",
        words(ex->tags, care_tag_words, CARE_TAGS), "regions",
        words(ex->regions, care_region_words, CARE_REGIONS), "equipment",
        texts(ex->equipment), "sides", care_sides_id(ex->sides), "warm_up",
        ex->warm_up, "own", ex->own);
    if (!o)
        return NULL;
    json_object_set_new(o, "dose", dose(ex));
    json_object_set_new(o, "phases", phases(ex));
    json_object_set_new(o, "variants", variants(ex));
    json_object_set_new(o, "feel", texts(ex->feel));
    json_object_set_new(o, "faults", texts(ex->faults));
    json_object_set_new(o, "cautions", texts(ex->cautions));
    json_object_set_new(o, "stop", texts(ex->stop));
    json_object_set_new(o, "easier", ladder(ex->easier, ex->easier_note));
    json_object_set_new(o, "harder", ladder(ex->harder, ex->harder_note));
    json_object_set_new(o, "benefit", text_or_null(ex->benefit));
    json_object_set_new(o, "evidence",
                        json_pack("{ss so}", "grade", care_grade_id(ex->grade),
                                  "text", text_or_null(ex->grade_text)));
    json_object_set_new(o, "sources", texts(ex->sources));
    json_object_set_new(o, "inferred", text_or_null(ex->inferred));
    if (screen)
        json_object_set_new(o, "allowed", allowed(lib, screen, e));
    return o;
}

static json_t *facts(const struct care_library *lib)
{
    json_t *a = json_array();
    for (int i = 0; a && i < lib->facts; i++) {
        const struct care_fact *f = &lib->fact[i];
        json_array_append_new(
            a, json_pack("{ss ss ss ss so so}", "id", f->id, "kind", f->kind,
                         "title", f->title, "says", f->says, "ours",
                         text_or_null(f->ours), "sources", texts(f->sources)));
    }
    return a;
}

static json_t *sources(const struct care_library *lib)
{
    json_t *a = json_array();
    for (int i = 0; a && i < lib->sources; i++) {
        const struct care_source *s = &lib->source[i];
        json_array_append_new(a, json_pack("{ss ss ss ss so}", "id", s->id,
                                           "name", s->name, "title", s->title, "kind", s->kind,
                                           "note", text_or_null(s->note)));
    }
    return a;
}

static json_t *equipment(const struct care_library *lib)
{
    json_t *a = json_array();
    for (int i = 0; a && i < lib->equipments; i++) {
        const struct care_equipment *e = &lib->equipment[i];
        json_array_append_new(
            a, json_pack("{ss ss so so}", "id", e->id, "name", e->name, "what",
                         text_or_null(e->what), "sources", texts(e->sources)));
    }
    return a;
}

// what ends any exercise, whatever its own stop list says
static json_t *stop_rules(const struct care_library *lib)
{
    json_t *signs = json_array();
    for (int i = 0; signs && i < lib->stop.signs; i++)
        json_array_append_new(signs,
                              json_pack("{ss ss}", "id", lib->stop.sign[i].id,
                                        "text", lib->stop.sign[i].text));
    json_t *release = json_object();
    for (int m = 0; release && m < CARE_MODALITIES; m++)
        if (lib->stop.release[m])
            json_object_set_new(release, care_modality_words[m],
                                json_string(lib->stop.release[m]));
    return json_pack("{so so}", "signs", signs, "release", release);
}

json_t *care_library_json(const struct care_library *lib,
                          const struct care_screen *screen)
{
    json_t *exercises = json_array();
    for (int e = 0; exercises && e < lib->exercises; e++)
        json_array_append_new(exercises, exercise(lib, screen, e));
    return json_pack("{ss si so so so so so}", "format", "stature-library",
                     "version", 1, "exercises", exercises, "facts", facts(lib),
                     "equipment", equipment(lib), "stop_rules", stop_rules(lib),
                     "sources", sources(lib));
}
