/* Movement tests as they are kept, and what they taught. */
#include "app/movement.h"

#include <string.h>

enum care_bias app_movement_direction(const char *word)
{
    return word && !strcmp(word, "extension") ? CARE_EXTENSION : CARE_FLEXION;
}

int app_movement_read(const json_t *records, struct care_direction_test *tests)
{
    int n = 0;
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)records, i, r)
    {
        long day = 0;
        if (!app_own(r) ||
            !app_day_parse(json_string_value(json_object_get(r, "day")), &day))
            continue;
        if (n == APP_MOVEMENT_TESTS) // the newest matter
            memmove(tests, tests + 1, sizeof tests[0] * (size_t)--n);
        tests[n++] = (struct care_direction_test){
            (int)day,
            app_movement_direction(
                json_string_value(json_object_get(r, "direction"))),
            care_movement_find(
                json_string_value(json_object_get(r, "answer")))};
    }
    return n;
}

enum sp_status app_movement_list(struct app *app, const char *today,
                                 json_t **records, struct sp_error *err)
{
    char from[APP_DAY];
    app_day_add(today, -care_direction_texts(app->library)->expires_days, from);
    return app->journal->ops->list(app->journal, JOURNAL_MOVEMENT, from, NULL,
                                   records, err);
}

struct care_preference app_movement_preference(const struct app *app,
                                               const json_t *records,
                                               const char *today)
{
    struct care_direction_test tests[APP_MOVEMENT_TESTS];
    long day = 0;
    (void)app_day_parse(today, &day);
    return care_preference(app->library, tests,
                           app_movement_read(records, tests), (int)day);
}

enum care_bias app_movement_learned(struct app *app)
{
    char today[APP_DAY];
    struct sp_error err;
    json_t *records = NULL;
    app_today(app, today);
    if (app_movement_list(app, today, &records, &err))
        return CARE_EITHER;
    const enum care_bias learned =
        app_movement_preference(app, records, today).direction;
    json_decref(records);
    return learned;
}

enum sp_status app_movement_signs(struct app *app, const char *today,
                                  struct app_movement_signs *signs,
                                  struct sp_error *err)
{
    json_t *records = NULL, *r;
    size_t i;
    *signs = (struct app_movement_signs){.stop_today = -1};
    enum sp_status s = app_movement_list(app, today, &records, err);
    if (s)
        return s;
    signs->see_first = app_movement_preference(app, records, today).see_first;
    json_array_foreach(records, i, r)
    {
        const char *day = json_string_value(json_object_get(r, "day"));
        if (!app_own(r) || !day)
            continue;
        const bool out = care_movement_find(json_string_value(json_object_get(
                             r, "answer"))) == CARE_PERIPHERALISES;
        if (out && strlen(day) < APP_DAY)
            memcpy(signs->last_day, day, strlen(day) + 1);
        if (out && !strcmp(day, today))
            signs->stop_today = care_exercise_find(
                app->library,
                json_string_value(json_object_get(r, "exercise")));
    }
    json_decref(records);
    return SP_OK;
}
