/* A protocol drawn before anyone lies down: the curve, what is left of it for
 * the spine, each disc's load and height, and what limits it. */
#include "app/traction/traction.h"
#include "app/spine/spine_internal.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 8 };

/* ---- reading ---------------------------------------------------------------
 */

/* A protocol by id, or told in full; `csv` NULL without a log. */
static enum sp_status read_body(struct app *app, const json_t *body,
                                struct care_protocol *p, const char **csv,
                                struct sp_error *err)
{
    const char *id = NULL;
    *csv = NULL;
    if (!json_is_object(body))
        return sp_fail(err, SP_E_PARSE,
                       _("The body must be a JSON object; send {…}."));
    enum sp_status s =
        app_read_text(body, "csv", false, APP_PULL_CSV_MAX, csv, err);
    if (!s)
        s = app_read_text(body, "protocol", false, CARE_ID_MAX - 1, &id, err);
    if (s)
        return s;
    if (id && json_object_size(body) > (json_object_get(body, "csv") ? 2 : 1))
        return sp_fail(
            err, SP_E_RANGE,
            _("protocol: names a whole protocol; leave out its id or "
              "the other fields."));
    if (id)
        return app_protocol_find(app, id, p, err);
    json_t *fields = json_copy((json_t *)(uintptr_t)body);
    if (!fields)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a protocol."));
    json_object_del(fields, "csv");
    s = care_protocol_read(fields, p, err);
    json_decref(fields);
    return s == SP_E_PARSE ? (err->status = SP_E_RANGE) : s;
}

/* ---- the answer ------------------------------------------------------------
 */

static json_t *limits_json(const struct app_pull *pull)
{
    const struct care_pull_limits *l = &pull->limits;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:s}", "force_N",
                     app_number(l->force_N), "minutes", app_number(l->minutes),
                     "hold_s", app_number(l->hold_s), "total_s",
                     app_number(l->total_s), "angle_deg",
                     app_number(l->angle_deg), "reps", l->reps, "per_week",
                     l->per_week, "step", l->step, "text", l->text);
}

static json_t *curve_json(const struct app_pull *pull,
                          const struct sp_body *body,
                          const struct care_pull_span *spans, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        const struct care_pull_span *s = &spans[i];
        json_array_append_new(
            list,
            json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:i}", "phase",
                      care_pull_phase_id(s->phase), "start_s", s->start_s,
                      "length_s", s->length_s, "from_N", s->from_N, "to_N",
                      s->to_N, "net_from_N",
                      app_pull_net(pull, body, s->from_N), "net_to_N",
                      app_pull_net(pull, body, s->to_N), "cycle", s->cycle));
    }
    return list;
}

static json_t *discs_json(const struct app_pull_effect *e)
{
    json_t *list = json_array();
    for (int d = SP_DISCS - 1; e->held && d >= 0; d--) {
        json_t *mm =
            e->times ? app_number(e->mm[e->times - 1][d]) : json_null();
        json_array_append_new(
            list,
            json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o, s:f, "
                      "s:f}",
                      "name", sp_disc_name(d), "standing_N", e->standing_N[d],
                      "base_N", e->base_N[d], "rest_N", e->rest_N[d], "hold_N",
                      e->hold_N[d], "low_N", e->low_N[d], "high_N",
                      e->high_N[d], "ratio_rest",
                      e->rest_N[d] / e->standing_N[d], "ratio",
                      e->hold_N[d] / e->standing_N[d], "mm", mm, "low_mm",
                      e->end_low_mm[d], "high_mm", e->end_high_mm[d]));
    }
    return list;
}

static json_t *gain_json(const struct sp_disc_gain *g)
{
    return json_pack("{s:f, s:f, s:f}", "mm", g->mm, "low_mm", g->low_mm,
                     "high_mm", g->high_mm);
}

