/*
 * Cues aloud in the terminal: one sound at a time through whatever player the
 * desktop has (pw-play, paplay, aplay). Without one, captions alone. PipeWire
 * and PulseAudio are told that it is a voice for accessibility; whether they
 * make music quieter for it is their own setting.
 */
#ifndef TERM_SOUND_H
#define TERM_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sound {
    const char *player; /* program name, NULL = none */
    const char *role;   /* its option that says what kind of sound, or NULL */
    pid_t child;        /* 0 = silent */
    char file[64];      /* WAV being played; empty = none */
};

struct sound sound_open(void);
/* Stops what plays and plays this; failures only mean silence. */
void sound_play(struct sound *s, const unsigned char *wav, size_t len);
void sound_stop(struct sound *s);
bool term_on_path(const char *program);

#endif
