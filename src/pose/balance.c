/*
 * Is the centre of mass, with what is carried, over the feet that stand?
 */
#include "pose/pose_internal.h"

#include <math.h>
#include <string.h>

#define SOLE_POINTS 10

static bool touched(const struct pose_problem *problem, enum sp_point point)
{
    for (int i = 0; i < problem->goals; i++)
        if (problem->goal[i].point == point &&
            problem->goal[i].kind == SP_TOUCH_PLANE)
            return true;
    return false;
}

// Corners of the soles that are down; widths of a foot, m at 1.75 m.
static int soles(const struct pose_problem *problem,
                 const struct sp_frames *frames, double out[SOLE_POINTS][2])
{
    static const struct {
        enum sp_point point;
        double half_width;
    } corner[] = {
        {SP_POINT_HEEL_R, 0.03 },
        {SP_POINT_BALL_R, 0.045},
        {SP_POINT_TOE_R,  0    },
        {SP_POINT_HEEL_L, 0.03 },
        {SP_POINT_BALL_L, 0.045},
        {SP_POINT_TOE_L,  0    }
    };
    int n = 0;
    for (int i = 0; i < 6; i++) {
        const enum sp_point point = corner[i].point;
        // toes carry weight whenever the ball of their foot does
        const bool toe = i % 3 == 2;
        const enum sp_point asked = toe ? corner[i - 1].point : point;
        if (!touched(problem, asked))
            continue;
        const double *R = frames->seg[problem->body->point_segment[point]].R;
        const double wide = corner[i].half_width * problem->body->length_scale;
        double p[3];
        sp_body_point(problem->body, frames, point, p);
        for (int side = toe ? 1 : -1; side <= 1; side += 2) {
            out[n][0] = p[0] + side * wide * R[2];
            out[n][1] = p[2] + side * wide * R[8];
            n++;
        }
    }
    return n;
}

// Distance of point c from the convex hull of n points in the plane: over
// all lines through two of them with every point on one side, the largest
// signed distance. n is at most ten, so all pairs are tried.
static double outside_hull(double points[][2], int n, const double c[2],
                           double direction[2])
{
    double most = -1e9;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const double dx = points[j][0] - points[i][0];
            const double dy = points[j][1] - points[i][1];
            const double length = hypot(dx, dy);
            if (length < 1e-9)
                continue;
            const double normal[2] = {dy / length, -dx / length};
            double reach = -1e9;
            for (int k = 0; k < n; k++)
                reach =
                    fmax(reach, normal[0] * (points[k][0] - points[i][0]) +
                                    normal[1] * (points[k][1] - points[i][1]));
            if (reach > 1e-9)
                continue; // not an edge
            const double d = normal[0] * (c[0] - points[i][0]) +
                             normal[1] * (c[1] - points[i][1]);
            if (d > most) {
                most = d;
                memcpy(direction, normal, sizeof normal);
            }
        }
    return most;
}

// Centre of mass with what is carried; returns the mass.
static double loaded_com(const struct pose_problem *problem,
                         const struct sp_frames *frames, double com[3])
{
    double mass = sp_body_com(problem->body, frames, com);
    for (int i = 0; i < problem->loads; i++) {
        double p[3];
        sp_body_point(problem->body, frames, problem->load[i].at, p);
        const double share =
            problem->load[i].mass_kg / (mass + problem->load[i].mass_kg);
        for (int a = 0; a < 3; a++)
            com[a] += share * (p[a] - com[a]);
        mass += problem->load[i].mass_kg;
    }
    return mass;
}

double pose_balance(const struct pose_problem *problem,
                    const struct sp_frames *frames, double direction[3])
{
    double sole[SOLE_POINTS][2], com[3], out[2] = {0};
    const int n = soles(problem, frames, sole);
    memset(direction, 0, 3 * sizeof *direction);
    if (n < 3)
        return 0;
    loaded_com(problem, frames, com);
    const double c[2] = {com[0], com[2]};
    const double gap = outside_hull(sole, n, c, out);
    direction[0] = out[0];
    direction[2] = out[1];
    return gap;
}
