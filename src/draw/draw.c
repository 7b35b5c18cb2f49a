/*
 * A calm drawing: flat colours, three soft tones, one contact shadow, lines
 * where something passes in front of something. Everything is found in a
 * depth buffer and traced into a few smooth paths.
 */
#include "draw/draw_internal.h"
#include "draw/drawing.h"
#include "figure/vec.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>

enum { DISCS = 23, SLIT = 2 /* pixels */ };

/* Longest side of the buffer that lines are found in, for a picture whose own
 * is this long, pixels: what is finer than that cannot be seen. */
static int work_size(int longest)
{
    const int least = 512, most = 900, wanted = longest + longest / 10;
    return wanted < least ? least : wanted > most ? most : wanted;
}

struct stop {
    double load;
    unsigned rgb;
};

static unsigned between(const struct stop *stop, int last, double load)
{
    if (!(load > 0))
        return stop[0].rgb;
    int i = 0;
    while (i < last - 1 && load > stop[i + 1].load)
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

unsigned draw_load_colour(double load)
{
    // diverging, colour-blind safe, centred on relaxed standing
    static const struct stop stop[] = {
        {0,   0x2166AC},
        {.5,  0x92C5DE},
        {1,   0xE6E1D6},
        {1.6, 0xF4A582},
        {2.5, 0xB2182B}
    };
    return between(stop, 4, load);
}

unsigned draw_load_grey(double load)
{
    static const struct stop stop[] = {
        {0,   0xFFFFFF},
        {1,   0xA8A8A8},
        {2.5, 0x101010}
    };
    return between(stop, 2, load);
}

/* Brightness times f. */
static unsigned dim(unsigned rgb, double f)
{
    unsigned out = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        out |= (unsigned)lround(fmin(255, (rgb >> shift & 255) * f)) << shift;
    return out;
}

static unsigned disc_colour(const struct drawing *d, int level)
{
    const struct draw_discs *discs = d->view->discs;
    if (!discs)
        return 0x92C5DE;
    return d->view->grey ? draw_load_grey(discs->share[level])
                         : draw_load_colour(discs->share[level]);
}

static unsigned screen_colour(const struct drawing *d, int paint)
{
    const bool dark = d->view->dark;
    if (paint >= STAGE_DISC)
        return disc_colour(d, paint - STAGE_DISC);
    if (paint == STAGE_BONE)
        return 0xF3EDDF;
    if (paint >= STAGE_PROP) // the room dims, the figure stays lit
        return dim(figure_paint_colour((enum figure_paint)(paint - STAGE_PROP)),
                   dark ? .55 : 1);
    if (paint >= STAGE_PARTNER) {
        static const unsigned pale[FIGURE_MATERIALS] = {
            [FIGURE_SKIN] = 0xD9CCC0,
            [FIGURE_TOP] = 0xD5CFC3,
            [FIGURE_SHORTS] = 0xB3ADA2,
            [FIGURE_HAIR] = 0x968C80};
        return dim(pale[paint - STAGE_PARTNER], dark ? .6 : 1);
    }
    return figure_material_colour((enum figure_material)(paint - STAGE_BODY),
                                  d->tone);
}

/* On paper lines and words come first: what is filled is paler, skin most, so
 * that skin, vest and shorts differ without colour. */
static unsigned paint_colour(const struct drawing *d, int paint)
{
    const unsigned rgb = screen_colour(d, paint);
    if (!d->view->grey || paint >= STAGE_BONE)
        return rgb;
    const int cloth =
        paint >= STAGE_PARTNER ? paint - STAGE_PARTNER : paint - STAGE_BODY;
    static const double paler[FIGURE_MATERIALS] = {
        [FIGURE_SKIN] = .62, [FIGURE_TOP] = .32, [FIGURE_SHORTS] = .05};
    const double t = cloth < FIGURE_MATERIALS ? paler[cloth] : .4;
    unsigned out = 0;
    for (int shift = 0; shift <= 16; shift += 8)
        out |= (unsigned)lround(mix(rgb >> shift & 255, 255, t)) << shift;
    return out;
}

// ---- surfaces

/* Where each paint is, and everything. */
static void find_boxes(struct drawing *d, const struct raster *r, int from,
                       int to)
{
    const struct box nowhere = {d->width, d->height, 0, 0};
    for (int p = from; p < to; p++)
        d->of[p] = nowhere;
    for (int y = 0; y < d->height; y++)
        for (int x = 0; x < d->width; x++) {
            const int paint = r->paint[drawing_pixel(d, x, y)];
            if (paint < from || paint >= to)
                continue;
            struct box *b = &d->of[paint];
            b->x0 = x < b->x0 ? x : b->x0;
            b->x1 = x >= b->x1 ? x + 1 : b->x1;
            b->y0 = y < b->y0 ? y : b->y0;
            b->y1 = y + 1;
        }
}

/* The box round some paints, a pixel wider where there is room. */
static struct box box_of(const struct drawing *d, int low, int high)
{
    struct box all = {d->width, d->height, 0, 0};
    for (int p = low; p <= high; p++) {
        const struct box *b = &d->of[p];
        if (b->x1 <= b->x0)
            continue;
        all.x0 = b->x0 < all.x0 ? b->x0 : all.x0;
        all.y0 = b->y0 < all.y0 ? b->y0 : all.y0;
        all.x1 = b->x1 > all.x1 ? b->x1 : all.x1;
        all.y1 = b->y1 > all.y1 ? b->y1 : all.y1;
    }
    if (all.x1 <= all.x0)
        return (struct box){0, 0, 0, 0};
    all.x0 -= all.x0 > 0;
    all.y0 -= all.y0 > 0;
    all.x1 += all.x1 < d->width;
    all.y1 += all.y1 < d->height;
    return all;
}

static struct trace_map map_from(const struct drawing *d, const struct box *b)
{
    struct trace_map map = d->map;
    map.origin[0] = b->x0;
    map.origin[1] = b->y0;
    return map;
}

/* Add to the path begun last what goes round the wanted pixels, with soft
 * corners. */
static enum sp_status go_round(struct drawing *d, const unsigned char *from,
                               int low, int high, struct sp_error *err)
{
    const struct box b = box_of(d, low, high);
    const int w = b.x1 - b.x0, h = b.y1 - b.y0;
    if (w <= 0)
        return SP_OK;
    for (int y = 0; y < h; y++) {
        const unsigned char *row = from + drawing_pixel(d, b.x0, b.y0 + y);
        float *to = d->field + (size_t)y * (size_t)w;
        for (int x = 0; x < w; x++)
            to[x] = row[x] >= low && row[x] <= high;
    }
    const struct trace_map map = map_from(d, &b);
    const enum sp_status status = trace_blur(d->field, w, h, 1, err);
    return status ? status
                  : trace_contour(&d->picture, d->field, w, h, .5, &map, err);
}

static enum sp_status fill_where(struct drawing *d, const unsigned char *from,
                                 int low, int high, unsigned rgb, double alpha,
                                 struct sp_error *err)
{
    picture_fill(&d->picture, rgb, alpha);
    return go_round(d, from, low, high, err);
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
    // so many steps, each so faint that they are read as one soft passage; a
    // printer's own dots smooth fewer
    const int steps = d->view->grey ? 6 : 11;
    const double first = .25, last = .77;
    const double alpha = (d->view->dark ? .39 : .29) / steps;
    // shade must not leak over the edge of what it lies on
    const struct box *b = &d->all;
    const int w = b->x1 - b->x0, h = b->y1 - b->y0;
    for (int y = 0; y < h; y++) {
        const unsigned char *row =
            d->seen.paint + drawing_pixel(d, b->x0, b->y0 + y);
        const size_t at = (size_t)y * (size_t)w;
        for (int x = 0; x < w; x++)
            d->field[at + (size_t)x] = row[x] ? d->dark[at + (size_t)x] : 0;
    }
    struct trace_map map = map_from(d, b);
    map.least = 40; // specks of shade are noise, its edge is soft
    map.within = .6;
    enum sp_status status = trace_blur(d->field, w, h, 1, err);
    for (int i = 0; status == SP_OK && i < steps; i++) {
        picture_shade(&d->picture, d->view->dark ? 0x0B1014 : 0x2B2420, alpha);
        status = trace_contour(&d->picture, d->field, w, h,
                               mix(first, last, i / (steps - 1.0)), &map, err);
    }
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
    enum sp_status status = stage_raster(&d->stage, true, &d->bones, err);
    if (status != SP_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        if (!shows_spine(d, i))
            d->bones.paint[i] = 0;
    find_boxes(d, &d->bones, STAGE_BONE, STAGE_PAINTS);
    const unsigned char *paint = d->bones.paint;
    const double thin = fmax(.35, .0009 * d->picture.height);
    status = fill_where(d, paint, STAGE_BONE, STAGE_PAINTS - 1,
                        paint_colour(d, STAGE_BONE), .80, err);
    for (int p = STAGE_DISC; status == SP_OK && p < STAGE_PAINTS; p++)
        status = fill_where(d, paint, p, p, paint_colour(d, p), .95, err);
    // a thin outline keeps vertebra from vertebra and disc from bone
    picture_stroke(&d->picture, 0x4A4F4C, .55, thin);
    if (status == SP_OK)
        status = go_round(d, paint, STAGE_BONE, STAGE_PAINTS - 1, err);
    for (int p = STAGE_DISC; status == SP_OK && p < STAGE_PAINTS; p++)
        status = go_round(d, paint, p, p, err);
    return status;
}

/* The name of what lies below disc i. */
static const char *below(int i)
{
    return i == 0 ? "S1" : figure_level_name(SP_L5 + i - 1);
}

/* What the colours say, for whoever cannot see them or wants the number. */
static void tell_discs(struct drawing *d)
{
    const double *load = d->view->discs->share;
    int least = 0, most = 0;
    for (int i = 1; i < DISCS; i++) {
        least = load[i] < load[least] ? i : least;
        most = load[i] > load[most] ? i : most;
    }
    snprintf(d->picture.title, sizeof d->picture.title,
             _("Discs against relaxed standing: most %s/%s %.0f %%, least "
               "%s/%s %.0f %%"),
             figure_level_name(SP_L5 + most), below(most), 100 * load[most],
             figure_level_name(SP_L5 + least), below(least), 100 * load[least]);
}

// ---- together

/* As the pixel there. */
static void copy_pixel(struct raster *r, size_t to, size_t from)
{
    r->depth[to] = r->depth[from];
    memcpy(r->normal + 3 * to, r->normal + 3 * from, 3 * sizeof *r->normal);
    r->paint[to] = r->paint[from];
    r->body[to] = r->body[from];
    r->limb[to] = r->limb[from];
}

/* A slit that is narrower than the lines on both its sides would be a blot:
 * it is closed, one line is left. */
static void close_slits(struct drawing *d, int way, int x, int y, int left)
{
    struct raster *r = &d->seen;
    const size_t at = drawing_pixel(d, x, y), step = (size_t)way;
    if (r->paint[at] || !r->paint[at - step])
        return;
    for (int wide = 1; wide <= SLIT && wide < left; wide++) {
        const size_t far = at + step * (size_t)wide;
        if (!r->paint[far])
            continue;
        if (r->body[far] == r->body[at - step])
            for (int i = 0; i < wide; i++)
                copy_pixel(r, at + step * (size_t)i,
                           2 * i < wide ? at - step : far);
        return;
    }
}

static void close_all_slits(struct drawing *d)
{
    for (int y = 1; y < d->height; y++)
        for (int x = 1; x < d->width; x++)
            close_slits(d, 1, x, y, d->width - x);
    for (int y = 1; y < d->height; y++)
        for (int x = 1; x < d->width; x++)
            close_slits(d, d->width, x, y, d->height - y);
}

/* The page's own colour; paper is white. */
static void lay_ground(struct drawing *d)
{
    const double w = d->picture.width, h = d->picture.height;
    const double all[4][2] = {
        {0, 0},
        {w, 0},
        {w, h},
        {0, h}
    };
    const struct draw_view *view = d->view;
    picture_fill(&d->picture,
                 view->grey   ? 0xFFFFFF
                 : view->dark ? 0x12181B
                              : 0xF7F4EE,
                 1);
    picture_line(&d->picture, all, 4, true);
}

static enum sp_status compose(struct drawing *d, struct sp_error *err)
{
    close_all_slits(d);
    find_boxes(d, &d->seen, 1, STAGE_BONE);
    d->all = box_of(d, 1, STAGE_BONE - 1);
    enum sp_status status = drawing_light(d, err);
    if (d->view->ground)
        lay_ground(d);
    drawing_mat(d);
    if (status == SP_OK)
        status = surfaces(d, true, err);
    if (status == SP_OK)
        status = drawing_shadow(d, err);
    if (status == SP_OK)
        status = surfaces(d, false, err);
    if (status == SP_OK)
        status = tones(d, err);
    if (status == SP_OK && d->view->spine)
        status = spine(d, err);
    if (d->view->spine && d->view->discs)
        tell_discs(d);
    if (status == SP_OK)
        status = drawing_lines(d, err);
    if (status == SP_OK && d->foot > 0)
        drawing_legend(d);
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
    d->tone = mesh->tone;
    const int longest =
        view->width_px > view->height_px ? view->width_px : view->height_px;
    const double scale = (double)work_size(longest) / longest;
    d->width = (int)fmax(16, round(view->width_px * scale));
    d->height = (int)fmax(16, round(view->height_px * scale));
    picture_init(&d->picture, view->width_px, view->height_px);
    d->picture.grey = view->grey;
    d->foot = legend_height(view);
    d->map = (struct trace_map){trace_plain, NULL, 1 / scale, .36, 9, {0}, 0};
    const size_t n = (size_t)d->width * (size_t)d->height;
    enum sp_status status =
        stage_init(&d->stage, body, mesh, scaled, posture, view, err);
    if (status == SP_OK)
        status = raster_init(&d->seen, d->width, d->height, err);
    if (status == SP_OK && view->spine)
        status = raster_init(&d->bones, d->width, d->height, err);
    d->field = calloc(n, sizeof *d->field);
    d->dark = calloc(n, sizeof *d->dark);
    if (status == SP_OK && (!d->field || !d->dark))
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
    if (status == SP_OK) {
        stage_frame(&d->stage, view, d->width,
                    d->height - (int)ceil(d->foot * scale));
        status = stage_raster(&d->stage, false, &d->seen, err);
    }
    if (status == SP_OK)
        status = compose(d, err);
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

enum sp_status draw_figure_on(const struct sp_body *body,
                              const struct figure_mesh *mesh,
                              const struct sp_scene *scaled,
                              const struct sp_posture *posture,
                              const struct draw_view *view, struct _cairo *to,
                              struct sp_error *err)
{
    struct drawing d;
    enum sp_status status =
        drawing_init(&d, body, mesh, scaled, posture, view, err);
    if (status != SP_OK)
        return status;
    if (!picture_paint(&d.picture, to))
        status = sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
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
