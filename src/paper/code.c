/*
 * The plan in a QR code, so that paper needs no server.
 *
 * What it says, line by line (ASCII, lines end in newline, fields are parted
 * by one blank, numbers are decimal without sign or exponent):
 *
 *     1 2026-11-23                       version of this format; first day or -
 *     childs_pose flat 30 2 0 10 15      exercise, variant or -, hold s, reps,
 *                                        duration s, rest s, days: sum of
 *                                        1, 2, 4 … 64 from the first day on
 *
 * These lines as a zlib stream (RFC 1950, with its Adler-32), that in base45
 * (RFC 9285), after the word STATURE1: — so the whole is in the QR alphabet,
 * whose two characters take eleven bits.
 */
#include "paper/code.h"
#include "journal/journal.h"
#include "text/text.h"
#include "text/words.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WORD "STATURE1:"
#define LINE_MAX_BYTES 200
#define PLAIN_MAX ((PAPER_ITEMS_MAX + 1) * LINE_MAX_BYTES)
#define TEXT_MAX 8192

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// ---- base45

static void base45_write(const unsigned char *in, size_t n, char *out)
{
    for (; n >= 2; in += 2, n -= 2) {
        const unsigned v = 256u * in[0] + in[1];
        *out++ = alphabet[v % 45];
        *out++ = alphabet[v / 45 % 45];
        *out++ = alphabet[v / 2025];
    }
    if (n) {
        *out++ = alphabet[in[0] % 45];
        *out++ = alphabet[in[0] / 45];
    }
    *out = 0;
}

/* Bytes written, or -1 for anything that base45_write would not write. */
static long base45_read(const char *in, size_t n, unsigned char *out)
{
    long used = 0;
    if (n % 3 == 1)
        return -1;
    for (size_t i = 0; i < n; i += 3) {
        const int take = n - i >= 3 ? 3 : 2;
        unsigned v = 0;
        for (int k = take - 1; k >= 0; k--) {
            const char *found =
                in[i + (size_t)k] ? strchr(alphabet, in[i + (size_t)k]) : NULL;
            if (!found)
                return -1;
            v = 45 * v + (unsigned)(found - alphabet);
        }
        if (v > (take == 3 ? 65535u : 255u))
            return -1;
        if (take == 3)
            out[used++] = (unsigned char)(v >> 8);
        out[used++] = (unsigned char)v;
    }
    return used;
}

// ---- lines

/* Seconds without a needless ".0". */
static void seconds(double s, char out[16])
{
    if (s == floor(s))
        snprintf(out, 16, "%.0f", s);
    else
        snprintf(out, 16, "%.1f", s);
}

static const char *variant_id(const struct care_exercise *ex, int variant)
{
    return variant >= 0 && variant < ex->variant_count
               ? ex->variants[variant].id
               : "-";
}

static bool dose_fits(const struct paper_item *it)
{
    // what a journal may hold of any dose, and no more (journal/kinds.c)
    return it->hold_s >= 0 && it->hold_s <= 3600 && it->duration_s >= 0 &&
           it->duration_s <= 7200 && it->rest_s >= 0 && it->rest_s <= 3600 &&
           it->reps >= 0 && it->reps <= 1000 && it->days < 1u << PAPER_DAYS;
}

static enum sp_status write_lines(const struct care_library *lib,
                                  const struct paper_item *item, int items,
                                  const char *from, char *out, size_t room,
                                  struct sp_error *err)
{
    size_t used =
        (size_t)snprintf(out, room, "1 %.10s\n", from && *from ? from : "-");
    for (int i = 0; i < items; i++) {
        const struct paper_item *it = &item[i];
        const struct care_exercise *ex = care_exercise_at(lib, it->exercise);
        if (!ex || !dose_fits(it))
            return sp_fail(err, SP_E_RANGE,
                           _("Movement %d of the sheet is not one of the "
                             "library's, or its dose cannot be."),
                           i + 1);
        char hold[16], duration[16], rest[16];
        seconds(it->hold_s, hold);
        seconds(it->duration_s, duration);
        seconds(it->rest_s, rest);
        const int n =
            snprintf(out + used, room - used, "%s %s %s %d %s %s %u\n", ex->id,
                     variant_id(ex, it->variant), hold, it->reps, duration,
                     rest, it->days);
        if (n < 0 || (size_t)n >= room - used)
            return sp_fail(err, SP_E_RANGE,
                           _("Movement %d of the sheet has too long an id."),
                           i + 1);
        used += (size_t)n;
    }
    return SP_OK;
}

