/* Comparing doubles in tests: cmocka's own works in float. */
#ifndef TEST_NEAR_H
#define TEST_NEAR_H

#include <math.h>

#define assert_near(found, expected, tolerance)                                \
    do {                                                                       \
        const double f_ = (found), e_ = (expected);                            \
        if (!(fabs(f_ - e_) <= (tolerance)))                                   \
            fail_msg("%s = %.12g, expected %.12g", #found, f_, e_);            \
    } while (0)

#endif
