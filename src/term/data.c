/* Writing down, looking back, and taking everything out or in again. */
#include "journal/journal.h"
#include "term/sound.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

// ---- log

static int add_entry(struct app *app, const struct term_args *args,
                     const char *kind, json_t *fields)
{
    int code = TERM_OK;
    const char *day = term_value(args, "day");
    if (day)
        json_object_set_new(fields, "day", json_string(day));
    json_t *added = term_ask(app, "journal add",
                             json_pack("{s:s}", "kind", kind), fields, &code);
    if (!added)
        return code;
    if (args->json)
        term_json(added);
    else
        printf(_("Written down (%s:%.0f).\n"), kind, term_number(added, "id"));
    json_decref(added);
    return code;
}

static int log_pain(struct app *app, const struct term_args *args)
{
    double pain;
    const char *value = term_value(args, "pain");
    if (!text_to_number(value, &pain) || pain < 0 || pain > 10)
        return term_wrong_value(args, "pain", _("a number from 0 to 10"));
    return add_entry(
        app, args, "score",
        json_pack("{s:s, s:[f]}", "measure", "nrs", "values", pain));
}

static int log_peg(struct app *app, const struct term_args *args)
{
    double v[3];
    int end = 0;
    const char *value = term_value(args, "peg");
    char a[16], b[16], c[16];
    if (sscanf(value, "%15[0-9.],%15[0-9.],%15[0-9.]%n", a, b, c, &end) != 3 ||
        value[end] || !text_to_number(a, &v[0]) || !text_to_number(b, &v[1]) ||
        !text_to_number(c, &v[2]))
        return term_wrong_value(args, "peg",
                                _("three numbers from 0 to 10, as in 4,5,3"));
    return add_entry(app, args, "score",
                     json_pack("{s:s, s:[f,f,f]}", "measure", "peg", "values",
                               v[0], v[1], v[2]));
}

static int log_stature(struct app *app, const struct term_args *args)
{
    double cm;
    const char *value = term_value(args, "stature");
    const char *when = term_value(args, "when"), *at = term_value(args, "at");
    if (!text_to_number(value, &cm) || !(cm >= 120 && cm <= 230))
        return term_wrong_value(args, "stature",
                                _("centimetres from 120 to 230"));
    if (!when)
        return term_wrong(args, _("--stature needs --when morning or --when "
                                  "evening"));
    if (strcmp(when, "morning") && strcmp(when, "evening"))
        return term_wrong_value(args, "when", _("morning or evening"));
    json_t *fields =
        json_pack("{s:f, s:s}", "height_mm", 10 * cm, "when", when);
    if (at)
        json_object_set_new(fields, "at", json_string(at));
    return add_entry(app, args, "stature", fields);
}

static int log_list(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *list = term_ask(
        app, "journal", json_pack("{s:s}", "kind", term_value(args, "list")),
        NULL, &code);
    if (!list)
        return code;
    if (args->json) {
        term_json(list);
    } else {
        size_t i;
        json_t *entry;
        json_array_foreach(list, i, entry)
        {
            char *text = json_dumps(entry, JSON_COMPACT);
            printf("%4.0f  %s  %s\n", term_number(entry, "id"),
                   term_text(entry, "day"), text ? text : "");
            free(text);
        }
    }
    json_decref(list);
    return code;
}

static int log_delete(struct app *app, const struct term_args *args)
{
    const char *what = term_value(args, "delete");
    char kind[24], number[20];
    int end = 0, code = TERM_OK;
    if (sscanf(what, "%23[a-z]:%19[0-9]%n", kind, number, &end) != 2 ||
        what[end])
        return term_wrong_value(args, "delete", _("KIND:ID, as in score:12"));
    json_t *gone = term_ask(app, "journal remove",
                            json_pack("{s:s, s:s}", "kind", kind, "id", number),
                            NULL, &code);
    if (gone && args->json)
        term_json(gone);
    else if (gone)
        printf(_("Removed; 'stature log --undo' brings it back.\n"));
    json_decref(gone);
    return code;
}

static int log_undo(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *undone = term_ask(app, "journal undo", NULL, json_object(), &code);
    if (undone && args->json)
        term_json(undone);
    else if (undone)
        printf("%s\n", term_text(undone, "undone"));
    json_decref(undone);
    return code;
}

