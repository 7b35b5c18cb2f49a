/*
 * What of the body must stay out of the floor and out of things: the named
 * skin points, and places all over head, arms, lower legs and feet that no
 * teacher names. Each is the point of the drawn surface that reaches furthest
 * one way (ends of a part in 26 directions, bands of a limb in eight), fitted
 * over seven bodies from 1.50 m to 2.00 m and 55 to 120 kg: `at` for a
 * middling build, `flesh` for what girth adds. Most lie within 4 mm of the
 * surface, a calf within 11 mm.
 */
#include "pose/pose_internal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "num/mat3.h"

// What one thinks of as a point of the skin: a heel, a palm, the ball of a
// foot, and the whole of a calf.
#define ABOUT_M .04
#define ABOUT_CALF_M .18

struct corner {
    enum sp_segment segment; /* right or middle */
    double at[3];            /* m, this segment's axes */
    double flesh[3];         /* m: what grows with girth, as body_points */
};

// clang-format off
static const struct corner corners[] = {
    {SP_SKULL, {-.059, -.029, 0}, {-.028, .014, 0}},
    {SP_SKULL, {-.020, -.049, .050}, {-.055, .047, 0}},
    {SP_SKULL, {-.093, .069, 0}, {0, 0, 0}},
    {SP_SKULL, {-.074, .068, .044}, {0, 0, 0}},
    {SP_SKULL, {-.068, .124, 0}, {0, -.006, 0}},
    {SP_SKULL, {-.058, .117, .038}, {0, 0, 0}},
    {SP_SKULL, {.061, -.093, 0}, {.024, -.013, 0}},
    {SP_SKULL, {.028, -.074, .047}, {.007, -.018, .021}},
    {SP_SKULL, {-.005, .018, .084}, {0, .015, 0}},
    {SP_SKULL, {.007, .154, 0}, {0, 0, 0}},
    {SP_SKULL, {.007, .131, .051}, {0, 0, 0}},
    {SP_SKULL, {.067, -.078, .027}, {-.067, -.059, .015}},
    {SP_SKULL, {.110, .008, 0}, {0, -.010, 0}},
    {SP_SKULL, {.082, .062, .048}, {0, 0, -.006}},
    {SP_SKULL, {.078, .127, 0}, {0, 0, 0}},
    {SP_SKULL, {.070, .118, .037}, {-.010, .014, 0}},
    {SP_HUMERUS_R, {.062, -.128, -.002}, {.076, .023, 0}},
    {SP_HUMERUS_R, {.049, -.111, .029}, {.051, 0, .051}},
    {SP_HUMERUS_R, {.009, -.109, .046}, {.013, .023, .068}},
    {SP_HUMERUS_R, {-.036, -.109, .031}, {-.075, -.010, .026}},
    {SP_HUMERUS_R, {-.049, -.111, -.005}, {-.073, -.026, 0}},
    {SP_HUMERUS_R, {-.037, -.110, -.034}, {-.064, 0, -.031}},
    {SP_HUMERUS_R, {.006, -.132, -.052}, {0, .023, -.064}},
    {SP_HUMERUS_R, {.049, -.136, -.035}, {.063, .085, -.036}},
    {SP_HUMERUS_R, {.056, -.215, -.006}, {.060, .105, -.009}},
    {SP_HUMERUS_R, {.045, -.205, .021}, {.056, -.013, .025}},
    {SP_HUMERUS_R, {.013, -.206, .036}, {-.009, .009, .059}},
    {SP_HUMERUS_R, {-.026, -.206, .022}, {-.054, -.015, .026}},
    {SP_HUMERUS_R, {-.039, -.206, -.009}, {-.065, 0, -.011}},
    {SP_HUMERUS_R, {-.025, -.206, -.036}, {-.048, -.009, -.037}},
    {SP_HUMERUS_R, {.015, -.258, -.051}, {-.007, .093, -.049}},
    {SP_HUMERUS_R, {.042, -.271, -.041}, {.058, -.010, -.014}},
    {SP_ULNA_R, {.047, -.015, 0}, {.047, .015, -.038}},
    {SP_ULNA_R, {.037, -.012, .031}, {.035, 0, .036}},
    {SP_ULNA_R, {-.004, -.015, .046}, {.049, 0, .061}},
    {SP_ULNA_R, {-.031, -.012, .032}, {-.047, 0, .021}},
    {SP_ULNA_R, {.029, -.015, -.031}, {.009, 0, -.043}},
    {SP_ULNA_R, {.051, -.054, .012}, {.053, -.012, 0}},
    {SP_ULNA_R, {.040, -.068, .041}, {.033, -.016, .041}},
    {SP_ULNA_R, {.009, -.080, .054}, {.009, .007, .048}},
    {SP_ULNA_R, {-.023, -.072, .039}, {-.039, .067, .026}},
    {SP_ULNA_R, {-.042, -.027, .001}, {-.048, 0, -.019}},
    {SP_ULNA_R, {-.029, -.026, -.026}, {-.068, -.012, 0}},
    {SP_ULNA_R, {.001, -.028, -.041}, {.015, 0, -.054}},
    {SP_ULNA_R, {.044, -.099, .022}, {.048, 0, .006}},
    {SP_ULNA_R, {.035, -.096, .045}, {.037, 0, .028}},
    {SP_ULNA_R, {.004, -.122, .056}, {.008, .009, .039}},
    {SP_ULNA_R, {-.020, -.121, .044}, {-.026, .086, .020}},
    {SP_ULNA_R, {-.032, -.102, .015}, {-.049, .027, .022}},
    {SP_ULNA_R, {-.022, -.094, -.011}, {-.038, .008, -.042}},
    {SP_ULNA_R, {.002, -.094, -.020}, {.008, .023, -.053}},
    {SP_ULNA_R, {.035, -.094, -.002}, {.021, 0, -.047}},
    {SP_RADIUS_R, {.036, -.132, .009}, {.026, -.013, .028}},
    {SP_RADIUS_R, {.006, -.156, .032}, {.013, .046, .026}},
    {SP_RADIUS_R, {-.012, -.160, .024}, {-.025, .032, 0}},
    {SP_RADIUS_R, {-.023, -.149, -.002}, {-.026, .072, -.026}},
    {SP_RADIUS_R, {-.014, -.134, -.024}, {-.027, .013, -.021}},
    {SP_RADIUS_R, {.003, -.132, -.031}, {-.020, -.026, -.031}},
    {SP_RADIUS_R, {.024, -.132, -.021}, {.033, -.014, -.006}},
    {SP_RADIUS_R, {.024, -.176, .011}, {.026, .014, -.010}},
    {SP_RADIUS_R, {.016, -.184, .029}, {.024, .039, 0}},
    {SP_RADIUS_R, {-.004, -.225, .041}, {.006, -.021, .021}},
    {SP_RADIUS_R, {-.029, -.227, .011}, {-.009, .012, -.022}},
    {SP_RADIUS_R, {-.017, -.193, -.016}, {0, .145, -.032}},
    {SP_RADIUS_R, {-.003, -.177, -.023}, {-.009, .012, -.025}},
    {SP_RADIUS_R, {.016, -.174, -.015}, {.018, .013, -.019}},
    {SP_HAND_R, {.027, -.047, .043}, {0, 0, -.012}},
    {SP_HAND_R, {.016, -.049, .059}, {-.012, 0, 0}},
    {SP_HAND_R, {-.023, -.010, .001}, {-.009, .008, .009}},
    {SP_HAND_R, {-.007, -.046, -.034}, {0, 0, -.010}},
    {SP_HAND_R, {.033, -.092, .064}, {0, .031, 0}},
    {SP_HAND_R, {.020, -.094, .076}, {0, .038, -.007}},
    {SP_HAND_R, {-.018, -.065, .001}, {0, 0, 0}},
    {SP_HAND_R, {-.009, -.069, -.034}, {-.007, 0, 0}},
    {SP_HAND_R, {.008, -.071, -.035}, {0, 0, 0}},
    {SP_HAND_R, {.029, -.120, .036}, {0, 0, 0}},
    {SP_HAND_R, {-.014, -.101, .002}, {0, 0, -.007}},
    {SP_HAND_R, {-.005, -.103, -.034}, {0, .010, -.008}},
    {SP_HAND_R, {.012, -.139, -.030}, {0, 0, 0}},
    {SP_HAND_R, {.024, -.172, .001}, {0, -.008, -.015}},
    {SP_HAND_R, {.014, -.153, .027}, {0, -.016, 0}},
    {SP_HAND_R, {-.005, -.146, -.003}, {0, 0, .026}},
    {SP_HAND_R, {.010, -.179, -.018}, {-.007, .009, -.007}},
    {SP_HAND_R, {.008, -.183, .001}, {-.007, .007, .006}},
    {SP_HAND_R, {-.015, .001, -.022}, {.017, 0, -.035}},
    {SP_HAND_R, {-.014, .002, .022}, {.024, 0, .046}},
    {SP_HAND_R, {.013, -.180, .018}, {0, 0, .006}},
    {SP_HAND_R, {0, -.003, -.031}, {0, .020, -.011}},
    {SP_HAND_R, {.021, -.001, .004}, {.008, 0, .011}},
    {SP_HAND_R, {.013, -.006, .031}, {0, .042, -.018}},
    {SP_TIBIA_R, {.056, -.027, 0}, {.014, -.019, 0}},
    {SP_TIBIA_R, {.044, -.025, .027}, {-.011, 0, .053}},
    {SP_TIBIA_R, {-.015, -.035, .054}, {-.018, 0, .041}},
    {SP_TIBIA_R, {-.059, -.047, .037}, {-.046, -.009, .030}},
    {SP_TIBIA_R, {-.075, -.040, -.001}, {-.054, -.014, -.053}},
    {SP_TIBIA_R, {-.062, -.047, -.038}, {-.058, .011, -.013}},
    {SP_TIBIA_R, {-.011, -.029, -.057}, {-.049, -.078, -.039}},
    {SP_TIBIA_R, {.037, -.022, -.037}, {.045, .007, 0}},
    {SP_TIBIA_R, {.041, -.058, -.001}, {.049, -.007, 0}},
    {SP_TIBIA_R, {.020, -.080, .046}, {.054, -.110, .036}},
    {SP_TIBIA_R, {.021, -.075, -.047}, {.033, -.119, -.057}},
    {SP_TIBIA_R, {.034, -.140, -.001}, {.067, .032, .061}},
    {SP_TIBIA_R, {.013, -.133, .049}, {.049, 0, .057}},
    {SP_TIBIA_R, {-.082, -.120, 0}, {-.030, 0, 0}},
    {SP_TIBIA_R, {.029, -.229, -.001}, {.052, -.009, 0}},
    {SP_TIBIA_R, {.013, -.232, .038}, {.040, .016, .037}},
    {SP_TIBIA_R, {-.022, -.232, .051}, {-.038, .064, .065}},
    {SP_TIBIA_R, {-.063, -.228, .032}, {-.045, 0, .044}},
    {SP_TIBIA_R, {-.064, -.226, -.033}, {-.049, -.029, -.031}},
    {SP_TIBIA_R, {-.019, -.228, -.054}, {.008, 0, -.060}},
    {SP_TIBIA_R, {.014, -.223, -.040}, {.051, -.013, -.026}},
    {SP_TIBIA_R, {.035, -.374, .006}, {0, 0, 0}},
    {SP_TIBIA_R, {.024, -.383, .030}, {.025, 0, -.012}},
    {SP_TIBIA_R, {-.009, -.387, .045}, {0, 0, 0}},
    {SP_TIBIA_R, {-.071, -.417, .028}, {.011, 0, .011}},
    {SP_TIBIA_R, {-.080, -.416, .005}, {0, .010, 0}},
    {SP_TIBIA_R, {-.071, -.413, -.013}, {0, 0, -.006}},
    {SP_TIBIA_R, {-.004, -.376, -.042}, {0, -.023, -.008}},
    {SP_TIBIA_R, {.019, -.382, -.029}, {.016, .023, .015}},
    {SP_CALCN_R, {.022, .029, -.039}, {0, 0, -.010}},
    {SP_CALCN_R, {.022, .025, .033}, {.019, .007, 0}},
    {SP_CALCN_R, {.017, -.001, .025}, {0, 0, 0}},
    {SP_CALCN_R, {.006, -.005, -.005}, {0, 0, .010}},
    {SP_CALCN_R, {.014, .001, -.028}, {0, 0, 0}},
    {SP_CALCN_R, {.090, .059, -.003}, {.023, 0, -.166}},
    {SP_CALCN_R, {.079, .051, .028}, {-.050, -.028, .030}},
    {SP_CALCN_R, {.094, .012, .046}, {-.014, -.008, 0}},
    {SP_CALCN_R, {.050, -.004, .005}, {0, 0, .011}},
    {SP_CALCN_R, {.039, .002, -.026}, {0, 0, 0}},
    {SP_CALCN_R, {.048, .036, -.045}, {0, 0, -.010}},
    {SP_CALCN_R, {.073, .049, -.041}, {0, .011, -.008}},
    {SP_CALCN_R, {.108, .062, -.004}, {-.016, .007, 0}},
    {SP_CALCN_R, {.105, .043, .028}, {0, .017, -.015}},
    {SP_CALCN_R, {.162, .010, .049}, {-.030, 0, 0}},
    {SP_CALCN_R, {.147, -.004, .004}, {0, 0, 0}},
    {SP_CALCN_R, {.162, .004, -.042}, {.032, 0, 0}},
    {SP_CALCN_R, {.105, .056, -.023}, {-.008, .012, .011}},
    {SP_CALCN_R, {-.006, .003, -.022}, {0, 0, 0}},
    {SP_CALCN_R, {-.014, 0, -.006}, {0, 0, .018}},
    {SP_CALCN_R, {-.006, .003, .017}, {0, 0, .007}},
    {SP_CALCN_R, {-.008, .019, -.024}, {.057, .021, -.039}},
    {SP_CALCN_R, {.001, .021, .028}, {0, 0, 0}},
    {SP_CALCN_R, {.116, .021, -.047}, {-.259, .058, 0}},
    {SP_CALCN_R, {.171, -.003, -.008}, {0, 0, .064}},
    {SP_CALCN_R, {.176, .025, -.022}, {0, .018, .079}},
    {SP_CALCN_R, {.173, .023, -.041}, {0, .019, .021}},
    {SP_CALCN_R, {.174, .038, -.006}, {0, 0, .024}},
    {SP_CALCN_R, {.169, .028, .040}, {.022, -.014, 0}},
    {SP_TOES_R, {.003, .037, .004}, {.017, -.007, -.007}},
    {SP_TOES_R, {.003, .024, .043}, {.020, 0, -.007}},
    {SP_TOES_R, {.006, .003, .041}, {0, 0, 0}},
    {SP_TOES_R, {.005, -.002, .010}, {-.027, 0, 0}},
    {SP_TOES_R, {.011, .004, -.040}, {.015, 0, 0}},
    {SP_TOES_R, {.006, .025, -.039}, {.025, -.016, -.014}},
    {SP_TOES_R, {.021, .032, .002}, {0, 0, .036}},
    {SP_TOES_R, {.021, .022, .037}, {0, 0, 0}},
    {SP_TOES_R, {.025, .003, .042}, {-.013, 0, -.006}},
    {SP_TOES_R, {.023, -.002, .009}, {-.012, 0, 0}},
    {SP_TOES_R, {.030, .002, -.038}, {.029, 0, 0}},
    {SP_TOES_R, {.024, .022, -.036}, {.017, 0, .006}},
    {SP_TOES_R, {.047, .024, -.022}, {0, 0, .008}},
    {SP_TOES_R, {.048, .014, .033}, {0, .014, -.013}},
    {SP_TOES_R, {.047, -.001, -.019}, {0, 0, 0}},
    {SP_TOES_R, {.049, .003, -.037}, {0, -.012, .011}},
    {SP_TOES_R, {-.007, .011, .016}, {0, -.040, .009}},
    {SP_TOES_R, {.067, .003, -.021}, {.009, 0, -.006}},
    {SP_TOES_R, {.064, .016, -.031}, {0, 0, 0}},
};
// clang-format on
enum { CORNERS = sizeof corners / sizeof corners[0] };

