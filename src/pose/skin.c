/*
 * What of the body must stay out of the floor and out of balls: the named
 * skin points, and the corners between them that no teacher names (thumb, nose,
 * the tips of toes, the sides of arms). Offsets on the 1.75 m figure, measured
 * on the drawn surface (docs/figure.md).
 */
#include "pose/pose_internal.h"

#include <math.h>

#include "num/mat3.h"

struct corner {
    enum sp_segment segment; /* right or middle */
    double at[3];            /* m, this segment's axes */
};

static const struct corner corners[] = {
    {SP_SKULL,     {.112, .006, 0}      }, // nose
    {SP_SKULL,     {.077, .128, 0}      }, // where hair begins
    {SP_HUMERUS_R, {.004, -.140, .050}  },
    {SP_HUMERUS_R, {.050, -.160, 0}     },
    {SP_HUMERUS_R, {.004, -.160, -.044} },
    {SP_HUMERUS_R, {.052, -.280, -.016} },
    {SP_HUMERUS_R, {0, -.300, -.045}    },
    {SP_HUMERUS_R, {-.012, -.275, .034} },
    {SP_ULNA_R,    {-.025, .010, .034}  },
    {SP_ULNA_R,    {0, -.010, -.044}    },
    {SP_ULNA_R,    {.050, -.077, .002}  },
    {SP_ULNA_R,    {-.044, -.046, 0}    },
    {SP_RADIUS_R,  {.016, -.186, -.008} },
    {SP_RADIUS_R,  {.004, -.060, .036}  },
    {SP_RADIUS_R,  {.040, -.132, .022}  },
    {SP_ULNA_R,    {0, -.120, -.040}    },
    {SP_RADIUS_R,  {0, -.180, .030}     },
    {SP_ULNA_R,    {0, -.200, -.036}    },
    {SP_HAND_R,    {.026, -.046, .048}  },
    {SP_HAND_R,    {.033, -.089, .060}  }, // thumb
    {SP_HAND_R,    {.026, -.105, .074}  },
    {SP_HAND_R,    {0, -.060, -.040}    },
    {SP_HAND_R,    {.008, -.120, -.036} }, // little finger
    {SP_HAND_R,    {.018, -.165, .024}  },
    {SP_HAND_R,    {.018, -.165, -.024} },
    {SP_TIBIA_R,   {.048, .008, 0}      },
    {SP_TIBIA_R,   {.005, -.112, .055}  },
    {SP_TIBIA_R,   {-.010, -.120, .052} },
    {SP_TIBIA_R,   {-.010, -.120, -.050}},
    {SP_CALCN_R,   {.140, 0, -.042}     },
    {SP_CALCN_R,   {.165, -.003, -.034} },
    {SP_CALCN_R,   {.130, 0, .044}      },
    {SP_TOES_R,    {.066, .006, 0}      },
};
enum { CORNERS = sizeof corners / sizeof corners[0] };

int pose_skin_count(void) { return SP_POINTS + 2 * CORNERS; }

bool pose_skin_at(const struct sp_body *body, const struct sp_frames *frames,
                  int i, double p[3], int *segment)
{
    if (i < SP_POINTS) {
        *segment = body->point_segment[i];
        sp_body_point(body, frames, (enum sp_point)i, p);
        return pose_is_skin((enum sp_point)i);
    }
    const bool left = (i - SP_POINTS) % 2;
    const struct corner *c = &corners[(i - SP_POINTS) / 2];
    const enum sp_segment twin = body_twin_segment(c->segment);
    if (left && twin == c->segment)
        return false; // in the middle: once is enough
    const struct sp_frame *f = &frames->seg[left ? twin : c->segment];
    const double L = body->length_scale;
    const double at[3] = {L * c->at[0], L * c->at[1],
                          (left ? -L : L) * c->at[2]};
    *segment = (int)(left ? twin : c->segment);
    for (int a = 0; a < 3; a++)
        p[a] = f->p[a] + f->R[3 * a] * at[0] + f->R[3 * a + 1] * at[1] +
               f->R[3 * a + 2] * at[2];
    return true;
}

bool pose_is_arm(int segment)
{
    return (segment >= SP_HUMERUS_R && segment <= SP_HAND_R) ||
           (segment >= SP_HUMERUS_L && segment <= SP_HAND_L);
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
        return 0.005;
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
    case SP_PROP_BED: // from above, however deep
        depth = depth_in_box(prop, 2 * prop->at[1], p, out);
        break;
    case SP_PROP_PILLOW:
    case SP_PROP_BLANKET:
        depth = depth_in_box(prop, 2 * prop->size[1], p, out);
        break;
    case SP_PROP_BOX:
        depth = depth_in_box(prop, prop->size[1], p, out);
        break;
    default:
        break;
    }
    return fmax(0, depth - give(prop->kind));
}
