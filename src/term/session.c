/* Before and after a session: what to play, the quick questions, why it was
 * stopped, how it was. Every question's words come from app. */
#include "term/player.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- before

/* {nerve, weakness, unwell}; NULL when the answers broke off. */
static json_t *ask_quick(struct app *app, bool none, int *code)
{
    json_t *screen = term_ask(app, "screen", NULL, NULL, code);
    const json_t *form = json_object_get(screen, "form");
    json_t *quick = screen ? json_object() : NULL, *q;
    size_t i;
    json_array_foreach(json_object_get(form, "quick"), i, q)
    {
        char letter = 'n', text[400];
        snprintf(text, sizeof text, _("%s  (y)es, (n)o"), term_text(q, "text"));
        if (!none && !term_letter(text, TERM_YES_NO, &letter)) {
            fprintf(stderr, _("stature: session: the quick questions were not "
                              "answered; --quick says that none applies\n"));
            json_decref(quick);
            quick = NULL;
            *code = TERM_FAILED;
            break;
        }
        json_object_set_new(quick, term_text(q, "field"),
                            json_boolean(letter == 'y'));
    }
    json_decref(screen);
    return quick;
}

static json_t *what_to_play(const struct term_args *args)
{
    json_t *body = json_object();
    if (term_value(args, "protocol")) {
        json_object_set_new(body, "protocol",
                            json_string(term_value(args, "protocol")));
        return body;
    }
    if (args->words == 0) {
        json_object_set_new(body, "day", json_string("today"));
        return body;
    }
    json_t *items = json_array();
    for (int i = 0; i < args->words; i++)
        json_array_append_new(items,
                              json_pack("{s:s}", "exercise", args->word[i]));
    json_object_set_new(body, "items", items);
    return body;
}

/* A number of an option into the body; false after a sentence. */
static bool put_number(const struct term_args *args, const char *option,
                       double most, const char *field, json_t *body)
{
    double n = 0;
    const char *value = term_value(args, option);
    if (!value)
        return true;
    if (!text_to_number(value, &n) || n < 0 || n > most) {
        char want[80];
        snprintf(want, sizeof want, _("a number from 0 to %g"), most);
        term_wrong_value(args, option, want);
        return false;
    }
    json_object_set_new(body, field, json_real(n));
    return true;
}

/* The body of "session start" and "session preview"; NULL with *code set. */
static json_t *wanted(struct app *app, const struct term_args *args, int *code)
{
    json_t *body = what_to_play(args);
    if (!put_number(args, "pain", 10, "pain_before", body) ||
        !put_number(args, "up", 1440, "up_min", body)) {
        *code = TERM_USAGE;
        json_decref(body);
        return NULL;
    }
    json_t *quick = ask_quick(app, term_given(args, "quick"), code);
    if (!quick) {
        json_decref(body);
        return NULL;
    }
    json_object_set_new(body, "quick", quick);
    return body;
}

static int print_transcript(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *body = wanted(app, args, &code);
    json_t *preview =
        body ? term_ask(app, "session preview", NULL, body, &code) : NULL;
    size_t i;
    json_t *said;
    if (preview && args->json)
        term_json(preview);
    else
        json_array_foreach(json_object_get(preview, "transcript"), i, said)
            printf("%s\n", json_string_value(said));
    json_decref(preview);
    return code;
}

// ---- after

/* Which of the answers that app offers after Stop; NULL at end of input. */
static const char *ask_reason(const json_t *answers)
{
    size_t i;
    json_t *a;
    char line[32];
    printf(_("What happened?\n"));
    json_array_foreach((json_t *)answers, i, a)
        printf("  %zu  %s\n", i + 1, term_text(a, "label"));
    for (;;) {
        double n;
        printf("> ");
        if (!term_line(line, sizeof line))
            return NULL;
        if (text_to_number(line, &n) && n >= 1 &&
            n <= (double)json_array_size(answers) && n == (int)n)
            return term_text(json_array_get(answers, (size_t)n - 1), "id");
        printf(_("Please answer with a number from 1 to %zu.\n"),
               json_array_size(answers));
    }
}

static bool ask_yes(const char *question)
{
    char letter = 'n';
    return term_letter(question, TERM_YES_NO, &letter) && letter == 'y';
}

static json_t *stop_body(const char *id)
{
    const bool bladder = strcmp(id, "bladder_bowel") == 0;
    json_t *body = json_pack(
        "{s:s, s:b}", "reason", bladder ? "nerve" : id, "bladder_bowel",
        (int)(bladder || (strcmp(id, "nerve") == 0 &&
                          ask_yes(_("Numb between the legs, or bladder "
                                    "or bowel changed?  (y)es, "
                                    "(n)o")))));
    if (strcmp(id, "pain") == 0)
        json_object_set_new(body, "spreading",
                            json_boolean(ask_yes(_("Does it move further down "
                                                   "the arm or leg?  (y)es, "
                                                   "(n)o"))));
    return body;
}

/* The rest of a text that begins with what has been said already. */
static const char *after(const char *text, const char *said)
{
    const size_t n = strlen(said);
    if (strncmp(text, said, n) != 0)
        return text;
    return text + n + (text[n] == ' ');
}

