/*
 * A calm drawing: flat colours, three soft tones, one contact shadow, lines
 * where something passes in front of something. Everything is found in a
 * depth buffer and traced into a few smooth paths.
 */
#include "draw/draw_internal.h"
#include "draw/picture.h"
#include "draw/stage.h"
#include "draw/trace.h"
#include "figure/vec.h"

#include <stdio.h>
#include <stdlib.h>

/* Longest side of the buffer that lines are found in, pixels. */
#define WORK 720

struct drawing {
    const struct draw_view *view;
    struct stage stage;
    struct raster seen, bones;
    float *field; /* scratch, one number a pixel */
    float *dark;  /* 0 lit .. 1 in shade */
    struct picture picture;
    struct trace_map map;
    int width, height;
};

unsigned draw_load_colour(double load)
{
    // diverging, colour-blind safe, centred on relaxed standing
    static const struct {
        double load;
        unsigned rgb;
    } stop[] = {
        {0,   0x2166AC},
        {.5,  0x92C5DE},
        {1,   0xE6E1D6},
        {1.6, 0xF4A582},
        {2.5, 0xB2182B}
    };
    if (!(load > 0))
        return stop[0].rgb;
    int i = 0;
    while (i < 3 && load > stop[i + 1].load)
        i++;
    const double t =
        fmin(1, (load - stop[i].load) / (stop[i + 1].load - stop[i].load));
    unsigned rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        rgb |= (unsigned)lround(mix(stop[i].rgb >> shift & 255,
                                    stop[i + 1].rgb >> shift & 255, t))
               << shift;
    return rgb;
}

/* Brightness times f. */
static unsigned dim(unsigned rgb, double f)
{
    unsigned out = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        out |= (unsigned)lround(fmin(255, (rgb >> shift & 255) * f)) << shift;
    return out;
}

static unsigned paint_colour(const struct drawing *d, int paint)
{
    const bool dark = d->view->dark;
    if (paint >= STAGE_DISC)
        return d->view->disc_load
                   ? draw_load_colour(d->view->disc_load[paint - STAGE_DISC])
                   : 0x92C5DE;
    if (paint == STAGE_BONE)
        return 0xF3EDDF;
    if (paint >= STAGE_PROP) // the room dims, the figure stays lit
        return dim(figure_paint_colour((enum figure_paint)(paint - STAGE_PROP)),
                   dark ? .55 : 1);
    if (paint >= STAGE_PARTNER) {
        static const unsigned pale[FIGURE_MATERIALS] = {0xD9CCC0, 0xD5CFC3,
                                                        0xB3ADA2};
        return dim(pale[paint - STAGE_PARTNER], dark ? .6 : 1);
    }
    return dim(
        figure_material_colour((enum figure_material)(paint - STAGE_BODY)),
        dark ? .96 : 1);
}

static size_t pixel(const struct drawing *d, int x, int y)
{
    return (size_t)y * (size_t)d->width + (size_t)x;
}

// ---- light

/* How much nearer surfaces within some 10 cm shut out the sky. */
static double shut_in(const struct drawing *d, int x, int y)
{
    static const signed char way[12][2] = {
        {8,  0 },
        {7,  4 },
        {4,  7 },
        {0,  8 },
        {-4, 7 },
        {-7, 4 },
        {-8, 0 },
        {-7, -4},
        {-4, -7},
        {0,  -8},
        {4,  -7},
        {7,  -4}
    };
    const struct raster *r = &d->seen;
    const size_t at = pixel(d, x, y);
    const double depth = (double)r->depth[at];
    const double reach = .10 * r->camera.focal / depth; // pixels
    double sum = 0;
    for (int i = 0; i < 24; i++) {
        const double far = reach * (i < 12 ? .38 : .9) / 8;
        const int u = x + (int)lround(way[i % 12][0] * far);
        const int v = y + (int)lround(way[i % 12][1] * far);
        if (u < 0 || v < 0 || u >= d->width || v >= d->height)
            continue;
        const size_t there = pixel(d, u, v);
        if (r->depth[there] <= 0)
            continue;
        // the point there against the tangent plane here
        const double other = (double)r->depth[there];
        const double px = (u - x) * depth / r->camera.focal;
        const double py = (y - v) * depth / r->camera.focal;
        double v3[3], n[3];
        for (int k = 0; k < 3; k++) {
            v3[k] = r->camera.right[k] * px + r->camera.up[k] * py +
                    r->camera.back[k] * (depth - other);
            n[k] = (double)r->normal[3 * at + (size_t)k];
        }
        const double length = fmax(v_norm(v3), 1e-4);
        const double over = v_dot(v3, n) / length - .12;
        if (over > 0 && length < .22)
            sum += fmin(1, 1.6 * over) * (length < .12 ? 1 : .5);
    }
    return fmin(1, sum / 10);
}

