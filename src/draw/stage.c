/* Setting the stage: body, partner, props and spine as world triangles. */
#include "draw/stage.h"
#include "figure/rig.h"
#include "figure/vec.h"

#include <stdlib.h>

/* Rounds of averaging: some 3 cm on the trunk, less on hands;
 * a face keeps its features. */
enum { SOFTENING = 10, FACE_SOFTENING = 2 };

/* A mat is drawn when so much of a person of 1.75 m is so near the floor; its
 * width, and how far it reaches beyond: m. */
#define MAT_LEAST_M .75
#define MAT_NEAR_M .10
#define MAT_WIDE_M .70
#define MAT_ROOM_M .06

/* Room for so many more vertices and triangles; false without memory. */
static bool reserve(struct stage *s, int vertices, int triangles)
{
    int room = s->vertex_room ? s->vertex_room : 16384;
    while (room < s->vertices + vertices)
        room *= 2;
    if (room > s->vertex_room) {
        struct stage_vertex *v = realloc(s->vertex, (size_t)room * sizeof *v);
        if (!v)
            return false;
        s->vertex = v;
        s->vertex_room = room;
    }
    room = s->room ? s->room : 32768;
    while (room < s->count + triangles)
        room *= 2;
    if (room > s->room) {
        struct stage_triangle *t = realloc(s->tri, (size_t)room * sizeof *t);
        if (!t)
            return false;
        s->tri = t;
        s->room = room;
    }
    return true;
}

/* The next triangle, of vertices counted from `first`. */
static struct stage_triangle *add_triangle(struct stage *s, unsigned first,
                                           const unsigned corner[3])
{
    struct stage_triangle *t = &s->tri[s->count++];
    for (int c = 0; c < 3; c++)
        t->v[c] = first + corner[c];
    return t;
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
    case RIG_SHOULDER_HALF:
    case RIG_ARM_TOP:
    case RIG_ARM_MID:
        return LIMB_ARM;
    case RIG_ULNA:
    case RIG_RADIUS:
    case RIG_HAND:
    case RIG_FINGERS:
    case RIG_FINGERTIPS:
    case RIG_THUMB:
    case RIG_ELBOW_HALF:
        return LIMB_FOREARM;
    case RIG_FEMUR:
        return LIMB_THIGH;
    case RIG_TIBIA:
    case RIG_CALCN:
    case RIG_TOES:
    case RIG_KNEE_HALF:
        return LIMB_SHANK;
    default:
        return LIMB_TRUNK;
    }
}

/* Normals averaged with those of neighbours on the skin: light should tell
 * limbs and trunk, not every dent of the surface. */
static void soften(const struct figure_mesh *mesh, float *normal, float *sum)
{
    const size_t n = 3 * (size_t)mesh->vertices;
    for (int round = 0; round < SOFTENING; round++) {
        memcpy(sum, normal, n * sizeof *sum);
        for (int t = 0; t < mesh->triangles; t++) {
            const unsigned *corner = mesh->triangle + 3 * (size_t)t;
            for (int c = 0; c < 3; c++) {
                float *to = sum + 3 * (size_t)corner[c];
                const float *a = normal + 3 * (size_t)corner[(c + 1) % 3];
                for (int k = 0; k < 3; k++)
                    to[k] += a[k];
            }
        }
        for (size_t v = 0; v < n; v += 3) {
            if (round >= FACE_SOFTENING && mesh->joint[v / 3 * 4] == RIG_SKULL)
                continue;
            const float *s = sum + v;
            const float length =
                sqrtf(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]) + 1e-9f;
            for (int k = 0; k < 3; k++)
                normal[v + (size_t)k] = s[k] / length;
        }
    }
}

/* A posed skin as triangles of the stage. */
static void add_skin(struct stage *s, const struct figure_mesh *mesh,
                     const float *position, const float *normal,
                     unsigned char paint, unsigned char which)
{
    const unsigned first = (unsigned)s->vertices;
    for (int v = 0; v < mesh->vertices; v++) {
        struct stage_vertex *to = &s->vertex[s->vertices++];
        memcpy(to->p, position + 3 * v, sizeof to->p);
        memcpy(to->n, normal + 3 * v, sizeof to->n);
        to->aside = false;
    }
    for (int m = 0; m < FIGURE_MATERIALS; m++)
        for (int i = mesh->first[m]; i < mesh->first[m + 1]; i++) {
            const unsigned *corner = mesh->triangle + 3 * (size_t)i;
            struct stage_triangle *t = add_triangle(s, first, corner);
            t->paint = (unsigned char)(paint + m);
            t->body = which;
            t->limb = limb_of(mesh->joint[4 * corner[0]]);
        }
}

