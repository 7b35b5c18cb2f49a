/* Protocols as numbers: kinds, their defaults and forces. What a file says of
 * them is read in protocol_read.c. */
#include "care/pull/protocol.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const phase_words[CARE_PULL_PHASES] = {
    "ramp", "hold", "ease", "rest", "release"};

const char *care_pull_phase_id(enum care_pull_phase p)
{
    return phase_words[p];
}

const char *care_protocol_exercise(enum care_protocol_kind kind)
{
    static const char *const exercise[CARE_PROTOCOL_KINDS] = {
        "dead_hang", "inversion_table", "traction_table", "partner_ankle_pull"};
    return exercise[kind];
}

/* Hip bend by level, supine (safety 4.6, "often taught"; no trial). */
bool care_pull_level_hip(enum care_pull_level level, double *low, double *high)
{
    static const double deg[CARE_PULL_LEVELS][2] = {
        {0,  0 },
        {75, 90},
        {60, 75},
        {45, 60}
    };
    *low = deg[level][0];
    *high = deg[level][1];
    return level != CARE_LEVEL_ANY;
}

double care_protocol_hip(const struct care_protocol *p)
{
    static const double as_drawn_deg = 50; // library/scenes/traction_table
    double low, high;
    if (!isnan(p->hip_deg))
        return p->hip_deg;
    return care_pull_level_hip(p->level, &low, &high) ? (low + high) / 2
                                                      : as_drawn_deg;
}

double care_protocol_force(const struct care_protocol *p, double mass_kg)
{
    return isnan(p->force_N) ? p->share * mass_kg * CARE_STANDARD_GRAVITY
                             : p->force_N;
}

/*
 * Defaults. Traction: 60 s pull and 20 s rest, from 20 % of body weight for 5
 * minutes (safety 4.6); slow ramps, a quarter of the pull kept in the rests
 * and friction 0.5 on a plain table (teaching text) are EXPERT. The others
 * follow their exercises.
 */
struct care_protocol care_protocol_of(enum care_protocol_kind kind)
{
    struct care_protocol p = {.kind = kind,
                              .mode = CARE_PULL_INTERMITTENT,
                              .force_N = NAN,
                              .share = NAN,
                              .hip_deg = NAN,
                              .angle_deg = NAN,
                              .friction = 0.5,
                              .steps = 4,
                              .reps = 3,
                              .rest_share = 0};
    switch (kind) {
    case CARE_PROTOCOL_TRACTION:
        p.share = 0.20;
        p.hold_s = 60;
        p.rest_s = 20;
        p.rest_share = 0.25;
        p.ramp_s = p.release_s = 20;
        p.minutes = 5;
        break;
    case CARE_PROTOCOL_PARTNER:
        p.force_N = 100;
        p.hold_s = 10;
        p.rest_s = 20;
        p.ramp_s = p.release_s = 4;
        break;
    case CARE_PROTOCOL_INVERSION:
        p.angle_deg = 15;
        p.hold_s = 60;
        p.reps = 1;
        p.rest_s = 75;
        p.ramp_s = p.release_s = 6;
        break;
    case CARE_PROTOCOL_HANG:
    case CARE_PROTOCOL_KINDS:
        p.hold_s = 10;
        p.rest_s = 60;
        p.ramp_s = p.release_s = 3;
        break;
    }
    return p;
}

/* ---- forces as text --------------------------------------------------------
 */

static const double lb_kg = 0.45359237;

bool care_force_read(const char *text, double *force_N, double *share)
{
    char number[32];
    const size_t n = strspn(text, "0123456789.");
    const char *unit = text + n;
    double x;
    if (n == 0 || n >= sizeof number)
        return false;
    memcpy(number, text, n);
    number[n] = '\0';
    unit += strspn(unit, " ");
    if (!text_to_number(number, &x))
        return false;
    *force_N = *share = NAN;
    if (strcmp(unit, "%") == 0)
        *share = x / 100;
    else if (strcmp(unit, "kg") == 0)
        *force_N = x * CARE_STANDARD_GRAVITY;
    else if (strcmp(unit, "lb") == 0)
        *force_N = x * lb_kg * CARE_STANDARD_GRAVITY;
    else if (strcmp(unit, "N") == 0)
        *force_N = x;
    else
        return false;
    return true;
}

void care_force_text(double force_N, enum care_units units, bool spoken,
                     char out[32])
{
    static const char *const unit[] = {"kg", "lb", "N"};
    char number[24];
    const double kg = force_N / CARE_STANDARD_GRAVITY;
    const double x = units == CARE_NEWTON ? force_N
                     : units == CARE_LB   ? kg / lb_kg
                                          : kg;
    // aloud, a whole number is enough, and never one above the force that is
    // meant: it is followed at a table; a newton needs no tenth
    const bool aloud = spoken && x >= 1;
    const bool whole =
        aloud || units == CARE_NEWTON || fabs(x - round(x)) < 0.05;
    words_number(number, sizeof number, whole ? "%.0f" : "%.1f",
                 aloud ? floor(x + 0.05) : x);
    snprintf(out, 32, "%s %s", number, unit[units]);
}
