#include "voice/tongue.h"

#include <string.h>
#include <strings.h>

// ---- writing

void words_copy(struct words *w, const char *s, size_t n)
{
    if (w->cut || w->used + n + 1 > w->size) {
        w->cut = true;
        return;
    }
    memcpy(w->text + w->used, s, n);
    w->used += n;
    w->text[w->used] = '\0';
}

bool words_apart(const struct words *w)
{
    return w->used == 0 || strchr(" (-", w->text[w->used - 1]);
}

void words_put(struct words *w, const char *words)
{
    if (!words_apart(w))
        words_copy(w, " ", 1);
    words_copy(w, words, strlen(words));
    w->spoken = true;
}

// ---- English

static void english(struct words *w, unsigned long n, enum lean lean)
{
    static const char *const small[] = {
        "zero",    "one",     "two",       "three",    "four",
        "five",    "six",     "seven",     "eight",    "nine",
        "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"",       "",      "twenty", "thirty",
                                       "forty",  "fifty", "sixty",  "seventy",
                                       "eighty", "ninety"};
    static const struct {
        unsigned long size;
        const char *word;
    } large[] = {
        {1000000, "million" },
        {1000,    "thousand"},
        {100,     "hundred" }
    };
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        if (n < large[i].size)
            continue;
        english(w, n / large[i].size, lean);
        words_put(w, large[i].word);
        n %= large[i].size;
        if (n == 0)
            return;
    }
    if (n >= 20) {
        words_put(w, tens[n / 10]);
        n %= 10;
        if (n == 0)
            return;
    }
    words_put(w, small[n]);
}

static void english_clock(struct words *w, unsigned hour, unsigned minute)
{
    english(w, hour, LEAN_NONE);
    if (minute == 0)
        words_put(w, hour <= 12 ? "o'clock" : "hundred");
    else if (minute < 10)
        words_put(w, "oh");
    if (minute)
        english(w, minute, LEAN_NONE);
}

static enum lean english_leans(const char *after)
{
    (void)after;
    return LEAN_NONE;
}

// clang-format off
static const struct tongue_unit english_units[] = {
    {"s", "second", "seconds", LEAN_NONE},
    {"sec", "second", "seconds", LEAN_NONE},
    {"min", "minute", "minutes", LEAN_NONE},
    {"h", "hour", "hours", LEAN_NONE},
    {"kg", "kilogram", "kilograms", LEAN_NONE},
    {"g", "gram", "grams", LEAN_NONE},
    {"lb", "pound", "pounds", LEAN_NONE},
    {"lbs", "pound", "pounds", LEAN_NONE},
    {"N", "newton", "newtons", LEAN_NONE},
    {"N m", "newton metre", "newton metres", LEAN_NONE},
    {"N·m", "newton metre", "newton metres", LEAN_NONE},
    {"Nm", "newton metre", "newton metres", LEAN_NONE},
    {"kPa", "kilopascal", "kilopascals", LEAN_NONE},
    {"MPa", "megapascal", "megapascals", LEAN_NONE},
    {"mm", "millimetre", "millimetres", LEAN_NONE},
    {"cm", "centimetre", "centimetres", LEAN_NONE},
    {"m", "metre", "metres", LEAN_NONE},
    {"km", "kilometre", "kilometres", LEAN_NONE},
    {"ft", "foot", "feet", LEAN_NONE},
    {"mmHg", "millimetre of mercury", "millimetres of mercury", LEAN_NONE},
    {"°", "degree", "degrees", LEAN_NONE},
    {"°C", "degree Celsius", "degrees Celsius", LEAN_NONE},
    {"%", "percent", "percent", LEAN_NONE},
    {"×", "time", "times", LEAN_NONE},
    {"x", "time", "times", LEAN_NONE},
    {"/min", "a minute", "a minute", LEAN_NONE},
    {"/day", "a day", "a day", LEAN_NONE},
    {"/week", "a week", "a week", LEAN_NONE},
    {0},
};
static const struct tongue_pair english_shorts[] = {
    {"e.g.", "for example"}, {"i.e.", "that is"}, {"etc.", "and so on"},
    {"approx.", "about"}, {"max.", "at most"}, {"vs.", "against"},
    {"incl.", "with"}, {"Dr.", "Doctor"}, {"and/or", "and or"},
    {"reps", "repeats"}, {0},
};
static const struct tongue_pair english_signs[] = {
    {"×", "times"}, {"±", "plus or minus"}, {"≤", "at most"},
    {"≥", "at least"}, {"<", "less than"}, {">", "more than"},
    {"≈", "about"}, {"~", "about"}, {"&", "and"}, {"+", "plus"},
    {"=", "equals"}, {"→", "to"}, {"½", "one half"}, {"¼", "one quarter"},
    {"¾", "three quarters"}, {"%", "percent"}, {"°", "degrees"}, {0},
};
static const struct tongue_part english_parts[] = {
    {1, 2, "one half"}, {1, 3, "one third"}, {2, 3, "two thirds"},
    {1, 4, "one quarter"}, {3, 4, "three quarters"}, {1, 5, "one fifth"},
    {1, 8, "one eighth"}, {1, 10, "one tenth"}, {0},
};
static const struct tongue_mixed english_mixed[] = {
    {"½", "and a half", NULL}, {"¼", "and a quarter", NULL},
    {"¾", "and three quarters", NULL}, {0},
};
// clang-format on

