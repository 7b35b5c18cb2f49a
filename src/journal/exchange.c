/*
 * Everything in and out as JSON. The export holds no row numbers and no stamp
 * of its own, so that the same journal always gives the same text, and an
 * import into an empty journal exports again as it came.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <string.h>

#define FORMAT "stature journal"
#define FORMAT_VERSION 1
#define STAMP_MAX 253402300799 /* end of the year 9999, UTC s */

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM,
                   _("out of memory over the journal's export"));
}

enum sp_status journal_export_json(struct journal *j, json_t **out,
                                   struct sp_error *err)
{
    json_t *all =
        json_pack("{s:s, s:i}", "format", FORMAT, "version", FORMAT_VERSION);
    enum sp_status status = all ? SP_OK : no_memory(err);
    for (int k = 0; k < JOURNAL_KINDS && status == SP_OK; k++) {
        json_t *list = NULL, *record;
        size_t i;
        status = j->ops->list(j, (enum journal_kind)k, NULL, NULL, &list, err);
        if (status != SP_OK)
            break;
        json_array_foreach(list, i, record)(void) json_object_del(record, "id");
        if (json_object_set_new(all, journal_kind_id((enum journal_kind)k),
                                list) != 0)
            status = no_memory(err);
    }
    if (status == SP_OK)
        *out = all;
    else
        json_decref(all);
    return status;
}

/* ---- import ---------------------------------------------------------------
 */

/* One record of the file, taken apart; day is borrowed from it. */
struct incoming {
    enum journal_kind kind;
    size_t index;
    const char *day;
    int64_t created;
    json_t *fields; /* owned */
};

/* "note[3]: …": says where in the file the fault is. */
static enum sp_status at_record(const struct incoming *in,
                                enum sp_status status,
                                const struct sp_error *why,
                                struct sp_error *err)
{
    return sp_fail(err, status, "%s[%zu]: %.400s", journal_kind_id(in->kind),
                   in->index, why->text);
}

static enum sp_status take_apart(const json_t *record, struct incoming *in,
                                 struct sp_error *err)
{
    struct sp_error why;
    const json_t *created = json_object_get(record, "created");
    in->day = json_string_value(json_object_get(record, "day"));
    in->created = json_integer_value(created);
    in->fields = NULL;
    if (!json_is_object(record))
        return sp_fail(err, SP_E_PARSE, _("%s[%zu]: need an object"),
                       journal_kind_id(in->kind), in->index);
    enum sp_status status = journal_check_day(in->day, &why);
    if (status == SP_OK && (!json_is_integer(created) || in->created < 0 ||
                            in->created > STAMP_MAX))
        status =
            sp_fail(&why, SP_E_PARSE,
                    _("created: need whole seconds since 1970, at least 0"));
    if (status != SP_OK)
        return at_record(in, status, &why, err);

    in->fields = journal_copy(record);
    if (!in->fields)
        return no_memory(err);
    (void)json_object_del(in->fields, "day");
    (void)json_object_del(in->fields, "created");
    status = journal_check(in->kind, in->fields, false, &why);
    return status == SP_OK ? SP_OK : at_record(in, status, &why, err);
}

/* The mark that a record came with an import says nothing of what it holds:
 * without this, one's own export would come back as a second copy. */
static bool is_mark(const char *key) { return strcmp(key, "imported") == 0; }

/* How many fields count when two records are compared. */
static size_t weighed(const json_t *record)
{
    return json_object_size(record) -
           (json_object_get(record, "imported") != NULL);
}

static bool same_fields(const json_t *record, const json_t *stored)
{
    const char *key;
    json_t *value;
    if (weighed(record) != weighed(stored) + 3) /* id, day, created */
        return false;
    json_object_foreach((json_t *)(uintptr_t)stored, key, value)
    {
        if (!is_mark(key) && !json_equal(json_object_get(record, key), value))
            return false;
    }
    return true;
}

/* Is the record in `here`, as a list of the journal gives it? */
static bool is_here(const json_t *here, const struct incoming *in,
                    const json_t *stored)
{
    size_t i;
    json_t *record;
    json_array_foreach(here, i, record)
    {
        const char *day = json_string_value(json_object_get(record, "day"));
        if (json_integer_value(json_object_get(record, "created")) ==
                in->created &&
            strcmp(day, in->day) == 0 && same_fields(record, stored))
            return true;
    }
    return false;
}

