/*
 * Schedules from files and JSON: each row read, then the times as a whole.
 * One clear sentence with its place for whatever does not fit.
 */
#include "app/spine/day_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LOAD_MIN (-1.0)
#define LOAD_MAX 5.0

static const char *const day_names[] = {"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday",
                                        "sunday"};

/* ---- one row
 * -------------------------------------------------------------------- */

const char *app_day_name(int day)
{
    return (unsigned)day < APP_WEEK_DAYS ? day_names[day] : "";
}

static int day_find(const char *name)
{
    for (int d = 0; d < APP_WEEK_DAYS; d++)
        if (!strcasecmp(day_names[d], name))
            return d;
    return -1;
}

/* "07:30", "7:30", "24:00". */
static bool read_time(const char *text, int *minutes)
{
    const char *t = text ? text : "";
    const size_t hours = strcspn(t, ":");
    if (hours < 1 || hours > 2 || strlen(t) != hours + 3 ||
        strspn(t, "0123456789") != hours ||
        strspn(t + hours + 1, "0123456789") != 2)
        return false;
    const int h = hours == 2 ? 10 * (t[0] - '0') + t[1] - '0' : t[0] - '0';
    const int m = 10 * (t[hours + 1] - '0') + t[hours + 2] - '0';
    *minutes = (60 * h + m) % APP_DAY_MIN;
    return h < 24 ? m < 60 : h == 24 && m == 0;
}

static const char id_letters[] = "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/* A row as its source words it; NULL where nothing stands. */
struct words {
    const char *from, *to, *what, *load;
};

static enum sp_status add_row(struct app_schedule *s, int day, int line,
                              const struct words *w, struct sp_error *err)
{
    char at[300];
    app_day_place(s, line, at);
    if (s->count == APP_SCHEDULE_ROWS)
        return sp_fail(err, SP_E_RANGE, _("%s: more than %d rows."), at,
                       APP_SCHEDULE_ROWS);
    struct app_day_row *r = &s->row[s->count];
    *r = (struct app_day_row){.day = day, .line = line, .load = NAN};
    if (!read_time(w->from, &r->from_min) || !read_time(w->to, &r->to_min))
        return sp_fail(err, SP_E_RANGE,
                       _("%s: \"%.20s\" to \"%.20s\" are not two times of day "
                         "like 07:30."),
                       at, w->from ? w->from : "", w->to ? w->to : "");
    if (!w->what || !*w->what)
        return sp_fail(err, SP_E_RANGE, _("%s: what is done is missing."), at);
    const char *what = app_day_what(w->what);
    if (strlen(what) >= sizeof r->what || what[strspn(what, id_letters)])
        return sp_fail(err, SP_E_RANGE,
                       _("%s: what is done is an activity or a posture by its "
                         "id, such as sitting or lying_side."),
                       at);
    snprintf(r->what, sizeof r->what, "%s", what);
    if (w->load && *w->load &&
        (!text_to_number(w->load, &r->load) ||
         !(r->load >= LOAD_MIN && r->load <= LOAD_MAX)))
        return sp_fail(err, SP_E_RANGE,
                       _("%s: load \"%.20s\" is no share of standing's load "
                         "from %g to %g, such as 1.8."),
                       at, w->load, LOAD_MIN, LOAD_MAX);
    s->count++;
    return SP_OK;
}

/* ---- times as a whole
 * ----------------------------------------------------------- */

