/* Shared inside the app room only. */
#ifndef APP_INTERNAL_H
#define APP_INTERNAL_H

#include <math.h>
#include <pthread.h>

#include "app/app.h"
#include "app/assets.h"
#include "figure/figure.h"
#include "journal/journal.h"
#include "session/session.h"
#include "text/text.h"
#include "voice/voice.h"

#define APP_DAY 11 /* "YYYY-MM-DD" and its NUL */
#define APP_ID 64
#define APP_LANGUAGES_MAX 16
#define APP_DEG 57.29577951308232 /* degrees of one radian */

/* What the person must do before exercises are offered. */
enum app_need {
    APP_NEED_NONE,
    APP_NEED_PROFILE,
    APP_NEED_SCREEN,
    APP_NEED_RESCREEN
};

/* The safety answers as they stand today. */
struct app_safety {
    char today[APP_DAY]; /* day it was worked out for */
    enum app_need need;
    char reason[400];  /* why a screen is due; "" when none is */
    bool open;         /* exercises may be offered at all */
    bool screened;     /* an own full screen exists */
    char day[APP_DAY]; /* of that screen */
    char expires[APP_DAY];
    enum care_triage triage;   /* worst of screen and stops since */
    char triage_text[600];     /* what to do now; "" when go_on */
    struct care_screen screen; /* with clearances and stops applied */
    struct care_answers answers;
    int64_t again_at_s;     /* UTC: earliest next screen after a stop sign */
    char sign_day[APP_DAY]; /* day of the newest such sign; "" none */
    bool visit_needed;      /* and a recorded visit is needed for it */
    bool visit_recorded;
    int stop_today; /* exercise that a movement test ended for today, -1 */
};

/* Numbers that figures are made for. */
struct app_body_key {
    double height_m, mass_kg;
    enum sp_sex sex;
    struct figure_look look;
};

/* How words are spoken; fixed when a session begins. */
struct app_manner {
    char voice[48];    /* id; "" the first that speaks the language */
    char language[36]; /* BCP 47 */
    double pace;
};

struct app_player {
    int64_t id; /* journal record; 0 = no session */
    struct app_manner manner;
    bool speaks; /* a voice speaks that language */
    struct session_timeline *timeline;
    struct session_state state;
    struct app_pull *pull; /* the protocol that is followed; NULL: none */
    json_t *items;         /* as shown to the person, one per timeline item */
    char answer_triage[16], answer_text[700]; /* after a stop; "" none */
    int64_t begun_s;                          /* by the calendar's clock */
    int64_t checkpoint_ms; /* monotonic time of the last one */
    int64_t checkpoint_at; /* position written then */
    int written_revision;
    char day[APP_DAY];
};

struct app_kept;  /* an answer to be given again: today.c */
struct app_shelf; /* finished figures: shelf.c */
struct app_spine; /* loads of postures: spine.c */
struct app_doses; /* what movements give the discs: doses.c */
struct app_pull;  /* a protocol and who it is for: traction_who.c */
struct app_usual; /* the pull of a prescription: traction_who.c */

struct app {
    pthread_mutex_t lock;
    struct app_clock clock;
    char *data_dir, *cache_dir;
    struct journal *journal;
    /* in the language of the request; read without the lock, too */
    struct care_library *_Atomic library;
    struct care_library *libraries[APP_LANGUAGES_MAX]; /* NULL: not used yet */
    const char *language; /* where no request wishes one; static storage */
    /* the person's choice or NULL; static storage, read without the lock too */
    const char *_Atomic language_chosen;
    int language_now; /* of library; place in the list of languages */
    bool library_built_in;
    char *own_dir;      /* own exercises; NULL: none */
    json_t *complaints; /* sentences about own files that were left out */
    json_t *profile;    /* fields; never NULL */
    int64_t profile_id; /* 0 = not stored yet */
    bool safety_stale;
    struct app_safety safety;
    bool response_stale;
    json_t *recent;            /* sessions since recent_from, for today */
    char recent_from[APP_DAY]; /* "" when it must be read again */
    char response_day[APP_DAY];
    struct care_response *response; /* one per exercise */

    struct care_plan *plan; /* NULL: none */
    char plan_from[APP_DAY];
    int64_t plan_id;

