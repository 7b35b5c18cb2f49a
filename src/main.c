/*
 * stature: without a word, or with `serve`, opens the page; every other word
 * is a command of the terminal.
 */
#include "http/http.h"
#include "term/term.h"
#include "text/words.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

struct serve_options {
    int port;
    bool open;
};

static void print_help(void)
{
    printf(_("usage: stature [serve] [--port N] [--no-open]\n"
             "\n"
             "Starts Stature on this machine and opens its page in the "
             "browser.\n"
             "\n"
             "  --port N   listen on 127.0.0.1:N (default 8017; 0 takes any "
             "free port)\n"
             "  --no-open  do not open the browser\n"
             "  --help     show this\n"
             "\n"
             "Other commands: stature --help\n"));
}

/* Whole numbers from 0 to 65535. */
static bool read_port(const char *text, int *port)
{
    char *end = NULL;
    errno = 0;
    const long n = text ? strtol(text, &end, 10) : -1;
    if (!text || errno || end == text || *end || n < 0 || n > 65535)
        return false;
    *port = (int)n;
    return true;
}

/* TERM_OK to go on, else the exit code; *done when there is nothing to do. */
static int read_options(int argc, char **argv, int first,
                        struct serve_options *o, bool *done)
{
    for (int i = first; i < argc; i++) {
        const char *a = argv[i], *port = NULL;
        if (!strcmp(a, "--no-open")) {
            o->open = false;
        } else if (!strcmp(a, "--help")) {
            print_help();
            *done = true;
            return TERM_OK;
        } else if (!strncmp(a, "--port", 6) && (!a[6] || a[6] == '=')) {
            port = a[6] ? a + 7 : i + 1 < argc ? argv[++i] : NULL;
            if (!read_port(port, &o->port)) {
                fprintf(stderr,
                        _("stature: --port: \"%s\" is not a port from 0 to "
                          "65535.\n"),
                        port ? port : "");
                return TERM_USAGE;
            }
        } else {
            fprintf(stderr,
                    _("stature: %s: serve does not know this; see stature "
                      "serve --help.\n"),
                    a);
            return TERM_USAGE;
        }
    }
    return TERM_OK;
}

/* The desktop's own opener; without one the address is enough. */
static void open_browser(const char *address)
{
    pid_t child;
    char name[] = "xdg-open", where[64];
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY"))
        return;
    snprintf(where, sizeof where, "%s", address);
    char *argv[] = {name, where, NULL};
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
    (void)posix_spawnp(&child, name, &quiet, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&quiet);
}

static int serve(const struct serve_options *o)
{
    struct sp_error err = {.text = ""};
    struct term_place place;
    struct app *app = NULL;
    struct http *http = NULL;
    sigset_t ends;
    // blocked here and so in every thread; this one waits for them
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);

    enum sp_status s = term_app_open(&app, &place, &err);
    if (!s) {
        const struct http_config config = {.port = o->port};
        s = http_start(&http, app, &config, &err);
    }
    if (s) {
        fprintf(stderr, "stature: %s\n",
                words_retell(err.text, sizeof err.text, err.format));
        app_close(app);
        return TERM_FAILED;
    }
    char address[64];
    int got = 0;
    snprintf(address, sizeof address, "http://127.0.0.1:%d/", http_port(http));
    printf(_("Stature is at %s (Ctrl-C ends it)\n"), address);
    fflush(stdout);
    if (o->open)
        open_browser(address);
    sigwait(&ends, &got);
    http_stop(http);
    app_close(app);
    return TERM_OK;
}

int main(int argc, char **argv)
{
    struct serve_options o = {.port = HTTP_PORT, .open = true};
    const bool named = argc > 1 && !strcmp(argv[1], "serve");
    const bool bare = argc > 1 && (!strncmp(argv[1], "--port", 6) ||
                                   !strcmp(argv[1], "--no-open"));
    if (argc > 1 && !named && !bare)
        return term_main(argc, argv);
    bool done = false;
    words_use(term_language());
    const int code = read_options(argc, argv, named ? 2 : 1, &o, &done);
    return code || done ? code : serve(&o);
}
