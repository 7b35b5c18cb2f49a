/*
 * From what a teacher says to joint angles: keyframes with contacts and
 * wished angles, solved for one body, and smooth movement between them.
 *
 * A scene holds props, loads carried and keyframes. The same structures serve
 * exercises, resting postures and scenes that a person writes.
 */
#ifndef STATURE_POSE_H
#define STATURE_POSE_H

#include "stature/body.h"

#define SP_NAME_MAX 48
#define SP_SCENE_PROPS 12
#define SP_SCENE_LOADS 4
#define SP_SCENE_KEYFRAMES 24
#define SP_KEYFRAME_TOUCHES 40
#define SP_KEYFRAME_PROPS 4

enum sp_prop_kind {
    SP_PROP_FLOOR,   /* always there, y = 0 */
    SP_PROP_MAT,     /* drawn only */
    SP_PROP_PILLOW,  /* box with give */
    SP_PROP_BLANKET, /* folded: box with give */
    SP_PROP_CHAIR,   /* seat; size: depth, seat height, width */
    SP_PROP_BED,
    SP_PROP_TABLE,  /* desk */
    SP_PROP_BALL,   /* size[0]: diameter */
    SP_PROP_ROLLER, /* size[0]: diameter, size[2]: length */
    SP_PROP_BAR,    /* pull-up bar; at: middle of the bar */
    SP_PROP_SMITH_BAR,
    SP_PROP_WALL, /* plane x = at[0], facing the person */
    SP_PROP_INVERSION_TABLE,
    SP_PROP_TRACTION_TABLE,
    SP_PROP_BOX,     /* load with handles */
    SP_PROP_PARTNER, /* a second figure holding what is named */
    SP_PROP_KINDS
};

/* Units m. Lengths of props that belong to the body (pillow thickness aside)
 * are scaled with stature where `scales` is true. Other furniture is not, but
 * a chair is set to whoever uses it. */
struct sp_prop {
    enum sp_prop_kind kind;
    char name[SP_NAME_MAX]; /* referred to by touches; unique in the scene */
    double at[3];           /* m: top centre of boxes, centre of balls, bars */
    double size[3];         /* m: along x, y, z; 0 = default of the kind */
    double tilt_rad;        /* about z: inversion table, head down + */
    double stiffness_N_m; /* of one place pressed by the body; 0: its kind's */
    bool scales;
    bool away; /* not in the picture unless a keyframe brings it */
};

/* Where a prop stands in one keyframe, if not as the scene has it. */
struct sp_prop_state {
    int prop; /* index into the scene's props */
    double at[3];
    double tilt_rad;
    bool away;
};

/* What a skin point touches. */
enum sp_touch_kind {
    SP_TOUCH_PLANE, /* height `height_m` above the floor (0 = floor) */
    SP_TOUCH_PROP,  /* surface of scene prop `target` */
    SP_TOUCH_POINT, /* skin point `target` of the same body */
};

struct sp_touch {
    enum sp_point point;
    enum sp_touch_kind kind;
    int target;
    double height_m;
    bool fixed; /* stays where the first keyframe with this touch has it */
    bool light; /* touches and bears nothing: a hand before it takes hold */
};

/* Weight held in hands or worn; enters load, drawn if it has a prop. */
struct sp_carried {
    char name[SP_NAME_MAX];
    double mass_kg;
    enum sp_point at;
};

struct sp_keyframe {
    char name[SP_NAME_MAX];
    double at_s;              /* arrival, from the start of the movement */
    double hold_s;            /* rest in the demonstration, not the dose */
    char breath[SP_NAME_MAX]; /* "in", "out", "easy" and the like */
    struct sp_posture wish;   /* what bends how far (1.75 m figure's root) */
    struct sp_touch touch[SP_KEYFRAME_TOUCHES];
    int touches;
    struct sp_prop_state prop[SP_KEYFRAME_PROPS]; /* moved props */
    int props;
    bool free_standing; /* centre of mass must stay over the feet */
};

