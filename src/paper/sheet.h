/*
 * A pile of sheets that is filled from top to bottom: text in a few settled
 * kinds, hairlines, boxes, and a foot on every page. Lengths in points
 * (1/72 inch), y downwards.
 *
 * A document is laid out twice by the same function: the first time to count
 * its pages, the second time to say "page 1 of 3".
 */
#ifndef PAPER_SHEET_H
#define PAPER_SHEET_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "paper/paper.h"

enum sheet_type {
    SHEET_TITLE,  /* once, at the top */
    SHEET_HEAD,   /* a section */
    SHEET_NAME,   /* of a movement */
    SHEET_BODY,   /* what is read on the floor */
    SHEET_BOLD,   /* the same, heavier */
    SHEET_NUMBER, /* a dose */
    SHEET_LABEL,  /* under a number, above a column */
    SHEET_CELL,   /* in a table */
    SHEET_SMALL,  /* sources, what a curve is */
    SHEET_FOOT,   /* on every page */
    SHEET_FINE,   /* page number, caption of the code */
    SHEET_TYPES
};

enum sheet_side { SHEET_LEFT, SHEET_CENTRE, SHEET_RIGHT };

struct sheet {
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoFontMap *fonts; /* borrowed */
    PangoLayout *layout;
    unsigned char *bytes; /* the file, when it is finished */
    size_t len, room;
    bool counting;                   /* nothing is kept */
    double width, height;            /* of the page */
    double left, right, top, bottom; /* inside which the content stays */
    double scale;                    /* of all type: 1, large print more */
    double y;                        /* where the next thing begins */
    int page;                        /* this one, from 1 */
    int pages;                       /* all; 0 while counting */
    enum sp_status status;           /* first thing that went wrong */
    struct sp_error *err;
    /* Drawn below `bottom` when a page is done. */
    void (*foot)(struct sheet *s, const void *with);
    const void *foot_with;
};

/* One layout: begins page 1, fills, ends. */
struct sheet_document {
    enum paper_size size;
    bool large;
    const char *title, *subject, *made; /* the file's own description */
    void (*fill)(struct sheet *s, void *with);
    void *with;
};
/* Lays it out twice. The caller frees *bytes. */
SP_NODISCARD enum sp_status sheet_print(const struct sheet_document *doc,
                                        unsigned char **bytes, size_t *len,
                                        int *pages, struct sp_error *err);

/* Points of one line of a kind of text. */
double sheet_line(const struct sheet *s, enum sheet_type type);
double sheet_pt(const struct sheet *s, enum sheet_type type);

/* Height of a text set in `width`; and the width it would like. */
double sheet_measure(struct sheet *s, enum sheet_type type, double width,
                     const char *text);
double sheet_wish(struct sheet *s, enum sheet_type type, const char *text);

/* Set a text at a place, `tag` naming its part in the structure ("P", "H1",
 * "TD"; NULL for none); returns its height. Nothing moves. */
double sheet_text(struct sheet *s, enum sheet_type type, enum sheet_side side,
                  double x, double y, double width, const char *tag,
                  const char *text);
/* The same as one line, shortened with "…" where it is too long. */
double sheet_line_text(struct sheet *s, enum sheet_type type,
                       enum sheet_side side, double x, double y, double width,
                       const char *tag, const char *text);
/* A text from s->y on, over as many pages as it takes; `lead` in bold before
 * it, or NULL. On a new page x and width are the same. */
void sheet_flow(struct sheet *s, enum sheet_type type, double x, double width,
                const char *lead, const char *text);
double sheet_flow_height(struct sheet *s, enum sheet_type type, double width,
                         const char *lead, const char *text);

/* Begin a new page unless `height` still fits on this one; true: it did. */
bool sheet_need(struct sheet *s, double height);
void sheet_break(struct sheet *s);

void sheet_ink(struct sheet *s, double grey); /* 0 black .. 1 white */
void sheet_rule(struct sheet *s, double x0, double y0, double x1, double y1,
                double width, double grey);
void sheet_box(struct sheet *s, double x, double y, double w, double h,
               double radius, double width);

void sheet_tag(struct sheet *s, const char *tag);
void sheet_untag(struct sheet *s, const char *tag);

void sheet_fail(struct sheet *s, enum sp_status status, const char *text);

#endif
