/*
 * What a minute of hanging does to the low back, by libstature alone.
 *
 *     cc hang.c $(pkg-config --cflags --libs stature) -lm -o hang && ./hang
 *
 * A body, a scene told as a teacher would, its joint angles, the loads on the
 * discs, and the same discs over time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stature/disc.h>
#include <stature/load.h>

static struct sp_error err;

/* Any failure of the library ends this program with the library's sentence. */
static void must(enum sp_status status)
{
    if (status == SP_OK)
        return;
    fprintf(stderr, "hang: %s\n", err.text);
    exit(EXIT_FAILURE);
}

/* A bar out of reach, both hands on it, everything else hangs. Angles are
 * wishes: the solver keeps hands on the bar and joints within their range. */
static void tell_hang(struct sp_scene *scene)
{
    static const struct {
        enum sp_coord coord;
        double degrees;
    } wish[] = {
        {SP_PELVIS_PITCH,    -7.5},
        {SP_LUMBAR_EXT,      -4  },
        {SP_THORACIC_EXT,    22  },
        {SP_HIP_R_FLEX,      2   },
        {SP_HIP_L_FLEX,      2   },
        {SP_KNEE_R_FLEX,     4   },
        {SP_KNEE_L_FLEX,     4   },
        {SP_ANKLE_R_DORS,    -25 },
        {SP_ANKLE_L_DORS,    -25 },
        {SP_SHOULDER_R_FLEX, 175 },
        {SP_SHOULDER_L_FLEX, 175 },
        {SP_GIRDLE_R_ELEV,   40  },
        {SP_GIRDLE_L_ELEV,   40  },
        {SP_GIRDLE_R_PROT,   18  },
        {SP_GIRDLE_L_PROT,   18  },
        {SP_FOREARM_R_PRON,  153 },
        {SP_FOREARM_L_PRON,  153 },
        {SP_WRIST_R_FLEX,    -20 },
        {SP_WRIST_L_FLEX,    -20 },
    };
    *scene = (struct sp_scene){.name = "hang", .props = 1, .keyframes = 1};
    struct sp_prop *bar = &scene->prop[0];
    *bar = (struct sp_prop){.kind = SP_PROP_BAR, .name = "bar", .scales = true};
    bar->at[1] = 2.36; /* m, for a person of 1.75 m; scales with the body */
    struct sp_keyframe *k = &scene->keyframe[0];
    *k = (struct sp_keyframe){.name = "hanging", .touches = 2};
    k->touch[0].point = SP_POINT_GRIP_R;
    k->touch[1].point = SP_POINT_GRIP_L;
    k->touch[0].kind = k->touch[1].kind = SP_TOUCH_PROP; /* the only one */
    k->wish.q[SP_ROOT_X] = 0.08; /* m, where to begin looking */
    k->wish.q[SP_ROOT_Y] = 1.15;
    for (size_t i = 0; i < sizeof wish / sizeof *wish; i++)
        k->wish.q[wish[i].coord] = wish[i].degrees * 0.017453292519943295;
}

/* Compression of every disc, N; negative is tension. */
static void solve(const struct sp_body *body, const struct sp_scene *scene,
                  double load_N[SP_DISCS])
{
    struct sp_scene scaled;
    struct sp_posture posture;
    struct sp_pose_report report;
    sp_scene_scale(scene, body, &scaled);
    must(sp_pose_solve(body, &scaled, 0, &posture, &report, &err));

    static struct sp_load_case one;
    static struct sp_load_result result;
    must(sp_load_case_of(body, &scaled, 0, &posture, &one, &err));
    void *memory = malloc(sp_load_work_bytes());
    struct sp_arena arena = {.mem = memory,
                             .cap = memory ? sp_load_work_bytes() : 0};
    struct sp_load_work *work = sp_load_work_new(&arena);
    if (!work) {
        fprintf(stderr, "hang: not enough memory\n");
        exit(EXIT_FAILURE);
    }
    must(sp_load_solve(work, body, &one, &sp_load_defaults, &result, &err));
    free(memory);
    if (result.verdict != SP_LOAD_HELD) {
        fprintf(stderr, "hang: not held; %s lacks %.1f N or Nm\n",
                sp_load_joint_name(result.worst_segment), result.worst_lack);
        exit(EXIT_FAILURE);
    }
    for (int d = 0; d < SP_DISCS; d++)
        load_N[d] = result.disc[d].compression_N;
}

/* Height that the low back's discs win by water in a minute of it, after a
 * long stand, mm; the discs above go on as in standing. */
static double minute_mm(const struct sp_disc_model *model,
                        struct sp_disc_state *state,
                        const double hang_N[SP_DISCS])
{
    struct sp_disc_reading before, after;
    double load_N[SP_DISCS];
    sp_disc_ratio_load(model, 1, load_N); /* 1: relaxed standing */
    must(sp_disc_rest(model, load_N, state, &err));
    sp_disc_read(model, state, &before);
    for (int d = SP_DISC_L5_S1; d <= SP_DISC_L1_L2; d++)
        load_N[d] = hang_N[d];
    must(sp_disc_advance(model, state, 60, load_N, &err));
    sp_disc_read(model, state, &after);
    return after.region_mm[SP_DISC_LUMBAR] - before.region_mm[SP_DISC_LUMBAR];
}

int main(void)
{
    const struct sp_person person = {1.75, 75, 40, SP_SEX_UNSTATED};
    const struct sp_disc_person same = {.height_m = person.height_m,
                                        .mass_kg = person.mass_kg,
                                        .age_y = person.age_y,
                                        .sex = SP_DISC_SEX_UNSTATED};
    const struct sp_disc_params params = sp_disc_params_default();
    static struct sp_scene scene;
    static struct sp_body body;
    double hang_N[SP_DISCS];
    must(sp_body_init(&body, &person, &err));
    tell_hang(&scene);
    solve(&body, &scene, hang_N);
    printf("%s while hanging: %.0f N (what hangs below it weighs %.0f N)\n",
           sp_disc_name(SP_DISC_L4_L5), hang_N[SP_DISC_L4_L5],
           sp_lower_weight_N(&body));

    struct sp_disc_model *model = calloc(1, sizeof *model);
    struct sp_disc_state *state = calloc(1, sizeof *state);
    if (!model || !state)
        return EXIT_FAILURE;
    must(sp_disc_init(model, &same, &params, &err));
    printf("Low back after a minute of it: %+.2f mm\n",
           minute_mm(model, state, hang_N));
    free(state);
    free(model);
    return EXIT_SUCCESS;
}
