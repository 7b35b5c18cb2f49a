/* Movement tests of the journal, for those who offer them and those who heed
 * them (safety 3.2). */
#ifndef APP_MOVEMENT_H
#define APP_MOVEMENT_H

#include "app/app_internal.h"

enum { APP_MOVEMENT_TESTS = 64 }; /* the newest that count */

/* "extension", else flexion. */
enum care_bias app_movement_direction(const char *word);
/* Tests young enough to count, oldest first; the caller's reference. */
enum sp_status app_movement_list(struct app *app, const char *today,
                                 json_t **records, struct sp_error *err);
/* The person's own of them into tests[APP_MOVEMENT_TESTS]; returns how many. */
int app_movement_read(const json_t *records, struct care_direction_test *tests);
/* What they taught. */
struct care_preference app_movement_preference(const struct app *app,
                                               const json_t *records,
                                               const char *today);

#endif
