/*
 * Paper: the week or chosen movements as a sheet, and the record as a report.
 * What is to be printed is read under the app's lock, through the same gate as
 * a session; the drawing itself holds only the body.
 */
#include "app/spine/doses.h"
#include "app/spine/spine.h"
#include "app/traction/traction.h"

#include "paper/paper.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPORT_DAYS 84 /* twelve weeks when the caller names no period */

struct sheet {
    struct paper_item item[PAPER_ITEMS_MAX];
    int items;
    char from[APP_DAY], made[APP_DAY];
    char name[128], country[4];
    struct app_body_key body;
};

static enum sp_status read_size(const struct app_request *request,
                                enum paper_size *size, struct sp_error *err)
{
    const char *text = app_param(request, "size");
    if (!text || !*text || !strcmp(text, "a4"))
        *size = PAPER_A4;
    else if (!strcmp(text, "letter"))
        *size = PAPER_LETTER;
    else
        return sp_fail(err, SP_E_RANGE,
                       _("size: \"%.20s\" is neither a4 nor letter."), text);
    return SP_OK;
}

/* Names of exercises joined by commas, each in the form allowed today. */
static enum sp_status chosen_items(struct app *app, const char *ids,
                                   struct sheet *sheet, struct sp_error *err)
{
    for (const char *p = ids; *p;) {
        char id[CARE_ID_MAX];
        const size_t len = strcspn(p, ",");
        if (len == 0 || len >= sizeof id || sheet->items == PAPER_ITEMS_MAX)
            return sp_fail(
                err, SP_E_RANGE,
                _("what: name up to %d exercises, joined by commas."),
                PAPER_ITEMS_MAX);
        memcpy(id, p, len);
        id[len] = '\0';
        struct care_item item;
        const enum sp_status s =
            app_item_today(app, id, NULL, NULL, &item, err);
        if (s)
            return s;
        sheet->item[sheet->items++] = paper_item_of(&item, 0);
        p += len + (p[len] == ',');
    }
    return SP_OK;
}

static enum sp_status week_items(struct app *app, struct sheet *sheet,
                                 struct sp_error *err)
{
    const enum sp_status s = app_plan_ensure(app, err);
    if (s)
        return s;
    sheet->items = app->plan ? paper_week(app->plan, sheet->item) : 0;
    snprintf(sheet->from, sizeof sheet->from, "%s", app->plan_from);
    if (sheet->items == 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("The week holds no movement to print; name exercises "
                         "or make a plan."));
    return SP_OK;
}

static void read_person(const struct app *app, char name[128], char country[4])
{
    const char *n = app_profile_text(app, "name");
    const char *c = app_profile_text(app, "country");
    snprintf(name, 128, "%s", n ? n : "");
    snprintf(country, 4, "%s", c ? c : "");
}

static enum sp_status read_sheet(struct app *app,
                                 const struct app_request *request,
                                 struct sheet *sheet, struct sp_error *err)
{
    const char *what = app_param(request, "what");
    pthread_mutex_lock(&app->lock);
    enum sp_status s = app_safety_gate(app, err);
    if (!s)
        s = !what || !*what || !strcmp(what, "week")
                ? week_items(app, sheet, err)
                : chosen_items(app, what, sheet, err);
    app_today(app, sheet->made);
    read_person(app, sheet->name, sheet->country);
    sheet->body = app_body_key(app);
    pthread_mutex_unlock(&app->lock);
    return s;
}

/* What each movement's main position does to the discs; NULL, and so nothing
 * said of it, without memory. */
static struct paper_discs *load_items(struct app *app,
                                      const struct sheet *sheet)
{
    struct paper_discs *discs = calloc((size_t)sheet->items, sizeof *discs);
    for (int i = 0; discs && i < sheet->items; i++) {
        const struct paper_item *item = &sheet->item[i];
        const struct care_exercise *ex =
            care_exercise_at(app->library, item->exercise);
        discs[i].keyframe = -1;
        if (!ex->scene)
            continue;
        const int k = app_posture_main(
            ex, item->variant >= 0 ? item->variant : care_default_variant(ex));
        if (k >= 0 && app_load_shares(app, ex->id, k, false, &discs[i].drawn))
            discs[i].keyframe = k;
    }
    return discs;
}

