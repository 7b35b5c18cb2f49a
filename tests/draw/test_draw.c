/* Still pictures: the same bytes every time, small, and of the right thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/draw.h"
#include "draw/trace.h"

static struct sp_body body;
static struct figure_mesh mesh;
static const struct figure_mesh nobody;
static struct sp_scene scene;
static const struct sp_posture standing = {{[SP_ROOT_Y] = .93}};
static const struct draw_view view = {
    .azimuth_rad = .6, .elevation_rad = .25, .width_px = 320, .height_px = 240};

static int setup(void **state)
{
    (void)state;
    static const struct sp_person who = {1.75, 75, 40, SP_MALE};
    struct sp_error err;
    strcpy(scene.name, "still");
    scene.props = 2;
    strcpy(scene.prop[0].name, "mat");
    scene.prop[0].kind = SP_PROP_MAT;
    scene.prop[0].size[0] = 1.85;
    scene.prop[0].size[1] = .006;
    scene.prop[0].size[2] = .7;
    strcpy(scene.prop[1].name, "ball");
    scene.prop[1].kind = SP_PROP_BALL;
    scene.prop[1].at[1] = .325;
    scene.prop[1].size[0] = .65;
    return sp_body_init(&body, &who, &err) != SP_OK ||
           figure_mesh_init(&mesh, &body, &err) != SP_OK;
}

static int teardown(void **state)
{
    (void)state;
    figure_mesh_release(&mesh);
    return 0;
}

static unsigned char *picture(const struct figure_mesh *m,
                              const struct draw_view *v, enum draw_format as,
                              size_t *len)
{
    struct sp_error err = {.text = ""};
    unsigned char *bytes = NULL;
    if (draw_figure(&body, m, &scene, &standing, v, as, &bytes, len, &err) !=
        SP_OK)
        fail_msg("%s", err.text);
    return bytes;
}

/* A ball on a mat, kept as a file: it does not depend on the body model. Set
 * STATURE_GOLDEN=write to keep a new one after looking at it. */
static void test_golden(void **state)
{
    (void)state;
    size_t len;
    unsigned char *svg = picture(&nobody, &view, DRAW_SVG, &len);
    const char *path = GOLDEN "/ball_on_mat.svg";
    const char *how = getenv("STATURE_GOLDEN");
    if (how && !strcmp(how, "write")) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(svg, 1, len, out), len);
        assert_int_equal(fclose(out), 0);
    }
    FILE *in = fopen(path, "rb");
    if (!in)
        fail_msg("%s is missing", path);
    unsigned char *kept = malloc(len + 1);
    assert_non_null(kept);
    assert_int_equal(fread(kept, 1, len + 1, in), len);
    fclose(in);
    assert_memory_equal(kept, svg, len);
    free(kept);
    free(svg);
}

static void test_figure_svg(void **state)
{
    (void)state;
    struct draw_view v = view;
    v.spine = true;
    v.azimuth_rad = 2.4;
    size_t a_len, b_len;
    unsigned char *a = picture(&mesh, &v, DRAW_SVG, &a_len);
    unsigned char *b = picture(&mesh, &v, DRAW_SVG, &b_len);
    assert_int_equal(a_len, b_len);
    assert_memory_equal(a, b, a_len);
    assert_true(a_len > 4000 && a_len < 80000);
    assert_memory_equal(a, "<svg ", 5);
    assert_memory_equal(a + a_len - 7, "</svg>\n", 7);
    char *text = malloc(a_len + 1);
    assert_non_null(text);
    memcpy(text, a, a_len);
    text[a_len] = 0;
    // skin, top, shorts and bones are all in the picture
    assert_non_null(strstr(text, "#d3b59e"));
    assert_non_null(strstr(text, "#a9b8b6"));
    assert_non_null(strstr(text, "#6f868a"));
    assert_non_null(strstr(text, "#f3eddf"));
    assert_null(strstr(text, "nan"));
    free(text);
    free(a);
    free(b);
}

