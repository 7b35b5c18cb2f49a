/* The plan and the breaks as a calendar; when to be reminded to move. */
#include "app/app_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BREAK_MIN 2
#define WORKDAYS 0x1fu

struct breaks {
    bool on;
    int every_min;
    const char *from, *to; /* the profile's, until it is read again */
};

static struct breaks read_breaks(const struct app *app)
{
    const json_t *r = json_object_get(app->profile, "reminder");
    const char *from = json_string_value(json_object_get(r, "from"));
    const char *to = json_string_value(json_object_get(r, "to"));
    const int every = (int)json_integer_value(json_object_get(r, "every_min"));
    return (struct breaks){
        .on = json_is_true(json_object_get(r, "on")),
        .every_min = every >= 10 ? every : 45,
        .from = from ? from : "09:00",
        .to = to ? to : "17:00",
    };
}

/* Days of the week on which breaks are told, 0 = Monday. */
static bool break_day(int weekday) { return WORKDAYS >> weekday & 1u; }

static json_t *break_days(void)
{
    json_t *out = json_array();
    for (int d = 0; d < 7; d++)
        if (break_day(d))
            json_array_append_new(out, json_integer(d));
    return out;
}

static json_t *break_times(const struct breaks *b)
{
    json_t *out = json_array();
    for (int m = app_clock_minutes(b->from) + b->every_min;
         m < app_clock_minutes(b->to); m += b->every_min) {
        char at[16];
        snprintf(at, sizeof at, "%02d:%02d", m / 60 % 24, m % 60);
        json_array_append_new(out, json_string(at));
    }
    return out;
}

static const char *const break_text =
    N_("Time to stand up and move for a minute or two.");

enum sp_status app_op_reminders(struct app *app,
                                const struct app_request *request,
                                struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    const struct breaks b = read_breaks(app);
    return app_give(answer,
                    json_pack("{s:b, s:i, s:s, s:s, s:o, s:o, s:s}", "on",
                              (int)b.on, "every_min", b.every_min, "from",
                              b.from, "to", b.to, "times",
                              b.on ? break_times(&b) : json_array(), "weekdays",
                              break_days(), "text", words_say(break_text)),
                    err);
}

bool app_reminder_due(struct app *app, char text[160])
{
    char now[6], today[APP_DAY], mark[24];
    bool due = false;
    pthread_mutex_lock(&app->lock);
    app_language_again(app);
    const struct breaks b = read_breaks(app);
    app_clock_text(app, now);
    app_today(app, today);
    if (b.on && break_day(app_weekday(today)) && !app_player_active(app)) {
        json_t *times = break_times(&b);
        size_t i;
        json_t *t;
        json_array_foreach(times, i, t) due =
            due || !strcmp(json_string_value(t), now);
        json_decref(times);
    }
    snprintf(mark, sizeof mark, "%s %s", today, now);
    if (due && strcmp(mark, app->reminder_told)) {
        memcpy(app->reminder_told, mark, sizeof mark);
        snprintf(text, 160, "%s", words_say(break_text));
    } else {
        due = false;
    }
    pthread_mutex_unlock(&app->lock);
    return due;
}

/* ---- iCalendar
 * ------------------------------------------------------------------ */

static const char *name_of(void *ctx, const char *exercise)
{
    const struct app *app = ctx;
    const int e = care_exercise_find(app->library, exercise);
    return e >= 0 ? care_exercise_at(app->library, e)->name : NULL;
}

/* What may not be done now stays out of the day, and so does its time. */
static void leave_out_blocked(struct app *app, json_t *plan)
{
    size_t d;
    json_t *day;
    json_array_foreach(json_object_get(plan, "days"), d, day)
    {
        json_t *items = json_object_get(day, "items");
        double minutes = 0;
        for (size_t i = json_array_size(items); i-- > 0;) {
            const json_t *it = json_array_get(items, i);
            struct care_item now;
            struct sp_error why;
            if (app_item_today(
                    app, json_string_value(json_object_get(it, "exercise")),
                    json_string_value(json_object_get(it, "variant")), NULL,
                    &now, &why))
                json_array_remove(items, i);
            else
                minutes += json_number_value(json_object_get(it, "minutes"));
        }
        json_object_set_new(day, "minutes", json_real(minutes));
    }
}

static enum sp_status plan_ics(struct app *app, char **ics,
                               struct sp_error *err)
{
    const char *at = app_profile_text(app, "session_at");
    const struct journal_calendar wish = {
        .at = at ? at : "18:00", .alarm_min = -1, .name = name_of, .ctx = app};
    json_t *plan = NULL;
    enum sp_status s = app->journal->ops->get(app->journal, JOURNAL_PLAN,
                                              app->plan_id, &plan, err);
    if (!s) {
        leave_out_blocked(app, plan);
        s = journal_plan_ics(plan, &wish, ics, err);
    }
    json_decref(plan);
    return s;
}

static enum sp_status breaks_ics(struct app *app, const struct breaks *b,
                                 char **ics, struct sp_error *err)
{
    char today[APP_DAY];
    app_today(app, today);
    const struct journal_breaks wish = {
        .first_day = today,
        .from = b->from,
        .to = b->to,
        .every_min = b->every_min,
        .length_min = BREAK_MIN,
        .weekdays = WORKDAYS,
        .alarm = true,
        .stamp = app_wall_s(app),
    };
    return journal_breaks_ics(&wish, ics, err);
}

/* The plan's calendar with the events of the breaks' put before its end. */
static enum sp_status join_ics(char **plan, const char *breaks,
                               struct sp_error *err)
{
    static const char end[] = "END:VCALENDAR";
    const char *first = strstr(breaks, "BEGIN:VEVENT");
    const char *last = strstr(breaks, end);
    char *close = strstr(*plan, end);
    if (!first || !last || !close || first > last)
        return SP_OK;
    const size_t head = (size_t)(close - *plan),
                 middle = (size_t)(last - first);
    const size_t tail = strlen(close) + 1;
    char *out = malloc(head + middle + tail);
    if (!out)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the calendar."));
    memcpy(out, *plan, head);
    memcpy(out + head, first, middle);
    memcpy(out + head + middle, close, tail);
    free(*plan);
    *plan = out;
    return SP_OK;
}

enum sp_status app_op_calendar(struct app *app,
                               const struct app_request *request,
                               struct app_answer *answer, struct sp_error *err)
{
    (void)request;
    char *ics = NULL, *more = NULL;
    const struct app_safety *safety;
    enum sp_status s = app_plan_ensure(app, err);
    if (!s)
        s = app_safety(app, &safety, err);
    // only now: a plan that is made reads the profile again
    const struct breaks b = read_breaks(app);
    if (!s && safety->open && app->plan && app->plan_id)
        s = plan_ics(app, &ics, err);
    if (!s && b.on)
        s = breaks_ics(app, &b, &more, err);
    if (!s && !ics) {
        ics = more;
        more = NULL;
    } else if (!s && more) {
        s = join_ics(&ics, more, err);
    }
    free(more);
    if (!s && !ics && app->plan)
        s = app_safety_gate(app, err);
    if (!s && !ics)
        s = sp_fail(err, SP_E_NOTFOUND,
                    _("There is no plan to put into a calendar yet."));
    if (s) {
        free(ics);
        return s;
    }
    snprintf(answer->file, sizeof answer->file, "stature.ics");
    return app_give_bytes(answer, (unsigned char *)ics, strlen(ics),
                          "text/calendar; charset=utf-8");
}
