/* Sound as WAV bytes of one even loudness, and the chimes. */
#include "voice/voice_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHIME_RATE = 22050 };
static const double speech_rms = 3600; // of 32767; leaves room for peaks
static const double peak_max = 30000;

unsigned voice_le(const unsigned char *p, int bytes)
{
    unsigned v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static void put_le(unsigned char *p, unsigned value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

unsigned char *voice_wav(const short *samples, size_t count, int rate,
                         size_t *len)
{
    const size_t data = count * 2;
    unsigned char *wav = malloc(VOICE_HEADER_BYTES + data);
    if (!wav)
        return NULL;
    memcpy(wav, "RIFF", 4);
    put_le(wav + 4, (unsigned)(VOICE_HEADER_BYTES - 8 + data), 4);
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
        put_le(wav + VOICE_HEADER_BYTES + 2 * i, (unsigned short)samples[i], 2);
    *len = VOICE_HEADER_BYTES + data;
    return wav;
}

void voice_level(short *samples, size_t count)
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

enum sp_status voice_chime(int which, unsigned char **wav, size_t *len,
                           struct sp_error *err)
{
    // a fifth apart, low and soft: like a singing bowl, not an alarm
    static const double pitch_hz[] = {392.0, 523.25, 261.63};
    static const double length_s[] = {0.9, 1.1, 2.2};
    *wav = NULL;
    if (which < 0 || which > 2)
        return sp_fail(err, SP_E_RANGE, _("chime %d, there are 0, 1 and 2"),
                       which);
    const size_t count = (size_t)(length_s[which] * CHIME_RATE);
    short *samples = malloc(count * sizeof *samples);
    if (!samples)
        return sp_fail(err, SP_E_NOMEM, _("out of memory"));
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
    *wav = voice_wav(samples, count, CHIME_RATE, len);
    free(samples);
    return *wav ? SP_OK : sp_fail(err, SP_E_NOMEM, _("out of memory"));
}
