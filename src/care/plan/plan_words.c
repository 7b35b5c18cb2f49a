/*
 * Why this and why not, in words for the person; and the order of a session.
 */
#include "care/plan/plan_internal.h"
#include "text/words.h"

#include <math.h>
#include <string.h>

static const char *region_name(enum care_region r)
{
    static const char *const names[CARE_REGIONS] = {
        N_("neck"), N_("upper back"), N_("lower back"), N_("leg")};
    return words_say(names[r]);
}

// "lower back and leg"
static void say_regions(char *text, size_t size, unsigned regions)
{
    int left = 0;
    for (unsigned r = regions; r; r &= r - 1)
        left++;
    const char *sep = "";
    for (int r = 0; r < CARE_REGIONS; r++) {
        if (!(regions & (1u << r)))
            continue;
        care_say(text, size, "%s%s", sep, region_name((enum care_region)r));
        sep = --left == 1 ? _(" and ") : ", ";
    }
}

// a reduction comes before praise: it is what the person has to know
static void say_reduced(const struct candidate *c, char why[CARE_WHY_MAX])
{
    if (c->allow.action == CARE_REDUCE &&
        care_say_whole(why, CARE_WHY_MAX, _(" At the starting dose: %s"),
                       c->allow.text))
        return;
    if (c->item.reduced)
        care_say_whole(why, CARE_WHY_MAX, _(" At the starting dose."));
}

static void say_response(const struct care_response *r, char why[CARE_WHY_MAX])
{
    if (!r)
        return;
    char points[16];
    words_number(points, sizeof points, "%.1f", -r->pain_change);
    if (r->pain_change <= -1)
        care_say_whole(why, CARE_WHY_MAX,
                       _(" It eased your pain by %s on average."), points);
    else if (r->step > 0)
        care_say_whole(
            why, CARE_WHY_MAX,
            words_plural(r->step, " It went well, so it has grown by %d step.",
                         " It went well, so it has grown by %d steps."),
            r->step);
    else if (r->step < 0)
        care_say_whole(why, CARE_WHY_MAX,
                       _(" It steps back after the last time."));
}

static void say_direction(const struct plan_task *t,
                          const struct care_exercise *ex,
                          char why[CARE_WHY_MAX])
{
    const struct care_picture *p;
    const enum care_bias first = care_bias(t->lib, t->screen, t->wishes, &p);
    if (!p || first == CARE_EITHER || !care_in_list(p->moves, ex->id))
        return;
    if (care_say_whole(why, CARE_WHY_MAX,
                       _(" Among the first to try for what you describe.")))
        care_cite(why, CARE_WHY_MAX, t->lib, p->sources);
}

static bool smaller(const struct care_item *a, const struct care_item *b)
{
    return a->reps < b->reps || a->hold_s < b->hold_s ||
           a->duration_s < b->duration_s;
}

// what it gives the discs, all of it or nothing; the relief is that of the
// whole dose, and a first session may hold less of it
static void say_relief(const struct plan_task *t, const struct candidate *c,
                       const struct care_item *item, char why[CARE_WHY_MAX])
{
    char text[CARE_WHY_MAX];
    if (!t->relief)
        return;
    care_relief_say(text, sizeof text, &t->lib->exercise[c->exercise],
                    &t->relief[c->exercise], t->wishes->regions);
    care_say_whole(why, CARE_WHY_MAX,
                   smaller(item, &c->item)
                       ? _(" At the whole dose, on later days: %s")
                       : " %s",
                   text);
}

void plan_why(const struct plan_task *t, const struct candidate *c,
              const struct care_item *item, char why[CARE_WHY_MAX])
{
    const struct care_exercise *ex = &t->lib->exercise[c->exercise];
    const struct care_response *r =
        t->response ? &t->response[c->exercise] : NULL;
    why[0] = '\0';
    const unsigned hit = ex->regions & t->wishes->regions;
    if (ex->warm_up) {
        care_say(why, CARE_WHY_MAX,
                 _("Warms you up; every session begins so (%s)."),
                 care_source_name(t->lib, "S1"));
        say_reduced(c, why);
        return;
    }
    if (c->calm) {
        care_say(why, CARE_WHY_MAX, _("A calm end to the session."));
    } else if (hit) {
        char regions[160] = "";
        say_regions(regions, sizeof regions, hit);
        care_say(why, CARE_WHY_MAX, _("For your %s."), regions);
    } else {
        care_say(why, CARE_WHY_MAX, _("Balances the week."));
    }
    say_reduced(c, why);
    say_relief(t, c, item, why);
    say_direction(t, ex, why);
    say_response(r, why);
    if (ex->grade_text)
        care_say_whole(why, CARE_WHY_MAX, " %s", ex->grade_text);
    care_cite(why, CARE_WHY_MAX, t->lib, ex->sources);
}

// whether the exercise would have room on any day
static bool fits_somewhere(const struct plan_task *t, const struct candidate *c)
{
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        if (t->minutes[d] > 0 && d >= c->not_before &&
            plan_item(t, c, d)->minutes <= t->room[d])
            return true;
    return false;
}