/* True when a warning sign was answered: nothing else is asked then. */
static bool say_why_stopped(struct app *app, int *code)
{
    json_t *stops = term_ask(app, "session stops", NULL, NULL, code);
    // how to come out of it stands before every question
    if (*term_text(stops, "release"))
        term_paragraph(0, "", term_text(stops, "release"));
    const char *id = ask_reason(json_object_get(stops, "answers"));
    json_t *state =
        term_ask(app, "session stop", NULL, stop_body(id ? id : "other"), code);
    const json_t *answer = json_object_get(state, "answer");
    const bool sign = *term_text(answer, "triage") != '\0';
    if (json_is_object(answer)) {
        putchar('\n');
        term_paragraph(
            0, "",
            after(term_text(answer, "text"), term_text(stops, "release")));
        if (sign && term_has_number(answer))
            term_paragraph(0, _("Emergency number: "),
                           term_text(answer, "emergency_number"));
    }
    json_decref(stops);
    json_decref(state);
    return sign;
}

static int say_how_it_was(struct app *app, bool ask)
{
    char text[64];
    double pain;
    json_t *body = json_object();
    if (ask) {
        printf(_("\nPain now, 0 to 10 (Enter to leave out)\n> "));
        while (term_line(text, sizeof text) && text[0]) {
            if (text_to_number(text, &pain) && pain >= 0 && pain <= 10) {
                json_object_set_new(body, "pain_after", json_real(pain));
                break;
            }
            printf(_("Please answer with a number from 0 to 10.\n> "));
        }
    }
    int code = TERM_OK;
    json_t *done = term_ask(app, "session finish", NULL, body, &code);
    size_t i;
    json_t *change;
    if (done)
        term_paragraph(0, "", term_text(done, "summary"));
    const char *questions = term_text(done, "questions");
    if (*questions)
        term_paragraph(0, "", questions);
    const json_t *relief = json_object_get(done, "relief");
    if (json_is_object(relief))
        term_paragraph(0, "", term_text(relief, "text"));
    json_array_foreach(json_object_get(done, "changes"), i, change)
        term_paragraph(2, "- ", term_text(change, "text"));
    json_decref(done);
    return code;
}

// ---- the session

static int guide(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *timeline = term_ask(app, "session timeline", NULL, NULL, &code);
    if (!timeline)
        return code;
    const enum played how = term_play(app, json_object_get(timeline, "cues"),
                                      term_given(args, "silent"));
    json_decref(timeline);
    if (how == PLAYED_INTERRUPTED) {
        term_paragraph(
            0, "",
            term_value(args, "protocol")
                ? _("The session ends where it stood: a protocol is not taken "
                    "up again. If anything still pulls, let it go first.")
                : _("The session is kept where it stood; 'stature session' "
                    "goes on."));
        return TERM_OK;
    }
    const bool sign = how == PLAYED_STOP && say_why_stopped(app, &code);
    return code == TERM_OK ? say_how_it_was(app, !sign) : code;
}

static bool under_way(const json_t *state)
{
    const char *phase = term_text(state, "phase");
    return strcmp(phase, "paused") == 0 || strcmp(phase, "running") == 0 ||
           strcmp(phase, "resuming") == 0 || strcmp(phase, "waiting") == 0;
}

static int event(struct app *app, const char *name)
{
    int code = TERM_OK;
    json_decref(term_ask(app, "session event", NULL,
                         json_pack("{s:s}", "event", name), &code));
    return code;
}

/* An interrupted session comes back paused. *go_on: it is to be played; else
 * it has been ended, or there was none. */
static int take_up(struct app *app, bool *go_on)
{
    json_t *state = app_session_state(app);
    char text[160], letter;
    const double s = term_number(state, "position_ms") / 1000;
    const bool any = under_way(state);
    snprintf(text, sizeof text,
             _("A session is waiting at %d:%02d. (g)o on, (e)nd it there"),
             (int)s / 60, (int)s % 60);
    json_decref(state);
    *go_on = false;
    if (!any)
        return TERM_OK;
    if (!term_letter(text, TERM_GO_END, &letter))
        return TERM_FAILED;
    if (letter == 'g') {
        *go_on = true;
        return event(app, "resume");
    }
    int code = TERM_OK;
    (void)say_why_stopped(app, &code);
    return code == TERM_OK ? say_how_it_was(app, false) : code;
}

int term_session(struct app *app, const struct term_args *args)
{
    if (term_value(args, "protocol") && args->words > 0)
        return term_wrong(args,
                          _("--protocol is a session of its own; leave out "
                            "'%s' or the protocol"),
                          args->word[0]);
    if (term_given(args, "transcript"))
        return print_transcript(app, args);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return term_wrong(args,
                          _("needs a terminal; --transcript prints the cues"));
    bool go_on = false;
    int code = take_up(app, &go_on);
    if (code != TERM_OK)
        return code;
    if (!go_on) {
        json_t *body = wanted(app, args, &code);
        json_t *started =
            body ? term_ask(app, "session start", NULL, body, &code) : NULL;
        if (!started)
            return code;
        json_decref(started);
    }
    return guide(app, args);
}