/* A body in a posture: with `grip` its hands are closed so far and nothing
 * presses it, else the scene says. */
static enum sp_status add_figure(struct stage *s, const struct sp_body *body,
                                 const struct figure_mesh *mesh,
                                 const struct sp_scene *scene,
                                 const struct sp_posture *posture,
                                 const double *grip, unsigned char paint,
                                 unsigned char which, struct sp_error *err)
{
    if (mesh->vertices == 0)
        return SP_OK;
    struct figure_pose pose;
    const size_t n = (size_t)mesh->vertices;
    float *position = malloc(3 * n * sizeof *position);
    float *normal = malloc(3 * n * sizeof *normal);
    float *spare = malloc(3 * n * sizeof *spare);
    enum sp_status status = SP_OK;
    if (!position || !normal || !spare ||
        !reserve(s, mesh->vertices, mesh->triangles)) {
        status = no_memory(err);
    } else if (grip) {
        figure_pose_init(&pose, body, posture, grip);
        figure_skin(mesh, &pose, position, normal);
    } else {
        status = figure_show(body, mesh, scene, posture, position, normal, err);
    }
    if (status == SP_OK) {
        soften(mesh, normal, spare);
        add_skin(s, mesh, position, normal, paint, which);
    }
    free(position);
    free(normal);
    free(spare);
    return status;
}

/* A solid placed by a rotation and a place. */
static enum sp_status add_solid(struct stage *s,
                                const struct figure_solid *solid,
                                const double R[9], const double at[3],
                                unsigned char paint, unsigned char which,
                                struct sp_error *err)
{
    if (!reserve(s, solid->vertices, solid->triangles))
        return no_memory(err);
    const unsigned first = (unsigned)s->vertices;
    for (int v = 0; v < solid->vertices; v++) {
        struct stage_vertex *to = &s->vertex[s->vertices++];
        double p[3], n[3], q[3], m[3];
        for (int k = 0; k < 3; k++) {
            p[k] = (double)solid->position[3 * v + k];
            n[k] = (double)solid->normal[3 * v + k];
        }
        m_apply(q, R, p);
        m_apply(m, R, n);
        for (int k = 0; k < 3; k++) {
            to->p[k] = (float)(q[k] + at[k]);
            to->n[k] = (float)m[k];
        }
        to->aside = paint == STAGE_PROP + FIGURE_PAINT_PLASTER;
    }
    for (int i = 0; i < solid->triangles; i++) {
        struct stage_triangle *t =
            add_triangle(s, first, solid->triangle + 3 * (size_t)i);
        t->paint = paint;
        t->body = which;
        t->limb = 0;
    }
    return SP_OK;
}

static enum sp_status add_partner(struct stage *s, const struct sp_prop *prop,
                                  const struct sp_body *person,
                                  const struct sp_posture *held,
                                  struct sp_error *err)
{
    struct sp_body *body = malloc(sizeof *body);
    if (!body)
        return no_memory(err);
    struct sp_posture posture;
    struct figure_mesh mesh = {0};
    const double grip[2] = {.6, .6};
    enum sp_status status =
        figure_partner(prop, person, held, 1, body, &posture, err);
    if (status == SP_OK)
        status = figure_mesh_coarse(&mesh, body, FIGURE_PARTNER_CELLS, err);
    if (status == SP_OK)
        status = add_figure(s, body, &mesh, NULL, &posture, grip, STAGE_PARTNER,
                            STAGE_OTHER, err);
    figure_mesh_release(&mesh);
    free(body);
    return status;
}

static enum sp_status add_props(struct stage *s, const struct sp_body *body,
                                const struct figure_mesh *mesh,
                                const struct sp_scene *scene,
                                const struct sp_posture *posture,
                                struct sp_error *err)
{
    struct figure_piece piece[FIGURE_PIECES];
    int count = 0;
    struct figure_dents dents;
    enum sp_status status =
        figure_dents_init(&dents, body, mesh, scene, posture, err);
    if (status != SP_OK)
        return status;
    status = figure_props(body, scene, &dents, piece, &count, err);
    figure_dents_release(&dents);
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
            status = add_partner(s, &scene->prop[i], body, posture, err);
    return status;
}

