/*
 * What is done in a row → mean load on every disc.
 *
 * Loads enter as shares of the person's own standing: measured means for
 * activities, solved ones for postures, so that both models speak of the same
 * standing. A session is the mean over today's movements, as long in each key
 * position as the session stays there (doses.h).
 */
#include "app/spine/day_internal.h"
#include "app/spine/doses.h"
#include "app/spine/spine_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Activities as rows name them and as people read them. */
static const struct {
    const char *id, *name;
    enum sp_disc_activity activity;
} activities[] = {
    {"lying",          N_("Lying"),                             SP_DISC_LYING   },
    {"legs_up",        N_("Lying, calves raised"),              SP_DISC_CROOK   },
    {"slouched",       N_("Slouched in a chair"),               SP_DISC_SLOUCH  },
    {"sitting",        N_("Sitting"),                           SP_DISC_SITTING },
    {"standing",       N_("Standing"),                          SP_DISC_STANDING},
    {"about",          N_("Up and about"),                      SP_DISC_ABOUT   },
    {"walking",        N_("Walking"),                           SP_DISC_WALKING },
    {"walking_loaded", N_("Walking with a tenth of my weight"),
     SP_DISC_WALKING_LOADED                                                     },
    {"running",        N_("Running"),                           SP_DISC_RUNNING },
    {"weights",        N_("Weights, jumps"),                    SP_DISC_LIFTING },
};
enum { ACTIVITIES = sizeof activities / sizeof *activities };

static int find_activity(const char *word)
{
    for (int i = 0; i < ACTIVITIES; i++)
        if (!strcmp(activities[i].id, word) ||
            !strcmp(sp_disc_activity_text(activities[i].activity), word))
            return i;
    return -1;
}

const char *app_day_what(const char *word)
{
    const int a = find_activity(word);
    return a < 0 ? word : activities[a].id;
}

bool app_day_is_lying(const char *what)
{
    return !strcmp(what, "lying") || !strcmp(what, "legs_up") ||
           !strncmp(what, "lying_", 6) || !strncmp(what, "sleep_", 6) ||
           !strcmp(what, "crook_9090");
}

/* ---- postures
 * ------------------------------------------------------------------- */

/* Solved once for this body, then from the shelf. */
static enum sp_status ratios_json(struct app *app, const char *id, json_t **out,
                                  struct sp_error *err)
{
    const struct sp_person p = app_own_body(app);
    char key[200];
    snprintf(key, sizeof key, "ratios %.47s %.17g %.17g %d", id, p.height_m,
             p.mass_kg, (int)p.sex);
    *out = app_kept(app, key);
    if (*out)
        return SP_OK;
    struct app_load_ask ask = app_load_ask_none;
    json_t *load = NULL, *list = json_array(), *disc;
    size_t i;
    ask.id = id;
    const enum sp_status st = app_load(app, &ask, &load, err);
    json_array_foreach(json_object_get(load, "discs"), i, disc)
        json_array_append(list, json_object_get(disc, "ratio"));
    if (!st)
        *out =
            json_pack("{s:O, s:O, s:O}", "name", json_object_get(load, "name"),
                      "note", json_object_get(load, "note"), "ratio", list);
    json_decref(list);
    json_decref(load);
    if (st)
        return st;
    if (!*out)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    app_keep(app, key, *out);
    return SP_OK;
}

/* A posture's load on every disc over standing's, from L5/S1 up.
 * SP_E_NOTFOUND; SP_E_RANGE with the reason when it is not held. */
static enum sp_status posture_ratios(struct app *app, const char *id,
                                     double ratio[SP_DISCS], char name[80],
                                     struct sp_error *err)
{
    json_t *kept = NULL;
    enum sp_status st = ratios_json(app, id, &kept, err);
    if (st)
        return st;
    const json_t *list = json_object_get(kept, "ratio");
    snprintf(name, 80, "%s", json_string_value(json_object_get(kept, "name")));
    if (json_array_size(list) != SP_DISCS)
        st = sp_fail(err, SP_E_RANGE, "%s",
                     json_string_value(json_object_get(kept, "note")));
    for (size_t d = 0; d < SP_DISCS && !st; d++) // neck first in the answer
        ratio[SP_DISCS - 1 - d] = json_number_value(json_array_get(list, d));
    json_decref(kept);
    return st;
}

/* ---- the session
 * ------------------------------------------------------------------ */

