/*
 * Paths drawn as smooth curves: every point pulls a quadratic arc from the
 * middle of the edge before it to the middle of the edge after, unless the
 * turn there is sharp.
 */
#include "draw/picture.h"

#include <cairo.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void picture_init(struct picture *p, double width, double height)
{
    memset(p, 0, sizeof *p);
    p->width = width;
    p->height = height;
}

void picture_release(struct picture *p)
{
    free(p->xy);
    free(p->mark);
    free(p->path);
    memset(p, 0, sizeof *p);
}

static unsigned luminance(unsigned rgb)
{
    const double l = .2126 * (rgb >> 16 & 255) + .7152 * (rgb >> 8 & 255) +
                     .0722 * (rgb & 255);
    return 0x010101u * (unsigned)lround(l);
}

static void begin(struct picture *p, unsigned rgb, double alpha, double width)
{
    if (p->failed)
        return;
    if (p->paths == p->path_room) {
        const int room = p->path_room ? 2 * p->path_room : 32;
        struct picture_path *more =
            realloc(p->path, (size_t)room * sizeof *more);
        if (!more) {
            p->failed = true;
            return;
        }
        p->path = more;
        p->path_room = room;
    }
    if (p->grey)
        rgb = luminance(rgb);
    p->path[p->paths++] = (struct picture_path){
        .first = p->points, .rgb = rgb, .alpha = alpha, .width = width};
}

void picture_fill(struct picture *p, unsigned rgb, double alpha)
{
    begin(p, rgb, alpha, 0);
}

void picture_shade(struct picture *p, unsigned rgb, double alpha)
{
    begin(p, rgb, alpha, 0);
    if (!p->failed)
        p->path[p->paths - 1].straight = true;
}

void picture_stroke(struct picture *p, unsigned rgb, double alpha, double width)
{
    begin(p, rgb, alpha, width);
}

void picture_line(struct picture *p, const double (*xy)[2], int n, bool loop)
{
    if (p->failed || p->paths == 0 || n < 2)
        return;
    if (p->points + n > p->point_room) {
        int room = p->point_room ? p->point_room : 1024;
        while (room < p->points + n)
            room *= 2;
        double(*more)[2] = realloc(p->xy, (size_t)room * sizeof *more);
        if (more)
            p->xy = more;
        unsigned char *mark = realloc(p->mark, (size_t)room);
        if (mark)
            p->mark = mark;
        if (!more || !mark) {
            p->failed = true;
            return;
        }
        p->point_room = room;
    }
    memcpy(p->xy + p->points, xy, (size_t)n * sizeof *xy);
    memset(p->mark + p->points, 0, (size_t)n);
    p->mark[p->points] = loop ? 2 : 1;
    p->points += n;
    p->path[p->paths - 1].points += n;
}

// ---- lines that taper: the outline of what a pen leaves

/* Along a line by `s` px: how many points of it lie before, and the point. */
static int point_at(const double (*xy)[2], int n, double s, double out[2])
{
    for (int i = 1; i < n; i++) {
        const double step =
            hypot(xy[i][0] - xy[i - 1][0], xy[i][1] - xy[i - 1][1]);
        if (s < step) {
            for (int k = 0; k < 2; k++)
                out[k] = xy[i - 1][k] + (xy[i][k] - xy[i - 1][k]) * s / step;
            return i;
        }
        s -= step;
    }
    memcpy(out, xy[n - 1], sizeof(double[2]));
    return n;
}

static double length_of(const double (*xy)[2], int n)
{
    double sum = 0;
    for (int i = 1; i < n; i++)
        sum += hypot(xy[i][0] - xy[i - 1][0], xy[i][1] - xy[i - 1][1]);
    return sum;
}

/* One point more at each place from where on the pen is lifted. */
static int with_taper(const double (*xy)[2], int n, double first, double last,
                      double (*out)[2])
{
    double a[2], b[2];
    const int i = first > 0 ? point_at(xy, n, first, a) : 0;
    const int j = last < length_of(xy, n) ? point_at(xy, n, last, b) : n;
    int count = 0;
    for (int k = 0; k <= n; k++) {
        if (k == i && first > 0)
            memcpy(out[count++], a, sizeof a);
        if (k == j && j < n)
            memcpy(out[count++], b, sizeof b);
        if (k < n)
            memcpy(out[count++], xy[k], sizeof(double[2]));
    }
    return count;
}

void picture_pen(struct picture *p, unsigned rgb, double alpha)
{
    begin(p, rgb, alpha, 0);
    if (!p->failed)
        p->path[p->paths - 1].whole = true;
}

