/*
 * espeak-ng's voices, where that program is installed. It runs as a process of
 * its own for each text, since its licence (GPL 3) is not ours; no shell, a
 * bounded answer, and an end to waiting.
 */
#include "voice/voice_internal.h"
#include "text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { PATIENCE_MS = 8000, LIST_MAX = 64 << 10, ARGS_MAX = 8 };
/* Words a minute at pace 1: about as long for the library's steps as flite's
 * voices take (tests/session measures it). */
static const double calm_wpm = 150;
static const char program[] = "espeak-ng";
static const char id_stem[] = "espeak-";

// ---- one run of the program

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_pair(const int fd[2])
{
    (void)close(fd[0]);
    (void)close(fd[1]);
}

// starts it with both ends joined to us; 0 when it cannot be started
static pid_t start(char *const args[], int in, int out)
{
    posix_spawn_file_actions_t plan;
    pid_t child = 0;
    if (posix_spawn_file_actions_init(&plan) != 0)
        return 0;
    const bool ready =
        posix_spawn_file_actions_adddup2(&plan, in, STDIN_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&plan, out, STDOUT_FILENO) == 0 &&
        posix_spawn_file_actions_addopen(&plan, STDERR_FILENO, "/dev/null",
                                         O_WRONLY, 0) == 0;
    if (!ready || posix_spawnp(&child, program, &plan, NULL, args, environ))
        child = 0;
    posix_spawn_file_actions_destroy(&plan);
    return child;
}

