/*
 * Postures that are their own mirror image, such as standing, lying on the
 * back or hanging: what holds them is the same on both sides, so the programme
 * is solved for one side and the middle, with less than half the rows and
 * columns.
 *
 * With multipliers y = E y' that are alike on both sides the balance becomes
 * E'(A x + s + z - b) = 0. All of it is halved: a pair of columns then counts
 * once as it is, a column or spring of the middle with half its entries and
 * half its cost.
 *
 * Nothing rests on the posture being exactly even: the whole programme starts
 * from what is found here and only goes on if something is left to balance.
 */
#include "load/load_internal.h"

#include <math.h>
#include <string.h>

#include "body/body_internal.h"
#include "num/mat3.h"

// How far both sides may differ: m, unit vectors; and N, Nm.
#define EVEN 1e-8
#define EVEN_N 1e-4

// ---- which rows are alike

// Seen in a mirror, forces keep x and y, turns keep z.
static double unlike(const struct load_axis *a, const struct load_axis *b,
                     double sign)
{
    double most = 0;
    for (int k = 0; k < 3; k++) {
        const double polar = k == 2 ? -1 : 1;
        most = fmax(most, fabs(a->linear[k] - sign * polar * b->linear[k]));
        most = fmax(most, fabs(a->angular[k] + sign * polar * b->angular[k]));
    }
    return most;
}

// The sign with which one axis is the other's mirror image; 0 if it is not.
static int alike(const struct load_axis *a, const struct load_axis *b,
                 double *off)
{
    const double same = unlike(a, b, 1), turned = unlike(a, b, -1);
    *off = fmax(*off, fmin(same, turned));
    return same < EVEN ? 1 : turned < EVEN ? -1 : 0;
}

bool load_mirror_rows(const struct load_tree *tree, struct load_mirror *m)
{
    m->rows = 0;
    m->off = 0;
    for (int r = 0; r < LOAD_ROW_PELVIS; r++) {
        const bool right = r % 14 < 7;
        m->sign[r] = right ? 1
                           : (signed char)alike(&tree->axis[r],
                                                &tree->axis[r - 7], &m->off);
        m->to[r] = (short)(right ? m->rows++ : m->to[r - 7]);
    }
    for (int r = LOAD_ROW_PELVIS; r < LOAD_ROWS; r++) {
        const int self = alike(&tree->axis[r], &tree->axis[r], &m->off);
        m->sign[r] = self > 0;
        m->to[r] = (short)(self > 0 ? m->rows++ : -1);
    }
    m->sign[LOAD_ROW_HOOP] = 1;
    m->to[LOAD_ROW_HOOP] = (short)m->rows;
    return m->off < EVEN;
}

static bool even_sides(const struct load_mirror *m, const double *b)
{
    for (int r = 0; r < LOAD_ROWS; r++) {
        if (m->to[r] < 0 && fabs(b[r]) > EVEN_N)
            return false;
        if (r < LOAD_ROW_PELVIS && r % 14 >= 7 &&
            fabs(b[r] - m->sign[r] * b[r - 7]) > EVEN_N)
            return false;
    }
    return true;
}

// ---- which supports are alike

static bool image(const double a[3], const double b[3])
{
    return fabs(a[0] - b[0]) < EVEN && fabs(a[1] - b[1]) < EVEN &&
           fabs(a[2] + b[2]) < EVEN;
}

static int twin_of(int segment)
{
    return segment < 0 ? segment
                       : (int)body_twin_segment((enum sp_segment)segment);
}

static bool twins(const struct sp_support *a, const struct sp_support *b)
{
    return a->segment == twin_of(b->segment) && a->other == twin_of(b->other) &&
           image(a->at, b->at) && image(a->normal, b->normal) &&
           image(a->moved_m, b->moved_m) && a->friction == b->friction &&
           a->stiffness_N_m == b->stiffness_N_m && a->held == b->held &&
           fabs(a->gap_m - b->gap_m) < EVEN;
}

// Pairs each support's rays with its twin's: of the four edges those across
// change places.
static bool pair_rays(const struct sp_load_work *w,
                      const struct sp_load_case *one, struct load_mirror *m)
{
    static const int across[4] = {0, 1, 3, 2};
    short first[SP_LOAD_SUPPORTS + 1], twin[SP_LOAD_SUPPORTS];
    for (int i = 0, r = 0; i < one->supports; i++) {
        first[i] = (short)r;
        twin[i] = -1;
        while (r < w->rays && w->ray_support[r] == i)
            r++;
        first[i + 1] = (short)r;
    }
    for (int i = 0; i < one->supports; i++) {
        for (int k = i; k < one->supports && twin[i] < 0; k++)
            if (twin[k] < 0 && twins(&one->support[i], &one->support[k])) {
                twin[i] = (short)k;
                twin[k] = (short)i;
            }
        if (twin[i] < 0)
            return false;
        const bool edges = one->support[i].friction > 0;
        for (int r = first[i]; r < first[i + 1]; r++) {
            const int k = r - first[i];
            m->twin[r] = (short)(first[twin[i]] +
                                 (edges ? k / 4 * 4 + across[k % 4] : k));
        }
    }
    return true;
}