enum sp_status paper_write_code(const struct care_library *lib,
                                const struct paper_item *item, int items,
                                const char *from, char **text,
                                struct sp_error *err)
{
    if (items < 1 || items > PAPER_ITEMS_MAX)
        return sp_fail(err, SP_E_RANGE,
                       _("A sheet takes 1 to %d movements, and there are %d."),
                       PAPER_ITEMS_MAX, items);
    char *plain = malloc(PLAIN_MAX);
    uLong packed_len = compressBound(PLAIN_MAX);
    unsigned char *packed = malloc(packed_len);
    char *out = malloc(sizeof WORD + 2 * (size_t)packed_len + 8);
    enum sp_status s = SP_E_NOMEM;
    if (plain && packed && out)
        s = write_lines(lib, item, items, from, plain, PLAIN_MAX, err);
    else
        sp_fail(err, s, _("Not enough memory for the code."));
    if (!s && compress2(packed, &packed_len, (const Bytef *)plain,
                        (uLong)strlen(plain), 9) != Z_OK)
        s = sp_fail(err, SP_E_NOMEM, _("Not enough memory for the code."));
    if (!s) {
        memcpy(out, WORD, sizeof WORD - 1);
        base45_write(packed, packed_len, out + sizeof WORD - 1);
        *text = out;
        out = NULL;
    }
    free(plain);
    free(packed);
    free(out);
    return s;
}

// ---- reading

/* The next field of a line, ended by a blank or the line's end. */
static bool take(char **at, char out[LINE_MAX_BYTES])
{
    const size_t n = strcspn(*at, " ");
    if (n == 0 || n >= LINE_MAX_BYTES)
        return false;
    memcpy(out, *at, n);
    out[n] = 0;
    *at += n + ((*at)[n] == ' ');
    return true;
}

/* Digits with at most one decimal place, as `seconds` writes them. */
static bool take_number(char **at, bool whole, double most, double *out)
{
    char field[LINE_MAX_BYTES], again[16];
    if (!take(at, field) || strlen(field) > 8 ||
        field[strspn(field, "0123456789.")] || !text_to_number(field, out) ||
        !(*out >= 0 && *out <= most) || (whole && *out != floor(*out)))
        return false;
    seconds(*out, again);
    return !strcmp(again, field); // one way to write each number
}

static enum sp_status damaged(struct sp_error *err)
{
    return sp_fail(
        err, SP_E_PARSE,
        _("The code is damaged or incomplete; scan it again, flat and "
          "in good light."));
}

static enum sp_status read_item(const struct care_library *lib, char *line,
                                struct paper_item *it, struct sp_error *err)
{
    char id[LINE_MAX_BYTES], variant[LINE_MAX_BYTES];
    double hold, reps, duration, rest, days;
    if (!take(&line, id) || !take(&line, variant) ||
        !take_number(&line, false, 1e6, &hold) ||
        !take_number(&line, true, 1e6, &reps) ||
        !take_number(&line, false, 1e6, &duration) ||
        !take_number(&line, false, 1e6, &rest) ||
        !take_number(&line, true, 127, &days) || *line)
        return damaged(err);
    const int e = care_exercise_find(lib, id);
    if (e < 0)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("The code names a movement \"%.47s\" that is not in "
                         "this library."),
                       id);
    const struct care_exercise *ex = care_exercise_at(lib, e);
    const int v = strcmp(variant, "-") ? care_variant_find(ex, variant) : -1;
    if (strcmp(variant, "-") && v < 0)
        return sp_fail(err, SP_E_NOTFOUND, _("%s has no variant \"%.47s\"."),
                       ex->name, variant);
    *it = (struct paper_item){
        .exercise = e,
        .variant = v,
        .hold_s = hold,
        .duration_s = duration,
        .rest_s = rest,
        .reps = reps <= 1000 ? (int)reps : 1001,
        .days = (unsigned)days,
    };
    if (!dose_fits(it))
        return sp_fail(err, SP_E_RANGE,
                       _("The code's dose of %s is not one that a movement can "
                         "have."),
                       ex->name);
    return SP_OK;
}

static enum sp_status read_head(char *line, struct paper_plan *plan,
                                struct sp_error *err)
{
    char version[LINE_MAX_BYTES], from[LINE_MAX_BYTES];
    if (!take(&line, version) || !take(&line, from) || *line)
        return damaged(err);
    if (strcmp(version, "1"))
        return sp_fail(
            err, SP_E_PARSE,
            _("The code was printed by another version of Stature."));
    if (!strcmp(from, "-"))
        return SP_OK;
    if (journal_check_day(from, NULL))
        return damaged(err);
    memcpy(plan->from, from, sizeof plan->from);
    return SP_OK;
}

