/*
 * Evaluating the body's implicit surface: each shape gives a distance and a
 * direction, smooth unions melt them (cubic kind: exact outside its band, so
 * that far shapes can be left out).
 */
#include "figure/field.h"
#include "figure/vec.h"

/* A value and its gradient. */
struct sample {
    double d, g[3];
};

#define FAR_OFF 1e3

static double ellipsoid(const struct field_shape *s, const double p[3],
                        double g[3])
{
    double v[3], q[3], n[3];
    v_sub(v, p, s->origin);
    m_apply_t(q, s->R, v);
    for (int i = 0; i < 3; i++)
        q[i] /= s->radius[i];
    const double k = larger(v_norm(q), 1e-6);
    for (int i = 0; i < 3; i++)
        n[i] = q[i] / (k * s->radius[i]);
    const double length = larger(v_norm(n), 1e-6);
    for (int i = 0; i < 3; i++)
        n[i] /= length;
    m_apply(g, s->R, n);
    return (k - 1) / length;
}

static double cone(const struct field_shape *s, const double p[3], double g[3])
{
    const double ra = s->radius[0], rb = s->radius[1];
    double ba[3], pa[3], pb[3], across[3];
    v_sub(ba, s->end, s->origin);
    v_sub(pa, p, s->origin);
    v_sub(pb, p, s->end);
    const double l2 = v_dot(ba, ba), rr = ra - rb, a2 = l2 - rr * rr;
    const double y = v_dot(pa, ba), z = y - l2;
    v_add_scaled(across, pa, -y / l2, ba);
    const double off2 = v_dot(across, across), x2 = off2 * l2 * l2;
    const double k = (rr < 0 ? -1 : 1) * rr * rr * x2;
    if ((z < 0 ? -1 : 1) * a2 * z * z * l2 > k) {
        v_copy(g, pb);
        v_unit(g);
        return v_norm(pb) - rb;
    }
    if ((y < 0 ? -1 : 1) * a2 * y * y * l2 < k) {
        v_copy(g, pa);
        v_unit(g);
        return v_norm(pa) - ra;
    }
    const double off = larger(sqrt(off2), 1e-9), slant = sqrt(a2 / l2);
    for (int i = 0; i < 3; i++)
        g[i] = across[i] / off * slant + ba[i] * rr / l2;
    return off * slant + y * rr / l2 - ra;
}

/* The section of a loft at height y (inside its ends) and how it changes. */
static void loft_section(const struct field_loft *l, double y,
                         double value[LOFT_VALUES], double slope[LOFT_VALUES])
{
    int i = 0;
    while (i < l->sections - 2 && y > l->y[i + 1])
        i++;
    const double h = l->y[i + 1] - l->y[i], t = (y - l->y[i]) / h;
    const double t2 = t * t, t3 = t2 * t;
    const double b = 3 * t2 - 2 * t3, c = t3 - 2 * t2 + t, e = t3 - t2;
    const double db = (6 * t - 6 * t2) / h;
    const double dc = 3 * t2 - 4 * t + 1, de = 3 * t2 - 2 * t;
    for (int k = 0; k < LOFT_VALUES; k++) {
        const double step = l->value[i + 1][k] - l->value[i][k];
        const double m0 = l->slope[i][k], m1 = l->slope[i + 1][k];
        value[k] = l->value[i][k] + b * step + h * (c * m0 + e * m1);
        slope[k] = db * step + dc * m0 + de * m1;
    }
}

static double loft(const struct field *f, const struct field_shape *s,
                   const double p[3], double g[3])
{
    const struct field_loft *l = &f->loft[s->loft];
    double v[3], q[3], a[LOFT_VALUES], da[LOFT_VALUES];
    v_sub(v, p, s->origin);
    m_apply_t(q, s->R, v);
    const double low = l->y[0], high = l->y[l->sections - 1];
    const double y = smaller(high, larger(low, q[1]));
    loft_section(l, y, a, da);

    // level set u^4 + w^4 + 2 c u^2 w^2 = 1; c = 1 is an ellipse
    const double dx = q[0] - a[LOFT_X], dz = q[2] - a[LOFT_Z];
    const int kx = dx > 0 ? LOFT_FRONT : LOFT_BACK;
    const int kz = dz > 0 ? LOFT_OUT : LOFT_IN;
    const double u = dx / a[kx], w = dz / a[kz], c = a[LOFT_SQUARE];
    const double rho = larger(
        sqrt(sqrt(u * u * u * u + w * w * w * w + 2 * c * u * u * w * w)),
        1e-3);
    const double rho3 = rho * rho * rho;
    const double ru = (u * u * u + c * u * w * w) / rho3;
    const double rw = (w * w * w + c * u * u * w) / rho3;
    double n[3] = {ru / a[kx], 0, rw / a[kz]}, level = rho;
    if (q[1] > low && q[1] < high) {
        n[1] = -n[0] * (da[LOFT_X] + u * da[kx]) -
               n[2] * (da[LOFT_Z] + w * da[kz]) +
               u * u * w * w / (2 * rho3) * da[LOFT_SQUARE];
    } else {
        const double cap = q[1] <= low ? l->cap_low : l->cap_high;
        const double h = (q[1] - y) / cap;
        level = sqrt(rho * rho + h * h);
        n[0] *= rho / level;
        n[2] *= rho / level;
        n[1] = h / (level * cap);
    }
    const double length = larger(v_norm(n), 1e-6);
    for (int i = 0; i < 3; i++)
        n[i] /= length;
    m_apply(g, s->R, n);
    return (level - 1) / length;
}