void picture_pen_line(struct picture *p, const double (*xy)[2], int n,
                      double width, bool free_start, bool free_end)
{
    if (n < 2)
        return;
    const double whole = length_of(xy, n);
    const double taper = fmin(.45 * whole, 16 * width);
    double(*on)[2] = malloc(3 * ((size_t)n + 2) * sizeof *on);
    if (!on) {
        p->failed = true;
        return;
    }
    n = with_taper(xy, n, free_start ? taper : 0,
                   free_end ? whole - taper : whole, on);
    double(*round)[2] = on + n, s = 0;
    for (int i = 0; i < n; i++) {
        const double *a = on[i > 0 ? i - 1 : 0], *b = on[i < n - 1 ? i + 1 : i];
        const double dx = b[0] - a[0], dy = b[1] - a[1];
        const double d = hypot(dx, dy) + 1e-9;
        s += i > 0 ? hypot(on[i][0] - a[0], on[i][1] - a[1]) : 0;
        double lift = 1;
        if (free_start)
            lift = fmin(lift, s / taper);
        if (free_end)
            lift = fmin(lift, (whole - s) / taper);
        const double half = width * (.15 + .85 * fmax(0, lift)) / 2;
        round[i][0] = on[i][0] - half * dy / d;
        round[i][1] = on[i][1] + half * dx / d;
        round[2 * n - 1 - i][0] = on[i][0] + half * dy / d;
        round[2 * n - 1 - i][1] = on[i][1] - half * dx / d;
    }
    picture_line(p, (const double(*)[2])round, 2 * n, true);
    free(on);
}

/* What a pen does along a line; straight or pulled towards `c`. */
struct pen {
    void (*move)(void *to, double x, double y);
    void (*line)(void *to, double x, double y);
    void (*curve)(void *to, double cx, double cy, double x, double y);
    void (*close)(void *to);
    void *to;
};

/* Is the turn at b too sharp to be rounded? Beyond about 50 degrees. */
static bool corner(const double a[2], const double b[2], const double c[2])
{
    const double ux = b[0] - a[0], uy = b[1] - a[1];
    const double vx = c[0] - b[0], vy = c[1] - b[1];
    return ux * vx + uy * vy <
           .64 * sqrt((ux * ux + uy * uy) * (vx * vx + vy * vy));
}

static void trace_line(const struct pen *pen, const double (*xy)[2], int n,
                       bool loop)
{
    if (!loop) {
        pen->move(pen->to, xy[0][0], xy[0][1]);
        for (int i = 1; i + 1 < n; i++) {
            const double mx = (xy[i][0] + xy[i + 1][0]) / 2;
            const double my = (xy[i][1] + xy[i + 1][1]) / 2;
            if (corner(xy[i - 1], xy[i], xy[i + 1]))
                pen->line(pen->to, xy[i][0], xy[i][1]);
            else
                pen->curve(pen->to, xy[i][0], xy[i][1], mx, my);
        }
        pen->line(pen->to, xy[n - 1][0], xy[n - 1][1]);
        return;
    }
    pen->move(pen->to, (xy[0][0] + xy[1][0]) / 2, (xy[0][1] + xy[1][1]) / 2);
    for (int i = 1; i <= n; i++) {
        const double *a = xy[i - 1], *b = xy[i % n], *c = xy[(i + 1) % n];
        const double mx = (b[0] + c[0]) / 2, my = (b[1] + c[1]) / 2;
        if (corner(a, b, c)) {
            pen->line(pen->to, b[0], b[1]);
            pen->line(pen->to, mx, my);
        } else {
            pen->curve(pen->to, b[0], b[1], mx, my);
        }
    }
    pen->close(pen->to);
}

static void trace_straight(const struct pen *pen, const double (*xy)[2], int n,
                           bool loop)
{
    pen->move(pen->to, xy[0][0], xy[0][1]);
    for (int i = 1; i < n; i++)
        pen->line(pen->to, xy[i][0], xy[i][1]);
    if (loop)
        pen->close(pen->to);
}

static void trace_path(const struct picture *p, const struct picture_path *path,
                       const struct pen *pen)
{
    for (int i = path->first; i < path->first + path->points;) {
        int n = 1;
        while (i + n < path->first + path->points && !p->mark[i + n])
            n++;
        (path->straight ? trace_straight : trace_line)(
            pen, (const double(*)[2])(p->xy + i), n, p->mark[i] == 2);
        i += n;
    }
}

void picture_say(struct picture *p, struct picture_text at, const char *format,
                 ...)
{
    if (p->words == PICTURE_TEXTS)
        return;
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(at.text, sizeof at.text, format, args);
    va_end(args);
    if (n < 0)
        return;
    if (p->grey)
        at.rgb = luminance(at.rgb);
    p->word[p->words++] = at;
}

// ---- SVG: relative commands, tenths of a pixel

struct text {
    char *at;
    size_t used, room;
    bool failed;
    long x, y; /* tenths, where the pen is */
    char last; /* command in force */
};

