/*
 * Inside care: the loaded library and the reader that all of its files share.
 * Every array grows through care_grow; the library owns all of it.
 */
#ifndef CARE_INTERNAL_H
#define CARE_INTERNAL_H

#include "care/pull/protocol.h"
#include "text/text.h"

enum {
    CARE_TEXT_MAX = 4000,    /* bytes of one text field */
    CARE_LESSON_MAX = 60000, /* bytes of a lesson */
};

struct care_tag_text {
    char *text[CARE_TAGS];
};

struct care_library {
    struct care_exercise *exercise;
    int exercises;
    struct care_fact *fact;
    int facts;
    struct care_lesson *lesson;
    int lessons;
    struct care_source *source;
    int sources;
    struct care_equipment *equipment;
    int equipments;
    struct care_question *question;
    int questions;
    struct care_condition *condition;
    int conditions;
    struct care_tag_rule *tag_rule;
    int tag_rules;
    struct care_named_text *reason;
    int reasons;
    struct care_outcome *outcome;
    int outcomes;
    struct care_number *number;
    int numbers;
    char *number_default;
    char *preface;
    char *tag_text[CARE_TAGS];
    struct care_cell floor[CARE_MODALITIES];
    struct care_stop_texts stop;
    struct care_rescreen_texts rescreen;
    struct care_direction_texts direction;
    struct care_clearance_rules clearance;
    struct care_protocol_entry *protocol;
    int protocols;
};

/* One more zeroed element at the end of an array of `size` bytes each; NULL
 * when memory is short, the array is then as before. */
void *care_grow(void *array, int *count, size_t size);

/*
 * A reader keeps the first failure; later reads do nothing. So a file is read
 * as a list of fields and checked once.
 */
struct care_reader {
    enum sp_status st;
    struct sp_error *err;
};

void care_fields(struct care_reader *r, const struct text_node *map,
                 const char *const *words, int count);
#define CARE_FIELDS(r, map, ...)                                               \
    do {                                                                       \
        static const char *const words_[] = {__VA_ARGS__};                     \
        care_fields((r), (map), words_,                                        \
                    (int)(sizeof words_ / sizeof *words_));                    \
    } while (0)
void care_string(struct care_reader *r, const struct text_node *map,
                 const char *field, bool needed, char **out);
/* As care_string, a text for people: in the language in use (text/words.h). */
void care_text(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, char **out);
/* As care_string; the text must be an id of small letters, digits and _. */
void care_id(struct care_reader *r, const struct text_node *map,
             const char *field, char **out);
void care_number_of(struct care_reader *r, const struct text_node *map,
                    const char *field, bool needed, double min, double max,
                    double *out);
void care_int(struct care_reader *r, const struct text_node *map,
              const char *field, bool needed, int min, int max, int *out);
void care_bool(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, bool *out);
void care_list(struct care_reader *r, const struct text_node *map,
               const char *field, bool needed, char ***out);
/* As care_list, of texts for people. */
void care_text_list(struct care_reader *r, const struct text_node *map,
                    const char *field, bool needed, char ***out);
int care_word(struct care_reader *r, const struct text_node *map,
              const char *field, bool needed, const char *const *words,
              int count, int otherwise);
/* A list of words as bits. */
unsigned care_bits(struct care_reader *r, const struct text_node *map,
                   const char *field, const char *const *words, int count);
/* The list of a field; NULL (and a failure when needed) if there is none. */
const struct text_node *care_items(struct care_reader *r,
                                   const struct text_node *map,
                                   const char *field, bool needed);
void care_fail(struct care_reader *r, const struct text_node *node,
               const char *field, const char *format, ...) SP_PRINTF(4, 5);
void care_no_memory(struct care_reader *r, const char *what);
/* Refuses a second thing of one id: "id: 'x' is there twice". */
void care_once(struct care_reader *r, const struct text_node *node,
               const char *id, bool already);
/* Every id of a list names a source. */
void care_known_sources(struct care_reader *r, const struct care_library *lib,
                        const struct text_node *map, char *const *sources);

