/*
 * What a posture does to every disc, for the person or for another body: of
 * an exercise, a resting posture, or a scene that somebody wrote.
 */
#include "app/spine/spine.h"
#include "scene/scene.h"
#include "term/term_internal.h"
#include "text/text.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    struct app_load_ask ask;
    struct sp_person body;
    const char *level; /* NULL: all */
};

// ---- what is asked for

struct number_row {
    const char *option;
    double min, max, factor; /* as given; the core's unit per given unit */
    const char *want;
    size_t at;
};

#define ASK(field) offsetof(struct wanted, ask.field)
#define BODY(field) offsetof(struct wanted, body.field)
static const struct number_row numbers[] = {
    {"height", 120, 220, 0.01, N_("centimetres from 120 to 220"),
     BODY(height_m)                                                            },
    {"mass",   30,  250, 1,    N_("kilograms from 30 to 250"),    BODY(mass_kg)},
    {"age",    10,  110, 1,    N_("years from 10 to 110"),        BODY(age_y)  },
    {"carry",  0,   50,  1,    N_("kilograms from 0 to 50"),      ASK(carry_kg)},
    {"tilt",   -90, 90,  1,    N_("degrees from -90 to 90"),      ASK(tilt_deg)},
    {"pull",   0,   900, 1,    N_("newtons from 0 to 900"),       ASK(pull_N)  },
};

static int read_numbers(const struct term_args *args, struct wanted *w)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const struct number_row *row = &numbers[i];
        const char *value = term_value(args, row->option);
        double x;
        if (!value)
            continue;
        if (!text_to_number(value, &x) || !(x >= row->min && x <= row->max))
            return term_wrong_value(args, row->option, words_say(row->want));
        x *= row->factor;
        memcpy((char *)w + row->at, &x, sizeof x);
    }
    return TERM_OK;
}

static int read_words(const struct term_args *args, struct wanted *w)
{
    const char *sex = term_value(args, "sex"), *side = term_value(args, "side");
    w->ask.keyframe = term_value(args, "keyframe");
    w->ask.split = term_given(args, "split");
    w->level = term_value(args, "level");
    if (sex && strcmp(sex, "female") && strcmp(sex, "male") &&
        strcmp(sex, "unstated"))
        return term_wrong_value(args, "sex", _("female, male or unstated"));
    if (sex)
        w->body.sex = strcmp(sex, "female") == 0 ? SP_FEMALE
                      : strcmp(sex, "male") == 0 ? SP_MALE
                                                 : SP_SEX_UNSTATED;
    if (side && strcmp(side, "left") && strcmp(side, "right"))
        return term_wrong_value(args, "side", _("right or left"));
    w->ask.left = side && strcmp(side, "left") == 0;
    if (w->level && sp_disc_find(w->level) < 0)
        return term_wrong_value(args, "level", _("a disc from C2/3 to L5/S1"));
    return TERM_OK;
}

// ---- solving ----------------------------------------------------------------

static json_t *solve_all(struct app *app, struct wanted *w, int keyframes)
{
    json_t *list = json_array();
    const int count = w->ask.keyframe ? 1 : keyframes;
    for (int k = 0; k < count; k++) {
        struct sp_error err = {.text = ""};
        json_t *one = NULL;
        w->ask.keyframe_at = w->ask.keyframe ? -1 : k;
        if (app_load(app, &w->ask, &one, &err) != SP_OK) {
            json_decref(list);
            term_failed(&err);
            return NULL;
        }
        json_array_append_new(list, one);
    }
    return list;
}

static void keep_level(json_t *loads, const char *level)
{
    size_t i;
    json_t *load;
    json_array_foreach(loads, i, load)
    {
        json_t *discs = json_object_get(load, "discs");
        for (size_t d = json_array_size(discs); d-- > 0;)
            if (strcmp(term_text(json_array_get(discs, d), "name"), level))
                json_array_remove(discs, d);
    }
}

// ---- printing ---------------------------------------------------------------

static void add_disc(struct term_table *t, const json_t *d)
{
    term_cell(t, "%s", term_text(d, "name"));
    term_cell(t, "%.0f N", term_number(d, "compression_N"));
    term_cell(t, _("(%.0f to %.0f)"), term_number(d, "low_N"),
              term_number(d, "high_N"));
    term_cell(t, "%.0f %%", term_percent(d, "ratio"));
    term_cell(t, "%.0f N", term_number(d, "shear_N"));
    term_cell(t, "%.2f MPa", term_number(d, "pressure_MPa"));
}

