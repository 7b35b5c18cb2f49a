/*
 * One set of parameters, 23 levels, and how a person scales them.
 * Sources of every number: docs/disc.md.
 */
#include "disc/disc_internal.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const double gravity = 9.80665; // m/s2
static const double reference_height_m = 1.68;
static const double cell_ratio = 1.45; // thinning towards the endplate

/*
 * Levels of a person 1.68 m tall. Heights: a smooth curve through Kunkel et
 * al. 2011, Fletcher et al. 2015 and lumbar anchors, neck discs by an
 * assumption of ours between published means; areas: bone ellipses by
 * Panjabi et al. 1991/92 widened so that L4/5 is the 1800 mm2 of Wilke et
 * al. 1999.
 */
static const struct {
    const char *name;
    double height_mm, area_mm2;
} level[SP_DISCS] = {
    {"L5/S1",  10.8, 1750},
    {"L4/5",   11.5, 1800},
    {"L3/4",   10.8, 1700},
    {"L2/3",   9.8,  1600},
    {"L1/2",   8.5,  1500},
    {"T12/L1", 7.5,  1350},
    {"T11/12", 6.8,  1250},
    {"T10/11", 6.2,  1150},
    {"T9/10",  5.7,  1050},
    {"T8/9",   5.3,  950 },
    {"T7/8",   5.0,  850 },
    {"T6/7",   4.6,  780 },
    {"T5/6",   4.2,  720 },
    {"T4/5",   3.8,  660 },
    {"T3/4",   4.0,  610 },
    {"T2/3",   4.2,  560 },
    {"T1/2",   4.5,  520 },
    {"C7/T1",  5.2,  420 },
    {"C6/7",   5.4,  380 },
    {"C5/6",   5.1,  340 },
    {"C4/5",   5.0,  320 },
    {"C3/4",   4.9,  310 },
    {"C2/3",   4.8,  300 },
};

// shares of body mass: head and both arms by de Leva 1996
static const struct {
    double head, arms;
} mass_share[] = {
    [SP_DISC_WOMAN] = {0.0668, 0.0898},
    [SP_DISC_MAN] = {0.0694, 0.0988},
    [SP_DISC_SEX_UNSTATED] = {0.0681, 0.0943},
};

// Soft neck above T1, and everything above L5/S1 (de Leva 1996, derived).
static const double neck_share = 0.011, above_sacrum = 0.53;

// Muscle force in quiet standing over the weight above: puts L4/5 of a man
// of 70 kg at 580 N (Wilke 1999 by Nachemson's relation); neck assumed.
static const double trunk_muscle = 1.68, neck_muscle = 2.4;

// A disc that has degenerated, from ratios of healthy to degenerated discs:
// Johannessen & Elliott 2005, DeLucca et al. 2016, Nachemson 1960.
static const struct {
    double charge, matrix, permeability, endplate, height, pressure_factor;
} degenerated = {0.5, 0.6, 1.5, 2, 0.7, 1.3};

// Fixed charge falls with age: 0.28 mEq/g young to 0.18-0.24 old (Urban &
// Maroudas 1979; Urban & McMullin 1988).
static double age_charge(double age_y)
{
    const double old = 0.75, from = 30, to = 70;
    const double share = (age_y - from) / (to - from);
    return share <= 0 ? 1 : share >= 1 ? old : 1 - (1 - old) * share;
}

struct sp_disc_params sp_disc_params_default(void)
{
    return (struct sp_disc_params){
        .charge_mol_m3 = 285,
        .salt_mol_m3 = 150,
        .osmotic_share = 0.93,
        .heat_J_mol = 2577,
        .solid_share = 0.20,
        .matrix_MPa = 1.45,
        .matrix_exponent = 2.5,
        .permeability_mm4_Ns = 5.2e-4,
        .permeability_exponent = 4,
        .endplate_MPa_s_mm = 5200,
        .endplate_in_to_out = 1,
        .pressure_factor = 1.5,
        .neck_charge = 1,
        .elastic_share = 0.08,
        .elastic_MPa = 0.2,
        .curve_share = 0.10,
        .soft_mm = 2,
        .soft_s = 600,
        .soft_ratio = 0.9,
        .tolerance = 1e-3,
    };
}

