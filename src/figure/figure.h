/*
 * The body as something to look at: a smooth mesh skinned to the segments,
 * props as meshes, movements as sampled clips, and all of it as glTF 2.0.
 *
 * Knows body and pose; draws nothing.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include "stature/pose.h"

/* Joints that move the skin: 13 of the spine and head, 19 a side. */
#define FIGURE_JOINTS 51

/* What a triangle is made of. */
enum figure_material {
    FIGURE_SKIN,
    FIGURE_TOP,
    FIGURE_SHORTS,
    FIGURE_HAIR, /* brows, closed lids and mouth as well */
    FIGURE_MATERIALS
};

/* What one chooses beside what height, mass and sex say. Contacts and loads do
 * not depend on it. */
enum figure_build {
    FIGURE_MIDDLE, /* as the numbers have it */
    FIGURE_SLENDER,
    FIGURE_STOUT,
    FIGURE_BUILDS
};
enum figure_tone {
    FIGURE_SAND,
    FIGURE_PALE,
    FIGURE_HONEY,
    FIGURE_BRONZE,
    FIGURE_BROWN,
    FIGURE_TONES
};
struct figure_look {
    enum figure_build build;
    enum figure_tone tone;
};

/* "slender", "bronze" and the like; NULL or another word: the first of each. */
enum figure_build figure_build_named(const char *name);
enum figure_tone figure_tone_named(const char *name);

struct figure_mesh {
    float *position;       /* m, 3 per vertex, bind pose */
    float *normal;         /* 3 per vertex */
    unsigned char *joint;  /* 4 per vertex, index into figure joints */
    unsigned char *weight; /* 4 per vertex, sum 255 */
    unsigned *triangle;    /* 3 per triangle */
    int vertices, triangles;
    int first[FIGURE_MATERIALS + 1]; /* triangles of material m are
                                        first[m] .. first[m + 1] - 1 */
    double volume_m3;                /* in the bind pose */
    double girth;                    /* factor on flesh that made it so */
    enum figure_tone tone;
};

/* Mesh for one body; freed with figure_mesh_release. Deterministic. */
SP_NODISCARD enum sp_status figure_mesh_init(struct figure_mesh *mesh,
                                             const struct sp_body *body,
                                             struct sp_error *err);
void figure_mesh_release(struct figure_mesh *mesh);

/* The same figure with fewer triangles, for a bystander: `coarse` 1 is
 * figure_mesh_init's own cell size, 2 has about a fifth of the triangles. */
SP_NODISCARD enum sp_status figure_mesh_coarse(struct figure_mesh *mesh,
                                               const struct sp_body *body,
                                               double coarse,
                                               struct sp_error *err);

/* The same, of that look: a slender figure is drawn with 14 % less mass than
 * the person's, a stout one with 16 % more. */
SP_NODISCARD enum sp_status
figure_mesh_look(struct figure_mesh *mesh, const struct sp_body *body,
                 double coarse, struct figure_look look, struct sp_error *err);

/* "lumbar4", "hip_half_r", "fingers_l": static storage. */
const char *figure_joint_name(int joint);

/* Bind pose to world for each joint: rows of a 3 x 4 matrix. */
struct figure_pose {
    double m[FIGURE_JOINTS][12];
};

/* grip: how far each hand is closed, 0 open .. 1 fist; right, left. */
void figure_pose_init(struct figure_pose *pose, const struct sp_body *body,
                      const struct sp_posture *posture, const double grip[2]);

/* How far the hands close: round a bar of the scene (may be NULL), and as far
 * as their fingers go round what of the body they lie on. */
void figure_grip(const struct sp_body *body, const struct sp_scene *scaled,
                 const struct sp_posture *posture, double grip[2]);

/* Posed positions and normals, 3 floats per vertex each. */
void figure_skin(const struct figure_mesh *mesh, const struct figure_pose *pose,
                 float *position, float *normal);

/* The same as it is shown: hands closed where they hold, and flesh pressed flat
 * by the floor and what is hard in a scene as it stands (see sp_scene_at; NULL:
 * nothing presses). Errors: SP_E_NOMEM. */
