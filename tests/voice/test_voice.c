#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "voice/voice.h"

enum { KINDS = 32 };

static unsigned le(const unsigned char *p, int bytes)
{
    unsigned v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static double rms(const unsigned char *wav, size_t len)
{
    double sum = 0;
    for (size_t i = 44; i + 1 < len; i += 2) {
        const double s = (short)le(wav + i, 2);
        sum += s * s;
    }
    return sqrt(sum / ((double)(len - 44) / 2));
}

static double seconds(const unsigned char *wav, size_t len)
{
    return (double)(len - 44) / 2 / le(wav + 24, 4);
}

static struct voice *opened(const char *dir)
{
    struct voice *v;
    struct sp_error err;
    assert_int_equal(voice_open(&v, dir, &err), SP_OK);
    return v;
}

static struct voice_kind built_in(struct voice *v)
{
    struct voice_kind k;
    assert_true(voice_pick(v, NULL, "en", &k));
    return k;
}

/* A folder with a program named espeak-ng that does as `script` says, first on
 * the path. */
static void stand_in(char dir[], const char *script)
{
    char file[300], path[4096];
    assert_non_null(mkdtemp(dir));
    snprintf(file, sizeof file, "%s/espeak-ng", dir);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", script);
    fclose(f);
    assert_int_equal(chmod(file, 0700), 0);
    snprintf(path, sizeof path, "%s:/usr/bin:/bin", dir);
    assert_int_equal(setenv("PATH", path, 1), 0);
}

// a folder of the test's own, gone with it
static void gone(const char *dir)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    assert_int_equal(system(command), 0);
}

static char *path_before;

static int keep_path(void **state)
{
    (void)state;
    free(path_before);
    path_before = strdup(getenv("PATH"));
    return path_before ? 0 : -1;
}

static int path_back(void **state)
{
    (void)state;
    return setenv("PATH", path_before, 1);
}

static void a_text_becomes_a_wav_of_even_loudness_and_is_kept(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-voice-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct voice *v = opened(dir);
    struct voice_kind k = built_in(v);
    struct sp_error err;
    assert_string_equal(k.id, "flite-slt");
    unsigned char *one, *two, *again;
    size_t one_len, two_len, again_len;
    assert_int_equal(voice_say(v, &k, 1, "Breathe in.", &one, &one_len, &err),
                     SP_OK);
    assert_int_equal(voice_say(v, &k, 1, "Hold for thirty seconds, let go.",
                               &two, &two_len, &err),
                     SP_OK);
    assert_memory_equal(one, "RIFF", 4);
    assert_int_equal(le(one + 4, 4), one_len - 8);
    assert_int_equal(le(one + 40, 4), one_len - 44);
    assert_true(two_len > one_len);
    // normalised within 2 dB of each other
    assert_true(fabs(20 * log10(rms(one, one_len) / rms(two, two_len))) < 2);

    // from the cache now, in a later run too
    voice_close(v);
    v = opened(dir);
    assert_int_equal(
        voice_say(v, &k, 1, "Breathe in.", &again, &again_len, &err), SP_OK);
    assert_int_equal(again_len, one_len);
    assert_memory_equal(again, one, one_len);
    free(one);
    free(two);
    free(again);
    voice_close(v);
    gone(dir);
}

static void pace_makes_speech_longer_and_shorter_in_proportion(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-voice-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct voice *v = opened(dir); // the cache must keep paces apart
    struct voice_kind kinds[KINDS];
    const int n = voice_list(v, "en", kinds, KINDS);
    assert_true(n >= 1);
    for (int i = 0; i < n && i < 5; i++) {
        static const double paces[] = {0.7, 1, 1.4};
        double s[3];
        for (int p = 0; p < 3; p++) {
            unsigned char *wav;
            size_t len;
            struct sp_error err;
            assert_int_equal(
                voice_say(v, &kinds[i], paces[p],
                          "Lie on your back, and rest your arms by your sides.",
                          &wav, &len, &err),
                SP_OK);
            s[p] = seconds(wav, len);
            free(wav);
        }
        // the pauses of an engine need not follow to the last tenth
        if (fabs(s[0] * 0.7 / s[1] - 1) > 0.12 ||
            fabs(s[2] * 1.4 / s[1] - 1) > 0.12)
            fail_msg("%s: %.2f, %.2f, %.2f s at 0.7, 1, 1.4", kinds[i].id, s[0],
                     s[1], s[2]);
    }
    voice_close(v);
    gone(dir);
}