// ---- the halved programme

// One column seen from the right: left limbs add to the right, what only
// turns or bends to a side drops out.
static void fold(const struct load_mirror *m, const double *a,
                 const struct load_column *full, double share, double *out,
                 struct load_column *half)
{
    memset(out, 0, LOAD_HALF_STRIDE * sizeof *out);
    *half = *full;
    half->weight *= share;
    half->linear *= share;
    half->volume *= share;
    memset(half->lo, 0, sizeof half->lo);
    memset(half->hi, 0, sizeof half->hi);
    // legs, arms, then all of the middle: each one run
    static const short start[4] = {0, 7, 14, LOAD_HALF_STRIDE};
    short lo[3] = {LOAD_HALF_STRIDE, LOAD_HALF_STRIDE, LOAD_HALF_STRIDE};
    short hi[3] = {0, 0, 0};
    for (int run = 0; run < 3; run++)
        for (int r = full->lo[run]; r < full->hi[run]; r++) {
            const int to = m->to[r];
            if (to < 0)
                continue;
            const int part = to >= start[2] ? 2 : to >= start[1] ? 1 : 0;
            out[to] += share * m->sign[r] * a[r];
            lo[part] = (short)(to < lo[part] ? to : lo[part]);
            hi[part] = (short)(to + 1 > hi[part] ? to + 1 : hi[part]);
        }
    for (int part = 0, run = 0; part < 3; part++)
        if (hi[part] > lo[part]) {
            half->lo[run] = lo[part];
            half->hi[run++] = hi[part];
        }
}

static void fold_column(struct sp_load_work *w, int j, double share)
{
    struct load_programme *half = &w->mirror.half;
    const int to = half->columns++;
    fold(&w->mirror, w->columns + (size_t)j * LOAD_STRIDE,
         &w->programme.column[j], share,
         w->half_columns + (size_t)to * LOAD_HALF_STRIDE, &half->column[to]);
}

static void fold_rows(const struct load_programme *p,
                      const struct load_mirror *m, struct load_programme *half)
{
    memset(half->b, 0, sizeof half->b);
    for (int r = 0; r < LOAD_ROWS; r++) {
        const int to = m->to[r];
        const double share = r < LOAD_ROW_PELVIS ? 1 : 0.5;
        if (to < 0 || (r < LOAD_ROW_PELVIS && r % 14 >= 7))
            continue;
        half->b[to] = share * p->b[r];
        half->term[to] = p->term[r];
        half->term[to].slope *= share;
        half->term[to].top *= share;
        half->share[to] = share * p->share[r];
    }
}

bool load_mirror_init(struct sp_load_work *w, const struct sp_load_case *one)
{
    const struct load_programme *p = &w->programme;
    struct load_mirror *m = &w->mirror;
    struct load_programme *half = &m->half;
    if (!(m->off < EVEN) || !even_sides(m, p->b) || !pair_rays(w, one, m))
        return false;
    half->rows = m->rows;
    half->stride = LOAD_HALF_STRIDE;
    half->a = w->half_columns;
    half->first = half->columns = 0;
    half->reserve = p->reserve;
    half->exponent = p->exponent;
    half->hoop = p->hoop;
    fold_rows(p, m, half);
    for (int j = p->first; j < SP_LOAD_MUSCLES; j += 2)
        fold_column(w, j, 1);
    fold_column(w, w->pressure_column, 0.5);
    for (int r = 0; r < w->rays; r++)
        if (m->twin[r] >= r)
            fold_column(w, w->pressure_column + 1 + r,
                        m->twin[r] == r ? 0.5 : 1);
    return true;
}

void load_mirror_fold(const struct load_mirror *m, const double *y,
                      double *half)
{
    memset(half, 0, LOAD_STRIDE * sizeof *half);
    for (int r = 0; r <= LOAD_ROW_HOOP; r++)
        if (m->to[r] >= 0)
            half[m->to[r]] +=
                (r < LOAD_ROW_PELVIS ? 0.5 : 1) * m->sign[r] * y[r];
}

void load_mirror_unfold(const struct load_mirror *m, const double *half,
                        double *y)
{
    memset(y, 0, LOAD_STRIDE * sizeof *y);
    for (int r = 0; r <= LOAD_ROW_HOOP; r++)
        if (m->to[r] >= 0)
            y[r] = m->sign[r] * half[m->to[r]];
}
