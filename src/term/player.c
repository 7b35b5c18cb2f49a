/*
 * The session in the terminal. The state machine lives in app; this shows
 * where it stands ten times a second and passes keys on.
 */
#include "term/sound.h"
#include "term/term_internal.h"
#include "text/text.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct player {
    struct app *app;
    struct sound sound;
    bool silent;
    json_t *timeline; /* cues */
    int spoken;       /* cue whose words were begun, -1 none */
};

// ---- the picture ------------------------------------------------------------

// digits of a seven-by-five block font, legible from the mat
static const char *const digit_rows[5][10] = {
    {"█████", "  █  ", "█████", "█████", "█   █",       "█████", "█████", "█████",
     "█████", "█████"},
    {"█   █",       "  █  ", "    █",         "    █",         "█   █",       "█    ",         "█    ",         "    █",
     "█   █",       "█   █"      },
    {"█   █",       "  █  ", "█████", "█████", "█████", "█████", "█████", "    █",
     "█████", "█████"},
    {"█   █",       "  █  ", "█    ",         "    █",         "    █",         "    █",         "█   █",       "    █",
     "█   █",       "    █"        },
    {"█████", "  █  ", "█████", "█████", "    █",         "█████", "█████", "    █",
     "█████", "█████"},
};

static void big_number(int n)
{
    char digits[8];
    snprintf(digits, sizeof digits, "%d", n < 0 ? 0 : n > 999 ? 999 : n);
    for (int row = 0; row < 5; row++) {
        printf("    ");
        for (const char *d = digits; *d; d++)
            printf("%s  ", digit_rows[row][*d - '0']);
        printf("\033[K\r\n");
    }
}

static void bar(double fraction, int width)
{
    const int full = (int)lround(fraction * width);
    for (int i = 0; i < width; i++)
        fputs(i < full ? "━" : "─", stdout);
    printf("\033[K\r\n");
}

// one line that never runs over the edge
static void line(const char *text)
{
    const int width = term_width();
    int column = 0;
    for (const char *p = text; *p && column < width - 1; p++) {
        putchar(*p);
        column += (p[1] & 0xC0) != 0x80;
    }
    printf("\033[K\r\n");
}

static double cue_seconds_left(const json_t *cue, double position_ms)
{
    return (term_number(cue, "start_ms") + term_number(cue, "length_ms") -
            position_ms) /
           1000;
}

// a hold is many cues: what is left of all of them
static double seconds_left(const struct player *p, size_t index,
                           double position_ms)
{
    const json_t *cue = json_array_get(p->timeline, index);
    double left = cue_seconds_left(cue, position_ms);
    const char *kind = term_text(cue, "kind");
    if (strcmp(kind, "hold") != 0)
        return left;
    for (size_t i = index + 1; i < json_array_size(p->timeline); i++) {
        const json_t *next = json_array_get(p->timeline, i);
        if (strcmp(term_text(next, "kind"), "hold") != 0 ||
            term_number(next, "rep") != term_number(cue, "rep"))
            break;
        left += term_number(next, "length_ms") / 1000;
    }
    return left;
}

static const char *item_name(const json_t *state, const json_t *cue)
{
    const json_t *item = json_array_get(json_object_get(state, "items"),
                                        (size_t)term_number(cue, "item"));
    return item ? term_text(item, "name") : "";
}

static void draw(const struct player *p, const json_t *state, size_t index,
                 double position_ms)
{
    const json_t *cue = json_array_get(p->timeline, index);
    const char *phase = term_text(state, "phase");
    const char *side = term_text(cue, "side");
    const char *breath = term_text(cue, "breath");
    char text[400];

    printf("\033[H");
    snprintf(text, sizeof text, "%s%s%s", item_name(state, cue),
             *side ? ", " : "", side);
    line(text);
    line("");
    big_number((int)ceil(seconds_left(p, index, position_ms)));
    line("");
    line(term_text(cue, "caption"));
    line(*breath == 'i' ? "breathe in" : *breath == 'o' ? "breathe out" : "");
    const double length = term_number(state, "length_ms");
    bar(length > 0 ? position_ms / length : 0, term_width() - 2);
    line(strcmp(phase, "paused") == 0     ? "paused: space goes on"
         : strcmp(phase, "resuming") == 0 ? "get ready"
                                          : "space pause · n next · p previous "
                                            "· r repeat · m mute · s stop");
    printf("\033[J");
    fflush(stdout);
}

