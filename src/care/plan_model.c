/*
 * The week as an integer programme, solved by GLPK (docs/plan.md has the
 * formulas). Deterministic: no clock decides; the search ends when it is
 * proven within one percent or after a fixed amount of work.
 */
#include "care/plan_internal.h"

#include <glpk.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 350, STEPS_MAX = 2500, TIERS = 3 };
// worth of a move's first two days in the week, the next two, the rest
static const double tier_worth[TIERS] = {1.0, 0.6, 0.35};
static const int tier_days[TIERS] = {2, 2, 3};
static const double cover_worth = 0.4; // a troubled region met on a day
static const double gap = 0.01;

// rows and columns being built; GLPK counts from 1
struct model {
    glp_prob *lp;
    const struct plan_task *t;
    int *index; // scratch for one row
    double *weight;
    int terms;
};

static int x_col(int candidate, int day)
{
    return 1 + candidate * CARE_PLAN_DAYS + day;
}

static int tier_col(const struct model *m, int candidate, int tier)
{
    return 1 + m->t->candidates * CARE_PLAN_DAYS + candidate * TIERS + tier;
}

static int new_col(const struct model *m, int candidate)
{
    return 1 + m->t->candidates * (CARE_PLAN_DAYS + TIERS) + candidate;
}

static int cover_col(const struct model *m, int region, int day)
{
    return 1 + m->t->candidates * (CARE_PLAN_DAYS + TIERS + 1) +
           region * CARE_PLAN_DAYS + day;
}

static int columns(const struct model *m)
{
    return m->t->candidates * (CARE_PLAN_DAYS + TIERS + 1) +
           CARE_REGIONS * CARE_PLAN_DAYS;
}

static void term(struct model *m, int col, double weight)
{
    m->terms++;
    m->index[m->terms] = col;
    m->weight[m->terms] = weight;
}

// the collected terms become a row: lo <= sum <= hi (type as in GLPK)
static void row(struct model *m, int type, double lo, double hi)
{
    if (m->terms > 0) {
        const int r = glp_add_rows(m->lp, 1);
        glp_set_row_bnds(m->lp, r, type, lo, hi);
        glp_set_mat_row(m->lp, r, m->terms, m->index, m->weight);
    }
    m->terms = 0;
}

static const struct care_exercise *ex_of(const struct plan_task *t, int c)
{
    return &t->lib->exercise[t->candidate[c].exercise];
}

/* ---- columns
 * ------------------------------------------------------------------ */

// may this candidate be done on this day at all?
static bool open_on(const struct plan_task *t, int c, int day)
{
    const struct candidate *k = &t->candidate[c];
    return t->minutes[day] > 0 && day >= k->not_before &&
           (!t->rest_only[day] || k->easy) &&
           plan_item(t, k, day)->minutes <= t->room[day] + 1e-9;
}

static void candidate_columns(struct model *m, int c)
{
    const struct plan_task *t = m->t;
    const double b = t->candidate[c].benefit;
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        const int col = x_col(c, d);
        glp_set_col_kind(m->lp, col, GLP_BV);
        // a little rotation, so that days of equal length differ
        glp_set_obj_coef(m->lp, col, 0.03 * b * ((c * 3 + d * 5) % 7) / 7);
        if (!open_on(t, c, d))
            glp_set_col_bnds(m->lp, col, GLP_FX, 0, 0);
    }
    for (int k = 0; k < TIERS; k++) {
        glp_set_col_bnds(m->lp, tier_col(m, c, k), GLP_DB, 0, tier_days[k]);
        glp_set_obj_coef(m->lp, tier_col(m, c, k), b * tier_worth[k]);
    }
    glp_set_col_kind(m->lp, new_col(m, c), GLP_BV);
}

static void cover_columns(struct model *m)
{
    for (int r = 0; r < CARE_REGIONS; r++) {
        const bool wanted = (m->t->wishes->regions & (1u << r)) != 0;
        for (int d = 0; d < CARE_PLAN_DAYS; d++) {
            const int col = cover_col(m, r, d);
            if (wanted && m->t->minutes[d] > 0)
                glp_set_col_bnds(m->lp, col, GLP_DB, 0, 1);
            else
                glp_set_col_bnds(m->lp, col, GLP_FX, 0, 0);
            glp_set_obj_coef(m->lp, col, cover_worth);
        }
    }
}

/* ---- rows
 * ----------------------------------------------------------------------- */

