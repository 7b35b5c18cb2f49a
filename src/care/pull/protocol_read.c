/* Protocols as files and requests: their fields, once; read from YAML and
 * JSON, written as JSON; the library's own. */
#include "care/care_internal.h"
#include "care/pull/protocol.h"
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_words[CARE_PROTOCOL_KINDS] = {
    "hang", "inversion", "traction", "partner"};
static const char *const mode_words[CARE_PULL_MODES] = {
    "continuous", "intermittent", "progressive", "regressive",
    "progressive_regressive"};
static const char *const level_words[CARE_PULL_LEVELS] = {"any", "L3/4", "L4/5",
                                                          "L5/S1"};
static const char *const table_words[] = {"split", "plain"};

const char *care_protocol_kind_id(enum care_protocol_kind k)
{
    return kind_words[k];
}
const char *care_pull_level_id(enum care_pull_level l)
{
    return level_words[l];
}

/* ---- fields ----------------------------------------------------------------
 */

#define HANG (1u << CARE_PROTOCOL_HANG)
#define INVERSION (1u << CARE_PROTOCOL_INVERSION)
#define TRACTION (1u << CARE_PROTOCOL_TRACTION)
#define PARTNER (1u << CARE_PROTOCOL_PARTNER)
#define ALL (HANG | INVERSION | TRACTION | PARTNER)

/* Ranges are what can be meant at all; the caps are the limits' to say. */
static const struct number_row {
    const char *name;
    unsigned kinds;
    double min, max;
    bool whole;
    size_t at;
} numbers[] = {
#define AT(field) offsetof(struct care_protocol, field)
    {"force_N",    TRACTION | PARTNER,         1,    600, false, AT(force_N)   },
    {"share",      TRACTION,                   0.01, 0.6, false, AT(share)     },
    {"hold_s",     ALL,                        5,    900, false, AT(hold_s)    },
    {"rest_s",     ALL,                        5,    600, false, AT(rest_s)    },
    {"rest_share", TRACTION,                   0,    0.9, false, AT(rest_share)},
    {"ramp_s",     ALL,                        2,    120, false, AT(ramp_s)    },
    {"release_s",  ALL,                        2,    120, false, AT(release_s) },
    {"minutes",    TRACTION,                   1,    30,  false, AT(minutes)   },
    {"steps",      TRACTION,                   2,    8,   true,  AT(steps)     },
    {"reps",       HANG | INVERSION | PARTNER, 1,    10,  true,  AT(reps)      },
    {"hip_deg",    TRACTION,                   30,   90,  false, AT(hip_deg)   },
    {"pull_deg",   TRACTION,                   0,    30,  false, AT(pull_deg)  },
    {"friction",   TRACTION,                   0.1,  1,   false, AT(friction)  },
    {"angle_deg",  INVERSION,                  5,    60,  false, AT(angle_deg) },
#undef AT
};
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static const char *const word_fields[] = {"id",    "name",  "kind", "mode",
                                          "level", "table", "force"};

static void put(struct care_protocol *p, const struct number_row *row, double x)
{
    char *field = (char *)p + row->at;
    const int whole = (int)lround(x);
    if (row->whole)
        memcpy(field, &whole, sizeof whole);
    else
        memcpy(field, &x, sizeof x);
}

static double take(const struct care_protocol *p, const struct number_row *row)
{
    const char *field = (const char *)p + row->at;
    double x;
    int whole;
    if (!row->whole) {
        memcpy(&x, field, sizeof x);
        return x;
    }
    memcpy(&whole, field, sizeof whole);
    return whole;
}

/* ---- one source of fields: a YAML map or a JSON object ---------------------
 */

struct given {
    const struct text_node *map; /* or */
    const json_t *object;
    struct sp_error *err;
};

static bool has(const struct given *g, const char *field)
{
    return g->map ? text_field(g->map, field) != NULL
                  : json_object_get(g->object, field) != NULL;
}

static enum sp_status wrong(const struct given *g, const char *field,
                            const char *format, ...) SP_PRINTF(3, 4);
