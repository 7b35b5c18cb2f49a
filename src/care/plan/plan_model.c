/*
 * The week solved by GLPK. A column is a whole day; only columns that could
 * better the week are made, by asking for the best day under the programme's
 * own prices (column generation; Gilmore & Gomory 1961). The prices also bound
 * what any week can be worth, so that the search knows when it is within one
 * percent. Deterministic: work done ends it, no clock.
 */
#include "care/plan/plan_programme.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS_MAX = 80,
    STEPS_MAX = 8000, /* of the simplex, in all */
    SEARCHES = 3,
    MORE = 6000, /* further patterns of a class of days, at most */
};
static const double gap = 0.01, priced_out = 0.002;
// patterns of a class of days that join after the first and second search
static const int more_of[] = {200, MORE};

struct model {
    struct programme p;
    double bound; /* no week is worth more */
};

// the programme with parts of days allowed, from where it stood last
static bool relax(struct model *m)
{
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    return glp_simplex(m->p.lp, &simplex) == 0 &&
           glp_get_status(m->p.lp) == GLP_OPT;
}

/*
 * The best day of each class at the present prices, and from them a bound: no
 * week is worth more than the relaxed one and those betterments together
 * (Lasdon 1970). False when a search was cut short and nothing is bounded.
 */
static bool price_days(struct model *m, struct plan_pattern *best, int *found,
                       double *bound)
{
    bool whole = true;
    *bound = glp_get_obj_val(m->p.lp);
    for (int k = 0; k < m->p.classes; k++) {
        whole &= plan_programme_days(&m->p, k, 0, &best[k], 1, &found[k]);
        *bound += found[k] ? best[k].worth * m->p.class[k].days : 0;
    }
    if (whole)
        m->bound = fmin(m->bound, *bound);
    return whole;
}

/* Rounds of prices and best days until no day could better the week by more
 * than a little. */
static bool make_patterns(struct model *m, bool *nomem)
{
    m->bound = HUGE_VAL;
    for (int round = 0; round < ROUNDS_MAX; round++) {
        struct plan_pattern best[CARE_PLAN_DAYS];
        int found[CARE_PLAN_DAYS], joined = 0;
        double bound;
        if (!relax(m))
            return false;
        (void)price_days(m, best, found, &bound);
        const double value = glp_get_obj_val(m->p.lp);
        if (m->bound - value <= priced_out * value)
            return true;
        for (int k = 0; k < m->p.classes; k++) {
            if (found[k] && !plan_programme_add(&m->p, k, &best[k])) {
                *nomem = true;
                return false;
            }
            joined += found[k];
        }
        if (joined == 0)
            return true;
    }
    return true;
}

/* ---- whole days
 * ------------------------------------------------------------------------ */

// ends at one percent below the bound, or after a fixed amount of work
static void watch(glp_tree *tree, void *ctx)
{
    const struct model *m = ctx;
    glp_prob *lp = glp_ios_get_prob(tree);
    const bool found = glp_mip_status(lp) == GLP_FEAS;
    if ((found && glp_mip_obj_val(lp) >= (1 - gap) * m->bound) ||
        glp_get_it_cnt(lp) > STEPS_MAX)
        glp_ios_terminate(tree);
}

static bool whole_days(struct model *m, bool *done)
{
    glp_iocp whole;
    glp_init_iocp(&whole);
    whole.msg_lev = GLP_MSG_OFF;
    whole.cb_func = watch;
    whole.cb_info = m;
    whole.br_tech = GLP_BR_MFV;
    whole.bt_tech = GLP_BT_BPH; // best projection: good plans early
    whole.mip_gap = gap;
    const int st = glp_intopt(m->p.lp, &whole);
    *done = st == 0 || st == GLP_EMIPGAP;
    const int found = glp_mip_status(m->p.lp);
    return found == GLP_OPT || found == GLP_FEAS;
}

// among the first `columns`
static bool known(const struct model *m, int columns, int class,
                  const struct plan_pattern *p)
{
    for (int j = 0; j < columns; j++) {
        const struct plan_pattern *old = &m->p.column[j].pattern;
        if (m->p.column[j].class == class && old->moves == p->moves &&
            !memcmp(old->move, p->move, (size_t)p->moves * sizeof *p->move))
            return true;
    }
    return false;
}