// The kneecap goes half-way between thigh and shin and sinks in between them as
// the knee bends: its middle and both edges, m at 1.75 m.
static const struct {
    double out, aside;
} kneecap[] = {
    {.060, .006 },
    {.052, .030 },
    {.052, -.024}
};
enum { KNEECAP = sizeof kneecap / sizeof kneecap[0] };
#define KNEECAP_SINKS .005 /* m, times 1 - cos of the bend */

static_assert(SP_POINTS + 2 * (CORNERS + KNEECAP) <= POSE_SKIN_PLACES,
              "room for every place");

// ---- the places of one body

bool pose_is_skin(enum sp_point point)
{
    return point != SP_POINT_GRIP_R && point != SP_POINT_GRIP_L;
}

static void add_named(struct pose_skin *skin, const struct sp_body *body, int s)
{
    for (int i = 0; i < SP_POINTS; i++)
        if (body->point_segment[i] == s && pose_is_skin((enum sp_point)i))
            memcpy(skin->at[skin->first[s + 1]++], body->point[i],
                   sizeof skin->at[0]);
}

static void add_corners(struct pose_skin *skin, const struct sp_body *body,
                        int s)
{
    const double L = body->length_scale, more = body->girth_scale - 1;
    const enum sp_segment twin = body_twin_segment((enum sp_segment)s);
    const bool left = (int)twin < s;
    for (int i = 0; i < CORNERS; i++) {
        const struct corner *c = &corners[i];
        if (c->segment != (left ? twin : (enum sp_segment)s))
            continue;
        double *at = skin->at[skin->first[s + 1]++];
        for (int a = 0; a < 3; a++)
            at[a] = L * (c->at[a] + more * c->flesh[a]);
        at[2] = left ? -at[2] : at[2];
        if ((int)twin == s && at[2] > 0) { // both sides of the head
            const double other[3] = {at[0], at[1], -at[2]};
            memcpy(skin->at[skin->first[s + 1]++], other, sizeof other);
        }
    }
}

