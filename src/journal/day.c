/* Days of the calendar and times of day: text to numbers and back. */
#include "journal/journal_internal.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

static bool digits(const char *s, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *value = *value * 10 + (s[i] - '0');
    }
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool journal_parse_day(const char *text, int *year, int *month, int *dom)
{
    return text && strlen(text) == 10 && digits(text, 4, year) &&
           text[4] == '-' && digits(text + 5, 2, month) && text[7] == '-' &&
           digits(text + 8, 2, dom) && *year >= 1900 && *year <= 2999 &&
           *month >= 1 && *month <= 12 && *dom >= 1 &&
           *dom <= days_in_month(*year, *month);
}

bool journal_parse_clock(const char *text, int *minute_of_day)
{
    int hour, minute;
    if (!text || strlen(text) != 5 || !digits(text, 2, &hour) ||
        text[2] != ':' || !digits(text + 3, 2, &minute) || hour > 23 ||
        minute > 59)
        return false;
    *minute_of_day = hour * 60 + minute;
    return true;
}

enum sp_status journal_check_day(const char *day, struct sp_error *err)
{
    int y, m, d;
    if (journal_parse_day(day, &y, &m, &d))
        return SP_OK;
    return sp_fail(err, SP_E_PARSE,
                   _("day: \"%.40s\" is not a day of the calendar, need "
                     "YYYY-MM-DD between 1900 and 2999"),
                   day ? day : "");
}

/* Civil day to day count (Howard Hinnant, "chrono-compatible low-level date
 * algorithms", 2013); years start in March so that leap days end them. */
int journal_day_number(const char *day)
{
    int y, m, d;
    if (!journal_parse_day(day, &y, &m, &d))
        return 0;
    y -= m <= 2;
    const int era = y / 400, yoe = y - era * 400;
    const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void journal_day_text(int number, char day[11])
{
    const int z = number + 719468;
    const int era = z / 146097, doe = z - era * 146097;
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int mp = (5 * doy + 2) / 153;
    const int d = doy - (153 * mp + 2) / 5 + 1;
    const int m = mp < 10 ? mp + 3 : mp - 9;
    const int y = yoe + era * 400 + (m <= 2);
    char text[40];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d);
    memcpy(day, text, 10);
    day[10] = '\0';
}

int journal_weekday(int day_number)
{
    return ((day_number + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
}