// ---- keys
// ---------------------------------------------------------------------

// a key as the page names them; 0 none
static int read_key(int wait_ms)
{
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    if (poll(&in, 1, wait_ms) <= 0)
        return 0;
    unsigned char c[8];
    const ssize_t n = read(STDIN_FILENO, c, sizeof c);
    if (n <= 0)
        return 's'; // the terminal is gone: stop safely
    if (n >= 3 && c[0] == 0x1b && c[1] == '[')
        return c[2] == 'C' ? 'n' : c[2] == 'D' ? 'p' : 0;
    return c[0] == 3 || c[0] == 0x1b ? 's' : c[0];
}

static const char *event_of(int key, const char *phase)
{
    switch (key) {
    case ' ':
        return strcmp(phase, "paused") == 0 ? "resume" : "pause";
    case 'n':
        return "next";
    case 'p':
        return "previous";
    case 'r':
        return "repeat";
    case '+':
        return "forward";
    case '-':
        return "back";
    case 'm':
        return "mute";
    case 'u':
        return "unmute";
    default:
        return NULL;
    }
}

static void pass_event(struct player *p, const char *event)
{
    int code;
    json_decref(term_ask(p->app, "session event", NULL,
                         json_pack("{s:s}", "event", event), &code));
    p->spoken = -1;
}

static void speak(struct player *p, const json_t *state, size_t index)
{
    const json_t *cue = json_array_get(p->timeline, index);
    if (p->spoken == (int)index)
        return;
    p->spoken = (int)index;
    if (p->silent || json_is_true(json_object_get(state, "muted")) ||
        !json_is_string(json_object_get(cue, "audio")))
        return;
    char n[16];
    snprintf(n, sizeof n, "%zu", index);
    unsigned char *wav;
    size_t len;
    int code;
    if (term_fetch(p->app, "session cue", json_pack("{s:s}", "n", n), &wav,
                   &len, &code)) {
        sound_play(&p->sound, wav, len);
        free(wav);
    }
}

// until done or stopped; true when it was stopped by key
static bool play(struct player *p)
{
    for (;;) {
        app_tick(p->app);
        json_t *state = app_session_state(p->app);
        if (!state)
            return true;
        const char *phase = term_text(state, "phase");
        const bool live = strcmp(phase, "running") == 0 ||
                          strcmp(phase, "paused") == 0 ||
                          strcmp(phase, "resuming") == 0;
        double position = term_number(state, "position_ms");
        if (live) {
            const size_t index = (size_t)term_number(state, "cue");
            draw(p, state, index, position);
            if (strcmp(phase, "running") == 0)
                speak(p, state, index);
            else
                sound_stop(&p->sound);
        }
        const int key = live ? read_key(100) : 0;
        const char *event = event_of(key, phase);
        json_decref(state);
        if (!live)
            return false;
        if (key == 's' || key == 'q')
            return true;
        if (event)
            pass_event(p, event);
    }
}

// ---- before and after
// -----------------------------------------------------------

static const char *const quick_questions[3][2] = {
    {"nerve",    "Any new numbness between the legs, or a bladder or bowel "
              "change? (y)es, (n)o"                          },
    {"weakness", "Any new or growing weakness? (y)es, (n)o"               },
    {"unwell",
     "Unwell, feverish, pregnant, injured or newly diagnosed? (y)es, (n)o"},
};

static json_t *ask_quick(bool none)
{
    json_t *quick = json_object();
    for (int i = 0; i < 3; i++) {
        char letter = 'n';
        if (!none && !term_letter(quick_questions[i][1], "yn", &letter)) {
            json_decref(quick);
            return NULL;
        }
        json_object_set_new(quick, quick_questions[i][0],
                            json_boolean(letter == 'y'));
    }
    return quick;
}

