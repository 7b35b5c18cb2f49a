/* Bringing back what was exported, or a plan that was printed. */
#include "term/term_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#define WORD "STATURE1:" /* how the text of a sheet's code begins */
enum { IMPORT_MAX = 16 << 20 };

static json_t *as_export(struct app *app, const char *path, const char *text,
                         size_t len, int *code)
{
    json_error_t where;
    json_t *in = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
    if (in)
        return term_ask(app, "import", NULL, in, code);
    fprintf(stderr, _("stature: %s:%d:%d: this is not JSON: %s\n"), path,
            where.line, where.column, where.text);
    *code = TERM_FAILED;
    return NULL;
}

static json_t *as_plan(struct app *app, const char *code_text, int *code)
{
    return term_ask(app, "plan code", NULL,
                    json_pack("{s:s}", "code", code_text), code);
}

static void print_added(const json_t *done)
{
    const long added = (long)term_number(done, "added");
    printf(words_plural(added, "%ld entry added.", "%ld entries added."),
           added);
    printf(" %s\n", term_text(done, "note"));
}

int term_import(struct app *app, const struct term_args *args)
{
    if (args->words != 1)
        return term_wrong(args, _("name one file, or the text of a printed "
                                  "plan's code in quotes"));
    const char *word = args->word[0];
    const bool typed = strncmp(word, WORD, strlen(WORD)) == 0;
    size_t len = 0;
    char *text = typed ? NULL : term_read_file(word, IMPORT_MAX, &len);
    if (!typed && !text)
        return TERM_FAILED;
    // scanners put a line end behind the text, some a blank before it
    const char *from = typed ? word : text + strspn(text, " \t\r\n");
    const bool plan = strncmp(from, WORD, strlen(WORD)) == 0;
    int code = TERM_OK;
    json_t *done = plan ? as_plan(app, from, &code)
                        : as_export(app, word, text, len, &code);
    free(text);
    if (done && args->json)
        term_json(done);
    else if (done && plan)
        term_print_plan(done, true);
    else if (done)
        print_added(done);
    json_decref(done);
    return code;
}
