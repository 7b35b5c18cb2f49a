/* Days as people write them, in the language in use. */
#include "text/words.h"

#include <stdio.h>
#include <string.h>

static const char *const month_name[] = {
    N_("January"),   N_("February"), N_("March"),    N_("April"),
    N_("May"),       N_("June"),     N_("July"),     N_("August"),
    N_("September"), N_("October"),  N_("November"), N_("December")};

/* The two digits at `at`. */
static int two(const char *at) { return 10 * (at[0] - '0') + (at[1] - '0'); }

/* The month of a day, or NULL for a text that is none. */
static const char *month_of(const char *day)
{
    int month = 0;
    if (strlen(day) >= 10 && strspn(day + 5, "0123456789") == 2 &&
        strspn(day + 8, "0123456789") >= 2)
        month = two(day + 5);
    return month >= 1 && month <= 12 ? words_say(month_name[month - 1]) : NULL;
}

/* Bytes of the first three letters. */
static int three(const char *name)
{
    int n = 0, letters = 0;
    for (; name[n]; n++)
        if ((name[n] & 0xC0) != 0x80 && ++letters > 3)
            break;
    return n;
}

void words_day(const char *day, char out[32])
{
    const char *month = month_of(day);
    if (month)
        snprintf(out, 32, _("%d %s %.4s"), two(day + 8), month, day);
    else
        snprintf(out, 32, "%.31s", day);
}

void words_day_short(const char *day, bool year, char out[32])
{
    const char *month = month_of(day);
    if (month)
        snprintf(out, 32, "%d %.*s%s%.4s", two(day + 8), three(month), month,
                 year ? " " : "", year ? day : "");
    else
        snprintf(out, 32, "%.31s", day);
}
