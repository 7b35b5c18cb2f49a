/*
 * Outcome measures: how a score comes from its answers, and when a change is
 * large enough to matter to a person.
 *
 * NRS: Ostelo 2008 (2 points or 30 %), Kamper 2010 (recovered = 0).
 * PEG: Krebs 2009 (score), Reed 2023 (1 point or 30 %).
 * PSFS: Stratford 1995 (2 points of the mean).
 * RMDQ-24: Ostelo 2008 (5 points or 30 %), Kamper 2010 (recovered <= 2).
 * GRC -5..5: Kamper 2009 (form); the cut at 2 is our choice.
 * Below 4 of 10 both tests must hold, which is our choice too: 30 % of a small
 * number is noise.
 */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct measure {
    const char *id, *name;
    int least, most;   /* how many values */
    double min, max;   /* of each */
    bool whole;        /* values are whole numbers */
    double matters;    /* smallest change that matters, points */
    double share;      /* or this part of the first score; 0: not used */
    double both_below; /* first scores below it need both tests */
    double recovered;  /* score at or under it; < 0: no such mark */
    bool higher_better;
};

static const struct measure measures[] = {
    {"nrs",  N_("pain"),                                1, 1,  0,  10, true, 2, 0.30, 4, 0,  false},
    {"peg",  N_("pain and what it gets in the way of"), 3, 3,  0,  10, true, 1,
     0.30,                                                                            4, -1, false},
    {"psfs", N_("your activities"),                     1, 5,  0,  10, true, 2, 0,    0, -1, true },
    {"rmdq", N_("your day with your back"),             0, 24, 1,  24, true, 5, 0.30, 0, 2,
     false                                                                                        },
    {"grc",  N_("your back overall"),                   1, 1,  -5, 5,  true, 2, 0,    0, -1, true },
};

static const struct measure *find(const char *id)
{
    for (size_t i = 0; id && i < sizeof measures / sizeof *measures; i++)
        if (strcmp(id, measures[i].id) == 0)
            return &measures[i];
    return NULL;
}

static enum sp_status check_values(const struct measure *m,
                                   const json_t *values, double *sum,
                                   struct sp_error *err)
{
    const size_t count = json_array_size(values);
    bool ticked[25] = {false};
    *sum = 0;
    if (!json_is_array(values))
        return sp_fail(err, SP_E_PARSE, _("%s needs a list of values"), m->id);
    if (count < (size_t)m->least || count > (size_t)m->most)
        return m->least == m->most
                   ? sp_fail(err, SP_E_PARSE,
                             _("%s needs %d answered values, found %zu"), m->id,
                             m->least, count)
                   : sp_fail(err, SP_E_PARSE,
                             _("%s needs %d to %d values, found %zu"), m->id,
                             m->least, m->most, count);
    for (size_t i = 0; i < count; i++) {
        const json_t *v = json_array_get(values, i);
        const double x = json_number_value(v);
        if (!json_is_number(v))
            return sp_fail(err, SP_E_PARSE,
                           _("value %zu of %s is missing or not a number"),
                           i + 1, m->id);
        if (!(x >= m->min && x <= m->max) || (m->whole && x != floor(x)))
            return sp_fail(err, SP_E_RANGE,
                           _("value %zu of %s is %g, need a whole number from "
                             "%g to %g"),
                           i + 1, m->id, x, m->min, m->max);
        if (strcmp(m->id, "rmdq") == 0) {
            if (ticked[(int)x])
                return sp_fail(err, SP_E_RANGE,
                               _("statement %g of rmdq is ticked twice"), x);
            ticked[(int)x] = true;
        }
        *sum += x;
    }
    return SP_OK;
}

enum sp_status journal_score(const char *measure, const json_t *values,
                             double *score, struct sp_error *err)
{
    const struct measure *m = find(measure);
    if (!m)
        return sp_fail(err, SP_E_NOTFOUND,
                       _("there is no measure \"%.40s\", need nrs, peg, psfs, "
                         "rmdq or grc"),
                       measure ? measure : "");
    double sum;
    const enum sp_status status = check_values(m, values, &sum, err);
    if (status != SP_OK)
        return status;
    const double count = (double)json_array_size(values);
    if (strcmp(m->id, "rmdq") == 0)
        *score = count; /* ticks; what is not ticked counts 0 */
    else
        *score = round(sum / count * 10) / 10; /* mean, one decimal */
    return SP_OK;
}

/* Scores carry one decimal; differences of them must not miss by rounding. */
static bool at_least(double x, double limit) { return x >= limit - 1e-9; }

static bool improved(const struct measure *m, double baseline, double gain)
{
    const bool points = at_least(gain, m->matters);
    if (m->share <= 0)
        return points;
    const bool part = baseline > 0 && at_least(gain / baseline, m->share);
    return baseline < m->both_below ? points && part : points || part;
}

static enum journal_verdict verdict(const struct measure *m, double baseline,
                                    double now)
{
    const double gain = m->higher_better ? now - baseline : baseline - now;
    const double room = m->higher_better ? m->max - baseline : baseline;
    if (at_least(-gain, m->matters))
        return JOURNAL_WORSE;
    if (improved(m, baseline, gain))
        return now <= m->recovered ? JOURNAL_RECOVERED : JOURNAL_BETTER;
    return room < m->matters ? JOURNAL_TOO_LOW : JOURNAL_SAME;
}

enum sp_status journal_change(const char *measure, double baseline, double now,
                              struct journal_change *out, struct sp_error *err)
{
    static const char *const said[] = {
        [JOURNAL_SAME] = N_("no change large enough to matter"),
        [JOURNAL_BETTER] = N_("better by enough to matter"),
        [JOURNAL_RECOVERED] =
            N_("better, and as low as in people who feel recovered"),
        [JOURNAL_WORSE] = N_("worse by enough to matter"),
        [JOURNAL_TOO_LOW] =
            N_("the first score leaves too little room to judge"),
    };
    const struct measure *m = find(measure);
    if (!m)
        return sp_fail(err, SP_E_NOTFOUND, _("there is no measure \"%.40s\""),
                       measure ? measure : "");
    const bool grc = strcmp(m->id, "grc") == 0;
    out->matters = grc ? 0 : m->matters;
    if (grc) /* itself a judgement of change */
        out->verdict = now >= m->matters    ? JOURNAL_BETTER
                       : now <= -m->matters ? JOURNAL_WORSE
                                            : JOURNAL_SAME;
    else
        out->verdict = verdict(m, baseline, now);
    (void)snprintf(out->text, sizeof out->text, _("In %s: %s."),
                   words_say(m->name), words_say(said[out->verdict]));
    return SP_OK;
}
