/*
 * How far each hand is closed: round a bar of the scene, or as far as the
 * fingers go before they touch what the palm lies on of the body itself, be it
 * a knee, an elbow or the head. Fingers keep their ease where nothing is held.
 */
#include "figure/rig.h"
#include "figure/vec.h"

/* Flesh that a hand can hold: a cone from joint to joint, round at both ends;
 * m at 1.75 m and a middling build. */
static const struct flesh {
    int from, to; /* right segments, or the middle's */
    double radius[2];
    bool arm; /* not for the hand of the same side */
} fleshes[] = {
    {SP_FEMUR_R,   SP_TIBIA_R, {.082, .059}, false},
    {SP_TIBIA_R,   SP_TALUS_R, {.059, .040}, false},
    {SP_HUMERUS_R, SP_ULNA_R,  {.048, .041}, true },
    {SP_ULNA_R,    SP_HAND_R,  {.042, .028}, true },
    {SP_C1,        SP_SKULL,   {.085, .085}, false},
};
enum { FLESHES = sizeof fleshes / sizeof fleshes[0] };

/* Pads of the four fingers: along the finger from the joint that
 * moves them, m, and across the hand towards the thumb. */
static const struct pad {
    int joint; /* 0 knuckle, 1 middle joint */
    double along, out, across;
    double gives; /* m, flesh may be pressed in so far */
} pads[] = {
    {0, .030, .008, .033,  .008},
    {0, .030, .008, .010,  .008},
    {0, .030, .008, -.013, .008},
    {1, .024, .007, .036,  .002},
    {1, .028, .007, .011,  .002},
    {1, .024, .007, -.015, .002},
    {1, .042, .004, .038,  .002},
    {1, .050, .004, .012,  .002},
    {1, .042, .004, -.017, .002},
    {0, .026, .007, -.037, .008},
    {1, .008, .006, -.040, .002},
    {1, .022, .004, -.043, .002},
};
enum { PADS = sizeof pads / sizeof pads[0] };

/* A cone of flesh where it is now, and all that one hand may hold. */
struct cone {
    double a[3], b[3], radius[2];
};
struct held {
    struct cone cone[2 * FLESHES];
    int cones;
};

static void joint_at(const struct sp_body *body, const struct sp_frames *at,
                     int segment, double out[3])
{
    double v[3];
    m_apply(v, at->seg[segment].R, body->segment[segment].joint_child);
    v_add_scaled(out, at->seg[segment].p, 1, v);
}

/* Of the right, or of the left; the spine has no sides. */
static int sided(int segment, int left)
{
    return left && segment >= SP_CLAVICLE_R
               ? segment + (SP_CLAVICLE_L - SP_CLAVICLE_R)
               : segment;
}

static double off_cone(const struct cone *c, const double p[3])
{
    double d[3], v[3], near[3];
    v_sub(d, c->b, c->a);
    v_sub(v, p, c->a);
    const double t =
        smaller(1, larger(0, v_dot(v, d) / larger(v_dot(d, d), 1e-9)));
    v_add_scaled(near, c->a, t, d);
    v_sub(v, p, near);
    return v_norm(v) - mix(c->radius[0], c->radius[1], t);
}

/* How far a point is from the nearest flesh, m; negative inside. */
static double off_flesh(const struct held *h, const double p[3])
{
    double best = 1;
    for (int i = 0; i < h->cones; i++)
        best = smaller(best, off_cone(&h->cone[i], p));
    return best;
}

/* Where a pad is when the hand is so far closed. */
static void pad_at(const struct sp_frame *hand, const struct pad *pad,
                   double grip, int left, double L, double out[3])
{
    const double side = left ? -1 : 1;
    double p[3] = {pad->out * L, -pad->along * L, 0}, R[9], q[3];
    if (pad->joint == 1) {
        m_about(R, 2, RIG_TIPS_TURN * grip);
        m_apply(q, R, p);
        p[0] = q[0], p[1] = q[1] - (RIG_TIPS_Y - RIG_FINGERS_Y) * L;
    }
    m_about(R, 2, RIG_FINGERS_TURN * grip);
    m_apply(q, R, p);
    q[1] -= RIG_FINGERS_Y * L;
    q[2] = side * pad->across * L;
    m_apply(out, hand->R, q);
    v_add_scaled(out, out, 1, hand->p);
}

