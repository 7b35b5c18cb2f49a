/*
 * The closed list of what each kind of record may hold: one table for storage
 * checks, export, import, CSV headers and the API. A field that is not here
 * cannot be stored.
 *
 * Units are those of the field's name. Ranges are what a person or the body
 * model can mean (people: stature/body.h), not what is healthy.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <string.h>

#define NEEDED true
#define FREE false

// clang-format off
#define NUMBER(n, u, lo, hi, need)                                             \
    {.name = n, .type = JOURNAL_NUMBER, .unit = u, .min = lo, .max = hi,       \
     .needed = need}
#define INTEGER(n, u, lo, hi, need)                                            \
    {.name = n, .type = JOURNAL_INTEGER, .unit = u, .min = lo, .max = hi,      \
     .needed = need}
#define BOOL(n)           {.name = n, .type = JOURNAL_BOOL}
#define TEXT(n, len, need) {.name = n, .type = JOURNAL_TEXT, .max = len,       \
     .needed = need}
#define ID(n, need)       {.name = n, .type = JOURNAL_ID, .needed = need}
#define WORD(n, w, need)  {.name = n, .type = JOURNAL_WORD, .words = w,        \
     .needed = need}
#define DAY(n, need)      {.name = n, .type = JOURNAL_DAY, .needed = need}
#define CLOCK(n)          {.name = n, .type = JOURNAL_CLOCK}
#define OBJECT(n, p)      {.name = n, .type = JOURNAL_OBJECT, .parts = p}
#define NUMBERS(n, u, lo, hi, from, to, need)                                  \
    {.name = n, .type = JOURNAL_LIST, .of = JOURNAL_NUMBER, .unit = u,         \
     .min = lo, .max = hi, .least = from, .most = to, .needed = need}
#define IDS(n, to)        {.name = n, .type = JOURNAL_LIST, .of = JOURNAL_ID,  \
     .most = to}
#define WORDS(n, w, to)   {.name = n, .type = JOURNAL_LIST, .of = JOURNAL_WORD,\
     .words = w, .most = to}
#define TEXTS(n, len, to) {.name = n, .type = JOURNAL_LIST, .of = JOURNAL_TEXT,\
     .max = len, .most = to}
#define OBJECTS(n, p, from, to, need)                                          \
    {.name = n, .type = JOURNAL_LIST, .of = JOURNAL_OBJECT, .parts = p,        \
     .least = from, .most = to, .needed = need}
#define WORD_MAP(n, w, to) {.name = n, .type = JOURNAL_MAP,                    \
     .of = JOURNAL_WORD, .words = w, .most = to}
#define OBJECT_MAP(n, p, to) {.name = n, .type = JOURNAL_MAP,                  \
     .of = JOURNAL_OBJECT, .parts = p, .most = to}
#define PAIN(n, need) NUMBER(n, "0-10", 0, 10, need)
#define NOTE(n) TEXT(n, 4000, FREE)
#define END {.name = NULL}
// clang-format on

typedef const char *const word_list[];

static word_list sexes = {"female", "male", "unstated", NULL};
static word_list builds = {"slender", "middle", "stout", NULL};
static word_list tones = {"pale", "sand", "honey", "bronze", "brown", NULL};
static word_list unit_systems = {"metric", "imperial", NULL};
static word_list regions = {"neck", "upper_back", "lower_back", "leg", NULL};
static word_list levels = {"beginner", "advanced", NULL};
static word_list themes = {"system", "light", "dark", NULL};
static word_list answers = {"no", "yes", "unsure", NULL};
static word_list triages = {"go_on", "see_first", "same_day", "emergency",
                            NULL};
static word_list actions = {"ok", "reduce", "ask", "block", NULL};
static word_list forms = {"full", "quick", NULL};
static word_list phases = {"idle",    "running", "paused",  "resuming",
                           "stopped", "done",    "waiting", NULL};
static word_list stop_reasons = {"pain",  "nerve", "dizzy",
                                 "tired", "other", NULL};
static word_list side_words = {"none", "each", "alternate", NULL};
static word_list windows = {"now", "24h", "7d", NULL};
static word_list stature_times = {"morning", "evening", "other", NULL};
static word_list choices = {"exclude", "swap", "setting", NULL};
static word_list wordings = {"full", "short", NULL};
static word_list origins = {"plan", "own", NULL};
static word_list protocol_kinds = {"hang", "inversion", "traction", "partner",
                                   NULL};
static word_list pull_modes = {
    "continuous", "intermittent",           "progressive",
    "regressive", "progressive_regressive", NULL};
static word_list pull_levels = {"any", "L3/4", "L4/5", "L5/S1", NULL};
static word_list tables = {"split", "plain", NULL};

const char *const journal_measures[] = {"nrs",  "peg", "psfs",
                                        "rmdq", "grc", NULL};

/* Places of the body map, each with its zone: 0 none … 5 foot or hand (safety
 * rules, section 3.2). */
