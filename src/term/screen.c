/* The safety questions in the terminal, and the person's profile. */
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BATCH_MAX = 16 << 20 }; /* bytes of a table of people */

/* What is allowed, by kind of movement; 'agreement' takes the ids. */
static void print_modalities(const json_t *modalities)
{
    const char *id;
    json_t *m;
    int width = 0;
    json_object_foreach((json_t *)modalities, id, m)
    {
        const int n = term_columns(care_action_said(term_text(m, "action")));
        width = n > width ? n : width;
    }
    json_object_foreach((json_t *)modalities, id, m)
    {
        char lead[160], text[700];
        const char *allowed = care_action_said(term_text(m, "action"));
        snprintf(lead, sizeof lead, "%-18s %s%*s ", id, allowed,
                 width - term_columns(allowed), "");
        snprintf(text, sizeof text, "%s. %s", care_modality_said(id),
                 term_text(m, "why"));
        term_paragraph(0, lead, text);
    }
}

static void print_outcome(const json_t *current)
{
    size_t i;
    json_t *because;
    const char *what = term_text(current, "what");
    putchar('\n');
    term_heading(term_text(current, "text"));
    if (*what)
        term_paragraph(0, "", what);
    json_array_foreach(json_object_get(current, "because"), i, because)
        term_paragraph(2, "- ", json_string_value(because));
    if (strcmp(term_text(current, "triage"), "emergency") == 0 &&
        term_has_number(current))
        term_paragraph(0, _("Emergency number: "),
                       term_text(current, "emergency_number"));
    putchar('\n');
    print_modalities(json_object_get(current, "modalities"));
}

static int show_current(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *screen = term_ask(app, "screen", NULL, NULL, &code);
    if (!screen)
        return code;
    const json_t *current = json_object_get(screen, "current");
    if (args->json)
        term_json(current);
    else if (json_is_object(current))
        print_outcome(current);
    else
        printf("%s\n", _("The safety questions have not been answered yet: "
                         "stature screen"));
    json_decref(screen);
    return code;
}

static const char *answer_word(char letter)
{
    return letter == 'y' ? "yes" : letter == 'u' ? "unsure" : "no";
}

// asks one list of {id, text|label}; false at end of input
static bool ask_all(const json_t *list, const char *field, json_t *answers)
{
    size_t i;
    json_t *q;
    json_array_foreach((json_t *)list, i, q)
    {
        char letter, text[900];
        putchar('\n');
        snprintf(text, sizeof text, _("%zu of %zu. %s  (y)es, (n)o, (u)nsure"),
                 i + 1, json_array_size(list), term_text(q, field));
        if (!term_letter(text, TERM_YES_NO_UNSURE, &letter))
            return false;
        json_object_set_new(answers, term_text(q, "id"),
                            json_string(answer_word(letter)));
    }
    return true;
}

/* "120/80"; nothing, or "no" once more, when it was not measured; asks until it
 * can be read. */
static json_t *ask_blood_pressure(void)
{
    char line[64];
    printf(_("\nYour last blood pressure, as in 120/80, or nothing if not "
             "measured\n> "));
    while (term_line(line, sizeof line) && line[0] && strcasecmp(line, "n") &&
           strcasecmp(line, "no")) {
        char *end;
        const long s = strtol(line, &end, 10);
        const long d = *end == '/' ? strtol(end + 1, &end, 10) : 0;
        if (!*end && s >= 50 && s <= 300 && d >= 20 && d <= 200 && d < s)
            return json_pack("{s:i, s:i}", "systolic", (int)s, "diastolic",
                             (int)d);
        printf(_("Please answer as in 120/80, the larger number first, or with "
                 "nothing.\n> "));
    }
    return json_null();
}

