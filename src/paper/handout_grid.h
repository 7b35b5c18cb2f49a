/*
 * The week at a glance: a row to tick for every movement.
 */
#ifndef PAPER_HANDOUT_GRID_H
#define PAPER_HANDOUT_GRID_H

#include "paper/handout_block.h"

/* Draws it at s->y, over as many pages as it needs: a row for each of the
 * `n` blocks, days counted from `from` (NULL: the days have no date). */
void grid_draw(struct sheet *s, const struct block *block, int n,
               const char *from);

#endif
