/*
 * The same tree in MuJoCo, emitted from struct sp_body: segment positions,
 * centre of mass and gravity's moment on every coordinate must agree. The
 * joints are written out as single hinges, so that the order of angles is
 * checked and not copied.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <mujoco/mujoco.h>

#include "../num/near.h"
#include "body/body_internal.h"
#include "num/mat3.h"

#define HINGES_MAX 160
#define GRAVITY 9.80665

// Which coordinate drives a hinge, and how much of it.
struct drive {
    char joint[32];
    enum sp_coord coord;
    double share;
};

struct writer {
    char *xml;
    size_t cap, used;
    const struct sp_body *body;
    const struct body_level_share *level;
    struct drive drive[HINGES_MAX];
    int drives;
};

static void put(struct writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void put(struct writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(w->xml + w->used, w->cap - w->used, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < w->cap - w->used);
    w->used += (size_t)n;
}

static void quaternion(const double R[9], double q[4]) { mju_mat2Quat(q, R); }

static void hinge(struct writer *w, const double axis[3], enum sp_coord coord,
                  double share)
{
    struct drive *d = &w->drive[w->drives];
    assert_true(w->drives < HINGES_MAX);
    snprintf(d->joint, sizeof d->joint, "j%d", w->drives++);
    d->coord = coord;
    d->share = share;
    put(w, "<joint name='%s' type='hinge' axis='%.17g %.17g %.17g'/>", d->joint,
        axis[0], axis[1], axis[2]);
}

static void slide(struct writer *w, int axis)
{
    struct drive *d = &w->drive[w->drives];
    snprintf(d->joint, sizeof d->joint, "j%d", w->drives++);
    d->coord = (enum sp_coord)(SP_ROOT_X + axis);
    d->share = 1;
    put(w, "<joint name='%s' type='slide' axis='%d %d %d'/>", d->joint,
        axis == 0, axis == 1, axis == 2);
}

static const double ex[3] = {1, 0, 0}, ey[3] = {0, 1, 0}, ez[3] = {0, 0, 1};

static void ball(struct writer *w, enum sp_coord first, double z, double x,
                 double y)
{
    hinge(w, ez, first, z);
    hinge(w, ex, (enum sp_coord)(first + 1), x);
    hinge(w, ey, (enum sp_coord)(first + 2), y);
}

// Axis of the thorax seen from a girdle or arm segment in neutral standing.
static void thorax_axis(const struct sp_body *body, int segment,
                        const double axis[3], double out[3])
{
    double m[9], t[9];
    mat3_identity(m);
    for (int i = segment; i >= 0; i = body->segment[i].parent) {
        mat3_mul(body->segment[i].rest, m, t);
        memcpy(m, t, sizeof m);
    }
    for (int a = 0; a < 3; a++)
        out[a] = m[a] * axis[0] + m[3 + a] * axis[1] + m[6 + a] * axis[2];
}

static void joints(struct writer *w, int s)
{
    const bool left = s >= SP_CLAVICLE_L;
    const int right = left ? s - (SP_CLAVICLE_L - SP_CLAVICLE_R) : s;
    const int c = left ? SP_HIP_L_FLEX - SP_HIP_R_FLEX : 0;
    const double side = left ? -1 : 1;
    const double *axis = w->body->segment[s].axis;
    double ax[3], ay[3];
#define COORD(right_coord) ((enum sp_coord)(right_coord + c))

    if (s == SP_PELVIS) {
        for (int a = 0; a < 3; a++)
            slide(w, a);
        ball(w, SP_PELVIS_PITCH, 1, 1, 1);
    } else if (s <= SP_SKULL) {
        const struct body_level_share *l = &w->level[s - SP_L5];
        const enum sp_coord first = body_region[body_region_of(s - SP_L5)].ext;
        ball(w, first, l->ext, l->bend, l->turn);
    } else if (right == SP_CLAVICLE_R) {
        thorax_axis(w->body, s, ey, ay);
        thorax_axis(w->body, s, ex, ax);
        hinge(w, ay, COORD(SP_GIRDLE_R_PROT), side);
        hinge(w, ax, COORD(SP_GIRDLE_R_ELEV), -side);
    } else if (right == SP_HUMERUS_R) {
        // undo the girdle, then turn against the thorax
        thorax_axis(w->body, s, ey, ay);
        thorax_axis(w->body, s, ex, ax);
        hinge(w, ax, COORD(SP_GIRDLE_R_ELEV), side);
        hinge(w, ay, COORD(SP_GIRDLE_R_PROT), -side);
        ball(w, COORD(SP_SHOULDER_R_FLEX), 1, side, side);
    } else if (right == SP_ULNA_R) {
        hinge(w, axis, COORD(SP_ELBOW_R_FLEX), 1);
    } else if (right == SP_RADIUS_R) {
        hinge(w, axis, COORD(SP_FOREARM_R_PRON), 1);
    } else if (right == SP_HAND_R) {
        hinge(w, ez, COORD(SP_WRIST_R_FLEX), 1);
        hinge(w, ex, COORD(SP_WRIST_R_ULN), side);
    } else if (right == SP_FEMUR_R) {
        ball(w, COORD(SP_HIP_R_FLEX), 1, side, side);
    } else if (right == SP_PATELLA_R) {
        hinge(w, ez, COORD(SP_KNEE_R_FLEX), -BODY_PATELLA_SHARE);
    } else if (right == SP_TIBIA_R) {
        hinge(w, axis, COORD(SP_KNEE_R_FLEX), -1);
    } else if (right == SP_TALUS_R) {
        hinge(w, axis, COORD(SP_ANKLE_R_DORS), 1);
    } else if (right == SP_TOES_R) {
        hinge(w, axis, COORD(SP_MTP_R_EXT), -1);
    }
}

// Where the segment's origin lies in the MuJoCo body, whose own origin is the
// joint; and where that joint is in the parent's.
static void places(const struct sp_body *body, int s, double joint[3],
                   double origin[3])
{
    const struct sp_body_segment *seg = &body->segment[s];
    memcpy(joint, seg->joint_parent, sizeof seg->joint_parent);
    for (int a = 0; a < 3; a++)
        origin[a] = -seg->joint_child[a];
    const int side = s >= SP_CLAVICLE_L ? SP_CLAVICLE_L - SP_CLAVICLE_R : 0;
    if (s - side == SP_PATELLA_R) { // turns about the knee
        const double *knee = body->segment[SP_TIBIA_R + side].joint_parent;
        double arm[3];
        for (int a = 0; a < 3; a++)
            arm[a] = seg->joint_parent[a] - knee[a];
        memcpy(joint, knee, sizeof arm);
        for (int a = 0; a < 3; a++)
            origin[a] = seg->rest[a] * arm[0] + seg->rest[3 + a] * arm[1] +
                        seg->rest[6 + a] * arm[2];
    }
    if (s == SP_PELVIS)
        memset(joint, 0, 3 * sizeof *joint);
}

static void write_body(struct writer *w, int s)
{
    const struct sp_body_segment *seg = &w->body->segment[s];
    double joint[3], origin[3], up[3] = {0}, q[4];
    places(w->body, s, joint, origin);
    if (seg->parent >= 0) {
        double unused[3];
        places(w->body, seg->parent, unused, up);
    }
    quaternion(seg->rest, q);
    put(w,
        "<body name='s%d' pos='%.17g %.17g %.17g' quat='%.17g %.17g %.17g "
        "%.17g'>",
        s, joint[0] + up[0], joint[1] + up[1], joint[2] + up[2], q[0], q[1],
        q[2], q[3]);
    put(w,
        "<inertial pos='%.17g %.17g %.17g' mass='%.17g' diaginertia='1 1 1'/>",
        origin[0] + seg->com[0], origin[1] + seg->com[1],
        origin[2] + seg->com[2], seg->mass_kg);
    joints(w, s);
    put(w, "<site name='o%d' pos='%.17g %.17g %.17g'/>", s, origin[0],
        origin[1], origin[2]);
    for (int child = s + 1; child < SP_SEGMENTS; child++)
        if (w->body->segment[child].parent == s)
            write_body(w, child);
    put(w, "</body>");
}

static mjModel *build(struct writer *w)
{
    char error[400] = "";
    static mjVFS vfs;
    put(w,
        "<mujoco><compiler angle='radian'/><option gravity='0 %.17g 0'/>"
        "<worldbody>",
        -GRAVITY);
    write_body(w, SP_PELVIS);
    put(w, "</worldbody></mujoco>");
    mj_defaultVFS(&vfs);
    assert_int_equal(mj_makeEmptyFileVFS(&vfs, "body.xml", (int)w->used), 0);
    memcpy(vfs.filedata[0], w->xml, w->used);
    mjModel *model = mj_loadXML("body.xml", &vfs, error, sizeof error);
    mj_deleteVFS(&vfs);
    if (!model)
        fail_msg("MuJoCo: %s", error);
    return model;
}

static struct sp_posture some_posture(unsigned seed, bool flexed)
{
    struct sp_posture p;
    uint32_t x = seed * 2654435761u + 1;
    for (int c = 0; c < SP_COORDS; c++) {
        x = x * 1664525u + 1013904223u;
        p.q[c] = ((double)(x >> 8) / 16777216.0 - 0.5) * 2.0;
    }
    for (int r = 0; r < BODY_REGIONS; r++)
        p.q[body_region[r].ext] =
            (flexed ? -1 : 1) * fabs(p.q[body_region[r].ext]);
    return p;
}

static void compare(const struct sp_body *body, const struct sp_posture *p)
{
    static char xml[1 << 16];
    struct body_level_share level[BODY_LEVELS];
    body_spine_shares(p, level);
    static struct writer w;
    w = (struct writer){
        .xml = xml, .cap = sizeof xml, .body = body, .level = level};
    mjModel *model = build(&w);
    mjData *data = mj_makeData(model);
    for (int i = 0; i < w.drives; i++) {
        const int j = mj_name2id(model, mjOBJ_JOINT, w.drive[i].joint);
        data->qpos[model->jnt_qposadr[j]] =
            w.drive[i].share * p->q[w.drive[i].coord];
    }
    mj_kinematics(model, data);
    mj_comPos(model, data);
    mj_rne(model, data, 0, data->qfrc_bias); // at rest: gravity alone

    struct sp_frames frames;
    struct body_screw screw[BODY_SCREWS];
    double com[3], J[3][SP_COORDS], theirs[3] = {0}, moment[SP_COORDS] = {0};
    sp_body_place(body, p, &frames);
    for (int s = 0; s < SP_SEGMENTS; s++) {
        char name[16];
        snprintf(name, sizeof name, "o%d", s);
        const int site = mj_name2id(model, mjOBJ_SITE, name);
        for (int a = 0; a < 3; a++)
            assert_near(frames.seg[s].p[a], data->site_xpos[3 * site + a],
                        1e-9);
        for (int a = 0; a < 9; a++)
            assert_near(frames.seg[s].R[a], data->site_xmat[9 * site + a],
                        1e-9);
    }
    const double mass = sp_body_com(body, &frames, com);
    memcpy(theirs, &data->subtree_com[0], sizeof theirs);
    for (int a = 0; a < 3; a++)
        assert_near(com[a], theirs[a], 1e-9);

    // gravity: what must be held on each coordinate, Nm (N for the root)
    const int n = body_screws(body, p, &frames, screw);
    body_com_jacobian(body, &frames, screw, n, J);
    for (int i = 0; i < w.drives; i++) {
        const int j = mj_name2id(model, mjOBJ_JOINT, w.drive[i].joint);
        moment[w.drive[i].coord] +=
            w.drive[i].share * data->qfrc_bias[model->jnt_dofadr[j]];
    }
    for (int c = 0; c < SP_COORDS; c++)
        assert_near(mass * GRAVITY * J[1][c], moment[c], 1e-9 * mass * GRAVITY);
    mj_deleteData(data);
    mj_deleteModel(model);
}

static void the_tree_agrees_with_mujoco(void **state)
{
    (void)state;
    static const struct sp_person people[] = {
        {1.75, 75, 40, SP_MALE  },
        {1.58, 88, 40, SP_FEMALE}
    };
    for (int i = 0; i < 2; i++) {
        struct sp_body body;
        assert_int_equal(sp_body_init(&body, &people[i], NULL), SP_OK);
        for (unsigned seed = 1; seed <= 6; seed++) {
            const struct sp_posture p = some_posture(seed, seed % 2);
            compare(&body, &p);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tree_agrees_with_mujoco),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
