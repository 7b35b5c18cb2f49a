/*
 * What each coordinate moves: every joint axis of a placed posture as a
 * screw, and from them how points and the centre of mass follow the angles.
 */
#include "body/body_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

struct list {
    struct body_screw *screw;
    int count;
};

static struct body_screw *add(struct list *l, int coord, int segment,
                              double share, const double axis[3],
                              const double centre[3])
{
    struct body_screw *s = &l->screw[l->count++];
    s->coord = (enum sp_coord)coord;
    s->segment = (enum sp_segment)segment;
    s->share = share;
    memcpy(s->axis, axis, sizeof s->axis);
    memcpy(s->centre, centre, sizeof s->centre);
    s->carry_only = false;
    return s;
}

static void joint_centre(const struct sp_body *body,
                         const struct sp_frames *frames, int segment,
                         double out[3])
{
    const struct sp_body_segment *seg = &body->segment[segment];
    const struct sp_frame *up = &frames->seg[seg->parent];
    mat3_apply(up->R, seg->joint_parent, out);
    for (int a = 0; a < 3; a++)
        out[a] += up->p[a];
}

// Axes of a joint turned about z, then x by b, then y by c, each about the
// body's own axis, read back from the attitude R after all three.
static void zxy_axes(const double R[9], double b, double c, double z[3],
                     double x[3], double y[3])
{
    const double in_z[3] = {-sin(c) * cos(b), sin(b), cos(c) * cos(b)};
    const double in_x[3] = {cos(c), 0, sin(c)};
    const double in_y[3] = {0, 1, 0};
    mat3_apply(R, in_z, z);
    mat3_apply(R, in_x, x);
    mat3_apply(R, in_y, y);
}

static void add_ball(struct list *l, const double R[9], const double centre[3],
                     int segment, int first, const double share[3], double b,
                     double c)
{
    double z[3], x[3], y[3];
    zxy_axes(R, b, c, z, x, y);
    add(l, first, segment, share[0], z, centre);
    add(l, first + 1, segment, share[1], x, centre);
    add(l, first + 2, segment, share[2], y, centre);
}

static void add_root(struct list *l, const double *q,
                     const struct sp_frames *frames)
{
    static const double axes[3][3] = {
        {1, 0, 0},
        {0, 1, 0},
        {0, 0, 1}
    };
    static const double one[3] = {1, 1, 1};
    const struct sp_frame *pelvis = &frames->seg[SP_PELVIS];
    for (int a = 0; a < 3; a++)
        add(l, SP_ROOT_X + a, SP_PELVIS, 1, axes[a], pelvis->p);
    add_ball(l, pelvis->R, pelvis->p, SP_PELVIS, SP_PELVIS_PITCH, one,
             q[SP_PELVIS_LIST], q[SP_PELVIS_TURN]);
}

static void add_spine(struct list *l, const struct sp_body *body,
                      const struct sp_posture *posture,
                      const struct sp_frames *frames)
{
    struct body_level_share shares[BODY_LEVELS];
    body_spine_shares(posture, shares);
    for (int i = SP_L5; i <= SP_SKULL; i++) {
        const int level = i - SP_L5;
        const struct body_region_row *r = &body_region[body_region_of(level)];
        const struct body_level_share *w = &shares[level];
        const double share[3] = {w->ext, w->bend, w->turn};
        double centre[3];
        joint_centre(body, frames, i, centre);
        add_ball(l, frames->seg[i].R, centre, i, (int)r->ext, share,
                 w->bend * posture->q[r->bend], w->turn * posture->q[r->turn]);
    }
}

static void add_hinge(struct list *l, const struct sp_body *body,
                      const struct sp_frames *frames, int segment, int coord,
                      double share)
{
    double axis[3], centre[3];
    // a hinge leaves its own axis alone, so the turned frame shows it too
    mat3_apply(frames->seg[segment].R, body->segment[segment].axis, axis);
    joint_centre(body, frames, segment, centre);
    add(l, coord, segment, share, axis, centre);
}

