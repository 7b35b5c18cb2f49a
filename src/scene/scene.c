/* A scene file, field by field: props, loads, keyframes and their angles; what
 * touches what is read in touch.c. */
#include "scene/scene_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "body/body_internal.h"
#include "text/words.h"

static const double pi = 3.14159265358979323846;

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

// ---- small reads ------------------------------------------------------------

static enum sp_status read_vector(const struct text_node *map,
                                  const char *field, bool needed, int n,
                                  double limit, double *out,
                                  struct sp_error *err)
{
    const struct text_node *list = text_field(map, field);
    if (!list)
        return needed ? text_fail(map, field, err,
                                  _("missing; give %d numbers"), n)
                      : SP_OK;
    if (text_kind(list) != TEXT_LIST || text_count(list) != n)
        return text_fail(list, field, err, _("expected a list of %d numbers"),
                         n);
    for (int i = 0; i < n; i++) {
        const struct text_node *item = text_item(list, i);
        double x;
        if (text_kind(item) != TEXT_SCALAR ||
            !text_to_number(text_scalar(item), &x))
            return text_fail(item, field, err,
                             _("number %d of %d is no number"), i + 1, n);
        if (!(fabs(x) <= limit))
            return text_fail(item, field, err,
                             _("found %g, expected at most %g either way"), x,
                             limit);
        out[i] = x;
    }
    return SP_OK;
}

// A short string into a fixed field; refuses what does not fit.
static enum sp_status read_name(const struct text_node *map, const char *field,
                                bool needed, char out[SP_NAME_MAX],
                                struct sp_error *err)
{
    char *text = NULL;
    const enum sp_status status =
        text_read_string(map, field, needed, SP_NAME_MAX - 1, &text, err);
    if (status == SP_OK && text) {
        const size_t len = strlen(text);
        memcpy(out, text, len < SP_NAME_MAX ? len + 1 : SP_NAME_MAX);
        out[SP_NAME_MAX - 1] = '\0';
    }
    free(text);
    return status;
}

int scene_keyframe_find(const struct sp_scene *scene, const char *name)
{
    for (int i = 0; name && i < scene->keyframes; i++)
        if (strcmp(scene->keyframe[i].name, name) == 0)
            return i;
    return -1;
}

// ---- angles

struct angle_row {
    const char *name;
    enum sp_coord first; /* of `count` coordinates in a row; the right side */
    int count;
    bool sided;
};

static const struct angle_row angle_rows[] = {
    {"pelvis",   SP_PELVIS_PITCH,    3, false},
    {"lumbar",   SP_LUMBAR_EXT,      3, false},
    {"thoracic", SP_THORACIC_EXT,    3, false},
    {"cervical", SP_CERVICAL_EXT,    3, false},
    {"hip",      SP_HIP_R_FLEX,      3, true },
    {"knee",     SP_KNEE_R_FLEX,     1, true },
    {"ankle",    SP_ANKLE_R_DORS,    1, true },
    {"mtp",      SP_MTP_R_EXT,       1, true },
    {"girdle",   SP_GIRDLE_R_ELEV,   2, true },
    {"shoulder", SP_SHOULDER_R_FLEX, 3, true },
    {"elbow",    SP_ELBOW_R_FLEX,    1, true },
    {"forearm",  SP_FOREARM_R_PRON,  1, true },
    {"wrist",    SP_WRIST_R_FLEX,    2, true },
};

// side: 0 both, 1 right, 2 left, from a name such as "hip_l"
static const struct angle_row *find_angle(const char *name, int *side)
{
    const size_t len = strlen(name);
    *side = 0;
    size_t stem = len;
    if (len > 2 && name[len - 2] == '_' &&
        (name[len - 1] == 'r' || name[len - 1] == 'l')) {
        *side = name[len - 1] == 'r' ? 1 : 2;
        stem = len - 2;
    }
    for (int i = 0; i < COUNT(angle_rows); i++) {
        const struct angle_row *row = &angle_rows[i];
        if (strlen(row->name) == stem && strncmp(row->name, name, stem) == 0 &&
            (row->sided || *side == 0))
            return row;
    }
    return NULL;
}

