#include <stdlib.h>
#include <string.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_csv *csv;
    struct sp_error err;
    if (text_csv_parse(&csv, "fuzz", (const char *)data, size, &err) != SP_OK)
        return 0;
    size_t total = 0;
    const int column = text_csv_column(csv, "id");
    for (int row = 0; row < text_csv_rows(csv) && column >= 0; row++)
        total += strlen(text_csv_at(csv, row, column));
    if (total > size)
        abort();
    text_csv_free(csv);
    return 0;
}