SP_NODISCARD enum sp_status
figure_show(const struct sp_body *body, const struct figure_mesh *mesh,
            const struct sp_scene *now, const struct sp_posture *posture,
            float *position, float *normal, struct sp_error *err);

/* Where a full breath in takes each vertex of the bind pose, 3 floats apiece.
 */
void figure_breath(const struct figure_mesh *mesh, double length_scale,
                   float *shift);

/* A simple thing as triangles with normals. */
struct figure_solid {
    float *position, *normal; /* 3 per vertex, m */
    unsigned *triangle;       /* 3 per triangle */
    int vertices, triangles;
    bool failed; /* memory ran out while it was made */
};
void figure_solid_release(struct figure_solid *solid);

/* "disc_L4_L5" for the disc below segment SP_L4; NULL where there is none. */
const char *figure_disc_name(int segment);

/* "L4" for SP_L4; NULL for what is no vertebra. */
const char *figure_level_name(int segment);

/* Vertebra (or, for SP_PELVIS, the sacrum) or the disc below it, in that
 * segment's frame; release with figure_solid_release. */
SP_NODISCARD enum sp_status figure_bone(const struct sp_body *body, int segment,
                                        bool disc, struct figure_solid *solid,
                                        struct sp_error *err);

/* What props are made of; the look of each is figure_paint's. */
#define FIGURE_PAINT_MAP(X)                                                    \
    X(MAT)                                                                     \
    X(CUSHION)                                                                 \
    X(CLOTH)                                                                   \
    X(WOOD) X(STEEL) X(PAD) X(RUBBER) X(FOAM) X(PLASTER) X(STRAP) X(CARTON)
enum figure_paint {
#define X(p) FIGURE_PAINT_##p,
    FIGURE_PAINT_MAP(X)
#undef X
        FIGURE_PAINTS
};

/* sRGB, 0xRRGGBB, of skin and clothes and of props. */
unsigned figure_material_colour(enum figure_material material,
                                enum figure_tone tone);
unsigned figure_paint_colour(enum figure_paint paint);
const char *figure_paint_name(enum figure_paint paint);

/* One piece of a prop. Moving pieces are about the prop's `at`, turned by its
 * tilt; fixed ones (posts, rails) stand in the world. */
struct figure_piece {
    int prop; /* index in the scene */
    bool moves;
    enum figure_paint paint;
    struct figure_solid solid;
};

/* A place where skin presses into a soft prop, in the prop's frame. */
struct figure_dent_point {
    double at[3]; /* m, on the undented surface */
    double in_m;  /* how deep the skin lies in the undented prop */
    bool below;   /* pressed from below */
};
struct figure_dent {
    struct figure_dent_point *point;
    int points;
    double load_m; /* sum of all depths: how much the prop is loaded */
    bool wide;     /* drawn finely over `fine` as well, m along x and z */
    double fine[2][2];
};
/* One for each prop of a scene. */
struct figure_dents {
    struct figure_dent of[SP_SCENE_PROPS];
};

/* Ball, bed, pillow and blanket give way under a body. */
bool figure_is_soft(enum sp_prop_kind kind);

/* How a posed body presses into the soft props of a scene as they stand (see
 * sp_scene_at). Release with figure_dents_release. Errors: SP_E_NOMEM. */
SP_NODISCARD enum sp_status
figure_dents_init(struct figure_dents *dents, const struct sp_body *body,
                  const struct figure_mesh *mesh, const struct sp_scene *now,
                  const struct sp_posture *posture, struct sp_error *err);
void figure_dents_release(struct figure_dents *dents);

/* Draw `dents` finely wherever any of n is pressed, so that all of them have
 * the same triangles. */
void figure_dents_widen(struct figure_dents *dents,
                        const struct figure_dents *others, int n);

/* All pieces of a scene's props except partners, soft ones dented (dents may
 * be NULL). *pieces has room for FIGURE_PIECES; *count says how many. Release
 * each piece's solid. */
#define FIGURE_PIECES 64
SP_NODISCARD enum sp_status figure_props(const struct sp_body *body,
                                         const struct sp_scene *scaled,
                                         const struct figure_dents *dents,
                                         struct figure_piece *pieces,
                                         int *count, struct sp_error *err);