static void print_discs(const json_t *discs)
{
    size_t i;
    const json_t *disc;
    const char *const heads[] = {_("disc"),  _("press"), _("range"),
                                 _("stand"), _("shear"), _("pressure")};
    if (json_array_size(discs) == 0)
        return;
    struct term_table *t = term_table_new(2, "lrlrrr");
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
        term_cell(t, "%s", heads[h]);
    json_array_foreach((json_t *)discs, i, disc) add_disc(t, disc);
    term_table_print(t);
}

/* What was set beside the posture. */
static void print_used(const json_t *used)
{
    char line[200];
    if (term_number(used, "carry_kg") > 0) {
        snprintf(line, sizeof line, _("%.1f kg in the hands"),
                 term_number(used, "carry_kg"));
        term_paragraph(2, "", words_decimals(line));
    }
    if (term_number(used, "tilt_deg") != 0) {
        snprintf(line, sizeof line, _("table at %.0f degrees, head down"),
                 term_number(used, "tilt_deg"));
        term_paragraph(2, "", line);
    }
    if (term_number(used, "pull_N") > 0) {
        snprintf(line, sizeof line,
                 json_is_true(json_object_get(used, "split"))
                     ? _("harness pulls %.0f N, split table")
                     : _("harness pulls %.0f N, plain table"),
                 term_number(used, "pull_N"));
        term_paragraph(2, "", line);
    }
}

/* By the name that --keyframe takes, and said in words where the language is
 * another. */
static void print_keyframe(const char *name)
{
    char english[SP_NAME_MAX + 1], head[3 * SP_NAME_MAX];
    snprintf(english, sizeof english, "%s", name);
    for (char *c = english; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    const char *said = words_say(english);
    snprintf(head, sizeof head, "%s%s%s%s", name, said == english ? "" : " (",
             said == english ? "" : said, said == english ? "" : ")");
    term_heading(head);
}

static void print_load(const json_t *load)
{
    print_keyframe(term_text(load, "keyframe"));
    print_used(json_object_get(load, "used"));
    if (*term_text(load, "note"))
        term_paragraph(2, "", term_text(load, "note"));
    print_discs(json_object_get(load, "discs"));
    putchar('\n');
}

static void print_all(const json_t *loads, const struct sp_person *body)
{
    size_t i;
    const json_t *load;
    bool any = false;
    term_print(_("%s, for %.2f m and %.0f kg"),
               term_text(json_array_get(loads, 0), "name"), body->height_m,
               body->mass_kg);
    printf("\n\n");
    json_array_foreach((json_t *)loads, i, load)
    {
        print_load(load);
        any |= json_array_size(json_object_get(load, "discs")) > 0;
    }
    if (!any)
        return;
    term_paragraph(0, "",
                   _("Force on each disc, its range over what the model does "
                     "not know, its share of this body's relaxed standing, "
                     "shear (upper vertebra forward is positive) and the "
                     "pressure of its nucleus. A model's answer: 'stature "
                     "validate' says how far it is from measurements."));
}

static int give(struct app *app, struct wanted *w, int keyframes, bool json)
{
    json_t *loads = solve_all(app, w, keyframes);
    if (!loads)
        return TERM_FAILED;
    if (w->level)
        keep_level(loads, w->level);
    if (json)
        term_json(loads);
    else
        print_all(loads, &w->body);
    json_decref(loads);
    return TERM_OK;
}

int term_load(struct app *app, const struct term_args *args)
{
    struct wanted w = {.ask = app_load_ask_none, .body = term_person(app)};
    if (args->words != 1) {
        return term_wrong(args, _("name one exercise or posture, or a scene "
                                  "file ending in .yaml"));
    }
    int code = read_numbers(args, &w);
    if (code == TERM_OK)
        code = read_words(args, &w);
    if (code != TERM_OK)
        return code;
    w.ask.body = &w.body;
    const char *what = args->word[0];
    const size_t len = strlen(what);
    if (len > 5 && strcmp(what + len - 5, ".yaml") == 0) {
        struct sp_scene *scene = term_scene_file(what);
        w.ask.scene = scene;
        code =
            scene ? give(app, &w, scene->keyframes, args->json) : TERM_FAILED;
        free(scene);
        return code;
    }
    const struct care_exercise *ex = app_posture_find(app, what);
    w.ask.id = what;
    return give(app, &w, ex && ex->scene ? ex->scene->keyframes : 1,
                args->json);
}
