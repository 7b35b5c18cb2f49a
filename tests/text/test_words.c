/* The words a person reads: the file format, plural forms, wishes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "text/words.h"
#include "text/words_catalogue.h"

/* A catalogue of three entries as msgfmt writes it: 28 bytes of head, two
 * tables of (length, place), then the texts, each with its NUL. */
struct small {
    unsigned char bytes[256];
    size_t len;
};

static void put32(struct small *s, size_t at, uint32_t x)
{
    memcpy(s->bytes + at, &x, sizeof x);
}

static struct small make(void)
{
    static const struct {
        const char *text;
        uint32_t len;
    } text[6] = {
        {"",                  0 },
        {"%d day\0%d days",   14},
        {"Stop",              4 },
        {"head",              4 },
        {"un día\0%d días", 16},
        {"Parar",             5 }
    };
    struct small s = {.len = 28 + 48};
    put32(&s, 0, 0x950412deu);
    put32(&s, 8, 3);
    put32(&s, 12, 28);
    put32(&s, 16, 28 + 24);
    for (size_t i = 0; i < 6; i++) {
        put32(&s, 28 + 8 * i, text[i].len);
        put32(&s, 28 + 8 * i + 4, (uint32_t)s.len);
        memcpy(s.bytes + s.len, text[i].text, text[i].len + 1);
        s.len += text[i].len + 1;
    }
    return s;
}

static void entries_are_found_by_their_first_form(void **state)
{
    (void)state;
    const struct small s = make();
    const struct words_mo mo = {s.bytes, s.len};
    size_t len;
    assert_int_equal(words_mo_count(mo), 3);
    assert_string_equal(words_mo_find(mo, "Stop", 4, &len), "Parar");
    assert_string_equal(words_mo_find(mo, "%d day", 6, &len), "un día");
    assert_int_equal(len, 16);
    assert_null(words_mo_find(mo, "Sto", 3, &len));
    assert_null(words_mo_find(mo, "Stops", 5, &len));
    assert_null(words_mo_find(mo, "Z", 1, &len));
}

/* Cut anywhere, or pointing anywhere: nothing outside the bytes is read (the
 * sanitizers watch) and what is found ends in NUL. */
static void damaged_files_are_never_read_past_their_end(void **state)
{
    (void)state;
    const struct small whole = make();
    for (size_t len = 0; len < whole.len; len++) {
        unsigned char exact[256];
        memcpy(exact, whole.bytes, len);
        const struct words_mo mo = {exact, len};
        size_t n;
        const char *said = words_mo_find(mo, "Stop", 4, &n);
        assert_true(!said || (const unsigned char *)said + n < exact + len);
    }
    for (size_t at = 0; at < 28 + 48; at += 4) {
        static const uint32_t wrong[] = {0, 1, 0x7fffffffu, 0xffffffffu};
        for (size_t w = 0; w < 4; w++) {
            struct small s = whole;
            put32(&s, at, wrong[w]);
            const struct words_mo mo = {s.bytes, s.len};
            const char *key, *said;
            size_t key_len, said_len;
            for (int i = -1; i < 5; i++)
                if (words_mo_at(mo, i, &key, &key_len, &said, &said_len))
                    assert_true(key[key_len] == 0 && said[said_len] == 0);
            (void)words_mo_find(mo, "Stop", 4, &said_len);
        }
    }
    assert_int_equal(words_mo_count((struct words_mo){NULL, 0}), 0);
}

static void spanish_is_spoken_and_english_is_the_rest(void **state)
{
    (void)state;
    assert_false(words_use(NULL));
    assert_string_equal(words_say("Breathe in."), "Breathe in.");
    assert_int_equal(words_decimal_mark(), '.');
    assert_true(words_use("es"));
    assert_string_equal(words_language(), "es");
    assert_string_equal(words_say("Breathe in."), "Inspira.");
    assert_string_equal(words_say("No catalogue has this."),
                        "No catalogue has this.");
    assert_string_equal(words_say(""), "");
    char text[16];
    assert_string_equal(words_number(text, sizeof text, "%.1f", -0.25), "-0,2");
    assert_false(words_use("tlh"));
    assert_string_equal(words_language(), "en");
}

