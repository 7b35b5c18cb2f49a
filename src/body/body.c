/*
 * A person → skeleton: the reference man stretched, weighted and padded.
 * Equations, sources and what is an assumption of ours: docs/body.md.
 */
#include "body/body_internal.h"

#include <math.h>
#include <string.h>

#include "num/mat3.h"

static const double pi = 3.14159265358979323846;

#define REFERENCE_HEIGHT_M 1.75
#define REFERENCE_MASS_KG 75.0

// The pelvis of the leg model holds flesh that sits above L5/S1 in people
// (de Leva 1996 puts 51-54 % of body mass there, the merged tables 48 %):
// L5..T1 times this, taken from the pelvis.
#define TRUNK_CORRECTION 1.12

// Above this body mass index the rest is trunk fat.
#define LEAN_BMI 25.0

// Fat of the belly lies about this far in front of the lumbar joints, m.
#define BELLY_FAT_FORWARD_M 0.085

// ---- sex ------------------------------------------------------------------

// 0 man, 1 woman, 1/2 not stated
static double womanly(enum sp_sex sex)
{
    return sex == SP_MALE ? 0 : sex == SP_FEMALE ? 1 : 0.5;
}

// Women's share of body mass over men's, de Leva 1996 table 4.
static double limb_mass_ratio(enum sp_segment segment)
{
    switch (segment) {
    case SP_SKULL:
        return 6.68 / 6.94;
    case SP_HUMERUS_R:
        return 2.55 / 2.71;
    case SP_ULNA_R:
    case SP_RADIUS_R:
        return 1.38 / 1.62;
    case SP_HAND_R:
        return 0.56 / 0.61;
    case SP_FEMUR_R:
    case SP_PATELLA_R:
        return 14.78 / 14.16;
    case SP_TIBIA_R:
        return 4.81 / 4.33;
    case SP_TALUS_R:
    case SP_CALCN_R:
    case SP_TOES_R:
        return 1.29 / 1.37;
    default:
        return segment >= SP_C7 && segment <= SP_C1 ? 6.68 / 6.94 : 1;
    }
}

// ---- the reference skeleton, both sides ------------------------------------

static void mirror_row(struct body_row *row)
{
    row->joint_parent[2] *= -1;
    row->joint_child[2] *= -1;
    row->com[2] *= -1;
    // a mirror in z turns x and y rotations round; hinge angles keep their
    // meaning when the axis is mirrored as a pseudovector
    row->rest_deg[0] *= -1;
    row->rest_deg[1] *= -1;
    row->axis[0] *= -1;
    row->axis[1] *= -1;
    if (row->parent >= SP_CLAVICLE_R)
        row->parent = (int)body_twin_segment((enum sp_segment)row->parent);
}

static struct body_row reference(enum sp_segment segment)
{
    if (body_segment_side(segment) > 0)
        return body_skeleton[segment];
    struct body_row row = body_skeleton[body_twin_segment(segment)];
    mirror_row(&row);
    return row;
}

static void rest_rotation(const double deg[3], double out[9])
{
    mat3_identity(out);
    mat3_turn_x(out, deg[0] * pi / 180);
    mat3_turn_y(out, deg[1] * pi / 180);
    mat3_turn_z(out, deg[2] * pi / 180);
}

// ---- scaling ----------------------------------------------------------------

static void scale_lengths(struct sp_body *body)
{
    const double s = body->length_scale;
    const double w = womanly(body->person.sex);
    const double pelvis_width = 1 + 0.03 * w;
    const double shoulder_width = 1 - 0.07 * w;

    for (int i = 0; i < SP_SEGMENTS; i++) {
        const struct body_row row = reference((enum sp_segment)i);
        struct sp_body_segment *seg = &body->segment[i];
        seg->parent = row.parent;
        rest_rotation(row.rest_deg, seg->rest);
        for (int a = 0; a < 3; a++) {
            seg->joint_parent[a] = s * row.joint_parent[a];
            seg->joint_child[a] = s * row.joint_child[a];
            seg->com[a] = s * row.com[a];
        }
        const double axis_length = vec3_length(row.axis);
        for (int a = 0; a < 3; a++)
            seg->axis[a] = axis_length > 0 ? row.axis[a] / axis_length : 0;
    }
    for (int left = 0; left < 2; left++) {
        const int side = left ? SP_CLAVICLE_L - SP_CLAVICLE_R : 0;
        body->segment[SP_FEMUR_R + side].joint_parent[2] *= pelvis_width;
        body->segment[SP_CLAVICLE_R + side].joint_parent[2] *= shoulder_width;
        body->segment[SP_SCAPULA_R + side].joint_parent[2] *= shoulder_width;
    }
}

static bool is_trunk(int segment)
{
    return segment <= SP_T1; // pelvis, L5 .. T1
}