static void towards_viewer(double azimuth_rad, double elevation_rad,
                           double eye[3])
{
    eye[0] = cos(elevation_rad) * cos(azimuth_rad);
    eye[1] = sin(elevation_rad);
    eye[2] = cos(elevation_rad) * sin(azimuth_rad);
}

/* Seen from the front a segment's bones lie too deep to shine through. */
static bool shines_through(const double *R, const double eye[3])
{
    return R[0] * eye[0] + R[3] * eye[1] + R[6] * eye[2] <= .5;
}

bool draw_sees_spine(const struct sp_body *body,
                     const struct sp_posture *posture, double azimuth_rad,
                     double elevation_rad)
{
    struct sp_frames frames;
    double eye[3];
    sp_body_place(body, posture, &frames);
    towards_viewer(azimuth_rad, elevation_rad, eye);
    return shines_through(frames.seg[SP_L4].R, eye);
}

static enum sp_status add_spine(struct stage *s, const struct sp_body *body,
                                const struct sp_posture *posture,
                                const struct draw_view *view,
                                struct sp_error *err)
{
    struct sp_frames frames;
    sp_body_place(body, posture, &frames);
    double eye[3];
    towards_viewer(view->azimuth_rad, view->elevation_rad, eye);
    enum sp_status status = SP_OK;
    for (int segment = SP_PELVIS; segment <= SP_C1; segment++)
        for (int disc = 0; disc < 2; disc++) {
            struct figure_solid solid;
            if (disc && !figure_disc_name(segment))
                continue;
            if (!shines_through(frames.seg[segment].R, eye))
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

static void grow(double low[], double high[], const double *p, int n)
{
    for (int k = 0; k < n; k++) {
        low[k] = p[k] < low[k] ? p[k] : low[k];
        high[k] = p[k] > high[k] ? p[k] : high[k];
    }
}

static bool is_arm(int limb) { return limb >= LIMB_ARM && limb < LIMB_THIGH; }

/* Along the longer way of who has so much near the floor; its width is a
 * mat's, arms and knees may reach over it. */
static void lay_mat(struct stage *s, double scale)
{
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}; // with pillows
    double body_low[2] = {1e9, 1e9}, body_high[2] = {-1e9, -1e9}; // no arms
    double trunk_low[2] = {1e9, 1e9}, trunk_high[2] = {-1e9, -1e9};
    double down_low[2] = {1e9, 1e9}, down_high[2] = {-1e9, -1e9}; // near it
    for (int i = 0; i < s->count; i++) {
        const struct stage_triangle *t = &s->tri[i];
        const float *f = s->vertex[t->v[0]].p;
        const double at[2] = {(double)f[0], (double)f[2]};
        const int paint = t->paint - STAGE_PROP;
        if (t->body == STAGE_PERSON || paint == FIGURE_PAINT_CUSHION ||
            paint == FIGURE_PAINT_CLOTH)
            grow(low, high, at, 2);
        if (t->body != STAGE_PERSON)
            continue;
        if (!is_arm(t->limb))
            grow(body_low, body_high, at, 2);
        if (t->limb < LIMB_ARM)
            grow(trunk_low, trunk_high, at, 2);
        if ((double)f[1] < MAT_NEAR_M)
            grow(down_low, down_high, at, 2);
    }
    const int along =
        body_high[0] - body_low[0] > body_high[1] - body_low[1] ? 0 : 1;
    if (down_high[along] - down_low[along] < MAT_LEAST_M * scale)
        return;
    const int side = 1 - along;
    const double middle = (trunk_low[side] + trunk_high[side]) / 2;
    s->mat.there = true;
    s->mat.low[along] = low[along] - MAT_ROOM_M;
    s->mat.high[along] = high[along] + MAT_ROOM_M;
    s->mat.low[side] = middle - MAT_WIDE_M / 2;
    s->mat.high[side] = middle + MAT_WIDE_M / 2;
}

enum sp_status stage_init(struct stage *s, const struct sp_body *body,
                          const struct figure_mesh *mesh,
                          const struct sp_scene *scaled,
                          const struct sp_posture *posture,
                          const struct draw_view *view, struct sp_error *err)
{
    memset(s, 0, sizeof *s);
    enum sp_status status = add_figure(s, body, mesh, scaled, posture, NULL,
                                       STAGE_BODY, STAGE_PERSON, err);
    if (status == SP_OK && scaled)
        status = add_props(s, body, mesh, scaled, posture, err);
    lay_mat(s, body->length_scale);
    s->bones = s->count;
    s->bone_vertices = s->vertices;
    if (status == SP_OK && view->spine && mesh->vertices > 0)
        status = add_spine(s, body, posture, view, err);
    if (status != SP_OK)
        stage_release(s);
    return status;
}

void stage_release(struct stage *s)
{
    free(s->vertex);
    free(s->tri);
    memset(s, 0, sizeof *s);
}

/* Towards the middle of everything, from so far away that 22 degrees of view
 * hold it: calm, little distortion. */
static void look(struct stage *s, const struct draw_view *view)
{
    double low[3] = {1e9, 0, 1e9}, high[3] = {-1e9, 0, -1e9}, centre[3], d[3];
    for (int v = 0; v < s->bone_vertices; v++) {
        const float *f = s->vertex[v].p;
        const double p[3] = {(double)f[0], (double)f[1], (double)f[2]};
        if (!s->vertex[v].aside)
            grow(low, high, p, 3);
    }
    if (low[0] > high[0]) { // nothing to see: a metre round the origin
        low[0] = low[2] = -.5;
        high[0] = high[1] = high[2] = .5;
    }
    v_sub(d, high, low);
    for (int k = 0; k < 3; k++)
        centre[k] = (low[k] + high[k]) / 2;
    const double distance = fmax(1.2, v_norm(d) / 2) / sin(.192);
    raster_camera_look(&s->camera, centre, distance, view->azimuth_rad,
                       view->elevation_rad);
    s->camera.focal = 1;
    s->camera.cx = s->camera.cy = 0;
}

void stage_frame(struct stage *s, const struct draw_view *view, int width,
                 int height)
{
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    look(s, view);
    for (int v = 0; v < s->bone_vertices; v++) {
        const float *f = s->vertex[v].p;
        const double p[3] = {(double)f[0], (double)f[1], (double)f[2]};
        double q[3];
        if (s->vertex[v].aside)
            continue;
        raster_project(&s->camera, p, q);
        grow(low, high, q, 2);
    }
    for (int i = 0; s->mat.there && i < 4; i++) {
        const double p[3] = {i % 2 ? s->mat.low[0] : s->mat.high[0], 0,
                             i / 2 ? s->mat.low[1] : s->mat.high[1]};
        double q[3];
        raster_project(&s->camera, p, q);
        grow(low, high, q, 2);
    }
    const double margin = .045 * fmin(width, height);
    double w = high[0] - low[0], h = high[1] - low[1];
    if (!(w > 1e-6) || !(h > 1e-6))
        w = h = .2, low[0] = low[1] = -.1;
    const double focal =
        fmin((width - 2 * margin) / w, (height - 2 * margin) / h);
    s->camera.focal = focal;
    s->camera.cx = width / 2.0 - focal * (low[0] + w / 2);
    s->camera.cy = height / 2.0 - focal * (low[1] + h / 2);
}

enum sp_status stage_raster(const struct stage *s, bool bones, struct raster *r,
                            struct sp_error *err)
{
    const int from = bones ? s->bone_vertices : 0;
    const int to = bones ? s->vertices : s->bone_vertices;
    if (from == to)
        return SP_OK;
    struct raster_corner *at = malloc((size_t)(to - from) * sizeof *at);
    if (!at)
        return no_memory(err);
    r->camera = s->camera;
    for (int v = from; v < to; v++) {
        const float *f = s->vertex[v].p;
        const double p[3] = {(double)f[0], (double)f[1], (double)f[2]};
        double q[3];
        raster_project(&r->camera, p, q);
        at[v - from] =
            (struct raster_corner){q[0], q[1], 1 / q[2], s->vertex[v].n};
    }
    for (int i = bones ? s->bones : 0; i < (bones ? s->count : s->bones); i++) {
        const struct stage_triangle *t = &s->tri[i];
        struct raster_corner c[3];
        for (int k = 0; k < 3; k++)
            c[k] = at[t->v[k] - (unsigned)from];
        const bool closed = !bones && t->body < STAGE_THINGS;
        raster_triangle(r, c, closed,
                        (struct raster_mark){t->paint, t->body, t->limb});
    }
    free(at);
    return SP_OK;
}