#define SIDES(X, name, zone) X(#name "_l", zone) X(#name "_r", zone)
#define PLACES(X)                                                              \
    X("head", 1)                                                               \
    X("neck", 1)                                                               \
    X("upper_back", 1)                                                         \
    X("lower_back", 1)                                                         \
    X("chest", 1) X("belly", 1) SIDES(X, hip, 2) SIDES(X, shoulder, 2)         \
        SIDES(X, buttock, 2) SIDES(X, upper_arm, 3) SIDES(X, thigh, 3)         \
            SIDES(X, knee, 3) SIDES(X, forearm, 4) SIDES(X, lower_leg, 4)      \
                SIDES(X, hand, 5) SIDES(X, foot, 5)

#define NAME(name, zone) name,
#define ZONE(name, zone) zone,
// clang-format off
const char *const journal_places[] = {PLACES(NAME) NULL};
static const int place_zone[] = {PLACES(ZONE)};
// clang-format on
#undef NAME
#undef ZONE

static const struct journal_field reminder[] = {
    BOOL("on"),  INTEGER("every_min", "min", 10, 480, FREE),  CLOCK("from"),
    CLOCK("to"), NUMBERS("weekdays", NULL, 0, 6, 0, 7, FREE), END};

/* A stretch of the drawn day: an activity or a posture, by its id. */
static const struct journal_field day_row[] = {
    CLOCK("from"), CLOCK("to"), ID("what", NEEDED),
    NUMBER("load", NULL, -1, 5, FREE), END};

static const struct journal_field profile[] = {
    TEXT("name", 120, FREE),
    NUMBER("height_m", "m", 1.20, 2.20, FREE),
    NUMBER("mass_kg", "kg", 30, 250, FREE),
    INTEGER("birth_year", "year", 1900, 2200, FREE),
    WORD("sex", sexes, FREE),
    WORD("build", builds, FREE), /* how the figure is drawn */
    WORD("tone", tones, FREE),   /* its skin */
    WORD("units", unit_systems, FREE),
    WORDS("regions", regions, 4),
    ID("condition", FREE),
    IDS("equipment", 64),
    NUMBERS("minutes", "min", 0, 240, 7, 7, FREE), /* Monday first */
    WORD("level", levels, FREE),
    BOOL("advanced_ready"),
    BOOL("inversion_wanted"),
    BOOL("hang_often"),
    INTEGER("weekly_goal_days", "days", 0, 7, FREE),
    TEXT("country", 2, FREE),   /* ISO 3166 two letters: emergency number */
    TEXT("language", 35, FREE), /* BCP 47 */
    ID("voice", FREE),          /* which one speaks */
    NUMBER("pace", NULL, 0.7, 1.4, FREE), /* 1 = calm */
    WORD("wording", wordings, FREE),
    BOOL("muted"),
    NUMBER("volume", "0-1", 0, 1, FREE),
    WORD("theme", themes, FREE),
    BOOL("reduced_motion"),
    CLOCK("gets_up_at"), /* no deep bending soon after */
    CLOCK("session_at"), /* start in the calendar */
    OBJECT("reminder", reminder),
    OBJECTS("day_rows", day_row, 0, 96, FREE), /* 24 hours, as drawn */
    END};