// Share of body mass of each segment, summing to 1, without fat above LEAN_BMI.
static void mass_shares(double w, double share[SP_SEGMENTS])
{
    double trunk = 0, limbs = 0, above = 0;
    for (int i = 0; i < SP_SEGMENTS; i++) {
        const struct body_row row = reference((enum sp_segment)i);
        const int right = body_segment_side((enum sp_segment)i) > 0
                              ? i
                              : (int)body_twin_segment((enum sp_segment)i);
        const double ratio = limb_mass_ratio((enum sp_segment)right);
        share[i] = row.mass_kg / REFERENCE_MASS_KG * (1 + w * (ratio - 1));
        if (!is_trunk(i))
            limbs += share[i];
        else
            trunk += share[i];
        if (i >= SP_L5 && i <= SP_T1)
            above += share[i];
    }
    // what the limbs leave is trunk, in the source's proportions; then the
    // correction moves mass from the pelvis up
    const double fit = (1 - limbs) / trunk;
    for (int i = 0; i <= SP_T1; i++)
        share[i] *= i == SP_PELVIS ? fit : fit * TRUNK_CORRECTION;
    share[SP_PELVIS] -= fit * above * (TRUNK_CORRECTION - 1);
}

static void scale_masses(struct sp_body *body)
{
    const struct sp_person *p = &body->person;
    const double s = body->length_scale;
    double share[SP_SEGMENTS];
    mass_shares(womanly(p->sex), share);

    const double lean_max = LEAN_BMI * p->height_m * p->height_m;
    const double lean_kg = fmin(p->mass_kg, lean_max);
    const double fat_kg = p->mass_kg - lean_kg;
    double belly = 0; // shares of what carries the fat
    for (int i = SP_PELVIS; i <= SP_T12; i++)
        belly += share[i];

    for (int i = 0; i < SP_SEGMENTS; i++) {
        struct sp_body_segment *seg = &body->segment[i];
        const struct body_row row = reference((enum sp_segment)i);
        const double lean = share[i] * lean_kg;
        const double fat = i <= SP_T12 ? fat_kg * share[i] / belly : 0;
        seg->mass_kg = lean + fat;
        if (fat > 0 && i != SP_PELVIS)
            seg->com[0] += fat / seg->mass_kg *
                           fmax(0, BELLY_FAT_FORWARD_M * s - seg->com[0]);
        for (int a = 0; a < 3; a++)
            seg->inertia[a] =
                row.inertia[a] * seg->mass_kg / row.mass_kg * s * s;
    }
}

static void scale_points(struct sp_body *body)
{
    const double s = body->length_scale, more = body->girth_scale - 1;
    for (int i = 0; i < SP_POINTS; i++) {
        const enum sp_point twin = body_twin_point((enum sp_point)i);
        const bool left = (int)twin < i;
        const struct body_point_row *row = &body_points[left ? (int)twin : i];
        const enum sp_segment seg =
            left ? body_twin_segment(row->segment) : row->segment;
        body->point_segment[i] = (int)seg;
        for (int a = 0; a < 3; a++)
            body->point[i][a] = s * (row->at[a] + more * row->flesh[a]) *
                                (left && a == 2 ? -1 : 1);
    }
}

// ---- ranges -----------------------------------------------------------------

/*
 * Active ranges after AAOS and the spine tables; loaded ranges are what a
 * person's own weight adds in kneeling, squatting and leaning on the hands.
 * Bends and thoracic turns are living totals with ribs, not cadaver sums.
 */
struct range_row {
    enum sp_coord coord; /* the right one of a pair */
    double min_deg, max_deg, loaded_min_deg, loaded_max_deg;
};

static const struct range_row ranges[] = {
    {SP_LUMBAR_EXT,      -60,  25,  -60,  25 },
    {SP_LUMBAR_BEND,     -29,  29,  -29,  29 },
    {SP_LUMBAR_TURN,     -9,   9,   -9,   9  },
    {SP_THORACIC_EXT,    -40,  25,  -40,  25 },
    {SP_THORACIC_BEND,   -30,  30,  -30,  30 },
    {SP_THORACIC_TURN,   -40,  40,  -40,  40 },
    {SP_CERVICAL_EXT,    -60,  70,  -60,  70 },
    {SP_CERVICAL_BEND,   -45,  45,  -45,  45 },
    {SP_CERVICAL_TURN,   -77,  77,  -77,  77 },
    {SP_HIP_R_FLEX,      -20,  120, -25,  130},
    {SP_HIP_R_ADD,       -45,  25,  -45,  25 },
    {SP_HIP_R_ROT,       -45,  40,  -55,  40 },
    {SP_KNEE_R_FLEX,     0,    140, 0,    160},
    {SP_ANKLE_R_DORS,    -50,  20,  -65,  40 },
    {SP_MTP_R_EXT,       -30,  60,  -30,  70 },
    {SP_GIRDLE_R_ELEV,   -5,   45,  -5,   45 },
    {SP_GIRDLE_R_PROT,   -20,  30,  -20,  30 },
    {SP_SHOULDER_R_FLEX, -60,  180, -60,  180},
    {SP_SHOULDER_R_ADD,  -120, 45,  -120, 45 },
    {SP_SHOULDER_R_ROT,  -90,  70,  -90,  70 },
    {SP_ELBOW_R_FLEX,    0,    150, 0,    150},
    {SP_FOREARM_R_PRON,  0,    160, 0,    160},
    {SP_WRIST_R_FLEX,    -70,  80,  -90,  80 },
    {SP_WRIST_R_ULN,     -20,  30,  -20,  30 },
};