/* One day's rows follow each other and come back to where they began. */
static enum sp_status check_day(const struct app_schedule *s, int first,
                                int last, struct sp_error *err)
{
    const int begin = s->row[first].from_min;
    int end = 0; // minutes since begin
    char at[300], from[6], to[6], was[6], start[6];
    app_day_clock(begin, start);
    for (int i = first; i <= last; i++) {
        const struct app_day_row *r = &s->row[i];
        const int since = app_day_after(begin, r->from_min);
        const int length = app_day_length(r);
        app_day_place(s, r->line, at);
        app_day_clock(r->from_min, from);
        app_day_clock(r->to_min, to);
        if (i > first)
            app_day_clock(s->row[i - 1].to_min, was);
        if (length == APP_DAY_MIN && first != last)
            return sp_fail(err, SP_E_RANGE, _("%s: from %s to %s is no time."),
                           at, from, to);
        if (i > first && since > end)
            return sp_fail(err, SP_E_RANGE,
                           _("%s: nothing is said between %s and %s; say what "
                             "is done there."),
                           at, was, from);
        if (i > first &&
            (since < app_day_after(begin, s->row[i - 1].from_min) ||
             end >= APP_DAY_MIN))
            return sp_fail(err, SP_E_RANGE,
                           _("%s: %s comes before the row above; put the rows "
                             "in order of time."),
                           at, from);
        if (i > first && since < end)
            return sp_fail(err, SP_E_RANGE,
                           _("%s: begins at %s, but the row above ends at %s: "
                             "they overlap."),
                           at, from, was);
        if (since + length > APP_DAY_MIN)
            return sp_fail(err, SP_E_RANGE,
                           _("%s: runs to %s, beyond the first row's %s: they "
                             "overlap."),
                           at, to, start);
        end = since + length;
    }
    if (end == APP_DAY_MIN)
        return SP_OK;
    return sp_fail(err, SP_E_RANGE,
                   _("%s: the day ends at %s and begins at %s; say what is "
                     "done between."),
                   at, to, start);
}

static enum sp_status check_week_day(const struct app_schedule *s, int day,
                                     int first, int last, struct sp_error *err)
{
    char at[300], here[6], monday[6];
    app_day_place(s, s->row[first].line, at);
    if (s->row[first].day != day)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: %s is missing or out of order; a week has seven "
                         "days, Monday first."),
                       at, day_names[day]);
    app_day_clock(s->row[first].from_min, here);
    app_day_clock(s->row[0].from_min, monday);
    if (s->row[first].from_min != s->row[0].from_min)
        return sp_fail(err, SP_E_RANGE,
                       _("%s: %s begins at %s and monday at %s; let every day "
                         "begin at the same time."),
                       at, day_names[day], here, monday);
    return check_day(s, first, last, err);
}

static enum sp_status check(const struct app_schedule *s, struct sp_error *err)
{
    if (s->count < 1)
        return sp_fail(err, SP_E_RANGE, _("%s: there are no rows."),
                       *s->file ? s->file : "rows");
    int day = 0;
    for (int first = 0, last; first < s->count; first = last + 1, day++) {
        last = first;
        while (last + 1 < s->count && s->row[last + 1].day == s->row[first].day)
            last++;
        enum sp_status st;
        if (last - first >= APP_DAY_ROWS)
            st = sp_fail(err, SP_E_RANGE,
                         _("%s: %d rows; a day has at most %d of them."),
                         *s->file ? s->file : "rows", last - first + 1,
                         APP_DAY_ROWS);
        else if (s->days == 1)
            st = check_day(s, first, last, err);
        else if (day >= APP_WEEK_DAYS)
            st = sp_fail(err, SP_E_RANGE,
                         _("%s: a week has seven days, Monday first, each "
                           "once."),
                         *s->file ? s->file : "rows");
        else
            st = check_week_day(s, day, first, last, err);
        if (st)
            return st;
    }
    if (day == s->days)
        return SP_OK;
    return sp_fail(err, SP_E_RANGE,
                   _("%s: %s is missing; a week has seven days, Monday first."),
                   *s->file ? s->file : "rows", day_names[day]);
}

/* ---- tables
 * --------------------------------------------------------------------- */

