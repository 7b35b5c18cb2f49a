#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "../num/near.h"
#include "body/body_internal.h"

static const double deg = 3.14159265358979323846 / 180;
static const struct sp_person reference = {1.75, 75, 40, SP_MALE};

static struct sp_body make(struct sp_person person)
{
    struct sp_body body;
    struct sp_error err;
    assert_int_equal(sp_body_init(&body, &person, &err), SP_OK);
    return body;
}

static struct sp_posture standing(double root_y)
{
    struct sp_posture p = {{0}};
    p.q[SP_ROOT_Y] = root_y;
    return p;
}

// World origins in neutral standing, pelvis at 0.93 m, as the sources' own
// models give them (skeleton tables; rounded there to 0.1 mm).
static const struct {
    const char *segment;
    double at[3];
} neutral[] = {
    {"pelvis",     {0, 0.93, 0}              },
    {"lumbar5",    {-0.118, 1.001, 0}        },
    {"lumbar4",    {-0.1038, 1.038, 0}       },
    {"lumbar3",    {-0.1019, 1.0747, 0}      },
    {"lumbar2",    {-0.1076, 1.111, 0}       },
    {"lumbar1",    {-0.117, 1.1437, 0}       },
    {"thoracic12", {-0.1303, 1.1767, 0}      },
    {"thoracic11", {-0.1419, 1.2085, 0}      },
    {"thoracic10", {-0.15, 1.2369, 0}        },
    {"thoracic9",  {-0.1556, 1.2653, 0}      },
    {"thoracic8",  {-0.1586, 1.2903, 0}      },
    {"thoracic7",  {-0.1595, 1.3149, 0}      },
    {"thoracic6",  {-0.1577, 1.3407, 0}      },
    {"thoracic5",  {-0.1532, 1.366, 0}       },
    {"thoracic4",  {-0.146, 1.3913, 0}       },
    {"thoracic3",  {-0.1368, 1.414, 0}       },
    {"thoracic2",  {-0.1271, 1.4339, 0}      },
    {"thoracic1",  {-0.1173, 1.4517, 0}      },
    {"cerv7",      {-0.1071, 1.4692, 0}      },
    {"cerv6",      {-0.1002, 1.4852, 0}      },
    {"cerv5",      {-0.0998, 1.499, 0}       },
    {"cerv4",      {-0.097, 1.5147, 0}       },
    {"cerv3",      {-0.0946, 1.5329, 0}      },
    {"cerv2",      {-0.0941, 1.5471, 0}      },
    {"cerv1",      {-0.0926, 1.5797, 0}      },
    {"skull",      {-0.0917, 1.5912, 0}      },
    {"clavicle_r", {-0.042, 1.4155, 0.0335}  },
    {"scapula_r",  {-0.0909, 1.4355, 0.1608} },
    {"humerus_r",  {-0.0997, 1.4015, 0.1706} },
    {"ulna_r",     {-0.0865, 1.1153, 0.161}  },
    {"radius_r",   {-0.0932, 1.1023, 0.187}  },
    {"hand_r",     {-0.102, 0.8664, 0.2007}  },
    {"clavicle_l", {-0.042, 1.4155, -0.0335} },
    {"scapula_l",  {-0.0909, 1.4355, -0.1608}},
    {"humerus_l",  {-0.0997, 1.4015, -0.1706}},
    {"ulna_l",     {-0.0865, 1.1153, -0.161} },
    {"radius_l",   {-0.0932, 1.1023, -0.1871}},
    {"hand_l",     {-0.102, 0.8664, -0.2007} },
    {"femur_r",    {-0.0563, 0.8515, 0.0773} },
    {"patella_r",  {-0.012, 0.4327, 0.0773}  },
    {"talus_r",    {-0.0627, 0.0454, 0.077}  },
    {"calcn_r",    {-0.1115, 0.0035, 0.0849} },
    {"toes_r",     {0.0673, 0.0015, 0.086}   },
    {"femur_l",    {-0.0563, 0.8515, -0.0773}},
    {"patella_l",  {-0.012, 0.4327, -0.0773} },
    {"talus_l",    {-0.0627, 0.0454, -0.077} },
    {"calcn_l",    {-0.1115, 0.0035, -0.0849}},
    {"toes_l",     {0.0673, 0.0015, -0.086}  },
};

