/* A log of force as it was delivered: seconds, newtons, checked row by row. */
#include "care/pull/protocol.h"
#include "text/text.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

static const double gap_s = 30; // a longer silence is a hole, not a sample rate
static const double force_max_N = 2000, time_max_s = 7200;

static enum sp_status check_row(const struct care_force_log *log, int i,
                                const char *file, int line,
                                struct sp_error *err)
{
    const double t = log->time_s[i], N = log->force_N[i];
    if (t < 0)
        return sp_fail(err, SP_E_RANGE,
                       _("%s:%d: %g seconds: a time cannot be negative."), file,
                       line, t);
    if (t > time_max_s)
        return sp_fail(err, SP_E_RANGE,
                       _("%s:%d: %g seconds is beyond two hours."), file, line,
                       t);
    if (i > 0 && t <= log->time_s[i - 1])
        return sp_fail(err, SP_E_RANGE,
                       _("%s:%d: %g seconds comes after %g: each row needs a "
                         "later time."),
                       file, line, t, log->time_s[i - 1]);
    // a log begins with the pull, not at an hour of the day
    const double before = i > 0 ? log->time_s[i - 1] : 0;
    if (t - before > gap_s)
        return sp_fail(err, SP_E_RANGE,
                       _("%s:%d: nothing is told between %g and %g seconds; a "
                         "log has no holes longer than %g s."),
                       file, line, before, t, gap_s);
    if (!(N >= 0 && N <= force_max_N))
        return sp_fail(err, SP_E_RANGE,
                       _("%s:%d: %g newtons is outside 0 to %g."), file, line,
                       N, force_max_N);
    return SP_OK;
}

static enum sp_status read_row(const struct text_csv *csv, int i,
                               const int column[2], const char *file,
                               struct care_force_log *log, struct sp_error *err)
{
    static const char *const name[2] = {"seconds", "newtons"};
    double *const to[2] = {&log->time_s[i], &log->force_N[i]};
    for (int k = 0; k < 2; k++) {
        const char *text = text_csv_at(csv, i, column[k]);
        if (!text_to_number(text, to[k]))
            return sp_fail(err, SP_E_PARSE,
                           _("%s:%d: %s: found '%.20s', expected a number."),
                           file, text_csv_line(csv, i), name[k], text);
    }
    return check_row(log, i, file, text_csv_line(csv, i), err);
}

enum sp_status care_force_log_read(const char *file, const char *bytes,
                                   size_t len, struct care_force_log *log,
                                   struct sp_error *err)
{
    struct text_csv *csv = NULL;
    *log = (struct care_force_log){0};
    enum sp_status st = text_csv_parse(&csv, file, bytes, len, err);
    if (st != SP_OK)
        return st;
    const int rows = text_csv_rows(csv);
    const int column[2] = {text_csv_column(csv, "seconds"),
                           text_csv_column(csv, "newtons")};
    if (column[0] < 0 || column[1] < 0)
        st = sp_fail(
            err, SP_E_PARSE,
            _("%s:1: the table needs the columns seconds, newtons, with a "
              "comma between."),
            file);
    else if (rows < 2 || rows > CARE_FORCE_LOG_MAX)
        st = sp_fail(err, SP_E_RANGE,
                     _("%s: %d rows of force; a log has 2 to %d of them."),
                     file, rows, CARE_FORCE_LOG_MAX);
    if (st == SP_OK) {
        log->time_s = calloc((size_t)rows, sizeof(double));
        log->force_N = calloc((size_t)rows, sizeof(double));
        if (!log->time_s || !log->force_N)
            st = sp_fail(err, SP_E_NOMEM, _("%s: out of memory"), file);
    }
    for (int i = 0; st == SP_OK && i < rows; i++, log->count++)
        st = read_row(csv, i, column, file, log, err);
    text_csv_free(csv);
    if (st != SP_OK)
        care_force_log_release(log);
    return st;
}

void care_force_log_release(struct care_force_log *log)
{
    free(log->time_s);
    free(log->force_N);
    *log = (struct care_force_log){0};
}

double care_force_log_at(const struct care_force_log *log, double t_s)
{
    int low = 0, high = log->count - 1;
    if (log->count == 0 || t_s < log->time_s[0] || t_s > log->time_s[high])
        return 0;
    while (high - low > 1) {
        const int mid = (low + high) / 2;
        if (log->time_s[mid] <= t_s)
            low = mid;
        else
            high = mid;
    }
    const double x = high == low ? 0
                                 : (t_s - log->time_s[low]) /
                                       (log->time_s[high] - log->time_s[low]);
    return log->force_N[low] + x * (log->force_N[high] - log->force_N[low]);
}
