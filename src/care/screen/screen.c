/*
 * The safety screening: rules R0 to R10, the modality table, clearances and
 * tag rules. Deterministic, allocates nothing, and nothing that a person adds
 * ever loosens it: an osteoporotic fracture keeps the tag rules of
 * osteoporosis, uncontrolled blood pressure those of controlled.
 *
 * Sources: Finucane et al. 2020 (red flags), NICE NG234 (24-hour and immediate
 * contact for spinal metastases), NICE NG136 (blood pressure bands); the rest
 * is cautious judgement. Texts: library/screening, docs/safety.md.
 */
#include "care/care_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// the person under decision and what is being decided
struct screening {
    const struct care_library *lib;
    const struct care_answers *answers;
    struct care_screen *out;
};

static enum care_answer answer(const struct screening *s, const char *id)
{
    const int q = care_question_find(s->lib, id);
    return q < 0 ? CARE_NO : s->answers->question[q];
}

static bool yes(const struct screening *s, const char *id)
{
    return answer(s, id) == CARE_YES;
}

static bool has(const struct screening *s, const char *id)
{
    const int c = care_condition_find(s->lib, id);
    return c >= 0 && s->out->condition[c];
}

// a condition that follows from other answers
static void derive(struct screening *s, const char *id)
{
    const int c = care_condition_find(s->lib, id);
    if (c < 0 || s->out->condition[c])
        return;
    s->out->condition[c] = true;
    s->out->derived[c] = true;
}

static void drop(struct screening *s, const char *id)
{
    const int c = care_condition_find(s->lib, id);
    if (c < 0)
        return;
    s->out->condition[c] = false;
    s->out->derived[c] = false;
}

// R10: the worst wins; questions that reached it are kept
static void raise_to(struct screening *s, enum care_triage level, int question)
{
    struct care_screen *out = s->out;
    if (level > out->triage) {
        out->triage = level;
        out->triage_question_count = 0;
        out->reading_triage = 0;
    }
    if (level < out->triage || level == CARE_GO_ON)
        return;
    if (question < 0) {
        out->reading_triage = 1;
        return;
    }
    for (int i = 0; i < out->triage_question_count; i++)
        if (out->triage_questions[i] == question)
            return;
    out->triage_questions[out->triage_question_count++] = question;
}

// R0: everything asked has an answer
static bool complete(struct screening *s)
{
    struct care_screen *out = s->out;
    for (int q = s->lib->questions - 1; q >= 0; q--)
        if (s->answers->question[q] == CARE_UNANSWERED)
            out->missing = q;
    for (int c = s->lib->conditions - 1; c >= 0; c--)
        if (s->lib->condition[c].asked &&
            s->answers->condition[c] == CARE_UNANSWERED)
            out->missing_condition = c;
    // !(age > 0) refuses NaN as well
    out->missing_age = !(s->answers->age_y > 0);
    return out->missing < 0 && out->missing_condition < 0 && !out->missing_age;
}

// R8: conditions that age, weight, a reading and steroid tablets add
static void derive_conditions(struct screening *s)
{
    const struct care_answers *a = s->answers;
    for (int c = 0; c < s->lib->conditions; c++)
        s->out->condition[c] =
            a->condition[c] == CARE_YES || a->condition[c] == CARE_UNSURE;
    if (a->age_y > 65)
        derive(s, "age_over_65");
    if (a->age_y < 18)
        derive(s, "age_under_18");
    if (a->bmi >= 30)
        derive(s, "obesity");

    const int sys = a->systolic, dia = a->diastolic;
    if (sys >= 180 || dia >= 120)
        raise_to(s, CARE_SAME_DAY, -1);
    if (sys >= 160 || dia >= 100)
        derive(s, "htn_uncontrolled");
    else if (sys >= 140 || dia >= 90)
        derive(s, "htn_controlled");
    if (has(s, "htn_uncontrolled"))
        drop(s, "htn_controlled");

    const enum care_answer steroids = answer(s, "C07");
    if (steroids == CARE_YES || steroids == CARE_UNSURE)
        derive(s, "osteoporosis");
    if (has(s, "osteoporosis_fx"))
        drop(s, "osteoporosis");
}

// R1 to R3 and R9: each question by the letter of its id
static void triage_single(struct screening *s)
{
    for (int q = 0; q < s->lib->questions; q++) {
        const char *id = s->lib->question[q].id;
        const enum care_answer a = s->answers->question[q];
        const bool steroids = strcmp(id, "C07") == 0;
        const bool strain = strcmp(id, "S04") == 0;
        if (a == CARE_YES && id[0] == 'E')
            raise_to(s, CARE_EMERGENCY, q);
        else if (a == CARE_YES && id[0] == 'S' && !strain)
            raise_to(s, CARE_SAME_DAY, q);
        else if (a == CARE_YES && id[0] == 'C' && !steroids)
            raise_to(s, CARE_SEE_FIRST, q);
        else if (a == CARE_UNSURE && id[0] == 'E')
            raise_to(s, CARE_SAME_DAY, q);
        else if (a == CARE_UNSURE && !steroids)
            raise_to(s, CARE_SEE_FIRST, q);
    }
}

// both answered yes: both are named as what decided
static void raise_pair(struct screening *s, enum care_triage level,
                       const char *one, const char *other)
{
    if (!yes(s, one) || !yes(s, other))
        return;
    raise_to(s, level, care_question_find(s->lib, one));
    raise_to(s, level, care_question_find(s->lib, other));
}