static void neutral_standing_is_rebuilt(void **state)
{
    (void)state;
    const struct sp_body body = make(reference);
    const struct sp_posture posture = standing(0.93);
    struct sp_frames frames;
    sp_body_place(&body, &posture, &frames);
    for (size_t i = 0; i < sizeof neutral / sizeof *neutral; i++) {
        const int s = sp_segment_find(neutral[i].segment);
        assert_true(s >= 0);
        for (int a = 0; a < 3; a++)
            if (fabs(frames.seg[s].p[a] - neutral[i].at[a]) > 1.01e-4)
                fail_msg("%s axis %d: %.5f, expected %.4f", neutral[i].segment,
                         a, frames.seg[s].p[a], neutral[i].at[a]);
    }
    // the tables give the knee's centre for the shank
    double knee[3] = {0};
    const struct sp_frame *tibia = &frames.seg[SP_TIBIA_R];
    for (int a = 0; a < 3; a++)
        for (int k = 0; k < 3; k++)
            knee[a] +=
                tibia->R[3 * a + k] * body.segment[SP_TIBIA_R].joint_child[k];
    assert_near(tibia->p[0] + knee[0], -0.0608, 1e-4);
    assert_near(tibia->p[1] + knee[1], 0.4419, 1e-4);
    assert_near(tibia->p[2] + knee[2], 0.0755, 1e-4);
}

static void masses_sum_to_the_person(void **state)
{
    (void)state;
    static const struct sp_person people[] = {
        {1.75, 75,  40, SP_MALE        },
        {1.45, 45,  40, SP_FEMALE      },
        {2.05, 140, 40, SP_MALE        },
        {1.63, 62,  40, SP_SEX_UNSTATED},
        {1.60, 130, 40, SP_FEMALE      }
    };
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        const struct sp_body body = make(people[i]);
        double sum = 0;
        for (int s = 0; s < SP_SEGMENTS; s++) {
            assert_true(body.segment[s].mass_kg > 0);
            sum += body.segment[s].mass_kg;
        }
        assert_near(sum, people[i].mass_kg, 1e-9);
    }
}

static double above_l5s1(const struct sp_body *body)
{
    double sum = 0;
    for (int s = SP_L5; s < SP_SEGMENTS; s++) {
        const int right =
            s >= SP_CLAVICLE_L ? s - (SP_CLAVICLE_L - SP_CLAVICLE_R) : s;
        if (right < SP_FEMUR_R)
            sum += body->segment[s].mass_kg;
    }
    return sum / body->person.mass_kg;
}

static void trunk_correction_puts_half_the_mass_above_l5s1(void **state)
{
    (void)state;
    // 36.2 kg of 75 in the tables, plus 12 % of the 24.2 kg from L5 to T1
    const struct sp_body man = make(reference);
    assert_near(above_l5s1(&man), (36.2 + 0.12 * 24.16) / 75, 0.002);
    assert_near(man.segment[SP_PELVIS].mass_kg, 11.114 - 0.12 * 24.16, 0.02);
    // trunk fat: a heavier man of the same height carries a larger share there
    const struct sp_body heavy =
        make((struct sp_person){1.75, 110, 40, SP_MALE});
    assert_true(above_l5s1(&heavy) > above_l5s1(&man));
    assert_true(heavy.segment[SP_L3].com[0] > man.segment[SP_L3].com[0]);
}

