/*
 * What an exercise is worth to a person, per day it is done: dimensionless,
 * about 1 for a move that fits. Region, evidence grade, own response and the
 * direction that comes first. The weights are our own judgement; the ranking,
 * not the size, matters to the plan.
 */
#include "care/plan_internal.h"

#include <math.h>
#include <string.h>

static bool is(const struct care_exercise *ex, enum care_modality m)
{
    return (ex->modalities & (1u << m)) != 0;
}

static bool tagged(const struct care_exercise *ex, enum care_tag t)
{
    return (ex->tags & (1u << t)) != 0;
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

static double worth(const struct care_library *lib,
                    const struct care_screen *screen,
                    const struct care_wishes *wishes,
                    const struct care_response *response, int exercise)
{
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return 0;
    double b = region_factor(wishes->regions, ex->regions) *
               grade_factor(ex->grade) * time_factor(ex) *
               gentle_factor(ex, response) * response_factor(response);
    if (!response || response->measured < OWN_RESPONSE) {
        const struct care_picture *p;
        const enum care_bias first = care_bias(lib, screen, wishes, &p);
        b *= direction_factor(ex, first, p);
    }
    return b;
}

double care_benefit(const struct care_library *lib,
                    const struct care_wishes *wishes,
                    const struct care_response *response, int exercise)
{
    return worth(lib, NULL, wishes, response, exercise);
}

double plan_benefit(const struct plan_task *t, int exercise, int variant)
{
    (void)variant;
    const struct care_response *r = t->response ? &t->response[exercise] : NULL;
    // care_benefit is the one place to replace; the screening's picture is
    // applied to it as a ratio so that a new benefit keeps the direction
    const double plain = care_benefit(t->lib, t->wishes, r, exercise);
    const double as_is = worth(t->lib, NULL, t->wishes, r, exercise);
    const double seen = worth(t->lib, t->screen, t->wishes, r, exercise);
    return as_is > 0 ? plain * seen / as_is : plain;
}
