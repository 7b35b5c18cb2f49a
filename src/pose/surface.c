/*
 * The skins of props: how far a point is from one, and which way; and what of
 * the body must stay out of which.
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

#define SLAB_M .035 /* how thick a table top is, as it is drawn */

static struct pose_condition condition(double gap, double x, double y, double z)
{
    return (struct pose_condition){
        gap, {x, y, z}
    };
}

// Keep a coordinate within [middle - half, middle + half]; true when outside.
static bool outside(double x, double middle, double half, double *gap)
{
    if (x > middle + half)
        *gap = x - middle - half;
    else if (x < middle - half)
        *gap = x - middle + half;
    else
        return false;
    return true;
}

static int flat_top(const struct sp_prop *prop, const double p[3],
                    struct pose_condition *out)
{
    int n = 0;
    double gap;
    out[n++] = condition(p[1] - prop->at[1], 0, 1, 0);
    if (outside(p[0], prop->at[0], prop->size[0] / 2, &gap))
        out[n++] = condition(gap, 1, 0, 0);
    if (outside(p[2], prop->at[2], prop->size[2] / 2, &gap))
        out[n++] = condition(gap, 0, 0, 1);
    return n;
}

static int tilted_top(const struct sp_prop *prop, const double p[3],
                      struct pose_condition *out)
{
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    const double dx = p[0] - prop->at[0], dy = p[1] - prop->at[1];
    int n = 0;
    double gap;
    out[n++] = condition(c * dy - s * dx, -s, c, 0);
    if (outside(c * dx + s * dy, 0, prop->size[0] / 2, &gap))
        out[n++] = condition(gap, c, s, 0);
    if (outside(p[2], prop->at[2], prop->size[2] / 2, &gap))
        out[n++] = condition(gap, 0, 0, 1);
    return n;
}

static int round_skin(const struct sp_prop *prop, const double p[3],
                      bool cylinder, struct pose_condition *out)
{
    double d[3] = {p[0] - prop->at[0], p[1] - prop->at[1],
                   cylinder ? 0 : p[2] - prop->at[2]};
    double length = vec3_length(d);
    if (length < 1e-6) { // at the very centre any way out is as good: up
        d[1] = 1;
        length = 1;
    }
    out[0] = condition(length - prop->size[0] / 2, d[0] / length, d[1] / length,
                       d[2] / length);
    return 1;
}

static int on_bar(const struct sp_prop *prop, const double p[3],
                  struct pose_condition *out)
{
    int n = 0;
    double gap;
    out[n++] = condition(p[0] - prop->at[0], 1, 0, 0);
    out[n++] = condition(p[1] - prop->at[1], 0, 1, 0);
    if (outside(p[2], prop->at[2], prop->size[2] / 2, &gap))
        out[n++] = condition(gap, 0, 0, 1);
    return n;
}

// Handles of a box are its short ends, right hand right, at the top.
static int on_handle(const struct sp_prop *prop, enum sp_point point,
                     const double p[3], struct pose_condition *out)
{
    const double side = body_twin_point(point) < point ? -1 : 1;
    const double z = prop->at[2] + side * prop->size[2] / 2;
    out[0] = condition(p[0] - prop->at[0], 1, 0, 0);
    out[1] = condition(p[1] - prop->at[1], 0, 1, 0);
    out[2] = condition(p[2] - z, 0, 0, 1);
    return 3;
}

int pose_prop_conditions(const struct sp_prop *prop, enum sp_point point,
                         const double p[3],
                         struct pose_condition out[POSE_CONDITIONS])
{
    switch (prop->kind) {
    case SP_PROP_BALL:
        return round_skin(prop, p, false, out);
    case SP_PROP_ROLLER:
        return round_skin(prop, p, true, out);
    case SP_PROP_BAR:
    case SP_PROP_SMITH_BAR:
        return on_bar(prop, p, out);
    case SP_PROP_BOX:
        return on_handle(prop, point, p, out);
    case SP_PROP_WALL:
        out[0] = condition(p[0] - prop->at[0], 1, 0, 0);
        return 1;
    case SP_PROP_INVERSION_TABLE:
        return tilted_top(prop, p, out);
    case SP_PROP_PARTNER: // what is held is held at the partner's hands
        out[0] = condition(p[1] - prop->at[1], 0, 1, 0);
        return 1;
    case SP_PROP_FLOOR:
    case SP_PROP_MAT:
        out[0] = condition(p[1], 0, 1, 0);
        return 1;
    default:
        return flat_top(prop, p, out);
    }
}

