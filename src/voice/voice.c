/*
 * The voices there are, and what was spoken: each text is made once per voice
 * and pace and kept as a WAV in the cache folder, named by its hash.
 */
#include "voice/tongue.h"
#include "voice/voice_internal.h"
#include "text/words.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

enum { TEXT_MAX = 1000, WORDS_MAX = 4 * TEXT_MAX, KINDS_MAX = 160 };

// the built-in engine first: its voices lead in every language they speak
static const struct voice_engine *const engines[] = {&voice_flite,
                                                     &voice_espeak};
enum { ENGINES = sizeof engines / sizeof *engines };

struct voice {
    pthread_mutex_t lock; // no engine is safe for two at once
    void *state[ENGINES];
    struct voice_kind kind[ENGINES][KINDS_MAX];
    int kinds[ENGINES];  // -1: not asked for yet
    char cache_dir[512]; // empty: keep nothing
};

// ---- cache ------------------------------------------------------------------

static bool cache_path(const struct voice *v, const struct voice_kind *kind,
                       double pace, const char *words, char *path, size_t size)
{
    if (!v->cache_dir[0])
        return false;
    unsigned char hash[16];
    char hex[33], manner[96];
    snprintf(manner, sizeof manner, "2 %s %.2f ", kind->id, pace);
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)manner,
                              strlen(manner));
    crypto_generichash_update(&state, (const unsigned char *)words,
                              strlen(words));
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    const int n = snprintf(path, size, "%s/%s.wav", v->cache_dir, hex);
    return n > 0 && (size_t)n < size;
}

static unsigned char *cache_read(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    unsigned char *wav = NULL;
    struct stat st;
    if (fstat(fileno(f), &st) == 0 && st.st_size > VOICE_HEADER_BYTES &&
        st.st_size <= VOICE_WAV_MAX) {
        const size_t size = (size_t)st.st_size;
        wav = malloc(size);
        if (wav &&
            (fread(wav, 1, size, f) != size || memcmp(wav, "RIFF", 4) != 0)) {
            free(wav);
            wav = NULL;
        }
        *len = size;
    }
    fclose(f);
    return wav;
}

// written beside and renamed, under the lock, so that no half file is ever
// read; a full disk only means that the text is made again next time
static void cache_write(const char *path, const unsigned char *wav, size_t len)
{
    char beside[640];
    const int n =
        snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof beside)
        return;
    FILE *f = fopen(beside, "wb");
    if (!f)
        return;
    const bool written = fwrite(wav, 1, len, f) == len;
    if (fclose(f) != 0 || !written || rename(beside, path) != 0)
        (void)unlink(beside);
}

// ---- opening

enum sp_status voice_open(struct voice **out, const char *cache_dir,
                          struct sp_error *err)
{
    *out = NULL;
    if (sodium_init() < 0)
        return sp_fail(err, SP_E_IO, _("libsodium does not start"));
    struct voice *v = calloc(1, sizeof *v);
    if (!v || pthread_mutex_init(&v->lock, NULL) != 0) {
        free(v);
        return sp_fail(err, SP_E_NOMEM, _("out of memory"));
    }
    for (int e = 0; e < ENGINES; e++)
        v->kinds[e] = -1;
    if (cache_dir && strlen(cache_dir) < sizeof v->cache_dir - 64) {
        memcpy(v->cache_dir, cache_dir, strlen(cache_dir) + 1);
        if (mkdir(v->cache_dir, 0700) != 0 && errno != EEXIST)
            v->cache_dir[0] = '\0';
    }
    *out = v;
    return SP_OK;
}

void voice_close(struct voice *v)
{
    if (!v)
        return;
    for (int e = 0; e < ENGINES; e++)
        engines[e]->release(v->state[e]);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

// ---- which voice

// an engine is asked once, when its voices are first wanted; under the lock
static int kinds_of(struct voice *v, int e)
{
    if (v->kinds[e] < 0)
        v->kinds[e] = engines[e]->list(&v->state[e], v->kind[e], KINDS_MAX);
    return v->kinds[e];
}

int voice_list(struct voice *v, const char *language, struct voice_kind *kinds,
               int max)
{
    int n = 0;
    pthread_mutex_lock(&v->lock);
    for (int e = 0; e < ENGINES; e++)
        for (int i = 0; i < kinds_of(v, e) && n < max; i++)
            if (voice_same_language(v->kind[e][i].language, language))
                kinds[n++] = v->kind[e][i];
    pthread_mutex_unlock(&v->lock);
    return n;
}

bool voice_pick(struct voice *v, const char *id, const char *language,
                struct voice_kind *kind)
{
    bool found = false, exact = false;
    pthread_mutex_lock(&v->lock);
    // the next engine is asked only while a wish stands open
    for (int e = 0; e < ENGINES && !exact && !(found && !id); e++) {
        for (int i = 0; i < kinds_of(v, e) && !exact; i++) {
            const struct voice_kind *k = &v->kind[e][i];
            if (!voice_same_language(k->language, language))
                continue;
            exact = id && strcmp(k->id, id) == 0;
            if (!found || exact)
                *kind = *k;
            found = true;
        }
    }
    pthread_mutex_unlock(&v->lock);
    return found;
}

// ---- speaking

static enum sp_status synthesise(struct voice *v, const struct voice_kind *kind,
                                 double pace, const char *words,
                                 unsigned char **wav, size_t *len,
                                 struct sp_error *err)
{
    int e = 0;
    while (e < ENGINES && strcmp(engines[e]->name, kind->engine))
        e++;
    if (e == ENGINES)
        return sp_fail(err, SP_E_IO, _("there is no voice %s"), kind->id);
    struct voice_sound sound = {0};
    const enum sp_status s =
        engines[e]->say(&v->state[e], kind->id, pace, words, &sound, err);
    if (s)
        return s;
    voice_level(sound.samples, sound.count);
    *wav = voice_wav(sound.samples, sound.count, sound.rate, len);
    free(sound.samples);
    return *wav ? SP_OK : sp_fail(err, SP_E_NOMEM, _("out of memory"));
}

enum sp_status voice_say(struct voice *v, const struct voice_kind *kind,
                         double pace, const char *text, unsigned char **wav,
                         size_t *len, struct sp_error *err)
{
    *wav = NULL;
    *len = 0;
    if (strlen(text) == 0 || strlen(text) > TEXT_MAX)
        return sp_fail(err, SP_E_RANGE,
                       _("a text to be spoken has 1 to %d bytes, not %zu"),
                       TEXT_MAX, strlen(text));
    if (!(pace >= VOICE_PACE_MIN && pace <= VOICE_PACE_MAX))
        return sp_fail(err, SP_E_RANGE,
                       _("a pace lies between %g and %g, not %g"),
                       VOICE_PACE_MIN, VOICE_PACE_MAX, pace);
    char words[WORDS_MAX], path[600];
    (void)voice_words(text, kind->language, words, sizeof words);
    const bool kept = cache_path(v, kind, pace, words, path, sizeof path);
    if (kept && (*wav = cache_read(path, len)))
        return SP_OK;
    enum sp_status st = SP_OK;
    pthread_mutex_lock(&v->lock);
    // another thread may have made the same text while this one waited
    if (!kept || !(*wav = cache_read(path, len))) {
        st = synthesise(v, kind, pace, words, wav, len, err);
        if (st == SP_OK && kept)
            cache_write(path, *wav, *len);
    }
    pthread_mutex_unlock(&v->lock);
    return st;
}
