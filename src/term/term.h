/*
 * The command line and the terminal player: words in, text or JSON out. Holds
 * no rules; every answer comes from app.
 *
 * Exit codes: 0 done · 1 could not be done · 2 wrong use · 3 not allowed by
 * the safety answers.
 */
#ifndef TERM_H
#define TERM_H

#include <jansson.h>

#include "app/app.h"

enum term_exit {
    TERM_OK = 0,
    TERM_FAILED = 1,
    TERM_USAGE = 2,
    TERM_BLOCKED = 3
};

/* Runs one command; argv[1] is its name. */
int term_main(int argc, char **argv);

/* The language the person chose, else what the environment asks for (LC_ALL,
 * LC_MESSAGES, LANG), or NULL; opens no journal and makes no folder. */
const char *term_language(void);

/* XDG folders of this person, made when missing; SP_E_IO, SP_E_RANGE. */
struct term_place {
    char data[512], config[512], cache[512];
};
SP_NODISCARD enum sp_status term_place_find(struct term_place *place,
                                            struct sp_error *err);
/* Opens the app in that place; complaints about own files go to stderr. */
SP_NODISCARD enum sp_status
term_app_open(struct app **app, struct term_place *place, struct sp_error *err);
#endif
