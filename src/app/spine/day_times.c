/* A day's times: from one to another, as a clock, and where a row stands. */
#include "app/spine/day_internal.h"

#include <stdio.h>

int app_day_after(int from_min, int to_min)
{
    return (to_min - from_min + APP_DAY_MIN) % APP_DAY_MIN;
}

int app_day_length(const struct app_day_row *r)
{
    return r->from_min == r->to_min ? APP_DAY_MIN
                                    : app_day_after(r->from_min, r->to_min);
}

void app_day_clock(int minutes, char out[6])
{
    const unsigned m = (unsigned)(minutes % APP_DAY_MIN);
    snprintf(out, 6, "%02u:%02u", m / 60 % 24, m % 60);
}

void app_day_place(const struct app_schedule *s, int line, char out[300])
{
    if (*s->file)
        snprintf(out, 300, "%s:%d", s->file, line);
    else
        snprintf(out, 300, "rows[%d]", line);
}