    struct app_player player;
    int64_t revision;        /* of the session, over all sessions */
    int64_t changes;         /* operations that may have written */
    struct app_kept *kept;   /* today's answer: today.c */
    struct app_usual *usual; /* NULL: not asked for yet */
    int64_t quick_ok_at_ms;  /* monotonic; 0 = not answered */
    int undo_depth;          /* changes that the person may take back */
    char reminder_told[24];  /* "YYYY-MM-DD HH:MM" of the last one */

    pthread_mutex_t figure_lock; /* the shelf */
    pthread_rwlock_t body_lock;  /* the mesh below: many draw, one makes */
    struct app_shelf *shelf;
    struct app_body_key mesh_key;
    bool mesh_made;
    struct sp_body mesh_body;
    struct figure_mesh mesh;

    pthread_mutex_t voice_lock;
    struct voice *voice; /* opened when first needed */

    pthread_mutex_t spine_lock;
    struct app_spine *spine; /* made when a load is first asked for */

    pthread_mutex_t doses_lock;
    struct app_doses *doses; /* made when a dose is first asked for */
};

/* Several journal changes as one, which one undo takes back (diary.c); `what`
 * is English and told by undo in the language of then. */
enum sp_status app_group(struct app *app, const char *what,
                         struct sp_error *err);
/* Commits when `so_far` is SP_OK, else rolls back and reads again. */
enum sp_status app_group_end(struct app *app, enum sp_status so_far,
                             int depth_before, struct sp_error *err);

/* ---- languages (language.c) ------------------------------------------------
 */

/* Reads the library in the language that the program was started with. */
enum sp_status app_language_open(struct app *app,
                                 const struct app_config *config,
                                 void (*complain)(void *, const char *),
                                 void *complain_ctx, struct sp_error *err);
void app_language_close(struct app *app);
/* Takes the person's or the request's language into use for this thread, and
 * its library; under the app's lock. */
void app_language_use(struct app *app, const char *wish);
/* The same language as the request before, for what no request asked. */
void app_language_again(const struct app *app);

/* ---- answers (answer.c) ---------------------------------------------------
 */

/* Takes the reference; SP_E_NOMEM when json is NULL. */
enum sp_status app_give(struct app_answer *answer, json_t *json,
                        struct sp_error *err);
/* Takes the bytes. */
enum sp_status app_give_bytes(struct app_answer *answer, unsigned char *bytes,
                              size_t len, const char *type);
int app_http_status(enum sp_status status);
json_t *app_number(double x);       /* null for NaN and infinities */
json_t *app_text(const char *text); /* null for NULL */
json_t *app_strings(char *const *list);
/* [{id, name, title}] of the sources of these ids. */
json_t *app_sources(const struct care_library *lib, char *const *ids);

/* ---- reading requests (input.c); errors name the field --------------------
 */

enum sp_status app_need_object(const json_t *body, const char *const *known,
                               struct sp_error *err);
enum sp_status app_read_number(const json_t *body, const char *field,
                               bool needed, double min, double max, double *out,
                               struct sp_error *err);
enum sp_status app_read_int(const json_t *body, const char *field, bool needed,
                            int min, int max, int *out, struct sp_error *err);
enum sp_status app_read_bool(const json_t *body, const char *field, bool needed,
                             bool *out, struct sp_error *err);
/* Borrowed; "" and null count as missing. */
enum sp_status app_read_text(const json_t *body, const char *field, bool needed,
                             size_t max, const char **out,
                             struct sp_error *err);
enum sp_status app_read_word(const json_t *body, const char *field, bool needed,
                             const char *const *words, const char **out,
                             struct sp_error *err);
enum sp_status app_read_day(const json_t *body, const char *field, bool needed,
                            const char **out, struct sp_error *err);
/* An array of short strings; NULL when missing. */
enum sp_status app_read_texts(const json_t *body, const char *field, size_t max,
                              const json_t **out, struct sp_error *err);
enum care_answer app_answer_word(const char *word);
const char *app_param(const struct app_request *request, const char *name);
/* "1" or "0"; false when it is left out or empty. */
enum sp_status app_param_flag(const struct app_request *request,
                              const char *name, bool *out,
                              struct sp_error *err);
/* Every field of `params` has its name in the operation's path. */
enum sp_status app_need_params(const struct app_op *op, const json_t *params,
                               struct sp_error *err);
enum sp_status app_param_id(const struct app_request *request, int64_t *id,
                            struct sp_error *err);

/* The person's own record, not one that came with an import. */
static inline bool app_own(const json_t *record)
{
    return !json_is_true(json_object_get(record, "imported"));
}

