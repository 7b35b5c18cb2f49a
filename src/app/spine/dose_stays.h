/* How long a session stays in each key position of a movement. */
#ifndef APP_DOSE_STAYS_H
#define APP_DOSE_STAYS_H

#include "session/session.h"

/* Seconds in each keyframe of the item's scene, both sides and rests included,
 * up to a moment of the timeline (INT64_MAX: its end); returns their sum, 0 for
 * an item without scene. */
double dose_stays(const struct care_library *lib,
                  const struct session_timeline *timeline, int item,
                  int64_t until_ms, double stay_s[SP_SCENE_KEYFRAMES]);

#endif
