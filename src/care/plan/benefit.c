/*
 * What an exercise is worth to a person, per day it is done: dimensionless,
 * about 1 for a move that unloads what troubles. Modelled unloading comes
 * first; its other reasons (mobility, strength, breathing, warmth) count for
 * less; evidence grade, own response and direction weigh both. The weights are
 * our own judgement; the ranking, not the size, matters to the plan.
 */
#include "care/plan/plan_internal.h"

#include <math.h>
#include <string.h>

/* Worth of everything but unloading, beside full unloading: most reasons for
 * stretching rest on weaker evidence than that lying and hanging take load off
 * the discs (Wilke et al. 1999). Ours. */
static const double other_worth = 0.4;

/*
 * Gained height that counts half, mm: what the model gives a middling body
 * (1.70 m, 70 kg, 45 years) for about two minutes' lying on the back. Beyond
 * it more height is worth ever less. Ours.
 */
static const double half_mm[CARE_SPINE_PARTS] = {0.08, 0.15, 0.06};

// less than this is told as nothing
static const double least_mm = 0.005;

static bool is(const struct care_exercise *ex, enum care_modality m)
{
    return (ex->modalities & (1u << m)) != 0;
}

static bool tagged(const struct care_exercise *ex, enum care_tag t)
{
    return (ex->tags & (1u << t)) != 0;
}

bool care_unloads(const struct care_relief *relief, enum care_spine part)
{
    return relief && relief->known && relief->low[part] > 0 &&
           relief->mm[part] >= least_mm;
}

// between -1 and 1; 0 where the range leaves open whether it unloads or loads
static double part_worth(const struct care_relief *relief, int part)
{
    const double mm = relief->mm[part];
    if (relief->low[part] <= 0 && relief->high[part] >= 0)
        return 0;
    return mm / (fabs(mm) + half_mm[part]);
}

unsigned care_spine_parts(unsigned regions)
{
    static const struct {
        enum care_region region;
        enum care_spine part;
    } row[] = {
        {CARE_REGION_NECK,       CARE_SPINE_NECK    },
        {CARE_REGION_UPPER_BACK, CARE_SPINE_THORACIC},
        {CARE_REGION_LOWER_BACK, CARE_SPINE_LUMBAR  },
        {CARE_REGION_LEG,        CARE_SPINE_LUMBAR  }, // its nerves leave there
    };
    unsigned parts = 0;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (regions & (1u << row[i].region))
            parts |= 1u << row[i].part;
    return parts ? parts : (1u << CARE_SPINE_PARTS) - 1;
}

/* The troubled part that gains most, and a quarter of each further one. */
static double unloading(const struct care_relief *relief, unsigned regions)
{
    const unsigned parts = care_spine_parts(regions);
    double best = -1, sum = 0;
    if (!relief || !relief->known)
        return 0;
    for (int k = 0; k < CARE_SPINE_PARTS; k++) {
        if (!(parts & (1u << k)))
            continue;
        const double worth = part_worth(relief, k);
        best = fmax(best, worth);
        sum += worth;
    }
    return best + 0.25 * (sum - best);
}

// full worth for what troubles the person, a quarter more for each further
// region it reaches as well
static double region_factor(unsigned wanted, unsigned regions)
{
    int hits = 0;
    for (unsigned both = wanted & regions; both; both &= both - 1)
        hits++;
    if (wanted == 0)
        return 1;
    return hits > 0 ? 1 + 0.25 * (hits - 1) : 0.35;
}

static double grade_factor(enum care_grade grade)
{
    static const double worth[] = {0.80, 0.90, 1.00, 1.10, 1.20};
    return worth[grade];
}

/*
 * Longer holds do more, with falling returns: the square root of the time
 * under stretch against 45 s, between 0.7 and 1.4 (ACSM: about 60 s for each
 * muscle group in all).
 */
static double time_factor(const struct care_exercise *ex)
{
    const struct care_dose *d = &ex->dose;
    double s = d->hold_s > 0       ? d->hold_s * (d->reps > 0 ? d->reps : 1)
               : d->duration_s > 0 ? d->duration_s
                                   : 6.0 * d->reps;
    if (ex->sides == CARE_EACH_SIDE)
        s *= 2;
    return fmin(1.4, fmax(0.7, sqrt(s / 45)));
}

// begin at minimal intensity (S2): what asks much of the body waits a little
// until it has been done once
static double gentle_factor(const struct care_exercise *ex,
                            const struct care_response *r)
{
    static const enum care_tag asking[] = {
        CARE_TAG_HEAD_BELOW_HEART, CARE_TAG_END_FLEXION, CARE_TAG_END_EXTENSION,
        CARE_TAG_ROTATION_END,     CARE_TAG_HIP_END,     CARE_TAG_WRIST_WEIGHT,
        CARE_TAG_BALANCE_STAND,    CARE_TAG_NECK_LOAD};
    double f = 1;
    if (r && r->done > 0)
        return f;
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (tagged(ex, asking[i]))
            f *= 0.88;
    return f;
}

