/*
 * The shapes of one body: tables of sections and radii for a man and a woman
 * of 1.75 m, scaled by height, girth and build. Values are our own modelling
 * on the skeleton, tuned against tape measurements (docs/figure.md).
 */
#include "figure/tables.h"
#include "figure/vec.h"

static const double deg = 3.14159265358979323846 / 180;

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* What is being built: the field, and how this person differs. */
struct maker {
    struct field *f;
    double build; /* 0 man .. 1 woman */
    double heavy; /* ln of BMI over the usual one */
    double factor[FLESHES];
};

void field_bind_posture(const struct sp_body *body, struct sp_posture *out)
{
    (void)body;
    memset(out, 0, sizeof *out);
    static const struct {
        int right, left;
        double angle_deg;
    } bind[] = {
        {SP_SHOULDER_R_ADD, SP_SHOULDER_L_ADD, -64},
        {SP_ELBOW_R_FLEX,   SP_ELBOW_L_FLEX,   14 },
        {SP_FOREARM_R_PRON, SP_FOREARM_L_PRON, 75 },
        {SP_HIP_R_FLEX,     SP_HIP_L_FLEX,     10 },
        {SP_HIP_R_ADD,      SP_HIP_L_ADD,      -7 },
        {SP_KNEE_R_FLEX,    SP_KNEE_L_FLEX,    15 },
        {SP_ANKLE_R_DORS,   SP_ANKLE_L_DORS,   5  },
    };
    for (int i = 0; i < COUNT(bind); i++)
        out->q[bind[i].right] = out->q[bind[i].left] = bind[i].angle_deg * deg;
    out->q[SP_ROOT_Y] = .93 * body->length_scale;
}

static struct field_shape *add_shape(struct maker *m, enum field_part part,
                                     enum field_shape_kind kind, double blend)
{
    struct field *f = m->f;
    struct field_shape *s = &f->shape[f->shapes++];
    s->part = part;
    s->kind = kind;
    s->blend = blend * f->scale;
    return s;
}

static void to_world(const struct field *f, int segment, const double v[3],
                     double out[3])
{
    const struct sp_frame *seg = &f->bind.seg[segment];
    m_apply(out, seg->R, v);
    for (int i = 0; i < 3; i++)
        out[i] += seg->p[i];
}

/* Axes of a segment; those of the hand with x to the thumb and z away from
 * the palm (the skeleton's hand has x out of the palm, z to the thumb). */
static void axes_of(const struct field *f, int segment, enum frame frame,
                    double R[9])
{
    const double *S = f->bind.seg[segment].R;
    if (frame == IN_SEGMENT) {
        memcpy(R, S, 9 * sizeof(double));
        return;
    }
    const double x[3] = {S[2], S[5], S[8]}, y[3] = {S[1], S[4], S[7]};
    const double z[3] = {-S[0], -S[3], -S[6]};
    m_columns(R, x, y, z);
}

static double built(const struct maker *m, const double pair[2])
{
    return mix(pair[0], pair[1], m->build);
}

static void add_ball(struct maker *m, const struct ball_row *row)
{
    struct field *f = m->f;
    double grow = m->factor[row->flesh];
    if (row->to > row->from) { // appears with the build
        if (m->build <= row->from)
            return;
        grow *= .8 + .2 * (m->build - row->from) / (row->to - row->from);
    } else if (row->from > 0 && m->build >= row->from) {
        return;
    }
    struct field_shape *s =
        add_shape(m, row->part, SHAPE_ELLIPSOID, row->blend);
    double at[3], axes[9], turn[9], R[9];
    for (int i = 0; i < 3; i++) {
        at[i] = mix(row->at[0][i], row->at[1][i], m->build) * f->scale;
        s->radius[i] = mix(row->radius[0][i], row->radius[1][i], m->build) *
                       grow * f->scale;
    }
    axes_of(f, row->segment, row->frame, axes);
    m_apply(s->origin, axes, at);
    for (int i = 0; i < 3; i++)
        s->origin[i] += f->bind.seg[row->segment].p[i];
    memcpy(R, axes, sizeof R);
    for (int axis = 0; axis < 3; axis++) {
        double spin[9];
        m_about(spin, axis, row->turn_deg[axis] * deg);
        m_mul(turn, R, spin);
        memcpy(R, turn, sizeof R);
    }
    memcpy(s->R, R, sizeof R);
    v_copy(s->middle, s->origin);
    s->reach = fmax(s->radius[0], fmax(s->radius[1], s->radius[2]));
}