/* Discs take the colour of their load. */
static void test_disc_colours(void **state)
{
    (void)state;
    assert_int_equal(draw_load_colour(1), 0xE6E1D6);
    assert_int_equal(draw_load_colour(.5), 0x92C5DE);
    assert_int_equal(draw_load_colour(NAN), 0x2166AC);
    assert_int_equal(draw_load_colour(9), 0xB2182B);
    struct draw_discs discs = {{0}, {0}};
    double *load = discs.share;
    for (int i = 0; i < 23; i++)
        load[i] = 9;
    struct draw_view v = view;
    v.spine = true;
    v.azimuth_rad = 2.6;
    v.discs = &discs;
    size_t len;
    unsigned char *svg = picture(&mesh, &v, DRAW_SVG, &len);
    char *text = realloc(svg, len + 1);
    assert_non_null(text);
    text[len] = 0;
    assert_non_null(strstr(text, "#b2182b"));
    // and said in words
    load[4] = 12.34;
    load[20] = .25;
    free(text);
    svg = picture(&mesh, &v, DRAW_SVG, &len);
    text = realloc(svg, len + 1);
    assert_non_null(text);
    text[len] = 0;
    assert_non_null(strstr(text, "<title>Discs against relaxed standing: most "
                                 "L1/L2 1234 %, least C4/C5 25 %"
                                 "</title>"));
    free(text);
}

/* A picture's SVG as text. */
static char *svg_of(const struct sp_body *who, const struct figure_mesh *m,
                    const struct draw_view *v, const struct sp_posture *at)
{
    struct sp_error err = {.text = ""};
    unsigned char *bytes = NULL;
    size_t len;
    if (draw_figure(who, m, &scene, at, v, DRAW_SVG, &bytes, &len, &err) !=
        SP_OK)
        fail_msg("%s", err.text);
    char *text = realloc(bytes, len + 1);
    assert_non_null(text);
    text[len] = 0;
    return text;
}

static char *svg_text(const struct draw_view *v, const struct sp_posture *at)
{
    return svg_of(&body, &mesh, v, at);
}

/* The legend names L4/5's share and what it may be; without loads, or when
 * nobody asked, no words stand on the picture. */
static void test_legend(void **state)
{
    (void)state;
    struct draw_discs discs = {
        {0   },
        { .42, .83}
    };
    for (int i = 0; i < 23; i++)
        discs.share[i] = 1;
    discs.share[1] = .61;
    struct draw_view v = view;
    v.spine = true;
    v.azimuth_rad = 2.6;
    v.width_px = 640, v.height_px = 480;
    v.discs = &discs;
    char *text = svg_text(&v, &standing);
    assert_null(strstr(text, "<text"));
    free(text);
    v.legend = true;
    text = svg_text(&v, &standing);
    assert_non_null(strstr(text, ">Load on each disc</text>"));
    assert_non_null(strstr(text, ">L4/5 61 %</text>"));
    assert_non_null(strstr(text, ">L4/5: 61 %, may be 42 to 83 %</text>"));
    assert_non_null(strstr(text, ">100 % is relaxed standing</text>"));
    assert_non_null(strstr(text, ">250</text>"));
    free(text);
    v.discs = NULL;
    text = svg_text(&v, &standing);
    assert_null(strstr(text, "<text"));
    free(text);
}

/* In grey more load is always darker, from white to nearly black. */
static void test_grey_loads(void **state)
{
    (void)state;
    assert_int_equal(draw_load_grey(0), 0xFFFFFF);
    assert_int_equal(draw_load_grey(9), 0x101010);
    for (double load = 0; load < 2.45; load += .1)
        assert_true(draw_load_grey(load + .1) < draw_load_grey(load));
}

/* A mat lies under whoever lies, not under who stands. */
static void test_mat(void **state)
{
    (void)state;
    struct sp_posture lying = {{[SP_ROOT_Y] = .12}};
    lying.q[SP_PELVIS_PITCH] = -1.5707963;
    char *text = svg_text(&view, &standing);
    assert_null(strstr(text, "#e6e1d5"));
    free(text);
    text = svg_text(&view, &lying);
    assert_non_null(strstr(text, "#e6e1d5"));
    free(text);
}

/* A tall person's step is longer and still no lying down. */
static void test_no_mat_under_a_step(void **state)
{
    (void)state;
    static const double deg = 3.14159265358979323846 / 180;
    static const struct sp_person tall = {2.05, 130, 40, SP_MALE};
    static struct sp_body who;
    struct figure_mesh m;
    assert_int_equal(sp_body_init(&who, &tall, NULL), SP_OK);
    assert_int_equal(figure_mesh_coarse(&m, &who, 1.5, NULL), SP_OK);
    struct sp_posture step = {{[SP_ROOT_Y] = 1.05}};
    step.q[SP_HIP_R_FLEX] = 24 * deg;
    step.q[SP_HIP_L_FLEX] = -11.5 * deg;
    char *text = svg_of(&who, &m, &view, &step);
    assert_null(strstr(text, "#e6e1d5"));
    free(text);
    figure_mesh_release(&m);
}

