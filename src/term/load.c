/*
 * What a posture does to every disc, for the person or for another body: of
 * an exercise, a resting posture, or a scene that somebody wrote.
 */
#include "app/spine.h"
#include "scene/scene.h"
#include "term/term_internal.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    struct app_load_ask ask;
    struct sp_person body;
    const char *level; /* NULL: all */
};

static int wrong(const char *option, const char *value, const char *want)
{
    fprintf(stderr, "stature: load: --%s '%s': expected %s\n", option, value,
            want);
    return TERM_USAGE;
}

// ---- what is asked for
// -------------------------------------------------------

struct number_row {
    const char *option;
    double min, max, factor; /* as given; the core's unit per given unit */
    const char *want;
    size_t at;
};

#define ASK(field) offsetof(struct wanted, ask.field)
#define BODY(field) offsetof(struct wanted, body.field)
static const struct number_row numbers[] = {
    {"height", 120, 220, 0.01, "centimetres from 120 to 220", BODY(height_m)},
    {"mass",   30,  250, 1,    "kilograms from 30 to 250",    BODY(mass_kg) },
    {"age",    10,  110, 1,    "years from 10 to 110",        BODY(age_y)   },
    {"carry",  0,   50,  1,    "kilograms from 0 to 50",      ASK(carry_kg) },
    {"tilt",   -90, 90,  1,    "degrees from -90 to 90",      ASK(tilt_deg) },
    {"pull",   0,   900, 1,    "newtons from 0 to 900",       ASK(pull_N)   },
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
            return wrong(row->option, value, row->want);
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
        return wrong("sex", sex, "female, male or unstated");
    if (sex)
        w->body.sex = strcmp(sex, "female") == 0 ? SP_FEMALE
                      : strcmp(sex, "male") == 0 ? SP_MALE
                                                 : SP_SEX_UNSTATED;
    if (side && strcmp(side, "left") && strcmp(side, "right"))
        return wrong("side", side, "right or left");
    w->ask.left = side && strcmp(side, "left") == 0;
    if (w->level && sp_disc_find(w->level) < 0)
        return wrong("level", w->level, "a disc from C2/3 to L5/S1");
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
            fprintf(stderr, "stature: %s\n", err.text);
            json_decref(list);
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

static void print_disc(const json_t *d)
{
    char range[40];
    snprintf(range, sizeof range, "(%.0f to %.0f)", term_number(d, "low_N"),
             term_number(d, "high_N"));
    printf("  %-7s %6.0f N  %-18s %5.0f %%  %6.0f N  %6.2f MPa\n",
           term_text(d, "name"), term_number(d, "compression_N"), range,
           100 * term_number(d, "ratio"), term_number(d, "shear_N"),
           term_number(d, "pressure_MPa"));
}

static void print_load(const json_t *load)
{
    const json_t *discs = json_object_get(load, "discs"), *disc;
    const json_t *used = json_object_get(load, "used");
    size_t i;
    term_heading(term_text(load, "keyframe"));
    if (term_number(used, "carry_kg") > 0)
        printf("  %.1f kg in the hands\n", term_number(used, "carry_kg"));
    if (term_number(used, "tilt_deg") != 0)
        printf("  table at %.0f degrees, head down\n",
               term_number(used, "tilt_deg"));
    if (term_number(used, "pull_N") > 0)
        printf(
            "  harness pulls %.0f N, %s table\n", term_number(used, "pull_N"),
            json_is_true(json_object_get(used, "split")) ? "split" : "plain");
    if (*term_text(load, "note"))
        term_paragraph(2, "", term_text(load, "note"));
    if (json_array_size(discs) > 0)
        printf("  %-7s %8s  %-18s %7s  %8s  %10s\n", "disc", "press", "range",
               "stand", "shear", "pressure");
    json_array_foreach((json_t *)discs, i, disc) print_disc(disc);
    putchar('\n');
}

static void print_all(const json_t *loads, const struct sp_person *body)
{
    size_t i;
    const json_t *load;
    bool any = false;
    printf("%s, for %.2f m and %.0f kg\n\n",
           term_text(json_array_get(loads, 0), "name"), body->height_m,
           body->mass_kg);
    json_array_foreach((json_t *)loads, i, load)
    {
        print_load(load);
        any |= json_array_size(json_object_get(load, "discs")) > 0;
    }
    if (!any)
        return;
    term_paragraph(0, "",
                   "Force on each disc, its range over what the model does not "
                   "know, its share of this body's relaxed standing, shear "
                   "(upper vertebra forward is positive) and the pressure of "
                   "its nucleus. A model's answer: 'stature validate' says how "
                   "far it is from measurements.");
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
        fprintf(stderr, "stature: load: name one exercise or posture, or a "
                        "scene file ending in .yaml\n");
        return TERM_USAGE;
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
