/*
 * The session in the terminal. The state machine lives in app; this shows
 * where it stands ten times a second and passes keys on.
 *
 * From the top: the figure where the window is tall enough, what is done, the
 * seconds left, what was said, breath, how far the session is, the keys.
 */
#include "term/player.h"
#include "term/sound.h"
#include "term/stage.h"
#include "term/term_internal.h"
#include "text/words.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

struct player {
    struct app *app;
    struct sound sound;
    bool silent;
    const json_t *cues;
    int spoken;       /* cue whose words were begun, -1 none */
    double called_ms; /* when it was last asked to be acknowledged */

    struct term_stage *stage; /* NULL: no figure */
    char shown[160];          /* which figure stands in which box; "" none */
    int rows, columns;        /* of the window, as last drawn */
    int figure_rows;
};

// ---- the window

/* What stands below the figure, at most, and the row where the cursor rests. */
enum { WORDS_ROWS = 16, CALL_AGAIN_MS = 3000 };

static void window_size(int *rows, int *columns)
{
    struct winsize w;
    *rows = 24;
    *columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col && w.ws_row) {
        *rows = w.ws_row;
        *columns = w.ws_col;
    }
}

static bool utf8_starts(char c) { return (c & 0xC0) != 0x80; }

// one line that never runs over the edge
static void line(const struct player *p, const char *text)
{
    printf("%.*s\033[K\r\n", (int)term_bytes(text, p->columns - 1), text);
}

// bytes of the next line of `text` in that many columns, broken at a blank
static size_t fitting(const char *text, int columns)
{
    size_t last = 0, at = 0;
    for (int column = 0; text[at]; at++) {
        if (text[at] == ' ')
            last = at;
        column += utf8_starts(text[at]);
        if (column >= columns)
            return last ? last : at;
    }
    return at;
}

// at most `most` lines
static void lines(const struct player *p, const char *text, int most)
{
    do {
        char part[512];
        size_t n = fitting(text, p->columns);
        if (n >= sizeof part)
            n = sizeof part - 1;
        memcpy(part, text, n);
        part[n] = '\0';
        line(p, part);
        text += n;
        text += strspn(text, " ");
    } while (*text && --most > 0);
}

// digits five high, legible from the mat
static void big_number(const struct player *p, int n)
{
    // a row of a digit as bits, left to right
    static const unsigned char glyph[10][5] = {
        {31, 17, 17, 17, 31},
        {4,  12, 4,  4,  14},
        {31, 1,  31, 16, 31},
        {31, 1,  31, 1,  31},
        {17, 17, 31, 1,  1 },
        {31, 16, 31, 1,  31},
        {31, 16, 31, 17, 31},
        {31, 1,  1,  1,  1 },
        {31, 17, 31, 17, 31},
        {31, 17, 31, 1,  31}
    };
    char digits[8];
    snprintf(digits, sizeof digits, "%d", n < 0 ? 0 : n > 999 ? 999 : n);
    for (int row = 0; row < 5; row++) {
        char text[160] = "    ";
        size_t used = 4;
        for (const char *d = digits; *d; d++) {
            for (int bit = 4; bit >= 0; bit--) {
                const char *cell = glyph[*d - '0'][row] >> bit & 1 ? "█" : " ";
                used += (size_t)snprintf(text + used, sizeof text - used, "%s",
                                         cell);
            }
            used += (size_t)snprintf(text + used, sizeof text - used, "  ");
        }
        line(p, text);
    }
}

// large where there is room
static void print_seconds(const struct player *p, int seconds)
{
    char text[16];
    if (p->rows < WORDS_ROWS) {
        snprintf(text, sizeof text, "%d s", seconds);
        line(p, text);
        return;
    }
    line(p, "");
    big_number(p, seconds);
    line(p, "");
}

static void bar(const struct player *p, double fraction)
{
    const int width = p->columns - 2;
    const int full = (int)lround(fraction * width);
    for (int i = 0; i < width; i++)
        fputs(i < full ? "━" : "─", stdout);
    fputs("\033[K\r\n", stdout);
}

// ---- the figure

// says which figure a cue shows; false when it shows none
static bool figure_of(const struct player *p, const json_t *cue,
                      const struct sp_scene **scene, int *k, bool *left)
{
    const json_t *f = json_object_get(cue, "figure");
    const struct care_library *library = app_library(p->app);
    const int e = care_exercise_find(library, term_text(f, "exercise"));
    if (e < 0)
        return false;
    const struct care_exercise *ex = care_exercise_at(library, e);
    if (!ex->scene)
        return false;
    const char *variant = term_text(f, "variant");
    *scene = ex->scene;
    *left = strcmp(term_text(f, "side"), "left") == 0;
    *k = term_stage_at(ex, *variant ? care_variant_find(ex, variant) : -1,
                       term_number(f, "to_s"));
    return *k >= 0;
}