// R4 to R7
static void triage_pairs(struct screening *s)
{
    if (yes(s, "S04")) {
        const bool fragile = s->answers->age_y > 65 || has(s, "osteoporosis") ||
                             has(s, "osteoporosis_fx") || has(s, "axspa");
        if (fragile)
            raise_to(s, CARE_SAME_DAY, care_question_find(s->lib, "S04"));
        else
            derive(s, "acute_injury_72h");
    }
    raise_pair(s, CARE_SAME_DAY, "C01", "C02");
    raise_pair(s, CARE_SAME_DAY, "C01", "C03");
    raise_pair(s, CARE_SAME_DAY, "C01", "C04");
    raise_pair(s, CARE_EMERGENCY, "C01", "S01");
    raise_pair(s, CARE_EMERGENCY, "C01", "S02");
    raise_pair(s, CARE_EMERGENCY, "S03", "S01");
    raise_pair(s, CARE_EMERGENCY, "S03", "S02");
}

/* ---- the modality table (safety 2.2) --------------------------------------
 */

static void because(const struct care_library *lib, struct care_why *why,
                    const struct care_cell *cell, int condition)
{
    why->action = cell->action;
    why->condition = condition;
    why->reason = cell->reason;
    why->text[0] = '\0';
    if (condition >= 0)
        care_say(why->text, sizeof why->text,
                 "%s: ", lib->condition[condition].label);
    if (cell->reason >= 0)
        care_say(why->text, sizeof why->text, "%s",
                 lib->reason[cell->reason].text);
    care_cite(why->text, sizeof why->text, lib, cell->sources);
}

static void triage_why(const struct care_library *lib, struct care_why *why,
                       enum care_triage triage, enum care_action action)
{
    *why = (struct care_why){.action = action, .condition = -1, .reason = -1};
    care_say(why->text, sizeof why->text, "%s", care_triage_text(lib, triage));
}

// floor and conditions: the strictest cell speaks
static void table_level(const struct screening *s, int m)
{
    struct care_why *why = &s->out->why[m];
    because(s->lib, why, &s->lib->floor[m], -1);
    for (int c = 0; c < s->lib->conditions; c++) {
        const struct care_cell *cell = &s->lib->condition[c].cell[m];
        if (s->out->condition[c] && cell->action > why->action)
            because(s->lib, why, cell, c);
    }
}

static void modality_level(struct screening *s, int m)
{
    struct care_why *why = &s->out->why[m];
    const enum care_triage triage = s->out->triage;
    table_level(s, m);
    if (triage >= CARE_SAME_DAY)
        triage_why(s->lib, why, triage, CARE_BLOCK);
    else if (triage == CARE_SEE_FIRST && m != CARE_EASY &&
             why->action < CARE_ASK)
        triage_why(s->lib, why, triage, CARE_ASK);
    else if (triage == CARE_GO_ON && why->action == CARE_ASK &&
             (s->answers->cleared & (1u << m))) {
        why->action = CARE_REDUCE;
        care_say(why->text, sizeof why->text,
                 _("%sA clinician's agreement is on record, so it stays at the "
                   "starting dose."),
                 why->text[0] ? " " : "");
        s->out->by_clearance |= 1u << m;
    }
    s->out->modality[m] = why->action;
}

/* ---- twists (catalogue: avoid_twisting against supine_spinal_twist) -------
 */

/*
 * A lying twist is not offered to anyone who reports compression, a disc
 * problem, stenosis, sciatica or spondylolisthesis: one article includes it,
 * another (S2) advises against twisting with compression; the stricter wins.
 */
static const char *const twist_facts[] = {
    "cond_spinal_compression", "cond_disc_bulge",
    "cond_disc_herniation",    "cond_ddd",
    "cond_sciatica",           "cond_stenosis",
    "cond_nerve_root",         "cond_spondylolisthesis"};
static const char *const twist_conditions[] = {
    "disc_radic_l",      "disc_radic_c",  "stenosis_lumbar",
    "stenosis_cervical", "spondy_stable", "spondy_high"};

static bool twist_fact(const char *id)
{
    for (size_t i = 0; id && i < sizeof twist_facts / sizeof *twist_facts; i++)
        if (strcmp(twist_facts[i], id) == 0)
            return true;
    return false;
}

bool care_twist_barred(const struct care_library *lib, int fact)
{
    const struct care_fact *f = care_fact_at(lib, fact);
    return f && twist_fact(f->id);
}

static void twist(struct screening *s)
{
    if (twist_fact(s->answers->known_condition))
        s->out->twist_reason = 1;
    for (size_t i = 0; i < sizeof twist_conditions / sizeof *twist_conditions;
         i++)
        if (has(s, twist_conditions[i]))
            s->out->twist_reason = 2;
}

/* ---- the whole ------------------------------------------------------------
 */

static void incomplete(struct screening *s)
{
    for (int m = 0; m < CARE_MODALITIES; m++) {
        struct care_why *why = &s->out->why[m];
        *why = (struct care_why){
            .action = CARE_BLOCK, .condition = -1, .reason = -1};
        care_say(why->text, sizeof why->text,
                 _("The safety questions come first: every one needs an "
                   "answer."));
        s->out->modality[m] = CARE_BLOCK;
    }
}

void care_screen(const struct care_library *lib,
                 const struct care_answers *answers, struct care_screen *out)
{
    memset(out, 0, sizeof *out);
    out->missing = out->missing_condition = -1;
    struct screening s = {lib, answers, out};
    out->complete = complete(&s);
    derive_conditions(&s);
    triage_single(&s);
    triage_pairs(&s);
    twist(&s);
    if (!out->complete) {
        incomplete(&s);
        return;
    }
    for (int m = 0; m < CARE_MODALITIES; m++)
        modality_level(&s, m);
}