void pose_prop_local(const struct sp_prop *prop, const double world[3],
                     double local[3])
{
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    const double dx = world[0] - prop->at[0], dy = world[1] - prop->at[1];
    local[0] = c * dx + s * dy;
    local[1] = c * dy - s * dx;
    local[2] = world[2] - prop->at[2];
}

void pose_prop_world(const struct sp_prop *prop, const double local[3],
                     double world[3])
{
    const double c = cos(prop->tilt_rad), s = sin(prop->tilt_rad);
    const double x = local[0], y = local[1];
    world[0] = prop->at[0] + c * x - s * y;
    world[1] = prop->at[1] + s * x + c * y;
    world[2] = prop->at[2] + local[2];
}

bool pose_prop_rolls(enum sp_prop_kind kind)
{
    return kind == SP_PROP_BALL || kind == SP_PROP_ROLLER;
}

// ---- what must stay out

static bool is_shin(int segment)
{
    return (segment >= SP_TIBIA_R && segment <= SP_TOES_R) ||
           (segment >= SP_TIBIA_L && segment <= SP_TOES_L);
}

bool pose_keeps_out(enum sp_prop_kind kind, int segment)
{
    const bool hand = segment == SP_HAND_R || segment == SP_HAND_L;
    const bool arm = (segment >= SP_HUMERUS_R && segment <= SP_HAND_R) ||
                     (segment >= SP_HUMERUS_L && segment <= SP_HAND_L);
    switch (kind) {
    case SP_PROP_BALL:
        return true;
    case SP_PROP_BOX: // what is lifted goes round the thighs
        return arm || is_shin(segment) || segment == SP_FEMUR_R ||
               segment == SP_FEMUR_L;
    case SP_PROP_BED:
    case SP_PROP_PILLOW:
    case SP_PROP_BLANKET:
    case SP_PROP_TABLE:
        return arm;
    case SP_PROP_WALL:
    case SP_PROP_CHAIR:
        return hand || segment == SP_SKULL;
    default:
        return false;
    }
}

// How much a thing yields under skin before it pushes, m.
static double give(enum sp_prop_kind kind)
{
    switch (kind) {
    case SP_PROP_BALL:
    case SP_PROP_BED:
        return 0.015;
    case SP_PROP_PILLOW:
    case SP_PROP_BLANKET:
        return 0.025;
    default:
        return 0.001;
    }
}

static double depth_in_ball(const struct sp_prop *prop, const double p[3],
                            double out[3])
{
    for (int a = 0; a < 3; a++)
        out[a] = p[a] - prop->at[a];
    const double length = fmax(1e-6, vec3_length(out));
    for (int a = 0; a < 3; a++)
        out[a] /= length;
    return prop->size[0] / 2 - length;
}

// Through the nearest face.
static double depth_in_box(const struct sp_prop *prop, double thick,
                           const double p[3], double out[3])
{
    const double x = p[0] - prop->at[0], y = p[1] - prop->at[1],
                 z = p[2] - prop->at[2];
    double depth = fmin(-y, y + thick);
    out[0] = out[2] = 0;
    out[1] = -y <= y + thick ? 1 : -1;
    const double end = prop->size[0] / 2 - fabs(x);
    const double side = prop->size[2] / 2 - fabs(z);
    if (end < depth) {
        depth = end;
        out[0] = x < 0 ? -1 : 1;
        out[1] = 0;
    }
    if (side < depth) {
        depth = side;
        out[0] = out[1] = 0;
        out[2] = z < 0 ? -1 : 1;
    }
    return depth;
}

double pose_depth_in(const struct sp_prop *prop, const double p[3],
                     double out[3])
{
    double depth = 0;
    if (prop->away)
        return 0;
    switch (prop->kind) {
    case SP_PROP_BALL:
        depth = depth_in_ball(prop, p, out);
        break;
    case SP_PROP_CHAIR: // nothing that keeps out of it goes below a seat
    case SP_PROP_BED:   // from above, however deep
        depth = depth_in_box(prop, 2 * prop->at[1], p, out);
        break;
    case SP_PROP_PILLOW:
    case SP_PROP_BLANKET:
        depth = depth_in_box(prop, 2 * prop->size[1], p, out);
        break;
    case SP_PROP_BOX:
        depth = depth_in_box(prop, prop->size[1], p, out);
        break;
    case SP_PROP_TABLE:
        depth = depth_in_box(prop, SLAB_M, p, out);
        break;
    case SP_PROP_WALL: // the person stands on the origin's side
        out[0] = prop->at[0] > 0 ? -1 : 1;
        out[1] = out[2] = 0;
        depth = -out[0] * (p[0] - prop->at[0]);
        break;
    default:
        break;
    }
    return fmax(0, depth - give(prop->kind));
}