enum sp_status app_op_handout(struct app *app,
                              const struct app_request *request,
                              struct app_answer *answer, struct sp_error *err)
{
    struct sheet sheet = {.items = 0};
    enum paper_size size;
    bool large = false;
    enum sp_status s = read_size(request, &size, err);
    if (!s)
        s = app_param_flag(request, "large", &large, err);
    if (!s)
        s = read_sheet(app, request, &sheet, err);
    if (!s)
        s = app_body_hold(app, sheet.body, err);
    if (s)
        return s;
    struct paper_discs *discs = load_items(app, &sheet);
    const struct paper_handout handout = {
        .library = app->library,
        .body = &app->mesh_body,
        .mesh = &app->mesh,
        .item = sheet.item,
        .items = sheet.items,
        .discs = discs,
        .size = size,
        .large = large,
        .person = sheet.name[0] ? sheet.name : NULL,
        .from = sheet.from[0] ? sheet.from : NULL,
        .made = sheet.made,
        .country = sheet.country[0] ? sheet.country : NULL,
    };
    unsigned char *bytes = NULL;
    size_t len = 0;
    s = paper_handout(&handout, &bytes, &len, NULL, err);
    app_body_release(app);
    free(discs);
    if (s)
        return s;
    snprintf(answer->file, sizeof answer->file, "stature-%s.pdf", sheet.made);
    return app_give_bytes(answer, bytes, len, "application/pdf");
}

/* ---- the report
 * --------------------------------------------------------------- */

static enum sp_status no_section(const char *id, struct sp_error *err)
{
    char all[160] = "";
    for (int i = 0; i < PAPER_SECTIONS; i++) {
        const size_t n = strlen(all);
        snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "",
                 paper_section_id((enum paper_section)i));
    }
    return sp_fail(err, SP_E_RANGE,
                   _("sections: there is no section \"%s\"; there are %s."), id,
                   all);
}

static enum sp_status read_sections(const struct app_request *request,
                                    unsigned *sections, struct sp_error *err)
{
    const char *text = app_param(request, "sections");
    *sections = 0;
    for (const char *p = text ? text : ""; *p;) {
        char id[24];
        const size_t len = strcspn(p, ",");
        snprintf(id, sizeof id, "%.*s", (int)(len < 23 ? len : 23), p);
        const int section = paper_section_find(id);
        if (section < 0)
            return no_section(id, err);
        *sections |= 1u << section;
        p += len + (p[len] == ',');
    }
    return SP_OK;
}

static enum sp_status read_period(struct app *app,
                                  const struct app_request *request,
                                  char from[APP_DAY], char to[APP_DAY],
                                  struct sp_error *err)
{
    long first = 0, last = 0;
    const char *a = app_param(request, "from"), *b = app_param(request, "to");
    if (b && *b && !app_day_parse(b, &last))
        return sp_fail(err, SP_E_RANGE, _("to: expected a day as 2026-01-31."));
    if (a && *a && !app_day_parse(a, &first))
        return sp_fail(err, SP_E_RANGE,
                       _("from: expected a day as 2026-01-31."));
    app_today(app, to);
    if (b && *b)
        app_day_print(last, to);
    app_day_add(to, -REPORT_DAYS + 1, from);
    if (a && *a)
        app_day_print(first, from);
    return app_day_between(from, to) < 0
               ? sp_fail(err, SP_E_RANGE, _("from: %s comes after %s."), from,
                         to)
               : SP_OK;
}

/* Records of the report, read under the lock; released by the caller. */
struct records {
    json_t *list[JOURNAL_KINDS];
};

static enum sp_status read_records(struct app *app, const char *to,
                                   struct records *records,
                                   struct sp_error *err)
{
    static const enum journal_kind kinds[] = {
        JOURNAL_SESSION,   JOURNAL_SCORE, JOURNAL_SCREEN,
        JOURNAL_CLEARANCE, JOURNAL_PLAN,  JOURNAL_NOTE};
    enum sp_status s = SP_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !s; i++)
        s = app->journal->ops->list(app->journal, kinds[i], NULL, to,
                                    &records->list[kinds[i]], err);
    return s;
}

