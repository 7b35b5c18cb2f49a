/*
 * A clip in time: where its props stand in a frame, and the tracks of glTF's
 * animation that nodes move along.
 */
#include "figure/glb.h"

#include <math.h>
#include <stdlib.h>

/* Where the clip is at frame i: a leg and how far along it. */
static const struct figure_leg *leg_at(const struct figure_clip *clip, int i,
                                       double *u)
{
    const struct figure_leg *leg = &clip->leg[0];
    for (int k = 0; k < clip->legs; k++)
        if (i >= clip->leg[k].first)
            leg = &clip->leg[k];
    *u = leg->frames > 0 ? fmin(1, (double)(i - leg->first) / leg->frames) : 0;
    return leg;
}

void glb_props_at(const struct sp_scene *scene, const struct figure_clip *clip,
                  int frame, struct sp_scene *out)
{
    double u;
    const struct figure_leg *leg = leg_at(clip, frame, &u);
    if (clip->legs > 0)
        sp_scene_between(scene, leg->from, leg->to, u, out);
    else
        *out = *scene;
}

void glb_way_at(const struct figure_clip *clip, int frame, int *from, int *to,
                double *share)
{
    double u = 0;
    *from = *to = 0;
    if (clip->legs > 0) {
        const struct figure_leg *leg = leg_at(clip, frame, &u);
        *from = leg->from < leg->to ? leg->from : leg->to;
        *to = leg->from < leg->to ? leg->to : leg->from;
        u = leg->from < leg->to ? u : 1 - u;
    }
    *share = *from == *to ? 0 : sp_pose_ease(u);
}

double glb_time(const struct figure_clip *clip, int frame)
{
    return clip->time_s ? clip->time_s[frame] : frame * clip->step_s;
}

void glb_tracks_init(struct tracks *t, struct gltf *g,
                     const struct figure_clip *clip, bool moves)
{
    *t = (struct tracks){.g = g, .moves = moves};
    if (!moves)
        return;
    t->channels = json_array();
    t->samplers = json_array();
    float *times = malloc((size_t)clip->frames * sizeof *times);
    if (!times) {
        g->failed = true;
        return;
    }
    for (int f = 0; f < clip->frames; f++)
        times[f] = (float)glb_time(clip, f);
    const double none[1] = {0}, last[1] = {(double)times[clip->frames - 1]};
    t->times = gltf_accessor(g, times, (size_t)clip->frames, 1, GLTF_FLOAT,
                             false, 4, 0, none, last);
    t->once =
        gltf_accessor(g, times, 1, 1, GLTF_FLOAT, false, 4, 0, none, none);
    free(times);
}

static void add_track(struct tracks *t, int node, const char *path, int input,
                      int output, const char *way)
{
    const int sampler =
        gltf_add(t->g, t->samplers,
                 json_pack("{s:i, s:i, s:s}", "input", input, "output", output,
                           "interpolation", way));
    gltf_add(t->g, t->channels,
             json_pack("{s:i, s:{s:i, s:s}}", "sampler", sampler, "target",
                       "node", node, "path", path));
}

/* Rotations of one node, 4 numbers a frame, as 16-bit fractions; a node that
 * keeps still gets a single key. */
void glb_add_rotations(struct tracks *t, int node, const double *q, int frames)
{
    if (!t->moves)
        return;
    int16_t *out = calloc(4 * (size_t)frames, sizeof *out);
    if (!out) {
        t->g->failed = true;
        return;
    }
    bool still = true;
    double sign = 1;
    for (int i = 0; i < frames; i++) {
        double dot = 0;
        for (int k = 0; k < 4 && i > 0; k++)
            dot += q[4 * i + k] * q[4 * (i - 1) + k];
        sign = dot < 0 ? -sign : sign; // the short way round
        for (int k = 0; k < 4; k++) {
            out[4 * i + k] = (int16_t)lround(32767 * sign * q[4 * i + k]);
            still = still && abs(out[4 * i + k] - out[k]) <= 1;
        }
    }
    const int n = still ? 1 : frames;
    const int a = gltf_accessor(t->g, out, (size_t)n, 4, GLTF_SHORT, true, 8, 0,
                                NULL, NULL);
    add_track(t, node, "rotation", still ? t->once : t->times, a, "LINEAR");
    free(out);
}

void glb_add_vectors(struct tracks *t, int node, const char *path,
                     const float *v, int frames, const char *way)
{
    if (!t->moves)
        return;
    bool still = true;
    for (int i = 3; i < 3 * frames; i++)
        still = still && fabsf(v[i] - v[i % 3]) < 1e-5f;
    const int a = gltf_accessor(t->g, v, (size_t)(still ? 1 : frames), 3,
                                GLTF_FLOAT, false, 12, 0, NULL, NULL);
    add_track(t, node, path, still ? t->once : t->times, a, way);
}

void glb_add_weights(struct tracks *t, int node, const float *w, int targets,
                     int frames)
{
    if (!t->moves)
        return;
    const int a = gltf_accessor(t->g, w, (size_t)frames * (size_t)targets, 1,
                                GLTF_FLOAT, false, 4, 0, NULL, NULL);
    add_track(t, node, "weights", t->times, a, "LINEAR");
}
