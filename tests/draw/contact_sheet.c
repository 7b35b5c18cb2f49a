/*
 * Every key pose of every scene on one sheet, from the scene's own camera and
 * from a quarter turn further: what a teacher looks over before anybody else
 * sees it. scripts/contact_sheet builds and runs this.
 *
 *     contact_sheet SCENES OUT.png [-c CELL_PX] [-p HEIGHT_M MASS_KG] [NAME...]
 */
#include "draw/draw.h"
#include "scene/scene.h"

#include <cairo.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, NAMES_MAX = 128, TEXT_MAX = 1 << 18, CAPTION_PX = 16 };

struct sheet {
    struct sp_body body;
    struct figure_mesh mesh;
    const char *folder;
    char name[NAMES_MAX][SP_NAME_MAX];
    int names;
    int cell_px;
    cairo_surface_t *paper;
    cairo_t *cr;
    int placed; /* pairs drawn so far */
};

static int die(const struct sp_error *err)
{
    fprintf(stderr, "contact_sheet: %s\n", err->text);
    return 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((const char *)a, (const char *)b);
}

static bool list_scenes(struct sheet *s)
{
    DIR *dir = opendir(s->folder);
    for (struct dirent *e; dir && (e = readdir(dir)) && s->names < NAMES_MAX;) {
        const char *dot = strrchr(e->d_name, '.');
        if (!dot || strcmp(dot, ".yaml") || dot - e->d_name >= SP_NAME_MAX)
            continue;
        memcpy(s->name[s->names], e->d_name, (size_t)(dot - e->d_name));
        s->names++;
    }
    if (dir)
        closedir(dir);
    qsort(s->name, (size_t)s->names, sizeof *s->name, by_name);
    return s->names > 0;
}

static enum sp_status read_scene(const struct sheet *s, const char *name,
                                 struct sp_scene *scene, struct sp_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.yaml", s->folder, name);
    FILE *file = fopen(path, "rb");
    char *text = malloc(TEXT_MAX);
    if (!file || !text) {
        if (file)
            fclose(file);
        free(text);
        return sp_fail(err, SP_E_IO, "%s cannot be read", path);
    }
    const size_t len = fread(text, 1, TEXT_MAX, file);
    fclose(file);
    struct text_yaml *doc = NULL;
    enum sp_status status = text_yaml_parse(&doc, path, text, len, err);
    if (status == SP_OK)
        status = scene_read(text_yaml_root(doc), scene, err);
    text_yaml_free(doc);
    free(text);
    return status;
}

struct reading {
    const unsigned char *bytes;
    size_t len, at;
};

static cairo_status_t read_png(void *closure, unsigned char *out, unsigned n)
{
    struct reading *r = closure;
    if (r->at + n > r->len)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, r->bytes + r->at, n);
    r->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static enum sp_status draw_view(struct sheet *s, const struct sp_scene *scene,
                                const struct sp_posture *posture, double turn,
                                double x, double y, struct sp_error *err)
{
    const struct draw_view view = {
        .azimuth_rad = scene->camera_azimuth_rad + turn,
        .elevation_rad = scene->camera_elevation_rad,
        .width_px = s->cell_px,
        .height_px = s->cell_px,
    };
    unsigned char *bytes;
    size_t len;
    const enum sp_status status = draw_figure(
        &s->body, &s->mesh, scene, posture, &view, DRAW_PNG, &bytes, &len, err);
    if (status != SP_OK)
        return status;
    struct reading reading = {bytes, len, 0};
    cairo_surface_t *picture =
        cairo_image_surface_create_from_png_stream(read_png, &reading);
    cairo_set_source_surface(s->cr, picture, x, y);
    cairo_paint(s->cr);
    cairo_surface_destroy(picture);
    free(bytes);
    return SP_OK;
}

