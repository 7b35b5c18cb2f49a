/*
 * Soft props give way: in every keyframe of every scene no vertex of a ball,
 * mattress, pillow or blanket stands inside the body of three people.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/glb.h"
#include "figure/vec.h"
#include "inside.h"

#define MOST_M .005        /* of a prop, in a keyframe */
#define ALL_THE_WAY_M .010 /* between them, and skin in a prop */

/* Deepest vertex of a soft prop's piece in the body as it is posed. */
static double deepest_of(const struct cast *c, const struct sp_scene *now,
                         const struct figure_piece *piece)
{
    const struct sp_prop *prop = &now->prop[piece->prop];
    const struct figure_solid *s = &piece->solid;
    double most = 0;
    if (!figure_is_soft(prop->kind) || prop->away ||
        piece->paint == FIGURE_PAINT_WOOD)
        return 0;
    struct near_skin near;
    double low[3] = {1e9, 1e9, 1e9}, high[3] = {-1e9, -1e9, -1e9};
    for (int i = 0; i < 3 * s->vertices; i++) {
        low[i % 3] = fmin(low[i % 3], prop->at[i % 3] + (double)s->position[i]);
        high[i % 3] =
            fmax(high[i % 3], prop->at[i % 3] + (double)s->position[i]);
    }
    near_skin(&near, c, low, high);
    for (int v = 0; v < s->vertices; v++) {
        double p[3];
        for (int k = 0; k < 3; k++)
            p[k] = prop->at[k] + (double)s->position[3 * v + k];
        most = fmax(most, inside(&near, p));
    }
    free(near.by_x);
    return most;
}

/* Deepest skin in a soft prop's piece: between its vertices as well. */
static double skin_in(const struct cast *c, const struct sp_scene *now,
                      const struct figure_piece *piece)
{
    const struct sp_prop *prop = &now->prop[piece->prop];
    const struct figure_solid *s = &piece->solid;
    double low[3] = {1e9, 1e9, 1e9}, high[3] = {-1e9, -1e9, -1e9}, most = 0;
    if (!figure_is_soft(prop->kind) || prop->away ||
        piece->paint == FIGURE_PAINT_WOOD)
        return 0;
    for (int i = 0; i < 3 * s->vertices; i++) {
        low[i % 3] = fmin(low[i % 3], (double)s->position[i]);
        high[i % 3] = fmax(high[i % 3], (double)s->position[i]);
    }
    for (int v = 0; v < c->mesh.vertices; v++) {
        double p[3];
        bool in = true;
        for (int k = 0; k < 3; k++) {
            p[k] = (double)c->position[3 * v + k] - prop->at[k];
            in = in && p[k] > low[k] && p[k] < high[k];
        }
        if (in)
            most =
                fmax(most, depth_in(s->position, s->triangle, s->triangles, p));
    }
    return most;
}

/* Deepest vertex of the soft props in the body as both stand, and skin in
 * them. */
static double deepest(struct cast *c, const struct sp_scene *now,
                      const struct sp_posture *posture, double *skin)
{
    static struct figure_piece piece[FIGURE_PIECES];
    struct figure_dents dents;
    struct sp_error err;
    int count = 0;
    double most = 0;
    cast_pose(c, now, posture);
    if (figure_dents_init(&dents, &c->body, &c->mesh, now, posture, &err) ||
        figure_props(&c->body, now, &dents, piece, &count, &err))
        fail_msg("%s", err.text);
    for (int i = 0; i < count; i++) {
        most = fmax(most, deepest_of(c, now, &piece[i]));
        *skin = fmax(*skin, skin_in(c, now, &piece[i]));
        figure_solid_release(&piece[i].solid);
    }
    figure_dents_release(&dents);
    return most;
}

static bool has_soft(const struct sp_scene *raw)
{
    for (int k = 0; k < raw->props; k++)
        if (figure_is_soft(raw->prop[k].kind))
            return true;
    return false;
}

static void soft_props_give_way(void **state)
{
    (void)state;
    static struct sp_scene raw, scene, now;
    int missed = 0, looked = 0;
    for (int i = 0; i < library_scenes(); i++) {
        library_read(i, &raw);
        for (int p = 0; has_soft(&raw) && p < PEOPLE; p++) {
            sp_scene_scale(&raw, &cast[p].body, &scene);
            for (int k = 0; k < scene.keyframes; k++) {
                struct sp_posture posture;
                struct sp_pose_report report;
                assert_int_equal(sp_pose_solve(&cast[p].body, &scene, k,
                                               &posture, &report, NULL),
                                 SP_OK);
                sp_scene_at(&scene, k, &now);
                double skin = 0;
                const double depth = deepest(&cast[p], &now, &posture, &skin);
                looked++;
                if (depth > .002 || skin > .005)
                    print_message("# %s: %s, %.2f m: prop %.1f mm in the skin, "
                                  "skin %.1f mm in a prop\n",
                                  raw.name, scene.keyframe[k].name,
                                  cast[p].body.person.height_m, 1e3 * depth,
                                  1e3 * skin);
                missed += depth > MOST_M || skin > ALL_THE_WAY_M;
            }
        }
    }
    assert_true(looked > 60);
    assert_int_equal(missed, 0);
}

