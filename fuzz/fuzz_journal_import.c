/*
 * Any bytes as an export to import: a refused one changes nothing, an accepted
 * one exports, and that export, imported into an empty journal, exports the
 * same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "journal/journal.h"

static void insist(bool truth)
{
    if (!truth)
        abort();
}

/* Journals live in a folder that goes with the process's temporary files. */
static struct journal *fresh(const char *name)
{
    static char dir[64];
    static const char *const side[] = {"", "-wal", "-shm"};
    char path[120], gone[140];
    struct sp_error err;
    struct journal *j = NULL;
    if (!*dir) {
        (void)snprintf(dir, sizeof dir, "/tmp/stature-fuzz-XXXXXX");
        insist(mkdtemp(dir) != NULL);
    }
    (void)snprintf(path, sizeof path, "%s/%s.db", dir, name);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(gone, sizeof gone, "%s%s", path, side[i]);
        (void)unlink(gone);
    }
    insist(journal_open_sqlite(&j, path, &err) == SP_OK);
    return j;
}

static json_t *exported(struct journal *j)
{
    json_t *all = NULL;
    struct sp_error err;
    insist(journal_export_json(j, &all, &err) == SP_OK);
    return all;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    struct sp_error err = {.text = ""};
    static struct journal *j, *twin; /* emptied by undo, made once */
    json_t *in = json_loadb((const char *)bytes, len, 0, NULL);
    if (!in)
        return 0;
    if (!j) {
        j = fresh("a");
        twin = fresh("b");
    }
    int added = 0, again = 0;
    json_t *before = exported(j);
    const enum sp_status status = journal_import_json(j, in, &added, &err);
    json_t *after = exported(j);
    if (status != SP_OK) {
        insist(err.text[0] != '\0');
        insist(json_equal(before, after));
    } else {
        insist(journal_import_json(twin, after, &again, &err) == SP_OK);
        insist(again == added);
        json_t *same = exported(twin);
        insist(json_equal(after, same));
        json_decref(same);
        for (int k = 0; k < JOURNAL_KINDS; k++) {
            char *csv = NULL;
            insist(journal_export_csv(j, (enum journal_kind)k, &csv, &err) ==
                   SP_OK);
            free(csv);
        }
        if (added > 0) {
            insist(j->ops->undo(j, NULL, &err) == SP_OK);
            insist(twin->ops->undo(twin, NULL, &err) == SP_OK);
        }
    }
    json_decref(before);
    json_decref(after);
    json_decref(in);
    return 0;
}
