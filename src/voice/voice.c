/*
 * Speech through flite's slt voice, a little slower than its own pace, for
 * people who lie down and listen. Each text is made once and kept as a WAV in
 * the cache folder, named by its hash.
 */
#include "voice/voice.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <flite/flite.h>
#include <sodium.h>

cst_voice *register_cmu_us_slt(const char *voxdir); // flite's, without header

enum {
    TEXT_MAX = 1000,
    WAV_MAX = 8 << 20,
    HEADER_BYTES = 44,
    CHIME_RATE = 22050
};
static const float pace = 1.12f;        // duration stretch: calm, our choice
static const double speech_rms = 3600;  // of 32767; leaves room for peaks
static const double peak_max = 30000;

struct voice {
    pthread_mutex_t lock; // flite is not safe for two at once
    cst_voice *flite;
    char cache_dir[512]; // empty: keep nothing
};

// ---- WAV ------------------------------------------------------------------

static void put_le(unsigned char *p, unsigned value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

// 16-bit mono RIFF around samples; NULL without memory
static unsigned char *wav_new(const short *samples, size_t count, int rate,
                              size_t *len)
{
    const size_t data = count * 2;
    unsigned char *wav = malloc(HEADER_BYTES + data);
    if (!wav)
        return NULL;
    memcpy(wav, "RIFF", 4);
    put_le(wav + 4, (unsigned)(HEADER_BYTES - 8 + data), 4);
    memcpy(wav + 8, "WAVEfmt ", 8);
    put_le(wav + 16, 16, 4);
    put_le(wav + 20, 1, 2); // PCM
    put_le(wav + 22, 1, 2); // mono
    put_le(wav + 24, (unsigned)rate, 4);
    put_le(wav + 28, (unsigned)rate * 2, 4);
    put_le(wav + 32, 2, 2);
    put_le(wav + 34, 16, 2);
    memcpy(wav + 36, "data", 4);
    put_le(wav + 40, (unsigned)data, 4);
    for (size_t i = 0; i < count; i++)
        put_le(wav + HEADER_BYTES + 2 * i, (unsigned short)samples[i], 2);
    *len = HEADER_BYTES + data;
    return wav;
}

// one loudness for every cue: fixed mean power, peaks kept below clipping
static void normalise(short *samples, size_t count)
{
    double power = 0, peak = 1;
    for (size_t i = 0; i < count; i++) {
        power += (double)samples[i] * samples[i];
        peak = fmax(peak, fabs((double)samples[i]));
    }
    const double rms = sqrt(power / (count ? (double)count : 1));
    if (rms < 1)
        return;
    const double gain = fmin(speech_rms / rms, peak_max / peak);
    for (size_t i = 0; i < count; i++)
        samples[i] = (short)lrint(samples[i] * gain);
}

// ---- cache ------------------------------------------------------------------

static bool cache_path(const struct voice *v, const char *text, char *path,
                       size_t size)
{
    if (!v->cache_dir[0])
        return false;
    unsigned char hash[16];
    char hex[33];
    const unsigned char version[] = "slt 1.12";
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, version, sizeof version);
    crypto_generichash_update(&state, (const unsigned char *)text,
                              strlen(text));
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
    if (fstat(fileno(f), &st) == 0 && st.st_size > HEADER_BYTES &&
        st.st_size <= WAV_MAX) {
        const size_t size = (size_t)st.st_size;
        wav = malloc(size);
        if (wav && (fread(wav, 1, size, f) != size ||
                    memcmp(wav, "RIFF", 4) != 0)) {
            free(wav);
            wav = NULL;
        }
        *len = size;
    }
    fclose(f);
    return wav;
}

// written beside and renamed, so that no half file is ever read; a full disk
// only means that the text is made again next time
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

// ---- voice --------------------------------------------------------------------

enum sp_status voice_open(struct voice **out, const char *cache_dir,
                          struct sp_error *err)
{
    *out = NULL;
    if (sodium_init() < 0)
        return sp_fail(err, SP_E_IO, "libsodium does not start");
    struct voice *v = calloc(1, sizeof *v);
    if (!v || pthread_mutex_init(&v->lock, NULL) != 0) {
        free(v);
        return sp_fail(err, SP_E_NOMEM, "out of memory");
    }
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
    pthread_mutex_destroy(&v->lock);
    free(v);
}

// the voice's tables are set up with the first word, not at program start
static bool flite_ready(struct voice *v)
{
    if (!v->flite) {
        flite_init();
        v->flite = register_cmu_us_slt(NULL);
        if (v->flite)
            feat_set_float(v->flite->features, "duration_stretch", pace);
    }
    return v->flite != NULL;
}

static enum sp_status synthesise(struct voice *v, const char *text,
                                 unsigned char **wav, size_t *len,
                                 struct sp_error *err)
{
    if (!flite_ready(v))
        return sp_fail(err, SP_E_IO, "the speech voice does not start");
    cst_wave *wave = flite_text_to_wave(text, v->flite);
    if (!wave)
        return sp_fail(err, SP_E_IO, "the text could not be spoken");
    const size_t count = (size_t)wave->num_samples * (size_t)wave->num_channels;
    normalise(wave->samples, count);
    *wav = wav_new(wave->samples, count, wave->sample_rate, len);
    delete_wave(wave);
    return *wav ? SP_OK : sp_fail(err, SP_E_NOMEM, "out of memory");
}

enum sp_status voice_say(struct voice *v, const char *text,
                         unsigned char **wav, size_t *len,
                         struct sp_error *err)
{
    *wav = NULL;
    *len = 0;
    if (strlen(text) == 0 || strlen(text) > TEXT_MAX)
        return sp_fail(err, SP_E_RANGE,
                       "a text to be spoken has 1 to %d bytes, not %zu",
                       TEXT_MAX, strlen(text));
    char path[600];
    const bool kept = cache_path(v, text, path, sizeof path);
    if (kept && (*wav = cache_read(path, len)))
        return SP_OK;
    pthread_mutex_lock(&v->lock);
    const enum sp_status st = synthesise(v, text, wav, len, err);
    pthread_mutex_unlock(&v->lock);
    if (st == SP_OK && kept)
        cache_write(path, *wav, *len);
    return st;
}

enum sp_status voice_chime(int which, unsigned char **wav, size_t *len,
                           struct sp_error *err)
{
    // a fifth apart, low and soft: like a singing bowl, not an alarm
    static const double pitch_hz[] = {392.0, 523.25, 261.63};
    static const double length_s[] = {0.9, 1.1, 2.2};
    *wav = NULL;
    if (which < 0 || which > 2)
        return sp_fail(err, SP_E_RANGE, "chime %d, there are 0, 1 and 2",
                       which);
    const size_t count = (size_t)(length_s[which] * CHIME_RATE);
    short *samples = malloc(count * sizeof *samples);
    if (!samples)
        return sp_fail(err, SP_E_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const double t = (double)i / CHIME_RATE;
        const double rise = fmin(t / 0.02, 1);
        const double fade = exp(-3.2 * t / length_s[which] * 1.4);
        const double end = fmin((length_s[which] - t) / 0.05, 1);
        const double w = 2 * 3.14159265358979 * pitch_hz[which] * t;
        const double tone = sin(w) + 0.28 * sin(2.01 * w) * exp(-4 * t) +
                            0.10 * sin(3.02 * w) * exp(-6 * t);
        samples[i] = (short)lrint(6200 * rise * fade * end * tone);
    }
    *wav = wav_new(samples, count, CHIME_RATE, len);
    free(samples);
    return *wav ? SP_OK : sp_fail(err, SP_E_NOMEM, "out of memory");
}
