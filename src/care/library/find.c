/* Reading the loaded library: by index and by id. */
#include "care/care_internal.h"

#include <string.h>

// count, element by index and index by id of one array
#define CARE_ARRAY(name, array, count, type)                                   \
    int care_##name##_count(const struct care_library *lib)                    \
    {                                                                          \
        return lib->count;                                                     \
    }                                                                          \
    const struct type *care_##name##_at(const struct care_library *lib, int i) \
    {                                                                          \
        return i >= 0 && i < lib->count ? &lib->array[i] : NULL;               \
    }

#define CARE_FIND(name, array, count)                                          \
    int care_##name##_find(const struct care_library *lib, const char *id)     \
    {                                                                          \
        for (int i = 0; i < lib->count; i++)                                   \
            if (lib->array[i].id && strcmp(lib->array[i].id, id) == 0)         \
                return i;                                                      \
        return -1;                                                             \
    }

CARE_ARRAY(exercise, exercise, exercises, care_exercise)
CARE_ARRAY(fact, fact, facts, care_fact)
CARE_ARRAY(lesson, lesson, lessons, care_lesson)
CARE_ARRAY(source, source, sources, care_source)
CARE_ARRAY(question, question, questions, care_question)
CARE_ARRAY(condition, condition, conditions, care_condition)
CARE_ARRAY(equipment, equipment, equipments, care_equipment)
CARE_FIND(exercise, exercise, exercises)
CARE_FIND(fact, fact, facts)
CARE_FIND(lesson, lesson, lessons)
CARE_FIND(source, source, sources)
CARE_FIND(question, question, questions)
CARE_FIND(condition, condition, conditions)
CARE_FIND(equipment, equipment, equipments)

const struct care_named_text *care_reason_at(const struct care_library *lib,
                                             int i)
{
    return i >= 0 && i < lib->reasons ? &lib->reason[i] : NULL;
}

const char *care_question_preface(const struct care_library *lib)
{
    return lib->preface ? lib->preface : "";
}

const struct care_stop_texts *care_stop_texts(const struct care_library *lib)
{
    return &lib->stop;
}

const struct care_rescreen_texts *
care_rescreen_texts(const struct care_library *lib)
{
    return &lib->rescreen;
}

const struct care_direction_texts *
care_direction_texts(const struct care_library *lib)
{
    return &lib->direction;
}

const struct care_clearance_rules *
care_clearance_rules(const struct care_library *lib)
{
    return &lib->clearance;
}

const char *care_emergency_number(const struct care_library *lib,
                                  const char *country)
{
    for (int i = 0; country && i < lib->numbers; i++)
        if (strcmp(lib->number[i].country, country) == 0)
            return lib->number[i].number;
    return lib->number_default ? lib->number_default : "";
}

static const struct care_outcome *outcome(const struct care_library *lib,
                                          const char *id)
{
    for (int i = 0; i < lib->outcomes; i++)
        if (strcmp(lib->outcome[i].id, id) == 0)
            return &lib->outcome[i];
    return NULL;
}

const char *care_triage_text(const struct care_library *lib, enum care_triage t)
{
    const struct care_outcome *o = outcome(lib, care_triage_id(t));
    return o ? o->text : "";
}

const char *care_triage_what(const struct care_library *lib, enum care_triage t)
{
    const struct care_outcome *o = outcome(lib, care_triage_id(t));
    return o ? o->what : "";
}
