#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../num/near.h"
#include "body/body_internal.h"

static struct sp_body make(void)
{
    const struct sp_person person = {1.68, 81, 40, SP_FEMALE};
    struct sp_body body;
    assert_int_equal(sp_body_init(&body, &person, NULL), SP_OK);
    return body;
}

static struct sp_posture some_posture(unsigned seed)
{
    struct sp_posture p;
    uint32_t x = seed * 2654435761u + 1;
    for (int c = 0; c < SP_COORDS; c++) {
        x = x * 1664525u + 1013904223u;
        p.q[c] = ((double)(x >> 8) / 16777216.0 - 0.5) * 1.8;
    }
    // shares of flexion and extension differ: keep off the seam
    for (int r = 0; r < BODY_REGIONS; r++)
        p.q[body_region[r].ext] += p.q[body_region[r].ext] < 0 ? -0.01 : 0.01;
    return p;
}

// d(what)/dq by central differences.
static void difference(const struct sp_body *body, struct sp_posture p, int c,
                       int point, double out[3])
{
    const double h = 1e-6;
    double at[2][3];
    for (int side = 0; side < 2; side++) {
        struct sp_posture moved = p;
        struct sp_frames frames;
        moved.q[c] += side ? h : -h;
        sp_body_place(body, &moved, &frames);
        if (point < 0)
            sp_body_com(body, &frames, at[side]);
        else
            sp_body_point(body, &frames, (enum sp_point)point, at[side]);
    }
    for (int a = 0; a < 3; a++)
        out[a] = (at[1][a] - at[0][a]) / (2 * h);
}

static void points_move_as_their_jacobian_says(void **state)
{
    (void)state;
    const struct sp_body body = make();
    static const enum sp_point points[] = {
        SP_POINT_FINGERTIP_R, SP_POINT_FINGERTIP_L, SP_POINT_TOE_R,
        SP_POINT_HEEL_L,      SP_POINT_CROWN,       SP_POINT_BACK_T8,
        SP_POINT_SIT_BONE_L,  SP_POINT_ELBOW_R,     SP_POINT_KNEE_IN_L};
    for (unsigned seed = 1; seed <= 5; seed++) {
        const struct sp_posture p = some_posture(seed);
        struct sp_frames frames;
        struct body_screw screw[BODY_SCREWS];
        sp_body_place(&body, &p, &frames);
        const int n = body_screws(&body, &p, &frames, screw);
        assert_true(n <= BODY_SCREWS);
        for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
            double at[3], J[3][SP_COORDS];
            sp_body_point(&body, &frames, points[i], at);
            body_point_jacobian(&body, &frames, screw, n,
                                (enum sp_segment)body.point_segment[points[i]],
                                at, J);
            for (int c = 0; c < SP_COORDS; c++) {
                double by_steps[3];
                difference(&body, p, c, (int)points[i], by_steps);
                for (int a = 0; a < 3; a++)
                    if (!(fabs(J[a][c] - by_steps[a]) < 1e-8))
                        fail_msg("%s along %s axis %d: %.9f, by steps %.9f",
                                 sp_point_name(points[i]),
                                 sp_coord_name((enum sp_coord)c), a, J[a][c],
                                 by_steps[a]);
            }
        }
    }
}

static void centre_of_mass_moves_as_its_jacobian_says(void **state)
{
    (void)state;
    const struct sp_body body = make();
    for (unsigned seed = 11; seed <= 15; seed++) {
        const struct sp_posture p = some_posture(seed);
        struct sp_frames frames;
        struct body_screw screw[BODY_SCREWS];
        double J[3][SP_COORDS];
        sp_body_place(&body, &p, &frames);
        const int n = body_screws(&body, &p, &frames, screw);
        body_com_jacobian(&body, &frames, screw, n, J);
        for (int c = 0; c < SP_COORDS; c++) {
            double by_steps[3];
            difference(&body, p, c, -1, by_steps);
            for (int a = 0; a < 3; a++)
                assert_near(J[a][c], by_steps[a], 1e-8);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_move_as_their_jacobian_says),
        cmocka_unit_test(centre_of_mass_moves_as_its_jacobian_says),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
