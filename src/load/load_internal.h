/*
 * The load room's own structures: joints as spatial axes, fascicle paths as
 * columns, and one convex programme per posture.
 *
 * Rows of the programme (one per degree of freedom): right leg 7, left leg 7,
 * right arm 7, left arm 7, pelvis 6, spine 75; then the belly wall. Limbs
 * first, so that the two legs and the arms, which meet only in the trunk,
 * leave zeros in the factor.
 */
#ifndef LOAD_INTERNAL_H
#define LOAD_INTERNAL_H

#include "stature/load.h"

#define LOAD_GRAVITY 9.80665 /* m/s2 */

enum {
    LOAD_ROW_LEG_R = 0, /* hip z x y, knee, ankle, subtalar, toes */
    LOAD_ROW_LEG_L = 7,
    LOAD_ROW_ARM_R = 14, /* shoulder z x y, elbow, forearm, wrist z x */
    LOAD_ROW_ARM_L = 21,
    LOAD_ROW_PELVIS = 28, /* force x y z, moment z x y */
    LOAD_ROW_SPINE = 34,  /* 25 joints, z x y each: extension, bend, turn */
    LOAD_ROWS = 109,
    LOAD_ROW_HOOP = 109,
    LOAD_STRIDE = 112,     /* row length, a multiple of a wide register */
    LOAD_HALF_STRIDE = 48, /* the same of a posture that is its mirror image */
    LOAD_BLOCK = 4,        /* rows that are worked on together */
};

#define LOAD_LEVELS 25 /* joints of the spine */
#define LOAD_GROUPS 24
#define LOAD_FASCICLES 199 /* of one side */
#define LOAD_PATH_POINTS 636
#define LOAD_RAYS (8 * SP_LOAD_SUPPORTS)
#define LOAD_COLUMNS (SP_LOAD_MUSCLES + LOAD_RAYS + 1)

/* The front wall of the belly, which follows the lumbar spine part of the way
 * (Christophy 2012). A segment of this room only. */
#define LOAD_ABDOMEN SP_SEGMENTS

struct load_fascicle {
    const char *name;
    int group;
    double strength_N; /* at stress_N_cm2 */
    double stress_N_cm2;
    double fibre_m; /* at its best length; at least 2 cm */
    int first, points;
    double hoop; /* how much of its force runs round the belly */
};

struct load_path_point {
    int segment;
    double at[3];
};

extern const char *const load_group_name[LOAD_GROUPS];
extern const struct load_fascicle load_fascicle[LOAD_FASCICLES];
extern const struct load_path_point load_path_point[LOAD_PATH_POINTS];

/* Stiffness of a spine joint (Nm per degree) and area of its disc (cm2). */
struct load_joint {
    double flex, ext, bend, turn;
    double area_cm2; /* 0: no disc */
};
extern const struct load_joint load_joint[LOAD_LEVELS];

/* ---- joints (tree.c)
 * ----------------------------------------------------------
 */

/* Force and moment about the world's origin. */
struct load_wrench {
    double f[3], m[3];
};

/* Motion per unit of one coordinate: a wrench w does the work
 * linear.f + angular.m on what the joint carries. */
struct load_axis {
    double linear[3], angular[3];
};

struct load_tree {
    struct load_axis axis[LOAD_ROWS];
    double centre[LOAD_LEVELS][3]; /* of the spine's joints, m */
    double belly[9];               /* turns a moment on the belly wall into the
                                      moment on a lumbar joint, world */
    double belly_R[9], belly_p[3]; /* frame of the belly wall */
    double belly_centre[3];
};

/* Row of the joint below a segment, and how many; 0 rows for a weld. */
int load_row_of(int segment, int *rows);
/* Segment that a row's joint carries. */
int load_segment_of_row(int row);

void load_tree_init(struct load_tree *tree, const struct sp_body *body,
                    const struct sp_frames *frames);

void load_wrench_at(const double force[3], const double at[3],
                    struct load_wrench *out);

static inline double load_work_of(const struct load_axis *s,
                                  const struct load_wrench *w)
{
    return s->linear[0] * w->f[0] + s->linear[1] * w->f[1] +
           s->linear[2] * w->f[2] + s->angular[0] * w->m[0] +
           s->angular[1] * w->m[1] + s->angular[2] * w->m[2];
}