static void written_numbers_sound_like_their_words(void **state)
{
    (void)state;
    struct voice *v = opened(NULL);
    struct voice_kind k = built_in(v);
    struct sp_error err;
    unsigned char *a, *b;
    size_t a_len, b_len;
    assert_int_equal(voice_say(v, &k, 1, "2 × 30 s", &a, &a_len, &err), SP_OK);
    assert_int_equal(
        voice_say(v, &k, 1, "two times thirty seconds", &b, &b_len, &err),
        SP_OK);
    assert_int_equal(a_len, b_len); // the samples hold noise of their own
    free(a);
    free(b);
    voice_close(v);
}

static void what_cannot_be_spoken_is_refused(void **state)
{
    (void)state;
    struct voice *v = opened(NULL);
    struct voice_kind k = built_in(v);
    struct sp_error err;
    unsigned char *wav;
    size_t len;
    char endless[1002];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    static const double paces[] = {0.69, 1.41, NAN, 0, -1};
    assert_int_equal(voice_say(v, &k, 1, "", &wav, &len, &err), SP_E_RANGE);
    assert_int_equal(voice_say(v, &k, 1, endless, &wav, &len, &err),
                     SP_E_RANGE);
    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++)
        assert_int_equal(voice_say(v, &k, paces[i], "Rest.", &wav, &len, &err),
                         SP_E_RANGE);
    assert_null(wav);
    voice_close(v);
}

static void a_voice_is_picked_by_language_and_wish(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-espeak-XXXXXX";
    stand_in(dir, "printf 'Pty Language Age/Gender VoiceName File Other\\n"
                  " 5 es --/M Spanish_(Spain) roa/es \\n"
                  " 5 es-419 --/M Spanish_(Latin_America) roa/es-419 (es 6)\\n"
                  " 3 es-es --/F spanish-mbrola-3 mb/mb-es3 (es 3)\\n"
                  " 5 en-gb --/M English gmw/en (en 2)\\n"
                  " 5 variant --/M Storm !v/Storm (en-us 5)\\n'");
    struct voice *v = opened(NULL);
    struct voice_kind k, kinds[KINDS];
    // in its own language the built-in voice leads
    assert_true(voice_pick(v, NULL, "en-GB", &k));
    assert_string_equal(k.id, "flite-slt");
    assert_true(voice_pick(v, "espeak-en-gb", "en", &k));
    assert_string_equal(k.engine, "espeak-ng");
    // a wish in another language gives way to that language
    assert_true(voice_pick(v, "flite-slt", "es", &k));
    assert_string_equal(k.id, "espeak-es");
    assert_true(voice_pick(v, "espeak-es-419", "es", &k));
    assert_string_equal(k.name, "Spanish (Latin America), synthetic");
    assert_true(voice_pick(v, "no-such-voice", "en", &k));
    assert_string_equal(k.id, "flite-slt");
    assert_false(voice_pick(v, NULL, "fr", &k));
    // rows of other programs' voices and mere variants are left out
    assert_int_equal(voice_list(v, "es-MX", kinds, KINDS), 2);
    assert_int_equal(voice_list(v, "es", kinds, 1), 1);
    voice_close(v);
    gone(dir);
}

