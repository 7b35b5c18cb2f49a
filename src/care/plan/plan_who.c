/*
 * Who may be planned at all: the first rule that speaks against an exercise
 * says so in words (docs/plan.md).
 */
#include "care/plan/plan_internal.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool has_equipment(const struct care_wishes *w, const char *id)
{
    // a mat may always be a carpet
    return strcmp(id, "mat") == 0 || care_in_list(w->equipment, id);
}

static bool refuse(char why[CARE_WHY_MAX], const char *format, ...)
    SP_PRINTF(2, 3);
static bool refuse(char why[CARE_WHY_MAX], const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(why, CARE_WHY_MAX, format, list);
    va_end(list);
    return false;
}

static bool wanted(const struct plan_task *t, const struct care_exercise *ex,
                   int exercise, char why[CARE_WHY_MAX])
{
    const struct care_response *r = t->response ? &t->response[exercise] : NULL;
    if (r && r->excluded)
        return refuse(why, _("You left it out for good; you can take that back "
                             "in the library."));
    if (r && r->removed)
        return refuse(why,
                      _("Taken out by the stop rules: it was stopped twice "
                        "for symptoms, or pain went further out."));
    if ((ex->modalities & (1u << CARE_INVERSION)) &&
        !t->wishes->inversion_wanted)
        return refuse(why,
                      _("Inversion is off until you ask for it; its value "
                        "is debated and the evidence very low (%s)."),
                      care_source_name(t->lib, "PRAS12"));
    if (ex->level == CARE_ADVANCED && !t->wishes->advanced_ready)
        return refuse(why,
                      _("Advanced: it opens when the basic moves feel "
                        "comfortable (%s)."),
                      care_source_name(t->lib, "S1"));
    if ((ex->tags & (1u << CARE_TAG_ROTATION_END)) &&
        care_twist_barred(t->lib, t->wishes->condition))
        return refuse(why,
                      _("Twisting is left out with the condition you named: "
                        "one source includes it, another advises against "
                        "it (%s, %s)."),
                      care_source_name(t->lib, "S1"),
                      care_source_name(t->lib, "S2"));
    for (char **id = ex->equipment; *id; id++) {
        if (has_equipment(t->wishes, *id))
            continue;
        const int e = care_equipment_find(t->lib, *id);
        return refuse(why,
                      _("It needs something that is not on your list: %s."),
                      e >= 0 ? t->lib->equipment[e].name : *id);
    }
    return true;
}

static bool guided(const struct plan_task *t, const struct care_exercise *ex,
                   bool named, char why[CARE_WHY_MAX])
{
    switch (ex->playable) {
    case CARE_PLAYABLE:
        return true;
    case CARE_ON_DEMAND:
        return named ||
               refuse(why, _("Guided when you ask for it, never scheduled: the "
                             "source leaves too much open."));
    case CARE_PRESCRIPTION:
        return refuse(why,
                      _("Only within a clinician's prescription (%s, %s)."),
                      care_source_name(t->lib, "NG59"),
                      care_source_name(t->lib, "WHO23"));
    case CARE_TEXT:
        break;
    }
    return refuse(why, _("To read only: it is named without steps, or needs a "
                         "teacher."));
}

bool plan_eligible(const struct plan_task *t, int exercise, bool named,
                   int *variant, char why[CARE_WHY_MAX])
{
    const struct care_exercise *ex = care_exercise_at(t->lib, exercise);
    *variant = -1;
    if (!ex)
        return refuse(why, _("There is no such exercise."));
    if (!guided(t, ex, named, why))
        return false;
    const struct care_why allow =
        care_allow_best(t->lib, t->screen, exercise, variant);
    if (allow.action >= CARE_ASK) {
        why[0] = '\0';
        const bool asks = allow.action == CARE_ASK;
        const char *first = asks ? _("A clinician should agree first. ")
                                 : _("Not for you now. ");
        if (!care_say_whole(why, CARE_WHY_MAX, "%s%s", first, allow.text))
            care_say(why, CARE_WHY_MAX, "%s", allow.text);
        return false;
    }
    return wanted(t, ex, exercise, why);
}