static enum sp_status merge_profile(struct journal *j,
                                    const struct incoming *in,
                                    const json_t *present, int *added,
                                    struct sp_error *err)
{
    const json_t *id = json_object_get(present, "id");
    const enum sp_status status = j->ops->edit(
        j, JOURNAL_PROFILE, json_integer_value(id), in->day, in->fields, err);
    *added += status == SP_OK;
    return status;
}

static enum sp_status add_one(struct journal *j, const struct incoming *in,
                              const json_t *here, int *added,
                              struct sp_error *err)
{
    json_t *stored = NULL;
    struct sp_error why;
    enum sp_status status =
        journal_complete(in->kind, in->fields, &stored, &why);
    if (status == SP_OK && !is_here(here, in, stored)) {
        if (in->kind == JOURNAL_PROFILE && json_array_size(here) > 0) {
            status = merge_profile(j, in, json_array_get(here, 0), added, &why);
        } else {
            int64_t id;
            status = j->ops->add_at(j, in->kind, in->day, in->created, stored,
                                    &id, &why);
            *added += status == SP_OK;
        }
    }
    json_decref(stored);
    return status == SP_OK ? SP_OK : at_record(in, status, &why, err);
}

static enum sp_status import_kind(struct journal *j, enum journal_kind kind,
                                  const json_t *list, int *added,
                                  struct sp_error *err)
{
    json_t *here = NULL, *record;
    size_t i;
    if (!json_is_array(list))
        return sp_fail(err, SP_E_PARSE, _("%s: need a list of records"),
                       journal_kind_id(kind));
    if (kind == JOURNAL_PROFILE && json_array_size(list) > 1)
        return sp_fail(err, SP_E_PARSE,
                       _("profile: %zu found, there is only one person"),
                       json_array_size(list));
    enum sp_status status = j->ops->list(j, kind, NULL, NULL, &here, err);
    json_array_foreach(list, i, record)
    {
        if (status != SP_OK)
            break;
        struct incoming in = {.kind = kind, .index = i};
        status = take_apart(record, &in, err);
        if (status == SP_OK)
            status = add_one(j, &in, here, added, err);
        json_decref(in.fields);
    }
    json_decref(here);
    return status;
}

/* Format, version, and nothing that is not a kind. */
static enum sp_status check_envelope(const json_t *in, struct sp_error *err)
{
    const char *format = json_string_value(json_object_get(in, "format"));
    const json_t *version = json_object_get(in, "version");
    if (!json_is_object(in) || !format || strcmp(format, FORMAT) != 0)
        return sp_fail(err, SP_E_PARSE,
                       _("format: this is not a Stature export, need \"%s\""),
                       FORMAT);
    if (!json_is_integer(version) || json_integer_value(version) < 1)
        return sp_fail(err, SP_E_PARSE,
                       _("version: need a whole number from 1"));
    if (json_integer_value(version) > FORMAT_VERSION)
        return sp_fail(
            err, SP_E_PARSE,
            _("version: %lld is from a newer Stature, this one reads "
              "up to %d; update Stature"),
            (long long)json_integer_value(version), FORMAT_VERSION);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)in, key, value)
    {
        if (strcmp(key, "format") != 0 && strcmp(key, "version") != 0 &&
            journal_kind_find(key) < 0)
            return sp_fail(err, SP_E_PARSE,
                           _("%.60s: there is no such kind of record"), key);
    }
    return SP_OK;
}

enum sp_status journal_import_json(struct journal *j, const json_t *in,
                                   int *added, struct sp_error *err)
{
    int count = 0;
    enum sp_status status = check_envelope(in, err);
    if (status == SP_OK)
        status = j->ops->begin(j, "import", err);
    if (status != SP_OK)
        return status;
    for (int k = 0; k < JOURNAL_KINDS && status == SP_OK; k++) {
        const enum journal_kind kind = (enum journal_kind)k;
        const json_t *list = json_object_get(in, journal_kind_id(kind));
        if (list)
            status = import_kind(j, kind, list, &count, err);
    }
    if (status == SP_OK)
        status = j->ops->commit(j, err);
    else
        j->ops->rollback(j);
    if (status == SP_OK && added)
        *added = count;
    return status;
}
