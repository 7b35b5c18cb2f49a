/*
 * Soft props give way: a ball along its radii, a mattress, pillow or blanket
 * by each column growing shorter, from above and from below. How far is the
 * depth of the skin inside the undented prop, with a rim that runs out
 * smoothly.
 */
#include "figure/dent.h"
#include "figure/vec.h"

#include <stdlib.h>

/* Our modelling: as deep as the skin this far round each of its vertices (the
 * mesh's cells are up to 27 mm), then out to nothing. */
#define REACH_M .022
#define RIM_M .070
#define CLEAR_M .0015 /* the prop lies this far outside the skin */
#define THROUGH_M                                                              \
    .060 /* below a thin prop that is pressed into what bears it */
#define BESIDE_M .030
#define DEEPEST_M .110 /* what is deeper stands beside or under the prop */
#define LEAST_M .004   /* of a column that is pressed flat */

static bool is_box(enum sp_prop_kind kind)
{
    return kind == SP_PROP_BED || kind == SP_PROP_PILLOW ||
           kind == SP_PROP_BLANKET;
}

double dent_thickness(const struct sp_prop *prop)
{
    return prop->kind == SP_PROP_BED ? fmin(.20, .45 * prop->at[1])
                                     : prop->size[1];
}

/* A skin vertex near a ball, in its frame. */
static bool presses_ball(const struct sp_prop *prop, const double p[3],
                         const double n[3], struct figure_dent_point *out)
{
    const double radius = prop->size[0] / 2, r = v_norm(p);
    *out = (struct figure_dent_point){.in_m = radius - r + CLEAR_M};
    for (int k = 0; k < 3; k++)
        out->at[k] = p[k] * radius / fmax(r, 1e-6);
    return r < radius && v_dot(n, p) < .3 * r && out->in_m < DEEPEST_M;
}

/* Skin over or under a box, in_m from its top for now. Skin below a thin prop
 * is kept as well: what lies on it may have pressed through. */
static bool presses_box(const struct sp_prop *prop, const double p[3],
                        const double n[3], struct figure_dent_point *out)
{
    const double *size = prop->size, thick = dent_thickness(prop);
    const bool thin = prop->kind != SP_PROP_BED;
    const double low = thin ? thick + THROUGH_M : fmin(thick, DEEPEST_M);
    *out = (struct figure_dent_point){
        .at = {p[0], 0, p[2]},
          .in_m = -p[1], .below = n[1] > .3
    };
    return fabs(p[0]) < size[0] / 2 + REACH_M &&
           fabs(p[2]) < size[2] / 2 + REACH_M && p[1] < 0 && p[1] > -low &&
           (thin || !out->below);
}

static bool is_beside(const struct figure_dent_point *a,
                      const struct figure_dent_point *b)
{
    const double x = a->at[0] - b->at[0], z = a->at[2] - b->at[2];
    return x * x + z * z < BESIDE_M * BESIDE_M;
}

/* Skin that faces up presses from below, unless the same limb's underside is
 * in the prop too: then it has sunk in. Skin below the prop presses through
 * it, unless it belongs to a limb that lies beneath. */
static bool counts(const struct figure_dent *all,
                   const struct figure_dent_point *p, double thick)
{
    if (p->below && p->in_m > thick)
        return false;
    for (int i = 0; i < all->points; i++) {
        const struct figure_dent_point *q = &all->point[i];
        if (!is_beside(p, q))
            continue;
        if (p->below && !q->below && q->in_m > p->in_m && q->in_m < thick)
            return false;
        if (!p->below && p->in_m > thick && q->below && q->in_m < p->in_m)
            return false;
    }
    return true;
}

static bool sort_out(struct figure_dent *dent, double thick)
{
    const struct figure_dent all = *dent;
    dent->points = 0;
    dent->point = malloc((size_t)(all.points + 1) * sizeof *dent->point);
    for (int i = 0; dent->point && i < all.points; i++) {
        if (!counts(&all, &all.point[i], thick))
            continue;
        struct figure_dent_point *to = &dent->point[dent->points++];
        *to = all.point[i];
        to->in_m = CLEAR_M + (to->below ? thick - to->in_m : to->in_m);
    }
    free(all.point);
    return dent->point;
}

