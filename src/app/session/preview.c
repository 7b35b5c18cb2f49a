/* A session as it would be, cue by cue, without starting it. */
#include "app/session/play.h"

#include <stdlib.h>

#include "text/words.h"

static bool add_line(void *ctx, const char *line)
{
    return json_array_append_new(ctx, json_string(line)) == 0;
}

static json_t *preview_json(const struct app *app,
                            const struct session_timeline *t)
{
    json_t *cues = json_array(), *transcript = json_array();
    for (int i = 0; i < t->cues; i++)
        json_array_append_new(cues,
                              app_cue_json(app, t, i, words_language(), false));
    session_transcript(t, app->library, add_line, transcript);
    return json_pack("{s:I, s:o, s:o}", "length_ms", (json_int_t)t->length_ms,
                     "cues", cues, "transcript", transcript);
}

enum sp_status app_op_session_preview(struct app *app,
                                      const struct app_request *request,
                                      struct app_answer *answer,
                                      struct sp_error *err)
{
    struct session_timeline *t = NULL;
    struct app_wanted *w = calloc(1, sizeof *w);
    if (!w)
        return sp_fail(err, SP_E_NOMEM,
                       _("Not enough memory for the session."));
    enum sp_status s = app_wanted_read(app, request->body, w, err);
    if (!s)
        s = app_wanted_compile(app, w, &t, err);
    if (!s)
        s = app_give(answer, preview_json(app, t), err);
    if (t)
        session_timeline_free(t);
    free(w);
    return s;
}