static enum sp_status read_angle(const struct text_node *map, int i,
                                 int wanted_sides, struct sp_posture *wish,
                                 struct sp_error *err)
{
    const char *name = text_key(map, i);
    const struct text_node *node = text_value(map, i);
    int side;
    const struct angle_row *row = find_angle(name, &side);
    if (!row)
        return text_fail(node, name, err,
                         _("no joint of that name; joints are pelvis, lumbar, "
                           "thoracic, cervical, hip, knee, ankle, mtp, girdle, "
                           "shoulder, elbow, forearm, wrist, with _r or _l for "
                           "one side of a pair"));
    if ((side == 0) != (wanted_sides == 0))
        return SP_OK; // the other pass reads it
    double deg[3];
    if (row->count == 1) {
        const enum sp_status status =
            text_read_number(map, name, true, -360, 360, deg, err);
        if (status != SP_OK)
            return status;
    } else {
        const enum sp_status status =
            read_vector(map, name, true, row->count, 360, deg, err);
        if (status != SP_OK)
            return status;
    }
    for (int a = 0; a < row->count; a++) {
        const int right = (int)row->first + a;
        if (side != 2)
            wish->q[right] = deg[a] * pi / 180;
        if (row->sided && side != 1)
            wish->q[body_twin_coord((enum sp_coord)right)] = deg[a] * pi / 180;
    }
    return SP_OK;
}

static enum sp_status read_angles(const struct text_node *map,
                                  struct sp_posture *wish, struct sp_error *err)
{
    const struct text_node *angles = text_field(map, "angles");
    if (!angles)
        return SP_OK;
    if (text_kind(angles) != TEXT_MAP)
        return text_fail(angles, "angles", err,
                         _("expected joints with their degrees"));
    // pairs first, so that one side may differ wherever it is written
    enum sp_status status = SP_OK;
    for (int sides = 0; sides < 2; sides++)
        for (int i = 0; status == SP_OK && i < text_count(angles); i++)
            status = read_angle(angles, i, sides, wish, err);
    return status;
}

// ---- props and loads

static const char *const kinds[SP_PROP_KINDS] = {
    [SP_PROP_FLOOR] = "floor",
    [SP_PROP_MAT] = "mat",
    [SP_PROP_PILLOW] = "pillow",
    [SP_PROP_BLANKET] = "blanket",
    [SP_PROP_CHAIR] = "chair",
    [SP_PROP_BED] = "bed",
    [SP_PROP_TABLE] = "table",
    [SP_PROP_BALL] = "ball",
    [SP_PROP_ROLLER] = "roller",
    [SP_PROP_BAR] = "bar",
    [SP_PROP_SMITH_BAR] = "smith_bar",
    [SP_PROP_WALL] = "wall",
    [SP_PROP_INVERSION_TABLE] = "inversion_table",
    [SP_PROP_TRACTION_TABLE] = "traction_table",
    [SP_PROP_BOX] = "box",
    [SP_PROP_PARTNER] = "partner",
};

#define TRY(call)                                                              \
    do {                                                                       \
        const enum sp_status status_ = (call);                                 \
        if (status_ != SP_OK)                                                  \
            return status_;                                                    \
    } while (0)

static enum sp_status read_prop(const struct text_node *map,
                                struct sp_scene *scene, struct sp_error *err)
{
    static const char *const fields[] = {"name", "kind",         "at",
                                         "size", "tilt",         "scales",
                                         "away", "stiffness_N_m"};
    if (scene->props == SP_SCENE_PROPS)
        return text_fail(map, "props", err, _("more than %d props"),
                         SP_SCENE_PROPS);
    struct sp_prop prop = {0};
    int kind = 0;
    double tilt_deg = 0;
    TRY(text_only_fields(map, fields, COUNT(fields), err));
    TRY(read_name(map, "name", true, prop.name, err));
    TRY(text_read_word(map, "kind", true, kinds, SP_PROP_KINDS, &kind, err));
    TRY(read_vector(map, "at", true, 3, 5, prop.at, err));
    TRY(read_vector(map, "size", false, 3, 5, prop.size, err));
    TRY(text_read_number(map, "tilt", false, -180, 180, &tilt_deg, err));
    TRY(text_read_number(map, "stiffness_N_m", false, 500, 1e6,
                         &prop.stiffness_N_m, err));
    TRY(text_read_bool(map, "scales", false, &prop.scales, err));
    TRY(text_read_bool(map, "away", false, &prop.away, err));
    if (scene_prop_find(scene, prop.name) >= 0 ||
        strcmp(prop.name, "floor") == 0)
        return text_fail(
            map, "name", err,
            _("a prop named %s is there already; give it a name of "
              "its own"),
            prop.name);
    for (int a = 0; a < 3; a++)
        if (prop.size[a] < 0)
            return text_fail(map, "size", err,
                             _("found %g, expected 0 or more"), prop.size[a]);
    prop.kind = (enum sp_prop_kind)kind;
    prop.tilt_rad = tilt_deg * pi / 180;
    scene->prop[scene->props++] = prop;
    return SP_OK;
}

