/*
 * An exercise's position, or that of a scene somebody wrote, drawn for the
 * person's own body: in the terminal, as a picture in a file, or as a glTF
 * file for other programs.
 */
#include "scene/scene.h"
#include "app/spine/spine.h"
#include "term/stage.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_PX = 640, HEIGHT_PX = 480, SCENE_BYTES_MAX = 1 << 20 };

static bool ends_with(const char *text, const char *end)
{
    const size_t len = strlen(text), n = strlen(end);
    return len > n && strcmp(text + len - n, end) == 0;
}

// ---- what is asked for

enum form { TO_TERMINAL, TO_SVG, TO_PNG, TO_GLB };

struct wanted {
    const char *output, *keyframe;
    enum form form;
    bool left, discs;
    int width, height;
    char own_name[SP_NAME_MAX + 8]; /* of a file that nobody named */
};

/* What the name of the file and --glb ask for; false where they disagree. */
static bool read_form(const struct term_args *args, struct wanted *w)
{
    static const struct {
        const char *end;
        enum form form;
    } known[] = {
        {".svg", TO_SVG},
        {".png", TO_PNG},
        {".glb", TO_GLB}
    };
    const bool glb = term_given(args, "glb");
    w->form = glb ? TO_GLB : TO_TERMINAL;
    if (!w->output)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ends_with(w->output, known[i].end)) {
            w->form = known[i].form;
            return !glb || w->form == TO_GLB;
        }
    return false;
}

/* "cobra_pose.glb" where no other name was given. */
static void name_output(const char *word, struct wanted *w)
{
    const char *slash = strrchr(word, '/');
    const char *name = slash ? slash + 1 : word;
    const size_t n = strlen(name) - (ends_with(name, ".yaml") ? 5 : 0);
    snprintf(w->own_name, sizeof w->own_name, "%.*s.glb",
             (int)(n < SP_NAME_MAX ? n : SP_NAME_MAX), name);
    w->output = w->own_name;
}

static bool read_size(const struct term_args *args, const char *option,
                      int *out)
{
    double x;
    const char *value = term_value(args, option);
    if (!value)
        return true;
    if (!text_to_number(value, &x) || !(x >= 16 && x <= 2048) || x != floor(x))
        return false;
    *out = (int)x;
    return true;
}

static int read_wanted(const struct term_args *args, struct wanted *w)
{
    const char *side = term_value(args, "side");
    *w = (struct wanted){.output = term_value(args, "output"),
                         .keyframe = term_value(args, "keyframe"),
                         .width = WIDTH_PX,
                         .height = HEIGHT_PX};
    if (args->words != 1)
        return term_wrong(
            args, _("name one exercise, or a scene file ending in .yaml"));
    if (side && strcmp(side, "left") && strcmp(side, "right"))
        return term_wrong_value(args, "side", _("right or left"));
    w->left = side && strcmp(side, "left") == 0;
    if (!read_size(args, "width", &w->width))
        return term_wrong_value(args, "width",
                                _("a whole number from 16 to 2048"));
    if (!read_size(args, "height", &w->height))
        return term_wrong_value(args, "height",
                                _("a whole number from 16 to 2048"));
    if (!read_form(args, w))
        return term_wrong_value(args, "output",
                                term_given(args, "glb")
                                    ? _("a name ending in .glb")
                                    : _("a name ending in .svg, .png or .glb"));
    w->discs = term_given(args, "discs");
    if (w->discs && w->form != TO_SVG && w->form != TO_PNG)
        return term_wrong(
            args, _("--discs needs --output with a name ending in .svg or "
                    ".png"));
    if (w->discs && ends_with(args->word[0], ".yaml"))
        return term_wrong(args, _("--discs needs an exercise, no scene file"));
    if (w->form == TO_GLB && !w->output)
        name_output(args->word[0], w);
    return TERM_OK;
}

// ---- putting it somewhere

static int show_scene(struct app *app, const struct sp_scene *scene, int k,
                      const struct wanted *w)
{
    struct sp_error err = {.text = ""};
    struct term_stage *stage;
    unsigned char *bytes = NULL;
    char *text = NULL;
    size_t len = 0;
    if (term_stage_open(&stage, app, true, &err) != SP_OK)
        return term_failed(&err);
    enum sp_status st;
    if (w->form == TO_GLB) {
        st = term_stage_glb(stage, scene, w->keyframe ? k : -1, w->left, &bytes,
                            &len, &err);
    } else if (w->form == TO_TERMINAL) {
        st = term_stage_pixels(stage, scene, k, w->left, w->width, w->height,
                               &text, &err);
        if (st == SP_OK && !text)
            st = term_stage_text(stage, scene, k, w->left, term_width(), 0,
                                 &text, &err);
    } else {
        st = term_stage_image(stage, scene, k, w->left, w->width, w->height,
                              w->form == TO_PNG ? DRAW_PNG : DRAW_SVG, &bytes,
                              &len, &err);
    }
    term_stage_close(stage);
    if (st != SP_OK)
        return term_failed(&err);
    int code = TERM_OK;
    if (bytes)
        code = term_write_file(w->output, bytes, len);
    else
        fputs(text, stdout);
    free(bytes);
    free(text);
    return code;
}

