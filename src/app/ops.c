/* The table of operations, how a path finds its row, and what a row takes. */
#include "app/session/play.h"
#include "text/words.h"

#include <string.h>

#define API "/api/v1"
#define SLOW (APP_READ | APP_SLOW | APP_ALONE)
#define PICTURE "{?keyframe,side,variant,dark,discs,ground,width,height}"

// clang-format off
static const struct app_op ops[] = {
    {"today", "What today holds and why", "GET", API "/today", APP_PLANS, app_op_today},
    {"profile", "The person's profile", "GET", API "/profile", APP_READ, app_op_profile_show},
    {"profile set", "Change fields of the profile", "PUT", API "/profile", APP_WRITE | APP_DOSES, app_op_profile_set},
    {"screen", "The safety questions and what they allow now", "GET", API "/screen", APP_READ, app_op_screen_show},
    {"screen answer", "Answer the safety questions", "POST", API "/screen", APP_WRITE | APP_DOSES, app_op_screen_answer},
    {"screen quick", "Answer the three quick questions", "POST", API "/screen/quick", APP_WRITE, app_op_screen_quick},
    {"clearance", "Recorded agreements of clinicians", "GET", API "/clearances", APP_READ, app_op_clearance_list},
    {"clearance add", "Record a clinician's agreement", "POST", API "/clearances", APP_WRITE | APP_DOSES, app_op_clearance_add},
    {"clearance remove", "Take a recorded agreement back", "DELETE", API "/clearances/{id}", APP_WRITE | APP_DOSES, app_op_clearance_remove},
    {"plan", "The week's plan", "GET", API "/plan", APP_DOSES, app_op_plan_show},
    {"plan make", "Make the week's plan anew", "POST", API "/plan", APP_WRITE | APP_DOSES, app_op_plan_make},
    {"plan swap", "Put an easier, harder or named exercise in one's place", "POST", API "/plan/swap", APP_WRITE | APP_DOSES, app_op_plan_swap},
    {"plan code", "Take the plan of a printed sheet, from the text of its code", "POST", API "/plan/code", APP_WRITE | APP_DOSES, app_op_plan_code},
    {"plan exclude", "Leave an exercise out of the plan", "POST", API "/plan/exclude", APP_WRITE | APP_DOSES, app_op_plan_exclude},
    {"calendar", "The plan and the breaks as a calendar", "GET", API "/plan.ics", APP_PLANS, app_op_calendar},
    {"reminders", "When to be reminded to move", "GET", API "/reminders", APP_READ, app_op_reminders},
    {"library", "All exercises and what is allowed of them", "GET", API "/library", APP_DOSES, app_op_library_list},
    {"library show", "One exercise in full", "GET", API "/library/{id}", APP_DOSES, app_op_library_show},
    {"lessons", "Lessons, of one page or all", "GET", API "/lessons{?page}", APP_READ, app_op_lessons},
    {"lesson", "One lesson", "GET", API "/lessons/{id}", APP_READ, app_op_lesson},
    {"facts", "Facts, of one kind or all", "GET", API "/facts{?kind}", APP_READ, app_op_facts},
    {"sources", "Every source named anywhere", "GET", API "/sources", APP_READ, app_op_sources},
    {"figure body", "The body as glTF", "GET", API "/figure/body.glb", SLOW, app_op_body_glb},
    {"figure movement", "A movement as glTF", "GET", API "/figure/{exercise}.glb{?side,variant,keyframe,whole}", SLOW, app_op_figure_glb},
    {"figure svg", "A movement's picture, SVG", "GET", API "/figure/{exercise}.svg" PICTURE, SLOW, app_op_figure_svg},
    {"figure png", "A movement's picture, PNG", "GET", API "/figure/{exercise}.png" PICTURE, SLOW, app_op_figure_png},
    {"postures", "Every posture that can be compared", "GET", API "/postures", SLOW, app_op_postures},
    {"load", "What a posture does to every disc", "GET", API "/load/{scene}{?keyframe,side}", SLOW, app_op_load_show},
    {"load list", "What each exercise's main position does to every disc", "GET", API "/load", SLOW, app_op_load_list},
    {"load along", "What a movement does to every disc on its way", "GET", API "/load/{exercise}/along{?side,variant}", SLOW, app_op_load_along},
    {"load ask", "The same with a load, a tilt or a pull", "POST", API "/load", APP_WRITE | APP_SLOW | APP_ALONE, app_op_load_ask},
    {"day", "The person's day, and what it does to discs and stature", "GET", API "/day", SLOW, app_op_day},
    {"day ask", "The same for other rows, and what single changes do", "POST", API "/day", APP_WRITE | APP_SLOW | APP_ALONE | APP_PLANS, app_op_day_ask},
    {"day keep", "Keep a drawn day", "PUT", API "/day", APP_WRITE | APP_SLOW | APP_ALONE, app_op_day_keep},
    {"night", "Sleeping positions, and a routine before bed", "GET", API "/night", SLOW, app_op_night},
    {"stature", "Measured stature beside the model's", "GET", API "/stature", SLOW, app_op_stature},
    {"validation", "Both models beside published measurements", "GET", API "/validation", SLOW, app_op_validation},
    {"protocol", "Named protocols of hang, inversion and traction", "GET", API "/protocols", APP_READ, app_op_protocol_list},
    {"protocol save", "Keep a protocol of one's own", "POST", API "/protocols", APP_WRITE, app_op_protocol_save},
    {"traction design", "A protocol's curve, and what reaches each disc", "POST", API "/traction/design", APP_WRITE | APP_SLOW | APP_ALONE, app_op_traction_design},
    {"traction log", "Keep the force that was delivered with its session", "POST", API "/traction/log", APP_WRITE, app_op_traction_log},
    {"handout", "The week or chosen movements as a sheet of paper, PDF", "GET", API "/handout.pdf{?what,size,large}", SLOW | APP_PLANS, app_op_handout},
    {"report", "The record as a report for a clinician, PDF", "GET", API "/report.pdf{?from,to,sections,size,large}", SLOW | APP_DOSES, app_op_report},
    {"session", "Where the session stands", "GET", API "/session", APP_READ, app_op_session_show},
    {"session start", "Start a session", "POST", API "/session", APP_WRITE | APP_PLANS, app_op_session_start},
    {"session preview", "A session's cues, without starting it", "POST", API "/session/preview", APP_WRITE | APP_PLANS, app_op_session_preview},
    {"session timeline", "All cues of the session", "GET", API "/session/timeline", APP_READ, app_op_session_timeline},
    {"session cue", "One cue, spoken", "GET", API "/session/cues/{n}.wav", SLOW, app_op_session_cue},
    {"session stops", "What Stop may be answered with", "GET", API "/session/stops", APP_READ, app_op_session_stops},
    {"session event", "Start, pause, resume, step", "POST", API "/session/event", APP_WRITE, app_op_session_event},
    {"session stop", "Stop and say what happened", "POST", API "/session/stop", APP_WRITE, app_op_session_stop},
    {"session finish", "Say how the session was", "POST", API "/session/finish", APP_WRITE | APP_DOSES, app_op_session_finish},
    {"chime", "A soft tone", "GET", API "/chime/{n}.wav", SLOW, app_op_session_chime},
    {"movement", "Movement tests: what they say and whether one is offered", "GET", API "/movement", APP_READ, app_op_movement_show},
    {"movement add", "Answer a movement test", "POST", API "/movement", APP_WRITE | APP_DOSES, app_op_movement_add},
    {"voices", "The voices that speak the person's language here", "GET", API "/voices", SLOW, app_op_voices},
    {"voice sample", "A sentence in one voice", "GET", API "/voices/{id}.wav{?pace}", SLOW, app_op_voice_sample},
    {"say", "A text, spoken", "GET", API "/say.wav{?text}", SLOW, app_op_say},
    {"progress", "What came of it", "GET", API "/progress", APP_READ, app_op_progress},
    {"journal undo", "Take the last entry back", "POST", API "/journal/undo", APP_WRITE, app_op_journal_undo},
    {"journal", "Entries of one kind", "GET", API "/journal/{kind}{?from,to}", APP_READ, app_op_journal_list},
    {"journal add", "Add an entry", "POST", API "/journal/{kind}", APP_WRITE, app_op_journal_add},
    {"journal edit", "Change an entry", "PUT", API "/journal/{kind}/{id}", APP_WRITE, app_op_journal_edit},
    {"journal remove", "Remove an entry", "DELETE", API "/journal/{kind}/{id}", APP_WRITE, app_op_journal_remove},
    {"export json", "Everything as JSON", "GET", API "/export.json", APP_SLOW, app_op_export_json},
    {"export csv", "Entries of one kind as CSV", "GET", API "/export/{kind}.csv", APP_SLOW, app_op_export_csv},
    {"import", "Add what an export holds", "POST", API "/import", APP_WRITE | APP_BIG | APP_SLOW, app_op_import},
    {"backup", "A copy of the journal's file", "GET", API "/backup", APP_SLOW, app_op_backup},
    {"version", "The program's version and its folder", "GET", API "/version", APP_READ, app_op_version},
    {"words", "The page's words in the person's language", "GET", API "/words", APP_READ, app_op_words},
    {NULL, NULL, NULL, NULL, 0, NULL},
};
// clang-format on

