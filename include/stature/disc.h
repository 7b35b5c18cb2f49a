/*
 * The discs over time: force on each of 23 discs, C2/3 to L5/S1, turned into
 * fluid, height, nucleus pressure and stature over minutes to days.
 *
 * Each disc is a column of swelling tissue, resolved along its height, that
 * loses and takes up water through the endplates. Discs do not know of each
 * other. Everything is deterministic, allocates nothing and knows no clock;
 * all memory is the caller's. Equations, sources and limits: docs/disc.md.
 *
 * Units end the names. A load is the force along the disc's axis averaged
 * over about a minute, compression positive; fluid follows the mean, so an
 * effort that comes and goes is given by its mean.
 */
#ifndef STATURE_DISC_H
#define STATURE_DISC_H

#include "stature/base.h"

/* Discs from the pelvis up, numbered as in load.h, which has their names: 0 =
 * L5/S1, 1 = L4/5, ... 22 = C2/3. */
#define SP_DISCS 23
#define SP_DISC_L5_S1 0
#define SP_DISC_L4_L5 1
// clang-format off
enum {
    SP_DISC_L3_L4 = 2, SP_DISC_L2_L3, SP_DISC_L1_L2,
    SP_DISC_T12_L1, SP_DISC_T11_T12, SP_DISC_T10_T11, SP_DISC_T9_T10,
    SP_DISC_T8_T9, SP_DISC_T7_T8, SP_DISC_T6_T7, SP_DISC_T5_T6, SP_DISC_T4_T5,
    SP_DISC_T3_T4, SP_DISC_T2_T3, SP_DISC_T1_T2,
    SP_DISC_C7_T1, SP_DISC_C6_C7, SP_DISC_C5_C6, SP_DISC_C4_C5, SP_DISC_C3_C4,
    SP_DISC_C2_C3,
};
// clang-format on

/* Neck C2/3 to C7/T1, thoracic T1/2 to T12/L1, lumbar L1/2 to L5/S1. */
enum sp_disc_region {
    SP_DISC_NECK,
    SP_DISC_THORACIC,
    SP_DISC_LUMBAR,
    SP_DISC_REGIONS
};

/* Same order as enum sp_sex of the body. */
enum sp_disc_sex { SP_DISC_WOMAN, SP_DISC_MAN, SP_DISC_SEX_UNSTATED };

/* What the model knows of a person. */
struct sp_disc_person {
    double height_m;      /* [1.20, 2.20] */
    double mass_kg;       /* [30, 250] */
    double age_y;         /* [10, 110] */
    enum sp_disc_sex sex; /* weight of head and arms; size does the rest */
    bool degenerated[SP_DISCS];
};

/*
 * One set for everybody, never one per measurement. Range noted behind each;
 * outside it sp_disc_init refuses. Sources: docs/disc.md.
 */
struct sp_disc_params {
    double charge_mol_m3;   /* fixed charge at reference height; [50, 600] */
    double salt_mol_m3;     /* salt of the blood; [50, 300] */
    double osmotic_share;   /* osmotic coefficient; [0.5, 1] */
    double heat_J_mol;      /* R T; [2300, 2800] */
    double solid_share;     /* solid at reference height; [0.05, 0.35] */
    double matrix_MPa;      /* aggregate modulus; [0.2, 10] */
    double matrix_exponent; /* stiffening; [0.5, 5] */
    double permeability_mm4_Ns;   /* at reference height; [1e-5, 1e-2] */
    double permeability_exponent; /* with stretch; [0, 12] */
    double endplate_MPa_s_mm;     /* resistance of one endplate; [0, 1e6] */
    double endplate_in_to_out;    /* resistance inward / outward; [0.2, 5] */
    double pressure_factor;       /* nucleus pressure / mean stress; [1, 2] */
    double neck_charge;   /* charge of neck discs, x charge; [0.3, 1.5] */
    double elastic_share; /* fast closing at most, x height; [0, 0.3] */
    double elastic_MPa;   /* stress at 63 % of it; [0.01, 5] */
    double curve_share;   /* stature by curves / by discs; [0, 0.5] */
    double soft_mm;       /* tissue below the sacrum, standing; [0, 10] */
    double soft_s;        /* its time constant; [1, 1e5] */
    double soft_ratio;    /* its stiffening with load; [0.1, 10] */
    double tolerance;     /* of stretch, per step; [1e-9, 1e-2] */
};

struct sp_disc_params sp_disc_params_default(void);

enum {
    SP_DISC_CELLS = 12,  /* mid-plane to endplate */
    SP_DISC_TABLE = 512, /* intervals of the tabulated law */
};

