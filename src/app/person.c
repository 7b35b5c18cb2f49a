/* The profile, shown and changed: a closed list of fields. */
#include "app/app_internal.h"

#include <math.h>
#include <string.h>

#include "text/words.h"

static const char *const builds[] = {"slender", "middle", "stout", NULL};
static const char *const tones[] = {"pale",   "sand",  "honey",
                                    "bronze", "brown", NULL};
static const char *const sexes[] = {"female", "male", "unstated", NULL};
static const char *const units[] = {"metric", "imperial", NULL};
static const char *const levels[] = {"beginner", "advanced", NULL};
static const char *const wordings[] = {"full", "short", NULL};

static void add_default(json_t *out, const char *field, json_t *value)
{
    if (json_object_get(out, field))
        json_decref(value);
    else
        json_object_set_new(out, field, value);
}

static json_t *profile_json(const struct app *app)
{
    json_t *out = json_copy(app->profile);
    if (!out)
        return NULL;
    json_object_set_new(out, "set", json_boolean(app_profile_set(app)));
    add_default(out, "name", json_string(""));
    add_default(out, "height_m", json_null());
    add_default(out, "mass_kg", json_null());
    add_default(out, "age_y", json_null());
    add_default(out, "sex", json_string("unstated"));
    add_default(out, "units", json_string("metric"));
    add_default(out, "regions", json_pack("[s]", "lower_back"));
    add_default(out, "condition", json_string(""));
    add_default(out, "equipment", json_pack("[s]", "mat"));
    add_default(out, "minutes",
                json_pack("[i,i,i,i,i,i,i]", 10, 10, 10, 10, 10, 10, 0));
    add_default(out, "level", json_string("beginner"));
    add_default(out, "inversion_wanted", json_false());
    add_default(out, "hang_often", json_false());
    add_default(out, "weekly_goal", json_integer(4));
    add_default(out, "reminder",
                json_pack("{s:b, s:i, s:s, s:s}", "on", 0, "every_min", 45,
                          "from", "09:00", "to", "17:00"));
    add_default(out, "country", json_string(""));
    add_default(out, "language", json_string(""));
    add_default(out, "voice", json_string(""));
    add_default(out, "pace", json_real(1));
    add_default(out, "wording", json_string("full"));
    add_default(out, "build", json_string("middle"));
    add_default(out, "tone", json_string("sand"));
    return out;
}

enum sp_status app_op_profile_show(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    (void)request;
    return app_give(answer, profile_json(app), err);
}

/* ---- checks ----------------------------------------------------------------
 */

static enum sp_status check_numbers(const json_t *body, struct sp_error *err)
{
    double x;
    int n;
    enum sp_status s;
    if ((s = app_read_number(body, "height_m", false, 1.20, 2.20, &x, err)) ||
        (s = app_read_number(body, "mass_kg", false, 30, 250, &x, err)) ||
        (s = app_read_number(body, "age_y", false, 10, 110, &x, err)) ||
        (s = app_read_number(body, "pace", false, VOICE_PACE_MIN,
                             VOICE_PACE_MAX, &x, err)))
        return s;
    return app_read_int(body, "weekly_goal", false, 0, 7, &n, err);
}

static enum sp_status check_words(const struct app *app, const json_t *body,
                                  struct sp_error *err)
{
    const char *text = NULL, *condition = NULL, *country = NULL;
    const char *language = NULL;
    bool flag;
    enum sp_status s;
    if ((s = app_read_text(body, "name", false, 120, &text, err)) ||
        (s = app_read_word(body, "sex", false, sexes, &text, err)) ||
        (s = app_read_word(body, "build", false, builds, &text, err)) ||
        (s = app_read_word(body, "tone", false, tones, &text, err)) ||
        (s = app_read_word(body, "units", false, units, &text, err)) ||
        (s = app_read_word(body, "level", false, levels, &text, err)) ||
        (s = app_read_word(body, "wording", false, wordings, &text, err)) ||
        (s = app_read_bool(body, "inversion_wanted", false, &flag, err)) ||
        (s = app_read_bool(body, "hang_often", false, &flag, err)) ||
        (s = app_read_text(body, "condition", false, 60, &condition, err)) ||
        (s = app_read_text(body, "country", false, 2, &country, err)) ||
        (s = app_read_text(body, "language", false, 35, &language, err)))
        return s;
    if (condition && care_fact_find(app->library, condition) < 0)
        return sp_fail(
            err, SP_E_RANGE,
            _("condition: \"%s\" is not a condition of the library."),
            condition);
    if (country && (strlen(country) != 2 || country[0] < 'A' ||
                    country[0] > 'Z' || country[1] < 'A' || country[1] > 'Z'))
        return sp_fail(err, SP_E_RANGE,
                       _("country: \"%s\" is not two capital letters like DE."),
                       country);
    if (language && !words_language_known(language))
        return sp_fail(err, SP_E_RANGE,
                       _("language: \"%s\" is not one that Stature speaks."),
                       language);
    return SP_OK;
}

static int region_find(const char *id)
{
    for (int r = 0; r < CARE_REGIONS; r++)
        if (!strcmp(care_region_id((enum care_region)r), id))
            return r;
    return -1;
}