static void SP_PRINTF(2, 3) say(struct text *t, const char *format, ...)
{
    va_list args;
    while (!t->failed) {
        va_start(args, format);
        const int n =
            vsnprintf(t->at + t->used, t->room - t->used, format, args);
        va_end(args);
        if (n >= 0 && (size_t)n < t->room - t->used) {
            t->used += (size_t)n;
            return;
        }
        char *more = n >= 0 ? realloc(t->at, 2 * t->room) : NULL;
        if (!more) {
            t->failed = true;
            return;
        }
        t->at = more;
        t->room *= 2;
    }
}

/* One coordinate in tenths as short as it gets: -.4 12 3.5 */
static void number(struct text *t, long tenths, bool first)
{
    const long a = labs(tenths);
    const char *sign = tenths < 0 ? "-" : first ? "" : " ";
    if (a % 10 == 0)
        say(t, "%s%ld", sign, a / 10);
    else if (a < 10)
        say(t, "%s.%ld", sign, a);
    else
        say(t, "%s%ld.%ld", sign, a / 10, a % 10);
}

static void command(struct text *t, char c)
{
    if (t->last != c)
        say(t, "%c", c);
}

static void svg_move(void *to, double x, double y)
{
    struct text *t = to;
    t->x = lround(10 * x), t->y = lround(10 * y);
    say(t, "M");
    number(t, t->x, true);
    number(t, t->y, false);
    t->last = 'M';
}

static void svg_line(void *to, double x, double y)
{
    struct text *t = to;
    const long nx = lround(10 * x), ny = lround(10 * y);
    if (nx == t->x && ny == t->y)
        return;
    const bool fresh = t->last != 'l';
    command(t, 'l');
    number(t, nx - t->x, fresh);
    number(t, ny - t->y, false);
    t->x = nx, t->y = ny, t->last = 'l';
}

static void svg_curve(void *to, double cx, double cy, double x, double y)
{
    struct text *t = to;
    const long nx = lround(10 * x), ny = lround(10 * y);
    const bool fresh = t->last != 'q';
    command(t, 'q');
    number(t, lround(10 * cx) - t->x, fresh);
    number(t, lround(10 * cy) - t->y, false);
    number(t, nx - t->x, false);
    number(t, ny - t->y, false);
    t->x = nx, t->y = ny, t->last = 'q';
}

static void svg_close(void *to)
{
    struct text *t = to;
    say(t, "z");
    t->last = 'z';
}

static void svg_words(struct text *t, const struct picture *p)
{
    static const char *const anchor[] = {"", " text-anchor=\"middle\"",
                                         " text-anchor=\"end\""};
    if (p->words == 0)
        return;
    say(t, "<g font-family=\"system-ui,sans-serif\">\n");
    for (int i = 0; i < p->words; i++) {
        const struct picture_text *w = &p->word[i];
        say(t,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\"%s%s "
            "fill=\"#%06x\">%s</text>\n",
            w->x, w->y, w->size, anchor[w->anchor],
            w->bold ? " font-weight=\"bold\"" : "", w->rgb, w->text);
    }
    say(t, "</g>\n");
}

enum sp_status picture_svg(const struct picture *p, unsigned char **bytes,
                           size_t *len, struct sp_error *err)
{
    struct text t = {.at = malloc(32768), .room = 32768};
    t.failed = !t.at || p->failed;
    say(&t,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
        "width=\"%.0f\" height=\"%.0f\" fill-rule=\"evenodd\" "
        "stroke-linecap=\"round\" stroke-linejoin=\"round\">\n",
        p->width, p->height, p->width, p->height);
    if (p->title[0])
        say(&t, "<title>%s</title>\n", p->title);
    const struct pen pen = {svg_move, svg_line, svg_curve, svg_close, &t};
    for (int i = 0; i < p->paths; i++) {
        const struct picture_path *path = &p->path[i];
        if (path->points == 0)
            continue;
        if (path->width > 0)
            say(&t,
                "<path fill=\"none\" stroke=\"#%06x\" stroke-width=\"%.2f\"",
                path->rgb, path->width);
        else
            say(&t, "<path%s fill=\"#%06x\"",
                path->whole ? " fill-rule=\"nonzero\"" : "", path->rgb);
        if (path->alpha < 1)
            say(&t, " opacity=\"%.2g\"", path->alpha);
        say(&t, " d=\"");
        t.last = 0;
        trace_path(p, path, &pen);
        say(&t, "\"/>\n");
    }
    svg_words(&t, p);
    say(&t, "</svg>\n");
    if (t.failed) {
        free(t.at);
        return sp_fail(err, SP_E_NOMEM, "out of memory while writing SVG");
    }
    *bytes = (unsigned char *)t.at;
    *len = t.used;
    return SP_OK;
}

// ---- cairo