static void womens_limbs_follow_de_leva(void **state)
{
    (void)state;
    const struct sp_body man = make(reference);
    const struct sp_body woman =
        make((struct sp_person){1.75, 75, 40, SP_FEMALE});
    assert_near(woman.segment[SP_FEMUR_L].mass_kg /
                    man.segment[SP_FEMUR_L].mass_kg,
                14.78 / 14.16, 1e-9);
    assert_near(woman.segment[SP_HUMERUS_R].mass_kg /
                    man.segment[SP_HUMERUS_R].mass_kg,
                2.55 / 2.71, 1e-9);
    assert_true(woman.segment[SP_FEMUR_R].joint_parent[2] >
                man.segment[SP_FEMUR_R].joint_parent[2]);
    assert_true(woman.segment[SP_SCAPULA_R].joint_parent[2] <
                man.segment[SP_SCAPULA_R].joint_parent[2]);
}

static void standing_reaches_its_height_from_floor_to_crown(void **state)
{
    (void)state;
    static const double heights[] = {1.45, 1.75, 2.05};
    for (int i = 0; i < 3; i++) {
        const struct sp_body body =
            make((struct sp_person){heights[i], 70, 40, SP_MALE});
        const struct sp_posture posture = standing(0.93 * body.length_scale);
        struct sp_frames frames;
        double crown[3], heel[3], com[3];
        sp_body_place(&body, &posture, &frames);
        sp_body_point(&body, &frames, SP_POINT_CROWN, crown);
        sp_body_point(&body, &frames, SP_POINT_HEEL_R, heel);
        assert_near(crown[1] - heel[1], heights[i], 0.004);
        // centre of mass of standing adults: 53 to 58 % of height
        sp_body_com(&body, &frames, com);
        assert_true(com[1] > 0.53 * heights[i] && com[1] < 0.58 * heights[i]);
        assert_near(com[2], 0, 1e-9);
    }
}

static struct sp_posture some_posture(unsigned seed)
{
    struct sp_posture p;
    uint32_t x = seed * 2654435761u + 1;
    for (int c = 0; c < SP_COORDS; c++) {
        x = x * 1664525u + 1013904223u;
        p.q[c] = ((double)(x >> 8) / 16777216.0 - 0.5) * 1.6;
    }
    return p;
}

static void a_mirrored_posture_is_the_mirror_image(void **state)
{
    (void)state;
    const struct sp_body body =
        make((struct sp_person){1.62, 70, 40, SP_FEMALE});
    for (unsigned seed = 1; seed <= 20; seed++) {
        const struct sp_posture p = some_posture(seed);
        const struct sp_posture m = sp_posture_mirror(&p);
        const struct sp_posture back = sp_posture_mirror(&m);
        assert_memory_equal(&back, &p, sizeof p);
        struct sp_frames here, there;
        sp_body_place(&body, &p, &here);
        sp_body_place(&body, &m, &there);
        for (int i = 0; i < SP_POINTS; i++) {
            double a[3], b[3];
            sp_body_point(&body, &here, (enum sp_point)i, a);
            sp_body_point(&body, &there, body_twin_point((enum sp_point)i), b);
            assert_near(a[0], b[0], 1e-12);
            assert_near(a[1], b[1], 1e-12);
            assert_near(a[2], -b[2], 1e-12);
        }
    }
}

// ---- keyframes by hand
// ---------------------------------------------------------

static void point(const struct sp_body *body, const struct sp_posture *p,
                  enum sp_point which, double out[3])
{
    struct sp_frames frames;
    sp_body_place(body, p, &frames);
    sp_body_point(body, &frames, which, out);
}

