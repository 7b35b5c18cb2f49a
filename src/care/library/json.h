/* The library as an open dataset; library/schema/library.schema.json. */
#ifndef CARE_JSON_H
#define CARE_JSON_H

#include <jansson.h>

#include "care/care.h"

/*
 * Every exercise with dose, sides, phases, modality, tags, cautions, stop
 * rules, evidence and sources; equipment, facts and sources beside them. With
 * a screen each exercise also says what is allowed. NULL when memory is short;
 * the caller owns the reference.
 */
json_t *care_library_json(const struct care_library *lib,
                          const struct care_screen *screen);
#endif