static enum sp_status wrong(const struct given *g, const char *field,
                            const char *format, ...)
{
    char what[200];
    va_list args;
    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) < 0)
        what[0] = '\0';
    va_end(args);
    const struct text_node *at = g->map ? text_field(g->map, field) : NULL;
    if (g->map)
        return text_fail(at ? at : g->map, field, g->err, "%s", what);
    return sp_fail(g->err, SP_E_RANGE, "%s: %s", field, what);
}

// the field's text, or NULL with *st set when it is none
static const char *text_of(const struct given *g, const char *field,
                           enum sp_status *st)
{
    const char *text = NULL;
    if (!has(g, field))
        return NULL;
    if (g->map) {
        const struct text_node *node = text_field(g->map, field);
        text = text_kind(node) == TEXT_SCALAR ? text_scalar(node) : NULL;
    } else {
        text = json_string_value(json_object_get(g->object, field));
    }
    if (!text)
        *st = wrong(g, field, _("must be text"));
    return text;
}

static enum sp_status read_number(const struct given *g,
                                  const struct number_row *row, double *x)
{
    const char *text = NULL;
    if (g->map) {
        const struct text_node *node = text_field(g->map, row->name);
        text = text_kind(node) == TEXT_SCALAR ? text_scalar(node) : "";
        if (!text_to_number(text, x))
            return wrong(g, row->name, _("found '%.20s', expected a number"),
                         text);
    } else {
        const json_t *v = json_object_get(g->object, row->name);
        if (!json_is_number(v))
            return wrong(g, row->name, _("must be a number"));
        *x = json_number_value(v);
    }
    if (!(*x >= row->min && *x <= row->max))
        return wrong(g, row->name, _("%g is outside %g to %g"), *x, row->min,
                     row->max);
    if (row->whole && *x != floor(*x))
        return wrong(g, row->name, _("%g must be a whole number"), *x);
    return SP_OK;
}

static enum sp_status read_word(const struct given *g, const char *field,
                                const char *const *words, int count, int *out)
{
    enum sp_status st = SP_OK;
    const char *text = text_of(g, field, &st);
    char known[120] = "";
    if (!text)
        return st;
    for (int i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return SP_OK;
        }
        care_say(known, sizeof known, "%s%s", i ? ", " : "", words[i]);
    }
    return wrong(g, field, _("found '%.40s', expected one of %s"), text, known);
}

static bool known_field(const char *name)
{
    for (size_t i = 0; i < sizeof word_fields / sizeof *word_fields; i++)
        if (strcmp(name, word_fields[i]) == 0)
            return true;
    for (int i = 0; i < NUMBERS; i++)
        if (strcmp(name, numbers[i].name) == 0)
            return true;
    return false;
}

static enum sp_status only_known(const struct given *g)
{
    if (g->map) {
        for (int i = 0; i < text_count(g->map); i++)
            if (!known_field(text_key(g->map, i)))
                return wrong(g, text_key(g->map, i),
                             _("a protocol has no such field"));
        return SP_OK;
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)g->object, key, value)
    {
        (void)value;
        if (!known_field(key))
            return sp_fail(g->err, SP_E_RANGE,
                           _("%.40s: a protocol has no such field."), key);
    }
    return SP_OK;
}

static enum sp_status read_texts(const struct given *g, struct care_protocol *p)
{
    enum sp_status st = SP_OK;
    const char *id = text_of(g, "id", &st);
    const char *name = st == SP_OK ? text_of(g, "name", &st) : NULL;
    if (st != SP_OK)
        return st;
    if (id &&
        (strlen(id) >= sizeof p->id ||
         strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(id)))
        return wrong(g, "id",
                     _("needs small letters, digits, _ and -, at most "
                       "%zu of them"),
                     sizeof p->id - 1);
    if (name && (strlen(name) >= sizeof p->name || !name[strspn(name, " ")]))
        return wrong(g, "name", _("needs 1 to %zu bytes, not blanks alone"),
                     sizeof p->name - 1);
    snprintf(p->id, sizeof p->id, "%s", id ? id : "");
    snprintf(p->name, sizeof p->name, "%s", name ? name : "");
    return SP_OK;
}