static void add_cone(struct maker *m, const struct cone_row *row)
{
    struct field *f = m->f;
    struct field_shape *s = add_shape(m, row->part, SHAPE_CONE, row->blend);
    double a[3], b[3], R[9], d[3];
    for (int i = 0; i < 3; i++) {
        a[i] = mix(row->at[0][i], row->at[1][i], m->build) * f->scale;
        b[i] = mix(row->end[0][i], row->end[1][i], m->build) * f->scale;
    }
    axes_of(f, row->from, row->frame, R);
    m_apply(s->origin, R, a);
    axes_of(f, row->to, row->frame, R);
    m_apply(s->end, R, b);
    for (int i = 0; i < 3; i++) {
        s->origin[i] += f->bind.seg[row->from].p[i];
        s->end[i] += f->bind.seg[row->to].p[i];
        s->middle[i] = (s->origin[i] + s->end[i]) / 2;
    }
    for (int e = 0; e < 2; e++)
        s->radius[e] = mix(row->radius[0][e], row->radius[1][e], m->build) *
                       m->factor[row->flesh] * f->scale;
    v_sub(d, s->end, s->origin);
    s->reach = v_norm(d) / 2 + fmax(s->radius[0], s->radius[1]);
}

static struct field_loft *add_loft(struct maker *m, enum field_part part,
                                   double blend, double cap_low,
                                   double cap_high, struct field_shape **shape)
{
    struct field *f = m->f;
    *shape = add_shape(m, part, SHAPE_LOFT, blend);
    (*shape)->loft = f->lofts;
    struct field_loft *l = &f->loft[f->lofts++];
    l->cap_low = cap_low * f->scale;
    l->cap_high = cap_high * f->scale;
    return l;
}

/* Slopes of a smooth curve through the sections (non-uniform Catmull-Rom),
 * and the ball that holds the loft. */
static void finish_loft(struct field_loft *l, struct field_shape *s)
{
    const int n = l->sections;
    for (int i = 0; i < n; i++) {
        const int a = i > 0 ? i - 1 : 0, b = i < n - 1 ? i + 1 : n - 1;
        for (int k = 0; k < LOFT_VALUES; k++)
            l->slope[i][k] =
                (l->value[b][k] - l->value[a][k]) / (l->y[b] - l->y[a]);
    }
    double mid[3] = {0, (l->y[0] + l->y[n - 1]) / 2, 0};
    for (int i = 0; i < n; i++) {
        mid[0] += l->value[i][LOFT_X] / n;
        mid[2] += l->value[i][LOFT_Z] / n;
    }
    s->reach = 0;
    for (int i = 0; i < n; i++) {
        const double *v = l->value[i];
        const double cap = i == 0 ? l->cap_low : i == n - 1 ? l->cap_high : 0;
        const double e[3] = {
            fabs(v[LOFT_X] - mid[0]) + fmax(v[LOFT_FRONT], v[LOFT_BACK]),
            fabs(l->y[i] - mid[1]) + cap,
            fabs(v[LOFT_Z] - mid[2]) + fmax(v[LOFT_OUT], v[LOFT_IN])};
        // 1.12: a boxy section reaches beyond its half axes
        s->reach = fmax(s->reach, 1.12 * v_norm(e));
    }
    m_apply(s->middle, s->R, mid);
    for (int i = 0; i < 3; i++)
        s->middle[i] += s->origin[i];
}

