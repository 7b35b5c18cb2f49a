/*
 * Who is to be pulled: screening, prescription, sessions done, and the caps
 * that follow. Named protocols, the library's and the person's own.
 */
#include "app/traction/traction.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char own_stem[] = "own-";

/* ---- the person ------------------------------------------------------------
 */

/* Of one exercise in one session: 0 not begun, 1 begun, 2 clean to its end. A
 * pull that broke off with the program counts as begun. */
static int how_done(const json_t *session, const char *exercise)
{
    size_t i;
    json_t *it;
    if (json_object_get(session, "protocol") &&
        !strcmp(app_record_text(session, "phase"), "stopped") &&
        !strcmp(app_record_text(
                    json_array_get(json_object_get(session, "items"), 0),
                    "exercise"),
                exercise))
        return 1;
    json_array_foreach(json_object_get(session, "items"), i, it)
    {
        if (strcmp(app_record_text(it, "exercise"), exercise))
            continue;
        if (json_is_true(json_object_get(it, "stopped")))
            return 1;
        if (json_is_true(json_object_get(it, "done")))
            return 2;
    }
    return 0;
}

/* Sessions of this kind: since the prescription, and in seven days. */
static enum sp_status count_sessions(struct app *app, const char *exercise,
                                     const char *since, struct care_pulled *who,
                                     struct sp_error *err)
{
    char today[APP_DAY];
    json_t *list = NULL, *session;
    size_t i;
    app_today(app, today);
    enum sp_status s = app_sessions(app, NULL, &list, err);
    json_array_foreach(list, i, session)
    {
        const char *day = app_record_text(session, "day");
        const int how = how_done(session, exercise);
        if (how == 0)
            continue;
        // a file's word fills the week as well, and earns nothing
        who->last_seven += app_day_between(day, today) < 7;
        if (!app_own(session) || strcmp(day, since) < 0)
            continue;
        who->begun++;
        who->clean += how == 2;
    }
    json_decref(list);
    return s;
}

static enum sp_status fill_who(struct app *app, struct app_pull *pull,
                               struct sp_error *err)
{
    struct care_pulled *who = &pull->who;
    const char *units = app_profile_text(app, "units");
    json_t *prescription = NULL;
    pull->body = app_person(app);
    *who = (struct care_pulled){
        .mass_kg = pull->body.mass_kg,
        .units = units && !strcmp(units, "imperial") ? CARE_LB : CARE_KG,
        .most_N = NAN,
        .most_minutes = NAN};
    enum sp_status s = app_response(app, err);
    if (s)
        return s;
    who->response = app->response[pull->exercise];
    if (pull->protocol.kind != CARE_PROTOCOL_TRACTION)
        return SP_OK;
    s = app_prescription(app, &prescription, err);
    if (!s && prescription) {
        who->most_N =
            app_record_number(prescription, "force_kg") * CARE_STANDARD_GRAVITY;
        who->most_minutes = app_record_number(prescription, "minutes");
        who->prescribed = !isnan(who->most_N) && !isnan(who->most_minutes);
    }
    if (!s)
        s = count_sessions(app, care_protocol_exercise(pull->protocol.kind),
                           prescription ? app_record_text(prescription, "date")
                                        : "",
                           who, err);
    json_decref(prescription);
    return s;
}

/* ---- gates -----------------------------------------------------------------
 */

enum sp_status app_pull_ready(struct app *app, bool start,
                              struct app_pull *pull, struct sp_error *err)
{
    int variant = -1;
    enum sp_status s = app_safety_gate(app, err);
    if (s)
        return s;
    pull->exercise = care_exercise_find(
        app->library, care_protocol_exercise(pull->protocol.kind));
    if (pull->exercise < 0)
        return sp_fail(err, SP_E_NOTFOUND, _("The library has no %s."),
                       care_protocol_exercise(pull->protocol.kind));
    const struct care_exercise *ex =
        care_exercise_at(app->library, pull->exercise);
    const struct care_why why = app_allow_best(app, pull->exercise, &variant);
    pull->allowed = why.action < CARE_ASK;
    pull->why[0] = '\0';
    if (why.action == CARE_BLOCK)
        return sp_fail(err, SP_E_BLOCKED, _("%s is not offered. %s"), ex->name,
                       why.text);
    if (!pull->allowed)
        snprintf(pull->why, sizeof pull->why,
                 _("%s needs a clinician's agreement first. %s"), ex->name,
                 why.text);
    if (!pull->allowed && start)
        return sp_fail(err, SP_E_BLOCKED, "%s", pull->why);
    s = fill_who(app, pull, err);
    if (!s)
        s = care_pull_limits(app->library, &app->safety.screen,
                             pull->protocol.kind, &pull->who, &pull->limits,
                             err);
    return s ? s
             : care_protocol_check(&pull->protocol, &pull->who, &pull->limits,
                                   err);
}

