/*
 * The journal from outside: adding, changing, undoing, exporting, importing.
 *
 * Records that decide what is allowed (profile, screen, clearance, plan) have
 * operations of their own and cannot be written here; sessions may only have
 * what the person says about them changed. Undo reaches only what was written
 * here, so that it never takes back a warning sign.
 */
#include "app/app_internal.h"
#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- changes that belong together
 * ------------------------------------------------ */

/* Everything kept in memory is read again. */
static enum sp_status reread(struct app *app, struct sp_error *err)
{
    app_sessions_changed(app);
    enum sp_status s = app_profile_load(app, err);
    return s ? s : app_plan_load(app, err);
}

enum sp_status app_group(struct app *app, const char *what,
                         struct sp_error *err)
{
    return app->journal->ops->begin(app->journal, what, err);
}

enum sp_status app_group_end(struct app *app, enum sp_status so_far,
                             int depth_before, struct sp_error *err)
{
    struct journal *j = app->journal;
    if (!so_far)
        so_far = j->ops->commit(j, err);
    else
        j->ops->rollback(j);
    app->undo_depth = so_far ? depth_before : depth_before + 1;
    if (so_far) {
        struct sp_error later; // the first failure is the one to tell
        (void)reread(app, &later);
    }
    return so_far;
}

static enum sp_status read_kind(const struct app_request *request,
                                enum journal_kind *kind, struct sp_error *err)
{
    const char *id = app_param(request, "kind");
    const int k = id ? journal_kind_find(id) : -1;
    if (k < 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("The journal has no kind of entry \"%.40s\"."),
                       id ? id : "");
    *kind = (enum journal_kind)k;
    return SP_OK;
}

static enum sp_status refuse_guarded(enum journal_kind kind,
                                     struct sp_error *err)
{
    static const char *const instead[JOURNAL_KINDS] = {
        [JOURNAL_PROFILE] = N_("change the profile"),
        [JOURNAL_SCREEN] = N_("answer the safety questions"),
        [JOURNAL_CLEARANCE] = N_("record the clearance"),
        [JOURNAL_PLAN] = N_("make or swap in the plan"),
        [JOURNAL_CHOICE] = N_("leave the exercise out of the plan"),
        [JOURNAL_PROTOCOL] = N_("save the protocol"),
        [JOURNAL_MOVEMENT] = N_("take the movement test"),
    };
    if (!instead[kind])
        return SP_OK;
    return sp_fail(err, SP_E_BLOCKED,
                   _("Entries of kind %s are not written here: %s instead."),
                   journal_kind_id(kind), words_say(instead[kind]));
}

/* "kind.field: …" of the journal becomes "field: …" for the caller. */
static enum sp_status tidy(enum sp_status s, enum journal_kind kind,
                           struct sp_error *err)
{
    const char *id = journal_kind_id(kind);
    const size_t n = strlen(id);
    if (s && !strncmp(err->text, id, n) && err->text[n] == '.')
        memmove(err->text, err->text + n + 1, strlen(err->text) - n);
    return s == SP_E_PARSE ? (err->status = SP_E_RANGE) : s;
}

/* Takes the day out of a body; the rest are the record's fields. */
static enum sp_status split_body(struct app *app, const json_t *body,
                                 char day[APP_DAY], bool *has_day,
                                 json_t **fields, struct sp_error *err)
{
    const char *given = NULL;
    if (!json_is_object(body))
        return sp_fail(err, SP_E_PARSE,
                       _("The body must be a JSON object; send {…}."));
    enum sp_status s = app_read_day(body, "day", false, &given, err);
    if (s)
        return s;
    app_today(app, day);
    if (given && strcmp(given, day) > 0)
        return sp_fail(err, SP_E_RANGE, _("day: %s has not come yet."), given);
    *has_day = given != NULL;
    if (given)
        memcpy(day, given, APP_DAY);
    *fields = json_copy((json_t *)body);
    if (!*fields)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the entry."));
    json_object_del(*fields, "day");
    json_object_del(*fields, "id");
    json_object_del(*fields, "created");
    return SP_OK;
}

static void changed(struct app *app)
{
    app->undo_depth++;
    app_sessions_changed(app);
}

