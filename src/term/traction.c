/* A protocol drawn in the terminal: force over time, what is left of it, each
 * disc's load and height, and the sessions that may follow. */
#include "care/pull/protocol.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 600000, CHART_ROWS = 8, CHART_COLUMNS = 60 };

static const double standard_gravity = CARE_STANDARD_GRAVITY;

/* ---- what is asked for -----------------------------------------------------
 */

static json_t *from_file(const char *path)
{
    struct care_protocol p;
    struct sp_error err = {.text = ""};
    size_t len;
    char *bytes = term_read_file(path, BYTES_MAX, &len);
    if (!bytes)
        return NULL;
    json_t *body = NULL;
    if (care_protocol_yaml(path, bytes, len, &p, &err) == SP_OK) {
        p.id[0] = '\0';
        body = care_protocol_json(&p);
    } else {
        term_failed(&err);
    }
    free(bytes);
    return body;
}

/* A kind by its name, or a protocol by its id, with its fields. */
static json_t *from_name(struct app *app, const struct term_args *args,
                         int *code)
{
    const char *name = args->word[0];
    static const char *const beside[] = {"id", "own", "summary", "ours",
                                         "sources"};
    for (int k = 0; k < CARE_PROTOCOL_KINDS; k++)
        if (!strcmp(name, care_protocol_kind_id((enum care_protocol_kind)k)))
            return json_pack("{s:s}", "kind", name);
    json_t *all = term_ask(app, "protocol", NULL, NULL, code), *one;
    json_t *found = NULL;
    size_t i;
    json_array_foreach(json_object_get(all, "protocols"), i,
                       one) if (!strcmp(term_text(one, "id"), name)) found =
        json_deep_copy(one);
    json_decref(all);
    for (size_t k = 0; found && k < sizeof beside / sizeof *beside; k++)
        json_object_del(found, beside[k]);
    if (!found)
        term_wrong(args,
                   _("there is no protocol '%s'; 'stature traction' lists "
                     "them"),
                   name);
    return found;
}