static void set_range(struct sp_body *body, int coord, double min, double max,
                      double loaded_min, double loaded_max)
{
    body->q_min[coord] = min;
    body->q_max[coord] = max;
    body->q_loaded_min[coord] = loaded_min;
    body->q_loaded_max[coord] = loaded_max;
}

static void set_ranges(struct sp_body *body)
{
    for (int c = SP_ROOT_X; c <= SP_ROOT_Z; c++)
        set_range(body, c, -10, 10, -10, 10); // m: a room
    for (int c = SP_PELVIS_PITCH; c <= SP_PELVIS_TURN; c++)
        set_range(body, c, -2 * pi, 2 * pi, -2 * pi, 2 * pi);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct range_row *r = &ranges[i];
        const double k = pi / 180;
        const int coord = (int)r->coord;
        const int twin = (int)body_twin_coord(r->coord);
        set_range(body, coord, k * r->min_deg, k * r->max_deg,
                  k * r->loaded_min_deg, k * r->loaded_max_deg);
        set_range(body, twin, k * r->min_deg, k * r->max_deg,
                  k * r->loaded_min_deg, k * r->loaded_max_deg);
    }
}

// ---- public -----------------------------------------------------------------

static enum sp_status check(const struct sp_person *p, struct sp_error *err)
{
    // !(a <= x && x <= b) refuses NaN as well
    if (!(p->height_m >= 1.2 && p->height_m <= 2.2))
        return sp_fail(err, SP_E_RANGE,
                       "height %g m: the model covers 1.20 to 2.20 m",
                       p->height_m);
    if (!(p->mass_kg >= 30 && p->mass_kg <= 250))
        return sp_fail(err, SP_E_RANGE,
                       "mass %g kg: the model covers 30 to 250 kg", p->mass_kg);
    if (!(p->age_y >= 10 && p->age_y <= 110))
        return sp_fail(err, SP_E_RANGE,
                       "age %g years: the model covers 10 to 110", p->age_y);
    if ((unsigned)p->sex > SP_SEX_UNSTATED)
        return sp_fail(err, SP_E_RANGE, "sex %d: give female, male or unstated",
                       (int)p->sex);
    return SP_OK;
}

enum sp_status sp_body_init(struct sp_body *body,
                            const struct sp_person *person,
                            struct sp_error *err)
{
    const enum sp_status status = check(person, err);
    if (status != SP_OK)
        return status;
    const double bmi = person->mass_kg / (person->height_m * person->height_m);
    const double reference_bmi =
        REFERENCE_MASS_KG / (REFERENCE_HEIGHT_M * REFERENCE_HEIGHT_M);

    memset(body, 0, sizeof *body);
    body->person = *person;
    body->length_scale = person->height_m / REFERENCE_HEIGHT_M;
    body->girth_scale = sqrt(bmi / reference_bmi);
    scale_lengths(body);
    scale_masses(body);
    scale_points(body);
    set_ranges(body);
    return SP_OK;
}

void sp_body_point(const struct sp_body *body, const struct sp_frames *frames,
                   enum sp_point point, double out[3])
{
    const struct sp_frame *f = &frames->seg[body->point_segment[point]];
    mat3_apply(f->R, body->point[point], out);
    for (int a = 0; a < 3; a++)
        out[a] += f->p[a];
}

double sp_body_com(const struct sp_body *body, const struct sp_frames *frames,
                   double com[3])
{
    double mass = 0, sum[3] = {0};
    for (int i = 0; i < SP_SEGMENTS; i++) {
        const struct sp_body_segment *seg = &body->segment[i];
        double at[3];
        mat3_apply(frames->seg[i].R, seg->com, at);
        for (int a = 0; a < 3; a++)
            sum[a] += seg->mass_kg * (at[a] + frames->seg[i].p[a]);
        mass += seg->mass_kg;
    }
    for (int a = 0; a < 3; a++)
        com[a] = sum[a] / mass;
    return mass;
}

static bool changes_sign_in_mirror(int coord)
{
    switch (coord) {
    case SP_ROOT_Z:
    case SP_PELVIS_LIST:
    case SP_PELVIS_TURN:
    case SP_LUMBAR_BEND:
    case SP_LUMBAR_TURN:
    case SP_THORACIC_BEND:
    case SP_THORACIC_TURN:
    case SP_CERVICAL_BEND:
    case SP_CERVICAL_TURN:
        return true;
    default:
        return false;
    }
}

struct sp_posture sp_posture_mirror(const struct sp_posture *posture)
{
    struct sp_posture out;
    for (int c = 0; c < SP_COORDS; c++)
        out.q[body_twin_coord((enum sp_coord)c)] =
            changes_sign_in_mirror(c) ? -posture->q[c] : posture->q[c];
    return out;
}