static int no_keyframe(const struct sp_scene *scene, const char *name)
{
    fprintf(stderr, _("stature: figure: %s has no keyframe '%s'; it has"),
            scene->name, name);
    for (int i = 0; i < scene->keyframes; i++)
        fprintf(stderr, "%s %s", i ? "," : "", scene->keyframe[i].name);
    fputc('\n', stderr);
    return TERM_FAILED;
}

// ---- a scene from a file

static enum sp_status read_scene(const char *path, const char *bytes,
                                 size_t len, struct sp_scene *scene,
                                 struct sp_error *err)
{
    struct text_yaml *doc = NULL;
    enum sp_status st = text_yaml_parse(&doc, path, bytes, len, err);
    if (st == SP_OK)
        st = scene_read(text_yaml_root(doc), scene, err);
    if (doc)
        text_yaml_free(doc);
    return st;
}

struct sp_scene *term_scene_file(const char *path)
{
    struct sp_error err = {.text = ""};
    size_t len;
    char *bytes = term_read_file(path, SCENE_BYTES_MAX, &len);
    struct sp_scene *scene = bytes ? calloc(1, sizeof *scene) : NULL;
    if (scene && read_scene(path, bytes, len, scene, &err) != SP_OK) {
        term_failed(&err);
        free(scene);
        scene = NULL;
    }
    free(bytes);
    return scene;
}

static int figure_of_file(struct app *app, const char *path,
                          const struct wanted *w)
{
    struct sp_scene *scene = term_scene_file(path);
    int code = TERM_FAILED;
    if (scene) {
        const int k = w->keyframe ? scene_keyframe_find(scene, w->keyframe)
                                  : scene->keyframes - 1;
        code = k < 0 && w->keyframe ? no_keyframe(scene, w->keyframe)
                                    : show_scene(app, scene, k, w);
    }
    free(scene);
    return code;
}

// ---- an exercise

static int file_of_exercise(struct app *app, const char *id,
                            const struct wanted *w)
{
    static const char *const op[] = {NULL, "figure svg", "figure png",
                                     "figure movement"};
    const char *side = w->left ? "left" : "right";
    char width[16], height[16];
    unsigned char *bytes;
    size_t len;
    int code = TERM_OK;
    snprintf(width, sizeof width, "%d", w->width);
    snprintf(height, sizeof height, "%d", w->height);
    json_t *params =
        w->form == TO_GLB
            ? json_pack("{s:s, s:s, s:s}", "exercise", id, "side", side,
                        "whole", "1")
            : json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "exercise", id,
                        "side", side, "width", width, "height", height,
                        "ground", "1", "discs", w->discs ? "1" : "0");
    if (w->keyframe)
        json_object_set_new(params, "keyframe", json_string(w->keyframe));
    if (!term_fetch(app, op[w->form], params, &bytes, &len, &code))
        return code;
    code = term_write_file(w->output, bytes, len);
    free(bytes);
    return code;
}

static int text_of_exercise(struct app *app, const char *id,
                            const struct wanted *w)
{
    const struct care_library *library = app_library(app);
    const int e = care_exercise_find(library, id);
    if (e < 0) {
        fprintf(stderr,
                _("stature: there is no exercise '%s'; see 'stature "
                  "library'\n"),
                id);
        return TERM_FAILED;
    }
    const struct care_exercise *ex = care_exercise_at(library, e);
    if (!ex->scene) {
        fprintf(stderr, _("stature: %s has no figure\n"), ex->name);
        return TERM_FAILED;
    }
    const int k = w->keyframe ? scene_keyframe_find(ex->scene, w->keyframe)
                              : app_posture_main(ex, care_default_variant(ex));
    return k < 0 ? no_keyframe(ex->scene, w->keyframe)
                 : show_scene(app, ex->scene, k, w);
}

int term_figure(struct app *app, const struct term_args *args)
{
    struct wanted w;
    const int code = read_wanted(args, &w);
    if (code != TERM_OK)
        return code;
    if (ends_with(args->word[0], ".yaml"))
        return figure_of_file(app, args->word[0], &w);
    return w.output ? file_of_exercise(app, args->word[0], &w)
                    : text_of_exercise(app, args->word[0], &w);
}
