/*
 * Lines lie between pixels: where one thing ends, where a surface passes
 * before another, and where the paint changes.
 */
#include "draw/drawing.h"
#include "figure/vec.h"

#include <stdlib.h>

enum { LINE_NONE, LINE_HEM, LINE_INNER, LINE_OUTER };

/* Does one surface pass before another between two pixels of one thing? The
 * depth is carried on from both sides: a slope is no jump. */
static bool jumps(const struct drawing *d, size_t before, size_t a, size_t b,
                  size_t after, bool has_before, bool has_after)
{
    const float *z = d->seen.depth;
    const double za = (double)z[a], zb = (double)z[b];
    const double least = .0035 + 2.2 * za / d->seen.camera.focal;
    if (fabs(zb - za) <= 1.6 * least)
        return false;
    double from_a = fabs(zb - za), from_b = from_a;
    if (has_before)
        from_a = fabs(zb - 2 * za + (double)z[before]);
    if (has_after)
        from_b = fabs(za - 2 * zb + (double)z[after]);
    const double jump = fmin(fabs(zb - za), fmin(from_a, from_b));
    // passing limbs count sooner than folds of the same part
    const bool same = d->seen.limb[a] == d->seen.limb[b];
    return jump > least * (same ? 2.6 : 1.6);
}

static int line_between(const struct drawing *d, size_t before, size_t a,
                        size_t b, size_t after, bool has_before, bool has_after)
{
    const struct raster *r = &d->seen;
    if (r->body[a] != r->body[b])
        return LINE_OUTER;
    has_before = has_before && r->body[before] == r->body[a];
    has_after = has_after && r->body[after] == r->body[b];
    if (jumps(d, before, a, b, after, has_before, has_after))
        return LINE_INNER;
    if (r->body[a] >= STAGE_THINGS) { // edges of furniture
        double dot = 0;
        for (int k = 0; k < 3; k++)
            dot += (double)r->normal[3 * a + (size_t)k] *
                   (double)r->normal[3 * b + (size_t)k];
        if (dot < .55)
            return LINE_HEM;
    }
    return r->paint[a] != r->paint[b] ? LINE_HEM : LINE_NONE;
}

/* Kind of line along the top (low half byte) and left of every pixel of the
 * box, packed. */
static void find_lines(const struct drawing *d, const struct box *in,
                       unsigned char *kind)
{
    const size_t w = (size_t)d->width;
    const unsigned char *paint = d->seen.paint;
    for (int y = in->y0; y < in->y1; y++)
        for (int x = in->x0; x < in->x1; x++, kind++) {
            const size_t b = drawing_pixel(d, x, y);
            int top = LINE_NONE, left = LINE_NONE;
            if (y > 0 && (paint[b] || paint[b - w]))
                top = line_between(d, b - (y > 1 ? 2 * w : w), b - w, b,
                                   b + (y + 1 < d->height ? w : 0), y > 1,
                                   y + 1 < d->height);
            if (x > 0 && (paint[b] || paint[b - 1]))
                left = line_between(d, b - (x > 1 ? 2 : 1), b - 1, b,
                                    b + (x + 1 < d->width), x > 1,
                                    x + 1 < d->width);
            *kind = (unsigned char)(top | left << 4);
        }
}

enum sp_status drawing_lines(struct drawing *d, struct sp_error *err)
{
    static const double widths[] = {0, .55, .85, 1.35}, // hem, inner, outer
        alphas[] = {0, .45, .85, 1};
    // lines lie along the upper and left edges of pixels: one more each way
    const struct box in = {d->all.x0, d->all.y0,
                           d->all.x1 + (d->all.x1 < d->width),
                           d->all.y1 + (d->all.y1 < d->height)};
    const int w = in.x1 - in.x0, h = in.y1 - in.y0;
    const size_t columns = (size_t)w + 1, rows = (size_t)h + 1;
    unsigned char *cracks = malloc(columns * rows);
    unsigned char *kind = malloc((size_t)w * (size_t)h + 1);
    enum sp_status status = SP_OK;
    if (!cracks || !kind)
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    else
        find_lines(d, &in, kind);
    const double unit =
        fmax(.5, .0021 * sqrt(d->picture.width * d->picture.height));
    for (int k = LINE_HEM; status == SP_OK && k <= LINE_OUTER; k++) {
        memset(cracks, 0, columns * rows);
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                const int here = kind[(size_t)y * (size_t)w + (size_t)x];
                cracks[(size_t)y * columns + (size_t)x] =
                    (unsigned char)(((here & 15) == k) | ((here >> 4) == k)
                                                             << 1);
            }
        struct trace_map map = d->map;
        map.origin[0] = in.x0;
        map.origin[1] = in.y0;
        map.least = k == LINE_OUTER ? 5 : k == LINE_INNER ? 9 : 12;
        picture_stroke(&d->picture, d->view->dark ? 0x0C1114 : 0x1F2A2E,
                       alphas[k], widths[k] * unit);
        status = trace_cracks(&d->picture, cracks, w, h, &map, err);
    }
    free(cracks);
    free(kind);
    return status;
}
