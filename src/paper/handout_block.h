/*
 * One movement on the handout: pictures left, words right, the dose in a box.
 */
#ifndef PAPER_HANDOUT_BLOCK_H
#define PAPER_HANDOUT_BLOCK_H

#include "paper/paper.h"
#include "paper/pictures.h"
#include "paper/sheet.h"
#include "paper/words.h"

enum { BLOCK_STEPS_MAX = 48 };

/* One movement, in the words of the sheet. A movement that some days have with
 * another dose is told once: the doses hang on its first block. */
struct block {
    const struct care_exercise *ex;
    const struct paper_item *item;
    struct block *other_dose; /* of the same movement, or NULL */
    bool told;                /* by an earlier block */
    char *name, *where;
    char *step[BLOCK_STEPS_MAX];
    int steps;
    char *feel, *care, *stop, *discs, *evidence;
    struct words_cell cell[WORDS_CELLS];
    int cells;
    struct picture_set *pictures;
    double words_h, pictures_h; /* points */
};

/* Gathers the words and pictures of one item; SP_E_NOMEM. Only its dose where
 * the block is told by an earlier one. What is gathered goes with
 * block_release(), after a failure too. */
enum sp_status block_init(struct block *b, const struct paper_handout *h,
                          int item, struct sp_error *err);
void block_release(struct block *b);

/* Hangs block `i` on the first one of the same movement, if there is one. */
void block_join_doses(struct block *block, const struct paper_item *item,
                      int i);

/* Lays it out for the page; then its height in points, and draws it at s->y. */
void block_measure(struct sheet *s, struct block *b);
double block_height(const struct sheet *s, const struct block *b);
void block_draw(struct sheet *s, struct block *b);

#endif