static enum sp_status read_table(struct app_schedule *s, const char *bytes,
                                 size_t len, struct sp_error *err)
{
    struct text_csv *csv = NULL;
    enum sp_status st = text_csv_parse(&csv, s->file, bytes, len, err);
    if (st)
        return st;
    const int from = text_csv_column(csv, "from");
    const int to = text_csv_column(csv, "to");
    const int what = text_csv_column(csv, "what");
    const int load = text_csv_column(csv, "load");
    const int day = text_csv_column(csv, "day");
    if (from < 0 || to < 0 || what < 0)
        st = sp_fail(err, SP_E_PARSE,
                     _("%s:1: the table needs the columns from, to, what, with "
                       "commas between."),
                     s->file);
    s->days = day < 0 ? 1 : APP_WEEK_DAYS;
    for (int i = 0; i < text_csv_rows(csv) && !st; i++) {
        const struct words w = {text_csv_at(csv, i, from),
                                text_csv_at(csv, i, to),
                                text_csv_at(csv, i, what),
                                load < 0 ? NULL : text_csv_at(csv, i, load)};
        const char *name = day < 0 ? "monday" : text_csv_at(csv, i, day);
        const int d = day_find(name);
        const int line = text_csv_line(csv, i);
        st = d < 0 ? sp_fail(err, SP_E_RANGE,
                             _("%s:%d: \"%.20s\" is no day of the week such "
                               "as monday."),
                             s->file, line, name)
                   : add_row(s, d, line, &w, err);
    }
    text_csv_free(csv);
    return st;
}

/* ---- YAML
 * ----------------------------------------------------------------------- */

static enum sp_status read_list(struct app_schedule *s, int day,
                                const struct text_node *list,
                                struct sp_error *err)
{
    static const char *const fields[] = {"from", "to", "what", "load"};
    if (text_kind(list) != TEXT_LIST)
        return text_fail(list, day_names[day], err,
                         _("expected a list of rows {from, to, what}"));
    for (int i = 0; i < text_count(list); i++) {
        const struct text_node *row = text_item(list, i), *v;
        const char *word[4] = {NULL};
        if (text_kind(row) != TEXT_MAP)
            return text_fail(row, "row", err,
                             _("expected {from: \"07:00\", to: \"08:00\", "
                               "what: sitting}"));
        enum sp_status st = text_only_fields(row, fields, 4, err);
        for (int f = 0; f < 4 && !st; f++) {
            if (!(v = text_field(row, fields[f])))
                continue;
            if (text_kind(v) != TEXT_SCALAR)
                st = text_fail(v, fields[f], err, _("expected one word"));
            else
                word[f] = text_scalar(v);
        }
        const struct words w = {word[0], word[1], word[2], word[3]};
        if (!st)
            st = add_row(s, day, text_line(row), &w, err);
        if (st)
            return st;
    }
    return SP_OK;
}

/* monday: [...], tuesday: monday, … */
static enum sp_status read_week(struct app_schedule *s,
                                const struct text_node *map,
                                struct sp_error *err)
{
    enum sp_status st = text_only_fields(map, day_names, APP_WEEK_DAYS, err);
    s->days = APP_WEEK_DAYS;
    for (int d = 0; d < APP_WEEK_DAYS && !st; d++) {
        const struct text_node *day = text_field(map, day_names[d]);
        if (!day)
            return text_fail(map, day_names[d], err,
                             _("is missing; a week has seven days"));
        const int like =
            text_kind(day) == TEXT_SCALAR ? day_find(text_scalar(day)) : -1;
        const struct text_node *of =
            like < 0 ? day : text_field(map, day_names[like]);
        if (text_kind(day) == TEXT_SCALAR &&
            (!of || text_kind(of) == TEXT_SCALAR))
            return text_fail(day, day_names[d], err,
                             _("\"%.20s\" is no day whose rows are written "
                               "out"),
                             text_scalar(day));
        st = read_list(s, d, of, err);
    }
    return st;
}