/* ---- what a prescription stands for ----------------------------------------
 */

/* What the pull was worked out from. */
struct app_usual {
    int64_t changes, revision;
    char day[APP_DAY];
    struct app_pull pull;
};

static enum sp_status usual_now(struct app *app, struct app_pull *pull,
                                struct sp_error *err)
{
    int variant;
    *pull =
        (struct app_pull){.protocol = care_protocol_of(CARE_PROTOCOL_TRACTION)};
    pull->exercise = care_exercise_find(
        app->library, care_protocol_exercise(CARE_PROTOCOL_TRACTION));
    if (pull->exercise < 0)
        return sp_fail(err, SP_E_NOTFOUND, _("no traction in the library"));
    const enum care_action action =
        app_allow_best(app, pull->exercise, &variant).action;
    if (action == CARE_BLOCK)
        return sp_fail(err, SP_E_BLOCKED, _("no force for whom it is blocked"));
    pull->allowed = action < CARE_ASK;
    enum sp_status s = fill_who(app, pull, err);
    // the next session there is, also where a pause comes before it
    pull->who.begun = pull->who.last_seven = 0;
    if (!pull->allowed) {
        pull->who.clean = 0;
        pull->who.prescribed = false;
    }
    if (!s)
        s = care_pull_limits(app->library, &app->safety.screen,
                             CARE_PROTOCOL_TRACTION, &pull->who, &pull->limits,
                             err);
    pull->protocol.force_N = pull->limits.force_N;
    pull->protocol.share = NAN;
    pull->protocol.minutes = pull->limits.minutes;
    return s;
}

bool app_pull_usual(struct app *app, int exercise, struct app_pull *pull)
{
    const struct care_exercise *ex = care_exercise_at(app->library, exercise);
    struct sp_error err;
    char today[APP_DAY];
    if (ex->playable != CARE_PRESCRIPTION ||
        strcmp(ex->id, care_protocol_exercise(CARE_PROTOCOL_TRACTION)) ||
        (!app->usual && !(app->usual = calloc(1, sizeof *app->usual))))
        return false;
    struct app_usual *u = app->usual;
    app_today(app, today);
    if (strcmp(u->day, today) || u->changes != app->changes ||
        u->revision != app->revision) {
        u->day[0] = '\0';
        if (usual_now(app, &u->pull, &err))
            return false;
        u->changes = app->changes;
        u->revision = app->revision;
        memcpy(u->day, today, APP_DAY);
    }
    *pull = u->pull;
    return true;
}

void app_pull_usual_say(const struct app_pull *pull, char *out, size_t size)
{
    const struct care_protocol *p = &pull->protocol;
    struct care_pull_span spans[CARE_PULL_SPANS_MAX];
    char force[32];
    const int count =
        care_protocol_curve(p, p->force_N, spans, CARE_PULL_SPANS_MAX);
    const double s =
        count ? spans[count - 1].start_s + spans[count - 1].length_s : 0;
    care_force_text(p->force_N, pull->who.units, false, force);
    snprintf(out, size,
             _("%s, %.0f newtons (%s): %.0f s of pull and %.0f s of rest in "
               "turn, %d:%02d in all, on a table whose halves roll apart."),
             pull->who.prescribed ? _("At today's step of the prescription")
             : pull->allowed
                 ? _("At today's step without figures in the prescription")
                 : _("At the protocol's first week"),
             p->force_N, force, p->hold_s, p->rest_s, (int)s / 60, (int)s % 60);
}

enum sp_status app_pull_item(struct app *app, const struct app_pull *pull,
                             struct care_item *item, struct sp_error *err)
{
    const struct care_protocol *p = &pull->protocol;
    const struct care_exercise *ex =
        care_exercise_at(app->library, pull->exercise);
    enum sp_status s = app_item_today(app, ex->id, NULL, NULL, item, err);
    if (s)
        return s;
    // the ramp's step gives the form; the protocol gives times within it
    const bool table = p->kind == CARE_PROTOCOL_TRACTION;
    item->hold_s = table ? 60 * p->minutes : p->hold_s;
    item->reps = table ? 1 : p->reps;
    if (p->kind == CARE_PROTOCOL_INVERSION)
        item->tilt_deg = p->angle_deg;
    else
        item->rest_s = p->rest_s;
    snprintf(item->why, sizeof item->why, _("%s: you chose it."),
             p->name[0] ? words_say(p->name) : ex->name);
    const struct care_talk talk = app_talk(app);
    item->minutes = care_item_minutes(ex, item, &talk);
    return SP_OK;
}

/* ---- named protocols -------------------------------------------------------
 */

