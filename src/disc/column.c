/*
 * Water in half a disc: one-dimensional consolidation of swelling tissue,
 * mid-plane to endplate, in coordinates fixed to the solid.
 *
 *     dJ/dt = -dq/dZ,  q = -(k/J) du/dZ,  u = stress - S(J)
 *     q = 0 at the mid-plane, q = u / R through the endplate
 *
 * Finite volumes, thin cells at the endplate. In time RODAS3 (Sandu et al.
 * 1997): linearly implicit, L-stable and stiffly accurate, so a step may be
 * of any length; each of its four stages is one Newton step on the same
 * tridiagonal matrix, and no iteration can fail to converge. Step length by
 * the embedded second-order result.
 */
#include "disc/disc_internal.h"

#include <math.h>
#include <string.h>

static const double first_step_s = 10; // after a jump of load
static const double least_step_s = 1e-6;
static const double safety = 0.85, shrink_most = 0.2, grow_most = 5;

void disc_grid(double *share, int n, double ratio)
{
    double sum = 0, thick = 1;
    for (int i = 0; i < n; i++, thick /= ratio)
        sum += share[i] = thick;
    for (int i = 0; i < n; i++)
        share[i] /= sum;
}

double disc_column_height(const struct disc_column *c, const double *J)
{
    double h = 0;
    for (int i = 0; i < c->n; i++)
        h += c->dz[i] * J[i];
    return h;
}

/* The law at every cell, and what flows through every outer face. */
struct cells {
    double S[DISC_CELLS_MAX], dS[DISC_CELLS_MAX];
    double r[DISC_CELLS_MAX], dr[DISC_CELLS_MAX]; // half-cell resistance
    double at[DISC_CELLS_MAX];                    // place within an interval
    int row[DISC_CELLS_MAX];
    double g[DISC_CELLS_MAX]; // conductance of the outer face
    double u[DISC_CELLS_MAX]; // drop of potential over it
    double q[DISC_CELLS_MAX]; // flow through it
};

static bool find_rows(const struct disc_column *c, const double *J,
                      struct cells *x)
{
    const struct sp_disc_table *t = c->law;
    for (int i = 0; i < c->n; i++) {
        const double place = (J[i] - t->low) * t->per_unit;
        if (!(place >= 0 && place < SP_DISC_TABLE)) // refuses NaN as well
            return false;
        x->row[i] = (int)place;
        x->at[i] = place - x->row[i];
    }
    return true;
}

static void faces(const struct disc_column *c, double stress, struct cells *x)
{
    const int last = c->n - 1;
    for (int i = 0; i < last; i++) {
        x->u[i] = x->S[i + 1] - x->S[i];
        x->g[i] = 1 / (x->r[i] + x->r[i + 1]);
        x->q[i] = x->g[i] * x->u[i];
    }
    x->u[last] = stress - x->S[last];
    x->g[last] =
        1 / (x->r[last] + (x->u[last] >= 0 ? c->endplate_out : c->endplate_in));
    x->q[last] = x->g[last] * x->u[last];
}

static bool values(const struct disc_column *c, double stress, const double *J,
                   struct cells *x)
{
    if (!find_rows(c, J, x))
        return false;
    for (int i = 0; i < c->n; i++) {
        const double *s = c->law->stress[x->row[i]];
        const double *r = c->law->resistance[x->row[i]];
        const double a = x->at[i];
        x->S[i] = ((s[3] * a + s[2]) * a + s[1]) * a + s[0];
        x->r[i] = c->dz[i] * (((r[3] * a + r[2]) * a + r[1]) * a + r[0]);
    }
    faces(c, stress, x);
    return true;
}

static void slopes(const struct disc_column *c, struct cells *x)
{
    const double k = c->law->per_unit;
    for (int i = 0; i < c->n; i++) {
        const double *s = c->law->stress[x->row[i]];
        const double *r = c->law->resistance[x->row[i]];
        const double a = x->at[i];
        x->dS[i] = k * ((3 * s[3] * a + 2 * s[2]) * a + s[1]);
        x->dr[i] = k * c->dz[i] * ((3 * r[3] * a + 2 * r[2]) * a + r[1]);
    }
}

static void rates(const struct disc_column *c, const struct cells *x,
                  double *rate)
{
    double in = 0;
    for (int i = 0; i < c->n; i++) {
        rate[i] = (in - x->q[i]) / c->dz[i];
        in = x->q[i];
    }
}

