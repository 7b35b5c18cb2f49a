/* Schedules of a day or a week. The first byte chooses table or YAML. What is
 * read comes back the same through JSON. */
#include <stdint.h>
#include <stdlib.h>

#include "app/spine/day.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct app_schedule schedule, again;
    struct sp_error err;
    if (size == 0)
        return 0;
    const char *file = data[0] % 2 ? "fuzz.csv" : "fuzz.yaml";
    if (app_schedule_read(&schedule, file, (const char *)data + 1, size - 1,
                          &err) != SP_OK)
        return 0;
    json_t *rows = app_schedule_json(&schedule);
    if (!rows || app_schedule_from_json(&again, rows, &err) != SP_OK ||
        again.count != schedule.count || again.days != schedule.days)
        abort();
    json_decref(rows);
    return 0;
}
