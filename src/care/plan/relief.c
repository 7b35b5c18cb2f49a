/*
 * A relief in words: how much, where, beside what, how sure, and what stays.
 * Where the model finds none it says so and gives the other reason for the
 * move. Never a promise: heights are modelled, for a while.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <string.h>

/* What to speak of first: where it troubles the person and the move works. */
static unsigned spoken_of(const struct care_exercise *ex, unsigned regions)
{
    const unsigned both = ex ? regions & ex->regions : 0;
    return care_spine_parts(both ? both : regions);
}

/* The part among `parts` that gains most beyond its range; -1 for none. */
static int best_part(const struct care_relief *r, unsigned parts)
{
    int best = -1;
    for (int k = 0; k < CARE_SPINE_PARTS; k++)
        if (parts & (1u << k) && care_unloads(r, (enum care_spine)k) &&
            (best < 0 || r->mm[k] > r->mm[best]))
            best = k;
    return best;
}

// the part among `parts` that is loaded most beyond sitting; -1 for none
static int loaded_part(const struct care_relief *r, unsigned parts)
{
    int worst = -1;
    for (int k = 0; k < CARE_SPINE_PARTS; k++)
        if (parts & (1u << k) && r->high[k] < 0 &&
            (worst < 0 || r->mm[k] < r->mm[worst]))
            worst = k;
    return worst;
}

static void say_gain(char *text, size_t size, const struct care_relief *r,
                     int part)
{
    static const char *const gain[CARE_SPINE_PARTS] = {
        N_("About %s mm (%s to %s) more disc height in the neck than after "
           "the same time sitting; about %s mm is left after half an hour. "
           "From the model."),
        N_("About %s mm (%s to %s) more disc height in the upper back than "
           "after the same time sitting; about %s mm is left after half an "
           "hour. From the model."),
        N_("About %s mm (%s to %s) more disc height in the lower back than "
           "after the same time sitting; about %s mm is left after half an "
           "hour. From the model."),
    };
    const double mm[4] = {r->mm[part], r->low[part], r->high[part],
                          r->left_mm[part]};
    char number[4][16];
    for (int i = 0; i < 4; i++)
        words_number(number[i], sizeof number[i], "%.2f", mm[i]);
    care_say(text, size, words_say(gain[part]), number[0], number[1], number[2],
             number[3]);
}

static void say_other_reason(char *text, size_t size,
                             const struct care_exercise *ex)
{
    const char *said = _("The model finds no unloading here; it is done for "
                         "mobility.");
    if (!ex)
        said = _("The model finds no unloading in what was done.");
    else if (ex->warm_up)
        said = _("The model finds no unloading here; it is done to warm up.");
    else if (strcmp(ex->category, "breathing") == 0)
        said = _("The model finds no unloading here; it is done for calm "
                 "breathing.");
    else if (ex->modalities & (1u << CARE_LOAD) ||
             strcmp(ex->category, "strength") == 0)
        said = _("The model finds no unloading here; it is done for "
                 "strength.");
    else if (strcmp(ex->category, "posture") == 0)
        said = _("The model finds no unloading here; it is done for "
                 "posture.");
    care_say(text, size, "%s", said);
}

void care_relief_say(char *text, size_t size, const struct care_exercise *ex,
                     const struct care_relief *r, unsigned regions)
{
    static const char *const none[CARE_SPINE_PARTS] = {
        N_("The model finds no unloading of the neck here."),
        N_("The model finds no unloading of the upper back here."),
        N_("The model finds no unloading of the lower back here."),
    };
    static const char *const loads[CARE_SPINE_PARTS] = {
        N_("The discs of the neck carry more here than in sitting."),
        N_("The discs of the upper back carry more here than in sitting."),
        N_("The discs of the lower back carry more here than in sitting."),
    };
    const unsigned all = (1u << CARE_SPINE_PARTS) - 1;
    const unsigned parts = spoken_of(ex, regions);
    text[0] = '\0';
    if (!r->known) {
        care_say(text, size, "%s",
                 _("The load model cannot hold one of its positions, so there "
                   "is no figure for the discs."));
        return;
    }
    const int wanted = best_part(r, parts), any = best_part(r, all);
    if (wanted >= 0) {
        say_gain(text, size, r, wanted);
    } else if (any >= 0) {
        for (int k = 0; k < CARE_SPINE_PARTS; k++)
            if (parts & (1u << k))
                care_say(text, size, "%s ", words_say(none[k]));
        say_gain(text, size, r, any);
    } else {
        say_other_reason(text, size, ex);
    }
    const int loaded = loaded_part(r, all);
    if (loaded >= 0)
        care_say_whole(text, size, " %s", words_say(loads[loaded]));
}

void care_relief_short(char *text, size_t size, const struct care_exercise *ex,
                       const struct care_relief *r, unsigned regions)
{
    static const char *const gain[CARE_SPINE_PARTS] = {
        N_("neck discs +%s mm"),
        N_("upper back discs +%s mm"),
        N_("lower back discs +%s mm"),
    };
    char number[16];
    int part = r->known ? best_part(r, spoken_of(ex, regions)) : -1;
    if (r->known && part < 0)
        part = best_part(r, (1u << CARE_SPINE_PARTS) - 1);
    text[0] = '\0';
    if (!r->known)
        care_say(text, size, "%s", _("discs: no figure"));
    else if (part < 0)
        care_say(text, size, "%s", _("discs: no unloading found"));
    else
        care_say(text, size, words_say(gain[part]),
                 words_number(number, sizeof number, "%.2f", r->mm[part]));
}