/* Each call does one thing, so that nothing said is left out. */
static bool one_thing(const struct term_args *args)
{
    static const char *const things[] = {"pain", "peg",    "stature", "note",
                                         "list", "delete", "undo"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        if (!term_given(args, things[i]))
            continue;
        if (first) {
            term_wrong(args,
                       _("--%s and --%s are two calls; give them one after "
                         "the other"),
                       first, things[i]);
            return false;
        }
        first = things[i];
    }
    return true;
}

int term_log(struct app *app, const struct term_args *args)
{
    if (!one_thing(args))
        return TERM_USAGE;
    if (term_given(args, "undo"))
        return log_undo(app, args);
    if (term_given(args, "delete"))
        return log_delete(app, args);
    if (term_given(args, "list"))
        return log_list(app, args);
    if (term_given(args, "pain"))
        return log_pain(app, args);
    if (term_given(args, "peg"))
        return log_peg(app, args);
    if (term_given(args, "stature"))
        return log_stature(app, args);
    if (term_given(args, "note"))
        return add_entry(app, args, "note",
                         json_pack("{s:s}", "text", term_value(args, "note")));
    return term_wrong(args, _("say what: --pain, --peg, --stature, --note, "
                              "--list, --delete or --undo"));
}

int term_progress(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *p = term_ask(app, "progress", NULL, NULL, &code);
    if (!p)
        return code;
    if (args->json) {
        term_json(p);
        json_decref(p);
        return code;
    }
    size_t i;
    json_t *week, *note;
    struct term_table *t = term_table_new(0, "lrrl");
    term_cell(t, "%s", _("Week"));
    term_cell(t, "%s", _("minutes"));
    term_cell(t, "%s", _("sessions"));
    term_cell(t, "%s", _("pain"));
    json_array_foreach(json_object_get(p, "weeks"), i, week)
    {
        const json_t *pain = json_object_get(week, "pain");
        term_cell(t, "%s", term_text(week, "week"));
        term_cell(t, "%.0f", term_number(week, "minutes"));
        term_cell(t, "%.0f", term_number(week, "sessions"));
        if (json_is_number(json_object_get(pain, "mean")))
            term_cell(t, "%.1f", term_number(pain, "mean"));
        else
            term_cell(t, "-");
    }
    term_table_print(t);
    json_array_foreach(json_object_get(p, "notes"), i, note)
    {
        if (json_is_string(note))
            term_paragraph(0, "", json_string_value(note));
    }
    json_decref(p);
    return code;
}

// ---- out

int term_export(struct app *app, const struct term_args *args)
{
    unsigned char *bytes;
    size_t len;
    int code = TERM_OK;
    const char *kind = term_value(args, "csv");
    const bool got =
        kind ? term_fetch(app, "export csv", json_pack("{s:s}", "kind", kind),
                          &bytes, &len, &code)
             : term_fetch(app, "export json", NULL, &bytes, &len, &code);
    if (!got)
        return code;
    code = term_write_file(term_value(args, "output"), bytes, len);
    free(bytes);
    return code;
}

int term_backup(struct app *app, const struct term_args *args)
{
    if (args->words != 1)
        return term_wrong(args, _("name the file to be written"));
    unsigned char *bytes;
    size_t len;
    int code = TERM_OK;
    if (!term_fetch(app, "backup", NULL, &bytes, &len, &code))
        return code;
    code = term_write_file(args->word[0], bytes, len);
    free(bytes);
    if (code == TERM_OK)
        printf(_("Everything is in %s.\n"), args->word[0]);
    return code;
}

/* Where this person's journal and its backups are; TERM_OK or printed. */
static int find_journal(struct term_place *place, char path[600],
                        char backups[600])
{
    struct sp_error err;
    if (term_place_find(place, &err) != SP_OK)
        return term_failed(&err);
    snprintf(path, 600, "%s/stature.db", place->data);
    snprintf(backups, 600, "%s/backups", place->data);
    return TERM_OK;
}

/* --yes, or a y on standard input; a run without either changes nothing. */
static bool agreed(const struct term_args *args, const char *question)
{
    char letter = 'n';
    return term_given(args, "yes") ||
           (term_letter(question, TERM_YES_NO, &letter) && letter == 'y');
}

