/*
 * The parts of the pose solver: surfaces, goals, and the minimisation.
 */
#ifndef POSE_INTERNAL_H
#define POSE_INTERNAL_H

#include "body/body_internal.h"
#include "stature/pose.h"

// ---- surfaces (surface.c)

/* One scalar condition on a point: gap m, zero when kept, and its gradient. */
struct pose_condition {
    double gap_m;
    double gradient[3];
};

#define POSE_CONDITIONS 4

/* Conditions for `point` at p to touch `prop`; returns how many (<= 4). The
 * first `*surface` of them measure the contact, the rest keep the point above
 * the prop's extent. */
int pose_prop_conditions(const struct sp_prop *prop, enum sp_point point,
                         const double p[3],
                         struct pose_condition out[POSE_CONDITIONS]);

/* A place relative to a prop, so that it can be kept when the prop moves.
 * Input and output may be the same array. */
void pose_prop_local(const struct sp_prop *prop, const double world[3],
                     double local[3]);
void pose_prop_world(const struct sp_prop *prop, const double local[3],
                     double world[3]);
/* A ball rolls under the skin: no place on it is kept. */
bool pose_prop_rolls(enum sp_prop_kind kind);

/* Does this part stay out of such a thing of itself? Legs and trunk lie on
 * beds, seats and pillows by their contacts alone. */
bool pose_keeps_out(enum sp_prop_kind kind, int segment);
/* How deep p is in a solid prop, m, and the way out; 0 outside. */
double pose_depth_in(const struct sp_prop *prop, const double p[3],
                     double out[3]);

// ---- what is asked (goals.c)

struct pose_goal {
    enum sp_point point;
    enum sp_touch_kind kind;
    int target;      /* prop index or point */
    double height_m; /* plane */
    bool anchored;   /* also keep it at `place`, horizontally on planes */
    double place[3]; /* world */
};

struct pose_problem {
    const struct sp_body *body;
    const struct pose_skin *skin; /* of the same body */
    const struct sp_prop *prop;   /* as they stand in this keyframe */
    int props;
    struct pose_goal goal[SP_KEYFRAME_TOUCHES];
    int goals;
    struct sp_posture wish;
    double wish_weight;            /* 1 at first; less when contacts need it */
    bool apart;                    /* limbs stay out of each other */
    bool balanced;                 /* keep the centre of mass over the feet */
    const struct sp_carried *load; /* carried weights move the balance */
    int loads;
};

/* Least-squares cost at q; with A and g also its Gauss-Newton normal matrix
 * (lower triangle, SP_COORDS square) and gradient. */
double pose_cost(const struct pose_problem *problem,
                 const struct sp_posture *posture, double *A, double *g);

// ---- what must not sink (skin.c)

#define POSE_SKIN_PLACES 480

/* Places of one body's skin to look at, those of a segment side by side: the
 * named points (but the grip, which may sink), then places all over it. */
struct pose_skin {
    double at[POSE_SKIN_PLACES][3]; /* m, in the segment's axes */
    int first[SP_SEGMENTS + 1];     /* of a segment; its end: first[s + 1] */
    int named[SP_SEGMENTS];         /* where its named points end */
    double reach_m[SP_SEGMENTS];    /* none is further from its origin */
};

/* The grip is the middle of what a hand holds, not skin: it may sink. */
bool pose_is_skin(enum sp_point point);

void pose_skin_init(struct pose_skin *skin, const struct sp_body *body);
/* All of them in the world; room for POSE_SKIN_PLACES. */
void pose_skin_place(const struct pose_skin *skin, const struct sp_body *body,
                     const struct sp_frames *frames, double out[][3]);
/* The lowest place of the skin about a named point, within what one thinks of
 * as it and over the prop it lies `on` (NULL: the floor): p holds the point
 * itself and then that place; returns its segment.
 * `place` as pose_skin_place() fills it. */
int pose_skin_lowest(const struct pose_skin *skin, const struct sp_body *body,
                     const double (*place)[3], enum sp_point point,
                     const struct sp_prop *on, double p[3]);

/* A posture's frames and all places of the skin. */
struct pose_placed {
    struct sp_frames frames;
    double skin[POSE_SKIN_PLACES][3];
};
void pose_place(const struct pose_problem *problem,
                const struct sp_posture *posture, struct pose_placed *out);

// ---- out of one's own flesh (flesh.c)

#define POSE_OVERLAPS 128

/* A place of the skin inside another limb. */
struct pose_overlap {
    int segment;     /* whose skin */
    int from, to;    /* the limb's core lies between the origins of these */
    double share;    /* of the way from one to the other */
    double place[3]; /* m */
    double out[3];   /* unit, the way out */
    double depth_m;
};
/* All in a posture, at most POSE_OVERLAPS; returns how many. */
int pose_overlaps(const struct sp_body *body, const struct pose_skin *skin,
                  const struct pose_placed *at,
                  struct pose_overlap out[POSE_OVERLAPS]);

/* Does a limb lie in another? */
bool pose_entangled(const struct pose_problem *problem,
                    const struct sp_posture *posture);

/* Largest miss of any goal, m, and its index (-1 without goals). */
double pose_worst_contact(const struct pose_problem *problem,
                          const struct pose_placed *at, int *worst);
/* How deep the deepest named point is in the floor, m; <= 0. */
double pose_lowest(const struct pose_problem *problem,
                   const struct pose_placed *at);

/* Horizontal distance of the centre of mass outside the supporting feet, m;
 * negative inside. direction: unit, from the feet outwards. */
double pose_balance(const struct pose_problem *problem,
                    const struct sp_frames *frames, double direction[3]);

// ---- the minimisation (solve.c)

/* From *posture to the best posture; fills the report. */
void pose_minimise(struct pose_problem *problem, struct sp_posture *posture,
                   struct sp_pose_report *report);

/* The report of a posture as it is. */
void pose_measure(const struct pose_problem *problem,
                  const struct sp_posture *posture,
                  struct sp_pose_report *report);

/* Props of a keyframe in force. */
void pose_props_at(const struct sp_scene *scene, int k,
                   struct sp_prop out[SP_SCENE_PROPS]);

/* Props a fraction s, already eased, of the way between two keyframes. */
void pose_props_between(const struct sp_scene *scene, int from, int to,
                        double s, struct sp_prop out[SP_SCENE_PROPS]);

/* The keyframe's own contact of the same point with the same thing, or NULL. */
const struct sp_touch *pose_same_touch(const struct sp_keyframe *key,
                                       const struct sp_touch *t);

/* What is carried has a mass and hangs on a point of the body. */
SP_NODISCARD enum sp_status pose_check_carried(const struct sp_scene *scene,
                                               struct sp_error *err);

/* NaN, names of props that do not exist and the like. */
SP_NODISCARD enum sp_status pose_check(const struct sp_scene *scene, int k,
                                       struct sp_error *err);

#endif