static void print_figure(struct player *p, const char *text)
{
    p->figure_rows = 0;
    fputs("\033[H", stdout);
    for (const char *c = text; *c; c++) {
        if (*c != '\n') {
            putchar(*c);
            continue;
        }
        fputs("\033[0m\033[K\r\n", stdout);
        p->figure_rows++;
    }
}

// draws it when it is another one than before, or the window has changed
static void update_figure(struct player *p, const json_t *cue)
{
    const int rows = p->rows - WORDS_ROWS;
    const struct sp_scene *scene = NULL;
    int k = 0;
    bool left = false;
    struct sp_error err;
    char now[160], *text = NULL;
    if (!p->stage || rows < TERM_STAGE_ROWS_MIN ||
        p->columns < TERM_STAGE_COLUMNS_MIN) {
        p->figure_rows = 0;
        p->shown[0] = '\0';
        return;
    }
    if (!figure_of(p, cue, &scene, &k, &left))
        return; // between movements the last one stays
    snprintf(now, sizeof now, "%s %d %d %d %d", scene->name, k, left, p->rows,
             p->columns);
    if (strcmp(now, p->shown) == 0)
        return;
    if (term_stage_text(p->stage, scene, k, left, p->columns - 1, rows, &text,
                        &err) == SP_OK)
        print_figure(p, text);
    free(text);
    memcpy(p->shown, now, sizeof now);
}

// ---- where it stands

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
    const json_t *cue = json_array_get(p->cues, index);
    double left = cue_seconds_left(cue, position_ms);
    if (strcmp(term_text(cue, "kind"), "hold") != 0)
        return left;
    for (size_t i = index + 1; i < json_array_size(p->cues); i++) {
        const json_t *next = json_array_get(p->cues, i);
        if (strcmp(term_text(next, "kind"), "hold") != 0 ||
            term_number(next, "rep") != term_number(cue, "rep"))
            break;
        left += term_number(next, "length_ms") / 1000;
    }
    return left;
}

static void print_title(const struct player *p, const json_t *state,
                        const json_t *cue)
{
    const json_t *items = json_object_get(state, "items");
    const double n = term_number(cue, "item");
    const json_t *item = n >= 0 ? json_array_get(items, (size_t)n) : NULL;
    const char *side = term_text(cue, "side");
    char text[300] = "", place[48];
    if (item) {
        const bool next = strcmp(term_text(cue, "kind"), "ready") == 0;
        const bool muted = json_is_true(json_object_get(state, "muted"));
        snprintf(place, sizeof place, _("%.0f of %zu"), n + 1,
                 json_array_size(items));
        snprintf(text, sizeof text, "%s  %s%s%s%s%s%s%s", place,
                 term_text(item, "name"), *side ? ", " : "", words_say(side),
                 next ? ", " : "", next ? _("next") : "", muted ? "  " : "",
                 muted ? _("(muted)") : "");
    }
    if (term_colour())
        fputs("\033[1m", stdout);
    line(p, text);
    if (term_colour())
        fputs("\033[0m", stdout);
}

static const char *keys_line(const char *phase)
{
    return strcmp(phase, "paused") == 0 ? _("Paused. Space goes on, s stops.")
           : strcmp(phase, "waiting") == 0
               ? _("Nothing pulls any more? Enter says so. s stops.")
           : strcmp(phase, "resuming") == 0 ? _("Get ready.")
                                            : _("space pause · n next · p "
                                                "previous · r repeat · + - "
                                                "10 s · m mute · s stop");
}

static void draw(struct player *p, const json_t *state, size_t index,
                 double position_ms)
{
    const json_t *cue = json_array_get(p->cues, index);
    const char *phase = term_text(state, "phase");
    const char *breath = term_text(cue, "breath");
    const double length = term_number(state, "length_ms");
    int rows, columns;
    window_size(&rows, &columns);
    if (rows != p->rows || columns != p->columns) {
        fputs("\033[2J", stdout);
        p->rows = rows;
        p->columns = columns;
        p->figure_rows = 0;
    }
    update_figure(p, cue);
    printf("\033[%d;1H", p->figure_rows + 1);
    print_title(p, state, cue);
    // while it waits for the person no time runs
    if (strcmp(phase, "waiting") != 0)
        print_seconds(p, (int)ceil(seconds_left(p, index, position_ms)));
    lines(p, term_text(cue, "caption"), 3);
    line(p, *breath == 'i'   ? _("breathe in")
            : *breath == 'o' ? _("breathe out")
                             : "");
    bar(p, length > 0 ? position_ms / length : 0);
    lines(p, keys_line(phase), 2);
    fputs("\033[J", stdout);
    fflush(stdout);
}

