/*
 * What the colours of the discs mean: a scale with its numbers at the foot of
 * the picture, and L4/5's own share beside its disc and on the scale.
 */
#include "draw/drawing.h"
#include "text/words.h"

#include <math.h>

enum { CELLS = 50, MAIN = 1 /* L4/5 */ };
#define MOST 2.5 /* the scale's end, of relaxed standing */

/* The height of its letters, px. */
static double letters(double width, double height)
{
    return fmax(9, .0205 * sqrt(width * height));
}

double legend_height(const struct draw_view *view)
{
    return view->legend && view->spine && view->discs
               ? 4.6 * letters(view->width_px, view->height_px)
               : 0;
}

static void box(struct picture *p, unsigned rgb, double x, double y, double w,
                double h)
{
    const double at[4][2] = {
        {x,     y    },
        {x + w, y    },
        {x + w, y + h},
        {x,     y + h}
    };
    picture_fill(p, rgb, 1);
    picture_line(p, at, 4, true);
}

/* From nothing to MOST, with a tip where L4/5 is. */
static void scale(struct drawing *d, double x, double y, double w, double u,
                  unsigned ink, unsigned quiet)
{
    struct picture *p = &d->picture;
    for (int i = 0; i < CELLS; i++) {
        const double load = MOST * (i + .5) / CELLS;
        // a little wider than a cell: no seams
        box(p, d->view->grey ? draw_load_grey(load) : draw_load_colour(load),
            x + w * i / CELLS, y, w / CELLS + (i + 1 < CELLS ? .6 : 0), .6 * u);
    }
    const double edge[4][2] = {
        {x,     y         },
        {x + w, y         },
        {x + w, y + .6 * u},
        {x,     y + .6 * u}
    };
    picture_stroke(p, quiet, 1, .06 * u);
    picture_line(p, edge, 4, true);
    const double load = fmin(MOST, fmax(0, d->view->discs->share[MAIN]));
    const double at = x + w * load / MOST;
    const double tip[3][2] = {
        {at,           y + .1 * u},
        {at - .32 * u, y - .5 * u},
        {at + .32 * u, y - .5 * u}
    };
    picture_fill(p, ink, 1);
    picture_line(p, tip, 3, true);
    for (int i = 0; i <= 5; i++)
        picture_say(p,
                    (struct picture_text){.x = x + w * i / 5,
                                          .y = y + 1.6 * u,
                                          .size = .85 * u,
                                          .rgb = quiet,
                                          .anchor = PICTURE_MIDDLE},
                    i == 2 ? "%d %%" : "%d", 50 * i);
}

/* The middle of what is seen of L4/5's disc, pixels; false when hidden. */
static bool find_disc(const struct drawing *d, int *x, int *y)
{
    const struct box *b = &d->of[STAGE_DISC + MAIN];
    *x = (b->x0 + b->x1) / 2;
    *y = (b->y0 + b->y1) / 2;
    return b->x1 > b->x0;
}

/* A thin line from the disc to its name, on free ground above or below. */
static void name_disc(struct drawing *d, double u, unsigned ink)
{
    int x, y;
    if (!find_disc(d, &x, &y))
        return;
    const double scale = d->map.scale;
    const int clear = (int)(1.2 * u / scale); // pixels of nothing
    for (int way = -1; way <= 1; way += 2) {
        int free = 0, at = y;
        for (; at >= 0 && at < d->height && free < clear; at += way)
            free = d->seen.paint[drawing_pixel(d, x, at)] ? 0 : free + 1;
        const double from = (y + .5) * scale, px = (x + .5) * scale;
        const double to = at * scale - .2 * way * u;
        if (free < clear || to < 1.2 * u ||
            to > d->picture.height - d->foot - 1.2 * u)
            continue;
        const double line[2][2] = {
            {px, from},
            {px, to  }
        };
        picture_stroke(&d->picture, ink, 1, .09 * u);
        picture_line(&d->picture, line, 2, false);
        picture_say(&d->picture,
                    (struct picture_text){.x = px,
                                          .y = to + (way < 0 ? -.3 : 1) * u,
                                          .size = u,
                                          .rgb = ink,
                                          .anchor = PICTURE_MIDDLE,
                                          .bold = true},
                    "%s %.0f %%", _("L4/5"), 100 * d->view->discs->share[MAIN]);
        return;
    }
}

void drawing_legend(struct drawing *d)
{
    const struct draw_view *view = d->view;
    struct picture *p = &d->picture;
    const double u = letters(p->width, p->height);
    const unsigned ink = view->dark ? 0xE9E5DB : 0x1F2A2E;
    const unsigned quiet = view->dark ? 0xA3ABAD : 0x566066;
    const double left = 1.4 * u, right = p->width - 1.4 * u;
    const double top = p->height - d->foot;
    struct picture_text text = {
        .x = left, .y = top + u, .size = u, .rgb = ink, .bold = true};
    name_disc(d, u, ink);
    picture_say(p, text, "%s", _("Load on each disc"));
    scale(d, left, top + 2 * u, fmin(20 * u, .42 * p->width), u, ink, quiet);
    text.x = right;
    text.anchor = PICTURE_END;
    text.y = top + 2.5 * u;
    picture_say(p, text, _("L4/5: %.0f %%, may be %.0f to %.0f %%"),
                100 * view->discs->share[MAIN], 100 * view->discs->l4_5[0],
                100 * view->discs->l4_5[1]);
    text.y = top + 3.6 * u;
    text.bold = false;
    text.size = .85 * u;
    text.rgb = quiet;
    picture_say(p, text, _("100 %% is relaxed standing"));
}
