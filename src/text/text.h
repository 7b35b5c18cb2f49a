/*
 * Text from outside, with places: YAML documents as a tree whose nodes know
 * their line, and CSV rows that know theirs. Every error says file:line,
 * field, what was found and what was expected.
 */
#ifndef TEXT_H
#define TEXT_H

#include "stature/base.h"

/* ---- YAML (libyaml; aliases and tags are refused; 1 MiB at most, 4096
 * entries in one list or mapping) ---- */

struct text_yaml; /* owns the tree */
struct text_node; /* borrowed from its document */

SP_NODISCARD enum sp_status text_yaml_parse(struct text_yaml **doc,
                                            const char *file, const char *bytes,
                                            size_t len, struct sp_error *err);
void text_yaml_free(struct text_yaml *doc);
const struct text_node *text_yaml_root(const struct text_yaml *doc);

enum text_kind { TEXT_SCALAR, TEXT_LIST, TEXT_MAP };
enum text_kind text_kind(const struct text_node *node);
int text_line(const struct text_node *node); /* from 1 */
const char *text_file(const struct text_node *node);
/* Field of a mapping or NULL. Duplicate keys are refused at parse. */
const struct text_node *text_field(const struct text_node *map,
                                   const char *name);
int text_count(const struct text_node *list_or_map);
const struct text_node *text_item(const struct text_node *list, int i);
const char *text_key(const struct text_node *map, int i);
const struct text_node *text_value(const struct text_node *map, int i);
const char *text_scalar(const struct text_node *node);

/* sp_fail with "file:line: field: ..." in front. */
enum sp_status text_fail(const struct text_node *node, const char *field,
                         struct sp_error *err, const char *format, ...)
    SP_PRINTF(4, 5);

/* Typed reads of a field. `needed`: missing is an error; else *out is kept.
 * Numbers refuse trailing text, NaN, infinity and values outside [min, max]. */
SP_NODISCARD enum sp_status text_read_number(const struct text_node *map,
                                             const char *field, bool needed,
                                             double min, double max,
                                             double *out, struct sp_error *);
SP_NODISCARD enum sp_status text_read_int(const struct text_node *map,
                                          const char *field, bool needed,
                                          int min, int max, int *out,
                                          struct sp_error *);
SP_NODISCARD enum sp_status text_read_bool(const struct text_node *map,
                                           const char *field, bool needed,
                                           bool *out, struct sp_error *);
/* Copies; the caller frees *out. */
SP_NODISCARD enum sp_status text_read_string(const struct text_node *map,
                                             const char *field, bool needed,
                                             size_t max, char **out,
                                             struct sp_error *);
/* One of words[count]; the error lists the allowed words. */
SP_NODISCARD enum sp_status text_read_word(const struct text_node *map,
                                           const char *field, bool needed,
                                           const char *const *words, int count,
                                           int *out, struct sp_error *);
/* A list of strings as a NULL-terminated array; free with text_free_list. */
SP_NODISCARD enum sp_status text_read_list(const struct text_node *map,
                                           const char *field, bool needed,
                                           char ***out, struct sp_error *);
void text_free_list(char **list);
/* Refuses fields that are not in words[count]. */
SP_NODISCARD enum sp_status text_only_fields(const struct text_node *map,
                                             const char *const *words,
                                             int count, struct sp_error *);

/* ---- CSV (RFC 4180) ------------------------------------------------------ */

struct text_csv;
SP_NODISCARD enum sp_status text_csv_parse(struct text_csv **csv,
                                           const char *file, const char *bytes,
                                           size_t len, struct sp_error *err);
void text_csv_free(struct text_csv *csv);
int text_csv_rows(const struct text_csv *csv); /* without the header */
int text_csv_line(const struct text_csv *csv, int row);
int text_csv_column(const struct text_csv *csv, const char *name); /* -1 */
const char *text_csv_at(const struct text_csv *csv, int row, int column);

/* Whole string as a finite number; no trailing text. */
bool text_to_number(const char *s, double *out);

#endif
