/*
 * Text to speech. flite's voices are built in (English, CMU licence); the
 * program espeak-ng adds other languages where it is installed. Makes WAV bytes
 * of one even loudness; plays nothing.
 */
#ifndef VOICE_H
#define VOICE_H

#include "stature/base.h"

struct voice; /* one per process; calls are serialised inside */

/* One voice that can speak here. */
struct voice_kind {
    char id[48];       /* letters, digits, - and _: "flite-slt" */
    char name[80];     /* for people, said with words_say */
    char language[24]; /* BCP 47: "en-US" */
    char engine[16];   /* "flite" or "espeak-ng" */
};

/* Keeps what was spoken in `cache_dir` (NULL: nowhere).
 * Errors: SP_E_IO, SP_E_NOMEM. */
SP_NODISCARD enum sp_status voice_open(struct voice **v, const char *cache_dir,
                                       struct sp_error *err);
void voice_close(struct voice *v);

/* Every voice that speaks a language ("es" or "es-MX": the first part counts),
 * the best first. Returns how many were written to `kinds`. */
int voice_list(struct voice *v, const char *language, struct voice_kind *kinds,
               int max);
/* The voice of that id where it speaks the language, else the first that does;
 * `id` may be NULL. False: none speaks it. */
bool voice_pick(struct voice *v, const char *id, const char *language,
                struct voice_kind *kind);

#define VOICE_PACE_MIN 0.7
#define VOICE_PACE_MAX 1.4
/*
 * WAV (16-bit mono) of a text in that voice, from the cache folder or made
 * now, numbers and short forms spoken out (voice_words). `pace` 1 is calm, 1.4
 * is that much faster. The caller frees *wav.
 * Errors: SP_E_RANGE: longer than 1000 bytes, empty, or a pace outside the
 * range above; SP_E_IO: the voice does not speak.
 */
SP_NODISCARD enum sp_status voice_say(struct voice *v,
                                      const struct voice_kind *kind,
                                      double pace, const char *text,
                                      unsigned char **wav, size_t *len,
                                      struct sp_error *err);
/* The same sound as a short chime: 0 soft, 1 change, 2 end. */
SP_NODISCARD enum sp_status voice_chime(int which, unsigned char **wav,
                                        size_t *len, struct sp_error *err);

/*
 * A text as a person would read it aloud: "2 × 30 s" becomes "two times thirty
 * seconds", "L4/L5" becomes "L four, L five". English and Spanish; a text in
 * another language comes back as it is. False when `size` bytes do not hold it;
 * `out` is then cut at a word.
 */
bool voice_words(const char *text, const char *language, char *out,
                 size_t size);
#endif
