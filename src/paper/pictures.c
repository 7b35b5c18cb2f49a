/*
 * Which positions, how large, in which grey. Printed on any printer: colours
 * become their luminance (ITU-R BT.709), on white.
 */
#include "paper/pictures.h"
#include "care/library/walk.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DPI 110.0 /* how finely a figure is traced; it is kept as lines */
#define GAP 6.0   /* points between pictures */
/* Two positions look alike when no point of the skin is further apart; our
 * choice: 4 cm on a picture of 30 mm is half a millimetre. */
#define ALIKE_M .04

// ---- which

static double furthest_apart(const struct sp_body *body,
                             const struct sp_posture *a,
                             const struct sp_posture *b)
{
    struct sp_frames fa, fb;
    double most = 0;
    sp_body_place(body, a, &fa);
    sp_body_place(body, b, &fb);
    for (int p = 0; p < SP_POINTS; p++) {
        double pa[3], pb[3], sum = 0;
        sp_body_point(body, &fa, (enum sp_point)p, pa);
        sp_body_point(body, &fb, (enum sp_point)p, pb);
        for (int i = 0; i < 3; i++)
            sum += (pa[i] - pb[i]) * (pa[i] - pb[i]);
        most = fmax(most, sqrt(sum));
    }
    return most;
}

static bool shown_already(const struct picture_set *p,
                          const struct sp_body *body,
                          const struct sp_posture *posture)
{
    for (int i = 0; i < p->count; i++)
        if (furthest_apart(body, &p->posture[i], posture) < ALIKE_M)
            return true;
    return false;
}

/* What the camera sees: along its right, and upwards. */
struct extent {
    double right[3], up[3], lo[2], hi[2];
};

static void reach(struct extent *e, const double at[3])
{
    double u = 0, v = 0;
    for (int k = 0; k < 3; k++) {
        u += e->right[k] * at[k];
        v += e->up[k] * at[k];
    }
    e->lo[0] = fmin(e->lo[0], u), e->hi[0] = fmax(e->hi[0], u);
    e->lo[1] = fmin(e->lo[1], v), e->hi[1] = fmax(e->hi[1], v);
}

/* Tall frames and beds fill more of a picture than the figure does. */
static void reach_props(struct extent *e, const struct sp_scene *scene)
{
    for (int i = 0; i < scene->props; i++) {
        const struct sp_prop *p = &scene->prop[i];
        if (p->away || p->kind == SP_PROP_FLOOR || p->kind == SP_PROP_MAT ||
            p->kind == SP_PROP_WALL || p->kind == SP_PROP_PARTNER)
            continue;
        for (int c = 0; c < 8; c++) {
            const double at[3] = {
                p->at[0] + (c & 1 ? .5 : -.5) * p->size[0],
                c & 2 ? p->at[1] : 0,
                p->at[2] + (c & 4 ? .5 : -.5) * p->size[2],
            };
            reach(e, at);
        }
    }
}

static void measure(struct picture_set *p, const struct sp_body *body,
                    const struct sp_posture *posture)
{
    struct sp_frames frames;
    const double a = p->scene.camera_azimuth_rad;
    const double t = p->scene.camera_elevation_rad;
    struct extent e = {
        .right = {sin(a),            0, -cos(a)},
        .up = {-cos(a) * sin(t),                 cos(t),   -sin(a) * sin(t)},
        .lo = {INFINITY, INFINITY},
        .hi = {-INFINITY,         -INFINITY          },
    };
    sp_body_place(body, posture, &frames);
    for (int i = 0; i < SP_POINTS; i++) {
        double at[3];
        sp_body_point(body, &frames, (enum sp_point)i, at);
        reach(&e, at);
    }
    reach_props(&e, &p->scene);
    p->wide = fmax(p->wide, e.hi[0] - e.lo[0]);
    p->high = fmax(p->high, e.hi[1] - e.lo[1]);
}

static enum sp_status add(struct picture_set *p, const struct sp_body *body,
                          int k, int step, struct sp_error *err)
{
    struct sp_posture posture;
    struct sp_pose_report report;
    enum sp_status s =
        sp_pose_solve(body, &p->scene, k, &posture, &report, err);
    if (s || shown_already(p, body, &posture))
        return s;
    measure(p, body, &posture);
    p->keyframe[p->count] = k;
    p->step[p->count] = step;
    p->posture[p->count++] = posture;
    return SP_OK;
}