/* A field, its range and its place. */
struct field {
    const char *name;
    size_t offset;
    double low, high;
};

#define PERSON(f, low, high)                                                   \
    {                                                                          \
#f, offsetof(struct sp_disc_person, f), low, high                      \
    }
#define PARAM(f, low, high)                                                    \
    {                                                                          \
#f, offsetof(struct sp_disc_params, f), low, high                      \
    }

static const struct field person_field[] = {
    PERSON(height_m, 1.20, 2.20),
    PERSON(mass_kg, 30, 250),
    PERSON(age_y, 10, 110),
};

static const struct field param_field[] = {
    PARAM(charge_mol_m3, 50, 600),
    PARAM(salt_mol_m3, 50, 300),
    PARAM(osmotic_share, 0.5, 1),
    PARAM(heat_J_mol, 2300, 2800),
    PARAM(solid_share, 0.05, 0.35),
    PARAM(matrix_MPa, 0.2, 10),
    PARAM(matrix_exponent, 0.5, 5),
    PARAM(permeability_mm4_Ns, 1e-5, 1e-2),
    PARAM(permeability_exponent, 0, 12),
    PARAM(endplate_MPa_s_mm, 0, 1e6),
    PARAM(endplate_in_to_out, 0.2, 5),
    PARAM(pressure_factor, 1, 2),
    PARAM(neck_charge, 0.3, 1.5),
    PARAM(elastic_share, 0, 0.3),
    PARAM(elastic_MPa, 0.01, 5),
    PARAM(curve_share, 0, 0.5),
    PARAM(soft_mm, 0, 10),
    PARAM(soft_s, 1, 1e5),
    PARAM(soft_ratio, 0.1, 10),
    PARAM(tolerance, 1e-9, 1e-2),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum sp_status check(const void *of, const struct field *field,
                            size_t count, struct sp_error *err)
{
    for (size_t i = 0; i < count; i++) {
        double x;
        memcpy(&x, (const char *)of + field[i].offset, sizeof x);
        if (!(x >= field[i].low && x <= field[i].high))
            return sp_fail(err, SP_E_RANGE,
                           "disc %s is %g; give a number from %g to %g",
                           field[i].name, x, field[i].low, field[i].high);
    }
    return SP_OK;
}

const char *disc_name(int i)
{
    return i >= 0 && i < SP_DISCS ? level[i].name : "unknown";
}

enum sp_disc_region sp_disc_region(int i)
{
    return i >= SP_DISC_C7_T1    ? SP_DISC_NECK
           : i >= SP_DISC_T12_L1 ? SP_DISC_THORACIC
                                 : SP_DISC_LUMBAR;
}

/*
 * Share of body mass carried by each disc, arms hanging. Trunk slices rise
 * evenly from 1.1 % at T1 to 2.6 % at L5 (Pearsall et al. 1996) and are
 * scaled so that the sacrum carries 53 %; the arms join over T1 to T4.
 */
static void shares_above(enum sp_disc_sex sex, double share[SP_DISCS])
{
    enum { VERTEBRAE = SP_DISC_C7_T1 }; // T1 to L5, each above a disc
    const double head = mass_share[sex].head, arms = mass_share[sex].arms;
    const double slices = (0.011 + 0.026) / 2 * VERTEBRAE;
    const double scale = (above_sacrum - head - neck_share - arms) / slices;
    const int necks = SP_DISC_C2_C3 - SP_DISC_C7_T1;
    for (int i = 0; i <= necks; i++)
        share[SP_DISC_C2_C3 - i] = head + neck_share * i / necks;
    double above = share[SP_DISC_C7_T1];
    for (int v = 0; v < VERTEBRAE; v++) {
        above += scale * (0.011 + 0.015 * v / (VERTEBRAE - 1));
        if (v < 4)
            above += arms / 4;
        share[SP_DISC_T1_T2 - v] = above;
    }
}

static void scale_disc(struct sp_disc *d, int i, double share,
                       const struct sp_disc_person *person,
                       const struct sp_disc_params *params)
{
    const double length = person->height_m / reference_height_m;
    const bool neck = sp_disc_region(i) == SP_DISC_NECK;
    const bool worn = person->degenerated[i];
    d->height_mm = level[i].height_mm * length;
    d->area_mm2 = level[i].area_mm2 * length * length;
    d->weight_N = person->mass_kg * gravity * share;
    d->standing_N = d->weight_N * (neck ? neck_muscle : trunk_muscle);
    d->endplate_MPa_s_mm = params->endplate_MPa_s_mm;
    d->pressure_factor = params->pressure_factor;
    if (worn) {
        d->height_mm *= degenerated.height;
        d->endplate_MPa_s_mm *= degenerated.endplate;
        if (d->pressure_factor > degenerated.pressure_factor)
            d->pressure_factor = degenerated.pressure_factor;
    }
    d->law = (neck ? 0 : 1) + (worn ? 2 : 0);
}

static struct disc_tissue tissue_of(const struct sp_disc_params *p,
                                    double age_y, int law)
{
    struct disc_tissue t = {
        .charge = p->charge_mol_m3 * age_charge(age_y),
        .salt = p->salt_mol_m3,
        .osmotic = p->osmotic_share,
        .heat_J_mol = p->heat_J_mol,
        .solid = p->solid_share,
        .matrix_MPa = p->matrix_MPa,
        .exponent = p->matrix_exponent,
        .permeability = p->permeability_mm4_Ns,
        .permeability_exponent = p->permeability_exponent,
    };
    if (law % 2 == 0)
        t.charge *= p->neck_charge;
    if (law >= 2) {
        t.charge *= degenerated.charge;
        t.matrix_MPa *= degenerated.matrix;
        t.permeability *= degenerated.permeability;
    }
    return t;
}

static double kyphosis_arc(const struct sp_disc_person *person)
{
    // posterior heights T1 to T12 (Panjabi et al. 1991) and the discs between
    double arc = 215.6;
    for (int i = SP_DISC_T11_T12; i <= SP_DISC_T1_T2; i++)
        arc += level[i].height_mm;
    return arc * person->height_m / reference_height_m;
}

enum sp_status sp_disc_init(struct sp_disc_model *m,
                            const struct sp_disc_person *person,
                            const struct sp_disc_params *params,
                            struct sp_error *err)
{
    enum sp_status status =
        check(person, person_field, COUNT(person_field), err);
    if (status == SP_OK)
        status = check(params, param_field, COUNT(param_field), err);
    if (status != SP_OK)
        return status;
    if ((unsigned)person->sex > SP_DISC_SEX_UNSTATED)
        return sp_fail(err, SP_E_RANGE,
                       "disc sex is %d; give woman, man or "
                       "unstated",
                       (int)person->sex);
    for (int i = 0; i < (int)COUNT(m->law); i++) {
        const struct disc_tissue t = tissue_of(params, person->age_y, i);
        if (!disc_table_tissue(&m->law[i], &t))
            return sp_fail(err, SP_E_RANGE,
                           "disc parameters give tissue that does not stiffen "
                           "over %g to %g MPa; raise matrix_MPa or "
                           "charge_mol_m3",
                           DISC_STRESS_MIN, DISC_STRESS_MAX);
    }
    double share[SP_DISCS];
    shares_above(person->sex, share);
    for (int i = 0; i < SP_DISCS; i++)
        scale_disc(&m->disc[i], i, share[i], person, params);
    disc_grid(m->cell_share, SP_DISC_CELLS, cell_ratio);
    m->kyphosis_arc_mm = kyphosis_arc(person);
    m->person = *person;
    m->params = *params;
    return SP_OK;
}

// chord of an arc bent by an angle in all, over its length
static double chord_share(double angle_rad)
{
    const double half = fabs(angle_rad) / 2;
    return half < 1e-6 ? 1 : sin(half) / half;
}

double sp_disc_kyphosis_mm(const struct sp_disc_model *m, double kyphosis_rad)
{
    const double standing = 0.70; // 40 degrees, usual thoracic kyphosis
    return m->kyphosis_arc_mm *
           (chord_share(standing) - chord_share(standing + kyphosis_rad));
}