static const struct journal_field blood_pressure[] = {
    INTEGER("systolic", "mmHg", 50, 300, NEEDED),
    INTEGER("diastolic", "mmHg", 20, 200, NEEDED), END};

static const struct journal_field modality_outcome[] = {
    WORD("action", actions, NEEDED), TEXT("why", 800, FREE), IDS("source", 32),
    END};

static const struct journal_field screen[] = {
    WORD("form", forms, FREE),
    WORD_MAP("questions", answers, 64),
    WORD_MAP("conditions", answers, 128),
    OBJECT("bp", blood_pressure),
    NUMBER("age_y", "years", 0, 130, FREE),
    NUMBER("height_m", "m", 1.20, 2.20, FREE),
    NUMBER("mass_kg", "kg", 30, 250, FREE),
    NUMBER("bmi", "kg/m2", 0, 200, FREE),
    WORD("triage", triages, NEEDED),
    TEXT("text", 2000, FREE),
    IDS("decided_by", 64),
    IDS("derived", 64),
    OBJECT_MAP("modalities", modality_outcome, 32),
    DAY("expires", FREE),
    BOOL("imported"), /* came with an import: never opens anything */
    BOOL("visited"),  /* after an emergency answer: somebody has looked */
    NOTE("note"),
    END};

static const struct journal_field clearance[] = {
    ID("modality", FREE),
    ID("question", FREE),
    DAY("date", NEEDED),
    TEXT("role", 120, NEEDED),
    DAY("until", FREE),
    BOOL("imported"),
    NUMBER("force_kg", "kg", 1, 60, FREE), /* of a prescribed traction */
    NUMBER("minutes", "min", 1, 30, FREE), /* and its time */
    NOTE("note"),
    END};

/* One prescription. In a session also what became of it. */
#define PRESCRIPTION                                                           \
    ID("exercise", NEEDED), TEXT("name", 200, FREE), ID("variant", FREE),      \
        TEXT("variant_name", 200, FREE), NUMBER("hold_s", "s", 0, 3600, FREE), \
        INTEGER("reps", NULL, 0, 1000, FREE),                                  \
        NUMBER("duration_s", "s", 0, 7200, FREE),                              \
        NUMBER("rest_s", "s", 0, 3600, FREE), WORD("sides", side_words, FREE), \
        NUMBER("minutes", "min", 0, 240, FREE), BOOL("reduced"),               \
        INTEGER("step", NULL, 0, 1000, FREE), TEXT("why", 800, FREE),          \
        WORDS("region", regions, 4)

static const struct journal_field plan_item[] = {PRESCRIPTION, END};

static const struct journal_field plan_day[] = {
    DAY("day", FREE), OBJECTS("items", plan_item, 0, 64, NEEDED),
    NUMBER("minutes", "min", 0, 1440, FREE), BOOL("rest"), END};

static const struct journal_field left_out[] = {ID("exercise", NEEDED),
                                                TEXT("why", 800, FREE), END};

static const struct journal_field plan[] = {
    DAY("from", NEEDED),
    OBJECTS("days", plan_day, 1, 7, NEEDED),
    OBJECTS("left_out", left_out, 0, 500, FREE),
    NUMBER("benefit", NULL, -1e9, 1e9, FREE),
    BOOL("optimal"),
    TEXT("note", 4000, FREE),
    BOOL("imported"),
    END};

static const struct journal_field session_item[] = {
    PRESCRIPTION, BOOL("done"), BOOL("skipped"), BOOL("stopped"), END};

