/*
 * Everything that is in a picture as posed triangles, and the camera that
 * frames it.
 */
#ifndef DRAW_STAGE_H
#define DRAW_STAGE_H

#include "draw/draw.h"
#include "draw/raster.h"

/* What is seen in a pixel: skin and clothes, a partner's, props, bones. */
enum stage_paint {
    STAGE_NOTHING,
    STAGE_BODY,                                    /* + figure_material */
    STAGE_PARTNER = STAGE_BODY + FIGURE_MATERIALS, /* + figure_material */
    STAGE_PROP = STAGE_PARTNER + FIGURE_MATERIALS, /* + figure_paint */
    STAGE_BONE = STAGE_PROP + FIGURE_PAINTS,
    STAGE_DISC, /* + level, 23 of them */
    STAGE_PAINTS = STAGE_DISC + 23
};

/* Which separate thing: 1 the person, 2 a partner, 3 and on props. */
enum { STAGE_PERSON = 1, STAGE_OTHER = 2, STAGE_THINGS = 3 };

/* Parts of a body: lines are drawn where one passes before another. */
enum {
    LIMB_TRUNK,
    LIMB_HEAD,
    LIMB_ARM, /* right; + 1 the left one, as with the others */
    LIMB_FOREARM = LIMB_ARM + 2,
    LIMB_THIGH = LIMB_FOREARM + 2,
    LIMB_SHANK = LIMB_THIGH + 2
};

struct stage_vertex {
    float p[3], n[3]; /* world, m */
    bool aside;       /* walls: they may run out of the picture */
};

struct stage_triangle {
    unsigned v[3];
    unsigned char paint, body, limb;
};

/* A mat under whoever lies, kneels or leans on the floor along it. */
struct stage_mat {
    bool there;
    double low[2], high[2]; /* m, x and z */
};

struct stage {
    struct stage_vertex *vertex;
    struct stage_triangle *tri;
    int vertices, vertex_room, count, room;
    int bones, bone_vertices; /* from here on are vertebrae and discs */
    struct raster_camera camera;
    struct stage_mat mat;
};

SP_NODISCARD enum sp_status
stage_init(struct stage *s, const struct sp_body *body,
           const struct figure_mesh *mesh, const struct sp_scene *scaled,
           const struct sp_posture *posture, const struct draw_view *view,
           struct sp_error *err);
void stage_release(struct stage *s);

/* Aim the camera so that all but walls fills width x height. */
void stage_frame(struct stage *s, const struct draw_view *view, int width,
                 int height);

/* Triangles of skin and props, or of vertebrae and discs. */
SP_NODISCARD enum sp_status stage_raster(const struct stage *s, bool bones,
                                         struct raster *r,
                                         struct sp_error *err);

#endif