// ---- keys

enum { KEY_NONE, KEY_GONE = 4 }; /* 4: Ctrl-D, and what a lost terminal sends */

// a key as the page names them
static int read_key(int wait_ms)
{
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    if (poll(&in, 1, wait_ms) <= 0)
        return KEY_NONE;
    unsigned char c[8];
    const ssize_t n = read(STDIN_FILENO, c, sizeof c);
    if (n <= 0)
        return KEY_GONE;
    if (n >= 3 && c[0] == 0x1b && c[1] == '[')
        return c[2] == 'C' ? 'n' : c[2] == 'D' ? 'p' : KEY_NONE;
    // Ctrl-C, Escape and q mean stop, with the question why
    if (c[0] == 3 || c[0] == 0x1b || (c[0] | 0x20) == 'q')
        return 's';
    return c[0] >= 'A' && c[0] <= 'Z' ? c[0] | 0x20 : c[0];
}

static const char *event_of(int key, const json_t *state)
{
    const bool paused = strcmp(term_text(state, "phase"), "paused") == 0;
    const bool waiting = strcmp(term_text(state, "phase"), "waiting") == 0;
    if (waiting && (key == ' ' || key == '\n' || key == '\r' || key == 'o'))
        return "acknowledge";
    switch (key) {
    case ' ':
        return paused ? "resume" : "pause";
    case 'n':
        return "next";
    case 'p':
        return "previous";
    case 'r':
        return "repeat";
    case '+':
    case '=':
        return "forward";
    case '-':
        return "back";
    case 'm':
        return json_is_true(json_object_get(state, "muted")) ? "unmute"
                                                             : "mute";
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
    const json_t *cue = json_array_get(p->cues, index);
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

/* A tone and the bell every few seconds, until somebody answers. */
static void call_again(struct player *p, double now_ms)
{
    unsigned char *wav;
    size_t len;
    int code;
    if (now_ms - p->called_ms < CALL_AGAIN_MS)
        return;
    p->called_ms = now_ms;
    putchar('\a');
    if (!p->silent && term_fetch(p->app, "chime", json_pack("{s:s}", "n", "0"),
                                 &wav, &len, &code)) {
        sound_play(&p->sound, wav, len);
        free(wav);
    }
}

// ---- playing

static volatile sig_atomic_t told_to_end;

static void end_soon(int signal_number)
{
    (void)signal_number;
    told_to_end = 1;
}

static enum played loop(struct player *p)
{
    while (!told_to_end) {
        app_tick(p->app);
        json_t *state = app_session_state(p->app);
        const char *phase = term_text(state, "phase");
        const bool running = strcmp(phase, "running") == 0;
        const bool waiting = strcmp(phase, "waiting") == 0;
        if (!running && !waiting && strcmp(phase, "paused") &&
            strcmp(phase, "resuming")) {
            json_decref(state);
            return PLAYED_DONE;
        }
        const size_t index = (size_t)term_number(state, "cue");
        draw(p, state, index, term_number(state, "position_ms"));
        if (running)
            speak(p, state, index);
        else if (waiting)
            call_again(p, term_number(state, "now_ms"));
        else
            sound_stop(&p->sound);
        const int key = read_key(100);
        const char *event = event_of(key, state);
        json_decref(state);
        if (key == 's') {
            // no time runs while it is asked why; a pull is let go first
            pass_event(p, "pause");
            return PLAYED_STOP;
        }
        if (key == KEY_GONE)
            return PLAYED_INTERRUPTED;
        if (event)
            pass_event(p, event);
    }
    return PLAYED_INTERRUPTED;
}

enum played term_play(struct app *app, const json_t *cues, bool silent)
{
    struct player p = {.app = app,
                       .sound = sound_open(),
                       .silent = silent,
                       .cues = cues,
                       .spoken = -1};
    struct sp_error err;
    if (term_stage_open(&p.stage, app, false, &err) != SP_OK)
        p.stage = NULL; // words alone will do
    struct sigaction ends = {.sa_handler = end_soon}, term, hup;
    struct termios before, raw;
    sigemptyset(&ends.sa_mask);
    told_to_end = 0;
    (void)sigaction(SIGTERM, &ends, &term);
    (void)sigaction(SIGHUP, &ends, &hup);
    (void)tcgetattr(STDIN_FILENO, &before);
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    fputs("\033[?1049h\033[?25l", stdout); // another screen, no cursor
    const enum played result = loop(&p);
    fputs("\033[?25h\033[?1049l", stdout);
    fflush(stdout);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void)sigaction(SIGTERM, &term, NULL);
    (void)sigaction(SIGHUP, &hup, NULL);
    sound_stop(&p.sound);
    term_stage_close(p.stage);
    return result;
}