static enum sp_status read_yaml(struct app_schedule *s, const char *bytes,
                                size_t len, struct sp_error *err)
{
    struct text_yaml *doc = NULL;
    enum sp_status st = text_yaml_parse(&doc, s->file, bytes, len, err);
    if (st)
        return st;
    const struct text_node *root = text_yaml_root(doc);
    s->days = 1;
    st = text_kind(root) == TEXT_MAP ? read_week(s, root, err)
                                     : read_list(s, 0, root, err);
    text_yaml_free(doc);
    return st;
}

static bool ends(const char *file, const char *with)
{
    const size_t n = strlen(file), k = strlen(with);
    return n >= k && !strcasecmp(file + n - k, with);
}

enum sp_status app_schedule_read(struct app_schedule *s, const char *file,
                                 const char *bytes, size_t len,
                                 struct sp_error *err)
{
    memset(s, 0, sizeof *s);
    snprintf(s->file, sizeof s->file, "%s", file);
    enum sp_status st;
    if (ends(file, ".csv"))
        st = read_table(s, bytes, len, err);
    else if (ends(file, ".yaml") || ends(file, ".yml"))
        st = read_yaml(s, bytes, len, err);
    else
        st = sp_fail(err, SP_E_PARSE,
                     _("%s: a schedule is a .csv or a .yaml file."), file);
    return st ? st : check(s, err);
}

/* ---- JSON
 * ----------------------------------------------------------------------- */

static enum sp_status json_row(struct app_schedule *s, int i, const json_t *row,
                               struct sp_error *err)
{
    static const char *const known[] = {"day",  "from", "to",
                                        "what", "load", NULL};
    const char *day = NULL;
    struct words w = {0};
    struct sp_error inner = {.text = ""};
    double load = NAN;
    enum sp_status st;
    if ((st = app_need_object(row, known, &inner)) ||
        (st = app_read_text(row, "day", false, 10, &day, &inner)) ||
        (st = app_read_text(row, "from", true, 5, &w.from, &inner)) ||
        (st = app_read_text(row, "to", true, 5, &w.to, &inner)) ||
        (st = app_read_text(row, "what", true, APP_DAY_WHAT - 1, &w.what,
                            &inner)) ||
        (st = app_read_number(row, "load", false, LOAD_MIN, LOAD_MAX, &load,
                              &inner)))
        return sp_fail(err, SP_E_RANGE, _("rows[%d]: %s"), i, inner.text);
    const int d = day ? day_find(day) : 0;
    if (d < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("rows[%d]: \"%.20s\" is no day of the week such as "
                         "monday."),
                       i, day);
    if (day)
        s->days = APP_WEEK_DAYS;
    st = add_row(s, d, i, &w, err);
    if (!st)
        s->row[s->count - 1].load = load;
    return st;
}

enum sp_status app_schedule_from_json(struct app_schedule *s,
                                      const json_t *rows, struct sp_error *err)
{
    const size_t n = json_array_size(rows);
    memset(s, 0, sizeof *s);
    s->days = 1;
    if (!json_is_array(rows) || n < 1 || n > APP_SCHEDULE_ROWS)
        return sp_fail(err, SP_E_RANGE,
                       _("rows: must be a list of 1 to %d rows {from, to, "
                         "what}."),
                       APP_SCHEDULE_ROWS);
    enum sp_status st = SP_OK;
    for (size_t i = 0; i < n && !st; i++)
        st = json_row(s, (int)i, json_array_get(rows, i), err);
    return st ? st : check(s, err);
}

json_t *app_schedule_json(const struct app_schedule *s)
{
    json_t *list = json_array();
    for (int i = 0; i < s->count; i++) {
        const struct app_day_row *r = &s->row[i];
        char from[6], to[6];
        app_day_clock(r->from_min, from);
        app_day_clock(r->to_min, to);
        json_t *row = json_pack("{s:s, s:s, s:s}", "from", from, "to", to,
                                "what", r->what);
        if (isfinite(r->load))
            json_object_set_new(row, "load", json_real(r->load));
        if (s->days > 1)
            json_object_set_new(row, "day", json_string(day_names[r->day]));
        json_array_append_new(list, row);
    }
    return list;
}