/* One key light from up left of the camera, with wrap. */
static enum sp_status light(struct drawing *d, struct sp_error *err)
{
    const struct raster *r = &d->seen;
    double key[3];
    for (int k = 0; k < 3; k++)
        key[k] = .62 * r->camera.back[k] - .50 * r->camera.right[k];
    key[1] += .72;
    v_unit(key);
    for (int y = 0; y < d->height; y++) {
        double shut = 0;
        int fresh = 0; // pixels for which the last look round still counts
        for (int x = 0; x < d->width; x++) {
            const size_t at = pixel(d, x, y);
            if (!r->paint[at]) {
                d->dark[at] = 0;
                fresh = 0;
                continue;
            }
            // blurred below, so every third pixel of a surface is enough
            if (fresh-- <= 0 || r->paint[at] != r->paint[at - 1]) {
                shut = shut_in(d, x, y);
                fresh = 2;
            }
            double n[3];
            for (int k = 0; k < 3; k++)
                n[k] = (double)r->normal[3 * at + (size_t)k];
            const double lit = fmax(0, (v_dot(n, key) + .28) / 1.28);
            const double sky = .5 + .5 * n[1];
            const double shade = 1 - fmin(1, .78 * lit + .30 * sky);
            d->dark[at] = (float)fmin(1, .95 * shade + .75 * shut);
        }
    }
    return trace_blur(d->dark, d->width, d->height, 3, err);
}

// ---- surfaces

/* Fill where the wanted pixels are, with a soft-cornered outline. */
static enum sp_status fill_where(struct drawing *d, const unsigned char *from,
                                 int low, int high, unsigned rgb, double alpha,
                                 struct sp_error *err)
{
    // only the box round them: most things are small
    int x0 = d->width, x1 = -1, y0 = d->height, y1 = -1;
    for (int y = 0; y < d->height; y++)
        for (int x = 0; x < d->width; x++) {
            const int v = from[pixel(d, x, y)];
            if (v < low || v > high)
                continue;
            x0 = x < x0 ? x : x0, x1 = x > x1 ? x : x1;
            y0 = y < y0 ? y : y0, y1 = y;
        }
    if (x1 < 0)
        return SP_OK;
    x0 -= x0 > 0, y0 -= y0 > 0;
    x1 += x1 + 1 < d->width, y1 += y1 + 1 < d->height;
    const int w = x1 - x0 + 1, h = y1 - y0 + 1;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            const int v = from[pixel(d, x0 + x, y0 + y)];
            d->field[(size_t)y * (size_t)w + (size_t)x] = v >= low && v <= high;
        }
    enum sp_status status = trace_blur(d->field, w, h, 1, err);
    if (status != SP_OK)
        return status;
    struct trace_map map = d->map;
    map.origin[0] = x0;
    map.origin[1] = y0;
    picture_fill(&d->picture, rgb, alpha);
    return trace_contour(&d->picture, d->field, w, h, .5, &map, err);
}

/* Whole things first, then what is on them, so that no seam shows. */
static enum sp_status surfaces(struct drawing *d, bool mats,
                               struct sp_error *err)
{
    const unsigned char *paint = d->seen.paint;
    enum sp_status status = SP_OK;
    const int mat = STAGE_PROP + FIGURE_PAINT_MAT;
    if (mats)
        return fill_where(d, paint, mat, mat, paint_colour(d, mat), 1, err);
    for (int p = STAGE_PROP; status == SP_OK && p < STAGE_BONE; p++)
        if (p != mat)
            status = fill_where(d, paint, p, p, paint_colour(d, p), 1, err);
    static const int first[2] = {STAGE_PARTNER, STAGE_BODY};
    for (int i = 0; status == SP_OK && i < 2; i++) {
        const int f = first[i];
        status = fill_where(d, paint, f, f + FIGURE_MATERIALS - 1,
                            paint_colour(d, f), 1, err);
        for (int m = 1; status == SP_OK && m < FIGURE_MATERIALS; m++)
            status = fill_where(d, paint, f + m, f + m, paint_colour(d, f + m),
                                1, err);
    }
    return status;
}

