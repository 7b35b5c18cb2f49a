/*
 * Props as simple honest objects: mat, pillow, folded blanket, chair, desk,
 * bed, ball, roller, bars with their stands, wall, inversion and traction
 * table, box. Sizes come from the scene; only proportions are ours.
 */
#include "figure/dent.h"
#include "figure/press.h"
#include "figure/solid.h"
#include "figure/vec.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned colour;
} paints[FIGURE_PAINTS] = {
    [FIGURE_PAINT_MAT] = {"mat",     0xB9C7BE},
    [FIGURE_PAINT_CUSHION] = {"cushion", 0xE7DCC8},
    [FIGURE_PAINT_CLOTH] = {"cloth",   0xC9B49A},
    [FIGURE_PAINT_WOOD] = {"wood",    0xC8A983},
    [FIGURE_PAINT_STEEL] = {"steel",   0x8C969A},
    [FIGURE_PAINT_PAD] = {"pad",     0x5E6F75},
    [FIGURE_PAINT_RUBBER] = {"rubber",  0x8FB3B0},
    [FIGURE_PAINT_FOAM] = {"foam",    0x7C8F8B},
    [FIGURE_PAINT_PLASTER] = {"plaster", 0xE9E4D8},
    [FIGURE_PAINT_STRAP] = {"strap",   0x3F5257},
    [FIGURE_PAINT_CARTON] = {"carton",  0xC4A67C},
};

const char *figure_paint_name(enum figure_paint paint)
{
    return paints[paint].name;
}

unsigned figure_paint_colour(enum figure_paint paint)
{
    return paints[paint].colour;
}

/* What is being made: pieces so far, and which prop is at work. */
struct maker {
    struct figure_piece *piece;
    int count;
    const struct sp_prop *prop;
    int index;
    const struct sp_scene *scene;
    const struct figure_dents *dents; /* NULL: nobody presses */
    double scale;
    double body_x, body_y;         /* m, where the pelvis first is */
    struct press_support *support; /* what is hard of it so far, or NULL */
    int supports;
};

