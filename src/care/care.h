/*
 * Care: the exercise library, the safety screening, the weekly plan and how
 * it moves with the person's answers. What is allowed, how much of it and why
 * is decided here and nowhere else. Prescribed pulls: care/pull/protocol.h.
 */
#ifndef CARE_H
#define CARE_H

#include "care/library/library.h"
#include "care/plan/plan.h"
#include "care/screen/screen.h"
#include "care/words.h"

#endif
