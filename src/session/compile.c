/*
 * From a day's items to a timeline: what is said and shown, second by second.
 * Each cue owns its time; the next begins where it ends, so two voices can
 * never meet. Speech is paced by the words' own length, never squeezed.
 */
#include "session/session_internal.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static void put_dose(struct line *l, const struct compiler *c)
{
    const int reps = c->item->reps;
    char time[60];
    line_seconds(time, c->w.has_hold ? c->item->hold_s : c->item->duration_s);
    if (c->w.has_hold && reps > 1)
        line_put(l, words_plural(reps, "%d hold of %s", "%d holds of %s"), reps,
                 time);
    else if (c->w.has_hold || c->item->duration_s > 0)
        line_put(l, "%s", time);
    else
        line_put(l, words_plural(reps, "%d time", "%d times"), reps);
    line_put(l, "%s.",
             c->ex->sides == CARE_EACH_SIDE ? _(", on each side") : "");
}

static void add_ready(struct compiler *c, bool first)
{
    struct line say = {0}, caption = {0};
    line_put(&caption, "%s. ", c->ex->name);
    put_dose(&caption, c);
    line_put(&say, "%s %s", first ? _("We begin with:") : _("Next:"),
             caption.text);
    c->at = c->w.start_show;
    struct session_cue *cue =
        cue_add(c, SESSION_READY, cue_with_pause(cue_speech_s(c, &say), 5),
                say.text, caption.text);
    if (cue)
        cue->chime = true;
    cue_show(c, cue, c->at);
}

static void add_other_side(struct compiler *c)
{
    struct line say = {0};
    line_put(&say, _("Change sides. Now the %s."), care_side_word(c->side));
    c->at = c->w.start_show;
    struct session_cue *cue =
        cue_add(c, SESSION_SIDES, cue_with_pause(cue_speech_s(c, &say), 4),
                say.text, NULL);
    if (cue)
        cue->chime = true;
    cue_show(c, cue, c->at);
}

static void add_item(struct compiler *c, int index)
{
    c->item_index = index;
    c->item = &c->t->item[index];
    c->exercise = c->item->exercise;
    c->ex = care_exercise_at(c->lib, c->exercise);
    if (!c->ex || !c->ex->scene || c->ex->step_count == 0) {
        c->st =
            sp_fail(c->err, SP_E_RANGE,
                    _("%s has no steps to be guided through; it can be read "
                      "in the library only"),
                    c->ex ? c->ex->id : _("an item"));
        return;
    }
    c->w = walk_of(c->ex, c->item->variant);
    c->legs = session_legs(c->ex, c->item->variant, c->leg, SESSION_LEGS_MAX);
    const bool each = c->ex->sides == CARE_EACH_SIDE;
    c->side = each ? 1 : 0;
    add_ready(c, index == 0);
    movement_add_side(c);
    if (each) {
        c->side = 2;
        add_other_side(c);
        movement_add_side(c);
    }
    c->side = 0;
}

static void add_intro(struct compiler *c, int count)
{
    struct line say = {0};
    if (!c->talk->brief)
        line_put(&say,
                 words_plural(count, "Welcome. %d movement today. ",
                              "Welcome. %d movements today. "),
                 count);
    line_put(&say,
             _("Move slowly, and keep every stretch mild. If anything hurts, "
               "stop. You can stop at any time."));
    c->item_index = c->exercise = -1;
    cue_add(c, SESSION_INTRO, cue_with_pause(cue_speech_s(c, &say), 6),
            say.text, NULL);
}

static void add_end(struct compiler *c)
{
    c->item_index = c->exercise = -1;
    c->side = c->rep = c->reps = 0;
    struct line say = {0};
    line_put(&say, "%s",
             _("That is all for today. Well done. Rest a moment, and get up "
               "slowly when you are ready."));
    struct session_cue *cue =
        cue_add(c, SESSION_END, cue_with_pause(cue_speech_s(c, &say), 12),
                say.text, NULL);
    if (cue)
        cue->chime = true;
}

enum sp_status session_compile(const struct care_library *lib,
                               const struct care_item *items, int count,
                               const struct care_talk *talk,
                               struct session_timeline **out,
                               struct sp_error *err)
{
    *out = NULL;
    if (count < 1 || count > CARE_DAY_ITEMS)
        return sp_fail(err, SP_E_RANGE,
                       _("a session holds 1 to %d movements, not %d"),
                       CARE_DAY_ITEMS, count);
    struct session_timeline *t = calloc(1, sizeof *t);
    if (t)
        t->item = calloc((size_t)count, sizeof *t->item);
    if (!t || !t->item) {
        session_timeline_free(t);
        return sp_fail(err, SP_E_NOMEM, _("out of memory"));
    }
    memcpy(t->item, items, (size_t)count * sizeof *items);
    t->items = count;

    struct compiler c = {.lib = lib, .talk = talk, .t = t, .err = err};
    add_intro(&c, count);
    for (int i = 0; i < count && c.st == SP_OK; i++)
        add_item(&c, i);
    if (c.st == SP_OK)
        add_end(&c);
    if (c.st != SP_OK) {
        session_timeline_free(t);
        return c.st;
    }
    *out = t;
    return SP_OK;
}