static void one_joint_moves_one_way(void **state)
{
    (void)state;
    const struct sp_body body = make(reference);
    static const struct {
        const char *why;
        enum sp_coord coord;
        double deg;
        enum sp_point point;
        int axis, sign; /* the point moves this way */
    } rows[] = {
        {"leaning back takes the head back",        SP_PELVIS_PITCH,    10,
         SP_POINT_CROWN,                                                                      0, -1},
        {"flexing the back takes the head forward", SP_LUMBAR_EXT,      -20,
         SP_POINT_CROWN,                                                                      0, 1 },
        {"bending right takes the head right",      SP_THORACIC_BEND,   20,
         SP_POINT_CROWN,                                                                      2, 1 },
        {"turning left takes the face left",        SP_CERVICAL_TURN,   30,
         SP_POINT_FOREHEAD,                                                                   2, -1},
        {"hip flexion lifts the knee forward",      SP_HIP_R_FLEX,      60,
         SP_POINT_KNEECAP_R,                                                                  0, 1 },
        {"adduction takes the right foot left",     SP_HIP_R_ADD,       20,
         SP_POINT_HEEL_R,                                                                     2, -1},
        {"adduction takes the left foot right",     SP_HIP_L_ADD,       20,
         SP_POINT_HEEL_L,                                                                     2, 1 },
        {"turning the hip in turns the toes in",    SP_HIP_L_ROT,       20,
         SP_POINT_TOE_L,                                                                      2, 1 },
        {"knee flexion takes the heel back",        SP_KNEE_L_FLEX,     60,
         SP_POINT_HEEL_L,                                                                     0, -1},
        {"dorsiflexion lifts the forefoot",         SP_ANKLE_R_DORS,    15,
         SP_POINT_BALL_R,                                                                     1, 1 },
        {"toes up",                                 SP_MTP_R_EXT,       40,  SP_POINT_TOE_R,  1, 1 },
        {"shrugging lifts the shoulder",            SP_GIRDLE_L_ELEV,   20,
         SP_POINT_SHOULDER_TIP_L,                                                             1, 1 },
        {"protraction takes it forward",            SP_GIRDLE_R_PROT,   20,
         SP_POINT_SHOULDER_TIP_R,                                                             0, 1 },
        {"shoulder flexion lifts the hand forward", SP_SHOULDER_R_FLEX, 60,
         SP_POINT_PALM_R,                                                                     0, 1 },
        {"abduction takes the hand out",            SP_SHOULDER_L_ADD,  -60,
         SP_POINT_PALM_L,                                                                     2, -1},
        {"elbow flexion lifts the hand",            SP_ELBOW_R_FLEX,    90,  SP_POINT_PALM_R,
         1,                                                                                      1 },
        {"palmar flexion takes the tips forward",   SP_WRIST_R_FLEX,    60,
         SP_POINT_FINGERTIP_R,                                                                0, 1 },
        {"ulnar deviation takes the tips in",       SP_WRIST_R_ULN,     20,
         SP_POINT_FINGERTIP_R,                                                                2, -1},
        {"pronation turns the palm back",           SP_FOREARM_L_PRON,  150,
         SP_POINT_GRIP_L,                                                                     0, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_posture still = standing(0.93), moved = still;
        double a[3], b[3];
        moved.q[rows[i].coord] = rows[i].deg * deg;
        point(&body, &still, rows[i].point, a);
        point(&body, &moved, rows[i].point, b);
        if (!(rows[i].sign * (b[rows[i].axis] - a[rows[i].axis]) > 0.005))
            fail_msg("%s: %.4f", rows[i].why,
                     b[rows[i].axis] - a[rows[i].axis]);
    }
}

static void knee_at_a_right_angle_puts_the_foot_behind(void **state)
{
    (void)state;
    // thigh upright, shank level: the ankle joint lies 0.4 + 0.0035 m (and
    // the joint's 8 mm fore-aft offset) from the knee centre
    const struct sp_body body = make(reference);
    struct sp_posture p = standing(0.93);
    p.q[SP_KNEE_R_FLEX] = 90 * deg;
    struct sp_frames frames;
    sp_body_place(&body, &p, &frames);
    const double *ankle = frames.seg[SP_TALUS_R].p;
    // knee centre (-0.0608, 0.4419); in the shank the ankle is at
    // (-0.01 + 0.00809, -0.4 + 0.00353) from it
    assert_near(ankle[0], -0.0608 - 0.39647, 2e-4);
    assert_near(ankle[1], 0.4419 + 0.00191, 2e-4);
}

static void level_shares_follow_each_levels_own_limit(void **state)
{
    (void)state;
    struct sp_posture p = {{0}};
    p.q[SP_LUMBAR_EXT] = -52 * deg; // the sum of the five flexion limits
    struct body_level_share share[BODY_LEVELS];
    body_spine_shares(&p, share);
    assert_near(share[0].ext * 52, 9, 1e-9);  // L5/S1
    assert_near(share[1].ext * 52, 13, 1e-9); // L4/L5
    p.q[SP_LUMBAR_EXT] = 16 * deg;
    body_spine_shares(&p, share);
    assert_near(share[2].ext * 16, 1, 1e-9); // L3/L4
    for (int r = 0; r < BODY_REGIONS; r++) {
        double e = 0, b = 0, t = 0;
        const struct body_region_row *row = &body_region[r];
        for (int i = row->first; i < row->first + row->count; i++) {
            e += share[i].ext;
            b += share[i].bend;
            t += share[i].turn;
        }
        assert_near(e, 1, 1e-12);
        assert_near(b, 1, 1e-12);
        assert_near(t, 1, 1e-12);
    }
}

static void a_person_outside_the_model_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct sp_person person;
        const char *says;
    } rows[] = {
        {"a child of 1.1 m",           {1.1, 40, 30, SP_MALE},        "height"},
        {"height not a number",        {NAN, 75, 30, SP_MALE},        "height"},
        {"29 kg",                      {1.7, 29, 30, SP_MALE},        "mass"  },
        {"mass infinite",              {1.7, INFINITY, 30, SP_MALE},  "mass"  },
        {"age 9",                      {1.7, 70, 9, SP_MALE},         "age"   },
        {"sex unknown to the program", {1.7, 70, 30, (enum sp_sex)7}, "sex"   },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sp_body body;
        struct sp_error err = {.text = ""};
        const enum sp_status status =
            sp_body_init(&body, &rows[i].person, &err);
        if (status != SP_E_RANGE || !strstr(err.text, rows[i].says))
            fail_msg("%s: status %d, \"%s\"", rows[i].why, (int)status,
                     err.text);
    }
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = 0; i < SP_COORDS; i++)
        assert_int_equal(sp_coord_find(sp_coord_name((enum sp_coord)i)), i);
    for (int i = 0; i < SP_SEGMENTS; i++)
        assert_int_equal(sp_segment_find(sp_segment_name((enum sp_segment)i)),
                         i);
    for (int i = 0; i < SP_POINTS; i++)
        assert_int_equal(sp_point_find(sp_point_name((enum sp_point)i)), i);
    assert_int_equal(sp_coord_find("hip_l_rot"), SP_HIP_L_ROT);
    assert_int_equal(sp_segment_find("thoracic8"), SP_T8);
    assert_int_equal(sp_segment_find("calcn_l"), SP_CALCN_L);
    assert_int_equal(sp_point_find("sit_bone_l"), SP_POINT_SIT_BONE_L);
    assert_int_equal(sp_point_find("belly_side_r"), SP_POINT_BELLY_SIDE_R);
    assert_int_equal(sp_point_find("back_t11"), SP_POINT_BACK_T11);
    assert_int_equal(sp_point_find("nose"), -1);
    assert_int_equal(sp_coord_find(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neutral_standing_is_rebuilt),
        cmocka_unit_test(masses_sum_to_the_person),
        cmocka_unit_test(trunk_correction_puts_half_the_mass_above_l5s1),
        cmocka_unit_test(womens_limbs_follow_de_leva),
        cmocka_unit_test(standing_reaches_its_height_from_floor_to_crown),
        cmocka_unit_test(a_mirrored_posture_is_the_mirror_image),
        cmocka_unit_test(one_joint_moves_one_way),
        cmocka_unit_test(knee_at_a_right_angle_puts_the_foot_behind),
        cmocka_unit_test(level_shares_follow_each_levels_own_limit),
        cmocka_unit_test(a_person_outside_the_model_is_refused),
        cmocka_unit_test(names_go_there_and_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
