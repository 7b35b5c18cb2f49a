/*
 * Measurement against prediction, row by row, and the checks that need no
 * single measurement: proportion, order, symmetry, balance.
 */
#include "load/validate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "load/load_internal.h"
#include "num/dense.h"
#include "num/mat3.h"

static const double pi = 3.14159265358979323846;

// rows of load_measured
enum {
    STANDING = 4,
    BENT = 6,
    STRAIGHT = 8,
    SLOUCHED = 11,
    CLOSE = 12,
    FAR = 13,
    ROUND_BACK = 14
};

#define PARAM(field, min, max, step)                                           \
    {                                                                          \
#field, offsetof(struct sp_load_params, field), min, max, step         \
    }
const struct load_fitted_row load_fitted[LOAD_FITTED] = {
    PARAM(tone, 0.0005, 0.01, 0.0002),
    PARAM(ligament_per_m, 0, 40, 0.5),
    PARAM(stiffening, 0.5, 3, 0.1),
};

static double *field(struct sp_load_params *p, int i)
{
    return (double *)(void *)((char *)p + load_fitted[i].at);
}

// ---- one row

struct stage {
    struct sp_load_work *work;
    struct sp_body body;
    struct sp_load_params params;
    struct sp_load_case one;
    struct sp_load_result result;
};

static enum sp_status solve(struct stage *s, struct sp_error *err)
{
    sp_load_forget(s->work);
    return sp_load_solve(s->work, &s->body, &s->one, &s->params, &s->result,
                         err);
}

static enum sp_status solve_posture(struct stage *s,
                                    const struct load_posture *p, double tilt,
                                    struct sp_error *err)
{
    load_posture_case(&s->body, p, tilt, &s->one);
    return solve(s, err);
}

// The subject's own disc area stays his, whatever is fitted.
static enum sp_status stage_init(struct stage *s, struct sp_load_work *work,
                                 const struct sp_load_params *params,
                                 struct sp_error *err)
{
    struct sp_load_params own;
    const enum sp_status status = load_subject(&s->body, &own, err);
    s->work = work;
    s->params = *params;
    s->params.disc_area = own.disc_area;
    return status;
}

enum sp_status load_predict(struct sp_load_work *work,
                            const struct sp_load_params *params,
                            double pressure_MPa[LOAD_MEASURED],
                            struct sp_error *err)
{
    struct stage s;
    enum sp_status status = stage_init(&s, work, params, err);
    for (int i = 0; status == SP_OK && i < LOAD_MEASURED; i++) {
        status = solve_posture(&s, &load_measured[i].posture, 0, err);
        pressure_MPa[i] = s.result.disc[SP_DISC_L4_L5].pressure_MPa;
    }
    return status;
}

// ---- fitting

static double log_pressure(double MPa) { return log(fmax(MPa, 0.01)); }

enum sp_status load_slopes_at(struct sp_load_work *work,
                              const struct sp_load_params *params,
                              struct load_slopes *out, struct sp_error *err)
{
    double p[LOAD_MEASURED];
    enum sp_status status = load_predict(work, params, p, err);
    for (int i = 0; i < LOAD_MEASURED; i++)
        out->log_p[i] = log_pressure(p[i]);
    for (int k = 0; status == SP_OK && k < LOAD_FITTED; k++) {
        struct sp_load_params moved = *params;
        *field(&moved, k) += load_fitted[k].step;
        status = load_predict(work, &moved, p, err);
        for (int i = 0; i < LOAD_MEASURED; i++)
            out->by[i][k] = log_pressure(p[i]) - out->log_p[i];
    }
    return status;
}

void load_fit_step(const struct load_slopes *slopes,
                   const double log_p[LOAD_MEASURED], int left_out,
                   struct sp_load_params *params)
{
    double A[LOAD_FITTED * LOAD_FITTED] = {0}, g[LOAD_FITTED] = {0};
    double x[LOAD_FITTED], low[LOAD_FITTED], high[LOAD_FITTED],
        step[LOAD_FITTED];
    for (int i = 0; i < LOAD_MEASURED; i++) {
        const double off = log_p[i] - log(load_measured[i].pressure_MPa);
        for (int a = 0; i != left_out && a < LOAD_FITTED; a++) {
            g[a] += slopes->by[i][a] * off;
            for (int b = 0; b <= a; b++)
                A[a * LOAD_FITTED + b] += slopes->by[i][a] * slopes->by[i][b];
        }
    }
    for (int k = 0; k < LOAD_FITTED; k++) {
        x[k] = *field(params, k) / load_fitted[k].step;
        low[k] = load_fitted[k].min / load_fitted[k].step;
        high[k] = load_fitted[k].max / load_fitted[k].step;
    }
    if (!num_bounded_step(A, g, LOAD_FITTED, 1e-3, x, low, high, step))
        return;
    for (int k = 0; k < LOAD_FITTED; k++)
        *field(params, k) += step[k] * load_fitted[k].step;
}