static void identity(double R[9])
{
    memset(R, 0, 9 * sizeof(double));
    R[0] = R[4] = R[8] = 1;
}

static void add_trunk(struct maker *m)
{
    struct field *f = m->f;
    struct field_shape *s;
    struct field_loft *l = add_loft(m, PART_TRUNK, .03, .035, .03, &s);
    identity(s->R);
    for (int i = 0; i < COUNT(trunk_rows); i++) {
        const struct trunk_row *row = &trunk_rows[i];
        const double *joint = f->bind.seg[row->segment].p, L = f->scale;
        const double wide = exp(row->exponent * m->heavy) * f->girth;
        const double deep =
            exp(row->exponent * (1 + .35 * row->belly) * m->heavy) * f->girth;
        const double depth = built(m, row->front) + built(m, row->back);
        const double more = depth * (deep - 1), ahead = .55 + .27 * row->belly;
        const double front = (built(m, row->front) + ahead * more) * L;
        const double back = (built(m, row->back) + (1 - ahead) * more) * L;

        // widest line: mid-depth below, further back over the ribs
        const double ribs = row->segment >= SP_T12 ? .08 : 0;
        const double middle = (front - back) / 2 - ribs * (front + back);
        double *v = l->value[i];
        l->y[i] = joint[1] + row->dy * L;
        v[LOFT_X] = joint[0] + middle;
        v[LOFT_Z] = 0;
        v[LOFT_FRONT] = front - middle;
        v[LOFT_BACK] = back + middle;
        v[LOFT_OUT] = v[LOFT_IN] = built(m, row->half) * wide * L;
        v[LOFT_SQUARE] = row->square;
    }
    l->sections = COUNT(trunk_rows);
    finish_loft(l, s);
}

static void add_neck(struct maker *m)
{
    struct field *f = m->f;
    struct field_shape *s;
    struct field_loft *l = add_loft(m, PART_HEAD, .03, .075, .03, &s);
    identity(s->R);
    const double grow = m->factor[LEAN_NECK] * f->scale;
    for (int i = 0; i < COUNT(neck_rows); i++) {
        const double *joint = f->bind.seg[neck_rows[i].segment].p;
        double *v = l->value[i];
        l->y[i] = joint[1];
        v[LOFT_X] = joint[0] + neck_rows[i].shift * f->scale;
        v[LOFT_FRONT] = neck_rows[i].front * grow;
        v[LOFT_BACK] = neck_rows[i].back * grow;
        v[LOFT_OUT] = v[LOFT_IN] = neck_rows[i].half * grow;
        v[LOFT_SQUARE] = .95;
    }
    l->sections = COUNT(neck_rows);
    finish_loft(l, s);
}

/* A loft from one joint down to the next; x as near as can be to `ahead`. */
static void add_limb(struct maker *m, enum field_part part, const double top[3],
                     const double bottom[3], const double ahead[3],
                     const struct limb_row *rows, int n, double square,
                     double blend, double cap_high)
{
    struct field *f = m->f;
    struct field_shape *s;
    struct field_loft *l = add_loft(m, part, blend, .03, cap_high, &s);
    double x[3], y[3], z[3];
    v_sub(y, top, bottom);
    const double length = v_norm(y);
    v_unit(y);
    v_add_scaled(x, ahead, -v_dot(ahead, y), y);
    v_unit(x);
    v_cross(z, x, y);
    m_columns(s->R, x, y, z);
    v_copy(s->origin, top);
    for (int i = 0; i < n; i++) {
        const struct limb_row *row = &rows[n - 1 - i];
        const double grow = f->scale * mix(m->factor[row->flesh],
                                           m->factor[row->next], row->share);
        double *v = l->value[i];
        l->y[i] = -row->t * length;
        v[LOFT_X] = row->shift * f->scale;
        v[LOFT_FRONT] = row->front * grow;
        v[LOFT_BACK] = row->back * grow;
        v[LOFT_OUT] = row->out * grow;
        v[LOFT_IN] = row->in * grow;
        v[LOFT_SQUARE] = square;
    }
    l->sections = n;
    finish_loft(l, s);
}

