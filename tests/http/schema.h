/*
 * As much of JSON Schema 2020-12 as docs/openapi.yaml uses, over the YAML
 * tree: type, enum, properties, required, additionalProperties, items,
 * minItems, maxItems, minimum, maximum, $ref, anyOf, allOf. A word that is not
 * known here fails, so that the document cannot promise what is not checked.
 */
#ifndef TEST_HTTP_SCHEMA_H
#define TEST_HTTP_SCHEMA_H

#include <jansson.h>

#include "text/text.h"

/* True when value follows schema; else why[] names the place and the rule. */
bool schema_holds(const struct text_node *document,
                  const struct text_node *schema, const json_t *value,
                  char *why, size_t size);
/* Follows $ref as far as it goes; NULL when it leads nowhere. */
const struct text_node *schema_follow(const struct text_node *document,
                                      const struct text_node *node);

#endif