/* A law of tissue as cubics over stretch: equilibrium stress S, resistance
 * rho = J / (2 k) and the matrix's own stress, with their first derivatives
 * continuous. */
struct sp_disc_table {
    double low, per_unit;                /* first stretch; intervals per unit */
    double stress[SP_DISC_TABLE][4];     /* MPa */
    double resistance[SP_DISC_TABLE][4]; /* MPa s / mm2 */
    double matrix[SP_DISC_TABLE][4];     /* MPa */
};

/* One person's disc at one level. */
struct sp_disc {
    double height_mm; /* reference: stretch 1, no fast closing */
    double area_mm2;
    double standing_N; /* quiet standing */
    double weight_N;   /* of what stands above, without muscle */
    double endplate_MPa_s_mm;
    double pressure_factor;
    int law; /* index into sp_disc_model.law */
};

/*
 * A person's discs. About 200 kB: keep it on the heap or in an arena. Treat
 * as const after sp_disc_init.
 */
struct sp_disc_model {
    struct sp_disc_person person;
    struct sp_disc_params params;
    struct sp_disc disc[SP_DISCS];
    struct sp_disc_table law[4];      /* neck, trunk; the same degenerated */
    double cell_share[SP_DISC_CELLS]; /* of half the height, inside first */
    double kyphosis_arc_mm;           /* T1 to T12 along the curve */
};

/* Water of every disc and the slow soft tissue. */
struct sp_disc_state {
    double stretch[SP_DISCS][SP_DISC_CELLS]; /* thickness / reference */
    double load_N[SP_DISCS];                 /* last load */
    double step_s[SP_DISCS];      /* next internal step; 0 after a jump */
    double outflow_mm3[SP_DISCS]; /* through endplates since sp_disc_rest */
    double soft_mm;               /* shortening below the sacrum */
};

struct sp_disc_reading {
    double height_mm[SP_DISCS];    /* by water alone; posture cancels */
    double elastic_mm[SP_DISCS];   /* fast closing under the present load */
    double pressure_MPa[SP_DISCS]; /* nucleus */
    double fluid_mm3[SP_DISCS];
    double region_mm[SP_DISC_REGIONS]; /* sums of height_mm */
    double curve_mm;   /* curves that follow the discs' height */
    double soft_mm;    /* shortening below the sacrum */
    double stature_mm; /* regions + curve - soft; only differences mean
                          anything, between like postures */
};

/*
 * Scale the discs to a person. Allocates nothing.
 * Errors: SP_E_RANGE naming the field if NaN or outside its range, or if the
 * tissue's law would not be monotonic.
 */
SP_NODISCARD enum sp_status sp_disc_init(struct sp_disc_model *model,
                                         const struct sp_disc_person *person,
                                         const struct sp_disc_params *params,
                                         struct sp_error *err);

/* At rest under a load: no flow anywhere, soft tissue settled.
 * Errors: SP_E_RANGE naming the level if a load is outside [-0.35, 4] MPa. */
SP_NODISCARD enum sp_status sp_disc_rest(const struct sp_disc_model *model,
                                         const double load_N[SP_DISCS],
                                         struct sp_disc_state *state,
                                         struct sp_error *err);

/* Let dt_s pass under a load; any dt_s >= 0 up to 60 days. On error *state is
 * untouched. */
SP_NODISCARD enum sp_status sp_disc_advance(const struct sp_disc_model *model,
                                            struct sp_disc_state *state,
                                            double dt_s,
                                            const double load_N[SP_DISCS],
                                            struct sp_error *err);

/* Heights, pressures and stature under the state's last load. */
void sp_disc_read(const struct sp_disc_model *model,
                  const struct sp_disc_state *state,
                  struct sp_disc_reading *reading);

/* Loss of stature, mm, by a thoracic curve bent this much beyond standing's
 * (+ more bent); a posture's part, apart from the discs. */
double sp_disc_kyphosis_mm(const struct sp_disc_model *model,
                           double kyphosis_rad);

/* ---- a day ---- */

/* A stretch of time under one load. */
struct sp_disc_segment {
    double start_s; /* first 0, then rising */
    double load_N[SP_DISCS];
    double kyphosis_rad; /* beyond standing's; [-1, 1.5] */
};

struct sp_disc_schedule {
    const struct sp_disc_segment *segment;
    size_t count;    /* [1, 10000] */
    double end_s;    /* end of the last segment; at most 60 days */
    double output_s; /* between samples; > 0 */
    int repeats;     /* run this often first, stopping when steady: the
                        daily rhythm; 0 to start from the state; [0, 60] */
};