// said as text with a unit, as newtons or as a share: once
static enum sp_status read_force(const struct given *g, struct care_protocol *p)
{
    enum sp_status st = SP_OK;
    const char *text = text_of(g, "force", &st);
    double force_N, share;
    if (st != SP_OK)
        return st;
    if (has(g, "force") + has(g, "force_N") + has(g, "share") > 1)
        return wrong(g, has(g, "force") ? "force" : "share",
                     _("say the force once, as force, force_N or share"));
    if (has(g, "force_N"))
        p->share = NAN;
    if (has(g, "share"))
        p->force_N = NAN;
    if (!text)
        return SP_OK;
    if (p->kind != CARE_PROTOCOL_TRACTION && p->kind != CARE_PROTOCOL_PARTNER)
        return wrong(g, "force", _("this kind is not told as a force"));
    if (!care_force_read(text, &force_N, &share))
        return wrong(g, "force",
                     _("found '%.20s', expected a number with kg, lb, N or %%"),
                     text);
    if (p->kind == CARE_PROTOCOL_PARTNER && isnan(force_N))
        return wrong(g, "force", _("a partner's pull is told in kg, lb or N"));
    if (!(isnan(share) ? force_N >= 1 && force_N <= 600
                       : share >= 0.01 && share <= 0.6))
        return wrong(g, "force", _("%.20s is outside what a pull can be"),
                     text);
    p->force_N = force_N;
    p->share = share;
    return SP_OK;
}

static enum sp_status read_all(const struct given *g, struct care_protocol *out)
{
    int kind = -1, mode = CARE_PULL_INTERMITTENT, level = CARE_LEVEL_ANY;
    int table = 0;
    enum sp_status st = only_known(g);
    if (st == SP_OK)
        st = read_word(g, "kind", kind_words, CARE_PROTOCOL_KINDS, &kind);
    if (st == SP_OK && kind < 0)
        return wrong(g, "kind",
                     _("is missing: hang, inversion, traction or "
                       "partner"));
    if (st != SP_OK)
        return st;
    struct care_protocol p = care_protocol_of((enum care_protocol_kind)kind);
    if ((st = read_word(g, "mode", mode_words, CARE_PULL_MODES, &mode)) ||
        (st = read_word(g, "level", level_words, CARE_PULL_LEVELS, &level)) ||
        (st = read_word(g, "table", table_words, 2, &table)) ||
        (st = read_texts(g, &p)) || (st = read_force(g, &p)))
        return st;
    static const char *const traction_only[] = {"mode", "level", "table"};
    for (int i = 0; i < 3; i++)
        if (kind != CARE_PROTOCOL_TRACTION && has(g, traction_only[i]))
            return wrong(g, traction_only[i], _("belongs to traction only"));
    p.mode = (enum care_pull_mode)mode;
    p.level = (enum care_pull_level)level;
    p.plain = table == 1;
    for (int i = 0; i < NUMBERS; i++) {
        double x;
        if (!has(g, numbers[i].name))
            continue;
        if (!(numbers[i].kinds & (1u << kind)))
            return wrong(g, numbers[i].name, _("does not belong to %s"),
                         kind_words[kind]);
        if ((st = read_number(g, &numbers[i], &x)))
            return st;
        put(&p, &numbers[i], x);
    }
    *out = p;
    return SP_OK;
}

enum sp_status care_protocol_read(const json_t *object, struct care_protocol *p,
                                  struct sp_error *err)
{
    const struct given g = {NULL, object, err};
    if (!json_is_object(object))
        return sp_fail(err, SP_E_PARSE, _("A protocol must be a JSON object."));
    return read_all(&g, p);
}

enum sp_status care_protocol_yaml(const char *file, const char *bytes,
                                  size_t len, struct care_protocol *p,
                                  struct sp_error *err)
{
    struct text_yaml *doc = NULL;
    enum sp_status st = text_yaml_parse(&doc, file, bytes, len, err);
    if (st != SP_OK)
        return st;
    // a copy of a library's file has its fields below `protocol`
    const struct text_node *root = text_yaml_root(doc);
    const struct text_node *below =
        text_kind(root) == TEXT_MAP ? text_field(root, "protocol") : NULL;
    const struct given g = {below ? below : root, NULL, err};
    st = text_kind(g.map) == TEXT_MAP
             ? read_all(&g, p)
             : text_fail(g.map, NULL, err, _("a protocol is a map of fields"));
    text_yaml_free(doc);
    return st;
}

