/*
 * Skin pressed flat: hand-worked cases, what must not move, and the points that
 * the page's shader is held to as well (tests/web/press.test.mjs). Those are
 * made again with: test_press FILE write
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/press.h"
#include "figure/vec.h"

enum { ROWS = 240 };

/* One skin point and what presses it; turned about z, then about x. */
struct row {
    double at[3], turn_rad[2], half[3], radius_m;
    double p[3], n[3], out[3];
};

static struct press_support support_of(const struct row *r)
{
    struct press_support s = {.radius_m = r->radius_m};
    double z[9], x[9];
    m_about(z, 2, r->turn_rad[0]);
    m_about(x, 0, r->turn_rad[1]);
    m_mul(s.R, z, x);
    v_copy(s.at, r->at);
    v_copy(s.half, r->half);
    return s;
}

static void press(const struct row *r, double out[3])
{
    const struct press_support s = support_of(r);
    v_copy(out, r->p);
    press_out(&s, out, r->n);
    press_off_floor(out);
}

/* A seat whose top is at .42 m, straight, and 40 cm wide and deep. */
static const struct row seat = {
    .at = {0,    .40,  0   },
    .half = {.186, .006, .186},
    .radius_m = .014,
};

static void comes_to(const struct row *seat_row, double x, double y, double z,
                     double nx, double ny, double nz, double to_x, double to_y,
                     double to_z)
{
    struct row r = *seat_row;
    const double p[3] = {x, y, z}, to[3] = {to_x, to_y, to_z};
    double out[3];
    v_copy(r.p, p);
    v_copy(r.n, (const double[3]){nx, ny, nz});
    press(&r, out);
    for (int k = 0; k < 3; k++)
        assert_true(fabs(out[k] - to[k]) < 1e-9);
}

static void flesh_comes_up_through_the_top(void **state)
{
    (void)state;
    // 10 mm and 30 mm deep in a seat of 40 mm, the thigh above
    comes_to(&seat, .05, .41, .02, 0, -1, 0, .05, .42, .02);
    comes_to(&seat, .05, .39, .02, 0, -1, 0, .05, .42, .02);
    // a calf that meets the front edge is pushed forwards
    comes_to(&seat, .19, .40, 0, -1, 0, 0, .20, .40, 0);
    // free skin over, under and beside it stays
    comes_to(&seat, .05, .43, .02, 0, -1, 0, .05, .43, .02);
    comes_to(&seat, .05, .37, .02, 0, 1, 0, .05, .37, .02);
    comes_to(&seat, .05, .37, .02, 0, -1, 0, .05, .37, .02);
    comes_to(&seat, .21, .41, .02, 0, -1, 0, .21, .41, .02);
}

static void a_bar_presses_the_nearest_way(void **state)
{
    (void)state;
    const struct row bar = {
        .at = {0, 2, 0  },
          .half = {0, 0, .50},
          .radius_m = .016
    };
    comes_to(&bar, .006, 2, .1, -1, 0, 0, .016, 2, .1);
    comes_to(&bar, 0, 1.995, .1, 0, 1, 0, 0, 1.984, .1);
    comes_to(&bar, .03, 2, .1, -1, 0, 0, .03, 2, .1);
}

static void the_floor_lifts_with_a_soft_bend(void **state)
{
    (void)state;
    const struct row away = {
        .at = {9, 9, 9}
    };
    comes_to(&away, .3, -.035, .1, 0, -1, 0, .3, 0, .1);
    comes_to(&away, .3, -.004, .1, 0, -1, 0, .3, 0, .1);
    comes_to(&away, .3, 0, .1, 0, -1, 0, .3, .001, .1); // a quarter of 4 mm
    comes_to(&away, .3, .004, .1, 0, -1, 0, .3, .004, .1);
    comes_to(&away, .3, .5, .1, 0, -1, 0, .3, .5, .1);
}

// ---- the points of the page

static double any(unsigned *seed, double low, double high)
{
    *seed = *seed * 1664525u + 1013904223u;
    return low + (high - low) * (*seed >> 8) / 16777216.0;
}

/* Boxes, bars and balls at any angle, skin in and about them. */
static void make_rows(struct row *row)
{
    unsigned seed = 1;
    for (int i = 0; i < ROWS; i++) {
        struct row *r = &row[i];
        const bool bar = i % 3 == 1;
        for (int k = 0; k < 3; k++) {
            r->at[k] = any(&seed, -.2, .2) + (k == 1 ? .3 : 0);
            r->half[k] = bar ? (k == 2) * .3 : any(&seed, .004, .2);
            r->n[k] = any(&seed, -1, 1);
        }
        for (int k = 0; k < 2; k++)
            r->turn_rad[k] = any(&seed, -1.5, 1.5);
        r->radius_m = any(&seed, .005, .04);
        v_unit(r->n);
        const struct press_support s = support_of(r);
        double q[3];
        for (int k = 0; k < 3; k++)
            q[k] = any(&seed, -1, 1) * (r->half[k] + r->radius_m);
        m_apply(r->p, s.R, q);
        v_add_scaled(r->p, r->p, 1, r->at);
        press(r, r->out);
    }
}

static const char columns[] = "at x,y,z (m),turn about z,x (rad),half x,y,z "
                              "(m),radius (m),skin x,y,z (m),normal x,y,z,"
                              "shown x,y,z (m)\n";
enum { NUMBERS = 18 };

static void write_rows(FILE *file, const struct row *row)
{
    fputs(columns, file);
    for (int i = 0; i < ROWS; i++) {
        const double *v = row[i].at;
        for (int k = 0; k < NUMBERS; k++)
            fprintf(file, "%s%.9g", k ? "," : "", v[k]);
        fputc('\n', file);
    }
}

static void the_page_is_held_to_the_same(void **state)
{
    (void)state;
    static struct row row[ROWS];
    char line[1024];
    int read = 0, moved = 0;
    make_rows(row);
    FILE *file = fopen(PRESS_CSV, "rb");
    if (!file)
        fail_msg("%s cannot be opened", PRESS_CSV);
    assert_non_null(fgets(line, sizeof line, file));
    for (; read < ROWS && fgets(line, sizeof line, file); read++) {
        const double *v = row[read].at;
        char *at = line;
        for (int k = 0; k < NUMBERS; k++) {
            assert_true(fabs(strtod(at, &at) - v[k]) < 1e-7);
            at += *at == ',';
        }
        double way[3];
        v_sub(way, row[read].out, row[read].p);
        moved += v_norm(way) > .001;
    }
    fclose(file);
    assert_int_equal(read, ROWS);
    assert_true(moved > ROWS / 2 && moved < ROWS);
}

/* None stays inside more than a rounding of numbers, whatever its normal. */
static void nothing_stays_inside(void **state)
{
    (void)state;
    static struct row row[ROWS];
    make_rows(row);
    for (int i = 0; i < ROWS; i++) {
        const struct press_support s = support_of(&row[i]);
        double out[3];
        v_copy(out, row[i].p);
        press_out(&s, out, row[i].n);
        assert_true(press_outside(&s, out) > -1e-9);
    }
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[2], "write")) {
        static struct row row[ROWS];
        FILE *file = fopen(argv[1], "wb");
        if (!file)
            return 1;
        make_rows(row);
        write_rows(file, row);
        return fclose(file) != 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flesh_comes_up_through_the_top),
        cmocka_unit_test(a_bar_presses_the_nearest_way),
        cmocka_unit_test(the_floor_lifts_with_a_soft_bend),
        cmocka_unit_test(the_page_is_held_to_the_same),
        cmocka_unit_test(nothing_stays_inside),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