static void test_ground(void **state)
{
    (void)state;
    struct draw_view v = view;
    char *text = svg_text(&v, &standing);
    assert_null(strstr(text, "#f7f4ee"));
    free(text);
    v.ground = true;
    text = svg_text(&v, &standing);
    const char *first = strstr(text, "<path ");
    assert_non_null(first);
    assert_memory_equal(first, "<path fill=\"#f7f4ee\" d=\"", 24);
    free(text);
    v.dark = true;
    text = svg_text(&v, &standing);
    assert_non_null(strstr(text, "<path fill=\"#12181b\" d=\""));
    free(text);
}

/* How wide what a pen left is next to a point: the distance between the two
 * nearest points of its outline. */
static double width_near(const struct picture *p, double x, double y)
{
    double best[2] = {1e9, 1e9};
    int at[2] = {0, 0};
    for (int i = 0; i < p->points; i++) {
        const double far = hypot(p->xy[i][0] - x, p->xy[i][1] - y);
        if (far < best[0]) {
            best[1] = best[0], at[1] = at[0];
            best[0] = far, at[0] = i;
        } else if (far < best[1]) {
            best[1] = far, at[1] = i;
        }
    }
    return hypot(p->xy[at[0]][0] - p->xy[at[1]][0],
                 p->xy[at[0]][1] - p->xy[at[1]][1]);
}

/* A pen is lifted at a free end and nowhere else: not where three lines meet,
 * nor where another drawing's line is touched. */
static void test_pen(void **state)
{
    (void)state;
    enum { W = 60, H = 40 };
    unsigned char cracks[(W + 1) * (H + 1)] = {0};
    for (int x = 5; x < 55; x++) // from (5, 20) to (55, 20)
        cracks[20 * (W + 1) + x] |= 1;
    for (int y = 20; y < 38; y++) // from its middle down to (30, 38)
        cracks[y * (W + 1) + 30] |= 2;
    cracks[20 * (W + 1) + 55] |= 4; // another line
    struct picture p;
    struct sp_error err;
    const struct trace_map map = {trace_plain, NULL, 1, .3, 8, {0}, 2};
    picture_init(&p, W, H);
    picture_pen(&p, 0, 1);
    assert_int_equal(trace_cracks(&p, cracks, W, H, &map, &err), SP_OK);
    assert_true(width_near(&p, 5, 20) < .5);
    assert_true(width_near(&p, 30, 38) < .5);
    assert_true(fabs(width_near(&p, 55, 20) - 2) < .01);
    // nothing near the crossing is thinner than the pen
    int lines = 0;
    for (int i = 0; i < p.points; i++)
        lines += p.mark[i] == 2;
    assert_int_equal(lines, 3);
    for (int i = 0; i < p.points; i++)
        if (hypot(p.xy[i][0] - 30, p.xy[i][1] - 20) < 4)
            assert_true(hypot(p.xy[i][0] - 30, p.xy[i][1] - 20) > .9);
    picture_release(&p);
}

/* Seen from the front the spine is not drawn through the chest. */
static void test_no_spine_in_front(void **state)
{
    (void)state;
    struct draw_view v = view;
    v.spine = true;
    v.azimuth_rad = 0;
    v.elevation_rad = .05;
    size_t len;
    unsigned char *svg = picture(&mesh, &v, DRAW_SVG, &len);
    char *text = realloc(svg, len + 1);
    assert_non_null(text);
    text[len] = 0;
    assert_null(strstr(text, "#92c5de"));
    free(text);
    assert_false(draw_sees_spine(&body, &standing, 0, .05));
    assert_true(draw_sees_spine(&body, &standing, 2.6, .05));
}

static void test_png(void **state)
{
    (void)state;
    struct draw_view v = view;
    v.dark = true;
    size_t len;
    unsigned char *png = picture(&mesh, &v, DRAW_PNG, &len);
    assert_true(len > 1000);
    assert_memory_equal(png, "\x89PNG\r\n\x1a\n", 8);
    // width and height, big-endian, in the first chunk
    assert_int_equal(png[18] << 8 | png[19], 320);
    assert_int_equal(png[22] << 8 | png[23], 240);
    free(png);
}

