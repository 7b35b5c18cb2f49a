/*
 * Pixels for terminals that show pictures: the kitty graphics protocol (a PNG
 * in base64, in chunks) and sixels (DEC VT340: six rows at a time, one colour
 * after the other).
 */
#include "draw/draw_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096, COLOURS = 255, BITS = 5, BINS = 1 << 3 * BITS };

struct out {
    char *at;
    size_t used, room;
    bool failed;
};

static void put(struct out *o, const char *bytes, size_t n)
{
    if (!o->failed && o->used + n + 1 > o->room) {
        const size_t room = 2 * (o->used + n + 1) + 65536;
        char *more = realloc(o->at, room);
        o->failed = !more;
        if (more)
            o->at = more, o->room = room;
    }
    if (o->failed)
        return;
    memcpy(o->at + o->used, bytes, n);
    o->used += n;
    o->at[o->used] = 0;
}

static void say(struct out *o, const char *text) { put(o, text, strlen(text)); }

// ---- kitty

static void base64(const unsigned char *in, size_t n, struct out *o)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        const unsigned left = n - i < 3 ? (unsigned)(n - i) : 3;
        unsigned bits = (unsigned)in[i] << 16;
        bits |= left > 1 ? (unsigned)in[i + 1] << 8 : 0;
        bits |= left > 2 ? in[i + 2] : 0;
        char four[4];
        for (unsigned k = 0; k < 4; k++)
            four[k] = k <= left ? digits[bits >> (18 - 6 * k) & 63] : '=';
        put(o, four, 4);
    }
}

static char *kitty(const unsigned char *png, size_t len)
{
    struct out code = {0}, o = {0};
    base64(png, len, &code);
    for (size_t at = 0; !code.failed && at < code.used; at += CHUNK) {
        const size_t n = code.used - at < CHUNK ? code.used - at : CHUNK;
        // a=T: show at once, f=100: PNG, m: more to come
        say(&o, at == 0 ? "\033_Ga=T,f=100,m=" : "\033_Gm=");
        say(&o, at + n < code.used ? "1;" : "0;");
        put(&o, code.at + at, n);
        say(&o, "\033\\");
    }
    say(&o, "\n");
    o.failed = o.failed || code.failed;
    free(code.at);
    if (o.failed) {
        free(o.at);
        return NULL;
    }
    return o.at;
}

// ---- sixels

/* A picture's colours, a few bits each, and the most used of them. */
struct palette {
    int used[BINS];      /* pixels of each */
    short nearest[BINS]; /* which of those below stands for it */
    int bin[COLOURS];
    int colours;
};

/* Which colour a pixel has; -1 where the picture is clear. */
static int bin_of(unsigned argb)
{
    const unsigned alpha = argb >> 24;
    int bin = 0;
    if (alpha < 128)
        return -1;
    for (int shift = 16; shift >= 0; shift -= 8) {
        const unsigned c = (argb >> shift & 255) * 255 / alpha;
        bin = bin << BITS | (int)((c < 255 ? c : 255) >> (8 - BITS));
    }
    return bin;
}

static int part(int bin, int channel)
{
    return bin >> BITS * (2 - channel) & ((1 << BITS) - 1);
}

static int apart(int a, int b)
{
    int sum = 0;
    for (int k = 0; k < 3; k++)
        sum += (part(a, k) - part(b, k)) * (part(a, k) - part(b, k));
    return sum;
}

/* Keep the most used, one after the other: a drawing has few. */
static void palette_init(struct palette *p, const unsigned *argb, int pixels)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < pixels; i++)
        if (bin_of(argb[i]) >= 0)
            p->used[bin_of(argb[i])]++;
    while (p->colours < COLOURS) {
        int best = 0;
        for (int b = 1; b < BINS; b++)
            if (p->used[b] > p->used[best])
                best = b;
        if (p->used[best] <= 0)
            break;
        p->used[best] = -p->used[best];
        p->bin[p->colours++] = best;
    }
    for (int b = 0; b < BINS; b++)
        for (int c = 1; p->used[b] && c < p->colours; c++)
            if (apart(b, p->bin[c]) < apart(b, p->bin[p->nearest[b]]))
                p->nearest[b] = (short)c;
}