/* A text of a record, "" for none; borrowed. */
static inline const char *app_record_text(const json_t *record,
                                          const char *field)
{
    const char *text = json_string_value(json_object_get(record, field));
    return text ? text : "";
}

/* A number of a record, NaN for none. */
static inline double app_record_number(const json_t *record, const char *field)
{
    const json_t *v = json_object_get(record, field);
    return json_is_number(v) ? json_number_value(v) : (double)NAN;
}

/* ---- days (days.c): local civil dates -------------------------------------
 */

int64_t app_wall_s(struct app *app);
int64_t app_now_ms(struct app *app);
void app_today(struct app *app, char day[APP_DAY]);
void app_clock_text(struct app *app, char hh_mm[6]); /* local "HH:MM" */
/* Minutes after midnight of "HH:MM"; -1 for anything else, NULL too. */
int app_clock_minutes(const char *hh_mm);
int app_hour(struct app *app);
long app_year(struct app *app);
bool app_day_parse(const char *day, long *number); /* days since 1970-01-01 */
void app_day_print(long number, char day[APP_DAY]);
void app_day_add(const char *day, long days, char out[APP_DAY]);
long app_day_between(const char *from, const char *to); /* to - from */
int app_weekday(const char *day);                       /* 0 = Monday */
const char *app_weekday_name(int weekday);

/* ---- the profile (profile.c)
 * ----------------------------------------------------
 */

extern const char *const app_profile_fields[]; /* ended by NULL */
enum sp_status app_profile_load(struct app *app, struct sp_error *err);
bool app_profile_set(const struct app *app);
double app_profile_number(const struct app *app, const char *field);
const char *app_profile_text(const struct app *app, const char *field);
bool app_profile_bool(const struct app *app, const char *field);
struct app_body_key app_body_key(const struct app *app);
/* Body, sex and age; a middling one of 40 years where nothing is said. */
struct sp_person app_person(const struct app *app);

/* ---- safety (safety.c, cleared.c) --------------------------------------
 */

enum sp_status app_safety(struct app *app, const struct app_safety **out,
                          struct sp_error *err);
/* What safety answers and the stop rules allow of one exercise. */
struct care_why app_allow(struct app *app, int exercise, int variant);
/* The same for the variant that is offered: the default one, or a head-level
 * one where a rule speaks against the head hanging; -1 without variants. */
struct care_why app_allow_best(struct app *app, int exercise, int *variant);
/* SP_E_BLOCKED with the sentence unless exercises may be offered. */
enum sp_status app_safety_gate(struct app *app, struct sp_error *err);
const char *app_need_id(enum app_need need);
/* Whether a clearance stands today, given the screens before and after it. */
bool app_clearance_holds(struct app *app, const json_t *screens,
                         const json_t *clearance);
/* Whether a clinician's look can answer this safety question. */
bool app_can_be_looked_at(const char *question);
/* Own (not imported) clearances that hold today, as modality bits; answers to
 * C questions that a clinician has looked at become "no". */
enum sp_status app_clearances_apply(struct app *app, const json_t *screens,
                                    struct care_answers *answers,
                                    struct sp_error *err);
/* The newest agreement on traction of the low back that holds today; NULL
 * when there is none. The caller owns the reference. */
enum sp_status app_prescription(struct app *app, json_t **record,
                                struct sp_error *err);
/* Whether a clinician's visit on or after `day` is recorded. */
bool app_visit_recorded(const json_t *clearances, const char *day);
enum sp_status app_screen_add(struct app *app, json_t *fields,
                              struct sp_error *err);
/* The three quick answers; a yes is kept and asks for a full screen. */
enum sp_status app_quick(struct app *app, const json_t *body, bool *ok,
                         struct sp_error *err);
/* Reads the answers of a full screen, with today's profile. */
void app_answers_fill(struct app *app, const json_t *screen,
                      struct care_answers *answers);
int app_modality_find(const char *id); /* -1 for none */

/* ---- sessions of the journal (sessions.c) -----------------------------------
 */

enum sp_status app_sessions(struct app *app, const char *from, json_t **list,
                            struct sp_error *err);
/* Sessions were written: what was derived from them is worked out again. */
void app_sessions_changed(struct app *app);
/* As app_sessions, from memory when nothing was written; do not change it. */
enum sp_status app_sessions_recent(struct app *app, const char *from,
                                   json_t **list, struct sp_error *err);
double app_session_done_minutes(const json_t *session);

