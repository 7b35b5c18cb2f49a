/* The library's scenes and three people's skins, for tests that go through
 * every movement. */
#ifndef TEST_FIGURE_LIBRARY_H
#define TEST_FIGURE_LIBRARY_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/rig.h"
#include "scene/scene.h"

enum { PEOPLE = 3, SCENES_MAX = 128 };

static const struct sp_person people[] = {
    {1.50, 50,  40, SP_FEMALE      },
    {1.75, 75,  40, SP_MALE        },
    {2.00, 120, 40, SP_SEX_UNSTATED},
};

struct cast {
    struct sp_body body;
    struct figure_mesh mesh;
    float *position, *normal;
};

static struct cast cast[PEOPLE];
static char names[SCENES_MAX][SP_NAME_MAX];
static int scenes;

static inline int library_scenes(void) { return scenes; }

static inline int by_name(const void *a, const void *b)
{
    return strcmp((const char *)a, (const char *)b);
}

static inline int library_setup(void **state)
{
    (void)state;
    DIR *dir = opendir(LIBRARY "/scenes");
    for (struct dirent *e; dir && (e = readdir(dir)) && scenes < SCENES_MAX;) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot && !strcmp(dot, ".yaml") && dot - e->d_name < SP_NAME_MAX)
            memcpy(names[scenes++], e->d_name, (size_t)(dot - e->d_name));
    }
    if (dir)
        closedir(dir);
    qsort(names, (size_t)scenes, sizeof *names, by_name);
    for (int p = 0; p < PEOPLE; p++) {
        struct cast *c = &cast[p];
        if (sp_body_init(&c->body, &people[p], NULL) != SP_OK ||
            figure_mesh_coarse(&c->mesh, &c->body, 1.5, NULL) != SP_OK)
            return 1;
        c->position = calloc(3 * (size_t)c->mesh.vertices, sizeof(float));
        c->normal = calloc(3 * (size_t)c->mesh.vertices, sizeof(float));
        if (!c->position || !c->normal)
            return 1;
    }
    return scenes == 0;
}

static inline int library_teardown(void **state)
{
    (void)state;
    for (int p = 0; p < PEOPLE; p++) {
        figure_mesh_release(&cast[p].mesh);
        free(cast[p].position);
        free(cast[p].normal);
    }
    return 0;
}

static inline void library_load(const char *name, struct sp_scene *out)
{
    static char text[1 << 16];
    char path[512];
    struct text_yaml *doc = NULL;
    struct sp_error err;
    snprintf(path, sizeof path, "%s/scenes/%.48s.yaml", LIBRARY, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be opened", path);
    const size_t len = fread(text, 1, sizeof text, file);
    fclose(file);
    if (text_yaml_parse(&doc, path, text, len, &err) != SP_OK ||
        scene_read(text_yaml_root(doc), out, &err) != SP_OK)
        fail_msg("%s", err.text);
    text_yaml_free(doc);
}

static inline void library_read(int i, struct sp_scene *out)
{
    library_load(names[i], out);
}

/* Two forms of one exercise stand one after the other in the file without a
 * way from the one to the other: is this the end of the first? */
static inline bool library_no_way(const struct sp_scene *raw, int k)
{
    static const char *const apart[][2] = {
        {"trunk_lift",        "supine_up"         },
        {"warmup_walk_march", "march_right"       },
        {"dead_hang",         "hang_legs_drawn_up"},
    };
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (!strcmp(raw->name, apart[i][0]) &&
            !strcmp(raw->keyframe[k].name, apart[i][1]))
            return true;
    return false;
}

/* The skin in a posture, with what is in the scene to hold and lie on. */
static inline void cast_pose(struct cast *c, const struct sp_scene *now,
                             const struct sp_posture *posture)
{
    struct sp_error err;
    if (figure_show(&c->body, &c->mesh, now, posture, c->position, c->normal,
                    &err) != SP_OK)
        fail_msg("%s", err.text);
}

/* The joint that moves a vertex most. */
static inline int cast_joint(const struct cast *c, int v)
{
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (c->mesh.weight[4 * v + i] > c->mesh.weight[4 * v + best])
            best = i;
    return c->mesh.joint[4 * v + best];
}

#endif