static double shape_value(const struct field *f, const struct field_shape *s,
                          const double p[3], double g[3])
{
    switch (s->kind) {
    case SHAPE_ELLIPSOID:
        return ellipsoid(s, p, g);
    case SHAPE_CONE:
        return cone(s, p, g);
    case SHAPE_LOFT:
        break;
    }
    return loft(f, s, p, g);
}

/* Smooth union: min(a, b) - k h^3 / 6, h = max(0, k - |a - b|) / k. */
static void melt(struct sample *a, const struct sample *b, double k)
{
    const double h = larger(0, k - fabs(a->d - b->d)) / k;
    const bool nearer = b->d < a->d;
    const double other = h * h / 2, toward = nearer ? 1 - other : other;
    for (int i = 0; i < 3; i++)
        a->g[i] += toward * (b->g[i] - a->g[i]);
    a->d = (nearer ? b->d : a->d) - k * h * h * h / 6;
}

/* The sole: nothing of the foot below the plane, with a soft edge. */
static void cut_sole(const struct field *f, const double p[3],
                     struct sample *foot)
{
    double v[3];
    v_sub(v, p, f->sole);
    struct sample under = {v_dot(v, f->sole_up), {0}};
    foot->d = -foot->d;
    for (int i = 0; i < 3; i++) {
        under.g[i] = f->sole_up[i];
        foot->g[i] = -foot->g[i];
    }
    melt(foot, &under, .012 * f->scale);
    foot->d = -foot->d;
    for (int i = 0; i < 3; i++)
        foot->g[i] = -foot->g[i];
}

static struct sample part_sample(const struct field *f, enum field_part part,
                                 const double p[3])
{
    struct sample all = {
        FAR_OFF, {0, 1, 0}
    };
    for (int i = f->first[part]; i < f->first[part + 1]; i++) {
        const struct field_shape *s = &f->shape[i];
        double v[3];
        v_sub(v, p, s->middle);
        const double room = all.d + s->blend + s->reach;
        if (room < 0 || v_dot(v, v) > room * room)
            continue;
        struct sample one;
        one.d = shape_value(f, s, p, one.g);
        if (all.d >= FAR_OFF)
            all = one;
        else
            melt(&all, &one, s->blend);
    }
    if (part == PART_FOOT && all.d < FAR_OFF)
        cut_sole(f, p, &all);
    return all;
}

/* Square of the distance to the box round a part; 0 inside. */
static double box_square(const struct field *f, int part, const double p[3])
{
    double d2 = 0;
    for (int i = 0; i < 3; i++) {
        const double under = f->low[part][i] - p[i];
        const double over = p[i] - f->high[part][i];
        const double e = larger(0, larger(under, over));
        d2 += e * e;
    }
    return d2;
}

/* How much two parts melt: fully near the joint, hardly beyond. */
static double joint_blend(const double p[3], const double joint[3], double full,
                          double none, double most, double scale)
{
    double v[3];
    v_sub(v, p, joint);
    return scale * (.004 + most * (1 - smoothstep(full * scale, none * scale,
                                                  v_norm(v))));
}

double field_value(const struct field *f, const double p[3], double gradient[3])
{
    // mirror, rounded off a hair at the middle plane
    const double q[3] = {p[0], p[1], sqrt(p[2] * p[2] + 1e-6)};

    // leave out the parts that cannot matter here
    double box[PARTS], nearest = FAR_OFF * FAR_OFF;
    struct sample part[PARTS];
    int first = 0;
    for (int i = 0; i < PARTS; i++) {
        box[i] = box_square(f, i, q);
        if (box[i] < nearest)
            nearest = box[i], first = i;
        part[i].d = FAR_OFF;
        part[i].g[0] = part[i].g[1] = part[i].g[2] = 0;
    }
    part[first] = part_sample(f, (enum field_part)first, q);
    const double limit = larger(part[first].d, 0) + .07 * f->scale;
    for (int i = 0; i < PARTS; i++)
        if (i != first && box[i] < limit * limit)
            part[i] = part_sample(f, (enum field_part)i, q);

    const double L = f->scale;
    struct sample all = part[PART_TRUNK], arm = part[PART_ARM],
                  leg = part[PART_THIGH];
    melt(&all, &part[PART_HEAD], .06 * L);
    melt(&arm, &part[PART_HAND], .022 * L);
    melt(&leg, &part[PART_SHANK], .022 * L);
    melt(&leg, &part[PART_FOOT], .025 * L);
    if (arm.d < all.d + .06 * L)
        melt(&all, &arm, joint_blend(q, f->shoulder, .09, .16, .050, L));
    if (leg.d < all.d + .06 * L)
        melt(&all, &leg, joint_blend(q, f->hip, .13, .22, .055, L));
    if (gradient) {
        v_copy(gradient, all.g);
        gradient[2] *= p[2] / q[2];
    }
    return all.d;
}

void field_parts(const struct field *f, const double p[3],
                 double distance[PARTS])
{
    const double q[3] = {p[0], p[1], sqrt(p[2] * p[2] + 1e-6)};
    for (int i = 0; i < PARTS; i++) {
        distance[i] = sqrt(box_square(f, i, q));
        if (distance[i] < .15 * f->scale)
            distance[i] = part_sample(f, (enum field_part)i, q).d;
    }
}

double field_thumb(const struct field *f, const double p[3])
{
    double thumb = FAR_OFF, finger = FAR_OFF, g[3];
    for (int i = f->first[PART_HAND]; i < f->first[PART_HAND + 1]; i++) {
        const struct field_shape *s = &f->shape[i];
        double *near = i >= f->thumb[0] && i < f->thumb[1] ? &thumb : &finger;
        if (s->kind == SHAPE_CONE)
            *near = smaller(*near, cone(s, p, g));
    }
    return finger - thumb;
}