/* ---- responses of each exercise (response.c) ------------------------------
 */

enum sp_status app_response(struct app *app, struct sp_error *err);
/* A stop's word as care knows it; chest signs count with dizziness. */
enum care_stop_reason app_stop_reason(const char *word);
/* The same without one session; the caller frees *out. */
enum sp_status app_response_without(struct app *app, int64_t session,
                                    struct care_response **out,
                                    struct sp_error *err);
/* Where an item of a stored session stands. */
struct care_feedback app_feedback(const json_t *session, size_t item);

/* ---- the spoken word (voice.c) --------------------------------------------
 */

/* Pace and wording of the profile. */
struct care_talk app_talk(const struct app *app);
struct app_manner app_manner(const struct app *app);
/* Whether a voice speaks that language here. */
bool app_speaks(struct app *app, const struct app_manner *manner);
/* The text as WAV; without the app's lock. SP_E_NOTFOUND: no such voice. */
enum sp_status app_say(struct app *app, const struct app_manner *manner,
                       const char *text, struct app_answer *answer,
                       struct sp_error *err);

/* ---- items (items.c) ------------------------------------------------------
 */

/* Item as in docs/api.md. */
json_t *app_item_json(const struct app *app, const struct care_item *item);
json_t *app_item_store(const struct app *app, const struct care_item *item);
/* A relief in numbers and words; null for what is only read or prescribed.
 * For a whole session the exercise is -1. */
json_t *app_relief_json(struct app *app, int exercise,
                        const struct care_relief *relief);
/* Exercise and variant by their ids; dose and reason as today's rules give
 * them. SP_E_NOTFOUND, SP_E_BLOCKED. */
enum sp_status app_item_today(struct app *app, const char *exercise,
                              const char *variant, const char *why,
                              struct care_item *item, struct sp_error *err);
/* The reason that a record holds; earlier ones named their sources by id. */
void app_kept_why(const struct app *app, const json_t *record,
                  char why[CARE_WHY_MAX]);
const char *app_variant_id(const struct care_exercise *ex, int variant);
/* The address of its picture; null without a figure. */
json_t *app_picture(const struct care_exercise *ex);
json_t *app_regions(unsigned regions);

/* ---- movement tests (movement.c) --------------------------------------------
 */

/* What tests say against going on. */
struct app_movement_signs {
    bool see_first;         /* pain went further out in both directions */
    int stop_today;         /* exercise that is over for today, -1 */
    char last_day[APP_DAY]; /* of the newest test that went out; "" none */
};
enum sp_status app_movement_signs(struct app *app, const char *today,
                                  struct app_movement_signs *signs,
                                  struct sp_error *err);
/* The direction that tests of the last two weeks agree on, else either. */
enum care_bias app_movement_learned(struct app *app);

/* ---- the first hour of the day (morning.c) ---------------------------------
 */

/* Minutes since getting up: as said, else from the profile's usual time; NaN
 * when neither is known. */
double app_minutes_up(struct app *app, double said_min);
/* Puts last what must wait after getting up. *wait_min per item: 0, or minutes
 * from now where the items before do not fill the wait. Returns how many may
 * be done in a session that begins now; they come first. */
int app_morning_order(const struct app *app, struct care_item *items, int count,
                      double minutes_up, double *wait_min);
/* SP_E_BLOCKED with the time from which the item is open. */
enum sp_status app_morning_refuse(struct app *app, const struct care_item *item,
                                  double wait_min, struct sp_error *err);
/* What today's answer says of it; null when nothing waits and nobody need be
 * asked. */
json_t *app_morning_json(struct app *app, const struct care_item *items,
                         const double *wait_min, int count, double minutes_up);

/* ---- the week (week.c) -----------------------------------------------------
 */

/* What troubles the person, as bits of enum care_region. */
unsigned app_wished_regions(const struct app *app);
/* The caller frees wishes->equipment (not the strings). */
enum sp_status app_wishes(struct app *app, struct care_wishes *wishes,
                          struct sp_error *err);
/* The plan as the journal has it; none is in use when it has none. */
enum sp_status app_plan_load(struct app *app, struct sp_error *err);
/* Writes the plan; one of the same first day is replaced. What cannot be
 * written is not in use either: the one before comes back. (week_kept.c) */
enum sp_status app_plan_save(struct app *app, bool anew, struct sp_error *err);
/* Takes `plan` as the week from today on, and writes it. */
enum sp_status app_plan_put(struct app *app, struct care_plan *plan,
                            struct sp_error *err);