static int ask_screen(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *profile = term_ask(app, "profile", NULL, NULL, &code);
    if (!profile)
        return code;
    const bool set = json_is_true(json_object_get(profile, "set"));
    json_decref(profile);
    if (!set) {
        fprintf(stderr, _("stature: age, height and mass come first: stature "
                          "profile --age YEARS --height CM --mass KG\n"));
        return TERM_FAILED;
    }
    json_t *screen = term_ask(app, "screen", NULL, NULL, &code);
    if (!screen)
        return code;
    const json_t *form = json_object_get(screen, "form");
    json_t *questions = json_object(), *conditions = json_object();
    term_paragraph(0, "", term_text(form, "preface"));
    bool whole = ask_all(json_object_get(form, "questions"), "text", questions);
    if (whole) {
        putchar('\n');
        term_heading(_("Do you have, or have you had, any of these?"));
    }
    whole = whole &&
            ask_all(json_object_get(form, "conditions"), "label", conditions);
    json_t *bp = whole ? ask_blood_pressure() : json_null();
    json_decref(screen);
    json_t *body = json_pack("{s:o, s:o, s:o}", "questions", questions,
                             "conditions", conditions, "bp", bp);
    if (!whole) {
        json_decref(body);
        fprintf(stderr,
                _("stature: the questions were not finished; nothing was "
                  "stored, and nothing is planned without them\n"));
        return TERM_FAILED;
    }
    json_t *current = term_ask(app, "screen answer", NULL, body, &code);
    if (!current)
        return code;
    if (args->json)
        term_json(current);
    else
        print_outcome(current);
    json_decref(current);
    return code;
}

static int screen_batch(struct app *app, const char *path)
{
    size_t len = 0;
    char *text = term_read_file(path, BATCH_MAX, &len);
    if (!text)
        return TERM_FAILED;
    struct sp_error err;
    char *csv = NULL;
    const enum sp_status st =
        care_screen_batch(app_library(app), path, text, len, &csv, &err);
    free(text);
    if (st != SP_OK)
        return term_failed(&err);
    fputs(csv, stdout);
    free(csv);
    return TERM_OK;
}

int term_screen(struct app *app, const struct term_args *args)
{
    if (term_given(args, "batch"))
        return screen_batch(app, term_value(args, "batch"));
    if (term_given(args, "show"))
        return show_current(app, args);
    return ask_screen(app, args);
}

// ---- profile

// a,b,c as JSON strings or numbers
static json_t *list_of(const char *text, bool numbers)
{
    json_t *list = json_array();
    for (const char *p = text; list;) {
        char word[64];
        const size_t len = strcspn(p, ",");
        if (len >= sizeof word) {
            json_decref(list);
            return NULL;
        }
        memcpy(word, p, len);
        word[len] = '\0';
        double value = 0;
        if (numbers && !text_to_number(word, &value)) {
            json_decref(list);
            return NULL;
        }
        if (len > 0)
            json_array_append_new(list, numbers ? json_real(value)
                                                : json_string(word));
        if (p[len] == '\0')
            break;
        p += len + 1;
    }
    return list;
}

static const struct {
    const char *option, *field;
    enum { NUMBER, LENGTH, MASS, WORDS, WORD_LIST, NUMBER_LIST } kind;
} fields[] = {
    {"height",    "height_m",   LENGTH     },
    {"mass",      "mass_kg",    MASS       },
    {"age",       "age_y",      NUMBER     },
    {"sex",       "sex",        WORDS      },
    {"units",     "units",      WORDS      },
    {"regions",   "regions",    WORD_LIST  },
    {"condition", "condition",  WORDS      },
    {"equipment", "equipment",  WORD_LIST  },
    {"minutes",   "minutes",    NUMBER_LIST},
    {"name",      "name",       WORDS      },
    {"gets-up",   "gets_up_at", WORDS      },
    {"language",  "language",   WORDS      },
    {"voice",     "voice",      WORDS      },
    {"pace",      "pace",       NUMBER     },
    {"wording",   "wording",    WORDS      },
    {"build",     "build",      WORDS      },
    {"tone",      "tone",       WORDS      },
};

