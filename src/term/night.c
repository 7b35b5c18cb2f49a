/* Sleeping positions side by side. */
#include "term/term_internal.h"
#include "text/words.h"

static void print_bed(const json_t *bed)
{
    const json_t *back = json_object_get(bed, "low_back");
    const json_t *neck = json_object_get(bed, "neck");
    const json_t *gain = json_object_get(bed, "regained");
    if (!json_is_true(json_object_get(bed, "held"))) {
        printf("    %-8s %s\n", term_text(bed, "name"), term_text(bed, "note"));
        return;
    }
    printf("    %-8s %4.0f %% (%.0f to %.0f)   %4.0f %%   %5.1f mm (%.1f to "
           "%.1f)\n",
           term_text(bed, "name"), 100 * term_number(back, "ratio"),
           100 * term_number(back, "low"), 100 * term_number(back, "high"),
           100 * term_number(neck, "ratio"), term_number(gain, "mm"),
           term_number(gain, "low_mm"), term_number(gain, "high_mm"));
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
    printf(_("%.0f minutes; start it with:\n"),
           term_number(routine, "minutes"));
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
    json_t *night = term_ask(app, "night", NULL, NULL, &code), *p, *bed;
    size_t i, k;
    if (!night)
        return code;
    if (args->json) {
        term_json(night);
        json_decref(night);
        return code;
    }
    printf(_("From %s to %s. Loads in percent of relaxed standing, with the "
             "model's range; height that all discs take up over the night.\n"),
           term_text(night, "bed"), term_text(night, "rise"));
    printf("\n    %-8s %-18s %-8s %s\n", _("bed"), _("L4/5"), _("C5/6"),
           _("taken up"));
    json_array_foreach(json_object_get(night, "positions"), i, p)
    {
        printf("  ");
        printf(_("%s; pillow: %s\n"), term_text(p, "name"),
               term_text(p, "pillow"));
        json_array_foreach(json_object_get(p, "beds"), k, bed) print_bed(bed);
    }
    printf("\n");
    term_paragraph(0, "", term_text(night, "text"));
    printf("\n");
    print_routine(json_object_get(night, "routine"));
    json_decref(night);
    return code;
}