/* Knuckles melt into the palm further than the joints of a finger. */
static void add_fingers(struct maker *m)
{
    struct field *f = m->f;
    const double *wrist = f->bind.seg[SP_HAND_R].p;
    const double grow = m->factor[LEAN_HAND] * f->scale;
    for (int i = 0; i < COUNT(finger_rows); i++) {
        if (i == COUNT(finger_rows) - 1)
            f->thumb[0] = f->shapes;
        for (int k = 0; k < 3; k++) {
            struct field_shape *s =
                add_shape(m, PART_HAND, SHAPE_CONE, k == 0 ? .009 : .004);
            double v[2][3], d[3];
            for (int e = 0; e < 2; e++) {
                for (int c = 0; c < 3; c++)
                    v[e][c] = finger_rows[i].at[k + e][c] * f->scale;
                s->radius[e] = finger_rows[i].radius[k + e] * grow;
            }
            m_apply(s->origin, f->hand, v[0]);
            m_apply(s->end, f->hand, v[1]);
            for (int c = 0; c < 3; c++) {
                s->origin[c] += wrist[c];
                s->end[c] += wrist[c];
                s->middle[c] = (s->origin[c] + s->end[c]) / 2;
            }
            v_sub(d, s->end, s->origin);
            s->reach = v_norm(d) / 2 + fmax(s->radius[0], s->radius[1]);
        }
    }
    f->thumb[1] = f->shapes;
}

static void column(const struct sp_frame *seg, int axis, double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = seg->R[3 * i + axis];
}

/* Joint centre between a segment and its parent. */
static void joint_of(const struct field *f, int segment, double out[3])
{
    to_world(f, segment, f->body.segment[segment].joint_child, out);
}

static void add_lofts_of(struct maker *m, enum field_part part)
{
    const struct field *f = m->f;
    const struct sp_frame *seg = f->bind.seg;
    double shoulder[3], elbow[3], wrist[3], hip[3], knee[3], ankle[3], x[3];
    joint_of(f, SP_HUMERUS_R, shoulder);
    joint_of(f, SP_ULNA_R, elbow);
    joint_of(f, SP_HAND_R, wrist);
    joint_of(f, SP_FEMUR_R, hip);
    joint_of(f, SP_TIBIA_R, knee);
    joint_of(f, SP_TALUS_R, ankle);
    switch (part) {
    case PART_TRUNK:
        add_trunk(m);
        break;
    case PART_HEAD:
        add_neck(m);
        break;
    case PART_ARM:
        column(&seg[SP_HUMERUS_R], 0, x);
        add_limb(m, part, shoulder, elbow, x, upper_arm_rows,
                 COUNT(upper_arm_rows), 1, .03, .03);
        column(&seg[SP_HAND_R], 2, x); // towards the thumb
        add_limb(m, part, elbow, wrist, x, forearm_rows, COUNT(forearm_rows), 1,
                 .025, .03);
        break;
    case PART_THIGH:
        column(&seg[SP_FEMUR_R], 0, x);
        add_limb(m, part, hip, knee, x, thigh_rows, COUNT(thigh_rows), .95, .03,
                 .06);
        break;
    case PART_SHANK:
        column(&seg[SP_TIBIA_R], 0, x);
        add_limb(m, part, knee, ankle, x, shank_rows, COUNT(shank_rows), 1, .03,
                 .03);
        break;
    default:
        break;
    }
}

