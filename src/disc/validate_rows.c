/*
 * The list. Where an abstract is silent the history says "assumed"; mean
 * loads of activities are those of activity.c, running at three paces 1.6,
 * 1.8 and 2.0 times standing. Stature is read after two minutes standing.
 */
#include "disc/validate_rows.h"

#include <math.h>

const struct sp_disc_person disc_subject[SUBJECTS] = {
  // Wilke et al. 1999, and the body of every calibrated row
    [WILKE_MAN] = {1.68, 70, 25, SP_DISC_MAN,          {0}},
 // young volunteers where the abstract prints no size (assumed)
    [MAN] = {1.78, 74, 23, SP_DISC_MAN,          {0}},
    [WOMAN] = {1.65, 60, 23, SP_DISC_WOMAN,        {0}},
    [ADULT] = {1.70, 66, 23, SP_DISC_SEX_UNSTATED, {0}},
 // Rodacki et al. 2007: 87.0 kg; stature assumed
    [HEAVY_MAN] = {1.78, 87, 23, SP_DISC_MAN,          {0}},
};

// clang-format off
#define OFFICE "office day and night in steady rhythm: 16 h up (1 h up and about, then desk hours with 10 min walking in each), 8 h lying at 0.20"
#define MORNING "4 h up and 20 min standing (assumed), "
#define SAT "4 h up and 20 min sitting (assumed), "
#define SUPPORTED "4 h up (assumed), 20 min supported sitting at 0.57, "
#define CIRCUIT "20 min standing (assumed), 20 min of circuit weights at 2.00, 20 min Fowler at 0.18, 20 min standing"
#define JUMPED "7 h up, 30 min standing, 10 min of drop jumps at 2.00 (time assumed), "
#define LOADED "4 h up and 20 min standing (assumed), 20 min walking with a tenth of body mass at 1.42, "
#define UP(min)             {PHASE_DAY, min, 0, 0}
#define UP_READ(min, m)     {PHASE_DAY, min, 0, m}
#define AT(ratio, min)      {PHASE_RATIO, min, ratio, 0}
#define AT_READ(ratio, min, m) {PHASE_RATIO, min, ratio, m}
#define STOOD(m)            {PHASE_RATIO, 2, 1.0, m}

enum {
    DAY_WILKE, DAY_MAN, DAY_WOMAN, DAY_ADULT, LIE_WILKE, LIE_ADULT,
    BOTSFORD, MALKO, BED_REST, IMMERSION, DUKE_EARLY, DUKE_LATE,
    STAND_25, WALK_25, RUN_25, RUN_30, PACE_70, PACE_85, PACE_100,
    RUN_6_NOVICE, RUN_6_TRAINED, CIRCUIT_MEN,
    CIRCUIT_AM, CIRCUIT_PM, INVERSION, INVERSION_CONTROL,
    LOADED_WALK, LOADED_WALK_TENSE, LOADED_STAND, LOADED_INVERSION,
    SHOULDER_10, SHOULDER_40, SIT_AFTER_STAND, STAND_ON,
    SIT_FIRST, PRONE_10, PRONE_20, CUSHION, CROOK, BRIDGER,
    LIE_42, PULL_30, PULL_60, FILM_10, FILM_20, HARNESS, RAMOS,
};