enum sp_status pictures_init(struct picture_set *p,
                             const struct care_exercise *ex, int variant,
                             const struct sp_body *body, struct sp_error *err)
{
    memset(p, 0, sizeof *p);
    if (!ex->scene)
        return SP_OK;
    sp_scene_scale(ex->scene, body, &p->scene);
    const struct walk w = walk_of(ex, variant);
    bool seen[SP_SCENE_KEYFRAMES] = {false};
    enum sp_status s = SP_OK;
    int step = 0, show = w.start_show;
    for (int i = 0; i < ex->step_count && !s; i++) {
        if (!walk_takes(&w, i))
            continue;
        step++;
        show = walk_show(&w, i, show);
        if (show < 0 || show >= p->scene.keyframes || seen[show] ||
            p->count == PICTURES_MAX)
            continue;
        seen[show] = true;
        s = add(p, body, show, step, err);
    }
    return s;
}

void pictures_release(struct picture_set *p)
{
    for (int i = 0; i < p->count; i++)
        if (p->image[i])
            cairo_surface_destroy(p->image[i]);
    memset(p, 0, sizeof *p);
}

static bool shows_discs(const struct picture_set *p, int i,
                        const struct sp_body *body)
{
    return p->discs && p->discs->keyframe == p->keyframe[i] &&
           draw_sees_spine(body, &p->posture[i], p->scene.camera_azimuth_rad,
                           p->scene.camera_elevation_rad);
}

bool pictures_show_spine(const struct picture_set *p,
                         const struct sp_body *body)
{
    for (int i = 0; i < p->count; i++)
        if (shows_discs(p, i, body))
            return true;
    return false;
}

// ---- how large

void pictures_fit(struct picture_set *p, double width, double height,
                  double gutter)
{
    // mat, ball or bar take some room beside the figure
    const double wide = p->wide * 1.15 + .1, high = p->high * 1.15 + .1;
    double best = -1;
    for (int across = 1; across <= p->count; across++) {
        const int down = (p->count + across - 1) / across;
        const double w = (width - GAP * (across - 1)) / across - gutter;
        const double h = (height - GAP * (down - 1)) / down;
        const double scale = fmin(w / wide, h / high);
        if (scale <= best)
            continue;
        best = scale;
        p->across = across;
        p->down = down;
        p->cell_w = w;
        // no higher than the figure needs
        p->cell_h = fmax(24, fmin(h, 1.12 * high * scale));
        p->gutter = gutter;
    }
}

// ---- drawing

enum sp_status pictures_draw_one(const struct picture_set *p, int i,
                                 const struct sp_body *body,
                                 const struct figure_mesh *mesh,
                                 cairo_surface_t **image, struct sp_error *err)
{
    const struct draw_view view = {
        .azimuth_rad = p->scene.camera_azimuth_rad,
        .elevation_rad = p->scene.camera_elevation_rad,
        .width_px = (int)lround(p->cell_w * DPI / 72),
        .height_px = (int)lround(p->cell_h * DPI / 72),
        .grey = true,
        .spine = shows_discs(p, i, body),
        .discs = shows_discs(p, i, body) ? &p->discs->drawn : NULL,
    };
    const cairo_rectangle_t whole = {0, 0, view.width_px, view.height_px};
    struct sp_scene *at = malloc(sizeof *at);
    if (!at)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a picture."));
    sp_scene_at(&p->scene, p->keyframe[i], at);
    *image = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole);
    cairo_t *cr = cairo_create(*image);
    const enum sp_status s =
        draw_figure_on(body, mesh, at, &p->posture[i], &view, cr, err);
    cairo_destroy(cr);
    free(at);
    return s;
}

void pictures_show(const struct picture_set *p, struct sheet *s, double x,
                   double y)
{
    for (int i = 0; i < p->count; i++) {
        const double left = x + (i % p->across) * (p->gutter + p->cell_w + GAP);
        const double top = y + (i / p->across) * (p->cell_h + GAP);
        char number[12];
        snprintf(number, sizeof number, "%d", p->step[i]);
        if (p->image[i]) {
            cairo_rectangle_t whole;
            cairo_recording_surface_get_extents(p->image[i], &whole);
            const double w = whole.width, h = whole.height;
            sheet_tag(s, "Figure");
            cairo_save(s->cr);
            cairo_translate(s->cr, left + p->gutter, top);
            cairo_scale(s->cr, p->cell_w / w, p->cell_h / h);
            cairo_set_source_surface(s->cr, p->image[i], 0, 0);
            // a fill, not a paint: cairo takes an opaque paint without clip
            // for a fresh page and forgets the tags before it
            cairo_rectangle(s->cr, 0, 0, w, h);
            cairo_fill(s->cr);
            cairo_restore(s->cr);
            sheet_untag(s, "Figure");
        }
        if (p->count > 1)
            sheet_text(s, SHEET_BOLD, SHEET_LEFT, left, top, 0, NULL, number);
    }
}
