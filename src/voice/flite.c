/*
 * flite's voices, in this process. slt is always there; the other two are
 * opened when they are wanted and installed, since their tables are large.
 */
#include "voice/voice_internal.h"
#include "text/words.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <flite/flite.h>

cst_voice *register_cmu_us_slt(const char *voxdir); // flite's, without header

typedef cst_voice *registers(const char *voxdir);

/* `stretch`: duration against the voice's own pace, so that each voice says
 * the library's steps at the same calm pace (tests/session measures it). */
static const struct row {
    const char *id, *name, *language, *file, *symbol;
    float stretch;
} rows[] = {
    {"flite-slt", N_("Calm, higher (US English)"), "en-US", NULL, NULL,                  1.12f},
    {"flite-rms", N_("Calm, lower (US English)"),  "en-US",
     "libflite_cmu_us_rms.so.1",                                  "register_cmu_us_rms", 1.0f },
    {"flite-awb", N_("Lower, Scottish English"),   "en-GB",
     "libflite_cmu_us_awb.so.1",                                  "register_cmu_us_awb", 1.12f},
};
enum { ROWS = sizeof rows / sizeof *rows };

struct flite {
    void *file[ROWS]; /* of voices that are opened at run time */
    cst_voice *voice[ROWS];
    bool started;
};

static struct flite *state_of(void **state)
{
    if (!*state)
        *state = calloc(1, sizeof(struct flite));
    return *state;
}

static bool present(struct flite *f, int i)
{
    if (rows[i].file && !f->file[i])
        f->file[i] = dlopen(rows[i].file, RTLD_NOW | RTLD_LOCAL);
    return !rows[i].file || f->file[i];
}

static cst_voice *open_voice(struct flite *f, int i)
{
    registers *make = register_cmu_us_slt;
    if (!f->started) {
        flite_init();
        f->started = true;
    }
    if (f->voice[i] || !present(f, i))
        return f->voice[i];
    if (rows[i].file) {
        void *symbol = dlsym(f->file[i], rows[i].symbol);
        if (!symbol)
            return NULL;
        memcpy(&make, &symbol, sizeof make); // as POSIX asks for
    }
    return f->voice[i] = make(NULL);
}

static int flite_list(void **state, struct voice_kind *kinds, int max)
{
    struct flite *f = state_of(state);
    int n = 0;
    for (int i = 0; f && i < ROWS && n < max; i++) {
        if (!present(f, i))
            continue;
        struct voice_kind *k = &kinds[n++];
        snprintf(k->id, sizeof k->id, "%s", rows[i].id);
        snprintf(k->name, sizeof k->name, "%s", rows[i].name);
        snprintf(k->language, sizeof k->language, "%s", rows[i].language);
        snprintf(k->engine, sizeof k->engine, "%s", voice_flite.name);
    }
    return n;
}

static enum sp_status flite_say(void **state, const char *id, double pace,
                                const char *words, struct voice_sound *sound,
                                struct sp_error *err)
{
    struct flite *f = state_of(state);
    int i = 0;
    while (i < ROWS && strcmp(rows[i].id, id))
        i++;
    cst_voice *voice = f && i < ROWS ? open_voice(f, i) : NULL;
    if (!voice)
        return sp_fail(err, SP_E_IO, _("the voice %s does not start"), id);
    feat_set_float(voice->features, "duration_stretch",
                   rows[i].stretch / (float)pace);
    cst_wave *wave = flite_text_to_wave(words, voice);
    if (!wave)
        return sp_fail(err, SP_E_IO, _("the text could not be spoken"));
    const size_t count = (size_t)wave->num_samples * (size_t)wave->num_channels;
    *sound = (struct voice_sound){malloc((count ? count : 1) * sizeof(short)),
                                  count, wave->sample_rate};
    if (sound->samples)
        memcpy(sound->samples, wave->samples, count * sizeof(short));
    delete_wave(wave);
    return sound->samples ? SP_OK
                          : sp_fail(err, SP_E_NOMEM, _("out of memory"));
}

// flite keeps the voices themselves in its own list until the program ends
static void flite_release(void *state) { free(state); }

const struct voice_engine voice_flite = {"flite", flite_list, flite_say,
                                         flite_release};