static void counts_choose_their_form(void **state)
{
    (void)state;
    static const struct {
        const char *language;
        long n;
        const char *says;
    } rows[] = {
        {"en", 1,    "%d minute" },
        {"en", 0,    "%d minutes"},
        {"en", 101,  "%d minutes"},
        {"es", 1,    "%d minuto" },
        {"es", 0,    "%d minutos"},
        {"es", 2,    "%d minutos"},
        {"es", 1001, "%d minutos"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        words_use(rows[i].language);
        assert_string_equal(words_plural(rows[i].n, "%d minute", "%d minutes"),
                            rows[i].says);
    }
    words_use(NULL);
}

static void a_wish_finds_the_nearest_language(void **state)
{
    (void)state;
    static const struct {
        const char *wish, *found;
    } rows[] = {
        {"es",                      "es"},
        {"es-MX,es;q=0.9,en;q=0.8", "es"},
        {"es_ES.UTF-8",             "es"},
        {"fr-FR, es;q=0.5",         "es"},
        {"de,en-GB;q=0.7,es;q=0.3", "en"},
        {"C.UTF-8",                 NULL},
        {"est",                     NULL},
        {"*",                       NULL},
        {"",                        NULL},
        {NULL,                      NULL},
        {",,;q=1,",                 NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = words_language_for(rows[i].wish);
        if (!rows[i].found)
            assert_null(found);
        else
            assert_string_equal(found, rows[i].found);
    }
}

static void *other_thread(void *arg)
{
    *(const char **)arg = words_language();
    return NULL;
}

static void a_language_belongs_to_its_thread(void **state)
{
    (void)state;
    pthread_t other;
    const char *spoken = NULL;
    words_use("es");
    assert_int_equal(pthread_create(&other, NULL, other_thread, &spoken), 0);
    pthread_join(other, NULL);
    assert_string_equal(spoken, "en");
    assert_string_equal(words_language(), "es");
    words_use(NULL);
}

static void every_built_in_catalogue_is_whole(void **state)
{
    (void)state;
    assert_true(words_catalogue_count >= 1);
    for (int c = 0; c < words_catalogue_count; c++) {
        const struct words_mo both[] = {words_catalogues[c].all,
                                        words_catalogues[c].page};
        assert_int_equal(strlen(words_catalogues[c].plural), 200);
        for (int m = 0; m < 2; m++) {
            const int n = words_mo_count(both[m]);
            assert_true(n > 100);
            for (int i = 0; i < n; i++) {
                const char *key, *said;
                size_t key_len, said_len, found_len;
                assert_true(
                    words_mo_at(both[m], i, &key, &key_len, &said, &said_len));
                assert_ptr_equal(
                    words_mo_find(both[m], key, strlen(key), &found_len), said);
            }
        }
    }
}

static void a_number_keeps_its_unit(void **state)
{
    static const char text[] = "5 mm, 30 % of 2 minutes or 12 s";
    (void)state;
    assert_true(words_unit_at(text, strchr(text, ' ')));
    assert_true(words_unit_at(text, strstr(text, " %")));
    assert_true(words_unit_at(text, strstr(text, " s")));
    assert_false(words_unit_at(text, strstr(text, " minutes")));
    assert_false(words_unit_at(text, strstr(text, " of")));
    assert_false(words_unit_at(" mm", " mm"));
    assert_false(words_unit_at(text, text + strlen(text)));
    assert_false(words_unit_at("5 más", strchr("5 más", ' ')));
}

/* What the numeric core said in English, told again. */
static void told_again(const char *format, const char *english,
                       const char *spanish)
{
    char text[200];
    snprintf(text, sizeof text, "%s", english);
    assert_string_equal(words_retell(text, sizeof text, format), spanish);
}

static void a_finished_text_is_told_again(void **state)
{
    static const char range[] = "height %g m: the model covers 1.20 to 2.20 m";
    static const char air[] =
        "scene %s, keyframe %s: nothing carries the body; "
        "name what touches what";
    (void)state;
    words_use("es");
    told_again(range, "height 2.5 m: the model covers 1.20 to 2.20 m",
               "estatura 2,5 m: el modelo abarca de 1,20 a 2,20 m");
    told_again(air,
               "scene a, b, keyframe up: nothing carries the body; name what "
               "touches what",
               "escena a, b, posición up: nada sostiene el cuerpo; indica qué "
               "toca qué");
    // a name keeps its point
    told_again("load parameter %s is %g: give %g to %g",
               "load parameter a.1.2 is 0.25: give 0.5 to 12",
               "el parámetro de carga a.1.2 es 0,25: indica de 0,5 a 12");
    // what does not fit is left: cut, another text, no translation, no format
    told_again(range, "height 2.5 m: the mod", "height 2.5 m: the mod");
    told_again(range, "", "");
    told_again("%s: %s", "one: two", "one: two");
    told_again(NULL, "one", "one");
    words_use("en");
    told_again(range, "height 3 m: the model covers 1.20 to 2.20 m",
               "height 3 m: the model covers 1.20 to 2.20 m");
}

static void a_day_is_written_as_people_write_it(void **state)
{
    (void)state;
    char text[32];
    (void)words_use("en");
    words_day("2026-11-23", text);
    assert_string_equal(text, "23 November 2026");
    words_day_short("2026-05-04", true, text);
    assert_string_equal(text, "4 May 2026");
    words_day_short("2026-05-04", false, text);
    assert_string_equal(text, "4 May");
    (void)words_use("es");
    words_day("2026-09-30", text);
    assert_string_equal(text, "30 de septiembre de 2026");
    if (words_use("en-XB")) { // no letter is cut in two
        words_day_short("2026-11-23", false, text);
        assert_string_equal(text, "23 ⟦Nó");
    }
    (void)words_use("en");
    static const char *const none[] = {"", "soon", "2026-13-01", "2026-1-02",
                                       "2026-11-2x"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        words_day(none[i], text);
        assert_string_equal(text, none[i]);
        words_day_short(none[i], true, text);
        assert_string_equal(text, none[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_found_by_their_first_form),
        cmocka_unit_test(damaged_files_are_never_read_past_their_end),
        cmocka_unit_test(spanish_is_spoken_and_english_is_the_rest),
        cmocka_unit_test(counts_choose_their_form),
        cmocka_unit_test(a_wish_finds_the_nearest_language),
        cmocka_unit_test(a_language_belongs_to_its_thread),
        cmocka_unit_test(every_built_in_catalogue_is_whole),
        cmocka_unit_test(a_number_keeps_its_unit),
        cmocka_unit_test(a_finished_text_is_told_again),
        cmocka_unit_test(a_day_is_written_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