/* Options as fields of the protocol; a number must be one. */
static bool take_options(const struct term_args *args, json_t *body)
{
    static const struct {
        const char *option, *field;
        bool text;
    } rows[] = {
        {"force",   "force",     true },
        {"mode",    "mode",      true },
        {"level",   "level",     true },
        {"table",   "table",     true },
        {"hold",    "hold_s",    false},
        {"rest",    "rest_s",    false},
        {"ramp",    "ramp_s",    false},
        {"release", "release_s", false},
        {"minutes", "minutes",   false},
        {"steps",   "steps",     false},
        {"reps",    "reps",      false},
        {"hip",     "hip_deg",   false},
        {"pull",    "pull_deg",  false},
        {"angle",   "angle_deg", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *value = term_value(args, rows[i].option);
        double x;
        if (!value)
            continue;
        if (!rows[i].text && !text_to_number(value, &x)) {
            term_wrong_value(args, rows[i].option, _("a number"));
            return false;
        }
        json_object_set_new(body, rows[i].field,
                            rows[i].text ? json_string(value) : json_real(x));
        if (!strcmp(rows[i].option, "force")) {
            json_object_del(body, "force_N");
            json_object_del(body, "share");
        }
    }
    return true;
}

static bool take_log(const struct term_args *args, json_t *body)
{
    const char *path = term_value(args, "overlay");
    struct care_force_log log;
    struct sp_error err = {.text = ""};
    size_t len;
    if (!path)
        return true;
    char *csv = term_read_file(path, BYTES_MAX, &len);
    if (!csv)
        return false;
    // read here too, so that a mistake is told with the file's own name
    const bool ok = care_force_log_read(path, csv, len, &log, &err) == SP_OK;
    if (ok) {
        care_force_log_release(&log);
        json_object_set_new(body, "csv", json_stringn(csv, len));
    } else {
        term_failed(&err);
    }
    free(csv);
    return ok;
}

/* ---- the chart -------------------------------------------------------------
 */

static double force_at(const json_t *curve, const char *from, const char *to,
                       double t_s)
{
    size_t i;
    json_t *s;
    json_array_foreach((json_t *)(uintptr_t)curve, i, s)
    {
        const double x =
            (t_s - term_number(s, "start_s")) / term_number(s, "length_s");
        if (x >= 0 && x <= 1)
            return term_number(s, from) +
                   x * (term_number(s, to) - term_number(s, from));
    }
    return 0;
}

static double log_at(const json_t *overlay, double t_s)
{
    const json_t *s = json_object_get(overlay, "seconds");
    const json_t *N = json_object_get(overlay, "newtons");
    for (size_t i = 0; i + 1 < json_array_size(s); i++) {
        const double a = json_number_value(json_array_get(s, i));
        const double b = json_number_value(json_array_get(s, i + 1));
        const double x = (t_s - a) / (b - a);
        if (x >= 0 && x <= 1)
            return (1 - x) * json_number_value(json_array_get(N, i)) +
                   x * json_number_value(json_array_get(N, i + 1));
    }
    return NAN;
}

/* One cell: the net pull filled, what friction takes as a veil, the log as a
 * dot. `low` and `high` are the forces at the cell's edges. */
static const char *cell(double net_N, double all_N, double log_N, double low,
                        double high)
{
    static const char *const eighth[] = {" ", "▁", "▂", "▃", "▄",
                                         "▅", "▆", "▇", "█"};
    if (!isnan(log_N) && log_N > low && log_N <= high)
        return "•";
    const double part = (net_N - low) / (high - low);
    if (part > 1.0 / 16)
        return eighth[part >= 1 ? 8 : (int)lround(8 * part)];
    return all_N > (low + high) / 2 ? "░" : " ";
}

static void print_chart(const json_t *d)
{
    const json_t *curve = json_object_get(d, "curve");
    const json_t *overlay = json_object_get(d, "overlay");
    const double length_s = term_number(d, "length_s");
    double top_N = term_number(d, "top_N");
    if (json_is_object(overlay))
        top_N = fmax(top_N, term_number(overlay, "most_N"));
    const int columns =
        term_width() - 16 < CHART_COLUMNS ? term_width() - 16 : CHART_COLUMNS;
    for (int row = CHART_ROWS; row > 0; row--) {
        const double high = top_N * row / CHART_ROWS;
        const double low = top_N * (row - 1) / CHART_ROWS;
        if (row % 4 == 0)
            printf("  %5.0f N %s", high, "┤");
        else
            printf("          │");
        for (int c = 0; c < columns; c++) {
            const double t = length_s * (c + 0.5) / columns;
            fputs(
                cell(force_at(curve, "net_from_N", "net_to_N", t),
                     force_at(curve, "from_N", "to_N", t),
                     json_is_object(overlay) ? log_at(overlay, t) : (double)NAN,
                     low, high),
                stdout);
        }
        putchar('\n');
    }
    printf("      0 N └");
    for (int c = 0; c < columns; c++)
        fputs("─", stdout);
    printf("\n           0:00%*d:%02d\n", columns - 8, (int)length_s / 60,
           (int)length_s % 60);
    printf("           %s%s%s\n\n",
           _("█ at the low back   ░ taken by friction"),
           json_is_object(overlay) ? "   " : "",
           json_is_object(overlay) ? _("• delivered") : "");
}

/* ---- words -----------------------------------------------------------------
 */

// "-0" says nothing
static double newtons(const json_t *d, const char *field)
{
    const double N = term_number(d, field);
    return fabs(N) < 0.5 ? 0 : N;
}

static void add_disc(struct term_table *t, const json_t *d)
{
    term_cell(t, "%s", term_text(d, "name"));
    term_cell(t, "%.0f N", newtons(d, "base_N"));
    term_cell(t, "%.0f N", newtons(d, "rest_N"));
    term_cell(t, "%.0f N", newtons(d, "hold_N"));
    term_cell(t, _("(%.0f to %.0f)"), newtons(d, "low_N"),
              newtons(d, "high_N"));
    term_cell(t, "%.0f %%", term_percent(d, "ratio"));
    if (json_is_number(json_object_get(d, "mm")))
        term_cell(t, _("%+.3f mm (%.3f to %.3f)"), term_number(d, "mm"),
                  term_number(d, "low_mm"), term_number(d, "high_mm"));
    else
        term_cell(t, "%s", "");
}

static void print_discs(const json_t *discs)
{
    const char *const heads[] = {
        _("disc"),  _("without"), _("at rest"),          _("at top"),
        _("range"), _("stand"),   _("height at the end")};
    size_t i;
    const json_t *disc;
    putchar('\n');
    if (json_array_size(discs) == 0)
        return;
    struct term_table *t = term_table_new(2, "lrrrlrl");
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
        term_cell(t, "%s", heads[h]);
    json_array_foreach((json_t *)(uintptr_t)discs, i, disc) add_disc(t, disc);
    term_table_print(t);
    putchar('\n');
}

static void print_heights(const json_t *h)
{
    char text[300];
    const json_t *now = json_object_get(h, "lumbar");
    const json_t *later = json_object_get(h, "lumbar_later");
    if (!json_is_object(h))
        return;
    snprintf(text, sizeof text,
             _("Low back, all discs: about %.2f mm (%.2f to %.2f) more height "
               "than after the same time sitting; half an hour of sitting "
               "later %.2f mm (%.2f to %.2f). From the model, not measured."),
             term_number(now, "mm"), term_number(now, "low_mm"),
             term_number(now, "high_mm"), term_number(later, "mm"),
             term_number(later, "low_mm"), term_number(later, "high_mm"));
    term_paragraph(0, "", words_decimals(text));
}

static void print_ahead(const json_t *ahead)
{
    size_t i;
    json_t *n;
    putchar('\n');
    term_heading(_("The next eight sessions, if all stay clean and easy"));
    json_array_foreach((json_t *)(uintptr_t)ahead, i, n)
    {
        char lead[32];
        snprintf(lead, sizeof lead, "%zu  ", i + 1);
        term_paragraph(2, lead, term_text(n, "text"));
    }
}

/* A kind without a name of its own. */
static const char *kind_said(const char *id)
{
    return !strcmp(id, "hang")        ? _("A hang from a bar")
           : !strcmp(id, "inversion") ? _("Inversion on a table")
           : !strcmp(id, "partner")   ? _("A partner's pull")
                                      : _("Traction in a harness");
}

static void print_design(const json_t *d)
{
    const json_t *p = json_object_get(d, "protocol");
    const char *name = term_text(p, "name");
    term_heading(*name ? name : kind_said(term_text(p, "kind")));
    printf("  ");
    term_print(_("top %.0f N (%.1f kg, %.1f lb), %d:%02d in all"),
               term_number(d, "top_N"),
               term_number(d, "top_N") / standard_gravity,
               term_number(d, "top_N") / standard_gravity / 0.45359237,
               (int)term_number(d, "length_s") / 60,
               (int)term_number(d, "length_s") % 60);
    printf("\n\n");
    print_chart(d);
    term_paragraph(0, "", term_text(d, "text"));
    term_paragraph(0, "", term_text(json_object_get(d, "limits"), "text"));
    if (*term_text(d, "why"))
        term_paragraph(0, "", term_text(d, "why"));
    if (*term_text(d, "note"))
        term_paragraph(0, "", term_text(d, "note"));
    if (json_is_object(json_object_get(d, "overlay")))
        term_paragraph(0, "", term_text(json_object_get(d, "overlay"), "text"));
    print_discs(json_object_get(d, "discs"));
    print_heights(json_object_get(d, "heights"));
    term_paragraph(0, "", term_text(d, "basis"));
    print_ahead(json_object_get(d, "ahead"));
}

static int list_all(struct app *app, bool json)
{
    int code = TERM_OK;
    json_t *all = term_ask(app, "protocol", NULL, NULL, &code), *p;
    size_t i;
    if (all && json)
        term_json(all);
    else
        json_array_foreach(json_object_get(all, "protocols"), i, p)
        {
            char lead[64];
            snprintf(lead, sizeof lead, "%-24s ", term_text(p, "id"));
            term_paragraph(0, lead, term_text(p, "name"));
            if (*term_text(p, "summary"))
                term_paragraph(4, "", term_text(p, "summary"));
        }
    json_decref(all);
    return code;
}

static int save(struct app *app, json_t *body, const char *name)
{
    int code = TERM_OK;
    json_object_set_new(body, "name", json_string(name));
    json_object_del(body, "csv");
    json_t *kept = term_ask(app, "protocol save", NULL, body, &code);
    if (kept)
        printf(
            _("Kept as %s: %s. 'stature session --protocol %s' starts it.\n"),
            term_text(kept, "id"), term_text(kept, "name"),
            term_text(kept, "id"));
    json_decref(kept);
    return code;
}

int term_traction(struct app *app, const struct term_args *args)
{
    int code = TERM_FAILED;
    if (args->words == 0)
        return list_all(app, args->json);
    if (args->words > 1)
        return term_wrong(args, _("name one protocol or one file"));
    const char *what = args->word[0];
    const size_t len = strlen(what);
    const bool file = len > 5 && strcmp(what + len - 5, ".yaml") == 0;
    json_t *body = file ? from_file(what) : from_name(app, args, &code);
    if (!body)
        return TERM_FAILED;
    if (!take_options(args, body)) {
        json_decref(body);
        return TERM_USAGE;
    }
    if (!take_log(args, body)) {
        json_decref(body);
        return TERM_FAILED;
    }
    if (term_value(args, "save"))
        return save(app, body, term_value(args, "save"));
    code = TERM_OK;
    json_t *d = term_ask(app, "traction design", NULL, body, &code);
    if (d && args->json)
        term_json(d);
    else if (d)
        print_design(d);
    json_decref(d);
    return code;
}
