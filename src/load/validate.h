/*
 * The measured postures, written down once, and what the model says of them.
 *
 * One man, one set of parameters for every row; never tuned per row. Which
 * parameters were set with sight of which rows: docs/validation.md.
 */
#ifndef LOAD_VALIDATE_H
#define LOAD_VALIDATE_H

#include "stature/load.h"

/* What holds the body in a measured posture. */
enum load_hold {
    LOAD_FEET = 1 << 0,
    LOAD_SEAT = 1 << 1,
    LOAD_HANDS_ON_THIGHS = 1 << 2,
    LOAD_ELBOWS_ON_THIGHS = 1 << 3,
    LOAD_BACKREST = 1 << 4,
    LOAD_ON_BACK = 1 << 5,
    LOAD_ON_FRONT = 1 << 6,
    LOAD_ON_ELBOWS = 1 << 7,
    LOAD_ON_SIDE = 1 << 8,
    LOAD_BAR = 1 << 9,
    LOAD_ANKLE_STRAPS = 1 << 10,
    LOAD_HARNESS = 1 << 11,
    LOAD_SETTLES = 1 << 12, /* hanging and lying: joints settle first */
};

/* A posture in degrees. Flexion of lumbar spine, chest and neck positive;
 * pelvis forward tilt positive, for lying rows the turn of the whole. */
struct load_posture {
    const char *name;
    double pelvis, lumbar, thorax, neck, hip, knee;
    double shoulder[3]; /* flexion, adduction, internal rotation */
    double elbow;
    unsigned hold;
    double carried_kg; /* evenly in both hands */
    double brace_kPa;
};

struct load_measured {
    struct load_posture posture;
    double pressure_MPa; /* Wilke 1999, L4/5 */
    int row;             /* in that paper's table */
    bool seen;           /* figure read in abstract or second hand; else from
                            memory of the paper */
    bool heavy;
};

#define LOAD_MEASURED 16
extern const struct load_measured load_measured[LOAD_MEASURED];

/* Hanging, and lying with a pull or head down by `degrees`. */
extern const struct load_posture load_hanging;
extern const struct load_posture load_supine;
struct load_posture load_inverted(double degrees);

/* The study's man: 70 kg, 1.74 m, L4/5 disc of 1800 mm2. */
SP_NODISCARD enum sp_status load_subject(struct sp_body *body,
                                         struct sp_load_params *params,
                                         struct sp_error *err);

/* Place a measured posture: feet flat, balance over the feet if they alone
 * carry. `tilt_deg` turns a lying body head down. */
void load_posture_case(const struct sp_body *body,
                       const struct load_posture *posture, double tilt_deg,
                       struct sp_load_case *one);

/* ---- validation -------------------------------------------------------------
 */

struct sp_validation_row {
    const char *name;
    int row;
    bool seen, heavy;
    double measured_MPa, predicted_MPa;
    double left_out_MPa; /* parameters fitted to the other rows */
    double low_MPa, high_MPa;
    double compression_N;
    double settle_Nm;
    enum sp_load_verdict verdict;
    int iterations;
    double residual;
};

enum sp_check_kind {
    SP_CHECK_PRESSURE_FORCE,
    SP_CHECK_TILT,
    SP_CHECK_TRACTION,
    SP_CHECK_HANGING,
    SP_CHECK_SYMMETRY,
    SP_CHECK_MASS,
};

struct sp_validation_check {
    enum sp_check_kind kind;
    char name[96];
    const char *format;      /* of which the name was made; static storage */
    double value, low, high; /* bar; low == high: none, for reading */
    const char *unit;
    bool met;
};

#define SP_VALIDATION_CHECKS 48

struct sp_validation_summary {
    double pearson, median_error, worst_error;
    int worst_row, beyond_40;
    double left_out_median, left_out_worst; /* 0 when not asked for */
    double light_pearson, light_median;     /* without the four heavy rows */
    double ratio_median; /* error of pressure over standing's own pressure */
    double largest_residual;
};

struct sp_validation {
    struct sp_validation_row row[LOAD_MEASURED];
    struct sp_validation_summary summary;
    struct sp_validation_check check[SP_VALIDATION_CHECKS];
    int checks;
    struct sp_load_params params;
};

/* What a fit may move, in this order; docs/validation.md lists them. */
#define LOAD_FITTED 3
/* Parameters set with sight of the measured rows, those included. */
#define LOAD_SEEN 12
struct load_fitted_row {
    const char *name;
    size_t at;
    double min, max, step;
};
extern const struct load_fitted_row load_fitted[LOAD_FITTED];

/* Predicted L4/5 pressures of the measured rows. */
SP_NODISCARD enum sp_status load_predict(struct sp_load_work *work,
                                         const struct sp_load_params *params,
                                         double pressure_MPa[LOAD_MEASURED],
                                         struct sp_error *err);

/* d log(pressure) of each row by each fitted parameter, in its own steps. */
struct load_slopes {
    double log_p[LOAD_MEASURED];
    double by[LOAD_MEASURED][LOAD_FITTED];
};
SP_NODISCARD enum sp_status load_slopes_at(struct sp_load_work *work,
                                           const struct sp_load_params *params,
                                           struct load_slopes *out,
                                           struct sp_error *err);

/* One least-squares step of log pressure over all rows but `left_out` (-1:
 * none), within each parameter's bounds. */
void load_fit_step(const struct load_slopes *slopes,
                   const double log_p[LOAD_MEASURED], int left_out,
                   struct sp_load_params *params);

/* Every row and check. Leaving each posture out in turn takes some seconds;
 * left_out_MPa is 0 when not asked for. */
SP_NODISCARD enum sp_status sp_validate(struct sp_load_work *work,
                                        bool leave_out,
                                        struct sp_validation *out,
                                        struct sp_error *err);

#endif