static json_t *what_to_play(const struct term_args *args)
{
    json_t *body = json_object();
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

static int print_transcript(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *preview =
        term_ask(app, "session preview", NULL, what_to_play(args), &code);
    if (!preview)
        return code;
    size_t i;
    json_t *said;
    if (args->json) {
        term_json(preview);
    } else {
        json_array_foreach(json_object_get(preview, "transcript"), i, said)
            printf("%s\n", json_string_value(said));
    }
    json_decref(preview);
    return code;
}

static int say_why_stopped(struct app *app)
{
    static const char *const reasons[] = {"pain", "nerve", "dizzy", "tired",
                                          "other"};
    char letter, more = 'n';
    if (!term_letter("What happened? (p)ain, (n)erve sign such as tingling or "
                     "numbness, (d)izzy, (t)ired, (o)ther",
                     "pndto", &letter))
        letter = 'o';
    const char *reason = "other";
    for (size_t i = 0; i < 5; i++)
        if (reasons[i][0] == letter)
            reason = reasons[i];
    if (letter == 'n' &&
        !term_letter("Any numbness between the legs, or a change of bladder or "
                     "bowel? (y)es, (n)o",
                     "yn", &more))
        more = 'n';
    int code = TERM_OK;
    json_t *state = term_ask(
        app, "session stop", NULL,
        json_pack("{s:s, s:b}", "reason", reason, "bladder_bowel", more == 'y'),
        &code);
    const json_t *answer = json_object_get(state, "answer");
    if (json_is_object(answer))
        term_paragraph(0, "", term_text(answer, "text"));
    json_decref(state);
    return code;
}

static void say_how_it_was(struct app *app)
{
    char text[64];
    double pain;
    printf("Pain now, 0 to 10 (Enter to leave out)\n> ");
    json_t *body = json_object();
    if (term_line(text, sizeof text) && text_to_number(text, &pain))
        json_object_set_new(body, "pain_after", json_real(pain));
    int code;
    json_t *done = term_ask(app, "session finish", NULL, body, &code);
    size_t i;
    json_t *change;
    term_paragraph(0, "", term_text(done, "summary"));
    json_array_foreach(json_object_get(done, "changes"), i, change)
        term_paragraph(2, "- ", term_text(change, "text"));
    json_decref(done);
}

static int guide(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *timeline = term_ask(app, "session timeline", NULL, NULL, &code);
    if (!timeline)
        return code;
    struct player p = {.app = app,
                       .sound = sound_open(),
                       .silent = term_given(args, "silent"),
                       .timeline = json_object_get(timeline, "cues"),
                       .spoken = -1};
    struct termios before, raw;
    (void)tcgetattr(STDIN_FILENO, &before);
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    printf("\033[?25l\033[2J");
    const bool stopped = play(&p);
    sound_stop(&p.sound);
    printf("\033[?25h\033[2J\033[H");
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    json_decref(timeline);
    if (stopped)
        return say_why_stopped(app);
    say_how_it_was(app);
    return TERM_OK;
}

int term_session(struct app *app, const struct term_args *args)
{
    if (term_given(args, "transcript"))
        return print_transcript(app, args);
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fprintf(stderr, "stature: session: needs a terminal; --transcript "
                        "prints the cues\n");
        return TERM_USAGE;
    }
    json_t *body = what_to_play(args);
    json_t *quick = ask_quick(term_given(args, "quick"));
    if (!quick) {
        json_decref(body);
        return TERM_FAILED;
    }
    json_object_set_new(body, "quick", quick);
    double pain;
    const char *value = term_value(args, "pain");
    if (value && text_to_number(value, &pain))
        json_object_set_new(body, "pain_before", json_real(pain));
    int code = TERM_OK;
    json_t *started = term_ask(app, "session start", NULL, body, &code);
    if (!started)
        return code;
    json_decref(started);
    // an interrupted session comes back paused; a new one is begun here
    json_t *state = app_session_state(app);
    const char *phase = term_text(state, "phase");
    if (strcmp(phase, "idle") == 0 || strcmp(phase, "paused") == 0)
        json_decref(term_ask(
            app, "session event", NULL,
            json_pack("{s:s}", "event", *phase == 'p' ? "resume" : "start"),
            &code));
    json_decref(state);
    return guide(app, args);
}