// mean stress of the matrix over the height, and how fast it changes
static void matrix_of(const struct disc_column *c, const struct cells *x,
                      struct disc_flow *flow)
{
    double sum = 0, rate = 0, thick = 0;
    for (int i = 0; i < c->n; i++) {
        const double *m = c->law->matrix[x->row[i]];
        const double a = x->at[i];
        sum += c->dz[i] * (((m[3] * a + m[2]) * a + m[1]) * a + m[0]);
        rate += c->dz[i] * c->law->per_unit * flow->rate[i] *
                ((3 * m[3] * a + 2 * m[2]) * a + m[1]);
        thick += c->dz[i];
    }
    flow->matrix_MPa = sum / thick;
    flow->matrix_MPa_s = rate / thick;
}

static void flow_of(const struct disc_column *c, const struct cells *x,
                    struct disc_flow *flow)
{
    rates(c, x, flow->rate);
    flow->out_mm_s = x->q[c->n - 1];
    flow->dissipated_MPa_mm_s = 0;
    for (int i = 0; i < c->n; i++)
        flow->dissipated_MPa_mm_s += x->q[i] * x->u[i];
    matrix_of(c, x, flow);
}

bool disc_column_flow(const struct disc_column *c, double stress,
                      const double *J, struct disc_flow *flow)
{
    struct cells x;
    if (!values(c, stress, J, &x))
        return false;
    flow_of(c, &x, flow);
    return true;
}

static void jacobian_of(const struct disc_column *c, const struct cells *x,
                        struct disc_jacobian *jac)
{
    const int last = c->n - 1;
    double in_left = 0, in_here = 0; // of the inner face, by J[i-1] and J[i]
    for (int i = 0; i <= last; i++) {
        // flow through the outer face, by J[i] and J[i+1]
        const double g = x->g[i], bend = x->u[i] * g * g;
        const double here = -g * x->dS[i] - bend * x->dr[i];
        const double right =
            i < last ? g * x->dS[i + 1] - bend * x->dr[i + 1] : 0;
        const double per = 1 / c->dz[i];
        jac->lower[i] = in_left * per;
        jac->diag[i] = (in_here - here) * per;
        jac->upper[i] = -right * per;
        in_left = here;
        in_here = right;
        jac->out = here;
    }
}

bool disc_column_jacobian(const struct disc_column *c, double stress,
                          const double *J, struct disc_jacobian *jac)
{
    struct cells x;
    if (!values(c, stress, J, &x))
        return false;
    slopes(c, &x);
    jacobian_of(c, &x, jac);
    return true;
}

/* I / (gamma h) - jacobian, factored without pivots: the matrix is close to
 * an M-matrix for every h. */
struct factor {
    double ratio[DISC_CELLS_MAX]; // lower / pivot above
    double pivot[DISC_CELLS_MAX]; // 1 / pivot
    double upper[DISC_CELLS_MAX];
};

static void factorise(const struct disc_jacobian *jac, int n, double shift,
                      struct factor *f)
{
    f->ratio[0] = 0;
    f->pivot[0] = 1 / (shift - jac->diag[0]);
    f->upper[0] = -jac->upper[0];
    for (int i = 1; i < n; i++) {
        f->ratio[i] = -jac->lower[i] * f->pivot[i - 1];
        f->upper[i] = -jac->upper[i];
        f->pivot[i] =
            1 / (shift - jac->diag[i] - f->ratio[i] * f->upper[i - 1]);
    }
}

static void back_solve(const struct factor *f, int n, double *b)
{
    for (int i = 1; i < n; i++)
        b[i] -= f->ratio[i] * b[i - 1];
    b[n - 1] *= f->pivot[n - 1];
    for (int i = n - 2; i >= 0; i--)
        b[i] = (b[i] - f->upper[i] * b[i + 1]) * f->pivot[i];
}

/* One stage's slope times the step, and the outflow that goes with it: the
 * same linear step, so the column's water and the outflow agree to rounding. */
struct stage {
    double k[DISC_CELLS_MAX];
    double out;
};

static void solve_stage(const struct disc_column *c, const struct factor *f,
                        double shift, double out_slope, double known_out,
                        struct stage *s)
{
    back_solve(f, c->n, s->k);
    s->out = (known_out + out_slope * s->k[c->n - 1]) / shift;
}

/*
 * RODAS3 (Sandu et al. 1997, Atmos Environ 31:3459, table of ROS-4 methods;
 * coefficients in Hairer & Wanner's transformed form, gamma = 1/2):
 *     A31 = 2, A41 = 2, A43 = 1; C21 = 4, C31 = 1, C32 = -1,
 *     C41 = 1, C42 = -1, C43 = -8/3; result 2 K1 + K3 + K4; error K4.
 * Stages 1 and 2 share one state; a load is constant within a step, so the
 * terms in dt vanish. False if a stage leaves the table.
 */