/* Add weight * the generalised force of a wrench on a segment to out[]. */
void load_apply(const struct load_tree *tree, const struct sp_body *body,
                int segment, const struct load_wrench *w, double weight,
                double out[LOAD_STRIDE]);

/* Wrench of weight and pulls on each segment with all it carries. */
void load_known(const struct sp_body *body, const struct sp_load_case *one,
                const struct sp_frames *frames,
                struct load_wrench carried[SP_SEGMENTS]);
/* and its generalised forces. */
void load_known_rows(const struct load_tree *tree,
                     const struct load_wrench carried[SP_SEGMENTS],
                     double out[LOAD_STRIDE]);

/* World place of a point fixed to a segment or to the belly wall. */
void load_world(const struct load_tree *tree, const struct sp_frames *frames,
                int segment, const double at[3], double out[3]);

/* ---- muscles (paths.c)
 * ---------------------------------------------------------
 */

/* What is the same for every posture of one body. */
struct load_span {
    int limb, limb_rows; /* rows of a limb's joint that it crosses */
    int low, high;       /* spine levels [low, high) that it crosses */
};

/* Fill the columns of all fascicles: -dL/dq per row. Rows outside each span
 * are left alone. pull[level] of a fascicle: force on all above the joint.
 * With `mirror` the left ones are the right ones' images; else NULL. */
struct load_mirror;
void load_paths(const struct sp_body *body, const struct sp_frames *frames,
                const struct load_tree *tree, const struct load_span *spans,
                const struct load_mirror *mirror, double *columns,
                double *disc_pull);
void load_span_of(int fascicle, struct load_span *span);
double load_path_length(const struct sp_body *body,
                        const struct sp_frames *frames,
                        const struct load_tree *tree, int fascicle);

/* ---- passive joints (passive.c)
 * -------------------------------------------------
 */

struct load_passive {
    double angle[LOAD_LEVELS][3];     /* rad: extension, bend, turn */
    double moment[LOAD_LEVELS][3];    /* Nm on what is above */
    double stiffness[LOAD_LEVELS][3]; /* Nm/rad here */
    double flexed[LOAD_LEVELS];       /* share of the flexion range, [0, 1] */
};

void load_passive_init(struct load_passive *p, const struct sp_body *body,
                       const struct sp_frames *frames,
                       const struct sp_load_params *params);

/* ---- the programme (programme.c)
 * -------------------------------------------------
 *
 * min sum_j cost_j(x_j) + sum_i spring_i(s_i) + sum_i reserve z_i^2 / 2
 * subject to A x + s + z = b in every row and, in one row after them, the
 * belly wall's, A x >= 0. cost_j is a power of x_j or a quadratic; low <= x <=
 * high.
 */
struct load_column {
    double low, high;
    double weight; /* cost weight x^2/2 + linear x */
    double linear;
    double scale; /* > 0: cost volume (x/scale)^q / q instead */
    double volume;
    double inverse;       /* of weight; the solver's own */
    short lo[3], hi[3];   /* up to three runs of rows that are not zero */
    short from[3], to[3]; /* whole blocks around them; the solver's own */
};

/* One-row unknowns: springs s = top tanh(y slope / top) and limb actuators. */
struct load_row_term {
    double slope; /* of s against the multiplier */
    double top;   /* bound; INFINITY for none */
    bool soft;    /* tanh instead of a sharp bound */
};

struct load_programme {
    int rows, stride;   /* LOAD_ROWS and LOAD_STRIDE, or fewer: mirror.c */
    int first, columns; /* columns [first, columns) take part */
    struct load_column column[LOAD_COLUMNS];
    double *a; /* columns x stride; zero outside the runs */
    struct load_row_term term[LOAD_ROWS];
    double reserve;            /* slope of the reserve: 1 / its weight, */
    double share[LOAD_STRIDE]; /* times the row's share: 1, or 1/2 */
    double b[LOAD_STRIDE];
    double exponent;
    bool hoop; /* the wall's row is in force */
};