static const double straight[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

/* A support of the prop at work; belts lie round the body, and do not press. */
static void note_hard(struct maker *m, enum figure_paint paint, bool moves,
                      const double at[3], const double R[9],
                      const double half[3], double radius)
{
    if (!m->support || m->supports == PRESS_SUPPORTS ||
        paint == FIGURE_PAINT_MAT || paint == FIGURE_PAINT_STRAP)
        return;
    struct press_support *s = &m->support[m->supports++];
    *s = (struct press_support){
        .prop = m->index, .moves = moves, .radius_m = radius};
    v_copy(s->at, at);
    memcpy(s->R, R, sizeof s->R);
    for (int k = 0; k < 3; k++)
        s->half[k] = fmax(0, half[k] - radius);
}

/* The solid of this prop, paint and kind of piece; a new one if needed. */
static struct figure_solid *piece(struct maker *m, enum figure_paint paint,
                                  bool moves)
{
    for (int i = 0; i < m->count; i++)
        if (m->piece[i].prop == m->index && m->piece[i].paint == paint &&
            m->piece[i].moves == moves)
            return &m->piece[i].solid;
    if (m->count == FIGURE_PIECES)
        return &m->piece[m->count - 1].solid;
    struct figure_piece *p = &m->piece[m->count++];
    memset(p, 0, sizeof *p);
    p->prop = m->index;
    p->paint = paint;
    p->moves = moves;
    return &p->solid;
}

static void box(struct maker *m, enum figure_paint paint, bool moves, double x,
                double y, double z, double dx, double dy, double dz,
                double rounding)
{
    const double centre[3] = {x, y, z}, half[3] = {dx / 2, dy / 2, dz / 2};
    solid_box(piece(m, paint, moves), centre, half, rounding);
    note_hard(m, paint, moves, centre, straight, half,
              fmin(rounding, fmin(dx, fmin(dy, dz)) / 2));
}

/* A box that gives way where it is pressed, and in ordinary rest is plain. */
static void soft_box(struct maker *m, enum figure_paint paint,
                     const double centre[3], const double size[3],
                     double rounding)
{
    const double half[3] = {size[0] / 2, size[1] / 2, size[2] / 2};
    const struct figure_dent *dent = m->dents ? &m->dents->of[m->index] : NULL;
    double fine[2][2];
    if (dent && dent_range(dent, 0, fine[0]) && dent_range(dent, 2, fine[1]))
        solid_cushion(piece(m, paint, true), centre, half, rounding, fine,
                      m->prop->kind != SP_PROP_BED);
    else
        solid_box(piece(m, paint, true), centre, half, rounding);
}

static void note_bar(struct maker *m, enum figure_paint paint, bool moves,
                     const double from[3], const double to[3], double radius)
{
    double at[3], z[3], x[3] = {1, 0, 0}, y[3], R[9];
    for (int k = 0; k < 3; k++)
        at[k] = (from[k] + to[k]) / 2;
    v_sub(z, to, from);
    const double half[3] = {radius, radius, v_norm(z) / 2};
    v_unit(z);
    if (fabs(z[0]) > .9)
        x[0] = 0, x[1] = 1;
    v_cross(y, z, x);
    v_unit(y);
    v_cross(x, y, z);
    m_columns(R, x, y, z);
    note_hard(m, paint, moves, at, R, half, radius);
}

static void bar(struct maker *m, enum figure_paint paint, bool moves,
                const double from[3], const double to[3], double radius)
{
    solid_bar(piece(m, paint, moves), from, to, radius);
    note_bar(m, paint, moves, from, to, radius);
}

/* A pair of bars, one on each side of the middle plane. */
static void bars(struct maker *m, enum figure_paint paint, bool moves,
                 double x0, double y0, double x1, double y1, double z,
                 double radius)
{
    for (int side = -1; side <= 1; side += 2) {
        const double a[3] = {x0, y0, side * z}, b[3] = {x1, y1, side * z};
        bar(m, paint, moves, a, b, radius);
    }
}

static void cross_bar(struct maker *m, enum figure_paint paint, bool moves,
                      double x, double y, double half_length, double radius)
{
    const double a[3] = {x, y, -half_length}, b[3] = {x, y, half_length};
    bar(m, paint, moves, a, b, radius);
}

static void make_mat(struct maker *m)
{
    const double *size = m->prop->size;
    box(m, FIGURE_PAINT_MAT, true, 0, -.004, 0, size[0], .010, size[2], .005);
}

static void make_pillow(struct maker *m)
{
    const double *size = m->prop->size;
    const double centre[3] = {0, -size[1] / 2, 0};
    soft_box(m, FIGURE_PAINT_CUSHION, centre, size, .48 * fmin(size[1], .14));
}

static void make_blanket(struct maker *m)
{
    // folded three times: layers that step back a little, a fold in front
    const double *size = m->prop->size;
    const int layers = 4;
    const double thick = size[1] / layers;
    for (int i = 0; i < layers; i++) {
        const double centre[3] = {i % 2 ? .004 : -.004, -thick * (i + .5), 0};
        const double layer[3] = {size[0] - .006 * (i % 2), thick * 1.04,
                                 size[2]};
        soft_box(m, FIGURE_PAINT_CLOTH, centre, layer, .48 * thick);
    }
}

/* Does someone sit on this prop in any keyframe? */
static bool sat_on(const struct maker *m)
{
    for (int k = 0; k < m->scene->keyframes; k++) {
        const struct sp_keyframe *key = &m->scene->keyframe[k];
        for (int i = 0; i < key->touches; i++) {
            const struct sp_touch *t = &key->touch[i];
            const bool seat = t->point == SP_POINT_SIT_BONE_R ||
                              t->point == SP_POINT_SIT_BONE_L ||
                              t->point == SP_POINT_BUTTOCK_R ||
                              t->point == SP_POINT_BUTTOCK_L;
            if (seat && t->kind == SP_TOUCH_PROP && t->target == m->index)
                return true;
        }
    }
    return false;
}

/* A thin board that flesh sinks deeper into than it is thick: what presses goes
 * on behind it, by so much along each axis. */
static void board(struct maker *m, enum figure_paint paint, const double at[3],
                  const double size[3], double rounding, const double behind[3])
{
    double half[3], deep[3], deeper[3];
    for (int k = 0; k < 3; k++) {
        half[k] = size[k] / 2;
        deep[k] = at[k] + behind[k] / 2;
        deeper[k] = half[k] + fabs(behind[k]) / 2;
    }
    solid_box(piece(m, paint, true), at, half, rounding);
    note_hard(m, paint, true, deep, straight, deeper, rounding);
}

static void make_chair(struct maker *m)
{
    const double *size = m->prop->size, seat = .035;
    const double height = m->prop->at[1], tall = m->scale; // its back
    board(m, FIGURE_PAINT_WOOD, (const double[3]){0, -seat / 2, 0},
          (const double[3]){size[0], seat, size[2]}, .014,
          (const double[3]){0, -.04, 0});
    const double x = size[0] / 2 - .03, z = size[2] / 2 - .03;
    // the back is behind whoever sits, and beyond hands or legs laid on it
    const double back = sat_on(m) || m->body_x > m->prop->at[0] ? -x : x;
    bars(m, FIGURE_PAINT_WOOD, true, -back, -height, -back, -seat / 2, z, .017);
    bars(m, FIGURE_PAINT_WOOD, true, back, -height, back * 1.22, .44 * tall, z,
         .017);
    board(m, FIGURE_PAINT_WOOD, (const double[3]){back * 1.17, .34 * tall, 0},
          (const double[3]){.022, .16 * tall, size[2] - .06}, .010,
          (const double[3]){back < 0 ? -.08 : .08, 0, 0});
}

static void make_bed(struct maker *m)
{
    const double *size = m->prop->size, height = m->prop->at[1];
    const double mattress = dent_thickness(m->prop);
    const double centre[3] = {0, -mattress / 2, 0};
    const double soft[3] = {size[0], mattress, size[2]};
    soft_box(m, FIGURE_PAINT_CUSHION, centre, soft, .05);
    box(m, FIGURE_PAINT_WOOD, true, 0, -mattress - .055, 0, size[0] - .02, .11,
        size[2] - .02, .015);
    const double leg = height - mattress - .11;
    for (int i = 0; i < 4 && leg > .02; i++)
        box(m, FIGURE_PAINT_WOOD, true, (i & 1 ? 1 : -1) * (size[0] / 2 - .08),
            -height + leg / 2, (i & 2 ? 1 : -1) * (size[2] / 2 - .08), .06, leg,
            .06, .01);
}

static void make_table(struct maker *m)
{
    const double *size = m->prop->size, height = m->prop->at[1];
    box(m, FIGURE_PAINT_WOOD, true, 0, -.015, 0, size[0], .03, size[2], .010);
    for (int i = -1; i <= 1; i += 2)
        bars(m, FIGURE_PAINT_STEEL, true, i * (size[0] / 2 - .05), -height,
             i * (size[0] / 2 - .05), -.03, size[2] / 2 - .05, .018);
}

static void make_ball(struct maker *m)
{
    const double middle[3] = {0, 0, 0};
    double fine[2];
    const bool pressed =
        m->dents && dent_range(&m->dents->of[m->index], 0, fine);
    solid_ball(piece(m, FIGURE_PAINT_RUBBER, true), middle,
               m->prop->size[0] / 2, pressed ? 64 : 36);
}

static void make_roller(struct maker *m)
{
    const double r = m->prop->size[0] / 2, half = m->prop->size[2] / 2;
    const double a[3] = {0, 0, -half}, b[3] = {0, 0, half};
    const double e = .01 / fmax(2 * half, .05);
    const double at[4] = {0, e, 1 - e, 1};
    const double radius[4] = {r - .008, r, r, r - .008};
    solid_turned(piece(m, FIGURE_PAINT_FOAM, true), a, b, at, radius, 4, 24, 1);
    note_bar(m, FIGURE_PAINT_FOAM, true, a, b, r);
}

static void make_bar(struct maker *m)
{
    // a free-standing frame: two posts on long feet
    const double *at = m->prop->at, half = m->prop->size[2] / 2;
    cross_bar(m, FIGURE_PAINT_STEEL, true, 0, 0, half, .016);
    for (int side = -1; side <= 1; side += 2) {
        const double z = at[2] + side * half;
        const double foot[3] = {at[0], .03, z},
                     head[3] = {at[0], at[1] + .02, z};
        bar(m, FIGURE_PAINT_STEEL, false, foot, head, .024);
        box(m, FIGURE_PAINT_STEEL, false, at[0], .022, z, .90, .044, .06, .015);
    }
}

static void make_smith_bar(struct maker *m)
{
    const double *at = m->prop->at, half = m->prop->size[2] / 2;
    const double rail = fmin(.62, half * .75),
                 top = fmax(1.90 * m->scale + .1, at[1] + .4);
    cross_bar(m, FIGURE_PAINT_STEEL, true, 0, 0, half, .014);
    for (int side = -1; side <= 1; side += 2) {
        const double a[3] = {0, 0, side * (rail + .10)};
        const double b[3] = {0, 0, side * (rail + .14)};
        const double e[4] = {0, .1, .9, 1}, r[4] = {.105, .115, .115, .105};
        solid_turned(piece(m, FIGURE_PAINT_PAD, true), a, b, e, r, 4, 24, 1);
        const double z = at[2] + side * rail;
        const double foot[3] = {at[0], .02, z}, head[3] = {at[0], top, z};
        bar(m, FIGURE_PAINT_STEEL, false, foot, head, .018);
        box(m, FIGURE_PAINT_STEEL, false, at[0], .022, z, .95, .044, .07, .015);
    }
    const double a[3] = {at[0], top, at[2] - rail};
    const double b[3] = {at[0], top, at[2] + rail};
    bar(m, FIGURE_PAINT_STEEL, false, a, b, .02);
}

static void make_wall(struct maker *m)
{
    // the plane x = at faces the person; a skirting board gives the scale
    const double *size = m->prop->size;
    const double side = m->body_x <= m->prop->at[0] ? 1 : -1;
    const double base = -m->prop->at[1];
    box(m, FIGURE_PAINT_PLASTER, true, side * .03, base + size[1] / 2, 0, .06,
        size[1], size[2], .004);
    box(m, FIGURE_PAINT_WOOD, true, side * -.004, base + .045, 0, .012, .09,
        size[2], .004);
}

static void make_inversion_table(struct maker *m)
{
    // bed: local x runs from the head (-) to the feet (+); it turns
    const double *size = m->prop->size, *at = m->prop->at, L = m->scale;
    const double half = size[2] / 2;
    box(m, FIGURE_PAINT_PAD, true, -.10 * size[0], -.03, 0, .70 * size[0], .05,
        size[2] - .10, .022);
    bars(m, FIGURE_PAINT_STEEL, true, -.46 * size[0], -.065, .50 * size[0],
         -.065, .10, .016);
    // ankle clamps: two padded rollers in front of, two behind the shins
    // who stands on the foot rest has the ankles nearly at one place, whatever
    // the height: those of the library's scene lie at 1.064 m - .193 L
    const double clamp = fmin(.48 * size[0], 1.044 - .193 * L);
    const double hold = .115 * L + .012; // over the shins
    cross_bar(m, FIGURE_PAINT_PAD, true, clamp - .05, hold, .19, .042);
    cross_bar(m, FIGURE_PAINT_PAD, true, clamp + .01, -.03, .19, .036);
    bars(m, FIGURE_PAINT_STEEL, true, clamp - .05, hold, clamp + .01, -.07, .17,
         .011);
    // A-frame on both sides of the hinge
    for (int side = -1; side <= 1; side += 2) {
        const double z = at[2] + side * (half + .04);
        const double hinge[3] = {at[0], at[1] - .03, z};
        for (int end = -1; end <= 1; end += 2) {
            const double floor[3] = {at[0] + end * .48, .02, z + side * .06};
            bar(m, FIGURE_PAINT_STEEL, false, floor, hinge, .020);
        }
        const double in[3] = {at[0], at[1] - .03, z - side * .05};
        const double out[3] = {at[0], at[1] - .03, z + side * .02};
        bar(m, FIGURE_PAINT_STEEL, false, in, out, .034);
    }
    for (int end = -1; end <= 1; end += 2) {
        const double a[3] = {at[0] + end * .48, .02, at[2] - half - .12};
        const double b[3] = {at[0] + end * .48, .02, at[2] + half + .12};
        bar(m, FIGURE_PAINT_STEEL, false, a, b, .020);
    }
}

static void make_traction_table(struct maker *m)
{
    const double *size = m->prop->size, *at = m->prop->at, L = m->scale;
    const double height = at[1], pelvis = m->body_x - at[0];
    // two halves; the foot half slides when the pull is on
    const double low = -size[0] / 2, high = size[0] / 2;
    const double gap = fmin(high - .3, fmax(low + .3, pelvis - .14 * L));
    box(m, FIGURE_PAINT_PAD, true, (low + gap) / 2 - .008, -.035, 0,
        gap - low - .016, .07, size[2], .025);
    box(m, FIGURE_PAINT_PAD, true, (high + gap) / 2 + .008, -.035, 0,
        high - gap - .016, .07, size[2], .025);
    box(m, FIGURE_PAINT_STEEL, true, 0, -.095, 0, size[0] - .1, .05,
        size[2] - .16, .012);
    for (int i = -1; i <= 1; i += 2)
        bars(m, FIGURE_PAINT_STEEL, true, i * .36 * size[0], -height,
             i * .36 * size[0], -.10, size[2] / 2 - .10, .024);
    // harness: belts round pelvis and ribs, and their lines to both ends
    // a small pelvis is where it was looked for only once it is solved
    const double flesh = fmax(m->body_y - height, .187 * L);
    const double deep = fmax(.09 * L, fmin(.15 * L, flesh * .72));
    const double pelvic[3] = {pelvis + .01 * L, deep * .98, 0};
    const double chest[3] = {pelvis - .34 * L, deep * 1.05, 0};
    solid_strap(piece(m, FIGURE_PAINT_STRAP, true), pelvic, deep * 1.02,
                .185 * L, .07 * L);
    solid_strap(piece(m, FIGURE_PAINT_STRAP, true), chest, deep * 1.12,
                .175 * L, .06 * L);
    bars(m, FIGURE_PAINT_STRAP, true, pelvis + .04 * L, deep * .6, high + .02,
         .10, .15, .007);
    bars(m, FIGURE_PAINT_STRAP, true, pelvis - .36 * L, deep * .6, low - .02,
         .10, .15, .007);
    for (int i = -1; i <= 1; i += 2) {
        cross_bar(m, FIGURE_PAINT_STEEL, true, i * (high + .02), .10, .18,
                  .014);
        const double a[3] = {i * (high + .02), .10, 0};
        const double b[3] = {i * (high + .02), -.10, 0};
        bar(m, FIGURE_PAINT_STEEL, true, a, b, .02);
    }
}

static void make_box(struct maker *m)
{
    const double *size = m->prop->size;
    box(m, FIGURE_PAINT_CARTON, true, 0, -size[1] / 2, 0, size[0], size[1],
        size[2] - .03, .008);
    for (int side = -1; side <= 1; side += 2)
        box(m, FIGURE_PAINT_STRAP, true, 0, -.045, side * (size[2] / 2 - .012),
            .12, .03, .014, .006);
}

static void make(struct maker *m)
{
    static void (*const makers[SP_PROP_KINDS])(struct maker *) = {
        [SP_PROP_MAT] = make_mat,
        [SP_PROP_PILLOW] = make_pillow,
        [SP_PROP_BLANKET] = make_blanket,
        [SP_PROP_CHAIR] = make_chair,
        [SP_PROP_BED] = make_bed,
        [SP_PROP_TABLE] = make_table,
        [SP_PROP_BALL] = make_ball,
        [SP_PROP_ROLLER] = make_roller,
        [SP_PROP_BAR] = make_bar,
        [SP_PROP_SMITH_BAR] = make_smith_bar,
        [SP_PROP_WALL] = make_wall,
        [SP_PROP_INVERSION_TABLE] = make_inversion_table,
        [SP_PROP_TRACTION_TABLE] = make_traction_table,
        [SP_PROP_BOX] = make_box,
    };
    if (makers[m->prop->kind])
        makers[m->prop->kind](m);
}

/* Of a bed the mattress gives way, its frame does not. */
static bool is_soft_paint(enum figure_paint paint)
{
    return paint == FIGURE_PAINT_CUSHION || paint == FIGURE_PAINT_CLOTH ||
           paint == FIGURE_PAINT_RUBBER;
}

static void release_pieces(struct figure_piece *pieces, int *count)
{
    for (int i = 0; i < *count; i++)
        figure_solid_release(&pieces[i].solid);
    *count = 0;
}

static void make_all(struct maker *m, const struct sp_body *body)
{
    m->scale = body->length_scale;
    if (m->scene->keyframes > 0) {
        m->body_x = m->scene->keyframe[0].wish.q[SP_ROOT_X];
        m->body_y = m->scene->keyframe[0].wish.q[SP_ROOT_Y];
    }
    for (m->index = 0; m->index < m->scene->props; m->index++) {
        m->prop = &m->scene->prop[m->index];
        make(m);
    }
}

/* SP_OK, or an error and no pieces. */
static enum sp_status check_pieces(struct figure_piece *pieces, int *count,
                                   struct sp_error *err)
{
    bool failed = false;
    for (int i = 0; i < *count; i++)
        failed = failed || pieces[i].solid.failed;
    if (!failed)
        return SP_OK;
    release_pieces(pieces, count);
    return sp_fail(err, SP_E_NOMEM, "out of memory while drawing props");
}

enum sp_status figure_props(const struct sp_body *body,
                            const struct sp_scene *scaled,
                            const struct figure_dents *dents,
                            struct figure_piece *pieces, int *count,
                            struct sp_error *err)
{
    struct maker m = {.piece = pieces, .scene = scaled, .dents = dents};
    make_all(&m, body);
    *count = m.count;
    for (int i = 0; dents && i < m.count; i++)
        if (is_soft_paint(pieces[i].paint))
            dent_solid(&dents->of[pieces[i].prop],
                       &scaled->prop[pieces[i].prop], &pieces[i].solid);
    return check_pieces(pieces, count, err);
}

enum sp_status press_supports(const struct sp_body *body,
                              const struct sp_scene *scaled,
                              struct press_support support[PRESS_SUPPORTS],
                              int *count, struct sp_error *err)
{
    struct figure_piece pieces[FIGURE_PIECES];
    struct maker m = {.piece = pieces, .scene = scaled, .support = support};
    make_all(&m, body);
    *count = m.supports;
    const enum sp_status s = check_pieces(pieces, &m.count, err);
    release_pieces(pieces, &m.count);
    return s;
}