// less pain afterwards counts for it, stops and hard effort against it
static double response_factor(const struct care_response *r)
{
    double f = 1;
    if (!r)
        return f;
    if (!isnan(r->pain_change))
        f *= fmin(1.5, fmax(0.5, 1 - 0.15 * r->pain_change));
    if (r->stopped > 0)
        f *= 0.6;
    if (r->effort > 7)
        f *= 0.9;
    return f;
}

static const struct care_picture *picture(const struct care_library *lib,
                                          const char *id)
{
    for (int i = 0; i < lib->direction.pictures; i++)
        if (strcmp(lib->direction.picture[i].id, id) == 0)
            return &lib->direction.picture[i];
    return NULL;
}

// the picture that a named condition of the catalogue suggests
static const struct care_picture *named_picture(const struct care_library *lib,
                                                int fact)
{
    static const char *const pairs[][2] = {
        {"cond_disc_herniation",   "disc_like"    },
        {"cond_disc_bulge",        "disc_like"    },
        {"cond_sciatica",          "disc_like"    },
        {"cond_stenosis",          "stenosis_like"},
        {"cond_spondylolisthesis", "slip_stable"  },
        {"cond_lumbar_pain",       "back_only"    },
        {"cond_back_pain",         "back_only"    },
    };
    const struct care_fact *f = care_fact_at(lib, fact);
    for (size_t i = 0; f && i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(f->id, pairs[i][0]) == 0)
            return picture(lib, pairs[i][1]);
    return NULL;
}

static const struct care_picture *
screened_picture(const struct care_library *lib,
                 const struct care_screen *screen)
{
    for (int i = 0; i < lib->direction.pictures; i++) {
        const struct care_picture *p = &lib->direction.picture[i];
        for (char **id = p->conditions; id && *id; id++) {
            const int c = care_condition_find(lib, *id);
            if (c >= 0 && screen->condition[c])
                return p;
        }
    }
    return NULL;
}

enum care_bias care_bias(const struct care_library *lib,
                         const struct care_screen *screen,
                         const struct care_wishes *wishes,
                         const struct care_picture **out)
{
    const struct care_picture *p = named_picture(lib, wishes->condition);
    if (!p && screen)
        p = screened_picture(lib, screen);
    if (out)
        *out = p;
    // what the person's own movement tests showed comes before any picture
    if (wishes->learned == CARE_FLEXION || wishes->learned == CARE_EXTENSION)
        return wishes->learned;
    return p ? p->first : CARE_EITHER;
}

static double direction_factor(const struct care_exercise *ex,
                               enum care_bias first,
                               const struct care_picture *p)
{
    const bool bends =
        is(ex, CARE_FLEX_FLOOR) && strcmp(ex->category, "floor stretch") == 0;
    const bool arches = is(ex, CARE_EXT_FLOOR) && !is(ex, CARE_FLEX_FLOOR);
    if (first != CARE_FLEXION && first != CARE_EXTENSION)
        return p && care_in_list(p->moves, ex->id) ? 1.25 : 1;
    const bool ext = first == CARE_EXTENSION;
    if (p && p->first == first && care_in_list(p->moves, ex->id))
        return 1.5;
    if (tagged(ex, ext ? CARE_TAG_END_FLEXION : CARE_TAG_END_EXTENSION))
        return 0.4; // held back at first
    if (ext ? arches : bends)
        return 1.3;
    return (ext ? bends : arches) ? 0.85 : 1;
}

// sessions after which the person's own response replaces the picture
enum { OWN_RESPONSE = 3 };

double care_benefit(const struct care_library *lib,
                    const struct care_screen *screen,
                    const struct care_wishes *wishes,
                    const struct care_response *response,
                    const struct care_relief *relief, int exercise)
{
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return 0;
    const double reasons = other_worth *
                           region_factor(wishes->regions, ex->regions) *
                           time_factor(ex);
    // what loads the troubled part is worth little, but not less than nothing
    const double why = fmax(0.1, unloading(relief, wishes->regions) + reasons);
    double b = why * grade_factor(ex->grade) * gentle_factor(ex, response) *
               response_factor(response);
    if (!response || response->measured < OWN_RESPONSE) {
        const struct care_picture *p;
        const enum care_bias first = care_bias(lib, screen, wishes, &p);
        b *= direction_factor(ex, first, p);
    }
    return b;
}