static json_t *heights_json(const struct app_pull_effect *e)
{
    json_t *times = json_array(), *rows = json_array();
    for (int i = 0; i < e->times; i++) {
        json_t *row = json_array();
        json_array_append_new(times, json_real(e->time_s[i]));
        for (int d = SP_DISCS - 1; d >= 0; d--)
            json_array_append_new(row, json_real(e->mm[i][d]));
        json_array_append_new(rows, row);
    }
    if (e->times == 0) {
        json_decref(times);
        json_decref(rows);
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "times_s", times, "mm", rows,
                     "lumbar", gain_json(&e->dose.gained[SP_DISC_LUMBAR]),
                     "lumbar_later", gain_json(&e->dose.left[SP_DISC_LUMBAR]));
}

static json_t *ahead_json(struct app *app, const struct app_pull *pull)
{
    struct care_pull_next next[AHEAD];
    json_t *list = json_array();
    const int n = care_pull_ahead(app->library, &app->safety.screen,
                                  pull->protocol.kind, &pull->who, next, AHEAD);
    for (int i = 0; i < n; i++)
        json_array_append_new(
            list,
            json_pack(
                "{s:i, s:s, s:o, s:o, s:o, s:o, s:i, s:i, s:b}", "session",
                i + 1, "text", next[i].text, "force_N",
                app_number(next[i].review ? (double)NAN : next[i].force_N),
                "minutes",
                app_number(next[i].review ? (double)NAN : next[i].minutes),
                "hold_s", app_number(next[i].hold_s), "angle_deg",
                app_number(next[i].angle_deg), "reps", next[i].reps, "per_week",
                next[i].per_week, "review", (int)next[i].review));
    return list;
}

static json_t *levels_json(void)
{
    json_t *list = json_array();
    for (int l = CARE_LEVEL_ANY + 1; l < CARE_PULL_LEVELS; l++) {
        double low, high;
        (void)care_pull_level_hip((enum care_pull_level)l, &low, &high);
        json_array_append_new(
            list, json_pack("{s:s, s:f, s:f}", "level",
                            care_pull_level_id((enum care_pull_level)l),
                            "hip_low_deg", low, "hip_high_deg", high));
    }
    return list;
}

/* One sentence: what the pull comes to at the low back. */
static void sum_up(const struct app_pull *pull, const struct app_pull_effect *e,
                   char *out, size_t size)
{
    char top[32], net[32];
    care_force_text(e->top_N, pull->who.units, false, top);
    care_force_text(e->net_N, pull->who.units, false, net);
    if (pull->protocol.kind == CARE_PROTOCOL_TRACTION && e->net_N <= 0)
        snprintf(out, size,
                 _("Of %s nothing reaches the low back: friction on a table in "
                   "one piece holds the lower body."),
                 top);
    else if (pull->protocol.kind == CARE_PROTOCOL_TRACTION &&
             pull->protocol.plain)
        snprintf(out, size,
                 _("Of %s about %s reaches the low back; friction takes the "
                   "rest."),
                 top, net);
    else if (pull->protocol.kind == CARE_PROTOCOL_INVERSION && e->net_N <= 0)
        snprintf(
            out, size,
            _("At this angle friction on the table may carry the body; what "
              "pulls at the low back is small."));
    else if (pull->protocol.kind == CARE_PROTOCOL_TRACTION)
        snprintf(out, size,
                 _("All of %s reaches the low back: the table's halves roll "
                   "apart."),
                 top);
    else
        snprintf(out, size, _("About %s pulls at the low back."), net);
}

static const char *basis(const struct app_pull *pull)
{
    switch (pull->protocol.kind) {
    case CARE_PROTOCOL_HANG:
        return _(
            "The weight below the low back, as much of it as the feet leave "
            "to the arms; that share is our estimate.");
    case CARE_PROTOCOL_INVERSION:
        return _(
            "The weight above the low back along the slope, less friction "
            "of 0.35 on the table (0.2 to 0.5 are possible). Physics, not a "
            "goal.");
    case CARE_PROTOCOL_PARTNER:
        return _(
            "Nobody measures a partner's pull at home; a mild lean is drawn "
            "as the force that you set.");
    case CARE_PROTOCOL_TRACTION:
    case CARE_PROTOCOL_KINDS:
        break;
    }
    return _(
        "The belt's pull less friction of the lower body on the table "
        "(Coulomb; about half of its weight in teaching texts). Hip angles "
        "by level are often taught and not proven.");
}

