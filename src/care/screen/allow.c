/*
 * What a screening allows of one exercise: the strictest of its modalities,
 * then what the movement does with the body (tags) against what the person
 * has.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <string.h>

static struct care_why closed(const char *text)
{
    struct care_why why = {.action = CARE_BLOCK, .condition = -1, .reason = -1};
    care_say(why.text, sizeof why.text, "%s", text);
    return why;
}

// conditions that stand for a milder one keep its tag rules
static bool rule_applies(const struct care_library *lib,
                         const struct care_screen *screen,
                         const struct care_tag_rule *rule)
{
    static const char *const implied[][2] = {
        {"osteoporosis",   "osteoporosis_fx" },
        {"htn_controlled", "htn_uncontrolled"},
    };
    if (rule->condition < 0 || screen->condition[rule->condition])
        return true;
    for (size_t i = 0; i < sizeof implied / sizeof *implied; i++) {
        const int harder = care_condition_find(lib, implied[i][1]);
        if (harder >= 0 && screen->condition[harder] &&
            strcmp(lib->condition[rule->condition].id, implied[i][0]) == 0)
            return true;
    }
    return false;
}

static void tag_why(const struct care_library *lib,
                    const struct care_tag_rule *rule, struct care_why *why)
{
    const char *does = lib->tag_text[rule->tag];
    why->action = rule->action;
    why->condition = rule->condition;
    why->reason = -1;
    why->text[0] = '\0';
    if (rule->condition >= 0)
        care_say(why->text, sizeof why->text,
                 "%s: ", lib->condition[rule->condition].label);
    care_say(why->text, sizeof why->text, "%s", does ? does : "");
    static const char *const says[] = {
        "", N_(" Only gently, at the starting dose."),
        N_(" A clinician should agree first."), N_(" It is left out.")};
    care_say(why->text, sizeof why->text, "%s (%s)",
             rule->action == CARE_OK ? "" : words_say(says[rule->action]),
             care_source_name(lib, "EXPERT"));
}

static void tags_level(const struct care_library *lib,
                       const struct care_screen *screen, unsigned tags,
                       struct care_why *why)
{
    for (int i = 0; i < lib->tag_rules; i++) {
        const struct care_tag_rule *rule = &lib->tag_rule[i];
        if ((tags & (1u << rule->tag)) && rule->action > why->action &&
            rule_applies(lib, screen, rule))
            tag_why(lib, rule, why);
    }
    if ((tags & (1u << CARE_TAG_ROTATION_END)) && screen->twist_reason &&
        why->action < CARE_BLOCK) {
        *why =
            closed(_("Twisting is left out with spinal compression, disc "
                     "problems, stenosis, sciatica or spondylolisthesis: one "
                     "source includes it, another advises against it."));
        care_cite(why->text, sizeof why->text, lib,
                  (char *const[]){"S1", "S2", NULL});
    }
}

static unsigned tags_of(const struct care_exercise *ex, int variant)
{
    if (variant < 0 || variant >= ex->variant_count)
        variant = care_default_variant(ex);
    unsigned tags = ex->tags;
    if (variant >= 0 && ex->variants[variant].head_level)
        tags &= ~(1u << CARE_TAG_HEAD_BELOW_HEART);
    return tags;
}

struct care_why care_allow(const struct care_library *lib,
                           const struct care_screen *screen, int exercise,
                           int variant)
{
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return closed(_("There is no such exercise."));
    if (!ex->modalities)
        return closed(_("This exercise names no kind of movement and no tags, "
                        "so nobody has decided whether it is safe for you."));
    if (!screen || !screen->complete)
        return closed(_("The safety questions come first: every one needs an "
                        "answer."));
    struct care_why why = {.action = CARE_OK, .condition = -1, .reason = -1};
    for (int m = 0; m < CARE_MODALITIES; m++)
        if ((ex->modalities & (1u << m)) && screen->modality[m] > why.action)
            why = screen->why[m];
    tags_level(lib, screen, tags_of(ex, variant), &why);
    return why;
}

// whether any rule speaks against a head below the heart for this person
static bool head_low_matters(const struct care_library *lib,
                             const struct care_screen *screen)
{
    for (int i = 0; i < lib->tag_rules; i++)
        if (lib->tag_rule[i].tag == CARE_TAG_HEAD_BELOW_HEART &&
            lib->tag_rule[i].action > CARE_OK &&
            rule_applies(lib, screen, &lib->tag_rule[i]))
            return true;
    return false;
}

struct care_why care_allow_best(const struct care_library *lib,
                                const struct care_screen *screen, int exercise,
                                int *variant)
{
    *variant = -1;
    const struct care_exercise *ex = care_exercise_at(lib, exercise);
    if (!ex)
        return closed(_("There is no such exercise."));
    *variant = care_default_variant(ex);
    struct care_why best = care_allow(lib, screen, exercise, *variant);
    // head hanging is offered only where no rule speaks against it
    if (!(ex->tags & (1u << CARE_TAG_HEAD_BELOW_HEART)) || !screen ||
        !screen->complete || !head_low_matters(lib, screen))
        return best;
    for (int v = 0; v < ex->variant_count; v++) {
        if (!ex->variants[v].head_level)
            continue;
        const struct care_why level = care_allow(lib, screen, exercise, v);
        if (level.action > best.action)
            continue;
        *variant = v;
        return level;
    }
    return best;
}
