/*
 * Rows and columns of the week's programme. Rows say what a day, a move and a
 * kind of move may have in the week; doing a move on a day counts in its rows
 * with weight 1.
 */
#include "care/plan/plan_programme.h"

#include <stdlib.h>
#include <string.h>

enum { TIERS = 3 };
// worth of a move's first two days in the week, the next two, the rest
static const double tier_worth[TIERS] = {1.0, 0.6, 0.35};
static const int tier_days[TIERS] = {2, 2, 3};
static const double cover_worth = 0.4; // a troubled region met on a day

// one of a kind a day, and the kind's rest between
static const enum care_modality strong[] = {CARE_HANG, CARE_INVERSION,
                                            CARE_PARTNER_PULL, CARE_LOAD};
enum { STRONG = sizeof strong / sizeof *strong };

static const struct care_exercise *ex_of(const struct plan_task *t, int c)
{
    return &t->lib->exercise[t->candidate[c].exercise];
}

static struct unit *unit_of(const struct programme *m, int c, int class)
{
    return &m->unit[c * m->classes + class];
}

/* ---- classes of days
 * ------------------------------------------------------------------ */

// may this candidate be done on this day at all?
static bool open_on(const struct plan_task *t, int c, int day)
{
    const struct candidate *k = &t->candidate[c];
    return t->minutes[day] > 0 && day >= k->not_before &&
           (!t->rest_only[day] || k->easy) &&
           plan_item(t, k, day)->minutes <= t->room[day] + 1e-9;
}

// a move that needs free days between makes every day its own
static bool days_are_linked(const struct plan_task *t)
{
    for (int c = 0; c < t->candidates; c++)
        for (int d = 0; d < CARE_PLAN_DAYS; d++)
            if (t->candidate[c].rest_days > 0 && open_on(t, c, d))
                return true;
    return false;
}

static bool alike(const struct plan_task *t, int a, int b)
{
    bool same = t->room[a] == t->room[b] && t->moves[a] == t->moves[b] &&
                a != t->first_day && b != t->first_day;
    for (int c = 0; same && c < t->candidates; c++)
        same = open_on(t, c, a) == open_on(t, c, b);
    return same;
}

static void make_classes(struct programme *m)
{
    const bool linked = days_are_linked(m->t);
    for (int d = 0; d < CARE_PLAN_DAYS; d++) {
        int k = linked ? m->classes : 0;
        if (m->t->minutes[d] <= 0)
            continue;
        while (k < m->classes && !alike(m->t, m->class[k].day[0], d))
            k++;
        m->classes += k == m->classes;
        m->class[k].day[m->class[k].days++] = d;
    }
}

/* ---- rows
 * ----------------------------------------------------------------------- */

static void term(struct programme *m, int col, double weight)
{
    m->terms++;
    m->index[m->terms] = col;
    m->weight[m->terms] = weight;
}

// the collected terms become a row: lo <= sum <= hi (type as in GLPK)
static int row(struct programme *m, int type, double lo, double hi)
{
    const int r = glp_add_rows(m->lp, 1);
    glp_set_row_bnds(m->lp, r, type, lo, hi);
    glp_set_mat_row(m->lp, r, m->terms, m->index, m->weight);
    m->terms = 0;
    return r;
}

static void counts_in(struct programme *m, int c, int class, int r)
{
    struct unit *u = unit_of(m, c, class);
    if (u->open && u->rows < PLAN_UNIT_ROWS)
        u->row[u->rows++] = r;
}

static void counts_always(struct programme *m, int c, int r)
{
    for (int k = 0; k < m->classes; k++)
        counts_in(m, c, k, r);
}

static int column_of(struct programme *m, double worth, int kind, double most)
{
    const int col = glp_add_cols(m->lp, 1);
    glp_set_obj_coef(m->lp, col, worth);
    glp_set_col_kind(m->lp, col, kind);
    glp_set_col_bnds(m->lp, col, GLP_DB, 0, most);
    return col;
}

