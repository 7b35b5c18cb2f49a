/*
 * The column of tissue and its law, as the files of this room share them.
 */
#ifndef DISC_INTERNAL_H
#define DISC_INTERNAL_H

#include "stature/disc.h"

enum { DISC_CELLS_MAX = 32 };

/* Stresses the law is made for, MPa; equilibrium lies inside the table. */
#define DISC_STRESS_MIN (-0.35)
#define DISC_STRESS_MAX 4.0

/* Longest time one call covers: the law leaves out what matters later. */
#define DISC_TIME_MAX (60 * 86400.0)

/* Tissue of one kind: parameters after age, level and degeneration. */
struct disc_tissue {
    double charge, salt, osmotic, heat_J_mol, solid;
    double matrix_MPa, exponent;
    double permeability, permeability_exponent;
};

double disc_swelling_MPa(const struct disc_tissue *t, double stretch);
double disc_matrix_MPa(const struct disc_tissue *t, double stretch);
double disc_permeability(const struct disc_tissue *t, double stretch);
/* Energy stored against the same at stretch 1, MPa (mJ per mm3). */
double disc_stored_MPa(const struct disc_tissue *t, double stretch);

/* A function of stretch and its derivative. */
typedef double disc_curve(const void *of, double stretch, double *slope);

/* Fill a table over [low, high] from three curves. */
void disc_table_fill(struct sp_disc_table *table, double low, double high,
                     disc_curve *stress, disc_curve *resistance,
                     disc_curve *matrix, const void *of);

/* False if the stress is not strictly falling or does not reach over
 * [DISC_STRESS_MIN, DISC_STRESS_MAX]. */
bool disc_table_tissue(struct sp_disc_table *table,
                       const struct disc_tissue *tissue);

double disc_table_stress(const struct sp_disc_table *table, double stretch);
double disc_table_matrix(const struct sp_disc_table *table, double stretch);

/* Stretch at which the stress is this; the table must span it. */
double disc_table_rest(const struct sp_disc_table *table, double stress_MPa);

/*
 * Half a disc, mid-plane to endplate, per unit of area. Flow is positive out
 * of the disc.
 */
struct disc_column {
    const struct sp_disc_table *law;
    int n;                     /* <= DISC_CELLS_MAX */
    double dz[DISC_CELLS_MAX]; /* mm, reference thickness, inside first */
    double endplate_out, endplate_in; /* MPa s / mm */
    double tolerance;                 /* of stretch, per step */
};

/* What flows at one state. */
struct disc_flow {
    double rate[DISC_CELLS_MAX]; /* 1/s, of stretch */
    double out_mm_s;             /* through the endplate */
    double dissipated_MPa_mm_s;  /* turned to heat, per area; >= 0 */
    double matrix_MPa;           /* mean over the height */
    double matrix_MPa_s;         /* its rate */
};

/* False if a stretch lies outside the law's table. */
bool disc_column_flow(const struct disc_column *c, double stress_MPa,
                      const double *stretch, struct disc_flow *flow);

/* Derivative of rate by stretch: three diagonals, and of the outflow by the
 * outermost stretch. For tests beside the solver. */
struct disc_jacobian {
    double lower[DISC_CELLS_MAX], diag[DISC_CELLS_MAX], upper[DISC_CELLS_MAX];
    double out;
};
bool disc_column_jacobian(const struct disc_column *c, double stress_MPa,
                          const double *stretch, struct disc_jacobian *jac);

/* Half the disc's height, mm. */
double disc_column_height(const struct disc_column *c, const double *stretch);

/* The state at both ends of an accepted step. */
struct disc_step {
    double begin_s, length_s; /* from the start of the call */
    double height_mm[2], rate_mm_s[2];
    double matrix_MPa[2], matrix_MPa_s[2];
    const double *stretch[2];
    const struct disc_flow *flow[2];
};

/* Called after each accepted step, in order of time. */
typedef void disc_visit(void *to, const struct disc_step *step);

/*
 * Advance under a constant stress. *step_s is the length to try first (0 for
 * a jump of load) and becomes the length to try next; *outflow_mm grows by
 * what left through the endplate, by the same sums as the step itself.
 * `visit` may be NULL. False if the step shrinks to nothing: the stress or
 * the law is beyond the table.
 */
bool disc_column_advance(const struct disc_column *c, double stress_MPa,
                         double time_s, double *stretch, double *step_s,
                         double *outflow_mm, disc_visit *visit, void *to);

/* Cells thinning by `ratio` each towards the endplate; shares sum to 1. */
void disc_grid(double *share, int n, double ratio);

/* One disc of a model as a column. */
void disc_column_of(const struct sp_disc_model *model, int level,
                    struct disc_column *column);

/* SP_OK if all loads are finite and within the law's stresses. `where` begins
 * the sentence. */
enum sp_status disc_check_load(const struct sp_disc_model *model,
                               const double load_N[SP_DISCS], const char *where,
                               struct sp_error *err);

/* "L4/5", as load.h names them; static storage. */
const char *disc_name(int level);

/* Mean stress on a disc, MPa. */
double disc_stress(const struct sp_disc *disc, double load_N);

/* Soft tissue below the sacrum after time_s under a load. */
double disc_soft_after(const struct sp_disc_model *model, double soft_mm,
                       double time_s, double load_N);
double disc_soft_rest(const struct sp_disc_model *model, double load_N);

#endif
