/*
 * What a posture does to every disc: gravity, supports and known pulls on the
 * body, the muscle forces that hold it at least effort, and from them the
 * compression, shear and nucleus pressure of 23 discs.
 *
 * Static. SI units; pressures in MPa (nucleus) and kPa (abdomen). Equations,
 * sources and what is left out: docs/load.md. How far it is from measurements
 * in living people: docs/validation.md.
 */
#ifndef STATURE_LOAD_H
#define STATURE_LOAD_H

#include "stature/pose.h"

/* Discs from the pelvis up: 0 = L5/S1, 1 = L4/5, ... 22 = C2/3. */
#define SP_DISCS 23
#define SP_DISC_L5_S1 0
#define SP_DISC_L4_L5 1

#define SP_LOAD_SUPPORTS 96
#define SP_LOAD_PULLS 16
#define SP_LOAD_LIMB_ACTUATORS 28
#define SP_LOAD_MUSCLES 398 /* fascicles, right and left in turn */

/* ---- the posture and what acts on it ---------------------------------------
 */

/* A place where something can carry the body. The force lies within a
 * friction pyramid about `normal`, or about its opposite as well if held. */
struct sp_support {
    int segment;          /* enum sp_segment that is carried */
    int other;            /* segment of the same body that carries it, or -1 */
    double at[3];         /* m, in the frame of `segment` */
    double normal[3];     /* unit, world: the way the support pushes the body */
    double friction;      /* Coulomb; >= 0 */
    double stiffness_N_m; /* of support and flesh together; > 0 */
    double gap_m;         /* to be closed before it carries; >= 0 */
    double moved_m[3];    /* world: the point's way since it touched; 0 */
    bool held;            /* gripped or strapped: pulls as well as pushes */
    bool flesh;           /* of the same body: bears what it is pressed with
                             when the body has settled, no less and no more */
    double pressed_N;     /* that force; known only then */
    int touch;            /* index of the scene's touch, or -1 */
};

/* A known force: weight in a hand, a harness, a partner's pull. */
struct sp_pull {
    int segment;
    double at[3];      /* m, in the segment's frame */
    double force_N[3]; /* world */
};

struct sp_load_case {
    struct sp_frames frames; /* from sp_body_place() */
    struct sp_support support[SP_LOAD_SUPPORTS];
    int supports;
    struct sp_pull pull[SP_LOAD_PULLS];
    int pulls;
    double brace_kPa; /* breath held against closed lips; 0 = as needed */
    bool relax; /* let hanging or lying joints settle before muscles answer */
    bool legs_stand;  /* meanwhile the legs stay as told under the body, */
    bool legs_lifted; /* or in the air, which is then muscles' work; */
    bool hips_give;   /* but hips bend on to the end of their range */
    double held_Nm[SP_LOAD_LIMB_ACTUATORS]; /* moments that settled limbs hold
                       by themselves, as limb_Nm below; 0 */
};

/* ---- parameters -------------------------------------------------------------
 * One set for every posture. docs/load.md says where each comes from and
 * docs/validation.md which were set with sight of measurements. */
struct sp_load_params {
    double p0_MPa;          /* nucleus pressure of an unloaded disc */
    double tone;            /* trunk and neck muscles at rest, of strength */
    double tone_abdomen;    /* added to the abdominal wall, trunk upright */
    double ligament_per_m;  /* disc compression per Nm of passive flexion, at
                               the end of range; less on the way there */
    double extension_per_m; /* the same in extension */
    double stiffening;      /* exponent of passive moment over the range */
    double stiffness;       /* factor on the table of joint stiffness */
    double facet;           /* share of compression on facets, upright */
    double settle_rad;      /* joint angles are known to about this */
    double settle_weight;   /* cost of settling */
    double pressure_weight; /* cost of abdominal pressure */
    double pressure_min_kPa, pressure_max_kPa;
    double contact_weight; /* cm3 per J: cost of sinking into supports */
    double hoop_N_kPa;     /* belly wall force that holds 1 kPa */
    double pressure_area_m2;
    double rib_factor;    /* thoracic joint stiffness, rib cage included */
    double strength;      /* 1 = 100 N/cm2 */
    double exponent;      /* of activation in the effort; [2, 4] */
    double disc_area;     /* factor on the table of disc areas */
    double stress_factor; /* nucleus pressure times area over force, 1 / k */
};

extern const struct sp_load_params sp_load_defaults;

/* ---- the answer -------------------------------------------------------------
 */

struct sp_disc_load {
    double joint_N; /* all forces across the joint, axial, compression + */
    double compression_N; /* of that, on the disc; tension negative */
    double shear_N;       /* upper vertebra forward + */
    double lateral_N;     /* upper vertebra to the right + */
    double pressure_MPa;  /* of the nucleus */
    double passive_Nm;    /* held by the bent joint itself, extension + */
    double settle_Nm;     /* held by settling into the joint, extension + */
    double settle_rad;    /* and how far that is */
};

/* Why a posture is not held, if it is not. */
enum sp_load_verdict {
    SP_LOAD_HELD,
    SP_LOAD_TOO_WEAK,    /* muscles or limbs at their limit */
    SP_LOAD_NO_SUPPORT,  /* the whole body is not carried */
    SP_LOAD_NOT_SETTLED, /* iteration stalled above the tolerance */
};

