/*
 * Vectors and rotations in three dimensions, written out. Matrices are
 * row-major double[9]; outputs may not alias inputs unless said.
 */
#ifndef NUM_MAT3_H
#define NUM_MAT3_H

#include <math.h>

static inline double vec3_dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static inline void vec3_cross(const double a[3], const double b[3],
                              double out[3])
{
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

static inline double vec3_length(const double a[3])
{
    return sqrt(vec3_dot(a, a));
}

static inline double vec3_distance(const double a[3], const double b[3])
{
    const double d[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    return vec3_length(d);
}

static inline void mat3_identity(double m[9])
{
    for (int i = 0; i < 9; i++)
        m[i] = i % 4 == 0 ? 1 : 0;
}

static inline void mat3_mul(const double a[9], const double b[9], double out[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] +
                             a[3 * i + 2] * b[6 + j];
}

/* out = transpose(a) b */
static inline void mat3_tmul(const double a[9], const double b[9],
                             double out[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] =
                a[i] * b[j] + a[3 + i] * b[3 + j] + a[6 + i] * b[6 + j];
}

static inline void mat3_apply(const double m[9], const double v[3],
                              double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2];
}

/* m = m Rz(angle): a turn about the frame's own z axis. */
static inline void mat3_turn_z(double m[9], double angle)
{
    const double c = cos(angle), s = sin(angle);
    for (int i = 0; i < 9; i += 3) {
        const double x = m[i], y = m[i + 1];
        m[i] = x * c + y * s;
        m[i + 1] = y * c - x * s;
    }
}

/* m = m Rx(angle) */
static inline void mat3_turn_x(double m[9], double angle)
{
    const double c = cos(angle), s = sin(angle);
    for (int i = 0; i < 9; i += 3) {
        const double y = m[i + 1], z = m[i + 2];
        m[i + 1] = y * c + z * s;
        m[i + 2] = z * c - y * s;
    }
}

/* m = m Ry(angle) */
static inline void mat3_turn_y(double m[9], double angle)
{
    const double c = cos(angle), s = sin(angle);
    for (int i = 0; i < 9; i += 3) {
        const double x = m[i], z = m[i + 2];
        m[i] = x * c - z * s;
        m[i + 2] = z * c + x * s;
    }
}

/* m = m R(axis, angle); axis is a unit vector (Rodrigues). */
static inline void mat3_turn_axis(double m[9], const double a[3], double angle)
{
    const double c = cos(angle), s = sin(angle), t = 1 - c;
    const double r[9] = {c + t * a[0] * a[0],        t * a[0] * a[1] - s * a[2],
                         t * a[0] * a[2] + s * a[1], t * a[0] * a[1] + s * a[2],
                         c + t * a[1] * a[1],        t * a[1] * a[2] - s * a[0],
                         t * a[0] * a[2] - s * a[1], t * a[1] * a[2] + s * a[0],
                         c + t * a[2] * a[2]};
    double out[9];
    mat3_mul(m, r, out);
    for (int i = 0; i < 9; i++)
        m[i] = out[i];
}

#endif
