/* Text for a terminal: wrapping, headings, colour only where it is wanted. */
#include "term/term_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool term_colour(void)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && term &&
           strcmp(term, "dumb") != 0;
}

int term_width(void)
{
    struct winsize w;
    int columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        columns = w.ws_col;
    return columns < 40 ? 40 : columns > 100 ? 100 : columns;
}

void term_heading(const char *text)
{
    const bool bold = term_colour();
    fputs(bold ? "\033[1m" : "", stdout);
    if (term_columns(text) > term_width())
        term_paragraph(0, "", text);
    else
        printf("%s\n", text); // its blanks as they are
    fputs(bold ? "\033[0m" : "", stdout);
}

// UTF-8 continuation bytes take no column
static int columns_of(const char *s, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len; i++)
        n += (s[i] & 0xC0) != 0x80;
    return n;
}

int term_columns(const char *text) { return columns_of(text, strlen(text)); }

size_t term_bytes(const char *text, int columns)
{
    size_t n = 0;
    for (int column = 0; text[n]; n++) {
        column += (text[n] & 0xC0) != 0x80;
        if (column > columns)
            break;
    }
    return n;
}

void term_print(const char *format, ...)
{
    char text[1024] = "";
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fputs(words_decimals(text), stdout);
}

void term_paragraph(int indent, const char *lead, const char *text)
{
    const int width = term_width();
    const int lead_end = indent + columns_of(lead, strlen(lead));
    const int hang = lead_end > width / 2 ? indent + 2 : lead_end;
    int column = lead_end;
    bool first = true;
    printf("%*s%s", indent, "", lead);
    for (const char *p = text; *p;) {
        p += strspn(p, " \n\t");
        size_t len = strcspn(p, " \n\t");
        if (len == 0)
            break;
        while (words_unit_at(p, p + len))
            len += 1 + strcspn(p + len + 1, " \n\t");
        const int wide = columns_of(p, len);
        if (column > hang && column + !first + wide > width) {
            printf("\n%*s", hang, "");
            column = hang;
            first = true;
        }
        printf("%s%.*s", first ? "" : " ", (int)len, p);
        column += wide + (first ? 0 : 1);
        first = false;
        p += len;
    }
    putchar('\n');
}

