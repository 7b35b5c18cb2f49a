/* Which posed exercise a request asks for: its id, variant and side. */
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <string.h>

enum sp_status app_read_side(const char *side, bool *left, struct sp_error *err)
{
    if (side && *side && strcmp(side, "right") && strcmp(side, "left") &&
        strcmp(side, "null"))
        return sp_fail(err, SP_E_RANGE,
                       _("side: \"%.20s\" is neither right nor left."), side);
    *left = side && !strcmp(side, "left");
    return SP_OK;
}

enum sp_status app_read_posed(struct app *app,
                              const struct app_request *request,
                              const struct care_exercise **ex, int *variant,
                              bool *left, struct sp_error *err)
{
    const char *id = app_param(request, "exercise");
    const char *named = app_param(request, "variant");
    *ex = id ? app_posture_find(app, id) : NULL;
    if (!*ex)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("There is no exercise \"%.47s\" in the library."),
                       id ? id : "");
    if (!(*ex)->scene)
        return sp_fail(err, SP_E_NOTFOUND, _("%s has no figure."), (*ex)->name);
    *variant = care_default_variant(*ex);
    if (named && *named && strcmp(named, "null")) {
        *variant = care_variant_find(*ex, named);
        if (*variant < 0)
            return sp_fail(err, SP_E_NOTFOUND,
                           _("%s has no variant \"%.47s\"."), (*ex)->name,
                           named);
    }
    const enum sp_status s =
        app_read_side(app_param(request, "side"), left, err);
    *left = *left && (*ex)->scene->one_sided;
    return s;
}