/* How far the nearest pad is from the flesh, m. */
static double nearest_pad(const struct sp_frame *hand, const struct held *h,
                          double grip, int left, double L)
{
    double best = 1;
    for (int i = 0; i < PADS; i++) {
        double p[3];
        pad_at(hand, &pads[i], grip, left, L, p);
        best = fmin(best, off_flesh(h, p) + pads[i].gives * L);
    }
    return best;
}

/* The fingers close until one touches; 0 when they would meet nothing. */
static double close_on(const struct sp_frame *hand, const struct held *h,
                       int left, double L)
{
    enum { STEPS = 16 };
    double low = 0, high = 1;
    int i = 0;
    while (i <= STEPS && nearest_pad(hand, h, (double)i / STEPS, left, L) > 0)
        i++;
    if (i == 0 || i > STEPS)
        return 0;
    low = (double)(i - 1) / STEPS, high = (double)i / STEPS;
    for (int round = 0; round < 8; round++) {
        const double middle = (low + high) / 2;
        *(nearest_pad(hand, h, middle, left, L) > 0 ? &low : &high) = middle;
    }
    return low;
}

/* All that a hand may hold; girth follows weight as the forearm's does
 * (docs/figure.md). */
static void gather(const struct sp_body *body, const struct sp_frames *at,
                   int left, struct held *h)
{
    const struct sp_person *who = &body->person;
    const double L = body->length_scale;
    const double bmi = who->mass_kg / (who->height_m * who->height_m);
    const double thick = L * pow(bmi / 24, .42);
    h->cones = 0;
    for (int i = 0; i < FLESHES; i++)
        for (int side = 0; side < 2; side++) {
            const struct flesh *f = &fleshes[i];
            if (f->arm && side == left)
                continue;
            struct cone *c = &h->cone[h->cones++];
            joint_at(body, at, sided(f->from, side), c->a);
            joint_at(body, at, sided(f->to, side), c->b);
            if (f->from == SP_C1) { // a ball that is most of the head
                const double up[3] = {.004 * L, .070 * L, 0};
                m_apply(c->a, at->seg[SP_SKULL].R, up);
                v_add_scaled(c->a, c->a, 1, c->b);
                v_copy(c->b, c->a);
            }
            for (int e = 0; e < 2; e++)
                c->radius[e] = f->radius[e] * thick;
        }
}

/* Fully when the palm lies on it, not at all 4 cm away. */
static double grip_of_body(const struct sp_body *body,
                           const struct sp_frames *at, int left)
{
    struct held h;
    double palm[3];
    sp_body_point(body, at, left ? SP_POINT_PALM_L : SP_POINT_PALM_R, palm);
    gather(body, at, left, &h);
    const double off = off_flesh(&h, palm);
    const double L = body->length_scale;
    if (off >= .040 * L)
        return 0;
    struct sp_frame hand = at->seg[left ? SP_HAND_L : SP_HAND_R];
    joint_at(body, at, left ? SP_HAND_L : SP_HAND_R, hand.p);
    return close_on(&hand, &h, left, L) *
           (1 - smoothstep(.020 * L, .040 * L, off));
}

/* Fully at the bar, not at all 7 cm away. */
static double grip_of_bar(const struct sp_body *body,
                          const struct sp_frames *at,
                          const struct sp_scene *scaled, int left)
{
    double p[3], best = 1;
    sp_body_point(body, at, left ? SP_POINT_GRIP_L : SP_POINT_GRIP_R, p);
    for (int i = 0; scaled && i < scaled->props; i++) {
        const struct sp_prop *prop = &scaled->prop[i];
        if (prop->kind != SP_PROP_BAR && prop->kind != SP_PROP_SMITH_BAR)
            continue;
        const double dx = p[0] - prop->at[0], dy = p[1] - prop->at[1];
        best = fmin(best, sqrt(dx * dx + dy * dy));
    }
    return 1 - smoothstep(.025, .07, best);
}

void figure_grip(const struct sp_body *body, const struct sp_scene *scaled,
                 const struct sp_posture *posture, double grip[2])
{
    struct sp_frames at;
    sp_body_place(body, posture, &at);
    for (int left = 0; left < 2; left++)
        grip[left] = fmax(grip_of_bar(body, &at, scaled, left),
                          grip_of_body(body, &at, left));
}
