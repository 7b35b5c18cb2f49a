/* Sheets of paper: the handout and the report, as PDF files. */
#include "term/term_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static void pass(json_t *params, const struct term_args *args,
                 const char *option, const char *field)
{
    const char *value = term_value(args, option);
    if (value)
        json_object_set_new(params, field, json_string(*value ? value : "1"));
}

static int write_pdf(struct app *app, const struct term_args *args,
                     const char *op, json_t *params, const char *fallback)
{
    const char *path = term_value(args, "output");
    unsigned char *bytes;
    size_t len;
    int code = TERM_OK;
    if (!path)
        path = fallback;
    if (!term_fetch(app, op, params, &bytes, &len, &code))
        return code;
    code = term_write_file(path, bytes, len);
    free(bytes);
    if (code == TERM_OK)
        printf("%s\n", path);
    return code;
}

int term_handout(struct app *app, const struct term_args *args)
{
    char what[1024] = "week";
    size_t used = 0;
    for (int i = 0; i < args->words; i++) {
        const int n = snprintf(what + used, sizeof what - used, "%s%s",
                               i ? "," : "", args->word[i]);
        if (n < 0 || (size_t)n >= sizeof what - used)
            return term_wrong(args, _("too many exercises"));
        used += (size_t)n;
    }
    json_t *params = json_pack("{s:s}", "what", what);
    pass(params, args, "size", "size");
    pass(params, args, "large", "large");
    return write_pdf(app, args, "handout", params, "stature-handout.pdf");
}

int term_report(struct app *app, const struct term_args *args)
{
    static const char *const fields[] = {"from", "to", "sections", "size",
                                         "large"};
    json_t *params = json_object();
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        pass(params, args, fields[i], fields[i]);
    return write_pdf(app, args, "report", params, "stature-report.pdf");
}