json_t *care_protocol_json(const struct care_protocol *p)
{
    json_t *out = json_pack("{s:s}", "kind", kind_words[p->kind]);
    int bad = !out;
    if (p->name[0])
        bad |= json_object_set_new(out, "name", json_string(p->name));
    if (p->id[0])
        bad |= json_object_set_new(out, "id", json_string(p->id));
    if (p->kind == CARE_PROTOCOL_TRACTION) {
        bad |=
            json_object_set_new(out, "mode", json_string(mode_words[p->mode]));
        bad |= json_object_set_new(out, "level",
                                   json_string(level_words[p->level]));
        bad |= json_object_set_new(out, "table",
                                   json_string(table_words[p->plain ? 1 : 0]));
    }
    for (int i = 0; i < NUMBERS; i++) {
        const double x = take(p, &numbers[i]);
        if (numbers[i].kinds & (1u << p->kind) && !isnan(x))
            bad |= json_object_set_new(
                out, numbers[i].name,
                numbers[i].whole ? json_integer((json_int_t)x) : json_real(x));
    }
    if (!bad)
        return out;
    json_decref(out);
    return NULL;
}

/* ---- the library's own -----------------------------------------------------
 */

/* protocols/<id>.yaml: the fields above, and words beside them. */
void care_read_protocol(struct care_reader *r, struct care_library *lib,
                        const struct text_node *root)
{
    CARE_FIELDS(r, root, "protocol", "summary", "ours", "sources");
    const struct text_node *map =
        r->st == SP_OK ? text_field(root, "protocol") : NULL;
    if (r->st == SP_OK && (!map || text_kind(map) != TEXT_MAP))
        care_fail(r, root, "protocol",
                  _("is missing, expected a map of fields"));
    if (r->st != SP_OK)
        return;
    struct care_protocol_entry *e =
        care_grow(&lib->protocol, &lib->protocols, sizeof *e);
    if (!e) {
        care_no_memory(r, "protocols");
        return;
    }
    const struct given g = {map, NULL, r->err};
    r->st = read_all(&g, &e->protocol);
    const char *name = words_say(e->protocol.name);
    if (r->st == SP_OK && name != e->protocol.name)
        snprintf(e->protocol.name, sizeof e->protocol.name, "%s", name);
    care_text(r, root, "summary", true, &e->summary);
    care_text(r, root, "ours", true, &e->ours);
    care_list(r, root, "sources", true, &e->sources);
    if (r->st == SP_OK)
        care_known_sources(r, lib, root, e->sources);
    if (r->st == SP_OK && (!e->protocol.id[0] || !e->protocol.name[0]))
        care_fail(r, map, "id",
                  _("a protocol of the library needs id and name"));
    for (int i = 0; r->st == SP_OK && i < lib->protocols - 1; i++)
        care_once(r, map, e->protocol.id,
                  strcmp(lib->protocol[i].protocol.id, e->protocol.id) == 0);
}

void care_protocols_release(struct care_library *lib)
{
    for (int i = 0; i < lib->protocols; i++) {
        free(lib->protocol[i].summary);
        free(lib->protocol[i].ours);
        text_free_list(lib->protocol[i].sources);
    }
    free(lib->protocol);
}

const struct care_protocol_entry *
care_protocol_at(const struct care_library *lib, int i)
{
    return i >= 0 && i < lib->protocols ? &lib->protocol[i] : NULL;
}

int care_protocol_count(const struct care_library *lib)
{
    return lib->protocols;
}

int care_protocol_find(const struct care_library *lib, const char *id)
{
    for (int i = 0; i < lib->protocols; i++)
        if (strcmp(lib->protocol[i].protocol.id, id) == 0)
            return i;
    return -1;
}
