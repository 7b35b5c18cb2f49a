/* Civil dates in the person's time zone. Gregorian day numbers after
 * H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
#include "app/app_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t app_wall_s(struct app *app)
{
    return app->clock.wall_s(app->clock.ctx);
}

int64_t app_now_ms(struct app *app)
{
    return app->clock.monotonic_ms(app->clock.ctx);
}

static struct tm local_time(struct app *app)
{
    const time_t now = (time_t)app_wall_s(app);
    struct tm tm;
    if (!localtime_r(&now, &tm))
        memset(&tm, 0, sizeof tm);
    return tm;
}

static long day_number(long y, unsigned m, unsigned d)
{
    y -= m <= 2;
    const long era = (y >= 0 ? y : y - 399) / 400;
    const unsigned yoe = (unsigned)(y - era * 400);
    const unsigned doy = (153 * (m + (m > 2 ? -3u : 9u)) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + (long)doe - 719468;
}

void app_day_print(long number, char day[APP_DAY])
{
    number += 719468;
    const long era = (number >= 0 ? number : number - 146096) / 146097;
    const unsigned doe = (unsigned)(number - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned d = doy - (153 * mp + 2) / 5 + 1;
    const unsigned m = mp < 10 ? mp + 3 : mp - 9;
    const long y = (long)yoe + era * 400 + (m <= 2);
    char text[48];
    snprintf(text, sizeof text, "%04ld-%02u-%02u", y, m, d);
    memcpy(day, text, APP_DAY - 1);
    day[APP_DAY - 1] = 0;
}

bool app_day_parse(const char *day, long *number)
{
    if (!day || strlen(day) != 10 || day[4] != '-' || day[7] != '-')
        return false;
    long part[3] = {0, 0, 0};
    int which = 0;
    for (const char *c = day; *c; c++) {
        if (*c == '-')
            which++;
        else if (*c >= '0' && *c <= '9' && which < 3)
            part[which] = part[which] * 10 + (*c - '0');
        else
            return false;
    }
    if (which != 2 || part[1] < 1 || part[1] > 12 || part[2] < 1)
        return false;
    const long n = day_number(part[0], (unsigned)part[1], (unsigned)part[2]);
    // 30 February would come back as another day
    char back[APP_DAY];
    app_day_print(n, back);
    if (strcmp(back, day))
        return false;
    *number = n;
    return true;
}

void app_today(struct app *app, char day[APP_DAY])
{
    const struct tm tm = local_time(app);
    app_day_print(day_number(tm.tm_year + 1900L, (unsigned)tm.tm_mon + 1,
                             (unsigned)tm.tm_mday),
                  day);
}

void app_clock_text(struct app *app, char hh_mm[6])
{
    const struct tm tm = local_time(app);
    const unsigned h = (unsigned)tm.tm_hour % 24, m = (unsigned)tm.tm_min % 60;
    hh_mm[0] = (char)('0' + h / 10);
    hh_mm[1] = (char)('0' + h % 10);
    hh_mm[2] = ':';
    hh_mm[3] = (char)('0' + m / 10);
    hh_mm[4] = (char)('0' + m % 10);
    hh_mm[5] = 0;
}

static int two_digits(const char *c)
{
    return c[0] >= '0' && c[0] <= '9' && c[1] >= '0' && c[1] <= '9'
               ? 10 * (c[0] - '0') + c[1] - '0'
               : -1;
}

int app_clock_minutes(const char *hh_mm)
{
    if (!hh_mm || strlen(hh_mm) != 5 || hh_mm[2] != ':')
        return -1;
    const int h = two_digits(hh_mm), m = two_digits(hh_mm + 3);
    return h >= 0 && h < 24 && m >= 0 && m < 60 ? 60 * h + m : -1;
}

int app_hour(struct app *app) { return local_time(app).tm_hour; }

void app_day_add(const char *day, long days, char out[APP_DAY])
{
    long n = 0;
    if (!app_day_parse(day, &n))
        n = 0;
    app_day_print(n + days, out);
}

long app_day_between(const char *from, const char *to)
{
    long a = 0, b = 0;
    if (!app_day_parse(from, &a) || !app_day_parse(to, &b))
        return 0;
    return b - a;
}

int app_weekday(const char *day)
{
    long n = 0;
    if (!app_day_parse(day, &n))
        return 0;
    // day 0 was a Thursday
    return (int)(((n + 3) % 7 + 7) % 7);
}

const char *app_weekday_name(int weekday)
{
    static const char *const name[7] = {
        N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
        N_("Friday"), N_("Saturday"), N_("Sunday")};
    return words_say(name[(weekday % 7 + 7) % 7]);
}

long app_year(struct app *app) { return local_time(app).tm_year + 1900L; }