struct sp_load_result {
    struct sp_disc_load disc[SP_DISCS];
    enum sp_load_verdict verdict;
    int worst_segment;    /* joint below this segment lacks most */
    double worst_lack;    /* N for the whole body's place, else Nm */
    double worst_moment;  /* Nm, the largest lack of a moment */
    double worst_force_N; /* the largest lack of a force */
    double activation;    /* largest muscle force over strength */
    int strongest;        /* that fascicle */
    int muscles_at_limit;
    double muscle_sum_N; /* of all fascicle forces */
    double settle_Nm;    /* largest joint spring moment */
    int settle_segment;
    bool beyond_range;   /* abdominal muscles bend the body against its own
                            joints: the posture asked for is out of reach */
    double pressure_kPa; /* abdomen */
    double support_N[SP_LOAD_SUPPORTS][3]; /* on the body, world */
    double limb_Nm[SP_LOAD_LIMB_ACTUATORS];
    double effort;      /* the minimised sum */
    double optimality;  /* duality gap over effort */
    double residual_N;  /* largest force, then moment, out of balance, with */
    double residual_Nm; /* the reserves that worst_lack reports counted in */
    int iterations;
    int relax_steps; /* 0 not asked for, -1 does not settle: kept as told */
    struct sp_frames frames; /* where the joints settled, if relaxed */
};

/* ---- solving
 * ----------------------------------------------------------------- */

/* Memory of one solver: about 2 MB from the arena, used again and again.
 * NULL when the arena is full. One per thread. */
struct sp_load_work;
size_t sp_load_work_bytes(void);
struct sp_load_work *sp_load_work_new(struct sp_arena *arena);

/* The next solve starts from nothing, as the first one does. Without this a
 * solve starts from the last answer: same to the tolerance, but quicker. */
void sp_load_forget(struct sp_load_work *work);

/*
 * Loads of one case. Allocates nothing. A posture that cannot be held is a
 * result (see verdict), not an error.
 * Errors: SP_E_RANGE for NaN, unknown segments or parameters outside their
 * range, naming the field.
 */
SP_NODISCARD enum sp_status sp_load_solve(struct sp_load_work *work,
                                          const struct sp_body *body,
                                          const struct sp_load_case *one,
                                          const struct sp_load_params *params,
                                          struct sp_load_result *result,
                                          struct sp_error *err);

/* Force of each fascicle in the last solve; even = right, odd = left. */
const double *sp_load_muscles(const struct sp_load_work *work);
const char *sp_load_muscle_name(int fascicle);
const char *sp_load_muscle_group(int fascicle);

/* "L5/S1", "C2/3"; static storage. */
const char *sp_disc_name(int disc);
int sp_disc_find(const char *name);

/* What holds this joint, in words: "L4/5", "right shoulder"; static. */
const char *sp_load_joint_name(int segment);

/*
 * The supports, loads and devices of a solved keyframe. `scaled` as given to
 * sp_pose_solve(); its props are taken as they stand in the keyframe.
 * Errors: SP_E_RANGE when nothing carries the body or it does not fit.
 */
SP_NODISCARD enum sp_status
sp_load_case_of(const struct sp_body *body, const struct sp_scene *scaled,
                int keyframe, const struct sp_posture *posture,
                struct sp_load_case *one, struct sp_error *err);

/*
 * The same a fraction u in [0, 1] of the way between two keyframes, as
 * sp_pose_between() takes it: what both touch is held all the way, what one
 * touches carries while it is within 1 cm. At u = 0 and 1, and from a keyframe
 * to itself, exactly sp_load_case_of().
 */
SP_NODISCARD enum sp_status
sp_load_case_between(const struct sp_body *body, const struct sp_scene *scaled,
                     int from, int to, double u,
                     const struct sp_posture *posture, struct sp_load_case *one,
                     struct sp_error *err);

/* A traction harness: `pull_N` along `direction` (world, towards the feet) at
 * the iliac crests, answered by a chest strap; what the lower body's friction
 * takes is known beforehand on a plain table. */
struct sp_traction {
    double pull_N;    /* [0, 900] */
    double angle_rad; /* above the table, [-0.5, 0.9] */
    bool split;       /* table halves roll apart: no friction below */
    double friction;  /* of a plain table; 0 = 0.5 */
};
/* Weight of pelvis, legs and what lies below L4: what a table's friction acts
 * on, and what hangs from the low back in a free hang. */
double sp_lower_weight_N(const struct sp_body *body);
/* What is left of a pull for the spine once a plain table has held the lower
 * body back: T cos a - mu (W - T sin a), never below 0 (Coulomb; the loss was
 * seen by Judovich 1955). Fields as above, checked by whoever set them. */
double sp_traction_net_N(const struct sp_body *body,
                         const struct sp_traction *t);
SP_NODISCARD enum sp_status sp_load_add_traction(const struct sp_body *body,
                                                 struct sp_load_case *one,
                                                 const struct sp_traction *t,
                                                 struct sp_error *err);

/* ---- the range
 * ----------------------------------------------------------------
 */

struct sp_load_range {
    double low_N[SP_DISCS], high_N[SP_DISCS];     /* compression_N */
    double low_MPa[SP_DISCS], high_MPa[SP_DISCS]; /* pressure */
    int solved; /* cases; those not held are left out */
};

/*
 * Solve again over what is not known: strength 46 to 100 N/cm2, exponent 2 to
 * 3, lordosis 10 degrees flatter or deeper with the trunk kept, as far as the
 * joints' ranges let it, disc area 15 % either way, tone from none to twice.
 * One at a time, from the middle case.
 */
SP_NODISCARD enum sp_status sp_load_ranges(struct sp_load_work *work,
                                           const struct sp_body *body,
                                           const struct sp_load_case *one,
                                           const struct sp_load_params *params,
                                           struct sp_load_result *middle,
                                           struct sp_load_range *range,
                                           struct sp_error *err);

#endif