static char *terminal(int columns, enum draw_colour colour)
{
    struct sp_error err = {.text = ""};
    char *text = NULL;
    if (draw_ansi(&body, &mesh, &scene, &standing, &view, columns, colour,
                  &text, &err) != SP_OK)
        fail_msg("%s", err.text);
    return text;
}

static void test_terminal(void **state)
{
    (void)state;
    char *plain = terminal(60, DRAW_NO_COLOUR);
    int lines = 0, marks = 0;
    size_t widest = 0;
    for (char *line = strtok(plain, "\n"); line; line = strtok(NULL, "\n")) {
        const size_t n = strlen(line);
        lines++;
        widest = n > widest ? n : widest;
        for (size_t i = 0; i < n; i++) {
            assert_true(line[i] >= ' ' && line[i] < 127);
            marks += line[i] != ' ';
        }
    }
    assert_true(lines >= 15 && lines <= 23);
    assert_true(widest <= 60 && marks > 60);
    free(plain);
    char *coloured = terminal(60, DRAW_256);
    assert_non_null(strstr(coloured, "\033[38;5;"));
    assert_null(strstr(coloured, ";2;"));
    free(coloured);
    coloured = terminal(60, DRAW_TRUE_COLOUR);
    assert_non_null(strstr(coloured, "\033[38;2;"));
    free(coloured);
}

/* Every run of kitty's answer is a chunk of the same PNG; sixels are the size
 * of the picture and name only colours that were told. */
static void test_pixels(void **state)
{
    (void)state;
    struct sp_error err = {.text = ""};
    char *text = NULL;
    assert_int_equal(draw_terminal(&body, &mesh, &scene, &standing, &view,
                                   DRAW_KITTY, &text, &err),
                     SP_OK);
    assert_memory_equal(text, "\033_Ga=T,f=100,m=1;iVBORw0KGgo", 28);
    int chunks = 0, last = 0;
    for (const char *at = text; (at = strstr(at, "\033_G")); at++) {
        const char *end = strstr(at, "\033\\");
        assert_non_null(end);
        const char *data = strchr(at, ';');
        assert_true(data && data < end && end - data - 1 <= 4096);
        chunks++;
        last = data[-1] == '0';
    }
    assert_true(chunks > 1 && last);
    free(text);
    assert_int_equal(draw_terminal(&body, &mesh, &scene, &standing, &view,
                                   DRAW_SIXEL, &text, &err),
                     SP_OK);
    assert_memory_equal(text, "\033P0;1q#0;2;", 11);
    int bands = 0, x = 0;
    const char *at = text; // behind the last colour that is told
    for (const char *next = text; (next = strstr(next, ";2;")); next++)
        at = next;
    at += 3 + strspn(at + 3, "0123456789;");
    for (; *at != '\033'; at++) {
        if (*at == '-' || *at == '$') {
            bands += *at == '-';
            assert_true(x == 0 || x == 320);
            x = 0;
        } else if (*at == '#') {
            while (at[1] >= '0' && at[1] <= '9')
                at++;
        } else if (*at == '!') {
            char *end;
            x += (int)strtol(at + 1, &end, 10);
            at = end;
        } else {
            assert_true(*at >= '?' && *at <= '~');
            x++;
        }
    }
    assert_int_equal(bands, 240 / 6);
    free(text);
}

static void test_refused(void **state)
{
    (void)state;
    struct sp_error err;
    unsigned char *bytes = NULL;
    char *text = NULL;
    size_t len;
    struct draw_view v = view;
    v.width_px = 5000;
    assert_int_equal(draw_figure(&body, &mesh, &scene, &standing, &v, DRAW_SVG,
                                 &bytes, &len, &err),
                     SP_E_RANGE);
    assert_null(bytes);
    assert_int_equal(draw_ansi(&body, &mesh, &scene, &standing, &view, 5,
                               DRAW_256, &text, &err),
                     SP_E_RANGE);
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_figure_svg),
        cmocka_unit_test(test_disc_colours),
        cmocka_unit_test(test_legend),
        cmocka_unit_test(test_grey_loads),
        cmocka_unit_test(test_mat),
        cmocka_unit_test(test_no_mat_under_a_step),
        cmocka_unit_test(test_pen),
        cmocka_unit_test(test_ground),
        cmocka_unit_test(test_no_spine_in_front),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_terminal),
        cmocka_unit_test(test_pixels),
        cmocka_unit_test(test_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
