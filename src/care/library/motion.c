/* What an exercise shows: which steps belong to a variant, and which keyframe
 * a step reaches. */
#include <stdio.h>
#include <string.h>

#include "care/care.h"
#include "text/words.h"

int care_default_variant(const struct care_exercise *ex)
{
    for (int i = 0; i < ex->variant_count; i++)
        if (ex->variants[i].is_default)
            return i;
    return ex->variant_count > 0 ? 0 : -1;
}

int care_variant_find(const struct care_exercise *ex, const char *id)
{
    for (int i = 0; i < ex->variant_count; i++)
        if (ex->variants[i].id && strcmp(ex->variants[i].id, id) == 0)
            return i;
    return -1;
}

// -1 and anything that does not exist mean the default
static int variant_or_default(const struct care_exercise *ex, int variant)
{
    return variant >= 0 && variant < ex->variant_count
               ? variant
               : care_default_variant(ex);
}

bool care_step_in_variant(const struct care_exercise *ex, int step, int variant)
{
    const char *only = ex->steps[step].only;
    const int v = variant_or_default(ex, variant);
    return !only || (v >= 0 && strcmp(only, ex->variants[v].id) == 0);
}

// the keyframe that the common steps hold; -1 when nothing is held
static int held_keyframe(const struct care_exercise *ex, int variant)
{
    for (int i = 0; i < ex->step_count; i++)
        if (ex->steps[i].phase == CARE_HOLD && ex->steps[i].show >= 0 &&
            care_step_in_variant(ex, i, variant))
            return ex->steps[i].show;
    return -1;
}

int care_step_show(const struct care_exercise *ex, int step, int variant)
{
    const int show = ex->steps[step].show;
    const int v = variant_or_default(ex, variant);
    if (v < 0 || ex->variants[v].show < 0)
        return show;
    // a step of the variant's own says what it means
    if (ex->steps[step].only)
        return show;
    const int held = held_keyframe(ex, variant);
    return show >= 0 && show == held ? ex->variants[v].show : show;
}

const char *care_side_word(int side)
{
    return side == 2 ? _("left") : _("right");
}

void care_for_side(char *out, size_t size, const char *words, size_t len,
                   int side)
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *p = words, *end = words + len; p < end && used < size;) {
        const char *word = p;
        int bytes = 1;
        if (strncmp(p, "{side}", 6) == 0) {
            word = care_side_word(side);
            bytes = (int)strlen(word);
            p += 6;
        } else if (strncmp(p, "{other}", 7) == 0) {
            word = care_side_word(3 - side);
            bytes = (int)strlen(word);
            p += 7;
        } else {
            p++;
        }
        const int n = snprintf(out + used, size - used, "%.*s", bytes, word);
        used += n > 0 ? (size_t)n : 0;
    }
}