static bool add_points(struct figure_dent *dent, const struct sp_prop *prop,
                       const float *position, const float *normal, int vertices)
{
    const bool ball = prop->kind == SP_PROP_BALL;
    double R[9];
    dent->point = malloc((size_t)vertices * sizeof *dent->point);
    if (!dent->point)
        return false;
    m_about(R, 2, prop->tilt_rad);
    for (int v = 0; v < vertices; v++) {
        double p[3], n[3], q[3], m[3];
        for (int k = 0; k < 3; k++) {
            p[k] = (double)position[3 * v + k] - prop->at[k];
            n[k] = (double)normal[3 * v + k];
        }
        m_apply_t(q, R, p);
        m_apply_t(m, R, n);
        struct figure_dent_point *to = &dent->point[dent->points];
        dent->points +=
            (ball ? presses_ball : presses_box)(prop, q, m, to) ? 1 : 0;
    }
    if (!ball && !sort_out(dent, dent_thickness(prop)))
        return false;
    for (int i = 0; i < dent->points; i++)
        dent->load_m += dent->point[i].in_m;
    return true;
}

bool figure_is_soft(enum sp_prop_kind kind)
{
    return kind == SP_PROP_BALL || is_box(kind);
}

enum sp_status
figure_dents_init(struct figure_dents *dents, const struct sp_body *body,
                  const struct figure_mesh *mesh, const struct sp_scene *now,
                  const struct sp_posture *posture, struct sp_error *err)
{
    memset(dents, 0, sizeof *dents);
    bool any = false;
    for (int i = 0; i < now->props; i++)
        any = any || (figure_is_soft(now->prop[i].kind) && !now->prop[i].away);
    if (!any || mesh->vertices == 0)
        return SP_OK;
    const size_t n = (size_t)mesh->vertices;
    float *position = malloc(3 * n * sizeof *position);
    float *normal = malloc(3 * n * sizeof *normal);
    bool ok =
        position && normal &&
        figure_show(body, mesh, now, posture, position, normal, err) == SP_OK;
    for (int i = 0; ok && i < now->props; i++)
        if (figure_is_soft(now->prop[i].kind) && !now->prop[i].away)
            ok = add_points(&dents->of[i], &now->prop[i], position, normal,
                            mesh->vertices);
    free(position);
    free(normal);
    if (ok)
        return SP_OK;
    figure_dents_release(dents);
    return sp_fail(err, SP_E_NOMEM, "out of memory while props give way");
}

void figure_dents_release(struct figure_dents *dents)
{
    for (int i = 0; i < SP_SCENE_PROPS; i++)
        free(dents->of[i].point);
    memset(dents, 0, sizeof *dents);
}

bool dent_range(const struct figure_dent *dent, int axis, double range[2])
{
    range[0] = dent->wide ? dent->fine[axis / 2][0] : 1e9;
    range[1] = dent->wide ? dent->fine[axis / 2][1] : -1e9;
    for (int i = 0; i < dent->points; i++) {
        range[0] = fmin(range[0], dent->point[i].at[axis] - RIM_M);
        range[1] = fmax(range[1], dent->point[i].at[axis] + RIM_M);
    }
    return dent->wide || dent->points > 0;
}

void figure_dents_widen(struct figure_dents *dents,
                        const struct figure_dents *others, int n)
{
    for (int i = 0; i < SP_SCENE_PROPS; i++) {
        struct figure_dent *to = &dents->of[i];
        double range[2][2];
        for (int k = 0; k < n; k++) {
            const struct figure_dent *from = &others[k].of[i];
            if (!dent_range(from, 0, range[0]) ||
                !dent_range(from, 2, range[1]))
                continue;
            for (int axis = 0; axis < 2; axis++) {
                double *fine = to->fine[axis];
                fine[0] =
                    to->wide ? fmin(fine[0], range[axis][0]) : range[axis][0];
                fine[1] =
                    to->wide ? fmax(fine[1], range[axis][1]) : range[axis][1];
            }
            to->wide = true;
        }
    }
}

bool dent_from_below(const struct figure_dent *dent)
{
    for (int i = 0; i < dent->points; i++)
        if (dent->point[i].below)
            return true;
    return false;
}

