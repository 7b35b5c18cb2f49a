/* One exercise with its dose: for the person, for the journal, and as today's
 * rules give it. A dose never comes from the caller. */
#include "app/traction/traction.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *app_regions(unsigned regions)
{
    json_t *out = json_array();
    for (int r = 0; r < CARE_REGIONS; r++)
        if (regions & (1u << r))
            json_array_append_new(
                out, json_string(care_region_id((enum care_region)r)));
    return out;
}

const char *app_variant_id(const struct care_exercise *ex, int variant)
{
    return variant >= 0 && variant < ex->variant_count
               ? ex->variants[variant].id
               : NULL;
}

static const char *variant_name(const struct care_exercise *ex, int variant)
{
    return variant >= 0 && variant < ex->variant_count
               ? ex->variants[variant].name
               : NULL;
}

json_t *app_picture(const struct care_exercise *ex)
{
    if (!ex->scene)
        return json_null();
    char address[CARE_ID_MAX + 40];
    snprintf(address, sizeof address, "/api/v1/figure/%s.svg", ex->id);
    return json_string(address);
}

void app_kept_why(const struct app *app, const json_t *record,
                  char why[CARE_WHY_MAX])
{
    const char *kept = json_string_value(json_object_get(record, "why"));
    char *cited = kept ? care_cited(app->library, kept) : NULL;
    const bool whole = cited && strlen(cited) < CARE_WHY_MAX;
    snprintf(why, CARE_WHY_MAX, "%s", whole ? cited : kept ? kept : "");
    free(cited);
}

json_t *app_item_json(const struct app *app, const struct care_item *item)
{
    const struct care_exercise *ex =
        care_exercise_at(app->library, item->exercise);
    return json_pack(
        "{s:s, s:s, s:s?, s:s?, s:o, s:o, s:i, s:o, s:o, s:s, s:o, s:b, s:s, "
        "s:o}",
        "exercise", ex->id, "name", ex->name, "variant",
        app_variant_id(ex, item->variant), "variant_name",
        variant_name(ex, item->variant), "region", app_regions(ex->regions),
        "hold_s", app_number(item->hold_s), "reps", item->reps, "duration_s",
        app_number(item->duration_s), "rest_s", app_number(item->rest_s),
        "sides", care_sides_id(ex->sides), "minutes", app_number(item->minutes),
        "reduced", (int)item->reduced, "why", item->why, "picture",
        app_picture(ex));
}

static json_t *part_json(const struct care_relief *r, int part)
{
    return json_pack("{s:f, s:f, s:f, s:f, s:f, s:f}", "mm", r->mm[part], "low",
                     r->low[part], "high", r->high[part], "left_mm",
                     r->left_mm[part], "left_low", r->left_low[part],
                     "left_high", r->left_high[part]);
}

json_t *app_relief_json(struct app *app, int exercise,
                        const struct care_relief *relief)
{
    const struct care_exercise *ex =
        exercise >= 0 ? care_exercise_at(app->library, exercise) : NULL;
    char text[CARE_WHY_MAX], brief[80];
    size_t said = 0;
    struct app_pull pull;
    const unsigned regions = app_wished_regions(app);
    if (ex && ex->playable == CARE_TEXT)
        return json_null();
    // a figure without the force that gives it would say nothing
    if (ex && ex->playable == CARE_PRESCRIPTION) {
        if (!app_pull_usual(app, exercise, &pull))
            return json_null();
        app_pull_usual_say(&pull, text, sizeof text - 1);
        said = strlen(text);
        text[said++] = ' ';
    }
    care_relief_say(text + said, sizeof text - said, ex, relief, regions);
    care_relief_short(brief, sizeof brief, ex, relief, regions);
    json_t *parts =
        relief->known
            ? json_pack("{s:o, s:o, s:o}", "neck",
                        part_json(relief, CARE_SPINE_NECK), "thoracic",
                        part_json(relief, CARE_SPINE_THORACIC), "lumbar",
                        part_json(relief, CARE_SPINE_LUMBAR))
            : json_null();
    return json_pack("{s:o, s:s, s:s}", "regions", parts, "text", text, "short",
                     brief);
}

json_t *app_item_store(const struct app *app, const struct care_item *item)
{
    const struct care_exercise *ex =
        care_exercise_at(app->library, item->exercise);
    json_t *out = json_pack(
        "{s:s, s:s, s:o, s:i, s:o, s:o, s:s, s:o, s:b, s:s, s:o}", "exercise",
        ex->id, "name", ex->name, "hold_s", app_number(item->hold_s), "reps",
        item->reps, "duration_s", app_number(item->duration_s), "rest_s",
        app_number(item->rest_s), "sides", care_sides_id(ex->sides), "minutes",
        app_number(item->minutes), "reduced", (int)item->reduced, "why",
        item->why, "region", app_regions(ex->regions));
    const char *variant = app_variant_id(ex, item->variant);
    if (out && variant) {
        json_object_set_new(out, "variant", json_string(variant));
        json_object_set_new(out, "variant_name",
                            json_string(variant_name(ex, item->variant)));
    }
    return out;
}

/* With no variant named: the default, or the one that the screening leaves. */
static enum sp_status pick_variant(struct app *app, int exercise,
                                   const char *named, int *variant,
                                   struct care_why *why, struct sp_error *err)
{
    const struct care_exercise *ex = care_exercise_at(app->library, exercise);
    if (named && *named) {
        *variant = care_variant_find(ex, named);
        if (*variant < 0)
            return sp_fail(err, SP_E_NOTFOUND,
                           _("%s has no variant \"%.40s\"."), ex->name, named);
        *why = app_allow(app, exercise, *variant);
        return SP_OK;
    }
    *why = app_allow_best(app, exercise, variant);
    return SP_OK;
}

enum sp_status app_item_today(struct app *app, const char *exercise,
                              const char *variant, const char *why_words,
                              struct care_item *item, struct sp_error *err)
{
    const int e = exercise ? care_exercise_find(app->library, exercise) : -1;
    if (e < 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("There is no exercise \"%.47s\" in the library."),
                       exercise ? exercise : "");
    int v = -1;
    struct care_why why;
    enum sp_status s = pick_variant(app, e, variant, &v, &why, err);
    if (s)
        return s;
    if ((s = app_response(app, err)))
        return s;
    const struct care_exercise *ex = care_exercise_at(app->library, e);
    if (why.action == CARE_ASK)
        return sp_fail(err, SP_E_BLOCKED,
                       _("%s needs a clinician's agreement first. %s"),
                       ex->name, why.text);
    if (why.action == CARE_BLOCK)
        return sp_fail(err, SP_E_BLOCKED, _("%s is not offered. %s"), ex->name,
                       why.text);
    *item = care_dose_at(app->library, &app->safety.screen, e, v,
                         care_step_now(ex, &app->response[e]));
    const struct care_talk talk = app_talk(app);
    item->minutes = care_item_minutes(ex, item, &talk);
    if (why_words)
        snprintf(item->why, sizeof item->why, "%s", why_words);
    return SP_OK;
}
