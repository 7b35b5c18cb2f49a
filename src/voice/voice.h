/*
 * Text to speech in-process (flite, CMU licence). Makes WAV bytes; plays
 * nothing. Loudness is normalised so that every cue sounds alike.
 */
#ifndef VOICE_H
#define VOICE_H

#include "stature/base.h"

struct voice; /* one per process; calls are serialised inside */

SP_NODISCARD enum sp_status voice_open(struct voice **v, const char *cache_dir,
                                       struct sp_error *err);
void voice_close(struct voice *v);

/* WAV (16-bit mono) of a text, from the cache folder or made now. The caller
 * frees *wav. Text longer than 1000 bytes is SP_E_RANGE. */
SP_NODISCARD enum sp_status voice_say(struct voice *v, const char *text,
                                      unsigned char **wav, size_t *len,
                                      struct sp_error *err);
/* The same sound as a short chime: 0 soft, 1 change, 2 end. */
SP_NODISCARD enum sp_status voice_chime(int which, unsigned char **wav,
                                        size_t *len, struct sp_error *err);
#endif