struct load_newton {
    double y[LOAD_STRIDE]; /* multipliers; the wall's is >= 0 */
    double x[LOAD_COLUMNS];
    double term[LOAD_ROWS];    /* springs and actuators */
    double reserve[LOAD_ROWS]; /* what nothing else holds */
    double residual[LOAD_STRIDE];
    double cost, gap; /* primal cost; primal - dual */
    int iterations;
    bool converged;
};

/* Scratch of the iteration. */
struct load_scratch {
    double H[LOAD_STRIDE * LOAD_STRIDE]; /* column-major lower triangle */
    double L[LOAD_STRIDE * LOAD_STRIDE];
    double u[LOAD_COLUMNS], v[LOAD_COLUMNS]; /* a.y, a.step */
    double slope[LOAD_COLUMNS];              /* dx/du in H */
    double fresh[LOAD_COLUMNS];              /* and at the point reached */
    double step[LOAD_STRIDE];
    // the columns' costs and bounds side by side
    bool made; /* H is of this programme */
    double linear[LOAD_COLUMNS], inverse[LOAD_COLUMNS];
    double low[LOAD_COLUMNS], high[LOAD_COLUMNS];
    double at[LOAD_COLUMNS], x[LOAD_COLUMNS], ignored[LOAD_COLUMNS];
};

/* From n->y (zeros for a cold start) to the optimum, or as near as it gets;
 * p->reserve is changed on the way and put back. Cost and gap are left out. */
void load_newton_reach(struct load_programme *p, struct load_newton *n,
                       struct load_scratch *s, double tolerance);
/* The same with cost and gap. */
void load_newton_solve(struct load_programme *p, struct load_newton *n,
                       struct load_scratch *s, double tolerance);

/* ---- dense kernels (kernels.c)
 * ---------------------------------------------------
 */

/* x = (u - linear) inverse within [low, high], and its slope; quadratic
 * costs of many columns at once. */
void load_answers(const double *u, const double *linear, const double *inverse,
                  const double *low, const double *high, double *x,
                  double *slope, int n);
/* y += w x */
void load_axpy(double *y, const double *x, double w, int n);
/* out = A' y, column by column. */
void load_products(const struct load_programme *p, const double *y,
                   double *out);
/* g += A x */
void load_add_forces(const struct load_programme *p, const double *x,
                     double *g);
/* H += w a a' for a column of rows like `c`; lower triangle, column-major,
 * columns `stride` apart as in all that follow. */
void load_add_rank1(double *H, int stride, const double *a, double w,
                    const struct load_column *c);
/* The same for four columns of the same rows. */
void load_add_rank4(double *H, int stride, const double *const a[4],
                    const double w[4], const struct load_column *c);
bool load_cholesky(double *L, int stride, int n);
void load_forward(const double *L, int stride, int n, double *x);
void load_backward(const double *L, int stride, int n, double *x);
double load_dot(const double *a, const double *b, int n);

/* ---- mirror images (mirror.c)
 * ------------------------------------------------
 */

struct load_mirror {
    int rows;              /* of one side and the middle */
    double off;            /* by how much the axes of both sides differ */
    short to[LOAD_STRIDE]; /* row there, or -1 */
    signed char sign[LOAD_STRIDE]; /* of a left row as a right one */
    short twin[LOAD_RAYS];         /* each ray's mirror image */
    struct load_programme half;
};

/* ---- what carries (cases.c, between.c)
 * ------------------------------------------------
 */

/* Supports, loads and devices of one->frames, with what touches in `key` and
 * props as they stand then. */
enum sp_status load_carry(const struct sp_body *body,
                          const struct sp_scene *scene,
                          const struct sp_prop *prop,
                          const struct sp_keyframe *key,
                          struct sp_load_case *one, struct sp_error *err);

/* ---- flesh (flesh.c), rest (rest.c)
 * ------------------------------------------
 */

/* How stiff flesh over the bone is, N/m. */
double load_flesh_N_m(int segment);

/* Places along the trunk that the skin points do not name: either side of each
 * vertebra's spinous line, the ribs' and flanks' sides, and the front of belly
 * and chest, right then left; m in the reference figure's segment, flesh (with
 * `more` girth than 1) apart. */