/* Metres or kilograms in one of a unit, exactly (the international yard and
 * pound of 1959); 0 for another unit. */
static double worth(int kind, const char *unit)
{
    static const struct {
        int kind;
        const char *unit;
        double worth;
    } known[] = {
        {LENGTH, "",   0.01      },
        {LENGTH, "cm", 0.01      },
        {LENGTH, "ft", 0.3048    },
        {LENGTH, "in", 0.0254    },
        {MASS,   "",   1         },
        {MASS,   "kg", 1         },
        {MASS,   "lb", 0.45359237},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].kind == kind && strcmp(known[i].unit, unit) == 0)
            return known[i].worth;
    return 0;
}

/* Numbers with their units, added up: 172, 68in, 5ft8in, 154lb. What follows
 * feet without a unit is inches. */
static bool read_measure(int kind, const char *given, double *sum)
{
    const char *bare = "";
    static const char digits[] = "0123456789.", letters[] = "cfgiklmntb";
    *sum = 0;
    do {
        char number[16], unit[4];
        double x;
        const size_t n = strspn(given, digits);
        const size_t u = strspn(given + n, letters);
        if (n >= sizeof number || u >= sizeof unit)
            return false;
        memcpy(number, given, n);
        memcpy(unit, given + n, u);
        number[n] = unit[u] = '\0';
        given += n + u;
        const double one = worth(kind, u ? unit : bare);
        if (!text_to_number(number, &x) || one <= 0)
            return false;
        *sum += x * one;
        bare = strcmp(unit, "ft") == 0 ? "in" : "?";
    } while (*given);
    return true;
}

/* What was given for a field, as JSON; NULL when it does not fit its kind. */
static json_t *value_of(size_t field, const char *given)
{
    double x;
    switch (fields[field].kind) {
    case NUMBER:
        if (!text_to_number(given, &x))
            return NULL;
        return fabs(x) < 1e6 && x == floor(x) ? json_integer((json_int_t)x)
                                              : json_real(x);
    case LENGTH:
    case MASS:
        return read_measure(fields[field].kind, given, &x) ? json_real(x)
                                                           : NULL;
    case WORDS:
        return strcmp(given, "none") == 0 ? json_null() : json_string(given);
    case WORD_LIST:
    case NUMBER_LIST:
        break;
    }
    return list_of(given, fields[field].kind == NUMBER_LIST);
}

static void print_value(const json_t *v)
{
    size_t i;
    json_t *part;
    if (json_is_string(v))
        fputs(json_string_value(v), stdout);
    else if (json_is_boolean(v))
        fputs(json_is_true(v) ? _("yes") : _("no"), stdout);
    else if (json_is_number(v))
        term_print("%g", json_number_value(v));
    else if (json_is_array(v))
        json_array_foreach((json_t *)v, i, part)
        {
            fputs(i ? ", " : "", stdout);
            print_value(part);
        }
    else if (json_is_true(json_object_get(v, "on"))) // a reminder of breaks
        printf(_("every %.0f min, %s to %s"), term_number(v, "every_min"),
               term_text(v, "from"), term_text(v, "to"));
    else if (json_is_object(v))
        fputs(_("no"), stdout);
}