// ---- Spanish

static const char *spanish_small(unsigned long n, enum lean lean)
{
    static const char *const small[] = {
        "cero",         "uno",         "dos",        "tres",
        "cuatro",       "cinco",       "seis",       "siete",
        "ocho",         "nueve",       "diez",       "once",
        "doce",         "trece",       "catorce",    "quince",
        "dieciséis",    "diecisiete",  "dieciocho",  "diecinueve",
        "veinte",       "veintiuno",   "veintidós",  "veintitrés",
        "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
        "veintiocho",   "veintinueve"};
    if (n == 1 && lean != LEAN_NONE)
        return lean == LEAN_FEMININE ? "una" : "un";
    if (n == 21 && lean != LEAN_NONE)
        return lean == LEAN_FEMININE ? "veintiuna" : "veintiún";
    return small[n];
}

static void spanish_hundreds(struct words *w, unsigned long n, enum lean lean)
{
    static const char *const masculine[] = {"",
                                            "ciento",
                                            "doscientos",
                                            "trescientos",
                                            "cuatrocientos",
                                            "quinientos",
                                            "seiscientos",
                                            "setecientos",
                                            "ochocientos",
                                            "novecientos"};
    static const char *const feminine[] = {"",
                                           "ciento",
                                           "doscientas",
                                           "trescientas",
                                           "cuatrocientas",
                                           "quinientas",
                                           "seiscientas",
                                           "setecientas",
                                           "ochocientas",
                                           "novecientas"};
    words_put(w, n == 100                ? "cien"
                 : lean == LEAN_FEMININE ? feminine[n / 100]
                                         : masculine[n / 100]);
}

static void spanish(struct words *w, unsigned long n, enum lean lean)
{
    static const char *const tens[] = {
        "",          "",        "",        "treinta", "cuarenta",
        "cincuenta", "sesenta", "setenta", "ochenta", "noventa"};
    if (n >= 1000000) {
        spanish(w, n / 1000000, LEAN_MASCULINE);
        words_put(w, n < 2000000 ? "millón" : "millones");
        n %= 1000000;
        if (n == 0)
            return;
    }
    if (n >= 1000) {
        if (n >= 2000)
            spanish(w, n / 1000, lean == LEAN_NONE ? LEAN_MASCULINE : lean);
        words_put(w, "mil");
        n %= 1000;
        if (n == 0)
            return;
    }
    if (n >= 100) {
        spanish_hundreds(w, n, lean);
        n %= 100;
        if (n == 0)
            return;
    }
    if (n >= 30) {
        words_put(w, tens[n / 10]);
        n %= 10;
        if (n == 0)
            return;
        words_put(w, "y");
    }
    words_put(w, spanish_small(n, lean));
}

static void spanish_clock(struct words *w, unsigned hour, unsigned minute)
{
    spanish(w, hour, LEAN_FEMININE);
    if (minute == 0) {
        if (hour > 12)
            words_put(w, "horas");
        return;
    }
    if (hour <= 12)
        words_put(w, "y");
    if (hour <= 12 && minute == 30)
        words_put(w, "media");
    else if (hour <= 12 && minute == 15)
        words_put(w, "cuarto");
    else
        spanish(w, minute, LEAN_NONE);
}

static bool ends_with(const char *word, size_t n, const char *end)
{
    const size_t m = strlen(end);
    return n >= m && memcmp(word + n - m, end, m) == 0;
}

// "1 vez" una, "1 minuto" un, "1 de 3" uno: from the next word's own ending
static enum lean spanish_leans(const char *after)
{
    static const char *const no_noun[] = {"de", "del", "y",  "o",   "u", "e",
                                          "a",  "al",  "en", "por", NULL};
    static const char *const feminine[] = {
        "a", "as", "vez", "veces", "ión", "iones", "mano", "manos", NULL};
    if (*after != ' ')
        return LEAN_NONE;
    const char *word = after + 1;
    size_t n = 0;
    while ((word[n] >= 'a' && word[n] <= 'z') || (word[n] & 0x80))
        n++;
    if (n == 0)
        return LEAN_NONE;
    for (const char *const *x = no_noun; *x; x++)
        if (strlen(*x) == n && memcmp(word, *x, n) == 0)
            return LEAN_NONE;
    if (ends_with(word, n, "día") || ends_with(word, n, "días"))
        return LEAN_MASCULINE;
    for (const char *const *x = feminine; *x; x++)
        if (ends_with(word, n, *x))
            return LEAN_FEMININE;
    return LEAN_MASCULINE;
}