static void say_palette(struct out *o, const struct palette *p)
{
    for (int i = 0; i < p->colours; i++) {
        char text[32];
        int percent[3];
        for (int k = 0; k < 3; k++)
            percent[k] = 100 * part(p->bin[i], k) / ((1 << BITS) - 1);
        snprintf(text, sizeof text, "#%d;2;%d;%d;%d", i, percent[0], percent[1],
                 percent[2]);
        say(o, text);
    }
}

/* One colour of six rows, equal neighbours counted. */
static void say_colour(struct out *o, const signed char *bits, int width)
{
    for (int x = 0; x < width;) {
        int n = 1;
        while (x + n < width && bits[x + n] == bits[x])
            n++;
        char text[16];
        const char sixel = (char)(63 + bits[x]);
        if (n > 3)
            snprintf(text, sizeof text, "!%d%c", n, sixel);
        else
            snprintf(text, sizeof text, "%.*s", n,
                     (const char[]){sixel, sixel, sixel, 0});
        say(o, text);
        x += n;
    }
}

static void say_band(struct out *o, const short *place, int width, int rows,
                     signed char *bits)
{
    bool used[COLOURS] = {false};
    for (int i = 0; i < width * rows; i++)
        if (place[i] >= 0)
            used[place[i]] = true;
    for (int c = 0; c < COLOURS; c++) {
        if (!used[c])
            continue;
        memset(bits, 0, (size_t)width);
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < width; x++)
                if (place[y * width + x] == c)
                    bits[x] = (signed char)(bits[x] | 1 << y);
        char text[8];
        snprintf(text, sizeof text, "#%d", c);
        say(o, text);
        say_colour(o, bits, width);
        say(o, "$"); // back to the band's left edge
    }
    say(o, "-");
}

static char *sixels(const unsigned *argb, int width, int height)
{
    struct out o = {0};
    short *place = malloc(6 * (size_t)width * sizeof *place);
    signed char *bits = malloc((size_t)width);
    struct palette *palette = malloc(sizeof *palette);
    if (place && bits && palette) {
        palette_init(palette, argb, width * height);
        say(&o, "\033P0;1q"); // what is not drawn stays clear
        say_palette(&o, palette);
        for (int y = 0; y < height; y += 6) {
            const int rows = height - y < 6 ? height - y : 6;
            for (int i = 0; i < rows * width; i++) {
                const int bin = bin_of(argb[y * width + i]);
                place[i] = bin < 0 ? (short)-1 : palette->nearest[bin];
            }
            say_band(&o, place, width, rows, bits);
        }
        say(&o, "\033\\\n");
    }
    free(place);
    free(bits);
    free(palette);
    if (o.failed) {
        free(o.at);
        return NULL;
    }
    return o.at;
}

enum sp_status
draw_terminal(const struct sp_body *body, const struct figure_mesh *mesh,
              const struct sp_scene *scaled, const struct sp_posture *posture,
              const struct draw_view *view, enum draw_protocol protocol,
              char **text, struct sp_error *err)
{
    char *out = NULL;
    enum sp_status s;
    if (protocol == DRAW_KITTY) {
        unsigned char *png = NULL;
        size_t len = 0;
        s = draw_figure(body, mesh, scaled, posture, view, DRAW_PNG, &png, &len,
                        err);
        if (s == SP_OK)
            out = kitty(png, len);
        free(png);
    } else {
        unsigned *pixels = NULL;
        s = draw_pixels(body, mesh, scaled, posture, view, view->width_px,
                        view->height_px, &pixels, err);
        if (s == SP_OK)
            out = sixels(pixels, view->width_px, view->height_px);
        free(pixels);
    }
    if (s == SP_OK && !out)
        s = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    *text = out;
    return s;
}