static void without_espeak_english_is_spoken_and_spanish_is_not(void **state)
{
    (void)state;
    assert_int_equal(setenv("PATH", "/nonexistent", 1), 0);
    struct voice *v = opened(NULL);
    struct voice_kind k;
    assert_true(voice_pick(v, NULL, "en", &k));
    assert_false(voice_pick(v, NULL, "es", &k));
    voice_close(v);
}

// nothing, noise, a crash, another format, no end: an error each time
static void a_program_that_misbehaves_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *why, *script;
    } rows[] = {
        {"says nothing",             "exit 0"                                         },
        {"fails",                    "cat >/dev/null; exit 3"                         },
        {"leaves without listening", "exec <&-; exit 0"                               },
        {"gives text",               "cat >/dev/null; echo this is not a sound at all, and "
                       "long enough to hold a header of its own"},
        {"gives too much",           "cat >/dev/null; head -c 20000000 /dev/zero"     },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char dir[] = "/tmp/stature-espeak-XXXXXX";
        stand_in(dir, rows[i].script);
        struct voice *v = opened(NULL);
        const struct voice_kind k = {"espeak-es", "Spanish", "es", "espeak-ng"};
        struct sp_error err;
        unsigned char *wav;
        size_t len;
        if (voice_say(v, &k, 1, "Respira.", &wav, &len, &err) != SP_E_IO)
            fail_msg("%s: taken for a sound", rows[i].why);
        assert_null(wav);
        voice_close(v);
        gone(dir);
    }
}

static void a_sound_of_unknown_length_is_taken_to_its_end(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-espeak-XXXXXX";
    // a header as streams have it: sizes that nobody knew yet
    stand_in(dir, "cat >/dev/null; printf 'RIFF\\377\\377\\377\\177WAVEfmt "
                  "\\020\\000\\000\\000\\001\\000\\001\\000\\042\\126\\000\\000"
                  "\\104\\254\\000\\000\\002\\000\\020\\000data"
                  "\\377\\377\\377\\177'; head -c 4410 /dev/urandom");
    struct voice *v = opened(NULL);
    const struct voice_kind k = {"espeak-es", "Spanish", "es", "espeak-ng"};
    struct sp_error err;
    unsigned char *wav;
    size_t len;
    assert_int_equal(voice_say(v, &k, 1, "Respira.", &wav, &len, &err), SP_OK);
    assert_int_equal(le(wav + 24, 4), 22050);
    assert_int_equal(len, 44 + 4410);
    assert_int_equal(le(wav + 40, 4), 4410);
    free(wav);
    voice_close(v);
    gone(dir);
}

static void chimes_begin_and_end_in_silence(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        unsigned char *wav;
        size_t len;
        struct sp_error err;
        assert_int_equal(voice_chime(which, &wav, &len, &err), SP_OK);
        assert_true(abs((short)le(wav + 44, 2)) < 50);
        assert_true(abs((short)le(wav + len - 2, 2)) < 50);
        assert_true(rms(wav, len) > 200);
        free(wav);
    }
    unsigned char *wav;
    size_t len;
    assert_int_equal(voice_chime(3, &wav, &len, NULL), SP_E_RANGE);
}

int main(void)
{
#define WITH_PATH(f) cmocka_unit_test_setup_teardown(f, keep_path, path_back)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_becomes_a_wav_of_even_loudness_and_is_kept),
        cmocka_unit_test(pace_makes_speech_longer_and_shorter_in_proportion),
        cmocka_unit_test(written_numbers_sound_like_their_words),
        cmocka_unit_test(what_cannot_be_spoken_is_refused),
        WITH_PATH(a_voice_is_picked_by_language_and_wish),
        WITH_PATH(without_espeak_english_is_spoken_and_spanish_is_not),
        WITH_PATH(a_program_that_misbehaves_is_an_error),
        WITH_PATH(a_sound_of_unknown_length_is_taken_to_its_end),
        cmocka_unit_test(chimes_begin_and_end_in_silence),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(path_before);
    return failed;
}
