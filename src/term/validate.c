/* Published measurements beside what the two models say of them. */
#include "app/spine/spine.h"
#include "term/term_internal.h"
#include "text/words.h"

#include <string.h>

// "-" where nothing was published
static void number_cell(struct term_table *t, const json_t *row,
                        const char *field)
{
    const json_t *v = json_object_get(row, field);
    if (json_is_number(v))
        term_cell(t, "%.2f", json_number_value(v));
    else
        term_cell(t, "-");
}

static void heads(struct term_table *t, const char *const *head, size_t count)
{
    for (size_t i = 0; i < count; i++)
        term_cell(t, "%s", words_say(head[i]));
}
#define HEADS(t, list) heads(t, list, sizeof(list) / sizeof *(list))

static const char *unit_said(const char *unit)
{
    return strcmp(unit, "ratio") == 0 ? _("ratio") : unit;
}

static const char *met(bool yes) { return yes ? _("met") : _("missed"); }

// ---- loads ------------------------------------------------------------------

static void print_pressures(const json_t *load)
{
    static const char *const head[] = {N_("posture"), N_("measured"),
                                       N_("model"),   N_("range"),
                                       N_("error"),   N_("left out")};
    const json_t *rows = json_object_get(load, "rows"), *r;
    size_t i;
    term_heading(_("Pressure in the L4/5 disc of one man, MPa (Wilke 1999)"));
    struct term_table *t = term_table_new(2, "lrrrrr");
    HEADS(t, head);
    json_array_foreach((json_t *)rows, i, r)
    {
        term_cell(t, "%s", term_text(r, "name"));
        number_cell(t, r, "measured_MPa");
        number_cell(t, r, "predicted_MPa");
        term_cell(t, _("%.2f to %.2f"), term_number(r, "low_MPa"),
                  term_number(r, "high_MPa"));
        term_cell(t, "%.0f %%", term_percent(r, "error"));
        number_cell(t, r, "left_out_MPa");
    }
    term_table_print(t);
}

static void bar(struct term_table *t, const char *what, double value,
                const char *want, bool reached)
{
    term_cell(t, "%s", what);
    term_cell(t, "%.3f", value);
    term_cell(t, "%s", want);
    term_cell(t, "%s", met(reached));
}

static void print_load_summary(const json_t *load)
{
    const json_t *s = json_object_get(load, "summary");
    const double r = term_number(s, "pearson");
    const double median = term_number(s, "median_error");
    const double worst = term_number(s, "worst_error");
    const double left = term_number(s, "left_out_median");
    char text[300];
    struct term_table *t = term_table_new(2, "lrll");
    bar(t, _("Pearson r"), r, ">= 0.97", r >= 0.97);
    bar(t, _("median error, of measured"), median, "<= 0.12", median <= 0.12);
    bar(t, _("largest error, of measured"), worst, "<= 0.40", worst <= 0.40);
    bar(t, _("median error, each posture left out in turn"), left, "<= 0.17",
        left <= 0.17);
    term_table_print(t);
    snprintf(text, sizeof text,
             _("without the heavy rows: r %.3f, median %.3f; furthest off: %s"),
             term_number(s, "light_pearson"), term_number(s, "light_median"),
             term_text(s, "worst_row"));
    term_paragraph(2, "", words_decimals(text));
    snprintf(text, sizeof text,
             _("%d parameters were set with sight of these %d rows"),
             (int)term_number(s, "fitted"), (int)term_number(s, "rows"));
    term_paragraph(2, "", text);
    putchar('\n');
}

static void print_checks(const json_t *load)
{
    const json_t *rows = json_object_get(load, "checks"), *c;
    size_t i;
    term_heading(_("Checks of the load model"));
    struct term_table *t = term_table_new(2, "lrll");
    json_array_foreach((json_t *)rows, i, c)
    {
        const json_t *reached = json_object_get(c, "met");
        term_cell(t, "%s", term_text(c, "name"));
        term_cell(t, "%.4g", term_number(c, "value"));
        term_cell(t, "%s", term_text(c, "unit"));
        if (json_is_boolean(reached))
            term_cell(t, _("%g to %g: %s"), term_number(c, "low"),
                      term_number(c, "high"), met(json_is_true(reached)));
        else
            term_cell(t, "%s", "");
    }
    term_table_print(t);
    putchar('\n');
}

// ---- discs over time --------------------------------------------------------

static void print_disc_rows(const json_t *rows, const char *use,
                            const char *title)
{
    static const char *const head[] = {N_("row"), N_("unit"), N_("published"),
                                       N_("model")};
    const json_t *r;
    size_t i;
    term_heading(title);
    struct term_table *t = term_table_new(2, "llrrl");
    HEADS(t, head);
    term_cell(t, "%s", "");
    json_array_foreach((json_t *)rows, i, r)
    {
        if (strcmp(term_text(r, "use"), use))
            continue;
        term_cell(t, "%s", term_text(r, "name"));
        term_cell(t, "%s", unit_said(term_text(r, "unit")));
        number_cell(t, r, "measured");
        number_cell(t, r, "predicted");
        term_cell(t, "%s",
                  json_is_true(json_object_get(r, "sign_right"))
                      ? ""
                      : _("wrong sign"));
    }
    term_table_print(t);
    putchar('\n');
}

static void print_discs(const json_t *disc)
{
    const json_t *rows = json_object_get(disc, "rows");
    const json_t *s = json_object_get(disc, "summary");
    print_disc_rows(rows, "calibrated",
                    _("Discs over time: rows that set four parameters"));
    print_disc_rows(rows, "predicted", _("Discs over time: predicted"));
    print_disc_rows(rows, "order",
                    _("Discs over time: only the sign is known"));
    const double median = term_number(s, "median_abs_mm");
    const double wrong = term_number(s, "signs_wrong");
    char text[300];
    snprintf(text, sizeof text,
             _("median error of %d predicted rows in mm: %.2f mm, bar 1.0: %s"),
             (int)term_number(s, "predicted_mm_rows"), median,
             met(median <= 1));
    term_paragraph(2, "", words_decimals(text));
    snprintf(text, sizeof text, _("wrong signs: %.0f, bar 0: %s"), wrong,
             met(wrong == 0));
    term_paragraph(2, "", text);
}

int term_validate(struct app *app, const struct term_args *args)
{
    struct sp_error err = {.text = ""};
    json_t *all = NULL;
    (void)app;
    if (app_validation(true, &all, &err) != SP_OK)
        return term_failed(&err);
    if (args->json) {
        term_json(all);
    } else {
        const json_t *load = json_object_get(all, "load");
        print_pressures(load);
        print_load_summary(load);
        print_checks(load);
        print_discs(json_object_get(all, "disc"));
    }
    json_decref(all);
    return TERM_OK;
}
