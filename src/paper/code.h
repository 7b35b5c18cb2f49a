/* The plan as text, and text as a square of dots. */
#ifndef PAPER_CODE_H
#define PAPER_CODE_H

#include "paper/sheet.h"

struct code_dots {
    unsigned char *dark; /* side * side; 1 black; rows from the top */
    int side;
};

/* Errors: SP_E_FULL when the text is longer than any code holds. */
SP_NODISCARD enum sp_status
code_dots_init(struct code_dots *c, const char *text, struct sp_error *err);
void code_dots_release(struct code_dots *c);

/* The dots with their quiet border inside a square of `size` points. */
void code_draw(struct sheet *s, const struct code_dots *c, double x, double y,
               double size);
/* Points of such a square whose dots a telephone still tells apart. */
double code_size(const struct code_dots *c);

#endif
