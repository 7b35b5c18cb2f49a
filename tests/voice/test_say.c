/* Written texts beside what a person reads aloud. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "voice/voice.h"

struct row {
    const char *why, *written, *spoken;
};

static const struct row english[] = {
    {"nothing to do",                   "Breathe in, and let go.",     "Breathe in, and let go."               },
    {"level of the spine",              "L4/L5",                       "L four L five"                         },
    {"with a dash",                     "Between L5–S1, gently.",    "Between L five S one, gently."         },
    {"second letter left out",          "at L4/5.",                    "at L four five."                       },
    {"one vertebra",                    "T12 and C7",                  "T twelve and C seven"                  },
    {"no such level",                   "L9 is no level",              "L9 is no level"                        },
    {"seconds",                         "Hold for 30 s.",              "Hold for thirty seconds."              },
    {"no blank",                        "30s",                         "thirty seconds"                        },
    {"narrow blank",                    "30\u202Fs",                   "thirty seconds"                        },
    {"one",                             "1 s, 1 min, 1 kg",            "one second, one minute, one kilogram"  },
    {"repeats of a hold",               "2 × 30 s",                   "two times thirty seconds"              },
    {"with the letter",                 "2 x 30 s",                    "two times thirty seconds"              },
    {"once",                            "1 × 15 s",                   "one time fifteen seconds"              },
    {"range",                           "10–30 s",                   "ten to thirty seconds"                 },
    {"range with a hyphen",             "10-30 min",                   "ten to thirty minutes"                 },
    {"mass",                            "up to 20 kg",                 "up to twenty kilograms"                },
    {"force",                           "196 N",                       "one hundred ninety six newtons"        },
    {"moment",                          "12 N·m",                     "twelve newton metres"                  },
    {"angle",                           "a tilt of 30°",              "a tilt of thirty degrees"              },
    {"share",                           "25 %",                        "twenty five percent"                   },
    {"share without blank",             "25%",                         "twenty five percent"                   },
    {"small length",                    "about 0.4 mm",                "about zero point four millimetres"     },
    {"pressure",                        "0.46 MPa",                    "zero point four six megapascals"       },
    {"one with decimals is many",       "1.0 kg",                      "one point zero kilograms"              },
    {"half",                            "1/2",                         "one half"                              },
    {"half of a unit",                  "1/2 min",                     "one half minute"                       },
    {"sign of a half",                  "½ minute",                   "one half minute"                       },
    {"mixed",                           "2½ min",                     "two and a half minutes"                },
    {"mixed, one",                      "1½ h",                       "one and a half hours"                  },
    {"third",                           "1/3 of it",                   "one third of it"                       },
    {"blood pressure",                  "140/90",                      "one hundred forty over ninety"         },
    {"half past",                       "at 7:30",                     "at seven thirty"                       },
    {"full hour",                       "at 7:00",                     "at seven o'clock"                      },
    {"five past",                       "at 7:05",                     "at seven oh five"                      },
    {"evening",                         "20:15",                       "twenty fifteen"                        },
    {"for example",                     "e.g. a pillow",               "for example a pillow"                  },
    {"that is",                         "(i.e. both)",                 "(that is both)"                        },
    {"and so on, at the end",           "mats, balls etc. Then rest.",
     "mats, balls and so on. Then rest."                                                                       },
    {"about",                           "approx. 5 cm",                "about five centimetres"                },
    {"plus or minus",                   "3 ± 1",                      "three plus or minus one"               },
    {"at most",                         "≤ 11 kg",                   "at most eleven kilograms"              },
    {"thousands",                       "1,200 N",                     "one thousand two hundred newtons"      },
    {"a comma after a number",          "30, 40 and 50",               "thirty, forty and fifty"               },
    {"the end of a sentence",           "Wait 5. Go.",                 "Wait five. Go."                        },
    {"less",                            "−5 °C",                    "minus five degrees Celsius"            },
    {"rate",                            "6/min",                       "six a minute"                          },
    {"parts in turn",                   "3/4 or 75%",                  "three quarters or seventy five percent"},
    {"either",                          "elbow/knee",                  "elbow or knee"                         },
    {"a pause",                         "rest – then go on",         "rest, then go on"                      },
    {"quotation marks",                 "say “stop” now",          "say stop now"                          },
    {"apostrophe",                      "a hand’s width",            "a hand's width"                        },
    {"an ordinal is left to the voice", "the 2nd time",                "the 2nd time"                          },
    {"a date as well",                  "on 2026-11-21",               "on 2026-11-21"                         },
    {"a word with a digit inside",      "step H4 now",                 "step H4 now"                           },
    {"zero",                            "0 s",                         "zero seconds"                          },
    {"a round hundred",                 "100 times",                   "one hundred times"                     },
    {"a million",                       "2000000",                     "two million"                           },
};

static const struct row spanish[] = {
    {"nothing to do",          "Respira con calma.",  "Respira con calma."                 },
    {"level of the spine",     "L4/L5",               "L cuatro L cinco"                   },
    {"seconds",                "Mantén 30 s.",       "Mantén treinta segundos."          },
    {"one",                    "1 s",                 "un segundo"                         },
    {"one, feminine",          "1 h",                 "una hora"                           },
    {"twenty one",             "21 s",                "veintiún segundos"                 },
    {"thirty one",             "31 min",              "treinta y un minutos"               },
    {"feminine hundreds",      "200 lb",              "doscientas libras"                  },
    {"a word as the unit",     "1 vez",               "una vez"                            },
    {"a masculine word",       "1 minuto",            "un minuto"                          },
    {"a masculine word in -a", "1 día",              "un día"                            },
    {"a feminine word",        "21 repeticiones",     "veintiuna repeticiones"             },
    {"one of three",           "1 de 3",              "uno de tres"                        },
    {"repeats of a hold",      "2 × 30 s",           "dos veces treinta segundos"         },
    {"once",                   "1 × 15 s",           "una vez quince segundos"            },
    {"range",                  "10–30 s",           "diez a treinta segundos"            },
    {"mass",                   "20 kg",               "veinte kilos"                       },
    {"angle",                  "30°",                "treinta grados"                     },
    {"share",                  "25 %",                "veinticinco por ciento"             },
    {"comma",                  "0,4 mm",              "cero coma cuatro milímetros"       },
    {"point",                  "0.4 mm",              "cero coma cuatro milímetros"       },
    {"two decimals",           "1,75 m",              "uno coma setenta y cinco metros"    },
    {"two with a nought",      "0,08 mm",             "cero coma cero ocho milímetros"    },
    {"three decimals",         "0,125 mm",            "cero coma uno dos cinco milímetros"},
    {"a disc's short name",    "L4/5",                "L cuatro cinco"                     },
    {"without blanks",         "3×10",               "tres veces diez"                    },
    {"thousands",              "1.200 N",             "mil doscientos newtons"             },
    {"a hundred",              "100 s",               "cien segundos"                      },
    {"more than a hundred",    "140/90",              "ciento cuarenta sobre noventa"      },
    {"half",                   "1/2",                 "medio"                              },
    {"mixed",                  "2½ min",             "dos minutos y medio"                },
    {"mixed, feminine",        "1½ h",               "una hora y media"                   },
    {"mixed, alone",           "2½",                 "dos y medio"                        },
    {"half past",              "a las 7:30",          "a las siete y media"                },
    {"quarter past",           "a la 1:15",           "a la una y cuarto"                  },
    {"full hour",              "a las 7:00",          "a las siete"                        },
    {"evening",                "a las 20:40",         "a las veinte cuarenta"              },
    {"for example",            "p. ej. una almohada", "por ejemplo una almohada"           },
    {"either",                 "codo y/o rodilla",    "codo y o rodilla"                   },
    {"rate",                   "3/semana",            "tres por semana"                    },
};

static int check(const struct row *rows, size_t count, const char *language)
{
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char out[256];
        assert_true(voice_words(rows[i].written, language, out, sizeof out));
        if (strcmp(out, rows[i].spoken) == 0)
            continue;
        print_error("%s: '%s' reads '%s', wanted '%s'\n", rows[i].why,
                    rows[i].written, out, rows[i].spoken);
        wrong++;
    }
    return wrong;
}

static void english_is_read_as_a_person_would(void **state)
{
    (void)state;
    assert_int_equal(check(english, sizeof english / sizeof *english, "en-US"),
                     0);
}

static void spanish_is_read_as_a_person_would(void **state)
{
    (void)state;
    assert_int_equal(check(spanish, sizeof spanish / sizeof *spanish, "es-419"),
                     0);
}

static void another_language_comes_back_as_it_is(void **state)
{
    (void)state;
    char out[64];
    assert_true(voice_words("30 s, z. B. L4/L5", "de", out, sizeof out));
    assert_string_equal(out, "30 s, z. B. L4/L5");
}

// every size from nothing: it ends in time, and says so
static void a_small_place_is_never_overrun(void **state)
{
    (void)state;
    static const char text[] = "Hold 2 × 30 s at L4/L5 – e.g. 1/2 ½ “now”.";
    char whole[256], out[256];
    assert_true(voice_words(text, "en", whole, sizeof whole));
    const size_t need = strlen(whole) + 1;
    for (size_t size = 0; size < sizeof out; size++) {
        memset(out, 'x', sizeof out);
        assert_int_equal(voice_words(text, "en", out, size), size >= need);
        if (size > 0)
            assert_true(strlen(out) < size);
        for (size_t i = size; i < sizeof out; i++)
            assert_int_equal(out[i], 'x');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_is_read_as_a_person_would),
        cmocka_unit_test(spanish_is_read_as_a_person_would),
        cmocka_unit_test(another_language_comes_back_as_it_is),
        cmocka_unit_test(a_small_place_is_never_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