static enum sp_status read_load(const struct text_node *map,
                                struct sp_scene *scene, struct sp_error *err)
{
    static const char *const fields[] = {"name", "mass_kg", "at"};
    struct sp_carried load = {{0}, 0, SP_POINT_GRIP_R};
    char where[SP_NAME_MAX] = "";
    TRY(text_only_fields(map, fields, COUNT(fields), err));
    TRY(read_name(map, "name", true, load.name, err));
    TRY(text_read_number(map, "mass_kg", true, 0, 300, &load.mass_kg, err));
    TRY(read_name(map, "at", true, where, err));
    const struct scene_points at = scene_points_find(where);
    if (at.count == 0)
        return text_fail(map, "at", err, _("no skin point is named %s"), where);
    if (scene->loads + at.count > SP_SCENE_LOADS)
        return text_fail(map, "loads", err,
                         _("more than %d loads; one held in both hands counts "
                           "as two"),
                         SP_SCENE_LOADS);
    load.mass_kg /= at.count; // both hands share it
    for (int i = 0; i < at.count; i++) {
        load.at = (enum sp_point)at.point[i];
        scene->load[scene->loads++] = load;
    }
    return SP_OK;
}

static enum sp_status read_each(const struct text_node *map, const char *field,
                                enum sp_status (*read)(const struct text_node *,
                                                       struct sp_scene *,
                                                       struct sp_error *),
                                struct sp_scene *scene, struct sp_error *err)
{
    const struct text_node *list = text_field(map, field);
    if (!list)
        return SP_OK;
    if (text_kind(list) != TEXT_LIST)
        return text_fail(list, field, err, _("expected a list"));
    for (int i = 0; i < text_count(list); i++) {
        const struct text_node *item = text_item(list, i);
        if (text_kind(item) != TEXT_MAP)
            return text_fail(item, field, err, _("expected fields in braces"));
        TRY(read(item, scene, err));
    }
    return SP_OK;
}

static enum sp_status read_prop_state(const struct text_node *map,
                                      const struct sp_scene *scene,
                                      struct sp_keyframe *key,
                                      struct sp_error *err)
{
    static const char *const fields[] = {"name", "at", "tilt", "away"};
    char name[SP_NAME_MAX] = "";
    if (text_kind(map) != TEXT_MAP)
        return text_fail(map, "props", err, _("expected fields in braces"));
    TRY(text_only_fields(map, fields, COUNT(fields), err));
    TRY(read_name(map, "name", true, name, err));
    const int i = scene_prop_find(scene, name);
    if (i < 0)
        return text_fail(
            map, "name", err,
            _("the scene has no prop named %s; name it under props "
              "of the scene first"),
            name);
    if (key->props == SP_KEYFRAME_PROPS)
        return text_fail(map, "props", err, _("more than %d props move"),
                         SP_KEYFRAME_PROPS);
    // being told where it stands brings a prop into the picture
    struct sp_prop_state state = {i, {0}, scene->prop[i].tilt_rad, false};
    double tilt_deg = state.tilt_rad * 180 / pi;
    memcpy(state.at, scene->prop[i].at, sizeof state.at);
    TRY(read_vector(map, "at", false, 3, 5, state.at, err));
    TRY(text_read_number(map, "tilt", false, -180, 180, &tilt_deg, err));
    TRY(text_read_bool(map, "away", false, &state.away, err));
    state.tilt_rad = tilt_deg * pi / 180;
    key->prop[key->props++] = state;
    return SP_OK;
}

// ---- keyframes

static enum sp_status read_times(const struct text_node *map,
                                 struct sp_keyframe *key, struct sp_error *err)
{
    TRY(text_read_number(map, "at_s", false, 0, 3600, &key->at_s, err));
    TRY(text_read_number(map, "hold_s", false, 0, 3600, &key->hold_s, err));
    return read_name(map, "breath", false, key->breath, err);
}

