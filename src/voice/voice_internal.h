/* Shared inside the voice room only. */
#ifndef VOICE_INTERNAL_H
#define VOICE_INTERNAL_H

#include "voice/voice.h"

enum { VOICE_WAV_MAX = 8 << 20, VOICE_HEADER_BYTES = 44 };

/* Speech as an engine makes it. */
struct voice_sound {
    short *samples; /* mono; malloc */
    size_t count;
    int rate; /* Hz */
};

/* 16-bit mono RIFF around samples; NULL without memory. */
unsigned char *voice_wav(const short *samples, size_t count, int rate,
                         size_t *len);
/* One loudness for every cue: fixed mean power, peaks below clipping. */
void voice_level(short *samples, size_t count);
unsigned voice_le(const unsigned char *p, int bytes); /* little-endian */

/* An engine of voices. `state` is its own, made by the first call. */
struct voice_engine {
    const char *name;
    int (*list)(void **state, struct voice_kind *kinds, int max);
    /* SP_E_IO when it does not speak. */
    enum sp_status (*say)(void **state, const char *id, double pace,
                          const char *words, struct voice_sound *sound,
                          struct sp_error *err);
    void (*release)(void *state);
};
extern const struct voice_engine voice_flite, voice_espeak;

#endif