/* Cells of a partner's mesh against a person's own: some 4 700 triangles. */
#define FIGURE_PARTNER_CELLS 2.3

/*
 * A partner who holds a person by the ankles: someone of middling build, and
 * for each of n <= SP_SCENE_KEYFRAMES postures of the person one of theirs,
 * feet in one place. Ankles far from the prop are not held: the hands stay at
 * its place.
 */
SP_NODISCARD enum sp_status
figure_partner(const struct sp_prop *prop, const struct sp_body *person,
               const struct sp_posture *held, int n, struct sp_body *body,
               struct sp_posture *posture, struct sp_error *err);

/* From one keyframe of a scene to another; several legs make a movement. */
struct figure_leg {
    int from, to;      /* keyframes; the same twice: a leg that keeps still */
    double length_s;   /* 0: what the scene says; see figure_clip_make */
    double start_s;    /* filled by figure_clip_make, as are frames */
    int first, frames; /* frames first .. first + frames */
};
#define FIGURE_LEGS 48
#define FIGURE_FRAMES 1200 /* the step grows when there would be more */

/* A movement sampled at nearly even steps: postures in order, legs end to
 * end. A leg that does not begin where the last one ended begins one step
 * later. */
struct figure_clip {
    double step_s;
    int frames;
    struct sp_posture *posture;
    double *time_s; /* of each frame; NULL: frame times step_s */
    struct figure_leg leg[FIGURE_LEGS];
    int legs;
};

/*
 * Solve the keyframes that the legs name and everything between, for a scene
 * scaled to `body`. Of each leg from, to and length_s are read. With legs NULL:
 * from each keyframe to the next. A leg of no length takes the time between
 * its keyframes' arrivals (2 s where they have none, 1 s when it keeps still).
 * Every leg begins and ends exactly on a frame. Release with
 * figure_clip_release.
 * Errors: SP_E_RANGE for step_s outside [0.01, 1], a length outside [0, 3600],
 * no keyframes, a keyframe that does not exist, or more legs than FIGURE_LEGS;
 * SP_E_NOMEM.
 */
SP_NODISCARD enum sp_status
figure_clip_make(const struct sp_body *body, const struct sp_scene *scaled,
                 const struct figure_leg *legs, int n, double step_s,
                 struct figure_clip *clip, struct sp_error *err);
void figure_clip_release(struct figure_clip *clip);

/*
 * glTF 2.0 binary of the body: joint nodes named by sp_segment_name (and
 * fingers_r, hip_half_r and the like), one skinned mesh "body" with the
 * materials skin, top, shorts and hair and the morph target "breath", an animation
 * "breath" of one calm breath to be looped (4 s in, 6 s out), and vertebrae
 * (vertebra_L4, sacrum) and discs (disc_L4_L5) as own nodes under their
 * segments. The caller frees *glb.
 */
SP_NODISCARD enum sp_status figure_body_glb(const struct sp_body *body,
                                            const struct figure_mesh *mesh,
                                            unsigned char **glb, size_t *len,
                                            struct sp_error *err);
/*
 * glTF 2.0 binary of one movement for that body. `whole`: the skin and the
 * spine are in it as well and nothing else is needed to show it; a clip that
 * keeps one position then has no animation. Else it is played on
 * figure_body_glb's nodes. Soft props give way to `mesh` all the way, by morph
 * targets; without a mesh (NULL, then never whole) they do not. What is hard
 * near the body is told by nodes press_<prop>_1 and so on (docs/figure.md).
 * Either way: the same joint nodes as the clip begins,
 * one animation named "movement", the props as meshes (nodes prop_<name>, and
 * prop_<name>_frame for what stands still), and in the scene's extras
 * length_s, legs (from, to, start_s, length_s), keyframes (when each is first
 * reached), camera (azimuth_deg, elevation_deg) and bounds (min, max: the body
 * on all its way, and what of the props is near it). The caller frees *glb.
 */
SP_NODISCARD enum sp_status
figure_clip_glb(const struct sp_body *body, const struct figure_mesh *mesh,
                bool whole, const struct sp_scene *scaled,
                const struct figure_clip *clip, unsigned char **glb,
                size_t *len, struct sp_error *err);
#endif