static void add_leg(struct list *l, const struct sp_body *body, const double *q,
                    const struct sp_frames *frames, int o, int c, double side)
{
    const double share[3] = {1, side, side};
    double centre[3];
    joint_centre(body, frames, SP_FEMUR_R + o, centre);
    add_ball(l, frames->seg[SP_FEMUR_R + o].R, centre, SP_FEMUR_R + o,
             SP_HIP_R_FLEX + c, share, side * q[SP_HIP_R_ADD + c],
             side * q[SP_HIP_R_ROT + c]);
    add_hinge(l, body, frames, SP_TIBIA_R + o, SP_KNEE_R_FLEX + c, -1);
    // the kneecap goes round the same centre, part of the way
    const double *femur = frames->seg[SP_FEMUR_R + o].R;
    const double across[3] = {femur[2], femur[5], femur[8]};
    joint_centre(body, frames, SP_TIBIA_R + o, centre);
    add(l, SP_KNEE_R_FLEX + c, SP_PATELLA_R + o, -BODY_PATELLA_SHARE, across,
        centre);
    add_hinge(l, body, frames, SP_TALUS_R + o, SP_ANKLE_R_DORS + c, 1);
    add_hinge(l, body, frames, SP_TOES_R + o, SP_MTP_R_EXT + c, -1);
}

static void add_girdle(struct list *l, const struct sp_body *body,
                       const double *q, const struct sp_frames *frames, int o,
                       int c, double side)
{
    double thorax[9], centre[3];
    body_thorax(body, frames, thorax);
    joint_centre(body, frames, SP_CLAVICLE_R + o, centre);
    const double y[3] = {thorax[1], thorax[4], thorax[7]};
    mat3_turn_y(thorax, side * q[SP_GIRDLE_R_PROT + c]);
    const double x[3] = {thorax[0], thorax[3], thorax[6]};
    add(l, SP_GIRDLE_R_PROT + c, SP_CLAVICLE_R + o, side, y, centre)
        ->carry_only = true;
    add(l, SP_GIRDLE_R_ELEV + c, SP_CLAVICLE_R + o, -side, x, centre)
        ->carry_only = true;
}

static void add_arm(struct list *l, const struct sp_body *body, const double *q,
                    const struct sp_frames *frames, int o, int c, double side)
{
    const double share[3] = {1, side, side};
    double centre[3];
    add_girdle(l, body, q, frames, o, c, side);
    joint_centre(body, frames, SP_HUMERUS_R + o, centre);
    add_ball(l, frames->seg[SP_HUMERUS_R + o].R, centre, SP_HUMERUS_R + o,
             SP_SHOULDER_R_FLEX + c, share, side * q[SP_SHOULDER_R_ADD + c],
             side * q[SP_SHOULDER_R_ROT + c]);
    add_hinge(l, body, frames, SP_ULNA_R + o, SP_ELBOW_R_FLEX + c, 1);
    add_hinge(l, body, frames, SP_RADIUS_R + o, SP_FOREARM_R_PRON + c, 1);

    double z[3], x[3], y[3];
    joint_centre(body, frames, SP_HAND_R + o, centre);
    zxy_axes(frames->seg[SP_HAND_R + o].R, side * q[SP_WRIST_R_ULN + c], 0, z,
             x, y);
    add(l, SP_WRIST_R_FLEX + c, SP_HAND_R + o, 1, z, centre);
    add(l, SP_WRIST_R_ULN + c, SP_HAND_R + o, side, x, centre);
}

int body_screws(const struct sp_body *body, const struct sp_posture *posture,
                const struct sp_frames *frames,
                struct body_screw screw[BODY_SCREWS])
{
    const int o = SP_CLAVICLE_L - SP_CLAVICLE_R;
    const int c = SP_HIP_L_FLEX - SP_HIP_R_FLEX;
    struct list l = {screw, 0};
    add_root(&l, posture->q, frames);
    add_spine(&l, body, posture, frames);
    add_leg(&l, body, posture->q, frames, 0, 0, 1);
    add_arm(&l, body, posture->q, frames, 0, 0, 1);
    add_leg(&l, body, posture->q, frames, o, c, -1);
    add_arm(&l, body, posture->q, frames, o, c, -1);
    return l.count;
}

