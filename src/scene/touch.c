/* What touches what in a keyframe: "palm on floor", "palm_r touches shin_r". */
#include "scene/scene_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

int scene_prop_find(const struct sp_scene *scene, const char *name)
{
    for (int i = 0; i < scene->props; i++)
        if (strcmp(scene->prop[i].name, name) == 0)
            return i;
    return -1;
}

// ---- points

struct scene_points scene_points_find(const char *word)
{
    struct scene_points found = {
        {sp_point_find(word), -1},
        0
    };
    if (found.point[0] >= 0) {
        found.count = 1;
        return found;
    }
    char sided[SP_NAME_MAX + 4];
    if (strlen(word) >= SP_NAME_MAX)
        return found;
    for (int side = 0; side < 2; side++) {
        snprintf(sided, sizeof sided, "%s_%s", word, side ? "l" : "r");
        found.point[side] = sp_point_find(sided);
    }
    found.count = found.point[0] >= 0 && found.point[1] >= 0 ? 2 : 0;
    return found;
}

// ---- touches

#define WORDS 4

// Split a touch into at most WORDS words; -1 if there are more or one is long.
static int split(const char *text, char word[WORDS][SP_NAME_MAX])
{
    int n = 0;
    while (*text) {
        text += strspn(text, " ");
        const size_t len = strcspn(text, " ");
        if (len == 0)
            break;
        if (n == WORDS || len >= SP_NAME_MAX)
            return -1;
        memcpy(word[n], text, len);
        word[n][len] = '\0';
        n++;
        text += len;
    }
    return n;
}

static enum sp_status add_touch(const struct text_node *node,
                                struct sp_keyframe *key,
                                const struct sp_touch *touch,
                                struct sp_error *err)
{
    if (key->touches == SP_KEYFRAME_TOUCHES)
        return text_fail(node, "touch", err, _("more than %d touches"),
                         SP_KEYFRAME_TOUCHES);
    key->touch[key->touches++] = *touch;
    return SP_OK;
}

static enum sp_status read_on(const struct text_node *node,
                              const struct sp_scene *scene, const char *what,
                              struct sp_touch *touch, struct sp_error *err)
{
    double height;
    if (strcmp(what, "floor") == 0) {
        touch->kind = SP_TOUCH_PLANE;
    } else if (text_to_number(what, &height)) {
        if (!(height >= -0.1 && height <= 4))
            return text_fail(node, "touch", err,
                             _("height %g m, expected -0.1 to 4"), height);
        touch->kind = SP_TOUCH_PLANE;
        touch->height_m = height;
    } else {
        touch->kind = SP_TOUCH_PROP;
        touch->target = scene_prop_find(scene, what);
        if (touch->target < 0)
            return text_fail(node, "touch", err,
                             _("the scene has no prop named %s; name one under "
                               "props, or say floor or a height in metres"),
                             what);
    }
    return SP_OK;
}

static enum sp_status read_touch(const struct text_node *node,
                                 const struct sp_scene *scene,
                                 struct sp_keyframe *key, struct sp_error *err)
{
    char word[WORDS][SP_NAME_MAX];
    const char *text = text_kind(node) == TEXT_SCALAR ? text_scalar(node) : "";
    const int n = split(text, word);
    const bool slides = n == 4 && strcmp(word[3], "slides") == 0;
    const bool lightly = n == 4 && strcmp(word[3], "lightly") == 0;
    const bool on = n >= 3 && strcmp(word[1], "on") == 0;
    const bool touches = n >= 3 && strcmp(word[1], "touches") == 0;
    if ((n != 3 && !slides && !lightly) || (!on && !touches))
        return text_fail(
            node, "touch", err,
            _("found \"%.60s\", expected \"palm on floor\", \"palm_r "
              "touches shin_r\", with \"slides\" behind if it may, or "
              "\"lightly\" if it bears nothing"),
            text);
    const struct scene_points from = scene_points_find(word[0]);
    if (from.count == 0)
        return text_fail(node, "touch", err, _("no skin point is named %s"),
                         word[0]);
    struct sp_touch touch = {.fixed = !slides, .light = lightly};
    struct scene_points to = {
        {-1, -1},
        0
    };
    if (on) {
        const enum sp_status status =
            read_on(node, scene, word[2], &touch, err);
        if (status != SP_OK)
            return status;
    } else {
        to = scene_points_find(word[2]);
        if (to.count == 0)
            return text_fail(node, "touch", err, _("no skin point is named %s"),
                             word[2]);
        touch.kind = SP_TOUCH_POINT;
    }
    for (int i = 0; i < from.count; i++) {
        touch.point = (enum sp_point)from.point[i];
        if (touches)
            touch.target = to.point[to.count == 2 ? i : 0];
        const enum sp_status status = add_touch(node, key, &touch, err);
        if (status != SP_OK)
            return status;
    }
    return SP_OK;
}

enum sp_status scene_read_touches(const struct text_node *map,
                                  const struct sp_scene *scene,
                                  struct sp_keyframe *key, struct sp_error *err)
{
    const struct text_node *list = text_field(map, "touch");
    if (!list)
        return SP_OK;
    if (text_kind(list) != TEXT_LIST)
        return text_fail(list, "touch", err, _("expected a list"));
    enum sp_status status = SP_OK;
    for (int i = 0; status == SP_OK && i < text_count(list); i++)
        status = read_touch(text_item(list, i), scene, key, err);
    return status;
}