/* Stature at one time, in its parts; regions are sums of disc heights. */
struct sp_disc_sample {
    double time_s;
    double region_mm[SP_DISC_REGIONS];
    double curve_mm, soft_mm;
    double posture_mm; /* loss by the posture's own kyphosis */
    double stature_mm; /* regions + curve - soft, without posture_mm */
};

/* Rows of a day; rows = sp_disc_rows(schedule). A sample at a segment's start
 * has the new load. height and pressure are optional, rows x SP_DISCS. */
struct sp_disc_series {
    struct sp_disc_sample *sample;
    double *height_mm;
    double *pressure_MPa;
    size_t cap;         /* rows there is room for */
    size_t count;       /* rows filled */
    int days;           /* runs made before this one until steady */
    double unsteady_mm; /* greatest change of a disc over the last of them */
};

/* Samples a schedule gives: every output_s from 0, and the end. 0 if the
 * schedule cannot be run. */
size_t sp_disc_rows(const struct sp_disc_schedule *schedule);

/*
 * Run a schedule from *state, which becomes the state at its end.
 * Errors: SP_E_RANGE with the segment's number; SP_E_FULL if the series is
 * too small. On error *state is untouched.
 */
SP_NODISCARD enum sp_status sp_disc_day(const struct sp_disc_model *model,
                                        const struct sp_disc_schedule *schedule,
                                        struct sp_disc_state *state,
                                        struct sp_disc_series *series,
                                        struct sp_error *err);

/* ---- activities: loads where no posture was solved ---- */

#define SP_DISC_ACTIVITY_MAP(X)                                                \
    X(LYING, "lying", 0.20)                                                    \
    X(CROOK, "lying, calves raised", 0.18)                                     \
    X(SLOUCH, "slouched in a chair", 0.57)                                     \
    X(SITTING, "sitting", 0.92)                                                \
    X(STANDING, "standing", 1.00)                                              \
    X(ABOUT, "up and about", 1.05)                                             \
    X(WALKING, "walking", 1.18)                                                \
    X(WALKING_LOADED, "walking with a tenth of body mass", 1.42)               \
    X(RUNNING, "running", 1.80)                                                \
    X(LIFTING, "circuit weights, jumps", 2.00)

enum sp_disc_activity {
#define X(name, text, ratio) SP_DISC_##name,
    SP_DISC_ACTIVITY_MAP(X)
#undef X
        SP_DISC_ACTIVITIES
};

/* Static storage; mean load over quiet standing's. */
const char *sp_disc_activity_text(enum sp_disc_activity activity);
double sp_disc_activity_ratio(enum sp_disc_activity activity);

/* Every disc at this ratio to its own load in quiet standing. */
void sp_disc_ratio_load(const struct sp_disc_model *model, double ratio,
                        double load_N[SP_DISCS]);

/* Head down, tilt below the horizontal: weight hangs from every disc, muscle
 * tone leaves (1 - tone) of it. */
void sp_disc_inverted_load(const struct sp_disc_model *model, double tilt_rad,
                           double tone, double load_N[SP_DISCS]);

/* Lying, with a net pull between chest and pelvis: T10/T11 and below. */
void sp_disc_traction_load(const struct sp_disc_model *model, double pull_N,
                           double load_N[SP_DISCS]);

/* An office day: eight hours in bed from 16 h after rising, otherwise sitting,
 * walking and up and about. Rising is 0 s. Fills up to cap segments, returns
 * how many there are, 0 if cap is too small. */
enum { SP_DISC_OFFICE_SEGMENTS = 25 };
size_t sp_disc_office_day(const struct sp_disc_model *model,
                          struct sp_disc_segment *segment, size_t cap);

/* ---- dose of a movement ---- */

enum {
    SP_DISC_VARIANTS = 5,   /* best values, then one changed at a time */
    SP_DISC_SIT_ROWS = 481, /* four hours by 30 s */
};

/* Move one of the four fitted numbers by its standard error: 1 charge 13 %, 2
 * matrix 15 %, 3 endplate and 4 permeability by half (docs/disc.md); 0 leaves
 * all. */
void sp_disc_params_vary(struct sp_disc_params *params, int variant);

/* A person at one hour of a day, ready for many doses: one model and state
 * per variant of the weakly known parameters, and how sitting on would go.
 * About 1 MB; treat as const after sp_disc_doser_init. */