void pose_skin_init(struct pose_skin *skin, const struct sp_body *body)
{
    memset(skin, 0, sizeof *skin);
    for (int s = 0; s < SP_SEGMENTS; s++) {
        skin->first[s + 1] = skin->first[s];
        add_named(skin, body, s);
        skin->named[s] = skin->first[s + 1];
        add_corners(skin, body, s);
        // the kneecap's places stand elsewhere with every bend
        if (s == SP_TIBIA_R || s == SP_TIBIA_L)
            skin->first[s + 1] += KNEECAP;
        for (int i = skin->first[s]; i < skin->first[s + 1]; i++)
            skin->reach_m[s] = fmax(skin->reach_m[s], vec3_length(skin->at[i]));
        if (s == SP_TIBIA_R || s == SP_TIBIA_L)
            skin->reach_m[s] =
                fmax(skin->reach_m[s], 2 * kneecap[0].out * body->length_scale);
    }
}

// ---- where they are

static void place_kneecap(const struct sp_body *body,
                          const struct sp_frames *frames, bool left,
                          double out[KNEECAP][3])
{
    const struct sp_frame *thigh = &frames->seg[left ? SP_FEMUR_L : SP_FEMUR_R];
    const struct sp_frame *shin = &frames->seg[left ? SP_TIBIA_L : SP_TIBIA_R];
    const double L = body->length_scale;
    double half[3], bend = 0;
    for (int a = 0; a < 3; a++) {
        half[a] = thigh->R[3 * a] + shin->R[3 * a];
        bend += thigh->R[3 * a] * shin->R[3 * a];
    }
    const double length = fmax(1e-6, vec3_length(half));
    for (int i = 0; i < KNEECAP; i++) {
        const double out_m = L * (kneecap[i].out - KNEECAP_SINKS * (1 - bend));
        const double aside_m = (left ? -L : L) * kneecap[i].aside;
        for (int a = 0; a < 3; a++)
            out[i][a] = shin->p[a] + out_m * half[a] / length +
                        aside_m * shin->R[3 * a + 2];
    }
}