// minutes, number of moves and moves of one category in each day
static void day_rows(struct model *m)
{
    const struct plan_task *t = m->t;
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        for (int c = 0; c < t->candidates; c++)
            term(m, x_col(c, d), plan_item(t, &t->candidate[c], d)->minutes);
        row(m, GLP_UP, 0, t->room[d]);
        for (int c = 0; c < t->candidates; c++)
            term(m, x_col(c, d), 1);
        row(m, GLP_UP, 0, t->moves[d]);
        for (int k = 0; k < CARE_CATEGORIES; k++) {
            for (int c = 0; c < t->candidates; c++)
                if (strcmp(ex_of(t, c)->category, care_category_words[k]) == 0)
                    term(m, x_col(c, d), 1);
            if (m->terms > PLAN_CATEGORY_MOVES)
                row(m, GLP_UP, 0, PLAN_CATEGORY_MOVES);
            m->terms = 0;
        }
    }
}

// days a week, rest days between, newness and falling worth of one move
static void candidate_rows(struct model *m, int c)
{
    const struct candidate *k = &m->t->candidate[c];
    // in the week at all? then on at most per_week days (and each tier so):
    // one decision that the search can branch on first
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        term(m, x_col(c, d), 1);
    term(m, new_col(m, c), -k->per_week);
    row(m, GLP_UP, 0, 0);
    for (int n = 0; n < TIERS; n++) {
        term(m, tier_col(m, c, n), 1);
        term(m, new_col(m, c), -tier_days[n]);
        row(m, GLP_UP, 0, 0);
    }
    for (int d = 0; k->rest_days > 0 && d < CARE_PLAN_DAYS - 1; d++) {
        for (int n = d; n <= d + k->rest_days && n < CARE_PLAN_DAYS; n++)
            term(m, x_col(c, n), 1);
        row(m, GLP_UP, 0, 1);
    }
    for (int d = 0; d < CARE_PLAN_DAYS; d++)
        term(m, x_col(c, d), 1);
    for (int n = 0; n < TIERS; n++)
        term(m, tier_col(m, c, n), -1);
    row(m, GLP_FX, 0, 0);
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        term(m, x_col(c, d), 1);
        term(m, new_col(m, c), -1);
        row(m, GLP_UP, 0, 0);
    }
}

// hanging, inversion, pulls and load as kinds: one a day, and never daily
static void modality_rows(struct model *m)
{
    static const enum care_modality strong[] = {CARE_HANG, CARE_INVERSION,
                                                CARE_PARTNER_PULL, CARE_LOAD};
    const struct plan_task *t = m->t;
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        int members = 0, per_week = 7, rest = 6;
        for (int c = 0; c < t->candidates; c++) {
            if (!(ex_of(t, c)->modalities & (1u << strong[i])))
                continue;
            members++;
            if (t->candidate[c].per_week < per_week)
                per_week = t->candidate[c].per_week;
            if (t->candidate[c].rest_days < rest)
                rest = t->candidate[c].rest_days;
        }
        if (members < 2)
            continue; // the move's own rows say it already
        for (int d = 0; d < CARE_PLAN_DAYS; d++) {
            for (int c = 0; c < t->candidates; c++)
                for (int n = d; n <= d + rest && n < CARE_PLAN_DAYS; n++)
                    if (ex_of(t, c)->modalities & (1u << strong[i]))
                        term(m, x_col(c, n), 1);
            row(m, GLP_UP, 0, 1);
        }
        for (int c = 0; c < t->candidates; c++)
            for (int d = 0; d < CARE_PLAN_DAYS; d++)
                if (ex_of(t, c)->modalities & (1u << strong[i]))
                    term(m, x_col(c, d), 1);
        row(m, GLP_UP, 0, per_week);
    }
}

static void newness_row(struct model *m)
{
    const struct plan_task *t = m->t;
    for (int c = 0; c < t->candidates; c++)
        if (t->candidate[c].is_new)
            term(m, new_col(m, c), 1);
    row(m, GLP_UP, 0, t->beginner ? PLAN_NEW_AT_FIRST : PLAN_NEW_A_WEEK);
}

