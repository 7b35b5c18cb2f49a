/* The profile as it is kept, and reading it: one record. */
#include "app/app_internal.h"

#include <math.h>
#include <string.h>

/* As callers see them. The journal keeps the year of birth for age_y, so that
 * age moves on by itself, and weekly_goal_days for weekly_goal. */
const char *const app_profile_fields[] = {
    "name",           "height_m",    "mass_kg",
    "age_y",          "sex",         "units",
    "regions",        "condition",   "equipment",
    "minutes",        "level",       "inversion_wanted",
    "hang_often",     "weekly_goal", "reminder",
    "country",        "language",    "voice",
    "muted",          "volume",      "theme",
    "reduced_motion", "gets_up_at",  "session_at",
    "advanced_ready", "pace",        "wording",
    "build",          "tone",        NULL};

static void take_record(struct app *app, const json_t *record)
{
    json_object_clear(app->profile);
    for (const char *const *f = app_profile_fields; *f; f++) {
        json_t *v = json_object_get(record, *f);
        if (v && !json_is_null(v))
            json_object_set(app->profile, *f, v);
    }
    const json_t *born = json_object_get(record, "birth_year");
    if (json_is_integer(born))
        json_object_set_new(
            app->profile, "age_y",
            json_integer(app_year(app) - json_integer_value(born)));
    json_t *goal = json_object_get(record, "weekly_goal_days");
    if (json_is_integer(goal))
        json_object_set(app->profile, "weekly_goal", goal);
}

enum sp_status app_profile_load(struct app *app, struct sp_error *err)
{
    json_t *record = NULL;
    enum sp_status s =
        app->journal->ops->last(app->journal, JOURNAL_PROFILE, &record, err);
    if (s)
        return s;
    // none, also after the first entry was taken back: 0 and an empty profile
    app->profile_id = json_integer_value(json_object_get(record, "id"));
    take_record(app, record);
    json_decref(record);
    return SP_OK;
}

double app_profile_number(const struct app *app, const char *field)
{
    const json_t *v = json_object_get(app->profile, field);
    return json_is_number(v) ? json_number_value(v) : (double)NAN;
}

const char *app_profile_text(const struct app *app, const char *field)
{
    const char *text = json_string_value(json_object_get(app->profile, field));
    return text && *text ? text : NULL;
}

bool app_profile_bool(const struct app *app, const char *field)
{
    return json_is_true(json_object_get(app->profile, field));
}

/* Height, mass and age are what screening, doses and the figure need. */
bool app_profile_set(const struct app *app)
{
    return isfinite(app_profile_number(app, "height_m")) &&
           isfinite(app_profile_number(app, "mass_kg")) &&
           isfinite(app_profile_number(app, "age_y"));
}

struct app_body_key app_body_key(const struct app *app)
{
    const char *sex = app_profile_text(app, "sex");
    struct app_body_key key = {
        1.75,
        75,
        SP_SEX_UNSTATED,
        {figure_build_named(app_profile_text(app, "build")),
          figure_tone_named(app_profile_text(app, "tone"))}
    };
    if (isfinite(app_profile_number(app, "height_m")))
        key.height_m = app_profile_number(app, "height_m");
    if (isfinite(app_profile_number(app, "mass_kg")))
        key.mass_kg = app_profile_number(app, "mass_kg");
    if (sex && !strcmp(sex, "female"))
        key.sex = SP_FEMALE;
    else if (sex && !strcmp(sex, "male"))
        key.sex = SP_MALE;
    return key;
}

struct sp_person app_person(const struct app *app)
{
    const struct app_body_key key = app_body_key(app);
    const double age_y = app_profile_number(app, "age_y");
    return (struct sp_person){key.height_m, key.mass_kg,
                              isfinite(age_y) ? age_y : 40, key.sex};
}

static unsigned region_bits(const json_t *list)
{
    unsigned bits = 0;
    size_t i;
    json_t *v;
    json_array_foreach(
        (json_t *)list, i,
        v) for (int r = 0; r < CARE_REGIONS;
                r++) if (json_is_string(v) &&
                         !strcmp(json_string_value(v),
                                 care_region_id((enum care_region)r))) bits |=
        1u << r;
    return bits;
}

unsigned app_wished_regions(const struct app *app)
{
    const json_t *regions = json_object_get(app->profile, "regions");
    return regions ? region_bits(regions) : 1u << CARE_REGION_LOWER_BACK;
}