static bool try_step(const struct disc_column *c, double stress, double h,
                     const double *J, const struct disc_flow *flow,
                     const struct disc_jacobian *jac, double *next, double *out,
                     double *error)
{
    const int n = c->n;
    const double shift = 2 / h, per = 1 / h;
    struct factor f;
    struct stage s1, s2, s3, s4;
    struct cells x;
    factorise(jac, n, shift, &f);

    memcpy(s1.k, flow->rate, (size_t)n * sizeof *s1.k);
    solve_stage(c, &f, shift, jac->out, flow->out_mm_s, &s1);

    for (int i = 0; i < n; i++)
        s2.k[i] = flow->rate[i] + 4 * per * s1.k[i];
    solve_stage(c, &f, shift, jac->out, flow->out_mm_s + 4 * per * s1.out, &s2);

    for (int i = 0; i < n; i++)
        next[i] = J[i] + 2 * s1.k[i];
    if (!values(c, stress, next, &x))
        return false;
    rates(c, &x, s3.k);
    for (int i = 0; i < n; i++)
        s3.k[i] += per * (s1.k[i] - s2.k[i]);
    solve_stage(c, &f, shift, jac->out, x.q[n - 1] + per * (s1.out - s2.out),
                &s3);

    for (int i = 0; i < n; i++)
        next[i] += s3.k[i];
    if (!values(c, stress, next, &x))
        return false;
    rates(c, &x, s4.k);
    for (int i = 0; i < n; i++)
        s4.k[i] += per * (s1.k[i] - s2.k[i] - 8.0 / 3 * s3.k[i]);
    solve_stage(c, &f, shift, jac->out,
                x.q[n - 1] + per * (s1.out - s2.out - 8.0 / 3 * s3.out), &s4);

    double sum = 0, thick = 0;
    for (int i = 0; i < n; i++) {
        next[i] += s4.k[i];
        sum += c->dz[i] * s4.k[i] * s4.k[i];
        thick += c->dz[i];
    }
    *out = 2 * s1.out + s3.out + s4.out;
    *error = sqrt(sum / thick) / c->tolerance;
    return isfinite(*error);
}

// step factor for a third-order step; cbrt keeps the error per step steady
static double factor_for(double error)
{
    const double k = safety / cbrt(error + 1e-12);
    return k < shrink_most ? shrink_most : k > grow_most ? grow_most : k;
}

static bool prepare(const struct disc_column *c, double stress, const double *J,
                    struct disc_flow *flow, struct disc_jacobian *jac)
{
    struct cells x;
    if (!values(c, stress, J, &x))
        return false;
    slopes(c, &x);
    jacobian_of(c, &x, jac);
    flow_of(c, &x, flow);
    return true;
}

static void report(const struct disc_column *c, double begin, double length,
                   const double *const J[2], const struct disc_flow *flow[2],
                   disc_visit *visit, void *to)
{
    struct disc_step step = {.begin_s = begin, .length_s = length};
    for (int e = 0; e < 2; e++) {
        step.height_mm[e] = disc_column_height(c, J[e]);
        step.rate_mm_s[e] = -flow[e]->out_mm_s;
        step.matrix_MPa[e] = flow[e]->matrix_MPa;
        step.matrix_MPa_s[e] = flow[e]->matrix_MPa_s;
        step.stretch[e] = J[e];
        step.flow[e] = flow[e];
    }
    visit(to, &step);
}

bool disc_column_advance(const struct disc_column *c, double stress,
                         double time_s, double *J, double *step_s,
                         double *outflow_mm, disc_visit *visit, void *to)
{
    struct disc_flow flow[2];
    struct disc_jacobian jac;
    double next[DISC_CELLS_MAX];
    double done = 0, h = *step_s > 0 ? *step_s : first_step_s;
    int now = 0;
    if (!prepare(c, stress, J, &flow[now], &jac))
        return false;
    while (done < time_s) {
        const bool cut = done + h >= time_s;
        const double length = cut ? time_s - done : h;
        double out, error;
        struct disc_jacobian next_jac;
        if (!try_step(c, stress, length, J, &flow[now], &jac, next, &out,
                      &error) ||
            (error <= 1 && !prepare(c, stress, next, &flow[!now], &next_jac)))
            error = HUGE_VAL; // left the table: try a fraction of the step
        if (error > 1) {
            h = length * factor_for(error);
            if (h < least_step_s)
                return false;
            continue;
        }
        jac = next_jac;
        if (visit)
            report(c, done, length, (const double *const[]){J, next},
                   (const struct disc_flow *[]){&flow[now], &flow[!now]}, visit,
                   to);
        memcpy(J, next, (size_t)c->n * sizeof *J);
        *outflow_mm += out;
        now = !now;
        done = cut ? time_s : done + length;
        // a step cut short by the end says little about the next one
        const double grown = length * factor_for(error);
        h = cut && grown < h ? h : grown;
    }
    *step_s = h;
    return true;
}