/* What a field is called, with its unit; a field without a name stays. */
static const char *field_said(const char *field)
{
    static const struct {
        const char *field, *name;
    } known[] = {
        {"height_m",         N_("height, m")            },
        {"mass_kg",          N_("mass, kg")             },
        {"age_y",            N_("age, years")           },
        {"minutes",          N_("minutes from Monday")  },
        {"set",              N_("complete")             },
        {"name",             N_("name")                 },
        {"sex",              N_("sex")                  },
        {"units",            N_("units")                },
        {"regions",          N_("what troubles")        },
        {"condition",        N_("condition")            },
        {"equipment",        N_("at hand")              },
        {"level",            N_("exercise level")       },
        {"inversion_wanted", N_("inversion asked for")  },
        {"hang_often",       N_("hanging on more days") },
        {"weekly_goal",      N_("sessions a week, goal")},
        {"reminder",         N_("reminder of breaks")   },
        {"country",          N_("country")              },
        {"language",         N_("language")             },
        {"voice",            N_("voice")                },
        {"pace",             N_("pace of the voice")    },
        {"wording",          N_("wording")              },
        {"build",            N_("build of the figure")  },
        {"tone",             N_("skin of the figure")   },
        {"gets_up_at",       N_("gets up at")           },
        {"session_at",       N_("time of the session")  },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].field, field) == 0)
            return words_say(known[i].name);
    return field;
}

static void print_profile(const json_t *profile)
{
    const char *key;
    json_t *v;
    int width = 0;
    json_object_foreach((json_t *)profile, key, v)
    {
        const int n = term_columns(field_said(key));
        width = n > width ? n : width;
    }
    json_object_foreach((json_t *)profile, key, v)
    {
        const char *name = field_said(key);
        printf("%s%*s  ", name, width - term_columns(name), "");
        print_value(v);
        putchar('\n');
    }
}

static int print_voices(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *answer = term_ask(app, "voices", NULL, NULL, &code);
    size_t i;
    json_t *v;
    if (answer && args->json)
        term_json(answer);
    else
        json_array_foreach(json_object_get(answer, "voices"), i, v) printf(
            "%s %-24s %s\n",
            strcmp(term_text(v, "id"), term_text(answer, "used")) == 0 ? "*"
                                                                       : " ",
            term_text(v, "id"), term_text(v, "name"));
    if (answer && !args->json && *term_text(answer, "note"))
        term_paragraph(0, "", term_text(answer, "note"));
    json_decref(answer);
    return code;
}

/* A voice kept for another computer or language stays chosen, but whoever
 * misspelt one hears of it. */
static void check_voice(struct app *app, const char *chosen)
{
    int code = TERM_OK;
    json_t *answer = term_ask(app, "voices", NULL, NULL, &code);
    const char *used = term_text(answer, "used");
    if (*used && strcmp(used, chosen) != 0)
        fprintf(stderr,
                _("stature: voice: no voice here is called '%s' in this "
                  "language; %s speaks. 'stature profile --voices' lists "
                  "them.\n"),
                chosen, used);
    json_decref(answer);
}

static const char *wanted_of(int kind)
{
    switch (kind) {
    case NUMBER:
        return _("a number");
    case LENGTH:
        return _("a number of centimetres, or as in 5ft8in");
    case MASS:
        return _("a number of kilograms, or as in 154lb");
    default:
        return _("a list, as in a,b");
    }
}

int term_profile(struct app *app, const struct term_args *args)
{
    if (term_given(args, "voices"))
        return print_voices(app, args);
    json_t *change = json_object();
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *value = term_value(args, fields[i].option);
        if (!value)
            continue;
        json_t *v = value_of(i, value);
        if (!v) {
            json_decref(change);
            return term_wrong_value(args, fields[i].option,
                                    wanted_of(fields[i].kind));
        }
        json_object_set_new(change, fields[i].field, v);
    }
    int code = TERM_OK;
    const bool changes = json_object_size(change) > 0;
    if (!changes)
        json_decref(change);
    json_t *profile = changes
                          ? term_ask(app, "profile set", NULL, change, &code)
                          : term_ask(app, "profile", NULL, NULL, &code);
    if (!profile)
        return code;
    if (args->json)
        term_json(profile);
    else
        print_profile(profile);
    const char *voice = term_value(args, "voice");
    if (voice && strcmp(voice, "none") != 0)
        check_voice(app, voice);
    json_decref(profile);
    return code;
}
