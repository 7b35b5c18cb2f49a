/* Builds and tones of skin to choose from. */
#include "figure/figure.h"

#include <string.h>

static const struct {
    const char *name;
    double mass; /* drawn over real */
} builds[FIGURE_BUILDS] = {
    [FIGURE_MIDDLE] = {"middle",  1   },
    [FIGURE_SLENDER] = {"slender", .86 },
    [FIGURE_STOUT] = {"stout",   1.16},
};

/* Each stands at least 3 to 1 against the dark page's ground (#12181B), and its
 * outline against the light one's. */
static const struct {
    const char *name;
    unsigned rgb, hair;
} tones[FIGURE_TONES] = {
    [FIGURE_SAND] = {"sand",   0xD3B59E, 0x6F5A4B},
    [FIGURE_PALE] = {"pale",   0xE8D0BF, 0x86694F},
    [FIGURE_HONEY] = {"honey",  0xBC926F, 0x5A463A},
    [FIGURE_BRONZE] = {"bronze", 0x9F7254, 0x4A3A32},
    [FIGURE_BROWN] = {"brown",  0x865D48, 0x3F322D},
};

enum figure_build figure_build_named(const char *name)
{
    int found = 0;
    for (int i = 0; name && i < FIGURE_BUILDS; i++)
        if (!strcmp(name, builds[i].name))
            found = i;
    return (enum figure_build)found;
}

enum figure_tone figure_tone_named(const char *name)
{
    int found = 0;
    for (int i = 0; name && i < FIGURE_TONES; i++)
        if (!strcmp(name, tones[i].name))
            found = i;
    return (enum figure_tone)found;
}

unsigned figure_material_colour(enum figure_material material,
                                enum figure_tone tone)
{
    static const unsigned cloth[FIGURE_MATERIALS] = {
        [FIGURE_TOP] = 0xA9B8B6,
        [FIGURE_SHORTS] = 0x6F868A,
    };
    if (material == FIGURE_HAIR)
        return tones[tone].hair;
    return material == FIGURE_SKIN ? tones[tone].rgb : cloth[material];
}

enum sp_status figure_mesh_look(struct figure_mesh *mesh,
                                const struct sp_body *body, double coarse,
                                struct figure_look look, struct sp_error *err)
{
    // bones follow stature alone: skin of another mass fits them
    struct sp_body drawn = *body;
    drawn.person.mass_kg *= builds[look.build].mass;
    const enum sp_status s = figure_mesh_coarse(mesh, &drawn, coarse, err);
    mesh->tone = look.tone;
    return s;
}