// Toes as they are drawn: they bend straight across the foot, though their
// joint lies oblique, so that no edge of them dips into the floor
// (docs/figure.md).
static void square_toes(const struct sp_body *body,
                        const struct sp_frames *frames, bool left,
                        struct sp_frame *out)
{
    const int toes = left ? SP_TOES_L : SP_TOES_R;
    const double *foot = frames->seg[left ? SP_CALCN_L : SP_CALCN_R].R;
    const double *child = body->segment[toes].joint_child;
    const struct sp_frame *f = &frames->seg[toes];
    double rel[9];
    mat3_tmul(foot, f->R, rel);
    memcpy(out->R, foot, sizeof out->R);
    mat3_turn_z(out->R, atan2(rel[3], rel[0]));
    for (int a = 0; a < 3; a++) {
        out->p[a] = f->p[a];
        for (int k = 0; k < 3; k++)
            out->p[a] += (f->R[3 * a + k] - out->R[3 * a + k]) * child[k];
    }
}

void pose_skin_place(const struct pose_skin *skin, const struct sp_body *body,
                     const struct sp_frames *frames, double out[][3])
{
    for (int s = 0; s < SP_SEGMENTS; s++) {
        const struct sp_frame *f = &frames->seg[s];
        struct sp_frame toes;
        if (s == SP_TOES_R || s == SP_TOES_L) {
            square_toes(body, frames, s == SP_TOES_L, &toes);
            f = &toes;
        }
        for (int i = skin->first[s]; i < skin->first[s + 1]; i++) {
            // named points stay with the toes' own joint
            const struct sp_frame *on =
                i < skin->named[s] ? &frames->seg[s] : f;
            const double *at = skin->at[i];
            for (int a = 0; a < 3; a++)
                out[i][a] = on->p[a] + on->R[3 * a] * at[0] +
                            on->R[3 * a + 1] * at[1] + on->R[3 * a + 2] * at[2];
        }
    }
    place_kneecap(body, frames, false,
                  out + skin->first[SP_TIBIA_R + 1] - KNEECAP);
    place_kneecap(body, frames, true,
                  out + skin->first[SP_TIBIA_L + 1] - KNEECAP);
}