/* The pull that a clinician has agreed to, in words; false: to none. */
static bool agreed_pull(struct app *app, int *exercise, char out[400])
{
    struct app_pull pull;
    for (int e = 0; e < care_exercise_count(app->library); e++) {
        if (!app_pull_usual(app, e, &pull) || !pull.allowed)
            continue;
        const int n =
            snprintf(out, 400, "%s. ", care_exercise_at(app->library, e)->name);
        app_pull_usual_say(&pull, out + n, (size_t)(400 - n));
        *exercise = e;
        return true;
    }
    return false;
}

static void name_sources(const struct app *app, json_t *screens)
{
    size_t i;
    json_t *screen, *one;
    const char *modality;
    json_array_foreach(screens, i, screen)
    {
        json_object_foreach(json_object_get(screen, "modalities"), modality,
                            one)
        {
            char why[CARE_WHY_MAX];
            app_kept_why(app, one, why);
            json_object_set_new(one, "why", json_string(why));
        }
    }
}

/* Reasons of earlier answers: sources by their names; and where they were kept
 * in another language and today's rules come to the same outcome, the reason in
 * the language in use. */
static void retell_reasons(struct app *app, json_t *screens)
{
    const struct app_safety *safety;
    name_sources(app, screens);
    if (app_safety(app, &safety, NULL) || !safety->screened)
        return;
    size_t i;
    json_t *screen;
    json_array_foreach(screens, i, screen)
    {
        const char *day = json_string_value(json_object_get(screen, "day"));
        const json_t *kept = json_object_get(screen, "modalities");
        if (!day || strcmp(day, safety->day) != 0)
            continue;
        for (int m = 0; m < CARE_MODALITIES; m++) {
            json_t *one =
                json_object_get(kept, care_modality_id((enum care_modality)m));
            const char *action =
                json_string_value(json_object_get(one, "action"));
            if (action &&
                !strcmp(action, care_action_id(safety->screen.modality[m])))
                json_object_set_new(one, "why",
                                    json_string(safety->screen.why[m].text));
        }
    }
}

enum sp_status app_op_report(struct app *app, const struct app_request *request,
                             struct app_answer *answer, struct sp_error *err)
{
    char from[APP_DAY], to[APP_DAY], made[APP_DAY], name[128], country[4];
    char pulled[400];
    struct records records = {.list = {NULL}};
    struct paper_report report = {.library = app->library};
    enum sp_status s;
    if ((s = read_size(request, &report.size, err)) ||
        (s = app_param_flag(request, "large", &report.large, err)) ||
        (s = read_sections(request, &report.sections, err)))
        return s;

    pthread_mutex_lock(&app->lock);
    s = read_period(app, request, from, to, err);
    if (!s)
        s = read_records(app, to, &records, err);
    if (!s)
        retell_reasons(app, records.list[JOURNAL_SCREEN]);
    app_today(app, made);
    read_person(app, name, country);
    report.age_y = app_profile_number(app, "age_y");
    report.wanted_days = app_profile_number(app, "weekly_goal");
    struct care_relief *relief =
        !s && app_profile_set(app) && !app_response(app, err)
            ? app_library_reliefs(app)
            : NULL;
    report.relief = relief;
    if (relief && agreed_pull(app, &report.pulled_exercise, pulled))
        report.pulled = pulled;
    pthread_mutex_unlock(&app->lock);

    report.sessions = records.list[JOURNAL_SESSION];
    report.scores = records.list[JOURNAL_SCORE];
    report.screens = records.list[JOURNAL_SCREEN];
    report.clearances = records.list[JOURNAL_CLEARANCE];
    report.plans = records.list[JOURNAL_PLAN];
    report.notes = records.list[JOURNAL_NOTE];
    report.from = from;
    report.to = to;
    report.made = made;
    report.person = name[0] ? name : NULL;
    unsigned char *bytes = NULL;
    size_t len = 0;
    if (!s)
        s = paper_report(&report, &bytes, &len, NULL, err);
    free(relief);
    for (int k = 0; k < JOURNAL_KINDS; k++)
        json_decref(records.list[k]);
    if (s)
        return s;
    snprintf(answer->file, sizeof answer->file, "stature-report-%s.pdf", made);
    return app_give_bytes(answer, bytes, len, "application/pdf");
}