static enum sp_status give_record(struct app *app, enum journal_kind kind,
                                  int64_t id, struct app_answer *answer,
                                  struct sp_error *err)
{
    json_t *record = NULL;
    enum sp_status s =
        app->journal->ops->get(app->journal, kind, id, &record, err);
    return s ? s : app_give(answer, record, err);
}

enum sp_status app_op_journal_list(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    enum journal_kind kind;
    enum sp_status s = read_kind(request, &kind, err);
    const char *from = app_param(request, "from"),
               *to = app_param(request, "to");
    json_t *list = NULL;
    long n;
    if (s)
        return s;
    if ((from && *from && !app_day_parse(from, &n)) ||
        (to && *to && !app_day_parse(to, &n)))
        return sp_fail(err, SP_E_RANGE,
                       _("from: from and to must be dates like 2026-01-31."));
    s = app->journal->ops->list(app->journal, kind, from && *from ? from : NULL,
                                to && *to ? to : NULL, &list, err);
    return s ? s : app_give(answer, list, err);
}

enum sp_status app_op_journal_add(struct app *app,
                                  const struct app_request *request,
                                  struct app_answer *answer,
                                  struct sp_error *err)
{
    enum journal_kind kind;
    char day[APP_DAY];
    bool has_day;
    json_t *fields = NULL;
    int64_t id = 0;
    enum sp_status s = read_kind(request, &kind, err);
    if (!s)
        s = refuse_guarded(kind, err);
    if (!s && kind == JOURNAL_SESSION)
        s = sp_fail(err, SP_E_BLOCKED,
                    _("A session is not written here: start "
                      "one instead."));
    if (!s)
        s = split_body(app, request->body, day, &has_day, &fields, err);
    if (!s)
        s = tidy(
            app->journal->ops->add(app->journal, kind, day, fields, &id, err),
            kind, err);
    json_decref(fields);
    if (s)
        return s;
    changed(app);
    answer->status = 201;
    return give_record(app, kind, id, answer, err);
}

/* What a person may say about a session afterwards; zones follow the places. */
static enum sp_status check_session_edit(json_t *fields, struct sp_error *err)
{
    static const char *const known[] = {
        "pain_before", "pain_after", "places_before", "places_after", "effort",
        "note",        NULL};
    static const char *const places[] = {"places_before", "places_after"};
    static const char *const zone[] = {"zone_before", "zone_after"};
    enum sp_status s = app_need_object(fields, known, err);
    for (int i = 0; i < 2 && !s; i++) {
        const json_t *list = NULL;
        s = app_read_texts(fields, places[i], 32, &list, err);
        if (!s && list && journal_zone(list) < 0)
            s = sp_fail(err, SP_E_RANGE,
                        _("%s: holds a place that is not on the body map."),
                        places[i]);
        if (!s && json_object_get(fields, places[i]))
            json_object_set_new(fields, zone[i],
                                list ? json_integer(journal_zone(list))
                                     : json_null());
    }
    return s;
}

/* A place below the knee that is added later counts as one said at the end. */
static enum sp_status check_session_again(struct app *app, int64_t id,
                                          struct sp_error *err)
{
    json_t *record = NULL;
    enum sp_status s =
        app->journal->ops->get(app->journal, JOURNAL_SESSION, id, &record, err);
    if (!s)
        s = app_check_spread(app, record, err);
    json_decref(record);
    return s;
}

enum sp_status app_op_journal_edit(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    enum journal_kind kind;
    char day[APP_DAY];
    bool has_day = false;
    json_t *fields = NULL;
    int64_t id = 0;
    enum sp_status s = read_kind(request, &kind, err);
    if (!s)
        s = refuse_guarded(kind, err);
    if (!s)
        s = app_param_id(request, &id, err);
    if (!s)
        s = split_body(app, request->body, day, &has_day, &fields, err);
    if (!s && kind == JOURNAL_SESSION) {
        s = has_day
                ? sp_fail(err, SP_E_BLOCKED, _("day: a session keeps its day."))
                : check_session_edit(fields, err);
    }
    if (!s)
        s = tidy(app->journal->ops->edit(app->journal, kind, id,
                                         has_day ? day : NULL, fields, err),
                 kind, err);
    json_decref(fields);
    if (s)
        return s;
    const bool placed = kind == JOURNAL_SESSION &&
                        json_object_get(request->body, "places_after");
    changed(app);
    if (placed)
        s = check_session_again(app, id, err);
    return s ? s : give_record(app, kind, id, answer, err);
}

