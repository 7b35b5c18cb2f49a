/*
 * The first hour after getting up (safety 3.3): what bends far or bends under
 * load waits. Where the rest of the session fills the wait it comes last; else
 * it is held back, with the time from which it is open.
 */
#include "app/app_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    EARLY_MIN = 180, /* up earlier than usual rather than late in bed (ours) */
    MORNING_FROM_H = 4,
    MORNING_TO_H = 11 /* when it is worth asking (ours) */
};

static int minutes_now(struct app *app)
{
    char now[6];
    app_clock_text(app, now);
    return app_clock_minutes(now);
}

double app_minutes_up(struct app *app, double said_min)
{
    const char *usual = app_profile_text(app, "gets_up_at");
    if (isfinite(said_min) || !usual)
        return said_min;
    const int up =
        (minutes_now(app) - app_clock_minutes(usual) + DAY_MIN) % DAY_MIN;
    return up > DAY_MIN - EARLY_MIN ? 0 : up;
}

static double wait_of(const struct app *app, const struct care_item *item,
                      double minutes_up)
{
    return care_morning_wait(app->library, &app->safety.screen, item->exercise,
                             minutes_up);
}

int app_morning_order(const struct app *app, struct care_item *items, int count,
                      double minutes_up, double *wait_min)
{
    struct care_item open[CARE_DAY_ITEMS], held[CARE_DAY_ITEMS];
    int opens = 0, helds = 0;
    double gone_min = 0;
    for (int pass = 0; pass < 2; pass++) { // what may begin now, then the rest
        for (int i = 0; i < count; i++) {
            const bool now = wait_of(app, &items[i], minutes_up) <= 0;
            if (now != (pass == 0))
                continue;
            if (wait_of(app, &items[i], minutes_up + gone_min) > 0) {
                held[helds++] = items[i];
                continue;
            }
            gone_min += items[i].minutes;
            open[opens++] = items[i];
        }
    }
    for (int i = 0; i < count; i++) {
        items[i] = i < opens ? open[i] : held[i - opens];
        wait_min[i] = i < opens ? 0 : ceil(wait_of(app, &items[i], minutes_up));
    }
    return opens;
}

static void until_text(struct app *app, double wait_min, char text[6])
{
    const unsigned at = (unsigned)(minutes_now(app) + (int)wait_min) % DAY_MIN;
    snprintf(text, 6, "%02u:%02u", at / 60 % 24, at % 60);
}

enum sp_status app_morning_refuse(struct app *app, const struct care_item *item,
                                  double wait_min, struct sp_error *err)
{
    char until[6];
    until_text(app, wait_min, until);
    return sp_fail(err, SP_E_BLOCKED, _("%s waits until %s. %s"),
                   care_exercise_at(app->library, item->exercise)->name, until,
                   care_direction_texts(app->library)->morning_text);
}

/* Whether any of these would wait right after getting up. */
static bool any_waits(const struct app *app, const struct care_item *items,
                      int count)
{
    for (int i = 0; i < count; i++)
        if (wait_of(app, &items[i], 0) > 0)
            return true;
    return false;
}

json_t *app_morning_json(struct app *app, const struct care_item *items,
                         const double *wait_min, int count, double minutes_up)
{
    const int hour = app_hour(app);
    const bool ask = isnan(minutes_up) && hour >= MORNING_FROM_H &&
                     hour < MORNING_TO_H && any_waits(app, items, count);
    json_t *waits = json_array();
    double longest = 0;
    for (int i = 0; i < count; i++) {
        if (wait_min[i] <= 0)
            continue;
        longest = fmax(longest, wait_min[i]);
        json_array_append_new(
            waits,
            json_string(
                care_exercise_at(app->library, items[i].exercise)->name));
    }
    if (!ask && longest <= 0) {
        json_decref(waits);
        return json_null();
    }
    char until[6] = "";
    if (longest > 0)
        until_text(app, longest, until);
    return json_pack("{s:b, s:s?, s:o, s:s}", "ask", (int)ask, "until",
                     *until ? until : NULL, "waits", waits, "text",
                     care_direction_texts(app->library)->morning_text);
}
