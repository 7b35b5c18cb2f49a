#include <math.h>
#include <stdlib.h>

#include "scene/scene.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// What the reader lets through, the solver must take: no overrun, no NaN.
static void solve_first(const struct sp_scene *scene)
{
    static const struct sp_person person = {1.75, 75, 40, SP_MALE};
    static struct sp_scene scaled;
    struct sp_body body;
    struct sp_posture posture;
    struct sp_pose_report report;
    struct sp_error err;
    if (sp_body_init(&body, &person, &err) != SP_OK)
        abort();
    sp_scene_mirror(scene, &scaled);
    sp_scene_scale(&scaled, &body, &scaled);
    if (sp_pose_solve(&body, &scaled, scaled.keyframes - 1, &posture, &report,
                      &err) != SP_OK)
        return;
    for (int c = 0; c < SP_COORDS; c++)
        if (!isfinite(posture.q[c]))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sp_scene scene;
    struct text_yaml *doc;
    struct sp_error err;
    if (text_yaml_parse(&doc, "fuzz", (const char *)data, size, &err) != SP_OK)
        return 0;
    if (scene_read(text_yaml_root(doc), &scene, &err) == SP_OK)
        solve_first(&scene);
    text_yaml_free(doc);
    return 0;
}
