/* What a session is to hold, read and checked: shared by starting one and by
 * showing one beforehand, so that both pass the same gate. */
#ifndef APP_PLAY_H
#define APP_PLAY_H

#include "app/traction/traction.h"

struct app_wanted {
    struct care_item item[CARE_DAY_ITEMS];
    int items;
    double pain_before; /* NaN unknown */
    const json_t *places;
    bool from_plan;
    bool by_protocol; /* then this is it */
    struct app_pull pull;
};

/* The body of a session's start: quick questions, safety answers, each
 * exercise, and how often a day. SP_E_BLOCKED, SP_E_RANGE, SP_E_NOTFOUND. */
enum sp_status app_wanted_read(struct app *app, const json_t *body,
                               struct app_wanted *w, struct sp_error *err);
/* Its cues: a traction protocol follows the table's curve. */
enum sp_status app_wanted_compile(struct app *app, const struct app_wanted *w,
                                  struct session_timeline **t,
                                  struct sp_error *err);
/* One cue as the timeline tells it, its words in `language`; `spoken`: its
 * sound can be fetched. (cues.c) */
json_t *app_cue_json(const struct app *app, const struct session_timeline *t,
                     int n, const char *language, bool spoken);

enum sp_status app_op_session_preview(struct app *, const struct app_request *,
                                      struct app_answer *, struct sp_error *);
#endif