static enum sp_status check_session_remove(struct app *app, int64_t id,
                                           struct sp_error *err)
{
    json_t *record = NULL;
    if (app->player.id == id)
        return sp_fail(err, SP_E_CONFLICT,
                       _("This session is not finished yet; finish it first."));
    enum sp_status s =
        app->journal->ops->get(app->journal, JOURNAL_SESSION, id, &record, err);
    const char *why = json_string_value(json_object_get(record, "stop_reason"));
    if (!s && why && strcmp(why, "tired") && strcmp(why, "other"))
        s = sp_fail(
            err, SP_E_BLOCKED,
            _("A session that ended with a warning sign stays: it keeps "
              "the exercise out of your plan."));
    json_decref(record);
    return s;
}

enum sp_status app_op_journal_remove(struct app *app,
                                     const struct app_request *request,
                                     struct app_answer *answer,
                                     struct sp_error *err)
{
    enum journal_kind kind;
    int64_t id = 0;
    enum sp_status s = read_kind(request, &kind, err);
    // taking back is the one change of choices and protocols made here
    if (!s && kind != JOURNAL_CHOICE && kind != JOURNAL_PROTOCOL)
        s = refuse_guarded(kind, err);
    if (!s)
        s = app_param_id(request, &id, err);
    if (!s && kind == JOURNAL_SESSION)
        s = check_session_remove(app, id, err);
    if (!s)
        s = app->journal->ops->remove(app->journal, kind, id, err);
    if (s)
        return s;
    changed(app);
    return app_give(answer, json_pack("{s:I}", "removed", (json_int_t)id), err);
}

enum sp_status app_op_journal_undo(struct app *app,
                                   const struct app_request *request,
                                   struct app_answer *answer,
                                   struct sp_error *err)
{
    (void)request;
    char what[200] = "";
    if (app->undo_depth <= 0)
        return sp_fail(err, SP_E_NOTFOUND, _("There is nothing to take back."));
    enum sp_status s = app->journal->ops->undo(app->journal, what, err);
    if (s)
        return s;
    app->undo_depth--;
    s = reread(app, err);
    return s ? s : app_give(answer, json_pack("{s:s}", "undone", what), err);
}

/* ---- out
 * ------------------------------------------------------------------------ */

enum sp_status app_op_export_json(struct app *app,
                                  const struct app_request *request,
                                  struct app_answer *answer,
                                  struct sp_error *err)
{
    (void)request;
    json_t *out = NULL;
    enum sp_status s = journal_export_json(app->journal, &out, err);
    if (s)
        return s;
    snprintf(answer->file, sizeof answer->file, "stature.json");
    return app_give(answer, out, err);
}

enum sp_status app_op_export_csv(struct app *app,
                                 const struct app_request *request,
                                 struct app_answer *answer,
                                 struct sp_error *err)
{
    enum journal_kind kind;
    char *csv = NULL;
    enum sp_status s = read_kind(request, &kind, err);
    if (!s)
        s = journal_export_csv(app->journal, kind, &csv, err);
    if (s)
        return s;
    snprintf(answer->file, sizeof answer->file, "stature-%s.csv",
             journal_kind_id(kind));
    return app_give_bytes(answer, (unsigned char *)csv, strlen(csv),
                          "text/csv; charset=utf-8");
}

static enum sp_status read_whole(const char *path, unsigned char **bytes,
                                 size_t *len, struct sp_error *err)
{
    FILE *f = fopen(path, "rb");
    long size = -1;
    if (f && !fseek(f, 0, SEEK_END))
        size = ftell(f);
    unsigned char *out = size >= 0 ? malloc((size_t)size + 1) : NULL;
    const bool ok = out && !fseek(f, 0, SEEK_SET) &&
                    fread(out, 1, (size_t)size, f) == (size_t)size;
    if (f)
        fclose(f);
    if (!ok) {
        free(out);
        return sp_fail(err, SP_E_IO, _("Cannot read the copy %s: %s."), path,
                       strerror(errno));
    }
    *bytes = out;
    *len = (size_t)size;
    return SP_OK;
}

