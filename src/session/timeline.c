/*
 * A timeline that has been made: what is on now, and all of it in words.
 */
#include "session/session_internal.h"

#include <stdlib.h>

void session_timeline_free(struct session_timeline *t)
{
    if (!t)
        return;
    for (int i = 0; i < t->cues; i++) {
        free(t->cue[i].say);
        free(t->cue[i].caption);
    }
    free(t->cue);
    free(t->item);
    free(t);
}

int session_cue_at(const struct session_timeline *t, int64_t position_ms)
{
    int low = 0, high = t->cues - 1;
    while (low < high) {
        const int mid = (low + high + 1) / 2;
        if (t->cue[mid].start_ms <= position_ms)
            low = mid;
        else
            high = mid - 1;
    }
    return low;
}

void session_transcript(const struct session_timeline *t,
                        const struct care_library *lib,
                        bool (*write)(void *ctx, const char *line), void *ctx)
{
    for (int i = 0; i < t->cues; i++) {
        const struct session_cue *cue = &t->cue[i];
        const struct care_exercise *ex =
            cue->figure_exercise >= 0
                ? care_exercise_at(lib, cue->figure_exercise)
                : NULL;
        struct line l = {0};
        line_put(&l, "%02d:%02d  ", (int)(cue->start_ms / 60000),
                 (int)(cue->start_ms / 1000 % 60));
        if (ex)
            line_put(&l, "%s%s%s: ", ex->name, cue->side ? ", " : "",
                     cue->side ? care_side_word(cue->side) : "");
        line_put(&l, "%s", cue->say ? cue->say : "");
        if (!cue->say)
            line_put(&l, "(%s)", cue->caption);
        if (!write(ctx, l.text))
            return;
    }
}