static enum sp_status leave_each_out(struct sp_load_work *work,
                                     struct sp_validation *out,
                                     struct sp_error *err)
{
    struct load_slopes slopes;
    enum sp_status status = load_slopes_at(work, &out->params, &slopes, err);
    for (int i = 0; status == SP_OK && i < LOAD_MEASURED; i++) {
        struct sp_load_params refit = out->params;
        double p[LOAD_MEASURED], log_p[LOAD_MEASURED];
        memcpy(log_p, slopes.log_p, sizeof log_p);
        // the same slopes serve twice: the parameters move little
        for (int round = 0; status == SP_OK && round < 2; round++) {
            load_fit_step(&slopes, log_p, i, &refit);
            status = load_predict(work, &refit, p, err);
            for (int r = 0; r < LOAD_MEASURED; r++)
                log_p[r] = log_pressure(p[r]);
        }
        out->row[i].left_out_MPa = p[i];
    }
    return status;
}

// ---- summary

static double median(double *x, int n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && x[j] < x[j - 1]; j--) {
            const double t = x[j];
            x[j] = x[j - 1];
            x[j - 1] = t;
        }
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

// What a correlation is worked out from.
struct sums {
    double n, x, y, xx, yy, xy;
};

static void add_pair(struct sums *s, double x, double y)
{
    s->n++;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

// Pearson's r.
static double correlation(const struct sums *s)
{
    return (s->n * s->xy - s->x * s->y) /
           sqrt((s->n * s->xx - s->x * s->x) * (s->n * s->yy - s->y * s->y));
}

static double pearson(const struct sp_validation_row *row, bool heavy_too)
{
    struct sums sums = {0};
    for (int i = 0; i < LOAD_MEASURED; i++)
        if (!row[i].heavy || heavy_too)
            add_pair(&sums, row[i].measured_MPa, row[i].predicted_MPa);
    return correlation(&sums);
}

static double off(double predicted, double measured)
{
    return fabs(predicted / measured - 1);
}

static void summarise(struct sp_validation *v)
{
    struct sp_validation_summary *s = &v->summary;
    double all[LOAD_MEASURED], light[LOAD_MEASURED], ratio[LOAD_MEASURED],
        left[LOAD_MEASURED];
    int lights = 0, ratios = 0;
    const struct sp_validation_row *standing = &v->row[STANDING];
    memset(s, 0, sizeof *s);
    for (int i = 0; i < LOAD_MEASURED; i++) {
        const struct sp_validation_row *r = &v->row[i];
        all[i] = off(r->predicted_MPa, r->measured_MPa);
        left[i] = off(r->left_out_MPa, r->measured_MPa);
        if (all[i] > s->worst_error) {
            s->worst_error = all[i];
            s->worst_row = i;
        }
        s->beyond_40 += all[i] > 0.4;
        if (!r->heavy)
            light[lights++] = all[i];
        if (i != STANDING)
            ratio[ratios++] = off(r->predicted_MPa / standing->predicted_MPa,
                                  r->measured_MPa / standing->measured_MPa);
        s->largest_residual = fmax(s->largest_residual, r->residual);
        s->left_out_worst = fmax(s->left_out_worst, left[i]);
    }
    s->pearson = pearson(v->row, true);
    s->light_pearson = pearson(v->row, false);
    s->median_error = median(all, LOAD_MEASURED);
    s->light_median = median(light, lights);
    s->ratio_median = median(ratio, ratios);
    s->left_out_median = median(left, LOAD_MEASURED);
    if (!(v->row[0].left_out_MPa > 0))
        s->left_out_median = s->left_out_worst = 0;
}

// ---- checks

static void check(struct sp_validation *v, enum sp_check_kind kind,
                  double value, double low, double high, const char *unit,
                  const char *format, ...) SP_PRINTF(7, 8);
static void check(struct sp_validation *v, enum sp_check_kind kind,
                  double value, double low, double high, const char *unit,
                  const char *format, ...)
{
    if (v->checks == SP_VALIDATION_CHECKS)
        return;
    struct sp_validation_check *c = &v->check[v->checks++];
    va_list args;
    va_start(args, format);
    vsnprintf(c->name, sizeof c->name, format, args);
    va_end(args);
    c->format = format;
    c->kind = kind;
    c->value = value;
    c->low = low;
    c->high = high;
    c->unit = unit;
    c->met = low < high ? value >= low && value <= high : true;
}

static double pressure_ratio(const struct sp_validation *v, int a, int b)
{
    return v->row[a].predicted_MPa / v->row[b].predicted_MPa;
}

static double force_ratio(const struct sp_validation *v, int a, int b)
{
    return v->row[a].compression_N / v->row[b].compression_N;
}

static void check_rows(struct sp_validation *v, double standing_joint_N)
{
    const enum sp_check_kind kind = SP_CHECK_PRESSURE_FORCE;
    check(v, kind, v->row[STANDING].predicted_MPa, 0.45, 0.55, "MPa",
          "relaxed standing, L4/5");
    check(v, kind, standing_joint_N, 430, 600, "N",
          "standing, force inferred by Dreischarf 2013");
    check(v, kind, pressure_ratio(v, 0, STANDING), 0.15, 0.30, "",
          "lying on the back / standing, pressure (0.20)");
    check(v, kind, pressure_ratio(v, STRAIGHT, STANDING), 0.85, 1.10, "",
          "sitting straight / standing (0.92)");
    check(v, kind, pressure_ratio(v, SLOUCHED, STANDING), 0.40, 0.75, "",
          "slouched / standing (0.54)");
    check(v, kind, pressure_ratio(v, BENT, STANDING), 1.8, 2.6, "",
          "bent forward / standing (2.2)");
    check(v, kind, pressure_ratio(v, ROUND_BACK, STANDING), 3.5, 5.5, "",
          "20 kg with round back / standing (4.6)");
    check(v, kind, pressure_ratio(v, FAR, CLOSE), 1.3, 2.0, "",
          "20 kg at 60 cm / held close (1.6)");
    check(v, kind, force_ratio(v, 0, STANDING), 0, 0.25, "",
          "lying on the back / standing, force");
    check(v, kind, force_ratio(v, 1, STANDING), 0, 0.25, "",
          "lying prone / standing, force");
    check(v, kind, force_ratio(v, 3, STANDING), 0, 0.25, "",
          "lying on the side / standing, force");
}

// Leaning forward as a plank from the ankles' own balance would fall: pelvis
// and hips together, trunk straight. Load follows the sine of the lean.
static enum sp_status check_lean(struct stage *s, struct sp_validation *v,
                                 struct sp_error *err)
{
    struct sums sums = {0};
    for (int lean = 0; lean <= 30; lean += 10) {
        struct load_posture p = load_measured[STANDING].posture;
        p.pelvis = lean;
        p.hip = lean - 3;
        const enum sp_status status = solve_posture(s, &p, 0, err);
        if (status != SP_OK)
            return status;
        const double y = s->result.disc[SP_DISC_L4_L5].pressure_MPa;
        add_pair(&sums, sin(lean * pi / 180), y);
        check(v, SP_CHECK_TILT, y, 0, 0, "MPa", "standing, leaning %d degrees",
              lean);
    }
    check(v, SP_CHECK_TILT, correlation(&sums), 0.98, 1.0 + 1e-9, "",
          "pressure against sine of the lean, r");
    return SP_OK;
}

static enum sp_status check_inversion(struct stage *s, struct sp_validation *v,
                                      struct sp_error *err)
{
    double last = INFINITY, first = 0, smallest = INFINITY;
    for (int tilt = 0; tilt <= 90; tilt += 30) {
        const struct load_posture p = load_inverted(tilt);
        const enum sp_status status = solve_posture(s, &p, tilt, err);
        if (status != SP_OK)
            return status;
        const double force = s->result.disc[SP_DISC_L4_L5].compression_N;
        if (tilt == 0)
            first = force;
        else
            smallest = fmin(smallest, last - force);
        last = force;
        check(v, SP_CHECK_TRACTION, force, 0, 0, "N",
              "head down %d degrees, L4/5", tilt);
    }
    check(v, SP_CHECK_TRACTION, smallest, 1, 1e4, "N",
          "each 30 degrees pull more, least step");
    // body weight above the disc, head down: 50 to 53 % (de Leva), less what
    // lying had and what rest tone presses
    check(v, SP_CHECK_TRACTION,
          (first - last) / (LOAD_GRAVITY * s->body.person.mass_kg), 0.35, 0.60,
          "", "lying to head down, change over body weight");
    return SP_OK;
}

static enum sp_status pull(struct stage *s, double newtons, bool split,
                           struct sp_error *err)
{
    load_posture_case(&s->body, &load_supine, 0, &s->one);
    const struct sp_traction t = {newtons, 0, split, 0.5};
    const enum sp_status status =
        sp_load_add_traction(&s->body, &s->one, &t, err);
    return status == SP_OK ? solve(s, err) : status;
}

static enum sp_status check_traction(struct stage *s, struct sp_validation *v,
                                     struct sp_error *err)
{
    double last = INFINITY, smallest = INFINITY, at[4];
    for (int i = 0; i < 4; i++) {
        const enum sp_status status = pull(s, 150 * i, true, err);
        if (status != SP_OK)
            return status;
        at[i] = s->result.disc[SP_DISC_L4_L5].compression_N;
        if (i)
            smallest = fmin(smallest, last - at[i]);
        last = at[i];
        check(v, SP_CHECK_TRACTION, at[i], 0, 0, "N",
              "harness, split table, %d N, L4/5", 150 * i);
    }
    check(v, SP_CHECK_TRACTION, smallest, 1, 1e4, "N",
          "each 150 N pull more, least step");
    check(v, SP_CHECK_TRACTION, (at[0] - at[2]) / 300, 0.6, 1.05, "",
          "share of the first 300 N that reaches L4/5 (Nachemson: 0.7)");
    enum sp_status status = pull(s, 0, false, err);
    const double rest = s->result.disc[SP_DISC_L4_L5].compression_N;
    if (status == SP_OK)
        status = pull(s, 200, false, err);
    if (status == SP_OK)
        check(v, SP_CHECK_TRACTION,
              (rest - s->result.disc[SP_DISC_L4_L5].compression_N) / 200, -0.05,
              0.4, "",
              "plain table, 0.3 of body weight: share that reaches L4/5");
    return status;
}

// What muscles at rest pull across L4/5, all their tensions together, and the
// belly wall that holds the least pressure.
static double rest_tone_N(const struct stage *s)
{
    double sum = s->params.hoop_N_kPa * s->params.pressure_min_kPa;
    for (int j = 0; j < SP_LOAD_MUSCLES; j++) {
        const struct load_span span = s->work->span[j];
        if (span.low > SP_DISC_L4_L5 || span.high <= SP_DISC_L4_L5)
            continue;
        const double *u = s->work->disc_pull + (size_t)j * 3 * LOAD_LEVELS +
                          3 * SP_DISC_L4_L5;
        sum += s->work->programme.column[j].low * vec3_length(u);
    }
    return sum;
}

static enum sp_status check_hanging(struct stage *s, struct sp_validation *v,
                                    struct sp_error *err)
{
    const enum sp_status status = solve_posture(s, &load_hanging, 0, err);
    if (status != SP_OK)
        return status;
    double below = 0;
    for (int i = 0; i < SP_SEGMENTS; i++)
        if (i <= SP_L5 || (i >= SP_FEMUR_R && i <= SP_TOES_R) ||
            i >= SP_FEMUR_L)
            below += LOAD_GRAVITY * s->body.segment[i].mass_kg;
    const double tone = rest_tone_N(s);
    check(v, SP_CHECK_HANGING, below, 0, 0, "N", "weight below L4/5");
    check(v, SP_CHECK_HANGING, tone, 0, 0, "N", "rest tone across L4/5");
    // the disc leans in the hanging lordosis: its axial pull and shear together
    const struct sp_disc_load *d = &s->result.disc[SP_DISC_L4_L5];
    check(v, SP_CHECK_HANGING, -d->joint_N, 0.97 * (below - tone), 1.03 * below,
          "N", "hanging from a bar, axial tension at L4/5");
    check(v, SP_CHECK_HANGING, hypot(d->joint_N, d->shear_N), 0, 0, "N",
          "hanging from a bar, whole pull at L4/5");
    return SP_OK;
}

static enum sp_status check_symmetry(struct stage *s, struct sp_validation *v,
                                     struct sp_error *err)
{
    // a turn and bend to one side, feet on the floor; then its mirror image
    struct sp_load_result first;
    double worst = 0;
    for (int mirrored = 0; mirrored < 2; mirrored++) {
        struct sp_posture q = {{0}};
        q.q[SP_ROOT_Y] = 0.93;
        q.q[SP_LUMBAR_BEND] = 0.2;
        q.q[SP_LUMBAR_EXT] = -0.3;
        q.q[SP_THORACIC_TURN] = 0.3;
        q.q[SP_SHOULDER_R_FLEX] = 0.8;
        if (mirrored)
            q = sp_posture_mirror(&q);
        load_posture_case(&s->body, &load_measured[STANDING].posture, 0,
                          &s->one);
        sp_body_place(&s->body, &q, &s->one.frames);
        const enum sp_status status = solve(s, err);
        if (status != SP_OK)
            return status;
        if (!mirrored)
            first = s->result;
        for (int d = 0; d < SP_DISCS; d++)
            worst = fmax(
                worst, fabs(s->result.disc[d].joint_N - first.disc[d].joint_N));
    }
    check(v, SP_CHECK_SYMMETRY, worst, -1, 1e-3, "N",
          "mirrored posture, largest difference of a disc");
    return SP_OK;
}

static enum sp_status check_mass(struct stage *s, struct sp_validation *v,
                                 struct sp_error *err)
{
    double at[2];
    for (int i = 0; i < 2; i++) {
        const struct sp_person p = {1.74, i ? 77 : 70, 45, SP_MALE};
        enum sp_status status = sp_body_init(&s->body, &p, err);
        if (status == SP_OK)
            status = solve_posture(s, &load_measured[BENT].posture, 0, err);
        if (status != SP_OK)
            return status;
        at[i] = s->result.disc[SP_DISC_L4_L5].joint_N;
    }
    check(v, SP_CHECK_MASS, at[1] / at[0], 1.07, 1.15, "",
          "bent forward, a tenth more mass: muscles take all that is added");
    return SP_OK;
}

// ---- all of it

static enum sp_status rows(struct stage *s, struct sp_validation *out,
                           double *standing_joint_N, struct sp_error *err)
{
    for (int i = 0; i < LOAD_MEASURED; i++) {
        const struct load_measured *m = &load_measured[i];
        struct sp_validation_row *r = &out->row[i];
        struct sp_load_range range;
        load_posture_case(&s->body, &m->posture, 0, &s->one);
        sp_load_forget(s->work);
        const enum sp_status status = sp_load_ranges(
            s->work, &s->body, &s->one, &s->params, &s->result, &range, err);
        if (status != SP_OK)
            return status;
        const struct sp_disc_load *d = &s->result.disc[SP_DISC_L4_L5];
        *r = (struct sp_validation_row){
            .name = m->posture.name,
            .row = m->row,
            .seen = m->seen,
            .heavy = m->heavy,
            .measured_MPa = m->pressure_MPa,
            .predicted_MPa = d->pressure_MPa,
            .low_MPa = range.low_MPa[SP_DISC_L4_L5],
            .high_MPa = range.high_MPa[SP_DISC_L4_L5],
            .compression_N = d->compression_N,
            .settle_Nm = d->settle_Nm,
            .verdict = s->result.verdict,
            .iterations = s->result.iterations,
            .residual = fmax(s->result.residual_N, s->result.residual_Nm)};
        if (i == STANDING)
            *standing_joint_N = d->joint_N;
    }
    return SP_OK;
}

enum sp_status sp_validate(struct sp_load_work *work, bool leave_out,
                           struct sp_validation *out, struct sp_error *err)
{
    struct stage s;
    double standing_joint_N = 0;
    memset(out, 0, sizeof *out);
    out->params = sp_load_defaults;
    enum sp_status status = stage_init(&s, work, &out->params, err);
    if (status == SP_OK)
        status = rows(&s, out, &standing_joint_N, err);
    if (status == SP_OK && leave_out)
        status = leave_each_out(work, out, err);
    if (status != SP_OK)
        return status;
    summarise(out);
    check_rows(out, standing_joint_N);
    static enum sp_status (*const more[])(
        struct stage *, struct sp_validation *,
        struct sp_error *) = {check_lean,    check_inversion, check_traction,
                              check_hanging, check_symmetry,  check_mass};
    for (size_t i = 0; status == SP_OK && i < sizeof more / sizeof *more; i++)
        status = more[i](&s, out, err);
    return status;
}