/* Today's copy, made anew where anything was written since: no other file is
 * left behind, should the download be cut off. */
enum sp_status app_op_backup(struct app *app, const struct app_request *request,
                             struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    char folder[1100], path[1200], today[APP_DAY];
    unsigned char *bytes = NULL;
    size_t len = 0;
    app_today(app, today);
    const int n = snprintf(folder, sizeof folder, "%s/backups", app->data_dir);
    if (n < 0 || (size_t)n >= sizeof folder)
        return sp_fail(err, SP_E_IO,
                       _("The path of the data folder is too "
                         "long."));
    snprintf(path, sizeof path, "%s/stature-%s.db", folder, today);
    enum sp_status s = journal_rotate_backups(app->journal, folder, today, err);
    if (!s)
        s = read_whole(path, &bytes, &len, err);
    if (s)
        return s;
    snprintf(answer->file, sizeof answer->file, "stature-%s.db", today);
    return app_give_bytes(answer, bytes, len, "application/vnd.sqlite3");
}

/* ---- in
 * ------------------------------------------------------------------------- */

/* A record that this journal gave out itself, unchanged. */
static bool is_here(const json_t *own, const json_t *record)
{
    size_t i;
    json_t *r;
    json_array_foreach((json_t *)own, i,
                       r) if (json_equal(r, record)) return true;
    return false;
}

/*
 * Marks what decides about safety as somebody else's word. A file may hold
 * the mark already or a false one: it is set here whatever it says. Records
 * that are here already, word for word, are left out: they stay what they
 * are.
 */
static enum sp_status mark_imported(struct app *app, enum journal_kind kind,
                                    json_t *doc, struct sp_error *err)
{
    json_t *records = json_object_get(doc, journal_kind_id(kind)), *own = NULL;
    size_t i;
    json_t *r;
    if (!json_is_array(records))
        return SP_OK;
    enum sp_status s =
        app->journal->ops->list(app->journal, kind, NULL, NULL, &own, err);
    json_array_foreach(own, i, r) json_object_del(r, "id");
    for (i = json_array_size(records); i-- > 0 && !s;) {
        r = json_array_get(records, i);
        if (is_here(own, r))
            json_array_remove(records, i);
        else if (json_is_object(r) &&
                 json_object_set_new(r, "imported", json_true()))
            s = sp_fail(err, SP_E_NOMEM,
                        _("Not enough memory for the import."));
    }
    json_decref(own);
    return s;
}

static enum sp_status mark_all(struct app *app, json_t *doc,
                               struct sp_error *err)
{
    static const enum journal_kind guarded[] = {
        JOURNAL_SCREEN, JOURNAL_CLEARANCE, JOURNAL_PLAN, JOURNAL_SESSION,
        JOURNAL_MOVEMENT};
    enum sp_status s = SP_OK;
    for (size_t k = 0; k < sizeof guarded / sizeof guarded[0] && !s; k++)
        s = mark_imported(app, guarded[k], doc, err);
    return s;
}

enum sp_status app_op_import(struct app *app, const struct app_request *request,
                             struct app_answer *answer, struct sp_error *err)
{
    if (!json_is_object(request->body))
        return sp_fail(err, SP_E_PARSE,
                       _("The body must be an export of Stature in JSON."));
    if (app_player_active(app))
        return sp_fail(err, SP_E_CONFLICT,
                       _("A session is under way; finish or stop it first."));
    json_t *doc = json_deep_copy(request->body);
    int added = 0;
    if (!doc)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the import."));
    enum sp_status s = mark_all(app, doc, err);
    if (!s)
        s = journal_import_json(app->journal, doc, &added, err);
    json_decref(doc);
    if (s == SP_E_PARSE)
        s = err->status = SP_E_RANGE;
    if (s)
        return s;
    app->undo_depth = 0;
    s = reread(app, err);
    return s ? s
             : app_give(answer,
                        json_pack("{s:i, s:s}", "added", added, "note",
                                  _("Safety answers and clearances from a "
                                    "file open nothing; answer the safety "
                                    "questions here.")),
                        err);
}
