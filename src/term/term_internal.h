/* Shared inside the room: commands, their options, printing, asking. */
#ifndef TERM_INTERNAL_H
#define TERM_INTERNAL_H

#include <stdio.h>

#include "term/term.h"

enum { TERM_OPTIONS_MAX = 24, TERM_WORDS_MAX = 64 };

struct term_option {
    const char *name;  /* long name without dashes */
    const char *value; /* what the value is called in help; NULL = a switch */
    const char *help;
};

/* What was given on the command line for one command. */
struct term_args {
    const struct term_command *command;
    const char *value[TERM_OPTIONS_MAX]; /* per option; "" for a switch */
    const char *word[TERM_WORDS_MAX];
    int words;
    bool json;
};

struct term_command {
    const char *name;
    const char *words; /* of usage: "[ID]" */
    const char *help;  /* one sentence */
    const char *more;  /* further lines for --help and the manual; or NULL */
    const struct term_option *options; /* ended by a row without name */
    int (*run)(struct app *app, const struct term_args *args);
    bool no_app; /* runs without opening the journal */
};

/* Value of an option or NULL when it was not given. */
const char *term_value(const struct term_args *args, const char *option);
bool term_given(const struct term_args *args, const char *option);

/* ---- asking app ------------------------------------------------------------
 */

/* Runs an operation by its name. `params` and `body` are consumed and may be
 * NULL. Returns the JSON answer (new reference), or NULL after printing the
 * problem's sentence to stderr and setting *exit_code. */
json_t *term_ask(struct app *app, const char *op, json_t *params, json_t *body,
                 int *exit_code);
/* The same for operations that answer with bytes; free *bytes. */
bool term_fetch(struct app *app, const char *op, json_t *params,
                unsigned char **bytes, size_t *len, int *exit_code);

/* The profile's body; a middling one where the profile says nothing. */
struct sp_person term_person(struct app *app);

/* ---- printing
 * ----------------------------------------------------------------- */

bool term_colour(void); /* stdout is a terminal and NO_COLOR is unset */
int term_width(void);   /* columns, 40 to 100 */
int term_columns(const char *text); /* characters, not bytes */
/* How many bytes the first so many characters take. */
size_t term_bytes(const char *text, int columns);
/* As printf, with numbers in the language's way; not for names of files. */
void term_print(const char *format, ...) SP_PRINTF(1, 2);
void term_heading(const char *text);
/* Wrapped at the terminal's width, each line after `indent` blanks; the first
 * begins with `lead` (may be ""). */
void term_paragraph(int indent, const char *lead, const char *text);
void term_json(const json_t *value);
const char *term_text(const json_t *object, const char *field); /* "" if none */
double term_number(const json_t *object, const char *field);    /* 0 if none */
/* A share in whole percent, never "-0". */
double term_percent(const json_t *object, const char *field);
/* Does "emergency_number" name one? Without a country it only says "your
 * local emergency number". */
bool term_has_number(const json_t *object);
void term_minutes(char buf[32], double minutes);

/* ---- tables ----------------------------------------------------------------
 */

struct term_table;
/* One letter a column: 'l' aligns left, 'r' right; static storage. NULL and
 * what finds no memory are told by term_table_print. */
struct term_table *term_table_new(int indent, const char *sides);
/* The next cell, row by row, with numbers in the language's way. */
void term_cell(struct term_table *t, const char *format, ...) SP_PRINTF(2, 3);
/* Words that stand alone between rows. */
void term_table_line(struct term_table *t, const char *text);
/* Prints and frees. */
void term_table_print(struct term_table *t);

/* ---- complaints, on stderr -------------------------------------------------
 */

/* "stature: COMMAND: sentence": wrong use. Returns TERM_USAGE. */
int term_wrong(const struct term_args *args, const char *format, ...)
    SP_PRINTF(2, 3);
/* The same of an option's value; `want` says what was expected. */
int term_wrong_value(const struct term_args *args, const char *option,
                     const char *want);
/* "stature: sentence". Returns TERM_FAILED. */
int term_failed(struct sp_error *err);

/* A week; with what was left out and why. */
void term_print_plan(const json_t *plan, bool why_not);

/* ---- asking the person
 * -------------------------------------------------------- */

/* One line from stdin without its end; false at end of file. */
bool term_line(char *buf, size_t size);
/* Repeats the question until the answer is one of the letters: TERM_YES_NO
 * and the like. A language has its own; the English ones count beside them.
 * *answer is the English one. */
#define TERM_YES_NO "yn"
#define TERM_YES_NO_UNSURE "ynu"
#define TERM_GO_END "ge"
bool term_letter(const char *question, const char *letters, char *answer);

/* A whole file of at most `most` bytes, "-" for standard input, ended by NUL;
 * the caller frees. NULL after saying what is wrong with it. */
char *term_read_file(const char *path, size_t most, size_t *len);
/* Writes a file, or standard output for NULL; TERM_OK, or TERM_FAILED after
 * saying why it could not. */
int term_write_file(const char *path, const void *bytes, size_t len);

/* A scene from a YAML file, the caller's to free; NULL after printing what is
 * wrong with it. */
struct sp_scene *term_scene_file(const char *path);

/* ---- commands, by file
 * -------------------------------------------------------- */

int term_screen(struct app *app, const struct term_args *args);
int term_agreement(struct app *app, const struct term_args *args);
int term_profile(struct app *app, const struct term_args *args);
int term_today(struct app *app, const struct term_args *args);
int term_plan(struct app *app, const struct term_args *args);
int term_library(struct app *app, const struct term_args *args);
int term_learn(struct app *app, const struct term_args *args);
int term_figure(struct app *app, const struct term_args *args);
int term_load(struct app *app, const struct term_args *args);
int term_day(struct app *app, const struct term_args *args);
int term_night(struct app *app, const struct term_args *args);
int term_traction(struct app *app, const struct term_args *args);
int term_validate(struct app *app, const struct term_args *args);
int term_session(struct app *app, const struct term_args *args);
int term_log(struct app *app, const struct term_args *args);
int term_handout(struct app *app, const struct term_args *args);
int term_report(struct app *app, const struct term_args *args);
int term_progress(struct app *app, const struct term_args *args);
int term_export(struct app *app, const struct term_args *args);
int term_import(struct app *app, const struct term_args *args);
int term_backup(struct app *app, const struct term_args *args);
int term_restore(struct app *app, const struct term_args *args);
int term_erase(struct app *app, const struct term_args *args);
int term_doctor(struct app *app, const struct term_args *args);
int term_version(struct app *app, const struct term_args *args);

#endif