static void draw_caption(struct sheet *s, const struct sp_scene *scene, int k,
                         double x, double y)
{
    char text[2 * SP_NAME_MAX + 4];
    snprintf(text, sizeof text, "%s: %s", scene->name, scene->keyframe[k].name);
    cairo_select_font_face(s->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           k ? CAIRO_FONT_WEIGHT_NORMAL
                             : CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(s->cr, 11);
    cairo_set_source_rgb(s->cr, .12, .16, .18);
    cairo_move_to(s->cr, x + 6, y + 12);
    cairo_show_text(s->cr, text);
}

static enum sp_status draw_scene(struct sheet *s, const char *name,
                                 struct sp_scene *scene, struct sp_error *err)
{
    enum sp_status status = read_scene(s, name, scene, err);
    if (status != SP_OK)
        return status;
    sp_scene_scale(scene, &s->body, scene);
    struct sp_scene *now = malloc(sizeof *now);
    if (!now)
        return sp_fail(err, SP_E_NOMEM, "out of memory");
    for (int k = 0; status == SP_OK && k < scene->keyframes; k++) {
        struct sp_posture posture;
        struct sp_pose_report report;
        const double x = 2.0 * s->cell_px * (s->placed % COLUMNS);
        const double y =
            (double)(s->cell_px + CAPTION_PX) * (s->placed / COLUMNS);
        s->placed++;
        sp_scene_at(scene, k, now);
        status = sp_pose_solve(&s->body, scene, k, &posture, &report, err);
        if (status == SP_OK)
            status = draw_view(s, now, &posture, 0, x, y + CAPTION_PX, err);
        if (status == SP_OK)
            status = draw_view(s, now, &posture, 1.5708, x + s->cell_px,
                               y + CAPTION_PX, err);
        draw_caption(s, scene, k, x, y);
    }
    free(now);
    return status;
}

static int count_keyframes(const struct sheet *s, struct sp_scene *scene,
                           struct sp_error *err)
{
    int count = 0;
    for (int i = 0; i < s->names; i++) {
        if (read_scene(s, s->name[i], scene, err) != SP_OK)
            return -1;
        count += scene->keyframes;
    }
    return count;
}

static void open_paper(struct sheet *s, int pairs)
{
    const int rows = (pairs + COLUMNS - 1) / COLUMNS;
    const int columns = pairs < COLUMNS ? pairs : COLUMNS;
    s->paper =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2 * columns * s->cell_px,
                                   rows * (s->cell_px + CAPTION_PX));
    s->cr = cairo_create(s->paper);
    cairo_set_source_rgb(s->cr, .969, .957, .933); // warm paper
    cairo_paint(s->cr);
}

static int draw_all(struct sheet *s, const char *out)
{
    struct sp_error err;
    struct sp_scene *scene = calloc(1, sizeof *scene);
    const int pairs = scene ? count_keyframes(s, scene, &err) : -1;
    if (pairs <= 0) {
        free(scene);
        return die(&err);
    }
    open_paper(s, pairs);
    int code = 0;
    for (int i = 0; i < s->names && !code; i++)
        if (draw_scene(s, s->name[i], scene, &err) != SP_OK)
            code = die(&err);
    if (!code &&
        cairo_surface_write_to_png(s->paper, out) != CAIRO_STATUS_SUCCESS) {
        fprintf(stderr, "contact_sheet: %s cannot be written\n", out);
        code = 1;
    }
    cairo_destroy(s->cr);
    cairo_surface_destroy(s->paper);
    free(scene);
    return code;
}

int main(int argc, char **argv)
{
    static struct sheet s;
    struct sp_person person = {1.75, 75, 40, SP_MALE};
    struct sp_error err;
    if (argc < 3) {
        fprintf(stderr, "usage: contact_sheet SCENES OUT.png [-c CELL_PX] "
                        "[-p HEIGHT_M MASS_KG] [NAME...]\n");
        return 2;
    }
    s.folder = argv[1];
    s.cell_px = 150;
    for (int i = 3; i < argc; i++) {
        if (!strcmp(argv[i], "-c") && i + 1 < argc) {
            s.cell_px = (int)strtol(argv[++i], NULL, 10);
        } else if (!strcmp(argv[i], "-p") && i + 2 < argc) {
            person.height_m = strtod(argv[++i], NULL);
            person.mass_kg = strtod(argv[++i], NULL);
            person.sex = SP_SEX_UNSTATED;
        } else if (s.names < NAMES_MAX) {
            snprintf(s.name[s.names++], SP_NAME_MAX, "%s", argv[i]);
        }
    }
    if (s.cell_px < 16 || s.cell_px > 1024) {
        fprintf(stderr, "contact_sheet: cells of 16 to 1024 px\n");
        return 2;
    }
    if (!s.names && !list_scenes(&s)) {
        fprintf(stderr, "contact_sheet: no scenes in %s\n", s.folder);
        return 1;
    }
    if (sp_body_init(&s.body, &person, &err) != SP_OK ||
        figure_mesh_init(&s.mesh, &s.body, &err) != SP_OK)
        return die(&err);
    const int code = draw_all(&s, argv[2]);
    figure_mesh_release(&s.mesh);
    return code;
}