static enum sp_status tones(struct drawing *d, struct sp_error *err)
{
    static const struct {
        double level;
        double alpha;
    } tone[] = {
        {.22, .075},
        {.40, .10 },
        {.62, .12 }
    };
    // shade must not leak over the edge of what it lies on
    const size_t n = (size_t)d->width * (size_t)d->height;
    enum sp_status status = SP_OK;
    for (int i = 0; status == SP_OK && i < 3; i++) {
        for (size_t k = 0; k < n; k++)
            d->field[k] = d->seen.paint[k] ? d->dark[k] : 0;
        status = trace_blur(d->field, d->width, d->height, 1, err);
        if (status != SP_OK)
            break;
        picture_fill(&d->picture, d->view->dark ? 0x0B1014 : 0x2B2420,
                     tone[i].alpha * (d->view->dark ? 1.35 : 1));
        struct trace_map map = d->map;
        map.least = 40; // specks of shade are noise, its edge is soft
        map.within = .6;
        status = trace_contour(&d->picture, d->field, d->width, d->height,
                               tone[i].level, &map, err);
    }
    return status;
}

// ---- the shadow on the floor

#define FLOOR 144

struct floor_map {
    const struct drawing *d;
    double low[2], step; /* m */
};

static void floor_to_picture(const struct trace_map *map, const double in[2],
                             double out[2])
{
    const struct floor_map *f = map->with;
    const double p[3] = {f->low[0] + in[0] * f->step, 0,
                         f->low[1] + in[1] * f->step};
    double q[3];
    raster_project(&f->d->stage.camera, p, q);
    out[0] = q[0] * map->scale;
    out[1] = q[1] * map->scale;
}

/* Lowest height of anything above each cell of the floor. */
static void heights(const struct stage *s, const struct floor_map *f,
                    float *height)
{
    for (int i = 0; i < FLOOR * FLOOR; i++)
        height[i] = 9;
    for (int i = 0; i < s->bones; i++) {
        const struct stage_triangle *t = &s->tri[i];
        const int paint = t->paint - STAGE_PROP;
        if (paint == FIGURE_PAINT_MAT || paint == FIGURE_PAINT_PLASTER)
            continue;
        double x0 = 1e9, x1 = -1e9, z0 = 1e9, z1 = -1e9, y = 0;
        for (int c = 0; c < 3; c++) {
            x0 = fmin(x0, (double)t->v[c].p[0]);
            x1 = fmax(x1, (double)t->v[c].p[0]);
            z0 = fmin(z0, (double)t->v[c].p[2]);
            z1 = fmax(z1, (double)t->v[c].p[2]);
            y += (double)t->v[c].p[1] / 3;
        }
        const int a0 = (int)fmax(0, (x0 - f->low[0]) / f->step);
        const int a1 = (int)fmin(FLOOR - 1, (x1 - f->low[0]) / f->step);
        const int b0 = (int)fmax(0, (z0 - f->low[1]) / f->step);
        const int b1 = (int)fmin(FLOOR - 1, (z1 - f->low[1]) / f->step);
        for (int b = b0; b <= b1; b++)
            for (int a = a0; a <= a1; a++) {
                float *h = &height[b * FLOOR + a];
                *h = fminf(*h, (float)fmax(0, y));
            }
    }
}

static enum sp_status shadow(struct drawing *d, struct sp_error *err)
{
    if (d->view->elevation_rad < .02)
        return SP_OK;
    float *height = malloc(FLOOR * FLOOR * sizeof *height);
    if (!height)
        return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    struct floor_map f = {.d = d};
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    for (int i = 0; i < d->stage.bones; i++)
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < 2; k++) {
                const double v = (double)d->stage.tri[i].v[c].p[2 * k];
                low[k] = fmin(low[k], v);
                high[k] = fmax(high[k], v);
            }
    const double span = fmax(high[0] - low[0], high[1] - low[1]) + .5;
    f.step = span / FLOOR;
    for (int k = 0; k < 2; k++)
        f.low[k] = (low[k] + high[k] - span) / 2;
    heights(&d->stage, &f, height);
    for (int i = 0; i < FLOOR * FLOOR; i++) {
        const double h = (double)height[i];
        height[i] =
            h > 8 ? 0 : (float)((exp(-h / .09) + .25 * exp(-h / .45)) / 1.25);
    }
    // soft over some four centimetres
    const int rounds = (int)fmin(24, fmax(2, 2 * pow(.030 / f.step, 2)));
    enum sp_status status = trace_blur(height, FLOOR, FLOOR, rounds, err);
    struct trace_map map = {floor_to_picture, &f, d->map.scale, .12, 4, {0}};
    static const double level[] = {.07, .20, .38, .60};
    for (int i = 0; status == SP_OK && i < 4; i++) {
        picture_fill(&d->picture, d->view->dark ? 0x05080A : 0x3A332C,
                     d->view->dark ? .22 : .085);
        status = trace_contour(&d->picture, height, FLOOR, FLOOR, level[i],
                               &map, err);
    }
    free(height);
    return status;
}