/* A record's fields as a protocol; what the journal adds is taken out. */
static enum sp_status from_record(const json_t *record,
                                  struct care_protocol *out,
                                  struct sp_error *err)
{
    static const char *const not_fields[] = {"id", "day", "created", "named"};
    json_t *fields = json_copy((json_t *)(uintptr_t)record);
    if (!fields)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a protocol."));
    for (size_t i = 0; i < sizeof not_fields / sizeof *not_fields; i++)
        json_object_del(fields, not_fields[i]);
    const enum sp_status s = care_protocol_read(fields, out, err);
    json_decref(fields);
    if (!s)
        snprintf(out->id, sizeof out->id, "%s%lld", own_stem,
                 (long long)json_integer_value(json_object_get(record, "id")));
    return s;
}

json_t *app_protocol_record(const struct care_protocol *p)
{
    json_t *out = care_protocol_json(p);
    if (!out)
        return NULL;
    if (p->id[0])
        json_object_set_new(out, "named", json_string(p->id));
    json_object_del(out, "id");
    return out;
}

enum sp_status app_protocol_find(struct app *app, const char *id,
                                 struct care_protocol *out,
                                 struct sp_error *err)
{
    const int i = care_protocol_find(app->library, id);
    if (i >= 0) {
        *out = care_protocol_at(app->library, i)->protocol;
        return SP_OK;
    }
    const char *digits = id + sizeof own_stem - 1;
    json_t *record = NULL;
    char *end = NULL;
    if (strncmp(id, own_stem, sizeof own_stem - 1) == 0 && *digits &&
        strlen(digits) < 18 && strspn(digits, "0123456789") == strlen(digits)) {
        const int64_t number = strtoll(digits, &end, 10);
        struct sp_error lost;
        if (!app->journal->ops->get(app->journal, JOURNAL_PROTOCOL, number,
                                    &record, &lost)) {
            const enum sp_status s = from_record(record, out, err);
            json_decref(record);
            return s;
        }
    }
    return sp_fail(
        err, SP_E_NOTFOUND,
        _("There is no protocol \"%.47s\", neither in the library nor "
          "of your own."),
        id);
}

static json_t *said(const char *text)
{
    return text ? json_string(words_say(text)) : json_null();
}

static json_t *listed(struct app *app, const struct care_protocol *p,
                      const struct care_protocol_entry *entry)
{
    json_t *one = care_protocol_json(p);
    if (!one)
        return NULL;
    json_object_set_new(one, "own", json_boolean(!entry));
    json_object_set_new(one, "summary", said(entry ? entry->summary : NULL));
    json_object_set_new(one, "ours", said(entry ? entry->ours : NULL));
    if (entry)
        json_object_set_new(one, "name", said(p->name));
    json_object_set_new(one, "sources",
                        entry ? app_sources(app->library, entry->sources)
                              : json_array());
    return one;
}

enum sp_status app_op_protocol_list(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    (void)request;
    json_t *out = json_array(), *own = NULL, *record;
    size_t n;
    for (int i = 0; i < care_protocol_count(app->library); i++) {
        const struct care_protocol_entry *e = care_protocol_at(app->library, i);
        json_array_append_new(out, listed(app, &e->protocol, e));
    }
    enum sp_status s = app->journal->ops->list(app->journal, JOURNAL_PROTOCOL,
                                               NULL, NULL, &own, err);
    json_array_foreach(own, n, record)
    {
        struct care_protocol p;
        struct sp_error lost;
        if (!from_record(record, &p, &lost))
            json_array_append_new(out, listed(app, &p, NULL));
    }
    json_decref(own);
    if (!s)
        return app_give(answer, json_pack("{s:o}", "protocols", out), err);
    json_decref(out);
    return s;
}

/* Kept as it is told; whether it may be done is asked when it is started. */
enum sp_status app_op_protocol_save(struct app *app,
                                    const struct app_request *request,
                                    struct app_answer *answer,
                                    struct sp_error *err)
{
    struct app_pull pull;
    char today[APP_DAY];
    int64_t id = 0;
    enum sp_status s = care_protocol_read(request->body, &pull.protocol, err);
    if (s)
        return s == SP_E_PARSE ? (err->status = SP_E_RANGE) : s;
    if (!pull.protocol.name[0])
        return sp_fail(err, SP_E_RANGE, _("name: give the protocol a name."));
    pull.protocol.id[0] = '\0';
    // what is beyond the caps, or of a blocked kind, is not kept at all
    if ((s = app_pull_ready(app, false, &pull, err)))
        return s;
    json_t *fields = app_protocol_record(&pull.protocol);
    app_today(app, today);
    s = fields
            ? app->journal->ops->add_at(app->journal, JOURNAL_PROTOCOL, today,
                                        app_wall_s(app), fields, &id, err)
            : sp_fail(err, SP_E_NOMEM, _("Not enough memory for this."));
    json_decref(fields);
    if (s)
        return s;
    app->undo_depth++;
    snprintf(pull.protocol.id, sizeof pull.protocol.id, "%s%lld", own_stem,
             (long long)id);
    answer->status = 201;
    return app_give(answer, listed(app, &pull.protocol, NULL), err);
}