#define LOAD_PLACES_EACH 6
#define LOAD_PLACE_FRONT 4 /* the first of a segment's front places */
#define LOAD_TRUNK_PLACES (LOAD_PLACES_EACH * 17)
void load_trunk_place(int i, double more, int *segment, double out[3]);

/* Add what the body bears of itself: flesh nearer than near_m. */
void load_flesh_on_flesh(const struct sp_body *body, struct sp_load_case *one,
                         double near_m);

/* Whether this case settles first, and whether its legs hold meanwhile. */
void load_rest(struct sp_load_case *one, bool bar, bool straps,
               bool free_standing);

/* ---- assembling (assemble.c, relax.c)
 * ------------------------------------------------
 */

struct sp_load_work {
    struct load_tree tree;
    struct load_passive passive;
    struct load_programme programme;
    struct load_newton newton;
    struct load_mirror mirror;
    struct load_newton half_newton;
    struct load_scratch scratch;
    struct load_wrench carried[SP_SEGMENTS];
    double *columns;      /* LOAD_COLUMNS x LOAD_STRIDE */
    double *half_columns; /* LOAD_COLUMNS x LOAD_HALF_STRIDE */
    double *disc_pull;    /* SP_LOAD_MUSCLES x LOAD_LEVELS x 3 */
    struct load_span span[SP_LOAD_MUSCLES]; /* the same for everyone */
    int ray_support[LOAD_RAYS];
    double ray_force[LOAD_RAYS][3];
    int rays, pressure_column;
    struct load_wrench pressure_wrench; /* per kPa, on the four ribs together */
    double known[LOAD_STRIDE];
    double rest[LOAD_STRIDE]; /* muscles at tone, generalised */
    struct sp_load_case settled, varied;
    struct sp_load_result varied_result;
    bool warm;
};

/* Upright 1 to lying 0 to head down -1: line from L5/S1 to T1. */
double load_upright(const struct sp_frames *frames);

/* Muscles answer; or rest at their tone, a known moment; or rest with the
 * moment as it was when they began to, while joints settle by a few degrees. */
enum load_muscles_are {
    LOAD_MUSCLES_ANSWER,
    LOAD_MUSCLES_REST,
    LOAD_MUSCLES_REST_ON
};

/* Everything a programme is made of. */
void load_assemble(struct sp_load_work *work, const struct sp_body *body,
                   const struct sp_load_case *one,
                   const struct sp_frames *frames,
                   const struct sp_load_params *params,
                   enum load_muscles_are muscles);

/* Columns of the supports' rays, after those of muscles and pressure. Flesh
 * gives while the body is settling; then it presses as it does. */
void load_rays(struct sp_load_work *work, const struct sp_body *body,
               const struct sp_load_case *one, const struct sp_frames *frames,
               const struct sp_load_params *params, bool settling);

/* Solve what was assembled for this case, from newton.y: first one side of a
 * posture that is its own mirror image, then whatever that leaves. */
void load_solve(struct sp_load_work *work, const struct sp_load_case *one,
                double tolerance);

/* Whether the joints of both sides are alike, which rows are then one. */
bool load_mirror_rows(const struct load_tree *tree, struct load_mirror *mirror);
/* Fills the rest of work->mirror; false when both sides are not alike. */
bool load_mirror_init(struct sp_load_work *work,
                      const struct sp_load_case *one);
/* Multipliers of both sides as those of one, and back. */
void load_mirror_fold(const struct load_mirror *mirror, const double *y,
                      double *half);
void load_mirror_unfold(const struct load_mirror *mirror, const double *half,
                        double *y);

/* Let joints settle under weight, stiffness and supports, muscles at rest.
 * Moves *frames, leaves the case with its supports' new gaps in
 * work->settled; returns the steps taken, or -1 if the joints do not settle
 * and all stays as told. */
int load_relax(struct sp_load_work *work, const struct sp_body *body,
               const struct sp_load_case *one,
               const struct sp_load_params *params, struct sp_frames *frames);

/* Turn everything above a spine or limb joint by a small vector about its
 * centre; for the pelvis, move the whole body. */
void load_displace(const struct sp_body *body, const double step[LOAD_ROWS],
                   const struct load_tree *tree, struct sp_frames *frames);

#endif