static enum sp_status read_lines(const struct care_library *lib, char *plain,
                                 struct paper_plan *plan, struct sp_error *err)
{
    enum sp_status s = SP_OK;
    int line = 0;
    for (char *at = plain; *at && !s; line++) {
        char *end = strchr(at, '\n');
        if (!end || line > PAPER_ITEMS_MAX)
            return damaged(err);
        *end = 0;
        s = line == 0 ? read_head(at, plan, err)
                      : read_item(lib, at, &plan->item[plan->items++], err);
        at = end + 1;
    }
    return s || plan->items ? s : damaged(err);
}

static enum sp_status unpack(const char *body, size_t len, char plain[],
                             struct sp_error *err)
{
    unsigned char *packed = malloc(len + 1);
    if (!packed)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the code."));
    const long n = base45_read(body, len, packed);
    uLongf out = PLAIN_MAX;
    uLong in = n > 0 ? (uLong)n : 0;
    const int z =
        n > 0 ? uncompress2((Bytef *)plain, &out, packed, &in) : Z_DATA_ERROR;
    free(packed);
    if (z == Z_MEM_ERROR)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for the code."));
    if (z != Z_OK || in != (uLong)n || memchr(plain, 0, out))
        return damaged(err);
    plain[out] = 0;
    return SP_OK;
}

enum sp_status paper_read_code(const struct care_library *lib, const char *text,
                               struct paper_plan *out, struct sp_error *err)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t len = strnlen(text, TEXT_MAX + 1);
    while (len && isspace((unsigned char)text[len - 1]))
        len--;
    const size_t word = sizeof WORD - 1;
    if (len <= word || memcmp(text, WORD, word))
        return sp_fail(
            err, SP_E_PARSE,
            _("This is not a plan: the text of a printed code begins "
              "with %s"),
            WORD);
    if (len > TEXT_MAX)
        return damaged(err);
    char *plain = malloc(PLAIN_MAX + 1);
    struct paper_plan *plan = calloc(1, sizeof *plan);
    enum sp_status s = SP_E_NOMEM;
    if (plain && plan)
        s = unpack(text + word, len - word, plain, err);
    else
        sp_fail(err, s, _("Not enough memory for the code."));
    if (!s)
        s = read_lines(lib, plain, plan, err);
    if (!s)
        *out = *plan;
    free(plan);
    free(plain);
    return s;
}

// ---- dots

enum sp_status code_dots_init(struct code_dots *c, const char *text,
                              struct sp_error *err)
{
    // medium correction survives a fold or a stain; a long plan makes do
    // with less rather than with smaller dots
    const QRecLevel level = strlen(text) > 600 ? QR_ECLEVEL_L : QR_ECLEVEL_M;
    QRcode *qr = QRcode_encodeString(text, 0, level, QR_MODE_8, 1);
    if (!qr)
        return errno == ERANGE
                   ? sp_fail(err, SP_E_FULL,
                             _("The plan is too long for one code; print it in "
                               "two sheets."))
                   : sp_fail(err, SP_E_NOMEM,
                             _("Not enough memory for the code."));
    const size_t n = (size_t)qr->width * (size_t)qr->width;
    c->side = qr->width;
    c->dark = malloc(n);
    for (size_t i = 0; c->dark && i < n; i++)
        c->dark[i] = qr->data[i] & 1;
    QRcode_free(qr);
    return c->dark
               ? SP_OK
               : sp_fail(err, SP_E_NOMEM, _("Not enough memory for the code."));
}

void code_dots_release(struct code_dots *c)
{
    free(c->dark);
    c->dark = NULL;
}

#define QUIET 4 /* dots left free all round: ISO/IEC 18004 */

double code_size(const struct code_dots *c)
{
    const double dot = .36 * 72 / 25.4; // 0.36 mm: our comparison with phones
    return fmax(68, (c->side + 2 * QUIET) * dot);
}

void code_draw(struct sheet *s, const struct code_dots *c, double x, double y,
               double size)
{
    const double dot = size / (c->side + 2 * QUIET);
    // one path, runs along the row: no hairlines between neighbours
    for (int row = 0; row < c->side; row++)
        for (int col = 0; col < c->side;) {
            const unsigned char *at = c->dark + row * c->side + col;
            int run = 1;
            while (col + run < c->side && at[run] == at[0])
                run++;
            if (at[0])
                cairo_rectangle(s->cr, x + (QUIET + col) * dot,
                                y + (QUIET + row) * dot, run * dot, dot);
            col += run;
        }
    sheet_ink(s, 0);
    cairo_fill(s->cr);
}