const struct app_op *app_ops(void) { return ops; }

const struct app_op *app_op_named(const char *name)
{
    for (const struct app_op *op = ops; op->name; op++)
        if (!strcmp(op->name, name))
            return op;
    return NULL;
}

/* One segment, "cues" or "{n}.wav", against text[len]; a field's value goes
 * to params. */
static bool match_segment(const char *pattern, size_t plen, const char *text,
                          size_t len, json_t *params)
{
    const char *open = memchr(pattern, '{', plen);
    if (!open)
        return plen == len && !memcmp(pattern, text, len);
    const char *close = memchr(open, '}', plen - (size_t)(open - pattern));
    const size_t before = (size_t)(open - pattern);
    const size_t after = plen - (size_t)(close - pattern) - 1;
    if (len <= before + after || memcmp(pattern, text, before) ||
        memcmp(close + 1, text + len - after, after))
        return false;
    char name[32];
    const size_t n = (size_t)(close - open) - 1;
    if (n >= sizeof name || len >= 200)
        return false;
    memcpy(name, open + 1, n);
    name[n] = 0;
    json_object_set_new(params, name,
                        json_stringn(text + before, len - before - after));
    return true;
}

/* Bytes before the next slash, or before the names of the query. */
static size_t segment_len(const char *pattern)
{
    const size_t len = strcspn(pattern, "/");
    const char *query = strstr(pattern, "{?");
    return query && query < pattern + len ? (size_t)(query - pattern) : len;
}