int term_restore(struct app *app, const struct term_args *args)
{
    (void)app;
    struct term_place place;
    char path[600], backups[600];
    struct sp_error err;
    if (args->words != 1)
        return term_wrong(args, _("name one backup file"));
    if (find_journal(&place, path, backups) != TERM_OK)
        return TERM_FAILED;
    if (!agreed(args,
                _("Put this backup in the journal's place?  (y)es, (n)o"))) {
        printf(_("Nothing was changed.\n"));
        return TERM_OK;
    }
    if (journal_restore(args->word[0], path, &err) != SP_OK)
        return term_failed(&err);
    printf(_("Restored. The journal that was there is kept beside it.\n"));
    return TERM_OK;
}

int term_erase(struct app *app, const struct term_args *args)
{
    (void)app;
    struct term_place place;
    char path[600], backups[600];
    struct sp_error err;
    if (find_journal(&place, path, backups) != TERM_OK)
        return TERM_FAILED;
    if (!agreed(args, _("Erase everything that Stature keeps of you, backups "
                        "too? This cannot be undone.  (y)es, (n)o"))) {
        printf(_("Nothing was erased.\n"));
        return TERM_OK;
    }
    if (journal_erase(path, backups, &err) != SP_OK)
        return term_failed(&err);
    app_language_forget(place.data);
    printf(_("Erased. Own exercises in the config folder are left.\n"));
    return TERM_OK;
}

// ---- doctor

static void report(json_t *rows, const char *what, bool well,
                   const char *detail)
{
    json_array_append_new(rows, json_pack("{s:s, s:b, s:s}", "what", what, "ok",
                                          (int)well, "detail", detail));
}

/* Opens everything as a session would; false where it does not open. */
static bool report_library(json_t *rows, struct term_place *place)
{
    struct sp_error err;
    struct app *app;
    char text[160];
    if (term_app_open(&app, place, &err) != SP_OK) {
        report(rows, _("program"), false, err.text);
        return false;
    }
    snprintf(text, sizeof text, _("%d exercises, %d facts, %d lessons"),
             care_exercise_count(app_library(app)),
             care_fact_count(app_library(app)),
             care_lesson_count(app_library(app)));
    report(rows, _("library"), true, text);
    app_close(app);
    return true;
}

/* False where the program cannot do its work; sound and notices it can do
 * without. */
static bool look_round(json_t *rows)
{
    struct term_place place;
    struct sp_error err;
    if (term_place_find(&place, &err) != SP_OK) {
        report(rows, _("folders"), false, err.text);
        return false;
    }
    report(rows, _("journal"), true, place.data);
    report(rows, _("exercises"), true, place.config);
    report(rows, _("speech"), true, place.cache);
    const bool well = report_library(rows, &place);
    const bool sound = term_on_path("aplay") || term_on_path("paplay") ||
                       term_on_path("pw-play");
    const bool notices = term_on_path("notify-send");
    report(rows, _("sound"), sound,
           sound ? _("a player for spoken cues in the terminal")
                 : _("no aplay, paplay or pw-play: captions only in the "
                     "terminal"));
    report(rows, _("notices"), notices,
           notices ? _("desktop notices for breaks")
                   : _("no notify-send: breaks by calendar only"));
    return well;
}

int term_doctor(struct app *app, const struct term_args *args)
{
    (void)app;
    json_t *rows = json_array(), *row;
    size_t i;
    const bool well = look_round(rows);
    if (args->json) {
        term_json(rows);
    } else {
        struct term_table *t = term_table_new(0, "lll");
        json_array_foreach(rows, i, row)
        {
            term_cell(t, "%s", term_text(row, "what"));
            term_cell(t, "%s",
                      json_is_true(json_object_get(row, "ok"))
                          ? words_of("nothing wrong", "ok")
                          : _("look"));
            term_cell(t, "%s", term_text(row, "detail"));
        }
        term_table_print(t);
    }
    json_decref(rows);
    return well ? TERM_OK : TERM_FAILED;
}

int term_version(struct app *app, const struct term_args *args)
{
    (void)app;
    if (args->json)
        printf("{\"version\": \"%s\"}\n", APP_VERSION);
    else
        printf("stature %s\n", APP_VERSION);
    return TERM_OK;
}