// ---- a movement's file

/* A soft piece as it is shown in a frame: all its moments, each by its share.
 */
static void shown(const struct soft_props *soft, const struct figure_clip *clip,
                  int frame, int piece, struct figure_piece *out)
{
    const size_t n = 3 * (size_t)out->solid.vertices;
    memset(out->solid.position, 0, n * sizeof(float));
    for (int k = 0; k < soft->moments; k++) {
        const float *from = soft->piece[k][piece].solid.position;
        const float share = (float)soft_props_share(soft, clip, frame, k);
        for (size_t i = 0; share > 0 && i < n; i++)
            out->solid.position[i] += share * from[i];
    }
}

struct worst {
    double sunk_m;
    int frame, moments;
    double height_m;
};

/* Every other frame, as the page shows skin and props. */
static void along(struct cast *c, const struct soft_props *soft,
                  const struct sp_scene *scene, const struct figure_clip *clip,
                  struct worst *w)
{
    static struct sp_scene now;
    for (int p = 0; p < soft->count[0]; p++) {
        struct figure_piece it = soft->piece[0][p];
        const size_t bytes = 3 * (size_t)it.solid.vertices * sizeof(float);
        if (!figure_is_soft(scene->prop[it.prop].kind))
            continue;
        it.solid.position = malloc(bytes);
        assert_non_null(it.solid.position);
        for (int f = 0; f < clip->frames; f += 2) {
            glb_props_at(scene, clip, f, &now);
            cast_pose(c, &now, &clip->posture[f]);
            shown(soft, clip, f, p, &it);
            const double deep = deepest_of(c, &now, &it);
            if (deep <= w->sunk_m)
                continue;
            w->sunk_m = deep;
            w->frame = f;
            w->height_m = c->body.person.height_m;
        }
        free(it.solid.position);
    }
    w->moments = soft->moments > w->moments ? soft->moments : w->moments;
}

/* Between keyframes as well nothing soft stands in the skin, and each moment's
 * mesh can go over into the next one's. */
static void they_give_way_all_the_way(void **state)
{
    (void)state;
    static struct sp_scene raw, scene;
    static struct soft_props soft;
    int missed = 0;
    for (int i = 0; i < library_scenes(); i++) {
        struct worst w = {0};
        library_read(i, &raw);
        if (!has_soft(&raw) || raw.keyframes < 2)
            continue;
        for (int p = 0; p < PEOPLE; p++) {
            struct figure_leg leg[SP_SCENE_KEYFRAMES];
            struct figure_clip clip;
            int n = 0;
            sp_scene_scale(&raw, &cast[p].body, &scene);
            for (int k = 0; k + 1 < scene.keyframes; k++)
                if (!library_no_way(&raw, k))
                    leg[n++] = (struct figure_leg){.from = k, .to = k + 1};
            assert_int_equal(figure_clip_make(&cast[p].body, &scene, leg, n, .1,
                                              &clip, NULL),
                             SP_OK);
            assert_int_equal(soft_props_init(&soft, &cast[p].body,
                                             &cast[p].mesh, &scene, &clip,
                                             NULL),
                             SP_OK);
            for (int k = 0; k < soft.moments; k++)
                for (int j = 0; j < soft.count[k]; j++)
                    assert_int_equal(soft.piece[k][j].solid.vertices,
                                     soft.piece[0][j].solid.vertices);
            for (int f = 0; f < clip.frames; f++) {
                double all = 0;
                for (int k = 0; k < soft.moments; k++)
                    all += soft_props_share(&soft, &clip, f, k);
                assert_true(fabs(all - 1) < 1e-9);
            }
            along(&cast[p], &soft, &scene, &clip, &w);
            soft_props_release(&soft);
            figure_clip_release(&clip);
        }
        print_message("# %s: %.1f mm (frame %d, %.2f m), %d keyframes, %d "
                      "dents\n",
                      raw.name, 1e3 * w.sunk_m, w.frame, w.height_m,
                      raw.keyframes, w.moments);
        missed += w.sunk_m > ALL_THE_WAY_M;
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(soft_props_give_way),
        cmocka_unit_test(they_give_way_all_the_way),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, library_setup, library_teardown);
}