// ---- lines

enum { LINE_NONE, LINE_HEM, LINE_INNER, LINE_OUTER };

/* Does one surface pass before another between two pixels of one thing? The
 * depth is carried on from both sides: a slope is no jump. */
static bool jumps(const struct drawing *d, size_t before, size_t a, size_t b,
                  size_t after, bool has_before, bool has_after)
{
    const float *z = d->seen.depth;
    const double za = (double)z[a], zb = (double)z[b];
    const double least = .0035 + 2.2 * za / d->seen.camera.focal;
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
    if (!r->paint[a] && !r->paint[b])
        return LINE_NONE;
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

/* Kind of line along the top (low half byte) and left of every pixel. */
static void find_lines(const struct drawing *d, unsigned char *kind)
{
    const size_t w = (size_t)d->width;
    for (int y = 0; y < d->height; y++)
        for (int x = 0; x < d->width; x++) {
            const size_t b = pixel(d, x, y);
            int top = LINE_NONE, left = LINE_NONE;
            if (y > 0)
                top = line_between(d, b - (y > 1 ? 2 * w : w), b - w, b,
                                   b + (y + 1 < d->height ? w : 0), y > 1,
                                   y + 1 < d->height);
            if (x > 0)
                left = line_between(d, b - (x > 1 ? 2 : 1), b - 1, b,
                                    b + (x + 1 < d->width), x > 1,
                                    x + 1 < d->width);
            kind[b] = (unsigned char)(top | left << 4);
        }
}

static enum sp_status lines(struct drawing *d, struct sp_error *err)
{
    static const double widths[] = {0, .55, .85, 1.35}, // hem, inner, outer
        alphas[] = {0, .45, .85, 1};
    const size_t columns = (size_t)d->width + 1, rows = (size_t)d->height + 1;
    unsigned char *cracks = malloc(columns * rows);
    unsigned char *kind = malloc((size_t)d->width * (size_t)d->height);
    enum sp_status status = SP_OK;
    if (!cracks || !kind)
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    else
        find_lines(d, kind);
    const double unit =
        fmax(.5, .0021 * sqrt(d->picture.width * d->picture.height));
    for (int k = LINE_HEM; status == SP_OK && k <= LINE_OUTER; k++) {
        memset(cracks, 0, columns * rows);
        for (int y = 0; y < d->height; y++)
            for (int x = 0; x < d->width; x++) {
                const int here = kind[pixel(d, x, y)];
                cracks[(size_t)y * columns + (size_t)x] =
                    (unsigned char)(((here & 15) == k) | ((here >> 4) == k)
                                                             << 1);
            }
        struct trace_map map = d->map;
        map.least = k == LINE_OUTER ? 5 : k == LINE_INNER ? 9 : 12;
        picture_stroke(&d->picture, d->view->dark ? 0x0C1114 : 0x1F2A2E,
                       alphas[k], widths[k] * unit);
        status =
            trace_cracks(&d->picture, cracks, d->width, d->height, &map, err);
    }
    free(cracks);
    free(kind);
    return status;
}

// ---- the spine through the back

/* Bones are shown only through trunk and neck: through an arm, a thigh or the
 * face they would look like a mistake. */
static bool shows_spine(const struct drawing *d, size_t at)
{
    const struct raster *skin = &d->seen, *bone = &d->bones;
    if (!bone->paint[at] || skin->body[at] != STAGE_PERSON)
        return false;
    if (skin->limb[at] != LIMB_TRUNK && skin->limb[at] != LIMB_HEAD)
        return false;
    const double under = (double)bone->depth[at] - (double)skin->depth[at];
    return under > -.02 && under < (skin->limb[at] == LIMB_HEAD ? .09 : .19);
}

static enum sp_status spine(struct drawing *d, struct sp_error *err)
{
    const size_t n = (size_t)d->width * (size_t)d->height;
    stage_raster(&d->stage, true, &d->bones);
    for (size_t i = 0; i < n; i++)
        if (!shows_spine(d, i))
            d->bones.paint[i] = 0;
    enum sp_status status =
        fill_where(d, d->bones.paint, STAGE_BONE, STAGE_PAINTS - 1,
                   paint_colour(d, STAGE_BONE), .80, err);
    for (int level = 0; status == SP_OK && level < 23; level++) {
        const int paint = STAGE_DISC + level;
        status = fill_where(d, d->bones.paint, paint, paint,
                            paint_colour(d, paint), .95, err);
    }
    // a thin outline keeps vertebra from vertebra
    if (status == SP_OK) {
        for (size_t i = 0; i < n; i++)
            d->field[i] = d->bones.paint[i] > 0;
        status = trace_blur(d->field, d->width, d->height, 1, err);
        picture_stroke(&d->picture, 0x4A4F4C, .55,
                       fmax(.35, .0009 * d->picture.height));
        if (status == SP_OK)
            status = trace_contour(&d->picture, d->field, d->width, d->height,
                                   .5, &d->map, err);
    }
    return status;
}

// ---- together

static enum sp_status compose(struct drawing *d, struct sp_error *err)
{
    enum sp_status status = light(d, err);
    if (status == SP_OK)
        status = surfaces(d, true, err);
    if (status == SP_OK)
        status = shadow(d, err);
    if (status == SP_OK)
        status = surfaces(d, false, err);
    if (status == SP_OK)
        status = tones(d, err);
    if (status == SP_OK && d->view->spine)
        status = spine(d, err);
    if (status == SP_OK)
        status = lines(d, err);
    return status;
}

static void drawing_release(struct drawing *d)
{
    stage_release(&d->stage);
    raster_release(&d->seen);
    raster_release(&d->bones);
    picture_release(&d->picture);
    free(d->field);
    free(d->dark);
}

static enum sp_status
drawing_init(struct drawing *d, const struct sp_body *body,
             const struct figure_mesh *mesh, const struct sp_scene *scaled,
             const struct sp_posture *posture, const struct draw_view *view,
             struct sp_error *err)
{
    memset(d, 0, sizeof *d);
    if (view->width_px < 16 || view->height_px < 16 || view->width_px > 4096 ||
        view->height_px > 4096)
        return sp_fail(err, SP_E_RANGE,
                       "picture of %d by %d px, need 16 to 4096 each way",
                       view->width_px, view->height_px);
    d->view = view;
    const int longest =
        view->width_px > view->height_px ? view->width_px : view->height_px;
    const double scale = (double)WORK / longest;
    d->width = (int)fmax(16, round(view->width_px * scale));
    d->height = (int)fmax(16, round(view->height_px * scale));
    picture_init(&d->picture, view->width_px, view->height_px);
    d->map = (struct trace_map){trace_plain, NULL, 1 / scale, .36, 9, {0}};
    const size_t n = (size_t)d->width * (size_t)d->height;
    enum sp_status status =
        stage_init(&d->stage, body, mesh, scaled, posture, view, err);
    if (status == SP_OK)
        status = raster_init(&d->seen, d->width, d->height, err);
    if (status == SP_OK)
        status = raster_init(&d->bones, d->width, d->height, err);
    d->field = calloc(n, sizeof *d->field);
    d->dark = calloc(n, sizeof *d->dark);
    if (status == SP_OK && (!d->field || !d->dark))
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    if (status == SP_OK) {
        stage_frame(&d->stage, view, d->width, d->height);
        stage_raster(&d->stage, false, &d->seen);
        status = compose(d, err);
    }
    if (status != SP_OK)
        drawing_release(d);
    return status;
}

enum sp_status
draw_figure(const struct sp_body *body, const struct figure_mesh *mesh,
            const struct sp_scene *scaled, const struct sp_posture *posture,
            const struct draw_view *view, enum draw_format format,
            unsigned char **bytes, size_t *len, struct sp_error *err)
{
    struct drawing d;
    enum sp_status status =
        drawing_init(&d, body, mesh, scaled, posture, view, err);
    if (status != SP_OK)
        return status;
    status = format == DRAW_SVG ? picture_svg(&d.picture, bytes, len, err)
                                : picture_png(&d.picture, view->width_px,
                                              view->height_px, bytes, len, err);
    drawing_release(&d);
    return status;
}

enum sp_status draw_pixels(const struct sp_body *body,
                           const struct figure_mesh *mesh,
                           const struct sp_scene *scaled,
                           const struct sp_posture *posture,
                           const struct draw_view *view, int width, int height,
                           unsigned **pixels, struct sp_error *err)
{
    struct drawing d;
    enum sp_status status =
        drawing_init(&d, body, mesh, scaled, posture, view, err);
    if (status != SP_OK)
        return status;
    status = picture_pixels(&d.picture, width, height, pixels, err);
    drawing_release(&d);
    return status;
}
