/*
 * The placed body in MuJoCo: every segment where it stands, its joint free to
 * turn from there, and the fascicles as spatial tendons. Joints and sites come
 * from struct sp_body and the muscle table, not from the load room's axes.
 */
#ifndef TEST_MUJOCO_TREE_H
#define TEST_MUJOCO_TREE_H

#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/load_internal.h"
#include "num/mat3.h"

struct tree_writer {
    char *xml;
    size_t cap, used;
    const struct sp_body *body;
    const struct sp_frames *frames;
};

static void tree_put(struct tree_writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void tree_put(struct tree_writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(w->xml + w->used, w->cap - w->used, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= w->cap - w->used)
        abort();
    w->used += (size_t)n;
}

static int tree_twin(int segment)
{
    return segment >= SP_CLAVICLE_R && segment <= SP_TOES_R
               ? segment + SP_CLAVICLE_L - SP_CLAVICLE_R
               : segment;
}

static bool tree_on_belly(int fascicle)
{
    const struct load_fascicle *f = &load_fascicle[fascicle / 2];
    for (int i = 0; i < f->points; i++)
        if (load_path_point[f->first + i].segment == LOAD_ABDOMEN)
            return true;
    return false;
}

static void tree_sites(struct tree_writer *w, int segment)
{
    const double s = w->body->length_scale;
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const struct load_fascicle *f = &load_fascicle[j / 2];
        for (int i = 0; i < f->points; i++) {
            const struct load_path_point *p = &load_path_point[f->first + i];
            if ((j % 2 ? tree_twin(p->segment) : p->segment) != segment)
                continue;
            tree_put(w, "<site name='m%d_%d' pos='%.17g %.17g %.17g'/>", j, i,
                     s * p->at[0], s * p->at[1], (j % 2 ? -s : s) * p->at[2]);
        }
    }
}

static void tree_body(struct tree_writer *w, int i)
{
    const struct sp_body_segment *seg = &w->body->segment[i];
    const struct sp_frame *f = &w->frames->seg[i];
    double R[9], p[3], q[4];
    if (seg->parent < 0) {
        memcpy(R, f->R, sizeof R);
        memcpy(p, f->p, sizeof p);
    } else {
        const struct sp_frame *up = &w->frames->seg[seg->parent];
        mat3_tmul(up->R, f->R, R);
        for (int a = 0; a < 3; a++)
            p[a] = up->R[a] * (f->p[0] - up->p[0]) +
                   up->R[3 + a] * (f->p[1] - up->p[1]) +
                   up->R[6 + a] * (f->p[2] - up->p[2]);
    }
    mju_mat2Quat(q, R);
    tree_put(w,
             "<body name='s%d' pos='%.17g %.17g %.17g' quat='%.17g %.17g %.17g "
             "%.17g'><inertial pos='%.17g %.17g %.17g' mass='%.17g' "
             "diaginertia='1 1 1'/>",
             i, p[0], p[1], p[2], q[0], q[1], q[2], q[3], seg->com[0],
             seg->com[1], seg->com[2], seg->mass_kg);
    int rows;
    load_row_of(i, &rows);
    const double *c = seg->joint_child;
    if (rows == 6)
        tree_put(w, "<freejoint name='j%d'/>", i);
    else if (rows == 1)
        tree_put(w,
                 "<joint name='j%d' type='hinge' axis='%.17g %.17g %.17g' "
                 "pos='%.17g %.17g %.17g'/>",
                 i, seg->axis[0], seg->axis[1], seg->axis[2], c[0], c[1], c[2]);
    else if (rows == 2) {
        tree_put(w,
                 "<joint name='j%d' type='hinge' axis='0 0 1' pos='%.17g %.17g "
                 "%.17g'/><joint name='k%d' type='hinge' axis='1 0 0' "
                 "pos='%.17g %.17g %.17g'/>",
                 i, c[0], c[1], c[2], i, c[0], c[1], c[2]);
    } else if (rows == 3)
        tree_put(w, "<joint name='j%d' type='ball' pos='%.17g %.17g %.17g'/>",
                 i, c[0], c[1], c[2]);
    tree_sites(w, i);
    for (int child = i + 1; child < SP_SEGMENTS; child++)
        if (w->body->segment[child].parent == i)
            tree_body(w, child);
    tree_put(w, "</body>");
}

static mjModel *tree_model(const struct sp_body *body,
                           const struct sp_frames *frames)
{
    static char error[400];
    static mjVFS vfs;
    struct tree_writer w = {malloc(1 << 20), 1 << 20, 0, body, frames};
    if (!w.xml)
        abort();
    tree_put(&w,
             "<mujoco><compiler angle='radian'/><option gravity='0 %.17g 0' "
             "jacobian='dense'/><size njmax='10' nconmax='10'/><worldbody>",
             -LOAD_GRAVITY);
    tree_body(&w, SP_PELVIS);
    tree_put(&w, "</worldbody><tendon>");
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        if (tree_on_belly(j))
            continue;
        tree_put(&w, "<spatial name='t%d'>", j);
        for (int i = 0; i < load_fascicle[j / 2].points; i++)
            tree_put(&w, "<site site='m%d_%d'/>", j, i);
        tree_put(&w, "</spatial>");
    }
    tree_put(&w, "</tendon></mujoco>");
    mj_defaultVFS(&vfs);
    if (mj_makeEmptyFileVFS(&vfs, "load.xml", (int)w.used) != 0)
        abort();
    memcpy(vfs.filedata[0], w.xml, w.used);
    mjModel *model = mj_loadXML("load.xml", &vfs, error, sizeof error);
    if (!model)
        fprintf(stderr, "MuJoCo: %s\n", error);
    mj_deleteVFS(&vfs);
    free(w.xml);
    return model;
}

/* Our row of each of MuJoCo's degrees of freedom. */
static inline void tree_rows(const mjModel *model, int row_of_dof[LOAD_ROWS])
{
    static const int ball[3] = {1, 2, 0}; // theirs x y z, ours z x y
    for (int i = 0; i < SP_SEGMENTS; i++) {
        int rows;
        const int row = load_row_of(i, &rows);
        char name[16];
        if (!rows)
            continue;
        snprintf(name, sizeof name, "j%d", i);
        const int dof = model->jnt_dofadr[mj_name2id(model, mjOBJ_JOINT, name)];
        for (int k = 0; k < rows; k++)
            row_of_dof[dof + k] = row + k;
        if (rows == 3)
            for (int k = 0; k < 3; k++)
                row_of_dof[dof + k] = row + ball[k];
        if (rows == 6)
            for (int k = 0; k < 3; k++)
                row_of_dof[dof + 3 + k] = row + 3 + ball[k];
    }
}

#endif