static json_t *design_json(const struct app_pull *pull,
                           const struct app_pull_effect *e,
                           const struct care_pull_span *spans, int count)
{
    struct sp_body body;
    char said[300];
    const struct care_pull_span *last = &spans[count - 1];
    if (sp_body_init(&body, &pull->body, NULL) != SP_OK)
        return NULL;
    sum_up(pull, e, said, sizeof said);
    return json_pack(
        "{s:o, s:b, s:o, s:o, s:f, s:f, s:f, s:f, s:f, s:o, s:o, s:o, s:s, "
        "s:s, s:s, s:o}",
        "protocol", care_protocol_json(&pull->protocol), "allowed",
        (int)pull->allowed, "why", app_text(pull->why[0] ? pull->why : NULL),
        "limits", limits_json(pull), "top_N", e->top_N, "net_N", e->net_N,
        "length_s", last->start_s + last->length_s, "impulse_Ns",
        care_curve_impulse(spans, count), "hip_deg",
        care_protocol_hip(&pull->protocol), "curve",
        curve_json(pull, &body, spans, count), "discs", discs_json(e),
        "heights", heights_json(e), "note", e->note, "text", said, "basis",
        basis(pull), "levels", levels_json());
}

/* ---- POST /traction/design -------------------------------------------------
 */

struct drawing {
    struct app_pull pull;
    struct app_pull_effect effect;
    struct care_pull_span span[CARE_PULL_SPANS_MAX];
};

static enum sp_status draw(struct app *app, struct drawing *d, const char *csv,
                           json_t *ahead, json_t **answer, struct sp_error *err)
{
    struct sp_body body;
    struct care_force_log log = {0};
    enum sp_status s = sp_body_init(&body, &d->pull.body, err);
    if (!s && csv)
        s = care_force_log_read("csv", csv, strlen(csv), &log, err);
    if (s)
        return s == SP_E_PARSE ? (err->status = SP_E_RANGE) : s;
    const int64_t begun = app_spine_us();
    const double top_N = app_pull_top(&d->pull, &body);
    const int count = care_protocol_curve(&d->pull.protocol, top_N, d->span,
                                          CARE_PULL_SPANS_MAX);
    if (count == 0)
        s = sp_fail(err, SP_E_RANGE,
                    _("minutes: the times leave no room for a hold."));
    if (!s)
        s = app_pull_effect(app, &d->pull, d->span, count, &d->effect, err);
    if (!s && !(*answer = design_json(&d->pull, &d->effect, d->span, count)))
        s = sp_fail(err, SP_E_NOMEM, _("Not enough memory for this answer."));
    if (!s) {
        json_object_set(*answer, "ahead", ahead);
        json_object_set_new(
            *answer, "overlay",
            csv ? app_pull_overlay(&d->pull, &log, d->span, count)
                : json_null());
        json_object_set_new(*answer, "ms",
                            json_real((double)(app_spine_us() - begun) / 1000));
    }
    care_force_log_release(&log);
    return s;
}

enum sp_status app_op_traction_design(struct app *app,
                                      const struct app_request *request,
                                      struct app_answer *answer,
                                      struct sp_error *err)
{
    const char *csv = NULL;
    json_t *design = NULL, *ahead = NULL;
    struct drawing *d = calloc(1, sizeof *d);
    if (!d)
        return sp_fail(err, SP_E_NOMEM, _("Not enough memory for a pull."));
    pthread_mutex_lock(&app->lock);
    enum sp_status s =
        read_body(app, request->body, &d->pull.protocol, &csv, err);
    if (!s)
        s = app_pull_ready(app, false, &d->pull, err);
    if (!s)
        ahead = ahead_json(app, &d->pull);
    pthread_mutex_unlock(&app->lock);
    if (!s)
        s = draw(app, d, csv, ahead, &design, err);
    json_decref(ahead);
    free(d);
    return s ? s : app_give(answer, design, err);
}
