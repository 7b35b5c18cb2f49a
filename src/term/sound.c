#include "term/sound.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool term_on_path(const char *program)
{
    const char *path = getenv("PATH");
    for (const char *p = path ? path : ""; *p;) {
        char full[512];
        const size_t len = strcspn(p, ":");
        const int n =
            snprintf(full, sizeof full, "%.*s/%s", (int)len, p, program);
        if (n > 0 && (size_t)n < sizeof full && access(full, X_OK) == 0)
            return true;
        p += len + (p[len] == ':');
    }
    return false;
}

struct sound sound_open(void)
{
    static const struct sound players[] = {
        {.player = "pw-play",                   .role = "--media-role=Accessibility"},
        {.player = "paplay",                                     .role = "--property=media.role=a11y"},
        {.player = "aplay"}
    };
    for (size_t i = 0; i < sizeof players / sizeof *players; i++)
        if (term_on_path(players[i].player))
            return players[i];
    return (struct sound){0};
}

void sound_stop(struct sound *s)
{
    if (s->child > 0) {
        (void)kill(s->child, SIGTERM);
        (void)waitpid(s->child, NULL, 0);
    }
    if (s->file[0])
        (void)unlink(s->file);
    s->child = 0;
    s->file[0] = '\0';
}

static bool keep_in_file(struct sound *s, const unsigned char *wav, size_t len)
{
    snprintf(s->file, sizeof s->file, "/tmp/stature-cue-XXXXXX");
    const int fd = mkstemp(s->file);
    if (fd < 0) {
        s->file[0] = '\0';
        return false;
    }
    bool ok = true;
    for (size_t done = 0; ok && done < len;) {
        const ssize_t n = write(fd, wav + done, len - done);
        ok = n > 0;
        done += ok ? (size_t)n : 0;
    }
    return close(fd) == 0 && ok;
}

void sound_play(struct sound *s, const unsigned char *wav, size_t len)
{
    sound_stop(s);
    if (!s->player || !keep_in_file(s, wav, len))
        return;
    s->child = fork();
    if (s->child == 0) {
        const int null = open("/dev/null", O_RDWR);
        if (null >= 0) {
            (void)dup2(null, STDIN_FILENO);
            (void)dup2(null, STDOUT_FILENO);
            (void)dup2(null, STDERR_FILENO);
        }
        if (s->role)
            execlp(s->player, s->player, s->role, s->file, (char *)NULL);
        else
            execlp(s->player, s->player, s->file, (char *)NULL);
        _exit(127);
    }
    if (s->child < 0)
        s->child = 0;
}