static int new_chosen(const struct plan_task *t)
{
    int n = 0;
    for (int c = 0; c < t->candidates; c++) {
        bool any = false;
        for (int d = 0; d < CARE_PLAN_DAYS; d++)
            any |= t->chosen[c * CARE_PLAN_DAYS + d];
        n += any && t->candidate[c].is_new;
    }
    return n;
}

void plan_why_not(const struct plan_task *t, const struct candidate *c,
                  char why[CARE_WHY_MAX])
{
    const struct care_exercise *ex = &t->lib->exercise[c->exercise];
    char regions[160] = "";
    say_regions(regions, sizeof regions, t->wishes->regions);
    why[0] = '\0';
    const int most = t->beginner ? PLAN_NEW_AT_FIRST : PLAN_NEW_A_WEEK;
    if (!fits_somewhere(t, c))
        care_say(why, CARE_WHY_MAX,
                 _("It takes %.0f minutes and no day has room for it."),
                 ceil(c->item.minutes));
    else if (c->is_new && new_chosen(t) >= most)
        care_say(why, CARE_WHY_MAX,
                 _("New moves come a few at a time, at most %d this week; its "
                   "turn comes later (%s)."),
                 most, care_source_name(t->lib, "EXPERT"));
    else if (t->wishes->regions && !(ex->regions & t->wishes->regions))
        care_say(why, CARE_WHY_MAX, _("The moves chosen do more for your %s."),
                 regions);
    else
        care_say(why, CARE_WHY_MAX,
                 _("The moves chosen do more in the same minutes; it "
                   "is one tap away if you prefer it."));
}

/* ---- the week in one sentence
 * --------------------------------------------------- */

// regions that trouble the person and that no day meets
static unsigned unmet(const struct plan_task *t, const struct care_plan *plan)
{
    unsigned met = 0;
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        for (int i = 0; i < plan->day[d].items; i++)
            met |= t->lib->exercise[plan->day[d].item[i].exercise].regions;
    return t->wishes->regions & ~met;
}

void plan_note(const struct plan_task *t, const struct care_plan *plan,
               char note[320])
{
    note[0] = '\0';
    int days = 0, items = 0;
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        days += t->minutes[d] > 0;
        items += plan->day[d].items;
    }
    if (days == 0) {
        care_say(note, 320,
                 _("No day has any minutes; choose at least one day "
                   "and a few minutes."));
        return;
    }
    if (t->screen->triage == CARE_SEE_FIRST)
        care_say(note, 320,
                 _("Until a clinician has looked at it, only easy movement and "
                   "breathing are planned."));
    else if (items == 0)
        care_say(note, 320,
                 _("Nothing fits into these minutes with what is "
                   "allowed; a few minutes more would help."));
    if (t->rest_only[0] && t->lib->rescreen.severe)
        care_say(note, 320, "%s%s", note[0] ? " " : "",
                 t->lib->rescreen.severe);
    const unsigned regions = unmet(t, plan);
    if (regions && items > 0 && t->screen->triage == CARE_GO_ON) {
        char names[160] = "";
        say_regions(names, sizeof names, regions);
        care_say(note, 320, "%s", note[0] ? " " : "");
        care_say(note, 320,
                 _("Nothing this week reaches your %s: more minutes or other "
                   "equipment would help."),
                 names);
    }
    if (t->beginner && !note[0])
        care_say(note, 320,
                 _("The first session is short on purpose: begin "
                   "small, and see how it feels (%s)."),
                 care_source_name(t->lib, "S1"));
}

/* ---- order of a session
 * ----------------------------------------------------------- */

/*
 * Warm-up, floor, bed and ball, strength, standing, gym, then what hangs or
 * pulls, and quiet at the end. On the floor the direction that comes first for
 * the person comes first, basics before advanced.
 */
int plan_order(const struct plan_task *t, int exercise)
{
    static const struct {
        const char *category;
        int rank;
    } places[] = {
        {"warm-up",          0 },
        {"floor stretch",    2 },
        {"bed",              3 },
        {"ball",             4 },
        {"strength",         5 },
        {"standing stretch", 6 },
        {"gym",              7 },
        {"hanging",          8 },
        {"partner",          9 },
        {"inversion",        10},
        {"posture",          11},
        {"breathing",        12},
    };
    const struct care_exercise *ex = &t->lib->exercise[exercise];
    int rank = 1;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(ex->category, places[i].category) == 0)
            rank = places[i].rank;
    const enum care_bias first = care_bias(t->lib, t->screen, t->wishes, NULL);
    const bool ext = (ex->modalities & (1u << CARE_EXT_FLOOR)) != 0;
    const bool later =
        (first == CARE_EXTENSION && !ext) || (first != CARE_EXTENSION && ext);
    return rank * 10000 + (later ? 2000 : 0) +
           (ex->level == CARE_ADVANCED ? 1000 : 0) + exercise % 1000;
}