static bool match_path(const char *pattern, const char *path, json_t *params)
{
    for (;;) {
        const size_t plen = segment_len(pattern), len = strcspn(path, "/");
        if (!match_segment(pattern, plen, path, len, params))
            return false;
        pattern += plen;
        path += len;
        if (*pattern != '/' || *path != '/')
            return *pattern != '/' && !*path;
        pattern++;
        path++;
    }
}

static bool takes(const char *path, const char *name)
{
    const size_t len = strlen(name);
    const char *at = path;
    while ((at = strpbrk(at, "{?,"))) {
        at++;
        if (!strncmp(at, name, len) && (at[len] == ',' || at[len] == '}'))
            return true;
    }
    return false;
}

enum sp_status app_need_params(const struct app_op *op, const json_t *params,
                               struct sp_error *err)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)params, name, value)
    {
        (void)value;
        if (!takes(op->path, name))
            return sp_fail(err, SP_E_RANGE,
                           _("%.40s: there is no such field here."), name);
    }
    return SP_OK;
}

static void allow_add(char allow[64], const char *method)
{
    const size_t used = strlen(allow), n = strlen(method);
    if (used + n + 3 > 64)
        return;
    memcpy(allow + used, used ? ", " : "", used ? 3 : 1);
    memcpy(allow + used + (used ? 2 : 0), method, n + 1);
}

/* A fixed path beats a pattern of the same shape ("body.glb" before
 * "{exercise}.glb"); the table lists it first. */
const struct app_op *app_op_match(const char *method, const char *path,
                                  json_t **params, char allow[64])
{
    allow[0] = 0;
    for (const struct app_op *op = ops; op->name; op++) {
        json_t *found = json_object();
        if (!found)
            return NULL;
        if (match_path(op->path, path, found)) {
            if (!strcmp(op->method, method)) {
                *params = found;
                return op;
            }
            allow_add(allow, op->method);
        }
        json_decref(found);
    }
    return NULL;
}