static void cairo_pen_move(void *to, double x, double y)
{
    cairo_move_to(to, x, y);
}

static void cairo_pen_line(void *to, double x, double y)
{
    cairo_line_to(to, x, y);
}

static void cairo_pen_curve(void *to, double cx, double cy, double x, double y)
{
    double x0, y0;
    cairo_get_current_point(to, &x0, &y0);
    cairo_curve_to(to, x0 + 2 * (cx - x0) / 3, y0 + 2 * (cy - y0) / 3,
                   x + 2 * (cx - x) / 3, y + 2 * (cy - y) / 3, x, y);
}

static void cairo_pen_close(void *to) { cairo_close_path(to); }

static void cairo_words(cairo_t *cr, const struct picture *p)
{
    for (int i = 0; i < p->words; i++) {
        const struct picture_text *w = &p->word[i];
        cairo_text_extents_t size;
        cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                               w->bold ? CAIRO_FONT_WEIGHT_BOLD
                                       : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cr, w->size);
        cairo_text_extents(cr, w->text, &size);
        cairo_set_source_rgb(cr, (w->rgb >> 16 & 255) / 255.0,
                             (w->rgb >> 8 & 255) / 255.0,
                             (w->rgb & 255) / 255.0);
        cairo_move_to(cr, w->x - size.x_advance * w->anchor / 2.0, w->y);
        cairo_show_text(cr, w->text);
    }
}

bool picture_paint(const struct picture *p, cairo_t *cr)
{
    const struct pen pen = {cairo_pen_move, cairo_pen_line, cairo_pen_curve,
                            cairo_pen_close, cr};
    if (p->failed)
        return false;
    cairo_save(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (int i = 0; i < p->paths; i++) {
        const struct picture_path *path = &p->path[i];
        cairo_new_path(cr);
        trace_path(p, path, &pen);
        cairo_set_source_rgba(cr, (path->rgb >> 16 & 255) / 255.0,
                              (path->rgb >> 8 & 255) / 255.0,
                              (path->rgb & 255) / 255.0, path->alpha);
        if (path->width > 0) {
            cairo_set_line_width(cr, path->width);
            cairo_stroke(cr);
        } else {
            cairo_set_fill_rule(cr, path->whole ? CAIRO_FILL_RULE_WINDING
                                                : CAIRO_FILL_RULE_EVEN_ODD);
            cairo_fill(cr);
        }
    }
    cairo_words(cr, p);
    cairo_restore(cr);
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *paint(const struct picture *p, int width_px,
                              int height_px)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_px, height_px);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, width_px / p->width, height_px / p->height);
    const bool ok = picture_paint(p, cr);
    cairo_destroy(cr);
    if (!ok) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    cairo_surface_flush(surface);
    return surface;
}

struct bytes {
    unsigned char *at;
    size_t used, room;
};

static cairo_status_t keep(void *to, const unsigned char *data, unsigned n)
{
    struct bytes *b = to;
    if (b->used + n > b->room) {
        const size_t room = 2 * (b->used + n) + 4096;
        unsigned char *more = realloc(b->at, room);
        if (!more)
            return CAIRO_STATUS_NO_MEMORY;
        b->at = more;
        b->room = room;
    }
    memcpy(b->at + b->used, data, n);
    b->used += n;
    return CAIRO_STATUS_SUCCESS;
}

enum sp_status picture_png(const struct picture *p, int width_px, int height_px,
                           unsigned char **bytes, size_t *len,
                           struct sp_error *err)
{
    struct bytes b = {0};
    cairo_surface_t *surface = paint(p, width_px, height_px);
    const bool ok = surface && cairo_surface_write_to_png_stream(
                                   surface, keep, &b) == CAIRO_STATUS_SUCCESS;
    if (surface)
        cairo_surface_destroy(surface);
    if (!ok) {
        free(b.at);
        return sp_fail(err, SP_E_NOMEM, "out of memory while writing PNG");
    }
    *bytes = b.at;
    *len = b.used;
    return SP_OK;
}

enum sp_status picture_pixels(const struct picture *p, int width_px,
                              int height_px, unsigned **pixels,
                              struct sp_error *err)
{
    cairo_surface_t *surface = paint(p, width_px, height_px);
    const size_t row = 4 * (size_t)width_px;
    unsigned char *out = malloc(row * (size_t)height_px);
    if (surface && out) {
        const unsigned char *from = cairo_image_surface_get_data(surface);
        const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
        for (int y = 0; y < height_px; y++)
            memcpy(out + (size_t)y * row, from + (size_t)y * stride, row);
    }
    const bool ok = surface && out;
    if (surface)
        cairo_surface_destroy(surface);
    if (!ok) {
        free(out);
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    }
    *pixels = (unsigned *)(void *)out;
    return SP_OK;
}