// clang-format off
static const struct tongue_unit spanish_units[] = {
    {"s", "segundo", "segundos", LEAN_MASCULINE},
    {"seg", "segundo", "segundos", LEAN_MASCULINE},
    {"min", "minuto", "minutos", LEAN_MASCULINE},
    {"h", "hora", "horas", LEAN_FEMININE},
    {"kg", "kilo", "kilos", LEAN_MASCULINE},
    {"g", "gramo", "gramos", LEAN_MASCULINE},
    {"lb", "libra", "libras", LEAN_FEMININE},
    {"N", "newton", "newtons", LEAN_MASCULINE},
    {"N m", "newton metro", "newton metro", LEAN_MASCULINE},
    {"N·m", "newton metro", "newton metro", LEAN_MASCULINE},
    {"Nm", "newton metro", "newton metro", LEAN_MASCULINE},
    {"kPa", "kilopascal", "kilopascales", LEAN_MASCULINE},
    {"MPa", "megapascal", "megapascales", LEAN_MASCULINE},
    {"mm", "milímetro", "milímetros", LEAN_MASCULINE},
    {"cm", "centímetro", "centímetros", LEAN_MASCULINE},
    {"m", "metro", "metros", LEAN_MASCULINE},
    {"km", "kilómetro", "kilómetros", LEAN_MASCULINE},
    {"ft", "pie", "pies", LEAN_MASCULINE},
    {"mmHg", "milímetro de mercurio", "milímetros de mercurio", LEAN_MASCULINE},
    {"°", "grado", "grados", LEAN_MASCULINE},
    {"°C", "grado Celsius", "grados Celsius", LEAN_MASCULINE},
    {"%", "por ciento", "por ciento", LEAN_NONE},
    {"×", "vez", "veces", LEAN_FEMININE},
    {"x", "vez", "veces", LEAN_FEMININE},
    {"/min", "por minuto", "por minuto", LEAN_NONE},
    {"/día", "al día", "al día", LEAN_NONE},
    {"/semana", "por semana", "por semana", LEAN_NONE},
    {0},
};
static const struct tongue_pair spanish_shorts[] = {
    {"p. ej.", "por ejemplo"}, {"p.ej.", "por ejemplo"}, {"etc.", "etcétera"},
    {"aprox.", "aproximadamente"}, {"máx.", "como máximo"},
    {"mín.", "como mínimo"}, {"vs.", "contra"}, {"Dr.", "doctor"},
    {"Dra.", "doctora"}, {"y/o", "y o"}, {0},
};
static const struct tongue_pair spanish_signs[] = {
    {"×", "por"}, {"±", "más o menos"}, {"≤", "como máximo"},
    {"≥", "al menos"}, {"<", "menos de"}, {">", "más de"},
    {"≈", "unos"}, {"~", "unos"}, {"&", "y"}, {"+", "más"},
    {"=", "igual a"}, {"→", "a"}, {"½", "medio"}, {"¼", "un cuarto"},
    {"¾", "tres cuartos"}, {"%", "por ciento"}, {"°", "grados"}, {0},
};
static const struct tongue_part spanish_parts[] = {
    {1, 2, "medio"}, {1, 3, "un tercio"}, {2, 3, "dos tercios"},
    {1, 4, "un cuarto"}, {3, 4, "tres cuartos"}, {1, 5, "un quinto"},
    {1, 8, "un octavo"}, {1, 10, "un décimo"}, {0},
};
static const struct tongue_mixed spanish_mixed[] = {
    {"½", "y medio", "y media"}, {"¼", "y cuarto", NULL},
    {"¾", "y tres cuartos", NULL}, {0},
};
// clang-format on

// ---- all

static const struct tongue tongues[] = {
    {.language = "en",
     .decimal_mark = '.',
     .group_mark = ',',
     .point = "point",
     .minus = "minus",
     .to = "to",
     .over = "over",
     .or_word = "or",
     .number = english,
     .clock = english_clock,
     .leans = english_leans,
     .units = english_units,
     .shorts = english_shorts,
     .signs = english_signs,
     .parts = english_parts,
     .mixed = english_mixed},
    { .language = "es",
     .decimal_mark = ',',
     .group_mark = '.',
     .point = "coma",
     .pairs = true,
     .minus = "menos",
     .to = "a",
     .over = "sobre",
     .or_word = "o",
     .number = spanish,
     .clock = spanish_clock,
     .leans = spanish_leans,
     .units = spanish_units,
     .shorts = spanish_shorts,
     .signs = spanish_signs,
     .parts = spanish_parts,
     .mixed = spanish_mixed,
     .mixed_last = true},
};

bool voice_same_language(const char *a, const char *b)
{
    const size_t n = strcspn(a, "-_"), m = strcspn(b, "-_");
    return n == m && n > 0 && strncasecmp(a, b, n) == 0;
}

const struct tongue *tongue_of(const char *language)
{
    for (size_t i = 0; i < sizeof tongues / sizeof *tongues; i++)
        if (voice_same_language(tongues[i].language, language))
            return &tongues[i];
    return NULL;
}