void term_json(const json_t *value)
{
    json_dumpf(value, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
    putchar('\n');
}

const char *term_text(const json_t *object, const char *field)
{
    const char *s = json_string_value(json_object_get(object, field));
    return s ? s : "";
}

double term_number(const json_t *object, const char *field)
{
    const json_t *v = json_object_get(object, field);
    return json_is_number(v) ? json_number_value(v) : 0;
}

double term_percent(const json_t *object, const char *field)
{
    return round(100 * term_number(object, field)) + 0.0; // -0 + 0 is 0
}

bool term_has_number(const json_t *object)
{
    const char *number = term_text(object, "emergency_number");
    return *number && strchr("0123456789", *number);
}

void term_minutes(char buf[32], double minutes)
{
    if (minutes < 1)
        snprintf(buf, 32, _("under a minute"));
    else
        snprintf(buf, 32, _("%.0f min"), round(minutes));
}

// ---- complaints -------------------------------------------------------------

int term_wrong(const struct term_args *args, const char *format, ...)
{
    va_list values;
    fprintf(stderr, "stature: %s: ", args->command->name);
    va_start(values, format);
    (void)vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    return TERM_USAGE;
}

int term_wrong_value(const struct term_args *args, const char *option,
                     const char *want)
{
    return term_wrong(args, _("--%s '%s': expected %s"), option,
                      term_value(args, option), want);
}

int term_failed(struct sp_error *err)
{
    fprintf(stderr, "stature: %s\n",
            words_retell(err->text, sizeof err->text, err->format));
    return TERM_FAILED;
}

// ---- asking app -------------------------------------------------------------

static bool call(struct app *app, const char *name, json_t *params,
                 json_t *body, struct app_answer *answer, int *exit_code)
{
    *answer = (struct app_answer){0};
    const struct app_op *op = app_op_named(name);
    json_t *none = params ? NULL : json_object();
    const struct app_request request = {params ? params : none, body, NULL};
    if (op)
        app_call(app, op, &request, answer);
    json_decref(none);
    json_decref(params);
    json_decref(body);
    if (!op) {
        fprintf(stderr, "stature: no operation '%s'\n", name);
        *exit_code = TERM_FAILED;
        return false;
    }
    if (answer->status < 400)
        return true;
    const char *detail = term_text(answer->json, "detail");
    fprintf(stderr, "stature: %s\n",
            *detail ? detail : term_text(answer->json, "title"));
    *exit_code = answer->status == 403 ? TERM_BLOCKED : TERM_FAILED;
    return false;
}

json_t *term_ask(struct app *app, const char *op, json_t *params, json_t *body,
                 int *exit_code)
{
    struct app_answer answer;
    json_t *json = NULL;
    if (call(app, op, params, body, &answer, exit_code))
        json = answer.json ? json_incref(answer.json) : json_object();
    app_answer_release(&answer);
    return json;
}

bool term_fetch(struct app *app, const char *op, json_t *params,
                unsigned char **bytes, size_t *len, int *exit_code)
{
    struct app_answer answer;
    *bytes = NULL;
    *len = 0;
    const bool ok = call(app, op, params, NULL, &answer, exit_code);
    if (ok && answer.bytes) {
        *bytes = answer.bytes;
        *len = answer.len;
        answer.bytes = NULL;
    } else if (ok && answer.json) {
        char *text = json_dumps(answer.json, JSON_INDENT(2));
        *bytes = (unsigned char *)text;
        *len = text ? strlen(text) : 0;
    }
    app_answer_release(&answer);
    return ok && *bytes;
}

struct sp_person term_person(struct app *app)
{
    struct sp_person person = {1.75, 75, 40, SP_SEX_UNSTATED};
    int code = TERM_OK;
    json_t *profile = term_ask(app, "profile", NULL, NULL, &code);
    const char *sex = term_text(profile, "sex");
    if (term_number(profile, "height_m") > 0)
        person.height_m = term_number(profile, "height_m");
    if (term_number(profile, "mass_kg") > 0)
        person.mass_kg = term_number(profile, "mass_kg");
    if (term_number(profile, "age_y") > 0)
        person.age_y = term_number(profile, "age_y");
    if (strcmp(sex, "female") == 0)
        person.sex = SP_FEMALE;
    if (strcmp(sex, "male") == 0)
        person.sex = SP_MALE;
    json_decref(profile);
    return person;
}

// ---- asking the person

bool term_line(char *buf, size_t size)
{
    fflush(stdout);
    if (!fgets(buf, (int)size, stdin))
        return false;
    const size_t len = strcspn(buf, "\n");
    if (buf[len] != '\n') { // longer than any answer: the rest is dropped
        int c;
        while ((c = getchar()) != EOF && c != '\n')
            ;
    }
    buf[len] = '\0';
    return true;
}

/* What a person types for these, in the same order. */
static const char *letters_here(const char *letters)
{
    const char *here = letters;
    if (!strcmp(letters, TERM_YES_NO))
        here = words_of("letters: yes, no", "yn");
    else if (!strcmp(letters, TERM_YES_NO_UNSURE))
        here = words_of("letters: yes, no, unsure", "ynu");
    else if (!strcmp(letters, TERM_GO_END))
        here = words_of("letters: go on, end", "ge");
    return strlen(here) == strlen(letters) ? here : letters;
}

bool term_letter(const char *question, const char *letters, char *answer)
{
    char line[64];
    const char *here = letters_here(letters);
    for (;;) {
        term_paragraph(0, "", question);
        printf("> ");
        if (!term_line(line, sizeof line))
            return false;
        const char c = (char)(line[0] | 0x20);
        const char *at = line[0] ? strchr(here, c) : NULL;
        const char *english = line[0] ? strchr(letters, c) : NULL;
        if (at || english) {
            *answer = at ? letters[at - here] : *english;
            return true;
        }
        printf(_("Please answer with one of: "));
        for (const char *p = here; *p; p++)
            printf("%c%s", *p, p[1] ? ", " : ".\n");
    }
}
