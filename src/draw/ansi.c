/*
 * Pictures in a terminal: two pixels a character with half blocks, or shades
 * of ASCII where there is no colour.
 */
#include "draw/draw_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
    char *at;
    size_t used, room;
    bool failed;
};

static void say(struct words *w, const char *text)
{
    const size_t n = strlen(text);
    if (w->used + n + 1 > w->room && !w->failed) {
        const size_t room = 2 * (w->used + n + 1) + 4096;
        char *more = realloc(w->at, room);
        w->failed = !more;
        if (more)
            w->at = more, w->room = room;
    }
    if (w->failed)
        return;
    memcpy(w->at + w->used, text, n + 1);
    w->used += n;
}

/* Number of the nearest colour of the 6 x 6 x 6 cube. */
static int cube(unsigned rgb)
{
    const int r = (int)((rgb >> 16 & 255) * 5 + 127) / 255;
    const int g = (int)((rgb >> 8 & 255) * 5 + 127) / 255;
    const int b = (int)((rgb & 255) * 5 + 127) / 255;
    return 16 + 36 * r + 6 * g + b;
}

static void say_colour(struct words *w, bool back, unsigned rgb,
                       enum draw_colour colour)
{
    char text[40];
    if (colour == DRAW_256)
        snprintf(text, sizeof text, "\033[%d;5;%dm", back ? 48 : 38, cube(rgb));
    else
        snprintf(text, sizeof text, "\033[%d;2;%u;%u;%um", back ? 48 : 38,
                 rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
    say(w, text);
}

/* Colour of a pixel; false where the picture is nearly clear. */
static bool solid_at(unsigned argb, unsigned *rgb)
{
    const unsigned alpha = argb >> 24;
    if (alpha < 100)
        return false;
    *rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        *rgb |= (argb >> shift & 255) * 255 / alpha << shift;
    return true;
}

static void say_cell(struct words *w, unsigned top, unsigned low,
                     enum draw_colour colour)
{
    unsigned a = 0, b = 0;
    const bool up = solid_at(top, &a), down = solid_at(low, &b);
    if (colour == DRAW_NO_COLOUR) {
        static const char *const shade[] = {"@", "#", "+", "-", "."};
        double sum = 0;
        for (int shift = 0; shift <= 16; shift += 8)
            sum += (up ? a >> shift & 255 : 0) + (down ? b >> shift & 255 : 0);
        sum /= 3.0 * 255 * (up + down > 0 ? up + down : 1);
        say(w, up || down ? shade[(int)fmin(4, sum * 5.2)] : " ");
    } else if (!up && !down) {
        say(w, " ");
    } else {
        say_colour(w, false, up ? a : b, colour);
        if (up && down)
            say_colour(w, true, b, colour);
        say(w, up ? "▀" : "▄");
        say(w, "\033[0m");
    }
}

enum sp_status
draw_ansi(const struct sp_body *body, const struct figure_mesh *mesh,
          const struct sp_scene *scaled, const struct sp_posture *posture,
          const struct draw_view *view, int columns, enum draw_colour colour,
          char **text, struct sp_error *err)
{
    if (columns < 10 || columns > 400)
        return sp_fail(err, SP_E_RANGE,
                       "a picture %d characters wide, need 10 to 400", columns);
    // of no width there is no shape: draw_pixels says what is wrong
    const int wide = view->width_px > 0 ? view->width_px : 1;
    const int rows = (int)fmax(
        1, fmin(4096, round((double)columns * view->height_px / wide / 2)));
    unsigned *pixels = NULL;
    const enum sp_status status = draw_pixels(body, mesh, scaled, posture, view,
                                              columns, 2 * rows, &pixels, err);
    if (status != SP_OK)
        return status;
    struct words w = {0};
    for (int y = 0; y < rows; y++) {
        const unsigned *top = pixels + (size_t)(2 * y) * (size_t)columns;
        int end = columns; // no blanks at the end of a line
        unsigned ignored;
        while (end > 0 && !solid_at(top[end - 1], &ignored) &&
               !solid_at(top[columns + end - 1], &ignored))
            end--;
        for (int x = 0; x < end; x++)
            say_cell(&w, top[x], top[columns + x], colour);
        say(&w, "\n");
    }
    free(pixels);
    if (w.failed) {
        free(w.at);
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    }
    *text = w.at;
    return SP_OK;
}
