#include "term/stage.h"
#include "session/session.h"
#include "term/term_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct term_stage {
    struct sp_body body;
    struct figure_mesh mesh;
};

/* A character is about twice as high as wide: 4 to 3 as on the page. */
#define ROWS_PER_COLUMN 0.375
/* In a terminal triangles no larger than a character are enough. */
#define COARSE 2.0
#define FRAME_S 0.1 /* between sampled postures of a movement */

static struct figure_look look_of(struct app *app)
{
    int code;
    json_t *profile = term_ask(app, "profile", NULL, NULL, &code);
    const struct figure_look look = {
        figure_build_named(term_text(profile, "build")),
        figure_tone_named(term_text(profile, "tone"))};
    json_decref(profile);
    return look;
}

enum sp_status term_stage_open(struct term_stage **stage, struct app *app,
                               bool fine, struct sp_error *err)
{
    const struct sp_person person = term_person(app);
    struct term_stage *s = calloc(1, sizeof *s);
    if (!s)
        return sp_fail(err, SP_E_NOMEM, _("not enough memory for the figure"));
    enum sp_status st = sp_body_init(&s->body, &person, err);
    if (st == SP_OK)
        st = figure_mesh_look(&s->mesh, &s->body, fine ? 1 : COARSE,
                              look_of(app), err);
    if (st != SP_OK) {
        free(s);
        return st;
    }
    *stage = s;
    return SP_OK;
}

void term_stage_close(struct term_stage *stage)
{
    if (!stage)
        return;
    figure_mesh_release(&stage->mesh);
    free(stage);
}

// ---- posing -----------------------------------------------------------------

struct posed {
    struct sp_scene mirrored, scaled, standing;
    struct sp_posture posture;
};

static struct posed *scale(const struct term_stage *stage,
                           const struct sp_scene *scene, bool left,
                           struct sp_error *err)
{
    struct posed *p = calloc(1, sizeof *p);
    if (!p) {
        (void)sp_fail(err, SP_E_NOMEM, _("not enough memory for the figure"));
        return NULL;
    }
    if (left && scene->one_sided) {
        sp_scene_mirror(scene, &p->mirrored);
        scene = &p->mirrored;
    }
    sp_scene_scale(scene, &stage->body, &p->scaled);
    return p;
}

/* The scene as keyframe k has it, for this body; the caller frees *out. */
static enum sp_status pose(const struct term_stage *stage,
                           const struct sp_scene *scene, int k, bool left,
                           struct posed **out, struct sp_error *err)
{
    struct sp_pose_report report;
    struct posed *p = scale(stage, scene, left, err);
    if (!p)
        return SP_E_NOMEM;
    const enum sp_status st =
        sp_pose_solve(&stage->body, &p->scaled, k, &p->posture, &report, err);
    if (st != SP_OK) {
        free(p);
        return st;
    }
    sp_scene_at(&p->scaled, k, &p->standing);
    *out = p;
    return SP_OK;
}

static enum draw_colour colours(void)
{
    const char *colour = getenv("COLORTERM"), *term = getenv("TERM");
    if (!term_colour())
        return DRAW_NO_COLOUR;
    if (colour && (strstr(colour, "truecolor") || strstr(colour, "24bit")))
        return DRAW_TRUE_COLOUR;
    return term && strstr(term, "256color") ? DRAW_256 : DRAW_NO_COLOUR;
}

/* Looked at from where the scene says. */
static struct draw_view as_scene(const struct sp_scene *scene, int width_px,
                                 int height_px)
{
    return (struct draw_view){.azimuth_rad = scene->camera_azimuth_rad,
                              .elevation_rad = scene->camera_elevation_rad,
                              .width_px = width_px,
                              .height_px = height_px};
}

