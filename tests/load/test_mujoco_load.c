/*
 * Gravity's moment on every row and every fascicle's moment arms against
 * MuJoCo on the same tree.
 */
#include "fixture.h"

#include <math.h>

#include "mujoco_tree.h"

static void gravity_and_moment_arms_agree(void **state)
{
    struct bench *b = *state;
    static double columns[SP_LOAD_MUSCLES * LOAD_STRIDE];
    static double pull[SP_LOAD_MUSCLES * LOAD_LEVELS * 3];
    for (uint32_t seed = 1; seed <= 3; seed++) {
        some_case(b, seed);
        b->one.pulls = 0;
        mjModel *model = tree_model(&b->body, &b->one.frames);
        assert_non_null(model);
        assert_int_equal(model->nv, LOAD_ROWS);
        mjData *data = mj_makeData(model);
        assert_non_null(data);
        mj_kinematics(model, data);
        mj_comPos(model, data);
        mj_tendon(model, data);
        mj_comVel(model, data);
        mj_rne(model, data, 0, data->qfrc_bias);

        struct load_tree tree;
        struct load_wrench carried[SP_SEGMENTS];
        double known[LOAD_STRIDE];
        int row[LOAD_ROWS];
        load_tree_init(&tree, &b->body, &b->one.frames);
        load_known(&b->body, &b->one, &b->one.frames, carried);
        load_known_rows(&tree, carried, known);
        memset(columns, 0, sizeof columns);
        load_paths(&b->body, &b->one.frames, &tree, b->work->span, NULL,
                   columns, pull);
        tree_rows(model, row);
        const double weight = LOAD_GRAVITY * b->body.person.mass_kg;
        for (int dof = 0; dof < LOAD_ROWS; dof++)
            assert_near(known[row[dof]], -data->qfrc_bias[dof], 1e-9 * weight);
        for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
            char name[16];
            snprintf(name, sizeof name, "t%d", j);
            const int t = mj_name2id(model, mjOBJ_TENDON, name);
            for (int dof = 0; t >= 0 && dof < LOAD_ROWS; dof++)
                assert_near(columns[j * LOAD_STRIDE + row[dof]],
                            -data->ten_J[t * model->nv + dof], 1e-10);
        }
        mj_deleteData(data);
        mj_deleteModel(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gravity_and_moment_arms_agree),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, bench_new, bench_free);
}