static const struct journal_field item_change[] = {
    ID("exercise", NEEDED), TEXT("text", 800, NEEDED), END};

static const struct journal_field quick_answers[] = {
    BOOL("nerve"), BOOL("weakness"), BOOL("unwell"), END};

/* A hang, inversion or pull as numbers (care/pull/protocol.h has the rules). */
static const struct journal_field protocol[] = {
    TEXT("name", 120, NEEDED),
    WORD("kind", protocol_kinds, NEEDED),
    ID("named", FREE), /* the library's or own id, in a session */
    WORD("mode", pull_modes, FREE),
    WORD("level", pull_levels, FREE),
    WORD("table", tables, FREE),
    NUMBER("force_N", "N", 0, 600, FREE),
    NUMBER("share", "of body weight", 0, 1, FREE),
    NUMBER("hold_s", "s", 0, 3600, FREE),
    NUMBER("rest_s", "s", 0, 3600, FREE),
    NUMBER("rest_share", "of the top", 0, 1, FREE),
    NUMBER("ramp_s", "s", 0, 600, FREE),
    NUMBER("release_s", "s", 0, 600, FREE),
    NUMBER("minutes", "min", 0, 60, FREE),
    INTEGER("steps", NULL, 0, 20, FREE),
    INTEGER("reps", NULL, 0, 100, FREE),
    NUMBER("hip_deg", "deg", 0, 120, FREE),
    NUMBER("pull_deg", "deg", 0, 90, FREE),
    NUMBER("friction", NULL, 0, 2, FREE),
    NUMBER("angle_deg", "deg", 0, 90, FREE),
    END};

/* Force as it was delivered, laid beside the plan. */
static const struct journal_field pull_log[] = {
    NUMBERS("seconds", "s", 0, 7200, 2, 1000, NEEDED),
    NUMBERS("newtons", "N", 0, 2000, 2, 1000, NEEDED), END};

static const struct journal_field session[] = {
    WORD("phase", phases, NEEDED),
    INTEGER("position_ms", "ms", 0, 86400000, NEEDED),
    INTEGER("length_ms", "ms", 0, 86400000, NEEDED),
    OBJECTS("items", session_item, 0, 64, NEEDED),
    WORD("origin", origins, FREE),
    INTEGER("cue", NULL, 0, 100000, FREE),
    BOOL("muted"),
    NUMBER("minutes", "min", 0, 1440, FREE), /* really done */
    OBJECT("quick", quick_answers),
    PAIN("pain_before", FREE),
    PAIN("pain_after", FREE),
    WORDS("places_before", journal_places, 32),
    WORDS("places_after", journal_places, 32),
    INTEGER("zone_before", "0-5", 0, 5, FREE),
    INTEGER("zone_after", "0-5", 0, 5, FREE),
    NUMBER("effort", "0-10", 0, 10, FREE),
    WORD("stop_reason", stop_reasons, FREE),
    BOOL("bladder_bowel"),
    BOOL("spreading"),
    WORD("triage", triages, FREE),
    TEXT("triage_text", 2000, FREE),
    OBJECTS("changes", item_change, 0, 64, FREE),
    OBJECT("protocol", protocol),
    OBJECT("pull_log", pull_log),
    BOOL("acknowledged"), /* after a pull: the person said it was gone */
    BOOL("imported"),
    NOTE("note"),
    END};

static const struct journal_field score[] = {
    WORD("measure", journal_measures, NEEDED),
    NUMBERS("values", NULL, -5, 24, 0, 24, NEEDED),
    TEXTS("activities", 200, 5), /* psfs: in the person's own words */
    WORD("window", windows, FREE),
    NUMBER("score", NULL, -5, 24, FREE), /* worked out from values */
    NOTE("note"),
    END};