enum sp_status term_stage_text(const struct term_stage *stage,
                               const struct sp_scene *scene, int k, bool left,
                               int columns, int rows, char **text,
                               struct sp_error *err)
{
    struct posed *p;
    if (columns < TERM_STAGE_COLUMNS_MIN ||
        (rows && rows < TERM_STAGE_ROWS_MIN))
        return sp_fail(err, SP_E_RANGE,
                       _("a figure needs %d columns and %d rows"),
                       TERM_STAGE_COLUMNS_MIN, TERM_STAGE_ROWS_MIN);
    if (rows == 0)
        rows = (int)lround(columns * ROWS_PER_COLUMN);
    else if (columns * ROWS_PER_COLUMN > rows)
        columns = (int)(rows / ROWS_PER_COLUMN);
    enum sp_status st = pose(stage, scene, k, left, &p, err);
    if (st != SP_OK)
        return st;
    struct draw_view view = as_scene(scene, 8 * columns, 16 * rows);
    view.dark = true;
    st = draw_ansi(&stage->body, &stage->mesh, &p->standing, &p->posture, &view,
                   columns, colours(), text, err);
    free(p);
    return st;
}

static bool says(const char *variable, const char *word)
{
    const char *value = getenv(variable);
    return value && strstr(value, word);
}

/* What the terminal shows besides characters, from what it calls itself; a
 * multiplexer in between passes neither on. */
static bool shows_pixels(enum draw_protocol *protocol)
{
    if (!term_colour() || getenv("TMUX") || getenv("STY"))
        return false;
    *protocol = DRAW_KITTY;
    if (getenv("KITTY_WINDOW_ID") || says("TERM", "kitty") ||
        says("TERM", "ghostty") || says("TERM_PROGRAM", "WezTerm"))
        return true;
    *protocol = DRAW_SIXEL;
    return says("TERM", "foot") || says("TERM", "mlterm") ||
           says("TERM", "sixel") || says("TERM", "contour");
}

enum sp_status term_stage_pixels(const struct term_stage *stage,
                                 const struct sp_scene *scene, int k, bool left,
                                 int width_px, int height_px, char **text,
                                 struct sp_error *err)
{
    enum draw_protocol protocol;
    struct posed *p;
    *text = NULL;
    if (!shows_pixels(&protocol))
        return SP_OK;
    enum sp_status st = pose(stage, scene, k, left, &p, err);
    if (st != SP_OK)
        return st;
    struct draw_view view = as_scene(scene, width_px, height_px);
    view.dark = true;
    st = draw_terminal(&stage->body, &stage->mesh, &p->standing, &p->posture,
                       &view, protocol, text, err);
    free(p);
    return st;
}

enum sp_status term_stage_image(const struct term_stage *stage,
                                const struct sp_scene *scene, int k, bool left,
                                int width_px, int height_px,
                                enum draw_format format, unsigned char **bytes,
                                size_t *len, struct sp_error *err)
{
    struct posed *p;
    enum sp_status st = pose(stage, scene, k, left, &p, err);
    if (st != SP_OK)
        return st;
    struct draw_view view = as_scene(scene, width_px, height_px);
    view.ground = true;
    st = draw_figure(&stage->body, &stage->mesh, &p->standing, &p->posture,
                     &view, format, bytes, len, err);
    free(p);
    return st;
}

enum sp_status term_stage_glb(const struct term_stage *stage,
                              const struct sp_scene *scene, int k, bool left,
                              unsigned char **bytes, size_t *len,
                              struct sp_error *err)
{
    const struct figure_leg kept = {.from = k, .to = k};
    struct figure_clip clip;
    struct posed *p = scale(stage, scene, left, err);
    if (!p)
        return SP_E_NOMEM;
    enum sp_status st = figure_clip_make(
        &stage->body, &p->scaled, k < 0 ? NULL : &kept, 1, FRAME_S, &clip, err);
    if (st == SP_OK) {
        st = figure_clip_glb(&stage->body, &stage->mesh, true, &p->scaled,
                             &clip, bytes, len, err);
        figure_clip_release(&clip);
    }
    free(p);
    return st;
}

// ---- which keyframe

int term_stage_at(const struct care_exercise *ex, int variant, double clip_s)
{
    struct care_leg leg[SESSION_LEGS_MAX];
    const int n = session_legs(ex, variant, leg, SESSION_LEGS_MAX);
    double start = 0;
    if (n == 0)
        return ex->scene ? 0 : -1;
    for (int i = 0; i < n; i++) {
        // the nearer end of the leg that holds this moment
        if (clip_s <= start + leg[i].seconds / 2)
            return leg[i].from;
        start += leg[i].seconds;
    }
    return leg[n - 1].to;
}
