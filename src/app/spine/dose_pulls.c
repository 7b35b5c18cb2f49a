/*
 * What pulls give the discs: a protocol's curve as the table, the slope or the
 * hands give it, through the load model and the discs as any movement. Loads
 * are solved between two holdings of the doses' lock, never in it.
 */
#include "app/spine/dose_work.h"
#include "app/traction/traction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What an answer depends on beside the body. */
static json_t *key_of(const struct app_pull *pull, double held_s)
{
    return json_pack("{s:o, s:i, s:f, s:f}", "protocol",
                     care_protocol_json(&pull->protocol), "step",
                     pull->limits.step, "mass_kg", pull->who.mass_kg, "held_s",
                     fmin(held_s, 1e6));
}

const struct care_relief *dose_pull_kept(const struct app_doses *d,
                                         const struct app_pull *pull,
                                         double held_s)
{
    const struct care_relief *found = NULL;
    json_t *key = key_of(pull, held_s);
    for (int i = 0; key && i < DOSE_PULLS && !found; i++)
        if (d->pull[i].key && json_equal(d->pull[i].key, key))
            found = &d->pull[i].relief;
    json_decref(key);
    return found;
}

static bool find(struct app *app, const struct app_pull *pull, double held_s,
                 struct care_relief *out)
{
    const bool ready = app_doses_hold(app, &pull->body) != NULL;
    const struct care_relief *kept =
        ready ? dose_pull_kept(app->doses, pull, held_s) : NULL;
    if (kept)
        *out = *kept;
    app_doses_let(app);
    return kept != NULL;
}

static void keep(struct app_doses *d, const struct app_pull *pull,
                 double held_s, const struct care_relief *relief)
{
    struct kept_pull *oldest = &d->pull[d->pulls++ % DOSE_PULLS];
    json_decref(oldest->key);
    *oldest = (struct kept_pull){key_of(pull, held_s), *relief};
}

/* The curve as far as it was held; 0 spans when nothing was. */
static int curve_held(const struct app_pull *pull, double held_s,
                      struct care_pull_span *span)
{
    struct sp_body body;
    if (sp_body_init(&body, &pull->body, NULL))
        return 0;
    const int count = care_protocol_curve(
        &pull->protocol, app_pull_top(pull, &body), span, CARE_PULL_SPANS_MAX);
    return care_curve_cut(&pull->protocol, held_s, span, count,
                          CARE_PULL_SPANS_MAX);
}

struct care_relief app_pull_relief(struct app *app, const struct app_pull *pull,
                                   double held_s)
{
    struct care_relief relief = {.known = false};
    struct sp_disc_hold hold[APP_PULL_HOLDS];
    struct sp_error err;
    int holds = 0;
    if (find(app, pull, held_s, &relief))
        return relief;
    struct care_pull_span *span = calloc(CARE_PULL_SPANS_MAX, sizeof *span);
    const int count = span ? curve_held(pull, held_s, span) : 0;
    if (count > 0 &&
        !app_pull_holds(app, pull, span, count, hold, &holds, &err)) {
        if (app_doses_hold(app, &pull->body)) {
            relief = dose_of(app->doses, hold, holds);
            keep(app->doses, pull, held_s, &relief);
        }
        app_doses_let(app);
    }
    free(span);
    return relief;
}