/* Box that holds every shape of a part. */
static void box_part(struct field *f, int part)
{
    for (int k = 0; k < 3; k++)
        f->low[part][k] = 1e9, f->high[part][k] = -1e9;
    for (int i = f->first[part]; i < f->first[part + 1]; i++) {
        const struct field_shape *s = &f->shape[i];
        double low[3], high[3];
        for (int k = 0; k < 3; k++) {
            low[k] = s->middle[k] - s->reach;
            high[k] = s->middle[k] + s->reach;
        }
        if (s->kind == SHAPE_LOFT) { // tighter: box of its sections
            const struct field_loft *l = &f->loft[s->loft];
            for (int k = 0; k < 3; k++)
                low[k] = 1e9, high[k] = -1e9;
            for (int j = 0; j < l->sections; j++) {
                const double *v = l->value[j];
                const double r = 1.19 * fmax(fmax(v[LOFT_FRONT], v[LOFT_BACK]),
                                             fmax(v[LOFT_OUT], v[LOFT_IN]));
                const double q[3] = {v[LOFT_X], l->y[j], v[LOFT_Z]};
                double c[3];
                m_apply(c, s->R, q);
                for (int k = 0; k < 3; k++) {
                    const double lean = fabs(s->R[3 * k + 1]);
                    const double e = r * sqrt(fmax(0, 1 - lean * lean)) +
                                     lean * fmax(l->cap_low, l->cap_high);
                    low[k] = fmin(low[k], c[k] + s->origin[k] - e);
                    high[k] = fmax(high[k], c[k] + s->origin[k] + e);
                }
            }
        }
        for (int k = 0; k < 3; k++) {
            f->low[part][k] = fmin(f->low[part][k], low[k]);
            f->high[part][k] = fmax(f->high[part][k], high[k]);
        }
    }
}

void field_init(struct field *f, const struct sp_body *body, double girth)
{
    memset(f, 0, sizeof *f);
    f->body = *body;
    f->scale = body->length_scale;
    f->girth = girth;
    struct sp_posture bind;
    field_bind_posture(body, &bind);
    sp_body_place(body, &bind, &f->bind);

    const struct sp_person *who = &body->person;
    struct maker m = {.f = f};
    m.build = who->sex == SP_MALE ? 0 : who->sex == SP_FEMALE ? 1 : .5;
    const double usual_bmi = mix(24.5, 23.3, m.build);
    const double bmi = who->mass_kg / (who->height_m * who->height_m);
    m.heavy = log(fmin(60, fmax(12, bmi)) / usual_bmi);
    for (int i = 0; i < FLESHES; i++)
        m.factor[i] = exp(fleshes[i].exponent * m.heavy) *
                      mix(fleshes[i].man, fleshes[i].woman, m.build) *
                      (fleshes[i].fits ? girth : 1);

    joint_of(f, SP_HUMERUS_R, f->shoulder);
    joint_of(f, SP_FEMUR_R, f->hip);
    axes_of(f, SP_HAND_R, IN_HAND, f->hand);
    for (int part = 0; part < PARTS; part++) {
        f->first[part] = f->shapes;
        add_lofts_of(&m, (enum field_part)part);
        for (int i = 0; i < COUNT(ball_rows); i++)
            if (ball_rows[i].part == (enum field_part)part)
                add_ball(&m, &ball_rows[i]);
        if (part == PART_HAND)
            add_fingers(&m);
        for (int i = 0; i < COUNT(cone_rows); i++)
            if (cone_rows[i].part == (enum field_part)part)
                add_cone(&m, &cone_rows[i]);
    }
    f->first[PARTS] = f->shapes;
    for (int part = 0; part < PARTS; part++)
        box_part(f, part);

    // the sole lies where the skin's contact points say
    column(&f->bind.seg[SP_CALCN_R], 1, f->sole_up);
    v_add_scaled(f->sole, f->bind.seg[SP_CALCN_R].p,
                 body->point[SP_POINT_HEEL_R][1], f->sole_up);
}