/* Every pattern joins that a week better by more than one percent could hold:
 * one that lowers the programme's worth too far below the bound cannot be in
 * it. *all when none was left out. */
static bool add_further(struct model *m, double value, int most, bool *all)
{
    const int before = m->p.columns;
    struct plan_pattern best[CARE_PLAN_DAYS];
    struct plan_pattern *more = calloc((size_t)most, sizeof *more);
    int found[CARE_PLAN_DAYS];
    double bound;
    bool ok = more != NULL;
    *all = price_days(m, best, found, &bound);
    const double least = fmin(0, (1 + gap) * value - bound) - 1e-6;
    for (int k = 0; ok && k < m->p.classes; k++) {
        int count;
        *all &= plan_programme_days(&m->p, k, least, more, most, &count) &&
                count < most;
        for (int i = 0; ok && i < count; i++)
            if (!known(m, before, k, &more[i]))
                ok = plan_programme_add(&m->p, k, &more[i]);
    }
    free(more);
    return ok;
}

static int shared(const struct plan_task *t, int day,
                  const struct plan_pattern *p)
{
    int n = 0;
    for (int i = 0; day >= 0 && i < p->moves; i++)
        n += t->chosen[p->move[i] * CARE_PLAN_DAYS + day];
    return n;
}

/* Each day takes, of its class's patterns still to be placed, the one that
 * shares least with the day before. */
static bool place(struct model *m, struct plan_task *t)
{
    int *left = calloc((size_t)m->p.columns + 1, sizeof *left);
    for (int j = 0; left && j < m->p.columns; j++)
        left[j] = (int)lround(glp_mip_col_val(m->p.lp, m->p.first + j));
    for (int d = 0; left && d < CARE_PLAN_DAYS; d++) {
        int best = -1, least = 0;
        for (int j = 0; j < m->p.columns; j++) {
            const struct day_class *k = &m->p.class[m->p.column[j].class];
            bool here = false;
            for (int i = 0; i < k->days; i++)
                here |= k->day[i] == d;
            if (!here || left[j] <= 0)
                continue;
            const int n = shared(t, d - 1, &m->p.column[j].pattern);
            if (best < 0 || n < least) {
                best = j;
                least = n;
            }
        }
        if (best < 0)
            continue;
        left[best]--;
        for (int i = 0; i < m->p.column[best].pattern.moves; i++)
            t->chosen[m->p.column[best].pattern.move[i] * CARE_PLAN_DAYS + d] =
                true;
    }
    const bool ok = left != NULL;
    free(left);
    return ok;
}

static bool near_bound(const struct model *m)
{
    return glp_mip_obj_val(m->p.lp) >= (1 - gap) * m->bound;
}

/* Whole days from the patterns made; where that is not proven good enough,
 * again with all that could better it. */
static bool search(struct model *m, bool *optimal, bool *nomem)
{
    bool all = false, done = false;
    for (int again = 0; again < SEARCHES; again++) {
        if (!relax(m) || !whole_days(m, &done))
            return false;
        *optimal = near_bound(m) || (all && done);
        if (*optimal || again + 1 == SEARCHES)
            break;
        const double value = glp_mip_obj_val(m->p.lp);
        if (!relax(m) || !add_further(m, value, more_of[again], &all)) {
            *nomem = true;
            return false;
        }
    }
    return true;
}

enum sp_status plan_solve(struct plan_task *t, struct sp_error *err)
{
    struct model m = {.bound = HUGE_VAL};
    t->optimal = t->candidates == 0;
    t->value = 0;
    if (t->candidates == 0)
        return SP_OK;
    const int talks = glp_term_out(GLP_OFF);
    bool nomem = !plan_programme_init(&m.p, t);
    // nothing chosen is always a plan, if a poor one
    if (!nomem && make_patterns(&m, &nomem) &&
        search(&m, &t->optimal, &nomem)) {
        t->value = glp_mip_obj_val(m.p.lp);
        nomem = !place(&m, t);
    }
    plan_programme_release(&m.p);
    glp_term_out(talks);
    glp_free_env();
    return nomem ? sp_fail(err, SP_E_NOMEM, _("plan: out of memory")) : SP_OK;
}
