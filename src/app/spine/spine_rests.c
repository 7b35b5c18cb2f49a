/* Postures by name: resting ones of library/scenes, dressed as exercises, and
 * the keyframe of any that says most. */
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t app_spine_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static const char folder[] = "library/scenes/";

/* What people call them; a scene without a row is called by its own name. */
static const struct {
    const char *id, *name;
} rest_names[] = {
    {"crook_9090",         N_("Lying, calves on a chair")                      },
    {"lift_bent_knees",    N_("Lifting with bent knees")                       },
    {"lift_round_back",    N_("Lifting with a round back")                     },
    {"lying_prone",        N_("Lying on the front")                            },
    {"lying_side",         N_("Lying on the side")                             },
    {"lying_supine",       N_("Lying on the back")                             },
    {"sit_desk",           N_("Sitting at a desk")                             },
    {"sit_relaxed",        N_("Sitting without a backrest")                    },
    {"sit_slouched",       N_("Sitting slouched")                              },
    {"sleep_back",         N_("Sleeping on the back")                          },
    {"sleep_back_pillow",  N_("Sleeping on the back, pillow under the knees")  },
    {"sleep_prone",        N_("Sleeping on the front")                         },
    {"sleep_prone_pillow",
     N_("Sleeping on the front, pillow under the pelvis")                      },
    {"sleep_side",         N_("Sleeping on the side")                          },
    {"sleep_side_pillow",  N_("Sleeping on the side, pillow between the knees")},
    {"stand",              N_("Standing at ease")                              },
};

static char *rest_name(const char *id)
{
    for (size_t i = 0; i < sizeof rest_names / sizeof *rest_names; i++)
        if (!strcmp(rest_names[i].id, id))
            return strdup(rest_names[i].name);
    char *name = strdup(id);
    for (char *c = name; c && *c; c++)
        *c = *c == '_' ? ' ' : *c;
    return name;
}

/* A scene file that no exercise moves through. */
static bool is_rest(const struct app_spine *s, const char *path)
{
    char stem[SP_NAME_MAX];
    if (strncmp(path, folder, sizeof folder - 1))
        return false;
    const char *name = path + sizeof folder - 1;
    snprintf(stem, sizeof stem, "%.*s", (int)strcspn(name, "."), name);
    for (int e = 0; e < care_exercise_count(s->library); e++) {
        const struct sp_scene *scene = care_exercise_at(s->library, e)->scene;
        if (scene && !strcmp(scene->name, stem))
            return false;
    }
    return true;
}

static enum sp_status read_rest(const struct app_asset_row *row,
                                struct care_exercise *out, struct sp_error *err)
{
    struct app_asset file;
    struct text_yaml *doc = NULL;
    const char *stem = row->path + sizeof folder - 1;
    if (!app_asset_find(row->path, &file))
        return sp_fail(err, SP_E_NOTFOUND, _("%s is missing."), row->path);
    out->id = strndup(stem, strcspn(stem, "."));
    out->name = out->id ? rest_name(out->id) : NULL;
    out->scene = calloc(1, sizeof *out->scene);
    if (!out->name || !out->scene)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for %s."),
                       row->path);
    enum sp_status st = text_yaml_parse(
        &doc, file.path, (const char *)file.bytes, file.len, err);
    if (!st)
        st = scene_read(text_yaml_root(doc), out->scene, err);
    if (doc)
        text_yaml_free(doc);
    return st;
}

enum sp_status app_rests(struct app_spine *s, struct sp_error *err)
{
    enum sp_status st = SP_OK;
    int count = 0;
    if (s->rest)
        return SP_OK;
    for (int i = 0; i < app_asset_count; i++)
        count += is_rest(s, app_asset_rows[i].path);
    struct care_exercise *rest = calloc((size_t)count + 1, sizeof *rest);
    if (!rest)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for postures."));
    int n = 0;
    for (int i = 0; i < app_asset_count && !st; i++)
        if (is_rest(s, app_asset_rows[i].path))
            st = read_rest(&app_asset_rows[i], &rest[n++], err);
    if (!st) {
        s->rest = rest;
        s->rests = n;
        return SP_OK;
    }
    for (int i = 0; i < n; i++) {
        free(rest[i].id);
        free(rest[i].name);
        free(rest[i].scene);
    }
    free(rest);
    return st;
}

const struct care_exercise *app_rest_find(const struct app_spine *s,
                                          const char *id)
{
    for (int i = 0; i < s->rests; i++)
        if (!strcmp(s->rest[i].id, id))
            return &s->rest[i];
    return NULL;
}

int app_posture_main(const struct care_exercise *ex, int variant)
{
    int flow = -1;
    for (int i = 0; i < ex->step_count; i++) {
        if (!care_step_in_variant(ex, i, variant))
            continue;
        const int k = care_step_show(ex, i, variant);
        if (ex->steps[i].phase == CARE_HOLD && k >= 0)
            return k;
        if (ex->steps[i].phase == CARE_FLOW && k >= 0 && flow < 0)
            flow = k;
    }
    if (flow >= 0)
        return flow;
    return ex->scene ? ex->scene->keyframes - 1 : -1;
}