static enum sp_status check_lists(const struct app *app, const json_t *body,
                                  struct sp_error *err)
{
    const json_t *regions = NULL, *things = NULL, *v;
    size_t i;
    enum sp_status s =
        app_read_texts(body, "regions", CARE_REGIONS, &regions, err);
    if (!s)
        s = app_read_texts(body, "equipment", 40, &things, err);
    if (s)
        return s;
    json_array_foreach(
        (json_t *)regions, i,
        v) if (region_find(json_string_value(v)) <
               0) return sp_fail(err, SP_E_RANGE,
                                 _("regions[%zu]: \"%s\" is not one of neck, "
                                   "upper_back, lower_back, leg."),
                                 i, json_string_value(v));
    json_array_foreach((json_t *)things, i, v) if (
        care_equipment_find(app->library, json_string_value(v)) <
        0) return sp_fail(err, SP_E_RANGE,
                          _("equipment[%zu]: \"%s\" is not in the library's "
                            "equipment."),
                          i, json_string_value(v));
    return SP_OK;
}

static enum sp_status check_minutes(const json_t *body, struct sp_error *err)
{
    const json_t *list = json_object_get(body, "minutes"), *v;
    size_t i;
    if (!list || json_is_null(list))
        return SP_OK;
    if (!json_is_array(list) || json_array_size(list) != CARE_PLAN_DAYS)
        return sp_fail(
            err, SP_E_RANGE,
            _("minutes: must be a list of 7 numbers, Monday first."));
    json_array_foreach(
        (json_t *)list, i,
        v) if (!json_is_number(v) || !(json_number_value(v) >= 0) ||
               !(json_number_value(v) <=
                 120)) return sp_fail(err, SP_E_RANGE,
                                      _("minutes[%zu]: must be a number from 0 "
                                        "to 120."),
                                      i);
    return SP_OK;
}

static enum sp_status check_reminder(const json_t *body, struct sp_error *err)
{
    static const char *const known[] = {"on", "every_min", "from", "to", NULL};
    const json_t *r = json_object_get(body, "reminder");
    if (!r || json_is_null(r))
        return SP_OK;
    bool on;
    int every;
    const char *from = NULL, *to = NULL;
    enum sp_status s;
    if ((s = app_need_object(r, known, err)) ||
        (s = app_read_bool(r, "on", true, &on, err)) ||
        (s = app_read_int(r, "every_min", true, 10, 240, &every, err)) ||
        (s = app_read_text(r, "from", true, 5, &from, err)) ||
        (s = app_read_text(r, "to", true, 5, &to, err)))
        return s;
    const int begin = app_clock_minutes(from), end = app_clock_minutes(to);
    if (begin < 0 || end <= begin)
        return sp_fail(
            err, SP_E_RANGE,
            _("reminder: from %s to %s must be two times like 09:00, "
              "the first earlier."),
            from, to);
    return SP_OK;
}

/* Fields of a request as the journal keeps them; a new reference. Without a
 * record to change, null means nothing. */
static json_t *to_record(struct app *app, const json_t *body, bool keep_null)
{
    json_t *record = json_object(), *v;
    const char *key;
    json_object_foreach((json_t *)body, key, v)
    {
        const bool none =
            json_is_null(v) || (json_is_string(v) && !json_string_length(v) &&
                                strcmp(key, "name"));
        const bool age = !strcmp(key, "age_y");
        const char *kept = age                           ? "birth_year"
                           : !strcmp(key, "weekly_goal") ? "weekly_goal_days"
                                                         : key;
        if (none && keep_null)
            json_object_set_new(record, kept, json_null());
        else if (!none && age)
            json_object_set_new(
                record, kept,
                json_integer(app_year(app) -
                             (long)floor(json_number_value(v))));
        else if (!none)
            json_object_set(record, kept, v);
    }
    return record;
}

static enum sp_status store_profile(struct app *app, const json_t *body,
                                    struct sp_error *err)
{
    static const char kind[] = "profile.";
    char today[APP_DAY];
    app_today(app, today);
    const struct journal_ops *ops = app->journal->ops;
    json_t *record = to_record(app, body, app->profile_id != 0);
    enum sp_status s = app->profile_id
                           ? ops->edit(app->journal, JOURNAL_PROFILE,
                                       app->profile_id, NULL, record, err)
                           : ops->add(app->journal, JOURNAL_PROFILE, today,
                                      record, &app->profile_id, err);
    json_decref(record);
    // the journal names "profile.theme"; the caller sent "theme"
    if (s && !strncmp(err->text, kind, sizeof kind - 1))
        memmove(err->text, err->text + sizeof kind - 1,
                strlen(err->text) - sizeof kind + 2);
    if (s == SP_E_PARSE)
        s = err->status = SP_E_RANGE;
    if (s)
        return s;
    app->undo_depth = 0;
    app->safety_stale = true;
    return app_profile_load(app, err);
}

/* Whether a change touches what the plan was made from. */
static bool plan_changes(const json_t *body)
{
    static const char *const matters[] = {
        "regions",  "condition", "equipment", "minutes",          "level",
        "age_y",    "height_m",  "mass_kg",   "inversion_wanted", "hang_often",
        "language", // its reasons are kept as sentences
        "pace",     "wording",   NULL};
    for (const char *const *m = matters; *m; m++)
        if (json_object_get(body, *m))
            return true;
    return false;
}

enum sp_status app_op_profile_set(struct app *app,
                                  const struct app_request *request,
                                  struct app_answer *answer,
                                  struct sp_error *err)
{
    const json_t *body = request->body;
    enum sp_status s;
    if ((s = app_need_object(body, app_profile_fields, err)) ||
        (s = check_numbers(body, err)) || (s = check_words(app, body, err)) ||
        (s = check_lists(app, body, err)) || (s = check_minutes(body, err)) ||
        (s = check_reminder(body, err)))
        return s;
    s = store_profile(app, body, err);
    if (!s)
        app_language_use(app, request->language);
    if (!s && app->plan && plan_changes(body))
        s = app_plan_remake(app, err);
    return s ? s : app_give(answer, profile_json(app), err);
}