static double about(enum sp_point point)
{
    const bool calf = point == SP_POINT_CALF_R || point == SP_POINT_CALF_L ||
                      point == SP_POINT_CALF_LOW_R ||
                      point == SP_POINT_CALF_LOW_L;
    return calf ? ABOUT_CALF_M : ABOUT_M;
}

// The floor is everywhere.
static bool is_over(const struct sp_prop *top, const double p[3])
{
    return !top || top->kind == SP_PROP_FLOOR || top->kind == SP_PROP_MAT ||
           (fabs(p[0] - top->at[0]) < top->size[0] / 2 &&
            fabs(p[2] - top->at[2]) < top->size[2] / 2);
}

int pose_skin_lowest(const struct pose_skin *skin, const struct sp_body *body,
                     const double (*place)[3], enum sp_point point,
                     const struct sp_prop *on, double p[3])
{
    const int own = body->point_segment[point];
    const double near = about(point) * body->length_scale;
    int segment = own;
    const double middle[3] = {p[0], p[1], p[2]};
    for (int s = 0; s < SP_SEGMENTS; s++) {
        if (s != own && body->segment[s].parent != own &&
            body->segment[own].parent != s)
            continue;
        for (int i = skin->named[s]; i < skin->first[s + 1]; i++)
            if (place[i][1] < p[1] && vec3_distance(place[i], middle) < near &&
                is_over(on, place[i])) {
                memcpy(p, place[i], 3 * sizeof *p);
                segment = s;
            }
    }
    return segment;
}
