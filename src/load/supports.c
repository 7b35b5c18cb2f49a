/*
 * What carries the body, as rays: a support pushes along its normal and, with
 * friction, up to a cone about it, drawn as four edges. The effort counts
 * c^2 / 2k + gap c for each, the complementary energy of an elastic pad, so a
 * bed shares the weight by its give and a strap that hangs slack does nothing.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

static void tangents(const double n[3], double t1[3], double t2[3])
{
    // forward if the normal allows: mirror images keep mirrored rays
    const double forward[3] = {1, 0, 0}, up[3] = {0, 1, 0};
    const double *from = fabs(n[0]) < 0.9 ? forward : up;
    const double along = vec3_dot(from, n);
    for (int a = 0; a < 3; a++)
        t1[a] = from[a] - along * n[a];
    const double length = vec3_length(t1);
    for (int a = 0; a < 3; a++)
        t1[a] /= length;
    vec3_cross(n, t1, t2);
}

static void short_runs(const double *a, struct load_column *c)
{
    // one run in the limbs that is not zero, then pelvis and spine; a touch of
    // the body on itself has two limbs
    int run = 0;
    for (int r = 0; r < LOAD_ROWS && run < 3;) {
        if (a[r] == 0) {
            r++;
            continue;
        }
        int end = r;
        const int stop = r < LOAD_ROW_PELVIS ? (r / 7 + 1) * 7 : LOAD_ROWS;
        for (int k = r; k < stop; k++)
            if (a[k] != 0)
                end = k + 1;
        c->lo[run] = (short)r;
        c->hi[run++] = (short)end;
        r = stop;
    }
}

static void add_ray(struct sp_load_work *w, const struct sp_body *body,
                    const struct sp_support *s, int index, const double at[3],
                    const double force[3], int edges,
                    const struct sp_load_params *params, bool settling)
{
    const int j = w->programme.columns++;
    double *a = w->columns + (size_t)j * LOAD_STRIDE;
    struct load_wrench wrench;
    memset(a, 0, LOAD_STRIDE * sizeof *a);
    load_wrench_at(force, at, &wrench);
    load_apply(&w->tree, body, s->segment, &wrench, 1, a);
    if (s->other >= 0) {
        load_apply(&w->tree, body, s->other, &wrench, -1, a);
        for (int r = LOAD_ROW_PELVIS; r < LOAD_ROW_SPINE; r++)
            a[r] = 0; // within the body: exactly nothing
    }
    struct load_column *c = &w->programme.column[j];
    *c = (struct load_column){
        .high = INFINITY,
        .weight = edges * params->contact_weight / s->stiffness_N_m,
        .linear =
            params->contact_weight * (s->gap_m + vec3_dot(s->moved_m, force))};
    if (s->flesh && !settling)
        c->low = c->high = s->pressed_N;
    short_runs(a, c);
    memcpy(w->ray_force[w->rays], force, sizeof w->ray_force[0]);
    w->ray_support[w->rays++] = index;
}

void load_rays(struct sp_load_work *w, const struct sp_body *body,
               const struct sp_load_case *one, const struct sp_frames *frames,
               const struct sp_load_params *params, bool settling)
{
    w->rays = 0;
    for (int i = 0; i < one->supports; i++) {
        const struct sp_support *s = &one->support[i];
        double at[3], t[2][3];
        load_world(&w->tree, frames, s->segment, s->at, at);
        tangents(s->normal, t[0], t[1]);
        // without friction the four edges are one
        const int edges = s->friction > 0 ? 4 : 1;
        for (int side = 0; side <= (s->held ? 1 : 0); side++)
            for (int k = 0; k < edges; k++) {
                const double mu = k % 2 ? -s->friction : s->friction;
                double force[3];
                for (int a = 0; a < 3; a++)
                    force[a] =
                        (side ? -1 : 1) * s->normal[a] + mu * t[k / 2][a];
                add_ray(w, body, s, i, at, force, edges, params, settling);
            }
    }
}