// all it says until it ends; false when it says too much or takes too long
static bool read_all(int fd, unsigned char **bytes, size_t *len, size_t most)
{
    const int64_t until = now_ms() + PATIENCE_MS;
    size_t cap = 0;
    for (;;) {
        struct pollfd wait = {fd, POLLIN, 0};
        const int64_t left = until - now_ms();
        const int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        if (*len == cap) {
            cap = cap ? 2 * cap : 32768;
            unsigned char *grown =
                cap <= 2 * most ? realloc(*bytes, cap) : NULL;
            if (!grown)
                return false;
            *bytes = grown;
        }
        const ssize_t n = read(fd, *bytes + *len, cap - *len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && *len <= most;
        *len += (size_t)n;
    }
}

/* Runs it with `text` on its standard input; *bytes is malloc'd. */
static bool run(char *const args[], const char *text, unsigned char **bytes,
                size_t *len, size_t most)
{
    int in[2], out[2], status = -1;
    *bytes = NULL;
    *len = 0;
    // sockets, since writing to a program that has gone must not end ours, and
    // a program that another thread starts must not inherit them
    const int kind = SOCK_STREAM | SOCK_CLOEXEC;
    if (socketpair(AF_UNIX, kind, 0, in) != 0)
        return false;
    if (socketpair(AF_UNIX, kind, 0, out) != 0) {
        close_pair(in);
        return false;
    }
    const pid_t child = start(args, in[1], out[1]);
    (void)close(in[1]);
    (void)close(out[1]);
    bool ok = child > 0;
    if (ok) {
        // where nothing is to be said, it may have ended before it could listen
        const size_t n = strlen(text);
        ok = n == 0 || send(in[0], text, n, MSG_NOSIGNAL) == (ssize_t)n;
    }
    (void)close(in[0]); // the end of the text
    ok = ok && read_all(out[0], bytes, len, most);
    (void)close(out[0]);
    if (child > 0 && !ok)
        (void)kill(child, SIGKILL);
    if (child > 0)
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
    if (ok && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    free(*bytes);
    *bytes = NULL;
    return false;
}

// ---- which voices there are

// "English_(Great_Britain)" reads "English (Great Britain)"; names that other
// languages have too are whole sentences
static void plain_name(const char *language, const char *raw, char *name,
                       size_t size)
{
    static const struct {
        const char *language, *name;
    } said[] = {
        {"es",     N_("Spanish (Spain), synthetic")        },
        {"es-419", N_("Spanish (Latin America), synthetic")},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strcmp(language, said[i].language)) {
            snprintf(name, size, "%s", said[i].name);
            return;
        }
    snprintf(name, size, "%.60s, synthetic", raw);
    for (char *c = name; *c; c++)
        *c = *c == '_' ? ' ' : *c;
}

// a row: priority, language, age and gender, name, file; false for what we
// cannot use: rows of other programs' voices, and mere variants
static bool read_row(const char *row, struct voice_kind *k, int *priority)
{
    char language[24], name[64], file[64];
    if (sscanf(row, "%d %23s %*s %63s %63s", priority, language, name, file) !=
            4 ||
        strncmp(file, "mb/", 3) == 0 || strncmp(file, "!v/", 3) == 0)
        return false;
    snprintf(k->id, sizeof k->id, "%s%.24s", id_stem, language);
    plain_name(language, name, k->name, sizeof k->name);
    snprintf(k->language, sizeof k->language, "%s", language);
    snprintf(k->engine, sizeof k->engine, "%s", voice_espeak.name);
    return true;
}

static int espeak_list(void **state, struct voice_kind *kinds, int max)
{
    char *const args[] = {(char *)program, "--voices", NULL};
    unsigned char *bytes = NULL;
    size_t len = 0;
    int n = 0;
    (void)state;
    if (!run(args, "", &bytes, &len, LIST_MAX))
        return 0;
    char row[256];
    for (size_t at = 0; at < len && n < max;) {
        const unsigned char *end = memchr(bytes + at, '\n', len - at);
        const size_t whole = end ? (size_t)(end - (bytes + at)) : len - at;
        snprintf(row, sizeof row, "%.*s", (int)(whole < 255 ? whole : 255),
                 (const char *)bytes + at);
        int priority = 0;
        n += read_row(row, &kinds[n], &priority);
        at += whole + 1;
    }
    free(bytes);
    return n;
}

// ---- speaking

// the samples of a 16-bit mono WAV whose stated length may be a guess
static enum sp_status take_wav(const unsigned char *wav, size_t len,
                               struct voice_sound *sound, struct sp_error *err)
{
    if (len <= VOICE_HEADER_BYTES || memcmp(wav, "RIFF", 4) != 0 ||
        memcmp(wav + 36, "data", 4) != 0 || voice_le(wav + 22, 2) != 1 ||
        voice_le(wav + 34, 2) != 16)
        return sp_fail(err, SP_E_IO, _("espeak-ng gave no sound"));
    const size_t count = (len - VOICE_HEADER_BYTES) / 2;
    const int rate = (int)voice_le(wav + 24, 4);
    if (rate < 4000 || rate > 96000)
        return sp_fail(err, SP_E_IO, _("espeak-ng gave no sound"));
    *sound = (struct voice_sound){malloc(count * sizeof(short)), count, rate};
    if (!sound->samples)
        return sp_fail(err, SP_E_NOMEM, _("out of memory"));
    for (size_t i = 0; i < count; i++)
        sound->samples[i] =
            (short)voice_le(wav + VOICE_HEADER_BYTES + 2 * i, 2);
    return SP_OK;
}

static enum sp_status espeak_say(void **state, const char *id, double pace,
                                 const char *words, struct voice_sound *sound,
                                 struct sp_error *err)
{
    char voice[48], speed[16];
    unsigned char *wav = NULL;
    size_t len = 0;
    (void)state;
    snprintf(voice, sizeof voice, "%s",
             strncmp(id, id_stem, sizeof id_stem - 1)
                 ? id
                 : id + sizeof id_stem - 1);
    snprintf(speed, sizeof speed, "%d", (int)lround(calm_wpm * pace));
    char *const args[ARGS_MAX] = {(char *)program, "-v", voice,      "-s",
                                  speed,           "-z", "--stdout", NULL};
    if (!run(args, words, &wav, &len, VOICE_WAV_MAX))
        return sp_fail(err, SP_E_IO, _("espeak-ng does not speak"));
    const enum sp_status s = take_wav(wav, len, sound, err);
    free(wav);
    return s;
}

static void espeak_release(void *state) { (void)state; }

const struct voice_engine voice_espeak = {"espeak-ng", espeak_list, espeak_say,
                                          espeak_release};