static void cover_rows(struct model *m)
{
    const struct plan_task *t = m->t;
    for (int r = 0; r < CARE_REGIONS; r++) {
        if (!(t->wishes->regions & (1u << r)))
            continue;
        for (int d = 0; d < CARE_PLAN_DAYS; d++) {
            for (int c = 0; c < t->candidates; c++)
                if ((ex_of(t, c)->regions & (1u << r)) && !t->candidate[c].calm)
                    term(m, x_col(c, d), -1);
            term(m, cover_col(m, r, d), 1);
            row(m, GLP_UP, 0, 0);
        }
    }
}

/* ---- solving
 * ------------------------------------------------------------------------ */

// the undecided "in the week at all" that weighs most; -1 when all are set
static int heaviest_open(const struct model *m, glp_tree *tree)
{
    int best = -1;
    double most = 0;
    for (int c = 0; c < m->t->candidates; c++) {
        const int col = new_col(m, c);
        if (!glp_ios_can_branch(tree, col))
            continue;
        const double v = glp_get_col_prim(m->lp, col);
        const double weight =
            m->t->candidate[c].benefit * (v < 0.5 ? v : 1 - v);
        if (weight > most) {
            most = weight;
            best = col;
        }
    }
    return best;
}

// which move comes at all is decided before on which days; and the search
// ends after a fixed number of nodes or simplex steps, not a time: the same
// plan on every machine
static void watch(glp_tree *tree, void *ctx)
{
    const struct model *m = ctx;
    int total = 0;
    glp_ios_tree_size(tree, NULL, NULL, &total);
    if (total > NODES_MAX ||
        glp_get_it_cnt(glp_ios_get_prob(tree)) > STEPS_MAX) {
        glp_ios_terminate(tree);
    } else if (glp_ios_reason(tree) == GLP_IBRANCH) {
        const int col = heaviest_open(m, tree);
        if (col > 0)
            glp_ios_branch_upon(tree, col, GLP_UP_BRNCH);
    }
}

static void build(struct model *m)
{
    glp_set_obj_dir(m->lp, GLP_MAX);
    glp_add_cols(m->lp, columns(m));
    for (int c = 0; c < m->t->candidates; c++)
        candidate_columns(m, c);
    cover_columns(m);
    day_rows(m);
    for (int c = 0; c < m->t->candidates; c++)
        candidate_rows(m, c);
    modality_rows(m);
    newness_row(m);
    cover_rows(m);
}

static bool search(struct model *m, bool *optimal)
{
    glp_smcp relaxed;
    glp_init_smcp(&relaxed);
    relaxed.msg_lev = GLP_MSG_OFF;
    if (glp_simplex(m->lp, &relaxed) != 0 || glp_get_status(m->lp) != GLP_OPT)
        return false;
    glp_iocp whole;
    glp_init_iocp(&whole);
    whole.msg_lev = GLP_MSG_OFF;
    whole.mip_gap = gap;
    whole.cb_func = watch;
    whole.cb_info = m;
    whole.bt_tech = GLP_BT_BPH; // best projection: good plans early
    whole.mir_cuts = GLP_ON;
    const int st = glp_intopt(m->lp, &whole);
    *optimal = st == 0 || st == GLP_EMIPGAP;
    const int found = glp_mip_status(m->lp);
    return found == GLP_OPT || found == GLP_FEAS;
}

enum sp_status plan_solve(struct plan_task *t, struct sp_error *err)
{
    struct model m = {.t = t};
    t->optimal = true;
    t->value = 0;
    if (t->candidates == 0)
        return SP_OK;
    const size_t width = (size_t)columns(&m) + 1;
    m.index = calloc(width, sizeof *m.index);
    m.weight = calloc(width, sizeof *m.weight);
    if (!m.index || !m.weight) {
        free(m.index);
        free(m.weight);
        return sp_fail(err, SP_E_NOMEM, "plan: out of memory");
    }
    const int talks = glp_term_out(GLP_OFF);
    m.lp = glp_create_prob();
    build(&m);
    if (search(&m, &t->optimal)) {
        t->value = glp_mip_obj_val(m.lp);
        for (int c = 0; c < t->candidates; c++)
            for (int d = 0; d < CARE_PLAN_DAYS; d++)
                t->chosen[c * CARE_PLAN_DAYS + d] =
                    glp_mip_col_val(m.lp, x_col(c, d)) > 0.5;
    } else {
        t->optimal = false; // nothing chosen is always a plan, if a poor one
    }
    glp_delete_prob(m.lp);
    glp_term_out(talks);
    glp_free_env();
    free(m.index);
    free(m.weight);
    return SP_OK;
}