struct sp_disc_doser {
    struct sp_disc_model model[SP_DISC_VARIANTS];
    struct sp_disc_state state[SP_DISC_VARIANTS];
    double sit_N[SP_DISCS];
    double sit_s; /* between rows of sit_mm */
    double sit_mm[SP_DISC_VARIANTS][SP_DISC_SIT_ROWS][SP_DISC_REGIONS];
};

/* A part of a movement; repeats and rests come averaged or one by one. */
struct sp_disc_hold {
    double duration_s; /* > 0 */
    double load_N[SP_DISCS];
    double error_N[SP_DISCS]; /* of load_N, one standard error, the same way
                                 in all discs; 0 = as good as known */
};

/* A height against sitting for the same time, with what the parameters and
 * the load leave open (one standard error each, joined as root of squares). */
struct sp_disc_gain {
    double mm, low_mm, high_mm;
};

struct sp_disc_dose {
    struct sp_disc_gain gained[SP_DISC_REGIONS]; /* at the end of the hold */
    struct sp_disc_gain left[SP_DISC_REGIONS];   /* after 30 min sitting */
    struct sp_disc_gain gained_all, left_all;    /* three regions together */
};

/*
 * Prepare doses at at_s of a day in its steady rhythm; the day's output_s and
 * repeats are not used. Allocates nothing; some hundredths of a second.
 * Errors: SP_E_RANGE for a time outside the day and what sp_disc_init and
 * sp_disc_day refuse.
 */
SP_NODISCARD enum sp_status sp_disc_doser_init(
    struct sp_disc_doser *doser, const struct sp_disc_person *person,
    const struct sp_disc_params *params, const struct sp_disc_schedule *day,
    double at_s, const double sit_N[SP_DISCS], struct sp_error *err);

/* The same in parts that threads may share: begin once, then each variant
 * below SP_DISC_VARIANTS once, in any order or at the same time. */
SP_NODISCARD enum sp_status
sp_disc_doser_begin(struct sp_disc_doser *doser,
                    const struct sp_disc_schedule *day, double at_s,
                    const double sit_N[SP_DISCS], struct sp_error *err);
SP_NODISCARD enum sp_status sp_disc_doser_variant(
    struct sp_disc_doser *doser, int variant,
    const struct sp_disc_person *person, const struct sp_disc_params *params,
    const struct sp_disc_schedule *day, double at_s, struct sp_error *err);

/*
 * What `count` holds, one after the other, give against the same time
 * sitting. with_range false leaves low and high equal to the best value and
 * takes a sixth of the time. At most 3.5 hours in all.
 */
SP_NODISCARD enum sp_status sp_disc_dose(const struct sp_disc_doser *doser,
                                         const struct sp_disc_hold *hold,
                                         size_t count, bool with_range,
                                         struct sp_disc_dose *dose,
                                         struct sp_error *err);

/* ---- against published measurements ---- */

enum sp_disc_row_use {
    SP_DISC_ROW_CALIBRATED, /* took part in finding four parameters */
    SP_DISC_ROW_PREDICTED,
    SP_DISC_ROW_ORDER,   /* only a sign was published */
    SP_DISC_ROW_UNSCORED /* printed, with the reason, but not counted */
};

/* One published figure beside the model's; texts are static. */
struct sp_disc_row {
    const char *name, *source, *history;
    const char *unit; /* "mm", "%", "ratio" */
    const char *note; /* likely reason of a miss, or why unscored; "" */
    enum sp_disc_row_use use;
    double mean_load; /* over standing at L5/S1, over the time measured */
    double measured, spread; /* spread NAN where none was published */
    double low, high;        /* of the bar, for calibrated rows; else NAN */
    double predicted;
    bool sign_right, in_bar;
};

struct sp_disc_validation {
    double median_abs_mm; /* over predicted rows in mm */
    int predicted_mm_rows;
    int signs_wrong; /* over predicted and order rows */
};

size_t sp_disc_validation_rows(void);

/*
 * Predict every row from one parameter set. `work` is memory for the call.
 * Errors: SP_E_FULL if cap is less than sp_disc_validation_rows().
 */
struct sp_disc_validation_work {
    struct sp_disc_model model;
    struct sp_disc_segment day[SP_DISC_OFFICE_SEGMENTS];
    struct sp_disc_state rising, state;
};
SP_NODISCARD enum sp_status
sp_disc_validate(const struct sp_disc_params *params, struct sp_disc_row *rows,
                 size_t cap, struct sp_disc_validation *sum,
                 struct sp_disc_validation_work *work, struct sp_error *err);

/* Of a disc, 0 to SP_DISCS - 1. */
enum sp_disc_region sp_disc_region(int disc);

#endif
