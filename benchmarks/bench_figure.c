/*
 * Times of the figure on one core: a person's mesh, a still picture of every
 * scene, the clips of the whole library and their files. Processor time,
 * printed as Markdown rows.
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "draw/draw.h"
#include "times.h"
#include "scene/scene.h"

enum { RUNS = 7, TEXT_MAX = 1 << 18 };

static struct sp_body body;
static struct figure_mesh mesh;

/* The quickest of some runs: others only add what else the machine does. */
static bool time_mesh(void)
{
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        const double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        if (figure_mesh_init(&mesh, &body, NULL) != SP_OK)
            return false;
        const double took = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = took < best ? took : best;
        if (i + 1 < RUNS)
            figure_mesh_release(&mesh);
    }
    row("mesh of one person", best, 60);
    return true;
}

static bool read_scene(const char *path, struct sp_scene *scene)
{
    static char text[TEXT_MAX];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    const size_t len = fread(text, 1, sizeof text, file);
    fclose(file);
    struct text_yaml *doc = NULL;
    const bool ok = text_yaml_parse(&doc, path, text, len, NULL) == SP_OK &&
                    scene_read(text_yaml_root(doc), scene, NULL) == SP_OK;
    text_yaml_free(doc);
    return ok;
}

struct times {
    double still_ms, clip_ms, file_ms;
    int scenes;
};

static bool time_scene(const struct sp_scene *scene, struct times *t)
{
    static struct figure_clip clip;
    const struct draw_view view = {.azimuth_rad = scene->camera_azimuth_rad,
                                   .elevation_rad = scene->camera_elevation_rad,
                                   .width_px = 320,
                                   .height_px = 240};
    unsigned char *bytes = NULL;
    size_t len;
    const double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (figure_clip_make(&body, scene, NULL, 0, .1, &clip, NULL) != SP_OK)
        return false;
    const double made = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    bool ok = figure_clip_glb(&body, &mesh, false, scene, &clip, &bytes, &len,
                              NULL) == SP_OK;
    free(bytes);
    const double filed = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    bytes = NULL;
    ok = ok && draw_figure(&body, &mesh, scene, &clip.posture[0], &view,
                           DRAW_SVG, &bytes, &len, NULL) == SP_OK;
    free(bytes);
    figure_clip_release(&clip);
    t->clip_ms += made - start;
    t->file_ms += filed - made;
    t->still_ms += clock_ms(CLOCK_PROCESS_CPUTIME_ID) - filed;
    t->scenes++;
    return ok;
}

int main(int argc, char **argv)
{
    const char *library = argc > 1 ? argv[1] : LIBRARY;
    const struct sp_person person = {1.75, 75, 40, SP_MALE};
    static struct sp_scene scene;
    struct times t = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/scenes", library);
    DIR *dir = opendir(path);
    if (!dir || sp_body_init(&body, &person, NULL) != SP_OK || !time_mesh()) {
        fprintf(stderr, "bench_figure: %s cannot be read\n", path);
        if (dir)
            closedir(dir);
        return 1;
    }
    for (struct dirent *e; (e = readdir(dir));) {
        if (!strstr(e->d_name, ".yaml"))
            continue;
        snprintf(path, sizeof path, "%s/scenes/%s", library, e->d_name);
        if (read_scene(path, &scene)) {
            sp_scene_scale(&scene, &body, &scene);
            if (!time_scene(&scene, &t))
                fprintf(stderr, "bench_figure: %s fails\n", e->d_name);
        }
    }
    closedir(dir);
    figure_mesh_release(&mesh);
    char what[64];
    snprintf(what, sizeof what, "%d still pictures", t.scenes);
    row(what, t.still_ms, 4000);
    snprintf(what, sizeof what, "%d movements, keyframe to keyframe", t.scenes);
    row(what, t.clip_ms, 4000);
    snprintf(what, sizeof what, "their %d files", t.scenes);
    row(what, t.file_ms, 1000);
    return 0;
}