/* How far the surface goes in at a place: the deepest that any point asks. */
static double depth_at(const struct figure_dent *dent, const double at[3],
                       bool below)
{
    double most = 0;
    for (int i = 0; i < dent->points; i++) {
        const struct figure_dent_point *p = &dent->point[i];
        double d[3];
        v_sub(d, p->at, at);
        const double off = v_dot(d, d);
        if (p->below != below || p->in_m <= most || off > RIM_M * RIM_M)
            continue;
        most =
            fmax(most, p->in_m * (1 - smoothstep(REACH_M, RIM_M, sqrt(off))));
    }
    return most;
}

double dent_missing(const struct figure_dent *here, const struct figure_dent *a,
                    const struct figure_dent *b, double part)
{
    enum { LOOKED_AT = 200 }; // of some thousand: dents are smooth
    const int step = 1 + here->points / LOOKED_AT;
    double most = 0;
    for (int i = 0; i < here->points; i += step) {
        const struct figure_dent_point *p = &here->point[i];
        if (p->in_m > most)
            most =
                fmax(most, p->in_m - mix(depth_at(a, p->at, p->below),
                                         depth_at(b, p->at, p->below), part));
    }
    return most;
}

static void push_box(const struct figure_dent *dent, double thick, float p[3])
{
    const double at[3] = {(double)p[0], 0, (double)p[2]};
    const double above = depth_at(dent, at, false);
    const double below = depth_at(dent, at, true);
    // pressed flat it follows what lies on it
    const double bottom = fmin(below - thick, -above - LEAST_M);
    const double up = ((double)p[1] + thick) / thick; // 0 bottom .. 1 top
    p[1] = (float)mix(bottom, -above, up);
}

static void push_ball(const struct figure_dent *dent, float p[3])
{
    const double at[3] = {(double)p[0], (double)p[1], (double)p[2]};
    const double r = v_norm(at), depth = depth_at(dent, at, false);
    for (int k = 0; k < 3; k++)
        p[k] = (float)(at[k] * (1 - depth / fmax(r, depth)));
}

/* Normals from the triangles, weighted by area. */
static void face_normals(const struct figure_solid *s, float *normal)
{
    memset(normal, 0, 3 * (size_t)s->vertices * sizeof *normal);
    for (int i = 0; i < s->triangles; i++) {
        const unsigned *t = s->triangle + 3 * (size_t)i;
        double a[3], b[3], n[3];
        for (int k = 0; k < 3; k++) {
            const double o = (double)s->position[3 * t[0] + (unsigned)k];
            a[k] = (double)s->position[3 * t[1] + (unsigned)k] - o;
            b[k] = (double)s->position[3 * t[2] + (unsigned)k] - o;
        }
        v_cross(n, a, b);
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < 3; k++)
                normal[3 * t[c] + (unsigned)k] += (float)n[k];
    }
}

/* Each normal turns as the triangles round it have turned. */
static void turn_normals(struct figure_solid *s, const float *before,
                         const float *after)
{
    for (int v = 0; v < s->vertices; v++) {
        double n[3], a[3], b[3];
        for (int k = 0; k < 3; k++) {
            a[k] = (double)before[3 * v + k];
            b[k] = (double)after[3 * v + k];
            n[k] = (double)s->normal[3 * v + k];
        }
        v_unit(a);
        v_unit(b);
        for (int k = 0; k < 3; k++)
            n[k] += b[k] - a[k];
        v_unit(n);
        for (int k = 0; k < 3; k++)
            s->normal[3 * v + k] = (float)n[k];
    }
}

void dent_solid(const struct figure_dent *dent, const struct sp_prop *prop,
                struct figure_solid *s)
{
    if (dent->points == 0 || s->failed)
        return;
    float *before = malloc(3 * (size_t)s->vertices * sizeof *before);
    float *after = malloc(3 * (size_t)s->vertices * sizeof *after);
    s->failed = !before || !after;
    if (!s->failed) {
        face_normals(s, before);
        for (int v = 0; v < s->vertices; v++) {
            if (prop->kind == SP_PROP_BALL)
                push_ball(dent, s->position + 3 * (size_t)v);
            else
                push_box(dent, dent_thickness(prop),
                         s->position + 3 * (size_t)v);
        }
        face_normals(s, after);
        turn_normals(s, before, after);
    }
    free(before);
    free(after);
}