const struct history disc_history[] = {
    [DAY_WILKE] = {WILKE_MAN, OFFICE,
        {UP_READ(2, 1), UP_READ(60, 2), UP_READ(898, 3), UP_READ(240, 4), UP_READ(240, 5)}},
    [DAY_MAN] = {MAN, OFFICE, {UP_READ(2, 1), UP_READ(60, 2), UP_READ(898, 3), UP_READ(240, 4), UP_READ(240, 5)}},
    [DAY_WOMAN] = {WOMAN, OFFICE, {UP_READ(2, 1), UP_READ(60, 2), UP_READ(898, 3), UP_READ(240, 4), UP_READ(240, 5)}},
    [DAY_ADULT] = {ADULT, OFFICE, {UP_READ(2, 1), UP_READ(60, 2), UP_READ(898, 3), UP_READ(240, 4), UP_READ(240, 5)}},
    [LIE_WILKE] = {WILKE_MAN, "office day; images after 15 min lying, after rising and in the evening; then on to 7 h lying at 0.20",
        {UP(2), AT_READ(0.20, 15, 1), UP(943), AT_READ(0.20, 0.1, 3), AT_READ(0.20, 14.9, 2), AT_READ(0.20, 405, 4)}},
    [LIE_ADULT] = {ADULT, "office day; images after 15 min lying, after rising and in the evening",
        {UP(2), AT_READ(0.20, 15, 1), UP(943), AT_READ(0.20, 15, 2)}},
    [BOTSFORD] = {MAN, "6 h lying at 0.20 after an office day, then 4 h standing at 1.00 and 3 h sitting at 0.92",
        {UP(960), AT_READ(0.20, 360, 1), AT(1.0, 240), AT_READ(0.92, 180, 2)}},
    [MALKO] = {ADULT, "office day, then 8 h lying at 0.20", {UP_READ(960, 1), AT_READ(0.20, 480, 2)}},
    [BED_REST] = {MAN, "from rising, 4 days lying at 0.20", {UP_READ(2, 1), AT_READ(0.20, 5760, 2)}},
    [IMMERSION] = {MAN, "from rising, 3 days immersed at 0.10 (assumed: muscle tone only)", {UP_READ(2, 1), AT_READ(0.10, 4320, 2)}},
    [DUKE_EARLY] = {ADULT, "45 min lying at 0.20 straight after rising", {UP(2), AT_READ(0.20, 45, 1)}},
    [DUKE_LATE] = {ADULT, "4.5 h up, then 45 min lying at 0.20", {UP(270), AT_READ(0.20, 45, 1)}},
    [STAND_25] = {MAN, SAT "25 min standing at 1.00", {UP(240), AT(0.92, 20), STOOD(1), AT_READ(1.0, 25, 2)}},
    [WALK_25] = {MAN, SAT "25 min walking at 1.18", {UP(240), AT(0.92, 20), STOOD(1), AT(1.18, 25), STOOD(2)}},
    [RUN_25] = {MAN, SAT "25 min running at 1.80", {UP(240), AT(0.92, 20), STOOD(1), AT(1.80, 25), STOOD(2)}},
    [RUN_30] = {MAN, MORNING "30 min running at 1.80", {UP(240), AT(1.0, 20), STOOD(1), AT(1.80, 30), STOOD(2)}},
    [PACE_70] = {MAN, SUPPORTED "30 min running at 1.60 (70 % of marathon pace)", {UP(240), AT(0.57, 20), STOOD(1), AT(1.60, 30), STOOD(2)}},
    [PACE_85] = {MAN, SUPPORTED "30 min running at 1.80 (85 %), read also after 15 min", {UP(240), AT(0.57, 20), STOOD(1), AT(1.80, 15), STOOD(2), AT(1.80, 15), STOOD(3)}},
    [PACE_100] = {MAN, SUPPORTED "30 min running at 2.00 (100 %)", {UP(240), AT(0.57, 20), STOOD(1), AT(2.00, 30), STOOD(2)}},
    [RUN_6_NOVICE] = {MAN, MORNING "6 km in 36 min (assumed) at 1.80", {UP(240), AT(1.0, 20), STOOD(1), AT(1.80, 36), STOOD(2)}},
    [RUN_6_TRAINED] = {MAN, MORNING "6 km in 27 min (assumed) at 1.80", {UP(240), AT(1.0, 20), STOOD(1), AT(1.80, 27), STOOD(2)}},
    [CIRCUIT_MEN] = {MAN, MORNING "25 min (assumed) of circuit weights at 2.00, 20 min sitting at 0.92", {UP(240), AT(1.0, 20), STOOD(1), AT(2.00, 25), STOOD(2), AT(0.92, 20), STOOD(3)}},
    [CIRCUIT_AM] = {WOMAN, "1 h up and " CIRCUIT, {UP(60), AT(1.0, 20), STOOD(1), AT(2.00, 20), STOOD(2), AT(0.18, 20), STOOD(3), AT_READ(1.0, 20, 4)}},
    [CIRCUIT_PM] = {WOMAN, "13 h up and " CIRCUIT, {UP(780), AT(1.0, 20), STOOD(1), AT(2.00, 20), STOOD(2), AT(0.18, 20), STOOD(3), AT_READ(1.0, 20, 4)}},
    [INVERSION] = {MAN, JUMPED "20 min head down with a quarter of the weight held by tone, 40 min standing", {UP(420), AT(1.0, 30), STOOD(1), AT(2.00, 10), STOOD(2), {PHASE_INVERTED, 20, 0.25, 0}, STOOD(3), AT_READ(1.0, 28, 4), AT_READ(1.0, 10, 5)}},
    [INVERSION_CONTROL] = {MAN, JUMPED "60 min standing at 1.00", {UP(420), AT(1.0, 30), STOOD(1), AT(2.00, 10), STOOD(2), AT(1.0, 20), STOOD(3), AT_READ(1.0, 28, 4), AT_READ(1.0, 10, 5)}},
    [LOADED_WALK] = {MAN, LOADED "20 min lying at 0.20", {UP(240), AT(1.0, 20), STOOD(1), AT(1.42, 20), STOOD(2), AT(0.20, 20), STOOD(3)}},
    [LOADED_WALK_TENSE] = {MAN, LOADED "20 min lying with back muscles stimulated at 0.40 (assumed)", {UP(240), AT(1.0, 20), STOOD(1), AT(1.42, 20), STOOD(2), AT(0.40, 20), STOOD(3)}},
    [LOADED_STAND] = {MAN, LOADED "20 min standing", {UP(240), AT(1.0, 20), STOOD(1), AT(1.42, 20), STOOD(2), AT(1.0, 20), STOOD(3)}},
    [LOADED_INVERSION] = {MAN, LOADED "20 min head down, a quarter held by tone", {UP(240), AT(1.0, 20), STOOD(1), AT(1.42, 20), STOOD(2), {PHASE_INVERTED, 20, 0.25, 0}, STOOD(3)}},
    [SHOULDER_10] = {ADULT, MORNING "20 min standing with 10 kg on the shoulders at 1.27", {UP(240), AT(1.0, 20), STOOD(1), AT(1.27, 20), STOOD(2)}},
    [SHOULDER_40] = {ADULT, MORNING "20 min standing with 40 kg on the shoulders at 2.10", {UP(240), AT(1.0, 20), STOOD(1), AT(2.10, 20), STOOD(2)}},
    [SIT_AFTER_STAND] = {ADULT, MORNING "30 min sitting at 0.92", {UP(240), AT(1.0, 20), STOOD(1), AT(0.92, 30), STOOD(2)}},
    [STAND_ON] = {ADULT, MORNING "30 min standing at 1.00", {UP(240), AT(1.0, 20), STOOD(1), AT(1.0, 30), STOOD(2)}},
    [SIT_FIRST] = {ADULT, "4 h up and 10 min lying (assumed), then 5 min sitting at 0.92", {UP(240), AT(0.20, 10), AT_READ(0.92, 0.1, 1), AT_READ(0.92, 4.9, 2)}},
    [PRONE_10] = {ADULT, MORNING "10 min prone at 0.20; the angle is not modelled", {UP(240), AT(1.0, 20), STOOD(1), AT(0.20, 10), STOOD(2)}},
    [PRONE_20] = {ADULT, MORNING "20 min prone at 0.20; the angle is not modelled", {UP(240), AT(1.0, 20), STOOD(1), AT(0.20, 20), STOOD(2)}},
    [CUSHION] = {MAN, "4 h up and 10 min lying at 0.20 for the first images (assumed), then 10 min over a cushion at 0.20", {UP(240), AT_READ(0.20, 10, 1), AT_READ(0.20, 10, 2)}},
    [CROOK] = {ADULT, MORNING "25 min crook lying at 0.18", {UP(240), AT(1.0, 20), STOOD(1), AT(0.18, 25), STOOD(2)}},
    [BRIDGER] = {ADULT, MORNING "25 min lying under a pull of 1/3 body weight, 1/4 of body weight lost to friction (plain table assumed)", {UP(240), AT(1.0, 20), STOOD(1), {PHASE_TRACTION, 25, 0.333 - 0.25, 0}, STOOD(2)}},
    [LIE_42] = {HEAVY_MAN, MORNING "42 min lying at 0.20, 60 min standing", {UP(240), AT(1.0, 20), STOOD(1), AT(0.20, 42), STOOD(2), AT_READ(1.0, 58, 3)}},
    [PULL_30] = {HEAVY_MAN, MORNING "42 min lying under a pull of 30 % of body weight, 25 % lost to friction (plain table assumed), 60 min standing", {UP(240), AT(1.0, 20), STOOD(1), {PHASE_TRACTION, 42, 0.05, 0}, STOOD(2), AT_READ(1.0, 58, 3)}},
    [PULL_60] = {HEAVY_MAN, MORNING "42 min lying under a pull of 60 % of body weight, 25 % lost to friction (plain table assumed), 60 min standing", {UP(240), AT(1.0, 20), STOOD(1), {PHASE_TRACTION, 42, 0.35, 0}, STOOD(2), AT_READ(1.0, 58, 3)}},
    [FILM_10] = {MAN, MORNING "10 min head down, a quarter held by tone; film inverted against film standing", {UP(240), AT_READ(1.0, 20, 1), {PHASE_INVERTED, 10, 0.25, 2}}},
    [FILM_20] = {ADULT, MORNING "20 min head down, a quarter held by tone; film inverted against film standing", {UP(240), AT_READ(1.0, 20, 1), {PHASE_INVERTED, 20, 0.25, 2}}},
    [HARNESS] = {ADULT, MORNING "10 min (assumed) hung by a chest harness, a quarter held by tone; film hanging against film standing", {UP(240), AT_READ(1.0, 20, 1), {PHASE_HANGING, 10, 0.25, 2}}},
    [RAMOS] = {MAN, "4 h up, 20 min lying prone at 0.20, then a net pull of 0.30 body weight (split table)", {UP(240), AT_READ(0.20, 20, 1), {PHASE_TRACTION, 1, 0.30, 2}}},
};
const int disc_histories = sizeof disc_history / sizeof *disc_history;

