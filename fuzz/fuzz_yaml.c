#include <stdlib.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// every node is reached, so a wrong count or link would be seen
static void walk(const struct text_node *node)
{
    switch (text_kind(node)) {
    case TEXT_SCALAR:
        if (!text_scalar(node) || text_line(node) < 1)
            abort();
        break;
    case TEXT_LIST:
    case TEXT_MAP:
        for (int i = 0; i < text_count(node); i++)
            walk(text_item(node, i));
        if (text_item(node, text_count(node)))
            abort();
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_yaml *doc;
    struct sp_error err;
    if (text_yaml_parse(&doc, "fuzz", (const char *)data, size, &err) ==
        SP_OK) {
        walk(text_yaml_root(doc));
        text_yaml_free(doc);
    }
    return 0;
}
