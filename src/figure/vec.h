/*
 * Three-vectors, 3 x 3 rotations (row-major) and unit quaternions (x y z w):
 * the few that the figure needs.
 */
#ifndef FIGURE_VEC_H
#define FIGURE_VEC_H

#include <math.h>
#include <string.h>

static inline double v_dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static inline double v_norm(const double a[3]) { return sqrt(v_dot(a, a)); }

static inline void v_copy(double out[3], const double a[3])
{
    out[0] = a[0], out[1] = a[1], out[2] = a[2];
}

static inline void v_sub(double out[3], const double a[3], const double b[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = a[i] - b[i];
}

/* out = a + s b */
static inline void v_add_scaled(double out[3], const double a[3], double s,
                                const double b[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = a[i] + s * b[i];
}

static inline void v_cross(double out[3], const double a[3], const double b[3])
{
    const double x = a[1] * b[2] - a[2] * b[1];
    const double y = a[2] * b[0] - a[0] * b[2];
    const double z = a[0] * b[1] - a[1] * b[0];
    out[0] = x, out[1] = y, out[2] = z;
}

/* Scale to length 1; a zero vector becomes +y. */
static inline void v_unit(double a[3])
{
    const double n = v_norm(a);
    if (n < 1e-12) {
        a[0] = 0, a[1] = 1, a[2] = 0;
        return;
    }
    for (int i = 0; i < 3; i++)
        a[i] /= n;
}

static inline void m_apply(double out[3], const double R[9], const double v[3])
{
    const double x = R[0] * v[0] + R[1] * v[1] + R[2] * v[2];
    const double y = R[3] * v[0] + R[4] * v[1] + R[5] * v[2];
    const double z = R[6] * v[0] + R[7] * v[1] + R[8] * v[2];
    out[0] = x, out[1] = y, out[2] = z;
}

/* out = R^T v */
static inline void m_apply_t(double out[3], const double R[9],
                             const double v[3])
{
    const double x = R[0] * v[0] + R[3] * v[1] + R[6] * v[2];
    const double y = R[1] * v[0] + R[4] * v[1] + R[7] * v[2];
    const double z = R[2] * v[0] + R[5] * v[1] + R[8] * v[2];
    out[0] = x, out[1] = y, out[2] = z;
}

/* out = A B; out may not alias. */
static inline void m_mul(double out[9], const double A[9], const double B[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = A[3 * i] * B[j] + A[3 * i + 1] * B[3 + j] +
                             A[3 * i + 2] * B[6 + j];
}

/* out = A B^T; out may not alias. */
static inline void m_mul_t(double out[9], const double A[9], const double B[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = A[3 * i] * B[3 * j] + A[3 * i + 1] * B[3 * j + 1] +
                             A[3 * i + 2] * B[3 * j + 2];
}

static inline void m_transpose(double out[9], const double A[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = A[3 * j + i];
}

/* Columns x, y, z become the matrix. */
static inline void m_columns(double R[9], const double x[3], const double y[3],
                             const double z[3])
{
    for (int i = 0; i < 3; i++) {
        R[3 * i] = x[i];
        R[3 * i + 1] = y[i];
        R[3 * i + 2] = z[i];
    }
}

/* Rotation by `angle` radians about coordinate axis 0, 1 or 2. */
static inline void m_about(double R[9], int axis, double angle)
{
    const double c = cos(angle), s = sin(angle);
    const int i = (axis + 1) % 3, j = (axis + 2) % 3;
    memset(R, 0, 9 * sizeof(double));
    R[4 * axis] = 1;
    R[4 * i] = c;
    R[4 * j] = c;
    R[3 * i + j] = -s;
    R[3 * j + i] = s;
}

/* Rotation by `angle` radians about a unit axis (Rodrigues). */
static inline void m_about_axis(double R[9], const double axis[3], double angle)
{
    const double c = cos(angle), s = sin(angle);
    for (int i = 0; i < 3; i++) {
        const int j = (i + 1) % 3, k = (i + 2) % 3;
        R[4 * i] = c + (1 - c) * axis[i] * axis[i];
        R[3 * i + j] = (1 - c) * axis[i] * axis[j] - s * axis[k];
        R[3 * j + i] = (1 - c) * axis[i] * axis[j] + s * axis[k];
    }
}

static inline void q_from_m(double q[4], const double R[9])
{
    const double t = R[0] + R[4] + R[8];
    if (t > 0) {
        const double s = 2 * sqrt(t + 1);
        q[3] = s / 4;
        q[0] = (R[7] - R[5]) / s;
        q[1] = (R[2] - R[6]) / s;
        q[2] = (R[3] - R[1]) / s;
    } else {
        const int i =
            R[0] > R[4] ? (R[0] > R[8] ? 0 : 2) : (R[4] > R[8] ? 1 : 2);
        const int j = (i + 1) % 3, k = (i + 2) % 3;
        const double s = 2 * sqrt(fmax(0, 1 + R[4 * i] - R[4 * j] - R[4 * k]));
        q[i] = s / 4;
        q[3] = (R[3 * k + j] - R[3 * j + k]) / s;
        q[j] = (R[3 * j + i] + R[3 * i + j]) / s;
        q[k] = (R[3 * k + i] + R[3 * i + k]) / s;
    }
    const double n =
        sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int a = 0; a < 4; a++)
        q[a] /= n;
}

static inline void m_from_q(double R[9], const double q[4])
{
    const double x = q[0], y = q[1], z = q[2], w = q[3];
    R[0] = 1 - 2 * (y * y + z * z);
    R[1] = 2 * (x * y - z * w);
    R[2] = 2 * (x * z + y * w);
    R[3] = 2 * (x * y + z * w);
    R[4] = 1 - 2 * (x * x + z * z);
    R[5] = 2 * (y * z - x * w);
    R[6] = 2 * (x * z - y * w);
    R[7] = 2 * (y * z + x * w);
    R[8] = 1 - 2 * (x * x + y * y);
}

/* The rotation half of the way from A to B by the shortest path; returns the
 * whole angle in radians. */
static inline double m_halfway(double out[9], const double A[9],
                               const double B[9])
{
    double a[4], b[4], h[4], n = 0;
    q_from_m(a, A);
    q_from_m(b, B);
    double d = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
    const double sign = d < 0 ? -1 : 1;
    for (int i = 0; i < 4; i++) {
        h[i] = a[i] + sign * b[i];
        n += h[i] * h[i];
    }
    n = sqrt(n);
    for (int i = 0; i < 4; i++)
        h[i] /= n;
    m_from_q(out, h);
    d = fmin(1, fabs(d));
    return 2 * acos(d);
}

/* fmax and fmin without their care for NaN, which costs a call. */
static inline double larger(double a, double b) { return a > b ? a : b; }
static inline double smaller(double a, double b) { return a < b ? a : b; }

static inline double smoothstep(double lo, double hi, double x)
{
    const double t = smaller(1, larger(0, (x - lo) / (hi - lo)));
    return t * t * (3 - 2 * t);
}

static inline double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

#endif