// falling worth of its days: tiers are filled by days it is done, first first
static void tier_rows(struct programme *m, int c, int is_in)
{
    const double b = m->t->candidate[c].benefit;
    int tier[TIERS];
    for (int k = 0; k < TIERS; k++) {
        tier[k] = column_of(m, b * tier_worth[k], GLP_CV, tier_days[k]);
        if (is_in) {
            term(m, tier[k], 1);
            term(m, is_in, -tier_days[k]);
            row(m, GLP_UP, 0, 0);
        }
    }
    for (int k = 0; k < TIERS; k++)
        term(m, tier[k], -1);
    counts_always(m, c, row(m, GLP_LO, 0, 0));
}

// something new is in the week or not; returns its column
static int new_rows(struct programme *m, int c)
{
    const int is_in = column_of(m, 0, GLP_BV, 1);
    for (int k = 0; k < m->classes; k++) {
        term(m, is_in, -m->class[k].days);
        counts_in(m, c, k, row(m, GLP_UP, 0, 0));
    }
    return is_in;
}

// at most one day in any stretch of rest days; each class is one day then
static void rest_rows(struct programme *m, const bool *member, int rest_days)
{
    for (int k = 0; rest_days > 0 && k < m->classes; k++) {
        const int r = row(m, GLP_UP, 0, 1);
        for (int n = k; n < m->classes; n++)
            for (int c = 0; c < m->t->candidates; c++)
                if (member[c] &&
                    m->class[n].day[0] <= m->class[k].day[0] + rest_days)
                    counts_in(m, c, n, r);
    }
}

static void week_row(struct programme *m, const bool *member, int per_week)
{
    const int r = row(m, GLP_UP, 0, per_week);
    for (int c = 0; c < m->t->candidates; c++)
        if (member[c])
            counts_always(m, c, r);
}

static void candidate_rows(struct programme *m, int c, bool *member, int *is_in)
{
    const struct candidate *k = &m->t->candidate[c];
    *is_in = k->is_new ? new_rows(m, c) : 0;
    tier_rows(m, c, *is_in);
    member[c] = true;
    if (k->per_week < CARE_PLAN_DAYS)
        week_row(m, member, k->per_week);
    rest_rows(m, member, k->rest_days);
    member[c] = false;
}

// hanging, inversion, pulls and load as kinds: never daily
static void kind_rows(struct programme *m, bool *member)
{
    const struct plan_task *t = m->t;
    for (int i = 0; i < STRONG; i++) {
        int members = 0, per_week = CARE_PLAN_DAYS, rest = CARE_PLAN_DAYS - 1;
        for (int c = 0; c < t->candidates; c++) {
            member[c] = (ex_of(t, c)->modalities & (1u << strong[i])) != 0;
            if (!member[c])
                continue;
            members++;
            if (t->candidate[c].per_week < per_week)
                per_week = t->candidate[c].per_week;
            if (t->candidate[c].rest_days < rest)
                rest = t->candidate[c].rest_days;
        }
        if (members < 2)
            continue; // the move's own rows say it already
        week_row(m, member, per_week);
        rest_rows(m, member, rest);
    }
}

static bool build(struct programme *m)
{
    const struct plan_task *t = m->t;
    bool *member = calloc((size_t)t->candidates, sizeof *member);
    int *is_in = calloc((size_t)t->candidates, sizeof *is_in);
    for (int k = 0; member && is_in && k < m->classes; k++) {
        (void)row(m, GLP_UP, 0, m->class[k].days); // row k + 1
        for (int c = 0; c < t->candidates; c++)
            unit_of(m, c, k)->open = open_on(t, c, m->class[k].day[0]);
    }
    for (int c = 0; member && is_in && c < t->candidates; c++)
        candidate_rows(m, c, member, &is_in[c]);
    if (member && is_in) {
        for (int c = 0; c < t->candidates; c++)
            if (is_in[c])
                term(m, is_in[c], 1);
        (void)row(m, GLP_UP, 0,
                  t->beginner ? PLAN_NEW_AT_FIRST : PLAN_NEW_A_WEEK);
        memset(member, 0, (size_t)t->candidates * sizeof *member);
        kind_rows(m, member);
        m->first = glp_get_num_cols(m->lp) + 1;
    }
    const bool ok = member && is_in;
    free(member);
    free(is_in);
    return ok;
}

/* ---- patterns
 * ------------------------------------------------------------------------- */

