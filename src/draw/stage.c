/* Setting the stage: body, partner, props and spine as world triangles. */
#include "draw/stage.h"
#include "figure/rig.h"
#include "figure/vec.h"

#include <stdlib.h>

static struct stage_triangle *more(struct stage *s, int n)
{
    if (s->count + n > s->room) {
        int room = s->room ? s->room : 16384;
        while (room < s->count + n)
            room *= 2;
        struct stage_triangle *tri =
            realloc(s->tri, (size_t)room * sizeof *tri);
        if (!tri)
            return NULL;
        s->tri = tri;
        s->room = room;
    }
    struct stage_triangle *first = s->tri + s->count;
    s->count += n;
    return first;
}

static enum sp_status no_memory(struct sp_error *err)
{
    return sp_fail(err, SP_E_NOMEM, "out of memory while drawing");
}

static unsigned char limb_of(int joint)
{
    if (joint >= RIG_LEFT) {
        const unsigned char right = limb_of(joint - RIG_SIDE);
        return right == LIMB_TRUNK ? right : (unsigned char)(right + 1);
    }
    switch (joint) {
    case RIG_SKULL:
        return LIMB_HEAD;
    case RIG_HUMERUS:
    case RIG_ULNA:
    case RIG_RADIUS:
    case RIG_HAND:
    case RIG_FINGERS:
    case RIG_FINGERTIPS:
    case RIG_SHOULDER_HALF:
    case RIG_ELBOW_HALF:
        return LIMB_ARM_R;
    case RIG_FEMUR:
    case RIG_TIBIA:
    case RIG_CALCN:
    case RIG_TOES:
    case RIG_KNEE_HALF:
        return LIMB_LEG_R;
    default:
        return LIMB_TRUNK;
    }
}

static enum sp_status add_figure(struct stage *s, const struct sp_body *body,
                                 const struct figure_mesh *mesh,
                                 const struct sp_posture *posture,
                                 const double grip[2], unsigned char paint,
                                 unsigned char which, struct sp_error *err)
{
    if (mesh->vertices == 0)
        return SP_OK;
    struct figure_pose pose;
    float *p = malloc(3 * (size_t)mesh->vertices * sizeof *p);
    float *n = malloc(3 * (size_t)mesh->vertices * sizeof *n);
    struct stage_triangle *t = p && n ? more(s, mesh->triangles) : NULL;
    if (!t) {
        free(p);
        free(n);
        return no_memory(err);
    }
    figure_pose_init(&pose, body, posture, grip);
    figure_skin(mesh, &pose, p, n);
    for (int m = 0; m < FIGURE_MATERIALS; m++)
        for (int i = mesh->first[m]; i < mesh->first[m + 1]; i++, t++) {
            for (int c = 0; c < 3; c++) {
                const unsigned v = mesh->triangle[3 * i + c];
                memcpy(t->v[c].p, p + 3 * v, sizeof t->v[c].p);
                memcpy(t->v[c].n, n + 3 * v, sizeof t->v[c].n);
            }
            t->paint = (unsigned char)(paint + m);
            t->body = which;
            t->limb = limb_of(mesh->joint[4 * mesh->triangle[3 * i]]);
        }
    free(p);
    free(n);
    return SP_OK;
}

/* A solid placed by a rotation and a place. */
static enum sp_status add_solid(struct stage *s,
                                const struct figure_solid *solid,
                                const double R[9], const double at[3],
                                unsigned char paint, unsigned char which,
                                struct sp_error *err)
{
    struct stage_triangle *t = more(s, solid->triangles);
    if (!t)
        return no_memory(err);
    for (int i = 0; i < solid->triangles; i++, t++) {
        for (int c = 0; c < 3; c++) {
            const unsigned v = solid->triangle[3 * i + c];
            double p[3], n[3], q[3], m[3];
            for (int k = 0; k < 3; k++) {
                p[k] = (double)solid->position[3 * v + (unsigned)k];
                n[k] = (double)solid->normal[3 * v + (unsigned)k];
            }
            m_apply(q, R, p);
            m_apply(m, R, n);
            for (int k = 0; k < 3; k++) {
                t->v[c].p[k] = (float)(q[k] + at[k]);
                t->v[c].n[k] = (float)m[k];
            }
        }
        t->paint = paint;
        t->body = which;
        t->limb = 0;
    }
    return SP_OK;
}

static enum sp_status add_partner(struct stage *s, const struct sp_prop *prop,
                                  struct sp_error *err)
{
    struct sp_body *body = malloc(sizeof *body);
    if (!body)
        return no_memory(err);
    struct sp_posture posture;
    struct figure_mesh mesh = {0};
    const double grip[2] = {.6, .6};
    enum sp_status status = figure_partner(prop, body, &posture, err);
    if (status == SP_OK)
        status = figure_mesh_coarse(&mesh, body, 1.5, err);
    if (status == SP_OK)
        status = add_figure(s, body, &mesh, &posture, grip, STAGE_PARTNER,
                            STAGE_OTHER, err);
    figure_mesh_release(&mesh);
    free(body);
    return status;
}

static enum sp_status add_props(struct stage *s, const struct sp_body *body,
                                const struct sp_scene *scene,
                                struct sp_error *err)
{
    struct figure_piece piece[FIGURE_PIECES];
    int count = 0;
    enum sp_status status = figure_props(body, scene, piece, &count, err);
    if (status != SP_OK)
        return status;
    for (int i = 0; i < count; i++) {
        const struct sp_prop *prop = &scene->prop[piece[i].prop];
        double R[9];
        const double origin[3] = {0, 0, 0};
        m_about(R, 2, piece[i].moves ? prop->tilt_rad : 0);
        if (status == SP_OK && !prop->away)
            status = add_solid(
                s, &piece[i].solid, R, piece[i].moves ? prop->at : origin,
                (unsigned char)(STAGE_PROP + piece[i].paint),
                (unsigned char)(STAGE_THINGS + piece[i].prop), err);
        figure_solid_release(&piece[i].solid);
    }
    for (int i = 0; status == SP_OK && i < scene->props; i++)
        if (scene->prop[i].kind == SP_PROP_PARTNER && !scene->prop[i].away)
            status = add_partner(s, &scene->prop[i], err);
    return status;
}

