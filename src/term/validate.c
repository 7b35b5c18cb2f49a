/* Published measurements beside what the two models say of them. */
#include "app/spine.h"
#include "term/term_internal.h"

#include <math.h>
#include <string.h>

// "-" where nothing was published
static void cell(const json_t *row, const char *field, int width, int digits)
{
    const json_t *v = json_object_get(row, field);
    if (json_is_number(v))
        printf(" %*.*f", width, digits, json_number_value(v));
    else
        printf(" %*s", width, "-");
}

/* Left-aligned in so many columns, cut when longer. */
static void name(const char *text, int width)
{
    int columns = 0;
    const char *p = text;
    for (; *p && columns < width; p++)
        columns += (*p & 0xC0) != 0x80;
    while ((*p & 0xC0) == 0x80)
        p++;
    printf("  %.*s%*s", (int)(p - text), text, width - columns, "");
}

// ---- loads ------------------------------------------------------------------

static void print_pressures(const json_t *load)
{
    const json_t *rows = json_object_get(load, "rows"), *r;
    size_t i;
    term_heading("Pressure in the L4/5 disc of one man, MPa (Wilke 1999)");
    printf("  %-34s %8s %6s %13s %6s %8s\n", "posture", "measured", "model",
           "range", "error", "left out");
    json_array_foreach((json_t *)rows, i, r)
    {
        name(term_text(r, "name"), 34);
        cell(r, "measured_MPa", 8, 2);
        cell(r, "predicted_MPa", 6, 2);
        printf("   %4.2f to %4.2f %4.0f %%", term_number(r, "low_MPa"),
               term_number(r, "high_MPa"), 100 * term_number(r, "error"));
        cell(r, "left_out_MPa", 8, 2);
        putchar('\n');
    }
}

static void bar(const char *what, double value, const char *want, bool met)
{
    printf("  %-44s %8.3f  %-12s %s\n", what, value, want,
           met ? "met" : "missed");
}

static void print_load_summary(const json_t *load)
{
    const json_t *s = json_object_get(load, "summary");
    const double r = term_number(s, "pearson");
    const double median = term_number(s, "median_error");
    const double worst = term_number(s, "worst_error");
    const double left = term_number(s, "left_out_median");
    bar("Pearson r", r, ">= 0.97", r >= 0.97);
    bar("median error, of measured", median, "<= 0.12", median <= 0.12);
    bar("largest error, of measured", worst, "<= 0.40", worst <= 0.40);
    bar("median error, each posture left out in turn", left, "<= 0.17",
        left <= 0.17);
    printf("  without the heavy rows: r %.3f, median %.3f; furthest off: %s\n",
           term_number(s, "light_pearson"), term_number(s, "light_median"),
           term_text(s, "worst_row"));
    printf("  %d parameters were set with sight of these %d rows\n\n",
           (int)term_number(s, "fitted"), (int)term_number(s, "rows"));
}

static void print_checks(const json_t *load)
{
    const json_t *rows = json_object_get(load, "checks"), *c;
    size_t i;
    term_heading("Checks of the load model");
    json_array_foreach((json_t *)rows, i, c)
    {
        const json_t *met = json_object_get(c, "met");
        name(term_text(c, "name"), 56);
        printf(" %9.4g %-3s", term_number(c, "value"), term_text(c, "unit"));
        if (json_is_boolean(met))
            printf(" %g to %g: %s", term_number(c, "low"),
                   term_number(c, "high"),
                   json_is_true(met) ? "met" : "missed");
        putchar('\n');
    }
    putchar('\n');
}

// ---- discs over time --------------------------------------------------------

static void print_disc_rows(const json_t *rows, const char *use,
                            const char *title)
{
    const json_t *r;
    size_t i;
    term_heading(title);
    printf("  %-50s %-5s %9s %9s\n", "row", "unit", "published", "model");
    json_array_foreach((json_t *)rows, i, r)
    {
        if (strcmp(term_text(r, "use"), use))
            continue;
        name(term_text(r, "name"), 50);
        printf(" %-5s", term_text(r, "unit"));
        cell(r, "measured", 9, 2);
        cell(r, "predicted", 9, 2);
        printf("%s\n", json_is_true(json_object_get(r, "sign_right"))
                           ? ""
                           : "  wrong sign");
    }
    putchar('\n');
}

static void print_discs(const json_t *disc)
{
    const json_t *rows = json_object_get(disc, "rows");
    const json_t *s = json_object_get(disc, "summary");
    print_disc_rows(rows, "calibrated",
                    "Discs over time: rows that set four parameters");
    print_disc_rows(rows, "predicted", "Discs over time: predicted");
    print_disc_rows(rows, "order", "Discs over time: only the sign is known");
    const double median = term_number(s, "median_abs_mm");
    const double wrong = term_number(s, "signs_wrong");
    printf("  median error of %d predicted rows in mm: %.2f mm, bar 1.0: %s\n"
           "  wrong signs: %.0f, bar 0: %s\n",
           (int)term_number(s, "predicted_mm_rows"), median,
           median <= 1 ? "met" : "missed", wrong,
           wrong == 0 ? "met" : "missed");
}

int term_validate(struct app *app, const struct term_args *args)
{
    struct sp_error err = {.text = ""};
    json_t *all = NULL;
    (void)app;
    if (app_validation(true, &all, &err) != SP_OK) {
        fprintf(stderr, "stature: %s\n", err.text);
        return TERM_FAILED;
    }
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
