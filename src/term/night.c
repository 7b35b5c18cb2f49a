/* Sleeping positions side by side. */
#include "term/term_internal.h"
#include "text/words.h"

static void add_bed(struct term_table *t, const json_t *bed)
{
    const json_t *back = json_object_get(bed, "low_back");
    const json_t *neck = json_object_get(bed, "neck");
    const json_t *gain = json_object_get(bed, "regained");
    term_cell(t, "  %s", term_text(bed, "name"));
    term_cell(t, _("%.0f %% (%.0f to %.0f)"), term_percent(back, "ratio"),
              term_percent(back, "low"), term_percent(back, "high"));
    term_cell(t, "%.0f %%", term_percent(neck, "ratio"));
    term_cell(t, _("%.1f mm (%.1f to %.1f)"), term_number(gain, "mm"),
              term_number(gain, "low_mm"), term_number(gain, "high_mm"));
}

/* A position's name, then a row for each bed that holds it. */
static void add_position(struct term_table *t, const json_t *p)
{
    char text[300];
    size_t k;
    json_t *bed;
    snprintf(text, sizeof text, "  ");
    snprintf(text + 2, sizeof text - 2, _("%s; pillow: %s"),
             term_text(p, "name"), term_text(p, "pillow"));
    term_table_line(t, text);
    json_array_foreach(json_object_get(p, "beds"), k, bed)
    {
        if (json_is_true(json_object_get(bed, "held"))) {
            add_bed(t, bed);
            continue;
        }
        snprintf(text, sizeof text, "    %s: %s", term_text(bed, "name"),
                 term_text(bed, "note"));
        term_table_line(t, text);
    }
}

static void print_routine(const json_t *routine)
{
    size_t i;
    json_t *item;
    if (*term_text(routine, "note")) {
        term_paragraph(0, "", term_text(routine, "note"));
        return;
    }
    term_heading(_("Before bed"));
    printf("  ");
    printf(_("%.0f minutes; start it with:"), term_number(routine, "minutes"));
    printf("\n");
    printf("  stature session");
    json_array_foreach(json_object_get(routine, "items"), i, item)
        printf(" %s", term_text(item, "exercise"));
    printf("\n");
    json_array_foreach(json_object_get(routine, "left_out"), i, item)
        term_paragraph(2, "", term_text(item, "why"));
}

int term_night(struct app *app, const struct term_args *args)
{
    int code = TERM_OK;
    json_t *night = term_ask(app, "night", NULL, NULL, &code), *p;
    size_t i;
    if (!night)
        return code;
    if (args->json) {
        term_json(night);
        json_decref(night);
        return code;
    }
    char text[300];
    snprintf(text, sizeof text,
             _("From %s to %s. Loads in percent of relaxed standing, with the "
               "model's range; height that all discs take up over the night."),
             term_text(night, "bed"), term_text(night, "rise"));
    term_paragraph(0, "", text);
    printf("\n");
    struct term_table *t = term_table_new(2, "lrrr");
    term_cell(t, "  %s", _("bed"));
    term_cell(t, "%s", _("L4/5"));
    term_cell(t, "%s", _("C5/6"));
    term_cell(t, "%s", _("taken up"));
    json_array_foreach(json_object_get(night, "positions"), i, p)
        add_position(t, p);
    term_table_print(t);
    printf("\n");
    term_paragraph(0, "", term_text(night, "text"));
    printf("\n");
    print_routine(json_object_get(night, "routine"));
    json_decref(night);
    return code;
}