/* Today's movements as the safety answers leave them. */
static int session_items(struct app *app, struct care_item item[CARE_DAY_ITEMS])
{
    const struct app_safety *safety = NULL;
    struct sp_error err;
    int n = 0;
    pthread_mutex_lock(&app->lock);
    const bool open = app_safety(app, &safety, &err) == SP_OK && safety->open;
    const int d = open ? app_plan_today(app) : -1;
    for (int i = 0; d >= 0 && i < app->plan->day[d].items; i++)
        n += app_plan_item(app, &app->plan->day[d].item[i], &item[n]);
    pthread_mutex_unlock(&app->lock);
    return n;
}

/* What the model cannot hold, and a day without movements, count as being up
 * and about. */
static void session_ratios(struct app *app, double ratio[SP_DISCS])
{
    struct care_item item[CARE_DAY_ITEMS];
    const struct app_dose_ask ask = {.items = session_items(app, item),
                                     .item = item,
                                     .person = app_own_body(app)};
    app_dose_mean(app, &ask, sp_disc_activity_ratio(SP_DISC_ABOUT), ratio);
}

/* ---- a row
 * ---------------------------------------------------------------------- */

/* The row's own share of standing at every disc. */
static enum sp_status own_ratios(struct app *app, const struct app_schedule *s,
                                 const struct app_day_row *row,
                                 double ratio[SP_DISCS], char name[80],
                                 struct sp_error *err)
{
    char at[300];
    struct sp_error why = {.text = ""};
    const int a = find_activity(row->what);
    if (a >= 0) {
        snprintf(name, 80, "%s", words_say(activities[a].name));
        for (int d = 0; d < SP_DISCS; d++)
            ratio[d] = sp_disc_activity_ratio(activities[a].activity);
        return SP_OK;
    }
    if (!strcmp(row->what, "session")) {
        snprintf(name, 80, "%s", _("Today's session"));
        session_ratios(app, ratio);
        return SP_OK;
    }
    app_day_place(s, row->line, at);
    const enum sp_status st = posture_ratios(app, row->what, ratio, name, &why);
    if (st == SP_E_NOTFOUND)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: \"%.40s\" is neither a posture nor an activity "
                         "such as sitting, standing, walking, lying."),
                       at, row->what);
    return st ? sp_fail(err, st, "%s: %s", at,
                        words_retell(why.text, sizeof why.text, why.format))
              : SP_OK;
}

enum sp_status app_day_load(struct app *app, const struct app_schedule *s,
                            const struct app_day_row *row,
                            const struct sp_disc_model *model,
                            double load_N[SP_DISCS], char name[80],
                            struct sp_error *err)
{
    double ratio[SP_DISCS];
    const enum sp_status st = own_ratios(app, s, row, ratio, name, err);
    for (int d = 0; d < SP_DISCS && !st; d++)
        load_N[d] = (isfinite(row->load) ? row->load : ratio[d]) *
                    model->disc[d].standing_N;
    return st;
}

/* ---- to choose from
 * ------------------------------------------------------------------- */

static void add_choice(json_t *list, const char *what, const char *name,
                       const char *group, double ratio)
{
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o}", "what", what,
                                          "name", name, "group", group, "ratio",
                                          app_number(app_tidy(ratio, 1e4))));
}

/* Resting postures; their loads are solved when a row names them. */
static enum sp_status add_postures(struct app *app, json_t *list,
                                   struct sp_error *err)
{
    struct app_spine *spine;
    enum sp_status st = app_spine_hold(app, &spine, err);
    if (st)
        return st;
    st = app_rests(spine, err);
    const int rests = st ? 0 : spine->rests;
    app_spine_let(app); // what was read stays as it is
    for (int i = 0; i < rests; i++)
        add_choice(list, spine->rest[i].id, words_say(spine->rest[i].name),
                   "posture", NAN);
    return st;
}

enum sp_status app_day_choices(struct app *app, json_t **out,
                               struct sp_error *err)
{
    double session[SP_DISCS];
    json_t *list = json_array();
    if (!list)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the day."));
    for (int a = 0; a < ACTIVITIES; a++)
        add_choice(list, activities[a].id, words_say(activities[a].name),
                   "activity", sp_disc_activity_ratio(activities[a].activity));
    session_ratios(app, session);
    add_choice(list, "session", _("Today's session"), "activity",
               session[SP_DISC_L4_L5]);
    const enum sp_status st = add_postures(app, list, err);
    if (st)
        json_decref(list);
    else
        *out = list;
    return st;
}
