/* What clinicians have agreed to: listed, written down, taken back. Whether an
 * agreement opens anything is the safety rules' to say, as on the page. */
#include "care/pull/protocol.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void print_one(const json_t *c)
{
    const char *what = term_text(c, "modality");
    const char *note = term_text(c, "note");
    char day[32];
    words_day_short(term_text(c, "date"), true, day);
    printf("%4.0f  %-11s  %-20s %s", term_number(c, "id"), day,
           *what ? what : term_text(c, "question"), term_text(c, "role"));
    if (json_is_number(json_object_get(c, "force_kg")))
        term_print(_(", up to %g kg for %g minutes"),
                   term_number(c, "force_kg"), term_number(c, "minutes"));
    if (*note)
        printf(". %s", note);
    if (json_is_false(json_object_get(c, "holds")))
        printf(_(". No longer holds."));
    putchar('\n');
}

static int list_all(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *list = term_ask(app, "clearance", NULL, NULL, &code), *c;
    size_t i;
    if (list && args->json)
        term_json(list);
    else if (list && json_array_size(list) == 0)
        term_paragraph(0, "",
                       _("No clinician's agreement is written down. If one "
                         "agrees to something that is marked \"ask\" in "
                         "'stature screen --show', note it here."));
    else
        json_array_foreach(list, i, c) print_one(c);
    json_decref(list);
    return code;
}

static int take_back(struct app *app, const char *id)
{
    int code = TERM_OK;
    json_t *gone = term_ask(app, "clearance remove",
                            json_pack("{s:s}", "id", id), NULL, &code);
    if (gone)
        printf(_("Taken back.\n"));
    json_decref(gone);
    return code;
}

/* Force and minutes of a prescription, with their units. */
static int take_figures(const struct term_args *args, json_t *body)
{
    const char *force = term_value(args, "force");
    const char *minutes = term_value(args, "minutes");
    double N, share, x;
    if (force && (!care_force_read(force, &N, &share) || N != N))
        return term_wrong_value(args, "force",
                                _("a force such as 14kg, 31lb or 137N"));
    if (minutes && !text_to_number(minutes, &x))
        return term_wrong_value(args, "minutes", _("a number"));
    if (force)
        json_object_set_new(body, "force_kg",
                            json_real(N / CARE_STANDARD_GRAVITY));
    if (minutes)
        json_object_set_new(body, "minutes", json_real(x));
    return TERM_OK;
}

/* "visit" and "C03" are questions of the screening, all else is a modality. */
static bool is_question(const char *what)
{
    return !strcmp(what, "visit") ||
           (what[0] == 'C' && isdigit((unsigned char)what[1]));
}

static int write_down(struct app *app, const struct term_args *args)
{
    static const char *const texts[] = {"role", "date", "note"};
    const char *what = args->word[0];
    json_t *body =
        json_pack("{s:s}", is_question(what) ? "question" : "modality", what);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (term_value(args, texts[i]))
            json_object_set_new(body, texts[i],
                                json_string(term_value(args, texts[i])));
    int code = take_figures(args, body);
    if (code != TERM_OK) {
        json_decref(body);
        return code;
    }
    json_t *kept = term_ask(app, "clearance add", NULL, body, &code);
    if (kept && args->json)
        term_json(kept);
    else if (kept)
        printf(_("Written down (%.0f). 'stature screen --show' says what is "
                 "allowed now.\n"),
               term_number(kept, "id"));
    json_decref(kept);
    return code;
}

int term_agreement(struct app *app, const struct term_args *args)
{
    const char *id = term_value(args, "remove");
    if (args->words > 1 || (id && args->words > 0))
        return term_wrong(args, _("write down or remove one at a time"));
    if (id)
        return take_back(app, id);
    if (args->words > 0)
        return write_down(app, args);
    static const char *const about[] = {"role", "date", "note", "force",
                                        "minutes"};
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (term_given(args, about[i]))
            return term_wrong(args,
                              _("--%s of what? Name it first, as in 'stature "
                                "agreement traction_lumbar'"),
                              about[i]);
    return list_all(app, args);
}