uint64_t body_ancestry(const struct sp_body *body, enum sp_segment segment)
{
    uint64_t mask = 0;
    for (int i = (int)segment; i >= 0; i = body->segment[i].parent)
        mask |= UINT64_C(1) << i;
    return mask;
}

static bool is_translation(enum sp_coord coord) { return coord <= SP_ROOT_Z; }

// The arm hangs from the shoulder centre; null for clavicle and scapula.
static const double *carried_from(const struct sp_frames *frames,
                                  enum sp_segment segment)
{
    const int o = segment >= SP_CLAVICLE_L ? SP_CLAVICLE_L - SP_CLAVICLE_R : 0;
    const int right = (int)segment - o;
    return right >= SP_HUMERUS_R && right <= SP_HAND_R
               ? frames->seg[SP_HUMERUS_R + o].p
               : NULL;
}

static void add_motion(const struct body_screw *s, const double point[3],
                       double weight, double J[3][SP_COORDS])
{
    double v[3];
    if (is_translation(s->coord)) {
        memcpy(v, s->axis, sizeof v);
    } else {
        const double arm[3] = {point[0] - s->centre[0], point[1] - s->centre[1],
                               point[2] - s->centre[2]};
        vec3_cross(s->axis, arm, v);
    }
    for (int a = 0; a < 3; a++)
        J[a][s->coord] += weight * s->share * v[a];
}

void body_point_jacobian(const struct sp_body *body,
                         const struct sp_frames *frames,
                         const struct body_screw screw[], int screws,
                         enum sp_segment segment, const double point[3],
                         double J[3][SP_COORDS])
{
    const uint64_t above = body_ancestry(body, segment);
    const double *shoulder = carried_from(frames, segment);
    memset(J, 0, 3 * sizeof *J);
    for (int i = 0; i < screws; i++) {
        const struct body_screw *s = &screw[i];
        if (!(above >> s->segment & 1))
            continue;
        const bool carried = s->carry_only && shoulder;
        add_motion(s, carried ? shoulder : point, 1, J);
    }
}

void body_com_jacobian(const struct sp_body *body,
                       const struct sp_frames *frames,
                       const struct body_screw screw[], int screws,
                       double J[3][SP_COORDS])
{
    // mass and first moment of each segment with all that hangs on it
    double mass[SP_SEGMENTS], moment[SP_SEGMENTS][3];
    for (int i = 0; i < SP_SEGMENTS; i++) {
        double at[3];
        mat3_apply(frames->seg[i].R, body->segment[i].com, at);
        mass[i] = body->segment[i].mass_kg;
        for (int a = 0; a < 3; a++)
            moment[i][a] = mass[i] * (at[a] + frames->seg[i].p[a]);
    }
    for (int i = SP_SEGMENTS - 1; i > 0; i--) {
        const int up = body->segment[i].parent;
        mass[up] += mass[i];
        for (int a = 0; a < 3; a++)
            moment[up][a] += moment[i][a];
    }
    memset(J, 0, 3 * sizeof *J);
    for (int i = 0; i < screws; i++) {
        const struct body_screw *s = &screw[i];
        const double m = mass[s->segment];
        if (!(m > 0))
            continue;
        double at[3];
        for (int a = 0; a < 3; a++)
            at[a] = moment[s->segment][a] / m;
        if (s->carry_only) {
            // clavicle and scapula turn; the arm is carried by its shoulder
            const int arm = (int)s->segment + SP_HUMERUS_R - SP_CLAVICLE_R;
            const double bones = m - mass[arm];
            for (int a = 0; a < 3; a++)
                at[a] = (moment[s->segment][a] - moment[arm][a]) / bones;
            add_motion(s, at, bones / mass[SP_PELVIS], J);
            add_motion(s, frames->seg[arm].p, mass[arm] / mass[SP_PELVIS], J);
        } else {
            add_motion(s, at, m / mass[SP_PELVIS], J);
        }
    }
}