/* The answer of GET /api/v1/plan. */
enum sp_status app_plan_give(struct app *app, struct app_answer *answer,
                             struct sp_error *err);
/* Makes a plan when there is none for today and safety is open. */
enum sp_status app_plan_ensure(struct app *app, struct sp_error *err);
enum sp_status app_plan_remake(struct app *app, struct sp_error *err);
/* Index of today in the plan, -1 outside. */
int app_plan_today(struct app *app);
/* The item as it may be done today; false when it is no longer allowed. */
bool app_plan_item(struct app *app, const struct care_item *planned,
                   struct care_item *item);

/* Forgets the answer that today.c keeps. */
void app_kept_free(struct app_kept *kept);

/* ---- sessions (play.c, player.c, outcome.c) --------------------------------
 */

enum sp_status app_player_resume(struct app *app, struct sp_error *err);
void app_player_clear(struct app *app);
bool app_player_active(const struct app *app); /* running, paused, resuming */
/* Writes done, skipped, state and position to the journal. */
enum sp_status app_player_store(struct app *app, struct sp_error *err);
/* Writes the position alone, where the one written is a second old. */
void app_player_checkpoint(struct app *app);
void app_player_changed(struct app *app);
/* How to come out of the move under way: "Feet down on the box first."; NULL
 * where nothing holds or pulls. (outcome.c) */
const char *app_release_text(struct app *app);
/* Ends the session under way when its safety answers no longer allow it. */
void app_player_guard(struct app *app);
json_t *app_player_json(struct app *app);
/* Pain that a session's record places below the knee, and was not there
 * before, asks for the full questions again. (outcome.c) */
enum sp_status app_check_spread(struct app *app, const json_t *session,
                                struct sp_error *err);
void app_player_begin(struct app *app, struct session_timeline *timeline,
                      struct session_state state, json_t *items, int64_t id,
                      const char *day);

/* ---- the body that is drawn (pictures.c) ------------------------------------
 */

/* On success mesh_body and mesh are of that key and stay so until released;
 * without the app's lock. */
enum sp_status app_body_hold(struct app *app, struct app_body_key key,
                             struct sp_error *err);
void app_body_release(struct app *app);

/* ---- the shelf (shelf.c): finished bytes by key, oldest out first -----------
 */

struct app_shelf *app_shelf_new(size_t max_bytes);
void app_shelf_free(struct app_shelf *shelf);
/* A copy, or false. Not locked: the caller holds figure_lock. */
bool app_shelf_take(struct app_shelf *shelf, const char *key,
                    unsigned char **bytes, size_t *len);
void app_shelf_put(struct app_shelf *shelf, const char *key,
                   const unsigned char *bytes, size_t len);
uint64_t app_hash(const void *bytes, size_t len);

/* ---- operations, one per row of ops.c
 * ---------------------------------------- */

// clang-format off
#define APP_OPS(X) \
    X(today) X(day) X(day_ask) X(day_keep) X(night) X(stature)               \
    X(postures) X(load_show) X(load_ask) X(load_list) X(load_along)   \
    X(validation)                                                            \
    X(profile_show) X(profile_set) X(screen_show) X(screen_answer)           \
    X(screen_quick) X(clearance_list) X(clearance_add) X(clearance_remove)   \
    X(plan_show) X(plan_make) X(plan_swap) X(plan_exclude) X(plan_code)      \
    X(library_list)                                                          \
    X(library_show) X(lessons) X(lesson) X(facts) X(sources) X(handout)      \
    X(report) X(body_glb) X(figure_glb) X(figure_svg) X(figure_png)          \
    X(session_start) X(session_show) X(session_timeline) X(session_cue)      \
    X(session_chime) X(session_event) X(session_stop) X(session_finish)      \
    X(session_stops) X(journal_list) X(journal_add) X(journal_edit)          \
    X(journal_remove) X(journal_undo) X(progress) X(export_json)             \
    X(export_csv) X(calendar) X(import) X(backup) X(reminders) X(version)      \
    X(words) X(voices) X(voice_sample) X(say)                      \
    X(movement_show) X(movement_add) X(protocol_list)         \
    X(protocol_save) X(traction_design) X(traction_log)
// clang-format on

#define X(name)                                                                \
    enum sp_status app_op_##name(struct app *, const struct app_request *,     \
                                 struct app_answer *, struct sp_error *);
APP_OPS(X)
#undef X

#endif
