/*
 * Loads of activities as ratios to quiet standing, for hours in which no
 * posture was solved. Pressures of Wilke et al. 1999 (sitting, slouching,
 * walking, lying); running and weights by assumption, since the mean of a
 * bouncing load was not measured.
 */
#include "disc/disc_internal.h"

#include <math.h>

static const struct {
    const char *text;
    double ratio;
} activities[] = {
#define X(name, text, ratio) {text, ratio},
    SP_DISC_ACTIVITY_MAP(X)
#undef X
};

const char *sp_disc_activity_text(enum sp_disc_activity a)
{
    return (unsigned)a < SP_DISC_ACTIVITIES ? activities[a].text : "unknown";
}

double sp_disc_activity_ratio(enum sp_disc_activity a)
{
    return (unsigned)a < SP_DISC_ACTIVITIES ? activities[a].ratio : NAN;
}

void sp_disc_ratio_load(const struct sp_disc_model *m, double ratio,
                        double load_N[SP_DISCS])
{
    for (int i = 0; i < SP_DISCS; i++)
        load_N[i] = ratio * m->disc[i].standing_N;
}

void sp_disc_inverted_load(const struct sp_disc_model *m, double tilt_rad,
                           double tone, double load_N[SP_DISCS])
{
    for (int i = 0; i < SP_DISCS; i++)
        load_N[i] = -(1 - tone) * sin(tilt_rad) * m->disc[i].weight_N;
}

void sp_disc_traction_load(const struct sp_disc_model *m, double pull_N,
                           double load_N[SP_DISCS])
{
    sp_disc_ratio_load(m, sp_disc_activity_ratio(SP_DISC_LYING), load_N);
    for (int i = 0; i <= SP_DISC_T10_T11; i++)
        load_N[i] -= pull_N;
}

/* Minutes and what is done in them. */
struct spell {
    double minutes;
    enum sp_disc_activity activity;
};

#define DESK_HOUR                                                              \
    {50, SP_DISC_SITTING}, { 10, SP_DISC_WALKING }

static const struct spell office[] = {
    {60,  SP_DISC_ABOUT  },
    {20,  SP_DISC_WALKING},
    DESK_HOUR,
    DESK_HOUR,
    DESK_HOUR,
    DESK_HOUR,
    {60,  SP_DISC_ABOUT  },
    DESK_HOUR,
    DESK_HOUR,
    DESK_HOUR,
    DESK_HOUR,
    {20,  SP_DISC_WALKING},
    {100, SP_DISC_ABOUT  },
    {60,  SP_DISC_SITTING},
    {120, SP_DISC_SLOUCH },
    {40,  SP_DISC_ABOUT  },
    {480, SP_DISC_LYING  },
};
_Static_assert(sizeof office / sizeof *office == SP_DISC_OFFICE_SEGMENTS,
               "the header says how many there are");

size_t sp_disc_office_day(const struct sp_disc_model *m,
                          struct sp_disc_segment *segment, size_t cap)
{
    if (cap < SP_DISC_OFFICE_SEGMENTS)
        return 0;
    double start_s = 0;
    for (size_t i = 0; i < SP_DISC_OFFICE_SEGMENTS; i++) {
        segment[i].start_s = start_s;
        segment[i].kyphosis_rad = 0;
        sp_disc_ratio_load(m, sp_disc_activity_ratio(office[i].activity),
                           segment[i].load_N);
        start_s += 60 * office[i].minutes;
    }
    return SP_DISC_OFFICE_SEGMENTS;
}