extern const char *const care_modality_words[CARE_MODALITIES];
extern const char *const care_tag_words[CARE_TAGS];
extern const char *const care_region_words[CARE_REGIONS];
extern const char *const care_action_words[4];
extern const char *const care_category_words[12];
enum { CARE_CATEGORIES = 12 };

/* Files of the library. `root` is the file's top mapping. */
void care_read_sources(struct care_reader *, struct care_library *,
                       const struct text_node *root);
void care_read_equipment(struct care_reader *, struct care_library *,
                         const struct text_node *root);
void care_read_facts(struct care_reader *, struct care_library *,
                     const struct text_node *root);
/* A list of {id, text} is appended to an array, which goes with
 * care_free_named(). */
void care_named_texts(struct care_reader *, const struct text_node *root,
                      const char *field, struct care_named_text **array,
                      int *count);
void care_free_named(struct care_named_text *array, int count);
void care_read_stop(struct care_reader *, struct care_library *,
                    const struct text_node *root);
void care_read_rescreen(struct care_reader *, struct care_library *,
                        const struct text_node *root);
void care_read_direction(struct care_reader *, struct care_library *,
                         const struct text_node *root);
void care_read_clearances(struct care_reader *, struct care_library *,
                          const struct text_node *root);
/* A file under screening/, by its name; false when the name is unknown. */
bool care_read_screening(struct care_reader *, struct care_library *,
                         const char *name, const struct text_node *root);
void care_read_protocol(struct care_reader *, struct care_library *,
                        const struct text_node *root);
/* Markdown with a YAML head between lines of "---". */
enum sp_status care_read_lesson(struct care_library *lib, const char *path,
                                const char *bytes, size_t len,
                                struct sp_error *err);
/* `exercise` is zeroed and becomes the caller's, also after a failure. The
 * scene must be set before: step names are looked up in it. */
void care_read_exercise(struct care_reader *, const struct care_library *,
                        const struct text_node *root,
                        struct care_exercise *exercise);
/* References between exercises: easier, harder. */
enum sp_status care_check_ladder(const struct care_library *lib, int exercise,
                                 struct sp_error *err);

void care_exercise_release(struct care_exercise *ex);
void care_texts_release(struct care_library *lib);
void care_screening_release(struct care_library *lib);
void care_rules_release(struct care_library *lib);
void care_protocols_release(struct care_library *lib);

/* ---- ramps over weeks (dose.c) ---- */

/* A step of the hanging ramp: the dose that is prescribed, the most of each,
 * and the most seconds in all. */
struct care_hang_row {
    double hold_s, hold_most_s;
    int sets, sets_most;
    double total_s;
    int days_min, days_max;
    bool free;         /* feet off the ground */
    double arms_share; /* of the weight below the low back: the arms' part */
};
struct care_inversion_row {
    double bout_s, bout_most_s;
    int bouts, bouts_most, days;
    double angle_deg; /* at most, past level */
    bool large_tilt;
};
/* Steps outside count as the nearest. */
const struct care_hang_row *care_hang_row(int step, bool reduced);
const struct care_inversion_row *care_inversion_row(int row, bool restricted);
/* A clearance, or a condition that speaks of inversion, keeps it small. */
bool care_inversion_restricted(const struct care_library *lib,
                               const struct care_screen *screen);

/* Add to text[size], never beyond it; returns the new length. */
size_t care_say(char *text, size_t size, const char *format, ...)
    SP_PRINTF(3, 4);

/* The same, but all of it or nothing; false when it does not fit. */
bool care_say_whole(char *text, size_t size, const char *format, ...)
    SP_PRINTF(3, 4);

/* " (Garber 2011, Snook 1998)" by the ids, all of it or nothing. */
bool care_cite(char *text, size_t size, const struct care_library *lib,
               char *const *ids);

bool care_in_list(char *const *list, const char *id);

/* Parts of the spine that regions speak of, as bits; all for none. */
unsigned care_spine_parts(unsigned regions);
#endif
