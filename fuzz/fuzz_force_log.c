/* Logs of delivered force: any bytes are read or refused, and what is read can
 * be asked at any time. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "care/pull/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct care_force_log log;
    struct care_protocol p;
    struct sp_error err;
    if (care_force_log_read("f.csv", (const char *)data, size, &log, &err) ==
        SP_OK) {
        for (double t = -1; t < 100; t += 7)
            if (!(care_force_log_at(&log, t) >= 0))
                abort();
        care_force_log_release(&log);
    }
    if (care_protocol_yaml("p.yaml", (const char *)data, size, &p, &err) ==
        SP_OK) {
        struct care_pull_span span[64];
        const int n = care_protocol_curve(&p, 100, span, 64);
        for (int i = 0; i < n; i++)
            if (!(span[i].length_s > 0) || !(span[i].to_N >= -1e-9))
                abort();
    }
    return 0;
}