struct sp_scene {
    char name[SP_NAME_MAX];
    struct sp_prop prop[SP_SCENE_PROPS];
    int props;
    struct sp_carried load[SP_SCENE_LOADS];
    int loads;
    struct sp_keyframe keyframe[SP_SCENE_KEYFRAMES];
    int keyframes;
    bool one_sided; /* drawn for the right; the left is the mirror image */
    double camera_azimuth_rad; /* 0 = seen from +x, pi/2 = from +z */
    double camera_elevation_rad;
};

/* How well a pose keeps what was asked. */
struct sp_pose_report {
    double worst_contact_m;
    int worst_touch;        /* index into touch[], -1 if none */
    double worst_range_rad; /* beyond the loaded range; 0 when inside */
    int worst_coord;
    double lowest_m;  /* deepest skin point below the floor, <= 0 */
    double balance_m; /* centre of mass outside the support; <= 0 inside */
    int iterations;
    bool converged; /* contacts within 5 mm, ranges kept, balance kept */
};

/*
 * The scene scaled to a body. Places (at x and z, the wished root, heights of
 * touches without a prop) follow stature; a prop's own height and size only
 * where `scales` is true, a chair's in any case while its seat is 38 to 56 cm
 * high (ANSI/HFES 100-2007). Sizes left at 0 become the kind's usual ones.
 */
void sp_scene_scale(const struct sp_scene *scene, const struct sp_body *body,
                    struct sp_scene *out);

/* The scene with its props as they stand in keyframe `k`, or a fraction u in
 * [0, 1] (eased) of the way between two: for whoever draws. Keyframes out of
 * range leave the props alone. */
void sp_scene_at(const struct sp_scene *scene, int k, struct sp_scene *out);
void sp_scene_between(const struct sp_scene *scene, int from, int to, double u,
                      struct sp_scene *out);

/* Ease in and out: 0 to 1 with rest at both ends. */
double sp_pose_ease(double u);

/*
 * Joint angles of keyframe `k` of a scene scaled to `body`. `*posture` is
 * filled with the best found even when report->converged is false: not
 * reaching is a result, not an error. Allocates nothing.
 * Errors: SP_E_RANGE for a keyframe that does not exist, for NaN in the scene,
 * or for more of anything than the scene holds.
 */
SP_NODISCARD enum sp_status sp_pose_solve(const struct sp_body *body,
                                          const struct sp_scene *scaled, int k,
                                          struct sp_posture *posture,
                                          struct sp_pose_report *report,
                                          struct sp_error *err);

/*
 * The same for every keyframe, posture[k] and report[k]; each is solved once,
 * where asking one by one solves again what later ones take their places from.
 */
SP_NODISCARD enum sp_status sp_pose_solve_all(const struct sp_body *body,
                                              const struct sp_scene *scaled,
                                              struct sp_posture *posture,
                                              struct sp_pose_report *report,
                                              struct sp_error *err);

/*
 * Posture at fraction `u` in [0, 1] of the way between two solved keyframes,
 * eased in and out, with the contacts that both keep held in place.
 */
SP_NODISCARD enum sp_status
sp_pose_between(const struct sp_body *body, const struct sp_scene *scaled,
                int from, const struct sp_posture *from_posture, int to,
                const struct sp_posture *to_posture, double u,
                struct sp_posture *posture, struct sp_pose_report *report,
                struct sp_error *err);

/*
 * The same, looked for from the posture `near` (NULL: from the blend of both):
 * for whoever follows a movement step by step and wants each posture close to
 * the one before, where two are equally good.
 */
SP_NODISCARD enum sp_status
sp_pose_follow(const struct sp_body *body, const struct sp_scene *scaled,
               int from, const struct sp_posture *from_posture, int to,
               const struct sp_posture *to_posture, double u,
               const struct sp_posture *near, struct sp_posture *posture,
               struct sp_pose_report *report, struct sp_error *err);

/* The scene seen in a mirror: sides of touches and props exchanged. */
void sp_scene_mirror(const struct sp_scene *scene, struct sp_scene *out);

#endif