// The mirror image of an earlier keyframe, with times of its own.
static enum sp_status read_mirrored(const struct text_node *map,
                                    const struct sp_scene *scene,
                                    struct sp_keyframe *key,
                                    struct sp_error *err)
{
    static const char *const fields[] = {"name", "mirror_of", "at_s", "hold_s",
                                         "breath"};
    char of[SP_NAME_MAX] = "";
    struct sp_scene seen;
    TRY(text_only_fields(map, fields, COUNT(fields), err));
    TRY(read_name(map, "mirror_of", true, of, err));
    const int from = scene_keyframe_find(scene, of);
    if (from < 0)
        return text_fail(map, "mirror_of", err,
                         _("no earlier keyframe is named %s"), of);
    sp_scene_mirror(scene, &seen);
    *key = seen.keyframe[from];
    TRY(read_name(map, "name", true, key->name, err));
    return read_times(map, key, err);
}

static enum sp_status read_drawn(const struct text_node *map,
                                 const struct sp_scene *scene,
                                 struct sp_keyframe *key, struct sp_error *err)
{
    static const char *const fields[] = {"name",   "at_s",  "hold_s",
                                         "breath", "root",  "touch",
                                         "angles", "props", "free_standing"};
    double root[3] = {0, 0.93, 0};
    TRY(text_only_fields(map, fields, COUNT(fields), err));
    TRY(read_name(map, "name", true, key->name, err));
    TRY(read_times(map, key, err));
    TRY(read_vector(map, "root", false, 3, 5, root, err));
    memcpy(&key->wish.q[SP_ROOT_X], root, sizeof root);
    TRY(scene_read_touches(map, scene, key, err));
    TRY(read_angles(map, &key->wish, err));
    TRY(text_read_bool(map, "free_standing", false, &key->free_standing, err));
    const struct text_node *props = text_field(map, "props");
    if (props && text_kind(props) != TEXT_LIST)
        return text_fail(props, "props", err, _("expected a list"));
    for (int i = 0; props && i < text_count(props); i++)
        TRY(read_prop_state(text_item(props, i), scene, key, err));
    return SP_OK;
}

static enum sp_status read_keyframe(const struct text_node *map,
                                    struct sp_scene *scene,
                                    struct sp_error *err)
{
    if (scene->keyframes == SP_SCENE_KEYFRAMES)
        return text_fail(map, "keyframes", err, _("more than %d keyframes"),
                         SP_SCENE_KEYFRAMES);
    struct sp_keyframe key = {0};
    if (text_field(map, "mirror_of"))
        TRY(read_mirrored(map, scene, &key, err));
    else
        TRY(read_drawn(map, scene, &key, err));
    if (scene_keyframe_find(scene, key.name) >= 0)
        return text_fail(
            map, "name", err,
            _("two keyframes are named %s; give each its own name"), key.name);
    scene->keyframe[scene->keyframes++] = key;
    return SP_OK;
}

enum sp_status scene_read(const struct text_node *root, struct sp_scene *scene,
                          struct sp_error *err)
{
    static const char *const fields[] = {
        "name", "mirror", "camera", "props", "loads", "sources", "keyframes"};
    memset(scene, 0, sizeof *scene);
    if (text_kind(root) != TEXT_MAP)
        return text_fail(
            root, "scene", err,
            _("expected the fields of a scene, beginning with name"));
    TRY(text_only_fields(root, fields, COUNT(fields), err));
    TRY(read_name(root, "name", true, scene->name, err));
    TRY(text_read_bool(root, "mirror", false, &scene->one_sided, err));
    double camera[2] = {60, 10};
    TRY(read_vector(root, "camera", false, 2, 360, camera, err));
    scene->camera_azimuth_rad = camera[0] * pi / 180;
    scene->camera_elevation_rad = camera[1] * pi / 180;
    TRY(read_each(root, "props", read_prop, scene, err));
    TRY(read_each(root, "loads", read_load, scene, err));
    TRY(read_each(root, "keyframes", read_keyframe, scene, err));
    if (scene->keyframes == 0)
        return text_fail(root, "keyframes", err,
                         _("missing; a scene needs at least one keyframe"));
    return SP_OK;
}