static enum sp_status add_spine(struct stage *s, const struct sp_body *body,
                                const struct sp_posture *posture,
                                const struct draw_view *view,
                                struct sp_error *err)
{
    struct sp_frames frames;
    sp_body_place(body, posture, &frames);
    const double ce = cos(view->elevation_rad);
    const double eye[3] = {ce * cos(view->azimuth_rad),
                           sin(view->elevation_rad),
                           ce * sin(view->azimuth_rad)};
    enum sp_status status = SP_OK;
    for (int segment = SP_PELVIS; segment <= SP_C1; segment++)
        for (int disc = 0; disc < 2; disc++) {
            struct figure_solid solid;
            if (disc && !figure_disc_name(segment))
                continue;
            // seen from the front it lies too deep to shine through
            const double *R = frames.seg[segment].R;
            if (R[0] * eye[0] + R[3] * eye[1] + R[6] * eye[2] > .5)
                continue;
            status = figure_bone(body, segment, disc, &solid, err);
            if (status != SP_OK)
                return status;
            const int paint = disc ? STAGE_DISC + segment - SP_L5 : STAGE_BONE;
            status = add_solid(s, &solid, frames.seg[segment].R,
                               frames.seg[segment].p, (unsigned char)paint,
                               STAGE_PERSON, err);
            figure_solid_release(&solid);
            if (status != SP_OK)
                return status;
        }
    return status;
}

enum sp_status stage_init(struct stage *s, const struct sp_body *body,
                          const struct figure_mesh *mesh,
                          const struct sp_scene *scaled,
                          const struct sp_posture *posture,
                          const struct draw_view *view, struct sp_error *err)
{
    memset(s, 0, sizeof *s);
    double grip[2];
    figure_grip(body, scaled, posture, grip);
    enum sp_status status =
        add_figure(s, body, mesh, posture, grip, STAGE_BODY, STAGE_PERSON, err);
    if (status == SP_OK && scaled)
        status = add_props(s, body, scaled, err);
    s->bones = s->count;
    if (status == SP_OK && view->spine && mesh->vertices > 0)
        status = add_spine(s, body, posture, view, err);
    if (status != SP_OK)
        stage_release(s);
    return status;
}

void stage_release(struct stage *s)
{
    free(s->tri);
    memset(s, 0, sizeof *s);
}

void stage_frame(struct stage *s, const struct draw_view *view, int width,
                 int height)
{
    // a wall is a background: it may run out of the picture
    double low[3] = {1e9, 0, 1e9}, high[3] = {-1e9, 0, -1e9};
    for (int pass = 0; pass < 2; pass++) {
        double flat_low[2] = {1e9, 1e9}, flat_high[2] = {-1e9, -1e9};
        for (int i = 0; i < s->bones; i++) {
            const struct stage_triangle *t = &s->tri[i];
            if (t->paint == STAGE_PROP + FIGURE_PAINT_PLASTER)
                continue;
            for (int c = 0; c < 3; c++) {
                double p[3], q[3];
                for (int k = 0; k < 3; k++) {
                    p[k] = (double)t->v[c].p[k];
                    low[k] = fmin(low[k], p[k]);
                    high[k] = fmax(high[k], p[k]);
                }
                if (pass == 0)
                    continue;
                raster_project(&s->camera, p, q);
                for (int k = 0; k < 2; k++) {
                    flat_low[k] = fmin(flat_low[k], q[k]);
                    flat_high[k] = fmax(flat_high[k], q[k]);
                }
            }
        }
        if (low[0] > high[0]) { // nothing to see: a metre round the origin
            low[0] = low[2] = -.5;
            high[0] = high[1] = high[2] = .5;
        }
        if (pass == 0) {
            // 22 degrees of view: calm, little distortion
            double centre[3], d[3];
            v_sub(d, high, low);
            for (int k = 0; k < 3; k++)
                centre[k] = (low[k] + high[k]) / 2;
            const double distance = fmax(1.2, v_norm(d) / 2) / sin(.192);
            raster_camera_look(&s->camera, centre, distance, view->azimuth_rad,
                               view->elevation_rad);
            s->camera.focal = 1;
            s->camera.cx = s->camera.cy = 0;
        } else {
            const double margin = .045 * fmin(width, height);
            double w = flat_high[0] - flat_low[0];
            double h = flat_high[1] - flat_low[1];
            if (!(w > 1e-6) || !(h > 1e-6))
                w = h = .2, flat_low[0] = flat_low[1] = -.1;
            const double focal =
                fmin((width - 2 * margin) / w, (height - 2 * margin) / h);
            s->camera.focal = focal;
            s->camera.cx = width / 2.0 - focal * (flat_low[0] + w / 2);
            s->camera.cy = height / 2.0 - focal * (flat_low[1] + h / 2);
        }
    }
}

void stage_raster(const struct stage *s, bool bones, struct raster *r)
{
    r->camera = s->camera;
    for (int i = bones ? s->bones : 0; i < (bones ? s->count : s->bones); i++)
        raster_triangle(r, s->tri[i].v, s->tri[i].paint, s->tri[i].body,
                        s->tri[i].limb);
}