static const struct journal_field stature[] = {
    NUMBER("height_mm", "mm", 1200, 2300, NEEDED),
    WORD("when", stature_times, FREE), CLOCK("at"), NOTE("note"), END};

static const struct journal_field note[] = {TEXT("text", 8000, NEEDED), END};

static const struct journal_field choice[] = {WORD("what", choices, NEEDED),
                                              ID("exercise", FREE),
                                              ID("instead", FREE),
                                              ID("variant", FREE),
                                              BOOL("permanent"),
                                              DAY("until", FREE),
                                              ID("key", FREE),
                                              TEXT("value", 2000, FREE),
                                              TEXT("why", 800, FREE),
                                              END};

static word_list directions = {"flexion", "extension", NULL};
static word_list movement_answers = {
    "no_effect",      "better",      "worse", "centralises",
    "peripheralises", "full_screen", NULL};

/* Before, a minute after and, unless it was stopped, five minutes later
 * (safety rules, section 3.2). */
static const struct journal_field movement[] = {
    WORD("direction", directions, NEEDED),
    ID("exercise", NEEDED),
    NUMBERS("pain", "0-10", 0, 10, 2, 3, NEEDED),
    NUMBERS("zone", "0-5", 0, 5, 2, 3, NEEDED),
    BOOL("numbness"),
    WORD("answer", movement_answers, NEEDED),
    BOOL("imported"),
    NOTE("note"),
    END};

static const struct journal_field *const fields_of[JOURNAL_KINDS] = {
    [JOURNAL_PROFILE] = profile,     [JOURNAL_SCREEN] = screen,
    [JOURNAL_CLEARANCE] = clearance, [JOURNAL_PLAN] = plan,
    [JOURNAL_SESSION] = session,     [JOURNAL_SCORE] = score,
    [JOURNAL_STATURE] = stature,     [JOURNAL_NOTE] = note,
    [JOURNAL_CHOICE] = choice,       [JOURNAL_PROTOCOL] = protocol,
    [JOURNAL_MOVEMENT] = movement,
};

static const char *const kind_id[JOURNAL_KINDS] = {
#define X(name, text) text,
    JOURNAL_KIND_MAP(X)
#undef X
};

const struct journal_field *journal_fields(enum journal_kind kind)
{
    return fields_of[kind];
}

const char *journal_kind_id(enum journal_kind kind) { return kind_id[kind]; }

const char *journal_kind_said(const char *id)
{
    static const char *const said[JOURNAL_KINDS] = {
        [JOURNAL_PROFILE] = N_("profile"),
        [JOURNAL_SCREEN] = N_("screening"),
        [JOURNAL_CLEARANCE] = N_("clearance"),
        [JOURNAL_PLAN] = N_("plan"),
        [JOURNAL_SESSION] = N_("session"),
        [JOURNAL_SCORE] = N_("score"),
        [JOURNAL_STATURE] = N_("stature"),
        [JOURNAL_NOTE] = N_("note"),
        [JOURNAL_CHOICE] = N_("choice"),
        [JOURNAL_PROTOCOL] = N_("protocol"),
        [JOURNAL_MOVEMENT] = N_("movement test"),
    };
    const int kind = journal_kind_find(id);
    return kind < 0 ? id : words_say(said[kind]);
}

int journal_kind_find(const char *id)
{
    for (int k = 0; k < JOURNAL_KINDS; k++)
        if (strcmp(id, kind_id[k]) == 0)
            return k;
    return -1;
}

int journal_zone(const json_t *places)
{
    int furthest = 0;
    size_t i;
    json_t *place;
    json_array_foreach(places, i, place)
    {
        const char *name = json_string_value(place);
        int p = 0;
        while (name && journal_places[p] && strcmp(name, journal_places[p]))
            p++;
        if (!name || !journal_places[p])
            return -1;
        if (place_zone[p] > furthest)
            furthest = place_zone[p];
    }
    return furthest;
}
