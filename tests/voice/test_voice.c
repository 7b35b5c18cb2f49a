#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "voice/voice.h"

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

static void a_text_becomes_a_wav_of_even_loudness_and_is_kept(void **state)
{
    (void)state;
    char dir[] = "/tmp/stature-voice-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct voice *v;
    struct sp_error err;
    assert_int_equal(voice_open(&v, dir, &err), SP_OK);
    unsigned char *one, *two, *again;
    size_t one_len, two_len, again_len;
    assert_int_equal(voice_say(v, "Breathe in.", &one, &one_len, &err), SP_OK);
    assert_int_equal(voice_say(v, "Hold for thirty seconds, and let go.", &two,
                               &two_len, &err),
                     SP_OK);
    assert_memory_equal(one, "RIFF", 4);
    assert_int_equal(le(one + 4, 4), one_len - 8);
    assert_int_equal(le(one + 40, 4), one_len - 44);
    assert_true(two_len > one_len);
    // normalised within 2 dB of each other
    assert_true(fabs(20 * log10(rms(one, one_len) / rms(two, two_len))) < 2);

    // from the cache now, also for another voice in a later run
    voice_close(v);
    assert_int_equal(voice_open(&v, dir, &err), SP_OK);
    assert_int_equal(voice_say(v, "Breathe in.", &again, &again_len, &err),
                     SP_OK);
    assert_int_equal(again_len, one_len);
    assert_memory_equal(again, one, one_len);
    free(one);
    free(two);
    free(again);
    voice_close(v);
}

static void empty_and_endless_texts_are_refused(void **state)
{
    (void)state;
    struct voice *v;
    struct sp_error err;
    unsigned char *wav;
    size_t len;
    char endless[1002];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_int_equal(voice_open(&v, NULL, &err), SP_OK);
    assert_int_equal(voice_say(v, "", &wav, &len, &err), SP_E_RANGE);
    assert_int_equal(voice_say(v, endless, &wav, &len, &err), SP_E_RANGE);
    assert_null(wav);
    voice_close(v);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_becomes_a_wav_of_even_loudness_and_is_kept),
        cmocka_unit_test(empty_and_endless_texts_are_refused),
        cmocka_unit_test(chimes_begin_and_end_in_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