static int category_of(const struct care_exercise *ex)
{
    int k = 0;
    while (k < CARE_CATEGORIES && strcmp(ex->category, care_category_words[k]))
        k++;
    return k;
}

static unsigned kinds_of(const struct care_exercise *ex)
{
    unsigned kinds = 0;
    for (int i = 0; i < STRONG; i++)
        if (ex->modalities & (1u << strong[i]))
            kinds |= 1u << i;
    return kinds;
}

// what doing it costs the rest of the week, as the programme prices it now
static double price(const struct programme *m, const struct unit *u)
{
    double sum = 0;
    for (int i = 0; i < u->rows; i++)
        sum += glp_get_row_dual(m->lp, u->row[i]);
    return sum;
}

bool plan_programme_days(struct programme *m, int class, double least,
                         struct plan_pattern *best, int cap, int *found)
{
    const struct plan_task *t = m->t;
    const int day = m->class[class].day[0];
    const double rent = glp_get_row_dual(m->lp, class + 1);
    const struct plan_day_limits limits = {t->room[day], t->moves[day],
                                           PLAN_CATEGORY_MOVES,
                                           t->wishes->regions, cover_worth};
    bool cut;
    int n = 0;
    for (int c = 0; c < t->candidates; c++) {
        const struct unit *u = unit_of(m, c, class);
        const struct care_exercise *ex = ex_of(t, c);
        if (!u->open)
            continue;
        m->offer[n++] = (struct plan_offer){
            .candidate = c,
            .minutes = plan_item(t, &t->candidate[c], day)->minutes,
            .worth = -price(m, u),
            .category = category_of(ex),
            .kinds = kinds_of(ex),
            .regions =
                t->candidate[c].calm ? 0 : ex->regions & t->wishes->regions};
    }
    *found = plan_patterns(&limits, m->offer, n, rent + least, best, cap, &cut);
    for (int i = 0; i < *found; i++)
        best[i].worth -= rent;
    return !cut;
}

bool plan_programme_add(struct programme *m, int class,
                        const struct plan_pattern *p)
{
    if (m->columns == m->cap) {
        const int cap = m->cap ? 2 * m->cap : 128;
        struct column *grown = realloc(m->column, (size_t)cap * sizeof *grown);
        if (!grown)
            return false;
        m->column = grown;
        m->cap = cap;
    }
    m->column[m->columns++] = (struct column){class, *p};
    double met = 0;
    for (unsigned r = p->regions; r; r &= r - 1)
        met += cover_worth;
    const int col = column_of(m, met, GLP_IV, (double)m->class[class].days);
    term(m, class + 1, 1);
    for (int i = 0; i < p->moves; i++) {
        const struct unit *u = unit_of(m, p->move[i], class);
        for (int k = 0; k < u->rows; k++) {
            int at = 1; // a row may hold several of its moves
            while (at <= m->terms && m->index[at] != u->row[k])
                at++;
            if (at <= m->terms)
                m->weight[at]++;
            else
                term(m, u->row[k], 1);
        }
    }
    glp_set_mat_col(m->lp, col, m->terms, m->index, m->weight);
    m->terms = 0;
    return true;
}

static bool prepare(struct programme *m)
{
    const size_t n = (size_t)m->t->candidates;
    // one unit is in at most PLAN_UNIT_ROWS rows, a pattern in those of its
    // moves
    const size_t width =
        n * (CARE_PLAN_DAYS + TIERS + 1) + PLAN_DAY_MOVES * PLAN_UNIT_ROWS + 2;
    make_classes(m);
    m->unit = calloc(n * (size_t)(m->classes + 1), sizeof *m->unit);
    m->offer = calloc(n, sizeof *m->offer);
    m->index = calloc(width, sizeof *m->index);
    m->weight = calloc(width, sizeof *m->weight);
    return m->unit && m->offer && m->index && m->weight;
}

bool plan_programme_init(struct programme *m, const struct plan_task *t)
{
    *m = (struct programme){.t = t, .lp = glp_create_prob()};
    glp_set_obj_dir(m->lp, GLP_MAX);
    return prepare(m) && build(m);
}

void plan_programme_release(struct programme *m)
{
    glp_delete_prob(m->lp);
    free(m->unit);
    free(m->offer);
    free(m->index);
    free(m->weight);
    free(m->column);
}