#define CAL SP_DISC_ROW_CALIBRATED
#define PRE SP_DISC_ROW_PREDICTED
#define ORD SP_DISC_ROW_ORDER
#define NOT SP_DISC_ROW_UNSCORED
#define L34 SP_DISC_L3_L4
#define L45 SP_DISC_L4_L5
#define L51 SP_DISC_L5_S1
#define T12 SP_DISC_T12_L1

static const char tyrrell[] = "Tyrrell, Reilly & Troup 1985";
static const char wilby[] = "Wilby et al. 1987";
static const char leatt[] = "Leatt, Reilly & Troup 1986";
static const char boocock[] = "Boocock et al. 1990";
static const char rodacki[] = "Rodacki et al. 2007";
static const char bridger[] = "Bridger, Ossey & Fourie 1990";
static const char healey[] = "Healey et al. 2008";
static const char botsford[] = "Botsford, Esses & Ogilvie-Harris 1994";
static const char paces[] = "running at three paces, Med Sci Sports Exerc 1990 22:769";
static const char walks[] = "standing, walking and running 25 min, stadiometry, nine men";

/* name, source, unit, use, quantity, history, minus, a, b, c, level, value,
 * spread, low, high, note */
const struct measured disc_measured[] = {
    {SP_TEXT("thoracolumbar discs over the day"), "bar, from Wing et al. 1992 and MRI", "mm", CAL, Q_DISCS, DAY_WILKE, -1, 1, 3, 0, 0, -10.5, NAN, -13, -8, ""},
    {SP_TEXT("share of it in the first hour"), tyrrell, "ratio", CAL, Q_DISC_SHARE, DAY_WILKE, -1, 1, 2, 3, 0, 0.45, NAN, 0.30, 0.55, ""},
    {SP_TEXT("share back in the first half of the night"), tyrrell, "ratio", CAL, Q_DISC_SHARE, DAY_WILKE, -1, 3, 4, 5, 0, 0.70, NAN, 0.60, 0.80, ""},
    {SP_TEXT("lumbar disc height, morning to evening"), "Martin et al. 2022", "%", CAL, Q_LUMBAR, LIE_WILKE, -1, 1, 2, 0, 0, -7.0, NAN, -8, -6, ""},
    {SP_TEXT("nucleus pressure over 7 h of night rest"), "Wilke et al. 1999", "ratio", CAL, Q_PRESSURE, LIE_WILKE, -1, 3, 4, 0, L45, 2.4, NAN, 2.0, 2.8, ""},
    {SP_TEXT("stature over the day, young adults"), tyrrell, "mm", PRE, Q_STATURE, DAY_ADULT, -1, 1, 3, 0, 0, -19.3, NAN, NAN, NAN, SP_TEXT("What the eight did in their day is not printed; published days differ by 5 mm among themselves, and the model's desk day lies between them.")},
    {SP_TEXT("stature, share in the first hour, young adults"), tyrrell, "ratio", PRE, Q_STATURE_SHARE, DAY_ADULT, -1, 1, 2, 3, 0, 0.54, NAN, NAN, NAN, ""},
    {SP_TEXT("stature over the day, women"), wilby, "mm", PRE, Q_STATURE, DAY_WOMAN, -1, 1, 3, 0, 0, -15.4, NAN, NAN, NAN, ""},
    {SP_TEXT("stature over the day, men"), leatt, "mm", PRE, Q_STATURE, DAY_MAN, -1, 1, 3, 0, 0, -14.4, NAN, NAN, NAN, SP_TEXT("Trained runners, the smallest of the published days; the model's desk day lies between them.")},
    {SP_TEXT("stature over the day, controls"), "Orthop Proc 2008, eight and eight people", "mm", PRE, Q_STATURE, DAY_ADULT, -1, 1, 3, 0, 0, -17.6, NAN, NAN, NAN, SP_TEXT("What they did in their day is not printed; published days differ by 5 mm among themselves.")},
    {SP_TEXT("stature, share in the first hour, controls"), "Orthop Proc 2008, eight and eight people", "ratio", PRE, Q_STATURE_SHARE, DAY_ADULT, -1, 1, 2, 3, 0, 0.446, NAN, NAN, NAN, ""},
    {SP_TEXT("stature over the night"), "Wing et al. 1992", "mm", PRE, Q_STATURE, DAY_ADULT, -1, 3, 1, 0, 0, 20, NAN, NAN, NAN, SP_TEXT("A fifth of it was not located in the spine by its authors, and the thoracic curve flattened more than the model lets curves follow the discs.")},
    {SP_TEXT("stature over the day, 1200 people"), "De Puky 1935", "mm", NOT, Q_STATURE, DAY_ADULT, -1, 1, 3, 0, 0, -15.7, NAN, NAN, NAN, SP_TEXT("The paper itself was not seen.")},
    {SP_TEXT("Fowler's position against standing, after exercise"), tyrrell, "mm", ORD, Q_STATURE, LOADED_WALK, LOADED_STAND, 2, 3, 0, 0, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("40 kg on the shoulders against 10 kg"), tyrrell, "mm", ORD, Q_STATURE, SHOULDER_40, SHOULDER_10, 1, 2, 0, 0, -1, NAN, NAN, NAN, ""},
    {SP_TEXT("sitting against standing"), "Althoff et al. 1992", "mm", ORD, Q_STATURE, SIT_AFTER_STAND, STAND_ON, 1, 2, 0, 0, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("below the sacrum, first 5 min sitting"), "Kanlayanaphotporn et al. 2002", "%", NOT, Q_SOFT_SHARE, SIT_FIRST, -1, 1, 2, 0, 0, 19, NAN, NAN, NAN, SP_TEXT("The abstract does not state what came before sitting.")},
    {SP_TEXT("L3/4 volume after 4 h standing, 3 h sitting"), botsford, "%", PRE, Q_LEVEL, BOTSFORD, -1, 1, 2, 0, L34, -21.1, NAN, NAN, NAN, SP_TEXT("Two to three times what later imaging finds (6 to 11 %); volume counts bulge and area, the model counts height alone.")},
    {SP_TEXT("L4/5 volume, the same"), botsford, "%", PRE, Q_LEVEL, BOTSFORD, -1, 1, 2, 0, L45, -18.7, NAN, NAN, NAN, SP_TEXT("As L3/4.")},
    {SP_TEXT("L5/S1 volume, the same"), botsford, "%", PRE, Q_LEVEL, BOTSFORD, -1, 1, 2, 0, L51, -21.6, NAN, NAN, NAN, SP_TEXT("As L3/4.")},
    {SP_TEXT("lumbar volume over the night"), "Malko, Hutton & Fajman 2002", "%", PRE, Q_LUMBAR, MALKO, -1, 1, 2, 0, 0, 10.6, NAN, NAN, NAN, SP_TEXT("Volume counts bulge and area, the model height alone; five people.")},
    {SP_TEXT("lumbar volume, morning to evening"), "Martin et al. 2022", "%", PRE, Q_LUMBAR, LIE_ADULT, -1, 1, 2, 0, 0, -6.95, NAN, NAN, NAN, ""},
    {SP_TEXT("a lumbar disc after 4 days of bed rest"), "LeBlanc et al. 1994", "mm", PRE, Q_LUMBAR_MM, BED_REST, -1, 1, 2, 0, 0, 1.0, NAN, NAN, NAN, SP_TEXT("The matrix gives way slowly over days of rest; the law has no such part.")},
    {SP_TEXT("spine after 3 days of dry immersion"), "Treffel et al. 2016", "mm", PRE, Q_DISCS, IMMERSION, -1, 1, 2, 0, 0, 15, 4, NAN, NAN, SP_TEXT("As bed rest; the straightened lumbar curve is in the measurement too, and the load in immersion is assumed.")},
    {SP_TEXT("T12/L1 volume after 3 days of dry immersion"), "Treffel et al. 2016", "%", PRE, Q_LEVEL, IMMERSION, -1, 1, 2, 0, T12, 8, 9, NAN, NAN, SP_TEXT("As bed rest; inside the published spread.")},
    {SP_TEXT("stature after weeks in orbit"), "Young & Rajulu 2020", "mm", NOT, Q_STATURE, IMMERSION, -1, 1, 2, 0, 0, 50, NAN, NAN, NAN, SP_TEXT("Weeks: beyond the two weeks this model covers; three days are printed.")},
    {SP_TEXT("a lumbar disc, 45 min lying late or early in the morning"), "supine baseline study, nine people", "mm", PRE, Q_LUMBAR_MM, DUKE_LATE, DUKE_EARLY, 0, 1, 0, 0, 0, 0.08, NAN, NAN, SP_TEXT("Real discs refilled wholly within 45 min; a passive column of this resistance does not.")},
    {SP_TEXT("standing 25 min"), walks, "mm", PRE, Q_STATURE, STAND_25, -1, 1, 2, 0, 0, -0.01, 0.65, NAN, NAN, SP_TEXT("What came before is assumed; sitting before makes standing a loss.")},
    {SP_TEXT("walking 25 min"), walks, "mm", PRE, Q_STATURE, WALK_25, -1, 1, 2, 0, 0, -1.82, 0.49, NAN, NAN, ""},
    {SP_TEXT("running 25 min"), walks, "mm", PRE, Q_STATURE, RUN_25, -1, 1, 2, 0, 0, -4.32, 0.83, NAN, NAN, ""},
    {SP_TEXT("running 30 min"), "Dowzer, Reilly & Cable 1998", "mm", PRE, Q_STATURE, RUN_30, -1, 1, 2, 0, 0, -4.59, 1.48, NAN, NAN, ""},
    {SP_TEXT("running 30 min at 70 % of marathon pace"), paces, "mm", PRE, Q_STATURE, PACE_70, -1, 1, 2, 0, 0, -3.37, NAN, NAN, NAN, SP_TEXT("The mean load of a pace is assumed (1.6).")},
    {SP_TEXT("running 30 min at 85 %"), paces, "mm", PRE, Q_STATURE, PACE_85, -1, 1, 3, 0, 0, -5.10, NAN, NAN, NAN, ""},
    {SP_TEXT("running 30 min at 100 %"), paces, "mm", PRE, Q_STATURE, PACE_100, -1, 1, 2, 0, 0, -7.69, NAN, NAN, NAN, SP_TEXT("The mean load of a pace is assumed (2.0); 2.5 would be needed.")},
    {SP_TEXT("running, first 15 min, paces pooled"), paces, "mm", PRE, Q_STATURE, PACE_85, -1, 1, 2, 0, 0, -3.26, NAN, NAN, NAN, ""},
    {SP_TEXT("running, second 15 min, paces pooled"), paces, "mm", PRE, Q_STATURE, PACE_85, -1, 2, 3, 0, 0, -2.12, NAN, NAN, NAN, ""},
    {SP_TEXT("6 km run, novices"), leatt, "mm", PRE, Q_STATURE, RUN_6_NOVICE, -1, 1, 2, 0, 0, -3.25, NAN, NAN, NAN, SP_TEXT("The mean load of running is assumed (1.8); these runners lost half of what others did in the same time.")},
    {SP_TEXT("6 km run, trained"), leatt, "mm", PRE, Q_STATURE, RUN_6_TRAINED, -1, 1, 2, 0, 0, -2.35, NAN, NAN, NAN, SP_TEXT("As the novices.")},
    {SP_TEXT("circuit weights, men"), leatt, "mm", PRE, Q_STATURE, CIRCUIT_MEN, -1, 1, 2, 0, 0, -5.4, NAN, NAN, NAN, SP_TEXT("Time and mean load are assumed (25 min, 2.0).")},
    {SP_TEXT("20 min rest after circuit weights"), leatt, "mm", PRE, Q_STATURE, CIRCUIT_MEN, -1, 2, 3, 0, 0, 0, NAN, NAN, NAN, SP_TEXT("How they rested is not printed; sitting is assumed.")},
    {SP_TEXT("circuit weights 20 min, women, morning"), wilby, "mm", PRE, Q_STATURE, CIRCUIT_AM, -1, 1, 2, 0, 0, -5.4, NAN, NAN, NAN, SP_TEXT("The mean load is assumed (2.0); about 2.5 would be needed.")},
    {SP_TEXT("Fowler 20 min after it, morning"), wilby, "mm", PRE, Q_STATURE, CIRCUIT_AM, -1, 2, 3, 0, 0, 4.5, NAN, NAN, NAN, SP_TEXT("Follows from the smaller loss before it.")},
    {SP_TEXT("standing 20 min after Fowler, morning"), wilby, "mm", PRE, Q_STATURE, CIRCUIT_AM, -1, 3, 4, 0, 0, -4, NAN, NAN, NAN, SP_TEXT("Printed only as lost again, about 4 mm is our reading. Standing presses water out by a smaller difference of stress than rest draws it in by, so a passive law loses more slowly than it gains.")},
    {SP_TEXT("circuit weights 20 min, women, evening"), wilby, "mm", PRE, Q_STATURE, CIRCUIT_PM, -1, 1, 2, 0, 0, -4.3, NAN, NAN, NAN, SP_TEXT("As in the morning.")},
    {SP_TEXT("Fowler 20 min after it, evening"), wilby, "mm", PRE, Q_STATURE, CIRCUIT_PM, -1, 2, 3, 0, 0, 3.4, NAN, NAN, NAN, ""},
    {SP_TEXT("drop jumps, 25 from 1 m"), boocock, "mm", PRE, Q_STATURE, INVERSION, -1, 1, 2, 0, 0, -1.68, NAN, NAN, NAN, ""},
    {SP_TEXT("inversion 20 min after drop jumps"), boocock, "mm", PRE, Q_STATURE, INVERSION, -1, 2, 3, 0, 0, 5.18, NAN, NAN, NAN, SP_TEXT("Muscle tone head down is assumed (a quarter of the weight); half would give 6.1 mm.")},
    {SP_TEXT("standing 20 min after drop jumps"), boocock, "mm", PRE, Q_STATURE, INVERSION_CONTROL, -1, 2, 3, 0, 0, 0.76, NAN, NAN, NAN, ""},
    {SP_TEXT("40 min standing after inversion"), boocock, "mm", PRE, Q_STATURE, INVERSION, -1, 3, 5, 0, 0, -4.07, NAN, NAN, NAN, ""},
    {SP_TEXT("inverted less control, 30 min later"), boocock, "mm", PRE, Q_STATURE, INVERSION, INVERSION_CONTROL, 1, 4, 0, 0, 0, NAN, NAN, NAN, SP_TEXT("The gain of an inversion is lost faster than any passive column can lose it; see standing after Fowler's rest. Eight men.")},
    {SP_TEXT("lying 20 min after a loaded walk, share back"), healey, "%", PRE, Q_RECOVERY, LOADED_WALK, -1, 1, 2, 3, 0, 104.6, 22.9, NAN, NAN, SP_TEXT("Lying also returns part of what the morning took, so the share of a small loss passes 100 %; walk and rest together end 1.3 mm above the start.")},
    {SP_TEXT("lying 20 min after a loaded walk, back muscles stimulated"), healey, "%", PRE, Q_RECOVERY, LOADED_WALK_TENSE, -1, 1, 2, 3, 0, 56.3, 27.4, NAN, NAN, SP_TEXT("The load of stimulated muscle is assumed (0.40); otherwise as without stimulation.")},
    {SP_TEXT("inversion against lying after a loaded walk"), "Healey et al. 2005", "mm", ORD, Q_STATURE, LOADED_INVERSION, LOADED_WALK, 2, 3, 0, 0, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("prone 20 min against 10 min"), "Magnusson et al. 1996", "mm", ORD, Q_STATURE, PRONE_20, PRONE_10, 1, 2, 0, 0, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("T11/12 to L4/5, 10 min over a cushion"), "Kourtis et al. 2004", "mm", PRE, Q_LOWER, CUSHION, -1, 1, 2, 0, 0, 2.1, NAN, NAN, NAN, SP_TEXT("Bending back opens the fronts of the discs; the model knows only the force along the axis. Time lying before the first image is assumed.")},
    {SP_TEXT("crook lying 25 min"), bridger, "mm", PRE, Q_STATURE, CROOK, -1, 1, 2, 0, 0, 3.33, NAN, NAN, NAN, ""},
    {SP_TEXT("traction by a third of body weight, 25 min"), bridger, "mm", PRE, Q_STATURE, BRIDGER, -1, 1, 2, 0, 0, 8.94, NAN, NAN, NAN, SP_TEXT("Nearly three times crook lying, where Rodacki et al. with the same pull for longer found no more than lying; friction on a plain table is assumed. The two studies disagree.")},
    {SP_TEXT("traction against crook lying"), bridger, "mm", ORD, Q_STATURE, BRIDGER, CROOK, 1, 2, 0, 0, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("lying 42 min"), rodacki, "mm", PRE, Q_STATURE, LIE_42, -1, 1, 2, 0, 0, 6.09, 1.89, NAN, NAN, SP_TEXT("The posture of reading is not printed; read lying, part of it is the fast closing that this row leaves out.")},
    {SP_TEXT("standing about an hour after lying 42 min"), rodacki, "mm", PRE, Q_STATURE, LIE_42, -1, 2, 3, 0, 0, -6.09, NAN, NAN, NAN, SP_TEXT("Standing presses water out by a smaller difference of stress than rest draws it in by.")},
    {SP_TEXT("traction by 30 % of body weight, 42 min"), rodacki, "mm", PRE, Q_STATURE, PULL_30, -1, 1, 2, 0, 0, 5.70, 1.88, NAN, NAN, ""},
    {SP_TEXT("standing about an hour after traction, 30 %"), rodacki, "mm", PRE, Q_STATURE, PULL_30, -1, 2, 3, 0, 0, -5.70, NAN, NAN, NAN, SP_TEXT("As after lying.")},
    {SP_TEXT("traction by 60 % of body weight, 42 min"), rodacki, "mm", PRE, Q_STATURE, PULL_60, -1, 1, 2, 0, 0, 7.01, 1.98, NAN, NAN, ""},
    {SP_TEXT("standing about an hour after traction, 60 %"), rodacki, "mm", PRE, Q_STATURE, PULL_60, -1, 2, 3, 0, 0, -7.01, NAN, NAN, NAN, SP_TEXT("As after lying.")},
    {SP_TEXT("inversion 10 min, L4/5 on films"), "Kane, Karl & Swain 1985", "mm", ORD, Q_LEVEL_FILM, FILM_10, -1, 1, 2, 0, L45, 1, NAN, NAN, NAN, ""},
    {SP_TEXT("inversion up to 20 min, lower lumbar spaces on films"), "Gianakopoulos et al. 1985", "mm", PRE, Q_LEVEL_FILM, FILM_20, -1, 1, 2, 0, L45, 2.15, 1.85, NAN, NAN, SP_TEXT("Inside the published range of 0.3 to 4.0 mm.")},
    {SP_TEXT("hung by a chest harness, L4/5 on films"), "Tekeoglu et al. 1998", "mm", PRE, Q_LEVEL_FILM, HARNESS, -1, 1, 2, 0, L45, 3, NAN, NAN, NAN, SP_TEXT("The fast part is a straight line in tension; real segments give more. Time in the harness is assumed.")},
    {SP_TEXT("L4/5 pressure under traction, prone"), "Ramos & Martin 1994", "MPa", ORD, Q_PRESSURE_RISE, RAMOS, -1, 1, 2, 0, L45, -1, NAN, NAN, NAN, ""},
};
const int disc_measured_count = sizeof disc_measured / sizeof *disc_measured;
// clang-format on
